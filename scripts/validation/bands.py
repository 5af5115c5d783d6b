# SPDX-License-Identifier: BSD-3-Clause
"""Infrared bands of normal modes beside those of density functional theory.

bands.py MODES_FOLDER REFERENCE.csv OUTPUT_FOLDER, where MODES_FOLDER/<material>/modes.csv is written by `softmode modes`.
Sticks become Lorentzians of 10 cm-1 (full width at half maximum), as the reference spectra have; a band is a maximum of at least
3 % of the highest between 50 and 1800 cm-1. Writes bands.csv, and spectrum-<material>.csv for the figure.
"""
import sys
from pathlib import Path

from tables import rows_of

FWHM, LOWEST, HIGHEST, LEAST = 10.0, 50, 1800, 0.03
NEAR = 5.0      # modes that make a band, cm-1 to each side
REGIONS = (("asymmetric", 1460.0, 1700.0), ("symmetric", 1290.0, 1460.0), ("below 900", 50.0, 900.0))


def spectrum(modes):
    """Intensity at each whole wavenumber, 1 at its highest; and the share that carboxylate stretches have in it."""
    half = FWHM / 2
    total, stretch = [], []
    for nu in range(LOWEST, HIGHEST + 1):
        t = s = 0.0
        for wavenumber, strength, character, _ in modes:
            line = strength * half * half / ((nu - wavenumber) ** 2 + half * half)
            t += line
            s += line * character
        total.append(t)
        stretch.append(s)
    highest = max(total)
    return [t / highest for t in total], [s / t if t > 0 else 0.0 for s, t in zip(stretch, total)]


def maxima(intensity):
    return [(LOWEST + i, v) for i, v in enumerate(intensity)
            if LEAST <= v and 0 < i < len(intensity) - 1 and intensity[i - 1] < v >= intensity[i + 1]]


def bands_of(modes):
    intensity, character = spectrum(modes)
    found = []
    for nu, height in maxima(intensity):
        near = [m for m in modes if abs(m[0] - nu) <= NEAR and m[1] > 0]
        weight = sum(m[1] for m in near)
        asymmetric = sum(m[1] * m[3] for m in near) / weight if weight else 0.0
        found.append((nu, height, character[nu - LOWEST], asymmetric))
    return intensity, found


def main():
    folder, reference, output = Path(sys.argv[1]), rows_of(sys.argv[2]), Path(sys.argv[3])
    output.mkdir(parents=True, exist_ok=True)
    with open(output / "bands.csv", "w") as table:
        table.write("# strongest infrared bands at the zone centre, relaxed at 0 K in the crystal's cell; intensity relative to the highest; "
                    "carboxylate: share of the C-O stretches in the band; asymmetric: share of the asymmetric motion in it; dft: PBEsol, "
                    "harmonic, doi:10.1039/C6CP05106E (none for HKUST-1)\n"
                    "material,region,source,wavenumber_cm-1,relative_intensity,carboxylate,asymmetric\n")
        for material in sorted(p.parent.name for p in folder.glob("*/modes.csv")):
            modes = [tuple(float(r[k] or "nan") for k in ("wavenumber_cm-1", "infrared_e2_mol_g", "carboxylate_character", "asymmetric_share"))
                     for r in rows_of(folder / material / "modes.csv")]
            intensity, found = bands_of(modes)
            with open(output / f"spectrum-{material}.csv", "w") as file:
                file.write("wavenumber_cm-1,relative_intensity\n")
                file.writelines(f"{LOWEST + i},{v:.5f}\n" for i, v in enumerate(intensity))
            for region, low, high in REGIONS:
                for nu, height, character, asymmetric in sorted((b for b in found if low <= b[0] < high), key=lambda b: -b[1])[:4]:
                    table.write(f"{material},{region},softmode,{nu},{height:.3f},{character:.2f},{asymmetric:.2f}\n")
                for r in sorted((r for r in reference if r["material"] == material and low <= float(r["wavenumber_cm-1"]) < high),
                                key=lambda r: -float(r["relative_intensity"]))[:4]:
                    table.write(f"{material},{region},dft,{r['wavenumber_cm-1']},{r['relative_intensity']},,\n")


if __name__ == "__main__":
    main()
