(** What is proved of the paper, in full; StatementsErrors.v has what the error bars of the program rest on.
    The definitions are in Ladder.v (ladder, population_step, protocol, charge, tau, mean_energy,
    damped_charge, ...), R_0 and x_star in R0.v; for the section on the Hamiltonian those of Quantum.v
    (operators, exponential, eq. (3), dissipators), and for the small angles the two generators of
    SmallAngle.v; for their limits weak_collisions and drive_strength of DriveLimit.v, the states displaced
    of DriveOscillator.v and rotated of DriveSpin.v, turn of DriveExponential.v, and the states with their
    phases in DrivePhase.v; nothing else is needed to read this page.
    Units: E = 1, Omega = 1, energy from the ground level; level 0 is the empty battery, level N the full
    one. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra.
From Surecharge Require Import Ladder R0 Quantum.
From Surecharge Require Import DriveLimit DriveOscillator DriveSpin DriveExponential DrivePhase.
From Surecharge Require PopulationStep OscillatorBound SpinBound FullSwap FullSwapSpin SpinMisprints Damp
  DampedBound DensityContraction FullSwapPower ClosedForm DampedInfinite Exchange Gauge Kraus Loss Lindblad
  UniformLadder SmallAngle.
Open Scope R_scope.

(** ** The constant R0 *)

(** P1, below (12): the maximum of sin^2 x / x over x > 0 is R0, and it is attained at x* alone. *)
Theorem R0_maximum : 0 < x_star /\ sin x_star ^ 2 / x_star = R_0 /\
  forall x, 0 < x -> x <> x_star -> sin x ^ 2 / x < R_0.
Proof. exact (conj (proj1 R0.R0_attained) (conj (proj2 R0.R0_attained) R0.R0_strict)). Qed.

(** P1, below (12): tan x* = 2 x*. *)
Theorem x_star_equation : tan x_star = 2 * x_star.
Proof. exact R0.tan_x_star. Qed.

(** P1, below (12): the digits of R0 and x*. *)
Theorem R0_digits :
  Rabs (R_0 - 0.724611353776708) <= 1 / 10 ^ 15 /\ Rabs (x_star - 1.165561185207211) <= 1 / 10 ^ 15.
Proof. exact (conj R0.R0_value R0.x_star_value). Qed.

(** P2, (12): for every weight w > 0, the greatest value over theta > 0 of sin^2(sqrt w theta) / theta is R0
    sqrt w. *)
Theorem swap_rate : forall w, 0 < w ->
  (forall theta, 0 < theta -> sin (sqrt w * theta) ^ 2 / theta <= R_0 * sqrt w) /\
  (exists theta, 0 < theta /\ sin (sqrt w * theta) ^ 2 / theta = R_0 * sqrt w).
Proof. exact R0.swap_rate. Qed.

(** ** One collision *)

(** P3, (9), (24): a collision keeps probabilities non-negative, on the levels 0..N, and of total 1. *)
Theorem step_populations : forall w N k P, ladder w N -> 0 <= q k <= 1 ->
  populations N P -> populations N (population_step w k P).
Proof. exact (fun w N k P => PopulationStep.step_populations w k P N). Qed.

(** P3, (10), (25): the energy one collision brings. *)
Theorem step_energy : forall w N k P, ladder w N ->
  mean_energy N (population_step w k P) - mean_energy N P
    = \sum_(n <= N) ((1 - q k) * s w k (S n) ^ 2 - q k * s w k n ^ 2) * P n.
Proof. exact (fun w N k P => PopulationStep.step_energy w k P N). Qed.

(** P3, (9), (24): without coherence a diagonal state stays diagonal, and its populations make a population
    step. *)
Theorem density_step_diagonal : forall w k P n m, w 0%nat = 0 -> coherence k = 0 ->
  density_step w k (diagonal P) n m = diagonal (population_step w (swap k) P) n m.
Proof. exact DensityContraction.density_step_diagonal. Qed.

(** ** The oscillator *)

(** P4, (13): the power of one collision, whatever the ladder with w_n <= n. *)
Theorem oscillator_step : forall w N k P, ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) ->
  admissible_collision k -> populations N P ->
  mean_energy N (population_step w k P) - mean_energy N P <= R_0 * theta k * sqrt (mean_energy N P + 1).
Proof. exact (fun w N k P => OscillatorBound.oscillator_step w k P N). Qed.

(** P5, (15): the energy after any finite incoherent protocol, oscillator cut to levels 0..N. *)
Theorem oscillator_bound : forall N p, admissible p ->
  mean_energy N (charge (oscillator N) p (level 0)) <= R_0 * tau p * (1 + R_0 * tau p / 4).
Proof. exact OscillatorBound.oscillator_bound. Qed.

(** P5, (15): the infinite oscillator. *)
Theorem infinite_oscillator_bound : forall p, admissible p -> exists E,
  is_series (fun n => INR n * charge infinite_oscillator p (level 0) n) E /\
  is_series (charge infinite_oscillator p (level 0)) 1 /\
  E <= R_0 * tau p * (1 + R_0 * tau p / 4).
Proof. exact OscillatorBound.infinite_oscillator_bound. Qed.

(** P5, (15): any initial populations. *)
Theorem oscillator_bound_from : forall N p P, admissible p -> populations N P ->
  sqrt (mean_energy N (charge (oscillator N) p P) + 1) <= sqrt (mean_energy N P + 1) + R_0 * tau p / 2.
