(* The trace that sc_damp keeps, and the energy it leaves, from sc_damp_made of spec/damp.acsl as Why3 prints
   it. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Damp DensityContraction KernelWeights KernelDamp Spec
  Bridge KernelStep KernelSpec KernelLoss.
Open Scope R_scope.

Lemma below_and_from t k : below t k + from t k = 1.
Proof. unfold below, from. destruct (Nat.ltb_spec k t), (Nat.leb_spec t k); lia || ring. Qed.

Lemma sum_short f M N : (M <= N)%nat -> (forall n, (M < n)%nat -> f n = 0) -> sum_f_R0 f N = sum_f_R0 f M.
Proof.
  intros I Z. transitivity (\sum_(n <= N) (if (n <=? M)%nat then f n else 0)); [|exact (sum_cut f M N I)].
  apply sum_eq. intros n _.
  destruct (Nat.leb_spec n M); [reflexivity|]. now apply Z.
Qed.

(* ---- One loss of populations, of which t operators are kept: level n of a weight h n. *)
Section Populations.
Variables (gamma : R) (N t : nat) (rho x h after tiny : nat -> R) (c : R).
Hypotheses (G : 0 <= gamma <= 1) (C : 0 <= c) (H : forall n, 0 <= h n).
Let kept (f : nat -> R) (n : nat) : R :=
  \sum_(k <= N) below t k * (loss_weight gamma N k n ^ 2 * f (n + k)%nat).
Hypothesis Off : forall n, (n <= N)%nat ->
  Rabs (x n - kept rho n) <= c * kept (fun a => Rabs (rho a)) n + tiny n.

Lemma weighted_parts a : weighted_factor gamma h (below t) a + weighted_factor gamma h (from t) a
  = weighted_factor gamma h (fun _ => 1) a.
Proof.
  unfold weighted_factor. rewrite <- sum_plus. apply sum_eq. intros n _.
  rewrite <- (below_and_from t (a - n)). ring.
Qed.

Lemma weighted_nonneg g a : (forall k, 0 <= g k) -> 0 <= weighted_factor gamma h g a.
Proof.
  intros P. apply cond_pos_sum. intros n.
  apply Rmult_le_pos; [apply H|]. apply Rmult_le_pos; [apply P|]. now apply binomial_nonneg.
Qed.

(* after a: what the whole channel makes of level a. *)
Hypothesis Whole : forall a, weighted_factor gamma h (fun _ => 1) a = after a.
Variable lost : nat -> R.
Hypothesis Left : forall a, (a <= N)%nat -> weighted_factor gamma h (from t) a <= lost a.

Lemma populations_kept :
  Rabs ((\sum_(n <= N) h n * x n) - (\sum_(n <= N) after n * rho n))
    <= c * (\sum_(n <= N) after n * Rabs (rho n)) + (\sum_(n <= N) lost n * Rabs (rho n))
       + (\sum_(n <= N) h n * tiny n).
Proof.
  replace ((\sum_(n <= N) h n * x n) - (\sum_(n <= N) after n * rho n))
    with ((\sum_(n <= N) h n * (x n - kept rho n))
      - (\sum_(n <= N) weighted_factor gamma h (from t) n * rho n)).
  2:{ assert (E : \sum_(n <= N) h n * kept rho n + (\sum_(n <= N) weighted_factor gamma h (from t) n * rho n)
        = \sum_(n <= N) after n * rho n).
      { unfold kept. rewrite weighted_rows by exact G. rewrite <- sum_plus. apply sum_eq. intros n _.
        rewrite <- Whole, <- weighted_parts. ring. }
      rewrite <- E. rewrite (sum_eq _ (fun n => h n * x n - h n * kept rho n)) by (intros; ring).
      rewrite minus_sum. ring. }
  assert (A : Rabs (\sum_(n <= N) h n * (x n - kept rho n))
    <= c * (\sum_(n <= N) after n * Rabs (rho n)) + (\sum_(n <= N) h n * tiny n)).
  { eapply Rle_trans; [apply Rsum_abs|].
    apply Rle_trans with (\sum_(n <= N) h n * (c * kept (fun a => Rabs (rho a)) n + tiny n)).
    - apply sum_Rle. intros n I. rewrite Rabs_mult, (Rabs_pos_eq (h n)) by apply H.
      apply Rmult_le_compat_l; [apply H|now apply Off].
    - rewrite (sum_eq _ (fun n => h n * kept (fun a => Rabs (rho a)) n * c + h n * tiny n)) by (intros; ring).
      rewrite sum_plus, <- scal_sum. apply Rplus_le_compat_r, Rmult_le_compat_l; [exact C|].
      eapply Rle_trans; [right; exact (weighted_rows gamma N G h (below t) (fun a => Rabs (rho a)))|].
      apply sum_Rle. intros n _.
      apply Rmult_le_compat_r; [apply Rabs_pos|]. rewrite <- Whole, <- weighted_parts.
      pose proof (weighted_nonneg (from t) n (fun k => proj1 (from_unit t k))). lra. }
  assert (B : Rabs (\sum_(n <= N) weighted_factor gamma h (from t) n * rho n)
    <= \sum_(n <= N) lost n * Rabs (rho n)).
  { eapply Rle_trans; [apply Rsum_abs|]. apply sum_Rle. intros n I. rewrite Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|]. rewrite Rabs_pos_eq; [now apply Left|].
    apply weighted_nonneg. intros. apply from_unit. }
  unfold Rminus at 1. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
