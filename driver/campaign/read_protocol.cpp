// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/read_protocol.h"

#include "campaign/read_values.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr int default_cycles = 3;    // of the experiment
constexpr double default_threshold = 0.10, default_tolerance_K = 10.0, default_step_K = 100.0,
                 default_highest_K = 2000.0;

struct Waitable {
  const char *name;
  std::optional<Dimension> dimension;    // of its error; none for a plain number
};

constexpr Waitable waitables[] = {{"loose-fraction", {}},
                                  {"ln-K", {}},
                                  {"mean-length", Dimension::length},
                                  {"lindemann-ratio", {}},
                                  {"asymmetric-position", Dimension::wavenumber},
                                  {"symmetric-position", Dimension::wavenumber}};

void read_ramp(const YamlNode &node, Campaign &c)
{
  Protocol &p = c.protocol;
  if (c.temperatures_K.size() < 2)
    node.error("a ramp needs two temperatures or more (key 'temperatures')");
  p.cycles = default_cycles;
  p.start_K = c.temperatures_K.front();
  if (!node.is_map()) return;
  node.allow_keys({"type", "cycles", "start"});
  if (const auto n = node["cycles"]; n.exists()) p.cycles = n.integer(1, 250);
  if (const auto n = node["start"]; n.exists()) p.start_K = temperature(n);
  if (p.start_K < c.temperatures_K.front() || p.start_K >= c.temperatures_K.back())
    node.require("start").error(
        fmt::format("a ramp starts within its temperatures, from {:g} K to below {:g} K",
                    c.temperatures_K.front(), c.temperatures_K.back()));
}

void read_until(const YamlNode &node, Campaign &c)
{
  node.allow_keys({"type", "quantity", "error", "budget"});
  Protocol &p = c.protocol;
  p.quantity = node.require("quantity").one_of(quantities_to_wait_for());
  const auto waitable = std::find_if(std::begin(waitables), std::end(waitables),
                                     [&](const Waitable &w) { return p.quantity == w.name; });
  const YamlNode error = node.require("error");
  p.target_error = waitable->dimension ? error.quantity(*waitable->dimension) : error.number();
  if (!(p.target_error > 0.0)) error.error("must be positive");
  p.budget_steps = steps(node.require("budget"), c.timestep_fs);
  if (p.budget_steps < c.production_steps)
    node.require("budget").error("is less than run.production, with which each point begins");
}

void read_melt(const YamlNode &node, Campaign &c)
{
  node.allow_keys({"type", "start", "step", "highest", "threshold", "tolerance"});
  Protocol &p = c.protocol;
  const auto difference = [&](const char *key, double otherwise) {
    const YamlNode n = node[key];
    return n.exists() ? between(n, Dimension::temperature_difference, 0.1, 1e4, "0.1 K and 10000 K")
                      : otherwise;
  };
  p.start_K = temperature(node.require("start"));
  p.step_K = difference("step", default_step_K);
  p.tolerance_K = difference("tolerance", default_tolerance_K);
  p.highest_K = node["highest"].exists() ? temperature(node["highest"]) : default_highest_K;
  p.threshold = node["threshold"].exists() ? node["threshold"].number() : default_threshold;
  if (!(p.threshold > 0.0 && p.threshold < 1.0))
    node.require("threshold").error("a Lindemann ratio lies between 0 and 1, like 0.10");
  if (p.step_K < p.tolerance_K) node.error("'step' is below 'tolerance'");
  if (p.highest_K <= p.start_K) node.error("'highest' is not above 'start'");
  if ((p.highest_K - p.start_K) / p.step_K > 500.0)
    node.error("more than 500 steps from 'start' to 'highest'");
}

}    // namespace

std::vector<std::string> quantities_to_wait_for()
{
  std::vector<std::string> names;
  for (const Waitable &w : waitables) names.push_back(w.name);
  return names;
}

std::string name_of(ProtocolType type)
{
  switch (type) {
    case ProtocolType::ramp:
      return "ramp";
    case ProtocolType::until:
      return "until";
    case ProtocolType::melt:
      return "melt";
    case ProtocolType::independent:
      break;
  }
  return "independent";
}

void read_protocol(const YamlNode &node, Campaign &c)
{
  if (!node.exists()) return;
  const YamlNode type = node.is_map() ? node.require("type") : node;
  const std::string name = type.one_of({"independent", "ramp", "until", "melt"});
  for (const ProtocolType t :
       {ProtocolType::independent, ProtocolType::ramp, ProtocolType::until, ProtocolType::melt})
    if (name == name_of(t)) c.protocol.type = t;
  if (!node.is_map() && (name == "until" || name == "melt"))
    node.error(fmt::format("'{0}' needs settings: protocol: {{type: {0}, ...}}", name));
  if (name == "until") read_until(node, c);
  if (name == "melt") read_melt(node, c);
  if (name == "ramp") read_ramp(node, c);
  if (name == "independent" && node.is_map()) node.allow_keys({"type"});
}

}    // namespace softmode
