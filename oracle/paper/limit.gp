# The limits (19) and (31): how far K collisions of theta = pi/K leave the battery from its limit state, and
# the theorem that bounds it.
set title "Limits θ → 0, (19) and (31), at Ωτ = π"
set xlabel "number of collisions  {/:Italic K}"
set ylabel "trace distance to the limit state" offset 1,0
set lmargin at screen 0.115
set logscale xy
set xrange [8:800]
set yrange [0.002:2]
set ytics ("0.002" 0.002, "0.005" 0.005, "0.01" 0.01, "0.02" 0.02, "0.05" 0.05, "0.1" 0.1, "0.2" 0.2, "0.5" 0.5, \
           "1" 1)
set xtics (10, 20, 40, 80, 160, 320, 640)

# A distance above 1 says nothing: no two states are further apart.
plot 1 with lines linewidth 1.2 linecolor rgb "#A0A0A0" dashtype (2,3) title "largest there is", \
     "limit_spin.csv" using "K":"trace_distance_bound" with lines linewidth 2.2 linecolor rgb red \
         dashtype (12,6) title "spin 5, theorem", \
     "limit_spin.csv" using "K":"trace_distance_hi" with linespoints linewidth 2.2 linecolor rgb red \
         pointtype 7 pointsize 0.8 title "spin 5, certified", \
     "limit_oscillator.csv" using "K":"trace_distance_bound" with lines linewidth 2.2 linecolor rgb blue \
         dashtype (12,6) title "oscillator, theorem", \
     "limit_oscillator.csv" using "K":"trace_distance_hi" with linespoints linewidth 2.2 linecolor rgb blue \
         pointtype 5 pointsize 0.8 title "oscillator, certified"
