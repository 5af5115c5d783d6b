// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/figures/style.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace softmode {

namespace {

constexpr double svg_per_cm = 96.0 / 2.54;     // CSS pixels
constexpr double png_per_cm = 300.0 / 2.54;    // 300 dpi

// 8 pt at the printed size, in both terminals
const char *const terminals =
    R"(  if (format eq "svg") {{
    set terminal svg size {:.0f},{:.0f} font "Arial,10.67" background rgb "white"
  }} else {{
    set terminal pngcairo size {:.0f},{:.0f} font "Arial,8" fontscale 3.125 linewidth 3.125 pointscale 3.125 background rgb "white"
  }}
)";

// pointintervalbox: else gnuplot blanks out what is around points with error bars
const char *const look = R"(  reset
  set border linewidth 0.75
  set tics scale 0.6 nomirror
  set minussign
  set pointintervalbox 0.01
  set errorbars small
  set style fill solid noborder
  unset key
  set multiplot
)";

const int stops[4][3] = {{60, 20, 140}, {160, 30, 140}, {220, 80, 70}, {225, 155, 10}};

std::string power(int exponent)
{
  return fmt::format("10^{{{}}}", plain(exponent));
}

}    // namespace

const char *const sequential_palette =
    R"(set palette defined (0 "#3c148c", 1 "#a01e8c", 2 "#dc5046", 3 "#e19b0a"))"
    "\n";

std::string sequential_colour(double x)
{
  const double at = 3.0 * std::clamp(x, 0.0, 1.0);
  const auto i = std::min<std::size_t>(static_cast<std::size_t>(at), 2);
  std::string colour = "#";
  for (std::size_t k = 0; k < 3; ++k)
    colour += fmt::format(
        "{:02x}", static_cast<int>(std::lround(stops[i][k] + (at - static_cast<double>(i)) *
                                                                 (stops[i + 1][k] - stops[i][k]))));
  return colour;
}

std::string distinct_colour(std::size_t i)
{
  static const std::array<const char *, 7> colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                   "#56b4e9", "#e69f00", "#000000"};
  return colours[i % colours.size()];
}

std::string place(const Page &page, const Panel &panel)
{
  return fmt::format("set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\n"
                     "set bmargin at screen {:.4f}\nset tmargin at screen {:.4f}\n",
                     panel.left_cm / page.width_cm, panel.right_cm / page.width_cm,
                     panel.bottom_cm / page.height_cm, panel.top_cm / page.height_cm);
}

