// SPDX-License-Identifier: BSD-3-Clause
// From the points of a campaign to its results: bands, slopes, populations, van't Hoff, Lindemann ratio,
// comparison with measured values.
#pragma once

#include "campaign/melt_search.h"
#include "campaign/points.h"
#include "results/point_data.h"
#include "softmode/analysis/band_tracking.h"
#include "softmode/analysis/lindemann.h"
#include "softmode/analysis/redshift.h"
#include "softmode/analysis/two_state.h"
#include "spectra_fit/fit_spectra.h"

#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// One band at one point.
struct BandResult {
  Estimate position_cm,
      fwhm_cm;    ///< Gaussian on a constant; errors by jackknife over blocks; NaN if not found
  WavenumberRange window;    ///< points fitted
  std::optional<Estimate>
      infrared_cm;    ///< centroid of the charge-flux spectrum in the same window

  bool found() const { return std::isfinite(position_cm.value); }
};

struct PointResult {
  Point point;
  Estimate loose_fraction, mean_weight, mean_length_A, lindemann_ratio, temperature_K;
  Estimate bond_count;    ///< metal-carboxylate bonds; those of ions form and break
  double transitions = 0.0;
  std::optional<Estimate> log_K;    ///< nullopt if no bond, or every bond, was loose
  BandResult asymmetric, symmetric;
  PointData data;
};

/// Which band was followed, and why.
struct BandChoice {
  std::vector<BandChain> candidates;    ///< best first: the first one was followed
};

struct Slope {
  std::string name;    ///< "X_a", "X_s", "X_a infrared", "X_s infrared"
  Redshift fit;
};

/// The simulated spectra of one stretch, analysed as measured ones are (spectra_analysis.h).
struct StretchAnalysis {
  std::string name;    ///< "asymmetric", "symmetric", "infrared asymmetric", "infrared symmetric"
  WavenumberRange window{};
  PreparedSpectra prepared;    ///< one spectrum per point
  FitRequest request;
  SpectraFit fit;
  /// From the areas, errors by jackknife over blocks of time; empty where the fit gives no areas.
  std::vector<Estimate> log_K;    ///< one per point
  std::vector<Estimate>
      vant_hoff;    ///< dH (kJ/mol), dS (J/mol/K) of the two-step fit; empty: none
  std::vector<Estimate> vant_hoff_dCp;    ///< dH, dS, dCp (J/mol/K); empty: none
};

/// What a melt search found.
struct MeltResult {
  int replica;
  double threshold;    ///< of the Lindemann ratio
  std::optional<MeltCrossing> crossing;
  std::optional<double> decomposition_K;    ///< lowest temperature at which bonds broke for good
  std::string end;                          ///< why it is over; empty: it is not
};
std::string in_words(const MeltResult &melt);

struct MaterialResult {
  std::string name;
  std::vector<PointResult>
      points;    ///< ascending in temperature; those that passed the physics gates
  BandChoice asymmetric_choice, symmetric_choice;
  std::vector<Slope> slopes;
  std::optional<VantHoff> vant_hoff, vant_hoff_dCp;
  std::optional<LindemannAnalysis> lindemann;    ///< of all points
  std::vector<std::string> notes;                ///< what could not be worked out, and why
  std::string model{};                           ///< of its structure, see Crystal::model
  std::vector<StretchAnalysis> stretches{};      ///< what the spectra alone would tell
  std::vector<PointResult> flagged{};            ///< complete, but failed the gates: in no fit
  bool has_bands = false;                        ///< stretches were measured; not by a melt search
  std::string bands_missing{};        ///< why they could not be; empty: nothing is missing
  std::vector<MeltResult> melts{};    ///< of melt searches, one per replica
};

/// "X_a" and so on; nullptr where it could not be worked out.
const Slope *slope_named(const MaterialResult &material, const std::string &name);

/// dk and df of a potential's overlay, kcal/mol/A2; none is 0.
struct Coupling {
  double stretch_change, cross_change;
};

/// One row of the comparison with measured values.
struct ComparisonRow {
  std::string material, quantity, unit;
  Estimate simulated;
  double measured;
  std::optional<double> measured_error;
  bool calibrated;    ///< the potential was fitted to this very value
  bool model;         ///< the structure is a model, so that the row says little about the material
  std::optional<Coupling> coupling;    ///< of a potential with an overlay
};

/// (simulated - measured) / combined error.
double deviation_in_errors(const ComparisonRow &row);

struct Results {
  std::vector<MaterialResult> materials;
  std::vector<ComparisonRow> comparison;
  std::string citation;    ///< of the measured values
};

/// Work out the results of the complete points of a campaign folder.
/// A material whose bands cannot be measured keeps its other results, see require_bands().
/// \throws Error (point, campaign) that says what is missing.
Results collect_results(const Campaign &campaign, const std::filesystem::path &campaign_folder);

/// For after the tables are written. \throws Error (analysis) that names each material whose bands could not be measured, and why.
void require_bands(const Results &results);

/// Slopes, van't Hoff parameters and Lindemann crossings of a material from its points, whose bands are measured: all by
/// the functions of analysis/ that `softmode fit` uses. What cannot be had is in its notes.
void analyse_points(MaterialResult &material);

/// Temperatures of the points, K, each once, and 298.15 K, ascending.
std::vector<double> temperatures_of(const MaterialResult &material);

/// Write results/*.csv, results/analysis.json and, for each stretch, what `softmode fit` writes, with the spectra, in
/// results/spectra/<material>/<stretch>/.
void write_tables(const Results &results, const std::filesystem::path &campaign_folder);

/// The comparison and where the Lindemann ratios lead, as text for a terminal.
std::string comparison_text(const Results &results);

}    // namespace softmode
