// SPDX-License-Identifier: BSD-3-Clause
// What an abscissa is by its name, and its conversion to cm-1.
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"
#include "spectra/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// Unit of a whole text: "cm-1", "cm^-1", "1/CM", "um", "µm", "microns", "MICROMETERS", "1/m", "eV", "THz", ...;
/// nullopt for anything else.
std::optional<XUnit> x_unit_of(std::string_view text);

/// What the name of an axis says.
struct AxisName {
  enum Word { none, wavenumber, wavelength, energy, frequency } word = none;
  std::optional<XUnit> unit{};
  bool unknown_unit = false;    ///< something stands where a unit would
  std::string text{};           ///< as it is written, for messages
};

/// Of "wavenumber (1/m)", "wavelength_um", "lambda/nm", "E [meV]", "cm-1", "x", ...; nullopt for anything else.
std::optional<AxisName> axis_name_of(std::string_view text);

/// The unit in brackets, or behind a '/', at the end of a name that is none of these: "Phonon energy (meV)", "hv/eV"; nullopt
/// where nothing stands there.
std::optional<AxisName> unit_in_name(std::string_view text);

/// In cm-1, by the unit of the options, else of the name, else as they are; a conversion is noted. Checked is
/// that the infrared has such wavenumbers (see SpectraOptions::x_unit), unless the options say that they are cm-1.
/// \throws SpectrumError at `place` for values that cannot be converted, a wavelength, energy or frequency without unit, a
///   word and a unit that contradict each other, a range that is none of the infrared: it says what that might be
void to_wavenumbers(std::vector<double> &x, const std::optional<AxisName> &name,
                    const SpectraOptions &options, const Place &place,
                    std::vector<std::string> &notes);

}    // namespace softmode::spectra
