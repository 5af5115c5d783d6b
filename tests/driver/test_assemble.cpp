// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assemble.h"

#include "lammps/system_files.h"
#include "structure/bonds.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace softmode {

const std::filesystem::path root = SOFTMODE_SOURCE_DIR;

System build(const std::string &structure, const std::string &potential)
{
  return assemble(read_cif(root / "inputs/structures" / (structure + ".cif")),
                  read_potential(root / "potentials" / (potential + ".yaml")));
}

TEST(Assemble, Hkust1HasTheTermsOfItsGraph)
{
  const System s = build("hkust-1", "hkust-1");
  EXPECT_EQ(s.carboxylates, 96u);
  EXPECT_EQ(s.metal_carboxylate_bonds, 192u);
  EXPECT_EQ(s.bonds.terms.size(), 792u);         // sum of degrees / 2
  EXPECT_EQ(s.angles.terms.size(), 1536u);       // sum over atoms of degree (degree - 1) / 2
  EXPECT_EQ(s.dihedrals.terms.size(), 1536u);    // none about Cu-O and Cu-Cu
  EXPECT_EQ(s.impropers.terms.size(), 288u);     // one per carbon
  EXPECT_NEAR(s.metal_oxygen_length, 1.9389, 1e-4);
  std::set<std::string> types;
  for (const AtomType &t : s.atom_types) types.insert(t.uff_type);
  EXPECT_EQ(types, (std::set<std::string>{"Cu4+2", "O_2", "C_R", "H_"}));
}

TEST(Assemble, CoupledAnglesRunFromMetalOverOxygenToCarbon)
{
  const System s = build("hkust-1", "hkust-1");
  int coupled = 0;
  for (const auto &term : s.angles.terms) {
    if (s.angles.types[term.type].style != "carboxylate/coupled") continue;
    ++coupled;
    EXPECT_EQ(s.crystal.atoms[term.atoms[0]].element, "Cu");
    EXPECT_EQ(s.crystal.atoms[term.atoms[1]].element, "O");
    EXPECT_EQ(s.crystal.atoms[term.atoms[2]].element, "C");
  }
  EXPECT_EQ(coupled, 192);
}

TEST(Assemble, BaseFieldHasNoCoupling)
{
  for (const TermType &t : build("hkust-1", "base").angles.types)
    EXPECT_NE(t.style, "carboxylate/coupled");
}

TEST(Assemble, AnotherMaterialNeedsNoCodeOfItsOwn)
{
  const System s = build("mof-5", "base");
  EXPECT_EQ(s.carboxylates, 48u);
  EXPECT_EQ(s.metal_carboxylate_bonds, 96u);
  std::set<std::string> types;
  for (const AtomType &t : s.atom_types) types.insert(t.environment + " " + t.uff_type);
  EXPECT_TRUE(types.count("Zn(O4) Zn3f2"));
  EXPECT_TRUE(types.count("O(Zn4) O_3_f"));
  EXPECT_TRUE(types.count("O(CZn) O_2"));
}

TEST(Assemble, ChargesAreNeutralAndOnlyWhereGiven)
{
  double total = 0.0;
  const System s = build("hkust-1", "hkust-1");
  for (const double q : s.charges) total += q;
  EXPECT_NEAR(total, 0.0, 1e-9);
  EXPECT_TRUE(s.has_charges);
  EXPECT_FALSE(build("mof-5", "base").has_charges);
}

TEST(Assemble, EveryNumberSaysWhereItIsFrom)
{
  const System s = build("hkust-1", "hkust-1");
  for (const AtomType &t : s.atom_types) EXPECT_FALSE(t.reason.empty());
  for (const auto *list : {&s.bonds.types, &s.angles.types, &s.dihedrals.types, &s.impropers.types})
    for (const TermType &t : *list)
      EXPECT_GT(t.reason.size(), 5u) << t.style << " " << t.coefficients;
}

TEST(Assemble, AtomsAndTermsSurviveASupercell)
{
  const Crystal c = read_cif(root / "inputs/structures/hkust-1.cif");
  const Potential p = read_potential(root / "potentials/hkust-1.yaml");
  const System one = assemble(c, p), two = assemble(supercell(c, {2, 1, 1}), p);
  EXPECT_EQ(two.angles.terms.size(), 2 * one.angles.terms.size());
  EXPECT_EQ(two.dihedrals.terms.size(), 2 * one.dihedrals.terms.size());
  EXPECT_EQ(two.angles.types.size(), one.angles.types.size());
}

TEST(LammpsData, CountsMatchSections)
{
  const System s = build("hkust-1", "hkust-1");
  std::istringstream in(lammps_data(s));
  int angles = 0;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "Angles") inside = true;
    if (line == "Dihedrals") inside = false;
    if (inside && !line.empty() && std::isdigit(static_cast<unsigned char>(line[0]))) ++angles;
  }
  EXPECT_EQ(angles, 1536);
}

}    // namespace softmode
