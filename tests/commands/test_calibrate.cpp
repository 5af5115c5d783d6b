// SPDX-License-Identifier: BSD-3-Clause
// `softmode calibrate` with the real engine. That its mathematics finds the parameters is tested on
// synthetic responses in test_calibration.cpp; here, that trials, files and messages are what they say.
#include "forcefield/potential.h"
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
    std::istringstream in(read_file(campaign_folder / "results/slopes.csv"));
    for (std::string line; std::getline(in, line);) {
      std::vector<std::string> fields;
      std::istringstream words(line);
      for (std::string f; std::getline(words, f, ',');) fields.push_back(f);
      if (fields.size() > 3 && fields[1] == name)
        return {std::stod(fields[2]), std::stod(fields[3])};
    }
    throw std::runtime_error("no slope " + name);
  }
};

TEST_F(Calibrate, TriesOtherParametersUntilItGivesUpAndContinues)
{
  const fs::path file = campaign_with(-1.0, 1.0);    // no overlay of a few kcal/mol/A2 does that
  const RunResult first = softmode({"calibrate", file.string(), "-o", "c", "--most-trials", "1"});
  EXPECT_EQ(first.status.code, 15) << first.output;
  EXPECT_TRUE(contains(first.output, "not calibrated after 1 trials")) << first.output;
  const fs::path point = folder / "c/trial-01/campaign/results/slopes.csv";
  const auto written = fs::last_write_time(folder / "c/trial-01/campaign/manifest.json");

  const RunResult second = softmode({"calibrate", file.string(), "-o", "c", "--most-trials", "3"});
  EXPECT_EQ(second.status.code, 15) << second.output;
  EXPECT_TRUE(fs::exists(point));
  EXPECT_EQ(fs::last_write_time(folder / "c/trial-01/campaign/manifest.json"), written);
  const Potential start = read_potential(folder / "c/trial-01/potential.yaml"),
                  dk = read_potential(folder / "c/trial-02/potential.yaml"),
                  df = read_potential(folder / "c/trial-03/potential.yaml");
  EXPECT_EQ(start.overlay->stretch_change.value, -60.0);
  EXPECT_EQ(start.overlay->cross_change->value, 0.0);
  EXPECT_EQ(dk.overlay->stretch_change.value, -40.0);
  EXPECT_EQ(df.overlay->cross_change->value, 20.0);
  EXPECT_EQ(df.overlay->stretch_change.value, -60.0);
  const std::string path = read_file(folder / "c/calibration.csv");
  EXPECT_TRUE(contains(path, "\n3,-60,20,")) << path;
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
  const RunResult no_overlay = softmode({"calibrate", file.string(), "-o", "c"});
  EXPECT_EQ(no_overlay.status.code, 12);
  EXPECT_TRUE(contains(no_overlay.output, "no 'overlay'")) << no_overlay.output;

  const RunResult no_material =
      softmode({"calibrate", campaign_with(-0.02, -0.02).string(), "-o", "c", "--material", "x"});
  EXPECT_EQ(no_material.status.code, 2);
  EXPECT_TRUE(contains(no_material.output, "choose one material with --material: copper-formate"))
      << no_material.output;
}

}    // namespace softmode
