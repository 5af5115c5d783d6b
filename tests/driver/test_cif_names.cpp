// SPDX-License-Identifier: BSD-3-Clause
// Space groups by their names in any spelling.
#include "structure/cif_names.h"
#include "structure/crystal.h"
#include "support/error.h"
#include "support/notes.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

constexpr CellParameters cubic{20, 20, 20, 90, 90, 90};
constexpr CellParameters hexagonal{20, 20, 30, 90, 90, 120};
constexpr CellParameters rhombohedral{20, 20, 20, 70, 70, 70};
constexpr CellParameters oblique_b{10, 12, 14, 90, 100, 90};
constexpr CellParameters oblique_c{10, 12, 14, 90, 90, 100};

std::string setting_of(const std::string &name, const CellParameters &cell = cubic)
{
  const NamedGroups named = groups_of_name(name, cell);
  if (named.settings.empty()) return "none";
  return named.settings[0]->xhm() +
         (named.settings.size() > 1 ? " or " + named.settings[1]->xhm() : "");
}

TEST(CifNames, InAnySpelling)
{
  for (const char *name :
       {"F m -3 m",       "Fm-3m",        "fm-3m",         "FM-3M",       "F m 3 m",
        "Fm3m",           "F M 3 M",      "F m(-3) m",     "Fm(-3)m",     "F m (-3) m",
        "Fm[-3]m",        "F_m_-3_m",     "F m \u22123 m", "Fm\\bar{3}m", "$Fm\\overline{3}m$",
        "Fm3\u0304m",     "Fm3\u0305m",   "F 4/m -3 2/m",  "F 4/m 3 2/m", "F m -3 m (No. 225)",
        "F m -3 m (225)", "Fm-3m (#225)", "Fm-3m (225)",   "Fm-3m(225)",  "Fm-3m (no. 225)",
        " F m -3 m ",     "F m -3 m :1"})
    EXPECT_EQ(setting_of(name), "F m -3 m") << name;
  for (const char *name : {"P a -3", "P a 3", "Pa3", "P 21/a -3"})
    EXPECT_EQ(setting_of(name), "P a -3") << name;
  for (const char *name : {"I a -3 d", "I a 3 d", "Ia3d", "I 41/a -3 2/d"})
    EXPECT_EQ(setting_of(name), "I a -3 d") << name;
  for (const char *name : {"I m -3", "I m 3", "I 2/m -3"})
    EXPECT_EQ(setting_of(name), "I m -3") << name;
  for (const char *name : {"P m 3 n", "P m -3 n"}) EXPECT_EQ(setting_of(name), "P m -3 n") << name;
  for (const char *name : {"P 63/m m c", "P63/mmc", "P 6(3)/m m c", "P6_3/mmc",
                           "P 6<sub>3</sub>/mmc", "p 63/m m c", "P 63/m 2/m 2/c", "P_63/m_m_c"})
    EXPECT_EQ(setting_of(name, hexagonal), "P 63/m m c") << name;
  for (const char *name : {"P n m a", "Pnma", "P 21/n 21/m 21/a", "PNMA"})
    EXPECT_EQ(setting_of(name), "P n m a") << name;
  for (const char *name : {"P 21 21 21", "P212121", "P 2(1) 2(1) 2(1)", "P2_12_12_1"})
    EXPECT_EQ(setting_of(name), "P 21 21 21") << name;
  for (const char *name : {"C m c e", "C m c a", "Cmca"})
    EXPECT_EQ(setting_of(name), "C m c a") << name;
  for (const char *name : {"P -1 (2)", "P-1 (2)", "P -1", "P-1", "p -1", "P\u22121", "P 1\u0305"})
    EXPECT_EQ(setting_of(name), "P -1") << name;
  for (const char *name : {"P 4/m m m", "P4/mmm", "P 4/m 2/m 2/m"})
    EXPECT_EQ(setting_of(name), "P 4/m m m") << name;
}

TEST(CifNames, MonoclinicAxesFollowTheCell)
{
  for (const char *name : {"P 21/n", "P21/n", "P2(1)/n", "P 1 21/n 1", "P2_1/n", "P 21/N"})
    EXPECT_EQ(setting_of(name, oblique_b), "P 1 21/n 1") << name;
  EXPECT_EQ(setting_of("P 21/c", oblique_b), "P 1 21/c 1");
  EXPECT_EQ(setting_of("P 21/n", oblique_c), "P 1 1 21/n");
  EXPECT_EQ(setting_of("P 21/b", oblique_c), "P 1 1 21/b");
  EXPECT_EQ(setting_of("C 2/c", oblique_b), "C 1 2/c 1");
  EXPECT_EQ(setting_of("P 21/c :b1", oblique_b), "P 1 21/c 1");
  EXPECT_EQ(setting_of("C 2/c (unique axis b)", oblique_b), "C 1 2/c 1");
}

