// SPDX-License-Identifier: BSD-3-Clause
// Figures: a place for each at once, drawn by Plotly when it comes near the screen, or before print and export.

const figures = [];
const figureConfig = {displayModeBar: false, displaylogo: false, responsive: true, showTips: false};
const touch = window.matchMedia("(pointer: coarse)").matches;

function axis(theme, title, more) {
  return {
    title: {text: title, standoff: 8}, gridcolor: theme.grid, linecolor: theme.soft, ticks: "outside", tickcolor: theme.soft,
    ticklen: 4, showline: true, zeroline: false, automargin: true, ...more,
  };
}

function layout(theme, x, y, more) {
  return {
    xaxis: axis(theme, x), yaxis: axis(theme, y),
    font: {color: theme.ink, size: 12.5, family: "system-ui, 'Liberation Sans', Arial, sans-serif"},
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", margin: {l: 56, r: 14, t: 12, b: 46},
    legend: {orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: {size: 12}}, hovermode: "closest",
    hoverlabel: {bgcolor: theme.paper, bordercolor: theme.soft, font: {color: theme.ink}},
    dragmode: touch ? false : "zoom",    // a finger scrolls the page
    ...more,
  };
}

// build(theme) gives {data, layout}; follows: the selection that changes it
function addFigure(parent, {name, title, caption, alt, build, follows, height = 340, heading = "h4"}) {
  const frame = element("figure");
  const plot = element("div", undefined, "plot");
  plot.style.height = `${height}px`;
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", `${title}. ${alt || caption}`);
  const figure = {name, plot, build, height, drawn: false, stale: false, near: false};
  const head = within("div", [element(heading, title, "figure-title"), saveButton(figure, title)], "figure-head");
  frame.append(head, plot, element("figcaption", caption));
  parent.append(frame);
  plot.dataset.figure = name;
  figures.push(figure);
  if (follows) follows.listeners.push(() => redrawSoon(figure));
}

// where data are missing one sentence says why
function addAbsence(parent, title, why, heading = "h4") {
  parent.append(within("div", [element(heading, title, "figure-title"), element("p", why)], "absence"));
}

function saveButton(figure, title) {
  const save = button("SVG", () => Plotly.downloadImage(forExport(figure), {format: "svg", filename: figure.name, ...exportSize(figure)}));
  save.className = "save";
  save.setAttribute("aria-label", `Save as SVG: ${title}`);
  return save;
}

const printWidth = 340;    // two beside each other on A4 or letter paper

function draw(figure) {
  const {data, layout: lay} = figure.build(currentTheme());
  Object.assign(lay, printing ? {autosize: false, width: printWidth, height: figure.height * 0.95} : {autosize: true});
  Plotly.react(figure.plot, data, lay, figureConfig);
  if (figure.drawn && !printing) Plotly.Plots.resize(figure.plot);
  figure.drawn = true;
  figure.stale = false;
}

const drawAll = () => figures.filter(f => !f.drawn || f.stale).forEach(draw);

// of several wishes between two frames one is enough
function redrawSoon(figure) {
  if (figure.stale || !figure.drawn) return;
  figure.stale = true;
  if (figure.near) requestAnimationFrame(() => figure.stale && draw(figure));
}

const nearness = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const figure = figures.find(f => f.plot === entry.target);
    figure.near = entry.isIntersecting;
    if (figure.near && (!figure.drawn || figure.stale)) draw(figure);
  }
}, {rootMargin: "300px"});

const watchFigures = () => figures.forEach(f => nearness.observe(f.plot));

function redrawDrawn() {
  for (const figure of figures.filter(f => f.drawn)) {
    figure.stale = true;
    if (figure.near) draw(figure);
  }
}

prefersDark.addEventListener("change", redrawDrawn);

function setPrinting(on) {
  if (printing === on) return;
  printing = on;
  figures.forEach(f => { f.stale = true; });
  if (on) {
    drawAll();
    unfoldForPrint();
  } else {
    foldAgain();
    figures.filter(f => f.near).forEach(draw);
  }
}
window.addEventListener("beforeprint", () => setPrinting(true));
window.addEventListener("afterprint", () => setPrinting(false));
window.matchMedia("print").addEventListener("change", media => setPrinting(media.matches));
