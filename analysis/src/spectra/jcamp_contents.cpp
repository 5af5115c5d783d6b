// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_contents.h"

#include "spectra/jcamp_axis.h"
#include "spectra/quantity_words.h"

#include <algorithm>

namespace softmode::spectra {

namespace {

// words of a text in lower case: "FT-IR/UV" becomes "ft", "ir", "uv"
std::vector<std::string> words_of(std::string_view text)
{
  std::vector<std::string> words{""};
  for (const char c : lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  return words;
}

template <std::size_t n>
bool has_word(const std::vector<std::string> &words, const char *const (&known)[n])
{
  return std::any_of(words.begin(), words.end(), [&](const std::string &word) {
    return std::any_of(std::begin(known), std::end(known),
                       [&](const char *k) { return word == k; });
  });
}

template <std::size_t n> bool has_part(const std::string &text, const char *const (&known)[n])
{
  return std::any_of(std::begin(known), std::end(known),
                     [&](const char *k) { return text.find(k) != std::string::npos; });
}

constexpr const char *other_parts[] = {
    "interferogram", "peak",        "assignment", "raman",     "nuclearmagnetic", "massspec",
    "ultraviolet",   "visible",     "uvvis",      "xray",      "diffract",        "fluoresc",
    "luminesc",      "phosphoresc", "chromatog",  "mobility",  "thermogra",       "titration",
    "neutron",       "dichroism",   "calorimet",  "mossbauer", "photoelectron",   "spinresonance",
    "structure",     "impedance",   "singlebeam"};
constexpr const char *other_words[] = {"nmr", "ms",   "gcms", "lcms", "uv",  "vis", "fid", "epr",
                                       "esr", "nqr",  "xrd",  "xps",  "tga", "dsc", "ims", "gc",
                                       "lc",  "hplc", "cd",   "ecd",  "vcd", "link"};
constexpr const char *infrared_parts[] = {"infrared", "infrarot", "infrarouge", "ftir",
                                          "midir",    "nearir",   "farir",      "diffusereflect"};
constexpr const char *infrared_words[] = {"ir",    "nir",    "mir",   "fir",   "atr",
                                          "drift", "drifts", "irras", "rairs", "pmirras"};

BlockContent other(const JcampRecord &record, std::string what, std::string advice)
{
  return {BlockContent::other, record.line, std::move(what), std::move(advice)};
}

// blocks that their ##DATA TYPE or ##YUNITS keeps from being read
std::optional<BlockContent> foreign(const JcampBlock &block, const std::string &file,
                                    bool any_ordinate)
{
  const JcampRecord *type = block.find("DATATYPE", file);
  if (!type) type = block.find("NTUPLES", file);
  if (type && data_kind(type->value) == DataKind::other)
    return other(*type, "##DATA TYPE is " + in_quotes(type->value), "expected INFRARED SPECTRUM");
  const JcampRecord *unit = block.find("YUNITS", file);
  const auto ordinate = unit && !any_ordinate ? other_ordinate(unit->value) : std::nullopt;
  if (!ordinate) return std::nullopt;
  return other(*unit, fmt::format("##YUNITS is {}, {}", in_quotes(unit->value), ordinate->what),
               ordinate->advice + ", or say with --quantity what it is");
}

}    // namespace

DataKind data_kind(std::string_view data_type)
{
  const std::string letters = letters_of(data_type);
  const std::vector<std::string> words = words_of(data_type);
  const bool infrared = has_part(letters, infrared_parts) || has_word(words, infrared_words);
  if (has_part(letters, other_parts)) return DataKind::other;
  if (!infrared && has_word(words, other_words)) return DataKind::other;
  return infrared ? DataKind::infrared : DataKind::unknown;
}

BlockContent content_of(const JcampBlock &block, const std::string &file, bool any_ordinate)
{
  const bool pages =
      std::any_of(block.records.begin(), block.records.end(), [](const JcampRecord &record) {
        return record.label == "NTUPLES" || record.label == "PAGE" || record.label == "DATATABLE";
      });
  const bool table = block.find("XYDATA", file) || block.find("XYPOINTS", file);
  if (pages || table) {
    if (auto reason = foreign(block, file, any_ordinate)) return *reason;
    return {table ? BlockContent::spectrum : BlockContent::pages};
  }
  for (const char *label : {"PEAKTABLE", "PEAKASSIGNMENTS", "XYASSIGNMENTS"})
    if (const JcampRecord *record = block.find(label, file))
      return other(*record, "a PEAK TABLE lists maxima only",
                   "expected a whole spectrum (XYDATA or XYPOINTS)");
  for (const char *label : {"JCAMPCS", "ATOMLIST", "$MOLFILE"})
    if (const JcampRecord *record = block.find(label, file))
      return other(*record, "a chemical structure", "expected ##XYDATA or ##XYPOINTS");
  if (const JcampRecord *record = block.find("RADATA", file))
    return other(*record, "an interferogram", "expected a spectrum (XYDATA or XYPOINTS)");
  if (block.blocks_inside > 0) return {BlockContent::blocks};
  return other(block.records.front(), "the block that begins here has no spectrum",
               "expected ##XYDATA or ##XYPOINTS");
}

}    // namespace softmode::spectra
