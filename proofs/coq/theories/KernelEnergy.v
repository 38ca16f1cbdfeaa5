(* The top theorem of P16: the energy that a run of the kernel returns, within the bar that it returns. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction DensityLeak
  KernelWeights KernelRun KernelDamp.
Open Scope R_scope.

(* What the kernel is given for one loss. *)
Record kernel_loss := Given_loss { given_gamma : R; terms : nat; tail : R; survival_error : R }.

(* The loss gamma from state r to out is within the contract of damp.h: so many Kraus operators, whose entries
   are off by rounding; tail bounds what the others would bring. *)
Record within_loss (N : nat) (gamma : R) (g : kernel_loss) (r out : matrix) : Prop := {
  valid_gamma : 0 <= given_gamma g <= 1;
  survival : 0 <= survival_error g /\ Rabs (given_gamma g - gamma) <= survival_error g * (1 - given_gamma g);
  dropped : 0 <= tail g /\
    ((terms g <= N)%nat -> Rmin 1 (choose N (terms g) * given_gamma g ^ terms g) <= tail g);
  loss_entry : forall n m, (n <= N)%nat -> (m <= N)%nat ->
    Rabs (out n m - with_factors (given_gamma g) N (below (terms g)) r n m)
      <= damp_rounding N (terms g) * with_factors (given_gamma g) N (below (terms g)) (moduli r) n m
         + / 2 ^ 300 }.

(* What the kernel does at one event, and one event from r to out within the contract. *)
Inductive kernel_event := Collided (g : kernel_collision) | Damped (g : kernel_loss).
Definition event_within (N : nat) (w : nat -> R) (e : event) (k : kernel_event) (r out : matrix) : Prop :=
  match e, k with
  | Collide qubit, Collided g => within_contract N w qubit g r out
  | Lose gamma, Damped g => within_loss N gamma g r out
  | _, _ => False
  end.

(* What an event adds to the budget per unit of mass, and the formulas of sc_budget_collide and
   sc_budget_damp: the least budget after the event. *)
Definition share (N : nat) (k : kernel_event) : R :=
  match k with
  | Collided g => 22 * u + 6 * swap_error g + input_error g
  | Damped g => damp_rounding N (terms g) + tail g + 2 * INR (S N) * survival_error g
  end.
Definition budget_formula (N : nat) (k : kernel_event) (budget given_mass : R) : R :=
  budget + (1 + / 2 ^ 28) * given_mass * share N k + match k with Collided _ => / 2 ^ 59 | Damped _ => 0 end.

(* A run: states, budgets and masses after i events, each clause as the contract of the kernel states it. *)
Record kernel_run (w : nat -> R) (N : nat) (run : list event) (kernel : nat -> kernel_event)
  (computed : nat -> matrix) (budget given_mass : nat -> R) : Prop := {
  levels : (N <= 4095)%nat;
  stored : forall i, symmetric (computed i);
  ground : budget 0%nat = 0;
  steps : forall i e, nth_error run i = Some e ->
    event_within N w e (kernel i) (computed i) (computed (S i));
  masses : forall i, (i < length run)%nat -> 0 <= given_mass i /\
    Rabs (given_mass i - mass N (computed i)) <= / 2 ^ 30 * mass N (computed i) + / 2 ^ 900;
  formula : forall i, (i < length run)%nat ->
    budget_formula N (kernel i) (budget i) (given_mass i) <= budget (S i);
  domain : budget (length run) <= 1 - / 2 ^ 53 }.

Lemma share_nonneg N w e k r out : event_within N w e k r out -> 0 <= share N k.
Proof.
  destruct e as [qubit|gamma], k as [g|g]; cbn [event_within share]; try easy.
  - intros [_ _ _ _ _ _ E In _].
    pose proof (Rabs_pos (given_q g - q (swap qubit))).
    pose proof (Rabs_pos (kappa_of (given_q g) (given_coherence g)
      - kappa_of (q (swap qubit)) (coherence qubit))).
    assert (0 < u) by (unfold u; lra). lra.
  - intros [_ [E _] [T _] _]. unfold damp_rounding, u. pose proof (pos_INR N). pose proof (pos_INR (terms g)).
    rewrite S_INR. assert (0 <= (2 * (INR N + 1)) * survival_error g) by (apply Rmult_le_pos; lra).
    assert (0 <= (3 * (INR N + 1) + INR (terms g) + 12) * / 2 ^ 53) by (apply Rmult_le_pos; lra).
    lra.
Qed.

(* What underflows is paid for where the mass is not tiny. *)
Lemma event_error w N e k r out m : ladder w N -> (N <= 4095)%nat -> admissible_event e ->
  event_within N w e k r out -> / 2 ^ 53 <= mass N r ->
  Rabs (m - mass N r) <= / 2 ^ 30 * mass N r + / 2 ^ 900 ->
  entry_distance N out (density_event w N e r) <= budget_formula N k 0 m.
Proof.
  intros L N4 A W M0 Mg. pose proof (share_nonneg N w e k r out W) as S0.
  apply Rabs_le_between in Mg. destruct Mg as [Mg _].
  assert (M : mass N r <= (1 + / 2 ^ 29) * m) by lra. assert (m0 : / 2 ^ 54 <= m) by lra.
  destruct e as [qubit|gamma], k as [g|g]; try easy.
  - unfold budget_formula, share. rewrite Rplus_0_l.
    apply (collide_budget N w qubit g r out m L A N4 W). lra.
  - destruct W as [V [E0 E] [T0 T] Entry]. simpl density_event.
    eapply Rle_trans; [exact (damp_budget N gamma (given_gamma g) (terms g) (tail g) (survival_error g) r out
      A V E0 E T0 T Entry)|].
    unfold budget_formula. rewrite Rplus_0_l, Rplus_0_r. unfold share in *.
    assert (D : 1 <= INR (S N) <= 4096).
    { split; [rewrite S_INR; pose proof (pos_INR N); lra|].
      replace 4096 with (INR 4096) by (rewrite INR_IZR_INZ; reflexivity). apply le_INR. lia. }
    assert (Tiny : INR (S N) ^ 2 * / 2 ^ 300 <= 4096 ^ 2 * / 2 ^ 300)
      by (apply Rmult_le_compat_r; [lra|apply pow_incr; lra]).
    assert (R0 : 15 * u <= damp_rounding N (terms g)).
    { unfold damp_rounding, u. pose proof (pos_INR (terms g)). apply Rmult_le_compat_r; lra. }
    assert (Fewer : 2 * INR N * survival_error g <= 2 * INR (S N) * survival_error g)
      by (rewrite S_INR; apply Rmult_le_compat_r; lra).
    set (d := damp_rounding N (terms g)) in *. set (x := d + tail g + 2 * INR (S N) * survival_error g) in *.
    apply Rle_trans with (x * mass N r + 4096 ^ 2 * / 2 ^ 300).
    { apply Rplus_le_compat; [|exact Tiny]. apply Rmult_le_compat_r; [apply mass_nonneg|]. unfold x. lra. }
    assert (X : 15 * u <= x).
    { unfold x. pose proof (pos_INR (S N)).
      assert (0 <= 2 * INR (S N) * survival_error g) by (apply Rmult_le_pos; lra). lra. }
    apply (Rmult_le_compat_l x) in M; [|lra].
    assert (P : 15 * u * / 2 ^ 54 <= x * m) by (apply Rmult_le_compat; unfold u in *; lra).
    assert (Q : 4096 ^ 2 * / 2 ^ 300 <= / 2 ^ 29 * (15 * u * / 2 ^ 54)) by (unfold u; lra).
    apply (Rmult_le_compat_l (/ 2 ^ 29)) in P; [|lra].
    replace ((1 + / 2 ^ 28) * m * x) with (x * ((1 + / 2 ^ 29) * m) + / 2 ^ 29 * (x * m)); [lra|].
    replace (/ 2 ^ 28) with (/ 2 ^ 29 + / 2 ^ 29) by lra. ring.
Qed.

Lemma formula_split N k b m : budget_formula N k b m = b + budget_formula N k 0 m.
Proof. unfold budget_formula. ring. Qed.

(* The trace of the exact state is 1. *)
Lemma mixture_trace N l : \sum_(n <= N) mixture l n n = mixture_norm N l.
Proof.
  induction l as [|v l IH]; [simpl; rewrite sum_cte; ring|]. cbn [mixture mixture_norm].
  rewrite sum_plus, IH. f_equal. apply sum_eq. intros. ring.
Qed.

Lemma run_norm w N run : ladder w N -> Forall admissible_event run -> forall l r,
  (forall n m, r n m = mixture l n m) -> exists l', mixture_norm N l' = mixture_norm N l /\
    forall n m, density_run w N run r n m = mixture l' n m.
Proof.
  intros L. induction 1 as [|e run A _ IH]; intros l r E; [now exists l|].
  destruct (IH _ _ (event_mixture w N e l r A E)) as [l' [M X]]. exists l'. split; [|exact X].
  rewrite M. apply flat_norm. intros v. destruct e as [k|gamma].
  - destruct A as [[_ Q] C]. now apply kraus_norm.
  - unfold loss_kraus. rewrite mixture_norm_seq. now apply loss_norm.
Qed.

Section Run.
Variables (w : nat -> R) (N : nat) (run : list event) (kernel : nat -> kernel_event).
Variables (computed : nat -> matrix) (budget given_mass : nat -> R) (l : list (nat -> R)).
Hypothesis L : ladder w N.
Hypothesis A : Forall admissible_event run.
Hypothesis St : state N l.
Hypothesis start : forall n m, computed 0%nat n m = mixture l n m.
Hypothesis K : kernel_run w N run kernel computed budget given_mass.

Let delta i := budget_formula N (kernel i) 0 (given_mass i).

Lemma event_at i : (i < length run)%nat -> exists e, nth_error run i = Some e.
Proof. intros I. destruct (nth_error run i) eqn:E; [eauto|]. apply nth_error_None in E. lia. Qed.

Lemma delta_nonneg i : (i < length run)%nat -> 0 <= delta i.
Proof.
  intros I. destruct (event_at i I) as [e E].
  pose proof (share_nonneg _ _ _ _ _ _ (steps _ _ _ _ _ _ _ K i e E)).
  destruct (masses _ _ _ _ _ _ _ K i I) as [G _]. unfold delta, budget_formula. rewrite Rplus_0_l.
  assert (0 <= (1 + / 2 ^ 28) * given_mass i * share N (kernel i)) by (repeat apply Rmult_le_pos; lra).
  destruct (kernel i); lra.
Qed.

Lemma total_budget j : (j <= length run)%nat -> total delta j <= budget j.
Proof.
  induction j as [|j IH]; intros J; simpl; [rewrite (ground _ _ _ _ _ _ _ K); lra|].
  pose proof (IH ltac:(lia)). pose proof (formula _ _ _ _ _ _ _ K j ltac:(lia)) as F.
  rewrite formula_split in F. fold (delta j) in F. lra.
Qed.

Lemma budget_grows i j : (i <= j)%nat -> (j <= length run)%nat -> budget i <= budget j.
Proof.
  induction 1 as [|j I IH]; intros J; [lra|]. pose proof (IH ltac:(lia)).
  pose proof (formula _ _ _ _ _ _ _ K j ltac:(lia)) as F. rewrite formula_split in F.
  pose proof (delta_nonneg j ltac:(lia)) as D. unfold delta in D. lra.
Qed.

Lemma firstn_admissible j : Forall admissible_event (firstn j run).
Proof. rewrite <- (firstn_skipn j run) in A. apply Forall_app in A. apply A. Qed.

Lemma firstn_event i j e : nth_error (firstn j run) i = Some e -> (i < j)%nat /\ nth_error run i = Some e.
Proof.
  intros E. assert (I : (i < length (firstn j run))%nat) by (apply nth_error_Some; congruence).
  rewrite firstn_length in I. split; [lia|]. rewrite <- (firstn_skipn j run), nth_error_app1; [exact E|].
  rewrite firstn_length. lia.
Qed.

(* As long as every event so far was within its share, the mass is not tiny: the trace is near 1. *)
Lemma observable_at B j : (j <= length run)%nat -> observable N 1 B ->
  (forall i e, (i < j)%nat -> nth_error run i = Some e ->
    entry_distance N (computed (S i)) (density_event w N e (computed i)) <= delta i) ->
  Rabs (expectation N B (computed j) - expectation N B (density_run w N (firstn j run) (computed 0%nat)))
    <= budget j.
Proof.
  intros J O E. pose proof (total_budget j J) as T.
  replace j with (length (firstn j run)) at 1 by (rewrite firstn_length; lia).
  eapply Rle_trans; [apply (density_budget w N (firstn j run) computed delta B 1 L)|]; auto; try lra.
  - now apply firstn_admissible.
  - exact (stored _ _ _ _ _ _ _ K).
  - intros i e F. apply firstn_event in F. now apply E.
  - rewrite firstn_length, Nat.min_l by lia. lra.
Qed.

Lemma mass_large j : (j < length run)%nat ->
  (forall i e, (i < j)%nat -> nth_error run i = Some e ->
    entry_distance N (computed (S i)) (density_event w N e (computed i)) <= delta i) ->
  / 2 ^ 53 <= mass N (computed j).
Proof.
  intros J E. assert (O : observable N 1 (diagonal (fun _ => 1)))
    by (apply diagonal_observable; intros; rewrite Rabs_R1; lra).
  pose proof (observable_at _ j ltac:(lia) O E) as T.
  rewrite !diagonal_expectation in T.
  destruct (run_norm w N (firstn j run) L (firstn_admissible j) l _ start) as [l' [One X]].
  assert (T1 : \sum_(n <= N) 1 * density_run w N (firstn j run) (computed 0%nat) n n = 1).
  { rewrite (sum_eq _ (fun n => mixture l' n n)) by (intros; rewrite X; ring).
    rewrite mixture_trace, One. apply St. }
  rewrite T1 in T. apply Rabs_le_between in T.
  pose proof (budget_grows j (length run) ltac:(lia) ltac:(lia)). pose proof (domain _ _ _ _ _ _ _ K).
  apply Rle_trans with (\sum_(n <= N) 1 * computed j n n); [lra|].
  apply sum_Rle. intros n I. rewrite Rmult_1_l.
  apply Rle_trans with (Rabs (computed j n n)); [apply Rle_abs|].
  apply (term_le_sum (fun m => Rabs (computed j n m)) N n); [intros; apply Rabs_pos|exact I].
Qed.

Lemma event_errors i e : nth_error run i = Some e ->
  entry_distance N (computed (S i)) (density_event w N e (computed i)) <= delta i.
Proof.
  revert e. induction i as [i IH] using lt_wf_ind. intros e E.
  assert (I : (i < length run)%nat) by (apply nth_error_Some; congruence).
  apply event_error; auto.
  - exact (levels _ _ _ _ _ _ _ K).
  - exact (proj1 (Forall_forall _ _) A e (nth_error_In _ _ E)).
  - exact (steps _ _ _ _ _ _ _ K i e E).
  - apply mass_large; auto.
  - exact (proj2 (masses _ _ _ _ _ _ _ K i I)).
Qed.

(* Every observable between -1 and 1. *)
Theorem kernel_observable B : observable N 1 B ->
  Rabs (expectation N B (computed (length run)) - expectation N B (density_run w N run (computed 0%nat)))
    <= budget (length run).
Proof.
  intros O. pose proof (observable_at B (length run) (le_n _) O (fun i e _ => event_errors i e)) as H.
  now rewrite firstn_all in H.
Qed.
End Run.

Definition sign (x : R) : R := if Rle_dec 0 x then 1 else - (1).
Lemma sign_abs x : sign x * x = Rabs x.
Proof.
  unfold sign. destruct (Rle_dec 0 x); [rewrite Rabs_pos_eq by assumption|rewrite Rabs_left by lra]; ring.
Qed.

(* The energy read off the last state, eq. (4), (7), and its bar, sc_budget_energy; tiny stands for
   underflow. *)
Theorem kernel_energy w N run kernel computed budget given_mass l energy observe_error tiny :
  ladder w N -> Forall admissible_event run -> state N l ->
    (forall n m, computed 0%nat n m = mixture l n m) ->
  kernel_run w N run kernel computed budget given_mass -> 0 <= observe_error ->
  let last := computed (length run) in let bar := budget (length run) in
  Rabs (energy - mean_energy N (fun n => last n n))
    <= observe_error * mean_energy N (fun n => Rabs (last n n)) + tiny ->
  Rabs (energy - mean_energy N (fun n => density_run w N run (mixture l) n n))
    <= INR N * (bar + observe_error * (1 + bar)) + tiny.
Proof.
  intros L A St E0 R O0 last bar O. set (exact := density_run w N run (mixture l)).
  assert (Ext : forall B, expectation N B (density_run w N run (computed 0%nat)) = expectation N B exact).
  { intros B. unfold expectation. apply sum_eq. intros n _. apply sum_eq. intros m _. f_equal. unfold exact.
    now apply run_ext. }
  assert (Diag : forall f, (forall n, (n <= N)%nat -> Rabs (f n) <= 1) ->
    Rabs (\sum_(n <= N) f n * last n n - \sum_(n <= N) f n * exact n n) <= bar).
  { intros f H. rewrite <- !diagonal_expectation, <- Ext.
    apply (kernel_observable w N run kernel computed budget given_mass l); auto.
    now apply diagonal_observable. }
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
