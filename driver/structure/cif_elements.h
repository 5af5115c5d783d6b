// SPDX-License-Identifier: BSD-3-Clause
// Elements of sites from type symbols and labels, and what decides where a label can be read in two ways.
#pragma once

#include "structure/cif_values.h"
#include "structure/crystal.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace softmode {

/// What a site may be, by what is written.
struct SiteReadings {
  std::vector<std::string>
      elements;                ///< one; two for a label such as "HO1": first the one of two letters
  bool dummy = false;          ///< surely no atom: "X", "Q1", "Du"
  bool maybe_dummy = false;    ///< "Cg1", "D1": an atom or the centre of a ring
  bool written_as_element = false;    ///< "Ho1" rather than "HO1"
  bool guessed = false;               ///< the type symbol "Ow" is no element and taken as oxygen
  bool numbered = false;              ///< the type symbol "29" is taken as an atomic number
  bool typed = false;       ///< two elements for a type symbol: it may be the type of a force field
  std::string otherwise;    ///< of two elements that which is taken unless its place excludes it
  bool as_typed = false;    ///< and it is the first of them unless the place excludes it
};

/// Readings of _atom_site_type_symbol: "Cu", "CU", "Cu2+", "O_3", "2H", "Ow". Empty if there are none.
SiteReadings readings_of_type(const std::string &type, const std::string &label);

/// What a type symbol that names an element may mean if it is the type of a force field: "C" for "CA", "H" for
/// "Ho"; "" if it can mean nothing else.
std::string light_reading_of_type(const std::string &type);

/// Is any of these no element, like "HA" or "OM", so that the others may be types of a force field, too?
bool hold_types_of_force_field(const std::vector<std::string> &types);

/// Open a type symbol that may be the type of a force field to both readings: where the label says the other
/// element, or other type symbols of the file (`of_force_field`) or its own letters are not those of elements. One in
/// capitals keeps its reading unless its place excludes it.
void open_to_light_reading(SiteReadings &readings, const std::string &type,
                           const std::string &label, bool of_force_field);

/// Readings of a label: "Cu1", "O1W", "HO1", "1HB", "Mof_Ca". Empty if there are none.
SiteReadings readings_of_label(const std::string &label);

/// The letters a label begins with, as far as they say the element: "CA" of "CA12", "Cu" of "Mof_Cu1".
std::string letters_of_label(const std::string &label);

/// A site with an atom of it in the cell.
struct ReadSite {
  std::string label, group;    ///< of disorder
  SiteReadings readings;
  double occupancy = 1.0;
  int first_atom = 0;
};

/// Decide what each site is, by the elements that the file names, distances and valences.
/// \param site_of the site of each atom of the crystal, whose elements are not looked at
/// \param named the elements of the file's formula or list of types; without it the geometry decides alone
/// \returns one element per site, "" for a dummy; notes say what was taken and why
/// \throws Error (structure) that lists the labels that can be read in two ways, both readings, and the option
///   that settles it.
std::vector<std::string> settle_elements(const Crystal &crystal, const std::vector<int> &site_of,
                                         const std::vector<ReadSite> &sites,
                                         const std::optional<std::set<std::string>> &named,
                                         std::vector<std::string> &notes);

}    // namespace softmode