Qed.
End Populations.

Lemma weighted_one gamma g a : weighted_factor gamma (fun _ => 1) g a = mean_factor gamma g a.
Proof. apply sum_eq. intros. apply Rmult_1_l. Qed.

Lemma mean_one gamma a : mean_factor gamma (fun _ => 1) a = 1.
Proof. eapply eq_trans; [|exact (binomial_total gamma a)]. apply sum_eq. intros. apply Rmult_1_l. Qed.

(* Of level a, a quantum is left with probability 1 - gamma, whatever becomes of the others. *)
Lemma weighted_level gamma g a :
  weighted_factor gamma INR g (S a) = (1 - gamma) * INR (S a) * mean_factor gamma g a.
Proof.
  unfold weighted_factor, mean_factor. rewrite decomp_sum by lia. simpl pred. simpl (INR 0).
  rewrite Rmult_0_l, Rplus_0_l, scal_sum. apply sum_eq. intros n I.
  replace (S a - S n)%nat with (a - n)%nat by lia. rewrite <- tech_pow_Rmult.
  transitivity (INR (S n) * choose (S a) (S n)
    * ((1 - gamma) * (1 - gamma) ^ n * gamma ^ (a - n) * g (a - n)%nat)); [ring|].
  rewrite binomial_absorb by exact I. ring.
Qed.

(* From level a, at least t quanta are lost with a probability of at most tail; none if there are fewer. *)
Lemma lost_above gamma N t tail : 0 <= gamma <= 1 -> 0 <= tail ->
  ((t <= N)%nat -> 1 <= tail \/ choose N t * gamma ^ t <= tail) ->
  forall a, (a <= N)%nat -> mean_factor gamma (from t) a <= tail * from t a.
Proof.
  intros G T0 T a A. destruct (Nat.leb_spec t a) as [I|I].
  - assert (E : from t a = 1) by (unfold from; now rewrite (proj2 (Nat.leb_le _ _) I)). rewrite E, Rmult_1_r.
    destruct (T ltac:(lia)) as [O|O].
    + apply Rle_trans with (2 := O). apply mean_factor_one; [exact G|]. intros. apply from_unit.
    + apply Rle_trans with (2 := O). now apply lost_at_least.
  - unfold from at 2. rewrite (proj2 (Nat.leb_gt _ _) I), Rmult_0_r. right. unfold mean_factor.
    rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
    intros n _. unfold from. rewrite (proj2 (Nat.leb_gt _ _)) by lia. ring.
Qed.

Lemma sum_level N : \sum_(n <= N) INR n = INR N * INR (S N) / 2.
Proof. induction N as [|N IH]; [simpl; lra|]. rewrite tech5, IH, !S_INR. lra. Qed.

(* ---- sc_damp, on the diagonal of what it computes. *)
Section Loss.
Variables (memory : addr -> double) (out r : addr) (gamma : double) (tail : R) (d top terms : Z).
Let g := real_of_double gamma.
Hypotheses (Shape : sc_density_domain d top) (Domain : sc_damp_domain gamma d)
  (Count : (1 <= terms <= d)%Z) (Above : sc_damp_tail_above tail g terms d)
  (Made : sc_damp_made memory out r g d top terms).
Let row := Z.to_nat top.
Let rho (n : nat) : R := stored_matrix memory r d top n n.
Let entry (n : nat) : R := real_of_double (memory (shift out (sc_place d (Z.of_nat n) (Z.of_nat n)))).
Let kept := Z.to_nat terms.
Let rounding : R := IZR (3 * d + terms + 12) * sc_u.

Let N := pred (Z.to_nat d).
Let stored (n : nat) : R := stored_matrix memory out d top n n.

Lemma loss_dimension : d = Z.of_nat (S N) /\ terms = Z.of_nat kept /\ (row <= N)%nat.
Proof. destruct Shape as [[[A B] D] _]. unfold N, kept, row. repeat split; lia. Qed.

