#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Does a potential keep the bonds of structures in dynamics? Cell of the crystal, Langevin 100 fs, 0.5 fs.
#
#   tests/benchmarks/stability.sh <softmode> <lmp> <potential> <temperature in K> <steps> <structure>...
#
# Prints, for each structure, the longest metal-oxygen bond of all frames (every 100 fs) in units of its own r0, its
# length, the mean of all metal-oxygen bonds, and the longest harmonic bond; exit 1 if a metal-oxygen bond was longer
# than 1.5 r0 or LAMMPS failed.
set -euo pipefail
softmode=$(realpath "$1") lmp=$(realpath "$2") potential=$3 temperature=$4 steps=$5
shift 5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive
failed=0
for structure in "$@"; do
  name=$(basename "$structure" .cif)
  "$softmode" build "$structure" -p "$potential" -o "$work/$name" >/dev/null
  (
    cd "$work/$name"
    sed -e '/^thermo_style/,$d' -e '/ebond/d' in.lmp >in.md
    cat >>in.md <<END
neighbor 1.0 bin
velocity all create $temperature 4711 mom yes dist gaussian
timestep 0.5
thermo 2000
fix 1 all nve
fix 2 all langevin $temperature $temperature 100 99
compute length all bond/local dist
compute type all property/local btype
dump 1 all local 200 bonds.dump c_type c_length
run $steps
END
    "$lmp" -in in.md -suffix omp -package omp 1 -log log.md >out.md 2>&1 || {
      echo "$name: $(grep -m1 ERROR log.md)"
      exit 1
    }
    awk -v name="$name" '
      FNR == NR && $1 == "bond_coeff" {r0[$2] = $3 == "morse" ? $6 : $5; morse[$2] = $3 == "morse"; label[$2] = $8}
      FNR == NR {next}
      /^ITEM/ {rows = /ENTRIES/; next}
      !rows {next}
      morse[$1] {x = $2/r0[$1]; n++; sum += x; if (x > longest) {longest = x; which = label[$1]; length_A = $2}}
      !morse[$1] {x = $2/r0[$1]; if (x > other) other = x}
      END {
        printf "%-12s longest M-O %.3f r0 (%s %.3f A), mean %.4f r0; longest other bond %.3f r0\n", name, longest, which,
          length_A, sum/n, other
        exit longest > 1.5
      }' potential.lmp bonds.dump
  ) || failed=1
done
exit $failed
