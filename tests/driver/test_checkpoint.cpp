// SPDX-License-Identifier: BSD-3-Clause
// Which checkpoint a point goes on from.
#include "engine/checkpoint.h"

#include "support/files.h"
#include "support/program.h"

#include <gtest/gtest.h>

namespace softmode {

namespace fs = std::filesystem;

class Checkpoint : public InFolder {
 protected:
  void write(const std::string &step, const std::string &content, const std::string &summed) const
  {
    write_file(folder / ("checkpoint-" + step), content);
    write_file(folder / ("checkpoint-" + step + ".sha256"), sha256(summed) + "  -\n");
  }
  std::vector<std::string> notes;
};

TEST_F(Checkpoint, NewestIsTakenByItsNumber)
{
  write("9000", "nine", "nine");
  write("84000", "eighty-four", "eighty-four");
  write_file(folder / "checkpoint.part", "half");
  write_file(folder / "checkpoint-100000.sha256", "of a file that never came");
  write_file(folder / "checkpoint-1e9", "another name");
  EXPECT_EQ(newest_checkpoint(folder, notes), 84000);
  EXPECT_TRUE(notes.empty());
}

TEST_F(Checkpoint, DamagedOnesAreSetAsideAndNamed)
{
  write("10000", "whole", "whole");
  write("20000", "who", "whole");    // cut short
  write_file(folder / "checkpoint-30000", "nobody summed it");
  EXPECT_EQ(newest_checkpoint(folder, notes), 10000);
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_TRUE(contains(notes[0], "checkpoint-30000: has no checksum and was set aside"))
      << notes[0];
  EXPECT_TRUE(contains(notes[1], "checkpoint-20000: has another checksum")) << notes[1];
  EXPECT_TRUE(fs::exists(folder / "damaged-checkpoint-20000"));
  EXPECT_FALSE(fs::exists(folder / "checkpoint-20000"));
}

TEST_F(Checkpoint, ThereMayBeNone)
{
  EXPECT_FALSE(newest_checkpoint(folder, notes).has_value());
  write("0", "x", "y");
  EXPECT_FALSE(newest_checkpoint(folder, notes).has_value());
  EXPECT_EQ(notes.size(), 1u);
}

TEST_F(Checkpoint, OnlyTheLastOneStays)
{
  for (const char *step : {"0", "5000", "15000"}) write(step, "x", "x");
  keep_last_checkpoint(folder);
  EXPECT_EQ(newest_checkpoint(folder, notes), 15000);
  EXPECT_FALSE(fs::exists(folder / "checkpoint-5000"));
  EXPECT_FALSE(fs::exists(folder / "checkpoint-0.sha256"));
}

}    // namespace softmode
