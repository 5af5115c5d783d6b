# Written by softmode, and again by the next run of the same command into this folder: keep changes under another name.
# Draw it again: gnuplot parity.gp    (gnuplot 5.4 or newer, in this folder)
# slopes of the stretch coordinates; bars: standard errors; grey: within 10 %; open: calibrated on these very values
set encoding utf8
if (!exists("part")) part = ""    # softmode draws under a name of its own and renames
do for [format in "svg png"] {
  if (format eq "svg") {
    set terminal svg size 650,389 font "Arial,10.67" background rgb "white"
  } else {
    set terminal pngcairo size 2031,1217 font "Arial,8" fontscale 3.125 linewidth 3.125 pointscale 3.125 background rgb "white"
  }
  set output "parity." . format . part
  reset
  set border linewidth 0.75
  set tics scale 0.6 nomirror
  set minussign
  set pointintervalbox 0.01
  set errorbars small
  set style fill solid noborder
  unset key
  set multiplot
  set samples 101
  set lmargin at screen 0.0727
  set rmargin at screen 0.4797
  set bmargin at screen 0.1019
  set tmargin at screen 0.7816
  set xrange [-27.920734:2.507461]
  set xtics 5
  set yrange [-27.920734:2.507461]
  set ytics 5
  set label 96 "  Measured (10^{−3} cm^{−1} K^{−1})  " at screen 0.2762, screen 0.0272 center
  set label 98 "  Simulated (10^{−3} cm^{−1} K^{−1})  " at screen 0.0203, screen 0.4417 center rotate by 90
  set label 9 "{/:Italic X}_{a}" at graph 0.05, graph 0.93
  plot \
    '+' using 1:($1*0.9):($1*1.1) with filledcurves fillcolor rgb "#e4e4e4" notitle, \
    x with lines linewidth 1 linecolor rgb "#606060" notitle, \
    "parity-data.dat" index 0 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 6 pointsize 0.7 linewidth 1 linecolor rgb "#0072b2" notitle, \
    "parity-data.dat" index 1 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 4 pointsize 0.7 linewidth 1 linecolor rgb "#d55e00" notitle, \
    "parity-data.dat" index 2 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 8 pointsize 0.7 linewidth 1 linecolor rgb "#009e73" notitle, \
    "parity-data.dat" index 3 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 12 pointsize 0.7 linewidth 1 linecolor rgb "#cc79a7" notitle, \
    "parity-data.dat" index 4 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 10 pointsize 0.7 linewidth 1 linecolor rgb "#56b4e9" notitle, \
    "parity-data.dat" index 5 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 6 pointsize 0.7 linewidth 1 linecolor rgb "#e69f00" notitle, \
    "parity-data.dat" index 6 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 4 pointsize 0.7 linewidth 1 linecolor rgb "#000000" notitle, \
    "parity-data.dat" index 7 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 8 pointsize 0.7 linewidth 1 linecolor rgb "#0072b2" notitle, \
    "parity-data.dat" index 8 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 12 pointsize 0.7 linewidth 1 linecolor rgb "#d55e00" notitle, \
    "parity-data.dat" index 9 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 10 pointsize 0.7 linewidth 1 linecolor rgb "#009e73" notitle, \
    NaN notitle
  unset label 9
  set lmargin at screen 0.5785
  set rmargin at screen 0.9855
  set bmargin at screen 0.1019
  set tmargin at screen 0.7816
  set xrange [-27.920734:2.507461]
  set xtics 5
  set yrange [-27.920734:2.507461]
  set ytics 5
  set label 96 "  Measured (10^{−3} cm^{−1} K^{−1})  " at screen 0.7820, screen 0.0272 center
  set label 98 "  Simulated (10^{−3} cm^{−1} K^{−1})  " at screen 0.0203, screen 0.4417 center rotate by 90
  set label 9 "{/:Italic X}_{s}" at graph 0.05, graph 0.93
  plot \
    '+' using 1:($1*0.9):($1*1.1) with filledcurves fillcolor rgb "#e4e4e4" notitle, \
    x with lines linewidth 1 linecolor rgb "#606060" notitle, \
    "parity-data.dat" index 10 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 6 pointsize 0.7 linewidth 1 linecolor rgb "#0072b2" notitle, \
    "parity-data.dat" index 11 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 4 pointsize 0.7 linewidth 1 linecolor rgb "#d55e00" notitle, \
    "parity-data.dat" index 12 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 8 pointsize 0.7 linewidth 1 linecolor rgb "#009e73" notitle, \
    "parity-data.dat" index 13 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 12 pointsize 0.7 linewidth 1 linecolor rgb "#cc79a7" notitle, \
    "parity-data.dat" index 14 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 10 pointsize 0.7 linewidth 1 linecolor rgb "#56b4e9" notitle, \
    "parity-data.dat" index 15 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 6 pointsize 0.7 linewidth 1 linecolor rgb "#e69f00" notitle, \
    "parity-data.dat" index 16 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 4 pointsize 0.7 linewidth 1 linecolor rgb "#000000" notitle, \
    "parity-data.dat" index 17 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 8 pointsize 0.7 linewidth 1 linecolor rgb "#0072b2" notitle, \
    "parity-data.dat" index 18 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 12 pointsize 0.7 linewidth 1 linecolor rgb "#d55e00" notitle, \
    "parity-data.dat" index 19 using ($1*1e3):($2*1e3):($3*1e3) with yerrorbars pointtype 10 pointsize 0.7 linewidth 1 linecolor rgb "#009e73" notitle, \
    NaN notitle
  unset label 9
  set lmargin at screen 0.0000
  set rmargin at screen 1.0000
  set bmargin at screen 0.0000
  set tmargin at screen 1.0000
  unset border
  unset tics
  unset label
  unset arrow
  unset colorbox
  set xrange [0:1]
  set yrange [0:1]
  set key at screen 0.5, screen 0.9903 center top vertical maxrows 5 Left reverse samplen 1.6 width 1
  plot \
    NaN with points pointtype 6 pointsize 0.7 linewidth 1 linecolor rgb "#0072b2" title "limits-base (calibrated)", \
    NaN with points pointtype 8 pointsize 0.7 linewidth 1 linecolor rgb "#009e73" title "limits-csvr (calibrated)", \
    NaN with points pointtype 10 pointsize 0.7 linewidth 1 linecolor rgb "#56b4e9" title "limits-friction (calibrated)", \
    NaN with points pointtype 4 pointsize 0.7 linewidth 1 linecolor rgb "#000000" title "limits-length (calibrated)", \
    NaN with points pointtype 12 pointsize 0.7 linewidth 1 linecolor rgb "#d55e00" title "limits-segment-4 (calibrated)", \
    NaN with points pointtype 4 pointsize 0.7 linewidth 1 linecolor rgb "#d55e00" title "limits-quantum (calibrated)", \
    NaN with points pointtype 12 pointsize 0.7 linewidth 1 linecolor rgb "#cc79a7" title "limits-nose-hoover (calibrated)", \
    NaN with points pointtype 6 pointsize 0.7 linewidth 1 linecolor rgb "#e69f00" title "limits-relaxed-cell (calibrated)", \
    NaN with points pointtype 8 pointsize 0.7 linewidth 1 linecolor rgb "#0072b2" title "limits-size (calibrated)", \
    NaN with points pointtype 10 pointsize 0.7 linewidth 1 linecolor rgb "#009e73" title "limits-segment-16 (calibrated)"
  unset multiplot
  set output
}
