// SPDX-License-Identifier: BSD-3-Clause
// All spectra and fits over each other, coloured by temperature, with the residuals below.
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr std::size_t most_spectra = 60;
const Page page{column_cm, 9.0};

struct Look {
  std::vector<std::string> colours;    ///< of each spectrum
  double low_K, high_K;
  double left_cm = 0.0;    ///< of both panels
  bool one_temperature() const { return !(high_K > low_K); }
  double right_cm() const { return column_cm - (one_temperature() ? 0.5 : 1.95); }
};

/// At most `most_spectra`, evenly over temperature.
std::vector<std::size_t> chosen(const FigureSource &source, Remarks &remarks)
{
  std::vector<std::size_t> sorted;
  for (const TemperatureGroup &g : source.groups)
    sorted.insert(sorted.end(), g.spectra.begin(), g.spectra.end());
  std::vector<std::size_t> spectra;
  for (const std::size_t k : evenly(sorted.size(), most_spectra)) spectra.push_back(sorted[k]);
  if (spectra.size() < sorted.size())
    remarks.omitted.push_back(fmt::format("{} of {} spectra are drawn, evenly over temperature",
                                          spectra.size(), sorted.size()));
  return spectra;
}

Look look_of(const FigureSource &source, const std::vector<DrawnSpectrum> &spectra)
{
  Look look{{}, source.groups.front().temperature_K, source.groups.back().temperature_K};
  for (const DrawnSpectrum &d : spectra) {
    const double T = source.prepared.spectra[d.index].temperature_K;
    look.colours.push_back(look.one_temperature()
                               ? distinct_colour(0)
                               : sequential_colour((T - look.low_K) / (look.high_K - look.low_K)));
  }
  return look;
}

std::string colour_bar(const Look &look, const Panel &panel)
{
  if (look.one_temperature()) return "";
  return sequential_palette +
         fmt::format("set cbrange [{:.8g}:{:.8g}]\nset cbtics {:g}\nset cblabel \"Temperature "
                     "(K)\" offset 0.4,0\nset colorbox user origin screen {:.4f}, screen {:.4f} "
                     "size screen {:.4f}, screen {:.4f}\n",
                     look.low_K, look.high_K, round_step(look.high_K - look.low_K, 5),
                     (panel.right_cm + 0.25) / page.width_cm, panel.bottom_cm / page.height_cm,
                     0.25 / page.width_cm, (panel.top_cm - panel.bottom_cm) / page.height_cm);
}

std::string spectra_panel(const FigureSource &source, const Look &look, const Axis &axis)
{
  const Panel panel{look.left_cm, look.right_cm(), 3.35, 8.8};
  std::string text = place(page, panel) + axis_commands("y", axis) + colour_bar(look, panel);
  text += vertical_label(page, panel, intensity_label(source.quantity, axis.exponent));
  text += fmt::format(
      "plot for [i=1:words(colours)] \"overlay-data.dat\" index i-1 using 1:($2/{0:g}) with "
      "points pointtype 7 pointsize 0.13 linecolor rgb \"#90\".substr(word(colours, i), 2, 7), \\\n"
      "  for [i=1:words(colours)] \"overlay-curves.dat\" index i-1 using 1:($2/{0:g}) with lines "
      "linewidth 1 linecolor rgb word(colours, i)",
      axis.unit());
  // a colour bar appears only where something uses the palette
  if (!look.one_temperature())
    text += fmt::format(", \\\n  NaN with lines linecolor palette cb {:g}", look.low_K);
  return text + "\nunset colorbox\n";
}

std::string residual_panel(const Look &look, const Axis &axis)
{
  const Panel panel{look.left_cm, look.right_cm(), below_cm, 3.1};
  std::string text = place(page, panel) + axis_commands("y", axis) +
                     vertical_label(page, panel, residual_label(axis.exponent)) +
                     horizontal_label(page, panel, wavenumber_label);
  text += fmt::format(
      "plot for [i=1:words(colours)] \"overlay-data.dat\" index i-1 using 1:($4/{:g}) with points "
      "pointtype 7 pointsize 0.13 linecolor rgb \"#70\".substr(word(colours, i), 2, 7), \\\n"
      "  0 with lines linewidth 0.75 linecolor rgb \"#000000\"\n",
      axis.unit());
  return text;
}

}    // namespace

void add_overlay(FigureSet &set, const FigureSource &source)
{
  Remarks remarks;
  const auto indices = chosen(source, remarks);
  std::vector<DrawnSpectrum> spectra;
  Range nu, height, residual;
  for (const std::size_t i : indices) {
    spectra.push_back(drawn(source.prepared, source.fit, i, points_each(indices.size())));
    const DrawnSpectrum &d = spectra.back();
    nu.take(d.wavenumber);
    height.take(d.intensity);
    residual.take(d.residual);
  }
  for (const std::string &r : remarks_on_points(spectra)) remarks.omitted.push_back(r);
  Look look = look_of(source, spectra);
  const double reach =    // none of the drawn spectra may have a fit
      residual.low > residual.high ? 0.0
                                   : std::max(std::fabs(residual.low), std::fabs(residual.high));
  const Axis heights = axis_over(height.low, height.high, 0.05, 5);
  const Axis residuals = axis_over(-reach, reach, 0.1, 4);
  look.left_cm = std::max(label_cm(heights), label_cm(residuals));
  const std::string drawing =
      fmt::format("colours = \"{}\"    # of each spectrum, by temperature\n",
                  fmt::join(look.colours, " ")) +
      wavenumber_axis(nu.low, nu.high, false) + spectra_panel(source, look, heights) +
      wavenumber_axis(nu.low, nu.high, true) + residual_panel(look, residuals);
  add_figure(set, "overlay", page, drawing, remarks, points_text(source, spectra).text(),
             curves_text(source, spectra).text());
}

}    // namespace softmode
