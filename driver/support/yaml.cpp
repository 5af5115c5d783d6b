// SPDX-License-Identifier: BSD-3-Clause
#include "support/yaml.h"

#include "support/files.h"
#include "support/spelling.h"

#include <yaml-cpp/depthguard.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>

namespace softmode {

namespace {

std::string join(const std::vector<std::string> &words)
{
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string position(const std::filesystem::path &file, const YAML::Mark &mark)
{
  if (mark.is_null()) return file.string();
  return fmt::format("{}:{}:{}", file.string(), mark.line + 1, mark.column + 1);
}

}    // namespace

YamlNode YamlNode::load(const std::filesystem::path &file, ExitCode kind)
{
  const std::string text = read_file(file);
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.size() > 1)
      fail(kind, "{}: a second document begins here ('---'); put it into a file of its own",
           position(file, documents[1].Mark()));
    YamlNode root(documents.empty() ? YAML::Node() : documents[0], file, "", kind);
    if (!root.is_map())
      fail(kind, "{}: expected a mapping of keys to values (key: value)", root.where());
    return root;
  } catch (const YAML::DeepRecursion &e) {
    fail(kind, "{}: lists and mappings are nested too deeply here; remove the needless levels",
         position(file, e.mark));
  } catch (const YAML::Exception &e) {
    fail(kind, "{}: not valid YAML: {}", position(file, e.mark), e.msg);
  }
}

std::string YamlNode::where() const
{
  // yaml-cpp puts a value that is left out where the next one begins
  return position(file, node.IsDefined() && !node.IsNull() ? node.Mark() : fallback_mark);
}

void YamlNode::error(const std::string &text) const
{
  fail(kind, "{}: {}{}{}", where(), path, path.empty() ? "" : ": ", text);
}

std::vector<std::string> YamlNode::keys() const
{
  if (!is_map()) error("expected a mapping (key: value)");
  std::vector<std::string> result;
  for (const auto &entry : node) result.push_back(entry.first.Scalar());
  return result;
}

void YamlNode::allow_keys(const std::vector<std::string> &allowed) const
{
  if (!is_map()) error(fmt::format("expected a mapping with the keys {}", join(allowed)));
  std::vector<std::string> seen;
  for (const auto &entry : node) {
    const std::string key = entry.first.Scalar();
    const YamlNode at(entry.first, file, path, kind);
    if (std::find(seen.begin(), seen.end(), key) != seen.end())
      at.error(fmt::format("the key '{}' appears twice; keep one", key));
    seen.push_back(key);
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    const std::string nearest = nearest_spelling(key, allowed);
    at.error(fmt::format("unknown key '{}'{}; allowed: {}", key,
                         nearest.empty() ? "" : "; did you mean '" + nearest + "'?",
                         join(allowed)));
  }
}

std::vector<YamlNode> YamlNode::items() const
{
  if (!is_list()) error("expected a list ([a, b] or one '- item' per line)");
  std::vector<YamlNode> result;
  for (std::size_t i = 0; i < node.size(); ++i) {
    result.push_back(YamlNode(node[i], file, fmt::format("{}[{}]", path, i + 1), kind));
    result.back().fallback_mark = node.Mark();
  }
  return result;
}

YamlNode YamlNode::operator[](const std::string &key) const
{
  if (!is_map()) error("expected a mapping (key: value)");
  const YAML::Node &constant = node;
  YamlNode child(constant[key], file, path.empty() ? key : path + "." + key, kind);
  child.fallback_mark = node.Mark();
  for (const auto &entry : node)
    if (entry.first.Scalar() == key) child.fallback_mark = entry.first.Mark();
  return child;
}

YamlNode YamlNode::require(const std::string &key) const
{
  YamlNode child = (*this)[key];
  if (!child.exists() || child.node.IsNull()) child.error("missing; this key is needed");
  return child;
}

std::string YamlNode::text() const
{
  if (!exists() || !node.IsScalar() || node.Scalar().empty()) error("expected a text");
  const std::string &value = node.Scalar();
  // tabs, line breaks, NUL: nothing that belongs into a name or a number, or on a terminal
  if (std::any_of(value.begin(), value.end(),
                  [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
    error("holds control characters; use plain text on one line");
  return value;
}

std::string YamlNode::one_of(const std::vector<std::string> &allowed) const
{
  const std::string value = text();
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
  const std::string nearest = nearest_spelling(value, allowed);
  error(fmt::format("'{}' is not known{}; allowed: {}", value,
                    nearest.empty() ? "" : "; did you mean '" + nearest + "'?", join(allowed)));
}

int YamlNode::integer(int lowest, int highest) const
{
  const std::string value = text();
  char *end = nullptr;
  errno = 0;
  const long number = std::strtol(value.c_str(), &end, 10);
  if (*end != '\0') error(fmt::format("expected a whole number, got '{}'", value));
  if (errno == ERANGE || number < lowest || number > highest) {
    if (highest == std::numeric_limits<int>::max())
      error(fmt::format("must be at least {}, got {}", lowest, value));
    error(fmt::format("must be between {} and {}, got {}", lowest, highest, value));
  }
  return static_cast<int>(number);
}

double YamlNode::number() const
{
  const std::string value = text();
  char *end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (*end != '\0' || !std::isfinite(number))
    error(fmt::format("expected a number, got '{}'", value));
  return number;
}

double YamlNode::quantity(Dimension dimension) const
{
  const std::string value = text();
  const auto quantity = split_quantity(value);
  if (!quantity)
    error(fmt::format("expected a number with a unit ({}), got '{}'", accepted_units(dimension),
                      value));
  const auto converted = convert(*quantity, dimension);
  if (!converted)
    error(fmt::format("unit '{}' does not fit here, expected one of: {}", quantity->unit,
                      accepted_units(dimension)));
  return *converted;
}

}    // namespace softmode
