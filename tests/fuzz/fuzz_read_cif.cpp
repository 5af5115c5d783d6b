// SPDX-License-Identifier: BSD-3-Clause
// libFuzzer target: whatever bytes a CIF has, reading it ends with a structure or an Error.
#include "chemistry/inspection.h"
#include "structure/crystal.h"
#include "support/error.h"

#include <cstdint>
#include <string>

namespace {

void read(const std::string &text, const softmode::ReadOptions &options)
{
  constexpr std::size_t largest_inspected = 2000;
  try {
    const softmode::Crystal crystal = softmode::read_cif_text(text, "fuzz.cif", options);
    if (crystal.atoms.size() <= largest_inspected) softmode::inspect(crystal);
  } catch (const softmode::Error &) {
    // the expected end of most inputs
  }
}

}    // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  const std::string text(reinterpret_cast<const char *>(data), size);
  read(text, {});
  read(text, {1});
  read(text, {std::nullopt, true});
  return 0;
}
