// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/model_comparison.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <stdexcept>

namespace softmode {

namespace {

/// Runs a fit; keeps it and its score if it is usable, else the reason why not.
template <class Fit, class Function>
void attempt(const std::string &name, std::optional<Fit> &kept, std::vector<ModelScore> &scores,
             std::vector<std::string> &reasons, const Function &function)
{
  try {
    Fit fit = function();
    if (fit.quality.usable()) {
      scores.push_back(score_of(name, fit.quality));
      kept = std::move(fit);
    } else {
      reasons.push_back(name + ": " + fit.quality.message);
    }
  } catch (const AnalysisError &error) {
    reasons.push_back(name + ": " + error.what());
  }
}

void add_nested(ModelComparison &c, const std::string &smaller, const std::string &larger)
{
  const auto find = [&c](const std::string &name) {
    return std::find_if(c.models.begin(), c.models.end(),
                        [&](const ModelScore &s) { return s.name == name; });
  };
  const auto a = find(smaller), b = find(larger);
  if (a != c.models.end() && b != c.models.end()) c.nested.push_back(nested_test(*a, *b));
}

}    // namespace

CompetingModels compare_models(const std::vector<FitSpectrum> &spectra,
                               const CompetingOptions &options)
{
  check_spectra(spectra);
  const std::string separate = "two states", common = "two states of equal widths",
                    linear = "one band that moves linearly",
                    cubic = "one band that moves by cubic anharmonicity",
                    quartic = "one band that moves by cubic and quartic anharmonicity",
                    exchanging = "two states that exchange";
  CompetingModels all;
  std::vector<ModelScore> scores;
  std::vector<std::string> reasons;
  const auto two_state = [&](WidthSharing sharing) {
    TwoStateOptions o;
    o.lines.shape = options.shape;
    o.lines.centres = options.centres;
    o.lines.baseline = options.baseline;
    o.lines.sharing = sharing;
    o.heat_capacity = options.heat_capacity;
    return fit_two_state(spectra, o);
  };
  const auto moving = [&](Drift drift) {
    return fit_moving_band(spectra, {options.shape, drift, 0.0, true, options.baseline});
  };
  attempt(separate, all.two_state, scores, reasons,
          [&] { return two_state(WidthSharing::per_component); });
  attempt(common, all.two_state_common, scores, reasons,
          [&] { return two_state(WidthSharing::common); });
  attempt(linear, all.linear, scores, reasons, [&] { return moving(Drift::linear); });
  attempt(cubic, all.cubic, scores, reasons, [&] { return moving(Drift::cubic); });
  attempt(quartic, all.quartic, scores, reasons, [&] { return moving(Drift::quartic); });
  attempt(exchanging, all.exchange, scores, reasons, [&] {
    return fit_exchange(spectra,
                        {options.centres, options.heat_capacity, false, false, options.baseline});
  });
  if (scores.empty()) {
    std::string text = "comparison: no model could be fitted";
    for (const std::string &reason : reasons) text += "; " + reason;
    throw AnalysisError(text);
  }
  all.comparison = compare_scores(scores);
  all.comparison.not_fitted = reasons;
  add_nested(all.comparison, common, separate);
  if (options.shape == LineShape::gaussian) add_nested(all.comparison, common, exchanging);
  add_nested(all.comparison, cubic, quartic);
  return all;
}

}    // namespace softmode
