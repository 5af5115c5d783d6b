// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/missing_hydrogens.h"

#include "chemistry/node_hydrogens.h"
#include "softmode/definitions/constants.h"
#include "structure/checks.h"
#include "structure/solvent.h"
#include "support/error.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

constexpr double ch_aromatic = 1.085, ch_aliphatic = 1.09, ch_acetylene = 1.06;    // A
constexpr double nh = 1.01, oh = 0.96;                                             // A
constexpr double tetrahedral = 109.47, amino = 119.0, phenol = 109.0;              // degrees
constexpr double water_angle = 104.5;                                              // degrees

constexpr double linear_angle = 150.0;    // degrees; a carbon with two neighbours below it lacks H
constexpr double flat_angle_sum = 345.0;       // degrees; with three neighbours below it lacks H
constexpr double triple_bond_length = 1.25;    // A; carbon with one neighbour
constexpr double hydroxyl_length = 1.33;    // A; C-O: carbonyl 1.22, carboxylate 1.26, phenol 1.36
constexpr double amine_length = 1.30;       // A; C-N: nitrile 1.15, imine 1.28, aniline 1.37
constexpr double single_amine = 1.42;       // A; C-N on sp3 carbon 1.47

// length of a single bond to carbon, A; 0 if the element says nothing about hybridisation
double single_bond(const std::string &element)
{
  if (element == "C") return 1.53;
  if (element == "N") return 1.47;
  if (element == "O") return 1.43;
  if (element == "S") return 1.81;
  return 0.0;
}

class OrganicSearch {
 public:
  OrganicSearch(const Crystal &c, const BondGraph &g, const Chemistry &chem) :
      crystal(c), graph(g), chemistry(chem)
  {
  }

