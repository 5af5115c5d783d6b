// SPDX-License-Identifier: BSD-3-Clause
// ln K against 1/T, with the fits with and without dCp.
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double normal_95 = 1.959963984540054;    // half width of the interval of 95 %, in errors
constexpr int curve_points = 100;

/// Without dCp, then with; two-step fits where there are any, as the points belong to them.
std::vector<const EquilibriumFit *> fits_of(const SpectraFit &fit)
{
  for (const char *way : {"two-step", "one-step"}) {
    std::vector<const EquilibriumFit *> found;
    for (const EquilibriumFit &e : fit.equilibrium)
      if (e.name.rfind(way, 0) == 0) found.push_back(&e);
    if (!found.empty()) return found;
  }
  return {};
}

struct Points {
  std::vector<Ramp> ramps;
  DataText text{{"1000/T_1/K", "ln_K", "ln_K_se", "temperature_K"}};
  Range ln_K;
};

Points points_of(const FigureSource &source)
{
  Points p;
  if (!source.fit.log_K) return p;
  const LogKData &data = *source.fit.log_K;
  p.ramps = ramps_of(source.prepared.series);
  std::vector<double> errors;
  for (const Ramp &ramp : p.ramps) {
    p.text.block(ramp.cycle ? fmt::format("cycle {}, {}", ramp.cycle, name_of(ramp.branch))
                            : std::string(name_of(ramp.branch)));
    for (const std::size_t i : ramp.spectra) {
      const auto k = static_cast<Eigen::Index>(i);
      const double T = data.temperature_K[i], error = std::sqrt(data.covariance(k, k));
      p.text.row({1000.0 / T, data.log_K[k], error, T});
      p.ln_K.take(data.log_K[k]);
      errors.push_back(error);
    }
  }
  // room for the usual error bar; a huge one may leave the figure
  std::nth_element(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2),
                   errors.end());
  const double usual = errors[errors.size() / 2], low = p.ln_K.low, high = p.ln_K.high;
  p.ln_K.take(low - usual);
  p.ln_K.take(high + usual);
  return p;
}

/// One block a fit: the curve and its band.
DataText curves_of_fits(const std::vector<const EquilibriumFit *> &fits, const Range &inverse,
                        Range &ln_K)
{
  DataText text({"1000/T_1/K", "ln_K", "ln_K_low_95", "ln_K_high_95", "temperature_K"});
  for (const EquilibriumFit *e : fits) {
    text.block(e->name);
    for (int k = 0; k <= curve_points; ++k) {
      const double x = inverse.low + (inverse.high - inverse.low) * k / curve_points;
      const Estimate y = e->thermodynamics.log_K(1000.0 / x);
      const double half = normal_95 * y.error;
      text.row({x, y.value, y.value - half, y.value + half, 1000.0 / x});
      ln_K.take(y.value);
    }
  }
  return text;
}

std::string line_of(const EquilibriumFit &fit)
{
  return fit.thermodynamics.heat_capacity()
             ? "with lines linewidth 1.2 linecolor rgb \"#000000\""
             : "with lines linewidth 1.2 linecolor rgb \"#009e73\" dashtype (10,5)";
}

std::string fit_elements(const std::vector<const EquilibriumFit *> &fits)
{
  std::string bands, lines;
  for (std::size_t k = 0; k < fits.size(); ++k) {
    bands += fmt::format("  \"vant-hoff-curves.dat\" index {} using 1:3:4 with filledcurves "
                         "fillcolor rgb \"#c0{}\", \\\n",
                         k, fits[k]->thermodynamics.heat_capacity() ? "000000" : "009e73");
    lines +=
        fmt::format("  \"vant-hoff-curves.dat\" index {} using 1:2 {}, \\\n", k, line_of(*fits[k]));
  }
  return bands + lines;
}

std::vector<std::string> legend_of(const std::vector<const EquilibriumFit *> &fits, bool points)
{
  std::vector<std::string> entries;
  for (const EquilibriumFit *e : fits)
    entries.push_back(fmt::format("{} title \"{} Δ{{/:Italic C}}_p{}  \"", line_of(*e),
                                  e->thermodynamics.heat_capacity() ? "with" : "without",
                                  points ? "" : ", one-step"));
  return entries;
}

/// Round temperatures for the upper axis; the closest two, the highest, have room for their numbers.
std::string temperature_tics(const Range &inverse)
{
  const double lowest = 1000.0 / inverse.high, highest = 1000.0 / inverse.low;
  const double room = 0.1 * (inverse.high - inverse.low);
  int most = 8;
  double step = round_step(highest - lowest, most);
  while (most > 1 && 1000.0 / (highest - step) - 1000.0 / highest < room)
    step = round_step(highest - lowest, --most);
  return fmt::format("set x2tics {:g} offset 0,-0.3\n", step);
}

std::string axes(const SinglePanel &s, const Range &inverse, const Axis &y)
{
  const Axis x = axis_over(inverse.low, inverse.high, 0.0, 5);
  return place(s.page, s.panel) + axis_commands("x", x) + axis_commands("y", y) +
         vertical_label(s.page, s.panel, "ln {/:Italic K}") +
         horizontal_label(s.page, s.panel, "1000/{/:Italic T} (K^{−1})") +
         "set link x2 via 1000./x inverse 1000./x\n" + temperature_tics(inverse) +
         fmt::format(
             "set label 97 \"  {{/:Italic T}} (K)  \" at screen {:.4f}, screen {:.4f} center\n",
             0.5 * (s.panel.left_cm + s.panel.right_cm) / s.page.width_cm,
             (s.panel.top_cm + 0.70) / s.page.height_cm);
}

}    // namespace

void add_vant_hoff(FigureSet &set, const FigureSource &source)
{
  const auto fits = fits_of(source.fit);
  if (fits.empty()) {
    set.notes.push_back("figure vant-hoff: not drawn, there is no fit of equilibrium constants");
    return;
  }
  Points points = points_of(source);
  Range inverse;
  const double room = 0.04 * (1000.0 / source.groups.front().temperature_K -
                              1000.0 / source.groups.back().temperature_K);
  inverse.take(1000.0 / source.groups.front().temperature_K + room);
  inverse.take(1000.0 / source.groups.back().temperature_K - room);
  const DataText curves = curves_of_fits(fits, inverse, points.ln_K);
  // none side by side: beside steep lines a shift along x would look like a misfit
  const RampStyle style(points.ramps, source.prepared.spectra, 0.0);
  auto entries = legend_of(fits, !points.ramps.empty());
  for (std::string &e : style.legend()) entries.push_back(std::move(e));
  const Axis y = axis_over(points.ln_K.low, points.ln_K.high, 0.04, 5);
  const SinglePanel s = single_panel(entries.size(), y, style.many(), true);
  const std::string drawing = style.commands() + axes(s, inverse, y) +
                              style.palette(s.page, s.panel) + "plot \\\n" + fit_elements(fits) +
                              style.elements("vant-hoff-data.dat") + style.last_element() +
                              "unset link x2\n" + legend(s.page, entries, 2);
  Remarks remarks{
      {fmt::format(
          "K = [loose]/[tight], lines: {}, shaded: their 95 % bands, bars: standard errors",
          fits.front()->name.substr(0, 8))},
      {}};
  if (points.ramps.empty())
    remarks.omitted.push_back("no points: areas of single spectra gave no equilibrium constants");
  note_side_by_side(set, style);
  add_figure(set, "vant-hoff", s.page, drawing, remarks, points.text.text(), curves.text());
}

}    // namespace softmode
