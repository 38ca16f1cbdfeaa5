# Fig. 2: how the energy of an oscillator battery is distributed at three times, coherent against incoherent. The
# caption shows the greedy rule of transient power, Sec. III B that of average power: here are both. Incoherent
# protocols stand where their last step before the time of the snapshot left them.
levels = 120
array time[3]      = ["3π/2", "3π", "9π/2"]
array highest[3]   = [0.75, 0.55, 0.4]
# Of snapshot i: the rows with its populations, one empty level above them included, and the row with its energy.
first(i) = levels * (i - 1)
last(i)  = levels * i - 1
population(step, level, value) = value >= 1e-6 || level == step + 1 ? value : NaN

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
         "fig2_coherent_theta_0.01pi_populations.csv" skip 1 every ::first(i)::last(i) using 5:(population($1, $5, $6)) with filledcurves y1=0 fillcolor rgb sky fillstyle transparent solid 0.35 noborder, \
         "" skip 1 every ::first(i)::last(i) using 5:(population($1, $5, $6)) with lines linewidth 2 linecolor rgb blue, \
         "fig2_greedy_transient_populations.csv" skip 1 every ::first(i)::last(i) using 5:(population($1, $5, $6)) with lines linestyle 8, \
         "fig2_greedy_average_populations.csv" skip 1 every ::first(i)::last(i) using 5:(population($1, $5, $6)) with lines linewidth 2.2 linecolor rgb red dashtype (6,4), \
         "fig2_coherent_theta_0.01pi.csv" skip 1 every ::i-1::i-1 using 5:(0):(0):(highest[i]) with vectors nohead linewidth 2.2 linecolor rgb blue, \
         "fig2_greedy_transient.csv" skip 1 every ::i-1::i-1 using 5:(0):(0):(highest[i]) with vectors nohead linewidth 1.6 linecolor rgb black, \
         "fig2_greedy_average.csv" skip 1 every ::i-1::i-1 using 5:(0):(0):(highest[i]) with vectors nohead linewidth 1.6 linecolor rgb red dashtype (6,4), \
         "fig2_full_swap.csv" skip 1 every ::i-1::i-1 using 5:(0):(0):(highest[i]) with vectors nohead linestyle 9
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
