// SPDX-License-Identifier: BSD-3-Clause
// Temperatures in names of files, columns, comments and rows, in every way that people write them.
#include "softmode/analysis/spectra/read_spectra.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

namespace {

const std::string rows = "1600,0.1\n1601,0.2\n1602,0.3\n1603,0.4\n1604,0.5\n";

struct Read {
  std::vector<double> kelvins{};
  std::vector<std::string> notes{};
  std::string label{};
  std::string refusal{};
};

Read read(const std::string &text, const std::string &name, const SpectraOptions &options)
{
  Read out;
  try {
    for (const Spectrum &s : read_spectra_text(text, name, options).spectra) {
      out.kelvins.push_back(s.temperature_K);
      out.notes.insert(out.notes.end(), s.notes.begin(), s.notes.end());
      out.label = s.label;
      EXPECT_FALSE(s.bare_temperature.has_value());
    }
  } catch (const SpectrumError &e) {
    out.refusal = e.what();
  }
  return out;
}

Read read_name(const std::string &name, const std::string &pattern,
               std::optional<TemperatureUnit> unit = std::nullopt)
{
  SpectraOptions options;
  options.name_pattern = pattern;
  options.temperature_unit = unit;
  return read(rows, name, options);
}

// columns headed by these names, with two columns of numbers for one name
Read read_heads(const std::string &heads, const SpectraOptions &options = {})
{
  const auto columns = static_cast<std::size_t>(std::count(heads.begin(), heads.end(), ';')) + 1;
  std::string text = "wavenumber;" + heads + "\n";
  for (int i = 0; i < 5; ++i) {
    text += std::to_string(1600 + i);
    for (std::size_t c = 0; c < columns; ++c) text += ";0." + std::to_string(i + 1);
    text += "\n";
  }
  return read(text, "a.csv", options);
}

bool has_note(const Read &found, const std::string &part)
{
  return std::any_of(found.notes.begin(), found.notes.end(),
                     [&](const std::string &note) { return note.find(part) != std::string::npos; });
}

using Spelling = std::pair<const char *, double>;

// what stands between "mof " and ".csv", or heads a column
const std::vector<Spelling> spellings{
    {"25 C", 298.15},
    {"25C", 298.15},
    {"25oC", 298.15},
    {"25 oC", 298.15},
    {"25_C", 298.15},
    {"25degC", 298.15},
    {"25 deg C", 298.15},
    {"25 deg. C", 298.15},
    {"25_deg_C", 298.15},
    {"25 degrees C", 298.15},
    {"25celsius", 298.15},
    {"25^oC", 298.15},
    {"25^{o}C", 298.15},
    {"25 ^0C", 298.15},
    {"25 $^\\circ$C", 298.15},
    {"25^{\\circ}C", 298.15},
    {"25 \\degree C", 298.15},
    {"77 ^oF", 298.15},
    {"25 Celsius", 298.15},
    {"25 degrees Celsius", 298.15},
    {"25 centigrade", 298.15},
    {"25 \xC2\xB0"
     "C",
     298.15},
    {"25\xC2\xBA"
     "C",
     298.15},
    {"25\xCB\x9A"
     "C",
     298.15},
    {"25\xE2\x84\x83", 298.15},
    {"25\xB0"
     "C",
     298.15},    // Latin-1
    {"25\xC2\xA0\xC2\xB0"
     "C",
     298.15},    // no-break space
    {"25 (C)", 298.15},
    {"25 [degC]", 298.15},
    {"m100C", 173.15},
    {"M100 C", 173.15},
    {"minus100C", 173.15},
    {"minus 100 C", 173.15},
    {"neg100C", 173.15},
    {"-100C", 173.15},
    {"\xE2\x88\x92"
     "100 C",
     173.15},
    {"\xE2\x80\x93"
     "100 C",
     173.15},
    {"+25C", 298.15},
    {"100,5C", 373.65},
    {"100.5C", 373.65},
    {"100p5C", 373.65},
    {"0C", 273.15},
    {"-0.5 C", 272.65},
    {"77F", 298.15},
    {"77 \xC2\xB0"
     "F",
     298.15},
    {"-40 Fahrenheit", 233.15},
    {"298K", 298.0},
    {"298 K", 298.0},
    {"298k", 298.0},
    {"298_K", 298.0},
    {"298.15 K", 298.15},
    {"298 kelvin", 298.0},
    {"298\xE2\x84\xAA", 298.0},
};

TEST(TemperatureTexts, StandInNamesOfFiles)
{
  for (const auto &[text, kelvins] : spellings) {
    const Read found = read_name("mof " + std::string(text) + ".csv", "mof {T}.csv");
    EXPECT_EQ(found.refusal, "") << text;
    ASSERT_EQ(found.kelvins.size(), 1u) << text;
    EXPECT_DOUBLE_EQ(found.kelvins[0], kelvins) << text;
  }
}

TEST(TemperatureTexts, HeadColumns)
{
  for (const auto &[text, kelvins] : spellings) {
    const Read found = read_heads(text);
    EXPECT_EQ(found.refusal, "") << text;
    ASSERT_EQ(found.kelvins.size(), 1u) << text;
    EXPECT_DOUBLE_EQ(found.kelvins[0], kelvins) << text;
  }
  for (const auto &[text, kelvins] : std::vector<Spelling>{{"T = 298 K", 298.0},
                                                           {"T=-100C", 173.15},
                                                           {"T/K = 298", 298.0},
                                                           {"T(\xC2\xB0"
                                                            "C): 25",
                                                            298.15},
                                                           {"temp. 25 degC", 298.15},
                                                           {"temperature: -100 C", 173.15},
                                                           {"T298K", 298.0},
                                                           {"T_298_K", 298.0},
                                                           {"2.5e+02 K", 250.0},
                                                           {"173K heating 2", 173.0}}) {
    const Read found = read_heads(text);
    ASSERT_EQ(found.kelvins.size(), 1u) << text << found.refusal;
    EXPECT_DOUBLE_EQ(found.kelvins[0], kelvins) << text;
  }
}

TEST(TemperatureTexts, StandAmongOtherWords)
{
  for (const auto &[text, kelvins] : std::vector<Spelling>{{"HKUST-1 173K", 173.0},
                                                           {"HKUST -100 C", 173.15},
                                                           {"HKUST-1_-100\xC2\xB0"
                                                            "C_dry",
                                                            173.15},
                                                           {"HKUST-1, 298 K, 0.5 bar", 298.0},
                                                           {"300 K 0.5 bar", 300.0},
                                                           {"run m100C", 173.15},
                                                           {"run minus 100 C", 173.15}}) {
    const Read found = read_heads(text);
    ASSERT_EQ(found.kelvins.size(), 1u) << text << found.refusal;
    EXPECT_DOUBLE_EQ(found.kelvins[0], kelvins) << text;
    EXPECT_EQ(found.label, text);
    EXPECT_TRUE(has_note(found, "among other words of a name"));
  }
  EXPECT_EQ(read_heads("25 C to 50 C").refusal,
            "a.csv:1: column 2: two temperatures in '25 C to 50 C'; say which counts by a pattern "
            "(--column-pattern)");
  EXPECT_EQ(
      read_heads("HKUST-100C").refusal,
      "a.csv:1: column 2: '-' before 100C in 'HKUST-100C' may be a sign or may separate; say "
      "where the temperature is by a pattern (--column-pattern, --name-pattern, --title-pattern)");
  // letters and digits that are no temperature
  for (const char *text : {"HKUST-1 C", "MOF5K", "RT", "64 scans", "4 cm-1"})
    EXPECT_NE(read_heads(text).refusal.find("no temperature"), std::string::npos) << text;
}

TEST(TemperatureTexts, ThePatternMayHaveTheUnitAnywhere)
{
  struct Case {
    const char *name, *pattern;
    double kelvins;
  };
  for (const Case &c : std::vector<Case>{
           {"u 25 C.csv", "u {T} C.csv", 298.15},
           {"u 25 C.csv", "u {T}*", 298.15},
           {"u 25 C.csv", "*{T}*", 298.15},
           {"u 25 C.csv", "u {T} {label}.csv", 298.15},
           {"u_25oC.csv", "u_{T}oC.csv", 298.15},
           {"u_25oC.csv", "u_{T}C.csv", 298.15},
           {"u_25oC.csv", "u_{T}*", 298.15},
           {"u_25degC.csv",
            "u_{T}\xC2\xB0"
            "C.csv",
            298.15},
           {"u_25C2.csv", "u_{T}C{cycle}.csv", 298.15},
           {"u_25_C_2.csv", "u_{T}_C_{cycle}.csv", 298.15},
           {"run2.25C.csv", "run2.{T}C.csv", 298.15},
           {"u_300K.csv", "*{T}K.csv", 300.0},
           {"mof5_300K_2.csv", "*{T}*", 300.0},
           {"u-100C.csv", "u-{T}C.csv", 373.15},
           {"u--100C.csv", "u-{T}C.csv", 173.15},
           {"u--100C.csv", "*-{T}C.csv", 173.15},
           {"u_-100C.csv", "*{T}C.csv", 173.15},
           {"u_m100C.csv", "u_{T}C.csv", 173.15},
           {"u_minus100C.csv", "u_minus{T}C.csv", 173.15},
           {"mofminus100C.csv", "*{T}C.csv", 173.15},
           {"u25C.csv", "u(?<T>\\d+)C\\.csv", 298.15},
           {"u 25 C.csv", "u (?<T>\\d+) C\\.csv", 298.15},
           {"u 25 C.csv", "u (?<T>.*)\\.csv", 298.15},
           {"u_m100.csv", "u_m(?<T>[0-9]+)(?<unit>)\\.csv", 0.0},
       }) {
    const Read found = read_name(c.name, c.pattern);
    if (c.kelvins == 0.0) {    // explicit digits of a regular expression: no minus, and no unit
      EXPECT_NE(found.refusal.find("no unit with the temperature 100"), std::string::npos);
      continue;
    }
    ASSERT_EQ(found.kelvins.size(), 1u) << c.name << " " << c.pattern << ": " << found.refusal;
    EXPECT_DOUBLE_EQ(found.kelvins[0], c.kelvins) << c.name << " " << c.pattern;
  }
}

TEST(TemperatureTexts, SignsAreNeverLost)
{
  const auto refusal = [](const char *name, const char *pattern) {
    return read_name(name, pattern).refusal;
  };
  EXPECT_EQ(
      refusal("x-100C.csv", "*{T}C.csv"),
      "x-100C.csv: '-' before 100 in the file name 'x-100C.csv' may be a sign or may separate; "
      "write *-{T} in the pattern if it separates, and the text before it instead of * if it is "
      "a sign");
  EXPECT_EQ(
      refusal("x_-100C.csv", "x_-{T}C.csv"),
      "x_-100C.csv: '-' before 100 in the file name 'x_-100C.csv' looks like its sign, which the "
      "pattern 'x_-{T}C.csv' hides; leave that '-' out of the pattern");
  EXPECT_EQ(
      refusal("x_m100C.csv", "x_m{T}C.csv"),
      "x_m100C.csv: 'm' before 100 in the file name 'x_m100C.csv' may stand for minus; leave it "
      "out of the pattern to take it so, or write the temperature as (?<T>[0-9]+) in a regular "
      "expression");
  EXPECT_EQ(
      refusal("x_-100C.csv", "x_-(?<T>\\d+)C\\.csv"),
      "x_-100C.csv: a sign before '100' in the file name is outside the group T of the pattern "
      "'x_-(?<T>\\d+)C\\.csv'; take it in");
  EXPECT_EQ(
      refusal("x-0C.csv", "x{T}C.csv"),
      "x-0C.csv: -0 in the file name 'x-0C.csv': '-' seems to separate; write it in the pattern, "
      "before {T}");
  EXPECT_TRUE(has_note(read_name("x-100C.csv", "x{T}C.csv"), "taken as its sign"));
  EXPECT_TRUE(has_note(read_name("x-100C.csv", "x-{T}C.csv"), "separates, as in the pattern"));
  EXPECT_TRUE(has_note(read_name("x_m100C.csv", "x_{T}C.csv"), "'m' before the temperature"));
}

TEST(TemperatureTexts, NumbersAreNeverCut)
{
  EXPECT_EQ(read_name("x125C.csv", ".*(?<T>\\d+)C\\.csv").refusal,
            "x125C.csv: the group T of the pattern '.*(?<T>\\d+)C\\.csv' takes '5' out of a longer "
            "number in 'x125C.csv'");
  EXPECT_EQ(read_name("HKUST-1 300.csv", "*{T}*").refusal,
            "HKUST-1 300.csv: the file name 'HKUST-1 300.csv' fits the pattern '*{T}*' with -1 and "
            "with 300 as temperature; write more of it");
  EXPECT_EQ(read_name("u_25C.csv", "u_{T}K.csv").refusal,
            "u_25C.csv: no temperature: the file name 'u_25C.csv' does not fit the pattern "
            "'u_{T}K.csv'");
}

TEST(TemperatureTexts, LettersThatCountAreNoUnits)
{
  // the second spectrum of cycle 2, not 173 C
  EXPECT_EQ(read_name("u_173_C2.csv", "u_{T}_C{cycle}.csv", TemperatureUnit::kelvin).kelvins,
            std::vector<double>{173.0});
  EXPECT_EQ(read_name("u_173 c 2.csv", "u_{T} c {cycle}.csv", TemperatureUnit::kelvin).kelvins,
            std::vector<double>{173.0});
  EXPECT_EQ(read_name("u_173 Cu.csv", "u_{T} Cu.csv", TemperatureUnit::kelvin).kelvins,
            std::vector<double>{173.0});
}

TEST(TemperatureTexts, LettersThatCountAreNoUnitsInPatternsEither)
{
  EXPECT_EQ(read_name("u_173_C2.csv", "u_{T}_C2.csv", TemperatureUnit::kelvin).kelvins,
            std::vector<double>{173.0});
  EXPECT_EQ(read_name("u_173_C2.csv", "u_(?<T>[0-9]+)_C2\\.csv", TemperatureUnit::kelvin).kelvins,
            std::vector<double>{173.0});
}

TEST(BareTemperatures, AreTakenOnlyWhereOneUnitIsLeft)
{
  const Read celsius = read_heads("-100;0;25");
  EXPECT_EQ(celsius.kelvins, (std::vector<double>{173.15, 273.15, 298.15}));
  EXPECT_TRUE(has_note(celsius,
                       "the temperature has no unit: taken as degrees Celsius, since -100 is "
                       "no temperature in kelvin (--temperature-unit F for Fahrenheit)"));
  EXPECT_EQ(read_heads("0;25").kelvins, (std::vector<double>{273.15, 298.15}));
  const Read kelvin = read_heads("173;223;273;323");
  EXPECT_EQ(kelvin.kelvins, (std::vector<double>{173, 223, 273, 323}));
  EXPECT_TRUE(has_note(kelvin,
                       "taken as kelvin, since 173, 223, 273, 323 are whole degrees Celsius in "
                       "kelvin"));
  EXPECT_EQ(read_heads("173.15;196.15").kelvins, (std::vector<double>{173.15, 196.15}));
  EXPECT_EQ(read_heads("298.15").kelvins, std::vector<double>{298.15});
  const auto asked = [](const std::string &which) {
    return "a.csv: no unit with the temperature" + which +
           ", which may be kelvin or degrees Celsius; write it, such as ";
  };
  for (const auto &[heads, which] :
       std::vector<std::pair<std::string, std::string>>{{"25;50;75;100;125", "s 25, 50, 75, ..."},
                                                        {"300;350;400", "s 300, 350, 400"},
                                                        {"150;200;250;300", "s 150, 200, 250, 300"},
                                                        {"298", " 298"},
                                                        {"173;223", "s 173, 223"},
                                                        {"23;28;33", "s 23, 28, 33"},
                                                        {"298.15;300", "s 298.15, 300"},
                                                        {"25.5", " 25.5"},
                                                        {"173 K;200;250", "s 200, 250"}})
    EXPECT_EQ(read_heads(heads).refusal.rfind(asked(which), 0), 0u)
        << heads << ": " << read_heads(heads).refusal;
  EXPECT_EQ(read_heads("-300;20").refusal,
            "a.csv: a temperature of -300 C is not above absolute zero; check its unit");
  SpectraOptions options;
  options.temperature_unit = TemperatureUnit::celsius;
  EXPECT_EQ(read_heads("25;50;300 K", options).kelvins,
            (std::vector<double>{298.15, 323.15, 300.0}));
  options.temperature_unit = TemperatureUnit::fahrenheit;
  EXPECT_EQ(read_heads("77;-40", options).kelvins, (std::vector<double>{298.15, 233.15}));
}

TEST(BareTemperatures, AreSettledByAnotherPlaceThatHasTheUnit)
{
  SpectraOptions options;
  options.name_pattern = "u_{T}.csv";
  EXPECT_EQ(read("# temperature: 25 C\n" + rows, "u_25.csv", options).kelvins,
            std::vector<double>{298.15});
  EXPECT_EQ(read("# temperature: 298 K\n" + rows, "u_298.csv", options).kelvins,
            std::vector<double>{298.0});
  EXPECT_EQ(
      read("# temperature: 25 C\n" + rows, "u_30.csv", options).refusal,
      "u_30.csv: the file name has 298.15 K and 30 without unit, which are no same temperature; "
      "correct one");
  EXPECT_EQ(read("# temperature: 25\n" + rows, "u_30.csv", options).refusal,
            "u_30.csv: the file name says 30, but 25 was given before; correct one of them");
}

TEST(ColumnPatterns, SayWhereTheTemperatureIs)
{
  SpectraOptions options;
  options.column_pattern = "run{cycle} at {T}";
  EXPECT_EQ(read_heads("run1 at 25 C;run1 at 50 C", options).kelvins,
            (std::vector<double>{298.15, 323.15}));
  EXPECT_EQ(read_heads("run1 at 25 C;background", options).refusal,
            "a.csv:1: column 3: no temperature: the name 'background' does not fit the pattern "
            "'run{cycle} at {T}'");
  options.column_pattern = "HKUST-{T}C";
  EXPECT_EQ(read_heads("HKUST-25C;HKUST-100C", options).kelvins,
            (std::vector<double>{298.15, 373.15}));
}

}    // namespace

