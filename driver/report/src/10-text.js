// SPDX-License-Identifier: BSD-3-Clause
// Numbers, units and names as text.
"use strict";

const absent = "–";

const isPair = pair => Array.isArray(pair) && Number.isFinite(pair[0]);

function fixed(value, decimals) {
  return Number.isFinite(value) ? value.toFixed(decimals).replace("-", "−") : absent;
}

// as the Particle Data Group rounds: two significant digits of an error up to 3.54, one of a larger one
function decimalsFor(error) {
  if (!Number.isFinite(error) || error <= 0) return null;
  const power = Math.floor(Math.log10(error)), twoDigits = error / 10 ** power < 3.55;
  return Math.min(Math.max((twoDigits ? 1 : 0) - power, 0), 6);
}

// four significant digits, without trailing zeros
function concise(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))).replace("-", "−") : absent;
}

function numberWithError(pair) {
  if (!isPair(pair)) return absent;
  const decimals = decimalsFor(pair[1]);
  return decimals === null ? concise(pair[0]) : `${fixed(pair[0], decimals)} ± ${fixed(pair[1], decimals)}`;
}

// a pair says itself where its value is not determined: [value, error, "not determined"]
const remarkOf = pair => (isPair(pair) && pair[2]) || "";
const withUnit = (pair, unit) => `${numberWithError(pair)}${unit && isPair(pair) ? ` ${unit}` : ""}${remarkOf(pair) && ` (${remarkOf(pair)})`}`;
const withError = pair => withUnit(pair, "");

// words of softmode are plain ASCII where a terminal shows them, too
const typeset = text => String(text ?? "").replaceAll(" +- ", " ± ").replaceAll("cm-1", "cm⁻¹").replaceAll("M-O", "M–O");

const prettyUnits = {"cm-1": "cm⁻¹", "cm-1/K": "cm⁻¹/K", "kJ/mol": "kJ/mol", "J/mol/K": "J/(mol K)", "1": ""};
const prettyUnit = unit => prettyUnits[unit] ?? unit ?? "";

// [text, subscript] parts of the names that softmode gives its quantities
const symbols = {
  "X_a": ["X", "a"], "X_s": ["X", "s"], "dCp": ["ΔC", "p"], "dH": ["ΔH", ""], "dS": ["ΔS", ""],
  "log10": ["log", "10"], "delta(M-O)": ["δ(M–O)", ""],
};
function quantityParts(name) {
  const split = String(name).split(/(\bX_[as]\b|\bdCp\b|\bdH\b|\bdS\b|\blog10\b|delta\(M-O\))/);
  return split.filter(part => part).map(part => symbols[part] || [part, ""]);
}

// Plotly reads a little HTML, entities and %{...} in its texts; what comes from data is shown as it is
function plain(text) {
  return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\{/g, "&#123;");
}

// for element ids and file names; materials may share one after this, so their number is added
function slug(text) {
  return String(text).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "unnamed";
}
