// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/read_spectra.h"

#include "softmode/analysis/spectra/jcamp.h"
#include "spectra/assemble.h"
#include "spectra/encoding.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace softmode {

namespace {

using spectra::refuse;

std::string content_of(const std::filesystem::path &file)
{
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in && std::filesystem::is_directory(file))
    refuse({file.string()}, "is a folder; expected a file");
  if (in) text << in.rdbuf();
  if (!in || in.bad())
    refuse({file.string()}, "cannot be read: {}", errno ? std::strerror(errno) : "reading failed");
  return std::move(text).str();
}

// in UTF-8, whatever the program that wrote it took
std::string in_utf8(const std::string &text)
{
  if (auto decoded = spectra::from_utf16(text)) return std::move(*decoded);
  return spectra::is_utf8(text) ? text : spectra::from_latin1(text);
}

// the text between a UTF-8 mark and the DOS mark of the end
std::string_view checked_text(const std::string &text, const std::string &name)
{
  std::string_view view = text;
  if (view.substr(0, 3) == "\xEF\xBB\xBF") view.remove_prefix(3);
  view = view.substr(0, view.find_last_not_of("\x1A \t\r\n") + 1);
  if (view.find('\0') != std::string_view::npos)
    refuse({name}, "is a binary file; export it as plain text (CSV or JCAMP-DX)");
  if (view.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos)
    refuse({name}, "is empty; expected wavenumbers and intensities");
  return view;
}

// "##" may also begin a comment of a table, but then hardly with "##TITLE=" and the like
bool is_jcamp(std::string_view text)
{
  const std::string_view rest = text.substr(text.find_first_not_of(" \t\r\n\v\f"));
  const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
  return line.substr(0, 2) == "$$" ||
         (line.substr(0, 2) == "##" && line.find('=') != std::string_view::npos);
}

// one file's spectra added to the series
void add_text(SpectrumSeries &series, const std::string &text, const std::string &name,
              const SpectraOptions &options)
{
  const std::string decoded = in_utf8(text);
  const std::string_view view = checked_text(decoded, name);
  std::vector<Spectrum> found = is_jcamp(view)
                                    ? read_jcamp(view, name, options, series.notes)
                                    : spectra::read_table(view, name, options, series.notes);
  std::move(found.begin(), found.end(), std::back_inserter(series.spectra));
}

bool before_in_programme(const Spectrum &a, const Spectrum &b)
{
  if (a.cycle != b.cycle) return a.cycle < b.cycle;
  const bool a_cools = a.branch == Branch::cooling, b_cools = b.branch == Branch::cooling;
  if (a_cools != b_cools) return b_cools;
  return a_cools ? a.temperature_K > b.temperature_K : a.temperature_K < b.temperature_K;
}

SpectrumSeries finished(SpectrumSeries series, const SpectraOptions &options)
{
  spectra::decide_bare_temperatures(series.spectra);
  if (options.order == SeriesOrder::by_programme) {
    std::stable_sort(series.spectra.begin(), series.spectra.end(), before_in_programme);
    series.notes.emplace_back("ordered by cycle, branch and temperature, as asked for");
  }
  find_branches(series);
  return series;
}

}    // namespace

SpectrumSeries read_spectra_text(const std::string &text, const std::string &name,
                                 const SpectraOptions &options)
{
  SpectrumSeries series;
  add_text(series, text, name, options);
  return finished(std::move(series), options);
}

SpectrumSeries read_spectra(const std::vector<std::filesystem::path> &files,
                            const SpectraOptions &options)
{
  if (files.empty()) throw std::invalid_argument("no files with spectra; expected one or more");
  SpectrumSeries series;
  for (const std::filesystem::path &file : files)
    add_text(series, content_of(file), file.string(), options);
  return finished(std::move(series), options);
}

}    // namespace softmode
