// SPDX-License-Identifier: BSD-3-Clause
// Figures for papers: light, the same size on every screen, also for a browser without a window (#export=svg).

function forExport(figure) {
  const {data, layout: lay} = figure.build(lightTheme);
  Object.assign(lay, {paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff"});
  lay.font = {...lay.font, family: "'Liberation Sans', Arial, Helvetica, sans-serif"};
  return {data, layout: lay, config: figureConfig};
}

const exportSize = figure => ({width: 640, height: Math.round(figure.height * 1.15)});

// resolves to [{name, svg: text} or {name, png: data URL}]
async function softmodeFigures(format = "svg") {
  if (!["svg", "png"].includes(format)) throw new RangeError(`no format '${format}'; there are svg and png`);
  const results = [];
  for (const figure of figures) {
    const size = exportSize(figure), scale = format === "png" ? 2 : 1;
    const url = await Plotly.toImage(forExport(figure), {format, scale, ...size});
    results.push({name: figure.name, [format]: format === "svg" ? decodeURIComponent(url.slice(url.indexOf(",") + 1)) : url});
  }
  return results;
}
window.softmodeFigures = softmodeFigures;

async function exportIntoPage(format) {
  const results = await softmodeFigures(format);
  const store = element("script", JSON.stringify(results).replace(/</g, "\\u003c"));    // '<' could end the element
  store.type = "application/json";
  store.id = "exported";
  document.body.append(store);
  document.body.dataset.exported = "yes";
}
