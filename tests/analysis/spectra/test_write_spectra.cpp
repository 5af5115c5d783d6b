// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/read_spectra.h"
#include "softmode/analysis/spectra/write_spectra.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace softmode {

namespace {

SpectrumSeries random_series()
{
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponent(-300.0, 300.0);
  SpectrumSeries series;
  series.notes = {"ordered = by hand: yes", "second"};
  for (const double T : {173.15, 1.0 / 3.0 + 200.0, 473.15, 200.1}) {
    Spectrum s;
    s.temperature_K = T;
    s.cycle = series.spectra.size() < 2 ? 1 : 12;
    s.branch = series.spectra.size() % 2 == 0 ? Branch::heating : Branch::cooling;
    s.quantity = Quantity::kubelka_munk;
    s.label = series.spectra.empty() ? "" : "HKUST-1, #3: \xC2\xB5";
    s.notes = {"window 1 to 2 cm-1", "note 3: odd"};
    for (int i = 0; i < 50; ++i) {
      s.wavenumber.push_back(1000.0 + i / 7.0);
      s.intensity.push_back(std::pow(10.0, exponent(random)) * (i % 2 ? 1 : -1));
    }
    s.intensity[0] = std::numeric_limits<double>::denorm_min();
    s.intensity[1] = -0.0;
    series.spectra.push_back(s);
  }
  return series;
}

TEST(SpectraTable, IsReadBackExactly)
{
  const SpectrumSeries series = random_series();
  const SpectrumSeries back = read_spectra_text(spectra_table(series), "a.csv");
  EXPECT_EQ(back.notes, series.notes);
  ASSERT_EQ(back.spectra.size(), series.spectra.size());
  for (std::size_t i = 0; i < back.spectra.size(); ++i) {
    const Spectrum &a = series.spectra[i], &b = back.spectra[i];
    EXPECT_EQ(a.wavenumber, b.wavenumber);
    EXPECT_EQ(a.intensity, b.intensity);
    EXPECT_EQ(std::signbit(b.intensity[1]), true);
    EXPECT_EQ(a.temperature_K, b.temperature_K);
    EXPECT_EQ(a.cycle, b.cycle);
    EXPECT_EQ(a.branch, b.branch);
    EXPECT_EQ(a.quantity, b.quantity);
    EXPECT_EQ(a.label, b.label);
    EXPECT_EQ(a.notes, b.notes);
  }
  EXPECT_EQ(spectra_table(back), spectra_table(series));
}

TEST(SpectraTable, OfAllQuantitiesAndOfOneSpectrum)
{
  for (const Quantity q :
       {Quantity::absorbance, Quantity::transmittance, Quantity::percent_transmittance,
        Quantity::reflectance, Quantity::percent_reflectance, Quantity::kubelka_munk,
        Quantity::arbitrary}) {
    SpectrumSeries series = random_series();
    series.spectra.resize(1);
    series.spectra[0].quantity = q;
    const SpectrumSeries back = read_spectra_text(spectra_table(series), "a.csv");
    EXPECT_EQ(back.spectra[0].quantity, q);
    EXPECT_EQ(back.spectra[0].notes, series.spectra[0].notes);
    EXPECT_EQ(back.spectra[0].temperature_K, 173.15);
  }
}

TEST(SpectraTable, LooksAsItShould)
{
  SpectrumSeries series;
  Spectrum s;
  s.wavenumber = {1600, 1601, 1602, 1603, 1604.5};
  s.intensity = {0.1, 0.2, 1e-9, 3, 4};
  s.quantity = Quantity::absorbance;
  s.temperature_K = 173.15;
  s.label = "HKUST-1";
  series.spectra = {s, s};
  series.spectra[1].cycle = 2;
  series.spectra[1].branch = Branch::cooling;
  series.spectra[1].notes = {"smoothed"};
  EXPECT_EQ(spectra_table(series),
            "# quantity: absorbance\n# label 1: HKUST-1\n# label 2: HKUST-1\n"
            "# note 2: smoothed\nwavenumber_cm-1,173.15 K,173.15 K cooling 2\n"
            "1600,0.1,0.1\n1601,0.2,0.2\n1602,1e-09,1e-09\n1603,3,3\n1604.5,4,4\n");
}

TEST(SpectraTable, RefusesWhatItCannotHold)
{
  EXPECT_THROW(spectra_table({}), std::invalid_argument);
  SpectrumSeries series = random_series();
  series.spectra[1].wavenumber[3] += 1e-9;
  EXPECT_THROW(spectra_table(series), std::invalid_argument);
  series = random_series();
  series.spectra[1].quantity = Quantity::absorbance;
  EXPECT_THROW(spectra_table(series), std::invalid_argument);
  for (const char *text : {"two\nlines", " blank", "blank "}) {
    series = random_series();
    series.spectra[1].label = text;
    EXPECT_THROW(spectra_table(series), std::invalid_argument);
    series = random_series();
    series.notes[0] = text;
    EXPECT_THROW(spectra_table(series), std::invalid_argument);
  }
}

}    // namespace

}    // namespace softmode
