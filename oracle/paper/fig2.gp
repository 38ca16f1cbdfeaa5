# Fig. 2: how the energy of an oscillator battery is distributed at three times, coherent against incoherent. The
# caption shows the greedy rule of transient power, Sec. III B that of average power: here are both. Incoherent
# protocols stand where their last step before the time of the snapshot left them.
array coherent[3]  = [150, 300, 450]
array transient[3] = [6, 20, 40]
array average[3]   = [6, 17, 34]
array swapped[3]   = [4, 13, 26]
array time[3]      = ["3π/2", "3π", "9π/2"]
array highest[3]   = [0.75, 0.55, 0.4]
# The population of a level after the step, one empty level included; the energy after it.
population(step) = int($1) == step && ($6 >= 1e-6 || $5 == step + 1) ? $6 : NaN
energy(step) = int($1) == step ? $5 : NaN

set xrange [0:80]
set xtics 10
set ytics 0.2
unset xlabel
set ylabel "population" offset 0.8,0
set format x ""
unset key
set title "Fig. 2. Energy distribution of an oscillator battery"
set multiplot
do for [i=1:3] {
    set tmargin at screen 1.175 - 0.265 * i
    set bmargin at screen 0.94 - 0.265 * i
    set yrange [0:highest[i]]
    set label 2 "Ωτ = " . time[i] at graph 0.97,0.86 right
    if (i == 2) { unset title }
    if (i == 3) { set format x; set xlabel "level  {/:Italic n}" }
    plot "fig2_bound_15.csv" skip 1 every ::i::i using ($5/2):(highest[i]/2):($5/2):(highest[i]/2) with boxxyerror fillcolor rgb shade fillstyle solid noborder, \
         "fig2_coherent_theta_0.01pi_populations.csv" skip 1 using 5:(population(coherent[i])) with filledcurves y1=0 fillcolor rgb sky fillstyle transparent solid 0.35 noborder, \
         "" skip 1 using 5:(population(coherent[i])) with lines linewidth 2 linecolor rgb blue, \
         "fig2_greedy_transient_populations.csv" skip 1 using 5:(population(transient[i])) with lines linestyle 8, \
         "fig2_greedy_average_populations.csv" skip 1 using 5:(population(average[i])) with lines linewidth 2.2 linecolor rgb red dashtype (6,4), \
         "fig2_coherent_theta_0.01pi.csv" skip 1 using (energy(coherent[i])):(0):(0):(highest[i]) with vectors nohead linewidth 2.2 linecolor rgb blue, \
         "fig2_greedy_transient.csv" skip 1 using (energy(transient[i])):(0):(0):(highest[i]) with vectors nohead linewidth 1.6 linecolor rgb black, \
         "fig2_greedy_average.csv" skip 1 using (energy(average[i])):(0):(0):(highest[i]) with vectors nohead linewidth 1.6 linecolor rgb red dashtype (6,4), \
         "fig2_full_swap.csv" skip 1 using (energy(swapped[i])):(0):(0):(highest[i]) with vectors nohead linestyle 9
}
# The legend has a place of its own beside the panels.
unset label 2
unset border
unset tics
unset xlabel
unset ylabel
set lmargin at screen 0.67
set rmargin at screen 0.99
set tmargin at screen 0.92
set bmargin at screen 0.3
set key inside left top
set yrange [0:1]
plot NaN notitle, \
     keyentry with boxes fillcolor rgb shade fillstyle solid noborder title "mean within the bound (15)", \
     keyentry with lines linewidth 2 linecolor rgb blue title "coherent, θ = 0.01π", \
     keyentry with lines linestyle 8 title "greedy, transient power", \
     keyentry with lines linewidth 2.2 linecolor rgb red dashtype (6,4) title "greedy, average power", \
     keyentry with lines linestyle 9 title "full swap", \
     keyentry with lines linecolor rgb "white" title "(upright lines: mean energies)"
unset multiplot
