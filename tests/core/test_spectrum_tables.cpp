// SPDX-License-Identifier: BSD-3-Clause
#include "core/spectrum_tables.h"
#include "core/stretch_channels.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <sstream>

namespace softmode {

std::string written(void (*write)(FILE *, const SpectrumResult &), const SpectrumResult &r)
{
  char *text = nullptr;
  std::size_t size = 0;
  FILE *fp = open_memstream(&text, &size);
  write(fp, r);
  fclose(fp);
  const std::string result(text, size);
  std::free(text);
  return result;
}

SpectrumResult result_of_noise(bool correct)
{
  SegmentSettings s;
  s.samples = 100;
  s.hop = 50;
  s.interval_fs = 2.0;
  s.groups = spectrum_groups;
  SegmentSpectrum spectrum(s, {asymmetric_group, symmetric_group});
  std::mt19937 random(13);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 5050; ++i) {
    const double v[2] = {normal(random), 2.0 * normal(random)};
    spectrum.add_sample(v);
  }
  SpectrumResult r;
  r.settings = s;
  r.segments = spectrum.segments;
  r.window_power = spectrum.window_power;
  r.blocks = spectrum.blocks;
  r.plain_power = spectrum.plain_power;
  r.columns = {{"asymmetric", "A2/fs2.cm", "A2/fs2", asymmetric_group, true, 1.0},
               {"symmetric", "A2/fs2.cm", "A2/fs2", symmetric_group, true, 1.0}};
  r.timestep_fs = 0.5;
  r.correct_timestep = correct;
  r.range_high = 1e5;
  return r;
}

std::vector<std::vector<double>> rows(const std::string &text)
{
  std::vector<std::vector<double>> result;
  std::istringstream in(text);
  bool header = true;
  for (std::string line; std::getline(in, line);) {
    if (line[0] == '#') continue;
    if (header) {
      header = false;
      continue;
    }
    result.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, ',');)
      result.back().push_back(std::stod(field));
  }
  return result;
}

TEST(SpectrumTables, NameOnlyGroupsThatHaveSeriesWithTheirUnits)
{
  const std::string text = written(write_spectra, result_of_noise(true));
  EXPECT_NE(
      text.find(
          "\nwavenumber_cm-1,asymmetric_A2/fs2.cm,asymmetric_se_A2/fs2.cm,symmetric_A2/fs2.cm,"),
      std::string::npos);
  EXPECT_EQ(text.find("flux_e2A2"), std::string::npos);
}

TEST(SpectrumTables, IntegralIsTheMeanSquareVelocityWithAndWithoutTimestepCorrection)
{
  for (const bool correct : {false, true}) {
    const auto table = rows(written(write_spectra, result_of_noise(correct)));
    double asymmetric = 0.0, symmetric = 0.0;
    for (std::size_t i = 1; i < table.size(); ++i) {
      const double width = table[i][0] - table[i - 1][0];
      asymmetric += 0.5 * width * (table[i][1] + table[i - 1][1]);
      symmetric += 0.5 * width * (table[i][3] + table[i - 1][3]);
    }
    EXPECT_NEAR(asymmetric, 1.0, 0.06);
    EXPECT_NEAR(symmetric, 4.0, 0.25);
  }
}

TEST(SpectrumTables, StandardErrorMatchesTheScatterOfBlocks)
{
  // 100 segments of white noise: relative error of each point near 1/sqrt(100), averaged over points
  const auto table = rows(written(write_spectra, result_of_noise(false)));
  double relative = 0.0;
  for (std::size_t i = 5; i + 5 < table.size(); ++i) relative += table[i][2] / table[i][1];
  EXPECT_NEAR(relative / static_cast<double>(table.size() - 10), 0.1, 0.02);
}

