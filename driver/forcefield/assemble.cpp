// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assemble.h"

#include "chemistry/chemistry.h"
#include "forcefield/typing.h"
#include "softmode/definitions/constants.h"
#include "support/error.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace softmode {

namespace {

constexpr double degree = pi / 180.0;
constexpr double inversion_constant = 2.0;    // kcal/mol, each of three; UFF eq 19 for sp2 C and N
constexpr double shape_tolerance =
    20.0 * degree;    // how far a crystal angle may be from a minimum of UFF's shape

/// Collects terms; equal coefficients share one type.
template <std::size_t N> class TermCollector {
 public:
  explicit TermCollector(TermList<N> &target) : list(target) {}

  void add(const std::array<int, N> &atoms, const TermType &type)
  {
    const std::string key = type.style + " " + type.coefficients + " " + type.reason;
    const auto [entry, inserted] = index.emplace(key, static_cast<int>(list.types.size()));
    if (inserted) list.types.push_back(type);
    list.terms.push_back({atoms, entry->second});
  }

 private:
  TermList<N> &list;
  std::map<std::string, int> index;
};

// what softmode follows is the bonds between carboxylates and metals: there must be some
Chemistry perceive_framework(const Crystal &crystal, const BondGraph &graph)
{
  Chemistry chemistry = perceive(crystal, graph);
  if (chemistry.topology.bonds.empty())
    fail(ExitCode::structure,
         "{}: no carboxylate (C bonded to two O and one other atom) that binds a metal",
         crystal.source);
  return chemistry;
}

class Assembly {
 public:
  Assembly(const Crystal &c, const Potential &p) :
      crystal(c), potential(p), table(UffTable::read(p.atom_types)), graph(find_bonds(c)),
      chemistry(perceive_framework(c, graph)), typed(assign_types(c, graph, chemistry, table))
  {
  }

  System build()
  {
    system.crystal = crystal;
    system.vdw_cutoff = potential.vdw_cutoff->value;
    system.carboxylates = chemistry.topology.carboxylates.size();
    system.metal_carboxylate_bonds = chemistry.topology.bonds.size();
    add_atom_types();
    check_neutral();
    add_bonds();
    add_angles();
    add_dihedrals();
    add_impropers();
    system.metal_oxygen_length = mean_metal_oxygen_length();
    return std::move(system);
  }

 private:
  // ---- atoms -----------------------------------------------------------------------------------

  void add_atom_types()
  {
    std::map<std::string, int> index;
    system.has_charges = !potential.charges.empty();
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      const UffType &uff = *typed[i].type;
      const std::string &environment = chemistry.environment[i];
      const auto [entry, inserted] =
          index.emplace(environment + " " + uff.name, static_cast<int>(system.atom_types.size()));
      if (inserted) {
        const Sourced charge = charge_of(i);
        system.atom_types.push_back(
            {crystal.atoms[i].element, environment, uff.name,
             atomic_weight(crystal.atoms[i].element), uff.vdw_depth, lennard_jones_sigma(uff),
             charge.value, fmt::format("{}; charge: {}", typed[i].reason, charge.source)});
      }
      system.type_of_atom.push_back(entry->second);
    }
  }

  Sourced charge_of(int atom) const
  {
    if (!system.has_charges) return {0.0, "none given"};
    const auto found = potential.charges.find(chemistry.environment[atom]);
    if (found != potential.charges.end()) return found->second;
    std::vector<std::string> known;
    for (const auto &[environment, charge] : potential.charges) known.push_back(environment);
    fail(ExitCode::parameters, "{}: charges: no charge for atom {}, environment {}; there are {}",
         potential.file.string(), describe_atom(crystal, graph, atom), chemistry.environment[atom],
         fmt::join(known, ", "));
  }

  void check_neutral() const
  {
    double total = 0.0;
    for (const int type : system.type_of_atom) total += system.atom_types[type].charge;
    if (std::fabs(total) > 1e-6 * static_cast<double>(graph.size()))
      fail(ExitCode::parameters, "{}: the charges of {} add up to {:.6f} e per cell, expected 0",
           potential.file.string(), crystal.source, total);
  }

  // ---- geometry of the crystal -----------------------------------------------------------------

  Eigen::Vector3d bond_vector(int from, const Neighbour &to) const
  {
    return crystal.cell * (crystal.atoms[to.atom].fractional + to.shift.cast<double>() -
                           crystal.atoms[from].fractional);
  }

  double crystal_angle(int centre, const Neighbour &i, const Neighbour &k) const
  {
    const Eigen::Vector3d a = bond_vector(centre, i), b = bond_vector(centre, k);
    return std::atan2(a.cross(b).norm(), a.dot(b));
  }

