// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_ntuples.h"

#include "spectra/conditions.h"
#include "spectra/jcamp_axis.h"

#include <tuple>
#include <utility>

namespace softmode::spectra {

namespace {

using Cells = std::vector<std::string>;

Cells split(const std::string &text, const char *separators)
{
  Cells cells;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = text.find_first_of(separators, at);
    cells.emplace_back(trimmed(std::string_view(text).substr(at, end - at)));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  while (!cells.empty() && cells.back().empty()) cells.pop_back();    // a comma at the end
  return cells;
}

// "1540,0, 0,05, 173,15": commas that separate are followed by a blank
Cells split_at_blanks(std::string text)
{
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == ',' && (text[i + 1] == ' ' || text[i + 1] == '\t')) text[i] = ';';
  return split(text, ";");
}

/// Labels of a page before those of all pages.
class Labels {
 public:
  Labels(const std::vector<JcampRecord> &common_, const std::vector<JcampRecord> &page_) :
      common(common_), page(page_)
  {
  }

  const JcampRecord *find(const char *label) const
  {
    for (const auto *records : {&page, &common})
      for (const JcampRecord &record : *records)
        if (record.label == label && !record.value.empty()) return &record;
    return nullptr;
  }

 private:
  const std::vector<JcampRecord> &common, &page;
};

/// The variables and what lists of labels say about each.
class Variables {
 public:
  Variables(const JcampBlock &block_, const std::string &file_, const Labels &labels_) :
      block(block_), file(file_), labels(labels_)
  {
    const JcampRecord *record = labels.find("SYMBOL");
    if (!record)
      refuse({file, block.records.front().line},
             "NTUPLES without ##SYMBOL; expected one such as X, Y, T");
    symbols = split(record->value, ",;");
    for (std::string &symbol : symbols) symbol = lower(symbol);
  }

  std::size_t count() const { return symbols.size(); }

  // of the variable with a symbol or a name
  std::optional<std::size_t> index_of(std::string_view word) const
  {
    const std::string low = lower(trimmed(word));
    for (std::size_t i = 0; i < symbols.size(); ++i)
      if (symbols[i] == low || (!low.empty() && lower(value("VARNAME", i)) == low)) return i;
    return std::nullopt;
  }

  const std::string &symbol(std::size_t i) const { return symbols[i]; }

  // empty without the label, or where its list ends before
  std::string value(const char *label, std::size_t i) const
  {
    const JcampRecord *record = labels.find(label);
    if (!record) return {};
    Cells cells = split(record->value, ",");
    if (cells.size() > count()) cells = split_at_blanks(record->value);
    if (cells.size() > count())
      refuse({file, record->line}, "{} values, but ##SYMBOL has {}; expected one for each",
             cells.size(), count());
    return i < cells.size() ? cells[i] : std::string();
  }

  int line_of(const char *label) const
  {
    const JcampRecord *record = labels.find(label);
    return record ? record->line : block.records.front().line;
  }

 private:
  const JcampBlock &block;
  const std::string &file;
  const Labels &labels;
  Cells symbols;
};

/// Abscissa and ordinate of a table.
struct Columns {
  std::size_t x, y;
  bool pairs;
};

// of "(X++(Y..Y)), XYDATA" or "(XY..XY), XYPOINTS"
Columns columns_of(const JcampRecord &table, const Variables &variables, const std::string &file)
{
  const std::size_t begin = table.value.find('('), end = table.value.rfind(')');
  std::string form;
  for (const char c : lower(table.value.substr(begin + 1, end - begin - 1)))
    if (c != ' ' && c != '(' && c != ')') form += c;
  const std::size_t plus = form.find("++"), dots = form.find("..");
  if (begin != std::string::npos && dots != std::string::npos && plus != std::string::npos &&
      plus < dots) {
    const auto x = variables.index_of(form.substr(0, plus)),
               y = variables.index_of(form.substr(plus + 2, dots - plus - 2));
    if (x && y) return {*x, *y, false};
  }
  if (begin != std::string::npos && dots != std::string::npos && plus == std::string::npos)
    for (std::size_t x = 0; x < variables.count(); ++x)
      for (std::size_t y = 0; y < variables.count(); ++y)
        if (variables.symbol(x) + variables.symbol(y) == form.substr(0, dots)) return {x, y, true};
  refuse({file, table.line},
         "the form {} is not known; expected (X++(Y..Y)) or (XY..XY) with symbols of ##SYMBOL",
         in_quotes(table.value));
}

bool is_temperature(const Variables &variables, std::size_t i)
{
  const std::string name = letters_of(variables.value("VARNAME", i));
  if (name.rfind("temp", 0) == 0 || name == "t" || (name.empty() && variables.symbol(i) == "t"))
    return true;
  return temperature_unit(variables.value("UNITS", i)).has_value();
}

// "T=173.15" with the unit that ##UNITS has for T: "173.15 K"; empty if the page is not over temperature
std::string temperature_of(const std::string &page, const Variables &variables)
{
  std::string text = page;
  for (std::size_t at = text.find(','); at != std::string::npos; at = text.find(',', at + 1))
    if (text.find('=', at) < text.find(',', at + 1)) text[at] = ';';    // not in "T=173,15, P=1"
  for (const std::string &setting : split(text, ";")) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) continue;
    const std::string word = setting.substr(0, equals);
    const std::string given(trimmed(std::string_view(setting).substr(equals + 1)));
    const auto variable = variables.index_of(word);
    if (!variable && letters_of(word).rfind("temp", 0) != 0) continue;
    if (variable && !is_temperature(variables, *variable)) continue;
    const bool has_unit = given.find_first_not_of("0123456789.,+-eE") != std::string::npos;
    const std::string unit = variable ? variables.value("UNITS", *variable) : std::string();
    return has_unit || unit.empty() ? given : given + " " + unit;
  }
  return {};
}

