// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/formal_charge.h"

#include "chemistry/bond_valence.h"
#include "chemistry/lost_donors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

constexpr double same_charge = 0.6;    // between a sum of valences and the charge of a state

bool is_hydrogen(const Crystal &crystal, int atom)
{
  return crystal.atoms[atom].element == "H" || crystal.atoms[atom].element == "D";
}

bool is_halogen(const std::string &element)
{
  return element == "F" || element == "Cl" || element == "Br" || element == "I";
}

// has the carbon of an oxygen another oxygen?
bool is_on_carboxyl(const Crystal &crystal, const BondGraph &graph, int oxygen)
{
  for (const Neighbour &c : graph.neighbours[oxygen])
    for (const Neighbour &o : graph.neighbours[c.atom])
      if (crystal.atoms[c.atom].element == "C" && crystal.atoms[o.atom].element == "O" &&
          o.atom != oxygen)
        return true;
  return false;
}

// do these two neighbours of an atom have neighbours that are bonded to each other?
bool closes_ring_of_five(const BondGraph &graph, int atom, int first, int second)
{
  for (const Neighbour &a : graph.neighbours[first])
    for (const Neighbour &b : graph.neighbours[second])
      for (const Neighbour &next : graph.neighbours[a.atom])
        if (a.atom != atom && b.atom != atom && next.atom == b.atom) return true;
  return false;
}

// in a ring of five, whose charge is open; imines and rings of six are neutral
bool is_azole(const BondGraph &graph, const Chemistry &chemistry, int nitrogen)
{
  const auto &list = graph.neighbours[nitrogen];
  for (std::size_t i = 0; i < list.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (!chemistry.metal[list[i].atom] && !chemistry.metal[list[k].atom] &&
          closes_ring_of_five(graph, nitrogen, list[k].atom, list[i].atom))
        return true;
  return false;
}

// of an oxygen on one carbon by the length of their bond: carbonyl 1.22, phenolate 1.33 A
std::optional<double> charge_of_oxygen_on_carbon(double length)
{
  constexpr double longest_carbonyl = 1.27, shortest_phenolate = 1.29;
  if (length < longest_carbonyl) return 0.0;
  if (length > shortest_phenolate) return -1.0;
  return {};
}

}    // namespace

std::optional<int> charge_of_metal(const Crystal &crystal, const BondGraph &graph,
                                   const Chemistry &chemistry, int metal)
{
  const std::vector<OxidationState> &states = oxidation_states(crystal.atoms[metal].element);
  if (states.size() == 1) return states[0].charge;
  double least = same_charge;
  std::optional<int> charge;
  for (const OxidationState &state : states) {
    double sum = 0.0;
    for (const Neighbour &n : graph.neighbours[metal]) {
      if (chemistry.metal[n.atom]) continue;
      if (crystal.atoms[n.atom].element != "O") return {};
      sum += bond_valence(state.r0, n.distance);
    }
    if (std::fabs(sum - state.charge) > least) continue;
    least = std::fabs(sum - state.charge);
    charge = state.charge;
  }
  return charge;
}

std::optional<double> charge_of_donor(const Crystal &crystal, const BondGraph &graph,
                                      const Chemistry &chemistry, int donor)
{
  const auto &list = graph.neighbours[donor];
  const std::string &element = crystal.atoms[donor].element;
  int metals = 0, carbons = 0, hydrogens = 0;
  double to_carbon = 0.0;
  for (const Neighbour &n : list) {
    metals += chemistry.metal[n.atom];
    hydrogens += is_hydrogen(crystal, n.atom);
    if (crystal.atoms[n.atom].element != "C") continue;
    ++carbons;
    to_carbon = n.distance;
  }
  if (metals + carbons + hydrogens != static_cast<int>(list.size())) return {};
  if (is_halogen(element))
    return carbons + hydrogens == 0 ? std::optional<double>(-1.0) : std::nullopt;
  if (element == "O" && carbons == 1 && hydrogens == 0) {
    if (is_on_carboxyl(crystal, graph, donor)) return {};    // a bare formate, or an acid
    return charge_of_oxygen_on_carbon(to_carbon);
  }
  if (element == "O" && carbons + hydrogens == 2) return 0.0;
  if (element == "N" && metals == 1 && (carbons == 1 || carbons + hydrogens == 3)) return 0.0;
  if (element == "N" && metals == 1 && carbons == 2 && hydrogens == 0 &&
      !is_azole(graph, chemistry, donor))
    return 0.0;
  return {};
}

