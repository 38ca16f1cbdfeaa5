# Fig. 3: coherent charging of an oscillator battery with 250 levels against the incoherent bound (15).
set title "Fig. 3. Charging an oscillator battery of 250 levels"
set xrange [0:31.5]
set yrange [0:250]
set xtics 5
set ytics 50
array theta[5] = ["0.01", "0.02", "0.03", "0.05", "0.1"]
array marked[5] = [100, 50, 33, 20, 10]
coherent(i) = "fig3_coherent_theta_" . theta[i] . "pi.csv"
bound = "fig3_bound_15.csv"

plot bound using "tau":"energy" with filledcurves y1=0 fillcolor rgb shade title "within the bound (15)", \
     bound using "tau":"energy" with lines linestyle 7 title "incoherent bound (15)", \
     "fig3_greedy_average.csv" using "tau":"energy" with lines linestyle 8 title "greedy, average power", \
     "fig3_full_swap.csv" using "tau":"energy" with lines linestyle 9 title "full swap", \
     "fig3_coherent_limit.csv" using "tau":"energy" with lines linestyle 6 title "coherent, θ → 0", \
     for [i=1:5] coherent(i) using "tau":"energy" with lines linestyle i notitle, \
     for [i=1:5] coherent(i) every marked[i]::4*marked[i]-1 using "tau":"energy" with points \
         linestyle i notitle, \
     for [i=1:5] keyentry with linespoints linestyle i title "coherent, θ = " . theta[i] . "π"