  bool is_carboxylate_bond(int i, int j) const
  {
    return chemistry.carboxylate[i] && chemistry.carboxylate[j];
  }

  double mean_metal_oxygen_length() const
  {
    double sum = 0.0;
    for (const MetalCarboxylateBond &b : chemistry.topology.bonds)
      for (const Neighbour &n : graph.neighbours[b.oxygen])
        if (n.atom == b.metal) sum += n.distance;
    return sum / static_cast<double>(chemistry.topology.bonds.size());
  }

  std::string names(std::initializer_list<int> atoms) const
  {
    std::string text;
    for (const int atom : atoms) text += (text.empty() ? "" : "-") + typed[atom].type->name;
    return text;
  }

  /// Length used in force constants: the crystal's where a metal is involved, UFF's natural one else.
  double reference_length(int i, const Neighbour &j) const
  {
    if (chemistry.metal[i] || chemistry.metal[j.atom]) return j.distance;
    return natural_length(*typed[i].type, *typed[j.atom].type,
                          bond_order(crystal, chemistry, i, j.atom));
  }

  // ---- bonds -----------------------------------------------------------------------------------

  void add_bonds()
  {
    TermCollector<2> collect(system.bonds);
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      for (const Neighbour &n : graph.neighbours[i])
        if (i < n.atom) collect.add({i, n.atom}, bond(i, n));
  }

  TermType bond(int i, const Neighbour &n) const
  {
    const int j = n.atom;
    const UffType &ti = *typed[i].type, &tj = *typed[j].type;
    const double order = bond_order(crystal, chemistry, i, j);
    const double uff_length = natural_length(ti, tj, order);
    const double uff_constant = bond_constant(ti, tj, uff_length);
    const std::string label = names({std::min(i, j), std::max(i, j)});
    if (chemistry.metal[i] != chemistry.metal[j]) {
      const bool first = chemistry.metal[i];
      const std::string &ligand = crystal.atoms[first ? j : i].element;
      if (ligand == "O")
        return metal_oxygen_bond(crystal.atoms[first ? i : j].element, n.distance, uff_constant,
                                 label);
    }
    if (chemistry.metal[i] || chemistry.metal[j])
      return harmonic_bond(uff_constant, n.distance, label + ": UFF4MOF k, length of the crystal");
    const CarboxylateBlock &block = potential.carboxylate;
    if (is_carboxylate_bond(i, j))
      return harmonic_bond(
          block.co_constant->value, block.co_length->value,
          fmt::format("{}: carboxylate C-O, {}", label, block.co_constant->source));
    const bool to_carboxylate = chemistry.carboxylate[i] || chemistry.carboxylate[j];
    if (to_carboxylate && crystal.atoms[i].element == "C" && crystal.atoms[j].element == "C")
      return harmonic_bond(block.cc_constant->value, n.distance,
                           fmt::format("{}: carboxylate C-C, {}; length of the crystal", label,
                                       block.cc_constant->source));
    return harmonic_bond(uff_constant, uff_length,
                         fmt::format("{}: UFF, bond order {}", label, order));
  }

  static TermType harmonic_bond(double constant, double length, const std::string &reason)
  {
    return {"harmonic", fmt::format("{:.4f} {:.4f}", constant / 2.0, length), reason};
  }

  TermType metal_oxygen_bond(const std::string &metal, double crystal_length, double uff_constant,
                             const std::string &label) const
  {
    const MetalOxygen m = potential.metal_oxygen_of(metal);
    const double depth = m.dissociation_energy->value;
    const double alpha = m.alpha ? m.alpha->value : std::sqrt(uff_constant / (2.0 * depth));
    const double length = m.length ? m.length->value : crystal_length;
    return {"morse", fmt::format("{:.4f} {:.5f} {:.4f}", depth, alpha, length),
            fmt::format("{}: D {}; alpha {}; length {}", label, m.dissociation_energy->source,
                        m.alpha ? m.alpha->source : "from the UFF4MOF force constant",
                        m.length ? m.length->source : "of the crystal")};
  }

  // ---- angles ----------------------------------------------------------------------------------

  void add_angles()
  {
    TermCollector<3> collect(system.angles);
    for (int centre = 0; centre < static_cast<int>(graph.size()); ++centre) {
      const auto &neighbours = graph.neighbours[centre];
      for (std::size_t i = 0; i < neighbours.size(); ++i)
        for (std::size_t k = i + 1; k < neighbours.size(); ++k)
          add_angle(collect, neighbours[i], centre, neighbours[k]);
    }
  }

