// SPDX-License-Identifier: BSD-3-Clause
// Runs the command `softmode` as a user does.
#pragma once

#include "support/files.h"
#include "support/process.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// A folder of its own for each test.
class InFolder : public testing::Test {
 protected:
  void SetUp() override
  {
    std::string name =
        (std::filesystem::temp_directory_path() / "softmode-command-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  RunResult softmode(std::vector<std::string> arguments) const
  {
    arguments.insert(arguments.begin(), SOFTMODE_PROGRAM);
    return run_and_capture(arguments, folder);
  }

  /// The same with environment variables set ("NAME=value").
  RunResult softmode_with(std::vector<std::string> environment,
                          const std::vector<std::string> &arguments) const
  {
    environment.insert(environment.begin(), "env");
    environment.push_back(SOFTMODE_PROGRAM);
    environment.insert(environment.end(), arguments.begin(), arguments.end());
    return run_and_capture(environment, folder);
  }

  /// A copy of tests/data/small-campaign.yaml with one text replaced by another.
  std::filesystem::path campaign(const std::string &old_text = "",
                                 const std::string &new_text = "") const
  {
    const std::filesystem::path data = std::filesystem::path(SOFTMODE_SOURCE_DIR) / "tests/data";
    std::string text = read_file(data / "small-campaign.yaml");
    const auto replace = [&text](const std::string &from, const std::string &to) {
      const std::size_t at = text.find(from);
      if (at == std::string::npos)
        throw std::runtime_error("no '" + from + "' in small-campaign.yaml");
      text.replace(at, from.size(), to);
    };
    if (!old_text.empty()) replace(old_text, new_text);
    for (const char *file : {"copper-formate.cif", "copper-formate.yaml"})
      if (text.find(std::string(": ") + file) != std::string::npos)
        replace(std::string(": ") + file, ": " + (data / file).string());
    const std::filesystem::path file = folder / "campaign.yaml";
    write_file(file, text);
    return file;
  }

  std::filesystem::path folder;
};

inline bool contains(const std::string &text, const std::string &part)
{
  return text.find(part) != std::string::npos;
}

}    // namespace softmode
