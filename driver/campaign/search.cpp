// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/search.h"

#include "campaign/point_state.h"

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

}    // namespace softmode
