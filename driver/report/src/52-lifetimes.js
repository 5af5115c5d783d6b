// SPDX-License-Identifier: BSD-3-Clause
// How long bonds stay tight or loose, and whether spectra can tell.

function addLifetimes(parent, m) {
  const title = "Lifetimes of tight and loose bonds";
  if (!m.points.length) return;
  if (!m.points.some(p => isPair(p.lifetimes?.tight_ps) || isPair(p.lifetimes?.loose_ps))) {
    addAbsence(parent, title, `No bond's stay in a state began and ended within a run, so there are no lifetimes.${m.exchange?.words ? ` ${m.exchange.words}` : ""}`);
    return;
  }
  const limit = m.exchange?.resolving_time_ps;
  addFigure(parent, {
    name: `${m.slug}-lifetimes`, title,
    caption: `Mean time in a state.${m.exchange?.words ? ` ${m.exchange.words}` : ""}`,
    build: theme => ({
      data: [
        ...pointTraces(m, theme, p => p.lifetimes?.tight_ps, {name: "tight", colour: theme.tight, lines: true}),
        ...pointTraces(m, theme, p => p.lifetimes?.loose_ps, {name: "loose", colour: theme.loose, open: true, lines: true}),
      ],
      layout: lifetimeLayout(m, theme, limit),
    }),
  });
}

// the threshold is shown together with all lifetimes
function lifetimeLayout(m, theme, limit) {
  const lay = layout(theme, temperatureTitle, "lifetime (ps)", {showlegend: true});
  Object.assign(lay.yaxis, {type: "log", dtick: 1, minor: {ticks: "outside", dtick: "D1"}, tickformat: "~g"});
  const all = m.points.flatMap(p => [p.lifetimes?.tight_ps, p.lifetimes?.loose_ps]).filter(isPair).map(pair => pair[0]);
  const decades = [...all, limit].filter(value => value > 0).map(Math.log10);
  lay.yaxis.range = [Math.min(...decades) - 0.3, Math.max(...decades) + 0.2];
  if (Number.isFinite(limit)) lay.shapes = [levelLine(theme, limit, `one merged band below ${concise(limit)} ps`)];
  return lay;
}
