// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/no_spectrum.h"

#include "spectra/temperature.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace softmode::spectra {

namespace {

bool is_one_of(const std::string &word, std::initializer_list<const char *> words)
{
  return std::any_of(words.begin(), words.end(), [&](const char *w) { return word == w; });
}

bool is_letter(char c)
{
  return c >= 'a' && c <= 'z';
}

void replace(std::string &text, std::string_view from, std::string_view to)
{
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// abbreviations and Greek letters as words
std::string spelled_out(std::string_view name)
{
  std::string low = lower(plain(name));
  replace(low, "s.d.", "sd ");
  replace(low, "s. d.", "sd ");
  replace(low, "s.e.m.", "sem ");
  replace(low, "w/o", "without");
  for (const char *delta : {"\xCE\x94", "\xE2\x88\x86"}) replace(low, delta, "delta ");
  replace(low, "\xCF\x83", "sigma ");
  return low;
}

// "-" of "173 K-blank": a number and its unit end right before it
bool ends_temperature(std::string_view text, std::size_t end)
{
  for (std::size_t i = 0; i < end; ++i) {
    if (!is_digit(text[i])) continue;
    const std::size_t digits = end_of_number(text, i);
    const auto unit = unit_after_number(text.substr(0, end), digits);
    if (unit && unit->end == end) return true;
    i = digits;
  }
  return false;
}

// "STD-1": a name; "std-173K" is none
bool is_name_with_number(std::string_view text, std::size_t end)
{
  if (end + 1 >= text.size() || text[end] != '-' || !is_digit(text[end + 1])) return false;
  const std::size_t digits = end_of_number(text, end + 1);
  return !unit_after_number(text, digits);
}

struct Word {
  std::string text;
  std::size_t end;
};

// '-' that stands for minus is a word
std::vector<Word> words_of(const std::string &low)
{
  std::vector<Word> words;
  for (std::size_t i = 0; i < low.size();) {
    std::size_t end = i;
    while (end < low.size() && is_letter(low[end])) ++end;
    if (end > i) words.push_back({low.substr(i, end - i), end});
    const bool minus =
        end == i && low[i] == '-' && (i == 0 || low[i - 1] == ' ' || ends_temperature(low, i));
    if (minus) words.push_back({"minus", i + 1});
    i = std::max(end, i + 1);
  }
  return words;
}

// what may be taken away from a spectrum, beside the word that says so
bool is_taken_away(const std::string &before, const std::string &after)
{
  return is_one_of(before, {"minus", "without", "no", "subtracted"}) ||
         is_one_of(after, {"corrected", "corr", "correction", "subtracted", "sub", "subtraction",
                           "removed", "removal", "free", "off", "divided", "ratioed", "reduced"});
}

}    // namespace

std::optional<NoSpectrum> word_of_no_spectrum(std::string_view name)
{
  const std::string low = spelled_out(name);
  const std::vector<Word> words = words_of(low);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string &word = words[i].text, before = i > 0 ? words[i - 1].text : "",
                      after = i + 1 < words.size() ? words[i + 1].text : "";
    const bool mean = is_one_of(word, {"mean", "average", "avg", "averaged", "median"});
    const bool beside = is_one_of(
        word, {"blank", "background", "bkg", "bg", "baseline", "noise", "error", "errors"});
    const bool statistics = is_one_of(word, {"std", "sd", "stdev", "stddev", "stdv", "stderr",
                                             "sem", "err", "sigma", "uncertainty", "variance"});
    const bool derived = is_one_of(word, {"difference", "diff", "delta", "residual", "residuals",
                                          "derivative", "deriv", "fit", "fitted"});
    if (beside && is_taken_away(before, after)) continue;
    if (statistics && is_name_with_number(low, words[i].end)) continue;
    const bool diffuse = word == "diff" && is_one_of(after, {"reflectance", "reflection",
                                                             "reflexion", "refl", "reflectivity"});
    if (diffuse) continue;
    if (mean || beside || statistics || derived) return NoSpectrum{word, mean};
  }
  return std::nullopt;
}

}    // namespace softmode::spectra
