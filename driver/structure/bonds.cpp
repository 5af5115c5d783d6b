// SPDX-License-Identifier: BSD-3-Clause
#include "structure/bonds.h"

#include "support/error.h"

#include <gemmi/elem.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

constexpr double bond_tolerance = 1.25;       // times the sum of covalent radii
constexpr double paddlewheel_length = 3.2;    // A
constexpr int paddlewheel_bridges = 3;        // carboxylates, at least

struct CellList {
  Eigen::Vector3i n;        // cells along a, b, c
  Eigen::Vector3i reach;    // cells to look at on each side
  std::vector<std::vector<int>> atoms;

  CellList(const Crystal &crystal, double cutoff)
  {
    // no more cells than about eight per atom, for a few atoms in a huge box
    const int most = 1 + static_cast<int>(2.0 * std::cbrt(crystal.atoms.size()));
    const Eigen::Vector3d widths = perpendicular_widths(crystal.cell);
    for (int k = 0; k < 3; ++k) {
      n[k] = std::clamp(static_cast<int>(widths[k] / cutoff), 1, std::min(most, 256));
      reach[k] = static_cast<int>(std::ceil(cutoff * n[k] / widths[k]));
    }
    atoms.resize(static_cast<std::size_t>(n[0]) * n[1] * n[2]);
    for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
      atoms[index(cell_of(crystal.atoms[i].fractional))].push_back(static_cast<int>(i));
  }

  Eigen::Vector3i cell_of(const Eigen::Vector3d &f) const
  {
    Eigen::Vector3i c;
    for (int k = 0; k < 3; ++k) c[k] = std::min(n[k] - 1, static_cast<int>(f[k] * n[k]));
    return c;
  }

  std::size_t index(const Eigen::Vector3i &c) const
  {
    return (static_cast<std::size_t>(c[0]) * n[1] + c[1]) * n[2] + c[2];
  }
};

int floor_divide(int a, int b)
{
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// true for one of (shift, -shift), so that a pair of an atom with its own images comes once
bool is_positive(const Eigen::Vector3i &shift)
{
  for (int k = 0; k < 3; ++k)
    if (shift[k] != 0) return shift[k] > 0;
  return false;
}

}    // namespace

void for_each_close_pair(const Crystal &crystal, double cutoff,
                         const std::function<void(const ClosePair &)> &visit)
{
  const CellList cells(crystal, cutoff);
  for (int i = 0; i < static_cast<int>(crystal.atoms.size()); ++i) {
    const Eigen::Vector3d &fi = crystal.atoms[i].fractional;
    const Eigen::Vector3i home = cells.cell_of(fi);
    Eigen::Vector3i d;
    for (d[0] = -cells.reach[0]; d[0] <= cells.reach[0]; ++d[0])
      for (d[1] = -cells.reach[1]; d[1] <= cells.reach[1]; ++d[1])
        for (d[2] = -cells.reach[2]; d[2] <= cells.reach[2]; ++d[2]) {
          Eigen::Vector3i cell, shift;
          for (int k = 0; k < 3; ++k) {
            shift[k] = floor_divide(home[k] + d[k], cells.n[k]);
            cell[k] = home[k] + d[k] - shift[k] * cells.n[k];
          }
          for (const int j : cells.atoms[cells.index(cell)]) {
            if (j < i || (j == i && !is_positive(shift))) continue;
            const Eigen::Vector3d df = crystal.atoms[j].fractional + shift.cast<double>() - fi;
            const double distance = (crystal.cell * df).norm();
            if (distance < cutoff) visit({i, j, shift, distance});
          }
        }
  }
}

double covalent_radius(const std::string &element)
{
  return gemmi::Element(element).covalent_r();
}

bool is_metal(const std::string &element)
{
  return gemmi::Element(element).is_metal();
}

double atomic_weight(const std::string &element)
{
  return gemmi::Element(element).weight();
}

namespace {

std::string describe(const Crystal &crystal, int atom)
{
  const CrystalAtom &a = crystal.atoms[atom];
  return fmt::format("{} ({}, fractional {:.4f} {:.4f} {:.4f})", a.label, a.element,
                     a.fractional[0], a.fractional[1], a.fractional[2]);
}

/// What the bond search asks of every atom, looked up once: a million names are slow to compare.
struct AtomTraits {
  std::vector<double> radius;    // covalent, A
  std::vector<bool> metal;
  double largest_radius = 0.0;

