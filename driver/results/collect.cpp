// SPDX-License-Identifier: BSD-3-Clause
#include "results/results.h"

#include "campaign/point_state.h"
#include "campaign/search.h"
#include "forcefield/potential.h"
#include "results/comparison.h"
#include "results/reduce.h"
#include "results/spectra_analysis.h"
#include "softmode/analysis/determined.h"
#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"
#include "structure/read_structure.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

/// Choose the band of one stretch for a material.
BandChoice choose(const MaterialResult &material, const std::string &coordinate,
                  const std::string &other, const WavenumberRange &range,
                  const std::optional<double> &wanted_cm)
{
  try {
    const BandChoice choice =
        choose_band(spectra_by_temperature(material.points, coordinate, other), range, wanted_cm);
    if (!choice.candidates.empty()) return choice;
  } catch (const AnalysisError &e) {
    fail(ExitCode::analysis, "{}: {} stretch: {}", material.name, coordinate, e.what());
  }
  fail(ExitCode::analysis,
       "{}: no band of the {} stretch between {} and {} cm-1 can be followed through all "
       "temperatures; set "
       "sampling.{}-range in the campaign file to where it is",
       material.name, coordinate, range.low, range.high, coordinate);
}

constexpr std::size_t points_for_one_without_band = 10;

/// Measure the band chosen for its temperature at every point. One point in ten may have a spectrum too noisy for it: it is in no slope, and named.
void measure(MaterialResult &material, const std::string &coordinate, const BandChoice &choice,
             BandResult PointResult::*target)
{
  std::vector<std::string> failures;
  auto at = choice.candidates.front().at.begin();
  for (std::size_t i = 0; i < material.points.size(); ++i) {
    PointResult &p = material.points[i];
    if (i > 0 && p.point.temperature_K != material.points[i - 1].point.temperature_K) ++at;
    const BandCandidate &candidate = *at;
    try {
      p.*target = measure_band(p.data, coordinate, candidate);
    } catch (const AnalysisError &e) {
      p.*target = no_band(candidate);
      failures.push_back(fmt::format("{}: {} stretch: {}", p.point.id, coordinate, e.what()));
    }
  }
  if (failures.size() > material.points.size() / points_for_one_without_band)
    fail(ExitCode::analysis,
         "{} ({} of {} points fail so); longer production may help, or another band (bands.csv) "
         "with 'bands' of the material in the campaign file",
         failures.front(), failures.size(), material.points.size());
  for (const std::string &failure : failures)
    material.notes.push_back(failure + "; left out of the slope");
}

void add_slopes(MaterialResult &material, const std::string &name, BandResult PointResult::*band)
{
  std::vector<double> T, T_infrared;
  std::vector<Estimate> position, infrared;
  for (const PointResult &p : material.points) {
    if (!(p.*band).found()) continue;
    T.push_back(p.point.temperature_K);
    position.push_back((p.*band).position_cm);
    if (!(p.*band).infrared_cm) continue;
    T_infrared.push_back(p.point.temperature_K);
    infrared.push_back(*(p.*band).infrared_cm);
  }
  const auto fit = [&](const std::string &what, const std::vector<double> &temperatures,
                       const std::vector<Estimate> &positions) {
    try {
      material.slopes.push_back({what, fit_redshift(temperatures, positions)});
    } catch (const AnalysisError &e) {
      material.notes.push_back(fmt::format("{}: no slope: {}", what, e.what()));
    }
  };
  fit(name, T, position);
  if (!infrared.empty()) fit(name + " infrared", T_infrared, infrared);
}

