(* A run of populations: what spec/contract.acsl says of the calls, as Why3 prints it, is what KernelRate.v
   asks of them; and what is read off the last populations is within the bars of spec/sum.acsl (theorem
   P16). *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction KernelWeights KernelBars KernelRate Spec
  Bridge KernelStep KernelSpec KernelContract.
Open Scope R_scope.

(* One step as the kernel made it: where the populations, the tables and the ladder are in memory, the qubit's
   numbers, the angle, and the errors handed to sc_budget_rate. *)
Record rate_call := Rate_call { rate_memory : addr -> double; rate_out : addr; rate_from : addr;
  cosine_at : addr; sine_at : addr; root_at : addr; ground_given : double; excited_given : double;
  angle_given : double; angle_error : double; ground_error : double }.

(* The populations of levels 0..N that memory holds at address p. *)
Definition stored_populations (memory : addr -> double) (p : addr) (N : nat) : nat -> R := fun n =>
  sc_population memory p (Z.of_nat n) (Z.of_nat (S N)).

Lemma stored_population memory p N n : (n <= N)%nat ->
  stored_populations memory p N n = real_of_double (memory (shift p (Z.of_nat n))).
Proof. intros I. apply SpecRate.sc_population_cases. lia. Qed.

Lemma tables_near kind N memory c s f given theta error : let d := Z.of_nat (S N) in
  let w := kernel_ladder kind N in sc_tables_made memory c s f kind given d -> 0 <= error ->
  (forall n, (n <= N)%nat -> sc_swap_gap (real_of_double (memory (shift f (Z.of_nat n)))) given
    + sqrt (w n) * Rabs (given - theta) <= error) ->
  forall n, (n <= S N)%nat -> Rabs (stored_table memory c n - cos (sqrt (w n) * theta)) <= error /\
    Rabs (stored_table memory s n - sin (sqrt (w n) * theta)) <= error.
Proof.
  intros d w [[[[[C0 CN] S0] SN] T] F] E0 A n I.
  assert (End : w n = 0 -> stored_table memory c n = 1 -> stored_table memory s n = 0 ->
    Rabs (stored_table memory c n - cos (sqrt (w n) * theta)) <= error /\
    Rabs (stored_table memory s n - sin (sqrt (w n) * theta)) <= error).
  { intros -> -> ->. rewrite sqrt_0, Rmult_0_l, cos_0, sin_0, !Rminus_diag_eq, Rabs_R0 by reflexivity. lra. }
  destruct (kernel_ladder_end kind N) as [W0 WN].
  destruct (Nat.eq_dec n 0) as [->|N0]; [now apply End|].
  destruct (Nat.eq_dec n (S N)) as [->|NN]; [now apply End|].
  assert (W : w n = IZR (sc_weight kind (Z.of_nat n) d))
    by (unfold w, kernel_ladder, cut; now rewrite (proj2 (Nat.leb_le n N)) by lia).
  specialize (A n ltac:(lia)). destruct (F (Z.of_nat n) ltac:(unfold d; lia) ltac:(lia)) as [_ Root].
  assert (P : 0 <= IZR (sc_weight kind (Z.of_nat n) d)) by (rewrite <- W; apply kernel_ladder_nonneg).
  destruct (T (Z.of_nat n) ltac:(lia) ltac:(unfold d; lia) _ P Root) as [Tc Ts].
  rewrite <- W in Tc, Ts. unfold sc_prod in Tc, Ts.
  fold (stored_table memory c n) in Tc. fold (stored_table memory s n) in Ts.
  pose proof (cos_near (sqrt (w n) * given) (sqrt (w n) * theta)) as Nc.
  pose proof (sin_near (sqrt (w n) * given) (sqrt (w n) * theta)) as Ns.
  rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq (sqrt (w n))) in Nc, Ns by apply sqrt_pos.
  apply Rabs_le_between in Tc, Ts, Nc, Ns. split; apply Rabs_le; lra.
