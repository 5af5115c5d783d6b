// SPDX-License-Identifier: BSD-3-Clause
// Plausible synthetic data for report.html; the same each time.
//   node make_data.mjs '{"materials": 2, "points": 7}' > data.json
import { fileURLToPath } from "node:url";
import { structure } from "./make_structure.mjs";

const gas = 8.314462618e-3;    // kJ/mol/K
const round = (x, digits = 5) => (Number.isFinite(x) ? Number(x.toPrecision(digits)) : null);
const rounded = (xs, digits) => xs.map(x => round(x, digits));
const range = (n, f) => Array.from({length: n}, (_, i) => f(i));

// mulberry32; normal deviates by Box and Muller
export function random(seed) {
  const uniform = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())};
}

export const hostileNames = [
  "<script>window.attacked = 1</script>", "<b>bold</b> & <i>x</i>", "<img src=x onerror='window.attacked = 1'>",
  "</script><script>window.attacked = 1</script>", "%{x} &lt;b&gt; $x^2$ @DATA@ @SCRIPT@", "\" onmouseover=\"window.attacked = 1",
];
const names = ["hkust-1", "mof-2", "mof-5", "uio-66", "mil-53", "mof-74", "nott-100", "pcn-222", "mil-101", "dut-49"];

const lorentzian = (x, centre, width) => 1 / (1 + ((x - centre) / (width / 2)) ** 2);
const axis = range(141, i => 1280 + 2.75 * i);

function bands(T) {
  const t = T - 298.15, width = 9 + 0.02 * T;
  return {
    asymmetric: {tight: 1598 - 0.012 * t, loose: 1575 - 0.02 * t, width},
    symmetric: {tight: 1366 - 0.012 * t, loose: 1349 - 0.02 * t, width},
  };
}

const twoBands = (band, f) => axis.map(x => (1 - f) * lorentzian(x, band.tight, band.width) + f * lorentzian(x, band.loose, 1.3 * band.width));
// to 1e-4 of the largest value: more no figure shows, and the page stays small
const level = ys => ys.map(y => Number(y.toFixed(4)));
const noisy = (r, ys, s) => level(ys.map(y => y + s * r.normal()));

function pointNumbers(r, T, thermodynamics) {
  const {dH, dS} = thermodynamics;
  const lnK = -dH / (gas * T) + dS / (1000 * gas);
  return {lnK, f: 1 / (1 + Math.exp(-lnK)), lindemann: 0.028 * Math.sqrt(T / 298) + 0.002 * r.normal()};
}

function lengths(T, f) {
  const r = range(60, i => 1.75 + 0.015 * i), s = 0.045 * Math.sqrt(T / 298);
  const gauss = (x, m, w) => Math.exp(-0.5 * ((x - m) / w) ** 2) / (w * Math.sqrt(2 * Math.PI));
  const density = r.map(x => (1 - f) * gauss(x, 1.94, s) + f * gauss(x, 2.06, 1.8 * s) + 1e-5);
  const top = Math.max(...density);
  return {
    histogram: {r: rounded(r), density: rounded(density, 4)},
    free_energy: {r: rounded(r), kJ_mol: rounded(density.map(d => -gas * T * Math.log(d / top)), 4)},
  };
}

function byState(r, T) {
  const b = bands(T);
  const states = band => Object.fromEntries([["tight", 0.05], ["loose", 0.95], ["mixed", 0.5], ["changing", 0.6]]
    .map(([state, f]) => [state, noisy(r, twoBands(band, f), 0.01)]));
  return {wavenumber: axis, asymmetric: states(b.asymmetric), symmetric: states(b.symmetric)};
}

