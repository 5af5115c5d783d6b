// SPDX-License-Identifier: BSD-3-Clause
// Simulated spectra as the smooth curves that they are.
//
// A power spectrum is the Fourier transform of the autocorrelation of a windowed piece of a trajectory, which ends at the
// length of the piece. So it is band-limited, and the points that are stored, two for each of the piece's own frequencies,
// determine it in between: C.E. Shannon, Proc. IRE 1949, 37, 10, doi:10.1109/JRPROC.1949.232969. The sum over all points is cut
// by the window of J.F. Kaiser (in System Analysis by Digital Computer, Wiley 1966), which is good to 1e-5 of the
// highest value, since the Hann window leaves little of the longest correlations.

const reach = 16, kaiser = 10;    // points on each side; shape of the window

// modified Bessel function of order zero
function bessel0(x) {
  let sum = 1, term = 1;
  for (let k = 1; term > 1e-17 * sum; ++k) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

const weight = u => (Math.abs(u) >= reach ? 0 :
  Math.sin(Math.PI * u) / (Math.PI * u) * bessel0(kaiser * Math.sqrt(1 - (u / reach) ** 2)) / bessel0(kaiser));

// weights[f - 1][i]: of the i-th of 2 reach points around the place f/factor beyond a point
const weightsOf = factor => Array.from({length: factor - 1}, (_, f) =>
  Array.from({length: 2 * reach}, (__, i) => weight((f + 1) / factor + reach - 1 - i)));

// into how many parts a step is cut, so that it is below a tenth of the narrowest line that the resolution (cm-1) allows
function parts(x, resolution) {
  const steps = x.slice(1).map((value, i) => value - x[i]);
  const widest = Math.max(...steps);
  return Number.isFinite(resolution) && resolution > 0 ? Math.min(Math.floor(10 * widest / resolution) + 1, 32) : 4;
}

// {x, y} between two wavenumbers, at the points there are and between them; before the first and after the last point the
// nearest stands for those that are missing
function smooth(x, y, view, resolution) {
  const factor = parts(x, resolution), weights = weightsOf(factor), last = x.length - 1, result = {x: [], y: []};
  const value = k => y[Math.min(Math.max(k, 0), last)];
  const add = (at, height) => {
    result.x.push(at);
    result.y.push(height);
  };
  for (let k = 0; k <= last; ++k) {
    if (view && (x[Math.min(k + 1, last)] < view[0] || x[Math.max(k - 1, 0)] > view[1])) continue;
    add(x[k], y[k]);
    for (let f = 1; f < factor && k < last; ++f)
      add(x[k] + (x[k + 1] - x[k]) * f / factor, weights[f - 1].reduce((sum, w, i) => sum + w * value(k - reach + 1 + i), 0));
  }
  return result;
}

// drawn again and again while the temperature changes
const smoothed = new WeakMap();
function smoothCurve(x, y, view) {
  const complete = x?.length === y.length && y.length > 1 && [...x, ...y].every(Number.isFinite);
  if (!smoothed.has(y)) smoothed.set(y, complete ? smooth(x, y, view, report.resolution) : {x, y});
  return smoothed.get(y);
}
