#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# How long `softmode build` takes for HKUST-1, one cell and 2 x 2 x 2, and how the bond search grows with
# the number of atoms up to a million. Run it on a quiet machine.
#
#   cmake --build build/dev --target softmode bond_search
#   tests/benchmarks/build.sh <build folder> [rounds]
#
# Prints the median and the range of the CPU time (user + system) of whole commands.
set -euo pipefail
build=$(realpath "$1") rounds=${2:-5}
structure=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/inputs/structures/hkust-1.cif
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for n in 1 2; do
  for ((round = 0; round < rounds; ++round)); do
    ( TIMEFORMAT='%U %S'
      time "$build/bin/softmode" build "$structure" --supercell "$n" "$n" "$n" -o system >/dev/null ) 2>&1 |
      awk '{print $1 + $2}'
  done | sort -n | awk -v n="$n" '
    {t[NR] = $1}
    END {printf "softmode build %d x %d x %d, %d atoms: %.2f s (%.2f to %.2f, %d rounds)\n",
         n, n, n, 624 * n^3, t[int((NR + 1) / 2)], t[1], t[NR], NR}'
done
"$build/tests/bond_search" "$structure" 1 2 4 6 8 12
