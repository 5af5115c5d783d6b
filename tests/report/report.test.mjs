// SPDX-License-Identifier: BSD-3-Clause
// The page that `softmode report` writes, in Chromium:
//   SOFTMODE_NODE_MODULES=/folder/node_modules node --test tests/report/
//   SOFTMODE_REPORT=report.html: only what holds for every report, on that file
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { checksOfAnyReport } from "./any_report.mjs";
import { drawn, exported, folder, launch, makeReport, open, ready, undrawn, write } from "./browser.mjs";
import { hostileNames, makeData } from "./make_data.mjs";
import { withMissingParts } from "./missing.mjs";
import { page as fillTemplate } from "./page.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(folder, {recursive: true});
});

const given = process.env.SOFTMODE_REPORT;
if (given) describe("given report", () => checksOfAnyReport(() => browser, () => given));
else madeUpReports();

async function shown(path, options = {}) {
  const opened = await open(browser, path, options);
  await ready(opened.page);
  return opened;
}

// what the figures of one kind show now
const dataOf = (page, name) => page.evaluate(figure => document.querySelector(`[data-figure="${figure}"]`).data, name);
const redrawnUnlike = (page, name, old) => page.waitForFunction(([figure, was]) =>
  JSON.stringify(document.querySelector(`[data-figure="${figure}"]`).data) !== was, [name, JSON.stringify(old)]);

// what the parity plot says of a point below the mouse; Plotly lets some time pass between two
async function hoverText(page, point) {
  const found = await page.waitForFunction(at => {
    const plot = document.querySelector("[data-figure=parity]");
    Plotly.Fx.hover(plot, [at]);
    const [shown] = plot._hoverdata || [];
    return shown?.curveNumber === at.curveNumber && shown.pointNumber === at.pointNumber && plot.querySelector(".hoverlayer .nums")?.textContent;
  }, point);
  return found.jsonValue();
}

const figuresOfMaterial = ["spectra-asymmetric", "spectra-symmetric", "spectra-flux", "states-asymmetric", "states-symmetric", "position-asymmetric",
  "position-symmetric", "widths", "fit-asymmetric", "fit-symmetric", "fit-infrared-asymmetric", "fit-infrared-symmetric", "vant-hoff", "truth-test",
  "loose-fraction", "lifetimes", "lengths", "mean-force", "lindemann", "modes"];

