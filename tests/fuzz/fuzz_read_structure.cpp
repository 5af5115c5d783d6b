// SPDX-License-Identifier: BSD-3-Clause
// libFuzzer target: whatever bytes a structure file has, and whatever is asked for, reading it, taking solvent off,
// resolving disorder, adding hydrogens and inspecting it end with a structure or an Error. The first byte
// chooses format and options.
#include "chemistry/add_hydrogens.h"
#include "chemistry/inspection.h"
#include "structure/read_structure.h"
#include "structure/solvent.h"
#include "structure/structure_kind.h"
#include "support/error.h"

#include <cstdint>
#include <string>

namespace {

using softmode::StructureFormat;

void use(const std::string &text, StructureFormat format, const softmode::ReadOptions &options,
         bool hydrogens)
{
  constexpr std::size_t largest_looked_at = 2000;
  try {
    softmode::Crystal crystal = softmode::read_structure_text(text, "fuzz", format, options);
    if (crystal.atoms.size() > largest_looked_at) return;
    if (options.remove_solvent || options.remove_coordinated_solvent)
      crystal = softmode::without_solvent(crystal, options.remove_solvent,
                                          options.remove_coordinated_solvent);
    if (hydrogens) crystal = softmode::with_hydrogens(crystal);
    softmode::inspect(crystal);
  } catch (const softmode::Error &) {
    // the expected end of most inputs
  }
}

}    // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  const unsigned choice = data[0];
  const std::string text(reinterpret_cast<const char *>(data) + 1, size - 1);
  const StructureFormat formats[] = {StructureFormat::cif,          StructureFormat::poscar,
                                     StructureFormat::extended_xyz, StructureFormat::lammps_data,
                                     StructureFormat::pdb,          StructureFormat::shelx};
  softmode::ReadOptions options;
  if (choice & 8) options.disorder_seed = 1;
  options.keep_flaws = !(choice & 8) && (choice & 16);
  options.remove_solvent = choice & 32;
  options.remove_coordinated_solvent = choice & 64;
  const bool hydrogens = choice & 128;
  // of eight choices six are formats; the others take the format that the text tells
  if ((choice & 7) < 6) {
    use(text, formats[choice & 7], options, hydrogens);
  } else if (!softmode::foreign_by_content(text)) {
    const auto format = softmode::format_by_content(text, std::nullopt);
    if (format) use(text, *format, options, hydrogens);
  }
  return 0;
}
