# Fig. 4: the time at which a damped coherent battery first overtakes the incoherent bound (15), against the
# swap angle. Every point is the time of a certified first step; between points lines guide the eye.
list = ""
none = ""
sort(gamma, found) = found ? (list = list . " " . gamma) : (none = none . " " . gamma)
stats "fig4_curves.csv" using (sort(stringcolumn(1), $4 > 0), 1) nooutput

set title "Fig. 4. First coherent advantage of a damped oscillator battery"
set xlabel "swap angle  θ/π"
set ylabel "time of the first advantage  Ωτ_{ad}" offset 0.5,0
set xrange [0:0.05]
set yrange [5.5:13.5]
set xtics 0.01
set ytics 1
set key invert
set style line 13 linewidth 1.2 linecolor rgb black dashtype (2,3)
set dashtype 12 (10,3)
set dashtype 13 (8,3,2,3)
array colours[7] = [black, red, blue, orange, green, purple, sky]
colour(i) = colours[1 + (i - 1) % 7]
curve(i) = "fig4_advantage_gamma_" . word(list, i) . ".csv"

plot keyentry with lines linestyle 13 title "before the last damping", \
     for [i=1:words(list)] curve(i) using "theta_over_pi":"tau_before" with lines linestyle 13 \
         linecolor rgb colour(i) notitle, \
     for [i=1:words(list)] curve(i) using "theta_over_pi":"tau" with lines linewidth 2.4 \
         linecolor rgb colour(i) dashtype 11 + (i - 1) % 3 title "γ = " . word(list, i), \
     for [i=1:words(none)] keyentry with lines linecolor rgb "white" title "γ = " . word(none, i) . ": none"
