// SPDX-License-Identifier: BSD-3-Clause
#include "engine/plan.h"

#include "campaign/point_state.h"
#include "campaign/protocol_notes.h"
#include "engine/progress.h"
#include "lammps/point_input.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

// bytes, measured 2026-11-27: tables and log per block of 1 ps, log per leg; spectra times their resolution in cm-1
constexpr double tables_per_block = 3400.0, log_per_block = 140.0, log_per_leg = 9500.0,
                 spectra_times_resolution = 6.0e6, block_of_spectra_times_resolution = 6.2e5,
                 bytes_per_bond = 80.0, segment_ps_times_resolution = 48.0, most_blocks = 32.0,
                 survival = 6.0e4;

std::string size_text(double bytes)
{
  const char *units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t u = 0;
  for (; bytes >= 1000.0 && u + 1 < std::size(units); ++u) bytes /= 1000.0;
  return fmt::format("{:.3g} {}", bytes, units[u]);
}

/// Points that a search has and those it may still need, at the temperatures of its way up.
std::vector<Point> search_points(const Campaign &c, const Chain &chain, const fs::path &folder)
{
  const SearchState state = search_state(c, chain, folder);
  std::vector<Point> points = state.points;
  const Point &first = chain.points.front();
  const auto most = static_cast<std::size_t>(most_search_points(c.protocol));
  while (state.end.empty() && points.size() < most) {
    const double T =
        std::min(points.back().temperature_K + c.protocol.step_K, c.protocol.highest_K);
    points.push_back(search_point(c, first.material, first.replica, T, points.back().id));
  }
  return points;
}

/// Of the last checkpoint: the segment being filled holds between a half and all of its samples, each finished one (up to
/// most_blocks) the power of every group of spectra at its samples + 1 wavenumbers, in double precision.
double checkpoint_bytes(const Campaign &c, const SpeedTable &speed, int production, double segments)
{
  constexpr double bytes_per_wavenumber = 8.0 * (4 + 12);    // groups, and groups by state
  const double segment_steps = segment_ps_times_resolution / c.resolution_cm / c.timestep_fs * 1e3;
  const double finished = production > segment_steps ? segments : 0.0;
  return speed.checkpoint_bytes +
         speed.checkpoint_bytes_per_step *
             (finished > 0.0 ? 0.75 * segment_steps : static_cast<double>(production)) +
         finished * bytes_per_wavenumber * segment_steps / c.spectrum_every;
}

}    // namespace

double point_bytes(const Campaign &c, const PreparedMaterial &material, const SpeedTable *speed)
{
  const int production = std::max(c.production_steps, c.protocol.budget_steps);
  const double blocks = static_cast<double>(production) / c.block_steps;
  const double all_blocks = blocks + static_cast<double>(c.equilibration_steps) / c.block_steps;
  const double legs = std::ceil(static_cast<double>(production) / c.checkpoint_steps) +
                      std::ceil(static_cast<double>(c.equilibration_steps) / c.checkpoint_steps);
  const double ps = production * c.timestep_fs * 1e-3;
  const double segments =
      std::clamp(2.0 * ps * c.resolution_cm / segment_ps_times_resolution - 1.0, 1.0, most_blocks);
  return (speed ? checkpoint_bytes(c, *speed, production, segments) : 0.0) +
         static_cast<double>(material.data.size() + material.coefficients.size()) +
         tables_per_block * blocks + log_per_block * all_blocks + log_per_leg * legs +
         (spectra_times_resolution + block_of_spectra_times_resolution * segments) /
             c.resolution_cm +
         survival + bytes_per_bond * static_cast<double>(material.system.metal_carboxylate_bonds);
}

