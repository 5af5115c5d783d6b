// SPDX-License-Identifier: BSD-3-Clause
// What holds for every report.html, be its data made up or a campaign's.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { drawn, exported, open as openIt, ready, undrawn, violations } from "./browser.mjs";

// a running campaign's page must not be read again in the middle of a check; this is what its button to stop that does
const stopRefresh = page => page.addInitScript(() => sessionStorage.setItem(`softmode ${location.pathname}`, '{"refresh":false}'));
const open = (browser, path, options) => openIt(browser, path, {before: stopRefresh, ...options});

const silent = ({complaints, requests}) => {
  assert.deepEqual(complaints, [], "no error in the console");
  assert.deepEqual(requests, [], "no request leaves the file");
};

// thorough: also in dark colours, on a phone and in print, which are matters of style sheets more than of data
export function checksOfAnyReport(browser, path, thorough = true) {
  test("is below 10 MB", () => assert.ok(statSync(path()).size < 10e6, `${statSync(path()).size} bytes`));

  test("draws every figure and structure, silently", async () => {
    const opened = await open(browser(), path(), {hash: "#all"});
    await drawn(opened.page);
    assert.deepEqual(await undrawn(opened.page), []);
    await opened.page.waitForFunction(() => [...document.querySelectorAll(".viewer")].every(v => v.dataset.drawn));
    silent(opened);
    await opened.close();
  });

  for (const colorScheme of thorough ? ["light", "dark"] : ["light"]) test(`passes axe, ${colorScheme}`, async () => {
    const opened = await open(browser(), path(), {hash: "#all", colorScheme});
    await drawn(opened.page);
    assert.deepEqual(await violations(opened.page), []);
    silent(opened);
    await opened.close();
  });

  if (thorough) test("fits a phone's width", async () => {
    const opened = await open(browser(), path(), {hash: "#all", viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true});
    await drawn(opened.page);
    await opened.page.evaluate(() => document.querySelectorAll("details").forEach(e => { e.open = true; }));
    assert.equal(await opened.page.evaluate(() => document.documentElement.scrollWidth), 360);
    silent(opened);
    await opened.close();
  });

  if (thorough) test("draws all figures for print, in light colours", async () => {
    const opened = await open(browser(), path(), {colorScheme: "dark"});
    await ready(opened.page);
    const hadAll = (await undrawn(opened.page)).length === 0;
    if (await opened.page.locator(".plot").count() > 4) assert.ok(!hadAll, "figures far down are not drawn before they are needed");
    await opened.page.evaluate(() => addEventListener("beforeprint", () => {
      window.foldedInPrint = document.querySelectorAll("main details:not([open])").length;
      window.inkInPrint = [...document.querySelectorAll(".plot")].map(plot => plot.layout?.font.color);
    }));
    assert.ok((await opened.page.pdf({preferCSSPageSize: true})).length > 10000);
    assert.deepEqual(await opened.page.evaluate(() => window.inkInPrint.filter(colour => colour !== "#1b1f24")), []);
    assert.equal(await opened.page.evaluate(() => window.foldedInPrint), 0);
    assert.deepEqual(await undrawn(opened.page), []);
    silent(opened);
    await opened.close();
  });

  test("exports each figure without a window", async () => {
    const opened = await open(browser(), path());
    await ready(opened.page);
    const names = await opened.page.evaluate(() => [...document.querySelectorAll(".plot")].map(plot => plot.dataset.figure));
    await opened.close();
    const figures = await exported(path(), "svg");
    assert.deepEqual(figures.map(f => f.name), names);
    for (const {name, svg} of figures) assert.match(svg, /^<svg[^>]*xmlns=.*<\/svg>$/s, name);
  });

  test("holds no address that a browser would load", () => {
    const html = readFileSync(path(), "utf8").split("<script>")[0];
    assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//);
  });
}
