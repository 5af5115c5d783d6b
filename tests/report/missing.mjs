// SPDX-License-Identifier: BSD-3-Clause
// Takes parts out of a report's data by chance: each may be null where it does not exist.
import { random } from "./make_data.mjs";

// what names a thing, and what every point and structure has
const always = /^(name|temperature_K|id|quantity|kind|unit|material|elements|positions)$/;

function takeOut(owner, r, share) {
  for (const key of Object.keys(owner)) {
    if (always.test(key)) continue;
    const rarely = Array.isArray(owner) && typeof owner[key] === "number" ? 0.2 : 1;
    if (r.uniform() < share * rarely) owner[key] = null;
    else if (owner[key] && typeof owner[key] === "object") takeOut(owner[key], r, share);
  }
}

export function withMissingParts(data, seed, share = 0.06) {
  const r = random(seed), {materials, ...rest} = data;
  for (const m of materials) {
    const {points, ...others} = m;
    takeOut(others, r, share);
    for (const p of points) takeOut(p, r, share);
    Object.assign(m, others);
  }
  const {comparison, flagged, retries, warnings, cite} = rest;
  takeOut({comparison, flagged, retries, warnings, cite}, r, share);
  return data;
}
