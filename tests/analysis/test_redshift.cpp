// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/redshift.h"
#include "softmode/analysis/single_band.h"

#include "synthetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace softmode {

const std::vector<double> experiment_K{173.15, 223.15, 273.15, 323.15, 373.15, 423.15, 473.15};

TEST(Redshift, RecoversAnExactSlopeAndPosition)
{
  std::vector<Estimate> position;
  for (const double T : experiment_K) position.push_back({1592.4 - 0.021 * (T - 298.15), 0.1});
  const Redshift fit = fit_redshift(experiment_K, position);
  EXPECT_NEAR(fit.slope.value, -0.021, 1e-12);
  EXPECT_NEAR(fit.position_at_reference.value, 1592.4, 1e-10);
  EXPECT_NEAR(fit.slope.error, 0.1 / std::sqrt(70000.0),
              1e-9);    // sum of (T - mean)^2 = 28 x 50^2
}

TEST(Redshift, NominalIntervalsCoverTheTruth)
{
  // 500 synthetic experiments with the errors given: 95 % intervals must hold the truth in 93 to 97 %
  std::mt19937 random(4);
  std::normal_distribution<double> normal;
  int covered = 0;
  double bias = 0.0, error = 0.0;
  const int sets = 5000;
  for (int s = 0; s < sets; ++s) {
    std::vector<Estimate> position;
    for (const double T : experiment_K)
      position.push_back({1592.4 - 0.021 * (T - 298.15) + 0.3 * normal(random), 0.3});
    const Redshift fit = fit_redshift(experiment_K, position);
    const double plain_error = 0.3 / std::sqrt(70000.0);
    covered += std::fabs(fit.slope.value + 0.021) < 1.96 * plain_error;
    EXPECT_GE(fit.slope.error, plain_error - 1e-12);
    bias += (fit.slope.value + 0.021) / sets;
    error = plain_error;
  }
  EXPECT_GT(covered, 0.93 * sets);
  EXPECT_LT(covered, 0.97 * sets);
  EXPECT_LT(std::fabs(bias), 0.1 * error);
}

TEST(Redshift, ReportsScatterBeyondTheErrors)
{
  const Redshift fit =
      fit_redshift({100, 200, 300, 400}, {{10, 0.01}, {11, 0.01}, {10, 0.01}, {11, 0.01}});
  EXPECT_GT(fit.reduced_chi_squared, 1000.0);
  EXPECT_GT(fit.slope.error,
            0.001);    // enlarged by the scatter; the bare errors would give 0.00004
}

// a curve has one slope, however the errors are spread over it, and an error that does not grow with its curvature
TEST(Redshift, ACurveIsNoScatter)
{
  const auto curve = [](double T) {
    return 1600.0 - 9.0 / (1.0 + std::exp(709.6 / T - 2.646));    // dH 5.9 kJ/mol, dS 22 J/mol/K
  };
  const auto fit = [&](const std::function<double(double)> &error) {
    std::vector<Estimate> position;
    for (const double T : experiment_K) position.push_back({curve(T), error(T)});
    return fit_redshift(experiment_K, position);
  };
  const Redshift even = fit([](double) { return 0.1; });
  const Redshift uneven = fit([](double T) { return T < 300.0 ? 0.05 : 0.5; });
  EXPECT_NEAR(even.slope.value, uneven.slope.value, 1e-12);
  EXPECT_NEAR(even.slope.error, 0.1 / std::sqrt(70000.0), 1e-9);
  EXPECT_GT(even.reduced_chi_squared, 4.0);
  EXPECT_LT(even.curve_reduced_chi_squared, 1.0);
  ASSERT_TRUE(even.curvature);
  EXPECT_GT(even.curvature->value, 3.0 * even.curvature->error);
}

// a short run has two blocks, whose difference is all that is known of the error: sometimes it is next to nothing
TEST(Redshift, ErrorsOfTwoBlocksGiveAnHonestErrorOfTheSlope)
{
  std::mt19937 random(5);
  std::normal_distribution<double> normal(0.0, 0.7);
  std::vector<double> T;
  for (int cycle = 0; cycle < 5; ++cycle)
    T.insert(T.end(), experiment_K.begin(), experiment_K.end());
  const double true_error = 0.7 / std::sqrt(2.0) / std::sqrt(5.0 * 70000.0);
  double mean_error = 0.0;
  int covered = 0;
  const int sets = 2000;
  for (int s = 0; s < sets; ++s) {
    std::vector<Estimate> position;
    for (const double at : T) {
      const double mean = 1592.4 - 0.021 * (at - 298.15), a = mean + normal(random),
                   b = mean + normal(random);
      position.push_back({(a + b) / 2.0, std::fabs(a - b) / 2.0});
    }
    const Redshift fit = fit_redshift(T, position);
    mean_error += fit.slope.error / sets;
    covered += std::fabs(fit.slope.value + 0.021) < 1.96 * fit.slope.error;
  }
  EXPECT_NEAR(mean_error / true_error, 1.0, 0.1);
  EXPECT_GT(covered, 0.93 * sets);
  EXPECT_LT(covered, 0.98 * sets);
}

