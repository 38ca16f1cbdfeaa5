(* The limits (19), (31) of the complex recursion: the phases of the gauge on the driven states;
   (19) as printed,
   without them, refuted. What a trace norm says: any observable. The factor of (20) over (16). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder R0 Quantum Exchange Gauge Loss PopulationStep DensityContraction
  OscillatorBound
  SpinBound DriveLimit DriveOscillator DriveSpin DriveEnergy.
Open Scope R_scope.

(* D(xi) |0> of the oscillator: the coherent state xi. *)
Definition displaced_vacuum (xi : C) (n : nat) : C :=
  (RtoC (exp (- (Cmod xi ^ 2 / 2)) / sqrt (INR (fact n))) * power xi n)%C.

(* |psi><psi|. *)
Definition pure (psi : nat -> C) : operator := fun n m => (psi n * Cconj (psi m))%C.

(* The phases of [gauge] on a vector. *)
Definition phased (alpha : R) (v : nat -> R) (n : nat) : C := (power (- Ci * phase alpha)%C n * RtoC (v n))%C.

Lemma gauge_pure alpha v n m : gauge alpha (outer v) n m = pure (phased alpha v) n m.
Proof.
  unfold gauge, pure, phased, outer. rewrite conj_mult, conj_real, RtoC_mult. ring.
Qed.

Lemma power_scaled (z : C) (x : R) n : power (z * RtoC x)%C n = (power z n * RtoC (x ^ n))%C.
Proof.
  induction n as [|n IH]; [simpl; ring|]. simpl power. rewrite IH, <- tech_pow_Rmult, RtoC_mult. ring.
Qed.

Lemma modulus_one alpha : Cmod (- Ci * phase alpha)%C = 1.
Proof.
  assert (One : forall a b, a * a + b * b = 1 -> Cmod (a, b) = 1).
  { intros a b H. unfold Cmod. simpl fst. simpl snd.
    replace (a ^ 2 + b ^ 2) with 1 by (simpl; lra). apply sqrt_1. }
  rewrite Cmod_mult, Cmod_opp. unfold Ci, phase. rewrite !One; [ring| |ring].
  pose proof (sin2_cos2 alpha) as H. unfold Rsqr in H. lra.
Qed.

Lemma modulus_power (z : C) n : Cmod z = 1 -> Cmod (power z n) = 1.
Proof.
  intros Z. induction n as [|n IH]; simpl; [apply Cmod_1|]. now rewrite Cmod_mult, Z, IH, Rmult_1_r.
Qed.

Lemma phased_displaced alpha x n : 0 <= x ->
  phased alpha (displaced x) n = displaced_vacuum (- Ci * phase alpha * RtoC x)%C n.
Proof.
  intros X. unfold phased, displaced_vacuum. rewrite power_scaled, Cmod_mult, modulus_one, Cmod_R,
    (Rabs_pos_eq x X).
  unfold displaced. rewrite Rmult_1_l. unfold Rdiv. rewrite !RtoC_mult. ring.
Qed.

Lemma modulus_conj z : Cmod (Cconj z) = Cmod z.
Proof. unfold Cmod, Cconj. simpl. f_equal. ring. Qed.

(* Entries that converge, with their phases. *)
Lemma gauge_vanishes alpha (r : nat -> matrix) (l : matrix) n m : is_lim_seq (fun K => r K n m) (l n m) ->
  is_lim_seq (fun K => Cmod (gauge alpha (r K) n m - gauge alpha l n m)%C) 0.
Proof.
  intros H. apply is_lim_seq_ext with (fun K => Rabs (r K n m - l n m)).
  - intros K. unfold gauge. set (z := (- Ci * phase alpha)%C).
    replace (power z n * Cconj (power z m) * RtoC (r K n m) - power z n * Cconj (power z m) * RtoC (l n m))%C
      with (power z n * Cconj (power z m) * RtoC (r K n m - l n m))%C by (rewrite RtoC_minus; ring).
    rewrite !Cmod_mult, modulus_conj, !(modulus_power z) by apply modulus_one. rewrite Cmod_R. ring.
  - apply (proj1 (is_lim_seq_abs_0 (fun K => r K n m - l n m))). replace (Finite 0) with (Finite (l n m - l n
    m)) by (f_equal; ring).
    apply is_lim_seq_minus'; [exact H|apply is_lim_seq_const].
Qed.

Section Complex.
Variables (q c alpha tau : R).
Hypothesis T : 0 < tau.
Hypothesis Q : 0 <= q <= 1.
Hypothesis C : 0 <= c <= 1.
Let x := drive_strength q c * tau.

Lemma drive_positive : 0 <= x.
Proof. pose proof (drive_strength_range q c Q C). apply Rmult_le_pos; lra. Qed.

Theorem oscillator_drive U n m : (forall K theta, evolution (oscillator K) K theta (U K theta)) ->
  let xi := (- Ci * phase alpha * RtoC x)%C in
  is_lim_seq (fun K => Cmod (complex_run K (U K) alpha (weak_collisions q c tau K) (projector 0) n m
    - pure (displaced_vacuum xi) n m)%C) 0.
Proof.
  intros E xi.
  pose proof (gauge_vanishes alpha
    (fun K => density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)))
    _ n m (oscillator_drive_limit q c tau n m T Q C)) as H.
  eapply is_lim_seq_ext_loc; [|exact H]. exists (Nat.max n m). intros K I. fold x. cbv beta. f_equal. f_equal.
  - symmetry. apply (gauge_run (oscillator K) K (U K) alpha _ _ _ (oscillator_ladder K) (E K) (gauge_empty
    alpha K)); lia.
  - rewrite gauge_pure. unfold pure. now rewrite !phased_displaced by apply drive_positive.
