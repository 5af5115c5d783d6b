// SPDX-License-Identifier: BSD-3-Clause
#include "results/analysis_json.h"
#include "results/comparison.h"
#include "results/kinetics_tables.h"
#include "results/point_row.h"
#include "results/protocol_tables.h"
#include "results/results.h"
#include "results/spectra_analysis.h"
#include "softmode/analysis/determined.h"

#include "softmode/analysis/peak_width.h"
#include "softmode/definitions/constants.h"
#include "support/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

template <class Row> std::string per_point(const Results &results, Csv csv, Row row)
{
  for (const MaterialResult &m : results.materials)
    for (const PointResult &p : m.points) row(csv, m, p);
  return csv.text;
}

std::string populations(const Results &results)
{
  return per_point(
      results,
      Csv("counted tight/loose populations of metal-carboxylate bonds; K = "
          "loose/tight; _se = standard error (autocorrelation)",
          "material,temperature_K,replica,cycle,branch,loose_fraction,loose_fraction_se,ln_K,ln_K_"
          "se,mean_weight,"
          "mean_weight_se,mean_r_A,mean_r_se_A,transitions,kinetic_temperature_K,"
          "kinetic_temperature_se_K,bonds,bonds_se"),
      [](Csv &csv, const MaterialResult &m, const PointResult &p) {
        start_row(csv, m, p);
        csv << p.loose_fraction << p.log_K << p.mean_weight << p.mean_length_A << p.transitions
            << p.temperature_K << p.bond_count;
        csv.end_row();
      });
}

std::string peaks(const Results &results)
{
  return per_point(
      results,
      Csv("carboxylate stretches: Gaussian on a constant fitted to the power spectrum of the "
          "stretch coordinate; "
          "infrared_centroid = centroid of the charge-flux spectrum in the same window; _se = "
          "jackknife over blocks",
          "material,temperature_K,replica,cycle,branch,band,position_cm-1,position_se_cm-1,fwhm_cm-"
          "1,fwhm_se_cm-"
          "1,"
          "infrared_centroid_cm-1,infrared_centroid_se_cm-1,window_low_cm-1,window_high_cm-1"),
      [](Csv &csv, const MaterialResult &m, const PointResult &p) {
        const auto row = [&](const std::string &band, const BandResult &b) {
          start_row(csv, m, p);
          csv << band << b.position_cm << b.fwhm_cm << b.infrared_cm << b.window.low
              << b.window.high;
          csv.end_row();
        };
        if (!m.has_bands) return;
        row("asymmetric", p.asymmetric);
        row("symmetric", p.symmetric);
      });
}

/// NaN where there is no such peak, or with one block only.
Estimate peak_width(const Histogram &lengths)
{
  const std::vector<double> sizes(lengths.counts.size(), 1.0);
  if (sizes.size() < 2 || lengths.centre.empty()) return {std::nan(""), std::nan("")};
  return jackknife(sizes, [&](const std::vector<double> &weights) {
    std::vector<double> counts(lengths.centre.size());
    for (std::size_t b = 0; b < weights.size(); ++b)
      for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i] += weights[b] * lengths.counts[b][i];
    return peak_width_ratio(lengths.centre, counts);
  });
}

std::string lindemann(const Results &results)
{
  return per_point(results,
                   Csv("Lindemann ratio sqrt(<r^2> - <r>^2)/<r> of metal-carboxylate bonds, mean "
                       "over bonds; _se = standard error over bonds; peak_width_ratio: full width "
                       "at half maximum of the first peak of "
                       "g(r) over its position, the measure of doi:10.1038/nmat4998, of a Gaussian "
                       "2.355 times the other; _se = jackknife "
                       "over blocks of time",
                       "material,temperature_K,replica,cycle,branch,lindemann_ratio,lindemann_"
                       "ratio_se,peak_width_ratio,peak_width_ratio_"
                       "se"),
                   [](Csv &csv, const MaterialResult &m, const PointResult &p) {
                     start_row(csv, m, p);
                     csv << p.lindemann_ratio << peak_width(p.data.lengths);
                     csv.end_row();
                   });
}

std::string bands(const Results &results)
{
  Csv csv("candidates for the stretches, followed through all temperatures; shares are means over "
          "temperatures; the followed one has "
          "the highest product of the three, or is nearest to the one that the campaign names",
          "material,band,lowest_temperature_position_cm-1,coordinate_share,character,infrared_"
          "share,score,followed");
  const auto rows = [&](const MaterialResult &m, const std::string &band,
                        const BandChoice &choice) {
    for (std::size_t i = 0; i < choice.candidates.size(); ++i) {
      const BandChain &c = choice.candidates[i];
      csv << m.name << band << c.at.front().position << c.coordinate_share << c.character
          << c.infrared_share << c.score() << (i == 0 ? "yes" : "no");
      csv.end_row();
    }
  };
  for (const MaterialResult &m : results.materials) {
    rows(m, "asymmetric", m.asymmetric_choice);
    rows(m, "symmetric", m.symmetric_choice);
  }
  return csv.text;
}

