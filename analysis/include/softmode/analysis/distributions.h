// SPDX-License-Identifier: BSD-3-Clause
// Probabilities that tests of models need.
#pragma once

#include <vector>

namespace softmode {

/// Regularised incomplete beta function I_x(a, b), a, b > 0, 0 <= x <= 1 (continued fraction, NIST DLMF
/// 8.17.22), to 1e-13 for a + b below 1e3, to 1e-8 at 1e7.
double incomplete_beta(double a, double b, double x);

/// Probability that F with (numerator, denominator) degrees of freedom exceeds f: 1 for f <= 0.
/// \throws AnalysisError for degrees of freedom that are not positive.
double f_probability(double f, double numerator, double denominator);

/// Probability that |t| of Student's distribution exceeds |value|.
double t_probability(double value, double degrees_of_freedom);

/// Probability that a standard normal deviate exceeds |value| in magnitude.
double normal_probability(double value);

/// Half width of the central interval of Student's distribution that holds `level` (0 to 1), in standard errors.
double t_quantile(double level, double degrees_of_freedom);

/// Probability that chi-squared with this many degrees of freedom exceeds the value (DLMF 8.7.1, 8.9.2).
double chi_squared_probability(double value, double degrees_of_freedom);

/// Do the signs of residuals in their order form as many runs as chance would make? (A. Wald, J. Wolfowitz, Ann.
/// Math. Stat. 1940, 11, 147, doi:10.1214/aoms/1177731909)
struct RunsTest {
  int runs = 0, positive = 0, negative = 0;
  double z = 0.0;    ///< (runs - expected) / deviation; negative where neighbours are alike
  double probability = 1.0;    ///< of a |z| as large or larger by chance
};

/// Of several series, each in order; runs do not go on from one to the next. Zeros are left out.
RunsTest runs_test(const std::vector<std::vector<double>> &residuals);

}    // namespace softmode
