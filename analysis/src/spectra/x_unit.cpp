// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/x_unit.h"

#include "softmode/definitions/constants.h"
#include "spectra/encoding.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double speed_of_light_cm_s = speed_of_light_cm_fs * 1e15;
constexpr double joule_centimetres = planck_constant_J_s * speed_of_light_cm_s;    // h c
constexpr double per_joule = 1.0 / joule_centimetres;
constexpr double per_kilojoule_per_mole = 1000.0 / (avogadro_constant_mol * joule_centimetres);

struct UnitRow {
  XUnit unit;
  const char *name;
  bool wavelength;    // the wavenumber is factor / x, else factor * x
  double factor;
};

constexpr std::size_t usual_units = 12;    // the first rows: what an axis without unit may be in

constexpr UnitRow units[] = {
    {XUnit::per_centimetre, "cm-1", false, 1.0},
    {XUnit::micrometre, "um", true, 1e4},
    {XUnit::nanometre, "nm", true, 1e7},
    {XUnit::per_metre, "m-1", false, 1e-2},
    {XUnit::electronvolt, "eV", false, elementary_charge_C *per_joule},
    {XUnit::millielectronvolt, "meV", false, 1e-3 * elementary_charge_C *per_joule},
    {XUnit::terahertz, "THz", false, 1e12 / speed_of_light_cm_s},
    {XUnit::gigahertz, "GHz", false, 1e9 / speed_of_light_cm_s},
    {XUnit::megahertz, "MHz", false, 1e6 / speed_of_light_cm_s},
    {XUnit::hertz, "Hz", false, 1.0 / speed_of_light_cm_s},
    {XUnit::joule, "J", false, per_joule},
    {XUnit::metre, "m", true, 1e-2},
    {XUnit::kilojoule_per_mole, "kJ/mol", false, per_kilojoule_per_mole},
    {XUnit::kilocalorie_per_mole, "kcal/mol", false,
     kilojoule_per_kilocalorie *per_kilojoule_per_mole},
    {XUnit::angstrom, "angstrom", true, 1e8},
    {XUnit::millimetre, "mm", true, 10.0},
    {XUnit::per_millimetre, "mm-1", false, 10.0},
    {XUnit::per_micrometre, "um-1", false, 1e4},
    {XUnit::per_nanometre, "nm-1", false, 1e7},
};

const UnitRow &row_of(XUnit unit)
{
  return *std::find_if(std::begin(units), std::end(units),
                       [unit](const UnitRow &row) { return row.unit == unit; });
}

}    // namespace

const char *name_of(XUnit unit)
{
  return row_of(unit).name;
}

}    // namespace softmode

