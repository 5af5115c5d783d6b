// SPDX-License-Identifier: BSD-3-Clause
// What the abscissa of a table is: converted where its unit is written, refused where it cannot be cm-1.
#include "softmode/analysis/spectra/read_spectra.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

namespace {

const std::vector<double> wavenumbers{1540, 1565, 1590, 1615, 1640};
const std::vector<double> intensities{0.1, 0.2, 0.35, 0.4, 0.5};

// the same five points, their abscissas as `x_of` gives them
std::string table(const std::string &name, double (*x_of)(double), const std::string &before = "")
{
  std::string text = before + name + ";25 C\n";
  for (std::size_t i = 0; i < wavenumbers.size(); ++i)
    text += fmt::format("{:.12g};{}\n", x_of(wavenumbers[i]), intensities[i]);
  return text;
}

double factor = 1.0;    // of the functions below
double product(double nu)
{
  return factor * nu;
}
double quotient(double nu)
{
  return factor / nu;
}

std::string refusal(const std::string &text, const SpectraOptions &options = {})
{
  try {
    read_spectra_text(text, "a.csv", options);
    return "was accepted";
  } catch (const SpectrumError &e) {
    return e.what();
  }
}

struct Unit {
  const char *name;
  bool wavelength;
  double factor;
  std::vector<const char *> heads;
};

// factors by CODATA: 1 eV is 8065.543937 cm-1, 1 THz is 33.35640952 cm-1, 1 kJ/mol is 83.59347 cm-1
const std::vector<Unit> units{
    {"um",
     true,
     1e4,
     {"um", "\xC2\xB5m", "\xCE\xBCm", "\xB5m", "micron", "Microns", "micrometers", "wavelength_um",
      "Wavelength (\xC2\xB5m)", "\xCE\xBB (\xC2\xB5m)", "lambda/um", "\xCE\xBB / \xCE\xBCm",
      "wavelength, um", "um (wavelength)", "x (um)", "Wellenl\xC3\xA4nge / \xC2\xB5m"}},
    {"nm", true, 1e7, {"nm", "Wavelength (nm)", "wavelength_nm", "lambda [nm]", "nanometers"}},
    {"angstrom", true, 1e8, {"wavelength (\xC3\x85)", "angstrom"}},
    {"mm", true, 10.0, {"mm"}},
    {"m", true, 1e-2, {"wavelength (m)", "m"}},
    {"m-1",
     false,
     100.0,
     {"wavenumber (1/m)", "m-1", "1/m", "\xCE\xBD\xCC\x83 / m\xE2\x81\xBB\xC2\xB9"}},
    {"eV", false, 1.0 / 8065.543937, {"E (eV)", "Energy/eV", "eV", "photon energy [eV]"}},
    {"meV", false, 1.0 / 8.065543937, {"E (meV)", "energy_meV", "meV"}},
    {"J", false, 1.98644586e-23, {"Energy (J)", "J"}},
    {"kJ/mol", false, 1.0 / 83.59347, {"kJ/mol", "E (kJ mol-1)"}},
    {"THz", false, 1.0 / 33.35640952, {"frequency (THz)", "f/THz", "THz", "Freq. [THz]"}},
    {"GHz", false, 1e3 / 33.35640952, {"frequency (GHz)", "GHz"}},
    {"Hz", false, 1e12 / 33.35640952, {"frequency (Hz)", "Hz", "\xCE\xBD (s-1)"}},
};

TEST(AxisUnits, AreConvertedWhereTheyAreWritten)
{
  for (const Unit &unit : units)
    for (const char *head : unit.heads) {
      factor = unit.factor;
      const std::string text = table(head, unit.wavelength ? quotient : product);
      SCOPED_TRACE(head);
      ASSERT_EQ(refusal(text), "was accepted");
      const Spectrum s = read_spectra_text(text, "a.csv").spectra.at(0);
      EXPECT_EQ(s.intensity, intensities);
      for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(s.wavenumber[i], wavenumbers[i], 1e-4);
      EXPECT_EQ(s.notes[0],
                fmt::format("abscissa converted from {} to cm-1{}", unit.name,
                            unit.wavelength ? ", in which the points are not evenly spaced" : ""));
      // the same by the option, without a name
      SpectraOptions options;
      for (int u = 0; u <= static_cast<int>(XUnit::terahertz); ++u)
        if (unit.name == std::string(name_of(static_cast<XUnit>(u))))
          options.x_unit = static_cast<XUnit>(u);
      ASSERT_TRUE(options.x_unit.has_value());
      const Spectrum asked =
          read_spectra_text(table("", unit.wavelength ? quotient : product), "a.csv", options)
              .spectra.at(0);
      EXPECT_EQ(asked.wavenumber, s.wavenumber);
    }
}

TEST(AxisUnits, WavenumbersAreLeftAsTheyAre)
{
  factor = 1.0;
  for (const char *head : {"cm-1",
                           "cm^-1",
                           "cm\xE2\x81\xBB\xC2\xB9",
                           "cm\xE2\x88\x92"
                           "1",
                           "1/cm",
                           "CM-1",
                           "(cm-1)",
                           "kayser",
                           "wavenumber",
                           "Wavenumbers",
                           "Wavenumber (cm-1)",
                           "wavenumber/cm-1",
                           "wavenumber_cm-1",
                           "Wavenumber [cm^{-1}]",
                           "Wavenumber (cm$^{-1}$)",
                           "Wavenumber, 1/cm",
                           "wavenumbercm-1",
                           "\xCE\xBD / cm-1",
                           "\xCE\xBD\xCC\x83 (cm-1)",
                           "nu",
                           "Wellenzahl / cm-1",
                           "frequency (cm-1)",
                           "x",
                           "X",
                           "x (cm-1)",
                           ""}) {
    const std::string text = table(head, product);
    ASSERT_EQ(refusal(text), "was accepted") << head;
    const Spectrum s = read_spectra_text(text, "a.csv").spectra.at(0);
    EXPECT_EQ(s.wavenumber, wavenumbers) << head;
    EXPECT_EQ(s.notes.size(), 1u) << head;    // of the ordinate
  }
}

TEST(AxisUnits, MayStandInACommentOrALineBelowTheNames)
{
  factor = 1e4;
  const auto first = [](const std::string &text) {
    return read_spectra_text(text, "a.csv").spectra.at(0).wavenumber;
  };
  EXPECT_NEAR(first(table("", quotient, "# x unit: um\n"))[0], 1540.0, 1e-6);
  EXPECT_NEAR(first(table("Wavelength;\n\xC2\xB5m", quotient))[0], 1540.0, 1e-6);
  EXPECT_EQ(refusal(table("wavelength (um)", quotient, "# x unit: nm\n")),
            "a.csv:1: the abscissa is in nm, but um was said before; correct one of them");
  EXPECT_EQ(
      refusal(table("", quotient, "# x unit: furlongs\n")),
      "a.csv:1: 'furlongs' is no known unit of the abscissa; expected one such as cm-1, um or "
      "eV, or say it with --x-unit");
}

TEST(AxisUnits, AreAskedForWhereTheRangeIsNoneOfTheInfrared)
{
  factor = 1e4;
  EXPECT_EQ(
      refusal(table("cm-1", quotient)),
      "a.csv:1: column 1: the axis goes from 6.0976 to 6.4935 cm-1, where no infrared spectrum "
      "is; it may be in um (1540 to 1640 cm-1); say what it is with --x-unit, also if it is "
      "cm-1");
  EXPECT_NE(refusal(table("", quotient)).find("cm-1 if that is its unit, where no infrared"),
            std::string::npos);
  factor = 1e7;
  EXPECT_NE(
      refusal(table("x", quotient)).find("and no unit is written; it may be in nm (1540 to 1640"),
      std::string::npos);
  factor = 1.0 / 8.065543937;
  EXPECT_NE(refusal(table("x", product)).find("it may be in meV (1540 to 1640 cm-1)"),
            std::string::npos);
  factor = 100.0;
  EXPECT_NE(refusal(table("wavenumber", product)).find("it may be in m-1 (1540 to 1640 cm-1)"),
            std::string::npos);
  factor = 1.0;
  EXPECT_NE(refusal(table("um", product)).find("it may be in cm-1 (1540 to 1640 cm-1)"),
            std::string::npos);
  // near and far infrared, where it is said that they are wavenumbers
  factor = 4.0;
  EXPECT_EQ(refusal(table("wavenumber (cm-1)", product)), "was accepted");
  factor = 0.1;
  EXPECT_EQ(refusal(table("wavenumber (cm-1)", product)), "was accepted");
  EXPECT_NE(refusal(table("x", product)).find("no unit is written"), std::string::npos);
  SpectraOptions options;
  options.x_unit = XUnit::per_centimetre;
  factor = 0.001;
  EXPECT_EQ(refusal(table("x", product), options), "was accepted");
}

// an axis without a unit, of 21 points
SpectrumSeries unlabelled(double low, double high)
{
  std::string text = "x;25 C\n";
  for (int i = 0; i <= 20; ++i)
    text += fmt::format("{:.12g};{}\n", low + 0.05 * i * (high - low), 0.1 + 0.01 * i);
  return read_spectra_text(text, "a.csv");
}

TEST(AxisUnits, WithoutALabelAreWavenumbersOnlyWhereNothingElseIsLikely)
{
  struct Case {
    double low, high;
    const char *others;    // in the refusal
  };
  // electron energy loss (meV), far infrared, terahertz, near and middle infrared in nm
  for (const Case &c :
       {Case{50, 500, "meV (403.28 to 4032.8 cm-1)"}, Case{100, 1000, "meV (806.55 to 8065.5"},
        Case{50, 700, "meV (403.28 to 5645.9"}, Case{30, 400, "meV (241.97 to"},
        Case{10, 600, "no unit is written; say"}, Case{12, 120, "THz (400.28 to"},
        Case{2500, 16000, "nm (625 to 4000"}, Case{4000, 10000, "nm (1000 to 2500"},
        Case{2, 25, "um (400 to 5000"}, Case{0.05, 0.5, "eV (403.28 to"}}) {
    SCOPED_TRACE(c.low);
    try {
      unlabelled(c.low, c.high);
      ADD_FAILURE() << "was accepted";
    } catch (const SpectrumError &e) {
      const std::string said = e.what();
      EXPECT_NE(said.find(c.others), std::string::npos) << said;
      EXPECT_NE(said.find("--x-unit"), std::string::npos) << said;
    }
  }
  for (const auto &[low, high] : std::vector<std::pair<double, double>>{{400, 4000},
                                                                        {399.2, 4000.6},
                                                                        {1200, 1800},
                                                                        {1500, 1700},
                                                                        {400, 700},
                                                                        {200, 4000},
                                                                        {400, 7800},
                                                                        {650, 4000}})
    EXPECT_EQ(unlabelled(low, high).spectra.at(0).notes.size(), 1u) << low;    // of the ordinate
  for (const auto &[low, high] : std::vector<std::pair<double, double>>{{2800, 3200}, {420, 500}})
    EXPECT_NE(unlabelled(low, high).spectra.at(0).notes.at(0).find("taken as cm-1, in which most"),
              std::string::npos);
}

TEST(AxisUnits, WordsWithoutUnitOrAgainstItAreRefused)
{
  factor = 1e4;
  for (const char *word : {"wavelength", "lambda", "\xCE\xBB"})
    EXPECT_NE(
        refusal(table(word, quotient)).find("is a wavelength without unit; write its unit, such"),
        std::string::npos);
  EXPECT_NE(refusal(table("energy", quotient)).find("is an energy without unit"),
            std::string::npos);
  EXPECT_NE(refusal(table("frequency", quotient)).find("is a frequency without unit"),
            std::string::npos);
  factor = 1.0;
  for (const char *head : {"wavenumber (nm)", "wavelength (cm-1)"})
    EXPECT_NE(refusal(table(head, product)).find("contradicts itself"), std::string::npos) << head;
  EXPECT_NE(refusal(table("wavenumber (pm-1)", product)).find("has a unit that is not known"),
            std::string::npos);
  SpectraOptions options;
  options.x_unit = XUnit::per_centimetre;
  const Spectrum s = read_spectra_text(table("um", product), "a.csv", options).spectra.at(0);
  EXPECT_EQ(s.wavenumber, wavenumbers);
  EXPECT_EQ(s.notes[0], "abscissa taken as cm-1, as asked for, though the file says um");
  factor = -1.0;
  EXPECT_EQ(refusal(table("um", product)),
            "a.csv:1: column 1: an abscissa of -1540 um is not positive");
}

}    // namespace

