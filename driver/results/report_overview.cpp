// SPDX-License-Identifier: BSD-3-Clause
#include "results/comparison.h"
#include "results/report_data.h"
#include "results/report_json.h"
#include "softmode/analysis/determined.h"
#include "softmode/definitions/constants.h"

namespace softmode {

using namespace report_json;

namespace {

constexpr double ln_10 = 2.302585092994046;

/// With the sign of printed numbers, U+2212.
std::string with_minus(double value, int digits)
{
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (text.front() == '-') text.replace(0, 1, "−");
  return text;
}

/// The row of the comparison that holds a quantity, if it was measured. "log10 K(298 K)" is that from dH and dS.
const ComparisonRow *measured_row(const Results &results, const std::string &material,
                                  const std::string &quantity)
{
  const std::string wanted = quantity == "log10 K(298 K)" ? quantity + " from dH and dS" : quantity;
  for (const ComparisonRow &row : results.comparison)
    if (row.material == material && row.quantity == wanted) return &row;
  return nullptr;
}

std::optional<Estimate> slope_of(const MaterialResult &m, const std::string &name)
{
  const Slope *s = slope_named(m, name);
  return s ? std::optional(s->fit.slope) : std::nullopt;
}

struct LindemannAtRoom {
  Estimate ratio;
  std::string remark;
};

/// At 298.15 K, on the straight line between the points below and above it.
std::optional<LindemannAtRoom> lindemann_at_room(const MaterialResult &m)
{
  const PointResult *below = nullptr, *above = nullptr;
  for (const PointResult &p : m.points) {    // ascending
    if (p.point.temperature_K <= reference_temperature_K) below = &p;
    if (!above && p.point.temperature_K >= reference_temperature_K) above = &p;
  }
  if (!below || !above) return std::nullopt;
  const double low = below->point.temperature_K, high = above->point.temperature_K;
  if (high - low < 1e-6) return LindemannAtRoom{below->lindemann_ratio, ""};
  const double x = (reference_temperature_K - low) / (high - low);
  const Estimate &a = below->lindemann_ratio, &b = above->lindemann_ratio;
  return LindemannAtRoom{
      {a.value + x * (b.value - a.value), std::hypot((1.0 - x) * a.error, x * b.error)},
      fmt::format("between {:.0f} and {:.0f} K", low, high)};
}

class Overview {
 public:
  Overview(const Results &r, const MaterialResult &m) : results(r), material(m) {}

  void add(const std::string &quantity, const std::string &unit,
           const std::optional<Estimate> &simulated, const std::string &remark = "")
  {
    add_pair(quantity, unit, pair(simulated), remark);
  }

  /// simulated: as of pair()
  void add_pair(const std::string &quantity, const std::string &unit, const json &simulated,
                const std::string &remark = "")
  {
    const ComparisonRow *row = measured_row(results, material.name, quantity);
    rows.push_back({{"quantity", quantity},
                    {"unit", unit},
                    {"simulated", simulated},
                    {"measured", row ? number(row->measured) : json(nullptr)},
                    {"measured_error",
                     row && row->measured_error ? number(*row->measured_error) : json(nullptr)},
                    {"kind", row && row->calibrated ? "calibrated" : "predicted"},
                    {"remark", remark}});
  }

  json rows = json::array();

