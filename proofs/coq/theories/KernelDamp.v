(* What one loss of the kernel costs: the derivation beside sc_budget_damp (theorem P16). Rounding, the Kraus
   operators left out, and an error of gamma, summed over the entries. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction Damp DensityContraction KernelWeights.
Open Scope R_scope.

(* What the operators make of a matrix, each with a factor g k: 1 where it is kept, 0 where it is not. *)
Definition with_factors (gamma : R) (N : nat) (g : nat -> R) (r : matrix) : matrix := fun n m =>
  \sum_(k <= N) g k * (loss_weight gamma N k n * loss_weight gamma N k m * r (n + k)%nat (m + k)%nat).
(* The mean of that factor over the numbers of quanta that level a loses; with a weight h n of the level
   that is left. *)
Definition mean_factor (gamma : R) (g : nat -> R) (a : nat) : R :=
  \sum_(n <= a) g (a - n)%nat * (choose a n * (1 - gamma) ^ n * gamma ^ (a - n)).
Definition weighted_factor (gamma : R) (h g : nat -> R) (a : nat) : R :=
  \sum_(n <= a) h n * (g (a - n)%nat * (choose a n * (1 - gamma) ^ n * gamma ^ (a - n))).

Lemma shifted_sum N k (f : nat -> R) : (forall i, 0 <= f i) ->
  \sum_(m <= N) (if (m + k <=? N)%nat then f (m + k)%nat else 0) <= \sum_(m <= N) f m.
Proof.
  intros F. induction k as [|k IH].
  - right. apply sum_eq. intros m I. now rewrite Nat.add_0_r, (proj2 (Nat.leb_le m N) I).
  - apply Rle_trans with (2 := IH). set (g := fun i => if (i + k <=? N)%nat then f (i + k)%nat else 0).
    rewrite (sum_eq _ (fun m => g (S m))).
    + assert (G : forall i, 0 <= g i) by (intros; unfold g; destruct (_ <=? _)%nat; [apply F|lra]).
      assert (E : forall M, \sum_(m <= M) g (S m) + g 0%nat = \sum_(m <= M) g m + g (S M)).
      { induction M as [|M H]; [simpl; ring|]. rewrite !tech5. lra. }
      specialize (E N). pose proof (G 0%nat).
      assert (Z : g (S N) = 0) by (unfold g; now rewrite (proj2 (Nat.leb_gt _ _)) by lia).
      change (\sum_(m <= N) g m) with (sum_f_R0 g N). rewrite Z in E.
      change (sum_f_R0 (fun m => g m) N) with (sum_f_R0 g N) in E. lra.
    + intros m _. unfold g. now rewrite <- plus_n_Sm, <- plus_Sn_m.
Qed.

Lemma power_falls x i j : 0 <= x <= 1 -> (i <= j)%nat -> x ^ j <= x ^ i.
Proof.
  intros X. induction 1 as [|j _ IH]; [lra|]. simpl pow. pose proof (pow_le x j (proj1 X)).
  assert (x * x ^ j <= 1 * x ^ j) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Section Loss.
Variables (gamma : R) (N : nat).
Hypothesis gamma_unit : 0 <= gamma <= 1.

Lemma weight_nonneg k n : 0 <= loss_weight gamma N k n.
Proof. unfold loss_weight. destruct (n + k <=? N)%nat; [apply sqrt_pos|lra]. Qed.

Lemma weighted_rows h g (rho : nat -> R) :
  \sum_(n <= N) h n * (\sum_(k <= N) g k * (loss_weight gamma N k n ^ 2 * rho (n + k)%nat))
    = \sum_(a <= N) weighted_factor gamma h g a * rho a.
Proof.
  set (f := fun n a => h n * (g (a - n)%nat * (choose a n * (1 - gamma) ^ n * gamma ^ (a - n))) * rho a).
  transitivity (\sum_(n <= N) (\sum_(k <= N - n) f n (n + k)%nat)).
  - apply sum_eq. intros n I. rewrite <- (sum_cut (fun k => f n (n + k)%nat) (N - n) N) by lia.
    rewrite scal_sum. apply sum_eq. intros k _. rewrite loss_weight_square by assumption. unfold f.
    destruct (k <=? N - n)%nat; [|ring]. replace (n + k - n)%nat with k by lia. ring.
  - rewrite (triangle f). apply sum_eq. intros a _. unfold weighted_factor. rewrite Rmult_comm, scal_sum.
    apply sum_eq. intros. unfold f. ring.
Qed.

Lemma mean_of_rows g (rho : nat -> R) :
  \sum_(n <= N) (\sum_(k <= N) g k * (loss_weight gamma N k n ^ 2 * rho (n + k)%nat))
    = \sum_(a <= N) mean_factor gamma g a * rho a.
Proof.
  transitivity (\sum_(a <= N) weighted_factor gamma (fun _ => 1) g a * rho a).
  - rewrite <- weighted_rows. apply sum_eq. intros. ring.
  - apply sum_eq. intros a _. f_equal. apply sum_eq. intros. ring.
Qed.

(* Under the mean of the squares of two weights, for the rows and for the columns. *)
Lemma with_factors_mass g r b : (forall k, 0 <= g k) ->
  (forall a, (a <= N)%nat -> mean_factor gamma g a <= b) ->
  \sum_(n <= N) (\sum_(m <= N) with_factors gamma N g (moduli r) n m) <= b * mass N r.
Proof.
  intros G B.
  set (row := fun a => \sum_(j <= N) Rabs (r a j)). set (column := fun a => \sum_(i <= N) Rabs (r i a)).
  assert (R0 : forall a, 0 <= row a) by (intros; apply cond_pos_sum; intros; apply Rabs_pos).
  assert (C0 : forall a, 0 <= column a) by (intros; apply cond_pos_sum; intros; apply Rabs_pos).
  assert (Half : forall rho, (forall a, 0 <= rho a) -> \sum_(a <= N) rho a = mass N r ->
    / 2 * (\sum_(n <= N) (\sum_(k <= N) g k * (loss_weight gamma N k n ^ 2 * rho (n + k)%nat)))
      <= / 2 * (b * mass N r)).
  { intros rho P M. apply Rmult_le_compat_l; [lra|]. rewrite mean_of_rows, <- M, scal_sum.
    apply sum_Rle. intros a A. rewrite (Rmult_comm (rho a)). apply Rmult_le_compat_r; auto. }
  pose proof (Half row R0 eq_refl) as Rows.
  pose proof (Half column C0 (sum_switch (fun m n => Rabs (r n m)) N N)) as Columns.
  set (w := loss_weight gamma N) in *.
  set (x := fun k n m => if (m + k <=? N)%nat then Rabs (r (n + k)%nat (m + k)%nat) else 0).
  set (y := fun k n m => if (n + k <=? N)%nat then Rabs (r (n + k)%nat (m + k)%nat) else 0).
  apply Rle_trans with (/ 2 * (\sum_(n <= N) (\sum_(k <= N) g k * (w k n ^ 2 * row (n + k)%nat)))
    + / 2 * (\sum_(m <= N) (\sum_(k <= N) g k * (w k m ^ 2 * column (m + k)%nat)))); [|lra].
  apply Rle_trans with (/ 2 * (\sum_(n <= N) (\sum_(m <= N) (\sum_(k <= N) g k * (w k n ^ 2 * x k n m))))
    + / 2 * (\sum_(n <= N) (\sum_(m <= N) (\sum_(k <= N) g k * (w k m ^ 2 * y k n m))))).
  - rewrite <- !sum_scaled, <- sum_pair. apply sum_mono. intros n m _ _. unfold with_factors.
    rewrite !scal_sum, <- sum_plus. apply sum_Rle. intros k _. fold w. unfold moduli.
    pose proof (Rabs_pos (r (n + k)%nat (m + k)%nat)) as A.
    assert (Two : g k * (w k n * w k m) <= g k * (/ 2 * w k n ^ 2 + / 2 * w k m ^ 2)).
    { apply Rmult_le_compat_l; [apply G|]. pose proof (pow2_ge_0 (w k n - w k m)). lra. }
    unfold x, y. assert (Wn : (n + k <=? N)%nat = false -> w k n = 0).
    { intros E. unfold w, loss_weight. now rewrite E. }
    assert (Wm : (m + k <=? N)%nat = false -> w k m = 0).
    { intros E. unfold w, loss_weight. now rewrite E. }
    apply (Rmult_le_compat_r _ _ _ A) in Two.
    destruct (n + k <=? N)%nat, (m + k <=? N)%nat; try rewrite (Wn eq_refl) in *;
      try rewrite (Wm eq_refl) in *;
      pose proof (G k); pose proof (pow2_ge_0 (w k n)); pose proof (pow2_ge_0 (w k m)); nra.
  - apply Rplus_le_compat; apply Rmult_le_compat_l; try lra.
    + apply sum_Rle. intros n _. rewrite (sum_switch (fun m k => g k * (w k n ^ 2 * x k n m))).
      apply sum_Rle. intros k _.
      rewrite <- (sum_eq (fun m => x k n m * (g k * w k n ^ 2))) by (intros; ring). rewrite <- scal_sum.
      rewrite <- Rmult_assoc. apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply G|apply pow2_ge_0]|].
      apply (shifted_sum N k (fun j => Rabs (r (n + k)%nat j))). intros. apply Rabs_pos.
    + rewrite (sum_switch (fun n m => \sum_(k <= N) g k * (w k m ^ 2 * y k n m))).
      apply sum_Rle. intros m _. rewrite (sum_switch (fun n k => g k * (w k m ^ 2 * y k n m))).
      apply sum_Rle. intros k _.
      rewrite <- (sum_eq (fun n => y k n m * (g k * w k m ^ 2))) by (intros; ring). rewrite <- scal_sum.
      rewrite <- Rmult_assoc. apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply G|apply pow2_ge_0]|].
      apply (shifted_sum N k (fun i => Rabs (r i (m + k)%nat))). intros. apply Rabs_pos.
