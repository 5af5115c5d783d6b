// SPDX-License-Identifier: BSD-3-Clause
// What `softmode fit` is asked for, and how texts of its options are read.
#pragma once

#include "softmode/analysis/global_fit.h"
#include "softmode/analysis/spectra/read_spectra.h"
#include "softmode/analysis/uncertainty.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// "none", "constant", "linear" and "polynomial:n" are fitted together with the lines; the others are
/// subtracted before, and a constant is fitted to what they leave.
struct BaselineChoice {
  enum class Kind { fitted, rubber_band, als, snip };
  Kind kind = Kind::fitted;
  int order = 1;               ///< of what is fitted; -1 none
  double smoothness = 1e6;     ///< of als
  double asymmetry = 0.001;    ///< of als
  int half_width = 0;          ///< of snip, points; 0: a quarter of the points
};

struct SmoothingChoice {
  int half_width, degree;
};

struct FitRequest {
  std::vector<std::filesystem::path> files;
  SpectraOptions reading;
  std::optional<WavenumberRange> window;
  std::optional<Quantity> convert;
  BaselineChoice baseline;
  std::optional<SmoothingChoice> smoothing;
  int components = 2;
  LineOptions lines;    ///< centres: tight, loose, ...
  double reference_K = reference_temperature_K;
  Estimate ratio{1.0, 0.0};
  bool fit_ratio = false;
  double temperature_error_K = 0.0;
  int bootstrap_samples = 200;    ///< 0: errors from the covariance only
  std::optional<Resampling>
      resampling;     ///< what the bootstrap draws; else as choose_resampling() says
  int threads = 1;    ///< of the bootstrap
};

/// Each reads the text of one option. \throws Error (usage) that names the option, what was given and what is expected.
WavenumberRange window_of(const std::string &text);               ///< "1540-1640"
BaselineChoice baseline_of(const std::string &text);              ///< "als:1e6:0.001"
SmoothingChoice smoothing_of(const std::string &text);            ///< "5:2"
std::vector<double> centres_of(const std::string &text);          ///< "1596,1587"
void read_ratio(const std::string &text, FitRequest &request);    ///< "1.2", "1.2:0.1", "free"

/// Stop at options that contradict each other. \throws Error (usage).
void check_request(const FitRequest &request);

}    // namespace softmode
