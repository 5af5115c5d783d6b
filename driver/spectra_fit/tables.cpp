// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/output.h"

#include <fmt/format.h>

#include "support/files.h"

#include <cmath>

namespace softmode {

namespace {

std::string field(double value)
{
  return std::isfinite(value) ? fmt::format("{:.10g}", value) : "";
}
std::string field(const Estimate &e)
{
  return field(e.value) + "," + field(e.error);
}

/// Texts with commas or quotation marks are quoted.
std::string field(const std::string &text)
{
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string spectrum_fields(const Spectrum &s)
{
  return fmt::format("{},{},{},{}", field(s.temperature_K),
                     s.cycle > 0 ? fmt::to_string(s.cycle) : "", name_of(s.branch), field(s.file));
}

const char *const spectrum_columns = "temperature_K,cycle,branch,file";

std::string bands(const PreparedSpectra &p, const SpectraFit &fit)
{
  std::string text = fmt::format(
      "{},position_cm-1,position_se_cm-1,fwhm_cm-1,fwhm_se_cm-1,area_x_cm-1,area_se_x_cm-1,"
      "centroid_cm-1,centroid_se_cm-1,maximum_cm-1,maximum_se_cm-1,residual\n",
      spectrum_columns);
  for (std::size_t i = 0; i < fit.bands.size(); ++i) {
    text += spectrum_fields(p.series.spectra[i]);
    if (const auto &b = fit.bands[i])
      text +=
          fmt::format(",{},{},{},{},{},{}\n", field(b->position), field(b->fwhm), field(b->area),
                      field(b->centroid), field(b->maximum), field(b->residual));
    else
      text += ",,,,,,,,,,,\n";
  }
  return text;
}

std::string slope_row(const std::string &name, const std::string &of, const Redshift &r)
{
  const Estimate none{NAN, NAN};
  return fmt::format("{},{},{},{},{},{}\n", name, of, field(r.slope),
                     field(r.position_at_reference), field(r.reduced_chi_squared),
                     field(r.curvature.value_or(none)));
}

std::string slopes(const SpectraFit &fit)
{
  std::string text =
      "position,spectra,X_cm-1_per_K,X_se_cm-1_per_K,position_298K_cm-1,position_298K_se_cm-1,"
      "reduced_chi_squared,curvature_cm-1_per_K2,curvature_se_cm-1_per_K2\n";
  for (const PositionSlope &s : fit.slopes) {
    text += slope_row(s.name, "all", s.analysis.line);
    for (const auto &[cycle, line] : s.analysis.cycles)
      text += slope_row(s.name, fmt::format("cycle {}", cycle), line);
    if (const auto &r = s.analysis.reversibility)
      text += slope_row(s.name, "heating", r->heating) + slope_row(s.name, "cooling", r->cooling);
  }
  return text;
}

std::string populations(const PreparedSpectra &p, const SpectraFit &fit)
{
  std::string text = fmt::format(
      "{},tight_area_x_cm-1,tight_area_se_x_cm-1,loose_area_x_cm-1,loose_area_se_x_cm-1,"
      "ln_K,ln_K_se,loose_fraction,loose_fraction_se\n",
      spectrum_columns);
  if (!fit.components || fit.components->components.size() != 2) return text;
  const GlobalFit &g = *fit.components;
  for (Eigen::Index i = 0; i < g.area.cols(); ++i) {
    Estimate ln_K{NAN, NAN}, loose{NAN, NAN};
    if (fit.log_K) {
      ln_K = {fit.log_K->log_K[i], std::sqrt(fit.log_K->covariance(i, i))};
      const double x = 1.0 / (1.0 + std::exp(-ln_K.value));
      loose = {x, x * (1.0 - x) * ln_K.error};
    }
    text += fmt::format("{},{},{},{},{}\n",
                        spectrum_fields(p.series.spectra[static_cast<std::size_t>(i)]),
                        field(Estimate{g.area(fit.tight, i), g.area_error(fit.tight, i)}),
                        field(Estimate{g.area(fit.loose, i), g.area_error(fit.loose, i)}),
                        field(ln_K), field(loose));
  }
  return text;
}

/// Value and the errors of covariance, profile likelihood and bootstrap.
std::string field(const Estimate &e, const ErrorComparison *c)
{
  return fmt::format("{},{},{}", field(e), field(c ? c->profile.error : NAN),
                     field(c ? c->bootstrap_error : NAN));
}

std::string columns(const std::string &quantity, const std::string &unit)
{
  return fmt::format("{0}_{1},{0}_se_{1},{0}_profile_se_{1},{0}_bootstrap_se_{1}", quantity, unit);
}

std::string vant_hoff(const SpectraFit &fit)
{
  const Estimate none{NAN, NAN};
  std::string text = fmt::format("fit,T0_K,{},{},{},{},{},chi_squared,degrees_of_freedom\n",
                                 columns("dH", "kJ_per_mol"), columns("dS", "J_per_mol_K"),
                                 columns("dCp", "J_per_mol_K"), columns("dG_298K", "kJ_per_mol"),
                                 columns("equal_populations", "K"));
  for (const EquilibriumFit &e : fit.equilibrium) {
    const Thermodynamics &t = e.thermodynamics;
    const ThermodynamicErrors *errors = e.errors ? &*e.errors : nullptr;
    const auto parameter = [&](std::size_t i) {
      return errors && i < errors->parameters.size() ? &errors->parameters[i] : nullptr;
    };
    const ErrorComparison *room = nullptr;
    if (errors)
      for (const ThermodynamicErrors::At &a : errors->at)
        if (std::fabs(a.temperature_K - reference_temperature_K) < 0.005)
          room = &a.free_energy_kJ_mol;
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{}\n", e.name, field(t.reference_K),
        field(t.enthalpy_kJ_mol(), parameter(0)), field(t.entropy_J_mol_K(), parameter(1)),
        field(t.heat_capacity_J_mol_K().value_or(none), parameter(2)),
        field(t.free_energy_kJ_mol(reference_temperature_K), room),
        field(t.equal_populations_K().value_or(none),
              errors && errors->equal_populations_K ? &*errors->equal_populations_K : nullptr),
        field(e.chi_squared), e.degrees_of_freedom);
  }
  return text;
}

std::string free_energies(const PreparedSpectra &p, const SpectraFit &fit)
{
  std::string text = "fit,temperature_K,ln_K,ln_K_se," + columns("delta_g", "kJ_mol") +
                     ",loose_fraction,loose_fraction_se,loose_fraction_profile_se,"
                     "loose_fraction_bootstrap_se,tight_fraction,tight_fraction_se\n";
  const std::vector<double> temperatures = tabulated_temperatures(p.spectra);
  for (const EquilibriumFit &e : fit.equilibrium)
    for (std::size_t i = 0; i < temperatures.size(); ++i) {
      const double T = temperatures[i];
      const ThermodynamicErrors::At *a = e.errors ? &e.errors->at.at(i) : nullptr;
      const Estimate loose = e.thermodynamics.loose_fraction(T);
      text += fmt::format(
          "{},{},{},{},{},{}\n", e.name, field(T), field(e.thermodynamics.log_K(T)),
          field(e.thermodynamics.free_energy_kJ_mol(T), a ? &a->free_energy_kJ_mol : nullptr),
          field(loose, a ? &a->loose_fraction : nullptr),
          field(Estimate{1.0 - loose.value, loose.error}));
    }
  return text;
}

std::string state_centres(const SpectraFit &fit)
{
  std::string text = "temperature_K,loose_share,loose_share_se,tight_cm-1,tight_se_cm-1,loose_cm-1,"
                     "loose_se_cm-1\n";
  for (const StateCentres &c : fit.centres)
    text += fmt::format("{},{},{},{}\n", field(c.temperature_K), field(c.loose_fraction),
                        field(c.tight_cm), field(c.loose_cm));
  return text;
}

std::string redshift_parts(const RedshiftParts &p)
{
  std::string text = "part,X_cm-1_per_K,X_se_cm-1_per_K\n";
  const std::pair<const char *, Estimate> rows[] = {{"total", p.total},
                                                    {"populations", p.population},
                                                    {"within states", p.within},
                                                    {"within tight", p.within_tight},
                                                    {"within loose", p.within_loose}};
  for (const auto &[name, value] : rows) text += fmt::format("{},{}\n", name, field(value));
  return text;
}

std::string models(const SpectraFit &fit)
{
  std::string text = "model,data,parameters,chi_squared,AIC,AICc,BIC,runs_probability\n";
  if (!fit.models) return text;
  for (const ModelScore &m : fit.models->comparison.models)
    text += fmt::format("{},{},{},{},{},{},{},{}\n", field(m.name), m.data, m.parameters,
                        field(m.chi_squared), field(m.AIC), field(m.AICc), field(m.BIC),
                        field(m.runs.probability));
  return text;
}

}    // namespace

void write_fit(const PreparedSpectra &prepared, const FitRequest &request, const SpectraFit &fit,
               const std::filesystem::path &folder)
{
  make_folder(folder);
  write_file(folder / "bands.csv", bands(prepared, fit));
  write_file(folder / "slopes.csv", slopes(fit));
  write_file(folder / "populations.csv", populations(prepared, fit));
  write_file(folder / "vant_hoff.csv", vant_hoff(fit));
  write_file(folder / "free_energy.csv", free_energies(prepared, fit));
  if (fit.parts) {
    write_file(folder / "state_centres.csv", state_centres(fit));
    write_file(folder / "redshift_parts.csv", redshift_parts(*fit.parts));
  }
  write_file(folder / "models.csv", models(fit));
  write_file(folder / "fit.json", fit_json(prepared, request, fit));
}

}    // namespace softmode
