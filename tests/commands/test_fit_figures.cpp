// SPDX-License-Identifier: BSD-3-Clause
// Figures of `softmode fit`: what is drawn, that it is what was fitted, and what happens where gnuplot is missing or fails.
#include "spectra_fit/figures/choose.h"
#include "spectra_fit/figures/style.h"
#include "support/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> all_figures{"overlay",   "temperatures", "global-fit",
                                           "vant-hoff", "position",     "fwhm"};

/// Text between tags, entities resolved as far as figures have them; throws where tags do not match.
std::string text_of_svg(const std::string &svg)
{
  std::string text;
  std::vector<std::string> open;
  for (std::size_t i = 0; i < svg.size();) {
    if (svg[i] != '<') {
      text += svg[i++];
      continue;
    }
    const bool comment = svg.compare(i, 4, "<!--") == 0;
    const std::size_t end = comment ? svg.find("-->", i) + 2 : svg.find('>', i);
    if (end >= svg.size()) throw std::runtime_error("a tag does not end");
    const std::string tag = svg.substr(i + 1, end - i - 1);
    i = end + 1;
    if (tag[0] == '?' || tag[0] == '!' || tag.back() == '/') continue;
    const std::string name = tag.substr(0, tag.find_first_of(" \t\n"));
    if (name[0] != '/') {
      open.push_back(name);
    } else {
      if (open.empty() || "/" + open.back() != name) throw std::runtime_error("stray " + tag);
      open.pop_back();
    }
  }
  if (!open.empty()) throw std::runtime_error(open.back() + " is not closed");
  return text;
}

std::size_t count(const std::string &text, const std::string &part)
{
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

std::pair<int, int> size_of_png(const std::string &png)
{
  if (png.size() < 1000 || png.compare(0, 8, "\x89PNG\r\n\x1a\n") != 0)
    throw std::runtime_error("no PNG");
  const auto number = [&png](std::size_t at) {
    int value = 0;
    for (std::size_t k = 0; k < 4; ++k)
      value = 256 * value + static_cast<unsigned char>(png[at + k]);
    return value;
  };
  return {number(16), number(20)};
}

/// Blocks of rows, as gnuplot sees them, and the names of the columns.
struct Data {
  std::vector<std::string> columns;
  std::vector<std::vector<std::vector<double>>> blocks;

  explicit Data(const std::string &text)
  {
    std::istringstream in(text);
    std::string line, word;
    std::getline(in, line);
    std::istringstream names(line.substr(2));
    while (names >> word) columns.push_back(word);
    for (bool between = true; std::getline(in, line);) {
      if (line.empty()) between = true;
      if (line.empty() || line[0] == '#') continue;
      if (between) blocks.emplace_back();
      between = false;
      std::istringstream words(line);
      blocks.back().emplace_back();
      while (words >> word) blocks.back().back().push_back(std::strtod(word.c_str(), nullptr));
    }
  }
  std::size_t column(const std::string &name) const
  {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i] == name) return i;
    throw std::runtime_error("no column " + name);
  }
  std::size_t rows() const
  {
    std::size_t n = 0;
    for (const auto &b : blocks) n += b.size();
    return n;
  }
};

/// Gaussians (height, centre, full width) on 1540 to 1640 cm-1 with deterministic scatter.
std::string spectrum_text(const std::vector<std::array<double, 3>> &lines, int points,
                          double scatter)
{
  std::string text;
  for (int i = 0; i < points; ++i) {
    const double nu = 1540.0 + 100.0 * i / (points - 1);
    double y = scatter * std::sin(1e4 * std::sin(1e3 * i));
    for (const auto &[height, centre, fwhm] : lines)
      y += height * std::exp(-4.0 * std::log(2.0) * std::pow((nu - centre) / fwhm, 2));
    text += fmt::format("{:.6f},{:.7f}\n", nu, y);
  }
  return text;
}

}    // namespace

class FitFigures : public InFolder {
 protected:
  static std::string example(const std::string &file)
  {
    return (fs::path(SOFTMODE_SOURCE_DIR) / "inputs/spectra/hkust-1-synthetic" / file).string();
  }

