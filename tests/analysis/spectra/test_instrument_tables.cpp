// SPDX-License-Identifier: BSD-3-Clause
// Tables as instruments and programs write them: the numbers are those of a plain CSV.
#include "softmode/analysis/spectra/read_spectra.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

namespace {

using Values = std::vector<double>;

const Values axis{1600, 1601.5, 1602, 1603, 1604};
const Values rising{0.1, 0.2, 0.35, 0.4, 0.5};
const Values falling{0.9, 0.75, 0.5, 0.25, 0.125};
const std::string rows =
    "1600,0.1,0.9\n1601.5,0.2,0.75\n1602,0.35,0.5\n1603,0.4,0.25\n1604,0.5,0.125\n";
const std::string one = "1600,0.1\n1601.5,0.2\n1602,0.35\n1603,0.4\n1604,0.5\n";

std::string with(std::string text, const std::string &from, const std::string &to)
{
  for (std::size_t i = text.find(from); i != std::string::npos; i = text.find(from, i + to.size()))
    text.replace(i, from.size(), to);
  return text;
}

std::string comma_decimals(const std::string &text, const std::string &delimiter)
{
  return with(with(with(text, ",", "\1"), ".", ","), "\1", delimiter);
}

// every cell in quotes
std::string quoted(const std::string &text)
{
  const std::string cells = with(with(text, ",", "\",\""), "\n", "\"\n\"");
  return "\"" + cells.substr(0, cells.size() - 1);
}

SpectrumSeries read(const std::string &text, const SpectraOptions &options = {})
{
  return read_spectra_text(text, "mof 25C.csv", options);
}

std::string refusal(const std::string &text)
{
  SpectraOptions options;
  options.name_pattern = "* {T}.csv";
  try {
    read(text, options);
    return "was accepted";
  } catch (const SpectrumError &e) {
    return e.what();
  }
}

// two spectra at 25 and 50 C, as in `rows`
SpectrumSeries expect_both(const std::string &text, const SpectraOptions &options = {})
{
  SpectrumSeries series;
  try {
    series = read(text, options);
  } catch (const SpectrumError &e) {
    ADD_FAILURE() << e.what() << "\n" << text;
    return series;
  }
  EXPECT_EQ(series.spectra.size(), 2u) << text;
  if (series.spectra.size() != 2) return series;
  for (const Spectrum &s : series.spectra) EXPECT_EQ(s.wavenumber, axis) << text;
  EXPECT_EQ(series.spectra[0].intensity, rising) << text;
  EXPECT_EQ(series.spectra[1].intensity, falling) << text;
  EXPECT_DOUBLE_EQ(series.spectra[0].temperature_K, 298.15) << text;
  EXPECT_DOUBLE_EQ(series.spectra[1].temperature_K, 323.15) << text;
  return series;
}

// one spectrum, its temperature by the name of the file
Spectrum expect_one(const std::string &text, Quantity quantity = Quantity::arbitrary)
{
  SpectraOptions options;
  options.name_pattern = "* {T}.csv";
  try {
    const SpectrumSeries series = read(text, options);
    EXPECT_EQ(series.spectra.size(), 1u);
    Spectrum s = series.spectra.at(0);
    EXPECT_EQ(s.wavenumber, axis) << text;
    EXPECT_EQ(s.intensity, rising) << text;
    EXPECT_EQ(s.quantity, quantity) << text;
    s.notes.insert(s.notes.end(), series.notes.begin(), series.notes.end());
    return s;
  } catch (const SpectrumError &e) {
    ADD_FAILURE() << e.what() << "\n" << text;
  }
  return {};
}

bool has_note(const std::vector<std::string> &notes, const std::string &part)
{
  return std::any_of(notes.begin(), notes.end(),
                     [&](const std::string &note) { return note.find(part) != std::string::npos; });
}

std::string utf16(const std::string &text, bool little, bool mark)
{
  std::string out;
  if (mark) out = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : text) {
    if (!little) out += '\0';
    out += c;
    if (little) out += '\0';
  }
  return out;
}

