// SPDX-License-Identifier: BSD-3-Clause
#include "results/table.h"

#include "support/error.h"
#include "support/files.h"

#include <cstdlib>
#include <sstream>

namespace softmode {

namespace {

/// Lines of a file with their numbers; knows how to say where something is wrong.
class Lines {
 public:
  explicit Lines(const std::filesystem::path &file) : name(file.string()), in(read_file(file)) {}

  bool next()
  {
    ++number;
    return static_cast<bool>(std::getline(in, line));
  }

  [[noreturn]] void error(const std::string &text) const
  {
    fail(ExitCode::point,
         "{}:{}: {}; the file is damaged or cut short: remove the point's folder and run again",
         name, number, text);
  }

  std::vector<std::string> split(char separator) const
  {
    std::vector<std::string> fields;
    if (separator == ' ') {
      std::istringstream words(line);
      for (std::string word; words >> word;) fields.push_back(word);
    } else {
      std::istringstream parts(line);
      for (std::string part; std::getline(parts, part, separator);) fields.push_back(part);
    }
    return fields;
  }

  std::vector<double> numbers(char separator, std::size_t expected) const
  {
    std::vector<double> result;
    for (const std::string &field : split(separator)) {
      char *end = nullptr;
      result.push_back(std::strtod(field.c_str(), &end));
      if (field.empty() || *end != '\0') error("'" + field + "' is not a number");
    }
    if (result.size() != expected)
      error(fmt::format("expected {} values, found {}", expected, result.size()));
    return result;
  }

  std::string line;
  std::string name;

 private:
  std::istringstream in;
  int number = 0;
};

void append(Table &table, const std::vector<double> &row)
{
  for (std::size_t c = 0; c < row.size(); ++c) table.values[c].push_back(row[c]);
}

/// A comment "key=value", whose key is one word.
void add_head(Table &table, const std::string &comment)
{
  const std::size_t begin = comment.find_first_not_of(' '), equals = comment.find('=');
  if (begin == std::string::npos || equals == std::string::npos || equals <= begin) return;
  const std::string key = comment.substr(begin, equals - begin);
  if (key.find_first_of(" \t") == std::string::npos) table.heads[key] = comment.substr(equals + 1);
}

void need_rows(const Table &table)
{
  if (table.rows() == 0)
    fail(ExitCode::point, "{}: holds no data; remove the point's folder and run again", table.name);
}

}    // namespace

std::size_t Table::index(const std::string &start) const
{
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (columns[c] == start) return c;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (columns[c].rfind(start, 0) == 0) return c;
  fail(ExitCode::point, "{}: no column '{}'; it has: {}", name, start, fmt::join(columns, ", "));
}

bool Table::has(const std::string &start) const
{
  for (const std::string &column : columns)
    if (column.rfind(start, 0) == 0) return true;
  return false;
}

Table read_csv(const std::filesystem::path &file)
{
  Lines lines(file);
  Table table;
  table.name = lines.name;
  while (lines.next()) {
    if (lines.line.empty()) continue;
    if (lines.line[0] == '#') {
      table.comments.push_back(lines.line.substr(1));
      add_head(table, table.comments.back());
    } else if (table.columns.empty()) {
      table.columns = lines.split(',');
      table.values.resize(table.columns.size());
    } else {
      append(table, lines.numbers(',', table.columns.size()));
    }
  }
  need_rows(table);
  return table;
}

Table read_ave_time(const std::filesystem::path &file)
{
  Lines lines(file);
  Table table;
  table.name = lines.name;
  while (lines.next()) {
    if (lines.line.empty()) continue;
    if (lines.line[0] == '#') {
      // the last comment line names the columns: "# TimeStep c_state[1] ..."
      lines.line.erase(0, 1);
      table.columns = lines.split(' ');
    } else {
      if (table.values.empty()) table.values.resize(table.columns.size());
      append(table, lines.numbers(' ', table.columns.size()));
    }
  }
  need_rows(table);
  return table;
}

Histogram read_ave_histo(const std::filesystem::path &file)
{
  Lines lines(file);
  Histogram histogram;
  while (lines.next()) {
    if (lines.line.empty() || lines.line[0] == '#') continue;
    const auto head = lines.numbers(' ', 6);    // step, bins, total, missing, lowest, highest
    const auto bins = static_cast<std::size_t>(head[1]);
    std::vector<double> counts;
    std::vector<double> centre;
    for (std::size_t b = 0; b < bins; ++b) {
      if (!lines.next()) lines.error("the last histogram is incomplete");
      const auto bin = lines.numbers(' ', 4);    // number, centre, count, fraction
      centre.push_back(bin[1]);
      counts.push_back(bin[2]);
    }
    histogram.centre = centre;
    histogram.counts.push_back(counts);
  }
  if (histogram.counts.empty())
    fail(ExitCode::point, "{}: holds no data; remove the point's folder and run again", lines.name);
  return histogram;
}

Table read_local_dump(const std::filesystem::path &file)
{
  Lines lines(file);
  Table table;
  table.name = lines.name;
  const std::string mark = "ITEM: ENTRIES ";
  while (lines.next()) {
    if (lines.line.rfind(mark, 0) == 0) {
      lines.line.erase(0, mark.size());
      table.columns = lines.split(' ');
      table.values.resize(table.columns.size());
    } else if (!table.columns.empty() && !lines.line.empty()) {
      append(table, lines.numbers(' ', table.columns.size()));
    }
  }
  need_rows(table);
  return table;
}

}    // namespace softmode
