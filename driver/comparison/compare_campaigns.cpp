// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/compare_campaigns.h"

#include "results/comparison.h"
#include "softmode/analysis/agreement.h"
#include "softmode/analysis/determined.h"
#include "softmode/analysis/error.h"
#include "softmode/analysis/leave_one_out.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace {

constexpr double tenth = 0.1;
constexpr std::size_t fewest_for_ranks = 3;

std::optional<Score> score_of(const ComparedCampaign &campaign, const std::string &quantity,
                              bool calibrated, const std::vector<std::string> &names)
{
  Score s{campaign.name, quantity, calibrated, 0, {}, {}, {}, {}, 0, 0, 0};
  std::vector<ValuePair> pairs;
  for (const ComparisonRow &r : campaign.rows) {
    if (r.calibrated != calibrated ||
        std::find(names.begin(), names.end(), r.quantity) == names.end())
      continue;
    pairs.push_back({r.simulated, r.measured});
    if (!is_determined(r.simulated)) ++s.open;
    if (std::fabs(r.simulated.value - r.measured) > tenth * std::fabs(r.measured)) continue;
    ++s.within_tenth;
    if (std::fabs(deviation_in_errors(r)) <= 2.0) ++s.agreeing;
  }
  if (pairs.empty()) return std::nullopt;
  s.count = pairs.size();
  s.mean_absolute_error = mean_absolute_error(pairs);
  s.mean_signed_error = mean_signed_error(pairs);
  if (pairs.size() >= fewest_for_ranks) {
    const RankCorrelation c = rank_correlation(pairs);
    s.rank_correlation = c.rho;
    s.p_value = c.p_value;
  }
  return s;
}

/// Values by material: simulated ones of a campaign, or the measured ones that all campaigns have.
using Values = std::map<std::string, double>;

/// What a straight line shall predict.
struct ValueSet {
  std::string name, quantity, unit;
  Values values;
};

std::optional<Prediction> predict(const ValueSet &set, const DescriptorTable &table, std::size_t d)
{
  std::vector<double> x, y;
  for (std::size_t i = 0; i < table.materials.size(); ++i)
    if (const auto found = set.values.find(table.materials[i]);
        found != set.values.end() && std::isfinite(table.columns[d][i])) {
      x.push_back(table.columns[d][i]);
      y.push_back(found->second);
    }
  const auto n = static_cast<Eigen::Index>(x.size());
  try {
    const LeaveOneOut result = leave_one_out(Eigen::Map<const Eigen::MatrixXd>(x.data(), n, 1),
                                             Eigen::Map<const Eigen::VectorXd>(y.data(), n));
    return Prediction{set.name,
                      set.quantity,
                      set.unit,
                      table.names[d],
                      x.size(),
                      result.q_squared,
                      result.mean_absolute_error,
                      result.p_value};
  } catch (const AnalysisError &) {    // too few materials, or a descriptor that hardly varies
    return std::nullopt;
  }
}

std::vector<ValueSet> slope_sets(const std::vector<ComparedCampaign> &campaigns,
                                 const std::string &quantity)
{
  std::vector<ValueSet> sets{{"measured", quantity, "cm-1/K", {}}};
  for (const ComparedCampaign &c : campaigns) {
    ValueSet simulated{c.name, quantity, "cm-1/K", {}};
    for (const ComparisonRow &r : c.rows)
      if (r.quantity == quantity) {
        simulated.values[r.material] = r.simulated.value;
        sets.front().values[r.material] = r.measured;
      }
    sets.push_back(simulated);
  }
  return sets;
}

std::vector<ValueSet> coupling_sets(const std::vector<ComparedCampaign> &campaigns)
{
  std::vector<ValueSet> sets;
  for (const ComparedCampaign &c : campaigns) {
    ValueSet dk{c.name, "dk", "kcal/mol/A2", {}}, df{c.name, "df", "kcal/mol/A2", {}};
    for (const ComparisonRow &r : c.rows)
      if (r.coupling && r.calibrated && is_slope(r)) {
        dk.values[r.material] = r.coupling->stretch_change;
        df.values[r.material] = r.coupling->cross_change;
      }
    sets.insert(sets.end(), {dk, df});
  }
  return sets;
}

}    // namespace

bool is_slope(const ComparisonRow &row)
{
  return row.quantity == "X_a" || row.quantity == "X_s";
}

std::vector<Score> scores(const std::vector<ComparedCampaign> &campaigns)
{
  std::vector<Score> all;
  for (const ComparedCampaign &c : campaigns)
    for (const bool calibrated : {false, true})
      for (const auto &[quantity, names] :
           {std::pair<const char *, std::vector<std::string>>{"X_a", {"X_a"}},
            {"X_s", {"X_s"}},
            {"X_a and X_s", {"X_a", "X_s"}}})
        if (const auto s = score_of(c, quantity, calibrated, names)) all.push_back(*s);
  return all;
}

std::vector<Difference> differences(const std::vector<ComparedCampaign> &campaigns)
{
  std::vector<Difference> all;
  for (std::size_t k = 1; k < campaigns.size(); ++k)
    for (const ComparisonRow &first : campaigns.front().rows)
      for (const ComparisonRow &other : campaigns[k].rows)
        if (first.material == other.material && first.quantity == other.quantity)
          all.push_back({campaigns[k].name,
                         first.material,
                         first.quantity,
                         first.unit,
                         first.simulated,
                         other.simulated,
                         {other.simulated.value - first.simulated.value,
                          std::hypot(other.simulated.error, first.simulated.error)}});
  return all;
}

std::vector<Prediction> predictions(const std::vector<ComparedCampaign> &campaigns,
                                    const DescriptorTable &descriptors)
{
  std::vector<Prediction> all;
  const auto add = [&](const std::vector<ValueSet> &sets) {
    for (const ValueSet &set : sets)
      for (std::size_t d = 0; d < descriptors.names.size(); ++d)
        if (const auto p = predict(set, descriptors, d)) all.push_back(*p);
  };
  for (const char *quantity : {"X_a", "X_s"}) add(slope_sets(campaigns, quantity));
  add(coupling_sets(campaigns));
  return all;
}

}    // namespace softmode
