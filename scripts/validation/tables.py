# SPDX-License-Identifier: BSD-3-Clause
"""Tables of inputs/validation/README.md, from the results beside it.

tables.py RESULTS [slopes|scores|predictability|kinetics|denticity|lindemann|melting|limits|predictions ...]: Markdown on the
standard output, all tables without a name. A table whose results are not there is left out, and named on the standard error.
"""
import csv
import math
import sys
from pathlib import Path

MATERIALS = ("hkust-1", "muv-10-ca", "muv-10-mn", "mg-mof-74", "zn-mof-74", "mof-5", "mil-125", "mil-125-nh2", "uio-66", "sodium-benzoate")
TWO_METALS = ("muv-10-ca", "muv-10-mn")     # bonds of two metals, so that g(r) has two peaks
MODELS = ("muv-10-ca", "muv-10-mn", "mil-125-nh2", "sodium-benzoate")      # structures made up, neither measured nor published


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def number(text):
    return float(text) if text else math.nan


def with_error(value, error, factor=1.0):
    """value ± error with two digits of the error (one from 3 on), times factor."""
    value, error = number(value) * factor, number(error) * factor
    if math.isnan(value):
        return ""
    if math.isnan(error) or error <= 0.0:
        return f"{value:.3g}"
    exponent = math.floor(math.log10(error))
    digits = max(0, -exponent + (1 if error / 10 ** exponent < 3 else 0))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def print_table(heads, lines):
    print("| " + " | ".join(heads) + " |")
    print("| " + " | ".join("---" for _ in heads) + " |")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print()


def label(material):
    return material + (" *m*" if material in MODELS else "")


def mean_of(rows, column):
    """Mean over branches and cycles, and its error: from their own ones, or from their scatter where that is larger."""
    pairs = [(number(r[column]), number(r[se_of(column)])) for r in rows]
    pairs = [(v, e) for v, e in pairs if not math.isnan(v)]
    if not pairs:
        return math.nan, math.nan
    n = len(pairs)
    mean = sum(v for v, _ in pairs) / n
    own = math.sqrt(sum(e * e for _, e in pairs)) / n
    scatter = math.sqrt(sum((v - mean) ** 2 for v, _ in pairs) / (n - 1) / n) if n > 1 else 0.0
    return mean, max(own, scatter)


def se_of(column):
    for unit in ("_cm-1", "_A", "_ps"):
        if column.endswith(unit):
            return column[:-len(unit)] + "_se" + unit
    return column + "_se"


def at(rows, material, temperature_K):
    return [r for r in rows if r["material"].split(".")[0] == material and abs(number(r["temperature_K"]) - temperature_K) < 0.5]


def slopes(results):
    rows = rows_of(results / "slopes/parity.csv")
    campaigns = ("slopes-uncalibrated", "slopes-transferred", "slopes-calibrated")
    for quantity in ("X_a", "X_s"):
        lines = []
        for material in MATERIALS:
            found = {r["campaign"]: r for r in rows if r["material"] == material and r["quantity"] == quantity}
            if not found:
                continue
            line = [label(material), f"{1e3 * number(next(iter(found.values()))['measured']):.3g}"]
            for c in campaigns:
                r = found.get(c)
                mark = " *c*" if r and r["kind"] == "calibrated" else ""
                line.append(with_error(r["simulated"], r["simulated_se"], 1e3) + mark if r else "")
            lines.append(line)
        print_table([f"{quantity} (1e-3 cm-1/K)", "measured", "uncalibrated", "transferred", "calibrated"], lines)


def scores(results):
    print_table(["column", "slope", "kind", "values", "mean absolute error (1e-3 cm-1/K)", "mean signed error", "rank correlation", "p", "within 10 % and 2 errors"],
                [[r["campaign"].replace("slopes-", ""), r["quantity"], r["kind"], r["values"],
                  with_error(r["mean_absolute_error_cm-1_per_K"], r["mean_absolute_error_se"], 1e3),
                  with_error(r["mean_signed_error_cm-1_per_K"], r["mean_signed_error_se"], 1e3),
                  with_error(r["spearman_rho"], r["spearman_rho_se"]), f"{number(r['p_value']):.2g}", r["agreeing"]]
                 for r in rows_of(results / "slopes/scores.csv") if "infrared" not in r["quantity"]])


