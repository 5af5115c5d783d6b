// SPDX-License-Identifier: BSD-3-Clause
#include "structure/element_environment.h"

#include "structure/bonds.h"

#include <gemmi/elem.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace {

constexpr double softness = 0.37;    // A, of the relation between valence and distance

struct Traits {
  std::string name;
  double radius;    // covalent, A
  int number;
  bool hydrogen, metal, noble, halogen;

  explicit Traits(const std::string &symbol) : name(symbol), radius(covalent_radius(symbol))
  {
    const gemmi::Element element(symbol);
    number = element == gemmi::El::D ? 1 : element.ordinal();
    hydrogen = number == 1;
    metal = is_metal(symbol);
    noble =
        number == 2 || number == 10 || number == 18 || number == 36 || number == 54 || number == 86;
    halogen = number == 9 || number == 17 || number == 35 || number == 53;
  }
};

// no two such atoms of a crystal come closer, A
double closest(const Traits &a, const Traits &b)
{
  const double sum = a.radius + b.radius;
  if (a.hydrogen && b.hydrogen) return 0.65;    // of H2; two H of a group are 1.5 apart
  if (a.metal || b.metal) {
    const Traits &other = a.metal ? b : a;
    if (other.hydrogen) return std::max(0.8 * sum, 1.4);
    if (other.metal) return 0.65 * sum;
    // oxides and nitrides are the shortest: V=O 1.58
    const bool short_bond = other.number == 7 || other.number == 8 || other.number == 9;
    return std::max((short_bond ? 0.7 : 0.8) * sum, 1.5);
  }
  if (a.hydrogen || b.hydrogen) return 0.7 * sum;
  return (a.number <= 10 && b.number <= 10 ? 0.7 : 0.8) * sum;
}

double valence(const Traits &a, const Traits &b, double distance)
{
  return std::exp((a.radius + b.radius - distance) / softness);
}

struct Valence {
  double least, most;    // sums over bonds to nonmetals; hydrogens may be missing
  int partners;          // at most
};

Valence valence_of(const Traits &element)
{
  switch (element.number) {
    case 5:    // B: carboranes have six partners
      return {1.5, 5.5, 6};
    case 6:
      return {0.7, 5.4, 4};
    case 7:
      return {0.7, 5.4, 4};
    case 8:
      return {0.0, 3.6, 3};
    case 14:
      return {2.4, 6.6, 6};
    case 15:
    case 33:
      return {1.8, 7.5, 6};
    case 16:
    case 34:
      return {0.7, 8.5, 6};
    default:
      return {0.0, 8.5, 6};
  }
}

struct Bonds {
  double sum = 0.0;    // over nonmetals and hydrogens
  int nonmetals = 0, metals = 0;
  double nearest_heavy = 1e9;    // A, to what is no hydrogen
  bool bonded_to_any = false;
};

bool metal_fits(const Traits &metal, const std::vector<EnvironmentAtom> &around)
{
  constexpr double reach = 1.3;
  int coordinated = 0;
  for (const EnvironmentAtom &atom : around)
    if (std::any_of(atom.elements.begin(), atom.elements.end(), [&](const std::string &e) {
          const Traits other(e);
          return !other.hydrogen && atom.distance < reach * (metal.radius + other.radius);
        }))
      ++coordinated;
  const bool may_be_alone = metal.number == 3 || metal.number == 11 || metal.number == 19 ||
                            metal.number == 37 || metal.number == 55 || metal.number == 12 ||
                            metal.number == 20 || metal.number == 38 || metal.number == 56;
  return coordinated >= 2 || (coordinated == 0 && may_be_alone);
}

bool hydrogen_fits(const Traits &hydrogen, const std::vector<EnvironmentAtom> &around)
{
  constexpr double reach = 1.25;
  return std::any_of(around.begin(), around.end(), [&](const EnvironmentAtom &atom) {
    return std::any_of(atom.elements.begin(), atom.elements.end(), [&](const std::string &e) {
      const Traits other(e);
      return !other.hydrogen && atom.distance < reach * (hydrogen.radius + other.radius);
    });
  });
}

Bonds bonds_of(const Traits &element, const std::vector<EnvironmentAtom> &around)
{
  constexpr double covalent = 1.15, to_metal = 1.3;
  Bonds bonds;
  for (const EnvironmentAtom &atom : around) {
    double most = 0.0;
    bool metal = false, heavy = false;
    for (const std::string &e : atom.elements) {
      const Traits other(e);
      const double ratio = atom.distance / (element.radius + other.radius);
      heavy = heavy || (!other.hydrogen && !other.metal);
      // halogens with many oxygens, as in perchlorate, hold them by short bonds
      const bool short_only = element.halogen && (other.number == 7 || other.number == 8);
      const double reach = other.hydrogen ? 1.3 : short_only ? 1.0 : covalent;
      if (other.metal)
        metal = metal || ratio < to_metal;
      else if (ratio < reach && atom.distance >= closest(element, other))
        most = std::max(most, valence(element, other, atom.distance));
    }
    if (most > 0.0)
      ++bonds.nonmetals;
    else if (metal)
      ++bonds.metals;
    bonds.sum += most;
    if (heavy) bonds.nearest_heavy = std::min(bonds.nearest_heavy, atom.distance);
  }
  return bonds;
}

bool nonmetal_fits(const Traits &element, const std::vector<EnvironmentAtom> &around)
{
  constexpr double apart = 2.4;    // A; what is bonded to nothing keeps this distance
  const Bonds bonds = bonds_of(element, around);
  if (element.noble) return around.empty() || bonds.nearest_heavy > apart;
  const Valence valence = valence_of(element);
  if (bonds.nonmetals > valence.partners || bonds.sum > valence.most) return false;
  if (bonds.nonmetals == 0) {
    // ions, water and bridges between metals; carbon, nitrogen, boron and silicon always have a partner
    const bool needs_partner =
        element.number == 5 || element.number == 6 || element.number == 7 || element.number == 14;
    if (needs_partner) return false;
    const bool may_be_alone = element.halogen || element.number == 8;
    return bonds.nearest_heavy > apart && (bonds.metals > 0 || may_be_alone);
  }
  return bonds.sum >= valence.least;
}

}    // namespace

bool fits_environment(const std::string &element, const std::vector<EnvironmentAtom> &around)
{
  const Traits traits(element);
  for (const EnvironmentAtom &atom : around)
    if (!atom.elements.empty() &&
        std::all_of(atom.elements.begin(), atom.elements.end(), [&](const std::string &e) {
          return atom.distance < closest(traits, Traits(e));
        }))
      return false;
  if (traits.hydrogen) return hydrogen_fits(traits, around);
  if (traits.metal) return metal_fits(traits, around);
  return nonmetal_fits(traits, around);
}

}    // namespace softmode
