(* The uniform ladder of App. B: (B1), (B2), and (B3) with the two projectors exchanged; as printed it is
   false (theorem P14). *)
From Coq Require Import Reals List Arith Lra Lia Setoid Morphisms.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep Quantum Exchange Gauge Kraus Lindblad.
Open Scope C_scope.

Lemma uniform_ladder N : ladder (uniform N) N.
Proof.
  unfold uniform, cut. split; [|split].
  - reflexivity.
  - now rewrite (proj2 (Nat.leb_gt (S N) N)) by lia.
  - intros n I. rewrite (proj2 (Nat.leb_le n N)), (proj2 (Nat.eqb_neq n 0)) by lia. lra.
Qed.

Lemma uniform_value N n : uniform N n = (if (n =? 0)%nat then 0 else if (n <=? N)%nat then 1 else 0)%R.
Proof. unfold uniform, cut. now destruct (n =? 0)%nat, (n <=? N)%nat. Qed.

Lemma diag_boundary N (d : nat -> R) j x : (forall n, (n <= N)%nat ->
  d n = if (n =? j)%nat then 1 else x)%R ->
  same N (diag d) (add (scale x identity) (scale (1 - x)%R (projector j))).
Proof.
  intros D n m I J. unfold add, scale, identity, projector, diag, level. rewrite D, RtoC_minus by exact I.
  destruct (n =? m)%nat, (n =? j)%nat; ring.
Qed.

Section Uniform.
Variables (N : nat) (theta : R).
Let w := uniform N.
Let A := lower w.
Let x := cos theta.

(* (B1) *)
Theorem uniform_squares :
  same N (product N (adjoint A) A) (minus_projector 0) /\ same N (product N A (adjoint A))
    (minus_projector N).
Proof.
  destruct (lower_squares w N (uniform_ladder N)) as [G E]. unfold A. rewrite G, E.
  split; intros n m I J; unfold minus_projector, add, scale, identity, projector, diag, level, w;
    rewrite uniform_value.
  - rewrite (proj2 (Nat.leb_le n N) I). destruct (n =? m)%nat, (n =? 0)%nat; ring.
  - rewrite (proj2 (Nat.eqb_neq (S n) 0)) by lia.
    destruct (Nat.eqb_spec n N) as [->|NE].
    + rewrite (proj2 (Nat.leb_gt (S N) N)) by lia. destruct (N =? m)%nat; ring.
    + rewrite (proj2 (Nat.leb_le (S n) N)) by lia. destruct (n =? m)%nat; ring.
Qed.

Lemma uniform_L_g : same N (L_g w theta) (add (scale x identity) (scale (1 - x)%R (projector 0))).
Proof.
  apply diag_boundary. intros n I. unfold w. rewrite uniform_value, (proj2 (Nat.leb_le n N) I).
  destruct (n =? 0)%nat; [rewrite sqrt_0, Rmult_0_l; apply cos_0|now rewrite sqrt_1, Rmult_1_l].
Qed.
Lemma uniform_L_e : same N (L_e w theta) (add (scale x identity) (scale (1 - x)%R (projector N))).
Proof.
  apply diag_boundary. intros n I. unfold w. rewrite uniform_value, (proj2 (Nat.eqb_neq (S n) 0)) by lia.
  destruct (Nat.eqb_spec n N) as [->|NE].
  - rewrite (proj2 (Nat.leb_gt (S N) N)), sqrt_0, Rmult_0_l by lia. apply cos_0.
  - rewrite (proj2 (Nat.leb_le (S n) N)), sqrt_1, Rmult_1_l by lia. reflexivity.
Qed.
Lemma uniform_L_minus : same N (L_minus w theta) (scale (sin theta) A).
Proof.
  intros n m I J. unfold L_minus, A, lower, scale. destruct (Nat.eqb_spec m (S n)) as [->|NE]; [|ring].
  unfold w. rewrite uniform_value, (proj2 (Nat.eqb_neq (S n) 0)), (proj2 (Nat.leb_le (S n) N) J) by lia.
  rewrite sqrt_1, Rmult_1_l. ring.
Qed.
Lemma uniform_L_plus : same N (L_plus w theta) (scale (sin theta) (adjoint A)).
Proof. unfold L_plus. rewrite uniform_L_minus, adjoint_scale, conj_real. reflexivity. Qed.

Lemma projector_adjoint j : same N (adjoint (projector j)) (projector j).
Proof.
  intros n m _ _. unfold adjoint, projector, diag. rewrite (Nat.eqb_sym m).
  destruct (Nat.eqb_spec n m) as [->|NE]; apply conj_real.
