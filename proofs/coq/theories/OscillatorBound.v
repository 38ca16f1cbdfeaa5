(* The oscillator: power bound (13) per step (theorem P4), energy and average-power bounds (15), (16) for
   every finite incoherent protocol (theorem P5), truncated at any level, and infinite. Only w_n <= n is used
   of the ladder. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder R0 PopulationStep.
Open Scope R_scope.

Lemma s_bound w k n : 0 < theta k -> s w k n ^ 2 <= R_0 * theta k * sqrt (w n).
Proof.
  intros T. destruct (Rle_dec 0 (w n)) as [W|W].
  - pose proof (swap_bound (w n) (theta k) W T). unfold s. lra.
  - unfold s. rewrite sqrt_neg_0 by lra. rewrite Rmult_0_l, sin_0. lra.
Qed.

(* Jensen: the mean of sqrt x is at most the square root of the mean, because the variance of sqrt x is not
   negative. *)
Lemma mean_sqrt x N P : populations N P -> (forall n, (n <= N)%nat -> 0 <= x n) ->
  mean (fun n => sqrt (x n)) N P <= sqrt (mean x N P).
Proof.
  intros D X. set (m := mean (fun n => sqrt (x n)) N P).
  assert (M : 0 <= m) by (apply mean_nonneg; [exact D|]; intros; apply sqrt_pos).
  assert (V : 0 <= mean (fun n => (sqrt (x n) - m) ^ 2) N P) by (apply mean_nonneg; [exact D|]; intros;
    apply pow2_ge_0).
  assert (E : mean (fun n => (sqrt (x n) - m) ^ 2) N P = mean x N P - m ^ 2).
  { transitivity (mean x N P + (- 2 * m) * m + mean (fun _ => m ^ 2) N P).
    - unfold m at 3. unfold mean. rewrite scal_sum, <- !sum_plus. apply sum_eq. intros n I.
      replace ((sqrt (x n) - m) ^ 2) with (sqrt (x n) * sqrt (x n) - 2 * m * sqrt (x n) + m ^ 2) by ring.
      rewrite sqrt_sqrt by (apply X; lia). ring.
    - rewrite (mean_const _ _ _ D). ring. }
  replace m with (sqrt (m * m)) by (now apply sqrt_square). apply sqrt_le_1_alt. nra.
Qed.

Lemma mean_energy_plus_1 N P : populations N P -> mean (fun n => INR n + 1) N P = mean_energy N P + 1.
Proof.
  intros D. transitivity (mean_energy N P + mean (fun _ => 1) N P); [|now rewrite mean_const].
  unfold mean_energy, mean. rewrite <- sum_plus. apply sum_eq. intros. ring.
Qed.

Lemma mean_energy_nonneg N P : populations N P -> 0 <= mean_energy N P.
Proof. intros D. apply mean_nonneg; [exact D|]. intros. apply pos_INR. Qed.

(* (13) with the division by theta cleared. *)
Theorem oscillator_step w k P N : ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) ->
  admissible_collision k -> populations N P ->
  mean_energy N (population_step w k P) - mean_energy N P <= R_0 * theta k * sqrt (mean_energy N P + 1).
Proof.
  intros L W [T Q] D. pose proof R0_pos as R.
  apply Rle_trans with (mean (fun n => R_0 * theta k * sqrt (INR n + 1)) N P).
  - unfold mean_energy. apply step_mean_le; [exact L|exact D|]. intros n I.
    apply Rle_trans with (1 := gain_energy_le w k n Q).
    apply Rle_trans with (1 := s_bound w k (S n) T). apply Rmult_le_compat_l; [nra|].
    apply sqrt_le_1_alt. rewrite <- S_INR. apply W. lia.
  - rewrite mean_scal. apply Rmult_le_compat_l; [nra|]. rewrite <- mean_energy_plus_1 by exact D.
    apply mean_sqrt; [exact D|]. intros. pose proof (pos_INR n). lra.
Qed.

(* sqrt (E + 1) grows by at most R0 theta / 2 per step, from any initial populations. *)
Lemma sqrt_energy_step w k P N : ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) ->
  admissible_collision k -> populations N P ->
  sqrt (mean_energy N (population_step w k P) + 1) <= sqrt (mean_energy N P + 1) + R_0 * theta k / 2.
