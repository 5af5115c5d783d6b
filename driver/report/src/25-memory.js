// SPDX-License-Identifier: BSD-3-Clause
// What the reader has chosen, kept while the window is open, so that a reloaded page looks as before.

const memoryKey = `softmode ${location.pathname}`;

function readMemory() {
  try {
    return JSON.parse(sessionStorage.getItem(memoryKey)) || {};
  } catch {
    return {};    // a browser may refuse storage to files
  }
}

const memory = readMemory();

function recall(key, otherwise) {
  return Object.hasOwn(memory, key) ? memory[key] : otherwise;
}

function remember(key, value) {
  memory[key] = value;
  try {
    sessionStorage.setItem(memoryKey, JSON.stringify(memory));
  } catch {
    // then choices last until the next reload
  }
}
