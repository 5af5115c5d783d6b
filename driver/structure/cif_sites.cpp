// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_sites.h"

#include "structure/checks.h"
#include "structure/cif_values.h"
#include "support/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

using gemmi::cif::as_string;
using gemmi::cif::Block;
using Row = gemmi::cif::Table::Row;

/// The columns of the atom loop that are there.
class AtomLoop {
 public:
  AtomLoop(Block &block, const std::string &name) : loop(loop_of(block, name))
  {
    cartesian = !has("fract_x") && has("cartn_x");
    for (const char *axis : {"x", "y", "z"}) {
      coordinates.push_back(column((cartesian ? "cartn_" : "fract_") + std::string(axis)));
      if (coordinates.back() < 0)
        fail(ExitCode::structure,
             "{}: expected _atom_site_label, _atom_site_fract_x, _y and _z in one loop; one is "
             "missing",
             name);
    }
    for (const char *tag : {"label", "label_atom_id", "auth_atom_id", "id"})
      if (label < 0) label = column(tag);
    for (const char *tag : {"charge", "partial_charge"})
      if (charge < 0) charge = column(tag);
    if (charge < 0) charge = column_of("_atom_type_partial_charge");
    type = column("type_symbol");
    occupancy = column("occupancy");
    assembly = column("disorder_assembly");
    group = column("disorder_group");
    calculated = column("calc_flag");
    usual = column("softmode_usual_element");
    if (label < 0 && type < 0)
      fail(ExitCode::structure,
           "{}: expected _atom_site_label, _atom_site_fract_x, _y and _z in one loop; one is "
           "missing",
           name);
  }

  std::size_t rows() const { return loop.length(); }

  // value of a column, "" for one that is absent, '?' or '.'
  std::string text(std::size_t row, int column) const
  {
    return column < 0 ? std::string() : as_string(loop.values[row * loop.width() + column]);
  }

  int label = -1, type = -1, occupancy = -1, assembly = -1, group = -1, charge = -1,
      calculated = -1, usual = -1;
  std::vector<int> coordinates;
  bool cartesian = false;

 private:
  static gemmi::cif::Loop &loop_of(Block &block, const std::string &name)
  {
    for (const char *tag : {"_atom_site_fract_x", "_atom_site_cartn_x"})
      if (gemmi::cif::Column found = block.find_values(tag))
        if (gemmi::cif::Loop *loop = found.get_loop()) return *loop;
    fail(ExitCode::structure,
         "{}: the places of the atoms are in no loop; expected 'loop_' before "
         "_atom_site_label, _atom_site_fract_x, _y and _z",
         name);
  }

  int column_of(const std::string &tag) const { return loop.find_tag(tag); }
  int column(const std::string &tag) const { return column_of("_atom_site_" + tag); }
  bool has(const std::string &tag) const { return column(tag) >= 0; }

  gemmi::cif::Loop &loop;
};

/// For messages; its text is made only for one.
struct Place {
  const std::string &file, &label;
  std::string text() const { return fmt::format("{}: atom {}", file, label); }
};

double number_of(const std::string &text, const char *what, const Place &where)
{
  const double number = cif_number(text);
  if (!std::isfinite(number))
    fail(ExitCode::structure, "{}: {} is missing or not a number{}{}", where.text(), what,
         text.empty() ? "" : ": '" + shortened(text) + "'", hint_on_number(text));
  return number;
}

/// Things that are said once for all atoms.
struct Remarks {
  std::vector<std::string> dummies, full, fractions, guessed, unnamed, untyped, numbered, placeless;
  bool by_label = false;
};

// refined above 1, or below within its uncertainty: the site is full
double occupancy_of(const std::string &text, const Place &where, Remarks &remarks)
{
  constexpr double exact = 1e-3, slight_excess = 0.05, slight_lack = 0.03, times = 3.0;
  if (text.empty()) return 1.0;    // the dictionary's default
  const double occupancy = number_of(text, "the occupancy", where);
  if (std::fabs(occupancy - 1.0) <= exact) return occupancy;
  const double error = times * cif_uncertainty(text);
  const bool excess =
      occupancy > 1.0 && occupancy <= 1.0 + std::max(slight_excess, std::min(error, 0.2));
  const bool lack = occupancy < 1.0 && occupancy >= 1.0 - std::min(error, slight_lack);
  if (excess || lack) {
    remarks.full.push_back(fmt::format("{} {}", where.label, text));
    return 1.0;
  }
  if (occupancy < 0.0 || occupancy > 1.0)
    fail(ExitCode::structure, "{}: occupancy {}, expected 0 to 1", where.text(), occupancy);
  return occupancy;
}

