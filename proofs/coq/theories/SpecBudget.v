(* spec/budget.acsl: what errors of the qubit's numbers cost. *)
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Raux.
From Coq Require Import Reals Lra Lia.
From Surecharge Require Export SpecQubit SpecCollide.
Open Scope R_scope.

Definition sc_input_above (input_error q c exact_q exact_c : R) : Prop :=
  2 * Rabs (q + -1 * exact_q) + 2 * Rabs (sc_kappa q c + -1 * sc_kappa exact_q exact_c) <= input_error.
Definition sc_input_covers (input_error q q_error c_error : R) : Prop := forall c exact_q exact_c,
  exact_c <= 1 -> exact_q <= 1 -> c <= 1 -> 0 <= exact_c -> 0 <= exact_q -> 0 <= c ->
  Rabs (c + -1 * exact_c) <= c_error -> Rabs (q + -1 * exact_q) <= q_error ->
  sc_input_above input_error q c exact_q exact_c.
Definition sc_roots_within (q error k : R) : Prop := forall x,
  x <= 1 -> 0 <= x -> Rabs (q + -1 * x) <= error ->
  Rabs (sqrt (sc_prod q (1 + -1 * q)) + -1 * sqrt (sc_prod x (1 + -1 * x)))
  <= 2199023255553 / 2199023255552 * k + 1073741824 * sc_eta.

Theorem sc_input_covers_def input_error q q_error c_error : (forall c exact_q exact_c,
    exact_c <= 1 -> exact_q <= 1 -> c <= 1 -> 0 <= exact_c -> 0 <= exact_q -> 0 <= c ->
    Rabs (c + -1 * exact_c) <= c_error -> Rabs (q + -1 * exact_q) <= q_error ->
    sc_input_above input_error q c exact_q exact_c) <-> sc_input_covers input_error q q_error c_error.
Proof. reflexivity. Qed.
Theorem sc_roots_within_def q error k : (forall x, x <= 1 -> 0 <= x -> Rabs (q + -1 * x) <= error ->
    Rabs (sqrt (sc_prod q (1 + -1 * q)) + -1 * sqrt (sc_prod x (1 + -1 * x)))
    <= 2199023255553 / 2199023255552 * k + 1073741824 * sc_eta) <-> sc_roots_within q error k.
Proof. reflexivity. Qed.

(* The roots differ by at most the error over the root, and by at most the root of the error. *)
Lemma roots_apart q x e : 0 <= q <= 1 -> 0 <= x <= 1 -> Rabs (q - x) <= e ->
  let a := sqrt (q * (1 - q)) in let b := sqrt (x * (1 - x)) in
  a * Rabs (a - b) <= e /\ Rabs (a - b) <= sqrt e.
Proof.
  intros Q X E a b.
  assert (A2 : a * a = q * (1 - q)) by (apply sqrt_sqrt; apply Rmult_le_pos; lra).
  assert (B2 : b * b = x * (1 - x)) by (apply sqrt_sqrt; apply Rmult_le_pos; lra).
  assert (A0 : 0 <= a) by apply sqrt_pos. assert (B0 : 0 <= b) by apply sqrt_pos.
  assert (S : (a + b) * Rabs (a - b) <= e).
  { rewrite <- (Rabs_pos_eq (a + b)) by lra. rewrite <- Rabs_mult.
    replace ((a + b) * (a - b)) with ((q - x) * (1 - q - x)) by lra. rewrite Rabs_mult.
    apply Rle_trans with (Rabs (q - x) * 1); [|lra]. apply Rmult_le_compat_l; [apply Rabs_pos|].
    apply Rabs_le. lra. }
  pose proof (Rabs_pos (a - b)) as P. split.
  - apply Rle_trans with ((a + b) * Rabs (a - b)); [|exact S]. apply Rmult_le_compat_r; lra.
  - assert (D : Rabs (a - b) <= a + b) by (apply Rabs_le; lra).
    rewrite <- (sqrt_square (Rabs (a - b))) by exact P. apply sqrt_le_1_alt.
    apply Rle_trans with ((a + b) * Rabs (a - b)); [|exact S]. now apply Rmult_le_compat_r.
Qed.

Lemma roots_bounded q x e b : 0 <= q <= 1 -> 0 <= x <= 1 -> Rabs (q + -1 * x) <= e ->
  (forall d, sqrt (q * (1 - q)) * d <= e -> d <= sqrt e -> d <= b) ->
  Rabs (sqrt (sc_prod q (1 + -1 * q)) + -1 * sqrt (sc_prod x (1 + -1 * x))) <= b.
Proof.
  intros Q X E B. replace (q + -1 * x) with (q - x) in E by ring. destruct (roots_apart q x e Q X E) as [S R].
  unfold sc_prod. replace (1 + -1 * q) with (1 - q) by ring. replace (1 + -1 * x) with (1 - x) by ring.
  match goal with |- Rabs (?s + -1 * ?t) <= _ => replace (s + -1 * t) with (s - t) by ring end. now apply B.
Qed.

Lemma eta_below : 0 < sc_eta <= / 2 ^ 200.
Proof.
  unfold sc_eta. split; [apply Rinv_0_lt_compat, pow_lt; lra|].
  apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow; [lra|lia].
Qed.

Theorem sc_roots_by_root q error root : error <= 1 -> q <= 1 -> 0 <= error -> 0 <= q -> 0 <= root ->
  sc_rsqrt root error -> sc_roots_within q error root.
Proof.
  intros E1 Q1 E0 Q0 R0 R x X1 X0 X. pose proof eta_below.
  apply (roots_bounded q x error); [lra..|exact X|]. intros d _ D. eapply Rle_trans; [exact D|].
  apply sc_rsqrt_def in R. unfold sc_u in R. apply Rabs_le_between in R. lra.
Qed.

Lemma slope_core q p square root error scaled quotient slope eta :
  let u := / 2 ^ 53 in 0 < eta <= / 2 ^ 200 ->
  0 <= q <= 1 -> 0 <= error ->
  Rabs (p - (1 - q)) <= u * (1 - q) + eta -> Rabs (square - q * p) <= u * Rabs (q * p) + eta ->
  Rabs (root - sqrt square) <= u * sqrt square + eta -> / 2 ^ 19 <= root ->
  Rabs (scaled - root * 1048576) <= u * (root * 1048576) + eta ->
  Rabs (quotient - error / scaled) <= u * Rabs (error / scaled) + eta -> 0 <= quotient ->
  Rabs (slope - quotient * 1048576) <= u * (quotient * 1048576) + eta ->
  0 < sqrt (q * (1 - q)) /\ error <= sqrt (q * (1 - q)) * ((1 + / 2 ^ 41) * slope + 2 ^ 22 * eta).
Proof.
  intros u H Q E P S R R0 C D D0 L. apply Rabs_le_between in P, R, C, L.
  set (s := sqrt (q * (1 - q))). assert (S0 : 0 <= s) by apply sqrt_pos.
  assert (Sq : sqrt square * sqrt square <= q * (1 - q) * (1 + 4 * u)).
  { assert (r0 : 0 < sqrt square).
    { destruct (Rle_lt_or_eq_dec 0 (sqrt square) (sqrt_pos _)) as [?|Z]; [assumption|].
      rewrite <- Z in R. lra. }
    assert (Sp : 0 < square).
    { apply Rnot_le_lt. intros N. rewrite (sqrt_neg _ N) in r0. lra. }
    rewrite sqrt_sqrt by lra.
    assert (r1 : / 2 ^ 20 <= sqrt square) by (unfold u in *; lra).
    assert (big : / 2 ^ 40 <= square).
    { rewrite <- (sqrt_sqrt square) by lra. replace (/ 2 ^ 40) with (/ 2 ^ 20 * / 2 ^ 20) by lra.
      apply Rmult_le_compat; lra. }
    assert (qp : q * p <= q * (1 - q) * (1 + u) + eta).
    { assert (p1 : p <= (1 - q) * (1 + u) + eta) by lra.
      apply (Rmult_le_compat_l q) in p1; [|lra].
      assert (q * eta <= 1 * eta) by (apply Rmult_le_compat_r; lra). lra. }
    assert (qp0 : - eta <= q * p).
    { assert (p0 : - eta <= p) by (assert (u * (1 - q) <= 1 - q) by (unfold u; lra); lra).
      apply (Rmult_le_compat_l q) in p0; [|lra].
      assert (q * eta <= 1 * eta) by (apply Rmult_le_compat_r; lra). lra. }
    assert (A : Rabs (q * p) <= q * (1 - q) * (1 + u) + 2 * eta).
    { apply Rabs_le. assert (0 <= q * (1 - q)) by (apply Rmult_le_pos; lra).
      assert (0 <= q * (1 - q) * (1 + u)) by (apply Rmult_le_pos; [assumption|unfold u; lra]). lra. }
    apply Rabs_le_between in S. apply (Rmult_le_compat_l u) in A; [|unfold u; lra].
    set (g := q * (1 - q)) in *.
    assert (square <= g * (1 + u) * (1 + u) + 3 * eta) by (unfold u in *; lra). unfold u in *. lra. }
  assert (Rt : sqrt square <= s * (1 + 2 * u)).
  { rewrite <- (sqrt_square (sqrt square)) by apply sqrt_pos.
    replace (s * (1 + 2 * u)) with (sqrt (s * (1 + 2 * u) * (s * (1 + 2 * u)))).
    - apply sqrt_le_1_alt. eapply Rle_trans; [exact Sq|].
      replace (s * (1 + 2 * u) * (s * (1 + 2 * u))) with (s * s * ((1 + 2 * u) * (1 + 2 * u))) by ring.
      unfold s. rewrite sqrt_sqrt by (apply Rmult_le_pos; lra).
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|]. unfold u. lra.
    - apply sqrt_square. apply Rmult_le_pos; [exact S0|unfold u; lra]. }
  assert (Ro : root <= s * (1 + 5 * u)) by (unfold u in *; lra).
  assert (Sc : 0 < scaled <= s * 1048576 * (1 + 8 * u)) by (unfold u in *; lra).
  assert (Sp : 0 < s) by (unfold u in *; lra). split; [exact Sp|].
  set (t := error / scaled) in *.
  assert (T : 0 <= t) by (apply Rmult_le_pos; [exact E|left; now apply Rinv_0_lt_compat]).
  assert (Te : error = t * scaled) by (unfold t; field; lra).
  rewrite (Rabs_pos_eq t) in D by exact T. apply Rabs_le_between in D.
  rewrite Te. apply Rle_trans with (t * (s * 1048576 * (1 + 8 * u))); [apply Rmult_le_compat_l; lra|].
  replace (t * (s * 1048576 * (1 + 8 * u))) with (s * (t * 1048576 * (1 + 8 * u))) by ring.
  apply Rmult_le_compat_l; [exact S0|]. unfold u in *. lra.