TEST(InstrumentTables, DecimalCommasExponentsAndQuotes)
{
  const std::string head = "wavenumber,25 C,50 C\n";
  expect_both(head + rows);
  expect_both(with(head, ",", ";") + comma_decimals(rows, ";"));
  expect_both(with(head, ",", "\t") + comma_decimals(rows, "\t"));
  expect_both(with(head, ",", "  ") + comma_decimals(rows, "   "));
  expect_both(quoted(head + rows));
  expect_both(
      "wavenumber,25 C,50 C\n\"1600,0\",\"0,1\",\"0,9\"\n\"1601,5\",\"0,2\",\"0,75\"\n\"1602\","
      "\"0,35\",\"0,5\"\n\"1603\",\"0,4\",\"0,25\"\n\"1604\",\"0,5\",\"0,125\"\n");
  expect_both(
      "wavenumber 25C 50C\n  0.1600D+04   0.1D+00  9.0D-01\n 1.6015d3 .2 7.5D-1\n 1602. 0.35 "
      "0.5\n 1603 0.4 0.25\n 1604 0.5 0.125\n");
  expect_both(with("wavenumber,25 C,50 C\n" + rows, "\n", ",\n"));    // a comma ends each row
  expect_both(with(head, ",", "\t") + with(rows, ",", "\t"));
  EXPECT_EQ(
      refusal("1600,5;0.1\n1601,5;0.2\n"),
      "mof 25C.csv:1: column 2: '0.1' has a decimal point, but numbers before it have decimal "
      "commas; write all alike");
  EXPECT_EQ(
      refusal("1600.5;0.1\n1601,5;0.2\n"),
      "mof 25C.csv:2: column 1: '1601,5' has a decimal comma, but numbers before it have decimal "
      "points; write all alike");
  EXPECT_EQ(refusal("wavenumber,absorbance\n1600,0,0,1\n1601,0,0,1\n"),
            "mof 25C.csv:1: 2 column names for 4 columns; expected one for each column");
}

TEST(InstrumentTables, UnicodeOfExcelAndLatin1)
{
  const std::string text = "wavenumber\t25 C\t50 C\r\n" + with(with(rows, ",", "\t"), "\n", "\r\n");
  for (const bool little : {true, false})
    for (const bool mark : {true, false}) expect_both(utf16(text, little, mark));
  expect_both("wavenumber,25 \xB0"
              "C,50 \xB0"
              "C\n" +
              rows);
  // a degree and letters beyond 16 bits
  expect_both(std::string("\xFF\xFE", 2) + utf16("wavenumber\t25 ", true, false) +
              std::string("\xB0\0C\0\t\0", 6) + utf16("50 C ", true, false) +
              std::string("\x3D\xD8\x00\xDE\n\0", 6) + utf16(with(rows, ",", "\t"), true, false));
}

TEST(InstrumentTables, SeveralLinesOfNames)
{
  expect_both("Wavenumber,25 C,50 C\ncm-1,a.u.,a.u.\n" + rows);
  expect_both("Wavenumber,A,B\ncm-1,a.u.,a.u.\n,25 C,50 C\n" + rows);
  expect_both("Wavenumber,25,50\ncm-1,\xC2\xB0"
              "C,\xC2\xB0"
              "C\n" +
              rows);
  expect_both("Wavenumber,25,50\ncm\\+(-1),\\+(o)C,\\+(o)C\n" + rows);
  expect_both("Temperature / C,25,50\nWavenumber,Abs,Abs\n" + rows);
  expect_both("T (C),25,50\n" + rows);
  expect_both("Scan,1,2\nWavenumber,25 C,50 C\n" + rows);
  expect_both(
      "wavenumber,25 C,wavenumber,50 C\n1600,0.1,1600,0.9\n1601.5,0.2,1601.5,0.75\n1602,0.35,"
      "1602,0.5\n1603,0.4,1603,0.25\n1604,0.5,1604,0.125\n");
  const SpectrumSeries named = expect_both("Wavenumber,25 C,50 C\ncm-1,%T,%T\n" + rows);
  EXPECT_EQ(named.spectra.at(0).quantity, Quantity::percent_transmittance);
  // Origin's short names are no quantities
  EXPECT_EQ(expect_both("x,A,B\n,25 C,50 C\n" + rows).spectra.at(0).quantity, Quantity::arbitrary);
  expect_one("wavenumber,absorbance\ncm-1,\n" + one, Quantity::absorbance);
}

