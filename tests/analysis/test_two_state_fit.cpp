// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/global_fit.h"

#include "finite_differences.h"
#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

TwoStateOptions with_heat_capacity()
{
  TwoStateOptions options;
  options.heat_capacity = true;
  options.lines.centres = {1596.5, 1586.5};
  options.lines.widths = {{16.0, 0.0}, {17.0, 0.0}};
  return options;
}

}    // namespace

TEST(TwoStateFit, JacobianIsThatOfDifferences)
{
  std::mt19937 random(51);
  synthetic::TwoState model;
  model.cycles = 2;
  model.points = 101;
  auto spectra = model.spectra();
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    synthetic::add_noise(spectra[i], 0.02, random);
    spectra[i].noise = 0.02 + 0.001 * static_cast<double>(i);
  }
  for (const bool shared_area : {false, true})
    for (const bool ratio : {false, true}) {
      TwoStateOptions options = with_heat_capacity();
      options.shared_area = shared_area;
      options.fit_ratio = ratio;
      options.ratio = {1.3, 0.0};
      const SeparableProblem problem =
          two_state_problem(spectra, options, Eigen::Vector3d(5.0, 20.0, 30.0), 19.0);
      EXPECT_LT(jacobian_deviation(projected(problem), problem.start, 1e-4), 1e-6)
          << shared_area << ratio;
    }
}

TEST(TwoStateFit, RecoversExactParametersWithoutAStart)
{
  for (const bool shared_area : {false, true}) {
    TwoStateOptions options;
    options.heat_capacity = true;
    options.shared_area = shared_area;
    const TwoStateFit fit = fit_two_state(synthetic::TwoState().spectra(), options);
    ASSERT_TRUE(fit.quality.usable()) << fit.quality.message;
    EXPECT_NEAR(fit.tight.centre.value, 1596.0, 1e-5);
    EXPECT_NEAR(fit.loose.centre.value, 1587.0, 1e-5);
    EXPECT_NEAR(fit.tight.fwhm[0].value, 16.0, 1e-5);
    EXPECT_NEAR(fit.thermodynamics.enthalpy_kJ_mol().value, 5.9, 1e-5);
    EXPECT_NEAR(fit.thermodynamics.entropy_J_mol_K().value, 22.0, 1e-4);
    EXPECT_NEAR(fit.thermodynamics.heat_capacity_J_mol_K()->value, 37.0, 1e-3);
    EXPECT_EQ(fit.area.size(), shared_area ? 1u : 21u);
    EXPECT_NEAR(fit.area[0].value, 20.0, 1e-5);
  }
}

TEST(TwoStateFit, OtherReferenceTemperatureIsTheSameCurve)
{
  TwoStateOptions options = with_heat_capacity();
  options.reference_K = 350.0;
  const TwoStateFit fit = fit_two_state(synthetic::TwoState().spectra(), options);
  ASSERT_TRUE(fit.quality.usable());
  // dH(350 K) = 5.9 + 0.037 x 51.85, dS(350 K) = 22 + 37 ln(350 / 298.15)
  EXPECT_NEAR(fit.thermodynamics.enthalpy_kJ_mol().value, 5.9 + 0.037 * 51.85, 1e-5);
  EXPECT_NEAR(fit.thermodynamics.entropy_J_mol_K().value, 22.0 + 37.0 * std::log(350.0 / 298.15),
              1e-4);
  EXPECT_NEAR(fit.thermodynamics.log_K(298.15).value,
              log_equilibrium_constant(5.9, 22.0, 0.0, 298.15), 1e-6);
}

TEST(TwoStateFit, RatioIsFoundWithOneTotalAreaAndCannotBeWithOneForEachSpectrum)
{
  synthetic::TwoState model;
  model.ratio = 1.5;
  TwoStateOptions options = with_heat_capacity();
  options.fit_ratio = true;
  options.shared_area = true;
  const TwoStateFit shared = fit_two_state(model.spectra(), options);
  ASSERT_TRUE(shared.quality.usable());
  EXPECT_TRUE(shared.ratio_determined);
  EXPECT_NEAR(shared.ratio.value, 1.5, 1e-4);
  EXPECT_NEAR(shared.thermodynamics.entropy_J_mol_K().value, 22.0, 1e-2);

  options.shared_area = false;
  const TwoStateFit each = fit_two_state(model.spectra(), options);
  ASSERT_TRUE(each.quality.usable());
  EXPECT_FALSE(each.ratio_determined);
  ASSERT_EQ(each.quality.warnings.size(), 1u);
  EXPECT_NE(each.quality.warnings[0].find("only ratio x K is determined"), std::string::npos);
  // what cannot be told is in dS: 22 + R ln 1.5
  EXPECT_NEAR(each.thermodynamics.entropy_J_mol_K().value, 22.0 + 8.31446261815324 * std::log(1.5),
              1e-3);
  options.ratio = {1.5, 0.15};
  const TwoStateFit known = fit_two_state(model.spectra(), options);
  EXPECT_NEAR(known.thermodynamics.entropy_J_mol_K().value, 22.0, 1e-3);
  EXPECT_NEAR(known.thermodynamics.entropy_J_mol_K().error, 0.831446, 1e-3);    // R x 10 %
}

TEST(TwoStateFit, SharedAreaThatHardlyTellsTheRatioIsWarnedOf)
{
  // populations that do not change with temperature cannot be told from the ratio
  std::mt19937 random(52);
  synthetic::TwoState model;
  model.dH = 0.0;
  model.dS = 1.0;
  model.dCp = 0.0;
  auto spectra = model.spectra();
  for (auto &s : spectra) synthetic::add_noise(s, 0.01, random);
  TwoStateOptions options = with_heat_capacity();
  options.heat_capacity = false;
  options.fit_ratio = options.shared_area = true;
  const TwoStateFit fit = fit_two_state(spectra, options);
  EXPECT_TRUE(!fit.quality.usable() || !fit.ratio_determined);
  EXPECT_TRUE(!fit.quality.usable() || !fit.quality.warnings.empty());
}

TEST(TwoStateFit, NeedsAsManyTemperaturesAsParameters)
{
  auto spectra = synthetic::TwoState().spectra();
  for (auto &s : spectra) s.temperature_K = 300.0;
  EXPECT_THROW(fit_two_state(spectra, {}), AnalysisError);
  spectra.resize(2);
  spectra[1].temperature_K = 350.0;
  EXPECT_THROW(fit_two_state(spectra, with_heat_capacity()), AnalysisError);
  spectra[0].temperature_K = -5.0;
  EXPECT_THROW(fit_two_state(spectra, {}), AnalysisError);
  EXPECT_THROW(fit_two_state({}, {}), AnalysisError);
}

TEST(TwoStateFit, OneBandIsNotTwoStates)
{
  std::mt19937 random(53);
  int usable = 0;
  for (int set = 0; set < 20; ++set) {
    std::vector<FitSpectrum> spectra;
    for (const double T : synthetic::temperatures) {
      spectra.push_back(
          synthetic::spectrum(synthetic::axis(1540.0, 1640.0, 201), {{1592.0, 20.0, {16.0, 0.0}}}));
      synthetic::add_noise(spectra.back(), 0.01, random);
      spectra.back().temperature_K = T;
    }
    const TwoStateFit fit = fit_two_state(spectra, {});
    usable += fit.quality.usable();
    EXPECT_EQ(std::isnan(fit.thermodynamics.enthalpy_kJ_mol().error), !fit.quality.usable());
  }
  EXPECT_LE(usable, 2);    // 3 standard errors, by chance
}

}    // namespace softmode
