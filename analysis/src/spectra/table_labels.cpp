// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/table_labels.h"

#include "spectra/assemble.h"

#include <algorithm>

namespace softmode::spectra {

namespace {

// "temperature_K", "Temp. (C)", "T/K", "T"
std::optional<ColumnRole> temperature_role(const std::string &name)
{
  for (const char *stem : {"temperature", "temp", "t"}) {
    if (name.rfind(stem, 0) != 0) continue;
    std::string rest = name.substr(std::string_view(stem).size());
    if (std::string_view(stem) == "t" && !rest.empty() &&
        std::string_view("/_([ ").find(rest[0]) == std::string_view::npos)
      return std::nullopt;
    const auto decoration = [](char c) {
      return std::string_view("/_()[]., ").find(c) != std::string_view::npos;
    };
    rest.erase(std::remove_if(rest.begin(), rest.end(), decoration), rest.end());
    const std::optional<TemperatureUnit> unit = temperature_unit(rest);
    if (rest.empty() || unit) return ColumnRole{ColumnRole::temperature, {}, unit};
  }
  return std::nullopt;
}

Conditions branch_comment(const TableComment &comment, const Place &place)
{
  Conditions conditions;
  conditions.branch = branch_of(comment.value);
  if (conditions.branch == Branch::unknown)
    refuse(place, "{} is no branch; expected heating or cooling", in_quotes(comment.value));
  return conditions;
}

Conditions meaning_of(const TableComment &comment, const SpectraOptions &options,
                      const Place &place)
{
  Conditions conditions;
  if (comment.key == "label") conditions.label = comment.value;
  if (comment.key == "cycle")
    conditions.cycle = cycle_number(finite_number(comment.value, place), place);
  if (comment.key == "branch") return branch_comment(comment, place);
  const std::optional<ColumnRole> role = temperature_role(comment.key);
  if (!role) return conditions;
  // also "173 K (5 K/min)"
  auto given =
      conditions_in(comment.value, role->unit ? role->unit : options.temperature_unit, place);
  if (given) given->label.clear();
  if (!given)
    refuse(place, "{} is no temperature; expected one such as 173 K or -100 C",
           in_quotes(comment.value));
  return *given;
}

bool has_meaning(const TableComment &comment)
{
  for (const char *key : {"label", "note", "cycle", "branch"})
    if (comment.key == key) return true;
  return temperature_role(comment.key).has_value();
}

}    // namespace

namespace {

ColumnRole role_of_part(std::string_view part)
{
  const std::string name = lower(trimmed(part));
  if (const auto role = temperature_role(name)) return *role;
  if (const auto unit = temperature_unit(part)) return {ColumnRole::temperature, {}, unit};
  if (auto axis = axis_name_of(part)) return {ColumnRole::abscissa, {}, {}, std::move(axis)};
  return {};
}

// of "T (C) \\ wavelength (nm)" or "cm-1 / T (C)": the first is of the rows, the second of the names of columns
std::optional<ColumnRole> role_of_corner(const std::string &cell)
{
  for (const std::string_view separator : {"\\", "|", " / "}) {
    const std::size_t at = cell.find(separator);
    if (at == std::string::npos) continue;
    ColumnRole rows = role_of_part(std::string_view(cell).substr(0, at));
    ColumnRole columns = role_of_part(std::string_view(cell).substr(at + separator.size()));
    const bool both =
        (rows.kind == ColumnRole::temperature && columns.kind == ColumnRole::abscissa) ||
        (rows.kind == ColumnRole::abscissa && columns.kind == ColumnRole::temperature);
    if (!both) continue;
    if (!rows.unit) rows.unit = columns.unit;
    if (!rows.axis) rows.axis = std::move(columns.axis);
    return rows;
  }
  return std::nullopt;
}

}    // namespace

ColumnRole role_of(const std::string &cell)
{
  if (auto corner = role_of_corner(cell)) return *corner;
  const std::string name = lower(cell);
  if (const auto role = temperature_role(name)) return *role;
  if (name == "cycle") return {ColumnRole::cycle};
  if (name == "branch" || name == "direction") return {ColumnRole::branch};
  if (name == "label" || name == "sample" || name == "name") return {ColumnRole::label};
  if (auto axis = axis_name_of(cell)) return {ColumnRole::abscissa, {}, {}, std::move(axis)};
  if (const auto word = quantity_word_beside_others(cell))
    return {ColumnRole::intensity, word->quantity};
  return {};
}

namespace {

// "Wavenumber" above "cm-1" is "Wavenumber (cm-1)"
void add_axis(std::optional<AxisName> &known, const AxisName &more, const Place &place)
{
  if (!known) {
    known = more;
    return;
  }
  if (known->unit && more.unit && *known->unit != *more.unit)
    refuse(place, "the abscissa is in {}, but {} was said before; correct one of them",
           name_of(*more.unit), name_of(*known->unit));
  if (!known->unit) known->unit = more.unit;
  if (known->word == AxisName::none) known->word = more.word;
  known->unknown_unit = known->unknown_unit && !known->unit;
}

}    // namespace

ColumnRole role_of_column(const Table &table, std::size_t column)
{
  ColumnRole role;
  for (const TableHead &head : table.heads) {
    const ColumnRole more = role_of(head.cells[column]);
    if (role.kind == ColumnRole::other) {
      role = more;
    } else if (role.kind == ColumnRole::abscissa && more.axis) {
      add_axis(role.axis, *more.axis, {table.name, head.line, table.number_of(column)});
    } else if (role.kind == ColumnRole::intensity && more.quantity &&
               *role.quantity == Quantity::arbitrary) {
      role.quantity = more.quantity;
    } else if (role.kind == ColumnRole::temperature && !role.unit) {
      role.unit = temperature_unit(head.cells[column]);
    }
  }
  return role;
}

std::optional<AxisName> axis_of_table(const Table &table, std::optional<AxisName> first_column)
{
  for (const TableComment &comment : table.comments) {
    bool is_axis = false;
    for (const char *key : {"x unit", "x units", "xunit", "xunits", "x_unit", "x-unit"})
      is_axis = is_axis || comment.key == key;
    bool may_be_axis = false;    // "# x: wavelength in nm", but also "# x: 5"
    for (const char *key : {"x", "x axis", "x-axis", "abscissa", "x label", "xlabel", "x data"})
      may_be_axis = may_be_axis || comment.key == key;
    if (!is_axis && !may_be_axis) continue;
    const Place place{table.name, comment.line};
    const auto axis = axis_name_of(comment.value);
    if (may_be_axis && (!axis || axis->unknown_unit)) continue;
    if (!axis || axis->unknown_unit)
      refuse(place,
             "{} is no known unit of the abscissa; expected one such as cm-1, um or eV, or "
             "say it with --x-unit",
             in_quotes(comment.value));
    add_axis(first_column, *axis, place);
  }
  return first_column;
}

bool has_row_of_temperatures(const Table &table)
{
  for (const TableHead &head : table.heads) {
    if (role_of(head.cells[0]).kind != ColumnRole::temperature) continue;
    bool all = true;
    for (std::size_t i = 1; all && i < head.cells.size(); ++i)
      all = leading_temperature(plain(head.cells[i])).has_value();
    if (all) return true;
  }
  return false;
}

namespace {

// R puts an X before names that begin with a digit: "X298K"; without a unit it may be anything
std::string_view without_x_of_r(std::string_view cell)
{
  if (cell.size() < 2 || cell[0] != 'X') return cell;
  const std::string name = plain(cell.substr(1));
  const auto found = is_digit(name[0]) ? leading_temperature(name) : std::nullopt;
  return found && found->unit ? cell.substr(1) : cell;
}

// one cell above a column; a bare number is a temperature only under a corner that may have it
Conditions conditions_of_cell(const TableHead &head, std::size_t column, bool only_line,
                              const SpectraOptions &options, const Place &place)
{
  const std::string &cell = head.cells[column];
  const ColumnRole corner = role_of(head.cells[0]);
  if (!options.column_pattern.empty())
    return NamePattern(options.column_pattern, options.temperature_unit)
        .match(cell, "the name", place);
  if (corner.kind == ColumnRole::cycle) {
    Conditions conditions;
    conditions.cycle = cycle_number(finite_number(cell, place), place);
    return conditions;
  }
  const auto unit = corner.unit ? corner.unit : options.temperature_unit;
  Conditions found = conditions_in(without_x_of_r(cell), unit, place).value_or(Conditions());
  const bool known = corner.kind == ColumnRole::abscissa ||
                     corner.kind == ColumnRole::temperature || head.cells[0].empty();
  const bool temperature = found.temperature_K || found.bare_temperature;
  if (!known && temperature && only_line)
    refuse({place.file, place.line, 1}, "{} is not known; expected wavenumber as the first column",
           in_quotes(head.cells[0]));
  if (!known && found.bare_temperature) return {};
  return found;
}

}    // namespace

namespace {

// the unit in a line of units, as Origin writes it: every column has one
std::optional<TemperatureUnit> unit_below(const Table &table, std::size_t column)
{
  for (const TableHead &head : table.heads) {
    bool all = true;
    for (std::size_t i = 1; all && i < head.cells.size(); ++i)
      all = temperature_unit(head.cells[i]).has_value();
    if (all) return temperature_unit(head.cells[column]);
  }
  return std::nullopt;
}

}    // namespace

Conditions conditions_of_column(const Table &table, std::size_t column,
                                const SpectraOptions &options)
{
  Conditions conditions;
  for (const TableHead &head : table.heads) {
    const Place place{table.name, head.line, table.number_of(column)};
    if (head.cells[column].empty()) continue;
    if (!options.column_pattern.empty() && &head != &table.heads.front()) continue;
    add_conditions(conditions,
                   conditions_of_cell(head, column, table.heads.size() == 1, options, place),
                   "the header", place);
  }
  const std::optional<TemperatureUnit> unit = unit_below(table, column);
  if (!conditions.bare_temperature || !unit) return conditions;
  const double bare = *conditions.bare_temperature;
  conditions.bare_temperature.reset();
  set_temperature(conditions, bare, unit, {table.name, table.heads.front().line});
  return conditions;
}

Conditions from_comments(const Table &table, std::size_t index, std::size_t count,
                         const SpectraOptions &options, std::vector<std::string> &notes)
{
  Conditions conditions;
  const auto add_all_of = [&](std::size_t wanted) {
    for (const TableComment &comment : table.comments) {
      const Place place{table.name, comment.line};
      if (comment.index > count && has_meaning(comment))
        refuse(place, "'{} {}', but the file holds {} spectra", comment.key, comment.index, count);
      if (comment.index == wanted)
        add_conditions(conditions, meaning_of(comment, options, place), "the comment", place);
    }
  };
  add_all_of(index);
  add_all_of(0);
  for (const TableComment &comment : table.comments)
    if (comment.key == "note" && comment.index == index) notes.push_back(comment.value);
  return conditions;
}

std::optional<Quantity> percent_of(std::optional<Quantity> named, const SpectraOptions &options,
                                   const Place &place)
{
  if (options.quantity) return named;    // what the user says counts
  if (!named || *named == Quantity::arbitrary)
    refuse(place,
           "the ordinate is in per cent, but of what is not written; say it with --quantity, "
           "such as percent-transmittance");
  if (const auto percent = in_percent(*named)) return percent;
  refuse(place,
         "{} in per cent is not known; export absorbance or transmittance, or say what it is with "
         "--quantity",
         name_of(*named));
}

namespace {

bool is_y_unit(const TableComment &comment)
{
  for (const char *key : {"y unit",         "y units",
                          "yunit",          "yunits",
                          "y_unit",         "y_units",
                          "y-unit",         "y-units",
                          "y label",        "ylabel",
                          "y axis",         "y-axis",
                          "yaxis",          "y",
                          "ordinate",       "y data",
                          "y-data",         "ydata",
                          "ordinate unit",  "ordinate units",
                          "intensity unit", "intensity units"})
    if (comment.key == key) return true;
  // those may be of an abscissa or a temperature as well
  return (comment.key == "unit" || comment.key == "units") &&
         (is_percent(comment.value) || is_unmistakable_quantity(comment.value));
}

// also the unit alone: "%" beside a column named transmittance
std::optional<Quantity> quantity_of_unit(const TableComment &comment, const Place &place,
                                         std::optional<Quantity> named,
                                         const SpectraOptions &options,
                                         std::vector<std::string> &notes)
{
  if (is_percent(comment.value)) return percent_of(named, options, place);
  if (const auto word = quantity_in_comment(comment.value))
    return word->quantity == Quantity::arbitrary && named ? named : word->quantity;
  const auto other = options.quantity ? std::nullopt : other_ordinate(comment.value);
  if (other) refuse(place, "{} is {}; {}", in_quotes(comment.value), other->what, other->advice);
  notes.push_back(
      fmt::format("the ordinate {} of line {} is not known", in_quotes(comment.value), place.line));
  return named;
}

}    // namespace

std::optional<Quantity> quantity_of_table(const Table &table, std::optional<Quantity> named,
                                          const SpectraOptions &options,
                                          std::vector<std::string> &notes)
{
  for (const TableComment &comment : table.comments) {
    if (comment.key != "quantity") continue;
    if (const auto quantity = quantity_of(comment.value)) return quantity;
    refuse({table.name, comment.line},
           "{} is no known ordinate; expected absorbance, transmittance, percent transmittance, "
           "reflectance, percent reflectance, Kubelka-Munk or arbitrary",
           in_quotes(comment.value));
  }
  for (const TableComment &comment : table.comments)
    if (is_y_unit(comment))
      return quantity_of_unit(comment, {table.name, comment.line}, named, options, notes);
  if (named && *named != Quantity::arbitrary) return named;
  for (const TableComment &comment : table.comments)
    if (comment.key == "data" && is_unmistakable_quantity(comment.value))
      return quantity_of(comment.value);
  return named;
}

}    // namespace softmode::spectra
