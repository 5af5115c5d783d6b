// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm.h"

#include "support/error.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

namespace {

PreparedChain chain(std::size_t points, std::size_t complete, bool search = false)
{
  PreparedChain c;
  c.chain.search = search;
  c.chain.points.resize(points);
  for (std::size_t i = 0; i < points; ++i) c.chain.points[i].id = std::to_string(i);
  c.missing.resize(points - complete);
  for (std::size_t i = complete; i < points; ++i) c.missing[i - complete].point = c.chain.points[i];
  c.known = points;
  return c;
}

const std::vector<EngineSettings> one_rank{{1, ""}};

/// All arrays of a campaign whose jobs get the numbers 0, 1, ...
std::vector<SlurmArray> all_arrays(const std::vector<PreparedChain> &chains, SlurmQueue queue = {},
                                   std::size_t most_tasks = 1000)
{
  std::vector<SlurmArray> all;
  for (;;) {
    const auto next = next_arrays(chains, one_rank, queue, {}, most_tasks);
    if (next.empty()) return all;
    for (const SlurmArray &a : next) {
      for (const std::size_t c : a.chains)
        queue[{c, a.position}] = {std::to_string(all.size()), a.offset};
      all.push_back(a);
    }
  }
}

using Numbers = std::vector<std::size_t>;

}    // namespace

TEST(SlurmArrays, OfIndependentPointsAreOne)
{
  const auto arrays = all_arrays(std::vector<PreparedChain>(5, chain(1, 0)));
  ASSERT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].chains, (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(arrays[0].after, "");
}

TEST(SlurmArrays, OfRampsFollowEachOther)
{
  const auto arrays = all_arrays({chain(4, 0), chain(4, 2), chain(4, 4), chain(4, 0)});
  ASSERT_EQ(arrays.size(), 4u + 2u);
  const std::pair<Numbers, std::size_t> expected[] = {{{0, 3}, 0}, {{1}, 2},    {{0, 3}, 1},
                                                      {{1}, 3},    {{0, 3}, 2}, {{0, 3}, 3}};
  const char *after[] = {"", "", "0", "1", "2", "4"};
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    EXPECT_EQ(arrays[i].chains, expected[i].first) << i;
    EXPECT_EQ(arrays[i].position, expected[i].second) << i;
    EXPECT_EQ(arrays[i].after, after[i]) << i;
  }
}

TEST(SlurmArrays, LeaveOutWhatIsInTheQueue)
{
  const auto arrays = all_arrays({chain(3, 0), chain(3, 0)}, {{{1, 2}, {"77", 0}}});
  ASSERT_EQ(arrays.size(), 3u);
  for (const SlurmArray &a : arrays) EXPECT_EQ(a.chains, (Numbers{0}));
}

// a driver that was killed, or a limit, has left a ramp half submitted
TEST(SlurmArrays, GoOnAfterTheLastOneInTheQueue)
{
  const auto arrays = all_arrays({chain(4, 0)}, {{{0, 0}, {"77", 0}}, {{0, 1}, {"78", 0}}});
  ASSERT_EQ(arrays.size(), 2u);
  EXPECT_EQ(arrays[0].position, 2u);
  EXPECT_EQ(arrays[0].after, "78");
  EXPECT_EQ(arrays[1].position, 3u);
  // the job of a point that has just become complete is no reason to wait
  const auto later = next_arrays({chain(4, 1)}, one_rank, {{{0, 0}, {"77", 0}}}, {}, 1000);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].position, 1u);
  EXPECT_EQ(later[0].after, "");
  // one whose number is not known cannot be waited for by another
  EXPECT_TRUE(next_arrays({chain(4, 0)}, one_rank, {{{0, 0}, {"", 0}}}, {}, 1000).empty());
  // its task number is that of an array that another limit made
  const auto other =
      next_arrays({chain(2, 0), chain(2, 0)}, one_rank, {{{1, 0}, {"9", 1}}}, {0}, 1000);
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].offset, 1u);
}