Qed.

Section Step.
Variables (kind : Z) (N : nat) (k : collision) (x : rate_call).
Let d := Z.of_nat (S N).
Let w := kernel_ladder kind N.
Let value := real_of_double.

(* What the calls make; the caller's share is that angle_error covers an angle that is rounded, and
   ground_error the rounding of q. *)
Record rate_spec : Prop := {
  spec_rate_made : sc_rate_made (rate_memory x) (rate_out x) (rate_from x) (cosine_at x) (sine_at x)
    (root_at x) (ground_given x) (excited_given x) kind (angle_given x) d;
  spec_rate_angle : forall n, (n <= N)%nat ->
    sc_swap_gap (value (rate_memory x (shift (root_at x) (Z.of_nat n)))) (value (angle_given x))
      + sqrt (w n) * Rabs (value (angle_given x) - theta k) <= value (angle_error x);
  spec_rate_input : 2 * Rabs (value (ground_given x) - q k) <= value (ground_error x) }.

Definition rate_given_of : kernel_rate :=
  Given_rate (value (ground_given x)) (value (excited_given x)) (stored_table (rate_memory x) (cosine_at x))
    (stored_table (rate_memory x) (sine_at x)) (value (angle_error x)) (value (ground_error x)).

Lemma rated_in_spec n : stored_table (rate_memory x) (sine_at x) 0 = 0 ->
  sc_rated (rate_memory x) (rate_from x) (cosine_at x) (sine_at x) (value (ground_given x))
    (value (excited_given x)) (Z.of_nat n) d
  = KernelRate.rated rate_given_of (stored_populations (rate_memory x) (rate_from x) N) n.
Proof.
  intros S0. unfold sc_rated, sc_rate_entry, KernelRate.rated, rate_given_of. cbv zeta.
  cbn [rate_q rate_p rate_c rate_s]. unfold stored_populations.
  replace (1 + Z.of_nat n)%Z with (Z.of_nat (S n)) by lia.
  set (C := stored_table (rate_memory x) (cosine_at x)). set (D := stored_table (rate_memory x) (sine_at x))
    in *.
  fold (stored_table (rate_memory x) (cosine_at x) n) (stored_table (rate_memory x) (cosine_at x) (S n)).
  fold (stored_table (rate_memory x) (sine_at x) n) (stored_table (rate_memory x) (sine_at x) (S n)).
  fold C D. fold d value.
  destruct n as [|n]; [rewrite S0|replace (- (1) + Z.of_nat (S n))%Z with (Z.of_nat n) by lia];
    simpl pred; ring.
Qed.

Theorem within_of_spec : rate_spec -> 0 <= value (angle_error x) <= / 16 ->
  within_rate N w k rate_given_of (stored_populations (rate_memory x) (rate_from x) N)
    (stored_populations (rate_memory x) (rate_out x) N).
Proof.
  intros [M A I] E. unfold sc_rate_made in M. cbv zeta in M. fold value in M.
  destruct M as [[[[[[[[D0 D1] Ep] Eg] Co] T] P] U] En].
  assert (S0 : stored_table (rate_memory x) (sine_at x) 0 = 0) by apply T.
  assert (SN : stored_table (rate_memory x) (sine_at x) (S N) = 0) by apply T.
  constructor; cbn [rate_given_of rate_q rate_p rate_c rate_s rate_error rate_input].
  - unfold sc_between in Ep, Eg. fold value in Ep, Eg. split; [lra|]. split; [lra|].
    unfold sc_radd, rounded, sc_u, sc_eta in Co. unfold u.
    replace (1 + - (1) * value (ground_given x)) with (1 - value (ground_given x)) in Co by ring.
    now rewrite (Rabs_pos_eq (1 - value (ground_given x))) in Co by lra.
  - now split.
  - intros n J. destruct (tables_near kind N _ _ _ _ _ (theta k) _ T (proj1 E) A n J) as [Tc Ts].
    split; [exact Tc|split; [exact Ts|]].
    specialize (U (Z.of_nat n) ltac:(unfold d; lia) ltac:(lia)). unfold sc_on_circle, sc_prod, sc_u in U.
    change (value _) with (stored_table (rate_memory x) (cosine_at x) n) in U at 1 2.
    change (value _) with (stored_table (rate_memory x) (sine_at x) n) in U.
    apply Rabs_le_between in U. unfold u. lra.
  - now split.
  - intros n J. specialize (En (Z.of_nat n) ltac:(lia) ltac:(unfold d; lia)). unfold sc_rate_off in En.
    fold value in En. rewrite rated_in_spec in En by exact S0.
    rewrite (stored_population (rate_memory x) (rate_out x)) by exact J. fold value. unfold u, sc_u in *.
    match type of En with Rabs ?a <= _ => match goal with |- Rabs ?b <= _ =>
      replace b with a by ring end end. lra.
