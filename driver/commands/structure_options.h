// SPDX-License-Identifier: BSD-3-Clause
// What the commands that take a structure can do with it before they use it.
#pragma once

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
  std::vector<int> supercell{1, 1, 1};
  std::optional<double> min_width{};    ///< A
  std::string substitute;               ///< "H=NH2" or ""
  std::uint64_t seed = 1;               ///< of the substitution
  std::vector<std::string> elements;    ///< "CA1=C", "CA=C"
};

/// Add the structure and its options to a command.
void add_structure_options(CLI::App &command, StructureOptions &options);

/// Read the structure and apply, in this order: elements of labels, disorder, removal of solvent, supercell, substitution.
/// \throws Error (structure; io).
Crystal prepare_structure(const StructureOptions &options, bool keep_flaws = false);

}    // namespace softmode
