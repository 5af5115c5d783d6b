// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/compare_campaigns.h"
#include "spectra_fit/figures/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double panel_cm = 7.0, between_cm = 1.7;
const char *const quantities[] = {"X_a", "X_s"};

struct Block {
  std::string campaign, quantity;
  bool calibrated;
};

struct Points {
  DataText text{{"measured_cm-1_per_K", "simulated_cm-1_per_K", "simulated_se_cm-1_per_K"}};
  std::vector<Block> blocks;    ///< in the order of the text
  Range range;                  ///< of both axes and both panels, in 1e-3 cm-1/K
};

Points points_of(const std::vector<ComparedCampaign> &campaigns)
{
  Points p;
  for (const char *quantity : quantities)
    for (const ComparedCampaign &c : campaigns)
      for (const bool calibrated : {false, true}) {
        std::vector<const ComparisonRow *> rows;
        for (const ComparisonRow &r : c.rows)
          if (r.quantity == quantity && r.calibrated == calibrated) rows.push_back(&r);
        if (rows.empty()) continue;
        std::string materials;
        for (const ComparisonRow *r : rows) materials += " " + r->material;
        p.text.block(fmt::format("{}, {}, {}:{}", quantity, c.name,
                                 calibrated ? "calibrated" : "predicted", materials));
        p.blocks.push_back({c.name, quantity, calibrated});
        for (const ComparisonRow *r : rows) {
          p.text.row({r->measured, r->simulated.value, r->simulated.error});
          p.range.take(1e3 * r->measured);
          p.range.take(1e3 * (r->simulated.value - r->simulated.error));
          p.range.take(1e3 * (r->simulated.value + r->simulated.error));
        }
      }
  p.range.take(0.0);
  return p;
}

/// A colour and a shape for each campaign; open where calibrated.
std::string symbol(const std::vector<ComparedCampaign> &campaigns, const Block &b)
{
  static constexpr int filled[] = {7, 5, 9, 13, 11}, open[] = {6, 4, 8, 12, 10};
  const auto k = static_cast<std::size_t>(
      std::find_if(campaigns.begin(), campaigns.end(),
                   [&](const ComparedCampaign &c) { return c.name == b.campaign; }) -
      campaigns.begin());
  return fmt::format("pointtype {} pointsize 0.7 linewidth 1 linecolor rgb \"{}\"",
                     (b.calibrated ? open : filled)[k % 5], distinct_colour(k));
}

std::string panel(const std::vector<ComparedCampaign> &campaigns, const Points &p,
                  const std::string &quantity, const Axis &axis, const Page &page,
                  const Panel &where)
{
  std::string text =
      place(page, where) + axis_commands("x", axis) + axis_commands("y", axis) +
      horizontal_label(page, where, "Measured (10^{−3} cm^{−1} K^{−1})") +
      vertical_label(page, where, "Simulated (10^{−3} cm^{−1} K^{−1})") +
      fmt::format("set label 9 \"{{/:Italic X}}_{{{}}}\" at graph 0.05, graph 0.93\n",
                  quantity.back()) +
      "plot \\\n  '+' using 1:($1*0.9):($1*1.1) with filledcurves fillcolor rgb "
      "\"#e4e4e4\" notitle, \\\n"
      "  x with lines linewidth 1 linecolor rgb \"#606060\" notitle, \\\n";
  for (std::size_t k = 0; k < p.blocks.size(); ++k)
    if (p.blocks[k].quantity == quantity)
      text += fmt::format("  \"parity-data.dat\" index {} using ($1*1e3):($2*1e3):($3*1e3) with "
                          "yerrorbars {} notitle, \\\n",
                          k, symbol(campaigns, p.blocks[k]));
  return text + "  NaN notitle\nunset label 9\n";
}

std::vector<std::string> entries(const std::vector<ComparedCampaign> &campaigns, const Points &p)
{
  std::vector<std::string> list;
  for (const Block &b : p.blocks) {
    // names of campaigns hold letters, digits, '.', '_', '-'; '_' would be a subscript
    std::string name = b.campaign;
    std::replace(name.begin(), name.end(), '_', ' ');
    const std::string entry = fmt::format("with points {} title \"{}{}\"", symbol(campaigns, b),
                                          name, b.calibrated ? " (calibrated)" : "");
    if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
  }
  return list;
}

}    // namespace

FigureSet parity_figure(const std::vector<ComparedCampaign> &campaigns)
{
  FigureSet set;
  const Points p = points_of(campaigns);
  if (p.blocks.empty()) {
    set.notes.push_back(
        "figure parity: not drawn, no campaign has slopes to compare with measured ones");
    return set;
  }
  const Axis axis = axis_over(p.range.low, p.range.high, 0.06, 5);
  const auto legend_entries = entries(campaigns, p);
  const double above = legend_cm(legend_entries.size(), 2), left = label_cm(axis);
  const Page page{2.0 * panel_cm + left + between_cm + 0.25, panel_cm + above + below_cm};
  std::string drawing = "set samples 101\n";
  for (int k = 0; k < 2; ++k) {
    const double from = left + k * (panel_cm + between_cm);
    drawing += panel(campaigns, p, quantities[k], axis, page,
                     {from, from + panel_cm, below_cm, below_cm + panel_cm});
  }
  drawing += legend(page, legend_entries, 2);
  add_figure(set, "parity", page, drawing,
             {{"slopes of the stretch coordinates; bars: standard errors; grey: within 10 %; open: "
               "calibrated on these very values"},
              {}},
             p.text.text(), "");
  return set;
}

}    // namespace softmode