function madeUpReports() {
  describe("the checks themselves", () => {
    test("see errors, requests and missing figures", async () => {
      const path = write("bad", "<body data-ready=yes><div class=plot data-figure=none></div><img src='https://example.org/x.png'><script>throw new Error('bad')</script>");
      const {page, complaints, requests, close} = await shown(path);
      await page.waitForLoadState("load");
      assert.ok(complaints.some(text => text.includes("bad")));
      assert.deepEqual(requests, ["https://example.org/x.png"]);
      assert.deepEqual(await undrawn(page), ["none"]);
      await close();
    });
  });

  const cells = [2, 2, 1], kinds = {
    usual: {}, ramp: {ramp: true, points: 5, materials: 1, cells}, melts: {melts: true, materials: 1, cells}, empty: {empty: true, materials: 1, cells},
    alone: {materials: 1, points: 1, active: true, cells}, nothing: {materials: 0},
  };
  const others = {hostile: {hostile: true, materials: 6, points: 2, replicas: 2, cells}, running: {active: true, materials: 1, cells}};
  const paths = {};
  before(() => { for (const [name, options] of Object.entries({...kinds, ...others})) paths[name] = makeReport(name, options); });
  for (const name of Object.keys(kinds)) describe(`${name} report`, () => checksOfAnyReport(() => browser, () => paths[name], ["usual", "ramp"].includes(name)));

  describe("figures", () => {
    test("are all there", async () => {
      const {page, close} = await shown(paths.usual);
      const names = await page.evaluate(() => [...document.querySelectorAll(".plot")].map(plot => plot.dataset.figure));
      assert.deepEqual(names, ["parity", ...["hkust-1", "mof-2"].flatMap(m => figuresOfMaterial.map(f => `${m}-${f}`))]);
      await close();
    });

    test("have titles with units, alternative texts, high wavenumbers at the left", async () => {
      const {page, close} = await shown(paths.usual, {hash: "#all"});
      await drawn(page);
      const axes = await page.evaluate(() => [...document.querySelectorAll(".plot")].map(p => [p.dataset.figure, p.getAttribute("aria-label"),
        p.layout.xaxis.title.text, p.layout.yaxis.title.text, p._fullLayout.xaxis.range]));
      for (const [name, label, x, y, range] of axes) {
        assert.ok(label.length > 20, name);
        assert.match(x, /\((cm⁻¹(\/K)?|°C|Å)\)|1000 K \/ T|fraction/, name);
        assert.match(y, /\((cm⁻¹(\/K)?|arb\. units|1\/Å|kJ\/mol|ps)\)|ln K|fraction|δ/, name);
        if (x.includes("wavenumber")) assert.ok(range[0] > range[1], name);
      }
      await close();
    });

    test("tell calibrated from predicted by form and word", async () => {
      const {page, close} = await shown(paths.usual);
      await page.waitForFunction(() => document.querySelector("[data-figure=parity]").data);
      for (const trace of (await dataOf(page, "parity")).filter(t => t.name))
        assert.equal(trace.marker.symbol.endsWith("-open"), trace.name.endsWith("calibrated"));
      const values = await page.locator("#overview-table .value").allTextContents();
      assert.ok(values.some(v => /^○ .*\(calibrated\)/.test(v)) && values.some(v => /^● .*\(predicted\)/.test(v)));
      await close();
    });

    test("show the two branches of a ramp, and only of a ramp", async () => {
      for (const [name, symbols] of [["ramp", ["triangle-up", "triangle-down"]], ["usual", ["circle"]]]) {
        const {page, close} = await shown(paths[name], {hash: "#all"});
        await drawn(page);
        const traces = await dataOf(page, "hkust-1-position-asymmetric");
        assert.deepEqual(traces.filter(t => t.name.startsWith("simulated")).map(t => t.marker.symbol), symbols);
        await close();
      }
    });

    test("export as PNG", async () => {
      const figures = await exported(paths.alone, "png");
      assert.ok(figures.length > 10);
      for (const {name, png} of figures) assert.match(png, /^data:image\/png;base64,iVBOR/, name);
    });
  });

  describe("curves of spectra", () => {
    test("have a step below a tenth of their width and go through their points", async () => {
      const {page, close} = await shown(paths.usual, {hash: "#all"});
      await drawn(page);
      const found = await page.evaluate(() => {
        const m = report.materials[0], p = new Selection(m).point;
        const traceOf = name => {
          const {data} = document.querySelector(`[data-figure="${m.slug}-${name}"]`);
          return data.find(t => t.meta === "selected") ?? data[0];
        };
        return [
          ["spectra-asymmetric", p.wavenumber, p.spectra.asymmetric], ["spectra-flux", p.wavenumber, p.spectra.flux],
          ["states-symmetric", p.by_state.wavenumber, p.by_state.symmetric.tight],
        ].map(([name, x, y]) => {
          const trace = traceOf(name), kept = x.map((at, i) => [trace.x.indexOf(at), y[i]]).filter(([at]) => at >= 0);
          const lift = trace.y[kept[0][0]] - kept[0][1];    // of spectra above each other
          return {
            name, kept: kept.length, step: Math.max(...trace.x.slice(1).map((value, i) => value - trace.x[i])),
            off: Math.max(...kept.map(([at, value]) => Math.abs(trace.y[at] - lift - value))),
          };
        });
      });
      for (const {name, kept, step, off} of found) {
        assert.ok(step < 8 / 10, `${name}: a step of ${step} cm⁻¹ at a resolution of 8`);
        assert.ok(kept > 30 && off < 1e-12, `${name}: ${off} off at ${kept} points`);
      }
      await close();
    });

    test("are those of the windowed trajectory in between", async () => {
      const {page, close} = await shown(paths.alone);
      const worst = await page.evaluate(() => {
        // two sharp lines, closer than the resolution, and one apart; power at n frequencies up to Nyquist
        const samples = 256, hann = i => 0.5 - 0.5 * Math.cos(2 * Math.PI * i / samples);
        const series = Array.from({length: samples}, (_, i) => hann(i) * (2 * Math.cos(0.9 * i) + Math.cos(0.93 * i + 1) + 1.5 * Math.cos(2.1 * i) + 0.3 * Math.sin(i * i)));
        const power = w => Math.hypot(...[Math.cos, Math.sin].map(f => series.reduce((sum, s, i) => sum + s * f(w * i), 0))) ** 2;
        const x = Array.from({length: samples + 1}, (_, k) => k), y = x.map(k => power(Math.PI * k / samples));
        const curve = smooth(x, y, [40, 216], 2.88), top = Math.max(...y);
        return {error: Math.max(...curve.x.map((at, i) => Math.abs(curve.y[i] - power(Math.PI * at / samples)))) / top, points: curve.x.length};
      });
      assert.ok(worst.points > 4 * 176, `${worst.points} points`);
      assert.ok(worst.error < 3e-5, `${worst.error} of the highest value`);
      await close();
    });
  });

  test("a value that is not determined says so, beside its numbers", async () => {
    const {page, close} = await shown(paths.usual);
    const cells = await page.locator("#overview-table .value").allTextContents();
    assert.ok(cells.some(text => /−0\.8 ± 1\.6 .*not determined/.test(text)), cells.join());
    assert.ok(!cells.some(text => /22\.5 .*not determined/.test(text)));
    const rows = await page.evaluate(() => report.comparison.map(r => comparisonRow(r)[2]));
    assert.ok(rows.includes("−0.8 ± 1.6 (not determined)"), rows.join());
    await close();
  });

  describe("temperature slider", () => {
    test("changes spectra, fit, state spectra and bonds, and says so", async () => {
      const {page, complaints, close} = await shown(paths.usual, {hash: "#all"});
      await drawn(page);
      const names = ["spectra-asymmetric", "fit-asymmetric", "states-asymmetric", "lengths"].map(f => `hkust-1-${f}`);
      const slider = page.locator("#slider-hkust-1");
      await page.waitForFunction(() => document.querySelector(".viewer").dataset.colours);
      const colours = await page.locator(".viewer").first().getAttribute("data-colours");
      for (const name of names) {
        await slider.fill("1");
        await page.locator(`[data-figure="${name}"]`).scrollIntoViewIfNeeded();
        const old = await dataOf(page, name);
        await slider.fill("6");
        await page.locator(`[data-figure="${name}"]`).scrollIntoViewIfNeeded();
        await redrawnUnlike(page, name, old);
      }
      await page.locator(`[data-figure="${names[0]}"]`).scrollIntoViewIfNeeded();
      await page.waitForFunction(figure => {
        const selected = document.querySelector(`[data-figure="${figure}"]`).data.filter(t => t.meta === "selected");
        return selected.length === 1 && selected[0].hovertemplate.includes("200 °C");
      }, names[0]);
      assert.equal(await slider.getAttribute("aria-valuetext"), "200 °C (473.1 K)");
      assert.notEqual(await page.locator(".viewer").first().getAttribute("data-colours"), colours);
      assert.deepEqual(complaints, []);
      await close();
    });
  });

  describe("structure", () => {
    const toStructure = async page => {
      await page.locator(".viewer").first().scrollIntoViewIfNeeded();
      await page.waitForFunction(() => document.querySelector(".viewer").dataset.drawn === "yes");
    };

    test("moves along a mode until stopped", async () => {
      const {page, complaints, close} = await shown(paths.usual);
      await toStructure(page);
      await page.locator("#mode-hkust-1").selectOption("2");
      await page.locator("#play-hkust-1").click();
      await page.waitForFunction(() => views[0].viewer.isAnimated() && views[0].viewer.getFrame() > 1);
      assert.match(await page.locator("#hkust-1 .status").textContent(), /M–O stretch, 412/);
      await page.locator("#play-hkust-1").click();
      await page.waitForFunction(() => !views[0].viewer.isAnimated());
      assert.deepEqual(complaints, []);
      await close();
    });

    test("stands still for readers who want that, with arrows", async () => {
      const {page, close} = await shown(paths.usual, {reducedMotion: "reduce"});
      await toStructure(page);
      await page.locator("#play-hkust-1").click();
      await page.waitForFunction(() => document.querySelector(".viewer").dataset.playing === "yes");
      assert.equal(await page.evaluate(() => views[0].viewer.isAnimated()), false);
      assert.match(await page.locator("#hkust-1 .status").textContent(), /^Arrows show/);
      await close();
    });

    test("says in words that there is no WebGL", async () => {
      const other = await launch(["--disable-gpu", "--disable-software-rasterizer"]);
      const {page, complaints, close} = await open(other, paths.usual, {hash: "#all"});
      await drawn(page);
      await page.waitForFunction(() => document.querySelector(".viewer").dataset.drawn === "without WebGL");
      assert.match(await page.locator(".viewer").first().textContent(), /no WebGL/);
      assert.deepEqual(await undrawn(page), []);
      assert.deepEqual(complaints, []);
      await close();
      await other.close();
    });
  });

  test("keyboard alone reaches and works everything", async () => {
    const {page, close} = await shown(paths.running);
    const seen = [];
    for (let i = 0; i < 80 && !seen.includes("PRE"); ++i) {
      await page.keyboard.press("Tab");
      seen.push(await page.evaluate(() => {
        const e = document.activeElement;
        if (e.id.startsWith("slider-") || e.id.startsWith("mode-") || e.id.startsWith("play-")) return e.id;
        return e.closest("nav") ? "nav" : e.querySelector(":scope > pre") ? "PRE" : e.className || e.tagName;
      }));
    }
    const order = ["skip", "nav", "slider-hkust-1", "viewer", "mode-hkust-1", "play-hkust-1", "PRE"].map(what => seen.indexOf(what));
    assert.ok(order.every(at => at >= 0), seen.join());
    assert.deepEqual(order, [...order].sort((a, b) => a - b));
    const slider = page.locator("#slider-hkust-1");
    const old = Number(await slider.inputValue());
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(Number(await slider.inputValue()), old + 1);
    await page.locator(".viewer").focus();
    await page.waitForFunction(() => document.querySelector(".viewer").dataset.drawn);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.locator(".viewer").getAttribute("data-turned"), "ArrowLeft");
    await page.keyboard.press("Home");
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await close();
  });

  test("hostile texts are shown and do nothing", async () => {
    const {page, complaints, close} = await shown(paths.hostile, {hash: "#all"});
    await drawn(page);
    assert.deepEqual(await undrawn(page), []);
    assert.deepEqual(complaints, []);
    const called = hostileNames.slice(0, 6), headings = await page.locator("#materials > section > h2").allTextContents();
    assert.deepEqual(headings, called);
    assert.deepEqual((await page.locator("nav a").allTextContents()).slice(1, -1), called);
    assert.deepEqual(await page.locator("#overview-table tbody th").allTextContents(), called);
    const legends = await page.evaluate(() => [...document.querySelectorAll("[data-figure$=truth-test] .legendtext, [data-figure*=-fit-] .annotation-text")].map(e => e.textContent));
    assert.ok(legends.filter(text => text.includes(called[0])).length >= 12, legends.join("\n"));
    const hovered = await page.evaluate(() => document.querySelector("[data-figure=parity]").data.flatMap((t, curveNumber) =>
      (t.customdata || []).map((_, pointNumber) => ({curveNumber, pointNumber}))));
    const hovers = [];
    for (const point of hovered) hovers.push(await hoverText(page, point));
    for (const name of called.filter((_, i) => i % 3 !== 2)) assert.ok(hovers.some(text => text.startsWith(`${name}:`)), `${name} in\n${hovers.join("\n")}`);
    assert.equal(await page.evaluate(() => window.attacked), undefined);
    assert.equal(await page.locator("main img, main b, .plot script").count(), 0);
    await close();
  });

  test("any part may be missing", async t => {
    for (let seed = 1; seed <= 8; ++seed) await t.test(`seed ${seed}`, async () => {
      const data = withMissingParts(makeData({materials: 1, points: 3, cells: [1, 1, 1], ramp: seed % 2 === 1}), seed);
      const {page, complaints, close} = await open(browser, write(`missing-${seed}`, fillTemplate(data)), {hash: "#all"});
      await drawn(page);
      assert.deepEqual(await undrawn(page), []);
      assert.deepEqual(complaints, []);
      await close();
    });
  });

  test("a running campaign's page keeps slider, place and focus, until stopped", async () => {
    const {page, close} = await shown(paths.running, {before: p => p.clock.install()});
    const slider = page.locator("#slider-hkust-1");
    await slider.focus();
    await page.keyboard.press("End");
    await page.evaluate(() => scrollTo({top: 1500, behavior: "instant"}));
    const value = await slider.inputValue(), scroll = await page.evaluate(() => scrollY);
    assert.ok(Number(value) > 0 && scroll > 1400, `slider at ${value}, page at ${scroll}`);
    assert.equal(await page.locator("#running p").getAttribute("aria-live"), "off");
    const reloaded = page.waitForEvent("load");
    await page.clock.fastForward(10500);
    await reloaded;
    await ready(page);
    assert.equal(await slider.inputValue(), value);
    assert.ok(Math.abs(await page.evaluate(() => scrollY) - scroll) < 20);
    assert.equal(await page.evaluate(() => document.activeElement.id), "slider-hkust-1");
    await page.locator("#refresh-switch").click();
    await page.evaluate(() => { window.same = true; });
    await page.clock.fastForward(60000);
    assert.equal(await page.evaluate(() => window.same), true);
    assert.match(await page.locator("#running-text").textContent(), /not read again/);
    await close();
  });

  describe("10 materials with 21 points", () => {
    let path;
    before(() => { path = makeReport("long", {materials: 10, points: 21}); });

    // how fast is printed, not asserted: it depends on what else the machine does
    test("open with what is seen first, and draw the rest later", async t => {
      const times = [];
      for (let i = 0; i < 5; ++i) {
        const start = performance.now();
        const {page, close} = await shown(path);
        await page.waitForFunction(() => document.querySelector("[data-figure=parity] .trace"));
        times.push(performance.now() - start);
        assert.ok((await undrawn(page)).length > 100);
        await close();
      }
      t.diagnostic(`opened in ${times.map(ms => ms.toFixed(0)).join(", ")} ms`);
    });

    test("put the parity plot and the table on the first screen", async () => {
      const {page, close} = await shown(makeReport("three", {materials: 3, points: 3}));
      for (const what of ["[data-figure=parity]", "#sentences", "#overview-table table"]) {
        const box = await page.locator(what).boundingBox();
        assert.ok(box.y + Math.min(box.height, 150) < 900, what);
      }
      const table = await page.locator("#overview-table .scroll").evaluate(e => [e.scrollWidth, e.clientWidth]);
      assert.ok(table[0] <= table[1], `the table is ${table[0]} px wide, its place ${table[1]} px`);
      await close();
    });
  });

  test("data that are the same give the same page", () => {
    assert.deepEqual(makeData({materials: 1, points: 2}), makeData({materials: 1, points: 2}));
  });
}