Qed.

Theorem spin_drive N U n m : (forall theta, evolution (spin N) N theta (U theta)) -> (n <= N)%nat -> (m <=
  N)%nat ->
  is_lim_seq (fun K => Cmod (complex_run N U alpha (weak_collisions q c tau K) (projector 0) n m
    - pure (phased alpha (rotated N x)) n m)%C) 0.
Proof.
  intros E I J.
  pose proof (gauge_vanishes alpha
    (fun K => density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)))
    _ n m (spin_drive_limit N q c tau n m T Q C I J)) as H.
  eapply is_lim_seq_ext; [|exact H]. intros K. fold x. cbv beta. f_equal. f_equal.
  - symmetry. apply (gauge_run (spin N) N U alpha _ _ _ (spin_ladder N) E (gauge_empty alpha N)); assumption.
  - now rewrite gauge_pure.
Qed.
End Complex.

(* (19) as printed has no - i: false at alpha = 0, already for rho_10. *)
Theorem printed_19_false q c tau U : 0 < tau -> 0 < q < 1 -> 0 < c <= 1 ->
  (forall K theta, evolution (oscillator K) K theta (U K theta)) ->
  ~ is_lim_seq (fun K => Cmod (complex_run K (U K) 0 (weak_collisions q c tau K) (projector 0) 1%nat 0%nat
      - pure (displaced_vacuum (RtoC (drive_strength q c * tau))) 1%nat 0%nat)%C) 0.
