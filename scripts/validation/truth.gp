# SPDX-License-Identifier: BSD-3-Clause
# gnuplot -e "table='.../spectra_K.csv'; output='truth.svg'" truth.gp: loose fraction counted and inferred, over temperature.
set terminal svg size 760,380 font "sans-serif,12" background "white"
set output output
set datafile separator ","
set datafile columnheaders
set multiplot layout 1,2 margins 0.10,0.98,0.14,0.80 spacing 0.07
set xrange [150:500]
set yrange [0:1]
set xlabel "Temperature (K)"
fraction(x) = 1 / (1 + exp(-x))
# an area ratio that a band gives that only moves, at a constant rate, between the centres as they are placed
shifted(t) = t < 173 || t > 473.5 ? NaN : (1.2 + 5.8 * (t - 173.15) / 300) / 9
models = "hkust-1.hkust-1-two-state hkust-1.hkust-1"
do for [k=1:2] {
  m = word(models, k)
  set title (k == 1 ? "HKUST-1, two wells of Cu-O" : "HKUST-1, one well of Cu-O") offset 0,-0.7
  if (k == 1) { set ylabel "Loose fraction" } else { unset ylabel }
  if (k == 2) { set key at screen 0.5, screen 0.99 center top maxrows 2 } else { unset key }
  T(s) = (strcol("material") eq m && strcol("spectra") eq s ? column("temperature_K") : NaN)
  inferred(dummy) = fraction(column("ln_K_spectra"))
  its_error(dummy) = column("ln_K_spectra_se") * inferred(0) * (1 - inferred(0))
  plot shifted(x) with lines linewidth 1.5 linecolor rgb "#909090" dashtype 2 title "one band that only moves", \
    table using (T("asymmetric")):(fraction(column("ln_K_counted"))) with points pointtype 7 pointsize 0.5 linecolor rgb "#000000" title "counted", \
    table using (T("asymmetric-fixed-centres")-4):(inferred(0)):(its_error(0)) with yerrorbars pointtype 6 pointsize 0.5 linecolor rgb "#0072b2" title "two components, C-O stretch", \
    table using (T("infrared-asymmetric-fixed-centres")+4):(inferred(0)):(its_error(0)) with yerrorbars pointtype 4 pointsize 0.5 linecolor rgb "#d55e00" title "two components, infrared"
}
unset multiplot
