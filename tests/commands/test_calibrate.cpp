// SPDX-License-Identifier: BSD-3-Clause
// `softmode calibrate` with the real engine. That its mathematics finds the parameters is tested on
// synthetic responses in test_calibration.cpp; here, that trials, files and messages are what they say.
#include "forcefield/potential.h"
#include "support/csv.h"
#include "support/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

class Calibrate : public InFolder {
 protected:
  /// A campaign that is compared with these slopes.
  fs::path campaign_with(double asymmetric, double symmetric) const
  {
    write_file(
        folder / "measured.yaml",
        fmt::format("name: measured\ncitation: made up\nmaterials:\n  copper-formate: {{X_a: "
                    "{:.8g}, X_s: {:.8g}}}\n",
                    asymmetric, symmetric));
    return campaign("seed:", "compare: measured.yaml\nseed:");
  }

  /// A target that a trial with this slope meets within a relative tolerance of 1 and two errors.
  static double within_reach(double slope, double error)
  {
    return slope + std::copysign(1.9 * error, slope);
  }

  /// Slope and standard error of a stretch from results/slopes.csv.
  static std::pair<double, double> slope(const fs::path &campaign_folder, const std::string &name)
  {
    for (const CsvRow &row : read_csv(campaign_folder / "results/slopes.csv", {}, ExitCode::io))
      if (row.text("quantity") == name)
        return {row.number("slope_cm-1_per_K"), row.number("slope_se_cm-1_per_K")};
    throw std::runtime_error("no slope " + name);
  }
};

TEST_F(Calibrate, TriesOtherParametersUntilItGivesUpAndContinues)
{
  const fs::path file = campaign_with(-0.08, -0.01);    // some trials away
  const RunResult first = softmode({"calibrate", file.string(), "-o", "c", "--most-trials", "1"});
  EXPECT_EQ(first.status.code, 15) << first.output;
  EXPECT_TRUE(contains(first.output, "not calibrated after 1 trials")) << first.output;
  const fs::path point = folder / "c/trial-01/campaign/results/slopes.csv";
  const auto written = fs::last_write_time(folder / "c/trial-01/campaign/manifest.json");

  const RunResult second = softmode({"calibrate", file.string(), "-o", "c", "--most-trials", "2"});
  EXPECT_EQ(second.status.code, 15) << second.output;
  EXPECT_TRUE(fs::exists(point));
  EXPECT_EQ(fs::last_write_time(folder / "c/trial-01/campaign/manifest.json"), written);
  const Potential start = read_potential(folder / "c/trial-01/potential.yaml"),
                  next = read_potential(folder / "c/trial-02/potential.yaml");
  EXPECT_EQ(start.overlay->stretch_change.value, -60.0);
  EXPECT_EQ(start.overlay->cross_change->value, 0.0);
  // from the loose weight it is known by then what both do, so no trial changes one alone
  EXPECT_NE(next.overlay->stretch_change.value, -60.0);
  EXPECT_NE(next.overlay->cross_change->value, 0.0);
  const std::string path = read_file(folder / "c/calibration.csv");
  EXPECT_TRUE(contains(path, fmt::format("\ntrial 2,{},{},", next.overlay->stretch_change.value,
                                         next.overlay->cross_change->value)))
      << path;
  EXPECT_FALSE(fs::exists(folder / "c/held-out"));
}

