// SPDX-License-Identifier: BSD-3-Clause
#include "results/report_data.h"
#include "results/report_json.h"
#include "softmode/definitions/constants.h"

#include <algorithm>
#include <array>

namespace softmode {

using namespace report_json;

namespace {

json band(const BandResult &b)
{
  return {{"position", pair(b.position_cm)},
          {"fwhm", pair(b.fwhm_cm)},
          {"infrared", pair(b.infrared_cm)}};
}

/// Points that the page takes beside each point to draw a smooth curve (reach in 38-smooth.js).
constexpr std::size_t beside = 16;

/// Rows of an axis within a range, and as many on both sides as curves within it need.
std::vector<std::size_t> rows_within(const std::vector<double> &axis, const WavenumberRange &range)
{
  const auto low = static_cast<std::size_t>(std::lower_bound(axis.begin(), axis.end(), range.low) -
                                            axis.begin());
  const auto high = static_cast<std::size_t>(
      std::upper_bound(axis.begin(), axis.end(), range.high) - axis.begin());
  std::vector<std::size_t> rows;
  if (low >= high) return rows;
  for (std::size_t i = low - std::min(low, beside); i < std::min(high + beside, axis.size()); ++i)
    rows.push_back(i);
  return rows;
}

json picked(const std::vector<double> &values, const std::vector<std::size_t> &rows, double divisor)
{
  json result = json::array();
  for (const std::size_t i : rows) result.push_back(number(values[i] / divisor));
  return result;
}

json spectra(const PointResult &p, const std::vector<std::size_t> &rows)
{
  const std::vector<double> all(p.data.block_sizes.size(), 1.0);
  json j = json::object();
  for (const auto &[group, blocks] : p.data.spectra)
    if (group != "metal_oxygen")
      j[group] = picked(blocks.mean(p.data.block_sizes, all), rows, p.point.temperature_K);
  return j;
}

json histogram(const PointResult &p, json &free_energy)
{
  const std::vector<double> density = length_density(p.data.lengths);
  const double RT_kJ_mol = 1e-3 * gas_constant_J_mol_K * p.point.temperature_K;
  std::vector<double> r, values, energy;
  for (std::size_t b = 0; b < density.size(); ++b)
    if (density[b] > 0.0) {
      r.push_back(p.data.lengths.centre[b]);
      values.push_back(density[b]);
      energy.push_back(-RT_kJ_mol * std::log(density[b]));
    }
  if (energy.empty()) return {{"r", json::array()}, {"density", json::array()}};
  const double lowest = *std::min_element(energy.begin(), energy.end());
  for (double &e : energy) e -= lowest;
  free_energy = {{"r", list(r)}, {"kJ_mol", list(energy)}};
  return {{"r", list(r)}, {"density", list(values)}};
}

json by_state(const PointResult &p, const WavenumberRange &shown)
{
  if (!p.data.by_state) return nullptr;
  const Table &t = *p.data.by_state;
  const std::vector<double> &axis = t.column("wavenumber");
  const auto rows = rows_within(axis, shown);
  json j = {{"wavenumber", picked(axis, rows, 1.0)}};
  for (const char *stretch : {"asymmetric", "symmetric"})
    for (const char *state : {"tight", "loose", "mixed", "changing"}) {
      const std::string column = std::string(stretch) + "_" + state;
      const bool any = t.has(column) && !rows.empty() &&
                       std::isfinite(t.column(column)[rows.front()]);    // no window: all NaN
      j[stretch][state] =
          any ? picked(t.column(column), rows, p.point.temperature_K) : json(nullptr);
    }
  return j;
}

json lifetimes(const PointResult &p)
{
  if (!p.data.tight_lifetime_ps && !p.data.loose_lifetime_ps) return nullptr;
  return {{"tight_ps", pair(p.data.tight_lifetime_ps)},
          {"loose_ps", pair(p.data.loose_lifetime_ps)}};
}

}    // namespace

json report_point(const PointResult &p, const WavenumberRange &shown)
{
  const auto rows = rows_within(p.data.wavenumber, shown);
  json free_energy = nullptr;
  const json lengths = histogram(p, free_energy);
  return {{"id", p.point.id},
          {"temperature_K", p.point.temperature_K},
          {"replica", p.point.replica},
          {"branch", p.point.branch == Branch::unknown ? "" : name_of(p.point.branch)},
          {"cycle", p.point.cycle},
          {"asymmetric", band(p.asymmetric)},
          {"symmetric", band(p.symmetric)},
          {"loose_fraction", pair(p.loose_fraction)},
          {"lindemann", pair(p.lindemann_ratio)},
          {"ln_K", pair_of_logarithm(p.log_K)},
          {"wavenumber", picked(p.data.wavenumber, rows, 1.0)},
          {"spectra", spectra(p, rows)},
          {"histogram", lengths},
          {"free_energy", free_energy},
          {"lifetimes", lifetimes(p)},
          {"by_state", by_state(p, shown)},
          {"bond_loose", list(p.data.bonds.column("loose_fraction"))}};
}

}    // namespace softmode
