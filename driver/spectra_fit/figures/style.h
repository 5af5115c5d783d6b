// SPDX-License-Identifier: BSD-3-Clause
// How figures look, as text of gnuplot: page, axes, colours, numbers. For printing at the width of one column.
#pragma once

#include "softmode/analysis/spectra/measured_spectra.h"
#include "softmode/analysis/statistics.h"

#include <string>
#include <vector>

/// A label whose parts differ in font: viewers of SVG drop spaces between them unless gnuplot marks the text, which it does
/// where two spaces stand together.
std::string spaced(const std::string &label);

namespace softmode {

inline constexpr double column_cm = 8.5;      ///< width of one column of a journal
inline constexpr double columns_cm = 17.5;    ///< of two

struct Page {
  double width_cm, height_cm;
};

/// A rectangle of the page, from its lower left corner.
struct Panel {
  double left_cm, right_cm, bottom_cm, top_cm;
};

/// Commands that put what is drawn next into a panel.
std::string place(const Page &page, const Panel &panel);

/// Whole script: `drawing` once for SVG and once for PNG. Each of `remarks` becomes a comment.
std::string script_of(const std::string &name, const Page &page, const std::string &drawing,
                      const std::vector<std::string> &remarks);

/// Range of an axis, of numbers divided by 10^exponent, and the distance of its tics.
struct Axis {
  double low, high, step;
  int exponent;
  double unit() const;    ///< 10^exponent
};

/// A range with margins around what is drawn, about `tics` tics.
Axis axis_over(double low, double high, double margin, int tics);

/// "set yrange [...]" and tics. `letter`: x, y or cb.
std::string axis_commands(const std::string &letter, const Axis &axis);

/// 1, 2 or 5 times a power of ten, nearest to span / tics.
double round_step(double span, int tics);

/// Room that the numbers of a vertical axis and its label need on their left.
double label_cm(const Axis &axis);
/// The label of a vertical axis at the left end of the page, so that labels of panels above each other stand in line.
std::string vertical_label(const Page &page, const Panel &panel, const std::string &label);

/// The label below a panel, as far from it in SVG as in PNG.
std::string horizontal_label(const Page &page, const Panel &panel, const std::string &label);
inline constexpr double below_cm = 1.05;    ///< room for it and the numbers of the axis

/// The x axis of spectra, high wavenumbers on the left, as is usual in infrared spectra.
std::string wavenumber_axis(double low, double high, bool with_numbers, int tics = 5);
inline const char *const wavenumber_label = "Wavenumber (cm^{−1})";

/// "Absorbance", "Intensity (10^{3} arb. units)"; of a difference: "Residual (10^{−3})".
std::string intensity_label(Quantity quantity, int exponent);
std::string residual_label(int exponent);

/// For names of columns: "absorbance", "kubelka-munk".
std::string column_unit(Quantity quantity);

/// From dark violet over red to ochre: grows brighter all the way, so that it survives printing in grey.
extern const char *const sequential_palette;
/// The same at x from 0 to 1, as "#rrggbb".
std::string sequential_colour(double x);
/// Colours that the colour-blind can tell apart (M. Okabe, K. Ito, 2008), by number; they repeat after 7.
std::string distinct_colour(std::size_t i);

/// -0.02031(12): the error concerns the last digits. With a true minus sign.
std::string concise(const Estimate &e);
/// Shortest text, true minus sign.
std::string plain(double value);

/// Rows of numbers under a header with '#', in blocks that gnuplot knows by index.
class DataText {
 public:
  explicit DataText(const std::vector<std::string> &columns);
  /// Start a block; control characters in the comment are replaced.
  void block(const std::string &comment);
  void row(const std::vector<double> &values);
  const std::string &text() const { return content; }

 private:
  std::string content;
  bool first = true;
};

}    // namespace softmode