void fit_populations(MaterialResult &material)
{
  std::vector<double> T;
  std::vector<Estimate> log_K;
  for (const PointResult &p : material.points) {
    if (!p.log_K) {
      material.notes.push_back(
          fmt::format("{}: no K, because {} of its bonds was loose in any sample or the fraction "
                      "did not vary; left out of van't Hoff",
                      p.point.id, p.loose_fraction.value > 0.5 ? "every one" : "none"));
      continue;
    }
    T.push_back(p.point.temperature_K);
    log_K.push_back(*p.log_K);
  }
  const auto fit = [&](bool heat_capacity, std::optional<VantHoff> &target) {
    try {
      target = fit_vant_hoff(T, log_K, heat_capacity);
    } catch (const AnalysisError &e) {
      material.notes.push_back(
          fmt::format("van't Hoff {} dCp: {}", heat_capacity ? "with" : "without", e.what()));
    }
  };
  fit(false, material.vant_hoff);
  fit(true, material.vant_hoff_dCp);
}

void fit_lindemann(MaterialResult &material)
{
  std::vector<LindemannPoint> points;
  for (const PointResult &p : material.points)
    points.push_back({p.point.temperature_K, p.lindemann_ratio});
  try {
    material.lindemann = analyse_lindemann(points);
    for (const std::string &reason : material.lindemann->not_fitted)
      material.notes.push_back("Lindemann ratio, law left out: " + reason);
  } catch (const AnalysisError &e) {
    material.notes.push_back(fmt::format("no Lindemann crossing: {}", e.what()));
  }
}

}    // namespace

void analyse_points(MaterialResult &material)
{
  add_slopes(material, "X_a", &PointResult::asymmetric);
  add_slopes(material, "X_s", &PointResult::symmetric);
  fit_populations(material);
  fit_lindemann(material);
}

std::vector<double> temperatures_of(const MaterialResult &material)
{
  std::set<double> temperatures{reference_temperature_K};
  for (const PointResult &p : material.points) temperatures.insert(p.point.temperature_K);
  return {temperatures.begin(), temperatures.end()};
}

namespace {

/// Says so where a point exploded before it succeeded.
void note_attempts(const Point &point, const PointRecord &record, MaterialResult &material)
{
  for (const auto &attempt : record.failed_attempts)
    material.notes.push_back(fmt::format(
        "{}: exploded with a time step of {:g} fs ({}); its values are of a run with {:g} fs and "
        "another seed",
        point.id, attempt.value("timestep_fs", 0.0), attempt.value("reason", ""),
        record.timestep_fs));
}

/// What points of earlier versions lack: each once, with how many lack it.
void note_what_is_lacking(MaterialResult &material)
{
  std::map<std::string, std::vector<std::string>> lacking;
  for (const PointResult &p : material.points)
    for (const std::string &note : p.data.notes) lacking[note].push_back(p.point.id);
  for (const auto &[note, points] : lacking)
    material.notes.push_back(
        points.size() == 1
            ? fmt::format("{}: {}", points.front(), note)
            : fmt::format("{} and {} more points: {}", points.front(), points.size() - 1, note));
}

void sort_points(MaterialResult &material)
{
  const auto earlier = [](const PointResult &a, const PointResult &b) {
    return a.point.temperature_K < b.point.temperature_K;
  };
  std::stable_sort(material.points.begin(), material.points.end(), earlier);
}

void analyse_bands(const Campaign &campaign, const CampaignMaterial &m, MaterialResult &material)
{
  material.asymmetric_choice =
      choose(material, "asymmetric", "symmetric", campaign.asymmetric_range, m.asymmetric_band_cm);
  material.symmetric_choice =
      choose(material, "symmetric", "asymmetric", campaign.symmetric_range, m.symmetric_band_cm);
  measure(material, "asymmetric", material.asymmetric_choice, &PointResult::asymmetric);
  measure(material, "symmetric", material.symmetric_choice, &PointResult::symmetric);
  material.has_bands = true;
  analyse_points(material);
  material.stretches = analyse_stretches(material);
}

/// The other results of a material, and those of the other materials, do not depend on its bands.
void analyse_bands_if_possible(const Campaign &campaign, const CampaignMaterial &m,
                               MaterialResult &material)
{
  try {
    analyse_bands(campaign, m, material);
  } catch (const Error &e) {
    if (e.code != ExitCode::analysis) throw;
    material.bands_missing = e.what();
    material.notes.push_back(fmt::format("no stretches: {}", e.what()));
    fit_populations(material);
    fit_lindemann(material);
  }
}

void add_searches(const Campaign &campaign, const std::filesystem::path &campaign_folder,
                  Results &results)
{
  for (const Chain &chain : chains_of(campaign)) {
    const Point &first = chain.points.front();
    const SearchState state = search_state(campaign, chain, campaign_folder);
    MaterialResult &material = results.materials[first.material];
    const MeltResult melt{first.replica, campaign.protocol.threshold,
                          crossing(campaign.protocol, state.samples),
                          decomposition_K(state.samples), state.end};
    material.melts.push_back(melt);
    material.notes.push_back(in_words(melt));
  }
}

}    // namespace

