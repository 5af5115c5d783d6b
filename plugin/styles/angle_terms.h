// SPDX-License-Identifier: GPL-2.0-only
// What the angle styles of the plugin do alike: loop, tally, restart. A style adds its coefficients.
#pragma once

#include "angle.h"

#include "compat/lammps_compat.h"
#include "styles/bonded_parameters.h"

#include "atom.h"
#include "force.h"
#include "memory.h"
#include "neighbor.h"

namespace LAMMPS_NS {

/// Angle style over one set of parameters that term_forces() understands.
template <class P> class AngleTerms : public Angle {
 public:
  using Parameters = P;
  static constexpr int natoms = 3;

  AngleTerms(class LAMMPS *lmp, const char *style_name) : Angle(lmp), name(style_name) {}
  ~AngleTerms() override
  {
    if (allocated && !copymode) memory->destroy(setflag);
  }

  // flatten: the formula is inlined into the loop, else the call is a tenth of its instructions
  [[gnu::flatten]] void compute(int eflag, int vflag) override
  {
    ev_init(eflag, vflag);
    double **x = atom->x, **f = atom->f;
    const int nlocal = atom->nlocal, newton_bond = force->newton_bond;
    int **anglelist = neighbor->anglelist;
    for (int n = 0; n < neighbor->nanglelist; n++) {
      const int *entry = anglelist[n];
      const int atoms[3] = {entry[0], entry[1], entry[2]};
      const softmode::Vector3 at[3] = {softmode::position(x, atoms[0]),
                                       softmode::position(x, atoms[1]),
                                       softmode::position(x, atoms[2])};
      const auto term = softmode::term_forces(parameters[entry[3]], at);
      softmode::add_forces(f, atoms, term, nlocal, newton_bond);
      if (evflag) {
        const auto a = at[0] - at[1], b = at[2] - at[1];
        auto first = term.on[0], last = term.on[2];    // copies: the loop keeps term in registers
        ev_tally(atoms[0], atoms[1], atoms[2], nlocal, newton_bond, term.energy, &first.x, &last.x,
                 a.x, a.y, a.z, b.x, b.y, b.z);
      }
    }
  }

  void settings(int narg, char **) override
  {
    if (narg) error->all(FLERR, "angle_style {} takes no arguments, got {}", name, narg);
  }

  void write_restart(FILE *fp) override { parameters.write(fp); }

  void read_restart(FILE *fp) override
  {
    allocate();
    parameters.read(lmp, fp);
    for (int i = 1; i <= atom->nangletypes; i++) setflag[i] = 1;
  }

  double single(int type, int i, int j, int k) override
  {
    double **x = atom->x;
    double a[3], b[3];
    for (int d = 0; d < 3; d++) {
      a[d] = x[i][d] - x[j][d];
      b[d] = x[k][d] - x[j][d];
    }
    compat::minimum_image(domain, FLERR, a);
    compat::minimum_image(domain, FLERR, b);
    const softmode::Vector3 at[3] = {{a[0], a[1], a[2]}, {0, 0, 0}, {b[0], b[1], b[2]}};
    return softmode::term_forces(parameters[type], at).energy;
  }

 protected:
  const char *name;
  softmode::ParameterTable<Parameters> parameters;

  void allocate()
  {
    allocated = 1;
    const int n = atom->nangletypes;
    memory->create(setflag, n + 1, "angle:setflag");
    for (int i = 1; i <= n; i++) setflag[i] = 0;
    parameters.assign(n + 1, Parameters{});
  }

  /// Give the types named by `range` these parameters.
  void set(const char *range, const Parameters &p)
  {
    if (!allocated) allocate();
    int lo, hi;
    utils::bounds(FLERR, range, 1, atom->nangletypes, lo, hi, error);
    for (int i = lo; i <= hi; i++) {
      parameters[i] = p;
      setflag[i] = 1;
    }
  }
};

}    // namespace LAMMPS_NS
