// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/thermodynamic_errors.h"

#include "finite_differences.h"
#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

std::vector<FitSpectrum> noisy(const synthetic::TwoState &model, double noise, std::mt19937 &random)
{
  auto spectra = model.spectra();
  for (FitSpectrum &s : spectra) synthetic::add_noise(s, noise, random);
  return spectra;
}

synthetic::TwoState small_model(int cycles)
{
  synthetic::TwoState model;
  model.cycles = cycles;
  model.points = 101;
  return model;
}

LineOptions fixed_lines()
{
  LineOptions lines;
  lines.centres = {1596.0, 1587.0};
  lines.widths = {{16.0, 0.0}, {18.0, 0.0}};
  lines.fix_centres = true;
  lines.sharing = WidthSharing::fixed;
  return lines;
}

VantHoffFit vant_hoff(const StateAreas &areas, const VantHoffOptions &options)
{
  return {options, fit_vant_hoff_of_areas(areas.components, areas.spectra, areas.tight, areas.loose,
                                          areas.ratio, options)};
}

std::vector<ErrorComparison> all_of(const ThermodynamicErrors &e)
{
  std::vector<ErrorComparison> all = e.parameters;
  if (e.equal_populations_K) all.push_back(*e.equal_populations_K);
  for (const auto &a : e.at) {
    all.push_back(a.free_energy_kJ_mol);
    all.push_back(a.loose_fraction);
  }
  return all;
}

void expect_agreement(const ThermodynamicErrors &e, double profile, double bootstrap)
{
  for (const ErrorComparison &c : all_of(e)) {
    EXPECT_NEAR(c.profile.error / c.covariance.error, 1.0, profile) << c.name;
    EXPECT_NEAR(c.bootstrap_error / c.covariance.error, 1.0, bootstrap) << c.name;
    ASSERT_TRUE(c.profile.low && c.profile.high) << c.name;
    EXPECT_LT(*c.profile.low, c.covariance.value) << c.name;
    EXPECT_GT(*c.profile.high, c.covariance.value) << c.name;
  }
}

}    // namespace

// the fast way must end where the careful one does, from the minimum of other data
TEST(CloseMinimum, IsThatOfTheWholeFit)
{
  std::mt19937 random(80);
  synthetic::TwoState model = small_model(3);
  model.loose = 1583.0;
  TwoStateOptions options;
  options.heat_capacity = true;
  const TwoStateFit first = fit_two_state(noisy(model, 0.01, random), options);
  ASSERT_TRUE(first.quality.usable());
  for (const bool known_noise : {false, true}) {
    auto spectra = noisy(model, 0.01, random);
    for (FitSpectrum &s : spectra) s.noise = known_noise ? 0.01 : 0.0;
    options.lines.centres = {first.tight.centre.value, first.loose.centre.value};
    options.lines.widths = {first.tight.widths[0], first.loose.widths[0]};
    const SeparableProblem problem =
        two_state_problem(spectra, options, first.thermodynamics.parameters, 20.0);
    const auto close = close_minimum(problem);
    const NonlinearFit careful = least_squares(projected(problem));
    ASSERT_TRUE(close && careful.usable());
    for (Eigen::Index i = 0; i < close->size(); ++i) {
      EXPECT_GT(std::fabs(problem.start[i] - careful.parameters[i]),
                1e-2 * std::sqrt(careful.covariance(i, i) * careful.scale(ErrorScaling::scaled)));
      EXPECT_NEAR((*close)[i], careful.parameters[i], 1e-8 * std::fabs(careful.parameters[i])) << i;
    }
  }
}

TEST(CloseMinimum, GivesUpWhereItDoesNotGetThere)
{
  std::mt19937 random(79);
  auto spectra = noisy(small_model(1), 0.01, random);
  TwoStateOptions options;
  options.lines.centres = {1560.0, 1625.0};    // far from both lines
  options.lines.widths = {{3.0, 0.0}, {3.0, 0.0}};
  EXPECT_FALSE(close_minimum(two_state_problem(spectra, options, Eigen::Vector2d(0.0, 0.0), 20.0)));
  // a bound, here that of the axis, is no minimum
  options.lines.centres = {1540.0, 1590.0};
  EXPECT_FALSE(close_minimum(two_state_problem(spectra, options, Eigen::Vector2d(0.0, 0.0), 20.0)));
}

