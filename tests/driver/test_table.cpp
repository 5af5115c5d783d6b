// SPDX-License-Identifier: BSD-3-Clause
#include "results/table.h"

#include "engine/progress.h"
#include "support/error.h"
#include "support/files.h"

#include <gtest/gtest.h>

#include <unistd.h>

namespace softmode {

namespace fs = std::filesystem;

class TableTest : public testing::Test {
 protected:
  void SetUp() override
  {
    file = fs::temp_directory_path() / ("softmode-table-" + std::to_string(::getpid()));
  }
  void TearDown() override { fs::remove(file); }

  template <class Read> std::string error_of(Read read)
  {
    try {
      read(file);
    } catch (const Error &e) {
      EXPECT_EQ(e.code, ExitCode::point);
      return e.what();
    }
    return "";
  }
  fs::path file;
};

TEST_F(TableTest, ReadsCsvWithComments)
{
  write_file(file, "# made by\n# segments per block: 2 1\na_cm-1,b\n1,2\n3.5,nan\n");
  const Table t = read_csv(file);
  EXPECT_EQ(t.comments.size(), 2u);
  EXPECT_EQ(t.rows(), 2u);
  EXPECT_DOUBLE_EQ(t.column("a")[1], 3.5);
  EXPECT_TRUE(std::isnan(t.column("b")[1]));
  EXPECT_THROW(t.column("c"), Error);
}

TEST_F(TableTest, SaysWhereACsvIsCutShort)
{
  write_file(file, "a,b,c\n1,2,3\n4,5\n");
  EXPECT_NE(error_of(read_csv).find(":3: expected 3 values, found 2"), std::string::npos);
  write_file(file, "a,b\n1,2\n4,x5\n");
  EXPECT_NE(error_of(read_csv).find(":3: 'x5' is not a number"), std::string::npos);
  write_file(file, "a,b\n");
  EXPECT_NE(error_of(read_csv).find("holds no data"), std::string::npos);
}

TEST_F(TableTest, ReadsTimeAverages)
{
  write_file(file, "# Time-averaged data for fix states\n# TimeStep c_state[1] c_state[3]\n2000 "
                   "192 4.5\n4000 192 5\n");
  const Table t = read_ave_time(file);
  EXPECT_EQ(t.rows(), 2u);
  EXPECT_DOUBLE_EQ(t.column("c_state[3]")[0], 4.5);
}

TEST_F(TableTest, ReadsHistogramsBlockByBlock)
{
  write_file(file, "# Histogram\n# TimeStep Number-of-bins\n# Bin Coord Count Count/Total\n"
                   "10 2 30 0 1.8 2.2\n1 1.9 10 0.33\n2 2.1 20 0.67\n20 2 30 0 1.8 2.2\n1 1.9 15 "
                   "0.5\n2 2.1 15 0.5\n");
  const Histogram h = read_ave_histo(file);
  EXPECT_EQ(h.centre, (std::vector<double>{1.9, 2.1}));
  ASSERT_EQ(h.counts.size(), 2u);
  EXPECT_EQ(h.counts[1], (std::vector<double>{15, 15}));
  write_file(file, "# Histogram\n10 2 30 0 1.8 2.2\n1 1.9 10 0.33\n");
  EXPECT_NE(error_of(read_ave_histo).find("the last histogram is incomplete"), std::string::npos);
}

TEST_F(TableTest, FindsTheLastStepOfALog)
{
  EXPECT_EQ(last_step(file), 0);
  write_file(file, "Step Temp PotEng TotEng Press\n       0   300  1.5 2.5 -3\n    1000   301  1.5 "
                   "2.5 -3\n    2000   30");
  EXPECT_EQ(last_step(file), 1000);    // the last line is still being written
}

TEST(FormatDuration, IsReadable)
{
  EXPECT_EQ(format_duration(45.2), "45 s");
  EXPECT_EQ(format_duration(200), "3 min 20 s");
  EXPECT_EQ(format_duration(3725), "1 h 02 min");
}

}    // namespace softmode
