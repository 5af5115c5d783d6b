// SPDX-License-Identifier: BSD-3-Clause
// Measured infrared spectra over temperature: what one spectrum and a series of them hold.
#pragma once

#include "softmode/analysis/error.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// What the ordinate of a spectrum is.
enum class Quantity {
  absorbance,               ///< -log10 of the transmittance
  transmittance,            ///< fraction, 0 to 1
  percent_transmittance,    ///< 0 to 100
  reflectance,              ///< fraction, 0 to 1
  percent_reflectance,      ///< 0 to 100
  kubelka_munk,             ///< F(R) = (1-R)^2 / (2R)
  arbitrary                 ///< proportional to the absorption, or not said
};

/// "absorbance", "percent transmittance", "Kubelka-Munk", ...
const char *name_of(Quantity quantity);

/// Direction of the temperature when a spectrum was measured.
enum class Branch { unknown, heating, cooling };

/// "heating", "cooling" or "unknown".
const char *name_of(Branch branch);

/// One measured spectrum.
struct Spectrum {
  std::vector<double> wavenumber;    ///< cm-1, strictly ascending, positive
  std::vector<double> intensity;     ///< finite, as many as wavenumbers
  Quantity quantity = Quantity::arbitrary;
  double temperature_K = 0.0;
  int cycle = 0;                       ///< of the temperature programme, from 1; 0: not known
  Branch branch = Branch::unknown;     ///< of that cycle
  std::string label;                   ///< title of the measurement
  std::string file;                    ///< where it was read from
  std::vector<std::string> notes{};    ///< every choice and step done to it, in order
  /// A temperature as written, where no unit is: readers of single files leave it, read_spectra() decides.
  std::optional<double> bare_temperature{};
  /// A temperature without unit that was taken as degrees Celsius since the standard of the format says so:
  /// read_spectra() refuses the files where all of these may be kelvin.
  std::optional<double> celsius_by_standard{};
  /// Temperatures (K) of a title that does not have the one above, and the line of that: read_spectra() refuses them
  /// unless all titles have the same, as in "activated at 150 C".
  std::vector<double> others_in_title_K{};
  int line_of_temperature = 0;
};

/// Spectra in the order of their measurement.
struct SpectrumSeries {
  std::vector<Spectrum> spectra;
  std::vector<std::string> notes{};    ///< choices that concern all of them
};

/// Fewest points of a spectrum, or of a window of one.
inline constexpr std::size_t fewest_points = 5;

/// A spectrum that cannot be read or used; the message names file, line and column where known.
class SpectrumError : public AnalysisError {
 public:
  /// line and column count from 1; 0: the whole file, the whole line.
  SpectrumError(const std::string &file_, int line_, int column_, const std::string &message);
  std::string file;
  int line;
  int column;
};

/// Find branch and cycle of those spectra that have none, from the order of measurement. A spectrum
/// that is warmer than the one before it in its cycle is heating, a colder one cooling, an equal one
/// as the one before; the first goes with the second, so that a turning point belongs to the ramp
/// that led to it. Without any cycle number, a new cycle begins where the first direction begins
/// anew; one single step back between two ramps of the same direction starts the second of them.
/// What was found is noted. With one temperature only the branch stays unknown.
/// \throws SpectrumError if some spectra have a cycle and others do not.
void find_branches(SpectrumSeries &series);

}    // namespace softmode
