// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/jcamp.h"

#include "spectra/jcamp_contents.h"
#include "spectra/jcamp_ntuples.h"
#include "spectra/jcamp_numbers.h"
#include "spectra/jcamp_spectrum.h"

#include <algorithm>

namespace softmode {

namespace {

using namespace spectra;

// fewer blocks than said means a cut file; programs count with or without the block around the others
void check_number_of_blocks(const JcampBlock &block, const std::string &file, bool lenient,
                            std::vector<std::string> &notes)
{
  const JcampRecord *record = block.find("BLOCKS", file);
  if (!record) return;
  const double given = label_number(*record, file).value;
  const int most = std::max(block.blocks_inside, block.blocks_below) + 1;
  if (given <= most) return;
  const std::string wrong =
      fmt::format("##BLOCKS is {}, but there are {}", given, block.blocks_inside);
  if (!lenient)
    refuse({file, record->line}, "{}; the file is cut (--lenient takes the blocks that are there)",
           wrong);
  notes.push_back(fmt::format("{}:{}: {}, which was let pass", file, record->line, wrong));
}

/// Blocks that hold no infrared spectrum.
class OtherBlocks {
 public:
  explicit OtherBlocks(const std::string &file_) : file(file_) {}

  void add(const JcampBlock &block, BlockContent content)
  {
    if (count++ == 0) first = std::move(content);
    if (count > most_shown) return;
    const JcampRecord *title = block.find("TITLE", file);
    shown += fmt::format("{}{} (line {}: {})", shown.empty() ? "" : ", ",
                         in_quotes(title ? title->value : ""), block.records.front().line,
                         count == 1 ? first.what : content.what);
  }

  [[noreturn]] void refuse_all() const
  {
    if (count == 0) refuse({file}, "no block with a spectrum; expected ##XYDATA or ##XYPOINTS");
    refuse({file, first.line}, "{}; {}", first.what, first.advice);
  }

  void note(std::vector<std::string> &notes) const
  {
    if (count > 0)
      notes.push_back(fmt::format("{}: {} left out, without an infrared spectrum: {}{}", file,
                                  count == 1 ? "a block is" : fmt::format("{} blocks are", count),
                                  shown, count > most_shown ? ", ..." : ""));
  }

 private:
  static constexpr int most_shown = 5;
  const std::string &file;
  int count = 0;
  BlockContent first{BlockContent::other};
  std::string shown;
};

}    // namespace

std::vector<Spectrum> read_jcamp(std::string_view text, const std::string &name,
                                 const SpectraOptions &options, std::vector<std::string> &notes)
{
  std::vector<Spectrum> found;
  OtherBlocks others(name);
  const std::vector<JcampBlock> blocks = jcamp_blocks(text, name, options.lenient, notes);
  for (const JcampBlock &block : blocks)
    check_number_of_blocks(block, name, options.lenient, notes);
  for (const JcampBlock &block : blocks) {
    BlockContent content = content_of(block, name, options.quantity.has_value());
    if (content.kind == BlockContent::spectrum)
      found.push_back(spectrum_of(block, name, options));
    else if (content.kind == BlockContent::pages)
      for (const JcampBlock &page : pages_of(block, name, options.lenient, notes))
        found.push_back(spectrum_of(page, name, options));
    else if (content.kind == BlockContent::other)
      others.add(block, std::move(content));
  }
  if (found.empty()) others.refuse_all();
  others.note(notes);
  return found;
}

}    // namespace softmode
