// SPDX-License-Identifier: BSD-3-Clause
#include "commands/commands.h"
#include "engine/executor.h"
#include "lammps/host.h"
#include "support/error.h"
#include "support/process.h"

#include <optional>

namespace softmode {

namespace {

/// One line per finding; remembers the first problem for the exit code.
class Findings {
 public:
  void found(const std::string &what, const std::string &value)
  {
    fmt::print("ok       {:<12} {}\n", what, value);
  }
  void remark(const std::string &what, const std::string &value)
  {
    fmt::print("note     {:<12} {}\n", what, value);
  }
  void problem(const std::string &what, const Error &e)
  {
    fmt::print("PROBLEM  {:<12} {}\n", what, e.what());
    if (!first) first = e.code;
  }

  /// Run a check; true if it passed.
  template <class Check> bool check(const std::string &what, Check check)
  {
    try {
      found(what, check());
      return true;
    } catch (const Error &e) {
      problem(what, e);
      return false;
    }
  }

  std::optional<ExitCode> first;
};

std::string need_file(const std::filesystem::path &file)
{
  if (!std::filesystem::exists(file))
    fail(ExitCode::io, "{} is missing; install softmode again", file.string());
  return file.string();
}

void doctor()
{
  Findings findings;
  const Installation installation = find_installation();
  findings.found("softmode", fmt::format("{} {}", SOFTMODE_VERSION, installation.program.string()));
  findings.check("potentials",
                 [&] { return need_file(installation.data / "potentials" / "base.yaml"); });
  findings.check("report",
                 [&] { return need_file(installation.data / "report" / "plotly-basic.min.js"); });
  std::optional<LammpsHost> host;
  findings.check("LAMMPS", [&] {
    host = inspect_lammps(find_lmp());
    return fmt::format("{} {}", host->version, host->lmp.string());
  });
  if (host) {
    findings.found("packages", fmt::format("{}", fmt::join(host->packages, " ")));
    findings.found("MPI", host->mpi);
    if (host->kokkos.empty())
      findings.remark("Kokkos", "this LAMMPS has no KOKKOS package; softmode works without it");
    else
      findings.found("Kokkos", host->kokkos);
    if (!host->has("OPENMP"))
      findings.remark("OPENMP", "package missing: points run about 30 % slower");
    findings.check("plugin", [&] {
      check_plugin(*host, installation.plugin);
      return installation.plugin.string() + " loads, its styles are there";
    });
  }
  if (const auto gnuplot = find_program("gnuplot"))
    findings.found("gnuplot", gnuplot->string());
  else
    findings.remark("gnuplot",
                    "not on PATH: softmode fit writes scripts of figures, but no figures");
  findings.found("processors", std::to_string(available_processors()));
  if (findings.first) fail(*findings.first, "doctor found a problem, see above");
  fmt::print("all is well\n");
}

}    // namespace

void add_doctor(CLI::App &app)
{
  CLI::App *command = app.add_subcommand(
      "doctor", "say what there is of LAMMPS, plugin, Kokkos and MPI, and what is wrong");
  command->callback([] { doctor(); });
}

}    // namespace softmode
