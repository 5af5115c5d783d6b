// SPDX-License-Identifier: BSD-3-Clause
#include "results/results.h"

#include "campaign/workspace.h"
#include "forcefield/potential.h"
#include "lammps/point_input.h"
#include "results/comparison.h"
#include "results/spectra_analysis.h"
#include "softmode/definitions/constants.h"
#include "structure/read_structure.h"
#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace softmode {

namespace {

constexpr double narrowest_window = 12.0;    // cm-1 on each side of a band
constexpr double window_in_fwhm = 1.5;

std::vector<double> ones(std::size_t n)
{
  return std::vector<double>(n, 1.0);
}

PointResult reduce(const Point &point, PointData data)
{
  PointResult r;
  r.point = point;
  r.loose_fraction = correlated_mean(data.loose_fraction);
  r.bond_count = correlated_mean(data.bond_count);
  r.mean_weight = correlated_mean(data.mean_weight);
  r.mean_length_A = correlated_mean(data.mean_length);
  r.temperature_K = correlated_mean(data.temperature_K);
  r.log_K = log_equilibrium_constant(r.loose_fraction);
  r.lindemann_ratio =
      lindemann_of_bonds_with_error(data.bonds.column("mean_r_A"), data.bonds.column("sigma_r_A"));
  for (const double n : data.bonds.column("transitions")) r.transitions += n;
  r.data = std::move(data);
  return r;
}

StretchSpectra stretch_spectra(const PointData &data, const std::string &coordinate,
                               const std::string &other)
{
  const std::vector<double> all = ones(data.block_sizes.size());
  StretchSpectra s;
  s.wavenumber = data.wavenumber;
  s.coordinate = data.spectra.at(coordinate).mean(data.block_sizes, all);
  s.other = data.spectra.at(other).mean(data.block_sizes, all);
  if (data.has_flux()) s.infrared = data.spectra.at("flux").mean(data.block_sizes, all);
  return s;
}

BandResult measure_band(const PointData &data, const std::string &group,
                        const BandCandidate &candidate)
{
  BandResult result;
  const double half = std::max(narrowest_window, window_in_fwhm * candidate.fwhm);
  result.window = {candidate.position - half, candidate.position + half};
  const auto statistic = [&](const std::string &spectrum, auto f) {
    return jackknife(data.block_sizes, [&](const std::vector<double> &weights) {
      return f(data.spectra.at(spectrum).mean(data.block_sizes, weights));
    });
  };
  result.position_cm = statistic(group, [&](const std::vector<double> &s) {
    return fit_band(data.wavenumber, s, result.window).position;
  });
  result.fwhm_cm = statistic(group, [&](const std::vector<double> &s) {
    return fit_band(data.wavenumber, s, result.window).fwhm;
  });
  if (data.has_flux()) {
    try {
      result.infrared_cm = statistic("flux", [&](const std::vector<double> &s) {
        return centroid(data.wavenumber, s, result.window);
      });
    } catch (const std::runtime_error &) {
      // no infrared intensity above the background in this window: the companion stays empty, and says so
    }
  }
  return result;
}

/// Choose the band of one stretch for a material and measure it at every point.
BandChoice follow(MaterialResult &material, const std::string &coordinate, const std::string &other,
                  const WavenumberRange &range, BandResult PointResult::*target)
{
  std::vector<StretchSpectra> spectra;
  for (const PointResult &p : material.points)
    spectra.push_back(stretch_spectra(p.data, coordinate, other));
  BandChoice choice{follow_bands(spectra, range)};
  if (choice.candidates.empty())
    fail(ExitCode::analysis,
         "{}: no band of the {} stretch between {} and {} cm-1 can be followed through all "
         "temperatures; set "
         "sampling.{}-range in the campaign file to where it is",
         material.name, coordinate, range.low, range.high, coordinate);
  for (std::size_t i = 0; i < material.points.size(); ++i) {
    PointResult &p = material.points[i];
    try {
      p.*target = measure_band(p.data, coordinate, choice.candidates.front().at[i]);
    } catch (const std::exception &e) {
      fail(ExitCode::analysis, "{}: {} stretch: {}; longer production may help", p.point.id,
           coordinate, e.what());
    }
  }
  return choice;
}

void add_slopes(MaterialResult &material, const std::string &name, BandResult PointResult::*band)
{
  std::vector<double> T, T_infrared;
  std::vector<Estimate> position, infrared;
  for (const PointResult &p : material.points) {
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
    } catch (const std::invalid_argument &e) {
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
    } catch (const std::invalid_argument &e) {
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
  } catch (const std::invalid_argument &e) {
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
void note_attempts(const Point &point, const std::filesystem::path &folder,
                   MaterialResult &material)
{
  const auto record = nlohmann::json::parse(read_file(folder / point_file::record), nullptr, false);
  if (!record.is_object() || !record.contains("failed_attempts")) return;
  for (const auto &attempt : record["failed_attempts"])
    material.notes.push_back(fmt::format(
        "{}: exploded with a time step of {:g} fs ({}); its values are of a run with {:g} fs and "
        "another seed",
        point.id, attempt.value("timestep_fs", 0.0), attempt.value("reason", ""),
        record.value("timestep_fs", 0.0)));
}

}    // namespace

Results collect_results(const Campaign &campaign, const std::filesystem::path &campaign_folder)
{
  Results results;
  for (const CampaignMaterial &m : campaign.materials)
    results.materials.push_back(
        {m.name, {}, {}, {}, {}, {}, {}, {}, {}, read_structure(m.structure).model});
  std::size_t missing = 0;
  for (const Point &point : expand_points(campaign)) {
    const auto folder = campaign_folder / "points" / point.id;
    if (is_complete(folder)) {
      MaterialResult &material = results.materials[point.material];
      material.points.push_back(reduce(point, read_point(folder)));
      note_attempts(point, folder, material);
    } else
      ++missing;
  }
  for (MaterialResult &material : results.materials) {
    if (material.points.empty()) {
      material.notes.push_back("no complete points");
      continue;
    }
    material.asymmetric_choice = follow(material, "asymmetric", "symmetric",
                                        campaign.asymmetric_range, &PointResult::asymmetric);
    material.symmetric_choice = follow(material, "symmetric", "asymmetric",
                                       campaign.symmetric_range, &PointResult::symmetric);
    analyse_points(material);
    material.stretches = analyse_stretches(material);
    if (missing > 0)
      material.notes.push_back(fmt::format("{} points of the campaign are not complete", missing));
  }
  if (!campaign.reference.empty()) compare(campaign, results);
  return results;
}

}    // namespace softmode