Qed.

Lemma binomial_nonneg a n : 0 <= choose a n * (1 - gamma) ^ n * gamma ^ (a - n).
Proof.
  apply Rmult_le_pos; [apply Rmult_le_pos|]; [apply choose_nonneg|apply pow_le; lra|apply pow_le; lra].
Qed.

Lemma mean_factor_one g a : (forall k, g k <= 1) -> mean_factor gamma g a <= 1.
Proof.
  intros G. rewrite <- (binomial_total gamma a). apply sum_Rle. intros n _.
  rewrite <- (Rmult_1_l (choose a n * _ * _)) at 2. apply Rmult_le_compat_r; [apply binomial_nonneg|apply G].
Qed.

(* At least t of a quanta are lost with probability at most C(a, t) gamma^t: the expected number of sets of t
   lost quanta. *)
Definition from (t k : nat) : R := if (t <=? k)%nat then 1 else 0.

Lemma from_unit t k : 0 <= from t k <= 1.
Proof. unfold from. destruct (t <=? k)%nat; lra. Qed.

Lemma choose_product a n t : (n + t <= a)%nat ->
  choose a n * choose (a - n) t = choose a t * choose (a - t) n.
Proof.
  intros I. unfold choose. replace (a - n - t)%nat with (a - t - n)%nat by lia.
  field. repeat split; apply INR_fact_neq_0.
