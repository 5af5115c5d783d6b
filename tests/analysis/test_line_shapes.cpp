// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/faddeeva.h"
#include "softmode/analysis/line_shapes.h"

#include "finite_differences.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

namespace {

using Long = long double;
using LongComplex = std::complex<long double>;
const Long long_pi = std::acos(Long(-1));

// w(z) = sum_n (iz)^n / Gamma(n/2 + 1)
LongComplex series(LongComplex z)
{
  LongComplex sum = 0, power = 1;
  for (int n = 0; n < 170; ++n) {
    sum += power / std::tgamma(Long(n) / 2 + 1);
    power *= LongComplex(0, 1) * z;
  }
  return sum;
}

// Laplace's continued fraction, i/sqrt(pi) / (z - (1/2)/(z - 1/(z - (3/2)/...)))
LongComplex continued_fraction(LongComplex z)
{
  LongComplex tail = z;
  for (int n = 400; n >= 1; --n) tail = z - Long(n) / 2 / tail;
  return LongComplex(0, 1) / std::sqrt(long_pi) / tail;
}

// (y / pi) int exp(-t^2) / ((x - t)^2 + y^2) dt by trapezoids, which converge like exp(-2 pi y / h)
Long convolution(Long x, Long y)
{
  const Long h = y / 8;
  Long sum = 0;
  for (Long t = -12; t <= 12; t += h) sum += std::exp(-t * t) / ((x - t) * (x - t) + y * y);
  return sum * h * y / long_pi;
}

void expect_close(std::complex<double> w, LongComplex truth, double relative)
{
  EXPECT_NEAR(w.real() / static_cast<double>(truth.real()), 1.0, relative) << truth.real();
  if (truth.imag() == 0) return;
  EXPECT_NEAR(w.imag() / static_cast<double>(truth.imag()), 1.0, relative) << truth.imag();
}

}    // namespace

TEST(Faddeeva, AgreesWithItsPowerSeries)
{
  for (const double x : {0.0, 0.1, 0.256, 0.5, 0.77, 1.3, 1.8, 2.2})
    for (const double y : {0.0, 1e-9, 1e-4, 0.03, 0.4, 1.1, 1.6})
      expect_close(faddeeva({x, y}).w, series({x, y}), 1e-11);
}

TEST(Faddeeva, AgreesWithTheContinuedFraction)
{
  for (const double x : {0.0, 3.1, 5.7, 7.99, 14.9, 15.1, 40.0, 1e3, 1e6})
    for (const double y : {4.0, 6.2, 9.0, 14.99, 80.0, 1e4})
      expect_close(faddeeva({x, y}).w, continued_fraction({x, y}), 1e-12);
}

TEST(Faddeeva, RealPartIsTheConvolutionOfAGaussianWithALorentzian)
{
  for (const double x : {0.0, 1.0, 3.3, 4.2, 5.5, 6.0, 9.3, 14.0, 16.0, 30.0})
    for (const double y : {0.01, 0.1, 0.7, 2.0, 3.9})
      EXPECT_NEAR(faddeeva({x, y}).w.real() / static_cast<double>(convolution(x, y)), 1.0, 1e-11)
          << x << " " << y;
}

TEST(Faddeeva, KeepsTheRealPartWhereItIsSmall)
{
  // on the axis exp(-x^2), close above it exp(-x^2) + y x Dawson ...: here the Gaussian must survive
  for (const double x : {0.3, 2.0, 5.0, 7.0, 12.0})
    EXPECT_NEAR(faddeeva({x, 0.0}).w.real() / std::exp(-x * x), 1.0, 1e-12);
  // far from the line the Lorentzian rules, whatever its width
  for (const double y : {1e-12, 1e-6, 1e-3})
    EXPECT_NEAR(faddeeva({200.0, y}).w.real() /
                    (y / (std::sqrt(3.14159265358979323846) * 200.0 * 200.0) * (1 + 1.5 / 4e4)),
                1.0, 1e-8);
}

TEST(Faddeeva, IsSymmetricAndRefusesWhatItCannotGive)
{
  const auto right = faddeeva({1.2, 0.3}), left = faddeeva({-1.2, 0.3});
  EXPECT_EQ(left.w, std::conj(right.w));
  EXPECT_EQ(left.slope, -std::conj(right.slope));
  EXPECT_EQ(left.stretch, std::conj(right.stretch));
  EXPECT_THROW(faddeeva({0.0, -1e-3}), AnalysisError);
  EXPECT_THROW(faddeeva({NAN, 1.0}), AnalysisError);
}

