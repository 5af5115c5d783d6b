// SPDX-License-Identifier: BSD-3-Clause
#include "support/temporary_folder.h"

#include "support/error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace softmode {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder()
{
  std::error_code problem;
  const fs::path place = fs::temp_directory_path(problem);
  if (problem)
    fail(ExitCode::io,
         "the folder for temporary files (TMPDIR, else /tmp) cannot be used: {}; set TMPDIR to a "
         "folder that you can write",
         problem.message());
  std::string name = (place / "softmode-XXXXXX").string();
  if (!::mkdtemp(name.data()))
    fail(ExitCode::io, "{}: cannot make a folder in it: {}; set TMPDIR to one that you can write",
         place.string(), std::strerror(errno));
  path = name;
}

TemporaryFolder::~TemporaryFolder()
{
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

}    // namespace softmode
