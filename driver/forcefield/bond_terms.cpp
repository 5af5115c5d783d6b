// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double order_energy = 70.0;    // kcal/mol of a single bond, UFF eq 1b

class BondTerms {
 public:
  explicit BondTerms(const TypedCrystal &typed_crystal) : in(typed_crystal) {}

  void add_to(TermList<2> &list) const
  {
    TermCollector<2> collect(list);
    for (int i = 0; i < static_cast<int>(in.graph.size()); ++i)
      for (const Neighbour &n : in.graph.neighbours[i])
        if (i < n.atom) collect.add({i, n.atom}, bond(i, n));
  }

 private:
  bool is_bonded_to(int atom, const std::string &element) const
  {
    const auto &n = in.graph.neighbours[atom];
    return std::any_of(n.begin(), n.end(), [&](const Neighbour &other) {
      return in.crystal.atoms[other.atom].element == element;
    });
  }

  bool is_metal_bound_oxygen(int atom) const
  {
    const auto &n = in.graph.neighbours[atom];
    return in.crystal.atoms[atom].element == "O" &&
           std::any_of(n.begin(), n.end(),
                       [&](const Neighbour &other) { return in.chemistry.metal[other.atom]; });
  }

  TermType bond(int i, const Neighbour &n) const
  {
    const int j = n.atom;
    const UffType &ti = in.type(i), &tj = in.type(j);
    const double order = in.order(i, j);
    const std::string label = in.names({std::min(i, j), std::max(i, j)});
    if (in.chemistry.metal[i] || in.chemistry.metal[j]) return metal_bond(i, n, order, label);
    const bool on_metal = is_metal_bound_oxygen(i) || is_metal_bound_oxygen(j);
    if (in.potential.terms.carboxylate_block) {
      if (in.is_carboxylate_bond(i, j)) return carboxylate_bond(n.distance, label);
      const bool to_carboxylate = in.chemistry.carboxylate[i] || in.chemistry.carboxylate[j];
      if (to_carboxylate && in.crystal.atoms[i].element == "C" &&
          in.crystal.atoms[j].element == "C")
        return carbon_bond(n.distance, label);
    }
    if (on_metal && in.potential.terms.crystal_metal && !in.is_carboxylate_bond(i, j))
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

  /// Bond with a metal: as published, or with the length of the in.crystal.
  TermType metal_bond(int i, const Neighbour &n, double order, const std::string &label) const
  {
    const int j = n.atom, metal = in.chemistry.metal[i] ? i : j, other = metal == i ? j : i;
    const UffType &ti = in.type(i), &tj = in.type(j);
    const bool to_oxygen = in.crystal.atoms[other].element == "O";
    const bool to_azolate = in.chemistry.azolate_nitrogen[other];
    const bool morse = (to_oxygen || to_azolate) && in.potential.terms.morse;
    const double uff_length = natural_length(ti, tj, order);
    if (!in.potential.terms.crystal_metal)
      return morse ? uff_morse(ti, tj, order, uff_length,
                               fmt::format("{}: UFF, bond order {:g}", label, order))
                   : uff_bond(ti, tj, order, label);
    // natural length of a paddlewheel's M-M: it pushes the metals out, against O-M-O, which wants a plane
    if (in.chemistry.metal[other]) return metal_metal_bond(i, j, order, label);
    const double uff_constant = bond_constant(ti, tj, uff_length);
    if (to_oxygen && !is_bonded_to(other, "C")) return oxide_bond(ti, tj, n.distance, label);
    if (morse)
      return metal_oxygen_bond(in.crystal.atoms[metal].element, n.distance, uff_constant,
                               in.chemistry.carboxylate[other], label);
    return harmonic_bond(uff_constant, n.distance, label + ": UFF4MOF k, length of the crystal");
  }

  /// UFF's, or the potential's own length and constant.
  TermType metal_metal_bond(int i, int j, double order, const std::string &label) const
  {
    const UffType &ti = in.type(i), &tj = in.type(j);
    const MetalOxygen m = in.potential.metal_oxygen_of(in.crystal.atoms[i].element);
    if (!m.metal_length && !m.metal_constant) return uff_bond(ti, tj, order, label);
    const double natural = natural_length(ti, tj, order);
    const Sourced length = m.metal_length.value_or(Sourced{natural, "UFF"});
    const Sourced constant =
        m.metal_constant.value_or(Sourced{bond_constant(ti, tj, natural), "UFF"});
    return harmonic_bond(
        constant.value, length.value,
        fmt::format("{}: metal-metal, {}; length {}", label, constant.source, length.source));
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
    const CarboxylateBlock &block = in.potential.carboxylate;
    return harmonic_bond(
        block.co_constant->value, carboxylate_length(block, crystal_length),
        fmt::format("{}: carboxylate C-O, {}; length {}", label, block.co_constant->source,
                    block.co_length ? block.co_length->source
                                    : fmt::format("of the crystal {:+.3f} A, {}",
                                                  block.co_shift->value, block.co_shift->source)));
  }

  TermType carbon_bond(double crystal_length, const std::string &label) const
  {
    const CarboxylateBlock &block = in.potential.carboxylate;
    const Sourced shift = block.cc_shift.value_or(Sourced{0.0, "none"});
    return harmonic_bond(block.cc_constant->value, crystal_length + shift.value,
                         fmt::format("{}: carboxylate C-C, {}; length of the crystal {:+.3f} A, {}",
                                     label, block.cc_constant->source, shift.value, shift.source));
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
    if (!in.potential.terms.morse)
      return harmonic_bond(bond_constant(i, j, length), length, reason);
    return uff_morse(i, j, order, length, reason);
  }

  TermType metal_oxygen_bond(const std::string &metal, double crystal_length, double uff_constant,
                             bool to_carboxylate, const std::string &label) const
  {
    const MetalOxygen m = in.potential.metal_oxygen_of(metal);
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

  const TypedCrystal &in;
};

}    // namespace

double carboxylate_length(const CarboxylateBlock &block, double crystal_length)
{
  return block.co_length ? block.co_length->value : crystal_length + block.co_shift->value;
}

void add_bonds(const TypedCrystal &typed_crystal, TermList<2> &list)
{
  BondTerms(typed_crystal).add_to(list);
}

}    // namespace softmode
