// SPDX-License-Identifier: BSD-3-Clause
// Checked reading of YAML: every error names file, line, column, key, what was expected and what to do.
#pragma once

#include "support/error.h"
#include "support/quantity.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace softmode {

/// A node that knows its file and its key path ("run.timestep").
class YamlNode {
 public:
  /// Read a file; syntax errors become Errors of `kind` with line and column.
  /// \throws Error (io) if the file cannot be read.
  static YamlNode load(const std::filesystem::path &file, ExitCode kind);

  /// Error at this node: "<file>:<line>:<column>: <key path>: <text>".
  [[noreturn]] void error(const std::string &text) const;

  bool exists() const { return node.IsDefined(); }
  bool is_map() const { return node.IsDefined() && node.IsMap(); }
  bool is_list() const { return node.IsDefined() && node.IsSequence(); }

  /// Stop at a key that is not in `allowed` (naming the nearest one) and at a repeated key.
  void allow_keys(const std::vector<std::string> &allowed) const;
  std::vector<std::string> keys() const;
  std::vector<YamlNode> items() const;    ///< elements of a list; stops if it is not a list

  YamlNode operator[](const std::string &key) const;    ///< may not exist
  YamlNode require(const std::string &key) const;       ///< stops if missing

  std::string text() const;    ///< a non-empty scalar
  std::string one_of(const std::vector<std::string> &allowed) const;
  int integer(int lowest, int highest = std::numeric_limits<int>::max()) const;
  double number() const;                         ///< finite, without unit
  double quantity(Dimension dimension) const;    ///< number with unit, converted

  /// Where this node starts: "<file>:<line>:<column>".
  std::string where() const;
  const std::filesystem::path &source() const { return file; }    ///< the file it is from

 private:
  YamlNode(YAML::Node n, std::filesystem::path f, std::string p, ExitCode k) :
      node(std::move(n)), file(std::move(f)), path(std::move(p)), kind(k)
  {
  }
  YAML::Node node;
  std::filesystem::path file;
  std::string path;
  ExitCode kind;
  YAML::Mark fallback_mark = YAML::Mark::null_mark();    // of the key, or of the mapping without it
};

}    // namespace softmode
