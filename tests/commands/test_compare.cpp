// SPDX-License-Identifier: BSD-3-Clause
// Campaigns beside each other: scores, differences, predictions from descriptors, the parity plot.
#include "comparison/compare_campaigns.h"
#include "results/comparison.h"
#include "support/error.h"
#include "support/files.h"
#include "support/program.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

namespace fs = std::filesystem;

namespace {

ComparisonRow slope(const std::string &material, const std::string &quantity, double simulated,
                    double error, double measured, bool calibrated = false)
{
  return {material,     quantity,   "cm-1/K", {simulated, error}, measured,
          std::nullopt, calibrated, false,    std::nullopt};
}

/// Four materials; the second campaign is calibrated on one of them.
std::vector<ComparedCampaign> two_campaigns()
{
  ComparedCampaign plain{"plain", {}}, fitted{"fitted_well", {}};
  const char *names[] = {"a", "b", "c", "d"};
  for (int i = 0; i < 4; ++i) {
    const double x = -0.01 * (i + 1);
    plain.rows.push_back(slope(names[i], "X_a", 2.0 * x, 0.001, x));
    fitted.rows.push_back(slope(names[i], "X_a", 1.05 * x, i == 3 ? 0.0001 : 0.001, x, i == 0));
  }
  fitted.rows.push_back(slope("a", "dH", 6.0, 0.1, 5.9));
  plain.rows.push_back(slope("a", "dH", 5.0, 0.1, 5.9));
  return {plain, fitted};
}

class Compare : public InFolder {};

std::string message_of(const fs::path &file, const std::string &content)
{
  write_file(file, content);
  try {
    read_descriptors(file);
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::campaign);
    return e.what();
  }
  return "no error";
}

}    // namespace

TEST_F(Compare, ScoresKeepCalibratedValuesApart)
{
  const std::vector<Score> all = scores(two_campaigns());
  // plain: X_a, and X_a with X_s; fitted: the same, predicted and calibrated
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0].campaign, "plain");
  EXPECT_EQ(all[0].count, 4u);
  EXPECT_NEAR(all[0].mean_absolute_error.value, 0.025, 1e-12);
  EXPECT_NEAR(all[0].mean_absolute_error.error, 0.0005, 1e-12);
  EXPECT_NEAR(all[0].mean_signed_error.value, -0.025, 1e-12);
  EXPECT_DOUBLE_EQ(all[0].rank_correlation->value, 1.0);
  EXPECT_NEAR(*all[0].p_value, 2.0 / 24.0, 1e-12);
  EXPECT_EQ(all[0].within_tenth, 0u);
  EXPECT_FALSE(all[2].calibrated);
  EXPECT_EQ(all[2].count, 3u);
  EXPECT_EQ(all[2].within_tenth, 3u);
  EXPECT_EQ(all[2].agreeing, 2u) << "5 % of -0.04 are 20 standard errors of 0.0001";
  EXPECT_TRUE(all[4].calibrated);
  EXPECT_EQ(all[4].count, 1u);
  EXPECT_FALSE(all[4].rank_correlation);
}

TEST_F(Compare, DifferencesAreThoseToTheFirst)
{
  const std::vector<Difference> all = differences(two_campaigns());
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[0].campaign, "fitted_well");
  EXPECT_NEAR(all[0].difference.value, 0.0095, 1e-12);
  EXPECT_NEAR(all[0].difference.error, std::sqrt(2.0) * 0.001, 1e-12);
  EXPECT_EQ(all[4].quantity, "dH");
  EXPECT_NEAR(all[4].difference.value, 1.0, 1e-12);
}

TEST_F(Compare, DescriptorsPredictWhatFollowsFromThem)
{
  DescriptorTable table{{"a", "b", "c", "d", "e"}, {"good", "unknown for two", "constant"}, {}};
  table.columns = {{1, 2, 3, 4, 5}, {1, 2, 3, NAN, NAN}, {1, 1, 1, 1, 1}};
  const std::vector<Prediction> all = predictions(two_campaigns(), table);
  ASSERT_EQ(all.size(), 3u) << "three values determine no line that one is left out of";
  for (const Prediction &p : all) {
    EXPECT_EQ(p.descriptor, "good");
    EXPECT_EQ(p.quantity, "X_a");
    EXPECT_EQ(p.count, 4u);
    EXPECT_NEAR(p.q_squared, 1.0, 1e-9);
  }
  EXPECT_EQ(all[0].values, "measured");
  EXPECT_EQ(all[2].values, "fitted_well");
}

