(* Theorem P8: (28) and (29) are false as printed, and still false when (27) is integrated correctly. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound SpinBound.
Open Scope R_scope.

(* The integral of (27) starts at arctan ((1 - 2 j) / (2 sqrt (2 j))); the paper prints arctan ((1 - 2 j) /
   2). The empty battery, tau = 0, refutes the printed (28) for every j > 1/2. *)
Theorem printed_28_false N : (2 <= N)%nat -> exists p, admissible p /\ mean_Jz N p < spin_j N /\
  R_0 * tau p < atan ((2 * mean_Jz N p + 1) / (2 * f_plus (spin_j N) (mean_Jz N p))) - atan ((1 - 2 * spin_j
    N) / 2).
Proof.
  intros I. apply le_INR in I. simpl (INR 2) in I. exists nil.
  assert (X : mean_Jz N nil = - spin_j N).
  { unfold mean_Jz, charge, mean_energy. simpl fold_left. rewrite level_mean by lia. simpl. ring. }
  rewrite X. set (j := spin_j N). assert (J : 1 <= j) by (unfold j, spin_j; lra).
  split; [constructor|split; [lra|]]. unfold f_plus.
  replace (j * (j + 1) - - j * (- j + 1)) with (2 * j) by ring. simpl tau. rewrite Rmult_0_r.
  assert (S1 : sqrt 1 < sqrt (2 * j)) by (apply sqrt_lt_1; lra). rewrite sqrt_1 in S1.
  apply Rlt_Rminus, atan_increasing. apply Rmult_lt_reg_r with (2 * sqrt (2 * j)); [lra|].
  replace ((2 * - j + 1) / (2 * sqrt (2 * j)) * (2 * sqrt (2 * j))) with (1 - 2 * j) by (field; lra). nra.
Qed.

(* Replaces a number of levels by its value and computes with intervals. *)
Ltac compute_full_swap :=
  rewrite full_swap_tau; pose proof R0_digits; unfold spin_j, swap_time, spin; cbn [Nat.sub];
  rewrite !INR_IZR_INZ; simpl Z.of_nat; interval with (i_prec 60).

(* j = 3/2, 2, ..., 18. *)
Theorem printed_29_false N : (3 <= N <= 36)%nat ->
  tau (full_swap (spin N) N) < (atan ((2 * spin_j N + 1) / 2) - atan ((1 - 2 * spin_j N) / 2)) / R_0.
Proof. intros I. do 37 (destruct N as [|N]; [try lia; compute_full_swap|]). lia. Qed.

(* j = 1/2, 1, ..., 4, even when (27) is integrated correctly. *)
Theorem integrated_29_false N : (1 <= N <= 8)%nat ->
  tau (full_swap (spin N) N) < (PI / 2 - atan ((1 - 2 * spin_j N) / (2 * sqrt (2 * spin_j N)))) / R_0.
Proof. intros I. do 9 (destruct N as [|N]; [try lia; compute_full_swap|]). lia. Qed.

(* j = 1/2: one excited qubit, swap angle 3/2. *)
Theorem integrated_28_false : exists p, admissible p /\ mean_Jz 1 p < spin_j 1 /\
  R_0 * tau p < atan ((2 * mean_Jz 1 p + 1) / (2 * f_plus (spin_j 1) (mean_Jz 1 p)))
                - atan ((1 - 2 * spin_j 1) / (2 * sqrt (2 * spin_j 1))).
Proof.
  exists (Collision (3/2) 0 :: nil). pose proof R0_digits as D.
  assert (X : mean_Jz 1 (Collision (3/2) 0 :: nil) = sin (3/2) ^ 2 - 1/2).
  { pose proof (step_energy (spin 1) (Collision (3/2) 0) (level 0) 1 (spin_ladder 1)) as E.
    unfold mean_energy in E at 2. rewrite level_mean in E by lia.
    unfold mean_Jz, spin_j, charge. simpl fold_left. set (e := mean_energy 1 _) in *.
    unfold s, spin, level in E. simpl in E.
    rewrite !Rmult_1_l, sqrt_1, Rmult_1_l in E. simpl. lra. }
  rewrite X. unfold f_plus, spin_j. simpl tau. simpl INR. split; [|split].
  - repeat constructor; simpl; lra.
  - interval.
  - interval.
Qed.

(* (26), third line: with the printed sign of J_z an empty battery could not be charged at all. *)
Theorem printed_26_false N : (1 <= N)%nat -> exists k P, admissible_collision k /\ populations N P /\
  let j := spin_j N in
  R_0 * theta k * sqrt (j * (j + 1) - mean (fun n => (INR n - j) ^ 2 - (INR n - j)) N P)
    < mean_energy N (population_step (spin N) k P) - mean_energy N P.
Proof.
  intros I. pose proof (spin_ladder N) as L. exists (full_swap_collision (spin N) 1), (level 0).
  split; [|split].
  - pose proof (full_swap_admissible (spin N) N L) as A. destruct N as [|N]; [lia|]. now inversion A.
  - apply level_populations. lia.
  - cbv zeta. rewrite level_mean by lia. set (j := spin_j N).
    replace (j * (j + 1) - ((INR 0 - j) ^ 2 - (INR 0 - j))) with 0 by (simpl; ring).
    rewrite sqrt_0, Rmult_0_r.
    unfold mean_energy. rewrite (mean_ext _ _ _ _ (full_swap_step (spin N) N 0 L ltac:(lia))),
      !level_mean by lia.
    simpl. lra.
Qed.
