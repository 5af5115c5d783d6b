// SPDX-License-Identifier: BSD-3-Clause
// What report and terminal say of a result: the slope once, with its sign; what is not determined as such.
#include "results/comparison.h"
#include "results/gates.h"
#include "results/report_data.h"
#include "results/results.h"
#include "runs/calibration_text.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

MaterialResult material(const Estimate &slope)
{
  MaterialResult m{};
  m.name = "mof";
  Redshift fit{};
  fit.slope = slope;
  m.slopes.push_back({"X_a", fit});
  return m;
}

ComparisonRow row(const std::string &quantity, const std::string &unit, const Estimate &simulated,
                  double measured, bool calibrated)
{
  return {"mof", quantity, unit, simulated, measured, std::nullopt, calibrated, false, {}};
}

/// The line of a text that holds `what`.
std::string line_with(const std::string &text, const std::string &what)
{
  const std::size_t at = text.find(what);
  if (at == std::string::npos) return "";
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

}    // namespace

TEST(ReportWords, SayTheSlopeOnceWithItsSign)
{
  Results results;
  results.comparison = {row("X_a", "cm-1/K", {-0.0214, 0.0007}, -0.021, true)};
  EXPECT_EQ(report_sentence(results, material({-0.0214, 0.0007})),
            "The asymmetric C–O stretch shifts with temperature by −0.0214 ± 0.0007 cm⁻¹/K; "
            "measured: −0.0210 (the potential was calibrated on it).");
  EXPECT_EQ(report_sentence({}, material({0.03, 0.02})),
            "The asymmetric C–O stretch may shift with temperature, within two standard errors, by "
            "0.0300 ± 0.0200 cm⁻¹/K.");
}

TEST(ReportWords, SayWhatIsNotDetermined)
{
  EXPECT_EQ(report_sentence({}, material({-0.018, 0.034})),
            "The shift of the asymmetric C–O stretch with temperature is not determined: −0.0180 ± "
            "0.0340 cm⁻¹/K.");
  const auto rows = report_overview({}, material({-0.018, 0.034}));
  EXPECT_EQ(rows[0]["simulated"].dump(), "[-0.018,0.034,\"not determined\"]");
  EXPECT_EQ(report_overview({}, material({-0.0214, 0.0007}))[0]["simulated"].dump(),
            "[-0.0214,0.0007]");
  Results results;
  results.comparison = {row("X_a", "cm-1/K", {-0.018, 0.034}, -0.021, false),
                        row("X_s", "cm-1/K", {-0.0222, 0.0007}, -0.02, false),
                        row("log10 K(298 K) from dH and dS", "1", {0.02, 0.05}, 0.12, false)};
  const std::string text = comparison_text(results);
  EXPECT_NE(line_with(text, "X_a").find("-0.0180 +- 0.0340"), std::string::npos) << text;
  EXPECT_NE(line_with(text, "X_a").find("predicted, not determined"), std::string::npos) << text;
  EXPECT_EQ(line_with(text, "X_s").find("not determined"), std::string::npos) << text;
  // log10 K of 0 is K = 1, and 0.02 +- 0.05 says that well
  EXPECT_NE(line_with(text, "log10").find("predicted, sign not determined"), std::string::npos);
  const auto compared = report_comparison(results);
  EXPECT_EQ(compared[0]["simulated"][2], "not determined");
  EXPECT_EQ(compared[2]["simulated"][2], "sign not determined");
  EXPECT_EQ(comparison_text({}), "");
}

TEST(ReportWords, OfGatesAndCalibrationAreSentences)
{
  const std::vector<Gate> gates{{"temperature", "K", 260.0, 188.0, 212.0},
                                {"temperature variance", "of the canonical one", 1.6, 0.8, 1.25},
                                {"pressure", "atm", 1.0, -100.0, 100.0}};
  EXPECT_EQ(
      failures_in_words(gates),
      "The temperature is 260 K. Allowed is 188 to 212. The variance of the temperature is 1.6 "
      "times the canonical one. Allowed is 0.8 to 1.25.");
  EXPECT_EQ(verdict(CalibrationStatus::away),
            "The simulation does not agree with the measured values.");
}

}    // namespace softmode
