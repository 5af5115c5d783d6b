// SPDX-License-Identifier: BSD-3-Clause
// libFuzzer target: whatever bytes a CIF has, reading it ends with a structure or an Error.
#include "chemistry/inspection.h"
#include "structure/cif_names.h"
#include "structure/cif_values.h"
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

// the same atoms by their labels alone
std::string without_types(std::string text)
{
  const std::string column = "_atom_site_type_symbol";
  const std::size_t at = text.find(column);
  if (at != std::string::npos) text.replace(at, column.size(), "_atom_site_my_column");
  return text;
}

// values as they stand in a file
void read_values(const std::string &text)
{
  constexpr std::size_t longest_value = 200, longest_name = 40;
  const std::string value = text.substr(0, longest_value);
  softmode::cif_number(value);
  softmode::cif_uncertainty(value);
  softmode::read_formula(value);
  // longer numbers are kept from gemmi by the reader
  if (value.find_first_of("0123456789") == std::string::npos)
    softmode::groups_of_name(value.substr(0, longest_name), {10, 10, 10, 90, 90, 120});
}

}    // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  const std::string text(reinterpret_cast<const char *>(data), size);
  read(text, {});
  // one of the other ways each, by the length, which mutations change
  softmode::ReadOptions options{std::nullopt, true};
  switch (size % 4) {
    case 0:
      read(text, {1});
      break;
    case 1:
      read(text, options);
      break;
    case 2:
      read(without_types(text), options);
      break;
    default:
      options.elements = {{"C1", "C"}, {"O", "O"}};
      read(without_types(text), options);
  }
  read_values(text);
  return 0;
}