TEST(InstrumentTables, NamesInCommentsAndBetweenBlanks)
{
  expect_both("# wavenumber 25C 50C\n" + with(rows, ",", " "));
  expect_both("# Wavenumber (cm-1), 25 C, 50 C\n" + rows);
  expect_both("; measured today\n; wavenumber;25 C;50 C\n" + with(rows, ",", "\t"));
  expect_both("% by a program\nwavenumber,25 C,50 C\n" + rows);
  expect_both("Wavenumber (cm-1)  25 C  50 C\n" + with(rows, ",", "  "));
  expect_both("Wavenumber / cm-1 25 C 50 C\n" + with(rows, ",", " "));
  expect_both(";25 C;50 C\n" + with(rows, ",", ";"));
  expect_both("sep=;\nwavenumber;25 C;50 C\n" + with(rows, ",", ";"));
  expect_both("My sample,,\nDate,2020,\nwavenumber,25 C,50 C\n" + rows);
}

TEST(InstrumentTables, RowsAreSpectra)
{
  const std::string low = "0.1,0.2,0.35,0.4,0.5\n", high = "0.9,0.75,0.5,0.25,0.125\n",
                    nu = "1600,1601.5,1602,1603,1604\n";
  const SpectrumSeries plain = expect_both("temperature_C," + nu + "25," + low + "50," + high);
  EXPECT_TRUE(has_note(plain.notes, "mof 25C.csv: each row is a spectrum"));
  expect_both("T/K," + nu + "298.15," + low + "323.15," + high);
  expect_both("sample," + nu + "25 C," + low + "HKUST 50 C," + high);
  expect_both("," + nu + "298.15," + low + "323.15," + high);
  expect_both("# comment\nwavenumber," + nu + "298.15," + low + "323.15," + high);
  expect_both("T (C),X1600,X1601.5,X1602,X1603,X1604\n25," + low + "50," + high);
  expect_both("T (C),1600 cm-1,1601.5 cm-1,1602 cm-1,1603 cm-1,1604 cm-1\n25," + low + "50," +
              high);
  expect_both(comma_decimals("T (C)," + nu + "25," + low + "50," + high, ";"));
  const SpectrumSeries more = expect_both("sample,temperature_C,cycle,branch,pressure," + nu +
                                          "A,25,2,up,1," + low + "A,50,2,up,1," + high);
  EXPECT_EQ(more.spectra.at(1).cycle, 2);
  EXPECT_EQ(more.spectra.at(1).branch, Branch::heating);
  EXPECT_EQ(more.spectra.at(1).label, "A");
  EXPECT_TRUE(has_note(more.notes, "each row is a spectrum; left out: 'pressure'"));
  SpectraOptions options;
  options.column_pattern = "run {T}";
  expect_both("name," + nu + "run 25 C," + low + "run 50 C," + high, options);
  EXPECT_EQ(
      refusal("T (C)," + nu + "25," + low + "50,0.1,0.2\n"),
      "mof 25C.csv:3: 3 columns; expected 6, as in line 1: a cell is missing or one too many");
  EXPECT_EQ(refusal("T (C)," + nu + "25," + low + "x," + high),
            "mof 25C.csv:3: column 1: 'x' is no temperature; expected one such as 173 K or -100 C");
  // columns of bare temperatures in rising order are not taken for an abscissa
  SpectraOptions celsius;
  celsius.temperature_unit = TemperatureUnit::celsius;
  const SpectrumSeries by_column =
      read("wavenumber,25,50,75,100,125\n1600,1,1,1,1,1\n1601,1,1,1,1,1\n1602,1,1,1,1,1\n"
           "1603,1,1,1,1,1\n1604,1,1,1,1,1\n",
           celsius);
  ASSERT_EQ(by_column.spectra.size(), 5u);
  EXPECT_EQ(by_column.spectra[0].wavenumber, (Values{1600, 1601, 1602, 1603, 1604}));
}

TEST(InstrumentTables, PerkinElmer)
{
  const std::string head =
      "PE IR       SUBTECH     SPECTRUM    ASCII       PEDS        4.00\n-1\nx.sp\n"
      "21/06/14\n08:15:02.00\nsomebody\nMOF dry\n4000.0\n1.0\n5\n#GR\n";
  const Spectrum a = expect_one(
      head + "CM-1\nA\n1.000000\n0.000000\n#DATA\n" + with(one, ",", "\t"), Quantity::absorbance);
  EXPECT_TRUE(has_note(a.notes, "text above the numbers left out, from line 1"));
  expect_one(head + "CM-1\n%T\n#DATA\n" + with(one, ",", "  "), Quantity::percent_transmittance);
  EXPECT_NE(refusal(head + "nm\nA\n#DATA\n" + with(one, ",", "\t")).find("was accepted"),
            std::string::npos);    // 1600 nm is 6250 cm-1
  expect_one("\"Created as New Dataset\"\ncm-1,A\n" + one, Quantity::absorbance);
}

