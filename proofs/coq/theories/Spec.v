(* The bridge to the kernel's specification: what WP is given of spec/ without proving it is true. Each
   opaque symbol and each recursive function of spec/ has a definition here, and each axiom and each
   recursive definition a theorem of its name. bridge.sh prints, with Why3, the statements that WP gets, and
   checks the theorems against them. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import Ladder DampRounding.
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
Definition sc_products (q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 : R) : Prop :=
  sc_rmul q_c q cn /\ sc_rmul k_s kappa sn /\ sc_rmul p_s p sn /\ sc_rmul k_c kappa cn /\
  sc_rmul p_c1 p cn1 /\ sc_rmul k_s1 kappa sn1 /\ sc_rmul q_s1 q sn1 /\ sc_rmul k_c1 kappa cn1.
Definition sc_made (y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1 : R)
  (up_left up left here right down down_right : R) : Prop :=
  forall q p kappa cn sn cn1 sn1, sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.

Theorem sc_products_def q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 :
  sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 <->
  sc_rmul q_c q cn /\ sc_rmul k_s kappa sn /\ sc_rmul p_s p sn /\ sc_rmul k_c kappa cn /\
  sc_rmul p_c1 p cn1 /\ sc_rmul k_s1 kappa sn1 /\ sc_rmul q_s1 q sn1 /\ sc_rmul k_c1 kappa cn1.
Proof. reflexivity. Qed.

Theorem sc_made_def y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1
  up_left up left here right down down_right :
  sc_made y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1 up_left up left here right down down_right <->
  forall q p kappa cn sn cn1 sn1, sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.
Proof. reflexivity. Qed.

Theorem sc_made_stencil y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1
  cm sm cm1 sm1 up_left up left here right down down_right :
  sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 ->
  sc_made y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1 up_left up left here right down down_right ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.
Proof. intros P M. now apply M. Qed.

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
Theorem sc_near_sum x e x2 e2 k k2 j j2 : k2 <= k -> 0 <= k2 -> sc_near x e k j -> sc_near x2 e2 k2 j2 ->
  Rabs (x + x2 + -1 * e + -1 * e2) <= sc_gap (e + e2) k (j + j2).
Proof.
  intros K _ [_ [_ A]] [_ [E2 B]]. unfold sc_gap in *.
  assert (k2 * (sc_u * e2) <= k * (sc_u * e2)).
  { apply Rmult_le_compat_r; [apply Rmult_le_pos; [unfold sc_u; lra|exact E2]|exact K]. }
  apply Rabs_le_between in A, B. apply Rabs_le. lra.
Qed.
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
Proof. unfold sc_population. destruct (Z_le_dec 0 n), (Z_lt_dec n d); split; intros; lia || reflexivity.
  Qed.

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
Theorem sc_rated_total_def memory p c s ground excited n d : sc_rated_total memory p c s ground excited n
  d =
  if Z_le_dec n 0 then 0 else sc_rated_total memory p c s ground excited (n - 1) d
    + rated memory p c s ground excited d (n - 1).
Proof. exact (sum_below_cases _ n). Qed.

(* ---- sum.acsl *)
Definition sc_summed (x e size units : R) : Prop := Rabs e <= size /\ Rabs (x - e) <= size * units * sc_u.
Definition sc_observe_units (d : Z) : R := if Z_lt_dec d 4096 then 1.1 * IZR d + 6 else 1.1 * 4096 + 6.

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
  unfold sc_damp_square. rewrite !Nat2Z.id. destruct (Z_lt_dec _ _); [lia|]. destruct (Z_lt_dec _ _);
    [lia|].
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

Lemma root_le x y : 0 <= y -> x <= y * y -> sqrt x <= y.
Proof. intros Y X. rewrite <- (sqrt_square y Y). now apply sqrt_le_1_alt. Qed.

(* ---- damp.acsl: scales and what stands for what; the lemmas of damp_weights.acsl that WP is not asked to
   prove. *)
Definition RNE := mode_NE.
Definition round_double (m : mode) (x : R) : double :=
  Swap.nearest (round radix2 (FLT_exp (-1074) 53) (round_mode m) x).

Lemma round_double_exact m x : generic_format radix2 (FLT_exp (-1074) 53) x -> Rabs x < bpow radix2 1024 ->
  real_of_double (round_double m x) = x.
Proof.
  intros F B. unfold round_double. pose proof (valid_rnd_round_mode m) as V.
  rewrite (round_generic _ _ _ x F). change (Swap.rnd x = x).
  rewrite Swap.rnd_inside; rewrite (round_generic _ _ _ x F); trivial.
Qed.

Definition sc_block (first : Z) : Prop := exists i : Z, (32 * i = first)%Z.
Definition sc_scale_place (first n : Z) : Z := (2 * first + n)%Z.
Definition sc_weight_place (d k first n : Z) : Z := (k * d + first + n)%Z.

Theorem sc_block_def first : (exists i : Z, (32 * i = first)%Z) <-> sc_block first.
Proof. reflexivity. Qed.
Theorem sc_scale_place_def first n : sc_scale_place first n = (2 * first + n)%Z.
Proof. reflexivity. Qed.
Theorem sc_weight_place_def d k first n : sc_weight_place d k first n = (k * d + first + n)%Z.
Proof. reflexivity. Qed.

Theorem sc_block_zero : sc_block 0.
Proof. now exists 0%Z. Qed.
Theorem sc_block_next n : sc_block n -> sc_block (32 + n).
Proof. intros [i <-]. exists (i + 1)%Z. ring. Qed.
Theorem sc_block_order a b : (a < b)%Z -> sc_block a -> sc_block b -> (32 + a <= b)%Z.
Proof. intros L [i <-] [j <-]. lia. Qed.
Theorem sc_rows_apart d j first n k : (0 <= d)%Z -> (j < k)%Z -> (n < d)%Z -> (first <= n)%Z ->
  sc_block j -> sc_block k -> (sc_weight_place d j first n < d * k)%Z.
Proof.
  intros D L N F J K. pose proof (sc_block_order j k L J K). unfold sc_weight_place.
  assert (j * d + 32 * d <= d * k)%Z by nia. lia.
Qed.

Theorem sc_rows_inside d k first n terms : (0 <= first)%Z -> (0 <= k)%Z -> (k < terms)%Z -> (n < d)%Z ->
  (first <= n)%Z -> (0 <= sc_weight_place d k first n)%Z /\ (sc_weight_place d k first n < d * (1 +
    terms))%Z.
Proof. intros F K T N L. unfold sc_weight_place. nia. Qed.

Definition scale_size (first : Z) : Z := if Z_le_dec first 160 then 256 else if Z_le_dec first 928 then
  1024 else 4096.
Definition sc_scale_ratio (first level : Z) : R := IZR level / IZR (scale_size first).
Fixpoint scale_product (first : Z) (steps : nat) : R :=
  match steps with O => 1 | S i => scale_product first i * sc_scale_ratio first (first + Z.of_nat (S i))
    end.
Definition sc_scale_square (first n : Z) : R := scale_product first (Z.to_nat (n - first)).

Theorem sc_scale_ratio_def first level : sc_scale_ratio first level =
  if Z_le_dec first 160 then IZR level / 256 else if Z_le_dec first 928 then IZR level / 1024 else IZR
    level / 4096.
Proof. unfold sc_scale_ratio, scale_size. destruct (Z_le_dec first 160), (Z_le_dec first 928);
  reflexivity. Qed.
Theorem sc_scale_square_def first n : sc_scale_square first n =
  if Z_le_dec n first then 1 else sc_prod (sc_scale_square first (n - 1)) (sc_scale_ratio first n).
Proof.
  unfold sc_scale_square, sc_prod. destruct (Z_le_dec n first) as [L|L].
  - now replace (Z.to_nat (n - first)) with O by lia.
  - replace (Z.to_nat (n - first)) with (S (Z.to_nat (n - 1 - first))) by lia. cbn [scale_product].
    do 2 f_equal. lia.
Qed.

Theorem sc_level_exact first level : (0 <= level)%Z -> (level <= 4096)%Z ->
  real_of_double (round_double RNE (sc_scale_ratio first level)) = sc_scale_ratio first level.
Proof.
  intros L H.
  assert (S : exists e, (-12 <= e <= -8)%Z /\ sc_scale_ratio first level = F2R (Float radix2 level e)).
  { unfold sc_scale_ratio, scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)];
    [exists (-8)%Z|exists (-10)%Z|exists (-12)%Z]; (split; [lia|reflexivity]). }
  destruct S as [e [E ->]]. apply round_double_exact.
  - apply generic_format_FLT. exists (Float radix2 level e); simpl; [reflexivity|lia|lia].
  - unfold F2R. simpl Fnum. simpl Fexp. rewrite Rabs_mult, (Rabs_pos_eq (bpow _ _)) by apply bpow_ge_0.
    rewrite Rabs_pos_eq by (apply IZR_le; lia).
    apply Rle_lt_trans with (IZR 4096 * 1).
    + apply Rmult_le_compat; [apply IZR_le; lia|apply bpow_ge_0|apply IZR_le; lia|].
      change 1 with (bpow radix2 0). apply bpow_le. lia.
    + apply Rlt_le_trans with (bpow radix2 13); [simpl; lra|apply bpow_le; lia].
