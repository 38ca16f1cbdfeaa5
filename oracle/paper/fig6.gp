# Fig. 6: coherent charging of a spin-99/2 battery against the incoherent bound: (28) as printed, (27) as
# integrated from its own initial value, (28') corrected; and the time of a full charge, (29) and (29').
set title "Fig. 6. Charging a spin-99/2 battery of 100 levels"
set ylabel "mean energy  {/:Italic Ē/E + j}"
array theta[4] = ["0.002", "0.004", "0.006", "0.01"]
array styles[4] = [1, 2, 3, 5]
array marked[4] = [50, 25, 16, 10]
coherent(i) = "fig6_coherent_theta_" . theta[i] . "pi.csv"
bound = "fig6_bound_28p.csv"

# From full charge on the bound stays at 2j = 99.
stats bound using 2:5 name "full" nooutput
set object 1 rectangle from full_max_x,0 to 5,full_max_y behind fillcolor rgb shade fillstyle solid noborder

set multiplot
set xrange [0:5]
set yrange [0:105]
set ytics 20
plot bound using "tau":"energy" with filledcurves y1=0 fillcolor rgb shade title "within the bound (28′)", \
     bound using "tau":"energy" with lines linestyle 7 title "incoherent bound (28′)", \
     "fig6_bound_28.csv" using "tau":"energy" with lines linestyle 10 title "(28) as printed", \
     "fig6_bound_28i.csv" using "tau":"energy" with lines linestyle 11 title "(27) integrated", \
     "fig6_time_29.csv" using "tau":"energy" with points pointtype 10 pointsize 1.1 linewidth 1.6 \
         linecolor rgb red title "(29) as printed", \
     "fig6_time_29p.csv" using "tau":"energy" with points pointtype 7 pointsize 0.8 \
         linecolor rgb black title "(29′): full charge", \
     "fig6_greedy_average.csv" using "tau":"energy" with lines linestyle 8 title "greedy, average power", \
     "fig6_full_swap.csv" using "tau":"energy" with lines linestyle 9 title "full swap", \
     "fig6_coherent_limit.csv" using "tau":"energy" with lines linestyle 6 title "coherent, θ → 0", \
     for [i=1:4] coherent(i) using "tau":"energy" with lines linestyle styles[i] notitle, \
     for [i=1:4] coherent(i) every marked[i]::3*marked[i]-1 using "tau":"energy" with points \
         linestyle styles[i] notitle, \
     for [i=1:4] keyentry with linespoints linestyle styles[i] title "coherent, θ = " . theta[i] . "π"

# The inset: where the coherent protocol overtakes the bound.
unset title
unset key
unset xlabel
unset ylabel
set lmargin at screen 0.535
set rmargin at screen 0.654
set bmargin at screen 0.24
set tmargin at screen 0.66
set object 1 rectangle from screen 0.498,0.17 to screen 0.6643,0.675 fillcolor rgb "white"
set xrange [0.5:0.9]
set yrange [6:18]
set xtics 0.2 font ",13" offset 0,0.3
set ytics 4 font ",13" offset 0.4,0
replot
unset multiplot
