// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_elements.h"

#include "structure/bonds.h"
#include "structure/checks.h"
#include "structure/element_environment.h"
#include "support/error.h"

#include <gemmi/elem.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <string_view>

namespace softmode {

namespace {

constexpr int heaviest = 98;    // no crystal holds an element beyond californium

bool is_letter(char c)
{
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

std::string lower(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// "Cu" of "CU"; "" if it is no element
std::string known_element(const std::string &letters)
{
  const gemmi::Element element(letters.size() <= 2 ? letters.c_str() : "");
  const bool deuterium = element == gemmi::El::D;
  if (element == gemmi::El::X || (element.ordinal() > heaviest && !deuterium)) return "";
  return element.name();
}

std::string leading_letters(const std::string &text)
{
  std::size_t first = 0;
  while (first < text.size() && !is_letter(text[first])) ++first;
  std::size_t end = first;
  while (end < text.size() && is_letter(text[end])) ++end;
  return text.substr(first, end - first);
}

bool is_one_of(const std::string &text, std::initializer_list<std::string_view> list)
{
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool names_dummy(const std::string &letters)
{
  return is_one_of(lower(letters), {"x", "xx", "q", "du", "dum", "dummy", "bq", "lp", "cnt", "cent",
                                    "ctr", "centroid"});
}

// type symbols of places without an atom, which are also labels of vanadium
bool types_vacancy(const std::string &letters)
{
  return is_one_of(lower(letters), {"va", "vac", "vacancy"});
}

bool is_upper(char c)
{
  return std::isupper(static_cast<unsigned char>(c)) != 0;
}

bool is_lower(char c)
{
  return std::islower(static_cast<unsigned char>(c)) != 0;
}

// "Cu" of "CuII"
std::string without_roman_number(const std::string &letters)
{
  for (const std::size_t n : {2, 1}) {
    if (letters.size() <= n || letters.size() <= 2) continue;
    const std::string number = letters.substr(n);
    if (number.find_first_not_of("IVX") == std::string::npos &&
        !known_element(letters.substr(0, n)).empty())
      return letters.substr(0, n);
  }
  return letters;
}

// "Cu" of "29"; "" if it is no atomic number
std::string element_of_number(const std::string &text)
{
  if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string::npos)
    return "";
  const int number = std::stoi(text);
  if (number < 1 || number > heaviest) return "";
  return gemmi::Element(number).name();
}

// PLATON's and others' names of the centres of rings, which are also names of atoms
bool may_name_centre(const std::string &letters)
{
  return is_one_of(lower(letters), {"cg", "ct", "d"});
}

}    // namespace

std::string letters_of_label(const std::string &label)
{
  // "Mof_Ca": what stands before the line is no element
  const std::size_t line = label.find('_');
  if (line != std::string::npos && line + 1 < label.size()) {
    const std::string before = leading_letters(label.substr(0, line));
    if (before.size() > 2 || known_element(before).empty()) {
      const std::string after = leading_letters(label.substr(line + 1));
      if (!after.empty()) return after;
    }
  }
  return leading_letters(label);
}

SiteReadings readings_of_label(const std::string &label)
{
  SiteReadings readings;
  const std::string letters = letters_of_label(label);
  if (names_dummy(letters)) {
    readings.dummy = true;
    return readings;
  }
  const std::string two = letters.size() > 1 ? known_element(letters.substr(0, 2)) : "";
  const std::string one = letters.empty() ? "" : known_element(letters.substr(0, 1));
  for (const std::string &element : {two, one})
    if (!element.empty()) readings.elements.push_back(element);
  readings.maybe_dummy = may_name_centre(letters);
  readings.written_as_element =
      !two.empty() && letters.size() == 2 && is_upper(letters[0]) && is_lower(letters[1]);
  return readings;
}

SiteReadings readings_of_type(const std::string &type, const std::string &label)
{
  SiteReadings readings;
  const std::string letters = without_roman_number(leading_letters(type));
  const std::string of_label = letters_of_label(label);
  const std::string of_number = element_of_number(type);
  if (!of_number.empty()) {
    readings.elements = {of_number};
    readings.numbered = true;
    return readings;
  }
  if (names_dummy(letters) || types_vacancy(letters) || is_one_of(lower(letters), {"cg"})) {
    readings.dummy = true;
    return readings;
  }
  std::string element = known_element(letters);
  if (element == "H" && type[0] == '2') element = "D";
  if (is_one_of(lower(type), {"h2o", "d2o"})) {
    element = "O";
    readings.guessed = true;
  }
  if (element.empty() && letters.size() == 2) {    // "Ow", "Hw"
    element = known_element(letters.substr(0, 1));
    readings.guessed = !element.empty();
  }
  if (!element.empty()) readings.elements.push_back(element);
  // a metal is never taken for a centre, whatever its label
  const bool light = element == "C" || element == "H" || element == "D";
  readings.maybe_dummy =
      light && (element == "D" || names_dummy(of_label) ||
                (may_name_centre(of_label) && lower(of_label) != lower(element)));
  return readings;
}

std::string light_reading_of_type(const std::string &type)
{
  const std::string letters = leading_letters(type);
  if (letters.size() != 2 || known_element(letters).empty()) return "";
  const std::string light = known_element(letters.substr(0, 1));
  return is_one_of(light, {"H", "B", "C", "N", "O", "F", "P", "S", "I"}) ? light : "";
}

bool hold_types_of_force_field(const std::vector<std::string> &types)
{
  return std::any_of(types.begin(), types.end(), [](const std::string &type) {
    return leading_letters(type).size() == 2 && readings_of_type(type, "").guessed;
  });
}

void open_to_light_reading(SiteReadings &readings, const std::string &type,
                           const std::string &label, bool of_force_field)
{
  const std::string light = light_reading_of_type(type);
  if (light.empty() || readings.elements.size() != 1 || readings.elements[0] == light) return;
  const std::string element = readings.elements[0], letters = leading_letters(type);
  const SiteReadings of_label = readings_of_label(label);
  const auto label_says = [&](const std::string &e) {
    return std::find(of_label.elements.begin(), of_label.elements.end(), e) !=
           of_label.elements.end();
  };
  const bool as_in_table = is_upper(letters[0]) && is_lower(letters[1]);
  const bool label_as_written = of_label.written_as_element && of_label.elements[0] == element;
  const bool contradicted = !label_says(element) && label_says(light);
  const bool doubted = contradicted || of_force_field || is_lower(letters[0]);
  if (!doubted && (as_in_table || label_as_written)) return;
  readings.elements = {element, light};
  readings.typed = true;
  readings.as_typed = !doubted;
  readings.written_as_element = label_says(element) && (as_in_table || label_as_written);
}

namespace {

/// Decides site after site; what is known of one helps its neighbours.
class Settling {
 public:
  Settling(const Crystal &crystal, const std::vector<int> &sites_of_atoms,
           const std::vector<ReadSite> &read,
           const std::optional<std::set<std::string>> &elements) :
      site_of(sites_of_atoms),
      sites(read), named(elements), around(read.size())
  {
    for (const ReadSite &site : sites) open.push_back(site.readings.elements);
    note_suffixes();
    find_neighbours(crystal);
  }

  void drop_centres()
  {
    for (std::size_t i = 0; i < sites.size(); ++i) {
      dropped.push_back(sites[i].readings.dummy);
      if (!sites[i].readings.maybe_dummy) continue;
      const std::vector<std::string> &readings = open[i];
      if (std::none_of(readings.begin(), readings.end(),
                       [&](const std::string &e) { return fits(e, i); })) {
        centres.push_back(i);
        dropped[i] = true;
      }
    }
  }

  void decide()
  {
    for (std::size_t i = 0; i < sites.size(); ++i)
      if (open[i].size() == 2 && !dropped[i]) undecided.push_back(i);
    for (bool changed = true; changed && !undecided.empty();) {
      changed = false;
      std::vector<std::size_t> left;
      for (const std::size_t i : undecided) {
        const std::string element = decision(i);
        if (element.empty()) {
          left.push_back(i);
        } else {
          open[i] = {element};
          changed = true;
        }
      }
      undecided = std::move(left);
    }
    take_spelling();
  }

  std::vector<std::string> elements() const
  {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < sites.size(); ++i)
      result.push_back(dropped[i] ? "" : open[i].empty() ? std::string() : open[i][0]);
    return result;
  }

  void note_choices(std::vector<std::string> &notes) const
  {
    std::map<std::string, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < sites.size(); ++i) {
      const SiteReadings &r = sites[i].readings;
      if (dropped[i] || r.elements.size() < 2 || open[i].size() != 1) continue;
      const bool as_written = ((r.written_as_element || r.typed) && open[i][0] == r.elements[0]) ||
                              open[i][0] == r.otherwise;
      if (!as_written)
        alike[open[i][0] + ", not " + other(i) +
              (r.typed ? ", though the type symbol is like that; it is taken for the type of a "
                         "force field"
                       : "")]
            .push_back(i);
    }
    for (const auto &[what, members] : alike)
      notes.push_back(fmt::format("labels {}: {} ({})", list(members), what, reason(members[0])));
  }

  void note_dummies(std::vector<std::string> &notes) const
  {
    if (!centres.empty())
      notes.push_back(
          fmt::format("{} left out: by name and place the centre of a ring or a cavity, no atom",
                      list(centres)));
  }

  void refuse_undecided(const std::string &source) const
  {
    if (undecided.empty()) return;
    std::vector<std::string> lines;
    for (const std::size_t i : undecided)
      lines.push_back(fmt::format("{}: {} or {}{}", sites[i].label, sites[i].readings.elements[0],
                                  sites[i].readings.elements[1], nearest(i)));
    const ReadSite &first = sites[undecided[0]];
    fail(ExitCode::structure,
         "{}: {}formula and distances do not tell the element of {} sites; say "
         "it with --element {}={} or, for all {}..., --element {}={} ('softmode convert' with it "
         "writes a CIF with type symbols):{}",
         source,
         first.readings.typed ? "type symbols are elements or the types of a force field, and "
                              : "without type symbols, ",
         undecided.size(), first.label, first.readings.elements[1], letters_of_label(first.label),
         letters_of_label(first.label), first.readings.elements[1], list_some(lines));
  }

 private:
  // labels such as "Ha" and "Cb" show that small letters number atoms here
  void note_suffixes()
  {
    for (const ReadSite &site : sites) {
      const std::string letters = letters_of_label(site.label);
      if (site.readings.elements.size() == 1 && letters.size() > 1 &&
          std::islower(static_cast<unsigned char>(letters[1])) && known_element(letters).empty())
        small_letters_number = true;
    }
  }

  void find_neighbours(const Crystal &crystal)
  {
    const auto asks = [&](int site) {
      return sites[site].readings.elements.size() > 1 || sites[site].readings.maybe_dummy;
    };
    const auto note = [&](int atom, int other, double distance) {
      const int site = site_of[atom];
      if (asks(site) && sites[site].first_atom == atom && is_beside(site, site_of[other], distance))
        around[site].push_back({site_of[other], distance});
    };
    for_each_close_pair(crystal, environment_radius, [&](const ClosePair &pair) {
      note(pair.first, pair.second, pair.distance);
      note(pair.second, pair.first, pair.distance);
    });
  }

  // alternatives of a disordered place are no neighbours
  bool is_beside(int i, int j, double distance) const
  {
    constexpr double alike = 0.02, closest = 0.75;    // of occupancies; A
    const ReadSite &a = sites[i], &b = sites[j];
    if (b.readings.dummy) return false;
    const bool disordered = a.occupancy < 0.999 && b.occupancy < 0.999;
    return !disordered || (a.group == b.group && distance > closest &&
                           std::fabs(a.occupancy - b.occupancy) < alike);
  }

  bool fits(const std::string &element, std::size_t site) const
  {
    std::vector<EnvironmentAtom> environment;
    for (const Near &near : around[site])
      if (dropped.size() <= static_cast<std::size_t>(near.site) || !dropped[near.site])
        environment.push_back({open[near.site], near.distance});
    return fits_environment(element, environment);
  }

  // at least two neighbours at the distance of a bond; others in reach, as of a water on a metal, do not count
  bool is_held(const std::string &metal, std::size_t site, bool by_nonmetals) const
  {
    constexpr double bond = 1.2;    // of the sum of covalent radii
    const auto near = std::count_if(around[site].begin(), around[site].end(), [&](const Near &n) {
      return std::any_of(open[n.site].begin(), open[n.site].end(), [&](const std::string &e) {
        return e != "H" && e != "D" && !(by_nonmetals && is_metal(e)) &&
               n.distance < bond * (covalent_radius(metal) + covalent_radius(e));
      });
    });
    return near >= 2;
  }

  // "Os1" is the oxygen of a solvent sooner than osmium
  bool is_loose_osmium(const std::string &element, std::size_t site) const
  {
    return element == "Os" && !is_held(element, site, false);
  }

  // an oxygen or halogen can be where the metal that it may be read as has too few neighbours
  bool is_light_by_place(std::size_t i) const
  {
    const std::string &metal = sites[i].readings.elements[0],
                      &light = sites[i].readings.elements[1];
    return is_metal(metal) && !is_metal(light) && !is_held(metal, i, true) && fits(light, i) &&
           !(named && is_named(metal));
  }

  // of a type symbol in capitals, which is an element's unless the place excludes it
  std::string decision_on_type(std::size_t i) const
  {
    const std::string &element = open[i][0], &light = open[i][1];
    const bool named_alone = named && is_named(element) && !is_named(light);
    return !named_alone && !fits(element, i) && fits(light, i) ? light : "";
  }

  std::string decision(std::size_t i) const
  {
    if (sites[i].readings.as_typed) return decision_on_type(i);
    const std::string &usual = sites[i].readings.otherwise;
    if (!usual.empty() && !fits(usual, i) && fits(open[i][0], i)) return open[i][0];
    if (!usual.empty()) return "";    // taken at the end, when all is known
    std::vector<std::string> in_formula, possible;
    for (const std::string &element : open[i]) {
      if (named && is_named(element)) in_formula.push_back(element);
      if (fits(element, i)) possible.push_back(element);
    }
    if (in_formula.size() == 1) {
      // unless the place speaks for the other one alone
      const bool against = possible.size() == 1 && possible[0] != in_formula[0];
      return against ? "" : in_formula[0];
    }
    if (possible.size() != 1) return "";
    return is_loose_osmium(possible[0], i) ? "" : possible[0];
  }

  bool is_named(const std::string &element) const
  {
    return named->count(element) > 0 || (element == "D" && named->count("H") > 0);
  }

  // "Cu1" is written as copper is, where nothing speaks against it
  void take_spelling()
  {
    const auto as_written = [&](std::size_t i) {
      const SiteReadings &r = sites[i].readings;
      const bool contradicted = named && !is_named(r.elements[0]) && is_named(r.elements[1]);
      const bool lost = !fits(r.elements[0], i) && fits(r.elements[1], i);
      return r.as_typed || (r.written_as_element && !small_letters_number && !contradicted &&
                            !lost && !is_loose_osmium(r.elements[0], i));
    };
    std::vector<std::size_t> left;
    for (const std::size_t i : undecided) {
      if (!sites[i].readings.otherwise.empty())
        open[i] = {sites[i].readings.otherwise};
      else if (!sites[i].readings.as_typed && is_light_by_place(i))
        open[i] = {sites[i].readings.elements[1]};
      else if (as_written(i))
        open[i] = {sites[i].readings.elements[0]};
      else
        left.push_back(i);
    }
    undecided = std::move(left);
  }

  std::string other(std::size_t i) const
  {
    const std::vector<std::string> &readings = sites[i].readings.elements;
    return readings[open[i][0] == readings[0] ? 1 : 0];
  }

  std::string list(const std::vector<std::size_t> &members) const
  {
    constexpr std::size_t most = 5;
    std::set<std::string> labels;
    for (const std::size_t i : members) labels.insert(sites[i].label);
    std::string text;
    std::size_t count = 0;
    for (const std::string &label : labels)
      if (count++ < most) text += (text.empty() ? "" : ", ") + label;
    if (labels.size() > most) text += fmt::format(" and {} more", labels.size() - most);
    return text;
  }

  std::string reason(std::size_t i) const
  {
    if (named && is_named(open[i][0]) && !is_named(other(i)))
      return fmt::format("the formula of the file has no {}", other(i));
    const std::string place = nearest(i);
    return place.empty() ? "by the places of its neighbours" : place.substr(2);
  }

  std::string nearest(std::size_t i) const
  {
    const auto near =
        std::min_element(around[i].begin(), around[i].end(),
                         [](const Near &a, const Near &b) { return a.distance < b.distance; });
    if (near == around[i].end()) return fmt::format(", nothing within {} A", environment_radius);
    return fmt::format(", {:.2f} A from {}", near->distance, sites[near->site].label);
  }

  struct Near {
    int site;
    double distance;
  };

  const std::vector<int> &site_of;
  const std::vector<ReadSite> &sites;
  const std::optional<std::set<std::string>> &named;
  std::vector<std::vector<Near>> around;
  std::vector<std::vector<std::string>> open;    // readings that are left
  std::vector<bool> dropped;
  std::vector<std::size_t> undecided, centres;
  bool small_letters_number = false;
};

}    // namespace

std::vector<std::string> settle_elements(const Crystal &crystal, const std::vector<int> &site_of,
                                         const std::vector<ReadSite> &sites,
                                         const std::optional<std::set<std::string>> &named,
                                         std::vector<std::string> &notes)
{
  Settling settling(crystal, site_of, sites, named);
  settling.drop_centres();
  settling.decide();
  settling.refuse_undecided(crystal.source);
  settling.note_choices(notes);
  settling.note_dummies(notes);
  return settling.elements();
}

}    // namespace softmode