TEST(VarianceFactor, ScalesAndEnlarges)
{
  EXPECT_EQ(variance_factor(ErrorScaling::given, 20.0, 5.0), 1.0);
  EXPECT_EQ(variance_factor(ErrorScaling::scaled, 2.0, 5.0), 0.4);
  EXPECT_EQ(variance_factor(ErrorScaling::enlarged, 2.0, 5.0), 1.0);
  EXPECT_EQ(variance_factor(ErrorScaling::enlarged, 20.0, 5.0), 4.0);
  EXPECT_EQ(variance_factor(ErrorScaling::enlarged, 0.0, 0.0), 1.0);
  EXPECT_TRUE(std::isnan(variance_factor(ErrorScaling::scaled, 0.0, 0.0)));
}

TEST(AreaLikelihood, DerivativesAreThoseOfDifferences)
{
  std::mt19937 random(81);
  const auto spectra = noisy(small_model(1), 0.005, random);
  const LineOptions lines = fixed_lines();
  const GlobalFit components = fit_components(spectra, 2, lines);
  const StateAreas areas{spectra, lines, components, 0, 1, {1.2, 0.1}};
  const VantHoffFit fit = vant_hoff(areas, {true, 298.15, ErrorScaling::given, 2.0});
  LeastSquaresProblem problem = area_likelihood(areas, fit);
  EXPECT_EQ(problem.start.size(), 3 + 7 + 1 + 7);
  EXPECT_EQ(problem.residuals, 14 + 1 + 7);
  problem.start[10] = 0.05;    // steps of differences are relative, so not at 0
  problem.start.tail(7).setConstant(1.5);
  EXPECT_LT(jacobian_deviation(problem, problem.start), 1e-7);
}

TEST(ThermodynamicErrors, AgreeByAllWaysAndInBothFitsOnGoodData)
{
  std::mt19937 random(82);
  for (const bool cp : {false, true}) {
    synthetic::TwoState model = small_model(3);
    model.dCp = cp ? 37.0 : 0.0;
    const auto spectra = noisy(model, 0.005, random);
    TwoStateOptions options;
    options.lines = fixed_lines();
    options.heat_capacity = cp;
    const TwoStateFit one = fit_two_state(spectra, options);
    ASSERT_TRUE(one.quality.usable());
    const BootstrapOptions bootstrap{Resampling::residual_blocks, 400, 5, 20, 2};
    const auto errors = one_step_errors(spectra, options, one, bootstrap, {173.15, 298.15, 473.15});
    ASSERT_EQ(errors.parameters.size(), cp ? 3u : 2u);
    ASSERT_EQ(errors.at.size(), 3u);
    ASSERT_TRUE(errors.equal_populations_K);
    expect_agreement(errors, 0.03, 0.2);

    const GlobalFit components = fit_components(spectra, 2, options.lines);
    const StateAreas areas{spectra, options.lines, components, 0, 1, {1.0, 0.0}};
    const VantHoffFit two = vant_hoff(areas, {cp, 298.15, ErrorScaling::given});
    const auto of_steps = two_step_errors(areas, {two}, bootstrap, {173.15, 298.15, 473.15});
    ASSERT_EQ(of_steps.size(), 1u);
    expect_agreement(of_steps[0], 0.05, 0.2);
    for (std::size_t i = 0; i < errors.at.size(); ++i)
      EXPECT_NEAR(of_steps[0].at[i].free_energy_kJ_mol.covariance.error /
                      errors.at[i].free_energy_kJ_mol.covariance.error,
                  1.0, 0.1);
  }
}

// the interval of a derived quantity must be what a search over the spectra's chi-squared says, not a linear guess
TEST(ThermodynamicErrors, AProfileOfAFreeEnergyRaisesChiSquaredByItsTarget)
{
  std::mt19937 random(83);
  auto spectra = noisy(small_model(1), 0.02, random);
  for (FitSpectrum &s : spectra) s.noise = 0.02;
  TwoStateOptions options;
  options.lines = fixed_lines();
  const TwoStateFit fit = fit_two_state(spectra, options);
  const auto errors =
      one_step_errors(spectra, options, fit, {Resampling::residual_blocks, 10, 5, 20, 1}, {300.0});
  const double high = *errors.at[0].free_energy_kJ_mol.profile.high;
  // dH free, dS such that dG(300 K) is the end of the interval: the lowest chi-squared by a fine search
  const SeparableProblem problem =
      two_state_problem(spectra, options, fit.thermodynamics.parameters, 20.0);
  const LeastSquaresProblem plain = projected(problem);
  double lowest = INFINITY;
  for (double dH = 0.0; dH < 12.0; dH += 0.002) {
    Eigen::VectorXd r(plain.residuals);
    plain.evaluate(Eigen::Vector2d(dH, 1000.0 * (dH - high) / 300.0), r, nullptr);
    lowest = std::min(lowest, r.squaredNorm());
  }
  EXPECT_NEAR(lowest - fit.quality.chi_squared, 1.96 * 1.96, 0.01);
}

