// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/jcamp.h"

#include "spectra/assemble.h"
#include "spectra/jcamp_axis.h"
#include "spectra/jcamp_ordinates.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

using namespace spectra;

constexpr double largest_fraction = 2.0;    // a larger "transmittance" is in per cent

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
    check_type();
    const JcampRecord &data = data_record();
    const std::string form = letters_of(data.value);
    std::vector<double> x, y;
    std::vector<int> lines;
    if (form == "xyy")
      read_ordinates(data, x, y);
    else if (form == "xyxy")
      read_pairs(data, x, y, lines);
    else
      refuse({file, data.line}, "the form {} is not known; expected (X++(Y..Y)) or (XY..XY)",
             in_quotes(data.value));
    to_wavenumbers(block, file, x, spectrum.notes);
    set_points(spectrum, std::move(x), std::move(y), [&](std::size_t i) {
      return Place{file, lines.empty() ? data.line : lines[i]};
    });
    set_ordinate();
    set_measurement();
    return std::move(spectrum);
  }

 private:
  const JcampBlock &block;
  const std::string &file;
  const SpectraOptions &options;
  Spectrum spectrum;

  const JcampRecord *find(const char *label) const { return block.find(label, file); }

  void check_type()
  {
    const JcampRecord *type = find("DATATYPE");
    if (!type) {
      spectrum.notes.emplace_back("no ##DATA TYPE: taken as an infrared spectrum");
      return;
    }
    const std::string letters = letters_of(type->value);
    const bool infrared = letters.find("infrared") != std::string::npos &&
                          letters.find("spectrum") != std::string::npos;
    if (!infrared && letters != "ftir" && letters != "infrared")
      refuse({file, type->line},
             "##DATA TYPE is {}; expected INFRARED SPECTRUM: remove other blocks",
             in_quotes(type->value));
  }

  const JcampRecord &data_record() const
  {
    const JcampRecord *data = find("XYDATA"), *points = find("XYPOINTS");
    if (data && points)
      refuse({file, points->line}, "##XYDATA and ##XYPOINTS in one block; expected one of them");
    return data ? *data : *points;
  }

  double factor(const char *label)
  {
    const JcampRecord *record = find(label);
    if (!record) {
      spectrum.notes.push_back(fmt::format("no ##{}: taken as 1", label));
      return 1.0;
    }
    const double value = finite_number(record->value, {file, record->line});
    if (value == 0.0) refuse({file, record->line}, "##{} is 0; expected another number", label);
    return value;
  }

  void read_ordinates(const JcampRecord &data, std::vector<double> &x, std::vector<double> &y)
  {
    const JcampAxis a = axis_of(block, file, spectrum.notes);
    const double x_factor = factor("XFACTOR"), y_factor = factor("YFACTOR");
    AbscissaCheck check(a, x_factor, options.lenient);
    y = decode_ordinates(data, file, a.points, std::ref(check));
    if (check.counts_next_point())
      spectrum.notes.emplace_back(
          "lines begin with the abscissa of the point after the repeated one");
    check_count(data, file, y.size(), a.points);
    if (const auto note = check.note_of_failures()) spectrum.notes.push_back(*note);
    for (double &value : y) value *= y_factor;
    x.resize(y.size());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = a.first + a.step * static_cast<double>(i);
    check_first_ordinate(y.front(), y_factor);
  }

  // not every program writes it in the unit of the standard, hence a note only
  void check_first_ordinate(double first, double y_factor)
  {
    const JcampRecord *record = find("FIRSTY");
    if (!record) return;
    const PrintedNumber given = printed_number(record->value, {file, record->line});
    if (std::fabs(given.value - first) > given.last_digit + std::fabs(y_factor))
      spectrum.notes.push_back(
          fmt::format("##FIRSTY is {}, but the first ordinate is {}", given.value, first));
  }

  void read_pairs(const JcampRecord &data, std::vector<double> &x, std::vector<double> &y,
                  std::vector<int> &lines)
  {
    JcampPairs pairs = decode_pairs(data, file);
    const double x_factor = factor("XFACTOR"), y_factor = factor("YFACTOR");
    for (double &value : pairs.x) value *= x_factor;
    for (double &value : pairs.y) value *= y_factor;
    check_count(data, file, pairs.x.size(), number_of_points(block, file));
    check_end(block, file, "FIRSTX", pairs.x.front());
    check_end(block, file, "LASTX", pairs.x.back());
    x = std::move(pairs.x);
    y = std::move(pairs.y);
    lines = std::move(pairs.lines);
  }

  void set_ordinate()
  {
    const JcampRecord &record =
        needed_record(block, file, "YUNITS", "ABSORBANCE, TRANSMITTANCE, ...");
    std::optional<Quantity> quantity = quantity_of(record.value);
    if (!quantity)
      refuse({file, record.line},
             "##YUNITS is {}; expected ABSORBANCE, TRANSMITTANCE, REFLECTANCE, KUBELKA-MUNK or "
             "ARBITRARY UNITS",
             in_quotes(record.value));
    const double largest = *std::max_element(spectrum.intensity.begin(), spectrum.intensity.end());
    const bool fraction = quantity == Quantity::transmittance || quantity == Quantity::reflectance;
    if (fraction && largest > largest_fraction) {
      quantity = quantity == Quantity::transmittance ? Quantity::percent_transmittance
                                                     : Quantity::percent_reflectance;
      spectrum.notes.push_back(
          fmt::format("ordinates reach {}: taken as {}", largest, name_of(*quantity)));
    }
    set_quantity(spectrum, quantity, options);
  }

  void set_measurement()
  {
    const std::string title(block.records.front().value);
    Conditions conditions;
    if (const JcampRecord *record = find("TEMPERATURE")) {
      const Place place{file, record->line};
      const auto given = conditions_of(record->value, TemperatureUnit::celsius, place);
      if (!given)
        refuse(place, "##TEMPERATURE is {}; expected one such as -100 C", in_quotes(record->value));
      conditions.temperature_K = given->temperature_K;
      if (number(record->value))
        spectrum.notes.emplace_back("##TEMPERATURE has no unit: taken as degrees Celsius");
    }
    add_from_names(conditions, file, &title, options);
    if (conditions.label.empty()) conditions.label = title;
    set_conditions(spectrum, conditions, {file, block.records.front().line});
  }
};

