// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <stdexcept>

namespace softmode {

Redshift fit_redshift(const std::vector<double> &temperature_K,
                      const std::vector<Estimate> &position_cm)
{
  const auto n = static_cast<Eigen::Index>(temperature_K.size());
  if (temperature_K.size() != position_cm.size() || n < 2)
    throw std::invalid_argument("redshift: needs at least two temperatures, each with a position");
  Eigen::MatrixXd design(n, 2);
  Eigen::VectorXd position(n), errors(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    design.row(i) << 1.0, temperature_K[i] - reference_temperature_K;
    position[i] = position_cm[i].value;
    errors[i] = position_cm[i].error;
  }
  const LinearFit fit = weighted_least_squares(design, position, errors);
  return {{fit.parameters[1], fit.error(1)},
          {fit.parameters[0], fit.error(0)},
          fit.reduced_chi_squared()};
}

}    // namespace softmode
