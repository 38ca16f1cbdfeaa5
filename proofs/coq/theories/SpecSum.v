(* spec/sum.acsl: sums of rounded terms, and the exact sums that observables are. *)
From Coq Require Import Reals ZArith Lra Lia.
From Coquelicot Require Import Rcomplements.
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
Theorem sc_summed_square z distance square x y tiny : sc_rmul square distance distance ->
  sc_rmul y square x -> Rabs (distance + - (1) * z) <= sc_eta + sc_u * Rabs z -> Rabs z <= 35184372088832 ->
  Rabs x <= 2 -> / 2 ^ 901 <= tiny ->
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
Theorem sc_observed_end x e full size tiny k d difference bound : sc_summed x e full k ->
  difference = x - e -> 0 <= k -> k <= sc_observe_units d -> full <= tiny + size -> tiny <= / 2 ^ 870 ->
  sc_observe_units d * (sc_u * size) + / 2 ^ 900 <= bound -> Rabs difference <= bound.
Proof.
  intros [E X] -> K L F' Y O. assert (F : full <= size + / 2 ^ 870) by lra. apply Rle_trans with (2 := O).
  set (units := sc_observe_units d) in *.
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
  sc_power power (real_of_double (memory (shift row n))) + 2 * sc_power_sum memory row power n.
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

(* ---- What the predicates of spec/sum.acsl say of a sum as computed; [room] is what they leave for the
   underflow of one term. *)
Definition moment_summed (room : R) memory (x : R) r d center order (first n : Z) units : Prop :=
  sc_summed x (sc_moment memory r d center order n + -1 * sc_moment memory r d center order first)
    (sc_moment_size memory r d center order n + -1 * sc_moment_size memory r d center order first
     + room * IZR (n + -1 * first)) units.
Definition power_summed (room : R) memory (s : R) x power n units : Prop :=
  sc_summed s (sc_power_sum memory x power n) (sc_power_sum memory x power n + room * IZR (1 + n)) units.
Definition total_summed (room : R) memory (s : R) r d power n : Prop :=
  sc_summed s (sc_power_total memory r d power n) (sc_power_total memory r d power n + room * IZR n)
    (10001 / 10000 * IZR (3 + n)).
Definition lane_summed (room : R) memory (s : R) x j turns : Prop :=
  sc_summed s (sc_lane memory x j turns) (sc_lane memory x j turns + room * IZR turns)
    (10001 / 10000 * IZR turns).
Definition lanes_summed (room : R) memory (s : R) x lanes turns : Prop :=
  ((turns <= 0)%Z -> Rabs s <= IZR (2 * lanes) * sc_eta) /\
  (~ (turns <= 0)%Z -> sc_summed s (sc_lanes memory x lanes turns)
    (sc_lanes memory x lanes turns + room * IZR (lanes * turns)) (10001 / 10000 * IZR (lanes + turns))).
Definition observed (room x exact size : R) (d : Z) : Prop :=
  Rabs (x + -1 * exact) <= room + size * sc_u * sc_observe_units d.

Lemma summed_size x e size units : sc_summed x e size units -> 0 <= size.
Proof. intros [E _]. pose proof (Rabs_pos e). lra. Qed.

(* The sum so far, and one more term. *)
Lemma summed_grows sum e size k x term room k2 y : k <= 10000 -> k2 <= k -> 0 <= k2 -> / 2 ^ 901 <= room ->
  sc_radd y sum x -> sc_summed sum e size k -> sc_summed x term (room + Rabs term) k2 ->
  sc_summed y (e + term) (size + (room + Rabs term)) (10001 / 10000 + k).
Proof.
  intros K K2 K20 Room Y S X. apply sc_summed_add with sum x k2; try assumption.
  pose proof (summed_size _ _ _ _ S). pose proof (Rabs_pos term). lra.
Qed.

Theorem sc_summed_product a b y room : / 2 ^ 901 <= room -> sc_rmul y a b ->
  sc_summed y (sc_prod a b) (room + Rabs (sc_prod a b)) (10001 / 10000).