TEST(AxisUnits, StandBehindNamesThatAreNotKnown)
{
  const auto read = [](const std::string &name, const std::string &rows) {
    SpectraOptions options;
    options.name_pattern = "s_{T}K.csv";
    return read_spectra_text(name + ",absorbance\n" + rows, "s_298K.csv", options).spectra.at(0);
  };
  // 50 to 500 would pass for cm-1
  const auto spectrum =
      read("Phonon energy (meV)", "150,0.1\n175,0.2\n200,0.1\n225,0.3\n250,0.2\n");
  EXPECT_NEAR(spectrum.wavenumber.front(), 150.0 * 8.065543937, 1e-4);
  for (const char *name : {"Time (s)", "2theta (deg)", "omega/rad"}) {
    try {
      read(name, "450,0.1\n475,0.2\n500,0.1\n525,0.3\n550,0.2\n");
      ADD_FAILURE() << name;
    } catch (const SpectrumError &e) {
      EXPECT_NE(std::string(e.what()).find("has a unit that is not known"), std::string::npos)
          << e.what();
    }
  }
}

TEST(AxisUnits, MayStandInACommentOfTheAbscissa)
{
  const auto read = [](const std::string &comment) {
    return read_spectra_text(comment + "\n# temperature: 298 K\nx,absorbance\n6250,0.1\n6200,0.2\n"
                                       "6150,0.1\n6100,0.3\n6050,0.2\n",
                             "a.csv", {})
        .spectra.at(0)
        .wavenumber.front();
  };
  for (const char *comment :
       {"# x: wavelength in nm", "# abscissa: nm", "# x axis: Wavelength (nm)"})
    EXPECT_NEAR(read(comment), 1600.0, 1e-9) << comment;
  for (const char *comment : {"# x: 5", "# x: position"})
    EXPECT_THROW(read(comment), SpectrumError);
}

}    // namespace softmode
