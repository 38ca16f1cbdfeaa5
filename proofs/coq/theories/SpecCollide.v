(* spec/collide.acsl: the levels reached, and an entry of a symmetric matrix stored by its lower triangle. *)
From Coq Require Import Reals ZArith.
From Surecharge Require Export SpecObserve.
Open Scope R_scope.

Definition sc_next_top (d top : Z) : Z := if Z_lt_dec (top + 1) d then top + 1 else d - 1.

Definition sc_entry (memory : addr -> double) (r : addr) (d top n m : Z) : R :=
  if Z_lt_dec n 0 then 0 else if Z_lt_dec m 0 then 0 else if Z_lt_dec top n then 0 else if Z_lt_dec top m
     then 0 else
  real_of_double (memory (shift r (if Z_le_dec m n then n * d + m else m * d + n))).
#[export] Hint Unfold sc_next_top sc_entry : spec.