namespace softmode::spectra {

namespace {

struct Range {
  double low, high;
};

constexpr Range infrared{30.0, 16000.0};           // what is said to be in cm-1 must reach into it
constexpr Range middle_infrared{390.0, 4500.0};    // what may be taken as cm-1 without being said
constexpr Range likely{240.0, 8100.0};             // what another unit would have to give
constexpr double end_of_far_infrared = 1000.0;     // what begins below 390 must reach beyond it

// in lower case, with the letters and signs of other alphabets in ASCII: "\u03BB (\u00B5m)" is "lambda (um)"
std::string ascii(std::string_view text)
{
  struct Spelling {
    std::string_view from, to;
  };
  static constexpr Spelling spellings[] = {
      {"\xE2\x88\x92", "-"},  {"\xE2\x80\x93", "-"},    {"\xE2\x80\x90", "-"},
      {"\xE2\x80\x91", "-"},  {"\xE2\x81\xBB", "-"},    {"\xC2\xB9", "1"},
      {"\xC2\xA0", " "},      {"\xC2\xB7", " "},        {"\xE2\x8B\x85", " "},
      {"\xC2\xB5", "u"},      {"\xCE\xBC", "u"},        {"\\mu", "u"},
      {"\xCE\xBB", "lambda"}, {"\xCE\xBD", "nu"},       {"\xE1\xB9\xBD", "nu"},
      {"\xCC\x83", ""},       {"\xC3\x85", "angstrom"}, {"\xE2\x84\xAB", "angstrom"},
      {"\xC3\xA4", "a"},      {"\\tilde", ""},          {"\\bar", ""},
  };
  std::string out = is_utf8(text) ? std::string(text) : from_latin1(text);
  for (const Spelling &s : spellings)
    for (std::size_t i = out.find(s.from); i != std::string::npos; i = out.find(s.from, i))
      out.replace(i, s.from.size(), s.to);
  return lower(out);
}

// letters, digits, '/' and '-' of a unit: "cm^{-1}", "(cm -1)" and "cm**-1" are "cm-1"
std::string letters_of_unit(std::string_view text)
{
  std::string out;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-') out += c;
  return out;
}

struct Spelled {
  const char *letters;
  XUnit unit;
};

constexpr Spelled spelled_units[] = {
    {"cm-1", XUnit::per_centimetre},
    {"1/cm", XUnit::per_centimetre},
    {"/cm", XUnit::per_centimetre},
    {"cm1", XUnit::per_centimetre},
    {"cm--1", XUnit::per_centimetre},
    {"percm", XUnit::per_centimetre},
    {"invcm", XUnit::per_centimetre},
    {"inversecm", XUnit::per_centimetre},
    {"reciprocalcm", XUnit::per_centimetre},
    {"percentimeter", XUnit::per_centimetre},
    {"percentimetre", XUnit::per_centimetre},
    {"inversecentimeter", XUnit::per_centimetre},
    {"inversecentimetre", XUnit::per_centimetre},
    {"reciprocalcentimeter", XUnit::per_centimetre},
    {"reciprocalcentimetre", XUnit::per_centimetre},
    {"kayser", XUnit::per_centimetre},
    {"mm-1", XUnit::per_millimetre},
    {"1/mm", XUnit::per_millimetre},
    {"m-1", XUnit::per_metre},
    {"1/m", XUnit::per_metre},
    {"/m", XUnit::per_metre},
    {"permeter", XUnit::per_metre},
    {"permetre", XUnit::per_metre},
    {"reciprocalmeter", XUnit::per_metre},
    {"reciprocalmetre", XUnit::per_metre},
    {"inversemeter", XUnit::per_metre},
    {"inversemetre", XUnit::per_metre},
    {"um-1", XUnit::per_micrometre},
    {"1/um", XUnit::per_micrometre},
    {"nm-1", XUnit::per_nanometre},
    {"1/nm", XUnit::per_nanometre},
    {"nm", XUnit::nanometre},
    {"nanometer", XUnit::nanometre},
    {"nanometre", XUnit::nanometre},
    {"um", XUnit::micrometre},
    {"mum", XUnit::micrometre},
    {"micron", XUnit::micrometre},
    {"micrometer", XUnit::micrometre},
    {"micrometre", XUnit::micrometre},
    {"mikrometer", XUnit::micrometre},
    {"mm", XUnit::millimetre},
    {"millimeter", XUnit::millimetre},
    {"millimetre", XUnit::millimetre},
    {"m", XUnit::metre},
    {"meter", XUnit::metre},
    {"metre", XUnit::metre},
    {"angstrom", XUnit::angstrom},
    {"ev", XUnit::electronvolt},
    {"electronvolt", XUnit::electronvolt},
    {"mev", XUnit::millielectronvolt},
    {"millielectronvolt", XUnit::millielectronvolt},
    {"j", XUnit::joule},
    {"joule", XUnit::joule},
    {"kj/mol", XUnit::kilojoule_per_mole},
    {"kjmol-1", XUnit::kilojoule_per_mole},
    {"kcal/mol", XUnit::kilocalorie_per_mole},
    {"kcalmol-1", XUnit::kilocalorie_per_mole},
    {"hz", XUnit::hertz},
    {"hertz", XUnit::hertz},
    {"s-1", XUnit::hertz},
    {"1/s", XUnit::hertz},
    {"mhz", XUnit::megahertz},
    {"megahertz", XUnit::megahertz},
    {"ghz", XUnit::gigahertz},
    {"gigahertz", XUnit::gigahertz},
    {"thz", XUnit::terahertz},
    {"terahertz", XUnit::terahertz},
};

std::optional<XUnit> unit_of_letters(std::string letters)
{
  for (int plural = 0; plural < 2; ++plural) {
    for (const Spelled &spelled : spelled_units)
      if (letters == spelled.letters) return spelled.unit;
    // "microns", "joules", but no "ms"
    if (letters.size() < 5 || letters.back() != 's') break;
    letters.pop_back();
  }
  return std::nullopt;
}

struct WordRow {
  std::string_view text;
  AxisName::Word word;
  bool alone;    // is the name of an axis without a unit, too
  bool glued;    // a unit may follow without anything between
};

constexpr WordRow words[] = {
    {"wavenumbers", AxisName::wavenumber, true, true},
    {"wavenumber", AxisName::wavenumber, true, true},
    {"wave numbers", AxisName::wavenumber, true, true},
    {"wave number", AxisName::wavenumber, true, true},
    {"wavenum", AxisName::wavenumber, true, false},
    {"wellenzahl", AxisName::wavenumber, true, false},
    {"nu", AxisName::wavenumber, true, false},
    {"v", AxisName::wavenumber, false, false},
    {"wavelengths", AxisName::wavelength, true, true},
    {"wavelength", AxisName::wavelength, true, true},
    {"wave length", AxisName::wavelength, true, true},
    {"wellenlange", AxisName::wavelength, true, false},
    {"lambda", AxisName::wavelength, true, false},
    {"photon energy", AxisName::energy, true, false},
    {"energy", AxisName::energy, true, false},
    {"e", AxisName::energy, false, false},
    {"frequency", AxisName::frequency, true, false},
    {"freq", AxisName::frequency, true, false},
    {"f", AxisName::frequency, false, false},
    {"x-axis", AxisName::none, true, false},
    {"x axis", AxisName::none, true, false},
    {"x_axis", AxisName::none, true, false},
    {"abscissa", AxisName::none, true, false},
    {"x", AxisName::none, true, false},
};

bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// "x1", "x2" beside "y1", "y2"
bool is_numbered_x(const std::string &low)
{
  constexpr std::size_t longest = 3;    // "X298" is rather a name that R made of a number
  return low.size() > 1 && low.size() <= longest && low[0] == 'x' &&
         low.find_first_not_of("0123456789", 1) == std::string::npos;
}

std::optional<AxisName> by_word(const std::string &low)
{
  for (const WordRow &row : words) {
    if (low.compare(0, row.text.size(), row.text) != 0) continue;
    std::string_view rest = std::string_view(low).substr(row.text.size());
    const bool follows = !rest.empty() && is_letter(rest[0]);
    if (follows && !row.glued) continue;
    rest.remove_prefix(std::min(rest.find_first_not_of(" _,:;-.([{$}/~"), rest.size()));
    if (rest.substr(0, 3) == "in ") rest.remove_prefix(3);
    const std::string letters = letters_of_unit(rest);
    AxisName name{row.word};
    name.unit = unit_of_letters(letters);
    name.unknown_unit = !letters.empty() && !name.unit;
    if (name.unit || (row.alone && letters.empty())) return name;
    if (row.word != AxisName::none && row.text.size() > 2 && !follows) return name;
  }
  return std::nullopt;
}

[[noreturn]] void refuse_unit(const AxisName &name, const Place &place, const char *why)
{
  refuse(place, "{} {}; write its unit, such as 'wavelength (um)', or say it with --x-unit",
         in_quotes(name.text), why);
}

void check_words(const AxisName &name, const Place &place)
{
  if (name.unknown_unit) refuse_unit(name, place, "has a unit that is not known");
  if (!name.unit) {
    if (name.word == AxisName::wavelength) refuse_unit(name, place, "is a wavelength without unit");
    if (name.word == AxisName::energy) refuse_unit(name, place, "is an energy without unit");
    if (name.word == AxisName::frequency) refuse_unit(name, place, "is a frequency without unit");
    return;
  }
  const bool wavelength = row_of(*name.unit).wavelength;
  if ((name.word == AxisName::wavelength && !wavelength) ||
      (name.word == AxisName::wavenumber && wavelength))
    refuse_unit(name, place, "contradicts itself");
}

double converted(double x, const UnitRow &row)
{
  return row.wavelength ? row.factor / x : row.factor * x;
}

Range range_of(const std::vector<double> &values)
{
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

bool lies_in(Range range, Range in)
{
  return range.low >= in.low && range.high <= in.high;
}

/// Units other than the one taken in which the axis would lie in a range: "um (1540 to 1640 cm-1) or ...".
std::string other_units(Range raw, XUnit taken, Range in)
{
  std::string text;
  for (std::size_t i = 0; i < usual_units; ++i) {
    const UnitRow &row = units[i];
    Range range{converted(raw.low, row), converted(raw.high, row)};
    if (range.low > range.high) std::swap(range.low, range.high);
    if (row.unit == taken || !lies_in(range, in)) continue;
    text += fmt::format("{}{} ({:.5g} to {:.5g} cm-1)", text.empty() ? "" : " or ", row.name,
                        range.low, range.high);
  }
  return text;
}

/// Whether an axis without a unit can be taken as cm-1: it lies in the middle infrared, or reaches into it from
/// beyond and would be no infrared spectrum in any other unit. 50 to 500 may be meV, 2500 to 16000 nm.
bool can_only_be_wavenumbers(Range raw)
{
  if (lies_in(raw, middle_infrared)) return true;
  return raw.low <= middle_infrared.high && raw.high >= end_of_far_infrared &&
         other_units(raw, XUnit::per_centimetre, likely).empty();
}

void check_range(Range raw, Range found, XUnit taken, bool said, const Place &place,
                 std::vector<std::string> &notes)
{
  const bool outside = found.high < infrared.low || found.high > infrared.high;
  if (!outside && (said || can_only_be_wavenumbers(raw))) {
    // 2800 to 3200 and 420 to 500 lie in the middle infrared in nm and meV as well
    const std::string others = said ? "" : other_units(raw, taken, middle_infrared);
    if (!others.empty())
      notes.push_back(
          fmt::format("no unit is written with the abscissa, {:.5g} to {:.5g}: taken as cm-1, in "
                      "which most such spectra are; --x-unit if it is in {}",
                      raw.low, raw.high, others));
    return;
  }
  const std::string others = other_units(raw, taken, likely);
  refuse(place,
         "the axis goes from {:.5g} to {:.5g} cm-1{}, {}{}{}; say what it is with --x-unit, also "
         "if it "
         "is cm-1",
         found.low, found.high,
         taken == XUnit::per_centimetre && !said ? " if that is its unit" : "",
         outside ? "where no infrared spectrum is" : "and no unit is written",
         others.empty() ? "" : "; it may be in ", others);
}

}    // namespace

std::optional<XUnit> x_unit_of(std::string_view text)
{
  return unit_of_letters(letters_of_unit(ascii(trimmed(text))));
}

std::optional<AxisName> axis_name_of(std::string_view text)
{
  const std::string low = ascii(trimmed(text));
  std::optional<AxisName> name;
  const std::string letters = letters_of_unit(low);
  if (unit_of_letters(letters)) {
    name = AxisName{AxisName::none, unit_of_letters(letters)};
  } else if (is_numbered_x(low)) {
    name = AxisName{};
  } else {
    name = by_word(low);
    const std::size_t end = low.find_first_of("([,");    // "cm-1 (wavenumber)"
    if (!name && end != std::string::npos && end > 1)
      if (const auto unit = x_unit_of(low.substr(0, end))) name = AxisName{AxisName::none, unit};
  }
  if (name) name->text = std::string(trimmed(text));
  return name;
}

std::optional<AxisName> unit_in_name(std::string_view text)
{
  const std::string low = ascii(trimmed(text));
  std::size_t begin = low.find_last_of("([{");
  if (begin == std::string::npos) begin = low.find('/');
  if (begin == std::string::npos) return std::nullopt;
  const std::string letters = letters_of_unit(std::string_view(low).substr(begin + 1));
  if (letters.empty()) return std::nullopt;
  AxisName name{AxisName::none, unit_of_letters(letters)};
  name.unknown_unit = !name.unit;
  name.text = std::string(trimmed(text));
  return name;
}

void to_wavenumbers(std::vector<double> &x, const std::optional<AxisName> &name,
                    const SpectraOptions &options, const Place &place,
                    std::vector<std::string> &notes)
{
  if (name && !options.x_unit) check_words(*name, place);
  const std::optional<XUnit> in_file = name ? name->unit : std::nullopt;
  const XUnit unit = options.x_unit.value_or(in_file.value_or(XUnit::per_centimetre));
  const UnitRow &row = row_of(unit);
  if (options.x_unit && in_file && *in_file != unit)
    notes.push_back(fmt::format("abscissa taken as {}, as asked for, though the file says {}",
                                row.name, name_of(*in_file)));
  if (x.empty()) return;
  const Range raw = range_of(x);
  if (unit != XUnit::per_centimetre) {
    for (double &value : x) {
      if (!(value > 0.0) || !std::isfinite(value))
        refuse(place, "an abscissa of {} {} is not positive", value, row.name);
      value = converted(value, row);
    }
    notes.push_back(
        fmt::format("abscissa converted from {} to cm-1{}", row.name,
                    row.wavelength ? ", in which the points are not evenly spaced" : ""));
  }
  // a wavenumber that is not positive is refused with its line by set_points()
  if (options.x_unit == XUnit::per_centimetre || !(raw.low > 0.0)) return;
  const bool said = options.x_unit || in_file || (name && name->word == AxisName::wavenumber);
  check_range(raw, range_of(x), unit, said, place, notes);
}

}    // namespace softmode::spectra
