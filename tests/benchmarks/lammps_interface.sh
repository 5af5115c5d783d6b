#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Energies of the potential uff4mof beside those of a deck that lammps_interface writes from the same P1 CIF, both run by
# the same LAMMPS at the positions of that deck. Needs python3 with numpy, scipy, networkx and ase.
# lammps_interface.sh <checkout of lammps_interface> <softmode> <lmp> <cif> ...
# Their deck gets geometric mixing and a shifted cutoff, ours their Z* of Cu4+2: see potentials/README.md for the reasons.
set -euo pipefail
checkout=$(cd "$1" && pwd) softmode=$2 lmp=$3
shift 3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# energies bond angle torsion inversion vdW of the last thermo line
energies() { awk '$1 == "Step" { getline; print $3, $4, $5, $6, $7 }' "$1/log.lammps" | tail -n 1; }
run() { (cd "$1" && "$lmp" -in "$2" > out.txt 2>&1 || { tail -n 20 out.txt >&2; exit 1; }); }
seconds() { date +%s.%N; }

# our potential with Z* (column 8) of Cu4+2 as lammps_interface has it
awk -F, -v OFS=, '$1 == "Cu4+2" { $8 = 2.43; found = 1 } { print } END { exit !found }' \
  "$here/potentials/uff4mof.csv" > "$work/theirs.csv"
printf 'softmode-potential: 1\nname: theirs\nextends: %s\natom-types: theirs.csv\n' \
  "$here/potentials/uff4mof.yaml" > "$work/theirs.yaml"

for cif in "$@"; do
  name=$(basename "$cif" .cif)
  folder=$work/$name
  mkdir -p "$folder"
  "$softmode" convert "$cif" "$folder/$name.cif" > /dev/null
  start=$(seconds)
  (cd "$folder" && PYTHONPATH=$checkout python3 -c "import sys
sys.argv = ['lammps-interface', '-ff', 'UFF4MOF', '$name.cif']
from lammps_interface.cli import main; main()" > deck.out)
  middle=$(seconds)
  "$softmode" build "$folder/$name.cif" -p "$work/theirs.yaml" -o "$folder/ours" > /dev/null
  end=$(seconds)
  thermo='thermo_style custom step pe ebond eangle edihed eimp evdwl
thermo_modify format float %.12g
run 0'
  sed -e 's/^log .*//' -e 's/^pair_modify.*/pair_modify shift yes mix geometric/' "$folder/in.$name" > "$folder/in.theirs"
  printf '%s\nwrite_dump all custom x.dump id x y z modify format float %%.15g\n' "$thermo" >> "$folder/in.theirs"
  sed -e '/^thermo_style/,$d' "$folder/ours/in.lmp" > "$folder/ours/in.compare"
  printf 'change_box all triclinic\nread_dump ../x.dump 0 x y z box yes\n%s\n' "$thermo" >> "$folder/ours/in.compare"
  run "$folder" in.theirs
  run "$folder/ours" in.compare
  echo "$name: deck written in $(echo "$middle - $start" | bc) s by lammps_interface, $(echo "$end - $middle" | bc) s by softmode"
  paste <(printf 'bond\nangle\ntorsion\ninversion\nvdW\n') <(energies "$folder" | tr ' ' '\n') \
    <(energies "$folder/ours" | tr ' ' '\n') |
    awk '{ d = $3 - $2; printf "  %-10s theirs %18.9f  ours %18.9f  relative difference %9.1e\n", $1, $2, $3, ($2 ? d / $2 : d) }'
done
