// SPDX-License-Identifier: BSD-3-Clause
// Colours of the figures. The page's own are in style.css; both follow the same palette.

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const prefersStill = window.matchMedia("(prefers-reduced-motion: reduce)");

// states, components: Okabe and Ito's colours, which colour-blind readers can tell apart; dashes say it again
const lightTheme = {
  ink: "#1b1f24", soft: "#57606a", grid: "#dfe4e9", paper: "#ffffff", band: "rgba(87,96,106,0.13)",
  simulated: "#0a5bb5", second: "#1a7f4b", measured: "#b35900",
  tight: "#0072b2", loose: "#d55e00", mixed: "#00805c", changing: "#a04a80",
  temperature: ["rgb(60,20,140)", "rgb(160,30,140)", "rgb(220,80,70)", "rgb(225,155,10)"],
  character: ["rgb(176,186,196)", "rgb(110,40,140)"],
  bond: ["rgb(0,98,178)", "rgb(170,176,182)", "rgb(213,94,0)"],
};
const darkTheme = {
  ink: "#e6edf3", soft: "#9aa7b4", grid: "#2a3037", paper: "#11161c", band: "rgba(154,167,180,0.16)",
  simulated: "#79b8ff", second: "#7ee2a8", measured: "#f0a04b",
  tight: "#56b4e9", loose: "#ff8a3c", mixed: "#3fd0a0", changing: "#e79ac6",
  temperature: ["rgb(125,105,235)", "rgb(210,80,150)", "rgb(250,140,80)", "rgb(250,220,90)"],
  character: ["rgb(84,96,108)", "rgb(235,150,255)"],
  bond: ["rgb(86,170,255)", "rgb(140,146,152)", "rgb(255,138,60)"],
};

let printing = false;
const currentTheme = () => (prefersDark.matches && !printing ? darkTheme : lightTheme);

// Plotly's form of a colour scale
const plotlyScale = stops => stops.map((colour, i) => [i / (stops.length - 1), colour]);

function onScale(stops, fraction) {
  const x = Math.min(Math.max(fraction, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(x), stops.length - 2);
  const [a, b] = [stops[i], stops[i + 1]].map(colour => colour.match(/\d+/g).map(Number));
  return `rgb(${a.map((value, k) => Math.round(value + (x - i) * (b[k] - value))).join(",")})`;
}
