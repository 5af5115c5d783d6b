#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Small inputs that go wrong: runs every case of a folder and compares with what is right.
#
#   scripts/cases.sh [--only REGEX] FOLDER
#
# FOLDER holds chem, cif, formats, jdx, slurm, smallcell and spectra. What is right stands in tests/cases/expected.tsv, one line
# a case. Files of FOLDER that no line names are reported as 'no expectation', with what a usual command gave; they fail
# nothing.
#
# SOFTMODE               the program (default: build/release/bin/softmode, else build/dev/bin/softmode)
# SOFTMODE_CASE_TIMEOUT  seconds for one case (default 240)
#
# Exit codes: 0 all as expected; 1 a case differs; 2 usage.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
only=.
if [ "${1:-}" = --only ]; then only=${2:?--only needs a regular expression}; shift 2; fi
if [ $# -ne 1 ] || [ ! -d "$1" ]; then sed -n '3,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; fi
folder=$(cd "$1" && pwd)
SOFTMODE=${SOFTMODE:-$(ls "$root"/build/{release,dev}/bin/softmode 2>/dev/null | head -1)}
[ -x "${SOFTMODE:-}" ] || { echo "cases: no softmode; build it, or set SOFTMODE" >&2; exit 2; }
export SOFTMODE=$(realpath "$SOFTMODE") CASES=$folder
export POTENTIALS=$root/potentials
limit=${SOFTMODE_CASE_TIMEOUT:-240}
work=$(mktemp -d /tmp/softmode-cases-XXXXXX)
trap 'rm -rf "$work"' EXIT

# What commands of the table may call.

softmode() { "$SOFTMODE" "$@"; }

# Energy of a structure per atom as LAMMPS gives it: structure, options of build.
energy_per_atom() {
  local out lmp
  out=$(mktemp -d ./energy-XXXXXX)
  softmode build "$1" -o "$out" "${@:2}" >"$out/build.out" 2>&1 || { cat "$out/build.out" >&2; return 1; }
  lmp=$(softmode doctor 2>/dev/null | awk '$2 == "LAMMPS" {print $NF}')
  sed -i 's/^run /thermo_modify format float %.15g\nrun /' "$out/in.lmp"
  (cd "$out" && "$lmp" -in in.lmp -log log.lammps >lmp.out 2>&1) || { tail -3 "$out/lmp.out" >&2; return 1; }
  awk '$2 == "atoms" {n = $1} seen {printf "%.15g\n", $2 / n; exit} $1 == "Step" && $2 == "PotEng" {seen = 1}' \
    "$out/data.lmp" "$out/log.lammps"
}

# The energy must not depend on how often the cell is repeated: structure.
same_energy_in_a_larger_cell() {
  local own larger
  own=$(energy_per_atom "$1") || return 1
  larger=$(energy_per_atom "$1" --supercell 2 2 2 2>refused.txt) || larger=$(energy_per_atom "$1" --supercell 4 4 4) || return 1
  awk -v a="$own" -v b="$larger" 'BEGIN {d = (a - b) / b; if (d < 0) d = -d
    printf "energy per atom %.12g and %.12g kcal/mol: relative difference %.1e, %s 1e-9\n", a, b, d, d <= 1e-8 ? "within" : "above"}'
}

# A campaign folder with the stand-ins' files here, and stand-ins first in PATH: names of stand-ins.
campaign_with() {
  cp -r "$CASES/slurm/." campaign && chmod -R u+w campaign
  sed -i "s|^extends:.*|extends: $POTENTIALS/base.yaml|" campaign/copper-formate.yaml
  export FAKE_LOG=$PWD/fake.log PATH=$CASES/slurm/$1:$PATH
  : >"$FAKE_LOG"
}
in_slurm() { softmode run campaign/ramp.yaml -o ramp --executor slurm "$@"; }