namespace {

std::string points(const std::string &head)
{
  return head + "\n1500,1,2,3\n1520,2,3,4\n1540,1,2,3\n1560,1,2,3\n1580,1,2,3\n1600,2,3,4\n";
}

std::string why_refused(const std::string &text)
{
  try {
    read_spectra_text(text, "a.csv", {});
    return "was accepted";
  } catch (const SpectrumError &e) {
    return e.what();
  }
}

}    // namespace

TEST(TemperatureTexts, BranchesMayStandBeforeThem)
{
  const auto spectra =
      read_spectra_text(points("wavenumber,heating 298K,cooling 298K,cooling_323 K"), "a.csv", {})
          .spectra;
  ASSERT_EQ(spectra.size(), 3u);
  EXPECT_EQ(spectra[0].branch, Branch::heating);
  EXPECT_EQ(spectra[1].branch, Branch::cooling);
  EXPECT_EQ(spectra[2].branch, Branch::cooling);
  EXPECT_NE(why_refused(points("wavenumber,heating then cooling 298K,300 K,310 K"))
                .find("both heating and cooling"),
            std::string::npos);
}

TEST(TemperatureTexts, DegreesNeedALetter)
{
  for (const char *degrees : {"\xC2\xB0", " \xC2\xBA", " deg", " degrees", " Grad"}) {
    const std::string heads = "25" + std::string(degrees) + ";50" + degrees;
    EXPECT_NE(read_heads(heads).refusal.find("has degrees, but not which; write C or F"),
              std::string::npos)
        << degrees;
    SpectraOptions options;
    options.temperature_unit = TemperatureUnit::celsius;
    const Read said = read_heads(heads, options);
    EXPECT_EQ(said.kelvins, (std::vector<double>{298.15, 323.15})) << said.refusal;
  }
  EXPECT_EQ(read_heads("25 K.;50 K.").kelvins, (std::vector<double>{25, 50}));
  EXPECT_EQ(read_heads("25 \xC2\xBA C;50 \xE2\x84\x83").kelvins,
            (std::vector<double>{298.15, 323.15}));
}