TEST(InstrumentTables, JascoAndThoseThatWriteKeys)
{
  for (const char *delimiter : {"\t", ","}) {
    const std::string head =
        with("TITLE,dry\nDATA TYPE,INFRARED SPECTRUM\nORIGIN,JASCO\nDATE,20/05/11\n"
             "XUNITS,1/CM\nYUNITS,%T\nFIRSTX,1600.0\nNPOINTS,5\nXYDATA\n",
             ",", delimiter);
    const Spectrum s =
        expect_one(head + with(one, ",", delimiter) +
                       "\n##### Extended Information\n[Comments]\nSample name\tx\n64 "
                       "scans\n",
                   Quantity::percent_transmittance);
    EXPECT_EQ(s.label, "dry");
    EXPECT_TRUE(has_note(s.notes, "3 lines after the numbers left out, from line"));
    EXPECT_EQ(refusal(with(head, "5\n", "6\n") + with(one, ",", delimiter)),
              "mof 25C.csv:8: 6 points are said, but there are 5; the file is cut or edited");
  }
  expect_one("Agilent\nX Units: Wavenumbers\nY Units: Absorbance\nTemperature: 25 C\nData:\n" +
                 with(one, ",", " ") + "End of data\n",
             Quantity::absorbance);
  expect_one("sample.ispd\n\"cm-1\"\t\"Abs\"\n" + with(one, ",", "\t"), Quantity::absorbance);
  EXPECT_EQ(
      refusal("XUNITS,furlongs\nXYDATA\n" + one),
      "mof 25C.csv:1: 'furlongs' is no known unit of the abscissa; expected one such as cm-1, um "
      "or eV, or say it with --x-unit");
}

TEST(InstrumentTables, DamagedRowsAreNoFooters)
{
  EXPECT_EQ(refusal(with(one, "1602", "16O2")),
            "mof 25C.csv:3: column 1: '16O2' is not a number; expected a number such as 1600.5 or "
            "1.6e3");
  EXPECT_EQ(refusal(one + "16O5,0.6\n"),
            "mof 25C.csv:6: column 1: '16O5' is not a number; expected a number such as 1600.5 or "
            "1.6e3");
  EXPECT_EQ(
      refusal("1599,o.1\n" + one),
      "mof 25C.csv:1: column 2: 'o.1' is not a number; expected a number such as 1600.5 or 1.6e3");
  EXPECT_EQ(
      refusal(one + "next spectrum\n" + one),
      "mof 25C.csv:6: 'next spectrum' is no row of numbers, but rows follow in line 7; expected "
      "one table in a file");
}

TEST(InstrumentTables, UnitsOfTheOrdinate)
{
  const Quantity percent = Quantity::percent_transmittance;
  expect_one("Wavenumber,Transmittance\ncm-1,%\n" + one, percent);
  expect_one("Wavenumber,Transmittance\n(cm-1),[%]\n" + one, percent);
  expect_one("Wavenumber (cm-1),Reflectance\n,percent\n" + one, Quantity::percent_reflectance);
  expect_one("# y unit: %\nWavenumber,Transmittance\n" + one, percent);
  expect_one("# y unit: %T\nWavenumber,y\n" + one, percent);
  expect_one("# Y units = % Transmittance\nWavenumber,signal\n" + one, percent);
  expect_one("# y unit = transmittance\n" + one, Quantity::transmittance);
  expect_one("y unit = transmittance\n" + one, Quantity::transmittance);
  expect_one("# y unit: a.u.\nWavenumber,Absorbance\n" + one, Quantity::absorbance);
  expect_one("# quantity: reflectance\nWavenumber,y\ncm-1,%\n" + one,
             Quantity::percent_reflectance);
  EXPECT_TRUE(has_note(expect_one("# y unit: furlongs\n" + one).notes,
                       "the ordinate 'furlongs' of line 1 is not known"));
  for (const Spectrum &s : expect_both("Wavenumber,Transmittance 25 C,Transmittance 50 C\n"
                                       "cm-1,%,%\n" +
                                       rows)
                               .spectra)
    EXPECT_EQ(s.quantity, percent);

  for (const char *head : {"Wavenumber,y\ncm-1,%\n", "# y unit: %\n", "YUNITS,%\nXYDATA\n"})
    EXPECT_NE(refusal(head + one).find("in per cent, but of what is not written"),
              std::string::npos)
        << head << refusal(head + one);
  EXPECT_NE(refusal("Wavenumber,Absorbance\ncm-1,%\n" + one).find("absorbance in per cent"),
            std::string::npos);
  EXPECT_NE(refusal("# y unit: single beam\n" + one).find("a single beam with the background"),
            std::string::npos);
  SpectraOptions options;
  options.name_pattern = "* {T}.csv";
  options.quantity = percent;
  EXPECT_EQ(read("Wavenumber,y\ncm-1,%\n" + one, options).spectra.at(0).quantity, percent);
}