 private:
  const Results &results;
  const MaterialResult &material;
};

void add_vant_hoff(Overview &overview, const MaterialResult &m)
{
  const auto &fit = m.vant_hoff_dCp ? m.vant_hoff_dCp : m.vant_hoff;
  if (!fit) {
    for (const char *name : {"log10 K(298 K)", "dH", "dS", "dCp"})
      overview.add(name, "", std::nullopt, "no van't Hoff fit");
    return;
  }
  const Estimate &ln_K = fit->log_K_at_reference;
  overview.add_pair("log10 K(298 K)", "",
                    pair_of_logarithm(Estimate{ln_K.value / ln_10, ln_K.error / ln_10}));
  overview.add("dH", "kJ/mol", fit->enthalpy_kJ_mol);
  overview.add("dS", "J/mol/K", fit->entropy_J_mol_K);
  overview.add("dCp", "J/mol/K", fit->heat_capacity_J_mol_K);
}

void add_lindemann(Overview &overview, const MaterialResult &m)
{
  const auto room = lindemann_at_room(m);
  overview.add("Lindemann ratio at 298 K", "", room ? std::optional(room->ratio) : std::nullopt,
               room ? room->remark : "not between two points");
  const std::string quantity = "delta(M-O) = 0.10 at";
  for (const MeltResult &melt : m.melts)
    if (melt.crossing && melt.threshold == 0.10) {
      overview.add(quantity, "K", melt.crossing->temperature_K, "melt search");
      return;
    }
  if (m.lindemann && !m.lindemann->crossings.empty() && m.lindemann->crossings.front().averaged) {
    const LindemannCrossing &c = m.lindemann->crossings.front();
    overview.add(quantity, "K", c.averaged, c.extrapolated ? "extrapolated" : "between points");
    return;
  }
  overview.add(quantity, "K", std::nullopt, m.lindemann ? "never reached" : "too few points");
}

/// "; measured: -0.0210 (the potential was calibrated on it)", or nothing.
std::string against_measured(const Results &results, const std::string &material,
                             const std::string &quantity)
{
  const ComparisonRow *row = measured_row(results, material, quantity);
  if (!row) return "";
  return fmt::format("; measured: {}{}", with_minus(row->measured, 4),
                     row->calibrated ? " (the potential was calibrated on it)" : "");
}

/// The slope is said once, with its sign.
std::string shift_in_words(const Estimate &slope, const std::string &measured)
{
  const std::string value =
      fmt::format("{} ± {:.4f} cm⁻¹/K", with_minus(slope.value, 4), slope.error);
  if (!is_determined(slope))
    return fmt::format(
        "The shift of the asymmetric C–O stretch with temperature is not determined: "
        "{}{}.",
        value, measured);
  return fmt::format("The asymmetric C–O stretch {} by {}{}.",
                     std::fabs(slope.value) < 2.0 * slope.error
                         ? "may shift with temperature, within two standard errors,"
                         : "shifts with temperature",
                     value, measured);
}

std::string populations_in_words(const VantHoff &fit)
{
  const Estimate loose = fit.thermodynamics.loose_fraction(reference_temperature_K);
  const std::string value =
      fmt::format("{:.1f} ± {:.1f} %", 100.0 * loose.value, 100.0 * loose.error);
  if (!is_determined(loose))
    return fmt::format(
        " The share of loose metal–carboxylate bonds at 298 K is not determined: {}.", value);
  return fmt::format(" At 298 K, {} of the metal–carboxylate bonds are loose.", value);
}

}    // namespace

json report_overview(const Results &results, const MaterialResult &m)
{
  Overview overview(results, m);
  if (!m.melts.empty()) {
    add_lindemann(overview, m);
    return overview.rows;
  }
  overview.add("X_a", "cm-1/K", slope_of(m, "X_a"));
  overview.add("X_s", "cm-1/K", slope_of(m, "X_s"));
  add_vant_hoff(overview, m);
  add_lindemann(overview, m);
  return overview.rows;
}

namespace {

json pair_of_row(const ComparisonRow &r)
{
  return is_logarithm(r) ? pair_of_logarithm(r.simulated) : pair(r.simulated);
}

}    // namespace

json report_comparison(const Results &results)
{
  json rows = json::array();
  for (const ComparisonRow &r : results.comparison)
    rows.push_back(
        {{"material", r.material},
         {"quantity", r.quantity},
         {"unit", r.unit},
         {"simulated", pair_of_row(r)},
         {"measured", number(r.measured)},
         {"measured_error", r.measured_error ? number(*r.measured_error) : json(nullptr)},
         {"deviation", number(deviation_in_errors(r))},
         {"kind", r.calibrated ? "calibrated" : "predicted"},
         {"model", r.model}});
  return rows;
}

std::string report_sentence(const Results &results, const MaterialResult &m)
{
  if (!m.melts.empty()) return in_words(m.melts.front());
  const auto slope = slope_of(m, "X_a");
  if (!slope)
    return "The shift of the C–O stretches could not be worked out yet. The notes say why.";
  const auto &fit = m.vant_hoff_dCp ? m.vant_hoff_dCp : m.vant_hoff;
  return shift_in_words(*slope, against_measured(results, m.name, "X_a")) +
         (fit ? populations_in_words(*fit) : "");
}

}    // namespace softmode