TEST(Redshift, FewTemperaturesLeaveNoScatterToMeasure)
{
  const Redshift two = fit_redshift({200, 400}, {{10, 0.3}, {9, 0.4}});
  EXPECT_NEAR(two.slope.value, -0.005, 1e-12);
  EXPECT_NEAR(two.slope.error, 0.5 / 200.0, 1e-12);
  EXPECT_TRUE(std::isnan(two.reduced_chi_squared));
  EXPECT_FALSE(two.curvature);
  const Redshift three = fit_redshift({200, 300, 400}, {{10, 0.3}, {12, 0.1}, {9, 0.4}});
  EXPECT_NEAR(three.slope.error, 0.5 / 200.0, 1e-12);
  ASSERT_TRUE(three.curvature);
  EXPECT_TRUE(std::isnan(three.curve_reduced_chi_squared));
}

TEST(Redshift, NeedsTwoTemperatures)
{
  EXPECT_THROW(fit_redshift({300}, {{1600, 1}}), AnalysisError);
  EXPECT_THROW(fit_redshift({300, 300}, {{1600, 1}, {1601, 1}}), AnalysisError);
}

namespace {

// three cycles up and down; the way down is shifted and steeper by what is given
std::vector<BandPosition> ramps(double error, double quadratic, double shift, double steeper,
                                std::mt19937 &random)
{
  std::normal_distribution<double> normal(0.0, error);
  std::vector<BandPosition> all;
  for (int cycle = 0; cycle < 3; ++cycle)
    for (const bool cooling : {false, true})
      for (const double T : experiment_K) {
        const double t = T - 298.15;
        const double position = 1592.4 - 0.021 * t + quadratic * t * t +
                                (cooling ? shift + steeper * t : 0.0) + normal(random);
        all.push_back({T, {position, error}, cycle, cooling});
      }
  return all;
}

}    // namespace

TEST(AnalyseRedshift, FindsCurvatureAndHysteresisThatAreThere)
{
  std::mt19937 random(21);
  const RedshiftAnalysis bent = analyse_redshift(ramps(0.05, 3e-5, 0.0, 0.0, random));
  ASSERT_TRUE(bent.curvature);
  EXPECT_NEAR(bent.curvature->quadratic.value, 3e-5, 4.0 * bent.curvature->quadratic.error);
  EXPECT_LT(bent.curvature->probability, 1e-6);
  const RedshiftAnalysis late = analyse_redshift(ramps(0.05, 0.0, 0.4, -0.002, random));
  ASSERT_TRUE(late.reversibility);
  EXPECT_NEAR(late.reversibility->offset_difference.value, 0.4,
              4.0 * late.reversibility->offset_difference.error);
  EXPECT_NEAR(late.reversibility->slope_difference.value, -0.002,
              4.0 * late.reversibility->slope_difference.error);
  EXPECT_LT(late.reversibility->probability, 1e-6);
  EXPECT_NEAR(late.reversibility->heating.slope.value, -0.021, 0.001);
  EXPECT_NEAR(late.reversibility->cooling.slope.value, -0.023, 0.001);
  ASSERT_EQ(late.cycles.size(), 3u);
  for (const auto &[cycle, line] : late.cycles) EXPECT_NEAR(line.slope.value, -0.022, 0.001);
}

TEST(AnalyseRedshift, FalseAlarmsAreAsRareAsTheySay)
{
  std::mt19937 random(22);
  int curved = 0, irreversible = 0, slope = 0;
  synthetic::Coverage X, offset;
  const int sets = 2000;
  for (int s = 0; s < sets; ++s) {
    const RedshiftAnalysis a = analyse_redshift(ramps(0.1, 0.0, 0.0, 0.0, random));
    curved += a.curvature->probability < 0.05;
    irreversible += a.reversibility->probability < 0.05;
    slope += a.reversibility->slope_probability < 0.05;
    const double enlarged = std::sqrt(std::max(1.0, a.line.reduced_chi_squared));
    X.add({a.line.slope.value, a.line.slope.error / enlarged}, -0.021);
  }
  EXPECT_NEAR(curved, 0.05 * sets, 0.02 * sets);
  EXPECT_NEAR(irreversible, 0.05 * sets, 0.02 * sets);
  // errors are enlarged by scatter, never reduced: fewer alarms than the nominal ones
  EXPECT_LT(slope, 0.06 * sets);
  EXPECT_GT(X.share(), 0.93);
  EXPECT_LT(X.share(), 0.97);
  EXPECT_LT(std::fabs(X.mean()), 0.1);
}

