// SPDX-License-Identifier: GPL-2.0-only
#include "styles/angle_carboxylate_metal.h"

#include "softmode/definitions/constants.h"

#include <cmath>
#include <cstring>
#include <string>

using namespace LAMMPS_NS;
using softmode::SoftMetalAngle;

namespace {

constexpr double degree = softmode::pi / 180.0;
constexpr const char *arm_names[2][2] = {{"none", "last"}, {"first", "both"}};

}    // namespace

/* ---------------------------------------------------------------------- */

AngleCarboxylateMetal::AngleCarboxylateMetal(LAMMPS *lmp) : AngleTerms(lmp, "carboxylate/metal") {}

/* ----------------------------------------------------------------------
   set coeffs for one or more types: arms ratio r_mid delta shape values
------------------------------------------------------------------------- */

void AngleCarboxylateMetal::coeff(int narg, char **arg)
{
  if (narg < 6)
    error->all(FLERR,
               "angle_coeff for style carboxylate/metal needs: type arms ratio r_mid delta shape "
               "values; got {} values",
               narg);
  SoftMetalAngle p{};
  set_arms(p, arg[1]);
  p.ratio = utils::numeric(FLERR, arg[2], false, lmp);
  p.weight = {utils::numeric(FLERR, arg[3], false, lmp), utils::numeric(FLERR, arg[4], false, lmp)};
  if (p.ratio < 0.0 || p.weight.midpoint <= 0.0 || p.weight.width <= 0.0)
    error->all(FLERR,
               "angle_coeff carboxylate/metal: ratio must not be negative, r_mid and delta must be "
               "positive, got {}, {} and {}",
               p.ratio, p.weight.midpoint, p.weight.width);
  set_shape(p, narg - 5, arg + 5);
  set(arg[0], p);
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateMetal::set_arms(SoftMetalAngle &p, const char *text)
{
  for (const int first : {0, 1})
    for (const int last : {0, 1})
      if (strcmp(text, arm_names[first][last]) == 0) {
        p.soft_arm[0] = first != 0;
        p.soft_arm[1] = last != 0;
        return;
      }
  error->all(FLERR, "angle_coeff carboxylate/metal: arms must be first, last, both or none, not {}",
             text);
}

/* ----------------------------------------------------------------------
   arg[0] is the shape, the rest its values
------------------------------------------------------------------------- */

void AngleCarboxylateMetal::set_shape(SoftMetalAngle &p, int narg, char **arg)
{
  const std::string shape = arg[0];
  const std::vector<double> v = softmode::numbers(lmp, narg, arg, 1);
  const auto need = [&](std::size_t n, const char *what) {
    if (v.size() != n)
      error->all(FLERR, "angle_coeff carboxylate/metal: shape {} needs {}, got {} values", shape,
                 what, v.size());
  };
  if (shape == "fourier") {
    need(4, "K C0 C1 C2");
    for (int n = 0; n < 3; n++) p.coefficients[n] = v[0] * v[n + 1];
  } else if (shape == "periodic") {
    need(3, "K B n");
    const int n = utils::inumeric(FLERR, arg[3], false, lmp);
    if (n < 1 || n > 4)
      error->all(FLERR, "angle_coeff carboxylate/metal: n must be 1, 2, 3 or 4, got {}", n);
    if (v[1] != 1.0 && v[1] != -1.0)
      error->all(FLERR, "angle_coeff carboxylate/metal: B must be 1 or -1, got {}", v[1]);
    p.coefficients[0] = v[0] / (n * n);
    p.coefficients[n] = -v[1] * v[0] / (n * n);
  } else if (shape == "harmonic") {
    need(2, "K theta0");
    p.harmonic = true;
    p.coefficients[0] = v[0];
    p.coefficients[1] = v[1] * degree;
  } else if (shape == "series") {    // what write_data writes
    need(SoftMetalAngle::terms, "C0 C1 C2 C3 C4");
    for (int n = 0; n < SoftMetalAngle::terms; n++) p.coefficients[n] = v[n];
  } else
    error->all(FLERR,
               "angle_coeff carboxylate/metal: shape must be fourier, periodic, harmonic or "
               "series, not {}",
               shape);
}

/* ----------------------------------------------------------------------
   the angle of lowest energy between 0 and 180 degrees, to a tenth of a degree; for fix shake
------------------------------------------------------------------------- */

double AngleCarboxylateMetal::equilibrium_angle(int i)
{
  const SoftMetalAngle &p = parameters[i];
  if (p.harmonic) return p.coefficients[1];
  double best = softmode::pi;
  for (int step = 0; step < 1800; step++) {
    const double theta = step * 0.1 * degree;
    if (softmode::detail::cosine_series(p, cos(theta)).value <
        softmode::detail::cosine_series(p, cos(best)).value)
      best = theta;
  }
  return best;
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateMetal::write_data(FILE *fp)
{
  for (int i = 1; i <= atom->nangletypes; i++) {
    const SoftMetalAngle &p = parameters[i];
    fprintf(fp, "%d %s %.15g %.15g %.15g ", i, arm_names[p.soft_arm[0]][p.soft_arm[1]], p.ratio,
            p.weight.midpoint, p.weight.width);
    if (p.harmonic)
      fprintf(fp, "harmonic %.15g %.15g\n", p.coefficients[0], p.coefficients[1] / degree);
    else
      fprintf(fp, "series %.15g %.15g %.15g %.15g %.15g\n", p.coefficients[0], p.coefficients[1],
              p.coefficients[2], p.coefficients[3], p.coefficients[4]);
  }
}
