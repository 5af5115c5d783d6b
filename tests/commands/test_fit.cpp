// SPDX-License-Identifier: BSD-3-Clause
// `softmode fit` as a user runs it, on synthetic spectra with known parameters (inputs/spectra/hkust-1-synthetic).
#include "support/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
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

  /// Two states that move, at seven temperatures, and each of them alone, labelled by the name of its file.
  std::vector<std::string> state_resolved(double tight_slope, double loose_slope) const
  {
    std::vector<std::string> files;
    for (const char *label : {"both", "tight", "loose"})
      for (const double T : {173.0, 223.0, 273.0, 323.0, 373.0, 423.0, 473.0}) {
        const double K = std::exp(22.0 / 8.31446 - 5900.0 / (8.31446 * T)), p = K / (1.0 + K);
        const std::string which = label;
        const double share = which == "both" ? p : which == "loose" ? 1.0 : 0.0;
        files.push_back(fmt::format("{}_{:.0f}K.csv", which, T));
        std::string text;
        for (int i = 0; i <= 200; ++i) {
          const double nu = 1540.0 + 0.5 * i, t = T - 298.15;
          const auto line = [nu](double centre, double fwhm) {
            const double u = 2.0 * (nu - centre) / fwhm;
            return std::exp(-std::log(2.0) * u * u) / fwhm;
          };
          text += fmt::format("{},{:.8f}\n", nu,
                              20.0 * ((1.0 - share) * line(1598.0 + tight_slope * t, 14.0) +
                                      share * line(1578.0 + loose_slope * t, 16.0)) +
                                  1e-4 * std::sin(1e4 * std::sin(1e3 * i + T)));
        }
        write_file(folder / files.back(), text);
      }
    return files;
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

TEST_F(Fit, GivesEachErrorByThreeWays)
{
  const RunResult r = softmode({"fit", example("cycle-1.csv"), example("cycle-2.csv"), "--centres",
                                "1596,1587", "--bootstrap", "100", "-o", "out"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "bootstrap over stretches of residuals: two cycles give three"))
      << r.output;
  // without dCp the model does not describe these spectra, and says so
  EXPECT_TRUE(contains(r.output, "warning: two-step: ln K scatters about the fit by")) << r.output;
  EXPECT_TRUE(contains(r.output, "errors by covariance, profile likelihood and bootstrap, where"))
      << r.output;
  for (const char *name : {"two-step with dCp", "one-step with dCp"}) {
    auto found = row("vant_hoff.csv", name);
    for (const char *quantity : {"dH{}_kJ_per_mol", "dS{}_J_per_mol_K", "dCp{}_J_per_mol_K",
                                 "dG_298K{}_kJ_per_mol", "equal_populations{}_K"}) {
      const double se = found.at(fmt::format(fmt::runtime(quantity), "_se"));
      ASSERT_GT(se, 0.0) << name << quantity;
      EXPECT_NEAR(found.at(fmt::format(fmt::runtime(quantity), "_profile_se")) / se, 1.0, 0.2);
      EXPECT_NEAR(found.at(fmt::format(fmt::runtime(quantity), "_bootstrap_se")) / se, 1.0, 0.4);
    }
    EXPECT_NEAR(found["equal_populations_K"], 264.95, 4.0 * found["equal_populations_se_K"]);
  }
  std::istringstream table(read_file(folder / "out/free_energy.csv"));
  std::string line;
  std::getline(table, line);
  EXPECT_TRUE(contains(line, "delta_g_kJ_mol,delta_g_se_kJ_mol,delta_g_profile_se_kJ_mol,"
                             "delta_g_bootstrap_se_kJ_mol"));
  int rows = 0;
  while (std::getline(table, line)) {
    ++rows;
    EXPECT_EQ(cells(line).size(), 14u) << line;
  }
  EXPECT_EQ(rows, 4 * 8);    // four fits, seven temperatures and 298.15 K
  const std::string json = read_file(folder / "out/fit.json");
  for (const char *key : {"covariance_error", "profile_error", "bootstrap_error", "delta_g_kJ_mol"})
    EXPECT_TRUE(contains(json, key)) << key;
}

TEST_F(Fit, SaysWhatIsNotDetermined)
{
  // a band that stays where it is, with noise
  std::vector<std::string> files;
  for (const double T : {173.0, 223.0, 273.0, 323.0, 373.0}) {
    files.push_back(fmt::format("still_{:.0f}K.csv", T));
    std::string text;
    for (int i = 0; i <= 200; ++i) {
      const double nu = 1540.0 + 0.5 * i, u = (nu - 1590.0) / 8.0;
      text += fmt::format("{},{:.8f}\n", nu,
                          std::exp(-u * u) + 1e-2 * std::sin(1e4 * std::sin(1e3 * i + T)));
    }
    write_file(folder / files.back(), text);
  }
  std::vector<std::string> arguments = files;
  for (const char *a : {"--name-pattern", "still_{T}K.csv", "--components", "1", "-o", "out"})
    arguments.emplace_back(a);
  const RunResult r = fit(arguments);
  ASSERT_EQ(r.status.code, 0) << r.output;
  const auto slope = row("slopes.csv", "fitted position");
  ASSERT_LT(std::fabs(slope.at("X_cm-1_per_K")), slope.at("X_se_cm-1_per_K"));    // and numeric
  std::istringstream lines(r.output);
  bool said = false;
  for (std::string line; std::getline(lines, line);)
    said = said || (contains(line, "fitted position") && contains(line, "cm-1/K (not determined)"));
  EXPECT_TRUE(said) << r.output;
  EXPECT_TRUE(contains(read_file(folder / "out/figures/position.gp"), "(not determined)"));
  // a band that moves says nothing of the kind
  const RunResult moved = fit({example("cycle-1.csv"), "--components", "1"});
  EXPECT_FALSE(contains(moved.output, "cm-1/K (not determined)")) << moved.output;
}

TEST_F(Fit, TellsWhetherCoolingRetracesHeating)
{
  const std::vector<std::string> as_they_are{example("cycle-1.csv"), example("cycle-2.csv")};
  const RunResult same = fit({as_they_are[0], as_they_are[1], "--components", "1"});
  EXPECT_TRUE(contains(same.output, "cooling retraces heating (p = 0.")) << same.output;
  EXPECT_FALSE(contains(same.output, "heating (p = 1,")) << same.output;
  // the last seven columns are those of cooling: a tenth of the row below, which is 0.5 cm-1 lower, moves them by 0.05
  for (const char *name : {"cycle-1.csv", "cycle-2.csv"}) {
    std::istringstream in(read_file(example(name)));
    std::string text;
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(in, line);) {
      if (line[0] == '#' || line[0] == 'w')
        text += line + "\n";
      else
        rows.push_back(cells(line));
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
      text += rows[i][0];
      for (std::size_t c = 1; c < rows[i].size(); ++c) {
        const double here = std::stod(rows[i][c]), below = std::stod(rows[i - 1][c]);
        text += fmt::format(",{:.6f}", c > 7 ? here + 0.1 * (below - here) : here);
      }
      text += "\n";
    }
    write_file(folder / name, text);
  }
  const RunResult moved = fit({"cycle-1.csv", "cycle-2.csv", "--components", "1", "-o", "out"});
  EXPECT_TRUE(contains(moved.output, "cooling does not retrace heating")) << moved.output;
  EXPECT_TRUE(contains(moved.output, "cooling less heating 0.04") ||
              contains(moved.output, "cooling less heating 0.05"))
      << moved.output;
}

