// SPDX-License-Identifier: BSD-3-Clause
// Runs LAMMPS with the plugin on a small system and gives back what it wrote.
#pragma once

#include "forcefield/system.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace softmode {

/// How LAMMPS is started: every parallel path is a variant of the serial one.
struct LammpsVariant {
  std::string name = "serial";
  int ranks = 1;
  bool newton_bond = true;
  std::vector<std::string> options;    ///< command line, e.g. -suffix omp
};

/// Plain, OpenMP with 2 threads, KOKKOS with 1 and 2 threads (as far as the host has them), each on 1, 2
/// and 4 ranks with newton_bond on and off; without the serial run.
std::vector<LammpsVariant> parallel_variants();
/// KOKKOS on one rank; without a name if the host has no KOKKOS.
LammpsVariant kokkos_variant(int threads = 2);

/// One run in a folder of its own, removed at the end.
class LammpsRun {
 public:
  explicit LammpsRun(const std::string &script, const LammpsVariant &variant = {});
  ~LammpsRun();
  LammpsRun(const LammpsRun &) = delete;
  LammpsRun &operator=(const LammpsRun &) = delete;

  /// Another run in the same folder, for restarts.
  void again(const std::string &script, const LammpsVariant &variant = {});

  std::string file(const std::string &name) const;    ///< content
  bool has(const std::string &name) const;
  /// Last values of thermo output, by column name.
  std::map<std::string, double> last_thermo() const;

  bool success = false;
  std::string output;    ///< what it printed
  std::filesystem::path folder;
};

/// The copper formate paddlewheel of tests/data, typed.
System copper_formate();

/// Commands that set it up: plugin, styles, data, coefficients. Bonded styles have no suffix: in old
/// LAMMPS hybrid styles and KOKKOS do not go together. What follows has the suffix of the variant.
std::string set_up(const System &system);

/// The force styles alone, to be given again after read_restart (LAMMPS keeps no hybrid coefficients).
std::string style_commands_after_restart(const System &system);

/// Atoms of a dump "id type x y z ..." sorted by id: rows of numbers.
std::vector<std::vector<double>> dump_rows(const std::string &text);

/// Rows of a CSV with comments and a header.
std::vector<std::vector<double>> csv_rows(const std::string &text);

/// The number of a head "# key=value" of such a CSV. \throws std::runtime_error if there is none.
double head_of(const std::string &text, const std::string &key);

}    // namespace softmode
