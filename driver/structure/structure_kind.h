// SPDX-License-Identifier: BSD-3-Clause
// What a file that should hold a structure is, by what stands in it.
#pragma once

#include "structure/read_structure.h"

#include <optional>
#include <string>

namespace softmode {

/// A kind of file that holds no structure or one that softmode does not read.
struct ForeignKind {
  std::string what;      ///< "a mol2 file"
  std::string advice;    ///< "convert it to CIF"
};

/// The format whose marks stand in the first bytes of a file (64 kB are enough), that of its name before
/// others; where there are none, that of its name.
std::optional<StructureFormat> format_by_content(const std::string &start,
                                                 std::optional<StructureFormat> named);

/// By marks that no other kind has; nothing where there are none.
std::optional<ForeignKind> foreign_by_content(const std::string &start);

/// By the extension of its name, in any case: ".mol2".
std::optional<ForeignKind> foreign_by_name(const std::string &extension);

}    // namespace softmode
