// SPDX-License-Identifier: BSD-3-Clause
// What the commands that take a structure can do with it before they use it.
#pragma once

#include "forcefield/potential.h"
#include "structure/read_structure.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct StructureOptions {
  std::filesystem::path file;
  std::optional<std::uint64_t> disorder_seed{};
  bool remove_solvent = false, remove_coordinated_solvent = false;
  bool add_hydrogens = false;
  std::vector<int> supercell{};         ///< empty: none asked for
  std::optional<double> min_width{};    ///< A
  std::string substitute;               ///< "H=NH2" or ""
  std::uint64_t seed = 1;               ///< of the substitution
  std::vector<std::string> elements;    ///< "CA1=C", "CA=C"
};

/// Add the structure and its options to a command.
void add_structure_options(CLI::App &command, StructureOptions &options);

/// Read the structure and apply, in this order: elements of labels, removal of solvent, disorder of what is left,
/// hydrogens, supercell, substitution.
/// \throws Error (structure; io).
Crystal prepare_structure(const StructureOptions &options, bool keep_flaws = false);

/// The same for LAMMPS: without a supercell asked for, the cell is repeated as LAMMPS needs it.
/// \throws Error (structure; io), also if the supercell asked for is too small.
Crystal prepare_simulation(const StructureOptions &options, const Potential &potential);

}    // namespace softmode