TEST_F(Compare, DescriptorsPredictCalibratedCouplings)
{
  std::vector<ComparedCampaign> campaigns = two_campaigns();
  const Coupling couplings[] = {{-10.0, 3.0}, {-20.0, -4.0}, {-30.0, 1.0}, {-40.0, 2.0}};
  for (std::size_t i = 0; i < 4; ++i) {
    campaigns[0].rows[i].coupling = couplings[i];    // transferred, not fitted to this material
    campaigns[1].rows[i].coupling = couplings[i];
    campaigns[1].rows[i].calibrated = true;
  }
  const DescriptorTable table{{"a", "b", "c", "d"}, {"line"}, {{1, 2, 3, 4}}};
  std::size_t found = 0;
  for (const Prediction &p : predictions(campaigns, table)) {
    if (p.quantity != "dk" && p.quantity != "df") continue;
    ++found;
    EXPECT_EQ(p.values, "fitted_well");
    EXPECT_EQ(p.unit, "kcal/mol/A2");
    EXPECT_EQ(p.count, 4u);
    if (p.quantity == "dk")
      EXPECT_NEAR(p.mean_absolute_error, 0.0, 1e-9);
    else
      EXPECT_LT(p.q_squared, 0.5);
  }
  EXPECT_EQ(found, 2u) << "none for a campaign without calibrated potentials";
}

TEST_F(Compare, DescriptorsThatAreWrongAreNamed)
{
  const fs::path file = folder / "d.csv";
  write_file(file, "# comment\nmaterial,charge,r_A\r\nhkust-1,2,1.94\nmof-5,,1.94\nx,3,\n");
  const DescriptorTable table = read_descriptors(file);
  EXPECT_EQ(table.names, (std::vector<std::string>{"charge", "r_A"}));
  EXPECT_EQ(table.materials.size(), 3u);
  EXPECT_TRUE(std::isnan(table.columns[0][1]));
  EXPECT_TRUE(std::isnan(table.columns[1][2])) << "an empty last cell is a cell";
  EXPECT_EQ(table.columns[1][0], 1.94);
  EXPECT_NE(message_of(file, "name,charge\n").find("d.csv:1: expected a header 'material"),
            std::string::npos);
  EXPECT_NE(message_of(file, "material,charge\na,2,3\n").find("d.csv:2: expected 2 columns"),
            std::string::npos);
  EXPECT_NE(message_of(file, "material,charge\na,two\n").find("d.csv:2: column charge"),
            std::string::npos);
  EXPECT_NE(message_of(file, "material,charge\n").find("no materials"), std::string::npos);
}

TEST_F(Compare, DescriptorsOfTheValidationAreOfTheTenMaterials)
{
  const DescriptorTable table =
      read_descriptors(fs::path(SOFTMODE_SOURCE_DIR) / "inputs/validation/descriptors.csv");
  EXPECT_EQ(table.materials.size(), 10u);
  EXPECT_EQ(table.names.size(), 7u);
}

TEST_F(Compare, WritesTablesAndDrawsTheParityPlot)
{
  write_comparison_tables(two_campaigns(), std::nullopt, folder);
  const std::string parity = read_file(folder / "parity.csv");
  EXPECT_NE(
      parity.find("\nfitted_well,a,X_a,cm-1/K,-0.0105,0.001,-0.01,,-0.5,calibrated,crystal\n"),
      std::string::npos)
      << parity;
  EXPECT_NE(read_file(folder / "scores.csv").find("\nplain,X_a,predicted,4,0.025,0.0005,"),
            std::string::npos);
  EXPECT_NE(read_file(folder / "differences.csv").find("\nfitted_well,a,dH,"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "predictions.csv"));
  const FigureSet set = parity_figure(two_campaigns());
  ASSERT_EQ(set.figures.size(), 1u);
  if (!find_program("gnuplot")) GTEST_SKIP() << "gnuplot is not installed: the figure is not drawn";
  EXPECT_TRUE(write_figures(set, folder / "figures", Drawing::required).empty());
  const std::string svg = read_file(folder / "figures/parity.svg");
  EXPECT_NE(svg.find("fitted well (calibrated)"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder / "figures/parity.png"));
}

