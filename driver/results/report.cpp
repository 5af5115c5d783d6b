// SPDX-License-Identifier: BSD-3-Clause
#include "results/report.h"

#include "forcefield/potential.h"
#include "results/spectra_analysis.h"
#include "softmode/definitions/constants.h"
#include "support/error.h"
#include "support/files.h"
#include "support/yaml.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace softmode {

using json = nlohmann::ordered_json;

namespace {

constexpr double spectra_margin = 60.0;    // cm-1 shown on each side of a followed band

// JSON has no NaN; a missing number is null. Digits beyond what the figures can show are dropped.
json number(double value)
{
  if (!std::isfinite(value)) return nullptr;
  return std::stod(fmt::format("{:.6g}", value));
}

json list(const std::vector<double> &values)
{
  json result = json::array();
  for (const double v : values) result.push_back(number(v));
  return result;
}

json pair(const Estimate &e)
{
  return {number(e.value), number(e.error)};
}
json pair(const std::optional<Estimate> &e)
{
  return e ? pair(*e) : json(nullptr);
}

json band(const BandResult &b)
{
  return {{"position", pair(b.position_cm)},
          {"fwhm", pair(b.fwhm_cm)},
          {"infrared", pair(b.infrared_cm)}};
}

WavenumberRange view(const MaterialResult &m, BandResult PointResult::*band)
{
  WavenumberRange range{1e9, 0.0};
  for (const PointResult &p : m.points) {
    range.low = std::min(range.low, (p.*band).position_cm.value - spectra_margin);
    range.high = std::max(range.high, (p.*band).position_cm.value + spectra_margin);
  }
  return range;
}

json point(const PointResult &p, const WavenumberRange &shown)
{
  json j = {{"id", p.point.id},
            {"temperature_K", p.point.temperature_K},
            {"replica", p.point.replica},
            {"asymmetric", band(p.asymmetric)},
            {"symmetric", band(p.symmetric)},
            {"loose_fraction", pair(p.loose_fraction)},
            {"lindemann", pair(p.lindemann_ratio)},
            {"ln_K", pair(p.log_K)}};
  const std::vector<double> all(p.data.block_sizes.size(), 1.0);
  std::vector<double> axis;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < p.data.wavenumber.size(); ++i) {
    if (p.data.wavenumber[i] < shown.low || p.data.wavenumber[i] > shown.high) continue;
    axis.push_back(p.data.wavenumber[i]);
    kept.push_back(i);
  }
  j["wavenumber"] = list(axis);
  for (const auto &[group, spectra] : p.data.spectra) {
    if (group == "metal_oxygen") continue;
    const std::vector<double> mean = spectra.mean(p.data.block_sizes, all);
    std::vector<double> values;
    for (const std::size_t i : kept) values.push_back(mean[i] / p.point.temperature_K);
    j["spectra"][group] = list(values);
  }
  const std::vector<double> density = length_density(p.data.lengths);
  std::vector<double> r, values;
  for (std::size_t b = 0; b < density.size(); ++b)
    if (density[b] > 0.0) {
      r.push_back(p.data.lengths.centre[b]);
      values.push_back(density[b]);
    }
  j["histogram"] = {{"r", list(r)}, {"density", list(values)}};
  return j;
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
  std::vector<double> T;
  if (m.points.empty()) return T;
  const double low = m.points.front().point.temperature_K,
               high = m.points.back().point.temperature_K;
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

json material(const Results &results, const MaterialResult &m, const CampaignMaterial &input,
              const json &facts)
{
  const std::vector<double> T = curve_temperatures(m);
  json j = {{"name", m.name},
            {"notes", m.notes},
            {"model", m.model},
            {"formula", facts.value("formula", "")},
            {"atoms", facts.value("atoms", 0)},
            {"carboxylates", facts.value("carboxylates", 0)},
            {"bonds", facts.value("metal_carboxylate_bonds", 0)},
            {"points", json::array()},
            {"measured", measured(results, m.name, T)}};
  if (!m.has_bands) return j;
  const WavenumberRange a = view(m, &PointResult::asymmetric), s = view(m, &PointResult::symmetric);
  const WavenumberRange both{std::min(a.low, s.low), std::max(a.high, s.high)};
  for (const PointResult &p : m.points) j["points"].push_back(point(p, both));
  j["asymmetric_view"] = {a.low, a.high};
  j["symmetric_view"] = {s.low, s.high};
  j["infrared_view"] = {both.low, both.high};
  j["asymmetric_choice"] = choice(m.asymmetric_choice);
  j["symmetric_choice"] = choice(m.symmetric_choice);
  j["slopes"] = json::array();
  for (const Slope &slope : m.slopes)
    j["slopes"].push_back({{"name", slope.name},
                           {"slope", pair(slope.fit.slope)},
                           {"position", pair(slope.fit.position_at_reference)},
                           {"reduced_chi_squared", number(slope.fit.reduced_chi_squared)}});
  j["curve_temperature_K"] = list(T);
  j["vant_hoff"] = vant_hoff(m.vant_hoff, T);
  j["vant_hoff_dCp"] = vant_hoff(m.vant_hoff_dCp, T);
  j["lindemann"] = m.lindemann ? json(in_words(*m.lindemann)) : json(nullptr);
  j["stretches"] = json::array();
  for (const StretchAnalysis &stretch : m.stretches) {
    json ln_K = json::array();
    for (const Estimate &e : stretch.log_K) ln_K.push_back(pair(e));
    j["stretches"].push_back(
        {{"name", stretch.name}, {"ln_K", ln_K}, {"words", in_words(stretch, m.points)}});
  }
  const Hysteresis h = read_potential(input.potential).state->hysteresis();
  j["thresholds"] = {h.tight_below, h.loose_above};
  return j;
}

json comparison(const Results &results)
{
  json rows = json::array();
  for (const ComparisonRow &r : results.comparison)
    rows.push_back(
        {{"material", r.material},
         {"quantity", r.quantity},
         {"unit", r.unit},
         {"simulated", pair(r.simulated)},
         {"measured", number(r.measured)},
         {"measured_error", r.measured_error ? number(*r.measured_error) : json(nullptr)},
         {"deviation", number(deviation_in_errors(r))},
         {"kind", r.calibrated ? "calibrated" : "predicted"},
         {"model", r.model}});
  return rows;
}

json provenance(const json &manifest)
{
  json rows = json::array();
  const auto add = [&](const std::string &key, const std::string &value) {
    rows.push_back({key, value});
  };
  add("softmode", manifest.value("softmode", ""));
  add("written", manifest.value("written", "") + " on " + manifest.value("host", ""));
  add("command", manifest.value("command", ""));
  add("LAMMPS",
      manifest["lammps"].value("version", "") + ", " + manifest["lammps"].value("mpi", ""));
  add("plugin SHA-256", manifest["plugin"].value("sha256", ""));
  add("campaign file", manifest["campaign"].value("file", "") + ", SHA-256 " +
                           manifest["campaign"].value("sha256", ""));
  for (const json &m : manifest["materials"])
    for (const char *part : {"structure", "potential"})
      add(m.value("name", "") + " " + part,
          m[part].value("file", "") + ", SHA-256 " + m[part].value("sha256", ""));
  return rows;
}

std::string summary(const Campaign &campaign, const Results &results)
{
  std::size_t points = 0;
  for (const MaterialResult &m : results.materials) points += m.points.size();
  std::string temperatures = fmt::format("melt search from {:.0f} K up", campaign.protocol.start_K);
  if (!campaign.temperatures_K.empty())
    temperatures = fmt::format("{} temperatures from {:.0f} to {:.0f} K, {}",
                               campaign.temperatures_K.size(), campaign.temperatures_K.front(),
                               campaign.temperatures_K.back(), name_of(campaign.protocol.type));
  return fmt::format(
      "{} points: {} material(s), {}, {} replica(s); {:g} ps of production each with a "
      "time step of {:g} fs, thermostat {}.",
      points, campaign.materials.size(), temperatures, campaign.replicas,
      campaign.production_steps * campaign.timestep_fs * 1e-3, campaign.timestep_fs,
      campaign.thermostat.style);
}

// Langevin friction gamma = 1/damping broadens every line to a Lorentzian of FWHM gamma / (2 pi c)
std::string friction_note(const Thermostat &t)
{
  if (t.style != "langevin") return "";
  return fmt::format(" and {:.1f} cm⁻¹ by the friction of the Langevin thermostat",
                     1.0 / (2.0 * pi * speed_of_light_cm_fs * t.damping_fs));
}

void replace(std::string &text, const std::string &mark, const std::string &content)
{
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) fail(ExitCode::internal, "report template: no {}", mark);
  text.replace(at, mark.size(), content);
}

