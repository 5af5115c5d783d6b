// SPDX-License-Identifier: BSD-3-Clause
// Campaigns through a stand-in for Slurm that fails in the ways a busy one does (tests/support/stand_in_slurm), with the
// stand-in for LAMMPS. slurm_campaign.sh has a real Slurm.
#include "support/campaign_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace softmode {

class StandInSlurm : public Run {
 protected:
  void SetUp() override
  {
    Run::SetUp();
    fs::create_directories(slurm());
    fs::create_directory(folder / "tmp");
    write_file(slurm() / "max-array-size", "1001\n");
  }

  fs::path slurm() const { return folder / "stand-in"; }

  void set(const char *name, const std::string &value) const { write_file(slurm() / name, value); }

  RunResult in_slurm(std::vector<std::string> arguments, const std::string &state = "") const
  {
    const char *path = std::getenv("PATH");
    arguments.insert(arguments.end(), {"--executor", "slurm", "--poll", "1"});
    return softmode_with(
        {"SOFTMODE_LMP=" SOFTMODE_STAND_IN, "XDG_CACHE_HOME=" + (folder / "cache").string(),
         "TMPDIR=" + (folder / "tmp").string(),
         "STAND_IN_SLURM=" + (state.empty() ? slurm() : folder / state).string(),
         std::string("PATH=" SOFTMODE_SOURCE_DIR "/tests/support/stand_in_slurm:") +
             (path ? path : "")},
        arguments);
  }

  /// The small campaign for the stand-in of LAMMPS, with other temperatures and protocol.
  std::string file(const std::string &temperatures,
                   const std::string &protocol = "independent") const
  {
    const fs::path f = campaign(
        "asymmetric-range: [1450 cm-1, 1750 cm-1], symmetric-range: [1200 cm-1, 1450 cm-1]",
        "asymmetric-range: [1500 cm-1, 1700 cm-1], symmetric-range: [1300 cm-1, 1450 cm-1]");
    std::string text;
    std::istringstream lines(read_file(f));
    for (std::string line; std::getline(lines, line);)
      text += line.rfind("temperatures:", 0) == 0
                  ? fmt::format("temperatures: [{}]\nprotocol: {}\n", temperatures, protocol)
              : line.rfind("protocol:", 0) == 0 ? ""
                                                : line + "\n";
    write_file(f, text);
    return f.string();
  }

  std::string ramp() const { return file("100 K, 200 K", "{type: ramp, cycles: 1}"); }

  /// Command lines that the stand-in got.
  std::vector<std::vector<std::string>> calls(const std::string &program) const
  {
    std::vector<std::vector<std::string>> all;
    std::istringstream lines(read_file(slurm() / "commands"));
    for (std::string line; std::getline(lines, line);)
      if (line.rfind("= ", 0) == 0)
        all.push_back({line.substr(2)});
      else
        all.back().push_back(line);
    all.erase(std::remove_if(all.begin(), all.end(),
                             [&](const auto &call) { return call[0] != program; }),
              all.end());
    return all;
  }

  /// Words of sbatch's command lines that begin so.
  std::vector<std::string> words(const std::string &start) const
  {
    std::vector<std::string> found;
    for (const auto &call : calls("sbatch"))
      for (const std::string &word : call)
        if (word.rfind(start, 0) == 0) found.push_back(word);
    return found;
  }
};

TEST_F(StandInSlurm, RunsARampThatWaitsForItself)
{
  const RunResult r = in_slurm({"run", ramp()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "3 tasks submitted in 3 job arrays, 101 to 103")) << r.output;
  EXPECT_EQ(words("--dependency="),
            (std::vector<std::string>{"--dependency=aftercorr:101", "--dependency=aftercorr:102"}));
  EXPECT_TRUE(fs::exists(folder / "small/report.html"));
  EXPECT_TRUE(fs::is_empty(folder / "tmp")) << "answers come through pipes";
}

TEST_F(StandInSlurm, IsAskedAgainWhereItDoesNotAnswer)
{
  set("squeue-fails", "2 3");
  set("start-after", "4");
  const RunResult r = in_slurm({"run", ramp()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output,
                       "squeue: exit code 1: slurm_load_jobs error: Socket timed out on "
                       "send/recv operation; the jobs go on, Slurm is asked again in 1 s"))
      << r.output;
  EXPECT_TRUE(contains(r.output, "the jobs go on, Slurm is asked again in 2 s")) << r.output;
  EXPECT_TRUE(contains(r.output, "Slurm answers again")) << r.output;
  EXPECT_EQ(calls("sbatch").size(), 3u) << "nothing is submitted twice";
}

TEST_F(StandInSlurm, SubmitsNothingAsLongAsTheQueueIsNotKnown)
{
  set("squeue-fails", "1 2");
  const RunResult r = in_slurm({"run", ramp(), "--detach"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "Slurm is asked again in 2 s")) << r.output;
  EXPECT_EQ(calls("sbatch").size(), 3u);
  set("squeue-fails", "all");
  const RunResult never = in_slurm({"run", ramp(), "-o", "other"});
  EXPECT_EQ(never.status.code, 13) << never.output;
  EXPECT_TRUE(contains(never.output, "Slurm was asked 5 times; nothing was submitted"))
      << never.output;
  EXPECT_EQ(calls("sbatch").size(), 3u);
}

