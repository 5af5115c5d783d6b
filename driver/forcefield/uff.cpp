// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/uff.h"

#include "softmode/definitions/constants.h"
#include "support/csv.h"

#include <cmath>

namespace softmode {

namespace {

constexpr double coulomb_like = 664.12;    // kcal/mol A / e^2, eqs 6 and 13

}    // namespace

UffTable UffTable::read(const std::filesystem::path &file)
{
  UffTable table;
  table.file_name = file.string();
  const std::vector<std::string> columns{"type",       "element",    "geometry",   "r_A",
                                         "theta0_deg", "x_A",        "D_kcal_mol", "Z_e",
                                         "V_kcal_mol", "U_kcal_mol", "chi_eV",     "source"};
  for (const CsvRow &row : read_csv(file, columns, ExitCode::parameters))
    table.types.push_back({row.text("type"), row.text("element"), row.text("geometry"),
                           row.text("source"), row.number("r_A"),
                           row.number("theta0_deg") * pi / 180.0, row.number("x_A"),
                           row.number("D_kcal_mol"), row.number("Z_e"), row.number("V_kcal_mol"),
                           row.number("U_kcal_mol"), row.number("chi_eV")});
  return table;
}

const UffType &UffTable::at(const std::string &name) const
{
  for (const UffType &type : types)
    if (type.name == name) return type;
  fail(ExitCode::parameters, "{}: no atom type {}", file_name, name);
}

std::vector<const UffType *> UffTable::of_element(const std::string &element) const
{
  std::vector<const UffType *> found;
  for (const UffType &type : types)
    if (type.element == element) found.push_back(&type);
  return found;
}

namespace {

constexpr double pauling = 0.1332;    // eq 3

}    // namespace

double natural_length(const UffType &i, const UffType &j, double bond_order)
{
  const double ri = i.bond_radius, rj = j.bond_radius;
  const double chi_i = i.electronegativity, chi_j = j.electronegativity;
  const double r_bo = -pauling * (ri + rj) * std::log(bond_order);
  const double root_difference = std::sqrt(chi_i) - std::sqrt(chi_j);
  const double r_en = ri * rj * root_difference * root_difference / (chi_i * ri + chi_j * rj);
  return ri + rj + r_bo - r_en;
}

double bond_order_of_length(const UffType &i, const UffType &j, double length)
{
  const double single = natural_length(i, j, 1.0);
  return std::exp((single - length) / (pauling * (i.bond_radius + j.bond_radius)));
}

double bond_constant(const UffType &i, const UffType &j, double length)
{
  return coulomb_like * i.charge * j.charge / (length * length * length);
}

double angle_constant(const UffType &i, const UffType &k, double length_ij, double length_jk,
                      double theta0)
{
  const double c = std::cos(theta0);
  const double r2 = length_ij * length_ij + length_jk * length_jk - 2.0 * length_ij * length_jk * c;
  return coulomb_like * i.charge * k.charge / std::pow(r2, 2.5) *
         (3.0 * length_ij * length_jk * (1.0 - c * c) - r2 * c);
}

AngleFourier angle_fourier(double theta0)
{
  const double c = std::cos(theta0), s = std::sin(theta0);
  const double c2 = 1.0 / (4.0 * s * s);
  return {c2 * (2.0 * c * c + 1.0), -4.0 * c2 * c, c2};
}

double sp2_torsion_barrier(const UffType &j, const UffType &k, double bond_order)
{
  return 5.0 * std::sqrt(j.sp2_torsion * k.sp2_torsion) * (1.0 + 4.18 * std::log(bond_order));
}

double sp3_torsion_barrier(const UffType &j, const UffType &k)
{
  return std::sqrt(j.sp3_torsion * k.sp3_torsion);
}

double lennard_jones_sigma(const UffType &t)
{
  return t.vdw_distance / std::pow(2.0, 1.0 / 6.0);
}

}    // namespace softmode
