#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Does a potential conserve energy? Cell of the crystal, 0.5 fs, NVE after 1 ps of Langevin dynamics at 300 K.
#
#   tests/benchmarks/drift.sh <softmode> <lmp> <potential> <ps> <structure>...
#
# Potential "own": the one with the structure's name.
# Prints the slope of the energy that velocity Verlet conserves, E + dt^2/24 F.F/m (see Oracle.AMofConservesItsEnergy),
# through its means over each ps, with the standard error from the scatter about the line; exit 1 if a slope is beyond
# 1e-6 kcal/mol/atom/ps by more than two standard errors or LAMMPS failed.
set -euo pipefail
softmode=$(realpath "$1") lmp=$(realpath "$2") potential=$3 ps=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive
failed=0
for structure in "$@"; do
  name=$(basename "$structure" .cif)
  "$softmode" build "$structure" -p "${potential/#own/$name}" -o "$work/$name" >/dev/null
  (
    cd "$work/$name"
    sed -e '/^thermo_style/,$d' in.lmp >in.md
    cat >>in.md <<END
neighbor 1.0 bin
neigh_modify every 1 delay 0 check yes
velocity all create 600 1 mom yes
timestep 0.5
thermo 2000
fix 1 all nve
fix 2 all langevin 300 300 100 5
run 2000
unfix 2
reset_timestep 0
variable square atom (fx*fx+fy*fy+fz*fz)/mass
compute squares all reduce sum v_square
variable e equal etotal+0.5^2/24*4.184e-4*c_squares
fix e all ave/time 1 2000 2000 v_e file e.dat format " %.15g"
run $((2000 * ps))
END
    "$lmp" -in in.md -suffix omp -package omp 1 -log log.md >out.md 2>&1 || {
      echo "$name: $(grep -m1 ERROR log.md)"
      exit 1
    }
    awk -v name="$name" -v atoms="$(awk '/ atoms$/ {print $1; exit}' data.lmp)" '
      !/^#/ {++n; x[n] = $1*0.5e-3; y[n] = $2/atoms; mx += x[n]; my += y[n]}
      END {
        mx /= n; my /= n
        for (i = 1; i <= n; ++i) {xx += (x[i]-mx)^2; xy += (x[i]-mx)*(y[i]-my); yy += (y[i]-my)^2}
        slope = xy/xx; error = sqrt((yy - xy*xy/xx)/(n-2)/xx)
        size = slope < 0 ? -slope : slope
        printf "%-15s %5d atoms, drift %+.2e +- %.1e kcal/mol/atom/ps\n", name, atoms, slope, error
        exit size > 1e-6 + 2*error
      }' e.dat
  ) || failed=1
done
exit $failed
