(* The time of the full swap on the oscillator, (17), with the constant corrected (theorem P6). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound SpinBound.
Open Scope R_scope.

(* Sum over k = 1..K of 1 / sqrt k, less 2 sqrt K + 1 / (2 sqrt K), increases with K; less 2 sqrt (K + 1/2),
   it decreases. Both tend to zeta(1/2). *)
Definition sum_K (K : nat) : R := swap_time infinite_oscillator K.
Definition below (K : nat) : R := sum_K K - 2 * sqrt (INR K) - / (2 * sqrt (INR K)).
Definition above (K : nat) : R := sum_K K - 2 * sqrt (INR K + 1/2).

Lemma sum_K_S K : sum_K (S K) = sum_K K + / sqrt (INR K + 1).
Proof. rewrite <- S_INR. reflexivity. Qed.

Lemma below_increases K : (1 <= K)%nat -> below K <= below (S K).
Proof.
  intros I. assert (N : 0 < INR K) by (apply lt_0_INR; lia). unfold below. rewrite sum_K_S, S_INR.
  assert (X : 0 < sqrt (INR K)) by now apply sqrt_lt_R0. assert (Y : 0 < sqrt (INR K + 1))
    by (apply sqrt_lt_R0; lra).
  pose proof (sqrt_sqrt (INR K) ltac:(lra)) as X2. pose proof (sqrt_sqrt (INR K + 1) ltac:(lra)) as Y2.
  set (x := sqrt (INR K)) in *. set (y := sqrt (INR K + 1)) in *.
  assert (D : y - x = / (x + y)).
  { apply Rmult_eq_reg_r with (x + y); [|lra]. rewrite Rinv_l by lra. lra. }
  assert (H : 2 * / (x + y) <= / (2 * x) + / (2 * y)).
  { apply Rmult_le_reg_r with (2 * x * y * (x + y)); [apply Rmult_lt_0_compat; nra|].
    replace (2 * / (x + y) * (2 * x * y * (x + y))) with (4 * x * y) by (field; lra).
    replace ((/ (2 * x) + / (2 * y)) * (2 * x * y * (x + y))) with ((x + y) ^ 2) by (field; lra).
    nra. }
  assert (E : / y = / (2 * y) + / (2 * y)) by (field; lra). lra.
Qed.

Lemma above_decreases K : above (S K) <= above K.
Proof.
  pose proof (pos_INR K) as N. unfold above. rewrite sum_K_S, S_INR.
  replace (INR K + 1 + 1/2) with (INR K + 3/2) by lra.
  assert (Z : 0 < sqrt (INR K + 1)) by (apply sqrt_lt_R0; lra).
  assert (X : 0 < sqrt (INR K + 1/2)) by (apply sqrt_lt_R0; lra).
  assert (Y : 0 < sqrt (INR K + 3/2)) by (apply sqrt_lt_R0; lra).
  pose proof (sqrt_sqrt (INR K + 1) ltac:(lra)) as Z2. pose proof (sqrt_sqrt (INR K + 1/2) ltac:(lra)) as X2.
  pose proof (sqrt_sqrt (INR K + 3/2) ltac:(lra)) as Y2.
  set (x := sqrt (INR K + 1/2)) in *. set (y := sqrt (INR K + 3/2)) in *. set (z := sqrt (INR K + 1)) in *.
  assert (D : y - x = / (x + y)).
  { apply Rmult_eq_reg_r with (x + y); [|lra]. rewrite Rinv_l by lra. lra. }
  assert (M : x + y <= 2 * z) by (apply Rsqr_incr_0_var; unfold Rsqr; [pose proof (pow2_ge_0 (x - y));
    nra|lra]).
  assert (H : / z <= 2 * / (x + y)).
  { apply Rmult_le_reg_r with (z * (x + y)); [apply Rmult_lt_0_compat; lra|].
    replace (/ z * (z * (x + y))) with (x + y) by (field; lra).
    replace (2 * / (x + y) * (z * (x + y))) with (2 * z) by (field; lra). exact M. }
  lra.
Qed.

Lemma below_above K : (1 <= K)%nat -> below K <= above K.
Proof.
  intros I. assert (N : 0 < INR K) by (apply lt_0_INR; lia). unfold below, above.
  assert (X : 0 < sqrt (INR K)) by now apply sqrt_lt_R0. pose proof (sqrt_sqrt (INR K) ltac:(lra)) as X2.
  assert (H : sqrt (INR K + 1/2) <= sqrt (INR K) + / (4 * sqrt (INR K))).
  { set (x := sqrt (INR K)) in *. assert (P : 0 < / (4 * x)) by (apply Rinv_0_lt_compat; lra).
    rewrite <- (sqrt_square (x + / (4 * x))) by lra. apply sqrt_le_1_alt.
    replace ((x + / (4 * x)) * (x + / (4 * x))) with (x * x + 1/2 + / (4 * x) * / (4 * x)) by (field; lra).
    nra. }
  replace (/ (2 * sqrt (INR K))) with (2 * / (4 * sqrt (INR K))) by (field; lra). lra.
Qed.

Lemma below_monotone K J : (1 <= K <= J)%nat -> below K <= below J.
Proof.
  intros [I L]. induction L as [|J L IH]; [lra|]. apply Rle_trans with (1 := IH). apply below_increases. lia.
Qed.
Lemma above_monotone K J : (K <= J)%nat -> above J <= above K.
Proof. intros L. induction L as [|J L IH]; [lra|]. apply Rle_trans with (2 := IH). apply above_decreases. Qed.
Lemma below_le_above K J : (1 <= K)%nat -> (1 <= J)%nat -> below K <= above J.
Proof.
  intros I L. apply Rle_trans with (below (Nat.max K J)); [apply below_monotone; lia|].
  apply Rle_trans with (above (Nat.max K J)); [apply below_above; lia|apply above_monotone; lia].
Qed.

(* zeta(1/2), as the least upper bound of the lower values. *)
Lemma zeta_exists : { z : R | is_lub (fun x => exists K, (1 <= K)%nat /\ x = below K) z }.
Proof.
  apply completeness.
  - exists (above 1). intros x [K [I ->]]. apply below_le_above; lia.
  - exists (below 1), 1%nat. split; [lia|reflexivity].
Qed.
Definition zeta_half : R := proj1_sig zeta_exists.

Lemma zeta_between K : (1 <= K)%nat -> below K <= zeta_half <= above K.
Proof.
  intros I. unfold zeta_half. destruct zeta_exists as [z [U L]]. simpl. split.
  - apply U. now exists K.
  - apply L. intros x [J [A ->]]. now apply below_le_above.
Qed.

Lemma zeta_half_value : Rabs (zeta_half - - 1.46035) <= 1 / 10 ^ 4.
Proof.
  pose proof (zeta_between 100 ltac:(lia)) as H. unfold below, above, sum_K, swap_time,
    infinite_oscillator in H.
  rewrite !INR_IZR_INZ in H. simpl Z.of_nat in H. apply Rabs_le.
  match type of H with ?a <= _ <= ?b =>
    assert (A : - 1.46045 <= a) by (interval with (i_prec 50));
      assert (B : b <= - 1.46025) by (interval with (i_prec 50)) end.
  lra.
Qed.

Lemma swap_time_oscillator N K : (K <= N)%nat -> swap_time (oscillator N) K = sum_K K.
Proof.
  unfold sum_K. induction K as [|K IH]; intros I; [reflexivity|]. simpl. rewrite IH by lia. do 3 f_equal.
  unfold oscillator, cut. now rewrite (proj2 (Nat.leb_le (S K) N)).
Qed.

(* (17): pi sqrt K + (pi / 2) zeta(1/2), with a remainder between 0 and pi / (4 sqrt K). *)
Theorem full_swap_time K : (1 <= K)%nat ->
  0 <= tau (full_swap (oscillator K) K) - (PI * sqrt (INR K) + PI / 2 * zeta_half) <= PI / (4 * sqrt (INR K)).
Proof.
  intros I. rewrite full_swap_tau, swap_time_oscillator by lia. pose proof (zeta_between K I) as H.
  pose proof PI_RGT_0 as P.
  assert (N : 0 < INR K) by (apply lt_0_INR; lia). assert (X : 0 < sqrt (INR K)) by now apply sqrt_lt_R0.
  assert (M : sqrt (INR K) <= sqrt (INR K + 1/2)) by (apply sqrt_le_1_alt; lra).
  unfold below, above in H. replace (PI / (4 * sqrt (INR K))) with (PI / 2 * / (2 * sqrt (INR K)))
    by (field; lra).
  set (r := / (2 * sqrt (INR K))) in *. split; nra.
Qed.

Theorem full_swap_constant : Rabs (PI / 2 * zeta_half - - 2.2939) <= 2 / 10 ^ 4.
Proof.
  pose proof zeta_half_value as H. apply Rabs_le_between in H.
  assert (B : - 1.46045 <= zeta_half <= - 1.46025) by lra. interval with (i_prec 50).
Qed.

Theorem full_swap_oscillator : exists zeta, Rabs (zeta - - 1.46035) <= 1 / 10 ^ 4 /\
  Rabs (PI / 2 * zeta - - 2.2939) <= 2 / 10 ^ 4 /\ forall K, (1 <= K)%nat ->
  0 <= tau (full_swap (oscillator K) K) - (PI * sqrt (INR K) + PI / 2 * zeta) <= PI / (4 * sqrt (INR K)).
Proof. exists zeta_half. exact (conj zeta_half_value (conj full_swap_constant full_swap_time)). Qed.
