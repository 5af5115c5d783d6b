// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/points.h"

#include "support/error.h"
#include "support/files.h"

#include <algorithm>

namespace softmode {

namespace {

// 28 bits of a hash: positive for LAMMPS
int seed_of(const std::string &text)
{
  return std::stoi(sha256(text).substr(0, 7), nullptr, 16) + 1;
}

const char *letter_of(Branch branch)
{
  return branch == Branch::heating ? "h" : branch == Branch::cooling ? "c" : "";
}

Point make_point(const Campaign &c, std::size_t material, int replica, double T, int cycle,
                 Branch branch, const std::string &parent)
{
  Point p;
  p.material = material;
  p.temperature_K = T;
  p.cycle = cycle;
  p.replica = replica;
  p.branch = branch;
  p.parent = parent;
  p.id = fmt::format("{}/{}{}-{:.2f}K-{}", c.materials[material].name, cycle, letter_of(branch), T,
                     replica);
  p.seed =
      seed_of(fmt::format("{} {}", c.seed, p.id));    // the same whatever other points there are
  return p;
}

struct Stop {
  double temperature_K;
  int cycle;
  Branch branch;
};

/// From the start up to the highest temperature, down to the lowest, and back up towards the start, where the next cycle
/// goes on. Every temperature is passed once on each way; a turning point belongs to the way that leads to it.
std::vector<Stop> ramp_of(const Campaign &c)
{
  const std::vector<double> &T = c.temperatures_K;
  const double start = c.protocol.start_K;
  std::vector<Stop> stops;
  for (int cycle = 1; cycle <= c.protocol.cycles; ++cycle) {
    const bool is_there = cycle > 1 && start == T.front();    // where the last cycle ended
    for (const double t : T)
      if (t > start || (t == start && !is_there)) stops.push_back({t, cycle, Branch::heating});
    for (std::size_t i = T.size() - 1; i-- > 0;) stops.push_back({T[i], cycle, Branch::cooling});
    for (std::size_t i = 1; i < T.size(); ++i)
      if (T[i] < start) stops.push_back({T[i], cycle, Branch::heating});
  }
  return stops;
}

Chain ramp_chain(const Campaign &c, std::size_t material, int replica)
{
  Chain chain;
  for (const Stop &s : ramp_of(c))
    chain.points.push_back(make_point(c, material, replica, s.temperature_K, s.cycle, s.branch,
                                      chain.points.empty() ? "" : chain.points.back().id));
  return chain;
}

}    // namespace

Point search_point(const Campaign &c, std::size_t material, int replica, double T,
                   const std::string &parent)
{
  return make_point(c, material, replica, T, 1, Branch::unknown, parent);
}

std::vector<Chain> chains_of(const Campaign &c)
{
  std::vector<Chain> chains;
  for (std::size_t m = 0; m < c.materials.size(); ++m) {
    if (c.protocol.type == ProtocolType::ramp) {
      for (int r = 1; r <= c.replicas; ++r) chains.push_back(ramp_chain(c, m, r));
    } else if (c.protocol.type == ProtocolType::melt) {
      for (int r = 1; r <= c.replicas; ++r)
        chains.push_back({{search_point(c, m, r, c.protocol.start_K, "")}, true});
    } else {
      for (const double T : c.temperatures_K)
        for (int r = 1; r <= c.replicas; ++r)
          chains.push_back({{make_point(c, m, r, T, 1, Branch::unknown, "")}, false});
    }
  }
  return chains;
}

Campaign for_attempt(const Campaign &campaign, int attempt)
{
  Campaign c = campaign;
  const int factor = 1 << attempt;
  const int longest = std::max({c.production_steps, c.protocol.budget_steps, c.checkpoint_steps});
  if ((static_cast<double>(c.equilibration_steps) + longest) * factor > 2e9)
    fail(ExitCode::campaign, "{}: more than 2e9 steps with a time step of {} fs", c.file.string(),
         c.timestep_fs / factor);
  c.timestep_fs /= factor;
  for (int *steps : {&c.equilibration_steps, &c.production_steps, &c.checkpoint_steps,
                     &c.spectrum_every, &c.state_every, &c.block_steps, &c.protocol.budget_steps})
    *steps *= factor;
  return c;
}

Point for_attempt(const Point &point, int attempt)
{
  Point p = point;
  if (attempt > 0) p.seed = seed_of(fmt::format("{} {} attempt {}", point.seed, point.id, attempt));
  return p;
}

}    // namespace softmode
