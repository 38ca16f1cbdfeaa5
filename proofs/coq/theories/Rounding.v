(* Doubles, rounded to the nearest, ties to even, as Flocq has it. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Flocq Require Import Core Relative IEEE754.Binary.
From Flocq Require IEEE754.BinarySingleNaN.
Open Scope R_scope.

Notation format := (FLT_exp (-1074) 53).
Notation double_format x := (generic_format radix2 format x).
Notation round_even x := (round radix2 format ZnearestE x).

(* The double nearest to x. *)
Definition nearest (x : R) : binary_float 53 1024 :=
  let y := round_even x in
  binary_normalize 53 1024 eq_refl eq_refl BinarySingleNaN.mode_NE (Ztrunc (scaled_mantissa radix2 format y))
    (cexp radix2 format y) false.
Definition rnd (x : R) : R := B2R 53 1024 (nearest x).

#[local] Instance format_valid : Valid_exp format.
Proof. apply FLT_exp_valid. reflexivity. Qed.

Lemma nearest_rounded x : nearest (round_even x) = nearest x.
Proof.
  unfold nearest. rewrite (round_generic radix2 format ZnearestE (round_even x)); [reflexivity|].
  apply generic_format_round; typeclasses eauto.
Qed.

Lemma rnd_inside x : Rabs (round_even x) < bpow radix2 1024 -> rnd x = round_even x.
Proof.
  intros B. unfold rnd, nearest. cbv zeta.
  assert (F : double_format (round_even x)) by (apply generic_format_round; typeclasses eauto).
  set (y := round_even x) in *.
  pose proof (binary_normalize_correct 53 1024 eq_refl eq_refl BinarySingleNaN.mode_NE
    (Ztrunc (scaled_mantissa radix2 format y)) (cexp radix2 format y) false) as H.
  change (SpecFloat.fexp 53 1024) with format in H.
  change (BinarySingleNaN.round_mode BinarySingleNaN.mode_NE) with ZnearestE in H.
  rewrite <- F in H. rewrite round_generic in H; [|typeclasses eauto|exact F].
  rewrite Rlt_bool_true in H by exact B. apply H.
Qed.

Lemma rnd_round x : Rabs x <= 2 ^ 30 -> rnd x = round_even x.
Proof.
  intros X. apply rnd_inside. apply Rle_lt_trans with (bpow radix2 30); [|apply bpow_lt; lia].
  apply abs_round_le_generic; [typeclasses eauto..| |].
  - apply generic_format_bpow. unfold FLT_exp. lia.
  - change (bpow radix2 30) with 1073741824. replace 1073741824 with (2 ^ 30) by ring. exact X.
Qed.

Lemma bpow_inv n : bpow radix2 (- Z.of_nat n) = / 2 ^ n.
Proof.
  rewrite bpow_opp. f_equal. induction n as [|n I]; [reflexivity|].
  rewrite Nat2Z.inj_succ, <- Z.add_1_r, bpow_plus, I. change (bpow radix2 1) with 2. simpl pow. ring.
Qed.

Lemma rnd_format x : double_format (rnd x).
Proof. exact (generic_format_B2R 53 1024 (nearest x)). Qed.

Lemma rnd_exact x : Rabs x <= 2 ^ 30 -> double_format x -> rnd x = x.
Proof. intros X F. rewrite rnd_round by exact X. apply round_generic; [typeclasses eauto|exact F]. Qed.

Lemma rnd_positive x : 0 <= x <= 1 -> 0 <= rnd x.
Proof.
  intros X. rewrite rnd_round.
  - rewrite <- (round_generic radix2 format ZnearestE 0) by apply generic_format_0.
    apply round_le; [typeclasses eauto..|apply X].
  - apply Rabs_le. simpl. lra.
Qed.

Lemma power_format n : (n <= 1000)%nat -> double_format (/ 2 ^ n).
Proof. intros N. rewrite <- bpow_inv. apply generic_format_bpow. unfold FLT_exp. lia. Qed.

Lemma inverse_small n : 0 < / 2 ^ n <= 1.
Proof.
  assert (P : 1 <= 2 ^ n) by (apply pow_R1_Rle; lra).
  split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
Qed.

Lemma inverse_inside n x : Rabs x <= / 2 ^ n -> Rabs x <= 2 ^ 30.
Proof. intros X. pose proof (inverse_small n). simpl. lra. Qed.

Lemma rnd_small n x : (n <= 1000)%nat -> Rabs x <= / 2 ^ n -> Rabs (rnd x) <= / 2 ^ n.
Proof.
  intros N X. rewrite rnd_round by now apply (inverse_inside n).
  apply abs_round_le_generic; [typeclasses eauto..|now apply power_format|exact X].
Qed.

Lemma rnd_error n x : (n <= 1000)%nat -> Rabs x <= / 2 ^ n -> Rabs (rnd x - x) <= / 2 ^ (n + 54).
Proof.
  intros N X. pose proof (inverse_small (n + 54)) as P. pose proof (inverse_inside n x X) as L.
  destruct (Req_dec x 0) as [->|Z].
  { rewrite rnd_exact by (exact L || apply generic_format_0). rewrite Rminus_0_r, Rabs_R0. lra. }
  destruct X as [X|X].
  - rewrite rnd_round by exact L. eapply Rle_trans; [apply error_le_half_ulp; typeclasses eauto|].
    rewrite ulp_neq_0 by exact Z. rewrite <- bpow_inv in X. apply mag_le_bpow in X; [|exact Z].
    replace (/ 2 ^ (n + 54)) with (/ 2 * bpow radix2 (- Z.of_nat n - 53)).
    + apply Rmult_le_compat_l; [lra|]. apply bpow_le. unfold cexp, FLT_exp. lia.
    + rewrite <- bpow_inv. replace (- Z.of_nat (n + 54))%Z with (-1 + (- Z.of_nat n - 53))%Z by lia.
      rewrite bpow_plus. simpl (bpow radix2 (-1)). lra.
  - assert (F : double_format x) by (apply generic_format_abs_inv; rewrite X; now apply power_format).
    rewrite (rnd_exact x L F). unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. lra.
Qed.

Lemma rnd_relative x : Rabs x <= 2 ^ 30 -> Rabs (rnd x - x) <= / 2 ^ 53 * Rabs x + / 2 ^ 1074.
Proof.
  intros X. rewrite rnd_round by exact X.
  destruct (error_N_FLT radix2 (-1074) 53 ltac:(reflexivity) (fun x => negb (Z.even x)) x)
    as (e & n & E & H & _ & ->).
  replace (x * (1 + e) + n - x) with (x * e + n) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat.
  - rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|].
    eapply Rle_trans; [exact E|].
    replace (bpow radix2 (- (53) + 1)) with (/ 2 ^ 52) by exact (eq_sym (bpow_inv 52)). apply Req_le. field.
  - eapply Rle_trans; [exact H|]. rewrite <- (bpow_inv 1074).
    change (- Z.of_nat 1074)%Z with (-1074)%Z. pose proof (bpow_gt_0 radix2 (-1074)). lra.
Qed.

(* A factor of at most 1 does not increase a double. *)
Lemma rnd_shrinks a (b : binary_float 53 1024) : Rabs a <= 1 ->
  Rabs (rnd (a * B2R 53 1024 b)) <= Rabs (B2R 53 1024 b).
Proof.
  intros A. assert (R : Rabs (round_even (a * B2R 53 1024 b)) <= Rabs (B2R 53 1024 b)).
  { apply abs_round_le_generic; [typeclasses eauto..| |].
    - apply generic_format_abs. exact (generic_format_B2R 53 1024 b).
    - rewrite Rabs_mult. pose proof (Rabs_pos (B2R 53 1024 b)). nra. }
  rewrite rnd_inside; [exact R|]. eapply Rle_lt_trans; [exact R|]. apply abs_B2R_lt_emax.
Qed.

Lemma grid m e : (Z.abs m < 2 ^ 53)%Z -> (-1074 <= e)%Z -> double_format (IZR m * bpow radix2 e).
Proof.
  intros M E. apply generic_format_FLT. now exists (Float radix2 m e).
Qed.
