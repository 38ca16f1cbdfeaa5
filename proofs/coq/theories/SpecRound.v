(* spec/round.acsl: what one double operation means. *)
From Coq Require Import Reals ZArith Lra Lia.
From Surecharge Require Export Memory.
Open Scope R_scope.

Definition sc_u : R := / 2 ^ 53.
Definition sc_eta : R := / 2 ^ 1074.
Definition sc_prod (a b : R) : R := a * b.
Definition rounded (y exact : R) : Prop := Rabs (y - exact) <= sc_u * Rabs exact + sc_eta.
Definition sc_radd (y a b : R) : Prop := rounded y (a + b).
Definition sc_rmul (y a b : R) : Prop := rounded y (sc_prod a b).
Definition sc_rdiv (y a b : R) : Prop := rounded y (a / b).
Definition sc_rsqrt (y a : R) : Prop := rounded y (sqrt a).
Definition sc_between (x : double) (low high : R) : Prop :=
  (real_of_double x <= high /\ low <= real_of_double x) /\ is_finite_double x.
#[export] Hint Unfold sc_u sc_eta sc_prod sc_radd sc_rmul rounded : spec.

Theorem sc_u_def : sc_u = / 2 ^ 53.
Proof. reflexivity. Qed.
Theorem sc_eta_def : sc_eta = / 2 ^ 1074.
Proof. reflexivity. Qed.
Theorem sc_prod_def a b : sc_prod a b = a * b.
Proof. reflexivity. Qed.
Theorem sc_radd_def y a b : sc_radd y a b <-> Rabs (y - (a + b)) <= sc_u * Rabs (a + b) + sc_eta.
Proof. reflexivity. Qed.
Theorem sc_rmul_def y a b : sc_rmul y a b <-> Rabs (y - sc_prod a b) <= sc_u * Rabs (sc_prod a b) + sc_eta.
Proof. reflexivity. Qed.
Theorem sc_rdiv_def y a b : sc_rdiv y a b <-> Rabs (y - a / b) <= sc_u * Rabs (a / b) + sc_eta.
Proof. reflexivity. Qed.
Theorem sc_rsqrt_def y a : sc_rsqrt y a <-> Rabs (y - sqrt a) <= sc_u * sqrt a + sc_eta.
Proof. unfold sc_rsqrt, rounded. now rewrite (Rabs_pos_eq (sqrt a)) by apply sqrt_pos. Qed.

Lemma u_small : 0 < sc_u <= / 1000000000000000.
Proof. unfold sc_u. simpl. lra. Qed.
Lemma eta_positive : 0 < sc_eta.
Proof. unfold sc_eta. apply Rinv_0_lt_compat, pow_lt. lra. Qed.
Lemma eta_small k : (k <= 1074)%nat -> sc_eta * 2 ^ k = / 2 ^ (1074 - k).
Proof.
  intros K. unfold sc_eta. assert (P : forall i, 2 ^ i <> 0) by (intros; apply pow_nonzero; lra).
  replace 1074%nat with (k + (1074 - k))%nat at 1 by lia. rewrite pow_add. field. split; apply P.
Qed.
Lemma eta_tiny : 0 < sc_eta <= / 1000000000000000000.
Proof.
  split; [apply eta_positive|]. unfold sc_eta. apply Rle_trans with (/ 2 ^ 60); [|simpl; lra].
  apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow; [lra|lia].
Qed.

Lemma root_le x y : 0 <= y -> x <= y * y -> sqrt x <= y.
Proof. intros Y X. rewrite <- (sqrt_square y Y). now apply sqrt_le_1_alt. Qed.
