(* spec/sum.acsl: sums of rounded terms, and the exact sums that observables are. *)
From Coq Require Import Reals ZArith Lra Lia.
From Surecharge Require Export SpecObserve.
Open Scope R_scope.

Definition sc_summed (x e size units : R) : Prop := Rabs e <= size /\ Rabs (x - e) <= size * units * sc_u.
Definition sc_observe_units (d : Z) : R := if Z_lt_dec d 4096 then 1.1 * IZR d + 6 else 1.1 * 4096 + 6.
#[export] Hint Unfold sc_summed : spec.

Theorem sc_observe_units_cases d : ((d <= 4095)%Z -> sc_observe_units d = 6 + 11 / 10 * IZR d) /\
  (~ (d <= 4095)%Z -> sc_observe_units d = 22558 / 5).
Proof. unfold sc_observe_units. destruct (Z_lt_dec d 4096); split; intros; lia || lra. Qed.
Definition sc_observe_share (d : Z) : R := if Z_le_dec d 4095 then IZR (8 + 2 * d) * sc_u else 8200 * sc_u.
Theorem sc_observe_share_cases d : ((d <= 4095)%Z -> sc_observe_share d = IZR (8 + 2 * d) * sc_u) /\
  (~ (d <= 4095)%Z -> sc_observe_share d = 8200 * sc_u).
Proof. unfold sc_observe_share. destruct (Z_le_dec d 4095); split; intros; lia || reflexivity. Qed.
Theorem sc_summed_def x e size units :
  sc_summed x e size units <-> Rabs e <= size /\ Rabs (x - e) <= size * units * sc_u.
Proof. reflexivity. Qed.

Theorem sc_summed_wide x e size units size2 units2 : size <= size2 -> 0 <= units -> units <= units2 ->
  sc_summed x e size units -> sc_summed x e size2 units2.
Proof.
  intros S U U2 [E X]. pose proof (Rabs_pos e). split; [lra|]. apply Rle_trans with (1 := X).
  apply Rmult_le_compat_r; [unfold sc_u; lra|]. apply Rmult_le_compat; lra.
Qed.

(* One rounding more. *)
Lemma summed_rounded y w e size k : Rabs e <= size -> Rabs (w - e) <= size * k * sc_u -> rounded y w ->
  0 <= k <= 10000 -> / 2 ^ 901 <= size -> sc_summed y e size (10001 / 10000 + k).
Proof.
  intros E W Y K S. split; [exact E|]. unfold rounded in Y.
  assert (U : 0 < sc_u <= / 2 ^ 53) by (unfold sc_u; lra).
  assert (H : sc_eta <= / 100000 * (sc_u * size)).
  { apply Rle_trans with (/ 100000 * (sc_u * / 2 ^ 901)); [unfold sc_eta, sc_u; lra|].
    apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
  assert (P : 0 <= sc_u * size) by (apply Rmult_le_pos; lra).
  assert (G : size * k * sc_u <= / 100000 * size).
  { replace (size * k * sc_u) with (size * (k * sc_u)) by ring. rewrite (Rmult_comm (/ 100000)).
    apply Rmult_le_compat_l; [lra|]. apply Rle_trans with (10000 * / 2 ^ 53); [|lra].
    apply Rmult_le_compat; lra. }
  assert (B : Rabs w <= (1 + / 100000) * size).
  { replace w with (w - e + e) by ring. pose proof (Rabs_triang (w - e) e). lra. }
  apply (Rmult_le_compat_l sc_u) in B; [|lra].
  replace (y - e) with (y - w + (w - e)) by ring. pose proof (Rabs_triang (y - w) (w - e)).
  replace (size * (10001 / 10000 + k) * sc_u) with (10001 / 10000 * (sc_u * size) + size * k * sc_u) by field.
  lra.
Qed.

Theorem sc_summed_add x e size k x2 e2 size2 k2 y : k <= 10000 -> k2 <= k -> 0 <= k2 ->
  / 2 ^ 901 <= size + size2 -> sc_radd y x x2 -> sc_summed x e size k -> sc_summed x2 e2 size2 k2 ->
  sc_summed y (e + e2) (size + size2) (10001 / 10000 + k).
Proof.
  intros K K2 K0 S Y [E X] [E2 X2]. assert (U : 0 < sc_u) by (unfold sc_u; lra).
  apply summed_rounded with (x + x2); auto; try lra.
  - pose proof (Rabs_triang e e2). lra.
  - replace (x + x2 - (e + e2)) with (x - e + (x2 - e2)) by ring. pose proof (Rabs_triang (x - e) (x2 - e2)).
    assert (size2 * k2 * sc_u <= size2 * k * sc_u); [|lra].
    apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l; [|lra]. pose proof (Rabs_pos e2). lra.
Qed.

Theorem sc_summed_twice x e size k y : k <= 10000 -> 0 <= k -> / 2 ^ 901 <= size -> sc_rmul y 2 x ->
  sc_summed x e size k -> sc_summed y (2 * e) (2 * size) (10001 / 10000 + k).
Proof.
  intros K K0 S Y [E X]. assert (T : / 2 ^ 901 <= 2 * size).
  { apply Rle_trans with (1 := S). pose proof (Rabs_pos e). lra. }
  apply summed_rounded with (sc_prod 2 x); auto; try lra.
  - rewrite Rabs_mult, (Rabs_pos_eq 2) by lra. lra.
  - unfold sc_prod. rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq 2) by lra.
    replace (2 * size * k * sc_u) with (2 * (size * k * sc_u)) by ring. lra.
