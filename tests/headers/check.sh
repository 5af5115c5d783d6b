#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Compiles the sources of the plugin against the headers of newer LAMMPS releases, with the project's warnings as errors.
#   tests/headers/check.sh <source folder> [<LAMMPS the plugin is built for>]
#
# The headers are those of Debian's source packages of other releases, from the machine's own mirror, kept in
# SOFTMODE_CACHE/headers-<codename>-<version> (default ~/.cache/softmode; remove a folder to have it fetched anew).
# The first run loads 350 MB and spends at most 3 minutes on it; what a slow network leaves is completed by the next run.
# SOFTMODE_HEADERS  codenames of the releases           (default: trixie sid)
# SOFTMODE_JOBS     compiler processes                  (default: all processors)
#
# Not checked: the KOKKOS twins (the Kokkos a newer LAMMPS wants cannot be had here), linking, running, and warnings
# that need the optimiser.
# Exit codes: 0 ok; 1 a source does not compile cleanly; 2 usage; 77 no newer release is available.
set -euo pipefail
[ $# -ge 1 ] && [ -f "$1/plugin/plugin.cpp" ] || { echo "usage: check.sh <source folder> [<LAMMPS>]" >&2; exit 2; }
source=$(cd "$1" && pwd) own=${2:+$(cd "$2" && pwd)}
cache=${SOFTMODE_CACHE:-$HOME/.cache/softmode}
export compiler=${CXX:-g++}
work=$(mktemp -d)
export work
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
say() { echo "headers: $*"; }

# ---- headers of a release ------------------------------------------------------------------------

network_left=180    # seconds for all that may wait for the network
limited() {
  local began=$SECONDS status=0
  [ "$network_left" -gt 0 ] || return 124
  timeout --foreground -k 5 "$network_left" "$@" 9>&- || status=$?
  network_left=$((network_left - (SECONDS - began)))
  return $status
}

unavailable() { reason=$1; return 1; }
# why apt failed: its status, its output
apt_reason() {
  if [ "$1" -eq 124 ]; then echo "not finished within the 3 minutes for the network"; return; fi
  grep -m1 -E 'NO_PUBKEY|^E: (The repository|Unable to find|Failed to fetch)' "$2" || grep -m1 -E '^E: |^Err' "$2" ||
    echo "apt-get failed with status $1"
}

# Fetch the headers of release $1 into the cache. Sets reason if that cannot be. An interrupt leaves a .work folder, which
# the next run goes on with; the folder with the final name is always complete.
fetch() {
  local release=$1 folder=$cache/headers-$1.work keyring=/usr/share/keyrings/debian-archive-keyring.gpg mirror archive status=0
  command -v apt-get >/dev/null || unavailable "this machine has no apt" || return
  mirror=$(apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(CODENAME)|$(COMPONENT)' 'Created-By: Packages' |
    awk -F'|' -v release="$running" '$1 == "Debian" && $3 == release && $4 == "main" && !n++ { print $2 }')
  [ -n "$mirror" ] || unavailable "no Debian mirror is configured, or apt-get update never ran" || return
  mkdir -p "$folder"/apt/{parts,lists/partial,cache/archives/partial} || unavailable "cannot write $cache" || return
  {
    printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\n' "$mirror" "$release"
    [ ! -f $keyring ] || echo "Signed-By: $keyring"
  } >"$folder/apt/parts/sources.sources"
  : >"$folder/apt/none.list"
  local apt=(apt-get -o Dir::Etc::SourceList="$folder/apt/none.list" -o Dir::Etc::SourceParts="$folder/apt/parts"
    -o Dir::State::Lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" -o APT::Sandbox::User=root
    -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o Acquire::Retries=0)
  limited "${apt[@]}" update --error-on=any >"$work/apt.log" 2>&1 || status=$?
  if [ $status -ne 0 ]; then
    rm -rf "$folder/apt"
    rmdir "$folder" 2>/dev/null || true    # it stays if it holds a part of the archive
    unavailable "$(apt_reason $status "$work/apt.log")" || return
  fi
  (cd "$folder" && limited "${apt[@]}" source --only-source --download-only --tar-only lammps) >"$work/apt.log" 2>&1 || status=$?
  [ $status -eq 0 ] || unavailable "$(apt_reason $status "$work/apt.log")" || return
  archive=$(ls -t "$folder"/lammps_*.orig.tar.* | head -n 1)
  rm -rf "$folder/unpacked" "$folder/ready"
  mkdir -p "$folder/unpacked" "$folder/ready/src/KOKKOS"
  # some archives have a top folder, some do not
  tar -xf "$archive" -C "$folder/unpacked" --wildcards --transform 's,^lammps[^/]*/,,' '*src/*.h*' >"$work/tar.log" 2>&1 9>&- ||
    unavailable "cannot unpack ${archive##*/}: $(head -n 1 "$work/tar.log")" || return
  local from=$folder/unpacked/src to=$folder/ready/src
  cp "$from"/*.h "$to/" && cp -r "$from/fmt" "$to/" && cp "$from"/KOKKOS/*.h "$to/KOKKOS/" ||
    unavailable "${archive##*/} lacks headers" || return
  [ ! -d "$from/nlohmann" ] || cp -r "$from/nlohmann" "$to/"    # since 2025
  archive=${archive##*/lammps_}
  mv -T "$folder/ready" "$cache/headers-$release-${archive%.orig.tar.*}" || unavailable "cannot write $cache" || return
  rm -rf "$folder"
}

cached() { { compgen -G "$cache/headers-$1-*/src/version.h" || true; } | sort -V | tail -n 1 | sed 's,/src/version.h$,,'; }

# ---- compiling -----------------------------------------------------------------------------------

mapfile -t sources < <(cd "$source" && ls plugin/*.cpp plugin/styles/*.cpp | grep -v kokkos)
warnings=$(grep -o -m 1 -e '-Wall[^)]*' "$source/cmake/Warnings.cmake")
mpi=$(mpicxx --showme:compile 2>/dev/null || pkg-config --cflags mpi-cxx)
fftw=$(pkg-config --cflags fftw3)

configurations=()
declare -A label
# add_configurations <name> <folder with src/>: with integers of LAMMPS's default sizes, and with the largest
add_configurations() {
  local version sizes
  version=$(sed -n 's/.*LAMMPS_VERSION *"\(.*\)".*/\1/p' "$2/src/version.h")
  for sizes in SMALLBIG BIGBIG; do
    configurations+=("$1-$sizes")
    label[$1-$sizes]="LAMMPS $version ($1), $sizes"
    # LAMMPS, MPI and FFTW as system headers: their warnings are not ours, those from their macros in our code are
    printf '%s\n' -std=c++17 -fsyntax-only $warnings -Werror "-I\"$source/plugin\"" "-I\"$source/analysis/definitions\"" \
      "-isystem \"$2/src\"" ${mpi//-I/-isystem } ${fftw//-I/-isystem } \
      -DOMPI_SKIP_MPICXX -DMPICH_SKIP_MPICXX "-DLAMMPS_$sizes" \
      "-DSOFTMODE_LAMMPS_VERSION=$(date -d "$version" +%Y%m%d)" "'-DSOFTMODE_LAMMPS_DATE=\"$version\"'" >"$work/$1-$sizes.args"
  done
}

# an installed LAMMPS has no source tree: the plugin itself was compiled with its headers
[ ! -f "$own/src/version.h" ] || add_configurations own "$own"
running=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}") || running=
newer=0
for release in ${SOFTMODE_HEADERS:-trixie sid}; do
  [ "$release" != "$running" ] || continue
  folder=$(cached "$release") reason=
  if [ -z "$folder" ]; then
    if mkdir -p "$cache" 2>/dev/null && { exec 9>"$cache/headers.lock"; } 2>/dev/null; then
      flock -w 240 9 || true
      folder=$(cached "$release")    # another run may have fetched it meanwhile
      [ -n "$folder" ] || fetch "$release" || true
      exec 9>&-
      folder=$(cached "$release")
    else
      reason="cannot write $cache"
    fi
  fi
  if [ -z "$folder" ]; then
    say "$release not available: ${reason:-unknown reason}"
    continue
  fi
  add_configurations "$release" "$folder"
  newer=$((newer + 1))
done

# Each source is compiled alone for the newer releases, since what an include brings along differs between them. Where that
# adds nothing, for other integer sizes and for the LAMMPS that the build compiles with anyway, groups of sources form one
# translation unit, which takes half the time; sources with equal file-local constants are in different groups. A group
# that fails is compiled source by source, and only that counts.
cd "$source"
mapfile -t groups < <(awk '
  FNR == 1 { files[++n] = FILENAME }
  /^constexpr .*=/ { sub(/[[ ]*=.*/, ""); names[n] = names[n] " " $NF }
  END {
    for (i = 1; i <= n; ++i) {
      count = split(names[i], name, " ")
      for (g = 0; clash || !g;) {
        ++g
        clash = 0
        for (k = 1; k <= count; ++k) if ((g, name[k]) in used) clash = 1
      }
      for (k = 1; k <= count; ++k) used[g, name[k]]
      group[g] = group[g] " " files[i]
      if (g > last) last = g
    }
    for (g = 1; g <= last; ++g) print group[g]
  }' "${sources[@]}")
for configuration in "${configurations[@]}"; do
  case $configuration in
    own-* | *-BIGBIG) printf '%s\n' "${groups[@]/#/$configuration}" ;;
    *) printf "$configuration %s\n" "${sources[@]}" ;;
  esac
done | xargs -r -d '\n' -n 1 -P "${SOFTMODE_JOBS:-$(nproc)}" sh -c '
  set -- $0
  configuration=$1
  shift
  if [ $# -gt 1 ]; then
    printf "#include \"%s\"\n" "$@" | "$compiler" "@$work/$configuration.args" -x c++ - >/dev/null 2>&1 && exit
  fi
  for file; do
    log=$work/$configuration.${file##*/}
    "$compiler" "@$work/$configuration.args" "$file" >"$log.log" 2>&1 || echo $? >"$log.failed"
  done'
failed=0
for configuration in "${configurations[@]}"; do
  if compgen -G "$work/$configuration.*.failed" >/dev/null; then
    failed=1
    say "${label[$configuration]}: FAILED"
    for file in "$work/$configuration".*.failed; do cat "${file%.failed}.log"; done
  else
    say "${label[$configuration]}: ${#sources[@]} sources compile without a warning"
  fi
done
say "not checked: KOKKOS twins; the Kokkos of a newer LAMMPS cannot be had here"
[ $failed -eq 0 ] || exit 1
[ $newer -gt 0 ] || { say "skipped: no newer LAMMPS is available"; exit 77; }
