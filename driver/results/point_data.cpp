// SPDX-License-Identifier: BSD-3-Clause
#include "results/point_data.h"

#include "lammps/point_input.h"
#include "support/csv.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace softmode {

namespace {

// columns of compute carboxylate/state: global vector (from 1) and local array (after the index)
constexpr const char *bond_columns[] = {"metal_id",       "oxygen_id",  "carbon_id", "r_A",
                                        "weight",         "state",      "mean_r_A",  "sigma_r_A",
                                        "loose_fraction", "transitions"};

void check_finite(const std::vector<double> &values, const std::string &file)
{
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    fail(ExitCode::point, "{}: holds values that are not finite: the simulation went wrong", file);
}

/// Heads of a table, also from the two sentences in which versions before 2026-12 wrote them.
std::map<std::string, std::string> heads_of(const Table &table)
{
  auto heads = table.heads;
  const std::string segments = " segments per block:";
  for (const std::string &comment : table.comments) {
    if (comment.rfind(segments, 0) == 0)
      heads.emplace("segments_per_block", comment.substr(segments.size()));
    double at_zero = 0.0, its_error = 0.0;
    char slope[32] = "", error[32] = "";
    if (std::sscanf(comment.c_str(),
                    " asymmetric wavenumber of a window against the mean weight w of its bonds: "
                    "%lf +- %lf cm-1 at w = 0, slope %31s +- %31s",
                    &at_zero, &its_error, slope, error) == 4) {
      heads.emplace("asymmetric_line_slope_cm-1", slope);
      heads.emplace("asymmetric_line_slope_se_cm-1", error);
    }
  }
  return heads;
}

/// A number in a head; NaN is one.
double number_in(const std::string &text, const std::string &key, const Table &table)
{
  char *end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0')
    fail(ExitCode::point,
         "{}: {}: '{}' is not a number; the file is damaged: remove the point's folder and run "
         "again",
         table.name, key, text);
  return value;
}

std::vector<double> block_sizes_of(const Table &table)
{
  const auto heads = heads_of(table);
  const auto head = heads.find("segments_per_block");
  if (head == heads.end())
    fail(ExitCode::point,
         "{}: no head 'segments_per_block='; the file is damaged, or another program has written "
         "it: remove the point's folder and run again",
         table.name);
  std::vector<double> sizes;
  std::istringstream in(head->second);
  for (std::string word; in >> word;) sizes.push_back(number_in(word, head->first, table));
  return sizes;
}

void read_spectra(PointData &point, const std::filesystem::path &file)
{
  const Table table = read_csv(file);
  point.block_sizes = block_sizes_of(table);
  point.wavenumber = table.column("wavenumber_cm-1");
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string &name = table.columns[c];
    const std::size_t underscore = name.rfind('_');
    if (name == "wavenumber_cm-1" || underscore == std::string::npos) continue;
    check_finite(table.values[c], table.name);
    point.spectra[name.substr(0, underscore)].blocks.push_back(table.values[c]);
  }
  if (point.block_sizes.size() < 2)
    fail(ExitCode::point,
         "{}: only {} block(s) of spectra, so no errors can be given; run longer, or ask for a "
         "coarser resolution",
         table.name, point.block_sizes.size());
  for (const char *stretch : {"asymmetric", "symmetric"})
    if (!point.spectra.count(stretch))
      fail(ExitCode::point, "{}: no columns '{}_1', ...; remove the point's folder and run again",
           table.name, stretch);
  for (const auto &[group, spectra] : point.spectra)
    if (spectra.blocks.size() != point.block_sizes.size())
      fail(ExitCode::point, "{}: {} blocks of {}, expected {}", table.name, spectra.blocks.size(),
           group, point.block_sizes.size());
}

/// 1/rate of a quantity "rate_tight_to_loose" in 1/fs; nothing where no bond left the state.
std::optional<Estimate> lifetime_ps(const std::vector<CsvRow> &rows, const std::string &rate,
                                    const std::filesystem::path &file)
{
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const CsvRow &r) { return r.text("quantity") == rate; });
  if (row == rows.end())
    fail(ExitCode::point, "{}: no quantity '{}'; remove the point's folder and run again",
         file.string(), rate);
  if (row->text("unit") != "1/fs")
    fail(ExitCode::point, "{}: {} in '{}', expected 1/fs", row->where, rate, row->text("unit"));
  const double value = row->number_or_nan("value"), error = row->number_or_nan("error");
  if (!(value > 0.0) || !std::isfinite(error)) return std::nullopt;
  return Estimate{1e-3 / value, 1e-3 * error / (value * value)};
}

/// Slope of the asymmetric stretch over the weight of its bonds; nothing where they did not vary.
std::optional<Estimate> splitting_of(const Table &by_state, std::vector<std::string> &notes)
{
  const auto heads = heads_of(by_state);
  const auto slope = heads.find("asymmetric_line_slope_cm-1"),
             error = heads.find("asymmetric_line_slope_se_cm-1");
  if (slope == heads.end() || error == heads.end()) {
    notes.push_back(fmt::format("{} of an earlier version, without 'asymmetric_line_slope_cm-1': "
                                "no splitting of the stretch by state",
                                point_file::by_state));
    return std::nullopt;
  }
  const Estimate e{number_in(slope->second, slope->first, by_state),
                   number_in(error->second, error->first, by_state)};
  return std::isfinite(e.value) && std::isfinite(e.error) ? std::optional(e) : std::nullopt;
}