Qed.

(* Scales are in a range in which nothing underflows: 95! / 256^95 > 2^-269. *)
Fixpoint levels_product (first : Z) (steps : nat) : Z :=
  match steps with O => 1 | S i => levels_product first i * (first + Z.of_nat (S i)) end.
Definition least_first (size : Z) : Z := if Z.eq_dec size 256 then 0 else if Z.eq_dec size 1024 then 161
  else 929.
Lemma levels_checked size : (size = 256 \/ size = 1024 \/ size = 4096)%Z ->
  forallb (fun i => size ^ Z.of_nat i <=? 2 ^ Z.of_nat 290 * levels_product (least_first size) i)%Z (seq
    0 96) = true.
Proof. intros [-> | [-> | ->]]; vm_compute; reflexivity. Qed.

Lemma scale_size_cases first : (0 <= first)%Z ->
  (scale_size first = 256 \/ scale_size first = 1024 \/ scale_size first = 4096)%Z /\
  (0 <= least_first (scale_size first) <= first)%Z.
Proof.
  intros F. unfold scale_size, least_first. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first
    928)]; simpl; lia.
Qed.

Lemma scale_low first i : (0 <= first)%Z -> (i <= 95)%nat -> / 2 ^ 290 <= scale_product first i.
Proof.
  intros F I. destruct (scale_size_cases first F) as [Sz L]. set (size := scale_size first) in *.
  assert (Size : 0 < IZR size) by (apply IZR_lt; lia).
  assert (P : forall k, 0 <= IZR (levels_product (least_first size) k)).
  { intros k. apply IZR_le. induction k as [|k IH]; cbn [levels_product]; [lia|]. apply
    Z.mul_nonneg_nonneg; lia. }
  assert (M : forall k, IZR (levels_product (least_first size) k) / IZR size ^ k <= scale_product first k).
  { intros k. induction k as [|k IH]; cbn [levels_product scale_product pow]; [lra|].
    rewrite mult_IZR. unfold sc_scale_ratio. fold size.
    replace (IZR (levels_product (least_first size) k) * IZR (least_first size + Z.of_nat (S k)) / (IZR
      size * IZR size ^ k))
      with (IZR (levels_product (least_first size) k) / IZR size ^ k * (IZR (least_first size + Z.of_nat
        (S k)) / IZR size))
      by (field; split; [apply pow_nonzero|]; lra).
    apply Rmult_le_compat; [| |exact IH|].
    - apply Rdiv_le_0_compat; [apply P|now apply pow_lt].
    - apply Rdiv_le_0_compat; [apply IZR_le; lia|exact Size].
    - apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|apply IZR_le; lia]. }
  eapply Rle_trans; [|apply M]. pose proof (levels_checked size Sz) as C. rewrite forallb_forall in C.
  specialize (C i). rewrite in_seq, Z.leb_le in C. specialize (C ltac:(lia)).
  apply IZR_le in C. rewrite mult_IZR, <- !pow_IZR in C.
  assert (0 < 2 ^ 290) by (apply pow_lt; lra). assert (0 < IZR size ^ i) by now apply pow_lt.
  apply Rmult_le_reg_l with (2 ^ 290); [assumption|]. rewrite Rinv_r by lra. unfold Rdiv. rewrite <-
    Rmult_assoc.
  apply Rmult_le_reg_r with (IZR size ^ i); [assumption|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma scale_unit first i : (0 <= first)%Z -> (i <= 95)%nat -> (first + Z.of_nat i <= 4095)%Z ->
  scale_product first i <= 1.
Proof.
  intros F. induction i as [|i IH]; intros I L; cbn [scale_product]; [lra|].
  specialize (IH ltac:(lia) ltac:(lia)). pose proof (scale_low first i F ltac:(lia)) as Low.
  assert (0 < / 2 ^ 290) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (0 <= sc_scale_ratio first (first + Z.of_nat (S i)) <= 1); [|nra].
  destruct (scale_size_cases first F) as [Sz _]. unfold sc_scale_ratio.
  assert (Size : 0 < IZR (scale_size first)) by (apply IZR_lt; lia).
  split; [apply Rdiv_le_0_compat; [apply IZR_le; lia|exact Size]|].
  apply Rmult_le_reg_r with (IZR (scale_size first)); [exact Size|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra. apply IZR_le. clear -I L.
  unfold scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)]; lia.
Qed.

Lemma scale_range first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  / 2 ^ 290 <= sc_scale_square first n <= 1.
Proof. intros F N T W. split; [apply scale_low; lia|apply scale_unit; lia]. Qed.

Lemma u_small : 0 < sc_u <= / 1000000000000000.
Proof. unfold sc_u. simpl. lra. Qed.
Lemma eta_positive : 0 < sc_eta.
Proof. unfold sc_eta. apply Rinv_0_lt_compat, pow_lt. lra. Qed.
Lemma eta_small k : (k <= 1074)%nat -> sc_eta * 2 ^ k = / 2 ^ (1074 - k).
Proof.
  intros K. unfold sc_eta. assert (P : forall i, 2 ^ i <> 0) by (intros; apply pow_nonzero; lra).
  replace 1074%nat with (k + (1074 - k))%nat at 1 by lia. rewrite pow_add. field. split; apply P.
Qed.

Definition sc_scale_square_near (x : R) (first n : Z) : Prop :=
  Rabs (x - sc_scale_square first n) <= (1 + / 1073741824) * IZR (n - first) * (sc_u * sc_scale_square
    first n).
Definition sc_scale_near (x : R) (first n : Z) : Prop :=
  Rabs (x - sqrt (sc_scale_square first n))
    <= (IZR (n - first) / 2 + 1001 / 1000) * (sc_u * sqrt (sc_scale_square first n)).
Definition sc_square_near (x gamma : R) (n k : Z) : Prop :=
  0 <= x /\ Rabs (x - sc_damp_square gamma n k)
    <= (1 + / 1073741824) * IZR (3 * n + 2 * k) * (sc_u * sc_damp_square gamma n k) + 5 * IZR (n + k) *
      sc_eta.
