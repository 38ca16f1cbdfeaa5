(* The loss between collisions, eq. (21) on the populations: it keeps probabilities, and scales the mean
   energy by 1 - gamma (theorem P14). *)
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep.
Open Scope R_scope.

(* Summing over the level before the loss first. *)
Lemma triangle (g : nat -> nat -> R) N :
  \sum_(n <= N) (\sum_(k <= N - n) g n (n + k)%nat) = \sum_(m <= N) (\sum_(n <= m) g n m).
Proof.
  induction N as [|N IH]; [reflexivity|].
  rewrite !tech5, <- IH, Nat.sub_diag. cbn [sum_f_R0]. rewrite Nat.add_0_r.
  rewrite (sum_eq _ (fun n => \sum_(k <= N - n) g n (n + k)%nat + g n (S N))).
  - rewrite sum_plus. ring.
  - intros n I. rewrite Nat.sub_succ_l by exact I. rewrite tech5. do 2 f_equal. lia.
Qed.

Lemma damp_mean gamma f N P :
  mean f N (damp gamma N P) = \sum_(m <= N) (\sum_(n <= m) f n * (choose m n * (1 - gamma) ^ n * gamma ^ (m -
    n))) * P m.
Proof.
  transitivity (\sum_(n <= N) (\sum_(k <= N - n) f n * (choose (n + k) n * (1 - gamma) ^ n * gamma ^ (n + k -
    n) * P (n + k)%nat))).
  - apply sum_eq. intros n I. unfold damp. rewrite scal_sum. apply sum_eq. intros k K.
    replace (n + k - n)%nat with k by lia. rewrite (pascal_step1 (n + k) k) by lia.
    replace (n + k - k)%nat with n by lia. ring.
  - rewrite (triangle (fun n m => f n * (choose m n * (1 - gamma) ^ n * gamma ^ (m - n) * P m))).
    apply sum_eq. intros m I. rewrite (Rmult_comm _ (P m)), scal_sum. apply sum_eq. intros. ring.
Qed.

Lemma binomial_total gamma m : \sum_(n <= m) choose m n * (1 - gamma) ^ n * gamma ^ (m - n) = 1.
Proof. rewrite <- binomial. replace (1 - gamma + gamma) with 1 by ring. apply pow1. Qed.

Lemma binomial_absorb m n : (n <= m)%nat -> INR (S n) * choose (S m) (S n) = INR (S m) * choose m n.
Proof.
  intros I. unfold choose. replace (S m - S n)%nat with (m - n)%nat by lia.
  change (fact (S m)) with (S m * fact m)%nat. change (fact (S n)) with (S n * fact n)%nat. rewrite !mult_INR.
  field. repeat split; try apply INR_fact_neq_0. apply not_0_INR. lia.
Qed.

Lemma binomial_mean gamma m :
  \sum_(n <= m) INR n * (choose m n * (1 - gamma) ^ n * gamma ^ (m - n)) = (1 - gamma) * INR m.
Proof.
  destruct m as [|m]; [simpl; ring|]. rewrite decomp_sum by lia. simpl pred. simpl (INR 0).
  rewrite Rmult_0_l, Rplus_0_l.
  rewrite (sum_eq _ (fun n => choose m n * (1 - gamma) ^ n * gamma ^ (m - n) * ((1 - gamma) * INR (S m)))).
  - rewrite <- scal_sum, binomial_total. ring.
  - intros n I. rewrite <- !Rmult_assoc, binomial_absorb by exact I.
    replace (S m - S n)%nat with (m - n)%nat by lia. rewrite <- tech_pow_Rmult. ring.
Qed.

(* The mean energy after the loss is (1 - gamma) times the mean energy before. *)
Theorem damp_energy gamma N P : mean_energy N (damp gamma N P) = (1 - gamma) * mean_energy N P.
Proof.
  unfold mean_energy. rewrite damp_mean. unfold mean. rewrite scal_sum. apply sum_eq. intros n I.
  rewrite binomial_mean. ring.
Qed.

Lemma choose_nonneg m n : 0 <= choose m n.
Proof.
  unfold choose. apply Rmult_le_pos; [apply pos_INR|]. left. apply Rinv_0_lt_compat.
  apply Rmult_lt_0_compat; apply INR_fact_lt_0.
Qed.

Theorem damp_populations gamma N P : 0 <= gamma <= 1 -> populations N P -> populations N (damp gamma N P).
Proof.
  intros Gm [P0 [B T]]. split; [|split].
  - intros n. unfold damp. apply cond_pos_sum. intros k.
    apply Rmult_le_pos; [|apply P0]. apply product_nonneg; [apply choose_nonneg|apply pow_le;
      lra|apply pow_le; lra].
  - intros n I. unfold damp. replace (N - n)%nat with 0%nat by lia. cbn [sum_f_R0].
    rewrite Nat.add_0_r, B by exact I. ring.
  - rewrite <- T. pose proof (damp_mean gamma (fun _ => 1) N P) as M. unfold mean in M.
    rewrite (sum_eq (fun n => 1 * damp gamma N P n) (fun n => damp gamma N P n)) in M by (intros; ring).
    rewrite M. apply sum_eq. intros m I.
    rewrite (sum_eq _ (fun n => choose m n * (1 - gamma) ^ n * gamma ^ (m - n))) by (intros; ring).
    rewrite binomial_total. ring.
Qed.
