#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Surprise: the Python package jcamp reads a duplicate count of JCAMP-DX (DUP) by its first digit only, so that spectra
# with a flat stretch of ten points or more lose points: it prints that checks failed, and returns them.
#
# A DUP count is a number whose first digit is a letter: "S2" is 12 (McDonald and Wilks, Appl. Spectrosc. 1988, 42, 151,
# doi:10.1366/0003702884428734). Fails if jcamp gives the 24 ordinates, that is if a release mends it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jcamp==1.3.2 numpy==2.2.6
# 40 twelve times, 41, then 41 eleven times more; each line after differences repeats the last ordinate
cat > "$folder/flat.jdx" <<'JDX'
##TITLE=a flat spectrum with one step
##JCAMP-DX=4.24
##DATA TYPE=INFRARED SPECTRUM
##XUNITS=1/CM
##YUNITS=ABSORBANCE
##FIRSTX=1000
##LASTX=1023
##NPOINTS=24
##XFACTOR=1
##YFACTOR=1
##XYDATA=(X++(Y..Y))
1000D0%S1J
1012D1%S1
1023D1
##END=
JDX
"$folder/venv/bin/python" - "$folder/flat.jdx" <<'PY'
import importlib.metadata
import sys

import jcamp

expected = [40.0] * 12 + [41.0] * 12
try:
    seen = [float(y) for y in jcamp.readfile(sys.argv[1])["y"]]
except Exception as error:    # an error would be better than points that are missing
    seen = f"{type(error).__name__}: {error}"
print("jcamp", importlib.metadata.version("jcamp"))
print("expected:", len(expected), "ordinates,", expected)
print("seen:    ", f"{len(seen)} ordinates, {seen}" if isinstance(seen, list) else seen)
sys.exit(seen == expected)
PY
