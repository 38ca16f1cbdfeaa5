# Fig. 6: coherent charging of a spin-99/2 battery against the incoherent bound, (28) as printed, (27) as
# integrated from its own initial value, and (28') corrected.
set title "Fig. 6. Charging a spin-99/2 battery of 100 levels"
set ylabel "mean energy  {/:Italic Ē/E + j}" offset 1.2,0

array theta[4] = ["0.002", "0.004", "0.006", "0.01"]
array style[4] = [1, 2, 3, 5]
array marked[4] = [50, 25, 16, 10]
coherent(i) = "fig6_coherent_theta_" . theta[i] . "pi.csv"

# From full charge on the bound stays at 2j = 99.
stats "fig6_bound_28p.csv" skip 1 using 2:5 name "full" nooutput
set object 1 rectangle from full_max_x,0 to 5,full_max_y behind fillcolor rgb shade fillstyle solid noborder

set multiplot
set xrange [0:5]
set yrange [0:105]
set ytics 20
plot "fig6_bound_28p.csv" skip 1 using 2:5 with filledcurves y1=0 fillcolor rgb shade title "within the bound (28′)", \
     "" skip 1 using 2:5 with lines linestyle 7 title "incoherent bound (28′)", \
     "fig6_bound_28.csv" skip 1 using 2:5 with lines linewidth 2.2 linecolor rgb red dashtype (6,4) title "(28) as printed", \
     "fig6_bound_28i.csv" skip 1 using 2:5 with lines linewidth 2.2 linecolor rgb green dashtype (2,3) title "(27) integrated", \
     "fig6_greedy_average.csv" skip 1 using 2:5 with lines linestyle 8 title "greedy, average power", \
     "fig6_full_swap.csv" skip 1 using 2:5 with lines linestyle 9 title "full swap", \
     "fig6_coherent_limit.csv" skip 1 using 2:5 with lines linestyle 6 title "coherent, θ → 0", \
     for [i=1:4] coherent(i) skip 1 using 2:5 with lines linestyle style[i] notitle, \
     for [i=1:4] coherent(i) skip 3 * marked[i] every marked[i] using 2:5 with points linestyle style[i] notitle, \
     for [i=1:4] keyentry with linespoints linestyle style[i] title "coherent, θ = " . theta[i] . "π"

# The inset: where the coherent protocol overtakes the bound.
unset title
unset key
unset xlabel
unset ylabel
set lmargin at screen 0.535
set rmargin at screen 0.654
set bmargin at screen 0.24
set tmargin at screen 0.66
set object 1 rectangle from screen 0.498,0.17 to screen 0.6643,0.675 behind fillcolor rgb "white" fillstyle solid noborder
set xrange [0.5:0.9]
set yrange [6:18]
set xtics 0.2 font ",13" offset 0,0.3
set ytics 4 font ",13" offset 0.4,0
replot
unset multiplot
