// SPDX-License-Identifier: BSD-3-Clause
// Several campaigns beside each other and beside what was measured.
#pragma once

#include "results/results.h"
#include "spectra_fit/figures/figures.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct ComparedCampaign {
  std::string name;
  std::vector<ComparisonRow> rows;
};

/// Rows with a simulated slope of the stretch coordinate: "X_a", "X_s".
bool is_slope(const ComparisonRow &row);

/// How well the slopes of one campaign agree with the measured ones, calibrated and predicted values apart.
struct Score {
  std::string campaign, quantity;    ///< quantity: "X_a", "X_s", "X_a and X_s"
  bool calibrated;
  std::size_t count;
  Estimate mean_absolute_error, mean_signed_error;    ///< cm-1/K
  std::optional<Estimate> rank_correlation;           ///< Spearman's, from 3 values on
  std::optional<double> p_value;
  std::size_t within_tenth;    ///< within 10 % of the measured value
  std::size_t agreeing;        ///< of these, those within two standard errors as well
  std::size_t open;            ///< simulated ones that are not determined
};
std::vector<Score> scores(const std::vector<ComparedCampaign> &campaigns);

/// What another campaign has for the same material and quantity, less what the first has.
struct Difference {
  std::string campaign, material, quantity, unit;
  Estimate first, other, difference;
};
std::vector<Difference> differences(const std::vector<ComparedCampaign> &campaigns);

/// Numbers of each material, like r(M-O), and values that may follow from them, like measured slopes.
struct DescriptorTable {
  std::vector<std::string> materials;
  std::vector<std::string> names;              ///< of the descriptors
  std::vector<std::vector<double>> columns;    ///< [descriptor][material]; NaN where unknown
};
/// Read a CSV: the column "material", then one for each descriptor; empty cells are unknown.
/// \throws Error (campaign, io) that names file, line and column.
DescriptorTable read_descriptors(const std::filesystem::path &file);

/// Leaving out one material at a time, are the slopes of a campaign, the measured ones, and calibrated dk and df, straight lines of a descriptor?
struct Prediction {
  std::string values, quantity, unit,
      descriptor;    ///< values: "measured" or the name of a campaign
  std::size_t count;
  double q_squared, mean_absolute_error, p_value;    ///< see LeaveOneOut; the error in `unit`
};
std::vector<Prediction> predictions(const std::vector<ComparedCampaign> &campaigns,
                                    const DescriptorTable &descriptors);

/// Measured against simulated slopes with a band of 10 %, X_a and X_s side by side.
/// No figure, and a note, where no campaign has slopes.
FigureSet parity_figure(const std::vector<ComparedCampaign> &campaigns);

/// parity.csv, scores.csv, differences.csv and, with descriptors, predictions.csv.
void write_comparison_tables(const std::vector<ComparedCampaign> &campaigns,
                             const std::optional<DescriptorTable> &descriptors,
                             const std::filesystem::path &folder);

}    // namespace softmode
