(* Incoherent charging with loss between collisions (theorem P13): (C1), (C2) and (C3) for theta <= PI / 2,
   the integrated (C4) where its right-hand side increases, (C4') everywhere, both at any angle; (C4) is false
   at strong damping. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound Integrate Damp.
Open Scope R_scope.

(* (C1), for any ladder and any q. *)
Theorem damped_energy gamma w k P N : ladder w N ->
  mean_energy N (damped_step gamma w N k P) - mean_energy N P
    = \sum_(n <= N) ((1 - gamma) * ((1 - q k) * s w k (S n) ^ 2 - q k * s w k n ^ 2) - gamma * INR n) * P n.
Proof.
  intros L. unfold damped_step. rewrite damp_energy. pose proof (step_energy w k P N L) as E.
  transitivity ((1 - gamma) * (mean_energy N (population_step w k P) - mean_energy N P) - gamma * mean_energy
    N P); [ring|].
  rewrite E. unfold mean_energy, mean. rewrite !scal_sum, <- minus_sum. apply sum_eq. intros. ring.
Qed.

(* (C2) needs theta <= PI / 2. *)
Theorem damped_rate gamma n theta : 0 <= gamma <= 1 -> 0 < theta <= PI / 2 ->
  ((1 - gamma) * sin (sqrt (INR n + 1) * theta) ^ 2 - gamma * INR n) / theta
    <= (1 - gamma) * sqrt (INR n + 1) * R_0 - 2 * gamma * INR n / PI.
Proof.
  intros Gm T. apply Rle_div_l; [lra|]. pose proof PI_RGT_0 as PI0. pose proof (pos_INR n) as N0.
  pose proof (swap_bound (INR n + 1) theta ltac:(lra) ltac:(lra)) as B.
  assert (X : 2 * gamma * INR n / PI * theta <= gamma * INR n).
  { apply Rmult_le_reg_r with PI; [exact PI0|].
    replace (2 * gamma * INR n / PI * theta * PI) with (gamma * INR n * (2 * theta)) by (field; lra).
    apply Rmult_le_compat_l; [apply Rmult_le_pos|]; lra. }
  assert ((1 - gamma) * sin (sqrt (INR n + 1) * theta) ^ 2 <= (1 - gamma) * (R_0 * (sqrt (INR n + 1) *
    theta)))
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

Lemma damped_bound_cleared gamma w k P N : ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) ->
  0 <= gamma <= 1 ->
  admissible_collision k -> theta k <= PI / 2 -> populations N P ->
  mean_energy N (damped_step gamma w N k P) - mean_energy N P
    <= theta k * damped_slope gamma (mean_energy N P).
Proof.
  intros L W Gm A T D. unfold damped_step. rewrite damp_energy.
  pose proof (oscillator_step w k P N L W A D) as H.
  pose proof (mean_energy_nonneg N P D) as E0. pose proof PI_RGT_0 as PI0. destruct A as [T0 Q].
  set (E := mean_energy N P) in *. set (E' := mean_energy N (population_step w k P)) in *.
  assert (X : 2 / PI * gamma * E * theta k <= gamma * E).
  { apply Rmult_le_reg_r with PI; [exact PI0|].
    replace (2 / PI * gamma * E * theta k * PI) with (gamma * E * (2 * theta k)) by (field; lra).
    apply Rmult_le_compat_l; [apply Rmult_le_pos|]; lra. }
  assert ((1 - gamma) * (E' - E) <= (1 - gamma) * (R_0 * theta k * sqrt (E + 1)))
    by (apply Rmult_le_compat_l; lra).
  unfold damped_slope. lra.
Qed.

(* At larger angles too, as long as the energy rises: it rises by one quantum at most. *)
Lemma damped_rise gamma w k P N : ladder w N -> (forall n, (n <= S N)%nat -> w n <= INR n) ->
  0 <= gamma <= 1 -> admissible_collision k -> populations N P ->
  mean_energy N (damped_step gamma w N k P) - mean_energy N P
    <= Rmax 0 (theta k * damped_slope gamma (mean_energy N P)).
Proof.
  intros L W Gm A D. destruct (Rle_dec (theta k) (PI / 2)) as [T|T].
  { eapply Rle_trans; [now apply damped_bound_cleared|apply Rmax_r]. }
  unfold damped_step. rewrite damp_energy. pose proof (step_le_1 w k P N L A D).
  pose proof (mean_energy_nonneg N P D) as E0. pose proof PI_RGT_0 as PI0. pose proof R0_value as V.
  set (E := mean_energy N P) in *. set (E' := mean_energy N (population_step w k P)) in *.
  assert (Half : (1 - gamma) - gamma * E <= PI / 2 * damped_slope gamma E).
  { replace (PI / 2 * damped_slope gamma E) with (PI / 2 * R_0 * (1 - gamma) * sqrt (E + 1) - gamma * E)
      by (unfold damped_slope; field; lra).
    assert (One : 1 <= PI / 2 * R_0).
    { apply Rabs_le_between in V. assert (3.14 <= PI) by interval.
      apply Rle_trans with (3.14 / 2 * 0.72); [lra|apply Rmult_le_compat; lra]. }
    assert (Root : 1 <= sqrt (E + 1)) by (rewrite <- sqrt_1 at 1; apply sqrt_le_1_alt; lra).
    assert (1 * (1 - gamma) * 1 <= PI / 2 * R_0 * (1 - gamma) * sqrt (E + 1)); [|lra].
    apply Rmult_le_compat; try lra. apply Rmult_le_compat_r; lra. }
  assert (Rise : (1 - gamma) * E' - E <= (1 - gamma) - gamma * E) by nra.
  destruct (Rle_dec 0 (damped_slope gamma E)) as [Sl|Sl].
  - apply Rle_trans with (2 := Rmax_r _ _).
    assert (PI / 2 * damped_slope gamma E <= theta k * damped_slope gamma E)
      by (apply Rmult_le_compat_r; lra). lra.
  - apply Rle_trans with (2 := Rmax_l _ _).
    assert (PI / 2 * damped_slope gamma E <= PI / 2 * 0) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(* (C3) *)
Theorem damped_bound gamma N k P : 0 <= gamma <= 1 -> admissible_collision k -> theta k <= PI / 2 ->
  populations N P ->
  (mean_energy N (damped_step gamma (oscillator N) N k P) - mean_energy N P) / theta k
    <= R_0 * (1 - gamma) * sqrt (mean_energy N P + 1) - 2 / PI * gamma * mean_energy N P.
Proof.
  intros Gm A T D. apply Rle_div_l; [apply A|]. fold (damped_slope gamma (mean_energy N P)).
  rewrite Rmult_comm.
  apply damped_bound_cleared; auto using oscillator_ladder, oscillator_le.
Qed.

(* Along a protocol. *)
Lemma damped_step_populations gamma w N k P : ladder w N -> 0 <= gamma <= 1 -> admissible_collision k ->
  populations N P ->
  populations N (damped_step gamma w N k P).
Proof. intros L Gm [_ Q] D. apply damp_populations; [exact Gm|]. now apply step_populations. Qed.

Lemma damped_charge_populations gamma w N p P : ladder w N -> 0 <= gamma <= 1 -> admissible p ->
  populations N P ->
  populations N (damped_charge gamma w N p P).
Proof.
  intros L Gm A. revert P. induction A as [|k p K A IH]; intros P D; [exact D|].
  apply IH. now apply damped_step_populations.
Qed.

Lemma damped_charge_next gamma w N p P i : (i < length p)%nat -> damped_charge gamma w N (firstn (S i) p) P
  = damped_step gamma w N (nth i p no_collision) (damped_charge gamma w N (firstn i p) P).
Proof. intros I. rewrite firstn_next by exact I. unfold damped_charge. now rewrite fold_left_app. Qed.

(* A step raises the mean energy by at most one quantum. *)
Lemma damped_step_le_1 gamma w N k P : ladder w N -> 0 <= gamma <= 1 -> admissible_collision k ->
  populations N P ->
  mean_energy N (damped_step gamma w N k P) <= mean_energy N P + 1.
Proof.
  intros L Gm K D. unfold damped_step. rewrite damp_energy. pose proof (step_le_1 w k P N L K D).
  pose proof (mean_energy_nonneg N _ (step_populations w k P N L (proj2 K) D)). nra.
Qed.

(* For any G at least the greatest slope over the unit interval below: integral of 1 / G from 0 to E_K is at
   most tau. *)
Theorem damped_comparison gamma N p e G : 0 <= gamma <= 1 -> admissible p ->
  (forall i, mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0)) <= e) ->
  (forall u, 0 <= u <= e -> continuous G u) -> (forall u, 0 <= u <= e -> 0 < G u) ->
  (forall u v, 0 <= v <= u -> u <= v + 1 -> u <= e -> damped_slope gamma v <= G u) ->
  integral_at_most (fun u => / G u)
    0 (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) (tau p).
Proof.
  intros Gm A B Cont Pos H. pose proof (oscillator_ladder N) as L.
  set (E := fun i => mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0))).
  assert (D : forall i, populations N (damped_charge gamma (oscillator N) N (firstn i p) (level 0))).
  { intros i. apply damped_charge_populations; auto using firstn_admissible. apply level_populations. lia. }
  assert (Range : forall i, (i <= length p)%nat -> 0 <= E i <= e).
  { intros i _. split; [apply mean_energy_nonneg, D|apply B]. }
  replace (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) with (E (length p))
    by (unfold E; now rewrite firstn_all).
  replace 0 with (E 0%nat) by (unfold E, mean_energy; simpl; rewrite level_mean by lia; reflexivity).
  rewrite tau_total. apply (integrate G 0 e Cont Pos E (fun i => theta (nth i p no_collision)));
    [exact Range| |].
  - intros i I. left. apply nth_admissible; assumption.
  - intros i u I U. pose proof (nth_admissible p i A I) as K.
    pose proof (damped_step_le_1 gamma _ N _ _ L Gm K (D i)) as Up. unfold E in *.
    rewrite damped_charge_next in * by exact I.
    pose proof (damped_rise gamma _ _ _ N L (fun n _ => oscillator_le N n) Gm K (D i)) as Step.
    apply Rle_trans with (1 := Step). pose proof (Range i ltac:(lia)).
    pose proof (Range (S i) ltac:(lia)) as Rn.
    rewrite damped_charge_next in Rn by exact I. destruct K as [K _]. apply Rmax_lub.
    + apply Rmult_le_pos; [lra|]. left. apply Pos. lra.
    + apply Rmult_le_compat_l; [lra|]. apply H; lra.
Qed.

Lemma damped_slope_continuous gamma u : 0 <= u -> continuous (damped_slope gamma) u.
Proof.
  intros U. apply (ex_derive_continuous (V := R_NormedModule)). unfold damped_slope. auto_derive. lra.
Qed.

Lemma damped_slope_increasing gamma e v u : 0 <= gamma <= 1 -> 4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 -
  gamma) ->
  0 <= v <= u -> u <= e -> damped_slope gamma v <= damped_slope gamma u.
Proof.
  intros Gm X V U. pose proof PI_RGT_0 as PI0. pose proof R0_pos as R. unfold damped_slope.
  assert (Y : sqrt (u + 1) <= sqrt (e + 1)) by (apply sqrt_le_1_alt; lra).
  assert (Z : sqrt (v + 1) <= sqrt (u + 1)) by (apply sqrt_le_1_alt; lra).
  pose proof (sqrt_sqrt (u + 1) ltac:(lra)) as U2. pose proof (sqrt_sqrt (v + 1) ltac:(lra)) as V2.
  pose proof (sqrt_pos (v + 1)) as V0.
  set (x := sqrt (v + 1)) in *. set (y := sqrt (u + 1)) in *. set (z := sqrt (e + 1)) in *.
  assert (Du : u - v = (y - x) * (y + x)) by lra.
  assert (2 / PI * gamma * (u - v) <= R_0 * (1 - gamma) * (y - x)).
  { apply Rmult_le_reg_l with PI; [exact PI0|].
    replace (PI * (2 / PI * gamma * (u - v))) with (2 * gamma * (u - v)) by (field; lra). rewrite Du.
    assert (2 * gamma * (y + x) <= PI * R_0 * (1 - gamma)) by nra.
    replace (2 * gamma * ((y - x) * (y + x))) with ((2 * gamma * (y + x)) * (y - x)) by ring.
    replace (PI * (R_0 * (1 - gamma) * (y - x))) with (PI * R_0 * (1 - gamma) * (y - x)) by ring.
    apply Rmult_le_compat_r; lra. }
  lra.
Qed.

(* (C4), integrated, as long as the energy stays where the slope increases. *)
Theorem damped_integrated gamma N p e : 0 <= gamma < 1 -> admissible p ->
  4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 - gamma) ->
  (forall i, mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0)) <= e) ->
  integral_at_most (fun u => / damped_slope gamma u) 0 (mean_energy N (damped_charge gamma (oscillator N) N p
    (level 0))) (tau p).
