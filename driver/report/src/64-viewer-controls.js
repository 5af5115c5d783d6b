// SPDX-License-Identifier: BSD-3-Clause
// Place, controls and legend of a structure.

const viewerKeys = {
  ArrowLeft: v => v.rotate(-10, "y"), ArrowRight: v => v.rotate(10, "y"), ArrowUp: v => v.rotate(-10, "x"),
  ArrowDown: v => v.rotate(10, "x"), "+": v => v.zoom(1.15), "=": v => v.zoom(1.15), "-": v => v.zoom(1 / 1.15), "0": v => v.zoomTo(),
};

function useKeys(view) {
  view.place.addEventListener("keydown", event => {
    const turn = viewerKeys[event.key];
    if (!turn || !view.viewer || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    turn(view.viewer);
    view.viewer.render();
    view.place.dataset.turned = event.key;
  });
  // the wheel scrolls the page until the reader has turned to the structure
  view.place.addEventListener("wheel", event => {
    if (document.activeElement !== view.place) event.stopPropagation();
  }, {capture: true});
  view.place.addEventListener("pointerdown", () => view.place.focus({preventScroll: true}));
}

function labelled(text, control) {
  return within("label", [`${text} `, control]);
}

function choiceOf(options, selected, action) {
  const select = element("select");
  options.forEach(([value, words]) => {
    const option = element("option", words);
    option.value = value;
    option.selected = value === selected;
    select.append(option);
  });
  select.addEventListener("change", () => action(select));
  return select;
}

function colouringChoice(view) {
  const select = choiceOf(Object.entries(bondColourings).map(([key, c]) => [key, c.words]), view.colouring, chosen => {
    view.colouring = chosen.value;
    remember(`colouring of ${view.m.slug}`, chosen.value);
    view.recolour();
  });
  select.id = `colouring-${view.m.slug}`;
  return labelled("Colour bonds by", select);
}

function modeControls(view) {
  const shown = view.m.modes?.shown || [];
  if (!shown.length) return [];
  const key = `mode of ${view.m.slug}`;
  const options = shown.map((s, i) => [String(i), `${fixed(s.wavenumber, 0)} cm⁻¹, ${s.label}`]);
  view.modeChoice = choiceOf(options, String(recall(key, 0)), select => {
    remember(key, select.value);
    if (view.playing) view.play();
  });
  view.modeChoice.id = `mode-${view.m.slug}`;
  view.playButton = button("", () => (view.playing ? view.stop() : view.play()));
  view.playButton.id = `play-${view.m.slug}`;
  return [labelled("Normal mode", view.modeChoice), view.playButton];
}

function elementLegend(structure) {
  const colours = $3Dmol.elementColors.defaultColors;
  return [...new Set(structure.elements)].map(symbol => {
    const swatch = element("span", undefined, "swatch");
    swatch.style.background = `#${(colours[symbol] ?? 0xff1493).toString(16).padStart(6, "0")}`;
    return within("span", [swatch, symbol]);
  });
}

function bondLegend() {
  const scale = element("span", undefined, "bond-scale");
  return within("p", [within("span", ["metal–carboxylate bond: 0, always tight ", scale, " 1, always loose"])], "legend");
}

function addStructure(parent, m, selection) {
  const title = "Structure";
  if (!m.structure?.elements?.length) {
    addAbsence(parent, title, "The structure is not part of this report.");
    return;
  }
  const place = element("div", undefined, "viewer");
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", `Structure of ${m.name} in 3D. Arrow keys turn it, plus and minus zoom, 0 resets.`);
  const controls = element("div", undefined, "controls"), status = element("p", undefined, "status"), legend = bondLegend();
  status.setAttribute("role", "status");
  const view = new StructureView(m, selection, {place, controls, status, legend});
  controls.append(colouringChoice(view), ...modeControls(view));
  const caption = element("figcaption", "Drag or use the arrow keys to turn, click and then scroll (or + and −) to zoom. " +
    "Bonds through a face of the cell are drawn to the neighbouring cell; they do not move with a mode.");
  parent.append(within("figure", [element("h4", title, "figure-title"), place, controls, status, legend, caption], "structure"));
  useKeys(view);
  if (view.playButton) view.tell();
  view.describe();
  views.push(view);
}

const views = [];
const viewNearness = new IntersectionObserver(entries => {
  for (const entry of entries) if (entry.isIntersecting) views.find(v => v.place === entry.target).start();
}, {rootMargin: "200px"});
const watchViews = () => views.forEach(v => viewNearness.observe(v.place));
window.addEventListener("beforeprint", () => views.forEach(v => v.start()));
