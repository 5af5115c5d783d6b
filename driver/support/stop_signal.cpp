// SPDX-License-Identifier: BSD-3-Clause
#include "support/stop_signal.h"

#include <atomic>

namespace softmode {

namespace {

std::atomic<int> noted{0};

extern "C" void note_stop(int signal)
{
  noted = signal;
}

}    // namespace

StopSignal::StopSignal()
{
  noted = 0;
  struct sigaction action {};
  action.sa_handler = note_stop;
  ::sigaction(SIGINT, &action, &old_int);
  ::sigaction(SIGTERM, &action, &old_term);
}

StopSignal::~StopSignal()
{
  ::sigaction(SIGINT, &old_int, nullptr);
  ::sigaction(SIGTERM, &old_term, nullptr);
}

bool StopSignal::received() const
{
  return noted != 0;
}

}    // namespace softmode
