// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/campaign.h"

#include "forcefield/potential.h"
#include "support/files.h"
#include "support/yaml.h"

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

fs::path existing_file(const YamlNode &node, const fs::path &folder)
{
  const fs::path file = (folder / node.text()).lexically_normal();
  if (!fs::exists(file)) node.error("no such file: " + file.string());
  return file;
}

double positive(const YamlNode &node, Dimension dimension)
{
  const double value = node.quantity(dimension);
  if (!(value > 0.0)) node.error("must be positive");
  return value;
}

// whole number of steps in a time; the time must be a multiple of the time step
int steps(const YamlNode &node, double timestep_fs)
{
  const double time_fs = positive(node, Dimension::time);
  const double ratio = time_fs / timestep_fs;
  if (ratio > 2e9) node.error("more than 2e9 steps");
  if (std::fabs(ratio - std::round(ratio)) > 1e-6 * ratio || ratio < 0.5)
    node.error(fmt::format("{} fs is not a multiple of the time step {} fs", time_fs, timestep_fs));
  return static_cast<int>(std::lround(ratio));
}

double temperature(const YamlNode &node)
{
  const double kelvin = node.quantity(Dimension::temperature);
  if (!(kelvin > 0.0)) node.error(fmt::format("{} is not above absolute zero", node.text()));
  return kelvin;
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
  for (double &T : result) T = std::round(T * 1e6) / 1e6;    // 173.15, not 173.14999999999998
  std::sort(result.begin(), result.end());
  for (std::size_t i = 1; i < result.size(); ++i)
    if (result[i] - result[i - 1] < 0.005) node.error("two temperatures are equal");
  return result;
}

CampaignMaterial read_material(const YamlNode &node, const fs::path &folder, const fs::path &data)
{
  node.allow_keys({"name", "structure", "potential", "supercell"});
  CampaignMaterial m;
  m.name = plain_name(node.require("name"));
  m.structure = existing_file(node.require("structure"), folder);
  m.potential = find_potential(node.require("potential").text(), folder, data / "potentials");
  if (const auto n = node["supercell"]; n.exists()) {
    const auto items = n.items();
    if (items.size() != 3) n.error("expected three whole numbers, like [1, 1, 2]");
    for (std::size_t k = 0; k < 3; ++k) m.supercell[k] = items[k].integer(1, 100);
  }
  return m;
}

Thermostat read_thermostat(const YamlNode &node)
{
  node.allow_keys({"style", "damping"});
  Thermostat t;
  t.style = node.require("style").one_of({"csvr", "langevin", "nose-hoover", "none"});
  if (t.style != "none") t.damping_fs = positive(node.require("damping"), Dimension::time);
  return t;
}

WavenumberRange read_range(const YamlNode &node)
{
  const auto items = node.items();
  if (items.size() != 2) node.error("expected two wavenumbers, like [1480 cm-1, 1700 cm-1]");
  const WavenumberRange range{positive(items[0], Dimension::wavenumber),
                              positive(items[1], Dimension::wavenumber)};
  if (!(range.low < range.high)) node.error("the first wavenumber must be the lower one");
  return range;
}

void read_run(const YamlNode &node, Campaign &c)
{
  node.allow_keys(
      {"timestep", "equilibration", "production", "thermostat", "checkpoint", "retries"});
  c.timestep_fs = positive(node.require("timestep"), Dimension::time);
  c.equilibration_steps = steps(node.require("equilibration"), c.timestep_fs);
  c.production_steps = steps(node.require("production"), c.timestep_fs);
  c.thermostat = read_thermostat(node.require("thermostat"));
  if (const auto n = node["checkpoint"]; n.exists()) c.checkpoint_steps = steps(n, c.timestep_fs);
  if (const auto n = node["retries"]; n.exists()) c.retries = n.integer(0, 4);
}

void read_sampling(const YamlNode &node, Campaign &c)
{
  node.allow_keys(
      {"spectrum-interval", "state-interval", "resolution", "asymmetric-range", "symmetric-range"});
  if (const auto n = node["spectrum-interval"]; n.exists())
    c.spectrum_every = steps(n, c.timestep_fs);
  if (const auto n = node["state-interval"]; n.exists()) c.state_every = steps(n, c.timestep_fs);
  if (const auto n = node["resolution"]; n.exists())
    c.resolution_cm = positive(n, Dimension::wavenumber);
  if (const auto n = node["asymmetric-range"]; n.exists()) c.asymmetric_range = read_range(n);
  if (const auto n = node["symmetric-range"]; n.exists()) c.symmetric_range = read_range(n);
}

int round_up(int value, int multiple)
{
  return (value + multiple - 1) / multiple * multiple;
}

