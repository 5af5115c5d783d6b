// SPDX-License-Identifier: BSD-3-Clause
// The points of a campaign, and in which order they must be run.
#pragma once

#include "campaign/campaign.h"
#include "softmode/analysis/spectra/measured_spectra.h"

namespace softmode {

/// One simulation.
struct Point {
  std::size_t material = 0;    ///< index into Campaign::materials
  double temperature_K = 0.0;
  int cycle = 1, replica = 1;
  Branch branch = Branch::unknown;    ///< of a ramp
  std::string
      id;    ///< "hkust-1/1-173.15K-1": <material>/<cycle>[h|c]-<T>K-<replica>, h heating, c cooling
  int seed = 0;          ///< from the campaign's seed and the id alone
  std::string parent;    ///< id of the point from whose end it starts; empty: from the crystal
};

/// Points that must be run one after another; a point that depends on no other is a chain of its own.
struct Chain {
  std::vector<Point> points;
  /// A melt search, whose next point depends on the results of those before: `points` are all that are known yet.
  bool search = false;
};

/// The most points that one material may have: each has a folder in that of the material.
constexpr std::size_t most_points_of_a_material = 1000;

/// All chains, by material, replica, temperature. Of a melt search only its first point.
std::vector<Chain> chains_of(const Campaign &campaign);

/// A point of a melt search.
Point search_point(const Campaign &campaign, std::size_t material, int replica,
                   double temperature_K, const std::string &parent);

/// The campaign as an attempt runs it: the time step is halved once for each earlier attempt; times stay the same.
/// \throws Error (campaign) if that makes more than 2e9 steps.
Campaign for_attempt(const Campaign &campaign, int attempt);

/// The point with the seed of an attempt; attempt 0 has the point's own.
Point for_attempt(const Point &point, int attempt);

}    // namespace softmode
