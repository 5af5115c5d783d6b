// SPDX-License-Identifier: BSD-3-Clause
// Draws the report from the data beside it. All text goes in as text, never as HTML.
"use strict";

const report = JSON.parse(document.getElementById("data").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#e6edf3" : "#1b1f24";
const grid = dark ? "#30363d" : "#d8dee4";
const measuredColour = dark ? "#f0a04b" : "#b35900";
const simulatedColour = dark ? "#79b8ff" : "#0a5bb5";
const secondColour = dark ? "#7ee2a8" : "#1a7f4b";

function element(tag, text, className) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}

// from dark violet to yellow over the range: distinct without relying on hue alone
function temperatureColour(t) {
  const stops = dark
    ? [[120, 100, 230], [210, 80, 150], [250, 140, 80], [250, 220, 90]]
    : [[60, 20, 140], [160, 30, 140], [220, 80, 70], [225, 155, 10]];
  const x = Math.min(Math.max(t, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(x), stops.length - 2);
  const c = stops[i].map((a, k) => Math.round(a + (x - i) * (stops[i + 1][k] - a)));
  return `rgb(${c.join(",")})`;
}

function colourOf(material, point) {
  const all = material.points.map(p => p.temperature_K);
  const low = Math.min(...all), high = Math.max(...all);
  return temperatureColour(high > low ? (point.temperature_K - low) / (high - low) : 0.5);
}

const celsius = kelvin => Math.round((kelvin - 273.15) * 10) / 10;
const nameOf = point => `${celsius(point.temperature_K)} °C` + (point.replica > 1 ? ` (${point.replica})` : "");

function number(value, digits) {
  return value === null || value === undefined ? "–" : value.toFixed(digits).replace("-", "−");
}
function withError(pair, digits) {
  return pair === null ? "–" : `${number(pair[0], digits)} ± ${number(pair[1], digits)}`;
}

function layout(x, y, more) {
  const axis = title => ({title: {text: title}, gridcolor: grid, linecolor: grid, zeroline: false, automargin: true});
  return Object.assign({
    xaxis: axis(x), yaxis: axis(y), font: {color: ink, size: 13},
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: {l: 70, r: 40, t: 10, b: 55}, legend: {orientation: "h", y: 1.02, yanchor: "bottom"},
    modebar: {orientation: "v", bgcolor: "rgba(0,0,0,0)", color: grid, activecolor: ink},
  }, more || {});
}

// drawn once all figures have their place: a figure alone in a row would be drawn twice as wide
const pending = [];

function addFigure(parent, label, traces, lay, caption) {
  const figure = element("figure", undefined, "figure");
  figure.style.margin = "0";
  const plot = element("div", undefined, "plot");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", label);
  figure.append(element("h3", label), plot, element("figcaption", caption, "caption"));
  parent.append(figure);
  pending.push(() => Plotly.newPlot(plot, traces, lay, {responsive: true, displaylogo: false}));
}

function drawSpectra(parent, m, group, label, windowKey, caption) {
  const traces = m.points.map(p => ({
    x: p.wavenumber, y: p.spectra[group], mode: "lines", name: nameOf(p),
    line: {color: colourOf(m, p), width: 1.6},
    hovertemplate: "%{x:.1f} cm⁻¹<extra>" + nameOf(p) + "</extra>",
  }));
  const range = m[windowKey];
  const lay = layout("wavenumber (cm⁻¹)", "power / temperature (arb. units)");
  lay.xaxis.range = [range[1], range[0]];    // infrared convention: high wavenumbers left
  lay.yaxis.showticklabels = false;
  addFigure(parent, label, traces, lay, caption);
}

function drawPositions(parent, m, band, slopeName, label) {
  const T = m.points.map(p => celsius(p.temperature_K));
  const values = m.points.map(p => p[band].position[0]);
  const traces = [{
    x: T, y: values, mode: "markers", name: "simulated", marker: {color: simulatedColour, size: 8},
    error_y: {type: "data", array: m.points.map(p => p[band].position[1]), color: simulatedColour},
  }];
  const infrared = m.points.filter(p => p[band].infrared !== null);
  if (infrared.length) traces.push({
    x: infrared.map(p => celsius(p.temperature_K)), y: infrared.map(p => p[band].infrared[0]), mode: "markers",
    name: "simulated, infrared", marker: {color: secondColour, size: 8, symbol: "diamond-open"},
    error_y: {type: "data", array: infrared.map(p => p[band].infrared[1]), color: secondColour},
  });
  const ends = [Math.min(...T), Math.max(...T)];
  const line = (slope, at25) => ends.map(t => at25 + slope * (t - 25));
  const fit = m.slopes.find(s => s.name === slopeName);
  let caption = "Position of the fitted band against temperature.";
  if (fit) {
    traces.push({x: ends, y: line(fit.slope[0], fit.position[0]), mode: "lines",
      name: `${slopeName} = ${withError(fit.slope, 4)} cm⁻¹/K`, line: {color: simulatedColour}});
    const measured = m.measured[slopeName];
    if (measured !== undefined) {
      traces.push({x: ends, y: line(measured, fit.position[0]), mode: "lines",
        name: `measured ${number(measured, 4)} cm⁻¹/K`, line: {color: measuredColour, dash: "dash"}});
      caption += " The measured slope is drawn through the simulated position at 25 °C, to compare slopes alone.";
    }
  }
  addFigure(parent, label, traces, layout("temperature (°C)", "position (cm⁻¹)"), caption);
}

function drawVantHoff(parent, m) {
  const points = m.points.filter(p => p.ln_K !== null);
  const traces = [];
  if (points.length) traces.push({
    x: points.map(p => 1000 / p.temperature_K), y: points.map(p => p.ln_K[0]), mode: "markers", name: "counted",
    marker: {color: simulatedColour, size: 8},
    error_y: {type: "data", array: points.map(p => p.ln_K[1]), color: simulatedColour},
  });
  const symbols = ["triangle-up-open", "triangle-down-open", "square-open", "diamond-open"];
  m.stretches.forEach((s, k) => {
    if (!s.ln_K.length) return;
    traces.push({
      x: m.points.map(p => 1000 / p.temperature_K), y: s.ln_K.map(e => e[0]), mode: "markers",
      name: `from spectra, ${s.name}`, marker: {color: secondColour, size: 8, symbol: symbols[k % symbols.length]},
      error_y: {type: "data", array: s.ln_K.map(e => e[1]), color: secondColour, thickness: 1},
    });
  });
  const curve = (name, values, colour, dash) => values && traces.push({
    x: m.curve_temperature_K.map(t => 1000 / t), y: values, mode: "lines", name, line: {color: colour, dash},
  });
  curve("fit without ΔCp", m.vant_hoff && m.vant_hoff.curve, simulatedColour, "solid");
  curve("fit with ΔCp", m.vant_hoff_dCp && m.vant_hoff_dCp.curve, secondColour, "dot");
  curve("measured, from infrared", m.measured.ln_K_curve, measuredColour, "dash");
  addFigure(parent, "van't Hoff plot", traces, layout("1000 K / T", "ln K, K = [loose]/[tight]"),
    "Populations counted in the simulation, their fits, what the areas of two components in the simulated spectra would tell, and the line published from the measured spectra.");
}

function drawHistograms(parent, m) {
  const traces = m.points.map(p => ({
    x: p.histogram.r, y: p.histogram.density, mode: "lines", name: nameOf(p),
    line: {color: colourOf(m, p), width: 1.6}, hovertemplate: "%{x:.3f} Å<extra>" + nameOf(p) + "</extra>",
  }));
  const lay = layout("r(M–O) (Å)", "density (1/Å)");
  lay.shapes = m.thresholds.map(r => ({type: "line", x0: r, x1: r, yref: "paper", y0: 0, y1: 1,
    line: {color: ink, width: 1, dash: "dot"}}));
  addFigure(parent, "Metal–oxygen distances", traces, lay,
    `Distribution over all ${m.bonds} metal–carboxylate bonds. Dotted: a bond becomes tight below the first, loose above the second.`);
}

function drawWithErrors(parent, m, label, yTitle, caption, get) {
  const T = m.points.map(p => celsius(p.temperature_K));
  const traces = get.map(g => ({
    x: T, y: m.points.map(p => g.of(p)[0]), mode: "lines+markers", name: g.name, marker: {color: g.colour, size: 8},
    line: {color: g.colour, width: 1},
    error_y: {type: "data", array: m.points.map(p => g.of(p)[1]), color: g.colour},
  }));
  addFigure(parent, label, traces, layout("temperature (°C)", yTitle, {showlegend: get.length > 1}), caption);
}

function bandSentence(name, choice) {
  const c = choice[0];
  const others = choice.slice(1, 4).map(o => `${number(o.position, 0)} cm⁻¹ (score ${number(o.score, 3)})`);
  return `${name} stretch: followed the band at ${number(c.position, 0)} cm⁻¹ at the lowest temperature ` +
    `(share of the coordinate ${number(c.coordinate_share, 2)}, character ${number(c.character, 2)}, ` +
    `infrared share ${number(c.infrared_share, 2)}; score ${number(c.score, 3)})` +
    (others.length ? `, not ${others.join(", ")}.` : ".");
}

function fitSentence(name, fit) {
  if (!fit) return `${name}: no fit.`;
  const cp = fit.dCp ? `, ΔCp = ${withError(fit.dCp, 1)} J/mol/K` : "";
  return `${name}: ΔH = ${withError(fit.dH, 2)} kJ/mol, ΔS = ${withError(fit.dS, 1)} J/mol/K${cp}, ` +
    `reduced χ² = ${number(fit.reduced_chi_squared, 2)}.`;
}

function drawMaterial(m) {
  const section = element("section");
  section.append(element("h2", m.name));
  section.append(element("p", `${m.formula}, ${m.atoms} atoms, ${m.carboxylates} carboxylates, ${m.bonds} metal–carboxylate bonds.`));
  if (m.model) section.append(element("p", `The structure is a model, neither measured nor published: ${m.model}. ` +
    "What is found with it says little about the material.", "note"));
  for (const note of m.notes) section.append(element("p", note, "note"));
  document.getElementById("materials").append(section);
  if (!m.points.length) return;
  section.append(element("p", bandSentence("Asymmetric", m.asymmetric_choice)));
  section.append(element("p", bandSentence("Symmetric", m.symmetric_choice)));
  section.append(element("p", fitSentence("van't Hoff without ΔCp", m.vant_hoff)));
  section.append(element("p", fitSentence("van't Hoff with ΔCp", m.vant_hoff_dCp)));
  for (const s of m.stretches) section.append(element("p", `Spectra of the ${s.name} stretch, analysed as measured ones are: ${s.words} (Neighbouring points share noise, so the comparison of models is surer than it should be.)`));
  if (m.lindemann) section.append(element("p", `Lindemann ratio: ${m.lindemann}.`));

  const figures = element("div", undefined, "figures");
  section.append(figures);
  const dividedBy = "Divided by temperature, so that a band of constant occupation keeps its height.";
  drawSpectra(figures, m, "asymmetric", "Asymmetric stretch: spectra", "asymmetric_view", dividedBy);
  drawSpectra(figures, m, "symmetric", "Symmetric stretch: spectra", "symmetric_view", dividedBy);
  drawPositions(figures, m, "asymmetric", "X_a", "Asymmetric stretch: position");
  drawPositions(figures, m, "symmetric", "X_s", "Symmetric stretch: position");
  if (m.points[0].spectra.flux) drawSpectra(figures, m, "flux", "Infrared: charge-flux spectra", "infrared_view",
    "Power spectrum of the charge flux, which is what infrared absorbs. Divided by temperature.");
  drawWithErrors(figures, m, "Band widths", "FWHM (cm⁻¹)", `Full width at half maximum of the fitted bands. Includes the resolution of ${report.resolution} cm⁻¹${report.friction}.`,
    [{name: "asymmetric", colour: simulatedColour, of: p => p.asymmetric.fwhm},
     {name: "symmetric", colour: secondColour, of: p => p.symmetric.fwhm}]);
  drawVantHoff(figures, m);
  drawHistograms(figures, m);
  drawWithErrors(figures, m, "Lindemann ratio", "δ(M–O)", "√(⟨r²⟩ − ⟨r⟩²)/⟨r⟩, mean over bonds.",
    [{name: "Lindemann ratio", colour: simulatedColour, of: p => p.lindemann}]);
  drawWithErrors(figures, m, "Loose fraction", "loose fraction", "Fraction of metal–carboxylate bonds in the loose state.",
    [{name: "loose fraction", colour: simulatedColour, of: p => p.loose_fraction}]);
}

function drawComparison() {
  const table = document.getElementById("comparison");
  const head = element("tr");
  for (const name of ["material", "quantity", "simulated", "measured", "unit", "difference / error", "kind"]) {
    const cell = element("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  for (const r of report.comparison) {
    const digits = r.unit === "cm-1/K" ? 4 : r.unit === "cm-1" ? 1 : 2;
    const row = element("tr");
    const measured = r.measured_error === null ? number(r.measured, digits) : withError([r.measured, r.measured_error], digits);
    for (const text of [r.material + (r.model ? " (model)" : ""), r.quantity, withError(r.simulated, digits), measured, r.unit, number(r.deviation, 1)])
      row.append(element("td", text));
    row.append(element("td", r.kind, r.kind));
    body.append(row);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  if (!report.comparison.length) table.replaceWith(element("p", "Nothing measured to compare with."));
  document.getElementById("citation").textContent = report.citation ? `Measured: ${report.citation}.` : "";
}

document.getElementById("title").textContent = report.name;
document.title = `softmode: ${report.name}`;
document.getElementById("summary").textContent = report.summary;
drawComparison();
for (const m of report.materials) drawMaterial(m);
for (const draw of pending) draw();
for (const [key, value] of report.provenance)
  document.getElementById("provenance").append(element("dt", key), element("dd", value));
document.body.dataset.drawn = "yes";