Proof.
  intros L W A D. pose proof (oscillator_step w k P N L W A D) as H. destruct A as [T Q].
  pose proof R0_pos as R.
  pose proof (mean_energy_nonneg N P D) as E. set (y := sqrt (mean_energy N P + 1)) in *.
  assert (Y : 0 <= y) by apply sqrt_pos. assert (Y2 : y * y = mean_energy N P + 1) by (apply sqrt_sqrt; lra).
  assert (Z : 0 <= R_0 * theta k) by nra.
  rewrite <- (sqrt_square (y + R_0 * theta k / 2)) by lra. apply sqrt_le_1_alt. nra.
Qed.

Theorem sqrt_energy_bound w p P N : ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) ->
  admissible p -> populations N P ->
  sqrt (mean_energy N (charge w p P) + 1) <= sqrt (mean_energy N P + 1) + R_0 * tau p / 2.
Proof.
  intros L W A. revert P. induction A as [|k p K A IH]; intros P D.
  - simpl. lra.
  - rewrite charge_cons, tau_cons.
    pose proof (IH _ (step_populations w k P N L (proj2 K) D)).
    pose proof (sqrt_energy_step w k P N L W K D). lra.
Qed.

Lemma energy_bound w p N : ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) -> admissible p ->
  mean_energy N (charge w p (level 0)) <= R_0 * tau p * (1 + R_0 * tau p / 4).
Proof.
  intros L W A. pose proof (level_populations 0 N ltac:(lia)) as D.
  pose proof (sqrt_energy_bound w p (level 0) N L W A D) as H.
  pose proof (mean_energy_nonneg N _ (charge_populations w p _ N L A D)) as E.
  unfold mean_energy at 2 in H. rewrite level_mean in H by lia. simpl (INR 0) in H.
  rewrite Rplus_0_l, sqrt_1 in H.
  pose proof (sqrt_pos (mean_energy N (charge w p (level 0)) + 1)) as S0.
  pose proof (sqrt_sqrt (mean_energy N (charge w p (level 0)) + 1) ltac:(lra)). nra.
Qed.

Lemma oscillator_ladder N : ladder (oscillator N) N.
Proof.
  unfold oscillator, cut. split; [|split].
  - reflexivity.
  - now rewrite (proj2 (Nat.leb_gt (S N) N)) by lia.
  - intros n I. rewrite (proj2 (Nat.leb_le n N)) by lia. apply lt_0_INR. lia.
Qed.

Lemma oscillator_le N n : oscillator N n <= INR n.
Proof. unfold oscillator, cut, infinite_oscillator. pose proof (pos_INR n). destruct (_ <=? _)%nat; lra. Qed.

Theorem oscillator_bound_from N p P : admissible p -> populations N P ->
  sqrt (mean_energy N (charge (oscillator N) p P) + 1) <= sqrt (mean_energy N P + 1) + R_0 * tau p / 2.
Proof. apply sqrt_energy_bound; [apply oscillator_ladder|]. intros. apply oscillator_le. Qed.

(* (15) on the oscillator cut to levels 0..N. *)
Theorem oscillator_bound N p : admissible p ->
  mean_energy N (charge (oscillator N) p (level 0)) <= R_0 * tau p * (1 + R_0 * tau p / 4).
Proof. apply energy_bound; [apply oscillator_ladder|]. intros. apply oscillator_le. Qed.

Lemma tau_pos p : admissible p -> p <> nil -> 0 < tau p.
Proof.
  intros A NE. destruct A as [|k p [T _] A]; [easy|]. pose proof (tau_nonneg p A). rewrite tau_cons. lra.
Qed.

(* (16) *)
Theorem oscillator_power N p : admissible p -> p <> nil ->
  mean_energy N (charge (oscillator N) p (level 0)) / tau p <= R_0 * (1 + R_0 * tau p / 4).
Proof.
  intros A NE. pose proof (tau_pos p A NE) as T. apply Rle_div_l; [exact T|].
  pose proof (oscillator_bound N p A). lra.
Qed.

(* K steps from the ground state see only the levels 0..K, so the infinite oscillator is the one cut at K. *)
Lemma population_step_ext w v k P Q n : w n = v n -> w (S n) = v (S n) -> (forall n, P n = Q n) ->
  population_step w k P n = population_step v k Q n.
Proof. intros W W' E. unfold population_step, s, c. now rewrite W, W', !E. Qed.

Lemma charge_ext w p P Q : (forall n, P n = Q n) -> forall n, charge w p P n = charge w p Q n.
Proof.
  revert P Q. induction p as [|k p IH]; intros P Q E n; [apply E|].
  rewrite !charge_cons. apply IH. intros m. now apply population_step_ext.
Qed.

