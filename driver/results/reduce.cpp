// SPDX-License-Identifier: BSD-3-Clause
#include "results/reduce.h"

#include "softmode/analysis/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace softmode {

namespace {

constexpr double narrowest_window = 12.0;    // cm-1 on each side of a band
constexpr double window_in_fwhm = 1.5;
constexpr double farthest_wanted_band = 25.0;    // cm-1, from where a campaign says that it is

std::vector<double> ones(std::size_t n)
{
  return std::vector<double>(n, 1.0);
}

}    // namespace

PointResult reduce_point(const Point &point, PointData data)
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

namespace {

void add_weighted(std::vector<double> &sum, const std::vector<double> &values, double weight)
{
  for (std::size_t k = 0; k < std::min(sum.size(), values.size()); ++k)
    sum[k] += weight * values[k];
}

void scale(StretchSpectra &s, double factor)
{
  for (auto *spectrum : {&s.coordinate, &s.other, &s.infrared})
    for (double &value : *spectrum) value *= factor;
}

}    // namespace

std::vector<StretchSpectra> spectra_by_temperature(const std::vector<PointResult> &points,
                                                   const std::string &coordinate,
                                                   const std::string &other)
{
  std::vector<StretchSpectra> all;
  double segments = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto &sizes = points[i].data.block_sizes;
    const double own = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    StretchSpectra s = stretch_spectra(points[i].data, coordinate, other);
    if (i == 0 || points[i].point.temperature_K != points[i - 1].point.temperature_K) {
      if (!all.empty()) scale(all.back(), 1.0 / segments);
      scale(s, own);
      all.push_back(std::move(s));
      segments = own;
      continue;
    }
    add_weighted(all.back().coordinate, s.coordinate, own);
    add_weighted(all.back().other, s.other, own);
    add_weighted(all.back().infrared, s.infrared, own);
    segments += own;
  }
  if (!all.empty()) scale(all.back(), 1.0 / segments);
  return all;
}

namespace {

WavenumberRange window_of(const BandCandidate &candidate)
{
  const double half = std::max(narrowest_window, window_in_fwhm * candidate.fwhm);
  return {candidate.position - half, candidate.position + half};
}

}    // namespace

BandResult no_band(const BandCandidate &candidate)
{
  const double none = std::numeric_limits<double>::quiet_NaN();
  return {{none, none}, {none, none}, window_of(candidate), std::nullopt};
}

BandResult measure_band(const PointData &data, const std::string &group,
                        const BandCandidate &candidate)
{
  BandResult result;
  result.window = window_of(candidate);
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
    } catch (const AnalysisError &) {
      // no infrared intensity above the background in this window: the companion stays empty, and says so
    }
  }
  return result;
}

BandChoice choose_band(const std::vector<StretchSpectra> &spectra, const WavenumberRange &range,
                       const std::optional<double> &wanted_cm)
{
  BandChoice choice{follow_bands(spectra, range)};
  if (!wanted_cm || choice.candidates.empty()) return choice;
  const auto distance = [&](const BandChain &c) {
    return std::fabs(c.at.front().position - *wanted_cm);
  };
  const auto nearest = std::min_element(
      choice.candidates.begin(), choice.candidates.end(),
      [&](const BandChain &a, const BandChain &b) { return distance(a) < distance(b); });
  if (distance(*nearest) > farthest_wanted_band) {
    std::string found;
    for (const BandChain &c : choice.candidates)
      found += fmt::format("{}{:.0f}", found.empty() ? "" : ", ", c.at.front().position);
    throw AnalysisError(
        fmt::format("no band within {:g} cm-1 of the {:g} cm-1 that the campaign asks for (bands); "
                    "those that can be followed are at {} cm-1",
                    farthest_wanted_band, *wanted_cm, found));
  }
  std::rotate(choice.candidates.begin(), nearest, nearest + 1);
  return choice;
}

double error_of(const PointResult &point, const Campaign &campaign)
{
  const std::string &quantity = campaign.protocol.quantity;
  const CampaignMaterial &material = campaign.materials[point.point.material];
  const auto of_band = [&](const char *coordinate, const char *other, const WavenumberRange &range,
                           const std::optional<double> &wanted_cm) {
    try {
      const BandChoice choice =
          choose_band({stretch_spectra(point.data, coordinate, other)}, range, wanted_cm);
      if (choice.candidates.empty()) return std::numeric_limits<double>::quiet_NaN();
      return measure_band(point.data, coordinate, choice.candidates.front().at[0])
          .position_cm.error;
    } catch (const AnalysisError &) {    // no band stands out of the noise yet
      return std::numeric_limits<double>::quiet_NaN();
    }
  };
  if (quantity == "loose-fraction") return point.loose_fraction.error;
  if (quantity == "mean-length") return point.mean_length_A.error;
  if (quantity == "lindemann-ratio") return point.lindemann_ratio.error;
  if (quantity == "ln-K")
    return point.log_K ? point.log_K->error : std::numeric_limits<double>::quiet_NaN();
  if (quantity == "asymmetric-position")
    return of_band("asymmetric", "symmetric", campaign.asymmetric_range,
                   material.asymmetric_band_cm);
  return of_band("symmetric", "asymmetric", campaign.symmetric_range, material.symmetric_band_cm);
}

}    // namespace softmode