Lemma loss_unit : 0 <= g <= 1.
Proof. destruct Domain as [_ [[A B] _]]. exact (conj B A). Qed.

Lemma loss_entries n : (n <= N)%nat ->
  let f k (x : nat -> R) := below kept k * (loss_weight g N k n ^ 2 * x (n + k)%nat) in
  Rabs (stored n - \sum_(k <= N) f k rho) <= rounding * (\sum_(k <= N) f k (fun a => Rabs (rho a)))
    + (if (n <=? row)%nat then / 2 ^ 300 else 0).
Proof.
  intros I f. destruct loss_dimension as [D [K R]]. destruct Shape as [[[A B] _] _].
  destruct (damped_in_spec memory r g N top kept n n loss_unit ltac:(lia)) as [E1 E2].
  rewrite <- (factors_below _ _ _ (stored_matrix memory r (Z.of_nat (S N)) top)) in E1 by lia.
  rewrite <- (factors_below _ _ _ (moduli (stored_matrix memory r (Z.of_nat (S N)) top))) in E2 by lia.
  unfold with_factors, moduli in E1, E2. rewrite <- D, <- K in E1, E2.
  assert (F1 : \sum_(k <= N) f k rho
    = sc_damped memory r g d top terms (Z.of_nat n) (Z.of_nat n)).
  { rewrite E1. apply sum_eq. intros. unfold f, rho. ring. }
  assert (F2 : \sum_(k <= N) f k (fun a => Rabs (rho a))
    = sc_damped_size memory r g d top terms (Z.of_nat n) (Z.of_nat n)).
  { rewrite E2. apply sum_eq. intros. unfold f, rho. ring. }
  rewrite F1, F2. destruct (Nat.leb_spec n row) as [L|L]; unfold row in L.
  - specialize (Made (Z.of_nat n) (Z.of_nat n) ltac:(lia) ltac:(lia) ltac:(lia)). unfold sc_damp_off in Made.
    unfold stored. rewrite stored_at by lia. unfold rounding.
    match type of Made with Rabs ?a <= _ => match goal with |- Rabs ?b <= _ =>
      replace b with a by ring end end.
    replace (12 + terms + 3 * d)%Z with (3 * d + terms + 12)%Z in Made by lia. lra.
  - assert (Z : forall a, (n <= a)%nat -> rho a = 0) by (intros; apply stored_above; lia).
    assert (Nothing : forall y, (forall a, (n <= a)%nat -> y a = 0) -> \sum_(k <= N) f k y = 0).
    { intros y Y. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|]. intros k _. unfold f.
      rewrite Y by lia. ring. }
    rewrite <- F1, <- F2, !Nothing
      by (trivial || (intros a A'; rewrite Z, ?Rabs_R0 by exact A'; reflexivity)).
    unfold stored. rewrite stored_above by lia. rewrite Rminus_0_r, Rabs_R0. lra.
Qed.

(* What underflows, in rows 0..top. *)
Lemma loss_tiny h : \sum_(n <= N) h n * (if (n <=? row)%nat then / 2 ^ 300 else 0)
  = (\sum_(n <= row) h n) * / 2 ^ 300.
Proof.
  destruct loss_dimension as [_ [_ R]]. rewrite Rmult_comm, scal_sum.
  rewrite <- (sum_cut (fun n => h n * / 2 ^ 300) row N R). apply sum_eq.
  intros n _. destruct (n <=? row)%nat; ring.
Qed.

Lemma loss_tail a : (a <= N)%nat -> mean_factor g (from kept) a <= tail * from kept a.
Proof.
  destruct loss_dimension as [D [K _]]. destruct Above as [T0 T].
  apply lost_above; [exact loss_unit|exact T0|].
  intros I. rewrite <- tail_in_spec by exact I. rewrite <- D, <- K. apply T. lia.
Qed.

(* Nothing is above row top. *)
Lemma loss_rows f : (forall n, f n 0 = 0) ->
  \sum_(n <= N) f n (rho n) = \sum_(n <= row) f n (rho n) /\
  \sum_(n <= N) f n (Rabs (rho n)) = \sum_(n <= row) f n (Rabs (rho n)) /\
  \sum_(n <= N) f n (stored n) = \sum_(n <= row) f n (entry n).
Proof.
  intros Z. destruct loss_dimension as [_ [_ R]].
  repeat split; rewrite (sum_short _ row N R);
    try (intros n L; unfold rho, stored; rewrite stored_above, ?Rabs_R0 by (unfold row in L; lia); apply Z);
    [reflexivity|reflexivity|]. apply sum_eq. intros n L. f_equal. apply stored_at; [lia|].
  destruct Shape as [[[A _] _] _]. unfold row in L. lia.
Qed.

