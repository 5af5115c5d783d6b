// SPDX-License-Identifier: BSD-3-Clause
#include "commands/commands.h"
#include "commands/words.h"
#include "lammps/host.h"
#include "softmode/analysis/spectra/write_spectra.h"
#include "spectra_fit/figures/figures.h"
#include "spectra_fit/output.h"
#include "spectra_fit/published.h"
#include "support/error.h"
#include "support/files.h"

#include <cstdio>
#include <memory>
#include <optional>

namespace softmode {

namespace {

struct FitOptions {
  FitRequest request;
  std::string window, baseline = "linear", smooth, centres, ratio, published, material;
  bool free_centres = false, json = false;
  std::optional<bool> figures;    // asked for, declined, or neither
  std::filesystem::path output, spectra;
};

void compare_published(const FitOptions &options)
{
  if (!options.request.files.empty())
    fail(ExitCode::usage, "--published takes no spectra; give one or the other");
  if (options.material.empty())
    fail(ExitCode::usage, "--published: say which material, for example --material hkust-1");
  std::filesystem::path file = options.published;
  if (!std::filesystem::exists(file) && file.extension().empty())
    file = find_installation().data / "reference" / (options.published + ".yaml");
  fmt::print("{}", published_text(read_published(file, options.material)));
}

/// \returns what is to say about them.
std::string draw_figures(const FitOptions &options, const PreparedSpectra &prepared,
                         const SpectraFit &found)
{
  if (options.figures == false) return "";
  const std::filesystem::path folder = options.output / "figures";
  const FigureSet set = fit_figures(prepared, found);
  const auto warnings =
      write_figures(set, folder, options.figures ? Drawing::required : Drawing::if_possible);
  for (const std::string &w : warnings) fmt::print(stderr, "softmode: {}\n", w);
  std::string text = fmt::format("figures: {}:", folder.string());
  for (const Figure &f : set.figures) text += " " + f.name;
  text += "\n";
  for (const std::string &n : set.notes) text += "note: " + n + "\n";
  return text;
}

/// What would be fitted, as a table that can be read again.
void write_spectra(const PreparedSpectra &prepared, const std::filesystem::path &file)
{
  SpectrumSeries all = prepared.series;
  for (const auto &state : prepared.states) all.spectra.push_back(state.spectrum);
  try {
    write_file(file, spectra_table(all));
  } catch (const std::invalid_argument &error) {
    fail(ExitCode::usage, "--write-spectra: {}", error.what());
  }
  for (const std::string &n : prepared.notes) fmt::print("note: {}\n", n);
  fmt::print("{} spectra: {}\n", all.spectra.size(), file.string());
}

void fit(FitOptions &options)
{
  if (!options.published.empty()) return compare_published(options);
  FitRequest &request = options.request;
  if (request.files.empty())
    fail(ExitCode::usage, "fit: give files with spectra (CSV, TSV or JCAMP-DX), or --published");
  if (!options.window.empty()) request.window = window_of(options.window);
  request.baseline = baseline_of(options.baseline);
  if (!options.smooth.empty()) request.smoothing = smoothing_of(options.smooth);
  if (!options.centres.empty()) request.lines.centres = centres_of(options.centres);
  if (options.free_centres && options.centres.empty())
    fail(ExitCode::usage, "--free-centres: say where they start with --centres; without either "
                          "they are free and found");
  request.lines.fix_centres = !options.centres.empty() && !options.free_centres;
  if (!options.ratio.empty()) read_ratio(options.ratio, request);
  check_request(request);
  if (options.figures == true && options.output.empty())
    fail(ExitCode::usage, "--figures yes: say where with -o");

  const PreparedSpectra prepared = prepare_spectra(request);
  if (!options.spectra.empty()) return write_spectra(prepared, options.spectra);
  const SpectraFit found = fit_spectra(prepared, request);
  fmt::print("{}", options.json ? fit_json(prepared, request, found)
                                : fit_text(prepared, request, found));
  if (options.output.empty()) return;
  write_fit(prepared, request, found, options.output);
  if (!options.json) fmt::print("tables and fit.json: {}\n", options.output.string());
  std::fflush(stdout);    // said before gnuplot can fail
  const std::string figures = draw_figures(options, prepared, found);
  if (!options.json) fmt::print("{}", figures);
}

/// Names of units, and other ways to write some of them.
Words<XUnit> x_units()
{
  Words<XUnit> names;
  for (int i = 0; i <= static_cast<int>(XUnit::terahertz); ++i)
    names.emplace_back(name_of(static_cast<XUnit>(i)), static_cast<XUnit>(i));
  names.emplace_back("1/cm", XUnit::per_centimetre);
  names.emplace_back("1/m", XUnit::per_metre);
  names.emplace_back("micron", XUnit::micrometre);
  return names;
}

void add_reading(CLI::App &command, FitOptions &o)
{
  const Words<TemperatureUnit> temperature_units{
      {"K", TemperatureUnit::kelvin},     {"kelvin", TemperatureUnit::kelvin},
      {"C", TemperatureUnit::celsius},    {"celsius", TemperatureUnit::celsius},
      {"F", TemperatureUnit::fahrenheit}, {"fahrenheit", TemperatureUnit::fahrenheit}};
  const Words<Quantity> quantities{{"absorbance", Quantity::absorbance},
                                   {"transmittance", Quantity::transmittance},
                                   {"percent-transmittance", Quantity::percent_transmittance},
                                   {"reflectance", Quantity::reflectance},
                                   {"percent-reflectance", Quantity::percent_reflectance},
                                   {"kubelka-munk", Quantity::kubelka_munk},
                                   {"arbitrary", Quantity::arbitrary}};
  FitRequest &r = o.request;
  command.add_option("spectra", r.files,
                     "tables (CSV, TSV) or JCAMP-DX files, in the order of measurement");
  command
      .add_option(
          "--temperature-unit", r.reading.temperature_unit,
          "of temperatures without unit: K, C or F; default: that of numbers which can be in "
          "one unit only, others are refused")
      ->transform(one_of(temperature_units, Letters::any_case));
  command
      .add_option(
          "--x-unit", r.reading.x_unit,
          "of the abscissa, whatever the files say: cm-1, um, nm, 1/m, eV, meV, THz, GHz, Hz, "
          "J, kJ/mol, ...; default: as they say, else cm-1 if the range is one of the infrared")
      ->transform(one_of(x_units()));
  command.add_option(
      "--name-pattern", r.reading.name_pattern,
      "where names of files hold the temperature, like hkust1_{T}C_{cycle}.csv; also "
      "{branch}, {label}, *; {T} is 25, -100, m100 or 100,5, its unit is the one after it");
  command.add_option(
      "--column-pattern", r.reading.column_pattern,
      "the same for names of columns (or of rows that are spectra), like 'run {T}'; default: "
      "the temperature with a unit in them");
  command.add_flag(
      "--lenient", r.reading.lenient,
      "JCAMP-DX: let pass, with a note for each file, what leaves no doubt where the points are: "
      "lines "
      "whose abscissa fails its check, another number of points than NPOINTS where abscissas tell, "
      "zeros after the last point, a missing ##END; refused without");
  command.add_option("--title-pattern", r.reading.title_pattern, "the same for titles in JCAMP-DX");
  command
      .add_option("--order", r.reading.order,
                  "as-given (default) or by-programme: by cycle, heating upwards, then cooling")
      ->transform(one_of<SeriesOrder>(
          {{"as-given", SeriesOrder::as_given}, {"by-programme", SeriesOrder::by_programme}}));
  command
      .add_option(
          "--quantity", r.reading.quantity,
          "what the files hold, whatever they say, or where they do not: absorbance, "
          "transmittance, "
          "percent-transmittance, reflectance, percent-reflectance, kubelka-munk, arbitrary")
      ->transform(one_of(quantities));
  command.add_option("--convert", r.convert, "fit in this quantity: absorbance, kubelka-munk, ...")
      ->transform(one_of(quantities));
  command.add_option("--window", o.window, "fit between these wavenumbers, like 1540-1640 (cm-1)");
  command.add_option(
      "--baseline", o.baseline,
      "fitted with the lines: linear (default), none, constant, polynomial:n; "
      "subtracted before: rubber-band, als[:smoothness[:asymmetry]], snip[:half-width]");
  command.add_option("--smooth", o.smooth,
                     "Savitzky-Golay, half-width in points:degree, like 5:2 (default: off)");
}

void add_fitting(CLI::App &command, FitOptions &o)
{
  FitRequest &r = o.request;
  command
      .add_option("--shape", r.lines.shape, "gaussian (default), lorentzian, voigt, pseudo-voigt")
      ->transform(one_of<LineShape>({{"gaussian", LineShape::gaussian},
                                     {"lorentzian", LineShape::lorentzian},
                                     {"voigt", LineShape::voigt},
                                     {"pseudo-voigt", LineShape::pseudo_voigt}}));
  command.add_option("--components", r.components, "lines shared by all spectra (default: 2)")
      ->check(CLI::Range(1, 4));
  command.add_option("--centres", o.centres,
                     "fixed centres, tight first, like 1596,1587 (cm-1); else they are found");
  command.add_flag("--free-centres", o.free_centres, "--centres are only where the fit starts");
  command
      .add_option("--widths", r.lines.sharing,
                  "shared: one for each component (default); equal: one for all; free: one for "
                  "each component and temperature")
      ->transform(one_of<WidthSharing>({{"shared", WidthSharing::per_component},
                                        {"equal", WidthSharing::common},
                                        {"free", WidthSharing::per_temperature}}));
  command.add_option("--t0", r.reference_K, "temperature of dH and dS, K (default: 298.15)")
      ->check(CLI::Range(1.0, 5000.0));
  command.add_option("--oscillator-ratio", o.ratio,
                     "of a loose over a tight bond: 1 (default), with its error 1.2:0.1, or free");
  command
      .add_option("--temperature-error", r.temperature_error_K,
                  "standard error of each temperature, K (default: 0)")
      ->check(CLI::Range(0.0, 100.0));
  command
      .add_option("--bootstrap", r.bootstrap_samples,
                  "samples for errors of dH, dS, dCp and what follows (default: 200; 0: errors "
                  "from the covariance only)")
      ->check(CLI::Range(0, 100000));
  command
      .add_option(
          "--bootstrap-over", r.resampling,
          "cycles: whole cycles are drawn (3 or more); residuals: stretches of 20 residuals "
          "of each spectrum; default: cycles if there are 6")
      ->transform(one_of<Resampling>(
          {{"cycles", Resampling::cycles}, {"residuals", Resampling::residual_blocks}}));
  command
      .add_option("--threads", r.threads,
                  "of the bootstrap (default: 1); numbers do not depend on them")
      ->check(CLI::Range(1, 1024));
}

}    // namespace

void add_fit(CLI::App &app)
{
  auto options = std::make_shared<FitOptions>();
  CLI::App *command = app.add_subcommand(
      "fit", "fit measured infrared spectra over temperature: bands, redshift, two states, van't "
             "Hoff, competing models");
  add_reading(*command, *options);
  add_fitting(*command, *options);
  command->add_option("-o,--output", options->output,
                      "folder for tables (CSV), fit.json and figures");
  command->add_option(
      "--write-spectra", options->spectra,
      "file for the spectra as they would be fitted (CSV; read, converted, cut, without "
      "baseline); nothing is fitted");
  command
      ->add_option("--figures", options->figures,
                   "yes: SVG and PNG by gnuplot, or an error; no: none; default: yes with -o, "
                   "only their scripts and data where gnuplot is missing")
      ->transform(one_of<bool>({{"yes", true}, {"no", false}}));
  command->add_flag("--json", options->json, "print JSON instead of the summary");
  command->add_option("--published", options->published,
                      "no spectra: check published parameters against each other, from a file of "
                      "measured values, or vt-drifts");
  command->add_option("--material", options->material, "of --published");
  command->callback([options] { fit(*options); });
}

}    // namespace softmode