TEST_F(Calibrate, ChecksHeldOutSeedsAndTemperaturesAndWritesAPotential)
{
  const fs::path plain = campaign_with(-1.0, 1.0);
  ASSERT_EQ(softmode({"run", plain.string(), "-o", "plain"}).status.code, 0);
  const auto [xa, xa_error] = slope(folder / "plain", "X_a");
  const auto [xs, xs_error] = slope(folder / "plain", "X_s");
  const fs::path file = campaign_with(within_reach(xa, xa_error), within_reach(xs, xs_error));
  const RunResult r = softmode({"calibrate", file.string(), "-o", "c", "--tolerance", "1"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "held out (other seeds and temperatures)")) << r.output;
  EXPECT_EQ(slope(folder / "c/trial-01/campaign", "X_a").first, xa);    // the same seeds

  const Potential made = read_potential(folder / "c/copper-formate.yaml");
  EXPECT_EQ(made.overlay->stretch_change.value, -60.0);
  EXPECT_TRUE(contains(made.overlay->stretch_change.source, "calibrated: on X_a, X_s"));
  EXPECT_EQ(made.overlay->bend_ratio.source, "made up");
  EXPECT_EQ(made.calibrated_on.front(), "X_a");
  const std::string held_out = read_file(folder / "c/held-out/trial.yaml");
  EXPECT_TRUE(contains(held_out, "seed: 1000")) << held_out;

  EXPECT_EQ(softmode({"calibrate", file.string(), "-o", "c", "--tolerance", "1"}).status.code, 0);
  write_file(folder / "c/copper-formate.yaml", "something else\n");
  const RunResult other = softmode({"calibrate", file.string(), "-o", "c", "--tolerance", "1"});
  EXPECT_EQ(other.status.code, 16);
  EXPECT_TRUE(contains(other.output, "nothing is overwritten")) << other.output;
  EXPECT_EQ(read_file(folder / "c/copper-formate.yaml"), "something else\n");
}

TEST_F(Calibrate, TakesCampaignsThatWereRunBeforeAndProposes)
{
  ASSERT_EQ(softmode({"run", campaign().string(), "-o", "plain"}).status.code, 0);
  const auto [xa, xa_error] = slope(folder / "plain", "X_a");
  const auto [xs, xs_error] = slope(folder / "plain", "X_s");
  // not far, or the bands leave their ranges
  const fs::path file = campaign_with(xa + 4.0 * xa_error, xs + 3.0 * xs_error);
  const std::vector<std::string> propose{"calibrate", file.string(), "-o",       "next",
                                         "--from",    "plain",       "--propose"};
  const RunResult r = softmode(propose);
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, fmt::format("small: dk -60.00 kcal/mol/A2, df 0.00 kcal/mol/A2, "
                                             "X_a {:.4f} +- {:.4f} cm-1/K (measured ",
                                             xa, xa_error)))
      << r.output;
  EXPECT_FALSE(fs::exists(folder / "next/trial-01"));
  const Potential next = read_potential(folder / "next/copper-formate.yaml");
  EXPECT_NE(next.overlay->stretch_change.value, -60.0);
  EXPECT_TRUE(contains(next.overlay->stretch_change.source, "the response to small meets"));
  EXPECT_TRUE(contains(read_file(folder / "next/calibration.csv"), "\nsmall,-60,0,"));

  // the first trial of its own is what was proposed
  const RunResult one =
      softmode({"calibrate", file.string(), "-o", "c", "--from", "plain", "--most-trials", "1"});
  EXPECT_EQ(read_potential(folder / "c/trial-01/potential.yaml").overlay->stretch_change.value,
            next.overlay->stretch_change.value)
      << one.output;
  EXPECT_TRUE(contains(read_file(folder / "c/calibration.csv"), "\ntrial 1,"));

  const RunResult nothing = softmode({"calibrate", file.string(), "-o", "n", "--propose"});
  EXPECT_EQ(nothing.status.code, 2);
  EXPECT_TRUE(contains(nothing.output, "needs a campaign that was run")) << nothing.output;
}

