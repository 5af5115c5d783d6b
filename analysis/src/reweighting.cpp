// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/reweighting.h"

#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace softmode {

namespace {

constexpr double difference = 0.05;    // kcal/mol, and of the logarithm

/// Sums over one state.
struct Weighted {
  double sum = 0.0, squares = 0.0;
  void add(double count, double weight)
  {
    sum += count * weight;
    squares += count * weight * weight;
  }
  double effective() const { return squares > 0.0 ? sum * sum / squares : 0.0; }
};

}    // namespace

ReweightedPopulations reweighted_populations(const SampledLengths &sampled, const LoneBond &from,
                                             const LoneBond &to)
{
  if (sampled.length.size() != sampled.count.size())
    throw std::invalid_argument("reweighting: lengths and counts differ in number");
  if (!(sampled.temperature_K > 0.0))
    throw AnalysisError("reweighting: the temperature must be positive");
  const double RT =
      gas_constant_J_mol_K * sampled.temperature_K / 1000.0 / kilojoule_per_kilocalorie;
  Weighted tight, loose;
  for (std::size_t i = 0; i < sampled.length.size(); ++i) {
    const double r = sampled.length[i];
    const double change = evaluate(to.wells, r).energy - evaluate(from.wells, r).energy;
    const double weight = std::exp(-change / RT) * bend_partition(to, r) / bend_partition(from, r);
    (r > to.weight.midpoint ? loose : tight).add(sampled.count[i], weight);
  }
  if (!(tight.sum > 0.0) || !(loose.sum > 0.0))
    throw AnalysisError("reweighting: one of the states was never sampled");
  return {std::log(loose.sum / tight.sum), std::min(tight.effective(), loose.effective())};
}

std::optional<Eigen::Matrix2d> population_response(const std::vector<SampledLengths> &sampled,
                                                   const LoneBond &bond, LoneBondSoftness softness,
                                                   double least_samples)
{
  if (sampled.size() < 2) return std::nullopt;
  Eigen::Matrix2d response;
  for (int j = 0; j < 2; ++j) {
    const Eigen::Vector2d by = difference * Eigen::Vector2d::Unit(j);
    const LoneBond up = softened(bond, softness, by(0), by(1)),
                   down = softened(bond, softness, -by(0), -by(1));
    std::vector<double> T;
    std::vector<Estimate> slope;    // of ln K, which the linear fit turns into those of dH and dS
    for (const SampledLengths &s : sampled) {
      try {
        const ReweightedPopulations a = reweighted_populations(s, bond, up),
                                    b = reweighted_populations(s, bond, down);
        if (std::min(a.effective_samples, b.effective_samples) < least_samples) return std::nullopt;
        T.push_back(s.temperature_K);
        slope.push_back({(a.log_K - b.log_K) / (2.0 * difference), s.log_K_error});
      } catch (const AnalysisError &) {
        return std::nullopt;    // a state without samples: fewer than any least number
      }
    }
    const VantHoff fit = fit_vant_hoff(T, slope, false);
    response.col(j) << fit.enthalpy_kJ_mol.value, fit.entropy_J_mol_K.value;
  }
  return response;
}

}    // namespace softmode