  static std::vector<std::string> with_output(std::vector<std::string> arguments)
  {
    arguments.insert(arguments.begin(), {"fit", "--bootstrap", "0", "-o", "out"});
    return arguments;
  }
  RunResult fit(const std::vector<std::string> &arguments) const
  {
    return softmode(with_output(arguments));
  }
  RunResult fit_example(std::vector<std::string> more = {}) const
  {
    more.insert(more.begin(),
                {example("cycle-1.csv"), example("cycle-2.csv"), "--centres", "1596,1587"});
    return fit(more);
  }

  fs::path figure(const std::string &file) const { return folder / "out/figures" / file; }
  Data data(const std::string &file) const { return Data(read_file(figure(file))); }

  /// Pictures there are, each whole: SVG that is well-formed, PNG of the width of a column or of two.
  std::set<std::string> pictures() const
  {
    std::set<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder / "out/figures")) {
      const std::string name = entry.path().stem().string(), content = read_file(entry.path());
      EXPECT_NE(entry.path().extension(), ".part");
      if (entry.path().extension() == ".png") {
        const int width = size_of_png(content).first;
        EXPECT_TRUE(width == 1004 || width == 2067) << name << " " << width;
        names.insert(name);
      } else if (entry.path().extension() == ".svg") {
        EXPECT_NO_THROW(text_of_svg(content)) << name;
      }
    }
    for (const std::string &name : names) EXPECT_TRUE(fs::exists(figure(name + ".svg"))) << name;
    return names;
  }

  /// Files a_<T>K.csv, whose band goes from 1596 to 1587 cm-1.
  std::vector<std::string> ramp(int temperatures, int points, double scatter = 0.001) const
  {
    std::vector<std::string> files{"--name-pattern", "a_{T}K.csv"};
    for (int k = 0; k < temperatures; ++k) {
      const double loose = temperatures > 1 ? 0.15 + 0.7 * k / (temperatures - 1) : 0.5;
      const std::string name = fmt::format("a_{}K.csv", 200 + k);
      write_file(folder / name, spectrum_text({{1.0 - loose, 1596.0, 16.0}, {loose, 1587.0, 18.0}},
                                              points, scatter));
      files.push_back(name);
    }
    return files;
  }

  /// A program `gnuplot` of our own; PATH that finds only it.
  std::string path_with(const std::string &script) const
  {
    fs::create_directories(folder / "bin");
    if (!script.empty()) {
      write_file(folder / "bin/gnuplot", "#!/bin/sh\n" + script);
      fs::permissions(folder / "bin/gnuplot", fs::perms::owner_all);
    }
    return "PATH=" + (folder / "bin").string();
  }

  void need_gnuplot() const
  {
    if (!find_program("gnuplot")) GTEST_SKIP() << "gnuplot is not installed";
  }
};

TEST_F(FitFigures, DrawsAllOfTheExample)
{
  need_gnuplot();
  const RunResult r = fit_example();
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_FALSE(contains(r.output, "gnuplot")) << r.output;    // no warning
  EXPECT_EQ(pictures(), std::set<std::string>(all_figures.begin(), all_figures.end()));
  const auto svg = [this](const std::string &name) { return read_file(figure(name + ".svg")); };
  const auto says = [&](const std::string &name, const std::vector<std::string> &texts) {
    std::string text;
    for (const char c : text_of_svg(svg(name)))
      if (c != '\n' && c != '\t') text += c;
    for (const std::string &t : texts) EXPECT_TRUE(contains(text, t)) << name << ": " << t;
  };
  says("overlay", {"Absorbance", "Residual (10", "Wavenumber (cm", "Temperature (K)", "1640"});
  says("temperatures", {"173 K", "473 K", "tight", "loose", "measured", "fit", "Residual"});
  says("global-fit", {"tight, 1596 cm", "loose, 1587 cm", "273 K", "Wavenumber (cm"});
  says("vant-hoff", {"ln ", "1000/", "with ", "without ", "cycle 1, heating", "cycle 2, cooling"});
  says("position", {"Band position (cm", "cycle 1, heating", "K"});
  says("fwhm", {"FWHM (cm", "cycle 2, cooling"});
  // a group for each spectrum's points, fit and residuals; the axis of the residuals; the colour bar
  EXPECT_EQ(count(svg("overlay"), "id=\"gnuplot_plot_"), 3u * 28 + 2);
  // wavenumbers fall from left to right
  EXPECT_TRUE(contains(read_file(figure("overlay.gp")), "set xrange [1640:1540]"));
}

