// SPDX-License-Identifier: BSD-3-Clause
// The structure in 3D, its bonds coloured by loose fraction at the selected temperature; normal modes move in it.

const bondColourings = {
  fraction: {words: "loose fraction", colour: (theme, f) => onScale(theme.bond, Math.round(f * 20) / 20)},
  state: {words: "more often tight or loose", colour: (theme, f) => (f > 0.5 ? theme.bond[2] : theme.bond[0])},
};

// what 3Dmol draws with; asked first, since 3Dmol complains before it fails
const hasWebGL = () => typeof OffscreenCanvas !== "undefined" && Boolean(new OffscreenCanvas(1, 1).getContext("webgl2"));

// 3Dmol is run when the first structure comes near, which many readers' never does
function loadViewer() {
  if (!window.$3Dmol) document.head.append(element("script", byId("viewer-library").textContent));
}

class StructureView {
  constructor(m, selection, parts) {
    Object.assign(this, {m, selection, ...parts});
    this.structure = m.structure;
    this.viewer = null;
    this.bonds = [];    // shapes of the coloured cylinders
    this.playing = false;
    this.colouring = recall(`colouring of ${m.slug}`, "fraction");
    selection?.listeners.push(() => this.recolour());
    prefersDark.addEventListener("change", () => this.recolour());
  }

  start() {
    if (this.viewer || this.failed) return;
    if (!hasWebGL()) {
      this.giveUp();
      return;
    }
    try {
      loadViewer();
      this.legend.append(...elementLegend(this.structure));
      this.viewer = $3Dmol.createViewer(this.place, {backgroundColor: currentTheme().paper, antialias: true});
      this.showStill();
      this.viewer.zoomTo();
      this.viewer.zoom(1.2);
      this.viewer.rotate(20, "y");
      this.viewer.rotate(15, "x");
      this.viewer.render();
      this.place.dataset.drawn = "yes";
    } catch {
      this.giveUp();
    }
  }

  giveUp() {
    this.failed = true;
    this.viewer = null;
    this.place.replaceChildren(element("p", "The structure cannot be shown: this browser has no WebGL, or it is switched off. " +
      "The files of the structure are named under Provenance."));
    this.place.classList.add("no-viewer");
    this.controls.querySelectorAll("button, select").forEach(e => { e.disabled = true; });
    this.place.dataset.drawn = "without WebGL";
  }

  clear() {
    this.viewer.stopAnimate();
    this.viewer.removeAllModels();
    this.viewer.removeAllShapes();
    this.viewer.setBackgroundColor(currentTheme().paper);
    addCell(this.viewer, this.structure.cell, currentTheme().soft);
  }

  showStill() {
    this.clear();
    this.bonds = [];
    addModel(this.viewer, atomsOf(this.structure));
    this.recolour();
  }

  recolour() {
    this.describe();
    if (!this.viewer || this.playing) return;
    const theme = currentTheme(), fractions = this.fractions();
    const colours = this.structure.carboxylate_bonds.map((_, i) =>
      (Number.isFinite(fractions[i]) ? bondColourings[this.colouring].colour(theme, fractions[i]) : theme.bond[1]));
    for (const shape of this.bonds) this.viewer.removeShape(shape);
    this.bonds = addCylinders(this.viewer, this.structure.carboxylate_bonds, colours);
    this.viewer.setBackgroundColor(theme.paper);
    this.viewer.render();
    this.place.dataset.colours = colours.join(" ");
  }

  fractions() {
    return this.selection?.point?.bond_loose || [];
  }

  describe() {
    const known = this.fractions().filter(Number.isFinite);
    const where = this.selection?.point ? ` at ${inCelsius(this.selection.point.temperature_K)}` : "";
    const mean = known.reduce((a, b) => a + b, 0) / known.length;
    this.status.textContent = this.playing ? this.modeWords() : known.length
      ? `Bonds${where}: loose fraction ${fixed(Math.min(...known), 2)} to ${fixed(Math.max(...known), 2)}, mean ${fixed(mean, 2)}.`
      : `No loose fractions of single bonds${where}; metal–carboxylate bonds are grey.`;
  }

  mode() {
    return this.m.modes.shown[this.modeChoice.selectedIndex];
  }

  modeWords() {
    return `${prefersStill.matches ? "Arrows show" : "Moving:"} ${this.mode().label}, ${fixed(this.mode().wavenumber, 1)} cm⁻¹.`;
  }

  play() {
    if (!this.viewer) this.start();
    if (!this.viewer) return;
    this.playing = true;
    this.clear();
    const displacement = shownDisplacement(this.mode().displacement);
    const bonds = bondsWithinCell(this.structure);
    addModel(this.viewer, atomsOf(this.structure, bonds, displacement));
    if (prefersStill.matches) addArrows(this.viewer, this.structure, displacement, currentTheme().loose);
    else {
      this.viewer.vibrate(8, 1, true);
      this.viewer.animate({loop: "backAndForth", interval: 50});
    }
    this.viewer.render();
    this.tell();
  }

  stop() {
    this.playing = false;
    if (this.viewer) this.showStill();
    this.tell();
  }

  tell() {
    const verb = prefersStill.matches ? "Show arrows" : "Play mode";
    this.playButton.textContent = this.playing ? (prefersStill.matches ? "Hide arrows" : "Stop") : verb;
    this.place.dataset.playing = this.playing ? "yes" : "no";
    this.describe();
  }
}
