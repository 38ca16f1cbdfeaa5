(* One collision conserves total probability and positivity; the energy it brings, eq. (10), (25)
   (theorem P3). All follow from one formula for the change of the mean of any function f of the level
   ([step_mean]). *)
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder.
Open Scope R_scope.

Lemma sin_cos_square x : cos x ^ 2 = 1 - sin x ^ 2.
Proof. pose proof (sin2_cos2 x) as H. unfold Rsqr in H. simpl. lra. Qed.

Lemma square_nonneg x : 0 <= x ^ 2.
Proof. apply pow2_ge_0. Qed.

Lemma product_nonneg x y z : 0 <= x -> 0 <= y -> 0 <= z -> 0 <= x * y * z.
Proof. intros. repeat apply Rmult_le_pos; assumption. Qed.

Lemma s_square_le_1 w k n : s w k n ^ 2 <= 1.
Proof. pose proof (sin_cos_square (sqrt (w n) * theta k)). pose proof (square_nonneg (cos (sqrt (w n) * theta
  k))). unfold s. lra. Qed.

Lemma s_closed w k n : w n = 0 -> s w k n = 0.
Proof. intros W. unfold s. now rewrite W, sqrt_0, Rmult_0_l, sin_0. Qed.

Lemma c_square w k n : c w k n ^ 2 = 1 - s w k n ^ 2.
Proof. apply sin_cos_square. Qed.

(* What level n sends up and down, times the change of f. *)
Definition gain (f : nat -> R) (w : nat -> R) (k : collision) (n : nat) : R :=
  (1 - q k) * s w k (S n) ^ 2 * (f (S n) - f n) - q k * s w k n ^ 2 * (f n - f (pred n)).

(* The sum over levels 0..M, with the two terms that cross from M to M + 1 and back. *)
Lemma step_mean_open f w k P M : w 0%nat = 0 ->
  mean f M (population_step w k P) = mean f M P + \sum_(n <= M) gain f w k n * P n
    - (1 - q k) * s w k (S M) ^ 2 * f (S M) * P M + q k * s w k (S M) ^ 2 * f M * P (S M).
Proof.
  intros W. pose proof (s_closed w k 0 W) as S0. unfold mean, gain, population_step.
  induction M as [|M IH].
  - cbn [sum_f_R0 pred]. rewrite !c_square, S0. ring.
  - rewrite !tech5, IH, !c_square. simpl pred. ring.
Qed.

Lemma step_mean f w k P N : ladder w N -> mean f N (population_step w k P) - mean f N P = \sum_(n <= N) gain
  f w k n * P n.
Proof. intros [W [WN _]]. rewrite step_mean_open by exact W. rewrite (s_closed w k (S N) WN). ring. Qed.

Lemma step_nonneg w k P n : 0 <= q k <= 1 -> (forall n, 0 <= P n) -> 0 <= population_step w k P n.
Proof.
  intros Q P0. unfold population_step.
  pose proof (square_nonneg (c w k n)). pose proof (square_nonneg (c w k (S n))).
  pose proof (square_nonneg (s w k n)). pose proof (square_nonneg (s w k (S n))).
  pose proof (P0 n). pose proof (P0 (S n)). pose proof (P0 (pred n)).
  rewrite Rmult_plus_distr_r. repeat apply Rplus_le_le_0_compat; apply product_nonneg; lra.
Qed.

Lemma step_beyond w k P N : ladder w N -> (forall n, (N < n)%nat -> P n = 0) ->
  forall n, (N < n)%nat -> population_step w k P n = 0.
Proof.
  intros [_ [WN _]] B n L. unfold population_step. rewrite !B by lia.
  destruct (Nat.eq_dec n (S N)) as [->|NE].
  - rewrite (s_closed w k (S N) WN). ring.
  - rewrite B by lia. ring.
Qed.

Lemma step_total w k P N : ladder w N -> \sum_(n <= N) population_step w k P n = \sum_(n <= N) P n.
Proof.
  intros L. pose proof (step_mean (fun _ => 1) w k P N L) as H. unfold mean, gain in H.
  rewrite (sum_eq (fun n => ((1 - q k) * s w k (S n) ^ 2 * (1 - 1) - q k * s w k n ^ 2 * (1 - 1)) * P n) (fun
    n => 0 * P n)) in H by (intros; ring).
  rewrite (sum_eq (fun n => 0 * P n) (fun n => P n * 0)), <- scal_sum in H by (intros; ring).
  rewrite (sum_eq (fun n => 1 * population_step w k P n) (fun n => population_step w k P n)) in H
    by (intros; ring).
  rewrite (sum_eq (fun n => 1 * P n) (fun n => P n)) in H by (intros; ring). lra.
Qed.

Theorem step_populations w k P N : ladder w N -> 0 <= q k <= 1 -> populations N P ->
  populations N (population_step w k P).
Proof.
  intros L Q [P0 [B T]]. split; [|split].
  - intros n. now apply step_nonneg.
  - now apply step_beyond.
  - now rewrite step_total.
Qed.

(* (10), (25) for any q: up with probability (1 - q) s_(n+1)^2, down with probability q s_n^2. *)
Theorem step_energy w k P N : ladder w N ->
  mean_energy N (population_step w k P) - mean_energy N P
    = \sum_(n <= N) ((1 - q k) * s w k (S n) ^ 2 - q k * s w k n ^ 2) * P n.