Definition sc_root_near (x gamma : R) (n k : Z) : Prop :=
  0 <= x /\ Rabs (x - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 1001 / 1000) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 529.
Definition sc_weight_near (x gamma : R) (first n k : Z) : Prop :=
  Rabs (x * sqrt (sc_scale_square (first + k) (n + k)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + IZR (n - first) / 2 + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k))
       + / 2 ^ 528.

Theorem sc_scale_square_near_def x first n : sc_scale_square_near x first n <->
  Rabs (x - sc_scale_square first n) <= (1 + / 1073741824) * IZR (n - first) * (sc_u * sc_scale_square
    first n).
Proof. reflexivity. Qed.
Theorem sc_scale_near_def x first n : sc_scale_near x first n <->
  Rabs (x - sqrt (sc_scale_square first n))
    <= (IZR (n - first) / 2 + 1001 / 1000) * (sc_u * sqrt (sc_scale_square first n)).
Proof. reflexivity. Qed.
Theorem sc_square_near_def x gamma n k : sc_square_near x gamma n k <->
  0 <= x /\ Rabs (x - sc_damp_square gamma n k)
    <= (1 + / 1073741824) * IZR (3 * n + 2 * k) * (sc_u * sc_damp_square gamma n k) + 5 * IZR (n + k) *
      sc_eta.
Proof. reflexivity. Qed.
Theorem sc_root_near_def x gamma n k : sc_root_near x gamma n k <->
  0 <= x /\ Rabs (x - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 1001 / 1000) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 529.
Proof. reflexivity. Qed.
Theorem sc_weight_near_def x gamma first n k : sc_weight_near x gamma first n k <->
  Rabs (x * sqrt (sc_scale_square (first + k) (k + n)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + IZR (n - first) / 2 + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k))
       + / 2 ^ 528.
Proof. unfold sc_weight_near. now rewrite (Z.add_comm k n). Qed.

Theorem sc_scale_start first : sc_scale_square_near 1 first first.
Proof.
  unfold sc_scale_square_near, sc_scale_square. rewrite Z.sub_diag. simpl. rewrite Rminus_diag_eq,
    Rabs_R0 by reflexivity.
  lra.
Qed.

Theorem sc_scale_next x y first n level : (1 + n = level)%Z -> (0 <= first)%Z -> (first <= n)%Z ->
  (level <= 4095)%Z -> (level <= 95 + first)%Z -> sc_scale_square_near x first n ->
  sc_rmul y x (sc_scale_ratio first level) -> sc_scale_square_near y first level.
Proof.
  intros <- F N T W H R. unfold sc_scale_square_near in *. unfold sc_rmul, rounded, sc_prod in R.
  pose proof (scale_range first (1 + n) F ltac:(lia) T W) as Range.
  assert (D : sc_scale_square first (1 + n) = sc_scale_square first n * sc_scale_ratio first (1 + n)).
  { rewrite sc_scale_square_def. destruct (Z_le_dec (1 + n) first); [lia|]. unfold sc_prod. now replace
    (1 + n - 1)%Z with n by lia. }
  assert (P : 0 <= sc_scale_ratio first (1 + n)).
  { destruct (scale_size_cases first F) as [Sz _]. apply Rdiv_le_0_compat; [apply IZR_le|apply IZR_lt];
    lia. }
  pose proof (scale_range first n F N ltac:(lia) ltac:(lia)) as Low.
  set (t := sc_scale_square first n) in *. set (t1 := sc_scale_square first (1 + n)) in *.
  set (q := sc_scale_ratio first (1 + n)) in *.
  replace (IZR (1 + n - first)) with (IZR (n - first) + 1) by (rewrite <- plus_IZR; f_equal; lia).
  assert (C : 0 <= IZR (n - first) <= 95) by (split; apply IZR_le; lia).
  set (c := IZR (n - first)) in *. pose proof u_small as U.
  assert (E : sc_eta <= sc_u * / 2 ^ 100 * t1).
  { apply Rle_trans with (sc_u * / 2 ^ 100 * / 2 ^ 290).
    - unfold sc_eta, sc_u. rewrite <- !Rinv_mult, <- !pow_add. apply Rinv_le_contravar; [apply pow_lt;
        lra|].
      apply Rle_pow; [lra|lia].
    - apply Rmult_le_compat_l; [|lra]. apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat, pow_lt.
        lra. }
  assert (X : Rabs (x * q - t1) <= (1 + / 1073741824) * c * (sc_u * t1)).
  { rewrite D, <- Rmult_minus_distr_r, Rabs_mult, (Rabs_pos_eq q P).
    apply Rle_trans with ((1 + / 1073741824) * c * (sc_u * t) * q); [now apply Rmult_le_compat_r|right;
      ring]. }
  assert (T1 : 0 < t1). { assert (0 < / 2 ^ 290) by (apply Rinv_0_lt_compat, pow_lt; lra). lra. }
  simpl pow in E, X |- *. assert (V : 0 <= sc_u * t1) by nra.
  assert (A : Rabs (x * q) <= t1 + (1 + / 1073741824) * c * (sc_u * t1)).
  { simpl pow. replace (x * q) with (t1 + (x * q - t1)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite (Rabs_pos_eq t1) by lra. lra. }
  simpl pow in A.
  assert (B : sc_u * Rabs (x * q) <= sc_u * (t1 + (1 + / 1073741824) * c * (sc_u * t1))).
  { apply Rmult_le_compat_l; [lra|]. lra. }
  assert (UC : sc_u * ((1 + / 1073741824) * c) * (sc_u * t1) <= / 10000000000 * (sc_u * t1)).
  { apply Rmult_le_compat_r; [exact V|]. apply Rle_trans with (/ 1000000000000000 * (2 * 95)); [apply
    Rmult_le_compat; nra|lra]. }
  replace (y - t1) with (y - x * q + (x * q - t1)) by ring. eapply Rle_trans; [apply Rabs_triang|].
  lra.
Qed.

Lemma scale_near_range x first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 +
  first)%Z ->
  sc_scale_square_near x first n -> / 2 ^ 291 <= x <= 1001 / 1000.
Proof.
  intros F N T W H. pose proof (scale_range first n F N T W) as R. unfold sc_scale_square_near in H.
  assert (C : 0 <= IZR (n - first) <= 95) by (split; apply IZR_le; lia). pose proof u_small as U.
  set (t := sc_scale_square first n) in *. set (c := IZR (n - first)) in *.
  assert (T0 : 0 < / 2 ^ 290) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (Sm : (1 + / 1073741824) * c * (sc_u * t) <= / 1000 * t).
  { rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [lra|]. simpl pow.
    apply Rle_trans with (2 * 95 * / 1000000000000000); [apply Rmult_le_compat; nra|lra]. }
  apply Rabs_le_between in H.
  assert (Half : / 2 ^ 291 = / 2 ^ 290 / 2) by (change 291%nat with (S 290); rewrite <- tech_pow_Rmult;
    field; apply pow_nonzero; lra).
  rewrite Half. lra.
Qed.

Theorem sc_scale_range x first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 +
  first)%Z ->
  sc_scale_square_near x first n -> x <= 1001 / 1000 /\
  1 / 3978585891278293137243057985174566720803649206378781739523711815145275976100267004264448 <= x.
Proof.
  intros F N T W H. pose proof (scale_near_range x first n F N T W H) as R. split; [apply R|].
  replace (1 / _) with (/ 2 ^ 291) by (simpl; lra). apply R.
Qed.

