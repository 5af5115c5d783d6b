// SPDX-License-Identifier: BSD-3-Clause
// Position and width of the band against temperature.
#include "softmode/analysis/determined.h"
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

struct Points {
  std::vector<Ramp> ramps;    ///< without spectra that have no band
  std::string text;
  Range temperature, value;
};

Points points_of(const FigureSource &source, const std::string &name, Estimate SingleBand::*value)
{
  Points p;
  DataText text({"temperature_K", name + "_cm-1", name + "_se_cm-1"});
  std::vector<double> errors;
  for (Ramp ramp : ramps_of(source.prepared.series)) {
    const auto &bands = source.fit.bands;
    const auto unfitted = [&bands](std::size_t i) { return !bands[i]; };
    ramp.spectra.erase(std::remove_if(ramp.spectra.begin(), ramp.spectra.end(), unfitted),
                       ramp.spectra.end());
    if (ramp.spectra.empty()) continue;
    text.block(ramp.cycle ? fmt::format("cycle {}, {}", ramp.cycle, name_of(ramp.branch))
                          : std::string(name_of(ramp.branch)));
    for (const std::size_t i : ramp.spectra) {
      const Estimate e = (*bands[i]).*value;
      const double T = source.prepared.spectra[i].temperature_K;
      text.row({T, e.value, e.error});
      p.temperature.take(T);
      p.value.take(e.value);
      if (std::isfinite(e.error)) errors.push_back(e.error);
    }
    p.ramps.push_back(std::move(ramp));
  }
  if (!errors.empty()) {    // room for the usual error bar
    const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
    std::nth_element(errors.begin(), middle, errors.end());
    const double usual = *middle, low = p.value.low, high = p.value.high;
    p.value.take(low - usual);
    p.value.take(high + usual);
  }
  p.text = text.text();
  return p;
}

struct Line {
  std::string name, title, style;
  const Redshift *fit;
};

/// That through all points; where cooling does not retrace heating those of both, too.
std::vector<Line> slopes_of(const SpectraFit &fit)
{
  const auto found = std::find_if(fit.slopes.begin(), fit.slopes.end(), [](const PositionSlope &s) {
    return s.name == "fitted position";
  });
  if (found == fit.slopes.end()) return {};
  const auto title = [](const std::string &who, const Redshift &r) {
    return fmt::format("{}{{/:Italic X}} = {} cm^{{−1}} K^{{−1}}{}  ", who, concise(r.slope),
                       remark_on(r.slope));
  };
  const RedshiftAnalysis &a = found->analysis;
  std::vector<Line> lines{{"all", title("", a.line), "", &a.line}};
  if (const auto &r = a.reversibility; r && r->probability < 0.01) {
    lines.push_back({"heating", title("heating ", r->heating), "dashtype 2", &r->heating});
    lines.push_back({"cooling", title("cooling ", r->cooling), "dashtype 3", &r->cooling});
  }
  return lines;
}

std::string slope_text(const std::vector<Line> &lines, const Range &temperature, Range &value)
{
  DataText text({"temperature_K", "position_cm-1"});
  for (const Line &l : lines) {
    text.block(l.name);
    for (const double T : {temperature.low, temperature.high}) {
      const double y =
          l.fit->position_at_reference.value + l.fit->slope.value * (T - reference_temperature_K);
      text.row({T, y});
      value.take(y);
    }
  }
  return text.text();
}

/// Lines of slopes, named in the corner that they leave free.
std::string line_elements(const std::string &name, const std::vector<Line> &lines)
{
  std::string text;
  for (std::size_t k = 0; k < lines.size(); ++k)
    text += fmt::format("  \"{}-curves.dat\" index {} using 1:2 with lines linewidth 1 linecolor "
                        "rgb \"#606060\" {} title \"{}\", \\\n",
                        name, k, lines[k].style, lines[k].title);
  return text;
}

std::string key_of(const std::vector<Line> &lines)
{
  if (lines.empty()) return "";
  const bool falls = lines.front().fit->slope.value < 0.0;
  return fmt::format("set key at graph {}, graph 0.98 {} top Left reverse samplen 1.6\n",
                     falls ? 0.98 : 0.02, falls ? "right" : "left");
}

/// With room for the names of lines above the points.
Axis value_axis(const Points &p, std::size_t lines)
{
  const double names = 0.07 * static_cast<double>(lines) * (p.value.high - p.value.low);
  return axis_over(p.value.low, p.value.high + names, 0.06, 5);
}

std::string temperature_axis(const Range &temperature)
{
  const double span = temperature.high - temperature.low;
  return fmt::format("set xrange [{:.8g}:{:.8g}]\nset xtics {:g}\n", temperature.low - 0.05 * span,
                     temperature.high + 0.05 * span, round_step(span, 5));
}

/// False, with a note, where one temperature is all there is.
bool can_draw(FigureSet &set, const std::string &name, const Points &p)
{
  if (p.temperature.high > p.temperature.low) return true;
  set.notes.push_back("figure " + name + ": not drawn, fewer than two temperatures have a band");
  return false;
}

/// The figure of points, with lines through them where there are any.
void add(FigureSet &set, const FigureSource &source, const std::string &name, const Points &p,
         const std::string &label, const std::vector<Line> &lines, const std::string &curves)
{
  const RampStyle style(p.ramps, source.prepared.spectra, p.temperature.high - p.temperature.low);
  const auto entries = style.legend();
  const Axis y = value_axis(p, lines.size());
  const SinglePanel s = single_panel(entries.size(), y, style.many(), false);
  const std::string drawing =
      style.commands() + place(s.page, s.panel) + key_of(lines) + temperature_axis(p.temperature) +
      axis_commands("y", y) + vertical_label(s.page, s.panel, label) +
      horizontal_label(s.page, s.panel, "{/:Italic T} (K)") + style.palette(s.page, s.panel) +
      "plot \\\n" + line_elements(name, lines) + style.elements(name + "-data.dat") +
      style.last_element() + legend(s.page, entries, 2);
  note_side_by_side(set, style);
  add_figure(set, name, s.page, drawing,
             {{"bars: standard errors of a fit of one line to each spectrum"}, {}}, p.text, curves);
}

}    // namespace

void add_position(FigureSet &set, const FigureSource &source)
{
  Points p = points_of(source, "position", &SingleBand::position);
  if (!can_draw(set, "position", p)) return;
  const auto lines = slopes_of(source.fit);
  const std::string curves = slope_text(lines, p.temperature, p.value);
  add(set, source, "position", p, "Band position (cm^{−1})", lines, curves);
}

void add_fwhm(FigureSet &set, const FigureSource &source)
{
  const Points p = points_of(source, "fwhm", &SingleBand::fwhm);
  if (can_draw(set, "fwhm", p)) add(set, source, "fwhm", p, "FWHM (cm^{−1})", {}, "");
}

}    // namespace softmode