Qed.

(* z^2 x: z, its square and the product are rounded. *)
Theorem sc_summed_square z distance square x y tiny : sc_rmul square distance distance -> sc_rmul y square x ->
  Rabs (distance + - (1) * z) <= sc_eta + sc_u * Rabs z -> Rabs z <= 35184372088832 -> Rabs x <= 2 -> / 2 ^ 901 <= tiny ->
  sc_summed y (sc_prod (sc_prod z z) x) (tiny + Rabs (sc_prod (sc_prod z z) x)) (10001 / 2500).
Proof.
  intros Sq Y Di D X T. unfold sc_rmul, rounded, sc_prod in *.
  replace (distance + - (1) * z) with (distance - z) in Di by ring.
  assert (E0 : 0 <= Rabs z) by apply Rabs_pos.
  assert (Z2 : Rabs (z * z) = Rabs z * Rabs z) by apply Rabs_mult.
  assert (P2 : z * z = Rabs z * Rabs z) by (rewrite <- Z2; symmetry; apply Rabs_pos_eq, Rle_0_sqr).
  set (m := Rabs z) in *. assert (M2 : 0 <= m * m) by (apply Rmult_le_pos; lra).
  (* the square of the rounded difference *)
  assert (N1 : Rabs (distance * distance - z * z) <= 2.0001 * (sc_u * (m * m)) + / 2 ^ 1020).
  { replace (distance * distance - z * z) with ((distance - z) * (distance - z + 2 * z)) by ring.
    rewrite Rabs_mult. pose proof (Rabs_triang (distance - z) (2 * z)) as Q.
    rewrite (Rabs_mult 2), (Rabs_pos_eq 2) in Q by lra. fold m in Q.
    apply Rle_trans with ((sc_u * m + sc_eta) * (sc_u * m + sc_eta + 2 * m)).
    { apply Rmult_le_compat; try apply Rabs_pos; lra. }
    assert (sc_u * (sc_u * (m * m)) <= / 2 ^ 53 * (sc_u * (m * m))).
    { apply Rmult_le_compat_r; [apply Rmult_le_pos; [unfold sc_u|]; lra|unfold sc_u; lra]. }
    assert (0 <= sc_u * (m * m)) by (apply Rmult_le_pos; [unfold sc_u|]; lra).
    assert (sc_eta * m <= sc_eta * 35184372088832) by (apply Rmult_le_compat_l; [unfold sc_eta|]; lra).
    assert (sc_u * (sc_eta * m) <= 1 * (sc_eta * m)).
    { apply Rmult_le_compat_r; [apply Rmult_le_pos; [unfold sc_eta|]; lra|unfold sc_u; lra]. }
    replace ((sc_u * m + sc_eta) * (sc_u * m + sc_eta + 2 * m)) with
      (2 * (sc_u * (m * m)) + sc_u * (sc_u * (m * m)) + 2 * (sc_u * (sc_eta * m)) + 2 * (sc_eta * m)
       + sc_eta * sc_eta) by ring.
    unfold sc_eta in *. lra. }
  assert (N2 : Rabs (square - z * z) <= 3.0002 * (sc_u * (m * m)) + / 2 ^ 1019).
  { replace (square - z * z) with (square - distance * distance + (distance * distance - z * z)) by ring.
    pose proof (Rabs_triang (square - distance * distance) (distance * distance - z * z)).
    assert (B : Rabs (distance * distance) <= 1.0001 * (m * m) + / 2 ^ 1020).
    { replace (distance * distance) with (distance * distance - z * z + z * z) by ring.
      pose proof (Rabs_triang (distance * distance - z * z) (z * z)).
      assert (sc_u * (m * m) <= / 2 ^ 53 * (m * m)) by (unfold sc_u; lra). lra. }
    apply (Rmult_le_compat_l sc_u) in B; [|unfold sc_u; lra].
    assert (sc_u * (/ 2 ^ 1020) <= / 2 ^ 1073) by (unfold sc_u; lra). unfold sc_eta in *. lra. }
  assert (E : Rabs (z * z * x) = m * m * Rabs x) by now rewrite Rabs_mult, Z2.
  assert (X0 : 0 <= Rabs x) by apply Rabs_pos.
  assert (S0 : 0 <= m * m * Rabs x) by now apply Rmult_le_pos.
  assert (N3 : Rabs (square * x - z * z * x) <= 3.0002 * (sc_u * (m * m * Rabs x)) + / 2 ^ 1018).
  { rewrite <- Rmult_minus_distr_r, Rabs_mult.
    apply Rle_trans with ((3.0002 * (sc_u * (m * m)) + / 2 ^ 1019) * Rabs x).
    - now apply Rmult_le_compat_r.
    - assert (/ 2 ^ 1019 * Rabs x <= / 2 ^ 1019 * 2) by (apply Rmult_le_compat_l; lra). lra. }
  split; [lra|]. rewrite E.
  replace (y - z * z * x) with (y - square * x + (square * x - z * z * x)) by ring.
  pose proof (Rabs_triang (y - square * x) (square * x - z * z * x)).
  assert (B : Rabs (square * x) <= 1.0001 * (m * m * Rabs x) + / 2 ^ 1018).
  { replace (square * x) with (square * x - z * z * x + z * z * x) by ring.
    pose proof (Rabs_triang (square * x - z * z * x) (z * z * x)).
    assert (sc_u * (m * m * Rabs x) <= / 2 ^ 53 * (m * m * Rabs x)) by (unfold sc_u; lra). lra. }
  apply (Rmult_le_compat_l sc_u) in B; [|unfold sc_u; lra].
  assert (sc_u * (/ 2 ^ 901) <= sc_u * tiny) by (apply Rmult_le_compat_l; [unfold sc_u|]; lra).
  replace ((tiny + m * m * Rabs x) * (10001 / 2500) * sc_u)
    with (10001 / 2500 * (sc_u * tiny) + 10001 / 2500 * (sc_u * (m * m * Rabs x))) by field.
  unfold sc_eta, sc_u in *. lra.
