// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/node_hydrogens.h"

#include "chemistry/bond_valence.h"
#include "chemistry/formal_charge.h"
#include "structure/fragments.h"
#include "structure/spread_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace softmode {

namespace {

constexpr double oh = 0.96, water_angle = 104.5, hydroxide_angle = 115.0;    // A, degrees

// Sums of bond valences about an oxygen without hydrogens. In crystals oxides have 1.7 to 2.2, hydroxides 0.8
// to 1.3, water 0.2 to 0.6. Below `certain` no oxide is left; up to `doubtful` it is only said, as short or
// long bonds of a poor or averaged structure lead there, too.
constexpr double certain = 1.45, doubtful = 1.6, certain_on_soft_metal = 1.1;
constexpr double certain_if_flat =
    1.2;    // on three metals: the oxide of basic carboxylates, M3O, is flat
constexpr int most_metals_of_hydroxide = 3;    // four leave no room for a hydrogen
constexpr double most_of_water = 0.65, most_of_terminal_water = 0.5, least_of_hydroxide = 0.62;
constexpr double least_of_oxo = 1.3;    // one bond: V=O 1.6 A has 1.6, Fe-OH 1.9 A 0.7
constexpr double least_of_terminal_hydroxide = 0.3;    // whatever the charge asks for
constexpr double same_valence = 0.1;                   // oxygens this close are not told apart
constexpr double charge_tolerance = 0.15;              // e

bool is_tetravalent(const std::string &element)
{
  static const std::set<std::string> elements{"Zr", "Hf", "Ce", "Th", "U"};
  return elements.count(element) > 0;
}

// bonds to these are long and many, so that some are beyond the bond search; or they have a lone pair
bool is_soft(const std::string &element)
{
  static const std::set<std::string> elements{"Li", "Na", "K",  "Rb", "Cs", "Ca", "Sr",
                                              "Ba", "Ag", "Hg", "Pb", "Bi", "Sn"};
  return elements.count(element) > 0;
}

/// An oxygen with metals and hydrogens alone.
struct NodeOxygen {
  int atom, metals = 0, hydrogens = 0;
  ValenceRange valence{};
  bool soft = false, flat = false;
  double mean() const { return (valence.low + valence.high) / 2; }
};

class NodeSearch {
 public:
  NodeSearch(const Crystal &c, const BondGraph &g, const Chemistry &chem) :
      crystal(c), graph(g), chemistry(chem), oxygen_of(g.size(), -1), added(g.size())
  {
  }

  MissingHydrogens find()
  {
    collect_oxygens();
    if (oxygens.empty()) return {};
    look_at_cores();
    for (const NodeOxygen &o : oxygens)
      if (o.metals > 1 && o.hydrogens == 0 && in_core.count(o.atom) == 0) look_at_bridge(o);
    look_at_terminal_oxygens();
    for (const NodeOxygen &o : oxygens)
      if (o.hydrogens == 1) look_at_hydroxide(o);
    return std::move(result);
  }

