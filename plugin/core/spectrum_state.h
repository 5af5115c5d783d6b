// SPDX-License-Identifier: GPL-2.0-only
// What a SegmentSpectrum has accumulated, to a restart file and back. Pure: no LAMMPS header.
#pragma once

#include "core/segment_spectrum.h"

#include <vector>

namespace softmode {

/// Everything, as numbers: the samples of the unfinished segment, then all sums.
inline std::vector<double> pack(const SegmentSpectrum &s)
{
  std::vector<double> data{static_cast<double>(s.filled), static_cast<double>(s.segments),
                           static_cast<double>(s.segments_per_block),
                           static_cast<double>(s.samples), static_cast<double>(s.blocks.size())};
  const auto put = [&data](const std::vector<double> &v) {
    data.insert(data.end(), v.begin(), v.end());
  };
  for (const SpectrumBlock &b : s.blocks) {
    data.push_back(b.segments);
    put(b.power);
    put(b.windows);
    for (const LineSums &l : b.lines) data.insert(data.end(), {l.n, l.x, l.y, l.xx, l.xy});
  }
  put(s.plain_power);
  put(s.value_sums);
  for (std::size_t c = 0; c < s.groups.size(); ++c) {
    const auto begin = s.series.begin() + static_cast<std::ptrdiff_t>(c * s.settings.samples);
    data.insert(data.end(), begin, begin + s.filled);
  }
  return data;
}

/// Restore what pack() gave for the same settings and the same channels.
inline void unpack(SegmentSpectrum &s, const double *next)
{
  s.filled = static_cast<int>(*next++);
  s.segments = static_cast<int>(*next++);
  s.segments_per_block = static_cast<int>(*next++);
  s.samples = static_cast<std::int64_t>(*next++);
  s.blocks.resize(static_cast<std::size_t>(*next++));
  const auto take = [&next](std::vector<double> &v, std::size_t n) {
    v.assign(next, next + n);
    next += n;
  };
  for (SpectrumBlock &b : s.blocks) {
    b.segments = static_cast<int>(*next++);
    take(b.power, s.size());
    take(b.windows, s.settings.groups);
    b.lines.resize(s.settings.lines);
    for (LineSums &l : b.lines) {
      l = {next[0], next[1], next[2], next[3], next[4]};
      next += 5;
    }
  }
  take(s.plain_power, s.size());
  take(s.value_sums, s.groups.size());
  for (std::size_t c = 0; c < s.groups.size(); ++c) {
    std::copy(next, next + s.filled, &s.series[c * s.settings.samples]);
    next += s.filled;
  }
}

/// Take over what concerns the channels of `s`, whose first is `first`, from a part that was written by
/// another number of processes and begins with channel `part_first`. The sums of all parts go to one
/// process.
inline void take_part(SegmentSpectrum &s, int first, const SegmentSpectrum &part, int part_first,
                      bool takes_sums)
{
  s.filled = part.filled;
  s.segments = part.segments;
  s.segments_per_block = part.segments_per_block;
  s.samples = part.samples;
  s.blocks.resize(part.blocks.size(),
                  {0, std::vector<double>(s.size()), std::vector<double>(s.settings.groups),
                   std::vector<LineSums>(s.settings.lines)});
  for (std::size_t b = 0; b < s.blocks.size(); ++b) {
    s.blocks[b].segments = part.blocks[b].segments;
    if (takes_sums) s.blocks[b].add(part.blocks[b]);
  }
  if (takes_sums)
    for (std::size_t i = 0; i < s.plain_power.size(); ++i) s.plain_power[i] += part.plain_power[i];
  for (std::size_t c = 0; c < s.groups.size(); ++c) {
    const int from = first + static_cast<int>(c) - part_first;
    if (from < 0 || from >= static_cast<int>(part.groups.size())) continue;
    s.value_sums[c] = part.value_sums[from];
    std::copy_n(&part.series[static_cast<std::size_t>(from) * s.settings.samples], s.filled,
                &s.series[c * s.settings.samples]);
  }
}

}    // namespace softmode
