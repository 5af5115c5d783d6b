// SPDX-License-Identifier: BSD-3-Clause
// Tables whose rows are spectra: a line of wavenumbers, then temperature and intensities in each row.
#include "spectra/assemble.h"
#include "spectra/cells.h"
#include "spectra/table_labels.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr std::size_t most_names = 12;    // columns before the intensities

// a wavenumber of the head: "1540.5", "X1540.5" as R writes it, "1540.5 cm-1"
struct HeadNumber {
  double value;
  std::optional<XUnit> unit;
};

std::optional<HeadNumber> head_number(std::string_view cell)
{
  if (cell.size() > 1 && cell[0] == 'X') cell.remove_prefix(1);
  if (cell.empty() || cell[0] < '0' || cell[0] > '9') return std::nullopt;
  CellNumbers numbers;
  if (const auto value = numbers.read(cell, {})) return HeadNumber{*value, std::nullopt};
  const std::size_t end = end_of_number(cell, 0);
  const auto unit = x_unit_of(cell.substr(end));
  if (!unit || end == cell.size()) return std::nullopt;
  return HeadNumber{value_of_number(cell.substr(0, end)), unit};
}

struct Head {
  char delimiter = '\0';
  std::size_t names = 0;    // columns before the intensities
  std::vector<std::string> cells{};
  std::vector<double> axis{};
  std::optional<XUnit> unit{};
  int line = 0;
};

bool monotonic(const std::vector<double> &x)
{
  for (std::size_t i = 1; i < x.size(); ++i)
    if (!((x[i] > x[i - 1]) == (x[1] > x[0])) || x[i] == x[i - 1]) return false;
  return true;
}

bool is_not_positive(std::string_view cell)
{
  const auto value = CellNumbers().read(cell, {});
  return value && *value <= 0.0;
}

std::optional<Head> head_of(std::string_view line, char delimiter)
{
  Head head{delimiter};
  Cells cells(without_empty_end(line, delimiter), delimiter);
  for (std::string_view cell; cells.next(cell);) {
    const auto value = head_number(cell);
    if (is_not_positive(cell)) return std::nullopt;    // temperatures, no wavenumbers
    if (!value && head.axis.empty()) {
      head.cells.emplace_back(cell);
      if (head.cells.size() > most_names) return std::nullopt;
      continue;
    }
    if (!value || !std::isfinite(value->value)) return std::nullopt;
    if (!head.unit) head.unit = value->unit;
    head.axis.push_back(value->value);
  }
  head.names = head.cells.size();
  if (head.names == 0 || head.axis.size() < fewest_points || !monotonic(head.axis))
    return std::nullopt;
  return head;
}

std::optional<Head> find_head(std::string_view text)
{
  Lines lines(text);
  for (std::string_view line; lines.next(line);) {
    if (trimmed(line).empty() || is_comment(line, '\0')) continue;
    for (const char delimiter : {'\t', ';', ',', blanks}) {
      if (delimiter != blanks && line.find(delimiter) == std::string_view::npos) continue;
      if (auto head = head_of(line, delimiter)) {
        head->line = lines.number();
        return head;
      }
    }
    if (delimiter_of_numbers(line)) return std::nullopt;
  }
  return std::nullopt;
}

class RowReader {
 public:
  RowReader(std::string_view text_, const std::string &name, const Head &head_,
            const SpectraOptions &options_) :
      text(text_),
      head(head_), options(options_)
  {
    table.name = name;
    for (const std::string &cell : head.cells) roles.push_back(role_of(cell));
  }

  /// Rows are spectra if their first cells are temperatures rather than wavenumbers.
  bool rows_are_spectra() const
  {
    double largest = 0.0;
    bool numeric = true, any = false;
    for_each_row([&](std::string_view line, int) {
      Cells cells(line, head.delimiter);
      std::string_view first;
      cells.next(first);
      const auto value = CellNumbers().read(first, {});
      numeric = numeric && value;
      if (value) largest = std::max(largest, *value);
      any = true;
    });
    const auto [low, high] = std::minmax_element(head.axis.begin(), head.axis.end());
    if (!any) return false;
    if (head.names > 1 || !numeric || head.unit) return has_temperature();
    const ColumnRole &corner = roles.front();
    if (corner.kind == ColumnRole::temperature) return corner.axis || *high > largest;
    if (corner.axis && corner.axis->unit && *corner.axis->unit != XUnit::per_centimetre)
      return false;
    if (corner.kind == ColumnRole::other && !trimmed(head.cells.front()).empty())
      return false;    // "time (s)"
    return *low >= 400.0 && *high > 1000.0 && largest < *low;
  }

  std::vector<Spectrum> read(std::vector<std::string> &notes)
  {
    collect_comments();
    const std::vector<double> wavenumber = axis();
    std::vector<Spectrum> spectra;
    std::size_t count = 0;
    for_each_row([&](std::string_view, int) { ++count; });
    const auto quantity = quantity_of_table(table, std::nullopt, options, notes);
    for_each_row([&](std::string_view line, int number) {
      std::vector<double> intensity;
      const std::vector<std::string> names = split(line, number, intensity);
      Spectrum spectrum;
      spectrum.file = table.name;
      spectrum.notes = axis_notes;
      set_points(spectrum, wavenumber, std::move(intensity), [&](std::size_t i) {
        return Place{table.name, number, static_cast<int>(head.names + i) + 1};
      });
      Conditions conditions =
          from_comments(table, spectra.size() + 1, count, options, spectrum.notes);
      add_conditions(conditions, from_names(names, number), "the row", {table.name, number});
      spectra.push_back(finished(std::move(spectrum), conditions, quantity, options));
    });
    check_commas_of_thousands({marks}, {table.name});
    for (const TableComment &comment : table.comments)
      if (comment.key == "note" && comment.index == 0) notes.push_back(comment.value);
    notes.push_back(table.name + ": each row is a spectrum" + left_out());
    return spectra;
  }