/// Makes the blocks, page by page.
class PageReader {
 public:
  PageReader(const JcampBlock &block_, const std::string &file_) : block(block_), file(file_)
  {
    std::vector<JcampRecord> *to = &common;
    for (const JcampRecord &record : block.records) {
      if (record.label == "PAGE") to = &pages.emplace_back();
      if (record.label == "ENDNTUPLES") to = &common;
      to->push_back(record);
    }
  }

  std::vector<JcampBlock> read()
  {
    std::vector<JcampBlock> blocks;
    for (const std::vector<JcampRecord> &page : pages)
      for (const JcampRecord &record : page)
        if (record.label == "DATATABLE") blocks.push_back(block_of(page, record));
    if (blocks.empty())
      refuse({file, block.records.front().line},
             "NTUPLES without a table; expected ##PAGE= and ##DATA TABLE=");
    return blocks;
  }

  // the number of pages that the dimension of the variable of the pages says, and where
  std::optional<std::pair<double, int>> said_pages() const
  {
    const Labels labels(common, common);
    if (pages.empty() || !labels.find("VARDIM")) return std::nullopt;
    const Variables variables(block, file, labels);
    const std::string &page = pages.front().front().value;
    const auto variable = variables.index_of(page.substr(0, page.find('=')));
    const auto dimension = variable ? number(variables.value("VARDIM", *variable)) : std::nullopt;
    if (!dimension) return std::nullopt;
    return std::pair(*dimension, variables.line_of("VARDIM"));
  }

  std::size_t page_count() const { return pages.size(); }

 private:
  const JcampBlock &block;
  const std::string &file;
  std::vector<JcampRecord> common;
  std::vector<std::vector<JcampRecord>> pages;    // each begins with its ##PAGE

  JcampBlock block_of(const std::vector<JcampRecord> &page, const JcampRecord &table) const
  {
    const Labels labels(common, page);
    const Variables variables(block, file, labels);
    const Columns columns = columns_of(table, variables, file);
    JcampBlock out;
    const auto add = [&](const char *label, std::string value, int line) {
      if (!value.empty()) out.records.push_back({label, std::move(value), line});
    };
    const JcampRecord *title = block.find("TITLE", file), *type = block.find("DATATYPE", file);
    out.records.push_back({"TITLE", title ? title->value : "", page.front().line});
    if (!type) type = block.find("NTUPLES", file);
    if (type) out.records.push_back({"DATATYPE", type->value, type->line});
    for (const auto &[label, list, column] :
         {std::tuple("XUNITS", "UNITS", columns.x), std::tuple("YUNITS", "UNITS", columns.y),
          std::tuple("FIRSTX", "FIRST", columns.x), std::tuple("LASTX", "LAST", columns.x),
          std::tuple("XFACTOR", "FACTOR", columns.x), std::tuple("YFACTOR", "FACTOR", columns.y)})
      add(label, variables.value(list, column), variables.line_of(list));
    const JcampRecord *points = labels.find("NPOINTS");
    if (variables.value("UNITS", columns.y).empty())
      add("YUNITS", variables.value("VARNAME", columns.y), variables.line_of("VARNAME"));
    add("NPOINTS", points ? points->value : variables.value("VARDIM", columns.x),
        points ? points->line : variables.line_of("VARDIM"));
    add_temperature(page, labels, variables, out);
    out.records.push_back({columns.pairs ? "XYPOINTS" : "XYDATA",
                           columns.pairs ? "(XY..XY)" : "(X++(Y..Y))", table.line, table.lines});
    return out;
  }

  void add_temperature(const std::vector<JcampRecord> &page, const Labels &labels,
                       const Variables &variables, JcampBlock &out) const
  {
    const std::string of_page = temperature_of(page.front().value, variables);
    if (!of_page.empty())
      out.records.push_back({"TEMPERATURE", of_page, page.front().line});
    else if (const JcampRecord *record = labels.find("TEMPERATURE"))
      out.records.push_back(*record);
  }
};

}    // namespace

std::vector<JcampBlock> pages_of(const JcampBlock &block, const std::string &file, bool lenient,
                                 std::vector<std::string> &notes)
{
  PageReader reader(block, file);
  std::vector<JcampBlock> blocks = reader.read();
  const auto said = reader.said_pages();
  if (said && said->first > static_cast<double>(reader.page_count())) {
    if (!lenient)
      refuse({file, said->second},
             "##VAR_DIM says {} pages, but there are {}; the file is cut (--lenient takes the "
             "pages that are there)",
             said->first, reader.page_count());
    notes.push_back(fmt::format("{}:{}: ##VAR_DIM says {} pages, but there are {}, which was let "
                                "pass",
                                file, said->second, said->first, reader.page_count()));
  }
  return blocks;
}

}    // namespace softmode::spectra
