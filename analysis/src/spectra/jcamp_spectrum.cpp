// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_spectrum.h"

#include "spectra/assemble.h"
#include "spectra/jcamp_axis.h"
#include "spectra/jcamp_conditions.h"
#include "spectra/jcamp_contents.h"
#include "spectra/jcamp_lenient.h"
#include "spectra/jcamp_numbers.h"
#include "spectra/jcamp_ordinates.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace softmode::spectra {

namespace {

constexpr double largest_fraction = 2.0;         // a larger "transmittance" is in per cent
constexpr double smallest_percentage = 1.2;      // a largest "per cent" below it is a fraction
constexpr std::size_t most_lenient = 1000000;    // ordinates, where NPOINTS may be wrong

/// One block with data.
class DataBlock {
 public:
  DataBlock(const JcampBlock &block_, const std::string &file_, const SpectraOptions &options_) :
      block(block_), file(file_), options(options_)
  {
  }

  Spectrum read()
  {
    spectrum.file = file;
    note_type();
    const JcampRecord data = table();
    const std::string form = letters_of(data.value);
    Points points;
    if (form == "xyy")
      points = read_ordinates(data);
    else if (form == "xyxy")
      points = read_pairs(data);
    else
      refuse({file, data.line}, "the form {} is not known; expected (X++(Y..Y)) or (XY..XY)",
             in_quotes(data.value));
    to_wavenumbers(block, file, options, points.x, spectrum.notes);
    leave_out_zero(points);
    set_points(spectrum, std::move(points.x), std::move(points.y), [&](std::size_t i) {
      return Place{file, points.lines.empty() ? data.line : points.lines[i]};
    });
    set_ordinate();
    set_measurement();
    return std::move(spectrum);
  }

 private:
  struct Points {
    std::vector<double> x, y;
    std::vector<int> lines{};    // of each point; empty where they count for nothing
  };

  const JcampBlock &block;
  const std::string &file;
  const SpectraOptions &options;
  Spectrum spectrum;
  std::deque<std::string> rewritten;    // lines of the table with decimal points

  const JcampRecord *find(const char *label) const { return block.find(label, file); }

  void note(std::string text) { spectrum.notes.push_back(std::move(text)); }

  void note_type()
  {
    const JcampRecord *type = find("DATATYPE");
    if (!type)
      note("no ##DATA TYPE: taken as an infrared spectrum");
    else if (data_kind(type->value) == DataKind::unknown)
      note(fmt::format("##DATA TYPE is {}: taken as an infrared spectrum", in_quotes(type->value)));
  }

  JcampRecord table()
  {
    const JcampRecord *data = find("XYDATA"), *points = find("XYPOINTS");
    if (data && points)
      refuse({file, points->line}, "##XYDATA and ##XYPOINTS in one block; expected one of them");
    const JcampRecord &found = data ? *data : *points;
    if (!has_decimal_commas(block, found)) return found;
    note("commas are taken as decimal points");
    return with_decimal_points(found, rewritten);
  }

  double factor(const char *label)
  {
    const JcampRecord *record = find(label);
    if (!record) {
      note(fmt::format("no ##{}: taken as 1", label));
      return 1.0;
    }
    const double value = label_number(*record, file).value;
    if (value == 0.0) refuse({file, record->line}, "##{} is 0; expected another number", label);
    return value;
  }

  Points read_ordinates(const JcampRecord &data)
  {
    JcampAxis axis = axis_of(block, file, spectrum.notes);
    if (!options.lenient) check_step(block, file, axis, false, spectrum.notes);
    const double x_factor = factor("XFACTOR"), y_factor = factor("YFACTOR");
    Points points;
    points.y = options.lenient ? decode_leniently(data, x_factor, axis)
                               : decode_strictly(data, x_factor, axis);
    for (double &value : points.y) value *= y_factor;
    points.x.resize(points.y.size());
    for (std::size_t i = 0; i < points.x.size(); ++i)
      points.x[i] = axis.first + axis.step * static_cast<double>(i);
    check_first_ordinate(points.y.front(), y_factor);
    return points;
  }

