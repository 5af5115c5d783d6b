// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/band_tracking.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double candidate_threshold = 0.1;      // of the highest maximum in the range
constexpr double candidate_separation = 12.0;    // cm-1; finer structure belongs to one band

WavenumberRange extent(const BandCandidate &band)
{
  return {band.position - band.fwhm, band.position + band.fwhm};
}

/// Adds this temperature's shares to the chain.
void add_shares(BandChain &chain, const BandCandidate &band, const std::vector<BandCandidate> &all,
                const StretchSpectra &s)
{
  const auto power = [&](const BandCandidate &b, const std::vector<double> &spectrum) {
    return integral(s.wavenumber, spectrum, extent(b));
  };
  double coordinate_sum = 0.0, infrared_sum = 0.0;
  for (const BandCandidate &b : all) {
    coordinate_sum += power(b, s.coordinate);
    if (!s.infrared.empty()) infrared_sum += power(b, s.infrared);
  }
  const double own = power(band, s.coordinate), other = power(band, s.other);
  chain.coordinate_share += own / coordinate_sum;
  chain.character += own / (own + other);
  chain.infrared_share += s.infrared.empty() ? 1.0 : power(band, s.infrared) / infrared_sum;
}

/// The top of a wide band is flat, and which of its maxima is the highest is a matter of noise: half of its width, no
/// more than twice the largest step of a narrow one.
double farthest_step(const BandCandidate &band, double largest_step)
{
  return std::clamp(0.5 * band.fwhm, largest_step, 2.0 * largest_step);
}

}    // namespace

std::vector<BandChain> follow_bands(const std::vector<StretchSpectra> &spectra,
                                    const WavenumberRange &range, double largest_step)
{
  std::vector<BandChain> chains;
  for (std::size_t t = 0; t < spectra.size(); ++t) {
    const StretchSpectra &s = spectra[t];
    const auto candidates =
        find_bands(s.wavenumber, s.coordinate, range, candidate_threshold, candidate_separation);
    if (t == 0) chains.resize(candidates.size());
    std::vector<BandChain> followed;
    for (std::size_t c = 0; c < chains.size(); ++c) {
      if (candidates.empty()) break;
      const BandCandidate &before = t == 0 ? candidates[c] : chains[c].at.back();
      const auto nearest =
          std::min_element(candidates.begin(), candidates.end(), [&](const auto &a, const auto &b) {
            return std::fabs(a.position - before.position) <
                   std::fabs(b.position - before.position);
          });
      if (std::fabs(nearest->position - before.position) > farthest_step(before, largest_step))
        continue;
      followed.push_back(chains[c]);
      followed.back().at.push_back(*nearest);
      add_shares(followed.back(), *nearest, candidates, s);
    }
    chains = std::move(followed);
  }
  for (BandChain &chain : chains) {
    const double n = static_cast<double>(spectra.size());
    chain.coordinate_share /= n;
    chain.character /= n;
    chain.infrared_share /= n;
  }
  std::sort(chains.begin(), chains.end(),
            [](const BandChain &a, const BandChain &b) { return a.score() > b.score(); });
  return chains;
}

}    // namespace softmode
