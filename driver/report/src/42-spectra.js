// SPDX-License-Identifier: BSD-3-Clause
// Spectra stacked by temperature, and resolved by the state of the bonds at the selected one.

// infrared convention: high wavenumbers at the left
const reversed = range => (range ? [range[1], range[0]] : undefined);
const wavenumberTitle = "wavenumber (cm⁻¹)";

// the largest value within the range shown
function highest(x, y, view) {
  let top = 0;
  y.forEach((value, i) => {
    if (Number.isFinite(value) && (!view || (x[i] >= view[0] && x[i] <= view[1]))) top = Math.max(top, value);
  });
  return top;
}

// baselines, one per temperature, so that neighbours overlap but can be followed
function stack(m, points, group, view) {
  const temperatures = temperaturesOf(m);
  const top = Math.max(...points.map(p => highest(p.wavenumber, p.spectra[group], view)), 1e-300);
  const step = temperatures.length > 1 ? top * Math.max(Math.min(0.5, 3 / temperatures.length), 0.06) : 0;
  return {temperatures, offset: kelvin => temperatures.indexOf(kelvin) * step, height: step * (temperatures.length - 1) + 1.06 * top};
}

function baselineTicks(temperatures, offset) {
  const every = Math.ceil(temperatures.length / 11);
  const labelled = temperatures.filter((_, i) => i % every === 0);
  return {tickmode: "array", tickvals: labelled.map(offset), ticktext: labelled.map(inCelsius)};
}

function addSpectra(parent, m, selection, {group, title, view, caption}) {
  const points = m.points.filter(p => p.spectra?.[group]?.length && p.wavenumber?.length);
  if (!points.length) return;
  const {temperatures, offset, height} = stack(m, points, group, view);
  addFigure(parent, {
    name: `${m.slug}-spectra-${group}`, title, follows: selection, height: 420,
    caption: `${caption} Each spectrum is divided by its temperature and stands on a baseline at that temperature; the selected one is drawn thick.`,
    build: theme => {
      const data = lineTraces(m, selection, theme, p => {
        if (!points.includes(p)) return null;
        const {x, y} = smoothCurve(p.wavenumber, p.spectra[group], view);
        return {x, y: y.map(v => (v === null ? null : v + offset(p.temperature_K)))};
      });
      const lay = layout(theme, wavenumberTitle, "power / T (arb. units)");
      Object.assign(lay.yaxis, baselineTicks(temperatures, offset), {range: [-0.03 * height, height]});
      lay.xaxis.range = reversed(view);
      return {data, layout: lay};
    },
  });
}

const bondStates = [
  {state: "tight", words: "tight", dash: "solid"}, {state: "loose", words: "loose", dash: "dash"},
  {state: "mixed", words: "mixed (one of each)", dash: "dashdot"}, {state: "changing", words: "changing", dash: "dot"},
];

function stateTraces(theme, byState, group, view) {
  return bondStates.filter(({state}) => byState?.[group]?.[state]).map(({state, words, dash}) => ({
    ...smoothCurve(byState.wavenumber, byState[group][state], view), mode: "lines", name: words, line: {color: theme[state], dash, width: 1.8},
    hovertemplate: `%{x:.1f} cm⁻¹<extra>${words}</extra>`,
  }));
}

// words within a figure; an empty one says why
function remark(theme, lay, text, place = {x: 0.5, y: 0.5}) {
  lay.annotations = [{text: plain(text), xref: "paper", yref: "paper", ...place, showarrow: false, font: {color: theme.soft, size: 12}}];
  return lay;
}

function addStateSpectra(parent, m, selection, group, view) {
  const title = `${group === "asymmetric" ? "Asymmetric" : "Symmetric"} stretch, resolved by state`;
  if (!m.points.some(p => bondStates.some(({state}) => p.by_state?.[group]?.[state]))) return;
  addFigure(parent, {
    name: `${m.slug}-states-${group}`, title, follows: selection,
    caption: "Spectra of carboxylates while all their bonds are tight, all loose, some of each, or while one changes, at the selected temperature.",
    build: theme => {
      const data = stateTraces(theme, selection.point.by_state, group, view);
      const lay = layout(theme, wavenumberTitle, "power (arb. units)", {meta: {point: selection.index}, showlegend: true});
      lay.xaxis.range = reversed(view);
      lay.yaxis.rangemode = "tozero";
      return {data, layout: data.length ? lay : remark(theme, lay, `not resolved at ${inCelsius(selection.point.temperature_K)}`)};
    },
  });
}
