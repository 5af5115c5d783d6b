// SPDX-License-Identifier: GPL-2.0-only
#include "styles/lammps_topology.h"

#include "compat/lammps_compat.h"

#include "atom.h"
#include "comm.h"
#include "error.h"
#include "neighbor.h"

#include <array>
#include <cmath>

using namespace LAMMPS_NS;

namespace softmode {

namespace {

// standard atomic weights of the elements that are not metals, besides carbon, nitrogen and oxygen
constexpr std::array<double, 20> other_weights = {
    1.008, 2.014,  4.003,  10.81,  18.998, 20.180, 28.085, 30.974,  32.06,  35.45,
    39.95, 72.630, 74.922, 78.971, 79.904, 83.798, 127.60, 126.904, 131.29, 210.0};
constexpr const char *other_symbols[] = {"H",  "D",  "He", "B",  "F",  "Ne", "Si", "P", "S",  "Cl",
                                         "Ar", "Ge", "As", "Se", "Br", "Kr", "Te", "I", "Xe", "At"};
constexpr double mass_tolerance = 0.06;    // separates Ar, K and Ca, the closest neighbours

AtomRole role_of_mass(double mass)
{
  if (std::fabs(mass - 12.011) < mass_tolerance) return AtomRole::carbon;
  if (std::fabs(mass - 15.999) < mass_tolerance) return AtomRole::oxygen;
  if (std::fabs(mass - 14.007) < mass_tolerance) return AtomRole::nitrogen;
  if (mass < 6.9) return AtomRole::other;    // lighter than lithium
  for (const double weight : other_weights)
    if (std::fabs(mass - weight) < mass_tolerance) return AtomRole::other;
  return AtomRole::metal;
}

AtomRole role_of_symbol(const std::string &symbol)
{
  if (symbol == "C") return AtomRole::carbon;
  if (symbol == "O") return AtomRole::oxygen;
  if (symbol == "N") return AtomRole::nitrogen;
  for (const char *other : other_symbols)
    if (symbol == other) return AtomRole::other;
  return AtomRole::metal;
}

struct AtomEntry {
  tagint tag;
  int type;
  int in_group;
};

struct BondEntry {
  tagint first, second;
};

std::vector<AtomEntry> local_atoms(const Atom *atom, int groupbit)
{
  std::vector<AtomEntry> atoms;
  for (int i = 0; i < atom->nlocal; ++i)
    atoms.push_back({atom->tag[i], atom->type[i], (atom->mask[i] & groupbit) != 0});
  return atoms;
}

std::vector<BondEntry> local_bonds(const Atom *atom)
{
  std::vector<BondEntry> bonds;
  for (int i = 0; i < atom->nlocal; ++i)
    for (int k = 0; k < atom->num_bond[i]; ++k)
      if (atom->bond_type[i][k] != 0) bonds.push_back({atom->tag[i], atom->bond_atom[i][k]});
  return bonds;
}

}    // namespace

std::vector<std::string> parse_elements(LAMMPS *lmp, const char *style, int iarg, int narg,
                                        char **arg)
{
  const int ntypes = lmp->atom->ntypes;
  if (iarg + ntypes >= narg)
    lmp->error->all(FLERR, "{} elements needs one symbol for each of the {} atom types", style,
                    ntypes);
  return {arg + iarg + 1, arg + iarg + 1 + ntypes};
}

std::vector<AtomRole> roles_by_type(LAMMPS *lmp, const char *style,
                                    const std::vector<std::string> &elements)
{
  Atom *atom = lmp->atom;
  std::vector<AtomRole> roles(atom->ntypes + 1, AtomRole::other);
  if (elements.empty() && (atom->mass == nullptr || atom->rmass_flag))
    lmp->error->all(FLERR, "{}: no mass per atom type; name the elements with the elements keyword",
                    style);
  for (int t = 1; t <= atom->ntypes; ++t)
    roles[t] = elements.empty() ? role_of_mass(atom->mass[t]) : role_of_symbol(elements[t - 1]);
  return roles;
}

CarboxylateTopology gather_topology(LAMMPS *lmp, const char *style, int groupbit,
                                    const std::vector<AtomRole> &roles, bool need_metals)
{
  Atom *atom = lmp->atom;
  if (atom->molecular != Atom::MOLECULAR || atom->nbonds == 0)
    lmp->error->all(FLERR, "{} needs an atom style with bonds, and a bond topology", style);
  if (atom->map_style == Atom::MAP_NONE)
    lmp->error->all(FLERR, "{} needs an atom map; see the atom_modify command", style);

  std::unordered_map<AtomTag, AtomRole> role_of_tag;
  std::unordered_map<AtomTag, bool> in_group;
  for (const AtomEntry &a : gather_all(lmp->world, local_atoms(atom, groupbit))) {
    role_of_tag[a.tag] = roles[a.type];
    in_group[a.tag] = a.in_group != 0;
  }
  std::vector<std::pair<AtomTag, AtomTag>> bonds;
  for (const BondEntry &b : gather_all(lmp->world, local_bonds(atom)))
    if (in_group[b.first] && in_group[b.second]) bonds.emplace_back(b.first, b.second);

  CarboxylateTopology topology = find_carboxylates(role_of_tag, bonds);
  if (topology.carboxylates.empty())
    lmp->error->all(
        FLERR,
        "{}: no carboxylate (a carbon bonded to exactly two oxygens and one other atom), "
        "and no imidazolate on metals, in the group; check the group, and the elements keyword if "
        "masses are unusual",
        style);
  if (need_metals && topology.bonds.empty())
    lmp->error->all(
        FLERR,
        "{}: the {} carboxylates of the group have no bond to a metal; where the field has "
        "no such bonds, find them with the distance keyword",
        style, topology.carboxylates.size());
  return topology;
}

bool ReneighbourWatch::changed()
{
  const Neighbor *neighbor = lmp->neighbor;
  const bool same = valid && neighbor->lastcall == last_build && neighbor->ncalls == builds;
  valid = true;
  last_build = neighbor->lastcall;
  builds = neighbor->ncalls;
  return !same;
}

}    // namespace softmode
