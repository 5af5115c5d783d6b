// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "structure/crystal.h"
#include "structure/fragments.h"
#include "support/error.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

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

// MOF-5 as softmode ships it, with the rows of some labels replaced
std::filesystem::path mof_5_with(const std::vector<std::string> &dropped, const std::string &rows,
                                 bool with_groups = false)
{
  const std::filesystem::path source =
      std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures/mof-5.cif";
  std::istringstream in(read_file(source));
  std::string text;
  for (std::string line; std::getline(in, line);) {
    const bool gone = std::any_of(dropped.begin(), dropped.end(), [&](const std::string &label) {
      return line.rfind(label + " ", 0) == 0;
    });
    const bool is_site = !text.empty() && line.find("  0.") != std::string::npos;
    if (gone || line.empty()) continue;
    text += line + (with_groups && is_site ? " .\n" : "\n");
    if (with_groups && line.rfind("_atom_site_occupancy", 0) == 0)
      text += "_atom_site_disorder_group\n";
  }
  return text_file("mof-5.cif", text + rows);
}

std::string site(const std::string &label, const std::string &element, const Eigen::Vector3d &x,
                 double occupancy)
{
  return fmt::format("{} {} 1 {:.6f} {:.6f} {:.6f} {}\n", label, element, x[0], x[1], x[2],
                     occupancy);
}

// C3 and H1 of MOF-5, turned about the axis of their ring, which lies in a mirror
Eigen::Vector3d turned(const Eigen::Vector3d &x, double degrees)
{
  const double side = x[0] - 0.75, c = std::cos(degrees * pi / 180.0),
               s = std::sin(degrees * pi / 180.0);
  return {0.75 + side * (c + s), x[1], 0.25 + side * (s - c)};
}

const Eigen::Vector3d c3(0.783167, 0.973179, 0.216833), h1(0.808690, 0.951190, 0.191310);

std::map<std::string, int> linkers(const Crystal &c)
{
  std::vector<bool> nonmetal;
  for (const CrystalAtom &atom : c.atoms) nonmetal.push_back(!is_metal(atom.element));
  std::map<std::string, int> result;
  for (const Fragment &f : fragments(bond_graph(c), nonmetal)) ++result[hill_formula(c, f.atoms)];
  return result;
}

// all C-C bonds of rings, and C-H bonds
void expect_sound_rings(const Crystal &c)
{
  const BondGraph graph = bond_graph(c);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (c.atoms[i].label != "C3") continue;
    ASSERT_EQ(graph.neighbours[i].size(), 3u);
    for (const Neighbour &n : graph.neighbours[i]) {
      const bool hydrogen = c.atoms[n.atom].element == "H";
      EXPECT_NEAR(n.distance, hydrogen ? 1.09 : 1.39, 0.03);
    }
  }
}

}    // namespace

TEST(Disorder, HydrogensGoWithTheCarbonsOfARingOverAMirror)
{
  for (const double degrees : {10.0, 22.0, 45.0}) {
    SCOPED_TRACE(degrees);
    const auto file = mof_5_with({"C3", "H1"}, site("C3", "C", turned(c3, degrees), 0.5) +
                                                   site("H1", "H", turned(h1, degrees), 0.5));
    std::set<std::vector<double>> seen;
    for (int seed = 1; seed < 4; ++seed) {
      const Crystal c = read_cif(file, {seed});
      EXPECT_EQ(linkers(c), (std::map<std::string, int>{{"C8H4O4", 24}, {"O", 8}}));
      expect_sound_rings(c);
      std::vector<double> x;
      for (const CrystalAtom &atom : c.atoms) x.push_back(atom.fractional[0]);
      seen.insert(x);
    }
    EXPECT_EQ(seen.size(), 3u);    // each ring chooses for itself
  }
}

TEST(Disorder, AHydrogenBesideAMirrorIsOnOneSide)
{
  // the ring is ordered; only its hydrogens are drawn on two sides of it
  const Eigen::Vector3d out(1, 0, 1);
  const auto file = mof_5_with({"H1"}, site("H1", "H", h1 + 0.012 * out, 0.5));
  const Crystal c = read_cif(file, {1});
  EXPECT_EQ(linkers(c), (std::map<std::string, int>{{"C8H4O4", 24}, {"O", 8}}));
}

