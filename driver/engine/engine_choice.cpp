// SPDX-License-Identifier: BSD-3-Clause
#include "engine/engine_choice.h"

#include "engine/speed.h"
#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr const char *file_name = "engine.json";
constexpr double worthwhile = 1.1;    // more ranks must make a point this much faster

ordered_json read_kept(const fs::path &folder)
{
  const fs::path file = folder / file_name;
  if (!fs::exists(file)) return ordered_json::object();
  auto kept = ordered_json::parse(read_file(file), nullptr, false);
  if (!kept.is_object())
    fail(ExitCode::io, "{}: is damaged; remove it: what it held is then measured again",
         file.string());
  return kept;
}

int best_ranks(const SpeedTable &speeds, int most)
{
  int best = 1;
  double fastest = speeds.one_core() * worthwhile;
  for (const auto &[n, speed] : speeds.ranks)
    if (n <= most && speed > fastest) {
      best = n;
      fastest = speed;
    }
  return best;
}

int best_copies(const SpeedTable &speeds, int processors)
{
  int best = processors;
  for (const auto &[n, speed] : speeds.copies)
    if (speed > speeds.copies.at(best) * worthwhile) best = n;
  return best;
}

std::string in_words(const SpeedTable &t, const EngineSettings &s)
{
  std::string text;
  for (const auto &[name, speed] : t.accelerators)
    text +=
        fmt::format("{}{} {:.0f}", text.empty() ? "" : ", ", name.empty() ? "plain" : name, speed);
  for (const auto &[n, speed] : t.ranks) text += fmt::format(", {} ranks {:.0f}", n, speed);
  for (const auto &[n, speed] : t.copies)
    text += fmt::format(", {} at a time {:.0f} together", n, speed);
  for (const auto &[name, reason] : t.rejected) text += fmt::format("; not {}: {}", name, reason);
  return fmt::format("{} rank(s), {} styles (steps/s: {})", s.ranks,
                     s.accelerator.empty() ? "plain" : s.accelerator, text);
}

}    // namespace

std::vector<EngineSettings> kept_settings(const Workshop &w)
{
  const ordered_json kept = read_kept(w.folder);
  std::vector<EngineSettings> settings;
  for (const CampaignMaterial &m : w.campaign.materials) {
    EngineSettings s{1, w.host.has("OPENMP") ? "omp" : ""};
    if (kept.contains(m.name)) {
      s.ranks = kept[m.name].value("ranks", 1);
      s.accelerator = kept[m.name].value("accelerator", "");
    }
    settings.push_back(s);
  }
  return settings;
}

namespace {

using Say = std::function<void(const std::string &)>;

/// Also what is to be kept.
std::pair<EngineChoice, ordered_json> choose(const Workshop &w,
                                             const std::vector<PreparedChain> &chains, int workers,
                                             int ranks, const Say &say)
{
  const int processors = available_processors();
  const int wanted = workers ? workers : w.campaign.workers;
  std::vector<int> open(w.materials.size());
  int to_run = 0;
  for (const PreparedChain &c : chains) {
    if (c.missing.empty()) continue;
    ++open[c.missing.front().point.material];
    ++to_run;
  }
  EngineChoice choice{kept_settings(w),
                      std::max(1, std::min(to_run, wanted ? wanted : processors))};
  ordered_json kept = read_kept(w.folder);
  for (std::size_t i = 0; i < w.materials.size(); ++i) {
    const std::string &name = w.campaign.materials[i].name;
    EngineSettings &s = choice.settings[i];
    if (open[i] > 0 && (!kept.contains(name) || ranks > 0)) {
      const SpeedTable t = speed_of(w, i, processors, say);
      s.accelerator = t.accelerator();
      s.ranks = ranks ? ranks : wanted ? 1 : best_ranks(t, processors / std::max(1, to_run));
      if (!wanted && to_run >= processors && processors > 1)
        choice.workers = std::min(choice.workers, best_copies(t, processors));
      kept[name] = {{"ranks", s.ranks}, {"accelerator", s.accelerator}};
      say(fmt::format("{}: {}", name, in_words(t, s)));
    }
    if (!wanted && s.ranks > 1)
      choice.workers = std::max(1, std::min(choice.workers, processors / s.ranks));
  }
  return {choice, to_run > 0 ? kept : ordered_json::object()};
}

}    // namespace

EngineChoice choose_engine(const Workshop &w, const std::vector<PreparedChain> &chains, int workers,
                           int ranks)
{
  const auto [choice, kept] = choose(w, chains, workers, ranks, [](const std::string &text) {
    fmt::print("{}\n", text);
    std::fflush(stdout);
  });
  if (!kept.empty()) write_file(w.folder / file_name, kept.dump(2) + "\n");
  return choice;
}

EngineChoice foreseen_engine(const Workshop &w)
{
  return choose(w, prepare_chains(w), 0, 0, [](const std::string &) {}).first;
}

}    // namespace softmode
