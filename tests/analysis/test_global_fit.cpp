// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/global_fit.h"

#include "finite_differences.h"
#include "synthetic.h"

#include <Eigen/LU>
#include <gtest/gtest.h>

#include <ctime>

namespace softmode {

using synthetic::Line;

namespace {

const std::vector<double> nu = synthetic::axis(1540.0, 1640.0, 201);

std::vector<FitSpectrum> four_lines(int components, LineShape shape, LineWidths widths)
{
  const double centre[4] = {1566.0, 1585.0, 1601.0, 1618.0};
  std::vector<FitSpectrum> all;
  for (const double T : synthetic::temperatures) {
    std::vector<Line> lines;
    for (int c = 0; c < components; ++c)
      lines.push_back({centre[c],
                       10.0 + c + (c % 2 ? 0.01 : -0.01) * T,
                       {widths[0] * (1.0 + 0.1 * c), widths[1]},
                       shape});
    all.push_back(synthetic::spectrum(nu, lines, 0.1, 1e-3));
    all.back().temperature_K = T;
  }
  return all;
}

double deviation(const SeparableProblem &problem, double step)
{
  Eigen::VectorXd p = problem.start;
  for (Eigen::Index i = 0; i < p.size(); ++i)
    p[i] *= 1.0 + 1e-3 * std::sin(3.0 + static_cast<double>(i));
  return jacobian_deviation(projected(problem), p, step);
}

LineOptions near_truth()
{
  LineOptions lines;
  lines.centres = {1597.0, 1586.0};
  lines.widths = {{15.0, 0.5}, {19.0, 0.5}};
  return lines;
}

}    // namespace

TEST(GlobalFit, JacobianIsThatOfDifferences)
{
  std::mt19937 random(41);
  synthetic::TwoState model;
  model.cycles = 1;
  model.points = 101;
  auto spectra = model.spectra();
  for (auto &s : spectra) synthetic::add_noise(s, 0.02, random);
  for (std::size_t i = 0; i < spectra.size(); ++i)
    spectra[i].noise = 0.01 + 0.005 * static_cast<double>(i);
  for (const LineShape shape :
       {LineShape::gaussian, LineShape::lorentzian, LineShape::voigt, LineShape::pseudo_voigt})
    for (const WidthSharing sharing :
         {WidthSharing::common, WidthSharing::per_component, WidthSharing::per_temperature}) {
      LineOptions lines = near_truth();
      lines.shape = shape;
      if (shape == LineShape::voigt) lines.widths = {{10.0, 8.0}, {12.0, 9.0}};
      lines.sharing = sharing;
      EXPECT_LT(deviation(components_problem(spectra, lines), 1e-4), 1e-6) << name_of(shape);
    }
}

TEST(GlobalFit, RecoversOneToFourExactComponentsOfEveryShape)
{
  const std::vector<std::pair<LineShape, LineWidths>> shapes{
      {LineShape::gaussian, {12.0, 0.0}},
      {LineShape::lorentzian, {9.0, 0.0}},
      {LineShape::voigt, {8.0, 4.0}},
      {LineShape::pseudo_voigt, {11.0, 0.4}}};
  for (const auto &[shape, widths] : shapes)
    for (int n = 1; n <= 4; ++n) {
      SCOPED_TRACE(name_of(shape) + " " + std::to_string(n));
      LineOptions options;
      options.shape = shape;
      for (int c = 0; c < n; ++c) options.centres.push_back(1567.0 + 17.0 * c);
      const auto spectra = four_lines(n, shape, widths);
      const GlobalFit fit = fit_components(spectra, n, options);
      ASSERT_TRUE(fit.quality.usable()) << fit.quality.message;
      const double centre[4] = {1566.0, 1585.0, 1601.0, 1618.0};
      for (int c = 0; c < n; ++c) {
        EXPECT_NEAR(fit.components[static_cast<std::size_t>(c)].centre.value, centre[c], 1e-6);
        for (int s = 0; s < 7; ++s)
          EXPECT_NEAR(fit.area(c, s),
                      10.0 + c +
                          (c % 2 ? 0.01 : -0.01) *
                              synthetic::temperatures[static_cast<std::size_t>(s)],
                      1e-5);
      }
    }
}

TEST(GlobalFit, FindsItsStartAndWidthsOfEachTemperature)
{
  synthetic::TwoState model;
  auto spectra = model.spectra();
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    const double f = 14.0 + 0.5 * static_cast<double>(i % 7);
    spectra[i] = synthetic::spectrum(
        nu, {{1596.0, 10.0, {f, 0.0}}, {1580.0, 8.0 + static_cast<double>(i % 7), {f + 2.0, 0.0}}});
    spectra[i].temperature_K = synthetic::temperatures[i % 7];
  }
  LineOptions options;
  options.sharing = WidthSharing::per_temperature;
  const GlobalFit fit = fit_components(spectra, 2, options);
  ASSERT_TRUE(fit.quality.usable()) << fit.quality.message;
  EXPECT_NEAR(fit.components[0].centre.value, 1580.0, 1e-5);    // ascending where no start is given
  EXPECT_NEAR(fit.components[1].centre.value, 1596.0, 1e-5);
  ASSERT_EQ(fit.components[1].fwhm.size(), 7u);
  for (int t = 0; t < 7; ++t) {
    EXPECT_NEAR(fit.components[1].fwhm[static_cast<std::size_t>(t)].value, 14.0 + 0.5 * t, 1e-5);
    EXPECT_NEAR(fit.components[0].fwhm[static_cast<std::size_t>(t)].value, 16.0 + 0.5 * t, 1e-5);
  }
}