namespace {

// bonds to these are long and many, so that some are beyond the bond search; or they have a lone pair
bool has_long_bonds(const std::string &element)
{
  static const std::set<std::string> elements{"Li", "Na", "K",  "Rb", "Cs", "Ca", "Sr",
                                              "Ba", "Ag", "Hg", "Pb", "Bi", "Sn"};
  return elements.count(element) > 0;
}

// in frameworks these have lower states, too, whose bond valences are not known: Rh2 and Mo2 of paddle wheels
bool has_open_state(const std::string &element)
{
  static const std::set<std::string> elements{"Nb", "Mo", "Rh", "Ta", "W"};
  return elements.count(element) > 0;
}

/// Oxygens about a metal, and the sum of their bond valences.
struct OxygenShell {
  int oxygens = 0, others = 0;    // others: donors that are no oxygen
  double sum = 0.0;
};

OxygenShell oxygens_of_metal(const Crystal &crystal, const BondGraph &graph,
                             const Chemistry &chemistry, int metal, const OxidationState &state)
{
  OxygenShell shell;
  for (const Neighbour &n : graph.neighbours[metal]) {
    if (chemistry.metal[n.atom]) continue;
    if (crystal.atoms[n.atom].element != "O") {
      ++shell.others;
      continue;
    }
    ++shell.oxygens;
    shell.sum += bond_valence(state.r0, n.distance);
  }
  return shell;
}

// what softmode repeated on its own account is no part of the file
int cells_in(const Crystal &crystal)
{
  const std::array<int, 3> &n = crystal.repeats_for_lammps;
  return n[0] * n[1] * n[2];
}

/// Charges of all atoms, and what was counted. Groups are counted at one of their atoms.
class ChargeCount {
 public:
  ChargeCount(const Crystal &c, const BondGraph &g, const Chemistry &chem,
              const MissingHydrogens &missing, const LostDonors &lost_donors) :
      crystal(c),
      graph(g), chemistry(chem), lost(lost_donors), cells(cells_in(c)), to_come(g.size())
  {
    for (const MissingHydrogen &m : missing.atoms) {
      to_come[m.atom] = m.count;
      known = known && m.count > 0 && !m.partly;
    }
    for (int i = 0; known && i < static_cast<int>(graph.size()); ++i) count(i);
  }

  // 0 if the metals can have states with which it closes; empty if it is not known
  std::optional<int> total() const
  {
    if (explains_lost_donors()) return static_cast<int>(std::lround(sum + of_whole)) / cells;
    const double nearest = std::round(sum + of_metals);
    if (!known || !states_known || std::fabs(sum + of_metals - nearest) > 0.1) return {};
    const bool closes = sum + least_of_metals < 0.5 && sum + most_of_metals > -0.5;
    return closes ? 0 : static_cast<int>(nearest) / cells;
  }

  // Lower states of some metals would hide an anion that is lost: where metals have lost donors, and their valence is
  // about the charge that is open, the states are those of the whole shells.
  bool explains_lost_donors() const
  {
    const double open = sum + of_whole;
    return known && whole_known && open > 0.5 && std::fabs(open - std::round(open)) < 0.1 &&
           lost_valence > 0.7 * open && lost_valence < 1.6 * open;
  }

  // "32 Zn 2+, 48 carboxylates 1-"
  std::string parts() const
  {
    std::map<std::string, int> all = counts;
    for (const auto &[name, number] : explains_lost_donors() ? whole_metals : nearest_metals)
      all[name] += number;
    std::string text;
    for (const auto &[name, number] : all)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number / cells, name);
    return text;
  }

 private:
  void add(const std::optional<double> &charge, const std::string &name)
  {
    known = known && charge.has_value();
    if (!known || *charge == 0.0) return;
    sum += *charge;
    ++counts[fmt::format("{} {:g}{}", name, std::fabs(*charge), *charge > 0.0 ? "+" : "-")];
  }

  void count(int i)
  {
    const std::string &element = crystal.atoms[i].element;
    if (chemistry.metal[i])
      count_metal(i);
    else if (chemistry.azolate_nitrogen[i])
      add(-0.5, "N of imidazolates");
    else if (element == "C")
      add(charge_of_carbon(i), "carboxylate");
    else if (element == "O")
      count_oxygen(i);
    else if (element == "N")
      count_nitrogen(i);
    else if (is_hydrogen(crystal, i))
      add(graph.neighbours[i].size() == 1 && metals(i) == 0 ? std::optional<double>(0.0)
                                                            : std::nullopt,
          "H");
    else if (is_halogen(element))
      add(holds(i, "C") == 1 ? 0.0 : charge_of_donor(crystal, graph, chemistry, i), element);
    else if (element == "S")    // thiophenes and thioethers
      add(holds(i, "C") == 2 && graph.neighbours[i].size() == 2 ? std::optional<double>(0.0)
                                                                : std::nullopt,
          "S");
    else
      known = false;
  }

