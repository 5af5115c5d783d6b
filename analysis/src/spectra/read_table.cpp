// SPDX-License-Identifier: BSD-3-Clause
// Tables of one spectrum, of one spectrum a column, and of one point a row.
#include "spectra/assemble.h"
#include "spectra/no_spectrum.h"
#include "spectra/quantity_words.h"
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
    for (std::size_t i = 0; !table.heads.empty() && i < table.columns.size(); ++i)
      roles.push_back(role_of_column(table, i));
  }

  std::vector<Spectrum> read()
  {
    const std::size_t columns = table.columns.size();
    if (columns < 2)
      refuse({table.name, table.lines.front()}, "one column; expected wavenumber and intensity");
    if (!has_row_of_temperatures(table) && column_with(ColumnRole::temperature)) return by_point();
    if (columns > 2 && table.heads.empty())
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
    const int line = table.heads.empty() ? 0 : table.heads.front().line;
    return {table.name, line, table.number_of(column)};
  }

  std::string name_of_column(std::size_t column) const
  {
    return in_quotes(table.heads.front().cells[column]);
  }

  std::optional<std::size_t> column_with(ColumnRole::Kind kind) const
  {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (roles[i].kind != kind) continue;
      if (found)
        refuse(header_place(i), "{} names the same as column {}; expected one of them",
               name_of_column(i), *found + 1);
      found = i;
    }
    return found;
  }

  // what the names say of a column with intensities
  Conditions from_header(std::size_t column) const
  {
    if (table.heads.empty()) return {};
    Conditions found = conditions_of_column(table, column, options);
    const bool temperature = found.temperature_K || found.bare_temperature;
    if (temperature && options.column_pattern.empty()) refuse_no_spectrum(column);
    if (table.columns.size() > 2 && !found.temperature_K && !found.bare_temperature)
      refuse(
          header_place(column),
          "no temperature in {}; expected one such as '173 K' or '-100 C heating 2', or where it "
          "stands in such names (--column-pattern)",
          name_of_column(column));
    return found;
  }

  // "std 300 K"; a mean is one where all columns are means
  void refuse_no_spectrum(std::size_t column) const
  {
    for (const TableHead &head : table.heads) {
      const auto word = word_of_no_spectrum(head.cells[column]);
      if (!word || (word->mean && all_are_means(head))) continue;
      refuse({table.name, head.line, table.number_of(column)},
             "{} is no spectrum of one measurement ({}); take the column out of the table, or say "
             "where temperatures stand in such names (--column-pattern)",
             in_quotes(head.cells[column]), word->text);
    }
  }

  bool all_are_means(const TableHead &head) const
  {
    for (std::size_t i = 1; i < head.cells.size(); ++i) {
      const auto word = word_of_no_spectrum(head.cells[i]);
      if (roles[i].kind != ColumnRole::abscissa && !(word && word->mean)) return false;
    }
    return true;
  }

  std::vector<Spectrum> by_column()
  {
    std::vector<Spectrum> spectra;
    const std::size_t step = has_pairs() ? 2 : 1,
                      count = (table.columns.size() - 1 + step - 1) / step;
    const std::optional<Quantity> quantity = quantity_with_unit(quantity_of_columns(step), 1, step);
    if (!quantity && !options.quantity) check_letter_T(step);
    for (std::size_t column = 1; column < table.columns.size(); column += step) {
      const std::size_t x = step == 2 ? column - 1 : 0;
      Spectrum spectrum;
      spectrum.file = table.name;
      std::vector<double> wavenumber = table.columns[x];
      to_wavenumbers(wavenumber, axis_of_table(table, axis_of_column(x)), options, header_place(x),
                     spectrum.notes);
      set_points(spectrum, std::move(wavenumber), table.columns[column], [&](std::size_t i) {
        return Place{table.name, table.lines[i], table.number_of(x)};
      });
      Conditions conditions =
          from_comments(table, spectra.size() + 1, count, options, spectrum.notes);
      add_conditions(conditions, from_header(column), "the header", header_place(column));
      spectra.push_back(finished(std::move(spectrum), conditions, quantity, options));
    }
    return spectra;
  }

  // also of a name that is none of an axis, as long as it has a unit
  std::optional<AxisName> axis_of_column(std::size_t column) const
  {
    if (roles.empty()) return std::nullopt;
    if (roles[column].kind != ColumnRole::other) return roles[column].axis;
    for (const TableHead &head : table.heads)
      if (auto axis = unit_in_name(head.cells[column])) return axis;
    return std::nullopt;
  }

  // each spectrum with an abscissa of its own
  bool has_pairs() const
  {
    if (roles.size() < 4 || roles.size() % 2 != 0) return false;
    for (std::size_t i = 0; i < roles.size(); ++i)
      if ((roles[i].kind == ColumnRole::abscissa) != (i % 2 == 0)) return false;
    return true;
  }

  // what all columns are named: "A" beside "B" is no absorbance
  std::optional<Quantity> quantity_of_columns(std::size_t step) const
  {
    if (roles.empty()) return std::nullopt;
    const std::optional<Quantity> first = quantity_of_column(1);
    for (std::size_t i = 1; i < roles.size(); i += step)
      if (quantity_of_column(i) != first) return std::nullopt;
    return first;
  }

  // what comments and names say; "%" above, below or behind a name is its unit
  std::optional<Quantity> quantity_with_unit(std::optional<Quantity> named, std::size_t first,
                                             std::size_t step)
  {
    const auto quantity = quantity_of_table(table, named, options, notes);
    for (const TableHead &head : table.heads)
      for (std::size_t i = first; i < head.cells.size(); i += step)
        if (has_unit_percent(head.cells[i], i))
          return percent_of(quantity, options, {table.name, head.line, table.number_of(i)});
    return quantity;
  }

  bool has_unit_percent(const std::string &cell, std::size_t column) const
  {
    if (cell.find('%') == std::string::npos) return is_percent(cell);
    return ends_in_percent(cell) || (options.column_pattern.empty() &&
                                     is_percent(without_temperature(cell, header_place(column))));
  }

  // of its role, or what its names say beside a temperature: "Transmittance 298 K"
  std::optional<Quantity> quantity_of_column(std::size_t column) const
  {
    if (roles[column].quantity) return roles[column].quantity;
    if (!options.column_pattern.empty()) return std::nullopt;
    for (const TableHead &head : table.heads) {
      const std::string word = without_temperature(head.cells[column], header_place(column));
      if (is_letter_T(word)) continue;
      if (const auto quantity = quantity_word_beside_others(word)) return quantity->quantity;
      const auto other = options.quantity ? std::nullopt : other_ordinate(word);
      if (other)
        refuse(header_place(column), "{} is {}; {}", in_quotes(head.cells[column]), other->what,
               other->advice);
    }
    return std::nullopt;
  }

  static bool is_letter_T(std::string_view word) { return word == "T" || word == "t"; }

  // "T 173 K" is T = 173 K, or transmittance at 173 K
  void check_letter_T(std::size_t step) const
  {
    if (!options.column_pattern.empty()) return;
    for (const TableHead &head : table.heads)
      for (std::size_t i = 1; i < head.cells.size(); i += step)
        if (is_letter_T(without_temperature(head.cells[i], header_place(i))))
          refuse({table.name, head.line, table.number_of(i)},
                 "T in {} may be the temperature or transmittance; write 'T = 173 K' or "
                 "'Transmittance 173 K', or say the ordinate with --quantity",
                 in_quotes(head.cells[i]));
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
    refuse({table.name, header_place(0).line},
           "no column named {}, which a table with temperatures needs", what);
  }

  std::vector<Spectrum> by_point()
  {
    const std::size_t x = needed_column(ColumnRole::abscissa, "wavenumber");
    const std::size_t y = needed_column(ColumnRole::intensity, "intensity");
    const std::size_t T = *column_with(ColumnRole::temperature);
    const std::optional<std::size_t> cycle = column_with(ColumnRole::cycle);
    for (std::size_t i = 0; i < roles.size(); ++i)
      if (roles[i].kind == ColumnRole::other)
        refuse(header_place(i),
               "{} is not known; expected wavenumber, intensity, temperature, cycle",
               name_of_column(i));
    const auto quantity = quantity_with_unit(roles[y].quantity, y, table.columns.size());
    const auto axis = axis_of_table(table, roles[x].axis);
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
      std::vector<double> wavenumber = at_rows(x, rows);
      to_wavenumbers(wavenumber, axis, options, header_place(x), spectrum.notes);
      set_points(spectrum, std::move(wavenumber), at_rows(y, rows), [&](std::size_t i) {
        return Place{table.name, table.lines[rows[i]], table.number_of(x)};
      });
      spectra.push_back(finished(std::move(spectrum), conditions, quantity, options));
    }
    return spectra;
  }

  Conditions from_row(std::size_t row, std::size_t T, std::optional<std::size_t> cycle) const
  {
    const Place place{table.name, table.lines[row], table.number_of(T)};
    Conditions conditions;
    set_temperature(conditions, table.columns[T][row],
                    roles[T].unit ? roles[T].unit : options.temperature_unit, place);
    if (cycle)
      conditions.cycle = cycle_number(table.columns[*cycle][row],
                                      {table.name, table.lines[row], table.number_of(*cycle)});
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
  if (auto rows = read_rows(text, name, options, notes)) return std::move(*rows);
  const Table table = parse_table(text, name);
  for (const std::string &note : table.notes) notes.push_back(name + ": " + note);
  for (const TableComment &comment : table.comments)
    if (comment.key == "note" && comment.index == 0) notes.push_back(comment.value);
  return TableReader(table, options, notes).read();
}

}    // namespace softmode::spectra
