#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Installs the build tree, moves what was installed, and uses it from elsewhere: command, plugin, data, CMake package.
#   tests/install/check.sh <source folder> <build folder>
set -euo pipefail
source=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
die() { echo "install test: $1" >&2; [ $# -lt 2 ] || cat "$2" >&2; exit 1; }

cmake --install "$build" --prefix "$work/first" >"$work/log" || die "cmake --install failed" "$work/log"
mv "$work/first" "$work/moved"
prefix=$work/moved
mkdir "$work/elsewhere"
cd "$work/elsewhere"

"$prefix/bin/softmode" doctor >"$work/log" || die "doctor found a problem in the installed tree" "$work/log"
grep -q "^ok  *plugin  *$prefix/" "$work/log" || die "doctor took a plugin from outside the installed tree" "$work/log"
"$prefix/bin/softmode" build "$prefix/share/softmode/structures/hkust-1.cif" -p hkust-1 -o hkust-1 >"$work/log" ||
  die "the installed tree cannot build HKUST-1" "$work/log"
grep -q "624 atoms" "$work/log" || die "HKUST-1 should have 624 atoms" "$work/log"
for file in README.md LICENSE doc/compute_carboxylate_state.rst; do
  [ -s "$prefix/share/doc/softmode/$file" ] || die "$file was not installed"
done

cmake -S "$source/tests/install/downstream" -B downstream -DCMAKE_PREFIX_PATH="$prefix" >"$work/log" 2>&1 &&
  cmake --build downstream >>"$work/log" 2>&1 || die "a project cannot use the installed CMake package" "$work/log"
[ "$(downstream/downstream)" = "-0.0200" ] || die "the downstream program should print -0.0200"
echo "installed, moved and used"
