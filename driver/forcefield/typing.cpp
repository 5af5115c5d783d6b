// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/typing.h"

#include "softmode/definitions/constants.h"
#include "support/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace softmode {

std::string describe_atom(const Crystal &crystal, const BondGraph &graph, int atom)
{
  std::string text =
      fmt::format("{} ({}) bonded to", crystal.atoms[atom].label, crystal.atoms[atom].element);
  const auto &neighbours = graph.neighbours[atom];
  for (std::size_t k = 0; k < neighbours.size(); ++k)
    text += (k ? ", " : " ") + crystal.atoms[neighbours[k].atom].label;
  if (neighbours.empty()) text += " nothing";
  return text;
}

double bond_order(const Crystal &crystal, const Chemistry &chemistry, int i, int j)
{
  if (chemistry.metal[i] && chemistry.metal[j]) return 0.25;
  if (chemistry.metal[i] || chemistry.metal[j]) return 0.5;
  const bool has_oxygen = crystal.atoms[i].element == "O" || crystal.atoms[j].element == "O";
  if (chemistry.carboxylate[i] && chemistry.carboxylate[j] && has_oxygen) return 1.5;
  if (chemistry.aromatic[i] && chemistry.aromatic[j]) return 1.5;
  return 1.0;
}

namespace {

class Typing {
 public:
  Typing(const Crystal &c, const BondGraph &g, const Chemistry &chem, const UffTable &t) :
      crystal(c), graph(g), chemistry(chem), table(t)
  {
  }

  TypedAtom assign(int atom) const
  {
    const std::string &element = crystal.atoms[atom].element;
    if (chemistry.metal[atom]) return metal(atom);
    if (element == "H") return named("H_", "hydrogen with one neighbour");
    if (element == "C") return carbon(atom);
    if (element == "N") return nitrogen(atom);
    if (element == "O") return oxygen(atom);
    return only_type(atom);
  }

 private:
  TypedAtom named(const std::string &name, const std::string &reason) const
  {
    return {&table.at(name), reason};
  }

  [[noreturn]] void unknown(int atom, const std::string &tried) const
  {
    fail(ExitCode::parameters, "{}: no UFF4MOF type for atom {}; tried {}. {}", crystal.source,
         describe_atom(crystal, graph, atom), tried,
         crystal.atoms[atom].element == "O" && graph.neighbours[atom].size() == 1 &&
                 is_metal(crystal.atoms[graph.neighbours[atom][0].atom].element)
             ? "If it is water whose hydrogens were not found, --remove-coordinated-solvent of "
               "'softmode convert' removes it"
             : "Check the structure around it, or give a potential that covers it");
  }

  int count(int atom, const std::string &element) const
  {
    return static_cast<int>(std::count_if(
        graph.neighbours[atom].begin(), graph.neighbours[atom].end(),
        [&](const Neighbour &n) { return crystal.atoms[n.atom].element == element; }));
  }

  int metals(int atom) const
  {
    return static_cast<int>(
        std::count_if(graph.neighbours[atom].begin(), graph.neighbours[atom].end(),
                      [&](const Neighbour &n) { return chemistry.metal[n.atom]; }));
  }

  TypedAtom carbon(int atom) const
  {
    if (chemistry.carboxylate[atom]) return named("C_R", "carboxylate carbon");
    if (chemistry.aromatic[atom]) return named("C_R", "carbon in an aromatic ring");
    switch (graph.neighbours[atom].size()) {
      case 4:
        return named("C_3", "carbon with four neighbours");
      case 3:
        return named("C_2", "carbon with three neighbours");
      case 2:
        return named("C_1", "carbon with two neighbours");
      default:
        unknown(atom, "C_3 (four neighbours), C_2 and C_R (three), C_1 (two)");
    }
  }

  TypedAtom nitrogen(int atom) const
  {
    if (chemistry.aromatic[atom]) return named("N_R", "nitrogen in an aromatic ring");
    const bool conjugated =
        std::any_of(graph.neighbours[atom].begin(), graph.neighbours[atom].end(),
                    [&](const Neighbour &n) { return chemistry.aromatic[n.atom]; });
    switch (graph.neighbours[atom].size()) {
      case 4:
        return named("N_3", "nitrogen with four neighbours");
      case 3:
        return conjugated ? named("N_R", "amine nitrogen on an aromatic ring")
                          : named("N_3", "nitrogen with three neighbours");
      case 2:
        return named("N_2", "nitrogen with two neighbours");
      case 1:
        return named("N_1", "nitrogen with one neighbour");
      default:
        unknown(atom, "N_R, N_3 (three or four neighbours), N_2 (two), N_1 (one)");
    }
  }

  TypedAtom oxygen(int atom) const
  {
    const int nmetals = metals(atom), hydrogens = count(atom, "H"), carbons = count(atom, "C");
    if (chemistry.carboxylate[atom]) return named("O_2", "carboxylate oxygen");
    if (carbons == 1 && nmetals >= 2)
      return named("O_2_z", "phenoxide or alkoxide oxygen between metals");
    if (carbons == 1 && nmetals == 1)
      return named("O_2", "phenoxide or alkoxide oxygen on one metal");
    if (carbons == 1 && nmetals == 0 && hydrogens == 0) return named("O_2", "carbonyl oxygen");
    if (carbons + hydrogens == 2 && nmetals <= 1)
      return named("O_3", "water, alcohol or ether oxygen");
    if (carbons == 0 && nmetals >= 4) return named("O_3_f", "oxide between four metals");
    if (carbons == 0 && nmetals == 3 && hydrogens == 1)
      return named("O_3_f", "hydroxide between three metals");
    if (carbons == 0 && nmetals == 3) return named("O_2_z", "oxide between three metals");
    if (carbons == 0 && nmetals == 2 && hydrogens == 1)
      return named("O_2", "hydroxide between two metals");
    if (carbons == 0 && nmetals == 2) return named("O_2_z", "oxide between two metals");
    unknown(atom, "O_2, O_2_z, O_3, O_3_f");
  }