std::string slopes(const Results &results)
{
  Csv csv(
      "redshift slopes: straight lines of equal weights through band positions over temperature; "
      "errors are those of the positions, enlarged by the scatter about a smooth curve",
      "material,quantity,slope_cm-1_per_K,slope_se_cm-1_per_K,position_298.15K_cm-1,position_"
      "298.15K_se_cm-1,reduced_chi_squared,curvature_cm-1_per_K2,curvature_se_cm-1_per_K2,"
      "curve_reduced_chi_squared");
  for (const MaterialResult &m : results.materials)
    for (const Slope &s : m.slopes) {
      csv << m.name << s.name << s.fit.slope << s.fit.position_at_reference
          << s.fit.reduced_chi_squared << s.fit.curvature << s.fit.curve_reduced_chi_squared;
      csv.end_row();
    }
  return csv.text;
}

std::string vant_hoff(const Results &results)
{
  Csv csv("van't Hoff fits to counted populations, K = loose/tight, T0 = 298.15 K",
          "material,model,dH_kJ_mol,dH_se_kJ_mol,dS_J_mol_K,dS_se_J_mol_K,dCp_J_mol_K,dCp_se_J_mol_"
          "K,ln_K_298.15K,ln_K_298.15K_se,reduced_chi_squared,equal_populations_K,"
          "equal_populations_se_K");
  for (const MaterialResult &m : results.materials) {
    const auto row = [&](const std::string &model, const std::optional<VantHoff> &fit) {
      if (!fit) return;
      csv << m.name << model << fit->enthalpy_kJ_mol << fit->entropy_J_mol_K
          << fit->heat_capacity_J_mol_K << fit->log_K_at_reference << fit->reduced_chi_squared
          << fit->thermodynamics.equal_populations_K();
      csv.end_row();
    };
    row("without dCp", m.vant_hoff);
    row("with dCp", m.vant_hoff_dCp);
  }
  return csv.text;
}

std::string free_energies(const Results &results)
{
  Csv csv("free energy and populations of the van't Hoff fits; K = loose/tight; _se = standard "
          "error from "
          "the covariance of the fit",
          "material,model,temperature_K,delta_g_kJ_mol,delta_g_se_kJ_mol,loose_fraction,"
          "loose_fraction_se,tight_fraction,tight_fraction_se");
  for (const MaterialResult &m : results.materials) {
    const auto rows = [&](const std::string &model, const std::optional<VantHoff> &fit) {
      if (!fit) return;
      for (const double T : temperatures_of(m)) {
        const Estimate loose = fit->thermodynamics.loose_fraction(T);
        csv << m.name << model << T << fit->thermodynamics.free_energy_kJ_mol(T) << loose
            << Estimate{1.0 - loose.value, loose.error};
        csv.end_row();
      }
    };
    rows("without dCp", m.vant_hoff);
    rows("with dCp", m.vant_hoff_dCp);
  }
  return csv.text;
}

std::string lindemann_crossings(const Results &results)
{
  Csv csv("where laws fitted to the Lindemann ratio reach a threshold; weight: Akaike's of the "
          "law; the mean is weighted "
          "by it and its error holds how far laws differ; no temperature: never reached",
          "material,law,weight,AICc,threshold,crossing_K,crossing_se_K,extrapolated");
  for (const MaterialResult &m : results.materials) {
    if (!m.lindemann) continue;
    for (const LindemannCrossing &c : m.lindemann->crossings) {
      for (std::size_t i = 0; i < m.lindemann->fits.size(); ++i) {
        const LindemannFit &f = m.lindemann->fits[i];
        csv << m.name << name_of(f.law) << f.weight << f.AICc << c.threshold << c.of_law[i]
            << (c.extrapolated ? "yes" : "no");
        csv.end_row();
      }
      csv << m.name << "weighted mean" << 1.0;
      csv.empty(1);
      csv << c.threshold << c.averaged << (c.extrapolated ? "yes" : "no");
      csv.end_row();
    }
  }
  return csv.text;
}

std::string comparison(const Results &results)
{
  Csv csv("simulated against measured; calibrated: the potential was fitted to this very value, "
          "predicted: it was not; structure: a model is made up, neither measured nor published; "
          "dk, df: of the overlay of the potential, if it has one; "
          "measured: " +
              results.citation,
          "material,quantity,unit,simulated,simulated_se,measured,measured_error,difference,"
          "difference_in_errors,kind,structure,dk_kcal_mol_A2,df_kcal_mol_A2");
  for (const ComparisonRow &r : results.comparison) {
    csv << r.material << r.quantity << r.unit << r.simulated << r.measured << r.measured_error
        << r.simulated.value - r.measured << deviation_in_errors(r)
        << (r.calibrated ? "calibrated" : "predicted") << (r.model ? "model" : "crystal");
    if (r.coupling)
      csv << r.coupling->stretch_change << r.coupling->cross_change;
    else
      csv.empty(2);
    csv.end_row();
  }
  return csv.text;
}

