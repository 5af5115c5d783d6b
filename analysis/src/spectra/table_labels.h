// SPDX-License-Identifier: BSD-3-Clause
// What names of columns and comments of a table mean.
#pragma once

#include "spectra/conditions.h"
#include "spectra/table.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode::spectra {

/// What a column holds, by its name.
struct ColumnRole {
  enum Kind { other, wavenumber, wavelength, intensity, temperature, cycle } kind = other;
  std::optional<Quantity> quantity{};       ///< of an intensity
  std::optional<TemperatureUnit> unit{};    ///< of a temperature, where the name says it
};

ColumnRole role_of(const std::string &name);

/// What comments say of spectrum `index`, from 1, of `count`; its notes are added to `notes`.
/// \throws SpectrumError for values that cannot be understood or disagree
Conditions from_comments(const Table &table, std::size_t index, std::size_t count,
                         const SpectraOptions &options, std::vector<std::string> &notes);

/// "# quantity: absorbance". \throws SpectrumError for a quantity that is not known
std::optional<Quantity> quantity_from_comments(const Table &table);

}    // namespace softmode::spectra
