// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/system_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace softmode {

namespace {

using Buffer = fmt::memory_buffer;

template <class... Args> void put(Buffer &out, fmt::format_string<Args...> text, Args &&...args)
{
  fmt::format_to(std::back_inserter(out), text, std::forward<Args>(args)...);
}

template <std::size_t N> void put_counts(Buffer &out, const char *kind, const TermList<N> &list)
{
  put(out, "{} {}s\n{} {} types\n", list.terms.size(), kind, list.types.size(), kind);
}

template <std::size_t N> void put_terms(Buffer &out, const char *section, const TermList<N> &list)
{
  if (list.terms.empty()) return;
  put(out, "\n{}\n\n", section);
  for (std::size_t t = 0; t < list.terms.size(); ++t) {
    put(out, "{} {}", t + 1, list.terms[t].type + 1);
    for (const int atom : list.terms[t].atoms) put(out, " {}", atom + 1);
    put(out, "\n");
  }
}

template <std::size_t N> std::string hybrid(const char *command, const TermList<N> &list)
{
  std::vector<std::string> styles;
  for (const TermType &type : list.types)
    if (std::find(styles.begin(), styles.end(), type.style) == styles.end())
      styles.push_back(type.style);
  if (styles.empty()) return fmt::format("{} none\n", command);
  std::sort(styles.begin(), styles.end());
  return fmt::format("{} hybrid {}\n", command, fmt::join(styles, " "));
}

template <std::size_t N> void put_types(Buffer &out, const char *kind, const TermList<N> &list)
{
  for (std::size_t t = 0; t < list.types.size(); ++t)
    put(out, "# {} type {}: {}\n", kind, t + 1, list.types[t].reason);
}

// what the types of data.lmp are, then the user's commands as they are
std::string own_commands(const System &system)
{
  Buffer out;
  for (std::size_t t = 0; t < system.atom_types.size(); ++t)
    put(out, "# atom type {}: {} as {}\n", t + 1, system.atom_types[t].environment,
        system.atom_types[t].uff_type);
  put_types(out, "bond", system.bonds);
  put_types(out, "angle", system.angles);
  put_types(out, "dihedral", system.dihedrals);
  put_types(out, "improper", system.impropers);
  put(out, "\n{}", system.own_commands);
  return to_string(out);
}

template <std::size_t N>
void put_coefficients(Buffer &out, const char *command, const TermList<N> &list)
{
  put(out, "\n");
  for (std::size_t t = 0; t < list.types.size(); ++t)
    put(out, "{} {} {} {}    # {}\n", command, t + 1, list.types[t].style,
        list.types[t].coefficients, list.types[t].reason);
}

std::string lennard_jones_styles(const System &system)
{
  // shifted: the energy does not jump when a pair crosses the cutoff, at which minimisers would stop
  return (system.electrostatics ? fmt::format("pair_style      lj/cut/coul/long {:g} {:g}\n",
                                              system.vdw_cutoff, system.electrostatics->cutoff)
                                : fmt::format("pair_style      lj/cut {:g}\n", system.vdw_cutoff)) +
         "pair_modify     mix geometric shift yes\nspecial_bonds   lj 0 0 1 coul 0 0 1\n";
}

void put_lennard_jones(Buffer &out, const System &system)
{
  // after read_data, because PPPM wants to know whether the box is tilted
  if (system.electrostatics)
    put(out, "kspace_style pppm {:g}\n\n", system.electrostatics->accuracy);
  for (std::size_t t = 0; t < system.atom_types.size(); ++t) {
    const AtomType &type = system.atom_types[t];
    put(out, "pair_coeff {} {} {:.9g} {:.9g}    # {} as {}: {}\n", t + 1, t + 1, type.epsilon,
        type.sigma, type.environment, type.uff_type, type.reason);
  }
}

void put_pairs(Buffer &out, const System &system)
{
  for (std::size_t t = 0; t < system.atom_types.size(); ++t)
    put(out, "# atom type {}: {} as {}: {}\n", t + 1, system.atom_types[t].environment,
        system.atom_types[t].uff_type, system.atom_types[t].reason);
  put(out, "\n{}\n", system.pairs->kspace);
  for (const std::string &line : system.pairs->coefficients) put(out, "{}\n", line);
}

// LAMMPS refuses a tilt beyond half an edge, which the last digits of both must not make of one half
double shown_tilt(double tilt, double edge)
{
  constexpr double digits = 1e12;    // as many as are written
  const double most = std::floor(std::round(edge * digits) / 2.0) / digits;
  return std::fabs(tilt) < most + 1e-9 ? std::clamp(tilt, -most, most) : tilt;
}

}    // namespace