TEST_F(Calibrate, RefusesCampaignsThatDifferInMoreThanWhatIsCalibrated)
{
  const fs::path file = campaign_with(-0.05, -0.05);
  ASSERT_EQ(softmode({"run", file.string(), "-o", "plain"}).status.code, 0);
  const std::string text = read_file(file);
  const auto propose_with = [&](const std::string &from, const std::string &to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    write_file(folder / "changed.yaml", changed);
    return softmode({"calibrate", "changed.yaml", "-o", "next", "--from", "plain", "--propose"});
  };
  const RunResult temperatures = propose_with("300 K]", "310 K]");
  EXPECT_EQ(temperatures.status.code, 10);
  EXPECT_TRUE(contains(temperatures.output, "are not the 3 of")) << temperatures.output;

  const std::string start = (fs::path(SOFTMODE_SOURCE_DIR) / "tests/data/copper-formate.yaml");
  write_file(folder / "softer.yaml", "softmode-potential: 1\nname: softer\nextends: " + start +
                                         "\noverlay:\n  bend-ratio: {value: 0.3, source: \"made "
                                         "up\"}\n  stretch-change: {value: -60 kcal/mol/A2, "
                                         "source: \"made up\"}\n");
  const std::size_t at = text.find("potential:");
  const RunResult potential =
      propose_with(text.substr(at, text.find('\n', at) - at), "potential: softer.yaml");
  EXPECT_EQ(potential.status.code, 10);
  EXPECT_TRUE(contains(potential.output, "in more than the numbers that are calibrated"))
      << potential.output;

  const RunResult none =
      softmode({"calibrate", file.string(), "-o", "next", "--from", "nowhere", "--propose"});
  EXPECT_NE(none.status.code, 0);
  EXPECT_TRUE(contains(none.output, "nowhere")) << none.output;
  EXPECT_FALSE(fs::exists(folder / "next/copper-formate.yaml"));

  // the same numbers from elsewhere are the same field
  std::string words = read_file(start);
  std::size_t replaced = 0;
  for (std::size_t i = 0; (i = words.find("made up", i)) != std::string::npos; ++replaced)
    words.replace(i, 7, "of another source");
  ASSERT_GT(replaced, 0u);
  const std::string base = "../../potentials/base.yaml";
  words.replace(words.find(base), base.size(),
                (fs::path(SOFTMODE_SOURCE_DIR) / "potentials/base.yaml").string());
  write_file(folder / "same.yaml", words);
  const std::size_t given = text.find("potential:");
  const RunResult same =
      propose_with(text.substr(given, text.find('\n', given) - given), "potential: same.yaml");
  EXPECT_EQ(same.status.code, 0) << same.output;
}

/// The same molecule with a two-state bond that is loose as often as not.
class CalibrateTwoStates : public Calibrate {
 protected:
  fs::path campaign_with_wells(const std::string &measured) const
  {
    write_file(folder / "wells.yaml",
               "softmode-potential: 1\nname: wells\nextends: " +
                   (fs::path(SOFTMODE_SOURCE_DIR) / "tests/data/copper-formate.yaml").string() +
                   R"(
metal-oxygen:
  Cu:
    two-state:
      tight-constant: {value: 105 kcal/mol/A2, source: "made up"}
      tight-length: {value: 1.95 A, source: "made up"}
      loose-constant: {value: 12 kcal/mol/A2, source: "made up"}
      loose-length: {value: 2.10 A, source: "made up"}
      energy-difference: {value: 0.5 kcal/mol, source: "made up"}
      coupling: {value: 0.5 kcal/mol, source: "made up"}
overlay:
  bend-ratio: {value: 0.2, source: "made up"}
  stretch-change: {value: 0 kcal/mol/A2, source: "made up"}
)");
    write_file(folder / "measured.yaml",
               "name: measured\ncitation: made up\nmaterials:\n  copper-formate: " + measured +
                   "\n");
    const fs::path file = campaign("seed:", "compare: measured.yaml\nseed:");
    std::string text = read_file(file);
    const std::size_t at = text.find("potential:");
    text.replace(at, text.find('\n', at) - at, "potential: wells.yaml");
    const std::size_t range = text.find("[1200 cm-1");
    write_file(file, text.replace(range, 10, "[1100 cm-1"));
    return file;
  }
};

