# SPDX-License-Identifier: BSD-3-Clause
"""Atoms (number, elements, places modulo the cell) of CIFs as softmode, ASE, gemmi and pymatgen read them.

cif_peers.py SOFTMODE FOLDER: see cif_peers.sh. Each reader must agree with softmode, or be in DISAGREEMENTS with what
it does instead; a reader that is listed and agrees is an error, too.
"""
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np

warnings.filterwarnings("ignore")
CLOSE = 2e-4  # of an edge; extended XYZ has six decimals

# (file, reader): what it does, as "refuses", "N atoms" or "other places", and why softmode is right
DISAGREEMENTS = {}


def by_softmode(program, file, folder):
    out = pathlib.Path(folder) / "out.xyz"
    run = subprocess.run([program, "convert", str(file), str(out)], capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr.strip())
    lines = out.read_text().splitlines()
    start = lines[1].index('Lattice="') + 9
    cell = np.array(lines[1][start:lines[1].index('"', start)].split(), dtype=float).reshape(3, 3)
    rows = [line.split() for line in lines[2:2 + int(lines[0])]]
    places = np.array([row[1:4] for row in rows], dtype=float) @ np.linalg.inv(cell)
    return [row[0] for row in rows], places


def by_ase(file):
    import ase.io
    atoms = ase.io.read(file, format="cif")
    return atoms.get_chemical_symbols(), atoms.get_scaled_positions(wrap=False)


def by_gemmi(file):
    import gemmi
    sites = gemmi.read_small_structure(str(file)).get_all_unit_cell_sites()
    return [site.element.name for site in sites], np.array([list(site.fract) for site in sites]).reshape(-1, 3)


def by_pymatgen(file):
    from pymatgen.io.cif import CifParser
    structure = CifParser(str(file)).parse_structures(primitive=False)[0]
    symbols = [next(iter(site.species.elements)).symbol for site in structure]
    return symbols, np.array(structure.frac_coords)


def difference(ours, theirs):
    """"" if both are the same atoms in any order."""
    (elements, places), (other_elements, other_places) = ours, theirs
    if len(elements) != len(other_elements):
        return f"{len(other_elements)} atoms"
    if sorted(elements) != sorted(other_elements):
        return "other elements"
    kinds, other_kinds = np.array(elements), np.array(other_elements)
    for kind in set(elements):
        a, b = places[kinds == kind], other_places[other_kinds == kind]
        apart = a[:, None, :] - b[None, :, :]
        apart = np.abs(apart - np.round(apart)).max(axis=2)
        if not (apart.min(axis=1) < CLOSE).all() or not (apart.min(axis=0) < CLOSE).all():
            return "other places"
    return ""


def what_it_does(reader, file, ours):
    try:
        theirs = reader(file)
    except Exception as error:  # of another program: any
        return f"refuses ({type(error).__name__})".split(" (")[0]
    return difference(ours, theirs) or "agrees"


def main():
    program, folder = sys.argv[1:]
    readers = {"ase": by_ase, "gemmi": by_gemmi, "pymatgen": by_pymatgen}
    wrong = compared = agreed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for file in sorted(pathlib.Path(folder).glob("*.cif")):
            ours = by_softmode(program, file, scratch)
            for name, reader in readers.items():
                does = what_it_does(reader, file, ours)
                expected, why = DISAGREEMENTS.get((file.stem, name), ("agrees", ""))
                compared += 1
                agreed += does == "agrees"
                if does != expected:
                    wrong += 1
                    print(f"{file.name}: softmode reads {len(ours[0])} atoms; {name} {does}, expected: {expected} {why}")
    print(f"{compared} comparisons, {agreed} agree, {len(DISAGREEMENTS)} known disagreements, {wrong} unexpected")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