Proof.
  intros T Q C E H. pose proof (oscillator_drive q c 0 tau T ltac:(lra) ltac:(lra) U 1%nat 0%nat E) as L.
    cbv zeta in L.
  set (x := drive_strength q c * tau) in *.
  assert (X : 0 < x).
  { apply Rmult_lt_0_compat; [|exact T]. apply Rmult_lt_0_compat; [lra|]. apply sqrt_lt_R0.
    apply Rmult_lt_0_compat; lra. }
  set (run := fun K => complex_run K (U K) 0 (weak_collisions q c tau K) (projector 0) 1%nat 0%nat) in *.
  set (A := pure _ 1%nat 0%nat) in L. set (P := pure _ 1%nat 0%nat) in H.
  assert (Z : Cmod (A - P)%C <= 0).
  { pose proof (is_lim_seq_le (fun _ => Cmod (A - P)%C) (fun K => Cmod (run K - P)%C + Cmod (run K - A)%C)
      (Cmod (A - P)%C) (0 + 0)) as B. simpl in B. rewrite Rplus_0_r in B. apply B.
    - intros K. rewrite <- (Cmod_opp (run K - A)%C).
      replace (A - P)%C with ((run K - P) + - (run K - A))%C by ring. apply Cmod_triangle.
    - apply is_lim_seq_const.
    - replace (Finite 0) with (Finite (0 + 0)) by (f_equal; ring). now apply is_lim_seq_plus'. }
  pose proof (Cmod_ge_0 (A - P)%C) as Z'. assert (D : (A - P)%C = 0%C) by (apply Cmod_eq_0; lra).
  apply (f_equal Re) in D. revert D. unfold A, P, pure, displaced_vacuum. simpl (fact _). simpl (INR 1).
  rewrite sqrt_1, Rdiv_1. set (e := exp _). set (f := exp _). unfold phase. rewrite cos_0, sin_0. simpl.
  assert (Pf : 0 < f) by apply exp_pos. pose proof (Rmult_lt_0_compat _ _ (Rmult_lt_0_compat _ _ Pf Pf) X).
  intros D. lra.
Qed.

(* ---- Any observable between - 1 and 1: the trace norm. *)
Theorem oscillator_drive_rate q c tau : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> exists b, forall K B,
  (1 <= K)%nat -> tau <= INR K -> observable K 1 B ->
  Rabs (expectation K B (density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)))
        - expectation K B (outer (displaced (drive_strength q c * tau)))) <= b / INR K.
Proof.
  intros T Q C. exists (1 * (4 * entry_share q c tau * tau ^ 2)). intros K B K1 L O.
  now apply oscillator_observable; try lra.
Qed.

Theorem spin_drive_rate N q c tau K B : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> (1 <= K)%nat -> tau <= INR K
  ->
  observable N 1 B ->
  Rabs (expectation N B (density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)))
        - expectation N B (outer (rotated N (drive_strength q c * tau))))
    <= 9 * (INR N + 1) ^ 10 * tau ^ 2 / INR K.
Proof.
  intros T Q C K1 L O. pose proof (spin_observable N q c tau K B 1 T Q C K1 L O ltac:(lra)) as H.
  now rewrite Rmult_1_l in H.
Qed.

(* ---- (20): the average power, its factor over (16), and that q = 1/2, c = 1 is best in the limit. *)
Theorem oscillator_drive_power q c tau : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  is_lim_seq (fun K => mean_energy K
      (fun n => density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)) n n) / tau)
    (drive_strength q c ^ 2 * tau).
Proof.
  intros T Q C. replace (drive_strength q c ^ 2 * tau) with ((drive_strength q c * tau) ^ 2 * / tau) by
    (field; lra).
  apply (is_lim_seq_scal_r _ (/ tau) ((drive_strength q c * tau) ^ 2)). now apply oscillator_drive_energy.
Qed.

Theorem drive_strength_best : drive_strength (1 / 2) 1 = 1 / 2 /\
  forall q c, 0 <= q <= 1 -> 0 <= c <= 1 -> drive_strength q c <= 1 / 2.
Proof.
  split.
  - unfold drive_strength. replace (1 / 2 * (1 - 1 / 2)) with (1 / 2 * (1 / 2)) by field.
    rewrite sqrt_square; lra.
  - intros q c Q C. pose proof (drive_strength_range q c Q C). lra.
Qed.

Theorem coherent_gain : is_lim (fun tau => tau / 4 / (R_0 * (1 + R_0 * tau / 4))) p_infty (/ R_0 ^ 2).
Proof.
  pose proof R0_pos as R.
  apply is_lim_ext_loc with (fun tau => / (R_0 * (4 * / tau + R_0))).
  - exists 1. intros t L. field. split; [nra|]. split; nra.
  - replace (Finite (/ R_0 ^ 2)) with (Rbar_inv (Finite (R_0 * (4 * 0 + R_0)))).
    2:{ simpl. f_equal. f_equal. ring. }
    apply is_lim_inv; [|intros Z; injection Z; nra].
    apply (is_lim_scal_l (fun tau => 4 * / tau + R_0) R_0 p_infty (4 * 0 + R_0)).
    apply is_lim_plus'; [|apply is_lim_const]. apply (is_lim_scal_l (fun tau => / tau) 4 p_infty 0).
    apply (is_lim_inv (fun tau => tau) p_infty p_infty); [apply is_lim_id|easy].
Qed.
