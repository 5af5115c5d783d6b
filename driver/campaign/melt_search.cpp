// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/melt_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double steps_of_the_line = 1.5;    // how far from the bracket a straight line is believed

struct Bracket {
  const MeltSample *low = nullptr, *high = nullptr;
};

bool is_above(const Protocol &p, const MeltSample &s)
{
  return s.ratio.value >= p.threshold || s.broken > 0;
}

Bracket bracket_of(const Protocol &p, const std::vector<MeltSample> &samples)
{
  Bracket b;
  for (const MeltSample &s : samples)
    if (is_above(p, s) && (!b.high || s.temperature_K < b.high->temperature_K)) b.high = &s;
  for (const MeltSample &s : samples)
    if (!is_above(p, s) && (!b.high || s.temperature_K < b.high->temperature_K) &&
        (!b.low || s.temperature_K > b.low->temperature_K))
      b.low = &s;
  return b;
}

double rounded(double kelvin)
{
  return std::round(kelvin * 100.0) / 100.0;    // as in the names of points
}

/// Of ratio = a + b (T - middle), weighted by the errors: where it meets the threshold.
std::optional<Estimate> crossing_of_line(const std::vector<MeltSample> &samples, double threshold,
                                         double middle)
{
  double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
  for (const MeltSample &s : samples) {
    const double weight = 1.0 / (s.ratio.error * s.ratio.error), x = s.temperature_K - middle;
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * s.ratio.value;
    wxy += weight * x * s.ratio.value;
  }
  const double determinant = w * wxx - wx * wx;
  if (!(determinant > 0.0)) return std::nullopt;
  const double a = (wxx * wy - wx * wxy) / determinant, b = (w * wxy - wx * wy) / determinant;
  if (!(b > 0.0)) return std::nullopt;
  const double x = (threshold - a) / b;
  const double variance = (wxx - 2.0 * x * wx + x * x * w) / determinant / (b * b);
  return Estimate{middle + x, std::sqrt(std::max(0.0, variance))};
}

std::vector<MeltSample> near(const std::vector<MeltSample> &samples, double middle, double most_K)
{
  std::vector<MeltSample> result;
  for (const MeltSample &s : samples)
    if (s.ratio.error > 0.0 && s.broken == 0 && std::fabs(s.temperature_K - middle) <= most_K)
      result.push_back(s);
  return result;
}

}    // namespace

MeltStep next_step(const Protocol &p, const std::vector<MeltSample> &samples)
{
  if (samples.empty()) return {p.start_K, std::nullopt, ""};
  const Bracket b = bracket_of(p, samples);
  if (!b.high) {
    if (b.low->temperature_K >= p.highest_K)
      return {std::nullopt, std::nullopt,
              fmt::format("the ratio stays below {:g} up to {:g} K", p.threshold, p.highest_K)};
    return {rounded(std::min(b.low->temperature_K + p.step_K, p.highest_K)), b.low->temperature_K,
            ""};
  }
  if (!b.low)
    return {
        std::nullopt, std::nullopt,
        fmt::format("the ratio is at or above {:g}, or bonds are broken, at the first temperature, "
                    "{:g} K: start lower",
                    p.threshold, b.high->temperature_K)};
  if (b.high->temperature_K - b.low->temperature_K <= p.tolerance_K)
    return {std::nullopt, std::nullopt,
            b.high->ratio.value >= p.threshold ? "found" : "decomposed"};
  return {rounded(0.5 * (b.low->temperature_K + b.high->temperature_K)), b.low->temperature_K, ""};
}

int most_search_points(const Protocol &p)
{
  const int up = static_cast<int>(std::ceil((p.highest_K - p.start_K) / p.step_K)) + 1;
  return up + static_cast<int>(std::ceil(std::log2(std::max(1.0, p.step_K / p.tolerance_K))));
}

std::optional<MeltCrossing> crossing(const Protocol &p, const std::vector<MeltSample> &samples)
{
  const Bracket b = bracket_of(p, samples);
  if (!b.low || !b.high || b.high->ratio.value < p.threshold) return std::nullopt;
  const double low = b.low->temperature_K, high = b.high->temperature_K,
               middle = 0.5 * (low + high);
  const double of_bracket = (high - low) / std::sqrt(12.0);
  auto line =
      crossing_of_line(near(samples, middle, steps_of_the_line * p.step_K), p.threshold, middle);
  if (!line) line = crossing_of_line(near(samples, middle, INFINITY), p.threshold, middle);
  if (!line) return MeltCrossing{low, high, {middle, of_bracket}};
  // a ratio that jumps is nothing for a line: its own errors are small then, and the bracket holds
  const double slack = 2.0 * line->error;
  return MeltCrossing{
      low,
      high,
      {std::clamp(line->value, low - slack, high + slack), std::hypot(line->error, of_bracket)}};
}

std::optional<double> decomposition_K(const std::vector<MeltSample> &samples)
{
  std::optional<double> lowest;
  for (const MeltSample &s : samples)
    if (s.broken > 0 && (!lowest || s.temperature_K < *lowest)) lowest = s.temperature_K;
  return lowest;
}

}    // namespace softmode
