// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/conversion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

namespace {

using Values = std::vector<double>;

Spectrum spectrum_of(const Values &intensity, Quantity quantity, double first = 1600,
                     double step = 1.0)
{
  Spectrum s;
  s.intensity = intensity;
  s.quantity = quantity;
  s.temperature_K = 173;
  s.file = "a.csv";
  for (std::size_t i = 0; i < intensity.size(); ++i)
    s.wavenumber.push_back(first + step * static_cast<double>(i));
  return s;
}

std::string refusal(const std::function<void()> &what)
{
  try {
    what();
    return "was accepted";
  } catch (const std::exception &e) {
    return e.what();
  }
}

TEST(Converted, TransmittanceToAbsorbance)
{
  const Spectrum s = spectrum_of({1, 0.1, 0.01, 0.5, 2}, Quantity::transmittance);
  const Spectrum a = converted(s, Quantity::absorbance);
  const Values expected{0, 1, 2, 0.30102999566398120, -0.30102999566398120};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(a.intensity[i], expected[i], 1e-15);
  EXPECT_EQ(a.quantity, Quantity::absorbance);
  EXPECT_EQ(a.notes, std::vector<std::string>{"converted from transmittance to absorbance"});
  const Spectrum percent = converted(
      spectrum_of({100, 10, 1, 50, 200}, Quantity::percent_transmittance), Quantity::absorbance);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(percent.intensity[i], expected[i], 1e-15);
}

TEST(Converted, ReflectanceToKubelkaMunk)
{
  const Spectrum s = spectrum_of({1, 0.5, 0.25, 0.1, 1.25}, Quantity::reflectance);
  const Spectrum f = converted(s, Quantity::kubelka_munk);
  const Values expected{0, 0.25, 1.125, 4.05, 0.025};    // (1-R)^2 / 2R by hand
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(f.intensity[i], expected[i], 1e-15);
  EXPECT_EQ(f.notes, (std::vector<std::string>{"1 points had a reflectance above 1",
                                               "converted from reflectance to Kubelka-Munk"}));
}

TEST(Converted, PerCentAndBackAndNothing)
{
  const Spectrum s = spectrum_of({-0.5, 0.1, 0.01, 0.5, 0.7}, Quantity::transmittance);
  const Spectrum percent = converted(s, Quantity::percent_transmittance);
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_NEAR(percent.intensity[i], 100 * s.intensity[i], 1e-13);
  const Spectrum back = converted(percent, Quantity::transmittance);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(back.intensity[i], s.intensity[i], 1e-15);
  EXPECT_EQ(back.notes.size(), 2u);
  const Spectrum same = converted(s, Quantity::transmittance);
  EXPECT_EQ(same.intensity, s.intensity);
  EXPECT_TRUE(same.notes.empty());
}

TEST(Converted, RefusesWhatHasNoMeaning)
{
  const auto message = [](const Values &y, Quantity from, Quantity to) {
    return refusal([&] { converted(spectrum_of(y, from), to); });
  };
  EXPECT_EQ(
      message({0.5, 0.5, 0.0, 0.5, 0.5}, Quantity::transmittance, Quantity::absorbance),
      "a.csv: the spectrum at 173 K: transmittance 0 at 1602 cm-1 is not positive; correct the "
      "background, or cut a window without it");
  EXPECT_EQ(
      message({0.5, -0.5, 0.1, 0.5, 0.5}, Quantity::reflectance, Quantity::kubelka_munk),
      "a.csv: the spectrum at 173 K: reflectance -0.5 at 1601 cm-1 is not positive; correct the "
      "background, or cut a window without it");
  EXPECT_EQ(
      message({85, 90, 0.1, 0.5, 0.5}, Quantity::transmittance, Quantity::absorbance),
      "a.csv: the spectrum at 173 K: transmittance is 85 of the full beam at 1600 cm-1; is it in "
      "per cent, or absorbance?");
  EXPECT_EQ(message({1, 1, 1, 1, 1}, Quantity::arbitrary, Quantity::absorbance),
            "absorbance cannot be made from arbitrary: absorbance is made from transmittance, "
            "Kubelka-Munk from reflectance");
  for (const auto &[from, to] :
       {std::make_pair(Quantity::absorbance, Quantity::transmittance),
        std::make_pair(Quantity::transmittance, Quantity::kubelka_munk),
        std::make_pair(Quantity::reflectance, Quantity::absorbance),
        std::make_pair(Quantity::percent_transmittance, Quantity::reflectance),
        std::make_pair(Quantity::kubelka_munk, Quantity::absorbance)})
    EXPECT_THROW(converted(spectrum_of({.5, .5, .5, .5, .5}, from), to), std::invalid_argument);
}

TEST(Window, KeepsThePointsInItAndTheEnds)
{
  const Spectrum s = spectrum_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, Quantity::absorbance);
  const Spectrum w = window(s, {1602, 1606});
  EXPECT_EQ(w.wavenumber, (Values{1602, 1603, 1604, 1605, 1606}));
  EXPECT_EQ(w.intensity, (Values{2, 3, 4, 5, 6}));
  EXPECT_EQ(w.notes, std::vector<std::string>{"window 1602 to 1606 cm-1"});
  const Spectrum outside = window(s, {1500, 1605});
  EXPECT_EQ(outside.intensity.size(), 6u);
  EXPECT_EQ(outside.notes, (std::vector<std::string>{"window 1500 to 1605 cm-1",
                                                     "the data go from 1600 to 1609 cm-1 only"}));
}

