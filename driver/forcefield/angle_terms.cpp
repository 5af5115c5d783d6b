// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/terms.h"
#include "softmode/definitions/constants.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <sstream>

namespace softmode {

namespace {

constexpr double degree = pi / 180.0;
// UFF's fourfold shape serves where the crystal's angle is this close to one of its minima
constexpr double shape_tolerance = 5.0 * degree;
// above, the general shape is far too stiff on the way down: C2 = 1/(4 sin^2 theta0)
constexpr double straight = 170.0 * degree;

class AngleTerms {
 public:
  explicit AngleTerms(const TypedCrystal &typed_crystal) : in(typed_crystal) {}

  void add_to(TermList<3> &list) const
  {
    TermCollector<3> collect(list);
    for (int centre = 0; centre < static_cast<int>(in.graph.size()); ++centre) {
      const auto &neighbours = in.graph.neighbours[centre];
      for (std::size_t i = 0; i < neighbours.size(); ++i)
        for (std::size_t k = i + 1; k < neighbours.size(); ++k)
          add_angle(collect, neighbours[i], centre, neighbours[k]);
    }
    if (in.potential.overlay) add_contact_angles(collect);
  }

 private:
  void add_angle(TermCollector<3> &collect, const Neighbour &i, int centre,
                 const Neighbour &k) const
  {
    // the coupled style wants metal, oxygen, carbon in this order
    const bool turn = in.chemistry.metal[k.atom] && !in.chemistry.metal[i.atom];
    const Neighbour &first = turn ? k : i, &last = turn ? i : k;
    collect.add({first.atom, centre, last.atom}, angle(first, centre, last));
    const CarboxylateBlock &block = in.potential.carboxylate;
    if (in.potential.terms.carboxylate_block && block.co_co_constant &&
        is_carboxylate_angle(first, centre, last))
      collect.add({first.atom, centre, last.atom}, stretch_stretch(first, centre, last));
  }

  /// M-O-C of the contacts of ions: nothing holds the angle, but C-O depends on the contact.
  void add_contact_angles(TermCollector<3> &collect) const
  {
    for (const IonicContact &contact : in.ionic_contacts())
      for (const Neighbour &c : in.graph.neighbours[contact.oxygen])
        if (in.is_carboxylate_bond(contact.oxygen, c.atom))
          collect.add({contact.metal, contact.oxygen, c.atom},
                      coupled_angle(0.0, "no bend, a contact", 120.0 * degree,
                                    carboxylate_length(in.potential.carboxylate, c.distance),
                                    contact.metal,
                                    in.names({contact.metal, contact.oxygen, c.atom})));
  }

  bool is_carboxylate_angle(const Neighbour &i, int centre, const Neighbour &k) const
  {
    return in.chemistry.carboxylate[centre] && in.crystal.atoms[centre].element == "C" &&
           in.is_carboxylate_bond(centre, i.atom) && in.is_carboxylate_bond(centre, k.atom);
  }

  /// Interaction of the two C-O of a carboxylate: the asymmetric stretch has k - f, the symmetric k + f.
  TermType stretch_stretch(const Neighbour &i, int centre, const Neighbour &k) const
  {
    const CarboxylateBlock &block = in.potential.carboxylate;
    return {"cross",
            fmt::format("{:.9g} 0 0 {:.9g} {:.9g} {:.6f}", block.co_co_constant->value,
                        carboxylate_length(block, i.distance),
                        carboxylate_length(block, k.distance),
                        in.crystal_angle(centre, i, k) / degree),
            fmt::format("{}: carboxylate CO/CO, {}", in.names({i.atom, centre, k.atom}),
                        block.co_co_constant->source)};
  }

  /// Length used in the constants of angles: the crystal's where the field takes metal terms from it and
  /// a metal is involved, UFF's natural one else.
  double reference_length(int i, const Neighbour &j) const
  {
    if (in.potential.terms.crystal_metal && (in.chemistry.metal[i] || in.chemistry.metal[j.atom]))
      return j.distance;
    return natural_length(in.type(i), in.type(j.atom), in.order(i, j.atom));
  }

