#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Runs every example input as a user does.
#   tests/styles/check_examples.sh <source folder> <lmp> <plugin>
set -euo pipefail
source=$1 lmp=$2 plugin=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$source"/inputs/examples/* "$work"
cd "$work"
count=0
for input in in.*; do
  OMP_NUM_THREADS=1 "$lmp" -in "$input" -var plugin "$plugin" -log "log.$input" >"out.$input" 2>&1 ||
    { echo "examples: $input failed" >&2; tail -n 20 "out.$input" >&2; exit 1; }
  grep -q "^Loop time" "log.$input" || { echo "examples: $input ran no dynamics" >&2; exit 1; }
  ! grep "WARNING" "log.$input" >&2 || { echo "examples: $input warns" >&2; exit 1; }
  count=$((count + 1))
done
[ "$count" -ge 7 ] || { echo "examples: only $count inputs" >&2; exit 1; }
echo "$count examples ran"