TEST(TemperatureTexts, NumbersOfColumnsAreNone)
{
  EXPECT_NE(why_refused(points("wavenumber,0,1,2")).find("numbers of columns or rows"),
            std::string::npos);
  EXPECT_NE(why_refused("time (s),1500,1510,1520,1530\n0,1,2,3,1\n60,1,2,3,1\n120,1,2,3,1\n")
                .find("a.csv"),
            std::string::npos);
}

TEST(TemperatureTexts, AThousandsCommaIsNoDecimalOne)
{
  SpectraOptions options;
  options.name_pattern = "s_{T}K.csv";
  EXPECT_THROW(
      read_spectra_text("1500,1\n1520,2\n1540,1\n1560,1\n1580,2\n", "s_1,000K.csv", options),
      SpectrumError);
  EXPECT_NEAR(read_spectra_text("1500,1\n1520,2\n1540,1\n1560,1\n1580,2\n", "s_100,5K.csv", options)
                  .spectra.at(0)
                  .temperature_K,
              100.5, 1e-9);
}

TEST(TemperatureTexts, HeadsMaySayTheOrdinate)
{
  const auto spectra =
      read_spectra_text(
          points("wavenumber,Transmittance 298 K,Transmittance 308 K,Transmittance 318 K"), "a.csv",
          {})
          .spectra;
  ASSERT_EQ(spectra.size(), 3u);
  EXPECT_NE(spectra[0].quantity, Quantity::arbitrary);
  EXPECT_NE(why_refused(points("wavenumber,Absorptance 298 K,Absorptance 308 K,Absorptance 318 K"))
                .find("Absorptance"),
            std::string::npos);
}

