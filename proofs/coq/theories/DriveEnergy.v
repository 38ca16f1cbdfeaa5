(* The energy of the driven oscillator, (20). That it is at least the displaced vacuum's in the limit follows
   from the populations of finitely many levels; that it is at most that, from sqrt E, which grows by no more
   than the drive and a remainder of second order. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra Lia FunctionalExtensionality.
From Surecharge Require Import Ladder R0 PopulationStep DensityContraction DensityLeak SmallAngle
  OscillatorBound SpinBound DriveLimit DriveOscillator.
Open Scope R_scope.

(* What flows up through the coherence between levels n - 1 and n. *)
Definition current (w : nat -> R) (k : collision) (r : matrix) (n : nat) : R :=
  c w k n * s w k n * r n (pred n).

Lemma step_diagonal w k r n : symmetric r ->
  density_step w k r n n = population_step w (swap k) (fun n => r n n) n
    + 2 * drive_strength (q (swap k)) (coherence k) * (current w (swap k) r n - current w (swap k) r (S n)).
Proof.
  intros Y. unfold density_step, population_step, current, drive_strength. simpl pred.
  rewrite (Y (pred n) n), (Y n (S n)). ring.
Qed.

Lemma abel (j : nat -> R) M : j 0%nat = 0 ->
  \sum_(n <= M) INR n * (j n - j (S n)) = \sum_(n <= M) j n - INR M * j (S M).
Proof.
  intros J0. induction M as [|M IH]; [simpl; rewrite J0; ring|]. rewrite !tech5, IH, S_INR. ring.
Qed.

Lemma sum_shifted (a : nat -> R) M : (forall n, 0 <= a n) ->
  \sum_(n <= M) (match n with O => 0 | S n => a n end) <= \sum_(n <= M) a n.
Proof.
  intros A. assert (H : \sum_(n <= M) (match n with O => 0 | S n => a n end) = \sum_(n <= M) a n - a M).
  { induction M as [|M IH]; [simpl; ring|]. rewrite !tech5, IH. ring. }
  rewrite H. pose proof (A M). lra.
Qed.

Lemma sum_grows (a : nat -> R) L M : (forall n, 0 <= a n) -> (L <= M)%nat ->
  \sum_(n <= L) a n <= \sum_(n <= M) a n.
Proof. intros A I. induction I as [|M I IH]; [lra|]. rewrite tech5. pose proof (A (S M)). lra. Qed.

(* A mixture is non-negative on pairs of levels. *)
Lemma mixture_pair l a y n m : 0 <= a -> 0 < y ->
  a * Rabs (mixture l n m) <= (a ^ 2 * mixture l n n / y + y * mixture l m m) / 2.
Proof.
  intros A Y. induction l as [|v l IH]; cbn [mixture].
  - rewrite Rabs_R0. right. field. lra.
  - assert (P : a * Rabs (v n * v m) <= (a ^ 2 * (v n * v n) / y + y * (v m * v m)) / 2).
    { apply Rmult_le_reg_r with (2 * y); [lra|].
      replace ((a ^ 2 * (v n * v n) / y + y * (v m * v m)) / 2 * (2 * y))
        with ((a * Rabs (v n)) ^ 2 + (y * Rabs (v m)) ^ 2)
        by (rewrite !Rpow_mult_distr, !pow2_abs; field; lra).
      rewrite Rabs_mult. pose proof (pow2_ge_0 (a * Rabs (v n) - y * Rabs (v m))). lra. }
    pose proof (Rabs_triang (v n * v m) (mixture l n m)) as Tr. apply (Rmult_le_compat_l a) in Tr; [|exact A].
    eapply Rle_trans; [exact Tr|]. rewrite Rmult_plus_distr_l. eapply Rle_trans; [apply Rplus_le_compat;
      eassumption|].
    right. field. lra.
Qed.

Lemma mixture_diagonal_nonneg l n : 0 <= mixture l n n.
Proof. induction l as [|v l IH]; cbn [mixture]; [lra|]. nra. Qed.

Lemma mixture_trace N l : \sum_(n <= N) mixture l n n = mixture_norm N l.
Proof.
  induction l as [|v l IH]; cbn [mixture mixture_norm]; [rewrite sum_cte; ring|]. rewrite sum_plus, IH.
    f_equal.
  unfold square_norm. apply sum_eq. intros. ring.
Qed.

Lemma sin_small x : 0 <= x -> Rabs (sin x) <= x.
Proof.
  intros X. pose proof (sin_below x X). pose proof (sin_below (1 - x)). destruct (Rle_dec x 1) as [L|L].
  - rewrite Rabs_pos_eq; [lra|]. pose proof PI_RGT_0. pose proof PI2_1. apply sin_ge_0; lra.
  - pose proof (SIN_bound x). apply Rabs_le. lra.
Qed.

Lemma s_small w k n : 0 <= theta k -> Rabs (s w k n) <= theta k * sqrt (w n).
Proof. intros T. unfold s. rewrite Rmult_comm. apply sin_small. apply Rmult_le_pos; [exact T|apply sqrt_pos].
  Qed.

Lemma mixture_symmetric l : symmetric (mixture l).
Proof. intros n m. induction l as [|v l IH]; cbn [mixture]; [reflexivity|]. rewrite IH. ring. Qed.

(* One collision, for any y > 0; y near sqrt E is best. *)
Lemma energy_gain w N k l y : ladder w N -> (forall n, 0 <= w n <= INR n) -> 0 <= theta (swap k) ->
  0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 -> state N l -> 0 < y ->
  let e := mean_energy N (fun n => mixture l n n) in let t := theta (swap k) in
  mean_energy N (fun n => density_step w k (mixture l) n n)
    <= e + drive_strength (q (swap k)) (coherence k) * t * (e / y + y) + t ^ 2 * (e + 1).
Proof.
  intros L W T Q C [One _] Y e t. pose proof (drive_strength_range _ _ Q C) as K.
  set (kappa := drive_strength _ _) in *. set (P := fun n => mixture l n n).
  set (j := current w (swap k) (mixture l)). pose proof (mixture_trace N l) as Tr. rewrite One in Tr.
  assert (P0 : forall n, 0 <= P n) by (intros; apply mixture_diagonal_nonneg).
  assert (S2 : forall n, s w (swap k) n ^ 2 <= t ^ 2 * w n).
  { intros n. rewrite <- (sqrt_sqrt (w n)) by apply W. rewrite <- pow2_abs.
    replace (t ^ 2 * (sqrt (w n) * sqrt (w n))) with ((t * sqrt (w n)) ^ 2) by ring.
    apply pow_incr. split; [apply Rabs_pos|now apply s_small]. }
  assert (E : mean_energy N (fun n => density_step w k (mixture l) n n)
    = mean_energy N (population_step w (swap k) P) + 2 * kappa * (\sum_(n <= N) j n)).
  { transitivity (mean_energy N (population_step w (swap k) P)
      + 2 * kappa * (\sum_(n <= N) INR n * (j n - j (S n)))).
    - unfold mean_energy, mean. rewrite scal_sum, <- sum_plus. apply sum_eq. intros n _.
      rewrite step_diagonal by apply mixture_symmetric. fold kappa P j. ring.
    - destruct L as [W0 [WN _]]. rewrite abel.
      + unfold j at 2, current. rewrite (s_closed w (swap k) _ WN). ring.
      + unfold j, current. rewrite (s_closed w (swap k) _ W0). ring. }
  assert (A : mean_energy N (population_step w (swap k) P) <= e + t ^ 2 * (e + 1)).
  { pose proof (step_energy w (swap k) P N L) as G. fold e in G. change (mean_energy N P) with e in G.
    assert (\sum_(n <= N) ((1 - q (swap k)) * s w (swap k) (S n) ^ 2 - q (swap k) * s w (swap k) n ^ 2) * P n
      <= t ^ 2 * (e + 1)); [|lra].
    replace (t ^ 2 * (e + 1)) with (\sum_(n <= N) (t ^ 2 * (INR n + 1)) * P n).
    - apply sum_Rle. intros n _. apply Rmult_le_compat_r; [apply P0|].
      pose proof (S2 (S n)) as B. pose proof (W (S n)) as [_ V]. rewrite S_INR in V.
      pose proof (pow2_ge_0 (s w (swap k) n)). pose proof (pow2_ge_0 (s w (swap k) (S n))).
        pose proof (pow2_ge_0 t).
      apply (Rmult_le_compat_l (t ^ 2)) in V; [|assumption].
      assert (0 <= q (swap k) * s w (swap k) n ^ 2) by (apply Rmult_le_pos; lra).
      assert ((1 - q (swap k)) * s w (swap k) (S n) ^ 2 <= 1 * s w (swap k) (S n) ^ 2)
        by (apply Rmult_le_compat_r; lra). lra.
    - transitivity (t ^ 2 * (e + \sum_(n <= N) mixture l n n)); [|now rewrite Tr].
      unfold e, mean_energy, mean. rewrite <- sum_plus, scal_sum. apply sum_eq. intros n _.
      unfold P. ring. }
  assert (J : \sum_(n <= N) j n <= t / 2 * (e / y + y)).
  { set (low := fun n => match n with O => 0 | S n => P n end).
    apply Rle_trans with (\sum_(n <= N) (t / (2 * y) * (INR n * P n) + t * y / 2 * low n)).
    - apply sum_Rle. intros n _. destruct n as [|n].
      + unfold j, current. destruct L as [W0 _]. rewrite (s_closed w (swap k) _ W0). simpl. right. ring.
      + apply Rle_trans with (t * (sqrt (w (S n)) * Rabs (mixture l (S n) n))).
        * eapply Rle_trans; [apply Rle_abs|]. unfold j, current. simpl pred.
          rewrite !Rabs_mult. pose proof (s_small w (swap k) (S n) T) as B. fold t in B.
          assert (C1 : Rabs (Ladder.c w (swap k) (S n)) <= 1) by apply Rabs_le, COS_bound.
          pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos _) (Rabs_pos _) C1 B) as D.
          apply (Rmult_le_compat_r (Rabs (mixture l (S n) n))) in D; [|apply Rabs_pos]. lra.
        * pose proof (mixture_pair l (sqrt (w (S n))) y (S n) n (sqrt_pos _) Y) as B.
          rewrite pow2_sqrt in B by apply W. pose proof (W (S n)) as [_ V].
          apply (Rmult_le_compat_r (P (S n))) in V; [|apply P0].
          apply (Rmult_le_compat_l t) in B; [|exact T]. unfold low. fold (P (S n)) (P n) in B.
          assert (V' : w (S n) * P (S n) / y <= INR (S n) * P (S n) / y)
            by (apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|exact V]).
          apply (Rmult_le_compat_l (t / 2)) in V'; [|unfold t in *; lra].
          replace (t / (2 * y) * (INR (S n) * P (S n))) with (t / 2 * (INR (S n) * P (S n) / y)) by (field;
            lra).
          lra.
    - rewrite sum_plus.
      rewrite (sum_eq _ (fun n => (INR n * P n) * (t / (2 * y)))), <- scal_sum by (intros; ring).
      rewrite (sum_eq (fun n => t * y / 2 * low n) (fun n => low n * (t * y / 2))), <- scal_sum by (intros;
        ring).
      pose proof (sum_shifted P N P0) as Sh. fold low in Sh.
      assert (TrP : \sum_(n <= N) P n = 1) by exact Tr. rewrite TrP in Sh.
      change (\sum_(n <= N) INR n * P n) with e.
      apply (Rmult_le_compat_l (t * y / 2)) in Sh; [|unfold t in *; assert (0 <= theta (swap k) * y) by
        (apply Rmult_le_pos; lra); lra].
      replace (t / (2 * y) * e) with (t / 2 * (e / y)) by (field; lra). lra. }
  apply (Rmult_le_compat_l (2 * kappa)) in J; [|lra]. rewrite E. lra.
