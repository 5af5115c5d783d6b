// SPDX-License-Identifier: BSD-3-Clause
#include "core/spectrum_tables.h"

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
  r.series = {0.0, 1.0, 1.0, 0.0};
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
