// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/compare_campaigns.h"
#include "results/comparison.h"
#include "results/csv_text.h"
#include "support/files.h"

namespace softmode {

namespace {

const char *kind_of(bool calibrated)
{
  return calibrated ? "calibrated" : "predicted";
}

std::string parity(const std::vector<ComparedCampaign> &campaigns)
{
  Csv csv("simulated against measured, as in comparison.csv of each campaign; calibrated: the "
          "potential was fitted to this "
          "very value; structure: a model is made up, neither measured nor published",
          "campaign,material,quantity,unit,simulated,simulated_se,measured,measured_error,"
          "difference_in_errors,kind,"
          "structure");
  for (const ComparedCampaign &c : campaigns)
    for (const ComparisonRow &r : c.rows) {
      csv << c.name << r.material << r.quantity << r.unit << r.simulated << r.measured
          << r.measured_error << deviation_in_errors(r) << kind_of(r.calibrated)
          << (r.model ? "model" : "crystal");
      csv.end_row();
    }
  return csv.text;
}

std::string scores_text(const std::vector<ComparedCampaign> &campaigns)
{
  Csv csv("slopes against measured ones; errors: what those of the simulated slopes make of it; "
          "p_value: how often chance "
          "gives as strong a rank correlation; agreeing: within 10 % and two standard errors",
          "campaign,quantity,kind,values,mean_absolute_error_cm-1_per_K,mean_absolute_error_se,"
          "mean_signed_error_cm-1_per_"
          "K,mean_signed_error_se,spearman_rho,spearman_rho_se,p_value,within_10_percent,agreeing");
  for (const Score &s : scores(campaigns)) {
    csv << s.campaign << s.quantity << kind_of(s.calibrated) << static_cast<double>(s.count)
        << s.mean_absolute_error << s.mean_signed_error << s.rank_correlation << s.p_value
        << static_cast<double>(s.within_tenth) << static_cast<double>(s.agreeing);
    csv.end_row();
  }
  return csv.text;
}

std::string differences_text(const std::vector<ComparedCampaign> &campaigns)
{
  Csv csv("each other campaign less the first, " + campaigns.front().name +
              "; errors as of independent values",
          "campaign,material,quantity,unit,first,first_se,other,other_se,difference,difference_se,"
          "difference_in_errors");
  for (const Difference &d : differences(campaigns)) {
    csv << d.campaign << d.material << d.quantity << d.unit << d.first << d.other << d.difference
        << d.difference.value / d.difference.error;
    csv.end_row();
  }
  return csv.text;
}

std::string predictions_text(const std::vector<ComparedCampaign> &campaigns,
                             const DescriptorTable &descriptors)
{
  Csv csv("each material's value predicted by a straight line through the others; q_squared: 1 "
          "perfect, 0 or less: no better "
          "than their mean; p_value: how often chance is as good; of so many lines the best is "
          "bound to look good; no row: too few materials have the "
          "descriptor, or it hardly varies",
          "values,quantity,unit,descriptor,materials,q_squared,mean_absolute_error,p_value");
  for (const Prediction &p : predictions(campaigns, descriptors)) {
    csv << p.values << p.quantity << p.unit << p.descriptor << static_cast<double>(p.count)
        << p.q_squared << p.mean_absolute_error << p.p_value;
    csv.end_row();
  }
  return csv.text;
}

}    // namespace

void write_comparison_tables(const std::vector<ComparedCampaign> &campaigns,
                             const std::optional<DescriptorTable> &descriptors,
                             const std::filesystem::path &folder)
{
  make_folder(folder);
  write_file(folder / "parity.csv", parity(campaigns));
  write_file(folder / "scores.csv", scores_text(campaigns));
  write_file(folder / "differences.csv", differences_text(campaigns));
  if (descriptors)
    write_file(folder / "predictions.csv", predictions_text(campaigns, *descriptors));
}

}    // namespace softmode