function point(r, T, branch, cycle, replica, thermodynamics, bonds) {
  const {lnK, f, lindemann} = pointNumbers(r, T, thermodynamics), b = bands(T);
  const band = (group, shift) => ({
    position: [round(b[group].tight - 6 * f + 0.2 * r.normal() + shift), 0.25], fwhm: [round(b[group].width + 12 * f + 0.3 * r.normal()), 0.4],
    infrared: [round(b[group].tight - 5 * f + 0.6 * r.normal()), 0.8],
  });
  const shift = branch === "cooling" ? -0.8 : 0;
  return {
    id: `T${T.toFixed(2)}-${branch || "iso"}-c${cycle}-r${replica}`, temperature_K: T, replica, branch, cycle, asymmetric: band("asymmetric", shift), symmetric: band("symmetric", shift),
    loose_fraction: [round(f), 0.004], lindemann: [round(lindemann), 0.0006], ln_K: [round(lnK + 0.02 * r.normal()), 0.02], wavenumber: axis,
    spectra: {
      flux: noisy(r, axis.map(x => 0.7 * lorentzian(x, b.asymmetric.tight, 24) + 0.5 * lorentzian(x, b.symmetric.tight, 22)), 0.01),
      asymmetric: noisy(r, twoBands(b.asymmetric, f), 0.008), symmetric: noisy(r, twoBands(b.symmetric, f), 0.008),
    },
    ...lengths(T, f),
    lifetimes: {tight_ps: [round(2.5 * Math.exp(6 / (gas * T) - 2.4)), 0.1], loose_ps: [round(0.9 * Math.exp(3 / (gas * T) - 1.2)), 0.05]},
    by_state: byState(r, T),
    bond_loose: range(bonds, () => round(Math.min(Math.max(f + 0.18 * r.normal(), 0), 1), 3)),
  };
}

// ramps heat, then cool; replicas repeat a temperature
function schedule({points, ramp, replicas = 1}) {
  const T = range(points, i => Number((173.15 + (points > 1 ? (300 * i) / (points - 1) : 125)).toFixed(2)));
  if (!ramp) return T.flatMap(t => range(replicas, k => [t, "", 0, k + 1]));
  return [...T.map(t => [t, "heating", 1, 1]), ...[...T].reverse().map(t => [t, "cooling", 1, 1])];
}

const window = group => axis.filter(x => (group === "asymmetric" ? x > 1500 : x < 1440));

function fit(r, T, group, f) {
  const b = bands(T)[group], part = (weight, centre, width) => level(window(group).map(x => weight * lorentzian(x, centre, width)));
  const components = [part(1 - f, b.tight, b.width), part(f, b.loose, 1.3 * b.width)];
  const model = level(components[0].map((y, i) => y + components[1][i])), data = noisy(r, model, 0.012);
  return {data, residual: level(data.map((y, i) => y - model[i])), curve_wavenumber: window(group), model, components, model_name: "two states that exchange"};
}

function stretch(r, name, points, withK) {
  const group = name.includes("asymmetric") ? "asymmetric" : "symmetric";
  return {
    name, words: "ln K from the areas of two components agrees with the counted one, within 2 standard errors, at 5 of 7 points.",
    models: "The spectra support two states that exchange, with an AICc 17.5 below that of one band. They do not support any other model that was tried.",
    ln_K: withK ? points.map(p => [round(0.85 * p.ln_K[0] + 0.25 + 0.05 * r.normal()), 0.08]) : [],
    wavenumber: window(group), fits: points.map(p => fit(r, p.temperature_K, group, p.loose_fraction[0])),
  };
}

function normalModes(r, atoms) {
  const wavenumber = range(3 * atoms, i => 20 + (1780 * i) / (3 * atoms));
  const near = (x, c, w) => Math.exp(-(((x - c) / w) ** 2));
  const character = wavenumber.map(x => Math.min(0.95, 0.03 + 0.9 * near(x, 1595, 25) + 0.85 * near(x, 1365, 22)));
  const infrared = wavenumber.map((x, i) => r.uniform() ** 6 * (0.1 + 0.9 * character[i]));
  const displacement = () => level(range(3 * atoms, () => 0.02 * r.normal()));
  return {
    wavenumber: rounded(wavenumber), character: rounded(character, 3), infrared: level(infrared),
    words: "Dynamical matrix of the relaxed structure, at Γ.",
    shown: [["asymmetric stretch", 1598], ["symmetric stretch", 1366], ["M–O stretch", 412], ["lattice mode", 48]]
      .map(([label, x]) => ({wavenumber: x, label, displacement: displacement()})),
  };
}

