// SPDX-License-Identifier: BSD-3-Clause
// Traces that several figures use.

// markers with error bars of get(point), a trace for each branch that exists
function pointTraces(m, theme, get, {name, colour, open = false, x = p => celsius(p.temperature_K), lines = false}) {
  return branches.flatMap(b => {
    const points = m.points.filter(p => branchOf(p) === b && isPair(get(p)));
    if (!points.length) return [];
    return [{
      x: points.map(x), y: points.map(p => get(p)[0]), customdata: points.map(p => plain(pointName(m, p))),
      mode: lines ? "lines+markers" : "markers", name: plain(name + b.words), line: {color: colour, width: 1, dash: b.dash},
      marker: {color: colour, size: 8, symbol: b.symbol + (open ? "-open" : ""), line: {color: colour, width: 1.4}},
      error_y: {type: "data", array: points.map(p => get(p)[1]), color: colour, thickness: 1.2, width: 3},
      hovertemplate: "%{y:.4~g} at %{customdata}<extra></extra>",
    }];
  });
}

// the selected point's line stands out by width and by lying on top
function lineTraces(m, selection, theme, curve) {
  const points = [...m.points.filter(p => p !== selection.point), selection.point];
  return points.flatMap(p => {
    const xy = curve(p);
    if (!xy) return [];
    const selected = p === selection.point;
    return [{
      ...xy, mode: "lines", showlegend: false, meta: selected ? "selected" : "other", opacity: selected ? 1 : 0.75,
      line: {color: temperatureColour(m, p.temperature_K, theme), width: selected ? 3.2 : 1.2, dash: branchOf(p).dash},
      hovertemplate: `%{x:.4~g}<extra>${plain(pointName(m, p))}</extra>`,
    }];
  });
}

// a colour bar instead of a legend of many lines
function temperatureBar(m, theme) {
  const all = temperaturesOf(m).map(celsius);
  if (all.length < 2) return [];
  return [{
    x: [null], y: [null], mode: "markers", showlegend: false, hoverinfo: "skip",
    marker: {
      color: [all[0]], cmin: all[0], cmax: all[all.length - 1], colorscale: plotlyScale(theme.temperature), showscale: true,
      colorbar: {title: {text: "°C", side: "top"}, thickness: 10, len: 0.95, outlinewidth: 0},
    },
  }];
}

const curveTrace = (x, y, name, colour, dash) =>
  ({x, y, mode: "lines", name, line: {color: colour, dash, width: 1.8}, hoverinfo: "name"});

// a straight line across the figure with its meaning written on it
function levelLine(theme, y, text) {
  return {type: "line", xref: "paper", x0: 0, x1: 1, y0: y, y1: y, line: {color: theme.soft, width: 1.2, dash: "dot"},
    label: {text: plain(text), textposition: "start", yanchor: "bottom", font: {size: 11, color: theme.soft}}};
}
function uprightLine(theme, x, text) {
  return {type: "line", yref: "paper", x0: x, x1: x, y0: 0, y1: 1, line: {color: theme.soft, width: 1.2, dash: "dot"},
    label: {text: plain(text), textposition: "end", textangle: 0, xanchor: "left", font: {size: 11, color: theme.soft}}};
}
