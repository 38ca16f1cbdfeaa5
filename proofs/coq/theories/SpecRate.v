(* spec/rate.acsl: the rate equation, its sums over the levels, and what its rounding costs. *)
From Coq Require Import Reals ZArith Lra Lia.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Export SpecError.
Open Scope R_scope.

Definition sc_near (x e units tiny : R) : Prop := 0 <= x /\ 0 <= e /\ Rabs (x - e) <= sc_gap e units tiny.
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
