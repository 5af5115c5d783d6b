#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes cycle-1.csv and cycle-2.csv: SYNTHETIC spectra, nothing here was measured.

Two Gaussian lines whose areas follow ln K(T) = -(dH - T dS)/RT with dCp, as HKUST-1 was fitted by Andreeva et al.
(inputs/reference/vt-drifts.yaml), on a straight baseline, with normal noise. Run in this folder; the seed is fixed.
"""
import math
import random

TRUE = {"tight": 1596.0, "loose": 1587.0, "tight_fwhm": 16.0, "loose_fwhm": 18.0,    # cm-1
        "dH": 5.9, "dS": 22.0, "dCp": 37.0,    # kJ/mol, J/mol/K, J/mol/K at 298.15 K
        "area": 20.0, "noise": 0.002}    # absorbance x cm-1, absorbance; ratio of oscillator strengths 1
TEMPERATURES = [173.15, 223.15, 273.15, 323.15, 373.15, 423.15, 473.15]    # K, as measured there
LOW, HIGH, POINTS = 1540.0, 1640.0, 201    # cm-1
R = 8.31446261815324


def loose_fraction(T, T0=298.15):
    dH = 1000.0 * TRUE["dH"] + TRUE["dCp"] * (T - T0)
    dS = TRUE["dS"] + TRUE["dCp"] * math.log(T / T0)
    K = math.exp(-(dH - T * dS) / (R * T))
    return K / (1.0 + K)


def gaussian(nu, centre, fwhm):
    return 2.0 * math.sqrt(math.log(2.0) / math.pi) / fwhm * math.exp(
        -4.0 * math.log(2.0) * ((nu - centre) / fwhm) ** 2)


def absorbance(nu, T):
    p = loose_fraction(T)
    band = (1.0 - p) * gaussian(nu, TRUE["tight"], TRUE["tight_fwhm"]) + p * gaussian(
        nu, TRUE["loose"], TRUE["loose_fwhm"])
    return 0.1 + 1e-3 * (nu - 0.5 * (LOW + HIGH)) + TRUE["area"] * band


def main():
    generator = random.Random(5)
    axis = [LOW + (HIGH - LOW) * i / (POINTS - 1) for i in range(POINTS)]
    for cycle in (1, 2):
        runs = [(T, "heating") for T in TEMPERATURES] + [(T, "cooling") for T in reversed(TEMPERATURES)]
        columns = [[absorbance(nu, T) + generator.gauss(0.0, TRUE["noise"]) for nu in axis] for T, _ in runs]
        with open(f"cycle-{cycle}.csv", "w") as file:
            file.write("# SPDX-License-Identifier: BSD-3-Clause\n")
            file.write("# SYNTHETIC spectra made by generate.py in this folder, not measured\n")
            file.write("# note: synthetic, not measured\n")
            file.write("# quantity: absorbance\n")
            file.write("wavenumber," + ",".join(f"{T:.2f} K {branch} {cycle}" for T, branch in runs) + "\n")
            for i, nu in enumerate(axis):
                file.write(f"{nu:.1f}," + ",".join(f"{c[i]:.5f}" for c in columns) + "\n")


main()