TEST(SpectrumTables, BlocksAverageToTheSpectrum)
{
  const SpectrumResult r = result_of_noise(true);
  const auto spectra = rows(written(write_spectra, r)), blocks = rows(written(write_blocks, r));
  ASSERT_EQ(spectra.size(), blocks.size());
  const std::size_t n = r.blocks.size();
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    double mean = 0.0;
    for (std::size_t b = 0; b < n; ++b)
      mean += blocks[i][1 + b] * r.blocks[b].segments / r.segments;
    EXPECT_NEAR(mean, spectra[i][1], 1e-5 * spectra[i][1]);
  }
}

TEST(SpectrumTables, AutocorrelationStartsWithTheMeanSquare)
{
  const auto table = rows(written(write_autocorrelation, result_of_noise(true)));
  EXPECT_DOUBLE_EQ(table[0][0], 0.0);
  EXPECT_DOUBLE_EQ(table[1][0], 2.0);
  EXPECT_NEAR(table[0][1], 1.0, 0.05);
  EXPECT_NEAR(table[10][1], 0.0, 0.05);
}

TEST(SpectrumTables, AbsorptionIsTheFluxDensityTimesTheStatedFactor)
{
  SpectrumResult r = result_of_noise(true);
  r.columns[0].name = "flux";
  r.flux_group = asymmetric_group;
  r.absorption = {300.0, 1000.0, QuantumCorrection::standard};
  const std::string text = written(write_spectra, r);
  EXPECT_NE(text.find(",absorption_cm-1,absorption_se_cm-1\n"), std::string::npos);
  EXPECT_NE(text.find("at 300 K and 1000 A3, quantum correction standard"), std::string::npos);
  for (const auto &row : rows(text)) {
    ASSERT_EQ(row.size(), 7u);
    const double x = 1.438776877 * row[0] / 300.0;
    const double correction = x > 0.0 ? std::tanh(x / 2.0) / (x / 2.0) : 1.0;
    EXPECT_NEAR(row[5], row[1] * correction * absorption_factor(300.0, 1000.0), 1e-7 * row[5]);
  }
}

TEST(SpectrumTables, DensitiesOfStatesAreSumsPerKineticEnergy)
{
  SpectrumResult r = result_of_noise(true);
  const double before = rows(written(write_spectra, r))[50][1];
  r.columns[0].per_window = false;
  r.columns[0].scale = 3.0;
  for (SpectrumBlock &b : r.blocks)
    for (double &w : b.windows) w *= 2.0;    // as if two channels had been summed
  EXPECT_NEAR(rows(written(write_spectra, r))[50][1], 3.0 * before, 1e-8 * before);
}

TEST(SpectrumTables, StatesAreAveragedOverTheirOwnWindows)
{
  SpectrumResult r = result_of_noise(true);
  r.by_state = {{"asymmetric_tight", "A2/fs2.cm", "A2/fs2", asymmetric_group, true, 1.0},
                {"asymmetric_loose", "A2/fs2.cm", "A2/fs2", 0, true, 1.0}};
  for (SpectrumBlock &b : r.blocks) b.lines.resize(2);
  const std::string text = written(write_by_state, r);
  for (const char *head :
       {"\n# asymmetric_tight_windows=100\n", "\n# asymmetric_loose_windows=0\n",
        "\n# asymmetric_line_slope_cm-1=nan\n", "\n# symmetric_line_windows=0\n"})
    EXPECT_NE(text.find(head), std::string::npos) << head << text.substr(0, 900);
  for (const auto &row : rows(text)) EXPECT_TRUE(std::isnan(row[3]));    // no window: no number
}

TEST(SpectrumTables, KeepToTheRange)
{
  SpectrumResult r = result_of_noise(true);
  r.range_low = 1500.0;
  r.range_high = 1700.0;
  for (const auto &row : rows(written(write_spectra, r))) {
    EXPECT_GE(row[0], 1500.0);
    EXPECT_LE(row[0], 1700.0);
  }
}

}    // namespace softmode
