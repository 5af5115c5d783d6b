// SPDX-License-Identifier: BSD-3-Clause
#include "results/kinetics_tables.h"

#include "results/point_row.h"
#include "softmode/analysis/arrhenius.h"
#include "softmode/analysis/error.h"
#include "support/files.h"

namespace softmode {

namespace {

using Lifetime = std::optional<Estimate> PointData::*;

std::optional<Csv> kinetics(const Results &results)
{
  Csv csv("mean lifetimes of the states, 1/rate of leaving them; splitting: asymmetric stretch of "
          "carboxylates with loose "
          "bonds less that with tight ones",
          "material,temperature_K,replica,cycle,branch,tight_lifetime_ps,tight_lifetime_se_ps,"
          "loose_lifetime_ps,"
          "loose_lifetime_se_ps,splitting_cm-1,splitting_se_cm-1");
  bool any = false;
  for (const MaterialResult &m : results.materials)
    for (const PointResult &p : m.points) {
      if (!p.data.tight_lifetime_ps && !p.data.loose_lifetime_ps) continue;
      start_row(csv, m, p) << p.data.tight_lifetime_ps << p.data.loose_lifetime_ps
                           << p.data.splitting_cm;
      csv.end_row();
      any = true;
    }
  return any ? std::optional(csv) : std::nullopt;
}

std::vector<RatePoint> rates_of(const MaterialResult &m, Lifetime lifetime)
{
  std::vector<RatePoint> rates;
  for (const PointResult &p : m.points)
    if (const auto &t = p.data.*lifetime)
      rates.push_back({p.point.temperature_K, {1.0 / t->value, t->error / (t->value * t->value)}});
  return rates;
}

std::optional<Csv> activation(const Results &results)
{
  Csv csv("Arrhenius fits of the rates of leaving a state, ln k = ln A - Ea/RT; errors are "
          "enlarged where rates scatter more",
          "material,process,Ea_kJ_mol,Ea_se_kJ_mol,ln_A_per_ps,ln_A_se,reduced_chi_squared,rates");
  bool any = false;
  for (const MaterialResult &m : results.materials)
    for (const auto &[process, lifetime] :
         {std::pair<const char *, Lifetime>{"tight to loose", &PointData::tight_lifetime_ps},
          {"loose to tight", &PointData::loose_lifetime_ps}}) {
      const std::vector<RatePoint> rates = rates_of(m, lifetime);
      try {
        const Arrhenius fit = fit_arrhenius(rates);
        csv << m.name << process << fit.activation_energy_kJ_mol << fit.log_prefactor
            << fit.reduced_chi_squared << static_cast<double>(rates.size());
        csv.end_row();
        any = true;
      } catch (const AnalysisError &) {    // rates at one temperature: nothing to fit
        continue;
      }
    }
  return any ? std::optional(csv) : std::nullopt;
}

std::optional<Csv> denticity(const Results &results)
{
  Csv csv("carboxylates by their tight bonds, fractions of all: free none, monodentate one metal "
          "through one oxygen, "
          "chelating one through both, bridging two or more metals",
          "material,temperature_K,replica,cycle,branch,free,free_se,monodentate,monodentate_se,"
          "chelating,chelating_se,"
          "bridging,bridging_se");
  bool any = false;
  for (const MaterialResult &m : results.materials)
    for (const PointResult &p : m.points) {
      if (p.data.denticity.empty()) continue;
      start_row(csv, m, p);
      for (const std::vector<double> &fraction : p.data.denticity) csv << correlated_mean(fraction);
      csv.end_row();
      any = true;
    }
  return any ? std::optional(csv) : std::nullopt;
}

}    // namespace

void write_kinetics_tables(const Results &results, const std::filesystem::path &folder)
{
  std::error_code absent;
  const auto write = [&](const char *name, const std::optional<Csv> &csv) {
    if (csv)
      write_file(folder / name, csv->text);
    else
      std::filesystem::remove(folder / name, absent);
  };
  write("kinetics.csv", kinetics(results));
  write("activation.csv", activation(results));
  write("denticity.csv", denticity(results));
}

}    // namespace softmode
