// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_axis.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr double most_points = 2e7;

PrintedNumber printed_value(const JcampRecord &record, const std::string &file)
{
  return printed_number(record.value, {file, record.line});
}

// DELTAX is redundant and often rounded without being printed so: a per cent is let pass with a note
void check_step(const JcampRecord &record, const std::string &file, const JcampAxis &axis,
                std::vector<std::string> &notes)
{
  const PrintedNumber delta = printed_value(record, file);
  const auto intervals = static_cast<double>(axis.points - 1);
  const double tolerance =
      0.5 * (std::fabs(axis.step) + delta.last_digit * intervals) + axis.last_digit;
  const double found = std::fabs(delta.value - axis.step);
  if (found * intervals <= tolerance) return;
  if (found > 0.01 * std::fabs(axis.step))
    refuse(
        {file, record.line},
        "##DELTAX is {}, but ##FIRSTX, ##LASTX and ##NPOINTS make it {:.8g}; correct the wrong one",
        delta.value, axis.step);
  notes.push_back(fmt::format("##DELTAX is {}, but {:.8g} by the ends of the axis, which was taken",
                              delta.value, axis.step));
}

// units of length per cm; 0 for cm-1
double per_centimetre(const JcampRecord &record, const std::string &file)
{
  const std::string unit = letters_of(record.value);
  for (const char *name : {"1cm", "cm1", "wavenumbers", "wavenumber"})
    if (unit == name) return 0.0;
  for (const char *name : {"micrometers", "micrometres", "microns", "um"})
    if (unit == name) return 1e4;
  for (const char *name : {"nanometers", "nanometres", "nm"})
    if (unit == name) return 1e7;
  refuse({file, record.line}, "##XUNITS is {}; expected 1/CM, MICROMETERS or NANOMETERS",
         in_quotes(record.value));
}

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
  const double points = finite_number(record.value, {file, record.line});
  if (points != std::floor(points) || points < static_cast<double>(fewest_points) ||
      points > most_points)
    refuse({file, record.line}, "##NPOINTS is {}; expected a whole number from {} to {}", points,
           fewest_points, most_points);
  return static_cast<std::size_t>(points);
}

JcampAxis axis_of(const JcampBlock &block, const std::string &file, std::vector<std::string> &notes)
{
  const JcampRecord &last_record = needed_record(block, file, "LASTX", "the last abscissa");
  const PrintedNumber last = printed_value(last_record, file);
  const PrintedNumber first =
      printed_value(needed_record(block, file, "FIRSTX", "the first abscissa"), file);
  JcampAxis axis{number_of_points(block, file), first.value, 0.0,
                 std::max(first.last_digit, last.last_digit)};
  axis.step = (last.value - first.value) / static_cast<double>(axis.points - 1);
  if (axis.step == 0.0)
    refuse({file, last_record.line}, "##LASTX equals ##FIRSTX; expected the ends of the axis");
  if (const JcampRecord *delta = block.find("DELTAX", file)) check_step(*delta, file, axis, notes);
  return axis;
}

bool AbscissaCheck::fits(const PrintedNumber &abscissa, std::size_t point) const
{
  const double expected = axis.first + axis.step * static_cast<double>(point);
  const double step = std::fabs(axis.step);
  const double printed = std::max(abscissa.last_digit * std::fabs(factor), axis.last_digit);
  const bool coarse = printed > step * (1.0 + 1e-6);    // cannot tell a single point
  const double tolerance = coarse ? printed : 0.75 * step;
  return std::fabs(abscissa.value * factor - expected) <= tolerance * (1.0 + 1e-9);
}

void AbscissaCheck::operator()(const LineStart &line, const Place &place)
{
  const bool as_standard = fits(line.abscissa, line.point);
  if (line.repeats && !next_point) next_point = !as_standard && fits(line.abscissa, line.point + 1);
  const bool may_be_next = line.repeats && *next_point;
  if (as_standard || (may_be_next && fits(line.abscissa, line.point + 1))) return;
  const std::size_t point = line.point + (may_be_next ? 1 : 0);
  const double found = line.abscissa.value * factor,
               expected = axis.first + axis.step * static_cast<double>(point);
  if (!lenient)
    refuse(place,
           "X-check failed: the line begins at {:.10g}, but point {} is at {:.10g}; ordinates "
           "before it are missing or too many",
           found, point + 1, expected);
  if (failures++ == 0)
    first_failure = fmt::format("{}:{}: the line begins at {:.10g}, but point {} is at {:.10g}",
                                place.file, place.line, found, point + 1, expected);
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
    refuse({file, data.line}, "{} points, but ##NPOINTS is {}; the file is cut or edited", found,
           expected);
}

void check_end(const JcampBlock &block, const std::string &file, const char *label, double found)
{
  const JcampRecord *record = block.find(label, file);
  if (!record) return;
  const PrintedNumber given = printed_value(*record, file);
  if (std::fabs(given.value - found) > given.last_digit + 1e-6 * std::fabs(found))
    refuse({file, record->line}, "##{} is {}, but the points have {}; correct one of them", label,
           given.value, found);
}

void to_wavenumbers(const JcampBlock &block, const std::string &file, std::vector<double> &x,
                    std::vector<std::string> &notes)
{
  const JcampRecord &record =
      needed_record(block, file, "XUNITS", "1/CM, MICROMETERS or NANOMETERS");
  const double per_cm = per_centimetre(record, file);
  if (per_cm == 0.0) return;
  for (double &value : x) {
    if (!(value > 0.0)) refuse({file, record.line}, "a wavelength of {} is not positive", value);
    value = per_cm / value;
  }
  notes.push_back(fmt::format("abscissa converted from {} to cm-1", lower(record.value)));
}

}    // namespace softmode::spectra
