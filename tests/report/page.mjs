// SPDX-License-Identifier: BSD-3-Clause
// Fills the template of report.html as write_report() in driver/results/report.cpp does.
//   node page.mjs data.json report.html
// SOFTMODE_NODE_MODULES: folder with 3dmol and plotly.js-basic-dist-min (npm ci in driver/report), when not found otherwise.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { modulePath } from "./modules.mjs";

const folder = fileURLToPath(new URL("../../driver/report/", import.meta.url));
const read = path => readFileSync(path, "utf8");

export function script() {
  const names = readdirSync(join(folder, "src")).filter(name => name.endsWith(".js")).sort();
  return names.map(name => read(join(folder, "src", name))).join("");
}

export function page(data) {
  const parts = {
    "@STYLE@": read(join(folder, "style.css")),
    "@PLOTLY@": read(modulePath("plotly.js-basic-dist-min/plotly-basic.min.js")),
    "@VIEWER@": read(modulePath("3dmol/build/3Dmol-min.js")),
    "@DATA@": JSON.stringify(data).replace(/</g, "\\u003c"),
    "@SCRIPT@": script(),
  };
  // at once, so that a mark within the data stays as it is
  return read(join(folder, "template.html")).replace(/@(STYLE|PLOTLY|VIEWER|DATA|SCRIPT)@/g, mark => parts[mark]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [data, out] = process.argv.slice(2);
  if (!out) throw new Error("usage: node page.mjs data.json report.html");
  writeFileSync(out, page(JSON.parse(read(data))));
}
