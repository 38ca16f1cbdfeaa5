(* The top theorem of P16: the energy that a run of the kernel returns, within the bar that it returns. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction DensityLeak KernelRun.
Open Scope R_scope.

(* What the kernel does at one event: collisions with given numbers, losses with a given number of Kraus
   operators, a bound on what the others would give, and a bound on the error of the survival 1 - gamma. *)
Inductive kernel_event := Collided (g : kernel_collision) | Damped (terms : nat) (tail survival_error : R).

(* One event from r to out within the contract. Of a loss the sum over the entries is taken as it stands in
   damp.h. *)
Definition event_within (N : nat) (w : nat -> R) (e : event) (k : kernel_event) (r out : matrix)
  (given_mass : R) : Prop :=
  match e, k with
  | Collide qubit, Collided g => within_contract N w qubit g r out /\ / 2 <= mass N r /\
      mass N r <= (1 + / 2 ^ 29) * given_mass
  | Lose gamma, Damped terms tail survival_error =>
      entry_distance N out (density_loss gamma N r) <= given_mass *
        ((3 * INR (S N) + INR terms + 10) * u + tail + 2 * INR (S N) * survival_error)
  | _, _ => False
  end.

(* The formulas of sc_budget_collide and sc_budget_damp, d = N + 1: the least budget after the event. *)
Definition budget_formula (N : nat) (k : kernel_event) (budget given_mass : R) : R :=
  match k with
  | Collided g => budget + given_mass * (22 * u + 6 * swap_error g + input_error g) + / 2 ^ 59
  | Damped terms tail survival_error => budget + given_mass *
      ((3 * INR (S N) + INR terms + 10) * u + tail + 2 * INR (S N) * survival_error)
  end.

(* A run: states, budgets and masses after i events, each clause as the contract of the kernel states it. *)
Record kernel_run (w : nat -> R) (N : nat) (run : list event) (kernel : nat -> kernel_event)
  (computed : nat -> matrix) (budget given_mass : nat -> R) : Prop := {
  levels : (N <= 4095)%nat;
  stored : forall i, symmetric (computed i);
  ground : budget 0%nat = 0;
  steps : forall i e, nth_error run i = Some e ->
    event_within N w e (kernel i) (computed i) (computed (S i)) (given_mass i);
  formula : forall i, (i < length run)%nat ->
    budget_formula N (kernel i) (budget i) (given_mass i) <= budget (S i) }.

Lemma event_error w N e k r out m : ladder w N -> (N <= 4095)%nat -> admissible_event e ->
  event_within N w e k r out m ->
  entry_distance N out (density_event w N e r) <= budget_formula N k 0 m.
Proof.
  intros L N4 A W. destruct e as [qubit|gamma], k as [g|terms tail survival]; simpl in W; try easy.
  - destruct W as [W [M2 Mg]]. simpl. rewrite Rplus_0_l.
    now apply (collide_budget N w qubit g r out m L A N4).
  - simpl. now rewrite Rplus_0_l.
Qed.

Lemma formula_split N k b m : budget_formula N k b m = b + budget_formula N k 0 m.
Proof. destruct k; simpl; ring. Qed.

Lemma total_budget N kernel budget given_mass K : budget 0%nat = 0 ->
  (forall i, (i < K)%nat -> budget_formula N (kernel i) (budget i) (given_mass i) <= budget (S i)) ->
  total (fun i => budget_formula N (kernel i) 0 (given_mass i)) K <= budget K.
Proof.
  intros B0 F. induction K as [|K IH]; simpl; [lra|].
  pose proof (IH (fun i I => F i (Nat.lt_lt_succ_r _ _ I))).
  pose proof (F K (Nat.lt_succ_diag_r K)) as S. rewrite formula_split in S. lra.
Qed.

(* Every observable between -1 and 1. *)
Theorem kernel_observable w N run kernel computed budget given_mass B : ladder w N ->
  Forall admissible_event run ->
  kernel_run w N run kernel computed budget given_mass -> observable N 1 B ->
  Rabs (expectation N B (computed (length run)) - expectation N B (density_run w N run (computed 0%nat)))
    <= budget (length run).
Proof.
  intros L A [N4 Y B0 S F] O. pose proof (total_budget N kernel budget given_mass (length run) B0 F) as T.
  eapply Rle_trans; [apply (density_budget w N run computed
    (fun i => budget_formula N (kernel i) 0 (given_mass i)) B 1 L A O Rle_0_1 Y)|lra].
  intros i e E. apply event_error; auto. apply (proj1 (Forall_forall _ _) A). eapply nth_error_In. exact E.
Qed.

Definition sign (x : R) : R := if Rle_dec 0 x then 1 else - (1).
Lemma sign_abs x : sign x * x = Rabs x.
Proof.
  unfold sign. destruct (Rle_dec 0 x); [rewrite Rabs_pos_eq by assumption|rewrite Rabs_left by lra]; ring.
Qed.

(* The energy read off the last state with relative error observe_error, eq. (4), (7), and its bar,
   sc_budget_energy. *)
Theorem kernel_energy w N run kernel computed budget given_mass l energy observe_error :
  ladder w N -> Forall admissible_event run -> state N l ->
    (forall n m, computed 0%nat n m = mixture l n m) ->
  kernel_run w N run kernel computed budget given_mass -> 0 <= observe_error ->
  let last := computed (length run) in let bar := budget (length run) in
  Rabs (energy - mean_energy N (fun n => last n n))
    <= observe_error * mean_energy N (fun n => Rabs (last n n)) ->
  Rabs (energy - mean_energy N (fun n => density_run w N run (mixture l) n n))
    <= INR N * (bar + observe_error * (1 + bar)).
Proof.
  intros L A St E0 R O0 last bar O. set (exact := density_run w N run (mixture l)).
  assert (Ext : forall B, expectation N B (density_run w N run (computed 0%nat)) = expectation N B exact).
  { intros B. unfold expectation. apply sum_eq. intros n _. apply sum_eq. intros m _. f_equal. unfold exact.
    now apply run_ext. }
  assert (Diag : forall f, (forall n, (n <= N)%nat -> Rabs (f n) <= 1) ->
    Rabs (\sum_(n <= N) f n * last n n - \sum_(n <= N) f n * exact n n) <= bar).
  { intros f H. rewrite <- !diagonal_expectation, <- Ext.
    apply (kernel_observable w N run kernel computed budget given_mass); auto. now apply diagonal_observable.
    }
  assert (One : \sum_(n <= N) Rabs (last n n) <= 1 + bar).
  { assert (H : forall n, (n <= N)%nat -> Rabs (sign (last n n)) <= 1).
    { intros n _. unfold sign. destruct (Rle_dec _ _); [rewrite Rabs_R1|rewrite Rabs_Ropp, Rabs_R1]; lra. }
    pose proof (Diag _ H) as D. apply Rabs_le_between in D.
    rewrite (sum_eq (fun n => sign (last n n) * last n n) (fun n => Rabs (last n n))) in D
      by (intros; apply sign_abs).
    pose proof (mixture_bounded N 1 _ l (bounded_run w N run 1 _ L A Rle_0_1
      (expectation_bounded N 1 _ (diagonal_observable _ N 1 H))) Rle_0_1) as X. cbv beta in X.
    fold exact in X. rewrite diagonal_expectation, (proj1 St) in X. apply Rabs_le_between in X. lra. }
  assert (En : Rabs (mean_energy N (fun n => last n n) - mean_energy N (fun n => exact n n)) <= INR N * bar).
  { destruct (Nat.eq_dec N 0) as [->|NZ].
    { unfold mean_energy, mean. simpl. rewrite !Rmult_0_l, Rminus_diag_eq, Rabs_R0 by reflexivity. lra. }
    assert (P : 0 < INR N) by (apply lt_0_INR; lia).
    assert (H : forall n, (n <= N)%nat -> Rabs (INR n / INR N) <= 1).
    { intros n I. rewrite Rabs_pos_eq
        by (apply Rmult_le_pos; [apply pos_INR|left; now apply Rinv_0_lt_compat]).
      apply Rmult_le_reg_r with (INR N); [exact P|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra.
      now apply le_INR. }
    pose proof (Diag _ H) as D. apply (Rmult_le_compat_l (INR N)) in D; [|lra].
    rewrite <- (Rabs_pos_eq (INR N)) in D at 1 by lra. rewrite <- Rabs_mult in D.
    rewrite Rmult_minus_distr_l, !scal_sum in D. unfold mean_energy, mean.
    rewrite (sum_eq (fun n => INR n * last n n) (fun n => INR n / INR N * last n n * INR N))
      by (intros; field; lra).
    rewrite (sum_eq (fun n => INR n * exact n n) (fun n => INR n / INR N * exact n n * INR N))
      by (intros; field; lra).
    exact D. }
  assert (Mod : mean_energy N (fun n => Rabs (last n n)) <= INR N * (1 + bar)).
  { apply Rle_trans with (INR N * \sum_(n <= N) Rabs (last n n)).
    - unfold mean_energy, mean. rewrite scal_sum. apply sum_Rle. intros n I. rewrite Rmult_comm.
      apply Rmult_le_compat_l; [apply Rabs_pos|now apply le_INR].
    - apply Rmult_le_compat_l; [apply pos_INR|exact One]. }
  apply (Rmult_le_compat_l _ _ _ O0) in Mod.
  replace (energy - mean_energy N (fun n => exact n n)) with (energy - mean_energy N (fun n => last n n)
    + (mean_energy N (fun n => last n n) - mean_energy N (fun n => exact n n))) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.
