// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/coupling.h"

#include "support/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

void check_weights(const PerceivedCrystal &in)
{
  std::set<std::string> metals;
  for (const MetalCarboxylateBond &bond : in.coupled_bonds())
    metals.insert(in.crystal.atoms[bond.metal].element);
  for (const auto &[metal, weight] : in.potential.overlay->weights)
    if (metals.count(metal) == 0)
      fail(ExitCode::parameters,
           "{}: overlay.weights.{}: the metals that are bonded to carboxylates in {} are {}",
           in.potential.file.string(), metal, in.crystal.source, fmt::join(metals, ", "));
}

/// How many bonds to metals the two oxygens of a carboxylate have, the more bonded one first.
std::set<std::array<int, 2>> bonds_of_oxygens(const PerceivedCrystal &in)
{
  std::map<std::size_t, int> bonds_of;
  for (const MetalCarboxylateBond &bond : in.coupled_bonds()) ++bonds_of[bond.oxygen];
  std::set<std::array<int, 2>> found;
  for (const Carboxylate &c : in.chemistry.topology.carboxylates) {
    const int first = bonds_of[c.oxygens[0]], second = bonds_of[c.oxygens[1]];
    found.insert({std::max(first, second), std::min(first, second)});
  }
  return found;
}

/// The softest of all states is one where all bonds of an oxygen are tight or all are loose: an eigenvalue is a concave function
/// of the numbers of loose bonds.
void check_restoring_force(const PerceivedCrystal &in)
{
  const Overlay &o = *in.potential.overlay;
  const CarboxylateBlock &block = in.potential.carboxylate;
  const double K = block.co_constant->value / 2.0,
               F = block.co_co_constant ? block.co_co_constant->value : 0.0,
               dk = o.stretch_change.value, df = o.cross_change ? o.cross_change->value : 0.0;
  for (const auto &[first, second] : bonds_of_oxygens(in))
    for (const int i : {0, first})
      for (const int j : {0, second}) {
        const double left = softest_stretch(K + dk * i, K + dk * j, F + df * (i + j));
        if (left > 0.0) continue;
        fail(ExitCode::parameters,
             "{}: overlay: stretch-change {:g} and cross-change {:g} kcal/mol/A2 leave a "
             "carboxylate "
             "of {} no restoring force: with {} and {} loose metal bonds at its oxygens a "
             "combination of its C-O has the constant {:.0f} instead of {:.0f} kcal/mol/A2; take "
             "smaller changes",
             in.potential.file.string(), dk, df, in.crystal.source, i, j, left,
             softest_stretch(K, K, F));
      }
}

}    // namespace

double softest_stretch(double K1, double K2, double F)
{
  return (K1 + K2 - std::hypot(K1 - K2, F)) / 2.0;
}

void check_overlay(const PerceivedCrystal &in)
{
  if (!in.potential.overlay) return;
  check_weights(in);
  check_restoring_force(in);
}

}    // namespace softmode