Lemma rounding_nonneg : 0 <= rounding.
Proof.
  destruct Shape as [[[A B] _] _]. apply Rmult_le_pos; [apply IZR_le; lia|unfold sc_u; lra].
Qed.

Theorem damp_trace :
  Rabs ((\sum_(n <= row) entry n) - (\sum_(n <= row) rho n))
    <= IZR (3 * d + terms + 12) * (sc_u * (\sum_(n <= row) Rabs (rho n)))
       + tail * (\sum_(n <= row) from kept n * Rabs (rho n)) + INR (S row) * / 2 ^ 300.
Proof.
  pose proof (populations_kept g N kept rho stored (fun _ => 1) (fun _ => 1) _ rounding
    loss_unit rounding_nonneg ltac:(intros; lra) loss_entries
    ltac:(intros; rewrite weighted_one; apply mean_one)
    (fun a => tail * from kept a) ltac:(intros; rewrite weighted_one; now apply loss_tail)) as H.
  rewrite loss_tiny in H.
  destruct (loss_rows (fun _ y => 1 * y) ltac:(intros; cbv beta; ring)) as [E1 [E2 E3]].
  destruct (loss_rows (fun n y => tail * from kept n * y) ltac:(intros; cbv beta; ring)) as [_ [E4 _]].
  rewrite E1, E2, E3, E4 in H. rewrite sum_cte, Rmult_1_l in H.
  assert (One : forall f, \sum_(n <= row) 1 * f n = sum_f_R0 f row) by (intros; apply sum_eq; intros; ring).
  rewrite (One rho), (One entry), (One (fun n => Rabs (rho n))) in H.
  rewrite (sum_eq (fun n => tail * from kept n * Rabs (rho n)) (fun n => from kept n * Rabs (rho n) * tail)),
    <- scal_sum in H by (intros; ring).
  rewrite <- Rmult_assoc. exact H.
Qed.

Theorem damp_energy_factor :
  Rabs ((\sum_(n <= row) INR n * entry n) - (1 - g) * (\sum_(n <= row) INR n * rho n))
    <= (1 - g) * (IZR (3 * d + terms + 12) * (sc_u * (\sum_(n <= row) INR n * Rabs (rho n)))
         + tail * (\sum_(n <= row) from (S kept) n * (INR n * Rabs (rho n))))
       + INR row * INR (S row) / 2 * / 2 ^ 300.
Proof.
  pose proof (populations_kept g N kept rho stored INR
    (fun a => (1 - g) * INR a) _ rounding loss_unit rounding_nonneg pos_INR loss_entries) as H.
  specialize (H ltac:(intros [|a]; [unfold weighted_factor; simpl|rewrite weighted_level, mean_one]; ring)
    (fun a => (1 - g) * (tail * (from (S kept) a * INR a)))).
  assert (Left : forall a, (a <= N)%nat -> weighted_factor g INR (from kept) a
    <= (1 - g) * (tail * (from (S kept) a * INR a))).
  { intros [|a] I; [right; unfold weighted_factor; simpl; ring|]. rewrite weighted_level.
    replace (from (S kept) (S a)) with (from kept a) by reflexivity.
    pose proof (loss_tail a ltac:(lia)) as L. pose proof loss_unit. pose proof (pos_INR (S a)).
    replace ((1 - g) * (tail * (from kept a * INR (S a))))
      with ((1 - g) * INR (S a) * (tail * from kept a)) by ring.
    apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact L]. }
  specialize (H Left). rewrite loss_tiny, sum_level in H.
  destruct (loss_rows (fun n y => INR n * y) ltac:(intros; cbv beta; ring)) as [_ [_ E1]].
  destruct (loss_rows (fun n y => (1 - g) * INR n * y) ltac:(intros; cbv beta; ring)) as [E2 [E3 _]].
  destruct (loss_rows (fun n y => (1 - g) * (tail * (from (S kept) n * INR n)) * y)
    ltac:(intros; cbv beta; ring)) as [_ [E4 _]].
  rewrite E1, E2, E3, E4 in H.
  assert (Out : forall f, \sum_(n <= row) (1 - g) * INR n * f n = (1 - g) * \sum_(n <= row) INR n * f n).
  { intros f. rewrite scal_sum. apply sum_eq. intros. ring. }
  rewrite (Out rho), (Out (fun n => Rabs (rho n))) in H.
  rewrite (sum_eq (fun n => (1 - g) * (tail * (from (S kept) n * INR n)) * Rabs (rho n))
    (fun n => from (S kept) n * (INR n * Rabs (rho n)) * ((1 - g) * tail))), <- scal_sum in H
    by (intros; ring).
  eapply Rle_trans; [exact H|]. right. unfold rounding. ring.
Qed.
End Loss.
