// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/lost_donors.h"

#include "chemistry/bond_valence.h"
#include "chemistry/formal_charge.h"

#include <algorithm>
#include <map>
#include <string>

namespace softmode {

namespace {

/// Oxygens about a metal with the bond valences of one oxidation state.
struct Shell {
  int oxygens = 0;
  double sum = 0.0;
  Eigen::Vector3d direction =
      Eigen::Vector3d::Zero();    // sum of unit vectors times valences, about 0 if whole
};

/// Of the whole shells of an element.
struct WholeShell {
  OxidationState state;
  int oxygens;
  double sum;
};

class DonorSearch {
 public:
  DonorSearch(const Crystal &c, const BondGraph &g, const Chemistry &chem) :
      crystal(c), graph(g), chemistry(chem)
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      if (chemistry.metal[i]) metals[crystal.atoms[i].element].push_back(i);
  }

  LostDonors find() const
  {
    LostDonors result{std::vector<std::optional<int>>(graph.size()),
                      std::vector<double>(graph.size())};
    for (const auto &[element, atoms] : metals) {
      const std::optional<WholeShell> whole = whole_shell(element, atoms);
      if (!whole) continue;
      for (const int i : atoms) {
        result.valence[i] = lost_valence(i, *whole);
        const std::optional<int> own = charge_of_metal(crystal, graph, chemistry, i);
        result.charge[i] =
            result.valence[i] > 0.0 ? whole->state.charge : own.value_or(whole->state.charge);
      }
    }
    return result;
  }

 private:
  bool has_only_oxygens(int metal) const
  {
    const auto &list = graph.neighbours[metal];
    return std::all_of(list.begin(), list.end(), [&](const Neighbour &n) {
      return chemistry.metal[n.atom] || crystal.atoms[n.atom].element == "O";
    });
  }

  Shell shell_of(int metal, double r0) const
  {
    Shell shell;
    for (const Neighbour &n : graph.neighbours[metal]) {
      if (crystal.atoms[n.atom].element != "O") continue;
      const double valence = bond_valence(r0, n.distance);
      ++shell.oxygens;
      shell.sum += valence;
      shell.direction +=
          valence * (crystal.cell * (crystal.atoms[n.atom].fractional + n.shift.cast<double>() -
                                     crystal.atoms[metal].fractional))
                        .normalized();
    }
    return shell;
  }

  // the most oxygens that at least a quarter of the metals have, or more
  int oxygens_of_whole(const std::vector<int> &atoms) const
  {
    std::vector<int> numbers;
    for (const int i : atoms) numbers.push_back(shell_of(i, 0.0).oxygens);
    std::sort(numbers.rbegin(), numbers.rend());
    return numbers[(numbers.size() - 1) / 4];
  }

  std::optional<WholeShell> whole_shell(const std::string &element,
                                        const std::vector<int> &atoms) const
  {
    const int oxygens = oxygens_of_whole(atoms);
    std::map<int, int> votes;    // by charge
    std::vector<int> whole;
    for (const int i : atoms) {
      if (!has_only_oxygens(i)) return {};
      if (shell_of(i, 0.0).oxygens < oxygens) continue;
      whole.push_back(i);
      const std::optional<int> charge = charge_of_metal(crystal, graph, chemistry, i);
      if (charge) ++votes[*charge];
    }
    for (const OxidationState &state : oxidation_states(element)) {
      if (2 * votes[state.charge] <= static_cast<int>(whole.size())) continue;
      double sum = 0.0;
      for (const int i : whole) sum += shell_of(i, state.r0).sum;
      return WholeShell{state, oxygens, sum / static_cast<double>(whole.size())};
    }
    return {};
  }

  double lost_valence(int metal, const WholeShell &whole) const
  {
    constexpr double least =
        0.13;    // of the charge: on ions 3+ and 4+ more than the share of a water
    const Shell shell = shell_of(metal, whole.state.r0);
    const double lost = whole.sum - shell.sum;
    const bool has_hole = shell.direction.norm() > 0.5 * lost;
    return shell.oxygens < whole.oxygens && lost > least * whole.state.charge && has_hole ? lost
                                                                                          : 0.0;
  }

  const Crystal &crystal;
  const BondGraph &graph;
  const Chemistry &chemistry;
  std::map<std::string, std::vector<int>> metals;    // by element
};

}    // namespace

LostDonors find_lost_donors(const Crystal &crystal, const BondGraph &graph,
                            const Chemistry &chemistry)
{
  return DonorSearch(crystal, graph, chemistry).find();
}

}    // namespace softmode