Qed.

(* ---- The run, on levels 0..N. *)
Section Run.
Variables (q c tau : R) (N K : nat).
Hypothesis T : 0 < tau.
Hypothesis Q : 0 <= q <= 1.
Hypothesis C : 0 <= c <= 1.
Hypothesis K1 : (1 <= K)%nat.
Let t := tau / INR K.
Let kappa := drive_strength q c.
Let e := Collide (Qubit (Collision t q) c).
Let after i := density_run (oscillator N) N (repeat e i) (diagonal (level 0)).
Let energy i := mean_energy N (fun n => after i n n).

Lemma weak_positive : 0 < t.
Proof. unfold t. apply Rdiv_lt_0_compat; [exact T|]. apply lt_0_INR. lia. Qed.

Lemma after_S i : after (S i) = density_event (oscillator N) N e (after i).
Proof.
  unfold after. rewrite <- density_run_snoc. f_equal. clear. induction i as [|i IH]; [reflexivity|].
  simpl. simpl in IH. now rewrite IH.
Qed.

Lemma after_mixture i : exists l, after i = mixture l /\ state N l.
Proof.
  induction i as [|i [l [E S]]].
  - exists (level 0 :: nil). split.
    + unfold after. simpl. extensionality n. extensionality m. unfold diagonal, level.
      destruct (Nat.eqb_spec n m) as [<-|NE]; [destruct (n =? 0)%nat; ring|].
      destruct (Nat.eqb_spec n 0), (Nat.eqb_spec m 0); try ring. lia.
    + split.
      * simpl. unfold square_norm. rewrite (sum_eq _ (fun n => 1 * level 0 n)) by
          (intros; unfold level; destruct (_ =? _)%nat; ring).
        rewrite (level_sum (fun _ => 1) 0 N) by lia. ring.
      * repeat constructor. intros n I. unfold level. now rewrite (proj2 (Nat.eqb_neq n 0)) by lia.
  - assert (A : admissible_event e).
    { pose proof weak_positive. repeat split; simpl; lra. }
    eexists. split; [|exact (event_state infinite_oscillator N e l (oscillator_ladder N) A S)].
    extensionality n. extensionality m. rewrite after_S.
    exact (event_mixture (oscillator N) N e l (after i) A ltac:(intros; now rewrite E) n m).
