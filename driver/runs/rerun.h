// SPDX-License-Identifier: BSD-3-Clause
// Reproduces a complete point from the files in its folder alone.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

struct RerunOutput {
  std::string file;
  bool same;    ///< SHA-256 as in the record
};

/// Run a point again in another folder (empty: one that is removed afterwards), with the inputs, ranks, accelerator and
/// stages of its record, and compare its outputs.
/// \throws Error (point) if it has no record or lacks inputs, or they are not those of the record; (host) if plugin or
///   LAMMPS are others; (io).
std::vector<RerunOutput> rerun(const std::filesystem::path &point_folder,
                               const std::filesystem::path &folder);

}    // namespace softmode
