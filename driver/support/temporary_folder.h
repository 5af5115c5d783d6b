// SPDX-License-Identifier: BSD-3-Clause
// A folder that goes with its owner.
#pragma once

#include <filesystem>

namespace softmode {

class TemporaryFolder {
 public:
  /// \throws Error (io).
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;
  std::filesystem::path path;
};

}    // namespace softmode