Qed.

Lemma choose_at_least_1 a t : (t <= a)%nat -> 1 <= choose a t.
Proof.
  revert t. induction a as [|a IH]; intros t I.
  - replace t with 0%nat by lia. unfold choose. simpl. lra.
  - destruct (Nat.eq_dec t (S a)) as [->|NE].
    + unfold choose. rewrite Nat.sub_diag. simpl (INR (fact 0)). right. field. apply INR_fact_neq_0.
    + destruct t as [|t].
      * unfold choose. rewrite Nat.sub_0_r. simpl (INR (fact 0)). right. field. apply INR_fact_neq_0.
      * rewrite <- pascal by lia. pose proof (IH t ltac:(lia)). pose proof (choose_nonneg a (S t)). lra.
Qed.

Lemma choose_grows a b t : (t <= a)%nat -> (a <= b)%nat -> choose a t <= choose b t.
Proof.
  intros I. induction 1 as [|b L IH]; [lra|]. apply Rle_trans with (1 := IH).
  destruct t as [|t].
  - unfold choose. rewrite !Nat.sub_0_r. simpl (INR (fact 0)). right. field. split; apply INR_fact_neq_0.
  - rewrite <- pascal by lia. pose proof (choose_nonneg b t). lra.
Qed.

Lemma lost_at_least t a : (a <= N)%nat -> mean_factor gamma (from t) a <= choose N t * gamma ^ t.
Proof.
  intros A. destruct (Nat.le_gt_cases t a) as [I|I].
  - apply Rle_trans with (choose a t * gamma ^ t);
      [|apply Rmult_le_compat_r; [apply pow_le; lra|now apply choose_grows]].
    unfold mean_factor. replace (choose a t * gamma ^ t)
      with (choose a t * gamma ^ t * (\sum_(n <= a - t) choose (a - t) n * (1 - gamma) ^ n
        * gamma ^ (a - t - n)))
      by (rewrite binomial_total; ring).
    rewrite scal_sum.
    rewrite <- (sum_cut (fun n =>
      choose (a - t) n * (1 - gamma) ^ n * gamma ^ (a - t - n) * (choose a t * gamma ^ t))
      (a - t) a) by lia.
    apply sum_Rle. intros n L. unfold from.
    destruct (Nat.leb_spec t (a - n)), (Nat.leb_spec n (a - t)); try lia; [|lra].
    replace (a - n)%nat with (a - t - n + t)%nat by lia. rewrite pow_add, Rmult_1_l.
    replace (choose (a - t) n * (1 - gamma) ^ n * gamma ^ (a - t - n) * (choose a t * gamma ^ t))
      with (choose a t * choose (a - t) n * ((1 - gamma) ^ n * (gamma ^ (a - t - n) * gamma ^ t))) by ring.
    rewrite <- choose_product by lia. rewrite Rmult_assoc.
    apply Rmult_le_compat_r; [repeat apply Rmult_le_pos; apply pow_le; lra|].
    pose proof (choose_at_least_1 (a - n) t ltac:(lia)). pose proof (choose_nonneg a n).
    rewrite <- (Rmult_1_r (choose a n)) at 1. now apply Rmult_le_compat_l.
  - apply Rle_trans with 0; [|apply Rmult_le_pos; [apply choose_nonneg|apply pow_le; lra]].
    right. unfold mean_factor. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
    intros n _. unfold from. rewrite (proj2 (Nat.leb_gt _ _)) by lia. ring.
