// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/lindemann.h"

#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

std::vector<LindemannPoint> points(LindemannLaw law, const Eigen::VectorXd &p, double error)
{
  std::vector<LindemannPoint> all;
  for (const double T : synthetic::temperatures)
    all.push_back({T, {lindemann_law(law, p, T)->delta, error}});
  return all;
}

const LindemannFit &fit_of(const LindemannAnalysis &a, LindemannLaw law)
{
  for (const LindemannFit &f : a.fits)
    if (f.law == law) return f;
  throw std::runtime_error("law was not fitted");
}

std::size_t place_of(const LindemannAnalysis &a, LindemannLaw law)
{
  return static_cast<std::size_t>(&fit_of(a, law) - a.fits.data());
}

}    // namespace

TEST(Lindemann, DerivativesOfTheLawsAreThoseOfDifferences)
{
  const std::vector<std::pair<LindemannLaw, Eigen::VectorXd>> laws{
      {LindemannLaw::harmonic, Eigen::VectorXd::Constant(1, 0.0014)},
      {LindemannLaw::linear, Eigen::Vector2d(0.005, 5e-5)},
      {LindemannLaw::disorder, Eigen::Vector2d(1e-4, 2e-6)},
      {LindemannLaw::quantum, Eigen::Vector2d(2e-6, 300.0)}};
  for (const auto &[law, p] : laws) {
    const auto v = lindemann_law(law, p, 250.0);
    const double h = 1e-3;
    EXPECT_NEAR(v->slope / ((lindemann_law(law, p, 250.0 + h)->delta -
                             lindemann_law(law, p, 250.0 - h)->delta) /
                            (2 * h)),
                1.0, 1e-6)
        << name_of(law);
    for (Eigen::Index i = 0; i < p.size(); ++i) {
      Eigen::VectorXd up = p, down = p;
      up[i] *= 1 + 1e-5;
      down[i] *= 1 - 1e-5;
      const double d =
          (lindemann_law(law, up, 250.0)->delta - lindemann_law(law, down, 250.0)->delta) /
          (2e-5 * p[i]);
      EXPECT_NEAR(v->gradient[i] / d, 1.0, 1e-6) << name_of(law) << i;
    }
  }
  // the quantum law has the classical one as its limit
  EXPECT_NEAR(lindemann_law(LindemannLaw::quantum, Eigen::Vector2d(2e-6, 1e-3), 300.0)->delta,
              std::sqrt(6e-4), 1e-9);
  EXPECT_FALSE(lindemann_law(LindemannLaw::disorder, Eigen::Vector2d(-1.0, 1e-6), 300.0));
}

TEST(Lindemann, CrossingsOfExactDataAreThoseOfTheLaw)
{
  const double a = 0.003;
  const LindemannAnalysis h =
      analyse_lindemann(points(LindemannLaw::harmonic, Eigen::VectorXd::Constant(1, a), 1e-4));
  const auto at = place_of(h, LindemannLaw::harmonic);
  ASSERT_EQ(h.crossings.size(), 2u);
  EXPECT_NEAR(h.crossings[0].of_law[at]->value, std::pow(0.10 / a, 2), 1e-3);
  EXPECT_NEAR(h.crossings[1].of_law[at]->value, std::pow(0.15 / a, 2), 1e-3);
  EXPECT_TRUE(h.crossings[0].extrapolated);
  // averaged over laws: the error covers how far they differ
  ASSERT_TRUE(h.crossings[0].averaged);
  EXPECT_GT(h.crossings[0].averaged->error, h.crossings[0].of_law[at]->error);
  EXPECT_LE(h.crossings[0].lowest, h.crossings[0].of_law[at]->value);
  EXPECT_GE(h.crossings[0].highest, h.crossings[0].of_law[at]->value);
  const LindemannAnalysis l =
      analyse_lindemann(points(LindemannLaw::linear, Eigen::Vector2d(0.004, 6e-5), 1e-4));
  EXPECT_NEAR(l.crossings[0].of_law[place_of(l, LindemannLaw::linear)]->value, 1600.0, 1e-3);
  EXPECT_GT(fit_of(l, LindemannLaw::linear).weight, 0.9);
}

TEST(Lindemann, IntervalsOfACrossingCoverTheTruth)
{
  std::mt19937 random(111);
  std::normal_distribution<double> normal;
  const double a = 0.0014;
  const auto exact = points(LindemannLaw::harmonic, Eigen::VectorXd::Constant(1, a), 2e-4);
  synthetic::Coverage c;
  int averaged = 0;
  const int sets = 2000;
  for (int set = 0; set < sets; ++set) {
    auto drawn = exact;
    for (auto &p : drawn) p.delta.value += p.delta.error * normal(random);
    const LindemannAnalysis analysis = analyse_lindemann(drawn, {0.10});
    const LindemannFit &fit = fit_of(analysis, LindemannLaw::harmonic);
    const double enlarged = std::sqrt(std::max(1.0, fit.chi_squared / 6.0));
    Estimate T = *analysis.crossings[0].of_law[place_of(analysis, LindemannLaw::harmonic)];
    T.error /= enlarged;
    c.add(T, std::pow(0.10 / a, 2));
    averaged += std::fabs(analysis.crossings[0].averaged->value - std::pow(0.10 / a, 2)) <
                1.96 * analysis.crossings[0].averaged->error;
  }
  EXPECT_GT(c.share(), 0.93);
  EXPECT_LT(c.share(), 0.97);
  EXPECT_LT(std::fabs(c.mean()), 0.1);
  EXPECT_GT(averaged, 0.90 * sets);    // the average over laws is wide rather than wrong
}

