(* Entries, trace, purity and variance of a run within the contract, against those of eq. (3) and the losses,
   and their bars (theorem P16): what a bound on every observable between -1 and 1 says of the purity, which
   is none, and of the variance, which is taken about a mean that is itself off. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction DensityLeak KernelWeights
  KernelRun KernelEnergy Spec Bridge KernelStep KernelSpec KernelTop KernelEnergyBar.
Open Scope R_scope.

(* tr r^2 of a symmetric matrix, and the variance of the level. *)
Definition purity (N : nat) (r : matrix) : R := expectation N r r.
Definition energy_variance (N : nat) (P : nat -> R) : R :=
  \sum_(n <= N) (INR n - mean_energy N P) ^ 2 * P n.

(* ---- Observables of any norm, and states as observables. *)
Lemma expectation_swap N B r : expectation N B r = expectation N r B.
Proof. apply sum_eq. intros n _. apply sum_eq. intros m _. apply Rmult_comm. Qed.

Lemma expectation_outer N v w : expectation N (outer v) (outer w) = (\sum_(n <= N) v n * w n) ^ 2.
Proof.
  unfold expectation, outer. set (s := \sum_(n <= N) v n * w n).
  rewrite (sum_eq _ (fun n => v n * w n * s)).
  - rewrite <- scal_sum. fold s. ring.
  - intros n _. unfold s. rewrite scal_sum. apply sum_eq. intros. ring.
Qed.

Lemma cauchy_schwarz N v w : (\sum_(n <= N) v n * w n) ^ 2 <= square_norm N v * square_norm N w.
Proof.
  unfold square_norm. induction N as [|N IH]; [simpl; right; ring|]. rewrite !tech5.
  set (s := \sum_(n <= N) v n * w n) in *. set (a := \sum_(n <= N) v n ^ 2) in *.
  set (b := \sum_(n <= N) w n ^ 2) in *.
  assert (A : 0 <= a) by (apply cond_pos_sum; intros; apply pow2_ge_0).
  assert (B : 0 <= b) by (apply cond_pos_sum; intros; apply pow2_ge_0).
  set (x := v (S N)). set (y := w (S N)).
  assert (M : 2 * s * (x * y) <= a * y ^ 2 + b * x ^ 2).
  { pose proof (pow2_ge_0 (sqrt a * y - sqrt b * x)) as Q.
    assert (s * (x * y) <= sqrt a * sqrt b * Rabs (x * y)).
    { apply Rle_trans with (Rabs (s * (x * y))); [apply Rle_abs|]. rewrite Rabs_mult.
      apply Rmult_le_compat_r; [apply Rabs_pos|]. rewrite <- sqrt_mult by assumption.
      rewrite <- (sqrt_square (Rabs s)) by apply Rabs_pos. apply sqrt_le_1_alt.
      rewrite <- Rabs_mult, Rabs_pos_eq by (apply Rle_0_sqr). lra. }
    pose proof (pow2_ge_0 (sqrt a * Rabs y - sqrt b * Rabs x)) as Z.
    assert (Z1 : sqrt a * sqrt a = a) by now apply sqrt_sqrt.
    assert (Z2 : sqrt b * sqrt b = b) by now apply sqrt_sqrt.
    assert (X2 : Rabs x * Rabs x = x ^ 2) by (rewrite <- Rabs_mult, Rabs_pos_eq by (apply Rle_0_sqr); ring).
    assert (Y2 : Rabs y * Rabs y = y ^ 2) by (rewrite <- Rabs_mult, Rabs_pos_eq by (apply Rle_0_sqr); ring).
    rewrite Rabs_mult in H.
    replace ((sqrt a * Rabs y - sqrt b * Rabs x) ^ 2) with ((sqrt a * sqrt a) * (Rabs y * Rabs y)
      + (sqrt b * sqrt b) * (Rabs x * Rabs x) - 2 * (sqrt a * sqrt b * (Rabs x * Rabs y))) in Z by ring.
    rewrite Z1, Z2, X2, Y2 in Z. lra. }
  replace ((s + x * y) ^ 2) with (s ^ 2 + 2 * s * (x * y) + x ^ 2 * y ^ 2) by ring. lra.
Qed.

Lemma outer_observable N v : observable N (square_norm N v) (outer v).
Proof.
  intros w. rewrite expectation_outer, Rabs_pos_eq by apply pow2_ge_0. apply cauchy_schwarz.
Qed.

Lemma expectation_scaled N t B r : expectation N (fun n m => t * B n m) r = t * expectation N B r.
Proof.
  unfold expectation. rewrite scal_sum. apply sum_eq. intros n _. rewrite Rmult_comm, scal_sum. apply sum_eq.
  intros. ring.
Qed.

Lemma observable_scaled N t b B : observable N b B -> observable N (Rabs t * b) (fun n m => t * B n m).
Proof.
  intros O v. rewrite expectation_scaled, Rabs_mult, Rmult_assoc.
  apply Rmult_le_compat_l; [apply Rabs_pos|apply O].
Qed.

(* ---- Two states, near each other on every observable between -1 and 1. *)
Section Near.
Variables (N : nat) (x y : matrix) (budget : R).
Hypothesis B0 : 0 <= budget.
Hypothesis near : forall B, observable N 1 B -> Rabs (expectation N B x - expectation N B y) <= budget.
Hypothesis exact : forall B b, 0 <= b -> observable N b B -> Rabs (expectation N B y) <= b.

Lemma near_scaled B b : 0 <= b -> observable N b B ->
  Rabs (expectation N B x - expectation N B y) <= b * budget.
Proof.
  intros P O. apply le_epsilon. intros e E. set (t := b + e / (budget + 1)).
  assert (E1 : 0 < e / (budget + 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (T : 0 < t) by (unfold t; lra).
  assert (O1 : observable N 1 (fun n m => / t * B n m)).
  { intros v. eapply Rle_trans; [exact (observable_scaled N (/ t) b B O v)|].
    apply Rmult_le_compat_r; [unfold square_norm; apply cond_pos_sum; intros; apply pow2_ge_0|].
    rewrite Rabs_pos_eq by (left; now apply Rinv_0_lt_compat). apply Rmult_le_reg_l with t; [exact T|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. unfold t. lra. }
  apply near in O1. rewrite !expectation_scaled, <- Rmult_minus_distr_l, Rabs_mult in O1.
  rewrite Rabs_pos_eq in O1 by (left; now apply Rinv_0_lt_compat).
  apply (Rmult_le_compat_l t) in O1; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in O1 by lra.
  eapply Rle_trans; [exact O1|]. unfold t. rewrite Rmult_plus_distr_r. apply Rplus_le_compat_l.
  apply Rle_trans with (e / (budget + 1) * (budget + 1)); [apply Rmult_le_compat_l; lra|]. right. field. lra.
Qed.

Lemma exact_observable : observable N 1 y.
Proof.
  intros v. rewrite expectation_swap, Rmult_1_l. apply exact; [|apply outer_observable].
  unfold square_norm. apply cond_pos_sum. intros. apply pow2_ge_0.
Qed.

Lemma near_observable : observable N (1 + budget) x.
Proof.
  intros v. rewrite expectation_swap.
  assert (P : 0 <= square_norm N v) by (unfold square_norm; apply cond_pos_sum; intros; apply pow2_ge_0).
  pose proof (near_scaled _ _ P (outer_observable N v)) as A.
  pose proof (exact _ _ P (outer_observable N v)) as B. apply Rabs_le_between in A, B. apply Rabs_le. lra.
Qed.

(* tr (x^2 - y^2) = tr ((x - y) x) + tr ((x - y) y), and neither x nor y is large. *)
Lemma purity_near : Rabs (purity N x - purity N y) <= budget * (2 + budget) /\ purity N x <= (1 + budget) ^ 2.
Proof.
  pose proof (near_scaled x (1 + budget) ltac:(lra) near_observable) as A.
  pose proof (near_scaled y 1 ltac:(lra) exact_observable) as B.
  pose proof (exact y 1 ltac:(lra) exact_observable) as C. unfold purity.
  rewrite (expectation_swap N x y) in A. apply Rabs_le_between in A, B, C.
  assert (E : expectation N x x - expectation N y y <= budget * (2 + budget)) by lra.
  split; [apply Rabs_le|]; lra.
Qed.

Lemma near_diagonal f b : 0 <= b -> (forall n, (n <= N)%nat -> Rabs (f n) <= b) ->
  Rabs (\sum_(n <= N) f n * x n n - \sum_(n <= N) f n * y n n) <= b * budget /\
  Rabs (\sum_(n <= N) f n * y n n) <= b.
Proof.
  intros P F. rewrite <- !diagonal_expectation. pose proof (diagonal_observable f N b F).
  split; [now apply near_scaled|now apply exact].
Qed.

Lemma near_moduli f b : 0 <= b -> (forall n, (n <= N)%nat -> Rabs (f n) <= b) ->
  \sum_(n <= N) Rabs (f n * x n n) <= b * (1 + budget).
Proof.
  intros P F. destruct (near_diagonal (fun n => sign (f n * x n n) * f n) b P) as [A B].
  - intros n I. rewrite Rabs_mult. unfold sign.
    destruct (Rle_dec _ _); [rewrite Rabs_R1|rewrite Rabs_Ropp, Rabs_R1]; rewrite Rmult_1_l; now apply F.
  - rewrite (sum_eq _ (fun n => Rabs (f n * x n n))) in A by (intros; rewrite <- sign_abs; ring).
    apply Rabs_le_between in A, B. lra.
Qed.

(* About any centre the second moment of y is its variance and the square of the distance. *)
Lemma second_moment e : \sum_(n <= N) y n n = 1 -> let P n := y n n in
  \sum_(n <= N) (INR n - e) ^ 2 * P n = energy_variance N P + (e - mean_energy N P) ^ 2.
Proof.
  intros One P. unfold energy_variance. set (E := mean_energy N P).
  rewrite (sum_eq _ (fun n => ((INR n - E) ^ 2 * P n + INR n * P n * (2 * (E - e))) + P n * (e ^ 2 - E ^ 2)))
    by (intros; ring).
  rewrite !sum_plus, <- !scal_sum. fold P in One. rewrite One.
  change (\sum_(n <= N) INR n * P n) with E. ring.
Qed.

Lemma variance_near e h : \sum_(n <= N) y n n = 1 -> 0 <= mean_energy N (fun n => y n n) <= INR N ->
  Rabs (e - mean_energy N (fun n => y n n)) <= h ->
  Rabs (\sum_(n <= N) (INR n - e) ^ 2 * x n n - energy_variance N (fun n => y n n))
    <= (INR N + h) ^ 2 * budget + h ^ 2 /\
  \sum_(n <= N) Rabs ((INR n - e) ^ 2 * x n n) <= (INR N + h) ^ 2 * (1 + budget).
Proof.
  intros One E H. apply Rabs_le_between in H.
  assert (F : forall n, (n <= N)%nat -> Rabs ((INR n - e) ^ 2) <= (INR N + h) ^ 2).
  { intros n I. rewrite Rabs_pos_eq by apply pow2_ge_0. rewrite <- (pow2_abs (INR n - e)).
    apply pow_incr. split; [apply Rabs_pos|]. apply Rabs_le.
    pose proof (le_INR n N I). pose proof (pos_INR n). lra. }
  pose proof (pow2_ge_0 (INR N + h)) as P. split; [|now apply near_moduli].
  destruct (near_diagonal _ _ P F) as [A _].
  pose proof (second_moment e One) as M. cbv zeta in M. rewrite M in A.
  set (d := e - mean_energy N _) in *.
  assert (D : d ^ 2 <= h ^ 2).
  { rewrite <- (pow2_abs d). apply pow_incr. split; [apply Rabs_pos|now apply Rabs_le]. }
  pose proof (pow2_ge_0 d). apply Rabs_le_between in A. apply Rabs_le. lra.
Qed.
End Near.

(* ---- A run. *)
Section Run.
Variables (w : nat -> R) (N : nat) (run : list event) (kernel : nat -> kernel_event).
Variables (computed : nat -> matrix) (budget given_mass : nat -> R) (l : list (nat -> R)).
Hypothesis L : ladder w N.
Hypothesis A : Forall admissible_event run.
Hypothesis St : state N l.
Hypothesis start : forall n m, computed 0%nat n m = mixture l n m.
Hypothesis K : kernel_run w N run kernel computed budget given_mass.

Let last := computed (length run).
Let bar := budget (length run).
Let eq3 := density_run w N run (mixture l).

Lemma run_near B : observable N 1 B -> Rabs (expectation N B last - expectation N B eq3) <= bar.
Proof.
  intros O. replace (expectation N B eq3) with (expectation N B (density_run w N run (computed 0%nat))).
  - exact (kernel_observable w N run kernel computed budget given_mass l L A St start K B O).
  - apply sum_eq. intros n _. apply sum_eq. intros m _. f_equal. unfold eq3. now apply run_ext.
Qed.

Lemma run_exact B b : 0 <= b -> observable N b B -> Rabs (expectation N B eq3) <= b.
Proof.
  intros P O. pose proof (mixture_bounded N b _ l
    (bounded_run w N run b _ L A P (expectation_bounded N b B O)) P) as X. cbv beta in X.
  rewrite (proj1 St), Rmult_1_r in X. exact X.
Qed.

Lemma bar_nonneg : 0 <= bar.
Proof.
  rewrite <- (ground _ _ _ _ _ _ _ K).
  exact (budget_grows _ _ _ _ _ _ _ K 0 (length run) (Nat.le_0_l _) (le_n _)).
Qed.

(* An entry, and the trace read off the last state; tiny stands for underflow. *)
Theorem kernel_entry n m : (n <= N)%nat -> (m <= N)%nat -> Rabs (last n m - eq3 n m) <= bar.
Proof.
  intros I J. rewrite <- (entry_expectation N n m last I J), <- (entry_expectation N n m eq3 I J).
  now apply run_near, entry_observable.
Qed.

Theorem kernel_trace trace observe_error tiny : 0 <= observe_error ->
  Rabs (trace - \sum_(n <= N) last n n) <= observe_error * (\sum_(n <= N) Rabs (last n n)) + tiny ->
  Rabs (trace - \sum_(n <= N) eq3 n n) <= bar + observe_error * (1 + bar) + tiny.
Proof.
  intros O0 O. assert (F : forall n, (n <= N)%nat -> Rabs 1 <= 1) by (intros; rewrite Rabs_R1; lra).
  destruct (near_diagonal N last eq3 bar bar_nonneg run_near run_exact (fun _ => 1) 1 ltac:(lra) F) as [T _].
  pose proof (near_moduli N last eq3 bar bar_nonneg run_near run_exact (fun _ => 1) 1 ltac:(lra) F) as M.
  assert (E : forall f : nat -> R, \sum_(n <= N) 1 * f n = \sum_(n <= N) f n)
    by (intros; apply sum_eq; intros; ring).
  rewrite !E in T. rewrite (sum_eq _ (fun n => Rabs (last n n))) in M by (intros; f_equal; ring).
  apply (Rmult_le_compat_l _ _ _ O0) in M. apply Rabs_le_between in O, T. apply Rabs_le. lra.
Qed.

(* The purity read off the last state. *)
Theorem kernel_purity purity_read observe_error tiny : 0 <= observe_error ->
  Rabs (purity_read - purity N last) <= observe_error * purity N last + tiny ->
  Rabs (purity_read - purity N eq3) <= bar * (2 + bar) + observe_error * (1 + bar) ^ 2 + tiny.
Proof.
  intros O0 O. destruct (purity_near N last eq3 bar bar_nonneg run_near run_exact) as [P Q].
  apply (Rmult_le_compat_l _ _ _ O0) in Q. apply Rabs_le_between in O, P. apply Rabs_le. lra.
Qed.

(* The variance read off the last state, about an energy off by at most h. *)
Theorem kernel_variance variance_read energy h observe_error tiny : 0 <= observe_error ->
  Rabs (energy - mean_energy N (fun n => eq3 n n)) <= h ->
  Rabs (variance_read - \sum_(n <= N) (INR n - energy) ^ 2 * last n n)
    <= observe_error * (\sum_(n <= N) Rabs ((INR n - energy) ^ 2 * last n n)) + tiny ->
  Rabs (variance_read - energy_variance N (fun n => eq3 n n))
    <= (INR N + h) ^ 2 * (bar + observe_error * (1 + bar)) + h ^ 2 + tiny.
Proof.
  intros O0 H O. destruct (run_norm w N run L A l _ start) as [l' [One X]].
  assert (Y : forall n m, eq3 n m = mixture l' n m).
  { intros n m. rewrite <- X. unfold eq3. now apply run_ext. }
  assert (Tr : \sum_(n <= N) eq3 n n = 1).
  { rewrite (sum_eq _ (fun n => mixture l' n n)) by (intros; apply Y). rewrite mixture_trace, One. apply St. }
  assert (Pos : forall n, 0 <= eq3 n n).
  { intros n. rewrite Y. clear. induction l' as [|v l' IH]; simpl; [lra|]. pose proof (Rle_0_sqr (v n)) as Q.
    unfold Rsqr in Q. lra. }
  assert (E : 0 <= mean_energy N (fun n => eq3 n n) <= INR N).
  { split; [apply cond_pos_sum; intros; apply Rmult_le_pos; [apply pos_INR|apply Pos]|].
    rewrite <- (Rmult_1_r (INR N)), <- Tr, scal_sum. apply sum_Rle. intros n I. rewrite Rmult_comm.
    apply Rmult_le_compat_l; [apply Pos|now apply le_INR]. }
  destruct (variance_near N last eq3 bar bar_nonneg run_near run_exact energy h Tr E H) as [V M].
  apply (Rmult_le_compat_l _ _ _ O0) in M. apply Rabs_le_between in O, V. apply Rabs_le. lra.
Qed.
End Run.

(* ---- The same in the words of spec/, as Why3 prints them. *)
Lemma share_in_spec N : (1 <= N <= 4095)%nat -> sc_observe_share (Z.of_nat (S N)) = (2 * INR (S N) + 8) * u.
Proof.
  intros I. unfold sc_observe_share, sc_u, u. destruct (Z_le_dec _ _).
  - rewrite plus_IZR, mult_IZR, <- INR_IZR_INZ. ring.
  - replace (INR (S N)) with 4096; [ring|]. rewrite INR_IZR_INZ. f_equal. lia.
Qed.

(* What sc_observe_error has above the rounding of a sum pays for underflow. *)
Lemma share_room N : (1 <= N)%nat -> (1.1 * INR (S N) + 6) * u + / 2 ^ 900 <= (2 * INR (S N) + 8) * u.
Proof.
  intros I. rewrite S_INR. pose proof (pos_INR N). unfold u. lra.
Qed.

Section Spec.
Variables (kind : Z) (N : nat) (run : list event) (calls : nat -> call) (computed : nat -> matrix).
Variables (budget mass : nat -> double) (l : list (nat -> R)) (memory : addr -> double) (r : addr) (top : Z).
Let d := Z.of_nat (S N).
Let eq3 := density_run (kernel_ladder kind N) N run (mixture l).
Let bar := real_of_double (budget (length run)).
Hypothesis Kind : (0 <= kind <= 2)%Z.
Hypothesis A : Forall admissible_event run.
Hypothesis St : state N l.
Hypothesis start : forall n m, computed 0%nat n m = mixture l n m.
Hypothesis K : run_spec kind N run calls computed budget mass.
Hypothesis shape : sc_density_domain d top.
Hypothesis Last : computed (length run) = stored_matrix memory r d top.

Lemma spec_shape_of_last : (1 <= N <= 4095)%nat /\ (0 <= top)%Z /\ (Z.to_nat top <= N)%nat.
Proof.
  pose proof (run_levels _ _ _ _ _ _ _ K). destruct shape as [[[T0 T1] _] _]. unfold d in *. lia.
Qed.

Lemma spec_bar_nonneg : 0 <= bar.
Proof. exact (bar_nonneg _ _ _ _ _ _ _ (run_of_spec _ _ _ _ _ _ _ K)). Qed.

Lemma units_nonneg : 0 <= (1.1 * INR (S N) + 6) * u.
Proof. pose proof (pos_INR (S N)). unfold u. lra. Qed.

Theorem kernel_trace_spec trace : sc_trace_made memory trace r d top ->
  Rabs (trace - \sum_(n <= N) eq3 n n) <= sc_trace_bar bar d.
Proof.
  destruct spec_shape_of_last as [I [T0 T]]. intros P. unfold sc_trace_made in P.
  destruct (stored_moment memory r d top 0 0 N T0 T) as [M1 M2]. rewrite M1, M2 in P.
  assert (W : forall n, sc_moment_weight 0 0 n = 1) by reflexivity.
  rewrite (sum_eq _ (fun n => computed (length run) n n)),
    (sum_eq (fun n => Rabs _) (fun n => Rabs (computed (length run) n n))) in P
    by (intros; rewrite W, Last; try f_equal; ring).
  destruct (observed_near _ _ _ N ltac:(lia) ltac:(apply cond_pos_sum; intros; apply Rabs_pos) P) as [X _].
  pose proof (kernel_trace _ _ _ _ _ _ _ _ (kernel_ladder_ladder kind N Kind) A St start
    (run_of_spec _ _ _ _ _ _ _ K) _ _ _ units_nonneg X) as H.
  cbv beta in H. fold eq3 bar in H. eapply Rle_trans; [exact H|]. unfold sc_trace_bar, sc_prod, d.
  rewrite share_in_spec by exact I. pose proof spec_bar_nonneg as B. pose proof (share_room N (proj1 I)) as R.
  apply (Rmult_le_compat_r (1 + bar)) in R; [|lra].
  assert (/ 2 ^ 900 * 1 <= / 2 ^ 900 * (1 + bar)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Theorem kernel_purity_spec purity_read : sc_purity_made memory purity_read r d top ->
  Rabs (purity_read - purity N eq3) <= sc_purity_bar bar d.
Proof.
  destruct spec_shape_of_last as [I [T0 T]]. intros P. unfold sc_purity_made in P. cbv zeta in P.
  rewrite (total_power memory r d top 2 N T0 T) in P.
  assert (E : \sum_(n <= N) (\sum_(m <= N) sc_power 2 (stored_matrix memory r d top n m))
    = purity N (computed (length run))).
  { rewrite Last. apply sum_eq. intros n _. apply sum_eq. intros m _. reflexivity. }
  rewrite E in P.
  assert (P0 : 0 <= purity N (computed (length run))).
  { apply cond_pos_sum. intros n. apply cond_pos_sum. intros m. apply Rle_0_sqr. }
  destruct (observed_near _ _ _ N ltac:(lia) P0 P) as [X _].
  pose proof (kernel_purity _ _ _ _ _ _ _ _ (kernel_ladder_ladder kind N Kind) A St start
    (run_of_spec _ _ _ _ _ _ _ K) _ _ _ units_nonneg X) as H.
  cbv beta in H. fold eq3 bar in H. eapply Rle_trans; [exact H|]. unfold sc_purity_bar, sc_prod, d. cbv zeta.
  rewrite share_in_spec by exact I.
  pose proof spec_bar_nonneg as B. pose proof (share_room N (proj1 I)) as R.
  assert (S1 : 1 <= (1 + bar) * (1 + bar)).
  { apply Rle_trans with (1 * 1); [lra|apply Rmult_le_compat; lra]. }
  apply (Rmult_le_compat_r ((1 + bar) * (1 + bar))) in R; [|lra].
  assert (/ 2 ^ 900 * 1 <= / 2 ^ 900 * ((1 + bar) * (1 + bar))) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Theorem kernel_variance_spec variance_read : sc_variance_made memory variance_read r d top ->
  Rabs (variance_read - energy_variance N (fun n => eq3 n n)) <= sc_variance_bar bar d.
Proof.
  destruct spec_shape_of_last as [I [T0 T]]. intros [e [En V]].
  pose proof (kernel_energy_spec kind N run calls computed budget mass l memory r top e
    Kind A St start K shape Last En) as H. cbv zeta in H. fold d eq3 bar in H.
  set (h := sc_energy_bar bar d) in *.
  destruct (stored_moment memory r d top e 2 N T0 T) as [M1 M2]. rewrite M1, M2 in V.
  assert (W : forall n, sc_moment_weight e 2 (Z.of_nat n) = (INR n - e) ^ 2).
  { intros n. unfold sc_moment_weight. destruct (Z.eq_dec 2 0); [lia|]. destruct (Z.eq_dec 2 1); [lia|].
    unfold sc_prod. rewrite <- INR_IZR_INZ. ring. }
  rewrite (sum_eq (fun n => sc_moment_weight e 2 (Z.of_nat n) * stored_matrix memory r d top n n)
      (fun n => (INR n - e) ^ 2 * computed (length run) n n)),
    (sum_eq (fun n => Rabs (sc_moment_weight e 2 (Z.of_nat n) * stored_matrix memory r d top n n))
      (fun n => Rabs ((INR n - e) ^ 2 * computed (length run) n n))) in V
    by (intros; rewrite W, Last; reflexivity).
  destruct (observed_near _ _ _ N ltac:(lia) ltac:(apply cond_pos_sum; intros; apply Rabs_pos) V) as [X _].
  pose proof (kernel_variance _ _ _ _ _ _ _ _ (kernel_ladder_ladder kind N Kind) A St start
    (run_of_spec _ _ _ _ _ _ _ K) _ _ _ _ _ units_nonneg H X) as Y.
  cbv beta in Y. fold eq3 bar in Y. eapply Rle_trans; [exact Y|]. unfold sc_variance_bar. cbv zeta. fold h.
  unfold sc_trace_bar, sc_prod.
  unfold d at 1 2 3. rewrite share_in_spec by exact I.
  replace (IZR (- (1) + Z.of_nat (S N))) with (INR N) by (rewrite INR_IZR_INZ; f_equal; lia).
  pose proof spec_bar_nonneg as B. pose proof (share_room N (proj1 I)) as R.
  assert (n1 : 1 <= INR N) by (apply (le_INR 1); lia).
  assert (h0 : 0 <= h) by (eapply Rle_trans; [apply Rabs_pos|exact H]).
  assert (S1 : 1 <= (INR N + h) * (INR N + h)).
  { apply Rle_trans with (1 * 1); [lra|apply Rmult_le_compat; lra]. }
  set (q := (INR N + h) * (INR N + h)) in *.
  assert (Rb : / 2 ^ 900 + (1.1 * INR (S N) + 6) * u * (1 + bar) <= (2 * INR (S N) + 8) * u * (1 + bar)).
  { apply (Rmult_le_compat_r (1 + bar)) in R; [|lra].
    assert (/ 2 ^ 900 * 1 <= / 2 ^ 900 * (1 + bar)) by (apply Rmult_le_compat_l; lra). lra. }
  apply (Rmult_le_compat_l q) in Rb; [|lra].
  assert (1 * / 2 ^ 900 <= q * / 2 ^ 900) by (apply Rmult_le_compat_r; lra).
  replace ((INR N + h) ^ 2) with q by (unfold q; ring). unfold q in *. lra.
Qed.
End Spec.
