# What all figures share. To draw one by hand, where its CSV files are:
#     gnuplot -d PATH/style.gp PATH/fig3.gp >fig3.svg
# Okabe and Ito's colours. Coherent curves: one blue, darker for larger swap angles, each with its symbol.
set terminal svg size 960,600 dynamic enhanced font "Helvetica,17" background rgb "white" linewidth 1.0
set encoding utf8
set datafile separator comma
set datafile columnheaders
set border 31 linewidth 1.2 linecolor rgb "#404040"
set tics nomirror out scale 0.7
set key at screen 0.68,0.53 left center Left reverse samplen 2.6 spacing 1.35 width 1 font ",15"
set lmargin at screen 0.1
set rmargin at screen 0.665
set bmargin at screen 0.14
set tmargin at screen 0.915
set title font ",18" offset 0,-0.2
set xlabel "charging time  Ωτ"
set ylabel "mean energy  {/:Italic Ē/E}" offset 1.2,0

shade  = "#E3E3E3"
black  = "#000000"
orange = "#E69F00"
sky    = "#56B4E9"
green  = "#009E73"
blue   = "#0072B2"
red    = "#D55E00"
purple = "#CC79A7"
# 1 to 5: coherent, at growing swap angles
set style line 1 linewidth 2.6 linecolor rgb "#8CC5EA" pointtype 4 pointsize 0.8
set style line 2 linewidth 2.6 linecolor rgb "#56A3DB" pointtype 6 pointsize 0.8
set style line 3 linewidth 2.6 linecolor rgb "#2B7EC1" pointtype 8 pointsize 0.9
set style line 4 linewidth 2.6 linecolor rgb "#14589B" pointtype 12 pointsize 0.9
set style line 5 linewidth 2.6 linecolor rgb "#08306B" pointtype 2 pointsize 0.7
# the limit of small angles; the bound; the greedy protocol; the full swap
set style line 6 linewidth 3 linecolor rgb blue dashtype (3,5)
set style line 7 linewidth 2.6 linecolor rgb black dashtype (12,6)
set style line 8 linewidth 2.2 linecolor rgb black
set style line 9 linewidth 2.2 linecolor rgb black dashtype (14,5,3,5)
# what the paper prints, or says elsewhere; another bound; the energy before the last damping
set style line 10 linewidth 2.2 linecolor rgb red dashtype (6,4)
set style line 11 linewidth 2.2 linecolor rgb green dashtype (2,3)
set style line 12 linewidth 6 linecolor rgb sky
