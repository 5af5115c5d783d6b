# SPDX-License-Identifier: BSD-3-Clause
# gnuplot -e "table='.../spectra_K.csv'; output='truth.svg'" truth.gp: loose fraction counted and inferred, over temperature.
set terminal svg size 760,380 font "sans-serif,12" background "white"
set output output
set datafile separator ","
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
  of(s) = sprintf("< awk -F, -v m=%s -v s=%s '$1==m && $2==s && $9!=\"\"' '%s'", m, s, table)
  counted = sprintf("< awk -F, -v m=%s '$1==m && $2==\"asymmetric\"' '%s'", m, table)
  plot shifted(x) with lines linewidth 1.5 linecolor rgb "#909090" dashtype 2 title "one band that only moves", \
    counted using 3:(fraction($7)) with points pointtype 7 pointsize 0.5 linecolor rgb "#000000" title "counted", \
    of("asymmetric-fixed-centres") using ($3-4):(fraction($9)):($10*fraction($9)*(1-fraction($9))) with yerrorbars pointtype 6 pointsize 0.5 linecolor rgb "#0072b2" title "two components, C-O stretch", \
    of("infrared-asymmetric-fixed-centres") using ($3+4):(fraction($9)):($10*fraction($9)*(1-fraction($9))) with yerrorbars pointtype 4 pointsize 0.5 linecolor rgb "#d55e00" title "two components, infrared"
}
unset multiplot
