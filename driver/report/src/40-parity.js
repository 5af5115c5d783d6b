// SPDX-License-Identifier: BSD-3-Clause
// Simulated against measured slopes of the bands' positions, for all materials at once.

const parityQuantities = [
  {quantity: "X_a", label: "X<sub>a</sub>", symbol: "circle", colour: "simulated"},
  {quantity: "X_s", label: "X<sub>s</sub>", symbol: "square", colour: "second"},
];

function parityPoints() {
  return report.materials.flatMap((m, i) => m.overview
    .filter(row => isPair(row.simulated) && Number.isFinite(row.measured))
    .map(row => ({...row, number: i + 1, material: m.name, error: row.measured_error || 0})));
}

function parityTrace(theme, points, {quantity, label, symbol, colour}, kind) {
  const shown = points.filter(p => p.quantity === quantity && p.kind === kind);
  if (!shown.length) return [];
  const several = report.materials.length > 1;
  const calibrated = kind === "calibrated";
  return [{
    x: shown.map(p => p.measured), y: shown.map(p => p.simulated[0]), name: `${label} ${kind}`,
    mode: several ? "markers+text" : "markers", text: shown.map(p => String(p.number)),
    textposition: symbol === "circle" ? "top left" : "bottom right",
    textfont: {size: 11, color: theme[colour]},
    customdata: shown.map(p => [plain(p.material), remarkOf(p.simulated) && ` (${remarkOf(p.simulated)})`]),
    marker: {size: 9, color: theme[colour], symbol: symbol + (calibrated ? "-open" : ""), line: {width: 1.6, color: theme[colour]}},
    error_x: {type: "data", array: shown.map(p => p.error), color: theme[colour], thickness: 1.2, width: 3},
    error_y: {type: "data", array: shown.map(p => p.simulated[1]), color: theme[colour], thickness: 1.2, width: 3},
    hovertemplate: `%{customdata[0]}: ${label} simulated %{y:.4f}%{customdata[1]}, measured %{x:.4f}<extra>${kind}</extra>`,
  }];
}

function parityRange(points) {
  const all = points.flatMap(p => [p.measured - p.error, p.measured + p.error, p.measured * 1.1, p.measured * 0.9,
    p.simulated[0] - p.simulated[1], p.simulated[0] + p.simulated[1]]);
  const low = Math.min(...all), high = Math.max(...all);
  const room = 0.12 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}

function parityBand(theme, [low, high]) {
  return [
    {x: [low, high, high, low], y: [0.9 * low, 0.9 * high, 1.1 * high, 1.1 * low], fill: "toself", fillcolor: theme.band, mode: "lines",
      line: {width: 0}, showlegend: false, hoverinfo: "skip"},
    {x: [low, high], y: [low, high], mode: "lines", line: {color: theme.soft, width: 1, dash: "dash"}, showlegend: false, hoverinfo: "skip"},
  ];
}

function addParity(parent) {
  const points = parityPoints().filter(p => parityQuantities.some(q => q.quantity === p.quantity));
  const title = "Slopes of the band positions";
  if (!points.length) {
    addAbsence(parent, title, "No slope was both simulated and measured, so there is nothing to compare in a figure.", "h3");
    return;
  }
  const range = parityRange(points);
  const numbers = report.materials.length > 1 ? " Numbers are those of the materials in the list." : "";
  addFigure(parent, {
    name: "parity", title, height: 380, heading: "h3",
    caption: `Slopes of position against temperature, asymmetric (Xₐ) and symmetric (Xₛ) stretch. Open: calibrated; filled: predicted. Dashed: equal; grey: ±10 %.${numbers}`,
    alt: points.map(p => `${p.material} ${p.quantity}: simulated ${withError(p.simulated)}, measured ${concise(p.measured)}, ${p.kind}`).join("; "),
    build: theme => {
      const data = [...parityBand(theme, range), ...parityQuantities.flatMap(q =>
        ["calibrated", "predicted"].flatMap(kind => parityTrace(theme, points, q, kind)))];
      const lay = layout(theme, "measured (cm⁻¹/K)", "simulated (cm⁻¹/K)");
      Object.assign(lay.xaxis, {range, nticks: 6});
      Object.assign(lay.yaxis, {range, nticks: 7});
      return {data, layout: lay};
    },
  });
}
