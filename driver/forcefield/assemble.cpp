// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assemble.h"

#include "chemistry/chemistry.h"
#include "forcefield/assign_charges.h"
#include "forcefield/typing.h"
#include "softmode/definitions/constants.h"
#include "support/error.h"
#include "support/files.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <sstream>

namespace softmode {

namespace {

constexpr double degree = pi / 180.0;
// UFF's fourfold shape serves where the crystal's angle is this close to one of its minima
constexpr double shape_tolerance = 5.0 * degree;
// above, the general shape is far too stiff on the way down: C2 = 1/(4 sin^2 theta0)
constexpr double straight = 170.0 * degree;
constexpr double order_energy = 70.0;    // kcal/mol of a single bond, UFF eq 1b

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

// what softmode follows is the bonds between carboxylates and metals, or their contacts with ions, the
// only atoms that find_bonds() lets be alone: there must be some
Chemistry perceive_framework(const Crystal &crystal, const BondGraph &graph)
{
  Chemistry chemistry = perceive(crystal, graph);
  const bool has_ion = std::any_of(graph.neighbours.begin(), graph.neighbours.end(),
                                   [](const auto &list) { return list.empty(); });
  if (chemistry.topology.bonds.empty() && !(has_ion && !chemistry.topology.carboxylates.empty()))
    fail(ExitCode::structure,
         "{}: no carboxylate (C bonded to two O and one other atom) that binds a metal",
         crystal.source);
  return chemistry;
}

class Assembly {
 public:
  Assembly(const Crystal &c, const Potential &p) :
      crystal(c), potential(p), table(UffTable::read(p.atom_types)), graph(find_bonds(c, p.ionic)),
      chemistry(perceive_framework(c, graph)), typed(assign_types(c, graph, chemistry, table))
  {
  }

  System build()
  {
    system.crystal = crystal;
    system.vdw_cutoff = potential.vdw_cutoff->value;
    if (!potential.lammps_include.empty()) system.own_commands = own_commands();
    system.carboxylates = chemistry.topology.carboxylates.size();
    system.electrostatics = potential.electrostatics;
    add_atom_types();
    add_bonds();
    add_angles();
    add_dihedrals();
    add_impropers();
    measure_metal_oxygen_bonds();
    return std::move(system);
  }

 private:
  std::string own_commands() const
  {
    const std::string text = read_file(potential.lammps_include);
    for (const char *command : {"pair_style", "special_bonds"})
      if (text.find(command) == std::string::npos)
        fail(ExitCode::parameters,
             "{}: there is no {}; a field of your own gives all styles and coefficients, for the "
             "types "
             "that `softmode build` lists in potential.lmp",
             potential.lammps_include.string(), command);
    return text;
  }

  // ---- atoms -----------------------------------------------------------------------------------

  void add_atom_types()
  {
    const AssignedCharges charges = assign_charges(crystal, graph, chemistry, potential);
    system.has_charges = potential.charges.method != ChargeMethod::none;
    system.charges = charges.values;
    system.charge_method = charges.method;
    const bool by_environment = potential.charges.method == ChargeMethod::table;
    std::map<std::string, int> index;
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      std::string key = chemistry.environment[i] + " " + typed[i].type->name;
      if (by_environment) key += fmt::format(" {}", charges.values[i]);
      const auto [entry, inserted] = index.emplace(key, static_cast<int>(system.atom_types.size()));
      if (inserted) system.atom_types.push_back(atom_type(i, charges.reasons[i]));
      system.type_of_atom.push_back(entry->second);
    }
    average_charges();
  }

  AtomType atom_type(int atom, const std::string &charge_reason)
  {
    const std::string &element = crystal.atoms[atom].element;
    const std::string &environment = chemistry.environment[atom];
    const UffType &uff = *typed[atom].type;
    AtomType type{element,       environment,
                  uff.name,      atomic_weight(element),
                  uff.vdw_depth, lennard_jones_sigma(uff),
                  0.0,           typed[atom].reason};
    if (const auto found = potential.lennard_jones.find(environment);
        found != potential.lennard_jones.end()) {
      type.epsilon = found->second.epsilon;
      type.sigma = found->second.sigma;
      type.reason += "; Lennard-Jones: " + found->second.source;
    }
    type.reason += "; charge: " + charge_reason;
    if (is_ionic(element)) system.ionic_types.push_back(static_cast<int>(system.atom_types.size()));
    return type;
  }