Theorem sc_scale_root x y first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 +
  first)%Z ->
  sc_rsqrt y x -> sc_scale_square_near x first n -> sc_scale_near y first n.
Proof.
  intros F N T W Y H. pose proof (scale_near_range x first n F N T W H) as X.
  pose proof (scale_range first n F N T W) as R. rewrite sc_rsqrt_def in Y. unfold sc_scale_near,
    sc_scale_square_near in *.
  assert (C : 0 <= IZR (n - first) <= 95) by (split; apply IZR_le; lia). pose proof u_small as U.
  assert (P0 : forall k, 0 < / 2 ^ k) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  pose proof (P0 290%nat). pose proof (P0 291%nat). pose proof eta_positive as Eta.
  set (t := sc_scale_square first n) in *. set (c := IZR (n - first)) in *.
  assert (Root : / 2 ^ 145 <= sqrt t).
  { rewrite <- (sqrt_square (/ 2 ^ 145)) by (left; apply P0). apply sqrt_le_1_alt.
    rewrite <- Rinv_mult, <- pow_add. apply R. }
  assert (E : sc_eta <= / 1000000 * (sc_u * sqrt t)).
  { apply Rle_trans with (/ 1000000 * (sc_u * / 2 ^ 145)).
    - unfold sc_eta, sc_u. rewrite <- Rinv_mult, <- pow_add.
      apply Rle_trans with (/ 2 ^ 20 * / 2 ^ (53 + 145)).
      + rewrite <- Rinv_mult, <- pow_add. apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow;
        [lra|lia].
      + apply Rmult_le_compat_r; [left; apply P0|]. simpl. lra.
    - apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
  pose proof (root_rounded sc_u sc_eta y x t ((1 + / 1073741824) * c) 0 U Eta ltac:(lra) ltac:(lra)) as Q.
  rewrite sqrt_0 in Q. simpl pow in Q, H.
  assert (Q' := Q ltac:(nra) ltac:(lra) ltac:(lra) Y). clear Q.
  assert (V : 0 <= sc_u * sqrt t) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  eapply Rle_trans; [exact Q'|]. nra.
Qed.

(* Squared weights. *)
Lemma square_unit gamma i j : 0 <= gamma <= 1 -> 0 <= sc_damp_square gamma (Z.of_nat i) (Z.of_nat j) <= 1.
Proof.
  intros G. remember (i + j)%nat as s eqn:Sum. revert i j Sum. induction s as [|s IH]; intros i j Sum;
    rewrite sc_damp_square_def; destruct (Z_lt_dec (Z.of_nat i) 0); try lia; destruct (Z_lt_dec (Z.of_nat
      j) 0); try lia;
    destruct (Z.eq_dec _ 0); try lia; try lra.
  assert (A : 0 <= sc_damp_square gamma (Z.of_nat i - 1) (Z.of_nat j) <= 1).
  { destruct i as [|i]; [rewrite square_negative by lia; lra|].
    replace (Z.of_nat (S i) - 1)%Z with (Z.of_nat i) by lia. apply IH. lia. }
  assert (B : 0 <= sc_damp_square gamma (Z.of_nat i) (Z.of_nat j - 1) <= 1).
  { destruct j as [|j]; [rewrite square_missing by lia; lra|].
    replace (Z.of_nat (S j) - 1)%Z with (Z.of_nat j) by lia. apply IH. lia. }
  nra.
Qed.

Lemma square_within gamma n k : 0 <= gamma <= 1 -> (0 <= n)%Z -> (0 <= k)%Z -> 0 <= sc_damp_square gamma
  n k <= 1.
Proof. intros G N K. rewrite <- (Z2Nat.id n), <- (Z2Nat.id k) by assumption. now apply square_unit. Qed.

Lemma eta_tiny : 0 < sc_eta <= / 1000000000000000000.
Proof.
  split; [apply eta_positive|]. unfold sc_eta. apply Rle_trans with (/ 2 ^ 60); [|simpl; lra].
  apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow; [lra|lia].
Qed.

Theorem sc_square_start gamma : sc_square_near 1 gamma 0 0.
Proof.
  assert (E : sc_damp_square gamma 0 0 = 1) by (rewrite sc_damp_square_def; simpl; reflexivity).
  unfold sc_square_near. rewrite E, Rminus_diag_eq, Rabs_R0 by reflexivity. simpl. lra.
Qed.

Theorem sc_square_range x gamma n k : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (0 <= n)%Z -> (n <=
  4096)%Z ->
  (k <= 4200)%Z -> sc_square_near x gamma n k -> x <= 10001 / 10000 /\ 0 <= x.
Proof.
  intros G1 G0 K N N1 K1 [X H]. split; [|exact X].
  pose proof (square_within gamma n k (conj G0 G1) N K) as S. pose proof u_small as U. pose proof
    eta_tiny as Eta.
  assert (A : 0 <= IZR (3 * n + 2 * k) <= 20688) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR (n + k) <= 8296) by (split; apply IZR_le; lia).
  set (e := sc_damp_square gamma n k) in *. set (a := IZR (3 * n + 2 * k)) in *. set (b := IZR (n + k))
    in *.
  apply Rabs_le_between in H. simpl pow in H.
  assert (P : (1 + / 1073741824) * a * (sc_u * e) <= 2 * 20688 * (/ 1000000000000000 * 1)).
  { apply Rmult_le_compat; [nra|nra| |]; [apply Rmult_le_compat; lra|apply Rmult_le_compat; lra]. }
  assert (Q : 5 * b * sc_eta <= 5 * 8296 * / 1000000000000000000) by (apply Rmult_le_compat; lra).
  simpl pow in *. lra.
Qed.

Theorem sc_square_next gamma rest x x2 stay lose total n n1 k k1 :
  (1 + k = k1)%Z -> (1 + n = n1)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <= lose -> (0 <= n)%Z ->
  0 <= rest -> 0 <= stay -> 0 <= total -> (n <= 4096)%Z -> (k <= 4200)%Z ->
  sc_radd total stay lose -> sc_rmul lose gamma x2 -> sc_rmul stay rest x -> sc_radd rest 1 (- (1) *
    gamma) ->
  sc_square_near x gamma n k1 -> sc_square_near x2 gamma n1 k -> sc_square_near total gamma n1 k1.
Proof.
  intros <- <- G1 G0 K L N Re S T N1 K1 RT RL RS RR [X HX] [X2 HX2]. split; [exact T|].
  assert (E : sc_damp_square gamma (1 + n) (1 + k)
    = (1 - gamma) * sc_damp_square gamma n (1 + k) + gamma * sc_damp_square gamma (1 + n) k).
  { rewrite sc_damp_square_def. destruct (Z_lt_dec (1 + n) 0); [lia|]. destruct (Z_lt_dec (1 + k) 0);
    [lia|].
    destruct (Z.eq_dec (1 + n + (1 + k)) 0); [lia|].
    replace (1 + n - 1)%Z with n by lia. now replace (1 + k - 1)%Z with k by lia. }
  unfold sc_radd, sc_rmul, rounded, sc_prod in *.
  rewrite (Rabs_pos_eq (stay + lose)) in RT by lra. rewrite (Rabs_pos_eq (gamma * x2)) in RL by now apply
    Rmult_le_pos.
  rewrite (Rabs_pos_eq (rest * x)) in RS by now apply Rmult_le_pos. replace (1 + - (1) * gamma) with (1 -
    gamma) in RR by ring.
  rewrite (Rabs_pos_eq (1 - gamma)) in RR by lra.
  pose proof (square_within gamma n (1 + k) (conj G0 G1) N ltac:(lia)) as E1.
  pose proof (square_within gamma (1 + n) k (conj G0 G1) ltac:(lia) K) as E2.
  rewrite E. set (e1 := sc_damp_square gamma n (1 + k)) in *. set (e2 := sc_damp_square gamma (1 + n) k)
    in *.
  set (c := IZR (3 * n + 2 * k)). assert (C : 0 <= c <= 20688) by (split; apply IZR_le; lia).
  set (t := IZR (n + k + 1)). assert (Tt : 0 <= t <= 8297) by (split; apply IZR_le; lia).
  replace (IZR (3 * n + 2 * (1 + k))) with (c + 2) in HX by (unfold c; rewrite <- plus_IZR; f_equal; lia).
  replace (IZR (3 * (1 + n) + 2 * k)) with (c + 3) in HX2 by (unfold c; rewrite <- plus_IZR; f_equal; lia).
  replace (IZR (3 * (1 + n) + 2 * (1 + k))) with (c + 5) by (unfold c; rewrite <- plus_IZR; f_equal; lia).
  replace (n + (1 + k))%Z with (n + k + 1)%Z in HX by lia. replace (1 + n + k)%Z with (n + k + 1)%Z in
    HX2 by lia.
  replace (IZR (1 + n + (1 + k))) with (t + 1) by (unfold t; rewrite <- plus_IZR; f_equal; lia).
  fold t in HX, HX2. simpl pow in *.
  pose proof (square_step sc_u sc_eta gamma rest x e1 x2 e2 stay lose total ((1 + / 1073741824) * (c + 2))
    ((1 + / 1073741824) * (c + 3)) ((1 + / 1073741824) * (c + 5)) (5 * t)) as Q.
  unfold second_order, near in Q.
  assert (Q' : Rabs (total - ((1 - gamma) * e1 + gamma * e2)) <= (1 + / 1073741824) * (c + 5) *
    (sc_u * ((1 - gamma) * e1 + gamma * e2)) + (5 * t + 5) * sc_eta).
  { apply Q; try assumption; try lra; try apply u_small; try apply eta_tiny. }
  eapply Rle_trans; [exact Q'|]. lra.
Qed.

Theorem sc_root_made gamma x y n k : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (0 <= n)%Z -> 0 <= y ->
  (k + n <= 4095)%Z -> sc_rsqrt y x -> sc_square_near x gamma n k -> sc_root_near y gamma n k.
Proof.
  intros G1 G0 K N Y0 NK Y [X H]. split; [exact Y0|]. rewrite sc_rsqrt_def in Y.
  pose proof (square_within gamma n k (conj G0 G1) N K) as S. pose proof u_small as U. pose proof
    eta_positive as Eta.
  assert (A : 0 <= IZR (3 * n + 2 * k) <= 20475) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR (n + k) <= 4095) by (split; apply IZR_le; lia).
  replace (3 / 2 * IZR n + IZR k) with (IZR (3 * n + 2 * k) / 2) by (rewrite plus_IZR, !mult_IZR; field).
  set (e := sc_damp_square gamma n k) in *. set (a := IZR (3 * n + 2 * k)) in *. set (b := IZR (n + k))
    in *.
  assert (P0 : forall i, 0 < / 2 ^ i) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  assert (T : sqrt (5 * b * sc_eta) <= 19 / 20 * / 2 ^ 529).
  { apply root_le; [specialize (P0 529%nat); lra|].
    replace (19 / 20 * / 2 ^ 529 * (19 / 20 * / 2 ^ 529)) with (361 / 400 * / 2 ^ (529 + 529)) by
      (rewrite pow_add; field; apply pow_nonzero; lra).
    apply Rle_trans with (361 / 400 * 2 ^ 16 * sc_eta).
    - apply Rmult_le_compat_r; [lra|]. simpl. lra.
    - right. rewrite Rmult_assoc, (Rmult_comm (2 ^ 16)), eta_small by lia. reflexivity. }
  assert (E : sc_eta <= / 100 * / 2 ^ 529).
  { unfold sc_eta. apply Rle_trans with (/ 2 ^ (7 + 529)); [apply Rinv_le_contravar; [apply pow_lt;
    lra|apply Rle_pow; [lra|lia]]|].
    rewrite pow_add, Rinv_mult. apply Rmult_le_compat_r; [left; apply P0|]. simpl. lra. }
  assert (V : 0 <= sc_u * sqrt e) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  pose proof (P0 529%nat) as P529. set (p := / 2 ^ 529) in *. simpl pow in H.
  pose proof (root_rounded sc_u sc_eta y x e ((1 + / 1073741824) * a) (5 * b * sc_eta) U Eta X ltac:(lra)
    ltac:(lra)
    ltac:(apply Rmult_le_pos; lra) H Y) as Q.
  eapply Rle_trans; [exact Q|].
  assert ((1 + / 1073741824) * a / 2 + 1 + 2 / 1000000 <= a / 2 + 1001 / 1000) by lra. nra.
Qed.

Theorem sc_weight_made gamma root v y first a n level k :
  (a <= first + k)%Z -> (first + k <= a)%Z -> (level <= k + n)%Z -> (k + n <= level)%Z -> gamma <= 1 ->
    (0 <= first)%Z -> 0 <= gamma -> (0 <= k)%Z ->
  (first <= n)%Z -> 31 / 45671926166590716193865151022383844364247891968 <= v -> (level <= 4095)%Z ->
  (n <= 63 + first)%Z -> sc_rdiv y root v -> sc_root_near root gamma n k -> sc_scale_near v a level ->
  sc_weight_near y gamma first n k.
Proof.
  intros A1 A2 B1 B2 G1 F G0 K N V L W D [Root R] S. replace a with (first + k)%Z in * by lia.
  replace level with (k + n)%Z in * by lia. clear A1 A2 B1 B2. unfold sc_weight_near, sc_scale_near in *.
  unfold sc_rdiv, rounded in D. assert (V0 : 0 < v) by lra.
  rewrite (Rabs_pos_eq (root / v)) in D by (apply Rdiv_le_0_compat; lra).
  pose proof (scale_range (first + k) (k + n) ltac:(lia) ltac:(lia) L ltac:(lia)) as T.
  replace (k + n - (first + k))%Z with (n - first)%Z in S by lia. rewrite (Z.add_comm n k).
  assert (A : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (C : 0 <= IZR (n - first) <= 63) by (split; apply IZR_le; lia).
  assert (P0 : forall i, 0 < / 2 ^ i) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  pose proof (P0 290%nat). pose proof (P0 529%nat) as P529.
  set (t := sc_scale_square (first + k) (k + n)) in *. set (w := sqrt (sc_damp_square gamma n k)) in *.
  assert (T1 : 0 < sqrt t <= 1).
  { split; [apply sqrt_lt_R0; lra|]. rewrite <- sqrt_1. apply sqrt_le_1_alt, T. }
  assert (W0 : 0 <= w) by apply sqrt_pos. pose proof u_small as U. pose proof eta_positive as Eta.
  assert (E : sc_eta <= / 100 * / 2 ^ 529).
  { unfold sc_eta. apply Rle_trans with (/ 2 ^ (7 + 529)); [apply Rinv_le_contravar; [apply pow_lt;
    lra|apply Rle_pow; [lra|lia]]|].
    rewrite pow_add, Rinv_mult. apply Rmult_le_compat_r; [left; apply P0|]. simpl. lra. }
  assert (Two : / 2 ^ 528 = 2 * / 2 ^ 529) by (change 529%nat with (Datatypes.S 528); rewrite <-
    tech_pow_Rmult; field; apply pow_nonzero; lra).
  rewrite Two. set (p := / 2 ^ 529) in *.
  pose proof (ratio_rounded sc_u sc_eta y root w (3 / 2 * IZR n + IZR k + 1001 / 1000) p v (sqrt t)
    (IZR (n - first) / 2 + 1001 / 1000) U Eta W0 T1 V0 Root ltac:(lra) ltac:(lra) ltac:(lra) R S D) as Q.
  assert (X : 0 <= sc_u * w) by (apply Rmult_le_pos; lra).
  eapply Rle_trans; [exact Q|]. nra.
Qed.

Theorem sc_root_low x y : x <= 2 ->
  1 / 2037035976334486086268445688409378161051468393665936250636140449354381299763336706183397376 <= x ->
  sc_rsqrt y x -> 31 / 45671926166590716193865151022383844364247891968 <= y.
Proof.
  intros X2 X Y. rewrite sc_rsqrt_def in Y. apply Rabs_le_between in Y. pose proof u_small as U.
  assert (R : / 1427247692705959881058285969449495136382746624 <= sqrt x).
  { rewrite <- (sqrt_square (/ 1427247692705959881058285969449495136382746624)) by lra. apply
    sqrt_le_1_alt. lra. }
  assert (E : sc_eta <= / 1427247692705959881058285969449495136382746624 * / 1000).
  { apply Rle_trans with (/ 2 ^ 160); [unfold sc_eta; apply Rinv_le_contravar; [apply pow_lt; lra|apply
    Rle_pow; [lra|lia]]|].
    simpl. lra. }
  assert (sc_u * sqrt x <= / 1000 * sqrt x) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(* At the edges the recurrence has one term. *)
Lemma near_edge (x y e b factor : R) (m : Z) : 0 <= b <= 1 -> 0 <= e <= 1 -> 0 <= x -> (0 <= m <= 4200)%Z ->
  Rabs (y - factor * x) <= sc_u * (factor * x) + sc_eta -> Rabs (factor - b) <= sc_u * b + sc_eta -> 0 <=
    factor ->
  Rabs (x - e) <= (1 + / 1073741824) * IZR (3 * m) * (sc_u * e) + 5 * IZR m * sc_eta ->
  Rabs (y - b * e) <= (1 + / 1073741824) * IZR (3 * (m + 1)) * (sc_u * (b * e)) + 5 * IZR (m + 1) * sc_eta.
Proof.
  intros B E X M Y F F0 H. rewrite !mult_IZR, plus_IZR in *. assert (C : 0 <= IZR m <= 4200) by (split;
    apply IZR_le; lia).
  set (c := IZR m) in *. simpl pow in *. pose proof u_small as U. pose proof eta_tiny as Eta.
  assert (N : near sc_u sc_eta x e ((1 + / 1073741824) * (3 * c)) (5 * c)) by exact H.
  assert (N1 : near sc_u sc_eta (factor * x) (b * e) ((1 + / 1073741824) * (3 * c) + 1 + second_order) (b
    * (5 * c) + 1 + second_order)).
  { apply near_times; try assumption; try lra. nra. }
  assert (N2 : near sc_u sc_eta y (b * e) ((1 + / 1073741824) * (3 * c) + 1 + second_order + 1 +
    second_order)
    (b * (5 * c) + 1 + second_order + 1 + second_order)).
  { apply near_rounded with (x := factor * x); unfold second_order in *; try assumption; try lra; try nra. }
  unfold near, second_order in N2. eapply Rle_trans; [exact N2|].
  assert (V : 0 <= sc_u * (b * e)) by (repeat apply Rmult_le_pos; lra).
  assert (b * (5 * c) <= 5 * c) by nra. apply Rplus_le_compat; apply Rmult_le_compat_r; lra.
Qed.

Theorem sc_square_kept gamma rest x y n up : (1 + n = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= n)%Z ->
  0 <= rest -> 0 <= y -> (n <= 4096)%Z -> sc_rmul y rest x -> sc_radd rest 1 (- (1) * gamma) ->
  sc_square_near x gamma n 0 -> sc_square_near y gamma up 0.
Proof.
  intros <- G1 G0 N Re Y N1 RM RR [X H]. split; [exact Y|]. unfold sc_radd, sc_rmul, rounded, sc_prod in *.
  replace (1 + - (1) * gamma) with (1 - gamma) in RR by ring. rewrite (Rabs_pos_eq (1 - gamma)) in RR by
    lra.
  rewrite (Rabs_pos_eq (rest * x)) in RM by now apply Rmult_le_pos.
  assert (E : sc_damp_square gamma (1 + n) 0 = (1 - gamma) * sc_damp_square gamma n 0).
  { rewrite sc_damp_square_def. destruct (Z_lt_dec (1 + n) 0); [lia|]. destruct (Z_lt_dec 0 0); [lia|].
    destruct (Z.eq_dec (1 + n + 0) 0); [lia|]. rewrite (square_missing _ _ (0 - 1)) by lia.
    replace (1 + n - 1)%Z with n by lia. ring. }
  rewrite E. replace (3 * (1 + n) + 2 * 0)%Z with (3 * (n + 1))%Z by lia. replace (1 + n + 0)%Z with (n +
    1)%Z by lia.
  replace (3 * n + 2 * 0)%Z with (3 * n)%Z in H by lia. rewrite Z.add_0_r in H.
  apply near_edge with (x := x) (factor := rest); try assumption; try lra; try lia.
  apply square_within; lia || lra.
Qed.

Theorem sc_square_lost gamma x y k up : (1 + k = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <=
  y ->
  (k <= 4200)%Z -> sc_rmul y gamma x -> sc_square_near x gamma 0 k -> sc_square_near y gamma 0 up.
Proof.
  intros <- G1 G0 K Y K1 RM [X H]. split; [exact Y|]. unfold sc_rmul, rounded, sc_prod in *.
  rewrite (Rabs_pos_eq (gamma * x)) in RM by now apply Rmult_le_pos.
  assert (E : sc_damp_square gamma 0 (1 + k) = gamma * sc_damp_square gamma 0 k).
  { rewrite sc_damp_square_def. destruct (Z_lt_dec 0 0); [lia|]. destruct (Z_lt_dec (1 + k) 0); [lia|].
    destruct (Z.eq_dec (0 + (1 + k)) 0); [lia|]. rewrite (square_negative _ (0 - 1)) by lia.
    replace (1 + k - 1)%Z with k by lia. ring. }
  pose proof (square_within gamma 0 k (conj G0 G1) ltac:(lia) K) as S. pose proof u_small as U. pose
    proof eta_tiny as Eta.
  rewrite E. set (e := sc_damp_square gamma 0 k) in *.
  replace (IZR (3 * 0 + 2 * k)) with (2 * IZR k) in H by (rewrite <- mult_IZR; f_equal; lia).
  replace (IZR (3 * 0 + 2 * (1 + k))) with (2 * IZR k + 2) by (rewrite <- mult_IZR, <- plus_IZR; f_equal;
    lia).
  replace (IZR (0 + (1 + k))) with (IZR k + 1) by (rewrite <- plus_IZR; f_equal; lia). rewrite Z.add_0_l
    in H.
  assert (C : 0 <= IZR k <= 4200) by (split; apply IZR_le; lia). set (c := IZR k) in *. simpl pow in *.
  assert (N : near sc_u sc_eta x e ((1 + / 1073741824) * (2 * c)) (5 * c)) by exact H.
  assert (N1 : near sc_u sc_eta y (gamma * e) ((1 + / 1073741824) * (2 * c) + 1 + second_order)
    (gamma * (5 * c) + 1 + second_order)).
  { apply near_rounded with (x := gamma * x); try assumption; try lra; try nra.
    apply near_factor; assumption. }
  unfold near, second_order in N1. eapply Rle_trans; [exact N1|].
  assert (V : 0 <= sc_u * (gamma * e)) by (repeat apply Rmult_le_pos; lra).
  assert (gamma * (5 * c) <= 5 * c) by nra. apply Rplus_le_compat; apply Rmult_le_compat_r; lra.
Qed.

(* ---- what is dropped: C(d - 1, k) gamma^k *)
Fixpoint tail_bound (gamma : R) (d : Z) (k : nat) : R :=
  match k with O => 1 | S i => tail_bound gamma d i * (gamma * (IZR (d - Z.of_nat k) / IZR (Z.of_nat k)))
    end.
Definition sc_tail (gamma : R) (d k : Z) : R := tail_bound gamma d (Z.to_nat k).

Theorem sc_tail_def gamma d k : sc_tail gamma d k =
  if Z_le_dec k 0 then 1 else sc_tail gamma d (k - 1) * (gamma * (IZR (d - k) / IZR k)).
Proof.
  unfold sc_tail. destruct (Z_le_dec k 0) as [L|L].
  - now replace (Z.to_nat k) with O by lia.
  - replace (Z.to_nat k) with (S (Z.to_nat (k - 1))) by lia. cbn [tail_bound].
    now replace (Z.of_nat (S (Z.to_nat (k - 1)))) with k by lia.
Qed.

Theorem sc_tail_whole gamma d : (2 <= d)%Z -> sc_tail gamma d d = 0.
Proof. intros D. rewrite sc_tail_def. destruct (Z_le_dec d 0); [lia|]. rewrite Z.sub_diag. unfold Rdiv.
  ring. Qed.

Lemma tail_ratio d k : (k < d)%Z -> (0 < k)%Z -> 0 <= IZR (d - k) / IZR k.
Proof. intros L P. apply Rdiv_le_0_compat; [apply IZR_le|apply IZR_lt]; lia. Qed.

Lemma tail_positive gamma d k : 0 <= gamma -> (Z.of_nat k < d)%Z -> 0 <= tail_bound gamma d k.
Proof.
  intros G. induction k as [|k IH]; intros L; cbn [tail_bound]; [lra|].
  apply Rmult_le_pos; [apply IH; lia|]. apply Rmult_le_pos; [exact G|]. apply tail_ratio; lia.
Qed.

(* The ratio of two neighbours falls, so that the tail falls for good once it is below 1. *)
Lemma tail_turns gamma d k : 0 <= gamma -> (Z.of_nat (S k) < d)%Z ->
  tail_bound gamma d k < 1 -> gamma * (IZR (d - Z.of_nat k) / IZR (Z.of_nat k)) <= 1 \/ k = O.
Proof.
  intros G. induction k as [|k IH]; intros L T; [now right|]. left.
  destruct (Rle_lt_dec (gamma * (IZR (d - Z.of_nat (S k)) / IZR (Z.of_nat (S k)))) 1) as [H|H]; [exact H|].
  exfalso. cbn [tail_bound] in T.
  assert (P : tail_bound gamma d k < 1).
  { pose proof (tail_positive gamma d k G ltac:(lia)). nra. }
  destruct (IH ltac:(lia) P) as [Le| ->]; [|simpl in P; lra].
  destruct k as [|k]; [simpl in P; lra|].
  assert (M : IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k))) <= IZR (d - Z.of_nat (S k)) / IZR
    (Z.of_nat (S k))).
  { apply Rmult_le_compat; [apply IZR_le; lia|left; apply Rinv_0_lt_compat, IZR_lt; lia|apply IZR_le; lia|].
    apply Rinv_le_contravar; [apply IZR_lt|apply IZR_le]; lia. }
  assert (gamma * (IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k))))
    <= gamma * (IZR (d - Z.of_nat (S k)) / IZR (Z.of_nat (S k)))) by now apply Rmult_le_compat_l.
  lra.