 private:
  void collect_oxygens()
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      if (crystal.atoms[i].element != "O") continue;
      NodeOxygen o{i};
      bool known = true;
      for (const Neighbour &n : graph.neighbours[i]) {
        const std::string &element = crystal.atoms[n.atom].element;
        if (element == "H" || element == "D") {
          ++o.hydrogens;
        } else if (chemistry.metal[n.atom] && !oxidation_states(element).empty()) {
          ++o.metals;
          const ValenceRange v = bond_valence_range(element, n.distance);
          o.valence.low += v.low;
          o.valence.high += v.high;
          o.soft = o.soft || is_soft(element);
        } else {
          known = false;
        }
      }
      if (!known || o.metals == 0) continue;
      o.flat = o.metals == 3 && is_flat(i);
      oxygen_of[i] = static_cast<int>(oxygens.size());
      oxygens.push_back(o);
    }
  }

  // metals in a plane with the oxygen: their directions add up to nearly nothing
  bool is_flat(int oxygen) const
  {
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    for (const Neighbour &n : graph.neighbours[oxygen])
      if (chemistry.metal[n.atom])
        sum += (crystal.cell * (crystal.atoms[n.atom].fractional + n.shift.cast<double>() -
                                crystal.atoms[oxygen].fractional))
                   .normalized();
    return sum.norm() < 0.4;    // 0.13 A out of the plane of bonds of 2 A
  }

  void add(const NodeOxygen &o, int count, const std::string &why)
  {
    const HydrogenPlacement placement =
        count == 0 ? HydrogenPlacement::undecided
        : o.metals > 1
            ? (count == 1 ? HydrogenPlacement::opposite : HydrogenPlacement::tetrahedral_pair)
        : count == 1 ? HydrogenPlacement::rotor
                     : HydrogenPlacement::flat_rotor;
    const std::string group = fmt::format("{} on {} metal{}", count == 2 ? "water" : "hydroxide",
                                          o.metals, o.metals == 1 ? "" : "s");
    result.atoms.push_back(
        {o.atom, count, placement, oh, count == 1 ? hydroxide_angle : water_angle, group, why});
    added[o.atom] = count;
  }

  // M3O of metals 3+, each two of which share two carboxylates. Models have its bonds too long. Nodes of metals 2+ are
  // hydroxides, and their bonds to the carboxylates are longer.
  bool is_basic_carboxylate(const NodeOxygen &o) const
  {
    constexpr int carboxylates = 6;
    constexpr double least_of_trivalent =
        0.42;    // mean valence of a bond to a carboxylate: 0.5, of metals 2+ 0.33
    std::map<int, std::set<int>> metals_of;    // by the carbon
    double valence = 0.0;
    int bonds = 0;
    for (const Neighbour &m : graph.neighbours[o.atom]) {
      if (!chemistry.metal[m.atom]) continue;
      const std::string &element = crystal.atoms[m.atom].element;
      if (oxidation_states(element).back().charge < 3) return false;
      for (const Neighbour &donor : graph.neighbours[m.atom]) {
        if (!chemistry.carboxylate[donor.atom]) continue;
        const ValenceRange v = bond_valence_range(element, donor.distance);
        valence += (v.low + v.high) / 2;
        ++bonds;
        for (const Neighbour &c : graph.neighbours[donor.atom])
          if (chemistry.carboxylate[c.atom]) metals_of[c.atom].insert(m.atom);
      }
    }
    const auto shared = std::count_if(metals_of.begin(), metals_of.end(),
                                      [](const auto &group) { return group.second.size() == 2; });
    return o.flat && shared == carboxylates && valence > least_of_trivalent * bonds;
  }

  void look_at_bridge(const NodeOxygen &o)
  {
    if (is_basic_carboxylate(o)) return;
    const std::string what =
        fmt::format("oxygen on {} metals with a bond-valence sum of {:.2f}", o.metals, o.mean());
    const double border = o.soft ? certain_on_soft_metal : o.flat ? certain_if_flat : certain;
    if (o.metals <= most_metals_of_hydroxide && o.valence.high < border) {
      const bool water = o.valence.high < most_of_water;
      add(o, water ? 2 : 1,
          fmt::format("is an {}, {}", what,
                      water ? "water without its hydrogens (an oxide has 2)"
                            : "a hydroxide without its hydrogen (an oxide has 2)"));
    } else if (!o.soft && o.valence.high < doubtful) {
      result.doubts.push_back(fmt::format("{} is an {}: an oxide has 2; is it a hydroxide whose "
                                          "hydrogen was not found?",
                                          crystal.atoms[o.atom].label, what));
    }
  }

  // bonds to all its metals as long as those of water: of its two hydrogens one was not found
  void look_at_hydroxide(const NodeOxygen &o)
  {
    const double border = o.metals == 1 ? most_of_terminal_water : most_of_water;
    if (o.soft || o.metals > 2 || o.valence.high > border) return;
    result.atoms.push_back(
        {o.atom, 1,
         o.metals == 1 ? HydrogenPlacement::tetrahedral_side : HydrogenPlacement::opposite, oh,
         water_angle, fmt::format("water on {} metal{}", o.metals, o.metals == 1 ? "" : "s"),
         fmt::format("is an oxygen on {} metal{} with a bond-valence sum of {:.2f}, as water has "
                     "it, with 1 hydrogen, expected 2",
                     o.metals, o.metals == 1 ? "" : "s", o.mean())});
    result.atoms.back().partly = true;
  }

  // Four of the eight oxygens of M6O8 are hydroxides in every known node, and the formal charge of the node
  // does not close otherwise whatever else it binds. Where X-rays see the mean of both, valences are equal.
  void look_at_cores()
  {
    constexpr std::size_t core_metals = 6, core_oxygens = 8;
    constexpr int core_hydroxides = 4;
    std::vector<bool> member(graph.size());
    for (const NodeOxygen &o : oxygens) {
      if (!is_on_three_tetravalent(o)) continue;
      member[o.atom] = true;
      for (const Neighbour &n : graph.neighbours[o.atom])
        if (chemistry.metal[n.atom]) member[n.atom] = true;
    }
    for (const Fragment &fragment : fragments(graph, member)) {
      std::vector<int> core;    // indices of its oxygens
      int hydrogens = 0;
      for (const int i : fragment.atoms)
        if (oxygen_of[i] >= 0) {
          core.push_back(oxygen_of[i]);
          hydrogens += oxygens[oxygen_of[i]].hydrogens;
        }
      if (fragment.dimension > 0 || core.size() != core_oxygens ||
          fragment.atoms.size() != core_oxygens + core_metals)
        continue;
      for (const int k : core) in_core.insert(oxygens[k].atom);
      if (hydrogens < core_hydroxides) complete_core(fragment, core, core_hydroxides);
    }
  }

  bool is_on_three_tetravalent(const NodeOxygen &o) const
  {
    return o.metals == 3 && std::all_of(graph.neighbours[o.atom].begin(),
                                        graph.neighbours[o.atom].end(), [&](const Neighbour &n) {
                                          return !chemistry.metal[n.atom] ||
                                                 is_tetravalent(crystal.atoms[n.atom].element);
                                        });
  }

  // the longest bonds decide; where they are equal, the oxygens that lie farthest apart
  void complete_core(const Fragment &fragment, std::vector<int> core, int hydroxides)
  {
    std::stable_sort(core.begin(), core.end(), [&](int a, int b) {
      if (oxygens[a].hydrogens != oxygens[b].hydrogens)
        return oxygens[a].hydrogens > oxygens[b].hydrogens;
      return oxygens[a].mean() < oxygens[b].mean();
    });
    const std::vector<int> chosen = lowest_valences(fragment, core, hydroxides);
    std::string metals = crystal.atoms[metal_of(oxygens[core[0]].atom)].element;
    for (const int k : chosen)
      if (oxygens[k].hydrogens == 0)
        add(oxygens[k], 1,
            fmt::format("is one of the eight oxygens of {}6O8, of which four are hydroxides by "
                        "the node's charge (bond-valence sum {:.2f})",
                        metals, oxygens[k].mean()));
  }

  int metal_of(int oxygen) const
  {
    for (const Neighbour &n : graph.neighbours[oxygen])
      if (chemistry.metal[n.atom]) return n.atom;
    return oxygen;
  }

  // `sorted` by hydrogens, then valence; equal ones at the border are spread out
  std::vector<int> lowest_valences(const Fragment &fragment, const std::vector<int> &sorted,
                                   int count)
  {
    const double border = oxygens[sorted[count - 1]].mean();
    std::vector<int> sure, open;
    for (const int k : sorted) {
      const bool has_hydrogen = oxygens[k].hydrogens > 0;
      if (has_hydrogen || oxygens[k].mean() < border - same_valence)
        sure.push_back(k);
      else if (oxygens[k].mean() < border + same_valence)
        open.push_back(k);
    }
    if (static_cast<int>(sure.size() + open.size()) == count) {
      sure.insert(sure.end(), open.begin(), open.end());
      return sure;
    }
    std::vector<int> all = sure;
    all.insert(all.end(), open.begin(), open.end());
    std::vector<int> atoms, fixed(sure.size());
    for (const int k : all) atoms.push_back(oxygens[k].atom);
    std::iota(fixed.begin(), fixed.end(), 0);
    std::vector<int> chosen;
    for (const int k : spread_out(distances(fragment, atoms), count, fixed))
      chosen.push_back(all[k]);
    result.models.push_back(fmt::format(
        "bond lengths do not tell which {} of {} oxygens ({}, ...) are hydroxides: those "
        "farthest apart were taken",
        count - static_cast<int>(sure.size()), open.size(),
        crystal.atoms[oxygens[open[0]].atom].label));
    return chosen;
  }

  // between atoms of one fragment, along its bonds: not to their images
  std::vector<std::vector<double>> distances(const Fragment &fragment,
                                             const std::vector<int> &atoms) const
  {
    std::map<int, Eigen::Vector3i> image{{fragment.atoms[0], Eigen::Vector3i::Zero()}};
    std::vector<int> order{fragment.atoms[0]};
    for (std::size_t next = 0; next < order.size(); ++next)
      for (const Neighbour &n : graph.neighbours[order[next]])
        if (std::binary_search(fragment.atoms.begin(), fragment.atoms.end(), n.atom) &&
            image.emplace(n.atom, image.at(order[next]) + n.shift).second)
          order.push_back(n.atom);
    const auto position = [&](int i) -> Eigen::Vector3d {
      return crystal.cell * (crystal.atoms[i].fractional + image.at(i).cast<double>());
    };
    std::vector<std::vector<double>> result(atoms.size(), std::vector<double>(atoms.size()));
    for (std::size_t i = 0; i < atoms.size(); ++i)
      for (std::size_t j = 0; j < atoms.size(); ++j)
        result[i][j] = (position(atoms[i]) - position(atoms[j])).norm();
    return result;
  }

  // oxygens on one metal, node by node: as many are hydroxides as the charge of the node asks for
  void look_at_terminal_oxygens()
  {
    std::vector<bool> member = chemistry.metal;
    bool any = false;
    for (const NodeOxygen &o : oxygens) {
      member[o.atom] = true;
      any = any || is_open(o);
    }
    if (!any) return;
    count_bonds_of_carboxylates();
    for (const Fragment &fragment : fragments(graph, member)) look_at_terminal_oxygens(fragment);
  }

  static bool is_open(const NodeOxygen &o)
  {
    return o.metals == 1 && o.hydrogens == 0 && o.valence.high < least_of_oxo;
  }

  void look_at_terminal_oxygens(const Fragment &fragment)
  {
    std::vector<int> open;    // indices into oxygens, shortest bond first
    for (const int i : fragment.atoms)
      if (oxygen_of[i] >= 0 && is_open(oxygens[oxygen_of[i]])) open.push_back(oxygen_of[i]);
    if (open.empty()) return;
    std::stable_sort(open.begin(), open.end(),
                     [&](int a, int b) { return oxygens[a].mean() > oxygens[b].mean(); });
    bool known = true;
    const double charge = charge_of(fragment, known);
    const int hydroxides = static_cast<int>(std::lround(charge));
    known = known && std::fabs(charge - hydroxides) < charge_tolerance && hydroxides >= 0 &&
            hydroxides <= static_cast<int>(open.size()) &&
            (hydroxides == 0 ||
             oxygens[open[hydroxides - 1]].valence.high > least_of_terminal_hydroxide);
    if (known && hydroxides > 0 && hydroxides < static_cast<int>(open.size()) &&
        oxygens[open[hydroxides - 1]].mean() - oxygens[open[hydroxides]].mean() < same_valence)
      result.models.push_back(
          fmt::format("bond lengths do not tell which {} of {} oxygens on one metal ({}, ...) are "
                      "hydroxides: the first of the shortest were taken",
                      hydroxides, open.size(), crystal.atoms[oxygens[open[0]].atom].label));
    for (int k = 0; k < static_cast<int>(open.size()); ++k)
      add_terminal(oxygens[open[k]], known ? (k < hydroxides ? 1 : 2) : 0);
  }

  // count 0: the valence alone decides, or nothing does
  void add_terminal(const NodeOxygen &o, int count)
  {
    if (count == 0 && o.valence.high < most_of_terminal_water) count = 2;
    if (count == 0 && o.valence.low > least_of_hydroxide) count = 1;
    add(o, count,
        fmt::format("is an oxygen on one metal with a bond valence of {:.2f}, {} (an oxo has 2)",
                    o.mean(),
                    count == 2   ? "water without its hydrogens"
                    : count == 1 ? "a hydroxide without its hydrogen"
                                 : "a hydroxide or water without hydrogens"));
  }

  void count_bonds_of_carboxylates()
  {
    for (std::size_t k = 0; k < chemistry.topology.carboxylates.size(); ++k)
      for (const AtomTag o : chemistry.topology.carboxylates[k].oxygens)
        carboxylate_of[static_cast<int>(o)] = static_cast<int>(k);
    for (const MetalCarboxylateBond &b : chemistry.topology.bonds) ++bonds_of[b.carboxylate];
  }

  // formal charge of a node with all that binds to it, its open oxygens as water
  double charge_of(const Fragment &fragment, bool &known) const
  {
    double charge = 0.0;
    for (const int i : fragment.atoms) {
      if (oxygen_of[i] >= 0) {
        const NodeOxygen &o = oxygens[oxygen_of[i]];
        if (!is_open(o)) charge += o.hydrogens + added[i] - 2;
        continue;
      }
      const std::optional<int> own = charge_of_metal(crystal, graph, chemistry, i);
      known = known && own.has_value();
      charge += own.value_or(0);
      for (const Neighbour &n : graph.neighbours[i])
        if (!chemistry.metal[n.atom] && oxygen_of[n.atom] < 0)
          charge += charge_of_bond(n.atom, known);
    }
    return charge;
  }

  // share of the charge of a ligand that one of its bonds to metals brings
  double charge_of_bond(int donor, bool &known) const
  {
    const auto carboxylate = carboxylate_of.find(donor);
    if (carboxylate != carboxylate_of.end() && !chemistry.topology.imidazolates)
      return -1.0 / bonds_of.at(carboxylate->second);
    const auto charge = charge_of_donor(crystal, graph, chemistry, donor);
    known = known && charge.has_value();
    return charge.value_or(0.0) / count_metals(donor);
  }

  int count_metals(int atom) const
  {
    const auto &list = graph.neighbours[atom];
    return static_cast<int>(std::count_if(
        list.begin(), list.end(), [&](const Neighbour &n) { return chemistry.metal[n.atom]; }));
  }

  const Crystal &crystal;
  const BondGraph &graph;
  const Chemistry &chemistry;
  std::vector<NodeOxygen> oxygens;
  std::vector<int> oxygen_of;    // index into oxygens, -1 for other atoms
  std::vector<int> added;        // hydrogens that an atom lacks
  std::set<int> in_core;
  std::map<int, int> carboxylate_of, bonds_of;
  MissingHydrogens result;
};

}    // namespace

MissingHydrogens find_missing_hydrogens_of_nodes(const Crystal &crystal, const BondGraph &graph,
                                                 const Chemistry &chemistry)
{
  return NodeSearch(crystal, graph, chemistry).find();
}

}    // namespace softmode
