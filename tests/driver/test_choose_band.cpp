// SPDX-License-Identifier: BSD-3-Clause
// The band of a stretch that is followed: by character, or the one that a campaign names.
#include "results/reduce.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace softmode {

namespace {

/// Two bands, the one near 1690 cm-1 twice as strong; both move by -2 cm-1 a temperature.
std::vector<StretchSpectra> two_bands()
{
  std::vector<StretchSpectra> spectra(3);
  for (int i = 0; i < 3; ++i)
    for (double x = 1400.0; x <= 1800.0; x += 1.0) {
      const auto gaussian = [&](double centre) {
        return std::exp(-0.5 * std::pow((x - centre + 2.0 * i) / 5.0, 2));
      };
      spectra[i].wavenumber.push_back(x);
      spectra[i].coordinate.push_back(gaussian(1500.0) + 2.0 * gaussian(1690.0));
      spectra[i].other.push_back(0.0);
    }
  return spectra;
}

constexpr WavenumberRange range{1450.0, 1750.0};

}    // namespace

TEST(ChooseBand, TakesTheOneOfMostCharacterOrTheOneThatIsNamed)
{
  const BandChoice plain = choose_band(two_bands(), range, std::nullopt);
  ASSERT_EQ(plain.candidates.size(), 2u);
  EXPECT_NEAR(plain.candidates[0].at.front().position, 1690.0, 0.1);
  const BandChoice named = choose_band(two_bands(), range, 1510.0);
  ASSERT_EQ(named.candidates.size(), 2u);
  EXPECT_NEAR(named.candidates[0].at.front().position, 1500.0, 0.1);
  EXPECT_NEAR(named.candidates[0].at.back().position, 1496.0, 0.1);
  EXPECT_NEAR(named.candidates[1].at.front().position, 1690.0, 0.1);
  EXPECT_EQ(named.candidates[0].score(), plain.candidates[1].score());
}

TEST(ChooseBand, SaysWhichBandsThereAreWhereNoneIsNear)
{
  try {
    choose_band(two_bands(), range, 1600.0);
    ADD_FAILURE() << "no band is near 1600";
  } catch (const AnalysisError &e) {
    const std::string text = e.what();
    EXPECT_NE(text.find("no band within 25 cm-1 of the 1600 cm-1"), std::string::npos) << text;
    EXPECT_NE(text.find("at 1690, 1500 cm-1"), std::string::npos) << text;
  }
}

// two runs at each temperature; at the second temperature the shorter one has nothing of the band, so that it could not be
// followed from run to run
TEST(ChooseBand, FollowsBandsInTheMeanSpectraOfEachTemperature)
{
  std::vector<PointResult> points;
  const std::vector<StretchSpectra> spectra = two_bands();
  for (int i = 0; i < 3; ++i)
    for (const double segments : {3.0, 1.0}) {
      PointResult p;
      p.point.temperature_K = 100.0 + i;
      p.data.wavenumber = spectra[i].wavenumber;
      p.data.block_sizes = {segments, segments};
      std::vector<double> own = spectra[i].coordinate;
      if (i == 1 && segments == 1.0) own.assign(own.size(), 0.0);
      p.data.spectra["asymmetric"].blocks = {own, own};
      p.data.spectra["symmetric"].blocks = {spectra[i].other, spectra[i].other};
      points.push_back(p);
    }
  std::vector<StretchSpectra> single;
  for (const PointResult &p : points)
    single.push_back(stretch_spectra(p.data, "asymmetric", "symmetric"));
  EXPECT_TRUE(choose_band(single, range, std::nullopt).candidates.empty());
  const auto means = spectra_by_temperature(points, "asymmetric", "symmetric");
  ASSERT_EQ(means.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < spectra[i].coordinate.size(); ++k)
      EXPECT_NEAR(means[i].coordinate[k], (i == 1 ? 0.75 : 1.0) * spectra[i].coordinate[k], 1e-12);
  EXPECT_TRUE(means[0].infrared.empty());
  const BandChoice choice = choose_band(means, range, std::nullopt);
  ASSERT_EQ(choice.candidates.size(), 2u);
  EXPECT_EQ(choice.candidates[0].at.size(), 3u);
}

}    // namespace softmode
