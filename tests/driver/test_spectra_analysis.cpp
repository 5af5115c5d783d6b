// SPDX-License-Identifier: BSD-3-Clause
// Simulated spectra made of two lines whose areas follow a known K(T): the analysis must find that K, with errors that
// hold noise which neighbouring points share, and `softmode fit` must find the same in the spectra that are written.
#include "results/spectra_analysis.h"
#include "softmode/definitions/constants.h"
#include "support/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <random>

namespace softmode {

namespace {

namespace fs = std::filesystem;

constexpr double true_dH = 5.9, true_dS = 22.0;

double gaussian(double x, double centre, double fwhm)
{
  const double s = fwhm / 2.3548200450309493;
  return std::exp(-0.5 * (x - centre) * (x - centre) / (s * s)) / (s * std::sqrt(2.0 * pi));
}

/// Points of a material at seven temperatures with `blocks` blocks whose noise is smooth over five points.
std::vector<PointResult> points(int seed, std::size_t blocks, double noise)
{
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<PointResult> all;
  for (int t = 0; t < 7; ++t) {
    PointResult p{};
    p.point.temperature_K = 173.15 + 50.0 * t;
    p.point.replica = 1;
    p.point.id = "made-up/" + std::to_string(t);
    const double ln_K = log_equilibrium_constant(true_dH, true_dS, 0.0, p.point.temperature_K);
    const double loose = 1.0 / (1.0 + std::exp(-ln_K));
    p.log_K = Estimate{ln_K, 0.02};
    p.asymmetric.window = {1560.0, 1620.0};
    for (double x = 0.0; x <= 2000.0; x += 1.5) p.data.wavenumber.push_back(x);
    p.data.block_sizes.assign(blocks, 4.0);
    BlockSpectra &spectra = p.data.spectra["asymmetric"];
    for (std::size_t b = 0; b < blocks; ++b) {
      std::vector<double> raw(p.data.wavenumber.size() + 4), s(p.data.wavenumber.size());
      for (double &v : raw) v = normal(random);
      for (std::size_t i = 0; i < s.size(); ++i) {
        const double x = p.data.wavenumber[i];
        const double clean =
            (1.0 - loose) * gaussian(x, 1596.0, 11.0) + loose * gaussian(x, 1584.0, 13.0);
        const double smooth =
            (raw[i] + raw[i + 1] + raw[i + 2] + raw[i + 3] + raw[i + 4]) / std::sqrt(5.0);
        s[i] = p.point.temperature_K * 1e-7 * clean * (1.0 + noise * smooth);
      }
      spectra.blocks.push_back(s);
    }
    all.push_back(p);
  }
  return all;
}

StretchAnalysis analysis(const std::vector<PointResult> &p)
{
  return analyse_stretch("asymmetric", p, "asymmetric", &PointResult::asymmetric);
}

}    // namespace

TEST(SpectraAnalysis, FindsTheConstantsThatTheSpectraWereMadeWith)
{
  const std::vector<PointResult> p = points(1, 16, 0.05);
  const StretchAnalysis a = analysis(p);
  ASSERT_EQ(a.log_K.size(), 7u) << in_words(a, p);
  EXPECT_NEAR(a.fit.components->components[static_cast<std::size_t>(a.fit.tight)].centre.value,
              1596.0, 1.0);
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_GT(a.log_K[i].error, 0.0);
    EXPECT_NEAR(a.log_K[i].value, p[i].log_K->value, 4.0 * a.log_K[i].error) << i;
    EXPECT_LT(std::fabs(*deviation_in_errors(a, p[i], i)), 4.0);
  }
  ASSERT_EQ(a.vant_hoff.size(), 2u);
  EXPECT_NEAR(a.vant_hoff[0].value, true_dH, 4.0 * a.vant_hoff[0].error);
  EXPECT_NEAR(a.vant_hoff[1].value, true_dS, 4.0 * a.vant_hoff[1].error);
  EXPECT_EQ(a.vant_hoff_dCp.size(), 3u);
}

TEST(SpectraAnalysis, CentresArePlacedAsTheExperimentPlacedThem)
{
  const std::vector<double> centres = centres_as_in_the_source(1594.8, 1589.0);
  ASSERT_EQ(centres.size(), 2u);
  EXPECT_NEAR(centres[0], 1596.0, 1e-9);
  EXPECT_NEAR(centres[1], 1587.0, 1e-9);
  EXPECT_TRUE(centres_as_in_the_source(1589.0, 1589.0).empty());
  EXPECT_TRUE(centres_as_in_the_source(1589.0, 1594.8).empty());
}

TEST(SpectraAnalysis, TakesTheAsymmetricStretchApartWithFixedCentresToo)
{
  MaterialResult m;
  m.points = points(1, 16, 0.05);
  for (PointResult &p : m.points) {
    p.data.spectra["symmetric"] = p.data.spectra["asymmetric"];
    p.symmetric.window = p.asymmetric.window;
  }
  const std::vector<StretchAnalysis> all = analyse_stretches(m);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].name, "asymmetric, fixed centres");
  const auto &found = all[0].fit, &fixed = all[1].fit;
  const std::vector<double> centres = centres_as_in_the_source(found.bands.front()->position.value,
                                                               found.bands.back()->position.value);
  for (int k = 0; k < 2; ++k) {
    const LineEstimate &line =
        fixed.components->components[static_cast<std::size_t>(k == 0 ? fixed.tight : fixed.loose)];
    EXPECT_EQ(line.centre.value, centres[static_cast<std::size_t>(k)]);
    EXPECT_EQ(line.centre.error, 0.0);
  }
  ASSERT_EQ(all[1].log_K.size(), 7u) << in_words(all[1], m.points);
  EXPECT_TRUE(all[2].name == "symmetric");
}

