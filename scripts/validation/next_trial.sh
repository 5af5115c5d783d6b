#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The next calibration trial of inputs/validation/campaigns/calibration.yaml: next_trial.sh FOLDER CAMPAIGN_FOLDER...
# For each material `softmode calibrate --propose` takes the campaigns that were run (earlier trials, of potentials that differ in nothing but dk and df) and
# writes FOLDER/<material>/<material>.yaml; FOLDER/trial.yaml is the campaign with these potentials, to be run with
# `softmode run FOLDER/trial.yaml -o FOLDER/campaign`.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '3,6s/^# //p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
softmode=${SOFTMODE:-$root/build/release/bin/softmode}
campaign=$root/inputs/validation/campaigns/calibration.yaml
folder=$(realpath -m "$1")
shift
while read -r material; do
  echo "== $material"
  from=()
  for earlier in "$@"; do
    ! compgen -G "$earlier/points/$material/*/point.json" > /dev/null || from+=(--from "$(realpath "$earlier")")
  done
  if [ ${#from[@]} -eq 0 ]; then
    echo "in none of the campaigns; the trial has the potential of $campaign"
    continue
  fi
  "$softmode" calibrate "$campaign" --material "$material" -o "$folder/$material" "${from[@]}" --propose < /dev/null
done < <(sed -n 's/^ *- name: *//p' "$campaign")
mkdir -p "$folder"
awk -v inputs="$root/inputs" -v folder="$folder" '
  /^ *- name:/ { material = $3 }
  /structure:/ { sub("\\.\\./\\.\\.", inputs) }
  /potential:/ {
    made = folder "/" material "/" material ".yaml"
    if (system("test -f " made) == 0) sub("potential: .*", "potential: " made)
  }
  { print }' "$campaign" > "$folder/trial.yaml"
echo "next: $softmode run $folder/trial.yaml -o $folder/campaign"
