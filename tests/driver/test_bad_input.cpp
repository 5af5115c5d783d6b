// SPDX-License-Identifier: BSD-3-Clause
// Every file in bad/ carries, in a line "# expect <exit code>: <part of the message>", what it must produce.
#include "campaign/campaign.h"
#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "structure/read_structure.h"
#include "support/error.h"
#include "support/files.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

#include <ctime>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

const fs::path bad_folder = fs::path(SOFTMODE_SOURCE_DIR) / "tests/driver/bad";
const fs::path data_folder = fs::path(SOFTMODE_BUILD_DIR) / "share/softmode";

struct Expectation {
  int code;
  std::string message;
};

Expectation expectation_of(const fs::path &file)
{
  std::istringstream in(read_file(file));
  const std::string mark = "# expect ";
  for (std::string line; std::getline(in, line);)
    if (line.rfind(mark, 0) == 0)
      return {std::stoi(line.substr(mark.size())), line.substr(line.find(": ") + 2)};
  throw std::runtime_error(file.string() + " carries no expectation");
}

const fs::path good_structure =
    fs::path(SOFTMODE_SOURCE_DIR) / "tests/driver/good/structure-good.cif";
const fs::path copper_formate = fs::path(SOFTMODE_SOURCE_DIR) / "tests/data/copper-formate.cif";

void use(const fs::path &file)
{
  const std::string kind = file.filename().string().substr(0, file.filename().string().find('-'));
  if (kind == "campaign") {
    read_campaign(file, data_folder);
  } else if (kind == "structure") {
    const Potential base = read_potential(data_folder / "potentials/base.yaml");
    assemble(simulated_cell(read_structure(file), base), base);
  } else if (kind == "potential") {
    assemble(read_cif(copper_formate), read_potential(file));
  } else {
    throw std::runtime_error("unknown kind of file: " + kind);
  }
}

std::vector<std::string> bad_files()
{
  std::vector<std::string> names;
  for (const auto &entry : fs::directory_iterator(bad_folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class BadFiles : public testing::TestWithParam<std::string> {};

TEST_P(BadFiles, EndsWithTheMessageItCarries)
{
  const fs::path file = bad_folder / GetParam();
  const Expectation expected = expectation_of(file);
  try {
    use(file);
    FAIL() << "was accepted";
  } catch (const Error &e) {
    EXPECT_EQ(static_cast<int>(e.code), expected.code) << e.what();
    EXPECT_NE(std::string(e.what()).find(expected.message), std::string::npos)
        << "expected: " << expected.message << "\ngot:      " << e.what();
  }
}

// without its extension .cif; other formats keep theirs in the name
std::string test_name(const testing::TestParamInfo<std::string> &info)
{
  std::string name = info.param;
  for (const char *extension : {".cif", ".yaml"})
    if (fs::path(name).extension() == extension) name = fs::path(name).stem().string();
  for (char &c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, BadFiles, testing::ValuesIn(bad_files()), test_name);

// 100 MB that are no structure, made here as git should not carry them
std::string garbage(char lowest, char highest)
{
  std::string text(100000000, '\n');
  std::uint32_t state = 1;
  for (char &c : text) {
    state = state * 1664525u + 1013904223u;
    c = static_cast<char>(lowest + static_cast<int>((state >> 16) % (highest - lowest + 1)));
  }
  return text;
}

TEST(BadInput, LargeFilesThatAreNoStructureAreRefusedQuickly)
{
  for (const auto &[lowest, highest] : {std::make_pair('\0', '\x7f'), std::make_pair(' ', '~')}) {
    const fs::path garbage_file = text_file("garbage", garbage(lowest, highest));
    for (const char *name : {"garbage.cif", "garbage.xyz", "garbage.data", "garbage.vasp"}) {
      const fs::path file = garbage_file.parent_path() / name;
      fs::rename(garbage_file, file);
      const std::clock_t start = std::clock();    // CPU time: a busy machine is no slow reader
      try {
        read_structure(file);
        FAIL() << "was accepted";
      } catch (const Error &e) {
        EXPECT_EQ(e.code, ExitCode::structure);
        EXPECT_LT(std::string(e.what()).size(), 2000u);
        const bool binary = std::string(e.what()).find("is a binary file") != std::string::npos;
        EXPECT_EQ(binary, lowest == '\0') << e.what();
      }
      const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      EXPECT_LT(seconds, lowest == '\0' ? 0.1 : 5.0) << name;
      fs::rename(file, garbage_file);
    }
    fs::remove(garbage_file);
  }
}

TEST(GoodInput, TheStructureTheBadOnesDeriveFromIsAccepted)
{
  const System system =
      assemble(read_cif(good_structure), read_potential(data_folder / "potentials/base.yaml"));
  EXPECT_EQ(system.carboxylates, 1u);
}

}    // namespace softmode