TEST(TemperatureTexts, RatesOfHeatingAreNone)
{
  const std::vector<const char *> rates{"5 K/min",
                                        "5 C/min",
                                        "5K/min",
                                        "5 K min-1",
                                        "5 K min^-1",
                                        "5 C min^{-1}",
                                        "5K-min",
                                        "5 C per min",
                                        "5 K/s",
                                        "5 degC / h",
                                        "5 \xC2\xB0"
                                        "C/min",
                                        "5Kmin-1",
                                        "5Cmin",
                                        "5_K_per_minute",
                                        "5 K/ hour",
                                        "5 K\xC2\xB7min\xE2\x81\xBB\xC2\xB9"};
  for (const std::string rate : rates) {
    EXPECT_NE(read_heads("heating " + rate).refusal.find("no temperature"), std::string::npos)
        << rate;
    EXPECT_NE(read_heads(rate).refusal.find("no temperature"), std::string::npos) << rate;
    for (const std::string &head : {"173 K, " + rate, rate + ", 173 K", rate + " 173 K"}) {
      const Read found = read_heads(head);
      EXPECT_EQ(found.kelvins, std::vector<double>{173.0}) << head << ": " << found.refusal;
    }
  }
  // units that other words follow
  for (const char *head : {"173 K 5 min", "173 K/sample 1", "173 K, min 3", "173 K heating"})
    EXPECT_EQ(read_heads(head).kelvins, std::vector<double>{173.0}) << head;
  EXPECT_NE(read("# temperature: 5 K/min\n" + rows, "a.csv", {}).refusal.find("no temperature"),
            std::string::npos);
  EXPECT_EQ(
      read_name("mof_ramp_10K-min.csv", "mof_ramp_{T}K-min.csv").refusal,
      "mof_ramp_10K-min.csv: 10 in the file name 'mof_ramp_10K-min.csv' is a rate of heating, no "
      "temperature; write another pattern than 'mof_ramp_{T}K-min.csv'");
  for (const char *pattern : {"mof_{T}Cmin.csv", "*_{T}*", "mof_(?<T>[0-9]+)C.*"})
    EXPECT_NE(read_name("mof_10Cmin.csv", pattern).refusal.find("is a rate of heating"),
              std::string::npos)
        << pattern;
  EXPECT_EQ(read_name("mof_10Kmin_300K.csv", "*{T}*").kelvins, std::vector<double>{300.0});
}

