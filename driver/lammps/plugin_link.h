// SPDX-License-Identifier: BSD-3-Clause
// How input scripts name the plugin. LAMMPS takes letters outside of ASCII out of its input and gives others ($, ", &) a
// meaning, so that such a path never arrives.
#pragma once

#include <filesystem>
#include <string>

namespace softmode {

/// The path, if LAMMPS reads it as it stands; else "./softmodeplugin.so", a link in the folder that LAMMPS runs in.
std::string plugin_name(const std::filesystem::path &plugin);

/// Make that link in the folder, where plugin_name() is one. On a file system without links it is a copy.
/// \throws Error (io).
void link_plugin(const std::filesystem::path &plugin, const std::filesystem::path &folder);

}    // namespace softmode