TEST(SpectraAnalysis, ErrorsAreThoseOfNoiseThatNeighbouringPointsShare)
{
  double squares = 0.0;
  int count = 0;
  for (int seed = 0; seed < 40; ++seed) {
    const std::vector<PointResult> p = points(100 + seed, 16, 0.05);
    const StretchAnalysis a = analysis(p);
    ASSERT_EQ(a.vant_hoff.size(), 2u) << in_words(a, p);
    squares += std::pow((a.vant_hoff[0].value - true_dH) / a.vant_hoff[0].error, 2);
    ++count;
  }
  // deviations in errors: 1 on average, chi-squared of 40 within 0.6 and 1.5 but for 1 in 100
  EXPECT_NEAR(squares / count, 1.0, 0.5);
}

TEST(SpectraAnalysis, SoftmodeFitFindsTheSameInTheSpectraThatAreWritten)
{
  Results results;
  results.materials.push_back({"made-up", points(3, 8, 0.03), {}, {}, {}, {}, {}, {}, {}});
  results.materials[0].stretches = {analysis(results.materials[0].points)};
  const StretchAnalysis &a = results.materials[0].stretches[0];
  const fs::path folder =
      fs::temp_directory_path() / ("softmode-spectra-analysis-" + std::to_string(::getpid()));
  write_tables(results, folder);

  FitRequest request;
  request.files = {folder / "results/spectra/made-up/asymmetric/spectra.csv"};
  request.bootstrap_samples = 0;
  const SpectraFit again = fit_spectra(prepare_spectra(request), request);
  ASSERT_TRUE(again.log_K && a.fit.log_K);
  EXPECT_EQ(again.log_K->log_K, a.fit.log_K->log_K);
  ASSERT_EQ(again.equilibrium.size(), a.fit.equilibrium.size());
  for (std::size_t i = 0; i < again.equilibrium.size(); ++i)
    EXPECT_EQ(again.equilibrium[i].thermodynamics.parameters,
              a.fit.equilibrium[i].thermodynamics.parameters);
  EXPECT_EQ(again.models->comparison.sentence, a.fit.models->comparison.sentence);

  const std::string constants = read_file(folder / "results/spectra_K.csv");
  EXPECT_NE(constants.find("\nmade-up,asymmetric,173.15,1,"), std::string::npos) << constants;
  const std::string parameters = read_file(folder / "results/spectra_vant_hoff.csv");
  EXPECT_NE(parameters.find("\nmade-up,asymmetric,with dCp,1595.97"), std::string::npos)
      << parameters;
  fs::remove_all(folder);
}

TEST(SpectraAnalysis, SaysThatOneBandGivesNoConstants)
{
  std::vector<PointResult> p = points(4, 8, 0.02);
  for (PointResult &point : p)
    for (auto &block : point.data.spectra["asymmetric"].blocks)
      for (std::size_t i = 0; i < block.size(); ++i)
        block[i] = point.point.temperature_K * (gaussian(point.data.wavenumber[i], 1590.0, 12.0) +
                                                1e-4 * std::sin(0.7 * static_cast<double>(i * i)));
  const StretchAnalysis a = analysis(p);
  EXPECT_TRUE(a.log_K.empty());
  EXPECT_NE(in_words(a, p).find("The spectra alone give no equilibrium constants. Reason: "),
            std::string::npos)
      << in_words(a, p);
}

TEST(SpectraAnalysis, SaysThatTheWindowHoldsTooFewPoints)
{
  std::vector<PointResult> p = points(6, 4, 0.02);
  for (PointResult &point : p) point.asymmetric.window = {1590.0, 1594.0};
  const StretchAnalysis a = analysis(p);
  EXPECT_TRUE(a.log_K.empty());
  EXPECT_NE(in_words(a, p).find("3 points from 1590 to 1594 cm-1, expected 5"), std::string::npos)
      << in_words(a, p);
}

// a call that no data could make right is no remark about the data
TEST(SpectraAnalysis, ABugIsNoWarning)
{
  PreparedSpectra prepared;
  for (const double T : {200.0, 300.0, 400.0}) {
    Spectrum s;
    s.temperature_K = T;
    for (int i = 0; i < 40; ++i) {
      s.wavenumber.push_back(1560.0 + i);
      s.intensity.push_back(gaussian(s.wavenumber.back(), 1580.0, 11.0));
    }
    prepared.series.spectra.push_back(s);
    prepared.spectra.push_back(for_fit(s));
  }
  EXPECT_NO_THROW(fit_spectra(prepared, {}));
  prepared.spectra[1].intensity.pop_back();
  EXPECT_THROW(fit_spectra(prepared, {}), std::logic_error);
}

TEST(SpectraAnalysis, SaysThatThereIsNoIntensity)
{
  std::vector<PointResult> p = points(5, 4, 0.02);
  for (PointResult &point : p)
    for (auto &block : point.data.spectra["asymmetric"].blocks)
      std::fill(block.begin(), block.end(), 0.0);
  const StretchAnalysis a = analysis(p);
  EXPECT_TRUE(a.log_K.empty());
  EXPECT_NE(in_words(a, p).find("no intensity between 1560 and 1620"), std::string::npos)
      << in_words(a, p);
}

}    // namespace softmode