TEST_F(StandInSlurm, GivesTheNumberAmongOtherLines)
{
  set("banner", "sbatch: no partition specified, using serial\n4 nodes are free\n");
  const RunResult r = in_slurm({"run", ramp()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_EQ(words("--dependency="),
            (std::vector<std::string>{"--dependency=aftercorr:101", "--dependency=aftercorr:102"}));
}

TEST_F(StandInSlurm, SaysTheSizeOfItsArraysAndHowMuchItTakes)
{
  set("max-array-size", "3\n");
  set("max-submit", "2\n");
  set("start-after", "3\n");
  const RunResult r = in_slurm({"run", file("100 K, 150 K, 200 K, 250 K, 300 K")});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output,
                       "tasks wait to be submitted: Slurm takes no more jobs now (sbatch: exit "
                       "code 1: sbatch: error: QOSMaxSubmitJobPerUserLimit"))
      << r.output;
  EXPECT_TRUE(contains(r.output, "to be submitted\n")) << r.output;
  const auto arrays = words("--array=");
  ASSERT_GE(arrays.size(), 3u);
  EXPECT_EQ(arrays[0], "--array=0-2") << "three tasks, numbers below MaxArraySize";
  std::size_t tasks = 0;
  for (const auto &entry : fs::directory_iterator(slurm() / "ended")) {
    EXPECT_EQ(read_file(entry.path()), "ok\n");
    ++tasks;
  }
  EXPECT_EQ(tasks, 5u) << "each once";
}

TEST_F(StandInSlurm, GoesOnWithARampWhoseEndDidNotFit)
{
  set("max-submit", "1\n");
  set("start-after", "1000000\n");    // no task ends, and makes room, before the command does
  const RunResult first = in_slurm({"run", ramp(), "--detach"});
  ASSERT_EQ(first.status.code, 0) << first.output;
  EXPECT_TRUE(contains(first.output, "2 tasks were not submitted; run the same command again"))
      << first.output;
  set("start-after", "0\n");
  const RunResult r = in_slurm({"run", ramp()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  std::size_t tasks = 0;
  for ([[maybe_unused]] const auto &entry : fs::directory_iterator(slurm() / "ended")) ++tasks;
  EXPECT_EQ(tasks, 3u);
}

TEST_F(StandInSlurm, IsNotGivenAJobTwiceThatItTookWithoutSayingSo)
{
  set("lost-answers", "1 2");
  set("start-after", "3");
  const RunResult r = in_slurm({"run", ramp()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "Socket timed out")) << r.output;
  EXPECT_EQ(words("--job-name=").size(), 3u);
}

TEST_F(StandInSlurm, TwoCampaignsAtOnceDoNotReadEachOthersAnswers)
{
  set("start-after", "6");
  const std::string campaign_file = ramp();
  RunResult one;
  std::thread other([&] { one = in_slurm({"run", campaign_file, "-o", "one"}); });
  const RunResult two = in_slurm({"run", campaign_file, "-o", "two"});
  other.join();
  EXPECT_EQ(one.status.code, 0) << one.output;
  EXPECT_EQ(two.status.code, 0) << two.output;
  auto names = words("--job-name=");
  EXPECT_EQ(names.size(), 6u);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end()) << "no task twice";
}

TEST_F(StandInSlurm, GetsOptionsAsAShellWouldSplitThem)
{
  const RunResult r =
      in_slurm({"run", ramp(), "--sbatch", "--comment='two words' --time=10 -p \"c p u\""});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_EQ(words("--comment="), (std::vector<std::string>(3, "--comment=two words")));
  EXPECT_EQ(words("c p u").size(), 3u);
  const RunResult open = in_slurm({"run", ramp(), "--sbatch", "--comment='two words"});
  EXPECT_EQ(open.status.code, 2) << open.output;
  EXPECT_TRUE(contains(
      open.output, "--sbatch --comment='two words: the quote ' before 'two words' is not closed"))
      << open.output;
  const RunResult name = in_slurm({"run", ramp(), "-o", "named", "--sbatch", "-J mine"});
  EXPECT_EQ(name.status.code, 2) << name.output;
  EXPECT_TRUE(contains(name.output, "--job-name cannot be given")) << name.output;
}

TEST_F(StandInSlurm, KnowsACampaignThatALinkLeadsTo)
{
  set("start-after", "1000000");
  fs::create_directory(folder / "real");
  fs::create_directory_symlink("real", folder / "link");
  const std::string campaign_file = ramp();
  ASSERT_EQ(in_slurm({"run", campaign_file, "-o", "link/small", "--detach"}).status.code, 0);
  for (const char *name : {"real/small", "real/../link/./small/", "link/small"}) {
    const RunResult again = in_slurm({"run", campaign_file, "-o", name, "--detach"});
    EXPECT_EQ(again.status.code, 0) << again.output;
    EXPECT_TRUE(contains(again.output, "3 tasks of this campaign are in the queue already"))
        << name << again.output;
  }
  EXPECT_EQ(calls("sbatch").size(), 3u);
}

// tasks have the numbers of chains, which one temperature more would shift
TEST_F(StandInSlurm, HasNoTasksOfAnotherCampaignFile)
{
  set("start-after", "1000000");
  ASSERT_EQ(in_slurm({"run", file("100 K, 200 K"), "--detach"}).status.code, 0);
  const RunResult r = in_slurm({"run", file("50 K, 100 K, 200 K"), "--detach"});
  EXPECT_EQ(r.status.code, 17) << r.output;
  EXPECT_TRUE(contains(r.output, "has other points than when its 2 tasks in the queue of Slurm"))
      << r.output;
  EXPECT_EQ(calls("sbatch").size(), 1u);
}

TEST_F(StandInSlurm, IsMissedByItsName)
{
  const RunResult r = softmode_with({"SOFTMODE_LMP=" SOFTMODE_STAND_IN, "PATH=/nowhere",
                                     "XDG_CACHE_HOME=" + (folder / "cache").string()},
                                    {"run", ramp(), "--executor", "slurm"});
  EXPECT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(r.output, "sbatch is not in PATH")) << r.output;
}

}    // namespace softmode
