(* spec/error.acsl: so many roundings and underflows. *)
From Coq Require Import Reals Lra.
From Surecharge Require Export SpecRound.
Open Scope R_scope.

Definition sc_gap (e units tiny : R) : R := units * (sc_u * e) + tiny * sc_eta.
#[export] Hint Unfold sc_gap : spec.

Theorem sc_gap_def e units tiny : sc_gap e units tiny = units * (sc_u * e) + tiny * sc_eta.
Proof. reflexivity. Qed.

(* x stands for e, at most m in absolute value, off by at most the gap of m. *)
Definition close (x e m units tiny : R) : Prop := Rabs e <= m /\ Rabs (x - e) <= sc_gap m units tiny.

(* One more rounding: a unit and an underflow more, and a little for their product. *)
Lemma close_round y w e m k j : rounded y w -> close w e m k j -> 0 <= k <= 100 -> 0 <= j <= 2000 ->
  close y e m (k + 1.0001) (j + 1.001).
Proof.
  intros Y [E W] K J. split; [exact E|]. unfold rounded, sc_gap in *.
  pose proof (Rabs_pos e) as P.
  assert (U : sc_u * 101 <= 0.0001 /\ sc_u * 2000 <= 0.001 /\ 0 < sc_u) by (unfold sc_u; lra).
  assert (H : 0 < sc_eta) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (M : 0 <= sc_u * m) by (apply Rmult_le_pos; lra).
  assert (T : Rabs (y - e) <= Rabs (y - w) + Rabs (w - e)).
  { replace (y - e) with ((y - w) + (w - e)) by ring. apply Rabs_triang. }
  assert (S : Rabs w <= Rabs e + Rabs (w - e)).
  { replace w with (e + (w - e)) at 1 by ring. apply Rabs_triang. }
  assert (R : sc_u * Rabs w <= sc_u * (m + (k * (sc_u * m) + j * sc_eta))) by (apply Rmult_le_compat_l; lra).
  assert (A : (sc_u * k) * (sc_u * m) <= 0.0001 * (sc_u * m)).
  { apply Rmult_le_compat_r; [lra|]. assert (sc_u * k <= sc_u * 101) by (apply Rmult_le_compat_l; lra). lra. }
  assert (B : (sc_u * j) * sc_eta <= 0.001 * sc_eta).
  { apply Rmult_le_compat_r; [lra|]. assert (sc_u * j <= sc_u * 2000) by (apply Rmult_le_compat_l; lra).
    lra. }
  lra.
Qed.

Lemma close_product a q g : sc_rmul a q g -> close a (q * g) (Rabs (q * g)) 1 1.
Proof. unfold sc_rmul, rounded, sc_prod, close, sc_gap. lra. Qed.

Lemma close_opposite x e m k j : close x e m k j -> close (- x) (- e) m k j.
Proof.
  intros [E X]. split; [now rewrite Rabs_Ropp|]. replace (- x - - e) with (- (x - e)) by ring.
  now rewrite Rabs_Ropp.
Qed.

Lemma close_add y x e m x2 e2 m2 k k2 j j2 : sc_radd y x x2 -> close x e m k j -> close x2 e2 m2 k2 j2 ->
  0 <= k2 <= k -> k <= 100 -> 0 <= j <= 1000 -> 0 <= j2 <= 1000 ->
  close y (e + e2) (m + m2) (k + 1.0001) (j + j2 + 1.001).
Proof.
  intros Y [E X] [E2 X2] K K2 J J2. apply (close_round y (x + x2)); [exact Y| |lra..].
  pose proof (Rabs_pos e2). unfold close, sc_gap in *. split.
  - pose proof (Rabs_triang e e2). lra.
  - replace (x + x2 - (e + e2)) with ((x - e) + (x2 - e2)) by ring.
    pose proof (Rabs_triang (x - e) (x2 - e2)).
    assert (U : 0 <= sc_u * m2) by (apply Rmult_le_pos; [unfold sc_u; lra|lra]).
    assert (k2 * (sc_u * m2) <= k * (sc_u * m2)) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma close_mul y w x e m k j : rounded y (w * x) -> close x e m k j -> 0 <= k <= 100 -> 0 <= j <= 1000 ->
  Rabs w <= 2 -> close y (w * e) (Rabs w * m) (k + 1.0001) (2 * j + 1.001).
Proof.
  intros Y [E X] K J W. apply (close_round y (w * x)); [exact Y| |lra..].
  pose proof (Rabs_pos w). split.
  - rewrite Rabs_mult. now apply Rmult_le_compat_l.
  - rewrite <- Rmult_minus_distr_l, Rabs_mult.
    apply Rle_trans with (Rabs w * sc_gap m k j); [now apply Rmult_le_compat_l|]. unfold sc_gap.
    assert (tiny : 0 <= j * sc_eta).
    { apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat, pow_lt. lra. }
    assert (Rabs w * (j * sc_eta) <= 2 * (j * sc_eta)) by (apply Rmult_le_compat_r; assumption). lra.
Qed.
