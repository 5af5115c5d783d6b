// SPDX-License-Identifier: BSD-3-Clause
// While a campaign runs its report is written anew; the page then reads itself again and looks as before.

const refreshSeconds = 10;
let held = false;    // a reader who is dragging something keeps it

function showRefresh() {
  const on = recall("refresh", true);
  byId("running-text").textContent = (report.written ? `This report was written ${report.written}. ` : "") +
    (on ? `It is read again every ${refreshSeconds} s.` : "It is not read again.");
  byId("refresh-switch").textContent = on ? "Stop refreshing" : "Refresh again";
}

function reload() {
  if (!recall("refresh", true)) return;
  if (held || printing) {
    setTimeout(reload, 1000);
    return;
  }
  remember("scroll", scrollY);
  remember("focus", document.activeElement?.id || "");
  location.reload();
}

function watchCampaign() {
  if (!report.active || location.hash.includes("export=")) return;
  history.scrollRestoration = "manual";
  byId("running").hidden = false;
  byId("refresh-switch").addEventListener("click", () => {
    remember("refresh", !recall("refresh", true));
    showRefresh();
    if (recall("refresh", true)) setTimeout(reload, refreshSeconds * 1000);
  });
  addEventListener("pointerdown", () => { held = true; });
  for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => { held = false; });
  showRefresh();
  setTimeout(reload, refreshSeconds * 1000);
}

// once all places exist; heights do not depend on what is drawn
function returnToPlace() {
  const scroll = recall("scroll", null), focus = recall("focus", "");
  if (!report.active || scroll === null) return;
  if (focus) byId(focus)?.focus({preventScroll: true});
  scrollTo({top: scroll, behavior: "instant"});
}