TEST_F(FitFigures, DrawsWhatWasFitted)
{
  const RunResult r = fit_example();
  ASSERT_EQ(r.status.code, 0) << r.output;
  std::istringstream bands(read_file(folder / "out/bands.csv"));
  std::istringstream populations(read_file(folder / "out/populations.csv"));
  const auto numbers = [](std::istringstream &table, std::vector<std::size_t> wanted) {
    std::multiset<std::vector<double>> found;
    std::string line, word;
    std::getline(table, line);
    while (std::getline(table, line)) {
      std::vector<std::string> cells;
      std::istringstream words(line);
      while (std::getline(words, word, ',')) cells.push_back(word);
      std::vector<double> row;
      for (const std::size_t c : wanted) row.push_back(std::strtod(cells[c].c_str(), nullptr));
      found.insert(row);
    }
    return found;
  };
  const auto drawn_numbers = [this](const std::string &file, std::vector<std::size_t> wanted) {
    std::multiset<std::vector<double>> found;
    for (const auto &block : data(file).blocks)
      for (const auto &row : block) {
        std::vector<double> chosen;
        for (const std::size_t c : wanted) chosen.push_back(row[c]);
        found.insert(chosen);
      }
    return found;
  };
  EXPECT_EQ(drawn_numbers("position-data.dat", {0, 1, 2}), numbers(bands, {0, 4, 5}));
  bands.clear();
  bands.seekg(0);
  EXPECT_EQ(drawn_numbers("fwhm-data.dat", {0, 1, 2}), numbers(bands, {0, 6, 7}));
  EXPECT_EQ(drawn_numbers("vant-hoff-data.dat", {3, 1, 2}), numbers(populations, {0, 8, 9}));
}

TEST(CurveAxis, HasAStepBelowATenthOfEachWidth)
{
  const std::vector<DrawnLine> lines{{1587.0, 18.0}, {1596.0, 3.0}, {1700.0, 0.0}};
  const Eigen::VectorXd nu = curve_axis(1540.0, 1640.0, lines);
  EXPECT_EQ(nu[0], 1540.0);
  EXPECT_EQ(nu[nu.size() - 1], 1640.0);
  for (Eigen::Index k = 1; k < nu.size(); ++k) {
    const double step = nu[k] - nu[k - 1];
    EXPECT_GT(step, 0.0);
    for (const DrawnLine &l : lines)
      if (l.fwhm > 0.0 && std::fabs(nu[k] - l.centre) < 4.0 * l.fwhm) {
        EXPECT_LT(step, 0.1 * l.fwhm) << nu[k];
      }
  }
  EXPECT_LT(nu.size(), 400);
  // a line that is all but a point, and none
  EXPECT_LT(curve_axis(1540.0, 1640.0, {{1600.0, 1e-12}}).size(), 5000);
  EXPECT_EQ(curve_axis(1540.0, 1640.0, {}).size(), 51);
}

