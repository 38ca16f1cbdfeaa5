(* The bridge to the kernel's specification: what WP is given of spec/ without proving it is true. Each
   opaque symbol and each recursive function of spec/ has a definition here, and each axiom and each
   recursive definition a theorem of its name. bridge.sh prints, with Why3, the statements that WP gets, and
   checks the theorems against them. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import IEEE754.Binary.
From Surecharge Require Import Ladder.
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

(* ---- stencil.acsl *)
Definition stencil (q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right : R)
  : R :=
  (q * cn * cm + p * cn1 * cm1) * here + p * sn * sm * up_left + q * sn1 * sm1 * down_right
  + kappa * (cn * sm * left + sn * cm * up - cn1 * sm1 * right - sn1 * cm1 * down).
Definition stencil_size (q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right : R)
  : R :=
  Rabs (q * cn * cm * here) + Rabs (p * cn1 * cm1 * here) + Rabs (p * sn * sm * up_left)
  + Rabs (q * sn1 * sm1 * down_right) + Rabs (kappa * cn * sm * left) + Rabs (kappa * sn * cm * up)
  + Rabs (kappa * cn1 * sm1 * right) + Rabs (kappa * sn1 * cm1 * down).
Definition sc_stencil_off
  (y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right : R) : Prop :=
  Rabs (y - stencil q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
  <= 7.01 * (sc_u * stencil_size q p kappa cn sn cn1 sn1 cm sm cm1 sm1
                      up_left up left here right down down_right) + / 2 ^ 1000.
Definition sc_pair_off (y w q g x k h z : R) : Prop :=
  Rabs (y - w * (q * g * x + k * h * z))
  <= sc_gap (Rabs (q * g * w * x) + Rabs (k * h * w * z)) 4.0003 15.007.

Theorem sc_stencil_off_def
  y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right :
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right
  <-> Rabs (y - stencil q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
      <= 7.01 * (sc_u * stencil_size q p kappa cn sn cn1 sn1 cm sm cm1 sm1
                          up_left up left here right down down_right) + / 2 ^ 1000.
Proof. reflexivity. Qed.
Theorem sc_pair_off_def y w q g x k h z : sc_pair_off y w q g x k h z <->
  Rabs (y - w * (q * g * x + k * h * z))
  <= sc_gap (Rabs (q * g * w * x) + Rabs (k * h * w * z)) 4.0003 15.007.
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

(* A product of the tables, times its element. *)
Lemma close_element ax a x q g : sc_rmul ax a x -> sc_rmul a q g -> Rabs x <= 2 ->
  close ax (x * (q * g)) (Rabs x * Rabs (q * g)) (1 + 1.0001) (2 * 1 + 1.001).
Proof.
  intros AX A X. apply (close_mul ax x a); [|now apply close_product|lra|lra|exact X].
  rewrite Rmult_comm. exact AX.
Qed.

Lemma close_pair y w q g x k h z sum ax bz : sc_rmul y w sum -> sc_radd sum ax bz -> Rabs w <= 2 ->
  close ax (x * (q * g)) (Rabs x * Rabs (q * g)) (1 + 1.0001) (2 * 1 + 1.001) ->
  close bz (z * (k * h)) (Rabs z * Rabs (k * h)) (1 + 1.0001) (2 * 1 + 1.001) -> sc_pair_off y w q g x k h z.
Proof.
  intros Y S W A B. pose proof (close_add sum _ _ _ _ _ _ _ _ _ _ S A B) as C.
  destruct (close_mul y w sum _ _ _ _ Y (C ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra))) as [_ D]; try lra.
  unfold sc_pair_off. replace (w * (q * g * x + k * h * z)) with (w * (x * (q * g) + z * (k * h))) by ring.
  apply (Rle_trans _ _ _ D). rewrite !Rabs_mult. unfold sc_gap. right. lra.
Qed.

Theorem sc_pair_plus y w q g x k h z a b ax bz sum : sc_rmul y w sum -> sc_radd sum ax bz -> sc_rmul ax a x ->
  sc_rmul bz b z -> sc_rmul a q g -> sc_rmul b k h -> Rabs w <= 2 -> Rabs x <= 2 -> Rabs z <= 2 ->
  sc_pair_off y w q g x k h z.
Proof.
  intros Y S AX BZ A B W X Z. apply (close_pair y w q g x k h z sum ax bz Y S W).
  - now apply (close_element ax a).
  - now apply (close_element bz b).
Qed.

Theorem sc_pair_minus y w q g x k h z a b ax bz sum : sc_rmul y w sum -> sc_radd sum ax (- bz) ->
  sc_rmul ax a x -> sc_rmul bz b z -> sc_rmul a q g -> sc_rmul b k h -> Rabs w <= 2 -> Rabs x <= 2 ->
  Rabs z <= 2 -> sc_pair_off y w q g x k h (- z).
Proof.
  intros Y S AX BZ A B W X Z. apply (close_pair y w q g x k h (- z) sum ax (- bz) Y S W).
  - now apply (close_element ax a).
  - rewrite Rabs_Ropp, Ropp_mult_distr_l_reverse. apply close_opposite. now apply (close_element bz b).
Qed.

Lemma pair_close y w q g x k h z : sc_pair_off y w q g x k h z ->
  close y (w * (q * g * x + k * h * z)) (Rabs (q * g * w * x) + Rabs (k * h * w * z)) 4.0003 15.007.
Proof.
  intros Y. split; [|exact Y].
  replace (w * (q * g * x + k * h * z)) with (q * g * w * x + k * h * w * z) by ring. apply Rabs_triang.
Qed.

Theorem sc_stencil_sum y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right
  from_here from_left to_here to_right from without_right :
  sc_radd y without_right to_right -> sc_radd without_right from to_here ->
  sc_radd from from_here from_left ->
  sc_pair_off from_here cm q cn here kappa sn up -> sc_pair_off from_left sm p sn up_left kappa cn left ->
  sc_pair_off to_here cm1 p cn1 here kappa sn1 (- down) ->
  sc_pair_off to_right sm1 q sn1 down_right kappa cn1 (- right) ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.
Proof.
  intros Y W F FH FL TH TR.
  apply pair_close in FH. apply pair_close in FL. apply pair_close in TH. apply pair_close in TR.
  pose proof (close_add _ _ _ _ _ _ _ _ _ _ _ F FH FL ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as A.
  pose proof (close_add _ _ _ _ _ _ _ _ _ _ _ W A TH ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as B.
  destruct (close_add _ _ _ _ _ _ _ _ _ _ _ Y B TR ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as [P C].
  clear A B F W Y FH FL TH TR. unfold sc_stencil_off.
  match type of C with Rabs (_ - ?e) <= sc_gap ?m _ _ =>
    replace (stencil q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
      with e by (unfold stencil; ring);
    replace (stencil_size q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
      with m by (unfold stencil_size; rewrite !Rabs_mult, !Rabs_Ropp; ring);
    pose proof (Rabs_pos e); set (size := m) in *; set (exact := e) in * end.
  assert (0 <= sc_u * size) by (apply Rmult_le_pos; [unfold sc_u|]; lra).
  assert (T : 100 * sc_eta <= / 2 ^ 1000).
  { unfold sc_eta. replace (2 ^ 1074) with (2 ^ 74 * 2 ^ 1000) by (rewrite <- pow_add; reflexivity).
    rewrite Rinv_mult, <- Rmult_assoc.
    rewrite <- (Rmult_1_l (/ 2 ^ 1000)) at 2. apply Rmult_le_compat_r; [|lra].
    left. apply Rinv_0_lt_compat, pow_lt. lra. }
  assert (0 < sc_eta) by (apply Rinv_0_lt_compat, pow_lt; lra).
  apply (Rle_trans _ _ _ C). unfold sc_gap. lra.
Qed.

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

Create HintDb spec.
#[export] Hint Unfold stencil stencil_size rated sc_gap sc_near sc_fall sc_excess : spec.
#[export] Hint Unfold sc_radd sc_rmul rounded : spec.

(* ---- How bridge.sh proves what WP is given. [given T]: by the theorem T, up to the order of sums and
   products. [automatic]: a lemma of spec/, which WP proves too, from the definitions by arithmetic. *)
Lemma root_le x y : 0 <= y -> x <= y * y -> sqrt x <= y.
Proof. intros Y X. rewrite <- (sqrt_square y Y). now apply sqrt_le_1_alt. Qed.

Lemma minus_one x : -1 * x = - x.
Proof. ring. Qed.

Ltac cases := repeat match goal with |- context [if ?x then _ else _] => destruct x end; try (exfalso; lia).
Ltac sorted := repeat match goal with
  | |- context [(- (1) + ?n)%Z] => replace (- (1) + n)%Z with (n - 1)%Z by lia
  | |- context [(1 + (?n - 1))%Z] => replace (1 + (n - 1))%Z with n by lia
  | |- context [(?n - 1 + 1)%Z] => replace (n - 1 + 1)%Z with n by lia end.
Ltac same := first [reflexivity | lia | ring | progress f_equal; same].
Ltac given T := cbv zeta; intros; first
  [ apply T
  | symmetry; apply T
  | solve [rewrite ?minus_one in *; eapply T; eassumption]
  | rewrite T; match goal with |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra
  | unfold sc_u, sc_eta; lra
  | rewrite T; match goal with |- (_ /\ Rabs ?x <= _) <-> ?near => match near with context [Rabs ?y] =>
      replace y with x by ring end end; tauto
  | rewrite T; sorted; cases; repeat split; intros; try (exfalso; lia); same
  | rewrite T; autounfold with spec; sorted; cases; repeat split; intros; try (exfalso; lia); ring
  | rewrite T; autounfold with spec; rewrite ?Rabs_mult; match goal with
      |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra ].

#[export] Hint Unfold sc_weight sc_next_top sc_entry sc_place sc_prod sc_u sc_eta : spec.
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
