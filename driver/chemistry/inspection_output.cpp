// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/inspection.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace softmode {

namespace {

using Buffer = fmt::memory_buffer;

template <class... Args>
void row(Buffer &out, const std::string &name, fmt::format_string<Args...> text, Args &&...args)
{
  fmt::format_to(std::back_inserter(out), "{:<14}", name);
  fmt::format_to(std::back_inserter(out), text, std::forward<Args>(args)...);
  out.push_back('\n');
}

const char *extent(int dimension)
{
  constexpr const char *names[] = {"cluster", "chain", "layer", "framework"};
  return names[dimension];
}

std::string bridges(const Node &node)
{
  std::string text;
  const auto add = [&](int count, const char *what) {
    if (count > 0) text += fmt::format(", {} bridging {}", count, what);
  };
  add(node.oxides, "O");
  add(node.hydroxides, "OH");
  add(node.waters, "OH2");
  return text;
}

void put_metals(Buffer &out, const Inspection &i)
{
  for (const MetalKind &kind : i.metals) {
    row(out, "metal", "{} x {}, {}-coordinate", kind.count, kind.environment, kind.coordination);
    for (const auto &[partner, s] : kind.bonds)
      row(out, "", "  {}-{}: {} bonds, {:.4f} A ({:.4f} to {:.4f})", kind.element, partner, s.count,
          s.mean, s.min, s.max);
  }
  for (const Node &node : i.nodes)
    row(out, "node", "{} x {} ({}{})", node.count, node.metals, extent(node.dimension),
        bridges(node));
}

void put_linkers(Buffer &out, const Inspection &i)
{
  for (const auto &[binding, count] : i.carboxylates)
    row(out, "carboxylates", "{} {}", count, binding);
  if (i.carboxylates.empty()) row(out, "carboxylates", "none");
  if (i.mixed_linkers > 0)
    row(out, "", "{} linkers have carboxylates that bind in different ways", i.mixed_linkers);
  for (const auto &[oxygen, count] : i.oxygens) row(out, "oxygen", "{} {}", count, oxygen);
  for (const Linker &linker : i.linkers)
    row(out, "linker", "{} x {}{}: {} carboxylates, {} aromatic rings, {} hydroxyl oxygens",
        linker.count, linker.formula, linker.formate ? " (formate)" : "", linker.carboxylates,
        linker.aromatic_rings, linker.hydroxyls);
  for (const Solvent &solvent : i.solvents)
    row(out, "solvent", "{} x {} ({}), {}", solvent.count, solvent.formula, solvent.name,
        solvent.coordinated ? "coordinated" : "free");
  if (i.solvents.empty()) row(out, "solvent", "none");
}

}    // namespace

std::string inspection_table(const Inspection &i)
{
  Buffer out;
  row(out, "formula", "{}, {} atoms", i.formula, i.atoms);
  row(out, "space group", "{}", i.space_group.empty() ? "not named" : i.space_group);
  row(out, "cell", "{:.4f} {:.4f} {:.4f} A, {:.3f} {:.3f} {:.3f} degrees", i.cell[0], i.cell[1],
      i.cell[2], i.cell[3], i.cell[4], i.cell[5]);
  row(out, "volume", "{:.2f} A3, density {:.4f} g/cm3", i.volume, i.density);
  if (i.net_charge) row(out, "net charge", "{:.4f} e", *i.net_charge);
  put_metals(out, i);
  put_linkers(out, i);
  for (const std::string &note : i.notes) row(out, "note", "{}", note);
  for (const std::string &flag : i.flags) row(out, "LOOK", "{}", flag);
  if (i.flags.empty()) row(out, "flags", "none");
  return to_string(out);
}

std::string inspection_json(const Inspection &i)
{
  using nlohmann::ordered_json;
  ordered_json j;
  j["formula"] = i.formula;
  j["atoms"] = i.atoms;
  j["space_group"] = i.space_group;
  j["cell_lengths_angstrom"] = {i.cell[0], i.cell[1], i.cell[2]};
  j["cell_angles_degrees"] = {i.cell[3], i.cell[4], i.cell[5]};
  j["volume_cubic_angstrom"] = i.volume;
  j["density_g_per_cm3"] = i.density;
  j["net_charge_e"] = i.net_charge ? ordered_json(*i.net_charge) : ordered_json(nullptr);
  j["metals"] = ordered_json::array();
  for (const MetalKind &kind : i.metals) {
    ordered_json bonds = ordered_json::object();
    for (const auto &[partner, s] : kind.bonds)
      bonds[partner] = {{"count", s.count},
                        {"mean_angstrom", s.mean},
                        {"min_angstrom", s.min},
                        {"max_angstrom", s.max}};
    j["metals"].push_back({{"element", kind.element},
                           {"environment", kind.environment},
                           {"count", kind.count},
                           {"coordination", kind.coordination},
                           {"bonds", bonds}});
  }
  j["nodes"] = ordered_json::array();
  for (const Node &node : i.nodes)
    j["nodes"].push_back({{"metals", node.metals},
                          {"extent", extent(node.dimension)},
                          {"bridging_oxides", node.oxides},
                          {"bridging_hydroxides", node.hydroxides},
                          {"bridging_waters", node.waters},
                          {"count", node.count}});
  j["carboxylates"] = i.carboxylates;
  j["mixed_linkers"] = i.mixed_linkers;
  j["oxygens"] = i.oxygens;
  j["linkers"] = ordered_json::array();
  for (const Linker &linker : i.linkers)
    j["linkers"].push_back({{"formula", linker.formula},
                            {"count", linker.count},
                            {"carboxylates", linker.carboxylates},
                            {"aromatic_rings", linker.aromatic_rings},
                            {"hydroxyls", linker.hydroxyls},
                            {"formate", linker.formate}});
  j["solvents"] = ordered_json::array();
  for (const Solvent &solvent : i.solvents)
    j["solvents"].push_back({{"name", solvent.name},
                             {"formula", solvent.formula},
                             {"coordinated", solvent.coordinated},
                             {"count", solvent.count}});
  j["notes"] = i.notes;
  j["flags"] = i.flags;
  return j.dump(2) + "\n";
}

}    // namespace softmode