  explicit AtomTraits(const Crystal &crystal)
  {
    std::map<std::string, std::pair<double, bool>> known;
    for (const CrystalAtom &atom : crystal.atoms) {
      auto found = known.find(atom.element);
      if (found == known.end())
        found = known
                    .emplace(atom.element,
                             std::make_pair(covalent_radius(atom.element), is_metal(atom.element)))
                    .first;
      radius.push_back(found->second.first);
      metal.push_back(found->second.second);
      largest_radius = std::max(largest_radius, radius.back());
    }
  }
};

double longest_bond(double largest_radius)
{
  return std::max(2.0 * bond_tolerance * largest_radius, paddlewheel_length);
}

// close pairs that can be bonds by distance alone; pairs of metals are kept apart
void candidate_bonds(const Crystal &crystal, std::vector<ClosePair> &bonds,
                     std::vector<ClosePair> &metal_pairs)
{
  const AtomTraits traits(crystal);
  for_each_close_pair(crystal, longest_bond(traits.largest_radius), [&](const ClosePair &p) {
    if (traits.metal[p.first] && traits.metal[p.second]) {
      if (p.distance < paddlewheel_length) metal_pairs.push_back(p);
    } else if (p.distance < bond_tolerance * (traits.radius[p.first] + traits.radius[p.second])) {
      bonds.push_back(p);
    }
  });
}

bool is_hydrogen(const Crystal &crystal, int atom)
{
  return crystal.atoms[atom].element == "H" || crystal.atoms[atom].element == "D";
}

// a hydrogen keeps only its shortest bond: contacts to metals and hydrogen bonds are none
void keep_nearest_of_hydrogens(const Crystal &crystal, std::vector<ClosePair> &bonds)
{
  std::map<int, double> shortest;
  const auto note = [&](int atom, double distance) {
    if (!is_hydrogen(crystal, atom)) return;
    const auto [entry, inserted] = shortest.emplace(atom, distance);
    if (!inserted) entry->second = std::min(entry->second, distance);
  };
  for (const ClosePair &b : bonds) {
    note(b.first, b.distance);
    note(b.second, b.distance);
  }
  const auto keeps = [&](int atom, double distance) {
    const auto found = shortest.find(atom);
    return found == shortest.end() || distance <= found->second;
  };
  bonds.erase(std::remove_if(bonds.begin(), bonds.end(),
                             [&](const ClosePair &b) {
                               return !keeps(b.first, b.distance) || !keeps(b.second, b.distance);
                             }),
              bonds.end());
}

// a metal and a carbon are close across an oxygen that binds both (Ti-C 2.8 A in a carboxylate): no bond
void drop_metal_carbon_contacts(const Crystal &crystal, std::vector<ClosePair> &bonds)
{
  std::map<int, std::set<int>> oxygens;
  for (const ClosePair &b : bonds) {
    if (crystal.atoms[b.first].element == "O") oxygens[b.second].insert(b.first);
    if (crystal.atoms[b.second].element == "O") oxygens[b.first].insert(b.second);
  }
  const auto share_oxygen = [&](int metal, int carbon) {
    const std::set<int> &of_metal = oxygens[metal], &of_carbon = oxygens[carbon];
    return std::any_of(of_carbon.begin(), of_carbon.end(),
                       [&](int o) { return of_metal.count(o) > 0; });
  };
  const auto is_contact = [&](int i, int j) {
    return crystal.atoms[j].element == "C" && is_metal(crystal.atoms[i].element) &&
           share_oxygen(i, j);
  };
  bonds.erase(std::remove_if(bonds.begin(), bonds.end(),
                             [&](const ClosePair &b) {
                               return is_contact(b.first, b.second) ||
                                      is_contact(b.second, b.first);
                             }),
              bonds.end());
}

void add_bond(BondGraph &graph, const ClosePair &p)
{
  graph.neighbours[p.first].push_back({p.second, p.shift, p.distance});
  graph.neighbours[p.second].push_back({p.first, -p.shift, p.distance});
}

// bridges M-O-C-O'-M' between two metals, counted by their carbons; one oxygen on both metals is none
int bridges(const Crystal &crystal, const BondGraph &graph, const ClosePair &pair)
{
  const auto oxygens_of_carbons = [&](int metal) {
    std::map<int, std::set<int>> result;
    for (const Neighbour &o : graph.neighbours[metal])
      for (const Neighbour &c : graph.neighbours[o.atom])
        if (crystal.atoms[o.atom].element == "O" && crystal.atoms[c.atom].element == "C")
          result[c.atom].insert(o.atom);
    return result;
  };
  const auto first = oxygens_of_carbons(pair.first), second = oxygens_of_carbons(pair.second);
  return static_cast<int>(std::count_if(first.begin(), first.end(), [&](const auto &entry) {
    const auto found = second.find(entry.first);
    return found != second.end() && (entry.second.size() > 1 || entry.second != found->second);
  }));
}

bool is_ionic(const Crystal &crystal, const std::vector<std::string> &ionic, int atom)
{
  return std::find(ionic.begin(), ionic.end(), crystal.atoms[atom].element) != ionic.end();
}

void drop_bonds_of_ions(const Crystal &crystal, const std::vector<std::string> &ionic,
                        std::vector<ClosePair> &bonds)
{
  bonds.erase(std::remove_if(bonds.begin(), bonds.end(),
                             [&](const ClosePair &b) {
                               return is_ionic(crystal, ionic, b.first) ||
                                      is_ionic(crystal, ionic, b.second);
                             }),
              bonds.end());
}

void check_graph(const Crystal &crystal, const BondGraph &graph,
                 const std::vector<std::string> &ionic)
{
  // an oxide between ionic metals is alone, but held by them
  const BondGraph with_ions = ionic.empty() ? BondGraph{} : bond_graph(crystal);
  const auto is_held_by_ions = [&](int i) {
    return !ionic.empty() &&
           std::any_of(with_ions.neighbours[i].begin(), with_ions.neighbours[i].end(),
                       [&](const Neighbour &n) { return is_ionic(crystal, ionic, n.atom); });
  };
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
    const auto &neighbours = graph.neighbours[i];
    if (neighbours.empty() && !is_ionic(crystal, ionic, i) && !is_held_by_ions(i))
      fail(ExitCode::structure,
           "{}: atom {} is bonded to nothing; remove free guests and solvent, or check its "
           "coordinates",
           crystal.source, describe(crystal, i));
    for (std::size_t k = 0; k < neighbours.size(); ++k) {
      const bool twice = k > 0 && neighbours[k].atom == neighbours[k - 1].atom;
      if (neighbours[k].atom == i || twice)
        fail(ExitCode::structure,
             "{}: atom {} is bonded to two images of atom {}: the cell is too small for a bond "
             "list; use a larger "
             "supercell",
             crystal.source, describe(crystal, i), describe(crystal, neighbours[k].atom));
    }
  }
}

}    // namespace