TEST(TemperatureTexts, FixedTextOfAPatternSaysWhatFollowsTheUnit)
{
  struct Case {
    const char *name, *pattern;
  };
  for (const auto &[name, pattern] :
       {Case{"u_173K_s-1.csv", "u_{T}K_s-{cycle}.csv"}, Case{"u_173K_min.csv", "u_{T}K_min.csv"},
        Case{"u_173K_s-1.csv", "u_(?<T>[0-9]+)K_s-(?<cycle>[0-9]+)\\.csv"},
        Case{"u_173K_min.csv", "u_(?<T>[0-9(]+)K_min\\.csv"},
        Case{"u_173_K_h.csv", "u_{T}_K_h.csv"}}) {
    const Read found = read_name(name, pattern);
    EXPECT_EQ(found.kelvins, std::vector<double>{173.0}) << pattern << ": " << found.refusal;
  }
  for (const auto &[name, pattern] :
       {Case{"u_5K_min.csv", "u_{T}K*"}, Case{"u_5K_min.csv", "u_{T}K_*"},
        Case{"u_5K_min.csv", "u_{T}*"}, Case{"u_5Kmin.csv", "u_{T}Kmin.csv"},
        Case{"u_5K-min.csv", "u_{T}K-min.csv"}, Case{"u_5K_min-1.csv", "u_{T}K_min-1.csv"},
        Case{"u_5K min.csv", "u_{T}K min.csv"}, Case{"u_5K_per_min.csv", "u_{T}K_per_min.csv"},
        Case{"u_5K-min.csv", "u_(?<T>[0-9]+)K-min\\.csv"},
        Case{"u_5K_min.csv", "u_(?<T>[0-9]+)K_.*"}})
    EXPECT_NE(read_name(name, pattern).refusal.find("is a rate of heating"), std::string::npos)
        << pattern << ": " << read_name(name, pattern).refusal;
}

