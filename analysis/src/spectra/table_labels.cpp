// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/table_labels.h"

#include "spectra/assemble.h"

#include <algorithm>

namespace softmode::spectra {

namespace {

// "temperature_K", "Temp. (C)", "T/K", "T"
std::optional<ColumnRole> temperature_role(const std::string &name)
{
  for (const char *stem : {"temperature", "temp", "t"}) {
    if (name.rfind(stem, 0) != 0) continue;
    std::string rest = name.substr(std::string_view(stem).size());
    if (std::string_view(stem) == "t" && !rest.empty() &&
        std::string_view("/_([ ").find(rest[0]) == std::string_view::npos)
      return std::nullopt;
    const auto decoration = [](char c) {
      return std::string_view("/_()[]. ").find(c) != std::string_view::npos;
    };
    rest.erase(std::remove_if(rest.begin(), rest.end(), decoration), rest.end());
    const std::optional<TemperatureUnit> unit = temperature_unit(rest);
    if (rest.empty() || unit) return ColumnRole{ColumnRole::temperature, {}, unit};
  }
  return std::nullopt;
}

Conditions branch_comment(const TableComment &comment, const Place &place)
{
  Conditions conditions;
  conditions.branch = branch_of(comment.value);
  if (conditions.branch == Branch::unknown)
    refuse(place, "{} is no branch; expected heating or cooling", in_quotes(comment.value));
  return conditions;
}

Conditions meaning_of(const TableComment &comment, const SpectraOptions &options,
                      const Place &place)
{
  Conditions conditions;
  if (comment.key == "label") conditions.label = comment.value;
  if (comment.key == "cycle")
    conditions.cycle = cycle_number(finite_number(comment.value, place), place);
  if (comment.key == "branch") return branch_comment(comment, place);
  const std::optional<ColumnRole> role = temperature_role(comment.key);
  if (!role) return conditions;
  const auto given =
      conditions_of(comment.value, role->unit.value_or(options.temperature_unit), place);
  if (!given)
    refuse(place, "{} is no temperature; expected one such as 173 K or -100 C",
           in_quotes(comment.value));
  return *given;
}

bool has_meaning(const TableComment &comment)
{
  for (const char *key : {"label", "note", "cycle", "branch"})
    if (comment.key == key) return true;
  return temperature_role(comment.key).has_value();
}

}    // namespace

ColumnRole role_of(const std::string &cell)
{
  const std::string name = lower(cell);
  if (const auto role = temperature_role(name)) return *role;
  if (name == "cycle") return {ColumnRole::cycle};
  for (const char *known : {"wavenumber", "wave number", "cm-1", "cm^-1", "1/cm", "nu", "x"})
    if (name == known || (std::string_view(known).size() > 2 && name.rfind(known, 0) == 0))
      return {ColumnRole::wavenumber};
  for (const char *known : {"wavelength", "nm", "um", "micro"})
    if (name.rfind(known, 0) == 0) return {ColumnRole::wavelength};
  if (const auto quantity = quantity_of(cell)) return {ColumnRole::intensity, quantity};
  return {};
}

Conditions from_comments(const Table &table, std::size_t index, std::size_t count,
                         const SpectraOptions &options, std::vector<std::string> &notes)
{
  Conditions conditions;
  const auto add_all_of = [&](std::size_t wanted) {
    for (const TableComment &comment : table.comments) {
      const Place place{table.name, comment.line};
      if (comment.index > count && has_meaning(comment))
        refuse(place, "'{} {}', but the file holds {} spectra", comment.key, comment.index, count);
      if (comment.index == wanted)
        add_conditions(conditions, meaning_of(comment, options, place), "the comment", place);
    }
  };
  add_all_of(index);
  add_all_of(0);
  for (const TableComment &comment : table.comments)
    if (comment.key == "note" && comment.index == index) notes.push_back(comment.value);
  return conditions;
}

std::optional<Quantity> quantity_from_comments(const Table &table)
{
  for (const TableComment &comment : table.comments) {
    if (comment.key != "quantity") continue;
    if (const auto quantity = quantity_of(comment.value)) return quantity;
    refuse({table.name, comment.line},
           "{} is no known ordinate; expected absorbance, transmittance, percent transmittance, "
           "reflectance, percent reflectance, Kubelka-Munk or arbitrary",
           in_quotes(comment.value));
  }
  return std::nullopt;
}

}    // namespace softmode::spectra
