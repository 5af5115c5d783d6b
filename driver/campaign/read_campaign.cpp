// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/campaign.h"

#include "campaign/melt_search.h"
#include "campaign/points.h"
#include "campaign/read_protocol.h"
#include "campaign/read_values.h"
#include "forcefield/potential.h"
#include "support/spelling.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr double block_fs = 1000.0;    // block averages: longer than a carboxylate's memory
constexpr double default_checkpoint_fs = 10000.0;
constexpr std::size_t most_temperatures = 1000;
// the plugin refuses a Nyquist wavenumber below 2500 cm-1: 1 / (2 c 2500 cm-1) = 6.67 fs
constexpr double longest_spectrum_interval_fs = 6.67;

bool is_plain_name(const std::string &name)
{
  return !name.empty() && name[0] != '.' && name[0] != '-' &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '.' || c == '_' || c == '-';
         });
}

// names end up in folder names and LAMMPS input: nothing but plain characters
std::string plain_name(const YamlNode &node)
{
  const std::string name = node.text();
  if (!is_plain_name(name))
    node.error("'" + name +
               "': use letters, digits, '.', '_' and '-' only, not starting with '.' or '-'");
  return name;
}

// ", did you mean ...?" for a file that is not there, or an empty text; the file that names it is not meant
std::string similar_file(const fs::path &file, const YamlNode &node)
{
  std::vector<std::string> beside;
  std::error_code unreadable;
  for (const auto &entry : fs::directory_iterator(file.parent_path(), unreadable))
    if (!fs::equivalent(entry.path(), node.source(), unreadable))
      beside.push_back(entry.path().filename().string());
  const std::string nearest = nearest_spelling(file.filename().string(), beside);
  return nearest.empty() ? "" : "; did you mean " + (file.parent_path() / nearest).string() + "?";
}

fs::path existing_file(const YamlNode &node, const fs::path &folder)
{
  const fs::path file = (folder / node.text()).lexically_normal();
  std::error_code unreadable;    // names that are too long, links that lead nowhere
  if (fs::is_directory(file, unreadable))
    node.error("is a folder, expected a file: " + file.string());
  if (!fs::exists(file, unreadable))
    node.error("no such file: " + file.string() + similar_file(file, node));
  return file;
}

fs::path potential_file(const YamlNode &node, const fs::path &folder, const fs::path &data)
{
  if (fs::path(node.text()).extension() == ".yaml") return existing_file(node, folder);
  try {
    return find_potential(node.text(), folder, data / "potentials");
  } catch (const Error &e) {
    node.error(e.what());
  }
}

std::vector<double> read_temperatures(const YamlNode &node)
{
  std::vector<double> result;
  if (node.is_list()) {
    for (const YamlNode &item : node.items()) result.push_back(temperature(item));
    if (result.empty()) node.error("the list is empty");
  } else if (node.is_map()) {
    node.allow_keys({"from", "to", "step"});
    const double from = temperature(node.require("from")), to = temperature(node.require("to"));
    const double step = positive(node.require("step"), Dimension::temperature_difference);
    if (to < from) node.error("'to' is below 'from'");
    for (int i = 0; from + i * step <= to + 1e-6 * step && result.size() <= most_temperatures; ++i)
      result.push_back(from + i * step);
  } else {
    node.error("expected a list like [-100 C, 25 C] or {from: -100 C, to: 200 C, step: 50 K}");
  }
  if (result.size() > most_temperatures)
    node.error(fmt::format("more than {} temperatures", most_temperatures));
  for (double &T : result) T = std::round(T * 1e6) / 1e6;
  std::sort(result.begin(), result.end());
  for (std::size_t i = 1; i < result.size(); ++i)
    if (result[i] - result[i - 1] < 0.005) node.error("two temperatures are equal");
  return result;
}

double read_wavenumber(const YamlNode &node)
{
  return between(node, Dimension::wavenumber, 1.0, 4000.0, "1 cm-1 and 4000 cm-1");
}

void read_bands(const YamlNode &node, CampaignMaterial &m)
{
  node.allow_keys({"asymmetric", "symmetric"});
  if (const auto n = node["asymmetric"]; n.exists()) m.asymmetric_band_cm = read_wavenumber(n);
  if (const auto n = node["symmetric"]; n.exists()) m.symmetric_band_cm = read_wavenumber(n);
}

