// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/agreement.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>

namespace softmode {

namespace {

constexpr int most_pairs_for_all_orders = 8, random_orders = 20000, draws = 2000;
constexpr double as_strong = 1e-9;    // rounding of a correlation

Estimate mean_of(const std::vector<ValuePair> &pairs, const std::function<double(double)> &measure)
{
  if (pairs.empty()) throw AnalysisError("agreement: no values to compare");
  double sum = 0.0, variance = 0.0;
  for (const ValuePair &p : pairs) {
    sum += measure(p.simulated.value - p.measured);
    variance += p.simulated.error * p.simulated.error;
  }
  const double n = static_cast<double>(pairs.size());
  return {sum / n, std::sqrt(variance) / n};
}

/// Ranks from 1; ties share their mean.
std::vector<double> ranks(const std::vector<double> &x)
{
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> rank(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && x[order[end]] == x[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) rank[order[k]] = static_cast<double>(i + end + 1) / 2.0;
    i = end;
  }
  return rank;
}

double pearson(const std::vector<double> &x, const std::vector<double> &y)
{
  const double n = static_cast<double>(x.size());
  const double x_mean = std::accumulate(x.begin(), x.end(), 0.0) / n,
               y_mean = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xy = 0.0, xx = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - x_mean) * (y[i] - y_mean);
    xx += (x[i] - x_mean) * (x[i] - x_mean);
    yy += (y[i] - y_mean) * (y[i] - y_mean);
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : std::nan("");
}

double chance(std::vector<double> x, const std::vector<double> &y, double rho,
              std::mt19937_64 &random)
{
  double orders = 0.0, strong = 0.0;
  const auto count = [&] {
    ++orders;
    if (std::fabs(pearson(x, y)) >= std::fabs(rho) - as_strong) ++strong;
  };
  if (x.size() <= most_pairs_for_all_orders) {
    // by place, so that equal ranks count as often as they can be exchanged
    std::vector<double> values = x;
    std::vector<std::size_t> place(x.size());
    std::iota(place.begin(), place.end(), 0U);
    do {
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = values[place[i]];
      count();
    } while (std::next_permutation(place.begin(), place.end()));
    return strong / orders;
  }
  for (int i = 0; i < random_orders; ++i) {
    std::shuffle(x.begin(), x.end(), random);
    count();
  }
  return (strong + 1.0) / (orders + 1.0);    // the order found is one of them
}

}    // namespace

Estimate mean_absolute_error(const std::vector<ValuePair> &pairs)
{
  return mean_of(pairs, [](double d) { return std::fabs(d); });
}

Estimate mean_signed_error(const std::vector<ValuePair> &pairs)
{
  return mean_of(pairs, [](double d) { return d; });
}

double spearman(const std::vector<double> &x, const std::vector<double> &y)
{
  if (x.size() != y.size() || x.size() < 3)
    throw AnalysisError("rank correlation: needs three pairs of values");
  return pearson(ranks(x), ranks(y));
}

RankCorrelation rank_correlation(const std::vector<ValuePair> &pairs, std::uint64_t seed)
{
  std::vector<double> simulated, measured;
  for (const ValuePair &p : pairs) {
    simulated.push_back(p.simulated.value);
    measured.push_back(p.measured);
  }
  const double rho = spearman(simulated, measured);
  std::mt19937_64 random(seed);
  double sum = 0.0, squares = 0.0;
  std::vector<double> drawn(simulated.size());
  for (int i = 0; i < draws; ++i) {
    for (std::size_t k = 0; k < drawn.size(); ++k)
      drawn[k] = std::normal_distribution<double>(0.0, 1.0)(random) * pairs[k].simulated.error +
                 simulated[k];
    const double r = spearman(drawn, measured);
    sum += r;
    squares += r * r;
  }
  const double variance = squares / draws - (sum / draws) * (sum / draws);
  return {{rho, std::sqrt(std::max(0.0, variance))},
          chance(ranks(simulated), ranks(measured), rho, random)};
}

}    // namespace softmode