Qed.
End Step.

(* ---- What is read off populations. *)
Lemma stored_reading memory p N center order :
  sc_moment memory p 0 center order (Z.of_nat (S N))
    = \sum_(n <= N) sc_moment_weight center order (Z.of_nat n) * stored_populations memory p N n /\
  sc_moment_size memory p 0 center order (Z.of_nat (S N))
    = \sum_(n <= N) Rabs (sc_moment_weight center order (Z.of_nat n) * stored_populations memory p N n).
Proof.
  destruct (stored_moment memory p 0 (Z.of_nat N) center order N ltac:(lia) ltac:(lia)) as [A B].
  replace (1 + Z.of_nat N)%Z with (Z.of_nat (S N)) in A, B by lia.
  assert (E : forall n, (n <= N)%nat ->
    stored_matrix memory p 0 (Z.of_nat N) n n = stored_populations memory p N n).
  { intros n I. rewrite stored_at, stored_population by lia. do 3 f_equal. unfold sc_place. lia. }
  split; [rewrite A|rewrite B]; apply sum_eq; intros n I; now rewrite E.
Qed.

(* The rounding of a reading, per unit of what is summed, and what sc_observe_error has above it. *)
Definition reading_error (N : nat) : R := sc_observe_units (Z.of_nat (S N)) * u.

Lemma reading_range N : 0 <= reading_error N <= / 2 ^ 40 /\
  ((1 <= N)%nat -> reading_error N + / 2 ^ 900 <= sc_observe_share (Z.of_nat (S N))).
Proof.
  unfold reading_error, u. destruct (sc_observe_units_cases (Z.of_nat (S N))) as [U V].
  destruct (sc_observe_share_cases (Z.of_nat (S N))) as [A B]. unfold sc_u in *.
  destruct (Z_le_dec (Z.of_nat (S N)) 4095) as [L|L].
  - rewrite (U L), (A L). rewrite plus_IZR, mult_IZR. apply IZR_le in L as L'.
    assert (0 <= IZR (Z.of_nat (S N))) by (apply IZR_le; lia). split; [lra|]. intros _. lra.
  - rewrite (V L), (B L). split; [lra|]. intros _. lra.
Qed.

Lemma reading_near x e size N : sc_observed x e size (Z.of_nat (S N)) ->
  Rabs (x - e) <= reading_error N * size + / 2 ^ 900.
Proof.
  intros A. unfold sc_observed, sc_u in A. replace (x - e) with (x + - (1) * e) by ring.
  unfold reading_error, u. lra.
Qed.