// one for each of its potentials
std::vector<CampaignMaterial> read_material(const YamlNode &node, const fs::path &folder,
                                            const fs::path &data)
{
  node.allow_keys({"name", "structure", "potential", "potentials", "supercell", "bands"});
  CampaignMaterial m;
  m.name = m.measured_as = plain_name(node.require("name"));
  m.structure = existing_file(node.require("structure"), folder);
  if (const auto n = node["supercell"]; n.exists()) {
    const auto items = n.items();
    if (items.size() != 3) n.error("expected three whole numbers, like [1, 1, 2]");
    m.supercell.emplace();
    for (std::size_t k = 0; k < 3; ++k) (*m.supercell)[k] = items[k].integer(1, 100);
  }
  if (const auto n = node["bands"]; n.exists()) read_bands(n, m);
  if (!node["potentials"].exists()) {
    m.potential = potential_file(node.require("potential"), folder, data);
    return {m};
  }
  if (node["potential"].exists())
    node["potential"].error("give 'potential' or 'potentials', not both");
  std::vector<CampaignMaterial> result;
  for (const YamlNode &item : node["potentials"].items()) {
    CampaignMaterial one = m;
    one.potential = potential_file(item, folder, data);
    one.name = m.name + "." + one.potential.stem().string();
    if (!is_plain_name(one.name))
      item.error("'" + one.potential.filename().string() +
                 "' becomes part of a folder's name: use letters, digits, '.', '_' and '-' only");
    result.push_back(one);
  }
  if (result.empty()) node["potentials"].error("the list is empty");
  return result;
}

Thermostat read_thermostat(const YamlNode &node)
{
  node.allow_keys({"style", "damping"});
  Thermostat t;
  t.style = node.require("style").one_of({"csvr", "langevin", "nose-hoover", "qtb", "none"});
  if (t.style != "none")
    t.damping_fs = between(node.require("damping"), Dimension::time, 1.0, 1e9, "1 fs and 1000 ns");
  else if (node["damping"].exists())
    node["damping"].error("without a thermostat (style: none) nothing is damped; remove this key");
  return t;
}

Barostat read_barostat(const YamlNode &node)
{
  node.allow_keys({"pressure", "damping", "shape"});
  Barostat b;
  b.pressure_atm = between(node.require("pressure"), Dimension::pressure, -1e6, 1e6,
                           "-1000000 atm and 1000000 atm");
  b.damping_fs = between(node.require("damping"), Dimension::time, 1.0, 1e9, "1 fs and 1000 ns");
  b.isotropic =
      !node["shape"].exists() || node["shape"].one_of({"isotropic", "anisotropic"}) == "isotropic";
  return b;
}

WavenumberRange read_range(const YamlNode &node)
{
  const auto items = node.items();
  if (items.size() != 2) node.error("expected two wavenumbers, like [1480 cm-1, 1700 cm-1]");
  const WavenumberRange range{read_wavenumber(items[0]), read_wavenumber(items[1])};
  if (!(range.low < range.high)) node.error("the first wavenumber must be the lower one");
  return range;
}

void read_run(const YamlNode &node, Campaign &c)
{
  node.allow_keys({"timestep", "equilibration", "production", "thermostat", "barostat", "cell",
                   "checkpoint", "retries", "ranks", "accelerator"});
  c.timestep_fs =
      between(node.require("timestep"), Dimension::time, 0.001, 20.0, "0.001 fs and 20 fs");
  c.equilibration_steps = steps(node.require("equilibration"), c.timestep_fs);
  c.production_steps = steps(node.require("production"), c.timestep_fs);
  c.thermostat = read_thermostat(node.require("thermostat"));
  if (const auto n = node["barostat"]; n.exists()) {
    c.barostat = read_barostat(n);
    if (c.thermostat.style == "none")
      n.error("a barostat goes with a thermostat; choose run.thermostat.style, or leave it out");
  }
  if (const auto n = node["cell"]; n.exists())
    c.relaxed_cell = n.one_of({"experimental", "relaxed"}) == "relaxed";
  if (const auto n = node["checkpoint"]; n.exists()) c.checkpoint_steps = steps(n, c.timestep_fs);
  if (const auto n = node["retries"]; n.exists()) c.retries = n.integer(0, 4);
  if (const auto n = node["ranks"]; n.exists()) c.ranks = n.integer(1, 4096);
  if (const auto n = node["accelerator"]; n.exists())
    c.accelerator = n.one_of({"none", "opt", "omp", "kk"});
}

void read_sampling(const YamlNode &node, Campaign &c)
{
  node.allow_keys(
      {"spectrum-interval", "state-interval", "resolution", "asymmetric-range", "symmetric-range"});
  if (const auto n = node["spectrum-interval"]; n.exists())
    c.spectrum_every = steps(n, c.timestep_fs);
  if (const auto n = node["state-interval"]; n.exists()) c.state_every = steps(n, c.timestep_fs);
  if (const auto n = node["resolution"]; n.exists())
    c.resolution_cm = between(n, Dimension::wavenumber, 0.1, 500.0, "0.1 cm-1 and 500 cm-1");
  if (const auto n = node["asymmetric-range"]; n.exists()) c.asymmetric_range = read_range(n);
  if (const auto n = node["symmetric-range"]; n.exists()) c.symmetric_range = read_range(n);
}

int round_up(int value, int multiple)
{
  const long rounded = (static_cast<long>(value) + multiple - 1) / multiple * multiple;
  if (rounded > 2000000000) fail(ExitCode::campaign, "more than 2e9 steps");
  return static_cast<int>(rounded);
}

