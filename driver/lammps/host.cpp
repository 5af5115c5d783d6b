// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/host.h"

#include "support/error.h"
#include "support/files.h"
#include "support/temporary_folder.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

namespace {

// packages without which the input of a point does not run
constexpr const char *needed_packages[] = {"PLUGIN", "MOLECULE", "EXTRA-MOLECULE", "EXTRA-FIX",
                                           "YAFF"};

std::string line_after(const std::string &text, const std::string &mark)
{
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + mark.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

// "Installed packages:", an empty line, then names over several lines up to the next empty line
std::vector<std::string> installed_packages(const std::string &help)
{
  const std::string mark = "Installed packages:\n\n";
  const std::size_t at = help.find(mark);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + mark.size();
  std::istringstream in(help.substr(begin, help.find("\n\n", begin) - begin));
  std::vector<std::string> packages;
  for (std::string name; in >> name;) packages.push_back(name);
  return packages;
}

// the program in a prefix or a source tree, where cmake/LammpsHost.cmake looks too; empty if there is none
fs::path lmp_in(const fs::path &folder)
{
  std::vector<fs::path> candidates{folder / "bin" / "lmp"}, builds;
  std::error_code unreadable;
  for (const auto &entry : fs::directory_iterator(folder, unreadable))
    if (entry.path().filename().string().rfind("build", 0) == 0)
      builds.push_back(entry.path() / "lmp");
  std::sort(builds.begin(), builds.end());
  candidates.insert(candidates.end(), builds.begin(), builds.end());
  candidates.insert(candidates.end(), {folder / "src" / "lmp_mpi", folder / "src" / "lmp"});
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [](const fs::path &p) { return fs::is_regular_file(p); });
  return found == candidates.end() ? fs::path() : *found;
}

}    // namespace

Installation find_installation()
{
  std::error_code problem;
  const fs::path program = fs::read_symlink("/proc/self/exe", problem);
  if (problem)
    fail(ExitCode::internal, "cannot find the path of this program: {}", problem.message());
  const fs::path prefix = program.parent_path().parent_path();
  return {program, prefix / SOFTMODE_DATA_DIR, prefix / SOFTMODE_PLUGIN_DIR / "softmodeplugin.so"};
}

void LammpsHost::need(const std::string &package, const std::string &what) const
{
  if (!has(package))
    fail(ExitCode::host,
         "{} was built without the {} package, which {} needs. Use the LAMMPS that "
         "scripts/bootstrap.sh builds, or add the package to yours. It has: {}",
         lmp.string(), package, what, fmt::join(packages, " "));
}

bool LammpsHost::has_mpi() const
{
  return !mpi.empty() && mpi.find("STUBS") == std::string::npos;
}

bool LammpsHost::has(const std::string &package) const
{
  return std::find(packages.begin(), packages.end(), package) != packages.end();
}

fs::path find_lmp()
{
  if (const char *lmp = std::getenv("SOFTMODE_LMP"); lmp && *lmp) {
    if (!fs::exists(lmp)) fail(ExitCode::host, "SOFTMODE_LMP={}: no such file", lmp);
    return fs::absolute(lmp);
  }
  if (const char *folder = std::getenv("SOFTMODE_LAMMPS"); folder && *folder) {
    if (const fs::path lmp = lmp_in(folder); !lmp.empty()) return fs::absolute(lmp);
    fail(ExitCode::host, "SOFTMODE_LAMMPS={}: no bin/lmp, build*/lmp, src/lmp_mpi or src/lmp in it",
         folder);
  }
  if (fs::exists(SOFTMODE_DEFAULT_LMP)) return SOFTMODE_DEFAULT_LMP;
  fail(ExitCode::host,
       "{}: the LAMMPS softmode was built with is gone. Run scripts/bootstrap.sh again, or set "
       "SOFTMODE_LMP to an lmp "
       "program of the same version",
       SOFTMODE_DEFAULT_LMP);
}

