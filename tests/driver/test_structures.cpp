// SPDX-License-Identifier: BSD-3-Clause
// The structures that come with softmode, expanded, against gemmi's and ASE's expansions.
#include "structure/bonds.h"
#include "structure/crystal.h"

#include <Eigen/LU>
#include <gemmi/cif.hpp>
#include <gemmi/smcif.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace softmode {

namespace {

/// Atoms and formula as read by ASE 3.22.1 (python3-ase of Debian 12): ase.io.read(file), len(atoms),
/// atoms.get_chemical_formula(mode='hill') and get_volume() in A3.
struct Reference {
  std::string name;
  std::size_t atoms;
  std::string formula;
  double volume;
};

std::ostream &operator<<(std::ostream &out, const Reference &r)
{
  return out << r.name;
}

const std::vector<Reference> references = {{"hkust-1", 624, "C288 Cu48 H96 O192", 18185.5959},
                                           {"mg-mof-74", 162, "C72 H18 Mg18 O54", 4106.7048},
                                           {"mil-125", 240, "C96 H56 O72 Ti16", 6430.2415},
                                           {"mil-125-nh2", 264, "C96 H68 N12 O72 Ti16", 6430.2415},
                                           {"mof-5", 424, "C192 H96 O104 Zn32", 17305.3250},
                                           {"muv-10-ca", 162, "C72 Ca6 H24 O54 Ti6", 4072.2075},
                                           {"muv-10-mn", 162, "C72 H24 Mn6 O54 Ti6", 3830.0107},
                                           {"sodium-benzoate", 60, "C28 H20 Na4 O8", 623.2123},
                                           {"uio-66", 456, "C192 H112 O128 Zr24", 8638.2173},
                                           {"zif-4", 272, "C96 H96 N64 Zn16", 4342.1953},
                                           {"zn-mof-74", 162, "C72 H18 O54 Zn18", 4119.5340}};

std::filesystem::path file_of(const Reference &r)
{
  return std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures" / (r.name + ".cif");
}

std::map<std::string, int> orbit_sizes(const Crystal &crystal)
{
  std::map<std::string, int> sizes;
  for (const CrystalAtom &atom : crystal.atoms) ++sizes[atom.label];
  return sizes;
}

std::map<std::string, int> orbit_sizes_of_gemmi(const std::filesystem::path &file)
{
  // from the symbol of the space group, not from the listed operations that read_cif() uses
  const gemmi::cif::Document document = gemmi::cif::read_file(file.string());
  gemmi::SmallStructure structure = gemmi::make_small_structure_from_block(document.sole_block());
  std::string &symbol = structure.spacegroup_hm;    // gemmi knows 'P21/c', not 'P2_1/c'
  symbol.erase(std::remove(symbol.begin(), symbol.end(), '_'), symbol.end());
  structure.setup_cell_images();
  std::map<std::string, int> sizes;
  for (const auto &site : structure.get_all_unit_cell_sites()) ++sizes[site.label];
  return sizes;
}

std::map<std::string, int> multiplicities(const std::filesystem::path &file)
{
  gemmi::cif::Document document = gemmi::cif::read_file(file.string());
  std::map<std::string, int> sizes;
  for (auto row : document.sole_block().find("_atom_site_", {"label", "symmetry_multiplicity"}))
    sizes[row.str(0)] = std::stoi(row.str(1));
  return sizes;
}

}    // namespace

class Structures : public testing::TestWithParam<Reference> {};

TEST_P(Structures, ExpandAsInAse)
{
  const Crystal c = read_cif(file_of(GetParam()));
  EXPECT_EQ(c.atoms.size(), GetParam().atoms);
  EXPECT_EQ(formula(c), GetParam().formula);
  EXPECT_NEAR(c.cell.determinant(), GetParam().volume, 1e-3);
}

TEST_P(Structures, HaveTheOrbitsOfGemmiAndOfTheFile)
{
  const std::map<std::string, int> sizes = orbit_sizes(read_cif(file_of(GetParam())));
  EXPECT_EQ(sizes, orbit_sizes_of_gemmi(file_of(GetParam())));
  const std::map<std::string, int> given = multiplicities(file_of(GetParam()));
  if (given.empty()) return;    // a file in P1 gives none
  EXPECT_EQ(sizes, given);
}

TEST_P(Structures, HaveNoShortContactThatIsNoBond)
{
  // C-H of X-ray work, 0.94 A, is 0.88 of the sum of the radii; Ti=O, 1.67 A, 0.74
  constexpr double shortest_bond = 0.87, shortest_metal_bond = 0.73;
  const Crystal c = read_cif(file_of(GetParam()));
  const BondGraph graph = find_bonds(c);
  for_each_close_pair(c, 4.0, [&](const ClosePair &p) {
    const std::string &a = c.atoms[p.first].element, &b = c.atoms[p.second].element;
    const double ratio = p.distance / (covalent_radius(a) + covalent_radius(b));
    if (is_metal(a) && is_metal(b)) {    // within a node
      EXPECT_GT(p.distance, 2.4);
      return;
    }
    if (ratio >= 0.9) return;
    const std::string name = c.atoms[p.first].label + "-" + c.atoms[p.second].label;
    bool bonded = false;
    for (const Neighbour &n : graph.neighbours[p.first])
      bonded = bonded || (n.atom == p.second && n.shift == p.shift);
    EXPECT_TRUE(bonded) << name << " " << p.distance;
    EXPECT_GT(ratio, is_metal(a) || is_metal(b) ? shortest_metal_bond : shortest_bond) << name;
  });
}

TEST(ModelStructures, AreMarkedInTheirFiles)
{
  std::vector<std::string> models;
  for (const Reference &r : references) {
    const Crystal c = read_cif(file_of(r));
    if (!c.model.empty()) models.push_back(r.name);
    const bool noted = std::any_of(c.notes.begin(), c.notes.end(), [](const std::string &note) {
      return note.rfind("MODEL, not a measured structure", 0) == 0;
    });
    EXPECT_EQ(noted, !c.model.empty()) << r;
  }
  EXPECT_EQ(models,
            (std::vector<std::string>{"mil-125-nh2", "muv-10-ca", "muv-10-mn", "sodium-benzoate"}));
}

std::string name_of_structure(const testing::TestParamInfo<Reference> &reference)
{
  std::string name = reference.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Structures, testing::ValuesIn(references), name_of_structure);

}    // namespace softmode