(* ---- A run: the calls, the populations they leave, budgets and totals. *)
Record rate_run_spec (kind : Z) (N : nat) (p : protocol) (calls : nat -> rate_call)
  (computed : nat -> nat -> R) (budget total : nat -> double) : Prop := {
  rate_run_levels : (1 <= N)%nat /\ (Z.of_nat N <= 1048575)%Z;
  rate_run_ground : real_of_double (budget 0%nat) = 0;
  rate_run_calls : forall i k, nth_error p i = Some k -> let x := calls i in let d := Z.of_nat (S N) in
    rate_spec kind N k x /\
    computed i = stored_populations (rate_memory x) (rate_from x) N /\
    computed (S i) = stored_populations (rate_memory x) (rate_out x) N /\
    sc_rate_total_made (rate_memory x) (real_of_double (total i)) (rate_from x) d /\
    / 2 ^ 800 <= real_of_double (total i) /\
    sc_rate_paid (budget (S i)) (budget i) (total i) (angle_error x) (ground_error x) }.

Lemma stored_nonneg kind N k x : rate_spec kind N k x ->
  forall n, 0 <= stored_populations (rate_memory x) (rate_from x) N n.
Proof.
  intros [M _ _] n. destruct (SpecRate.sc_population_cases (rate_memory x) (rate_from x) (Z.of_nat n)
    (Z.of_nat (S N))) as [A B]. unfold stored_populations.
  destruct (Z_lt_dec (Z.of_nat n) (Z.of_nat (S N))) as [L|L]; [|rewrite B by lia; lra].
  rewrite A by lia. unfold sc_rate_made in M. cbv zeta in M. destruct M as [[[_ P] _] _].
  pose proof (P (Z.of_nat n) ltac:(lia) L) as Q. unfold sc_between in Q. lra.
Qed.

Theorem rate_run_of_spec kind N p calls computed budget total :
  rate_run_spec kind N p calls computed budget total ->
  rate_run (kernel_ladder kind N) N p (fun i => rate_given_of (calls i)) computed
    (fun i => real_of_double (budget i)) (fun i => real_of_double (total i)).
Proof.
  intros [L G C].
  assert (At : forall i, (i < length p)%nat -> exists k, nth_error p i = Some k).
  { intros i I. destruct (nth_error p i) as [k|] eqn:E; [now exists k|]. apply nth_error_None in E. lia. }
  split.
  - rewrite INR_IZR_INZ. apply IZR_le. lia.
  - intros i n I. destruct (At i I) as [k E]. destruct (C i k E) as [S [-> _]].
    exact (stored_nonneg _ _ _ _ S n).
  - exact G.
  - intros i k E. destruct (C i k E) as [S [-> [-> [_ [_ P]]]]]. apply within_of_spec; [exact S|].
    unfold sc_rate_paid, sc_between in P. lra.
  - intros i I. destruct (At i I) as [k E]. destruct (C i k E) as [S [-> [_ [T [T0 _]]]]].
    set (y := stored_populations _ _ N) in *. unfold sc_rate_total_made in T.
    destruct (stored_reading (rate_memory (calls i)) (rate_from (calls i)) N 0 0) as [A B].
    rewrite A, B in T. fold y in T. apply reading_near in T.
    assert (W : forall n, sc_moment_weight 0 0 n = 1) by reflexivity.
    rewrite (sum_eq (fun n => Rabs _) y) in T.
    2:{ intros n _. rewrite W, Rmult_1_l. apply Rabs_pos_eq. exact (stored_nonneg _ _ _ _ S n). }
    rewrite (sum_eq (fun n => sc_moment_weight 0 0 (Z.of_nat n) * y n) y) in T by (intros; rewrite W; ring).
    set (s := \sum_(n <= N) y n) in *.
    assert (s0 : 0 <= s) by (apply cond_pos_sum; exact (stored_nonneg _ _ _ _ S)).
    destruct (reading_range N) as [[_ R] _]. apply (Rmult_le_compat_r s _ _ s0) in R.
    apply Rabs_le_between in T. lra.
  - intros i I. destruct (At i I) as [k E]. destruct (C i k E) as [_ [_ [_ [_ [_ P]]]]].
    unfold sc_rate_paid, sc_budget_after, sc_prod, sc_rate_share, sc_u in P.
    cbn [rate_given_of rate_error rate_input]. unfold u. lra.
