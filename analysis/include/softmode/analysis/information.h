// SPDX-License-Identifier: BSD-3-Clause
// Which of several models do data support? Scores, tests and one sentence in plain words.
#pragma once

#include "softmode/analysis/distributions.h"
#include "softmode/analysis/global_fit.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Scores of one fit; lower is better. With known noise -2 ln L = chi-squared, else n ln(chi-squared / n), and the noise
/// counts as a parameter. AIC = -2 ln L + 2 k, AICc = AIC + 2 k (k + 1) / (n - k - 1), BIC = -2 ln L + k ln n
/// (K.P. Burnham, D.R. Anderson, Sociol. Methods Res. 2004, 33, 261, doi:10.1177/0049124104268644).
struct ModelScore {
  std::string name;    ///< in plain words, to follow "the data support"
  double chi_squared = 0.0, reduced_chi_squared = 0.0;
  Eigen::Index data = 0, parameters = 0;    ///< k without the noise
  bool noise_known = false;
  double AIC = 0.0, AICc = 0.0, BIC = 0.0;
  RunsTest runs;    ///< of the residuals of all spectra
};

/// \throws AnalysisError if the fit is not usable or has no more data than parameters + 2.
ModelScore score_of(const std::string &name, const FitQuality &quality);

/// F-test of a model that is contained in another one on the same data.
struct NestedTest {
  std::string smaller, larger;
  double F, probability;    ///< of an F as large by chance, if the smaller model is right
};
/// \throws AnalysisError if data differ or the larger model has no more parameters.
NestedTest nested_test(const ModelScore &smaller, const ModelScore &larger);

struct ModelComparison {
  std::vector<ModelScore> models;    ///< ascending in AICc
  std::vector<NestedTest> nested;
  std::vector<std::string> not_fitted;    ///< models that gave no usable fit, with the reason
  bool decided = false;    ///< the first is better than all others by 10 or more in AICc and BIC
  bool adequate =
      false;    ///< the residuals of the first are random (runs), and, if the noise is known,
                ///< as large as it (both at a probability of 0.001)
  std::string sentence;
};

/// Sorts the scores and says what they mean. AICc differences below 4, or a BIC that prefers another model, count as
/// "cannot be told apart", below 10 as weak support (Burnham and Anderson).
/// \throws AnalysisError if there are none; std::invalid_argument if their data differ.
ModelComparison compare_scores(std::vector<ModelScore> scores);

}    // namespace softmode
