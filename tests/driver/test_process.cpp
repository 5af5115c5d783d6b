// SPDX-License-Identifier: BSD-3-Clause
#include "support/process.h"

#include "support/child_signal.h"
#include "support/error.h"
#include "support/files.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;

class ProcessTest : public testing::Test {
 protected:
  void SetUp() override
  {
    folder = fs::temp_directory_path() / ("softmode-process-" + std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }
  fs::path folder;
};

TEST_F(ProcessTest, CapturesOutputAndExitCode)
{
  const RunResult r = run_and_capture({"sh", "-c", "echo out; echo err >&2; pwd; exit 7"}, folder);
  EXPECT_EQ(r.status.code, 7);
  EXPECT_FALSE(r.status.success());
  EXPECT_EQ(r.output, "out\nerr\n" + fs::canonical(folder).string() + "\n");
  EXPECT_EQ(r.status.describe(), "exit code 7");
}

// no file with a fixed name, which another caller would write or read at the same time
TEST_F(ProcessTest, CapturesThroughPipesAlone)
{
  Process slow = Process::start({"sh", "-c", "sleep 0.2; echo slow"}, folder, folder / "slow");
  const std::string many(3000000, 'x');
  EXPECT_EQ(run_and_capture({"sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"}, folder).output,
            many);
  slow.wait();
  std::size_t files = 0;
  for ([[maybe_unused]] const auto &entry : fs::directory_iterator(folder)) ++files;
  EXPECT_EQ(files, 1u) << "only that of the slow one";
}

TEST_F(ProcessTest, KeepsStandardErrorApart)
{
  const RunResult r = run_apart({"sh", "-c", "echo out; echo err >&2; echo $NAME; exit 3"}, folder,
                                {"NAME=value", "PATH=/usr/bin:/bin"}, [] { return false; });
  EXPECT_EQ(r.status.code, 3);
  EXPECT_EQ(r.output, "out\nvalue\n");
  EXPECT_EQ(r.errors, "err\n");
}

TEST_F(ProcessTest, GivesUpAProgramThatDoesNotAnswer)
{
  const auto begin = std::chrono::steady_clock::now();
  const auto late = [&] {
    return std::chrono::steady_clock::now() - begin > std::chrono::milliseconds(300);
  };
  const RunResult r =
      run_apart({"sh", "-c", "echo begun; sleep 60"}, folder, {"PATH=/usr/bin:/bin"}, late);
  EXPECT_EQ(r.status.signal, SIGKILL);
  EXPECT_EQ(r.output, "begun\n");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST_F(ProcessTest, DoesNotWaitForWhatAProgramLeavesBehind)
{
  const auto begin = std::chrono::steady_clock::now();
  const RunResult r = run_and_capture({"sh", "-c", "sleep 5 & echo $!"}, folder);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
  ASSERT_FALSE(r.output.empty());
  ::kill(std::stoi(r.output), SIGKILL);
}

TEST_F(ProcessTest, TellsASignalFromAnExitCode)
{
  const RunResult r = run_and_capture({"sh", "-c", "kill -9 $$"}, folder);
  EXPECT_EQ(r.status.signal, SIGKILL);
  EXPECT_NE(r.status.describe().find("killed by signal 9"), std::string::npos);
}

TEST_F(ProcessTest, SaysWhenTheProgramCannotBeStarted)
{
  try {
    run_and_capture({"no-such-program-anywhere"}, folder);
    FAIL();
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::io);
    EXPECT_NE(std::string(e.what()).find("no-such-program-anywhere"), std::string::npos);
  }
}

TEST_F(ProcessTest, PassesArgumentsWithoutAShell)
{
  EXPECT_EQ(run_and_capture({"printf", "%s", "a b; $(touch x) 'q'"}, folder).output,
            "a b; $(touch x) 'q'");
  EXPECT_FALSE(fs::exists(folder / "x"));
}

TEST_F(ProcessTest, KillsTheWholeGroup)
{
  Process p = Process::start({"sh", "-c", "sleep 60 & echo $!; wait"}, folder, folder / "out");
  std::string child;
  for (int i = 0; i < 100 && child.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    child = read_file(folder / "out");
  }
  ASSERT_FALSE(child.empty());
  EXPECT_FALSE(p.poll());
  p.kill();
  // the grandchild is a zombie until init reaps it, or gone
  bool gone = false;
  for (int i = 0; i < 100 && !gone; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const fs::path stat = "/proc/" + std::to_string(std::stoi(child)) + "/stat";
    gone = !fs::exists(stat) || read_file(stat).find(") Z ") != std::string::npos;
  }
  EXPECT_TRUE(gone);
}

TEST_F(ProcessTest, TheEndOfAChildEndsAWait)
{
  ChildSignal child;
  const auto begin = std::chrono::steady_clock::now();
  Process p = Process::start({"true"}, folder, folder / "out");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));    // it ends before the wait begins
  child.wait(std::chrono::seconds(60));
  EXPECT_TRUE(p.poll());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  const auto second = std::chrono::steady_clock::now();
  child.wait(std::chrono::milliseconds(1050));    // nothing ends
  EXPECT_GE(std::chrono::steady_clock::now() - second, std::chrono::milliseconds(1000));
}

// mpirun waits for the signal that this process has blocked
TEST_F(ProcessTest, AChildHasNoSignalBlocked)
{
  ChildSignal child;
  const std::string status = run_and_capture({"cat", "/proc/self/status"}, folder).output;
  EXPECT_NE(status.find("SigBlk:\t0000000000000000\n"), std::string::npos) << status;
}

}    // namespace softmode
