(* spec/kappa.acsl: the coherence of a qubit, rounding by rounding. *)
From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Export SpecQubit.
Open Scope R_scope.

(* What is left of a relative error and of an absolute one under a root. *)
Lemma root_off x y delta tiny : 0 <= x -> 0 <= y -> 0 <= delta <= / 16 -> 0 <= tiny ->
  Rabs (x - y) <= delta * y + tiny -> Rabs (sqrt x - sqrt y) <= (delta / 2 + delta ^ 2) * sqrt y + sqrt tiny.
Proof.
  intros X Y D T H. apply Rabs_le_between in H.
  pose proof (sqrt_pos x) as Sx. pose proof (sqrt_pos y) as Sy. pose proof (sqrt_pos tiny) as St.
  pose proof (sqrt_sqrt x X) as Ex. pose proof (sqrt_sqrt y Y) as Ey. pose proof (sqrt_sqrt tiny T) as Et.
  set (a := sqrt x) in *. set (b := sqrt y) in *. set (t := sqrt tiny) in *.
  assert (D2 : delta ^ 2 <= delta / 16) by nra.
  assert (Bt : 0 <= b * t) by nra.
  apply Rabs_le. split.
  - set (k := delta / 2 + delta ^ 2). assert (K : 0 <= k <= / 16) by (unfold k; nra).
    assert (K2 : delta <= 2 * k - k * k) by (unfold k in *; nra).
    destruct (Rle_dec ((1 - k) * b - t) 0) as [L|L]; [unfold k in *; lra|].
    assert (((1 - k) * b - t) * ((1 - k) * b - t) <= a * a) as Sq.
    { rewrite Ex. apply Rle_trans with ((1 - delta) * y - tiny); [|lra]. rewrite <- Ey, <- Et.
      assert (t <= (1 - k) * b) by lra. assert (0 <= b * b) by nra. nra. }
    assert ((1 - k) * b - t <= a) by nra. unfold k in *; lra.
  - assert (a * a <= (b + (delta / 2 + delta ^ 2) * b + t) * (b + (delta / 2 + delta ^ 2) * b + t)) as Sq.
    { rewrite Ex. apply Rle_trans with ((1 + delta) * y + tiny); [lra|]. rewrite <- Ey, <- Et.
      set (k := delta / 2 + delta ^ 2) in *. assert (0 <= k) by (unfold k; nra).
      assert (0 <= b * b) by nra. assert (delta <= 2 * k) by (unfold k; nra). nra. }
    assert (0 <= (delta / 2 + delta ^ 2) * b) by nra. nra.
Qed.

Lemma coherence_off q c p square root x : 0 <= q <= 1 -> 0 <= c <= 1 -> 0 <= p -> 0 <= square -> 0 <= root ->
  sc_radd p 1 (- q) -> sc_rmul square q p -> sc_rsqrt root square -> sc_rmul x c root ->
  Rabs (x - c * sqrt (q * (1 - q))) <= 3.01 * (sc_u * (c * sqrt (q * (1 - q)))) + / 2 ^ 536.