  void count_nitrogen(int i)
  {
    const std::optional<double> charge = charge_of_nitrogen(i);
    const double known_charge = charge.value_or(0.0);
    add(charge, holds(i, "O") > 2      ? "nitrate"
                : known_charge == 1.0  ? "ammonium"
                : known_charge == 0.5  ? "N of imidazoliums"
                : known_charge == -0.5 ? "N of imidazolates"
                                       : "N");
  }

  void count_metal(int i)
  {
    const std::string &element = crystal.atoms[i].element;
    const std::vector<int> possible =
        has_open_state(element) ? std::vector<int>{} : possible_charges(i);
    const std::optional<int> nearest = charge_of_metal(crystal, graph, chemistry, i);
    count_as_whole(i, possible);
    states_known = states_known && !possible.empty();
    if (possible.empty()) return;
    const int charge = nearest.value_or(possible.back());
    of_metals += charge;
    least_of_metals += possible.front();
    most_of_metals += possible.back();
    ++nearest_metals[fmt::format("{} {}+", element, charge)];
  }

  // in the state of the whole shells of its element
  void count_as_whole(int i, const std::vector<int> &possible)
  {
    const std::string &element = crystal.atoms[i].element;
    std::optional<int> charge = has_open_state(element) ? std::nullopt : lost.charge[i];
    if (!charge && possible.size() == 1) charge = possible[0];
    whole_known = whole_known && charge;
    if (!charge) return;
    of_whole += *charge;
    lost_valence += lost.valence[i];
    ++whole_metals[fmt::format("{} {}+", element, *charge)];
  }

  // ascending; averaged and mixed-valent metals have sums between those of their states
  std::vector<int> possible_charges(int i) const
  {
    constexpr double between = 0.75;
    const std::vector<OxidationState> &states = oxidation_states(crystal.atoms[i].element);
    std::vector<int> result;
    for (const OxidationState &state : states) {
      const OxygenShell shell = oxygens_of_metal(crystal, graph, chemistry, i, state);
      if (states.size() == 1 ||
          (shell.others == 0 && std::fabs(shell.sum - state.charge) < between))
        result.push_back(state.charge);
    }
    // copper on nitrogen is as often Cu+, which has no state here
    if (crystal.atoms[i].element == "Cu" && holds(i, "O") < 3 &&
        metals(i) + holds(i, "O") < static_cast<int>(graph.neighbours[i].size()))
      result.clear();
    return result;
  }

  int holds(int i, const std::string &element) const
  {
    const auto &list = graph.neighbours[i];
    return static_cast<int>(std::count_if(list.begin(), list.end(), [&](const Neighbour &n) {
      return crystal.atoms[n.atom].element == element;
    }));
  }
  int hydrogens(int i) const { return holds(i, "H") + holds(i, "D") + to_come[i]; }
  int metals(int i) const
  {
    const auto &list = graph.neighbours[i];
    return static_cast<int>(std::count_if(
        list.begin(), list.end(), [&](const Neighbour &n) { return chemistry.metal[n.atom]; }));
  }
  int nonmetals(int i) const { return static_cast<int>(graph.neighbours[i].size()) - metals(i); }

  std::optional<double> charge_of_carbon(int i) const
  {
    if (metals(i) > 0) return {};
    return chemistry.carboxylate[i] ? -1.0 : 0.0;
  }

  void count_oxygen(int i)
  {
    if (chemistry.carboxylate[i]) {    // counted at the carbon; an acid's hydrogen may be to come
      if (to_come[i] > 0) add(1.0, "acid H");
      return;
    }
    const int others = nonmetals(i) - holds(i, "H") - holds(i, "D");
    if (others == 0) {
      if (graph.neighbours[i].empty() && to_come[i] == 0) known = false;
      const int h = hydrogens(i);
      add(h - 2.0, h == 0 ? "O" : h == 1 ? "OH" : "H3O");
    } else if (others + hydrogens(i) == 2) {
      add(0.0, "O");
    } else if (holds(i, "N") == 1) {    // counted at the nitrogen
    } else if (holds(i, "C") == 1 && others == 1) {
      add(is_on_carboxyl(crystal, graph, i) ? charge_of_acyl(i) : charge_of_oxygen_on_carbon(i),
          "phenolate");
    } else {
      known = false;
    }
  }

