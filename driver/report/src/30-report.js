// SPDX-License-Identifier: BSD-3-Clause
// The data, and what every figure asks of them.

const report = JSON.parse(byId("data").textContent);

// a list that is absent is empty, and holds nothing absent
function completeLists(owner, names) {
  for (const name of names) owner[name] = (owner[name] ?? []).filter(item => item !== null);
}
completeLists(report, ["comparison", "flagged", "retries", "warnings", "provenance", "commands", "cite", "materials"]);

const listsOfMaterial = ["notes", "overview", "points", "asymmetric_choice", "symmetric_choice", "slopes", "stretches", "melts",
  "thresholds", "lindemann_thresholds", "curve_temperature_K"];

report.materials.forEach((m, i) => {
  completeLists(m, listsOfMaterial);
  m.measured ??= {};
  // without data and model a fit is none, without displacements a mode cannot be shown
  for (const s of m.stretches) s.fits = (s.fits ?? []).map(fit => (fit?.data && fit.residual && fit.model && fit.curve_wavenumber && s.wavenumber ? fit : null));
  if (m.modes) m.modes.shown = (m.modes.shown ?? []).filter(mode => mode?.displacement);
  if (m.structure) completeLists(m.structure, ["bonds", "carboxylate_bonds"]);
  m.slug = report.materials.length > 1 ? `${slug(m.name)}-${i + 1}` : slug(m.name);
  m.points.forEach((p, k) => { p.index = k; });
});
// a name alone is the better file name where it is enough
const slugs = report.materials.map(m => slug(m.name));
report.materials.forEach((m, i) => {
  if (slugs.indexOf(slugs[i]) === slugs.lastIndexOf(slugs[i])) m.slug = slugs[i];
});

const celsius = kelvin => kelvin - 273.15;
const inCelsius = kelvin => `${String(Math.round(celsius(kelvin) * 10) / 10).replace("-", "−")} °C`;

const temperaturesOf = m => [...new Set(m.points.map(p => p.temperature_K))].sort((a, b) => a - b);

// what tells the points of a material apart at one temperature
function pointName(m, p) {
  const several = key => m.points.some(q => q[key] !== m.points[0][key]);
  return [
    inCelsius(p.temperature_K),
    p.branch || null,
    p.branch && several("cycle") ? `cycle ${p.cycle}` : null,
    several("replica") ? `replica ${p.replica}` : null,
  ].filter(part => part).join(", ");
}

function temperatureFraction(m, kelvin) {
  const all = temperaturesOf(m);
  const low = all[0], high = all[all.length - 1];
  return high > low ? (kelvin - low) / (high - low) : 0.5;
}

const temperatureColour = (m, kelvin, theme) => onScale(theme.temperature, temperatureFraction(m, kelvin));

// heating and cooling apart, where a campaign has them
const branches = [
  {branch: "", words: "", symbol: "circle", dash: "solid"},
  {branch: "heating", words: ", heating", symbol: "triangle-up", dash: "solid"},
  {branch: "cooling", words: ", cooling", symbol: "triangle-down", dash: "dash"},
];
const branchOf = p => branches.find(b => b.branch === (p.branch || "")) || branches[0];

// the point shown at one temperature is one choice for all figures of a material
class Selection {
  constructor(m) {
    this.material = m;
    this.listeners = [];
    const nearest = m.points.reduce((best, p) =>
      Math.abs(p.temperature_K - 298.15) < Math.abs(m.points[best].temperature_K - 298.15) ? p.index : best, 0);
    this.index = Math.min(recall(`point of ${m.slug}`, nearest), Math.max(m.points.length - 1, 0));
  }
  get point() { return this.material.points[this.index]; }
  select(index) {
    if (index === this.index) return;
    this.index = index;
    remember(`point of ${this.material.slug}`, index);
    for (const listener of this.listeners) listener();
  }
}
