(* spec/observe.acsl: where an entry of a matrix is. *)
From Coq Require Import Reals ZArith.
From Surecharge Require Export SpecRound.
Open Scope R_scope.

Definition sc_place (d n m : Z) : Z := (n * d + m)%Z.
#[export] Hint Unfold sc_place : spec.

Theorem sc_place_def d n m : sc_place d n m = (n * d + m)%Z.
Proof. reflexivity. Qed.
