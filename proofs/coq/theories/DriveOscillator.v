(* The oscillator driven by weak collisions, (19): the displaced vacuum. K collisions reach level K at most, so
   the ladder is cut there; the displaced vacuum falls so fast beyond that the local errors of all levels
   together stay a constant over K^2. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep DensityContraction DensityLeak SmallAngle OscillatorBound
  DriveLimit.
Open Scope R_scope.

(* D(x) |0>, in the basis where it is real. *)
Definition displaced (x : R) (n : nat) : R := exp (- (x ^ 2 / 2)) * (x ^ n / sqrt (INR (fact n))).

Lemma root_fact n : 0 < sqrt (INR (fact n)).
Proof. apply sqrt_lt_R0, INR_fact_lt_0. Qed.

Lemma root_fact_S n : sqrt (INR (fact (S n))) = sqrt (INR (S n)) * sqrt (INR (fact n)).
Proof. rewrite <- sqrt_mult_alt by apply pos_INR. f_equal. rewrite <- mult_INR. reflexivity. Qed.

Lemma displaced_start n : displaced 0 n = level 0 n.
Proof.
  unfold displaced, level. replace (- (0 ^ 2 / 2)) with 0 by field. rewrite exp_0. destruct n as [|n].
  - simpl. rewrite sqrt_1. field.
  - rewrite pow_i by lia. simpl (S n =? 0)%nat. cbv iota. unfold Rdiv. ring.
Qed.

Theorem displaced_driven : driven infinite_oscillator displaced.
Proof.
  split; [exact displaced_start|]. intros t n. unfold infinite_oscillator.
  assert (D : is_derive (fun t => displaced t n) t
    (- t * displaced t n + exp (- (t ^ 2 / 2)) * (INR n * t ^ pred n / sqrt (INR (fact n))))).
  { unfold displaced. pose proof (root_fact n). auto_derive; [easy|]. field. lra. }
  match goal with |- is_derive _ _ ?l => match type of D with is_derive _ _ ?l' => replace l with l'; [exact D|] end end.
  assert (Down : sqrt (INR n) * displaced t (pred n) = exp (- (t ^ 2 / 2)) * (INR n * t ^ pred n / sqrt (INR (fact n)))).
  { destruct n as [|n]; [simpl (INR 0); rewrite sqrt_0; unfold Rdiv; ring|]. unfold displaced. simpl pred.
    rewrite root_fact_S. pose proof (root_fact n). assert (S0 : 0 < sqrt (INR (S n))) by (apply sqrt_lt_R0, lt_0_INR; lia).
    pose proof (sqrt_sqrt (INR (S n)) (pos_INR _)) as Q. set (r := sqrt (INR (S n))) in *. rewrite <- Q. field. lra. }
  assert (Up : sqrt (INR (S n)) * displaced t (S n) = t * displaced t n).
  { unfold displaced. rewrite root_fact_S, <- tech_pow_Rmult. pose proof (root_fact n).
    assert (S0 : 0 < sqrt (INR (S n))) by (apply sqrt_lt_R0, lt_0_INR; lia). field. lra. }
  rewrite Down, Up. ring.
Qed.

(* ---- How fast it falls. *)
Lemma exp_term y n : 0 <= y -> y ^ n / INR (fact n) <= exp y.
Proof.
  intros Y. pose proof (is_exp_Reals y) as E. apply is_pseries_R in E.
  set (a := fun n => / INR (fact n) * y ^ n) in *.
  assert (P : forall n, 0 <= a n).
  { intros i. apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, INR_fact_lt_0|now apply pow_le]. }
  apply Rle_trans with (sum_n a n).
  - rewrite sum_n_Reals. eapply Rle_trans; [|apply (term_le_sum a n n P (Nat.le_refl n))]. unfold a. right. unfold Rdiv. ring.
  - apply (is_lim_seq_incr_compare (sum_n a)); [exact E|]. intros i. rewrite sum_Sn. unfold plus. simpl.
    pose proof (P (S i)). lra.
Qed.

Definition envelope (x : R) : R := exp (32 * x ^ 2).