TEST_F(CalibrateTwoStates, MeetsPopulationsAndSlopesAndReportsTheStrainOfTheFramework)
{
  // what the start has, by the mean over five seeds, and errors of the size of the values: what is tested is what is written, with one trial
  const fs::path file =
      campaign_with_wells("{X_a: -0.028, X_s: -0.05, vant-hoff: {dH_kJ_mol: {value: 2.1, error: "
                          "2}, dS_J_mol_K: {value: 10.9, error: 10}}}");
  const std::vector<std::string> command{"calibrate", file.string(), "-o", "c", "--tolerance", "1"};
  const RunResult r = softmode(command);
  ASSERT_EQ(r.status.code, 0) << r.output;
  for (const char *said :
       {"a lone bond of the start: dH", "trial 1: dE 0.5000 kcal/mol, bend-ratio 0.2000, dk 0.00",
        "held out (other seeds and temperatures): dE 0.5000", "The framework changes dH by ",
        "dCp, found and not calibrated: "})
    EXPECT_TRUE(contains(r.output, said)) << said << "\n" << r.output;

  const std::string text = read_file(folder / "c/copper-formate.yaml");
  EXPECT_TRUE(contains(text, "# The framework changes dH by ")) << text;
  const Potential made = read_potential(folder / "c/copper-formate.yaml");
  const TwoStateWells &wells = *made.metal_oxygen.at("Cu").two_state;
  EXPECT_EQ(wells.energy_difference.value, 0.5);
  EXPECT_TRUE(contains(wells.energy_difference.source, "calibrated: on dH, dS, X_a, X_s of "));
  EXPECT_TRUE(contains(made.overlay->bend_ratio.source, "calibrated: on dH, dS, X_a, X_s of "));
  EXPECT_EQ(wells.loose_constant.value, 12.0);
  EXPECT_EQ(wells.loose_constant.source, "made up");
  const std::string compared = read_file(folder / "c/trial-01/campaign/results/comparison.csv");
  for (const char *row : {"dH,", "dS,", "dH without dCp,", "X_a,"}) {
    const std::size_t at = compared.find(std::string("copper-formate,") + row);
    ASSERT_NE(at, std::string::npos) << row << compared;
    EXPECT_TRUE(contains(compared.substr(at, compared.find('\n', at) - at), "calibrated")) << row;
  }
  EXPECT_EQ(softmode(command).status.code, 0);    // nothing is written anew
}

TEST_F(CalibrateTwoStates, TriesDifferenceAndSoftnessFromTheQuadratureOn)
{
  // near what the start has (above), so that the trials stay where the bands are, X_a aside
  const fs::path file = campaign_with_wells("{X_a: -0.014, X_s: -0.045, vant-hoff: {dH_kJ_mol: "
                                            "{value: 2.4, error: 0.2}, dS_J_mol_K: {value: "
                                            "11.0, error: 0.6}}}");
  const auto calibrate_with = [&](const char *most_trials) {
    return softmode({"calibrate", file.string(), "-o", "c", "--most-trials", most_trials,
                     "--softness", "loose-constant", "--from-quadrature"});
  };
  const RunResult stopped = calibrate_with("1");
  EXPECT_TRUE(contains(stopped.output, "not calibrated after 1 trials")) << stopped.output;
  const RunResult r = calibrate_with("2");    // goes on with what the first trial told
  EXPECT_EQ(r.status.code, 15) << r.output;
  EXPECT_TRUE(contains(r.output, "a lone bond of the start: dH 2.40 kJ/mol, dS 11.00")) << r.output;
  EXPECT_TRUE(contains(r.output, "not calibrated after 2 trials")) << r.output;
  const auto wells = [&](const char *trial) {
    return *read_potential(folder / "c" / trial / "potential.yaml").metal_oxygen.at("Cu").two_state;
  };
  const TwoStateWells first = wells("trial-01"), second = wells("trial-02");
  EXPECT_TRUE(contains(r.output, "reweighting the lengths of the first trial, approximate"))
      << r.output;
  EXPECT_NE(second.energy_difference.value, first.energy_difference.value);
  EXPECT_NE(second.loose_constant.value, first.loose_constant.value);
  EXPECT_NE(read_potential(folder / "c/trial-02/potential.yaml").overlay->stretch_change.value,
            0.0);
  EXPECT_NE(first.loose_constant.value, 12.0);
  EXPECT_TRUE(contains(read_file(folder / "c/calibration.csv"),
                       "trial,dE_kcal_mol,loose_constant_kcal_mol_A2,dk_kcal_mol_A2,df_kcal_mol_A2,"
                       "dH_kJ_mol,dH_se_kJ_mol,dS_J_mol_K,"));

  const RunResult no_angles = softmode({"calibrate", file.string(), "-o", "d", "--softness",
                                        "metal-angle-ratio", "--from-quadrature"});
  EXPECT_EQ(no_angles.status.code, 2);
  EXPECT_TRUE(contains(no_angles.output, "a lone bond has no angles")) << no_angles.output;
}

