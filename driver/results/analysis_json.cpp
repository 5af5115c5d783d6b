// SPDX-License-Identifier: BSD-3-Clause
#include "results/analysis_json.h"

#include "results/spectra_analysis.h"

#include <nlohmann/json.hpp>

namespace softmode {

namespace {

using Json = nlohmann::ordered_json;

Json of(const Estimate &e)
{
  return {{"value", e.value}, {"error", e.error}};    // NaN becomes null
}

Json of(const std::optional<Estimate> &e)
{
  return e ? of(*e) : Json(nullptr);
}

Json of(const std::optional<VantHoff> &fit, const std::vector<double> &temperatures)
{
  if (!fit) return nullptr;
  const Thermodynamics &t = fit->thermodynamics;
  Json j = {{"T0_K", t.reference_K},
            {"dH_kJ_mol", of(t.enthalpy_kJ_mol())},
            {"dS_J_mol_K", of(t.entropy_J_mol_K())},
            {"dCp_J_mol_K", of(t.heat_capacity_J_mol_K())},
            {"covariance", Json::array()},
            {"reduced_chi_squared", fit->reduced_chi_squared},
            {"equal_populations_K", of(t.equal_populations_K())},
            {"at_temperatures", Json::array()}};
  for (Eigen::Index i = 0; i < t.covariance.rows(); ++i) {
    const Eigen::VectorXd row = t.covariance.row(i);
    j["covariance"].push_back(std::vector<double>(row.data(), row.data() + row.size()));
  }
  for (const double T : temperatures)
    j["at_temperatures"].push_back({{"temperature_K", T},
                                    {"ln_K", of(t.log_K(T))},
                                    {"delta_g_kJ_mol", of(t.free_energy_kJ_mol(T))},
                                    {"loose_fraction", of(t.loose_fraction(T))}});
  return j;
}

Json of(const LindemannAnalysis &a)
{
  Json j = {{"laws", Json::array()},
            {"crossings", Json::array()},
            {"scatter_in_errors", a.scatter},
            {"not_fitted", a.not_fitted}};
  for (const LindemannFit &f : a.fits)
    j["laws"].push_back(
        {{"law", name_of(f.law)},
         {"parameters",
          std::vector<double>(f.parameters.data(), f.parameters.data() + f.parameters.size())},
         {"chi_squared", f.chi_squared},
         {"AICc", f.AICc},
         {"weight", f.weight}});
  for (const LindemannCrossing &c : a.crossings) {
    Json crossing = {{"threshold", c.threshold},
                     {"mean_K", of(c.averaged)},
                     {"extrapolated", c.extrapolated},
                     {"of_law_K", Json::array()}};
    for (const auto &e : c.of_law) crossing["of_law_K"].push_back(of(e));
    j["crossings"].push_back(crossing);
  }
  return j;
}

Json of(const StretchAnalysis &a, const std::vector<PointResult> &points)
{
  Json j = {{"name", a.name},
            {"window_cm-1", {a.window.low, a.window.high}},
            {"ln_K", Json::array()},
            {"vant_hoff", Json::array()},
            {"vant_hoff_dCp", Json::array()},
            {"in_words", in_words(a, points)},
            {"warnings", a.fit.warnings}};
  for (const Estimate &e : a.log_K) j["ln_K"].push_back(of(e));
  for (const Estimate &e : a.vant_hoff) j["vant_hoff"].push_back(of(e));
  for (const Estimate &e : a.vant_hoff_dCp) j["vant_hoff_dCp"].push_back(of(e));
  return j;
}

}    // namespace

std::string analysis_json(const Results &results)
{
  Json j = {{"softmode", SOFTMODE_VERSION}, {"materials", Json::array()}};
  for (const MaterialResult &m : results.materials) {
    const std::vector<double> temperatures = temperatures_of(m);
    Json material = {{"name", m.name}, {"notes", m.notes}, {"slopes", Json::array()}};
    for (const Slope &s : m.slopes)
      material["slopes"].push_back({{"name", s.name},
                                    {"X_cm-1_per_K", of(s.fit.slope)},
                                    {"position_298K_cm-1", of(s.fit.position_at_reference)},
                                    {"reduced_chi_squared", s.fit.reduced_chi_squared}});
    material["vant_hoff"] = of(m.vant_hoff, temperatures);
    material["vant_hoff_dCp"] = of(m.vant_hoff_dCp, temperatures);
    material["lindemann"] = m.lindemann ? of(*m.lindemann) : Json(nullptr);
    material["spectra"] = Json::array();    // dH (kJ/mol), dS, dCp (J/mol/K) of each, from areas
    for (const StretchAnalysis &a : m.stretches) material["spectra"].push_back(of(a, m.points));
    j["materials"].push_back(material);
  }
  return j.dump(2) + "\n";
}

}    // namespace softmode