  void add_angle(TermCollector<3> &collect, const Neighbour &i, int centre,
                 const Neighbour &k) const
  {
    // the coupled style wants metal, oxygen, carbon in this order
    const bool turn = chemistry.metal[k.atom] && !chemistry.metal[i.atom];
    const Neighbour &first = turn ? k : i, &last = turn ? i : k;
    collect.add({first.atom, centre, last.atom}, angle(first, centre, last));
  }

  TermType angle(const Neighbour &i, int centre, const Neighbour &k) const
  {
    const double theta = crystal_angle(centre, i, k);
    const std::string label = names({i.atom, centre, k.atom});
    const CarboxylateBlock &block = potential.carboxylate;
    if (chemistry.carboxylate[centre] && crystal.atoms[centre].element == "C") {
      const bool both_oxygen =
          is_carboxylate_bond(centre, i.atom) && is_carboxylate_bond(centre, k.atom);
      const Sourced &constant = both_oxygen ? *block.oco_constant : *block.occ_constant;
      return harmonic_angle(constant.value, theta,
                            fmt::format("{}: carboxylate {}, {}; angle of the crystal", label,
                                        both_oxygen ? "O-C-O" : "O-C-C", constant.source));
    }
    const bool metal_term =
        chemistry.metal[i.atom] || chemistry.metal[centre] || chemistry.metal[k.atom];
    const UffType &type = *typed[centre].type;
    const double theta0 =
        metal_term && type.geometry != "square-planar" && type.geometry != "octahedral"
            ? theta
            : type.theta0;
    const double constant =
        angle_constant(*typed[i.atom].type, *typed[k.atom].type, reference_length(centre, i),
                       reference_length(centre, k), theta0);
    if (potential.overlay && chemistry.metal[i.atom] && chemistry.carboxylate[centre] &&
        !chemistry.metal[k.atom])
      return coupled_angle(constant, theta, label);
    return uff_angle(type, constant, theta, metal_term, label);
  }

  static TermType harmonic_angle(double constant, double theta0, const std::string &reason)
  {
    return {"harmonic", fmt::format("{:.4f} {:.2f}", constant / 2.0, theta0 / degree), reason};
  }

  TermType coupled_angle(double constant, double theta0, const std::string &label) const
  {
    const Overlay &o = *potential.overlay;
    const StateDefinition &s = *potential.state;
    return {"carboxylate/coupled",
            fmt::format("{:.4f} {:.4f} {:.2f} {:.4f} {:.4f} {:.4f} {:.4f}", constant / 2.0,
                        constant / 2.0 * o.bend_ratio.value, theta0 / degree,
                        o.stretch_change.value, potential.carboxylate.co_length->value,
                        s.midpoint.value, s.width.value),
            fmt::format("{}: UFF4MOF bend at the angle of the crystal; bend ratio {}; stretch "
                        "change {}; weight {}",
                        label, o.bend_ratio.source, o.stretch_change.source, s.midpoint.source)};
  }

  static TermType cosine_periodic(double constant, int n, const std::string &reason)
  {
    // E = (2 C / n^2) [1 - B (-1)^n cos(n theta)], C = K/2; minima at 0, 360/n, ... need B (-1)^n = 1
    return {"cosine/periodic", fmt::format("{:.4f} {} {}", constant / 2.0, n % 2 == 0 ? 1 : -1, n),
            reason};
  }

  static TermType fourier_angle(double constant, const AngleFourier &c, const std::string &reason)
  {
    return {"fourier", fmt::format("{:.4f} {:.6f} {:.6f} {:.6f}", constant, c.c0, c.c1, c.c2),
            reason};
  }

  static bool near_right_or_straight(double theta)
  {
    return std::fabs(theta - 90.0 * degree) < shape_tolerance ||
           theta > 180.0 * degree - shape_tolerance;
  }

  TermType uff_angle(const UffType &centre, double constant, double theta, bool metal_term,
                     const std::string &label) const
  {
    const std::string &shape = centre.geometry;
    if ((shape == "square-planar" || shape == "octahedral") && near_right_or_straight(theta))
      return cosine_periodic(constant, 4, label + ": UFF4MOF, n = 4");
    if (shape == "linear") return fourier_angle(constant, {1.0, 1.0, 0.0}, label + ": UFF, n = 1");
    if ((shape == "trigonal" || shape == "resonant-trigonal") && !metal_term)
      return cosine_periodic(constant, 3, label + ": UFF, n = 3");
    if (!metal_term)
      return fourier_angle(constant, angle_fourier(centre.theta0), label + ": UFF, general");
    return harmonic_angle(constant, theta, label + ": UFF4MOF constant, angle of the crystal");
  }