Qed.

Lemma after_positive i n : 0 <= after i n n.
Proof. destruct (after_mixture i) as [l [-> _]]. apply mixture_diagonal_nonneg. Qed.

Lemma energy_nonneg i : 0 <= energy i.
Proof. apply cond_pos_sum. intros. apply Rmult_le_pos; [apply pos_INR|apply after_positive]. Qed.

Lemma root_energy_step i d : 0 < d ->
  sqrt (energy (S i) + d) <= (1 + t ^ 2) * sqrt (energy i + d) + (kappa * t + t ^ 2 / sqrt d).
Proof.
  intros D. pose proof weak_positive as Tp. pose proof (drive_strength_range q c Q C) as R. fold kappa in R.
  pose proof (energy_nonneg i) as E0. set (y := sqrt (energy i + d)).
  assert (Yd : sqrt d <= y) by (apply sqrt_le_1_alt; lra).
  assert (D0 : 0 < sqrt d) by now apply sqrt_lt_R0.
  assert (Y2 : y * y = energy i + d) by (apply sqrt_sqrt; lra).
  assert (G : energy (S i) <= energy i + kappa * t * (energy i / y + y) + t ^ 2 * (energy i + 1)).
  { unfold energy. rewrite after_S. destruct (after_mixture i) as [l [-> S]].
    apply (energy_gain (oscillator N) N (Qubit (Collision t q) c) l y (oscillator_ladder N)); simpl; try lra;
      [|exact S].
    intros n. split; [|apply oscillator_le]. unfold oscillator, cut. destruct (_ <=? _)%nat;
      [apply pos_INR|lra]. }
  assert (Ey : energy i / y <= y) by (apply Rle_div_l; lra).
  assert (Kt : 0 <= kappa * t) by (apply Rmult_le_pos; lra). pose proof (pow2_ge_0 t) as t2.
  apply (Rmult_le_compat_l (kappa * t)) in Ey; [|exact Kt].
  set (z := (1 + t ^ 2) * y + (kappa * t + t ^ 2 / sqrt d)).
  assert (H : 0 <= t ^ 2 / sqrt d) by (apply Rdiv_le_0_compat; lra).
  assert (Z0 : 0 <= z) by (unfold z; assert (0 <= (1 + t ^ 2) * y) by (apply Rmult_le_pos; lra); lra).
  rewrite <- (sqrt_square z) by exact Z0. apply sqrt_le_1_alt.
  assert (B : t ^ 2 <= y * (t ^ 2 / sqrt d)).
  { replace (t ^ 2) with (sqrt d * (t ^ 2 / sqrt d)) at 1 by (field; lra). apply Rmult_le_compat_r; lra. }
  assert (Sq : y * y + t ^ 2 * (y * y) + 2 * (kappa * t) * y + y * (t ^ 2 / sqrt d) <= z * z).
  { unfold z. set (h := t ^ 2 / sqrt d) in *. set (u := t ^ 2) in *. set (g := kappa * t) in *.
    replace (((1 + u) * y + (g + h)) * ((1 + u) * y + (g + h)))
      with (y * y + u * (y * y) + 2 * g * y + y * h
        + (u * (y * y) + u * u * (y * y) + 2 * (u * (g * y)) + (y * h + 2 * (u * (y * h))) + (g + h) * (g +
          h))) by ring.
    assert (0 <= y * y) by (apply Rmult_le_pos; lra). assert (0 <= g * y) by (apply Rmult_le_pos; lra).
    assert (0 <= y * h) by (apply Rmult_le_pos; lra).
    assert (0 <= u * (y * y)) by (apply Rmult_le_pos; lra).
    assert (0 <= u * u * (y * y)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
    assert (0 <= u * (g * y)) by (apply Rmult_le_pos; lra). assert (0 <= u * (y * h)) by (apply Rmult_le_pos;
      lra).
    assert (0 <= (g + h) * (g + h)) by (apply Rle_0_sqr). lra. }
  assert (t ^ 2 * (energy i + 1) <= t ^ 2 * (y * y) + t ^ 2).
  { apply Rle_trans with (t ^ 2 * (y * y + 1)); [apply Rmult_le_compat_l; lra|lra]. }
  lra.
Qed.

Lemma root_energy i d : 0 < d ->
  sqrt (energy i + d) <= (1 + t ^ 2) ^ i * (sqrt d + INR i * (kappa * t + t ^ 2 / sqrt d)).
Proof.
  intros D. pose proof weak_positive as Tp. pose proof (drive_strength_range q c Q C) as R. fold kappa in R.
  pose proof (pow2_ge_0 t) as t2. assert (D0 : 0 < sqrt d) by now apply sqrt_lt_R0.
  assert (A : 0 <= kappa * t + t ^ 2 / sqrt d).
  { assert (0 <= t ^ 2 / sqrt d) by (apply Rdiv_le_0_compat; lra).
    assert (0 <= kappa * t) by (apply Rmult_le_pos; lra). lra. }
  induction i as [|i IH].
  - assert (Z : energy 0 = 0).
    { unfold energy, mean_energy, after. simpl density_run. rewrite (mean_ext _ _ _ (level 0)).
      - apply level_mean. lia.
      - intros n. unfold diagonal. now rewrite Nat.eqb_refl. }
    rewrite Z, Rplus_0_l. simpl. lra.
  - pose proof (root_energy_step i d D) as St. rewrite S_INR, <- tech_pow_Rmult.
    apply (Rmult_le_compat_l (1 + t ^ 2)) in IH; [|lra].
    pose proof (pow_R1_Rle (1 + t ^ 2) (S i) ltac:(lra)) as P. rewrite <- tech_pow_Rmult in P.
    apply (Rmult_le_compat_r (kappa * t + t ^ 2 / sqrt d)) in P; [|exact A]. lra.
Qed.
End Run.

Lemma exp_many x n : 0 <= x -> (1 + x) ^ n <= exp (INR n * x).
Proof.
  intros X. induction n as [|n IH]; [simpl; rewrite Rmult_0_l, exp_0; lra|].
  rewrite S_INR, <- tech_pow_Rmult. replace ((INR n + 1) * x) with (x + INR n * x) by ring. rewrite exp_plus.
  apply Rmult_le_compat; [lra|apply pow_le; lra| |exact IH].
  destruct X as [X| <-]; [left; apply exp_ineq1; lra|rewrite exp_0; lra].
Qed.

(* The energy after K collisions, and what bounds it. *)
Definition weak_energy (q c tau : R) (K : nat) : R :=
  mean_energy K (fun n => density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)) n n).