Proof.
  intros Room Y. pose proof (Rabs_pos (sc_prod a b)). split; [assert (0 < / 2 ^ 901) by lra; lra|].
  apply (Rle_trans _ _ _ Y).
  assert (sc_eta <= sc_u * room) by (apply Rle_trans with (sc_u * / 2 ^ 901);
    [|apply Rmult_le_compat_l; [unfold sc_u|]]; unfold sc_eta, sc_u; lra).
  assert (0 <= sc_u * room) by (apply Rmult_le_pos; [unfold sc_u|]; lra).
  assert (0 <= sc_u * Rabs (sc_prod a b)) by (apply Rmult_le_pos; [unfold sc_u|]; lra). lra.
Qed.

Theorem sc_moment_next memory r d center order n : (0 <= n)%Z ->
  sc_moment_term memory r d center order n + sc_moment memory r d center order n
    = sc_moment memory r d center order (1 + n) /\
  sc_moment_size memory r d center order n + Rabs (sc_moment_term memory r d center order n)
    = sc_moment_size memory r d center order (1 + n).
Proof.
  intros N. unfold sc_moment, sc_moment_size. rewrite !(sum_next _ n N).
  split; [apply Rplus_comm|reflexivity].
Qed.
Theorem sc_moment_grows memory r d center order first n sum k x k2 y room :
  let term := sc_moment_term memory r d center order n in
  / 2 ^ 901 <= room -> k <= 10000 -> (0 <= first)%Z -> k2 <= k -> 0 <= k2 -> (first <= n)%Z ->
  sc_radd y sum x -> moment_summed room memory sum r d center order first n k ->
  sc_summed x term (room + Rabs term) k2 ->
  moment_summed room memory y r d center order first (1 + n) (10001 / 10000 + k).
Proof.
  intros term Room K F K2 K20 N Y S X. pose proof (summed_grows _ _ _ _ _ _ _ _ _ K K2 K20 Room Y S X) as G.
  destruct (sc_moment_next memory r d center order n ltac:(lia)) as [M Z]. unfold moment_summed.
  rewrite <- M, <- Z. replace (1 + n + -1 * first)%Z with (n + -1 * first + 1)%Z by lia.
  rewrite (plus_IZR _ 1).
  fold term. match goal with |- sc_summed _ ?e ?s _ => match type of G with sc_summed _ ?f ?t _ =>
    replace e with f by ring; replace s with t by ring end end. exact G.
Qed.
Theorem sc_moment_joined memory r d center order first n x k x2 k2 y room : / 2 ^ 901 <= room -> k <= 10000 ->
  (0 <= first)%Z -> (first < n)%Z -> k2 <= k -> 0 <= k2 ->
  sc_moment_size memory r d center order first <= sc_moment_size memory r d center order n ->
  sc_radd y x x2 -> moment_summed room memory x r d center order 0 first k ->
  moment_summed room memory x2 r d center order first n k2 ->
  moment_summed room memory y r d center order 0 n (10001 / 10000 + k).
Proof.
  intros Room K F N K2 K20 M Y A B. unfold moment_summed in *. pose proof (summed_size _ _ _ _ A).
  assert (room * 1 <= room * IZR (n + -1 * first)) by (apply Rmult_le_compat_l; [lra|apply IZR_le; lia]).
  assert (G := fun S => sc_summed_add x _ _ k x2 _ _ k2 y K K2 K20 S Y A B). specialize (G ltac:(lra)).
  rewrite !plus_IZR, !mult_IZR in *.
  match goal with |- sc_summed _ ?e ?s _ => match type of G with sc_summed _ ?f ?t _ =>
    replace e with f by ring; replace s with t by ring end end. exact G.
Qed.
Theorem sc_moment_whole memory r d center order n x k room : 0 <= k ->
  moment_summed room memory x r d center order 0 n k ->
  sc_summed x (sc_moment memory r d center order n)
    (sc_moment_size memory r d center order n + room * IZR n) k.
