// SPDX-License-Identifier: BSD-3-Clause
#include "structure/crystal.h"
#include "support/error.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace softmode {

namespace {

std::set<std::string> labels(const Crystal &c)
{
  std::set<std::string> result;
  for (const CrystalAtom &atom : c.atoms) result.insert(atom.label);
  return result;
}

std::string message_of(const std::filesystem::path &file, const ReadOptions &options)
{
  try {
    read_cif(file, options);
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::structure);
    return e.what();
  }
  return "";
}

bool has(const std::string &text, const std::string &part)
{
  return text.find(part) != std::string::npos;
}

// an acid hydrogen on one oxygen or the other: O1-H1 or O2-H2, in one assembly
const std::string acid = "C1 C 0.50 0.50 0.50 1 . .\n"
                         "O1 O 0.40 0.55 0.50 1 . .\n"
                         "O2 O 0.60 0.55 0.50 1 . .\n"
                         "C2 C 0.50 0.375 0.50 1 . .\n"
                         "H1 H 0.34 0.50 0.50 0.7 A 1\n"
                         "H2 H 0.66 0.50 0.50 0.3 A 2\n";

}    // namespace

TEST(Disorder, IsRefusedAtomByAtomWithoutASeed)
{
  const std::string message = message_of(cif_file(acid), {});
  EXPECT_TRUE(has(message, "2 of 6 sites are disordered")) << message;
  EXPECT_TRUE(has(message, "atom H1 (H): occupancy 0.7, assembly A, disorder group 1")) << message;
  EXPECT_TRUE(has(message, "atom H2 (H): occupancy 0.3, assembly A, disorder group 2")) << message;
  EXPECT_TRUE(has(message, "--disorder-seed")) << message;
}

TEST(Disorder, GroupsAreChosenAsOftenAsTheirOccupancySays)
{
  const auto file = cif_file(acid);
  int first = 0;
  constexpr int tries = 300;
  for (int seed = 0; seed < tries; ++seed) {
    const std::set<std::string> kept = labels(read_cif(file, {seed}));
    EXPECT_EQ(kept.count("H1") + kept.count("H2"), 1u) << seed;
    first += static_cast<int>(kept.count("H1"));
  }
  // binomial: 210 expected, standard deviation 7.9
  EXPECT_NEAR(first, 0.7 * tries, 32);
}

TEST(Disorder, TheSameSeedGivesTheSameStructureAndItsNotesSayWhat)
{
  const auto file = cif_file(acid);
  const Crystal one = read_cif(file, {5}), two = read_cif(file, {5});
  EXPECT_EQ(labels(one), labels(two));
  ASSERT_EQ(one.notes.size(), 1u);
  EXPECT_TRUE(has(one.notes[0], "disorder, seed 5: H")) << one.notes[0];
  for (const CrystalAtom &atom : one.atoms) EXPECT_EQ(atom.occupancy, 1.0);
}

TEST(Disorder, EachSymmetryImageChoosesForItselfAndAsAWhole)
{
  // a C-O group with two orientations, repeated by a 4-fold screw-like translation of the cell
  const auto file = cif_file("C1 C 0.10 0.10 0.10 1 . .\n"
                             "O1A O 0.15 0.10 0.10 0.5 . 1\n"
                             "H1A H 0.19 0.10 0.10 0.5 . 1\n"
                             "O1B O 0.10 0.15 0.10 0.5 . 2\n"
                             "H1B H 0.10 0.19 0.10 0.5 . 2\n",
                             24.0, "'x,y,z'\n'x+1/2,y,z'\n'x,y+1/2,z'\n'x+1/2,y+1/2,z'");
  std::set<int> numbers_of_first;
  for (int seed = 0; seed < 20; ++seed) {
    std::map<std::string, int> count;
    for (const CrystalAtom &atom : read_cif(file, {seed}).atoms) ++count[atom.label];
    EXPECT_EQ(count["C1"], 4);
    EXPECT_EQ(count["O1A"] + count["O1B"], 4);
    EXPECT_EQ(count["H1A"], count["O1A"]);
    numbers_of_first.insert(count["O1A"]);
  }
  EXPECT_GT(numbers_of_first.size(), 2u);    // not all images alike
}

TEST(Disorder, AboutASpecialPositionOneImageIsKept)
{
  // C-H over an inversion centre: two images that exclude each other
  const auto file = cif_file("C1 C 0.52 0.50 0.50 0.5 . -1\n"
                             "O1 O 0.62 0.50 0.50 0.5 . -1\n",
                             12.0, "'x,y,z'\n'-x,-y,-z'");
  for (int seed = 0; seed < 8; ++seed) {
    const Crystal c = read_cif(file, {seed});
    ASSERT_EQ(c.atoms.size(), 2u);
    EXPECT_NEAR((c.position(0) - c.position(1)).norm(), 1.2, 1e-9);    // of one image
  }
}

TEST(Disorder, TwoElementsOnOneSiteExcludeEachOther)
{
  const auto file = cif_file("Ti1 Ti 0.5 0.5 0.5 0.6 . .\nCa1 Ca 0.5 0.5 0.5 0.4 . .\n");
  std::set<std::string> seen;
  for (int seed = 0; seed < 20; ++seed) {
    const Crystal c = read_cif(file, {seed});
    ASSERT_EQ(c.atoms.size(), 1u);
    seen.insert(c.atoms[0].element);
  }
  EXPECT_EQ(seen.size(), 2u);
}

TEST(Disorder, IsRefusedWhereTheOccupanciesLeaveAGap)
{
  const std::string message =
      message_of(cif_file("C1 C 0.5 0.5 0.5 1 . .\nO1 O 0.6 0.5 0.5 0.5 . .\n"), {1});
  EXPECT_TRUE(has(message, "O1: occupancies of the alternatives add up to 0.5, expected 1"))
      << message;
}

TEST(Disorder, IsRefusedWhereNothingTellsWhichAtomsGoTogether)
{
  // a chain: the first excludes the second, the second the third, but not the first the third
  const std::string message = message_of(cif_file("O1 O 0.500 0.5 0.5 0.4 . .\n"
                                                  "O2 O 0.560 0.5 0.5 0.3 . .\n"
                                                  "O3 O 0.620 0.5 0.5 0.3 . .\n"),
                                         {1});
  EXPECT_TRUE(has(message, "no disorder groups tell which atoms go together")) << message;
}

TEST(Disorder, CanBeKeptToLookAtIt)
{
  const Crystal c = read_cif(cif_file(acid), {std::nullopt, true});
  EXPECT_EQ(c.atoms.size(), 6u);
  EXPECT_EQ(c.atoms[4].occupancy, 0.7);
}

}    // namespace softmode
