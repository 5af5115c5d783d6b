# SPDX-License-Identifier: BSD-3-Clause
"""Where the loose weight of metal-carboxylate bonds changes most with temperature.

midpoints.py CAMPAIGN_FOLDER: for each material and metal, from the mean and standard deviation of each bond in points/*/*/bonds.csv, taken
as a Gaussian: the midpoint of w(r) = 1/(1 + exp(-2 (r - midpoint)/WIDTH)) with the largest slope of <w> over temperature; that slope;
<w> at the lowest and highest temperature. A calibration of (dk, df) has most effect with this weight.
"""
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

from tables import rows_of

WIDTH = 0.02    # A
BIN = 0.002    # A
GRID = [0.1 * k - 4.0 for k in range(81)]    # of a standard normal deviate


def elements_of(data_file):
    """Element of each atom, from the masses' comments and the atoms of a LAMMPS data file."""
    kind, element, section = {}, {}, ""
    for line in data_file.read_text().splitlines():
        words = line.split()
        if words and words[0].isalpha():
            section = words[0]
        elif section == "Masses" and len(words) >= 4:
            kind[words[0]] = words[3].split("(")[0]
        elif section == "Atoms" and words:
            element[words[0]] = kind[words[2]]
    return element


def bonds_of(point):
    element = elements_of(point / "data.lmp")
    for row in rows_of(point / "bonds.csv"):
        mean, deviation = float(row["mean_r_A"]), float(row["sigma_r_A"])
        if math.isfinite(mean) and deviation > 0.0:
            yield element[row["metal_id"]], mean, deviation


def distribution(bonds):
    """Share of each bin of BIN A over all bonds: they differ by symmetry, so that all of them count."""
    share = defaultdict(float)
    norm = len(bonds) * sum(math.exp(-0.5 * x * x) for x in GRID)
    for mean, deviation in bonds:
        for x in GRID:
            share[round((mean + deviation * x) / BIN)] += math.exp(-0.5 * x * x) / norm
    return share


def mean_weight(share, midpoint):
    return sum(p / (1.0 + math.exp(min(-2.0 * (BIN * k - midpoint) / WIDTH, 300.0))) for k, p in share.items())


def slope(points):
    n = len(points)
    T, w = (sum(p[i] for p in points) / n for i in (0, 1))
    return sum((p[0] - T) * (p[1] - w) for p in points) / sum((p[0] - T) ** 2 for p in points)


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    bonds = defaultdict(lambda: defaultdict(list))    # (material, metal) -> temperature -> bonds
    for file in sorted(Path(arguments[0]).glob("points/*/*/point.json")):
        point = json.loads(file.read_text())
        if point["passed"]:
            for metal, mean, deviation in bonds_of(file.parent):
                bonds[point["point"].split("/")[0], metal][point["temperature_K"]].append((mean, deviation))
    print("material,metal,mean_r_A,midpoint_A,slope_per_K,weight_at_lowest_T,weight_at_highest_T")
    for (material, metal), by_temperature in bonds.items():
        everything = [b for list_ in by_temperature.values() for b in list_]
        mean_r = sum(b[0] for b in everything) / len(everything)
        shares = [(T, distribution(list_)) for T, list_ in sorted(by_temperature.items())]
        best = max((slope([(T, mean_weight(share, m)) for T, share in shares]), m) for m in (mean_r + 0.002 * k for k in range(-10, 90)))
        weights = [mean_weight(share, best[1]) for _, share in shares]
        print(f"{material},{metal},{mean_r:.4f},{best[1]:.3f},{best[0]:.3g},{weights[0]:.3f},{weights[-1]:.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
