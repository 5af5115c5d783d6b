// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/inspection.h"
#include "chemistry/lost_donors.h"

#include "support/text_file.h"

#include <Eigen/LU>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace softmode {

namespace {

Inspection look_at(const std::string &name)
{
  return inspect(read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures" / name));
}

std::vector<std::string> flags_of(const std::string &rows)
{
  return inspect(read_cif(cif_file(rows), {std::nullopt, true})).flags;
}

bool any_has(const std::vector<std::string> &lines, const std::string &part)
{
  for (const std::string &line : lines)
    if (line.find(part) != std::string::npos) return true;
  return false;
}

using Counts = std::map<std::string, int>;

}    // namespace

TEST(Inspection, OfHkust1)
{
  const Inspection i = look_at("hkust-1.cif");
  ASSERT_EQ(i.metals.size(), 1u);
  EXPECT_EQ(i.metals[0].coordination, 4);
  EXPECT_NEAR(i.metals[0].bonds.at("O (carboxylate)").mean, 1.9389, 2e-4);
  EXPECT_EQ(i.metals[0].bonds.at("O (carboxylate)").count, 192);
  ASSERT_EQ(i.nodes.size(), 1u);
  EXPECT_EQ(i.nodes[0].metals, "Cu2");
  EXPECT_EQ(i.nodes[0].count, 24);
  EXPECT_EQ(i.carboxylates, (Counts{{"bridging 2 metals", 96}}));
  ASSERT_EQ(i.linkers.size(), 1u);
  EXPECT_EQ(i.linkers[0].formula, "C9H3O6");
  EXPECT_EQ(i.linkers[0].count, 32);
  EXPECT_EQ(i.linkers[0].carboxylates, 3);
  EXPECT_EQ(i.linkers[0].aromatic_rings, 1);
  EXPECT_NEAR(i.density, 0.8837, 1e-4);    // 16 x 604.87 g/mol in 18185.6 A3
  EXPECT_TRUE(i.flags.empty());
}

TEST(Inspection, FindsNodesOfEveryKind)
{
  const Inspection uio = look_at("uio-66.cif");
  ASSERT_EQ(uio.nodes.size(), 1u);
  EXPECT_EQ(uio.nodes[0].metals, "Zr6");
  EXPECT_EQ(uio.nodes[0].oxides, 4);
  EXPECT_EQ(uio.nodes[0].hydroxides, 4);
  EXPECT_EQ(uio.oxygens, (Counts{{"oxide, 3 metals", 16}, {"hydroxide, 3 metals", 16}}));
  const Inspection mof_5 = look_at("mof-5.cif");
  EXPECT_EQ(mof_5.nodes[0].metals, "Zn4");
  EXPECT_EQ(mof_5.oxygens, (Counts{{"oxide, 4 metals", 8}}));
  const Inspection mil = look_at("mil-125.cif");
  EXPECT_EQ(mil.nodes[0].metals, "Ti8");
  EXPECT_EQ(mil.nodes[0].hydroxides, 4);
  const Inspection mof_74 = look_at("mg-mof-74.cif");    // a rod of Mg along c
  EXPECT_EQ(mof_74.nodes[0].dimension, 1);
  EXPECT_EQ(mof_74.metals[0].coordination, 5);
  ASSERT_EQ(mof_74.linkers.size(), 1u);
  EXPECT_EQ(mof_74.linkers[0].hydroxyls, 2);
  EXPECT_EQ(mof_74.carboxylates, (Counts{{"bridging 3 metals", 18}}));
}

TEST(Inspection, WorksWhereNoCarboxylateBindsAMetal)
{
  const Inspection zif = look_at("zif-4.cif");
  EXPECT_TRUE(zif.carboxylates.empty());
  EXPECT_EQ(zif.metals[0].bonds.begin()->first, "N (linker)");
  EXPECT_EQ(zif.linkers[0].formula, "C3H3N2");
  EXPECT_EQ(zif.linkers[0].count, 32);
  EXPECT_EQ(zif.linkers[0].aromatic_rings, 1);
  EXPECT_TRUE(zif.flags.empty());
  const Inspection salt = look_at("sodium-benzoate.cif");
  EXPECT_EQ(salt.metals[0].coordination, 6);
  EXPECT_EQ(salt.nodes[0].dimension, 2);
  EXPECT_EQ(salt.linkers[0].formula, "C7H5O2");
}

TEST(Inspection, KnowsFrameworksItWasNotMadeFor)
{
  const std::filesystem::path unseen =
      std::filesystem::path(SOFTMODE_SOURCE_DIR) / "tests/data/unseen";
  const Inspection zr = inspect(read_cif(unseen / "mil-140a.cif"));
  ASSERT_EQ(zr.nodes.size(), 1u);
  EXPECT_EQ(zr.nodes[0].metals, "Zr4");
  EXPECT_EQ(zr.nodes[0].dimension, 1);
  EXPECT_EQ(zr.metals[0].coordination, 7);
  EXPECT_EQ(zr.carboxylates, (Counts{{"bridging 2 metals", 16}}));
  EXPECT_EQ(zr.linkers[0].carboxylates, 2);
  const Inspection cd = inspect(read_cif(unseen / "cd-btb.cif"));
  EXPECT_EQ(cd.carboxylates,
            (Counts{{"bridging 2 metals", 2}, {"chelating", 2}, {"chelating and bridging", 2}}));
  EXPECT_EQ(cd.mixed_linkers, 2);
  EXPECT_EQ(cd.linkers[0].formula, "C27H15O6");
  EXPECT_EQ(cd.linkers[0].carboxylates, 3);
  EXPECT_EQ(zr.flags, std::vector<std::string>{});
  EXPECT_EQ(cd.flags, std::vector<std::string>{});
}

TEST(Inspection, NoStructureThatComesWithSoftmodeHasFlags)
{
  for (const char *name :
       {"mg-mof-74.cif", "mil-125.cif", "mil-125-nh2.cif", "mof-5.cif", "muv-10-ca.cif",
        "muv-10-mn.cif", "uio-66.cif", "zn-mof-74.cif", "sodium-benzoate.cif"})
    EXPECT_EQ(look_at(name).flags, std::vector<std::string>{}) << name;
}

TEST(Inspection, TellsHowACarboxylateBinds)
{
  // one formate on Na: both oxygens 2.3 A away, one of them, or none
  const auto binding = [](const std::string &metal) {
    const Inspection i = inspect(read_cif(cif_file("C1 C 0.50 0.50 0.50 1 . .\n"
                                                   "O1 O 0.408 0.553 0.50 1 . .\n"
                                                   "O2 O 0.592 0.553 0.50 1 . .\n"
                                                   "H1 H 0.50 0.408 0.50 1 . .\n" +
                                                   metal),
                                          {std::nullopt, true}));
    EXPECT_EQ(i.linkers.empty() || i.linkers[0].formate, true);
    return i.carboxylates;
  };
  EXPECT_EQ(binding("Na1 Na 0.50 0.72 0.50 1 . .\n"), (Counts{{"chelating", 1}}));
  EXPECT_EQ(binding("Na1 Na 0.23 0.60 0.50 1 . .\n"), (Counts{{"monodentate", 1}}));
  EXPECT_EQ(binding("Na1 Na 0.23 0.60 0.50 1 . .\nNa2 Na 0.77 0.60 0.50 1 . .\n"),
            (Counts{{"bridging 2 metals", 1}}));
  EXPECT_EQ(binding("Na1 Na 0.23 0.60 0.50 1 . .\nNa2 Na 0.35 0.73 0.60 1 . .\n"),
            (Counts{{"bridging 2 metals by one oxygen", 1}}));
}

TEST(Inspection, FlagsWhatLooksWrong)
{
  const std::string fine = "Na1 Na 0.100 0.10 0.10 1 . .\nO1 O 0.260 0.10 0.10 1 . .\n"
                           "O2 O 0.445 0.10 0.10 1 . .\nC1 C 0.353 0.15 0.10 1 . .\n";
  const std::string hydrogen = "H1 H 0.353 0.24 0.10 1 . .\n";
  EXPECT_EQ(flags_of(fine + hydrogen), std::vector<std::string>{});
  EXPECT_TRUE(any_has(flags_of(fine), "C1 (0.353 0.150 0.100) is a carbon with 2 neighbours at"));
  EXPECT_TRUE(any_has(flags_of(fine + "H1 H 0.353 0.24 0.10 0.5 . .\n"), "has occupancy 0.5"));
  EXPECT_TRUE(
      any_has(flags_of(fine + hydrogen + "H2 H 0.353 0.29 0.10 1 . .\n"), "is 0.60 A from H2"));
  EXPECT_TRUE(any_has(flags_of(fine + hydrogen + "C2 C 0.353 0.325 0.10 1 . .\n"),
                      "is a hydrogen with 2 neighbours"));
  EXPECT_TRUE(any_has(flags_of(fine + hydrogen + "K1 K 0.8 0.8 0.8 1 . .\n"),
                      "K1 (0.800 0.800 0.800) is bonded to nothing"));
  EXPECT_TRUE(any_has(flags_of("O1 O 0.5 0.5 0.5 1 . .\nH1 H 0.58 0.5 0.5 1 . .\n"
                               "H2 H 0.42 0.5 0.5 1 . .\nH3 H 0.5 0.58 0.5 1 . .\n"),
                      "has 3 neighbours that are no metals"));
  EXPECT_TRUE(any_has(flags_of("C1 C 0.5 0.5 0.5 1 . .\nH1 H 0.59 0.5 0.5 1 . .\n"
                               "H2 H 0.41 0.5 0.5 1 . .\nH3 H 0.5 0.59 0.5 1 . .\n"
                               "H4 H 0.5 0.41 0.5 1 . .\nH5 H 0.5 0.5 0.59 1 . .\n"),
                      "is a carbon with 5 neighbours"));
  EXPECT_TRUE(any_has(flags_of("C1 C 0.5 0.5 0.5 1 . .\nC2 C 0.628 0.5 0.5 1 . .\n"),
                      "is a carbon with 1 neighbour at 1.54 A: hydrogen is missing"));
}

TEST(Inspection, FlagsSolventWithoutItsHydrogens)
{
  // a formate on sodium with a water on it, whose hydrogens X-rays have not seen
  const std::string formate = "Na1 Na 0.100 0.10 0.10 1 . .\nO1 O 0.260 0.10 0.10 1 . .\n"
                              "O2 O 0.445 0.10 0.10 1 . .\nC1 C 0.353 0.15 0.10 1 . .\n"
                              "H1 H 0.353 0.24 0.10 1 . .\n";
  EXPECT_TRUE(any_has(flags_of(formate + "O3 O 0.100 0.10 0.30 1 . .\n"),
                      "O3 (0.100 0.100 0.300) is water without hydrogens: hydrogen is missing"));
}

TEST(Inspection, JsonHasWhatTheTableHas)
{
  const Inspection i = look_at("uio-66.cif");
  const auto json = nlohmann::json::parse(inspection_json(i));
  EXPECT_EQ(json["formula"], "C192 H112 O128 Zr24");
  EXPECT_EQ(json["nodes"][0]["bridging_hydroxides"], 4);
  EXPECT_EQ(json["linkers"][0]["count"], 24);
  EXPECT_TRUE(json["net_charge_e"].is_null());
  const std::string table = inspection_table(i);
  EXPECT_NE(table.find("node          4 x Zr6 (cluster, 4 bridging O, 4 bridging OH)"),
            std::string::npos)
      << table;
}

namespace {

Crystal structure(const std::string &name)
{
  return read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures" / name);
}

// without the oxygens of this many metals that have no hydrogen and no carbon
Crystal without_oxides(Crystal crystal, int on_metals)
{
  const BondGraph graph = bond_graph(crystal);
  std::vector<CrystalAtom> kept;
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    const auto &list = graph.neighbours[i];
    const bool oxide = crystal.atoms[i].element == "O" &&
                       std::all_of(list.begin(), list.end(), [&](const Neighbour &n) {
                         return is_metal(crystal.atoms[n.atom].element);
                       });
    if (!oxide || static_cast<int>(list.size()) != on_metals) kept.push_back(crystal.atoms[i]);
  }
  crystal.atoms = kept;
  return crystal;
}

}    // namespace

