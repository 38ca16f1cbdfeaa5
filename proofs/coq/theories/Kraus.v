(* The collision as a channel: Kraus operators and their completeness (A2), dissipators (A1), (A5), and the
   generators (A10), (A11) (theorem P14). *)
From Coq Require Import Reals List Arith Lra Lia Setoid Morphisms.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep Quantum Exchange Gauge.
Open Scope C_scope.

(* ---- [same N] is an equality for the operations. *)
#[export] Instance same_equivalence N : Equivalence (same N).
Proof.
  split; [now intros X n m|intros X Y E n m I J; now rewrite E|].
  intros X Y Z A B n m I J. now rewrite A, B.
Qed.
#[export] Instance add_proper N : Proper (same N ==> same N ==> same N) add.
Proof. intros X X' A Y Y' B n m I J. unfold add. now rewrite A, B. Qed.
#[export] Instance scale_proper N z : Proper (same N ==> same N) (scale z).
Proof. intros X X' A n m I J. unfold scale. now rewrite A. Qed.
#[export] Instance adjoint_proper N : Proper (same N ==> same N) adjoint.
Proof. intros X X' A n m I J. unfold adjoint. now rewrite A. Qed.
#[export] Instance product_proper N : Proper (same N ==> same N ==> same N) (product N).
Proof. intros X X' A Y Y' B. now apply product_same. Qed.
#[export] Instance dissipator_proper N : Proper (same N ==> same N ==> same N) (dissipator N).
Proof. intros X X' A Y Y' B. unfold dissipator, sandwich. now rewrite A, B. Qed.

Section Algebra.
Variable N : nat.
Lemma add_left X Y Z : same N (product N (add X Y) Z) (add (product N X Z) (product N Y Z)).
Proof. intros n m _ _. apply product_add_l. Qed.
Lemma add_right X Y Z : same N (product N X (add Y Z)) (add (product N X Y) (product N X Z)).
Proof. intros n m _ _. apply product_add_r. Qed.
Lemma scale_left z X Y : same N (product N (scale z X) Y) (scale z (product N X Y)).
Proof. intros n m _ _. apply product_scale_l. Qed.
Lemma scale_right z X Y : same N (product N X (scale z Y)) (scale z (product N X Y)).
Proof. intros n m _ _. apply product_scale_r. Qed.
Lemma identity_left X : same N (product N identity X) X.
Proof.
  intros n m I J. unfold product. rewrite (csum_single n).
  - unfold identity, diag. rewrite Nat.eqb_refl. ring.
  - intros k _ NE. unfold identity, diag. rewrite (proj2 (Nat.eqb_neq n k)) by auto. ring.
  - lia.
Qed.
Lemma identity_right X : same N (product N X identity) X.
Proof.
  intros n m I J. unfold product. rewrite (csum_single m).
  - unfold identity, diag. rewrite Nat.eqb_refl. ring.
  - intros k _ NE. unfold identity, diag. rewrite (proj2 (Nat.eqb_neq k m)) by auto. ring.
  - lia.
Qed.
Lemma adjoint_add X Y : same N (adjoint (add X Y)) (add (adjoint X) (adjoint Y)).
Proof. intros n m _ _. apply conj_plus. Qed.
Lemma adjoint_scale z X : same N (adjoint (scale z X)) (scale (Cconj z) (adjoint X)).
Proof. intros n m _ _. apply conj_mult. Qed.
Lemma adjoint_identity : same N (adjoint identity) identity.
Proof.
  intros n m _ _. unfold adjoint, identity, diag. rewrite (Nat.eqb_sym m).
  destruct (n =? m)%nat; apply conj_real.
Qed.
End Algebra.
Ltac expand N := unfold sandwich, commutator;
  rewrite ?(adjoint_add N), ?(adjoint_scale N), ?(adjoint_identity N);
  repeat (rewrite (add_left N) || rewrite (add_right N) || rewrite (scale_left N) || rewrite (scale_right N)
          || rewrite (identity_left N) || rewrite (identity_right N)).

Lemma half_half : RtoC (1 / 2) + RtoC (1 / 2) = 1.
Proof. rewrite <- RtoC_plus. f_equal. field. Qed.

