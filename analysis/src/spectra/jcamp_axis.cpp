// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_axis.h"

#include "spectra/jcamp_numbers.h"
#include "spectra/x_unit.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr double most_points = 2e7;

}    // namespace

std::string letters_of(std::string_view text)
{
  std::string out;
  for (const char c : lower(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

const JcampRecord &needed_record(const JcampBlock &block, const std::string &file,
                                 const char *label, const char *expected)
{
  if (const JcampRecord *record = block.find(label, file)) return *record;
  refuse({file, block.records.front().line}, "the block that begins here has no ##{}; expected {}",
         label, expected);
}

std::size_t number_of_points(const JcampBlock &block, const std::string &file)
{
  const JcampRecord &record = needed_record(block, file, "NPOINTS", "the number of points");
  const double points = label_number(record, file).value;
  if (points != std::floor(points) || points < static_cast<double>(fewest_points) ||
      points > most_points)
    refuse({file, record.line}, "##NPOINTS is {}; expected a whole number from {} to {}", points,
           fewest_points, most_points);
  return static_cast<std::size_t>(points);
}

JcampAxis axis_of(const JcampBlock &block, const std::string &file, std::vector<std::string> &notes)
{
  const JcampRecord *last_record = block.find("LASTX", file), *delta = block.find("DELTAX", file);
  if (!last_record && !delta) needed_record(block, file, "LASTX", "the last abscissa");    // throws
  const PrintedNumber first =
      label_number(needed_record(block, file, "FIRSTX", "the first abscissa"), file);
  JcampAxis axis{number_of_points(block, file), first.value, 0.0, first.last_digit};
  if (last_record) {
    const PrintedNumber last = label_number(*last_record, file);
    axis.step = (last.value - first.value) / static_cast<double>(axis.points - 1);
    axis.last_digit = std::max(first.last_digit, last.last_digit);
  } else {
    axis.step = label_number(*delta, file).value;
    notes.push_back(fmt::format("no ##LASTX: taken as {:.8g} by ##DELTAX and ##NPOINTS",
                                axis.first + axis.step * static_cast<double>(axis.points - 1)));
  }
  if (axis.step == 0.0) {
    if (last_record)
      refuse({file, last_record->line}, "##LASTX equals ##FIRSTX; expected the ends of the axis");
    refuse({file, delta->line}, "##DELTAX is 0; expected the step of the axis");
  }
  return axis;
}

// DELTAX is redundant and often rounded without being printed so: a per cent is let pass with a note
void check_step(const JcampBlock &block, const std::string &file, const JcampAxis &axis,
                bool lenient, std::vector<std::string> &notes)
{
  const JcampRecord *record = block.find("DELTAX", file);
  if (!record) return;
  const PrintedNumber delta = label_number(*record, file);
  const auto intervals = static_cast<double>(axis.points - 1);
  const double tolerance =
      0.5 * (std::fabs(axis.step) + delta.last_digit * intervals) + axis.last_digit;
  const double found = std::fabs(delta.value - axis.step);
  if (found * intervals <= tolerance) return;
  if (found > 0.01 * std::fabs(axis.step) && !lenient)
    refuse(
        {file, record->line},
        "##DELTAX is {}, but ##FIRSTX, ##LASTX and ##NPOINTS make it {:.8g}; correct the wrong one",
        delta.value, axis.step);
  notes.push_back(fmt::format("##DELTAX is {}, but {:.8g} by the ends of the axis, which was taken",
                              delta.value, axis.step));
}

bool AbscissaCheck::fits(const PrintedNumber &abscissa, std::size_t point, double by) const
{
  const double expected = axis.first + axis.step * static_cast<double>(point);
  const double step = std::fabs(axis.step);
  // ends that are whole numbers are rarely rounded: lines that are printed finer tell
  const double printed = abscissa.last_digit * std::fabs(by);
  const bool coarse = printed > step * (1.0 + 1e-6);    // cannot tell a single point
  const double tolerance = coarse ? printed : 0.75 * step;
  return std::fabs(abscissa.value * by - expected) <= tolerance * (1.0 + 1e-9);
}

double AbscissaCheck::deviation(const LineStart &line) const
{
  const auto from = [&](double by, std::size_t point) {
    const double expected = axis.first + axis.step * static_cast<double>(point);
    return std::fabs((line.abscissa.value * by - expected) / axis.step);
  };
  double least = std::min(from(factor, line.point), from(1.0, line.point));
  if (line.repeats)
    least = std::min({least, from(factor, line.point + 1), from(1.0, line.point + 1)});
  return least;
}

void AbscissaCheck::operator()(const LineStart &line, const Place &place)
{
  ++checked;
  const bool divided_fits = fits(line.abscissa, line.point, factor);
  if (!undivided && factor != 1.0 && divided_fits != fits(line.abscissa, line.point, 1.0))
    undivided = !divided_fits;
  const double by = undivided.value_or(false) ? 1.0 : factor;
  const bool as_standard = fits(line.abscissa, line.point, by);
  if (line.repeats && !next_point)
    next_point = !as_standard && fits(line.abscissa, line.point + 1, by);
  const bool may_be_next = line.repeats && *next_point;
  if (as_standard || (may_be_next && fits(line.abscissa, line.point + 1, by))) return;
  const std::size_t point = line.point + (may_be_next ? 1 : 0);
  const double found = line.abscissa.value * by,
               expected = axis.first + axis.step * static_cast<double>(point);
  if (!lenient)
    refuse(place,
           "X-check failed: the line begins at {:.10g}, but point {} is at {:.10g}; ordinates "
           "before it are missing or too many (--lenient lets pass what is sure)",
           found, point + 1, expected);
  if (deviation(line) > 1.5) ++far;
  if (failures++ == 0)
    first_failure = fmt::format("{}:{}: the line begins at {:.10g}, but point {} is at {:.10g}",
                                place.file, place.line, found, point + 1, expected);
}

std::vector<std::string> AbscissaCheck::notes_of_lines() const
{
  std::vector<std::string> notes;
  if (next_point.value_or(false))
    notes.emplace_back("lines begin with the abscissa of the point after the repeated one");
  if (undivided.value_or(false))
    notes.emplace_back("lines begin with the abscissa itself, not divided by ##XFACTOR");
  return notes;
}

std::optional<std::string> AbscissaCheck::note_of_failures() const
{
  if (failures == 0) return std::nullopt;
  return fmt::format("{}; the X-check of {} {} failed, which was let pass: points stand where "
                     "##FIRSTX, ##LASTX and ##NPOINTS put them",
                     first_failure, failures, failures == 1 ? "line" : "lines");
}

void check_count(const JcampRecord &data, const std::string &file, std::size_t found,
                 std::size_t expected)
{
  if (found != expected)
    refuse({file, data.line},
           "{} points, but ##NPOINTS is {}; the file is cut or edited (--lenient takes it if its "
           "abscissas tell where the points are)",
           found, expected);
}

std::optional<SpectrumError> error_of_end(const JcampBlock &block, const std::string &file,
                                          const char *label, double found)
{
  const JcampRecord *record = block.find(label, file);
  if (!record) return std::nullopt;
  const PrintedNumber given = label_number(*record, file);
  if (std::fabs(given.value - found) <= given.last_digit + 1e-6 * std::fabs(found))
    return std::nullopt;
  return SpectrumError(file, record->line, 0,
                       fmt::format("##{} is {}, but the points have {}; correct one of them", label,
                                   given.value, found));
}

void to_wavenumbers(const JcampBlock &block, const std::string &file, const SpectraOptions &options,
                    std::vector<double> &x, std::vector<std::string> &notes)
{
  const JcampRecord *record = block.find("XUNITS", file);
  if (!record && !options.x_unit)
    needed_record(block, file, "XUNITS", "1/CM, MICROMETERS or NANOMETERS");    // throws
  const auto name = record ? axis_name_of(record->value) : std::nullopt;
  const Place place{file, record ? record->line : block.records.front().line};
  if (!name && !options.x_unit)
    refuse(place,
           "##XUNITS is {}; expected 1/CM, MICROMETERS, NANOMETERS or another unit of wavenumber, "
           "wavelength, energy or frequency, or --x-unit, which says what it is",
           in_quotes(record->value));
  to_wavenumbers(x, name, options, place, notes);
}

}    // namespace softmode::spectra
