// SPDX-License-Identifier: BSD-3-Clause
// What stands above the numbers of a table: comments, lines of an instrument, names of columns.
#include "spectra/assemble.h"
#include "spectra/cells.h"
#include "spectra/table.h"
#include "spectra/x_unit.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr std::size_t most_heads = 5;    // names, units, comments and two of a user's own

std::string letters_of_key(std::string_view text)
{
  std::string out;
  for (const char c : lower(text))
    if (c >= 'a' && c <= 'z') out += c;
  return out;
}

// what instruments call what a comment could say
struct Key {
  std::string_view letters, key;
};

constexpr Key keys[] = {
    {"xunits", "x unit"},
    {"xunit", "x unit"},
    {"xaxisunits", "x unit"},
    {"xaxisunit", "x unit"},
    {"xlabel", "x unit"},
    {"xaxis", "x unit"},
    {"yunits", "y unit"},
    {"yunit", "y unit"},
    {"yaxisunits", "y unit"},
    {"yaxisunit", "y unit"},
    {"ylabel", "y unit"},
    {"yaxis", "y unit"},
    {"npoints", "points"},
    {"numberofpoints", "points"},
    {"title", "label"},
    {"samplename", "label"},
    {"sample", "label"},
    {"temperature", "temperature"},
    {"temp", "temperature"},
    {"sampletemperature", "temperature"},
    {"sampletemp", "temperature"},
    {"temperaturek", "temperature k"},
    {"temperaturec", "temperature c"},
    {"temperaturedegc", "temperature c"},
    {"firstx", ""},
    {"lastx", ""},
    {"deltax", ""},
    {"firsty", ""},
    {"maxx", ""},
    {"minx", ""},
    {"maxy", ""},
    {"miny", ""},
    {"xfactor", ""},
    {"yfactor", ""},
    {"resolution", ""},
    {"scans", ""},
    {"accumulation", ""},
    {"numberofscans", ""},
    {"date", ""},
    {"time", ""},
    {"datatype", ""},
    {"origin", ""},
    {"owner", ""},
    {"spectrometerdatasystem", ""},
    {"locale", ""},
    {"sep", ""},
    {"xydata", ""},
    {"data", ""},
};

const Key *key_of(std::string_view text)
{
  const std::string letters = letters_of_key(plain(text));
  for (const Key &key : keys)
    if (letters == key.letters) return &key;
  return nullptr;
}

class Preamble {
 public:
  Preamble(Table &table_, const std::vector<PreambleLine> &lines_, char delimiter_) :
      table(table_), lines(lines_), delimiter(delimiter_), columns(table.columns.size())
  {
  }

  void read()
  {
    for (const PreambleLine &line : lines)
      if (comment(line)) add_comment(table, trimmed(line.text), line.line);
    const std::size_t first_head = find_heads();
    if (table.heads.empty()) take_head_from_comment();
    for (std::size_t i = 0; i < first_head; ++i)
      if (!comment(lines[i])) add_instrument_line(lines[i]);
    read_perkin_elmer();
    if (left_out > 0)
      table.notes.push_back(
          fmt::format("{} line{} of text above the numbers left out, from line {}", left_out,
                      left_out == 1 ? "" : "s", first_left_out));
  }

 private:
  Table &table;
  const std::vector<PreambleLine> &lines;
  char delimiter;
  std::size_t columns;
  int left_out = 0, first_left_out = 0;

  bool comment(const PreambleLine &line) const { return is_comment(line.text, delimiter); }

  // names stand right above the numbers; returns where they begin, or the number of lines
  std::size_t find_heads()
  {
    std::size_t first = lines.size();
    for (std::size_t i = lines.size(); i-- > 0 && table.heads.size() < most_heads;) {
      if (comment(lines[i])) continue;
      auto cells = names_of(lines[i].text, delimiter, columns);
      const bool last = table.heads.empty();
      if (!cells && last) cells = names_without_that_of_count(lines[i].text);
      if (cells && names_of_pairs(*cells)) {
        for (std::size_t k = 0; k + 1 < cells->size(); k += 2)
          std::swap((*cells)[k], (*cells)[k + 1]);
      } else if (!cells || !is_head(*cells, last)) {
        if (last) check_names(lines[i]);
        break;
      }
      check_no_row(*cells, lines[i]);
      table.heads.insert(table.heads.begin(), TableHead{std::move(*cells), lines[i].line});
      first = i;
    }
    return first;
  }

  // as R writes a table: a name for each column but that of the numbers of the rows
  std::optional<std::vector<std::string>> names_without_that_of_count(std::string_view line) const
  {
    if (columns < 3 || !counts_rows(table.columns.front())) return std::nullopt;
    auto cells = names_of(line, delimiter, columns - 1);
    if (!cells || !axis_name_of(cells->front())) return std::nullopt;
    cells->insert(cells->begin(), "");
    return cells;
  }

  // "MOF 25 C,,MOF 50 C," above "Wavenumber,Abs,Wavenumber,Abs": a name for each pair of columns
  bool names_of_pairs(const std::vector<std::string> &cells) const
  {
    if (columns < 4 || columns % 2 != 0 || table.heads.empty()) return false;
    const std::vector<std::string> &below = table.heads.front().cells;
    for (std::size_t i = 0; i < columns; ++i) {
      const bool first = i % 2 == 0;
      if (cells[i].empty() == first || axis_name_of(below[i]).has_value() != first) return false;
    }
    return true;
  }

