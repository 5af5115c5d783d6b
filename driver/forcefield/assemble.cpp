// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assemble.h"

#include "forcefield/assign_charges.h"
#include "forcefield/terms.h"
#include "support/error.h"
#include "support/files.h"

#include <algorithm>
#include <map>

namespace softmode {

namespace {

/// Atoms, their types and charges, and the whole.
class Assembly {
 public:
  explicit Assembly(const TypedCrystal &typed_crystal) : in(typed_crystal) {}

  System build()
  {
    system.crystal = in.crystal;
    system.vdw_cutoff = in.potential.vdw_cutoff->value;
    if (!in.potential.lammps_include.empty()) system.own_commands = own_commands();
    system.carboxylates = in.chemistry.topology.carboxylates.size();
    system.electrostatics = in.potential.electrostatics;
    add_atom_types();
    add_bonds(in, system.bonds);
    add_angles(in, system.angles);
    add_dihedrals(in, system.dihedrals);
    add_impropers(in, system.impropers);
    measure_metal_oxygen_bonds();
    return std::move(system);
  }

 private:
  std::string own_commands() const
  {
    const std::string text = read_file(in.potential.lammps_include);
    for (const char *command : {"pair_style", "special_bonds"})
      if (text.find(command) == std::string::npos)
        fail(ExitCode::parameters,
             "{}: there is no {}; a field of your own gives all styles and coefficients, for the "
             "types that `softmode build` lists in potential.lmp",
             in.potential.lammps_include.string(), command);
    return text;
  }

  void add_atom_types()
  {
    const AssignedCharges charges =
        assign_charges(in.crystal, in.graph, in.chemistry, in.potential);
    system.has_charges = in.potential.charges.method != ChargeMethod::none;
    system.charges = charges.values;
    system.charge_method = charges.method;
    const bool by_environment = in.potential.charges.method == ChargeMethod::table;
    std::map<std::string, int> index;
    for (int i = 0; i < static_cast<int>(in.graph.size()); ++i) {
      std::string key = in.chemistry.environment[i] + " " + in.type(i).name;
      if (by_environment) key += fmt::format(" {}", charges.values[i]);
      const auto [entry, inserted] = index.emplace(key, static_cast<int>(system.atom_types.size()));
      if (inserted) system.atom_types.push_back(atom_type(i, charges.reasons[i]));
      system.type_of_atom.push_back(entry->second);
    }
    average_charges();
  }

  AtomType atom_type(int atom, const std::string &charge_reason)
  {
    const std::string &element = in.crystal.atoms[atom].element;
    const std::string &environment = in.chemistry.environment[atom];
    const UffType &uff = in.type(atom);
    AtomType type{element,       environment,
                  uff.name,      atomic_weight(element),
                  uff.vdw_depth, lennard_jones_sigma(uff),
                  0.0,           in.typed[atom].reason};
    if (const auto found = in.potential.lennard_jones.find(environment);
        found != in.potential.lennard_jones.end()) {
      type.epsilon = found->second.epsilon;
      type.sigma = found->second.sigma;
      type.reason += "; Lennard-Jones: " + found->second.source;
    }
    type.reason += "; charge: " + charge_reason;
    if (in.is_ionic(atom)) system.ionic_types.push_back(static_cast<int>(system.atom_types.size()));
    return type;
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
    if (!in.potential.ionic.empty())
      for_each_close_pair(
          in.crystal, in.potential.state->bond_below->value, [&](const ClosePair &p) {
            const auto contact = [&](int metal, int oxygen) {
              return in.is_ionic(metal) && in.crystal.atoms[oxygen].element == "O" &&
                     in.chemistry.carboxylate[oxygen];
            };
            if (!contact(p.first, p.second) && !contact(p.second, p.first)) return;
            sum += p.distance;
            ++count;
          });
    system.metal_carboxylate_bonds = count;
    system.metal_oxygen_length = sum / static_cast<double>(count);
  }

  const TypedCrystal &in;
  System system;
};

}    // namespace

System assemble(const Crystal &crystal, const Potential &potential)
{
  const Crystal upright = with_small_tilts(crystal);    // LAMMPS refuses cells that lean further
  return Assembly(TypedCrystal(upright, potential)).build();
}

}    // namespace softmode
