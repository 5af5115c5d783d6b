// SPDX-License-Identifier: BSD-3-Clause
// Spectra of all temperatures and cycles fitted at once with lines that they share.
#pragma once

#include "softmode/analysis/fit_spectrum.h"
#include "softmode/analysis/line_shapes.h"
#include "softmode/analysis/separable.h"
#include "softmode/analysis/vant_hoff.h"

#include <string>
#include <vector>

namespace softmode {

/// Which spectra and components have the same widths.
enum class WidthSharing {
  common,             ///< all components at all temperatures
  per_component,      ///< each component at all temperatures
  per_temperature,    ///< each component at each temperature has its own
  fixed               ///< as given
};

/// Lines that spectra share.
struct LineOptions {
  LineShape shape = LineShape::gaussian;
  std::vector<double>
      centres;    ///< cm-1; where fits start, or fixed; empty: found from the mean spectrum
  bool fix_centres = false;
  std::vector<LineWidths>
      widths;    ///< of each component; where fits start, or fixed; empty: found
  WidthSharing sharing = WidthSharing::per_component;
  int baseline = 1;               ///< order of each spectrum's own: -1 none, 0 constant, 1 linear
  bool start_is_close = false;    ///< as in LeastSquaresProblem; centres and widths are given
};

/// What all fits of spectra say about themselves.
struct FitQuality {
  FitStatus status = FitStatus::failed;
  std::string message;
  std::vector<std::string> warnings;
  double chi_squared = 0.0;    ///< in units of the noise, or of the intensities squared
  Eigen::Index data = 0, parameters = 0;
  bool noise_known = false;    ///< if not, errors follow from the scatter
  std::vector<Eigen::VectorXd>
      residuals;    ///< of each spectrum, data minus fit, divided by its noise if known

  bool usable() const { return status == FitStatus::converged; }
  double reduced_chi_squared() const;
};

struct LineEstimate {
  Estimate centre;                   ///< cm-1; error 0 where fixed
  std::vector<Estimate> fwhm;        ///< cm-1; one, or one per temperature
  std::vector<LineWidths> widths;    ///< of the line shape, likewise
};

struct GlobalFit {
  FitQuality quality;
  LineShape shape = LineShape::gaussian;
  std::vector<LineEstimate> components;    ///< as given, else ascending
  std::vector<double> temperature_K;    ///< those of per_temperature widths, in order of occurrence
  Eigen::MatrixXd area;                 ///< components x spectra, unit of the intensities x cm-1
  Eigen::MatrixXd area_error;
  Eigen::MatrixXd area_covariance;    ///< of the areas, spectrum after spectrum, n s x n s
  Eigen::MatrixXd baseline;           ///< (order + 1) x spectra: coefficients of baseline_columns()
};

/// n = 1 to 4 components with areas and baselines of each spectrum's own. Areas may come out negative. Where the
/// data do not tell two components apart (the distance of their centres and the difference of their widths are both
/// below 3 standard errors, or the Jacobian is singular) the status is rank_deficient and errors are NaN.
/// \throws AnalysisError for another n, lists of another length, components fixed at the same place and
///   width, or spectra as in group_spectra(), or if no start is given and no band stands out.
GlobalFit fit_components(const std::vector<FitSpectrum> &spectra, int components,
                         const LineOptions &options = {});

/// F-test of several components, or two states, against one line for all spectra with free areas, which they contain, at
/// 0.001: close to it, standard errors alone do not protect from two components that share one band.
bool one_line_suffices(const std::vector<FitSpectrum> &spectra, const LineOptions &options,
                       const FitQuality &several);

/// ln K = ln(area of loose / area of tight) - ln ratio of each spectrum, ratio: oscillator strength of the loose over
/// that of the tight component. Its error is common to all. Covariance follows from that of the areas.
/// \throws AnalysisError if the fit is not usable or an area is not positive (it names temperature and cycle).
LogKData log_K_of_areas(const GlobalFit &fit, const std::vector<FitSpectrum> &spectra, int tight,
                        int loose, const Estimate &ratio = {1.0, 0.0});

/// Van't Hoff fit of log_K_of_areas() without its bias: the weights of ln K are those of the areas that the fit
/// predicts (errors of the measured ones would prefer what scattered upwards), and ln K is raised by what noise lowers it
/// by to second order, (s_l^2/l^2 - s_t^2/t^2) / 2. Repeated until both agree.
/// \throws as log_K_of_areas() and fit_vant_hoff().
VantHoffResult fit_vant_hoff_of_areas(const GlobalFit &fit, const std::vector<FitSpectrum> &spectra,
                                      int tight, int loose, const Estimate &ratio,
                                      const VantHoffOptions &options);

struct TwoStateOptions {
  LineOptions lines;    ///< centres and widths: tight, loose
  bool heat_capacity = false;
  double reference_K = reference_temperature_K;
  bool shared_area = false;    ///< one total area for all spectra, else one for each
  Estimate ratio{1.0, 0.0};    ///< oscillator strength, loose / tight; its error is passed on to dS
  bool fit_ratio = false;      ///< starts at `ratio`
  /// Standard deviation of each temperature, K, independent. To first order a temperature that is off by dT moves a
  /// spectrum as ln K that is off by (d ln K/dT) dT; it is passed on to dH, dS and dCp, not to the lines and areas.
  double temperature_error_K = 0.0;
};

/// One-step fit: areas are tied to the populations of dH, dS (and dCp),
///   area [(1 - p) tight(nu) + ratio p loose(nu)], p = K / (1 + K).
struct TwoStateFit {
  FitQuality quality;
  Thermodynamics thermodynamics;
  /// Part of its covariance that errors of the temperatures and of a given ratio make, and no spectrum shows.
  Eigen::MatrixXd external_covariance;
  LineEstimate tight, loose;
  std::vector<Estimate> area;    ///< that of all bonds if all were tight; one, or one per spectrum
  Estimate ratio;
  bool ratio_determined =
      false;    ///< by the data. With an area for each spectrum, only ratio x K is.
};

/// As in fit_components(), two states that the data do not tell apart have the status rank_deficient and no errors; so
/// have those that improve on one constant line with free areas by no more than chance would (F-test at 0.001).
/// \throws AnalysisError as fit_components(), and for fewer temperatures than parameters of ln K.
TwoStateFit fit_two_state(const std::vector<FitSpectrum> &spectra, const TwoStateOptions &options);

/// The problem that fit_components() solves from the given start, for checks of its Jacobian.
SeparableProblem components_problem(const std::vector<FitSpectrum> &spectra,
                                    const LineOptions &options);
/// The same of fit_two_state(); start: dH, dS[, dCp].
SeparableProblem two_state_problem(const std::vector<FitSpectrum> &spectra,
                                   const TwoStateOptions &options, const Eigen::VectorXd &start,
                                   double area);

}    // namespace softmode