  std::vector<double> decode_strictly(const JcampRecord &data, double x_factor,
                                      const JcampAxis &axis)
  {
    AbscissaCheck check(axis, x_factor, false);
    LineStarts lines;
    std::vector<double> y =
        decode_ordinates(data, file, axis.points, [&](const LineStart &line, const Place &place) {
          check(line, place);
          lines.emplace_back(line, place);
        });
    refuse_other_ends(lines, axis, x_factor);
    for (std::string &text : check.notes_of_lines()) note(std::move(text));
    check_count(data, file, y.size(), axis.points);
    return y;
  }

  // Ends and step printed as few digits let each line pass that is printed as few; all of them tell more: they lie on the axis
  // of ##FIRSTX and ##DELTAX, and not on that of the ends.
  void refuse_other_ends(const LineStarts &lines, const JcampAxis &axis, double x_factor)
  {
    const JcampRecord *delta = find("DELTAX"), *last = find("LASTX");
    if (!delta || !last || lines.size() < 2) return;
    JcampAxis other = axis;
    other.step = label_number(*delta, file).value;
    if (other.step == 0.0) return;
    const AbscissaCheck by_ends(axis, x_factor, true), by_step(other, x_factor, true);
    double from_ends = 0.0, from_step = 0.0;
    for (const auto &[line, place] : lines) {
      from_ends = std::max(from_ends, by_ends.deviation(line));
      from_step = std::max(from_step, by_step.deviation(line));
    }
    if (from_ends > 0.75 && from_step <= 0.25)
      refuse({file, last->line},
             "##LASTX contradicts ##FIRSTX, ##DELTAX and the lines, which end {:.2g} points away; "
             "correct it",
             from_ends);
  }

  // takes another axis where the table has not as many ordinates as NPOINTS says
  std::vector<double> decode_leniently(const JcampRecord &data, double x_factor, JcampAxis &axis)
  {
    const std::size_t most = std::max(axis.points, most_lenient);
    const double end = axis.first + axis.step * static_cast<double>(axis.points - 1);
    const bool ends_at_zero = std::fabs(end) < 0.5 * std::fabs(axis.step);
    const auto shorter = without_closing_zero(data, file, most, ends_at_zero);
    if (shorter) note("the last line of the table is a zero, left out");
    LineStarts lines;
    std::vector<double> y = decode_ordinates(
        shorter ? *shorter : data, file, most,
        [&](const LineStart &line, const Place &place) { lines.emplace_back(line, place); });
    if (y.size() != axis.points) {
      const JcampRecord *delta = find("DELTAX");
      auto found = axis_of_lines(
          axis, delta ? std::optional(label_number(*delta, file).value) : std::nullopt, x_factor,
          lines, y);
      if (!found)
        refuse({file, data.line},
               "{} points, but ##NPOINTS is {}, and the abscissas of the lines do not tell where "
               "they are; the file is cut or edited",
               y.size(), axis.points);
      note(std::move(found->note));
      axis = found->axis;
      y.resize(axis.points);
    }
    check_step(block, file, axis, true, spectrum.notes);
    refuse_other_ends(lines, axis, x_factor);
    AbscissaCheck check(axis, x_factor, true);
    for (const auto &[line, place] : lines) check(line, place);
    if (check.contradicts_axis())
      refuse({file, data.line},
             "the abscissas of most lines contradict ##FIRSTX, ##LASTX and ##NPOINTS; correct the "
             "wrong ones ({})",
             *check.note_of_failures());
    for (std::string &text : check.notes_of_lines()) note(std::move(text));
    if (auto text = check.note_of_failures()) note(std::move(*text));
    return y;
  }

  // not every program writes it in the unit of the standard, hence a note only
  void check_first_ordinate(double first, double y_factor)
  {
    const JcampRecord *record = find("FIRSTY");
    if (!record) return;
    const PrintedNumber given = label_number(*record, file);
    if (std::fabs(given.value - first) > given.last_digit + std::fabs(y_factor))
      note(fmt::format("##FIRSTY is {}, but the first ordinate is {}", given.value, first));
  }