Qed.

Theorem sc_roots_by_slope q p square root error scaled quotient slope :
  error <= 1 -> q <= 1 -> 0 <= error -> 0 <= q -> 0 <= quotient -> 1 / 524288 <= root -> 0 <= slope ->
  sc_rsqrt root square -> sc_rmul scaled root 1048576 -> sc_rmul slope quotient 1048576 ->
  sc_rmul square q p -> sc_rdiv quotient error scaled -> sc_radd p 1 (-1 * q) ->
  sc_roots_within q error slope.
Proof.
  intros E1 Q1 E0 Q0 D0 R0 L0 R C L S D P x X1 X0 X.
  apply sc_rsqrt_def in R. unfold sc_radd, sc_rmul, sc_rdiv, rounded, sc_prod in *.
  replace (1 + -1 * q) with (1 - q) in P by ring. rewrite (Rabs_pos_eq (1 - q)) in P by lra.
  rewrite (Rabs_pos_eq (root * 1048576)) in C by lra. rewrite (Rabs_pos_eq (quotient * 1048576)) in L by lra.
  destruct (slope_core q p square root error scaled quotient slope sc_eta eta_below (conj Q0 Q1) E0 P S R
    ltac:(lra) C D D0 L) as [Sp M].
  apply (roots_bounded q x error); [lra..|exact X|]. intros d B _.
  apply Rmult_le_reg_l with (sqrt (q * (1 - q))); [exact Sp|].
  eapply Rle_trans; [exact B|]. eapply Rle_trans; [exact M|]. apply Rmult_le_compat_l; [lra|].
  pose proof eta_below. lra.
