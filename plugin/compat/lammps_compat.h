// SPDX-License-Identifier: GPL-2.0-only
// One place for every difference between the LAMMPS versions this plugin supports.
//
//   oldest: 29Sep2021 update 2      newest checked: see README
//
// Members are found by feature test (does the expression compile?), so a distribution that
// backports a change is handled. Style code calls compat:: and never tests a version itself.
#pragma once

#include "domain.h"
#include "error.h"
#include "modify.h"

#include <string>

namespace compat {

using namespace LAMMPS_NS;

// priority tag: the call with rank<1> prefers the first overload that compiles
template <int N> struct rank : rank<N - 1> {
};
template <> struct rank<0> {
};

// ---- Domain::minimum_image(): takes FLERR since 12Jun2025 --------------------------------------

template <class D>
auto minimum_image(D *d, const char *file, int line, double *v, rank<1>)
    -> decltype(d->minimum_image(file, line, v[0], v[1], v[2]))
{
  return d->minimum_image(file, line, v[0], v[1], v[2]);
}
template <class D> void minimum_image(D *d, const char *, int, double *v, rank<0>)
{
  d->minimum_image(v[0], v[1], v[2]);
}
/// Wrap the difference vector v to its shortest periodic image.
inline void minimum_image(Domain *domain, const char *file, int line, double *v)
{
  minimum_image(domain, file, line, v, rank<1>{});
}

// ---- Modify::get_compute_by_id(): since late 2021 ------------------------------------------------

template <class M>
auto find_compute(M *m, const std::string &id, rank<1>) -> decltype(m->get_compute_by_id(id))
{
  return m->get_compute_by_id(id);
}
template <class M> Compute *find_compute(M *m, const std::string &id, rank<0>)
{
  const int i = m->find_compute(id);
  return i < 0 ? nullptr : m->compute[i];
}
/// The compute with this ID, nullptr if there is none.
inline Compute *find_compute(Modify *m, const std::string &id)
{
  return find_compute(m, id, rank<1>{});
}

// ---- Modify::get_fix_by_id(): since late 2021; newest versions have no list of fixes to look into ------------------

template <class M>
auto find_fix(M *m, const std::string &id, rank<1>) -> decltype(m->get_fix_by_id(id))
{
  return m->get_fix_by_id(id);
}
template <class M> Fix *find_fix(M *m, const std::string &id, rank<0>)
{
  const int i = m->find_fix(id);
  return i < 0 ? nullptr : m->fix[i];
}
/// The fix with this ID, nullptr if there is none.
inline Fix *find_fix(Modify *m, const std::string &id)
{
  return find_fix(m, id, rank<1>{});
}

// ---- argument helpers that 29Sep2021 lacks ------------------------------------------------------

/// "yes"/"no" (and on/off, true/false) to bool; stops with an error that names the keyword.
inline bool logical(const char *file, int line, const std::string &keyword, const std::string &text,
                    Error *error)
{
  if (text == "yes" || text == "on" || text == "true") return true;
  if (text == "no" || text == "off" || text == "false") return false;
  error->all(file, line, "Expected yes or no for {}, not '{}'", keyword, text);
  return false;    // Error::all() is [[noreturn]] only in newer versions
}

/// Stop unless `need` arguments follow the keyword at position iarg.
inline void require_args(const char *file, int line, const std::string &what, int iarg, int need,
                         int narg, Error *error)
{
  if (iarg + need >= narg) error->all(file, line, "{} needs {} value(s)", what, need);
}

}    // namespace compat