Qed.

(* The difference and the bound in any order of their terms. *)
Theorem sc_observed_end x e full size tiny k d difference bound : sc_summed x e full k -> difference = x - e ->
  0 <= k -> k <= sc_observe_units d -> full <= tiny + size -> tiny <= / 2 ^ 870 ->
  sc_observe_units d * (sc_u * size) + / 2 ^ 900 <= bound -> Rabs difference <= bound.
Proof.
  intros [E X] -> K L F' Y O. assert (F : full <= size + / 2 ^ 870) by lra. apply Rle_trans with (2 := O). set (units := sc_observe_units d) in *.
  assert (B : units <= 5000).
  { unfold units, sc_observe_units. destruct (Z_lt_dec d 4096) as [D|D]; [|lra].
    apply Z.lt_le_incl, IZR_le in D. lra. }
  clearbody units. pose proof (Rabs_pos e). apply Rle_trans with (1 := X).
  assert (full * k <= (size + / 2 ^ 870) * units) by (apply Rmult_le_compat; lra).
  assert (/ 2 ^ 870 * units <= / 2 ^ 870 * 5000) by (apply Rmult_le_compat_l; lra).
  assert (V : full * k * sc_u <= (size * units + / 2 ^ 870 * 5000) * sc_u)
    by (apply Rmult_le_compat_r; [unfold sc_u|]; lra).
  assert (/ 2 ^ 870 * 5000 * sc_u <= / 2 ^ 900) by (unfold sc_u; lra). lra.
