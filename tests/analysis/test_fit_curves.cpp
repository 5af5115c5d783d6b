// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/fit_curves.h"

#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

Eigen::VectorXd vector(const std::vector<double> &v)
{
  return Eigen::Map<const Eigen::VectorXd>(v.data(), static_cast<Eigen::Index>(v.size()));
}

/// Two axes and two temperatures, with scatter.
std::vector<FitSpectrum> spectra_of(LineShape shape, const LineWidths &widths)
{
  std::vector<FitSpectrum> all;
  for (int k = 0; k < 4; ++k) {
    const auto axis = synthetic::axis(1540.0 + (k % 2), 1640.0, 201);
    auto s = synthetic::spectrum(
        axis, {{1575.0, 10.0 + k, widths, shape}, {1605.0, 8.0 - k, widths, shape}}, 0.2, 0.001);
    s.temperature_K = 200.0 + 100.0 * (k / 2);
    for (std::size_t i = 0; i < s.intensity.size(); ++i)
      s.intensity[i] += 0.002 * std::sin(1e3 * static_cast<double>(i * i + 1));
    all.push_back(s);
  }
  return all;
}

}    // namespace

TEST(FitCurves, AreDataMinusResidualsForEveryShapeAndSharing)
{
  const std::pair<LineShape, LineWidths> shapes[] = {{LineShape::gaussian, {16.0, 0.0}},
                                                     {LineShape::lorentzian, {9.0, 0.0}},
                                                     {LineShape::voigt, {9.0, 4.0}},
                                                     {LineShape::pseudo_voigt, {12.0, 0.4}}};
  for (const auto &[shape, widths] : shapes)
    for (const WidthSharing sharing : {WidthSharing::per_component, WidthSharing::per_temperature})
      for (const int baseline : {-1, 1, 3}) {
        const auto spectra = spectra_of(shape, widths);
        LineOptions lines;
        lines.shape = shape;
        lines.sharing = sharing;
        lines.baseline = baseline;
        lines.centres = {1575.0, 1605.0};
        lines.fix_centres = true;
        const GlobalFit fit = fit_components(spectra, 2, lines);
        ASSERT_FALSE(fit.components.empty());
        for (std::size_t i = 0; i < spectra.size(); ++i) {
          const FitCurves c = curves_of(fit, spectra, i, vector(spectra[i].wavenumber));
          const Eigen::VectorXd left = vector(spectra[i].intensity) - c.sum();
          EXPECT_LT((left - fit.quality.residuals[i]).cwiseAbs().maxCoeff(), 1e-9)
              << name_of(shape) << " " << baseline;
          EXPECT_EQ(c.lines.cols(), 2);
        }
      }
}

TEST(FitCurves, AreTheSameOnAnotherAxis)
{
  const auto spectra = spectra_of(LineShape::gaussian, {16.0, 0.0});
  const WavenumberRange range{spectra[0].wavenumber.front(), spectra[0].wavenumber.back()};
  const GlobalFit fit = fit_components(spectra, 2, {});
  const SingleBand band = fit_single_band(spectra[0], range, {LineShape::gaussian, 2});
  Eigen::VectorXd few(2);
  few << spectra[0].wavenumber[40], spectra[0].wavenumber[77];
  const Eigen::VectorXd all = vector(spectra[0].wavenumber);
  const Eigen::VectorXd whole = curves_of(fit, spectra, 0, all).sum(),
                        part = curves_of(fit, spectra, 0, few).sum();
  EXPECT_NEAR(part[0], whole[40], 1e-12);
  EXPECT_NEAR(part[1], whole[77], 1e-12);
  const Eigen::VectorXd left = vector(spectra[0].intensity) - curves_of(band, range, all).sum();
  EXPECT_LT((left - band.residuals).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_THROW(curves_of(fit, {spectra[0]}, 0, few), std::invalid_argument);
}

}    // namespace softmode
