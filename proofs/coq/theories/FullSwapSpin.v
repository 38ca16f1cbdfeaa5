(* The full swap of the spin takes between pi^2 / 2 - (3 / 2) pi / sqrt N and pi^2 / 2, (30) (theorem P12):
   the sum over n of 1 / sqrt (n (N + 1 - n)) is compared with the angles psi_x, cos psi_x = 1 - 2 x / (N +
   1), which run from 0 to pi. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder R0 PopulationStep SpinBound.
Open Scope R_scope.

Lemma x_cos_x_le_sin x : 0 <= x <= PI / 2 -> x * cos x <= sin x.
Proof.
  intros X. destruct (Req_dec x 0) as [->|NE]; [rewrite sin_0; lra|].
  destruct (MVT_cor2 (fun x => sin x - x * cos x) (fun x => x * sin x) 0 x ltac:(lra)) as [c [E C]].
  { intros c C. apply is_derive_Reals. auto_derive; [easy|ring]. }
  rewrite sin_0, Rmult_0_l in E. assert (0 <= sin c) by (apply sin_ge_0; pose proof PI_RGT_0; lra).
  assert (0 <= c * sin c * (x - 0)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra). lra.
Qed.

(* With S = (a + b) / 2 and D = (b - a) / 2. *)
Lemma chord_upper a b m : 0 <= a -> a <= b -> b <= PI -> 0 <= m <= PI -> cos m = (cos a + cos b) / 2 ->
  cos a - cos b <= (b - a) * sin m.
Proof.
  intros A AB B M E. pose proof (form1 b a) as F1. pose proof (form2 b a) as F2.
  set (D := (b - a) / 2) in *. set (S := (b + a) / 2) in *.
  assert (sS : 0 <= sin S) by (apply sin_ge_0; unfold S; lra).
  assert (sD : 0 <= sin D) by (apply sin_ge_0; unfold D; pose proof PI_RGT_0; lra).
  assert (sM : 0 <= sin m) by (apply sin_ge_0; lra).
  assert (DD : sin D <= D).
  { destruct (Req_dec D 0) as [->|NE]; [rewrite sin_0; lra|]. left. apply sin_lt_x. unfold D in *. lra. }
  assert (Cm : cos m = cos D * cos S) by lra.
  assert (SM : sin S <= sin m).
  { apply Rsqr_incr_0_var; [|exact sM]. pose proof (sin2_cos2 S) as X. pose proof (sin2_cos2 m) as Y.
    pose proof (sin2_cos2 D) as Z.
    rewrite Cm in Y. unfold Rsqr in *. nra. }
  replace (b - a) with (2 * D) by (unfold D; field). replace (cos a - cos b) with (2 * (sin D * sin S))
    by lra.
  assert (sin D * sin S <= D * sin m) by (apply Rmult_le_compat; assumption). lra.
Qed.

Lemma chord_lower a b : 0 < a -> a <= b -> b < PI ->
  (b - a) * (sin a * sin b) <= (cos a - cos b) / 2 * (sin a + sin b).
Proof.
  intros A AB B. pose proof (form2 b a) as F2. pose proof (form3 b a) as F3. pose proof PI_RGT_0 as P.
  set (D := (b - a) / 2) in *. set (S := (b + a) / 2) in *.
  assert (Ea : a = S - D) by (unfold S, D; field). assert (Eb : b = S + D) by (unfold S, D; field).
  assert (sD : 0 <= sin D) by (apply sin_ge_0; unfold D; lra).
  assert (cD : 0 <= cos D) by (apply cos_ge_0; unfold D; lra).
  assert (T : D * cos D <= sin D) by (apply x_cos_x_le_sin; unfold D; lra).
  assert (X : sin a * sin b <= (sin S * cos D) * (sin S * cos D)).
  { rewrite Ea, Eb, sin_minus, sin_plus. pose proof (Rle_0_sqr (cos S * sin D)) as Q. unfold Rsqr in Q. lra. }
  replace (b - a) with (2 * D) by (unfold D; field).
  replace ((cos a - cos b) / 2) with (sin D * sin S) by lra.
  replace (sin a + sin b) with (2 * (cos D * sin S)) by lra.
  assert (D0 : 0 <= D) by (unfold D; lra).
  apply Rle_trans with (2 * D * ((sin S * cos D) * (sin S * cos D))); [apply Rmult_le_compat_l; lra|].
  replace (2 * D * ((sin S * cos D) * (sin S * cos D))) with ((D * cos D) * (2 * (cos D * (sin S * sin S))))
    by ring.
  replace (sin D * sin S * (2 * (cos D * sin S))) with (sin D * (2 * (cos D * (sin S * sin S)))) by ring.
  apply Rmult_le_compat_r; [|exact T]. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [exact cD|]. nra.
Qed.

Section Angles.
Variable N : nat.
Hypothesis N1 : (1 <= N)%nat.
Let M := INR N + 1.
Definition psi (x : R) : R := acos (1 - 2 * x / M).

Lemma M_large : 2 <= M.
Proof. unfold M. apply le_INR in N1. simpl in N1. lra. Qed.

Lemma psi_argument x : 0 <= x <= M -> -1 <= 1 - 2 * x / M <= 1.
Proof.
  intros X. pose proof M_large as L. assert (0 <= x / M <= 1); [|lra].
  split; [apply Rdiv_le_0_compat; lra|apply Rle_div_l; lra].
Qed.

Lemma cos_psi x : 0 <= x <= M -> cos (psi x) = 1 - 2 * x / M.
Proof. intros X. apply cos_acos. now apply psi_argument. Qed.

Lemma psi_range x : 0 <= psi x <= PI.
Proof. apply acos_bound. Qed.

Lemma psi_increasing x y : 0 <= x -> x < y -> y <= M -> psi x < psi y.
Proof.
  intros X XY Y. pose proof (psi_range x). pose proof (psi_range y). pose proof M_large.
  apply cos_decreasing_0; try lra. rewrite !cos_psi by lra.
  assert (x / M < y / M) by (apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat|]; lra). lra.