double longest_possible_bond(const Crystal &crystal)
{
  return longest_bond(AtomTraits(crystal).largest_radius);
}

BondGraph bond_graph(const Crystal &crystal, const std::vector<std::string> &ionic)
{
  std::vector<ClosePair> bonds, metal_pairs;
  candidate_bonds(crystal, bonds, metal_pairs);
  drop_bonds_of_ions(crystal, ionic, bonds);
  keep_nearest_of_hydrogens(crystal, bonds);
  drop_metal_carbon_contacts(crystal, bonds);

  BondGraph graph;
  graph.neighbours.resize(crystal.atoms.size());
  for (const ClosePair &b : bonds) add_bond(graph, b);
  std::vector<ClosePair> paddlewheels;
  for (const ClosePair &p : metal_pairs)
    if (bridges(crystal, graph, p) >= paddlewheel_bridges) paddlewheels.push_back(p);
  for (const ClosePair &p : paddlewheels) add_bond(graph, p);
  for (auto &list : graph.neighbours)
    std::sort(list.begin(), list.end(),
              [](const Neighbour &a, const Neighbour &b) { return a.atom < b.atom; });
  return graph;
}

BondGraph find_bonds(const Crystal &crystal, const std::vector<std::string> &ionic)
{
  BondGraph graph = bond_graph(crystal, ionic);
  check_graph(crystal, graph, ionic);
  return graph;
}

}    // namespace softmode
