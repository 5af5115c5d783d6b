// SPDX-License-Identifier: BSD-3-Clause
// Temperature, cycle and branch of a spectrum as texts say them: headers, comments, names of files.
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"
#include "spectra/temperature.h"
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
  std::optional<double> bare_temperature{};       ///< where no unit is written
  std::optional<double> celsius_by_standard{};    ///< see Spectrum
  std::vector<double> others_in_title_K{};        ///< see Spectrum
  int line_of_temperature = 0;                    ///< see Spectrum
  int cycle = 0;
  Branch branch = Branch::unknown;
  std::string label;
  std::vector<std::string> notes{};    ///< how it was understood
};

/// "173 K", "-100 C", "m100C", "T = 77 F", "173", "173 K heating 2", "173 K cycle 2 cooling"; nullopt for any
/// other text. \throws SpectrumError for a temperature that is not above absolute zero.
std::optional<Conditions> conditions_of(std::string_view text,
                                        std::optional<TemperatureUnit> unit_of_bare,
                                        const Place &place);

/// The same, or the only temperature with a unit among other words ("HKUST-1 173K"), which become the label.
/// \throws SpectrumError for two of them
std::optional<Conditions> conditions_in(std::string_view text,
                                        std::optional<TemperatureUnit> unit_of_bare,
                                        const Place &place);

/// Set the temperature, in K where the unit is known.
void set_temperature(Conditions &conditions, double value, std::optional<TemperatureUnit> unit,
                     const Place &place);

/// "heating", "cooling", "heat", "cool", "up", "down"; unknown for anything else.
Branch branch_of(std::string_view text);

/// A cycle number from 1 to a million. \throws SpectrumError
int cycle_number(double value, const Place &place);

/// Whether conditions have another temperature than this one, also where theirs has no unit and is it in none.
bool disagrees(double kelvins, const Conditions &other, const Place &place);

/// Take from `more` what `known` does not say yet.
/// \throws SpectrumError if both give a temperature (or cycle, or branch) and they differ.
void add_conditions(Conditions &known, const Conditions &more, const char *where_from,
                    const Place &place);

/// Take what a group of a pattern named "cycle", "branch" or "label" holds. \throws SpectrumError
void add_group_of_pattern(const std::string &group, const std::string &text, Conditions &conditions,
                          const Place &place);

/// A pattern of names, as SpectraOptions::name_pattern explains it.
class NamePattern {
 public:
  /// \throws std::invalid_argument for a pattern that is not valid or has no {T}.
  NamePattern(const std::string &pattern, std::optional<TemperatureUnit> unit_of_bare);
  /// \throws SpectrumError if the text does not fit the pattern, or fits it in two ways, or has a sign that the
  ///   pattern hides.
  Conditions match(const std::string &text, const char *what, const Place &place) const;

 private:
  struct Expression {
    std::regex regex{};
    std::vector<std::string> groups{};    // what each group holds
  };
  std::string shown;
  bool is_template;
  Expression before, after;    // of a template, around {T}; `before` is all of a regular expression
  std::optional<TemperatureUnit> said_unit{};       // by the pattern, right after {T}
  Expression after_unit{};                          // what follows that
  std::optional<TemperatureUnit> fixed_unit{};      // by fixed text that also says what follows it
  bool ends_range = false, begins_range = false;    // the pattern has a range around {T}
  std::optional<TemperatureUnit> unit;              // of what has none

  friend class TemplateMatch;
  Conditions match_template(const std::string &text, const char *what, const Place &place) const;
  Conditions match_regex(const std::string &text, const char *what, const Place &place) const;
  void check_left(const std::string &left, const std::string &number, const char *what,
                  const Place &place) const;
};

/// What a name says beside its temperature: "Transmittance" of "Transmittance (298 K)"; empty without one temperature.
std::string without_temperature(std::string_view name, const Place &place);

}    // namespace softmode::spectra