Proof.
  intros _ S. unfold moment_summed in S. rewrite Z.add_0_r in S.
  replace (sc_moment memory r d center order 0) with 0 in S by reflexivity.
  replace (sc_moment_size memory r d center order 0) with 0 in S by reflexivity.
  rewrite !Rmult_0_r, !Rplus_0_r in S. exact S.
Qed.
Theorem sc_moment_observed memory r d center order n levels x k room : / 2 ^ 900 <= room <= / 2 ^ 890 ->
  0 <= k -> (0 <= n)%Z -> k <= sc_observe_units levels -> (n <= 1048576)%Z ->
  moment_summed room memory x r d center order 0 n k ->
  observed room x (sc_moment memory r d center order n) (sc_moment_size memory r d center order n) levels.
Proof.
  intros Room K N U T S. apply sc_moment_whole in S; [|exact K].
  unfold observed.
  apply sc_observed_end with (1 := S) (tiny := room * IZR n) (d := levels)
    (size := sc_moment_size memory r d center order n); try assumption; try lra.
  apply Rle_trans with (/ 2 ^ 890 * 1048576); [|lra]. apply Rmult_le_compat; [lra|apply IZR_le; lia|lra|].
  apply IZR_le. lia.
Qed.

Theorem sc_power_positive power x : 0 <= sc_power power x.
Proof. unfold sc_power. destruct (Z.eq_dec power 1); [apply Rabs_pos|apply Rle_0_sqr]. Qed.
Theorem sc_power_next memory x power n : (0 <= n)%Z ->
  sc_power_sum memory x power n + sc_power power (real_of_double (memory (shift x n)))
    = sc_power_sum memory x power (1 + n).
Proof. intros N. symmetry. exact (sum_next _ n N). Qed.
Theorem sc_power_grows memory v power n sum k x k2 y room :
  let term := sc_power power (real_of_double (memory (shift v n))) in
  / 2 ^ 901 <= room -> k <= 10000 -> k2 <= k -> 0 <= k2 -> (0 <= n)%Z -> sc_radd y sum x ->
  power_summed room memory sum v power n k -> sc_summed x term (room + term) k2 ->
  power_summed room memory y v power (1 + n) (10001 / 10000 + k).
Proof.
  intros term Room K K2 K20 N Y S X. unfold power_summed. rewrite <- (sc_power_next memory v power n N).
  rewrite <- (Rabs_pos_eq term) in X at 2 by apply sc_power_positive.
  pose proof (summed_grows _ _ _ _ _ _ _ _ _ K K2 K20 Room Y S X) as G.
  rewrite (Rabs_pos_eq term) in G by apply sc_power_positive. rewrite (plus_IZR 1 (1 + n)). fold term.
  match goal with |- sc_summed _ _ ?s _ => match type of G with sc_summed _ _ ?t _ =>
    replace s with t by ring end end. exact G.
Qed.
Theorem sc_power_four memory x n : (0 <= n)%Z ->
  let term i := sc_power 1 (real_of_double (memory (shift x i))) in
  sc_power_sum memory x 1 n + term n + term (1 + n)%Z + term (2 + n)%Z + term (3 + n)%Z
    = sc_power_sum memory x 1 (4 + n).
Proof.
  intros N term. replace (4 + n)%Z with (1 + (3 + n))%Z by ring. rewrite <- sc_power_next by lia.
  replace (3 + n)%Z with (1 + (2 + n))%Z by ring. rewrite <- sc_power_next by lia.
  replace (2 + n)%Z with (1 + (1 + n))%Z by ring. now rewrite <- !sc_power_next by lia.
Qed.
Theorem sc_power_rows memory r d power n sum x y room :
  let row := sc_power_row memory (shift r (sc_place d n 0)) power n in
  / 2 ^ 900 <= room -> (0 <= n)%Z -> (n <= 4096)%Z -> sc_radd y sum x ->
  total_summed room memory sum r d power n ->
  sc_summed x row (room + row) (10001 / 10000 * IZR (3 + n)) -> total_summed room memory y r d power (1 + n).
