// SPDX-License-Identifier: BSD-3-Clause
// Checkpoints of a point: restart files of LAMMPS, "checkpoint-<step>", each with its SHA-256 beside it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Step of the newest checkpoint whose content has its checksum; nothing if there is none. One that has not, or that has no
/// checksum, is renamed to "damaged-checkpoint-<step>", and a note says so.
/// \throws Error (io) if a file cannot be read or renamed.
std::optional<long> newest_checkpoint(const std::filesystem::path &point_folder,
                                      std::vector<std::string> &notes);

/// Rename a checkpoint to "damaged-..."; the note that says so. \throws Error (io).
std::string set_aside_checkpoint(const std::filesystem::path &point_folder, long step,
                                 const std::string &reason);

/// Remove all checkpoints but the one with the highest step, where a complete point ends.
void keep_last_checkpoint(const std::filesystem::path &point_folder);

}    // namespace softmode