  // phenolates, and carbonyl of amides and aldehydes; that of quinones and diketonates may have a charge
  std::optional<double> charge_of_oxygen_on_carbon(int oxygen) const
  {
    constexpr double longest_carbonyl = 1.27, shortest_phenolate = 1.31;    // A
    for (const Neighbour &c : graph.neighbours[oxygen]) {
      if (crystal.atoms[c.atom].element != "C") continue;
      if (chemistry.aromatic[c.atom])
        return c.distance > shortest_phenolate ? std::optional<double>(-1.0) : std::nullopt;
      const bool plain = holds(c.atom, "N") > 0 || hydrogens(c.atom) > 0;
      if (plain && graph.neighbours[c.atom].size() == 3 && c.distance < longest_carbonyl)
        return 0.0;
    }
    return {};
  }

  // C=O beside the OH or OR of an acid or ester
  std::optional<double> charge_of_acyl(int oxygen) const
  {
    for (const Neighbour &c : graph.neighbours[oxygen])
      for (const Neighbour &o : graph.neighbours[c.atom])
        if (crystal.atoms[c.atom].element == "C" && crystal.atoms[o.atom].element == "O" &&
            o.atom != oxygen && nonmetals(o.atom) + to_come[o.atom] == 2)
          return 0.0;
    return {};
  }

  // of dicyanamide
  bool is_between_linear(int i) const
  {
    return std::all_of(graph.neighbours[i].begin(), graph.neighbours[i].end(),
                       [&](const Neighbour &n) { return nonmetals(n.atom) == 2; });
  }

  bool is_imidazole_nitrogen(int i) const
  {
    const int carbons = holds(i, "C"), h = hydrogens(i);
    return crystal.atoms[i].element == "N" && chemistry.aromatic[i] &&
           is_azole(graph, chemistry, i) && (carbons == 2 || carbons == 3) &&
           carbons + h == nonmetals(i) + to_come[i] && carbons + h <= 3;
  }

  // Half the charge of an imidazole: 1- if neither N has a hydrogen or a carbon beside the ring, 1+ if both have.
  // Of pyrazoles, triazoles and imidazolones it is not told.
  std::optional<double> charge_of_imidazole_nitrogen(int i) const
  {
    if (!is_imidazole_nitrogen(i)) return {};
    for (const Neighbour &c : graph.neighbours[i]) {
      if (holds(c.atom, "N") != 2 || holds(c.atom, "C") + hydrogens(c.atom) != 1) continue;
      for (const Neighbour &n : graph.neighbours[c.atom])
        if (n.atom != i && is_imidazole_nitrogen(n.atom))
          return (nonmetals(i) + to_come[i] + nonmetals(n.atom) + to_come[n.atom] - 5) / 2.0;
    }
    return {};
  }

  std::optional<double> charge_of_nitrogen(int i) const
  {
    const int oxygens = holds(i, "O"), carbons = holds(i, "C"), h = hydrogens(i);
    const int degree = nonmetals(i) + to_come[i];
    if (oxygens > 0)
      return oxygens == 3 && degree == 3                   ? std::optional<double>(-1.0)
             : oxygens == 2 && carbons == 1 && degree == 3 ? std::optional<double>(0.0)
                                                           : std::nullopt;
    const auto imidazole = charge_of_imidazole_nitrogen(i);
    if (imidazole) return imidazole;
    if (metals(i) > 0) return charge_of_donor(crystal, graph, chemistry, i);
    if (degree == 4 && carbons + h == 4) return 1.0;    // ammonium
    if (carbons + h == 0 || degree > 3) return {};
    if (is_azole(graph, chemistry, i))
      return degree == 3 && h == 1 ? std::optional<double>(0.0) : std::nullopt;
    if (chemistry.aromatic[i] && degree == 3) return {};    // pyridinium
    if (degree == 2 && !chemistry.aromatic[i] && h == 0 && is_between_linear(i)) return {};
    return 0.0;
  }

