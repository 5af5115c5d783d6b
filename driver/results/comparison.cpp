// SPDX-License-Identifier: BSD-3-Clause
#include "results/comparison.h"

#include "forcefield/potential.h"
#include "softmode/definitions/constants.h"
#include "support/csv.h"
#include "support/yaml.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double ln_10 = 2.302585092994046;

const PointResult *point_at(const MaterialResult &material, double temperature_K)
{
  for (const PointResult &p : material.points)
    if (std::fabs(p.point.temperature_K - temperature_K) < 0.5) return &p;
  return nullptr;
}

class Comparison {
 public:
  Comparison(const MaterialResult &m, const Potential &p, std::vector<ComparisonRow> &target) :
      material(m), potential(p), rows(target)
  {
    if (const auto &o = p.overlay)
      coupling = Coupling{o->stretch_change.value, o->cross_change ? o->cross_change->value : 0.0};
  }

  void add_all(const YamlNode &measured)
  {
    measured.allow_keys({"X_a", "X_s", "asymmetric-position", "symmetric-position", "fwhm-maximum",
                         "components", "vant-hoff", "log10-K-in-text",
                         "equal-populations-in-text"});
    add_slope(measured, "X_a");
    add_slope(measured, "X_s");
    add_positions(measured["asymmetric-position"], "asymmetric position", &PointResult::asymmetric);
    add_positions(measured["symmetric-position"], "symmetric position", &PointResult::symmetric);
    if (const auto n = measured["vant-hoff"]; n.exists())
      add_vant_hoff(n, measured["log10-K-in-text"]);
  }

 private:
  void add(const std::string &quantity, const std::string &unit, const Estimate &simulated,
           double measured, std::optional<double> error = std::nullopt)
  {
    const auto &list = potential.calibrated_on;
    const bool calibrated = std::find(list.begin(), list.end(), quantity) != list.end();
    rows.push_back({material.name, quantity, unit, simulated, measured, error, calibrated,
                    !material.model.empty(), coupling});
  }

  void add_slope(const YamlNode &measured, const std::string &name)
  {
    const auto n = measured[name];
    if (!n.exists()) return;
    for (const Slope &slope : material.slopes)
      if (slope.name == name || slope.name == name + " infrared")
        add(slope.name, "cm-1/K", slope.fit.slope, n.number());
  }

  void add_positions(const YamlNode &measured, const std::string &name,
                     BandResult PointResult::*band)
  {
    if (!measured.exists()) return;
    for (const std::string &key : measured.keys()) {
      const auto quantity = split_quantity(key);
      const auto T = quantity ? convert(*quantity, Dimension::temperature) : std::nullopt;
      if (!T) measured.error("expected a temperature like '-100 C' as key, got '" + key + "'");
      if (const PointResult *p = point_at(material, *T); p && (p->*band).found())
        add(fmt::format("{} at {}", name, key), "cm-1", (p->*band).position_cm,
            measured[key].number());
    }
  }

  void add_vant_hoff(const YamlNode &measured, const YamlNode &log10_K_in_text)
  {
    measured.allow_keys({"dH_kJ_mol", "dS_J_mol_K", "dCp_J_mol_K"});
    if (!material.vant_hoff_dCp) return;
    const auto add_one = [&](const char *key, const char *name, const char *unit,
                             const Estimate &simulated) {
      const auto n = measured[key];
      if (!n.exists()) return;
      n.allow_keys({"value", "error"});
      add(name, unit, simulated, n.require("value").number(), n.require("error").number());
    };
    add_one("dH_kJ_mol", "dH", "kJ/mol", material.vant_hoff_dCp->enthalpy_kJ_mol);
    add_one("dS_J_mol_K", "dS", "J/mol/K", material.vant_hoff_dCp->entropy_J_mol_K);
    add_one("dCp_J_mol_K", "dCp", "J/mol/K", *material.vant_hoff_dCp->heat_capacity_J_mol_K);
    if (material.vant_hoff) {
      add_one("dH_kJ_mol", "dH without dCp", "kJ/mol", material.vant_hoff->enthalpy_kJ_mol);
      add_one("dS_J_mol_K", "dS without dCp", "J/mol/K", material.vant_hoff->entropy_J_mol_K);
    }
    const Estimate log10_K{material.vant_hoff_dCp->log_K_at_reference.value / ln_10,
                           material.vant_hoff_dCp->log_K_at_reference.error / ln_10};
    const double measured_log_K = log_equilibrium_constant(
        measured.require("dH_kJ_mol").require("value").number(),
        measured.require("dS_J_mol_K").require("value").number(), 0.0, reference_temperature_K);
    add("log10 K(298 K) from dH and dS", "1", log10_K, measured_log_K / ln_10);
    if (log10_K_in_text.exists())
      add("log10 K(298 K) as in the text", "1", log10_K, log10_K_in_text.number());
  }

  const MaterialResult &material;
  const Potential &potential;
  std::vector<ComparisonRow> &rows;
  std::optional<Coupling> coupling;
};

}    // namespace

const Slope *slope_named(const MaterialResult &material, const std::string &name)
{
  for (const Slope &s : material.slopes)
    if (s.name == name) return &s;
  return nullptr;
}

bool is_logarithm(const ComparisonRow &row)
{
  return row.quantity.rfind("log10 ", 0) == 0;
}

double deviation_in_errors(const ComparisonRow &row)
{
  return (row.simulated.value - row.measured) /
         std::hypot(row.simulated.error, row.measured_error.value_or(0.0));
}

void compare(const Campaign &campaign, Results &results)
{
  const YamlNode root = YamlNode::load(campaign.reference, ExitCode::campaign);
  root.allow_keys({"name", "citation", "materials"});
  results.citation = root.require("citation").text();
  const YamlNode materials = root.require("materials");
  for (std::size_t i = 0; i < results.materials.size(); ++i) {
    const MaterialResult &material = results.materials[i];
    const YamlNode measured = materials[campaign.materials[i].measured_as];
    if (!measured.exists() || !material.has_bands) continue;
    const Potential potential = read_potential(campaign.materials[i].potential);
    Comparison(material, potential, results.comparison).add_all(measured);
  }
}

std::vector<ComparisonRow> read_comparison(const std::filesystem::path &file)
{
  std::vector<ComparisonRow> rows;
  for (const CsvRow &r : read_csv(file,
                                  {"material", "quantity", "unit", "simulated", "simulated_se",
                                   "measured", "measured_error", "kind", "structure"},
                                  ExitCode::io)) {
    // an earlier version wrote no couplings
    const std::optional<double> dk = r.number_if_any("dk_kcal_mol_A2"),
                                df = r.number_if_any("df_kcal_mol_A2");
    rows.push_back({r.text("material"),
                    r.text("quantity"),
                    r.text("unit"),
                    {r.number("simulated"), r.number("simulated_se")},
                    r.number("measured"),
                    r.number_if_any("measured_error"),
                    r.is_first("kind", "calibrated", "predicted"),
                    r.is_first("structure", "model", "crystal"),
                    dk && df ? std::optional(Coupling{*dk, *df}) : std::nullopt});
  }
  return rows;
}

}    // namespace softmode
