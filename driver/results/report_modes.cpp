// SPDX-License-Identifier: BSD-3-Clause
#include "modes/mode_files.h"
#include "results/report_data.h"
#include "results/report_json.h"
#include "results/table.h"
#include "structure/bonds.h"
#include "support/error.h"
#include "support/files.h"

#include <Eigen/LU>

#include <algorithm>
#include <set>

namespace softmode {

using namespace report_json;

namespace fs = std::filesystem;

namespace {

constexpr double least_infrared =
    1e-4;    // of the strongest: weaker sticks are not drawn unless they are carboxylate's
constexpr double least_character = 0.02;

json read_structure_file(const fs::path &folder)
{
  const fs::path file = folder / modes_file::structure;
  json j = json::parse(read_file(file), nullptr, false);
  if (!j.is_object() || !j.contains("positions_A"))
    fail(ExitCode::io, "{}: is damaged; remove the folder {} and run the campaign again",
         file.string(), folder.string());
  return j;
}

Eigen::Vector3d at(const json &positions, int atom)
{
  const auto i = static_cast<std::size_t>(3 * atom);
  return {positions[i].get<double>(), positions[i + 1].get<double>(),
          positions[i + 2].get<double>()};
}

Eigen::Matrix3d cell_of(const json &j)
{
  Eigen::Matrix3d cell;
  for (Eigen::Index i = 0; i < 9; ++i)
    cell(i % 3, i / 3) = j["cell_A"][static_cast<std::size_t>(i)].get<double>();
  return cell;
}

/// Ends of a bond as drawn: the second atom in its image next to the first.
json bond_ends(const Eigen::Matrix3d &cell, const json &positions, int first, int second)
{
  const Eigen::Vector3d a = at(positions, first);
  Eigen::Vector3d d = at(positions, second) - a;
  d -= cell * (cell.inverse() * d).array().round().matrix();
  const Eigen::Vector3d b = a + d;
  return {number(a[0]), number(a[1]), number(a[2]), number(b[0]), number(b[1]), number(b[2])};
}

/// Bonds that do not leave the cell as drawn, without those between metals and carboxylates.
json inner_bonds(const json &j, const Eigen::Matrix3d &cell, const json &carboxylate_pairs)
{
  Crystal crystal;
  crystal.cell = cell;
  const Eigen::Matrix3d inverse = cell.inverse();
  for (std::size_t i = 0; i < j["elements"].size(); ++i) {
    CrystalAtom atom;
    atom.element = j["elements"][i].get<std::string>();
    atom.fractional = wrapped(inverse * at(j["positions_A"], static_cast<int>(i)));
    crystal.atoms.push_back(atom);
  }
  std::set<std::pair<int, int>> elsewhere;
  for (const json &p : carboxylate_pairs) elsewhere.insert({p[0].get<int>(), p[1].get<int>()});
  const BondGraph graph = bond_graph(crystal);
  json bonds = json::array();
  for (int i = 0; i < static_cast<int>(graph.size()); ++i)
    for (const Neighbour &n : graph.neighbours[static_cast<std::size_t>(i)])
      if (n.atom > i && n.shift.isZero() && !elsewhere.count({i, n.atom}) &&
          !elsewhere.count({n.atom, i}))
        bonds.push_back({i, n.atom});
  return bonds;
}

}    // namespace

json report_modes(const fs::path &folder)
{
  if (!fs::exists(folder / modes_file::structure)) return nullptr;
  const json structure = read_structure_file(folder);
  const Table t = read_csv(folder / modes_file::table);
  const auto &wavenumber = t.column("wavenumber"), &character = t.column("carboxylate_character"),
             &infrared = t.column("infrared");
  const double strongest = *std::max_element(infrared.begin(), infrared.end());
  json j = {
      {"wavenumber", json::array()}, {"character", json::array()}, {"infrared", json::array()}};
  for (std::size_t k = 0; k < t.rows(); ++k) {
    if (infrared[k] < least_infrared * strongest && character[k] < least_character) continue;
    j["wavenumber"].push_back(number(wavenumber[k]));
    j["character"].push_back(number(character[k]));
    j["infrared"].push_back(number(infrared[k]));
  }
  j["words"] = fmt::format("Normal modes at the zone centre of the structure relaxed at 0 K: {} of "
                           "{}, those with infrared strength or "
                           "carboxylate character; fixed charges.",
                           j["wavenumber"].size(), t.rows());
  j["shown"] = json::array();
  for (const json &m : structure["shown"])
    j["shown"].push_back({{"wavenumber", m["wavenumber_cm-1"]},
                          {"label", m["label"]},
                          {"displacement", m["displacement"]}});
  return j;
}

json report_structure(const fs::path &folder, const MaterialResult &material)
{
  if (!fs::exists(folder / modes_file::structure)) return nullptr;
  const json s = read_structure_file(folder);
  const Eigen::Matrix3d cell = cell_of(s);
  json ends = json::array(), pairs = json::array();
  if (!material.points.empty()) {
    const Table &bonds = material.points.front().data.bonds;
    for (std::size_t b = 0; b < bonds.rows(); ++b) {
      const int metal = static_cast<int>(bonds.column("metal_id")[b]) - 1,
                oxygen = static_cast<int>(bonds.column("oxygen_id")[b]) - 1;
      pairs.push_back({metal, oxygen});
      ends.push_back(bond_ends(cell, s["positions_A"], metal, oxygen));
    }
  }
  return {{"cell", s["cell_A"]},
          {"elements", s["elements"]},
          {"positions", s["positions_A"]},
          {"bonds", inner_bonds(s, cell, pairs)},
          {"carboxylate_bonds", ends}};
}

}    // namespace softmode