Qed.

Section Read.
Variables (kind : Z) (N : nat) (p : protocol) (calls : nat -> rate_call) (computed : nat -> nat -> R).
Variables (budget total : nat -> double) (memory : addr -> double) (last : addr).
Let d := Z.of_nat (S N).
Let eq9 := charge (kernel_ladder kind N) p (computed 0%nat).
Let bar := real_of_double (budget (length p)).
Hypothesis Kind : (0 <= kind <= 2)%Z.
Hypothesis A : admissible p.
Hypothesis start : populations N (computed 0%nat).
Hypothesis K : rate_run_spec kind N p calls computed budget total.

Theorem rate_distance_spec : distance N (computed (length p)) eq9 <= bar.
Proof.
  exact (rate_distance _ _ _ _ _ _ _ (kernel_ladder_ladder kind N Kind) A (rate_run_of_spec _ _ _ _ _ _ _ K)).
Qed.

Hypothesis Last : computed (length p) = stored_populations memory last N.

Lemma eq9_populations : populations N eq9.
Proof. exact (charge_populations _ p _ N (kernel_ladder_ladder kind N Kind) A start). Qed.

(* The reading of f, whose weights spec/ has, between - b and b. *)
Lemma rate_reading center order f b read : (forall n, sc_moment_weight center order (Z.of_nat n) = f n) ->
  (forall n, (n <= N)%nat -> Rabs (f n) <= b) ->
  sc_observed read (sc_moment memory last 0 center order d) (sc_moment_size memory last 0 center order d) d ->
  1 <= b -> Rabs (read - mean f N eq9) <= b * sc_trace_bar bar d.
Proof.
  intros W F O b1. pose proof (rate_run_levels _ _ _ _ _ _ _ K) as L. destruct (reading_range N) as [[E0 _]
    E].
  specialize (E ltac:(lia)). unfold d in O. destruct (stored_reading memory last N center order) as [M S].
  rewrite M, S, <- Last in O. apply reading_near in O.
  rewrite (sum_eq _ (fun n => f n * computed (length p) n)),
    (sum_eq (fun n => Rabs _) (fun n => Rabs (f n * computed (length p) n))) in O by (intros; now rewrite W).
  pose proof (rate_mean N _ _ bar rate_distance_spec eq9_populations f b read (reading_error N) (/ 2 ^ 900)
    F E0 O) as H.
  eapply Rle_trans; [exact H|]. unfold sc_trace_bar, sc_prod, d.
  pose proof (bar_positive N _ _ bar rate_distance_spec) as B.
  apply (Rmult_le_compat_r (1 + bar)) in E; [|lra].
  assert (T : / 2 ^ 900 * 1 <= / 2 ^ 900 * (1 + bar)) by (apply Rmult_le_compat_l; lra).
  set (h := sc_observe_share _) in *. set (e := reading_error N) in *.
  assert (G : 1 * / 2 ^ 900 <= b * (h * (1 + bar) - e * (1 + bar))) by (apply Rmult_le_compat; lra). lra.
Qed.

Lemma level_weight n : (n <= N)%nat -> Rabs (INR n) <= INR N.
Proof. intros I. rewrite Rabs_pos_eq by apply pos_INR. now apply le_INR. Qed.

Lemma energy_weight n : sc_moment_weight 0 1 (Z.of_nat n) = INR n.
Proof.
  unfold sc_moment_weight. destruct (Z.eq_dec 1 0); [lia|]. destruct (Z.eq_dec 1 1); [|lia].
  now rewrite Rminus_0_r, <- INR_IZR_INZ.
Qed.

Lemma top_level : IZR (- (1) + d) = INR N /\ 1 <= INR N.
Proof.
  pose proof (rate_run_levels _ _ _ _ _ _ _ K) as L. split; [|apply (le_INR 1); lia].
  rewrite INR_IZR_INZ. f_equal. unfold d. lia.
