#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Reads the project's JCAMP-DX files with the Python package jcamp and with softmode, and compares all points.

tests/analysis/compare_jcamp.py build/dev/bin/softmode tests/analysis/spectra/jcamp FOLDER

jcamp and NumPy are installed into FOLDER/venv by pip, in the versions below. Both must give the points of truth.csv, but for
the files in DISAGREE, where jcamp must be wrong in the way that is said: a release that mends one of them fails this test
and goes off the list. Exit code 1 for a difference, 77 where pip cannot install.
"""
import contextlib
import io
import pathlib
import subprocess
import sys

PACKAGES = ["jcamp==1.3.2", "numpy==2.2.6"]
TOLERANCE = 1e-9

# file: what jcamp 1.3.2 gives for it. "raises": an error; "differs": other points; "none": no points
DISAGREE = {
    "decimal-comma.jdx": ("differs", "it knows decimal commas in labels, but splits the abscissas of lines there"),
    "dif-dup.jdx": ("differs", "it takes the first digit of a DUP count as the whole count"),
    "dup-two-digits.jdx": ("raises", "it looks for a difference before a DUP count, also where values are squeezed"),
    "lenient-closing-zero.jdx": ("differs", "it takes the first digit of a DUP count as the whole count"),
    "lenient-npoints.jdx": ("differs", "it spreads NPOINTS abscissas over one ordinate fewer, and prints that"),
    "lenient-zeros.jdx": ("differs", "it keeps the zeros, so that there are more ordinates than abscissas"),
    "ntuples.jdx": ("none", "it does not read NTUPLES"),
}


def install(folder):
    """The interpreter of the environment; None where pip cannot."""
    python = folder / "venv/bin/python"
    steps = [[sys.executable, "-m", "venv", str(folder / "venv")],
             [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]]
    if not python.exists():
        steps.insert(0, ["mkdir", "-p", str(folder)])
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            print(f"NOT COMPARED: {' '.join(step)} failed, so {' and '.join(PACKAGES)} are missing:\n{done.stderr[-2000:]}")
            return None
    return python


def truth_of(folder):
    rows = [line.split(",") for line in (folder / "truth.csv").read_text().splitlines() if line[0].isdigit()]
    return [[float(cell) for cell in column] for column in zip(*rows)]


def expected(name, truth):
    """Abscissas in cm-1 and ordinates as the file has them, by what its name says."""
    x, absorbance, transmittance = truth
    if name == "first-zero.jdx":
        x = [100.0 * i for i in range(len(x))]
    if name == "transmittance-fraction.jdx":
        return x, transmittance
    if name == "transmittance-percent.jdx":
        return x, [100.0 * t for t in transmittance]
    return x, absorbance


def same(found, wanted):
    """Whether the points agree; abscissas that were written as wavelengths have fewer digits."""
    if len(found[0]) != len(wanted[0]) or len(found[1]) != len(wanted[1]):
        return False
    return all(abs(a - b) <= 1e-5 for a, b in zip(found[0], wanted[0])) and \
        all(abs(a - b) <= TOLERANCE for a, b in zip(found[1], wanted[1]))


def by_softmode(program, file, folder):
    """Points of the first spectrum."""
    table = folder / "read.csv"
    command = [program, "fit", str(file), "--quantity", "arbitrary", "--baseline", "none", "--write-spectra", str(table)]
    if file.name.startswith("lenient"):
        command.append("--lenient")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{file.name}: softmode: {done.stderr}")
    rows = [line.split(",")[:2] for line in table.read_text().splitlines() if line[0].isdigit()]
    return [float(r[0]) for r in rows], [float(r[1]) for r in rows]


def by_jcamp(jcamp, file):
    """Points in cm-1, ascending; an error as text. What it prints of failed checks does not matter here."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found = jcamp.readfile(str(file))
        found = next((c for c in found.get("children", []) if len(c.get("x", []))), found)
        x, y = [float(v) for v in found["x"]], [float(v) for v in found["y"]]
    except Exception as error:    # whatever it raises is the finding
        return f"{type(error).__name__}: {error}"
    if str(found.get("xunits", "")).upper() == "MICROMETERS":
        x = [1e4 / v for v in x]
    if len(x) > 1 and x[0] > x[-1]:
        x, y = x[::-1], y[::-1]
    return x, y


def compare(program, folder, work):
    import jcamp    # of the environment that install() made
    truth, wrong = truth_of(folder), 0
    files = sorted(folder.glob("*.jdx"))
    for file in files:
        wanted = expected(file.name, truth)
        ours, theirs = by_softmode(program, file, work), by_jcamp(jcamp, file)
        ours_right = same(ours, wanted if wanted[0][0] > 0 else [column[1:] for column in wanted])
        outcome = "agrees"
        if isinstance(theirs, str):
            outcome = "raises"
        elif not same(theirs, wanted):
            outcome = "differs" if theirs[0] else "none"
        said, reason = DISAGREE.get(file.name, ("agrees", ""))
        good = ours_right and outcome == said
        wrong += not good
        print(f"{'ok  ' if good else 'FAIL'} {file.name}: softmode {'right' if ours_right else 'WRONG'}, jcamp {outcome}"
              f"{f' (expected: {said})' if outcome != said else ''}{f': {reason}' if reason else ''}"
              f"{f' [{theirs}]' if isinstance(theirs, str) else ''}")
    print(f"{len(files)} files, {wrong} failures; {', '.join(PACKAGES)}")
    return 1 if wrong or not files else 0


def main():
    program, folder, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if "--compare" in sys.argv:
        return compare(program, folder, work)
    python = install(work)
    if not python:
        return 77
    return subprocess.run([str(python), __file__, *sys.argv[1:4], "--compare"]).returncode


if __name__ == "__main__":
    sys.exit(main())