TEST(TemperatureTexts, CommentsMaySayARateAsWell)
{
  for (const char *text : {"173 K, 5 K/min", "173 K (5 K/min)", "5 K/min, 173 K", "173(2) K"}) {
    const Read found = read("# temperature: " + std::string(text) + "\n" + rows, "a.csv", {});
    EXPECT_EQ(found.kelvins, std::vector<double>{173.0}) << text << ": " << found.refusal;
    EXPECT_EQ(found.label, "");
  }
  EXPECT_NE(read("# temperature: 173 K to 223 K\n" + rows, "a.csv", {}).refusal, "");
}

TEST(TemperatureTexts, RangesAreTwo)
{
  for (const char *range :
       {"173 to 178 K", "25 to 75 C", "-100 to -95C", "25-75 C", "25 - 75 C", "25..75 C",
        "cooling 300 - 95 K", "MOF between 25 and 75 C", "MOF 25 to 75 C dry"})
    EXPECT_NE(read_heads(range).refusal.find(", a range; say which counts by a pattern"),
              std::string::npos)
        << range << ": " << read_heads(range).refusal;
  for (const char *head : {"sample 3 - 173 K", "HKUST-1 - 173 K", "run 2, 173 K", "2 and 173 K"})
    EXPECT_EQ(read_heads(head).kelvins, std::vector<double>{173.0}) << head;
  EXPECT_NE(read_name("mof_25 to 75C.csv", "*{T}C.csv").refusal.find("is an end of a range"),
            std::string::npos);
  EXPECT_NE(read_name("mof_25 to 75C.csv", "mof_{T}*", TemperatureUnit::celsius)
                .refusal.find("is an end of a range"),
            std::string::npos);
  EXPECT_EQ(read_name("mof_25 to 75C.csv", "mof_{T} to *C.csv", TemperatureUnit::celsius).kelvins,
            std::vector<double>{298.15});
  EXPECT_EQ(read_name("mof_25 to 75C.csv", "mof_* to {T}C.csv").kelvins,
            std::vector<double>{348.15});
}

TEST(TemperatureTexts, UncertaintiesAreNone)
{
  for (const char *head :
       {"(173\xC2\xB1"
        "2) K",
        "173 \xC2\xB1 2 K", "173 K \xC2\xB1 2 K", "173+/-2 K", "MOF (173 \xC2\xB1 0.5) K"}) {
    const Read found = read_heads(head);
    EXPECT_EQ(found.kelvins, std::vector<double>{173.0}) << head << ": " << found.refusal;
  }
  EXPECT_EQ(read_name("mof_173+-2 K.csv", "mof_{T}*K.csv", TemperatureUnit::kelvin).kelvins,
            std::vector<double>{173.0});
  for (const char *head : {"173(2) K", "173.0(5) K", "MOF 173(2) K", "173(2)K"})
    EXPECT_EQ(read_heads(head).kelvins, std::vector<double>{173.0}) << read_heads(head).refusal;
}