Proof.
  intros row Room N T Y S X. unfold total_summed in *. pose proof (summed_size _ _ _ _ S).
  assert (U : 3 <= IZR (3 + n) <= 4099) by (split; apply IZR_le; lia).
  assert (Row : / 2 ^ 901 <= room + row).
  { destruct X as [X _]. pose proof (Rle_abs (- row)). rewrite Rabs_Ropp in *. lra. }
  assert (G := fun K P Room => sc_summed_add sum _ _ _ x _ _ _ y K (Rle_refl _) P Room Y S X).
  specialize (G ltac:(lra) ltac:(lra) ltac:(lra)).
  unfold sc_power_total. rewrite (sum_next _ n N). fold (sc_power_total memory r d power n). fold row.
  replace (3 + (1 + n))%Z with (1 + (3 + n))%Z by ring. rewrite (plus_IZR 1 n), (plus_IZR 1 (3 + n)).
  match goal with |- sc_summed _ _ ?s ?k => match type of G with sc_summed _ _ ?t ?l =>
    replace s with t by ring; replace k with l by ring end end. exact G.
Qed.
Theorem sc_total_observed memory r d power n s room least : total_summed room memory s r d power n ->
  room <= / 2 ^ 886 -> / 2 ^ 900 <= least -> (n <= d)%Z -> (0 <= n)%Z -> (d <= 4096)%Z ->
  observed least s (sc_power_total memory r d power n) (sc_power_total memory r d power n) d.
Proof.
  intros S Room Least D N T. assert (L : 0 <= IZR n <= 4096) by (split; apply IZR_le; lia).
  unfold observed.
  apply sc_observed_end with (1 := S) (tiny := room * IZR n) (d := d)
    (size := sc_power_total memory r d power n); [ring|..].
  - apply Rmult_le_pos; [lra|apply IZR_le; lia].
  - rewrite plus_IZR. unfold sc_observe_units. apply IZR_le in D. destruct (Z_lt_dec d 4096); lra.
  - lra.
  - apply Rle_trans with (/ 2 ^ 886 * IZR n); [apply Rmult_le_compat_r; lra|].
    apply Rle_trans with (/ 2 ^ 886 * 4096); [apply Rmult_le_compat_l; lra|lra].
  - lra.
Qed.

Theorem sc_lane_next memory x j turns : (0 <= turns)%Z ->
  sc_lane memory x j turns + sc_power 1 (real_of_double (memory (shift x (j + 8 * turns))))
    = sc_lane memory x j (1 + turns).
Proof. intros T. unfold sc_lane. rewrite (sum_next _ turns T). now rewrite (Z.add_comm j). Qed.
Lemma lane_positive memory x j turns : 0 <= sc_lane memory x j turns.
Proof. apply sum_positive. intros. apply sc_power_positive. Qed.
Theorem sc_lane_grows memory x j turns s a y room :
  let term := sc_power 1 (real_of_double (memory (shift x (j + 8 * turns)))) in
  / 2 ^ 901 <= room -> (0 <= turns)%Z -> (turns <= 512)%Z -> sc_radd y s a ->
  lane_summed room memory s x j turns ->
  sc_summed a term (room + term) 0 -> lane_summed room memory y x j (1 + turns).
Proof.
  intros term Room T M Y S A. unfold lane_summed. rewrite <- (sc_lane_next memory x j turns T).
  assert (U : 0 <= IZR turns <= 512) by (split; apply IZR_le; lia).
  rewrite <- (Rabs_pos_eq term) in A at 2 by apply sc_power_positive.
  assert (G := fun K P => summed_grows _ _ _ _ _ _ _ _ _ K P (Rle_refl 0) Room Y S A).
  specialize (G ltac:(lra) ltac:(lra)).
  rewrite (Rabs_pos_eq term) in G by apply sc_power_positive. rewrite !(plus_IZR 1 turns). fold term.
  match goal with |- sc_summed _ _ ?s ?k => match type of G with sc_summed _ _ ?t ?l =>
    replace s with t by ring; replace k with l by ring end end. exact G.
