// SPDX-License-Identifier: BSD-3-Clause
#include "engine/workers.h"

#include "engine/engine_settings.h"
#include "engine/executor.h"
#include "engine/speed.h"
#include "support/error.h"

#include <algorithm>
#include <functional>

namespace softmode {

namespace {

constexpr double worthwhile = 1.1;    // other numbers must be this much faster

using Say = std::function<void(const std::string &)>;

int best_copies(const SpeedTable &speeds, int processors)
{
  int best = processors;
  for (const auto &[n, speed] : speeds.copies)
    if (speed > speeds.copies.at(best) * worthwhile) best = n;
  return best;
}

std::string in_words(const SpeedTable &t)
{
  std::string text;
  for (const auto &[n, speed] : t.ranks)
    text +=
        fmt::format("{}{} rank{} {:.0f}", text.empty() ? "" : ", ", n, n == 1 ? "" : "s", speed);
  for (const auto &[n, speed] : t.copies)
    text += fmt::format(", {} at a time {:.0f} together", n, speed);
  return text;
}

/// Processors that would be idle could make each point faster, with other digits: for the user to choose.
void suggest_ranks(const SpeedTable &t, const EngineSettings &now, int free, const Say &say)
{
  int best = now.ranks;
  for (const auto &[n, speed] : t.ranks)
    if (n <= free && speed > t.ranks.at(best) * worthwhile) best = n;
  if (best == now.ranks) return;
  say(fmt::format(
      "there are fewer points to run at a time than processors: {} ranks would make "
      "each {:.1f} times as fast, in a new folder (-o) with --ranks {}, or 'run: ranks: "
      "{}' in the campaign file; their digits are others",
      best, t.ranks.at(best) / t.ranks.at(now.ranks), best, best));
}

int choose(const Workshop &w, const std::vector<PreparedChain> &chains, int wanted, const Say &say)
{
  const int processors = available_processors();
  if (wanted == 0) wanted = w.campaign.workers;
  std::vector<int> open(w.materials.size());
  int to_run = 0;
  for (const PreparedChain &c : chains) {
    if (c.missing.empty()) continue;
    ++open[c.missing.front().point.material];
    ++to_run;
  }
  int workers = std::max(1, std::min(to_run, wanted ? wanted : processors));
  const bool crowded = !wanted && to_run >= processors && processors > 1;
  for (std::size_t i = 0; i < w.materials.size(); ++i) {
    const std::string &name = w.campaign.materials[i].name;
    const EngineSettings &s = w.engine[i];
    const bool fresh = !has_engine_settings(w.folder, name);
    if (open[i] == 0) continue;
    if (fresh || crowded) {
      const SpeedTable t = speed_of(w, i, processors, say);
      if (fresh) {
        say(fmt::format("{}: {} (steps/s: {})", name, in_words(s), in_words(t)));
        if (!wanted) suggest_ranks(t, s, processors / to_run, say);
      }
      if (crowded && s.ranks == 1) workers = std::min(workers, best_copies(t, processors));
    }
    if (!wanted) workers = std::max(1, std::min(workers, processors / s.ranks));
  }
  return workers;
}

}    // namespace

int choose_workers(const Workshop &w, const std::vector<PreparedChain> &chains, int wanted)
{
  return choose(w, chains, wanted, [](const std::string &text) {
    fmt::print("{}\n", text);
    std::fflush(stdout);
  });
}

int foreseen_workers(const Workshop &w)
{
  return choose(w, prepare_chains(w), 0, [](const std::string &) {});
}

}    // namespace softmode
