// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace softmode {

namespace {

using Text = std::back_insert_iterator<std::string>;

std::string number(const Estimate &e, int digits)
{
  if (!std::isfinite(e.value)) return "-";
  if (!std::isfinite(e.error)) return fmt::format("{:.{}f} +- ?", e.value, digits);
  return fmt::format("{:.{}f} +- {:.{}f}", e.value, digits, e.error, digits);
}

std::string significant(const Estimate &e)
{
  if (!std::isfinite(e.error)) return fmt::format("{:.4g} +- ?", e.value);
  return fmt::format("{:.4g} +- {:.2g}", e.value, e.error);
}

void add_bands(Text out, const PreparedSpectra &p, const SpectraFit &fit, const std::string &shape)
{
  fmt::format_to(out,
                 "Bands, one {} line each (cm-1)\n  {:<22} {:>18} {:>16} {:>20} {:>18} {:>18}\n",
                 shape, "spectrum", "position", "FWHM", "area", "centroid", "maximum");
  for (std::size_t i = 0; i < fit.bands.size(); ++i) {
    const std::string name = condition_of(p.series.spectra[i]);
    if (!fit.bands[i]) {
      fmt::format_to(out, "  {:<22} not fitted, see the warnings\n", name);
      continue;
    }
    const SingleBand &b = *fit.bands[i];
    fmt::format_to(out, "  {:<22} {:>18} {:>16} {:>20} {:>18} {:>18}\n", name,
                   number(b.position, 3), number(b.fwhm, 2), significant(b.area),
                   number(b.centroid, 3), number(b.maximum, 3));
  }
}

void add_slopes(Text out, const SpectraFit &fit)
{
  if (fit.slopes.empty()) return;
  fmt::format_to(out, "\nSlope X over temperature (negative: redshift)\n");
  for (const PositionSlope &s : fit.slopes) {
    fmt::format_to(out, "  {:<16} X = {} cm-1/K", s.name, number(s.analysis.line.slope, 5));
    if (s.analysis.curvature)
      fmt::format_to(out, ", curvature {} cm-1/K2 (p = {:.2g})",
                     significant(s.analysis.curvature->quadratic),
                     s.analysis.curvature->probability);
    if (s.analysis.reversibility)
      fmt::format_to(out, ", cooling {} heating (p = {:.2g}, by {} cm-1)",
                     s.analysis.reversibility->probability < 0.01 ? "does not retrace" : "retraces",
                     s.analysis.reversibility->probability,
                     number(s.analysis.reversibility->offset_difference, 4));
    fmt::format_to(out, "\n");
  }
}

void add_components(Text out, const PreparedSpectra &p, const SpectraFit &fit)
{
  if (!fit.components) return;
  const GlobalFit &g = *fit.components;
  fmt::format_to(out, "\nComponents shared by all spectra (cm-1)\n");
  for (std::size_t c = 0; c < g.components.size(); ++c) {
    const LineEstimate &l = g.components[c];
    const bool two = g.components.size() == 2;
    const std::string name = !two                               ? fmt::format("component {}", c + 1)
                             : static_cast<int>(c) == fit.tight ? "tight"
                                                                : "loose";
    fmt::format_to(out, "  {:<12} centre {}, FWHM {}{}\n", name,
                   l.centre.error == 0.0 ? fmt::format("{:.3f} (fixed)", l.centre.value)
                                         : number(l.centre, 3),
                   number(l.fwhm.front(), 2),
                   l.fwhm.size() > 1 ? " at the first temperature, others in fit.json" : "");
  }
  if (!fit.log_K) return;
  fmt::format_to(out, "\nEquilibrium, K = [loose]/[tight]\n  {:<22} {:>18} {:>18}\n", "spectrum",
                 "K", "loose fraction");
  for (Eigen::Index i = 0; i < fit.log_K->log_K.size(); ++i) {
    const double K = std::exp(fit.log_K->log_K[i]), x = K / (1.0 + K);
    const double error = std::sqrt(fit.log_K->covariance(i, i));
    fmt::format_to(out, "  {:<22} {:>18} {:>18}\n",
                   condition_of(p.series.spectra[static_cast<std::size_t>(i)]),
                   number({K, K * error}, 3), number({x, x * (1.0 - x) * error}, 3));
  }
}

std::string error_of(double error, int digits)
{
  return std::isfinite(error) ? fmt::format("{:.{}f}", error, digits) : "?";
}

/// Digits after the point, at least so many that a small error has two figures.
int digits_for(double error, int least)
{
  if (!std::isfinite(error) || !(error > 0.0)) return least;
  return std::clamp(1 - static_cast<int>(std::floor(std::log10(error))), least, 7);
}

/// One error where all ways agree within 20 %, else those of covariance, profile and bootstrap.
std::string number(const Estimate &e, const ErrorComparison *c, int least)
{
  int digits = digits_for(e.error, least);
  if (!c || !c->differ) return number(e, digits);
  digits = std::max(digits, digits_for(c->bootstrap_error, least));
  return fmt::format("{:.{}f} +- {} / {} / {}", e.value, digits, error_of(e.error, digits),
                     error_of(c->profile.error, digits), error_of(c->bootstrap_error, digits));
}

bool any_differ(const ThermodynamicErrors &e)
{
  bool differ = e.equal_populations_K && e.equal_populations_K->differ;
  for (const ErrorComparison &c : e.parameters) differ = differ || c.differ;
  for (const ThermodynamicErrors::At &a : e.at)
    differ = differ || a.free_energy_kJ_mol.differ || a.loose_fraction.differ;
  return differ;
}

const ErrorComparison *parameter_of(const EquilibriumFit &e, std::size_t i)
{
  return e.errors && i < e.errors->parameters.size() ? &e.errors->parameters[i] : nullptr;
}

const ThermodynamicErrors::At *at(const EquilibriumFit &e, double temperature_K)
{
  if (e.errors)
    for (const ThermodynamicErrors::At &a : e.errors->at)
      if (std::fabs(a.temperature_K - temperature_K) < 0.005) return &a;
  return nullptr;
}

void add_one_fit(Text out, const EquilibriumFit &e)
{
  const Thermodynamics &t = e.thermodynamics;
  fmt::format_to(out, "  {:<18} dH {} kJ/mol, dS {} J/mol/K", e.name,
                 number(t.enthalpy_kJ_mol(), parameter_of(e, 0), 2),
                 number(t.entropy_J_mol_K(), parameter_of(e, 1), 2));
  if (const auto cp = t.heat_capacity_J_mol_K())
    fmt::format_to(out, ", dCp {} J/mol/K", number(*cp, parameter_of(e, 2), 1));
  const auto *room = at(e, reference_temperature_K);
  fmt::format_to(out, "\n  {:<18} dG(298.15 K) {} kJ/mol, ", "",
                 number(t.free_energy_kJ_mol(reference_temperature_K),
                        room ? &room->free_energy_kJ_mol : nullptr, 3));
  if (const auto equal = t.equal_populations_K())
    fmt::format_to(out, "equal populations at {} K",
                   number(*equal,
                          e.errors && e.errors->equal_populations_K
                              ? &*e.errors->equal_populations_K
                              : nullptr,
                          1));
  else
    fmt::format_to(out, "no temperature of equal populations between 20 and 2000 K");
  if (e.one_step && e.one_step->ratio.error > 0.0)
    fmt::format_to(out, ", oscillator ratio {}", number(e.one_step->ratio, 3));
  fmt::format_to(out, "\n");
}

void add_equilibrium(Text out, const PreparedSpectra &p, const SpectraFit &fit)
{
  if (fit.equilibrium.empty()) return;
  fmt::format_to(out,
                 "\nvan't Hoff at T0 = {:.2f} K (two-step: through K of each spectrum; one-step: "
                 "through all spectra)\n",
                 fit.equilibrium[0].thermodynamics.reference_K);
  bool differ = false;
  for (const EquilibriumFit &e : fit.equilibrium) {
    add_one_fit(out, e);
    differ = differ || (e.errors && any_differ(*e.errors));
  }
  const EquilibriumFit &last = fit.equilibrium.back();
  fmt::format_to(out,
                 "\nFree energy and populations of the {} fit\n  {:<10} {:>28} {:>28} {:>28}\n",
                 last.name, "T (K)", "dG (kJ/mol)", "loose", "tight");
  for (const double T : tabulated_temperatures(p.spectra)) {
    const auto *a = at(last, T);
    const Estimate x = last.thermodynamics.loose_fraction(T);
    const ErrorComparison *c = a ? &a->loose_fraction : nullptr;
    fmt::format_to(
        out, "  {:<10.2f} {:>28} {:>28} {:>28}\n", T,
        number(last.thermodynamics.free_energy_kJ_mol(T), a ? &a->free_energy_kJ_mol : nullptr, 3),
        number(x, c, 4), number({1.0 - x.value, x.error}, c, 4));
  }
  if (fit.resampling.empty()) return;
  fmt::format_to(out, "  bootstrap {}\n", fit.resampling);
  fmt::format_to(out, differ ? "  a +- b / c / d: errors by covariance, profile likelihood and "
                               "bootstrap, where they differ by more than 20 %\n"
                             : "  errors by covariance, profile likelihood and bootstrap agree "
                               "within 20 %\n");
}

void add_parts(Text out, const SpectraFit &fit)
{
  if (!fit.parts) return;
  const RedshiftParts &p = *fit.parts;
  fmt::format_to(out,
                 "\nParts of the slope, from {} temperatures with spectra of each state (cm-1/K)\n"
                 "  total {} = populations {} + within the states {} (tight {}, loose {})\n",
                 fit.centres.size(), number(p.total, 5), number(p.population, 5),
                 number(p.within, 5), number(p.within_tight, 5), number(p.within_loose, 5));
  if (std::isfinite(p.population_share.value))
    fmt::format_to(out, "  populations make {} of it\n", number(p.population_share, 3));
}

void add_models(Text out, const SpectraFit &fit)
{
  if (!fit.models) return;
  const ModelComparison &c = fit.models->comparison;
  fmt::format_to(out, "\nCompeting models\n  {:<50} {:>10} {:>12} {:>12} {:>12}\n", "model",
                 "parameters", "AICc", "BIC", "runs p");
  for (const ModelScore &m : c.models)
    fmt::format_to(out, "  {:<50} {:>10} {:>12.2f} {:>12.2f} {:>12.2g}\n", m.name, m.parameters,
                   m.AICc - c.models[0].AICc, m.BIC - c.models[0].BIC, m.runs.probability);
  for (const NestedTest &n : c.nested)
    fmt::format_to(out, "  F-test of {} against {}: F = {:.3g}, p = {:.2g}\n", n.smaller, n.larger,
                   n.F, n.probability);
  for (const std::string &reason : c.not_fitted) fmt::format_to(out, "  not fitted: {}\n", reason);
  fmt::format_to(out, "  (AICc and BIC: above those of the first)\n  {}\n", c.sentence);
}

}    // namespace

std::string fit_text(const PreparedSpectra &prepared, const FitRequest &request,
                     const SpectraFit &fit)
{
  std::string text;
  const Text out(text);
  fmt::format_to(out, "{} spectra at {} temperatures\n\n", prepared.spectra.size(),
                 different_temperatures(prepared.spectra));
  add_bands(out, prepared, fit, name_of(request.lines.shape));
  add_slopes(out, fit);
  add_components(out, prepared, fit);
  add_equilibrium(out, prepared, fit);
  add_parts(out, fit);
  add_models(out, fit);
  if (!fit.warnings.empty() || !prepared.notes.empty()) text += "\n";
  for (const std::string &w : fit.warnings) text += "warning: " + w + "\n";
  for (const std::string &n : prepared.notes) text += "note: " + n + "\n";
  return text;
}

}    // namespace softmode
