// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/model_comparison.h"

#include "finite_differences.h"
#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

std::vector<FitSpectrum> moving(double noise, std::mt19937 &random, Drift drift = Drift::linear)
{
  std::vector<FitSpectrum> all;
  const auto axis = synthetic::axis(1540.0, 1640.0, 201);
  for (int cycle = 0; cycle < 3; ++cycle)
    for (const double T : synthetic::temperatures) {
      const Eigen::VectorXd factors = drift_factors(drift, T, 1592.0);
      double centre = 1592.4;
      if (drift == Drift::linear) centre += -0.021 * factors[0];
      if (drift == Drift::cubic) centre += -20.0 * (factors[0] - 1.0);
      if (drift == Drift::quartic) centre += -20.0 * (factors[0] - 1.0) + 6.0 * (factors[1] - 1.0);
      FitSpectrum s = synthetic::spectrum(
          axis, {{centre, 20.0, {16.0 + 0.005 * (T - 298.15), 0.0}}}, 0.1, 1e-3);
      synthetic::add_noise(s, noise, random);
      s.temperature_K = T;
      s.cycle = cycle;
      all.push_back(s);
    }
  return all;
}

ModelScore made_up(const std::string &name, double AICc, double BIC)
{
  ModelScore s;
  s.name = name;
  s.data = 100;
  s.parameters = 5;
  s.AICc = AICc;
  s.BIC = BIC;
  s.runs.probability = 0.5;
  return s;
}

}    // namespace

TEST(MovingBand, JacobianIsThatOfDifferences)
{
  std::mt19937 random(91);
  const auto spectra = moving(0.02, random);
  for (const Drift drift : {Drift::linear, Drift::cubic, Drift::quartic})
    for (const LineShape shape : {LineShape::gaussian, LineShape::voigt, LineShape::pseudo_voigt}) {
      MovingBandOptions options;
      options.drift = drift;
      options.shape = shape;
      SeparableProblem problem = moving_band_problem(spectra, options, 1592.0, 16.0);
      for (Eigen::Index k = 1; k < problem.start.size(); ++k)
        if (problem.start[k] == 0.0)
          problem.start[k] = k < 3 && drift != Drift::linear ? -2.0 : -0.01;
      EXPECT_LT(jacobian_deviation(projected(problem), problem.start, 1e-4), 1e-6)
          << name_of(shape);
    }
}

TEST(MovingBand, RecoversWhatMovesIt)
{
  std::mt19937 random(92);
  const MovingBandFit linear = fit_moving_band(moving(1e-7, random));
  ASSERT_TRUE(linear.quality.usable());
  EXPECT_NEAR(linear.position.value, 1592.4, 1e-5);
  EXPECT_NEAR(linear.drift[0].value, -0.021, 1e-7);
  EXPECT_NEAR(linear.width.value, 16.0, 1e-5);
  EXPECT_NEAR(linear.width_slope.value, 0.005, 1e-7);
  MovingBandOptions options;
  options.decay_cm = 1592.0;
  options.drift = Drift::cubic;
  const MovingBandFit cubic = fit_moving_band(moving(1e-7, random, Drift::cubic), options);
  EXPECT_NEAR(cubic.drift[0].value, -20.0, 1e-4);
  EXPECT_NEAR(cubic.position.value, 1612.4, 1e-4);
  options.drift = Drift::quartic;
  const MovingBandFit quartic = fit_moving_band(moving(1e-7, random, Drift::quartic), options);
  EXPECT_NEAR(quartic.drift[0].value, -20.0, 1e-2);
  EXPECT_NEAR(quartic.drift[1].value, 6.0, 1e-2);
}

TEST(MovingBand, DecaysAsBalkanskiWallisAndHaro)
{
  // n(796 cm-1) at 400 K: x = 1.438777 x 796 / 400
  const double n2 = 1.0 / std::expm1(1.438776877 * 796.0 / 400.0);
  const double n3 = 1.0 / std::expm1(1.438776877 * 1592.0 / 3.0 / 400.0);
  const Eigen::VectorXd f = drift_factors(Drift::quartic, 400.0, 1592.0);
  EXPECT_NEAR(f[0], 1.0 + 2.0 * n2, 1e-12);
  EXPECT_NEAR(f[1], 1.0 + 3.0 * n3 + 3.0 * n3 * n3, 1e-12);
  EXPECT_THROW(drift_factors(Drift::cubic, 0.0, 1592.0), AnalysisError);
  EXPECT_THROW(drift_factors(Drift::cubic, 300.0, 0.0), AnalysisError);
}

TEST(MovingBand, IntervalsOfTheSlopeCoverTheTruth)
{
  std::mt19937 random(93);
  const auto exact = moving(0.0, random);
  synthetic::Coverage X;
  for (int set = 0; set < 500; ++set) {
    auto spectra = exact;
    for (auto &s : spectra) synthetic::add_noise(s, 0.01, random);
    const MovingBandFit fit = fit_moving_band(spectra);
    ASSERT_TRUE(fit.quality.usable());
    X.add(fit.drift[0], -0.021);
  }
  EXPECT_GT(X.share(), 0.93);
  EXPECT_LT(X.share(), 0.97);
  EXPECT_LT(std::fabs(X.mean()), 0.1);
}

