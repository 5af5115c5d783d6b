// SPDX-License-Identifier: BSD-3-Clause
// Simulated spectra taken as if they had been measured: what the experiment's analysis makes of them, beside the
// populations that are known to be there.
#pragma once

#include "results/results.h"

namespace softmode {

/// The spectra of one stretch at all points of a material, divided by temperature (classical occupation) and by a common
/// factor, in the window that holds its band at all temperatures; fitted by fit_spectra(), as `softmode fit` does.
/// Errors of what is derived from areas come from leaving out one block of time after the other (jackknife): points of a
/// spectrum next to each other are not independent and their noise grows with the intensity, which the covariance of a fit
/// does not know. What cannot be had is in
/// the warnings of the fit.
/// group: "asymmetric", "symmetric" or "flux"; band: whose window is taken.
StretchAnalysis analyse_stretch(const std::string &name, const std::vector<PointResult> &points,
                                const std::string &group, BandResult PointResult::*band);

/// Fixed centres of tight and loose, placed about a band as the experiment placed those of HKUST-1: its band went from 1594.8
/// to 1589.0 cm-1, its centres were 1596 and 1587 (doi:10.1021/jacs.0c09499), that is, 1.2/5.8 of the shift above the one and
/// 2.0/5.8 below the other. Empty where the band does not move to lower wavenumbers.
std::vector<double> centres_as_in_the_source(double cold_cm, double hot_cm);
inline constexpr const char *with_fixed_centres = ", fixed centres";

/// Analyses of both stretches, from their own spectra and, with charges, from the infrared one. The asymmetric one, which the
/// experiment took apart, also with fixed centres as the experiment had them.
std::vector<StretchAnalysis> analyse_stretches(const MaterialResult &material);

/// (ln K from the spectra - ln K counted) / combined error, at one point; nullopt where one of them is missing.
std::optional<double> deviation_in_errors(const StretchAnalysis &analysis, const PointResult &point,
                                          std::size_t i);

/// What the analysis of spectra finds, against what is counted, in one or two sentences.
std::string in_words(const StretchAnalysis &analysis, const std::vector<PointResult> &points);

/// spectra_K.csv, spectra_vant_hoff.csv and, for each stretch, spectra/<material>/<stretch>/ with the spectra and all
/// that `softmode fit` writes. \throws Error (io).
void write_spectra_tables(const Results &results, const std::filesystem::path &folder);

}    // namespace softmode
