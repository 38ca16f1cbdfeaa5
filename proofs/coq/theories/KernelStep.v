(* What spec/ calls a collision, sc_collided as WP has it, is [density_step]; and one entry of it is
   sc_stencil, which the code of an entry is proved to be near. *)
From Coq Require Import Reals ZArith Lia.
From Surecharge Require Import Ladder PopulationStep KernelWeights KernelRun Spec Bridge.
Open Scope R_scope.

(* The matrix that memory holds at address r, d columns, zero outside levels 0..top; a table at address x. *)
Definition stored_matrix (memory : addr -> double) (r : addr) (d top : Z) : matrix := fun n m =>
  sc_entry memory r d top (Z.of_nat n) (Z.of_nat m).
Definition stored_table (memory : addr -> double) (x : addr) : nat -> R := fun n =>
  real_of_double (memory (shift x (Z.of_nat n))).

Lemma entry_outside memory r d top n m : (n < 0)%Z \/ (m < 0)%Z -> sc_entry memory r d top n m = 0.
Proof. intros I. unfold sc_entry. destruct (Z_lt_dec n 0), (Z_lt_dec m 0); reflexivity || lia. Qed.

Lemma collided_in_spec memory r c s q p kappa d top n m : stored_table memory s 0 = 0 ->
  sc_collided memory r c s q p kappa d top (Z.of_nat n) (Z.of_nat m)
    = collided q p kappa (stored_table memory c) (stored_table memory s) (stored_matrix memory r d top) n m.
Proof.
  intros S0. unfold sc_collided. cbv zeta. unfold collided, stored_matrix.
  replace (1 + Z.of_nat n)%Z with (Z.of_nat (S n)) by lia.
  replace (1 + Z.of_nat m)%Z with (Z.of_nat (S m)) by lia.
  fold (stored_table memory c n) (stored_table memory c m) (stored_table memory c (S n)) (stored_table memory
    c (S m)).
  fold (stored_table memory s n) (stored_table memory s m) (stored_table memory s (S n)) (stored_table memory
    s (S m)).
  destruct n as [|n]; [rewrite S0|replace (- (1) + Z.of_nat (S n))%Z with (Z.of_nat n) by lia];
    (destruct m as [|m]; [rewrite ?S0|replace (- (1) + Z.of_nat (S m))%Z with (Z.of_nat m) by lia]);
    rewrite ?(entry_outside memory r d top (- (1) + Z.of_nat 0)),
      ?(entry_outside memory r d top _ (- (1) + Z.of_nat 0))
      by lia; simpl pred; ring.
Qed.

(* With exact numbers and tables it is the density step. *)
Theorem sc_collided_is_step memory r c s w k d top n m : w 0%nat = 0 ->
  (forall i, stored_table memory c i = Ladder.c w (swap k) i) ->
  (forall i, stored_table memory s i = Ladder.s w (swap k) i) ->
  sc_collided memory r c s (q (swap k)) (1 - q (swap k)) (kappa_of (q (swap k)) (coherence k)) d top
    (Z.of_nat n) (Z.of_nat m) = density_step w k (stored_matrix memory r d top) n m.
Proof.
  intros W C T. rewrite collided_in_spec by (rewrite T; now apply s_closed).
  rewrite density_step_collided. unfold collided. now rewrite !C, !T.
Qed.

Theorem sc_collided_is_stencil memory r c s q p kappa d top n m :
  let value x i := real_of_double (memory (shift x i)) in let entry := sc_entry memory r d top in
  sc_collided memory r c s q p kappa d top n m
    = sc_stencil q p kappa (value c n) (value s n) (value c (1 + n)%Z) (value s (1 + n)%Z)
        (value c m) (value s m) (value c (1 + m)%Z) (value s (1 + m)%Z)
        (entry (- (1) + n) (- (1) + m))%Z (entry (- (1) + n) m)%Z (entry n (- (1) + m))%Z (entry n m)
        (entry n (1 + m))%Z (entry (1 + n) m)%Z (entry (1 + n) (1 + m))%Z.
Proof. intros value entry. unfold sc_collided, sc_stencil, value, entry. cbv zeta. ring. Qed.
