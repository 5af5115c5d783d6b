// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/line_shapes.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/faddeeva.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <stdexcept>

namespace softmode {

namespace {

const double ln2 = std::log(2.0);

void check(LineShape shape, double position, const LineWidths &w)
{
  bool good = std::isfinite(position) && std::isfinite(w[0]);
  if (width_count(shape) == 2) good = good && std::isfinite(w[1]);
  if (shape == LineShape::voigt)
    good = good && w[0] >= 0.0 && w[1] >= 0.0 && w[0] + w[1] > 0.0;
  else
    good = good && w[0] > 0.0;
  if (!good)
    throw AnalysisError(name_of(shape) + " line: widths must be positive, all numbers finite");
}

LineValues gaussian(const Eigen::ArrayXd &d, double f, bool derivatives)
{
  LineValues v;
  const double a = 4.0 * ln2 / (f * f);
  const Eigen::ArrayXd value = std::sqrt(a / pi) * (-a * d.square()).exp();
  v.value = value;
  if (!derivatives) return v;
  v.derivative.resize(d.size(), 2);
  v.derivative.col(0) = 2.0 * a * d * value;
  v.derivative.col(1) = value * (2.0 * a * d.square() - 1.0) / f;
  return v;
}

LineValues lorentzian(const Eigen::ArrayXd &d, double f, bool derivatives)
{
  LineValues v;
  const Eigen::ArrayXd inverse = (d.square() + 0.25 * f * f).inverse();
  v.value = f / (2.0 * pi) * inverse;
  if (!derivatives) return v;
  v.derivative.resize(d.size(), 2);
  v.derivative.col(0) = f / pi * d * inverse.square();
  v.derivative.col(1) = (d.square() - 0.25 * f * f) * inverse.square() / (2.0 * pi);
  return v;
}

LineValues pseudo_voigt(const Eigen::ArrayXd &d, double f, double eta, bool derivatives)
{
  const LineValues l = lorentzian(d, f, derivatives), g = gaussian(d, f, derivatives);
  LineValues v;
  v.value = eta * l.value + (1.0 - eta) * g.value;
  if (!derivatives) return v;
  v.derivative.resize(d.size(), 3);
  v.derivative.leftCols(2) = eta * l.derivative + (1.0 - eta) * g.derivative;
  v.derivative.col(2) = l.value - g.value;
  return v;
}

LineValues voigt(const Eigen::ArrayXd &d, double fG, double fL, bool derivatives)
{
  LineValues v;
  if (fG == 0.0) {    // the derivative with respect to fG vanishes: the line depends on its square
    const LineValues l = lorentzian(d, fL, derivatives);
    v.value = l.value;
    if (!derivatives) return v;
    v.derivative = Eigen::MatrixXd::Zero(d.size(), 3);
    v.derivative.col(0) = l.derivative.col(0);
    v.derivative.col(2) = l.derivative.col(1);
    return v;
  }
  const double s = fG / gaussian_fwhm_per_sigma, unit = 1.0 / (s * std::sqrt(2.0));
  const double norm = unit / std::sqrt(pi);
  v.value.resize(d.size());
  if (derivatives) v.derivative.resize(d.size(), 3);
  for (Eigen::Index i = 0; i < d.size(); ++i) {
    const Faddeeva w = faddeeva({d[i] * unit, 0.5 * fL * unit});
    v.value[i] = norm * w.w.real();
    if (derivatives)
      v.derivative.row(i) << -norm * unit * w.slope.real(), -norm * w.stretch.real() / fG,
          -0.5 * norm * unit * w.slope.imag();
  }
  return v;
}

/// V(half) - V(0)/2 and its derivatives with respect to position, widths.
LineValues above_half(LineShape shape, double half, const LineWidths &widths)
{
  const LineValues v = line(shape, Eigen::Vector2d(half, 0.0), 0.0, widths, true);
  return {v.value.row(0) - 0.5 * v.value.row(1), v.derivative.row(0) - 0.5 * v.derivative.row(1)};
}

}    // namespace

int width_count(LineShape shape)
{
  return shape == LineShape::voigt || shape == LineShape::pseudo_voigt ? 2 : 1;
}

std::string name_of(LineShape shape)
{
  switch (shape) {
    case LineShape::gaussian:
      return "gaussian";
    case LineShape::lorentzian:
      return "lorentzian";
    case LineShape::voigt:
      return "voigt";
    case LineShape::pseudo_voigt:
      return "pseudo-voigt";
  }
  throw std::logic_error("unknown line shape");
}

LineWidths start_widths(LineShape shape, double fwhm)
{
  if (shape == LineShape::voigt) return {0.6 * fwhm, 0.6 * fwhm};
  return {fwhm, 0.5};
}

std::pair<LineWidths, LineWidths> width_bounds(LineShape shape, double least, double most)
{
  if (shape == LineShape::voigt) return {{0.1 * least, 0.0}, {most, most}};
  return {{least, 0.0}, {most, 1.0}};
}

LineValues line(LineShape shape, const Eigen::VectorXd &nu, double position,
                const LineWidths &widths, bool with_derivatives)
{
  check(shape, position, widths);
  const Eigen::ArrayXd d = nu.array() - position;
  switch (shape) {
    case LineShape::gaussian:
      return gaussian(d, widths[0], with_derivatives);
    case LineShape::lorentzian:
      return lorentzian(d, widths[0], with_derivatives);
    case LineShape::voigt:
      return voigt(d, widths[0], widths[1], with_derivatives);
    case LineShape::pseudo_voigt:
      return pseudo_voigt(d, widths[0], widths[1], with_derivatives);
  }
  throw std::logic_error("unknown line shape");
}

LineFwhm fwhm_of(LineShape shape, const LineWidths &w)
{
  check(shape, 0.0, w);
  if (shape != LineShape::voigt) return {w[0], {1.0, 0.0}};
  double f = 0.5346 * w[1] + std::sqrt(0.2166 * w[1] * w[1] + w[0] * w[0]);
  LineValues at;
  for (int iteration = 0; iteration < 20; ++iteration) {
    at = above_half(shape, 0.5 * f, w);
    // the derivative with respect to position is minus the one with respect to wavenumber
    const double change = 2.0 * at.value[0] / at.derivative(0, 0);
    f += change;
    if (std::fabs(change) < 1e-15 * f) break;
  }
  const double slope = -0.5 * at.derivative(0, 0);
  return {f, {-at.derivative(0, 1) / slope, -at.derivative(0, 2) / slope}};
}

}    // namespace softmode