TEST_F(FitFigures, CurvesBelongToTheirPoints)
{
  const RunResult r = fit_example();
  ASSERT_EQ(r.status.code, 0) << r.output;
  for (const std::string name : {"overlay", "temperatures", "global-fit"}) {
    const Data points = data(name + "-data.dat"), curves = data(name + "-curves.dat");
    ASSERT_EQ(points.blocks.size(), curves.blocks.size()) << name;
    EXPECT_EQ(points.blocks.size(), name == "global-fit" ? 7u : 28u);
    const std::size_t tight = curves.column("tight_absorbance"),
                      loose = curves.column("loose_absorbance"),
                      fit_sum = curves.column("fit_absorbance"),
                      baseline = curves.column("baseline_absorbance"),
                      measured = points.column("intensity_absorbance"),
                      residual = points.column("residual_absorbance");
    for (std::size_t b = 0; b < curves.blocks.size(); ++b) {
      std::map<double, double> fitted;
      double highest = 0.0;
      for (const auto &row : curves.blocks[b]) {
        EXPECT_NEAR(row[fit_sum], row[baseline] + row[tight] + row[loose], 1e-9);
        fitted[row[0]] = row[fit_sum];
        highest = std::max(highest, row[fit_sum]);
      }
      // so dense that straight lines between their points are the curve
      for (const auto &row : points.blocks[b]) {
        const auto above = fitted.lower_bound(row[0]);
        ASSERT_NE(above, fitted.end()) << name << " " << row[0];
        if (above == fitted.begin()) continue;
        const auto below = std::prev(above);
        const double part = (row[0] - below->first) / (above->first - below->first);
        EXPECT_NEAR(row[measured] - row[residual],
                    below->second + part * (above->second - below->second), 3e-3 * highest)
            << name << " " << row[0];
      }
    }
  }
  // ln K of the curves goes through that of vant_hoff.csv: at K = 1 it is 0
  const Data lines = data("vant-hoff-curves.dat");
  EXPECT_EQ(lines.blocks.size(), 2u);
  for (const auto &block : lines.blocks)
    for (const auto &row : block) {
      EXPECT_LT(row[2], row[1]);
      EXPECT_GT(row[3], row[1]);
      EXPECT_NEAR(row[0] * row[4], 1000.0, 1e-6);
    }
}

TEST_F(FitFigures, TextsOfTheUserAreNeverRun)
{
  need_gnuplot();
  const std::string nasty = "a\"b`touch pwned`@_^{}'$(touch pwned)\n;system(\"touch pwned\")é";
  std::vector<std::string> files{"-o", "out " + nasty};
  for (int k = 0; k < 3; ++k) {
    const std::string name = fmt::format("{} {}.csv", nasty, k);
    write_file(folder / name, fmt::format("# temperature: {} K\n# label: \"`touch pwned`\" @x\n"
                                          "# note: `touch pwned`\n",
                                          200 + 100 * k) +
                                  spectrum_text({{1.0, 1590.0 - k, 16.0}}, 101, 0.001));
    files.push_back(name);
  }
  files.insert(files.begin(), {"fit", "--bootstrap", "0", "--components", "1"});
  const RunResult r = softmode(files);
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_FALSE(contains(r.output, "gnuplot")) << r.output;
  const fs::path figures = folder / ("out " + nasty) / "figures";
  for (const char *name : {"overlay", "global-fit", "position"})
    EXPECT_GT(size_of_png(read_file(figures / (std::string(name) + ".png"))).second, 500) << name;
  for (const auto &entry : fs::recursive_directory_iterator(folder)) {
    EXPECT_NE(entry.path().filename(), "pwned");
    if (entry.path().extension() == ".gp") {
      EXPECT_FALSE(contains(read_file(entry.path()), "pwned")) << entry.path();
    }
  }
  const std::string points = read_file(figures / "overlay-data.dat");
  EXPECT_EQ(Data(points).blocks.size(), 3u);
  EXPECT_EQ(Data(points).rows(), 303u);
}

TEST_F(FitFigures, WithoutGnuplotScriptsAndDataAreThere)
{
  const std::string path = path_with("");
  const RunResult r = softmode_with({path}, with_output(ramp(3, 101)));
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "gnuplot is not on PATH")) << r.output;
  EXPECT_TRUE(contains(r.output, "apt-get install gnuplot-nox")) << r.output;
  for (const std::string &name : all_figures) {
    EXPECT_TRUE(fs::exists(figure(name + ".gp"))) << name;
    EXPECT_TRUE(fs::exists(figure(name + "-data.dat"))) << name;
  }
  EXPECT_TRUE(pictures().empty());

  std::vector<std::string> asked = ramp(3, 101);
  asked.insert(asked.end(), {"--figures", "yes"});
  fs::remove_all(folder / "out");
  const RunResult explicitly = softmode_with({path}, with_output(asked));
  EXPECT_EQ(explicitly.status.code, 20) << explicitly.output;
  EXPECT_TRUE(contains(explicitly.output, "softmode: figures are not drawn")) << explicitly.output;
  EXPECT_TRUE(fs::exists(folder / "out/bands.csv"));
  EXPECT_TRUE(fs::exists(figure("overlay.gp")));
}