TEST(MovingBand, NeedsTemperatures)
{
  std::mt19937 random(94);
  auto spectra = moving(0.01, random);
  for (auto &s : spectra) s.temperature_K = 300.0;
  EXPECT_THROW(fit_moving_band(spectra), AnalysisError);
}

TEST(CompareModels, SupportsTheModelThatMadeTheData)
{
  std::mt19937 random(95);
  synthetic::TwoState model;
  model.points = 201;
  auto two = model.spectra();
  for (auto &s : two) synthetic::add_noise(s, 0.005, random);
  CompetingOptions options;
  options.heat_capacity = true;
  const CompetingModels a = compare_models(two, options);
  EXPECT_EQ(a.comparison.models.front().name, "two states") << a.comparison.sentence;
  EXPECT_TRUE(a.comparison.adequate);
  EXPECT_NE(a.comparison.sentence.find("The spectra support two states, with an AICc "),
            std::string::npos)
      << a.comparison.sentence;
  ASSERT_TRUE(a.linear);
  ASSERT_FALSE(a.comparison.nested.empty());
  EXPECT_LT(a.comparison.nested[0].probability, 1e-3);    // widths 16 and 18 differ

  const CompetingModels b = compare_models(moving(0.005, random));
  EXPECT_EQ(b.comparison.models.front().name, "one band that moves linearly")
      << b.comparison.sentence;
  EXPECT_TRUE(b.comparison.adequate);
  EXPECT_TRUE(b.comparison.decided) << b.comparison.sentence;
}

TEST(CompareModels, SaysWhenTheDataCannotTell)
{
  std::mt19937 random(96);
  synthetic::TwoState model;
  model.points = 101;
  model.cycles = 1;
  model.tight_fwhm = model.loose_fwhm = 16.0;
  auto spectra = model.spectra();
  for (auto &s : spectra) synthetic::add_noise(s, 0.15, random);
  const CompetingModels c = compare_models(spectra);
  EXPECT_FALSE(c.comparison.decided);
  EXPECT_NE(c.comparison.sentence.find("The spectra cannot tell these models apart: "),
            std::string::npos)
      << c.comparison.sentence;
}

TEST(CompareModels, KeepsTheReasonsOfModelsThatFail)
{
  std::mt19937 random(97);
  auto noise = moving(0.0, random);
  for (auto &s : noise) {
    std::fill(s.intensity.begin(), s.intensity.end(), 1.0);
    synthetic::add_noise(s, 1.0, random);
  }
  EXPECT_THROW(compare_models(noise), AnalysisError);
  auto two = moving(0.01, random);
  two.resize(2);
  two[1].temperature_K = two[0].temperature_K;
  EXPECT_THROW(compare_models(two), AnalysisError);
}

TEST(CompareScores, SpeaksPlainly)
{
  const auto clear = compare_scores({made_up("b", 40, 50), made_up("a", 0, 10)});
  EXPECT_TRUE(clear.decided);
  EXPECT_EQ(clear.models[0].name, "a");
  EXPECT_EQ(
      clear.sentence,
      "The spectra support a, with an AICc 40.0 below that of b. They do not support any other "
      "model that was tried.");
  const auto weak =
      compare_scores({made_up("a", 0, 10), made_up("b", 6, 16), made_up("c", 90, 99)});
  EXPECT_FALSE(weak.decided);
  EXPECT_EQ(
      weak.sentence,
      "The spectra weakly support a, with an AICc 6.0 below that of b. They do not exclude b.");
  const auto equal = compare_scores({made_up("a", 0, 10), made_up("b", 2, 12)});
  EXPECT_EQ(
      equal.sentence,
      "The spectra cannot tell these models apart: a and b (AICc differs by 2.0). Each of these "
      "describes them.");
  // AIC and BIC that disagree decide nothing
  EXPECT_FALSE(compare_scores({made_up("a", 0, 10), made_up("b", 20, 5)}).decided);
  ModelScore bad = made_up("a", 0, 10);
  bad.runs.probability = 1e-9;
  bad.runs.z = -8.0;
  EXPECT_NE(compare_scores({bad, made_up("b", 40, 50)})
                .sentence.find("No model describes the spectra fully: "),
            std::string::npos);
  ModelScore noisy = made_up("a", 0, 10);
  noisy.noise_known = true;
  noisy.chi_squared = 300.0;
  noisy.reduced_chi_squared = 300.0 / 95.0;
  EXPECT_NE(compare_scores({noisy}).sentence.find("within their noise"), std::string::npos);
  EXPECT_THROW(compare_scores({}), AnalysisError);
  ModelScore other = made_up("c", 0, 0);
  other.data = 99;
  EXPECT_THROW(compare_scores({made_up("a", 0, 0), other}), std::invalid_argument);
}

TEST(NestedTest, IsRightWhenTheSmallerModelIs)
{
  ModelScore small = made_up("a", 0, 0), large = made_up("b", 0, 0);
  large.parameters = 7;
  small.chi_squared = 110.0;
  large.chi_squared = 93.0;
  const NestedTest t = nested_test(small, large);
  EXPECT_NEAR(t.F, (17.0 / 2.0) / 1.0, 1e-12);
  EXPECT_NEAR(t.probability, f_probability(8.5, 2, 93), 1e-15);
  EXPECT_THROW(nested_test(large, small), AnalysisError);
}

}    // namespace softmode