  bool is_head(const std::vector<std::string> &cells, bool last) const
  {
    const auto filled = std::count_if(cells.begin(), cells.end(),
                                      [](const std::string &cell) { return !cell.empty(); });
    if (columns > 2) return static_cast<std::size_t>(filled) * 2 > columns;
    if (key_of(cells[0])) return false;
    return last || axis_name_of(cells[0]) || (cells[0].empty() && filled > 0);
  }

  // a row whose numbers are damaged is no head
  void check_no_row(const std::vector<std::string> &cells, const PreambleLine &line) const
  {
    if (!is_number(cells[0])) return;
    for (std::size_t column = 1; column < cells.size(); ++column)
      if (!is_number(cells[column]))
        finite_number(cells[column], {table.name, line.line, static_cast<int>(column) + 1});
  }

  // names of an axis and more, but not as many as there are columns
  void check_names(const PreambleLine &line) const
  {
    std::vector<std::string> cells = cells_of(line.text, delimiter);
    if (delimiter == blanks && columns == 2 && cells.size() > 1 && is_number(cells[0]))
      return;    // "4 cm-1" of an instrument
    if (cells.size() < 2 || cells.size() == columns || !axis_name_of(cells[0])) return;
    refuse({table.name, line.line}, "{} column names for {} columns{}", cells.size(), columns,
           delimiter == blanks ? "; separate columns by tabs or commas if names contain blanks"
                               : "; expected one for each column");
  }

  // "# wavenumber 173K 223K", as programs write that mark names as a comment
  void take_head_from_comment()
  {
    for (std::size_t i = lines.size(); i-- > 0;) {
      if (!comment(lines[i])) return;
      const std::string_view text = trimmed(lines[i].text);
      const std::size_t first = text.find_first_not_of("#%!/; ");
      if (first == std::string_view::npos) continue;
      auto cells = names_of(text.substr(first), delimiter, columns);
      if (!cells || !axis_name_of((*cells)[0])) continue;
      table.heads.push_back({std::move(*cells), lines[i].line});
      return;
    }
  }

  void add_instrument_line(const PreambleLine &line)
  {
    const std::string_view text = trimmed(line.text);
    const std::size_t end = std::min(text.find_first_of("\t:=;,"), text.size());
    const Key *key = key_of(text.substr(0, end));
    if (!key && left_out++ == 0) first_left_out = line.line;
    if (end == text.size() || !key || key->key.empty()) return;
    std::string_view value = trimmed(text.substr(end + 1));
    while (!value.empty() &&
           std::string_view(":=;,\t\" ").find(value.back()) != std::string_view::npos)
      value.remove_suffix(1);
    while (!value.empty() &&
           std::string_view(":=;,\t\" ").find(value.front()) != std::string_view::npos)
      value.remove_prefix(1);
    if (!value.empty()) add(key->key, value, line.line);
  }

  void add(std::string_view key, std::string_view value, int line)
  {
    if (key == "points") return check_points(value, line);
    table.comments.push_back({std::string(key), 0, std::string(value), line});
  }

  void check_points(std::string_view value, int line) const
  {
    const std::optional<double> points = number(value);
    if (points && *points != static_cast<double>(table.lines.size()))
      refuse({table.name, line}, "{} points are said, but there are {}; the file is cut or edited",
             *points, table.lines.size());
  }

  // after a line "#GR" come the units of abscissa and ordinate
  void read_perkin_elmer()
  {
    for (std::size_t i = 0; i + 2 < lines.size(); ++i) {
      if (trimmed(lines[i].text) != "#GR") continue;
      if (!axis_name_of(lines[i + 1].text)) return;
      left_out -= 2;
      add("x unit", trimmed(lines[i + 1].text), lines[i + 1].line);
      add("y unit", trimmed(lines[i + 2].text), lines[i + 2].line);
    }
  }
};

// "# %T" or "# absorbance", of which the first '%' is no mark of a comment; "# transmission" may be how it was measured
void add_ordinate(Table &table, std::string_view comment, int line)
{
  const char mark = comment.empty() ? ' ' : comment[0];
  const std::size_t first = comment.find_first_not_of(std::string{mark, ' '});
  if (first == std::string_view::npos) return;
  const std::string_view text = comment.substr(first);
  const std::string low = lower(text);
  const bool measured = low.find("ission") != std::string::npos ||
                        low.find("flection") != std::string::npos ||
                        low.find("flexion") != std::string::npos;
  if (is_unmistakable_quantity(text) && (!measured || low.find('%') != std::string::npos))
    table.comments.push_back({"data", 0, std::string(text), line});
}

}    // namespace

void add_comment(Table &table, std::string_view comment, int line)
{
  const std::size_t first = std::min(comment.find_first_not_of("#%!/; "), comment.size());
  const std::string_view text = comment.substr(first);
  const std::size_t end = text.find_first_of(":=");
  if (end == std::string_view::npos) {
    add_ordinate(table, comment, line);
    return;
  }
  TableComment found{lower(trimmed(text.substr(0, end))), 0,
                     std::string(trimmed(text.substr(end + 1))), line};
  const std::size_t blank = found.key.find_last_of(' ');
  if (blank != std::string::npos) {
    const std::optional<double> index = number(found.key.substr(blank + 1));
    if (index && *index >= 1.0 && *index <= 1e6 && *index == std::floor(*index)) {
      found.index = static_cast<std::size_t>(*index);
      found.key.resize(blank);
    }
  }
  table.comments.push_back(std::move(found));
}

void read_preamble(Table &table, const std::vector<PreambleLine> &preamble, char delimiter)
{
  Preamble(table, preamble, delimiter).read();
}

}    // namespace softmode::spectra
