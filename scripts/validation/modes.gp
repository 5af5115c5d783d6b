# SPDX-License-Identifier: BSD-3-Clause
# gnuplot -e "folder='...'; reference='.../dft-infrared.csv'; output='modes.svg'" modes.gp: harmonic infrared spectra, DFT as sticks.
set terminal svg size 720,900 font "sans-serif,12" background "white"
set output output
set datafile separator ","
set datafile columnheaders
set multiplot layout 5,1 margins 0.08,0.98,0.07,0.97 spacing 0.01
set xrange [1800:200]
set yrange [0:1.15]
set ytics 0.5
set ylabel "intensity" offset 1,0
set format x ""
materials = "hkust-1 mof-5 uio-66 mil-125 zn-mof-74"
do for [k=1:5] {
  m = word(materials, k)
  if (k == 5) { set format x "%g"; set xlabel "Wavenumber (cm^{-1})" }
  set label 1 m at graph 0.02, graph 0.85
  if (k == 2) { set key at graph 0.99, graph 0.95 } else { unset key }
  plot folder."/spectrum-".m.".csv" using "wavenumber_cm-1":"relative_intensity" with lines linewidth 1.5 linecolor rgb "#0072b2" title "softmode, base field", \
    reference using (strcol("material") eq m ? column("wavenumber_cm-1") : NaN):"relative_intensity" with impulses linewidth 2 linecolor rgb "#d55e00" title "DFT (PBEsol)"
}
unset multiplot
