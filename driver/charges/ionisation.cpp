// SPDX-License-Identifier: BSD-3-Clause
#include "charges/ionisation.h"

#include "support/error.h"
#include "support/files.h"

#include <cmath>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace softmode {

namespace {

std::vector<std::string> split(const std::string &text, char separator)
{
  std::vector<std::string> fields;
  std::istringstream in(text);
  for (std::string field; std::getline(in, field, separator);) fields.push_back(field);
  return fields;
}

double number(const std::string &text, const std::string &where)
{
  char *end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value))
    fail(ExitCode::parameters, "{}: '{}' is not a number", where, text);
  return value;
}

ChargeCentre read_centre(const std::vector<std::string> &fields, const std::string &where)
{
  if (fields.size() < 4)
    fail(ExitCode::parameters,
         "{}: expected element, charge_centre, affinity_eV, ionisation_eV, found {} columns", where,
         fields.size());
  const double charge = number(fields[1], where);
  if (charge < 0.0 || charge != std::floor(charge))
    fail(ExitCode::parameters, "{}: the charge centre {} is not 0, 1, 2, ...", where, fields[1]);
  std::vector<double> energies{number(fields[2], where)};    // of the steps -1 -> 0, 0 -> 1, ...
  for (const std::string &energy : split(fields[3], ' ')) energies.push_back(number(energy, where));
  const auto c = static_cast<std::size_t>(charge);
  if (energies.size() != c + 2)
    fail(ExitCode::parameters,
         "{}: {} ionisation energies, expected {}: one more than the charge centre", where,
         energies.size() - 1, c + 1);
  if (!(energies[c + 1] > energies[c]))
    fail(ExitCode::parameters, "{}: the last ionisation energy must be greater than {} eV", where,
         energies[c]);
  return {static_cast<int>(c), energies[c], energies[c + 1]};
}

}    // namespace

double ChargeCentre::electronegativity_eV() const
{
  return 0.5 * (into_eV + beyond_eV) - charge * hardness_eV();
}

IonisationTable IonisationTable::read(const std::filesystem::path &file)
{
  IonisationTable table;
  table.file_name = file.string();
  std::istringstream in(read_file(file));
  bool header_seen = false;
  int line_number = 0;
  for (std::string line; std::getline(in, line);) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    if (!header_seen) {
      header_seen = true;
      continue;
    }
    const std::vector<std::string> fields = split(line, ',');
    table.centres[fields[0]] =
        read_centre(fields, fmt::format("{}:{}", table.file_name, line_number));
  }
  return table;
}

const ChargeCentre &IonisationTable::at(const std::string &element) const
{
  const auto found = centres.find(element);
  if (found != centres.end()) return found->second;
  std::vector<std::string> known;
  for (const auto &[name, centre] : centres) known.push_back(name);
  fail(ExitCode::parameters,
       "{}: no ionisation energies for {}, which EQeq needs; there are {}. Add a line, or give a "
       "table of charges",
       file_name, element, fmt::join(known, ", "));
}

}    // namespace softmode
