// SPDX-License-Identifier: BSD-3-Clause
// Reads infrared spectra in JCAMP-DX 4.24 and 5.x.
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"

#include <string>
#include <string_view>
#include <vector>

namespace softmode {

/// Spectra of all blocks of a JCAMP-DX text, in order (R.S. McDonald, P.A. Wilks, Appl. Spectrosc. 1988,
/// 42, 151, doi:10.1366/0003702884428734; P. Lampen, J. Lambert, R.J. Lancashire, R.S. McDonald,
/// P.S. McIntyre, D.N. Rutledge, T. Froehlich, A.N. Davies, Pure Appl. Chem. 1999, 71, 1549,
/// doi:10.1351/pac199971081549).
///
/// Read are ##XYDATA=(X++(Y..Y)) in AFFN and all ASDF forms (PAC, SQZ, DIF, DUP, also mixed),
/// ##XYPOINTS=(XY..XY), and linked blocks. Labels are compared without case, blanks, '-', '/' and '_'.
/// XUNITS 1/CM, or MICROMETERS and NANOMETERS, which are converted. YUNITS ABSORBANCE, TRANSMITTANCE,
/// REFLECTANCE, KUBELKA-MUNK, ARBITRARY UNITS; a transmittance or reflectance that exceeds 2 is taken
/// as per cent, with a note. A bare ##TEMPERATURE is in degrees Celsius, as is usual there, with a note.
///
/// Checked are the abscissa at the start of each line (to three quarters of a step, or to its last
/// digit where that is coarser than a step), the ordinate that repeats the last one of a line in DIF
/// form, NPOINTS, and DELTAX against FIRSTX, LASTX and NPOINTS (to 1 %, noted beyond its digits); a
/// FIRSTY that differs is noted. With SpectraOptions::lenient a failed check of an abscissa is noted, and points stand
/// where FIRSTX, LASTX and NPOINTS put them. Cycle and branch are those of title or name, where a pattern gives them.
/// \throws SpectrumError naming file and line if a check fails, for peak tables, NTUPLES, missing ordinates,
///   unknown units, missing labels, an open block, or no temperature.
std::vector<Spectrum> read_jcamp(std::string_view text, const std::string &name,
                                 const SpectraOptions &options = {});

}    // namespace softmode