Qed.

Lemma choose_one a : (1 <= a)%nat -> choose a 1 = INR a.
Proof.
  intros I. destruct a as [|a]; [lia|]. unfold choose. replace (S a - 1)%nat with a by lia.
  change (fact (S a)) with (S a * fact a)%nat. rewrite mult_INR. simpl (INR (fact 1)). field.
  apply INR_fact_neq_0.
Qed.

Lemma with_factors_le g h r n m : (forall k, (k <= N)%nat -> Rabs (g k) <= h k) ->
  Rabs (with_factors gamma N g r n m) <= with_factors gamma N h (moduli r) n m.
Proof.
  intros G. unfold with_factors. eapply Rle_trans; [apply Rsum_abs|]. apply sum_Rle. intros k K.
  rewrite !Rabs_mult, (Rabs_pos_eq (loss_weight gamma N k n)), (Rabs_pos_eq (loss_weight gamma N k m))
    by apply weight_nonneg.
  apply Rmult_le_compat_r; [|now apply G].
  apply Rmult_le_pos; [apply Rmult_le_pos; apply weight_nonneg|apply Rabs_pos].
Qed.

Lemma density_loss_factors r n m : density_loss gamma N r n m = with_factors gamma N (fun _ => 1) r n m.
Proof. unfold density_loss, with_factors. apply sum_eq. intros. ring. Qed.

Lemma loss_mass r : mass N (density_loss gamma N r) <= mass N r.
Proof.
  apply Rle_trans with (1 * mass N r); [|lra].
  eapply Rle_trans; [|apply (with_factors_mass (fun _ => 1)); intros;
    [lra|apply mean_factor_one; intros; lra]].
  apply sum_mono. intros n m _ _. rewrite density_loss_factors. apply with_factors_le. intros.
  rewrite Rabs_R1. lra.
Qed.

