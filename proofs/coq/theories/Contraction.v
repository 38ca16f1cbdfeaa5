(* Errors only add up (theorem P16, populations): a population step does not increase the l1 distance of two
   states, so local errors delta_k make an error of at most the sum of the delta_k. The leak of a cut ladder
   is such a local error (theorem P17, populations). Everything is said for the excess of P over Q, the sum
   of the positive parts of P_n - Q_n: the l1 distance is the excess of P over Q plus that of Q over P. *)
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep.
Open Scope R_scope.

Definition excess (M : nat) (P Q : nat -> R) : R := \sum_(n <= M) Rmax (P n - Q n) 0.

Lemma distance_excess M P Q : distance M P Q = excess M P Q + excess M Q P.
Proof.
  unfold distance, excess. rewrite <- sum_plus. apply sum_eq. intros n _.
  unfold Rmax, Rabs. destruct (Rcase_abs _), (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

Lemma excess_triangle M P Q S : excess M P S <= excess M P Q + excess M Q S.
Proof.
  unfold excess. rewrite <- sum_plus. apply sum_Rle. intros n _.
  unfold Rmax. destruct (Rle_dec _ _), (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

Lemma excess_S M P Q : excess M P Q <= excess (S M) P Q.
Proof. unfold excess. rewrite tech5. pose proof (Rmax_r (P (S M) - Q (S M)) 0). lra. Qed.

Lemma distance_triangle M P Q S : distance M P S <= distance M P Q + distance M Q S.
Proof. rewrite !distance_excess. pose proof (excess_triangle M P Q S). pose proof (excess_triangle M S Q P).
  lra. Qed.

(* The step is linear with non-negative coefficients. *)
Lemma step_positive_part w k P Q n : 0 <= q k <= 1 ->
  Rmax (population_step w k P n - population_step w k Q n) 0
    <= population_step w k (fun n => Rmax (P n - Q n) 0) n.
Proof.
  intros A. apply Rmax_lub; [|apply step_nonneg; [exact A|intros; apply Rmax_r]].
  unfold population_step.
  pose proof (square_nonneg (c w k n)). pose proof (square_nonneg (c w k (S n))).
  pose proof (square_nonneg (s w k n)). pose proof (square_nonneg (s w k (S n))).
  assert (L : forall a m, 0 <= a -> a * P m - a * Q m <= a * Rmax (P m - Q m) 0).
  { intros a m A0. rewrite <- Rmult_minus_distr_l. apply Rmult_le_compat_l; [exact A0|apply Rmax_l]. }
  pose proof (L (q k * c w k n ^ 2 + (1 - q k) * c w k (S n) ^ 2) n ltac:(nra)).
  pose proof (L (q k * s w k (S n) ^ 2) (S n) ltac:(nra)).
  pose proof (L ((1 - q k) * s w k n ^ 2) (pred n) ltac:(nra)). lra.
Qed.

Lemma step_sum_open w k P M : w 0%nat = 0 -> \sum_(n <= M) population_step w k P n
  = \sum_(n <= M) P n - (1 - q k) * s w k (S M) ^ 2 * P M + q k * s w k (S M) ^ 2 * P (S M).
Proof.
  intros W. pose proof (s_closed w k 0 W) as S0. induction M as [|M IH].
  - cbn [sum_f_R0]. unfold population_step. rewrite !c_square, S0. simpl. ring.
  - rewrite !tech5, IH. unfold population_step. rewrite !c_square. simpl pred. ring.
Qed.

Lemma excess_step w k P Q N : ladder w N -> 0 <= q k <= 1 ->
  excess N (population_step w k P) (population_step w k Q) <= excess N P Q.
Proof.
  intros L A. unfold excess. rewrite <- (step_total w k (fun n => Rmax (P n - Q n) 0) N L).
  apply sum_Rle. intros n _. now apply step_positive_part.
Qed.

Lemma excess_step_open w k P Q M : w 0%nat = 0 -> 0 <= q k <= 1 ->
  excess M (population_step w k P) (population_step w k Q) <= excess (S M) P Q.
Proof.
  intros W A. set (D := fun n => Rmax (P n - Q n) 0).
  apply Rle_trans with (\sum_(n <= M) population_step w k D n).
  - apply sum_Rle. intros n _. now apply step_positive_part.
  - rewrite step_sum_open by exact W. unfold excess. rewrite tech5. fold (D (S M)).
    pose proof (square_nonneg (s w k (S M))). pose proof (s_square_le_1 w k (S M)).
    assert (0 <= D M) by apply Rmax_r. assert (D0 : 0 <= D (S M)) by apply Rmax_r.
    assert (0 <= (1 - q k) * s w k (S M) ^ 2 * D M) by (apply product_nonneg; lra).
    assert (q k * s w k (S M) ^ 2 <= 1) by nra.
    assert (q k * s w k (S M) ^ 2 * D (S M) <= 1 * D (S M)) by (apply Rmult_le_compat_r; lra).
    change (\sum_(n <= M) Rmax (P n - Q n) 0) with (\sum_(n <= M) D n). lra.
Qed.

Theorem contraction w k P Q N : ladder w N -> 0 <= q k <= 1 ->
  distance N (population_step w k P) (population_step w k Q) <= distance N P Q.
Proof. intros L A. rewrite !distance_excess. apply Rplus_le_compat; now apply excess_step. Qed.

(* computed i: the state computed after i steps; delta i: the l1 error of its next step. *)
Theorem budget_distance w N p computed delta P : ladder w N -> admissible p ->
  (forall i k, nth_error p i = Some k ->
     distance N (computed (S i)) (population_step w k (computed i)) <= delta i) ->
  distance N (computed (length p)) (charge w p P) <= distance N (computed 0%nat) P + total delta (length p).
Proof.
  intros L A. revert computed delta P. induction A as [|k p [_ Q] A IH]; intros computed delta P E.
  - simpl. lra.
  - simpl length. rewrite charge_cons, total_first.
    pose proof (IH (fun i => computed (S i)) (fun i => delta (S i)) (population_step w k P)
      (fun i => E (S i))) as H.
    pose proof (E 0%nat k eq_refl). pose proof (contraction w k (computed 0%nat) P N L Q).
    pose proof (distance_triangle N (computed 1%nat) (population_step w k (computed 0%nat))
      (population_step w k P)).
    cbv beta in H. lra.
Qed.

Lemma mean_distance b B N P Q : (forall n, (n <= N)%nat -> Rabs (b n) <= B) ->
  Rabs (mean b N P - mean b N Q) <= B * distance N P Q.
Proof.
  intros H. unfold mean. rewrite <- minus_sum. eapply Rle_trans; [apply Rsum_abs|].
  unfold distance. rewrite scal_sum. apply sum_Rle. intros n I.
  rewrite <- Rmult_minus_distr_l, Rabs_mult, Rmult_comm. apply Rmult_le_compat_l;
    [apply Rabs_pos|now apply H].
Qed.

Theorem budget w N p computed delta b B : ladder w N -> admissible p ->
  (forall i k, nth_error p i = Some k ->
     distance N (computed (S i)) (population_step w k (computed i)) <= delta i) ->
  (forall n, (n <= N)%nat -> Rabs (b n) <= B) ->
  Rabs (mean b N (computed (length p)) - mean b N (charge w p (computed 0%nat)))
    <= B * total delta (length p).
Proof.
  intros L A E H. apply Rle_trans with (1 := mean_distance b B N _ _ H).
  assert (0 <= B) by (pose proof (H 0%nat ltac:(lia)); pose proof (Rabs_pos (b 0%nat)); lra).
  apply Rmult_le_compat_l; [assumption|].
  pose proof (budget_distance w N p computed delta (computed 0%nat) L A E) as D.
  assert (Z : distance N (computed 0%nat) (computed 0%nat) = 0).
  { unfold distance. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
    intros. rewrite Rminus_diag_eq by easy. apply Rabs_R0. }
  lra.
Qed.

Theorem budget_energy w N p computed delta : ladder w N -> admissible p ->
  (forall i k, nth_error p i = Some k ->
     distance N (computed (S i)) (population_step w k (computed i)) <= delta i) ->
  Rabs (mean_energy N (computed (length p)) - mean_energy N (charge w p (computed 0%nat)))
    <= INR N * total delta (length p).
Proof.
  intros L A E. apply budget; [exact L|exact A|exact E|]. intros n I.
  rewrite Rabs_pos_eq by apply pos_INR. now apply le_INR.
Qed.

(* One step of the cut ladder from levels 0..N: level N keeps what should have gone to level N + 1. *)
Lemma cut_low N w n : (n <= N)%nat -> cut N w n = w n.
Proof. intros I. unfold cut. now rewrite (proj2 (Nat.leb_le n N)). Qed.
Lemma cut_high N w n : (N < n)%nat -> cut N w n = 0.
Proof. intros I. unfold cut. now rewrite (proj2 (Nat.leb_gt n N)). Qed.

Lemma cut_step N w k P n : (forall n, (N < n)%nat -> P n = 0) -> w 0%nat = 0 ->
  population_step w k P n - population_step (cut N w) k P n
    = (if (n =? S N)%nat then 1 else if (n =? N)%nat then - (1) else 0) * ((1 - q k) * s w k (S N) ^ 2 * P N).
Proof.
  intros B W. assert (Lo : forall m, (m <= N)%nat -> s (cut N w) k m = s w k m) by (intros; unfold s;
    now rewrite cut_low).
  assert (Hi : forall m, (N < m)%nat -> s (cut N w) k m = 0) by (intros; apply s_closed;
    now rewrite cut_high).
  unfold population_step. rewrite !c_square. destruct (lt_eq_lt_dec n N) as [[I|I]|I].
  - rewrite (proj2 (Nat.eqb_neq n (S N))), (proj2 (Nat.eqb_neq n N)), !Lo by lia. ring.
  - subst n. rewrite (proj2 (Nat.eqb_neq N (S N))), Nat.eqb_refl, Lo, Hi, (B (S N)) by lia. ring.
  - rewrite (B n), (B (S n)) by lia. destruct (Nat.eq_dec n (S N)) as [->|NE].
    + rewrite Nat.eqb_refl, (Hi (S N)) by lia. simpl pred. ring.
    + rewrite (proj2 (Nat.eqb_neq n (S N))), (proj2 (Nat.eqb_neq n N)), (B (pred n)) by lia. ring.
Qed.

Lemma single_sum m a M : 0 <= a -> \sum_(n <= M) Rmax ((if (n =? m)%nat then 1 else 0) * a) 0 <= a.
Proof.
  intros A. destruct (le_lt_dec m M) as [I|I].
  - right. apply eq_trans with (2 := level_sum (fun _ => a) m M I). apply sum_eq. intros n _.
    unfold level, Rmax.
    destruct (_ =? _)%nat, (Rle_dec _ _); lra.
  - rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; lra|]. intros n J.
    rewrite (proj2 (Nat.eqb_neq n m)) by lia. rewrite Rmult_0_l. apply Rmax_left. lra.
Qed.

Lemma cut_excess N w k P M : 0 <= q k <= 1 -> (forall n, 0 <= P n) -> (forall n, (N < n)%nat ->
  P n = 0) -> w 0%nat = 0 ->
  let a := (1 - q k) * s w k (S N) ^ 2 * P N in
  excess M (population_step w k P) (population_step (cut N w) k P) <= a /\
  excess M (population_step (cut N w) k P) (population_step w k P) <= a.
Proof.
  intros Q P0 B W a. assert (A : 0 <= a) by (apply product_nonneg; auto using square_nonneg; lra).
  split; [apply Rle_trans with (2 := single_sum (S N) a M A)|apply Rle_trans with (2 := single_sum N a M A)];
    apply sum_Rle; intros n _; pose proof (cut_step N w k P n B W) as E; fold a in E.
  - rewrite E. apply Rle_max_compat_r. destruct (n =? S N)%nat, (n =? N)%nat; lra.
  - replace (population_step (cut N w) k P n - population_step w k P n) with
      (- ((if (n =? S N)%nat then 1 else if (n =? N)%nat then - (1) else 0) * a)) by lra.
    apply Rle_max_compat_r. destruct (Nat.eqb_spec n (S N)), (Nat.eqb_spec n N); lra || lia.
Qed.

Lemma cut_ladder_total N w k P : w 0%nat = 0 -> (forall n, (N < n)%nat -> P n = 0) ->
  forall n, (N < n)%nat -> population_step (cut N w) k P n = 0.
Proof.
  intros W B n I. unfold population_step. rewrite (B n), (B (S n)) by lia.
  rewrite (s_closed (cut N w) k n) by now apply cut_high. ring.
Qed.

Lemma leak_excess N w p P T : w 0%nat = 0 -> admissible p -> (forall n, 0 <= T n) ->
  (forall n, (N < n)%nat -> T n = 0) ->
  forall a, (forall M, excess M P T <= a /\ excess M T P <= a) -> forall M,
  excess M (charge w p P) (charge (cut N w) p T) <= a + leak N w p T /\
  excess M (charge (cut N w) p T) (charge w p P) <= a + leak N w p T.
Proof.
  intros W A. revert P T. induction A as [|k p [_ Q] A IH]; intros P T T0 B a H M.
  - simpl. rewrite Rplus_0_r. apply H.
  - rewrite !charge_cons. simpl leak. rewrite <- Rplus_assoc. apply IH.
    + intros n. now apply step_nonneg.
    + now apply cut_ladder_total.
    + intros M'. pose proof (cut_excess N w k T M' Q T0 B W) as [C1 C2].
      pose proof (excess_triangle M' (population_step w k P) (population_step w k T)
        (population_step (cut N w) k T)).
      pose proof (excess_triangle M' (population_step (cut N w) k T) (population_step w k T)
        (population_step w k P)).
      pose proof (excess_step_open w k P T M' W Q). pose proof (excess_step_open w k T P M' W Q).
      pose proof (H (S M')). lra.
Qed.

Lemma excess_refl M P : excess M P P = 0.
Proof.
  unfold excess. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|]. intros. apply Rmax_right. lra.
Qed.

(* The l1 distance between the ladder and the ladder cut at level N is at most twice the leak... *)
Theorem leak_distance N w p P : w 0%nat = 0 -> admissible p -> populations N P ->
  forall M, distance M (charge w p P) (charge (cut N w) p P) <= 2 * leak N w p P.
Proof.
  intros W A [P0 [B _]] M. rewrite distance_excess.
  pose proof (leak_excess N w p P P W A P0 B 0 (fun M => conj (Req_le _ _ (excess_refl M P)) (Req_le _ _
    (excess_refl M P))) M). lra.
Qed.

(* ...and any quantity between 0 and 1, such as the probability of a set of levels, is wrong by at most the
   leak. *)
Lemma mean_excess b M P Q : (forall n, 0 <= b n <= 1) -> mean b M P - mean b M Q <= excess M P Q.
Proof.
  intros H. unfold mean. rewrite <- minus_sum. apply sum_Rle. intros n _. specialize (H n).
  rewrite <- Rmult_minus_distr_l. pose proof (Rmax_l (P n - Q n) 0). pose proof (Rmax_r (P n - Q n) 0). nra.
Qed.

Theorem leak_probability N w p P b : w 0%nat = 0 -> admissible p -> populations N P ->
  (forall n, 0 <= b n <= 1) ->
  forall M, Rabs (mean b M (charge w p P) - mean b M (charge (cut N w) p P)) <= leak N w p P.
Proof.
  intros W A [P0 [B _]] H M.
  pose proof (leak_excess N w p P P W A P0 B 0 (fun M => conj (Req_le _ _ (excess_refl M P)) (Req_le _ _
    (excess_refl M P))) M) as [X Y].
  pose proof (mean_excess b M (charge w p P) (charge (cut N w) p P) H).
  pose proof (mean_excess b M (charge (cut N w) p P) (charge w p P) H). apply Rabs_le. lra.
Qed.

(* The factor 2 cannot be dropped: after one step it is an equality. *)
Theorem leak_sharp N w k P : w 0%nat = 0 -> 0 <= q k <= 1 -> populations N P ->
  distance (S N) (charge w (k :: nil) P) (charge (cut N w) (k :: nil) P) = 2 * leak N w (k :: nil) P.
Proof.
  intros W Q [P0 [B _]]. cbn [charge fold_left leak]. rewrite Rplus_0_r.
  set (a := (1 - q k) * s w k (S N) ^ 2 * P N).
  assert (A : 0 <= a) by (apply product_nonneg; auto using square_nonneg; lra).
  unfold distance. rewrite (sum_eq _ (fun n => a * level N n + a * level (S N) n)).
  - rewrite sum_plus, !(level_sum (fun _ => a)) by lia. ring.
  - intros n _. rewrite (cut_step N w k P n B W). fold a. unfold level.
    destruct (Nat.eqb_spec n (S N)), (Nat.eqb_spec n N); try lia.
    + rewrite Rmult_1_l, Rabs_pos_eq by lra. ring.
    + replace (- (1) * a) with (- a) by ring. rewrite Rabs_Ropp, Rabs_pos_eq by lra. ring.
    + rewrite Rmult_0_l, Rabs_R0. ring.
Qed.