std::string some_of(const std::vector<std::string> &items)
{
  constexpr std::size_t most = 5;
  std::string text;
  std::set<std::string> said;
  for (const std::string &item : items)
    if (said.size() < most && said.insert(item).second) text += (text.empty() ? "" : ", ") + item;
  const std::size_t all = std::set<std::string>(items.begin(), items.end()).size();
  return all > most ? text + fmt::format(" and {} more", all - most) : text;
}

void note_remarks(const Remarks &remarks, std::vector<std::string> &notes)
{
  if (remarks.by_label)
    notes.emplace_back("no _atom_site_type_symbol: the elements are taken from the labels");
  const auto note = [&](const std::vector<std::string> &items, const char *what) {
    if (!items.empty()) notes.push_back(fmt::format("{}: {}", what, some_of(items)));
  };
  note(remarks.dummies, "dummy atoms left out");
  note(remarks.full, "occupancies that differ little from 1 are taken as 1");
  note(remarks.fractions, "coordinates written as fractions are taken as such");
  note(remarks.guessed, "type symbols that are no elements are taken by their first letter");
  note(remarks.numbered, "type symbols that are numbers are taken for atomic numbers");
  note(remarks.placeless,
       "hydrogens without coordinates are left out; --add-hydrogens puts such as are missing");
  note(remarks.untyped, "sites without a type symbol are taken by their labels");
  note(remarks.unnamed, "sites without a label are numbered");
}

Eigen::Vector3d coordinates_of(const AtomLoop &loop, std::size_t row, const gemmi::UnitCell &cell,
                               const Place &where, Remarks &remarks)
{
  Eigen::Vector3d x;
  for (int k = 0; k < 3; ++k) {
    const std::string text = loop.text(row, loop.coordinates[static_cast<std::size_t>(k)]);
    x[k] = number_of(text, loop.cartesian ? "a Cartesian coordinate" : "a fractional coordinate",
                     where);
    if (text.find('/') != std::string::npos)
      remarks.fractions.push_back(fmt::format("{} {}", where.label, in_ascii(text)));
  }
  if (!loop.cartesian) return x;
  const gemmi::Fractional f = cell.fractionalize(gemmi::Position(x[0], x[1], x[2]));
  return {f.x, f.y, f.z};
}

// --element CA1=C for one label, --element CA=C for all labels of these letters
class GivenElements {
 public:
  explicit GivenElements(const std::map<std::string, std::string> &elements) : given(elements) {}

  bool decide(const std::string &label, SiteReadings &readings)
  {
    auto found = given.find(label);
    if (found == given.end()) found = given.find(letters_of_label(label));
    if (found == given.end()) return false;
    used.insert(found->first);
    readings = {};
    readings.elements = {element_symbol(found->second, "--element " + found->first)};
    return true;
  }

  void check_all_used(const std::string &name) const
  {
    for (const auto &[key, element] : given)
      if (used.count(key) == 0)
        fail(ExitCode::structure,
             "{}: no label is '{}' or begins with these letters alone; --element {}={} is for none "
             "of its atoms",
             name, key, key, element);
  }

 private:
  const std::map<std::string, std::string> &given;
  std::set<std::string> used;
};

// a number that the label contradicts may count types
void check_number(const std::string &type, const std::string &label, const std::string &element,
                  const Place &where, Remarks &remarks)
{
  const std::vector<std::string> of_label = readings_of_label(label).elements;
  if (!of_label.empty() && std::find(of_label.begin(), of_label.end(), element) == of_label.end())
    fail(ExitCode::structure,
         "{}: the type symbol is the number {}, which is {} as an atomic number, and the label is "
         "that of {}; expected an element",
         where.text(), type, element, of_label.back());
  remarks.numbered.push_back(fmt::format("{} {} = {}", label, type, element));
}

SiteReadings readings_of(const std::string &type, const std::string &label, bool has_types,
                         const Place &where, Remarks &remarks)
{
  SiteReadings readings = type.empty() ? readings_of_label(label) : readings_of_type(type, label);
  if (readings.elements.empty() && !readings.dummy)    // refused, if it is none
    readings.elements = {element_symbol(type.empty() ? label : type, where.text())};
  if (type.empty() && has_types && !readings.dummy) remarks.untyped.push_back(label);
  if (readings.guessed) remarks.guessed.push_back(fmt::format("{} {}", label, type));
  if (readings.numbered) check_number(type, label, readings.elements[0], where, remarks);
  return readings;
}

// of a PDB name without element column, " CU0": carbon by its column, unless the place says copper
void take_usual(const std::string &usual, const std::string &label, SiteReadings &readings,
                Remarks &remarks)
{
  if (usual.empty()) return;
  readings.otherwise = usual;
  readings.maybe_dummy = false;
  remarks.untyped.erase(std::remove(remarks.untyped.begin(), remarks.untyped.end(), label),
                        remarks.untyped.end());
}

bool is_hydrogen(const SiteReadings &readings)
{
  return readings.elements == std::vector<std::string>{"H"} ||
         readings.elements == std::vector<std::string>{"D"};
}

