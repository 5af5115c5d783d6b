// SPDX-License-Identifier: BSD-3-Clause
#include "core/spectrum_state.h"

#include <gtest/gtest.h>

#include <random>

namespace softmode {

SegmentSettings small()
{
  SegmentSettings s;
  s.samples = 32;
  s.hop = 12;
  s.interval_fs = 2.0;
  s.groups = 2;
  s.lines = 1;
  s.max_blocks = 4;
  return s;
}

const std::vector<int> groups{0, 1, mean_only, 1, 0};

void feed(SegmentSpectrum &s, int first_channel, int first_sample, int last_sample)
{
  s.at_segment_end = [](std::size_t, const std::vector<double> &power, SpectrumBlock &b) {
    b.lines[0].add(power[3], power[5]);
  };
  for (int i = first_sample; i < last_sample; ++i) {
    std::vector<double> v;
    for (std::size_t c = 0; c < s.groups.size(); ++c) {
      std::mt19937 random(static_cast<unsigned>(1000 * i + first_channel + static_cast<int>(c)));
      v.push_back(std::normal_distribution<double>()(random));
    }
    s.add_sample(v.data());
  }
}

TEST(SpectrumState, ContinuesToTheLastBitFromAnyCut)
{
  SegmentSpectrum straight(small(), groups);
  feed(straight, 0, 0, 200);
  const std::vector<double> expected = pack(straight);
  for (const int cut : {0, 1, 31, 32, 33, 44, 100, 199, 200}) {
    SegmentSpectrum first(small(), groups), second(small(), groups);
    feed(first, 0, 0, cut);
    unpack(second, pack(first).data());
    feed(second, 0, cut, 200);
    EXPECT_EQ(pack(second), expected) << "cut at " << cut;
  }
}

TEST(SpectrumState, GoesOnWithAnotherNumberOfProcesses)
{
  SegmentSpectrum whole(small(), groups);
  feed(whole, 0, 0, 150);
  // written by two processes (channels 0-1, 2-4), continued by three (0, 1-2, 3-4)
  SegmentSpectrum written[2] = {{small(), {0, 1}}, {small(), {mean_only, 1, 0}}};
  feed(written[0], 0, 0, 75);
  feed(written[1], 2, 0, 75);
  SegmentSpectrum now[3] = {{small(), {0}}, {small(), {1, mean_only}}, {small(), {1, 0}}};
  const int first[3] = {0, 1, 3}, part_first[2] = {0, 2};
  for (int p = 0; p < 3; ++p) {
    for (int w = 0; w < 2; ++w) take_part(now[p], first[p], written[w], part_first[w], p == 0);
    feed(now[p], first[p], 75, 150);
    EXPECT_EQ(now[p].segments, whole.segments);
    EXPECT_EQ(now[p].filled, whole.filled);
  }
  EXPECT_EQ(now[1].value_sums[1], whole.value_sums[2]);
  for (std::size_t b = 0; b < whole.blocks.size(); ++b)
    for (std::size_t i = 0; i < whole.blocks[b].power.size(); ++i)
      EXPECT_NEAR(now[0].blocks[b].power[i] + now[1].blocks[b].power[i] + now[2].blocks[b].power[i],
                  whole.blocks[b].power[i], 1e-12 * (1.0 + whole.blocks[b].power[i]));
}

}    // namespace softmode
