#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What a term of the bonded styles costs against a term of LAMMPS's class2 angle, which is built here
# as a plugin of its own with the flags of the release preset (-O3 -DNDEBUG).
#
#   tests/benchmarks/terms.sh <LAMMPS> <plugin> <molecules> <steps per turn> <rounds> [variant...]
#
# <LAMMPS> is what SOFTMODE_LAMMPS is, with src/CLASS2. Molecules O-M-O-C-O of realistic lengths and
# angles, half of them loose, which do not move, have one term of each kind; a turn has one style and
# every other style zero. First instructions per term (callgrind; those of the same steps without
# any style are taken off), if valgrind is there; then times (Bond line of LAMMPS, CPU time) from rounds in
# which the variants take turns in one process: median, range, and median of the ratio to class2 in
# the same round. "forces": most steps of a run; "+ virial": energy and virial too, as with fix npt.
set -euo pipefail
lammps=$1 plugin=$(realpath "$2") molecules=$3 steps=$4 rounds=$5
shift 5
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lmp=$lammps/bin/lmp
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1
cd "$work"

abi=$("$lmp" -h | grep -oE -e '-DLAMMPS_[A-Z]+' | grep -v EXCEPTIONS | tr '\n' ' ')
# shellcheck disable=SC2046,SC2086
"${CXX:-g++}" -std=c++17 -O3 -DNDEBUG -fPIC -fvisibility=hidden -shared $abi -DOMPI_SKIP_MPICXX -DMPICH_SKIP_MPICXX \
  -isystem "$lammps/src" -I "$lammps/src/CLASS2" $(mpicxx --showme:compile) \
  "$here/class2_plugin.cpp" "$lammps/src/CLASS2/angle_class2.cpp" -o class2plugin.so

data() { # molecules
  awk -v molecules="$1" '
    function shake() {return 0.1*(rand()-0.5)}
    BEGIN {
      srand(4711)
      edge=1; while (edge^3<molecules) edge++
      printf "\n%d atoms\n%d bonds\n%d angles\n%d dihedrals\n", 5*molecules, molecules, 2*molecules, molecules
      printf "1 atom types\n1 bond types\n2 angle types\n1 dihedral types\n"
      split("x y z", axis, " ")
      for (k=1;k<=3;k++) printf "0 %d %slo %shi\n", 8*edge, axis[k], axis[k]
      printf "\nMasses\n\n1 12\n\nAtoms\n\n"
      for (m=0;m<molecules;m++) {
        r1=rand()<0.5 ? 1.95 : 2.10; r2=rand()<0.5 ? 1.95 : 2.10
        split(sprintf("0 %f 0 0 0 0 %f 0 0 %f 1.097 0 %f 1.0 0", -r2, r1, r1+0.633, r1+1.88), x, " ")
        for (a=0;a<5;a++)
          printf "%d %d 1 %f %f %f\n", 5*m+a+1, m+1, 2+8*(m%edge)+x[3*a+1]+shake(),
            4+8*(int(m/edge)%edge)+x[3*a+2]+shake(), 4+8*int(m/edge^2)+x[3*a+3]+shake()
      }
      printf "\nBonds\n\n"; for (m=0;m<molecules;m++) printf "%d 1 %d %d\n", m+1, 5*m+2, 5*m+3
      printf "\nAngles\n\n"
      for (m=0;m<molecules;m++) printf "%d 1 %d %d %d\n", 2*m+1, 5*m+2, 5*m+3, 5*m+4
      for (m=0;m<molecules;m++) printf "%d 2 %d %d %d\n", 2*m+2, 5*m+1, 5*m+2, 5*m+3
      printf "\nDihedrals\n\n"
      for (m=0;m<molecules;m++) printf "%d 1 %d %d %d %d\n", m+1, 5*m+2, 5*m+3, 5*m+4, 5*m+5
    }'
}

order=(class2 angle_coupled angle_metal_fourier angle_metal_periodic angle_metal_harmonic dihedral_coupled
  twostate bond_morse bond_harmonic)