TEST(Disorder, OfFourPositionsOfAnAminoGroupEachRingTakesOne)
{
  const Eigen::Vector3d out = (h1 - c3).normalized(),
                        side = Eigen::Vector3d(-out[1], 2 * out[0], out[1]).normalized();
  const double edge = 25.86584;
  const Eigen::Vector3d n = c3 + 1.375 / edge * out;
  const std::string amino = site("N1", "N", n, 0.25) +
                            site("H2", "H", n + (0.51 * out + 0.87 * side) / edge, 0.25) +
                            site("H3", "H", n + (0.51 * out - 0.87 * side) / edge, 0.25);
  std::set<std::vector<std::string>> seen;
  for (int seed = 1; seed < 6; ++seed) {
    const Crystal c = read_cif(mof_5_with({"H1"}, amino + site("H1", "H", h1, 0.75)), {seed});
    EXPECT_EQ(linkers(c), (std::map<std::string, int>{{"C8H5NO4", 24}, {"O", 8}})) << seed;
    std::vector<std::string> elements;
    for (const CrystalAtom &atom : c.atoms)
      elements.push_back(atom.element + std::to_string(atom.fractional[0]));
    seen.insert(elements);
  }
  EXPECT_EQ(seen.size(), 5u);
  // the same in disorder groups
  const auto in_group = [](std::string row, const char *group) {
    row.insert(row.size() - 1, std::string(" ") + group);
    return row;
  };
  std::string grouped;
  std::istringstream rows(amino);
  for (std::string row; std::getline(rows, row);) grouped += in_group(row + "\n", "1");
  grouped += in_group(site("H1", "H", h1, 0.75), "2");
  for (int seed = 1; seed < 4; ++seed)
    EXPECT_EQ(linkers(read_cif(mof_5_with({"H1"}, grouped, true), {seed})),
              (std::map<std::string, int>{{"C8H5NO4", 24}, {"O", 8}}))
        << seed;
  // without hydrogens on the ring, the other three positions are empty
  const Crystal bare = read_cif(mof_5_with({"H1"}, amino), {1});
  EXPECT_EQ(linkers(bare), (std::map<std::string, int>{{"C8H2NO4", 24}, {"O", 8}}));
}

TEST(Disorder, OfAMethylGroupAndAWaterOneSetOfHydrogensIsKept)
{
  // six half hydrogens about a carbon, three and three; four about an oxygen, two and two
  std::string rows = "C1 C 0.5 0.5 0.5 1 . .\nC2 C 0.5 0.5 0.625 1 . .\n"
                     "O1 O 0.1 0.1 0.1 1 . .\n";
  for (int k = 0; k < 6; ++k) {
    const double phi = k * pi / 3;
    rows += fmt::format("H{} H {:.6f} {:.6f} {:.6f} 0.5 . .\n", k, 0.5 + 1.03 / 12 * std::cos(phi),
                        0.5 + 1.03 / 12 * std::sin(phi), 0.5 - 0.363 / 12);
  }
  for (int k = 0; k < 4; ++k) {
    const double s = 0.555 / 12;
    rows += fmt::format("HW{} H {:.6f} {:.6f} {:.6f} 0.5 . .\n", k, 0.1 + (k & 1 ? s : -s),
                        0.1 + (k & 2 ? s : -s), 0.1 + ((k == 0 || k == 3) ? s : -s));
  }
  const auto file = cif_file(rows);
  std::map<std::set<std::string>, int> seen;
  for (int seed = 1; seed < 30; ++seed) {
    const std::set<std::string> kept = labels(read_cif(file, {seed}));
    EXPECT_EQ(kept.size(), 3u + 3u + 2u);
    std::set<std::string> methyl;
    for (const char *label : {"H0", "H1", "H2", "H3", "H4", "H5"})
      if (kept.count(label)) methyl.insert(label);
    ++seen[methyl];
  }
  EXPECT_EQ(seen.size(), 2u);
  EXPECT_GT((seen[{"H0", "H2", "H4"}]), 4);
  EXPECT_GT((seen[{"H1", "H3", "H5"}]), 4);
}

TEST(Disorder, OfHalfHydrogensOnANodeFourMakeATetrahedron)
{
  // UiO-66 with half a hydrogen on each mu3-oxygen, those of the oxides 0.96 A outwards
  const std::filesystem::path source =
      std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures/uio-66.cif";
  const Crystal whole = read_cif(source);
  const BondGraph graph = bond_graph(whole);
  std::string rows;
  for (std::size_t i = 0; i < whole.atoms.size(); ++i) {
    const CrystalAtom &a = whole.atoms[i];
    const bool node_hydrogen =
        a.element == "H" && whole.atoms[graph.neighbours[i][0].atom].element == "O";
    if (!node_hydrogen)
      rows += fmt::format("{} {} {:.8f} {:.8f} {:.8f} 1 . .\n", a.label, a.element, a.fractional[0],
                          a.fractional[1], a.fractional[2]);
    if (a.label != "O2" && a.label != "O3") continue;
    Eigen::Vector3d out = Eigen::Vector3d::Zero();
    for (const Neighbour &n : graph.neighbours[i])
      if (is_metal(whole.atoms[n.atom].element))
        out -= whole.atoms[n.atom].fractional + n.shift.cast<double>() - a.fractional;
    const Eigen::Vector3d h = a.fractional + 0.96 / 20.5183 * out.normalized();
    rows += fmt::format("HO H {:.8f} {:.8f} {:.8f} 0.5 . .\n", h[0], h[1], h[2]);
  }
  const auto file = cif_file(rows, 20.5183);
  const Crystal c = read_cif(file, {3});
  EXPECT_EQ(formula(c), formula(whole));
  double least = 1e9;
  for (std::size_t i = 0; i < c.atoms.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (c.atoms[i].label != "HO" || c.atoms[j].label != "HO") continue;
      Eigen::Vector3d df = c.atoms[i].fractional - c.atoms[j].fractional;
      for (int k = 0; k < 3; ++k) df[k] -= std::round(df[k]);
      least = std::min(least, (c.cell * df).norm());
    }
  EXPECT_GT(least, 4.0);
}

