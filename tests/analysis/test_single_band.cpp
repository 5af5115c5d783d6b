// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/single_band.h"

#include "finite_differences.h"
#include "softmode/analysis/separable.h"
#include "synthetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <ctime>

namespace softmode {

using synthetic::Line;

namespace {

const std::vector<double> nu = synthetic::axis(1540.0, 1640.0, 201);
const WavenumberRange whole{1540.0, 1640.0};

std::string message(const FitSpectrum &s, const WavenumberRange &range)
{
  try {
    fit_single_band(s, range);
  } catch (const AnalysisError &error) {
    return error.what();
  }
  return "no error";
}

}    // namespace

TEST(SingleBand, RecoversExactLinesOfEveryShape)
{
  const std::vector<std::pair<LineShape, LineWidths>> shapes{
      {LineShape::gaussian, {16.0, 0.0}},
      {LineShape::lorentzian, {12.0, 0.0}},
      {LineShape::voigt, {11.0, 7.0}},
      {LineShape::pseudo_voigt, {15.0, 0.3}}};
  for (const auto &[shape, widths] : shapes)
    for (const double scale : {1.0, 1e-9, 1e12}) {
      const auto s = synthetic::spectrum(nu, {{1592.37, 20.0 * scale, widths, shape}}, 0.3 * scale,
                                         0.002 * scale);
      const SingleBand band = fit_single_band(s, whole, {shape, 1});
      EXPECT_NEAR(band.position.value, 1592.37, 1e-8) << name_of(shape);
      EXPECT_NEAR(band.area.value / scale, 20.0, 1e-7);
      EXPECT_NEAR(band.fwhm.value, fwhm_of(shape, widths).value, 1e-8);
      EXPECT_NEAR(band.widths[0], widths[0], 1e-7);
      EXPECT_NEAR(band.widths[1], widths[1], 1e-7);
      EXPECT_NEAR(band.baseline[0].value / scale, 0.3, 1e-9);
      EXPECT_NEAR(band.baseline[1].value / scale, 0.1, 1e-9);
      EXPECT_NEAR(band.maximum.value, 1592.37, 0.15);    // the baseline rises
      EXPECT_NEAR(band.centroid.value, 1592.37, 0.05);
    }
}

TEST(SingleBand, IntervalsOfAllShapesCoverTheTruth)
{
  std::mt19937 random(11);
  const std::vector<std::pair<LineShape, LineWidths>> shapes{
      {LineShape::gaussian, {16.0, 0.0}},
      {LineShape::lorentzian, {12.0, 0.0}},
      {LineShape::voigt, {11.0, 7.0}},
      {LineShape::pseudo_voigt, {15.0, 0.5}}};
  for (const auto &[shape, widths] : shapes) {
    synthetic::Coverage position, fwhm, area, centroid, maximum;
    const auto exact = synthetic::spectrum(nu, {{1592.4, 20.0, widths, shape}}, 0.3, 0.002);
    const double true_fwhm = fwhm_of(shape, widths).value;
    const SingleBand clean = fit_single_band(exact, whole, {shape, 1});
    for (int set = 0; set < 2000; ++set) {
      auto s = exact;
      synthetic::add_noise(s, 0.005, random);
      s.noise = set % 2 ? 0.005 : 0.0;    // known, and from the scatter
      const SingleBand band = fit_single_band(s, whole, {shape, 1});
      position.add(band.position, 1592.4);
      fwhm.add(band.fwhm, true_fwhm);
      area.add(band.area, 20.0);
      centroid.add(band.centroid, clean.centroid.value);
      maximum.add(band.maximum, clean.maximum.value);
    }
    for (const auto *c : {&position, &fwhm, &area}) {
      EXPECT_GT(c->share(), 0.93) << name_of(shape);
      EXPECT_LT(c->share(), 0.97) << name_of(shape);
      EXPECT_LT(std::fabs(c->mean()), 0.1) << name_of(shape);
    }
    // the choice of the points adds some scatter to the companions
    for (const auto *c : {&centroid, &maximum}) {
      EXPECT_GT(c->share(), 0.90) << name_of(shape);
      EXPECT_LT(std::fabs(c->mean()), 0.2) << name_of(shape);
    }
  }
}

TEST(SingleBand, SaysWhenTheBandIsCutByTheWindow)
{
  const auto s = synthetic::spectrum(nu, {{1592.4, 20.0, {16.0, 0.0}}}, 0.3);
  EXPECT_NE(message(s, {1596.0, 1640.0}).find("no whole band"), std::string::npos)
      << message(s, {1596.0, 1640.0});
  EXPECT_NE(message(s, {1588.0, 1640.0}).find("no whole band"), std::string::npos)
      << message(s, {1588.0, 1640.0});
  EXPECT_NE(message(s, {1540.0, 1591.0}).find("no whole band"), std::string::npos)
      << message(s, {1540.0, 1591.0});
  EXPECT_EQ(message(s, {1570.0, 1620.0}), "no error");
}

TEST(SingleBand, LeavesOutTheMaximumWhereTheAxisIsTooCoarseForIt)
{
  // 3 points within 0.4 FWHM of 10 cm-1
  const auto s =
      synthetic::spectrum(synthetic::axis(1540.0, 1640.0, 36), {{1592.0, 20.0, {10.0, 0.0}}}, 0.3);
  const SingleBand band = fit_single_band(s, whole);
  EXPECT_NEAR(band.position.value, 1592.0, 1e-8);
  EXPECT_TRUE(std::isfinite(band.centroid.value));
  EXPECT_TRUE(std::isnan(band.maximum.value));
  EXPECT_TRUE(std::isnan(band.maximum.error));
}

TEST(SingleBand, FindsNoBandInNoise)
{
  std::mt19937 random(12);
  int found = 0;
  for (int set = 0; set < 500; ++set) {
    auto s = synthetic::spectrum(nu, {}, 0.3, 0.002);
    synthetic::add_noise(s, 0.01, random);
    found += message(s, whole) == "no error";
  }
  EXPECT_EQ(found, 0);
}

TEST(SingleBand, RefusesDataThatAreNone)
{
  auto s = synthetic::spectrum(nu, {{1592.4, 20.0, {16.0, 0.0}}});
  EXPECT_THROW(fit_single_band(s, {1590.0, 1591.0}), AnalysisError);
  auto twice = s, nan = s, sizes = s;
  twice.wavenumber[10] = twice.wavenumber[11];
  nan.intensity[50] = NAN;
  sizes.intensity.pop_back();
  EXPECT_NE(message(twice, whole).find("do not ascend at point 11"), std::string::npos);
  EXPECT_NE(message(nan, whole).find("point 50 is not finite"), std::string::npos);
  EXPECT_THROW(fit_single_band(sizes, whole), std::invalid_argument);
  const FitSpectrum flat = synthetic::spectrum(nu, {}, 1.0);
  EXPECT_NE(message(flat, whole).find("no band"), std::string::npos);
}

TEST(SingleBand, TakesAMillionPoints)
{
  std::mt19937 random(13);
  auto s = synthetic::spectrum(synthetic::axis(1540.0, 1640.0, 1000000),
                               {{1592.4, 20.0, {16.0, 0.0}}}, 0.3, 0.002);
  synthetic::add_noise(s, 0.05, random);
  const std::clock_t begin = std::clock();
  const SingleBand band = fit_single_band(s, whole);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("single band of 1,000,000 points: %.2f s\n", seconds);
  EXPECT_NEAR(band.position.value, 1592.4, 5.0 * band.position.error);
  EXPECT_LT(band.position.error, 2e-3);
  EXPECT_LT(seconds, 10.0);
}

}    // namespace softmode
