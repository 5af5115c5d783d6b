// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/potential.h"

#include "support/spelling.h"
#include "support/yaml.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr int format_version = 1;
constexpr int deepest_extension = 8;

Sourced read_sourced(const YamlNode &node, const std::function<double(const YamlNode &)> &read)
{
  node.allow_keys({"value", "source", "calibrated"});
  const double value = read(node.require("value"));
  const YamlNode source = node["source"], calibrated = node["calibrated"];
  if (source.exists() == calibrated.exists())
    node.error(
        "needs either source: <reference> or calibrated: <how>, so that the number can be traced");
  return {value, source.exists() ? source.text() : "calibrated: " + calibrated.text()};
}

Sourced read_quantity(const YamlNode &node, Dimension dimension)
{
  return read_sourced(node, [&](const YamlNode &value) { return value.quantity(dimension); });
}

Sourced read_positive(const YamlNode &node, Dimension dimension)
{
  const Sourced s = read_quantity(node, dimension);
  if (!(s.value > 0.0)) node.error("must be positive");
  return s;
}

TwoStateWells read_two_state(const YamlNode &node)
{
  node.allow_keys({"tight-constant", "tight-length", "loose-constant", "loose-length",
                   "energy-difference", "coupling"});
  const auto positive = [&](const char *key, Dimension dimension) {
    return read_positive(node.require(key), dimension);
  };
  TwoStateWells wells{positive("tight-constant", Dimension::stretch_constant),
                      positive("tight-length", Dimension::length),
                      positive("loose-constant", Dimension::stretch_constant),
                      positive("loose-length", Dimension::length),
                      read_quantity(node.require("energy-difference"), Dimension::energy),
                      positive("coupling", Dimension::energy)};
  if (wells.tight_length.value >= wells.loose_length.value)
    node.error(fmt::format("tight-length {} A must be smaller than loose-length {} A",
                           wells.tight_length.value, wells.loose_length.value));
  return wells;
}

void read_metal_oxygen(const YamlNode &node, std::map<std::string, MetalOxygen> &table)
{
  for (const std::string &element : node.keys()) {
    const YamlNode entry = node[element];
    entry.allow_keys({"dissociation-energy", "alpha", "length", "two-state", "M-O-C-constant",
                      "O-M-O-constant", "M-M-O-constant", "M-O-C-X-barrier", "M-M-constant",
                      "M-M-length"});
    MetalOxygen &m = table[element];
    const auto read = [&](const char *key, std::optional<Sourced> &target, Dimension dimension) {
      if (const auto n = entry[key]; n.exists()) target = read_positive(n, dimension);
    };
    read("M-O-C-constant", m.bend_constant, Dimension::bend_constant);
    read("O-M-O-constant", m.oxygen_angle_constant, Dimension::bend_constant);
    read("M-M-O-constant", m.metal_angle_constant, Dimension::bend_constant);
    read("M-O-C-X-barrier", m.torsion_barrier, Dimension::energy);
    read("M-M-constant", m.metal_constant, Dimension::stretch_constant);
    read("M-M-length", m.metal_length, Dimension::length);
    read("dissociation-energy", m.dissociation_energy, Dimension::energy);
    read("alpha", m.alpha, Dimension::inverse_length);
    read("length", m.length, Dimension::length);
    if (const auto n = entry["two-state"]; n.exists()) m.two_state = read_two_state(n);
  }
}

void read_carboxylate(const YamlNode &node, CarboxylateBlock &block)
{
  node.allow_keys({"C-O-constant", "C-O-length", "C-O-shift", "C-C-constant", "O-C-O-constant",
                   "O-C-C-constant", "CO-CO-constant", "C-C-shift"});
  const auto read = [&](const char *key, std::optional<Sourced> &target, Dimension dimension) {
    if (const auto n = node[key]; n.exists()) target = read_positive(n, dimension);
  };
  read("C-O-constant", block.co_constant, Dimension::stretch_constant);
  read("C-O-length", block.co_length, Dimension::length);
  if (const auto n = node["C-O-shift"]; n.exists())
    block.co_shift = read_quantity(n, Dimension::length);
  if (const auto n = node["C-C-shift"]; n.exists())
    block.cc_shift = read_quantity(n, Dimension::length);
  read("C-C-constant", block.cc_constant, Dimension::stretch_constant);
  read("O-C-O-constant", block.oco_constant, Dimension::bend_constant);
  read("O-C-C-constant", block.occ_constant, Dimension::bend_constant);
  if (const auto n = node["CO-CO-constant"]; n.exists())
    block.co_co_constant = read_quantity(n, Dimension::stretch_constant);
}