TEST(InstrumentTables, MessagesShowEveryScript)
{
  const auto said = [](const std::string &word) { return refusal(with(one, "1602,", word + ",")); };
  for (const char *word : {"Probe \xC3\xA4 25 \xC2\xB0", "\xE8\xA9\xA6\xE6\x96\x99",
                           "\xCE\xBD\xCC\x83", "\xF0\x9F\x94\xA5"})
    EXPECT_NE(said(word).find("'" + std::string(word) + "'"), std::string::npos) << said(word);
  EXPECT_NE(said("a\x1B[2J\x7F\xC2\x9B"
                 "b")
                .find("'a?[2J??b'"),
            std::string::npos);
  // forty characters, whatever their bytes
  const std::string letters = with(std::string(50, 'x'), "x", "\xC3\xA4");
  EXPECT_NE(said(letters).find("'" + letters.substr(0, 80) + "...'"), std::string::npos);
  // a file in Latin-1 is shown in UTF-8
  EXPECT_NE(said("Probe \xE4").find("'Probe \xC3\xA4'"), std::string::npos) << said("Probe \xE4");
}

TEST(InstrumentTables, FootersWithWordsBesideNumbers)
{
  const std::string words = "Accumulation\t64\nResolution\t4\nGain\tAuto\n";
  const std::string tabbed = with(one, ",", "\t");
  for (const std::string &footer :
       {"\n[Measurement Information]\n" + words, "[Comments]\n" + words,
        "##### Extended Information\n" + words, "\nUser\tme\n" + words, "\n" + words, words,
        "\n[Comments]\nn\t3\n5\t3\n" + words, std::string("\n<MOF>\n1\t2\n")}) {
    const Spectrum s = expect_one(tabbed + footer);
    EXPECT_TRUE(has_note(s.notes, "after the numbers left out, from line")) << footer;
  }
  expect_one(one + with("\r\n[Comments]\r\n" + words, "\t", ","));

  // a damaged number, and rows that go on below text
  EXPECT_EQ(refusal(one + "l605,0.6\n"),
            "mof 25C.csv:6: column 1: 'l605' is not a number; expected a number such as 1600.5 or "
            "1.6e3");
  EXPECT_EQ(refusal(one + "\nl605,0.6\n1606,0.7\n"),
            "mof 25C.csv:7: 'l605,0.6' is no row of numbers, but rows follow in line 8; expected "
            "one table in a file");
  EXPECT_EQ(refusal(one + "missing,0.6\n1606,0.7\n"),
            "mof 25C.csv:6: column 1: 'missing' is not a number; expected a number such as 1600.5 "
            "or 1.6e3");
  EXPECT_NE(refusal(one + "\n[Second]\n" + one).find("but rows follow in line 8"),
            std::string::npos);
}