(* (A5) *)
Theorem dissipator_shift N B z rho : same N (dissipator N (add B (scale z identity)) rho)
  (add (dissipator N B rho)
       (commutator N (add (scale ((1 / 2)%R * Cconj z) B) (scale (- ((1 / 2)%R * z)) (adjoint B))) rho)).
Proof.
  unfold dissipator. expand N. intros n m _ _. unfold add, scale. set (h := RtoC (1 / 2)).
  pose proof half_half as H. fold h in H.
  set (BrB := product N (product N B rho) (adjoint B) n m). set (Br := product N B rho n m).
  set (rB := product N rho (adjoint B) n m). set (BBr := product N (product N (adjoint B) B) rho n m).
  set (rBB := product N rho (product N (adjoint B) B) n m). set (Dr := product N (adjoint B) rho n m).
  set (rB' := product N rho B n m). set (r := rho n m).
  match goal with |- ?l = ?e => transitivity (e + (1 -
    (h + h)) * (Cconj z * Br + z * rB + z * Cconj z * r)) end;
    [ring|rewrite H; ring].
Qed.

(* A factor comes out squared. *)
Theorem dissipator_scale N z M rho : same N (dissipator N (scale z M) rho) (scale (z
  * Cconj z) (dissipator N M rho)).
Proof. unfold dissipator. expand N. intros n m _ _. unfold add, scale. ring. Qed.

(* ---- (A1) *)
Lemma product_null N X n m : product N null X n m = 0 /\ product N X null n m = 0.
Proof. unfold product, null. split; rewrite (csum_ext _ (fun _ => 0)); try apply csum_zero; intros; ring. Qed.

Lemma total_dissipator N Ms rho n m :
  total_operator (map (fun M => dissipator N M rho) Ms) n m =
  kraus_map N Ms rho n m
  - (1 / 2)%R * (product N (total_operator (map (fun M => product N (adjoint M) M) Ms)) rho n m
             + product N rho (total_operator (map (fun M => product N (adjoint M) M) Ms)) n m).
Proof.
  induction Ms as [|M Ms IH].
  - simpl. destruct (product_null N rho n m) as [-> ->]. unfold kraus_map, null. simpl. unfold null. ring.
  - simpl. unfold add at 1. rewrite IH, product_add_l, product_add_r. unfold kraus_map. simpl.
    unfold dissipator, add, scale. ring.
Qed.

Theorem generator_dissipators N Ms rho : complete N Ms ->
  same N (add (kraus_map N Ms rho) (scale (- (1)) rho))
    (total_operator (map (fun M => dissipator N M rho) Ms)).
Proof.
  intros E n m I J. rewrite total_dissipator. unfold complete in E.
  rewrite (product_same N _ _ rho rho E (fun _ _ _ _ => eq_refl) n m I J).
  rewrite (product_same N rho rho _ _ (fun _ _ _ _ => eq_refl) E n m I J).
  rewrite (identity_left N rho n m I J), (identity_right N rho n m I J). unfold add, scale.
  transitivity (kraus_map N Ms rho n m - (RtoC (1 / 2) + RtoC (1 / 2)) * rho n m); [rewrite half_half|]; ring.
Qed.

(* ---- (A2). [Bilinear N F] covers F X Y = X rho Y^dagger and F X Y = Y^dagger X, entry by entry. *)
Record bilinear (F : operator -> operator -> C) : Prop := {
  bilinear_add_l : forall X Y Z, F (add X Y) Z = F X Z + F Y Z;
  bilinear_add_r : forall X Y Z, F X (add Y Z) = F X Y + F X Z;
  bilinear_scale_l : forall z X Y, F (scale z X) Y = z * F X Y;
  bilinear_scale_r : forall z X Y, F X (scale z Y) = Cconj z * F X Y }.

Lemma product_conj_scale_l N z X Y n m : product N (adjoint (scale z X)) Y n m = Cconj z
  * product N (adjoint X) Y n m.
Proof.
  rewrite <- product_scale_l. apply csum_ext. intros k _. unfold adjoint, scale. now rewrite conj_mult.
Qed.
Lemma product_conj_add_l N X Y Z n m :
  product N (adjoint (add X Y)) Z n m = product N (adjoint X) Z n m + product N (adjoint Y) Z n m.
Proof.
  rewrite <- product_add_l. apply csum_ext. intros k _. unfold adjoint, add. now rewrite conj_plus.
Qed.

Lemma gram_bilinear N n m : bilinear (fun X Y => product N (adjoint Y) X n m).
Proof.
  split; intros.
  - apply product_add_r.
  - apply product_conj_add_l.
  - apply product_scale_r.
  - apply product_conj_scale_l.
Qed.

Lemma sandwich_bilinear N rho n m : bilinear (fun X Y => sandwich N X rho Y n m).
Proof.
  split; intros; unfold sandwich.
  - rewrite <- product_add_l. apply csum_ext. intros k _. unfold add at 2. now rewrite product_add_l.
  - rewrite <- product_add_r. apply csum_ext. intros k _. unfold adjoint, add. now rewrite conj_plus.
  - rewrite <- product_scale_l. apply csum_ext. intros k _. unfold scale at 2. now rewrite product_scale_l.
  - rewrite <- product_scale_r. apply csum_ext. intros k _. unfold adjoint, scale. now rewrite conj_mult.
Qed.

(* Summed over the states chi of the qubit that leaves, then over the entries of the state that comes. *)
Lemma bracket_sum F U psi chi_0 chi_1 : bilinear F -> basis chi_0 chi_1 ->
  F (bracket chi_0 U psi) (bracket chi_0 U psi) + F (bracket chi_1 U psi) (bracket chi_1 U psi) =
  ket psi ground ground * (F (U ground ground) (U ground ground) + F (U excited ground) (U excited ground))
  + ket psi excited excited * (F (U ground excited) (U ground excited)
      + F (U excited excited) (U excited excited))
  + ket psi ground excited * (F (U ground ground) (U ground excited)
      + F (U excited ground) (U excited excited))
  + ket psi excited ground * (F (U ground excited) (U ground ground)
      + F (U excited excited) (U excited ground)).
Proof.
  intros [Al Ar Sl Sr] [_ K]. set (V := fun a => add (scale (psi ground) (U a ground)) (scale (psi excited)
    (U a excited))).
  assert (FV : forall a b, F (V a) (V b) =
    ket psi ground ground * F (U a ground) (U b ground) + ket psi excited excited
      * F (U a excited) (U b excited)
    + ket psi ground excited * F (U a ground) (U b excited) + ket psi excited ground
        * F (U a excited) (U b ground)).
  { intros a b. unfold V, ket. rewrite !Al, !Ar, !Sl, !Sr. ring. }
  assert (FB : forall chi, F (bracket chi U psi) (bracket chi U psi) =
    ket chi ground ground * F (V ground) (V ground) + ket chi excited excited * F (V excited) (V excited)
    + ket chi excited ground * F (V ground) (V excited) + ket chi ground excited * F (V excited) (V ground)).
  { intros chi. unfold bracket, V. rewrite !Al, !Ar, !Sl, !Sr, !conj_mult, !conj_conj. unfold ket. ring. }
  rewrite !FB.
  transitivity ((ket chi_0 ground ground + ket chi_1 ground ground) * F (V ground) (V ground)
    + (ket chi_0 excited excited + ket chi_1 excited excited) * F (V excited) (V excited)
    + (ket chi_0 excited ground + ket chi_1 excited ground) * F (V ground) (V excited)
    + (ket chi_0 ground excited + ket chi_1 ground excited) * F (V excited) (V ground)); [ring|].
  rewrite !K. unfold delta. rewrite !FV. ring.
Qed.

Lemma sqrt_sqrt_C q : (0 <= q)%R -> RtoC (sqrt q) * RtoC (sqrt q) = RtoC q.
Proof. intros Q. rewrite <- RtoC_mult. now rewrite sqrt_sqrt. Qed.

(* The sum over the four operators of (A2). *)
Lemma kraus_sum F U q_0 q_1 psi_0 psi_1 chi_0 chi_1 : bilinear F -> basis chi_0 chi_1 ->
  (0 <= q_0)%R -> (0 <= q_1)%R -> let rho_Q a b := q_0 * ket psi_0 a b + q_1 * ket psi_1 a b in
  F (scale (sqrt q_0) (bracket chi_0 U psi_0)) (scale (sqrt q_0) (bracket chi_0 U psi_0))
  + (F (scale (sqrt q_0) (bracket chi_1 U psi_0)) (scale (sqrt q_0) (bracket chi_1 U psi_0))
  + (F (scale (sqrt q_1) (bracket chi_0 U psi_1)) (scale (sqrt q_1) (bracket chi_0 U psi_1))
  + F (scale (sqrt q_1) (bracket chi_1 U psi_1)) (scale (sqrt q_1) (bracket chi_1 U psi_1)))) =
  rho_Q ground ground * (F (U ground ground) (U ground ground) + F (U excited ground) (U excited ground))
  + rho_Q excited excited * (F (U ground excited) (U ground excited)
      + F (U excited excited) (U excited excited))
  + rho_Q ground excited * (F (U ground ground) (U ground excited) + F (U excited ground) (U excited excited))
  + rho_Q excited ground * (F (U ground excited) (U ground ground)
      + F (U excited excited) (U excited ground)).
Proof.
  intros B K Q0 Q1 rho_Q. pose proof (bracket_sum F U psi_0 chi_0 chi_1 B K) as S0.
  pose proof (bracket_sum F U psi_1 chi_0 chi_1 B K) as S1. destruct B as [_ _ Sl Sr].
  rewrite !Sl, !Sr, !conj_real.
  transitivity ((RtoC (sqrt q_0) * RtoC (sqrt q_0)) * (F (bracket chi_0 U psi_0) (bracket chi_0 U psi_0)
      + F (bracket chi_1 U psi_0) (bracket chi_1 U psi_0))
    + (RtoC (sqrt q_1) * RtoC (sqrt q_1)) * (F (bracket chi_0 U psi_1) (bracket chi_0 U psi_1)
      + F (bracket chi_1 U psi_1) (bracket chi_1 U psi_1))); [ring|].
  rewrite S0, S1, !sqrt_sqrt_C by assumption. unfold rho_Q. ring.
Qed.

Theorem kraus_collision N U q_0 q_1 psi_0 psi_1 chi_0 chi_1 rho_Q rho : basis chi_0 chi_1 ->
  (0 <= q_0)%R -> (0 <= q_1)%R -> (forall a b, rho_Q a b = q_0 * ket psi_0 a b + q_1 * ket psi_1 a b) ->
  same N (collision_map N U rho_Q rho) (kraus_map N (kraus_operators U q_0 q_1 psi_0 psi_1 chi_0 chi_1) rho).
Proof.
  intros K Q0 Q1 R n m _ _. rewrite collision_sandwiches, !R. unfold kraus_map, kraus_operators. simpl.
  unfold add, null. rewrite Cplus_0_r. symmetry.
  exact (kraus_sum _ U q_0 q_1 psi_0 psi_1 chi_0 chi_1 (sandwich_bilinear N rho n m) K Q0 Q1).
Qed.

Theorem kraus_complete N U q_0 q_1 psi_0 psi_1 chi_0 chi_1 : unitary N U -> basis chi_0 chi_1 ->
  inner psi_0 psi_0 = 1 -> inner psi_1 psi_1 = 1 -> (0 <= q_0)%R -> (0 <= q_1)%R -> (q_0 + q_1 = 1)%R ->
  complete N (kraus_operators U q_0 q_1 psi_0 psi_1 chi_0 chi_1).
Proof.
  intros Un K P0 P1 Q0 Q1 Q n m I J. unfold kraus_operators. simpl. unfold add, null. rewrite Cplus_0_r.
  pose proof (kraus_sum _ U q_0 q_1 psi_0 psi_1 chi_0 chi_1 (gram_bilinear N n m) K Q0 Q1) as H.
  cbv zeta beta in H. rewrite H. clear H.
  pose proof (Un ground ground n m I J) as Ugg. pose proof (Un excited excited n m I J) as Uee.
  pose proof (Un ground excited n m I J) as Uge. pose proof (Un excited ground n m I J) as Ueg.
  unfold joint_product, joint_adjoint, add, joint_identity, null in Ugg, Uee, Uge, Ueg.
  rewrite Ugg, Uee, Uge, Ueg.
  unfold inner in P0, P1. unfold ket.
  transitivity ((q_0 * (Cconj (psi_0 ground) * psi_0 ground + Cconj (psi_0 excited) * psi_0 excited)
    + q_1 * (Cconj (psi_1 ground) * psi_1 ground + Cconj (psi_1 excited) * psi_1 excited)) * identity n m);
        [ring|].
  rewrite P0, P1. transitivity (RtoC (q_0 + q_1) * identity n m); [rewrite RtoC_plus; ring|]. rewrite Q. ring.
Qed.

(* ---- The evolution is unitary. *)
Theorem evolution_unitary w N theta U : ladder w N -> evolution w N theta U -> unitary N U.
Proof.
  intros L E a b n m I J. pose proof (evolution_entries w N theta L U E) as A.
  assert (Down : forall a c X, product N (adjoint (U c a)) X n m
    = product N (adjoint (exchange w theta c a)) X n m).
  { intros a' c' X. apply product_same; [|now intros|exact I|exact J]. now apply adjoint_proper. }
  assert (Diag : forall d, same N (adjoint (diag d)) (scale 1 (diag d))).
  { intros d i j _ _. unfold adjoint, scale, diag. rewrite (Nat.eqb_sym j).
    destruct (Nat.eqb_spec i j) as [->|NE]; rewrite conj_real; ring. }
  assert (Herm : forall a c, same N (adjoint (exchange w theta c a))
    (scale (match a, c with ground, ground | excited, excited => 1 | _, _ => -
      (1) end) (exchange w theta a c))).
  { intros [] []; try apply Diag; intros i j _ _; unfold adjoint, scale, exchange, L_plus, scale, adjoint;
      rewrite conj_mult, conj_opp, conj_i, ?conj_conj; ring. }
  unfold joint_product, joint_adjoint, add.
  assert (P : forall a c, product N (adjoint (U c a)) (U c b) n m =
    match a, c with ground, ground | excited, excited => 1 | _, _ => - (1) end
    * (amplitude w theta a c n * exchange w theta c b (target a c n) m)).
  { intros a' c'. rewrite Down. rewrite (product_same N _ _ _ _ (Herm a' c') (A c' b) n m I J).
    rewrite product_scale_l. f_equal. now apply product_row with (1 := exchange_row w N theta L a' c'). }
  rewrite !P. pose proof (sin2_cos2 (sqrt (w n) * theta)) as T0.
  pose proof (sin2_cos2 (sqrt (w (S n)) * theta)) as T1.
  unfold Rsqr in T0, T1. destruct L as [W0 _].
  unfold joint_identity, identity, null, exchange, amplitude, target, L_g, L_e, L_plus, scale, adjoint,
    L_minus, diag.
  destruct a, b.
  - destruct n as [|n].
    + rewrite W0, sqrt_0, Rmult_0_l, sin_0, cos_0. destruct (0 =? m)%nat; parts.
    + simpl pred. rewrite (Nat.eqb_sym m). destruct (S n =? m)%nat eqn:Q.
      * apply Nat.eqb_eq in Q as <-. parts. lra.
      * parts.
  - destruct n as [|n].
    + rewrite W0, sqrt_0, Rmult_0_l, sin_0. destruct (0 =? S m)%nat eqn:Q; [apply Nat.eqb_eq in Q; lia|].
      parts.
    + simpl. destruct (n =? m)%nat eqn:Q; [apply Nat.eqb_eq in Q as <-|]; parts.
  - rewrite (Nat.eqb_sym m). destruct (S n =? m)%nat eqn:Q; [apply Nat.eqb_eq in Q as <-|]; parts.
  - simpl (S n =? S m)%nat. destruct (n =? m)%nat eqn:Q; [apply Nat.eqb_eq in Q as <-|]; parts. lra.
Qed.