Definition weak_root (q c tau : R) (K : nat) : R :=
  exp (tau ^ 2 / INR K) * (drive_strength q c * tau + (1 + tau) * sqrt (tau / INR K)).

Lemma weak_energy_above q c tau K : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> (1 <= K)%nat ->
  weak_energy q c tau K <= weak_root q c tau K ^ 2.
Proof.
  intros T Q C K1. pose proof (weak_positive tau K T K1) as P. pose proof (drive_strength_range q c Q C) as R.
  assert (N0 : 0 < INR K) by (apply lt_0_INR; lia).
  pose proof (root_energy q c tau K K T Q C K1 K (tau / INR K) P) as H. fold (weak_collisions q c tau K) in H.
  fold (weak_energy q c tau K) in H. set (t := tau / INR K) in *.
  assert (D0 : 0 < sqrt t) by now apply sqrt_lt_R0. pose proof (sqrt_sqrt t ltac:(lra)) as D2.
  assert (E0 : 0 <= weak_energy q c tau K) by (apply (energy_nonneg q c tau K K T Q C K1 K)).
  assert (Sum : sqrt t + INR K * (drive_strength q c * t + t ^ 2 / sqrt t)
    = drive_strength q c * tau + (1 + tau) * sqrt t).
  { assert (A : INR K * t = tau) by (unfold t; field; lra).
    assert (B : t ^ 2 / sqrt t = t * sqrt t) by (transitivity (sqrt t * sqrt t * t / sqrt t);
      [rewrite D2; unfold Rdiv; ring|field; lra]). rewrite B.
    replace (INR K * (drive_strength q c * t + t * sqrt t))
      with (drive_strength q c * (INR K * t) + INR K * t * sqrt t) by ring. rewrite A. ring. }
  rewrite Sum in H. set (x := drive_strength q c * tau + (1 + tau) * sqrt t) in *.
  assert (X : 0 <= x).
  { unfold x. assert (0 <= drive_strength q c * tau) by (apply Rmult_le_pos; lra).
    assert (0 <= (1 + tau) * sqrt t) by (apply Rmult_le_pos; lra). lra. }
  pose proof (exp_many (t ^ 2) K (pow2_ge_0 t)) as Ex.
  replace (INR K * t ^ 2) with (tau ^ 2 / INR K) in Ex by (unfold t; field; lra).
  apply (Rmult_le_compat_r x) in Ex; [|exact X]. unfold weak_root. fold t x.
  set (u := exp (tau ^ 2 / INR K) * x) in *.
  assert (Y : sqrt (weak_energy q c tau K + t) <= u) by exact (Rle_trans _ _ _ H Ex).
  pose proof (sqrt_pos (weak_energy q c tau K + t)) as S0.
  pose proof (sqrt_sqrt (weak_energy q c tau K + t) ltac:(lra)) as S2.
  pose proof (Rmult_le_compat _ _ _ _ S0 S0 Y Y). replace (u ^ 2) with (u * u) by ring. lra.