std::string script_of(const std::string &name, const Page &page, const std::string &drawing,
                      const std::vector<std::string> &remarks)
{
  std::string text = fmt::format(
      "# Written by softmode, and again by the next run of the same command into this folder: keep "
      "changes under another name.\n"
      "# Draw it again: gnuplot {}.gp    (gnuplot 5.4 or newer, in this folder)\n",
      name);
  for (const std::string &r : remarks) text += "# " + r + "\n";
  text +=
      "set encoding utf8\n"
      "if (!exists(\"part\")) part = \"\"    # softmode draws under a name of its own and renames\n"
      "do for [format in \"svg png\"] {\n";
  text += fmt::format(terminals, page.width_cm * svg_per_cm, page.height_cm * svg_per_cm,
                      page.width_cm * png_per_cm, page.height_cm * png_per_cm);
  text += fmt::format("  set output \"{}.\" . format . part\n", name) + look;
  std::size_t begin = 0;
  while (begin < drawing.size()) {
    const std::size_t end = std::min(drawing.find('\n', begin), drawing.size());
    text += "  " + drawing.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return text + "  unset multiplot\n  set output\n}\n";
}

double Axis::unit() const
{
  return std::pow(10.0, exponent);
}

double round_step(double span, int tics)
{
  const double rough = span / tics, decade = std::pow(10.0, std::floor(std::log10(rough)));
  double best = decade;
  for (const double factor : {2.0, 5.0, 10.0})
    if (std::fabs(std::log(factor * decade / rough)) < std::fabs(std::log(best / rough)))
      best = factor * decade;
  return best;
}

Axis axis_over(double low, double high, double margin, int tics)
{
  if (!(high > low)) {    // one number only, or none
    const double room = low != 0.0 ? 0.05 * std::fabs(low) : 1.0;
    low -= room;
    high += room;
  }
  const double room = margin * (high - low);
  const double most = std::max(std::fabs(low), std::fabs(high));
  const int decade = static_cast<int>(std::floor(std::log10(most)));
  Axis axis{low - room, high + room, 0.0, 0};
  if (decade >= 4 || decade <= -3) axis.exponent = 3 * static_cast<int>(std::floor(decade / 3.0));
  axis.low /= axis.unit();
  axis.high /= axis.unit();
  axis.step = round_step(axis.high - axis.low, tics);
  return axis;
}

std::string axis_commands(const std::string &letter, const Axis &axis)
{
  return fmt::format("set {0}range [{1:.8g}:{2:.8g}]\nset {0}tics {3:.8g}\n", letter, axis.low,
                     axis.high, axis.step);
}

double label_cm(const Axis &axis)
{
  std::size_t longest = 0;
  for (double tic = std::ceil(axis.low / axis.step) * axis.step; tic <= axis.high; tic += axis.step)
    longest = std::max(longest,
                       fmt::format("{:g}", std::fabs(tic) < 1e-9 * axis.step ? 0.0 : tic).size());
  return 0.8 + 0.15 * static_cast<double>(longest);
}

std::string spaced(const std::string &label)
{
  return "  " + label + "  ";
}

std::string vertical_label(const Page &page, const Panel &panel, const std::string &label)
{
  return fmt::format("set label 98 \"{}\" at screen {:.4f}, screen {:.4f} center rotate by 90\n",
                     spaced(label), 0.35 / page.width_cm,
                     0.5 * (panel.bottom_cm + panel.top_cm) / page.height_cm);
}

std::string horizontal_label(const Page &page, const Panel &panel, const std::string &label)
{
  return fmt::format("set label 96 \"{}\" at screen {:.4f}, screen {:.4f} center\n", spaced(label),
                     0.5 * (panel.left_cm + panel.right_cm) / page.width_cm,
                     (panel.bottom_cm - 0.77) / page.height_cm);
}

std::string wavenumber_axis(double low, double high, bool with_numbers, int tics)
{
  return fmt::format("set xrange [{:.10g}:{:.10g}]    # falls from left to right, as is usual in "
                     "infrared spectra\n"
                     "set xtics {:g} format \"{}\"\n",
                     high, low, round_step(high - low, tics), with_numbers ? "%g" : "");
}

std::string intensity_label(Quantity quantity, int exponent)
{
  const std::string factor = exponent ? power(exponent) : "";
  switch (quantity) {
    case Quantity::absorbance:
      return exponent ? "Absorbance (" + factor + ")" : "Absorbance";
    case Quantity::kubelka_munk:
      return exponent ? "Kubelka–Munk function (" + factor + ")" : "Kubelka–Munk function";
    default:
      return exponent ? "Intensity (" + factor + " arb. units)" : "Intensity (arb. units)";
  }
}

std::string residual_label(int exponent)
{
  return exponent ? "Residual (" + power(exponent) + ")" : "Residual";
}

std::string column_unit(Quantity quantity)
{
  if (quantity == Quantity::absorbance) return "absorbance";
  return quantity == Quantity::kubelka_munk ? "kubelka-munk" : "arbitrary";
}

std::string plain(double value)
{
  const std::string text = fmt::format("{:g}", std::fabs(value));
  return value < 0.0 ? "−" + text : text;
}

std::string concise(const Estimate &e)
{
  const std::string sign = e.value < 0.0 ? "−" : "";
  const double size = std::fabs(e.value);
  if (!(e.error > 0.0) || !std::isfinite(e.error)) return sign + fmt::format("{:.4g}", size);
  // two digits of the error if it begins with 1, else one
  int digits = -static_cast<int>(std::floor(std::log10(e.error)));
  if (e.error * std::pow(10.0, digits) < 1.95) ++digits;
  digits = std::max(digits, 0);
  const double last = std::pow(10.0, digits);
  return fmt::format("{}{:.{}f}({:.0f})", sign, size, digits, e.error * last);
}

DataText::DataText(const std::vector<std::string> &columns) :
    content(fmt::format("# {}\n", fmt::join(columns, " ")))
{
}

void DataText::block(const std::string &comment)
{
  if (!first) content += "\n\n";
  first = false;
  content += "# ";
  for (const char c : comment)
    content += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  content += "\n";
}

void DataText::row(const std::vector<double> &values)
{
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i) content += ' ';
    content += std::isfinite(values[i]) ? fmt::format("{:.10g}", values[i]) : "NaN";
  }
  content += '\n';
}

}    // namespace softmode
