// SPDX-License-Identifier: BSD-3-Clause
#include "results/csv_text.h"
#include "results/spectra_analysis.h"
#include "softmode/analysis/determined.h"
#include "softmode/analysis/spectra/write_spectra.h"
#include "spectra_fit/output.h"
#include "support/files.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

std::string folder_name(std::string name)
{
  name.erase(std::remove(name.begin(), name.end(), ','), name.end());
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string constants(const Results &results)
{
  Csv csv("equilibrium constants K = loose/tight that the areas of two components in the simulated "
          "spectra give, beside the counted ones; _se = standard error (counted: autocorrelation, "
          "spectra: jackknife over blocks of time)",
          "material,spectra,temperature_K,replica,cycle,branch,ln_K_counted,ln_K_counted_se,ln_K_"
          "spectra,"
          "ln_K_spectra_se,difference_in_errors");
  for (const MaterialResult &m : results.materials)
    for (const StretchAnalysis &a : m.stretches)
      for (std::size_t i = 0; i < m.points.size(); ++i) {
        const PointResult &p = m.points[i];
        csv << m.name << folder_name(a.name) << p.point.temperature_K
            << static_cast<double>(p.point.replica) << static_cast<double>(p.point.cycle)
            << (p.point.branch == Branch::unknown ? "" : name_of(p.point.branch)) << p.log_K;
        csv << (a.log_K.empty() ? std::nullopt : std::optional(a.log_K[i]))
            << deviation_in_errors(a, p, i);
        csv.end_row();
      }
  return csv.text;
}

std::string parameters(const Results &results)
{
  Csv csv("van't Hoff parameters that the areas of two components in the simulated spectra give "
          "(vant_hoff.csv has those of the counted populations); T0 = 298.15 K; _se = standard "
          "error (jackknife over blocks of time)",
          "material,spectra,model,tight_cm-1,tight_se_cm-1,loose_cm-1,loose_se_cm-1,dH_kJ_mol,"
          "dH_se_kJ_mol,dS_J_mol_K,dS_se_J_mol_K,dCp_J_mol_K,dCp_se_J_mol_K");
  for (const MaterialResult &m : results.materials)
    for (const StretchAnalysis &a : m.stretches)
      for (const auto *values : {&a.vant_hoff, &a.vant_hoff_dCp}) {
        if (values->empty()) continue;
        const auto &lines = a.fit.components->components;
        csv << m.name << folder_name(a.name) << (values->size() == 3 ? "with dCp" : "without dCp")
            << lines[static_cast<std::size_t>(a.fit.tight)].centre
            << lines[static_cast<std::size_t>(a.fit.loose)].centre;
        for (const Estimate &e : *values) csv << e;
        csv.empty(2 * (3 - static_cast<int>(values->size()))).end_row();
      }
  return csv.text;
}

/// With its remark where it is not determined.
std::string stated(const Estimate &e, int digits)
{
  return fmt::format("{:.{}f} +- {:.{}f}{}", e.value, digits, e.error, digits, remark_on(e));
}

/// The warning that says so, else the first.
std::string why_no_constants(const std::vector<std::string> &warnings)
{
  for (const char *start : {"equilibrium constants: ", "2 components: ", "components: "})
    for (const std::string &w : warnings)
      if (w.rfind(start, 0) == 0) return w.substr(std::string(start).size());
  return warnings.empty() ? "" : warnings.front();
}

}    // namespace

std::string in_words(const StretchAnalysis &a, const std::vector<PointResult> &points)
{
  if (a.log_K.empty()) {
    const std::string reason = why_no_constants(a.fit.warnings);
    return "The spectra alone give no equilibrium constants." +
           (reason.empty() ? "" : " Reason: " + reason + ".");
  }
  int compared = 0, alike = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto d = deviation_in_errors(a, points[i], i);
    if (!d) continue;
    ++compared;
    if (std::fabs(*d) <= 2.0) ++alike;
  }
  std::string text =
      fmt::format("ln K from the areas of two components agrees with the counted one, "
                  "within 2 standard errors, at {} of {} points.",
                  alike, compared);
  if (a.vant_hoff.size() == 2)
    text += fmt::format(" The areas give dH {} kJ/mol and dS {} J/mol/K.",
                        stated(a.vant_hoff[0], 1), stated(a.vant_hoff[1], 1));
  return text;
}

void write_spectra_tables(const Results &results, const std::filesystem::path &folder)
{
  write_file(folder / "spectra_K.csv", constants(results));
  write_file(folder / "spectra_vant_hoff.csv", parameters(results));
  std::error_code ignored;
  std::filesystem::remove_all(folder / "spectra", ignored);    // of materials that are no more
  for (const MaterialResult &m : results.materials)
    for (const StretchAnalysis &a : m.stretches) {
      if (a.prepared.spectra.empty() || a.fit.bands.empty()) continue;
      const auto own = folder / "spectra" / m.name / folder_name(a.name);
      write_fit(a.prepared, a.request, a.fit, own);
      write_file(own / "spectra.csv", spectra_table(a.prepared.series));
    }
}

}    // namespace softmode
