// SPDX-License-Identifier: BSD-3-Clause
#include "runs/find_modes.h"

#include "chemistry/chemistry.h"
#include "forcefield/simulated_cell.h"
#include "lammps/plugin_link.h"
#include "lammps/relaxation.h"
#include "lammps/system_files.h"
#include "modes/normal_modes.h"
#include "runs/relax.h"
#include "structure/bonds.h"
#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace fs = std::filesystem;
using Eigen::Index;
using Eigen::VectorXd;
using nlohmann::ordered_json;

namespace {

constexpr const char *matrix_file = "matrix.bin";
constexpr double step_A = 2e-4;    // of the finite differences
constexpr double largest_force =
    0.1;    // kcal/mol/A; Ewald sums leave some 0.04, which stiff modes do not see
constexpr double lowest_cm = -50.0;    // what noise of forces makes of soft modes is above
constexpr double largest_difference_of_cells = 0.1;    // A
constexpr std::size_t shown_of_a_kind = 3;
constexpr double distinct_cm = 2.0, least_character = 0.1, highest_soft_cm = 600.0;

ModeSystem mode_system(const System &system, const Crystal &relaxed)
{
  const auto atoms = static_cast<Index>(relaxed.atoms.size());
  ModeSystem s{relaxed.cell, VectorXd(3 * atoms), VectorXd(3 * atoms), VectorXd(3 * atoms), {}};
  for (Index i = 0; i < atoms; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto type = static_cast<std::size_t>(system.type_of_atom[at]);
    s.positions.segment<3>(3 * i) = relaxed.cell * relaxed.atoms[at].fractional;
    s.masses.segment<3>(3 * i).setConstant(system.atom_types[type].mass);
    s.charges.segment<3>(3 * i).setConstant(system.charges.empty() ? 0.0 : system.charges[at]);
  }
  s.topology = perceive(system.crystal, bond_graph(system.crystal)).topology;
  return s;
}

/// What is written of all modes.
struct ModeColumns {
  VectorXd carboxylate, metal_oxygen, asymmetric, metals, infrared;
};

ModeColumns columns_of(const Crystal &crystal, const ModeSystem &s, const NormalModes &modes,
                       Index copies)
{
  std::vector<Index> metals;
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
    if (is_metal(crystal.atoms[i].element)) metals.push_back(static_cast<Index>(i));
  const Eigen::MatrixXd stretches = carboxylate_stretches(s);
  return {character(stretches, modes), character(metal_oxygen_stretches(s), modes),
          asymmetric_share(stretches, modes), atom_share(metals, modes),
          infrared_strength(s, modes) / static_cast<double>(copies)};
}

std::string table_of(const NormalModes &modes, const ModeColumns &c, double force)
{
  std::string text =
      fmt::format("# normal modes at the zone centre, atoms relaxed in the cell of "
                  "the crystal (largest force left {:.1e} "
                  "kcal/mol/A); characters: share of the kinetic energy in C-O "
                  "stretches of carboxylates and in "
                  "metal-carboxylate stretches; asymmetric: share of that within "
                  "the C-O stretches; metals: share of the kinetic energy in atoms of "
                  "metals; infrared: |d mu/d Q|^2 "
                  "with fixed charges\n"
                  "mode,wavenumber_cm-1,carboxylate_character,metal_oxygen_"
                  "character,asymmetric_share,metal_share,infrared_e2_mol_g\n",
                  force);
  for (Index k = 0; k < modes.wavenumber.size(); ++k)
    text += fmt::format("{},{:.4f},{:.6f},{:.6f},{:.6f},{:.6f},{:.6g}\n", k + 1,
                        modes.wavenumber(k), c.carboxylate(k), c.metal_oxygen(k), c.asymmetric(k),
                        c.metals(k), c.infrared(k));
  return text;
}

struct ShownMode {
  Index mode;
  std::string label;
};

/// The modes of a kind that are strongest by a score, one of each degenerate set.
template <class Score>
void show_strongest(const NormalModes &modes, const std::string &kind, const Score &score,
                    std::vector<ShownMode> &shown)
{
  std::vector<Index> order;
  for (Index k = 0; k < modes.wavenumber.size(); ++k)
    if (score(k) > 0.0) order.push_back(k);
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return score(a) > score(b); });
  std::vector<double> taken;
  for (const Index k : order) {
    const double wavenumber = modes.wavenumber(k);
    if (taken.size() == shown_of_a_kind) return;
    if (std::any_of(taken.begin(), taken.end(),
                    [&](double t) { return std::fabs(t - wavenumber) < distinct_cm; }))
      continue;
    taken.push_back(wavenumber);
    shown.push_back({k, kind});
  }
}