void read_terms(const YamlNode &node, TermRules &terms)
{
  node.allow_keys({"metal", "carboxylate", "metal-oxygen"});
  const auto read = [&](const char *key, const char *yes, const char *no, bool &target) {
    if (const auto n = node[key]; n.exists()) target = n.one_of({yes, no}) == yes;
  };
  read("metal", "crystal", "uff4mof", terms.crystal_metal);
  read("carboxylate", "block", "uff4mof", terms.carboxylate_block);
  read("metal-oxygen", "morse", "harmonic", terms.morse);
}

std::map<std::string, CouplingWeight> read_weights(const YamlNode &node)
{
  std::map<std::string, CouplingWeight> weights;
  for (const std::string &metal : node.keys()) {
    const YamlNode weight = node[metal];
    weight.allow_keys({"midpoint", "width"});
    weights[metal] = {read_positive(weight.require("midpoint"), Dimension::length),
                      read_positive(weight.require("width"), Dimension::length)};
  }
  return weights;
}

Overlay read_overlay(const YamlNode &node)
{
  node.allow_keys({"bend-ratio", "stretch-change", "metal-angle-ratio", "cross-change", "weights"});
  const auto ratio = [](const YamlNode &n) {
    const Sourced s = read_sourced(n, [](const YamlNode &value) { return value.number(); });
    if (s.value < 0.0) n.error("must not be negative");
    return s;
  };
  Overlay overlay;
  overlay.bend_ratio = ratio(node.require("bend-ratio"));
  if (const auto n = node["metal-angle-ratio"]; n.exists()) overlay.metal_angle_ratio = ratio(n);
  if (const auto n = node["cross-change"]; n.exists())
    overlay.cross_change = read_quantity(n, Dimension::stretch_constant);
  overlay.stretch_change =
      read_quantity(node.require("stretch-change"), Dimension::stretch_constant);
  if (const auto n = node["weights"]; n.exists()) overlay.weights = read_weights(n);
  return overlay;
}

StateDefinition read_state(const YamlNode &node)
{
  node.allow_keys(
      {"midpoint", "width", "tight-below", "loose-above", "bond-below", "broken-above"});
  const auto read = [&](const char *key) {
    return read_positive(node.require(key), Dimension::length);
  };
  StateDefinition state{read("midpoint"), read("width"), read("tight-below"), read("loose-above")};
  if (state.tight_below.value > state.loose_above.value)
    node.error(fmt::format("tight-below {} A is greater than loose-above {} A",
                           state.tight_below.value, state.loose_above.value));
  if (node["bond-below"].exists() || node["broken-above"].exists()) {
    state.bond_below = read("bond-below");
    state.broken_above = read("broken-above");
    if (state.loose_above.value > state.bond_below->value ||
        state.bond_below->value > state.broken_above->value)
      node.error(fmt::format("expected loose-above {} A <= bond-below {} A <= broken-above {} A",
                             state.loose_above.value, state.bond_below->value,
                             state.broken_above->value));
  }
  return state;
}

void read_charges(const YamlNode &node, ChargeDefinition &charges)
{
  node.allow_keys({"method", "source", "values"});
  const std::map<std::string, ChargeMethod> methods{{"table", ChargeMethod::table},
                                                    {"eqeq", ChargeMethod::eqeq},
                                                    {"cif", ChargeMethod::cif},
                                                    {"none", ChargeMethod::none}};
  const YamlNode method = node["method"];
  charges.method = method.exists() ? methods.at(method.one_of({"table", "eqeq", "cif", "none"}))
                                   : ChargeMethod::table;
  if (charges.method != ChargeMethod::table) {
    node.allow_keys({"method"});    // a table beside another method would go unused
    charges.table.clear();
    return;
  }
  const std::string source = node.require("source").text();
  const YamlNode values = node.require("values");
  for (const std::string &environment : values.keys())
    charges.table[environment] = {values[environment].quantity(Dimension::charge), source};
}

void read_lennard_jones(const YamlNode &node, std::map<std::string, LennardJones> &table)
{
  node.allow_keys({"source", "values"});
  const std::string source = node.require("source").text();
  const YamlNode values = node.require("values");
  for (const std::string &environment : values.keys()) {
    const YamlNode entry = values[environment];
    entry.allow_keys({"epsilon", "sigma"});
    const double epsilon = entry.require("epsilon").quantity(Dimension::energy);
    const double sigma = entry.require("sigma").quantity(Dimension::length);
    if (epsilon < 0.0 || sigma < 0.0) entry.error("must not be negative");
    table[environment] = {epsilon, sigma, source};
  }
}

