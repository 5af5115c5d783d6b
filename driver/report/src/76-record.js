// SPDX-License-Identifier: BSD-3-Clause
// What went wrong, how to make it again, and whom to cite.

function addRecordTable(id, title, empty, head, rows) {
  byId(id).append(element("h3", title), rows.length ? table(title, head, rows) : element("p", empty, "soft"));
}

function addTroubles() {
  if (report.warnings.length) byId("warnings").append(element("h3", "Warnings"),
    list(report.warnings.map(w => typeset(w.material ? `${w.material}: ${w.text}` : w.text)), "note"));
  addRecordTable("flagged", "Points that failed the physics gates", "None: every point that finished is in the fits.",
    ["point", "temperature", "reason"], report.flagged.map(f => [f.point, Number.isFinite(f.temperature_K) ? inCelsius(f.temperature_K) : absent, f.reason]));
  addRecordTable("retries", "Attempts that failed and were repeated", "None.", ["point", "time step (fs)", "seed", "reason"],
    report.retries.map(r => [r.point, Number.isFinite(r.timestep_fs) ? concise(r.timestep_fs) : absent, String(r.seed ?? absent), r.reason]));
}

async function copy(text, pre, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(pre);
    said.textContent = "Selected; copy it with the keyboard.";
  }
}

function addCommands() {
  const text = report.commands.join("\n"), pre = element("pre", text), said = element("span", "", "soft");
  said.setAttribute("role", "status");
  if (!text) byId("commands").append(element("p", "Not recorded.", "soft"));
  else byId("commands").append(scrollable(pre, "Commands to reproduce this report"), button("Copy commands", () => copy(text, pre, said)), " ", said);
}

function citation({what, text, doi}) {
  const line = within("li", [element("strong", what), `: ${text || ""}`]);
  if (!doi) return line;
  const link = element("a", `doi:${doi}`);
  link.href = `https://doi.org/${encodeURI(doi)}`;
  link.rel = "noreferrer";
  line.append(" ", link);
  return line;
}

function addRecord() {
  addTroubles();
  addCommands();
  byId("provenance").append(...report.provenance.flatMap(([key, value]) => [element("dt", key), element("dd", value)]));
  byId("cite").append(...report.cite.map(citation));
  if (report.written) byId("provenance").append(element("dt", "this report"), element("dd", `written ${report.written}`));
}
