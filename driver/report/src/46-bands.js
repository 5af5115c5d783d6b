// SPDX-License-Identifier: BSD-3-Clause
// Positions and widths of the bands against temperature.

const bandNames = {asymmetric: "Asymmetric", symmetric: "Symmetric"};
const temperatureTitle = "temperature (°C)";

function positionLines(m, theme, band) {
  const fit = m.slopes.find(s => s.name === (band === "asymmetric" ? "X_a" : "X_s"));
  if (!fit || !isPair(fit.slope) || !isPair(fit.position)) return [];
  const T = temperaturesOf(m).map(celsius), ends = [T[0], T[T.length - 1]];
  const through = slope => ends.map(t => fit.position[0] + slope * (t - 25));
  const lines = [curveTrace(ends, through(fit.slope[0]), `slope ${withError(fit.slope)}`, theme.simulated, "solid")];
  const measured = m.measured[fit.name];
  if (Number.isFinite(measured))
    lines.push(curveTrace(ends, through(measured), `measured ${concise(measured)}`, theme.measured, "dash"));
  return lines;
}

function addPositions(parent, m, band) {
  if (!m.points.some(p => isPair(p[band]?.position))) return;
  addFigure(parent, {
    name: `${m.slug}-position-${band}`, title: `${bandNames[band]} stretch: position`,
    caption: "Position of the fitted band against temperature; slopes in cm⁻¹/K. A measured slope is drawn through the simulated position at 25 °C, to compare slopes alone.",
    build: theme => ({
      data: [
        ...pointTraces(m, theme, p => p[band]?.position, {name: "simulated", colour: theme.simulated}),
        ...pointTraces(m, theme, p => p[band]?.infrared, {name: "infrared", colour: theme.second, open: true}),
        ...positionLines(m, theme, band),
      ],
      layout: layout(theme, temperatureTitle, "position (cm⁻¹)", {showlegend: true}),
    }),
  });
}

function addWidths(parent, m) {
  const bands = ["asymmetric", "symmetric"].filter(band => m.points.some(p => isPair(p[band]?.fwhm)));
  if (!bands.length) return;
  const resolution = Number.isFinite(report.resolution) ? ` Includes the resolution of ${concise(report.resolution)} cm⁻¹${report.friction || ""}.` : "";
  addFigure(parent, {
    name: `${m.slug}-widths`, title: "Band widths", caption: `Full width at half maximum of the fitted bands.${resolution}`,
    build: theme => ({
      data: bands.flatMap(band => pointTraces(m, theme, p => p[band]?.fwhm,
        {name: band, colour: band === "asymmetric" ? theme.simulated : theme.second, open: band === "symmetric"})),
      layout: layout(theme, temperatureTitle, "FWHM (cm⁻¹)", {showlegend: true}),
    }),
  });
}
