(* The infinite oscillator with loss: K collisions reach level K at most, and loss only lowers, so that it is
   the oscillator cut at level K (theorem P13). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound Integrate Damp DampedBound
  ClosedForm.
Open Scope R_scope.

Lemma damp_infinite_truncated gamma N P n : (forall n, (N < n)%nat -> P n = 0) ->
  damp_infinite gamma P n = damp gamma N P n.
Proof.
  intros B. apply is_series_unique. unfold damp.
  apply (finite_series (fun k => choose (n + k) k * gamma ^ k * (1 - gamma) ^ n * P (n + k)%nat)).
  intros k I. rewrite B by lia. ring.
Qed.

Lemma damp_ext gamma N P Q n : (forall n, P n = Q n) -> damp gamma N P n = damp gamma N Q n.
Proof. intros E. apply sum_eq. intros k _. now rewrite E. Qed.

Lemma damp_spread gamma N m P : (forall n, (m < n)%nat -> P n = 0) ->
  forall n, (m < n)%nat -> damp gamma N P n = 0.
Proof.
  intros B n I. unfold damp. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
  intros k _. rewrite B by lia. ring.
Qed.

Lemma damped_charge_ext gamma w N p P Q : (forall n, P n = Q n) ->
  forall n, damped_charge gamma w N p P n = damped_charge gamma w N p Q n.
Proof.
  revert P Q. induction p as [|k p IH]; intros P Q E n; [apply E|].
  apply (IH (damped_step gamma w N k P)). intros m. apply damp_ext. intros i. now apply population_step_ext.
Qed.

Theorem damped_infinite_truncated gamma N p m P : (m + length p <= N)%nat ->
  (forall n, (m < n)%nat -> P n = 0) ->
  forall n, damped_charge_infinite gamma p P n = damped_charge gamma (oscillator N) N p P n.
Proof.
  revert m P. induction p as [|k p IH]; intros m P I B n; [easy|]. simpl in I.
  pose proof (step_spread infinite_oscillator k m P B) as Sp.
  assert (E : forall n, damp_infinite gamma (population_step infinite_oscillator k P) n
    = damped_step gamma (oscillator N) N k P n).
  { intros i. rewrite (damp_infinite_truncated _ N) by (intros; apply Sp; lia). apply damp_ext.
    apply infinite_step with m; [lia|exact B]. }
  change (damped_charge_infinite gamma p (damp_infinite gamma (population_step infinite_oscillator k P)) n
    = damped_charge gamma (oscillator N) N p (damped_step gamma (oscillator N) N k P) n).
  rewrite (IH (S m)); [now apply damped_charge_ext|lia|]. intros i J. rewrite E.
  apply (damp_spread gamma N (S m)); [now apply step_spread|exact J].
Qed.

(* Its energy and total probability, as series. *)
Lemma damped_infinite_series gamma N p : 0 <= gamma <= 1 -> admissible p -> (length p <= N)%nat ->
  let P := damped_charge_infinite gamma p (level 0) in
  is_series (fun n => INR n * P n) (mean_energy N (damped_charge gamma (oscillator N) N p (level 0)))
  /\ is_series P 1.
Proof.
  intros Gm A I P.
  assert (E : forall n, P n = damped_charge gamma (oscillator N) N p (level 0) n).
  { apply damped_infinite_truncated with 0%nat; [exact I|]. intros n J. unfold level.
    now rewrite (proj2 (Nat.eqb_neq n 0)) by lia. }
  destruct (damped_charge_populations gamma _ N p _ (oscillator_ladder N) Gm A
    (level_populations 0 N ltac:(lia))) as [_ [B T]].
  split.
  - apply is_series_ext with (fun n => INR n * damped_charge gamma (oscillator N) N p (level 0) n);
      [intros; now rewrite E|]. apply finite_series. intros n J. rewrite B by exact J. ring.
  - apply is_series_ext with (damped_charge gamma (oscillator N) N p (level 0)); [intros; now rewrite E|].
    rewrite <- T. now apply finite_series.
Qed.

(* (C4) where its slope increases, in closed form. *)
Theorem infinite_damped_time gamma p e : 0 < gamma < 1 -> admissible p ->
  4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 - gamma) ->
  (forall i E, is_series (fun n => INR n * damped_charge_infinite gamma (firstn i p) (level 0) n) E ->
    E <= e) ->
  exists E, is_series (fun n => INR n * damped_charge_infinite gamma p (level 0) n) E /\
    is_series (damped_charge_infinite gamma p (level 0)) 1 /\ damped_logs gamma E <= tau p.
Proof.
  intros Gm A X B. pose proof (le_n (length p)) as I.
  eexists. split; [|split]; [apply (damped_infinite_series gamma _ p ltac:(lra) A I)..|].
  apply damped_time with e; try assumption. intros i. apply (B i).
  apply damped_infinite_series; [lra|now apply firstn_admissible|]. rewrite firstn_length. lia.
Qed.

(* (C4) as printed, for weak damping. *)
Theorem infinite_damped_time_weak gamma p : 0 < gamma <= 0.2048 -> admissible p ->
  exists E, is_series (fun n => INR n * damped_charge_infinite gamma p (level 0) n) E /\
    is_series (damped_charge_infinite gamma p (level 0)) 1 /\ damped_logs gamma E <= tau p.
Proof.
  intros Gm A. pose proof (le_n (length p)) as I.
  eexists. split; [|split]; [apply (damped_infinite_series gamma _ p ltac:(lra) A I)..|].
  apply damped_time with ((1 - gamma) / gamma); [lra|exact A|now apply weak_damping|].
  intros i. apply damped_charge_low; [apply oscillator_ladder|lra|now apply firstn_admissible| |].
  - apply level_populations. lia.
  - unfold mean_energy. rewrite level_mean by lia. apply Rdiv_le_0_compat; simpl; lra.
Qed.

(* (C4'), in closed form. *)
Theorem infinite_damped_time_everywhere gamma p : 0 < gamma < 1 -> admissible p ->
  exists E, is_series (fun n => INR n * damped_charge_infinite gamma p (level 0) n) E /\
    is_series (damped_charge_infinite gamma p (level 0)) 1 /\
    sqrt (Rmax (E - 1) (damped_peak gamma) + 1) < y_plus gamma /\
    integral_of_greatest (damped_logs gamma) (damped_slope gamma) (damped_peak gamma) E <= tau p.
Proof.
  intros Gm A. pose proof (le_n (length p)) as I.
  eexists. split; [|split]; [apply (damped_infinite_series gamma _ p ltac:(lra) A I)..|].
  now apply damped_time_everywhere.
Qed.