Qed.

Lemma tail_falls gamma d k : 0 <= gamma -> (Z.of_nat (S k) < d)%Z -> tail_bound gamma d k < 1 ->
  tail_bound gamma d (S k) <= tail_bound gamma d k.
Proof.
  intros G L T. destruct (tail_turns gamma d k G L T) as [H| ->]; [|simpl in T; lra].
  destruct k as [|k]; [simpl in T; lra|]. change (tail_bound gamma d (S (S k))) with
    (tail_bound gamma d (S k) * (gamma * (IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k)))))).
  pose proof (tail_positive gamma d (S k) G ltac:(lia)) as P.
  assert (M : IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k))) <= IZR (d - Z.of_nat (S k)) / IZR
    (Z.of_nat (S k))).
  { apply Rmult_le_compat; [apply IZR_le; lia|left; apply Rinv_0_lt_compat, IZR_lt; lia|apply IZR_le; lia|].
    apply Rinv_le_contravar; [apply IZR_lt|apply IZR_le]; lia. }
  assert (gamma * (IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k))))
    <= gamma * (IZR (d - Z.of_nat (S k)) / IZR (Z.of_nat (S k)))) by now apply Rmult_le_compat_l.
  set (t := tail_bound gamma d (S k)) in *. nra.
Qed.

