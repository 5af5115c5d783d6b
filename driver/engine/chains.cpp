// SPDX-License-Identifier: BSD-3-Clause
#include "engine/chains.h"

#include "campaign/point_state.h"
#include "engine/engine_settings.h"
#include "support/error.h"

#include <map>

namespace softmode {

namespace fs = std::filesystem;

namespace {

/// A complete point of another recipe.
[[noreturn]] void refuse(const Workshop &w, const PreparedPoint &p, const PointRecord &record)
{
  const EngineSettings now = w.engine[p.point.material], then{record.ranks, record.accelerator};
  if (then.ranks != now.ranks || then.accelerator != now.accelerator)
    fail(ExitCode::campaign,
         "{}: was run with {}, and now there are to be {}, with which sums are rounded in another "
         "way. Nothing was touched. Say --ranks {} --accelerator {} to go on with this folder, or "
         "choose a new one with -o",
         p.folder.string(), in_words(then), in_words(now), then.ranks,
         then.accelerator.empty() ? "none" : then.accelerator);
  fail(ExitCode::campaign,
       "{}: was run with other inputs (campaign, structure, potential, plugin or LAMMPS have "
       "changed since). Nothing "
       "was touched. Choose a new folder with -o, or remove that one to run the point again",
       p.folder.string());
}

}    // namespace

PreparedChain prepare_chain(const Workshop &w, const Chain &chain)
{
  PreparedChain result{chain, {}, 0};
  if (chain.search) result.chain.points = search_state(w.campaign, chain, w.folder).points;
  std::map<std::string, std::string> recipes;
  for (const Point &point : result.chain.points) {
    PreparedPoint p = w.prepare(point, point.parent.empty() ? "" : recipes.at(point.parent));
    recipes[point.id] = p.recipe;
    const auto record = read_record(p.folder);
    if (record && record->recipe != p.recipe) refuse(w, p, *record);
    if (!record) result.missing.push_back(std::move(p));
  }
  result.known = result.chain.points.size();
  return result;
}

std::vector<PreparedChain> prepare_chains(const Workshop &w)
{
  std::vector<PreparedChain> result;
  for (const Chain &chain : chains_of(w.campaign)) result.push_back(prepare_chain(w, chain));
  return result;
}

}    // namespace softmode
