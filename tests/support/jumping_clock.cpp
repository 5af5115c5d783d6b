// SPDX-License-Identifier: BSD-3-Clause
// Preloaded into a program: its wall clock jumps by up to a year, back and forth, at each look; the monotonic clock
// does not.
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

namespace {

long jump()
{
  static unsigned long state = 88172645463325252ul;    // xorshift
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return static_cast<long>(state % 63072000ul) - 31536000;
}

}    // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec *now)
{
  static const auto original =
      reinterpret_cast<int (*)(clockid_t, timespec *)>(::dlsym(RTLD_NEXT, "clock_gettime"));
  const int status = original(clock, now);
  if (clock == CLOCK_REALTIME && status == 0) now->tv_sec += jump();
  return status;
}

time_t time(time_t *where)
{
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  if (where) *where = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(timeval *now, void *)
{
  timespec t{};
  ::clock_gettime(CLOCK_REALTIME, &t);
  now->tv_sec = t.tv_sec;
  now->tv_usec = t.tv_nsec / 1000;
  return 0;
}

}    // extern "C"
