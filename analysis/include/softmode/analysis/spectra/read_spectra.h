// SPDX-License-Identifier: BSD-3-Clause
// Reads measured spectra: tables (CSV, TSV, semicolons, blanks) and JCAMP-DX.
#pragma once

#include "softmode/analysis/spectra/measured_spectra.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

enum class TemperatureUnit { kelvin, celsius };

/// Order in which read_spectra() returns what it read.
enum class SeriesOrder {
  as_given,    ///< files as they are listed, spectra as they stand in them: the order of measurement
  by_programme    ///< by cycle; within one, heating upwards, then cooling downwards
};

struct SpectraOptions {
  /// Unit of temperatures that have none ("173", or a column named just "temperature").
  TemperatureUnit temperature_unit = TemperatureUnit::kelvin;

  /// Where temperatures stand in names of files. Either a template such as "hkust1_{T}C_{cycle}.csv":
  /// {T} a number, its unit K, C or °C right after it (temperature_unit without one), {cycle} a whole
  /// number, {branch} heating, cooling, up or down, {label} any text, * anything. Or, if it contains
  /// "(?<", a regular expression (ECMAScript) with the named groups (?<T>...), (?<unit>...),
  /// (?<cycle>...), (?<branch>...), (?<label>...). The whole name, without folder, must fit. Empty:
  /// names are not looked at.
  std::string name_pattern;

  /// The same for the title of a JCAMP-DX block.
  std::string title_pattern;

  /// What the ordinate is, whatever the files say.
  std::optional<Quantity> quantity;

  SeriesOrder order = SeriesOrder::as_given;

  /// JCAMP-DX: let pass, with a note that names the file, what leaves no doubt where the points are: lines whose
  /// abscissa fails its check where there are as many ordinates as NPOINTS says; another number of ordinates where the
  /// abscissas of all lines (or those of pairs) tell where they are; zeros after the last point; a DELTAX, FIRSTX or
  /// LASTX that the points contradict; missing pages, blocks and a missing ##END. Ordinates that repeat the last one of a
  /// line are checked as ever, since without them the values after them would be wrong.
  bool lenient = false;
};

/// Read a text of one of the forms below; `name` stands in messages and is matched by name_pattern.
///
/// Tables have columns separated by tabs, semicolons, commas or blanks, a decimal point, comments
/// after '#' and blank lines anywhere, and at most one line of column names:
///  - two columns, wavenumber and intensity: one spectrum;
///  - first column wavenumber, the others headed by temperatures ("173 K", "-100 °C", "173 K heating 2",
///    "173 K cycle 2 cooling"): one spectrum a column;
///  - columns named wavenumber, intensity (or absorbance, ...), temperature and, optionally, cycle: one
///    spectrum for each run of rows with equal temperature and cycle, or, where the rows go through
///    the temperatures at each wavenumber, for each pair of them.
/// Comments "# temperature: -100 C", "# cycle: 2", "# branch: cooling", "# label: ...",
/// "# quantity: absorbance", "# note: ..." are read; a number after the key, as in "# label 3: ...",
/// names one spectrum of the file. Wavenumbers are in cm-1, ascending or descending.
///
/// JCAMP-DX: see jcamp.h. It is recognised by a first line "##LABEL=..." or "$$ ...".
///
/// The temperature comes from a column or its header, a comment, the file's labels, its title or its
/// name; where several give one, they must agree to 0.01 K.
/// \throws SpectrumError naming file, line and column, for anything that is not as said above: empty or
///   binary files, text, NaN or infinity for a number, rows of unequal length, repeated or
///   unordered wavenumbers, fewer than 5 points, a temperature that is missing or not above
///   absolute zero; std::invalid_argument for a pattern that is not valid.
SpectrumSeries read_spectra_text(const std::string &text, const std::string &name,
                                 const SpectraOptions &options = {});

/// Read files into one series. \throws as read_spectra_text(); SpectrumError if a file cannot be
/// read; std::invalid_argument without files.
SpectrumSeries read_spectra(const std::vector<std::filesystem::path> &files,
                            const SpectraOptions &options = {});

}    // namespace softmode
