#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What the campaign engine costs: a campaign of equal points of HKUST-1, against LAMMPS run on the same inputs by hand.
#
#   throughput.sh [BUILD] [ROUNDS]      default: build/release, 4 rounds; needs a quiet machine, 3 minutes a round
#
# In turn, because the speed of machines wanders: the campaign, from the command to the report; its points by hand, as
# many at a time as there are processors; one point alone. Prints wall seconds and, per round, both ideals in percent
# of the campaign's throughput: by hand, and points x the speed of a single rank that has the machine for itself.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
softmode=$(realpath "${1:-$source/build/release}")/bin/softmode
rounds=${2:-4}
workers=$(nproc)
points=$((2 * workers))
work=$(mktemp -d /tmp/softmode-throughput-XXXXXX)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive

cat >"$work/campaign.yaml" <<END
name: throughput
materials:
  - {name: hkust-1, structure: $source/inputs/structures/hkust-1.cif, potential: hkust-1-two-state}
temperatures: [300 K]
replicas: $points
run:
  timestep: 0.5 fs
  equilibration: 2 ps
  production: 10 ps
  thermostat: {style: langevin, damping: 2 ps}
seed: 1
END

# wall_s COMMAND...: seconds it took; its output goes to $work/log
wall_s() { (TIMEFORMAT=%R && time "$@" >>"$work/log" 2>&1) 2>&1 || { cat "$work/log" >&2 && exit 1; }; }
campaign() { rm -rf "$work/campaign" && "$softmode" run "$work/campaign.yaml" -o "$work/campaign" --ranks 1 -j "$workers"; }
# by_hand WORKERS FOLDER...: the engine's own inputs, in folders of their own
by_hand() {
  local at_a_time=$1
  shift
  rm -rf "$work/by-hand" && mkdir "$work/by-hand"
  local folder
  for folder; do
    mkdir "$work/by-hand/$(basename "$folder")"
    cp "$folder"/{in,data,potential,host}.lmp "$work/by-hand/$(basename "$folder")"
  done
  # shellcheck disable=SC2086
  printf '%s\n' "$work"/by-hand/* | xargs -P "$at_a_time" -I{} sh -c 'cd {} && exec "$@" -in in.lmp -log none' - $lmp
}

"$softmode" plan "$work/campaign.yaml" >"$work/log" 2>&1    # measures speeds
for ((round = 1; round <= rounds; ++round)); do
  whole=$(wall_s campaign)
  lmp=$(sed -n 's/^hkust-1: \(\/.*lmp.*\)/\1/p' "$work/log" | head -1)
  bare=$(wall_s by_hand "$workers" "$work"/campaign/points/hkust-1/*)
  one=$(wall_s by_hand 1 "$work/campaign/points/hkust-1/1-300.00K-1")
  awk -v w="$whole" -v b="$bare" -v o="$one" -v n="$points" -v p="$workers" 'BEGIN {
    printf "campaign %.1f s; by hand %.1f s (%.1f %%); one alone %.1f s (%.1f %%)\n", w, b, 100 * b / w, o, 100 * o * n / p / w }'
done
