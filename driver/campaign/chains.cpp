// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/chains.h"

#include "campaign/point_state.h"
#include "support/error.h"

#include <map>

namespace softmode {

namespace fs = std::filesystem;

SearchState search_state(const Campaign &campaign, const Chain &chain, const fs::path &folder)
{
  const Point &first = chain.points.front();
  SearchState s;
  std::map<double, std::string> ids;
  for (;;) {
    const MeltStep step = next_step(campaign.protocol, s.samples);
    s.end = step.end;
    if (!step.next_K) return s;
    s.points.push_back(search_point(campaign, first.material, first.replica, *step.next_K,
                                    step.from_K ? ids.at(*step.from_K) : ""));
    const Point &p = s.points.back();
    const auto record = read_record(folder / "points" / p.id);
    if (!record) return s;
    ids[p.temperature_K] = p.id;
    s.samples.push_back({p.temperature_K, record->lindemann_ratio, record->broken_bonds});
  }
}

std::vector<Point> known_points(const Campaign &campaign, const fs::path &folder)
{
  std::vector<Point> all;
  for (const Chain &chain : chains_of(campaign)) {
    const auto points = chain.search ? search_state(campaign, chain, folder).points : chain.points;
    all.insert(all.end(), points.begin(), points.end());
  }
  return all;
}

PreparedChain prepare_chain(const Workshop &w, const Chain &chain)
{
  PreparedChain result{chain, {}, 0};
  if (chain.search) result.chain.points = search_state(w.campaign, chain, w.folder).points;
  std::map<std::string, std::string> recipes;
  for (const Point &point : result.chain.points) {
    PreparedPoint p = w.prepare(point, point.parent.empty() ? "" : recipes.at(point.parent));
    recipes[point.id] = p.recipe;
    const auto record = read_record(p.folder);
    if (record && record->recipe != p.recipe)
      fail(ExitCode::campaign,
           "{}: was run with other inputs (campaign, structure, potential, plugin or LAMMPS have "
           "changed since). Nothing "
           "was touched. Choose a new folder with -o, or remove that one to run the point again",
           p.folder.string());
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
