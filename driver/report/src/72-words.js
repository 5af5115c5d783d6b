// SPDX-License-Identifier: BSD-3-Clause
// What a material's analysis says in words and numbers, below its figures.

function bandSentence(name, choice) {
  const [c, ...rest] = choice;
  if (!c) return null;
  const others = rest.slice(0, 3).map(o => `${fixed(o.position, 0)} cm⁻¹ (score ${fixed(o.score, 3)})`);
  return `${name} stretch: followed the band at ${fixed(c.position, 0)} cm⁻¹ at the lowest temperature (share of the coordinate ` +
    `${fixed(c.coordinate_share, 2)}, character ${fixed(c.character, 2)}, infrared share ${fixed(c.infrared_share, 2)}; score ` +
    `${fixed(c.score, 3)})${others.length ? `, not ${others.join(", ")}` : ""}.`;
}

function analysisWords(m) {
  const slopes = m.slopes.map(s => `Slope ${s.name}: ${withUnit(s.slope, "cm⁻¹/K")}, position at 25 °C ${withUnit(s.position, "cm⁻¹")}` +
    `${Number.isFinite(s.reduced_chi_squared) ? `, reduced χ² = ${concise(s.reduced_chi_squared)}` : ""}.`);
  const stretches = m.stretches.filter(s => s.words).map(s => `Spectra (${s.name}), analysed as measured ones are: ${typeset(s.words)} ${typeset(s.models)}`);
  if (m.stretches.some(s => s.models)) stretches.push("Neighbouring points share noise, which makes these comparisons of models look surer than they are.");
  return [bandSentence("Asymmetric", m.asymmetric_choice), bandSentence("Symmetric", m.symmetric_choice), ...slopes,
    m.points.length ? `van't Hoff without ΔCp: ${fitWords(m.vant_hoff)}.` : null, m.points.length ? `van't Hoff with ΔCp: ${fitWords(m.vant_hoff_dCp)}.` : null,
    ...stretches].filter(text => text);
}

function valuesTable(m) {
  const head = ["point", "asymmetric (cm⁻¹)", "FWHM (cm⁻¹)", "symmetric (cm⁻¹)", "FWHM (cm⁻¹)", "loose fraction", "ln K", "δ(M–O)",
    "tight (ps)", "loose (ps)"];
  const rows = m.points.map(p => [pointName(m, p), ...[
    p.asymmetric?.position, p.asymmetric?.fwhm, p.symmetric?.position, p.symmetric?.fwhm, p.loose_fraction, p.ln_K, p.lindemann,
    p.lifetimes?.tight_ps, p.lifetimes?.loose_ps].map(withError)]);
  return table(`${m.name}: values by temperature`, head, rows);
}
