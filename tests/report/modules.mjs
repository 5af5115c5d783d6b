// SPDX-License-Identifier: BSD-3-Clause
// Modules may lie outside the tree, which stays free of node_modules.
// SOFTMODE_NODE_MODULES: folders of node_modules, with ':' between them.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { join } from "node:path";

const here = createRequire(import.meta.url);
const folders = (process.env.SOFTMODE_NODE_MODULES || "").split(":").filter(folder => folder);

export function modulePath(name) {
  for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  return here.resolve(name);
}

export const load = name => here(modulePath(name));
