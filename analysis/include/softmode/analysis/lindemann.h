// SPDX-License-Identifier: BSD-3-Clause
// Lindemann ratio over temperature, and where it would reach the threshold of melting.
#pragma once

#include "softmode/analysis/statistics.h"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// How delta, a root mean square deviation over a length, may depend on temperature:
/// harmonic   a sqrt(T), classical oscillators (F.A. Lindemann, Phys. Z. 1910, 11, 609)
/// linear     a + b T
/// disorder   sqrt(c + b T), the same with static disorder
/// quantum    sqrt(s T x coth x), x = h c nu / (2 k T): one oscillator of wavenumber nu with its zero-point motion
///            (J.J. Gilvarry, Phys. Rev. 1956, 102, 308, doi:10.1103/PhysRev.102.308, for the classical limit)
enum class LindemannLaw { harmonic, linear, disorder, quantum };

std::string name_of(LindemannLaw law);

/// delta of a law, and its derivatives with respect to parameters and temperature.
struct LindemannValue {
  double delta;
  Eigen::VectorXd gradient;
  double slope;    ///< 1/K
};
/// parameters: a; a, b; c, b; s, nu. nullopt where the root does not exist.
std::optional<LindemannValue> lindemann_law(LindemannLaw law, const Eigen::VectorXd &parameters,
                                            double temperature_K);

struct LindemannPoint {
  double temperature_K;
  Estimate delta;
};

struct LindemannFit {
  LindemannLaw law;
  Eigen::VectorXd parameters;
  Eigen::MatrixXd covariance;          ///< enlarged by the reduced chi-squared where that exceeds 1
  double chi_squared, AICc, weight;    ///< weight: Akaike's, of all laws together 1
};

struct LindemannCrossing {
  double threshold;
  std::vector<std::optional<Estimate>>
      of_law;    ///< K, of each law that was fitted; nullopt if it never gets there
  /// Weighted mean over the laws that get there, K; its error holds their errors and how far they differ.
  std::optional<Estimate> averaged;
  double lowest = 0.0, highest = 0.0;    ///< of the laws
  bool extrapolated = false;             ///< beyond the temperatures of the data
};

/// Where the best law scatters more than the errors allow, chi-squared is divided by its reduced one in AICc (QAICc; K.P.
/// Burnham, D.R. Anderson, Model Selection and Multimodel Inference, 2002, section 2.5, doi:10.1007/b97636): weights of
/// laws that all miss the data would else prefer the one that misses least beyond doubt.
struct LindemannAnalysis {
  std::vector<LindemannFit> fits;
  std::vector<std::string> not_fitted;    ///< laws left out, with the reason
  std::vector<LindemannCrossing> crossings;
  double scatter =
      1.0;    ///< sqrt of the smallest reduced chi-squared, at least 1: no law describes the data above 3
};

/// "delta(M-O) reaches 0.10 at 700 +- 40 K (laws: 650 to 760 K; extrapolated), ..."
std::string in_words(const LindemannAnalysis &analysis);

/// Weighted least squares of all laws. Thresholds are looked for up to 20 times the highest temperature.
/// \throws AnalysisError for fewer than 5 points or 3 different temperatures, or numbers that are not positive
///   and finite.
LindemannAnalysis analyse_lindemann(const std::vector<LindemannPoint> &points,
                                    const std::vector<double> &thresholds = {0.10, 0.15});

/// Forms of the ratio itself. Of bonds: mean over bonds of sqrt(<r^2> - <r>^2) / <r> (R.S. Berry, T.L. Beck, H.L. Davis,
/// J. Jellinek, Adv. Chem. Phys. 1988, 70B, 75); of atoms: sqrt(<u^2>) / distance, u the displacement of an atom from
/// its site in three dimensions.
/// \throws AnalysisError for no bonds, lengths that are not positive or <r^2> below <r>^2; std::invalid_argument for sizes that differ.
double lindemann_of_bonds(const std::vector<double> &mean, const std::vector<double> &mean_square);
/// The first with the standard error of the spread over bonds, from standard deviations of their lengths; error 0 for one
/// bond. \throws AnalysisError for no bonds, lengths that are not positive, negative deviations; std::invalid_argument for sizes that differ.
Estimate lindemann_of_bonds_with_error(const std::vector<double> &mean,
                                       const std::vector<double> &deviation);
double lindemann_of_atoms(double mean_square_displacement, double distance);

}    // namespace softmode
