// SPDX-License-Identifier: BSD-3-Clause
// Tables of one spectrum, of one spectrum a column, and of one point a row.
#include "spectra/assemble.h"
#include "spectra/table_labels.h"

#include <algorithm>
#include <map>

namespace softmode::spectra {

namespace {

class TableReader {
 public:
  TableReader(const Table &table_, const SpectraOptions &options_,
              std::vector<std::string> &notes_) :
      table(table_),
      options(options_), notes(notes_)
  {
    for (const std::string &cell : table.header) roles.push_back(role_of(cell));
  }

  std::vector<Spectrum> read()
  {
    refuse_wavelengths();
    const std::size_t columns = table.columns.size();
    if (columns < 2)
      refuse({table.name, table.lines.front()}, "one column; expected wavenumber and intensity");
    if (column_with(ColumnRole::temperature)) return by_point();
    if (columns > 2 && table.header.empty())
      refuse({table.name, table.lines.front()},
             "{} columns without names; expected a line before them, such as 'wavenumber,173 K,223 "
             "K'",
             columns);
    return by_column();
  }

 private:
  const Table &table;
  const SpectraOptions &options;
  std::vector<std::string> &notes;
  std::vector<ColumnRole> roles;

  Place header_place(std::size_t column) const
  {
    return {table.name, table.header_line, static_cast<int>(column) + 1};
  }

  std::optional<std::size_t> column_with(ColumnRole::Kind kind) const
  {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (roles[i].kind != kind) continue;
      if (found)
        refuse(header_place(i), "{} names the same as column {}; expected one of them",
               in_quotes(table.header[i]), *found + 1);
      found = i;
    }
    return found;
  }

  void refuse_wavelengths() const
  {
    for (std::size_t i = 0; i < roles.size(); ++i)
      if (roles[i].kind == ColumnRole::wavelength)
        refuse(header_place(i), "{} is a wavelength; expected wavenumbers in cm-1",
               in_quotes(table.header[i]));
  }

  // what the header says of a column with intensities
  Conditions from_header(std::size_t column) const
  {
    if (table.header.empty()) return {};
    const auto found =
        conditions_of(table.header[column], options.temperature_unit, header_place(column));
    const bool needed = table.columns.size() > 2;
    if (needed && !found)
      refuse(header_place(column),
             "no temperature in {}; expected one such as '173 K' or '-100 C heating 2'",
             in_quotes(table.header[column]));
    if (found && roles[0].kind != ColumnRole::wavenumber && !table.header[0].empty())
      refuse(header_place(0), "{} is not known; expected wavenumber as the first column",
             in_quotes(table.header[0]));
    return found.value_or(Conditions());
  }

  Spectrum finished(Spectrum spectrum, Conditions conditions, std::optional<Quantity> quantity,
                    const Place &place) const
  {
    add_from_names(conditions, table.name, nullptr, options);
    set_conditions(spectrum, conditions, place);
    set_quantity(spectrum, quantity, options);
    return spectrum;
  }

  std::vector<Spectrum> by_column() const
  {
    std::vector<Spectrum> spectra;
    const std::optional<Quantity> quantity = quantity_from_comments(table);
    for (std::size_t column = 1; column < table.columns.size(); ++column) {
      Spectrum spectrum;
      spectrum.file = table.name;
      set_points(spectrum, table.columns[0], table.columns[column], [this](std::size_t i) {
        return Place{table.name, table.lines[i], 1};
      });
      Conditions conditions =
          from_comments(table, column, table.columns.size() - 1, options, spectrum.notes);
      add_conditions(conditions, from_header(column), "the header", header_place(column));
      const auto named = roles.empty() ? std::nullopt : roles[column].quantity;
      spectra.push_back(
          finished(std::move(spectrum), conditions, quantity ? quantity : named, {table.name}));
    }
    return spectra;
  }

