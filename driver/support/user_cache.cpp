// SPDX-License-Identifier: BSD-3-Clause
#include "support/user_cache.h"

#include "support/error.h"
#include "support/files.h"

#include <unistd.h>

#include <cstdlib>

namespace softmode {

namespace fs = std::filesystem;

std::optional<fs::path> cache_file(const std::string &name)
{
  const char *cache = std::getenv("XDG_CACHE_HOME"), *home = std::getenv("HOME");
  if (cache && *cache) return fs::path(cache) / "softmode" / name;
  if (home && *home) return fs::path(home) / ".cache" / "softmode" / name;
  return std::nullopt;
}

std::string read_cache_file(const std::optional<fs::path> &file,
                            const std::function<void(const std::string &)> &note)
{
  std::error_code problem;
  if (!file || (!fs::exists(*file, problem) && !problem)) return "";
  try {
    if (problem) fail(ExitCode::io, "{}: cannot read: {}", file->string(), problem.message());
    return read_file(*file);
  } catch (const Error &e) {
    note(fmt::format("{}; goes on without it", e.what()));
    return "";
  }
}

void keep_cache_file(const std::optional<fs::path> &file, const std::string &content,
                     const std::function<void(const std::string &)> &note)
{
  if (!file) return note("neither XDG_CACHE_HOME nor HOME is set; nothing is kept for later runs");
  try {
    make_folder(file->parent_path());
    // a name of its own: another softmode may keep something at the same time
    const fs::path own = fmt::format("{}.{}", file->string(), ::getpid());
    write_file(own, content);
    std::error_code problem;
    fs::rename(own, *file, problem);
    if (problem) fail(ExitCode::io, "{}: cannot write: {}", file->string(), problem.message());
  } catch (const Error &e) {
    note(fmt::format("{}; nothing is kept for later runs", e.what()));
  }
}

}    // namespace softmode
