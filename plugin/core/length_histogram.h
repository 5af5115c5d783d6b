// SPDX-License-Identifier: GPL-2.0-only
// Histogram of bond lengths, the free-energy profile it gives, and the thresholds between tight
// and loose read from that profile. Pure: no LAMMPS header.
#pragma once

#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace softmode {

/// Counts of lengths in equal bins, bin i from lo + i width to lo + (i + 1) width. Lengths in the
/// caller's unit.
class LengthHistogram {
 public:
  /// \throws std::invalid_argument if width is not positive or there is no bin.
  LengthHistogram(double lowest, double bin_width, int nbins) :
      lo(lowest), width(bin_width), counts(checked(lowest, bin_width, nbins))
  {
  }

  /// A length that is no number counts as below the first bin.
  void add(double r)
  {
    const double bin = (r - lo) / width;
    if (!(bin >= 0.0)) {
      ++underflow;
    } else if (bin >= static_cast<double>(counts.size())) {
      ++overflow;
    } else {
      ++counts[static_cast<std::size_t>(bin)];
    }
  }

  /// Lengths that are in a bin.
  std::uint64_t samples() const
  {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  }

  /// Middle of bin i, which need not be a whole number.
  double length(double i) const { return lo + (i + 0.5) * width; }

  /// Everything, for a restart file. A double holds counts exactly up to 2^53.
  std::vector<double> pack() const
  {
    std::vector<double> data{lo, width, static_cast<double>(underflow),
                             static_cast<double>(overflow)};
    for (const std::uint64_t n : counts) data.push_back(static_cast<double>(n));
    return data;
  }

  /// Restore what pack() gave. Returns false, unchanged, if data is of other bins.
  bool unpack(const std::vector<double> &data)
  {
    if (data.size() != 4 + counts.size() || data[0] != lo || data[1] != width) return false;
    const auto is_count = [](double x) { return x >= 0.0 && x < 0x1p53 && x == std::floor(x); };
    if (!std::all_of(data.begin() + 2, data.end(), is_count)) return false;
    underflow = static_cast<std::uint64_t>(data[2]);
    overflow = static_cast<std::uint64_t>(data[3]);
    for (std::size_t i = 0; i < counts.size(); ++i)
      counts[i] = static_cast<std::uint64_t>(data[4 + i]);
    return true;
  }

  double lo, width;
  std::vector<std::uint64_t> counts;
  std::uint64_t underflow = 0, overflow = 0;    ///< lengths below and beyond the bins

 private:
  static std::size_t checked(double lowest, double bin_width, int nbins)
  {
    if (!std::isfinite(lowest) || !std::isfinite(bin_width) || !(bin_width > 0.0) || nbins < 1)
      throw std::invalid_argument("length histogram: needs a width above 0 and at least one bin");
    return static_cast<std::size_t>(nbins);
  }
};

/// Free energy over length in units of RT, [bin]. The lowest value of each is 0; NaN in bins
/// without a sample, and for `radial` where r <= 0.
struct PotentialOfMeanForce {
  std::vector<double> length;    ///< middle of the bin
  std::vector<double> radial;    ///< -ln(P(r) / (4 pi r^2)), P the density per length
  std::vector<double> plain;     ///< -ln P(r)
};

inline PotentialOfMeanForce potential_of_mean_force(const LengthHistogram &histogram)
{
  PotentialOfMeanForce pmf;
  const double norm = static_cast<double>(histogram.samples()) * histogram.width;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const double r = histogram.length(static_cast<double>(i));
    const double density = static_cast<double>(histogram.counts[i]) / norm;
    const auto free_energy = [](double p) {
      return p > 0.0 ? -std::log(p) : std::numeric_limits<double>::quiet_NaN();
    };
    pmf.length.push_back(r);
    pmf.radial.push_back(free_energy(r > 0.0 ? density / (4.0 * pi * r * r) : 0.0));
    pmf.plain.push_back(free_energy(density));
  }
  for (std::vector<double> *values : {&pmf.radial, &pmf.plain}) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const double v : *values) lowest = std::fmin(lowest, v);    // passes over NaN
    for (double &v : *values) v -= lowest;
  }
  return pmf;
}