// its record was removed, those of the points after it are there
TEST(SlurmArrays, RunAPointInTheMiddleAgain)
{
  PreparedChain c = chain(4, 1);
  c.missing.resize(1);
  const auto arrays = all_arrays({c});
  ASSERT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].position, 1u);
}

TEST(SlurmArrays, OfChainsThatFailedAreNone)
{
  EXPECT_TRUE(next_arrays({chain(4, 1)}, one_rank, {}, {0}, 1000).empty());
}

TEST(SlurmArrays, HaveAtMostSoManyTasks)
{
  const auto arrays = all_arrays(std::vector<PreparedChain>(2500, chain(1, 0)));
  ASSERT_EQ(arrays.size(), 3u);
  EXPECT_EQ(arrays[2].offset, 2000u);
  EXPECT_EQ(arrays[2].chains.size(), 500u);
  const auto command = sbatch_command("/c", arrays[2], {});
  EXPECT_NE(std::find(command.begin(), command.end(), "--array=0-499"), command.end());
  EXPECT_EQ(all_arrays(std::vector<PreparedChain>(7, chain(1, 0)), {}, 3).size(), 3u);
}

TEST(SlurmArrays, GiveASearchOneTask)
{
  const auto arrays = all_arrays({chain(7, 6, true)});
  ASSERT_EQ(arrays.size(), 1u);
  EXPECT_EQ(arrays[0].position, 0u);
}

TEST(SlurmConfiguration, TellsTheTasksOfAnArray)
{
  EXPECT_EQ(tasks_of_an_array("ClusterName = x\nMaxArraySize            = 1001\nMaxJobCount = 5\n"),
            1000u);
  EXPECT_EQ(tasks_of_an_array("MaxArraySize            = 200\n"), 200u);
  EXPECT_EQ(tasks_of_an_array("MaxArraySize = 100000\n"), 1000u);
  EXPECT_EQ(tasks_of_an_array(
                "MaxArraySize = 1001\nSchedulerParameters = bf_interval=1,max_array_tasks=64,x\n"),
            64u);
  EXPECT_EQ(tasks_of_an_array("MaxArraySize = 0\n"), 0u);
  EXPECT_EQ(tasks_of_an_array("slurm is not up\n"), std::nullopt);
}

TEST(Squeue, IsReadByTheNamesOfJobs)
{
  const SlurmArray a{1000, 3, {1000, 1001}, 1, ""};
  const std::string mine = job_name("/campaign", a), other = job_name("/another", a);
  const std::string output =
      "CLUSTER: here\n" + mine + "|0|RUNNING|None|42\n" + mine + "|1|PENDING|Dependency|42\n" +
      mine + "|2|COMPLETED|None|42\n" + mine + "|3|PENDING|DependencyNeverSatisfied|42\n" + mine +
      "|4|PENDING|Nodes required for job are DOWN, DRAINED|43\n" + mine + "|5|PREEMPTED|None|42\n" +
      other + "|5|RUNNING|None|44\n" + "somebody's job|N/A|RUNNING|None|45\n\n" + mine +
      "|N/A|RUNNING|None|46\n" + mine + "|6|RUNNING|None\n";
  std::vector<std::pair<std::size_t, std::string>> alive;
  for (const auto &[task, entry] : tasks_in_queue(output, "/campaign")) {
    alive.emplace_back(task.chain, entry.job);
    EXPECT_EQ(task.position, 3u);
    EXPECT_EQ(entry.offset, 1000u);
  }
  EXPECT_EQ(alive, (std::vector<std::pair<std::size_t, std::string>>{
                       {1000, "42"}, {1001, "42"}, {1004, "43"}, {1006, ""}}));
  EXPECT_TRUE(has_jobs(output));
  EXPECT_FALSE(has_jobs("CLUSTER: here\n" + mine + "|2|COMPLETED|None|42\n"));
}