TEST_F(FitFigures, SaysWhyGnuplotFailed)
{
  const std::pair<const char *, const char *> failures[] = {
      {"echo; echo 'plot 1'; echo '     ^'; echo '\"overlay.gp\" line 7: undefined variable: x'; "
       "exit 1\n",
       "(exit code 1): \"overlay.gp\" line 7: undefined variable: x;"},
      {"kill -9 $$\n", "(killed by signal 9"},
      {"exit 0\n", "(exit code 0): nothing was printed"}};
  for (const auto &[script, message] : failures) {
    const RunResult r = softmode_with({path_with(script)}, with_output(ramp(3, 101)));
    EXPECT_EQ(r.status.code, 20) << r.output;
    EXPECT_TRUE(contains(r.output, "gnuplot cannot draw")) << r.output;
    EXPECT_TRUE(contains(r.output, message)) << message << "\n" << r.output;
    EXPECT_TRUE(fs::exists(folder / "out/fit.json"));
    EXPECT_TRUE(pictures().empty());
  }
}

TEST_F(FitFigures, OldFiguresDoNotStay)
{
  need_gnuplot();
  ASSERT_EQ(fit_example().status.code, 0);
  write_file(figure("overlay-mine.gp"), "# the user's own\n");
  std::vector<std::string> one = ramp(1, 101);
  one.insert(one.end(), {"--components", "1"});
  const RunResult r = fit(one);
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_EQ(pictures(), (std::set<std::string>{"overlay", "global-fit"}));
  for (const char *gone : {"vant-hoff.gp", "vant-hoff-data.dat", "position-curves.dat"})
    EXPECT_FALSE(fs::exists(figure(gone))) << gone;
  EXPECT_TRUE(fs::exists(figure("overlay-mine.gp")));
  for (const char *why : {"figure vant-hoff: not drawn", "figure position: not drawn",
                          "figure temperatures: not drawn"})
    EXPECT_TRUE(contains(r.output, why)) << r.output;
}

TEST_F(FitFigures, DrawsOneToFourComponents)
{
  need_gnuplot();
  const std::vector<std::array<double, 3>> lines{
      {1.0, 1560.0, 8.0}, {0.7, 1580.0, 9.0}, {0.5, 1600.0, 10.0}, {0.8, 1620.0, 8.0}};
  for (std::size_t n = 1; n <= 4; n += 3) {
    std::vector<std::string> files{"--name-pattern", "a_{T}K.csv", "--components",
                                   std::to_string(n)};
    std::string centres;
    for (std::size_t c = 0; c < n; ++c) centres += fmt::format("{}{}", c ? "," : "", lines[c][1]);
    files.insert(files.end(), {"--centres", centres});
    for (int k = 0; k < 3; ++k) {
      std::vector<std::array<double, 3>> part(lines.begin(),
                                              lines.begin() + static_cast<std::ptrdiff_t>(n));
      part[0][0] += 0.2 * k;
      const std::string name = fmt::format("a_{}K.csv", 200 + 100 * k);
      write_file(folder / name, spectrum_text(part, 201, 0.003));
      files.push_back(name);
    }
    const RunResult r = fit(files);
    ASSERT_EQ(r.status.code, 0) << r.output;
    EXPECT_TRUE(pictures().count("global-fit"));
    EXPECT_EQ(data("global-fit-curves.dat").columns.size(), 4 + n);
    for (std::size_t c = 0; c < n; ++c)    // each centre in the legend
      EXPECT_EQ(count(read_file(figure("global-fit.svg")), fmt::format(">{:g} cm<", lines[c][1])),
                1u);
  }
}

