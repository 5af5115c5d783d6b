// SPDX-License-Identifier: BSD-3-Clause
// Where the normal modes of a campaign's materials are.
#pragma once

#include <filesystem>
#include <string>

namespace softmode::modes_file {

inline constexpr const char *table = "modes.csv";    ///< a row for each mode
inline constexpr const char *structure =
    "modes.json";    ///< the relaxed structure, and motions worth a look
inline constexpr const char *failure = "failure.txt";    ///< why there are none

inline std::filesystem::path folder(const std::filesystem::path &campaign,
                                    const std::string &material)
{
  return campaign / "modes" / material;
}

}    // namespace softmode::modes_file
