// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/bond_valence.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace {

constexpr double softness = 0.37;    // A, one for all pairs in both papers

// clang-format off
const std::map<std::string, std::vector<OxidationState>> states = {
    {"Li", {{1, 1.466}}}, {"Be", {{2, 1.381}}}, {"Na", {{1, 1.803}}}, {"Mg", {{2, 1.693}}},
    {"Al", {{3, 1.651}}}, {"K", {{1, 2.132}}}, {"Ca", {{2, 1.967}}}, {"Sc", {{3, 1.849}}},
    {"Ti", {{3, 1.791}, {4, 1.815}}}, {"V", {{3, 1.743}, {4, 1.784}, {5, 1.803}}},
    {"Cr", {{2, 1.73}, {3, 1.724}}}, {"Mn", {{2, 1.790}, {3, 1.760}}},
    {"Fe", {{2, 1.734}, {3, 1.759}}}, {"Co", {{2, 1.692}, {3, 1.70}}}, {"Ni", {{2, 1.654}}},
    {"Cu", {{2, 1.679}}}, {"Zn", {{2, 1.704}}}, {"Ga", {{3, 1.730}}}, {"Ge", {{4, 1.748}}},
    {"Rb", {{1, 2.263}}}, {"Sr", {{2, 2.118}}}, {"Y", {{3, 2.019}}}, {"Zr", {{4, 1.928}}},
    {"Nb", {{5, 1.911}}}, {"Mo", {{6, 1.907}}}, {"Rh", {{3, 1.793}}}, {"Pd", {{2, 1.792}}},
    {"Ag", {{1, 1.842}}}, {"Cd", {{2, 1.904}}}, {"In", {{3, 1.902}}},
    {"Sn", {{2, 1.984}, {4, 1.905}}}, {"Cs", {{1, 2.417}}}, {"Ba", {{2, 2.285}}},
    {"La", {{3, 2.172}}}, {"Ce", {{3, 2.151}, {4, 2.028}}}, {"Pr", {{3, 2.138}}},
    {"Nd", {{3, 2.105}}}, {"Sm", {{3, 2.088}}}, {"Eu", {{2, 2.147}, {3, 2.074}}},
    {"Gd", {{3, 2.065}}}, {"Tb", {{3, 2.032}}}, {"Dy", {{3, 2.001}}}, {"Ho", {{3, 2.025}}},
    {"Er", {{3, 1.988}}}, {"Tm", {{3, 2.000}}}, {"Yb", {{3, 1.965}}}, {"Lu", {{3, 1.971}}},
    {"Hf", {{4, 1.923}}}, {"Ta", {{5, 1.920}}}, {"W", {{6, 1.917}}}, {"Pt", {{2, 1.768}, {4, 1.879}}},
    {"Hg", {{2, 1.972}}}, {"Pb", {{2, 2.112}}}, {"Bi", {{3, 2.094}}}, {"Th", {{4, 2.167}}},
    {"U", {{4, 2.112}, {6, 2.075}}},
};
// clang-format on

}    // namespace

const std::vector<OxidationState> &oxidation_states(const std::string &element)
{
  static const std::vector<OxidationState> none;
  const auto found = states.find(element);
  return found == states.end() ? none : found->second;
}

double bond_valence(double r0, double distance)
{
  return std::exp((r0 - distance) / softness);
}

ValenceRange bond_valence_range(const std::string &element, double distance)
{
  const std::vector<OxidationState> &known = oxidation_states(element);
  const auto [least, most] = std::minmax_element(
      known.begin(), known.end(), [](const auto &a, const auto &b) { return a.r0 < b.r0; });
  return {bond_valence(least->r0, distance), bond_valence(most->r0, distance)};
}

}    // namespace softmode