std::optional<Electrostatics> read_electrostatics(const YamlNode &node)
{
  node.allow_keys({"style", "accuracy", "cutoff"});
  if (node.require("style").one_of({"pppm", "none"}) == "none") {
    node.allow_keys({"style"});
    return std::nullopt;
  }
  const YamlNode accuracy = node.require("accuracy"), cutoff = node.require("cutoff");
  const Electrostatics e{accuracy.number(), cutoff.quantity(Dimension::length)};
  if (!(e.accuracy > 0.0 && e.accuracy < 1e-2)) accuracy.error("expected a number like 1e-6");
  if (!(e.cutoff > 0.0)) cutoff.error("must be positive");
  return e;
}

void read_into(Potential &potential, const fs::path &file, int depth)
{
  const YamlNode root = YamlNode::load(file, ExitCode::parameters);
  root.allow_keys({"softmode-potential", "name", "extends", "atom-types", "vdw-cutoff",
                   "lammps-include", "field", "terms", "metal-oxygen", "carboxylate", "overlay",
                   "state", "charges", "ionisation-energies", "electrostatics", "ionic",
                   "lennard-jones", "calibrated-on"});
  root.require("softmode-potential").integer(format_version, format_version);
  if (const auto n = root["extends"]; n.exists()) {
    if (depth == deepest_extension) n.error("potentials extend each other in a circle");
    read_into(potential, file.parent_path() / n.text(), depth + 1);
  }
  potential.name = root.require("name").text();
  potential.file = file;
  if (const auto n = root["atom-types"]; n.exists())
    potential.atom_types = file.parent_path() / n.text();
  if (const auto n = root["lammps-include"]; n.exists()) {
    potential.lammps_include = file.parent_path() / n.text();
    if (!fs::is_regular_file(potential.lammps_include))
      n.error(
          fmt::format("there is no file {}; expected LAMMPS commands with styles and coefficients",
                      potential.lammps_include.string()));
  }
  if (const auto n = root["vdw-cutoff"]; n.exists())
    potential.vdw_cutoff = read_positive(n, Dimension::length);
  if (const auto n = root["field"]; n.exists()) {
    if (!potential.field) potential.field.emplace();
    read_field(n, *potential.field);
  }
  if (const auto n = root["metal-oxygen"]; n.exists()) read_metal_oxygen(n, potential.metal_oxygen);
  if (const auto n = root["terms"]; n.exists()) read_terms(n, potential.terms);
  if (const auto n = root["carboxylate"]; n.exists()) read_carboxylate(n, potential.carboxylate);
  if (const auto n = root["overlay"]; n.exists()) potential.overlay = read_overlay(n);
  if (const auto n = root["state"]; n.exists()) potential.state = read_state(n);
  if (const auto n = root["charges"]; n.exists()) read_charges(n, potential.charges);
  if (const auto n = root["ionisation-energies"]; n.exists())
    potential.ionisation_energies = file.parent_path() / n.text();
  if (const auto n = root["electrostatics"]; n.exists())
    potential.electrostatics = read_electrostatics(n);
  if (const auto n = root["lennard-jones"]; n.exists())
    read_lennard_jones(n, potential.lennard_jones);
  if (const auto n = root["ionic"]; n.exists())
    for (const YamlNode &item : n.items()) potential.ionic.push_back(item.text());
  if (const auto n = root["calibrated-on"]; n.exists()) {
    // in place of what the extended file says: one without coupling is fitted to nothing
    potential.calibrated_on.clear();
    for (const YamlNode &item : n.items()) potential.calibrated_on.push_back(item.text());
  }
}

void require_key(const Potential &p, bool present, const char *key)
{
  if (!present)
    fail(ExitCode::parameters, "{}: {} is missing, here and in what the file extends",
         p.file.string(), key);
}

// what decides on numbers of UFF4MOF or adds to its terms has no place beside a field
void check_field(const Potential &p)
{
  const auto refuse = [&](bool present, const char *key) {
    if (present)
      fail(ExitCode::parameters,
           "{}: {} does not go with a field, which gives all types, terms and charges itself",
           p.file.string(), key);
  };
  refuse(p.overlay.has_value(), "overlay");
  refuse(!p.lammps_include.empty(), "lammps-include");
  refuse(!p.atom_types.empty(), "atom-types");
  refuse(!p.metal_oxygen.empty(), "metal-oxygen");
  refuse(p.vdw_cutoff.has_value(), "vdw-cutoff");
  refuse(p.electrostatics.has_value(), "electrostatics");
  refuse(p.charges.method != ChargeMethod::none, "charges");
  refuse(!p.lennard_jones.empty(), "lennard-jones");
  require_key(p, !p.field->types.empty(), "field.types");
  require_key(p, !p.field->charges.empty(), "field.charges");
  require_key(p, !p.field->pairs.empty(), "field.pairs");
  require_key(p, p.ionic.empty() || (p.state && p.state->bond_below),
              "state with bond-below and broken-above (ionic elements have contacts, not bonds)");
}