TEST_F(Fit, DrawsCyclesOnlyWhereThatMeansSomething)
{
  const RunResult r = softmode({"fit", example("cycle-1.csv"), example("cycle-2.csv"), "--centres",
                                "1596,1587", "--bootstrap", "10", "--bootstrap-over", "cycles"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "warning: --bootstrap-over cycles: not done, but over stretches"))
      << r.output;
}

TEST_F(Fit, TellsPopulationsFromStatesThatMove)
{
  std::vector<std::string> arguments = state_resolved(-0.004, -0.012);
  arguments.insert(arguments.end(), {"--name-pattern", "{label}_{T}K.csv", "--centres", "1598,1578",
                                     "--free-centres", "-o", "out"});
  const RunResult r = fit(arguments);
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "7 spectra at 7 temperatures")) << r.output;
  EXPECT_TRUE(contains(r.output, "note: 14 spectra are labelled tight or loose")) << r.output;
  EXPECT_TRUE(contains(r.output, "Parts of the slope, from 7 temperatures")) << r.output;
  const double total = row("redshift_parts.csv", "total")["X_cm-1_per_K"];
  const double populations = row("redshift_parts.csv", "populations")["X_cm-1_per_K"];
  const double within = row("redshift_parts.csv", "within states")["X_cm-1_per_K"];
  EXPECT_NEAR(total, populations + within, 1e-12);
  // between all tight and all loose; populations move the mean by 20 cm-1 x dp
  EXPECT_LT(within, -0.004);
  EXPECT_GT(within, -0.012);
  EXPECT_LT(populations, -0.02);
  auto centres = row("state_centres.csv", "473");
  EXPECT_NEAR(centres["tight_cm-1"], 1598.0 - 0.004 * (473.0 - 298.15), 0.01);
  EXPECT_NEAR(centres["loose_cm-1"], 1578.0 - 0.012 * (473.0 - 298.15), 0.01);

  std::vector<std::string> alone = state_resolved(0.0, 0.0);
  alone.erase(alone.begin(), alone.begin() + 7);
  alone.insert(alone.end(), {"--name-pattern", "{label}_{T}K.csv"});
  refused(alone, 19, "all spectra are labelled tight or loose");
}