/// What the divide between tight and loose is.
enum class DivideKind { minimum_between_basins, inflection };

/// Thresholds of the hysteresis as read from a profile, in the unit of the histogram.
struct ProfileThresholds {
  double tight_below, loose_above;    ///< divide -/+ half the gap
  double divide;
  DivideKind kind;
};

/// A histogram smoothed with a Gaussian, and how much of its structure may be counting noise of
/// independent samples.
struct SmoothedCounts {
  std::vector<double> density;    ///< samples per bin
  std::vector<double> below;      ///< [bin] samples in lower bins, and [nbins] all of them
  double noise = 0.0;             ///< variance of the density / density
  double slope_noise = 0.0;       ///< variance of ln density[i + 1] - ln density[i], * density

  std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(density.size()); }

  /// Samples beyond bin i, upwards for step 1, downwards for step -1.
  double beyond(std::ptrdiff_t i, int step) const
  {
    return step > 0 ? below.back() - below[i + 1] : below[i];
  }
};

/// Gaussian of standard deviation sigma (in bins) at the whole numbers up to 5 sigma on both sides,
/// with a zero at either end for differences; sum 1.
inline std::vector<double> gaussian_kernel(double sigma)
{
  const std::ptrdiff_t reach = static_cast<std::ptrdiff_t>(std::ceil(5.0 * sigma));
  std::vector<double> kernel(2 * (reach + 1) + 1, 0.0);
  for (std::ptrdiff_t k = -reach; k <= reach; ++k) {
    const double x = static_cast<double>(k) / sigma;
    kernel[k + reach + 1] = std::exp(-0.5 * x * x);
  }
  const double sum = std::accumulate(kernel.begin(), kernel.end(), 0.0);
  for (double &k : kernel) k /= sum;
  return kernel;
}

/// Smooth with standard deviation sigma, in bins. What the Gaussian weighs outside the histogram is
/// left out, so that the density does not fall towards the ends.
inline SmoothedCounts smoothed_counts(const std::vector<std::uint64_t> &counts, double sigma)
{
  const std::vector<double> kernel = gaussian_kernel(sigma);
  const std::ptrdiff_t bins = static_cast<std::ptrdiff_t>(counts.size());
  const std::ptrdiff_t points = static_cast<std::ptrdiff_t>(kernel.size()), middle = points / 2;
  SmoothedCounts s;
  s.below.push_back(0.0);
  for (std::ptrdiff_t i = 0; i < bins; ++i) {
    double sum = 0.0, weight = 0.0;
    const std::ptrdiff_t last = std::min(points - 1, bins - 1 - i + middle);
    for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, middle - i); k <= last; ++k) {
      sum += kernel[k] * static_cast<double>(counts[i + k - middle]);
      weight += kernel[k];
    }
    s.density.push_back(sum / weight);
    s.below.push_back(s.below.back() + static_cast<double>(counts[i]));
  }
  for (std::ptrdiff_t k = 1; k < points; ++k) {
    const double difference = kernel[k] - kernel[k - 1];
    s.noise += kernel[k] * kernel[k];
    s.slope_noise += difference * difference;
  }
  return s;
}

/// Position of the minimum of the density whose first bin, coming with `step`, is i: vertex of the
/// parabola through three bins, or the middle of a gap without samples.
inline double minimum_position(const std::vector<double> &density, std::ptrdiff_t i, int step)
{
  std::ptrdiff_t last = i;
  while (density[last + step] == density[i]) last += step;
  if (last != i) return 0.5 * static_cast<double>(i + last);
  const double lower = density[i - 1], upper = density[i + 1];
  return static_cast<double>(i) + 0.5 * (lower - upper) / (lower - 2.0 * density[i] + upper);
}

