#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The report of a real campaign, in Chromium: what holds for every report; its figures as files; a report that is watched.
#
#   check_campaign.sh SOFTMODE SOURCE      with SOFTMODE_NODE_MODULES, see modules.mjs
set -euo pipefail
softmode=$1 source=$2
work=$(mktemp -d /tmp/softmode-report-campaign-XXXXXX)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
fail() { echo "check_campaign.sh: $*" >&2; exit 1; }

"$softmode" run "$source/tests/data/small-campaign.yaml" -o "$work/small" >"$work/run.out" 2>&1 &
run=$!
until [ -f "$work/small/manifest.json" ]; do
  kill -0 $run 2>/dev/null || { cat "$work/run.out" >&2; fail "the campaign does not run"; }
  sleep 0.1
done
"$softmode" report "$work/small" --watch 1 >"$work/watch.out" 2>&1 || { cat "$work/watch.out" >&2; fail "report --watch"; }
wait $run || { cat "$work/run.out" >&2; fail "the campaign failed"; }
grep -qE "^(not yet|[0-9]+ points): " "$work/watch.out" || fail "report --watch did not look while the campaign ran"
grep -q "^report: " "$work/watch.out" || fail "report --watch did not end with the whole report"

SOFTMODE_REPORT=$work/small/report.html node --test "$source/tests/report/"

for format in svg png; do
  "$softmode" report "$work/small" --figures $format >"$work/figures.out" 2>&1 || { cat "$work/figures.out" >&2; fail "--figures $format"; }
  figures=$(find "$work/small/figures" -name "*.$format" | wc -l)
  [ "$figures" -ge 8 ] || fail "$figures figures as $format, expected 8 or more"
  for file in "$work"/small/figures/*."$format"; do
    case $format in
      svg) grep -q "<svg " "$file" && tail -c 7 "$file" | grep -q "</svg>" || fail "$file is no SVG" ;;
      png) [ "$(head -c 8 "$file" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "$file is no PNG" ;;
    esac
  done
done
echo "$figures figures as SVG and PNG"
