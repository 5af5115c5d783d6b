#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What the plugin's sampling costs against the same dynamics without it, HKUST-1. One process per
# size; rounds in which all variants take turns, so that each is compared with its neighbours in time.
#
#   tests/benchmarks/sampling.sh <softmode> <lmp> <plugin> <copies along each axis> <steps per turn> <rounds> [variant...]
#
# Prints the median over rounds of (time of a variant) / (mean time of the plain turns beside it) - 1, and what of it
# LAMMPS's own timer finds in the fix: a share of the same turn, which other work on the machine disturbs less.
set -euo pipefail
softmode=$(realpath "$1") lmp=$(realpath "$2") plugin=$(realpath "$3") copies=$4 steps=$5 rounds=$6
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$softmode" build "$root/inputs/structures/hkust-1.cif" -p hkust-1 --supercell "$copies" "$copies" "$copies" -o mof >/dev/null
cd mof

shift 6
variants=("$@")
[ $# -gt 0 ] || variants=(flux_and_stretches states kinetics dos_4096 ave_correlate dump_text dump_binary)
declare -A on=(
  [flux_and_stretches]='fix x all carboxylate/spectrum 4 file s.csv'
  [states]='compute y all carboxylate/state 2.0 0.04 every 4'
  [kinetics]='compute y all carboxylate/state 2.0 0.04 every 4\nfix x all carboxylate/kinetics 4 y file k.csv'
  [dos_4096]='fix x all carboxylate/spectrum 4 segment 4096 overlap 0 flux no dos 1 all file s.csv'
  [ave_correlate]='variable jx atom q*vx\nvariable jy atom q*vy\nvariable jz atom q*vz\ncompute y all reduce sum v_jx v_jy v_jz\nfix x all ave/correlate 4 1000 4000 c_y[1] c_y[2] c_y[3] type auto file c.dat'
  [dump_text]='dump x all custom 4 v.dump id vx vy vz'
  [dump_binary]='dump x all custom 4 v.bin id vx vy vz')
declare -A off=(
  [flux_and_stretches]='unfix x' [states]='uncompute y' [kinetics]='unfix x\nuncompute y' [dos_4096]='unfix x'
  [ave_correlate]='unfix x\nuncompute y' [dump_text]='undump x\nshell rm v.dump' [dump_binary]='undump x\nshell rm v.bin')

sed -e "/^plugin load/s#.*#plugin load $plugin#" -e '/^thermo_style/,$d' -e '/ebond/d' in.lmp >in.bench
{
  printf 'neighbor 1.0 bin\nvelocity all create 600 1 mom yes\ntimestep 0.5\nfix 1 all nve\n'
  printf 'fix 2 all langevin 300 300 100 5\nrun 1000\nunfix 2\n'
  for ((r = 0; r < rounds; r++)); do
    for v in "${variants[@]}"; do
      printf 'print "turn plain"\nrun %d\n' "$steps"
      printf '%b\nprint "turn %s"\nrun %d\n%b\n' "${on[$v]}" "$v" "$steps" "${off[$v]}"
    done
  done
  printf 'print "turn plain"\nrun %d\n' "$steps"
} >>in.bench
OMP_NUM_THREADS=1 "$lmp" -in in.bench -suffix omp -package omp 1 -log log.bench >/dev/null
grep -m1 -oE '[0-9]+ atoms' log.bench
# per turn: name, loop time, share of it in fixes (the "Modify" line: integration and what samples)
awk '/^turn /{name=$2} /^Loop time/{time=$4} /^Modify/{print name, time, $5/time}' log.bench |
  awk -v steps="$steps" '
    {name[NR]=$1; time[NR]=$2; share[NR]=$3}
    END {
      for (i=2;i<NR;i++) if (name[i]!="plain") {
        extra[name[i]]=extra[name[i]] " " time[i]/((time[i-1]+time[i+1])/2)-1
        plain[name[i]]+=(time[i-1]+time[i+1])/2; n[name[i]]++
        inside[name[i]]+=share[i]-(share[i-1]+share[i+1])/2
      }
      for (v in extra) {
        m=split(extra[v], e, " ")
        for (i=1;i<=m;i++) for (j=i+1;j<=m;j++) if (e[j]+0<e[i]+0) {t=e[i];e[i]=e[j];e[j]=t}
        median=m%2?e[(m+1)/2]:(e[m/2]+e[m/2+1])/2
        printf "%-20s %+6.2f %%  (%.2f to %.2f over %d rounds; plain %.0f steps/s); inside the fix %.2f %%\n", v, 100*median, 100*e[1], 100*e[m], m, steps*n[v]/plain[v], 100*inside[v]/n[v]
      }
    }' | sort
