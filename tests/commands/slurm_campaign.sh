#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Campaigns through a real Slurm: the same results as on this machine, whatever ends on the way.
#
#   slurm_campaign.sh SOFTMODE SOURCE STAND_IN_LMP
#
# Exit codes: 0 ok; 1 a difference; 77 Slurm is not installed.
set -euo pipefail
softmode=$1 source=$2 stand_in=$3
slurm=$source/tests/support/slurm.sh
work=$(mktemp -d /tmp/softmode-slurm-XXXXXX)
export XDG_CACHE_HOME=$work/cache

fail() { echo "slurm_campaign.sh: $*" >&2; exit 1; }
finish() { bash "$slurm" stop "$work/slurm" >/dev/null 2>&1 || true; rm -rf "$work"; }
trap finish EXIT

# campaign NAME PRODUCTION PROTOCOL [TEMPERATURES]
campaign() {
  cat >"$work/$1.yaml" <<END
name: $1
materials:
  - name: copper-formate
    structure: $source/tests/data/copper-formate.cif
    potential: $source/tests/data/copper-formate.yaml
temperatures: [${4:-100 K, 200 K}]
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
  (cd "$work" && exec "$softmode" run "$1.yaml" -o "$2" --executor slurm --poll 5 --sbatch "$3" "${@:4}") >>"$work/$2.out" 2>&1 &
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

# what Slurm allows is asked; options are split as a shell does; a link leads to the same campaign; the stand-in for lmp
# is enough for these
campaign many "20 ps" independent "100 K, 150 K, 200 K, 250 K, 300 K"
sed -i 's/1450 cm-1, 1750 cm-1/1500 cm-1, 1700 cm-1/; s/1200 cm-1, 1450 cm-1/1300 cm-1, 1450 cm-1/' "$work/many.yaml"
export SOFTMODE_LMP=$stand_in
in_slurm many many "--hold --time=10 --comment='two words'" --detach
wait $driver || { cat "$work/many.out" >&2; fail "submitting"; }
grep -q "5 tasks submitted in 2 job arrays" "$work/many.out" || fail "five tasks do not fit into one array of three"
held=$(squeue --noheader --states=PENDING --format %F | sort -u)
[ "$(for job in $held; do scontrol show job "$job"; done | grep -c '^ *Comment=two words *$')" -ge 2 ] ||
  fail "the comment of two words did not arrive"
ln -s "$work/many" "$work/linked"
in_slurm many linked "--time=10"
await_file "$work/linked.out" 30
for job in $held; do scontrol release "$job"; done
wait $driver || { cat "$work/linked.out" >&2; fail "the campaign that a link leads to"; }
grep -q "5 tasks of this campaign are in the queue already" "$work/linked.out" || fail "a link led to another campaign"
echo "ok: arrays of three tasks, options in quotes, a link"

# the controller vanishes while jobs run; unlike jobs, the driver notices
rm -r "$work/many" "$work/linked"
in_slurm many away "--hold --time=10"
await_file "$work/away/slurm/0-3" 30
sleep 12 # until slurmctld has written down that it has these jobs
bash "$slurm" kill-controller "$work/slurm"
end=$((SECONDS + 120))
until grep -q "the jobs go on, Slurm is asked again in" "$work/away.out"; do
  [ $SECONDS -lt $end ] || fail "the driver does not say that nobody answers"
  sleep 0.5
done
bash "$slurm" start-controller "$work/slurm"
for job in $(squeue --noheader --states=PENDING --format %F | sort -u); do scontrol release "$job"; done
wait $driver || { cat "$work/away.out" >&2; fail "after the controller had vanished"; }
grep -q "Slurm answers again" "$work/away.out" || fail "the driver does not say that Slurm answers again"
[ "$(squeue --noheader --array --states=all --format '%j %F' | grep -c "$(sed -n "s/.*'\(.*\)' --chain.*/\1/p" "$work/away/slurm/work.sh" | tr -d '\n' | sha256sum | cut -c1-12)")" = 5 ] ||
  fail "a task was submitted twice"
echo "ok: a controller that vanished"

# within a step of srun, as in srun --pty bash: a serial lmp is no rank of that step
unset SOFTMODE_LMP
campaign step "40 ps" independent
(cd "$work" && srun --ntasks=1 "$softmode" run step.yaml -o step) >"$work/step.out" 2>&1 ||
  { cat "$work/step.out" >&2; fail "a campaign within srun"; }
(cd "$work" && "$softmode" run step.yaml -o step-here) >"$work/step-here.out" 2>&1 || fail "the same outside"
same step-here step "a campaign within a step of srun"
