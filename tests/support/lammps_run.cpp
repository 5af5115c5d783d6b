// SPDX-License-Identifier: BSD-3-Clause
#include "support/lammps_run.h"

#include "forcefield/assemble.h"
#include "lammps/host.h"
#include "lammps/system_files.h"
#include "support/files.h"
#include "support/process.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const LammpsHost &host()
{
  static const LammpsHost h = inspect_lammps(SOFTMODE_LMP);
  return h;
}

std::vector<std::string> command_of(const LammpsVariant &v)
{
  std::vector<std::string> command = lmp_command(host(), {v.ranks, ""});
  command.insert(command.end(), {"-in", "in.lmp", "-log", "log.lammps"});
  command.insert(command.end(), v.options.begin(), v.options.end());
  return command;
}

}    // namespace

std::vector<LammpsVariant> parallel_variants()
{
  std::vector<LammpsVariant> modes{{"plain", 1, true, {}}};
  if (host().has("OPENMP"))
    modes.push_back({"OpenMP, 2 threads", 1, true, {"-suffix", "omp", "-package", "omp", "2"}});
  if (host().has("KOKKOS")) {
    modes.push_back(kokkos_variant(1));
    modes.push_back(kokkos_variant());
  }
  std::vector<LammpsVariant> variants;
  for (const LammpsVariant &mode : modes)
    for (const int ranks : {1, 2, 4})
      for (const bool newton : {true, false}) {
        if (mode.options.empty() && ranks == 1 && newton) continue;    // the serial run itself
        variants.push_back(
            {fmt::format("{}, {} ranks, newton {}", mode.name, ranks, newton ? "on" : "off"), ranks,
             newton, mode.options});
      }
  return variants;
}

LammpsVariant kokkos_variant(int threads)
{
  if (!host().has("KOKKOS")) return {"", 1, true, {}};
  const std::string count = std::to_string(threads);
  // newton on: KOKKOS would turn it off by itself where bonds allow
  return {fmt::format("KOKKOS, {} threads", threads),
          1,
          true,
          {"-kokkos", "on", "threads", count, "-suffix", "kk", "-package", "kokkos", "newton", "on",
           "neigh", "half"}};
}

LammpsRun::LammpsRun(const std::string &script, const LammpsVariant &variant)
{
  std::string name = (fs::temp_directory_path() / "softmode-style-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed");
  folder = name;
  again(script, variant);
}

LammpsRun::~LammpsRun()
{
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

void LammpsRun::again(const std::string &script, const LammpsVariant &variant)
{
  const System system = copper_formate();
  write_file(folder / "data.lmp", lammps_data(system));
  write_file(folder / "potential.lmp", coefficient_commands(system));
  write_file(folder / "in.lmp", (variant.newton_bond ? "" : "newton on off\n") + script);
  ::setenv("OMP_NUM_THREADS", "1", 1);
  ::setenv("OMP_PROC_BIND", "false", 1);
  // threads that spin while they wait take the cores from each other: 59 s instead of 0.7 s
  ::setenv("OMP_WAIT_POLICY", "passive", 1);
  const RunResult result = run_lmp(host(), command_of(variant), folder);
  success = result.status.success();
  output = result.output;
}

std::string LammpsRun::file(const std::string &name) const
{
  return read_file(folder / name);
}
bool LammpsRun::has(const std::string &name) const
{
  return fs::exists(folder / name);
}

std::map<std::string, double> LammpsRun::last_thermo() const
{
  std::map<std::string, double> last;
  std::vector<std::string> columns;
  std::istringstream in(file("log.lammps"));
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::vector<std::string> fields;
    for (std::string w; words >> w;) fields.push_back(w);
    if (!fields.empty() && fields[0] == "Step") {
      columns = fields;
    } else if (!columns.empty() && fields.size() == columns.size()) {
      char *end = nullptr;
      std::strtol(fields[0].c_str(), &end, 10);
      if (*end != '\0') continue;
      for (std::size_t i = 0; i < fields.size(); ++i)
        last[columns[i]] = std::strtod(fields[i].c_str(), nullptr);
    }
  }
  return last;
}

System copper_formate()
{
  const fs::path data = fs::path(SOFTMODE_SOURCE_DIR) / "tests/data";
  return assemble(read_cif(data / "copper-formate.cif"),
                  read_potential(data / "copper-formate.yaml"));
}

std::string set_up(const System &system)
{
  std::string styles = style_commands(system);
  styles.insert(styles.find("pair_style"),
                "if \"$(is_active(package,kokkos))\" then \"suffix off\"\n");
  return fmt::format(
      "plugin load \"{}\"\n{}read_data data.lmp\ninclude potential.lmp\nneighbor 1.0 bin\n"
      "if \"$(is_active(package,kokkos))\" then \"suffix on\"\n",
      SOFTMODE_PLUGIN, styles);
}

std::string style_commands_after_restart(const System &system)
{
  std::string styles = style_commands(system);
  return styles.substr(styles.find("pair_style"));
}

std::vector<std::vector<double>> dump_rows(const std::string &text)
{
  std::vector<std::vector<double>> rows;
  std::istringstream in(text);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("ITEM:", 0) == 0) {
      inside = line.rfind("ITEM: ATOMS", 0) == 0 || line.rfind("ITEM: ENTRIES", 0) == 0;
      if (inside) rows.clear();
      continue;
    }
    if (!inside) continue;
    rows.emplace_back();
    std::istringstream words(line);
    for (double v; words >> v;) rows.back().push_back(v);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<std::vector<double>> csv_rows(const std::string &text)
{
  std::vector<std::vector<double>> rows;
  std::istringstream in(text);
  bool header = true;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (header) {
      header = false;
      continue;
    }
    rows.emplace_back();
    std::istringstream fields(line);
    for (std::string f; std::getline(fields, f, ',');)
      rows.back().push_back(std::strtod(f.c_str(), nullptr));
  }
  return rows;
}

double head_of(const std::string &text, const std::string &key)
{
  const std::string mark = "# " + key + "=";
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) throw std::runtime_error("no head " + key);
  return std::strtod(text.c_str() + at + mark.size(), nullptr);
}

}    // namespace softmode