TEST(Inspection, FlagsAnOxideThatANodeLacks)
{
  const auto mof_5 = inspect(without_oxides(structure("mof-5.cif"), 4)).flags;
  EXPECT_TRUE(any_has(mof_5, "Zn with 3 oxygens and a bond-valence sum of 1.5"));
  EXPECT_TRUE(
      any_has(mof_5, "the formal charges add up to 16+, expected 0 (32 Zn 2+, 48 carboxylate 1-)"));
  const auto uio_66 = inspect(without_oxides(structure("uio-66.cif"), 3)).flags;
  EXPECT_TRUE(any_has(uio_66, "Zr with 6 oxygens"));
  EXPECT_TRUE(any_has(uio_66, "the formal charges add up to"));
  // with four oxygens the state of titanium is open, but its valence sum is below all of them
  const auto mil_125 = inspect(without_oxides(structure("mil-125.cif"), 2)).flags;
  EXPECT_TRUE(any_has(mil_125, "Ti with 4 oxygens"));
}

namespace {

// without the first oxygen that has this many metals and hydrogens, and without its hydrogens
Crystal without_one_oxygen(Crystal crystal, int metals, int hydrogens)
{
  const BondGraph graph = bond_graph(crystal);
  const auto of = [&](std::size_t i, bool metal) {
    std::vector<std::size_t> found;
    for (const Neighbour &n : graph.neighbours[i]) {
      const std::string &element = crystal.atoms[n.atom].element;
      if (metal ? is_metal(element) : element == "H")
        found.push_back(static_cast<std::size_t>(n.atom));
    }
    return found;
  };
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    std::vector<std::size_t> gone = of(i, false);
    if (crystal.atoms[i].element != "O" || static_cast<int>(gone.size()) != hydrogens ||
        static_cast<int>(of(i, true).size()) != metals ||
        graph.neighbours[i].size() != static_cast<std::size_t>(metals + hydrogens))
      continue;
    gone.push_back(i);
    std::sort(gone.rbegin(), gone.rend());
    for (const std::size_t k : gone)
      crystal.atoms.erase(crystal.atoms.begin() + static_cast<std::ptrdiff_t>(k));
    return crystal;
  }
  ADD_FAILURE() << "no such oxygen";
  return crystal;
}

