// SPDX-License-Identifier: BSD-3-Clause
// A panel for each temperature: data, fit and its components, and the residuals in a strip below.
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr std::size_t most_panels = 12, most_spectra_each = 8;
constexpr double panel_cm = 3.1, strip_cm = 1.15, gap_cm = 0.15, between_cm = 0.3;
constexpr double left_cm = 1.7;

struct Sheet {
  std::size_t columns, rows;
  double width_cm;    ///< of one panel
  int key_columns;
  double key_cm;
  Page page;

  Sheet(std::size_t panels, std::size_t key_entries)
  {
    columns = panels <= 2 ? panels : panels <= 6 ? 3 : 4;
    rows = (panels + columns - 1) / columns;
    page.width_cm = panels <= 2 ? column_cm : columns_cm;
    width_cm = (page.width_cm - left_cm - 0.2 - between_cm * static_cast<double>(columns - 1)) /
               static_cast<double>(columns);
    key_columns = panels <= 2 ? 2 : 6;
    key_cm = legend_cm(key_entries, key_columns);
    page.height_cm = below_cm + key_cm - between_cm +
                     static_cast<double>(rows) * (panel_cm + gap_cm + strip_cm + between_cm);
  }

  /// The strip of panel k; its spectra are above it.
  Panel strip(std::size_t k) const
  {
    const double left = left_cm + static_cast<double>(k % columns) * (width_cm + between_cm);
    const double top =
        page.height_cm - key_cm -
        static_cast<double>(k / columns) * (panel_cm + gap_cm + strip_cm + between_cm);
    const double bottom = top - panel_cm - gap_cm - strip_cm;
    return {left, left + width_cm, bottom, bottom + strip_cm};
  }
  Panel spectra(std::size_t k) const
  {
    const Panel s = strip(k);
    return {s.left_cm, s.right_cm, s.top_cm + gap_cm, s.top_cm + gap_cm + panel_cm};
  }
};

/// Everything that is drawn: panels with the indices of their spectra among `spectra`.
struct Content {
  std::vector<double> temperatures_K;
  std::vector<std::vector<std::size_t>> panels;
  std::vector<DrawnSpectrum> spectra;
  Range nu, height, residual;
};

Content content_of(const FigureSource &source, Remarks &remarks)
{
  Content c;
  const auto groups = evenly(source.groups.size(), most_panels);
  if (groups.size() < source.groups.size())
    remarks.omitted.push_back(
        fmt::format("{} of {} temperatures are drawn", groups.size(), source.groups.size()));
  std::size_t total = 0;
  for (const std::size_t g : groups)
    total += std::min(source.groups[g].spectra.size(), most_spectra_each);
  bool fewer = false;
  for (const std::size_t g : groups) {
    const TemperatureGroup &group = source.groups[g];
    c.temperatures_K.push_back(group.temperature_K);
    c.panels.emplace_back();
    fewer = fewer || group.spectra.size() > most_spectra_each;
    for (const std::size_t k : evenly(group.spectra.size(), most_spectra_each)) {
      c.panels.back().push_back(c.spectra.size());
      c.spectra.push_back(drawn(source.prepared, source.fit, group.spectra[k], points_each(total)));
      const DrawnSpectrum &d = c.spectra.back();
      c.nu.take(d.wavenumber);
      c.height.take(d.intensity);
      c.residual.take(d.residual);
    }
  }
  if (fewer)
    remarks.omitted.push_back(
        fmt::format("at most {} spectra of a temperature are drawn", most_spectra_each));
  for (const std::string &r : remarks_on_points(c.spectra)) remarks.omitted.push_back(r);
  return c;
}

std::string index_list(const std::vector<std::size_t> &indices)
{
  return fmt::format("\"{}\"", fmt::join(indices, " "));
}

std::string measured(double size)
{
  return fmt::format("with points pointtype 7 pointsize {} linecolor rgb \"#909090\"", size);
}

std::string component_line(const FigureSource &source, std::size_t component)
{
  return fmt::format("with lines linewidth 1 linecolor rgb \"{}\"",
                     component_colour(source.fit, component));
}

const char *const fit_line = "with lines linewidth 1 linecolor rgb \"#000000\"";