std::vector<std::vector<double>> denticity_of(const Table &states)
{
  if (!states.has("c_state[20]")) return {};    // of an earlier version
  std::vector<std::vector<double>> fractions;
  for (const char *column : {"c_state[20]", "c_state[21]", "c_state[22]", "c_state[23]"})
    fractions.push_back(states.column(column));
  for (std::size_t i = 0; i < states.rows(); ++i) {
    double all = 0.0;
    for (const auto &f : fractions) all += f[i];
    for (auto &f : fractions) f[i] /= all;
  }
  for (const auto &f : fractions) check_finite(f, states.name);
  return fractions;
}

void read_states(PointData &point, const std::filesystem::path &folder)
{
  const auto older = [&](const char *file, const char *lacking) {
    point.notes.push_back(
        fmt::format("an earlier version ran it, without {}: no {}", file, lacking));
  };
  if (const auto file = folder / point_file::by_state; std::filesystem::exists(file)) {
    point.by_state = read_csv(file);
    point.splitting_cm = splitting_of(*point.by_state, point.notes);
  } else {
    older(point_file::by_state, "spectra by state");
  }
  if (const auto file = folder / point_file::kinetics; std::filesystem::exists(file)) {
    const auto rows = read_csv(file, {"quantity", "value", "error", "unit"}, ExitCode::point);
    point.tight_lifetime_ps = lifetime_ps(rows, "rate_tight_to_loose", file);
    point.loose_lifetime_ps = lifetime_ps(rows, "rate_loose_to_tight", file);
  } else {
    older(point_file::kinetics, "lifetimes");
  }
  if (point.denticity.empty()) older("c_state[20] to c_state[23] in states.dat", "denticity");
}

}    // namespace

std::vector<double> BlockSpectra::mean(const std::vector<double> &sizes,
                                       const std::vector<double> &weights) const
{
  std::vector<double> result(blocks.front().size());
  double total = 0.0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const double weight = sizes[b] * weights[b];
    total += weight;
    for (std::size_t i = 0; i < result.size(); ++i) result[i] += weight * blocks[b][i];
  }
  for (double &value : result) value /= total;
  return result;
}

PointData read_point(const std::filesystem::path &folder)
{
  PointData point;
  read_spectra(point, folder / point_file::spectra_blocks);

  const Table states = read_ave_time(folder / point_file::states);
  const auto &bonds = states.column("c_state[1]"), &loose = states.column("c_state[3]");
  for (std::size_t i = 0; i < states.rows(); ++i)
    point.loose_fraction.push_back(loose[i] / bonds[i]);
  point.bond_count = bonds;
  point.mean_weight = states.column("c_state[4]");
  point.mean_length = states.column("c_state[5]");
  check_finite(point.loose_fraction, states.name);
  check_finite(point.mean_length, states.name);
  point.denticity = denticity_of(states);

  point.thermo = read_ave_time(folder / point_file::thermo);
  point.temperature_K = point.thermo.column(thermo_column::temperature);
  for (const auto &column : point.thermo.values) check_finite(column, point.thermo.name);
  point.lengths = read_ave_histo(folder / point_file::histogram);
  point.bonds = read_csv(folder / point_file::bonds);
  for (const auto &column : point.bonds.values) check_finite(column, point.bonds.name);
  read_states(point, folder);
  return point;
}

std::vector<double> length_density(const Histogram &lengths)
{
  std::vector<double> density(lengths.centre.size());
  double total = 0.0;
  for (const auto &block : lengths.counts)
    for (std::size_t b = 0; b < block.size(); ++b) {
      density[b] += block[b];
      total += block[b];
    }
  const double width = lengths.centre.size() > 1 ? lengths.centre[1] - lengths.centre[0] : 1.0;
  for (double &d : density) d = total > 0.0 ? d / (total * width) : 0.0;
  return density;
}

std::string bonds_csv(const Table &dump)
{
  std::string text = "# metal-carboxylate bonds at the end of the point; means, sigma, loose "
                     "fraction and transitions "
                     "since the start of production\n";
  constexpr std::size_t count = std::size(bond_columns);
  if (dump.columns.size() != count + 1)
    fail(ExitCode::point, "{}: expected {} columns, found {}", dump.name, count + 1,
         dump.columns.size());
  for (std::size_t c = 0; c < count; ++c)
    text += fmt::format("{}{}", c ? "," : "", bond_columns[c]);
  text += "\n";
  for (std::size_t row = 0; row < dump.rows(); ++row) {
    for (std::size_t c = 0; c < count; ++c)
      text += fmt::format("{}{:.9g}", c ? "," : "", dump.values[c + 1][row]);
    text += "\n";
  }
  return text;
}

}    // namespace softmode