  // ---- dihedrals -------------------------------------------------------------------------------

  void add_dihedrals()
  {
    TermCollector<4> collect(system.dihedrals);
    for (int j = 0; j < static_cast<int>(graph.size()); ++j)
      for (const Neighbour &n : graph.neighbours[j]) {
        const int k = n.atom;
        if (j >= k || chemistry.metal[j] || chemistry.metal[k]) continue;
        const auto term = torsion(j, k);
        if (!term) continue;
        for (const Neighbour &i : graph.neighbours[j])
          for (const Neighbour &l : graph.neighbours[k])
            if (i.atom != k && l.atom != j && i.atom != l.atom)
              collect.add({i.atom, j, k, l.atom}, *term);
      }
  }

  static bool is_sp2(const UffType &t)
  {
    return t.geometry == "trigonal" || t.geometry == "resonant-trigonal";
  }
  static bool is_sp3(const UffType &t) { return t.geometry == "tetrahedral"; }

  /// One torsion about j-k: the barrier is shared by all of them. No term where UFF has none.
  std::optional<TermType> torsion(int j, int k) const
  {
    const double count =
        static_cast<double>((graph.neighbours[j].size() - 1) * (graph.neighbours[k].size() - 1));
    if (count == 0.0) return std::nullopt;
    const UffType &tj = *typed[j].type, &tk = *typed[k].type;
    const std::string label = "X-" + names({j, k}) + "-X";
    // E = V/2 [1 - cos(n phi0) cos(n phi)] is LAMMPS's K [1 + d cos(n phi)], d = -cos(n phi0)
    const auto harmonic = [&](double barrier, int d, int n,
                              const char *kind) -> std::optional<TermType> {
      return TermType{"harmonic", fmt::format("{:.5f} {} {}", barrier / count / 2.0, d, n),
                      fmt::format("{}: UFF {}, barrier {:.4f} kcal/mol shared by {}", label, kind,
                                  barrier, count)};
    };
    if (is_sp2(tj) && is_sp2(tk))
      return harmonic(sp2_torsion_barrier(tj, tk, bond_order(crystal, chemistry, j, k)), -1, 2,
                      "sp2-sp2");
    if (is_sp3(tj) && is_sp3(tk)) {
      const double barrier = sp3_torsion_barrier(tj, tk);
      if (barrier > 0.0) return harmonic(barrier, 1, 3, "sp3-sp3");
      return std::nullopt;
    }
    if ((is_sp2(tj) && is_sp3(tk)) || (is_sp3(tj) && is_sp2(tk))) {
      const int sp2_atom = is_sp2(tj) ? j : k, sp3_atom = is_sp2(tj) ? k : j;
      const std::string &sp3_element = crystal.atoms[sp3_atom].element;
      if (sp3_element == "O" || sp3_element == "S")
        return harmonic(sp2_torsion_barrier(tj, tk, bond_order(crystal, chemistry, j, k)), 1, 2,
                        "sp2-sp3 of group 16");
      const auto &around = graph.neighbours[sp2_atom];
      const bool propene = std::any_of(around.begin(), around.end(), [&](const Neighbour &n) {
        return n.atom != sp3_atom && is_sp2(*typed[n.atom].type);
      });
      return propene ? harmonic(2.0, 1, 3, "sp2-sp3 with a neighbouring sp2")
                     : harmonic(1.0, -1, 6, "sp2-sp3");
    }
    return std::nullopt;
  }

  // ---- impropers -------------------------------------------------------------------------------

  void add_impropers()
  {
    TermCollector<4> collect(system.impropers);
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      const auto &n = graph.neighbours[i];
      const std::string &name = typed[i].type->name;
      if (n.size() != 3 || (name != "C_R" && name != "C_2" && name != "N_R" && name != "N_2"))
        continue;
      // E = K (1 - cos omega) for each of the three angles between a bond and the plane of the others
      collect.add({i, n[0].atom, n[1].atom, n[2].atom},
                  {"fourier", fmt::format("{:.4f} 1.0 -1.0 0.0 1", inversion_constant),
                   name + ": UFF inversion"});
    }
  }

  const Crystal &crystal;
  const Potential &potential;
  UffTable table;
  BondGraph graph;
  Chemistry chemistry;
  std::vector<TypedAtom> typed;
  System system;
};

}    // namespace

System assemble(const Crystal &crystal, const Potential &potential)
{
  return Assembly(crystal, potential).build();
}

}    // namespace softmode
