// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/jcamp.h"

#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

namespace softmode {

namespace {

using Values = std::vector<double>;

std::vector<Spectrum> read_jcamp(const std::string &text, const std::string &name,
                                 const SpectraOptions &options = {})
{
  std::vector<std::string> notes;
  return softmode::read_jcamp(text, name, options, notes);
}

// a block of evenly spaced points from `first` with a step of 1 cm-1
std::string block(const std::string &table, std::size_t points, double first = 1000,
                  const std::string &labels = "##YUNITS=ABSORBANCE\n##TEMPERATURE=25\n")
{
  return "##TITLE=test $$ a comment\n##JCAMP-DX=4.24\n##DATA TYPE=INFRARED "
         "SPECTRUM\n##XUNITS=1/CM\n" +
         labels + "##XFACTOR=1\n##YFACTOR=1\n##FIRSTX=" + std::to_string(first) +
         "\n##LASTX=" + std::to_string(first + static_cast<double>(points) - 1) +
         "\n##NPOINTS=" + std::to_string(points) + "\n##XYDATA=(X++(Y..Y))\n" + table + "##END=\n";
}

Values decoded(const std::string &table, std::size_t points, double first = 1000)
{
  const auto spectra = read_jcamp(block(table, points, first), "a.jdx");
  EXPECT_EQ(spectra.size(), 1u);
  return spectra.at(0).intensity;
}

std::string refusal(const std::string &text)
{
  try {
    read_jcamp(text, "a.jdx");
    return "was accepted";
  } catch (const SpectrumError &e) {
    return e.what();
  }
}

// the ten ordinates with which McDonald and Wilks (1988) show all forms in their Table VII
const Values published{1, 2, 3, 3, 2, 1, 0, -1, -2, -3};

TEST(Jcamp, ThePublishedExampleInAllForms)
{
  for (const char *table :
       {"1000 1 2 3 3 2 1 0 -1 -2 -3\n", "1000, 1, 2, 3, 3, 2, 1, 0, -1, -2, -3\n",
        "1000+1+2+3+3+2+1+0-1-2-3\n", "1000 1 2 3 3 2 1 0-1-2-3\n", "1000ABCCBA@abc\n",
        "1000+1BCCBA@abc\n", "1000AJJ%jjjjjj\n", "1000 1JJ%jX\n", "1000AJT%jX\n",
        "1000ABCTBA@abc\n", "1000 1 2 3T 2 1 0-1-2-3\n", "1000 1BCT 2A@a-2c $$ mixed\n"})
    EXPECT_EQ(decoded(table, 10), published) << table;
}

TEST(Jcamp, ThePublishedExampleOfDuplicates)
{
  // a count of two digits is one count, not two
  EXPECT_EQ(decoded("1000E0S2\n", 12), Values(12, 50.0));
  EXPECT_EQ(decoded("1000 50S2 51T0\n", 32), [] {
    Values y(12, 50.0);
    y.resize(32, 51.0);
    return y;
  }());
  EXPECT_EQ(decoded("1000E0JS1\n1011F1\n", 12),    // 50, then eleven times 1 more
            (Values{50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61}));
  const Values fifties(8, 50.0);
  for (const char *table : {"1000 50 50 50 50\n1004 50 50 50 50\n", "1000 50V\n1004E0V\n",
                            "1000E0%%%\n1003E0%%%%\n", "1000E0%U\n1003E0%V\n", "1000E0Z\n"})
    EXPECT_EQ(decoded(table, 8), fifties) << table;
}

TEST(Jcamp, DifferencesOverLinesWithTheirChecks)
{
  // each line after differences begins with the last ordinate of the one before
  const char *table = "1000AJJ%\n1003Cjjj\n1006@jjj\n1009c\n";
  EXPECT_EQ(decoded(table, 10), published);
  EXPECT_EQ(decoded("1000AJJ%\n1003Cjjj\n1006@jjj\n", 10), published);    // without the last check
  // a line that does not end in a difference is followed by a new point
  EXPECT_EQ(decoded("1000AJJC\n1004Bjj\n1006@jjj\n1009c\n", 10), published);
}

// the third line should begin at 1006; the ordinates are as many as ##NPOINTS says
const char *const shifted = "1000 1 2 3\n1003 4 5 6\n1016 7 8 9\n1019 10 11 12\n";

TEST(Jcamp, AFailingXCheckIsLetPassOnlyIfAskedForAndNeverSilently)
{
  EXPECT_NE(refusal(block(shifted, 12)).find("a.jdx:15: X-check failed: the line begins at 1016"),
            std::string::npos)
      << refusal(block(shifted, 12));
  SpectraOptions lenient;
  lenient.lenient = true;
  const auto spectra = read_jcamp(block(shifted, 12), "a.jdx", lenient);
  EXPECT_EQ(spectra.at(0).intensity, (Values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(spectra.at(0).wavenumber.back(), 1011.0);
  ASSERT_FALSE(spectra.at(0).notes.empty());
  EXPECT_EQ(spectra.at(0).notes.front(),
            "a.jdx:15: the line begins at 1016, but point 7 is at 1006; the X-check of 2 lines "
            "failed, which was let pass: points stand where ##FIRSTX, ##LASTX and ##NPOINTS put "
            "them");
  // what is right gets no note of it
  const auto right = read_jcamp(block("1000 1 2 3\n1003 4 5 6\n", 6), "a.jdx", lenient);
  for (const std::string &note : right.at(0).notes)
    EXPECT_EQ(note.find("X-check"), std::string::npos) << note;
}

TEST(Jcamp, LenientIsNotBlind)
{
  SpectraOptions lenient;
  lenient.lenient = true;
  const auto refused = [&](const std::string &text) -> std::string {
    try {
      read_jcamp(text, "a.jdx", lenient);
      return "was accepted";
    } catch (const SpectrumError &e) {
      return e.what();
    }
  };
  // ordinates are missing in the middle, where their line does not tell how many
  EXPECT_EQ(refused(block("1000 1 2 3\n1016 7 8 9\n", 12)),
            "a.jdx:12: 6 points, but ##NPOINTS is 12, and the abscissas of the lines do not tell "
            "where they are; the file is cut or edited");
  // one line, and no ##DELTAX
  EXPECT_NE(refused(block("1000 1 2 3 4 5 6 7\n", 8)).find("do not tell"), std::string::npos);
  // an ordinate that should repeat the last one of the line before, and does not
  EXPECT_NE(refused(block("1000AJJ%\n1003Djjj\n1006@jjj\n1009c\n", 10)).find("Y-check failed"),
            std::string::npos);
  EXPECT_NE(refused(block("1000 1 2 three 4 5\n", 5)).find("is no ordinate"), std::string::npos);
}

// what a lenient reader takes, and how it says so
Spectrum leniently(const std::string &text)
{
  EXPECT_NE(refusal(text), "was accepted");
  SpectraOptions lenient;
  lenient.lenient = true;
  return read_jcamp(text, "a.jdx", lenient).at(0);
}

TEST(Jcamp, AnotherNumberOfPointsWhereTheLinesTell)
{
  const std::string table = "1000 1 2 3\n1003 4 5 6\n1006 7 8 9\n1009 10\n";
  std::string text = block(table, 10);
  for (const char *points : {"11", "9", "20", "5"}) {    // ##NPOINTS is wrong, the ends are right
    text = block(table, 10);
    text.replace(text.find("##NPOINTS=10"), 12, "##NPOINTS=" + std::string(points));
    const Spectrum s = leniently(text);
    EXPECT_EQ(s.wavenumber, (Values{1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009}));
    EXPECT_EQ(s.intensity, (Values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(s.notes.front(), "##NPOINTS is " + std::string(points) +
                                   ", but there are 10 points from ##FIRSTX to ##LASTX, which were "
                                   "taken");
  }
  const Spectrum cut = leniently(block("1000 1 2 3\n1003 4 5 6\n", 10));    // the table ends before
  EXPECT_EQ(cut.wavenumber.back(), 1005.0);
  EXPECT_EQ(cut.notes.front(), "##NPOINTS is 10, but there are 6 points, which end at 1005 by the "
                               "abscissas of the lines");
  const Spectrum pairs = leniently(
      "##TITLE=x\n##DATATYPE=IR\n##XUNITS=1/CM\n##YUNITS=A\n##TEMPERATURE=300 K\n##XFACTOR=1\n"
      "##YFACTOR=1\n##NPOINTS=9\n##LASTX=1009\n##XYPOINTS=(XY..XY)\n1000,1 1001,2 1002,3 1003,4 "
      "1004,5\n##END=\n");
  EXPECT_EQ(pairs.wavenumber.size(), 5u);
  EXPECT_EQ(pairs.notes,
            (std::vector<std::string>{
                "##NPOINTS is 9, but there are 5 points, which were taken",
                "a.jdx:9: ##LASTX is 1009, but the points have 1004; correct one of them, which "
                "was let pass"}));
}

TEST(Jcamp, ZerosThatCloseATable)
{
  const Values y{1, 2, 3, 3, 2, 1, 4};
  const std::string last_check = block("1000ABC%\n1003Cjj\n1005AL\n1006@\n", 7),
                    too_many = block("1000 1 2 3 3\n1004 2 1 4 0\n", 7),
                    alone = block("1000 1 2 3 3\n1004 2 1 4\n0\n", 7),
                    pair = block("1000 1 2 3 3\n1004 2 1 4\n0.0 0.0\n", 7);
  for (const std::string &text : {last_check, too_many, alone, pair}) {
    const Spectrum s = leniently(text);
    EXPECT_EQ(s.intensity, y) << text;
    EXPECT_EQ(s.wavenumber.back(), 1006.0);
    EXPECT_NE(s.notes.front().find("left out"), std::string::npos) << s.notes.front();
  }
  // what may be an ordinate stays
  EXPECT_EQ(decoded("1000 1 2 3 3\n1004 2 1 0\n", 7), (Values{1, 2, 3, 3, 2, 1, 0}));
}

TEST(Jcamp, AMissingEndIsLetPass)
{
  std::string text = block("1000 1 2 3 4 5\n", 5);
  text.erase(text.find("##END="));
  EXPECT_EQ(refusal(text), "a.jdx:1: the block that begins here has no ##END=; the file is cut "
                           "(--lenient takes it if its points are complete)");
  EXPECT_EQ(leniently(text).intensity.size(), 5u);
}

TEST(Jcamp, LargeNumbers)
{
  // 12345, +11111, -10, -55; that again, then -7 and 55
  EXPECT_EQ(decoded("1000A2345J1111j0n5\n1003B3391-7E5\n", 6),
            (Values{12345, 23456, 23446, 23391, -7, 55}));
}

TEST(Jcamp, ExponentsHaveASign)
{
  EXPECT_EQ(decoded("1000 1.5E+02 2e-01 .5 -3.25 7E-1\n", 5), (Values{150, 0.2, 0.5, -3.25, 0.7}));
  EXPECT_EQ(decoded("1000 1E5 2e5 3\n", 5), (Values{1, 55, 2, -55, 3}));
}

// an encoder of its own, with `per_line` new points a line
struct Encoder {
  bool squeezed, differences, duplicates;

  static std::string pseudo(int value, const char *positive, const char *negative)
  {
    std::string digits = std::to_string(std::abs(value));
    digits[0] = value < 0 ? negative[digits[0] - '0'] : positive[digits[0] - '0'];
    return digits;
  }

  std::string ordinate(int value) const
  {
    if (squeezed) return pseudo(value, "@ABCDEFGHI", "@abcdefghi");
    return (value < 0 ? "" : "+") + std::to_string(value);
  }

  std::string table(const std::vector<int> &y, int first, std::size_t per_line) const
  {
    std::string text;
    std::size_t i = 0;
    while (i < y.size()) {
      std::vector<std::string> items{ordinate(y[i])};
      text += std::to_string(first + static_cast<int>(i));
      std::size_t j = i + 1;
      for (; j < y.size() && j < i + per_line; ++j)
        items.push_back(differences ? pseudo(y[j] - y[j - 1], "%JKLMNOPQR", "%jklmnopqr")
                                    : ordinate(y[j]));
      for (std::size_t k = 0; k < items.size();) {
        std::size_t same = k + 1;
        while (duplicates && same < items.size() && items[same] == items[k]) ++same;
        text += items[k];
        if (same - k > 1) text += pseudo(static_cast<int>(same - k), "?STUVWXYZs", "");
        k = same;
      }
      text += "\n";
      if (differences && j == y.size() && j > i + 1)
        text += std::to_string(first + static_cast<int>(j) - 1) + ordinate(y[j - 1]) + "\n";
      i = differences && j > i + 1 && j < y.size() ? j - 1 : j;
    }
    return text;
  }
};

TEST(Jcamp, RandomOrdinatesInAllForms)
{
  std::mt19937 random(5);
  for (const int range : {1, 3, 40, 100000}) {
    std::uniform_int_distribution<int> uniform(-range, range);
    std::vector<int> y(500);
    for (int &value : y) value = uniform(random);
    const Values expected(y.begin(), y.end());
    for (const bool squeezed : {false, true})
      for (const bool differences : {false, true})
        for (const bool duplicates : {false, true})
          for (const std::size_t per_line : {2u, 7u, 23u, 600u}) {
            const Encoder encoder{squeezed, differences, duplicates};
            EXPECT_EQ(decoded(encoder.table(y, 1000, per_line), y.size()), expected)
                << range << squeezed << differences << duplicates << per_line;
          }
  }
}

TEST(Jcamp, ADamagedCharacterNeverPassesUnnoticedInDifferences)
{
  std::vector<int> y;
  for (int i = 0; i < 60; ++i) y.push_back(100 + (i * i) % 37);
  const std::string table = Encoder{true, true, false}.table(y, 1000, 10);
  const std::size_t first = 5;    // behind the first abscissa
  for (std::size_t at = first; at < table.size(); ++at) {
    if (table[at] == '\n' || std::isdigit(static_cast<unsigned char>(table[at]))) continue;
    std::string damaged = table;
    damaged[at] = table[at] == 'J' ? 'K' : 'J';
    EXPECT_NE(refusal(block(damaged, y.size())), "was accepted") << at << ": " << damaged;
  }
}

TEST(Jcamp, FactorsAndDescendingAxes)
{
  const std::string text =
      "##TITLE=x\n##DATATYPE=INFRARED "
      "SPECTRUM\n##XUNITS=1/CM\n##YUNITS=TRANSMITTANCE\n##TEMPERATURE=173 "
      "K\n##FIRSTX=1604\n##LASTX=1602\n##DELTAX=-0.5\n##NPOINTS=5\n##XFACTOR=0.5\n##YFACTOR=0.001\n"
      "##FIRSTY=0.1\n##XYDATA=(X++(Y..Y))\n3208A00B00\n3206C00D00E00\n##END=\n";
  const Spectrum s = read_jcamp(text, "a.jdx").at(0);
  EXPECT_EQ(s.wavenumber, (Values{1602, 1602.5, 1603, 1603.5, 1604}));
  EXPECT_EQ(s.intensity, (Values{0.5, 0.4, 0.3, 0.2, 0.1}));
  EXPECT_EQ(s.quantity, Quantity::transmittance);
  EXPECT_EQ(s.temperature_K, 173.0);
  EXPECT_EQ(s.label, "x");
  EXPECT_EQ(s.notes, std::vector<std::string>{"descending axis turned round"});
}

TEST(Jcamp, LabelsAreComparedWithoutCaseAndMarks)
{
  const std::string text =
      "##title= x\n##Data_Type = Infrared Spectrum\n##x-units= 1/cm\n##Y UNITS= Kubelka-Munk\n"
      "##Temperature= 173 K\n##first/x= 1001\n##LastX= 1005\n##n points= 5\n##xfactor= "
      "1\n##y_factor= 1\n"
      "##= a comment\n##$user label= anything\n##xy-data= (x++(y..y))\n1001 1 2 3 4 5\n##end=\n";
  const Spectrum s = read_jcamp(text, "a.jdx").at(0);
  EXPECT_EQ(s.intensity, (Values{1, 2, 3, 4, 5}));
  EXPECT_EQ(s.quantity, Quantity::kubelka_munk);
  EXPECT_TRUE(s.notes.empty()) << s.notes[0];
}

TEST(Jcamp, EmptyLabelsCountAsMissing)
{
  const std::string text =
      "$$ by hand\n" +
      block("1000 1 2 3 4 5\n", 5, 1000,
            "##YUNITS=\n##YUNITS=ABSORBANCE\n##DELTAX=\n##TEMPERATURE=\n##TEMPERATURE=25 C\n");
  const SpectrumSeries series = read_spectra_text(text + "\x1A", "a.jdx");
  EXPECT_EQ(series.spectra.at(0).temperature_K, 298.15);
  EXPECT_EQ(series.spectra.at(0).notes.size(), 0u);
}

TEST(Jcamp, PairsOfPoints)
{
  const std::string head =
      "##TITLE=x\n##DATATYPE=INFRARED SPECTRUM\n##XUNITS=1/CM\n##YUNITS=ARBITRARY UNITS\n"
      "##TEMPERATURE=-100 "
      "C\n##XFACTOR=200\n##YFACTOR=10\n##NPOINTS=5\n##FIRSTX=200\n##LASTX=2000\n";
  for (const char *table : {"1,1; 2,2; 4,3\n7,4; 10,5\n", "1 1 2 2\n4 3 7 4\n10 5\n",
                            "1.0, 1.0\n2.0, 2.0\n4, 3e0\n7,4\n+10,5 $$ end\n"}) {
    const Spectrum s =
        read_jcamp(head + "##XYPOINTS=(XY..XY)\n" + table + "##END=\n", "a.jdx").at(0);
    EXPECT_EQ(s.wavenumber, (Values{200, 400, 800, 1400, 2000})) << table;
    EXPECT_EQ(s.intensity, (Values{10, 20, 30, 40, 50}));
    EXPECT_NEAR(s.temperature_K, 173.15, 1e-12);
    EXPECT_EQ(s.quantity, Quantity::arbitrary);
  }
}

TEST(Jcamp, WavelengthsBecomeWavenumbers)
{
  for (const auto &[unit, scale] :
       {std::make_pair("MICROMETERS", 1.0), std::make_pair("NANOMETERS", 1e3)}) {
    const std::string text =
        "##TITLE=x\n##DATATYPE=INFRARED SPECTRUM\n##XUNITS=" + std::string(unit) +
        "\n##YUNITS=ABSORBANCE\n##TEMPERATURE=25 "
        "C\n##XFACTOR=1\n##YFACTOR=1\n##NPOINTS=5\n##FIRSTX=" +
        std::to_string(4 * scale) + "\n##LASTX=" + std::to_string(8 * scale) +
        "\n##XYDATA=(X++(Y..Y))\n" + std::to_string(4 * scale) + " 1 2 3 4 5\n##END=\n";
    const Spectrum s = read_jcamp(text, "a.jdx").at(0);
    const Values expected{1250, 1e4 / 7, 1e4 / 6, 2000, 2500};
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(s.wavenumber[i], expected[i], 1e-9);
    EXPECT_EQ(s.intensity, (Values{5, 4, 3, 2, 1}));
    ASSERT_EQ(s.notes.size(), 2u);
    EXPECT_NE(s.notes[0].find("converted from"), std::string::npos);
  }
}

TEST(Jcamp, UnitsOfOrdinatesAndTemperatures)
{
  const auto read = [](const std::string &labels) {
    return read_jcamp(block("1000 50 60 70 80 90\n", 5, 1000, labels), "a.jdx").at(0);
  };
  const Spectrum percent = read("##YUNITS=TRANSMITTANCE\n##TEMPERATURE=-100\n");
  EXPECT_EQ(percent.quantity, Quantity::percent_transmittance);
  EXPECT_EQ(percent.notes,
            (std::vector<std::string>{
                "ordinates reach 90: taken as percent transmittance",
                "##TEMPERATURE has no unit: taken as degrees Celsius, as in the standard"}));
  EXPECT_NEAR(percent.temperature_K, 173.15, 1e-12);
  EXPECT_EQ(read("##YUNITS=% Reflectance\n##TEMPERATURE=300 K\n").quantity,
            Quantity::percent_reflectance);
  EXPECT_EQ(read("##YUNITS=REFLECTANCE\n##TEMPERATURE=300 K\n").quantity,
            Quantity::percent_reflectance);
}

TEST(Jcamp, TemperatureFromTheTitle)
{
  SpectraOptions options;
  options.title_pattern = "* at {T} K, {branch} {cycle}";
  std::string text = block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=ABSORBANCE\n");
  text.replace(text.find("test"), 4, "HKUST-1 at 223 K, cooling 2");
  const Spectrum s = read_jcamp(text, "a.jdx", options).at(0);
  EXPECT_EQ(s.temperature_K, 223.0);
  EXPECT_EQ(s.branch, Branch::cooling);
  EXPECT_EQ(s.cycle, 2);
  EXPECT_EQ(s.label, "HKUST-1 at 223 K, cooling 2");
}

TEST(Jcamp, LinkedBlocksInTheirOrder)
{
  const auto spectrum = [](const char *T) {
    return block("1000 1 2 3 4 5\n", 5, 1000,
                 "##YUNITS=ABSORBANCE\n##TEMPERATURE=" + std::string(T) + "\n");
  };
  const auto link = [](int blocks, const std::string &inside) {
    return "##TITLE=link\n##DATA TYPE=LINK\n##BLOCKS=" + std::to_string(blocks) + "\n" + inside +
           "##END=\n";
  };
  for (const int count : {1, 2, 3, 4}) {    // programs differ in what they count
    const auto found = read_jcamp(link(count, spectrum("-100") + link(1, spectrum("0"))), "a.jdx");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_NEAR(found[0].temperature_K, 173.15, 1e-9);
    EXPECT_NEAR(found[1].temperature_K, 273.15, 1e-9);
  }
  EXPECT_EQ(refusal(link(5, spectrum("-100") + spectrum("0"))),
            "a.jdx:3: ##BLOCKS is 5, but there are 2; the file is cut (--lenient takes the blocks "
            "that are there)");
  EXPECT_EQ(read_jcamp(spectrum("1") + "\n" + spectrum("2"), "a.jdx").size(), 2u);
  const SpectrumSeries series =
      read_spectra_text("\n" + link(2, spectrum("-100") + spectrum("0")), "a.jdx");
  EXPECT_EQ(series.spectra[1].branch, Branch::heating);
}

TEST(Jcamp, AnAbscissaPrintedToFewDigitsPasses)
{
  // 0.3 cm-1 a point, abscissas rounded to 1 cm-1
  std::string text =
      "##TITLE=x\n##DATATYPE=INFRARED SPECTRUM\n##XUNITS=1/CM\n##YUNITS=ABSORBANCE\n"
      "##TEMPERATURE=25 C\n##FIRSTX=1000.0\n##LASTX=1005.7\n##DELTAX=0.3\n##NPOINTS=20\n"
      "##XFACTOR=1\n##YFACTOR=1\n##XYDATA=(X++(Y..Y))\n1000ABCDE\n1002ABCDE\n1003ABCDE\n"
      "1005ABCDE\n##END=\n";
  EXPECT_EQ(read_jcamp(text, "a.jdx").at(0).intensity.size(), 20u);
  text.replace(text.find("1003ABCDE"), 9, "1001ABCDE");
  EXPECT_EQ(refusal(text),
            "a.jdx:15: X-check failed: the line begins at 1001, but point 11 is at "
            "1003; ordinates before it are missing or too many (--lenient lets pass what is sure)");
}

// as a program of the standard's own test data does
TEST(Jcamp, AbscissasMayBeThoseOfTheNextPointIfSoFromTheFirst)
{
  const Spectrum s = read_jcamp(block("1000AJJ%\n1004Cjjj\n1007@jjj\n1010c\n", 10), "a.jdx").at(0);
  EXPECT_EQ(s.intensity, published);
  EXPECT_EQ(s.notes.front(), "lines begin with the abscissa of the point after the repeated one");
  EXPECT_EQ(refusal(block("1000AJJ%\n1004Cjjj\n1008@jjj\n1010c\n", 10)),
            "a.jdx:15: X-check failed: the line begins at 1008, but point 8 is at 1007; ordinates "
            "before it are missing or too many (--lenient lets pass what is sure)");
  EXPECT_EQ(refusal(block("1000AJJ%\n1003Cjjj\n1007@jjj\n1009c\n", 10)),
            "a.jdx:15: X-check failed: the line begins at 1007, but point 7 is at 1006; ordinates "
            "before it are missing or too many (--lenient lets pass what is sure)");
  // a line that does not repeat an ordinate has no such freedom
  EXPECT_NE(refusal(block("1000AJJC\n1005Bjj\n1006@jjj\n1009c\n", 10)), "was accepted");
}

TEST(Jcamp, RealFilesAreNotAlwaysToTheLetter)
{
  std::string text = block("1000 1 2 3 4 5\n", 5);
  text.insert(text.find("##XYDATA"), "##$CONTENT\n##NPOINTS=5\n##DELTAX=1.0090\n");
  text.replace(text.find("##END="), 6, "##END");
  const Spectrum s = read_jcamp(text, "a.jdx").at(0);
  EXPECT_EQ(s.intensity, (Values{1, 2, 3, 4, 5}));
  std::string long_table;
  for (int i = 0; i < 1000; i += 10) long_table += std::to_string(1000 + i) + "ABCDEABCDE\n";
  text = block(long_table, 1000);
  text.insert(text.find("##XYDATA"), "##DELTAX=1.0020\n");
  const std::string noted = read_jcamp(text, "a.jdx").at(0).notes.front();
  EXPECT_EQ(noted, "##DELTAX is 1.002, but 1 by the ends of the axis, which was taken");
}

Quantity quantity_with(const std::string &yunits)
{
  const std::string text = block("1000 .50 .60 .70 .80 .90\n", 5, 1000,
                                 "##YUNITS=" + yunits + "\n##TEMPERATURE=300 K\n");
  try {
    return read_jcamp(text, "a.jdx").at(0).quantity;
  } catch (const SpectrumError &error) {
    ADD_FAILURE() << error.what();
    return Quantity::arbitrary;
  }
}

TEST(Jcamp, WordsForTheOrdinate)
{
  for (const char *word : {"ABSORBANCE",
                           "Absorbance",
                           "ABSORBANCE UNITS",
                           "Absorbance Units",
                           "ABS",
                           "Abs.",
                           "A",
                           "Absorbance (a.u.)",
                           "Absorbance [A.U.]",
                           "ABSORBANCE  ",
                           "LOG(1/T)",
                           "-LOG(T)",
                           "-log10 T",
                           "log10(1/T)",
                           "LOG(1/R)",
                           "-LOG(R)",
                           "log 1/R",
                           "-Log10(R)",
                           "OPTICAL DENSITY",
                           "O.D.",
                           "Extinction",
                           "ABSORPTION",
                           "Absorbance (normalized)",
                           "log(I0/I)"})
    EXPECT_EQ(quantity_with(word), Quantity::absorbance) << word;
  for (const char *word :
       {"TRANSMITTANCE", "Transmission", "T", "TRANSMITTANCE UNITS", "Transmitance"})
    EXPECT_EQ(quantity_with(word), Quantity::transmittance) << word;
  for (const char *word :
       {"%T", "% T", "T%", "T (%)", "T / %", "% TRANSMITTANCE", "%Transmittance",
        "TRANSMITTANCE(%)", "Transmittance [%]", "PERCENT TRANSMITTANCE", "Percent T",
        "Transmission %", "pct. transmission", "PERCENT TRANSMISSION"})
    EXPECT_EQ(quantity_with(word), Quantity::percent_transmittance) << word;
  for (const char *word : {"REFLECTANCE", "R", "Reflection", "DIFFUSE REFLECTANCE", "Reflectivity"})
    EXPECT_EQ(quantity_with(word), Quantity::reflectance) << word;
  for (const char *word : {"%R", "% REFLECTANCE", "Reflectance (%)", "PERCENT REFLECTANCE"})
    EXPECT_EQ(quantity_with(word), Quantity::percent_reflectance) << word;
  for (const char *word : {"KUBELKA-MUNK", "Kubelka Munk", "KUBELKA-MUNK UNITS", "K-M", "KM", "K/M",
                           "F(R)", "Kubelka-Munk (a.u.)", "KM Units"})
    EXPECT_EQ(quantity_with(word), Quantity::kubelka_munk) << word;
  for (const char *word :
       {"ARBITRARY UNITS", "Arbitrary", "ARBITRARY", "arb. units", "Arb.U.", "A.U.", "a.u.",
        "Intensity", "INTENSITY (A.U.)", "RELATIVE INTENSITY", "(micromol/mol)-1m-1 (base 10)",
        "mAU", "ABSORPTION COEFFICIENT", "PHOTOACOUSTIC SIGNAL"})
    EXPECT_EQ(quantity_with(word), Quantity::arbitrary) << word;
}

TEST(Jcamp, WordsThatAreAChoiceAreNoted)
{
  const auto notes = [](const std::string &word) {
    return read_jcamp(
               block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=" + word + "\n##TEMPERATURE=300 K\n"),
               "a.jdx")
        .at(0)
        .notes;
  };
  EXPECT_TRUE(notes("ABSORBANCE").empty());
  for (const char *word :
       {"A.U.", "LOG(1/R)", "Absorption", "(micromol/mol)-1m-1 (base 10)", "mAU"})
    EXPECT_EQ(notes(word).size(), 1u) << word;
  EXPECT_EQ(notes("%T"), (std::vector<std::string>{}));
  const auto fractions = read_jcamp(
      block("1000 .5 .6 .7 .8 .9\n", 5, 1000, "##YUNITS=%T\n##TEMPERATURE=300 K\n"), "a.jdx");
  EXPECT_EQ(fractions.at(0).notes,
            (std::vector<std::string>{"ordinates reach only 0.9 per cent; if they are fractions, "
                                      "say so with --quantity"}));
}

TEST(Jcamp, TheQuantityOfTheUserGoesBeforeThatOfTheFile)
{
  SpectraOptions options;
  options.quantity = Quantity::absorbance;
  for (const char *line : {"##YUNITS=FURLONGS\n", "##YUNITS=%T\n", "##YUNITS=SINGLE BEAM\n", "",
                           "##YUNITS=ABSORBANCE\n"}) {
    const std::string text =
        block("1000 50 60 70 80 90\n", 5, 1000, std::string(line) + "##TEMPERATURE=300 K\n");
    const Spectrum s = read_jcamp(text, "a.jdx", options).at(0);
    EXPECT_EQ(s.quantity, Quantity::absorbance) << line;
    EXPECT_EQ(s.intensity, (Values{50, 60, 70, 80, 90}));
    const bool said = std::string(line) == "##YUNITS=ABSORBANCE\n";
    ASSERT_EQ(s.notes.size(), said ? 0u : 1u) << line;
    if (said) continue;
    EXPECT_EQ(s.notes[0].find("taken as absorbance, as asked for"), 0u) << s.notes[0];
  }
}

TEST(Jcamp, OrdinatesThatNoBandsCanBeFittedToAreNamed)
{
  const auto said = [](const std::string &word) {
    return refusal(
        block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=" + word + "\n##TEMPERATURE=300 K\n"));
  };
  EXPECT_EQ(said("SINGLE BEAM"),
            "a.jdx:5: ##YUNITS is 'SINGLE BEAM', a single beam with the background in it; export "
            "the ratio of both, or say with --quantity what it is");
  EXPECT_NE(said("Absorption (%)").find("1 - T"), std::string::npos);
  EXPECT_NE(said("VOLTS").find("the signal of a detector"), std::string::npos);
  EXPECT_NE(said("LOG(R)").find("expected ABSORBANCE"),
            std::string::npos);    // no minus: upside down
  EXPECT_NE(said("LOGARITHM EPSILON").find("expected ABSORBANCE"), std::string::npos);
}

TEST(Jcamp, WordsForTheAbscissaAndTheKindOfData)
{
  const auto read = [](const std::string &from, const std::string &to) {
    std::string text = block("1000 1 2 3 4 5\n", 5);
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const char *unit : {"1/CM", "cm-1", "CM-1", "cm^-1", "cm^{-1}", "WAVENUMBERS", "Wavenumber",
                           "WAVENUMBERS (CM-1)", "Wavenumber (cm-1)", "Wavenumbers, 1/cm",
                           "1/cm (wavenumbers)", "cm\xE2\x81\xBB\xC2\xB9"})
    EXPECT_EQ(read_jcamp(read("XUNITS=1/CM", "XUNITS=" + std::string(unit)), "a.jdx")
                  .at(0)
                  .wavenumber.front(),
              1000.0)
        << unit;
  for (const char *kind :
       {"INFRARED SPECTRUM", "Infrared", "IR", "IR SPECTRUM", "FT-IR", "FTIR SPECTRUM",
        "FT-IR Spectrum", "INFRARED SPECTRA", "ATR-FTIR", "DRIFTS", "MID-IR",
        "NEAR INFRARED SPECTRUM", "INFRARED TRANSFORMED SPECTRUM", "GC/IR SPECTRUM"}) {
    const Spectrum s = read_jcamp(read("INFRARED SPECTRUM", kind), "a.jdx").at(0);
    EXPECT_EQ(s.notes.size(), 1u) << kind;    // of the temperature
  }
  const Spectrum unknown = read_jcamp(read("INFRARED SPECTRUM", "XY DATA"), "a.jdx").at(0);
  EXPECT_EQ(unknown.notes.front(), "##DATA TYPE is 'XY DATA': taken as an infrared spectrum");
  for (const char *kind : {"NMR SPECTRUM", "RAMAN SPECTRUM", "UV/VIS SPECTRUM", "MASS SPECTRUM",
                           "UV-Vis", "INFRARED INTERFEROGRAM", "INFRARED PEAK TABLE"})
    EXPECT_EQ(refusal(read("INFRARED SPECTRUM", kind)),
              "a.jdx:3: ##DATA TYPE is '" + std::string(kind) + "'; expected INFRARED SPECTRUM");
}

TEST(Jcamp, DecimalCommas)
{
  const std::string head =
      "##TITLE=x\n##DATATYPE=INFRARED SPECTRUM\n##XUNITS=1/CM\n##YUNITS=ABSORBANCE\n"
      "##TEMPERATURE=25 C\n##NPOINTS=5\n";
  const std::string points = "##FIRSTX=1000,5\n##LASTX=1002,5\n##DELTAX=0,5\n##XFACTOR=1,0\n"
                             "##YFACTOR=1,0E-01\n";
  for (const char *table :
       {"##XYDATA=(X++(Y..Y))\n1000,5 1 2 3\n1002,0 4 5\n",
        "##XYDATA=(X++(Y..Y))\n1000,5+1,0+2,0+3\n1002,0+4,0+5\n",
        "##XYPOINTS=(XY..XY)\n1000,5 1,0\n1001,0 2,0\n1001,5 3\n1002,0 4\n1002,5 5\n",
        "##XYPOINTS=(XY..XY)\n1000,5; 1,0\n1001,0; 2,0; 1001,5; 3\n1002,0;4\n1002,5;5\n"}) {
    const Spectrum s = read_jcamp(head + points + table + "##END=\n", "a.jdx").at(0);
    EXPECT_EQ(s.wavenumber, (Values{1000.5, 1001, 1001.5, 1002, 1002.5})) << table;
    for (std::size_t i = 0; i < 5; ++i)
      EXPECT_NEAR(s.intensity[i], 0.1 * (static_cast<double>(i) + 1.0), 1e-12);
    EXPECT_EQ(s.notes.front(), "commas are taken as decimal points");
  }
  // labels without digits after the comma: the table alone tells
  const Spectrum s =
      read_jcamp(head + "##FIRSTX=1000\n##LASTX=1004\n##XFACTOR=1\n##YFACTOR=1\n"
                        "##XYDATA=(X++(Y..Y))\n1000,0 0,5 1,5 2,5\n1003,0 3,5 4,5\n##END=\n",
                 "a.jdx")
          .at(0);
  EXPECT_EQ(s.intensity, (Values{0.5, 1.5, 2.5, 3.5, 4.5}));
  // commas that separate stay so, also beside labels with commas
  const Spectrum separated =
      read_jcamp(head + points + "##XYDATA=(X++(Y..Y))\n1000.5,1,2,3\n1002,4,5\n##END=\n", "a.jdx")
          .at(0);
  EXPECT_EQ(separated.wavenumber.size(), 5u);
}

TEST(Jcamp, TheFactorOfTheAbscissaIsForTheLinesAlone)
{
  const std::string head =
      "##TITLE=x\n##DATATYPE=IR\n##XUNITS=1/CM\n##YUNITS=A\n##TEMPERATURE=25 C\n"
      "##NPOINTS=6\n##XFACTOR=0.5\n##YFACTOR=1\n##FIRSTX=1000\n##LASTX=1005\n"
      "##XYDATA=(X++(Y..Y))\n";
  for (const char *table : {"2000 1 2 3\n2006 4 5 6\n", "1000 1 2 3\n1003 4 5 6\n"}) {
    const Spectrum s = read_jcamp(head + table + "##END=\n", "a.jdx").at(0);
    EXPECT_EQ(s.wavenumber, (Values{1000, 1001, 1002, 1003, 1004, 1005})) << table;
    EXPECT_EQ(s.notes, table[0] == '2'
                           ? std::vector<std::string>{}
                           : std::vector<std::string>{"lines begin with the abscissa itself, "
                                                      "not divided by ##XFACTOR"});
  }
  EXPECT_NE(refusal(head + "2000 1 2 3\n1003 4 5 6\n##END=\n"), "was accepted");    // both in one
}

TEST(Jcamp, BlocksBesideASpectrumAreLeftOutWithANote)
{
  const std::string spectrum = block("1000 1 2 3 4 5\n", 5),
                    link = "##TITLE=link\n##DATA TYPE=LINK\n";
  const std::vector<std::pair<std::string, std::string>> others{
      {"##TITLE=mol\n##JCAMP-CS=3.7\n##ATOMLIST=\n1 C\n##END=\n", "a chemical structure"},
      {"##TITLE=mol\n##$MOLFILE=x\n 2 1\n##END=\n", "a chemical structure"},
      {"##TITLE=p\n##DATA TYPE=INFRARED PEAK TABLE\n##PEAK TABLE=(XY..XY)\n1,2\n##END=\n",
       "a PEAK TABLE lists maxima only"},
      {"##TITLE=r\n##DATA TYPE=INFRARED INTERFEROGRAM\n##RADATA=(R++(A..A))\n1 2\n##END=\n",
       "an interferogram"},
      {"##TITLE=h\n##DATA TYPE=NMR SPECTRUM\n##XYDATA=(X++(Y..Y))\n1 2\n##END=\n",
       "##DATA TYPE is 'NMR SPECTRUM'"},
      {"##TITLE=b\n##DATA TYPE=IR\n##YUNITS=SINGLE BEAM\n##XYDATA=(X++(Y..Y))\n1 2\n##END=\n",
       "a single beam"},
      {"##TITLE=t\n##DATA TYPE=INFRARED SPECTRUM\n##ORIGIN=x\n##END=\n", "no spectrum"}};
  for (const auto &[other, what] : others) {
    std::vector<std::string> notes;
    const auto found =
        softmode::read_jcamp(link + other + spectrum + "##END=\n", "a.jdx", {}, notes);
    EXPECT_EQ(found.size(), 1u) << other;
    ASSERT_EQ(notes.size(), 1u) << other;
    EXPECT_NE(notes[0].find(what), std::string::npos) << notes[0];
    EXPECT_NE(notes[0].find("(line 3: "), std::string::npos) << notes[0];
    EXPECT_NE(refusal(other), "was accepted");    // alone it is no input
  }
}

TEST(Jcamp, PagesOverTemperature)
{
  const auto text = [](const std::string &variable, const std::string &page_1,
                       const std::string &page_2, const std::string &dimensions = "5, 5, 2") {
    return "##TITLE=vt\n##JCAMP-DX=5.01\n##DATA TYPE=INFRARED SPECTRUM\n##NTUPLES=INFRARED "
           "SPECTRUM\n##VAR_NAME=WAVENUMBER, ABSORBANCE, " +
           variable +
           "\n##FIRST=1000, 0.1, 1\n##LAST=1004, 0.5, 2\n##FACTOR=1, 0.1, 1\n##VAR_DIM=" +
           dimensions + "\n##PAGE=" + page_1 +
           "\n##DATA TABLE=(X++(Y..Y)), XYDATA\n1000 1 2 3 4 5\n" + "##PAGE=" + page_2 +
           "\n##DATA TABLE= (XY..XY), XYPOINTS\n1000, 2; 1001, 4; 1002, 6\n1003, 8; 1004, 10\n"
           "##END NTUPLES=INFRARED SPECTRUM\n##END=\n";
  };
  const std::string kelvin = "TEMPERATURE\n##SYMBOL=X, Y, T\n##UNITS=1/CM, ABSORBANCE, K";
  struct Way {
    std::string variable, page_1, page_2;
  };
  for (const Way &way :
       {Way{kelvin, "T=173.15", "T=298.15"}, Way{kelvin, "t = 173.15 K", "TEMPERATURE=25 C"},
        Way{"TEMPERATURE\n##SYMBOL=X, Y, T\n##UNITS=cm-1, ABSORBANCE, DEG C", "T=-100", "T=25"},
        Way{"PAGE NUMBER\n##SYMBOL=X, Y, N\n##UNITS=1/CM, ABSORBANCE,", "N=1\n##TEMPERATURE=-100 C",
            "N=2\n##TEMPERATURE=25 C"},
        Way{kelvin, "T=173,15, N=1", "T=298,15, N=2"}}) {
    const auto found = read_jcamp(text(way.variable, way.page_1, way.page_2), "a.jdx");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_NEAR(found[0].temperature_K, 173.15, 1e-9) << way.page_1;
    EXPECT_NEAR(found[1].temperature_K, 298.15, 1e-9) << way.page_2;
    EXPECT_EQ(found[1].wavenumber, (Values{1000, 1001, 1002, 1003, 1004}));
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_NEAR(found[0].intensity[i], 0.1 * (static_cast<double>(i) + 1.0), 1e-12);
      EXPECT_NEAR(found[1].intensity[i], 0.2 * (static_cast<double>(i) + 1.0), 1e-12);
    }
    EXPECT_EQ(found[0].quantity, Quantity::absorbance);
  }
  EXPECT_NE(refusal(text("TIME\n##SYMBOL=X, Y, T\n##UNITS=1/CM, ABSORBANCE, SECONDS", "T=1", "T=2"))
                .find("no temperature"),
            std::string::npos);
  EXPECT_EQ(refusal(text(kelvin, "T=173.15", "T=298.15", "5, 5, 3")),
            "a.jdx:11: ##VAR_DIM says 3 pages, but there are 2; the file is cut (--lenient takes "
            "the pages that are there)");
  EXPECT_EQ(refusal(text(kelvin, "T=173.15", "T=298.15", "6, 6, 2"))
                .find("a.jdx:13: 5 points, but ##NPOINTS is 6"),
            0u);
}

TEST(Jcamp, ATemperatureThatLooksLikeKelvinNeedsItsUnit)
{
  const auto text = [](const char *T) {
    return block("1000 1 2 3 4 5\n", 5, 1000,
                 "##YUNITS=ABSORBANCE\n##TEMPERATURE=" + std::string(T) + "\n");
  };
  EXPECT_NE(refusal(text("298.15")).find("it looks like kelvin; write the unit"),
            std::string::npos);
  SpectraOptions options;
  options.temperature_unit = TemperatureUnit::kelvin;
  EXPECT_EQ(read_jcamp(text("298.15"), "a.jdx", options).at(0).temperature_K, 298.15);
  EXPECT_EQ(read_jcamp(text("25 oC"), "a.jdx", options).at(0).temperature_K, 298.15);
  EXPECT_EQ(read_jcamp(text("77 F"), "a.jdx").at(0).temperature_K, 298.15);
}

TEST(Jcamp, TemperaturesAmongOtherWords)
{
  const auto read = [](const std::string &title, const std::string &labels) {
    std::string text = block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=ABSORBANCE\n" + labels);
    text.replace(text.find("test"), 4, title);
    return read_jcamp(text, "a.jdx").at(0);
  };
  EXPECT_EQ(read("x", "##TEMPERATURE=sample at 25 C\n").temperature_K, 298.15);
  EXPECT_EQ(read("x", "##SAMPLE TEMPERATURE=25 C\n").temperature_K, 298.15);
  const Spectrum s = read("HKUST-1 in vacuum, -100 C", "");
  EXPECT_EQ(s.temperature_K, 173.15);
  EXPECT_EQ(s.label, "HKUST-1 in vacuum, -100 C");
  EXPECT_EQ(s.notes.front(), "no ##TEMPERATURE: taken from the title 'HKUST-1 in vacuum, -100 C'");
  EXPECT_THROW(read("HKUST 173.15", ""), SpectrumError);    // no unit: a name
}

TEST(Jcamp, LenientDoesNotBelieveAnAxisThatMostLinesContradict)
{
  SpectraOptions lenient;
  lenient.lenient = true;
  for (const char *first : {"0", "1011"}) {    // not filled in; LASTX and FIRSTX exchanged
    std::string text = block("1000 1 2 3\n1003 4 5 6\n1006 7 8 9\n1009 10 11 12\n", 12);
    const std::size_t at = text.find("##FIRSTX=");
    text.replace(at, text.find("##NPOINTS") - at,
                 "##FIRSTX=" + std::string(first) +
                     "\n##LASTX=" + (std::string(first) == "0" ? "1011" : "1000") + "\n");
    EXPECT_NE(refusal(text).find("X-check failed"), std::string::npos);
    try {
      read_jcamp(text, "a.jdx", lenient);
      FAIL() << "was accepted";
    } catch (const SpectrumError &e) {
      EXPECT_NE(std::string(e.what()).find("most lines contradict ##FIRSTX"), std::string::npos);
    }
  }
}

// the same spectrum in the ways of many programs: jcamp/truth.csv
TEST(Jcamp, TheSpectrumOfTheProjectInAllWays)
{
  const std::filesystem::path folder =
      std::filesystem::path(SOFTMODE_SOURCE_DIR) / "tests/analysis/spectra/jcamp";
  std::ifstream in(folder / "truth.csv");
  Values x, absorbance, transmittance;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || !std::isdigit(static_cast<unsigned char>(line[0]))) continue;
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    x.push_back(std::stod(line));
    absorbance.push_back(std::stod(line.substr(first + 1)));
    transmittance.push_back(std::stod(line.substr(second + 1)));
  }
  ASSERT_EQ(x.size(), 41u);
  int files = 0;
  for (const auto &entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jdx") continue;
    const std::string name = entry.path().filename().string();
    SCOPED_TRACE(name);
    ++files;
    SpectraOptions options;
    if (name.rfind("lenient", 0) == 0) {
      EXPECT_THROW(read_spectra({entry.path()}), SpectrumError);
      options.lenient = true;
    }
    const Spectrum s = read_spectra({entry.path()}, options).spectra.at(0);
    EXPECT_EQ(s.temperature_K, 173.15);
    const bool from_zero = name == "first-zero.jdx";
    ASSERT_EQ(s.wavenumber.size(), from_zero ? 40u : 41u);
    const bool fraction = s.quantity == Quantity::transmittance,
               percent = s.quantity == Quantity::percent_transmittance;
    for (std::size_t i = 0; i < s.wavenumber.size(); ++i) {
      const std::size_t k = from_zero ? i + 1 : i;
      EXPECT_NEAR(s.wavenumber[i], from_zero ? 100.0 * static_cast<double>(k) : x[k], 1e-5);
      const double truth = fraction  ? transmittance[k]
                           : percent ? 100 * transmittance[k]
                                     : absorbance[k];
      EXPECT_NEAR(s.intensity[i], truth, 1e-9);
    }
  }
  EXPECT_GE(files, 25);
}

TEST(Jcamp, DamagedTablesAreRefused)
{
  EXPECT_EQ(
      refusal(block("1000AJJ%\n1003Bjjj\n1006ajjj\n1009d\n", 10)),
      "a.jdx:14: Y-check failed: the line begins with 2, but the differences before it end at 3; "
      "one of the two lines is damaged");
  EXPECT_EQ(refusal(block("1000AJJ%\n1005Cjjj\n", 7)),
            "a.jdx:14: X-check failed: the line begins at 1005, but point 4 is at 1003; ordinates "
            "before it are missing or too many (--lenient lets pass what is sure)");
  EXPECT_EQ(refusal(block("1000AJJ%J\n", 6)),
            "a.jdx:12: 5 points, but ##NPOINTS is 6; the file is cut or edited (--lenient takes it "
            "if its abscissas tell where the points are)");
  EXPECT_EQ(refusal(block("1000AZ999999999\n", 6)),
            "a.jdx:13: more than the 6 ordinates of ##NPOINTS; the file is damaged or edited "
            "(--lenient takes it if its abscissas tell where the points are)");
  EXPECT_EQ(refusal(block("1000JJJJJ\n", 5)),
            "a.jdx:13: the line begins with a difference; expected its first ordinate as a value");
  EXPECT_EQ(refusal(block("1000SJJJJ\n", 5)),
            "a.jdx:13: the line begins with a duplicate count; expected an ordinate first");
}

TEST(Jcamp, SaysWhichTemperatureItTookWhereSeveralAreWritten)
{
  const auto read = [](const std::string &title, const std::string &labels,
                       const SpectraOptions &options = {}) {
    std::string text = block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=ABSORBANCE\n" + labels);
    text.replace(text.find("test"), 4, title);
    return read_jcamp(text, "mof 100C.jdx", options).at(0);
  };
  using Notes = std::vector<std::string>;
  const Spectrum other = read("MOF 50 C", "##TEMPERATURE=25 C\n");
  EXPECT_EQ(other.temperature_K, 298.15);
  EXPECT_EQ(other.notes,
            (Notes{"the title 'MOF 50 C' has another temperature than ##TEMPERATURE, 298.15 K, "
                   "which was taken; --title-pattern if the title is right"}));
  for (const char *title : {"MOF 25 C", "MOF 298.15 K", "activated 150 C, 25 C", "MOF-100C", "MOF"})
    EXPECT_EQ(read(title, "##TEMPERATURE=25 C\n").notes, Notes{}) << title;

  SpectraOptions by_title, by_name;
  by_title.title_pattern = "MOF {T} C";
  by_name.name_pattern = "mof {T}C.jdx";
  const Spectrum titled = read("MOF 50 C", "##TEMPERATURE=25 C\n", by_title);
  EXPECT_EQ(titled.temperature_K, 323.15);
  EXPECT_EQ(titled.notes, (Notes{"the temperature was taken from the name by its pattern, not that "
                                 "of ##TEMPERATURE, 298.15 K"}));
  EXPECT_EQ(read("x", "##TEMPERATURE=25 C\n", by_name).temperature_K, 373.15);
  EXPECT_EQ(read("x", "##TEMPERATURE=100 C\n", by_name).notes, Notes{});

  const Spectrum two = read("x", "##$TEMPERATURE=100 C\n##TEMPERATURE=25 C\n");
  EXPECT_EQ(two.temperature_K, 298.15);
  EXPECT_EQ(two.notes,
            (Notes{"##$TEMPERATURE=100 C disagrees with ##TEMPERATURE=25 C, which was taken"}));
  EXPECT_EQ(read("x", "##$TEMPERATURE=298.15\n##TEMPERATURE=25 C\n").notes, Notes{});
  EXPECT_EQ(read("x", "##$TEMPERATURE=stable\n##TEMPERATURE=25 C\n").notes, Notes{});
  for (const char *label : {"$TEMP(C)=-100", "$TEMP(K)=173.15", "$TEMP(K)=173"}) {
    const Spectrum s = read("x", "##" + std::string(label) + "\n##TEMPERATURE=173\n");
    EXPECT_EQ(s.temperature_K, 173.0) << label;
    EXPECT_EQ(s.notes, Notes{}) << label;
  }
  const Spectrum rounded = read("x", "##$TEMP(K)=173\n##TEMPERATURE=-100\n");
  EXPECT_EQ(rounded.temperature_K, 173.15);
  EXPECT_EQ(rounded.notes, Notes{});
  EXPECT_EQ(read("x", "##$TEMP(K)=173\n##TEMPERATURE=-100 C\n").notes, Notes{});
}

TEST(Jcamp, LabelsOfTheTemperature)
{
  for (const char *label :
       {"TEMPERATURE=25 C", "$TEMPERATURE=298.15 K", ".TEMPERATURE=25 degC", "Temp=77 F",
        "TEMPERATURE (K)=298.15", "TEMPERATURE/K=298.15", "$TEMPERATURE_C=25", "$Temp [degC]=25",
        "$SAMPLE TEMPERATURE=25 \xC2\xB0"
        "C",
        ".SAMPLE TEMP=298.15K", "SAMPLE TEMPERATURE (K)=298.15", "$TEMPERATURE=25"}) {
    const std::string text =
        block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=ABSORBANCE\n##" + std::string(label) + "\n");
    EXPECT_EQ(refusal(text), "was accepted") << label;
    EXPECT_EQ(read_jcamp(text, "a.jdx").at(0).temperature_K, 298.15) << label;
  }
  for (const char *label : {"TEMPERATURE UNITS=C", "$TEMPLATE=25 C", "DETECTOR TEMPERATURE=25 C"})
    EXPECT_NE(refusal(block("1000 1 2 3 4 5\n", 5, 1000,
                            "##YUNITS=ABSORBANCE\n##" + std::string(label) + "\n"))
                  .find("no temperature"),
              std::string::npos)
        << label;
}

// what read_spectra_text() makes of files of these temperatures, put together as one
std::string kelvins_of(const std::vector<std::string> &labels, const std::string &title = "test",
                       const SpectraOptions &options = {})
{
  std::string text =
      "##TITLE=all\n##DATA TYPE=LINK\n##BLOCKS=" + std::to_string(labels.size()) + "\n";
  for (const std::string &label : labels) {
    std::string one =
        block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=ABSORBANCE\n##TEMPERATURE=" + label + "\n");
    one.replace(one.find("test"), 4, title);
    text += one;
  }
  try {
    std::string found;
    for (const Spectrum &s : read_spectra_text(text + "##END=\n", "a.jdx", options).spectra)
      found += (found.empty() ? "" : " ") + std::to_string(s.temperature_K).substr(0, 6);
    return found;
  } catch (const SpectrumError &e) {
    return e.what();
  }
}

TEST(Jcamp, ATemperatureWithoutUnitThatMayBeKelvinIsAskedFor)
{
  EXPECT_EQ(
      kelvins_of({"173", "223", "273", "323", "373", "423", "473"}),
      "a.jdx: ##TEMPERATURE without a unit, 173, 223, 273, ...: degrees Celsius by the standard, "
      "but may be kelvin; write the unit, such as 173 C, or say it with --temperature-unit C (or "
      "K, F)");
  for (const std::vector<std::string> &asked : {std::vector<std::string>{"298"},
                                                {"300", "350"},
                                                {"77", "298"},
                                                {"150", "200", "250"},
                                                {"10", "50", "100", "200", "300"},
                                                {"50", "150", "300"},
                                                {"70", "300"},
                                                {"80", "100", "140"},
                                                {"25", "300"},
                                                {"77"},
                                                {"100"}})
    EXPECT_NE(kelvins_of(asked).find("may be kelvin"), std::string::npos) << asked[0];
  EXPECT_EQ(kelvins_of({"25", "175"}), "298.15 448.15");
  EXPECT_EQ(kelvins_of({"25"}), "298.15");
  EXPECT_EQ(kelvins_of({"50"}), "323.15");
  EXPECT_EQ(kelvins_of({"10", "60"}), "283.15 333.15");
  EXPECT_EQ(kelvins_of({"24.8", "100", "250"}), "297.95 373.15 523.15");
  EXPECT_EQ(kelvins_of({"0", "300"}), "273.15 573.15");
  EXPECT_EQ(kelvins_of({"-100", "200"}), "173.15 473.15");
  SpectraOptions options;
  options.temperature_unit = TemperatureUnit::kelvin;
  EXPECT_EQ(kelvins_of({"173", "473"}, "test", options), "173.00 473.00");
}

TEST(Jcamp, ATitleOrPatternSettlesTheUnitOfATemperatureWithout)
{
  EXPECT_EQ(kelvins_of({"298"}, "mof 298 K"), "298.00");
  EXPECT_EQ(kelvins_of({"298.15"}, "mof 298 K"), "298.15");
  EXPECT_EQ(kelvins_of({"200"}, "mof 200 C"), "473.15");
  EXPECT_EQ(kelvins_of({"25"}, "mof 298 K"), "298.15");
  EXPECT_EQ(kelvins_of({"77"}, "mof 25 C"), "298.15");    // Fahrenheit
  EXPECT_EQ(kelvins_of({"-100"}, "activated 150 C"), "173.15");
  EXPECT_EQ(
      kelvins_of({"25"}, "mof 50 C"),
      "a.jdx:9: ##TEMPERATURE is 25 without a unit, and the title 'mof 50 C' has another "
      "temperature; write the unit, or say it with --temperature-unit, or --title-pattern if the "
      "title is right");
  EXPECT_NE(kelvins_of({"298"}, "MOF").find("may be kelvin"), std::string::npos);
  // of something else where it is the same in all titles
  EXPECT_EQ(kelvins_of({"25", "75", "175"}, "activated at 150 C"), "298.15 348.15 448.15");
  EXPECT_EQ(kelvins_of({"-50", "25", "150"}, "activated at 150 C"), "223.15 298.15 423.15");
  EXPECT_NE(kelvins_of({"173", "223"}, "activated at 150 C").find("may be kelvin"),
            std::string::npos);
  EXPECT_EQ(kelvins_of({"173"}, "mof 173 +- 2 K"), "173.00");
  EXPECT_EQ(kelvins_of({"173"}, "mof (173\xC2\xB1\x32) K"), "173.00");
  SpectraOptions options;
  options.title_pattern = "mof {T}*";
  EXPECT_EQ(kelvins_of({"298"}, "mof 298 K", options), "298.00");
  EXPECT_EQ(kelvins_of({"298"}, "mof 50 C", options), "323.15");
  EXPECT_EQ(kelvins_of({"25"}, "mof 298.15", options), "298.15");
  EXPECT_NE(kelvins_of({"298"}, "mof 298", options).find("may be kelvin"), std::string::npos);
}

TEST(Jcamp, PagesWithoutUnitOfTheTemperatureAreAskedForAsWell)
{
  const auto text = [](const std::string &first, const std::string &second) {
    return "##TITLE=vt\n##JCAMP-DX=5.01\n##DATA TYPE=INFRARED SPECTRUM\n##NTUPLES=INFRARED "
           "SPECTRUM\n"
           "##VAR_NAME=WAVENUMBER, ABSORBANCE, TEMPERATURE\n##SYMBOL=X, Y, T\n##UNITS=1/CM, "
           "ABSORBANCE,\n##FIRST=1000, 1, 1\n##LAST=1004, 5, 2\n##FACTOR=1, 1, 1\n##VAR_DIM=5, 5, "
           "2\n"
           "##PAGE=T=" +
           first + "\n##DATA TABLE=(X++(Y..Y)), XYDATA\n1000 1 2 3 4 5\n##PAGE=T=" + second +
           "\n##DATA TABLE=(X++(Y..Y)), XYDATA\n1000 1 2 3 4 5\n##END NTUPLES=\n##END=\n";
  };
  EXPECT_THROW(read_spectra_text(text("173", "473"), "a.jdx"), SpectrumError);
  EXPECT_EQ(read_spectra_text(text("25", "200"), "a.jdx").spectra.at(1).temperature_K, 473.15);
  EXPECT_EQ(read_spectra_text(text("173 K", "473 K"), "a.jdx").spectra.at(1).temperature_K, 473.0);
}

TEST(Jcamp, ARateOfHeatingIsNoTemperature)
{
  EXPECT_NE(kelvins_of({"5 K/min"}).find("expected one such as -100 C"), std::string::npos);
  EXPECT_EQ(kelvins_of({"25 C"}, "mof 5 K/min"), "298.15");
}

}    // namespace

TEST(Jcamp, OrdinatesOfMoreExporters)
{
  const auto quantity = [](const std::string &word) {
    return read_jcamp(
               block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=" + word + "\n##TEMPERATURE=300 K\n"),
               "a.jdx")
        .at(0)
        .quantity;
  };
  for (const char *word :
       {"ABSORBANCE UNITS", "Absorbance (a.u.)", "ABSORBANCE (BASE 10)", "ABSORBANCE (LOG(1/T))",
        "Corrected Absorbance", "ATR corrected absorbance", "LOG(1/R)"})
    EXPECT_EQ(quantity(word), Quantity::absorbance) << word;
  for (const char *word : {"%TRANSMITTANCE", "% T"})
    EXPECT_EQ(quantity(word), Quantity::percent_transmittance) << word;
  for (const char *word : {"KUBELKA MUNK", "KUBELKA-MUNK", "KUBELKA-MUNK UNITS"})
    EXPECT_EQ(quantity(word), Quantity::kubelka_munk) << word;
  for (const char *word : {"ABSORBANCE (BASE E)", "Napierian absorbance"})
    EXPECT_EQ(quantity(word), Quantity::arbitrary) << word;
  const std::string fractions = block("1000 .1 .2 .3 .4 .5\n", 5, 1000,
                                      "##YUNITS=TRANSMITTANCE [0..1]\n##TEMPERATURE=300 K\n");
  EXPECT_EQ(read_jcamp(fractions, "a.jdx").at(0).quantity, Quantity::transmittance);
  EXPECT_NE(refusal(block("1000 1 2 3 4 5\n", 5, 1000, "##YUNITS=ATR UNITS\n##TEMPERATURE=300 K\n"))
                .find("or --quantity, which says what it is"),
            std::string::npos);
}

}    // namespace softmode
