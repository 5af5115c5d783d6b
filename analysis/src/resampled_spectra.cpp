// SPDX-License-Identifier: BSD-3-Clause
#include "resampled_spectra.h"

#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <set>
#include <stdexcept>
#include <thread>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::VectorXd;

void exchange_residuals(FitSpectrum &spectrum, const VectorXd &residuals, double enlarged,
                        int block, std::mt19937_64 &random)
{
  const double unit = spectrum.noise > 0.0 ? spectrum.noise : 1.0;
  const auto points = static_cast<std::size_t>(residuals.size());
  const auto length = static_cast<std::size_t>(block);
  for (std::size_t i = 0, from = 0; i < points; ++i) {
    if (i % length == 0) from = random() % points;
    const auto source = static_cast<Index>((from + i % length) % points);
    spectrum.intensity[i] +=
        unit * (enlarged * residuals[source] - residuals[static_cast<Index>(i)]);
  }
}

}    // namespace

std::vector<int> cycles_of(const std::vector<FitSpectrum> &spectra)
{
  std::set<int> numbers;
  for (const FitSpectrum &s : spectra) numbers.insert(s.cycle);
  return {numbers.begin(), numbers.end()};
}

ResampledSpectra::ResampledSpectra(const std::vector<FitSpectrum> &all, const FitQuality &quality,
                                   const BootstrapOptions &o) :
    spectra(all),
    fitted(quality), options(o)
{
  if (o.samples < 10) throw AnalysisError("bootstrap: needs 10 samples");
  if (o.resampling == Resampling::residual_blocks) {
    if (o.block_points < 1) throw AnalysisError("bootstrap: needs stretches of a point or more");
    return;
  }
  for (const int number : cycles_of(all)) {
    cycles.emplace_back();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].cycle == number) cycles.back().push_back(i);
  }
  if (cycles.size() < 2) throw AnalysisError("bootstrap: needs at least 2 cycles");
}

std::vector<FitSpectrum> ResampledSpectra::draw(std::mt19937_64 &random) const
{
  if (options.resampling == Resampling::cycles) {
    std::vector<FitSpectrum> sample;
    for (std::size_t c = 0; c < cycles.size(); ++c)
      for (const std::size_t i : cycles[random() % cycles.size()]) sample.push_back(spectra[i]);
    return sample;
  }
  const double n = static_cast<double>(fitted.data),
               larger = std::sqrt(n / (n - static_cast<double>(fitted.parameters)));
  std::vector<FitSpectrum> sample = spectra;
  for (std::size_t s = 0; s < sample.size(); ++s)
    exchange_residuals(sample[s], fitted.residuals[s], larger, options.block_points, random);
  return sample;
}

double ResampledSpectra::enlarged() const
{
  if (options.resampling == Resampling::residual_blocks) return 1.0;
  const auto n = static_cast<double>(cycles.size());
  return std::sqrt(n / (n - 1.0));
}

Samples draw_samples(const BootstrapOptions &options,
                     const std::function<std::optional<VectorXd>(std::mt19937_64 &)> &one)
{
  const auto count = static_cast<std::size_t>(options.samples);
  const auto threads = static_cast<std::size_t>(std::clamp(options.threads, 1, options.samples));
  std::vector<std::optional<VectorXd>> drawn(count);
  std::vector<std::exception_ptr> errors(threads);
  const auto work = [&](std::size_t thread) {
    try {
      for (std::size_t k = thread; k < count; k += threads) {
        std::seed_seq seeds{options.seed, static_cast<std::uint64_t>(k)};
        std::mt19937_64 random(seeds);
        drawn[k] = one(random);
      }
    } catch (...) {
      errors[thread] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work, t);
  work(0);
  for (std::thread &t : others) t.join();
  for (const std::exception_ptr &e : errors)
    if (e) std::rethrow_exception(e);
  Samples samples;
  for (auto &d : drawn) {
    if (d)
      samples.found.push_back(std::move(*d));
    else
      ++samples.failures;
  }
  if (samples.failures > static_cast<int>(samples.found.size()))
    throw AnalysisError("bootstrap: " + std::to_string(samples.failures) + " of " +
                        std::to_string(count) + " samples gave no parameters");
  return samples;
}

double normal_deviate(std::mt19937_64 &random)
{
  // G.E.P. Box, M.E. Muller, Ann. Math. Stat. 1958, 29, 610, doi:10.1214/aoms/1177706645
  const auto uniform = [&random] { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; };
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return radius * std::cos(2.0 * pi * uniform());
}

}    // namespace softmode