Proof.
  intros Gm A X B. apply damped_comparison with e; [lra|exact A|exact B| | |].
  - intros u U. apply damped_slope_continuous. lra.
  - intros u U. apply Rlt_le_trans with (damped_slope gamma 0).
    + unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
    + apply damped_slope_increasing with e; lra.
  - intros u v V V1 U. apply damped_slope_increasing with e; lra.
Qed.

(* A loss keeps the energy below (1 - gamma) / gamma, where the slope still increases if gamma is small. *)
Lemma damped_charge_low gamma w N p P : ladder w N -> 0 < gamma <= 1 -> admissible p -> populations N P ->
  mean_energy N P <= (1 - gamma) / gamma ->
  mean_energy N (damped_charge gamma w N p P) <= (1 - gamma) / gamma.
Proof.
  intros L Gm A. revert P. induction A as [|k p K A IH]; intros P D Low; [exact Low|].
  apply IH; [apply damped_step_populations; [exact L|lra|exact K|exact D]|].
  unfold damped_step. rewrite damp_energy. pose proof (step_le_1 w k P N L K D).
  apply Rle_trans with ((1 - gamma) * ((1 - gamma) / gamma + 1)); [apply Rmult_le_compat_l; lra|].
  right. field. lra.
Qed.

Lemma weak_damping gamma : 0 < gamma <= 0.2048 ->
  4 * gamma * sqrt ((1 - gamma) / gamma + 1) <= PI * R_0 * (1 - gamma).