Qed.

Lemma weak_root_limit q c tau : 0 < tau ->
  is_lim_seq (fun K => weak_root q c tau K ^ 2) ((drive_strength q c * tau) ^ 2).
Proof.
  intros T. assert (Inv : forall a, is_lim_seq (fun K => a / INR K) 0).
  { intros a. replace (Finite 0) with (Finite (a * 0)) by (f_equal; ring). apply (is_lim_seq_scal_l _ a 0).
    apply (is_lim_seq_inv _ p_infty); [apply is_lim_seq_INR|easy]. }
  assert (Ex : is_lim_seq (fun K => exp (tau ^ 2 / INR K)) 1).
  { rewrite <- exp_0. apply (is_lim_seq_continuous exp); [|apply Inv]. apply derivable_continuous_pt,
    derivable_pt_exp. }
  assert (Sq : is_lim_seq (fun K => sqrt (tau / INR K)) 0).
  { rewrite <- sqrt_0. apply (is_lim_seq_continuous sqrt); [|apply Inv]. apply continuity_pt_sqrt. lra. }
  assert (Root : is_lim_seq (weak_root q c tau) (drive_strength q c * tau)).
  { replace (Finite (drive_strength q c * tau)) with (Finite (1 * (drive_strength q c * tau + (1 + tau) * 0)))
      by (f_equal; ring).
    apply is_lim_seq_mult'; [exact Ex|]. apply is_lim_seq_plus'; [apply is_lim_seq_const|].
    now apply (is_lim_seq_scal_l _ (1 + tau) 0). }
  apply is_lim_seq_ext with (fun K => weak_root q c tau K * weak_root q c tau K); [intros; ring|].
  replace ((drive_strength q c * tau) ^ 2) with (drive_strength q c * tau * (drive_strength q c * tau)) by
    ring.
  now apply is_lim_seq_mult'.