TEST(TemperatureTexts, TheUnitStandsAfterTheUncertainty)
{
  const std::string plus_minus = "\xC2\xB1";
  for (const auto &[name, kelvins] :
       std::vector<std::pair<std::string, double>>{{"173+-2C", 446.15},
                                                   {"-40+-1F", 233.15},
                                                   {"25" + plus_minus + "2C", 298.15},
                                                   {"25 " + plus_minus + " 0.5 C", 298.15},
                                                   {"173(2)K", 173.0},
                                                   {"25+-2degC_a", 298.15}})
    for (const char *pattern : {"u_{T}*", "u_(?<T>-?[0-9]+).*"}) {
      const Read found = read_name("u_" + name + ".csv", pattern);
      EXPECT_EQ(found.kelvins, std::vector<double>{kelvins})
          << name << " " << pattern << found.refusal;
    }
  EXPECT_EQ(read_name("u_173+-2C.csv", "u_{T}C.csv").kelvins, std::vector<double>{446.15});
  EXPECT_EQ(read_name("u_173+-2K_3.csv", "u_{T}_{cycle}.csv").kelvins, std::vector<double>{173.0});
  EXPECT_NE(read_name("u_5+-1K-min.csv", "u_{T}*").refusal.find("is a rate"), std::string::npos);
  // the number of a copy is no uncertainty
  EXPECT_NE(read_name("u_25(2).csv", "u_{T}*").refusal.find("no unit"), std::string::npos);
}

TEST(TemperatureTexts, DegreesMayBeGarbled)
{
  EXPECT_EQ(read_heads("25 \xC3\x82\xC2\xB0"
                       "C;50 \xEF\xBF\xBD"
                       "C")
                .kelvins,
            (std::vector<double>{298.15, 323.15}));
  EXPECT_NE(read_heads("25 ?C").refusal.find("no temperature"), std::string::npos);
}

TEST(BareTemperatures, HeadColumnsAlsoBelowZero)
{
  const std::string numbers = "1600,1,2,3,4,5,6,7\n1601,2,3,4,5,6,7,8\n1602,1,2,3,4,5,6,7\n1603,1,"
                              "2,3,4,5,6,7\n1604,2,3,4,5,6,7,"
                              "9\n";
  const std::vector<double> kelvins{173.15, 223.15, 273.15, 323.15, 373.15, 423.15, 473.15};
  for (const char *corner : {"wavenumber", "",
                             "T/\xC2\xB0"
                             "C",
                             "cm-1 \\ T (C)", "wavenumber (cm-1) / T (C)"}) {
    const Read found =
        read(std::string(corner) + ",-100,-50,0,50,100,150,200\n" + numbers, "a.csv", {});
    EXPECT_EQ(found.kelvins, kelvins) << corner << ": " << found.refusal;
  }
  const Read rows_are_spectra =
      read("T (C) \\ wavelength (nm),6250,6200,6150,6100,6050\n-100,1,2,3,4,5\n25,1,2,3,4,5\n",
           "a.csv", {});
  EXPECT_EQ(rows_are_spectra.kelvins, (std::vector<double>{173.15, 298.15}))
      << rows_are_spectra.refusal;
}

TEST(ColumnsThatAreNoSpectra, AreRefusedByName)
{
  for (const char *name :
       {"std 300 K",      "sd 300 K",       "300 K stdev", "error 300 K",      "mean 300 K",
        "average 300 K",  "blank 300 K",    "bkg (300 K)", "300 K difference", "StdErr 300K",
        "stderr 300 K",   "s.d. 300 K",     "sigma 300 K", "\xCF\x83 300 K",   "Delta 300 K",
        "\xCE\x94 300 K", "baseline 300 K", "fit 300 K",   "noise 300 K",      "median 300 K",
        "300 K STD",      "300 K diff",     "STD 1 300 K"})
    EXPECT_EQ(
        read_heads("173 K;" + std::string(name))
            .refusal.find("a.csv:1: column 3: '" + std::string(name) + "' is no spectrum of one"),
        0u)
        << name;
  EXPECT_EQ(read_heads("mean 173 K;mean 300 K").kelvins, (std::vector<double>{173, 300}));
  EXPECT_NE(read_heads("173 K;2nd derivative 300 K").refusal.find("is a derivative of a spectrum"),
            std::string::npos);
  EXPECT_EQ(read_heads("median 173 K;median 300 K").kelvins, (std::vector<double>{173, 300}));
  for (const char *name :
       {"300 K - blank", "300 K-blank", "300 K background corrected", "300 K meander",
        "300 K background removed", "300 K w/o background", "300 K subtracted background",
        "300 K bg divided", "300 K background-free", "300 K - background", "300 K-background",
        "300 K diff. reflectance", "Error-corrected 300 K", "baseline corrected 300 K",
        "300 K without baseline", "STD-1 300 K", "300 K fitness"})
    EXPECT_EQ(read_heads("173 K;" + std::string(name)).kelvins, (std::vector<double>{173, 300}))
        << name;
}