Proof. exact OscillatorBound.oscillator_bound_from. Qed.

(** P5, (16): the average power. *)
Theorem oscillator_power : forall N p, admissible p -> p <> nil ->
  mean_energy N (charge (oscillator N) p (level 0)) / tau p <= R_0 * (1 + R_0 * tau p / 4).
Proof. exact OscillatorBound.oscillator_power. Qed.

(** P5, (16): the average power on the infinite oscillator. *)
Theorem infinite_oscillator_power : forall p, admissible p -> p <> nil -> exists E,
  is_series (fun n => INR n * charge infinite_oscillator p (level 0) n) E /\
  is_series (charge infinite_oscillator p (level 0)) 1 /\
  E / tau p <= R_0 * (1 + R_0 * tau p / 4).
Proof. exact OscillatorBound.infinite_oscillator_power. Qed.

(** P6, (17): the full swap to level K, in the paper's form, with the right constant: zeta is zeta(1/2), and
    (pi / 2) zeta(1/2) = -2.294, where the paper prints -1.46. *)
Theorem full_swap_oscillator : exists zeta, Rabs (zeta - - 1.46035) <= 1 / 10 ^ 4 /\
  Rabs (PI / 2 * zeta - - 2.2939) <= 2 / 10 ^ 4 /\ forall K, (1 <= K)%nat ->
  0 <= tau (full_swap (oscillator K) K) - (PI * sqrt (INR K) + PI / 2 * zeta) <= PI / (4 * sqrt (INR K)).
Proof. exact FullSwap.full_swap_oscillator. Qed.

(** P6, (18): the average power of K full swaps tends to tau / pi^2, and its fraction of the bound (16) to 4 /
    (pi^2 R0^2), *)
Theorem full_swap_power :
  let time K := tau (full_swap (oscillator K) K) in
  let power K := mean_energy K (charge (oscillator K) (full_swap (oscillator K) K) (level 0)) / time K in
  is_lim_seq (fun K => power K / (time K / PI ^ 2)) 1 /\
  is_lim_seq (fun K => power K / (R_0 * (1 + R_0 * time K / 4))) (4 / (PI ^ 2 * R_0 ^ 2)).
Proof. exact FullSwapPower.full_swap_power. Qed.

(** P6, (18): which is the 0.77 of the paper. *)
Theorem full_swap_fraction : Rabs (4 / (PI ^ 2 * R_0 ^ 2) - 0.77188) <= 1 / 10 ^ 5.
Proof. exact FullSwapPower.full_swap_fraction. Qed.

(** ** The spin, and any ladder *)

(** P7, (26): the spin, with the sign of J_z in the third line corrected; the root is f_+(j, <J_z>). *)
Theorem spin_step : forall N k P, admissible_collision k -> populations N P ->
  mean_energy N (population_step (spin N) k P) - mean_energy N P
    <= R_0 * theta k * f_plus (spin_j N) (mean_energy N P - spin_j N).
Proof. exact SpinBound.spin_step_Jz. Qed.

