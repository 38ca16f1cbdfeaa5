(* A collision at a small angle (theorem P18): the generators (A12), (A13) with an explicit remainder, from
   the Taylor remainders of sine and cosine. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals Lra.
From Surecharge Require Import Ladder PopulationStep KernelWeights.
Open Scope R_scope.

(* In the basis where the matrices are real: q D[A] + (1 - q) D[A^+], and -i [e^(-i alpha) A + e^(i alpha)
   A^+, .]. *)
Definition f (w : nat -> R) (n : nat) : R := sqrt (w n).
Definition jumps (w : nat -> R) (q : R) (r : matrix) : matrix := fun n m =>
  q * (f w (S n) * f w (S m) * r (S n) (S m) - (f w n ^ 2 + f w m ^ 2) / 2 * r n m)
  + (1 - q) * (f w n * f w m * r (pred n) (pred m) - (f w (S n) ^ 2 + f w (S m) ^ 2) / 2 * r n m).
Definition drive (w : nat -> R) (r : matrix) : matrix := fun n m =>
  f w m * r n (pred m) + f w n * r (pred n) m - f w (S m) * r n (S m) - f w (S n) * r (S n) m.

Lemma nonneg_from_derivative g g' : g 0 = 0 -> (forall x, is_derive g x (g' x)) ->
  (forall x, 0 <= x -> 0 <= g' x) ->
  forall x, 0 <= x -> 0 <= g x.
Proof.
  intros G0 D P x [X|<-]; [|lra].
  destruct (MVT_cor2 g g' 0 x X) as [t [E T]]; [intros; now apply is_derive_Reals|].
  assert (0 <= g' t * (x - 0)) by (apply Rmult_le_pos; [apply P|]; lra). lra.
Qed.

Lemma sin_below x : 0 <= x -> 0 <= x - sin x.
Proof.
  apply (nonneg_from_derivative (fun x => x - sin x) (fun x => 1 - cos x)).
  - rewrite sin_0. ring.
  - intros t. auto_derive; [trivial|ring].
  - intros t _. pose proof (COS_bound t). lra.
Qed.

Lemma cos_above x : 0 <= x -> 0 <= cos x - 1 + x ^ 2 / 2.
Proof.
  apply (nonneg_from_derivative (fun x => cos x - 1 + x ^ 2 / 2) (fun x => x - sin x)).
  - rewrite cos_0. field.
  - intros t. auto_derive; [trivial|field].
  - exact sin_below.
Qed.

Lemma sin_above x : 0 <= x -> 0 <= sin x - x + x ^ 3 / 6.
Proof.
  apply (nonneg_from_derivative (fun x => sin x - x + x ^ 3 / 6) (fun x => cos x - 1 + x ^ 2 / 2)).
  - rewrite sin_0. field.
  - intros t. auto_derive; [trivial|field].
  - exact cos_above.
Qed.

Lemma cos_below x : 0 <= x -> 0 <= 1 - x ^ 2 / 2 + x ^ 4 / 24 - cos x.
Proof.
  apply (nonneg_from_derivative (fun x => 1 - x ^ 2 / 2 + x ^ 4 / 24 - cos x) (fun x => sin x - x
    + x ^ 3 / 6)).
  - rewrite cos_0. field.
  - intros t. auto_derive; [trivial|field].
  - exact sin_above.
Qed.

Lemma cos_remainder x : 0 <= cos x - 1 + x ^ 2 / 2 <= x ^ 4 / 24.
Proof.
  assert (H : forall y, 0 <= y -> 0 <= cos y - 1 + y ^ 2 / 2 <= y ^ 4 / 24).
  { intros y Y. pose proof (cos_above y Y). pose proof (cos_below y Y). lra. }
  destruct (Rle_dec 0 x) as [X|X]; [now apply H|]. specialize (H (- x) ltac:(lra)). rewrite cos_neg in H.
  replace ((- x) ^ 2) with (x ^ 2) in H by ring. replace ((- x) ^ 4) with (x ^ 4) in H by ring. exact H.
Qed.

Lemma sin_remainder x : 0 <= x -> 0 <= x - sin x <= x ^ 3 / 6.
Proof. intros X. pose proof (sin_below x X). pose proof (sin_above x X). lra. Qed.

(* Products for angles x, y between 0 and z. *)
Lemma fourth x y z : 0 <= x <= z -> 0 <= y <= z -> 0 <= (x + y) ^ 4 <= 16 * z ^ 4 /\ 0 <= (x - y) ^ 4
  <= z ^ 4.
Proof.
  intros X Y. assert (P : 0 <= (x - y) ^ 4)
    by (replace ((x - y) ^ 4) with (((x - y) ^ 2) ^ 2) by ring; apply pow2_ge_0).
  assert (S : (x + y) ^ 4 <= (2 * z) ^ 4) by (apply pow_incr; lra).
  assert (D : Rabs (x - y) ^ 4 <= z ^ 4) by (apply pow_incr; split; [apply Rabs_pos|apply Rabs_le; lra]).
  rewrite RPow_abs, Rabs_pos_eq in D by exact P. pose proof (pow_le (x + y) 4 ltac:(lra)).
  replace (16 * z ^ 4) with ((2 * z) ^ 4) by ring. lra.
Qed.

Lemma cos_cos x y z : 0 <= x <= z -> 0 <= y <= z -> Rabs (cos x * cos y - (1 - (x ^ 2 + y ^ 2) / 2))
  <= z ^ 4 / 2.
Proof.
  intros X Y. pose proof (cos_remainder (x + y)) as P. pose proof (cos_remainder (x - y)) as M.
  rewrite cos_plus in P. rewrite cos_minus in M. pose proof (fourth x y z X Y).
  pose proof (pow_le z 4 ltac:(lra)).
  apply Rabs_le. lra.
Qed.

Lemma sin_sin x y z : 0 <= x <= z -> 0 <= y <= z -> Rabs (sin x * sin y - x * y) <= z ^ 4 / 2.
Proof.
  intros X Y. pose proof (cos_remainder (x + y)) as P. pose proof (cos_remainder (x - y)) as M.
  rewrite cos_plus in P. rewrite cos_minus in M. pose proof (fourth x y z X Y).
  pose proof (pow_le z 4 ltac:(lra)).
  apply Rabs_le. lra.
Qed.

Lemma cos_sin x y z : 0 <= x <= z -> 0 <= y <= z -> Rabs (cos x * sin y - y) <= 3 / 4 * z ^ 3.
Proof.
  intros X Y. pose proof (sin_remainder y (proj1 Y)) as S. pose proof (cos_remainder x) as C.
  pose proof (COS_bound x) as Cb.
  assert (S0 : sin y <= y) by lra.
  assert (L : - (y * (x ^ 2 / 2)) - y ^ 3 / 6 <= cos x * sin y - y).
  { replace (cos x * sin y - y) with (- (y * (1 - cos x)) - cos x * (y - sin y)) by ring.
    assert (y * (1 - cos x) <= y * (x ^ 2 / 2)) by (apply Rmult_le_compat_l; lra).
    assert (cos x * (y - sin y) <= 1 * (y - sin y)) by (apply Rmult_le_compat_r; lra). lra. }
  assert (U : cos x * sin y - y <= y ^ 3 / 6).
  { replace (cos x * sin y - y) with (- (y * (1 - cos x)) + - cos x * (y - sin y)) by ring.
    assert (0 <= y * (1 - cos x)) by (apply Rmult_le_pos; lra).
    assert (- cos x * (y - sin y) <= 1 * (y - sin y)) by (apply Rmult_le_compat_r; lra). lra. }
  assert (Y3 : y ^ 3 <= z ^ 3) by (apply pow_incr; lra). assert (Z0 : 0 <= z ^ 3) by (apply pow_le; lra).
  assert (XY : y * (x ^ 2 / 2) <= z ^ 3 / 2).
  { assert (x ^ 2 <= z ^ 2) by (apply pow_incr; lra). pose proof (pow2_ge_0 x).
    assert (y * x ^ 2 <= z * z ^ 2) by (apply Rmult_le_compat; lra).
    replace (z ^ 3) with (z * z ^ 2) by ring. lra. }
  apply Rabs_le. lra.
Qed.

Theorem small_angle w k r n m top b : 0 <= theta (swap k) -> 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  (forall i, i = n \/ i = S n \/ i = m \/ i = S m -> f w i <= top) -> (forall i j, Rabs (r i j) <= b) ->
  let t := theta (swap k) in let kappa := coherence k * sqrt (q (swap k) * (1 - q (swap k))) in
  Rabs (density_step w k r n m - r n m - (kappa * t * drive w r n m + t ^ 2 * jumps w (q (swap k)) r n m))
    <= b * ((top * t) ^ 4 + 3 * kappa * (top * t) ^ 3).
Proof.
  intros T Q C F B t kappa. set (z := top * t).
  assert (A : forall i, i = n \/ i = S n \/ i = m \/ i = S m -> 0 <= f w i * t <= z).
  { intros i I. pose proof (sqrt_pos (w i)). fold (f w i) in H. split; [now apply Rmult_le_pos|].
    apply Rmult_le_compat_r; [exact T|now apply F]. }
  assert (An := A n ltac:(auto)). assert (An' := A (S n) ltac:(auto)).
  assert (Am := A m ltac:(auto)). assert (Am' := A (S m) ltac:(auto)).
  assert (B0 : 0 <= b) by (pose proof (B n m); pose proof (Rabs_pos (r n m)); lra).
  assert (K0 : 0 <= kappa) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  assert (Z0 : 0 <= z) by lra.
  assert (M : forall x y a, Rabs x <= a -> Rabs y <= b -> Rabs (x * y) <= a * b).
  { intros x y a X Y. rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos. }
  set (x := f w n * t) in *. set (x' := f w (S n) * t) in *. set (y := f w m * t) in *.
  set (y' := f w (S m) * t) in *.
  assert (E : density_step w k r n m - r n m - (kappa * t * drive w r n m
    + t ^ 2 * jumps w (q (swap k)) r n m)
    = q (swap k) * ((cos x * cos y - (1 - (x ^ 2 + y ^ 2) / 2)) * r n m)
      + (1 - q (swap k)) * ((cos x' * cos y' - (1 - (x' ^ 2 + y' ^ 2) / 2)) * r n m)
      + (1 - q (swap k)) * ((sin x * sin y - x * y) * r (pred n) (pred m))
      + q (swap k) * ((sin x' * sin y' - x' * y') * r (S n) (S m))
      + kappa * ((cos x * sin y - y) * r n (pred m)) + kappa * ((cos y * sin x - x) * r (pred n) m)
      - kappa * ((cos x' * sin y' - y') * r n (S m)) - kappa * ((cos y' * sin x' - x') * r (S n) m)).
  { unfold density_step, drive, jumps, s, c. fold (f w n) (f w (S n)) (f w m) (f w (S m)). fold t. fold kappa.
    fold x x' y y'. unfold x, x', y, y'. field. }
  rewrite E. eapply Rle_trans; [apply eight; (eapply M; [|apply B]);
    [apply (cos_cos x y z)|apply (cos_cos x' y' z)|apply (sin_sin x y z)|apply (sin_sin x' y' z)
    |apply (cos_sin x y z)|apply (cos_sin y x z)|apply (cos_sin x' y' z)|apply (cos_sin y' x' z)]; assumption
      |].
  rewrite (Rabs_pos_eq (q (swap k))), (Rabs_pos_eq (1 - q (swap k))), (Rabs_pos_eq kappa) by lra.
  right. field.
Qed.