  const Crystal &crystal;
  const BondGraph &graph;
  const Chemistry &chemistry;
  const LostDonors &lost;
  const int cells;
  std::vector<int> to_come;    // hydrogens that are missing
  bool known = true;           // all but the metals
  double sum = 0.0;            // of all but metals
  double of_metals = 0.0, least_of_metals = 0.0, most_of_metals = 0.0;
  bool states_known = true, whole_known = true;
  double of_whole = 0.0, lost_valence = 0.0;    // metals in the states of whole shells
  std::map<std::string, int> counts, nearest_metals, whole_metals;
};

// Metals with less than this share of the charge of each of their states, one line a site.
std::vector<std::string> starved_metals(const Crystal &crystal, const BondGraph &graph,
                                        const Chemistry &chemistry, double share)
{
  std::map<std::string, std::pair<std::string, int>> sites;    // line and images
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
    const CrystalAtom &a = crystal.atoms[i];
    if (!chemistry.metal[i] || has_long_bonds(a.element) || has_open_state(a.element)) continue;
    const OxidationState *lowest = nullptr;
    OxygenShell shell;
    bool starved = true;
    for (const OxidationState &state : oxidation_states(a.element)) {
      const OxygenShell here = oxygens_of_metal(crystal, graph, chemistry, i, state);
      starved = starved && here.others == 0 && here.oxygens > 0 && here.sum < share * state.charge;
      if (lowest) continue;
      lowest = &state;
      shell = here;
    }
    if (!lowest || !starved) continue;
    const std::string what = fmt::format(
        "is {} with {} oxygen{} and a bond-valence sum of {:.2f}, expected about {}", a.element,
        shell.oxygens, shell.oxygens == 1 ? "" : "s", shell.sum, lowest->charge);
    auto &[line, images] = sites[a.label + what];
    if (images++ == 0)
      line = fmt::format("{} ({:.3f} {:.3f} {:.3f}) {}", a.label, a.fractional[0], a.fractional[1],
                         a.fractional[2], what);
  }
  std::vector<std::string> lines;
  for (const auto &[key, site] : sites) {
    const int images = std::max(1, site.second / cells_in(crystal));
    lines.push_back(
        site.first + (images > 1 ? fmt::format(" ({} such atoms)", images) : "") +
        ": are oxygens of its node missing, or alternatives or symmetry left out? Compare with "
        "the published coordination");
  }
  return lines;
}

// " (fewer oxygens than others of their element: Ti1 (0.301 0.500 0.069), ... and 3 more)"
std::string name_lost_donors(const Crystal &crystal, const LostDonors &lost)
{
  constexpr int most_names = 3;
  std::string names;
  int count = 0;
  for (std::size_t i = 0; i < lost.valence.size() / cells_in(crystal); ++i) {
    const CrystalAtom &a = crystal.atoms[i];
    if (lost.valence[i] > 0.0 && ++count <= most_names)
      names += fmt::format("{}{} ({:.3f} {:.3f} {:.3f})", count > 1 ? ", " : "", a.label,
                           a.fractional[0], a.fractional[1], a.fractional[2]);
  }
  if (count > most_names) names += fmt::format(" and {} more", count - most_names);
  return fmt::format(" (fewer oxygens than others of their element: {})", names);
}

}    // namespace

std::vector<std::string> find_missing_charge(const Crystal &crystal, const BondGraph &graph,
                                             const Chemistry &chemistry,
                                             const MissingHydrogens &missing)
{
  // An open site, even one that lost two waters, keeps more than the last; where the charge does not close, less is
  // asked to name the atoms.
  constexpr double where_open = 0.85, where_unknown = 0.72, where_closed = 0.6;
  const LostDonors lost = find_lost_donors(crystal, graph, chemistry);
  const ChargeCount count(crystal, graph, chemistry, missing, lost);
  const std::optional<int> total = count.total();
  const bool open = total && *total != 0;
  std::vector<std::string> flaws = starved_metals(crystal, graph, chemistry,
                                                  open    ? where_open
                                                  : total ? where_closed
                                                          : where_unknown);
  if (open)
    flaws.push_back(fmt::format(
        "the formal charges add up to {}{}, expected 0 ({}): {}{}; types and charges may be wrong. "
        "Compare the formula with the published one",
        std::abs(*total), *total > 0 ? "+" : "-", count.parts(),
        *total > 0 ? "an oxide, a hydroxide or another anion is missing, or a metal is too many"
                   : "a metal, a hydrogen or another cation is missing, or an anion is too many",
        count.explains_lost_donors() ? name_lost_donors(crystal, lost) : ""));
  return flaws;
}

}    // namespace softmode
