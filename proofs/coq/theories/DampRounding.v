(* How rounding errors add up in the tables of the damping: what the kernel's spec/damp_weights.acsl says,
   over plain reals. [near u eta x e c t]: x stands for e >= 0 and is off by at most c u e + t eta, u the
     unit
   roundoff, eta what underflow costs. *)
From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
Open Scope R_scope.

Definition near (u eta x e c t : R) : Prop := Rabs (x - e) <= c * (u * e) + t * eta.
Definition second_order : R := / 10000000000.

Section Near.
Variables u eta : R.
Hypothesis U : 0 < u <= / 1000000000000000.
Hypothesis Eta : 0 < eta.
Notation near := (near u eta).

Ltac small := match goal with H : 0 < u <= _ |- _ => unfold second_order in * end.

(* A product with an exact factor. *)
Lemma near_factor x e c t b : 0 <= b -> near x e c t -> near (b * x) (b * e) c (b * t).
Proof.
  unfold DampRounding.near. intros B H. rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq b B).
  replace (c * (u * (b * e)) + b * t * eta) with (b * (c * (u * e) + t * eta)) by ring.
  now apply Rmult_le_compat_l.
Qed.

(* Rounding of what is already off. *)
Lemma near_rounded y x e c t : 0 <= e -> 0 <= x -> 0 <= c <= 30000 -> 0 <= t <= 50000 ->
  Rabs (y - x) <= u * x + eta -> near x e c t -> near y e (c + 1 + second_order) (t + 1 + second_order).
Proof.
  unfold DampRounding.near. intros E X C T R H. small.
  assert (D : Rabs (y - e) <= Rabs (y - x) + Rabs (x - e)).
  { replace (y - e) with (y - x + (x - e)) by ring. apply Rabs_triang. }
  assert (S : x <= e + (c * (u * e) + t * eta)) by (apply Rabs_le_between in H; lra).
  assert (V : 0 <= u * e) by (apply Rmult_le_pos; lra).
  assert (W : u * x <= u * (e + (c * (u * e) + t * eta))) by (apply Rmult_le_compat_l; lra).
  assert (CU : u * c <= / 10000000000) by (apply Rle_trans with (/ 1000000000000000 * 30000); [apply
    Rmult_le_compat; lra|lra]).
  assert (TU : u * t <= / 10000000000) by (apply Rle_trans with (/ 1000000000000000 * 50000); [apply
    Rmult_le_compat; lra|lra]).
  assert (A : (u * c) * (u * e) <= / 10000000000 * (u * e)) by (apply Rmult_le_compat_r; lra).
  assert (B : (u * t) * eta <= / 10000000000 * eta) by (apply Rmult_le_compat_r; lra).
  nra.
Qed.

