// SPDX-License-Identifier: BSD-3-Clause
#include "support/shell_words.h"

#include "support/process.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

namespace softmode {

using Words = std::vector<std::string>;

TEST(ShellWords, AreThoseOfAShell)
{
  const std::pair<const char *, Words> texts[] = {
      {"", {}},
      {"  \t\n ", {}},
      {"--partition=cpu --time=04:00:00", {"--partition=cpu", "--time=04:00:00"}},
      {"--comment='two words'", {"--comment=two words"}},
      {"--comment=\"two words\" -p cpu", {"--comment=two words", "-p", "cpu"}},
      {"--comment=two\\ words", {"--comment=two words"}},
      {"a'b c'\"d e\"f", {"ab cd ef"}},
      {"'' \"\"", {"", ""}},
      {"'it'\\''s'", {"it's"}},
      {"\"say \\\"x\\\" \\n\"", {"say \"x\" \\n"}},
      {"'a\\b'", {"a\\b"}},
      {"one\\\ntwo", {"onetwo"}},
      {"--constraint='[a*2&b*3]'", {"--constraint=[a*2&b*3]"}},
  };
  for (const auto &[text, words] : texts) {
    EXPECT_EQ(shell_words(text), words) << text;
    // and what sh itself makes of it
    const RunResult shell =
        run_and_capture({"sh", "-c", std::string("set -f; printf '<%s>' ") + text},
                        std::filesystem::current_path());
    std::string expected;
    for (const std::string &w : words) expected += "<" + w + ">";
    EXPECT_EQ(shell.output, words.empty() ? "<>" : expected) << text;
  }
}

TEST(ShellWords, RefuseWhatIsNotClosed)
{
  for (const char *text : {"--comment='two words", "--comment=\"two words", "a\\", "'", "\"a\\\""})
    EXPECT_THROW(shell_words(text), std::invalid_argument) << text;
  try {
    shell_words("--a --comment='two words");
    FAIL();
  } catch (const std::invalid_argument &e) {
    EXPECT_STREQ(e.what(), "the quote ' before 'two words' is not closed");
  }
}

}    // namespace softmode
