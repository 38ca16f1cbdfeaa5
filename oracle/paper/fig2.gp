# Fig. 2: how the energy of an oscillator battery is distributed at three times, coherent against incoherent.
# The caption shows the greedy rule of transient power, Sec. III B that of average power: here are both.
# Incoherent protocols stand where their last step before the time of the snapshot left them.
levels = 120
array time[3]    = ["3π/2", "3π", "9π/2"]
array highest[3] = [0.75, 0.55, 0.4]
array runs[4]    = ["coherent_theta_0.01pi", "greedy_transient", "greedy_average", "full_swap"]
array styles[4]  = [13, 8, 10, 9]
set style line 13 linewidth 2.2 linecolor rgb blue
# Of snapshot i: its populations, one empty level above them included, and its energy.
populations(run) = "fig2_" . runs[run] . "_populations.csv"
energies(run) = "fig2_" . runs[run] . ".csv"
first(i) = levels * (i - 1)
last(i)  = levels * i - 1
shown(step, level, value) = value >= 1e-6 || level == step + 1 ? value : NaN

set title "Fig. 2. Energy distribution of an oscillator battery"
set xrange [0:80]
set xtics 10
set ytics 0.2
unset xlabel
set ylabel "population" offset 0.8,0
set format x ""
unset key
set multiplot
do for [i=1:3] {
    set tmargin at screen 1.175 - 0.265 * i
    set bmargin at screen 0.94 - 0.265 * i
    set yrange [0:highest[i]]
    set label 2 "Ωτ = " . time[i] at graph 0.97,0.86 right
    if (i == 2) { unset title }
    if (i == 3) { set format x; set xlabel "level  {/:Italic n}" }
    half = highest[i] / 2
    plot "fig2_bound_15.csv" every ::i-1::i-1 using ($5/2):(half):($5/2):(half) with boxxyerror \
             fillcolor rgb shade fillstyle solid noborder, \
         populations(1) every ::first(i)::last(i) using 5:(shown($1, $5, $6)) with filledcurves y1=0 \
             fillcolor rgb sky fillstyle transparent solid 0.35 noborder, \
         for [run=1:3] populations(run) every ::first(i)::last(i) using 5:(shown($1, $5, $6)) with lines \
             linestyle styles[run], \
         for [run=1:4] energies(run) every ::i-1::i-1 using 5:(0):(0):(highest[i]) with vectors nohead \
             linestyle styles[run]
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
     keyentry with lines linestyle 13 title "coherent, θ = 0.01π", \
     keyentry with lines linestyle 8 title "greedy, transient power", \
     keyentry with lines linestyle 10 title "greedy, average power", \
     keyentry with lines linestyle 9 title "full swap", \
     keyentry with lines linecolor rgb "white" title "(upright lines: mean energies)"
unset multiplot
