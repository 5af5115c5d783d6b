// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace softmode {

namespace {

class DihedralTerms {
 public:
  explicit DihedralTerms(const TypedCrystal &typed_crystal) : in(typed_crystal) {}

  void add_to(TermList<4> &list) const
  {
    TermCollector<4> collect(list);
    for (int j = 0; j < static_cast<int>(in.graph.size()); ++j)
      for (const Neighbour &n : in.graph.neighbours[j]) {
        const int k = n.atom;
        if (j >= k || in.chemistry.metal[j] || in.chemistry.metal[k]) continue;
        const auto term = torsion(j, k);
        if (!term) continue;
        for (const Neighbour &i : in.graph.neighbours[j])
          for (const Neighbour &l : in.graph.neighbours[k])
            if (i.atom != k && l.atom != j && i.atom != l.atom)
              collect.add({i.atom, j, k, l.atom}, *term);
      }
    if (in.potential.overlay && in.potential.overlay->cross_change) add_cross_terms(collect);
  }

 private:
  /// M-O-C-O' for every metal-carboxylate bond and ionic contact.
  void add_cross_terms(TermCollector<4> &collect) const
  {
    const Sourced &change = *in.potential.overlay->cross_change;
    for (const MetalCarboxylateBond &bond : in.coupled_bonds()) {
      const Carboxylate &c = in.chemistry.topology.carboxylates[bond.carboxylate];
      const int metal = static_cast<int>(bond.metal), oxygen = static_cast<int>(bond.oxygen),
                carbon = static_cast<int>(c.carbon),
                far = static_cast<int>(c.oxygens[c.oxygens[0] == bond.oxygen ? 1 : 0]);
      const CouplingWeight w = in.potential.coupling_weight(in.crystal.atoms[metal].element);
      // the style has one length for both C-O
      const double co_length =
          (natural_co_length(carbon, oxygen) + natural_co_length(carbon, far)) / 2.0;
      collect.add(
          {metal, oxygen, carbon, far},
          {"carboxylate/coupled",
           fmt::format("{:.4f} {:.4f} {:.4f} {:.4f}", change.value, co_length, w.midpoint.value,
                       w.width.value),
           fmt::format("{}: cross change {}; weight {}", in.names({metal, oxygen, carbon, far}),
                       change.source, w.midpoint.source)});
    }
  }

  double natural_co_length(int carbon, int oxygen) const
  {
    for (const Neighbour &n : in.graph.neighbours[carbon])
      if (n.atom == oxygen) return carboxylate_length(in.potential.carboxylate, n.distance);
    fail(ExitCode::internal, "carboxylate carbon {} is not bonded to its oxygen {}", carbon + 1,
         oxygen + 1);
  }

  /// One torsion about j-k: the barrier is shared by all of them. No term where UFF has none.
  std::optional<TermType> torsion(int j, int k) const
  {
    const double count = static_cast<double>((in.graph.neighbours[j].size() - 1) *
                                             (in.graph.neighbours[k].size() - 1));
    if (count == 0.0) return std::nullopt;
    const UffType &tj = in.type(j), &tk = in.type(k);
    const std::string label = "X-" + in.names({j, k}) + "-X";
    // E = V/2 [1 - cos(n phi0) cos(n phi)] is LAMMPS's K [1 + d cos(n phi)], d = -cos(n phi0)
    const auto harmonic = [&](double barrier, int d, int n,
                              const char *kind) -> std::optional<TermType> {
      return TermType{"harmonic", fmt::format("{:.9g} {} {}", barrier / count / 2.0, d, n),
                      fmt::format("{}: UFF {}, barrier {:.4f} kcal/mol shared by {}", label, kind,
                                  barrier, count)};
    };
    if (const auto own = own_barrier(j, k)) {
      auto term = harmonic(own->value, -1, 2, "shape");
      term->reason += "; barrier " + own->source;
      return term;
    }
    if (is_sp2(tj) && is_sp2(tk))
      return harmonic(sp2_torsion_barrier(tj, tk, in.order(j, k)), -1, 2, "sp2-sp2");
    if (is_sp3(tj) && is_sp3(tk)) {
      const double barrier = sp3_torsion_barrier(tj, tk);
      if (barrier > 0.0) return harmonic(barrier, 1, 3, "sp3-sp3");
      return std::nullopt;
    }
    if ((is_sp2(tj) && is_sp3(tk)) || (is_sp3(tj) && is_sp2(tk))) {
      const int sp2_atom = is_sp2(tj) ? j : k, sp3_atom = is_sp2(tj) ? k : j;
      const std::string &sp3_element = in.crystal.atoms[sp3_atom].element;
      if (sp3_element == "O" || sp3_element == "S")
        return harmonic(sp2_torsion_barrier(tj, tk, in.order(j, k)), 1, 2, "sp2-sp3 of group 16");
      const auto &around = in.graph.neighbours[sp2_atom];
      const bool propene = std::any_of(around.begin(), around.end(), [&](const Neighbour &n) {
        return n.atom != sp3_atom && is_sp2(in.type(n.atom));
      });
      return propene ? harmonic(2.0, 1, 3, "sp2-sp3 with a neighbouring sp2")
                     : harmonic(1.0, -1, 6, "sp2-sp3");
    }
    return std::nullopt;
  }

  /// The potential's own barrier of M-O-C-X, for the C-O of a carboxylate whose oxygen is on a metal.
  std::optional<Sourced> own_barrier(int j, int k) const
  {
    if (!in.potential.terms.crystal_metal || !in.is_carboxylate_bond(j, k)) return std::nullopt;
    const int oxygen = in.crystal.atoms[j].element == "O" ? j : k;
    for (const Neighbour &n : in.graph.neighbours[oxygen])
      if (in.chemistry.metal[n.atom])
        return in.potential.metal_oxygen_of(in.crystal.atoms[n.atom].element).torsion_barrier;
    return std::nullopt;
  }

  const TypedCrystal &in;
};

}    // namespace

void add_dihedrals(const TypedCrystal &typed_crystal, TermList<4> &list)
{
  DihedralTerms(typed_crystal).add_to(list);
}

}    // namespace softmode
