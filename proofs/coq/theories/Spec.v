(* The bridge to the kernel's specification: what WP is given of spec/ without proving it is true. What
   spec/damp_tile.acsl says is in SpecDampTile.v, and so on for every file of spec/: a definition of each
   opaque symbol and each recursive function, and a theorem of the same name for each axiom and each recursive
   definition. bridge.sh prints, with Why3, the statements that WP gets, and proves them in Bridge.v, from the
   theorems, by the two tactics below. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Export SpecRound SpecError SpecObserve SpecLadder SpecQubit SpecKappa SpecCollide
  SpecStencil SpecRate SpecSum SpecDamp SpecDampWeights SpecDampTile SpecSwap SpecBudget.
Open Scope R_scope.

(* [given T]: by the theorem T, up to the order of sums and products. [automatic]: a lemma of spec/, which WP
   proves too, from the definitions by arithmetic. *)
Lemma minus_one x : -1 * x = - x.
Proof. ring. Qed.

Ltac cases := repeat match goal with |- context [if ?x then _ else _] => destruct x end; try (exfalso; lia).
Ltac sorted := repeat match goal with
  | |- context [(- (1) + ?n)%Z] => replace (- (1) + n)%Z with (n - 1)%Z by lia
  | |- context [(1 + (?n - 1))%Z] => replace (1 + (n - 1))%Z with n by lia
  | |- context [(?n - 1 + 1)%Z] => replace (n - 1 + 1)%Z with n by lia end.
Ltac same := first [reflexivity | lia | ring | rewrite ?plus_IZR, ?minus_IZR, ?mult_IZR, ?opp_IZR;
  unfold Rdiv; ring | progress f_equal; same].
Ltac bounded := repeat match goal with H : _ /\ _ |- _ => destruct H | |- _ /\ _ => split end;
  try assumption;
  match goal with H : Rabs ?x <= ?a |- Rabs ?y <= ?b => replace y with x by ring; replace b with a;
    [exact H|] end;
  rewrite ?plus_IZR, ?minus_IZR, ?mult_IZR, ?opp_IZR, ?plus_IZR, ?mult_IZR; simpl pow; lra.
Ltac given T := cbv zeta; intros; first
  [ solve [eapply T; eassumption]
  | solve [eauto 2 using T with nocore]
  | solve [apply T | symmetry; apply T]
  | solve [rewrite ?minus_one in *; eapply T; eassumption]
  | rewrite T; match goal with |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra
  | unfold sc_u, sc_eta; lra
  | eapply T; solve [eassumption | lra]
  | autounfold with spec; eapply T; solve [eassumption | ring | autounfold with spec; lra]
  | rewrite T; match goal with |- (_ /\ Rabs ?x <= _) <-> ?near => match near with context [Rabs ?y] =>
      replace y with x by ring end end; tauto
  | rewrite T; sorted; cases; repeat split; intros; try (exfalso; lia); same
  | rewrite T; split; intros; bounded
  | rewrite T; autounfold with spec; sorted; cases; repeat split; intros; try (exfalso; lia); ring
  | rewrite T; autounfold with spec; rewrite ?Rabs_mult; match goal with
      |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra ].

Ltac positive := first
  [ lra | apply Rle_0_sqr | apply Rplus_le_le_0_compat; positive
  | rewrite Rmult_assoc; apply Rmult_le_pos; [positive|apply Rle_0_sqr] | apply Rmult_le_pos; positive ].
Ltac bounds := repeat match goal with
  | H : _ /\ _ |- _ => destruct H
  | H : Rabs _ <= _ * Rabs ?x + _ |- _ => rewrite (Rabs_pos_eq x) in H by positive
  | H : Rabs _ <= _ |- _ => apply Rabs_le_between in H; destruct H
  | |- Rabs _ <= _ => apply Rabs_le
  | |- _ /\ _ => split
  | |- context [IZR (_ + _)] => rewrite plus_IZR
  | H : (_ <= _)%Z |- context [IZR _] => apply IZR_le in H end.
(* What holds of all entries up to the last, and of the last, holds of all; and of any one. *)
Ltac extended := cbv zeta; intros; match goal with _ : (1 + ?last = _)%Z |- _ =>
  red; intros i; intros; destruct (Z.eq_dec i last) as [->|]; [assumption|] end;
  match goal with H : _ |- _ => apply H; lia end.
Ltac arithmetic := cbv zeta; intros; autounfold with spec in *; cases; repeat split; intros;
  try (exfalso; lia);
  try same; bounds;
  first [lra | lia | positive | apply sqrt_pos | apply root_le; lra | apply sqrt_le_1_alt; lra
        | apply sqrt_square; lra | nra | nia].
Ltac instance := cbv zeta; intros; subst; match goal with H : _ |- _ => apply H; (lia || assumption) end.
Ltac automatic := first [solve [extended] | solve [instance] | arithmetic].
