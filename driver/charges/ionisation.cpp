// SPDX-License-Identifier: BSD-3-Clause
#include "charges/ionisation.h"

#include "support/csv.h"

#include <cmath>
#include <vector>

namespace softmode {

namespace {

ChargeCentre read_centre(const CsvRow &row)
{
  const std::string &where = row.where;
  const double charge = row.number("charge_centre");
  if (charge < 0.0 || charge != std::floor(charge))
    fail(ExitCode::parameters, "{}: the charge centre {} is not 0, 1, 2, ...", where,
         row.text("charge_centre"));
  std::vector<double> energies{row.number("affinity_eV")};    // of the steps -1 -> 0, 0 -> 1, ...
  for (const std::string &energy : split(row.text("ionisation_eV"), ' '))
    energies.push_back(finite_number(energy, where, row.kind));
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
  for (const CsvRow &row :
       read_csv(file, {"element", "charge_centre", "affinity_eV", "ionisation_eV"},
                ExitCode::parameters))
    table.centres[row.text("element")] = read_centre(row);
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