TEST(GlobalFit, CovarianceIsThatOfAllParametersTogether)
{
  // one spectrum, all parameters in one Jacobian: centres, widths, areas, baseline
  std::mt19937 random(42);
  auto s =
      synthetic::spectrum(nu, {{1600.0, 10.0, {14.0, 0.0}}, {1578.0, 8.0, {17.0, 0.0}}}, 0.2, 1e-3);
  synthetic::add_noise(s, 0.01, random);
  LineOptions options;
  options.centres = {1600.0, 1578.0};
  const GlobalFit fit = fit_components({s}, 2, options);
  ASSERT_TRUE(fit.quality.usable());
  const Eigen::Map<const Eigen::VectorXd> x(nu.data(), static_cast<Eigen::Index>(nu.size()));
  Eigen::MatrixXd J(x.size(), 8);
  for (int c = 0; c < 2; ++c) {
    const auto &e = fit.components[static_cast<std::size_t>(c)];
    const auto v = line(LineShape::gaussian, x, e.centre.value, {e.fwhm[0].value, 0.0}, true);
    J.col(c) = fit.area(c, 0) * v.derivative.col(0);
    J.col(2 + c) = fit.area(c, 0) * v.derivative.col(1);
    J.col(4 + c) = v.value;
  }
  J.rightCols(2) = baseline_columns(x, 1);
  const Eigen::MatrixXd cov =
      (J.transpose() * J).inverse() * fit.quality.chi_squared / static_cast<double>(x.size() - 8);
  for (int c = 0; c < 2; ++c) {
    EXPECT_NEAR(fit.components[static_cast<std::size_t>(c)].centre.error / std::sqrt(cov(c, c)),
                1.0, 1e-6);
    EXPECT_NEAR(fit.components[static_cast<std::size_t>(c)].fwhm[0].error /
                    std::sqrt(cov(2 + c, 2 + c)),
                1.0, 1e-6);
    EXPECT_NEAR(fit.area_error(c, 0) / std::sqrt(cov(4 + c, 4 + c)), 1.0, 1e-6);
  }
  EXPECT_NEAR(fit.area_covariance(0, 1) / cov(4, 5), 1.0, 1e-6);
}

