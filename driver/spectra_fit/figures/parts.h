// SPDX-License-Identifier: BSD-3-Clause
// The single figures, and what they share. Internal to the folder.
#pragma once

#include "spectra_fit/figures/choose.h"
#include "spectra_fit/figures/figures.h"
#include "spectra_fit/figures/style.h"

namespace softmode {

struct FigureSource {
  const PreparedSpectra &prepared;
  const SpectraFit &fit;
  std::vector<TemperatureGroup> groups;    ///< of the spectra
  Quantity quantity;
};

/// Each adds its figure, or a note why there is none; and a note of what is not drawn.
void add_overlay(FigureSet &set, const FigureSource &source);
void add_temperatures(FigureSet &set, const FigureSource &source);
void add_global_fit(FigureSet &set, const FigureSource &source);
void add_vant_hoff(FigureSet &set, const FigureSource &source);
void add_position(FigureSet &set, const FigureSource &source);
void add_fwhm(FigureSet &set, const FigureSource &source);

/// Said in comments of the script; what is not drawn is a note for the user as well.
struct Remarks {
  std::vector<std::string> about, omitted;
};

/// Script and data under the names that scripts use: "<name>-data.dat" (measured) and, unless it is empty,
/// "<name>-curves.dat" (of the fit).
void add_figure(FigureSet &set, const std::string &name, const Page &page,
                const std::string &drawing, const Remarks &remarks, const std::string &data,
                const std::string &curves);

/// "some points of 3 spectra are left out: ..." if any are.
std::vector<std::string> remarks_on_points(const std::vector<DrawnSpectrum> &spectra);

/// "273.15 K heating 1, file a.csv", for comments in data.
std::string origin_of(const PreparedSpectra &prepared, std::size_t spectrum);

/// Measured points: wavenumber, intensity, intensity without baseline, residual; one block a spectrum.
DataText points_text(const FigureSource &source, const std::vector<DrawnSpectrum> &spectra);
/// Curves: wavenumber, sum, baseline, sum without baseline, each component.
DataText curves_text(const FigureSource &source, const std::vector<DrawnSpectrum> &spectra);

/// Lowest and highest number that is finite; low > high if there is none.
struct Range {
  double low = INFINITY, high = -INFINITY;
  void take(double value);
  void take(const Eigen::VectorXd &values);
};

/// Names of components, "tight" and "loose" or "component 1".
std::vector<std::string> component_names(const SpectraFit &fit);
/// Colour of a component: tight and loose have the same everywhere.
std::string component_colour(const SpectraFit &fit, std::size_t component);

/// How points of cycles and directions are told apart in a figure over temperature: a colour for each cycle, filled where
/// heating, open where cooling; many cycles by a sequential palette. Ramps that share temperatures stand side by side.
class RampStyle {
 public:
  /// x_span: of the axis, for the distance between ramps; 0: none.
  RampStyle(const std::vector<Ramp> &ramps, const std::vector<FitSpectrum> &spectra, double x_span);
  /// Variables the elements need.
  std::string commands() const;
  /// Plot elements: `file` with x, y and its error in the first columns, a block for each ramp, each ending in ", \\\n".
  std::string elements(const std::string &file) const;
  std::vector<std::string> legend() const;
  /// Palette and colour bar where many cycles need one.
  std::string palette(const Page &page, const Panel &panel) const;
  /// The last of the elements; it makes the colour bar appear.
  std::string last_element() const;
  bool many() const { return many_cycles; }
  /// Whether points do not stand where they were measured, but beside those of other ramps.
  bool side_by_side() const;

 private:
  std::string title(std::size_t k) const;
  std::string symbol(const Ramp &ramp) const;
  std::vector<Ramp> ramps;
  std::vector<int> cycles;
  bool many_cycles;
  double dodge = 0.0;
};

/// Notes, once, that points of ramps stand side by side if they do.
void note_side_by_side(FigureSet &set, const RampStyle &style);

/// Legend above everything, over the whole width: to be drawn last, as it changes axes. Entries are plot elements without
/// data, like "with lines linewidth 1 title ...".
std::string legend(const Page &page, const std::vector<std::string> &entries, int columns);
/// Height it needs.
double legend_cm(std::size_t entries, int columns);

/// One panel over the whole page, below a legend in two columns, with room for a colour bar on the right if asked for.
struct SinglePanel {
  Page page;
  Panel panel;
};
SinglePanel single_panel(std::size_t legend_entries, const Axis &y, bool colour_bar,
                         bool upper_axis);

}    // namespace softmode