// in a cell of 20 A: an iron, and oxygens about it along these directions
void add_iron(Crystal &crystal, double x, double length,
              const std::vector<Eigen::Vector3d> &directions)
{
  const Eigen::Vector3d centre(x, 0.5, 0.5);
  crystal.atoms.push_back({"Fe1", "Fe", centre});
  for (const Eigen::Vector3d &d : directions)
    crystal.atoms.push_back({"O1", "O", centre + d.normalized() * length / 20.0});
}

const std::vector<Eigen::Vector3d> octahedron{{1, 0, 0},  {-1, 0, 0}, {0, 1, 0},
                                              {0, -1, 0}, {0, 0, 1},  {0, 0, -1}};
const std::vector<Eigen::Vector3d> tetrahedron{{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};

// of the second of two irons, the first of which is whole Fe3+
LostDonors lost_beside_iron_3(double length, const std::vector<Eigen::Vector3d> &directions)
{
  Crystal crystal;
  crystal.cell = 20.0 * Eigen::Matrix3d::Identity();
  add_iron(crystal, 0.25, 2.015, octahedron);
  add_iron(crystal, 0.75, length, directions);
  const BondGraph graph = bond_graph(crystal);
  return find_lost_donors(crystal, graph, perceive(crystal, graph));
}

}    // namespace

