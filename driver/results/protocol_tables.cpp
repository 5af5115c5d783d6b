// SPDX-License-Identifier: BSD-3-Clause
#include "results/protocol_tables.h"

#include "results/csv_text.h"
#include "softmode/analysis/determined.h"
#include "support/files.h"

#include <cmath>
#include <functional>
#include <map>

namespace softmode {

namespace {

struct BranchQuantity {
  const char *name, *unit;
  bool of_a_band;
  std::function<Estimate(const PointResult &)> of;
};

const std::vector<BranchQuantity> &quantities()
{
  static const std::vector<BranchQuantity> list = {
      {"asymmetric position", "cm-1", true,
       [](const PointResult &p) { return p.asymmetric.position_cm; }},
      {"symmetric position", "cm-1", true,
       [](const PointResult &p) { return p.symmetric.position_cm; }},
      {"loose fraction", "1", false, [](const PointResult &p) { return p.loose_fraction; }},
      {"mean r(M-O)", "A", false, [](const PointResult &p) { return p.mean_length_A; }},
      {"Lindemann ratio", "1", false, [](const PointResult &p) { return p.lindemann_ratio; }}};
  return list;
}

/// Plain mean of independent estimates: their errors are too uncertain to weigh by.
Estimate mean(const std::vector<Estimate> &all)
{
  double sum = 0.0, variance = 0.0;
  for (const Estimate &e : all) {
    sum += e.value;
    variance += e.error * e.error;
  }
  const double n = static_cast<double>(all.size());
  return {sum / n, std::sqrt(variance) / n};
}

std::string flagged(const Results &results)
{
  Csv csv("points that failed the physics gates: in no fit; point.json of each says which gate",
          "material,point,temperature_K,kinetic_temperature_K,kinetic_temperature_se_K");
  for (const MaterialResult &m : results.materials)
    for (const PointResult &p : m.flagged) {
      csv << m.name << p.point.id << p.point.temperature_K << p.temperature_K;
      csv.end_row();
    }
  return csv.text;
}

std::string branches(const Results &results)
{
  Csv csv(
      "heating against cooling: means over cycles; no temperature: mean over all that were passed "
      "on both ways",
      "material,quantity,unit,temperature_K,heating,heating_se,cooling,cooling_se,difference,"
      "difference_se,difference_in_errors");
  for (const MaterialResult &m : results.materials) {
    auto rows = branch_rows(m);
    for (const BranchRow &r : branch_summary(m)) rows.push_back(r);
    for (const BranchRow &r : rows) {
      const Estimate d = r.difference();
      csv << m.name << r.quantity << r.unit;
      csv << (r.temperature_K > 0.0 ? r.temperature_K : std::nan(""));
      csv << r.heating << r.cooling << d << d.value / d.error;
      csv.end_row();
    }
  }
  return csv.text;
}

std::string melting(const Results &results)
{
  Csv csv(
      "melt searches: where the M-O Lindemann ratio crosses the threshold, and where bonds break "
      "for good",
      "material,replica,threshold,crossing_K,crossing_se_K,bracket_low_K,bracket_high_K,"
      "decomposition_K,end");
  for (const MaterialResult &m : results.materials)
    for (const MeltResult &melt : m.melts) {
      csv << m.name << static_cast<double>(melt.replica) << melt.threshold;
      if (melt.crossing)
        csv << melt.crossing->temperature_K << melt.crossing->low_K << melt.crossing->high_K;
      else
        csv.empty(4);
      csv << melt.decomposition_K << "\"" + melt.end + "\"";
      csv.end_row();
    }
  return csv.text;
}

}    // namespace

Estimate BranchRow::difference() const
{
  return {heating.value - cooling.value, std::hypot(heating.error, cooling.error)};
}

std::vector<BranchRow> branch_rows(const MaterialResult &material)
{
  std::vector<BranchRow> rows;
  for (const BranchQuantity &q : quantities()) {
    if (q.of_a_band && !material.has_bands) continue;
    std::map<double, std::pair<std::vector<Estimate>, std::vector<Estimate>>> ways;
    for (const PointResult &p : material.points) {
      const Estimate value = q.of(p);
      if (!std::isfinite(value.value)) continue;    // a band that was not found
      auto &[heating, cooling] = ways[p.point.temperature_K];
      if (p.point.branch == Branch::heating) heating.push_back(value);
      if (p.point.branch == Branch::cooling) cooling.push_back(value);
    }
    for (const auto &[T, way] : ways)
      if (!way.first.empty() && !way.second.empty())
        rows.push_back({q.name, q.unit, T, mean(way.first), mean(way.second)});
  }
  return rows;
}

std::vector<BranchRow> branch_summary(const MaterialResult &material)
{
  std::vector<BranchRow> summary;
  const auto rows = branch_rows(material);
  for (const BranchQuantity &q : quantities()) {
    std::vector<Estimate> heating, cooling;
    for (const BranchRow &r : rows)
      if (r.quantity == q.name) {
        heating.push_back(r.heating);
        cooling.push_back(r.cooling);
      }
    if (!heating.empty()) summary.push_back({q.name, q.unit, 0.0, mean(heating), mean(cooling)});
  }
  return summary;
}

std::string in_words(const BranchRow &r)
{
  const Estimate d = r.difference();
  return fmt::format("{}, heating less cooling: {:.3g} +- {:.2g}{}{}{}", r.quantity, d.value,
                     d.error, r.unit.empty() || r.unit == "1" ? "" : " ",
                     r.unit == "1" ? "" : r.unit, remark_on(d));
}

void write_protocol_tables(const Results &results, const std::filesystem::path &folder)
{
  bool ramps = false, melts = false, flags = false;
  for (const MaterialResult &m : results.materials) {
    ramps = ramps || !branch_summary(m).empty();
    melts = melts || !m.melts.empty();
    flags = flags || !m.flagged.empty();
  }
  const auto write = [&](bool any, const char *name, std::string (*table)(const Results &)) {
    std::error_code ignored;
    if (any)
      write_file(folder / name, table(results));
    else
      std::filesystem::remove(folder / name, ignored);    // of an earlier state of the campaign
  };
  write(ramps, "branches.csv", branches);
  write(melts, "melting.csv", melting);
  write(flags, "flagged.csv", flagged);
}

}    // namespace softmode