Qed.

Lemma weight_psi x : 0 <= x <= M -> sqrt (x * (M - x)) = M / 2 * sin (psi x).
Proof.
  intros X. pose proof M_large as L. assert (S0 : 0 <= sin (psi x)) by (apply sin_ge_0; apply psi_range).
  rewrite <- (sqrt_square (M / 2 * sin (psi x))) by (apply Rmult_le_pos; lra). f_equal.
  pose proof (sin2_cos2 (psi x)) as E. rewrite (cos_psi x X) in E. unfold Rsqr in E.
  replace (M / 2 * sin (psi x) * (M / 2 * sin (psi x))) with (M * M / 4 * (sin (psi x) * sin (psi x)))
    by field.
  replace (sin (psi x) * sin (psi x)) with (1 - (1 - 2 * x / M) * (1 - 2 * x / M)) by lra. field. lra.
Qed.

Lemma spin_weight n : (1 <= n <= N)%nat -> / sqrt (spin N n) = 2 / M / sin (psi (INR n)) /\ 0 < sin (psi (INR
  n)).
Proof.
  intros I. pose proof M_large as L. assert (A : 1 <= INR n <= INR N) by (split;
    [apply (le_INR 1)|apply le_INR]; lia).
  assert (W : 0 < sqrt (spin N n)) by (destruct (spin_ladder N) as [_ [_ H]]; now apply sqrt_lt_R0, H).
  assert (E : sqrt (spin N n) = M / 2 * sin (psi (INR n))).
  { rewrite <- weight_psi by (unfold M; lra). f_equal. unfold spin. rewrite minus_INR, S_INR by lia.
    reflexivity. }
  rewrite E in *. assert (S0 : 0 < sin (psi (INR n))) by nra. split; [field; lra|exact S0].
