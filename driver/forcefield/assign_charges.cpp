// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assign_charges.h"

#include "charges/eqeq.h"
#include "forcefield/typing.h"
#include "support/error.h"

#include <cmath>
#include <numeric>

namespace softmode {

namespace {

constexpr double table_tolerance = 1e-6;    // e per atom: sums in double, nothing else
constexpr double rounding_of_cif = 1e-3;    // e per atom: files give three digits or more

double total(const std::vector<double> &charges)
{
  return std::accumulate(charges.begin(), charges.end(), 0.0);
}

AssignedCharges uniform(std::size_t atoms, const std::string &method)
{
  return {std::vector<double>(atoms), std::vector<std::string>(atoms, method), method};
}

const Sourced &from_table(const Crystal &crystal, const BondGraph &graph,
                          const Chemistry &chemistry, const Potential &potential, int atom)
{
  const auto &table = potential.charges.table;
  for (const std::string &name : {chemistry.second_shell[atom], chemistry.environment[atom]})
    if (const auto found = table.find(name); found != table.end()) return found->second;
  std::vector<std::string> known;
  for (const auto &[environment, charge] : table) known.push_back(environment);
  fail(ExitCode::parameters,
       "{}: charges: no charge for atom {}, environment {} or {}; there are {}",
       potential.file.string(), describe_atom(crystal, graph, atom), chemistry.environment[atom],
       chemistry.second_shell[atom], fmt::join(known, ", "));
}

AssignedCharges tabulated(const Crystal &crystal, const BondGraph &graph,
                          const Chemistry &chemistry, const Potential &potential)
{
  AssignedCharges charges = uniform(graph.size(), "table");
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Sourced &s = from_table(crystal, graph, chemistry, potential, static_cast<int>(i));
    charges.values[i] = s.value;
    charges.reasons[i] = s.source;
    charges.method = "table: " + s.source;
  }
  const double sum = total(charges.values);
  if (std::fabs(sum) > table_tolerance * static_cast<double>(graph.size()))
    fail(ExitCode::parameters, "{}: the charges of {} add up to {:.6f} e per cell, expected 0",
         potential.file.string(), crystal.source, sum);
  return charges;
}

AssignedCharges equilibrated(const Crystal &crystal, const Potential &potential)
{
  AssignedCharges charges =
      uniform(crystal.atoms.size(), "EQeq of the structure, doi:10.1021/jz3008485");
  const Eigen::VectorXd values =
      eqeq_charges(crystal, IonisationTable::read(potential.ionisation_energies));
  charges.values.assign(values.begin(), values.end());
  return charges;
}

AssignedCharges from_cif(const Crystal &crystal, const Potential &potential)
{
  AssignedCharges charges = uniform(crystal.atoms.size(), "CIF, _atom_site_charge");
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    const CrystalAtom &atom = crystal.atoms[i];
    if (!atom.charge)
      fail(ExitCode::structure,
           "{}: atom {} ({}) has no charge (_atom_site_charge), but {} says charges: {{method: "
           "cif}}; add it, or use method: eqeq",
           crystal.source, atom.label, atom.element, potential.file.string());
    charges.values[i] = *atom.charge;
  }
  const double sum = total(charges.values), n = static_cast<double>(charges.values.size());
  if (std::fabs(sum) > rounding_of_cif * n)
    fail(ExitCode::structure,
         "{}: the charges (_atom_site_charge) add up to {:.4f} e per cell, expected 0",
         crystal.source, sum);
  for (double &q : charges.values) q -= sum / n;
  if (std::fabs(sum) > table_tolerance * n)
    charges.method += fmt::format(", each shifted by {:.2g} e to be neutral", -sum / n);
  return charges;
}

}    // namespace

AssignedCharges assign_charges(const Crystal &crystal, const BondGraph &graph,
                               const Chemistry &chemistry, const Potential &potential)
{
  switch (potential.charges.method) {
    case ChargeMethod::table:
      return tabulated(crystal, graph, chemistry, potential);
    case ChargeMethod::eqeq:
      return equilibrated(crystal, potential);
    case ChargeMethod::cif:
      return from_cif(crystal, potential);
    case ChargeMethod::none:
      break;
  }
  return uniform(crystal.atoms.size(), "none given");
}

}    // namespace softmode
