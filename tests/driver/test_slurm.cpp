// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

namespace {

PreparedChain chain(std::size_t points, std::size_t complete, bool search = false)
{
  PreparedChain c;
  c.chain.search = search;
  c.chain.points.resize(points);
  c.missing.resize(points - complete);
  c.known = points;
  return c;
}

const std::vector<EngineSettings> one_rank{{1, ""}};

}    // namespace

TEST(SlurmArrays, OfIndependentPointsAreOne)
{
  const std::vector<PreparedChain> chains(5, chain(1, 0));
  const auto arrays = slurm_arrays(chains, one_rank, {});
  ASSERT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].chains, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
  EXPECT_FALSE(arrays[0].after);
}

TEST(SlurmArrays, OfRampsFollowEachOther)
{
  const std::vector<PreparedChain> chains{chain(4, 0), chain(4, 2), chain(4, 4), chain(4, 0)};
  const auto arrays = slurm_arrays(chains, one_rank, {});
  ASSERT_EQ(arrays.size(), 4u + 2u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(arrays[i].chains, (std::vector<std::size_t>{0, 3}));
    EXPECT_EQ(arrays[i].position, i);
    EXPECT_EQ(arrays[i].after, i == 0 ? std::nullopt : std::optional<std::size_t>(i - 1));
  }
  EXPECT_EQ(arrays[4].chains, (std::vector<std::size_t>{1}));
  EXPECT_EQ(arrays[4].position, 2u);
  EXPECT_FALSE(arrays[4].after);
  EXPECT_EQ(arrays[5].after, 4u);
}

TEST(SlurmArrays, LeaveOutWhatIsInTheQueue)
{
  const std::vector<PreparedChain> chains{chain(3, 0), chain(3, 0)};
  const auto arrays = slurm_arrays(chains, one_rank, {{1, 2}});
  ASSERT_EQ(arrays.size(), 3u);
  for (const SlurmArray &a : arrays) EXPECT_EQ(a.chains, (std::vector<std::size_t>{0}));
}

TEST(SlurmArrays, HaveAtMostAThousandTasks)
{
  const std::vector<PreparedChain> chains(2500, chain(1, 0));
  const auto arrays = slurm_arrays(chains, one_rank, {});
  ASSERT_EQ(arrays.size(), 3u);
  EXPECT_EQ(arrays[2].offset, 2000u);
  EXPECT_EQ(arrays[2].chains.size(), 500u);
  const auto command = sbatch_command("/c", arrays[2], "", {});
  EXPECT_NE(std::find(command.begin(), command.end(), "--array=0-499"), command.end());
}

TEST(SlurmArrays, GiveASearchOneTask)
{
  const auto arrays = slurm_arrays({chain(7, 6, true)}, one_rank, {});
  ASSERT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].position, 0u);
}

TEST(Squeue, IsReadByTheNamesOfJobs)
{
  SlurmArray a{1000, 3, {1000, 1001}, 1, std::nullopt};
  const std::string mine = job_name("/campaign", a), other = job_name("/another", a);
  const std::string output =
      mine + "|0|RUNNING|None\n" + mine + "|1|PENDING|Dependency\n" + mine + "|2|COMPLETED|None\n" +
      mine + "|3|PENDING|DependencyNeverSatisfied\n" + mine +
      "|4|PENDING|Nodes required for job are DOWN, DRAINED\n" + other + "|5|RUNNING|None\n" +
      "somebody's job|N/A|RUNNING|None\n\n" + mine + "|N/A|RUNNING|None\n";
  std::vector<std::size_t> alive;
  for (const SlurmTask &t : alive_tasks(output, "/campaign")) {
    alive.push_back(t.chain);
    EXPECT_EQ(t.position, 3u);
  }
  EXPECT_EQ(alive, (std::vector<std::size_t>{1000, 1001, 1004}));
}

TEST(Sbatch, GetsNumbersAndDependency)
{
  const SlurmArray a{0, 2, {1, 2, 3, 7}, 4, 0};
  const auto command = sbatch_command("/c", a, "123", {"--time=10"});
  const auto has = [&](const std::string &word) {
    return std::find(command.begin(), command.end(), word) != command.end();
  };
  EXPECT_TRUE(has("--array=1-3,7"));
  EXPECT_TRUE(has("--ntasks=4"));
  EXPECT_TRUE(has("--dependency=aftercorr:123"));
  EXPECT_TRUE(has("--time=10"));
  EXPECT_EQ(command[command.size() - 3], "/c/slurm/work.sh");
  EXPECT_EQ(command[command.size() - 2], "0");
  EXPECT_EQ(command.back(), "2");
}

}    // namespace softmode