Qed.

Lemma sum_upper n : (n <= N)%nat -> swap_time (spin N) n <= psi (INR n + 1/2) - psi (1/2).
Proof.
  intros I. pose proof M_large as L. induction n as [|n IH].
  - simpl. rewrite Rplus_0_l. lra.
  - specialize (IH ltac:(lia)). simpl swap_time. destruct (spin_weight (S n) ltac:(lia)) as [-> S0].
    assert (A : 0 <= INR n <= INR N - 1).
    { split; [apply pos_INR|]. apply le_INR in I. rewrite S_INR in I. lra. }
    assert (X : cos (psi (INR n + 1/2)) - cos (psi (INR n + 3/2)) <= (psi (INR n + 3/2) - psi (INR n + 1/2))
      * sin (psi (INR (S n)))).
    { apply chord_upper; try apply psi_range.
      - left. apply psi_increasing; unfold M in *; lra.
      - rewrite S_INR, !cos_psi by (unfold M in *; lra). field. lra. }
    rewrite !cos_psi in X by (unfold M in *; lra).
    assert (Y : 2 / M / sin (psi (INR (S n))) <= psi (INR n + 3/2) - psi (INR n + 1/2)).
    { apply Rle_div_l; [exact S0|]. apply Rle_trans with (2 := X). right. field. lra. }
    rewrite S_INR at 2. replace (INR n + 1 + 1/2) with (INR n + 3/2) by lra. lra.
Qed.

Lemma sum_lower n : (1 <= n <= N)%nat ->
  psi (INR n) - psi 1 + (/ sqrt (spin N 1) + / sqrt (spin N n)) / 2 <= swap_time (spin N) n.