TEST(Sbatch, GetsNumbersAndDependency)
{
  const SlurmArray a{0, 2, {1, 2, 3, 7}, 4, "123"};
  const auto command = sbatch_command("/c%j", a, {"--time=10"});
  const auto has = [&](const std::string &word) {
    return std::find(command.begin(), command.end(), word) != command.end();
  };
  EXPECT_TRUE(has("--array=1-3,7"));
  EXPECT_TRUE(has("--ntasks=4"));
  EXPECT_TRUE(has("--dependency=aftercorr:123"));
  EXPECT_TRUE(has("--time=10"));
  EXPECT_TRUE(has("--output=/c%%j/slurm/2-0/%a.out")) << "a folder is no pattern";
  EXPECT_EQ(command[command.size() - 3], "/c%j/slurm/work.sh");
  EXPECT_EQ(command[command.size() - 2], "0");
  EXPECT_EQ(command.back(), "2");
}

TEST(Sbatch, NumberIsTheLineThatIsOne)
{
  EXPECT_EQ(job_number("101\n"), "101");
  EXPECT_EQ(job_number("101;cluster\n"), "101");
  EXPECT_EQ(job_number("Welcome to node 7\n101;cluster\n3 GPUs are free\n"), "101");
  EXPECT_EQ(job_number("no partition given, using serial\n"), std::nullopt);
  EXPECT_EQ(job_number(""), std::nullopt);
}

TEST(Sbatch, ProblemsAreTold)
{
  const std::string policy =
      "sbatch: error: Batch job submission failed: Job violates accounting/QOS "
      "policy (job submit limit, user's size and/or time limits)\n";
  const std::pair<std::string, SubmitProblem> texts[] = {
      {"sbatch: error: QOSMaxSubmitJobPerUserLimit\n" + policy, SubmitProblem::limit},
      {"sbatch: error: AssocMaxSubmitJobLimit\n" + policy, SubmitProblem::limit},
      {"sbatch: error: AssocGrpSubmitJobsLimit\n" + policy, SubmitProblem::limit},
      {"sbatch: error: QOSMaxWallDurationPerJobLimit\n" + policy, SubmitProblem::refused},
      {"sbatch: error: AssocMaxCpuPerJobLimit\n" + policy, SubmitProblem::refused},
      {policy, SubmitProblem::maybe_limit},
      {"sbatch: no answer within two minutes", SubmitProblem::no_answer},
      {"sbatch: error: Batch job submission failed: Socket timed out on send/recv operation",
       SubmitProblem::no_answer},
      {"sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect "
       "failure)",
       SubmitProblem::no_answer},
      {"sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying",
       SubmitProblem::no_answer},
      {"sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received",
       SubmitProblem::no_answer},
      {"sbatch: error: invalid partition specified: nowhere", SubmitProblem::refused},
      {"sbatch: error: Batch job submission failed: Invalid account or account/partition "
       "combination specified",
       SubmitProblem::refused},
      {"sbatch: error: Batch job submission failed: Requested time limit is invalid (missing or "
       "exceeds some limit)",
       SubmitProblem::refused}};
  for (const auto &[text, problem] : texts) EXPECT_EQ(submit_problem(text), problem) << text;
}

TEST(Sbatch, OptionsThatSoftmodeLivesOnAreRefused)
{
  check_sbatch_options(
      {"--partition=cpu", "-p", "cpu", "--signal=B:TERM@40", "--hold", "-A", "me"});
  for (const char *option : {"--job-name=x", "-Jx", "-J", "--array=1-2", "-a",
                             "--dependency=singleton", "-W", "--wait", "--wrap=x", "--test-only"})
    EXPECT_THROW(check_sbatch_options({"--time=10", option}), Error) << option;
  EXPECT_EQ(clusters_of({"--time=10"}), "");
  EXPECT_EQ(clusters_of({"-M", "b", "--time=10"}), "b");
  EXPECT_EQ(clusters_of({"--clusters=a,b"}), "a,b");
}

}    // namespace softmode
