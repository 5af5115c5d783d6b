// SPDX-License-Identifier: BSD-3-Clause
// Reads measured spectra: tables (CSV, TSV, semicolons, blanks) and JCAMP-DX.
#pragma once

#include "softmode/analysis/spectra/measured_spectra.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

enum class TemperatureUnit { kelvin, celsius, fahrenheit };

/// Unit of the abscissa of a file.
enum class XUnit {
  per_centimetre,    ///< wavenumbers
  per_millimetre,
  per_metre,
  per_micrometre,
  per_nanometre,
  nanometre,    ///< wavelengths
  micrometre,
  millimetre,
  metre,
  angstrom,
  electronvolt,    ///< energies
  millielectronvolt,
  joule,
  kilojoule_per_mole,
  kilocalorie_per_mole,
  hertz,    ///< frequencies
  megahertz,
  gigahertz,
  terahertz
};

/// "cm-1", "um", "meV", ...
const char *name_of(XUnit unit);

/// Order in which read_spectra() returns what it read.
enum class SeriesOrder {
  as_given,    ///< files as they are listed, spectra as they stand in them: the order of measurement
  by_programme    ///< by cycle; within one, heating upwards, then cooling downwards
};

struct SpectraOptions {
  /// Unit of temperatures that have none ("173", or a column named just "temperature"). Without it only those of a
  /// series that can be nothing but kelvin or nothing but degrees Celsius are taken, with a note that says why.
  std::optional<TemperatureUnit> temperature_unit;

  /// What the abscissa is, whatever the files say. Without it a range that the infrared does not have, or that
  /// may be something else where no unit is written, is refused.
  std::optional<XUnit> x_unit;

  /// Where temperatures stand in names of files. Either a template such as "hkust1_{T}C_{cycle}.csv":
  /// {T} a temperature ("25", "-100", "m100", "100,5", also with its unit), {cycle} a whole
  /// number, {branch} heating, cooling, up or down, {label} any text, * anything. Or, if it contains
  /// "(?<", a regular expression (ECMAScript) with the named groups (?<T>...), (?<unit>...),
  /// (?<cycle>...), (?<branch>...), (?<label>...). A unit that the name has after the number ("C", " C", "_C", "oC",
  /// "degC", "°C", "celsius", "K", "F") is that of the temperature, wherever the pattern has it. The whole name,
  /// without folder, must fit. Empty: names are not looked at.
  std::string name_pattern;

  /// The same for the title of a JCAMP-DX block.
  std::string title_pattern;

  /// The same for the names of columns with intensities, and of rows where each is a spectrum. Empty: a temperature
  /// with its unit is found anywhere in them, a bare one if it stands alone.
  std::string column_pattern;

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
/// Tables have columns separated by tabs, semicolons, commas or blanks, numbers with a decimal point or (where
/// columns are not separated by commas, or in quotes) a decimal comma, exponents after E or D, comments
/// after '#' and blank lines anywhere. Above the numbers may stand names of columns, in one line or in several
/// (names, units, comments, as Origin writes them), and lines of an instrument (PerkinElmer, JASCO, Agilent,
/// Shimadzu, ...), below them its footer, which is left out with a note:
///  - two columns, wavenumber and intensity: one spectrum;
///  - first column wavenumber, the others headed by temperatures ("173 K", "-100 °C", "173 K heating 2",
///    "173 K cycle 2 cooling", "HKUST-1 173K"): one spectrum a column;
///  - pairs of columns, each with its wavenumbers, also below a line with one name for each pair;
///  - rows headed by temperatures under a line of wavenumbers: one spectrum a row; columns named cycle and branch
///    are read, others are left out with a note;
///  - columns named wavenumber, intensity (or absorbance, ...), temperature and, optionally, cycle: one
///    spectrum for each run of rows with equal temperature and cycle, or, where the rows go through
///    the temperatures at each wavenumber, for each pair of them.
/// A first column that counts the rows before an abscissa is left out with a note.
/// Comments "# temperature: -100 C", "# cycle: 2", "# branch: cooling", "# label: ...",
/// "# quantity: absorbance", "# x unit: um", "# y unit: %T", "# note: ..." are read; a number after the key, as in "# label 3: ...",
/// names one spectrum of the file. The abscissa is ascending or descending, in cm-1 or in the unit that is written
/// (an XUnit), from which it is converted with a note. Texts are ASCII, UTF-8, UTF-16 or Latin-1.
///
/// JCAMP-DX: see jcamp.h. It is recognised by a first line "##LABEL=..." or "$$ ...".
///
/// The temperature comes from a column or its header, a comment, the file's labels, its title or its
/// name; where several give one, they must agree to 0.01 K. Only in JCAMP-DX another one is let pass with a note: a
/// pattern wins over ##TEMPERATURE, and that over a private label and over a title without a pattern.
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
