# Fig. 5: coherent charging of a damped oscillator battery with 250 levels against the incoherent bound.
# Inset: the energy less the bound, read after and before the last damping, which the paper leaves open.
set title "Fig. 5. Charging a damped oscillator battery, 250 levels, γ = 0.001"
set multiplot
set xrange [0:31.5]
set yrange [0:160]
set xtics 5
set ytics 20
run = "fig5_coherent_gamma_0.001_theta_0.01pi"
bound = "fig5_bound_15.csv"
excess = run . "_excess.csv"
plot bound using "tau":"energy" with filledcurves y1=0 fillcolor rgb shade title "within the bound (15)", \
     bound using "tau":"energy" with lines linestyle 7 title "incoherent bound (15)", \
     "fig5_bound_C4.csv" using "tau":"energy" with lines linestyle 10 title "damped bound (C4)", \
     run . ".csv" using "tau":"energy" with lines linestyle 4 title "coherent, θ = 0.01π", \
     keyentry with lines linestyle 12 title "before the last damping"

unset title
unset key
unset xlabel
set ylabel "above (15)" font ",13" offset 1.5,0
set lmargin at screen 0.185
set rmargin at screen 0.41
set bmargin at screen 0.58
set tmargin at screen 0.87
set yrange [-6:6]
set xtics 10 font ",13" offset 0,0.3
set ytics 3 font ",13" offset 0.4,0
set xzeroaxis linestyle 7
plot excess using "tau":"excess_before" with lines linestyle 12, \
     excess using "tau":"excess" with lines linestyle 4 linewidth 1.4
unset multiplot
