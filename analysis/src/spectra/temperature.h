// SPDX-License-Identifier: BSD-3-Clause
// Temperatures as people write them: "25 C", "25_C", "25oC", "m100C", "100,5C", "77F", "298.15 K", "T = 298".
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"
#include "spectra/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// A text in which every way to write degrees, minus and blanks is that of ASCII ("°C", "º C", U+2103, a
/// typographic minus, a no-break space; a text that is not UTF-8 is taken as Latin-1). The others here expect this.
std::string plain(std::string_view text);

/// Unit of a whole text: "K", "kelvin", "C", "°C", "oC", "degC", "deg C", "celsius", "F", "fahrenheit", ...;
/// nullopt for anything else.
std::optional<TemperatureUnit> temperature_unit(std::string_view text);

/// A number without its sign, at a digit: "25", "100.5", "100,5", "100p5", "1e+20". \returns where it ends.
std::size_t end_of_number(std::string_view text, std::size_t begin, bool with_exponent = true);
double value_of_number(std::string_view text);

/// Where a sign in words before the number at `number` begins: "minus 100", "neg100", "m100"; nullopt without one.
std::optional<std::size_t> begin_of_word_sign(std::string_view text, std::size_t number);

inline bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/// A letter, a digit or ')': a '-' after it may be a separator, not a sign.
bool may_separate_after(char c);

/// A unit after the number that ends at `end`, with or without a blank, '_' or bracket between.
struct UnitAfter {
  TemperatureUnit unit;
  std::size_t end;
  bool attached;    ///< nothing between number and unit
};
std::optional<UnitAfter> unit_after_number(std::string_view text, std::size_t end);

/// Whether the number that ends at `end` is a rate of heating: "5 K/min", "5 K min-1", "5K-min", "5 C per minute".
bool is_rate(std::string_view text, std::size_t end);

/// What the fixed text of a name pattern right after the temperature says: "K_min.csv" is kelvin. nullopt where it ends
/// with the unit, since more may follow, and for what can only be a rate ("K/min", "Kmin", "K-min", "K_min-1").
std::optional<TemperatureUnit> unit_of_fixed_text(std::string_view text);

/// Where a range begins whose end is the number at `begin`, its sign included: "25 to 75", "25..75", "25 - 75", "between
/// 25 and 75"; nullopt for a number that ends none.
std::optional<std::size_t> begin_of_range(std::string_view text, std::size_t begin);

/// Where the mark of an uncertainty before the number at `number` begins: "+-2"; nullopt for any other number.
std::optional<std::size_t> begin_of_uncertainty(std::string_view text, std::size_t number);

/// Where an uncertainty ends that follows the number which ends at `end`: "+-2", " +/- 0.5", or "(2)" before a unit;
/// `end` without one. A unit after it is that of the number.
std::size_t end_of_uncertainty(std::string_view text, std::size_t end);

/// A plain() text without uncertainties: "(173+-2) K", "173 +/- 2 K", "173 K +- 2 K" and "173(2) K" are "173 K".
std::string without_uncertainty(std::string text);

/// A temperature in a text, which begins at `begin` and ends before `end`.
struct WrittenTemperature {
  double value = 0.0;
  std::optional<TemperatureUnit> unit{};    ///< none: no unit is written
  std::size_t begin = 0, end = 0;
};

/// The temperature that a text begins with, also after "T =", "temp.", "T/K =", ...; nullopt without one.
std::optional<WrittenTemperature> leading_temperature(std::string_view text);

/// Every temperature with a unit anywhere in a text; rates of heating and uncertainties are none. A '-' between a letter or digit and the number
/// ("HKUST-100C") may be a sign or not, and of a range no end counts more: \throws SpectrumError that asks for a
/// pattern.
std::vector<WrittenTemperature> temperatures_in(std::string_view text, const Place &place);

/// A temperature in K. \throws SpectrumError if it is not above absolute zero.
double kelvin(double value, TemperatureUnit unit, const Place &place);

/// "K", "C" or "F".
const char *symbol_of(TemperatureUnit unit);

/// Decide the unit of all temperatures of a series that have none, with a note for each spectrum: below 0 they are
/// degrees Celsius; kelvin if all are 273 or 273.15 above a multiple of 5, and end in .15 or are three or more.
/// \throws SpectrumError that asks for the unit otherwise, also for those that were taken as degrees Celsius by the
///   standard of JCAMP-DX and may be kelvin: all above 0, one above 60, unless they go from room temperature (20 to
///   30) to 250 at most; and for titles with other temperatures than those, unless all titles have the same
void decide_bare_temperatures(std::vector<Spectrum> &spectra);

}    // namespace softmode::spectra