// block averages need whole blocks of whole sampling intervals
void fit_blocks(Campaign &c, const YamlNode &run)
{
  c.block_steps = round_up(static_cast<int>(std::lround(block_fs / c.timestep_fs)), c.state_every);
  c.equilibration_steps = round_up(c.equilibration_steps, c.block_steps);
  c.production_steps = round_up(c.production_steps, c.block_steps);
  c.protocol.budget_steps = round_up(c.protocol.budget_steps, c.block_steps);
  if (c.checkpoint_steps == 0)
    c.checkpoint_steps = static_cast<int>(std::lround(default_checkpoint_fs / c.timestep_fs));
  c.checkpoint_steps = round_up(c.checkpoint_steps, c.block_steps);
  if (c.production_steps < 10.0 * c.block_steps)
    run.require("production")
        .error(fmt::format("at least {:g} ps are needed for error estimates",
                           10.0 * c.block_steps * c.timestep_fs * 1e-3));
}

fs::path find_reference(const YamlNode &node, const fs::path &folder, const fs::path &data)
{
  const std::string name = node.text();
  if (fs::path(name).extension() == ".yaml") return existing_file(node, folder);
  const fs::path file = data / "reference" / (name + ".yaml");
  std::error_code unreadable;
  if (!fs::exists(file, unreadable))
    node.error("no reference '" + name + "' in " + file.parent_path().string() +
               similar_file(file, node));
  return file;
}

// not only once all points have been run
void check_reference(const fs::path &file)
{
  const YamlNode reference = YamlNode::load(file, ExitCode::campaign);
  reference.allow_keys({"name", "citation", "materials"});
  reference.require("citation").text();
  reference.require("materials").keys();
}

void check_number_of_points(const Campaign &c, const YamlNode &root)
{
  const bool search = c.protocol.type == ProtocolType::melt;
  const std::size_t ways =
      c.protocol.type == ProtocolType::ramp ? 2 * static_cast<std::size_t>(c.protocol.cycles) : 1;
  const std::size_t of_a_replica = search ? static_cast<std::size_t>(most_search_points(c.protocol))
                                          : c.temperatures_K.size() * ways;
  const std::size_t points = of_a_replica * static_cast<std::size_t>(c.replicas);
  if (points > most_points_of_a_material)
    root.require(search ? "protocol" : "temperatures")
        .error(fmt::format(
            "{} points of one material; at most {} are allowed, so that no folder holds more. List "
            "the material again under another name, or take another campaign",
            points, most_points_of_a_material));
}

}    // namespace

Campaign read_campaign(const fs::path &file, const fs::path &data, const fs::path &relative_to)
{
  const YamlNode root = YamlNode::load(file, ExitCode::campaign);
  root.allow_keys({"name", "materials", "temperatures", "run", "sampling", "replicas", "seed",
                   "workers", "compare", "protocol"});
  const fs::path folder = relative_to.empty() ? fs::absolute(file).parent_path() : relative_to;

  Campaign c;
  c.file = fs::absolute(file);
  c.name = plain_name(root.require("name"));
  std::set<std::string> names;
  for (const YamlNode &item : root.require("materials").items()) {
    for (const CampaignMaterial &m : read_material(item, folder, data)) {
      if (!names.insert(m.name).second) item.error("two materials are named '" + m.name + "'");
      c.materials.push_back(m);
    }
  }
  if (c.materials.empty()) root.require("materials").error("the list is empty");
  const YamlNode protocol = root["protocol"];
  const bool search = protocol.is_map() && protocol.require("type").text() == "melt";
  if (!search) c.temperatures_K = read_temperatures(root.require("temperatures"));
  if (search && root["temperatures"].exists())
    root["temperatures"].error(
        "a melt search finds its own temperatures; remove this key, or choose another protocol");
  const YamlNode run = root.require("run");
  read_run(run, c);
  read_protocol(protocol, c);

  // defaults that depend on the time step
  c.spectrum_every = std::max(1, static_cast<int>(2.0 / c.timestep_fs));
  c.state_every = std::max(1, static_cast<int>(10.0 / c.timestep_fs));
  if (const auto n = root["sampling"]; n.exists()) read_sampling(n, c);
  if (c.spectrum_every * c.timestep_fs > longest_spectrum_interval_fs)
    (root["sampling"].exists() ? root["sampling"] : run.require("timestep"))
        .error(fmt::format(
            "velocities would be sampled every {} fs; carboxylate stretches need {} fs or less",
            c.spectrum_every * c.timestep_fs, longest_spectrum_interval_fs));
  fit_blocks(c, run);

  if (const auto n = root["replicas"]; n.exists()) c.replicas = n.integer(1, 1000);
  if (c.materials.size() > most_points_of_a_material)
    root.require("materials")
        .error(fmt::format("more than {} materials", most_points_of_a_material));
  check_number_of_points(c, root);
  c.seed = root.require("seed").integer(1);
  if (const auto n = root["workers"]; n.exists() && n.text() != "auto")
    c.workers = n.integer(1, 1024);
  if (const auto n = root["compare"]; n.exists()) {
    c.reference = find_reference(n, folder, data);
    check_reference(c.reference);
  }
  return c;
}

}    // namespace softmode