  // rows of each spectrum, in order
  std::vector<std::vector<std::size_t>> groups_of_rows(std::size_t x, std::size_t T,
                                                       std::optional<std::size_t> cycle)
  {
    const auto &columns = table.columns;
    const auto key = [&](std::size_t row) {
      return std::make_pair(cycle ? columns[*cycle][row] : 0.0, columns[T][row]);
    };
    const std::size_t rows = table.lines.size();
    const bool mixed = rows > 1 && columns[x][0] == columns[x][1] && key(0) != key(1);
    if (mixed) notes.push_back(table.name + ": rows sorted by temperature, in order of appearance");
    std::vector<std::vector<std::size_t>> groups;
    std::map<std::pair<double, double>, std::size_t> known;
    for (std::size_t row = 0; row < rows; ++row) {
      const bool same = row > 0 && key(row) == key(row - 1);
      std::size_t group = groups.size();
      if (mixed)
        group = known.emplace(key(row), group).first->second;
      else if (same)
        group = groups.size() - 1;
      if (group == groups.size()) groups.emplace_back();
      groups[group].push_back(row);
    }
    return groups;
  }

  std::size_t needed_column(ColumnRole::Kind kind, const char *what) const
  {
    if (const auto column = column_with(kind)) return *column;
    refuse({table.name, table.header_line},
           "no column named {}, which a table with temperatures needs", what);
  }

  std::vector<Spectrum> by_point()
  {
    const std::size_t x = needed_column(ColumnRole::wavenumber, "wavenumber");
    const std::size_t y = needed_column(ColumnRole::intensity, "intensity");
    const std::size_t T = *column_with(ColumnRole::temperature);
    const std::optional<std::size_t> cycle = column_with(ColumnRole::cycle);
    for (std::size_t i = 0; i < roles.size(); ++i)
      if (roles[i].kind == ColumnRole::other)
        refuse(header_place(i),
               "{} is not known; expected wavenumber, intensity, temperature, cycle",
               in_quotes(table.header[i]));
    const auto quantity = quantity_from_comments(table);
    const auto groups = groups_of_rows(x, T, cycle);
    std::vector<Spectrum> spectra;
    for (const auto &rows : groups) {
      Spectrum spectrum;
      spectrum.file = table.name;
      Conditions conditions =
          from_comments(table, spectra.size() + 1, groups.size(), options, spectrum.notes);
      add_conditions(conditions, from_row(rows.front(), T, cycle), "the row",
                     {table.name, table.lines[rows.front()]});
      check_size(rows);
      set_points(spectrum, at_rows(x, rows), at_rows(y, rows), [&](std::size_t i) {
        return Place{table.name, table.lines[rows[i]], static_cast<int>(x) + 1};
      });
      spectra.push_back(finished(std::move(spectrum), conditions,
                                 quantity ? quantity : roles[y].quantity, {table.name}));
    }
    return spectra;
  }

  Conditions from_row(std::size_t row, std::size_t T, std::optional<std::size_t> cycle) const
  {
    const Place place{table.name, table.lines[row], static_cast<int>(T) + 1};
    Conditions conditions;
    conditions.temperature_K =
        kelvin(table.columns[T][row], roles[T].unit.value_or(options.temperature_unit), place);
    if (cycle)
      conditions.cycle = cycle_number(table.columns[*cycle][row],
                                      {table.name, table.lines[row], static_cast<int>(*cycle) + 1});
    return conditions;
  }

  void check_size(const std::vector<std::size_t> &rows) const
  {
    if (rows.size() < fewest_points)
      refuse(
          {table.name, table.lines[rows.front()]},
          "only {} rows with this temperature and cycle; expected {} or more, one after the other",
          rows.size(), fewest_points);
  }

  std::vector<double> at_rows(std::size_t column, const std::vector<std::size_t> &rows) const
  {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const std::size_t row : rows) values.push_back(table.columns[column][row]);
    return values;
  }
};

}    // namespace

std::vector<Spectrum> read_table(std::string_view text, const std::string &name,
                                 const SpectraOptions &options, std::vector<std::string> &notes)
{
  const Table table = parse_table(text, name);
  for (const TableComment &comment : table.comments)
    if (comment.key == "note" && comment.index == 0) notes.push_back(comment.value);
  return TableReader(table, options, notes).read();
}

}    // namespace softmode::spectra