namespace {

// as ramps(), on the sigmoid of two states; errors of positions are 20 times the scatter, as those of a line shape that
// does not fit are
std::vector<BandPosition> sigmoid_ramps(int cycles, double scatter, double shift,
                                        std::mt19937 &random)
{
  std::normal_distribution<double> normal(0.0, scatter);
  std::vector<BandPosition> all;
  for (int cycle = 1; cycle <= cycles; ++cycle)
    for (const bool cooling : {false, true})
      for (const double T : experiment_K) {
        const double K = std::exp(log_equilibrium_constant(5.9, 22.0, 37.0, T));
        const double position = 1596.0 - 9.0 * K / (1.0 + K) + (cooling ? shift : 0.0);
        all.push_back({T, {position + normal(random), 20.0 * scatter}, cycle, cooling});
      }
  return all;
}

}    // namespace

// straight lines and errors of positions would give p = 1 here whatever cooling does
TEST(AnalyseRedshift, FindsHysteresisOfTheSizeOfTheScatterOnACurve)
{
  for (const int cycles : {1, 2, 3}) {
    std::mt19937 random(23);
    int alarms = 0, found = 0;
    double smallest = 1.0;
    const int sets = 2000;
    const double scatter = 0.02;
    for (int s = 0; s < sets; ++s) {
      const double p =
          analyse_redshift(sigmoid_ramps(cycles, scatter, 0.0, random)).reversibility->probability;
      alarms += p < 0.05;
      smallest = std::min(smallest, p);
    }
    for (int s = 0; s < 200; ++s)
      found += analyse_redshift(sigmoid_ramps(cycles, scatter, 0.08, random))
                   .reversibility->probability < 0.05;
    EXPECT_NEAR(alarms, 0.05 * sets, 3.0 * std::sqrt(0.05 * 0.95 * sets)) << cycles;
    EXPECT_LT(smallest, 0.01) << cycles;
    EXPECT_GT(found, 190) << cycles;
  }
}

TEST(AnalyseRedshift, HysteresisIsFoundWithItsSize)
{
  std::mt19937 random(24);
  synthetic::Coverage offset;
  for (int s = 0; s < 2000; ++s) {
    const Reversibility r = *analyse_redshift(sigmoid_ramps(2, 0.02, 0.05, random)).reversibility;
    EXPECT_EQ(r.degrees_of_freedom, 28 - 7 - 2);
    offset.add(r.offset_difference, 0.05);
  }
  EXPECT_GT(offset.share(), 0.92);    // Student's distribution with 19 degrees of freedom: 93.5 %
  EXPECT_LT(offset.share(), 0.96);
  EXPECT_LT(std::fabs(offset.mean()), 0.1);
}

// the whole way: spectra of two states, one line fitted to each, which does not describe them
TEST(AnalyseRedshift, FalseAlarmsFromSpectraWhoseLineShapeDoesNotFit)
{
  std::mt19937 random(25);
  synthetic::TwoState model;
  model.cycles = 4;    // two cycles, up and down
  model.points = 101;
  const auto exact = model.spectra();
  const auto probability = [&](double shift) {
    std::vector<BandPosition> positions;
    for (FitSpectrum s : exact) {
      const bool cooling = s.cycle % 2 == 1;
      if (cooling)
        for (double &nu : s.wavenumber) nu += shift;
      synthetic::add_noise(s, 0.002, random);
      positions.push_back(
          {s.temperature_K, fit_single_band(s, {1530.0, 1650.0}).position, s.cycle / 2, cooling});
    }
    return analyse_redshift(positions).reversibility->probability;
  };
  int alarms = 0;
  const int sets = 400;
  for (int s = 0; s < sets; ++s) alarms += probability(0.0) < 0.05;
  EXPECT_NEAR(alarms, 0.05 * sets, 3.0 * std::sqrt(0.05 * 0.95 * sets));
  for (int s = 0; s < 20; ++s) EXPECT_LT(probability(0.05), 1e-4);
}

TEST(AnalyseRedshift, NoReversibilityWithoutTemperaturesMeasuredOnBothWays)
{
  const auto at = [](double T, bool cooling) {
    return BandPosition{T, {1600.0 - 0.01 * T, 0.1}, 1, cooling};
  };
  EXPECT_FALSE(analyse_redshift({at(200, false), at(250, false), at(300, false), at(280, true),
                                 at(230, true), at(180, true)})
                   .reversibility);
  // both ways at two temperatures, but nothing left for the scatter
  EXPECT_FALSE(analyse_redshift({at(200, false), at(300, false), at(300, true), at(200, true)})
                   .reversibility);
}

TEST(AnalyseRedshift, SaysNothingOfWhatTheDataCannotTell)
{
  const RedshiftAnalysis two = analyse_redshift({{200, {1600, 0.1}}, {300, {1598, 0.1}}});
  EXPECT_FALSE(two.curvature);
  EXPECT_FALSE(two.reversibility);
  EXPECT_THROW(analyse_redshift({{300, {1600, 0.1}}, {300, {1600, 0.1}}}), AnalysisError);
  EXPECT_THROW(analyse_redshift({{200, {NAN, 0.1}}, {300, {1600, 0.1}}}), AnalysisError);
}

}    // namespace softmode