  std::vector<MissingHydrogen> find()
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      const std::string &element = crystal.atoms[i].element;
      if (has_odd_neighbour(i)) continue;
      if (element == "C") look_at_carbon(i);
      if (element == "N") look_at_nitrogen(i);
      if (element == "O") look_at_oxygen(i);
    }
    return std::move(found);
  }

 private:
  void add(int atom, int count, HydrogenPlacement placement, double length, double angle,
           const std::string &group, const std::string &why)
  {
    found.push_back({atom, count, placement, length, angle, group, why});
  }
  // it has `there` hydrogens of `all`
  void add_partly(int atom, int there, int all, HydrogenPlacement placement, double length,
                  double angle, const std::string &group, const std::string &what)
  {
    add(atom, all - there, placement, length, angle, group,
        fmt::format("is {} with {} hydrogen{}, expected {}", what, there, there == 1 ? "" : "s",
                    all));
    found.back().partly = true;
  }
  void add_undecided(int atom, const std::string &why)
  {
    add(atom, 0, HydrogenPlacement::undecided, 0.0, 0.0, "", why);
  }

  const std::string &element(const Neighbour &n) const { return crystal.atoms[n.atom].element; }

  // bonds to metals and boron follow no valence that could be counted
  bool has_odd_neighbour(int i) const
  {
    return std::any_of(
        graph.neighbours[i].begin(), graph.neighbours[i].end(),
        [&](const Neighbour &n) { return chemistry.metal[n.atom] || element(n) == "B"; });
  }

  int hydrogens(int i) const
  {
    return static_cast<int>(
        std::count_if(graph.neighbours[i].begin(), graph.neighbours[i].end(),
                      [&](const Neighbour &n) { return element(n) == "H" || element(n) == "D"; }));
  }

  double angle(int centre, const Neighbour &i, const Neighbour &k) const
  {
    const auto to = [&](const Neighbour &n) -> Eigen::Vector3d {
      return crystal.cell * (crystal.atoms[n.atom].fractional + n.shift.cast<double>() -
                             crystal.atoms[centre].fractional);
    };
    const Eigen::Vector3d a = to(i), b = to(k);
    return std::atan2(a.cross(b).norm(), a.dot(b)) * 180.0 / pi;
  }

  // nullptr unless it is the only neighbour that is no hydrogen
  const Neighbour *only_heavy_neighbour(int i) const
  {
    const Neighbour *found_one = nullptr;
    for (const Neighbour &n : graph.neighbours[i]) {
      if (element(n) == "H" || element(n) == "D") continue;
      if (found_one) return nullptr;
      found_one = &n;
    }
    return found_one;
  }

  void look_at_carbon(int i)
  {
    const auto &n = graph.neighbours[i];
    if (n.size() == 1) look_at_end_carbon(i, n[0]);
    if (n.size() == 2 && !look_at_bare_methyl(i)) look_at_middle_carbon(i, n);
    if (n.size() != 3) return;
    const double sum = angle(i, n[0], n[1]) + angle(i, n[1], n[2]) + angle(i, n[0], n[2]);
    const Neighbour *partner = hydrogens(i) == 2 ? only_heavy_neighbour(i) : nullptr;
    const bool methyl = partner && is_bound_as_methyl(*partner);
    if (methyl && sum >= flat_angle_sum)    // poor places of H, or a flat model of something else
      add_partly(
          i, 2, 3, HydrogenPlacement::opposite, ch_aliphatic, 0.0, "CH3",
          fmt::format("a methyl carbon ({} at {:.2f} A)", element(*partner), partner->distance));
    else if (methyl)
      add(i, 1, HydrogenPlacement::opposite, ch_aliphatic, 0.0, "CH3",
          fmt::format("is a methyl carbon ({} at {:.2f} A) with 2 hydrogens, expected 3",
                      element(*partner), partner->distance));
    else if (sum < flat_angle_sum)
      add(i, 1, HydrogenPlacement::opposite, ch_aliphatic, 0.0, "aliphatic CH",
          fmt::format("is a carbon with 3 neighbours that is not flat (angles add up to {:.0f} "
                      "degrees)",
                      sum));
  }

  // a methyl with one of its hydrogens
  bool look_at_bare_methyl(int i)
  {
    const Neighbour *partner = hydrogens(i) == 1 ? only_heavy_neighbour(i) : nullptr;
    const auto &n = graph.neighbours[i];
    if (!partner || !is_bound_as_methyl(*partner) || angle(i, n[0], n[1]) >= linear_angle)
      return false;
    add(i, 2, HydrogenPlacement::tetrahedral_pair, ch_aliphatic, tetrahedral, "CH3",
        fmt::format("is a methyl carbon ({} at {:.2f} A) with 1 hydrogen, expected 3",
                    element(*partner), partner->distance));
    return true;
  }

  // by the length of its only bond that is not to hydrogen
  bool is_bound_as_methyl(const Neighbour &n) const
  {
    const std::string &partner = element(n);
    return partner == "C"                     ? n.distance > 1.43
           : partner == "N" || partner == "O" ? n.distance > 1.38
                                              : partner != "H" && partner != "D";
  }

  void look_at_end_carbon(int i, const Neighbour &n)
  {
    const std::string why = fmt::format("is a carbon with 1 neighbour at {:.2f} A", n.distance);
    const std::string &partner = element(n);
    if (n.distance <= triple_bond_length) {
      // carbon monoxide, nitriles and isonitriles are complete; an alkyne is not
      if (partner == "C")
        add(i, 1, HydrogenPlacement::opposite, ch_acetylene, 0.0, "alkyne CH", why);
      return;
    }
    if (is_bound_as_methyl(n))
      add(i, 3, HydrogenPlacement::rotor, ch_aliphatic, tetrahedral, "CH3", why);
    else if (partner == "C" && n.distance < 1.38)
      add(i, 2, HydrogenPlacement::planar_pair, ch_aromatic, 117.0, "vinyl CH2", why);
    else
      add_undecided(i, why);
  }

  void look_at_middle_carbon(int i, const std::vector<Neighbour> &n)
  {
    const double bend = angle(i, n[0], n[1]);
    if (bend >= linear_angle) return;
    const std::string why = fmt::format("is a carbon with 2 neighbours at {:.0f} degrees", bend);
    const int count = hydrogens(i) > 0 ? 0 : hydrogens_of_middle(n, bend);
    if (count == 1)
      add(i, 1, HydrogenPlacement::opposite, ch_aromatic, 0.0, "aromatic or vinyl CH", why);
    else if (count == 2)
      add(i, 2, HydrogenPlacement::tetrahedral_pair, ch_aliphatic, 107.5, "CH2", why);
    else
      add_undecided(i, why);
  }

  // sp2 if one of the bonds is shorter than single ones are; the angle helps where lengths are poor
  int hydrogens_of_middle(const std::vector<Neighbour> &n, double bend) const
  {
    double shortest = 2.0;
    for (const Neighbour &m : n)
      if (single_bond(element(m)) > 0.0)
        shortest = std::min(shortest, m.distance / single_bond(element(m)));
    if (shortest == 2.0) return 0;
    if (shortest < 0.945) return 1;    // C-C 1.446, C-N 1.389, C-O 1.351 A
    if (shortest < 0.97 && bend > 117.0) return 1;
    if (shortest > 0.965 || bend < 114.0) return 2;
    return 0;
  }

  // is there a way of at most four bonds between two neighbours of an atom around it?
  bool is_in_small_ring(int i) const
  {
    const auto &n = graph.neighbours[i];
    std::vector<int> reached{n[0].atom}, last = reached;
    for (int step = 0; step < 4; ++step) {
      std::vector<int> next;
      for (const int j : last)
        for (const Neighbour &m : graph.neighbours[j])
          if (m.atom != i && std::find(reached.begin(), reached.end(), m.atom) == reached.end()) {
            reached.push_back(m.atom);
            next.push_back(m.atom);
          }
      last = next;
    }
    return std::find(reached.begin(), reached.end(), n[1].atom) != reached.end();
  }

  // One that holds metals is taken as it is: its charge is not known.
  void look_at_nitrogen(int i)
  {
    const auto &n = graph.neighbours[i];
    if (hydrogens(i) > 0) {
      look_at_nitrogen_with_hydrogen(i);
      return;
    }
    if (n.size() == 1 && element(n[0]) == "C" && n[0].distance > amine_length) {
      const std::string why =
          fmt::format("is a nitrogen with 1 neighbour, carbon at {:.2f} A", n[0].distance);
      if (n[0].distance < single_amine)
        add(i, 2, HydrogenPlacement::planar_pair, nh, amino, "NH2 on sp2 carbon", why);
      else
        add(i, 2, HydrogenPlacement::rotor, nh, tetrahedral, "NH2 on sp3 carbon", why);
    }
    if (n.size() == 2 && lacks_hydrogen_of_middle(i, n))
      add(i, 1, HydrogenPlacement::opposite, nh, 0.0, "NH",
          fmt::format(
              "is a nitrogen with 2 neighbours at {:.2f} and {:.2f} A, both by single bonds",
              n[0].distance, n[1].distance));
  }

  // A second neighbour that is no hydrogen, or a third hydrogen, leaves nothing open: R2NH, NH3. An imine (=NH)
  // has a shorter bond.
  void look_at_nitrogen_with_hydrogen(int i)
  {
    const auto &n = graph.neighbours[i];
    const int there = hydrogens(i);
    if (there == static_cast<int>(n.size()) && there < 3)
      add_partly(i, there, 3,
                 there == 1 ? HydrogenPlacement::rotor : HydrogenPlacement::tetrahedral_side, nh,
                 107.0, "ammonia", "a nitrogen with nothing else");
    const Neighbour *partner = there == 1 ? only_heavy_neighbour(i) : nullptr;
    if (!partner || element(*partner) != "C" || partner->distance <= amine_length) return;
    const bool flat = partner->distance < single_amine;
    add_partly(i, 1, 2, flat ? HydrogenPlacement::opposite : HydrogenPlacement::tetrahedral_side,
               nh, amino, flat ? "NH2 on sp2 carbon" : "NH2 on sp3 carbon",
               fmt::format("an amine nitrogen (carbon at {:.2f} A)", partner->distance));
  }

  // between single bonds: imine, azo and pyridine nitrogen have a shorter one
  bool lacks_hydrogen_of_middle(int i, const std::vector<Neighbour> &n) const
  {
    const bool ring = is_in_small_ring(i);    // of azolates, whose bonds are 1.33 to 1.39 A
    int carbons = 0;
    for (const Neighbour &m : n) {
      if (element(m) == "C") ++carbons;
      const double least = element(m) == "C"            ? (ring ? single_amine : 1.325)
                           : element(m) == "N" && !ring ? 1.33
                                                        : 1e9;
      if (m.distance < least) return false;
    }
    return carbons > 0;
  }

  void look_at_oxygen(int i)
  {
    const auto &n = graph.neighbours[i];
    if (n.size() == 1 && hydrogens(i) == 1)
      add_partly(i, 1, 2, HydrogenPlacement::rotor, oh, water_angle, "free water",
                 "an oxygen with nothing else");
    if (n.size() != 1 || element(n[0]) != "C") return;
    if (n[0].distance > hydroxyl_length || is_acid_hydroxyl(i, n[0]))
      add(i, 1, HydrogenPlacement::rotor, oh, phenol, "OH on carbon",
          fmt::format("is an oxygen with 1 neighbour, carbon at {:.2f} A", n[0].distance));
  }

  // the longer C-O of a free carboxyl group whose lengths differ as those of an acid do
  bool is_acid_hydroxyl(int i, const Neighbour &carbon) const
  {
    if (!chemistry.carboxylate[i] || carbon.distance < 1.28) return false;
    return std::all_of(graph.neighbours[carbon.atom].begin(), graph.neighbours[carbon.atom].end(),
                       [&](const Neighbour &m) {
                         return element(m) != "O" || m.atom == i ||
                                (m.distance < carbon.distance - 0.06 &&
                                 graph.neighbours[m.atom].size() == 1);
                       });
  }

  const Crystal &crystal;
  const BondGraph &graph;
  const Chemistry &chemistry;
  std::vector<MissingHydrogen> found;
};

}    // namespace