TEST(ThermodynamicErrors, AProfileIsSkewedWhereAStateIsRare)
{
  // at the lowest temperature the loose state is 2 %, known to some tenths of itself
  std::mt19937 random(84);
  synthetic::TwoState model = small_model(1);
  model.dH = 12.0;
  model.dS = 38.0;
  model.dCp = 0.0;
  auto spectra = noisy(model, 0.05, random);
  const LineOptions lines = fixed_lines();
  const GlobalFit components = fit_components(spectra, 2, lines);
  const StateAreas areas{spectra, lines, components, 0, 1, {1.0, 0.0}};
  const VantHoffFit fit = vant_hoff(areas, {false, 298.15, ErrorScaling::given});
  const auto errors =
      two_step_errors(areas, {fit}, {Resampling::residual_blocks, 200, 3, 20, 1}, {173.15})[0];
  const ErrorComparison &p = errors.at[0].loose_fraction;
  ASSERT_TRUE(p.profile.low && p.profile.high);
  EXPECT_GT((*p.profile.high - p.covariance.value) / (p.covariance.value - *p.profile.low), 1.2);
  EXPECT_GT(*p.profile.low, 0.0);
}

TEST(ThermodynamicErrors, DoNotDependOnTheNumberOfThreads)
{
  std::mt19937 random(85);
  const auto spectra = noisy(small_model(2), 0.005, random);
  TwoStateOptions options;
  options.lines = fixed_lines();
  const TwoStateFit fit = fit_two_state(spectra, options);
  const auto with = [&](int threads) {
    return one_step_errors(spectra, options, fit, {Resampling::residual_blocks, 40, 5, 20, threads},
                           {300.0});
  };
  const auto one = all_of(with(1)), three = all_of(with(3));
  for (std::size_t i = 0; i < one.size(); ++i)
    EXPECT_EQ(one[i].bootstrap_error, three[i].bootstrap_error) << one[i].name;
}

// temperatures that are off by 3 K in reality: errors must say so, in both fits
TEST(ThermodynamicErrors, HoldTheTruthWhereTemperaturesAreUncertain)
{
  std::mt19937 random(86);
  std::normal_distribution<double> off(0.0, 3.0);
  synthetic::Coverage one_step, two_step, ignored;
  for (int set = 0; set < 1000; ++set) {
    auto spectra = noisy(small_model(1), 0.003, random);
    for (FitSpectrum &s : spectra) s.temperature_K += off(random);
    TwoStateOptions options;
    options.lines = fixed_lines();
    options.heat_capacity = true;
    ignored.add(fit_two_state(spectra, options).thermodynamics.enthalpy_kJ_mol(), 5.9);
    options.temperature_error_K = 3.0;
    one_step.add(fit_two_state(spectra, options).thermodynamics.enthalpy_kJ_mol(), 5.9);
    const GlobalFit components = fit_components(spectra, 2, options.lines);
    two_step.add(fit_vant_hoff_of_areas(components, spectra, 0, 1, {1.0, 0.0},
                                        {true, 298.15, ErrorScaling::given, 3.0})
                     .thermodynamics.enthalpy_kJ_mol(),
                 5.9);
  }
  EXPECT_LT(ignored.share(), 0.8);    // the same errors without them
  for (const auto *c : {&one_step, &two_step}) {
    EXPECT_GT(c->share(), 0.93);
    EXPECT_LT(c->share(), 0.97);
    EXPECT_LT(std::fabs(c->mean()), 0.15);
  }
}

TEST(ThermodynamicErrors, OfTemperaturesAndRatioAreInAllThreeWays)
{
  std::mt19937 random(87);
  synthetic::TwoState model = small_model(1);
  model.dCp = 0.0;
  const auto spectra = noisy(model, 0.003, random);
  TwoStateOptions options;
  options.lines = fixed_lines();
  options.ratio = {1.0, 0.1};
  options.temperature_error_K = 3.0;
  const TwoStateFit fit = fit_two_state(spectra, options);
  const BootstrapOptions bootstrap{Resampling::residual_blocks, 400, 5, 20, 1};
  expect_agreement(one_step_errors(spectra, options, fit, bootstrap, {298.15}), 0.05, 0.2);
  const GlobalFit components = fit_components(spectra, 2, options.lines);
  const StateAreas areas{spectra, options.lines, components, 0, 1, options.ratio};
  const VantHoffFit two = vant_hoff(areas, {false, 298.15, ErrorScaling::given, 3.0});
  expect_agreement(two_step_errors(areas, {two}, bootstrap, {298.15})[0], 0.05, 0.2);
}

