// SPDX-License-Identifier: BSD-3-Clause
// Times the bond search on repeats of a structure: bond_search <structure> <repeats along each axis>...
#include "structure/bonds.h"
#include "structure/read_structure.h"
#include "support/error.h"

#include <chrono>
#include <cstdlib>

int main(int argc, char **argv)
{
  using namespace softmode;
  using Clock = std::chrono::steady_clock;
  if (argc < 3) {
    fmt::print(stderr, "bond_search <structure> <repeats>...\n");
    return 2;
  }
  try {
    const Crystal cell = read_structure(argv[1]);
    fmt::print("{:>10} {:>12} {:>10} {:>14}\n", "atoms", "bonds", "seconds", "us per atom");
    for (int k = 2; k < argc; ++k) {
      const int n = std::atoi(argv[k]);
      const Crystal crystal = supercell(cell, {n, n, n});
      const auto start = Clock::now();
      const BondGraph graph = find_bonds(crystal);
      const std::chrono::duration<double> time = Clock::now() - start;
      std::size_t bonds = 0;
      for (const auto &list : graph.neighbours) bonds += list.size();
      fmt::print("{:>10} {:>12} {:>10.3f} {:>14.2f}\n", crystal.atoms.size(), bonds / 2,
                 time.count(), 1e6 * time.count() / static_cast<double>(crystal.atoms.size()));
    }
  } catch (const Error &e) {
    fmt::print(stderr, "bond_search: {}\n", e.what());
    return static_cast<int>(e.code);
  }
  return 0;
}
