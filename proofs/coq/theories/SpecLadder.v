(* spec/ladder.acsl: the weights of the ladders. *)
From Coq Require Import Reals ZArith.
From Surecharge Require Export SpecRound.
Open Scope R_scope.

Definition sc_weight (ladder n d : Z) : Z :=
  if Z.eq_dec n 0 then 0 else if Z.eq_dec n d then 0 else
  if Z.eq_dec ladder 0 then n else if Z.eq_dec ladder 1 then n * (d - n) else 1.
#[export] Hint Unfold sc_weight : spec.