Proof.
  intros Q C P Sq R0 Hp Hs Hr Hx. unfold sc_radd, sc_rmul, sc_rsqrt, rounded, sc_prod in *.
  replace (1 + - q) with (1 - q) in Hp by ring.
  rewrite (Rabs_pos_eq (1 - q)) in Hp by lra.
  assert (QP : 0 <= q * p) by nra. assert (CR : 0 <= c * root) by nra.
  rewrite (Rabs_pos_eq (q * p)) in Hs by assumption. rewrite (Rabs_pos_eq (c * root)) in Hx by assumption.
  rewrite (Rabs_pos_eq (sqrt square)) in Hr by apply sqrt_pos.
  pose proof u_small as U. pose proof eta_tiny as E.
  set (y := q * (1 - q)). assert (Y : 0 <= y) by (unfold y; nra).
  assert (Off : Rabs (square - y) <= (2 * sc_u + sc_u ^ 2) * y + 9 / 4 * sc_eta).
  { replace (square - y) with ((square - q * p) + q * (p - (1 - q))) by (unfold y; ring).
    apply Rle_trans with (sc_u * (q * p) + sc_eta + q * (sc_u * (1 - q) + sc_eta)).
    - apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat; [exact Hs|].
      rewrite Rabs_mult, (Rabs_pos_eq q) by lra. apply Rmult_le_compat_l; lra.
    - assert (Pq : q * p <= y + q * (sc_u * (1 - q) + sc_eta)).
      { apply Rabs_le_between in Hp. unfold y. nra. }
      assert (q * sc_eta <= sc_eta) by nra.
      replace (q * (sc_u * (1 - q) + sc_eta)) with (sc_u * y + q * sc_eta) in * by (unfold y; ring).
      assert (sc_u * (q * p) <= sc_u * (y + (sc_u * y + q * sc_eta))) by (apply Rmult_le_compat_l; lra).
      assert (sc_u * (q * sc_eta) <= sc_eta) by nra. nra. }
  apply root_off in Off; [|assumption|assumption|split; nra|lra].
  set (s := sqrt y) in *. assert (S : 0 <= s) by apply sqrt_pos.
  set (tiny := / 2 ^ 536). assert (T0 : 0 < tiny) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (T1 : tiny <= / 1000000000000000).
  { unfold tiny. apply Rle_trans with (/ 2 ^ 60); [|simpl; lra].
    apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow; [lra|lia]. }
  assert (Eta : sc_eta = tiny * tiny / 4).
  { unfold sc_eta, tiny. replace 1074%nat with (2 + (536 + 536))%nat by reflexivity. rewrite !pow_add.
    assert (2 ^ 536 <> 0) by (apply pow_nonzero; lra). replace (2 ^ 2) with 4 by ring. now field. }
  replace (9 / 4 * sc_eta) with ((3 / 4 * tiny) * (3 / 4 * tiny)) in Off by (rewrite Eta; field).
  rewrite sqrt_square in Off by lra.
  assert (Small : sc_eta <= tiny / 1000000) by (rewrite Eta; nra).
  clear Eta. clearbody tiny s. clear Y y Hs Hp CR QP. set (w := sqrt square) in *. clearbody w.
  set (k := (2 * sc_u + sc_u ^ 2) / 2 + (2 * sc_u + sc_u ^ 2) ^ 2) in *.
  assert (K : 0 <= k <= 1.001 * sc_u) by (unfold k; split; nra).
  clearbody k. apply Rabs_le_between in Off, Hr.
  assert (Ks : 0 <= k * s <= 1.001 * (sc_u * s)) by (split; nra).
  assert (Us : 0 <= sc_u * s) by nra.
  assert (Uw : sc_u * w <= 1.001 * (sc_u * s) + tiny / 1000) by nra.
  assert (Rs : Rabs (root - s) <= 2.003 * (sc_u * s) + 0.8 * tiny) by (apply Rabs_le; lra).
  assert (Ur : sc_u * root <= 1.001 * (sc_u * s) + tiny / 1000) by (apply Rabs_le_between in Rs; nra).
  replace (x - c * s) with ((x - c * root) + c * (root - s)) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult, (Rabs_pos_eq c) by lra.
  assert (c * Rabs (root - s) <= 2.003 * (sc_u * (c * s)) + 0.8 * tiny).
  { apply Rle_trans with (c * (2.003 * (sc_u * s) + 0.8 * tiny)); [apply Rmult_le_compat_l; lra|nra]. }
  assert (sc_u * (c * root) <= 1.001 * (sc_u * (c * s)) + tiny / 1000).
  { replace (sc_u * (c * root)) with (c * (sc_u * root)) by ring.
    apply Rle_trans with (c * (1.001 * (sc_u * s) + tiny / 1000)); [apply Rmult_le_compat_l; lra|nra]. }
  assert (0 <= sc_u * (c * s)) by (apply Rmult_le_pos; nra). lra.
Qed.

(* The same as Why3 prints it. *)
Theorem sc_kappa_made q c p square root x : sc_radd p 1 (-1 * q) -> sc_rmul square q p ->
  sc_rsqrt root square -> sc_rmul x c root -> c <= 1 -> q <= 1 -> 0 <= c -> 0 <= p -> 0 <= q -> 0 <= root ->
  0 <= square ->
  Rabs (x + -1 * sc_kappa q c) <= 1 / IZR (2 ^ 536) + 301 / 100 * sc_u * sc_kappa q c.
Proof.
  intros Hp Hs Hr Hx C1 Q1 C0 P Q0 R0 S. unfold sc_kappa, sc_prod.
  replace (-1 * q) with (- q) in * by ring. replace (1 + - q) with (1 - q) by ring.
  replace (x + -1 * (c * sqrt (q * (1 - q)))) with (x - c * sqrt (q * (1 - q))) by ring.
  pose proof (coherence_off q c p square root x ltac:(lra) ltac:(lra) P S R0 Hp Hs Hr Hx).
  replace (1 / IZR (2 ^ 536)) with (/ 2 ^ 536); [lra|]. unfold Rdiv. rewrite Rmult_1_l, pow_IZR. reflexivity.
Qed.
