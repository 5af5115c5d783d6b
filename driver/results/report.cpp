// SPDX-License-Identifier: BSD-3-Clause
#include "results/report.h"

#include "campaign/protocol_notes.h"
#include "results/report_data.h"
#include "results/report_json.h"
#include "support/error.h"
#include "support/files.h"

#include <algorithm>

namespace softmode {

namespace fs = std::filesystem;
using report_json::json;

namespace {

std::string counted(std::size_t n, const std::string &what)
{
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string summary(const Campaign &campaign, const Results &results)
{
  std::size_t points = 0;
  for (const MaterialResult &m : results.materials) points += m.points.size();
  std::string temperatures = fmt::format("melt search from {:.0f} K up", campaign.protocol.start_K);
  if (!campaign.temperatures_K.empty())
    temperatures = fmt::format("{} from {:.0f} to {:.0f} K, {}",
                               counted(campaign.temperatures_K.size(), "temperature"),
                               campaign.temperatures_K.front(), campaign.temperatures_K.back(),
                               name_of(campaign.protocol.type));
  return fmt::format("{}: {}, {}, {}; {:g} ps of production each with a time step of {:g} fs, "
                     "thermostat {}.",
                     counted(points, "point"), counted(campaign.materials.size(), "material"),
                     temperatures, counted(static_cast<std::size_t>(campaign.replicas), "replica"),
                     campaign.production_steps * campaign.timestep_fs * 1e-3, campaign.timestep_fs,
                     campaign.thermostat.style);
}

// Langevin friction gamma = 1/damping broadens every line to a Lorentzian of FWHM gamma / (2 pi c)
std::string friction_note(const Thermostat &t)
{
  if (t.style != "langevin") return "";
  return fmt::format(" and {:.1f} cm⁻¹ by the friction of the Langevin thermostat",
                     friction_width_cm(t));
}

void replace(std::string &text, const std::string &mark, const std::string &content)
{
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) fail(ExitCode::internal, "report template: no {}", mark);
  text.replace(at, mark.size(), content);
}

// '<' inside a script element could end it
std::string for_script(std::string text)
{
  for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;)
    text.replace(at, 1, "\\u003c");
  return text;
}

/// The scripts of the page in the order of their names.
std::string scripts(const fs::path &folder)
{
  std::vector<fs::path> files;
  std::error_code unreadable;
  for (const auto &entry : fs::directory_iterator(folder, unreadable))
    if (entry.path().extension() == ".js") files.push_back(entry.path());
  if (files.empty())
    fail(ExitCode::host, "{}: holds no scripts for the report; install softmode again",
         folder.string());
  std::sort(files.begin(), files.end());
  std::string text;
  for (const fs::path &file : files) text += read_file(file) + "\n";
  return text;
}

json data_of(const Campaign &campaign, const Results &results, const fs::path &folder, bool active)
{
  const auto manifest_file = folder / "manifest.json";
  const json manifest = json::parse(read_file(manifest_file), nullptr, false);
  if (manifest.is_discarded() || !manifest.contains("materials"))
    fail(ExitCode::io, "{}: is damaged; run the campaign again to write it anew",
         manifest_file.string());
  json data = {{"name", campaign.name},
               {"summary", summary(campaign, results)},
               {"resolution", report_json::number(campaign.resolution_cm)},
               {"friction", friction_note(campaign.thermostat)},
               {"active", active},
               {"written", manifest.value("written", "")},
               {"comparison", report_comparison(results)},
               {"citation", results.citation},
               {"materials", json::array()}};
  add_record(data, campaign, results, manifest, folder);
  for (std::size_t i = 0; i < results.materials.size(); ++i)
    data["materials"].push_back(report_material(
        results, results.materials[i], campaign.materials[i], manifest["materials"].at(i), folder));
  return data;
}

}    // namespace

void write_report(const Campaign &campaign, const Results &results, const fs::path &campaign_folder,
                  const fs::path &output_folder, const fs::path &data_folder, bool active)
{
  const json data = data_of(campaign, results, campaign_folder, active);
  const auto parts = data_folder / "report";
  std::string page = read_file(parts / "template.html");
  replace(page, "@STYLE@", read_file(parts / "style.css"));
  replace(page, "@SCRIPT@", scripts(parts / "src"));
  replace(page, "@DATA@", for_script(data.dump()));
  replace(page, "@VIEWER@", read_file(parts / "3Dmol-min.js"));
  replace(page, "@PLOTLY@", read_file(parts / "plotly-basic.min.js"));
  write_file(output_folder / "report.html", page);
}

}    // namespace softmode
