#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Atoms that softmode reads from CIFs of many dialects, beside those of ASE, gemmi and pymatgen, which this script
# installs at fixed versions into a folder of the build.
#
# tests/driver/cif_peers.sh SOFTMODE FOLDER-WITH-CIFS FOLDER-OF-ITS-OWN
# Exit code 1 if one differs in a way that cif_peers.py does not list, 77 if the packages cannot be had.
set -u
softmode=$1 cifs=$2 own=$3
packages=(ase==3.25.0 gemmi==0.7.3 pymatgen==2025.6.14)
here=$(cd "$(dirname "$0")" && pwd)
mark=$own/installed-$(echo "${packages[*]}" | cksum | cut -d' ' -f1)

skip() {
  echo "NOT COMPARED with ASE, gemmi and pymatgen: $*" >&2
  exit 77
}

mkdir -p "$own"
if [ ! -e "$mark" ]; then
  rm -rf "$own/venv"
  for python in python3 /usr/bin/python3; do
    "$python" -m venv "$own/venv" >/dev/null 2>&1 && break
  done
  [ -x "$own/venv/bin/pip" ] || skip "python3 makes no virtual environment with pip (Debian: python3-venv)"
  "$own/venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" ||
    skip "pip cannot install ${packages[*]}; is there a network?"
  touch "$mark"
fi
exec "$own/venv/bin/python" "$here/cif_peers.py" "$softmode" "$cifs"
