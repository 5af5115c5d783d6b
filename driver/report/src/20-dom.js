// SPDX-License-Identifier: BSD-3-Clause
// Elements of the page. Text goes in as text, never as HTML.

function element(tag, text, className) {
  const e = document.createElement(tag);
  if (text !== undefined && text !== null) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function within(tag, children, className) {
  const e = element(tag, undefined, className);
  e.append(...children);
  return e;
}

const byId = id => document.getElementById(id);

function quantityElement(name, tag = "span") {
  const e = element(tag);
  for (const [text, subscript] of quantityParts(name)) {
    e.append(text);
    if (subscript) e.append(element("sub", subscript));
  }
  return e;
}

// in words for screen readers, unseen by others
const unseen = text => element("span", text, "unseen");

// head: texts or nodes; rows: lists of texts or nodes; the first cell of a row names it
function table(caption, head, rows, className) {
  const columns = within("tr", head.map(content => {
    const cell = within("th", [content]);
    cell.scope = "col";
    return cell;
  }));
  const body = rows.map(row => within("tr", row.map((content, i) => {
    const cell = within(i === 0 ? "th" : "td", [content ?? absent]);
    if (i === 0) cell.scope = "row";
    return cell;
  })));
  const result = within("table", [element("caption", caption), within("thead", [columns]), within("tbody", body)], className);
  return scrollable(result, caption);
}

// a wide table scrolls by itself, also with the keyboard; the page does not
function scrollable(content, label) {
  const box = within("div", [content], "scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  return box;
}

// Filled when first opened, since tables of long campaigns have thousands of cells. Open or closed is kept when a running
// campaign's page reloads.
function details(key, summary, content) {
  const e = within("details", [element("summary", summary)]);
  const fill = () => e.childElementCount === 1 && e.append(content());
  e.addEventListener("toggle", () => {
    fill();
    if (!printing) remember(`open ${key}`, e.open);
  });
  e.open = recall(`open ${key}`, false);
  folded.push({e, fill});
  return e;
}

// on paper nothing can be opened
const folded = [];
function unfoldForPrint() {
  for (const fold of folded) {
    fold.fill();
    fold.open = fold.e.open;
    fold.e.open = true;
  }
}
function foldAgain() {
  for (const {e, open} of folded) e.open = open;
}

function list(texts, className) {
  return within("ul", texts.map(text => element("li", text)), className);
}

function button(text, action) {
  const e = element("button", text);
  e.type = "button";
  e.addEventListener("click", action);
  return e;
}
