// SPDX-License-Identifier: BSD-3-Clause
// Reader of the tables of published fields in potentials/, written apart from softmode's own to test it against.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace softmode {

/// A row of a table as it stands in the file, its numbers in kcal/mol, A and degrees, by name.
struct Row {
  std::string form;
  std::vector<std::string> types;
  std::map<std::string, double> p;
};

inline double factor(const std::string &unit)
{
  if (unit.rfind("kJ", 0) == 0) return 1.0 / 4.184;
  if (unit.rfind("eV", 0) == 0) return 96.485332 / 4.184;
  return 1.0;    // kcal/mol, A, deg
}

inline std::map<std::string, double> numbers(const YAML::Node &columns, const YAML::Node &values)
{
  std::map<std::string, double> p;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    std::istringstream in(columns[k].as<std::string>());
    std::string name, unit;
    in >> name >> unit;
    p[name] = factor(unit) * values[k].as<double>();
  }
  return p;
}

inline double leading_number(const YAML::Node &node)
{
  return std::stod(node.as<std::string>());
}

class Tables {
 public:
  explicit Tables(const std::filesystem::path &file)
  {
    const YAML::Node root = YAML::LoadFile(file.string());
    if (root["extends"])
      read(YAML::LoadFile(
          (file.parent_path() / root["extends"].as<std::string>()).string())["field"]);
    read(root["field"]);
  }

  std::map<std::string, std::string> types;    ///< by environment
  std::map<std::string, double> charges;
  std::map<std::string, std::vector<Row>> terms;
  std::map<std::string, std::map<std::string, std::map<std::string, double>>>
      pairs;    ///< form, type, name
  std::map<std::string, std::map<std::string, double>> settings;

 private:
  void read(const YAML::Node &field)
  {
    for (const auto &t : field["types"])
      types[t.second.as<std::string>()] = t.first.as<std::string>();
    for (const auto &q : field["charges"])
      charges[q.first.as<std::string>()] = leading_number(q.second);
    for (const char *kind : {"bonds", "angles", "dihedrals", "impropers"})
      for (const auto &section : field[kind])
        if (section["columns"])
          for (const auto &row : section["terms"]) {
            std::istringstream in(row.first.as<std::string>());
            Row r{section["form"].as<std::string>(), {}, numbers(section["columns"], row.second)};
            for (std::string type; in >> type;) r.types.push_back(type);
            terms[kind].push_back(r);
          }
    for (const auto &section : field["pairs"]) {
      const std::string form = section["form"].as<std::string>();
      for (const char *key : {"cutoff", "taper", "smooth-from"})
        if (section[key]) settings[form][key] = leading_number(section[key]);
      for (const auto &row : section["values"])
        pairs[form][row.first.as<std::string>()] = numbers(section["columns"], row.second);
    }
  }
};

}    // namespace softmode
