// SPDX-License-Identifier: BSD-3-Clause
#include "results/provenance.h"

#include "campaign/search.h"
#include "lammps/point_input.h"
#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <map>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr const char *file_name = "provenance.json";

ordered_json entry_of(const fs::path &record_file)
{
  const auto record = ordered_json::parse(read_file(record_file), nullptr, false);
  ordered_json entry = ordered_json::object();
  for (const char *key :
       {"softmode", "recipe", "passed", "seed", "timestep_fs", "steps", "starts_from", "lammps",
        "ranks", "accelerator", "inputs", "outputs", "failed_attempts"})
    if (record.is_object() && record.contains(key)) entry[key] = record[key];
  return entry;
}

}    // namespace

void write_provenance(const Campaign &campaign, const fs::path &folder,
                      const fs::path &output_folder)
{
  const fs::path results = output_folder / "results";
  ordered_json j = {{"softmode", SOFTMODE_VERSION},
                    {"campaign_sha256", sha256(read_file(folder / "campaign.yaml"))},
                    {"points", ordered_json::object()},
                    {"tables", ordered_json::object()}};
  for (const Point &point : known_points(campaign, folder)) {
    const fs::path record = folder / "points" / point.id / point_file::record;
    if (fs::exists(record)) j["points"][point.id] = entry_of(record);
  }
  std::map<std::string, std::string> tables;
  for (const auto &entry : fs::recursive_directory_iterator(results))
    if (entry.is_regular_file() && entry.path().filename() != file_name)
      tables[fs::relative(entry.path(), results)] = sha256(read_file(entry.path()));
  for (const auto &[name, hash] : tables) j["tables"][name] = hash;
  write_file(results / file_name, j.dump(1) + "\n");
}

}    // namespace softmode
