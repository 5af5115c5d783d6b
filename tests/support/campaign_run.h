// SPDX-License-Identifier: BSD-3-Clause
// Campaigns in a folder of their own, started, killed and compared.
#pragma once

#include "support/program.h"

#include <chrono>
#include <csignal>
#include <map>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;

class Run : public InFolder {
 protected:
  /// Contents of everything that must not depend on how a campaign was interrupted.
  std::map<std::string, std::string> products(const fs::path &campaign_folder) const
  {
    std::map<std::string, std::string> result;
    for (const auto &entry : fs::recursive_directory_iterator(campaign_folder / "results"))
      if (entry.is_regular_file())
        result[fs::relative(entry.path(), campaign_folder)] = read_file(entry.path());
    for (const auto &entry : fs::recursive_directory_iterator(campaign_folder / "points")) {
      const std::string name = entry.path().filename();
      if (name == "spectra.csv" || name == "bonds.csv" || name == "states.dat" ||
          name == "r-histogram.dat")
        result[fs::relative(entry.path(), campaign_folder)] = read_file(entry.path());
    }
    return result;
  }

  pid_t start(const std::vector<std::string> &arguments)
  {
    std::vector<char *> argv{const_cast<char *>(SOFTMODE_PROGRAM)};
    for (const std::string &a : arguments) argv.push_back(const_cast<char *>(a.c_str()));
    argv.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid == 0) {
      if (::chdir(folder.c_str()) != 0 ||
          !std::freopen((folder / "out.txt").c_str(), "w", stdout) ||
          !std::freopen((folder / "err.txt").c_str(), "w", stderr))
        ::_exit(99);
      ::execv(SOFTMODE_PROGRAM, argv.data());
      ::_exit(99);
    }
    started.push_back(pid);
    return pid;
  }

  /// Processes that work in this test's folder or below.
  std::vector<pid_t> workers() const
  {
    std::vector<pid_t> found;
    for (const auto &entry : fs::directory_iterator("/proc")) {
      std::error_code gone;
      const fs::path where = fs::read_symlink(entry.path() / "cwd", gone);
      if (!gone && where.string().rfind(folder.string() + "/", 0) == 0)
        found.push_back(static_cast<pid_t>(std::stol(entry.path().filename())));
    }
    return found;
  }

  /// What a failed test has started must not outlive it.
  void TearDown() override
  {
    for (const pid_t pid : started)
      if (::waitpid(pid, nullptr, WNOHANG) == 0) ::kill(pid, SIGKILL);
    for (const pid_t pid : workers()) ::kill(pid, SIGKILL);
    InFolder::TearDown();
  }

  static int wait_for(pid_t pid)
  {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
  }

  static void pause(int milliseconds)
  {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  }

 private:
  std::vector<pid_t> started;
};

}    // namespace softmode