Lemma displaced_falls x t n : 0 <= t <= x -> Rabs (displaced t n) <= envelope x / 8 ^ n.
Proof.
  intros T. pose proof (root_fact n) as F. assert (P : 0 <= t ^ n / sqrt (INR (fact n)))
    by (apply Rdiv_le_0_compat; [apply pow_le|]; lra).
  unfold displaced. rewrite Rabs_pos_eq by (apply Rmult_le_pos; [left; apply exp_pos|exact P]).
  assert (E1 : exp (- (t ^ 2 / 2)) <= 1).
  { rewrite <- exp_0. destruct (Rle_lt_or_eq_dec 0 (t ^ 2) (pow2_ge_0 t)) as [L|L]; [left; apply exp_increasing; lra|].
    rewrite <- L. right. f_equal. field. }
  apply Rle_trans with (1 * (x ^ n / sqrt (INR (fact n)))).
  { apply Rmult_le_compat; [left; apply exp_pos|exact P|exact E1|].
    apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|apply pow_incr; lra]. }
  rewrite Rmult_1_l. assert (P8 : 0 < 8 ^ n) by (apply pow_lt; lra). apply Rsqr_incr_0_var.
  - unfold Rsqr. pose proof (exp_term (64 * x ^ 2) n ltac:(pose proof (pow2_ge_0 x); lra)) as E.
    replace (exp (64 * x ^ 2)) with (envelope x * envelope x) in E
      by (unfold envelope; rewrite <- exp_plus; f_equal; ring).
    rewrite Rpow_mult_distr, <- pow_mult, Nat.mul_comm, pow_mult in E.
    replace 64 with (8 * 8) in E by ring. rewrite Rpow_mult_distr in E.
    rewrite <- (sqrt_sqrt (INR (fact n))) in E by (left; apply INR_fact_lt_0).
    set (s := sqrt (INR (fact n))) in *. set (e := 8 ^ n) in *.
    apply Rmult_le_reg_r with (e * e); [now apply Rmult_lt_0_compat|].
    replace (x ^ n / s * (x ^ n / s) * (e * e)) with (e * e * (x ^ n) ^ 2 / (s * s)) by (field; lra).
    replace (envelope x / e * (envelope x / e) * (e * e)) with (envelope x * envelope x) by (field; lra). exact E.
  - apply Rdiv_le_0_compat; [left; apply exp_pos|exact P8].
Qed.

(* Around level n, with room for the weights. *)
Definition nearby (x : R) (n : nat) : R := 64 * envelope x / 8 ^ n.

Lemma nearby_positive x n : 0 < nearby x n.
Proof.
  unfold nearby. apply Rdiv_lt_0_compat; [|apply pow_lt; lra]. pose proof (exp_pos (32 * x ^ 2)). unfold envelope. lra.
Qed.

Lemma displaced_nearby x s n i : 0 <= s <= x -> (n <= S (S i))%nat -> Rabs (displaced s i) <= nearby x n.
Proof.
  intros I N. eapply Rle_trans; [now apply (displaced_falls x)|]. unfold nearby, Rdiv.
  assert (P : 0 < envelope x) by apply exp_pos. pose proof (pow_lt 8 n ltac:(lra)) as P8.
  rewrite (Rmult_comm 64), Rmult_assoc. apply Rmult_le_compat_l; [lra|].
  apply Rmult_le_reg_r with (8 ^ n * 8 ^ i); [apply Rmult_lt_0_compat; [|apply pow_lt]; lra|].
  pose proof (pow_lt 8 i ltac:(lra)).
  replace (/ 8 ^ i * (8 ^ n * 8 ^ i)) with (8 ^ n) by (field; lra).
  replace (64 * / 8 ^ n * (8 ^ n * 8 ^ i)) with (8 ^ (S (S i))) by (simpl; field; lra).
  apply Rle_pow; [lra|exact N].
Qed.

Lemma S_below_2 n : INR n + 1 <= 2 ^ n.
Proof. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR, <- tech_pow_Rmult. pose proof (pos_INR n). lra. Qed.

Lemma square_below_4 n : (INR n + 1) ^ 2 <= 4 ^ n.
Proof.
  replace 4 with (2 ^ 2) by ring. rewrite <- pow_mult, Nat.mul_comm, pow_mult. apply pow_incr.
  pose proof (pos_INR n). pose proof (S_below_2 n). lra.