Qed.

(* The energy of the displaced vacuum. *)
Lemma displaced_energy_partial x L :
  \sum_(n <= S L) INR n * outer (displaced x) n n
    = x ^ 2 * (exp (- x ^ 2) * \sum_(n <= L) / INR (fact n) * (x ^ 2) ^ n).
Proof.
  assert (Sq : forall n, outer (displaced x) n n = exp (- x ^ 2) * ((x ^ 2) ^ n / INR (fact n))).
  { intros n. unfold outer, displaced. pose proof (root_fact n).
    pose proof (sqrt_sqrt (INR (fact n)) (pos_INR _)) as F.
    set (s := sqrt (INR (fact n))) in *. rewrite <- F.
    replace (exp (- x ^ 2)) with (exp (- (x ^ 2 / 2)) * exp (- (x ^ 2 / 2))) by (rewrite <- exp_plus;
      f_equal; field).
    rewrite <- pow_mult, Nat.mul_comm, pow_mult. set (u := exp _). set (y := x ^ n).
    unfold Rdiv. rewrite Rinv_mult. ring. }
  assert (Term : forall n, INR (S n) * outer (displaced x) (S n) (S n)
    = x ^ 2 * (exp (- x ^ 2) * (/ INR (fact n) * (x ^ 2) ^ n))).
  { intros n. rewrite Sq. change (fact (S n)) with (S n * fact n)%nat. rewrite mult_INR,
    <- (tech_pow_Rmult (x ^ 2) n). field.
    split; [apply INR_fact_neq_0|apply not_0_INR; lia]. }
  induction L as [|L IH].
  - cbn [sum_f_R0]. rewrite Term. simpl (INR 0). ring.
  - rewrite tech5, IH, Term, (tech5 _ L). ring.