Qed.

Theorem rate_total_spec read : sc_rate_total_made memory read last d -> Rabs (read - 1) <= sc_trace_bar bar d.
Proof.
  intros O. destruct eq9_populations as [_ [_ One]].
  pose proof (rate_reading 0 0 (fun _ => 1) 1 read (fun _ => eq_refl) (fun _ _ => Req_le _ _ Rabs_R1)
    O ltac:(lra)) as H. unfold mean in H.
  rewrite (sum_eq _ (fun n => eq9 n)), One in H by (intros; ring). lra.
Qed.

Theorem rate_energy_spec energy : sc_rate_energy_made memory energy last d ->
  Rabs (energy - mean_energy N eq9) <= sc_energy_bar bar d.
Proof.
  intros O. destruct top_level as [T T1]. unfold sc_energy_bar. unfold sc_prod at 1. rewrite T.
  exact (rate_reading 0 1 INR (INR N) energy energy_weight level_weight O T1).
Qed.

Theorem rate_variance_spec variance : sc_rate_variance_made memory variance last d ->
  Rabs (variance - energy_variance N eq9) <= sc_variance_bar bar d.
Proof.
  intros [e [En V]]. pose proof (rate_energy_spec e En) as H. destruct top_level as [T T1].
  pose proof (rate_run_levels _ _ _ _ _ _ _ K) as L. destruct (reading_range N) as [[E0 _] E].
  specialize (E ltac:(lia)). unfold d in V. destruct (stored_reading memory last N e 2) as [M S].
  rewrite M, S, <- Last in V. apply reading_near in V.
  assert (W : forall n, sc_moment_weight e 2 (Z.of_nat n) = (INR n - e) ^ 2).
  { intros n. unfold sc_moment_weight. destruct (Z.eq_dec 2 0); [lia|]. destruct (Z.eq_dec 2 1); [lia|].
    unfold sc_prod. rewrite <- INR_IZR_INZ. ring. }
  rewrite (sum_eq _ (fun n => (INR n - e) ^ 2 * computed (length p) n)),
    (sum_eq (fun n => Rabs _) (fun n => Rabs ((INR n - e) ^ 2 * computed (length p) n))) in V
    by (intros; now rewrite W).
  pose proof (rate_variance N _ _ bar rate_distance_spec eq9_populations variance e _ (reading_error N)
    (/ 2 ^ 900) E0 H V) as Y.
  eapply Rle_trans; [exact Y|]. unfold sc_variance_bar. cbv zeta. set (h := sc_energy_bar bar d) in *.
  unfold sc_trace_bar, sc_prod. rewrite T.
  pose proof (bar_positive N _ _ bar rate_distance_spec) as B.
  assert (h0 : 0 <= h) by (eapply Rle_trans; [apply Rabs_pos|exact H]).
  apply (Rmult_le_compat_r (1 + bar)) in E; [|lra].
  assert (R : / 2 ^ 900 * 1 <= / 2 ^ 900 * (1 + bar)) by (apply Rmult_le_compat_l; lra).
  assert (S1 : 1 <= (INR N + h) * (INR N + h)).
  { apply Rle_trans with (1 * 1); [lra|apply Rmult_le_compat; lra]. }
  replace ((INR N + h) ^ 2) with ((INR N + h) * (INR N + h)) by ring.
  fold d in E. set (z := (INR N + h) * (INR N + h)) in *. set (s := sc_observe_share d) in *.
  assert (G : 1 * / 2 ^ 900 <= z * (s * (1 + bar) - reading_error N * (1 + bar))) by (apply Rmult_le_compat;
    lra).
  replace ((INR N + h) * (bar + s * (1 + bar)) * (INR N + h)) with (z * (bar + s * (1 + bar))) by (unfold z;
    ring).
  lra.
Qed.
End Read.