// cycles with an entropy of their own: what only whole cycles know
TEST(ThermodynamicErrors, OverCyclesSeeWhatCyclesDoToEachOther)
{
  std::mt19937 random(89);
  std::normal_distribution<double> of_cycle(0.0, 1.0);
  std::vector<FitSpectrum> spectra;
  double squares = 0.0;
  const int cycles = 12;
  for (int cycle = 1; cycle <= cycles; ++cycle) {
    synthetic::TwoState model = small_model(1);
    model.dCp = 0.0;
    model.dS = 22.0 + of_cycle(random);
    squares += std::pow(model.dS - 22.0, 2) / cycles;
    for (FitSpectrum s : noisy(model, 0.003, random)) {
      s.cycle = cycle;
      spectra.push_back(s);
    }
  }
  const double expected = std::sqrt(squares / cycles);
  TwoStateOptions options;
  options.lines = fixed_lines();
  const BootstrapOptions bootstrap{Resampling::cycles, 400, 5, 20, 1};
  const TwoStateFit one = fit_two_state(spectra, options);
  const auto errors = one_step_errors(spectra, options, one, bootstrap, {298.15});
  const GlobalFit components = fit_components(spectra, 2, options.lines);
  const StateAreas areas{spectra, options.lines, components, 0, 1, {1.0, 0.0}};
  const VantHoffFit two = vant_hoff(areas, {false, 298.15, ErrorScaling::given});
  const auto of_steps = two_step_errors(areas, {two}, bootstrap, {298.15})[0];
  for (const ErrorComparison &dS : {errors.parameters[1], of_steps.parameters[1]}) {
    EXPECT_NEAR(dS.bootstrap_error / expected, 1.0, 0.35);
    EXPECT_TRUE(dS.differ);
    EXPECT_GT(dS.bootstrap_error, 2.0 * dS.covariance.error);
  }
}

TEST(ThermodynamicErrors, AreNotGivenForFitsWithoutThem)
{
  const auto spectra = small_model(1).spectra();
  TwoStateFit none;
  none.quality.message = "not fitted";
  EXPECT_THROW(one_step_errors(spectra, {}, none, {}, {}), AnalysisError);
  std::mt19937 random(88);
  const auto data = noisy(small_model(1), 0.005, random);
  TwoStateOptions options;
  options.lines = fixed_lines();
  const TwoStateFit fit = fit_two_state(data, options);
  EXPECT_THROW(one_step_errors(data, options, fit, {Resampling::cycles, 100}, {}), AnalysisError);
  EXPECT_THROW(one_step_errors(data, options, fit, {Resampling::residual_blocks, 10}, {-1.0}),
               AnalysisError);
  EXPECT_THROW(one_step_errors(data, options, fit, {Resampling::residual_blocks, 5}, {}),
               AnalysisError);
}

TEST(ChooseResampling, DrawsCyclesWhereThereAreEnough)
{
  const auto of = [](int cycles, const std::optional<Resampling> &asked = {}) {
    return choose_resampling(small_model(cycles).spectra(), asked);
  };
  EXPECT_EQ(of(1).resampling, Resampling::residual_blocks);
  EXPECT_EQ(of(1, Resampling::cycles).resampling, Resampling::residual_blocks);
  EXPECT_EQ(of(2, Resampling::cycles).resampling, Resampling::residual_blocks);
  EXPECT_NE(of(2).reason.find("three different draws"), std::string::npos);
  EXPECT_EQ(of(3).resampling, Resampling::residual_blocks);
  EXPECT_EQ(of(3, Resampling::cycles).resampling, Resampling::cycles);
  EXPECT_NE(of(3, Resampling::cycles).reason.find("scatters by 50 %"), std::string::npos);
  EXPECT_EQ(of(6).resampling, Resampling::cycles);
  EXPECT_EQ(of(6, Resampling::residual_blocks).resampling, Resampling::residual_blocks);
}

}    // namespace softmode
