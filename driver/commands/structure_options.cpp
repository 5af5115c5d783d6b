// SPDX-License-Identifier: BSD-3-Clause
#include "commands/structure_options.h"

#include "chemistry/add_hydrogens.h"
#include "forcefield/simulated_cell.h"
#include "structure/solvent.h"
#include "structure/substitute.h"
#include "support/error.h"

#include <algorithm>
#include <array>

namespace softmode {

namespace {

using Repeats = std::array<int, 3>;

std::optional<Repeats> asked_repeats(const Crystal &crystal, const StructureOptions &options)
{
  if (options.min_width) return repeats_for_width(crystal.cell, *options.min_width);
  if (options.supercell.empty()) return {};
  return Repeats{options.supercell[0], options.supercell[1], options.supercell[2]};
}

Crystal repeated(const Crystal &crystal, const std::optional<Repeats> &asked)
{
  if (!asked || *asked == Repeats{1, 1, 1}) return crystal;
  Crystal result = supercell(crystal, *asked);
  result.notes.push_back("supercell " + repeats_text(*asked));
  return result;
}

// "CA1=C" by label
std::map<std::string, std::string> elements_by_label(const StructureOptions &options)
{
  std::map<std::string, std::string> elements;
  for (const std::string &given : options.elements) {
    const std::size_t equals = given.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == given.size())
      fail(ExitCode::usage, "--element {}: expected LABEL=SYMBOL, such as CA1=C", given);
    elements[given.substr(0, equals)] = given.substr(equals + 1);
  }
  if (!elements.empty() && format_of(options.file) != StructureFormat::cif)
    fail(ExitCode::usage,
         "--element is for a CIF, whose labels may leave the element open; {} is none",
         options.file.string());
  return elements;
}

Crystal completed(const StructureOptions &options, bool keep_flaws)
{
  ReadOptions reading;
  reading.disorder_seed = options.disorder_seed;
  reading.keep_flaws = keep_flaws;
  reading.remove_solvent = options.remove_solvent;
  reading.remove_coordinated_solvent = options.remove_coordinated_solvent;
  reading.elements = elements_by_label(options);
  Crystal crystal = read_structure(options.file, reading);
  if (options.remove_solvent || options.remove_coordinated_solvent)
    crystal = without_solvent(crystal, options.remove_solvent, options.remove_coordinated_solvent);
  return options.add_hydrogens ? with_hydrogens(crystal) : crystal;
}

Crystal substituted(Crystal crystal, const StructureOptions &options)
{
  return options.substitute.empty() ? crystal : with_amino_groups(crystal, options.seed);
}

}    // namespace

void add_structure_options(CLI::App &command, StructureOptions &options)
{
  command
      .add_option("structure", options.file,
                  "crystal structure: CIF, POSCAR, extended XYZ (.xyz) or LAMMPS data (.data)")
      ->required();
  command.add_option("--disorder-seed", options.disorder_seed,
                     "resolve disorder by a random choice, weighted by occupancy, with this seed");
  command.add_flag("--remove-solvent", options.remove_solvent,
                   "remove molecules that are bonded to no metal");
  command.add_flag("--remove-coordinated-solvent", options.remove_coordinated_solvent,
                   "remove solvent that holds to one metal by one O or N");
  command.add_flag(
      "--add-hydrogens", options.add_hydrogens,
      "put hydrogens on atoms that lack them, by angles, lengths and bond valences; the "
      "result is a model");
  command
      .add_option("--element", options.elements,
                  "LABEL=SYMBOL: the element of a CIF's site with this label, or of all sites "
                  "whose label begins with these letters: CA1=C, CA=C (repeatable)")
      ->allow_extra_args(false);
  auto *repeats = command.add_option("--supercell", options.supercell,
                                     "repeat the cell, three numbers (default: as often as LAMMPS "
                                     "needs it for its bonds)");
  repeats->expected(3)->check(CLI::Range(1, 100));
  command
      .add_option("--min-width", options.min_width,
                  "repeat the cell until its faces are this far apart, A")
      ->check(CLI::Range(1.0, 1000.0))
      ->excludes(repeats);
  command
      .add_option(
          "--substitute", options.substitute,
          "put a group on each linker: H=NH2 replaces one aromatic H; the result is a model")
      ->check(CLI::IsMember({"H=NH2"}));
  command.add_option("--seed", options.seed, "seed of the substitution (default: 1)");
}

Crystal prepare_structure(const StructureOptions &options, bool keep_flaws)
{
  const Crystal crystal = completed(options, keep_flaws);
  return substituted(repeated(crystal, asked_repeats(crystal, options)), options);
}

Crystal prepare_simulation(const StructureOptions &options, const Potential &potential)
{
  const Crystal crystal = completed(options, false);
  std::optional<Repeats> asked = asked_repeats(crystal, options);
  if (!asked) return simulated_cell(substituted(crystal, options), potential);
  if (options.min_width) {    // a least width: LAMMPS may need more
    const Repeats least = repeats_to_simulate(crystal, potential);
    for (std::size_t k = 0; k < 3; ++k) (*asked)[k] = std::max((*asked)[k], least[k]);
  }
  return substituted(simulated_cell(crystal, potential, asked), options);
}

}    // namespace softmode