  TermType angle(const Neighbour &i, int centre, const Neighbour &k) const
  {
    const double theta = in.crystal_angle(centre, i, k);
    const std::string label = in.names({i.atom, centre, k.atom});
    const CarboxylateBlock &block = in.potential.carboxylate;
    if (in.potential.terms.carboxylate_block && in.chemistry.carboxylate[centre] &&
        in.crystal.atoms[centre].element == "C") {
      const bool both_oxygen = is_carboxylate_angle(i, centre, k);
      const Sourced &constant = both_oxygen ? *block.oco_constant : *block.occ_constant;
      return harmonic_angle(constant.value, theta,
                            fmt::format("{}: carboxylate {}, {}; angle of the crystal", label,
                                        both_oxygen ? "O-C-O" : "O-C-C", constant.source));
    }
    const bool metal_term =
        in.chemistry.metal[i.atom] || in.chemistry.metal[centre] || in.chemistry.metal[k.atom];
    const UffType &type = in.type(centre);
    const bool from_crystal =
        metal_term && in.potential.terms.crystal_metal && !is_fourfold(type, theta);
    const double theta0 = from_crystal ? theta : type.theta0;
    const std::optional<Sourced> own = own_constant(i.atom, centre, k.atom);
    const double constant =
        own ? own->value
            : angle_constant(in.type(i.atom), in.type(k.atom), reference_length(centre, i),
                             reference_length(centre, k), theta0);
    if (in.potential.overlay && in.chemistry.metal[i.atom] && in.chemistry.carboxylate[centre] &&
        !in.chemistry.metal[k.atom])
      return coupled_angle(constant, own ? "constant " + own->source : "UFF4MOF bend", theta,
                           carboxylate_length(block, k.distance), i.atom, label);
    TermType plain = from_crystal ? crystal_angle_term(centre, constant, theta, label)
                                  : uff_angle(type, constant, label);
    if (own) plain.reason += "; constant " + own->source;
    return softened(plain, i.atom, centre, k.atom);
  }

  /// The potential's own constant of an angle at or next to the metal of a carboxylate.
  std::optional<Sourced> own_constant(int i, int centre, int k) const
  {
    const auto is_metal = [&](int atom) { return in.chemistry.metal[atom]; };
    const auto numbers = [&](int metal) {
      return in.potential.metal_oxygen_of(in.crystal.atoms[metal].element);
    };
    const auto is_arm = [&](int atom) {
      return in.chemistry.carboxylate[atom] && in.crystal.atoms[atom].element == "O";
    };
    if (!in.potential.terms.crystal_metal) return std::nullopt;
    if (is_arm(centre) && is_metal(i) != is_metal(k))
      return numbers(is_metal(i) ? i : k).bend_constant;
    if (!is_metal(centre)) return std::nullopt;
    if (is_arm(i) && is_arm(k)) return numbers(centre).oxygen_angle_constant;
    if ((is_arm(i) && is_metal(k)) || (is_arm(k) && is_metal(i)))
      return numbers(centre).metal_angle_constant;
    return std::nullopt;
  }

  /// The same term as angle_style carboxylate/metal if it holds the oxygen of a metal-carboxylate bond
  /// at the metal and the overlay softens such angles.
  TermType softened(const TermType &plain, int i, int centre, int k) const
  {
    if (!in.potential.overlay || !in.potential.overlay->metal_angle_ratio ||
        !in.chemistry.metal[centre])
      return plain;
    const auto is_arm = [&](int atom) {
      return in.chemistry.carboxylate[atom] && in.crystal.atoms[atom].element == "O";
    };
    const char *arms = is_arm(i) && is_arm(k) ? "both"
                       : is_arm(i)            ? "first"
                       : is_arm(k)            ? "last"
                                              : nullptr;
    if (!arms) return plain;
    const Sourced &ratio = *in.potential.overlay->metal_angle_ratio;
    const CouplingWeight w = in.potential.coupling_weight(in.crystal.atoms[centre].element);
    return {"carboxylate/metal",
            fmt::format("{} {:.4f} {:.4f} {:.4f} {}", arms, ratio.value, w.midpoint.value,
                        w.width.value, shape_of(plain)),
            fmt::format("{}; softened by loose arms, {}", plain.reason, ratio.source)};
  }