Qed.

Definition height (n : nat) : R := sqrt (INR n + 3).

Lemma weighted_nearby x n : height n ^ 4 * nearby x n <= 576 * envelope x / 2 ^ n.
Proof.
  assert (H : height n ^ 4 <= 9 * 4 ^ n).
  { unfold height. pose proof (pos_INR n). replace 4%nat with (2 * 2)%nat by reflexivity. rewrite pow_mult.
    rewrite pow2_sqrt by lra. pose proof (square_below_4 n). nra. }
  assert (P : 0 < envelope x) by apply exp_pos. unfold nearby.
  assert (P8 : 0 < 8 ^ n) by (apply pow_lt; lra). assert (P2 : 0 < 2 ^ n) by (apply pow_lt; lra).
  assert (E : 8 ^ n = 2 ^ n * 4 ^ n) by (rewrite <- Rpow_mult_distr; f_equal; ring).
  assert (P4 : 0 < 4 ^ n) by (apply pow_lt; lra). rewrite E.
  replace (576 * envelope x / 2 ^ n) with (9 * 4 ^ n * (64 * envelope x / (2 ^ n * 4 ^ n))) by (field; lra).
  apply Rmult_le_compat_r; [|exact H]. left. apply Rdiv_lt_0_compat; [lra|]. now apply Rmult_lt_0_compat.
Qed.

Lemma geometric M : \sum_(n <= M) / 2 ^ n <= 2.
Proof.
  assert (H : \sum_(n <= M) / 2 ^ n = 2 - / 2 ^ M); [|rewrite H; pose proof (Rinv_0_lt_compat _ (pow_lt 2 M ltac:(lra))); lra].
  induction M as [|M IH]; [simpl; field|]. rewrite tech5, IH, <- tech_pow_Rmult.
  pose proof (pow_lt 2 M ltac:(lra)). field. lra.
Qed.

(* ---- One collision, on the ladder cut at level M. *)
Lemma step_bounded w k r n m b : 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  (forall i j, (n <= S i)%nat -> (i <= S n)%nat -> (m <= S j)%nat -> (j <= S m)%nat -> Rabs (r i j) <= b) ->
  Rabs (density_step w k r n m) <= 5 * b.
Proof.
  intros Q C B. unfold density_step. cbv zeta. pose proof (drive_strength_range _ _ Q C) as K. unfold drive_strength in K.
  set (kappa := coherence k * sqrt _) in *. set (q := q (swap k)) in *.
  assert (U : forall x y z, Rabs x <= 1 -> Rabs y <= 1 -> Rabs z <= b -> Rabs (x * y * z) <= b).
  { intros x y z X Y Z. rewrite !Rabs_mult. replace b with (1 * 1 * b) by ring.
    apply Rmult_le_compat; auto using Rabs_pos; [apply Rmult_le_pos; apply Rabs_pos|].
    apply Rmult_le_compat; auto using Rabs_pos. }
  assert (S1 : forall i, Rabs (s w (swap k) i) <= 1) by (intros; apply Rabs_le, SIN_bound).
  assert (C1 : forall i, Rabs (c w (swap k) i) <= 1) by (intros; apply Rabs_le, COS_bound).
  set (S' := s w (swap k)) in *. set (C' := c w (swap k)) in *.
  pose proof (U _ _ _ (C1 n) (C1 m) (B n m ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A1.
  pose proof (U _ _ _ (C1 (S n)) (C1 (S m)) (B n m ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A2.
  pose proof (U _ _ _ (S1 n) (S1 m) (B (pred n) (pred m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A3.
  pose proof (U _ _ _ (S1 (S n)) (S1 (S m)) (B (S n) (S m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A4.
  pose proof (U _ _ _ (C1 n) (S1 m) (B n (pred m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A5.
  pose proof (U _ _ _ (S1 n) (C1 m) (B (pred n) m ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A6.
  pose proof (U _ _ _ (C1 (S n)) (S1 (S m)) (B n (S m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A7.
  pose proof (U _ _ _ (S1 (S n)) (C1 (S m)) (B (S n) m ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as A8.
  set (z := \big_x) in *.
Abort.