// whether a block has a spectrum; blocks that only hold others have none
bool has_data(const JcampBlock &block, const std::string &file)
{
  if (const JcampRecord *table = block.find("PEAKTABLE", file))
    refuse({file, table->line},
           "a PEAK TABLE lists maxima only; expected a whole spectrum (XYDATA or XYPOINTS): remove "
           "that block");
  if (const JcampRecord *tuples = block.find("NTUPLES", file))
    refuse({file, tuples->line}, "NTUPLES are not read; expected XYDATA or XYPOINTS");
  if (block.find("XYDATA", file) || block.find("XYPOINTS", file)) return true;
  if (block.blocks_inside > 0) return false;
  refuse({file, block.records.front().line},
         "the block that begins here has no spectrum; expected ##XYDATA or ##XYPOINTS");
}

// fewer blocks than said means a cut file; programs count with or without the block around the others
void check_number_of_blocks(const JcampBlock &block, const std::string &file)
{
  const JcampRecord *record = block.find("BLOCKS", file);
  if (!record) return;
  const double given = finite_number(record->value, {file, record->line});
  const int most = std::max(block.blocks_inside, block.blocks_below) + 1;
  if (given <= most) return;
  refuse({file, record->line}, "##BLOCKS is {}, but there are {}; the file is cut", given,
         block.blocks_inside);
}

}    // namespace

std::vector<Spectrum> read_jcamp(std::string_view text, const std::string &name,
                                 const SpectraOptions &options)
{
  std::vector<Spectrum> found;
  const std::vector<JcampBlock> blocks = jcamp_blocks(text, name);
  for (const JcampBlock &block : blocks) check_number_of_blocks(block, name);
  for (const JcampBlock &block : blocks)
    if (has_data(block, name)) found.push_back(DataBlock(block, name, options).read());
  if (found.empty()) refuse({name}, "no block with a spectrum; expected ##XYDATA or ##XYPOINTS");
  return found;
}

}    // namespace softmode