/// Bin (with fraction) of the density minimum between `start`, the highest maximum, and the next
/// highest in the direction of `step`; nothing if there is no second one. It must rise from the
/// minimum by 5 % of its height and by 3 standard errors, and 0.5 % of the samples must be beyond.
inline std::optional<double> minimum_before_second_basin(const SmoothedCounts &s,
                                                         std::ptrdiff_t start, int step)
{
  std::optional<std::ptrdiff_t> found;
  double highest = 0.0;
  std::ptrdiff_t lowest = start;
  for (std::ptrdiff_t i = start + step; i >= 0 && i < s.size(); i += step) {
    if (s.density[i] < s.density[lowest]) lowest = i;
    const double height = s.density[i], rise = height - s.density[lowest];
    const double variance = s.noise * (height + s.density[lowest]);
    const bool is_basin = rise > 0.0 && rise >= 0.05 * height && rise * rise >= 9.0 * variance &&
                          s.beyond(lowest, step) >= 0.005 * s.below.back();
    if (!is_basin || height <= highest) continue;
    highest = height;
    found = lowest;
  }
  if (!found) return std::nullopt;
  return minimum_position(s.density, *found, step);
}

/// Bin (with fraction) beyond `start` where the second derivative of the free energy -ln P crosses
/// zero: where its slope is largest so far, once the slope has fallen from there by 5 standard
/// errors, because noise makes the second derivative negative here and there in a harmonic well,
/// too. Stops at bins with less than about 30 samples under the Gaussian.
inline std::optional<double> inflection_beyond(const SmoothedCounts &s, std::ptrdiff_t start)
{
  const auto slope = [&s](std::ptrdiff_t i) { return std::log(s.density[i] / s.density[i + 1]); };
  const auto variance = [&s](std::ptrdiff_t i) { return s.slope_noise / s.density[i]; };
  std::ptrdiff_t steepest = start;
  for (std::ptrdiff_t i = start; i + 1 < s.size() && s.density[i + 1] >= 30.0 * s.noise; ++i) {
    if (slope(i) >= slope(steepest)) steepest = i;
    const double fall = slope(steepest) - slope(i);
    if (steepest == start || fall * fall <= 25.0 * (variance(steepest) + variance(i))) continue;
    const double before = slope(steepest) - slope(steepest - 1);    // second differences
    const double after = slope(steepest + 1) - slope(steepest);
    return static_cast<double>(steepest) + before / (before - after);
  }
  return std::nullopt;
}

/// Thresholds between tight and loose from the profile of all bonds. The histogram is smoothed with
/// a Gaussian of standard deviation sigma; `gap` is loose_above - tight_below (both in the unit of
/// the histogram). From the most populated length on, the divide is the density minimum before a
/// second basin at longer or else at shorter lengths, or without one the inflection of -ln P at
/// longer lengths.
/// \throws std::invalid_argument for fewer than 1000 samples, sigma <= 0, gap < 0, or one of them
/// wider than the histogram.
/// \throws std::runtime_error if there is neither, as in a harmonic well.
inline ProfileThresholds find_thresholds(const LengthHistogram &histogram, double sigma = 0.02,
                                         double gap = 0.04)
{
  const double range = histogram.width * static_cast<double>(histogram.counts.size());
  if (!(sigma > 0.0 && sigma <= range && gap >= 0.0 && gap <= range))
    throw std::invalid_argument("thresholds from a profile: needs sigma > 0 and gap >= 0, neither "
                                "wider than the histogram");
  if (histogram.samples() < 1000)
    throw std::invalid_argument("thresholds from a profile: needs at least 1000 samples, has " +
                                std::to_string(histogram.samples()));
  const SmoothedCounts s = smoothed_counts(histogram.counts, sigma / histogram.width);
  const std::ptrdiff_t start =
      std::max_element(s.density.begin(), s.density.end()) - s.density.begin();
  DivideKind kind = DivideKind::minimum_between_basins;
  std::optional<double> bin = minimum_before_second_basin(s, start, 1);
  if (!bin) bin = minimum_before_second_basin(s, start, -1);
  if (!bin) {
    kind = DivideKind::inflection;
    bin = inflection_beyond(s, start);
  }
  if (!bin)
    throw std::runtime_error(
        "thresholds from a profile: neither a second basin nor an inflection beyond the minimum "
        "stands out of the noise, as in a harmonic well; give thresholds, or sample for longer");
  const double divide = histogram.length(*bin);
  return {divide - 0.5 * gap, divide + 0.5 * gap, divide, kind};
}

}    // namespace softmode