std::string spectra_elements(const FigureSource &source, const std::vector<std::size_t> &indices,
                             double unit)
{
  const std::string each = fmt::format("for [i in {}] \"temperatures-", index_list(indices));
  std::string text = fmt::format("plot {}data.dat\" index int(i) using 1:($2/{:g}) {}, \\\n", each,
                                 unit, measured(0.13));
  const std::size_t parts = source.fit.components ? source.fit.components->components.size() : 0;
  for (std::size_t c = 0; c < parts; ++c)
    text += fmt::format("  {}curves.dat\" index int(i) using 1:(($3+${})/{:g}) {}, \\\n", each,
                        5 + c, unit, component_line(source, c));
  return text +
         fmt::format("  {}curves.dat\" index int(i) using 1:($2/{:g}) {}\n", each, unit, fit_line);
}

std::vector<std::string> legend_of(const FigureSource &source)
{
  std::vector<std::string> entries{measured(0.4) + " title \"measured\"",
                                   std::string(fit_line) + " title \"fit\""};
  const auto names = component_names(source.fit);
  for (std::size_t c = 0; source.fit.components && c < names.size(); ++c)
    entries.push_back(component_line(source, c) + " title \"" + names[c] + "\"");
  return entries;
}

std::string strip_elements(const std::vector<std::size_t> &indices, double unit)
{
  return fmt::format(
      "plot for [i in {}] \"temperatures-data.dat\" index int(i) using 1:($4/{:g}) {}, \\\n"
      "  0 with lines linewidth 0.75 linecolor rgb \"#000000\"\n",
      index_list(indices), unit, measured(0.13));
}

/// The strip is too low for "Residual (10^{-3})" in one line.
std::string two_lines(std::string label)
{
  if (const std::size_t space = label.find(' '); space != std::string::npos)
    label.replace(space, 1, "\\n");
  return label;
}

/// Numbers and label only in the first column: all panels have the same axis.
std::string y_axis(const Sheet &sheet, const Panel &panel, const Axis &axis, bool outer,
                   const std::string &label)
{
  return axis_commands("y", axis) +
         (outer ? "set ytics format \"% h\"\n" + vertical_label(sheet.page, panel, label)
                : "set ytics format \"\"\nunset label 98\n");
}

std::string panel(const FigureSource &source, const Content &c, const Sheet &sheet, std::size_t k,
                  const std::string &label)
{
  const double reach = c.residual.low > c.residual.high
                           ? 0.0
                           : std::max(std::fabs(c.residual.low), std::fabs(c.residual.high));
  const Axis heights = axis_over(c.height.low, c.height.high, 0.06, 4);
  const Axis residuals = axis_over(-reach, reach, 0.1, 3);
  const bool outer = k % sheet.columns == 0, lowest = k + sheet.columns >= c.panels.size();
  return place(sheet.page, sheet.spectra(k)) + wavenumber_axis(c.nu.low, c.nu.high, false, 3) +
         y_axis(sheet, sheet.spectra(k), heights, outer,
                intensity_label(source.quantity, heights.exponent)) +
         fmt::format("set label 1 \"{}\" at graph 0.04, graph 0.92\n", label) +
         spectra_elements(source, c.panels[k], heights.unit()) + "unset label 1\n" +
         place(sheet.page, sheet.strip(k)) + wavenumber_axis(c.nu.low, c.nu.high, lowest, 3) +
         (lowest ? horizontal_label(sheet.page, sheet.strip(k), wavenumber_label) : "") +
         y_axis(sheet, sheet.strip(k), residuals, outer,
                two_lines(residual_label(residuals.exponent))) +
         strip_elements(c.panels[k], residuals.unit()) + "unset label 96\n";
}

}    // namespace

void add_temperatures(FigureSet &set, const FigureSource &source)
{
  if (source.groups.size() < 2) {
    set.notes.push_back("figure temperatures: not drawn, one temperature is all in figure overlay");
    return;
  }
  Remarks remarks;
  const Content c = content_of(source, remarks);
  const auto entries = legend_of(source);
  const Sheet sheet(c.panels.size(), entries.size());
  const auto labels = temperature_labels(c.temperatures_K);
  std::string drawing;
  for (std::size_t k = 0; k < c.panels.size(); ++k)
    drawing += panel(source, c, sheet, k, labels[k]);
  drawing += legend(sheet.page, entries, sheet.key_columns);
  add_figure(set, "temperatures", sheet.page, drawing, remarks,
             points_text(source, c.spectra).text(), curves_text(source, c.spectra).text());
}

}    // namespace softmode