TEST(CifNames, HexagonalAndRhombohedralAxes)
{
  for (const char *name : {"R -3 m", "R-3m", "R -3 m H", "R -3 m :H", "R-3mH", "R -3 m:h",
                           "R-3m (hexagonal axes)", "R -3 2/m", "R -3 m (H)"})
    EXPECT_EQ(setting_of(name, hexagonal), "R -3 m:H") << name;
  for (const char *name : {"R -3 m", "R -3 m R", "R -3 m :R", "R-3m (rhombohedral axes)"})
    EXPECT_EQ(setting_of(name, rhombohedral), "R -3 m:R") << name;
  EXPECT_EQ(setting_of("R -3 m :R", hexagonal), "R -3 m:R");
}

TEST(CifNames, ChoicesOfOrigin)
{
  for (const char *name : {"F d -3 m :2", "F d -3 m:2", "Fd-3mZ", "F d -3 m Z", "F d 3 m Z",
                           "F d -3 m (origin choice 2)", "Fd3m :2"})
    EXPECT_EQ(setting_of(name), "F d -3 m:2") << name;
  for (const char *name : {"F d -3 m :1", "F d -3 m S", "F d 3 m S", "Fd-3m O1"})
    EXPECT_EQ(setting_of(name), "F d -3 m:1") << name;
  EXPECT_EQ(setting_of("I 41/a m d S"), "I 41/a m d:1");
  EXPECT_EQ(setting_of("I 41/a m d Z"), "I 41/a m d:2");
  for (const char *name : {"F d -3 m", "Fd3m", "F d 3 m", "F 41/d -3 2/m"})
    EXPECT_EQ(setting_of(name), "F d -3 m:2 or F d -3 m:1") << name;
  EXPECT_EQ(setting_of("P n n n"), "P n n n:2 or P n n n:1");
}

TEST(CifNames, WhatIsNoSpaceGroup)
{
  for (const char *name :
       {"",  " ", "P 999", "Q 1", "cubic", "(",    ")",       "()", "P(", ":", ":2",
        "H", "R", "F m",   "-",   "3",     "P 2/", "F x 3 m", "_",  "__", "$", "P 21/q"})
    EXPECT_TRUE(setting_of(name) == "none" || std::string(name) == "3")
        << name << " " << setting_of(name);
}

TEST(CifNames, EverySettingOfTheTableIsItself)
{
  for (const gemmi::SpaceGroup &group : gemmi::spacegroup_tables::main) {
    const CellParameters &cell = group.ext == 'R' ? rhombohedral : hexagonal;
    const NamedGroups named = groups_of_name(group.xhm(), cell);
    ASSERT_FALSE(named.settings.empty()) << group.xhm();
    EXPECT_EQ(named.settings[0]->xhm(), group.xhm());
    EXPECT_TRUE(named.as_written) << group.xhm();
  }
}

// one carbon in the cell of a space group
Crystal read_group(const std::string &symmetry,
                   const std::string &rows = "C1 C 0.137 0.219 0.071\n",
                   const std::string &cell = "20 20 20 90 90 90")
{
  std::istringstream in(cell);
  std::string text = "data_x\n", value;
  for (const char *item :
       {"length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"}) {
    in >> value;
    text += "_cell_" + std::string(item) + " " + value + "\n";
  }
  return read_cif_text(text + symmetry +
                           "\nloop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_"
                           "x\n_atom_site_fract_y\n"
                           "_atom_site_fract_z\n" +
                           rows,
                       "x.cif", {std::nullopt, true});
}