TEST(GlobalFit, IntervalsOfCentresAndAreasCoverTheTruth)
{
  std::mt19937 random(43);
  synthetic::TwoState model;
  model.cycles = 1;
  model.points = 201;
  model.loose = 1583.0;
  const auto exact = model.spectra();
  synthetic::Coverage tight, loose, area, K;
  LineOptions options = near_truth();
  for (int set = 0; set < 1000; ++set) {
    auto spectra = exact;
    for (auto &s : spectra) synthetic::add_noise(s, 0.005, random);
    const GlobalFit fit = fit_components(spectra, 2, options);
    ASSERT_TRUE(fit.quality.usable()) << fit.quality.message;
    tight.add(fit.components[0].centre, 1596.0);
    loose.add(fit.components[1].centre, 1583.0);
    const double k = std::exp(log_equilibrium_constant(5.9, 22.0, 37.0, 323.15));
    area.add({fit.area(1, 3), fit.area_error(1, 3)}, 20.0 * k / (1.0 + k));
    const LogKData ln = log_K_of_areas(fit, spectra, 0, 1);
    K.add({ln.log_K[3], std::sqrt(ln.covariance(3, 3))}, std::log(k));
  }
  for (const auto *c : {&tight, &loose, &area, &K}) {
    EXPECT_GT(c->share(), 0.93);
    EXPECT_LT(c->share(), 0.97);
    EXPECT_LT(std::fabs(c->mean()), 0.1);
  }
}

TEST(GlobalFit, SaysThatIdenticalComponentsCannotBeTold)
{
  std::mt19937 random(44);
  LineOptions fixed = near_truth();
  fixed.fix_centres = true;
  fixed.sharing = WidthSharing::fixed;
  fixed.centres = {1590.0, 1590.0};
  fixed.widths = {{16.0, 0.0}, {16.0, 0.0}};
  auto spectra = four_lines(1, LineShape::gaussian, {16.0, 0.0});
  EXPECT_THROW(fit_components(spectra, 2, fixed), AnalysisError);
  // free, on data that hold one component only: without noise, and with
  for (const double noise : {0.0, 0.005, 0.02})
    for (int set = 0; set < 10; ++set) {
      auto noisy = spectra;
      for (auto &s : noisy)
        if (noise > 0.0) synthetic::add_noise(s, noise, random);
      const GlobalFit fit = fit_components(noisy, 2);
      if (fit.quality.usable()) {
        // chance may tell them apart, but then it says that one is empty, or K fails
        EXPECT_GT(noise, 0.0);
        EXPECT_TRUE(!fit.quality.warnings.empty() || (fit.area.array() <= 0.0).any())
            << fit.components[0].centre.value << " " << fit.components[1].centre.value << "\n"
            << fit.area << "\n"
            << fit.area_error;
        continue;
      }
      EXPECT_TRUE(std::isnan(fit.area_error(0, 0)));
      EXPECT_TRUE(std::isnan(fit.components[0].centre.error));
      EXPECT_THROW(log_K_of_areas(fit, noisy, 0, 1), AnalysisError);
    }
}

TEST(GlobalFit, RefusesWhatItCannotFit)
{
  const auto spectra = four_lines(2, LineShape::gaussian, {12.0, 0.0});
  EXPECT_THROW(fit_components(spectra, 5), AnalysisError);
  EXPECT_THROW(fit_components({}, 2), AnalysisError);
  LineOptions one;
  one.centres = {1590.0};
  EXPECT_THROW(fit_components(spectra, 2, one), AnalysisError);
  auto nan = spectra;
  nan[3].intensity[7] = NAN;
  EXPECT_THROW(fit_components(nan, 2), AnalysisError);
  auto some = spectra;
  some[0].noise = 0.01;
  EXPECT_THROW(fit_components(some, 2), AnalysisError);
  std::mt19937 random(45);
  auto noise = spectra;
  for (auto &s : noise) {
    std::fill(s.intensity.begin(), s.intensity.end(), 0.0);
    synthetic::add_noise(s, 1.0, random);
  }
  EXPECT_THROW(fit_components(noise, 2), AnalysisError);
}

TEST(GlobalFit, IsFast)
{
  std::mt19937 random(46);
  auto spectra = synthetic::TwoState().spectra();
  for (auto &s : spectra) synthetic::add_noise(s, 0.005, random);
  ASSERT_EQ(spectra.size(), 21u);
  const std::clock_t begin = std::clock();    // of the processor, as others may use the machine
  const int repeats = 20;
  for (int i = 0; i < repeats; ++i) ASSERT_TRUE(fit_components(spectra, 2).quality.usable());
  const double ms = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / repeats;
  RecordProperty("milliseconds", std::to_string(ms));
  std::printf("global fit of 21 spectra x 400 points: %.2f ms\n", ms);
  EXPECT_LT(ms, 60.0);    // 20 ms is the aim, on a core that is free
}

}    // namespace softmode
