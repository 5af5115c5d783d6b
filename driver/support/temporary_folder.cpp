// SPDX-License-Identifier: BSD-3-Clause
#include "support/temporary_folder.h"

#include "support/error.h"

#include <cstdlib>

namespace softmode {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder()
{
  std::string name = (fs::temp_directory_path() / "softmode-XXXXXX").string();
  if (!::mkdtemp(name.data()))
    fail(ExitCode::io, "cannot make a folder in {}", fs::temp_directory_path().string());
  path = name;
}

TemporaryFolder::~TemporaryFolder()
{
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

}    // namespace softmode