TEST(Inspection, FlagsAnAnionThatALowerStateOfItsMetalsWouldHide)
{
  const auto oxide = inspect(without_one_oxygen(structure("mil-125.cif"), 2, 0)).flags;
  EXPECT_TRUE(any_has(oxide, "the formal charges add up to 2+, expected 0 (15 O 2-, 8 OH 1-, "
                             "16 Ti 4+, 24 carboxylate 1-)"));
  EXPECT_TRUE(any_has(oxide, "fewer oxygens than others of their element: Ti"));
  const auto hydroxide = inspect(without_one_oxygen(structure("mil-125.cif"), 2, 1)).flags;
  EXPECT_TRUE(any_has(hydroxide, "the formal charges add up to 1+, expected 0"));
}

TEST(LostDonors, AreNoneOfAnIronInALowerState)
{
  const std::size_t second = 1 + octahedron.size();
  const LostDonors fewer = lost_beside_iron_3(1.99, tetrahedron);    // Fe2+ with a sum of 2
  EXPECT_EQ(fewer.valence[second], 0.0);
  EXPECT_EQ(fewer.charge[second], 2);
  EXPECT_EQ(fewer.charge[0], 3);
  EXPECT_EQ(lost_beside_iron_3(2.14, octahedron).valence[second], 0.0);
}