variants=("$@")
[ $# -gt 0 ] || variants=("${order[@]}")
metal='angle carboxylate/metal 1 both 0.17 2.0 0.04'
# kind, style, the angle type that is turned off meanwhile, coefficients
declare -A style=(
  [zero]=''
  [class2]='angle class2 2'
  [angle_coupled]='angle carboxylate/coupled 2 58.9 11.8 122.02 -45 1.265 2.0 0.04'
  [angle_metal_fourier]="$metal fourier 100 0.34 -0.02 0.33"
  [angle_metal_periodic]="$metal periodic 131 1 4"
  [angle_metal_harmonic]="$metal harmonic 100 95"
  [dihedral_coupled]='dihedral carboxylate/coupled 0 60 1.265 2.0 0.04'
  [twostate]='bond twostate 0 105 1.95 6.9 2.10 1.33 0.5'
  [bond_morse]='bond morse 0 50 1.45 1.985'
  [bond_harmonic]='bond harmonic 0 105 1.985')
turn_on() { # variant
  local kind name off coefficients
  read -r kind name off coefficients <<<"${style[$1]}"
  [ -n "$kind" ] || return 0
  [ "$off" = 0 ] || printf 'delete_bonds all angle %d any\n' "$off"
  printf '%s_style %s\n' "$kind" "$name"
  if [ "$name" = class2 ]; then
    printf 'angle_coeff * 122 50 -10 5\nangle_coeff * bb 20 1.985 1.265\nangle_coeff * ba 10 12 1.985 1.265\n'
  else
    printf '%s_coeff * %s\n' "$kind" "$coefficients"
  fi
}
turn_off() { # variant
  local kind name off coefficients
  read -r kind name off coefficients <<<"${style[$1]}"
  printf '%s_style zero\n%s_coeff *%s\n' "$kind" "$kind" "$([ "$kind" = angle ] && echo ' 120')"
  [ "$off" = 0 ] || printf 'delete_bonds all angle %d undo\n' "$off"
}
begin="plugin load $plugin
plugin load ./class2plugin.so
units real
atom_style molecular
pair_style none
comm_modify cutoff 8.0
bond_style zero nocoeff
angle_style zero
dihedral_style zero
neigh_modify delay 1000000 every 1000000 check no
read_data data.lmp
bond_coeff *
angle_coeff * 120
dihedral_coeff *
thermo_style custom step pe press
timer full"

instructions() { # variant run-commands
  { echo "$begin" && turn_on "$1" && printf '%b\n' "$2"; } >in.count
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$lmp" -in in.count -log none -screen none 2>&1 >/dev/null |
    awk '/Collected :/ {print $4}'
}
if command -v valgrind >/dev/null; then
  terms=2000 more=10
  data $terms >data.lmp
  declare -A per_step
  echo "instructions per term          forces    + virial"
  for v in zero "${variants[@]}"; do
    once=$(instructions "$v" 'thermo 1000\nrun 1')
    forces=$(instructions "$v" "thermo 1000\nrun $((1 + more))")
    virial=$(instructions "$v" "thermo 1\nrun $((1 + more))")
    per_step[$v]="$(((forces - once) / more)) $(((virial - once) / more))"
    [ "$v" = zero ] || echo "$v ${per_step[$v]} ${per_step[zero]}" |
      awk -v terms=$terms '{printf "%-28s %8.0f %11.0f\n", $1, ($2-$4)/terms, ($3-$5)/terms}'
  done
fi

data "$molecules" >data.lmp
{
  echo "$begin"
  for ((r = 0; r < rounds; r++)); do
    for v in "${variants[@]}"; do
      turn_on "$v"
      printf 'thermo 1000000\nprint "turn %s forces"\nrun %d\n' "$v" "$steps"
      printf 'thermo 1\nprint "turn %s virial"\nrun %d\n' "$v" "$steps"
      turn_off "$v"
    done
  done
} >in.bench
"$lmp" -in in.bench -log log.bench -screen none
echo "ns per term (range over $rounds rounds), ratio to class2"
awk '/^turn /{name=$2 " " $3} /^Bond  /{split($0, c, "|"); print name, c[3]*c[6]/100}' log.bench |
  awk -v terms="$molecules" -v steps="$steps" '
    function median(text,   v, n, i, j, t) {
      n=split(text, v, " ")
      for (i=1;i<=n;i++) for (j=i+1;j<=n;j++) if (v[j]+0<v[i]+0) {t=v[i];v[i]=v[j];v[j]=t}
      low=v[1]; high=v[n]
      return n%2 ? v[(n+1)/2] : (v[n/2]+v[n/2+1])/2
    }
    {
      ns=1e9*$3/terms/steps; key=$1 " " $2
      if (!(key in time)) order[++kinds]=key
      if ($1=="class2") class2[$2]=ns
      time[key]=time[key] " " ns
      if ($2 in class2) ratio[key]=ratio[key] " " ns/class2[$2]
    }
    END {
      for (k=1;k<=kinds;k++) {
        m=median(time[order[k]]); from=low; to=high
        split(order[k], w, " ")
        printf "%-22s %-7s %6.1f (%.1f to %.1f)", w[1], w[2], m, from, to
        m=median(ratio[order[k]]); printf "  %.2f (%.2f to %.2f)\n", m, low, high
      }
    }'
