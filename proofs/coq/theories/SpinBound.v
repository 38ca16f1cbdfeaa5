(* Any ladder, hence the spin: the time of a full incoherent charge, (29') and (29''), theorems P9 and P10.
   The spin: (26) with its sign corrected (theorem P7) and (28') (theorem P11). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound Integrate.
Open Scope R_scope.

Lemma inv_sqrt_pos w N n : ladder w N -> (1 <= n <= N)%nat -> 0 < / sqrt (w n).
Proof. intros [_ [_ W]] I. apply Rinv_0_lt_compat, sqrt_lt_R0. now apply W. Qed.

(* The mean of the swap time to the populated level grows by at most R0 theta per step. *)
Lemma swap_time_step w k P N : ladder w N -> admissible_collision k -> populations N P ->
  mean (swap_time w) N (population_step w k P) - mean (swap_time w) N P <= R_0 * theta k.
Proof.
  intros L [T Q] D. rewrite <- (mean_const (R_0 * theta k) N P D). apply step_mean_le; [exact L|exact D|].
  intros n I. pose proof R0_pos as R.
  assert (Up : s w k (S n) ^ 2 * (swap_time w (S n) - swap_time w n) <= R_0 * theta k).
  { destruct (Nat.eq_dec n N) as [->|NE].
    - destruct L as [_ [WN _]]. rewrite (s_closed w k (S N) WN). nra.
    - simpl swap_time. pose proof (inv_sqrt_pos w N (S n) L ltac:(lia)) as V.
      replace (swap_time w n + / sqrt (w (S n)) - swap_time w n) with (/ sqrt (w (S n))) by ring.
      pose proof (s_bound w k (S n) T) as B. destruct L as [_ [_ W]].
      assert (F : 0 < sqrt (w (S n))) by (apply sqrt_lt_R0, W; lia).
      apply Rmult_le_reg_r with (sqrt (w (S n))); [exact F|].
      replace (s w k (S n) ^ 2 * / sqrt (w (S n)) * sqrt (w (S n))) with (s w k (S n) ^ 2) by (field; lra).
      exact B. }
  assert (Down : 0 <= q k * s w k n ^ 2 * (swap_time w n - swap_time w (pred n))).
  { destruct n as [|n]; simpl pred.
    - replace (swap_time w 0 - swap_time w 0) with 0 by ring. lra.
    - simpl swap_time. pose proof (inv_sqrt_pos w N (S n) L ltac:(lia)).
      pose proof (square_nonneg (s w k (S n))).
      apply product_nonneg; lra. }
  assert (0 <= s w k (S n) ^ 2 * (swap_time w (S n) - swap_time w n)).
  { destruct (Nat.eq_dec n N) as [->|NE].
    - destruct L as [_ [WN _]]. rewrite (s_closed w k (S N) WN). simpl. lra.
    - simpl swap_time. pose proof (inv_sqrt_pos w N (S n) L ltac:(lia)).
      pose proof (square_nonneg (s w k (S n))).
      apply Rmult_le_pos; lra. }
  unfold gain. nra.
Qed.

Theorem swap_time_bound w p P N : ladder w N -> admissible p -> populations N P ->
  mean (swap_time w) N (charge w p P) - mean (swap_time w) N P <= R_0 * tau p.
Proof.
  intros L A. revert P. induction A as [|k p K A IH]; intros P D.
  - simpl. lra.
  - rewrite charge_cons, tau_cons.
    pose proof (IH _ (step_populations w k P N L (proj2 K) D)). pose proof (swap_time_step w k P N L K D).
    lra.
Qed.

Lemma mean_ext f N P Q : (forall n, P n = Q n) -> mean f N P = mean f N Q.
Proof. intros E. apply sum_eq. intros n _. now rewrite E. Qed.

(* (29') *)
Theorem spin_bound w p N : ladder w N -> admissible p -> fully_charges w N p -> swap_time w N / R_0 <= tau p.
Proof.
  intros L A F. pose proof (swap_time_bound w p _ N L A (level_populations 0 N ltac:(lia))) as H.
  rewrite (mean_ext _ _ _ _ F), !level_mean in H by lia. simpl (swap_time w 0) in H. pose proof R0_pos.
  apply Rle_div_l; lra.
Qed.

(* (29''): follow one populated level. A step moves it up only by a complete swap. *)
Lemma cos_zero_large x : 0 < x -> cos x = 0 -> PI / 2 <= x.
Proof. intros X C. apply Rnot_lt_le. intros L. pose proof (cos_gt_0 x ltac:(lra) L). lra. Qed.

Lemma step_ge_stay w k P n : 0 <= q k <= 1 -> (forall n, 0 <= P n) ->
  (q k * c w k n ^ 2 + (1 - q k) * c w k (S n) ^ 2) * P n <= population_step w k P n.
Proof.
  intros Q P0. unfold population_step.
  assert (0 <= q k * s w k (S n) ^ 2 * P (S n)) by (apply product_nonneg; auto using square_nonneg; lra).
  assert (0 <= (1 - q k) * s w k n ^ 2 * P (pred n)) by (apply product_nonneg; auto using square_nonneg; lra).
  lra.
Qed.

Lemma step_ge_up w k P n : 0 <= q k <= 1 -> (forall n, 0 <= P n) ->
  (1 - q k) * s w k (S n) ^ 2 * P n <= population_step w k P (S n).
Proof.
  intros Q P0. unfold population_step. simpl pred.
  assert (0 <= q k * s w k (S (S n)) ^ 2 * P (S (S n))) by (apply product_nonneg; auto using square_nonneg;
    lra).
  assert (0 <= (q k * c w k (S n) ^ 2 + (1 - q k) * c w k (S (S n)) ^ 2) * P (S n)).
  { apply Rmult_le_pos; [|auto]. apply Rplus_le_le_0_compat; apply Rmult_le_pos; auto using square_nonneg;
    lra. }
  lra.
Qed.

Lemma step_ge_down w k P n : 0 <= q k <= 1 -> (forall n, 0 <= P n) ->
  q k * s w k (S n) ^ 2 * P (S n) <= population_step w k P n.
Proof.
  intros Q P0. unfold population_step.
  assert (0 <= (1 - q k) * s w k n ^ 2 * P (pred n)) by (apply product_nonneg; auto using square_nonneg; lra).
  assert (0 <= (q k * c w k n ^ 2 + (1 - q k) * c w k (S n) ^ 2) * P n).
  { apply Rmult_le_pos; [|auto]. apply Rplus_le_le_0_compat; apply Rmult_le_pos; auto using square_nonneg;
    lra. }
  lra.
Qed.

Lemma populated_bound w p P N b : ladder w N -> admissible p -> populations N P -> (b <= N)%nat -> 0 < P b ->
  (forall n, (n < N)%nat -> charge w p P n = 0) -> PI / 2 * (swap_time w N - swap_time w b) <= tau p.
Proof.
  intros L A. revert P b. induction A as [|k p [T Q] A IH]; intros P b D B Pb F.
  - destruct (Nat.eq_dec b N) as [->|NE]; [simpl; lra|]. exfalso.
    assert (Z : P b = 0) by (apply (F b); lia). lra.
  - rewrite tau_cons. pose proof (proj1 D) as P0. pose proof (tau_nonneg p A) as TP.
    pose proof PI_RGT_0 as PI0.
    destruct (Nat.eq_dec b N) as [->|NE]; [lra|].
    assert (D' := step_populations w k P N L Q D).
    assert (Fb : 0 < sqrt (w (S b))) by (destruct L as [_ [_ W]]; apply sqrt_lt_R0, W; lia).
    destruct (Rlt_dec 0 (population_step w k P b)) as [Stay|Leave].
    { pose proof (IH _ b D' B Stay F). lra. }
    pose proof (step_ge_stay w k P b Q P0) as H.
    assert (C0 : 0 <= q k * c w k b ^ 2) by (apply Rmult_le_pos; [lra|apply square_nonneg]).
    assert (C1 : 0 <= (1 - q k) * c w k (S b) ^ 2) by (apply Rmult_le_pos; [lra|apply square_nonneg]).
    assert (Z0 : q k * c w k b ^ 2 = 0) by nra. assert (Z1 : (1 - q k) * c w k (S b) ^ 2 = 0) by nra.
    rewrite c_square in Z0, Z1.
    destruct (Req_dec (q k) 0) as [Q0|Q0].
    + (* excited qubit: a complete swap up *)
      assert (S1 : s w k (S b) ^ 2 = 1) by nra.
      pose proof (step_ge_up w k P b Q P0) as U. rewrite S1, Q0 in U.
      pose proof (IH _ (S b) D' ltac:(lia) ltac:(lra) F) as I. simpl swap_time in I.
      assert (CZ : cos (sqrt (w (S b)) * theta k) = 0).
      { pose proof (c_square w k (S b)) as CS. rewrite S1 in CS. unfold c in CS. nra. }
      apply cos_zero_large in CZ; [|now apply Rmult_lt_0_compat].
      assert (PI / 2 * / sqrt (w (S b)) <= theta k).
      { apply Rmult_le_reg_r with (sqrt (w (S b))); [exact Fb|].
        replace (PI / 2 * / sqrt (w (S b)) * sqrt (w (S b))) with (PI / 2) by (field; lra). lra. }
      lra.
    + (* otherwise the level below is populated too *)
      assert (S1 : s w k b ^ 2 = 1) by nra. destruct b as [|b].
      { destruct L as [W _]. rewrite (s_closed w k 0 W) in S1. lra. }
      pose proof (step_ge_down w k P b Q P0) as U. rewrite S1 in U.
      assert (0 < q k * 1 * P (S b)) by (rewrite Rmult_1_r; apply Rmult_lt_0_compat; lra).
      pose proof (IH _ b D' ltac:(lia) ltac:(lra) F) as I. simpl swap_time.
      pose proof (inv_sqrt_pos w N (S b) L ltac:(lia)). nra.
Qed.

Theorem full_charge_time w p N : ladder w N -> admissible p -> fully_charges w N p ->
  PI / 2 * swap_time w N <= tau p.
Proof.
  intros L A F.
  pose proof (populated_bound w p (level 0) N 0 L A (level_populations 0 N ltac:(lia)) ltac:(lia)
    ltac:(unfold level; simpl; lra)) as H.
  simpl (swap_time w 0) in H. rewrite Rminus_0_r in H. apply H. intros n I. rewrite F. unfold level.
  now rewrite (proj2 (Nat.eqb_neq n N)) by lia.
Qed.

(* The full swap attains it. *)
Lemma full_swap_step w N m : ladder w N -> (m < N)%nat ->
  forall n, population_step w (full_swap_collision w (S m)) (level m) n = level (S m) n.
Proof.
  intros L I n. destruct L as [W0 [_ W]]. assert (F : 0 < sqrt (w (S m))) by (apply sqrt_lt_R0, W; lia).
  set (k := full_swap_collision w (S m)). assert (q k = 0) as Q by reflexivity.
  assert (X : sqrt (w (S m)) * theta k = PI / 2) by (simpl; field; lra).
  assert (S1 : s w k (S m) = 1) by (unfold s; rewrite X; apply sin_PI2).
  assert (C0 : c w k (S m) = 0) by (unfold c; rewrite X; apply cos_PI2).
  pose proof (s_closed w k 0 W0) as S0.
  unfold population_step, level. rewrite Q.
  destruct (Nat.eq_dec n m) as [->|N1]; [|destruct (Nat.eq_dec n (S m)) as [->|N2]].
  - rewrite C0, Nat.eqb_refl, (proj2 (Nat.eqb_neq m (S m))) by lia. destruct m as [|m]; simpl pred.
    + rewrite S0. ring.
    + rewrite (proj2 (Nat.eqb_neq m (S m))) by lia. ring.
  - simpl pred. rewrite S1, !Nat.eqb_refl, (proj2 (Nat.eqb_neq (S m) m)) by lia. ring.
  - rewrite (proj2 (Nat.eqb_neq n m)), (proj2 (Nat.eqb_neq n (S m))) by lia. destruct n as [|n]; simpl pred.
    + rewrite S0. ring.
    + rewrite (proj2 (Nat.eqb_neq n m)) by lia. ring.
Qed.

Lemma full_swap_from w N m K : ladder w N -> (m + K = N)%nat ->
  forall n, charge w (map (full_swap_collision w) (seq (S m) K)) (level m) n = level N n.
Proof.
  intros L. revert m. induction K as [|K IH]; intros m E n.
  - now replace N with m by lia.
  - cbn [seq map]. rewrite charge_cons, <- (IH (S m)) by lia. apply charge_ext.
    apply full_swap_step with N; [exact L|lia].
Qed.

Theorem full_swap_charges w N : ladder w N -> fully_charges w N (full_swap w N).
Proof. intros L. unfold fully_charges, full_swap. now apply full_swap_from. Qed.

Lemma full_swap_tau_from w m K :
  tau (map (full_swap_collision w) (seq (S m) K)) = PI / 2 * (swap_time w (m + K) - swap_time w m).
Proof.
  revert m. induction K as [|K IH]; intros m.
  - rewrite Nat.add_0_r. simpl. ring.
  - cbn [seq map]. rewrite tau_cons, IH, Nat.add_succ_comm. simpl (swap_time w (S m)). simpl theta.
    unfold Rdiv. ring.
Qed.

Theorem full_swap_tau w N : tau (full_swap w N) = PI / 2 * swap_time w N.
Proof. unfold full_swap. rewrite full_swap_tau_from. simpl. ring. Qed.

Theorem full_swap_admissible w N : ladder w N -> admissible (full_swap w N).
Proof.
  intros [_ [_ W]]. apply Forall_map, Forall_forall. intros n I. apply in_seq in I. split; simpl; [|lra].
  pose proof PI_RGT_0. apply Rdiv_lt_0_compat; [lra|]. apply sqrt_lt_R0, W. lia.
Qed.

Theorem full_swap_attains w N : ladder w N ->
  admissible (full_swap w N) /\ fully_charges w N (full_swap w N) /\
  tau (full_swap w N) = PI / 2 * swap_time w N.
Proof. intros L. repeat split; [now apply full_swap_admissible|now apply full_swap_charges|apply
  full_swap_tau]. Qed.

Lemma spin_ladder N : ladder (spin N) N.
Proof.
  unfold spin. split; [|split].
  - simpl. ring.
  - rewrite Nat.sub_diag. simpl (INR 0). ring.
  - intros n I. apply Rmult_lt_0_compat; apply lt_0_INR; lia.
Qed.

(* (26): Jensen, and the mean of n^2 is at least the square of the mean. *)
Lemma spin_up N n : (n <= N)%nat -> spin N (S n) = (INR n + 1) * (INR N - INR n).
Proof. intros I. unfold spin. simpl (S N - S n)%nat. now rewrite S_INR, minus_INR. Qed.

Lemma mean_spin_up N P : populations N P ->
  mean (fun n => spin N (S n)) N P <= (mean_energy N P + 1) * (INR N - mean_energy N P).
Proof.
  intros D. set (E := mean_energy N P).
  assert (V : 0 <= mean (fun n => (INR n - E) ^ 2) N P) by (apply mean_nonneg; [exact D|]; intros;
    apply pow2_ge_0).
  assert (X : mean (fun n => spin N (S n)) N P + mean (fun n => (INR n - E) ^ 2) N P
    = (INR N - 1 - 2 * E) * E + mean (fun _ => INR N + E ^ 2) N P).
  { unfold E at 3, mean_energy, mean. rewrite scal_sum, <- !sum_plus. apply sum_eq. intros n I.
    rewrite spin_up by exact I. ring. }
  rewrite (mean_const _ N P D) in X. nra.
Qed.

Theorem spin_step N k P : admissible_collision k -> populations N P ->
  mean_energy N (population_step (spin N) k P) - mean_energy N P
    <= R_0 * theta k * spin_slope N (mean_energy N P).
Proof.
  intros [T Q] D. pose proof R0_pos as R. pose proof (spin_ladder N) as L.
  apply Rle_trans with (mean (fun n => R_0 * theta k * sqrt (spin N (S n))) N P).
  - unfold mean_energy. apply step_mean_le; [exact L|exact D|]. intros n I.
    apply Rle_trans with (1 := gain_energy_le _ k n Q). now apply s_bound.
  - rewrite mean_scal. apply Rmult_le_compat_l; [nra|].
    apply Rle_trans with (sqrt (mean (fun n => spin N (S n)) N P)).
    + apply mean_sqrt; [exact D|]. intros n I. apply Rmult_le_pos; apply pos_INR.
    + apply sqrt_le_1_alt. now apply mean_spin_up.
Qed.

(* In the variables of the paper, x = mean J_z = E - j. *)
Theorem spin_step_Jz N k P : admissible_collision k -> populations N P ->
  mean_energy N (population_step (spin N) k P) - mean_energy N P
    <= R_0 * theta k * f_plus (spin_j N) (mean_energy N P - spin_j N).
Proof.
  intros K D. apply Rle_trans with (1 := spin_step N k P K D). right. f_equal.
  unfold spin_slope, f_plus, spin_j. f_equal. field.
Qed.

Lemma mean_energy_le N P : populations N P -> mean_energy N P <= INR N.
Proof.
  intros D. rewrite <- (mean_const (INR N) N P D). unfold mean_energy, mean. apply sum_Rle. intros n I.
  apply Rmult_le_compat_r; [apply D|now apply le_INR].
Qed.

Lemma spin_slope_increasing N x y : 0 <= x <= y -> y <= (INR N - 1) / 2 -> spin_slope N x <= spin_slope N y.
Proof. intros X Y. apply sqrt_le_1_alt. nra. Qed.
Lemma spin_slope_decreasing N x y : (INR N - 1) / 2 <= x <= y -> spin_slope N y <= spin_slope N x.
Proof. intros X. apply sqrt_le_1_alt. nra. Qed.

Lemma charge_next w p P i : (i < length p)%nat ->
  charge w (firstn (S i) p) P = population_step w (nth i p no_collision) (charge w (firstn i p) P).
Proof. intros I. rewrite firstn_next by exact I. unfold charge. now rewrite fold_left_app. Qed.

Lemma integral_at_most_scale f a b r t : 0 < r -> integral_at_most (fun u => / (r * f u)) a b t ->
  integral_at_most (fun u => / f u) a b (r * t).
Proof.
  intros Rp [I [H B]]. exists (r * I). split; [|now apply Rmult_le_compat_l; [lra|]].
  apply is_RInt_ext with (fun u => scal r (/ (r * f u))); [|now apply (is_RInt_scal (V := R_NormedModule))].
  intros u _. unfold scal. simpl. unfold mult. simpl. destruct (Req_dec (f u) 0) as [->|NE].
  - rewrite Rmult_0_r, Rinv_0. ring.
  - field. lra.
Qed.

(* (28'): g is replaced by its greatest value over the unit interval below. *)
Theorem spin_integrated N p : (1 <= N)%nat -> admissible p ->
  integral_at_most (fun u => / greatest (spin_slope N) ((INR N - 1) / 2) u)
    0 (mean_energy N (charge (spin N) p (level 0))) (R_0 * tau p).
Proof.
  intros N1 A. apply le_INR in N1. simpl (INR 1) in N1. pose proof (spin_ladder N) as L.
  pose proof R0_pos as R.
  set (pk := (INR N - 1) / 2). assert (Pk : 0 <= pk) by (unfold pk; lra).
  apply integral_at_most_scale; [exact R|].
  set (E := fun i => mean_energy N (charge (spin N) (firstn i p) (level 0))).
  assert (D : forall i, populations N (charge (spin N) (firstn i p) (level 0))).
  { intros i. apply charge_populations; auto using firstn_admissible. apply level_populations. lia. }
  assert (Range : forall i, (i <= length p)%nat -> 0 <= E i <= INR N).
  { intros i _. split; [apply mean_energy_nonneg, D|apply mean_energy_le, D]. }
  replace (mean_energy N (charge (spin N) p (level 0))) with (E (length p)) by (unfold E;
    now rewrite firstn_all).
  replace 0 with (E 0%nat) by (unfold E, mean_energy; simpl; rewrite level_mean by lia; reflexivity).
  rewrite tau_total.
  apply (integrate (fun u => R_0 * greatest (spin_slope N) pk u) 0 (INR N)) with (t := fun i => theta (nth i
    p no_collision));
    [| |exact Range| |].
  - intros u U. apply (continuous_scal_r (V := R_NormedModule)), greatest_continuous.
    apply (continuous_comp (fun e => (e + 1) * (INR N - e)) sqrt); [|apply continuous_sqrt].
    apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. easy.
  - intros u U. apply Rmult_lt_0_compat; [exact R|]. unfold greatest, spin_slope. apply sqrt_lt_R0.
    destruct (nearest_cases pk u) as [[-> I]|[[-> I]|[-> I]]]; unfold pk in *; nra.
  - intros i I. left. apply nth_admissible; assumption.
  - intros i u I U. pose proof (nth_admissible p i A I) as K.
    pose proof (step_le_1 _ _ _ N L K (D i)) as Up. pose proof (spin_step N _ _ K (D i)) as Step.
    unfold E in *.
    rewrite charge_next in * by exact I. apply Rle_trans with (1 := Step).
    pose proof (Range i ltac:(lia)). pose proof (Range (S i) ltac:(lia)) as Rn.
    rewrite charge_next in Rn by exact I.
    rewrite <- Rmult_assoc, (Rmult_comm (theta _)). apply Rmult_le_compat_l; [destruct K; nra|].
    apply greatest_is_greatest with (INR N); try lra.
    + intros. now apply spin_slope_increasing.
    + intros. now apply spin_slope_decreasing.
Qed.