TEST(LostDonors, LeaveAHoleInTheShell)
{
  const std::size_t second = 1 + octahedron.size();
  const LostDonors lost = lost_beside_iron_3(2.015, {octahedron.begin(), octahedron.begin() + 5});
  EXPECT_NEAR(lost.valence[second], 0.5, 0.01);
  EXPECT_EQ(lost.charge[second], 3);
}

namespace {

// with a molecule in the middle of a pore, coordinates in A
Crystal with_molecule(Crystal crystal, const Eigen::Vector3d &centre,
                      const std::vector<std::pair<std::string, Eigen::Vector3d>> &atoms)
{
  for (const auto &[element, place] : atoms)
    crystal.atoms.push_back({element + "1G", element, centre + crystal.cell.inverse() * place});
  return crystal;
}

const Eigen::Vector3d pore(0.25, 0.25, 0.25);    // of HKUST-1 and MOF-5

}    // namespace

TEST(Inspection, TakesHydroniumAsAMolecule)
{
  const auto flags = inspect(with_molecule(structure("hkust-1.cif"), pore,
                                           {{"O", {0, 0, 0}},
                                            {"H", {0.94, 0, 0.28}},
                                            {"H", {-0.47, 0.81, 0.28}},
                                            {"H", {-0.47, -0.81, 0.28}}}))
                         .flags;
  EXPECT_FALSE(any_has(flags, "neighbours that are no metals"));
  EXPECT_TRUE(any_has(flags, "the formal charges add up to 1+"));
}

namespace {

using Molecule = std::vector<std::pair<std::string, Eigen::Vector3d>>;

std::vector<std::string> flags_with(const Molecule &molecule)
{
  return inspect(with_molecule(structure("hkust-1.cif"), pore, molecule)).flags;
}

// a ring of five; beside each atom of the ring the element named in its place, or none
Molecule azole(const std::vector<std::string> &ring, const std::vector<std::string> &beside)
{
  const double radius = 1.13, fifth = 2.0 * std::acos(-1.0) / 5.0;    // bonds of 1.33 A
  Molecule molecule;
  for (int k = 0; k < 5; ++k) {
    const Eigen::Vector3d out(std::cos(k * fifth), std::sin(k * fifth), 0.0);
    molecule.emplace_back(ring[k], radius * out);
    if (beside[k] == "H") molecule.emplace_back("H", (radius + 1.05) * out);
    if (beside[k] == "O") molecule.emplace_back("O", (radius + 1.22) * out);
  }
  return molecule;
}

}    // namespace

TEST(Inspection, CountsAmmoniumInPores)
{
  const Molecule ammonium{{"N", {0, 0, 0}},
                          {"H", {0.59, 0.59, 0.59}},
                          {"H", {0.59, -0.59, -0.59}},
                          {"H", {-0.59, 0.59, -0.59}},
                          {"H", {-0.59, -0.59, 0.59}}};
  EXPECT_TRUE(any_has(flags_with(ammonium), "the formal charges add up to 1+, expected 0 (48 Cu "
                                            "2+, 1 ammonium 1+, 96 carboxylate 1-)"));
  Molecule ammonia(ammonium.begin(), ammonium.end() - 1);
  EXPECT_FALSE(any_has(flags_with(ammonia), "formal charges"));
}