TEST(Window, SaysTheLimitsOfTheData)
{
  const Spectrum s = spectrum_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, Quantity::absorbance);
  EXPECT_EQ(
      refusal([&] {
        window(s, {1602, 1605});
      }),
      "a.csv: the spectrum at 173 K: 4 points from 1602 to 1605 cm-1, expected 5 or more; the "
      "data go from 1600 to 1609 cm-1");
  EXPECT_EQ(
      refusal([&] {
        window(s, {2000, 2100});
      }),
      "a.csv: the spectrum at 173 K: 0 points from 2000 to 2100 cm-1, expected 5 or more; the "
      "data go from 1600 to 1609 cm-1");
  EXPECT_THROW(window(s, {1605, 1600}), std::invalid_argument);
  EXPECT_THROW(window(s, {NAN, 1600}), std::invalid_argument);
}

TEST(Smoothed, HasThePublishedWeights)
{
  // 5 points, degree 2: (-3, 12, 17, 12, -3) / 35 (Savitzky and Golay, Table I)
  Values impulse(11, 0.0);
  impulse[5] = 35.0;
  const Spectrum s = smoothed(spectrum_of(impulse, Quantity::absorbance), 2, 2);
  const Values expected{0, 0, 0, -3, 12, 17, 12, -3, 0, 0, 0};
  for (std::size_t i = 0; i < 11; ++i) EXPECT_NEAR(s.intensity[i], expected[i], 1e-12);
  EXPECT_EQ(s.notes, std::vector<std::string>{"smoothed (Savitzky-Golay, 5 points, degree 2)"});
}

TEST(Smoothed, KeepsPolynomialsOfItsDegreeUpToTheEnds)
{
  for (int degree = 0; degree <= 6; ++degree) {
    Values y;
    for (int i = 0; i < 40; ++i) y.push_back(1.0 + std::pow((i - 17.3) / 10.0, degree));
    const Spectrum s = smoothed(spectrum_of(y, Quantity::absorbance, 400, 1.93), 6, degree);
    for (std::size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(s.intensity[i], y[i], 1e-9) << degree;
    if (degree < 2) continue;
    // and no others: a power two higher is changed
    for (int i = 0; i < 40; ++i) y[i] = std::pow((i - 17.3) / 10.0, degree + 2);
    EXPECT_GT(
        std::fabs(smoothed(spectrum_of(y, Quantity::absorbance), 6, degree).intensity[20] - y[20]),
        1e-6);
  }
}

TEST(Smoothed, RefusesUnevenAxesAndImpossibleFilters)
{
  Spectrum s = spectrum_of(Values(20, 1.0), Quantity::absorbance);
  EXPECT_THROW(smoothed(s, 2, 5), std::invalid_argument);
  EXPECT_THROW(smoothed(s, 10, 2), std::invalid_argument);
  EXPECT_THROW(smoothed(s, -1, 0), std::invalid_argument);
  EXPECT_THROW(smoothed(s, 501, 2), std::invalid_argument);
  EXPECT_EQ(smoothed(s, 0, 0).intensity, s.intensity);
  s.wavenumber[10] += 0.5;
  EXPECT_EQ(refusal([&] { smoothed(s, 2, 2); }),
            "a.csv: the spectrum at 173 K: points at 1609 and 1610.5 cm-1 are not 1 cm-1 apart; "
            "smoothing needs an evenly spaced axis");
}

TEST(Each, AppliesAStepToASeriesAndKeepsNotes)
{
  SpectrumSeries series;
  series.notes = {"first"};
  series.spectra = {spectrum_of({1, 1, 1, 1, 1}, Quantity::transmittance),
                    spectrum_of({.1, .1, .1, .1, .1}, Quantity::transmittance)};
  const SpectrumSeries out =
      each(series, [](const Spectrum &s) { return converted(s, Quantity::absorbance); });
  EXPECT_EQ(out.notes, series.notes);
  EXPECT_EQ(out.spectra[1].intensity, Values(5, 1.0));
}

}    // namespace

}    // namespace softmode