/// Carboxylate stretches that are pure and seen in the infrared, and the softest bonds between metals and carboxylates.
std::vector<ShownMode> worth_a_look(const NormalModes &modes, const ModeColumns &c)
{
  const double strongest = std::max(c.infrared.maxCoeff(), 1e-12);
  const auto stretch = [&](Index k, double share) {
    if (!(share > 0.5) || c.carboxylate(k) < least_character) return 0.0;
    return share * c.carboxylate(k) * (1.0 + c.infrared(k) / strongest);
  };
  std::vector<ShownMode> shown;
  show_strongest(
      modes, "asymmetric carboxylate stretch", [&](Index k) { return stretch(k, c.asymmetric(k)); },
      shown);
  show_strongest(
      modes, "symmetric carboxylate stretch",
      [&](Index k) { return stretch(k, 1.0 - c.asymmetric(k)); }, shown);
  show_strongest(
      modes, "metal-carboxylate stretch",
      [&](Index k) {
        return modes.wavenumber(k) > 1.0 && modes.wavenumber(k) < highest_soft_cm
                   ? c.metal_oxygen(k)
                   : 0.0;
      },
      shown);
  return shown;
}

ordered_json rounded(const VectorXd &values, double digits)
{
  ordered_json list = ordered_json::array();
  for (const double v : values) list.push_back(std::round(v * digits) / digits);
  return list;
}

std::string structure_of(const System &system, const ModeSystem &s, const NormalModes &modes,
                         const ModeColumns &c, const std::string &key)
{
  ordered_json j = {{"key", key}, {"elements", ordered_json::array()}};
  for (const CrystalAtom &atom : system.crystal.atoms) j["elements"].push_back(atom.element);
  j["cell_A"] = rounded(s.cell.reshaped(), 1e6);
  j["positions_A"] = rounded(s.positions, 1e4);
  j["shown"] = ordered_json::array();
  for (const ShownMode &m : worth_a_look(modes, c))
    j["shown"].push_back({{"mode", m.mode + 1},
                          {"wavenumber_cm-1", modes.wavenumber(m.mode)},
                          {"label", m.label},
                          {"displacement", rounded(displacement(s, modes, m.mode), 1e3)}});
  return j.dump() + "\n";
}

/// dynamical_matrix of LAMMPS 29 Sep 2021 leaves out the forces of the mesh of charges; 23 Jun 2022 has them.
void need_forces_of_mesh(const System &system, const LammpsHost &host)
{
  constexpr int first_with_mesh = 20220623;
  const bool mesh = system.electrostatics || (system.pairs && !system.pairs->kspace.empty());
  if (mesh && host.date() < first_with_mesh)
    fail(
        ExitCode::host,
        "normal modes: dynamical_matrix of LAMMPS {} ({}) leaves out the charges' mesh, which this "
        "potential has (stretches came out up to 9 cm-1 too low); take a LAMMPS of 23 Jun 2022 or "
        "later: scripts/bootstrap.sh --wheel gets one",
        host.version, host.lmp.string());
}

/// In a run of its own and with plain styles: after a minimisation, and with those of OPENMP, LAMMPS 29 Sep 2021 gives wrong
/// matrices for systems with PPPM, other ones on each run.
void run_matrix(System system, const Crystal &relaxed, const LammpsHost &host,
                const fs::path &plugin, const fs::path &work)
{
  system.crystal = relaxed;
  write_file(work / "data.lmp", lammps_data(system));
  std::string input =
      fmt::format("plugin load \"{}\"\n", plugin_name(plugin)) + style_commands(system);
  input += fmt::format("read_data       data.lmp\ninclude         {}\nneighbor        1.0 bin\n"
                       "neigh_modify    every 1 delay 0 check yes\n"
                       "dynamical_matrix all eskm {} file {} binary yes\n",
                       relaxation_file::potential, step_A, matrix_file);
  write_file(work / "matrix.lmp", input);
  std::vector<std::string> command = lmp_command(host, {1, ""});
  command.insert(command.end(), {"-in", "matrix.lmp", "-log", "log.matrix"});
  link_plugin(plugin, work);
  const RunResult run = run_lmp(host, command, work);
  if (!run.status.success())
    fail(ExitCode::point, "dynamical matrix: {} [{}]", reason_of_failure(run.output, run.status),
         (work / "log.matrix").string());
}

