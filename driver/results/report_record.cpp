// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/point_state.h"
#include "campaign/search.h"
#include "modes/mode_files.h"
#include "results/report_data.h"
#include "support/error.h"
#include "support/files.h"

namespace softmode {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

namespace {

/// Of points that failed their gates, and of attempts that exploded.
void add_points(json &report, const Campaign &campaign, const fs::path &folder)
{
  report["flagged"] = report["retries"] = json::array();
  for (const Point &point : known_points(campaign, folder)) {
    const auto record = read_record(folder / "points" / point.id);
    if (!record) continue;
    if (!record->passed)
      report["flagged"].push_back({{"point", point.id},
                                   {"temperature_K", point.temperature_K},
                                   {"reason", record->failed_gates}});
    for (const auto &attempt : record->failed_attempts)
      report["retries"].push_back({{"point", point.id},
                                   {"timestep_fs", attempt.value("timestep_fs", 0.0)},
                                   {"seed", attempt.value("seed", 0)},
                                   {"reason", attempt.value("reason", "")}});
  }
}

json warnings(const Results &results, const fs::path &folder)
{
  json list = json::array();
  for (const MaterialResult &m : results.materials) {
    for (const std::string &note : m.notes) list.push_back({{"material", m.name}, {"text", note}});
    const fs::path failure = modes_file::folder(folder, m.name) / modes_file::failure;
    if (fs::exists(failure))
      list.push_back({{"material", m.name}, {"text", "no normal modes: " + read_file(failure)}});
  }
  return list;
}

json provenance(const json &manifest)
{
  json rows = json::array();
  const auto add = [&](const std::string &key, const std::string &value) {
    rows.push_back({key, value});
  };
  add("softmode", manifest.value("softmode", ""));
  add("written", manifest.value("written", "") + " on " + manifest.value("host", ""));
  add("command", manifest.value("command", ""));
  add("LAMMPS",
      manifest["lammps"].value("version", "") + ", " + manifest["lammps"].value("mpi", ""));
  add("plugin SHA-256", manifest["plugin"].value("sha256", ""));
  add("campaign file", manifest["campaign"].value("file", "") + ", SHA-256 " +
                           manifest["campaign"].value("sha256", ""));
  for (const json &m : manifest["materials"])
    for (const char *part : {"structure", "potential"})
      add(m.value("name", "") + " " + part,
          m[part].value("file", "") + ", SHA-256 " + m[part].value("sha256", ""));
  return rows;
}

json citations(const Results &results, const json &manifest)
{
  json list = json::array();
  list.push_back({{"what", "this simulation"},
                  {"text", "softmode " + manifest.value("softmode", "") +
                               ", a LAMMPS plugin and driver for dynamic metal-carboxylate bonds"},
                  {"doi", nullptr}});
  list.push_back({{"what", "LAMMPS " + manifest["lammps"].value("version", "")},
                  {"text", "A. P. Thompson et al., Comput. Phys. Commun. 2022, 271, 108171"},
                  {"doi", "10.1016/j.cpc.2021.108171"}});
  if (!results.citation.empty())
    list.push_back({{"what", "measured values"}, {"text", results.citation}, {"doi", nullptr}});
  return list;
}

}    // namespace

void add_record(json &report, const Campaign &campaign, const Results &results,
                const json &manifest, const fs::path &folder)
{
  add_points(report, campaign, folder);
  report["warnings"] = warnings(results, folder);
  report["provenance"] = provenance(manifest);
  const std::string own = fs::absolute(folder).string();
  report["commands"] = {manifest.value("command", ""), fmt::format("softmode report '{}'", own)};
  if (!results.materials.empty() && !results.materials.front().points.empty())
    report["commands"].push_back(fmt::format("softmode rerun '{}/points/{}'", own,
                                             results.materials.front().points.front().point.id));
  report["cite"] = citations(results, manifest);
}

}    // namespace softmode