std::string histograms(const Results &results)
{
  return per_point(results,
                   Csv("distribution of r(M-O) over all metal-carboxylate bonds, normalised to 1",
                       "material,temperature_K,replica,cycle,branch,r_A,density_per_A"),
                   [](Csv &csv, const MaterialResult &m, const PointResult &p) {
                     const std::vector<double> density = length_density(p.data.lengths);
                     for (std::size_t b = 0; b < density.size(); ++b) {
                       if (density[b] == 0.0) continue;
                       start_row(csv, m, p);
                       csv << p.data.lengths.centre[b] << density[b];
                       csv.end_row();
                     }
                   });
}

}    // namespace

void write_tables(const Results &results, const std::filesystem::path &campaign_folder)
{
  const auto folder = campaign_folder / "results";
  make_folder(folder);
  write_file(folder / "populations.csv", populations(results));
  write_file(folder / "bands.csv", bands(results));
  write_file(folder / "peaks.csv", peaks(results));
  write_file(folder / "slopes.csv", slopes(results));
  write_file(folder / "vant_hoff.csv", vant_hoff(results));
  write_file(folder / "free_energy.csv", free_energies(results));
  write_file(folder / "lindemann.csv", lindemann(results));
  write_file(folder / "lindemann_crossings.csv", lindemann_crossings(results));
  write_file(folder / "analysis.json", analysis_json(results));
  write_file(folder / "r_distribution.csv", histograms(results));
  write_file(folder / "comparison.csv", comparison(results));
  write_spectra_tables(results, folder);
  write_protocol_tables(results, folder);
  write_kinetics_tables(results, folder);
}

namespace {

std::string comparison_rows(const std::vector<ComparisonRow> &rows)
{
  std::size_t width = 8;    // of "material"
  for (const ComparisonRow &r : rows) width = std::max(width, r.material.size());
  std::string text = fmt::format("{:<{}}  {:<36} {:>20} {:>16} {:<8} {}\n", "material", width,
                                 "quantity", "simulated", "measured", "unit", "kind");
  for (const ComparisonRow &r : rows) {
    const int digits = r.unit == "cm-1/K" ? 4 : r.unit == "1" ? 2 : 1;
    const std::string simulated =
        fmt::format("{:.{}f} +- {:.{}f}", r.simulated.value, digits, r.simulated.error, digits);
    const std::string measured = r.measured_error ? fmt::format("{:.{}f} +- {:.{}f}", r.measured,
                                                                digits, *r.measured_error, digits)
                                                  : fmt::format("{:.{}f}", r.measured, digits);
    const std::string open =
        is_logarithm(r) ? undetermined_sign(r.simulated) : undetermined(r.simulated);
    text += fmt::format("{:<{}}  {:<36} {:>20} {:>16} {:<8} {}{}{}\n", r.material, width,
                        r.quantity, simulated, measured, r.unit == "1" ? "" : r.unit,
                        r.calibrated ? "calibrated" : "predicted",
                        r.model ? ", of a model structure" : "", open.empty() ? "" : ", " + open);
  }
  return text;
}

}    // namespace

namespace {

std::string stated(const Estimate &e, int digits, const char *unit)
{
  return fmt::format("{:.{}f} +- {:.{}f} {}{}", e.value, digits, e.error, digits, unit,
                     remark_on(e));
}

/// Slopes and counted populations, whether or not there is something measured.
std::string found_text(const MaterialResult &m)
{
  std::string text;
  for (const Slope &s : m.slopes)
    text += fmt::format("{}: slope {} {}\n", m.name, s.name, stated(s.fit.slope, 4, "cm-1/K"));
  for (const auto *fit : {&m.vant_hoff, &m.vant_hoff_dCp}) {
    if (!*fit) continue;
    text += fmt::format("{}: counted populations, {} dCp: dH {}, dS {}", m.name,
                        (*fit)->heat_capacity_J_mol_K ? "with" : "without",
                        stated((*fit)->enthalpy_kJ_mol, 2, "kJ/mol"),
                        stated((*fit)->entropy_J_mol_K, 1, "J/mol/K"));
    if (const auto &dCp = (*fit)->heat_capacity_J_mol_K)
      text += fmt::format(", dCp {}", stated(*dCp, 1, "J/mol/K"));
    text += "\n";
  }
  return text;
}

}    // namespace

std::string comparison_text(const Results &results)
{
  std::string text = results.comparison.empty() ? "" : comparison_rows(results.comparison) + "\n";
  for (const MaterialResult &m : results.materials) {
    text += found_text(m);
    for (const MeltResult &melt : m.melts) text += fmt::format("{}: {}\n", m.name, in_words(melt));
    for (const BranchRow &r : branch_summary(m))
      text += fmt::format("{}: {}\n", m.name, in_words(r));
    for (const StretchAnalysis &a : m.stretches) {
      text += fmt::format("{}, {}: {}\n", m.name, a.name, in_words(a, m.points));
      if (a.fit.models)
        text +=
            fmt::format("{}, {}, models: {}\n", m.name, a.name, a.fit.models->comparison.sentence);
    }
    if (m.lindemann) text += fmt::format("{}: {}\n", m.name, in_words(*m.lindemann));
  }
  return text;
}

}    // namespace softmode