// block averages need whole blocks of whole sampling intervals
void fit_blocks(Campaign &c, const YamlNode &run)
{
  c.block_steps = round_up(static_cast<int>(std::lround(block_fs / c.timestep_fs)), c.state_every);
  c.equilibration_steps = round_up(c.equilibration_steps, c.block_steps);
  c.production_steps = round_up(c.production_steps, c.block_steps);
  if (c.checkpoint_steps == 0)
    c.checkpoint_steps = static_cast<int>(std::lround(default_checkpoint_fs / c.timestep_fs));
  c.checkpoint_steps = round_up(c.checkpoint_steps, c.block_steps);
  if (c.production_steps < 10 * c.block_steps)
    run.require("production")
        .error(fmt::format("at least {} ps are needed for error estimates",
                           10 * c.block_steps * c.timestep_fs * 1e-3));
}

fs::path find_reference(const YamlNode &node, const fs::path &folder, const fs::path &data)
{
  const std::string name = node.text();
  if (fs::path(name).extension() == ".yaml") return existing_file(node, folder);
  const fs::path file = data / "reference" / (name + ".yaml");
  if (!fs::exists(file))
    node.error("no reference '" + name + "' in " + file.parent_path().string());
  return file;
}

}    // namespace

Campaign read_campaign(const fs::path &file, const fs::path &data, const fs::path &relative_to)
{
  const YamlNode root = YamlNode::load(file, ExitCode::campaign);
  root.allow_keys({"name", "materials", "temperatures", "run", "sampling", "replicas", "seed",
                   "workers", "compare"});
  const fs::path folder = relative_to.empty() ? fs::absolute(file).parent_path() : relative_to;

  Campaign c;
  c.file = fs::absolute(file);
  c.name = plain_name(root.require("name"));
  std::set<std::string> names;
  for (const YamlNode &item : root.require("materials").items()) {
    c.materials.push_back(read_material(item, folder, data));
    if (!names.insert(c.materials.back().name).second)
      item.error("two materials are named '" + c.materials.back().name + "'");
  }
  if (c.materials.empty()) root.require("materials").error("the list is empty");
  c.temperatures_K = read_temperatures(root.require("temperatures"));
  const YamlNode run = root.require("run");
  read_run(run, c);

  // defaults that depend on the time step
  c.spectrum_every = std::max(1, static_cast<int>(2.0 / c.timestep_fs));
  c.state_every = std::max(1, static_cast<int>(10.0 / c.timestep_fs));
  c.asymmetric_range = {1480.0, 1700.0};
  c.symmetric_range = {1250.0, 1480.0};
  if (const auto n = root["sampling"]; n.exists()) read_sampling(n, c);
  if (c.spectrum_every * c.timestep_fs > longest_spectrum_interval_fs)
    (root["sampling"].exists() ? root["sampling"] : run.require("timestep"))
        .error(fmt::format(
            "velocities would be sampled every {} fs; carboxylate stretches need {} fs or less",
            c.spectrum_every * c.timestep_fs, longest_spectrum_interval_fs));
  fit_blocks(c, run);

  if (const auto n = root["replicas"]; n.exists()) c.replicas = n.integer(1, 1000);
  c.seed = root.require("seed").integer(1);
  if (const auto n = root["workers"]; n.exists() && n.text() != "auto")
    c.workers = n.integer(1, 1024);
  if (const auto n = root["compare"]; n.exists()) c.reference = find_reference(n, folder, data);
  return c;
}

namespace {

// 28 bits of a hash: positive for LAMMPS
int seed_of(const std::string &text)
{
  return std::stoi(sha256(text).substr(0, 7), nullptr, 16) + 1;
}

}    // namespace

Campaign for_attempt(const Campaign &campaign, int attempt)
{
  Campaign c = campaign;
  const int factor = 1 << attempt;
  if (static_cast<double>(c.equilibration_steps + c.production_steps) * factor > 2e9)
    fail(ExitCode::campaign, "{}: more than 2e9 steps with a time step of {} fs", c.file.string(),
         c.timestep_fs / factor);
  c.timestep_fs /= factor;
  for (int *steps : {&c.equilibration_steps, &c.production_steps, &c.checkpoint_steps,
                     &c.spectrum_every, &c.state_every, &c.block_steps})
    *steps *= factor;
  return c;
}

Point for_attempt(const Point &point, int attempt)
{
  Point p = point;
  if (attempt > 0) p.seed = seed_of(fmt::format("{} {} attempt {}", point.seed, point.id, attempt));
  return p;
}

std::vector<Point> expand_points(const Campaign &campaign)
{
  std::vector<Point> points;
  for (std::size_t m = 0; m < campaign.materials.size(); ++m)
    for (const double T : campaign.temperatures_K)
      for (int replica = 1; replica <= campaign.replicas; ++replica) {
        Point p;
        p.material = m;
        p.temperature_K = T;
        p.replica = replica;
        p.id = fmt::format("{}/{}-{:.2f}K-{}", campaign.materials[m].name, p.cycle, T, replica);
        // the same whatever other points there are
        p.seed = seed_of(fmt::format("{} {}", campaign.seed, p.id));
        points.push_back(p);
      }
  return points;
}

}    // namespace softmode
