(* spec/contract.acsl: the sizes of the terms of a loss. *)
From Coq Require Import Reals ZArith Lia.
From Surecharge Require Export SpecDamp SpecSum SpecSwap SpecLadder.
Open Scope R_scope.

Definition sc_damped_size (memory : addr -> double) (r : addr) (gamma : R) (d top terms n m : Z) : R :=
  damped_terms (fun n m => Rabs (sc_entry memory r d top n m)) gamma n m (Z.to_nat terms).

Theorem sc_damped_size_def memory r gamma d top terms n m : sc_damped_size memory r gamma d top terms n m =
  if Z_le_dec terms 0 then 0
  else sc_damped_size memory r gamma d top (terms - 1) n m
    + sqrt (sc_damp_square gamma m (terms - 1) * sc_damp_square gamma n (terms - 1))
      * Rabs (sc_entry memory r d top (n + terms - 1) (m + terms - 1)).
Proof.
  unfold sc_damped_size. destruct (Z_le_dec terms 0) as [T|T].
  - now replace (Z.to_nat terms) with 0%nat by lia.
  - replace (Z.to_nat terms) with (S (Z.to_nat (terms - 1))) by lia. simpl damped_terms.
    rewrite !Z2Nat.id by lia. rewrite !Z.add_sub_assoc. ring.
Qed.