Qed.

(* A real multiple of 1 added to a real multiple of a projector drives nothing, (A5). *)
Lemma boundary_dissipator j rho :
  same N (dissipator N (add (scale x identity) (scale (1 - x)%R (projector j))) rho)
    (scale ((1 - x) ^ 2)%R (dissipator N (projector j) rho)).
Proof.
  assert (C : same N (add (scale x identity) (scale (1 - x)%R (projector j)))
    (add (scale (1 - x)%R (projector j)) (scale x identity))) by (intros n m _ _; apply Cplus_comm).
  rewrite C, dissipator_shift, dissipator_scale, !conj_real.
  unfold commutator. rewrite adjoint_scale, projector_adjoint, conj_real. expand N.
  intros n m _ _. unfold add, scale. replace ((1 - x) ^ 2)%R with ((1 - x) * (1 - x))%R by ring.
  rewrite RtoC_mult. ring.
Qed.

Variables (U : joint) (k : qubit_collision) (alpha : R).
Hypothesis T : Ladder.theta (swap k) = theta.
Let q := Ladder.q (swap k).
Hypothesis Q : (0 <= q <= 1)%R.
Hypothesis E : evolution w N theta U.

(* (B2) *)
Theorem uniform_incoherent rho : coherence k = 0%R ->
  same N (generator N U (qubit_state k alpha) rho)
    (add (scale (sin theta ^ 2)%R (add (scale q (dissipator N A rho)) (scale (1 -
      q)%R (dissipator N (adjoint A) rho))))
         (scale ((1 - x) ^ 2)%R (add (scale q (dissipator N (projector 0) rho))
                                     (scale (1 - q)%R (dissipator N (projector N) rho))))).
Proof.
  intros K. rewrite (incoherent_generator w N U k alpha (uniform_ladder N) Q) by (rewrite ?T; assumption).
  rewrite T. fold q. rewrite uniform_L_g, uniform_L_e, uniform_L_plus, uniform_L_minus, !boundary_dissipator,
    !dissipator_scale.
  intros n m _ _. unfold add, scale. rewrite conj_real.
  replace (sin theta ^ 2)%R with (sin theta * sin theta)%R by ring. rewrite RtoC_mult. ring.
Qed.

(* (B3), with |N> beside A and |0> beside A^dagger. *)
Theorem uniform_coherent rho : coherence k = 1%R ->
  same N (generator N U (qubit_state k alpha) rho) (B3_first N q theta alpha N 0 rho).
Proof.
  intros K. rewrite (coherent_generator w N U k alpha (uniform_ladder N) Q) by (rewrite ?T; assumption).
  rewrite T. fold q. rewrite uniform_L_g, uniform_L_e, uniform_L_plus, uniform_L_minus. unfold B3_first.
  fold x w A.
  assert (S2 : forall z y X, same N (scale z (scale y X)) (scale (z * y) X))
    by (intros z y X n m _ _; unfold scale; ring).
  rewrite !S2. reflexivity.
Qed.
End Uniform.

(* Its second line, whatever the projectors. *)
Theorem uniform_driving N q theta alpha j i rho : (0 <= q <= 1)%R ->
  same N (B3_first N q theta alpha j i rho) (B3_second N q theta alpha j i rho).