Plan make_plan(const Campaign &c, const std::vector<PreparedMaterial> &materials,
               const fs::path &folder, const std::vector<SpeedTable> &speeds,
               const std::vector<EngineSettings> &engine, int workers)
{
  Plan plan;
  double longest = 0.0;
  for (const Chain &chain : chains_of(c)) {
    const auto points = chain.search ? search_points(c, chain, folder) : chain.points;
    double of_chain = 0.0;
    for (const Point &p : points) {
      const PreparedMaterial &m = materials[p.material];
      PlannedPoint planned{p, m.system.crystal.atoms.size(), total_steps(c), 0.0, 0.0, 0.0, false};
      if (c.protocol.type == ProtocolType::until)
        planned.steps = c.equilibration_steps + c.protocol.budget_steps;
      planned.simulated_ps = static_cast<double>(planned.steps) * c.timestep_fs * 1e-3;
      planned.complete = fs::exists(folder / "points" / p.id / point_file::record);
      planned.bytes = point_bytes(c, m, speeds.empty() ? nullptr : &speeds[p.material]);
      if (!speeds.empty()) {
        const int ranks = engine[p.material].ranks;
        const SpeedTable &t = speeds[p.material];
        planned.seconds = static_cast<double>(planned.steps) / t.ranks.at(ranks);
        if (ranks == 1 && t.copies.count(workers))
          planned.seconds = static_cast<double>(planned.steps) * workers / t.copies.at(workers);
        if (!planned.complete) {
          of_chain += planned.seconds;
          plan.core_seconds += planned.seconds * ranks;
        }
      }
      plan.bytes += planned.bytes;
      plan.points.push_back(planned);
    }
    longest = std::max(longest, of_chain);
    plan.wall_seconds += of_chain / workers;
  }
  plan.wall_seconds = std::max(plan.wall_seconds, longest);
  return plan;
}

std::string plan_table(const Campaign &c, const Plan &plan)
{
  std::string text = fmt::format("{:<40} {:>9} {:>8} {:>10} {:>9} {:>12} {:>9}\n", "point", "T (K)",
                                 "atoms", "steps", "ps", "time", "disk");
  std::size_t open = 0;
  for (const PlannedPoint &p : plan.points) {
    if (!p.complete) ++open;
    const std::string time = p.complete        ? "complete"
                             : p.seconds > 0.0 ? format_duration(p.seconds)
                                               : "-";
    text += fmt::format("{:<40} {:>9.2f} {:>8} {:>10} {:>9.1f} {:>12} {:>9}\n", p.point.id,
                        p.point.temperature_K, p.atoms, p.steps, p.simulated_ps, time,
                        size_text(p.bytes));
  }
  text += fmt::format("{} points, {} to run; {} on disk when complete\n", plan.points.size(), open,
                      size_text(plan.bytes));
  if (open > 0 && !(plan.core_seconds > 0.0))
    text += "disk: without checkpoints, whose size only the measurement of speeds tells\n";
  if (c.protocol.type == ProtocolType::until)
    text += "until: lengths are those of the whole budget, the most a point can take\n";
  if (c.protocol.type == ProtocolType::melt)
    text +=
        "melt: the most points that a search can take; temperatures after the known ones are only "
        "those of its way up\n";
  if (plan.core_seconds > 0.0)
    text += fmt::format("{:.3g} core hours; {} on this machine\n", plan.core_seconds / 3600.0,
                        format_duration(plan.wall_seconds));
  for (const std::string &note : protocol_notes(c)) text += fmt::format("note: {}\n", note);
  return text;
}

std::string plan_json(const Campaign &c, const Plan &plan)
{
  ordered_json j = {{"campaign", c.name},
                    {"protocol", name_of(c.protocol.type)},
                    {"core_seconds", plan.core_seconds},
                    {"wall_seconds", plan.wall_seconds},
                    {"bytes", plan.bytes},
                    {"notes", protocol_notes(c)},
                    {"points", ordered_json::array()}};
  for (const PlannedPoint &p : plan.points)
    j["points"].push_back({{"id", p.point.id},
                           {"temperature_K", p.point.temperature_K},
                           {"starts_from", p.point.parent},
                           {"atoms", p.atoms},
                           {"steps", p.steps},
                           {"simulated_ps", p.simulated_ps},
                           {"seconds", p.seconds},
                           {"bytes", p.bytes},
                           {"complete", p.complete}});
  return j.dump(2) + "\n";
}

}    // namespace softmode