def predictability(results):
    print_table(["values", "of", "descriptor", "materials", "q²", "mean absolute error (1e-3 cm-1/K; dk, df: kcal/mol/A2)", "p"],
                [[r["values"].replace("slopes-", ""), r["quantity"], r["descriptor"], r["materials"], f"{number(r['q_squared']):.2f}",
                  f"{(1e3 if r['unit'] == 'cm-1/K' else 1.0) * number(r['mean_absolute_error']):.1f}", f"{number(r['p_value']):.2g}"]
                 for r in rows_of(results / "slopes/predictions.csv") if "infrared" not in r["quantity"]])


def kinetics(results):
    folder = results / "slopes/slopes-uncalibrated"
    rows, activation, populations = (rows_of(folder / f"{n}.csv") for n in ("kinetics", "activation", "populations"))
    lines = []
    for material in MATERIALS:
        line = [label(material)]
        for T in (173.15, 323.15, 473.15):
            line.append(with_error(*mean_of(at(populations, material, T), "loose_fraction")))
        for state in ("tight", "loose"):
            for T in (173.15, 473.15):
                line.append(with_error(*mean_of(at(rows, material, T), f"{state}_lifetime_ps")))
        for process in ("tight to loose", "loose to tight"):
            fits = [r for r in activation if r["material"] == material and r["process"] == process]
            line.append(with_error(fits[0]["Ea_kJ_mol"], fits[0]["Ea_se_kJ_mol"]) if fits else "")
        lines.append(line)
    print_table(["", "loose fraction 173 K", "323 K", "473 K", "tight lasts 173 K (ps)", "473 K", "loose lasts 173 K (ps)", "473 K",
                 "Ea of leaving tight (kJ/mol)", "of leaving loose"], lines)


def denticity(results):
    rows = rows_of(results / "slopes/slopes-uncalibrated/denticity.csv")
    kinds = ("free", "monodentate", "chelating", "bridging")
    print_table(["323 K, tight bonds only"] + list(kinds),
                [[label(m)] + [with_error(*mean_of(at(rows, m, 323.15), k)) for k in kinds] for m in MATERIALS])


def lindemann(results):
    rows = rows_of(results / "slopes/slopes-uncalibrated/lindemann.csv")
    lines = []
    for material in MATERIALS:
        line = [label(material)]
        for T in (173.15, 323.15, 473.15):
            line.append(with_error(*mean_of(at(rows, material, T), "lindemann_ratio")))
        for T in (173.15, 473.15):
            line.append(with_error(*mean_of(at(rows, material, T), "peak_width_ratio")))
        lines.append(line)
    print_table(["", "ratio 173 K", "323 K", "473 K", "peak width 173 K", "473 K"], lines)


def crossing(rows, column, threshold):
    """Temperature where a column first reaches a threshold, interpolated between its neighbours."""
    points = sorted((number(r["temperature_K"]), number(r[column])) for r in rows)
    for (T0, v0), (T1, v1) in zip(points, points[1:]):
        if v0 < threshold <= v1:
            return f"{10 * round((T0 + (threshold - v0) / (v1 - v0) * (T1 - T0)) / 10):,.0f} K"
    return f"not up to {points[-1][0]:,.0f} K" if points[-1][1] < threshold else f"at {points[0][0]:,.0f} K already"


