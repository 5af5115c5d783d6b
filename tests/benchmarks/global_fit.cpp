// SPDX-License-Identifier: BSD-3-Clause
// How long the global fits of 7 temperatures x 3 cycles x 400 points take, and bootstraps of 1,000 over them. Needs
// Debian's libbenchmark-dev. Each figure is processor time of the whole process, threads included, and wall time.
//
//   cmake --build build/dev --target global_fit_benchmark
//   build/dev/tests/global_fit_benchmark
#include "softmode/analysis/thermodynamic_errors.h"

#include "analysis/synthetic.h"

#include <benchmark/benchmark.h>

namespace softmode {

namespace {

std::vector<FitSpectrum> experiment()
{
  std::mt19937 random(301);
  synthetic::TwoState model;    // 7 temperatures, 3 cycles, 400 points
  model.loose = 1583.0;
  auto spectra = model.spectra();
  for (FitSpectrum &s : spectra) synthetic::add_noise(s, 0.01, random);
  return spectra;
}

TwoStateOptions with_heat_capacity()
{
  TwoStateOptions options;
  options.heat_capacity = true;
  return options;
}

void free_areas(benchmark::State &state)
{
  const auto spectra = experiment();
  for (auto _ : state) benchmark::DoNotOptimize(fit_components(spectra, 2));
}

void two_states(benchmark::State &state)
{
  const auto spectra = experiment();
  for (auto _ : state) benchmark::DoNotOptimize(fit_two_state(spectra, with_heat_capacity()));
}

BootstrapOptions thousand(const benchmark::State &state)
{
  return {Resampling::residual_blocks, 1000, 1, 20, static_cast<int>(state.range(0))};
}

void one_step_bootstrap(benchmark::State &state)
{
  const auto spectra = experiment();
  const TwoStateFit fit = fit_two_state(spectra, with_heat_capacity());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        one_step_errors(spectra, with_heat_capacity(), fit, thousand(state), {}));
}

void two_step_bootstrap(benchmark::State &state)
{
  const auto spectra = experiment();
  const LineOptions lines;
  const GlobalFit components = fit_components(spectra, 2, lines);
  const StateAreas areas{spectra, lines, components, 1, 0, {1.0, 0.0}};
  const VantHoffOptions options{true, 298.15, ErrorScaling::given};
  const VantHoffFit fit{options,
                        fit_vant_hoff_of_areas(components, spectra, 1, 0, {1.0, 0.0}, options)};
  for (auto _ : state) benchmark::DoNotOptimize(two_step_errors(areas, {fit}, thousand(state), {}));
}

BENCHMARK(free_areas)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(two_states)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(one_step_bootstrap)
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Iterations(1);
BENCHMARK(two_step_bootstrap)
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Iterations(1);

}    // namespace

}    // namespace softmode

BENCHMARK_MAIN();