TEST(InstrumentTables, PairsOfColumnsBelowTheNamesOfTheirSamples)
{
  std::string pairs;
  for (std::size_t i = 0; i < axis.size(); ++i)
    pairs += std::to_string(axis[i]) + "," + std::to_string(rising[i]) + "," +
             std::to_string(axis[i]) + "," + std::to_string(falling[i]) + ",\n";
  const std::string names = "Wavenumber (cm-1),Abs,Wavenumber (cm-1),Abs,\n";
  const std::string log = "\nMOF 25C\nCollection Time: 1/2/2025 10:11:12\nScans,32\nMOF 50C\n1,2\n";
  for (const std::string &text :
       {"MOF 25C,,MOF 50C,,\n" + names + pairs + log, "MOF 25C,,MOF 50C,\n" + names + pairs,
        with("MOF 25C,,MOF 50C,,\n" + names + pairs, ",\n", "\n") + log}) {
    const SpectrumSeries series = expect_both(text);
    for (const Spectrum &s : series.spectra) EXPECT_EQ(s.quantity, Quantity::absorbance);
  }
  const SpectrumSeries series = expect_both("MOF 25C,,MOF 50C,,\nX1,Y1,X2,Y2\n" + pairs);
  EXPECT_EQ(series.spectra.at(1).label, "MOF 50C");
  SpectraOptions options;
  options.column_pattern = "run 7 at {T} C";
  expect_both("run 7 at 25 C,,run 7 at 50 C,,\n" + names + pairs, options);
  EXPECT_NE(refusal("A,,B,,\n" + names + pairs).find("no temperature in 'A'"), std::string::npos)
      << refusal("A,,B,,\n" + names + pairs);
}

TEST(InstrumentTables, TheCountOfRowsIsNoAbscissa)
{
  const auto counted = [](const std::string &text, int first, const std::string &quote) {
    std::string out;
    std::size_t begin = 0;
    for (int i = first; begin < text.size(); ++i) {
      const std::size_t end = text.find('\n', begin) + 1;
      out += quote + std::to_string(i) + quote + "," + text.substr(begin, end - begin);
      begin = end;
    }
    return out;
  };
  const std::string note = "the first column counts the rows, left out";
  for (const char *head : {"", "Unnamed: 0", "index", "\"\"", "row"})
    for (const char *quote : {"", "\""})
      for (const int first : {0, 1}) {
        const SpectrumSeries series = expect_both(std::string(head) + ",wavenumber,25 C,50 C\n" +
                                                  counted(rows, first, quote));
        EXPECT_TRUE(has_note(series.notes, note)) << head;
      }
  // R: no name above the count, X before names that begin with a digit
  expect_both("\"wavenumber\",\"X25C\",\"X50C\"\n" + counted(rows, 1, "\""));
  EXPECT_TRUE(has_note(
      expect_one(",wavenumber,absorbance\n" + counted(one, 0, ""), Quantity::absorbance).notes,
      note));
  // columns of messages are those of the file
  EXPECT_NE(refusal(",wavenumber,25 C,b\n" + counted(rows, 0, "")).find(":1: column 4: no temp"),
            std::string::npos);
  // no count, or no abscissa after it
  EXPECT_EQ(refusal(",wavenumber,25 C,50 C\n" + counted(rows, 2, "")).find("was accepted"),
            std::string::npos);
  EXPECT_EQ(refusal(",25 C,50 C,75 C\n" + counted(rows, 0, "")).find("was accepted"),
            std::string::npos);
  EXPECT_NE(refusal("wavenumber,X298,X323\n" + rows).find("no temperature in 'X298'"),
            std::string::npos);
}

TEST(InstrumentTables, LinesOfEmptyCellsEndATable)
{
  EXPECT_EQ(refusal("1600,1\n1601,2\n1602,3\n1603,4\n1604,5\n,\n,\n"), "was accepted");
  EXPECT_EQ(refusal("1600;1\n1601;2\n1602;3\n;\n1603;4\n1604;5\n"), "was accepted");
  EXPECT_NE(refusal("1600,1\n1601,2\n1602,3\n1603,4\n1604,5\n,6\n").find("empty"),
            std::string::npos);
}

