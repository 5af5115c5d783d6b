// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/field_crystal.h"

#include "support/error.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

class FieldPairMaker {
 public:
  FieldPairMaker(const FieldCrystal &crystal, System &s) : in(crystal), system(s) {}

  void add()
  {
    system.pairs.emplace();
    const Field &field = in.field();
    if (const auto *p = alone("mm3-gaussian")) return mm3_gaussian(*p);
    if (const auto *p = alone("buck6d-gaussian")) return buck6d_gaussian(*p);
    const auto *lj = field.pairs_of("lennard-jones"), *mm3 = field.pairs_of("mm3-metal-oxygen"),
               *charges = field.pairs_of("point-charges");
    if (lj && mm3 && charges && field.pairs.size() == 3) return point_charges(*lj, *mm3, *charges);
    std::vector<std::string> found;
    for (const FieldPairs &p : field.pairs) found.push_back(p.form->name);
    fail(ExitCode::parameters,
         "{}: field.pairs: {} do not go together; expected mm3-gaussian or buck6d-gaussian "
         "alone, or lennard-jones, mm3-metal-oxygen and point-charges",
         in.potential.file.string(), fmt::join(found, ", "));
  }

 private:
  const FieldPairs *alone(const std::string &form) const
  {
    return in.field().pairs.size() == 1 ? in.field().pairs_of(form) : nullptr;
  }

  const std::vector<double> &values_of(const FieldPairs &pairs, const AtomType &type) const
  {
    const auto found = pairs.values.find(type.uff_type);
    if (found == pairs.values.end())
      fail(ExitCode::parameters, "{}: field.pairs: {}: no values for the type {}",
           in.potential.file.string(), pairs.form->name, type.uff_type);
    return found->second;
  }

  void need(const std::string &package)
  {
    if (std::find(system.packages.begin(), system.packages.end(), package) == system.packages.end())
      system.packages.push_back(package);
  }

  /// PPPM, to be given after read_data, because it wants to know whether the box is tilted.
  void mesh(const FieldPairs &pairs)
  {
    need("KSPACE");
    system.pairs->kspace = fmt::format("kspace_style pppm {:g}\n", pairs.settings.at("accuracy"));
  }

  void mm3_gaussian(const FieldPairs &p)
  {
    need("YAFF");
    mesh(p);
    system.pairs->charges = "in the energy as Gaussians, by particle mesh Ewald";
    system.pairs->cutoff = std::max(p.settings.at("cutoff"), p.settings.at("coulomb-cutoff"));
    system.pairs->styles = fmt::format("pair_style      mm3/switch3/coulgauss/long {:g} {:g} {:g}\n"
                                       "special_bonds   lj 0 0 1 coul 1 1 1\n",
                                       p.settings.at("cutoff"), p.settings.at("coulomb-cutoff"),
                                       p.settings.at("taper"));
    for (std::size_t t = 0; t < system.atom_types.size(); ++t) {
      const auto &v = values_of(p, system.atom_types[t]);
      system.pairs->coefficients.push_back(
          fmt::format("pair_coeff {0} {0} {1:.9g} {2:.9g} {3:.9g}    # {4}: {5}", t + 1, v[0], v[1],
                      v[2], system.atom_types[t].uff_type, p.source));
    }
  }

  /// Every pair of types is written: the style does not mix.
  void buck6d_gaussian(const FieldPairs &p)
  {
    need("MOFFF");
    const double cutoff = p.settings.at("cutoff");
    system.pairs->charges = "in the energy as Gaussians, shifted to zero at the cutoff";
    system.pairs->cutoff = cutoff;
    system.pairs->styles = fmt::format("pair_style      buck6d/coul/gauss/dsf {:g} {:g}\n"
                                       "special_bonds   lj 0 0 1 coul 1 1 1\n",
                                       p.settings.at("smooth-from"), cutoff);
    for_each_pair_of_types([&](std::size_t i, std::size_t j) {
      const auto &a = values_of(p, system.atom_types[i]), &b = values_of(p, system.atom_types[j]);
      const double e = std::sqrt(a[0] * b[0]), d = a[1] + b[1];
      return fmt::format("pair_coeff {} {} {:.9g} {:.9g} {:.9g} {:.9g} {:.9g}    # {}-{}: {}",
                         i + 1, j + 1, 1.84e5 * e, 12.0 / d, 2.25 * e * std::pow(d, 6),
                         6.0 * std::pow(0.25 * d, 14), 1.0 / std::hypot(a[2], b[2]),
                         system.atom_types[i].uff_type, system.atom_types[j].uff_type, p.source);
    });
  }

  void point_charges(const FieldPairs &lj, const FieldPairs &mm3, const FieldPairs &charges)
  {
    mesh(charges);
    const double lj_cutoff = lj.settings.at("cutoff"), mm3_cutoff = mm3.settings.at("cutoff"),
                 coulomb_cutoff = charges.settings.at("cutoff");
    system.pairs->charges = "in the energy, by particle mesh Ewald";
    system.pairs->cutoff = std::max({lj_cutoff, mm3_cutoff, coulomb_cutoff});
    // shifted as the Lennard-Jones energy of the other fields is: forces are the same
    system.pairs->styles =
        fmt::format("pair_style      hybrid/overlay lj/cut/coul/long {:g} {:g} buck {:g}\n"
                    "pair_modify     shift yes\nspecial_bonds   lj 0 0 1 coul 0 0 1\n",
                    lj_cutoff, coulomb_cutoff, mm3_cutoff);
    const std::vector<double> nothing{0.0, 1.0};    // metals and oxides have no such energy
    const auto of = [&](const FieldPairs &pairs, std::size_t type) -> const std::vector<double> & {
      const auto found = pairs.values.find(system.atom_types[type].uff_type);
      return found == pairs.values.end() ? nothing : found->second;
    };
    for_each_pair_of_types([&](std::size_t i, std::size_t j) {
      const AtomType &a = system.atom_types[i], &b = system.atom_types[j];
      const auto &vi = of(lj, i), &vj = of(lj, j);
      std::string text = fmt::format(
          "pair_coeff {} {} lj/cut/coul/long {:.9g} {:.9g}    # {}-{}: {}", i + 1, j + 1,
          std::sqrt(vi[0] * vj[0]), std::sqrt(vi[1] * vj[1]), a.uff_type, b.uff_type, lj.source);
      if (is_metal(a.element) == is_metal(b.element) || (a.element != "O" && b.element != "O"))
        return text;
      const auto &wi = values_of(mm3, a), &wj = values_of(mm3, b);
      const double e = std::sqrt(wi[0] * wj[0]), s = 0.5 * (wi[1] + wj[1]);
      return text + fmt::format("\npair_coeff {} {} buck {:.9g} {:.9g} {:.9g}    # {}-{}: {}",
                                i + 1, j + 1, 1.84e5 * e, s / 11.5, 2.55 * e * std::pow(s, 6),
                                a.uff_type, b.uff_type, mm3.source);
    });
  }

  template <class Write> void for_each_pair_of_types(const Write &write)
  {
    for (std::size_t i = 0; i < system.atom_types.size(); ++i)
      for (std::size_t j = i; j < system.atom_types.size(); ++j)
        system.pairs->coefficients.push_back(write(i, j));
  }

  const FieldCrystal &in;
  System &system;
};

}    // namespace

void add_field_pairs(const FieldCrystal &in, System &system)
{
  FieldPairMaker(in, system).add();
}

}    // namespace softmode
