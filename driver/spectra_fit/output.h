// SPDX-License-Identifier: BSD-3-Clause
// What `softmode fit` says and writes.
#pragma once

#include "spectra_fit/fit_spectra.h"

#include <filesystem>
#include <string>

namespace softmode {

/// Summary for a terminal.
std::string fit_text(const PreparedSpectra &prepared, const FitRequest &request,
                     const SpectraFit &fit);

/// Every parameter, error, covariance and model score.
std::string fit_json(const PreparedSpectra &prepared, const FitRequest &request,
                     const SpectraFit &fit);

/// bands.csv, slopes.csv, populations.csv, vant_hoff.csv, free_energy.csv, models.csv and fit.json; with
/// spectra of each state state_centres.csv and redshift_parts.csv. Units are in the names of the columns (x:
/// that of the intensities); a number that could not be had is an empty field. Each file is written to a temporary name
/// and renamed. \throws Error (io).
void write_fit(const PreparedSpectra &prepared, const FitRequest &request, const SpectraFit &fit,
               const std::filesystem::path &folder);

}    // namespace softmode