 private:
  std::string_view text;
  const Head &head;
  const SpectraOptions &options;
  Table table;    // name and comments
  std::vector<ColumnRole> roles;
  CellNumbers numbers;
  CommasOfThousands marks{};    // of all intensities
  std::vector<std::string> axis_notes;

  template <class Work> void for_each_row(const Work &work) const
  {
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
      if (lines.number() > head.line && !trimmed(line).empty() && !is_comment(line, head.delimiter))
        work(line, lines.number());
  }

  void collect_comments()
  {
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
      if (is_comment(line, head.delimiter)) add_comment(table, trimmed(line), lines.number());
  }

  std::optional<std::size_t> column_with(ColumnRole::Kind kind) const
  {
    for (std::size_t i = 0; i < roles.size(); ++i)
      if (roles[i].kind == kind) return i;
    return std::nullopt;
  }

  // a column for it, or the first cells say it
  bool has_temperature() const
  {
    if (column_with(ColumnRole::temperature) || !options.column_pattern.empty()) return true;
    bool all = true;
    for_each_row([&](std::string_view line, int number) {
      Cells cells(line, head.delimiter);
      std::string_view first;
      cells.next(first);
      all = all && conditions_in(first, options.temperature_unit, {table.name, number, 1});
    });
    return all;
  }

  std::vector<double> axis()
  {
    std::vector<double> wavenumber = head.axis;
    std::optional<AxisName> name = roles.front().axis;
    if (head.unit) name = AxisName{AxisName::none, head.unit};
    to_wavenumbers(wavenumber, axis_of_table(table, name), options, {table.name, head.line},
                   axis_notes);
    return wavenumber;
  }

  // cells before the intensities, and those
  std::vector<std::string> split(std::string_view line, int number, std::vector<double> &intensity)
  {
    std::vector<std::string> names;
    const std::size_t count = head.names + head.axis.size();
    std::size_t column = 0;
    Cells cells(without_empty_end(line, head.delimiter), head.delimiter);
    for (std::string_view cell; cells.next(cell); ++column) {
      if (column < head.names) {
        names.emplace_back(cell);
      } else if (column < count) {
        const Place place{table.name, number, static_cast<int>(column) + 1};
        const auto value = numbers.read(cell, place);
        intensity.push_back(value && std::isfinite(*value) ? *value : finite_number(cell, place));
        marks.note(cell, intensity.back());
      }
    }
    if (column != count)
      refuse({table.name, number},
             "{} columns; expected {}, as in line {}: a cell is missing or one "
             "too many",
             column, count, head.line);
    return names;
  }

  Conditions from_names(const std::vector<std::string> &names, int number) const
  {
    Conditions conditions;
    const auto place = [&](std::size_t column) {
      return Place{table.name, number, static_cast<int>(column) + 1};
    };
    if (const auto T = column_with(ColumnRole::temperature)) {
      const auto unit = roles[*T].unit ? roles[*T].unit : options.temperature_unit;
      const auto found = conditions_of(names[*T], unit, place(*T));
      if (!found)
        refuse(place(*T), "{} is no temperature; expected one such as 173 K or -100 C",
               in_quotes(names[*T]));
      conditions = *found;
    } else if (!options.column_pattern.empty()) {
      conditions = NamePattern(options.column_pattern, options.temperature_unit)
                       .match(names.front(), "the name", place(0));
    } else {
      conditions =
          conditions_in(names.front(), options.temperature_unit, place(0)).value_or(Conditions());
    }
    if (const auto c = column_with(ColumnRole::cycle))
      conditions.cycle = cycle_number(finite_number(names[*c], place(*c)), place(*c));
    if (const auto b = column_with(ColumnRole::branch)) conditions.branch = branch_of(names[*b]);
    if (const auto l = column_with(ColumnRole::label)) conditions.label = names[*l];
    return conditions;
  }

  std::string left_out() const
  {
    std::string names;
    for (std::size_t i = 1; i < roles.size(); ++i)
      if (roles[i].kind == ColumnRole::other || roles[i].kind == ColumnRole::intensity)
        names += (names.empty() ? "" : ", ") + in_quotes(head.cells[i]);
    return names.empty() ? "" : "; left out: " + names;
  }
};

}    // namespace

std::optional<std::vector<Spectrum>> read_rows(std::string_view text, const std::string &name,
                                               const SpectraOptions &options,
                                               std::vector<std::string> &notes)
{
  const std::optional<Head> head = find_head(text);
  if (!head) return std::nullopt;
  RowReader reader(text, name, *head, options);
  if (!reader.rows_are_spectra()) return std::nullopt;
  return reader.read(notes);
}

}    // namespace softmode::spectra