Proof.
  intros Q. unfold B3_first, B3_second. set (A := lower (uniform N)). set (x := cos theta).
  set (y := sin theta).
  assert (Split : forall (z : C) X l, same N (add X (scale z (add (scale x identity) (scale (1 -
    x)%R (projector l)))))
    (add (add X (scale (z * (1 - x)%R) (projector l))) (scale (z * x) identity)))
    by (intros z X l n m _ _; unfold add, scale; ring).
  rewrite !Split, !dissipator_shift. rewrite sqrt_mult by lra. rewrite phase_opp.
  set (a := sqrt q). set (b := sqrt (1 - q)). unfold commutator.
  rewrite !adjoint_add, !adjoint_scale, !projector_adjoint. expand N.
  assert (AA : same N (adjoint (adjoint A)) A) by (intros n m _ _; apply conj_conj). rewrite AA. expand N.
  intros n m _ _. unfold add, scale. rewrite !conj_mult, !conj_conj, !conj_i, !conj_real, !RtoC_mult.
  pose proof half_half as H. set (h := RtoC (1 / 2)) in *. set (z := phase alpha).
  pose proof (phase_unit alpha) as Z.
  fold z in Z. set (z' := Cconj z) in *.
  set (Ar := product N A rho n m). set (rA := product N rho A n m). set (Dr := product N (adjoint A) rho n m).
  set (rD := product N rho (adjoint A) n m).
  match goal with |- ?l = ?r => transitivity (r
    + (1 - (h + h)) * (Ci * (a * b * y * x) * (z' * (Ar - rA) + z * (Dr - rD)))) end; [ring|rewrite H; ring].
Qed.

(* ---- As printed, |0> beside A and |N> beside A^dagger, (B3) is false. *)
Lemma diag_dissipator N d rho n m : (n <= N)%nat -> (m <= N)%nat ->
  dissipator N (diag d) rho n m = RtoC (- (d n - d m) ^ 2 / 2) * rho n m.
Proof.
  intros I J. assert (R : row N (diag d) (fun n => n) (fun n => RtoC (d n))).
  { split; [intros i k _ _; unfold diag; now rewrite (Nat.eqb_sym k)|lia]. }
  assert (D : same N (product N (adjoint (diag d)) (diag d)) (diag (fun n => d n * d n)%R)).
  { intros i k A B. unfold product. rewrite (csum_single i); [|intros l _ NE; unfold adjoint, diag;
      rewrite (proj2 (Nat.eqb_neq l i) NE), conj_real; ring|lia].
    unfold adjoint, diag. rewrite Nat.eqb_refl. destruct (i =? k)%nat; rewrite conj_real, ?RtoC_mult; ring. }
  unfold dissipator, add, scale. rewrite (sandwich_rows N _ _ _ _ _ _ rho n m R R I J).
  rewrite (product_same N _ _ rho rho D (fun _ _ _ _ => eq_refl) n m I J).
  rewrite (product_same N rho rho _ _ (fun _ _ _ _ => eq_refl) D n m I J).
  assert (R2 : row N (diag (fun n => d n * d n)%R) (fun n => n) (fun n => RtoC (d n * d n))).
  { split; [intros i k _ _; unfold diag; now rewrite (Nat.eqb_sym k)|lia]. }
  rewrite (product_row N _ _ _ rho n m R2 I).
  assert (P : product N rho (diag (fun n => d n * d n)%R) n m = RtoC (d m * d m) * rho n m).
  { unfold product. rewrite (csum_single m); [|intros l _ NE; unfold diag;
      rewrite (proj2 (Nat.eqb_neq l m) NE); ring|lia].
    unfold diag. rewrite Nat.eqb_refl. ring. }
  rewrite P, conj_real. replace (- (d n - d m) ^ 2 / 2)%R with (d n * d m -
    1 / 2 * (d n * d n + d m * d m))%R by field.
  rewrite RtoC_minus, !RtoC_mult, RtoC_plus, !RtoC_mult. ring.
Qed.

Theorem printed_B3_false N theta alpha U : (2 <= N)%nat -> cos theta <> 1%R ->
  evolution (uniform N) N theta U ->
  exists v, square_norm N v = 1%R /\ let rho : operator := fun n m => RtoC (v n * v m) in
  let L := generator N U (qubit_state (Qubit (Collision theta 0) 1) alpha) rho in
  ~ same N L (B3_first N 0 theta alpha 0 N rho) /\ ~ same N L (B3_second N 0 theta alpha 0 N rho).
Proof.
  intros N2 X E. set (h := (/ sqrt 2)%R). assert (H : (h * h = 1 / 2)%R).
  { unfold h. assert (S : (0 < sqrt 2)%R) by (apply sqrt_lt_R0; lra). rewrite <- Rinv_mult, sqrt_sqrt by lra.
    field. }
  set (M := pred N). set (v := fun n => (h * (level M n + level N n))%R). exists v. split.
  { unfold square_norm. rewrite (sum_eq _ (fun n => 1 / 2 * level M n + 1 / 2 * level N n)%R).
    - rewrite sum_plus, (level_sum (fun _ => 1 / 2)%R), (level_sum (fun _ => 1 / 2)%R) by (unfold M; lia).
      field.
    - intros n _. unfold v. replace ((h * (level M n + level N n)) ^ 2)%R
        with (h * h * (level M n + level N n) ^ 2)%R by ring. rewrite H. unfold level.
      destruct (Nat.eqb_spec n M) as [A|A], (Nat.eqb_spec n N) as [B|B]; try (unfold M in *; lia); field. }
  intros rho L. assert (First : ~ same N L (B3_first N 0 theta alpha 0 N rho)).
  { intros F. set (k := Qubit (Collision theta 0) 1) in *.
    assert (C : same N (B3_first N 0 theta alpha N 0 rho) (B3_first N 0 theta alpha 0 N rho)).
    { rewrite <- F. symmetry. unfold L.
      exact (uniform_coherent N theta U k alpha eq_refl ltac:(simpl; lra) E rho eq_refl). }
    clear F. specialize (C M N ltac:(unfold M; lia) (le_n N)). set (x := cos theta) in *.
    set (boundary := fun l => add (scale x identity) (scale (1 - x)%R (projector l))).
    set (down := fun j => add (scale (sqrt 0 * sin theta) (lower (uniform N)))
      (scale (Ci * sqrt (1 - 0) * phase alpha) (boundary j))).
    set (up := fun i => add (scale (sqrt (1 - 0) * sin theta) (adjoint (lower (uniform N))))
      (scale (Ci * sqrt 0 * phase (- alpha)) (boundary i))).
    change (dissipator N (down N) rho M N + dissipator N (up 0%nat) rho M N
      = dissipator N (down 0%nat) rho M N + dissipator N (up N) rho M N) in C.
    assert (D : forall j, same N (dissipator N (down j) rho)
      (dissipator N (diag (fun n => if (n =? j)%nat then 1 else x)%R) rho)).
    { intros j. unfold down, boundary. rewrite <- (diag_boundary N _ j x (fun n _ => eq_refl)).
      assert (S : same N (add (scale (sqrt 0 * sin theta) (lower (uniform N)))
          (scale (Ci * sqrt (1 - 0) * phase alpha) (diag (fun n => if (n =? j)%nat then 1 else x)%R)))
        (scale (Ci * phase alpha) (diag (fun n => if (n =? j)%nat then 1 else x)%R))).
      { intros n m _ _. unfold add, scale. rewrite Rminus_0_r, sqrt_0, sqrt_1. ring. }
      rewrite S, unit_factor; [reflexivity|]. rewrite conj_mult, conj_i.
      transitivity (- (Ci * Ci) * (phase alpha * Cconj (phase alpha))); [ring|].
      rewrite i_square, phase_unit. ring. }
    assert (D2 : forall j, same N (dissipator N (up j) rho)
      (dissipator N (scale (sqrt (1 - 0) * sin theta) (adjoint (lower (uniform N)))) rho)).
    { intros j. assert (S : same N (up j) (scale (sqrt (1 - 0) * sin theta) (adjoint (lower (uniform N))))).
      { intros n m _ _. unfold up, add, scale. rewrite sqrt_0. ring. }
      now rewrite S. }
    assert (MN : (M <= N)%nat /\ M <> N /\ M <> 0%nat /\ N <> 0%nat) by (unfold M; lia).
    destruct MN as [MN [A [B B']]].
    assert (C' : dissipator N (diag (fun n => if (n =? N)%nat then 1 else x)%R) rho M N
      = dissipator N (diag (fun n => if (n =? 0)%nat then 1 else x)%R) rho M N).
    { rewrite <- (D N M N MN (le_n N)), <- (D 0%nat M N MN (le_n N)).
      rewrite (D2 0%nat M N MN (le_n N)), (D2 N M N MN (le_n N)) in C.
      match type of C with ?a + ?c = ?b + ?c => replace a with ((a + c) - c) by ring; rewrite C; ring end. }
    rewrite !diag_dissipator in C' by (exact MN || apply le_n).
    rewrite !(proj2 (Nat.eqb_neq _ _) A), !(proj2 (Nat.eqb_neq _ _) B), !(proj2 (Nat.eqb_neq _ _)
      B'), Nat.eqb_refl in C'.
    unfold rho, v in C'. unfold level in C'. rewrite !Nat.eqb_refl, (proj2 (Nat.eqb_neq _ _) A) in C'.
    rewrite (proj2 (Nat.eqb_neq N M)) in C' by auto. rewrite <- !RtoC_mult in C'. apply RtoC_inj in C'.
    replace (h * (1 + 0) * (h * (0 + 1)))%R with (h * h)%R in C' by ring. rewrite H in C'.
    assert (0 < (1 - x) ^ 2)%R; [|nra]. assert (1 - x <> 0)%R by lra. nra. }
  split; [exact First|]. intros F. apply First. rewrite uniform_driving by lra. exact F.
Qed.
