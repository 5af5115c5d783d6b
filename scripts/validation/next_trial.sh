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
from=()
for earlier in "$@"; do from+=(--from "$(realpath "$earlier")"); done
while read -r material; do
  echo "== $material"
  "$softmode" calibrate "$campaign" --material "$material" -o "$folder/$material" "${from[@]}" --propose < /dev/null
done < <(sed -n 's/^ *- name: *//p' "$campaign")
awk -v inputs="$root/inputs" -v folder="$folder" '
  /^ *- name:/ { material = $3 }
  /structure:/ { sub("\\.\\./\\.\\.", inputs) }
  /potential:/ { sub("potential: .*", "potential: " folder "/" material "/" material ".yaml") }
  { print }' "$campaign" > "$folder/trial.yaml"
echo "next: $softmode run $folder/trial.yaml -o $folder/campaign"
