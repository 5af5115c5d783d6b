// SPDX-License-Identifier: BSD-3-Clause
#include "structure/short_cells.h"

#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "runs/find_modes.h"
#include "structure/read_structure.h"
#include "support/error.h"

#include <Eigen/LU>
#include <gtest/gtest.h>

namespace softmode {

namespace {

using Repeats = std::array<int, 3>;

const std::filesystem::path root = SOFTMODE_SOURCE_DIR;

/// C-C-C along x, 1.4 A apart, in a box of this length.
Crystal three_carbons(const Eigen::Matrix3d &cell)
{
  Crystal crystal;
  crystal.source = "three";
  crystal.cell = cell;
  for (int i = 0; i < 3; ++i)
    crystal.atoms.push_back({"C", "C", cell.inverse() * Eigen::Vector3d(1.4 * i, 0.0, 0.0)});
  return crystal;
}

Repeats repeats(const Crystal &crystal)
{
  return repeats_for_bonds(crystal, bond_graph(crystal));
}

Potential base()
{
  return read_potential(root / "potentials/base.yaml");
}

}    // namespace

TEST(ShortCells, KeepsPathsWithinHalfTheBoxAndHaveRoom)
{
  // two bonds of 1.4 A: twice 2.8 A and the room of 2 A
  EXPECT_EQ(repeats(three_carbons(Eigen::Vector3d(7.61, 20, 20).asDiagonal())), (Repeats{1, 1, 1}));
  EXPECT_EQ(repeats(three_carbons(Eigen::Vector3d(7.59, 20, 20).asDiagonal())), (Repeats{2, 1, 1}));
  EXPECT_EQ(repeats(three_carbons(Eigen::Vector3d(20, 2.5, 1.9).asDiagonal())), (Repeats{1, 1, 2}));
}

TEST(ShortCells, ALeaningBoxCanHaveANearerImage)
{
  Eigen::Matrix3d
      cell;    // c leans so far over x that the first carbon of the next cell is near the last of this one
  cell << 12.0, 0.0, 5.5, 0.0, 20.0, 0.0, 0.0, 0.0, 2.2;
  EXPECT_EQ(repeats(three_carbons(cell)), (Repeats{1, 1, 2}));
}

TEST(ShortCells, AChainThroughTheCellIsRepeatedUntilNoPathEndsAtItsOwnImage)
{
  Crystal chain = three_carbons(Eigen::Vector3d(1.4, 20, 20).asDiagonal());
  chain.atoms.resize(1);                            // a carbon bonded to its own images
  EXPECT_EQ(repeats(chain), (Repeats{8, 1, 1}));    // three bonds are 4.2 A: 10.4 A at least
  EXPECT_EQ(repeats(supercell(chain, {8, 1, 1})), (Repeats{1, 1, 1}));
}

TEST(ShortCells, WideCellsNeedNoBonds)
{
  const Crystal hkust_1 = read_cif(root / "inputs/structures/hkust-1.cif");
  EXPECT_TRUE(is_wide_for_bonds(supercell(hkust_1, {2, 2, 2})));
  EXPECT_FALSE(is_wide_for_bonds(read_cif(root / "inputs/structures/mg-mof-74.cif")));
  EXPECT_EQ(repeats(hkust_1), (Repeats{1, 1, 1}));
}

TEST(ShortCells, AreRepeatedWithANote)
{
  const Crystal cell = read_cif(root / "inputs/structures/mg-mof-74.cif");
  const Crystal simulated = simulated_cell(cell, base());
  EXPECT_EQ(simulated.repeats, (Repeats{1, 1, 2}));
  EXPECT_EQ(cells_for_lammps(simulated), 2);
  ASSERT_EQ(simulated.notes.size(), cell.notes.size() + 1);
  EXPECT_NE(simulated.notes.back().find("repeated 1 x 1 x 2"), std::string::npos);
  EXPECT_EQ(cells_for_lammps(simulated_cell(cell, base(), Repeats{1, 1, 2})), 1)
      << "the cell that the user asked for is his";
}

TEST(ShortCells, CopiesThatRelaxApartAreRefusedWithTheSupercellToType)
{
  const Crystal cell = read_cif(root / "inputs/structures/mg-mof-74.cif");
  const Crystal simulated = simulated_cell(cell, base()), start = with_small_tilts(simulated);
  Crystal relaxed = start;
  relaxed.atoms[0].fractional += start.cell.inverse() * Eigen::Vector3d(0.02, 0, 0);
  const Crystal alike = alike_in_all_cells(simulated, relaxed);
  const Eigen::Vector3d moved =
      start.cell * (alike.atoms[0].fractional - start.atoms[0].fractional);
  EXPECT_NEAR(moved[0], 0.01, 1e-9);
  relaxed.atoms[0].fractional += start.cell.inverse() * Eigen::Vector3d(0.6, 0, 0);
  try {
    alike_in_all_cells(simulated, relaxed);
    FAIL() << "was accepted";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::point);
    EXPECT_NE(std::string(e.what()).find("--supercell 1 1 2"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("atom " + cell.atoms[0].label), std::string::npos);
  }
}

TEST(ShortCells, SupercellsThatAreTooSmallAreRefusedWithTheOneToTake)
{
  const Crystal cell = read_cif(root / "inputs/structures/mg-mof-74.cif");
  for (const Repeats asked : {Repeats{1, 1, 1}, Repeats{2, 2, 1}}) {
    try {
      simulated_cell(cell, base(), asked);
      FAIL() << repeats_text(asked);
    } catch (const Error &e) {
      EXPECT_EQ(e.code, ExitCode::structure);
      EXPECT_NE(std::string(e.what()).find("take a supercell of 1 x 1 x 2"), std::string::npos)
          << e.what();
    }
  }
  EXPECT_THROW(assemble(cell, base()), Error) << "whoever makes a system";
}

TEST(ShortCells, ContactsOfIonsCountWhereTermsFollowThem)
{
  const Crystal cell = read_cif(root / "inputs/structures/sodium-benzoate.cif");
  const Potential ions = read_potential(root / "potentials/sodium-benzoate.yaml");
  EXPECT_EQ(simulated_cell(cell, ions).repeats[0], 1);
  EXPECT_NO_THROW(simulated_cell(cell, ions, Repeats{1, 2, 2})) << "as the campaigns have it";
}

}    // namespace softmode
