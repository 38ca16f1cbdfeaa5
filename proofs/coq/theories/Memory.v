(* Doubles and memory as WP has them: a double is what Flocq says it is, an address a base and an offset. *)
From Coq Require Import Reals ZArith Lia.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Rounding.
Open Scope R_scope.

Definition double := binary_float 53 1024.
Definition real_of_double (x : double) : R := B2R 53 1024 x.
Definition is_finite_double (x : double) : Prop := is_finite 53 1024 x = true.
Record addr := Address { base : Z; offset : Z }.
Definition shift (p : addr) (k : Z) : addr := Address (base p) (offset p + k).

Definition RNE := mode_NE.
Definition round_double (m : mode) (x : R) : double :=
  Rounding.nearest (round radix2 (FLT_exp (-1074) 53) (round_mode m) x).

Lemma round_double_exact m x : generic_format radix2 (FLT_exp (-1074) 53) x -> Rabs x < bpow radix2 1024 ->
  real_of_double (round_double m x) = x.
Proof.
  intros F B. unfold round_double. pose proof (valid_rnd_round_mode m) as V.
  rewrite (round_generic _ _ _ x F). change (Rounding.rnd x = x).
  rewrite Rounding.rnd_inside; rewrite (round_generic _ _ _ x F); trivial.
Qed.

(* f 0 + ... + f (n - 1): what the sums over an array are. *)
Fixpoint sum_below (f : Z -> R) (n : nat) : R :=
  match n with O => 0 | S k => sum_below f k + f (Z.of_nat k) end.

Lemma sum_below_cases f n : sum_below f (Z.to_nat n) =
  if Z_le_dec n 0 then 0 else sum_below f (Z.to_nat (n - 1)) + f (n - 1)%Z.
Proof.
  destruct (Z_le_dec n 0).
  - now replace (Z.to_nat n) with 0%nat by lia.
  - replace (Z.to_nat n) with (S (Z.to_nat (n - 1))) by lia. cbn [sum_below]. now rewrite Z2Nat.id by lia.
Qed.

Lemma sum_next f n : (0 <= n)%Z -> sum_below f (Z.to_nat (1 + n)) = sum_below f (Z.to_nat n) + f n.
Proof.
  intros N. rewrite sum_below_cases. destruct (Z_le_dec (1 + n) 0); [lia|].
  now replace (1 + n - 1)%Z with n by lia.
Qed.

Lemma sum_positive f n : (forall i, 0 <= f i) -> 0 <= sum_below f n.
Proof. intros F. induction n as [|n IH]; cbn [sum_below]; [apply Rle_refl|]. now apply Rplus_le_le_0_compat.
Qed.

(* The definitions that bridge.sh unfolds. *)
Create HintDb spec.
