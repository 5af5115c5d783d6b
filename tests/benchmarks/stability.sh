#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Does a potential keep the bonds of structures in dynamics? Cell of the crystal, Langevin 100 fs, 0.5 fs.
#
#   tests/benchmarks/stability.sh <softmode> <lmp> <potential> <temperature in K> <steps> <structure>...
#
# Potential "own": the one with the structure's name.
# Prints, for each structure, the longest metal-oxygen bond of all frames (every 100 fs) in units of its own r0 (the
# tight one of two states), its length, the mean of all metal-oxygen bonds, and the longest harmonic bond; where metals
# are ions, which have no bonds, the number of oxygens within 2.9 A of each, over the last half of the run, beside the
# structure's. Exit 1 if a bond was longer than 1.5 r0 or LAMMPS failed.
set -euo pipefail
softmode=$(realpath "$1") lmp=$(realpath "$2") potential=$3 temperature=$4 steps=$5
shift 5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive
failed=0
for structure in "$@"; do
  name=$(basename "$structure" .cif)
  "$softmode" build "$structure" -p "${potential/#own/$name}" -o "$work/$name" >/dev/null
  (
    cd "$work/$name"
    # ions have no bonds: how many oxygens are near each
    ions="" oxygens=$(awk '/^Masses/ {on = 1} /^Atoms/ {on = 0} on && $4 == "O" {printf "%s ", $1}' data.lmp)
    if ! grep -Eq '^bond_coeff [0-9]+ (morse|twostate) ' potential.lmp; then
      ion=$(awk '/^Masses/ {on = 1} /^Atoms/ {on = 0} on && $4 !~ /^(O|C|H|N)?$/ {printf "%s ", $1}' data.lmp)
      ions="group ions type $ion
group oxygens type $oxygens
compute near ions coord/atom cutoff 2.9 group oxygens
compute coordination ions reduce ave c_near
fix coordination all ave/time 200 1 200 c_coordination file coordination.dat"
    fi
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
$ions
dump 1 all local 200 bonds.dump c_type c_length
run $steps
END
    "$lmp" -in in.md -suffix omp -package omp 1 -log log.md >out.md 2>&1 || {
      echo "$name: $(grep -m1 ERROR log.md)"
      exit 1
    }
    awk -v name="$name" '
      FNR == NR && $1 == "bond_coeff" {r0[$2] = $3 == "morse" ? $6 : $5; metal[$2] = $3 ~ /^(morse|twostate)$/; label[$2] = $0; gsub(/.*# |:.*/, "", label[$2])}
      FNR == NR {next}
      /^ITEM/ {rows = /ENTRIES/; next}
      !rows {next}
      metal[$1] {x = $2/r0[$1]; n++; sum += x; if (x > longest) {longest = x; which = label[$1]; length_A = $2}}
      !metal[$1] {x = $2/r0[$1]; if (x > other) other = x}
      END {
        if (n) printf "%-15s longest M-O %.3f r0 (%s %.3f A), mean %.4f r0; ", name, longest, which, length_A, sum/n
        else printf "%-15s ", name
        printf "longest other bond %.3f r0\n", other
        exit longest > 1.5 || other > 1.5 || !other
      }' potential.lmp bonds.dump
    if [ -n "$ions" ]; then
      awk '!/^#/ {v[++n] = $2}
        END {for (k = int(n/2) + 1; k <= n; ++k) {sum += v[k]; ++m}
             printf "%-15s oxygens within 2.9 A of an ion: %.2f at first, %.2f in the last half\n", "", v[1], sum/m}' \
        coordination.dat
    fi
  ) || failed=1
done
exit $failed
