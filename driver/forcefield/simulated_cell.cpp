// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/simulated_cell.h"

#include "chemistry/missing_hydrogens.h"
#include "structure/short_cells.h"
#include "support/error.h"

#include <algorithm>

namespace softmode {

namespace {

constexpr std::array<int, 3> once{1, 1, 1};

int product(const std::array<int, 3> &n)
{
  return n[0] * n[1] * n[2];
}

double longest_contact(const Potential &potential)
{
  return potential.overlay && !potential.ionic.empty() ? potential.state->bond_below->value : 0.0;
}

/// Contacts of ions, in the list of the ion alone: terms lead from it into the carboxylate, and none through it.
void add_contacts(const Crystal &crystal, const Potential &potential, BondGraph &graph)
{
  const auto is_ionic = [&](int atom) {
    return std::find(potential.ionic.begin(), potential.ionic.end(), crystal.atoms[atom].element) !=
           potential.ionic.end();
  };
  for_each_close_pair(crystal, longest_contact(potential), [&](const ClosePair &p) {
    if (is_ionic(p.first) && crystal.atoms[p.second].element == "O")
      graph.neighbours[p.first].push_back({p.second, p.shift, p.distance});
    if (is_ionic(p.second) && crystal.atoms[p.first].element == "O")
      graph.neighbours[p.second].push_back({p.first, -p.shift, p.distance});
  });
}

[[noreturn]] void refuse(const Crystal &crystal, const std::array<int, 3> &n,
                         const std::array<int, 3> &least)
{
  fail(ExitCode::structure,
       "{}: the cell repeated {} is too short: LAMMPS would take images of atoms for their bonded "
       "neighbours, and its energy would not be the crystal's; take a supercell of {} or leave it "
       "out",
       crystal.source, repeats_text(n), repeats_text(least));
}

}    // namespace

int cells_of_file(const Crystal &crystal)
{
  return product(crystal.repeats);
}

int cells_for_lammps(const Crystal &crystal)
{
  return product(crystal.repeats_for_lammps);
}

std::string repeats_text(const std::array<int, 3> &n)
{
  return fmt::format("{} x {} x {}", n[0], n[1], n[2]);
}

std::array<int, 3> repeats_to_simulate(const Crystal &crystal, const Potential &potential)
{
  const double contact = longest_contact(potential);
  if (is_wide_for_bonds(crystal, contact)) return once;
  BondGraph graph = bond_graph(crystal, potential.ionic);
  if (contact > 0.0) add_contacts(crystal, potential, graph);
  // the fields of softmode count 1-4 pairs in full; one of the user's own may not
  return repeats_for_bonds(crystal, graph, potential.lammps_include.empty() ? 2 : 3);
}

Crystal simulated_cell(const Crystal &cell, const Potential &potential,
                       const std::optional<std::array<int, 3>> &asked)
{
  if (asked) {
    Crystal result = supercell(cell, *asked);
    if (*asked != once) result.notes.push_back("supercell " + repeats_text(*asked));
    if (repeats_to_simulate(result, potential) != once)
      refuse(cell, *asked, repeats_to_simulate(cell, potential));
    return result;
  }
  const std::array<int, 3> n = repeats_to_simulate(cell, potential);
  if (n == once) return cell;
  const BondGraph graph =
      bond_graph(cell);    // here the places of atoms are still those of the file
  refuse_missing_hydrogens(cell, find_missing_hydrogens(cell, graph, perceive(cell, graph)));
  Crystal result = supercell(cell, n);
  result.repeats_for_lammps = n;
  result.notes.push_back(fmt::format(
      "the cell is repeated {}: in a shorter one LAMMPS takes images of atoms for their "
      "bonded neighbours; results are per cell of the file",
      repeats_text(n)));
  return result;
}

void require_simulable(const Crystal &crystal, const Potential &potential)
{
  const std::array<int, 3> more = repeats_to_simulate(crystal, potential);
  if (more == once) return;
  std::array<int, 3> least = crystal.repeats;
  for (std::size_t k = 0; k < 3; ++k) least[k] *= more[k];
  refuse(crystal, crystal.repeats, least);
}

}    // namespace softmode
