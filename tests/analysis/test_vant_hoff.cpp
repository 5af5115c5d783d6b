// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/vant_hoff.h"

#include "synthetic.h"

#include <Eigen/Cholesky>
#include <gtest/gtest.h>

namespace softmode {

namespace {

constexpr double R = 8.31446261815324;

LogKData exact(double dH, double dS, double dCp, double error)
{
  LogKData data;
  data.temperature_K = synthetic::temperatures;
  data.log_K.resize(7);
  for (Eigen::Index i = 0; i < 7; ++i)
    data.log_K[i] =
        log_equilibrium_constant(dH, dS, dCp, data.temperature_K[static_cast<std::size_t>(i)]);
  data.covariance = Eigen::MatrixXd::Identity(7, 7) * error * error;
  return data;
}

Thermodynamics hkust_1()
{
  Thermodynamics t;
  t.parameters = Eigen::Vector3d(5.9, 22.0, 37.0);
  t.covariance = Eigen::Vector3d(0.04, 0.36, 16.0).asDiagonal();
  t.covariance(0, 1) = t.covariance(1, 0) = 0.1;
  return t;
}

}    // namespace

TEST(VantHoffWithCovariance, AgreesWithThePlainFitOnIndependentErrors)
{
  std::mt19937 random(61);
  std::normal_distribution<double> normal(0.0, 0.1);
  LogKData data = exact(5.9, 22.0, 37.0, 0.1);
  std::vector<Estimate> plain;
  for (Eigen::Index i = 0; i < 7; ++i) plain.push_back({data.log_K[i] += normal(random), 0.1});
  for (const bool cp : {false, true}) {
    const VantHoff old = fit_vant_hoff(data.temperature_K, plain, cp);
    const VantHoffResult fit = fit_vant_hoff(data, {cp, 298.15, ErrorScaling::given});
    EXPECT_NEAR(fit.thermodynamics.enthalpy_kJ_mol().value, old.enthalpy_kJ_mol.value, 1e-9);
    EXPECT_NEAR(fit.thermodynamics.entropy_J_mol_K().value, old.entropy_J_mol_K.value, 1e-8);
    const double scale = std::sqrt(std::max(1.0, old.reduced_chi_squared));
    EXPECT_NEAR(fit.thermodynamics.enthalpy_kJ_mol().error * scale, old.enthalpy_kJ_mol.error,
                1e-9);
    EXPECT_NEAR(fit.chi_squared / fit.degrees_of_freedom, old.reduced_chi_squared, 1e-9);
  }
}

TEST(VantHoffWithCovariance, AnErrorCommonToAllIsOneOfTheEntropyAlone)
{
  LogKData data = exact(5.9, 22.0, 0.0, 0.01);
  const VantHoffResult apart = fit_vant_hoff(data, {});
  data.covariance.array() += 0.3 * 0.3;
  const VantHoffResult common = fit_vant_hoff(data, {});
  EXPECT_NEAR(common.thermodynamics.enthalpy_kJ_mol().error,
              apart.thermodynamics.enthalpy_kJ_mol().error, 1e-9);
  EXPECT_NEAR(std::pow(common.thermodynamics.entropy_J_mol_K().error, 2),
              std::pow(apart.thermodynamics.entropy_J_mol_K().error, 2) + std::pow(0.3 * R, 2),
              1e-8);
}

TEST(VantHoffWithCovariance, ErrorsOfTemperaturesCount)
{
  // where only temperatures scatter, the effective variance must give the spread of the fits
  std::mt19937 random(62);
  std::normal_distribution<double> kelvin(0.0, 3.0), noise(0.0, 0.01);
  synthetic::Coverage dH, dS;
  for (int set = 0; set < 3000; ++set) {
    LogKData data = exact(15.0, 50.0, 0.0, 0.01);
    for (Eigen::Index i = 0; i < 7; ++i) {
      data.log_K[i] += noise(random);
      data.temperature_K[static_cast<std::size_t>(i)] += kelvin(random);
    }
    data.temperature_error_K = 3.0;
    const VantHoffResult fit = fit_vant_hoff(data, {});
    dH.add(fit.thermodynamics.enthalpy_kJ_mol(), 15.0);
    dS.add(fit.thermodynamics.entropy_J_mol_K(), 50.0);
  }
  for (const auto *c : {&dH, &dS}) {
    EXPECT_GT(c->share(), 0.93);
    EXPECT_LT(c->share(), 0.97);
    EXPECT_LT(std::fabs(c->mean()), 0.1);
  }
}

TEST(VantHoffWithCovariance, RefusesWhatCannotBeFitted)
{
  LogKData data = exact(5.9, 22.0, 0.0, 0.1);
  LogKData one = data;
  std::fill(one.temperature_K.begin(), one.temperature_K.end(), 300.0);
  EXPECT_THROW(fit_vant_hoff(one, {}), AnalysisError);
  one.temperature_K[0] = 310.0;
  EXPECT_NO_THROW(fit_vant_hoff(one, {}));
  EXPECT_THROW(fit_vant_hoff(one, {true, 298.15, ErrorScaling::given}), AnalysisError);
  LogKData nan = data;
  nan.log_K[2] = NAN;
  EXPECT_THROW(fit_vant_hoff(nan, {}), AnalysisError);
  LogKData singular = data;
  singular.covariance.setOnes();
  EXPECT_THROW(fit_vant_hoff(singular, {}), AnalysisError);
  LogKData cold = data;
  cold.temperature_K[0] = 0.0;
  EXPECT_THROW(fit_vant_hoff(cold, {}), AnalysisError);
}

TEST(Thermodynamics, FollowsFromItsParameters)
{
  const Thermodynamics t = hkust_1();
  EXPECT_NEAR(t.log_K(298.15).value, log_equilibrium_constant(5.9, 22.0, 37.0, 298.15), 1e-12);
  EXPECT_NEAR(t.free_energy_kJ_mol(298.15).value, 5.9 - 298.15 * 0.022, 1e-12);
  const double K = std::exp(t.log_K(400.0).value);
  EXPECT_NEAR(t.loose_fraction(400.0).value, K / (1 + K), 1e-12);
  const auto equal = t.equal_populations_K();
  ASSERT_TRUE(equal);
  EXPECT_NEAR(t.log_K(equal->value).value, 0.0, 1e-9);
  EXPECT_NEAR(t.loose_fraction(equal->value).value, 0.5, 1e-9);
}

TEST(Thermodynamics, ErrorsAreThoseOfDrawnParameters)
{
  std::mt19937 random(63);
  const Thermodynamics t = hkust_1();
  const Eigen::Matrix3d root = Eigen::Matrix3d(t.covariance).llt().matrixL();
  std::normal_distribution<double> normal;
  double sums[4] = {}, squares[4] = {};
  const int n = 20000;
  for (int i = 0; i < n; ++i) {
    Thermodynamics drawn = t;
    drawn.parameters +=
        0.2 * root * Eigen::Vector3d(normal(random), normal(random), normal(random));
    const double v[4] = {drawn.log_K(400.0).value, drawn.free_energy_kJ_mol(400.0).value,
                         drawn.loose_fraction(400.0).value, drawn.equal_populations_K()->value};
    for (int k = 0; k < 4; ++k) {
      sums[k] += v[k] / n;
      squares[k] += v[k] * v[k] / n;
    }
  }
  const double expected[4] = {t.log_K(400.0).error, t.free_energy_kJ_mol(400.0).error,
                              t.loose_fraction(400.0).error, t.equal_populations_K()->error};
  for (int k = 0; k < 4; ++k)
    EXPECT_NEAR(std::sqrt(squares[k] - sums[k] * sums[k]) / (0.2 * expected[k]), 1.0, 0.03) << k;
}

TEST(Thermodynamics, MayHaveNoTemperatureOfEqualPopulations)
{
  Thermodynamics t;
  t.parameters = Eigen::Vector2d(5.0, -10.0);
  t.covariance = Eigen::Matrix2d::Identity();
  EXPECT_FALSE(t.equal_populations_K());
  EXPECT_FALSE(t.heat_capacity_J_mol_K());
}

TEST(QuotedConstant, ReportsTheContradictionOfTheSource)
{
  const QuotedConstant q = compare_quoted_constant({5.9, 0.2}, {22.0, 0.6}, 298.15, {0.6, 0.05});
  EXPECT_NEAR(q.K, 1.30, 0.01);
  EXPECT_NEAR(q.log10_K.value, 0.1155, 0.0005);
  EXPECT_TRUE(q.contradicts);
  EXPECT_GT(q.deviation, 5.0);
  EXPECT_NE(q.sentence.find("contradicts them"), std::string::npos);
  EXPECT_NE(q.sentence.find("K(298.15 K) = 1.3"), std::string::npos) << q.sentence;
  const QuotedConstant fine =
      compare_quoted_constant({5.9, 0.2}, {22.0, 0.6}, 298.15, {0.12, 0.05});
  EXPECT_FALSE(fine.contradicts);
  EXPECT_NE(fine.sentence.find("agrees with them"), std::string::npos);
  EXPECT_THROW(compare_quoted_constant({5.9, 0.0}, {22.0, 0.0}, 298.15, {0.6, 0.0}), AnalysisError);
  EXPECT_THROW(compare_quoted_constant({5.9, 0.2}, {22.0, 0.6}, -1.0, {0.6, 0.0}), AnalysisError);
}

}    // namespace softmode