Qed.

Lemma lanes_next memory x j turns : (0 <= j)%Z ->
  sc_lanes memory x (1 + j) turns = sc_lanes memory x j turns + sc_lane memory x j turns.
Proof. exact (sum_next _ j). Qed.
Theorem sc_lanes_eight memory x turns :
  sc_lane memory x 0 turns + sc_lane memory x 1 turns + sc_lane memory x 2 turns + sc_lane memory x 3 turns
  + sc_lane memory x 4 turns + sc_lane memory x 5 turns + sc_lane memory x 6 turns + sc_lane memory x 7 turns
    = sc_lanes memory x 8 turns.
Proof. unfold sc_lanes. change (Z.to_nat 8) with 8%nat. cbn [sum_below]. simpl Z.of_nat. ring. Qed.
Theorem sc_lanes_none memory x : sc_lanes memory x 8 0 = 0.
Proof. rewrite <- sc_lanes_eight. cbn. ring. Qed.
Theorem sc_lanes_joined memory x turns : sc_power_sum memory x 1 (8 * turns) = sc_lanes memory x 8 turns ->
  (0 <= turns)%Z -> sc_power_sum memory x 1 (8 * (1 + turns)) = sc_lanes memory x 8 (1 + turns).
Proof.
  intros S T. replace (8 * (1 + turns))%Z with (4 + (4 + 8 * turns))%Z by ring.
  rewrite <- !sc_power_four, S, <- !sc_lanes_eight, <- !sc_lane_next by lia.
  rewrite !Z.add_assoc. change (1 + 4)%Z with 5%Z. change (2 + 4)%Z with 6%Z. change (3 + 4)%Z with 7%Z.
  rewrite Z.add_0_l. ring.
Qed.
Theorem sc_lanes_grow memory x j turns s t y room : 0 <= room -> / 2 ^ 901 <= room -> (0 <= j)%Z ->
  (0 <= turns)%Z -> (j <= 7)%Z -> (turns <= 512)%Z -> sc_radd y s t -> lane_summed room memory t x j turns ->
  lanes_summed room memory s x j turns -> lanes_summed room memory y x (1 + j) turns.
Proof.
  intros Pos Room J T J7 M Y L [None Some]. assert (C : 0 <= IZR j <= 7) by (split; apply IZR_le; lia). split.
  - intros Z. specialize (None Z). replace turns with 0%Z in L by lia. destruct L as [_ L].
    change (sc_lane memory x j 0) with 0 in L. rewrite !Rmult_0_r, Rmult_0_l in L.
    assert (t = 0) as -> by (apply Rabs_le_between in L; lra).
    unfold sc_radd, rounded in Y. rewrite Rplus_0_r in Y. rewrite mult_IZR, plus_IZR in *.
    pose proof eta_tiny.
    assert (A : Rabs y <= Rabs (y - s) + Rabs s).
    { replace y with (y - s + s) at 1 by ring. apply Rabs_triang. }
    assert (sc_u * Rabs s <= sc_u * (2 * 7 * sc_eta)).
    { apply Rmult_le_compat_l; [unfold sc_u; lra|]. apply (Rle_trans _ _ _ None).
      apply Rmult_le_compat_r; lra. }
    assert (sc_u * (2 * 7 * sc_eta) <= sc_eta) by (unfold sc_u; lra). lra.
  - intros Z. specialize (Some Z). assert (U : 1 <= IZR turns <= 512) by (split; apply IZR_le; lia).
    pose proof (summed_size _ _ _ _ Some). pose proof (lane_positive memory x j turns).
    assert (room * 1 <= room * IZR turns) by (apply Rmult_le_compat_l; lra).
    assert (K : IZR turns <= IZR (j + turns) <= 519) by (split; apply IZR_le; lia).
    assert (G := fun K K2 P R => sc_summed_add s _ _ _ t _ _ _ y K K2 P R Y Some L).
    specialize (G ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)).
    rewrite lanes_next by exact J. replace ((1 + j) * turns)%Z with (j * turns + turns)%Z by ring.
    replace (1 + j + turns)%Z with (1 + (j + turns))%Z by ring. rewrite (plus_IZR (j * turns)), (plus_IZR 1).
    match goal with |- sc_summed _ _ ?s ?k => match type of G with sc_summed _ _ ?t ?l =>
      replace s with t by ring; replace k with l by ring end end. exact G.
