# SPDX-License-Identifier: BSD-3-Clause
"""Atoms (number, elements, places modulo the cell) of CIFs as softmode, ASE, gemmi and pymatgen read them.

cif_peers.py SOFTMODE FOLDER: see cif_peers.sh. Each reader must agree with softmode, or be in KNOWN with what
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

# what each does, as "refuses", "N atoms", "other elements" or "other places", and why softmode is right
KNOWN = {
    "blank-in-block-name": ({"gemmi": "refuses"},
        "a blank ends the name of a block, and the rest is no item"),
    "brackets-in-name": ({"ase": "refuses", "gemmi": "7 atoms", "pymatgen": "7 atoms"},
        "F m(-3) m is F m -3 m"),
    "capitals": ({"ase": "refuses"},
        "ZN is zinc"),
    "dotted-names": ({"ase": "refuses", "gemmi": "refuses", "pymatgen": "refuses"},
        "DDLm and mmCIF name items with dots"),
    "dummy-atom": ({"gemmi": "432 atoms", "pymatgen": "refuses"},
        "an atom with the flag dum is none"),
    "fractions": ({"ase": "refuses", "gemmi": "896 atoms", "pymatgen": "refuses"},
        "3/4 is 0.75"),
    "full-name": ({"ase": "refuses", "gemmi": "7 atoms", "pymatgen": "7 atoms"},
        "F 4/m -3 2/m is F m -3 m"),
    "hall-alone": ({"ase": "7 atoms", "pymatgen": "7 atoms"},
        "the Hall symbol is the space group"),
    "hexagonal-axes": ({"ase": "refuses", "pymatgen": "3 atoms"},
        "R -3 m H is R -3 m on hexagonal axes"),
    "labels-alone": ({"ase": "other elements", "gemmi": "other elements", "pymatgen": "other elements"},
        "Mof_Ca is a carbon, 1.26 A from oxygen"),
    "labels-in-capitals": ({"ase": "refuses", "gemmi": "other elements", "pymatgen": "other elements"},
        "CO1 and HO1 are carbon and hydrogen, by their places"),
    "latin-1": ({"gemmi": "refuses"},
        "a name in Latin-1"),
    "listed-twice": ({"gemmi": "456 atoms", "pymatgen": "refuses"},
        "two zinc atoms in one place are one"),
    "no-data-line": ({"ase": "refuses", "gemmi": "refuses", "pymatgen": "refuses"},
        "the items are there"),
    "number-alone": ({"gemmi": "7 atoms"},
        "number 225 has one setting"),
    "occupancy-above-one": ({"pymatgen": "refuses"},
        "1.003(4) is 1"),
    "occupancy-unknown": ({"pymatgen": "refuses"},
        "the dictionary: an occupancy that is not given is 1"),
    "old-name": ({"ase": "refuses", "pymatgen": "7 atoms"},
        "F m 3 m is F m -3 m"),
    "origin-2": ({"ase": "refuses", "pymatgen": "3 atoms"},
        "P n n n :2 names its origin"),
    "origin-s": ({"ase": "refuses", "gemmi": "3 atoms", "pymatgen": "3 atoms"},
        "S is the first origin"),
    "p21n-unique-c": ({"ase": "refuses"},
        "P 1 1 21/n is a setting of group 14"),
    "p21n": ({"ase": "refuses", "pymatgen": "3 atoms"},
        "P 21/n is a setting of group 14"),
    "rhombohedral-axes": ({"ase": "refuses", "pymatgen": "3 atoms"},
        "R -3 m :R is R -3 m on rhombohedral axes"),
    "threefold-axis": ({"ase": "8 atoms", "pymatgen": "8 atoms"},
        "0.333 0.667 is on the threefold axis: 0.005 A"),
    "unquoted-name": ({"gemmi": "refuses", "pymatgen": "7 atoms"},
        "the value goes to the end of its line"),
}


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
    block = next(b for b in gemmi.cif.read(str(file)) if b.find_loop("_atom_site_fract_x"))
    sites = gemmi.make_small_structure_from_block(block).get_all_unit_cell_sites()
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
    except Exception:  # of another program: any
        return "refuses"
    return difference(ours, theirs) or "agrees"


def main():
    program, folder = sys.argv[1:]
    readers = {"ase": by_ase, "gemmi": by_gemmi, "pymatgen": by_pymatgen}
    wrong = compared = agreed = 0
    folder = pathlib.Path(folder)
    with tempfile.TemporaryDirectory() as scratch:
        plain = by_softmode(program, folder / "plain.cif", scratch)
        for file in sorted(folder.glob("*.cif")):
            ours = by_softmode(program, file, scratch)
            # the same crystal in all these files, whatever the others make of them
            if b"An idealised MOF-5" in file.read_bytes() and difference(plain, ours):
                wrong += 1
                print(f"{file.name}: softmode itself reads {difference(plain, ours)} beside plain.cif")
            for name, reader in readers.items():
                does = what_it_does(reader, file, ours)
                known, why = KNOWN.get(file.stem, ({}, ""))
                expected = known.get(name, "agrees")
                compared += 1
                agreed += does == "agrees"
                if does != expected:
                    wrong += 1
                    print(f"{file.name}: softmode reads {len(ours[0])} atoms; {name}: {does}, expected: {expected}"
                          f"{' since ' + why if why else ''}")
    print(f"{compared} comparisons, {agreed} agree, {sum(len(k) for k, _ in KNOWN.values())} known disagreements, {wrong} unexpected")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
