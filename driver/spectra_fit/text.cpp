// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/determined.h"
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

/// Digits after the point, at least so many that a small error has two figures.
int digits_for(double error, int least)
{
  if (!std::isfinite(error) || !(error > 0.0)) return least;
  return std::clamp(1 - static_cast<int>(std::floor(std::log10(error))), least, 7);
}

/// With what is to be said of it: " (not determined)".
std::string stated(const Estimate &e, int digits)
{
  return number(e, digits) + remark_on(e);
}

/// Behind a row of a table: "  area not determined", of those of its numbers that are not.
std::string remark_on_row(const std::vector<std::pair<const char *, Estimate>> &numbers)
{
  std::vector<std::string> names;
  for (const auto &[name, e] : numbers)
    if (!is_determined(e)) names.emplace_back(name);
  return names.empty() ? "" : fmt::format("  {} not determined", fmt::join(names, ", "));
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
    fmt::format_to(out, "  {:<22} {:>18} {:>16} {:>20} {:>18} {:>18}{}\n", name,
                   number(b.position, 3), number(b.fwhm, 2), significant(b.area),
                   number(b.centroid, 3), number(b.maximum, 3),
                   remark_on_row({{"position", b.position},
                                  {"FWHM", b.fwhm},
                                  {"area", b.area},
                                  {"centroid", b.centroid},
                                  {"maximum", b.maximum}}));
  }
}

void add_reversibility(Text out, const Reversibility &r)
{
  fmt::format_to(out, "; cooling {} heating (p = {:.2g}), cooling less heating {} cm-1{}",
                 r.probability < 0.01 ? "does not retrace" : "retraces", r.probability,
                 number(r.offset_difference, 4), remark_on(r.offset_difference));
}

void add_slopes(Text out, const SpectraFit &fit)
{
  if (fit.slopes.empty()) return;
  fmt::format_to(out, "\nSlope X over temperature (negative: redshift)\n");
  for (const PositionSlope &s : fit.slopes) {
    fmt::format_to(out, "  {:<16} X = {} cm-1/K{}", s.name, number(s.analysis.line.slope, 5),
                   remark_on(s.analysis.line.slope));
    if (const auto &c = s.analysis.curvature)
      fmt::format_to(out, "; curvature {} cm-1/K2{} (p = {:.2g})", significant(c->quadratic),
                     remark_on(c->quadratic), c->probability);
    if (s.analysis.reversibility) add_reversibility(out, *s.analysis.reversibility);
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
                   number(l.fwhm.front(), digits_for(l.fwhm.front().error, 2)),
                   l.fwhm.size() > 1 ? " at the first temperature, others in fit.json" : "");
  }
  if (!fit.log_K) return;
  fmt::format_to(out, "\nEquilibrium, K = [loose]/[tight]\n  {:<22} {:>18} {:>18}\n", "spectrum",
                 "K", "loose fraction");
  for (Eigen::Index i = 0; i < fit.log_K->log_K.size(); ++i) {
    const double K = std::exp(fit.log_K->log_K[i]), x = K / (1.0 + K);
    const double error = std::sqrt(fit.log_K->covariance(i, i));
    const Estimate constant{K, K * error}, loose{x, x * (1.0 - x) * error};
    fmt::format_to(out, "  {:<22} {:>18} {:>18}{}\n",
                   condition_of(p.series.spectra[static_cast<std::size_t>(i)]),
                   number(constant, digits_for(constant.error, 3)),
                   number(loose, digits_for(loose.error, 3)),
                   remark_on_row({{"K", constant}, {"loose fraction", loose}}));
  }
}

