// SPDX-License-Identifier: BSD-3-Clause
// Temperature, cycle and branch of a spectrum as texts say them: headers, comments, names of files.
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"
#include "spectra/text.h"

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// What a text says about how a spectrum was measured; what it does not say stays as it is here.
struct Conditions {
  std::optional<double> temperature_K;
  int cycle = 0;
  Branch branch = Branch::unknown;
  std::string label;
};

/// "173 K", "-100 C", "-100°C", "173", "173 K heating 2", "173 K cycle 2 cooling"; nullopt for any
/// other text. \throws SpectrumError for a temperature that is not above absolute zero.
std::optional<Conditions> conditions_of(std::string_view text, TemperatureUnit unit_of_bare,
                                        const Place &place);

/// A temperature in K. \throws SpectrumError if it is not above absolute zero.
double kelvin(double value, TemperatureUnit unit, const Place &place);

/// Unit of "K", "kelvin", "C", "°C", "degC", "celsius"; nullopt for anything else.
std::optional<TemperatureUnit> temperature_unit(std::string_view text);

/// "heating", "cooling", "heat", "cool", "up", "down"; unknown for anything else.
Branch branch_of(std::string_view text);

/// A cycle number from 1 to a million. \throws SpectrumError
int cycle_number(double value, const Place &place);

/// Take from `more` what `known` does not say yet.
/// \throws SpectrumError if both give a temperature (or cycle, or branch) and they differ.
void add_conditions(Conditions &known, const Conditions &more, const char *where_from,
                    const Place &place);

/// A pattern of names, as SpectraOptions::name_pattern explains it.
class NamePattern {
 public:
  /// \throws std::invalid_argument for a pattern that is not valid or has no {T}.
  NamePattern(const std::string &pattern, TemperatureUnit unit_of_bare);
  /// \throws SpectrumError if the text does not fit the pattern.
  Conditions match(const std::string &text, const char *what, const Place &place) const;

 private:
  std::string shown;
  std::regex expression;
  std::vector<std::string> groups;    // what each group of the expression holds
  TemperatureUnit unit;
};

}    // namespace softmode::spectra
