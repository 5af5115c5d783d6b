// SPDX-License-Identifier: BSD-3-Clause
// Chromium, opened on a report, with all it asks for and complains about written down.
//   SOFTMODE_CHROMIUM   the program (default /usr/bin/chromium)
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { load, modulePath } from "./modules.mjs";
import { makeData } from "./make_data.mjs";
import { page as fillTemplate } from "./page.mjs";

const { chromium } = load("playwright-core");
const axeSource = readFileSync(modulePath("axe-core/axe.min.js"), "utf8");

export const program = process.env.SOFTMODE_CHROMIUM || "/usr/bin/chromium";
export const launch = (args = []) => chromium.launch({executablePath: program, args: ["--no-sandbox", ...args]});
export const folder = mkdtempSync(join(tmpdir(), "softmode-report-"));

export function write(name, html) {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, html);
  return path;
}

export const makeReport = (name, options) => write(name, fillTemplate(makeData(options)));

// {page, complaints, requests}; requests that leave the file are refused and counted
export async function open(browser, path, {hash = "", before, ...options} = {}) {
  const context = await browser.newContext({viewport: {width: 1300, height: 900}, ...options});
  const page = await context.newPage();
  const complaints = [], requests = [];
  page.on("console", message => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", error => complaints.push(error.message));
  page.on("request", request => /^(file|data|blob):/.test(request.url()) || requests.push(request.url()));
  await context.route(url => !/^(file|data|blob):$/.test(url.protocol), route => route.abort());
  if (before) await before(page);
  await page.goto(pathToFileURL(path) + hash);
  return {page, complaints, requests, close: () => context.close()};
}

export const ready = page => page.waitForFunction(() => document.body.dataset.ready === "yes");
export const drawn = page => page.waitForFunction(() => document.body.dataset.drawn === "yes", null, {timeout: 240000});

// each figure that is not drawn, or is drawn without a trace and without saying why
export const undrawn = page => page.evaluate(() => [...document.querySelectorAll(".plot")].filter(plot => {
  const traces = plot.querySelectorAll("svg.main-svg .trace").length, words = plot.querySelectorAll("svg .annotation").length;
  return !traces && !words;
}).map(plot => plot.dataset.figure));

export async function violations(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach(e => { e.open = true; }));
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => axe.run(document, {resultTypes: ["violations"]}));
  return result.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`);
}

// as a program without a window would: what the page has left in its document
export async function exported(path, format) {
  const args = ["--headless", "--no-sandbox", "--virtual-time-budget=60000", "--dump-dom", `${pathToFileURL(path)}#export=${format}`];
  const {stdout} = await promisify(execFile)(program, args, {maxBuffer: 1 << 28, timeout: 240000});
  if (!/<body[^>]* data-exported="yes"/.test(stdout)) throw new Error("the page did not say that it has exported its figures");
  return JSON.parse(stdout.match(/<script type="application\/json" id="exported">(.*?)<\/script>/s)[1]);
}