(** P9, (29'): the mean of the swap time, sum over m <= n of 1 / f_m, grows by at most R0 tau. *)
Theorem swap_time_bound : forall w N p P, ladder w N -> admissible p -> populations N P ->
  mean (swap_time w) N (charge w p P) - mean (swap_time w) N P <= R_0 * tau p.
Proof. exact (fun w N p P => SpinBound.swap_time_bound w p P N). Qed.

(** P9, (29'): hence the least time of a full incoherent charge. *)
Theorem spin_bound : forall w N p, ladder w N -> admissible p -> fully_charges w N p ->
  swap_time w N / R_0 <= tau p.
Proof. exact (fun w N p => SpinBound.spin_bound w p N). Qed.

(** P10, (29''): the exact least time of a full incoherent charge... *)
Theorem full_charge_time : forall w N p, ladder w N -> admissible p -> fully_charges w N p ->
  PI / 2 * swap_time w N <= tau p.
Proof. exact (fun w N p => SpinBound.full_charge_time w p N). Qed.

(** P10, (30): ...which the full swap takes. *)
Theorem full_swap_attains : forall w N, ladder w N ->
  admissible (full_swap w N) /\ fully_charges w N (full_swap w N) /\
  tau (full_swap w N) = PI / 2 * swap_time w N.
Proof. exact SpinBound.full_swap_attains. Qed.

(** P12, (29'): the sum in (29') and (29'') for the spin, N = 2 j, *)
Theorem spin_swap_time : forall N, (1 <= N)%nat -> PI - 3 / sqrt (INR N) <= swap_time (spin N) N <= PI.
Proof. exact FullSwapSpin.spin_swap_time. Qed.

(** P12, (30): and the time of the full swap; *)
Theorem full_swap_spin : forall N, (1 <= N)%nat ->
  PI ^ 2 / 2 - 3 / 2 * PI / sqrt (INR N) <= tau (full_swap (spin N) N) <= PI ^ 2 / 2.
Proof. exact FullSwapSpin.full_swap_spin. Qed.

(** P12, (29'): so the bound of (29') tends to pi / R0 as j does to infinity, in steps of 1/2, *)
Theorem spin_bound_limit : is_lim_seq (fun N => swap_time (spin N) N / R_0) (PI / R_0).
Proof. exact FullSwapSpin.spin_bound_limit. Qed.

(** P12, (30): and the time of the full swap to pi^2 / 2. *)
Theorem full_swap_spin_limit : is_lim_seq (fun N => tau (full_swap (spin N) N)) (PI ^ 2 / 2).
Proof. exact FullSwapSpin.full_swap_spin_limit. Qed.

(** P10, (31): the coherent time pi beats every full incoherent charge from j = 3 on, *)
Theorem pi_is_faster : forall N p, (6 <= N)%nat -> admissible p -> fully_charges (spin N) N p -> PI < tau p.
Proof. exact FullSwapSpin.pi_is_faster. Qed.

(** P10, (31): but up to j = 5/2 the full swap is faster than pi. *)
Theorem full_swap_is_faster : forall N, (1 <= N <= 5)%nat -> tau (full_swap (spin N) N) < PI.
Proof. exact FullSwapSpin.full_swap_is_faster. Qed.

(** P11, (28'): the integrated bound, with the slope replaced by its greatest value over [u - 1, u]. *)
Theorem spin_integrated : forall N p, (1 <= N)%nat -> admissible p ->
  integral_at_most (fun u => / greatest (spin_slope N) ((INR N - 1) / 2) u)
    0 (mean_energy N (charge (spin N) p (level 0))) (R_0 * tau p).
Proof. exact SpinBound.spin_integrated. Qed.

(** P11, (28'): in closed form: the arctan of (28) up to the equator, a straight line over the next unit of
    energy, then the arctan shifted by one, *)
Theorem spin_time : forall N p, (1 <= N)%nat -> admissible p ->
  integral_of_greatest (spin_arc N) (spin_slope N) ((INR N - 1) / 2)
    (mean_energy N (charge (spin N) p (level 0))) <= R_0 * tau p.
Proof. exact (fun N p I => ClosedForm.spin_time_bound N I p). Qed.

(** P11, (28'): and solved for the energy: a sine, a straight line, the sine shifted by one. *)
Theorem spin_energy : forall N p, (1 <= N)%nat -> admissible p ->
  let e := mean_energy N (charge (spin N) p (level 0)) in
  let t := R_0 * tau p in let n := INR N in
  let start := asin ((n - 1) / (n + 1)) in let line := 2 / (n + 1) in
  (t <= start -> e <= (n - 1) / 2 + (n + 1) / 2 * sin (t - start)) /\
  (start <= t <= start + line -> e <= (n - 1) / 2 + (n + 1) / 2 * (t - start)) /\
  (start + line <= t <= 2 * start + line -> e <= (n - 1) / 2 + 1 + (n + 1) / 2 * sin (t - start - line)).
Proof. exact (fun N p I => ClosedForm.spin_energy_bound N I p). Qed.

(** ** The two ladders are ladders *)

(** P3, (8): the oscillator is a ladder. *)
Theorem oscillator_ladder : forall N, ladder (oscillator N) N.
Proof. exact OscillatorBound.oscillator_ladder. Qed.

(** P3, (23): the spin is a ladder. *)
Theorem spin_ladder : forall N, ladder (spin N) N.
Proof. exact SpinBound.spin_ladder. Qed.

(** ** The collision from the Hamiltonian. [same N X Y]: the entries of levels 0..N are equal. *)

(** P14, (A9): the series of exp (- i theta H) converges, *)
Theorem evolution_exists : forall w N theta, ladder w N -> exists U, evolution w N theta U.
Proof. exact (fun w N theta L => ex_intro _ _ (Exchange.exchange_evolution w N theta L)). Qed.

(** P14, (A9): its blocks are the operators of (A9), the third one in both forms, *)
Theorem lindblad_operators : forall w N theta U, ladder w N -> evolution w N theta U ->
  same N (U ground ground) (L_g w theta) /\ same N (U excited excited) (L_e w theta) /\
  same N (scale Ci (U excited ground)) (L_minus w theta) /\
  same N (scale Ci (U ground excited)) (L_plus w theta) /\
  same N (L_minus w theta) (product N (diag (fun n => theta * sinc (sqrt (w (S n)) * theta))) (lower w)) /\
  same N (L_minus w theta) (product N (lower w) (diag (fun n => theta * sinc (sqrt (w n) * theta)))).
Proof. exact Exchange.lindblad_operators. Qed.

(** P14, (A8): where A^dagger A and A A^dagger are the diagonals of w_n and w_(n+1), *)
Theorem lower_squares : forall w N, ladder w N ->
  same N (product N (adjoint (lower w)) (lower w)) (diag w) /\
  same N (product N (lower w) (adjoint (lower w))) (diag (fun n => w (S n))).
Proof. exact Exchange.lower_squares. Qed.

(** P14, (A7): and it is unitary. *)
Theorem evolution_unitary : forall w N theta U, ladder w N -> evolution w N theta U -> unitary N U.
Proof. exact Kraus.evolution_unitary. Qed.

(** P14, (A2): the Kraus operators give (3), for any U and any orthonormal basis chi of the qubit, *)
Theorem kraus_collision : forall N U q_0 q_1 psi_0 psi_1 chi_0 chi_1 rho_Q rho, basis chi_0 chi_1 ->
  0 <= q_0 -> 0 <= q_1 -> (forall a b, rho_Q a b = q_0 * ket psi_0 a b + q_1 * ket psi_1 a b)%C ->
  same N (collision_map N U rho_Q rho) (kraus_map N (kraus_operators U q_0 q_1 psi_0 psi_1 chi_0 chi_1) rho).
Proof. exact Kraus.kraus_collision. Qed.

(** P14, (A2): and are complete when U is unitary. *)
Theorem kraus_complete : forall N U q_0 q_1 psi_0 psi_1 chi_0 chi_1, unitary N U -> basis chi_0 chi_1 ->
  inner psi_0 psi_0 = 1%C -> inner psi_1 psi_1 = 1%C -> 0 <= q_0 -> 0 <= q_1 -> q_0 + q_1 = 1 ->
  complete N (kraus_operators U q_0 q_1 psi_0 psi_1 chi_0 chi_1).
Proof. exact Kraus.kraus_complete. Qed.

(** P14, (A1): what a complete set of Kraus operators changes is a sum of dissipators. *)
Theorem generator_dissipators : forall N Ms rho, complete N Ms ->
  same N (add (kraus_map N Ms rho) (scale (- (1))%C rho))
    (total_operator (map (fun M => dissipator N M rho) Ms)).
Proof. exact Kraus.generator_dissipators. Qed.

(** P14, (A5): a multiple of the identity in a dissipator is a driving term. *)
Theorem dissipator_shift : forall N B z rho,
  same N (dissipator N (add B (scale z identity)) rho)
    (add (dissipator N B rho)
       (commutator N (add (scale ((1 / 2)%R * Cconj z)%C B) (scale (- ((1 / 2)%R * z))%C (adjoint B))) rho)).
Proof. exact Kraus.dissipator_shift. Qed.

(** P14, (A10): incoherent charging, with U = exp (- i theta H). *)
Theorem incoherent_generator : forall w N U k alpha rho, ladder w N -> 0 <= q (swap k) <= 1 ->
  evolution w N (theta (swap k)) U -> coherence k = 0 ->
  let q := q (swap k) in let theta := theta (swap k) in
  same N (generator N U (qubit_state k alpha) rho)
    (add (scale q (add (dissipator N (L_g w theta) rho) (dissipator N (L_minus w theta) rho)))
         (scale (1 - q)%R (add (dissipator N (L_e w theta) rho) (dissipator N (L_plus w theta) rho)))).
Proof. exact (fun w N U k alpha rho L Q E => Lindblad.incoherent_generator w N U k alpha L Q E rho). Qed.

(** P14, (A11): coherent charging. *)
Theorem coherent_generator : forall w N U k alpha rho, ladder w N -> 0 <= q (swap k) <= 1 ->
  evolution w N (theta (swap k)) U -> coherence k = 1 ->
  let q := q (swap k) in let theta := theta (swap k) in
  same N (generator N U (qubit_state k alpha) rho)
    (add (dissipator N (add (scale (sqrt q) (L_minus w theta))
                            (scale (Ci * sqrt (1 - q) * phase alpha)%C (L_e w theta))) rho)
         (dissipator N (add (scale (sqrt (1 - q)) (L_plus w theta))
                            (scale (Ci * sqrt q * phase (- alpha))%C (L_g w theta))) rho)).
Proof. exact (fun w N U k alpha rho L Q E => Lindblad.coherent_generator w N U k alpha L Q E rho). Qed.

(** P14, below (A5): a partly coherent qubit state is c rho_coh + (1 - c) rho_inc, and so are the
    generators. *)
Theorem partial_coherence : forall N U k alpha rho,
  let with_c c := qubit_state (Qubit (swap k) c) alpha in let c := coherence k in
  (forall a b, qubit_state k alpha a b = c * with_c 1%R a b + (1 - c)%R * with_c 0%R a b)%C /\
  same N (generator N U (qubit_state k alpha) rho)
    (add (scale c (generator N U (with_c 1) rho)) (scale (1 - c)%R (generator N U (with_c 0) rho))).
Proof. exact Lindblad.partial_coherence. Qed.

(** P14, (B1): the uniform ladder. *)
Theorem uniform_squares : forall N, let A := lower (uniform N) in
  same N (product N (adjoint A) A) (minus_projector 0) /\
  same N (product N A (adjoint A)) (minus_projector N).
Proof. exact UniformLadder.uniform_squares. Qed.

(** P14, (B2): incoherent charging on it. *)
Theorem uniform_incoherent : forall N U k alpha rho, 0 <= q (swap k) <= 1 ->
  evolution (uniform N) N (theta (swap k)) U -> coherence k = 0 ->
  let q := q (swap k) in let theta := theta (swap k) in let A := lower (uniform N) in
  same N (generator N U (qubit_state k alpha) rho)
    (add (scale (sin theta ^ 2)%R
           (add (scale q (dissipator N A rho)) (scale (1 - q)%R (dissipator N (adjoint A) rho))))
         (scale ((1 - cos theta) ^ 2)%R
           (add (scale q (dissipator N (projector 0) rho))
                (scale (1 - q)%R (dissipator N (projector N) rho))))).
Proof.
  exact (fun N U k alpha rho Q E => UniformLadder.uniform_incoherent N _ U k alpha eq_refl Q E rho).
Qed.

(** P14, (B3): coherent charging on it, with |N><N| beside A and |0><0| beside A^dagger, both lines. *)
Theorem uniform_coherent : forall N U k alpha rho, 0 <= q (swap k) <= 1 ->
  evolution (uniform N) N (theta (swap k)) U -> coherence k = 1 ->
  let first := B3_first N (q (swap k)) (theta (swap k)) alpha N 0 rho in
  same N (generator N U (qubit_state k alpha) rho) first /\
  same N first (B3_second N (q (swap k)) (theta (swap k)) alpha N 0 rho).
Proof.
  exact (fun N U k alpha rho Q E K => conj (UniformLadder.uniform_coherent N _ U k alpha eq_refl Q E rho K)
    (UniformLadder.uniform_driving N _ _ alpha N 0 rho Q)).
Qed.

(** P14, (21): the Kraus operators of the loss, with x = kappa t_0 and gamma = 1 - exp (- x), *)
Theorem loss_operators_21 : forall N k x, 0 <= x ->
  same N (loss_operator (1 - exp (- x)) N k)
    (scale (sqrt ((exp x - 1) ^ k / INR (fact k))) (product N (operator_power N (lower (oscillator N)) k)
      (diag (fun n => exp (- (x / 2) * INR n))))).
Proof. exact Loss.loss_operators_21. Qed.

(** P14, (21): are complete on the levels 0..N, *)
Theorem loss_complete : forall gamma N, 0 <= gamma <= 1 -> complete N (loss_operators gamma N).
Proof. exact Loss.loss_complete. Qed.

(** P14, (21): and leave 1 - gamma of the energy of any state. *)
Theorem loss_energy : forall gamma N rho, 0 <= gamma <= 1 ->
  mean_energy N (fun n => Re (kraus_map N (loss_operators gamma N) rho n n))
  = (1 - gamma) * mean_energy N (fun n => Re (rho n n)).
Proof. exact Loss.loss_energy. Qed.

(** P14, (3): level by level, for any state of battery and qubit. *)
Theorem collision_entries : forall w N U theta rho_Q rho n m, ladder w N -> evolution w N theta U ->
  (n <= N)%nat -> (m <= N)%nat ->
  let s n := RtoC (sin (sqrt (w n) * theta)) in let c n := RtoC (cos (sqrt (w n) * theta)) in
  (collision_map N U rho_Q rho n m =
  rho_Q ground ground * (c n * c m * rho n m + s (S n) * s (S m) * rho (S n) (S m))
  + rho_Q excited excited * (s n * s m * rho (pred n) (pred m) + c (S n) * c (S m) * rho n m)
  + Ci * rho_Q ground excited * (c n * s m * rho n (pred m) - s (S n) * c (S m) * rho (S n) m)
  - Ci * rho_Q excited ground * (s n * c m * rho (pred n) m - c (S n) * s (S m) * rho n (S m)))%C.
Proof. exact (fun w N U theta rho_Q rho n m L E => Gauge.collision_entries w N U _ L E rho_Q rho n m). Qed.

(** P15, (3), (21): the gauge. In a run whose qubits have one phase alpha, the complex recursion is the real
    one of Ladder.v conjugated by the phases (- i e^(i alpha))^n, *)
Theorem gauge_run : forall w N U alpha run rho r, ladder w N ->
  (forall theta, evolution w N theta (U theta)) ->
  same N rho (gauge alpha r) ->
  same N (complex_run N U alpha run rho) (gauge alpha (density_run w N run r)).
Proof. exact Loss.gauge_run. Qed.

(** P15, (3): for instance from the empty battery; the phases change no population. *)
Theorem gauge_populations : forall w N U alpha run n, ladder w N ->
  (forall theta, evolution w N theta (U theta)) -> (n <= N)%nat ->
  complex_run N U alpha run (projector 0) n n = RtoC (density_run w N run (diagonal (level 0)) n n).
Proof. exact Loss.gauge_populations_run. Qed.

(** ** What the paper prints *)

(** P7, (26): with the printed sign of J_z in its third line, false for the empty battery. *)
Theorem printed_26_false : forall N, (1 <= N)%nat -> exists k P, admissible_collision k /\ populations N P /\
  let j := spin_j N in
  R_0 * theta k * sqrt (j * (j + 1) - mean (fun n => (INR n - j) ^ 2 - (INR n - j)) N P)
    < mean_energy N (population_step (spin N) k P) - mean_energy N P.
Proof. exact SpinMisprints.printed_26_false. Qed.

(** P8, (28): false as printed for every j > 1/2, already for the empty battery. *)
Theorem printed_28_false : forall N, (2 <= N)%nat -> exists p, admissible p /\ mean_Jz N p < spin_j N /\
  R_0 * tau p < atan ((2 * mean_Jz N p + 1) / (2 * f_plus (spin_j N) (mean_Jz N p)))
                - atan ((1 - 2 * spin_j N) / 2).
Proof. exact SpinMisprints.printed_28_false. Qed.

(** P8, (28): false at j = 1/2 even with the right initial value. *)
Theorem integrated_28_false : exists p, admissible p /\ mean_Jz 1 p < spin_j 1 /\
  R_0 * tau p < atan ((2 * mean_Jz 1 p + 1) / (2 * f_plus (spin_j 1) (mean_Jz 1 p)))
                - atan ((1 - 2 * spin_j 1) / (2 * sqrt (2 * spin_j 1))).
Proof. exact SpinMisprints.integrated_28_false. Qed.

(** P8, (29): false as printed for j = 3/2, 2, ..., 18: the full swap is faster. *)
Theorem printed_29_false : forall N, (3 <= N <= 36)%nat ->
  tau (full_swap (spin N) N) < (atan ((2 * spin_j N + 1) / 2) - atan ((1 - 2 * spin_j N) / 2)) / R_0.
Proof. exact SpinMisprints.printed_29_false. Qed.

(** P8, (29): false for j = 1/2, 1, ..., 4 even when (27) is integrated correctly. *)
Theorem integrated_29_false : forall N, (1 <= N <= 8)%nat ->
  tau (full_swap (spin N) N) < (PI / 2 - atan ((1 - 2 * spin_j N) / (2 * sqrt (2 * spin_j N)))) / R_0.
Proof. exact SpinMisprints.integrated_29_false. Qed.

(** P8, below (29): the power of the full swap exceeds 2 j R0 / pi up to j = 57/2, and not beyond. *)
Theorem full_swap_power_spin : forall N, (1 <= N)%nat ->
  (INR N * R_0 / PI < INR N / tau (full_swap (spin N) N) <-> (N <= 57)%nat).
Proof. exact FullSwapSpin.full_swap_power_spin. Qed.

(** P6, Sec. III: the angle pi / 2, printed for each of the swaps, does not even swap level 2 in full. *)
Theorem printed_angle_false : forall N, (2 <= N)%nat ->
  s (oscillator N) (Collision (PI / 2) 0) 2 ^ 2 < 1.
Proof. exact OscillatorBound.printed_angle_false. Qed.

(** ** Loss between the collisions *)

(** P14, (21): the loss keeps probabilities, and scales the mean energy by 1 - gamma. *)
Theorem damp_energy : forall gamma N P,
  (0 <= gamma <= 1 -> populations N P -> populations N (damp gamma N P)) /\
  mean_energy N (damp gamma N P) = (1 - gamma) * mean_energy N P.
Proof. exact (fun gamma N P => conj (Damp.damp_populations gamma N P) (Damp.damp_energy gamma N P)). Qed.

(** P14, (21): on a diagonal density matrix it is the loss on the populations. *)
Theorem density_loss_diagonal : forall gamma N P n, 0 <= gamma <= 1 -> (n <= N)%nat ->
  density_loss gamma N (diagonal P) n n = damp gamma N P n.
Proof. exact DensityContraction.density_loss_diagonal. Qed.

(** P13, (C1): the energy of a collision and the loss after it, for any ladder and any q. *)
Theorem damped_energy : forall gamma w N k P, ladder w N ->
  mean_energy N (damped_step gamma w N k P) - mean_energy N P
    = \sum_(n <= N) ((1 - gamma) * ((1 - q k) * s w k (S n) ^ 2 - q k * s w k n ^ 2) - gamma * INR n) * P n.
Proof. exact (fun gamma w N k P => DampedBound.damped_energy gamma w k P N). Qed.

(** P13, (C2): for theta at most pi / 2. *)
Theorem damped_rate : forall gamma n theta, 0 <= gamma <= 1 -> 0 < theta <= PI / 2 ->
  ((1 - gamma) * sin (sqrt (INR n + 1) * theta) ^ 2 - gamma * INR n) / theta
    <= (1 - gamma) * sqrt (INR n + 1) * R_0 - 2 * gamma * INR n / PI.
Proof. exact DampedBound.damped_rate. Qed.

(** P13, (C2): false without it, as n = 1, gamma = 1, theta = pi shows. *)
Theorem C2_needs_short : exists gamma n theta, 0 <= gamma <= 1 /\ 0 < theta /\
  (1 - gamma) * sqrt (INR n + 1) * R_0 - 2 * gamma * INR n / PI
    < ((1 - gamma) * sin (sqrt (INR n + 1) * theta) ^ 2 - gamma * INR n) / theta.
Proof. exact DampedBound.C2_needs_short. Qed.

(** P13, (C3): the power of a collision and the loss after it. *)
Theorem damped_bound : forall gamma N k P, 0 <= gamma <= 1 ->
  admissible_collision k -> theta k <= PI / 2 -> populations N P ->
  (mean_energy N (damped_step gamma (oscillator N) N k P) - mean_energy N P) / theta k
    <= R_0 * (1 - gamma) * sqrt (mean_energy N P + 1) - 2 / PI * gamma * mean_energy N P.
Proof. exact DampedBound.damped_bound. Qed.

(** P13, (C4): integrated, for runs whose energy stays at or below e, where the slope increases up to e; at
    any angle, though (C3) is for theta at most pi / 2. *)
Theorem damped_integrated : forall gamma N p e, 0 <= gamma < 1 -> admissible p ->
  4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 - gamma) ->
  (forall i, mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0)) <= e) ->
  integral_at_most (fun u => / damped_slope gamma u)
    0 (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) (tau p).
Proof. exact DampedBound.damped_integrated. Qed.

(** P13, (C4): as printed, whatever the run, as long as gamma is at most 0.2048. *)
Theorem damped_integrated_weak : forall gamma N p, 0 < gamma <= 0.2048 -> admissible p ->
  integral_at_most (fun u => / damped_slope gamma u)
    0 (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) (tau p).
Proof. exact DampedBound.damped_integrated_weak. Qed.

(** P13, (C4'): everywhere, with the slope replaced by its greatest value over [u - 1, u]. *)
Theorem damped_integrated_everywhere : forall gamma N p, 0 < gamma < 1 -> admissible p ->
  integral_at_most (fun u => / greatest (damped_slope gamma) (damped_peak gamma) u)
    0 (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) (tau p).
Proof. exact DampedBound.damped_integrated_everywhere. Qed.

(** P13, (C4): in closed form, in the range of [damped_integrated], *)
Theorem damped_time : forall gamma N p e, 0 < gamma < 1 -> admissible p ->
  4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 - gamma) ->
  (forall i, mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0)) <= e) ->
  damped_logs gamma (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) <= tau p.
Proof. exact (fun gamma N p e Gm => ClosedForm.damped_time gamma Gm N p e). Qed.

(** P13, (C4'): in closed form, everywhere; the logarithms are those of positive numbers, *)
Theorem damped_time_everywhere : forall gamma N p, 0 < gamma < 1 -> admissible p ->
  let e := mean_energy N (damped_charge gamma (oscillator N) N p (level 0)) in
  sqrt (Rmax (e - 1) (damped_peak gamma) + 1) < y_plus gamma /\
  integral_of_greatest (damped_logs gamma) (damped_slope gamma) (damped_peak gamma) e <= tau p.
Proof. exact (fun gamma N p Gm => ClosedForm.damped_time_everywhere gamma Gm N p). Qed.

(** P13, (C4): the infinite oscillator, *)
Theorem infinite_damped_time : forall gamma p e, 0 < gamma < 1 -> admissible p ->
  4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 - gamma) ->
  (forall i E, is_series (fun n => INR n * damped_charge_infinite gamma (firstn i p) (level 0) n) E ->
    E <= e) ->
  exists E, is_series (fun n => INR n * damped_charge_infinite gamma p (level 0) n) E /\
    is_series (damped_charge_infinite gamma p (level 0)) 1 /\ damped_logs gamma E <= tau p.
Proof. exact DampedInfinite.infinite_damped_time. Qed.

(** P13, (C4): the same as printed, whatever the run, for gamma up to 0.2048, *)
Theorem infinite_damped_time_weak : forall gamma p, 0 < gamma <= 0.2048 -> admissible p ->
  exists E, is_series (fun n => INR n * damped_charge_infinite gamma p (level 0) n) E /\
    is_series (damped_charge_infinite gamma p (level 0)) 1 /\ damped_logs gamma E <= tau p.
Proof. exact DampedInfinite.infinite_damped_time_weak. Qed.

(** P13, (C4'): and everywhere. *)
Theorem infinite_damped_time_everywhere : forall gamma p, 0 < gamma < 1 -> admissible p ->
  exists E, is_series (fun n => INR n * damped_charge_infinite gamma p (level 0) n) E /\
    is_series (damped_charge_infinite gamma p (level 0)) 1 /\
    sqrt (Rmax (E - 1) (damped_peak gamma) + 1) < y_plus gamma /\
    integral_of_greatest (damped_logs gamma) (damped_slope gamma) (damped_peak gamma) E <= tau p.
Proof. exact DampedInfinite.infinite_damped_time_everywhere. Qed.

(** P13, (C4): false without the restriction, by one collision, as soon as 4 gamma > PI R0 (1 - gamma), that
    is gamma > 0.3627. *)
Theorem printed_C4_false : forall gamma N, 0 < gamma < 1 -> (1 <= N)%nat ->
  PI * R_0 * (1 - gamma) < 4 * gamma ->
  exists p, admissible p /\ short p /\
    let e := mean_energy N (damped_charge gamma (oscillator N) N p (level 0)) in
    (forall u, 0 <= u <= e -> 0 < damped_slope gamma u) /\
    ~ integral_at_most (fun u => / damped_slope gamma u) 0 e (tau p).
Proof. exact DampedBound.printed_C4_false. Qed.

(** P14, below (A5): with the printed (1 - c) c for 1 - c, rho_Q is no state. *)
Theorem printed_mixture_false : forall k alpha, 0 < coherence k < 1 ->
  let with_c c := qubit_state (Qubit (swap k) c) alpha in let c := coherence k in
  let rho_Q a b := (c * with_c 1%R a b + ((1 - c) * c)%R * with_c 0%R a b)%C in
  (rho_Q ground ground + rho_Q excited excited)%C <> 1%C.
Proof. exact Lindblad.printed_mixture_false. Qed.

(** P14, (B3): with the printed |0><0| beside A and |N><N| beside A^dagger both lines are false, already for
    q = 0 and a pure state. *)
Theorem printed_B3_false : forall N theta alpha U, (2 <= N)%nat -> cos theta <> 1 ->
  evolution (uniform N) N theta U ->
  exists v, square_norm N v = 1 /\ let rho := fun n m => RtoC (v n * v m) in
  let L := generator N U (qubit_state (Qubit (Collision theta 0) 1) alpha) rho in
  ~ same N L (B3_first N 0 theta alpha 0 N rho) /\ ~ same N L (B3_second N 0 theta alpha 0 N rho).
Proof. exact UniformLadder.printed_B3_false. Qed.

(** ** Small angles *)

(** P18, (A12), (A13): a collision at small angle: the drive to first order, the jumps to second, and a
    remainder; top bounds f_n at the four levels n, n + 1, m, m + 1, and b the moduli of the entries of r.
    (A12) is the case of no coherence. *)
Theorem small_angle : forall w k r n m top b, 0 <= theta (swap k) -> 0 <= q (swap k) <= 1 ->
  0 <= coherence k <= 1 ->
  (forall i, i = n \/ i = S n \/ i = m \/ i = S m -> SmallAngle.f w i <= top) ->
  (forall i j, Rabs (r i j) <= b) ->
  let t := theta (swap k) in let kappa := coherence k * sqrt (q (swap k) * (1 - q (swap k))) in
  Rabs (density_step w k r n m - r n m
        - (kappa * t * SmallAngle.drive w r n m + t ^ 2 * SmallAngle.jumps w (q (swap k)) r n m))
    <= b * ((top * t) ^ 4 + 3 * kappa * (top * t) ^ 3).
Proof. exact SmallAngle.small_angle. Qed.

(** ** Coherent charging in the limit of weak collisions: tau in K collisions of angle tau / K, K to infinity,
    any qubit. x below is the drive strength c sqrt(q (1 - q)) times tau, tau / 2 at best. *)

(** P18, (19): D = exp (x (A^dagger - A)) makes of the empty battery, in the basis where the matrices are
    real, the displaced vacuum of the oscillator, by the series of the exponential, *)
Theorem displaced_exponential : forall x n, 0 < x ->
  is_series (fun k => x ^ k / INR (fact k) * Nat.iter k (turn infinite_oscillator) (level 0) n)
    (displaced x n).
Proof. exact DriveExponential.displaced_exponential. Qed.

(** P18, (32): and of the spin the one that is rotated by the angle 2 x. *)
Theorem rotated_exponential : forall N x n, 0 < x ->
  is_series (fun k => x ^ k / INR (fact k) * Nat.iter k (turn (spin N)) (level 0) n) (rotated N x n).
Proof. exact DriveExponential.rotated_exponential. Qed.

(** P18, (19): each entry of the state tends to that of D(- i e^(i alpha) x) |0>; the ladder is cut at level
    K, which K collisions do not go beyond ([cut_run_exact]). *)
Theorem oscillator_drive : forall q c alpha tau, 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> forall U n m,
  (forall K theta, evolution (oscillator K) K theta (U K theta)) ->
  let xi := (- Ci * phase alpha * RtoC (drive_strength q c * tau))%C in
  is_lim_seq (fun K => Cmod (complex_run K (U K) alpha (weak_collisions q c tau K) (projector 0) n m
    - pure (displaced_vacuum xi) n m)%C) 0.
Proof. exact DrivePhase.oscillator_drive. Qed.

(** P18, (19): and in the trace norm, with a rate: any observable between - 1 and 1 is off by at most a
   constant
    over K. *)
Theorem oscillator_drive_rate : forall q c tau, 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> exists b, forall K B,
  (1 <= K)%nat -> tau <= INR K -> observable K 1 B ->
  Rabs (expectation K B (density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)))
        - expectation K B (outer (displaced (drive_strength q c * tau)))) <= b / INR K.
Proof. exact DrivePhase.oscillator_drive_rate. Qed.

(** P18, (20): the average power tends to drive_strength^2 tau, *)
Theorem oscillator_drive_power : forall q c tau, 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  is_lim_seq (fun K => mean_energy K
      (fun n => density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)) n n) / tau)
    (drive_strength q c ^ 2 * tau).
Proof. exact DrivePhase.oscillator_drive_power. Qed.

(** P18, (20): which is tau / 4 at q = 1/2, c = 1, and less otherwise, *)
Theorem drive_strength_best : drive_strength (1 / 2) 1 = 1 / 2 /\
  forall q c, 0 <= q <= 1 -> 0 <= c <= 1 -> drive_strength q c <= 1 / 2.
Proof. exact DrivePhase.drive_strength_best. Qed.

(** P18, (20): and exceeds the incoherent bound (16) by a factor that tends to 1 / R0^2. *)
Theorem coherent_gain : is_lim (fun tau => tau / 4 / (R_0 * (1 + R_0 * tau / 4))) p_infty (/ R_0 ^ 2).
Proof. exact DrivePhase.coherent_gain. Qed.

(** P18, (31): the spin's state tends to the empty battery rotated by the angle 2 x, with (32) as corrected,
   *)
Theorem spin_drive : forall q c alpha tau, 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> forall N U n m,
  (forall theta, evolution (spin N) N theta (U theta)) -> (n <= N)%nat -> (m <= N)%nat ->
  is_lim_seq (fun K => Cmod (complex_run N U alpha (weak_collisions q c tau K) (projector 0) n m
    - pure (phased alpha (rotated N (drive_strength q c * tau))) n m)%C) 0.
Proof. exact DrivePhase.spin_drive. Qed.

(** P18, (31): in the trace norm, too, *)
Theorem spin_drive_rate : forall N q c tau K B, 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> (1 <= K)%nat ->
  tau <= INR K -> observable N 1 B ->
  Rabs (expectation N B (density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)))
        - expectation N B (outer (rotated N (drive_strength q c * tau))))
    <= 9 * (INR N + 1) ^ 10 * tau ^ 2 / INR K.
Proof. exact DrivePhase.spin_drive_rate. Qed.

(** P18, (31): so its energy tends to N sin^2 x, the full charge N at x = pi / 2, the time pi at best. *)
Theorem spin_drive_energy : forall N q c tau, 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  is_lim_seq (fun K => mean_energy N
      (fun n => density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)) n n))
    (INR N * sin (drive_strength q c * tau) ^ 2).
Proof. exact DriveSpin.spin_drive_energy. Qed.

(** P18, (19): with the printed D(x) for D(- i x) at alpha = 0, false. *)
Theorem printed_19_false : forall q c tau U, 0 < tau -> 0 < q < 1 -> 0 < c <= 1 ->
  (forall K theta, evolution (oscillator K) K theta (U K theta)) ->
  ~ is_lim_seq (fun K => Cmod (complex_run K (U K) 0 (weak_collisions q c tau K) (projector 0) 1%nat 0%nat
      - pure (displaced_vacuum (RtoC (drive_strength q c * tau))) 1%nat 0%nat)%C) 0.
Proof. exact DrivePhase.printed_19_false. Qed.