TEST(Inspection, CountsImidazolesByTheirHydrogens)
{
  const std::vector<std::string> ring{"N", "C", "N", "C", "C"};
  const auto flags = [&](const std::vector<std::string> &beside) {
    return flags_with(azole(ring, beside));
  };
  EXPECT_FALSE(any_has(flags({"H", "H", "", "H", "H"}), "formal charges"));
  EXPECT_TRUE(any_has(flags({"H", "H", "H", "H", "H"}), "formal charges add up to 1+"));
  // without hydrogens on its two nitrogens it lacks a metal or one of them
  EXPECT_TRUE(any_has(flags({"", "H", "", "H", "H"}), "formal charges add up to 1-"));
  // imidazolone has a hydrogen on each and is neutral
  EXPECT_FALSE(any_has(flags({"H", "O", "H", "H", "H"}), "formal charges"));
}

TEST(Inspection, FlagsAZincThatAnImidazolateLacks)
{
  Crystal zif = structure("zif-4.cif");
  zif.atoms.erase(std::find_if(zif.atoms.begin(), zif.atoms.end(),
                               [](const CrystalAtom &a) { return a.element == "Zn"; }));
  EXPECT_TRUE(any_has(inspect(zif).flags, "the formal charges add up to 2-, expected 0 (64 N of "
                                          "imidazolates 0.5-, 15 Zn 2+)"));
}

TEST(Inspection, FlagsAChargeThatNoMetalBalances)
{
  Crystal salt = structure("sodium-benzoate.cif");
  salt.atoms.erase(std::remove_if(salt.atoms.begin(), salt.atoms.end(),
                                  [](const CrystalAtom &a) { return a.element == "Na"; }),
                   salt.atoms.end());
  EXPECT_TRUE(any_has(inspect(salt).flags, "the formal charges add up to 4-, expected 0"));
}

TEST(Inspection, FormalChargesOfWholeStructuresClose)
{
  for (const auto &file : std::filesystem::directory_iterator(
           std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures")) {
    if (file.path().extension() != ".cif") continue;
    const auto flags = inspect(read_cif(file.path())).flags;
    EXPECT_FALSE(any_has(flags, "formal charges")) << file.path();
    EXPECT_FALSE(any_has(flags, "bond-valence sum")) << file.path();
  }
}

TEST(Inspection, FlagsAMetalWithHalfItsOxygens)
{
  // half of a paddle wheel, as a list of symmetry that lacks the inversion leaves it
  const auto flags =
      inspect(read_cif(cif_file("Cu1 Cu 0 0 0.075625 1 . .\nO1a O 0.12125 0 0.069375 1 . .\n"
                                "O1b O 0.12125 0 0.930625 1 . .\nC1 C 0.159812 0 0 1 . .\n"
                                "H1 H 0.227937 0 0 1 . .\nO2a O 0 0.12125 0.069375 1 . .\n"
                                "O2b O 0 0.12125 0.930625 1 . .\nC2 C 0 0.159812 0 1 . .\n"
                                "H2 H 0 0.227937 0 1 . .\n",
                                16.0)))
          .flags;
  EXPECT_TRUE(any_has(flags, "Cu with 2 oxygens and a bond-valence sum of 0.98, expected about 2"));
}

TEST(Inspection, PromisesNoHydrogensForWaterThatHasNoBond)
{
  Crystal crystal = structure("mof-5.cif");
  crystal.atoms.push_back({"O1W", "O", {0.5, 0.5, 0.5}});
  const Inspection i = inspect(crystal);
  EXPECT_TRUE(any_has(i.flags, "O1W (0.500 0.500 0.500) is water without hydrogens: hydrogen is "
                               "missing, and nothing tells its place; --remove-solvent"));
  EXPECT_FALSE(any_has(i.notes, "--add-hydrogens"));
}

}    // namespace softmode
