// SPDX-License-Identifier: BSD-3-Clause
// Lengths of the metal-oxygen bonds: distribution, potential of mean force, Lindemann ratio.

function addLengths(parent, m, selection, {part, values, name, title, yTitle, caption}) {
  if (!m.points.some(p => p[part]?.[values]?.length)) return;
  addFigure(parent, {
    name: `${m.slug}-${name}`, title, caption, follows: selection,
    build: theme => {
      const data = lineTraces(m, selection, theme, p => p[part]?.[values] && {x: p[part].r, y: p[part][values]});
      const lay = layout(theme, "r(M–O) (Å)", yTitle);
      lay.shapes = m.thresholds.map((r, i) => uprightLine(theme, r, i ? "loose" : ""));
      if (lay.shapes[0]) Object.assign(lay.shapes[0].label, {text: "tight", xanchor: "right"});
      return {data: [...data, ...temperatureBar(m, theme)], layout: lay};
    },
  });
}

function addDistributions(parent, m, selection) {
  addLengths(parent, m, selection, {part: "histogram", values: "density", name: "lengths", title: "Metal–oxygen distances",
    yTitle: "density (1/Å)", caption: `Distribution over all ${m.bonds ?? ""} metal–carboxylate bonds, with the distances at which a bond changes its state.`});
  addLengths(parent, m, selection, {part: "free_energy", values: "kJ_mol", name: "mean-force", title: "Potential of mean force",
    yTitle: "free energy (kJ/mol)", caption: "−RT ln of the density, from its lowest point."});
}

function addLindemann(parent, m) {
  const title = "Lindemann ratio";
  if (!m.points.some(p => isPair(p.lindemann))) return;
  addFigure(parent, {
    name: `${m.slug}-lindemann`, title,
    caption: `δ(M–O) = √(⟨r²⟩ − ⟨r⟩²)/⟨r⟩, mean over bonds; dotted: thresholds of melting.${m.lindemann ? ` ${typeset(m.lindemann)}` : ""}`,
    build: theme => {
      const lay = layout(theme, temperatureTitle, "δ(M–O)", {showlegend: m.points.some(p => p.branch)});
      lay.shapes = m.lindemann_thresholds.map(d => levelLine(theme, d, d.toFixed(2)));
      lay.yaxis.range = [0, 1.08 * Math.max(...m.lindemann_thresholds, ...m.points.map(p => p.lindemann?.[0] ?? 0))];
      return {data: pointTraces(m, theme, p => p.lindemann, {name: "simulated", colour: theme.simulated, lines: true}), layout: lay};
    },
  });
}
