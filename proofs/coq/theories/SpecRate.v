(* spec/rate.acsl: the rate equation, its sums over the levels, and what its rounding costs. *)
From Coq Require Import Reals ZArith Lra Lia.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Export SpecError.
Open Scope R_scope.

Definition sc_near (x e units tiny : R) : Prop := 0 <= x /\ 0 <= e /\ Rabs (x - e) <= sc_gap e units tiny.
Definition sc_unit (c s : R) : Prop := Rabs (-1 + c * c + s * s) <= 3 * sc_u.
Definition sc_fall (q p s lower upper : R) : R := q * s * s * upper - p * s * s * lower.
Definition sc_excess (q p c0 c1 s0 s1 : R) : R :=
  sc_prod q (c0 * c0 + s0 * s0 - 1) + sc_prod p (c1 * c1 + s1 * s1 - 1) + (q + p - 1).
#[export] Hint Unfold sc_near sc_fall sc_excess : spec.

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

(* A number that stands for one >= 0 is close to it. *)
Lemma near_close x e k j : sc_near x e k j -> close x e e k j.
Proof. intros [_ [E N]]. split; [rewrite Rabs_pos_eq; lra|exact N]. Qed.

Theorem sc_near_mul_left x e b y k j : b <= 2 -> k <= 100 -> j <= 1000 -> 0 <= b -> 0 <= j -> 0 <= k ->
  0 <= y -> sc_rmul y b x -> sc_near x e k j ->
  sc_near y (sc_prod b e) (10001 / 10000 + k) (1001 / 1000 + 2 * j).
Proof.
  intros B K J B0 J0 K0 Y0 Y N. destruct N as [X [E N]].
  destruct (close_mul y b x e e k j Y (near_close _ _ _ _ (conj X (conj E N)))) as [_ C];
    rewrite ?(Rabs_pos_eq b) in * by exact B0; try lra.
  split; [exact Y0|]. split; [now apply Rmult_le_pos|]. apply (Rle_trans _ _ _ C). unfold sc_prod, sc_gap.
  lra.
Qed.
Theorem sc_near_mul x e b y k j : b <= 2 -> k <= 100 -> j <= 1000 -> 0 <= b -> 0 <= j -> 0 <= k -> 0 <= y ->
  sc_rmul y x b -> sc_near x e k j -> sc_near y (sc_prod e b) (10001 / 10000 + k) (1001 / 1000 + 2 * j).
Proof.
  intros. unfold sc_rmul, sc_prod in *. rewrite Rmult_comm. apply sc_near_mul_left with x; try assumption.
  unfold sc_rmul, sc_prod. now rewrite (Rmult_comm b).
Qed.
Theorem sc_near_square a y : 0 <= y -> sc_rmul y a a -> sc_near y (sc_prod a a) 1 1.
Proof.
  intros Y0 Y. split; [exact Y0|]. split; [apply Rle_0_sqr|]. unfold sc_rmul, rounded, sc_prod, sc_gap in *.
  rewrite (Rabs_pos_eq (a * a)) in Y by apply Rle_0_sqr. lra.
Qed.
Theorem sc_near_add x e x2 e2 y k k2 j j2 : k <= 100 -> j <= 1000 -> j2 <= 1000 -> 0 <= j -> 0 <= j2 ->
  0 <= k -> k2 <= k -> 0 <= k2 -> 0 <= y -> sc_radd y x x2 -> sc_near x e k j -> sc_near x2 e2 k2 j2 ->
  sc_near y (e + e2) (10001 / 10000 + k) (1001 / 1000 + j + j2).
Proof.
  intros K J J2 J0 J20 K0 K2 K20 Y0 Y N N2.
  destruct (close_add y x e e x2 e2 e2 k k2 j j2 Y (near_close _ _ _ _ N) (near_close _ _ _ _ N2)) as [_ C];
    try lra.
  destruct N as [_ [E _]], N2 as [_ [E2 _]]. split; [exact Y0|]. split; [lra|].
  apply (Rle_trans _ _ _ C). unfold sc_gap. lra.
Qed.
Theorem sc_excess_small q p c0 c1 s0 s1 : p <= 1 -> q <= 1 -> 0 <= p -> 0 <= q -> sc_unit c0 s0 ->
  sc_unit c1 s1 -> sc_radd p 1 (-1 * q) -> Rabs (sc_excess q p c0 c1 s0 s1) <= 4001 / 1000 * sc_u.
Proof.
  intros P Q P0 Q0 U0 U1 A. unfold sc_unit, sc_radd, rounded, sc_excess, sc_prod in *.
  replace (1 + -1 * q) with (1 - q) in A by ring. rewrite (Rabs_pos_eq (1 - q)) in A by lra.
  pose proof u_small as U. assert (H : sc_eta <= / 10000 * sc_u) by (unfold sc_eta, sc_u; lra).
  assert (Share : forall a x, 0 <= a -> Rabs x <= 3 * sc_u -> Rabs (a * x) <= a * (3 * sc_u)).
  { intros a x A0 X. rewrite Rabs_mult, (Rabs_pos_eq a A0). now apply Rmult_le_compat_l. }
  pose proof (Share q _ Q0 U0) as X0. pose proof (Share p _ P0 U1) as X1.
  assert (S : Rabs (q + p - 1) <= (1 + / 10000) * sc_u).
  { replace (q + p - 1) with (p - (1 - q)) by ring.
    assert (sc_u * (1 - q) <= sc_u * 1) by (apply Rmult_le_compat_l; lra). lra. }
  assert (T : q * (3 * sc_u) + p * (3 * sc_u) <= (1 + / 10000) * (3 * sc_u)).
  { rewrite <- Rmult_plus_distr_r. apply Rmult_le_compat_r; [lra|]. apply Rabs_le_between in S. lra. }
  replace (c0 * c0 + s0 * s0 - 1) with (-1 + c0 * c0 + s0 * s0) by ring.
  replace (c1 * c1 + s1 * s1 - 1) with (-1 + c1 * c1 + s1 * s1) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|]. lra.
Qed.

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

#[export] Hint Unfold rated : spec.

Definition sc_total (memory : addr -> double) (p : addr) (n : Z) : R :=
  sum_below (fun i => real_of_double (memory (shift p i))) (Z.to_nat n).
Definition sc_rated_total (memory : addr -> double) (p c s : addr) (ground excited : R) (n d : Z) : R :=
  sum_below (rated memory p c s ground excited d) (Z.to_nat n).

Theorem sc_total_def memory p n : sc_total memory p n =
  if Z_le_dec n 0 then 0 else sc_total memory p (n - 1) + real_of_double (memory (shift p (n - 1))).
Proof. exact (sum_below_cases _ n). Qed.
Theorem sc_rated_total_def memory p c s ground excited n d : sc_rated_total memory p c s ground excited n
  d =
  if Z_le_dec n 0 then 0 else sc_rated_total memory p c s ground excited (n - 1) d
    + rated memory p c s ground excited d (n - 1).
Proof. exact (sum_below_cases _ n). Qed.