/// A structure that is no minimum has no normal modes, whatever the matrix says.
NormalModes modes_in(const fs::path &file, Index n, Index copies)
{
  NormalModes modes;
  try {
    modes = diagonalise_alike(read_file(file), n, copies);
  } catch (const Error &e) {
    fail(ExitCode::point, "{}: {}", file.string(), e.what());
  }
  if (modes.wavenumber(0) < lowest_cm)
    fail(ExitCode::point,
         "{}: a mode at {:.0f} cm-1 (negative: unstable): the structure is at no minimum of its "
         "energy",
         file.string(), modes.wavenumber(0));
  return modes;
}

/// The same; what is refused leaves no folder, as no log says more.
Crystal alike_or_refused(const Crystal &crystal, const Crystal &relaxed, const fs::path &work)
{
  try {
    return alike_in_all_cells(crystal, relaxed);
  } catch (const Error &) {
    std::error_code ignored;
    fs::remove_all(work, ignored);
    fs::remove(work.parent_path(), ignored);    // only if it is empty
    throw;
  }
}

}    // namespace

Crystal alike_in_all_cells(const Crystal &crystal, const Crystal &relaxed)
{
  const int copies = cells_for_lammps(crystal);
  if (copies == 1) return relaxed;
  const auto of_a_cell = relaxed.atoms.size() / static_cast<std::size_t>(copies);
  const Crystal start = with_small_tilts(crystal);
  const auto moved = [&](std::size_t atom) {
    const Eigen::Vector3d d = relaxed.atoms[atom].fractional - start.atoms[atom].fractional;
    return Eigen::Vector3d(relaxed.cell * (d - d.array().round().matrix()));
  };
  Crystal result = relaxed;
  for (std::size_t i = 0; i < of_a_cell; ++i) {
    Eigen::Vector3d mean = Eigen::Vector3d::Zero();
    for (std::size_t c = i; c < relaxed.atoms.size(); c += of_a_cell)
      mean += moved(c) / static_cast<double>(copies);
    for (std::size_t c = i; c < relaxed.atoms.size(); c += of_a_cell) {
      const Eigen::Vector3d off = mean - moved(c);
      if (off.norm() > largest_difference_of_cells)
        fail(ExitCode::point,
             "{}: the cell is repeated for LAMMPS, and atom {} relaxes to another place in each of "
             "its copies ({:.2f} A from their mean): one cell is at no minimum of its energy; "
             "have the modes of a supercell with --supercell {} {} {}",
             crystal.source, crystal.atoms[i].label, off.norm(), crystal.repeats[0],
             crystal.repeats[1], crystal.repeats[2]);
      result.atoms[c].fractional =
          wrapped(relaxed.atoms[c].fractional + relaxed.cell.inverse() * off);
    }
  }
  return result;
}

void find_modes(const System &system, const LammpsHost &host, const fs::path &plugin,
                const fs::path &folder, const std::string &key)
{
  host.need("PHONON", "normal modes");
  need_forces_of_mesh(system, host);
  const fs::path work = folder / "work";    // stays where something fails, with its log
  fs::remove_all(work);
  make_folder(work);
  write_file(work / relaxation_file::potential, coefficient_commands(system));
  const Relaxed relaxed = relax(system, Relaxation::atoms, host, plugin, work, largest_force);
  const Index copies = static_cast<Index>(cells_for_lammps(system.crystal));
  const Crystal minimum = alike_or_refused(system.crystal, relaxed.crystal, work);
  run_matrix(system, minimum, host, plugin, work);
  const ModeSystem s = mode_system(system, minimum);
  const NormalModes modes = modes_in(work / matrix_file, s.positions.size(), copies);
  const ModeColumns columns = columns_of(minimum, s, modes, copies);
  write_file(folder / modes_file::table, table_of(modes, columns, relaxed.largest_force));
  write_file(folder / modes_file::structure, structure_of(system, s, modes, columns, key));
  fs::remove_all(work);
}

bool has_modes(const fs::path &folder, const std::string &key)
{
  const fs::path file = folder / modes_file::structure;
  if (!fs::exists(file) || !fs::exists(folder / modes_file::table)) return false;
  const auto j = ordered_json::parse(read_file(file), nullptr, false);
  return j.is_object() && j.value("key", "") == key;
}

}    // namespace softmode
