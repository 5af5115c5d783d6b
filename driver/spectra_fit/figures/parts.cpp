// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

using Eigen::Index;

namespace {

constexpr std::size_t most_distinct_cycles = 4;

}    // namespace

void add_figure(FigureSet &set, const std::string &name, const Page &page,
                const std::string &drawing, const Remarks &remarks, const std::string &data,
                const std::string &curves)
{
  std::vector<std::string> comments = remarks.about;
  comments.insert(comments.end(), remarks.omitted.begin(), remarks.omitted.end());
  Figure figure{name, script_of(name, page, drawing, comments), {{name + "-data.dat", data}}};
  if (!curves.empty()) figure.data.push_back({name + "-curves.dat", curves});
  set.figures.push_back(std::move(figure));
  for (const std::string &o : remarks.omitted) set.notes.push_back("figure " + name + ": " + o);
}

std::vector<std::string> remarks_on_points(const std::vector<DrawnSpectrum> &spectra)
{
  const auto thin = std::count_if(spectra.begin(), spectra.end(),
                                  [](const DrawnSpectrum &d) { return !d.complete; });
  if (thin == 0) return {};
  return {
      fmt::format("of {} spectra not all points are drawn, but one of each stretch and those with "
                  "the largest residuals",
                  thin)};
}

std::string origin_of(const PreparedSpectra &prepared, std::size_t spectrum)
{
  const Spectrum &s = prepared.series.spectra[spectrum];
  return fmt::format("{}, file {}", condition_of(s), s.file);
}

DataText points_text(const FigureSource &source, const std::vector<DrawnSpectrum> &spectra)
{
  const std::string unit = column_unit(source.quantity);
  DataText text(
      {"wavenumber_cm-1", "intensity_" + unit, "without_baseline_" + unit, "residual_" + unit});
  for (const DrawnSpectrum &d : spectra) {
    text.block(origin_of(source.prepared, d.index));
    for (Index k = 0; k < d.wavenumber.size(); ++k)
      text.row({d.wavenumber[k], d.intensity[k], d.intensity[k] - d.baseline[k], d.residual[k]});
  }
  return text;
}

DataText curves_text(const FigureSource &source, const std::vector<DrawnSpectrum> &spectra)
{
  const std::string unit = column_unit(source.quantity);
  std::vector<std::string> columns{"wavenumber_cm-1", "fit_" + unit, "baseline_" + unit,
                                   "without_baseline_" + unit};
  for (std::string name : component_names(source.fit)) {
    std::replace(name.begin(), name.end(), ' ', '_');
    columns.push_back(name + "_" + unit);
  }
  DataText text(columns);
  for (const DrawnSpectrum &d : spectra) {
    text.block(origin_of(source.prepared, d.index));
    if (!d.curves) {
      text.row(std::vector<double>(columns.size(), NAN));    // keeps the index of the next ones
      continue;
    }
    const Eigen::VectorXd sum = d.curves->sum();
    for (Index k = 0; k < d.axis.size(); ++k) {
      std::vector<double> row{d.axis[k], sum[k], d.curves->baseline[k],
                              sum[k] - d.curves->baseline[k]};
      for (Index c = 0; c < d.curves->lines.cols(); ++c) row.push_back(d.curves->lines(k, c));
      text.row(row);
    }
  }
  return text;
}

void Range::take(double value)
{
  if (!std::isfinite(value)) return;
  low = std::min(low, value);
  high = std::max(high, value);
}

void Range::take(const Eigen::VectorXd &values)
{
  for (Index i = 0; i < values.size(); ++i) take(values[i]);
}

std::vector<std::string> component_names(const SpectraFit &fit)
{
  if (!fit.components) return {"band"};
  const std::size_t n = fit.components->components.size();
  std::vector<std::string> names;
  for (std::size_t c = 0; c < n; ++c)
    names.push_back(n == 2 ? (static_cast<int>(c) == fit.tight ? "tight" : "loose")
                           : fmt::format("component {}", c + 1));
  return names;
}