TEST_F(FitFigures, ThinsWhatIsTooMuch)
{
  need_gnuplot();
  const RunResult many = fit(ramp(130, 41));
  ASSERT_EQ(many.status.code, 0) << many.output;
  EXPECT_TRUE(contains(many.output, "figure overlay: 60 of 130 spectra are drawn")) << many.output;
  EXPECT_EQ(data("overlay-data.dat").blocks.size(), 60u);
  EXPECT_EQ(data("position-data.dat").rows(), 130u);
  pictures();

  std::vector<std::string> many_points = ramp(2, 20001);
  many_points.insert(many_points.end(), {"--components", "1"});
  const RunResult dense = fit(many_points);
  ASSERT_EQ(dense.status.code, 0) << dense.output;
  EXPECT_TRUE(contains(dense.output, "not all points are drawn")) << dense.output;
  EXPECT_LE(data("overlay-data.dat").rows(), 4000u);
  EXPECT_LT(fs::file_size(figure("overlay.svg")), 3000000u);
}

TEST_F(FitFigures, CanBeDeclined)
{
  const RunResult r = fit(ramp(1, 101));
  ASSERT_EQ(r.status.code, 0) << r.output;
  fs::remove_all(folder / "out");
  std::vector<std::string> without = ramp(1, 101);
  without.insert(without.end(), {"--figures", "no"});
  ASSERT_EQ(fit(without).status.code, 0);
  EXPECT_TRUE(fs::exists(folder / "out/bands.csv"));
  EXPECT_FALSE(fs::exists(folder / "out/figures"));
  const RunResult nowhere = softmode({"fit", "a_200K.csv", "--figures", "yes"});
  EXPECT_EQ(nowhere.status.code, 2);
  EXPECT_TRUE(contains(nowhere.output, "say where with -o")) << nowhere.output;
}

TEST(FigureParts, ChooseEvenly)
{
  EXPECT_EQ(evenly(3, 5), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(evenly(9, 3), (std::vector<std::size_t>{0, 4, 8}));
  EXPECT_TRUE(evenly(0, 3).empty());
  const auto many = evenly(1001, 60);
  EXPECT_EQ(many.size(), 60u);
  EXPECT_EQ(many.back(), 1000u);
}

TEST(FigureParts, ThinningKeepsTheExtremes)
{
  Eigen::VectorXd values = Eigen::VectorXd::Zero(100000);
  values[31234] = 5.0;
  values[77777] = -4.0;
  const auto kept = thinned(values, 1000);
  EXPECT_LE(kept.size(), 1000u);
  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
  EXPECT_EQ(std::count(kept.begin(), kept.end(), 31234), 1);
  EXPECT_EQ(std::count(kept.begin(), kept.end(), 77777), 1);
  EXPECT_EQ(thinned(values.head(10), 1000).size(), 10u);
}

TEST(FigureParts, AxesAndNumbersAreReadable)
{
  EXPECT_EQ(concise({-0.020312, 0.000123}), "−0.02031(12)");
  EXPECT_EQ(concise({1596.24, 0.31}), "1596.2(3)");
  EXPECT_EQ(concise({37.0, 12.0}), "37(12)");
  EXPECT_EQ(concise({2.5, NAN}), "2.5");
  EXPECT_EQ(temperature_labels({173.15, 223.15}), (std::vector<std::string>{"173 K", "223 K"}));
  EXPECT_EQ(temperature_labels({173.15, 173.4}),
            (std::vector<std::string>{"173.15 K", "173.40 K"}));
  const Axis small = axis_over(-0.006, 0.006, 0.0, 4);
  EXPECT_EQ(small.exponent, -3);
  EXPECT_NEAR(small.high, 6.0, 1e-9);
  EXPECT_NEAR(small.step, 2.0, 1e-9);
  EXPECT_EQ(axis_over(0.0, 25000.0, 0.05, 5).exponent, 3);
  EXPECT_EQ(axis_over(0.0, 1.2, 0.05, 5).exponent, 0);
  const Axis one = axis_over(7.0, 7.0, 0.05, 5);
  EXPECT_LT(one.low, 7.0);
  EXPECT_GT(one.high, 7.0);
}

}    // namespace softmode
