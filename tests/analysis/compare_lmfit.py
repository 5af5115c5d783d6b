#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Fits the same synthetic spectra with lmfit and with softmode; needs Debian's python3-lmfit.

cmake --build build/dev --target fit_synthetic
tests/analysis/compare_lmfit.py build/dev/tests/fit_synthetic [cycles] [points]

Parameters must agree to a relative 1e-6, standard errors to 1e-3. Exit code 1 if one does not, 77 without lmfit.
"""
import os
import subprocess
import sys
import tempfile
import time

try:
    import lmfit
    import numpy as np
except ImportError as error:
    print(f"{error}: not compared")
    sys.exit(77)

R, T0 = 8.31446261815324, 298.15


def gaussian(x, centre, fwhm):
    return np.sqrt(4 * np.log(2) / np.pi) / fwhm * np.exp(-4 * np.log(2) * ((x - centre) / fwhm) ** 2)


def start(tied, spectra):
    p = lmfit.Parameters()
    for name, value in (("centre_tight", 1597.0), ("centre_loose", 1582.0), ("fwhm_tight", 15.0), ("fwhm_loose", 19.0)):
        p.add(name, value=value)
    if tied:
        for name, value in (("dH", 5.0), ("dS", 20.0), ("dCp", 20.0)):
            p.add(name, value=value)
    for s in range(spectra):
        for name in ("area",) if tied else ("area_tight", "area_loose"):
            p.add(f"{name}_{s}", value=20.0 if tied else 10.0)
        p.add(f"offset_{s}", value=0.1)
        p.add(f"slope_{s}", value=0.0)
    return p


def residuals(p, x, y, T, tied):
    v = p.valuesdict()
    u = (2 * x - x[0] - x[-1]) / (x[-1] - x[0])
    tight, loose = gaussian(x, v["centre_tight"], v["fwhm_tight"]), gaussian(x, v["centre_loose"], v["fwhm_loose"])
    out = np.empty_like(y)
    for s, t in enumerate(T):
        if tied:
            log_k = -1000 * v["dH"] / (R * t) + v["dS"] / R + v["dCp"] / R * (np.log(t / T0) - (t - T0) / t)
            share = 1 / (1 + np.exp(-log_k))
            band = v[f"area_{s}"] * ((1 - share) * tight + share * loose)
        else:
            band = v[f"area_tight_{s}"] * tight + v[f"area_loose_{s}"] * loose
        out[:, s] = y[:, s] - band - v[f"offset_{s}"] - v[f"slope_{s}"] * u
    return out.ravel()


def main():
    program = sys.argv[1]
    cycles, points = (sys.argv[2:4] + ["1", "201"][len(sys.argv) - 2 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "spectra.csv")
        text = subprocess.run([program, path, cycles, points], check=True, capture_output=True, text=True).stdout
        T = [float(t) for t in open(path).readline().split(",")[1:]]
        table = np.loadtxt(path, delimiter=",", skiprows=1)
    ours = {l.split()[0]: tuple(map(float, l.split()[1:])) for l in text.splitlines()}
    x, y = table[:, 0], table[:, 1:]
    worst_value = worst_error = 0.0
    for kind, tied in (("areas", False), ("states", True)):
        begin = time.process_time()
        fit = lmfit.minimize(residuals, start(tied, len(T)), args=(x, y, T, tied), ftol=1e-15, xtol=1e-15, gtol=0.0)
        seconds = time.process_time() - begin
        for name, (value, error) in ours.items():
            if not name.startswith(kind + "."):
                continue
            other = fit.params[name.split(".")[1]]
            d_value, d_error = abs(value / other.value - 1), abs(error / other.stderr - 1)
            worst_value, worst_error = max(worst_value, d_value), max(worst_error, d_error)
            if "area_" not in name:
                print(f"{name:22s} {value:14.7f} {error:10.6f}  lmfit {other.value:14.7f} {other.stderr:10.6f}"
                      f"  differ by {d_value:.1e} {d_error:.1e}")
        own = ours[f"seconds.{kind}"][0]
        print(f"{kind}: {len(T)} spectra x {len(x)} points: softmode {1000 * own:.1f} ms, lmfit {1000 * seconds:.0f} ms "
              f"of processor time, {seconds / own:.0f} times as long")
    print(f"bootstrap of 100 and profiles: {ours['seconds.bootstrap_of_100'][0]:.2f} s")
    print(f"largest relative difference of parameters {worst_value:.1e}, of errors {worst_error:.1e}")
    return 0 if worst_value < 1e-6 and worst_error < 1e-3 else 1


if __name__ == "__main__":
    sys.exit(main())