std::string in_words(const MeltResult &m)
{
  std::string text = fmt::format("Melt search {}: ", m.replica);
  if (m.crossing)
    text +=
        fmt::format("the Lindemann ratio of the M-O bonds reaches {:g} at {:.0f} +- {:.0f} K{} "
                    "(between {:g} and {:g} K).",
                    m.threshold, m.crossing->temperature_K.value, m.crossing->temperature_K.error,
                    remark_on(m.crossing->temperature_K), m.crossing->low_K, m.crossing->high_K);
  else
    text += (m.end.empty() ? "it goes on" : m.end) + ".";
  if (m.decomposition_K)
    text += fmt::format(" Bonds break for good at {:g} K: the framework decomposes.",
                        *m.decomposition_K);
  return text;
}

void require_bands(const Results &results)
{
  std::string missing;
  for (const MaterialResult &m : results.materials)
    if (!m.bands_missing.empty()) missing += "\n  " + m.bands_missing;
  if (!missing.empty())
    fail(ExitCode::analysis, "tables and report are written, but some stretches have no place:{}",
         missing);
}

Results collect_results(const Campaign &campaign, const std::filesystem::path &campaign_folder)
{
  Results results;
  for (const CampaignMaterial &m : campaign.materials)
    results.materials.push_back(
        {m.name, {}, {}, {}, {}, {}, {}, {}, {}, read_structure(m.structure).model});
  const bool search = campaign.protocol.type == ProtocolType::melt;
  std::vector<std::size_t> missing(results.materials.size());
  for (const Point &point : known_points(campaign, campaign_folder)) {
    const auto folder = campaign_folder / "points" / point.id;
    MaterialResult &material = results.materials[point.material];
    const auto record = read_record(folder);
    if (!record) {
      ++missing[point.material];
      continue;
    }
    PointResult result = reduce_point(point, read_point(folder));
    note_attempts(point, *record, material);
    if (record->passed) {
      material.points.push_back(std::move(result));
      continue;
    }
    material.notes.push_back(fmt::format("{}: failed a physics gate, so no fit uses it. {}",
                                         point.id, record->failed_gates));
    material.flagged.push_back(std::move(result));
  }
  for (MaterialResult &material : results.materials) {
    sort_points(material);
    note_what_is_lacking(material);
  }
  for (std::size_t i = 0; i < results.materials.size(); ++i) {
    MaterialResult &material = results.materials[i];
    if (missing[i] > 0)
      material.notes.push_back(
          fmt::format("{} points of this material are not complete", missing[i]));
    if (material.points.empty())
      material.notes.push_back("no complete points that passed the physics gates");
    else if (search)
      fit_lindemann(material);
    else
      analyse_bands_if_possible(campaign, campaign.materials[i], material);
  }
  if (search) add_searches(campaign, campaign_folder, results);
  if (!campaign.reference.empty()) compare(campaign, results);
  return results;
}

}    // namespace softmode