Lemma infinite_step N m k P : (m < N)%nat -> (forall n, (m < n)%nat -> P n = 0) ->
  forall n, population_step infinite_oscillator k P n = population_step (oscillator N) k P n.
Proof.
  intros M B n. assert (O : forall i, (i <= N)%nat -> oscillator N i = infinite_oscillator i).
  { intros i I. unfold oscillator, cut. now rewrite (proj2 (Nat.leb_le i N)) by lia. }
  destruct (le_lt_dec (S n) N) as [I|I].
  - apply population_step_ext; [now rewrite O by lia|now rewrite O by lia|easy].
  - unfold population_step. rewrite (B n), (B (S n)) by lia. destruct (Nat.eq_dec n N) as [->|NE].
    + unfold s. rewrite (O N) by lia. ring.
    + rewrite (B (pred n)) by lia. ring.
Qed.

Lemma step_spread w k m P : (forall n, (m < n)%nat -> P n = 0) -> forall n, (S m < n)%nat ->
  population_step w k P n = 0.
Proof. intros B n I. unfold population_step. rewrite !B by lia. ring. Qed.

Theorem infinite_is_truncated N p m P : (m + length p <= N)%nat -> (forall n, (m < n)%nat -> P n = 0) ->
  forall n, charge infinite_oscillator p P n = charge (oscillator N) p P n.
Proof.
  revert m P. induction p as [|k p IH]; intros m P I B n; [easy|]. simpl in I.
  rewrite !charge_cons, <- (IH (S m)); [|lia|now apply step_spread].
  apply charge_ext. apply infinite_step with m; [lia|exact B].
Qed.

Lemma finite_series a N : (forall n, (N < n)%nat -> a n = 0) -> is_series a (\sum_(n <= N) a n).
Proof.
  intros Z. change (is_lim_seq (sum_n a) (\sum_(n <= N) a n)).
  apply is_lim_seq_ext_loc with (fun _ => \sum_(n <= N) a n); [|apply is_lim_seq_const].
  exists N. intros n I. rewrite sum_n_Reals. induction I as [|n I IH]; [easy|].
  rewrite tech5, <- IH, Z by lia. ring.
Qed.

Theorem infinite_oscillator_bound p : admissible p -> exists E,
  is_series (fun n => INR n * charge infinite_oscillator p (level 0) n) E /\
  is_series (charge infinite_oscillator p (level 0)) 1 /\
  E <= R_0 * tau p * (1 + R_0 * tau p / 4).
Proof.
  intros A. set (N := length p). exists (mean_energy N (charge (oscillator N) p (level 0))).
  assert (G : forall n, charge infinite_oscillator p (level 0) n = charge (oscillator N) p (level 0) n).
  { apply infinite_is_truncated with 0%nat; [unfold N; lia|]. intros n I. unfold level.
    now rewrite (proj2 (Nat.eqb_neq n 0)) by lia. }
  destruct (charge_populations _ p _ N (oscillator_ladder N) A (level_populations 0 N ltac:(lia))) as [P0 [B
    T]].
  split; [|split].
  - unfold mean_energy, mean. apply is_series_ext with (fun n => INR n * charge (oscillator N) p (level 0) n);
      [intros; now rewrite G|]. apply finite_series. intros n I. rewrite B by lia. ring.
  - apply is_series_ext with (charge (oscillator N) p (level 0)); [intros; now rewrite G|].
    rewrite <- T. apply finite_series. exact B.
  - now apply oscillator_bound.
Qed.

(* (16), infinite. *)
Theorem infinite_oscillator_power p : admissible p -> p <> nil -> exists E,
  is_series (fun n => INR n * charge infinite_oscillator p (level 0) n) E /\
  is_series (charge infinite_oscillator p (level 0)) 1 /\
  E / tau p <= R_0 * (1 + R_0 * tau p / 4).
Proof.
  intros A NE. destruct (infinite_oscillator_bound p A) as [E [S [One B]]]. exists E.
  split; [exact S|split; [exact One|]]. apply Rle_div_l; [exact (tau_pos p A NE)|]. lra.
Qed.

(* Sec. III prints pi / 2 for the angle of every swap. *)
Theorem printed_angle_false N : (2 <= N)%nat -> s (oscillator N) (Collision (PI / 2) 0) 2 ^ 2 < 1.
Proof.
  intros I. unfold s, oscillator, cut, infinite_oscillator. rewrite (proj2 (Nat.leb_le 2 N) I).
  simpl (INR 2). simpl theta. interval.
Qed.
