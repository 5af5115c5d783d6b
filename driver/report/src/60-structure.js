// SPDX-License-Identifier: BSD-3-Clause
// A structure as 3Dmol draws it: atoms with their bonds, the cell, and metal-carboxylate bonds as coloured cylinders.

const vector = (flat, i) => ({x: flat[3 * i], y: flat[3 * i + 1], z: flat[3 * i + 2]});
const sum = (...vectors) => vectors.reduce((a, b) => ({x: a.x + b.x, y: a.y + b.y, z: a.z + b.z}));
const times = (a, factor) => ({x: a.x * factor, y: a.y * factor, z: a.z * factor});
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);

function atomsOf(structure, extraBonds = [], displacement = null) {
  const atoms = structure.elements.map((elem, i) => ({
    elem, serial: i, index: i, ...vector(structure.positions, i), bonds: [], bondOrder: [],
    ...(displacement && {dx: displacement[3 * i], dy: displacement[3 * i + 1], dz: displacement[3 * i + 2]}),
  }));
  for (const [i, j] of [...structure.bonds, ...extraBonds]) {
    atoms[i].bonds.push(j);
    atoms[j].bonds.push(i);
    atoms[i].bondOrder.push(1);
    atoms[j].bondOrder.push(1);
  }
  return atoms;
}

function addModel(viewer, atoms) {
  const model = viewer.addModel();
  model.addAtoms(atoms);
  model.addFrame(model.selectedAtoms({}));    // 3Dmol moves atoms from the first frame, which only files give it
  viewer.setStyle({}, {stick: {radius: 0.08}, sphere: {scale: 0.16}});
}

function addCell(viewer, cell, colour) {
  if (cell?.length !== 9) return;
  const [a, b, c] = [0, 1, 2].map(i => vector(cell, i)), origin = {x: 0, y: 0, z: 0};
  const edges = (along, u, v) => [origin, u, v, sum(u, v)].map(start => ({start, end: sum(start, along)}));
  for (const edge of [...edges(a, b, c), ...edges(b, a, c), ...edges(c, a, b)]) viewer.addLine({...edge, color: colour});
}

// one shape of all cylinders of a colour, which is what 3Dmol's shapes have; a shape each would be slow
function addCylinders(viewer, ends, colours) {
  return [...new Set(colours)].map(colour => {
    const shape = viewer.addShape({color: colour});
    ends.forEach(([x1, y1, z1, x2, y2, z2], i) => {
      if (colours[i] === colour)
        shape.addCylinder({start: {x: x1, y: y1, z: z1}, end: {x: x2, y: y2, z: z2}, radius: 0.2, color: colour, fromCap: 2, toCap: 2});
    });
    return shape;
  });
}

// metal-carboxylate bonds between atoms as drawn; those through the cell's faces have no second atom there
function bondsWithinCell(structure) {
  const at = new Map(structure.elements.map((_, i) => [keyOf(vector(structure.positions, i)), i]));
  return structure.carboxylate_bonds.flatMap(([x1, y1, z1, x2, y2, z2]) => {
    const i = at.get(keyOf({x: x1, y: y1, z: z1})), j = at.get(keyOf({x: x2, y: y2, z: z2}));
    return i === undefined || j === undefined ? [] : [[i, j]];
  });
}
const keyOf = a => [a.x, a.y, a.z].map(value => Math.round(value * 100)).join();

// longest displacement 0.5 A: enough to be seen, not so much that bonds look broken
function shownDisplacement(displacement) {
  let longest = 0;
  for (let i = 0; i < displacement.length; i += 3)
    longest = Math.max(longest, Math.hypot(displacement[i], displacement[i + 1], displacement[i + 2]));
  return displacement.map(value => 0.5 * value / (longest || 1));
}

// for readers who want nothing to move
function addArrows(viewer, structure, displacement, colour) {
  structure.elements.forEach((_, i) => {
    const start = vector(structure.positions, i), way = times(vector(displacement, i), 3);
    if (distance(way, {x: 0, y: 0, z: 0}) > 0.15) viewer.addArrow({start, end: sum(start, way), radius: 0.09, color: colour});
  });
}
