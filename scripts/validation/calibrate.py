# SPDX-License-Identifier: BSD-3-Clause
"""Potentials of the next calibration trial of the eight materials that potentials/ has no calibrated overlay for.

calibrate.py UNCALIBRATED FOLDER: UNCALIBRATED is the folder of the campaign slopes-uncalibrated, FOLDER that of the trials. Writes
FOLDER/trial-N.yaml, to be run with `softmode run FOLDER/trial-N.yaml -o FOLDER/trial-N`, and FOLDER/trials.csv, all trials so far.

The term between the two C-O (cross-change, df) acts on the asymmetric stretch with the opposite sign, so that X_a is a straight line over
dk - df and X_s one over dk + df (potentials/README.md, plane of MOF-5). The uncalibrated run is a point of both; the first step takes the
responses of MOF-5, times the change of the loose fraction with temperature over that of MOF-5; later ones lines through all trials.
"""
import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MATERIALS = ("muv-10-ca", "muv-10-mn", "mg-mof-74", "zn-mof-74", "mil-125", "mil-125-nh2", "uio-66", "sodium-benzoate")
SUPERCELLS = {"mg-mof-74": "[1, 1, 2]", "zn-mof-74": "[1, 1, 2]", "sodium-benzoate": "[1, 2, 2]"}
MOF_5 = {"X_a": 0.00023, "X_s": 0.00010}    # change of X per kcal/mol/A2 of dk - df, of dk + df; potentials/README.md
SIGN = {"X_a": -1.0, "X_s": 1.0}
BEND_RATIO = 0.17
LONGEST_STEP = 150.0                 # kcal/mol/A2, of dk - df and dk + df


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def slopes_of(folder):
    return {(r["material"].split(".")[0], r["quantity"]): (float(r["slope_cm-1_per_K"]), float(r["slope_se_cm-1_per_K"]))
            for r in rows_of(folder / "results/slopes.csv")}


def loosening(folder, material):
    """Slope of the loose fraction over temperature, 1/K."""
    points = [(float(r["temperature_K"]), float(r["loose_fraction"])) for r in rows_of(folder / "results/populations.csv")
              if r["material"] == material]
    T = sum(t for t, _ in points) / len(points)
    return sum((t - T) * f for t, f in points) / sum((t - T) ** 2 for t, _ in points)


def measured(folder):
    return {(r["material"], r["quantity"]): float(r["measured"]) for r in rows_of(folder / "results/comparison.csv") if r["measured"]}


def line_through(points):
    """Weighted least squares of (x, y, error): intercept and slope."""
    w = [1 / e ** 2 for _, _, e in points]
    x = sum(wi * p[0] for wi, p in zip(w, points)) / sum(w)
    y = sum(wi * p[1] for wi, p in zip(w, points)) / sum(w)
    slope = sum(wi * (p[0] - x) * (p[1] - y) for wi, p in zip(w, points)) / sum(wi * (p[0] - x) ** 2 for wi, p in zip(w, points))
    return y - slope * x, slope


def next_pair(material, trials, targets, scale):
    """(dk, df) where the lines through (dk, df, {quantity: (X, error)}) meet the targets."""
    combination = {}
    for q in ("X_a", "X_s"):
        points = [(dk + SIGN[q] * df, *x[q]) for dk, df, x in trials]
        at, response = line_through(points) if len(points) > 1 else (points[0][1], MOF_5[q] * scale)
        last = points[-1][0]
        wanted = (targets[q] - at) / response
        combination[q] = max(last - LONGEST_STEP, min(last + LONGEST_STEP, wanted))
        print(f"{material:16} {q}: {at:+.4f} + {response:+.2e} (dk {'+' if SIGN[q] > 0 else '-'} df), measured {targets[q]:+.4f}: {wanted:.1f}")
    return ((combination["X_a"] + combination["X_s"]) / 2, (combination["X_s"] - combination["X_a"]) / 2)


def potential_text(material, dk, df, n):
    return (f"softmode-potential: 1\nname: {material}\nextends: {ROOT}/potentials/{material}.yaml\noverlay:\n"
            f"  bend-ratio: {{value: {BEND_RATIO}, source: \"assumed: as for HKUST-1\"}}\n"
            f"  stretch-change: {{value: {dk:.1f} kcal/mol/A2, calibrated: \"trial {n}\"}}\n"
            f"  cross-change: {{value: {df:.1f} kcal/mol/A2, calibrated: \"trial {n}\"}}\n"
            "calibrated-on: [X_a, X_s, X_a infrared, X_s infrared]\n")


def campaign_text(n, pairs):
    text = f"name: trial-{n}\nmaterials:\n"
    for material in pairs:
        text += f"  - name: {material}\n    structure: {ROOT}/inputs/structures/{material}.cif\n    potential: trial-{n}-potentials/{material}.yaml\n"
        if material in SUPERCELLS:
            text += f"    supercell: {SUPERCELLS[material]}\n"
    return text + ("temperatures: {from: -100 C, to: 200 C, step: 50 K}\nrun:\n  timestep: 0.5 fs\n  equilibration: 5 ps\n  production: 40 ps\n"
                   f"  thermostat: {{style: langevin, damping: 2 ps}}\nseed: {86000 + n}\ncompare: vt-drifts\n")


def main(uncalibrated, folder):
    folder.mkdir(parents=True, exist_ok=True)
    targets = measured(uncalibrated)
    trials, rows = {m: [] for m in MATERIALS}, []

    def add(campaign, results, material, dk, df):
        if (material, "X_a") in results:
            found = {q: results[material, q] for q in ("X_a", "X_s")}
            trials[material].append((dk, df, found))
            rows.append([campaign.name, material, dk, df, *found["X_a"], *found["X_s"]])

    results = slopes_of(uncalibrated)
    for m in MATERIALS:
        add(uncalibrated, results, m, 0.0, 0.0)
    n = 1
    while (folder / f"trial-{n}/results/slopes.csv").exists():
        results = slopes_of(folder / f"trial-{n}")
        for r in rows_of(folder / f"trial-{n}.csv"):
            add(folder / f"trial-{n}", results, r["material"], float(r["stretch-change"]), float(r["cross-change"]))
        n += 1
    write_table(folder / "trials.csv", "campaign,material,stretch-change,cross-change,X_a,X_a_se,X_s,X_s_se", rows)

    pairs = {}
    for m in MATERIALS:
        if trials[m]:
            scale = loosening(uncalibrated, m) / loosening(uncalibrated, "mof-5")
            pairs[m] = next_pair(m, trials[m], {q: targets[m, q] for q in ("X_a", "X_s")}, scale)
    (folder / f"trial-{n}-potentials").mkdir(exist_ok=True)
    for m, (dk, df) in pairs.items():
        (folder / f"trial-{n}-potentials/{m}.yaml").write_text(potential_text(m, dk, df, n))
    write_table(folder / f"trial-{n}.csv", "material,stretch-change,cross-change", [[m, f"{dk:.1f}", f"{df:.1f}"] for m, (dk, df) in pairs.items()])
    (folder / f"trial-{n}.yaml").write_text(campaign_text(n, pairs))
    print(f"next: softmode run {folder}/trial-{n}.yaml -o {folder}/trial-{n}")


def write_table(path, heads, rows):
    with open(path, "w", newline="") as file:
        file.write(heads + "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*(Path(a).resolve() for a in sys.argv[1:]))
