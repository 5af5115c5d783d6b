// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/measured_spectra.h"

#include <fmt/format.h>

#include <algorithm>

namespace softmode {

namespace {

std::string with_place(const std::string &file, int line, int column, const std::string &message)
{
  std::string text = file;
  if (line > 0) text += fmt::format(":{}", line);
  if (!text.empty()) text += ": ";
  if (column > 0) text += fmt::format("column {}: ", column);
  return text + message;
}

Branch direction(double from_K, double to_K)
{
  return to_K > from_K ? Branch::heating : to_K < from_K ? Branch::cooling : Branch::unknown;
}

// branches of [first, last), which is one cycle or all there is
std::vector<Branch> branches_of(const std::vector<Spectrum> &spectra, std::size_t first,
                                std::size_t last)
{
  std::vector<Branch> branches(last - first, Branch::unknown);
  for (std::size_t i = first + 1; i < last; ++i) {
    const Branch found = direction(spectra[i - 1].temperature_K, spectra[i].temperature_K);
    branches[i - first] = found == Branch::unknown ? branches[i - first - 1] : found;
  }
  const auto known =
      std::find_if(branches.begin(), branches.end(), [](Branch b) { return b != Branch::unknown; });
  if (known != branches.end()) std::fill(branches.begin(), known, *known);
  return branches;
}

// a single step back between two ramps of one direction is the start of the second ramp
void join_returns(std::vector<Branch> &branches, std::vector<bool> &starts)
{
  for (std::size_t i = 1; i + 1 < branches.size(); ++i)
    if (branches[i] != branches[i - 1] && branches[i + 1] == branches[i - 1]) {
      branches[i] = branches[i + 1];
      starts[i] = true;
    }
}

// cycles counted from 1: one more where the first direction begins anew
std::vector<int> cycles_of(std::vector<Branch> &branches)
{
  std::vector<bool> starts(branches.size(), false);
  join_returns(branches, starts);
  std::vector<int> cycles(branches.size(), 1);
  for (std::size_t i = 1; i < branches.size(); ++i) {
    const bool anew = branches[i] == branches[0] && branches[i - 1] != branches[0];
    cycles[i] = cycles[i - 1] + (anew || starts[i] ? 1 : 0);
  }
  return cycles;
}

void set_branches(std::vector<Spectrum> &spectra, std::size_t first,
                  const std::vector<Branch> &branches)
{
  for (std::size_t i = 0; i < branches.size(); ++i)
    if (spectra[first + i].branch == Branch::unknown) spectra[first + i].branch = branches[i];
}

void find_within_cycles(std::vector<Spectrum> &spectra)
{
  for (std::size_t first = 0; first < spectra.size();) {
    std::size_t last = first + 1;
    while (last < spectra.size() && spectra[last].cycle == spectra[first].cycle) ++last;
    set_branches(spectra, first, branches_of(spectra, first, last));
    first = last;
  }
}

void find_cycles(SpectrumSeries &series)
{
  std::vector<Branch> branches = branches_of(series.spectra, 0, series.spectra.size());
  for (std::size_t i = 0; i < branches.size(); ++i)
    if (series.spectra[i].branch != Branch::unknown) branches[i] = series.spectra[i].branch;
  const std::vector<int> cycles = cycles_of(branches);
  for (std::size_t i = 0; i < cycles.size(); ++i) series.spectra[i].cycle = cycles[i];
  set_branches(series.spectra, 0, branches);
  series.notes.push_back(
      fmt::format("no cycle numbers given: {} cycle{} found from the order of the temperatures",
                  cycles.back(), cycles.back() == 1 ? "" : "s"));
}

}    // namespace

const char *name_of(Quantity quantity)
{
  switch (quantity) {
    case Quantity::absorbance:
      return "absorbance";
    case Quantity::transmittance:
      return "transmittance";
    case Quantity::percent_transmittance:
      return "percent transmittance";
    case Quantity::reflectance:
      return "reflectance";
    case Quantity::percent_reflectance:
      return "percent reflectance";
    case Quantity::kubelka_munk:
      return "Kubelka-Munk";
    case Quantity::arbitrary:
      break;
  }
  return "arbitrary";
}

const char *name_of(Branch branch)
{
  return branch == Branch::heating ? "heating" : branch == Branch::cooling ? "cooling" : "unknown";
}

SpectrumError::SpectrumError(const std::string &file_, int line_, int column_,
                             const std::string &message) :
    AnalysisError(with_place(file_, line_, column_, message)),
    file(file_), line(line_), column(column_)
{
}

void find_branches(SpectrumSeries &series)
{
  if (series.spectra.empty()) return;
  const auto has_cycle = [](const Spectrum &s) { return s.cycle > 0; };
  const auto with = std::count_if(series.spectra.begin(), series.spectra.end(), has_cycle);
  if (with == 0) return find_cycles(series);
  if (static_cast<std::size_t>(with) == series.spectra.size())
    return find_within_cycles(series.spectra);
  const auto without = std::find_if_not(series.spectra.begin(), series.spectra.end(), has_cycle);
  throw SpectrumError(
      without->file, 0, 0,
      fmt::format("the spectrum at {} K has no cycle number, but others of the series have; "
                  "give the cycle of all or of none",
                  without->temperature_K));
}

}    // namespace softmode