std::string charges_in_energy(const System &system)
{
  if (system.pairs) return system.pairs->charges;
  return system.electrostatics ? "in the energy, by particle mesh Ewald" : "not in the energy";
}

std::string lammps_data(const System &system)
{
  const Eigen::Matrix3d &h = system.crystal.cell;
  Buffer out;
  put(out, "softmode: {} from {}, units real, atom_style full\n\n", formula(system.crystal),
      std::filesystem::path(system.crystal.source).filename().string());
  put(out, "{} atoms\n{} atom types\n", system.crystal.atoms.size(), system.atom_types.size());
  put_counts(out, "bond", system.bonds);
  put_counts(out, "angle", system.angles);
  put_counts(out, "dihedral", system.dihedrals);
  put_counts(out, "improper", system.impropers);
  put(out, "\n0 {:.12f} xlo xhi\n0 {:.12f} ylo yhi\n0 {:.12f} zlo zhi\n", h(0, 0), h(1, 1),
      h(2, 2));
  const double tilt[] = {shown_tilt(h(0, 1), h(0, 0)), shown_tilt(h(0, 2), h(0, 0)),
                         shown_tilt(h(1, 2), h(1, 1))};
  if (std::any_of(tilt, tilt + 3, [](double t) { return std::abs(t) > 1e-8; }))
    put(out, "{:.12f} {:.12f} {:.12f} xy xz yz\n", tilt[0], tilt[1], tilt[2]);

  put(out, "\nMasses\n\n");
  for (std::size_t t = 0; t < system.atom_types.size(); ++t)
    put(out, "{} {:.5f}    # {}\n", t + 1, system.atom_types[t].mass, system.atom_types[t].element);
  put(out, "\nAtoms    # full\n\n");
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i) {
    const int type = system.type_of_atom[i];
    const Eigen::Vector3d x = system.crystal.position(i);
    put(out, "{} 1 {} {:.6f} {:.12f} {:.12f} {:.12f}\n", i + 1, type + 1, system.charges[i], x[0],
        x[1], x[2]);
  }
  put_terms(out, "Bonds", system.bonds);
  put_terms(out, "Angles", system.angles);
  put_terms(out, "Dihedrals", system.dihedrals);
  put_terms(out, "Impropers", system.impropers);
  return to_string(out);
}

std::string frame_commands()
{
  return "units           real\natom_style      full\nboundary        p p p\n";
}

std::string force_style_commands(const System &system)
{
  if (!system.own_commands.empty()) return "";
  std::string text = system.pairs ? system.pairs->styles : lennard_jones_styles(system);
  text += hybrid("bond_style     ", system.bonds);
  text += hybrid("angle_style    ", system.angles);
  text += hybrid("dihedral_style ", system.dihedrals);
  text += hybrid("improper_style ", system.impropers);
  return text;
}

std::string style_commands(const System &system)
{
  return frame_commands() + force_style_commands(system);
}

std::string coefficient_commands(const System &system)
{
  if (!system.own_commands.empty()) return own_commands(system);
  Buffer out;
  put(out, "# coefficients in kcal/mol, A, degrees; after each its atoms and its source\n");
  put(out, "# charges: {}; {}\n\n", system.charge_method, charges_in_energy(system));
  if (system.pairs)
    put_pairs(out, system);
  else
    put_lennard_jones(out, system);
  put_coefficients(out, "bond_coeff", system.bonds);
  put_coefficients(out, "angle_coeff", system.angles);
  put_coefficients(out, "dihedral_coeff", system.dihedrals);
  put_coefficients(out, "improper_coeff", system.impropers);
  return to_string(out);
}

}    // namespace softmode
