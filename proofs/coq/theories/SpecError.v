(* spec/error.acsl: so many roundings and underflows. *)
From Coq Require Import Reals.
From Surecharge Require Export SpecRound.
Open Scope R_scope.

Definition sc_gap (e units tiny : R) : R := units * (sc_u * e) + tiny * sc_eta.
#[export] Hint Unfold sc_gap : spec.

Theorem sc_gap_def e units tiny : sc_gap e units tiny = units * (sc_u * e) + tiny * sc_eta.
Proof. reflexivity. Qed.