// a hydrogen that was counted but not placed
bool has_no_place(const AtomLoop &loop, std::size_t row)
{
  return std::all_of(loop.coordinates.begin(), loop.coordinates.end(),
                     [&](int column) { return loop.text(row, column).empty(); });
}

// some programs write 0 where nothing is known
void fill_if_all_empty(std::vector<CifSite> &sites, std::vector<std::string> &notes)
{
  if (sites.empty() || std::any_of(sites.begin(), sites.end(),
                                   [](const CifSite &site) { return site.atom.occupancy > 0.0; }))
    return;
  for (CifSite &site : sites) site.atom.occupancy = 1.0;
  notes.emplace_back("all occupancies are 0: they are taken as not given, and all atoms as there");
}

// in the file of a force field "CA" is a carbon
void open_types(std::vector<CifSite> &sites, const std::vector<std::string> &types)
{
  const bool of_force_field = hold_types_of_force_field(types);
  for (std::size_t i = 0; i < sites.size(); ++i)
    open_to_light_reading(sites[i].readings, types[i], sites[i].atom.label, of_force_field);
}

// charges that are given per type of atom, for sites without one of their own
std::map<std::string, double> type_charges(Block &block, const std::string &name)
{
  std::map<std::string, double> charges;
  for (auto row : block.find({"_atom_type_symbol", "_atom_type_partial_charge"}))
    if (!gemmi::cif::is_null(row[1])) {
      const double charge = cif_number(row.str(1));
      if (!std::isfinite(charge))
        fail(ExitCode::structure, "{}: _atom_type_symbol {}: the charge is not a number: '{}'",
             name, row.str(0), shortened(row.str(1)));
      charges[row.str(0)] = charge;
    }
  return charges;
}

}    // namespace

std::vector<CifSite> read_sites(Block &block, const gemmi::UnitCell &cell, const std::string &name,
                                const ReadOptions &options, std::vector<std::string> &notes)
{
  const AtomLoop loop(block, name);
  const std::map<std::string, double> charges = type_charges(block, name);
  GivenElements given(options.elements);
  Remarks remarks;
  remarks.by_label = loop.type < 0;
  std::vector<CifSite> sites;
  std::vector<std::string> types;    // of the sites; "" where --element says what one is
  sites.reserve(loop.rows());
  for (std::size_t row = 0; row < loop.rows(); ++row) {
    CifSite site;
    const std::string type = loop.text(row, loop.type);
    site.atom.label = loop.text(row, loop.label);
    if (site.atom.label.empty()) {
      const SiteReadings of_type = readings_of_type(type, "");
      site.atom.label = (of_type.numbered ? of_type.elements[0] : type) + std::to_string(row + 1);
      remarks.unnamed.push_back(site.atom.label);
    }
    const std::string &label = site.atom.label;
    const Place where{name, label};
    std::string flag = loop.text(row, loop.calculated);
    for (char &c : flag) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool is_given = given.decide(label, site.readings);
    if (!is_given) {
      if (flag == "dum") {
        remarks.dummies.push_back(label + " (calc_flag dum)");
        continue;
      }
      site.readings = readings_of(type, label, loop.type >= 0, where, remarks);
      take_usual(loop.text(row, loop.usual), label, site.readings, remarks);
      if (site.readings.dummy) {
        remarks.dummies.push_back(label);
        continue;
      }
    }
    if (is_hydrogen(site.readings) && has_no_place(loop, row)) {
      remarks.placeless.push_back(label);
      continue;
    }
    site.atom.element = site.readings.elements[0];
    site.atom.fractional = coordinates_of(loop, row, cell, where, remarks);
    site.atom.occupancy = occupancy_of(loop.text(row, loop.occupancy), where, remarks);
    site.assembly = loop.text(row, loop.assembly);
    site.group = loop.text(row, loop.group);
    if (site.group == "0") site.group.clear();    // SHELX's PART 0: always there
    const std::string charge = loop.text(row, loop.charge);
    const auto of_type = charges.find(type);
    if (!charge.empty())
      site.atom.charge = number_of(charge, "the charge", where);
    else if (of_type != charges.end())
      site.atom.charge = of_type->second;
    sites.push_back(std::move(site));
    types.push_back(is_given ? "" : type);
  }
  open_types(sites, types);
  fill_if_all_empty(sites, notes);
  given.check_all_used(name);
  if (loop.cartesian)
    notes.emplace_back("Cartesian coordinates are taken with a along x and b in the xy plane");
  note_remarks(remarks, notes);
  if (sites.empty())
    fail(ExitCode::structure, "{}: no atoms; the loop of _atom_site_fract_x holds none{}", name,
         remarks.dummies.empty() ? "" : " but dummy atoms");
  return sites;
}

}    // namespace softmode