function overview(r, k, calibrated) {
  const kind = calibrated ? "calibrated" : "predicted", measured = calibrated || k % 3 !== 2;
  const row = (quantity, unit, value, error, exp, expError, rowKind = kind, remark = "", open) => ({quantity, unit,
    simulated: value === null ? null : [round(value), error, ...(open ? [open] : [])], measured: measured ? exp : null, measured_error: measured ? expError : null, kind: rowKind, remark});
  const xa = -0.021 - 0.002 * (k % 5), xs = -0.02 - 0.0016 * (k % 5);
  return [
    row("X_a", "cm-1/K", xa * (1 + 0.08 * r.normal()), 0.0007, round(xa), 0.001), row("X_s", "cm-1/K", xs * (1 + 0.08 * r.normal()), 0.001, round(xs), null),
    row("log10 K(298 K)", "1", 0.13 + 0.05 * k, 0.01, 0.12, null), row("dH", "kJ/mol", 5.96 + 0.4 * k, 0.07, 5.9, 0.2),
    row("dS", "J/mol/K", 22.5 + 0.5 * k, 0.3, 22, 0.6), row("dCp", "J/mol/K", -0.8 + 0.2 * k, 1.6, 37, 4, "predicted", "", "not determined"),
    row("Lindemann ratio at 298 K", "1", 0.0281 + 0.001 * k, 0.0005, null, null, "predicted"),
    row("delta(M-O) = 0.10 at", "K", k % 4 === 3 ? null : 716 + 20 * k, 46, null, null, "predicted",
      k % 4 === 3 ? "no law describes the dependence on temperature well enough to extrapolate" : "extrapolated"),
  ];
}

function thermodynamicCurves({dH, dS}) {
  const T = range(61, i => 173.15 + 5 * i), curve = shift => rounded(T.map(t => -dH / (gas * t) + dS / (1000 * gas) + shift));
  return {
    curve_temperature_K: T, vant_hoff: {dH: [dH, 0.07], dS: [dS, 0.24], dCp: null, reduced_chi_squared: 1.5, curve: curve(0)},
    vant_hoff_dCp: {dH: [dH + 0.01, 0.08], dS: [dS, 0.26], dCp: [-0.79, 1.6], reduced_chi_squared: 1.77, curve: curve(0.01)},
    measured: {X_a: -0.021, X_s: -0.02, ln_K_curve: curve(0.12)},
  };
}

function material(name, k, options) {
  const r = random(17 + k), thermodynamics = {dH: 5.96 + 0.4 * k, dS: 22.5 + 0.5 * k};
  const built = structure(options.cells || [3, 3, 2]), bonds = built.carboxylate_bonds.length;
  const base = {
    name, notes: k ? [] : ["Lindemann ratio, law left out: quantum: its wavenumber is at a bound."], model: k === 1 ? "linkers placed by hand" : "",
    formula: "C288 Zn48 H96 O192", atoms: built.elements.length, carboxylates: bonds / 2, bonds, structure: built, melts: [],
  };
  if (options.melts) return {...base, sentence: "Melt search 1: the Lindemann ratio of the M-O bonds reaches 0.1 at 838 +- 7 K (between 825 and 850 K).", overview: [], points: [], melts: ["Melt search 1: the Lindemann ratio of the M-O bonds reaches 0.1 at 838 +- 7 K (between 825 and 850 K)."]};
  const points = schedule(options).map(([T, branch, cycle, replica]) => point(r, T, branch, cycle, replica, thermodynamics, bonds));
  return {
    ...base, sentence: `The asymmetric C–O stretch shifts with temperature by −0.0${214 + 3 * k} ± 0.0007 cm⁻¹/K; measured: −0.0210. At 298 K, ${57 + k}.0 ± 0.4 % of the metal–carboxylate bonds are loose.`,
    overview: overview(r, k, k === 0), points, asymmetric_view: [1515, 1660], symmetric_view: [1290, 1425], infrared_view: [1290, 1660],
    asymmetric_choice: [{position: 1606, coordinate_share: 0.96, character: 0.97, infrared_share: 0.5, score: 0.471}],
    symmetric_choice: [{position: 1364, coordinate_share: 0.57, character: 0.98, infrared_share: 0.55, score: 0.307},
      {position: 1322, coordinate_share: 0.3, character: 0.8, infrared_share: 0.4, score: 0.122}],
    slopes: [["X_a", -0.0222, 1595.6], ["X_s", -0.0218, 1363.5]].map(([n, slope, at]) => ({name: n, slope: [slope, 0.0007], position: [at, 0.1], reduced_chi_squared: 1.6})),
    ...thermodynamicCurves(thermodynamics), lindemann: "The Lindemann ratio of the M-O bonds reaches 0.10 at 716 +- 46 K (690 to 760 K by law; extrapolated).", lindemann_thresholds: [0.1, 0.15], thresholds: [1.96, 1.99],
    stretches: [["asymmetric", true], ["symmetric", true], ["infrared asymmetric", false], ["infrared symmetric", false]].map(([n, K]) => stretch(r, n, points, K)),
    exchange: {splitting_cm: 23, resolving_time_ps: 0.23, words: "The asymmetric stretch lies 23.0 ± 1.0 cm⁻¹ lower where bonds are loose than where they are tight. States that last less than 0.23 ps merge into one band."},
    modes: normalModes(r, built.elements.length),
  };
}