// '<' inside a script element could end it
std::string for_script(std::string text)
{
  for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;)
    text.replace(at, 1, "\\u003c");
  return text;
}

}    // namespace

void write_report(const Campaign &campaign, const Results &results,
                  const std::filesystem::path &campaign_folder,
                  const std::filesystem::path &data_folder)
{
  const auto manifest_file = campaign_folder / "manifest.json";
  const json manifest = json::parse(read_file(manifest_file), nullptr, false);
  if (manifest.is_discarded() || !manifest.contains("materials"))
    fail(ExitCode::io, "{}: is damaged; run the campaign again to write it anew",
         manifest_file.string());
  json data = {{"name", campaign.name},
               {"summary", summary(campaign, results)},
               {"resolution", number(campaign.resolution_cm)},
               {"friction", friction_note(campaign.thermostat)},
               {"comparison", comparison(results)},
               {"citation", results.citation},
               {"materials", json::array()},
               {"provenance", provenance(manifest)}};
  for (std::size_t i = 0; i < results.materials.size(); ++i)
    data["materials"].push_back(material(results, results.materials[i], campaign.materials[i],
                                         manifest["materials"].at(i)));

  const auto parts = data_folder / "report";
  std::string page = read_file(parts / "template.html");
  replace(page, "@STYLE@", read_file(parts / "style.css"));
  replace(page, "@SCRIPT@", read_file(parts / "report.js"));
  replace(page, "@DATA@", for_script(data.dump()));
  replace(page, "@PLOTLY@", read_file(parts / "plotly-basic.min.js"));
  write_file(campaign_folder / "report.html", page);
}

}    // namespace softmode
