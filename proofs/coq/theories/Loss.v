(* The loss (21): its Kraus operators from the powers of the lowering operator, their completeness, the
   energy that is left (theorem P14); and the gauge of a whole run (theorem P15). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep OscillatorBound Damp DensityContraction Quantum
  Exchange Gauge.
Open Scope C_scope.

(* ---- Sums over a list of Kraus operators. *)
Lemma total_app Xs Ys n m : total_operator (Xs ++ Ys) n m = total_operator Xs n m + total_operator Ys n m.
Proof.
  induction Xs as [|X Xs IH]; simpl.
  - unfold null. ring.
  - unfold add. rewrite IH. ring.
Qed.

Lemma total_seq (f : nat -> operator) N n m : total_operator (map f (seq 0 (S N))) n m
  = csum (fun k => f k n m) N.
Proof.
  induction N as [|N IH]; [simpl; unfold add, null; ring|].
  rewrite seq_S, map_app, total_app, IH. simpl. unfold add, null. ring.
Qed.

(* ---- The loss, entry by entry. *)
Lemma loss_row gamma N k : row N (loss_operator gamma N k) (fun n => (n
  + k)%nat) (fun n => loss_weight gamma N k n).
Proof.
  split; [reflexivity|]. intros n I O. unfold loss_weight.
  now rewrite (proj2 (Nat.leb_gt (n + k) N)) by lia.
Qed.

Theorem loss_entries gamma N rho n m : (n <= N)%nat -> (m <= N)%nat ->
  kraus_map N (loss_operators gamma N) rho n m =
  csum (fun k => (loss_weight gamma N k n * loss_weight gamma N k m)%R * rho (n + k)%nat (m + k)%nat) N.
Proof.
  intros I J. unfold kraus_map, loss_operators. rewrite map_map, total_seq. apply csum_ext. intros k _.
  rewrite (sandwich_rows N _ _ _ _ _ _ rho n m (loss_row gamma N k) (loss_row gamma N k) I J).
  rewrite conj_real, RtoC_mult. ring.
Qed.

Lemma RtoC_sum f N : RtoC (sum_f_R0 f N) = csum (fun n => RtoC (f n)) N.
Proof. induction N as [|N IH]; [reflexivity|]. rewrite tech5, RtoC_plus, IH. reflexivity. Qed.

(* Completeness: sum over k of K_k^dagger K_k = 1. *)
Theorem loss_complete gamma N : (0 <= gamma <= 1)%R -> complete N (loss_operators gamma N).
Proof.
  intros Gm n m I J. unfold loss_operators. rewrite map_map, total_seq. unfold identity, diag.
  destruct (Nat.eqb_spec n m) as [<-|NE].
  - pose proof (loss_norm gamma N (level n) Gm) as H. unfold square_norm in H at 2.
    rewrite (sum_eq (fun i => level n i ^ 2)%R (fun i => 1 * level n i)%R), (level_sum (fun _ => 1%R) n N I)
      in H.
    2:{ intros i _. unfold level. destruct (_ =? _)%nat; ring. }
    rewrite <- H, RtoC_sum. apply csum_ext. intros k _. unfold square_norm. rewrite RtoC_sum.
    unfold product. apply csum_ext. intros j _. unfold adjoint, loss_operator, level.
    rewrite (Nat.eqb_sym n). destruct (j + k =? n)%nat; rewrite conj_real, <- RtoC_mult; f_equal; ring.
  - rewrite (csum_ext _ (fun _ => 0)); [apply csum_zero|]. intros k _. unfold product.
    rewrite (csum_ext _ (fun _ => 0)); [apply csum_zero|]. intros j _. unfold adjoint, loss_operator.
    destruct (Nat.eqb_spec n (j + k)) as [->|A]; [|rewrite conj_real; ring].
    rewrite (proj2 (Nat.eqb_neq m (j + k))) by auto. ring.
Qed.

Lemma re_csum f N : Re (csum f N) = sum_f_R0 (fun n => Re (f n)) N.
Proof. induction N as [|N IH]; [reflexivity|]. rewrite tech5, <- IH. reflexivity. Qed.

(* The energy that is left. *)
Theorem loss_energy gamma N rho : (0 <= gamma <= 1)%R ->
  mean_energy N (fun n => Re (kraus_map N (loss_operators gamma N) rho n n))
  = ((1 - gamma) * mean_energy N (fun n => Re (rho n n)))%R.
Proof.
  intros Gm. rewrite <- damp_energy. unfold mean_energy, mean. apply sum_eq. intros n I. f_equal.
  rewrite <- (density_loss_diagonal gamma N _ n Gm I). rewrite loss_entries by assumption.
  rewrite re_csum. apply sum_eq. intros k _. unfold diagonal. rewrite Nat.eqb_refl. unfold Re. simpl. ring.
Qed.

(* ---- (21): K_k = a^k exp (- x a^dagger a / 2) with weight (e^x - 1)^k / k!, where x = kappa t_0. *)
Lemma lower_row N : row N (lower (oscillator N)) S (fun n => sqrt (oscillator N (S n))).
Proof.
  split.
  - intros n k I K. unfold lower. now destruct (Nat.eqb_spec k (S n)) as [->|NE].
  - intros n I O. unfold oscillator, cut. now rewrite (proj2 (Nat.leb_gt (S n) N)), sqrt_0 by lia.
Qed.

Lemma lower_power N k n m : (n <= N)%nat -> (m <= N)%nat -> operator_power N (lower (oscillator N)) k n m
  = if (m =? n + k)%nat then RtoC (sqrt (INR (fact m) / INR (fact n))) else 0.
Proof.
  revert n. induction k as [|k IH]; intros n I J; simpl.
  - unfold identity, diag. rewrite Nat.add_0_r, (Nat.eqb_sym m).
    destruct (Nat.eqb_spec n m) as [<-|NE]; [|reflexivity].
    f_equal. unfold Rdiv. rewrite Rinv_r by apply INR_fact_neq_0. now rewrite sqrt_1.
  - rewrite (product_row N _ _ _ _ n m (lower_row N) I). destruct (Nat.eq_dec n N) as [->|NE].
    + rewrite (proj2 (Nat.eqb_neq m (N + S k))) by lia. unfold oscillator, cut.
      rewrite (proj2 (Nat.leb_gt (S N) N)), sqrt_0 by lia. ring.
    + rewrite IH by lia. rewrite Nat.add_succ_comm. destruct (Nat.eqb_spec m (n + S k)) as [->|A]; [|ring].
      rewrite <- RtoC_mult, <- sqrt_mult_alt.
      * do 2 f_equal. unfold oscillator, cut, infinite_oscillator.
        rewrite (proj2 (Nat.leb_le (S n) N)) by lia.
        change (fact (S n)) with (S n * fact n)%nat. rewrite mult_INR. field.
        split; [apply INR_fact_neq_0|now apply not_0_INR].
      * unfold oscillator, cut, infinite_oscillator. destruct (_ <=? _)%nat; [apply pos_INR|lra].
Qed.

Theorem loss_operators_21 N k x : (0 <= x)%R ->
  same N (loss_operator (1 - exp (- x)) N k)
    (scale (sqrt ((exp x - 1) ^ k / INR (fact k))) (product N (operator_power N (lower (oscillator N)) k)
      (diag (fun n => exp (- (x / 2) * INR n))))).
Proof.
  intros X n m I J. unfold scale, product. rewrite (csum_single m).
  2:{ intros i _ NE. unfold diag. rewrite (proj2 (Nat.eqb_neq i m) NE). ring. }
  2:{ lia. }
  rewrite lower_power by assumption. unfold diag, loss_operator. rewrite Nat.eqb_refl.
  destruct (Nat.eqb_spec m (n + k)) as [->|NE]; [|ring].
  assert (Ex : (1 <= exp x)%R) by (rewrite <- exp_0; destruct X as [X| <-]; [left;
    now apply exp_increasing|lra]).
  pose proof (exp_pos (- x)) as Ep. assert (Inv : (exp x * exp (- x) = 1)%R) by (rewrite <-
    exp_plus, Rplus_opp_r; apply exp_0).
  unfold loss_weight. rewrite (proj2 (Nat.leb_le (n + k) N) J). rewrite <- !RtoC_mult. f_equal.
  assert (P : forall i, (exp (- (x / 2) * INR i) * exp (- (x / 2) * INR i) = exp (- x) ^ i)%R).
  { intros i. rewrite <- exp_plus. induction i as [|i IH]; [simpl; rewrite Rmult_0_r, Rplus_0_r;
      apply exp_0|].
    rewrite S_INR. simpl. rewrite <- IH, <- exp_plus. f_equal. field. }
  rewrite <- (sqrt_square (exp (- (x / 2) * INR (n + k)))) by (left; apply exp_pos). rewrite P.
  assert (F : forall i, (0 < INR (fact i))%R) by (intros; apply INR_fact_lt_0).
  assert (A : (0 <= (exp x - 1) ^ k / INR (fact k))%R)
    by (apply Rdiv_le_0_compat; [apply pow_le; lra|apply F]).
  assert (B : (0 <= INR (fact (n + k)) / INR (fact n))%R)
    by (apply Rdiv_le_0_compat; [left; apply F|apply F]).
  rewrite <- sqrt_mult_alt by exact B. rewrite <- sqrt_mult_alt by exact A. f_equal.
  replace (1 - (1 - exp (- x)))%R with (exp (- x)) by ring.
  replace ((1 - exp (- x)) ^ k)%R with ((exp x - 1) ^ k * exp (- x) ^ k)%R
    by (rewrite <- Rpow_mult_distr; f_equal; rewrite Rmult_minus_distr_r, Inv; ring).
  rewrite pow_add. unfold Binomial.C. replace (n + k - k)%nat with n by lia.
  field. split; apply INR_fact_neq_0.
Qed.

(* ---- The gauge of a run. *)
Lemma sandwich_same N X rho sigma Y : same N rho sigma -> same N (sandwich N X rho Y) (sandwich N X sigma Y).
Proof. intros S. apply product_same; [apply product_same; [now intros|exact S]|now intros]. Qed.

Lemma complex_event_same N U alpha e rho sigma : same N rho sigma ->
  same N (complex_event N U alpha e rho) (complex_event N U alpha e sigma).
Proof.
  intros S. destruct e as [k|gamma]; intros n m I J; simpl.
  - rewrite !collision_sandwiches. now rewrite !(sandwich_same N _ rho sigma _ S n m I J).
  - unfold kraus_map, loss_operators. rewrite !map_map, !total_seq. apply csum_ext. intros k _.
    now rewrite (sandwich_same N _ rho sigma _ S n m I J).
Qed.

Lemma gauge_loss gamma N alpha r :
  same N (kraus_map N (loss_operators gamma N) (gauge alpha r)) (gauge alpha (density_loss gamma N r)).
Proof.
  intros n m I J. rewrite loss_entries by assumption. unfold gauge, density_loss.
  pose proof (gauge_unit alpha) as Z. set (z := - Ci * phase alpha) in *.
  rewrite RtoC_sum, <- csum_scale. apply csum_ext. intros k _. rewrite !RtoC_mult.
  assert (Q : forall k, power z (n + k) * Cconj (power z (m + k)) = power z n * Cconj (power z m)).
  { intros i. induction i as [|i IH]; [now rewrite !Nat.add_0_r|]. rewrite !Nat.add_succ_r. simpl.
    rewrite conj_mult, <- IH. transitivity ((z * Cconj z) * (power z (n + i) * Cconj (power z (m + i))));
      [ring|].
    rewrite Z. ring. }
  rewrite Q. ring.
Qed.

Theorem gauge_run w N U alpha run rho r : ladder w N -> (forall theta, evolution w N theta (U theta)) ->
  same N rho (gauge alpha r) ->
  same N (complex_run N U alpha run rho) (gauge alpha (density_run w N run r)).
Proof.
  intros L E. revert rho r. induction run as [|e run IH]; intros rho r S; [exact S|].
  apply (IH (complex_event N U alpha e rho) (density_event w N e r)). intros n m I J.
  rewrite (complex_event_same N U alpha e _ _ S n m I J). destruct e as [k|gamma].
  - now apply gauge_collision with (1 := L) (2 := E _).
  - now apply gauge_loss.
Qed.

(* The phases change no population. *)
Theorem gauge_populations alpha r n : gauge alpha r n n = RtoC (r n n).
Proof.
  unfold gauge. pose proof (gauge_unit alpha) as Z. set (z := - Ci * phase alpha) in *.
  assert (Q : power z n * Cconj (power z n) = 1).
  { induction n as [|n IH]; simpl; [rewrite conj_real; ring|]. rewrite conj_mult.
    transitivity ((z * Cconj z) * (power z n * Cconj (power z n))); [ring|]. rewrite IH, Z. ring. }
  rewrite Q. ring.
Qed.

Theorem gauge_empty alpha N : same N (projector 0) (gauge alpha (diagonal (level 0))).
Proof.
  intros n m I J. unfold projector, diag, diagonal. destruct (Nat.eqb_spec n m) as [<-|NE].
  - rewrite gauge_populations. now rewrite Nat.eqb_refl.
  - unfold gauge. rewrite (proj2 (Nat.eqb_neq n m) NE). ring.
Qed.

Theorem gauge_populations_run w N U alpha run n : ladder w N ->
  (forall theta, evolution w N theta (U theta)) ->
  (n <= N)%nat ->
  complex_run N U alpha run (projector 0) n n = RtoC (density_run w N run (diagonal (level 0)) n n).
Proof.
  intros L E I. rewrite (gauge_run w N U alpha run _ (diagonal (level 0)) L E (gauge_empty alpha N) n n I I).
  apply gauge_populations.
Qed.
