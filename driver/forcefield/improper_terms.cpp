// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/terms.h"

#include <fmt/format.h>

#include <algorithm>

namespace softmode {

namespace {

class ImproperTerms {
 public:
  explicit ImproperTerms(const TypedCrystal &typed_crystal) : in(typed_crystal) {}

  void add_to(TermList<4> &list) const
  {
    TermCollector<4> collect(list);
    for (int i = 0; i < static_cast<int>(in.graph.size()); ++i) {
      const auto &n = in.graph.neighbours[i];
      if (n.size() != 3 || !has_inversion(i)) continue;
      // E = K (1 - cos omega) for each of the three angles between a bond and the plane of the others
      collect.add({i, n[0].atom, n[1].atom, n[2].atom},
                  {"fourier", fmt::format("{:.9g} 1.0 -1.0 0.0 1", inversion_constant(i) / 3.0),
                   in.type(i).name + ": UFF inversion"});
    }
  }

 private:
  bool has_inversion(int atom) const
  {
    const std::string &name = in.type(atom).name;
    // an oxygen with three neighbours holds metals: where metal terms are the crystal's, so is its shape
    if (name == "O_2" || name == "O_R") return !in.potential.terms.crystal_metal;
    return name == "C_R" || name == "C_2" || name == "N_R" || name == "N_2";
  }

  /// Sum over the three angles, kcal/mol (UFF, text after eq 19).
  double inversion_constant(int atom) const
  {
    const auto is_terminal_oxygen = [&](const Neighbour &n) {
      return in.type(n.atom).name == "O_2" && in.graph.neighbours[n.atom].size() == 1;
    };
    const auto &n = in.graph.neighbours[atom];
    const bool carbonyl = in.crystal.atoms[atom].element == "C" &&
                          !in.chemistry.carboxylate[atom] &&
                          std::any_of(n.begin(), n.end(), is_terminal_oxygen);
    return carbonyl ? 50.0 : 6.0;
  }

  const TypedCrystal &in;
};

}    // namespace

void add_impropers(const TypedCrystal &typed_crystal, TermList<4> &list)
{
  ImproperTerms(typed_crystal).add_to(list);
}

}    // namespace softmode
