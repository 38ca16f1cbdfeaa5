(* How rounding errors add up where numbers have either sign: what the tiles of damping rest on. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Import SpecRound.
Open Scope R_scope.

(* x stands for e, at most m in absolute value, and is off by at most c u m + t. *)
Definition within (x e m c t : R) : Prop := Rabs e <= m /\ Rabs (x - e) <= c * (sc_u * m) + t.
Definition few : R := / 1000000.

Lemma within_exact x : within x x (Rabs x) 0 0.
Proof. split; [lra|]. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra. Qed.

Lemma within_size x e m c t : within x e m c t -> 0 <= m.
Proof. intros [E _]. pose proof (Rabs_pos e). lra. Qed.

Lemma within_wide x e m c t C T : within x e m c t -> c <= C -> t <= T -> within x e m C T.
Proof.
  intros W CC TT. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. split; [exact E|].
  pose proof u_small. assert (c * (sc_u * m) <= C * (sc_u * m))
    by (apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra).
  lra.
Qed.

Lemma units_small c : 0 <= c <= 30000 -> 0 <= c * sc_u <= 3 / 100000000000.
Proof.
  intros C. pose proof u_small. split; [apply Rmult_le_pos; lra|].
  apply Rle_trans with (30000 * / 1000000000000000); [apply Rmult_le_compat; lra|lra].
Qed.

Lemma within_round_by y x e m c t h : Rabs (y - x) <= sc_u * Rabs x + h -> within x e m c t ->
  0 <= c <= 30000 -> 0 <= t -> within y e m (c + 1 + few) (1.001 * t + h).
Proof.
  intros R W C T. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. split; [exact E|].
  pose proof (units_small c C) as A. pose proof u_small as U.
  replace (c * (sc_u * m)) with (c * sc_u * m) in H by ring.
  assert (X : Rabs x <= m + (c * sc_u * m + t)).
  { replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (UX : sc_u * Rabs x <= sc_u * (m + (c * sc_u * m + t))) by (apply Rmult_le_compat_l; lra).
  assert (UM : 0 <= sc_u * m) by (apply Rmult_le_pos; lra).
  assert (c * sc_u * (sc_u * m) <= few * (sc_u * m)) by (apply Rmult_le_compat_r; unfold few; lra).
  assert (sc_u * t <= 0.001 * t) by (apply Rmult_le_compat_r; lra).
  replace (y - e) with (y - x + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_bound x e m c t : 0 <= c <= 30000 -> within x e m c t -> Rabs x <= (1 + few) * m + t.
Proof.
  intros C W. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. pose proof (units_small c C).
  assert (c * sc_u * m <= few * m) by (apply Rmult_le_compat_r; unfold few; lra).
  replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_mul x e m c t y f n c' s : within x e m c t -> within y f n c' s ->
  0 <= c <= 30000 -> 0 <= c' <= 30000 -> 0 <= t -> 0 <= s ->
  within (x * y) (e * f) (m * n) (c + c' + few) (2 * t * n + 2 * m * s + t * s).
Proof.
  intros X Y C C' T S. pose proof (within_size _ _ _ _ _ X) as M. pose proof (within_size _ _ _ _ _ Y) as N.
  destruct X as [E X], Y as [F Y]. pose proof (units_small c C) as A. pose proof (units_small c' C') as B.
  pose proof u_small as U. split.
  { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  replace (c * (sc_u * m)) with (c * sc_u * m) in X by ring.
  replace (c' * (sc_u * n)) with (c' * sc_u * n) in Y by ring.
  assert (AB : c * sc_u * (c' * sc_u) <= few * sc_u).
  { assert (c * sc_u * c' <= 3 / 100000000000 * 30000) by (apply Rmult_le_compat; lra).
    replace (c * sc_u * (c' * sc_u)) with (c * sc_u * c' * sc_u) by ring.
    apply Rmult_le_compat_r; unfold few; lra. }
  replace ((c + c' + few) * (sc_u * (m * n))) with ((c * sc_u + c' * sc_u + few * sc_u) * (m * n)) by ring.
  set (a := c * sc_u) in *. set (b := c' * sc_u) in *.
  replace (x * y - e * f) with ((x - e) * (y - f) + (e * (y - f) + (x - e) * f)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|].
  rewrite !Rabs_mult.
  assert (P1 : Rabs (x - e) * Rabs (y - f) <= (a * m + t) * (b * n + s))
    by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  assert (P2 : Rabs e * Rabs (y - f) <= m * (b * n + s))
    by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  assert (P3 : Rabs (x - e) * Rabs f <= (a * m + t) * n)
    by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  assert (MN : 0 <= m * n) by (apply Rmult_le_pos; lra).
  assert (MS : 0 <= m * s) by (apply Rmult_le_pos; lra).
  assert (NT : 0 <= t * n) by (apply Rmult_le_pos; lra).
  assert (a * b * (m * n) <= few * sc_u * (m * n)) by (apply Rmult_le_compat_r; lra).
  assert (a * (m * s) <= 1 * (m * s)) by (apply Rmult_le_compat_r; lra).
  assert (b * (t * n) <= 1 * (t * n)) by (apply Rmult_le_compat_r; lra).
  lra.
Qed.

Lemma within_round y x e m c t : rounded y x -> within x e m c t -> 0 <= c <= 30000 -> 0 <= t ->
  within y e m (c + 1 + few) (1.001 * t + sc_eta).
Proof. exact (within_round_by y x e m c t sc_eta). Qed.

Lemma within_add x e m c t y f n c' s C : c <= C -> c' <= C -> within x e m c t -> within y f n c' s ->
  within (x + y) (e + f) (m + n) C (t + s).
Proof.
  intros CC CC' X Y. pose proof (within_size _ _ _ _ _ X) as M. pose proof (within_size _ _ _ _ _ Y) as N.
  apply (within_wide _ _ _ _ _ C t) in X; [|lra..]. apply (within_wide _ _ _ _ _ C s) in Y; [|lra..].
  destruct X as [E X], Y as [F Y]. split; [eapply Rle_trans; [apply Rabs_triang|]; lra|].
  replace (x + y - (e + f)) with (x - e + (y - f)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_nothing t c : 0 <= t -> within 0 0 0 c t.
Proof. intros T. split; rewrite ?Rminus_diag_eq, ?Rabs_R0 by reflexivity; lra. Qed.

Lemma within_zero_size x e c t C : 0 <= t -> within x e 0 c t -> within x e 0 C t.
Proof. intros T [E H]. split; [exact E|]. lra. Qed.
