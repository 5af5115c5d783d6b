// SPDX-License-Identifier: BSD-3-Clause
#include "support/child_signal.h"

#include <ctime>

namespace softmode {

namespace {

sigset_t child_signal()
{
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGCHLD);
  return set;
}

}    // namespace

// a blocked signal stays pending: a child that ends before wait() is not missed
ChildSignal::ChildSignal()
{
  const sigset_t set = child_signal();
  ::pthread_sigmask(SIG_BLOCK, &set, &former);
}

ChildSignal::~ChildSignal()
{
  ::pthread_sigmask(SIG_SETMASK, &former, nullptr);
}

void ChildSignal::wait(std::chrono::milliseconds longest)
{
  const sigset_t set = child_signal();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(longest);
  const timespec time{static_cast<time_t>(seconds.count()),
                      static_cast<long>((longest - seconds).count()) * 1000000L};
  ::sigtimedwait(&set, nullptr, &time);
}

}    // namespace softmode
