#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Reproduces the validation: scripts/validate.sh [-o FOLDER] [--collect] [slopes|truth|lindemann|modes|limits|predictions ...]
# All parts without a name. Campaigns go to FOLDER (default: validation, here), tables to inputs/validation/results. It can be
# interrupted at any moment; the same command goes on. --collect runs nothing and takes what is complete.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
softmode=${SOFTMODE:-$root/build/release/bin/softmode}
inputs=$root/inputs/validation
results=$inputs/results
folder=$PWD/validation
collect_only=no
parts=()
while [ $# -gt 0 ]; do
  case $1 in
    -o) folder=$(realpath -m "${2:?-o needs a folder}"); shift ;;
    --collect) collect_only=yes ;;
    slopes | truth | lindemann | modes | limits | predictions) parts+=("$1") ;;
    *) echo "validate.sh: no part '$1'; there are: slopes truth lindemann modes limits predictions" >&2; exit 2 ;;
  esac
  shift
done
[ ${#parts[@]} -gt 0 ] || parts=(modes truth slopes lindemann limits predictions)
[ -x "$softmode" ] || { echo "validate.sh: there is no $softmode; run scripts/bootstrap.sh first, or set SOFTMODE" >&2; exit 13; }
mkdir -p "$folder"

# run a campaign to its end, or only work out the results of what is complete; fails where nothing is
ready() {
  local code=0
  if [ "$collect_only" = no ]; then
    "$softmode" run "$inputs/campaigns/$1.yaml" -o "$folder/$1" || code=$?
  elif [ -d "$folder/$1" ]; then
    "$softmode" report "$folder/$1" > /dev/null || code=$?
  else
    code=1
  fi
  # 15: stretches of some material have no place; the tables are written, and it was said which
  [ "$code" -ne 15 ] || [ ! -f "$folder/$1/results/provenance.json" ] || code=0
  [ "$code" -eq 0 ] || [ "$collect_only" = yes ] || exit "$code"
  [ "$code" -eq 0 ] || echo "validate.sh: nothing of $1 to collect" >&2
  return "$code"
}

# take FILES of a campaign's results
take() {
  local name=$1 part=$2 file
  shift 2
  mkdir -p "$results/$part/$name"
  for file in "$@"; do
    [ ! -f "$folder/$name/results/$file" ] || cp "$folder/$name/results/$file" "$results/$part/$name/$(echo "$file" | tr / -)"
  done
}

of_every_campaign="populations.csv peaks.csv slopes.csv vant_hoff.csv kinetics.csv activation.csv denticity.csv lindemann.csv \
  lindemann_crossings.csv comparison.csv branches.csv flagged.csv spectra_vant_hoff.csv provenance.json"

compared() {
  local output=$results/$1 name
  shift
  local folders=()
  for name in "$@"; do
    if [ -d "$folder/$name/results" ]; then
      folders+=("$folder/$name")
    elif [ -f "$output/$name/comparison.csv" ]; then
      echo "validate.sh: $name is as published in $output/$name" >&2
      folders+=("$output/$name")
    fi
  done
  [ ${#folders[@]} -gt 0 ] || return 0
  "$softmode" compare "${folders[@]}" --descriptors "$inputs/descriptors.csv" -o "$output"
}

slopes() {
  local name
  for name in slopes-uncalibrated slopes-transferred slopes-calibrated; do
    # shellcheck disable=SC2086
    ! ready $name || take $name slopes $of_every_campaign
  done
  compared slopes slopes-uncalibrated slopes-transferred slopes-calibrated
}

truth() {
  one_moving_band
  ready truth || return 0
  # shellcheck disable=SC2086
  take truth truth $of_every_campaign spectra_K.csv
  local stretch material
  for material in hkust-1.hkust-1-two-state hkust-1.hkust-1; do
    for stretch in asymmetric asymmetric-fixed-centres infrared-asymmetric; do
      take truth truth "spectra/$material/$stretch/models.csv" "spectra/$material/$stretch/bands.csv"
    done
  done
  gnuplot -e "table='$results/truth/truth/spectra_K.csv'; output='$results/truth/truth.svg'" "$root/scripts/validation/truth.gp"
}

# no simulation: Gaussians of a constant width that move at a constant rate from 1594.8 to 1589.0 cm-1, as the measured band of
# HKUST-1 does, and what the experiment's analysis, two Gaussians at 1596 and 1587 cm-1, makes of them
one_moving_band() {
  local fwhm place=$folder/one-band
  mkdir -p "$place" "$results/truth"
  for fwhm in 12 17 25; do
    awk -v w=$fwhm 'BEGIN {
      printf "wavenumber_cm-1"; for (i = 0; i < 7; i++) printf ",%g", 173.15 + 50 * i; print ""
      for (x = 1540; x <= 1640; x++) {
        printf "%g", x
        for (i = 0; i < 7; i++) printf ",%.9f", exp(-4 * log(2) * ((x - 1594.8 + 5.8 * i / 6) / w) ^ 2)
        print ""
      }
    }' > "$place/fwhm-$fwhm.csv"
    "$softmode" fit "$place/fwhm-$fwhm.csv" --centres 1596,1587 --figures no -o "$place/fit-$fwhm" > /dev/null
  done
  {
    echo "# van't Hoff parameters that two Gaussians at 1596 and 1587 cm-1 find in one Gaussian that moves from 1594.8 to 1589.0 cm-1"
    python3 "$root/scripts/validation/one_band.py" $(for fwhm in 12 17 25; do echo "$fwhm=$place/fit-$fwhm/vant_hoff.csv"; done)
  } > "$results/truth/one-band.csv"
}

lindemann() {
  local name
  for name in melt-0.10 melt-0.15 melt-zif-4; do
    ! ready $name || take $name lindemann lindemann.csv melting.csv lindemann_crossings.csv flagged.csv provenance.json
  done
}

modes() {
  local material potential
  for material in hkust-1 mof-5 uio-66 mil-125 zn-mof-74; do
    potential=$material
    case $material in hkust-1 | mof-5) potential=$inputs/potentials/$material-uncalibrated.yaml ;; esac
    [ "$collect_only" = yes ] || [ -f "$folder/modes/$material/modes.csv" ] ||
      "$softmode" modes "$root/inputs/structures/$material.cif" -p "$potential" -o "$folder/modes/$material"
  done
  mkdir -p "$results/modes"
  python3 "$root/scripts/validation/bands.py" "$folder/modes" "$root/inputs/reference/dft-infrared.csv" "$folder/bands"
  cp "$folder/bands/bands.csv" "$results/modes/"
  gnuplot -e "folder='$folder/bands'; reference='$root/inputs/reference/dft-infrared.csv'; output='$results/modes/modes.svg'" \
    "$root/scripts/validation/modes.gp"
}

limits() {
  local name all=(base quantum csvr nose-hoover friction relaxed-cell length size segment-4 segment-16)
  for name in "${all[@]}"; do
    ! ready "limits-$name" || take "limits-$name" limits comparison.csv slopes.csv peaks.csv vant_hoff.csv populations.csv flagged.csv provenance.json
  done
  compared limits "${all[@]/#/limits-}"
  [ ! -d "$folder/limits-quantum/modes" ] ||
    { python3 "$root/scripts/validation/zero_point.py" "$folder/limits-quantum" > "$results/limits/part" && mv "$results/limits/part" "$results/limits/zero_point.csv"; }
}

predictions() {
  # shellcheck disable=SC2086
  ! ready predictions || take predictions predictions $of_every_campaign
}

for part in "${parts[@]}"; do
  echo "== $part"
  $part
done
