// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assemble.h"

#include "forcefield/assign_charges.h"
#include "forcefield/coupling.h"
#include "forcefield/field_crystal.h"
#include "forcefield/simulated_cell.h"
#include "forcefield/terms.h"
#include "support/error.h"
#include "support/files.h"

#include <algorithm>
#include <map>

namespace softmode {

namespace {

/// What a field makes of an atom.
struct NamedType {
  std::string name;
  double epsilon, sigma;    ///< kcal/mol, A
  std::string reason;
};

/// The parts of a system that do not depend on the kind of its field.
class Assembly {
 public:
  explicit Assembly(const PerceivedCrystal &crystal) : in(crystal)
  {
    system.crystal = in.crystal;
    system.crystal.notes.insert(system.crystal.notes.end(), in.doubts.begin(), in.doubts.end());
    system.carboxylates = in.chemistry.topology.carboxylates.size();
    system.imidazolates = in.chemistry.topology.imidazolates;
    system.electrostatics = in.potential.electrostatics;
    if (system.electrostatics) system.packages.push_back("KSPACE");
    measure_metal_oxygen_bonds();
  }

  template <class TypeOf> void add_atom_types(const TypeOf &type_of)
  {
    const AssignedCharges charges =
        assign_charges(in.crystal, in.graph, in.chemistry, in.potential);
    system.has_charges = in.potential.charges.method != ChargeMethod::none;
    system.charges = charges.values;
    system.charge_method = charges.method;
    const bool by_environment = in.potential.charges.method == ChargeMethod::table;
    std::map<std::string, int> index;
    for (int i = 0; i < in.size(); ++i) {
      const NamedType named = type_of(i);
      std::string key = in.chemistry.environment[i] + " " + named.name;
      if (by_environment) key += fmt::format(" {}", charges.values[i]);
      const auto [entry, inserted] = index.emplace(key, static_cast<int>(system.atom_types.size()));
      if (inserted) system.atom_types.push_back(atom_type(i, named, charges.reasons[i]));
      system.type_of_atom.push_back(entry->second);
    }
    average_charges();
  }

  System system{};

 private:
  AtomType atom_type(int atom, const NamedType &named, const std::string &charge_reason)
  {
    const std::string &element = in.crystal.atoms[atom].element;
    if (in.is_ionic(atom)) system.ionic_types.push_back(static_cast<int>(system.atom_types.size()));
    return {element,       in.chemistry.environment[atom],
            named.name,    atomic_weight(element),
            named.epsilon, named.sigma,
            0.0,           named.reason + "; charge: " + charge_reason};
  }

  void average_charges()
  {
    std::vector<int> count(system.atom_types.size());
    for (const int type : system.type_of_atom) ++count[type];
    for (std::size_t i = 0; i < system.charges.size(); ++i) {
      const int type = system.type_of_atom[i];
      system.atom_types[type].charge += system.charges[i] / count[type];
    }
  }

  void measure_metal_oxygen_bonds()
  {
    double sum = 0.0;
    for (const MetalCarboxylateBond &b : in.chemistry.topology.bonds)
      for (const Neighbour &n : in.graph.neighbours[b.oxygen])
        if (n.atom == b.metal) sum += n.distance;
    std::size_t count = in.chemistry.topology.bonds.size();
    for (const IonicContact &contact : in.ionic_contacts()) {
      sum += contact.distance;
      ++count;
    }
    system.metal_carboxylate_bonds = count;
    system.metal_oxygen_length = sum / static_cast<double>(count);
  }

  const PerceivedCrystal &in;
};

std::string own_commands(const Potential &potential)
{
  const std::string text = read_file(potential.lammps_include);
  for (const char *command : {"pair_style", "special_bonds"})
    if (text.find(command) == std::string::npos)
      fail(ExitCode::parameters,
           "{}: there is no {}; a field of your own gives all styles and coefficients, for the "
           "types that `softmode build` lists in potential.lmp",
           potential.lammps_include.string(), command);
  return text;
}

NamedType uff_type(const TypedCrystal &in, int atom)
{
  const UffType &uff = in.type(atom);
  NamedType type{uff.name, uff.vdw_depth, lennard_jones_sigma(uff), in.typed[atom].reason};
  const auto found = in.potential.lennard_jones.find(in.chemistry.environment[atom]);
  if (found != in.potential.lennard_jones.end()) {
    type.epsilon = found->second.epsilon;
    type.sigma = found->second.sigma;
    type.reason += "; Lennard-Jones: " + found->second.source;
  }
  return type;
}

System assemble_uff(const TypedCrystal &in)
{
  check_overlay(in);
  Assembly assembly(in);
  System &system = assembly.system;
  system.vdw_cutoff = in.potential.vdw_cutoff->value;
  if (!in.potential.lammps_include.empty()) system.own_commands = own_commands(in.potential);
  assembly.add_atom_types([&](int atom) { return uff_type(in, atom); });
  add_bonds(in, system.bonds);
  add_angles(in, system.angles);
  add_dihedrals(in, system.dihedrals);
  add_impropers(in, system.impropers);
  return system;
}

System assemble_field(const FieldCrystal &in)
{
  Assembly assembly(in);
  System &system = assembly.system;
  assembly.add_atom_types([&](int atom) {
    return NamedType{in.type(atom), 0.0, 0.0, in.reason(atom)};
  });
  add_field_terms(in, system);
  add_field_pairs(in, system);
  system.vdw_cutoff = system.pairs->cutoff;
  return system;
}

}    // namespace

std::string counted_bonds(const System &system)
{
  const char *group = system.imidazolates ? "imidazolate" : "carboxylate";
  return fmt::format("{} {}s, {} metal-{} bonds", system.carboxylates, group,
                     system.metal_carboxylate_bonds, group);
}

System assemble(const Crystal &crystal, const Potential &potential)
{
  const Crystal upright = with_small_tilts(crystal);    // LAMMPS refuses cells that lean further
  require_simulable(upright, potential);
  if (potential.field) return assemble_field(FieldCrystal(upright, potential));
  return assemble_uff(TypedCrystal(upright, potential));
}

}    // namespace softmode
