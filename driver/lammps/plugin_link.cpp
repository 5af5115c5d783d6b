// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/plugin_link.h"

#include "support/error.h"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr const char *link_name = "softmodeplugin.so";

bool is_readable_by_lammps(const std::string &path)
{
  return std::all_of(path.begin(), path.end(), [](unsigned char c) {
    return c < 128 && (std::isalnum(c) || std::strchr("/._-+=,@:~ ", c));
  });
}

}    // namespace

std::string plugin_name(const fs::path &plugin)
{
  return is_readable_by_lammps(plugin.string()) ? plugin.string() : std::string("./") + link_name;
}

void link_plugin(const fs::path &plugin, const fs::path &folder)
{
  if (is_readable_by_lammps(plugin.string())) return;
  const fs::path link = folder / link_name;
  std::error_code problem;
  fs::remove(link, problem);
  fs::create_symlink(plugin, link, problem);
  if (!problem) return;
  fs::copy_file(plugin, link, problem);
  if (problem)
    fail(ExitCode::io, "{}: cannot make a link to {}: {}", link.string(), plugin.string(),
         problem.message());
}

}    // namespace softmode