  // geometry of the coordination shell, metals left out (a paddlewheel's other metal is no ligand)
  std::vector<std::string> geometries(int atom) const
  {
    std::vector<Eigen::Vector3d> directions;
    for (const Neighbour &n : graph.neighbours[atom]) {
      if (chemistry.metal[n.atom]) continue;
      const Eigen::Vector3d df = crystal.atoms[n.atom].fractional + n.shift.cast<double>() -
                                 crystal.atoms[atom].fractional;
      directions.push_back((crystal.cell * df).normalized());
    }
    switch (directions.size()) {
      case 1:
        return {"terminal"};
      case 2:
        return {"linear"};
      case 3:
        return {"trigonal"};
      case 4: {
        // square: two trans pairs near 180 degrees; tetrahedron: none beyond 145
        int trans = 0;
        for (std::size_t i = 0; i < 4; ++i)
          for (std::size_t j = i + 1; j < 4; ++j)
            trans += directions[i].dot(directions[j]) < std::cos(145.0 * pi / 180.0);
        return {trans == 2 ? "square-planar" : "tetrahedral"};
      }
      // UFF4MOF has no five-coordinate types: an octahedron without a corner, else a square with one more
      case 5:
        return {"octahedral", "square-planar"};
      case 6:
        return {"octahedral"};
      default:
        return {"eight-coordinate"};
    }
  }

  // an ion has no shell to tell types apart; only its element matters
  TypedAtom ion(int atom) const
  {
    const std::string &element = crystal.atoms[atom].element;
    for (const UffType *type : table.of_element(element))
      if (type->source == "UFF1992") return {type, "ion " + element + ", bonded to nothing"};
    unknown(atom, "a UFF type of this element");
  }

  // types of one geometry that differ in the oxidation state alone, as Mn6+2 and Mn6+3; none if there is
  // a type made for frameworks whatever the oxidation state ("f")
  static std::vector<const UffType *>
  by_oxidation_state(const std::vector<const UffType *> &candidates, const std::string &geometry)
  {
    std::vector<const UffType *> result;
    for (const UffType *type : candidates) {
      if (type->geometry != geometry || type->source == "extra") continue;
      if (type->name.find('+') == std::string::npos) return {};
      result.push_back(type);
    }
    return result;
  }

  // the one whose natural length to a carboxylate oxygen is closest to the mean length found
  TypedAtom nearest_in_length(int atom, const std::vector<const UffType *> &types) const
  {
    double sum = 0.0;
    int count = 0;
    for (const Neighbour &n : graph.neighbours[atom]) {
      if (crystal.atoms[n.atom].element != "O") continue;
      sum += n.distance;
      ++count;
    }
    const double mean = sum / std::max(count, 1);
    const UffType &oxygen = table.at("O_2");
    const auto misfit = [&](const UffType *t) {
      return std::fabs(natural_length(*t, oxygen, 0.5) - mean);
    };
    const UffType *best =
        *std::min_element(types.begin(), types.end(), [&](const UffType *a, const UffType *b) {
          return misfit(a) < misfit(b);
        });
    return {best,
            fmt::format("{} {}, the oxidation state whose natural length, {:.3f} A, is nearest "
                        "to the mean of the crystal, {:.3f} A",
                        best->geometry, best->element, natural_length(*best, oxygen, 0.5), mean)};
  }

  TypedAtom metal(int atom) const
  {
    if (graph.neighbours[atom].empty()) return ion(atom);
    const std::string &element = crystal.atoms[atom].element;
    const std::vector<std::string> wanted = geometries(atom);
    const auto candidates = table.of_element(element);
    // UFF4MOF types were made for frameworks: prefer them to UFF's, and those to variants
    for (const std::string &geometry : wanted) {
      const auto of_oxidation_states = by_oxidation_state(candidates, geometry);
      if (of_oxidation_states.size() > 1) return nearest_in_length(atom, of_oxidation_states);
      for (const char *source : {"UFF4MOF2014", "UFF4MOF2016", "UFF1992", "extra"})
        for (const UffType *type : candidates)
          if (type->geometry == geometry && type->source == source)
            return {type, fmt::format("{} {}, from {}", geometry, element, source)};
    }
    std::string tried;
    for (const UffType *type : candidates)
      tried += (tried.empty() ? "" : ", ") + type->name + " (" + type->geometry + ")";
    unknown(atom, fmt::format("{}; the coordination found is {}",
                              tried.empty() ? "no type of this element" : tried, wanted.front()));
  }

  TypedAtom only_type(int atom) const
  {
    const auto candidates = table.of_element(crystal.atoms[atom].element);
    if (candidates.size() == 1) return {candidates[0], "the only type of this element"};
    std::string tried;
    for (const UffType *type : candidates) tried += (tried.empty() ? "" : ", ") + type->name;
    unknown(atom, tried.empty() ? "no type of this element" : tried + " (more than one fits)");
  }

  const Crystal &crystal;
  const BondGraph &graph;
  const Chemistry &chemistry;
  const UffTable &table;
};

}    // namespace

std::vector<TypedAtom> assign_types(const Crystal &crystal, const BondGraph &graph,
                                    const Chemistry &chemistry, const UffTable &table)
{
  const Typing typing(crystal, graph, chemistry, table);
  std::vector<TypedAtom> result;
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) result.push_back(typing.assign(i));
  return result;
}

}    // namespace softmode