  Points read_pairs(const JcampRecord &data)
  {
    JcampPairs pairs = decode_pairs(data, file);
    const double x_factor = factor("XFACTOR"), y_factor = factor("YFACTOR");
    for (double &value : pairs.x) value *= x_factor;
    for (double &value : pairs.y) value *= y_factor;
    check_pairs(data, pairs);
    return {std::move(pairs.x), std::move(pairs.y), std::move(pairs.lines)};
  }

  // each pair has its abscissa, so that what is wrong can be let pass
  void check_pairs(const JcampRecord &data, JcampPairs &pairs)
  {
    const std::size_t expected = number_of_points(block, file);
    const bool zero = options.lenient && pairs.x.size() > expected && pairs.x.back() == 0.0 &&
                      pairs.y.back() == 0.0;
    if (zero) {
      pairs.x.pop_back();
      pairs.y.pop_back();
      note("the last point of the table is 0, 0, left out");
    }
    if (!options.lenient)
      check_count(data, file, pairs.x.size(), expected);
    else if (pairs.x.size() != expected)
      note(fmt::format("##NPOINTS is {}, but there are {} points, which were taken", expected,
                       pairs.x.size()));
    if (pairs.x.empty()) return;    // set_points() says so
    for (const auto &[label, x] :
         {std::pair("FIRSTX", pairs.x.front()), std::pair("LASTX", pairs.x.back())}) {
      const auto error = error_of_end(block, file, label, x);
      if (error && !options.lenient) throw *error;
      if (error) note(fmt::format("{}, which was let pass", error->what()));
    }
  }

  // spectra of the whole range of an interferometer begin at 0 cm-1, where no band can be
  void leave_out_zero(Points &points)
  {
    std::vector<double> &x = points.x;
    if (x.empty() || (x.front() != 0.0 && x.back() != 0.0)) return;
    const bool first = x.front() == 0.0;
    const auto erase = [first](auto &values) {
      if (!values.empty()) values.erase(first ? values.begin() : values.end() - 1);
    };
    erase(points.x);
    erase(points.y);
    erase(points.lines);
    note("the point at 0 cm-1 is left out");
  }

  void set_ordinate()
  {
    const JcampRecord *record = find("YUNITS");
    const auto word = record ? quantity_word(record->value) : std::nullopt;
    if (options.quantity) {
      spectrum.quantity = *options.quantity;
      if (!word || word->quantity != *options.quantity)
        note(fmt::format("taken as {}, as asked for, though the file says {}",
                         name_of(*options.quantity),
                         record ? "##YUNITS=" + record->value : "nothing of it"));
      return;
    }
    needed_record(block, file, "YUNITS",
                  "ABSORBANCE, TRANSMITTANCE, ..., or --quantity, which says what it is");
    if (!word)
      refuse({file, record->line},
             "##YUNITS is {}; expected ABSORBANCE, TRANSMITTANCE, REFLECTANCE, KUBELKA-MUNK or "
             "ARBITRARY UNITS, or --quantity, which says what it is",
             in_quotes(record->value));
    if (!word->note.empty()) note(word->note);
    spectrum.quantity = word->quantity;
    check_percent();
  }

  void check_percent()
  {
    const double largest = *std::max_element(spectrum.intensity.begin(), spectrum.intensity.end());
    Quantity &quantity = spectrum.quantity;
    const bool fraction = quantity == Quantity::transmittance || quantity == Quantity::reflectance;
    const bool percent =
        quantity == Quantity::percent_transmittance || quantity == Quantity::percent_reflectance;
    if (fraction && largest > largest_fraction) {
      quantity = quantity == Quantity::transmittance ? Quantity::percent_transmittance
                                                     : Quantity::percent_reflectance;
      note(fmt::format("ordinates reach {}: taken as {}", largest, name_of(quantity)));
    }
    if (percent && largest <= smallest_percentage)
      note(fmt::format("ordinates reach only {} per cent; if they are fractions, say so with "
                       "--quantity",
                       largest));
  }

  void set_measurement()
  {
    set_conditions(spectrum, jcamp_conditions(block, file, options, spectrum.notes),
                   {file, block.records.front().line});
  }
};

}    // namespace

Spectrum spectrum_of(const JcampBlock &block, const std::string &file,
                     const SpectraOptions &options)
{
  return DataBlock(block, file, options).read();
}

}    // namespace softmode::spectra