namespace {

struct Case {
  LineShape shape;
  LineWidths widths;
};

const std::vector<Case> cases{
    {LineShape::gaussian, {16.0, 0.0}}, {LineShape::lorentzian, {12.0, 0.0}},
    {LineShape::voigt, {11.0, 7.0}},    {LineShape::voigt, {0.8, 14.0}},
    {LineShape::voigt, {14.0, 0.05}},   {LineShape::pseudo_voigt, {15.0, 0.3}}};

const Eigen::VectorXd nu = Eigen::VectorXd::LinSpaced(161, 1552.0, 1632.0);

// the line as a least-squares problem, so that its derivatives can be checked like any Jacobian
LeastSquaresProblem as_problem(LineShape shape)
{
  LeastSquaresProblem problem;
  problem.residuals = nu.size();
  problem.evaluate = [shape](const Eigen::VectorXd &p, Eigen::VectorXd &r, Eigen::MatrixXd *j) {
    const LineValues v = line(shape, nu, p[0], {p[1], p.size() > 2 ? p[2] : 0.0}, j != nullptr);
    r = v.value;
    if (j) *j = v.derivative;
    return true;
  };
  return problem;
}

}    // namespace

TEST(LineShapes, DerivativesAreThoseOfDifferences)
{
  for (const Case &c : cases) {
    Eigen::VectorXd p(1 + width_count(c.shape));
    p[0] = 1593.3;
    for (int k = 1; k < p.size(); ++k) p[k] = c.widths[static_cast<std::size_t>(k - 1)];
    // the position is large compared with the width: its step must be small
    EXPECT_LT(jacobian_deviation(as_problem(c.shape), p, 1e-4), 3e-8) << name_of(c.shape) << p[1];
  }
}

TEST(LineShapes, HaveUnitArea)
{
  for (const Case &c : cases) {
    // nu = 1600 + 20 tan(u), so that Lorentzian wings are integrated to infinity
    const int n = 200000;
    double area = 0.0;
    for (int i = 0; i < n; ++i) {
      const double u = 3.14159265358979323846 * ((i + 0.5) / n - 0.5);
      const Eigen::VectorXd at = Eigen::VectorXd::Constant(1, 1600.0 + 20.0 * std::tan(u));
      area += line(c.shape, at, 1600.0, c.widths, false).value[0] * 20.0 / std::pow(std::cos(u), 2);
    }
    EXPECT_NEAR(area * 3.14159265358979323846 / n, 1.0, 1e-9) << name_of(c.shape);
  }
}

TEST(LineShapes, FallToHalfAtTheirFwhm)
{
  for (const Case &c : cases) {
    const LineFwhm f = fwhm_of(c.shape, c.widths);
    const auto v =
        line(c.shape, Eigen::Vector3d(1600.0, 1600.0 - f.value / 2, 1600.0 + f.value / 2), 1600.0,
             c.widths, false);
    EXPECT_NEAR(v.value[1] / v.value[0], 0.5, 1e-12);
    EXPECT_NEAR(v.value[2] / v.value[0], 0.5, 1e-12);
    for (int k = 0; k < width_count(c.shape); ++k) {
      LineWidths up = c.widths, down = c.widths;
      const double h = 1e-5 * up[static_cast<std::size_t>(k)];
      up[static_cast<std::size_t>(k)] += h;
      down[static_cast<std::size_t>(k)] -= h;
      EXPECT_NEAR(f.gradient[static_cast<std::size_t>(k)],
                  (fwhm_of(c.shape, up).value - fwhm_of(c.shape, down).value) / (2 * h), 1e-6);
    }
  }
}

TEST(LineShapes, VoigtHasTheGaussianAndTheLorentzianAsLimits)
{
  const auto v = [](LineShape s, LineWidths w) { return line(s, nu, 1593.3, w, true); };
  const auto g = v(LineShape::gaussian, {16.0, 0.0}), l = v(LineShape::lorentzian, {16.0, 0.0});
  const auto vg = v(LineShape::voigt, {16.0, 0.0}), vl = v(LineShape::voigt, {1e-5, 16.0}),
             exact = v(LineShape::voigt, {0.0, 16.0});
  EXPECT_LT((vg.value - g.value).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_LT((vg.derivative.leftCols(2) - g.derivative).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_LT((vl.value - l.value).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((vl.derivative.col(0) - l.derivative.col(0)).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((vl.derivative.col(2) - l.derivative.col(1)).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((vl.value - exact.value).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(LineShapes, RefuseWidthsThatAreNone)
{
  EXPECT_THROW(line(LineShape::gaussian, nu, 1600.0, {0.0, 0.0}, false), AnalysisError);
  EXPECT_THROW(line(LineShape::voigt, nu, 1600.0, {-1.0, 5.0}, false), AnalysisError);
  EXPECT_THROW(line(LineShape::voigt, nu, 1600.0, {0.0, 0.0}, false), AnalysisError);
  EXPECT_THROW(line(LineShape::lorentzian, nu, NAN, {5.0, 0.0}, false), AnalysisError);
}

}    // namespace softmode
