// SPDX-License-Identifier: BSD-3-Clause
// The first screen: one sentence and one line of a table for each material.

const kindMark = kind => (kind === "calibrated" ? "○" : "●");

function addSentences() {
  const places = report.materials.map(m => {
    const link = element("a", m.name);
    link.href = `#${m.slug}`;
    const model = m.model ? [" ", element("span", "model structure", "badge")] : [];
    return within("li", [link, ...model, ` ${typeset(m.sentence || "No result yet.")}`]);
  });
  byId("sentences").append(...places);
}

// remarks of a few words stand in the cell, longer ones below the table
class Footnotes {
  constructor() { this.texts = []; }
  mark(text) {
    if (!this.texts.includes(text)) this.texts.push(text);
    return element("sup", String(this.texts.indexOf(text) + 1));
  }
  list() {
    return within("ol", this.texts.map(text => element("li", text)), "footnotes");
  }
}

function valueCell(row, notes) {
  if (!row) return absent;
  const value = element("span", undefined, `value ${row.kind === "calibrated" ? "calibrated" : "predicted"}`);
  if (isPair(row.simulated)) {
    const mark = element("span", `${kindMark(row.kind)} `);
    mark.setAttribute("aria-hidden", "true");
    value.append(mark, numberWithError(row.simulated), unseen(` (${row.kind})`));
    if (remarkOf(row.simulated)) value.append(" ", element("span", remarkOf(row.simulated), "remark"));
  } else value.append(absent);
  if (row.remark) value.append(" ", row.remark.length <= 14 ? element("span", row.remark, "remark") : notes.mark(row.remark));
  if (!Number.isFinite(row.measured)) return value;
  const measured = Number.isFinite(row.measured_error) ? withError([row.measured, row.measured_error]) : concise(row.measured);
  return within("span", [value, element("span", `exp. ${measured}`, "measured")]);
}

function overviewHead(quantity) {
  const unit = report.materials.flatMap(m => m.overview).find(row => row.quantity === quantity)?.unit;
  const head = quantityElement(quantity);
  if (prettyUnit(unit)) head.append(element("span", prettyUnit(unit), "unit"));
  return head;
}

function addOverviewTable() {
  const quantities = [...new Set(report.materials.flatMap(m => m.overview.map(row => row.quantity)))];
  if (!quantities.length) return;
  const notes = new Footnotes();
  const rows = report.materials.filter(m => m.overview.length).map(m => [
    m.name, ...quantities.map(q => valueCell(m.overview.find(row => row.quantity === q), notes))]);
  byId("overview-table").append(
    table("Overview: simulated ± standard error, below it the experiment", ["material", ...quantities.map(overviewHead)], rows, "overview"),
    ...(notes.texts.length ? [notes.list()] : []));
}

function comparisonRow(r) {
  const measured = Number.isFinite(r.measured_error) ? withError([r.measured, r.measured_error]) : concise(r.measured);
  return [
    r.material + (r.model ? " (model)" : ""), quantityElement(r.quantity), withError(r.simulated), measured, prettyUnit(r.unit),
    fixed(r.deviation, 1), element("span", `${kindMark(r.kind)} ${r.kind}`, r.kind === "calibrated" ? "calibrated" : "predicted"),
  ];
}

function addComparison() {
  const place = byId("comparison");
  if (!report.comparison.length) place.append(element("p", "Nothing measured to compare with."));
  else place.append(details("comparison", `All ${report.comparison.length} comparisons with measured values`, () =>
    table("All comparisons", ["material", "quantity", "simulated", "measured", "unit", "difference / error", "kind"],
      report.comparison.map(comparisonRow))));
  if (report.citation) place.append(element("p", `Measured: ${report.citation}.`, "soft"));
}