std::string component_colour(const SpectraFit &fit, std::size_t component)
{
  const bool two = fit.components && fit.components->components.size() == 2;
  if (two) return distinct_colour(static_cast<int>(component) == fit.tight ? 0 : 1);
  return distinct_colour(component);
}

namespace {

/// Whether two ramps have a temperature in common.
bool share_temperatures(const std::vector<Ramp> &ramps, const std::vector<FitSpectrum> &spectra)
{
  std::map<long, std::size_t> first;
  for (std::size_t k = 0; k < ramps.size(); ++k)
    for (const std::size_t i : ramps[k].spectra) {
      const auto [place, fresh] =
          first.try_emplace(std::lround(100.0 * spectra[i].temperature_K), k);
      if (!fresh && place->second != k) return true;
    }
  return false;
}

/// Smallest distance of different temperatures, in parts of all they span.
double smallest_gap(const std::vector<FitSpectrum> &spectra)
{
  const auto groups = by_temperature(spectra);
  double gap = INFINITY;
  for (std::size_t k = 1; k < groups.size(); ++k)
    gap = std::min(gap, groups[k].temperature_K - groups[k - 1].temperature_K);
  return gap / (groups.back().temperature_K - groups.front().temperature_K);
}

}    // namespace

RampStyle::RampStyle(const std::vector<Ramp> &of, const std::vector<FitSpectrum> &spectra,
                     double x_span) :
    ramps(of)
{
  std::set<int> different;
  for (const Ramp &r : ramps) different.insert(r.cycle);
  cycles.assign(different.begin(), different.end());
  many_cycles = cycles.size() > most_distinct_cycles;
  if (ramps.size() < 2 || !share_temperatures(ramps, spectra)) return;
  const double room = std::min(0.044, 0.5 * smallest_gap(spectra));
  dodge = std::stod(
      fmt::format("{:.1g}", std::min(0.011, room / static_cast<double>(ramps.size())) * x_span));
}

std::string RampStyle::commands() const
{
  if (dodge == 0.0) return "";
  return fmt::format("dodge = {:g}    # along x, between ramps at one temperature; 0: all where "
                     "they were measured\n",
                     dodge);
}

bool RampStyle::side_by_side() const
{
  return dodge != 0.0;
}

std::string RampStyle::symbol(const Ramp &ramp) const
{
  std::string colour = "#000000";
  if (ramp.cycle != 0 && !many_cycles)
    colour = distinct_colour(static_cast<std::size_t>(
        std::find(cycles.begin(), cycles.end(), ramp.cycle) - cycles.begin()));
  else if (many_cycles)
    colour = sequential_colour(static_cast<double>(ramp.cycle - cycles.front()) /
                               (cycles.back() - cycles.front()));
  // circles: filled where heating, open where cooling; else a filled square
  const int type = ramp.branch == Branch::heating ? 7 : ramp.branch == Branch::cooling ? 6 : 5;
  return fmt::format("pointtype {} pointsize 0.45 linewidth 0.75 linecolor rgb \"{}\"", type,
                     colour);
}

/// Where a colour bar tells the cycles, the legend has each direction once.
std::string RampStyle::title(std::size_t k) const
{
  const Ramp &r = ramps[k];
  const std::string direction = r.branch == Branch::unknown ? "" : name_of(r.branch);
  if (many_cycles) {
    const auto same = std::find_if(ramps.begin(), ramps.end(),
                                   [&](const Ramp &o) { return o.branch == r.branch; });
    return same == ramps.begin() + static_cast<std::ptrdiff_t>(k) ? direction : "";
  }
  if (r.cycle == 0 || (cycles.size() == 1 && !direction.empty())) return direction;
  return fmt::format("cycle {}{}{}", r.cycle, direction.empty() ? "" : ", ", direction);
}