Qed.
Theorem sc_lanes_end memory x turns s room : / 2 ^ 901 <= room ->
  sc_power_sum memory x 1 (8 * turns) = sc_lanes memory x 8 turns -> (0 <= turns)%Z -> (turns <= 512)%Z ->
  lanes_summed room memory s x 8 turns ->
  power_summed room memory s x 1 (8 * turns) (10001 / 10000 * IZR (1 + 8 * turns)).
Proof.
  intros Room E T M [None Some]. unfold power_summed. rewrite E. clear E.
  destruct (Z_le_dec turns 0) as [Z|Z].
  - specialize (None Z). replace turns with 0%Z by lia. rewrite sc_lanes_none. simpl (IZR (1 + 8 * 0)).
    split; [rewrite Rabs_R0; assert (0 < / 2 ^ 901) by lra; lra|]. rewrite Rminus_0_r.
    apply (Rle_trans _ _ _ None).
    assert (sc_u * / 2 ^ 901 <= sc_u * room) by (apply Rmult_le_compat_l; [unfold sc_u; lra|exact Room]).
    simpl (IZR (2 * 8)). unfold sc_eta, sc_u in *. lra.
  - apply sc_summed_wide with (4 := Some Z).
    + apply Rplus_le_compat_l, Rmult_le_compat_l; [assert (0 < / 2 ^ 901) by lra; lra|apply IZR_le; lia].
    + apply Rmult_le_pos; [lra|apply IZR_le; lia].
    + apply Rmult_le_compat_l; [lra|apply IZR_le; lia].
Qed.

Theorem sc_units_matrix n d : (n <= d)%Z -> (0 <= n)%Z -> (d <= 4096)%Z ->
  10001 / 10000 * IZR (4 + n) <= sc_observe_units d.
Proof.
  intros N P D. apply IZR_le in N, P. apply IZR_le in D as D'. rewrite plus_IZR. unfold sc_observe_units.
  destruct (Z_lt_dec d 4096); lra.
Qed.
Theorem sc_units_ladder blocks d : (0 <= blocks)%Z -> (2 <= d)%Z -> (d <= 1048576)%Z ->
  (4096 * blocks <= 4095 + d)%Z ->
  ((d <= 4095)%Z -> 10001 / 10000 * IZR (4 + blocks + d) <= sc_observe_units d) /\
  (~ (d <= 4095)%Z -> 10001 / 10000 * IZR (4 + blocks + 4096) <= sc_observe_units d).
Proof.
  intros B D M L. unfold sc_observe_units. split; intros S; destruct (Z_lt_dec d 4096) as [H|H]; try lia.
  - assert (IZR (4 + blocks + d) <= 5 + IZR d) by (rewrite <- plus_IZR; apply IZR_le; lia).
    assert (0 <= IZR d) by (apply IZR_le; lia). lra.
  - assert (IZR (4 + blocks + 4096) <= 4356) by (apply IZR_le; lia). lra.
Qed.
Theorem sc_share_positive d : (0 <= d)%Z -> 0 <= sc_observe_share d.
Proof.
  intros D. unfold sc_observe_share, sc_u. destruct (Z_le_dec d 4095); [|lra].
  apply Rmult_le_pos; [apply IZR_le; lia|lra].
Qed.