// everything the assembly relies on, so that it need not check
void check_complete(const Potential &p)
{
  if (p.field) return check_field(p);
  const auto need = [&](bool present, const char *key) { require_key(p, present, key); };
  need(!p.atom_types.empty(), "atom-types");
  need(p.vdw_cutoff.has_value(), "vdw-cutoff");
  need(p.metal_oxygen_of("default").dissociation_energy.has_value(),
       "metal-oxygen.default.dissociation-energy");
  const CarboxylateBlock &block = p.carboxylate;
  const bool block_complete = block.co_constant && (block.co_length || block.co_shift) &&
                              block.cc_constant && block.oco_constant && block.occ_constant;
  need(!p.terms.carboxylate_block || block_complete, "a term of the carboxylate block");
  need(!p.overlay || p.state, "state (the overlay depends on it)");
  need(p.charges.method != ChargeMethod::eqeq || !p.ionisation_energies.empty(),
       "ionisation-energies (charges: {method: eqeq} needs them)");
  need(!p.electrostatics || p.charges.method != ChargeMethod::none,
       "charges (electrostatics needs them)");
  need(p.ionic.empty() || p.electrostatics, "electrostatics (it holds the ionic elements)");
  need(p.ionic.empty() || (p.state && p.state->bond_below),
       "state with bond-below and broken-above (ionic elements have contacts, not bonds)");
  if (p.overlay && !p.lammps_include.empty())
    fail(ExitCode::parameters,
         "{}: lammps-include replaces every term, an overlay too; write the overlay's styles there",
         p.file.string());
  if (p.overlay && !(p.terms.crystal_metal && p.terms.carboxylate_block && p.terms.morse))
    fail(ExitCode::parameters,
         "{}: an overlay goes with terms of metal: crystal, carboxylate: block and metal-oxygen: "
         "morse only",
         p.file.string());
}

/// The charges of the field as a table by environment, which is what charges are assigned from.
ChargeDefinition charges_of(const Field &field)
{
  ChargeDefinition charges;
  charges.method = ChargeMethod::table;
  for (const auto &[environment, type] : field.types)
    if (const auto found = field.charges.find(type); found != field.charges.end())
      charges.table[environment] = {found->second, field.source_of_charges};
  return charges;
}

}    // namespace

CouplingWeight Potential::coupling_weight(const std::string &element) const
{
  if (const auto found = overlay->weights.find(element); found != overlay->weights.end())
    return found->second;
  return {state->midpoint, state->width};
}

MetalOxygen Potential::metal_oxygen_of(const std::string &element) const
{
  MetalOxygen result;
  if (const auto found = metal_oxygen.find("default"); found != metal_oxygen.end())
    result = found->second;
  if (const auto found = metal_oxygen.find(element); found != metal_oxygen.end()) {
    const MetalOxygen &own = found->second;
    for (auto member :
         {&MetalOxygen::dissociation_energy, &MetalOxygen::alpha, &MetalOxygen::length,
          &MetalOxygen::bend_constant, &MetalOxygen::oxygen_angle_constant,
          &MetalOxygen::metal_angle_constant, &MetalOxygen::torsion_barrier,
          &MetalOxygen::metal_constant, &MetalOxygen::metal_length})
      if (own.*member) result.*member = own.*member;
    if (own.two_state) result.two_state = own.two_state;
  }
  return result;
}

Potential read_potential(const fs::path &file)
{
  Potential potential;
  read_into(potential, file, 0);
  check_complete(potential);
  if (potential.field) potential.charges = charges_of(*potential.field);
  return potential;
}

fs::path find_potential(const std::string &name, const fs::path &folder, const fs::path &potentials)
{
  if (fs::path(name).extension() == ".yaml") return fs::weakly_canonical(folder / name);
  const fs::path file = potentials / (name + ".yaml");
  if (fs::exists(file)) return file;
  std::vector<std::string> known;
  std::error_code ignored;
  for (const auto &entry : fs::directory_iterator(potentials, ignored))
    if (entry.path().extension() == ".yaml") known.push_back(entry.path().stem().string());
  std::sort(known.begin(), known.end());
  const std::string nearest = nearest_spelling(name, known);
  fail(ExitCode::parameters,
       "no potential '{}' in {}{}; there are: {}; or give the path of a .yaml file", name,
       potentials.string(), nearest.empty() ? "" : "; did you mean '" + nearest + "'?",
       fmt::join(known, ", "));
}

}    // namespace softmode