// ---- degenerate input ----------------------------------------------------------------------------

TEST_F(Fit, DoesNotTellTwoIdenticalComponentsApart)
{
  const RunResult r = fit({spectrum("a_200K.csv", 1.0), spectrum("a_300K.csv", 0.9),
                           spectrum("a_400K.csv", 0.8), "--name-pattern", "a_{T}K.csv", "--centres",
                           "1600.001,1599.999", "--free-centres", "-o", "out"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "warning: 2 components: ")) << r.output;
  EXPECT_FALSE(contains(r.output, "loose fraction  ")) << r.output;
  EXPECT_FALSE(contains(r.output, "dH ")) << r.output;
  std::istringstream table(read_file(folder / "out/populations.csv"));
  std::string line;
  int rows = -1;
  while (std::getline(table, line)) ++rows;
  EXPECT_EQ(rows, 0);
}

TEST_F(Fit, DoesNotFitABandThatTheWindowCuts)
{
  const std::string a = spectrum("a_200K.csv", 1.0), b = spectrum("a_300K.csv", 1.0);
  refused({a, b, "--name-pattern", "a_{T}K.csv", "--window", "1500-1601", "--components", "1"}, 19,
          "band");
}

TEST_F(Fit, AcceptsDescendingAxes)
{
  std::string up, down;
  for (int i = 0; i <= 200; ++i) {
    const double nu = 1500.0 + i;
    const std::string row = fmt::format("{},{:.6f}\n", nu,
                                        std::exp(-0.01 * (nu - 1600.0) * (nu - 1600.0)) +
                                            1e-3 * std::sin(1e4 * std::sin(1e3 * i)));
    up += row;
    down = row + down;
  }
  std::string printed[2];
  for (const bool descending : {false, true}) {
    write_file(folder / "a_300K.csv", descending ? down : up);
    const RunResult r = fit({"a_300K.csv", "--name-pattern", "a_{T}K.csv", "--components", "1"});
    ASSERT_EQ(r.status.code, 0) << r.output;
    printed[descending] = r.output.substr(0, r.output.find("note:"));
  }
  EXPECT_EQ(printed[0], printed[1]);
}

TEST_F(Fit, NamesRepeatedWavenumbersEmptyFilesAndNamesWithoutTemperature)
{
  write_file(folder / "twice.csv",
             "# temperature: 200 K\n1601,1\n1602,1\n1602,1\n1603,1\n1604,1\n1605,1\n");
  refused({"twice.csv"}, 19, "twice.csv:4");
  write_file(folder / "empty.csv", "");
  refused({"empty.csv"}, 19, "empty.csv: is empty");
  refused({spectrum("a_K.csv", 1.0), "--name-pattern", "a_{T}K.csv"}, 19, "a_K.csv");
  refused({spectrum("a_cold.csv", 1.0)}, 19, "a_cold.csv");
  // a checksum, the ordinate that repeats the last one of a line, is never let pass
  const std::string checksum =
      (fs::path(SOFTMODE_SOURCE_DIR) / "tests/analysis/spectra/bad/y-check.jdx").string();
  refused({checksum}, 19, "y-check.jdx:15: Y-check failed");
  refused({checksum, "--lenient"}, 19, "y-check.jdx:15: Y-check failed");
}