Proof.
  intros Gm. pose proof PI_RGT_0 as P. pose proof R0_pos as R.
  replace ((1 - gamma) / gamma + 1) with (/ gamma) by (field; lra).
  apply Rsqr_incr_0_var; [|apply Rmult_le_pos; [apply Rmult_le_pos|]; lra]. unfold Rsqr.
  replace (4 * gamma * sqrt (/ gamma) * (4 * gamma * sqrt (/ gamma)))
    with (16 * gamma * (gamma * (sqrt (/ gamma) * sqrt (/ gamma)))) by ring.
  rewrite sqrt_sqrt, Rinv_r, Rmult_1_r by (try (left; apply Rinv_0_lt_compat); lra).
  apply Rle_trans with (PI * R_0 * (1 - 0.2048) * (PI * R_0 * (1 - 0.2048))).
  - apply Rle_trans with (16 * 0.2048); [lra|]. pose proof R0_value as D. apply Rabs_le_between in D.
    assert (0.72461135 <= R_0) by lra. assert (3.14159265 <= PI) by interval.
    apply Rle_trans with (3.14159265 * 0.72461135 * (1 - 0.2048) * (3.14159265 * 0.72461135 * (1 - 0.2048)));
      [lra|]. assert (3.14159265 * 0.72461135 <= PI * R_0) by (apply Rmult_le_compat; lra).
    apply Rmult_le_compat; lra.
  - assert (PI * R_0 * (1 - 0.2048) <= PI * R_0 * (1 - gamma))
      by (apply Rmult_le_compat_l; [apply Rmult_le_pos|]; lra).
    assert (0 <= PI * R_0 * (1 - 0.2048)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
    apply Rmult_le_compat; lra.
Qed.

(* (C4) as printed, for weak damping. *)
Theorem damped_integrated_weak gamma N p : 0 < gamma <= 0.2048 -> admissible p ->
  integral_at_most (fun u => / damped_slope gamma u) 0
    (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) (tau p).
Proof.
  intros Gm A. apply damped_integrated with ((1 - gamma) / gamma); [lra|exact A|..].
  - now apply weak_damping.
  - intros i. apply damped_charge_low; [apply oscillator_ladder|lra|now apply firstn_admissible| |].
    + apply level_populations. lia.
    + unfold mean_energy. rewrite level_mean by lia. apply Rdiv_le_0_compat; simpl; lra.
Qed.

(* (C4'): no restriction on the energy. The slope increases up to its peak and decreases after it. *)
Lemma damped_slope_decreasing gamma v u : 0 < gamma < 1 -> damped_peak gamma <= v <= u ->
  damped_slope gamma u <= damped_slope gamma v.
Proof.
  intros Gm V. pose proof PI_RGT_0 as PI0. pose proof R0_pos as R. unfold damped_peak in V.
  set (m := PI * R_0 * (1 - gamma) / (4 * gamma)) in *.
  pose proof (Rmax_l 0 (m ^ 2 - 1)). pose proof (Rmax_r 0 (m ^ 2 - 1)).
  assert (M0 : 0 < m).
  { unfold m. apply Rdiv_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; [nra|lra]. }
  assert (ME : PI * (R_0 * (1 - gamma)) = 4 * gamma * m) by (unfold m; field; lra).
  assert (Z : sqrt (v + 1) <= sqrt (u + 1)) by (apply sqrt_le_1_alt; lra).
  pose proof (sqrt_sqrt (u + 1) ltac:(lra)) as U2. pose proof (sqrt_sqrt (v + 1) ltac:(lra)) as V2.
  assert (Mx : m <= sqrt (v + 1)).
  { rewrite <- (sqrt_square m) by lra. apply sqrt_le_1_alt. nra. }
  unfold damped_slope. set (x := sqrt (v + 1)) in *. set (y := sqrt (u + 1)) in *.
  assert (Du : u - v = (y - x) * (y + x)) by lra.
  assert (R_0 * (1 - gamma) * (y - x) <= 2 / PI * gamma * (u - v)).
  { apply Rmult_le_reg_l with PI; [exact PI0|].
    replace (PI * (2 / PI * gamma * (u - v))) with (2 * gamma * (u - v)) by (field; lra). rewrite Du.
    replace (2 * gamma * ((y - x) * (y + x))) with ((2 * gamma * (y + x)) * (y - x)) by ring.
    replace (PI * (R_0 * (1 - gamma) * (y - x))) with ((PI * (R_0 * (1 - gamma))) * (y - x)) by ring.
    apply Rmult_le_compat_r; [lra|]. rewrite ME. nra. }
  lra.
Qed.

Lemma damped_slope_increasing_to_peak gamma v u : 0 < gamma < 1 -> 0 <= v <= u -> u <= damped_peak gamma ->
  damped_slope gamma v <= damped_slope gamma u.
Proof.
  intros Gm V U. destruct (Req_dec v u) as [->|NE]; [lra|].
  apply damped_slope_increasing with (damped_peak gamma); [lra| |exact V|exact U].
  unfold damped_peak in *. set (m := PI * R_0 * (1 - gamma) / (4 * gamma)) in *. pose proof PI_RGT_0 as PI0.
  pose proof R0_pos as R.
  assert (M0 : 0 < m).
  { unfold m. apply Rdiv_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; [nra|lra]. }
  assert (ME : PI * R_0 * (1 - gamma) = 4 * gamma * m) by (unfold m; field; lra). rewrite ME.
  apply Rmult_le_compat_l; [lra|]. rewrite Rmax_right.
  - replace (m ^ 2 - 1 + 1) with (m * m) by ring. rewrite sqrt_square by lra. lra.
  - unfold Rmax in U. destruct (Rle_dec 0 (m ^ 2 - 1)); lra.
Qed.

Lemma damped_slope_positive gamma e u : 0 < gamma < 1 -> 0 < damped_slope gamma e -> 0 <= u <= e ->
  0 < damped_slope gamma u.
Proof.
  intros Gm H U. destruct (Rle_dec u (damped_peak gamma)).
  - apply Rlt_le_trans with (damped_slope gamma 0); [|apply damped_slope_increasing_to_peak; lra].
    unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
  - apply Rlt_le_trans with (1 := H). apply damped_slope_decreasing; lra.
Qed.

(* The energies of a run stay where the greatest slope is positive. *)
Lemma damped_range gamma N p K : 0 < gamma < 1 -> admissible p ->
  let E i := mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0)) in
  exists e, (forall i, (i <= K)%nat -> E i <= e) /\ 0 < damped_slope gamma (Rmax 0 (e - 1)).
Proof.
  intros Gm A E. pose proof (oscillator_ladder N) as L.
  assert (D : forall i, populations N (damped_charge gamma (oscillator N) N (firstn i p) (level 0))).
  { intros i. apply damped_charge_populations; auto using firstn_admissible; [lra|].
    apply level_populations. lia. }
  induction K as [|K [e [B H]]].
  - exists (E 0%nat). split; [intros i I; replace i with 0%nat by lia; lra|].
    assert (E 0%nat = 0) as -> by (unfold E, mean_energy; simpl; rewrite level_mean by lia; reflexivity).
    rewrite Rmax_left by lra. unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
  - destruct (Rle_dec (E (S K)) e) as [Le|Gt].
    { exists e. split; [|exact H]. intros i I. destruct (Nat.eq_dec i (S K)) as [->|NE]; [exact Le|apply B;
      lia]. }
    exists (E (S K)). split.
    { intros i I. destruct (Nat.eq_dec i (S K)) as [->|NE]; [lra|]. pose proof (B i ltac:(lia)). lra. }
    assert (I : (K < length p)%nat).
    { apply Nat.nle_gt. intros I. apply Gt. unfold E. rewrite firstn_all2 by lia.
      rewrite <- (firstn_all2 p I). now apply B. }
    pose proof (nth_admissible p K A I) as Kk.
    pose proof (damped_step_le_1 gamma _ N _ _ L ltac:(lra) Kk (D K)) as Up.
    pose proof (damped_rise gamma _ _ _ N L (fun n _ => oscillator_le N n) ltac:(lra) Kk (D K)) as Step.
    rewrite <- damped_charge_next in Up, Step by exact I. fold (E K) in *. fold (E (S K)) in *.
    pose proof (B K (le_n K)) as BK. pose proof (mean_energy_nonneg N _ (D K)) as E0. fold (E K) in E0.
    assert (Pos : 0 < damped_slope gamma (E K)) 
      by (destruct Kk as [Kk _]; unfold Rmax in Step; destruct (Rle_dec _ _) in Step; nra).
    apply damped_slope_positive with (E K); [exact Gm|exact Pos|]. split; [apply Rmax_l|apply Rmax_lub; lra].
Qed.

Theorem damped_integrated_everywhere gamma N p : 0 < gamma < 1 -> admissible p ->
  integral_at_most (fun u => / greatest (damped_slope gamma) (damped_peak gamma) u)
    0 (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) (tau p).
Proof.
  intros Gm A. destruct (damped_range gamma N p (length p) Gm A) as [e [B H]].
  assert (Pk : 0 <= damped_peak gamma) by apply Rmax_l.
  apply damped_comparison with e; [lra|exact A| | | |].
  - intros i. destruct (le_lt_dec i (length p)) as [I|I]; [now apply B|].
    rewrite firstn_all2 by lia. rewrite <- (firstn_all p) at 1. now apply B.
  - intros u U. apply greatest_continuous. apply damped_slope_continuous.
    unfold nearest. apply Rle_trans with (2 := Rmax_l _ _). now apply Rmin_glb.
  - intros u U. unfold greatest. destruct (nearest_cases (damped_peak gamma) u) as [[-> I]|[[-> I]|[-> I]]].
    + apply Rlt_le_trans with (damped_slope gamma 0); [|apply damped_slope_increasing_to_peak; lra].
      unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
    + apply Rlt_le_trans with (damped_slope gamma 0); [|apply damped_slope_increasing_to_peak; lra].
      unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
    + apply Rlt_le_trans with (1 := H). apply damped_slope_decreasing; [exact Gm|].
      split; [lra|]. apply Rle_trans with (2 := Rmax_r _ _). lra.
  - intros u v V V1 U. apply greatest_is_greatest with e; try lra.
    + intros. apply damped_slope_increasing_to_peak; lra.
    + intros. apply damped_slope_decreasing; lra.
Qed.

(* (C4) without a restriction on the energy: one excited qubit with swap angle x* refutes it as soon as the
   right-hand side decreases from the start. *)
Theorem printed_C4_false gamma N : 0 < gamma < 1 -> (1 <= N)%nat -> PI * R_0 * (1 - gamma) < 4 * gamma ->
  exists p, admissible p /\ short p /\
    let e := mean_energy N (damped_charge gamma (oscillator N) N p (level 0)) in
    (forall u, 0 <= u <= e -> 0 < damped_slope gamma u) /\
    ~ integral_at_most (fun u => / damped_slope gamma u) 0 e (tau p).
Proof.
  intros Gm N1 X. pose proof R0_pos as R. pose proof x_star_bracket as B. pose proof PI_RGT_0 as PI0.
  pose proof PI2_3_2.
  set (k := Collision x_star 0). exists (k :: nil).
  assert (A : admissible (k :: nil)) by (repeat constructor; simpl; lra).
  assert (Sh : short (k :: nil)).
  { constructor; [|constructor]. simpl. apply Rlt_le, Rnot_le_lt. intros L.
    pose proof x_star_stationary as Z. unfold stationary in Z.
    assert (0 < sin x_star) by (apply sin_gt_0; pose proof PI_RGT_0; lra).
    assert (cos x_star <= 0) by (apply cos_le_0; lra). nra. }
  assert (E : mean_energy N (damped_charge gamma (oscillator N) N (k :: nil) (level 0)) = (1 - gamma) * (R_0
    * x_star)).
  { change (mean_energy N (damp gamma N (population_step (oscillator N) k (level 0)))
      = (1 - gamma) * (R_0 * x_star)).
    rewrite damp_energy. f_equal. pose proof (step_energy _ k (level 0) N (oscillator_ladder N)) as St.
    rewrite (level_sum (fun n => (1 - q k) * s (oscillator N) k (S n) ^ 2 - q k * s (oscillator N) k n ^ 2))
      in St by lia.
    unfold mean_energy in St at 2. rewrite level_mean in St by lia. simpl (INR 0) in St.
    rewrite Rminus_0_r in St. rewrite St.
    assert (S1 : s (oscillator N) k 1 = sin x_star).
    { unfold s, oscillator, cut, infinite_oscillator. rewrite (proj2 (Nat.leb_le 1 N) N1). simpl.
      now rewrite sqrt_1, Rmult_1_l. }
    rewrite S1. simpl q. destruct R0_attained as [X0 <-]. field. lra. }
  cbv zeta. rewrite E. set (e := (1 - gamma) * (R_0 * x_star)) in *.
  assert (R1 : 0 < R_0 * (1 - gamma)) by nra.
  assert (Below : forall u, 0 < u -> damped_slope gamma u < R_0 * (1 - gamma)).
  { intros u U. unfold damped_slope. pose proof (sqrt_sqrt (u + 1) ltac:(lra)) as S2.
    pose proof (sqrt_pos (u + 1)).
    assert (S3 : sqrt (u + 1) < 1 + u / 2) by nra.
    assert (R_0 * (1 - gamma) * (sqrt (u + 1) - 1) < R_0 * (1 - gamma) * (u / 2))
      by (apply Rmult_lt_compat_l; lra).
    assert (R_0 * (1 - gamma) * (u / 2) <= 2 / PI * gamma * u).
    { apply Rmult_le_reg_l with PI; [exact PI0|].
      replace (PI * (2 / PI * gamma * u)) with (4 * gamma * (u / 2)) by (field; lra). nra. }
    lra. }
  assert (E0 : 0 < e) by (unfold e; apply Rmult_lt_0_compat; [|apply Rmult_lt_0_compat]; lra).
  assert (Pos : forall u, 0 <= u <= e -> 0 < damped_slope gamma u).
  { intros u U. unfold damped_slope. assert (S1 : sqrt 1 <= sqrt (u + 1)) by (apply sqrt_le_1_alt; lra).
    rewrite sqrt_1 in S1.
    assert (2 / PI * gamma * u < R_0 * (1 - gamma)).
    { apply Rmult_lt_reg_l with PI; [exact PI0|].
      replace (PI * (2 / PI * gamma * u)) with (2 * gamma * u) by (field; lra).
      apply Rle_lt_trans with (2 * gamma * e); [apply Rmult_le_compat_l; lra|].
      replace (2 * gamma * e) with ((2 * gamma * x_star) * (R_0 * (1 - gamma))) by (unfold e; ring).
      apply Rmult_lt_compat_r; [exact R1|]. nra. }
    nra. }
  repeat split; [exact A|exact Sh|exact Pos|]. intros [I [HI Le]].
  apply (is_RInt_unique (V := R_CompleteNormedModule)) in HI. simpl in Le.
  assert (Lt : RInt (fun _ => / (R_0 * (1 - gamma))) 0 e < RInt (fun u => / damped_slope gamma u) 0 e).
  { apply RInt_lt; [exact E0| |intros; apply continuous_const|].
    - intros u U. apply (continuous_comp (damped_slope gamma) Rinv); [now apply damped_slope_continuous|].
      apply continuity_pt_filterlim. apply (continuity_pt_inv id);
        [apply derivable_continuous_pt, derivable_pt_id|].
      pose proof (Pos u U). unfold id. lra.
    - intros u U. apply Rinv_lt_contravar; [|apply Below; lra]. apply Rmult_lt_0_compat; [apply Pos|]; lra. }
  rewrite HI, RInt_const in Lt. unfold scal in Lt. simpl in Lt. unfold mult in Lt. simpl in Lt.
  replace ((e - 0) * / (R_0 * (1 - gamma))) with x_star in Lt by (unfold e; field; lra). lra.
Qed.

(* The range of theta in (C2) is needed. *)
Theorem C2_needs_short : exists gamma n theta, 0 <= gamma <= 1 /\ 0 < theta /\
  (1 - gamma) * sqrt (INR n + 1) * R_0 - 2 * gamma * INR n / PI
    < ((1 - gamma) * sin (sqrt (INR n + 1) * theta) ^ 2 - gamma * INR n) / theta.
Proof.
  exists 1, 1%nat, PI. pose proof PI_RGT_0 as P. split; [lra|split; [lra|]]. simpl (INR 1).
  replace ((1 - 1) * sqrt (1 + 1) * R_0 - 2 * 1 * 1 / PI) with (- 2 / PI) by (field; lra).
  replace (((1 - 1) * sin (sqrt (1 + 1) * PI) ^ 2 - 1 * 1) / PI) with (- 1 / PI) by (field; lra).
  apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat|lra].
Qed.
