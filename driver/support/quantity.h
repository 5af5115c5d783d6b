// SPDX-License-Identifier: BSD-3-Clause
// Numbers with units, as written in campaign and potential files: "0.5 fs", "-100 C", "50 kcal/mol".
#pragma once

#include <optional>
#include <string>

namespace softmode {

/// What a quantity measures; the comment names the unit values are converted to.
enum class Dimension {
  time,                      ///< fs
  temperature,               ///< K
  temperature_difference,    ///< K
  length,                    ///< A
  inverse_length,            ///< 1/A
  wavenumber,                ///< cm-1
  angle,                     ///< deg
  energy,                    ///< kcal/mol
  stretch_constant,          ///< kcal/mol/A2
  bend_constant,             ///< kcal/mol/rad2
  stretch_bend_constant,     ///< kcal/mol/A/rad
  charge,                    ///< e
  pressure                   ///< atm
};

/// Number and unit of "0.5 fs"; nullopt unless the text is one finite number and one word.
struct NumberAndUnit {
  double number;
  std::string unit;
};
std::optional<NumberAndUnit> split_quantity(const std::string &text);

/// Value in the dimension's unit, or nullopt if `unit` is not one of its units.
std::optional<double> convert(const NumberAndUnit &quantity, Dimension dimension);

/// Units that convert() accepts, for messages: "fs, ps, ns".
std::string accepted_units(Dimension dimension);

}    // namespace softmode
