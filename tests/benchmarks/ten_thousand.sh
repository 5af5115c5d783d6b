#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Ten thousand points: time and memory of planning, status and the engine itself, with the stand-in for LAMMPS.
#
#   ten_thousand.sh [BUILD]      default: build/dev; needs its test programs
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(realpath "${1:-$source/build/dev}")
work=$(mktemp -d /tmp/softmode-10000-XXXXXX)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache SOFTMODE_LMP=$build/tests/stand_in_lmp

{
  echo "name: many"
  echo "materials:"
  for i in 0 1 2 3 4 5 6 7 8 9; do
    echo "  - {name: m$i, structure: $source/tests/data/copper-formate.cif, potential: $source/tests/data/copper-formate.yaml}"
  done
  cat <<END
temperatures: {from: 100 K, to: 349.75 K, step: 0.25 K}
run:
  timestep: 0.5 fs
  equilibration: 2 ps
  production: 10 ps
  thermostat: {style: langevin, damping: 0.5 ps}
seed: 7
END
} >"$work/many.yaml"

# measure WHAT COMMAND...: wall time and largest memory
measure() {
  local what=$1
  shift
  /usr/bin/time -f "$what: %e s, %M kB" "$@" >"$work/out" 2>"$work/err" || true
  tail -1 "$work/err"
}

cd "$work"
softmode=$build/bin/softmode
measure "plan of 10,000 points" "$softmode" plan many.yaml --without-times
tail -1 "$work/out"
# one point fails, so that no results are worked out: this is about the engine
export STAND_IN_FAILS=m9/1-349.75K-1
measure "running them with the stand-in" "$softmode" run many.yaml -j "$(nproc)"
grep "points failed" "$work/err" || true
measure "status" "$softmode" status many
tail -1 "$work/out"
measure "status --json" "$softmode" status many --json
measure "plan when all but one are complete" "$softmode" plan many.yaml --without-times
tail -1 "$work/out"
echo "most entries of a folder: $(find many -type d -print0 | xargs -0 -n1 sh -c 'ls -A "$0" | wc -l' | sort -n | tail -1)"