TEST(TemperatureTexts, PerCentOfWhatIsAskedFor)
{
  for (const char *heads : {"173 K (%)", "173 K %;223 K %", "173 K;223 K [%]", "% 173 K;% 223 K"}) {
    EXPECT_NE(read_heads(heads).refusal.find("in per cent, but of what is not written"),
              std::string::npos)
        << heads << read_heads(heads).refusal;
    SpectraOptions options;
    options.quantity = Quantity::percent_transmittance;
    EXPECT_EQ(read_heads(heads, options).kelvins.at(0), 173.0) << heads;
  }
  for (const char *key : {"y unit", "unit", "intensity unit"})
    EXPECT_NE(read("# " + std::string(key) + ": %\nx,173 K\n" + rows, "a.csv", {})
                  .refusal.find("of what is not written"),
              std::string::npos)
        << key;
  EXPECT_NE(read("# y: absorbance, second derivative\nx,173 K\n" + rows, "a.csv", {})
                .refusal.find("is a derivative"),
            std::string::npos);
}

TEST(TemperatureTexts, TheLetterTMayBeTransmittance)
{
  for (const char *heads : {"T 173 K;T 223 K", "T (173 K);T (223 K)", "T 173 K"}) {
    EXPECT_NE(read_heads(heads).refusal.find("may be the temperature or transmittance"),
              std::string::npos)
        << heads << read_heads(heads).refusal;
    SpectraOptions options;
    options.quantity = Quantity::absorbance;
    EXPECT_EQ(read_heads(heads, options).kelvins.at(0), 173.0) << heads;
  }
  for (const char *heads : {"T = 173 K;T = 223 K", "T=173K;T=223K", "T: 173 K;T: 223 K"})
    EXPECT_EQ(read_heads(heads).kelvins, (std::vector<double>{173, 223})) << heads;
}

TEST(TemperatureTexts, HeadsMaySayTheOrdinateAmongOtherWords)
{
  const auto quantity = [](const std::string &text) {
    SpectraOptions options;
    options.name_pattern = "a_{T}K.csv";
    const bool in_name =
        text.find("173") == std::string::npos && text.find("50 C") == std::string::npos;
    return read_spectra_text(text + rows, in_name ? "a_173K.csv" : "a.csv",
                             in_name ? options : SpectraOptions())
        .spectra.at(0)
        .quantity;
  };
  using Row = std::pair<const char *, Quantity>;
  for (const auto &[text, expected] :
       {Row{"x,%T at 173 K\n", Quantity::percent_transmittance},
        Row{"x,Transmittance (%) at 173 K\n", Quantity::percent_transmittance},
        Row{"x,%transmittance T=173 K\n", Quantity::percent_transmittance},
        Row{"x,%T T = 173 K\n", Quantity::percent_transmittance},
        Row{"x,%R at 173 K\n", Quantity::percent_reflectance},
        Row{"x,absorbance at 50 C\n", Quantity::absorbance},
        Row{"x,Abs @ 50 C\n", Quantity::absorbance},
        Row{"x,A(T=173 K)\n", Quantity::absorbance},
        Row{"x,T = 173 K\n", Quantity::arbitrary},
        Row{"x,T=173K\n", Quantity::arbitrary},
        Row{"x,T: 173 K\n", Quantity::arbitrary},
        Row{"x,T173K\n", Quantity::arbitrary},
        Row{"x,T_173_K\n", Quantity::arbitrary},
        Row{"# y: absorbance\nx,T 173 K\n", Quantity::absorbance},
        Row{"x,%T sample 3\n", Quantity::percent_transmittance},
        Row{"x,sample %T\n", Quantity::percent_transmittance},
        Row{"x,sample A\n", Quantity::arbitrary},
        Row{"# y: transmittance\n", Quantity::transmittance},
        Row{"# ordinate: transmittance\n", Quantity::transmittance},
        Row{"# data: transmittance (%)\n", Quantity::percent_transmittance},
        Row{"# data: HKUST-1\n", Quantity::arbitrary},
        Row{"# y: transmittance in percent\n", Quantity::percent_transmittance},
        Row{"# unit: %T\n", Quantity::percent_transmittance},
        Row{"# intensity unit: %T\n", Quantity::percent_transmittance},
        Row{"# units: cm-1\n", Quantity::arbitrary},
        Row{"# y: absorbance, baseline corrected\n", Quantity::absorbance},
        Row{"# y: absorbance (baseline corrected)\n", Quantity::absorbance},
        Row{"# y: A = log10(I0/I)\n", Quantity::absorbance},
        Row{"# y: T = 298 K\n", Quantity::arbitrary},
        Row{"# y: absorbance, difference to dry\n", Quantity::arbitrary},
        Row{"# y: transmittance\nx,173 K (%)\n", Quantity::percent_transmittance},
        Row{"x,Transmittance 173 K (%)\n", Quantity::percent_transmittance},
        Row{"x,173 K humidity 50 %\n", Quantity::arbitrary},
        Row{"# %T\n", Quantity::percent_transmittance},
        Row{"# transmission\n", Quantity::arbitrary},
        Row{"# T\n", Quantity::arbitrary}})
    EXPECT_EQ(quantity(text), expected) << text;
}

}    // namespace softmode