(* The channel differs from the identity by at most 2 N gamma. *)
Lemma loss_near_identity r : entry_distance N (density_loss gamma N r) r <= 2 * INR N * gamma * mass N r.
Proof.
  assert (One : forall a, (a <= N)%nat -> mean_factor gamma (from 1) a <= INR N * gamma).
  { intros a A. destruct (Nat.eq_dec N 0) as [Z|NZ].
    - replace a with 0%nat by lia. rewrite Z. unfold mean_factor, from. simpl. lra.
    - replace (INR N * gamma) with (choose N 1 * gamma ^ 1); [now apply lost_at_least|].
      rewrite choose_one by lia. ring. }
  apply Rle_trans with (INR N * gamma * mass N r + INR N * gamma * mass N r); [|lra].
  eapply Rle_trans; [|apply Rplus_le_compat;
    [apply Rle_refl|apply (with_factors_mass (from 1)); [intros; apply from_unit|exact One]]].
  {
    unfold mass at 1. rewrite <- (sum_scaled N (INR N * gamma)), <- sum_pair. apply sum_mono. intros n m I J.
    assert (E : density_loss gamma N r n m = loss_weight gamma N 0 n * loss_weight gamma N 0 m * r n m
      + with_factors gamma N (from 1) r n m).
    { rewrite density_loss_factors. unfold with_factors. destruct N as [|M].
      - simpl. replace n with 0%nat by lia. replace m with 0%nat by lia. unfold from. simpl. ring.
      - rewrite !(decomp_sum _ (S M)) by lia. unfold from. cbn [Nat.leb]. rewrite !Nat.add_0_r. ring. }
    apply Rle_trans with (Rabs ((loss_weight gamma N 0 n * loss_weight gamma N 0 m - 1) * r n m
      + with_factors gamma N (from 1) r n m)); [right; f_equal; rewrite E; ring|].
    eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat.
    + rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|].
      assert (W : forall i, (i <= N)%nat -> (1 - gamma) ^ N <= loss_weight gamma N 0 i ^ 2 <= 1).
      { intros i L. rewrite loss_weight_square by assumption. rewrite (proj2 (Nat.leb_le _ _)) by lia.
        rewrite Nat.add_0_r, Nat.sub_diag.
        replace (choose i i) with 1
          by (unfold choose; rewrite Nat.sub_diag; simpl; field; apply INR_fact_neq_0).
        simpl (gamma ^ 0). rewrite Rmult_1_l, Rmult_1_r. split.
        - apply power_falls; lra || lia.
        - apply (power_falls (1 - gamma) 0 i); lra || lia. }
      assert (Bernoulli : 1 - INR N * gamma <= (1 - gamma) ^ N).
      { clear - gamma_unit. induction N as [|M IH]; [simpl; lra|]. rewrite S_INR. simpl pow.
        apply (Rmult_le_compat_l (1 - gamma)) in IH; [|lra]. pose proof (pos_INR M).
        assert (0 <= INR M * (gamma * gamma)) by (apply Rmult_le_pos; nra). lra. }
      assert (Prod : (1 - gamma) ^ N <= loss_weight gamma N 0 n * loss_weight gamma N 0 m <= 1).
      { destruct (W n I) as [A B], (W m J) as [C D].
        pose proof (weight_nonneg 0 n) as X. pose proof (weight_nonneg 0 m) as Y.
        split.
        - assert (P0 : 0 <= (1 - gamma) ^ N) by (apply pow_le; lra).
          apply Rsqr_incr_0_var; [|now apply Rmult_le_pos]. unfold Rsqr.
          replace (loss_weight gamma N 0 n * loss_weight gamma N 0 m *
            (loss_weight gamma N 0 n * loss_weight gamma N 0 m))
            with (loss_weight gamma N 0 n ^ 2 * loss_weight gamma N 0 m ^ 2) by ring.
          apply Rmult_le_compat; assumption.
        - pose proof (pow2_ge_0 (loss_weight gamma N 0 n - loss_weight gamma N 0 m)). lra. }
      rewrite Rabs_left1 by lra. lra.
    + apply with_factors_le. intros k _. rewrite Rabs_pos_eq by apply from_unit. apply Rle_refl. }
Qed.
End Loss.

Ltac nonneg := repeat match goal with
  | |- 0 <= _ * _ => apply Rmult_le_pos | |- 0 <= _ ^ _ => apply pow_le end; try lra.

(* ---- An error of gamma: a loss of gamma1 is one of gamma0 < gamma1 and another after it. *)
Section Twice.
Variables (x y : R) (N : nat).
Hypothesis x_unit : 0 <= x <= 1.
Hypothesis y_unit : 0 <= y <= 1.
Let z := 1 - (1 - x) * (1 - y).

Lemma two_unit : 0 <= z <= 1.
Proof.
  assert (0 <= (1 - x) * (1 - y)) by (apply Rmult_le_pos; lra).
  assert ((1 - x) * (1 - y) <= 1 * 1) by (apply Rmult_le_compat; lra). unfold z. lra.
Qed.

Lemma two_weights n j l : (j <= l)%nat -> (n + l <= N)%nat ->
  loss_weight x N j n * loss_weight y N (l - j) (n + j)
    = sqrt (choose (n + l) l * ((1 - x) * (1 - y)) ^ n) * sqrt (choose l j * (x * (1 - y)) ^ j * y ^ (l - j)).
