// SPDX-License-Identifier: BSD-3-Clause
#include "support/process.h"

#include "support/error.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
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
[[noreturn]] void become_child(char *const *argv, char *const *environment, const char *folder,
                               int output, int errors, int report, pid_t parent)
{
  sigset_t none;    // mpirun waits for SIGCHLD, which the parent may have blocked
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);    // the parent died before prctl
  const int null = ::open("/dev/null", O_RDONLY);
  const bool ready = null >= 0 && ::dup2(null, 0) >= 0 && ::dup2(output, 1) >= 0 &&
                     ::dup2(errors, 2) >= 0 && ::chdir(folder) == 0;
  if (ready) ::execvpe(argv[0], argv, environment);
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

namespace {

std::vector<char *> pointers(const std::vector<std::string> &texts)
{
  std::vector<char *> result;
  for (const std::string &t : texts) result.push_back(const_cast<char *>(t.c_str()));
  result.push_back(nullptr);
  return result;
}

}    // namespace

Process Process::start(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                       const std::filesystem::path &output,
                       const std::optional<Environment> &environment)
{
  const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (out < 0) fail(ExitCode::io, "{}: cannot write: {}", output.string(), std::strerror(errno));
  try {
    Process process = start(argv, folder, out, out, environment);
    ::close(out);
    return process;
  } catch (...) {
    ::close(out);
    throw;
  }
}

Process Process::start(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                       int output, int errors, const std::optional<Environment> &environment)
{
  std::vector<char *> arguments = pointers(argv), variables;
  if (environment) variables = pointers(*environment);
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0)
    fail(ExitCode::io, "cannot start {}: {}", argv[0], std::strerror(errno));

  const pid_t parent = ::getpid();
  const std::string where = folder.string();
  const pid_t pid = ::fork();
  if (pid == 0)
    become_child(arguments.data(), environment ? variables.data() : environ, where.c_str(), output,
                 errors, report[1], parent);
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

namespace {

/// What a child writes into, and this process reads from.
class Pipe {
 public:
  Pipe()
  {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      fail(ExitCode::io, "cannot make a pipe: {}", std::strerror(errno));
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  }
  ~Pipe()
  {
    for (const int end : ends)
      if (end >= 0) ::close(end);
  }
  Pipe(const Pipe &) = delete;
  Pipe &operator=(const Pipe &) = delete;

  int input() const { return ends[1]; }
  int output() const { return ends[0]; }
  bool open() const { return ends[0] >= 0; }
  void close_input() { close(ends[1]); }

  /// Takes what is there; false if that was nothing.
  bool read_more()
  {
    char buffer[65536];
    const ssize_t n = open() ? ::read(ends[0], buffer, sizeof(buffer)) : -1;
    if (n > 0) text.append(buffer, static_cast<std::size_t>(n));
    if (n == 0) close(ends[0]);    // all writers have closed it
    return n > 0;
  }

  std::string text;

 private:
  static void close(int &end) { ::close(std::exchange(end, -1)); }
  std::array<int, 2> ends{-1, -1};
};

/// Reads until the process has ended. What it leaves behind may keep a pipe open for ever: then only what is there by
/// that time is taken.
ExitStatus read_to_end(Process &process, std::array<Pipe *, 2> pipes,
                       const std::function<bool()> &give_up)
{
  constexpr int between_looks_ms = 50;
  for (Pipe *p : pipes)
    if (p) p->close_input();
  std::optional<ExitStatus> status;
  for (;;) {
    std::array<pollfd, 2> wanted{};
    for (std::size_t i = 0; i < pipes.size(); ++i)
      wanted[i] = {pipes[i] && pipes[i]->open() ? pipes[i]->output() : -1, POLLIN, 0};
    ::poll(wanted.data(), wanted.size(), status ? 0 : between_looks_ms);
    bool more = false, open = false;
    for (Pipe *p : pipes) {
      if (!p) continue;
      more = p->read_more() || more;
      open = open || p->open();
    }
    if (status && !more) return *status;
    if (!open && !give_up) return status ? *status : process.wait();
    if (status) continue;
    status = process.poll();
    if (!status && give_up && give_up()) {
      process.kill();
      return {0, SIGKILL};
    }
  }
}

}    // namespace

RunResult run_and_capture(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                          const std::optional<Environment> &environment)
{
  Pipe both;
  Process process = Process::start(argv, folder, both.input(), both.input(), environment);
  const ExitStatus status = read_to_end(process, {&both, nullptr}, nullptr);
  return {status, std::move(both.text)};
}

RunResult run_apart(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                    const Environment &environment, const std::function<bool()> &give_up)
{
  Pipe out, err;
  Process process = Process::start(argv, folder, out.input(), err.input(), environment);
  const ExitStatus status = read_to_end(process, {&out, &err}, give_up);
  return {status, std::move(out.text), std::move(err.text)};
}

}    // namespace softmode