LammpsHost inspect_lammps(const fs::path &lmp)
{
  const TemporaryFolder folder;
  const RunResult help = run_and_capture({lmp.string(), "-h"}, folder.path);
  LammpsHost host;
  host.lmp = lmp;
  host.version = line_after(help.output, "Simulator - ");
  if (!help.status.success() || host.version.empty())
    fail(ExitCode::host, "{} -h: {}, printed: {}", lmp.string(), help.status.describe(),
         help.output.substr(0, 300));
  host.packages = installed_packages(help.output);
  host.kokkos = line_after(help.output, "KOKKOS package API: ");
  host.mpi = line_after(help.output, "\nMPI ");
  for (const char *package : needed_packages) host.need(package, "every point");
  return host;
}

void check_plugin(const LammpsHost &host, const fs::path &plugin)
{
  if (!fs::exists(plugin))
    fail(ExitCode::host,
         "{}: the plugin is missing; build it (scripts/bootstrap.sh) or install softmode again",
         plugin.string());
  const TemporaryFolder folder;
  write_file(folder.path / "in.probe",
             fmt::format("plugin load \"{}\"\n"
                         "print \"styles $(is_available(fix,carboxylate/spectrum)) "
                         "$(is_available(compute,carboxylate/state)) "
                         "$(is_available(angle,carboxylate/coupled)) end\"\n",
                         plugin.string()));
  const RunResult run =
      run_and_capture({host.lmp.string(), "-in", "in.probe", "-log", "none"}, folder.path);
  if (run.status.success() && run.output.find("styles 1 1 1 end") != std::string::npos) return;
  fail(ExitCode::host,
       "{} does not load {}:\n{}\nThe plugin must be built for exactly this LAMMPS: set "
       "SOFTMODE_LAMMPS to it and "
       "run scripts/bootstrap.sh again",
       host.lmp.string(), plugin.string(), run.output);
}

std::string reason_of_failure(const std::string &output, const ExitStatus &status)
{
  std::string reason;
  std::istringstream in(output);
  for (std::string line; std::getline(in, line);)
    if (line.rfind("ERROR", 0) == 0) reason = line;    // not MPI's chatter about the abort
  if (reason.find("Fix halt") != std::string::npos)
    reason += " (the temperature left all bounds: the simulation exploded)";
  if (reason.empty())
    reason = status.success() ? "LAMMPS stopped before the end" : "LAMMPS: " + status.describe();
  return reason;
}

bool is_explosion(const std::string &reason)
{
  const char *signs[] = {"Fix halt",           "Lost atoms",
                         "atoms missing",      "Non-numeric",
                         "Out of range atoms", "Bond atoms",
                         "Angle atoms",        "Dihedral atoms",
                         "Improper atoms",     "Bond/angle/dihedral extent"};
  return std::any_of(std::begin(signs), std::end(signs),
                     [&](const char *sign) { return reason.find(sign) != std::string::npos; });
}

EngineSettings rule_of(const LammpsHost &host)
{
  return {1, host.has("OPENMP") ? "omp" : ""};
}

namespace {

std::vector<std::string> mpirun(const LammpsHost &host, int ranks)
{
  std::vector<std::string> command;
  if (const char *own = std::getenv("SOFTMODE_MPIRUN"); own && *own) {
    std::istringstream words(own);
    for (std::string word; words >> word;) command.push_back(word);
  } else {
    command.push_back("mpirun");
    // points share the machine, so that each binding its ranks to the first cores would put all on the same ones
    if (host.mpi.find("Open MPI") != std::string::npos) {
      command.insert(command.end(), {"--bind-to", "none", "--oversubscribe"});
      if (::geteuid() == 0) command.push_back("--allow-run-as-root");
    }
  }
  command.insert(command.end(), {"-n", std::to_string(ranks)});
  return command;
}

}    // namespace

std::vector<std::string> lmp_command(const LammpsHost &host, const EngineSettings &settings)
{
  std::vector<std::string> command;
  if (settings.ranks > 1) command = mpirun(host, settings.ranks);
  command.push_back(host.lmp.string());
  if (settings.accelerator == "opt") command.insert(command.end(), {"-suffix", "opt"});
  if (settings.accelerator == "omp")
    command.insert(command.end(), {"-suffix", "omp", "-package", "omp", "1"});
  if (settings.accelerator == "kk")
    command.insert(command.end(), {"-kokkos", "on", "threads", "1", "-suffix", "kk"});
  return command;
}

std::vector<std::string> serial_command(const LammpsHost &host)
{
  return lmp_command(host, rule_of(host));
}

}    // namespace softmode
