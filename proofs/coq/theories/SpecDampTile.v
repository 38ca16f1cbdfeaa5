(* spec/damp_tile.acsl: the coefficients of a tile. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Export SpecDamp.
Open Scope R_scope.

Fixpoint factor_limit (g : nat) : R := match g with O => 1 | S i => factor_limit i * (4097 / IZR
  (Z.of_nat g)) end.
Definition sc_factor_limit (g : Z) : R := factor_limit (Z.to_nat g).

Theorem sc_factor_limit_def g : sc_factor_limit g =
  if Z_le_dec g 0 then 1 else sc_factor_limit (g - 1) * (4097 / IZR g).
Proof.
  unfold sc_factor_limit. destruct (Z_le_dec g 0) as [L|L].
  - now replace (Z.to_nat g) with O by lia.
  - replace (Z.to_nat g) with (S (Z.to_nat (g - 1))) by lia. cbn [factor_limit]. do 3 f_equal. lia.
Qed.

Lemma factor_one g : (g <= 31)%nat -> 1 <= factor_limit g.
Proof.
  induction g as [|g IH]; intros G; cbn [factor_limit]; [lra|]. specialize (IH ltac:(lia)).
  assert (D : 0 < IZR (Z.of_nat (S g)) <= 31) by (split; [apply IZR_lt|apply IZR_le]; lia).
  assert (1 <= 4097 / IZR (Z.of_nat (S g))); [|nra].
  apply Rmult_le_reg_r with (IZR (Z.of_nat (S g))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma factor_grows g i : (i <= g)%nat -> (g <= 31)%nat -> factor_limit i <= factor_limit g.
Proof.
  induction 1 as [|g I IH]; intros G; [lra|]. specialize (IH ltac:(lia)). cbn [factor_limit].
  pose proof (factor_one g ltac:(lia)).
  assert (D : 0 < IZR (Z.of_nat (S g)) <= 31) by (split; [apply IZR_lt|apply IZR_le]; lia).
  assert (1 <= 4097 / IZR (Z.of_nat (S g))); [|nra].
  apply Rmult_le_reg_r with (IZR (Z.of_nat (S g))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma factor_range g : (0 <= g)%Z -> (g <= 31)%Z -> sc_factor_limit g <= 2 ^ 260 /\ 1 <= sc_factor_limit g.
Proof.
  intros G H. unfold sc_factor_limit. split; [|apply factor_one; lia].
  apply Rle_trans with (factor_limit 31); [apply factor_grows; lia|].
  cbn [factor_limit]. simpl Z.of_nat. simpl Z.pos_sub. lra.
Qed.

Theorem sc_factor_next a x ratio next step g up : (1 + g = up)%Z -> x <= 4096 -> 0 <= a -> (0 <= g)%Z ->
  0 <= ratio -> 0 <= x -> (up <= 31)%Z -> IZR up <= step -> a <= sc_factor_limit g -> sc_rmul next a
    ratio ->
  sc_rdiv ratio x step -> next <= sc_factor_limit up.
Proof.
  intros <- X1 A0 G R0 X0 Up S AL M D. unfold sc_rmul, sc_rdiv, rounded, sc_prod in *.
  assert (N : 1 <= IZR (1 + g) <= 31) by (split; apply IZR_le; lia).
  pose proof (factor_range g G ltac:(lia)) as [_ F]. rewrite (sc_factor_limit_def (1 + g)).
  destruct (Z_le_dec (1 + g) 0) as [Neg|_]; [lia|]. replace (1 + g - 1)%Z with g by lia.
  set (f := sc_factor_limit g) in *. set (n := IZR (1 + g)) in *. pose proof u_small as U. pose proof
    eta_tiny as Eta.
  assert (Q0 : 0 <= x / step) by (apply Rdiv_le_0_compat; lra).
  assert (Q : x / step <= 4096 / n).
  { apply Rle_trans with (4096 / step); [apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat;
    lra|exact X1]|].
    apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
  rewrite (Rabs_pos_eq (x / step)) in D by exact Q0. rewrite (Rabs_pos_eq (a * ratio)) in M by now apply
    Rmult_le_pos.
  apply Rabs_le_between in D. apply Rabs_le_between in M.
  set (q := 4096 / n) in *. assert (q1 : 132 <= q).
  { apply Rmult_le_reg_r with n; [lra|]. unfold q, Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (E : 4097 / n = q * (4097 / 4096)) by (unfold q; field; lra). rewrite E.
  assert (UQ : sc_u * (x / step) <= / 1000000000000000 * q) by (apply Rmult_le_compat; lra).
  assert (R : ratio <= q * (1 + / 100000)) by lra.
  assert (P : a * ratio <= f * (q * (1 + / 100000))) by (apply Rmult_le_compat; lra).
  assert (P0 : 0 <= a * ratio) by now apply Rmult_le_pos.
  assert (FQ : 132 <= f * q) by nra.
  assert (UP : sc_u * (a * ratio) <= / 1000000000000000 * (f * (q * (1 + / 100000)))) by (apply
    Rmult_le_compat; lra).
  lra.
Qed.

(* The same with the numbers as Why3 prints them. *)
Theorem sc_factor_range g : (0 <= g)%Z -> (g <= 31)%Z ->
  sc_factor_limit g <= 1852673427797059126777135760139006525652319754650249024631321344126610074238976 /\
    1 <= sc_factor_limit g.
Proof.
  intros G H. replace 1852673427797059126777135760139006525652319754650249024631321344126610074238976
    with (2 ^ 260) by (simpl; lra).
  now apply factor_range.
Qed.