Proof.
  intros J I. pose proof (choose_nonneg (n + l) l). pose proof (choose_nonneg l j).
  pose proof (choose_nonneg (n + j) j). pose proof (choose_nonneg (n + j + (l - j)) (l - j)).
  assert (0 <= (1 - x) * (1 - y)) by (apply Rmult_le_pos; lra).
  assert (0 <= x * (1 - y)) by (apply Rmult_le_pos; lra).
  unfold loss_weight. rewrite (proj2 (Nat.leb_le (n + j) N)), (proj2 (Nat.leb_le (n + j + (l - j)) N)) by lia.
  rewrite <- !sqrt_mult by nonneg. f_equal.
  replace (n + j + (l - j))%nat with (n + l)%nat by lia. rewrite !Rpow_mult_distr, (pow_add (1 - y) n j).
  assert (E : choose (n + j) j * choose (n + l) (l - j) = choose (n + l) l * choose l j).
  { unfold choose. replace (n + j - j)%nat with n by lia.
    replace (n + l - (l - j))%nat with (n + j)%nat by lia.
    replace (n + l - l)%nat with n by lia. field. repeat split; apply INR_fact_neq_0. }
  transitivity (choose (n + j) j * choose (n + l) (l - j)
    * (x ^ j * (1 - x) ^ n * (y ^ (l - j) * ((1 - y) ^ n * (1 - y) ^ j)))); [ring|]. rewrite E. ring.
Qed.

Lemma two_summed n m l : (n + l <= N)%nat -> (m + l <= N)%nat ->
  \sum_(j <= l) (loss_weight x N j n * loss_weight x N j m)
    * (loss_weight y N (l - j) (n + j) * loss_weight y N (l - j) (m + j))
  = loss_weight z N l n * loss_weight z N l m.
Proof.
  intros I J. assert (Z0 := two_unit). assert (P : 0 <= (1 - x) * (1 - y)) by (apply Rmult_le_pos; lra).
  assert (Q : 0 <= x * (1 - y)) by (apply Rmult_le_pos; lra).
  set (S := fun n => sqrt (choose (n + l) l * ((1 - x) * (1 - y)) ^ n)).
  assert (W : forall i, (i + l <= N)%nat -> loss_weight z N l i = S i * sqrt (z ^ l)).
  { intros i L. unfold loss_weight, S. rewrite (proj2 (Nat.leb_le _ _) L).
    pose proof (choose_nonneg (i + l) l).
    rewrite <- sqrt_mult by nonneg. f_equal.
    replace (1 - z) with ((1 - x) * (1 - y)) by (unfold z; ring). ring. }
  rewrite (W n I), (W m J).
  transitivity (S n * S m * z ^ l).
  - assert (B : z ^ l = \sum_(j <= l) choose l j * (x * (1 - y)) ^ j * y ^ (l - j)).
    { rewrite <- binomial. f_equal. unfold z. ring. }
    rewrite B, scal_sum. apply sum_eq. intros j L.
    transitivity ((loss_weight x N j n * loss_weight y N (l - j) (n + j))
      * (loss_weight x N j m * loss_weight y N (l - j) (m + j))); [ring|].
    rewrite !two_weights by lia. fold (S n) (S m).
    set (t := choose l j * (x * (1 - y)) ^ j * y ^ (l - j)).
    transitivity (S n * S m * (sqrt t * sqrt t)); [ring|]. rewrite sqrt_sqrt; [ring|].
    pose proof (choose_nonneg l j). unfold t. nonneg.
  - transitivity (S n * S m * (sqrt (z ^ l) * sqrt (z ^ l))); [|ring].
    rewrite sqrt_sqrt by (apply pow_le; lra). reflexivity.
Qed.

Lemma loss_twice r n m : (n <= N)%nat -> (m <= N)%nat ->
  density_loss x N (density_loss y N r) n m = density_loss z N r n m.