Proof.
  intros [I J]. pose proof M_large as L. induction I as [|n I IH].
  - simpl swap_time. simpl (INR 1). lra.
  - specialize (IH ltac:(lia)). simpl swap_time.
    destruct (spin_weight n ltac:(lia)) as [E S0]. destruct (spin_weight (S n) ltac:(lia)) as [E' S1].
    rewrite E, E' in *.
    assert (A : 1 <= INR n <= INR N - 1).
    { split; [apply (le_INR 1); lia|]. apply le_INR in J. rewrite S_INR in J. lra. }
    rewrite S_INR in *.
    assert (R1 : 0 < psi (INR n)).
    { apply Rle_lt_trans with (psi 0); [apply psi_range|]. apply psi_increasing; unfold M in *; lra. }
    assert (R2 : psi (INR n + 1) < PI).
    { apply Rlt_le_trans with (psi M); [apply psi_increasing; unfold M in *; lra|apply psi_range]. }
    assert (R3 : psi (INR n) < psi (INR n + 1)) by (apply psi_increasing; unfold M in *; lra).
    pose proof (chord_lower _ _ R1 (Rlt_le _ _ R3) R2) as X. rewrite !cos_psi in X by (unfold M in *; lra).
    set (a := psi (INR n)) in *. set (b := psi (INR n + 1)) in *.
    assert (Y : b - a <= 2 / M / sin a / 2 + 2 / M / sin b / 2).
    { apply Rmult_le_reg_r with (sin a * sin b); [now apply Rmult_lt_0_compat|].
      apply Rle_trans with (1 := X). right. field. lra. }
    lra.
Qed.

(* The two ends. *)
Lemma small_angle y : 0 <= y <= PI -> cos y = 1 - 2 / M -> y <= 2 / sqrt (INR N).
Proof.
  intros Y E. pose proof M_large as L. assert (N0 : 0 < INR N) by (unfold M in L; lra).
  assert (Q : 0 < sqrt (INR N)) by now apply sqrt_lt_R0. pose proof (sqrt_sqrt (INR N) ltac:(lra)) as Q2.
  pose proof (x_cos_x_le_sin (y / 2) ltac:(lra)) as T.
  assert (C2 : cos (y / 2) * cos (y / 2) = INR N / M).
  { pose proof (cos_2a_cos (y / 2)) as D. replace (2 * (y / 2)) with y in D by field. rewrite E in D.
    apply Rmult_eq_reg_l with 2; [|lra]. transitivity (2 - 2 / M); [lra|]. unfold M in *. field. lra. }
  assert (S2 : sin (y / 2) * sin (y / 2) = 1 / M).
  { pose proof (sin2_cos2 (y / 2)) as D. unfold Rsqr in D. transitivity (1 - INR N / M); [lra|].
    unfold M in *. field. lra. }
  assert (c0 : 0 <= cos (y / 2)) by (apply cos_ge_0; lra). assert (s0 : 0 <= sin (y / 2))
    by (apply sin_ge_0; lra).
  assert (N2 : 0 < INR N / M) by (apply Rdiv_lt_0_compat; lra).
  assert (c1 : 0 < cos (y / 2)) by nra.
  assert (R : cos (y / 2) = sqrt (INR N) * sin (y / 2)).
  { apply Rsqr_inj; [lra|apply Rmult_le_pos; lra|]. unfold Rsqr. rewrite C2.
    transitivity ((sqrt (INR N) * sqrt (INR N)) * (sin (y / 2) * sin (y / 2))); [rewrite Q2, S2; field;
      lra|ring]. }
  apply Rle_div_r; [exact Q|]. rewrite R in T, c1. assert (s1 : 0 < sin (y / 2)) by nra. nra.
Qed.
End Angles.

Theorem spin_swap_time N : (1 <= N)%nat -> PI - 3 / sqrt (INR N) <= swap_time (spin N) N <= PI.
Proof.
  intros I. pose proof (M_large N I) as L. split.
  - pose proof (sum_lower N I N ltac:(lia)) as H.
    assert (End : spin N 1 = INR N /\ spin N N = INR N).
    { unfold spin. replace (S N - 1)%nat with N by lia. replace (S N - N)%nat with 1%nat by lia.
      split; simpl (INR 1); ring. }
    destruct End as [E1 EN]. rewrite E1, EN in H.
    pose proof (small_angle N I (psi N 1) (psi_range N 1)) as A. rewrite (cos_psi N I) in A by lra.
    specialize (A ltac:(field; lra)).
    pose proof (small_angle N I (PI - psi N (INR N)) ltac:(pose proof (psi_range N (INR N)); lra)) as B.
    rewrite Rtrigo_facts.cos_pi_minus, (cos_psi N I) in B by (pose proof (pos_INR N); lra).
    specialize (B ltac:(field; lra)).
    unfold Rdiv in *. lra.
  - pose proof (sum_upper N I N ltac:(lia)). pose proof (psi_range N (INR N + 1/2)).
    pose proof (psi_range N (1/2)). lra.
Qed.

(* (30), and (29') after it. *)
Theorem full_swap_spin N : (1 <= N)%nat ->
  PI ^ 2 / 2 - 3 / 2 * PI / sqrt (INR N) <= tau (full_swap (spin N) N) <= PI ^ 2 / 2.
Proof.
  intros I. rewrite full_swap_tau. pose proof (spin_swap_time N I) as [A B]. pose proof PI_RGT_0 as P.
  assert (Q : 0 < sqrt (INR N)) by (apply sqrt_lt_R0, lt_0_INR; lia). split.
  - replace (PI ^ 2 / 2 - 3 / 2 * PI / sqrt (INR N)) with (PI / 2 * (PI - 3 / sqrt (INR N))) by (field; lra).
    apply Rmult_le_compat_l; lra.
  - replace (PI ^ 2 / 2) with (PI / 2 * PI) by field. apply Rmult_le_compat_l; lra.
Qed.

(* Both as limits of large j = N / 2, integer or half-integer. *)
Lemma inverse_root_vanishes a : is_lim_seq (fun N => a / sqrt (INR N)) 0.
Proof.
  replace (Finite 0) with (Rbar_mult (Finite a) (Finite 0)) by (simpl; f_equal; ring).
  apply (is_lim_seq_scal_l (fun N => / sqrt (INR N))). apply (is_lim_seq_inv _ p_infty); [|easy].
  apply (filterlim_comp _ _ _ INR sqrt _ (Rbar_locally p_infty));
    [apply is_lim_seq_INR|apply filterlim_sqrt_p].
Qed.

Lemma squeezed f a b : (forall N, (1 <= N)%nat -> a - b / sqrt (INR N) <= f N <= a) -> is_lim_seq f a.
Proof.
  intros H. apply is_lim_seq_le_le_loc with (fun N => a - b / sqrt (INR N)) (fun _ => a).
  - exists 1%nat. exact H.
  - replace (Finite a) with (Finite (a - 0)) by (f_equal; ring).
    apply is_lim_seq_minus'; [apply is_lim_seq_const|apply inverse_root_vanishes].
  - apply is_lim_seq_const.
Qed.

Theorem spin_bound_limit : is_lim_seq (fun N => swap_time (spin N) N / R_0) (PI / R_0).
Proof.
  apply (is_lim_seq_scal_r _ (/ R_0) PI), squeezed with 3. exact spin_swap_time.
Qed.

Theorem full_swap_spin_limit : is_lim_seq (fun N => tau (full_swap (spin N) N)) (PI ^ 2 / 2).
Proof. apply squeezed with (3 / 2 * PI). exact full_swap_spin. Qed.

(* The time pi of a coherent charge in the limit of small angles, (31), against the least incoherent time. *)
Ltac compute_sum :=
  unfold swap_time, spin; cbn [Nat.sub]; rewrite !INR_IZR_INZ; simpl Z.of_nat; interval with (i_prec 40).

Theorem pi_is_faster N p : (6 <= N)%nat -> admissible p -> fully_charges (spin N) N p -> PI < tau p.
Proof.
  intros I A F. apply Rlt_le_trans with (2 := full_charge_time (spin N) p N (spin_ladder N) A F).
  pose proof PI_RGT_0 as P. assert (H : 2 < swap_time (spin N) N); [|nra].
  destruct (le_lt_dec 13 N) as [J|J].
  - apply Rlt_le_trans with (2 := proj1 (spin_swap_time N ltac:(lia))). apply le_INR in J.
    rewrite INR_IZR_INZ in J. simpl in J.
    assert (S : 3.6 <= sqrt (INR N)).
    { rewrite <- (sqrt_square 3.6) by lra. apply sqrt_le_1_alt. lra. }
    assert (3 / sqrt (INR N) <= 3 / 3.6) by (apply Rmult_le_compat_l; [lra|apply Rinv_le_contravar; lra]).
    assert (3.14 < PI) by interval. lra.
  - do 13 (destruct N as [|N]; [try lia; compute_sum|]). lia.
Qed.

Theorem full_swap_is_faster N : (1 <= N <= 5)%nat -> tau (full_swap (spin N) N) < PI.
Proof.
  intros I. rewrite full_swap_tau. pose proof PI_RGT_0 as P. assert (H : swap_time (spin N) N < 2); [|nra].
  do 6 (destruct N as [|N]; [try lia; compute_sum|]). lia.
Qed.

(* The power that a full charge is said not to exceed below (29), 2 E j Omega R0 / pi: the full swap exceeds
   it up to j = 57/2, and not beyond. *)
Lemma swap_time_low N : (1 <= N <= 57)%nat -> swap_time (spin N) N < 2.76009.
Proof.
  intros I. destruct (le_lt_dec 54 N) as [K|K].
  { do 54 (destruct N as [|N]; [lia|]). do 4 (destruct N as [|N]; [compute_sum|]). lia. }
  pose proof (sum_upper N (proj1 I) N ltac:(lia)) as H. pose proof (M_large N (proj1 I)) as L.
  pose proof (cos_psi N (proj1 I) (1/2) ltac:(lra)) as A.
  pose proof (cos_psi N (proj1 I) (INR N + 1/2) ltac:(lra)) as B.
  assert (X : INR N + 1 <= 54) by (rewrite <- S_INR; apply (le_INR _ 54) in K; simpl in *; lra).
  assert (Y : / 54 <= / (INR N + 1)) by (apply Rinv_le_contravar; lra).
  assert (Z : 1 - / 54 <= cos 0.1908) by interval.
  pose proof (psi_range N (1/2)) as R. pose proof (psi_range N (INR N + 1/2)) as R'.
  assert (P : 3.1415 < PI < 3.1416) by (split; interval).
  assert (0.1908 <= psi N (1/2)) by (apply cos_decr_0; lra).
  assert (psi N (INR N + 1/2) <= PI - 0.1908).
  { apply cos_decr_0; try lra. rewrite B, Rtrigo_facts.cos_pi_minus.
    replace (2 * (INR N + 1/2) / (INR N + 1)) with (2 - / (INR N + 1)) by (field; lra). lra. }
  lra.
Qed.

Lemma swap_time_high N : (58 <= N)%nat -> 2.7604 < swap_time (spin N) N.
Proof.
  intros I. destruct (le_lt_dec 62 N) as [K|K].
  - apply Rlt_le_trans with (2 := proj1 (spin_swap_time N ltac:(lia))). apply le_INR in K.
    rewrite (INR_IZR_INZ 62) in K. simpl in K.
    assert (S : sqrt 62 <= sqrt (INR N)) by now apply sqrt_le_1_alt.
    assert (0 < sqrt 62) by (apply sqrt_lt_R0; lra).
    assert (3 / sqrt (INR N) <= 3 / sqrt 62) by (apply Rmult_le_compat_l; [lra|now apply Rinv_le_contravar]).
    assert (2.7604 < PI - 3 / sqrt 62) by interval. lra.
  - do 58 (destruct N as [|N]; [lia|]). do 4 (destruct N as [|N]; [compute_sum|]). lia.
Qed.

Theorem full_swap_power_spin N : (1 <= N)%nat ->
  (INR N * R_0 / PI < INR N / tau (full_swap (spin N) N) <-> (N <= 57)%nat).
Proof.
  intros I. rewrite full_swap_tau. pose proof PI_RGT_0 as P. pose proof R0_digits as D.
  assert (N1 : 1 <= INR N) by now apply (le_INR 1).
  assert (T : 0 < swap_time (spin N) N).
  { apply Rlt_le_trans with (2 := proj1 (spin_swap_time N I)).
    assert (S : 1 <= sqrt (INR N)) by (rewrite <- sqrt_1; now apply sqrt_le_1_alt).
    assert (3 / sqrt (INR N) <= 3 / 1) by (apply Rmult_le_compat_l; [lra|apply Rinv_le_contravar; lra]).
    assert (3 < PI) by interval. lra. }
  set (t := swap_time (spin N) N) in *.
  assert (E : INR N * R_0 / PI < INR N / (PI / 2 * t) <-> R_0 * t < 2).
  { replace (INR N / (PI / 2 * t)) with (INR N / PI * (2 / t)) by (field; lra).
    replace (INR N * R_0 / PI) with (INR N / PI * R_0) by (field; lra).
    assert (0 < INR N / PI) by (apply Rdiv_lt_0_compat; lra). split; intros H0.
    - apply Rmult_lt_reg_l in H0; [|assumption]. exact (proj2 (Rlt_div_r R_0 2 t T) H0).
    - apply Rmult_lt_compat_l; [assumption|]. exact (proj1 (Rlt_div_r R_0 2 t T) H0). }
  rewrite E. split; intros H.
  - apply Nat.nlt_ge. intros J. pose proof (swap_time_high N ltac:(lia)). unfold t in H. nra.
  - pose proof (swap_time_low N ltac:(lia)) as L. fold t in L. nra.
Qed.
