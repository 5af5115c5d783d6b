// SPDX-License-Identifier: BSD-3-Clause
// Figures of a fit: for each a script of gnuplot and the numbers it draws.
#pragma once

#include "spectra_fit/fit_spectra.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

struct FigureFile {
  std::string name, content;
};

struct Figure {
  std::string name;      ///< as in "overlay.gp", "overlay.svg"
  std::string script;    ///< draws SVG and PNG; no text in it comes from the user's files
  std::vector<FigureFile> data;
};

struct FigureSet {
  std::vector<Figure> figures;
  std::vector<std::string> notes;    ///< what is not drawn, or not all of it, and why
};

/// overlay       all spectra and fits, residuals below
/// temperatures  data, fit, components and residuals of each temperature in a panel of its own
/// global-fit    spectra without baseline and their components, stacked over temperatures
/// vant-hoff     ln K against 1/T, fits with and without dCp, their 95 % bands
/// position      band position against temperature, with its slope
/// fwhm          full width at half maximum against temperature
/// Where a figure needs what the fit does not have, it is left out with a note.
FigureSet fit_figures(const PreparedSpectra &prepared, const SpectraFit &fit);

enum class Drawing {
  no,             ///< nothing is written
  if_possible,    ///< without gnuplot scripts and data only
  required
};

/// Write scripts and data into the folder and let gnuplot draw them there. Files of figures that an earlier fit had and this
/// one does not are removed. Each file appears whole or not at all.
/// \returns what gnuplot warned of, and, if it is missing and not required, what to do.
/// \throws Error (figures) if gnuplot is missing and required, or fails, with its first message; (io).
std::vector<std::string> write_figures(const FigureSet &set, const std::filesystem::path &folder,
                                       Drawing drawing);

}    // namespace softmode