MissingHydrogens find_missing_hydrogens(const Crystal &crystal, const BondGraph &graph,
                                        const Chemistry &chemistry)
{
  MissingHydrogens result = find_missing_hydrogens_of_nodes(crystal, graph, chemistry);
  for (MissingHydrogen &m : result.atoms)
    m.bridges = !m.partly && graph.neighbours[m.atom].size() > 1;
  for (MissingHydrogen &m : OrganicSearch(crystal, graph, chemistry).find())
    result.atoms.push_back(std::move(m));
  std::sort(result.atoms.begin(), result.atoms.end(),
            [](const auto &a, const auto &b) { return a.atom < b.atom; });
  return result;
}

std::string describe_missing(const Crystal &crystal, const MissingHydrogen &missing)
{
  const CrystalAtom &a = crystal.atoms[missing.atom];
  return fmt::format("{} ({:.3f} {:.3f} {:.3f}) {}: hydrogen is missing", a.label, a.fractional[0],
                     a.fractional[1], a.fractional[2], missing.why);
}

namespace {

// what softmode repeated on its own account is no part of the file
int own_repeats(const Crystal &crystal)
{
  const std::array<int, 3> &n = crystal.repeats_for_lammps;
  return n[0] * n[1] * n[2];
}

int count_in_file(const Crystal &crystal, std::size_t atoms)
{
  const int n = own_repeats(crystal);
  return (static_cast<int>(atoms) + n - 1) / n;
}

// one line for all images of a site
std::vector<std::string> lines_of(const Crystal &crystal, const std::vector<MissingHydrogen> &atoms)
{
  std::map<std::pair<std::string, std::string>, std::size_t> line_of;
  std::vector<std::pair<std::string, int>> lines;
  for (const MissingHydrogen &m : atoms) {
    const auto [entry, inserted] =
        line_of.emplace(std::make_pair(crystal.atoms[m.atom].label, m.why), lines.size());
    if (inserted) lines.emplace_back(describe_missing(crystal, m), 0);
    ++lines[entry->second].second;
  }
  std::vector<std::string> result;
  for (const auto &[line, images] : lines) {
    const int count = count_in_file(crystal, static_cast<std::size_t>(images));
    result.push_back(count > 1 ? fmt::format("{} ({} such atoms)", line, count) : line);
  }
  return result;
}

// the options that take off solvent, where an atom without hydrogens is of such
std::string hint_on_solvent(const Crystal &crystal, const MissingHydrogens &missing)
{
  std::set<int> lacking;
  for (const MissingHydrogen &m : missing.atoms) lacking.insert(m.atom);
  bool free = false, coordinated = false;
  for (const SolventMolecule &s : find_solvent(crystal, bond_graph(crystal)))
    if (std::any_of(s.atoms.begin(), s.atoms.end(), [&](int i) { return lacking.count(i) > 0; }))
      (s.coordinated ? coordinated : free) = true;
  if (!free && !coordinated) return "";
  return fmt::format("; {} takes off solvent without hydrogens",
                     !free          ? "--remove-coordinated-solvent"
                     : !coordinated ? "--remove-solvent"
                                    : "--remove-solvent --remove-coordinated-solvent");
}

}    // namespace

