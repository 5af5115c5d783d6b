// SPDX-License-Identifier: BSD-3-Clause
#include "support/files.h"

#include "support/error.h"

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace softmode {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override
  {
    folder = fs::temp_directory_path() / ("softmode-files-" + std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }
  fs::path folder;
};

ExitCode code_of(const std::function<void()> &f)
{
  try {
    f();
  } catch (const Error &e) {
    return e.code;
  }
  return ExitCode::success;
}

TEST_F(Files, WritesAndReadsBack)
{
  const std::string content("a\0b\n", 4);
  write_file(folder / "x", content);
  EXPECT_EQ(read_file(folder / "x"), content);
  EXPECT_FALSE(fs::exists(folder / "x.part"));
}

TEST_F(Files, NamesTheFileThatIsMissing)
{
  try {
    read_file(folder / "nowhere");
    FAIL();
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::io);
    EXPECT_NE(std::string(e.what()).find("nowhere"), std::string::npos);
  }
  EXPECT_EQ(code_of([&] { read_file(folder); }), ExitCode::io);
  EXPECT_EQ(code_of([&] { write_file(folder / "no" / "such", ""); }), ExitCode::io);
  EXPECT_EQ(code_of([&] { make_folder("/proc/nothing/here"); }), ExitCode::io);
}

TEST_F(Files, KeepsTheOldFileWhenTheDiskIsFull)
{
  write_file(folder / "x", "old");
  // a file-size limit fails writes as a full disk does, in this child only
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const bool refused =
        code_of([&] { write_file(folder / "x", std::string(5000, 'n')); }) == ExitCode::io;
    ::_exit(refused ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read_file(folder / "x"), "old");
  EXPECT_FALSE(fs::exists(folder / "x.part"));
}

TEST(Sha256, IsTheStandardOne)
{
  EXPECT_EQ(
      sha256("abc"),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");    // FIPS 180-2, B.1
}

}    // namespace softmode