TEST_F(Compare, ReadsTheTableThatWasWritten)
{
  Results results;
  results.citation = "nobody, 2020";
  results.comparison = two_campaigns()[1].rows;
  results.comparison[0].coupling = Coupling{-5.8, -3.9};
  results.comparison[1].measured_error = 0.002;
  results.comparison[1].model = true;
  write_tables(results, folder);
  const auto rows = read_comparison(folder / "results/comparison.csv");
  ASSERT_EQ(rows.size(), results.comparison.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ComparisonRow &r = rows[i], &w = results.comparison[i];
    EXPECT_EQ(r.material + r.quantity + r.unit, w.material + w.quantity + w.unit);
    EXPECT_DOUBLE_EQ(r.simulated.value, w.simulated.value);
    EXPECT_DOUBLE_EQ(r.simulated.error, w.simulated.error);
    EXPECT_DOUBLE_EQ(r.measured, w.measured);
    EXPECT_EQ(r.measured_error, w.measured_error);
    EXPECT_EQ(r.calibrated, w.calibrated);
    EXPECT_EQ(r.model, w.model);
    EXPECT_EQ(r.coupling.has_value(), i == 0);
  }
  EXPECT_DOUBLE_EQ(rows[0].coupling->stretch_change, -5.8);
  EXPECT_DOUBLE_EQ(rows[0].coupling->cross_change, -3.9);
}

TEST_F(Compare, TakesResultsPublishedWithoutTheirPoints)
{
  const std::string head =
      "# measured: nobody, 2020\nmaterial,quantity,unit,simulated,simulated_se,measured,"
      "measured_error,difference,difference_in_errors,kind,structure,dk_kcal_mol_A2,df_kcal_mol_A2"
      "\n";
  for (const char *name : {"first", "second"}) {
    make_folder(folder / name);
    write_file(folder / name / "comparison.csv",
               head + "a,X_a,cm-1/K,-0.02,0.001,-0.021,,0.001,1,predicted,crystal,,\n");
  }
  const RunResult both = softmode({"compare", "first", "second/", "-o", "both", "--figures", "no"});
  ASSERT_TRUE(both.status.success()) << both.output;
  EXPECT_NE(read_file(folder / "both/differences.csv").find("\nsecond,a,X_a,cm-1/K,-0.02,0.001,"),
            std::string::npos);
  write_file(folder / "second/comparison.csv",
             head + "a,X_a,cm-1/K,-0.02,0.001,-0.021,,0.001,1,guessed,crystal,,\n");
  const RunResult wrong = softmode({"compare", "first", "second", "-o", "none"});
  EXPECT_EQ(wrong.status.code, static_cast<int>(ExitCode::io));
  EXPECT_NE(wrong.output.find("second/comparison.csv:3: column 'kind': expected 'calibrated' or "
                              "'predicted', got 'guessed'"),
            std::string::npos)
      << wrong.output;
  EXPECT_FALSE(fs::exists(folder / "none"));
}

// columns are known by their names; couplings are newer than the rest
TEST_F(Compare, ReadsColumnsInAnyOrderAndNamesOneThatIsMissing)
{
  const fs::path file = folder / "comparison.csv";
  write_file(file, "kind,structure,measured,measured_error,simulated_se,simulated,unit,quantity,"
                   "material,remark\r\ncalibrated,model,-0.021,0.002,0.001,-0.02,cm-1/K,X_a,a,"
                   "nothing\r\n");
  const auto rows = read_comparison(file);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].material + rows[0].quantity + rows[0].unit, "aX_acm-1/K");
  EXPECT_EQ(rows[0].simulated.value, -0.02);
  EXPECT_EQ(rows[0].simulated.error, 0.001);
  EXPECT_EQ(rows[0].measured, -0.021);
  EXPECT_EQ(rows[0].measured_error, 0.002);
  EXPECT_TRUE(rows[0].calibrated && rows[0].model);
  EXPECT_FALSE(rows[0].coupling);
  write_file(file, "material,quantity,unit,simulated,measured\na,X_a,cm-1/K,-0.02,-0.021\n");
  try {
    read_comparison(file);
    FAIL() << "read without its errors";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find(
                  "comparison.csv:1: no column 'simulated_se' in the header; there are: material, "
                  "quantity"),
              std::string::npos)
        << e.what();
  }
}

TEST_F(Compare, NamesWhatIsNoCampaign)
{
  const RunResult none = softmode({"compare", "nowhere", "-o", "out"});
  EXPECT_NE(none.status.code, 0);
  EXPECT_NE(none.output.find("nowhere"), std::string::npos) << none.output;
  EXPECT_FALSE(fs::exists(folder / "out"));
  EXPECT_EQ(softmode({"compare", "nowhere"}).status.code, static_cast<int>(ExitCode::usage));
}

TEST_F(Compare, SaysWhyThereIsNoFigure)
{
  const FigureSet set = parity_figure({{"none", {slope("a", "dH", 5.0, 0.1, 5.9)}}});
  EXPECT_TRUE(set.figures.empty());
  ASSERT_EQ(set.notes.size(), 1u);
  EXPECT_NE(set.notes[0].find("no campaign has slopes"), std::string::npos);
}

}    // namespace softmode