Qed.

Lemma displaced_energy x : is_lim_seq (fun L => \sum_(n <= L) INR n * outer (displaced x) n n) (x ^ 2).
Proof.
  apply is_lim_seq_incr_1.
  apply is_lim_seq_ext with (fun L => x ^ 2 * (exp (- x ^ 2) * sum_n (fun n => / INR (fact n) * (x ^ 2) ^ n)
    L)).
  - intros L. now rewrite displaced_energy_partial, sum_n_Reals.
  - replace (Finite (x ^ 2)) with (Finite (x ^ 2 * (exp (- x ^ 2) * exp (x ^ 2)))).
    2:{ f_equal. rewrite <- exp_plus. replace (- x ^ 2 + x ^ 2) with 0 by ring. rewrite exp_0. ring. }
    apply (is_lim_seq_scal_l _ (x ^ 2) (exp (- x ^ 2) * exp (x ^ 2))).
    apply (is_lim_seq_scal_l _ (exp (- x ^ 2)) (exp (x ^ 2))).
    pose proof (is_exp_Reals (x ^ 2)) as E. apply is_pseries_R in E. exact E.
Qed.

Theorem oscillator_drive_energy q c tau : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  is_lim_seq (weak_energy q c tau) ((drive_strength q c * tau) ^ 2).
Proof.
  intros T Q C. set (x := drive_strength q c * tau).
  set (r := fun K => density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0))).
  assert (Low : forall L, is_lim_seq (fun K => \sum_(n <= L) INR n * r K n n)
    (\sum_(n <= L) INR n * outer (displaced x) n n)).
  { assert (One : forall n, is_lim_seq (fun K => INR n * r K n n) (INR n * outer (displaced x) n n)).
    { intros n. apply (is_lim_seq_scal_l _ (INR n) (outer (displaced x) n n)).
      now apply (oscillator_drive_limit q c tau n n). }
    induction L as [|L IH]; [apply One|]. rewrite tech5.
    apply is_lim_seq_ext with (fun K => (\sum_(n <= L) INR n * r K n n) + INR (S L) * r K (S L) (S L));
      [intros; now rewrite tech5|]. apply is_lim_seq_plus'; [exact IH|apply One]. }
  apply is_lim_seq_spec. intros eps. assert (E2 : 0 < eps / 2) by (pose proof (cond_pos eps); lra).
  pose proof (proj2 (is_lim_seq_spec _ _) (displaced_energy x) (mkposreal _ E2)) as [L HL].
  specialize (HL L (Nat.le_refl L)). simpl in HL.
  pose proof (proj2 (is_lim_seq_spec _ _) (Low L) (mkposreal _ E2)) as [K0 HK]. simpl in HK.
  pose proof (proj2 (is_lim_seq_spec _ _) (weak_root_limit q c tau T) eps) as [K2 HU]. simpl in HU.
  exists (Nat.max (Nat.max K0 K2) (S L)). intros K I.
  specialize (HK K ltac:(lia)). specialize (HU K ltac:(lia)). fold x in HU.
  pose proof (weak_energy_above q c tau K T Q C ltac:(lia)) as Up.
  assert (Down : \sum_(n <= L) INR n * r K n n <= weak_energy q c tau K).
  { unfold weak_energy, mean_energy, mean. fold (r K). apply (sum_grows (fun n => INR n * r K n n)); [|lia].
    intros n. apply Rmult_le_pos; [apply pos_INR|]. exact (after_positive q c tau K K T Q C ltac:(lia) K n). }
  apply Rabs_def2 in HL, HK, HU. apply Rabs_def1; simpl in *; lra.
Qed.