(* The sum of two. *)
Lemma near_sum x a y b c c' C t t' : 0 <= a -> 0 <= b -> c <= C -> c' <= C ->
  near x a c t -> near y b c' t' -> near (x + y) (a + b) C (t + t').
Proof.
  unfold DampRounding.near. intros A B CC CC' H H'.
  replace (x + y - (a + b)) with (x - a + (y - b)) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (c * (u * a) <= C * (u * a)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra).
  assert (c' * (u * b) <= C * (u * b)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra).
  lra.
Qed.

(* A product with a factor that is rounded. *)
Lemma near_times x e c t y b : 0 <= e <= 1 -> 0 <= b <= 1 -> 0 <= c <= 30000 -> 0 <= t <= 50000 ->
  t * eta <= / 100000000000 ->
  Rabs (y - b) <= u * b + eta -> near x e c t -> near (y * x) (b * e) (c + 1 + second_order) (b * t + 1 +
    second_order).
Proof.
  intros E B C T Tiny R H. pose proof (near_factor _ _ _ _ b (proj1 B) H) as F.
  unfold DampRounding.near in *. small.
  assert (D : Rabs (y * x - b * e) <= Rabs (y - b) * Rabs x + Rabs (b * x - b * e)).
  { replace (y * x - b * e) with ((y - b) * x + (b * x - b * e)) by ring. rewrite <- Rabs_mult. apply
    Rabs_triang. }
  assert (V : 0 <= u * e) by (apply Rmult_le_pos; lra).
  assert (CU : u * c <= 3 / 100000000000) by (apply Rle_trans with (/ 1000000000000000 * 30000); [apply
    Rmult_le_compat; lra|lra]).
  assert (TU : u * t <= 5 / 100000000000) by (apply Rle_trans with (/ 1000000000000000 * 50000); [apply
    Rmult_le_compat; lra|lra]).
  assert (CE : c * (u * e) <= 3 / 100000000000 * e).
  { replace (c * (u * e)) with (u * c * e) by ring. apply Rmult_le_compat_r; lra. }

  assert (S : Rabs x <= e + (3 / 100000000000 * e + t * eta)).
  { replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite (Rabs_pos_eq e) by lra. lra. }
  assert (P : Rabs (y - b) * Rabs x <= (u * b + eta) * (e + (3 / 100000000000 * e + t * eta))).
  { apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  assert (BE : 0 <= u * (b * e)) by (repeat apply Rmult_le_pos; lra).

  assert (Q1 : u * b * (t * eta) <= 5 / 100000000000 * eta).
  { replace (u * b * (t * eta)) with (b * (u * t * eta)) by ring.
    assert (0 <= u * t * eta) by (repeat apply Rmult_le_pos; lra).
    assert (u * t * eta <= 5 / 100000000000 * eta) by (simpl pow; apply Rmult_le_compat_r; lra).
    nra. }
  assert (Q2 : eta * (e + (3 / 100000000000 * e + t * eta)) <= eta * (1 + 4 / 100000000000)).
  { apply Rmult_le_compat_l; [lra|]. lra. }
  nra.
Qed.
End Near.

(* One step of the recurrence of the squared weights, (1 - gamma) e1 + gamma e2. *)
Lemma square_step u eta gamma rest s1 e1 s2 e2 stay lose total c1 c2 C t :
  0 < u <= / 1000000000000000 -> 0 < eta <= / 1000000000000000000 -> 0 <= gamma <= 1 -> 0 <= rest ->
  Rabs (rest - (1 - gamma)) <= u * (1 - gamma) + eta ->
  0 <= e1 <= 1 -> 0 <= e2 <= 1 -> 0 <= s1 -> 0 <= s2 -> 0 <= stay -> 0 <= lose ->
  0 <= c1 -> c1 + 3 + 3 * second_order <= C -> 0 <= c2 -> c2 + 2 + 2 * second_order <= C -> C <= 30000 ->
  0 <= t <= 49000 ->
  near u eta s1 e1 c1 t -> near u eta s2 e2 c2 t ->
  Rabs (stay - rest * s1) <= u * (rest * s1) + eta -> Rabs (lose - gamma * s2) <= u * (gamma * s2) + eta ->
  Rabs (total - (stay + lose)) <= u * (stay + lose) + eta ->
  near u eta total ((1 - gamma) * e1 + gamma * e2) C (t + 5).
Proof.
  intros U Eta G Rest R E1 E2 S1 S2 St Lo C1 C1C C2 C2C CC T N1 N2 RS RL RT.
  assert (Eta0 : 0 < eta) by lra. unfold second_order in *.
  assert (A : near u eta stay ((1 - gamma) * e1) (c1 + 1 + second_order + 1 + second_order)
                ((1 - gamma) * t + 1 + second_order + 1 + second_order)).
  { apply near_rounded with (x := rest * s1); unfold second_order; try nra; try exact RS.
    apply near_times; try lra; try assumption. nra. }
  assert (B : near u eta lose (gamma * e2) (c2 + 1 + second_order) (gamma * t + 1 + second_order)).
  { apply near_rounded with (x := gamma * s2); unfold second_order; try nra; try exact RL.
    apply near_factor; [lra|exact N2]. }
  assert (D : near u eta (stay + lose) ((1 - gamma) * e1 + gamma * e2) (C - 1 - second_order) (t + 3 + 3
    * second_order)).
  { replace (t + 3 + 3 * second_order) with
      ((1 - gamma) * t + 1 + second_order + 1 + second_order + (gamma * t + 1 + second_order)) by ring.
    eapply near_sum; try exact A; try exact B; unfold second_order; nra. }
  assert (F : near u eta total ((1 - gamma) * e1 + gamma * e2) (C - 1 - second_order + 1 + second_order)
                (t + 3 + 3 * second_order + 1 + second_order)).
  { apply near_rounded with (x := stay + lose); unfold second_order; try nra; try assumption. }
  unfold near, second_order in *. eapply Rle_trans; [exact F|]. nra.
Qed.

(* The square root of what is off by c u e + tau, before and after rounding. *)
Lemma root_off u x e c tau : 0 < u <= / 1000000000000000 -> 0 <= x -> 0 <= e -> 0 <= c <= 30000 -> 0 <=
  tau ->
  Rabs (x - e) <= c * (u * e) + tau -> Rabs (sqrt x - sqrt e) <= (c / 2 + / 1000000) * (u * sqrt e) +
    sqrt tau.
Proof.
  intros U X E C Tau H. apply Rabs_le_between in H.
  pose proof (sqrt_pos e) as Re. pose proof (sqrt_pos tau) as Rt. pose proof (sqrt_pos x) as Rx.
  pose proof (sqrt_sqrt e E) as Se. pose proof (sqrt_sqrt tau Tau) as St. pose proof (sqrt_sqrt x X) as Sx.
  set (a := sqrt e) in *. set (b := sqrt tau) in *. set (y := sqrt x) in *.
  set (h := c * u). assert (h0 : 0 <= h <= 3 / 100000000000).
  { unfold h. split; [apply Rmult_le_pos; lra|]. apply Rle_trans with (30000 * / 1000000000000000);
    [apply Rmult_le_compat; lra|lra]. }
  assert (hh : h * h <= u * / 1000000).
  { assert (h * h <= h * (3 / 100000000000)) by (apply Rmult_le_compat_l; lra).
    assert (h <= 30000 * u) by (unfold h; apply Rmult_le_compat_r; lra). lra. }
  assert (Up : y <= a * (1 + h / 2) + b).
  { apply Rsqr_incr_0; unfold Rsqr; [|lra|nra]. replace (c * (u * e)) with (h * e) in H by (unfold h; ring).
    rewrite Sx. rewrite <- Se, <- St in H.
    assert (0 <= a * b) by (apply Rmult_le_pos; lra). assert (0 <= a * a * (h * h)) by (apply
      Rmult_le_pos; nra).
    assert (0 <= a * b * h) by (apply Rmult_le_pos; lra). nra. }
  assert (Lo : a * (1 - h / 2 - h * h) - b <= y).
  { destruct (Rle_lt_dec (a * (1 - h / 2 - h * h)) b) as [L|L]; [lra|].
    apply Rsqr_incr_0; unfold Rsqr; [|lra|lra]. replace (c * (u * e)) with (h * e) in H by (unfold h; ring).
    rewrite Sx. rewrite <- Se, <- St in H. set (A := a * (1 - h / 2 - h * h)) in *.
    assert (AA : A * A <= a * a * (1 - h)).
    { unfold A. replace (a * (1 - h / 2 - h * h) * (a * (1 - h / 2 - h * h)))
        with (a * a * (1 - h) - a * a * (h * h) * (7 / 4 - h - h * h)) by field.
      assert (0 <= a * a * (h * h)) by (apply Rmult_le_pos; nra). nra. }
    assert (b * b <= A * b) by (apply Rmult_le_compat_r; lra). nra. }
  assert (ha : h * a = c * (u * a)) by (unfold h; ring).
  assert (hha : h * h * a <= u * / 1000000 * a) by (apply Rmult_le_compat_r; lra).
  apply Rabs_le. split; nra.
Qed.

Lemma root_rounded u eta y x e c tau : 0 < u <= / 1000000000000000 -> 0 < eta -> 0 <= x -> 0 <= e ->
  0 <= c <= 30000 -> 0 <= tau -> Rabs (x - e) <= c * (u * e) + tau -> Rabs (y - sqrt x) <= u * sqrt x +
    eta ->
  Rabs (y - sqrt e) <= (c / 2 + 1 + 2 / 1000000) * (u * sqrt e) + (1 + / 1000000) * sqrt tau + eta.
Proof.
  intros U Eta X E C Tau H R. pose proof (root_off u x e c tau U X E C Tau H) as P.
  assert (D : Rabs (y - sqrt e) <= Rabs (y - sqrt x) + Rabs (sqrt x - sqrt e)).
  { replace (y - sqrt e) with (y - sqrt x + (sqrt x - sqrt e)) by ring. apply Rabs_triang. }
  pose proof (sqrt_pos e) as Re. pose proof (sqrt_pos tau) as Rt. clear H.
  set (a := sqrt e) in *. set (b := sqrt tau) in *. set (z := sqrt x) in *.
  assert (Z : z <= a + ((c / 2 + / 1000000) * (u * a) + b)) by (apply Rabs_le_between in P; lra).
  assert (UA : 0 <= u * a) by (apply Rmult_le_pos; lra).
  assert (UZ : u * z <= u * (a + ((c / 2 + / 1000000) * (u * a) + b))) by (apply Rmult_le_compat_l; lra).
  assert (CU : u * (c / 2 + / 1000000) <= / 1000000).
  { apply Rle_trans with (/ 1000000000000000 * 30000); [apply Rmult_le_compat; lra|lra]. }
  assert (u * (c / 2 + / 1000000) * (u * a) <= / 1000000 * (u * a)) by (apply Rmult_le_compat_r; lra).
  assert (u * b <= / 1000000 * b) by (apply Rmult_le_compat_r; lra).
  nra.
Qed.

(* A weight over its scale t, times the scale. *)
Lemma ratio_rounded u eta y root w a b v t s : 0 < u <= / 1000000000000000 -> 0 < eta -> 0 <= w ->
  0 < t <= 1 -> 0 < v -> 0 <= root -> 0 <= a <= 30000 -> 0 <= b -> 0 <= s <= 30000 ->
  Rabs (root - w) <= a * (u * w) + b -> Rabs (v - t) <= s * (u * t) -> Rabs (y - root / v) <= u * (root /
    v) + eta ->
  Rabs (y * t - w) <= (a + s + 1 + / 1000) * (u * w) + (1 + / 1000) * b + eta.
Proof.
  intros U Eta W T V Root A B S HR HV HY. apply Rabs_le_between in HV.
  set (h := s * u). assert (h0 : 0 <= h <= 3 / 100000000000).
  { unfold h. split; [apply Rmult_le_pos; lra|]. apply Rle_trans with (30000 * / 1000000000000000);
    [apply Rmult_le_compat; lra|lra]. }
  replace (s * (u * t)) with (h * t) in HV by (unfold h; ring).
  set (q := t / v). assert (QV : q * v = t) by (unfold q; field; lra).
  assert (Q0 : 0 < q) by (unfold q; apply Rdiv_lt_0_compat; lra).
  assert (Q : Rabs (q - 1) <= h + 2 * (h * h)).
  { assert (Low : (1 - h) * q <= 1) by (apply Rmult_le_reg_r with v; nra).
    assert (High : 1 <= (1 + h) * q) by (apply Rmult_le_reg_r with v; nra).
    assert (q <= 1 + h + 2 * (h * h)).
    { apply Rmult_le_reg_l with (1 - h); [lra|]. nra. }
    apply Rabs_le. split; nra. }
  set (z := root * q). assert (Z0 : 0 <= z) by (apply Rmult_le_pos; lra).
  assert (ZR : root / v * t = z) by (unfold z, q; field; lra).
  assert (P1 : Rabs (y * t - z) <= u * z + eta).
  { rewrite <- ZR, <- Rmult_minus_distr_r, Rabs_mult, (Rabs_pos_eq t) by lra.
    apply Rle_trans with ((u * (root / v) + eta) * t); [apply Rmult_le_compat_r; lra|]. rewrite
      Rmult_plus_distr_r.
    rewrite Rmult_assoc, ZR. nra. }
  assert (RootU : root <= w + (a * (u * w) + b)) by (apply Rabs_le_between in HR; lra).
  assert (UW : 0 <= u * w) by (apply Rmult_le_pos; lra).
  assert (AU : u * a <= 3 / 100000000000).
  { apply Rle_trans with (/ 1000000000000000 * 30000); [apply Rmult_le_compat; lra|lra]. }
  assert (AUW : u * a * w <= 3 / 100000000000 * w) by (apply Rmult_le_compat_r; lra).
  assert (P2 : Rabs (z - w) <= root * (h + 2 * (h * h)) + (a * (u * w) + b)).
  { replace (z - w) with (root * (q - 1) + (root - w)) by (unfold z; ring). eapply Rle_trans; [apply
    Rabs_triang|].
    rewrite Rabs_mult, (Rabs_pos_eq root) by lra. apply Rplus_le_compat; [now apply
      Rmult_le_compat_l|exact HR]. }
  assert (hs : h <= 30000 * u) by (unfold h; apply Rmult_le_compat_r; lra).
  assert (H2 : h + 2 * (h * h) <= s * u + u * / 100000).
  { assert (h * h <= h * (3 / 100000000000)) by (apply Rmult_le_compat_l; lra). unfold h in *. lra. }
  assert (P3 : root * (h + 2 * (h * h)) <= (w + (a * (u * w) + b)) * (s * u + u * / 100000)) by (apply
    Rmult_le_compat; nra).
  assert (X1 : a * (u * w) * (s * u + u * / 100000) <= / 10000 * (u * w)).
  { replace (a * (u * w) * (s * u + u * / 100000)) with (u * a * (s + / 100000) * (u * w)) by ring.
    apply Rmult_le_compat_r; [lra|]. apply Rle_trans with (3 / 100000000000 * 30001); [apply
      Rmult_le_compat; nra|lra]. }
  assert (SU : s * u + u * / 100000 <= / 10000) by (unfold h in *; lra).
  assert (X2 : b * (s * u + u * / 100000) <= b * / 10000) by (apply Rmult_le_compat_l; lra).
  assert (P4 : Rabs (z - w) <= (a + s + / 5000) * (u * w) + (1 + / 10000) * b) by nra.
  assert (Zu : z <= w + ((a + s + / 5000) * (u * w) + (1 + / 10000) * b)) by (apply Rabs_le_between in
    P4; lra).
  assert (X3 : u * z <= u * (w + ((a + s + / 5000) * (u * w) + (1 + / 10000) * b))) by (apply
    Rmult_le_compat_l; lra).
  assert (X4 : u * (a + s + / 5000) * (u * w) <= / 10000 * (u * w)).
  { apply Rmult_le_compat_r; [lra|]. apply Rle_trans with (/ 1000000000000000 * 60001); [apply
    Rmult_le_compat; lra|lra]. }
  assert (X5 : u * b <= / 10000 * b) by (apply Rmult_le_compat_r; lra).
  replace (y * t - w) with (y * t - z + (z - w)) by ring. eapply Rle_trans; [apply Rabs_triang|]. nra.
Qed.

(* One step of the tail: t is at least the exact one, and four roundings are made up for by a factor 1 +
  8 u. *)
Lemma tail_step u eta gamma t r ratio lost kept next low : 0 < u <= / 1000000000000000 ->
  0 < eta -> 10000 * eta <= low * u -> 0 <= gamma <= 1 -> 0 <= t -> / 5000 <= r <= 4096 ->
  eta <= / 1000000 * u -> 0 <= ratio -> 0 <= lost -> 0 <= kept ->
  Rabs (ratio - r) <= u * r + eta -> Rabs (lost - t * gamma) <= u * (t * gamma) + eta ->
  Rabs (kept - lost * ratio) <= u * (lost * ratio) + eta ->
  Rabs (next - kept * (1 + 8 * u)) <= u * (kept * (1 + 8 * u)) + eta ->
  t * (gamma * r) <= (if Rlt_dec next low then low else next).
Proof.
  intros U Eta Low G T R Small R0 L0 K0 HR HL HK HN.
  apply Rabs_le_between in HR, HL, HK, HN. set (x := t * gamma) in *.
  assert (X : 0 <= x) by (apply Rmult_le_pos; lra).
  replace (t * (gamma * r)) with (x * r) by (unfold x; ring).
  assert (UU : u * u <= u * / 1000000) by (apply Rmult_le_compat_l; lra).
  assert (U2 : 0 <= u * u) by (apply Rmult_le_pos; lra).
  assert (UR : u * / 5000 <= u * r) by (apply Rmult_le_compat_l; lra).
  assert (RU : r * u <= r * / 1000) by (apply Rmult_le_compat_l; lra).
  assert (A : r * (1 - 101 / 100 * u) <= ratio) by lra.
  assert (B : x * (1 - u) - eta <= lost) by lra.
  set (r' := r * (1 - 101 / 100 * u)) in *. assert (r'0 : 0 <= r' <= 4096) by (unfold r'; split; lra).
  assert (C : x * (1 - u) * r' - 4096 * eta <= lost * ratio).
  { apply Rle_trans with (lost * r'); [|now apply Rmult_le_compat_l].
    apply Rle_trans with ((x * (1 - u) - eta) * r'); [|apply Rmult_le_compat_r; lra].
    assert (eta * r' <= eta * 4096) by (apply Rmult_le_compat_l; lra). lra. }
  set (z := x * r). assert (Z : 0 <= z) by (apply Rmult_le_pos; lra).
  assert (D : z * (1 - 202 / 100 * u) <= x * (1 - u) * r').
  { unfold r', z. replace (x * (1 - u) * (r * (1 - 101 / 100 * u))) with (x * r * (1 - 201 / 100 * u +
    101 / 100 * (u * u))) by field.
    apply Rmult_le_compat_l; [exact Z|]. lra. }
  set (p := lost * ratio) in *. assert (P0 : 0 <= p) by (apply Rmult_le_pos; lra).
  assert (E : z * (1 - 303 / 100 * u) - 4098 * eta <= kept).
  { apply Rle_trans with (p * (1 - u) - eta); [|lra].
    assert ((z * (1 - 202 / 100 * u) - 4096 * eta) * (1 - u) <= p * (1 - u)) by (apply Rmult_le_compat_r;
      lra).
    assert (0 <= z * (u * u)) by (apply Rmult_le_pos; lra). assert (0 <= z * u) by (apply Rmult_le_pos;
      lra).
    assert (0 <= eta * u) by (apply Rmult_le_pos; lra). lra. }
  assert (F : kept * (1 + 69 / 10 * u) - eta <= next).
  { assert (0 <= kept * (u * (/ 10 - 8 * u))) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]). lra. }
  assert (H : z * (1 + 3 * u) - 5000 * eta <= next).
  { apply Rle_trans with (kept * (1 + 69 / 10 * u) - eta); [|exact F].
    assert ((z * (1 - 303 / 100 * u) - 4098 * eta) * (1 + 69 / 10 * u) <= kept * (1 + 69 / 10 * u)) by
      (apply Rmult_le_compat_r; lra).
    assert (z * (1 + 3 * u) <= z * ((1 - 303 / 100 * u) * (1 + 69 / 10 * u))) by (apply
      Rmult_le_compat_l; [exact Z|lra]).
    assert (eta * u <= eta * / 1000) by (apply Rmult_le_compat_l; lra). lra. }
  destruct (Rlt_dec next low) as [S|S].
  - destruct (Rle_lt_dec z low) as [S'|S']; [exact S'|]. exfalso.
    assert (low * u <= z * u) by (apply Rmult_le_compat_r; lra). lra.
  - destruct (Rle_lt_dec z low) as [S'|S']; [lra|].
    assert (low * u <= z * u) by (apply Rmult_le_compat_r; lra). lra.
Qed.