Proof.
  intros I J. set (L := (N - Nat.max n m)%nat).
  assert (Short : forall g b h, (forall k, (N < b + k)%nat -> g k = 0) -> (L <= N)%nat ->
    (N - b <= h)%nat -> (h <= N)%nat ->
    \sum_(k <= N) g k = \sum_(k <= h) g k).
  { intros g b h Z _ Hb Hh. rewrite <- (sum_cut g h N) by exact Hh. apply sum_eq. intros k K.
    destruct (Nat.leb_spec k h); [reflexivity|]. apply Z. lia. }
  assert (Zero : forall v k i, (N < i + k)%nat -> loss_weight v N k i = 0).
  { intros v k i O. unfold loss_weight. now rewrite (proj2 (Nat.leb_gt _ _) O). }
  set (b := Nat.max n m) in *.
  set (g := fun j l => (loss_weight x N j n * loss_weight x N j m)
    * (loss_weight y N (l - j) (n + j) * loss_weight y N (l - j) (m + j)) * r (n + l)%nat (m + l)%nat).
  transitivity (\sum_(j <= L) (\sum_(k <= L - j) g j (j + k)%nat)).
  - unfold density_loss. rewrite (Short _ b L) by (try lia; intros k O;
      (destruct (Nat.le_gt_cases n m); [rewrite (Zero x k m)|rewrite (Zero x k n)]); lia || ring).
    apply sum_eq. intros j Hj. rewrite scal_sum.
    rewrite (Short _ (b + j)%nat (L - j)%nat) by (try lia; intros k O;
      (destruct (Nat.le_gt_cases n m); [rewrite (Zero y k (m + j)%nat)|rewrite (Zero y k (n + j)%nat)]);
      lia || ring).
    apply sum_eq. intros k Hk. unfold g. replace (j + k - j)%nat with k by lia.
    rewrite !Nat.add_assoc. ring.
  - rewrite (triangle g). unfold density_loss. symmetry. rewrite (Short _ b L) by (try lia; intros k O;
      (destruct (Nat.le_gt_cases n m); [rewrite (Zero z k m)|rewrite (Zero z k n)]); lia || ring).
    apply sum_eq. intros l Hl. rewrite <- two_summed by lia. rewrite Rmult_comm, scal_sum.
    apply sum_eq. intros. unfold g. ring.
Qed.
End Twice.

Lemma entry_distance_sym N r t : entry_distance N r t = entry_distance N t r.
Proof. apply sum_eq. intros n _. apply sum_eq. intros m _. apply Rabs_minus_sym. Qed.

Lemma entry_distance_triangle N r t v : entry_distance N r v <= entry_distance N r t + entry_distance N t v.
Proof.
  unfold entry_distance. rewrite <- sum_pair. apply sum_mono. intros n m _ _.
  replace (r n m - v n m) with (r n m - t n m + (t n m - v n m)) by ring. apply Rabs_triang.
Qed.

Lemma loss_grows N gamma more e r : 0 <= gamma <= more -> more <= 1 -> more - gamma <= e * (1 - gamma) ->
  0 <= e -> entry_distance N (density_loss more N r) (density_loss gamma N r) <= 2 * INR N * e * mass N r.
