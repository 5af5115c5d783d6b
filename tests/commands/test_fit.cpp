// SPDX-License-Identifier: BSD-3-Clause
// `softmode fit` as a user runs it, on synthetic spectra with known parameters (inputs/spectra/hkust-1-synthetic).
#include "support/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

class Fit : public InFolder {
 protected:
  static std::string example(const std::string &file)
  {
    return (fs::path(SOFTMODE_SOURCE_DIR) / "inputs/spectra/hkust-1-synthetic" / file).string();
  }

  RunResult fit(std::vector<std::string> arguments) const
  {
    arguments.insert(arguments.begin(), {"fit", "--bootstrap", "0"});
    return softmode(arguments);
  }

  /// Values of the row of a table whose first cell is `first`, by the name of the column.
  std::map<std::string, double> row(const std::string &table, const std::string &first) const
  {
    std::istringstream in(read_file(folder / "out" / table));
    std::string line;
    std::getline(in, line);
    const auto names = cells(line);
    while (std::getline(in, line)) {
      const auto values = cells(line);
      if (values[0] != first) continue;
      std::map<std::string, double> found;
      for (std::size_t i = 1; i < values.size(); ++i)
        found[names[i]] = std::strtod(values[i].c_str(), nullptr);
      return found;
    }
    throw std::runtime_error("no row " + first + " in " + table);
  }

  static std::vector<std::string> cells(const std::string &line)
  {
    std::vector<std::string> parts;
    std::istringstream words(line);
    for (std::string f; std::getline(words, f, ',');) parts.push_back(f);
    return parts;
  }

  /// One spectrum: a Gaussian of this height on 1500 to 1700 cm-1, and noise that is no noise.
  std::string spectrum(const std::string &name, double height, double wiggle = 0.001) const
  {
    std::string text;
    for (int i = 0; i <= 200; ++i) {
      const double nu = 1500.0 + i;
      text += fmt::format("{},{:.6f}\n", nu,
                          height * std::exp(-0.01 * (nu - 1600.0) * (nu - 1600.0)) +
                              wiggle * std::sin(1e4 * std::sin(1e3 * i)));
    }
    write_file(folder / name, text);
    return name;
  }

  void refused(const std::vector<std::string> &arguments, int code,
               const std::string &message) const
  {
    const RunResult r = fit(arguments);
    EXPECT_EQ(r.status.code, code) << r.output;
    EXPECT_TRUE(contains(r.output, message)) << message << "\n" << r.output;
  }
};

TEST_F(Fit, FindsTheTrueParametersOfTheExample)
{
  const RunResult r =
      fit({example("cycle-1.csv"), example("cycle-2.csv"), "--centres", "1596,1587", "-o", "out"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  for (const char *said :
       {"28 spectra at 7 temperatures", "1596.000 (fixed)", "equal populations at", "dG(298.15 K)",
        "two states", "note: synthetic, not measured"})
    EXPECT_TRUE(contains(r.output, said)) << said << "\n" << r.output;
  for (const char *name : {"two-step with dCp", "one-step with dCp"}) {
    auto found = row("vant_hoff.csv", name);
    const auto near = [&](const char *value, const char *error, double truth) {
      EXPECT_GT(found[error], 0.0) << name;
      EXPECT_NEAR(found[value], truth, 3.0 * found[error]) << name << " " << value;
    };
    near("dH_kJ_per_mol", "dH_se_kJ_per_mol", 5.9);
    near("dS_J_per_mol_K", "dS_se_J_per_mol_K", 22.0);
    near("dCp_J_per_mol_K", "dCp_se_J_per_mol_K", 37.0);
  }
  auto slope = row("slopes.csv", "fitted position");
  EXPECT_LT(slope["X_cm-1_per_K"], -0.01);
  EXPECT_GT(slope["X_cm-1_per_K"], -0.04);
  for (const char *file : {"bands.csv", "populations.csv", "models.csv"})
    EXPECT_TRUE(fs::exists(folder / "out" / file)) << file;
  const std::string json = read_file(folder / "out/fit.json");
  EXPECT_TRUE(contains(json, "\"area_covariance\"")) << json.substr(0, 500);
}

TEST_F(Fit, FindsCentresThatAreNotGiven)
{
  const RunResult r = fit({example("cycle-1.csv"), example("cycle-2.csv"), "-o", "out"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  auto found = row("vant_hoff.csv", "one-step with dCp");
  EXPECT_NEAR(found["dH_kJ_per_mol"], 5.9, 3.0 * found["dH_se_kJ_per_mol"]);
}

TEST_F(Fit, SaysWhatOneTemperatureDoesNotTell)
{
  const RunResult r = fit({spectrum("a_300K.csv", 1.0), "--name-pattern", "a_{T}K.csv",
                           "--components", "1", "-o", "out"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "one temperature only: no slope")) << r.output;
  EXPECT_FALSE(contains(r.output, "X =")) << r.output;
}

TEST_F(Fit, DoesNotFitNoise)
{
  refused(
      {spectrum("a_200K.csv", 0.0), spectrum("a_300K.csv", 0.0), "--name-pattern", "a_{T}K.csv"},
      19, "no band can be fitted");
}

TEST_F(Fit, GivesNoPopulationsOfOneBand)
{
  const RunResult r = fit({spectrum("a_200K.csv", 1.0), spectrum("a_300K.csv", 1.0),
                           spectrum("a_400K.csv", 1.0), "--name-pattern", "a_{T}K.csv"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "warning: one-step")) << r.output;
  EXPECT_FALSE(contains(r.output, "one-step           dH")) << r.output;
}

TEST_F(Fit, NamesWhatIsWrongInFilesAndOptions)
{
  const std::string file = spectrum("a_200K.csv", 1.0);
  refused({}, 2, "give files with spectra");
  refused({"absent.csv"}, 16, "absent.csv: no such file");
  refused({file}, 19, "temperature");
  write_file(folder / "nan.csv", "# temperature: 200 K\n1,1\n2,nan\n3,1\n4,1\n5,1\n");
  refused({"nan.csv"}, 19, "nan.csv:3");
  const auto with = [&](const std::string &option, const std::string &value) {
    return std::vector<std::string>{file, "--name-pattern", "a_{T}K.csv", option, value};
  };
  refused(with("--window", "1600"), 2, "--window: expected two wavenumbers");
  refused(with("--window", "1640-1540"), 2, "--window: 1640 is not below 1540");
  refused(with("--window", "10-20"), 19, "a_200K.csv");
  refused(with("--centres", "1596,1596"), 2, "--centres: 1596 stands there twice");
  refused(with("--centres", "1596"), 2, "1 centres for 2 components");
  refused(with("--baseline", "magic"), 2, "--baseline: 'magic' is none of");
  refused(with("--smooth", "5"), 2, "--smooth: expected");
  refused(with("--oscillator-ratio", "-1"), 2, "--oscillator-ratio: '-1' is not positive");
  refused(with("--quantity", "transmittance"), 19, "give --convert absorbance");
}

TEST_F(Fit, ReportsThatTheSourceContradictsItself)
{
  const RunResult r = softmode({"fit", "--published", "vt-drifts", "--material", "hkust-1"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  for (const char *said : {"K(298.15 K) = 1.3", "log10 K = 0.60", "contradicts"})
    EXPECT_TRUE(contains(r.output, said)) << said << "\n" << r.output;
  const RunResult other = softmode({"fit", "--published", "vt-drifts", "--material", "mof-5"});
  EXPECT_EQ(other.status.code, 2);
  EXPECT_TRUE(contains(other.output, "it holds those of: hkust-1")) << other.output;
}

}    // namespace softmode