Qed.

Definition sc_moment_weight (center : R) (order n : Z) : R :=
  if Z.eq_dec order 0 then 1 else if Z.eq_dec order 1 then IZR n - center
  else sc_prod (IZR n - center) (IZR n - center).
Definition sc_moment_term (memory : addr -> double) (r : addr) (d : Z) (center : R) (order n : Z) : R :=
  sc_prod (sc_moment_weight center order n) (real_of_double (memory (shift r (sc_place d n n)))).
Definition sc_moment (memory : addr -> double) (r : addr) (d : Z) (center : R) (order n : Z) : R :=
  sum_below (sc_moment_term memory r d center order) (Z.to_nat n).
Definition sc_moment_size (memory : addr -> double) (r : addr) (d : Z) (center : R) (order n : Z) : R :=
  sum_below (fun i => Rabs (sc_moment_term memory r d center order i)) (Z.to_nat n).
Theorem sc_moment_def memory r d center order n : sc_moment memory r d center order n =
  if Z_le_dec n 0 then 0
  else sc_moment memory r d center order (n - 1) + sc_moment_term memory r d center order (n - 1).
Proof. exact (sum_below_cases _ n). Qed.
Theorem sc_moment_size_def memory r d center order n : sc_moment_size memory r d center order n =
  if Z_le_dec n 0 then 0
  else sc_moment_size memory r d center order (n - 1) + Rabs (sc_moment_term memory r d center order (n - 1)).
Proof. exact (sum_below_cases _ n). Qed.

#[export] Hint Unfold sc_moment_weight sc_moment_term : spec.

Definition sc_power (power : Z) (x : R) : R := if Z.eq_dec power 1 then Rabs x else sc_prod x x.
Definition sc_power_sum (memory : addr -> double) (x : addr) (power n : Z) : R :=
  sum_below (fun i => sc_power power (real_of_double (memory (shift x i)))) (Z.to_nat n).
Definition sc_power_row (memory : addr -> double) (row : addr) (power n : Z) : R :=
  2 * sc_power_sum memory row power n + sc_power power (real_of_double (memory (shift row n))).
Definition sc_power_total (memory : addr -> double) (r : addr) (d power n : Z) : R :=
  sum_below (fun i => sc_power_row memory (shift r (sc_place d i 0)) power i) (Z.to_nat n).
Theorem sc_power_sum_def memory x power n : sc_power_sum memory x power n =
  if Z_le_dec n 0 then 0
  else sc_power_sum memory x power (n - 1) + sc_power power (real_of_double (memory (shift x (n - 1)))).
Proof. exact (sum_below_cases _ n). Qed.
Theorem sc_power_total_def memory r d power n : sc_power_total memory r d power n =
  if Z_le_dec n 0 then 0
  else sc_power_total memory r d power (n - 1)
    + sc_power_row memory (shift r (sc_place d (n - 1) 0)) power (n - 1).
Proof. exact (sum_below_cases _ n). Qed.

Definition sc_lane (memory : addr -> double) (x : addr) (j turns : Z) : R :=
  sum_below (fun i => sc_power 1 (real_of_double (memory (shift x (8 * i + j))))) (Z.to_nat turns).
Definition sc_lanes (memory : addr -> double) (x : addr) (lanes turns : Z) : R :=
  sum_below (fun j => sc_lane memory x j turns) (Z.to_nat lanes).
Theorem sc_lane_def memory x j turns : sc_lane memory x j turns =
  if Z_le_dec turns 0 then 0
  else sc_lane memory x j (turns - 1)
    + sc_power 1 (real_of_double (memory (shift x (8 * (turns - 1) + j)))).
Proof. exact (sum_below_cases _ turns). Qed.
Theorem sc_lanes_def memory x lanes turns : sc_lanes memory x lanes turns =
  if Z_le_dec lanes 0 then 0
  else sc_lanes memory x (lanes - 1) turns + sc_lane memory x (lanes - 1) turns.
Proof. exact (sum_below_cases _ lanes). Qed.

#[export] Hint Unfold sc_power sc_power_row : spec.
