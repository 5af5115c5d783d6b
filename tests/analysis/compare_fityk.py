#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Fits the same synthetic spectra with fityk and with softmode; needs Debian's fityk (cfityk).

cmake --build build/dev --target fit_synthetic
tests/analysis/compare_fityk.py build/dev/tests/fit_synthetic [cycles] [points]

Single bands of each shape, with area or height as the parameter of fityk's function, then all spectra at once with two
components whose areas are free, or tied to dH, dS and dCp. Each by Levenberg-Marquardt and mpfit, started away from the
solution and at it. Parameters must agree to a relative 1e-6, standard errors to 1e-3; Voigt lines to VOIGT, as
fityk's own Voigt function is an approximation. Exit code 1 if one does not, 77 without fityk.
"""
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

R, T0 = 8.31446261815324, 298.15
VALUES, ERRORS, VOIGT = 1e-6, 1e-3, (5e-5, 1e-3)
SHIFT = 1590.0    # fityk solves normal equations: a baseline a + b x far from x = 0 would cost it digits
LN2 = math.log(2.0)
METHODS = ("levenberg_marquardt", "mpfit")


class Fit:
    """Free parameters, data sets with their models, and what fityk found."""

    def __init__(self, free, models, definitions=()):
        self.free, self.models, self.definitions = dict(free), models, definitions

    def script(self, files, method):
        lines = ["set numeric_format = '%.17g'", "set lm_stop_rel_change = 1e-16", "set ftol_rel = 1e-16",
                 "set xtol_rel = 1e-16", "set max_wssr_evaluations = 100000", f"set fitting_method = {method}"]
        for i, path in enumerate(files):
            lines += [("@+" if i else "@0") + f" < '{path}'"]
        lines += [f"@{i}: S = 1" for i in range(len(files))]
        lines += [f"${name} = ~{value!r}" for name, value in self.free.items()]
        lines += list(self.definitions)
        lines += [f"@{i}: F = {model}" for i, model in enumerate(self.models)]
        # all together, where "@*: fit" would fit one after the other; to files, as long output is cut
        lines += ["fit @*", "info errors @* > 'errors.txt'", "info cov @* > 'covariance.txt'"]
        return "\n".join(lines) + "\n"

    def run(self, folder, files, method):
        path = os.path.join(folder, "compare.fit")
        with open(path, "w") as file:
            file.write(self.script(files, method))
        begin = os.times()
        said = subprocess.run(["cfityk", "-I", "-n", "-q", path], check=True, capture_output=True, text=True,
                              cwd=folder).stdout
        end = os.times()
        text, covariance = (open(os.path.join(folder, f)).read() for f in ("errors.txt", "covariance.txt"))
        self.seconds = end.children_user + end.children_system - begin.children_user - begin.children_system
        self.found = {n: (float(v), float(e)) for n, v, e in re.findall(r"\$(\w+) = (\S+) \+- (\S+)", text)}
        if set(self.free) - set(self.found):
            raise RuntimeError(f"fityk gave no {sorted(set(self.free) - set(self.found))[:3]}:\n{said[-2000:]}")
        rows = covariance[covariance.index("Covariance matrix"):].splitlines()[1:]
        names = rows[0].replace("$", " ").split()
        self.covariance = {}
        for row in rows[1 : 1 + len(names)]:
            cells = row.split()
            for name, cell in zip(names, cells[1:]):
                self.covariance[cells[0].lstrip("$"), name] = float(cell)
        # the matrix is that of unit errors; the errors printed are scaled by the scatter
        first = names[0]
        self.scale = self.found[first][1] ** 2 / self.covariance[first, first]
        return self

    def derived(self, function):
        """Value and error of a function of the parameters, its gradient by differences."""
        p = {n: v for n, (v, _) in self.found.items()}
        gradient = {}
        for n, (v, e) in self.found.items():
            h = 1e-3 * e
            gradient[n] = (function({**p, n: v + h}) - function({**p, n: v - h})) / (2 * h)
        used = [n for n in gradient if gradient[n] != 0.0]
        variance = sum(gradient[a] * gradient[b] * self.covariance[a, b] for a in used for b in used)
        return function(p), math.sqrt(variance * self.scale)


def two_columns(path, x, y):
    with open(path, "w") as file:
        for a, b in zip(x, y):
            file.write(f"{a - SHIFT:.17g} {b:.17g}\n")


def table(path):
    with open(path) as file:
        header = file.readline().strip().split(",")
        rows = [list(map(float, line.split(","))) for line in file]
    return [float(t) for t in header[1:]], [r[0] for r in rows], list(zip(*[r[1:] for r in rows]))


def single_cases():
    """Per shape: names of fityk's function, start, model, and our parameters as functions of fityk's."""
    line = " + Linear($b, $m)"
    base = {"c": -0.5, "b": 0.2, "m": 0.0}
    area = {"position": lambda p: p["c"] + SHIFT, "area": lambda p: p["a"]}
    g_area, l_area = math.sqrt(math.pi / LN2), math.pi    # areas of height 1 and half width 1
    half = {"width_0": lambda p: 2 * p["w"]}
    voigt = {"width_0": lambda p: 2 * math.sqrt(LN2) * p["g"], "width_1": lambda p: 2 * p["l"]}
    eta = lambda p: p["s"] * l_area / (p["s"] * l_area + (1 - p["s"]) * g_area)
    start = {**base, "a": 15.0, "w": 6.0}
    high = {**base, "h": 1.0, "w": 6.0}
    yield "gaussian", "GaussianA", start, "GaussianA($a, $c, $w)" + line, {**area, **half}
    yield "gaussian", "Gaussian", high, "Gaussian($h, $c, $w)" + line, {
        **area, **half, "area": lambda p: p["h"] * p["w"] * g_area}
    yield "lorentzian", "LorentzianA", start, "LorentzianA($a, $c, $w)" + line, {**area, **half}
    yield "lorentzian", "Lorentzian", high, "Lorentzian($h, $c, $w)" + line, {
        **area, **half, "area": lambda p: p["h"] * p["w"] * l_area}
    yield "pseudo-voigt", "PseudoVoigtA", {**start, "s": 0.5}, "PseudoVoigtA($a, $c, $w, $s)" + line, {
        **area, **half, "width_1": lambda p: p["s"]}
    yield "pseudo-voigt", "PseudoVoigt", {**high, "s": 0.5}, "PseudoVoigt($h, $c, $w, $s)" + line, {
        **area, **half, "width_1": eta,
        "area": lambda p: p["h"] * p["w"] * (p["s"] * l_area + (1 - p["s"]) * g_area)}
    yield "voigt", "VoigtA", {**base, "a": 15.0, "g": 6.0, "l": 2.0}, "VoigtA($a, $c, $g, $l/$g)" + line, {
        **area, **voigt}


def global_case(tied, temperatures):
    free = {"ct": 1597.0 - SHIFT, "cl": 1582.0 - SHIFT, "wt": 7.5, "wl": 9.5}
    if tied:
        free.update(dH=5.0, dS=20.0, dCp=20.0)
    definitions, models = [], []
    for s, t in enumerate(temperatures):
        free.update({f"b{s}": 0.1, f"m{s}": 0.0})
        if tied:
            free[f"a{s}"] = 20.0
            log_k = f"-{1000 / (R * t)!r}*$dH + {1 / R!r}*$dS + {(math.log(t / T0) - (t - T0) / t) / R!r}*$dCp"
            definitions += [f"$p{s} = 1/(1 + exp(-({log_k})))"]
            areas = f"$a{s}*(1 - $p{s})", f"$a{s}*$p{s}"
        else:
            free.update({f"t{s}": 10.0, f"l{s}": 10.0})
            areas = f"$t{s}", f"$l{s}"
        models.append(f"GaussianA({areas[0]}, $ct, $wt) + GaussianA({areas[1]}, $cl, $wl) + Linear($b{s}, $m{s})")
    ours = {"centre_tight": lambda p: p["ct"] + SHIFT, "centre_loose": lambda p: p["cl"] + SHIFT,
            "fwhm_tight": lambda p: 2 * p["wt"], "fwhm_loose": lambda p: 2 * p["wl"]}
    for name in ("dH", "dS", "dCp") if tied else ():
        ours[name] = lambda p, name=name: p[name]
    for s in range(0 if tied else len(temperatures)):
        ours[f"area_tight_{s}"] = lambda p, s=s: p[f"t{s}"]
        ours[f"area_loose_{s}"] = lambda p, s=s: p[f"l{s}"]
    return Fit(free, models, definitions), ours


class Verdict:
    def __init__(self, ours):
        self.ours, self.good = ours, True

    def compare(self, title, fit, prefix, functions, limits):
        worst = [0.0, 0.0]
        for name, function in functions.items():
            value, error = self.ours[prefix + name]
            other = fit.derived(function)
            worst = [max(worst[0], abs(value / other[0] - 1)), max(worst[1], abs(error / other[1] - 1))]
        ok = worst[0] < limits[0] and worst[1] < limits[1]
        self.good = self.good and ok
        print(f"{title:60s} {len(functions):3d} parameters differ by {worst[0]:.1e}, errors by {worst[1]:.1e}"
              f"{'' if ok else '  TOO MUCH'}")


def both_starts(fit, folder, files, method, tell):
    """Away from the solution, then at it; fityk says nothing of convergence in its exit code."""
    fit.run(folder, files, method)
    tell("elsewhere", fit)
    fit.free = {n: v for n, (v, _) in fit.found.items()}
    fit.run(folder, files, method)
    tell("solution", fit)


def main():
    if not shutil.which("cfityk"):
        print("cfityk (Debian package fityk) is not installed: not compared")
        return 77
    program = sys.argv[1]
    cycles, points = (sys.argv[2:4] + ["1", "201"][len(sys.argv) - 2 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "spectra.csv")
        begin = time.monotonic()
        text = subprocess.run([program, path, cycles, points], check=True, capture_output=True, text=True).stdout
        ours = {l.split()[0]: tuple(map(float, l.split()[1:])) for l in text.splitlines()}
        print(f"softmode, all fits: {time.monotonic() - begin:.1f} s")
        verdict = Verdict(ours)
        for shape, function, start, model, functions in single_cases():
            _, x, (y,) = table(f"{path}.{shape}")
            two_columns(os.path.join(folder, "single.dat"), x, y)
            for method in METHODS:
                both_starts(Fit(start, [model]), folder, [os.path.join(folder, "single.dat")], method,
                            lambda where, f: verdict.compare(f"{function}, {method} from {where}", f,
                                                             f"single.{shape}.", functions,
                                                             VOIGT if shape == "voigt" else (VALUES, ERRORS)))
        temperatures, x, spectra = table(path)
        files = []
        for s, y in enumerate(spectra):
            files.append(os.path.join(folder, f"{s}.dat"))
            two_columns(files[-1], x, y)
        for kind, tied in (("areas", False), ("states", True)):
            for method in METHODS:
                fit, functions = global_case(tied, temperatures)

                def tell(where, f):
                    verdict.compare(f"{kind}, {len(spectra)} spectra, {method} from {where}", f, f"{kind}.", functions,
                                    (VALUES, ERRORS))
                    print(f"    processor time: softmode {ours[f'seconds.{kind}'][0]:.3f} s, fityk with start and "
                          f"reading {f.seconds:.2f} s")

                both_starts(fit, folder, files, method, tell)
    print("all agree" if verdict.good else "some differ")
    return 0 if verdict.good else 1


if __name__ == "__main__":
    sys.exit(main())
