// SPDX-License-Identifier: BSD-3-Clause
#include "engine/engine_settings.h"

#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <map>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr const char *file_name = "engine.json";

ordered_json read_kept(const fs::path &folder)
{
  const fs::path file = folder / file_name;
  if (!fs::exists(file)) return ordered_json::object();
  auto kept = ordered_json::parse(read_file(file), nullptr, false);
  bool whole = kept.is_object();
  if (whole)
    for (const auto &[name, s] : kept.items())
      whole = whole && s.is_object() && s.contains("ranks") && s["ranks"].is_number_integer() &&
              s.contains("accelerator") && s["accelerator"].is_string();
  if (!whole)
    fail(ExitCode::io,
         "{}: is damaged. It holds the MPI ranks and the accelerator that the points of this "
         "campaign were begun with; say them with --ranks and --accelerator (a complete point's "
         "point.json has them) after you have removed it",
         file.string());
  return kept;
}

/// Options and file may say the same, or one of them something.
template <class Value>
Value agreed(const char *option, const char *key, const Value &said, const Value &written,
             const Value &nothing, const fs::path &file)
{
  if (said != nothing && written != nothing && said != written)
    fail(ExitCode::usage, "{} {}, but {} of {} is {}; change it there, or leave the option out",
         option, said, key, file.string(), written);
  return said != nothing ? said : written;
}

}    // namespace

std::vector<EngineSettings> engine_settings(const Campaign &c, const fs::path &folder,
                                            const LammpsHost &host, const EngineRequest &request)
{
  const int ranks = agreed("--ranks", "run.ranks", request.ranks, c.ranks, 0, c.file);
  const std::string accelerator = agreed<std::string>(
      "--accelerator", "run.accelerator", request.accelerator, c.accelerator, "", c.file);
  const ordered_json kept = read_kept(folder);
  std::vector<EngineSettings> settings;
  for (const CampaignMaterial &m : c.materials) {
    EngineSettings s = rule_of(host);
    if (kept.contains(m.name))
      s = {kept[m.name]["ranks"].get<int>(), kept[m.name]["accelerator"].get<std::string>()};
    if (ranks > 0) s.ranks = ranks;
    if (!accelerator.empty()) s.accelerator = accelerator == "none" ? "" : accelerator;
    need_engine(s, host);
    settings.push_back(s);
  }
  return settings;
}

bool has_engine_settings(const fs::path &folder, const std::string &material)
{
  return read_kept(folder).contains(material);
}

void keep_engine_settings(const Campaign &c, const fs::path &folder,
                          const std::vector<EngineSettings> &settings)
{
  const ordered_json before = read_kept(folder);
  ordered_json kept = before;
  for (std::size_t i = 0; i < settings.size(); ++i)
    kept[c.materials[i].name] = {{"ranks", settings[i].ranks},
                                 {"accelerator", settings[i].accelerator}};
  if (kept != before) write_file(folder / file_name, kept.dump(2) + "\n");
}

void need_engine(const EngineSettings &s, const LammpsHost &host)
{
  static const std::map<std::string, std::string> packages{
      {"omp", "OPENMP"}, {"opt", "OPT"}, {"kk", "KOKKOS"}};
  if (!s.accelerator.empty())
    host.need(packages.at(s.accelerator), fmt::format("the accelerator {}", s.accelerator));
  if (s.ranks > 1 && !host.has_mpi())
    fail(ExitCode::host, "{} was built without MPI, which {} ranks need; take --ranks 1",
         host.lmp.string(), s.ranks);
}

std::string in_words(const EngineSettings &s)
{
  return fmt::format("{} rank{}, {} styles", s.ranks, s.ranks == 1 ? "" : "s",
                     s.accelerator.empty() ? "plain" : s.accelerator);
}

}    // namespace softmode