TEST(InstrumentTables, EmptyColumnsAtTheEndAreLeftOut)
{
  const auto intensities = [](const std::string &text) {
    std::vector<double> first;
    for (const Spectrum &s : read_spectra_text(text, "a.csv", {}).spectra)
      first.push_back(s.intensity.front());
    return first;
  };
  const std::vector<double> expected{1, 6};
  const auto table = [](const std::string &head_end, const std::string &row_end,
                        const std::string &last_end) {
    return "wavenumber,173 K,223 K" + head_end + "\n1600,1,6" + row_end + "\n1601,2,7" + row_end +
           "\n1602,3,8" + row_end + "\n1603,4,9" + row_end + "\n1604,5,9" + last_end + "\n";
  };
  EXPECT_EQ(intensities(table(",,,", ",,,", ",,,")), expected);
  EXPECT_EQ(intensities(table("", ",,,", ",,,") + ",,,,,\n"), expected);
  EXPECT_EQ(intensities(table(",,,", "", ",,")), expected);
  EXPECT_EQ(intensities(table(",", ", , ,", ",")), expected);
  EXPECT_EQ(intensities("T (K),1600,1601,1602,1603,1604,,,\n173,1,2,3,4,5,,,\n223,6,7,8,9,9,,,\n"),
            expected);
  for (const std::string &text :
       {table(",,,", ",,,", ",,7"), table(",,,", "", ",,7"),
        std::string("T (K),1600,1601,1602,1603,1604,,\n173,1,2,3,4,5,,\n223,6,7,8,9,9,,7\n")})
    EXPECT_THROW(intensities(text), SpectrumError) << text;
}

TEST(InstrumentTables, SeparatorsOfThousandsAreTakenOutWhereTheyAreSure)
{
  const auto first = [](const std::string &text) {
    SpectraOptions options;
    options.name_pattern = "* {T}.csv";
    return read(text, options).spectra.at(0).wavenumber.front();
  };
  EXPECT_EQ(first("1,540.000;0.1\n1,541.000;0.2\n1,542.000;0.3\n1,543.000;0.4\n1,544.000;0.5\n"),
            1540);
  EXPECT_EQ(first("1.540,000;0,1\n1.541,000;0,2\n1.542,000;0,3\n1.543,000;0,4\n1.544,000;0,5\n"),
            1540);
  EXPECT_EQ(first("999.500;0.1\n1,000.500;0.2\n1,001.500;0.3\n1,002.500;0.4\n1,003.500;0.5\n"),
            999.5);
  EXPECT_NE(refusal("1,54.000;0.1\n1,541.000;0.2\n1,542.000;0.3\n1,543.000;0.4\n1,544.000;0.5\n"),
            "was accepted");
  EXPECT_NE(refusal("1,540;0.1\n1,541;0.2\n1,542;0.3\n1,543;0.4\n1,544;0.5\n"), "was accepted");
}

TEST(InstrumentTables, CommasBesideWholeNumbersAreAskedFor)
{
  const auto rows = [](std::initializer_list<const char *> intensities) {
    std::string text = "# temperature: 300 K\n";
    int x = 1600;
    for (const char *y : intensities) text += std::to_string(x++) + ";" + y + "\n";
    return text;
  };
  const auto first = [](const std::string &text) {
    return read_spectra_text(text, "a.csv", {}).spectra.at(0).intensity.front();
  };
  const auto asked = [&](const std::string &text) {
    try {
      read_spectra_text(text, "a.csv", {});
      return false;
    } catch (const SpectrumError &e) {
      return std::string(e.what()).find("may be one of thousands or of decimals") !=
             std::string::npos;
    }
  };
  EXPECT_TRUE(asked(rows({"750", "980", "12,750", "1,105", "810"})));
  EXPECT_TRUE(asked(rows({"-750", "-980", "-12,750", "-1,105", "-810"})));
  EXPECT_TRUE(asked("T (K)" + std::string(";1600;1601;1602;1603;1604\n") +
                    "173;750;980;12,750;1,105;810\n223;750;980;990;991;810\n"));
  // a point, decimals of other lengths, a 0 in front, four digits, or no larger whole number
  EXPECT_EQ(first(rows({"12.750", "980", "11.750", "1.105", "810"})), 12.75);
  EXPECT_EQ(first(rows({"12,750", "980", "12,75", "1,105", "810"})), 12.75);
  EXPECT_EQ(first(rows({"12,750", "980", "0,750", "1,105", "810"})), 12.75);
  EXPECT_EQ(first(rows({"12,750", "1980", "11,750", "1,105", "810"})), 12.75);
  EXPECT_EQ(first(rows({"12,750", "0", "11,750", "1,105", "1"})), 12.75);
  EXPECT_EQ(first(rows({"12,750", "13,125", "11,750", "1,105", "1,118"})), 12.75);
}

}    // namespace

}    // namespace softmode