std::string error_of(double error, int digits)
{
  return std::isfinite(error) ? fmt::format("{:.{}f}", error, digits) : "?";
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

/// With the largest of the errors that number() shows.
Estimate shown(const Estimate &e, const ErrorComparison *c)
{
  Estimate widest = e;
  if (c && c->differ)
    for (const double error : {c->profile.error, c->bootstrap_error})
      if (error > widest.error) widest.error = error;
  return widest;
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

/// "dH 5.90 +- 0.20 kJ/mol", with its remark.
std::string parameter(const char *name, const Estimate &value, const ErrorComparison *c, int digits,
                      const char *unit)
{
  return fmt::format("{} {} {}{}", name, number(value, c, digits), unit,
                     remark_on(shown(value, c)));
}

std::string equal_populations(const EquilibriumFit &e)
{
  const auto equal = e.thermodynamics.equal_populations_K();
  if (!equal) return "no temperature of equal populations between 20 and 2000 K";
  const ErrorComparison *c =
      e.errors && e.errors->equal_populations_K ? &*e.errors->equal_populations_K : nullptr;
  return parameter("equal populations at", *equal, c, 1, "K");
}

void add_one_fit(Text out, const EquilibriumFit &e)
{
  const Thermodynamics &t = e.thermodynamics;
  fmt::format_to(out, "  {:<18} {}, {}", e.name,
                 parameter("dH", t.enthalpy_kJ_mol(), parameter_of(e, 0), 2, "kJ/mol"),
                 parameter("dS", t.entropy_J_mol_K(), parameter_of(e, 1), 2, "J/mol/K"));
  if (const auto cp = t.heat_capacity_J_mol_K())
    fmt::format_to(out, ", {}", parameter("dCp", *cp, parameter_of(e, 2), 1, "J/mol/K"));
  const auto *room = at(e, reference_temperature_K);
  const ErrorComparison *c = room ? &room->free_energy_kJ_mol : nullptr;
  const Estimate dG = t.free_energy_kJ_mol(reference_temperature_K);
  fmt::format_to(out, "\n  {:<18} dG(298.15 K) {} kJ/mol{}, {}", "", number(dG, c, 3),
                 remark_on_sign(shown(dG, c)), equal_populations(e));
  if (e.one_step && e.one_step->ratio.error > 0.0)
    fmt::format_to(out, ", oscillator ratio {}", stated(e.one_step->ratio, 3));
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
                 "\nFree energy and populations of the {} fit\n  {:<10} {:>36} {:>36} {:>36}\n",
                 last.name, "T (K)", "dG (kJ/mol)", "loose", "tight");
  for (const double T : tabulated_temperatures(p.spectra)) {
    const auto *a = at(last, T);
    const Estimate dG = last.thermodynamics.free_energy_kJ_mol(T),
                   x = last.thermodynamics.loose_fraction(T), tight{1.0 - x.value, x.error};
    const ErrorComparison *c = a ? &a->loose_fraction : nullptr,
                          *g = a ? &a->free_energy_kJ_mol : nullptr;
    fmt::format_to(
        out, "  {:<10.2f} {:>36} {:>36} {:>36}{}\n", T, number(dG, g, 3), number(x, c, 4),
        number(tight, c, 4),
        remark_on_row(
            {{"sign of dG", shown(dG, g)}, {"loose", shown(x, c)}, {"tight", shown(tight, c)}}));
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
                 "  total {} = populations {} + within the states {}\n"
                 "  within the tight state {}, within the loose state {}\n",
                 fit.centres.size(), stated(p.total, 5), stated(p.population, 5),
                 stated(p.within, 5), stated(p.within_tight, 5), stated(p.within_loose, 5));
  if (std::isfinite(p.population_share.value))
    fmt::format_to(out, "  share of the populations {}\n", stated(p.population_share, 3));
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
  const std::size_t spectra = prepared.spectra.size(),
                    temperatures = different_temperatures(prepared.spectra);
  fmt::format_to(out, "{} {} at {} {}\n\n", spectra, spectra == 1 ? "spectrum" : "spectra",
                 temperatures, temperatures == 1 ? "temperature" : "temperatures");
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
