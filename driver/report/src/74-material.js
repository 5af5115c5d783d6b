// SPDX-License-Identifier: BSD-3-Clause
// One material: its sentence, the temperature slider, figures in groups, words and values.

function addSlider(parent, m, selection) {
  const slider = element("input"), shown = element("output");
  Object.assign(slider, {type: "range", min: 0, max: m.points.length - 1, step: 1, value: selection.index, id: `slider-${m.slug}`});
  const show = () => {
    const p = selection.point;
    shown.textContent = `${pointName(m, p)} (${concise(p.temperature_K)} K)`;
    slider.setAttribute("aria-valuetext", shown.textContent);
  };
  slider.addEventListener("input", () => selection.select(slider.valueAsNumber));
  selection.listeners.push(show);
  show();
  shown.htmlFor.add(slider.id);
  const label = element("label", "Temperature shown");
  label.htmlFor = slider.id;
  parent.append(within("div", [label, slider, shown], "slider"));
}

// groups without a figure get no heading
function addGroup(section, title, fill, columns = "") {
  const grid = element("div", undefined, `figures ${columns}`);
  fill(grid);
  if (grid.childElementCount) section.append(element("h3", title), grid);
}

function addSpectraGroup(grid, m, selection) {
  addSpectra(grid, m, selection, {group: "asymmetric", title: "Asymmetric stretch: spectra", view: m.asymmetric_view,
    caption: "Power spectrum of the stretching coordinate."});
  addSpectra(grid, m, selection, {group: "symmetric", title: "Symmetric stretch: spectra", view: m.symmetric_view,
    caption: "Power spectrum of the stretching coordinate."});
  addSpectra(grid, m, selection, {group: "flux", title: "Infrared: charge-flux spectra", view: m.infrared_view,
    caption: "Power spectrum of the charge flux, which is what infrared absorbs."});
}

function addPointGroups(section, m, selection) {
  addGroup(section, "Spectra", grid => addSpectraGroup(grid, m, selection), "threes");
  addGroup(section, "Spectra by state of the bonds", grid => {
    addStateSpectra(grid, m, selection, "asymmetric", m.asymmetric_view);
    addStateSpectra(grid, m, selection, "symmetric", m.symmetric_view);
  });
  addGroup(section, "Bands against temperature", grid => {
    addPositions(grid, m, "asymmetric");
    addPositions(grid, m, "symmetric");
    addWidths(grid, m);
  }, "threes");
  addGroup(section, "Spectra analysed as measured ones are", grid => m.stretches.forEach(s => addFit(grid, m, selection, s)));
  addGroup(section, "Tight and loose bonds", grid => {
    addVantHoff(grid, m);
    addTruthTest(grid, m);
    addLooseFraction(grid, m);
    addLifetimes(grid, m);
  });
  addGroup(section, "Bond lengths and melting", grid => {
    addDistributions(grid, m, selection);
    addLindemann(grid, m);
  }, "threes");
}

function factsOf(m) {
  const counts = [[m.atoms, "atoms"], [m.carboxylates, "carboxylates"], [m.bonds, "metal–carboxylate bonds"]];
  return [m.formula, ...counts.filter(([n]) => n).map(([n, words]) => `${n} ${words}`)].filter(text => text).join(", ");
}

function addHeading(section, m) {
  const heading = element("h2", m.name);
  heading.id = `${m.slug}-heading`;
  section.append(heading, element("p", typeset(m.sentence), "lead"), element("p", factsOf(m), "soft"));
  if (m.model) section.append(element("p", `The structure is a model, neither measured nor published: ${m.model}. ` +
    "What is found with it says little about the material.", "note"));
  if (m.notes.length) section.append(list(m.notes.map(typeset), "note"));
  if (m.melts.length) section.append(element("h3", "Melt search"), list(m.melts.map(typeset)));
}

function addMaterial(m) {
  const section = element("section");
  section.id = m.slug;
  section.setAttribute("aria-labelledby", `${m.slug}-heading`);
  addHeading(section, m);
  byId("materials").append(section);
  const selection = m.points.length ? new Selection(m) : null;
  if (selection) {
    addSlider(section, m, selection);
    addPointGroups(section, m, selection);
  } else if (!m.melts.length) section.append(element("p", "No point of this material has finished yet.", "absence"));
  addGroup(section, "Structure and normal modes", grid => {
    if (m.structure || m.modes) addStructure(grid, m, selection);
    addModes(grid, m);
  });
  const words = analysisWords(m);
  if (words.length) section.append(details(`words of ${m.slug}`, "The analysis in words", () => list(words)));
  if (selection) section.append(details(`values of ${m.slug}`, "Values by temperature", () => valuesTable(m)));
}