  /// Coefficients of LAMMPS's harmonic, fourier and cosine/periodic as carboxylate/metal takes them.
  static std::string shape_of(const TermType &plain)
  {
    if (plain.style != "cosine/periodic") return plain.style + " " + plain.coefficients;
    double half_constant;
    int b, n;
    std::istringstream(plain.coefficients) >> half_constant >> b >> n;
    return fmt::format("periodic {:.4f} {} {}", 2.0 * half_constant, n % 2 == 0 ? b : -b, n);
  }

  static TermType harmonic_angle(double constant, double theta0, const std::string &reason)
  {
    return {"harmonic", fmt::format("{:.9g} {:.6f}", constant / 2.0, theta0 / degree), reason};
  }

  TermType coupled_angle(double constant, const std::string &from, double theta0, double co_length,
                         int metal, const std::string &label) const
  {
    const Overlay &o = *in.potential.overlay;
    const CouplingWeight w = in.potential.coupling_weight(in.crystal.atoms[metal].element);
    return {"carboxylate/coupled",
            fmt::format("{:.4f} {:.4f} {:.2f} {:.4f} {:.4f} {:.4f} {:.4f}", constant / 2.0,
                        constant / 2.0 * o.bend_ratio.value, theta0 / degree,
                        o.stretch_change.value, co_length, w.midpoint.value, w.width.value),
            fmt::format("{}: {} at the angle of the crystal; bend ratio {}; stretch "
                        "change {}; weight {}",
                        label, from, o.bend_ratio.source, o.stretch_change.source,
                        w.midpoint.source)};
  }

  static TermType cosine_periodic(double constant, int n, const std::string &reason)
  {
    // E = (2 C / n^2) [1 - B (-1)^n cos(n theta)], C = K/2; minima at 0, 360/n, ... need B (-1)^n = 1
    return {"cosine/periodic", fmt::format("{:.9g} {} {}", constant / 2.0, n % 2 == 0 ? 1 : -1, n),
            reason};
  }

  static TermType fourier_angle(double constant, const AngleFourier &c, const std::string &reason)
  {
    return {"fourier", fmt::format("{:.9g} {:.9g} {:.9g} {:.9g}", constant, c.c0, c.c1, c.c2),
            reason};
  }

  static bool is_fourfold(const UffType &centre, double theta)
  {
    return (centre.geometry == "square-planar" || centre.geometry == "octahedral") &&
           (std::fabs(theta - 90.0 * degree) < shape_tolerance ||
            theta > 180.0 * degree - shape_tolerance);
  }

  /// UFF's term about a central type (paper, eqs 10-12), its shape given by the geometry.
  static TermType uff_angle(const UffType &centre, double constant, const std::string &label)
  {
    const std::string &shape = centre.geometry;
    // not as cosine/periodic, whose forces are wrong for n = 1 in LAMMPS 29 Sep 2021
    if (shape == "linear" || shape == "terminal")
      return fourier_angle(constant, {1.0, 1.0, 0.0}, label + ": UFF, n = 1");
    if (is_sp2(centre)) return cosine_periodic(constant, 3, label + ": UFF, n = 3");
    if (shape == "square-planar" || shape == "octahedral")
      return cosine_periodic(constant, 4, label + ": UFF, n = 4");
    return fourier_angle(constant, angle_fourier(centre.theta0), label + ": UFF, general");
  }

  /// A term with a metal at the angle of the crystal: harmonic about a ligand atom, UFF's general shape
  /// about a metal, which is smooth up to 180 degrees.
  TermType crystal_angle_term(int centre, double constant, double theta,
                              const std::string &label) const
  {
    if (!in.chemistry.metal[centre])
      return harmonic_angle(constant, theta, label + ": UFF4MOF constant, angle of the crystal");
    if (theta > straight)
      return fourier_angle(constant, {1.0, 1.0, 0.0},
                           label + ": UFF4MOF constant at the angle of the crystal, n = 1");
    return fourier_angle(constant, angle_fourier(theta),
                         label +
                             ": UFF4MOF constant and general shape at the angle of the crystal");
  }

  const TypedCrystal &in;
};

}    // namespace

void add_angles(const TypedCrystal &typed_crystal, TermList<3> &list)
{
  AngleTerms(typed_crystal).add_to(list);
}

}    // namespace softmode