TEST_F(CalibrateTwoStates, SaysWhatItCannotVary)
{
  const fs::path file = campaign_with_wells("{X_a: -0.02, X_s: -0.02}");
  std::string text = read_file(folder / "wells.yaml");
  const std::string ratio = "bend-ratio: {value: 0.2";
  write_file(folder / "wells.yaml",
             text.replace(text.find(ratio), ratio.size(), "bend-ratio: {value: 2"));
  write_file(folder / "measured.yaml",
             "name: m\ncitation: made up\nmaterials:\n  copper-formate: {X_a: -0.02, X_s: -0.02, "
             "vant-hoff: {dH_kJ_mol: {value: 5.9, error: 0.2}, dS_J_mol_K: {value: 22.0, error: "
             "0.6}}}\n");
  const RunResult bound = softmode({"calibrate", file.string(), "-o", "c"});
  EXPECT_EQ(bound.status.code, 12);
  EXPECT_TRUE(contains(bound.output, "bend-ratio 2 is not between 0.01 and 1")) << bound.output;
}

TEST_F(Calibrate, SaysWhatIsMissing)
{
  const RunResult no_reference = softmode({"calibrate", campaign().string(), "-o", "c"});
  EXPECT_EQ(no_reference.status.code, 10);
  EXPECT_TRUE(contains(no_reference.output, "no 'compare'")) << no_reference.output;

  const fs::path file = campaign_with(-0.02, -0.02);
  std::string text = read_file(file);
  const std::size_t at = text.find("potential:"), end = text.find('\n', at);
  write_file(folder / "bare.yaml",
             "softmode-potential: 1\nname: bare\nextends: " +
                 (fs::path(SOFTMODE_SOURCE_DIR) / "potentials/base.yaml").string() + "\n");
  write_file(file, text.replace(at, end - at, "potential: bare.yaml"));
  const RunResult no_state = softmode({"calibrate", file.string(), "-o", "c"});
  EXPECT_EQ(no_state.status.code, 12);
  EXPECT_TRUE(contains(no_state.output, "no 'state'")) << no_state.output;

  std::string published = read_file(file);
  published.replace(published.find("potential: bare.yaml"), 20, "potential: vmof-uio-66");
  write_file(file, published);
  const RunResult no_constant = softmode({"calibrate", file.string(), "-o", "c"});
  EXPECT_EQ(no_constant.status.code, 12);
  EXPECT_TRUE(contains(no_constant.output, "no carboxylate.C-O-constant")) << no_constant.output;

  const RunResult no_material =
      softmode({"calibrate", campaign_with(-0.02, -0.02).string(), "-o", "c", "--material", "x"});
  EXPECT_EQ(no_material.status.code, 2);
  EXPECT_TRUE(contains(no_material.output, "choose one material with --material: copper-formate"))
      << no_material.output;
}

}    // namespace softmode