TEST_F(Fit, AsksForUnitsThatAreNotWritten)
{
  const std::string warm = spectrum("a 25.csv", 1.0), hot = spectrum("a 50.csv", 1.0);
  const std::vector<std::string> bare{warm,           hot, "--name-pattern", "a {T}.csv",
                                      "--components", "1"};
  refused(bare, 19,
          "no unit with the temperatures 25, 50, which may be kelvin or degrees Celsius; write it, "
          "such "
          "as 25 C, or say it with --temperature-unit C (or K, F)");
  for (const char *unit : {"C", "celsius"}) {
    std::vector<std::string> said = bare;
    said.insert(said.end(), {"--temperature-unit", unit});
    const RunResult r = fit(said);
    ASSERT_EQ(r.status.code, 0) << r.output;
    EXPECT_TRUE(contains(r.output, "298.15 K") && contains(r.output, "323.15 K")) << r.output;
  }
  // the unit after the number counts, wherever the pattern has it
  const RunResult written = fit({spectrum("b 25 C.csv", 1.0), spectrum("b 50 C.csv", 1.0),
                                 "--name-pattern", "b {T} C.csv", "--components", "1"});
  ASSERT_EQ(written.status.code, 0) << written.output;
  EXPECT_TRUE(contains(written.output, "298.15 K")) << written.output;

  std::string micrometres;
  for (int i = 0; i <= 200; ++i)
    micrometres +=
        fmt::format("{:.9g},{:.6f}\n", 1e4 / (1500.0 + i),
                    std::exp(-0.01 * (i - 100.0) * (i - 100.0)) + 0.001 * std::sin(1e4 * i));
  write_file(folder / "c_300K.csv", micrometres);
  std::vector<std::string> axis{"c_300K.csv", "--name-pattern", "c_{T}K.csv", "--components", "1"};
  refused(axis, 19, "it may be in um (1500 to 1700 cm-1)");
  axis.insert(axis.end(), {"--x-unit", "um"});
  const RunResult converted = fit(axis);
  ASSERT_EQ(converted.status.code, 0) << converted.output;
  EXPECT_TRUE(contains(converted.output, "abscissa converted from um to cm-1")) << converted.output;
}

TEST_F(Fit, SaysNotesOfOneKindOnce)
{
  std::vector<std::string> files;
  for (const char *T : {"298p15", "323p15", "348p15"})
    files.push_back(spectrum(fmt::format("a_{}K.csv", T), 1.0));
  files.insert(files.end(), {"--name-pattern", "a_{T}K.csv", "--components", "1"});
  const RunResult r = fit(files);
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(
      contains(r.output, "'298p15' in the file name taken as 298.15 (the first of 3 such notes)"))
      << r.output;
  EXPECT_FALSE(contains(r.output, "'323p15'")) << r.output;
}

TEST_F(Fit, TakesWordsAndNoNumbersOfThem)
{
  const std::string file = spectrum("a_300K.csv", 1.0);
  struct Option {
    const char *name, *words;
  };
  for (const Option &option :
       {Option{"--x-unit", "cm-1, mm-1, m-1"}, Option{"--quantity", "absorbance, transmittance"},
        Option{"--convert", "absorbance, transmittance"}, Option{"--shape", "gaussian, lorentzian"},
        Option{"--temperature-unit", "K, kelvin, C"}, Option{"--order", "as-given, by-programme"},
        Option{"--widths", "shared, equal, free"}, Option{"--bootstrap-over", "cycles, residuals"},
        Option{"--figures", "yes, no"}})
    for (const char *value : {"0", "1", "6", "-1", "furlong", ""}) {
      const RunResult r = fit({file, option.name, value});
      EXPECT_EQ(r.status.code, 2) << option.name << " " << value << r.output;
      EXPECT_TRUE(contains(r.output, option.name) && contains(r.output, option.words)) << r.output;
    }
  const RunResult softness =
      softmode({"calibrate", "campaign.yaml", "-o", "trials", "--softness", "1"});
  EXPECT_EQ(softness.status.code, 2);
  EXPECT_TRUE(contains(softness.output, "bend-ratio, metal-angle-ratio")) << softness.output;
}