TEST(Disorder, SitesOfOccupancyZeroBesideOthersAreLeftOut)
{
  // the other place of a water: O and H, of which only O is near what is there
  const auto read = [](const std::string &rows) {
    return read_cif_text(
        "data_a\n_cell_length_a 10\n_cell_length_b 10\n_cell_length_c 10\n_cell_angle_alpha 90\n"
        "_cell_angle_beta 90\n_cell_angle_gamma 90\n_space_group_name_H-M_alt 'P 1'\nloop_\n"
        "_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
        "_atom_site_fract_z\n_atom_site_occupancy\n" +
            rows,
        "zero.cif");
  };
  const std::string there = "O1 O .5 .5 .5 1\nH1 H .596 .5 .5 1\nH2 H .476 .593 .5 1\n";
  const Crystal c = read(there + "O2 O .5 .5 .45 0\nH3 H .5 .5 .354 0\nC1 C .1 .1 .1 1.0\n");
  EXPECT_EQ(c.atoms.size(), 4u);
  EXPECT_EQ(c.atoms.back().label, "C1");
  EXPECT_TRUE(std::any_of(c.notes.begin(), c.notes.end(), [](const std::string &note) {
    return has(note, "2 sites of occupancy 0 beside others are left out: H3 and 1 more");
  }));
  // beside nothing, it may be an atom
  try {
    read(there + "O2 O .1 .1 .1 0\n");
    ADD_FAILURE() << "was accepted";
  } catch (const Error &e) {
    EXPECT_TRUE(has(e.what(), "atom O2 (O): occupancy 0")) << e.what();
  }
}

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

TEST(Disorder, OfSolventIsTakenOffFirst)
{
  const std::string waters =
      // at partial occupancy, in overlapping positions, in groups, as a molecule in two orientations
      site("O1W", "O", {0.5, 0.5, 0.5}, 0.37) + site("O2W", "O", {0.43, 0.43, 0.5}, 0.21) +
      site("O3W", "O", {0.46, 0.45, 0.48}, 0.1) + site("C9", "C", {0.40, 0.38, 0.45}, 0.3) +
      site("N9", "N", {0.44, 0.39, 0.42}, 0.3) + site("H9", "H", {0.38, 0.35, 0.46}, 0.15);
  const auto file = mof_5_with({}, waters);
  EXPECT_THROW(read_cif(file), Error);
  EXPECT_TRUE(has(message_of(file, {}), "--remove-solvent"));
  ReadOptions options;
  options.remove_solvent = true;
  const Crystal dry = read_cif(file, options);
  EXPECT_EQ(linkers(dry), (std::map<std::string, int>{{"C8H4O4", 24}, {"O", 8}}));
  ASSERT_FALSE(dry.notes.empty());
  EXPECT_TRUE(std::any_of(dry.notes.begin(), dry.notes.end(), [](const std::string &note) {
    return has(note, "removed disordered free solvent, by occupancy ") && has(note, " N in ");
  }));
  // disorder of the framework stays, and is looked at next
  const auto both = mof_5_with({"C3", "H1"}, waters + site("C3", "C", turned(c3, 15.0), 0.5) +
                                                 site("H1", "H", turned(h1, 15.0), 0.5));
  EXPECT_TRUE(has(message_of(both, options), "2 of 7 sites are disordered"));
  options.disorder_seed = 1;
  EXPECT_EQ(linkers(read_cif(both, options)), linkers(dry));
}

TEST(Disorder, OfSolventOnAMetalIsTakenOffOnRequest)
{
  // copper formate paddlewheel with two half waters on one metal
  const std::string node =
      read_file(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "tests/data/copper-formate.cif");
  const Crystal dry = read_cif_text(node, "copper-formate.cif");
  std::string rows;
  Eigen::Vector3d copper = Eigen::Vector3d::Zero();
  for (const CrystalAtom &a : dry.atoms) {
    rows += fmt::format("{} {} {:.8f} {:.8f} {:.8f} 1 . .\n", a.label, a.element, a.fractional[0],
                        a.fractional[1], a.fractional[2]);
    if (a.element == "Cu" && a.fractional[2] < 0.5) copper = a.fractional;
  }
  const double edge = dry.cell(0, 0);
  for (const double side : {-0.3, 0.3})
    rows += fmt::format("OW O {:.6f} {:.6f} {:.6f} 0.5 . .\n", copper[0] + side / edge, copper[1],
                        copper[2] + 2.2 / edge);
  const auto file = cif_file(rows, edge);
  ReadOptions options;
  options.remove_solvent = true;
  EXPECT_THROW(read_cif(file, options), Error);    // it is not free
  options.remove_coordinated_solvent = true;
  EXPECT_EQ(formula(read_cif(file, options)), formula(dry));
}

}    // namespace softmode
