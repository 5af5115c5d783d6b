// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/read_spectra.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>

namespace softmode {

namespace {

const std::vector<double> axis{1600, 1601.5, 1602, 1603, 1604};
const std::vector<double> rising{0.1, 0.2, 0.35, 0.4, 0.5};
const std::string five_rows = "1600,0.1\n1601.5,0.2\n1602,0.35\n1603,0.4\n1604,0.5\n";

SpectrumSeries read(const std::string &text, const SpectraOptions &options = {},
                    const std::string &name = "folder/a.csv")
{
  return read_spectra_text(text, name, options);
}

std::string with(const std::string &text, char from, const std::string &to)
{
  std::string out;
  for (const char c : text) out += c == from ? to : std::string(1, c);
  return out;
}

SpectraOptions named(const std::string &pattern, std::optional<TemperatureUnit> unit = std::nullopt)
{
  SpectraOptions options;
  options.name_pattern = pattern;
  options.temperature_unit = unit;
  return options;
}

TEST(ReadTable, TwoColumnsOfAllDelimiters)
{
  const std::string head = "# temperature: 173.5 K\n";
  for (const char *delimiter : {",", ";", "\t", " ", "  ", " \t ", " , ", " ; "}) {
    const SpectrumSeries series = read(head + with(five_rows, ',', delimiter));
    ASSERT_EQ(series.spectra.size(), 1u);
    EXPECT_EQ(series.spectra[0].wavenumber, axis) << "'" << delimiter << "'";
    EXPECT_EQ(series.spectra[0].intensity, rising);
    EXPECT_EQ(series.spectra[0].temperature_K, 173.5);
    EXPECT_EQ(series.spectra[0].file, "folder/a.csv");
    EXPECT_EQ(series.spectra[0].cycle, 1);
  }
}

TEST(ReadTable, MarksLineEndsBlankLinesAndSignsAreNoMatter)
{
  const std::string text = "# temperature: 300 K\n\nwavenumber,absorbance\n" + five_rows;
  const SpectrumSeries plain = read(text);
  EXPECT_EQ(plain.spectra[0].quantity, Quantity::absorbance);
  for (const std::string &other :
       {"\xEF\xBB\xBF" + text, with(text, '\n', "\r\n"), with(text, '\n', "\n\n"),
        text.substr(0, text.size() - 1), with(text, '#', "#  "), with(text, '#', "##"),
        "####\n#\n" + text, with(text, '\n', "\r"), text + "\x1A"}) {
    const SpectrumSeries series = read(other);
    EXPECT_EQ(series.spectra[0].wavenumber, plain.spectra[0].wavenumber);
    EXPECT_EQ(series.spectra[0].intensity, plain.spectra[0].intensity);
  }
  const SpectrumSeries signs =
      read("# T: 300 K\n1600 +0.1\n+1.6015e3 2E-1\n1602 .35\n1603 4.e-1\n1604 0.5\n");
  EXPECT_EQ(signs.spectra[0].wavenumber, axis);
  EXPECT_EQ(signs.spectra[0].intensity, rising);
}

TEST(ReadTable, ADescendingAxisIsTurnedRoundAndNoted)
{
  const SpectrumSeries series = read("# temperature: 300 K\n# quantity: "
                                     "%T\n1604,0.5\n1603,0.4\n1602,0.35\n1601.5,0.2\n1600,0.1\n");
  EXPECT_EQ(series.spectra[0].wavenumber, axis);
  EXPECT_EQ(series.spectra[0].intensity, rising);
  EXPECT_EQ(series.spectra[0].notes, std::vector<std::string>{"descending axis turned round"});
  EXPECT_EQ(series.spectra[0].quantity, Quantity::percent_transmittance);
}

TEST(ReadTable, UnitsOfHeadingsWinOverTheOption)
{
  const std::string rows =
      "1600,1,2,3,4\n1601.5,1,2,3,4\n1602,1,2,3,4\n1603,1,2,3,4\n1604,1,2,3,5\n";
  SpectraOptions options;
  options.temperature_unit = TemperatureUnit::celsius;
  const SpectrumSeries series = read("wavenumber,173 K,\"-50 C\",0 \xC2\xB0"
                                     "C,\xE2\x88\x92"
                                     "20.5\n" +
                                         rows,
                                     options);
  ASSERT_EQ(series.spectra.size(), 4u);
  EXPECT_EQ(series.spectra[0].temperature_K, 173.0);
  EXPECT_EQ(series.spectra[1].temperature_K, 223.15);
  EXPECT_EQ(series.spectra[2].temperature_K, 273.15);
  EXPECT_EQ(series.spectra[3].temperature_K, 252.65);
  EXPECT_EQ(series.spectra[3].branch, Branch::cooling);
  EXPECT_EQ(series.spectra[3].intensity, (std::vector<double>{4, 4, 4, 4, 5}));
  EXPECT_EQ(series.spectra[1].intensity, (std::vector<double>{2, 2, 2, 2, 2}));
}

TEST(ReadTable, HeadingsMayNameBranchAndCycle)
{
  const std::string rows = "1600,1,2,3\n1601.5,1,2,3\n1602,1,2,3\n1603,1,2,3\n1604,1,2,3\n";
  const SpectrumSeries series = read(",173 K heating 2,223K cycle 2 cooling,173_K_down_3\n" + rows);
  ASSERT_EQ(series.spectra.size(), 3u);
  EXPECT_EQ(series.spectra[0].cycle, 2);
  EXPECT_EQ(series.spectra[0].branch, Branch::heating);
  EXPECT_EQ(series.spectra[1].cycle, 2);
  EXPECT_EQ(series.spectra[1].branch, Branch::cooling);
  EXPECT_EQ(series.spectra[2].temperature_K, 173.0);
  EXPECT_EQ(series.spectra[2].cycle, 3);
  EXPECT_EQ(series.spectra[2].branch, Branch::cooling);
}

TEST(ReadTable, CommentsMayConcernOneSpectrum)
{
  const SpectrumSeries series = read("# label: all\n# label 2: second\n# note 1: odd\n# cycle 1: "
                                     "1\n# cycle 2: 2\n# branch 2: down\n"
                                     "# scan 7: 32\n# note: of all\nwavenumber;173 K;223 "
                                     "K\n1600;1;2\n1601;1;2\n1602;1;2\n1603;1;2\n"
                                     "1604;1;2\n");
  EXPECT_EQ(series.spectra[0].cycle, 1);
  EXPECT_EQ(series.spectra[1].cycle, 2);
  EXPECT_EQ(series.spectra[1].branch, Branch::cooling);
  EXPECT_EQ(series.spectra[0].label, "all");
  EXPECT_EQ(series.spectra[1].label, "second");
  EXPECT_EQ(series.spectra[0].notes[0], "odd");
  EXPECT_EQ(series.notes, std::vector<std::string>{"of all"});
}

TEST(ReadTable, HeadingsBetweenBlanksMayHaveUnits)
{
  const SpectrumSeries series = read("wavenumber 173 K -50 C 300K\n1600 1 2 3\n1601.5 1 2 3\n1602 "
                                     "1 2 3\n1603 1 2 3\n1604 1 2 3\n");
  ASSERT_EQ(series.spectra.size(), 3u);
  EXPECT_EQ(series.spectra[1].temperature_K, 223.15);
  EXPECT_EQ(series.spectra[2].temperature_K, 300.0);
}

// rows of a long table: at each temperature and cycle the five points, higher by `step` each time
std::string long_rows(const std::vector<std::pair<double, int>> &measured, bool by_wavenumber)
{
  std::string text;
  const std::size_t outer = by_wavenumber ? axis.size() : measured.size();
  const std::size_t inner = by_wavenumber ? measured.size() : axis.size();
  for (std::size_t i = 0; i < outer; ++i)
    for (std::size_t j = 0; j < inner; ++j) {
      const std::size_t point = by_wavenumber ? i : j, spectrum = by_wavenumber ? j : i;
      text += std::to_string(axis[point]) + "\t" +
              std::to_string(rising[point] + static_cast<double>(spectrum)) + "\t" +
              std::to_string(measured[spectrum].first) + "\t" +
              std::to_string(measured[spectrum].second) + "\n";
    }
  return text;
}

TEST(ReadTable, LongFormBySpectrumOrByWavenumber)
{
  const std::vector<std::pair<double, int>> measured{{-100, 1}, {0, 1}, {-100, 2}, {0, 2}};
  for (const bool by_wavenumber : {false, true}) {
    const SpectrumSeries series = read("Wavenumber\tAbsorbance\tTemperature (\xC2\xB0"
                                       "C)\tCycle\n" +
                                       long_rows(measured, by_wavenumber));
    ASSERT_EQ(series.spectra.size(), 4u);
    for (std::size_t s = 0; s < 4; ++s) {
      EXPECT_EQ(series.spectra[s].wavenumber, axis);
      for (std::size_t i = 0; i < 5; ++i)
        EXPECT_EQ(series.spectra[s].intensity[i], rising[i] + static_cast<double>(s));
      EXPECT_DOUBLE_EQ(series.spectra[s].temperature_K, measured[s].first + 273.15);
      EXPECT_EQ(series.spectra[s].cycle, measured[s].second);
      EXPECT_EQ(series.spectra[s].branch, Branch::heating);
      EXPECT_EQ(series.spectra[s].quantity, Quantity::absorbance);
    }
    EXPECT_EQ(series.notes.size(), by_wavenumber ? 1u : 0u);
  }
}

TEST(ReadTable, LongFormKeepsRepeatedTemperaturesApart)
{
  std::string text = "temperature_K,wavenumber,intensity\n";
  for (const char *T : {"173,", "273,", "173,"}) {
    std::string rows = five_rows;
    for (std::size_t at = 0; at < rows.size(); at = rows.find('\n', at) + 1)
      rows.insert(at, T), at += std::string(T).size();
    text += rows;
  }
  const SpectrumSeries series = read(text);
  ASSERT_EQ(series.spectra.size(), 3u);
  EXPECT_EQ(series.spectra[2].branch, Branch::cooling);
  EXPECT_EQ(series.spectra[2].wavenumber, axis);
}

TEST(ReadTable, TemperaturesFromNames)
{
  const auto only = [](const std::string &name, const SpectraOptions &options) {
    return read(five_rows, options, name).spectra.at(0);
  };
  const Spectrum a = only("x/hkust1_-100C_2.csv", named("hkust1_{T}C_{cycle}.csv"));
  EXPECT_EQ(a.temperature_K, 173.15);
  EXPECT_EQ(a.cycle, 2);
  const Spectrum b = only("x/MOF-5 (1) 173.5 cooling.csv",
                          named("{label} {T} {branch}.csv", TemperatureUnit::kelvin));
  EXPECT_EQ(b.temperature_K, 173.5);
  EXPECT_EQ(b.branch, Branch::cooling);
  EXPECT_EQ(b.label, "MOF-5 (1)");
  EXPECT_EQ(only("a+b.25.csv", named("a+b.{T}.*", TemperatureUnit::celsius)).temperature_K, 298.15);
  EXPECT_EQ(only("T25\xC2\xB0"
                 "C.csv",
                 named("T{T}\xC2\xB0"
                       "C*"))
                .temperature_K,
            298.15);
  const Spectrum c = only("run3-at-173-up.csv",
                          named("run(?<cycle>\\d+)-(at|bei)-(?<T>-?[(\\d]+)-(?<branch>up|down).*",
                                TemperatureUnit::kelvin));
  EXPECT_EQ(c.temperature_K, 173.0);
  EXPECT_EQ(c.cycle, 3);
  EXPECT_EQ(c.branch, Branch::heating);
  EXPECT_EQ(only("-7C.csv", named("(?<T>.*?)(?<unit>[CK])\\.csv")).temperature_K, 266.15);
}

TEST(ReadTable, PatternsThatAreNotValidAreRefused)
{
  const auto message = [](const std::string &pattern) {
    try {
      read(five_rows, named(pattern));
      return std::string("was accepted");
    } catch (const std::invalid_argument &e) {
      return std::string(e.what());
    }
  };
  EXPECT_EQ(message("a.csv"),
            "pattern 'a.csv': expected the place of the temperature, {T} or (?<T>...), once");
  EXPECT_EQ(message("{T}{T}"),
            "pattern '{T}{T}': expected the place of the temperature, {T} or (?<T>...), once");
  EXPECT_EQ(message("{t}"),
            "pattern '{t}': {t} is unknown; expected {T}, {cycle}, {branch} or {label}");
  EXPECT_EQ(message("{T"), "pattern '{T': '{' has no '}'");
  EXPECT_EQ(message("(?<T>["), "pattern '(?<T>[': not a valid regular expression");
  EXPECT_EQ(message("(?<T"), "pattern '(?<T': a group's name has no '>'");
  EXPECT_EQ(
      message("(?<temp>.*)"),
      "pattern '(?<temp>.*)': group 'temp' is unknown; expected T, unit, cycle, branch or label");
}

TEST(ReadTable, SourcesOfATemperatureMustAgree)
{
  const std::string text = "# temperature: -100 C\n" + five_rows;
  EXPECT_EQ(read(text, named("{T}K.csv"), "173.15K.csv").spectra[0].temperature_K, 173.15);
  try {
    read(text, named("{T}K.csv"), "180K.csv");
    FAIL() << "was accepted";
  } catch (const SpectrumError &e) {
    EXPECT_STREQ(e.what(), "180K.csv: the file name says 180.00 K, but 173.15 K was given before; "
                           "correct one of them");
  }
}

TEST(ReadTable, AnUnknownOrdinateIsNotedAndTheOptionWins)
{
  const std::string text = "# temperature: 300 K\n" + five_rows;
  const SpectrumSeries unknown = read(text);
  EXPECT_EQ(unknown.spectra[0].quantity, Quantity::arbitrary);
  EXPECT_EQ(unknown.spectra[0].notes[0],
            "the file does not say what the ordinate is: taken as arbitrary");
  SpectraOptions options;
  options.quantity = Quantity::reflectance;
  EXPECT_EQ(read(text, options).spectra[0].quantity, Quantity::reflectance);
  EXPECT_TRUE(read(text, options).spectra[0].notes.empty());
  const SpectrumSeries other = read("# quantity: absorbance\n" + text, options);
  EXPECT_EQ(other.spectra[0].quantity, Quantity::reflectance);
  EXPECT_EQ(other.spectra[0].notes[0],
            "taken as reflectance, as asked for, though the file says absorbance");
}

TEST(ReadTable, OrderByProgramme)
{
  SpectraOptions options;
  options.order = SeriesOrder::by_programme;
  const SpectrumSeries series =
      read("wavenumber,373 K cooling 1,373 K heating 1,273 K cooling 1,273 K heating 1\n"
           "1600,1,2,3,4\n1601.5,1,2,3,4\n1602,1,2,3,4\n1603,1,2,3,4\n1604,1,2,3,4\n",
           options);
  std::vector<double> first;
  for (const Spectrum &s : series.spectra) first.push_back(s.intensity[0]);
  EXPECT_EQ(first, (std::vector<double>{4, 2, 1, 3}));
  EXPECT_EQ(series.notes,
            std::vector<std::string>{"ordered by cycle, branch and temperature, as asked for"});
}

TEST(ReadSpectra, FilesBecomeOneSeriesInTheirOrder)
{
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("softmode-read-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::vector<std::filesystem::path> files;
  for (const char *name : {"s_-100C.csv", "s_0C.csv", "s_-50C.csv"}) {
    files.push_back(folder / name);
    std::ofstream(files.back()) << five_rows;
  }
  const SpectrumSeries series = read_spectra(files, named("s_{T}C.csv"));
  ASSERT_EQ(series.spectra.size(), 3u);
  EXPECT_EQ(series.spectra[1].temperature_K, 273.15);
  EXPECT_EQ(series.spectra[2].branch, Branch::cooling);
  EXPECT_EQ(series.spectra[2].file, files[2].string());
  EXPECT_THROW(read_spectra({}), std::invalid_argument);
  const auto message = [](const std::filesystem::path &file) {
    try {
      read_spectra({file});
      return std::string("was accepted");
    } catch (const SpectrumError &e) {
      return std::string(e.what());
    }
  };
  EXPECT_EQ(message(folder), folder.string() + ": is a folder; expected a file");
  EXPECT_EQ(message(folder / "missing.csv"),
            (folder / "missing.csv").string() + ": cannot be read: No such file or directory");
  std::filesystem::remove_all(folder);
}

TEST(ReadTable, AMillionPointsAreReadFast)
{
  std::string text = "# temperature: 300 K\n";
  for (int i = 0; i < 1000000; ++i)
    text +=
        std::to_string(400.0 + 0.003 * i) + "," + std::to_string(0.1 + 1e-6 * (i % 1000)) + "\n";
  const std::clock_t start = std::clock();    // CPU time: a busy machine is no slow reader
  const SpectrumSeries series = read(text);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  ASSERT_EQ(series.spectra[0].wavenumber.size(), 1000000u);
  EXPECT_DOUBLE_EQ(series.spectra[0].wavenumber[999999], 3399.997);
  EXPECT_LT(seconds, 1.5);
  RecordProperty("seconds", std::to_string(seconds));
}

}    // namespace

}    // namespace softmode
