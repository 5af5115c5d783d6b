// SPDX-License-Identifier: BSD-3-Clause
// Preloaded into a program: its files are on a file system that cannot lock.
#include <sys/file.h>

#include <cerrno>

extern "C" int flock(int, int)
{
  errno = ENOLCK;
  return -1;
}
