#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Campaigns through a real Slurm: the same results as on this machine, whatever ends on the way.
#
#   slurm_campaign.sh SOFTMODE SOURCE
#
# Exit codes: 0 ok; 1 a difference; 77 Slurm is not installed.
set -euo pipefail
softmode=$1 source=$2
slurm=$source/tests/support/slurm.sh
work=$(mktemp -d /tmp/softmode-slurm-XXXXXX)
export XDG_CACHE_HOME=$work/cache

fail() { echo "slurm_campaign.sh: $*" >&2; exit 1; }
finish() { bash "$slurm" stop "$work/slurm" >/dev/null 2>&1 || true; rm -rf "$work"; }
trap finish EXIT

# campaign NAME PRODUCTION PROTOCOL
campaign() {
  cat >"$work/$1.yaml" <<END
name: $1
materials:
  - name: copper-formate
    structure: $source/tests/data/copper-formate.cif
    potential: $source/tests/data/copper-formate.yaml
temperatures: [100 K, 200 K]
protocol: $3
run:
  timestep: 0.5 fs
  equilibration: 2 ps
  production: $2
  thermostat: {style: langevin, damping: 0.5 ps}
sampling: {resolution: 16 cm-1, asymmetric-range: [1450 cm-1, 1750 cm-1], symmetric-range: [1200 cm-1, 1450 cm-1]}
seed: 7
END
}

# What must not depend on who ran it and how it was interrupted.
products() {
  (cd "$1" && find results points -type f \( -path 'results/*' -o -name '*.dat' -o -name 'spectra*.csv' -o -name bonds.csv \) |
    sort | xargs sha256sum)
}
same() {
  diff <(products "$work/$1") <(products "$work/$2") >&2 || fail "$3: $1 and $2 differ"
  echo "ok: $3"
}

# in_slurm NAME FOLDER SBATCH_OPTIONS RUN_OPTIONS...: in the background
in_slurm() {
  (cd "$work" && exec "$softmode" run "$1.yaml" -o "$2" --executor slurm --sbatch "$3" "${@:4}") >>"$work/$2.out" 2>&1 &
  driver=$!
}
await_file() {
  local end=$((SECONDS + $2))
  until compgen -G "$1" >/dev/null; do
    [ $SECONDS -lt $end ] || fail "no $1 after $2 s"
    sleep 0.2
  done
}

if ! started=$(bash "$slurm" start "$work/slurm"); then
  code=$?
  exit $code
fi
eval "$started"

campaign ramp "20 ps" "{type: ramp, cycles: 1}"
campaign long "600 ps" independent
campaign longer "2000 ps" independent
for name in ramp long longer; do
  (cd "$work" && "$softmode" run $name.yaml -o $name-here) >"$work/$name-here.out" 2>&1 ||
    { cat "$work/$name-here.out" >&2; fail "the campaign $name does not run here"; }
done

# the driver is killed; the jobs go on, and the next driver finds them
in_slurm ramp ramp-killed "--time=10"
await_file "$work/ramp-killed/points/copper-formate/1h-100.00K-1/in.lmp" 60
kill -9 $driver
wait $driver 2>/dev/null || true
in_slurm ramp ramp-killed "--time=10"
wait $driver || { cat "$work/ramp-killed.out" >&2; fail "the second driver failed"; }
grep -q "tasks of this campaign are in the queue already" "$work/ramp-killed.out" || fail "jobs were not found again"
[ "$(squeue --noheader --array --states=all --format %F | sort -u | wc -l)" = 3 ] || fail "jobs were submitted twice"
same ramp-here ramp-killed "a driver that was killed, and a ramp whose jobs depend on each other"

# points of two MPI ranks
"$softmode" run "$work/ramp.yaml" -o "$work/mpi-here" --ranks 2 >"$work/mpi-here.out" 2>&1 ||
  { cat "$work/mpi-here.out" >&2; fail "a campaign of two ranks does not run here"; }
in_slurm ramp mpi "--time=10" --ranks 2
wait $driver || { cat "$work/mpi.out" "$work"/mpi/slurm/*/*.out >&2; fail "two ranks"; }
grep -q '"ranks": 2' "$work"/mpi/points/copper-formate/*/point.json || fail "points did not run on two ranks"
same mpi-here mpi "points of two ranks"

# the node vanishes and comes back
in_slurm long long-vanished "--time=10"
await_file "$work/long-vanished/points/copper-formate/*/checkpoint-2*" 120
sleep 7
bash "$slurm" kill-node "$work/slurm"
until [ -z "$(squeue --noheader --states=RUNNING,COMPLETING)" ]; do sleep 1; done
bash "$slurm" start-node "$work/slurm"
wait $driver || { cat "$work/long-vanished.out" >&2; fail "after the node had vanished"; }
same long-here long-vanished "a node that vanished"

# the time of the job ends before the point: it goes back into the queue, as often as it takes. Slurm looks at times
# now and then only, and sends the signal up to 15 s early
in_slurm longer longer-short "--time=1 --signal=B:TERM@40"
wait $driver || { cat "$work/longer-short.out" "$work"/longer-short/slurm/*/*.out >&2; fail "jobs that were too short"; }
grep -q "goes back into the queue" "$work"/longer-short/slurm/*/*.out || fail "no job ran out of time"
same longer-here longer-short "jobs whose time ended"
