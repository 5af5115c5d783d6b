// SPDX-License-Identifier: BSD-3-Clause
#include "support/process.h"

#include "support/error.h"
#include "support/files.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <system_error>
#include <utility>

namespace softmode {

namespace {

ExitStatus decode(int status)
{
  ExitStatus s;
  if (WIFSIGNALED(status))
    s.signal = WTERMSIG(status);
  else
    s.code = WEXITSTATUS(status);
  return s;
}

// between fork and exec: only async-signal-safe calls
[[noreturn]] void become_child(char *const *argv, const char *folder, int output, int report,
                               pid_t parent)
{
  sigset_t none;    // mpirun waits for SIGCHLD, which the parent may have blocked
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);    // the parent died before prctl
  const int null = ::open("/dev/null", O_RDONLY);
  const bool ready = null >= 0 && ::dup2(null, 0) >= 0 && ::dup2(output, 1) >= 0 &&
                     ::dup2(output, 2) >= 0 && ::chdir(folder) == 0;
  if (ready) ::execvp(argv[0], argv);
  const int reason = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(report, &reason, sizeof(reason));
  ::_exit(127);
}

}    // namespace

std::string ExitStatus::describe() const
{
  if (signal) return fmt::format("killed by signal {} ({})", signal, ::strsignal(signal));
  return fmt::format("exit code {}", code);
}

Process Process::start(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                       const std::filesystem::path &output)
{
  std::vector<char *> arguments;
  for (const std::string &a : argv) arguments.push_back(const_cast<char *>(a.c_str()));
  arguments.push_back(nullptr);
  const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (out < 0) fail(ExitCode::io, "{}: cannot write: {}", output.string(), std::strerror(errno));
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0)
    fail(ExitCode::io, "cannot start {}: {}", argv[0], std::strerror(errno));

  const pid_t parent = ::getpid();
  const std::string where = folder.string();
  const pid_t pid = ::fork();
  if (pid == 0) become_child(arguments.data(), where.c_str(), out, report[1], parent);
  ::close(out);
  ::close(report[1]);
  if (pid < 0) {
    ::close(report[0]);
    fail(ExitCode::io, "cannot start {}: {}", argv[0], std::strerror(errno));
  }
  Process process(pid);
  int reason = 0;
  const bool failed =
      ::read(report[0], &reason, sizeof(reason)) == sizeof(reason);    // exec closes the pipe
  ::close(report[0]);
  if (failed) {
    process.wait();
    fail(ExitCode::io, "cannot start {} in {}: {}", argv[0], where, std::strerror(reason));
  }
  return process;
}

Process::Process(Process &&other) noexcept : pid(std::exchange(other.pid, -1)) {}

Process &Process::operator=(Process &&other) noexcept
{
  if (this != &other) {
    if (pid > 0) kill();
    pid = std::exchange(other.pid, -1);
  }
  return *this;
}

Process::~Process()
{
  if (pid > 0) kill();
}

std::optional<ExitStatus> Process::poll()
{
  int status = 0;
  const pid_t done = ::waitpid(pid, &status, WNOHANG);
  if (done != pid) return std::nullopt;
  pid = -1;
  return decode(status);
}

ExitStatus Process::wait()
{
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  pid = -1;
  return decode(status);
}

void Process::kill()
{
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);    // in case it had no group of its own yet
  wait();
}

std::optional<std::filesystem::path> find_program(const std::string &name)
{
  const char *path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    // an empty entry would mean the current folder, where no program should come from by accident
    if (folder.empty()) continue;
    const std::filesystem::path file = std::filesystem::path(folder) / name;
    std::error_code unreadable;
    if (std::filesystem::is_regular_file(file, unreadable) && ::access(file.c_str(), X_OK) == 0)
      return std::filesystem::absolute(file);
  }
  return std::nullopt;
}

RunResult run_and_capture(const std::vector<std::string> &argv, const std::filesystem::path &folder)
{
  const std::filesystem::path output = folder / "output.txt";
  Process process = Process::start(argv, folder, output);
  const ExitStatus status = process.wait();
  return {status, read_file(output)};
}

}    // namespace softmode
