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
/// ##XYPOINTS=(XY..XY), NTUPLES with a spectrum a page (as over temperature), and linked blocks. Labels are compared
/// without case, blanks, '-', '/' and '_'; numbers may have decimal commas. DATA TYPE, XUNITS and YUNITS are known by the
/// words of the standard and by those of programs ("FT-IR", "cm-1", "%T", "log(1/R)", ...); SpectraOptions::quantity goes
/// before YUNITS. A transmittance or reflectance that exceeds 2 is taken as per cent, with a note. A bare
/// ##TEMPERATURE is in degrees Celsius, as is usual there, with a note. Blocks beside a spectrum that hold none
/// (chemical structures, peak tables, interferograms, spectra of another kind) are left out with a note. So is a point at 0 cm-1.
///
/// Checked are the abscissa at the start of each line (to three quarters of a step, or to its last
/// digit where that is coarser than a step), the ordinate that repeats the last one of a line in DIF
/// form, NPOINTS, VAR_DIM, BLOCKS, and DELTAX against FIRSTX, LASTX and NPOINTS (to 1 %, noted beyond its digits); a
/// FIRSTY that differs is noted. SpectraOptions::lenient says what of it may fail. Cycle and branch are those of title or
/// name, where a pattern gives them.
/// \param notes gets what concerns the file and not one of its spectra
/// \throws SpectrumError naming file and line if a check fails, for a file without an infrared spectrum, missing ordinates,
///   unknown units, missing labels, an open block, or no temperature.
std::vector<Spectrum> read_jcamp(std::string_view text, const std::string &name,
                                 const SpectraOptions &options, std::vector<std::string> &notes);

}    // namespace softmode