TEST_F(Fit, TakesAFailingJcampCheckOnlyWhenAskedToAndSaysSo)
{
  const auto jcamp = [](double first_of_third) {
    std::string text =
        "##TITLE=a\n##JCAMP-DX=4.24\n##DATA TYPE=INFRARED SPECTRUM\n##XUNITS=1/CM\n"
        "##YUNITS=ABSORBANCE\n##TEMPERATURE=-100 C\n##XFACTOR=1\n##YFACTOR=0.000001\n"
        "##FIRSTX=1500\n##LASTX=1699\n##NPOINTS=200\n##XYDATA=(X++(Y..Y))\n";
    for (int i = 0; i < 200; ++i) {
      const double nu = 1500.0 + i;
      if (i % 10 == 0) text += fmt::format("{}{:g}", i ? "\n" : "", i == 20 ? first_of_third : nu);
      text += fmt::format(" {:.0f}", 1e6 * std::exp(-0.01 * (nu - 1600.0) * (nu - 1600.0)) +
                                         1e3 * std::sin(1e4 * std::sin(1e3 * i)) + 2e3);
    }
    return text + "\n##END=\n";
  };
  write_file(folder / "a.jdx", jcamp(1522.0));
  refused({"a.jdx", "--components", "1"}, 19, "a.jdx:15: X-check failed");
  const RunResult r = fit({"a.jdx", "--components", "1", "--lenient"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output,
                       "note: a.jdx:15: the line begins at 1522, but point 21 is at 1520; "
                       "the X-check of 1 line failed"))
      << r.output;
  EXPECT_TRUE(contains(r.output, "component 1  centre 1599.996")) << r.output;
  write_file(folder / "a.jdx", jcamp(1520.0));
  EXPECT_FALSE(contains(fit({"a.jdx", "--components", "1", "--lenient"}).output, "X-check"));
}

TEST_F(Fit, WritesWhatItReadOfJcampAndTakesTheQuantityOfTheUser)
{
  const fs::path ways = fs::path(SOFTMODE_SOURCE_DIR) / "tests/analysis/spectra/jcamp";
  const RunResult pages =
      fit({(ways / "ntuples.jdx").string(), "--baseline", "none", "--write-spectra", "read.csv"});
  ASSERT_EQ(pages.status.code, 0) << pages.output;
  EXPECT_TRUE(contains(pages.output, "2 spectra: read.csv")) << pages.output;
  const std::string table = read_file(folder / "read.csv");
  EXPECT_TRUE(contains(table, "# quantity: absorbance\n")) << table;
  EXPECT_TRUE(contains(table, "wavenumber_cm-1,173.15 K heating 1,298.15 K heating 1\n")) << table;
  EXPECT_TRUE(contains(table, "\n1640,0.048")) << table;

  std::string text = read_file(ways / "affn.jdx");
  text.replace(text.find("##YUNITS=ABSORBANCE"), 19, "##YUNITS=FURLONGS");
  write_file(folder / "a.jdx", text);
  const std::vector<std::string> reading{"a.jdx", "--baseline", "none", "--write-spectra", "a.csv"};
  refused(reading, 19, "##YUNITS is 'FURLONGS'");
  auto with = reading;
  with.insert(with.end(), {"--quantity", "absorbance"});
  const RunResult r = fit(with);
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "note: taken as absorbance, as asked for, though the file says "
                                 "##YUNITS=FURLONGS"))
      << r.output;
  // spectra on different axes are no one table
  refused({(ways / "affn.jdx").string(), (ways / "first-zero.jdx").string(), "--baseline", "none",
           "--write-spectra", "b.csv"},
          2, "--write-spectra: ");
  EXPECT_FALSE(fs::exists(folder / "b.csv"));
}

TEST_F(Fit, TakesAMillionPoints)
{
  std::string text = "# temperature: 300 K\n";
  const int points = 1000000;
  text.reserve(static_cast<std::size_t>(points) * 24);
  for (int i = 0; i < points; ++i) {
    const double nu = 1500.0 + 200.0 * i / (points - 1);
    text += fmt::format("{:.6f},{:.6f}\n", nu,
                        std::exp(-0.01 * (nu - 1600.0) * (nu - 1600.0)) +
                            0.01 * std::sin(1e4 * std::sin(1e3 * i)));
  }
  write_file(folder / "large.csv", text);
  const auto begin = std::chrono::steady_clock::now();
  const RunResult r = fit({"large.csv", "--components", "1"});
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "1600.00")) << r.output;
  fmt::print("a million points: {:.1f} s\n", seconds.count());
  EXPECT_LT(seconds.count(),
            120.0);    // 100 times what a quiet machine takes would be one of growth
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
