// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/information.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace softmode {

namespace {

constexpr double same = 4.0, clear = 10.0, random_enough = 1e-3;

std::string number(double value)
{
  char text[32];
  std::snprintf(text, sizeof text, value < 100.0 ? "%.1f" : "%.0f", value);
  return text;
}

bool adequate(const ModelScore &best)
{
  const double dof = static_cast<double>(best.data - best.parameters);
  const bool fits =
      !best.noise_known || chi_squared_probability(best.chi_squared, dof) > random_enough;
  return fits && best.runs.probability > random_enough;
}

/// Models that the best one is not clearly better than.
std::vector<std::string> rivals(const std::vector<ModelScore> &models, double difference)
{
  std::vector<std::string> names;
  for (std::size_t i = 1; i < models.size(); ++i)
    if (models[i].AICc - models[0].AICc < difference ||
        (difference < clear && models[i].BIC < models[0].BIC))
      names.push_back(models[i].name);
  return names;
}

std::string joined(std::vector<std::string> names, const std::vector<std::string> &more)
{
  names.insert(names.end(), more.begin(), more.end());
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

/// Which models the data support: one sentence.
std::string verdict(const std::vector<ModelScore> &models, const std::vector<std::string> &equal,
                    const std::vector<std::string> &weak)
{
  const std::string &best = models.front().name;
  if (models.size() == 1) return "Only one model could be fitted: " + best + ".";
  const std::string by = number(models[1].AICc - models[0].AICc);
  if (!equal.empty())
    return "The spectra cannot tell these models apart: " + joined({best}, equal) +
           " (AICc differs by " + by + ").";
  return std::string(weak.empty() ? "The spectra support " : "The spectra weakly support ") + best +
         ", with an AICc " + by + " below that of " + models[1].name + ".";
}

/// How far that holds: one sentence.
std::string limits(const ModelComparison &c, const std::vector<std::string> &equal,
                   const std::vector<std::string> &weak)
{
  const ModelScore &best = c.models.front();
  const std::string open =
      equal.empty() && !weak.empty() ? "They do not exclude " + joined({}, weak) : std::string();
  if (!c.adequate) {
    const std::string why =
        best.runs.probability <= random_enough
            ? "describes the spectra fully: neighbouring residuals are alike (runs test, z = " +
                  number(best.runs.z) + ")."
            : "describes the spectra within their noise (reduced chi-squared " +
                  number(best.reduced_chi_squared) + ").";
    return (open.empty() ? "No model " : open + ", and no model ") + why;
  }
  if (!open.empty()) return open + ".";
  if (c.models.size() == 1) return "There is nothing to compare it with.";
  return equal.empty() ? "They do not support any other model that was tried."
                       : "Each of these describes them.";
}

}    // namespace

ModelScore score_of(const std::string &name, const FitQuality &quality)
{
  if (!quality.usable())
    throw AnalysisError("score: the fit of " + name + " is not usable: " + quality.message);
  ModelScore s;
  s.name = name;
  s.chi_squared = quality.chi_squared;
  s.reduced_chi_squared = quality.reduced_chi_squared();
  s.data = quality.data;
  s.parameters = quality.parameters;
  s.noise_known = quality.noise_known;
  const double n = static_cast<double>(s.data);
  const double k = static_cast<double>(s.parameters) + (s.noise_known ? 0.0 : 1.0);
  if (!(n > k + 1.0)) throw AnalysisError("score: too few data for " + name);
  const double misfit = s.noise_known ? s.chi_squared : n * std::log(s.chi_squared / n);
  s.AIC = misfit + 2.0 * k;
  s.AICc = s.AIC + 2.0 * k * (k + 1.0) / (n - k - 1.0);
  s.BIC = misfit + k * std::log(n);
  std::vector<std::vector<double>> residuals;
  for (const Eigen::VectorXd &r : quality.residuals)
    residuals.emplace_back(r.data(), r.data() + r.size());
  s.runs = runs_test(residuals);
  return s;
}

NestedTest nested_test(const ModelScore &smaller, const ModelScore &larger)
{
  if (smaller.data != larger.data || larger.parameters <= smaller.parameters)
    throw AnalysisError("F-test: " + larger.name + " does not contain " + smaller.name);
  const double added = static_cast<double>(larger.parameters - smaller.parameters);
  const double left = static_cast<double>(larger.data - larger.parameters);
  const double F = (smaller.chi_squared - larger.chi_squared) / added / (larger.chi_squared / left);
  return {smaller.name, larger.name, F, f_probability(F, added, left)};
}

ModelComparison compare_scores(std::vector<ModelScore> scores)
{
  if (scores.empty()) throw AnalysisError("comparison: no model could be fitted");
  for (const ModelScore &s : scores)
    if (s.data != scores.front().data || s.noise_known != scores.front().noise_known)
      throw std::invalid_argument("comparison: models are fitted to different data");
  std::stable_sort(scores.begin(), scores.end(),
                   [](const ModelScore &a, const ModelScore &b) { return a.AICc < b.AICc; });
  ModelComparison c;
  c.models = std::move(scores);
  c.adequate = adequate(c.models.front());
  c.decided = c.models.size() > 1;
  for (std::size_t i = 1; i < c.models.size(); ++i)
    c.decided = c.decided && c.models[i].AICc - c.models[0].AICc >= clear &&
                c.models[i].BIC - c.models[0].BIC >= clear;
  const auto equal = rivals(c.models, same), weak = rivals(c.models, clear);
  c.sentence = verdict(c.models, equal, weak) + " " + limits(c, equal, weak);
  return c;
}

}    // namespace softmode
