// SPDX-License-Identifier: BSD-3-Clause
// Normal modes as sticks: wavenumber, infrared intensity, carboxylate character.

const characterClasses = 8;

// Sticks are lines of one colour, so there is a trace for each class of character: thousands of bars would be slow.
// Those too low to be seen are left out unless they are carboxylate stretches.
function modeSticks(theme, modes) {
  const intensity = modes.infrared?.length ? modes.infrared : modes.wavenumber.map(() => 1);
  const least = 0.002 * Math.max(...intensity);
  const classes = Array.from({length: characterClasses}, () => ({x: [], y: []}));
  const tips = {x: [], y: [], character: []};
  modes.wavenumber.forEach((x, i) => {
    const character = modes.character?.[i] ?? 0;
    if (!(intensity[i] > least || character > 0.2)) return;
    const {x: xs, y: ys} = classes[Math.min(Math.floor(character * characterClasses), characterClasses - 1)];
    xs.push(x, x, null);
    ys.push(0, intensity[i], null);
    tips.x.push(x);
    tips.y.push(intensity[i]);
    tips.character.push(character);
  });
  const sticks = classes.map((xy, k) => ({...xy, mode: "lines", hoverinfo: "skip", showlegend: false,
    line: {width: 1.4, color: onScale(theme.character, (k + 0.5) / characterClasses)}}));
  return [...sticks.filter(trace => trace.x.length), modeTips(theme, tips)];
}

function modeTips(theme, {x, y, character}) {
  return {
    x, y, mode: "markers", name: "modes", showlegend: false, customdata: character,
    hovertemplate: "%{x:.1f} cm⁻¹, character %{customdata:.2f}<extra></extra>",
    marker: {
      size: 3, color: character, cmin: 0, cmax: 1, colorscale: plotlyScale(theme.character), showscale: true, line: {width: 0},
      colorbar: {title: {text: "carboxylate<br>character", side: "top"}, thickness: 10, len: 0.95, outlinewidth: 0},
    },
  };
}

// modes that the structure can show moving
function shownModes(theme, modes) {
  const shown = modes.shown || [];
  if (!shown.length) return [];
  const top = highest(modes.wavenumber, modes.infrared || [1]) || 1;
  return [{
    x: shown.map(s => s.wavenumber), y: shown.map(() => 1.05 * top), mode: "markers", name: "can be shown in the structure",
    marker: {symbol: "triangle-down-open", size: 9, color: theme.ink}, text: shown.map(s => plain(s.label)),
    hovertemplate: "%{text}, %{x:.1f} cm⁻¹<extra></extra>",
  }];
}

function addModes(parent, m) {
  if (!m.modes?.wavenumber?.length) return;
  addFigure(parent, {
    name: `${m.slug}-modes`, title: "Normal modes",
    caption: `Height: infrared intensity; colour: share of the motion in carboxylate stretches. ${m.modes.words || ""}`,
    build: theme => {
      const lay = layout(theme, wavenumberTitle, "infrared intensity (arb. units)", {showlegend: Boolean(m.modes.shown?.length)});
      lay.xaxis.autorange = "reversed";
      lay.yaxis.rangemode = "tozero";
      return {data: [...modeSticks(theme, m.modes), ...shownModes(theme, m.modes)], layout: lay};
    },
  });
}