def melting(results):
    folder = results / "lindemann/melt-0.10"
    rows, searches = rows_of(folder / "lindemann.csv"), rows_of(folder / "melting.csv")
    lines = []
    for s in searches:
        own = [r for r in rows if r["material"] == s["material"]]
        if not own:
            continue
        first = min(own, key=lambda r: number(r["temperature_K"]))
        found = s["crossing_K"] and with_error(s["crossing_K"], s["crossing_se_K"]) + " K"
        lines.append([label(s["material"]), with_error(first["lindemann_ratio"], first["lindemann_ratio_se"]), found or s["end"] or "search not ended",
                      with_error(first["peak_width_ratio"], first["peak_width_ratio_se"]),
                      *(["two peaks"] * 2 if s["material"] in TWO_METALS else [crossing(own, "peak_width_ratio", t) for t in (0.10, 0.15)]),
                      f"{number(s['decomposition_K']):,.0f} K" if s["decomposition_K"] else "-"])
    print_table(["", "ratio at 300 K", "ratio of 0.10", "peak width at 300 K", "peak width of 0.10", "0.15", "bonds broken for good"], lines)


LIMITS = (("X_a", "X_a (1e-3 cm-1/K)", 1e3), ("X_s", "X_s", 1e3), ("asymmetric position at -100 C", "asymmetric at -100 °C (cm-1)", 1.0),
          ("symmetric position at -100 C", "symmetric", 1.0), ("dH", "dH (kJ/mol)", 1.0), ("dS", "dS (J/mol/K)", 1.0), ("dCp", "dCp", 1.0),
          ("log10 K(298 K) from dH and dS", "log10 K(298 K)", 1.0))


def limits(results):
    rows = rows_of(results / "limits/differences.csv")

    def line(name, campaign, value, error):
        found = {r["quantity"]: r for r in rows if r["campaign"] == campaign}
        return [name] + [with_error(found[q][value], found[q][error], factor) if q in found else "" for q, _, factor in LIMITS]

    campaigns = list(dict.fromkeys(r["campaign"] for r in rows))
    print_table(["less the base"] + [head for _, head, _ in LIMITS],
                [line("base, as it is", campaigns[0], "first", "first_se")] +
                [line(c.replace("limits-", ""), c, "difference", "difference_se") for c in campaigns])


def predictions(results):
    folder = results / "predictions/predictions"
    slope_rows, hoff, crossings = (rows_of(folder / f"{n}.csv") for n in ("slopes", "vant_hoff", "lindemann_crossings"))
    lines = []
    for material in dict.fromkeys(r["material"] for r in slope_rows):
        line = [material]
        for q in ("X_a", "X_s"):
            r = next(r for r in slope_rows if r["material"] == material and r["quantity"] == q)
            line.append(with_error(r["slope_cm-1_per_K"], r["slope_se_cm-1_per_K"], 1e3))
        fit = [r for r in hoff if r["material"] == material and r["model"] == "with dCp"]
        if fit:
            ln_K, error = number(fit[0]["ln_K_298.15K"]), number(fit[0]["ln_K_298.15K_se"])
            line.append(with_error(math.exp(ln_K), math.exp(ln_K) * error))
        else:
            line.append("")
        for threshold in (0.10, 0.15):
            r = [r for r in crossings if r["material"] == material and number(r["threshold"]) == threshold and r["law"] == "weighted mean"]
            line.append(with_error(r[0]["crossing_K"], r[0]["crossing_se_K"]) + (" *x*" if r[0]["extrapolated"] == "yes" else "") if r else "")
        lines.append(line)
    print_table(["", "X_a (1e-3 cm-1/K)", "X_s", "K(298.15 K)", "ratio of 0.10 at (K)", "of 0.15"], lines)


TABLES = {f.__name__: f for f in (slopes, scores, predictability, kinetics, denticity, lindemann, melting, limits, predictions)}


def main(arguments):
    if not arguments or any(n not in TABLES for n in arguments[1:]):
        sys.exit(__doc__)
    for name in arguments[1:] or TABLES:
        try:
            TABLES[name](Path(arguments[0]))
        except FileNotFoundError as e:
            print(f"tables.py: no table of {name}: there is no {e.filename}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