Proof.
  intros L. unfold mean_energy. rewrite step_mean by exact L. apply sum_eq. intros n _. f_equal. unfold gain.
  destruct n as [|n].
  - destruct L as [W _]. rewrite (s_closed w k 0 W), S_INR. simpl. ring.
  - simpl pred. rewrite !S_INR. ring.
Qed.

(* Bounds on the gain of each level bound the gain of the mean. *)
Lemma step_mean_le f g w k P N : ladder w N -> populations N P -> (forall n, (n <= N)%nat ->
  gain f w k n <= g n) ->
  mean f N (population_step w k P) - mean f N P <= mean g N P.
Proof.
  intros L [P0 _] G. rewrite step_mean by exact L. apply sum_Rle. intros n I. apply Rmult_le_compat_r; auto.
Qed.

(* No level gains more than its probability to swap up. *)
Lemma gain_energy_le w k n : 0 <= q k <= 1 -> gain INR w k n <= s w k (S n) ^ 2.
Proof.
  intros Q. pose proof (square_nonneg (s w k (S n))). pose proof (square_nonneg (s w k n)).
  assert (0 <= q k * s w k n ^ 2) by (apply Rmult_le_pos; lra). unfold gain. rewrite S_INR.
  destruct n as [|n].
  - simpl (INR _). nra.
  - simpl pred. rewrite S_INR. nra.
Qed.

Lemma charge_cons w k p P : charge w (k :: p) P = charge w p (population_step w k P).
Proof. reflexivity. Qed.

Lemma tau_cons k p : tau (k :: p) = theta k + tau p.
Proof. reflexivity. Qed.

Lemma tau_nonneg p : admissible p -> 0 <= tau p.
Proof. induction 1 as [|k p [T _] _ IH]; simpl; lra. Qed.

Theorem charge_populations w p P N : ladder w N -> admissible p -> populations N P ->
  populations N (charge w p P).
Proof.
  intros L A. revert P. induction A as [|k p [_ Q] A IH]; intros P D; [exact D|].
  apply IH. now apply step_populations.
Qed.

Lemma level_sum f m N : (m <= N)%nat -> \sum_(n <= N) f n * level m n = f m.
Proof.
  intros I. induction N as [|N IH].
  - assert (m = 0)%nat as -> by lia. unfold level. simpl. ring.
  - rewrite tech5. destruct (Nat.eq_dec m (S N)) as [->|NE].
    + unfold level at 2. rewrite Nat.eqb_refl.
      rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
      intros n B. unfold level. rewrite (proj2 (Nat.eqb_neq n (S N))) by lia. ring.
    + rewrite IH by lia. unfold level. rewrite (proj2 (Nat.eqb_neq (S N) m)) by lia. ring.
Qed.

Lemma level_mean f m N : (m <= N)%nat -> mean f N (level m) = f m.
Proof. apply level_sum. Qed.

Lemma level_populations m N : (m <= N)%nat -> populations N (level m).
Proof.
  intros I. split; [|split].
  - intros n. unfold level. destruct (_ =? _)%nat; lra.
  - intros n B. unfold level. now rewrite (proj2 (Nat.eqb_neq n m)) by lia.
  - rewrite <- (level_sum (fun _ => 1) m N I). apply sum_eq. intros. ring.
Qed.

Lemma mean_scal a f N P : mean (fun n => a * f n) N P = a * mean f N P.
Proof. unfold mean. rewrite scal_sum. apply sum_eq. intros. ring. Qed.

Lemma mean_const a N P : populations N P -> mean (fun _ => a) N P = a.
Proof.
  intros [_ [_ T]]. unfold mean. transitivity (a * \sum_(n <= N) P n).
  - rewrite scal_sum. apply sum_eq. intros. ring.
  - rewrite T. ring.
Qed.

Lemma mean_nonneg f N P : populations N P -> (forall n, (n <= N)%nat -> 0 <= f n) -> 0 <= mean f N P.
Proof.
  intros [P0 _] F. unfold mean. assert (G : forall M, (M <= N)%nat -> 0 <= \sum_(n <= M) f n * P n).
  { induction M as [|M IH]; intros B; simpl; [|apply Rplus_le_le_0_compat; [apply IH; lia|]];
      apply Rmult_le_pos; auto. }
  now apply G.
Qed.

(* A step raises the mean energy by at most one quantum. *)
Lemma step_le_1 w k P N : ladder w N -> admissible_collision k -> populations N P ->
  mean_energy N (population_step w k P) <= mean_energy N P + 1.
Proof.
  intros L [_ Q] D.
  assert (H : mean_energy N (population_step w k P) - mean_energy N P <= mean (fun _ => 1) N P).
  { unfold mean_energy. apply step_mean_le; [exact L|exact D|]. intros n I.
    apply Rle_trans with (1 := gain_energy_le w k n Q), s_square_le_1. }
  rewrite (mean_const 1 N P D) in H. lra.
Qed.

Lemma total_first d K : total d (S K) = d 0%nat + total (fun i => d (S i)) K.
Proof.
  induction K as [|K IH]; [simpl; ring|].
  transitivity (total d (S K) + d (S K)); [reflexivity|]. rewrite IH. simpl. ring.
Qed.
