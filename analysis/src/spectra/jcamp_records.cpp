// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_records.h"

#include <cctype>

namespace softmode::spectra {

namespace {

constexpr std::size_t deepest = 32;    // blocks in blocks

std::string plain_label(std::string_view text)
{
  std::string label;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '-' && c != '/' && c != '_')
      label += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return label;
}

JcampRecord record_of(std::string_view line, const Place &place)
{
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) {
    const std::string label = plain_label(line.substr(2));
    const bool harmless = label == "END" || label.substr(0, 1) == "$";    // seen in real files
    if (!harmless) refuse(place, "{} has no '='; expected ##LABEL=value", in_quotes(line));
    return {label, {}, place.line};
  }
  return {plain_label(line.substr(2, equals - 2)), std::string(trimmed(line.substr(equals + 1))),
          place.line};
}

/// Takes records one by one and closes blocks.
class BlockReader {
 public:
  explicit BlockReader(const std::string &file_) : file(file_) {}

  void add(JcampRecord record)
  {
    const Place place{file, record.line};
    const bool first =
        open.empty() && record.label == "JCAMPDX";    // of programs that put it first
    if (first || (record.label == "TITLE" && !awaits_title())) {
      if (open.size() == deepest) refuse(place, "more than {} blocks in each other", deepest);
      open.emplace_back();
    }
    if (open.empty())
      refuse(place, "##{} stands outside of a block; expected ##TITLE= first", record.label);
    if (record.label == "END")
      close();
    else
      open.back().records.push_back(std::move(record));
  }

  void add_line(const JcampLine &line)
  {
    if (line.text.empty()) return;
    if (open.empty() || open.back().records.empty())
      refuse({file, line.number}, "{} belongs to no ##LABEL=", in_quotes(line.text));
    open.back().records.back().lines.push_back(line);
  }

  std::vector<JcampBlock> finish(bool lenient, std::vector<std::string> &notes)
  {
    while (!open.empty()) {
      const int line = open.back().records.front().line;
      if (!lenient)
        refuse({file, line},
               "the block that begins here has no ##END=; the file is cut (--lenient takes it if "
               "its points are complete)");
      notes.push_back(fmt::format(
          "{}:{}: the block that begins here has no ##END=, which was let pass", file, line));
      close();
    }
    return std::move(closed);
  }

 private:
  const std::string &file;
  std::vector<JcampBlock> open, closed;

  // an outermost block that has no more than ##JCAMP-DX
  bool awaits_title() const
  {
    return open.size() == 1 && open.back().records.size() == 1 &&
           open.back().records.front().label == "JCAMPDX";
  }

  void close()
  {
    closed.push_back(std::move(open.back()));
    open.pop_back();
    if (open.empty()) return;
    ++open.back().blocks_inside;
    open.back().blocks_below += 1 + closed.back().blocks_below;
  }
};

}    // namespace

const JcampRecord *JcampBlock::find(const std::string &label, const std::string &file) const
{
  const JcampRecord *found = nullptr;
  for (const JcampRecord &record : records) {
    if (record.label != label || (record.value.empty() && record.lines.empty())) continue;
    if (found && (found->value != record.value || !record.lines.empty()))
      refuse({file, record.line}, "##{} is there twice, and otherwise in line {}; expected it once",
             label, found->line);
    found = &record;
  }
  return found;
}

std::vector<JcampBlock> jcamp_blocks(std::string_view text, const std::string &file, bool lenient,
                                     std::vector<std::string> &notes)
{
  BlockReader reader(file);
  Lines lines(text);
  for (std::string_view line; lines.next(line);) {
    const std::string_view content = trimmed(line.substr(0, line.find("$$")));
    if (content.substr(0, 2) == "##")
      reader.add(record_of(content, {file, lines.number()}));
    else
      reader.add_line({lines.number(), content});
  }
  return reader.finish(lenient, notes);
}

}    // namespace softmode::spectra
