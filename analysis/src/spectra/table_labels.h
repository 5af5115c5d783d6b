// SPDX-License-Identifier: BSD-3-Clause
// What names of columns and comments of a table mean.
#pragma once

#include "spectra/conditions.h"
#include "spectra/table.h"
#include "spectra/x_unit.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode::spectra {

/// What a column holds, by its name.
struct ColumnRole {
  enum Kind { other, abscissa, intensity, temperature, cycle, branch, label } kind = other;
  std::optional<Quantity> quantity{};       ///< of an intensity
  std::optional<TemperatureUnit> unit{};    ///< of a temperature, where the name says it
  std::optional<AxisName> axis{};           ///< of an abscissa
  // "T (C) \\ nm" and "nm \\ T (C)" in the corner of a table have both
};

ColumnRole role_of(const std::string &name);

/// The role of a column under several lines of names: the first that is one, with what the others add.
ColumnRole role_of_column(const Table &table, std::size_t column);

/// What the names of the first column and the comments say of the abscissa.
/// \throws SpectrumError if they contradict each other
std::optional<AxisName> axis_of_table(const Table &table, std::optional<AxisName> first_column);

/// What the names of a column of intensities say.
/// \throws SpectrumError for temperatures that are not above absolute zero or disagree, or a first column that is
///   no abscissa beside them
Conditions conditions_of_column(const Table &table, std::size_t column,
                                const SpectraOptions &options);

/// Whether a line of names has temperatures behind a corner that says so ("T / K,173,223").
bool has_row_of_temperatures(const Table &table);

/// What comments say of spectrum `index`, from 1, of `count`; its notes are added to `notes`.
/// \throws SpectrumError for values that cannot be understood or disagree
Conditions from_comments(const Table &table, std::size_t index, std::size_t count,
                         const SpectraOptions &options, std::vector<std::string> &notes);

/// What "# quantity: absorbance" or "# y unit: %T" says of an ordinate that the names of its column call `named`;
/// `named` without such a comment. A unit that is not known is noted.
/// \throws SpectrumError for a quantity that is not known, or per cent of it is not known what, unless the options
///   say what it is
std::optional<Quantity> quantity_of_table(const Table &table, std::optional<Quantity> named,
                                          const SpectraOptions &options,
                                          std::vector<std::string> &notes);

/// The quantity of per cent of `named`. \throws SpectrumError if that is none, unless the options say what it is
std::optional<Quantity> percent_of(std::optional<Quantity> named, const SpectraOptions &options,
                                   const Place &place);

}    // namespace softmode::spectra