function comparison(materials) {
  return materials.flatMap(m => m.overview.filter(row => row.simulated && row.measured !== null).map(row => ({
    material: m.name, quantity: row.quantity, unit: row.unit, simulated: row.simulated, measured: row.measured, measured_error: row.measured_error,
    deviation: round((row.simulated[0] - row.measured) / row.simulated[1], 3), kind: row.kind, model: Boolean(m.model),
  })));
}

// everything the contract lets be absent is absent
function emptied(m) {
  const points = m.points.map(p => ({...p, asymmetric: {position: null, fwhm: null, infrared: null}, symmetric: {position: null, fwhm: null, infrared: null},
    loose_fraction: null, lindemann: null, ln_K: null, wavenumber: [], spectra: {}, histogram: null, free_energy: null, lifetimes: null, by_state: null, bond_loose: []}));
  return {...m, points, sentence: "", notes: [], overview: m.overview.map(row => ({...row, simulated: null, measured: null, measured_error: null, remark: "no point passed the gates"})),
    asymmetric_view: null, symmetric_view: null, infrared_view: null, asymmetric_choice: [], symmetric_choice: [], slopes: [], measured: {}, vant_hoff: null,
    vant_hoff_dCp: null, lindemann: null, stretches: m.stretches.map(s => ({...s, ln_K: [], fits: []})), exchange: null, modes: null, structure: null};
}

export function makeData(options = {}) {
  const o = {materials: 2, points: 7, ramp: false, hostile: false, melts: false, empty: false, active: false, ...options};
  const called = o.hostile ? hostileNames : names;
  let materials = range(o.materials, k => material(called[k] ?? `material ${k + 1}`, k, o));
  if (o.empty) materials = materials.map(emptied);
  const evil = o.hostile ? hostileNames[0] : "";
  if (o.hostile) for (const m of materials) spoil(m, evil);
  return {
    name: o.hostile ? hostileNames[0] : "quickstart", summary: `${o.materials * o.points} points: ${o.materials} material(s), ${o.points} temperatures from 173 to 473 K; 40 ps of production each.`,
    resolution: 8, friction: " and 10.6 cm⁻¹ by the friction of the Langevin thermostat", citation: "Andreeva et al., J. Am. Chem. Soc. 2020, 142, 19291, doi:10.1021/jacs.0c09499",
    active: o.active, written: "2026-11-27T13:00:00Z", comparison: comparison(materials),
    flagged: o.empty ? [] : [{point: "mof-2 T473.15-r1", temperature_K: 473.15, reason: `energy drift of 0.8 kJ/mol/ps is above 0.5 ${evil}`}],
    retries: o.empty ? [] : [{point: "mof-2 T448.15-r1", timestep_fs: 0.25, seed: 87213, reason: "a bond left its range"}],
    warnings: o.empty ? [] : [{material: materials[0]?.name ?? "", text: `Only 3 blocks at 173 K: errors are rough. ${evil}`}],
    provenance: [["softmode", "0.1.0"], ["LAMMPS", "22 Jul 2025, Open MPI 4.1.4"], ["plugin SHA-256", "5f".repeat(32)], [`structure ${evil}`, "inputs/structures/hkust-1.cif"]],
    commands: ["git clone https://example.org/softmode.git && cd softmode && scripts/bootstrap.sh", "build/release/bin/softmode run inputs/campaigns/quickstart.yaml"],
    cite: [{what: "softmode", text: "softmode 0.1.0: dynamic metal–carboxylate bonds in LAMMPS", doi: null}, {what: "LAMMPS", text: "Thompson et al., Comput. Phys. Commun. 2022, 271, 108171", doi: "10.1016/j.cpc.2021.108171"}],
    materials,
  };
}

function spoil(m, evil) {
  m.sentence += ` ${evil}`;
  m.notes = [...m.notes, evil];
  if (m.modes) m.modes.shown[0].label = evil;
  for (const s of m.stretches || []) {
    s.words += evil;
    for (const f of s.fits) f.model_name = evil;
  }
  if (m.stretches) m.stretches[0].name += ` ${evil}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(JSON.stringify(makeData(JSON.parse(process.argv[2] || "{}"))));
