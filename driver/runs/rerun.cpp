// SPDX-License-Identifier: BSD-3-Clause
#include "runs/rerun.h"

#include "engine/engine_settings.h"
#include "engine/progress.h"
#include "lammps/host.h"
#include "lammps/plugin_link.h"
#include "lammps/point_input.h"
#include "results/point_data.h"
#include "support/child_signal.h"
#include "support/error.h"
#include "support/files.h"
#include "support/temporary_folder.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

ordered_json record_in(const fs::path &folder)
{
  const fs::path file = folder / point_file::record;
  if (!fs::exists(file))
    fail(ExitCode::point,
         "{}: is no complete point (no {}); give a folder like points/<material>/<point>",
         folder.string(), point_file::record);
  auto record = ordered_json::parse(read_file(file), nullptr, false);
  for (const char *key : {"inputs", "outputs", "lammps", "ranks", "accelerator", "stages"})
    if (!record.is_object() || !record.contains(key))
      fail(ExitCode::point, "{}: is damaged: no '{}'", file.string(), key);
  return record;
}

void copy_inputs(const ordered_json &record, const fs::path &from, const fs::path &to,
                 const Installation &installation)
{
  for (const auto &[name, hash] : record["inputs"].items()) {
    const bool plugin = name == installation.plugin.filename();
    const fs::path file = plugin ? installation.plugin : from / name;
    const std::string content = read_file(file);
    if (sha256(content) != hash)
      fail(plugin ? ExitCode::host : ExitCode::point,
           "{}: is not what the point was run with (SHA-256 {})", file.string(),
           hash.get<std::string>());
    if (!plugin) write_file(to / name, content);
  }
  write_file(to / point_file::host, host_commands(installation.plugin));
  link_plugin(installation.plugin, to);
}

void run_stage(const LammpsHost &host, std::vector<std::string> command, const fs::path &folder,
               int steps, long from)
{
  const fs::path output = folder / point_file::output;
  command.insert(command.end(), {"-in", point_file::input, "-log", "none", "-var", "steps",
                                 std::to_string(steps)});
  if (from >= 0) command.insert(command.end(), {"-var", "from", std::to_string(from)});
  ProgressLine line;
  ChildSignal child;
  Process process = start_lmp(host, command, folder, output);
  auto status = process.poll();
  for (; !status; status = process.poll()) {
    line.show(fmt::format("step {} of {}", last_step(folder / point_file::log), steps));
    child.wait(std::chrono::seconds(1));
  }
  line.finish();
  if (!status->success())
    fail(ExitCode::point, "{} [{}]", reason_of_failure(read_file(output), *status),
         (folder / point_file::log).string());
}

}    // namespace

std::vector<RerunOutput> rerun(const fs::path &point_folder, const fs::path &wanted)
{
  const ordered_json record = record_in(point_folder);
  const Installation installation = find_installation();
  const LammpsHost host = inspect_lammps(find_lmp());
  if (host.version != record["lammps"])
    fail(ExitCode::host, "{} is LAMMPS {}; the point was run with {}", host.lmp.string(),
         host.version, record["lammps"].get<std::string>());
  const EngineSettings engine{record["ranks"].get<int>(), record["accelerator"]};
  need_engine(engine, host);
  std::unique_ptr<TemporaryFolder> temporary;
  if (wanted.empty())
    temporary = std::make_unique<TemporaryFolder>();
  else if (fs::exists(wanted) && !fs::is_empty(wanted))
    fail(ExitCode::io, "{}: is not empty; nothing is overwritten. Choose another folder with -o",
         wanted.string());
  else
    make_folder(wanted);
  const fs::path folder = temporary ? temporary->path : fs::absolute(wanted);
  copy_inputs(record, point_folder, folder, installation);

  ::setenv("OMP_NUM_THREADS", "1", 1);
  const auto command = lmp_command(host, engine);
  long from = -1;
  for (const int steps : record["stages"]) {
    run_stage(host, command, folder, steps, from);
    from = steps;
  }
  write_file(folder / point_file::bonds,
             bonds_csv(read_local_dump(folder / point_file::bonds_raw)));
  std::vector<RerunOutput> result;
  for (const auto &[name, hash] : record["outputs"].items())
    result.push_back({name, sha256(read_file(folder / name)) == hash});
  return result;
}

}    // namespace softmode