  bool is_ionic(const std::string &element) const
  {
    return std::find(potential.ionic.begin(), potential.ionic.end(), element) !=
           potential.ionic.end();
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

  bool is_bonded_to(int atom, const std::string &element) const
  {
    const auto &n = graph.neighbours[atom];
    return std::any_of(n.begin(), n.end(), [&](const Neighbour &other) {
      return crystal.atoms[other.atom].element == element;
    });
  }

  bool is_metal_bound_oxygen(int atom) const
  {
    const auto &n = graph.neighbours[atom];
    return crystal.atoms[atom].element == "O" &&
           std::any_of(n.begin(), n.end(),
                       [&](const Neighbour &other) { return chemistry.metal[other.atom]; });
  }

  bool is_carboxylate_bond(int i, int j) const
  {
    return chemistry.carboxylate[i] && chemistry.carboxylate[j];
  }

  void measure_metal_oxygen_bonds()
  {
    double sum = 0.0;
    for (const MetalCarboxylateBond &b : chemistry.topology.bonds)
      for (const Neighbour &n : graph.neighbours[b.oxygen])
        if (n.atom == b.metal) sum += n.distance;
    std::size_t count = chemistry.topology.bonds.size();
    if (!potential.ionic.empty())
      for_each_close_pair(crystal, potential.state->bond_below->value, [&](const ClosePair &p) {
        const auto contact = [&](int metal, int oxygen) {
          return is_ionic(crystal.atoms[metal].element) && crystal.atoms[oxygen].element == "O" &&
                 chemistry.carboxylate[oxygen];
        };
        if (!contact(p.first, p.second) && !contact(p.second, p.first)) return;
        sum += p.distance;
        ++count;
      });
    system.metal_carboxylate_bonds = count;
    system.metal_oxygen_length = sum / static_cast<double>(count);
  }

  std::string names(std::initializer_list<int> atoms) const
  {
    std::string text;
    for (const int atom : atoms) text += (text.empty() ? "" : "-") + typed[atom].type->name;
    return text;
  }

  /// Length used in the constants of angles: the crystal's where the field takes metal terms from it and
  /// a metal is involved, UFF's natural one else.
  double reference_length(int i, const Neighbour &j) const
  {
    if (potential.terms.crystal_metal && (chemistry.metal[i] || chemistry.metal[j.atom]))
      return j.distance;
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
    const std::string label = names({std::min(i, j), std::max(i, j)});
    if (chemistry.metal[i] || chemistry.metal[j]) return metal_bond(i, n, order, label);
    const bool on_metal = is_metal_bound_oxygen(i) || is_metal_bound_oxygen(j);
    if (potential.terms.carboxylate_block) {
      const CarboxylateBlock &block = potential.carboxylate;
      if (is_carboxylate_bond(i, j)) return carboxylate_bond(n.distance, label);
      const bool to_carboxylate = chemistry.carboxylate[i] || chemistry.carboxylate[j];
      if (to_carboxylate && crystal.atoms[i].element == "C" && crystal.atoms[j].element == "C")
        return harmonic_bond(block.cc_constant->value, n.distance,
                             fmt::format("{}: carboxylate C-C, {}; length of the crystal", label,
                                         block.cc_constant->source));
    }
    if (on_metal && potential.terms.crystal_metal && !is_carboxylate_bond(i, j))
      return harmonic_bond(bond_constant(ti, tj, n.distance), n.distance,
                           label +
                               ": oxygen on a metal; length of the crystal, UFF k at that length");
    return uff_bond(ti, tj, order, label);
  }

  static TermType uff_bond(const UffType &i, const UffType &j, double order,
                           const std::string &label)
  {
    const double length = natural_length(i, j, order);
    return harmonic_bond(bond_constant(i, j, length), length,
                         fmt::format("{}: UFF, bond order {:g}", label, order));
  }

  /// Bond with a metal: as published, or with the length of the crystal.
  TermType metal_bond(int i, const Neighbour &n, double order, const std::string &label) const
  {
    const int j = n.atom, metal = chemistry.metal[i] ? i : j, other = metal == i ? j : i;
    const UffType &ti = *typed[i].type, &tj = *typed[j].type;
    const bool to_oxygen = crystal.atoms[other].element == "O";
    const bool morse = to_oxygen && potential.terms.morse;
    const double uff_length = natural_length(ti, tj, order);
    if (!potential.terms.crystal_metal)
      return morse ? uff_morse(ti, tj, order, uff_length,
                               fmt::format("{}: UFF, bond order {:g}", label, order))
                   : uff_bond(ti, tj, order, label);
    // natural length of a paddlewheel's M-M: it pushes the metals out, against O-M-O, which wants a plane
    if (chemistry.metal[other]) return uff_bond(ti, tj, order, label);
    const double uff_constant = bond_constant(ti, tj, uff_length);
    if (to_oxygen && !is_bonded_to(other, "C")) return oxide_bond(ti, tj, n.distance, label);
    if (morse)
      return metal_oxygen_bond(crystal.atoms[metal].element, n.distance, uff_constant,
                               chemistry.carboxylate[other], label);
    return harmonic_bond(uff_constant, n.distance, label + ": UFF4MOF k, length of the crystal");
  }

  /// UFF's Morse option: D of 70 kcal/mol for each order, alpha from the force constant.
  static TermType uff_morse(const UffType &i, const UffType &j, double order, double length,
                            const std::string &reason)
  {
    const double depth = order_energy * order;
    const double alpha = std::sqrt(bond_constant(i, j, length) / (2.0 * depth));
    return {"morse", fmt::format("{:.9g} {:.9g} {:.9g}", depth, alpha, length),
            reason + "; D 70 kcal/mol x order, alpha from UFF's force constant"};
  }

  TermType carboxylate_bond(double crystal_length, const std::string &label) const
  {
    const CarboxylateBlock &block = potential.carboxylate;
    const double length =
        block.co_length ? block.co_length->value : crystal_length + block.co_shift->value;
    return harmonic_bond(
        block.co_constant->value, length,
        fmt::format("{}: carboxylate C-O, {}; length {}", label, block.co_constant->source,
                    block.co_length ? block.co_length->source
                                    : fmt::format("of the crystal {:+.3f} A, {}",
                                                  block.co_shift->value, block.co_shift->source)));
  }

  static TermType harmonic_bond(double constant, double length, const std::string &reason)
  {
    return {"harmonic", fmt::format("{:.9g} {:.9g}", constant / 2.0, length), reason};
  }

  /// Bond of a metal and an oxide, hydroxide or water: no carbon on the oxygen. These differ too much
  /// (1.67 A in Ti=O, 2.25 A in Zr-OH) for one bond order.
  TermType oxide_bond(const UffType &i, const UffType &j, double length,
                      const std::string &label) const
  {
    const double order = bond_order_of_length(i, j, length);
    const std::string reason = fmt::format(
        "{}: oxide or hydroxide, length of the crystal, bond order {:.3f} and k of UFF there",
        label, order);
    if (!potential.terms.morse) return harmonic_bond(bond_constant(i, j, length), length, reason);
    return uff_morse(i, j, order, length, reason);
  }

  TermType metal_oxygen_bond(const std::string &metal, double crystal_length, double uff_constant,
                             bool to_carboxylate, const std::string &label) const
  {
    const MetalOxygen m = potential.metal_oxygen_of(metal);
    if (m.two_state && to_carboxylate) {
      const TwoStateWells &w = *m.two_state;
      return {"twostate",
              fmt::format("{:.4f} {:.4f} {:.4f} {:.4f} {:.4f} {:.4f}", w.tight_constant.value,
                          w.tight_length.value, w.loose_constant.value, w.loose_length.value,
                          w.energy_difference.value, w.coupling.value),
              fmt::format("{}: tight {}, {}; loose {}, {}; dE {}; V12 {}", label,
                          w.tight_constant.source, w.tight_length.source, w.loose_constant.source,
                          w.loose_length.source, w.energy_difference.source, w.coupling.source)};
    }
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
    if (potential.terms.carboxylate_block && chemistry.carboxylate[centre] &&
        crystal.atoms[centre].element == "C") {
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
    const bool from_crystal =
        metal_term && potential.terms.crystal_metal && !is_fourfold(type, theta);
    const double theta0 = from_crystal ? theta : type.theta0;
    const double constant =
        angle_constant(*typed[i.atom].type, *typed[k.atom].type, reference_length(centre, i),
                       reference_length(centre, k), theta0);
    if (potential.overlay && chemistry.metal[i.atom] && chemistry.carboxylate[centre] &&
        !chemistry.metal[k.atom])
      return coupled_angle(constant, theta, label);
    const TermType plain = from_crystal ? crystal_angle_term(centre, constant, theta, label)
                                        : uff_angle(type, constant, label);
    return softened(plain, i.atom, centre, k.atom);
  }

  /// The same term as angle_style carboxylate/metal if it holds the oxygen of a metal-carboxylate bond
  /// at the metal and the overlay softens such angles.
  TermType softened(const TermType &plain, int i, int centre, int k) const
  {
    if (!potential.overlay || !potential.overlay->metal_angle_ratio || !chemistry.metal[centre])
      return plain;
    const auto is_arm = [&](int atom) {
      return chemistry.carboxylate[atom] && crystal.atoms[atom].element == "O";
    };
    const char *arms = is_arm(i) && is_arm(k) ? "both"
                       : is_arm(i)            ? "first"
                       : is_arm(k)            ? "last"
                                              : nullptr;
    if (!arms) return plain;
    const Sourced &ratio = *potential.overlay->metal_angle_ratio;
    const StateDefinition &s = *potential.state;
    return {"carboxylate/metal",
            fmt::format("{} {:.4f} {:.4f} {:.4f} {}", arms, ratio.value, s.midpoint.value,
                        s.width.value, shape_of(plain)),
            fmt::format("{}; softened by loose arms, {}", plain.reason, ratio.source)};
  }

  /// Coefficients of LAMMPS's harmonic, fourier and cosine/periodic as carboxylate/metal takes them.
  static std::string shape_of(const TermType &plain)
  {
    if (plain.style != "cosine/periodic") return plain.style + " " + plain.coefficients;
    double half_constant;
    int b, n;
    std::istringstream(plain.coefficients) >> half_constant >> b >> n;
    return fmt::format("periodic {:.4f} {} {}", 2.0 * half_constant, n % 2 == 0 ? b : -b, n);
  }

  static TermType harmonic_angle(double constant, double theta0, const std::string &reason)
  {
    return {"harmonic", fmt::format("{:.9g} {:.6f}", constant / 2.0, theta0 / degree), reason};
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
    return {"cosine/periodic", fmt::format("{:.9g} {} {}", constant / 2.0, n % 2 == 0 ? 1 : -1, n),
            reason};
  }

  static TermType fourier_angle(double constant, const AngleFourier &c, const std::string &reason)
  {
    return {"fourier", fmt::format("{:.9g} {:.9g} {:.9g} {:.9g}", constant, c.c0, c.c1, c.c2),
            reason};
  }

  static bool is_fourfold(const UffType &centre, double theta)
  {
    return (centre.geometry == "square-planar" || centre.geometry == "octahedral") &&
           (std::fabs(theta - 90.0 * degree) < shape_tolerance ||
            theta > 180.0 * degree - shape_tolerance);
  }

  /// UFF's term about a central type (paper, eqs 10-12), its shape given by the geometry.
  static TermType uff_angle(const UffType &centre, double constant, const std::string &label)
  {
    const std::string &shape = centre.geometry;
    // not as cosine/periodic, whose forces are wrong for n = 1 in LAMMPS 29 Sep 2021
    if (shape == "linear" || shape == "terminal")
      return fourier_angle(constant, {1.0, 1.0, 0.0}, label + ": UFF, n = 1");
    if (is_sp2(centre)) return cosine_periodic(constant, 3, label + ": UFF, n = 3");
    if (shape == "square-planar" || shape == "octahedral")
      return cosine_periodic(constant, 4, label + ": UFF, n = 4");
    return fourier_angle(constant, angle_fourier(centre.theta0), label + ": UFF, general");
  }

  /// A term with a metal at the angle of the crystal: harmonic about a ligand atom, UFF's general shape
  /// about a metal, which is smooth up to 180 degrees.
  TermType crystal_angle_term(int centre, double constant, double theta,
                              const std::string &label) const
  {
    if (!chemistry.metal[centre])
      return harmonic_angle(constant, theta, label + ": UFF4MOF constant, angle of the crystal");
    if (theta > straight)
      return fourier_angle(constant, {1.0, 1.0, 0.0},
                           label + ": UFF4MOF constant at the angle of the crystal, n = 1");
    return fourier_angle(constant, angle_fourier(theta),
                         label +
                             ": UFF4MOF constant and general shape at the angle of the crystal");
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
    if (potential.overlay && potential.overlay->cross_change) add_cross_terms(collect);
  }

  /// M-O-C-O' for every metal-carboxylate bond.
  void add_cross_terms(TermCollector<4> &collect) const
  {
    const Sourced &change = *potential.overlay->cross_change;
    const StateDefinition &s = *potential.state;
    for (const MetalCarboxylateBond &bond : chemistry.topology.bonds) {
      const Carboxylate &c = chemistry.topology.carboxylates[bond.carboxylate];
      const int metal = static_cast<int>(bond.metal), oxygen = static_cast<int>(bond.oxygen),
                carbon = static_cast<int>(c.carbon),
                far = static_cast<int>(c.oxygens[c.oxygens[0] == bond.oxygen ? 1 : 0]);
      collect.add(
          {metal, oxygen, carbon, far},
          {"carboxylate/coupled",
           fmt::format("{:.4f} {:.4f} {:.4f} {:.4f}", change.value,
                       potential.carboxylate.co_length->value, s.midpoint.value, s.width.value),
           fmt::format("{}: cross change {}; weight {}", names({metal, oxygen, carbon, far}),
                       change.source, s.midpoint.source)});
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
      return TermType{"harmonic", fmt::format("{:.9g} {} {}", barrier / count / 2.0, d, n),
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
      if (n.size() != 3 || !has_inversion(i)) continue;
      // E = K (1 - cos omega) for each of the three angles between a bond and the plane of the others
      collect.add({i, n[0].atom, n[1].atom, n[2].atom},
                  {"fourier", fmt::format("{:.9g} 1.0 -1.0 0.0 1", inversion_constant(i) / 3.0),
                   typed[i].type->name + ": UFF inversion"});
    }
  }

  bool has_inversion(int atom) const
  {
    const std::string &name = typed[atom].type->name;
    // an oxygen with three neighbours holds metals: where metal terms are the crystal's, so is its shape
    if (name == "O_2" || name == "O_R") return !potential.terms.crystal_metal;
    return name == "C_R" || name == "C_2" || name == "N_R" || name == "N_2";
  }

  /// Sum over the three angles, kcal/mol (UFF, text after eq 19).
  double inversion_constant(int atom) const
  {
    const auto is_terminal_oxygen = [&](const Neighbour &n) {
      return typed[n.atom].type->name == "O_2" && graph.neighbours[n.atom].size() == 1;
    };
    const auto &n = graph.neighbours[atom];
    const bool carbonyl = crystal.atoms[atom].element == "C" && !chemistry.carboxylate[atom] &&
                          std::any_of(n.begin(), n.end(), is_terminal_oxygen);
    return carbonyl ? 50.0 : 6.0;
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