# Two drivers at once: the queue of the other must not be taken for one's own. A has three tasks in its queue.
two_drivers() {
  campaign_with ok
  in_slurm --detach >first.txt 2>&1 || { cat first.txt; return 1; }
  grep -o 'job-name=[^ ]*' fake.log | head -1 | sed 's/job-name=//; s/-[0-9]*-[0-9]*$//' >fake.log.hash
  local before after own=$PATH
  before=$(grep -c ^sbatch fake.log)
  PATH=$CASES/slurm/raceA:$own; in_slurm --detach >a.txt 2>&1 & local a=$!
  sleep 1
  PATH=$CASES/slurm/raceB:$own; FAKE_LOG=$PWD/other.log
  softmode run campaign/ramp.yaml -o other --executor slurm --detach >b.txt 2>&1; local b=$?
  wait $a || { cat a.txt; return 1; }
  after=$(grep -c ^sbatch fake.log)
  cat a.txt b.txt
  echo "other driver: exit $b, $(grep -c ^sbatch other.log) arrays; submitted twice: $((after - before))"
}

export -f softmode energy_per_atom same_energy_in_a_larger_cell campaign_with in_slurm two_drivers

# command, files -> output.txt and the exit code in $code
run_command() {
  local command=$1 files=""; shift
  files=$(printf '%q ' "$@")
  rm -rf "$work/here"; mkdir "$work/here"
  (cd "$work/here" && XDG_CACHE_HOME=$work/cache timeout -k 5 "$limit" bash -c "${command//'{F}'/${files% }}") >"$work/raw.txt" 2>&1
  code=$?
  sed "s|$folder/[^:]*/\([^:/]*\.[A-Za-z]*\)|FILE|g" "$work/raw.txt" >"$work/output.txt"    # names of files prove nothing
}

# What was wrong with the output, or nothing: expected exit, expected patterns joined by ' && ', '!' before what must not be there.
difference() {
  local pattern rest=$2
  [[ $code =~ ^($1)$ ]] || { echo "exit $code"; return; }
  while [ -n "$rest" ]; do
    pattern=${rest%% && *}
    [ "$pattern" = "$rest" ] && rest="" || rest=${rest#* && }
    case $pattern in
      !*) grep -qiE -- "${pattern#!}" "$work/output.txt" && { echo "has /${pattern#!}/"; return; } ;;
      *) grep -qiE -- "$pattern" "$work/output.txt" || { echo "lacks /$pattern/"; return; } ;;
    esac
  done
}

# The line that tells most: of an error, else the first.
gist() { (grep -m1 -iE 'error|softmode: |refused' "$work/output.txt" || head -1 "$work/output.txt") | cut -c1-110; }

passed=0 failed=0
declare -A named
printf '%-42s %-34s %s\n' id expected got
while IFS=$'\t' read -r id files exit_code pattern command; do
  case $id in '' | '#'* | id) continue ;; esac
  mapfile -t found < <(compgen -G "$folder/$files" | sort -V)
  for f in "${found[@]}"; do named[$f]=1; done
  [[ $id =~ $only ]] || continue
  expected="exit $exit_code${pattern:+, $pattern}"
  if [ ${#found[@]} -eq 0 ]; then
    printf '%-42s %-34s %s\n' "$id" "${expected:0:34}" "not in this folder"
    continue
  fi
  run_command "$command" "${found[@]}"
  wrong=$(difference "$exit_code" "$pattern")
  if [ -z "$wrong" ]; then
    passed=$((passed + 1))
    printf '%-42s %-34s %s\n' "$id" "${expected:0:34}" ok
  else
    failed=$((failed + 1))
    printf '%-42s %-34s %s\n' "$id" "${expected:0:34}" "DIFFERS: $wrong: $(gist)"
  fi
done <"$root/tests/cases/expected.tsv"

while read -r f; do
  [ -z "${named[$f]:-}" ] && [[ ${f#"$folder"/} =~ $only ]] || continue
  case ${f#"$folder"/} in
    cif/* | formats/*) command="softmode inspect {F}" ;;
    chem/* | smallcell/*) command="softmode build {F}" ;;
    spectra/* | jdx/*) command="softmode fit {F} --bootstrap 0" ;;
    *) continue ;;
  esac
  run_command "$command" "$f"
  printf '%-42s %-34s %s\n' "${f#"$folder"/}" "no expectation" "exit $code: $(gist)"
done < <(find "$folder" -type f | sort)

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
