// SPDX-License-Identifier: BSD-3-Clause
// Normal modes of a whole structure from LAMMPS's dynamical_matrix, and the coordinates of the spectra in them.
#pragma once

#include "core/stretch_channels.h"
#include "forcefield/system.h"
#include "structure/bonds.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace softmode {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Modes {
  VectorXd omega;      ///< rad/fs, negative where unstable
  MatrixXd vectors;    ///< columns, in mass-weighted coordinates
};

/// Of the binary file of dynamical_matrix, whose unit for style eskm is 1e-6 rad2/fs2. In single precision twice as fast,
/// and good to 0.1 cm-1 above 1000 cm-1.
template <class Real = double> Modes modes_of(const std::string &file, Index n)
{
  EXPECT_EQ(file.size(), static_cast<std::size_t>(n * n) * sizeof(double));
  MatrixXd matrix(n, n);
  std::memcpy(matrix.data(), file.data(), file.size());
  using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
  const Matrix symmetric = (0.5 * (matrix + matrix.transpose())).template cast<Real>();
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(symmetric);
  return {solver.eigenvalues().template cast<double>().unaryExpr(
              [](double v) { return std::copysign(1e-3 * std::sqrt(std::fabs(v)), v); }),
          solver.eigenvectors().template cast<double>()};
}

/// g/mol, three for each atom.
inline VectorXd masses_of(const System &system)
{
  VectorXd mass(static_cast<Index>(3 * system.type_of_atom.size()));
  for (std::size_t i = 0; i < system.type_of_atom.size(); ++i)
    mass.segment<3>(static_cast<Index>(3 * i))
        .setConstant(system.atom_types[system.type_of_atom[i]].mass);
  return mass;
}

/// What the channels of the spectrum are, as directions in mass-weighted coordinates: flux, then
/// asymmetric and symmetric stretch of each carboxylate, then the metal-oxygen bonds.
struct Channels {
  MatrixXd directions;    ///< a row each
  std::vector<int> groups;
};

/// atoms: rows "id x y z" in A, in the order of their ids; cell: columns a, b, c in A.
inline Channels channels_of(const System &system, const std::vector<std::vector<double>> &atoms,
                            const VectorXd &mass, const Eigen::Matrix3d &cell)
{
  std::unordered_map<AtomTag, AtomRole> roles;
  std::vector<std::pair<AtomTag, AtomTag>> bonds;
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i) {
    const std::string &e = system.crystal.atoms[i].element;
    roles[static_cast<AtomTag>(i) + 1] = e == "C"      ? AtomRole::carbon
                                         : e == "O"    ? AtomRole::oxygen
                                         : is_metal(e) ? AtomRole::metal
                                                       : AtomRole::other;
  }
  for (const auto &bond : system.bonds.terms)
    bonds.emplace_back(bond.atoms[0] + 1, bond.atoms[1] + 1);
  const StretchChannels stretches = make_channels(find_carboxylates(roles, bonds));

  const auto index = [](AtomTag tag) { return static_cast<Index>(tag) - 1; };
  const Eigen::Matrix3d inverse = cell.inverse();
  Channels c{MatrixXd::Zero(static_cast<Index>(stretches.group.size()), mass.size()),
             stretches.group};
  for (Index i = 0; i < mass.size() / 3; ++i)
    for (Index d = 0; d < 3; ++d)
      c.directions(d, 3 * i + d) =
          system.charges[static_cast<std::size_t>(i)] / std::sqrt(mass(3 * i));
  for (const StretchTerm &term : stretches.terms) {
    Eigen::Vector3d u;
    for (int d = 0; d < 3; ++d)
      u(d) = atoms[index(term.atom)][1 + d] - atoms[index(term.partner)][1 + d];
    u -= cell * (inverse * u).array().round().matrix();
    u.normalize();
    const Index at = 3 * index(term.atom);
    for (int k = 0; k < 2; ++k)
      if (term.channel[k] >= 0)
        c.directions.row(term.channel[k]).segment<3>(at) +=
            (term.coefficient[k] / std::sqrt(mass(at))) * u;
  }
  return c;
}

}    // namespace softmode
