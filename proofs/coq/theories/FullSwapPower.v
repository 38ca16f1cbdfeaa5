(* The power of the full swap on the oscillator, (18), and the fraction of the bound (16) that it reaches
   (theorem P6): both as limits of many steps. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound SpinBound FullSwap.
Open Scope R_scope.

Definition swap_tau (K : nat) : R := tau (full_swap (oscillator K) K).
Definition swap_energy (K : nat) : R :=
  mean_energy K (charge (oscillator K) (full_swap (oscillator K) K) (level 0)).

Lemma full_swap_energy K : swap_energy K = INR K.
Proof.
  unfold swap_energy, mean_energy.
  rewrite (mean_ext _ _ _ _ (full_swap_charges _ K (oscillator_ladder K))). now apply level_mean.
Qed.

(* tau / sqrt K tends to pi, from (17). *)
Lemma sqrt_INR_infinite : is_lim_seq (fun K => sqrt (INR K)) p_infty.
Proof.
  apply (filterlim_comp _ _ _ INR sqrt _ (Rbar_locally p_infty));
    [apply is_lim_seq_INR|apply filterlim_sqrt_p].
Qed.

Lemma inverse_sqrt_vanishes : is_lim_seq (fun K => / sqrt (INR K)) 0.
Proof. now apply (is_lim_seq_inv _ p_infty sqrt_INR_infinite). Qed.

Lemma full_swap_time_ratio : is_lim_seq (fun K => swap_tau K / sqrt (INR K)) PI.
Proof.
  apply is_lim_seq_le_le_loc with (u := fun K => PI + PI / 2 * zeta_half * / sqrt (INR K))
    (w := fun K => PI + PI / 2 * zeta_half * / sqrt (INR K) + PI / 4 * (/ sqrt (INR K) * / sqrt (INR K))).
  - exists 1%nat. intros K I. pose proof (full_swap_time K I) as H. fold (swap_tau K) in H.
    assert (X : 0 < sqrt (INR K)) by (apply sqrt_lt_R0, lt_0_INR; lia).
    set (x := sqrt (INR K)) in *. set (t := swap_tau K) in *.
    split; apply Rmult_le_reg_r with x; try exact X.
    + replace (t / x * x) with t by (field; lra).
      replace ((PI + PI / 2 * zeta_half * / x) * x) with (PI * x + PI / 2 * zeta_half) by (field; lra). lra.
    + replace (t / x * x) with t by (field; lra).
      replace ((PI + PI / 2 * zeta_half * / x + PI / 4 * (/ x * / x)) * x)
        with (PI * x + PI / 2 * zeta_half + PI / (4 * x)) by (field; lra). lra.
  - replace (Finite PI) with (Finite (PI + PI / 2 * zeta_half * 0)) by (f_equal; ring).
    apply is_lim_seq_plus'; [apply is_lim_seq_const|].
    apply (is_lim_seq_scal_l _ (PI / 2 * zeta_half) 0), inverse_sqrt_vanishes.
  - replace (Finite PI) with (Finite (PI + PI / 2 * zeta_half * 0 + PI / 4 * (0 * 0))) by (f_equal; ring).
    repeat apply is_lim_seq_plus'; [apply is_lim_seq_const| |].
    + apply (is_lim_seq_scal_l _ (PI / 2 * zeta_half) 0), inverse_sqrt_vanishes.
    + apply (is_lim_seq_scal_l _ (PI / 4) (0 * 0)). apply is_lim_seq_mult'; apply inverse_sqrt_vanishes.
Qed.

Theorem full_swap_power :
  is_lim_seq (fun K => swap_energy K / swap_tau K / (swap_tau K / PI ^ 2)) 1 /\
  is_lim_seq (fun K => swap_energy K / swap_tau K / (R_0 * (1 + R_0 * swap_tau K / 4)))
    (4 / (PI ^ 2 * R_0 ^ 2)).
Proof.
  pose proof PI_RGT_0 as PI0. pose proof R0_pos as R. pose proof full_swap_time_ratio as L.
  assert (Pos : forall K, (1 <= K)%nat -> 0 < sqrt (INR K) /\ 0 < swap_tau K).
  { intros K I. split; [apply sqrt_lt_R0, lt_0_INR; lia|].
    apply tau_pos; [apply full_swap_admissible, oscillator_ladder|]. destruct K; [lia|easy]. }
  split.
  - replace (Finite 1) with (Finite (PI ^ 2 * / (PI * PI))) by (f_equal; field; lra).
    apply is_lim_seq_ext_loc
      with (fun K => PI ^ 2 * / (swap_tau K / sqrt (INR K) * (swap_tau K / sqrt (INR K)))).
    + exists 1%nat. intros K I. destruct (Pos K I) as [X T]. rewrite full_swap_energy.
      rewrite <- (sqrt_sqrt (INR K)) at 3 by apply pos_INR. field. lra.
    + apply (is_lim_seq_scal_l _ (PI ^ 2) (/ (PI * PI))).
      apply (is_lim_seq_inv _ (PI * PI)); [now apply is_lim_seq_mult'|].
      intros Z. injection Z. nra.
  - replace (Finite (4 / (PI ^ 2 * R_0 ^ 2))) with (Finite (/ (R_0 * PI * (0 + R_0 / 4 * PI))))
      by (f_equal; field; lra).
    apply is_lim_seq_ext_loc with (fun K => / (R_0 * (swap_tau K / sqrt (INR K))
      * (/ sqrt (INR K) + R_0 / 4 * (swap_tau K / sqrt (INR K))))).
    + exists 1%nat. intros K I. destruct (Pos K I) as [X T]. rewrite full_swap_energy.
      rewrite <- (sqrt_sqrt (INR K)) at 4 by apply pos_INR. field. repeat split; nra.
    + apply (is_lim_seq_inv _ (R_0 * PI * (0 + R_0 / 4 * PI))).
      * apply is_lim_seq_mult'; [now apply (is_lim_seq_scal_l _ R_0 PI)|].
        apply is_lim_seq_plus'; [apply inverse_sqrt_vanishes|now apply (is_lim_seq_scal_l _ (R_0 / 4) PI)].
      * intros Z. injection Z. assert (0 < R_0 * PI) by nra. nra.
Qed.

Theorem full_swap_fraction : Rabs (4 / (PI ^ 2 * R_0 ^ 2) - 0.77188) <= 1 / 10 ^ 5.
Proof. pose proof R0_digits. interval with (i_prec 50). Qed.
