// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/potential.h"
#include "modes/mode_files.h"
#include "results/report_data.h"
#include "results/report_json.h"
#include "results/spectra_analysis.h"
#include "softmode/definitions/constants.h"
#include "spectra_fit/figures/choose.h"

#include <algorithm>

namespace softmode {

using namespace report_json;

namespace {

constexpr double spectra_margin = 60.0;    // cm-1 shown on each side of a followed band

WavenumberRange view(const MaterialResult &m, BandResult PointResult::*band)
{
  WavenumberRange range{1e9, 0.0};
  for (const PointResult &p : m.points) {
    range.low = std::min(range.low, (p.*band).position_cm.value - spectra_margin);
    range.high = std::max(range.high, (p.*band).position_cm.value + spectra_margin);
  }
  return range;
}

json choice(const BandChoice &c)
{
  json result = json::array();
  for (const BandChain &chain : c.candidates)
    result.push_back({{"position", number(chain.at.front().position)},
                      {"coordinate_share", number(chain.coordinate_share)},
                      {"character", number(chain.character)},
                      {"infrared_share", number(chain.infrared_share)},
                      {"score", number(chain.score())}});
  return result;
}

std::vector<double> curve_temperatures(const MaterialResult &m)
{
  const double low = m.points.front().point.temperature_K,
               high = m.points.back().point.temperature_K;
  std::vector<double> T;
  for (int i = 0; i <= 60; ++i) T.push_back(low + (high - low) * i / 60.0);
  return T;
}

json log_K_curve(const std::vector<double> &T, double dH, double dS, double dCp)
{
  std::vector<double> y;
  for (const double t : T) y.push_back(log_equilibrium_constant(dH, dS, dCp, t));
  return list(y);
}

json vant_hoff(const std::optional<VantHoff> &fit, const std::vector<double> &T)
{
  if (!fit) return nullptr;
  const double dCp = fit->heat_capacity_J_mol_K ? fit->heat_capacity_J_mol_K->value : 0.0;
  return {{"dH", pair(fit->enthalpy_kJ_mol)},
          {"dS", pair(fit->entropy_J_mol_K)},
          {"dCp", pair(fit->heat_capacity_J_mol_K)},
          {"reduced_chi_squared", number(fit->reduced_chi_squared)},
          {"curve", log_K_curve(T, fit->enthalpy_kJ_mol.value, fit->entropy_J_mol_K.value, dCp)}};
}

json measured(const Results &results, const std::string &material, const std::vector<double> &T)
{
  json j = json::object();
  for (const ComparisonRow &row : results.comparison)
    if (row.material == material) j[row.quantity] = number(row.measured);
  if (j.contains("dH") && j.contains("dS") && j.contains("dCp"))
    j["ln_K_curve"] = log_K_curve(T, j["dH"], j["dS"], j["dCp"]);
  return j;
}

json slopes(const MaterialResult &m)
{
  json j = json::array();
  for (const Slope &slope : m.slopes)
    j.push_back({{"name", slope.name},
                 {"slope", pair(slope.fit.slope)},
                 {"position", pair(slope.fit.position_at_reference)},
                 {"reduced_chi_squared", number(slope.fit.reduced_chi_squared)}});
  return j;
}

/// Curves are dense, and no figure shows more than a part in ten thousand.
json drawn_list(const Eigen::VectorXd &curve)
{
  json result = json::array();
  for (const double v : curve) result.push_back(std::stod(fmt::format("{:.4f}", v)));
  return result;
}

/// Spectrum and residual at its points; the curves on an axis of their own, dense where the lines are.
json fits(const StretchAnalysis &a)
{
  json j = json::array();
  if (!a.fit.components || !a.fit.components->quality.usable()) return j;
  for (std::size_t i = 0; i < a.prepared.spectra.size(); ++i) {
    const FittedSpectrum s(a.prepared, a.fit, i);
    const Eigen::VectorXd nu = s.axis();
    const FitCurves c = *s.curves(nu);
    json components = json::array();
    for (Eigen::Index k = 0; k < c.lines.cols(); ++k)
      components.push_back(drawn_list(c.baseline + c.lines.col(k)));
    j.push_back(
        {{"data", list(s.intensity())},
         {"residual", list(Eigen::VectorXd(s.intensity() - s.curves(s.wavenumber())->sum()))},
         {"curve_wavenumber", list(nu)},
         {"model", drawn_list(c.sum())},
         {"components", components},
         {"model_name", a.request.lines.fix_centres ? "two Gaussians with fixed centres"
                                                    : "two Gaussians with centres found"}});
  }
  return j;
}

json stretches(const MaterialResult &m)
{
  json j = json::array();
  for (const StretchAnalysis &a : m.stretches) {
    json ln_K = json::array();
    for (const Estimate &e : a.log_K) ln_K.push_back(pair_of_logarithm(e));
    const bool any = !a.prepared.spectra.empty();
    j.push_back({{"name", a.name},
                 {"words", in_words(a, m.points)},
                 {"models", a.fit.models ? json(a.fit.models->comparison.sentence) : json(nullptr)},
                 {"ln_K", ln_K},
                 {"wavenumber", any ? list(a.prepared.spectra.front().wavenumber) : json::array()},
                 {"fits", fits(a)}});
  }
  return j;
}

/// How far apart the stretch is in the two states, and how long a state must last for them to be told apart.
json exchange(const MaterialResult &m)
{
  double weights = 0.0, sum = 0.0;
  for (const PointResult &p : m.points) {
    const auto &s = p.data.splitting_cm;
    if (!s || !(s->error > 0.0)) continue;
    weights += 1.0 / (s->error * s->error);
    sum += s->value / (s->error * s->error);
  }
  if (weights == 0.0) return nullptr;
  const Estimate splitting{sum / weights, 1.0 / std::sqrt(weights)};
  if (std::fabs(splitting.value) < 2.0 * splitting.error) return nullptr;
  const double ps = 1e-3 / (2.0 * pi * speed_of_light_cm_fs * std::fabs(splitting.value));
  return {
      {"splitting_cm", number(splitting.value)},
      {"resolving_time_ps", number(ps)},
      {"words",
       fmt::format("The asymmetric stretch lies {:.1f} ± {:.1f} cm⁻¹ {} where bonds are loose than "
                   "where they are tight (regression of its wavenumber against the state of the "
                   "bonds, mean over temperatures). States that last less than {:.2f} ps, "
                   "1/(2πc × {:.1f} cm⁻¹), merge into one band.",
                   std::fabs(splitting.value), splitting.error,
                   splitting.value < 0.0 ? "lower" : "higher", ps, std::fabs(splitting.value))}};
}

/// Loose fractions of bonds are drawn on the bonds of the first point: ions form others at each.
void drop_other_bonds(const MaterialResult &m, json &points)
{
  const Table &first = m.points.front().data.bonds;
  for (std::size_t i = 0; i < m.points.size(); ++i) {
    const Table &own = m.points[i].data.bonds;
    if (own.column("metal_id") != first.column("metal_id") ||
        own.column("oxygen_id") != first.column("oxygen_id"))
      points[i]["bond_loose"] = json::array();
  }
}

void add_points(json &j, const Results &results, const MaterialResult &m,
                const CampaignMaterial &input)
{
  const std::vector<double> T = curve_temperatures(m);
  const WavenumberRange a = view(m, &PointResult::asymmetric), s = view(m, &PointResult::symmetric);
  const WavenumberRange both{std::min(a.low, s.low), std::max(a.high, s.high)};
  for (const PointResult &p : m.points) j["points"].push_back(report_point(p, both));
  drop_other_bonds(m, j["points"]);
  j["asymmetric_view"] = {a.low, a.high};
  j["symmetric_view"] = {s.low, s.high};
  j["infrared_view"] = {both.low, both.high};
  j["asymmetric_choice"] = choice(m.asymmetric_choice);
  j["symmetric_choice"] = choice(m.symmetric_choice);
  j["slopes"] = slopes(m);
  j["measured"] = measured(results, m.name, T);
  j["curve_temperature_K"] = list(T);
  j["vant_hoff"] = vant_hoff(m.vant_hoff, T);
  j["vant_hoff_dCp"] = vant_hoff(m.vant_hoff_dCp, T);
  j["stretches"] = stretches(m);
  j["exchange"] = exchange(m);
  const Hysteresis h = read_potential(input.potential).state->hysteresis();
  j["thresholds"] = {h.tight_below, h.loose_above};
}

}    // namespace

json report_material(const Results &results, const MaterialResult &m, const CampaignMaterial &input,
                     const json &facts, const std::filesystem::path &campaign_folder)
{
  const auto modes = modes_file::folder(campaign_folder, m.name);
  json j = {{"name", m.name},
            {"sentence", report_sentence(results, m)},
            {"notes", m.notes},
            {"model", m.model},
            {"formula", facts.value("formula", "")},
            {"atoms", facts.value("atoms", 0)},
            {"carboxylates", facts.value("carboxylates", 0)},
            {"bonds", facts.value("metal_carboxylate_bonds", 0)},
            {"overview", report_overview(results, m)},
            {"points", json::array()},
            {"measured", json::object()},
            {"slopes", json::array()},
            {"stretches", json::array()},
            {"exchange", nullptr},
            {"vant_hoff", nullptr},
            {"vant_hoff_dCp", nullptr},
            {"lindemann", m.lindemann ? json(in_words(*m.lindemann)) : json(nullptr)},
            {"lindemann_thresholds", {0.10, 0.15}},
            {"modes", report_modes(modes)},
            {"structure", report_structure(modes, m)},
            {"melts", json::array()}};
  for (const MeltResult &melt : m.melts) j["melts"].push_back(in_words(melt));
  if (m.has_bands && !m.points.empty()) add_points(j, results, m, input);
  return j;
}

}    // namespace softmode
