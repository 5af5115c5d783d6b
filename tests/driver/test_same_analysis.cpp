// SPDX-License-Identifier: BSD-3-Clause
// The numbers of an experiment, put into a campaign as if they had been simulated, must give the same slope, van't Hoff
// parameters and crossings to the last bit: campaign and `softmode fit` call the same functions.
#include "results/analysis_json.h"
#include "spectra_fit/fit_spectra.h"
#include "support/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>

namespace softmode {

namespace {

namespace fs = std::filesystem;

class SameAnalysis : public testing::Test {
 protected:
  static void SetUpTestSuite()
  {
    const fs::path folder = fs::path(SOFTMODE_SOURCE_DIR) / "inputs/spectra/hkust-1-synthetic";
    FitRequest request;
    request.files = {folder / "cycle-1.csv", folder / "cycle-2.csv"};
    request.lines.centres = {1596.0, 1587.0};
    request.lines.fix_centres = true;
    request.bootstrap_samples = 0;
    const PreparedSpectra prepared = prepare_spectra(request);
    fitted = fit_spectra(prepared, request);
    spectra = prepared.spectra;
  }

  /// A campaign whose points are the spectra.
  static MaterialResult campaign()
  {
    MaterialResult m{"hkust-1", {}, {}, {}, {}, {}, {}, {}, {}};
    for (std::size_t i = 0; i < spectra.size(); ++i) {
      PointResult p{};
      p.point.temperature_K = spectra[i].temperature_K;
      p.point.id = "point-" + std::to_string(i);
      p.asymmetric.position_cm = fitted.bands[i]->position;
      p.symmetric.position_cm = fitted.bands[i]->centroid;
      const auto k = static_cast<Eigen::Index>(i);
      p.log_K = Estimate{fitted.log_K->log_K[k], std::sqrt(fitted.log_K->covariance(k, k))};
      p.lindemann_ratio = {0.0026 * std::sqrt(spectra[i].temperature_K), 2e-4};
      m.points.push_back(p);
    }
    analyse_points(m);
    return m;
  }

  static SpectraFit fitted;
  static std::vector<FitSpectrum> spectra;
};

SpectraFit SameAnalysis::fitted;
std::vector<FitSpectrum> SameAnalysis::spectra;

void expect_same(const Estimate &a, const Estimate &b)
{
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.error, b.error);
}

}    // namespace

TEST_F(SameAnalysis, Slopes)
{
  const MaterialResult m = campaign();
  ASSERT_EQ(m.slopes.size(), 2u);
  ASSERT_EQ(fitted.slopes[0].name, "fitted position");
  ASSERT_EQ(fitted.slopes[1].name, "centroid");
  for (const std::size_t i : {0u, 1u}) {
    const Redshift &simulated = m.slopes[i].fit, &measured = fitted.slopes[i].analysis.line;
    expect_same(simulated.slope, measured.slope);
    expect_same(simulated.position_at_reference, measured.position_at_reference);
    expect_same(*simulated.curvature, *measured.curvature);
    EXPECT_EQ(simulated.reduced_chi_squared, measured.reduced_chi_squared);
  }
}

