// SPDX-License-Identifier: BSD-3-Clause
// Square sheets of zinc paddlewheels joined by benzene-1,4-dicarboxylate, as in MOF-2: drawn, not relaxed.

const period = 10.85, layer = 7.0;    // A

// one linker along x from the origin: [element, along, across, up], bonds between them by index
const linker = [
  ["C", 2.55, 0, 0], ["O", 1.95, 0, 1.12], ["O", 1.95, 0, -1.12], ["C", 4.03, 0, 0], ["C", 4.73, 0, 1.21], ["C", 4.73, 0, -1.21],
  ["C", 6.12, 0, 1.21], ["C", 6.12, 0, -1.21], ["C", 6.82, 0, 0], ["C", 8.3, 0, 0], ["O", 8.9, 0, 1.12], ["O", 8.9, 0, -1.12],
  ["H", 4.18, 0, 2.14], ["H", 4.18, 0, -2.14], ["H", 6.67, 0, 2.14], ["H", 6.67, 0, -2.14],
];
const linkerBonds = [[0, 1], [0, 2], [0, 3], [3, 4], [3, 5], [4, 6], [5, 7], [6, 8], [7, 8], [8, 9], [9, 10], [9, 11], [4, 12], [5, 13], [6, 14], [7, 15]];
const metals = [1.46, -1.46];

class Builder {
  constructor() { Object.assign(this, {elements: [], positions: [], bonds: [], carboxylate_bonds: []}); }
  atom(symbol, position) {
    this.elements.push(symbol);
    this.positions.push(...position.map(x => Number(x.toFixed(3))));
  }
  linker([x, y, z], turned) {
    const first = this.elements.length;
    const place = (along, across, up) => (turned ? [x - across, y + along, z + up] : [x + along, y + across, z + up]);
    for (const [symbol, ...at] of linker) this.atom(symbol, place(...at));
    for (const [i, j] of linkerBonds) this.bonds.push([first + i, first + j]);
    for (const [i, along] of [[1, 0], [2, 0], [10, period], [11, period]]) {
      const [, ...at] = linker[i], metal = place(along, 0, at[2] > 0 ? metals[0] : metals[1]);
      this.carboxylate_bonds.push([...metal, ...place(...at)].map(v => Number(v.toFixed(3))));
    }
  }
}

export function structure([nx, ny, nz]) {
  const built = new Builder();
  for (let i = 0; i < nx; ++i) for (let j = 0; j < ny; ++j) for (let k = 0; k < nz; ++k) {
    const centre = [i * period, j * period, (k + 0.5) * layer];
    for (const up of metals) built.atom("Zn", [centre[0], centre[1], centre[2] + up]);
    built.linker(centre, false);
    built.linker(centre, true);
  }
  return {cell: [nx * period, 0, 0, 0, ny * period, 0, 0, 0, nz * layer], ...built};
}
