// SPDX-License-Identifier: BSD-3-Clause
// Every file in bad/ carries, after "expect: ", what reading it must say; after "pattern: " the name
// pattern it is read with.
#include "softmode/analysis/spectra/read_spectra.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <fstream>
#include <sstream>

namespace softmode {

namespace {

namespace fs = std::filesystem;

const fs::path bad_folder = fs::path(SOFTMODE_SOURCE_DIR) / "tests/analysis/spectra/bad";

std::string text_of(const fs::path &file)
{
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// what follows a mark on its line; empty without it
std::string after(const std::string &mark, const std::string &text)
{
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return {};
  const std::size_t first = at + mark.size();
  return text.substr(first, text.find_first_of("\r\n", first) - first);
}

std::vector<std::string> bad_files()
{
  std::vector<std::string> names;
  for (const auto &entry : fs::directory_iterator(bad_folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string refusal(const std::string &text, const std::string &name,
                    const std::string &pattern = "")
{
  SpectraOptions options;
  options.name_pattern = pattern;
  try {
    read_spectra_text(text, name, options);
    return "was accepted";
  } catch (const SpectrumError &e) {
    return e.what();
  }
}

class BadSpectra : public testing::TestWithParam<std::string> {};

TEST_P(BadSpectra, EndWithTheMessageTheyCarry)
{
  const std::string text = text_of(bad_folder / GetParam());
  const std::string expected = after(" expect: ", text);
  ASSERT_NE(expected, "") << GetParam() << " carries no expectation";
  EXPECT_EQ(refusal(text, GetParam(), after(" pattern: ", text)), expected);
}

std::string test_name(const testing::TestParamInfo<std::string> &info)
{
  std::string name = info.param;
  for (char &c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, BadSpectra, testing::ValuesIn(bad_files()), test_name);

TEST(BadSpectraText, NothingToRead)
{
  EXPECT_EQ(refusal("", "a.csv"), "a.csv: is empty; expected wavenumbers and intensities");
  EXPECT_EQ(refusal("\xEF\xBB\xBF \r\n\n", "a.csv"),
            "a.csv: is empty; expected wavenumbers and intensities");
  EXPECT_EQ(refusal("# only a comment\n", "a.csv"),
            "a.csv: no rows of numbers; expected wavenumbers and intensities in columns");
  EXPECT_EQ(refusal("wavenumber,173 K\n", "a.csv"),
            "a.csv: no rows of numbers; expected wavenumbers and intensities in columns");
  EXPECT_EQ(refusal("##TITLE=x\n##END=\n", "a.jdx"),
            "a.jdx:1: the block that begins here has no spectrum; expected ##XYDATA or ##XYPOINTS");
}

TEST(BadSpectraText, BlocksWithoutEndOrContent)
{
  EXPECT_EQ(refusal("$$ only a comment\n", "a.jdx"),
            "a.jdx: no block with a spectrum; expected ##XYDATA or ##XYPOINTS");
  std::string nested;
  for (int i = 0; i < 33; ++i) nested += "##TITLE=x\n";
  EXPECT_EQ(refusal(nested, "a.jdx"), "a.jdx:33: more than 32 blocks in each other");
}

TEST(BadSpectraText, NumbersThatOverflow)
{
  const std::string begin =
      "##TITLE=x\n##XUNITS=1/CM\n##YUNITS=ABSORBANCE\n##TEMPERATURE=300 K\n##NPOINTS=5\n";
  EXPECT_EQ(refusal(begin + "##YFACTOR=1e300\n##XYPOINTS=(XY..XY)\n1001 1\n1002 1\n1003 "
                            "1e300\n1004 1\n1005 1\n##END=\n",
                    "a.jdx"),
            "a.jdx:10: the point is not finite; leave it out of the file");
}

TEST(BadSpectraText, PartsOfNames)
{
  const std::string rows = "1600,0.1\n1601,0.2\n1602,0.3\n1603,0.4\n1604,0.5\n";
  EXPECT_EQ(refusal(rows, "300K-along.csv", "{T}K-{branch}.csv"),
            "300K-along.csv: 'along' is no branch; expected heating, cooling, up or down");
  EXPECT_EQ(refusal(rows, "300X.csv", "(?<T>\\d+)(?<unit>.)\\.csv"),
            "300X.csv: 'X' is no unit of temperature; expected K, C or F");
  EXPECT_EQ(refusal(rows, "300K-0.csv", "{T}K-{cycle}.csv"),
            "300K-0.csv: 0 is no cycle; expected a whole number from 1");
  EXPECT_EQ(refusal(rows, "x-K.csv", "(?<T>.)-K.csv"),
            "x-K.csv: 'x' is not a number; expected a number such as 1600.5 or 1.6e3");
  EXPECT_EQ(
      refusal(rows, std::string(1001, '3') + "K", "{T}K").substr(1001),
      "K: no temperature: the file name '3333333333333333333333333333333333333333...' does not fit "
      "the pattern '{T}K'");
}

TEST(BadSpectraText, BinaryAndUtf16)
{
  EXPECT_EQ(refusal(std::string("1600,0.1\0", 9), "a.spc"),
            "a.spc: is a binary file; export it as plain text (CSV or JCAMP-DX)");
  EXPECT_EQ(refusal(std::string("\xFF\xFE"
                                "1\0",
                                4),
                    "a.csv"),
            "a.csv:1: one column; expected wavenumber and intensity");
}

TEST(BadSpectraText, ErrorsKnowTheirPlace)
{
  try {
    read_spectra_text("# T: 300 K\n1600,0.1\n1601,x\n", "a.csv");
    FAIL() << "was accepted";
  } catch (const SpectrumError &e) {
    EXPECT_EQ(e.file, "a.csv");
    EXPECT_EQ(e.line, 3);
    EXPECT_EQ(e.column, 2);
  }
}

// 20 MB that are no spectrum
TEST(BadSpectraText, LargeTextsThatAreNoSpectrumAreRefusedQuickly)
{
  for (const char *begin : {"", "##TITLE=", "1600,"}) {
    std::string text = begin + std::string(20000000, '\n');
    std::uint32_t state = 1;
    for (std::size_t i = std::string(begin).size(); i < text.size(); ++i) {
      state = state * 1664525u + 1013904223u;
      text[i] = static_cast<char>(' ' + (state >> 16) % 95);
    }
    const std::clock_t start = std::clock();    // CPU time: a busy machine is no slow reader
    const std::string message = refusal(text, "a.csv");
    EXPECT_NE(message, "was accepted");
    EXPECT_LT(message.size(), 500u);
    EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 5.0);
  }
}

}    // namespace

}    // namespace softmode