Qed.

Theorem sc_input_covered input_error q q_error c_error k : q <= 1 -> 0 <= q ->
  c_error + 2 * q_error + 2 * (2199023255553 / 2199023255552 * k + 1073741824 * sc_eta) <= input_error ->
  sc_roots_within q q_error k -> sc_input_covers input_error q q_error c_error.
Proof.
  intros Q1 Q0 I R c eq ec Ec1 Eq1 C1 Ec0 Eq0 C0 C Q. specialize (R eq Eq1 Eq0 Q).
  unfold sc_input_above, sc_kappa. set (s := sqrt (sc_prod q _)) in *. set (t := sqrt (sc_prod eq _)) in *.
  set (b := _ + 1073741824 * sc_eta) in *. unfold sc_prod.
  assert (S : 0 <= s <= / 2).
  { split; [apply sqrt_pos|]. unfold s, sc_prod. rewrite <- (sqrt_square (/ 2)) by lra. apply sqrt_le_1_alt.
    pose proof (Rle_0_sqr (q - / 2)) as W. unfold Rsqr in W. lra. }
  replace (c * s + -1 * (ec * t)) with ((c + -1 * ec) * s + ec * (s + -1 * t)) by ring.
  pose proof (Rabs_triang ((c + -1 * ec) * s) (ec * (s + -1 * t))) as T.
  rewrite !Rabs_mult, (Rabs_pos_eq s), (Rabs_pos_eq ec) in T by lra.
  pose proof (Rabs_pos (c + -1 * ec)). pose proof (Rabs_pos (s + -1 * t)).
  assert (Rabs (c + -1 * ec) * s <= Rabs (c + -1 * ec) * / 2) by (apply Rmult_le_compat_l; lra).
  assert (ec * Rabs (s + -1 * t) <= 1 * Rabs (s + -1 * t)) by (apply Rmult_le_compat_r; lra).
  lra.
Qed.