TEST_F(SameAnalysis, VantHoff)
{
  const MaterialResult m = campaign();
  // as the campaign has them: independent errors
  LogKData data = *fitted.log_K;
  data.covariance = Eigen::MatrixXd(
      data.covariance.diagonal().cwiseSqrt().array().square().matrix().asDiagonal());
  for (const bool heat_capacity : {false, true}) {
    const VantHoff &simulated = heat_capacity ? *m.vant_hoff_dCp : *m.vant_hoff;
    const Thermodynamics measured =
        fit_vant_hoff(data, {heat_capacity, 298.15, ErrorScaling::enlarged}).thermodynamics;
    expect_same(simulated.enthalpy_kJ_mol, measured.enthalpy_kJ_mol());
    expect_same(simulated.entropy_J_mol_K, measured.entropy_J_mol_K());
    expect_same(simulated.log_K_at_reference, measured.log_K(298.15));
    if (heat_capacity)
      expect_same(*simulated.heat_capacity_J_mol_K, *measured.heat_capacity_J_mol_K());
    for (const double T : temperatures_of(m)) {
      expect_same(simulated.thermodynamics.free_energy_kJ_mol(T), measured.free_energy_kJ_mol(T));
      expect_same(simulated.thermodynamics.loose_fraction(T), measured.loose_fraction(T));
    }
    expect_same(*simulated.thermodynamics.equal_populations_K(), *measured.equal_populations_K());
  }
  // and both find what the spectra were made with, in the two-step fit of `softmode fit`, too
  EXPECT_NEAR(m.vant_hoff_dCp->enthalpy_kJ_mol.value, 5.9, 0.03);
  for (const EquilibriumFit &e : fitted.equilibrium) {
    if (e.name != "two-step with dCp") continue;
    EXPECT_NEAR(e.thermodynamics.enthalpy_kJ_mol().value, m.vant_hoff_dCp->enthalpy_kJ_mol.value,
                0.01);
  }
}

TEST_F(SameAnalysis, LindemannCrossings)
{
  const MaterialResult m = campaign();
  ASSERT_TRUE(m.lindemann);
  std::vector<LindemannPoint> points;
  for (const PointResult &p : m.points)
    points.push_back({p.point.temperature_K, p.lindemann_ratio});
  const LindemannAnalysis direct = analyse_lindemann(points);
  ASSERT_EQ(m.lindemann->crossings.size(), 2u);
  for (const std::size_t i : {0u, 1u}) {
    ASSERT_TRUE(m.lindemann->crossings[i].averaged);
    expect_same(*m.lindemann->crossings[i].averaged, *direct.crossings[i].averaged);
    EXPECT_TRUE(m.lindemann->crossings[i].extrapolated);
  }
  // delta = 0.0026 sqrt(T): 0.10 at 1479 K, 0.15 at 3328 K
  const Estimate tenth = *m.lindemann->crossings[0].averaged;
  EXPECT_NEAR(tenth.value, std::pow(0.10 / 0.0026, 2), 3.0 * tenth.error);
}

TEST_F(SameAnalysis, TablesAndJsonOfTheCampaignSayThem)
{
  Results results;
  results.materials = {campaign()};
  const fs::path folder =
      fs::temp_directory_path() / ("softmode-same-analysis-" + std::to_string(::getpid()));
  write_tables(results, folder);
  const std::string crossings = read_file(folder / "results/lindemann_crossings.csv");
  EXPECT_NE(crossings.find("material,law,weight,AICc,threshold,crossing_K,crossing_se_K"),
            std::string::npos);
  EXPECT_NE(crossings.find("hkust-1,harmonic,"), std::string::npos);
  EXPECT_NE(crossings.find("hkust-1,weighted mean,1,,0.15,"), std::string::npos);
  const std::string energies = read_file(folder / "results/free_energy.csv");
  EXPECT_NE(energies.find("hkust-1,with dCp,298.15,"), std::string::npos);
  EXPECT_EQ(read_file(folder / "results/analysis.json"), analysis_json(results));
  EXPECT_NE(analysis_json(results).find("\"mean_K\""), std::string::npos);
  EXPECT_NE(comparison_text(results).find(
                "hkust-1: The Lindemann ratio of the M-O bonds reaches 0.10 at 14"),
            std::string::npos)
      << comparison_text(results);
  fs::remove_all(folder);
}

TEST_F(SameAnalysis, SaysWhyThereIsNoCrossing)
{
  MaterialResult m = campaign();
  m.points.resize(4);
  m.notes.clear();
  m.lindemann.reset();
  m.slopes.clear();
  analyse_points(m);
  EXPECT_FALSE(m.lindemann);
  ASSERT_FALSE(m.notes.empty());
  EXPECT_NE(m.notes.back().find("no Lindemann crossing: "), std::string::npos) << m.notes.back();
}

}    // namespace softmode
