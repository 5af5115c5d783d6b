// SPDX-License-Identifier: BSD-3-Clause
// Preloaded into a program: from its write number $FAIL_AT_WRITE on (open to write, write, fsync, rename, mkdir or link
// under $FAIL_FOLDER) the disk is full. Programs that it starts are spared. At its end it writes how many there were to
// $FAIL_COUNT.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::string folder, count_file;
long fail_at = -1, writes = 0;
bool is_ours[65536];

struct Setup {
  Setup()
  {
    const char *f = std::getenv("FAIL_FOLDER"), *n = std::getenv("FAIL_AT_WRITE"),
               *c = std::getenv("FAIL_COUNT");
    folder = f ? f : "";
    fail_at = n ? std::atol(n) : -1;
    count_file = c ? c : "";
    ::unsetenv("LD_PRELOAD");
  }
  ~Setup()
  {
    if (count_file.empty()) return;
    folder.clear();
    if (std::FILE *out = std::fopen(count_file.c_str(), "w")) {
      std::fprintf(out, "%ld\n", writes);
      std::fclose(out);
    }
  }
} setup;

bool ours(const char *path)
{
  return !folder.empty() && std::strncmp(path, folder.c_str(), folder.size()) == 0;
}

/// Is the disk full by now?
bool full()
{
  ++writes;
  if (fail_at < 0 || writes < fail_at) return false;
  errno = ENOSPC;
  return true;
}

template <class F> F next(const char *name)
{
  return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

int open_file(const char *function, const char *path, int flags, mode_t mode)
{
  const bool mine = (flags & (O_WRONLY | O_RDWR)) != 0 && ours(path);
  if (mine && full()) return -1;
  const int fd = next<int (*)(const char *, int, ...)>(function)(path, flags, mode);
  if (mine && fd >= 0 && fd < 65536) is_ours[fd] = true;
  return fd;
}

}    // namespace

extern "C" {

int open(const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  const mode_t mode = (flags & O_CREAT) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open_file("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
  va_list list;
  va_start(list, flags);
  const mode_t mode = (flags & O_CREAT) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open_file("open64", path, flags, mode);
}

ssize_t write(int fd, const void *data, size_t size)
{
  if (fd >= 0 && fd < 65536 && is_ours[fd] && full()) return -1;
  return next<ssize_t (*)(int, const void *, size_t)>("write")(fd, data, size);
}

int fsync(int fd)
{
  if (fd >= 0 && fd < 65536 && is_ours[fd] && full()) return -1;
  return next<int (*)(int)>("fsync")(fd);
}

int close(int fd)
{
  if (fd >= 0 && fd < 65536) is_ours[fd] = false;
  return next<int (*)(int)>("close")(fd);
}

int rename(const char *from, const char *to)
{
  if (ours(to) && full()) return -1;
  return next<int (*)(const char *, const char *)>("rename")(from, to);
}

int mkdir(const char *path, mode_t mode)
{
  if (ours(path) && full()) return -1;
  return next<int (*)(const char *, mode_t)>("mkdir")(path, mode);
}

int link(const char *from, const char *to)
{
  if (ours(to) && full()) return -1;
  return next<int (*)(const char *, const char *)>("link")(from, to);
}

}    // extern "C"