Lemma tail_stays gamma d k i low : 0 <= gamma -> low < 1 -> (k <= i)%nat -> (Z.of_nat i < d)%Z ->
  tail_bound gamma d k <= low -> tail_bound gamma d i <= low.
Proof.
  intros G One. induction 1 as [|i I IH]; intros L T; [exact T|]. specialize (IH ltac:(lia) T).
  pose proof (tail_falls gamma d i G L ltac:(lra)). lra.
Qed.

Lemma tail_for_good gamma d k terms : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (terms < d)%Z -> (k <=
  terms)%Z ->
  sc_tail gamma d k <= / 2 ^ 200 -> sc_tail gamma d terms <= / 2 ^ 200.
Proof.
  intros G1 G0 K T L H. unfold sc_tail in *. apply tail_stays with (Z.to_nat k); try lia; try assumption.
  apply Rlt_le_trans with (/ 2 ^ 1); [|simpl; lra]. apply Rinv_lt_contravar; [apply Rmult_lt_0_compat;
    apply pow_lt; lra|].
  apply Rlt_pow; [lra|lia].
Qed.

Lemma tail_next gamma tail a b ratio lost kept next d k up :
  (1 + k = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <= kept -> 0 <= lost -> 0 <= ratio -> 0
    <= tail ->
  (up < d)%Z -> (d <= 4096)%Z -> a <= IZR (d - up) -> IZR (d - up) <= a -> b <= IZR up -> IZR up <= b ->
  sc_tail gamma d k <= tail -> sc_rmul kept lost ratio -> sc_rmul lost tail gamma ->
  sc_rmul next kept (1125899906842625 / 1125899906842624) -> sc_rdiv ratio a b ->
  sc_tail gamma d up <= (if Rlt_dec next (/ 2 ^ 200) then / 2 ^ 200 else next).
Proof.
  intros <- G1 G0 K K0 L0 R0 T0 Up D A1 A2 B1 B2 T HK HL HN HR. replace a with (IZR (d - (1 + k))) in HR
    by lra.
  replace b with (IZR (1 + k)) in HR by lra. clear A1 A2 B1 B2.
  rewrite sc_tail_def. destruct (Z_le_dec (1 + k) 0); [lia|]. replace (1 + k - 1)%Z with k by lia.
  unfold sc_rmul, sc_rdiv, rounded, sc_prod in *.
  set (r := IZR (d - (1 + k)) / IZR (1 + k)) in *.
  assert (N : 1 <= IZR (1 + k) <= 4095) by (split; apply IZR_le; lia).
  assert (M : 1 <= IZR (d - (1 + k)) <= 4095) by (split; apply IZR_le; lia).
  assert (Q : / 5000 <= r <= 4096).
  { unfold r. split; apply Rmult_le_reg_r with (IZR (1 + k)); try lra; unfold Rdiv; rewrite Rmult_assoc,
    Rinv_l; lra. }
  rewrite (Rabs_pos_eq r) in HR by lra. rewrite (Rabs_pos_eq (tail * gamma)) in HL by now apply
    Rmult_le_pos.
  rewrite (Rabs_pos_eq (lost * ratio)) in HK by now apply Rmult_le_pos.
  rewrite (Rabs_pos_eq (kept * _)) in HN by (apply Rmult_le_pos; lra).
  assert (E : 1125899906842625 / 1125899906842624 = 1 + 8 * sc_u) by (unfold sc_u; simpl; lra). rewrite E
    in HN.
  assert (P : forall i, 0 < / 2 ^ i) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  assert (Low : 10000 * sc_eta <= / 2 ^ 200 * sc_u).
  { unfold sc_eta, sc_u. rewrite <- Rinv_mult, <- pow_add. apply Rle_trans with (2 ^ 14 * / 2 ^ 1074).
    - apply Rmult_le_compat_r; [left; apply P|]. simpl. lra.
    - replace 1074%nat with (14 + 1060)%nat by reflexivity. rewrite pow_add, Rinv_mult, <- Rmult_assoc,
        Rinv_r, Rmult_1_l
        by (apply pow_nonzero; lra). apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow;
          [lra|lia]. }
  assert (Small : sc_eta <= / 1000000 * sc_u).
  { unfold sc_eta, sc_u. apply Rle_trans with (/ 2 ^ 20 * / 2 ^ 53).
    - rewrite <- Rinv_mult, <- pow_add. apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow;
        [lra|lia].
    - apply Rmult_le_compat_r; [left; apply P|]. simpl. lra. }
  apply Rle_trans with (tail * (gamma * r)).
  - apply Rmult_le_compat_r; [|exact T]. apply Rmult_le_pos; lra.
  - pose proof u_small. pose proof eta_positive. clear E P.
    apply (tail_step sc_u sc_eta gamma tail r ratio lost kept next (/ 2 ^ 200)); assumption || (split;
      assumption).
Qed.

(* ---- damp_tile.acsl: coefficients of a tile. *)
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
Lemma power_200 : 1 / 1606938044258990275541962092341162602522202993782792835301376 = / 2 ^ 200.
Proof. simpl. lra. Qed.
Theorem sc_factor_range g : (0 <= g)%Z -> (g <= 31)%Z ->
  sc_factor_limit g <= 1852673427797059126777135760139006525652319754650249024631321344126610074238976 /\
    1 <= sc_factor_limit g.
Proof.
  intros G H. replace 1852673427797059126777135760139006525652319754650249024631321344126610074238976
    with (2 ^ 260) by (simpl; lra).
  now apply factor_range.
Qed.
Theorem sc_tail_falls gamma d k terms : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (terms < d)%Z -> (k <=
  terms)%Z ->
  sc_tail gamma d k <= 1 / 1606938044258990275541962092341162602522202993782792835301376 -> sc_tail gamma
    d terms <= 1 / 1606938044258990275541962092341162602522202993782792835301376.
Proof. rewrite power_200. apply tail_for_good. Qed.
Theorem sc_tail_next gamma tail a b ratio lost kept next d k up :
  (1 + k = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <= kept -> 0 <= lost -> 0 <= ratio -> 0
    <= tail ->
  (up < d)%Z -> IZR up <= b -> b <= IZR up -> sc_tail gamma d k <= tail ->
  IZR (d + - (1) * up) <= a -> a <= IZR (d + - (1) * up) -> (d <= 4096)%Z -> sc_rmul kept lost ratio ->
  sc_rmul lost tail gamma -> sc_rmul next kept (1125899906842625 / 1125899906842624) -> sc_rdiv ratio a b ->
  (next < 1 / 1606938044258990275541962092341162602522202993782792835301376 -> sc_tail gamma d up <= 1 /
    1606938044258990275541962092341162602522202993782792835301376) /\
  (~ next < 1 / 1606938044258990275541962092341162602522202993782792835301376 -> sc_tail gamma d up <=
    next).
Proof.
  rewrite power_200. replace (d + - (1) * up)%Z with (d - up)%Z by lia. intros.
  assert (H' : sc_tail gamma d up <= (if Rlt_dec next (/ 2 ^ 200) then / 2 ^ 200 else next))
    by (apply (tail_next gamma tail a b ratio lost kept next d k up); assumption).
  destruct (Rlt_dec next (/ 2 ^ 200)); split; intros; lra || contradiction.
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
#[export] Hint Unfold sc_power_row sc_moment_term : spec.
#[export] Hint Unfold stencil stencil_size rated sc_gap sc_near sc_fall sc_excess : spec.
#[export] Hint Unfold sc_radd sc_rmul rounded : spec.

(* ---- How bridge.sh proves what WP is given. [given T]: by the theorem T, up to the order of sums and
   products. [automatic]: a lemma of spec/, which WP proves too, from the definitions by arithmetic. *)

Lemma minus_one x : -1 * x = - x.
Proof. ring. Qed.

Ltac cases := repeat match goal with |- context [if ?x then _ else _] => destruct x end; try (exfalso; lia).
Ltac sorted := repeat match goal with
  | |- context [(- (1) + ?n)%Z] => replace (- (1) + n)%Z with (n - 1)%Z by lia
  | |- context [(1 + (?n - 1))%Z] => replace (1 + (n - 1))%Z with n by lia
  | |- context [(?n - 1 + 1)%Z] => replace (n - 1 + 1)%Z with n by lia end.
Ltac same := first [reflexivity | lia | ring | rewrite ?plus_IZR, ?minus_IZR, ?mult_IZR, ?opp_IZR; unfold
  Rdiv; ring
  | progress f_equal; same].
Ltac bounded := repeat match goal with H : _ /\ _ |- _ => destruct H | |- _ /\ _ => split end; try
  assumption;
  match goal with H : Rabs ?x <= ?a |- Rabs ?y <= ?b => replace y with x by ring; replace b with a;
    [exact H|] end;
  rewrite ?plus_IZR, ?minus_IZR, ?mult_IZR, ?opp_IZR, ?plus_IZR, ?mult_IZR; simpl pow; lra.
Ltac given T := cbv zeta; intros; first
  [ solve [eapply T; eassumption]
  | solve [eauto 2 using T with nocore]
  | apply T
  | symmetry; apply T
  | solve [rewrite ?minus_one in *; eapply T; eassumption]
  | rewrite T; match goal with |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra
  | unfold sc_u, sc_eta; lra
  | eapply T; solve [eassumption | lra]
  | autounfold with spec; eapply T; solve [eassumption | ring | autounfold with spec; lra]
  | rewrite T; match goal with |- (_ /\ Rabs ?x <= _) <-> ?near => match near with context [Rabs ?y] =>
      replace y with x by ring end end; tauto
  | rewrite T; sorted; cases; repeat split; intros; try (exfalso; lia); same
  | rewrite T; split; intros; bounded
  | rewrite T; autounfold with spec; sorted; cases; repeat split; intros; try (exfalso; lia); ring
  | rewrite T; autounfold with spec; rewrite ?Rabs_mult; match goal with
      |- Rabs ?x <= _ <-> Rabs ?y <= _ => replace y with x by ring end; lra ].

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
