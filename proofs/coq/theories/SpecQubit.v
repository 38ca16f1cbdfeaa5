(* spec/qubit.acsl: the coherence of a qubit. *)
From Coq Require Import Reals.
From Surecharge Require Export SpecRound.
Open Scope R_scope.

Definition sc_kappa (q c : R) : R := sc_prod c (sqrt (sc_prod q (1 + -1 * q))).