Proof.
  intros G M E E0. destruct (Req_dec gamma 1) as [O|NO].
  - replace more with gamma by lra. pose proof (mass_nonneg N r). pose proof (pos_INR N).
    unfold entry_distance. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte|].
    + rewrite Rmult_0_l. nonneg.
    + intros n _. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
      intros m _. now rewrite Rminus_diag_eq, Rabs_R0.
  - set (x := (more - gamma) / (1 - gamma)).
    assert (X : x * (1 - gamma) = more - gamma) by (unfold x; field; lra).
    assert (X0 : 0 <= x) by (unfold x; apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
    assert (X1 : x <= 1) by (apply Rmult_le_reg_r with (1 - gamma); lra).
    assert (Xe : x <= e) by (apply Rmult_le_reg_r with (1 - gamma); lra).
    apply Rle_trans with (entry_distance N (density_loss x N (density_loss gamma N r))
      (density_loss gamma N r)).
    + right. apply sum_eq. intros n I. apply sum_eq. intros m J.
      rewrite loss_twice by (assumption || lra). replace (1 - (1 - x) * (1 - gamma)) with more by lra.
      reflexivity.
    + eapply Rle_trans; [apply loss_near_identity; lra|]. pose proof (pos_INR N).
      pose proof (loss_mass gamma N ltac:(lra) r). pose proof (mass_nonneg N (density_loss gamma N r)).
      apply Rmult_le_compat; try assumption; [nonneg|].
      apply Rmult_le_compat_l; lra.
Qed.

Lemma loss_error N gamma given e r : 0 <= gamma <= 1 -> 0 <= given <= 1 -> 0 <= e ->
  Rabs (given - gamma) <= e * (1 - given) ->
  entry_distance N (density_loss given N r) (density_loss gamma N r) <= 2 * INR N * e * mass N r.
Proof.
  intros G V E0 E. apply Rabs_le_between in E. destruct (Rle_dec gamma given) as [L|L].
  - apply loss_grows; try lra. apply Rle_trans with (e * (1 - given)); [lra|]. apply Rmult_le_compat_l; lra.
  - rewrite entry_distance_sym. apply loss_grows; lra.
Qed.

(* ---- One loss of the kernel, entry by entry: `terms` operators kept. *)
Definition below (t k : nat) : R := if (k <? t)%nat then 1 else 0.
Definition damp_rounding (N terms : nat) : R := (3 * INR (S N) + INR terms + 12) * u.

Theorem damp_budget N gamma given terms tail survival_error r out : 0 <= gamma <= 1 -> 0 <= given <= 1 ->
  0 <= survival_error -> Rabs (given - gamma) <= survival_error * (1 - given) ->
  0 <= tail -> ((terms <= N)%nat -> Rmin 1 (choose N terms * given ^ terms) <= tail) ->
  (forall n m, (n <= N)%nat -> (m <= N)%nat -> Rabs (out n m - with_factors given N (below terms) r n m)
    <= damp_rounding N terms * with_factors given N (below terms) (moduli r) n m + / 2 ^ 300) ->
  entry_distance N out (density_loss gamma N r)
    <= (damp_rounding N terms + tail + 2 * INR N * survival_error) * mass N r + INR (S N) ^ 2 * / 2 ^ 300.
Proof.
  intros G V E0 E T0 T Entry.
  assert (U : 0 <= damp_rounding N terms).
  { unfold damp_rounding, u. pose proof (pos_INR (S N)). pose proof (pos_INR terms).
    apply Rmult_le_pos; lra. }
  assert (Rounding : entry_distance N out (with_factors given N (below terms) r)
    <= damp_rounding N terms * mass N r + INR (S N) ^ 2 * / 2 ^ 300).
  { eapply Rle_trans; [apply sum_mono, Entry|]. cbv beta.
    rewrite sum_pair, sum_scaled. rewrite sum_cte, sum_cte. apply Rplus_le_compat; [|right; ring].
    apply Rmult_le_compat_l; [exact U|]. rewrite <- (Rmult_1_l (mass N r)).
    apply with_factors_mass; [exact V|intros; unfold below; destruct (_ <? _)%nat; lra|].
    intros. apply mean_factor_one; [exact V|]. intros. unfold below. destruct (_ <? _)%nat; lra. }
  assert (Tail : entry_distance N (with_factors given N (below terms) r) (density_loss given N r)
    <= tail * mass N r).
  { apply Rle_trans with (\sum_(n <= N) (\sum_(m <= N) with_factors given N (from terms) (moduli r) n m)).
    - apply sum_mono. intros n m _ _. rewrite density_loss_factors.
      apply Rle_trans with (Rabs (with_factors given N (from terms) r n m));
        [right|apply with_factors_le; intros; rewrite Rabs_pos_eq by apply from_unit; apply Rle_refl].
      rewrite <- Rabs_Ropp. f_equal. unfold with_factors. rewrite Ropp_minus_distr, <- minus_sum.
      apply sum_eq. intros k _. unfold from, below.
      destruct (Nat.leb_spec terms k), (Nat.ltb_spec k terms); lia || ring.
    - apply with_factors_mass; [exact V|intros; apply from_unit|]. intros a A.
      destruct (Nat.le_gt_cases terms N) as [I|I].
      + eapply Rle_trans; [|exact (T I)]. apply Rmin_glb.
        * apply mean_factor_one; [exact V|]. intros. apply from_unit.
        * now apply lost_at_least.
      + apply Rle_trans with (2 := T0). right. unfold mean_factor. rewrite (sum_eq _ (fun _ => 0)).
        * rewrite sum_cte. ring.
        * intros n _. unfold from. rewrite (proj2 (Nat.leb_gt _ _)) by lia. ring. }
  pose proof (loss_error N gamma given survival_error r G V E0 E) as Gamma.
  pose proof (entry_distance_triangle N out (with_factors given N (below terms) r) (density_loss gamma N r)).
  pose proof (entry_distance_triangle N (with_factors given N (below terms) r) (density_loss given N r)
    (density_loss gamma N r)). lra.
Qed.
