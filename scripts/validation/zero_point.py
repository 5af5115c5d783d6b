# SPDX-License-Identifier: BSD-3-Clause
"""Kinetic temperatures of a campaign beside those of quantum oscillators in its normal modes.

zero_point.py CAMPAIGN_FOLDER: CSV on the standard output; for each material and temperature the mean kinetic temperature of all atoms and of the metals
(thermo.dat of the points), that of classical atoms, T, and that of quantum oscillators, h c nu / 2k coth(h c nu / 2kT) averaged over
modes/<material>/modes.csv. Where metals of `thermostat: {style: qtb}` are hotter than oscillators, zero-point energy has leaked into
them. Modes are those of the structure at rest: harmonic, at the zone centre.
"""
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean, stdev

from tables import rows_of

SECOND_RADIATION_CONSTANT = 1.438776877    # h c / k, cm K
SOFT = 1.0    # cm-1: translations, and what is a little unstable; classical


def oscillator_temperature(wavenumber, temperature):
    if wavenumber < SOFT:
        return temperature
    half = 0.5 * SECOND_RADIATION_CONSTANT * wavenumber
    return half / math.tanh(half / temperature)


def modes_of(file):
    return [(float(r["wavenumber_cm-1"]), float(r["metal_share"])) for r in rows_of(file)]


def quantum(modes, temperature, weight):
    return (sum(weight(share) * oscillator_temperature(nu, temperature) for nu, share in modes) /
            sum(weight(share) for _, share in modes))


def means_of(thermo_file):
    """Mean kinetic temperature of all atoms and of the metals, K."""
    lines = thermo_file.read_text().splitlines()
    names = lines[1].split()[1:]
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [mean(float(row[names.index(name)]) for row in rows) for name in ("c_thermo_temp", "c_temp_metal")]


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    campaign = Path(arguments[0])
    runs = defaultdict(list)
    for record in campaign.glob("points/*/*/point.json"):
        temperature = json.loads(record.read_text())["temperature_K"]
        runs[record.parent.parent.name, temperature].append(means_of(record.parent / "thermo.dat"))
    print("# kinetic temperatures, means over the runs, _se from their scatter; oscillators: quantum harmonic ones of modes.csv")
    print("material,temperature_K,runs,all_K,all_se_K,all_oscillators_K,metals_K,metals_se_K,metals_oscillators_K")
    for (material, temperature), of_runs in sorted(runs.items()):
        modes = modes_of(campaign / "modes" / material / "modes.csv")
        fields = [material, f"{temperature:g}", str(len(of_runs))]
        for k, weight in enumerate((lambda share: 1.0, lambda share: share)):
            values = [r[k] for r in of_runs]
            fields.append(f"{mean(values):.1f}")
            fields.append(f"{stdev(values) / math.sqrt(len(values)):.1f}" if len(values) > 1 else "")
            fields.append(f"{quantum(modes, temperature, weight):.1f}")
        print(",".join(fields))


if __name__ == "__main__":
    main(sys.argv[1:])
