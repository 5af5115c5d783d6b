// SPDX-License-Identifier: BSD-3-Clause
#include "support/quantity.h"

#include "softmode/definitions/constants.h"

#include <cmath>
#include <cstdlib>
#include <vector>

namespace softmode {

namespace {

struct Unit {
  const char *name;
  Dimension dimension;
  double factor;
  double offset = 0.0;    // added after scaling
};

constexpr double kcal = 1.0 / kilojoule_per_kilocalorie;    // kcal per kJ
constexpr double electronvolt = 96.485332 * kcal;           // kcal/mol, CODATA

const std::vector<Unit> &units()
{
  using D = Dimension;
  static const std::vector<Unit> table = {
      {"fs", D::time, 1.0},
      {"ps", D::time, 1e3},
      {"ns", D::time, 1e6},
      {"K", D::temperature, 1.0},
      {"C", D::temperature, 1.0, zero_celsius_K},
      {"degC", D::temperature, 1.0, zero_celsius_K},
      {"K", D::temperature_difference, 1.0},
      {"C", D::temperature_difference, 1.0},
      {"degC", D::temperature_difference, 1.0},
      {"A", D::length, 1.0},
      {"nm", D::length, 10.0},
      {"pm", D::length, 0.01},
      {"1/A", D::inverse_length, 1.0},
      {"cm-1", D::wavenumber, 1.0},
      {"deg", D::angle, 1.0},
      {"rad", D::angle, 180.0 / pi},
      {"kcal/mol", D::energy, 1.0},
      {"kJ/mol", D::energy, kcal},
      {"eV", D::energy, electronvolt},
      {"kcal/mol/A2", D::stretch_constant, 1.0},
      {"kJ/mol/A2", D::stretch_constant, kcal},
      {"eV/A2", D::stretch_constant, electronvolt},
      {"kcal/mol/rad2", D::bend_constant, 1.0},
      {"kJ/mol/rad2", D::bend_constant, kcal},
      {"eV/rad2", D::bend_constant, electronvolt},
      {"kcal/mol/A/rad", D::stretch_bend_constant, 1.0},
      {"kJ/mol/A/rad", D::stretch_bend_constant, kcal},
      {"e", D::charge, 1.0},
      {"atm", D::pressure, 1.0},
      {"bar", D::pressure, 1.0 / 1.01325},
      {"kPa", D::pressure, 1.0 / 101.325},
      {"MPa", D::pressure, 1e3 / 101.325},
      {"GPa", D::pressure, 1e6 / 101.325},
  };
  return table;
}

}    // namespace

std::optional<NumberAndUnit> split_quantity(const std::string &text)
{
  const char *begin = text.c_str();
  char *end = nullptr;
  const double number = std::strtod(begin, &end);
  if (end == begin || !std::isfinite(number)) return std::nullopt;
  if (std::string(begin, static_cast<const char *>(end)).find_first_of("xX") != std::string::npos)
    return std::nullopt;    // hex
  while (*end == ' ') ++end;
  const std::string unit = end;
  if (unit.empty() || unit.find(' ') != std::string::npos) return std::nullopt;
  return NumberAndUnit{number, unit};
}

std::optional<double> convert(const NumberAndUnit &quantity, Dimension dimension)
{
  for (const Unit &unit : units())
    if (unit.dimension == dimension && unit.name == quantity.unit)
      return quantity.number * unit.factor + unit.offset;
  return std::nullopt;
}

std::string accepted_units(Dimension dimension)
{
  std::string text;
  for (const Unit &unit : units())
    if (unit.dimension == dimension) text += (text.empty() ? "" : ", ") + std::string(unit.name);
  return text;
}

}    // namespace softmode
