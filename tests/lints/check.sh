#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Rules of the repository that no compiler checks. Prints every breach; exit 1 if there is one.
set -u
cd "$1" || exit 1
failed=0
breach() { echo "lint: $*"; failed=1; }
files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done; }

# an SPDX line in each file that can carry one; GPL-2.0 in plugin/, BSD-3-Clause elsewhere
while read -r f; do
  case $f in
    LICENSE | LICENSES/* | *.json | *.md | .gitignore | .clang-* | */.npmrc | *.dump | *.png | inputs/validation/results/*) continue ;;
  esac
  spdx=$(grep -m1 -o 'SPDX-License-Identifier: [A-Za-z0-9.-]*' "$f" | cut -d' ' -f2)
  case $f in
    plugin/CMakeLists.txt | plugin/doc/*) want='BSD-3-Clause|GPL-2.0-only' ;;
    plugin/*) want=GPL-2.0-only ;;
    inputs/structures/*) want='BSD-3-Clause|CC-BY-4.0' ;;
    *) want=BSD-3-Clause ;;
  esac
  [[ "$spdx" =~ ^($want)$ ]] || breach "$f: SPDX '$spdx', expected $want"
done < <(files)

# what each folder may include
fence() { # folder pattern-of-forbidden-includes why
  local hits
  hits=$(files "$1" | grep -E '\.(h|cpp)$' | xargs -r grep -nE "#include [\"<]($2)" || true)
  [ -z "$hits" ] || breach "$3: $hits"
}
fence plugin/core 'atom\.h|lammps\.h|comm\.h|pointers\.h|mpi\.h|styles/|compat/|results/|campaign/' 'plugin/core is free of LAMMPS'
fence analysis 'core/|styles/|campaign/|results/|structure/|yaml-cpp|gemmi|fftw3' 'analysis depends on definitions, Eigen, Ceres and fmt'
fence driver 'core/|styles/|compat/|lammps\.h|library\.h|mpi\.h' 'driver never includes the plugin or LAMMPS'

# one name per style: source, doc page, test; and a row in plugin.cpp
for header in $(grep -lE '^(Compute|Fix|Bond|Angle|Dihedral)Style\(' plugin/styles/*.h); do
  line=$(grep -m1 -E '^(Compute|Fix|Bond|Angle|Dihedral)Style\(' "$header")
  kind=$(echo "$line" | sed 's/Style(.*//' | tr 'A-Z' 'a-z')
  style=$(echo "$line" | sed 's/.*(\([^,]*\),.*/\1/')
  name=${style//\//_}
  [ "$(basename "$header")" = "${kind}_$name.h" ] || breach "$header holds $kind style $style"
  [ -f "plugin/styles/${kind}_$name.cpp" ] || breach "$kind style $style: no source"
  ls plugin/doc/*_"$name".rst >/dev/null 2>&1 || breach "$kind style $style: no doc page"
  ls tests/styles/test_*_"$name".cpp >/dev/null 2>&1 || breach "$kind style $style: no test"
  [ "$kind $style" = "fix carboxylate/state" ] || [ -f "inputs/examples/in.${kind}_$name" ] ||
    breach "$kind style $style: no example"
  grep -q "\"$style\"" plugin/plugin.cpp || breach "$kind style $style: not registered"
done

# every test source is compiled, every data file of bad input carries its expectation
for f in $(files tests | grep -E 'test_.*\.cpp$'); do
  grep -q "${f#tests/}" tests/CMakeLists.txt || breach "$f is in no test program"
done
for f in $(files tests/driver/bad); do
  grep -q '^# expect [0-9]*: ' "$f" || breach "$f carries no expectation"
done
for f in $(files tests/analysis/spectra/bad); do
  grep -q ' expect: ' "$f" || breach "$f carries no expectation"
done

# only main.cpp, which asks for a report, and what stands between gemmi's exceptions and a message may catch everything
hits=$(files driver analysis | grep -E '\.(h|cpp)$' | grep -v -E '^driver/(main|structure/cif_symmetry)\.cpp$' |
  xargs grep -nE 'catch \((const )?std::exception\b' || true)
[ -z "$hits" ] || breach "catches bugs, too (AnalysisError or Error?): $hits"

# no package registry is named, nothing is left over
hits=$(files | grep -v -E '^tests/lints/' | xargs grep -nIE 'registry\.[a-z]+\.[a-z]+|registry\.npmjs|pypi\.org|deb\.debian\.org|conda\.anaconda' || true)
[ -z "$hits" ] || breach "a package registry is named: $hits"
hits=$(files '*.h' '*.cpp' '*.sh' '*.cmake' '*CMakeLists.txt' | grep -v -E '^tests/lints/' | xargs grep -nE '\b(TODO|FIXME|XXX)\b' || true)
[ -z "$hits" ] || breach "left over: $hits"

# formatting, where the formatter is the one of Debian 12; others differ in details
if clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
  files '*.h' '*.cpp' | xargs clang-format --dry-run --Werror 2>&1 | grep -m 20 'error:' && breach "run clang-format -i on the files above"
else
  echo "lint: formatting not checked: clang-format 14 is not installed"
fi
exit $failed