TEST(CifNames, NamesThatAreInterpretedLeaveANote)
{
  EXPECT_TRUE(says(read_group("_space_group_name_H-M_alt 'F m -3 m'").notes, {}));
  EXPECT_TRUE(says(read_group("_space_group_name_H-M_alt 'Fm-3m'").notes, {}));
  EXPECT_TRUE(says(read_group("_space_group_name_H-M_alt 'F m 3 m'").notes,
                   {"the space group 'F m 3 m' is read as 'F m -3 m'"}));
  EXPECT_TRUE(says(read_group("_space_group_name_H-M_alt 'I 41/a m d S'",
                              "C1 C 0.137 0.219 0.071\n", "20 20 25 90 90 90")
                       .notes,
                   {"the space group 'I 41/a m d S' is read as 'I 41/a m d:1'"}));
  const Crystal c = read_group("_space_group_name_H-M_alt 'R -3 m H'", "C1 C 0.137 0.219 0.071\n",
                               "20 20 30 90 90 120");
  EXPECT_EQ(c.atoms.size(), 36u);
}

TEST(CifNames, TheAtomsTellTheOrigin)
{
  // diamond: 1/8 1/8 1/8 about the centre, 0 0 0 about the other origin
  const std::string name = "_space_group_name_H-M_alt 'F d -3 m'";
  const std::string cell = "3.567 3.567 3.567 90 90 90";
  const Crystal about_centre = read_group(name, "C1 C 0.125 0.125 0.125\n", cell);
  const Crystal about_site = read_group(name, "C1 C 0 0 0\n", cell);
  for (const Crystal &c : {about_centre, about_site}) {
    EXPECT_EQ(c.atoms.size(), 8u);
    ASSERT_EQ(c.notes.size(), 1u);
    EXPECT_TRUE(has_text(c.notes[0], "has two choices of origin"));
  }
  EXPECT_TRUE(has_text(about_centre.notes[0],
                       "'F d -3 m:2' is taken, as the atoms make no structure with the other"));
  EXPECT_TRUE(has_text(about_site.notes[0],
                       "'F d -3 m:1' is taken, as the atoms make no structure with the other"));
  // a lone atom tells nothing
  EXPECT_TRUE(says(read_group(name).notes,
                   {"'F d -3 m:2' is taken, with the origin on the centre of symmetry"}));
}

TEST(CifNames, ANumberMendsAnUnknownName)
{
  EXPECT_TRUE(says(
      read_group("_symmetry_space_group_name_H-M 'F q 3 m'\n_symmetry_Int_Tables_number 225").notes,
      {"the space group 'F q 3 m' is not known; its number 225 is taken, 'F m -3 m'"}));
  EXPECT_THROW(read_group("_symmetry_space_group_name_H-M 'P q'\n_symmetry_Int_Tables_number 14"),
               Error);
}

TEST(CifNames, SettingsThatOthersGetWrong)
{
  const auto places = [](const std::string &symmetry, const std::string &cell) {
    std::vector<double> x;
    for (const CrystalAtom &atom : read_group(symmetry, "C1 C 0.1 0.2 0.3\n", cell).atoms)
      for (int k = 0; k < 3; ++k) x.push_back(std::round(1e6 * atom.fractional[k]) / 1e6);
    return x;
  };
  // P 21/n: -x+1/2, y+1/2, -z+1/2; not the setting P 21/c
  EXPECT_EQ(places("_symmetry_space_group_name_H-M 'P 21/n'", "10 12 14 90 100 90"),
            (std::vector<double>{0.1, 0.2, 0.3, 0.4, 0.7, 0.2, 0.9, 0.8, 0.7, 0.6, 0.3, 0.8}));
  // a Hall symbol alone
  EXPECT_EQ(places("_space_group_name_Hall '-P 2yn'", "10 12 14 90 100 90"),
            places("_symmetry_space_group_name_H-M 'P 21/n'", "10 12 14 90 100 90"));
  // origin 2 of P n n n has its centre of symmetry at 0 0 0
  const std::vector<double> second =
      places("_space_group_name_H-M_alt 'P n n n :2'", "10 12 14 90 90 90");
  EXPECT_EQ(second, places("_space_group_name_Hall '-P 2ab 2bc'", "10 12 14 90 90 90"));
  EXPECT_NE(second, places("_space_group_name_H-M_alt 'P n n n :1'", "10 12 14 90 90 90"));
  // 12 operations on rhombohedral axes; on hexagonal ones 36, and the place is on a mirror
  EXPECT_EQ(places("_space_group_name_H-M_alt 'R -3 m :R'", "20 20 20 70 70 70").size(), 36u);
  EXPECT_EQ(places("_space_group_name_H-M_alt 'R -3 m :H'", "20 20 30 90 90 120").size(), 54u);
}

}    // namespace

}    // namespace softmode
