// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/measured_spectra.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

SpectrumSeries series_at(const std::vector<double> &temperatures_K)
{
  SpectrumSeries series;
  for (const double T : temperatures_K) {
    Spectrum spectrum;
    spectrum.temperature_K = T;
    series.spectra.push_back(spectrum);
  }
  return series;
}

// 'h', 'c', '?' for each spectrum, and its cycle: "h1 h1 c1"
std::string programme(const SpectrumSeries &series)
{
  std::string text;
  for (const Spectrum &s : series.spectra)
    text += std::string(text.empty() ? "" : " ") +
            (s.branch == Branch::unknown ? '?' : name_of(s.branch)[0]) + std::to_string(s.cycle);
  return text;
}

std::string found(const std::vector<double> &temperatures_K)
{
  SpectrumSeries series = series_at(temperatures_K);
  find_branches(series);
  return programme(series);
}

TEST(FindBranches, TurningPointsBelongToTheRampThatLedToThem)
{
  EXPECT_EQ(found({173, 273, 373}), "h1 h1 h1");
  EXPECT_EQ(found({173, 273, 373, 273, 173}), "h1 h1 h1 c1 c1");
  EXPECT_EQ(found({473, 373, 273, 373}), "c1 c1 c1 h1");
}

TEST(FindBranches, ANewCycleBeginsWhereTheFirstDirectionBeginsAnew)
{
  EXPECT_EQ(found({173, 273, 373, 273, 173, 273, 373, 273, 173}), "h1 h1 h1 c1 c1 h2 h2 c2 c2");
  EXPECT_EQ(found({373, 273, 173, 273, 373, 273, 173}), "c1 c1 c1 h1 h1 c2 c2");
}

TEST(FindBranches, AReturnToTheStartBeginsTheNextRamp)
{
  EXPECT_EQ(found({173, 273, 373, 173, 273, 373, 173, 273}), "h1 h1 h1 h2 h2 h2 h3 h3");
}

TEST(FindBranches, EqualTemperaturesKeepTheDirection)
{
  EXPECT_EQ(found({173, 173, 273, 273, 173, 173}), "h1 h1 h1 h1 c1 c1");
  EXPECT_EQ(found({300, 300}), "?1 ?1");
  EXPECT_EQ(found({300}), "?1");
  EXPECT_EQ(found({}), "");
}

TEST(FindBranches, SaysThatItFoundTheCycles)
{
  SpectrumSeries series = series_at({173, 273, 173, 273, 173});
  find_branches(series);
  ASSERT_EQ(series.notes.size(), 1u);
  EXPECT_EQ(series.notes[0],
            "no cycle numbers given: 2 cycles found from the order of the temperatures");
}

TEST(FindBranches, GivenCyclesAndBranchesStay)
{
  SpectrumSeries series = series_at({173, 273, 173, 273});
  for (std::size_t i = 0; i < 4; ++i) series.spectra[i].cycle = i < 2 ? 1 : 2;
  find_branches(series);
  EXPECT_EQ(programme(series), "h1 h1 h2 h2");    // the step back to 173 K is between cycles
  EXPECT_TRUE(series.notes.empty());
  series = series_at({173, 273, 373});
  series.spectra[1].branch = Branch::cooling;
  for (Spectrum &s : series.spectra) s.cycle = 5;
  find_branches(series);
  EXPECT_EQ(programme(series), "h5 c5 h5");
}

TEST(FindBranches, RefusesCyclesOfSomeOnly)
{
  SpectrumSeries series = series_at({173, 273});
  series.spectra[0].cycle = 1;
  series.spectra[1].file = "b.csv";
  try {
    find_branches(series);
    FAIL() << "was accepted";
  } catch (const SpectrumError &e) {
    EXPECT_EQ(e.file, "b.csv");
    EXPECT_STREQ(e.what(),
                 "b.csv: the spectrum at 273 K has no cycle number, but others of the series have; "
                 "give the cycle of all or of none");
  }
}

TEST(SpectrumError, NamesItsPlace)
{
  EXPECT_STREQ(SpectrumError("a.csv", 3, 2, "bad").what(), "a.csv:3: column 2: bad");
  EXPECT_STREQ(SpectrumError("a.csv", 3, 0, "bad").what(), "a.csv:3: bad");
  EXPECT_STREQ(SpectrumError("a.csv", 0, 0, "bad").what(), "a.csv: bad");
  EXPECT_STREQ(SpectrumError("", 0, 0, "bad").what(), "bad");
}

}    // namespace

}    // namespace softmode
