// SPDX-License-Identifier: BSD-3-Clause
// The analysis that measured spectra get, made of simulated ones: two components and what they leave over.

function fitTraces(theme, x, fit) {
  const components = (fit.components || []).map((y, k) => ({
    x: fit.curve_wavenumber, y, mode: "lines", name: `component ${k + 1}`, hoverinfo: "name",
    line: {color: k % 2 ? theme.loose : theme.tight, dash: k % 2 ? "dash" : "dot", width: 1.8},
  }));
  return [
    {x, y: fit.data, mode: "markers", name: "simulated", marker: {color: theme.soft, size: 4}, hoverinfo: "x+y"},
    ...components,
    {x: fit.curve_wavenumber, y: fit.model, mode: "lines", name: "sum", line: {color: theme.ink, width: 1.6}, hoverinfo: "name"},
    {x, y: fit.residual, yaxis: "y2", mode: "lines+markers", name: "residual", showlegend: false, line: {color: theme.measured, width: 1},
      marker: {size: 3, color: theme.measured}, hoverinfo: "x+y"},
  ];
}

function fitLayout(theme) {
  const lay = layout(theme, wavenumberTitle, "power (arb. units)", {showlegend: true});
  Object.assign(lay.xaxis, {autorange: "reversed", anchor: "y2"});
  Object.assign(lay.yaxis, {domain: [0.3, 1]});
  lay.yaxis2 = axis(theme, "residual", {domain: [0, 0.22], nticks: 3, zeroline: true, zerolinecolor: theme.soft});
  return lay;
}

function addFit(parent, m, selection, stretch) {
  if (!stretch.fits?.some(fit => fit)) return;
  addFigure(parent, {
    name: `${m.slug}-fit-${slug(stretch.name)}`, title: `Two-component fit: ${stretch.name}`, follows: selection, height: 400,
    caption: "Simulated spectrum, analysed as measured ones are, at the selected temperature; below, what the fit leaves over.",
    build: theme => {
      const fit = stretch.fits[selection.index];
      const lay = fitLayout(theme);
      if (!fit) return {data: [], layout: remark(theme, lay, `no fit at ${inCelsius(selection.point.temperature_K)}`)};
      const all = [...fit.data, ...fit.model, ...(fit.components || []).flat()].filter(Number.isFinite), low = Math.min(...all), high = Math.max(...all);
      lay.yaxis.range = [low - 0.05 * (high - low), high + 0.2 * (high - low)];    // room for the model's name
      remark(theme, lay, fit.model_name || "", {x: 0.01, y: 1, xanchor: "left", yanchor: "top"});
      return {data: fitTraces(theme, stretch.wavenumber, fit), layout: lay};
    },
  });
}
