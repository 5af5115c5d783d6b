// SPDX-License-Identifier: BSD-3-Clause
// Fills the page. Figures come as they are needed.

function addContents() {
  const parts = [["overview", "Overview"], ...report.materials.map(m => [m.slug, m.name]), ["record", "How this was made"]];
  byId("contents").append(...parts.map(([id, words]) => {
    const link = element("a", words);
    link.href = `#${id}`;
    return within("li", [link]);
  }));
}

// one after the other, so that the page can be used meanwhile
async function drawInTurn() {
  const pause = () => new Promise(resolve => setTimeout(resolve));
  for (const figure of figures) {
    if (!figure.drawn || figure.stale) draw(figure);
    await pause();
  }
  for (const view of views) {
    view.start();
    await pause();
  }
  document.body.dataset.drawn = "yes";
}

// #all, #export=svg, #export=png; several with '&'
function obeyHash() {
  const wishes = location.hash.slice(1).split("&");
  if (wishes.includes("all")) drawInTurn();
  const wish = wishes.find(w => w.startsWith("export="));
  if (wish) exportIntoPage(wish.slice("export=".length));
}

function main() {
  byId("title").textContent = report.name;
  document.title = `softmode: ${report.name}`;
  byId("summary").textContent = report.summary;
  addContents();
  addParity(byId("parity"));
  drawAll();
  addSentences();
  addOverviewTable();
  addComparison();
  for (const m of report.materials) addMaterial(m);
  addRecord();
  watchCampaign();
  returnToPlace();
  watchFigures();
  watchViews();
  document.body.dataset.ready = "yes";
  obeyHash();
  addEventListener("hashchange", obeyHash);
}

main();