TEST(Lindemann, SaysWhenALawNeverGetsThere)
{
  const LindemannAnalysis flat =
      analyse_lindemann(points(LindemannLaw::linear, Eigen::Vector2d(0.03, -1e-6), 1e-4), {0.10});
  EXPECT_FALSE(flat.crossings[0].of_law[place_of(flat, LindemannLaw::linear)]);
}

TEST(Lindemann, OfBondsAndAtoms)
{
  EXPECT_NEAR(lindemann_of_bonds({2.0, 1.0}, {4.0 + 0.01, 1.0 + 0.0025}), 0.5 * (0.05 + 0.05),
              1e-12);
  EXPECT_NEAR(lindemann_of_atoms(0.04, 2.0), 0.1, 1e-15);
  EXPECT_THROW(lindemann_of_bonds({2.0}, {3.9}), AnalysisError);
  EXPECT_THROW(lindemann_of_bonds({}, {}), AnalysisError);
  EXPECT_THROW(lindemann_of_atoms(0.1, 0.0), AnalysisError);
}

TEST(Lindemann, OfBondsWithTheErrorOfTheirSpread)
{
  const Estimate e = lindemann_of_bonds_with_error({2.0, 2.0}, {0.1, 0.14});
  EXPECT_NEAR(e.value, 0.06, 1e-15);
  EXPECT_NEAR(e.error, 0.01, 1e-15);    // deviations of 0.01 from the mean, over sqrt(2 x 1)
  EXPECT_NEAR(e.value, lindemann_of_bonds({2.0, 2.0}, {4.01, 4.0 + 0.14 * 0.14}), 1e-12);
  EXPECT_EQ(lindemann_of_bonds_with_error({2.0}, {0.1}).error, 0.0);
  EXPECT_THROW(lindemann_of_bonds_with_error({2.0}, {}), std::invalid_argument);
  EXPECT_THROW(lindemann_of_bonds_with_error({0.0}, {0.1}), AnalysisError);
}

TEST(Lindemann, SaysInWordsWhereItLeads)
{
  const LindemannAnalysis h =
      analyse_lindemann(points(LindemannLaw::harmonic, Eigen::VectorXd::Constant(1, 0.0026), 1e-4));
  EXPECT_EQ(in_words(h).find("The Lindemann ratio of the M-O bonds reaches 0.10 at 14"), 0u)
      << in_words(h);
  EXPECT_NE(in_words(h).find("; extrapolated) and reaches 0.15 at "), std::string::npos);
  EXPECT_EQ(in_words(analyse_lindemann(
                points(LindemannLaw::harmonic, Eigen::VectorXd::Constant(1, 0.0026), 1e-4), {1e6})),
            "The Lindemann ratio of the M-O bonds reaches 1000000.00 by none of the laws.");
}

// a bond of two states follows no law: then all laws count, as far as they differ, and that is said
TEST(Lindemann, DoesNotTrustTheBestOfLawsThatAllMissTheData)
{
  std::vector<LindemannPoint> measured;    // Cu-O bonds of a campaign of HKUST-1
  const double delta[7] = {0.026566, 0.031965, 0.036135, 0.039076, 0.040026, 0.040420, 0.042550};
  for (int i = 0; i < 7; ++i) measured.push_back({173.15 + 50.0 * i, {delta[i], 1.2e-4}});
  const LindemannAnalysis a = analyse_lindemann(measured);
  EXPECT_GT(a.scatter, 10.0);
  double largest = 0.0;
  for (const LindemannFit &f : a.fits) largest = std::max(largest, f.weight);
  EXPECT_LT(largest, 0.9);
  const LindemannCrossing &c = a.crossings[0];
  EXPECT_GT(c.averaged->error, 0.25 * (c.highest - c.lowest));
  EXPECT_NE(in_words(a).find("No law describes"), std::string::npos) << in_words(a);
  // errors that are as large as the scatter change nothing
  for (LindemannPoint &p : measured) p.delta.error *= a.scatter;
  const LindemannAnalysis b = analyse_lindemann(measured);
  EXPECT_NEAR(b.scatter, 1.0, 1e-6);
  EXPECT_NEAR(b.crossings[0].averaged->value, c.averaged->value, 1e-6 * c.averaged->value);
}

TEST(Lindemann, RefusesWhatItCannotExtrapolate)
{
  auto p = points(LindemannLaw::linear, Eigen::Vector2d(0.004, 6e-5), 1e-4);
  EXPECT_THROW(analyse_lindemann({p[0], p[1], p[2]}), AnalysisError);
  auto same = p;
  for (auto &q : same) q.temperature_K = 300.0;
  EXPECT_THROW(analyse_lindemann(same), AnalysisError);
  p[0].delta.error = 0.0;
  EXPECT_THROW(analyse_lindemann(p), AnalysisError);
  p[0].delta = {NAN, 1e-4};
  EXPECT_THROW(analyse_lindemann(p), AnalysisError);
}

}    // namespace softmode