std::string RampStyle::elements(const std::string &file) const
{
  const double middle = 0.5 * (static_cast<double>(ramps.size()) - 1.0);
  std::string text;
  for (std::size_t k = 0; k < ramps.size(); ++k) {
    const std::string x =
        dodge == 0.0 ? "1" : fmt::format("($1+dodge*({:g}))", static_cast<double>(k) - middle);
    text += fmt::format("  \"{}\" index {} using {}:2:3 with yerrorbars {} notitle, \\\n", file, k,
                        x, symbol(ramps[k]));
  }
  return text;
}

std::vector<std::string> RampStyle::legend() const
{
  std::vector<std::string> entries;
  for (std::size_t k = 0; k < ramps.size(); ++k)
    if (const std::string t = title(k); !t.empty())
      entries.push_back(fmt::format("with points {} title \"{}\"", symbol(ramps[k]), t));
  return entries;
}

std::string RampStyle::palette(const Page &page, const Panel &panel) const
{
  if (!many_cycles) return "";
  return sequential_palette +
         fmt::format("set cbrange [{}:{}]\nset cbtics {:g}\nset cblabel \"Cycle\"\n"
                     "set colorbox user origin screen {:.4f}, screen {:.4f} size screen {:.4f}, "
                     "screen {:.4f}\n",
                     cycles.front(), cycles.back(),
                     std::max(1.0, round_step(cycles.back() - cycles.front(), 5)),
                     (panel.right_cm + 0.25) / page.width_cm, panel.bottom_cm / page.height_cm,
                     0.25 / page.width_cm, (panel.top_cm - panel.bottom_cm) / page.height_cm);
}

std::string RampStyle::last_element() const
{
  return many_cycles
             ? fmt::format("  NaN with points linecolor palette cb {} notitle\n", cycles.front())
             : "  NaN notitle\n";
}

void note_side_by_side(FigureSet &set, const RampStyle &style)
{
  const std::string note = "figures over temperature: points of different ramps at one temperature "
                           "stand side by side (dodge in the scripts)";
  if (style.side_by_side() &&
      std::find(set.notes.begin(), set.notes.end(), note) == set.notes.end())
    set.notes.push_back(note);
}

double legend_cm(std::size_t entries, int columns)
{
  if (entries == 0) return 0.15;
  const auto n = static_cast<std::size_t>(columns);
  return 0.15 + 0.42 * static_cast<double>((entries + n - 1) / n);
}

std::string legend(const Page &page, const std::vector<std::string> &entries, int columns)
{
  if (entries.empty()) return "";
  const auto n = std::min(static_cast<std::size_t>(columns), entries.size());
  const std::size_t rows = (entries.size() + n - 1) / n;
  const std::string text =
      place(page, {0.0, page.width_cm, 0.0, page.height_cm}) +
      "unset border\nunset tics\nunset label\n"
      "unset arrow\nunset colorbox\nset xrange [0:1]\nset yrange [0:1]\n" +
      fmt::format("set key at screen 0.5, screen {:.4f} center top vertical maxrows {} Left "
                  "reverse samplen 1.6 width 1\nplot \\\n",
                  1.0 - 0.1 / page.height_cm, rows);
  std::string list;    // gnuplot fills columns; read by rows they are in the order given
  for (std::size_t column = 0; column < n; ++column)
    for (std::size_t k = column; k < entries.size(); k += n)
      list += (list.empty() ? "  NaN " : ", \\\n  NaN ") + entries[k];
  return text + list + "\n";
}

SinglePanel single_panel(std::size_t legend_entries, const Axis &y, bool colour_bar,
                         bool upper_axis)
{
  const double above = legend_cm(legend_entries, 2) + (upper_axis ? 1.0 : 0.0);
  SinglePanel s;
  s.page = {column_cm, 6.2 + above};
  s.panel = {label_cm(y), column_cm - (colour_bar ? 1.75 : 0.25), below_cm,
             s.page.height_cm - above};
  return s;
}

}    // namespace softmode
