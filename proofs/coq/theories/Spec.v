(* The bridge to the kernel's specification: what WP is given of spec/ without proving it is true. Each
   opaque symbol and each recursive function of spec/ has a definition here, and each axiom and each
   recursive definition a theorem of its name. bridge.sh prints, with Why3, the statements that WP gets, and
   checks the theorems against them. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.Binary.
From Flocq Require IEEE754.BinarySingleNaN.
From Surecharge Require Import Ladder.
From Surecharge Require Swap.
Open Scope R_scope.

(* ---- Doubles and memory, as WP has them: a double is what Flocq says it is; an address is a base and an
   offset. *)
Definition double := binary_float 53 1024.
Definition real_of_double (x : double) : R := B2R 53 1024 x.
Definition is_finite_double (x : double) : Prop := is_finite 53 1024 x = true.
Record addr := Address { base : Z; offset : Z }.
Definition shift (p : addr) (k : Z) : addr := Address (base p) (offset p + k).

(* ---- round.acsl *)
Definition sc_u : R := / 2 ^ 53.
Definition sc_eta : R := / 2 ^ 1074.
Definition sc_prod (a b : R) : R := a * b.
Definition rounded (y exact : R) : Prop := Rabs (y - exact) <= sc_u * Rabs exact + sc_eta.
Definition sc_radd (y a b : R) : Prop := rounded y (a + b).
Definition sc_rmul (y a b : R) : Prop := rounded y (sc_prod a b).
Definition sc_rdiv (y a b : R) : Prop := rounded y (a / b).
Definition sc_rsqrt (y a : R) : Prop := rounded y (sqrt a).

Theorem sc_u_def : sc_u = / 2 ^ 53.
Proof. reflexivity. Qed.
Theorem sc_eta_def : sc_eta = / 2 ^ 1074.
Proof. reflexivity. Qed.
Theorem sc_prod_def a b : sc_prod a b = a * b.
Proof. reflexivity. Qed.
Theorem sc_radd_def y a b : sc_radd y a b <-> Rabs (y - (a + b)) <= sc_u * Rabs (a + b) + sc_eta.
Proof. reflexivity. Qed.
Theorem sc_rmul_def y a b : sc_rmul y a b <-> Rabs (y - sc_prod a b) <= sc_u * Rabs (sc_prod a b) + sc_eta.
Proof. reflexivity. Qed.
Theorem sc_rdiv_def y a b : sc_rdiv y a b <-> Rabs (y - a / b) <= sc_u * Rabs (a / b) + sc_eta.
Proof. reflexivity. Qed.
Theorem sc_rsqrt_def y a : sc_rsqrt y a <-> Rabs (y - sqrt a) <= sc_u * sqrt a + sc_eta.
Proof. unfold sc_rsqrt, rounded. now rewrite (Rabs_pos_eq (sqrt a)) by apply sqrt_pos. Qed.

(* ---- observe.acsl *)
Definition sc_place (d n m : Z) : Z := (n * d + m)%Z.

Theorem sc_place_def d n m : sc_place d n m = (n * d + m)%Z.
Proof. reflexivity. Qed.

(* ---- ladder.acsl *)
Definition sc_weight (ladder n d : Z) : Z :=
  if Z.eq_dec n 0 then 0 else if Z.eq_dec n d then 0 else
  if Z.eq_dec ladder 0 then n else if Z.eq_dec ladder 1 then n * (d - n) else 1.

(* ---- collide.acsl *)
Definition sc_next_top (d top : Z) : Z := if Z_lt_dec (top + 1) d then top + 1 else d - 1.

Definition sc_entry (memory : addr -> double) (r : addr) (d top n m : Z) : R :=
  if Z_lt_dec n 0 then 0 else if Z_lt_dec m 0 then 0 else if Z_lt_dec top n then 0 else if Z_lt_dec top m
     then 0 else
  real_of_double (memory (shift r (if Z_le_dec m n then n * d + m else m * d + n))).

(* ---- error.acsl *)
Definition sc_gap (e units tiny : R) : R := units * (sc_u * e) + tiny * sc_eta.

Theorem sc_gap_def e units tiny : sc_gap e units tiny = units * (sc_u * e) + tiny * sc_eta.
Proof. reflexivity. Qed.

(* ---- rate.acsl *)
Definition sc_near (x e units tiny : R) : Prop := 0 <= x /\ 0 <= e /\ Rabs (x - e) <= sc_gap e units tiny.
Definition sc_fall (q p s lower upper : R) : R := q * s * s * upper - p * s * s * lower.
Definition sc_excess (q p c0 c1 s0 s1 : R) : R :=
  sc_prod q (c0 * c0 + s0 * s0 - 1) + sc_prod p (c1 * c1 + s1 * s1 - 1) + (q + p - 1).

Theorem sc_near_def x e units tiny :
  sc_near x e units tiny <-> 0 <= x /\ 0 <= e /\ Rabs (x - e) <= sc_gap e units tiny.
Proof. reflexivity. Qed.
Theorem sc_fall_def q p s lower upper : sc_fall q p s lower upper = q * s * s * upper - p * s * s * lower.
Proof. reflexivity. Qed.
Theorem sc_excess_def q p c0 c1 s0 s1 : sc_excess q p c0 c1 s0 s1
  = sc_prod q (c0 * c0 + s0 * s0 - 1) + sc_prod p (c1 * c1 + s1 * s1 - 1) + (q + p - 1).
Proof. reflexivity. Qed.

Definition sc_population (memory : addr -> double) (p : addr) (n d : Z) : R :=
  if Z_le_dec 0 n then if Z_lt_dec n d then real_of_double (memory (shift p n)) else 0 else 0.

Theorem sc_population_cases memory p n d :
  ((0 <= n)%Z /\ (n < d)%Z -> sc_population memory p n d = real_of_double (memory (shift p n))) /\
  (~ ((0 <= n)%Z /\ (n < d)%Z) -> sc_population memory p n d = 0).
Proof. unfold sc_population. destruct (Z_le_dec 0 n), (Z_lt_dec n d); split; intros; lia || reflexivity. Qed.

(* Eq. (9), (24) at level n. *)
Definition rated (memory : addr -> double) (p c s : addr) (ground excited : R) (d n : Z) : R :=
  let at_level x (i : Z) := real_of_double (memory (shift x i)) in
  (ground * at_level c n * at_level c n + excited * at_level c (n + 1)%Z * at_level c (n + 1)%Z)
    * sc_population memory p n d
  + ground * at_level s (n + 1)%Z * at_level s (n + 1)%Z * sc_population memory p (n + 1) d
  + excited * at_level s n * at_level s n * sc_population memory p (n - 1) d.

Fixpoint sum_below (f : Z -> R) (n : nat) : R :=
  match n with O => 0 | S k => sum_below f k + f (Z.of_nat k) end.
Definition sc_total (memory : addr -> double) (p : addr) (n : Z) : R :=
  sum_below (fun i => real_of_double (memory (shift p i))) (Z.to_nat n).
Definition sc_rated_total (memory : addr -> double) (p c s : addr) (ground excited : R) (n d : Z) : R :=
  sum_below (rated memory p c s ground excited d) (Z.to_nat n).

Lemma sum_below_cases f n : sum_below f (Z.to_nat n) =
  if Z_le_dec n 0 then 0 else sum_below f (Z.to_nat (n - 1)) + f (n - 1)%Z.
Proof.
  destruct (Z_le_dec n 0).
  - now replace (Z.to_nat n) with 0%nat by lia.
  - replace (Z.to_nat n) with (S (Z.to_nat (n - 1))) by lia. cbn [sum_below]. now rewrite Z2Nat.id by lia.
Qed.

Theorem sc_total_def memory p n : sc_total memory p n =
  if Z_le_dec n 0 then 0 else sc_total memory p (n - 1) + real_of_double (memory (shift p (n - 1))).
Proof. exact (sum_below_cases _ n). Qed.
Theorem sc_rated_total_def memory p c s ground excited n d : sc_rated_total memory p c s ground excited n d =
  if Z_le_dec n 0 then 0 else sc_rated_total memory p c s ground excited (n - 1) d
    + rated memory p c s ground excited d (n - 1).
Proof. exact (sum_below_cases _ n). Qed.

(* ---- sum.acsl *)
Definition sc_summed (x e size units : R) : Prop := Rabs e <= size /\ Rabs (x - e) <= size * units * sc_u.
Definition sc_observe_units (d : Z) : R := if Z_lt_dec d 4096 then 1.1 * IZR d + 6 else 1.1 * 4096 + 6.

Theorem sc_observe_units_cases d : ((d <= 4095)%Z -> sc_observe_units d = 6 + 11 / 10 * IZR d) /\
  (~ (d <= 4095)%Z -> sc_observe_units d = 22558 / 5).
Proof. unfold sc_observe_units. destruct (Z_lt_dec d 4096); split; intros; lia || lra. Qed.
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

(* ---- damp.acsl: the squared weight of eq. (21) in closed form *)
Definition sc_damp_square (gamma : R) (n k : Z) : R :=
  if Z_lt_dec n 0 then 0 else if Z_lt_dec k 0 then 0 else
  choose (Z.to_nat n + Z.to_nat k) (Z.to_nat k) * gamma ^ Z.to_nat k * (1 - gamma) ^ Z.to_nat n.

Lemma square_pascal gamma n k :
  choose (n + k) k * gamma ^ k * (1 - gamma) ^ n
    = match n, k with
      | O, O => 1
      | S n', O => (1 - gamma) * (choose (n' + 0) 0 * gamma ^ 0 * (1 - gamma) ^ n')
      | O, S k' => gamma * (choose (0 + k') k' * gamma ^ k' * (1 - gamma) ^ 0)
      | S n', S k' => (1 - gamma) * (choose (n' + S k') (S k') * gamma ^ S k' * (1 - gamma) ^ n')
          + gamma * (choose (S n' + k') k' * gamma ^ k' * (1 - gamma) ^ S n')
      end.
Proof.
  assert (low : forall m, choose m 0 = 1).
  { intros m. unfold choose. rewrite Nat.sub_0_r. simpl (INR (fact 0)). field. apply INR_fact_neq_0. }
  assert (high : forall m, choose m m = 1).
  { intros m. unfold choose. rewrite Nat.sub_diag. simpl (INR (fact 0)). field. apply INR_fact_neq_0. }
  destruct n as [|n], k as [|k].
  - rewrite low. simpl. ring.
  - rewrite !Nat.add_0_l, !high. simpl. ring.
  - rewrite !low. simpl. ring.
  - replace (S n + S k)%nat with (S (n + S k)) by lia. rewrite <- (pascal (n + S k) k) by lia.
    replace (S n + k)%nat with (n + S k)%nat by lia. simpl pow. ring.
Qed.

Lemma square_nat gamma i j : sc_damp_square gamma (Z.of_nat i) (Z.of_nat j)
  = choose (i + j) j * gamma ^ j * (1 - gamma) ^ i.
Proof.
  unfold sc_damp_square. rewrite !Nat2Z.id. destruct (Z_lt_dec _ _); [lia|]. destruct (Z_lt_dec _ _); [lia|].
  reflexivity.
Qed.

Lemma square_negative gamma n k : (n < 0)%Z -> sc_damp_square gamma n k = 0.
Proof. intros N. unfold sc_damp_square. destruct (Z_lt_dec n 0); [reflexivity|lia]. Qed.

Lemma square_missing gamma n k : (k < 0)%Z -> sc_damp_square gamma n k = 0.
Proof.
  intros K. unfold sc_damp_square. destruct (Z_lt_dec n 0), (Z_lt_dec k 0); reflexivity || lia.
Qed.

Theorem sc_damp_square_def gamma n k : sc_damp_square gamma n k =
  if Z_lt_dec n 0 then 0 else if Z_lt_dec k 0 then 0 else if Z.eq_dec (n + k) 0 then 1
  else (1 - gamma) * sc_damp_square gamma (n - 1) k + gamma * sc_damp_square gamma n (k - 1).
Proof.
  destruct (Z_lt_dec n 0) as [N|N]; [unfold sc_damp_square; now destruct (Z_lt_dec n 0)|].
  destruct (Z_lt_dec k 0) as [K|K];
    [unfold sc_damp_square; destruct (Z_lt_dec n 0); [easy|now destruct (Z_lt_dec k 0)]|].
  rewrite <- (Z2Nat.id n), <- (Z2Nat.id k) by lia. clear N K.
  generalize (Z.to_nat n) as i, (Z.to_nat k) as j. intros i j. rewrite square_nat, square_pascal.
  destruct i as [|i], j as [|j].
  - reflexivity.
  - replace (Z.of_nat (S j) - 1)%Z with (Z.of_nat j) by lia.
    rewrite (square_negative _ (Z.of_nat 0 - 1)) by lia.
    rewrite square_nat. destruct (Z.eq_dec _ 0); [lia|ring].
  - replace (Z.of_nat (S i) - 1)%Z with (Z.of_nat i) by lia.
    rewrite (square_missing _ _ (Z.of_nat 0 - 1)) by lia.
    rewrite square_nat. destruct (Z.eq_dec _ 0); [lia|ring].
  - replace (Z.of_nat (S i) - 1)%Z with (Z.of_nat i) by lia.
    replace (Z.of_nat (S j) - 1)%Z with (Z.of_nat j) by lia.
    rewrite !square_nat. destruct (Z.eq_dec _ 0); [lia|ring].
Qed.

(* The sum over the operators that lose 0..terms-1 quanta. *)
Fixpoint damped_terms (entry : Z -> Z -> R) (gamma : R) (n m : Z) (terms : nat) : R :=
  match terms with
  | O => 0
  | S k => damped_terms entry gamma n m k
      + entry (n + Z.of_nat k)%Z (m + Z.of_nat k)%Z
        * sqrt (sc_damp_square gamma m (Z.of_nat k) * sc_damp_square gamma n (Z.of_nat k))
  end.
Definition sc_damped (memory : addr -> double) (r : addr) (gamma : R) (d top terms n m : Z) : R :=
  damped_terms (sc_entry memory r d top) gamma n m (Z.to_nat terms).

Theorem sc_damped_def memory r gamma d top terms n m : sc_damped memory r gamma d top terms n m =
  if Z_le_dec terms 0 then 0
  else sc_damped memory r gamma d top (terms - 1) n m
    + sc_entry memory r d top (n + terms - 1) (m + terms - 1)
      * sqrt (sc_damp_square gamma m (terms - 1) * sc_damp_square gamma n (terms - 1)).
Proof.
  unfold sc_damped. destruct (Z_le_dec terms 0) as [T|T].
  - now replace (Z.to_nat terms) with 0%nat by lia.
  - replace (Z.to_nat terms) with (S (Z.to_nat (terms - 1))) by lia. simpl damped_terms.
    rewrite !Z2Nat.id by lia. now rewrite !Z.add_sub_assoc.
Qed.

(* ---- swap.acsl: Swap.v has the proofs *)
Definition RNE := BinarySingleNaN.mode_NE.
Definition round_double (m : BinarySingleNaN.mode) (x : R) : double :=
  Swap.nearest (round radix2 (FLT_exp (-1074) 53) (BinarySingleNaN.round_mode m) x).
Definition bit_test (k n : Z) : Prop := Z.testbit k n = true.
Definition sc_between (x : double) (low high : R) : Prop :=
  (real_of_double x <= high /\ low <= real_of_double x) /\ is_finite_double x.
Definition sc_swap_domain (f theta : double) : Prop :=
  Rabs (sc_prod (real_of_double f) (real_of_double theta)) <= 1048576 /\ sc_between f 0 1048576.

Definition sc_times (a b : R) : R := Swap.rnd (a * b).
Definition sc_plus (a b : R) : R := Swap.rnd (a + b).
Definition sc_minus (a b : R) : R := Swap.rnd (a - b).
Definition sc_reduced (x : R) (k : Z) : R :=
  sc_minus (sc_minus (sc_minus x (sc_times (IZR k) (1686629713 / 1073741824)))
      (sc_times (IZR k) (2242054355 / 36893488147419103232)))
    (sc_times (IZR k) (5376105825661043 / 2658455991569831745807614120560689152)).
Definition sc_sine_tail (z : R) : R :=
  sc_plus (6004799503160637 / 36028797018963968) (sc_times z
  (sc_plus (-4803839602518815 / 576460752303423488) (sc_times z
  (sc_plus (1830034132882111 / 9223372036854775808) (sc_times z
  (sc_plus (-6506786455969853 / 2361183241434822606848) (sc_times z
  (sc_plus (7571079356256905 / 302231454903657293676544) (sc_times z
  (-6146598964483053 / 38685626227668133590597632)))))))))).
Definition sc_sine (r : R) : R :=
  sc_minus r (sc_times r (sc_times (sc_times r r) (sc_sine_tail (sc_times r r)))).
Definition sc_cosine_tail (z : R) : R :=
  sc_plus (1501199875790163 / 36028797018963968) (sc_times z
  (sc_plus (-1601279867507809 / 1152921504606846976) (sc_times z
  (sc_plus (3660068266808189 / 147573952589676412928) (sc_times z
  (sc_plus (-162669672086385 / 590295810358705651712) (sc_times z
  (sc_plus (1261860068283293 / 604462909807314587353088) (sc_times z
  (-7031295092532365 / 618970019642690137449562112)))))))))).
Definition sc_cosine (r : R) : R := sc_minus 1
  (sc_times (sc_times r r) (sc_minus (1 / 2) (sc_times (sc_times r r) (sc_cosine_tail (sc_times r r))))).
Definition sc_turned_sine (turns : Z) (c s : R) : R := Swap.turned_sine turns c s.
Definition sc_turned_cosine (turns : Z) (c s : R) : R := Swap.turned_cosine turns c s.
Definition sc_nearest_turn (x : R) (k : Z) : Prop := Swap.nearest_turn x k.
Definition sc_on_circle (c s : R) : Prop := Rabs (-1 + sc_prod c c + sc_prod s s) <= 3 * sc_u.
Definition sc_swap_gap (f theta : R) : R := sc_u * (23 / 10 + 4001 / 2000 * sc_prod f (Rabs theta)).
Definition sc_swap_given (c s f theta : R) : Prop :=
  Rabs (c + -1 * cos (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta)) /\
  Rabs (s + -1 * sin (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta)).
Definition sc_swap_exact (c s f theta : R) : Prop := forall w, 0 <= w -> sc_rsqrt f w ->
  Rabs (c + -1 * cos (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta /\
  Rabs (s + -1 * sin (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta.

Lemma reduced_is x k : sc_reduced x k = Swap.reduced x k.
Proof. reflexivity. Qed.
Lemma sine_is r : sc_sine r = Swap.sine r.
Proof. reflexivity. Qed.
Lemma cosine_is r : sc_cosine r = Swap.cosine r.
Proof. reflexivity. Qed.

Theorem sc_times_def a b : real_of_double (round_double RNE (a * b)) = sc_times a b.
Proof. exact (f_equal real_of_double (Swap.nearest_rounded (a * b))). Qed.
Theorem sc_plus_def a b : real_of_double (round_double RNE (a + b)) = sc_plus a b.
Proof. exact (f_equal real_of_double (Swap.nearest_rounded (a + b))). Qed.
Theorem sc_minus_def a b : real_of_double (round_double RNE (a + -1 * b)) = sc_minus a b.
Proof.
  replace (a + -1 * b) with (a - b) by ring. exact (f_equal real_of_double (Swap.nearest_rounded (a - b))).
Qed.
Theorem sc_nearest_turn_def x k :
  Rabs x <= 1048577 /\ Rabs (IZR k + -1 * (5734161139222659 / 9007199254740992 * x)) <= 500000001 / 1000000000
  <-> sc_nearest_turn x k.
Proof.
  unfold sc_nearest_turn, Swap.nearest_turn.
  now replace (IZR k + -1 * (5734161139222659 / 9007199254740992 * x))
    with (IZR k - x * (5734161139222659 / 9007199254740992)) by ring.
Qed.
Theorem sc_on_circle_def c s : sc_on_circle c s <-> Rabs (-1 + sc_prod c c + sc_prod s s) <= 3 * sc_u.
Proof. reflexivity. Qed.
Theorem sc_swap_gap_def f theta :
  sc_u * (23 / 10 + 4001 / 2000 * sc_prod f (Rabs theta)) = sc_swap_gap f theta.
Proof. reflexivity. Qed.
Theorem sc_swap_given_def c s f theta :
  Rabs (c + -1 * cos (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta)) /\
  Rabs (s + -1 * sin (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta))
  <-> sc_swap_given c s f theta.
Proof. reflexivity. Qed.
Theorem sc_swap_exact_def c s f theta : (forall w, 0 <= w -> sc_rsqrt f w ->
  Rabs (c + -1 * cos (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta /\
  Rabs (s + -1 * sin (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta) <-> sc_swap_exact c s f theta.
Proof. reflexivity. Qed.

Ltac bits := unfold bit_test; repeat match goal with |- context [Z.testbit ?k ?n] =>
  destruct (Z.testbit k n) end; repeat split; intros; try congruence; ring.
Theorem sc_turned_sine_cases turns c s :
  (bit_test turns 1 -> (bit_test turns 0 -> sc_turned_sine turns c s = -1 * c) /\
    (~ bit_test turns 0 -> sc_turned_sine turns c s = -1 * s)) /\
  (~ bit_test turns 1 -> (bit_test turns 0 -> sc_turned_sine turns c s = c) /\
    (~ bit_test turns 0 -> sc_turned_sine turns c s = s)).
Proof. unfold sc_turned_sine, Swap.turned_sine. bits. Qed.
Theorem sc_turned_cosine_cases turns c s :
  (bit_test (1 + turns) 1 -> (bit_test turns 0 -> sc_turned_cosine turns c s = -1 * s) /\
    (~ bit_test turns 0 -> sc_turned_cosine turns c s = -1 * c)) /\
  (~ bit_test (1 + turns) 1 -> (bit_test turns 0 -> sc_turned_cosine turns c s = s) /\
    (~ bit_test turns 0 -> sc_turned_cosine turns c s = c)).
Proof. unfold sc_turned_cosine, Swap.turned_cosine. rewrite (Z.add_comm turns 1). bits. Qed.

Theorem sc_prod_even a b : 0 <= a -> sc_prod a (Rabs b) = Rabs (sc_prod a b).
Proof. intros A. unfold sc_prod. now rewrite Rabs_mult, (Rabs_pos_eq a A). Qed.
Theorem sc_prod_size a b : Rabs a <= 1267650600228229401496703205376 ->
  Rabs b <= 1267650600228229401496703205376 ->
  Rabs (sc_prod a b) <= 1606938044258990275541962092341162602522202993782792835301376.
Proof.
  intros A B. unfold sc_prod. rewrite Rabs_mult.
  pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos a) (Rabs_pos b) A B). lra.
Qed.
Theorem sc_swap_gap_grows f f_max theta : 0 <= f -> f <= f_max -> sc_swap_gap f theta <= sc_swap_gap f_max theta.
Proof.
  intros F M. unfold sc_swap_gap, sc_prod, sc_u. pose proof (Swap.inverse_small 53) as U.
  pose proof (Rmult_le_compat_r _ _ _ (Rabs_pos theta) M). apply Rmult_le_compat_l; lra.
Qed.
Theorem sc_times_shrinks (b : double) a :
  Rabs a <= 1 -> Rabs (sc_times a (real_of_double b)) <= Rabs (real_of_double b).
Proof. apply Swap.rnd_shrinks. Qed.
Theorem sc_reduced_range (x : double) k :
  sc_nearest_turn (real_of_double x) k -> Rabs (sc_reduced (real_of_double x) k) <= 3926991 / 5000000.
Proof.
  intros N. replace (3926991 / 5000000) with 0.7853982 by lra. rewrite reduced_is.
  exact (proj2 (Swap.reduced_near _ k (generic_format_B2R 53 1024 x) N)).
Qed.
Theorem sc_sine_range r : Rabs r <= 3926991 / 5000000 -> Rabs (sc_sine r) <= 1.
Proof. intros R. rewrite sine_is. apply Swap.sine_range. lra. Qed.
Theorem sc_cosine_range r : Rabs r <= 3926991 / 5000000 -> Rabs (sc_cosine r) <= 1.
Proof.
  intros R. destruct (Swap.cosine_near r ltac:(lra)) as [_ C]. rewrite cosine_is. apply Rabs_le. lra.
Qed.
Theorem sc_turned_circle turns r : Rabs r <= 3926991 / 5000000 ->
  sc_on_circle (sc_turned_cosine turns (sc_cosine r) (sc_sine r)) (sc_turned_sine turns (sc_cosine r) (sc_sine r)).
Proof.
  intros R. rewrite sine_is, cosine_is. pose proof (Swap.level_unit turns r ltac:(lra)) as L. cbv zeta in L.
  unfold sc_on_circle, sc_prod.
  match goal with |- Rabs ?x <= _ => match type of L with Rabs ?y <= _ => replace x with y end end; [exact L|].
  unfold sc_turned_cosine, sc_turned_sine. ring.
Qed.
Theorem sc_turned_given (f theta : double) turns k r : (1048576 + k)%Z = turns ->
  sc_reduced (sc_times (real_of_double f) (real_of_double theta)) k = r -> Rabs (real_of_double theta) <= 1048576 ->
  sc_swap_domain f theta -> sc_nearest_turn (sc_times (real_of_double f) (real_of_double theta)) k ->
  sc_swap_given (sc_turned_cosine turns (sc_cosine r) (sc_sine r)) (sc_turned_sine turns (sc_cosine r) (sc_sine r))
    (real_of_double f) (real_of_double theta).
Proof.
  rewrite reduced_is, sine_is, cosine_is. intros K E _ [D _] N. replace k with (turns - 1048576)%Z in E, N by lia.
  subst r. destruct (Swap.level_given _ _ turns D N) as [C S]. split.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact C.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact S.
Qed.
Theorem sc_given_exact c s (f theta : double) : Rabs (real_of_double theta) <= 1048576 -> sc_swap_domain f theta ->
  sc_swap_given c s (real_of_double f) (real_of_double theta) ->
  sc_swap_exact c s (real_of_double f) (real_of_double theta).
Proof.
  intros T [_ [[_ F] _]] [C S] w W E.
  replace (c + -1 * cos (sc_prod (real_of_double f) (real_of_double theta)))
    with (c - cos (real_of_double f * real_of_double theta)) in C by (unfold sc_prod; ring).
  replace (s + -1 * sin (sc_prod (real_of_double f) (real_of_double theta)))
    with (s - sin (real_of_double f * real_of_double theta)) in S by (unfold sc_prod; ring).
  apply sc_rsqrt_def in E. destruct (Swap.level_exact _ _ _ _ w F T W E C S) as [C' S']. split.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact C'.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact S'.
Qed.

Definition sc_damped_size (memory : addr -> double) (r : addr) (gamma : R) (d top terms n m : Z) : R :=
  damped_terms (fun n m => Rabs (sc_entry memory r d top n m)) gamma n m (Z.to_nat terms).

Theorem sc_damped_size_def memory r gamma d top terms n m : sc_damped_size memory r gamma d top terms n m =
  if Z_le_dec terms 0 then 0
  else sc_damped_size memory r gamma d top (terms - 1) n m
    + sqrt (sc_damp_square gamma m (terms - 1) * sc_damp_square gamma n (terms - 1))
      * Rabs (sc_entry memory r d top (n + terms - 1) (m + terms - 1)).
Proof.
  unfold sc_damped_size. destruct (Z_le_dec terms 0) as [T|T].
  - now replace (Z.to_nat terms) with 0%nat by lia.
  - replace (Z.to_nat terms) with (S (Z.to_nat (terms - 1))) by lia. simpl damped_terms.
    rewrite !Z2Nat.id by lia. rewrite !Z.add_sub_assoc. ring.
Qed.

(* ---- contract.acsl: the number of sets of lost quanta *)
Fixpoint damp_sets (gamma : R) (d : Z) (terms : nat) : R :=
  match terms with
  | O => 1
  | S k => damp_sets gamma d k * gamma * IZR (d - Z.of_nat terms) / IZR (Z.of_nat terms)
  end.
Definition sc_damp_sets (gamma : R) (terms d : Z) : R := damp_sets gamma d (Z.to_nat terms).

Theorem sc_damp_sets_def gamma terms d : sc_damp_sets gamma terms d =
  if Z_le_dec terms 0 then 1 else gamma * IZR (d - terms) * sc_damp_sets gamma (terms - 1) d / IZR terms.
Proof.
  unfold sc_damp_sets. destruct (Z_le_dec terms 0) as [T|T].
  - now replace (Z.to_nat terms) with 0%nat by lia.
  - replace (Z.to_nat terms) with (S (Z.to_nat (terms - 1))) by lia. cbn [damp_sets].
    replace (Z.of_nat (S (Z.to_nat (terms - 1)))) with terms by lia. f_equal. ring.
Qed.

Create HintDb spec.
#[export] Hint Unfold sc_power_row sc_moment_term rated sc_gap sc_near sc_fall sc_excess sc_radd sc_rmul rounded : spec.

(* ---- How bridge.sh proves what WP is given. [given T]: by the theorem T, up to the order of sums and
   products. [automatic]: a lemma of spec/, which WP proves too, from the definitions by arithmetic. *)
Lemma root_le x y : 0 <= y -> x <= y * y -> sqrt x <= y.
Proof. intros Y X. rewrite <- (sqrt_square y Y). now apply sqrt_le_1_alt. Qed.

Ltac cases := repeat match goal with |- context [if ?x then _ else _] => destruct x end; try (exfalso; lia).
Ltac sorted := repeat match goal with
  | |- context [(- (1) + ?n)%Z] => replace (- (1) + n)%Z with (n - 1)%Z by lia
  | |- context [(1 + (?n - 1))%Z] => replace (1 + (n - 1))%Z with n by lia
  | |- context [(?n - 1 + 1)%Z] => replace (n - 1 + 1)%Z with n by lia end.
Ltac same := first [reflexivity | lia | ring | progress f_equal; same].
Ltac given T := cbv zeta; intros; first
  [ solve [eapply T; eassumption]
  | symmetry; apply T
  | rewrite T; match goal with |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra
  | unfold sc_u, sc_eta; lra
  | eapply T; solve [eassumption | lra]
  | autounfold with spec; eapply T; solve [eassumption | ring | autounfold with spec; lra]
  | rewrite T; match goal with |- (_ /\ Rabs ?x <= _) <-> ?near => match near with context [Rabs ?y] =>
      replace y with x by ring end end; tauto
  | rewrite T; sorted; cases; repeat split; intros; try (exfalso; lia); same
  | rewrite T; autounfold with spec; sorted; cases; repeat split; intros; try (exfalso; lia); ring ].

#[export] Hint Unfold sc_summed sc_power sc_moment_weight sc_weight sc_next_top sc_entry sc_place sc_prod sc_u sc_eta : spec.
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
Ltac automatic := cbv zeta; intros; autounfold with spec in *; cases; repeat split; intros;
  try (exfalso; lia);
  try same; bounds;
  first [lra | lia | positive | apply sqrt_pos | apply root_le; lra | apply sqrt_le_1_alt; lra
        | apply sqrt_square; lra | nra | nia].
