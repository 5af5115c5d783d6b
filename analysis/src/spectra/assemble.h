// SPDX-License-Identifier: BSD-3-Clause
// What the readers of all formats share: checks of an axis, temperatures by name.
#pragma once

#include "spectra/conditions.h"
#include "spectra/quantity_words.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// Says where point i of a spectrum stands.
using PointPlace = std::function<Place(std::size_t point)>;

/// Check points and axis, turn a descending axis round (noted), fill wavenumber and intensity.
/// \throws SpectrumError for fewer than 5 points, values that are not finite, wavenumbers that are not
///   positive, repeat or change their direction.
void set_points(Spectrum &spectrum, std::vector<double> wavenumber, std::vector<double> intensity,
                const PointPlace &place);

/// What title and file name say by the patterns of the options, added to `known`.
/// \throws SpectrumError if a given pattern does not fit.
void add_from_names(Conditions &known, const std::string &name, const std::string *title,
                    const SpectraOptions &options);

/// Move conditions into the spectrum; a temperature without unit is left to decide_bare_temperatures().
/// \throws SpectrumError if there is no temperature.
void set_conditions(Spectrum &spectrum, const Conditions &conditions, const Place &place);

/// The ordinate that the options or the file say, with a note where they differ.
void set_quantity(Spectrum &spectrum, std::optional<Quantity> in_file,
                  const SpectraOptions &options);

/// Add what the file's name says, then set conditions and quantity of a spectrum whose points are set.
Spectrum finished(Spectrum spectrum, Conditions conditions, std::optional<Quantity> quantity,
                  const SpectraOptions &options);

/// Spectra of a table whose rows are spectra under a line of wavenumbers; nullopt for any other text.
/// \throws SpectrumError
std::optional<std::vector<Spectrum>> read_rows(std::string_view text, const std::string &name,
                                               const SpectraOptions &options,
                                               std::vector<std::string> &notes);

/// Spectra of a table. \throws SpectrumError
std::vector<Spectrum> read_table(std::string_view text, const std::string &name,
                                 const SpectraOptions &options, std::vector<std::string> &notes);

}    // namespace softmode::spectra
