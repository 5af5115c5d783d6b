// SPDX-License-Identifier: BSD-3-Clause
// Tight and loose bonds in equilibrium: van't Hoff plot, loose fractions, and the truth test.

const stretchSymbols = ["diamond", "square", "hexagon", "star"];

// ln K that the areas of two components tell, of one point
const inferred = (stretch, p) => stretch.ln_K?.[p.index];
const inferring = m => m.stretches.filter(s => s.ln_K?.some(isPair));

function inferredTraces(m, theme) {
  return inferring(m).flatMap((s, k) => pointTraces(m, theme, p => inferred(s, p),
    {name: `inferred, ${s.name}`, colour: theme.second, open: true, x: p => 1000 / p.temperature_K})
    .map(trace => ({...trace, marker: {...trace.marker, symbol: `${stretchSymbols[k % 4]}-open`, size: 7}})));
}

function vantHoffCurves(m, theme) {
  const x = m.curve_temperature_K.map(t => 1000 / t);
  return [
    ["fit, ΔC<sub>p</sub> = 0", m.vant_hoff?.curve, theme.simulated, "solid"],
    ["fit with ΔC<sub>p</sub>", m.vant_hoff_dCp?.curve, theme.second, "dot"],
    ["measured, from infrared", m.measured.ln_K_curve, theme.measured, "dash"],
  ].filter(([, y]) => y?.length).map(([name, y, colour, dash]) => curveTrace(x, y, name, colour, dash));
}

function fitWords(fit) {
  if (!fit) return "none";
  const dCp = isPair(fit.dCp) ? `, ΔCp = ${withUnit(fit.dCp, "J/(mol K)")}` : "";
  const scatter = Number.isFinite(fit.reduced_chi_squared) ? `, reduced χ² = ${concise(fit.reduced_chi_squared)}` : "";
  return `ΔH = ${withUnit(fit.dH, "kJ/mol")}, ΔS = ${withUnit(fit.dS, "J/(mol K)")}${dCp}${scatter}`;
}

function addVantHoff(parent, m) {
  const title = "van't Hoff plot";
  const any = m.points.some(p => isPair(p.ln_K)) || inferring(m).length || m.vant_hoff || m.vant_hoff_dCp;
  if (!any) {
    addAbsence(parent, title, "No point has an equilibrium constant: one of the two states was never, or always, occupied.");
    return;
  }
  addFigure(parent, {
    name: `${m.slug}-vant-hoff`, title, height: 400,
    caption: `K = [loose]/[tight]. Fit of the counted populations without ΔCp: ${fitWords(m.vant_hoff)}; with ΔCp: ${fitWords(m.vant_hoff_dCp)}.`,
    build: theme => ({
      data: [
        ...pointTraces(m, theme, p => p.ln_K, {name: "counted", colour: theme.simulated, x: p => 1000 / p.temperature_K}),
        ...inferredTraces(m, theme), ...vantHoffCurves(m, theme),
      ],
      layout: layout(theme, "1000 K / T", "ln K", {showlegend: true}),
    }),
  });
}

// f = K / (1 + K), with the error carried over
function fractionOf(lnK) {
  if (!isPair(lnK)) return null;
  const f = 1 / (1 + Math.exp(-lnK[0]));
  return [f, f * (1 - f) * lnK[1]];
}

function truthTrace(m, theme, stretch, k) {
  const points = m.points.filter(p => isPair(p.loose_fraction) && isPair(inferred(stretch, p)));
  const f = points.map(p => fractionOf(inferred(stretch, p)));
  const colour = [theme.simulated, theme.second, theme.loose, theme.changing][k % 4];
  const bars = array => ({type: "data", array, color: colour, thickness: 1, width: 2});
  return {
    x: points.map(p => p.loose_fraction[0]), y: f.map(pair => pair[0]), mode: "markers", name: plain(stretch.name),
    marker: {color: colour, size: 8, symbol: stretchSymbols[k % 4]}, error_x: bars(points.map(p => p.loose_fraction[1])),
    error_y: bars(f.map(pair => pair[1])), customdata: points.map(p => plain(pointName(m, p))),
    hovertemplate: "counted %{x:.3f}, inferred %{y:.3f} at %{customdata}<extra></extra>",
  };
}

function truthRange(traces) {
  const all = traces.flatMap(t => [...t.x, ...t.y]);
  const low = Math.min(...all), high = Math.max(...all), room = 0.1 * (high - low || 0.1);
  return [Math.max(low - room, -0.02), Math.min(high + room, 1.02)];
}

function addTruthTest(parent, m) {
  const title = "Truth test: what the experimental analysis would infer";
  const stretches = inferring(m).filter(s => m.points.some(p => isPair(p.loose_fraction) && isPair(inferred(s, p))));
  if (!stretches.length) {
    if (m.stretches.length) addAbsence(parent, title, "Two components in the simulated spectra give no equilibrium constants, so nothing can be " +
      "set against the counted fractions; the words on each stretch say why.");
    return;
  }
  addFigure(parent, {
    name: `${m.slug}-truth-test`, title, height: 400,
    caption: "Loose fraction that the areas of two components in the simulated spectra tell, against the one counted in the same simulation. On the dashed line the analysis finds the truth.",
    build: theme => {
      const traces = stretches.map((s, k) => truthTrace(m, theme, s, k));
      const range = truthRange(traces);
      const equal = {x: range, y: range, mode: "lines", name: "equal", line: {color: theme.soft, dash: "dash", width: 1.2}, hoverinfo: "skip"};
      const lay = layout(theme, "loose fraction, counted", "loose fraction, inferred from spectra", {showlegend: true});
      lay.xaxis.range = lay.yaxis.range = range;
      return {data: [equal, ...traces], layout: lay};
    },
  });
}

function addLooseFraction(parent, m) {
  if (!m.points.some(p => isPair(p.loose_fraction))) return;
  addFigure(parent, {
    name: `${m.slug}-loose-fraction`, title: "Loose fraction", caption: "Fraction of metal–carboxylate bonds in the loose state.",
    build: theme => ({
      data: pointTraces(m, theme, p => p.loose_fraction, {name: "loose", colour: theme.simulated, lines: true}),
      layout: layout(theme, temperatureTitle, "loose fraction", {showlegend: m.points.some(p => p.branch)}),
    }),
  });
}