void refuse_missing_hydrogens(const Crystal &crystal, const MissingHydrogens &missing)
{
  if (std::all_of(missing.atoms.begin(), missing.atoms.end(),
                  [](const MissingHydrogen &m) { return m.bridges || m.partly; }))
    return;
  fail(ExitCode::structure,
       "{}: {} of {} atoms lack hydrogens, so that types and charges would be wrong. 'softmode "
       "convert {} complete.cif --add-hydrogens' writes a model with them, to be looked at and "
       "used instead{}:{}",
       crystal.source, missing.atoms.size(), crystal.atoms.size(), crystal.source,
       hint_on_solvent(crystal, missing), list_some(lines_of(crystal, missing.atoms)));
}

std::vector<std::string> notes_of_missing(const Crystal &crystal, const MissingHydrogens &missing)
{
  std::vector<std::string> notes = missing.doubts;
  std::vector<MissingHydrogen> of_nodes, partly;
  for (const MissingHydrogen &m : missing.atoms) {
    if (m.partly)
      partly.push_back(m);
    else if (m.bridges)
      of_nodes.push_back(m);
  }
  if (!partly.empty())
    notes.push_back(fmt::format(
        "{} atoms have only a part of the hydrogens that such groups have, so their types and "
        "charges may be wrong; if some were not found, --add-hydrogens gives a model with them:{}",
        count_in_file(crystal, partly.size()), list_some(lines_of(crystal, partly))));
  if (!of_nodes.empty())
    notes.push_back(fmt::format(
        "the charge of a node does not close: {} oxygens between metals lack hydrogens by their "
        "bond-valence sums, so their types and charges may be wrong; --add-hydrogens gives a model "
        "with them:{}",
        count_in_file(crystal, of_nodes.size()), list_some(lines_of(crystal, of_nodes))));
  return notes;
}

}    // namespace softmode
