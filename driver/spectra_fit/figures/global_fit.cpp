// SPDX-License-Identifier: BSD-3-Clause
// The spectra without their baseline and the components that all share, stacked over temperatures.
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

namespace softmode {

namespace {

constexpr std::size_t most_in_stack = 10;
constexpr double left_cm = 0.9, right_cm = 1.35;

struct Stack {
  std::vector<double> temperatures_K;
  std::vector<DrawnSpectrum> spectra;
  Range nu, height;
};

Stack stack_of(const FigureSource &source, Remarks &remarks)
{
  Stack s;
  const auto groups = evenly(source.groups.size(), most_in_stack);
  for (const std::size_t g : groups) {
    s.temperatures_K.push_back(source.groups[g].temperature_K);
    s.spectra.push_back(drawn(source.prepared, source.fit, source.groups[g].spectra.front(),
                              points_each(groups.size())));
    const DrawnSpectrum &d = s.spectra.back();
    s.nu.take(d.wavenumber);
    s.height.take(d.intensity - d.baseline);
    for (Eigen::Index c = 0; c < d.curves->lines.cols(); ++c) s.height.take(d.curves->lines.col(c));
  }
  if (groups.size() < source.groups.size())
    remarks.omitted.push_back(
        fmt::format("{} of {} temperatures are drawn", groups.size(), source.groups.size()));
  if (source.groups.size() < source.prepared.spectra.size())
    remarks.omitted.push_back("of each temperature the spectrum measured first is drawn");
  for (const std::string &r : remarks_on_points(s.spectra)) remarks.omitted.push_back(r);
  return s;
}

/// Components by their centres: "tight, 1596 cm-1", where there are two; else the centre is all their name.
std::string legend_of(const SpectraFit &fit, std::size_t component)
{
  const Estimate &centre = fit.components->components[component].centre;
  const bool fixed = !(centre.error > 0.0), two = fit.components->components.size() == 2;
  return fmt::format("{}{} cm^{{−1}}", two ? component_names(fit)[component] + ", " : "",
                     fixed ? plain(centre.value) : concise(centre));
}

const char *const measured = "with points pointtype 7 linecolor rgb \"#808080\"";
const char *const fit_line = "with lines linewidth 1 linecolor rgb \"#000000\"";

/// Elements of all spectra, the lowest temperature at the bottom. Those drawn first are behind the others.
std::string elements(const FigureSource &source, std::size_t spectra)
{
  std::string text = "plot \\\n";
  const std::string each = fmt::format("  for [i=0:{}] \"global-fit-", spectra - 1);
  for (std::size_t c = 0; c < source.fit.components->components.size(); ++c) {
    const std::string colour = component_colour(source.fit, c).substr(1);
    text += fmt::format("{0}curves.dat\" index i using 1:(lift(i)):(lift(i)+${1}/unit) with "
                        "filledcurves fillcolor rgb \"#a0{2}\", \\\n"
                        "{0}curves.dat\" index i using 1:(lift(i)+${1}/unit) with lines linewidth "
                        "0.75 linecolor rgb \"#{2}\", \\\n",
                        each, 5 + c, colour);
  }
  return text + each + "data.dat\" index i using 1:(lift(i)+$3/unit) " + measured +
         " pointsize 0.15, \\\n" + each + "curves.dat\" index i using 1:(lift(i)+$4/unit) " +
         fit_line + "\n";
}

std::vector<std::string> legend_entries(const FigureSource &source)
{
  std::vector<std::string> entries{std::string(measured) + " pointsize 0.4 title \"measured\"",
                                   std::string(fit_line) + " title \"fit\""};
  for (std::size_t c = 0; c < source.fit.components->components.size(); ++c)
    entries.push_back(fmt::format("with boxes fillcolor rgb \"#a0{}\" title \"{}\"",
                                  component_colour(source.fit, c).substr(1),
                                  legend_of(source.fit, c)));
  return entries;
}

/// A bar of round height beside the lowest spectrum, in place of numbers on a stacked axis.
std::string scale_bar(double height, const Axis &axis)
{
  const double length = round_step(height, 3) / axis.unit();
  return fmt::format(
      "set arrow 1 from graph 0.03, first {0:g} to graph 0.03, first {1:g} nohead linewidth 1.5\n"
      "set label 99 \"{2}\" at graph 0.05, first {3:g}\n",
      0.25 * length, 1.25 * length, plain(length), 0.75 * length);
}

}    // namespace

void add_global_fit(FigureSet &set, const FigureSource &source)
{
  if (!source.fit.components) {
    set.notes.push_back("figure global-fit: not drawn, there is no fit of components; see the "
                        "warnings");
    return;
  }
  Remarks remarks;
  const Stack s = stack_of(source, remarks);
  const std::size_t n = s.spectra.size();
  const auto entries = legend_entries(source);
  const double span = s.height.high - std::min(s.height.low, 0.0);
  Axis axis = axis_over(std::min(s.height.low, 0.0), s.height.high, 0.0, 4);
  const double step = 1.08 * span / axis.unit(), count = static_cast<double>(n);
  axis.high = axis.low + step * count + 0.02 * step;
  axis.low -= 0.06 * step;
  const double key_cm = legend_cm(entries.size(), 2);
  const double stack_cm = n == 1 ? 5.5 : 2.0 + 1.2 * count;
  const Page page{column_cm, below_cm + stack_cm + key_cm};
  const Panel panel{left_cm, column_cm - right_cm, below_cm, below_cm + stack_cm};
  std::string drawing =
      place(page, panel) + wavenumber_axis(s.nu.low, s.nu.high, true) + axis_commands("y", axis) +
      "unset ytics\n" + horizontal_label(page, panel, wavenumber_label) +
      vertical_label(page, panel, intensity_label(source.quantity, axis.exponent)) +
      fmt::format("unit = {:g}\nlift(i) = {:.6g} * i\n", axis.unit(), step) +
      scale_bar(s.height.high, axis);
  const auto labels = temperature_labels(s.temperatures_K);
  for (std::size_t i = 0; i < n; ++i)
    drawing +=
        fmt::format("set label {0} \"{1}\" at graph 1.03, first lift({2})\n", i + 1, labels[i], i);
  add_figure(set, "global-fit", page, drawing + elements(source, n) + legend(page, entries, 2),
             remarks, points_text(source, s.spectra).text(), curves_text(source, s.spectra).text());
}

}    // namespace softmode
