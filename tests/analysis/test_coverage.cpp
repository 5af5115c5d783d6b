// SPDX-License-Identifier: BSD-3-Clause
// Do 95 % intervals hold the truth in 95 % of synthetic experiments? With SOFTMODE_COVERAGE=<file> the table of
// analysis/doc/coverage.md is written there.
#include "softmode/analysis/exchange.h"
#include "softmode/analysis/global_fit.h"
#include "softmode/analysis/moving_band.h"
#include "softmode/analysis/redshift.h"
#include "softmode/analysis/single_band.h"

#include "synthetic.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>

namespace softmode {

namespace {

constexpr int sets = 1000;

/// Parameters by name; the truth of each, and what one synthetic experiment gave.
using Truth = std::map<std::string, double>;
using Found = std::map<std::string, Estimate>;

void write_row(const std::string &model, const std::string &name, double truth, double error,
               const synthetic::Coverage &c)
{
  const char *path = std::getenv("SOFTMODE_COVERAGE");
  if (!path) return;
  std::ofstream file(path, std::ios::app);
  char row[256];
  std::snprintf(row, sizeof row, "| %s | %s | %.6g | %.2g | %d | %.1f %% | %+.3f | %.3f |\n",
                model.c_str(), name.c_str(), truth, error, c.sets, 100.0 * c.share(), c.mean(),
                c.spread());
  file << row;
}

void expect_coverage(const std::string &model, unsigned seed, const std::vector<FitSpectrum> &exact,
                     double noise, const Truth &truth,
                     const std::function<Found(const std::vector<FitSpectrum> &)> &fit)
{
  std::mt19937 random(seed);
  std::map<std::string, synthetic::Coverage> coverage;
  std::map<std::string, double> error;
  for (int set = 0; set < sets; ++set) {
    auto spectra = exact;
    for (auto &s : spectra) synthetic::add_noise(s, noise, random);
    const Found found = fit(spectra);
    for (const auto &[name, value] : truth) {
      coverage[name].add(found.at(name), value);
      error[name] += found.at(name).error / sets;
    }
  }
  for (const auto &[name, c] : coverage) {
    write_row(model, name, truth.at(name), error.at(name), c);
    EXPECT_GT(c.share(), 0.93) << model << " " << name;
    EXPECT_LT(c.share(), 0.97) << model << " " << name;
    EXPECT_LT(std::fabs(c.mean()), 0.1) << model << " " << name;
    EXPECT_NEAR(c.spread(), 1.0, 0.1) << model << " " << name;
  }
}

/// HKUST-1 as in vt-drifts.yaml: 1596 and 1587 cm-1, dH 5.9, dS 22.0, dCp 37 at 298.15 K; 7 temperatures x 3 cycles.
synthetic::TwoState hkust_1(double heat_capacity)
{
  synthetic::TwoState model;
  model.points = 201;
  model.dCp = heat_capacity;
  return model;
}

TwoStateOptions near_hkust_1(bool heat_capacity)
{
  TwoStateOptions options;
  options.heat_capacity = heat_capacity;
  options.lines.centres = {1596.5, 1586.5};
  options.lines.widths = {{16.5, 0.0}, {17.5, 0.0}};
  return options;
}

Found thermodynamics(const Thermodynamics &t)
{
  Found found{{"dH (kJ/mol)", t.enthalpy_kJ_mol()},
              {"dS (J/mol/K)", t.entropy_J_mol_K()},
              {"ln K(298.15 K)", t.log_K(298.15)},
              {"equal populations (K)", t.equal_populations_K().value_or(Estimate{NAN, NAN})},
              {"loose fraction at 373.15 K", t.loose_fraction(373.15)}};
  if (t.heat_capacity()) found["dCp (J/mol/K)"] = *t.heat_capacity_J_mol_K();
  return found;
}

Truth true_thermodynamics(const synthetic::TwoState &model, bool heat_capacity)
{
  Thermodynamics t;
  t.parameters = Eigen::Vector3d(model.dH, model.dS, model.dCp);
  t.covariance = Eigen::Matrix3d::Identity();
  Truth truth{{"dH (kJ/mol)", model.dH},
              {"dS (J/mol/K)", model.dS},
              {"ln K(298.15 K)", t.log_K(298.15).value},
              {"equal populations (K)", t.equal_populations_K()->value},
              {"loose fraction at 373.15 K", t.loose_fraction(373.15).value}};
  if (heat_capacity) truth["dCp (J/mol/K)"] = model.dCp;
  return truth;
}

}    // namespace

TEST(Coverage, OneStepWithHeatCapacity)
{
  const auto model = hkust_1(37.0);
  expect_coverage("one-step two-state fit, HKUST-1", 201, model.spectra(), 0.005,
                  true_thermodynamics(model, true), [](const std::vector<FitSpectrum> &spectra) {
                    const TwoStateFit fit = fit_two_state(spectra, near_hkust_1(true));
                    EXPECT_TRUE(fit.quality.usable()) << fit.quality.message;
                    Found found = thermodynamics(fit.thermodynamics);
                    return found;
                  });
}

TEST(Coverage, OneStepWithoutHeatCapacity)
{
  const auto model = hkust_1(0.0);
  expect_coverage("one-step two-state fit without dCp", 202, model.spectra(), 0.005,
                  true_thermodynamics(model, false), [](const std::vector<FitSpectrum> &spectra) {
                    return thermodynamics(
                        fit_two_state(spectra, near_hkust_1(false)).thermodynamics);
                  });
}

TEST(Coverage, TwoStepsThroughAreas)
{
  const auto model = hkust_1(37.0);
  expect_coverage("free areas, then van't Hoff, HKUST-1", 203, model.spectra(), 0.005,
                  true_thermodynamics(model, true), [](const std::vector<FitSpectrum> &spectra) {
                    const GlobalFit areas = fit_components(spectra, 2, near_hkust_1(true).lines);
                    EXPECT_TRUE(areas.quality.usable()) << areas.quality.message;
                    return thermodynamics(
                        fit_vant_hoff_of_areas(areas, spectra, 0, 1, {1.0, 0.0},
                                               {true, 298.15, ErrorScaling::given})
                            .thermodynamics);
                  });
}

TEST(Coverage, TwoStepsWithFixedLinesAsTheSourceDid)
{
  const auto model = hkust_1(37.0);
  expect_coverage("fixed lines, free areas, then van't Hoff, HKUST-1", 204, model.spectra(), 0.01,
                  true_thermodynamics(model, true), [&](const std::vector<FitSpectrum> &spectra) {
                    LineOptions lines;
                    lines.centres = {model.tight, model.loose};
                    lines.widths = {{model.tight_fwhm, 0.0}, {model.loose_fwhm, 0.0}};
                    lines.fix_centres = true;
                    lines.sharing = WidthSharing::fixed;
                    const GlobalFit areas = fit_components(spectra, 2, lines);
                    return thermodynamics(
                        fit_vant_hoff_of_areas(areas, spectra, 0, 1, {1.0, 0.0},
                                               {true, 298.15, ErrorScaling::given})
                            .thermodynamics);
                  });
}

TEST(Coverage, SlopeOfSingleBands)
{
  std::vector<FitSpectrum> exact;
  const auto nu = synthetic::axis(1540.0, 1640.0, 201);
  for (int cycle = 0; cycle < 3; ++cycle)
    for (const double T : synthetic::temperatures) {
      exact.push_back(
          synthetic::spectrum(nu, {{1592.4 - 0.021 * (T - 298.15), 20.0, {16.0, 0.0}}}, 0.1, 1e-3));
      exact.back().temperature_K = T;
      exact.back().noise = 0.01;
    }
  expect_coverage(
      "single bands, then a line", 205, exact, 0.01,
      {{"X (cm-1/K)", -0.021}, {"position at 298.15 K (cm-1)", 1592.4}},
      [](const std::vector<FitSpectrum> &spectra) {
        std::vector<BandPosition> positions;
        for (const FitSpectrum &s : spectra)
          positions.push_back(
              {s.temperature_K, fit_single_band(s, {1540.0, 1640.0}).position, s.cycle, false});
        const Redshift line = analyse_redshift(positions).line;
        // errors are enlarged by scatter beyond them, which on average makes intervals wider on purpose
        const double enlarged = std::sqrt(std::max(1.0, line.reduced_chi_squared));
        return Found{
            {"X (cm-1/K)", {line.slope.value, line.slope.error / enlarged}},
            {"position at 298.15 K (cm-1)",
             {line.position_at_reference.value, line.position_at_reference.error / enlarged}}};
      });
}

TEST(Coverage, MovingBand)
{
  std::vector<FitSpectrum> exact;
  const auto nu = synthetic::axis(1540.0, 1640.0, 201);
  for (const double T : synthetic::temperatures) {
    exact.push_back(synthetic::spectrum(
        nu, {{1592.4 - 0.021 * (T - 298.15), 20.0, {16.0 + 0.005 * (T - 298.15), 0.0}}}, 0.1,
        1e-3));
    exact.back().temperature_K = T;
  }
  expect_coverage("one band that moves linearly", 206, exact, 0.01,
                  {{"X (cm-1/K)", -0.021},
                   {"FWHM at 298.15 K (cm-1)", 16.0},
                   {"slope of FWHM (cm-1/K)", 0.005}},
                  [](const std::vector<FitSpectrum> &spectra) {
                    const MovingBandFit fit = fit_moving_band(spectra);
                    return Found{{"X (cm-1/K)", fit.drift[0]},
                                 {"FWHM at 298.15 K (cm-1)", fit.width},
                                 {"slope of FWHM (cm-1/K)", fit.width_slope}};
                  });
}

TEST(Coverage, Exchange)
{
  std::vector<FitSpectrum> exact;
  const auto nu = synthetic::axis(1540.0, 1640.0, 201);
  const Eigen::Map<const Eigen::VectorXd> x(nu.data(), static_cast<Eigen::Index>(nu.size()));
  for (const double T : synthetic::temperatures) {
    const double K = std::exp(log_equilibrium_constant(5.9, 22.0, 0.0, T));
    exact.push_back(synthetic::spectrum(nu, {}, 0.1, 1e-3));
    const auto v = exchange_line(x, {1600.0, 1580.0, 9.0, 0.0, 4.0, K / (1.0 + K)}, false);
    for (std::size_t i = 0; i < nu.size(); ++i)
      exact.back().intensity[i] += 20.0 * v.value[static_cast<Eigen::Index>(i)];
    exact.back().temperature_K = T;
  }
  expect_coverage("two states that exchange", 207, exact, 0.005,
                  {{"ln rate (cm-1)", std::log(4.0)}, {"dH (kJ/mol)", 5.9}, {"dS (J/mol/K)", 22.0}},
                  [](const std::vector<FitSpectrum> &spectra) {
                    Eigen::VectorXd start(6);
                    start << 1600.5, 1579.5, 9.5, std::log(3.0), 5.0, 20.0;
                    const auto fit = fit_separable(exchange_problem(spectra, {}, start)).nonlinear;
                    EXPECT_TRUE(fit.usable()) << fit.message;
                    return Found{{"ln rate (cm-1)", fit.estimate(3, ErrorScaling::scaled)},
                                 {"dH (kJ/mol)", fit.estimate(4, ErrorScaling::scaled)},
                                 {"dS (J/mol/K)", fit.estimate(5, ErrorScaling::scaled)}};
                  });
}

}    // namespace softmode
