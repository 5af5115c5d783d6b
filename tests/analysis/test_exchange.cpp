// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/exchange.h"

#include "finite_differences.h"
#include "synthetic.h"

#include <gtest/gtest.h>

#include <complex>

namespace softmode {

namespace {

const Eigen::VectorXd nu = Eigen::VectorXd::LinSpaced(201, 1540.0, 1640.0);

// resolvent of the 2 x 2 matrix, summed over a Gaussian by trapezoids
double by_hand(double x, const ExchangeLine &l)
{
  using C = std::complex<double>;
  const double s = l.gaussian / 2.3548200450309493, k = l.rate, pl = l.loose_fraction, pt = 1 - pl;
  double sum = 0.0;
  const int n = 4000;
  for (int i = -n; i <= n; ++i) {
    const double d = 8.0 * s * i / n;
    const C at(0.5 * l.lorentzian, x - d - l.tight), al(0.5 * l.lorentzian, x - d - l.loose);
    const C a = at + k * pl, b = -k * pt, c = -k * pl, e = al + k * pt;
    // (1 1) M^-1 (pt pl)^T
    const C value = ((e - c) * pt + (a - b) * pl) / (a * e - b * c);
    sum += value.real() * std::exp(-0.5 * d * d / (s * s));
  }
  return sum * 8.0 * s / n / (s * std::sqrt(2.0 * std::acos(-1.0))) / std::acos(-1.0);
}

std::vector<FitSpectrum> exchanging(double rate, double noise, std::mt19937 &random)
{
  std::vector<FitSpectrum> all;
  const auto axis = synthetic::axis(1540.0, 1640.0, 201);
  for (const double T : synthetic::temperatures) {
    const double K = std::exp(log_equilibrium_constant(5.9, 22.0, 0.0, T));
    FitSpectrum s = synthetic::spectrum(axis, {}, 0.1, 1e-3);
    const LineValues v = exchange_line(nu, {1600.0, 1580.0, 9.0, 0.0, rate, K / (1.0 + K)}, false);
    for (std::size_t i = 0; i < axis.size(); ++i)
      s.intensity[i] += 20.0 * v.value[static_cast<Eigen::Index>(i)];
    synthetic::add_noise(s, noise, random);
    s.temperature_K = T;
    all.push_back(s);
  }
  return all;
}

}    // namespace

TEST(ExchangeLine, IsTheResolventOfTheJumps)
{
  for (const double rate : {0.05, 3.0, 19.0, 25.0, 400.0})
    for (const double fraction : {0.2, 0.5, 0.9}) {
      const ExchangeLine l{1600.0, 1580.0, 6.0, 3.0, rate, fraction};
      for (const double x : {1560.0, 1581.0, 1590.0, 1599.3})
        EXPECT_NEAR(exchange_line(Eigen::VectorXd::Constant(1, x), l, false).value[0] /
                        by_hand(x, l),
                    1.0, 1e-9)
            << rate << " " << fraction << " " << x;
    }
}

TEST(ExchangeLine, HasTwoLinesAndOneLineAsItsLimits)
{
  const LineValues slow = exchange_line(nu, {1600.0, 1580.0, 9.0, 4.0, 0.0, 0.3}, false);
  const auto voigt = [](double at) {
    return line(LineShape::voigt, nu, at, {9.0, 4.0}, false).value;
  };
  EXPECT_LT((slow.value - 0.7 * voigt(1600.0) - 0.3 * voigt(1580.0)).cwiseAbs().maxCoeff(), 1e-14);
  // fast: one line at the mean, broadened by 2 p_t p_l distance^2 / rate
  const LineValues fast = exchange_line(nu, {1600.0, 1580.0, 9.0, 4.0, 1e5, 0.3}, false);
  const auto one = line(LineShape::voigt, nu, 1594.0, {9.0, 4.0 + 4.0 * 0.21 * 200.0 / 1e5}, false);
  EXPECT_LT((fast.value - one.value).cwiseAbs().maxCoeff(), 1e-6);
  EXPECT_NEAR(rate_per_second(1.0), 1.8836515673e11, 1e3);
  EXPECT_NEAR(rate_in_wavenumbers(rate_per_second(3.7)), 3.7, 1e-12);
}

TEST(ExchangeLine, IsFiniteWhereItsPolesMeet)
{
  const ExchangeLine at{1600.0, 1580.0, 6.0, 3.0, 20.0, 0.5},
      near{1600.0, 1580.0, 6.0, 3.0, 20.01, 0.5};
  const auto a = exchange_line(nu, at, true), b = exchange_line(nu, near, true);
  EXPECT_TRUE(a.value.allFinite() && a.derivative.allFinite());
  EXPECT_LT((a.value - b.value).cwiseAbs().maxCoeff(), 1e-4);
}

TEST(ExchangeLine, DerivativesAreThoseOfDifferences)
{
  LeastSquaresProblem problem;
  problem.residuals = nu.size();
  problem.evaluate = [](const Eigen::VectorXd &p, Eigen::VectorXd &r, Eigen::MatrixXd *j) {
    const LineValues v = exchange_line(nu, {p[0], p[1], p[2], p[3], p[4], p[5]}, j != nullptr);
    r = v.value;
    if (j) *j = v.derivative;
    return true;
  };
  for (const double rate : {0.1, 5.0, 60.0}) {
    Eigen::VectorXd p(6);
    p << 1600.0, 1580.0, 8.0, 2.0, rate, 0.3;
    EXPECT_LT(jacobian_deviation(problem, p, 1e-4), 1e-7) << rate;
  }
}

TEST(ExchangeLine, RefusesNumbersOutOfRange)
{
  EXPECT_THROW(exchange_line(nu, {1600, 1580, 0.0, 1, 1, 0.5}, false), AnalysisError);
  EXPECT_THROW(exchange_line(nu, {1600, 1580, 8, -1, 1, 0.5}, false), AnalysisError);
  EXPECT_THROW(exchange_line(nu, {1600, 1580, 8, 1, -1, 0.5}, false), AnalysisError);
  EXPECT_THROW(exchange_line(nu, {1600, 1580, 8, 1, 1, 1.5}, false), AnalysisError);
  EXPECT_THROW(exchange_line(nu, {NAN, 1580, 8, 1, 1, 0.5}, false), AnalysisError);
}

TEST(ExchangeFit, JacobianIsThatOfDifferences)
{
  std::mt19937 random(81);
  const auto spectra = exchanging(4.0, 0.01, random);
  ExchangeOptions options;
  options.activated = options.fit_lorentzian = options.heat_capacity = true;
  Eigen::VectorXd start(9);
  start << 1600.5, 1580.5, 8.5, 1.0, 1.2, 3.0, 5.5, 20.0, 5.0;
  EXPECT_LT(jacobian_deviation(projected(exchange_problem(spectra, options, start)), start, 1e-4),
            1e-6);
}

TEST(ExchangeFit, RecoversExactParameters)
{
  std::mt19937 random(82);
  for (const double rate : {2.0, 10.0}) {
    const auto spectra = exchanging(rate, 1e-6, random);
    const ExchangeFit fit = fit_exchange(spectra);
    ASSERT_TRUE(fit.quality.usable()) << fit.quality.message;
    EXPECT_NEAR(fit.tight.value, 1600.0, 1e-2);
    EXPECT_NEAR(fit.loose.value, 1580.0, 1e-2);
    EXPECT_NEAR(fit.gaussian.value, 9.0, 1e-2);
    EXPECT_NEAR(fit.log_rate.value, std::log(rate), 1e-2);
    EXPECT_NEAR(fit.thermodynamics.enthalpy_kJ_mol().value, 5.9, 1e-2);
    EXPECT_FALSE(fit.slow);
  }
}

TEST(ExchangeFit, IntervalsOfTheRateCoverTheTruth)
{
  std::mt19937 random(83);
  synthetic::Coverage rate, dH, dS;
  const auto exact = exchanging(4.0, 0.0, random);
  ExchangeOptions options;
  options.centres = {1600.0, 1580.0};
  for (int set = 0; set < 500; ++set) {
    auto spectra = exact;
    for (auto &s : spectra) synthetic::add_noise(s, 0.005, random);
    Eigen::VectorXd start(6);
    start << 1600.0, 1580.0, 9.0, std::log(4.0), 5.9, 22.0;
    const SeparableFit fit = fit_separable(exchange_problem(spectra, options, start));
    ASSERT_TRUE(fit.nonlinear.usable()) << fit.nonlinear.message;
    rate.add(fit.nonlinear.estimate(3, ErrorScaling::scaled), std::log(4.0));
    dH.add(fit.nonlinear.estimate(4, ErrorScaling::scaled), 5.9);
    dS.add(fit.nonlinear.estimate(5, ErrorScaling::scaled), 22.0);
  }
  for (const auto *c : {&rate, &dH, &dS}) {
    EXPECT_GT(c->share(), 0.93);
    EXPECT_LT(c->share(), 0.97);
    EXPECT_LT(std::fabs(c->mean()), 0.1);
  }
}

TEST(ExchangeFit, SaysWhenThereIsNoMeasurableExchange)
{
  std::mt19937 random(84);
  const ExchangeFit fit = fit_exchange(exchanging(0.0, 0.01, random));
  EXPECT_TRUE(!fit.quality.usable() || fit.slow);
}

}    // namespace softmode
