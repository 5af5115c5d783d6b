// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/output.h"

#include <nlohmann/json.hpp>

namespace softmode {

namespace {

using Json = nlohmann::ordered_json;

// NaN becomes null: nlohmann does that
Json of(const Estimate &e)
{
  return {{"value", e.value}, {"error", e.error}};
}

Json of(const GlobalFit &g);
Json of(const MovingBandFit &m);
Json of(const ErrorComparison &c);
Json of(const ThermodynamicErrors &e);
Json of(const RedshiftParts &p);
Json of(const ExchangeFit &x);
Json of(const CompetingModels &m);

template <class T> Json of(const std::optional<T> &e)
{
  return e ? of(*e) : Json(nullptr);
}

Json of(const Eigen::MatrixXd &m)
{
  Json rows = Json::array();
  for (Eigen::Index i = 0; i < m.rows(); ++i) {
    Json row = Json::array();
    for (Eigen::Index j = 0; j < m.cols(); ++j) row.push_back(m(i, j));
    rows.push_back(row);
  }
  return rows;
}

Json all_of(const std::vector<Estimate> &list)
{
  Json array = Json::array();
  for (const Estimate &e : list) array.push_back(of(e));
  return array;
}

Json of(const Redshift &r)
{
  return {{"X_cm-1_per_K", of(r.slope)},
          {"position_298K_cm-1", of(r.position_at_reference)},
          {"reduced_chi_squared", r.reduced_chi_squared},
          {"curvature_cm-1_per_K2", of(r.curvature)}};
}

Json of(const PositionSlope &s)
{
  Json j = {{"position", s.name}, {"all", of(s.analysis.line)}};
  for (const auto &[cycle, line] : s.analysis.cycles) j["cycles"][std::to_string(cycle)] = of(line);
  if (const auto &c = s.analysis.curvature)
    j["curvature_test"] = {
        {"quadratic_cm-1_per_K2", of(c->quadratic)}, {"F", c->F}, {"probability", c->probability}};
  if (const auto &r = s.analysis.reversibility)
    j["reversibility"] = {{"heating", of(r->heating)},
                          {"cooling", of(r->cooling)},
                          {"X_difference_cm-1_per_K", of(r->slope_difference)},
                          {"offset_difference_cm-1", of(r->offset_difference)},
                          {"F", r->F},
                          {"degrees_of_freedom", r->degrees_of_freedom},
                          {"probability", r->probability}};
  return j;
}

Json of(const FitQuality &q)
{
  return {{"message", q.message}, {"warnings", q.warnings},     {"chi_squared", q.chi_squared},
          {"data", q.data},       {"parameters", q.parameters}, {"noise_known", q.noise_known}};
}

Json of(const LineEstimate &l)
{
  return {{"centre_cm-1", of(l.centre)}, {"fwhm_cm-1", all_of(l.fwhm)}, {"widths", l.widths}};
}

Json of(const GlobalFit &g)
{
  Json lines = Json::array();
  for (const LineEstimate &l : g.components) lines.push_back(of(l));
  return {{"quality", of(g.quality)},
          {"lines", lines},
          {"temperature_of_widths_K", g.temperature_K},
          {"area", of(g.area)},
          {"area_error", of(g.area_error)},
          {"area_covariance", of(g.area_covariance)}};
}

Json of(const ErrorComparison &c)
{
  const auto bound = [](const std::optional<double> &b) { return b ? Json(*b) : Json(nullptr); };
  Json j = {{"quantity", c.name},
            {"value", c.covariance.value},
            {"covariance_error", c.covariance.error},
            {"profile_error", c.profile.error},
            {"profile_95", {bound(c.profile.low), bound(c.profile.high)}},
            {"bootstrap_error", c.bootstrap_error},
            {"bootstrap_95", nullptr},
            {"differ", c.differ}};
  if (const auto &i = c.bootstrap_interval) j["bootstrap_95"] = {i->low, i->high};
  return j;
}

Json of(const ThermodynamicErrors &e)
{
  Json j = {{"samples", e.samples}, {"failures", e.failures}, {"parameters", Json::array()}};
  for (const ErrorComparison &c : e.parameters) j["parameters"].push_back(of(c));
  j["equal_populations_K"] = of(e.equal_populations_K);
  j["temperatures"] = Json::array();
  for (const ThermodynamicErrors::At &a : e.at)
    j["temperatures"].push_back({{"temperature_K", a.temperature_K},
                                 {"delta_g_kJ_mol", of(a.free_energy_kJ_mol)},
                                 {"loose_fraction", of(a.loose_fraction)}});
  return j;
}

Json of(const EquilibriumFit &e, const std::vector<double> &temperatures)
{
  const Thermodynamics &t = e.thermodynamics;
  Json j = {{"fit", e.name},
            {"T0_K", t.reference_K},
            {"dH_kJ_per_mol", of(t.enthalpy_kJ_mol())},
            {"dS_J_per_mol_K", of(t.entropy_J_mol_K())},
            {"dCp_J_per_mol_K", of(t.heat_capacity_J_mol_K())},
            {"covariance", of(t.covariance)},
            {"dG_298K_kJ_per_mol", of(t.free_energy_kJ_mol(reference_temperature_K))},
            {"equal_populations_K", of(t.equal_populations_K())},
            {"chi_squared", e.chi_squared},
            {"degrees_of_freedom", e.degrees_of_freedom}};
  for (const double T : temperatures)
    j["at_temperatures"].push_back({{"temperature_K", T},
                                    {"ln_K", of(t.log_K(T))},
                                    {"delta_g_kJ_mol", of(t.free_energy_kJ_mol(T))},
                                    {"loose_fraction", of(t.loose_fraction(T))}});
  j["errors"] = of(e.errors);
  if (const auto &s = e.one_step) {
    j["tight"] = of(s->tight);
    j["loose"] = of(s->loose);
    j["area"] = all_of(s->area);
    j["oscillator_ratio"] = of(s->ratio);
    j["oscillator_ratio_determined"] = s->ratio_determined;
    j["quality"] = of(s->quality);
  }
  return j;
}

Json of(const MovingBandFit &m)
{
  return {{"position_cm-1", of(m.position)},
          {"drift", all_of(m.drift)},
          {"width_cm-1", of(m.width)},
          {"width_slope_cm-1_per_K", of(m.width_slope)},
          {"quality", of(m.quality)}};
}

Json of(const ExchangeFit &x)
{
  return {{"tight_cm-1", of(x.tight)},
          {"loose_cm-1", of(x.loose)},
          {"gaussian_fwhm_cm-1", of(x.gaussian)},
          {"ln_rate_cm-1", of(x.log_rate)},
          {"slow", x.slow},
          {"dH_kJ_per_mol", of(x.thermodynamics.enthalpy_kJ_mol())},
          {"dS_J_per_mol_K", of(x.thermodynamics.entropy_J_mol_K())},
          {"dCp_J_per_mol_K", of(x.thermodynamics.heat_capacity_J_mol_K())},
          {"quality", of(x.quality)}};
}

Json of(const CompetingModels &m)
{
  Json scores = Json::array(), nested = Json::array();
  for (const ModelScore &s : m.comparison.models)
    scores.push_back({{"model", s.name},
                      {"chi_squared", s.chi_squared},
                      {"data", s.data},
                      {"parameters", s.parameters},
                      {"AIC", s.AIC},
                      {"AICc", s.AICc},
                      {"BIC", s.BIC},
                      {"runs_probability", s.runs.probability}});
  for (const NestedTest &n : m.comparison.nested)
    nested.push_back(
        {{"smaller", n.smaller}, {"larger", n.larger}, {"F", n.F}, {"probability", n.probability}});
  return {{"scores", scores},
          {"nested", nested},
          {"not_fitted", m.comparison.not_fitted},
          {"decided", m.comparison.decided},
          {"adequate", m.comparison.adequate},
          {"sentence", m.comparison.sentence},
          {"linear", of(m.linear)},
          {"cubic", of(m.cubic)},
          {"quartic", of(m.quartic)},
          {"exchange", of(m.exchange)}};
}

Json of(const RedshiftParts &p)
{
  return {{"total_cm-1_per_K", of(p.total)},
          {"population_cm-1_per_K", of(p.population)},
          {"within_cm-1_per_K", of(p.within)},
          {"within_tight_cm-1_per_K", of(p.within_tight)},
          {"within_loose_cm-1_per_K", of(p.within_loose)},
          {"population_share", of(p.population_share)}};
}

Json of_band(const Spectrum &s, const std::optional<SingleBand> &b)
{
  Json j = {{"file", s.file},
            {"label", s.label},
            {"temperature_K", s.temperature_K},
            {"cycle", s.cycle},
            {"branch", name_of(s.branch)},
            {"quantity", name_of(s.quantity)}};
  if (!b) return j;
  j["position_cm-1"] = of(b->position);
  j["fwhm_cm-1"] = of(b->fwhm);
  j["area"] = of(b->area);
  j["covariance"] = of(Eigen::MatrixXd(b->covariance));
  j["baseline"] = all_of(b->baseline);
  j["centroid_cm-1"] = of(b->centroid);
  j["maximum_cm-1"] = of(b->maximum);
  j["residual"] = b->residual;
  return j;
}

}    // namespace

std::string fit_json(const PreparedSpectra &prepared, const FitRequest &request,
                     const SpectraFit &fit)
{
  Json j = {{"softmode", SOFTMODE_VERSION}, {"shape", name_of(request.lines.shape)}};
  j["bands"] = Json::array();
  for (std::size_t i = 0; i < fit.bands.size(); ++i)
    j["bands"].push_back(of_band(prepared.series.spectra[i], fit.bands[i]));
  j["slopes"] = Json::array();
  for (const PositionSlope &s : fit.slopes) j["slopes"].push_back(of(s));
  j["components"] = of(fit.components);
  if (fit.log_K)
    j["ln_K"] = {{"values", std::vector<double>(fit.log_K->log_K.data(),
                                                fit.log_K->log_K.data() + fit.log_K->log_K.size())},
                 {"covariance", of(fit.log_K->covariance)}};
  j["equilibrium"] = Json::array();
  const std::vector<double> temperatures = tabulated_temperatures(prepared.spectra);
  for (const EquilibriumFit &e : fit.equilibrium) j["equilibrium"].push_back(of(e, temperatures));
  j["bootstrap"] = fit.resampling;
  j["redshift_parts"] = of(fit.parts);
  j["state_centres"] = Json::array();
  for (const StateCentres &c : fit.centres)
    j["state_centres"].push_back({{"temperature_K", c.temperature_K},
                                  {"loose_share", of(c.loose_fraction)},
                                  {"tight_cm-1", of(c.tight_cm)},
                                  {"loose_cm-1", of(c.loose_cm)}});
  j["models"] = of(fit.models);
  j["warnings"] = fit.warnings;
  j["notes"] = prepared.notes;
  return j.dump(2) + "\n";
}

}    // namespace softmode
