// SPDX-License-Identifier: BSD-3-Clause
// Parts of messages and notes, for tests.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace softmode {

inline testing::AssertionResult has_text(const std::string &text, const std::string &part)
{
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "expected '" << part << "' in:\n" << text;
}

/// As many notes as parts, in their order, each with its part.
inline testing::AssertionResult says(const std::vector<std::string> &notes,
                                     std::initializer_list<std::string> parts)
{
  bool good = notes.size() == parts.size();
  std::size_t k = 0;
  for (const std::string &part : parts) good = good && notes[k++].find(part) != std::string::npos;
  if (good) return testing::AssertionSuccess();
  auto failure = testing::AssertionFailure() << "the notes are:";
  for (const std::string &note : notes) failure << "\n  " << note;
  failure << "\nexpected:";
  for (const std::string &part : parts) failure << "\n  " << part;
  return failure;
}

}    // namespace softmode
