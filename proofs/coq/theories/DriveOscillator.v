(* The oscillator driven by weak collisions, (19): the displaced vacuum. K collisions reach level K at most,
   so the ladder is cut there; the displaced vacuum falls so fast beyond that the local errors of all levels
   together stay a constant over K^2. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep DensityContraction KernelWeights OscillatorBound
  DriveLimit.
Open Scope R_scope.

(* D(x) |0>, in the basis where it is real. *)
Definition displaced (x : R) (n : nat) : R := exp (- (x ^ 2 / 2)) * (x ^ n / sqrt (INR (fact n))).

Lemma root_fact n : 0 < sqrt (INR (fact n)).
Proof. apply sqrt_lt_R0, INR_fact_lt_0. Qed.

Lemma root_fact_S n : sqrt (INR (fact (S n))) = sqrt (INR (S n)) * sqrt (INR (fact n)).
Proof. rewrite <- sqrt_mult_alt by apply pos_INR. f_equal. rewrite <- mult_INR. reflexivity. Qed.

Lemma displaced_start n : displaced 0 n = level 0 n.
Proof.
  unfold displaced, level. replace (- (0 ^ 2 / 2)) with 0 by field. rewrite exp_0. destruct n as [|n].
  - simpl. rewrite sqrt_1. field.
  - rewrite pow_i by lia. simpl (S n =? 0)%nat. cbv iota. unfold Rdiv. ring.
Qed.

Theorem displaced_driven : driven infinite_oscillator displaced.
Proof.
  split; [exact displaced_start|]. intros t n. unfold infinite_oscillator.
  assert (D : is_derive (fun t => displaced t n) t
    (- t * displaced t n + exp (- (t ^ 2 / 2)) * (INR n * t ^ pred n / sqrt (INR (fact n))))).
  { unfold displaced. pose proof (root_fact n). auto_derive; [easy|].
    replace (t * (t * 1) * / 2) with (t ^ 2 / 2) by (simpl; field). field. lra. }
  match goal with |- is_derive _ _ ?l => match type of D with is_derive _ _ ?l' => replace l with l';
    [exact D|] end end.
  assert (Down : sqrt (INR n) * displaced t (pred n)
    = exp (- (t ^ 2 / 2)) * (INR n * t ^ pred n / sqrt (INR (fact n)))).
  { destruct n as [|n]; [simpl (INR 0); rewrite sqrt_0; unfold Rdiv; ring|]. unfold displaced. simpl pred.
    rewrite root_fact_S. pose proof (root_fact n). assert (S0 : 0 < sqrt (INR (S n))) by (apply sqrt_lt_R0,
      lt_0_INR; lia).
    pose proof (sqrt_sqrt (INR (S n)) (pos_INR _)) as Q. set (r := sqrt (INR (S n))) in *.
    rewrite <- Q. field. lra. }
  assert (Up : sqrt (INR (S n)) * displaced t (S n) = t * displaced t n).
  { unfold displaced. rewrite root_fact_S, <- (tech_pow_Rmult t n). pose proof (root_fact n).
    assert (S0 : 0 < sqrt (INR (S n))) by (apply sqrt_lt_R0, lt_0_INR; lia).
    set (r := sqrt (INR (S n))) in *. field. lra. }
  rewrite Down, Up. ring.
Qed.

(* ---- How fast it falls. *)
Lemma exp_term y n : 0 <= y -> y ^ n / INR (fact n) <= exp y.
Proof.
  intros Y. pose proof (is_exp_Reals y) as E. apply is_pseries_R in E.
  set (a := fun n => / INR (fact n) * y ^ n) in *.
  assert (P : forall n, 0 <= a n).
  { intros i. apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, INR_fact_lt_0|now apply pow_le]. }
  apply Rle_trans with (sum_n a n).
  - rewrite sum_n_Reals. eapply Rle_trans; [|apply (term_le_sum a n n P (Nat.le_refl n))]. unfold a. right.
    unfold Rdiv. ring.
  - apply (is_lim_seq_incr_compare (sum_n a)); [exact E|]. intros i. rewrite sum_Sn. unfold plus. simpl.
    pose proof (P (S i)). lra.
Qed.

Definition envelope (x : R) : R := exp (32 * x ^ 2).

Lemma displaced_falls x t n : 0 <= t <= x -> Rabs (displaced t n) <= envelope x / 8 ^ n.
Proof.
  intros T. pose proof (root_fact n) as F. assert (P : 0 <= t ^ n / sqrt (INR (fact n)))
    by (apply Rdiv_le_0_compat; [apply pow_le|]; lra).
  unfold displaced. rewrite Rabs_pos_eq by (apply Rmult_le_pos; [left; apply exp_pos|exact P]).
  assert (E1 : exp (- (t ^ 2 / 2)) <= 1).
  { rewrite <- exp_0. destruct (Rle_lt_or_eq_dec 0 (t ^ 2) (pow2_ge_0 t)) as [L|L]; [left;
    apply exp_increasing; lra|].
    rewrite <- L. right. f_equal. field. }
  apply Rle_trans with (1 * (x ^ n / sqrt (INR (fact n)))).
  { apply Rmult_le_compat; [left; apply exp_pos|exact P|exact E1|].
    apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|apply pow_incr; lra]. }
  rewrite Rmult_1_l. assert (P8 : 0 < 8 ^ n) by (apply pow_lt; lra). apply Rsqr_incr_0_var.
  - unfold Rsqr. pose proof (exp_term (64 * x ^ 2) n ltac:(pose proof (pow2_ge_0 x); lra)) as E.
    replace (exp (64 * x ^ 2)) with (envelope x * envelope x) in E
      by (unfold envelope; rewrite <- exp_plus; f_equal; ring).
    rewrite Rpow_mult_distr, <- pow_mult, Nat.mul_comm, pow_mult in E.
    replace 64 with (8 * 8) in E by ring. rewrite Rpow_mult_distr in E.
    rewrite <- (sqrt_sqrt (INR (fact n))) in E by (left; apply INR_fact_lt_0).
    set (s := sqrt (INR (fact n))) in *. set (e := 8 ^ n) in *.
    apply Rmult_le_reg_r with (e * e); [now apply Rmult_lt_0_compat|].
    replace (x ^ n / s * (x ^ n / s) * (e * e)) with (e * e * (x ^ n) ^ 2 / (s * s)) by (field; lra).
    replace (envelope x / e * (envelope x / e) * (e * e)) with (envelope x * envelope x) by (field; lra).
      exact E.
  - apply Rdiv_le_0_compat; [left; apply exp_pos|exact P8].
Qed.

(* Around level n, with room for the weights. *)
Definition nearby (x : R) (n : nat) : R := 64 * envelope x / 8 ^ n.

Lemma nearby_positive x n : 0 < nearby x n.
Proof.
  unfold nearby. apply Rdiv_lt_0_compat; [|apply pow_lt; lra]. pose proof (exp_pos (32 * x ^ 2)).
    unfold envelope. lra.
Qed.

Lemma displaced_nearby x s n i : 0 <= s <= x -> (n <= S (S i))%nat -> Rabs (displaced s i) <= nearby x n.
Proof.
  intros I N. eapply Rle_trans; [now apply (displaced_falls x)|]. unfold nearby, Rdiv.
  assert (P : 0 < envelope x) by apply exp_pos. pose proof (pow_lt 8 n ltac:(lra)) as P8.
  rewrite (Rmult_comm 64), Rmult_assoc. apply Rmult_le_compat_l; [lra|].
  apply Rmult_le_reg_r with (8 ^ n * 8 ^ i); [apply Rmult_lt_0_compat; [|apply pow_lt]; lra|].
  pose proof (pow_lt 8 i ltac:(lra)).
  replace (/ 8 ^ i * (8 ^ n * 8 ^ i)) with (8 ^ n) by (field; lra).
  replace (64 * / 8 ^ n * (8 ^ n * 8 ^ i)) with (8 ^ (S (S i))) by (simpl; field; lra).
  apply Rle_pow; [lra|exact N].
Qed.

Lemma S_below_2 n : INR n + 1 <= 2 ^ n.
Proof. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR, <- tech_pow_Rmult. pose proof (pos_INR n). lra.
  Qed.

Lemma square_below_4 n : (INR n + 1) ^ 2 <= 4 ^ n.
Proof.
  replace 4 with (2 ^ 2) by ring. rewrite <- pow_mult, Nat.mul_comm, pow_mult. apply pow_incr.
  pose proof (pos_INR n). pose proof (S_below_2 n). lra.
Qed.

Definition height (n : nat) : R := sqrt (INR n + 3).

Lemma weighted_nearby x n : height n ^ 4 * nearby x n <= 576 * envelope x / 2 ^ n.
Proof.
  assert (H : height n ^ 4 <= 9 * 4 ^ n).
  { unfold height. pose proof (pos_INR n). replace 4%nat with (2 * 2)%nat by reflexivity. rewrite pow_mult.
    rewrite pow2_sqrt by lra. pose proof (square_below_4 n). nra. }
  assert (P : 0 < envelope x) by apply exp_pos. unfold nearby.
  assert (P8 : 0 < 8 ^ n) by (apply pow_lt; lra). assert (P2 : 0 < 2 ^ n) by (apply pow_lt; lra).
  assert (E : 8 ^ n = 2 ^ n * 4 ^ n) by (rewrite <- Rpow_mult_distr; f_equal; ring).
  assert (P4 : 0 < 4 ^ n) by (apply pow_lt; lra). rewrite E.
  replace (576 * envelope x / 2 ^ n) with (9 * 4 ^ n * (64 * envelope x / (2 ^ n * 4 ^ n))) by (field; lra).
  apply Rmult_le_compat_r; [|exact H]. left. apply Rdiv_lt_0_compat; [lra|]. now apply Rmult_lt_0_compat.
Qed.

Lemma geometric M : \sum_(n <= M) / 2 ^ n <= 2.
Proof.
  assert (H : \sum_(n <= M) / 2 ^ n = 2 - / 2 ^ M); [|rewrite H; pose proof (Rinv_0_lt_compat _ (pow_lt 2 M
    ltac:(lra))); lra].
  induction M as [|M IH]; [simpl; field|]. rewrite tech5, IH, <- tech_pow_Rmult.
  pose proof (pow_lt 2 M ltac:(lra)). field. lra.
Qed.

(* ---- One collision, on the ladder cut at level M. *)
Lemma step_bounded w k r n m b : 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  (forall i j, (n <= S i)%nat -> (i <= S n)%nat -> (m <= S j)%nat -> (j <= S m)%nat -> Rabs (r i j) <= b) ->
  Rabs (density_step w k r n m) <= 4 * b.
Proof.
  intros Q C B. pose proof (drive_strength_range _ _ Q C) as K. unfold drive_strength in K.
  assert (U : forall x y i j, Rabs x <= 1 -> Rabs y <= 1 -> (n <= S i)%nat -> (i <= S n)%nat -> (m <= S
    j)%nat ->
    (j <= S m)%nat -> Rabs (x * y * r i j) <= b).
  { intros x y i j X Y I I' J J'. rewrite !Rabs_mult. replace b with (1 * 1 * b) by ring.
    apply Rmult_le_compat; auto using Rabs_pos; [apply Rmult_le_pos; apply Rabs_pos|].
    apply Rmult_le_compat; auto using Rabs_pos. }
  assert (S1 : forall i, Rabs (s w (swap k) i) <= 1) by (intros; apply Rabs_le, SIN_bound).
  assert (C1 : forall i, Rabs (c w (swap k) i) <= 1) by (intros; apply Rabs_le, COS_bound).
  pose proof (eight (q (swap k)) (1 - q (swap k)) (coherence k * sqrt (q (swap k) * (1 - q (swap k))))
    _ _ _ _ _ _ _ _ b b b b b b b b
    (U _ _ n m (C1 n) (C1 m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ n m (C1 (S n)) (C1 (S m)) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ (pred n) (pred m) (S1 n) (S1 m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ (S n) (S m) (S1 (S n)) (S1 (S m)) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ n (pred m) (C1 n) (S1 m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ (pred n) m (S1 n) (C1 m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ n (S m) (C1 (S n)) (S1 (S m)) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
    (U _ _ (S n) m (S1 (S n)) (C1 (S m)) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))) as E.
  assert (B0 : 0 <= b) by (eapply Rle_trans; [apply Rabs_pos|apply (B n m); lia]).
  rewrite (Rabs_pos_eq (q (swap k))), (Rabs_pos_eq (1 - q (swap k))), (Rabs_pos_eq (coherence k * _)) in E by
    lra.
  pose proof (Rmult_le_compat_r b _ _ B0 (proj2 K)).
  match type of E with Rabs ?x <= _ => replace (density_step w k r n m) with x by (unfold density_step;
    ring) end.
  lra.
Qed.

Section Cut.
Variables (q c tau : R) (K : nat).
Hypothesis T : 0 < tau.
Hypothesis Q : 0 <= q <= 1.
Hypothesis C : 0 <= c <= 1.
Hypothesis K1 : (1 <= K)%nat.
Hypothesis Large : tau <= INR K.
Let t := tau / INR K.
Let kappa := drive_strength q c.
Let x := kappa * tau.
Let k := Qubit (Collision t q) c.
Definition entry_share : R := 9 * (576 * envelope x) ^ 2 + 5 * (64 * envelope x) ^ 2 / tau ^ 2.

Lemma weak_angle : 0 < INR K /\ 0 < t <= 1.
Proof.
  assert (P : 0 < INR K) by (apply lt_0_INR; lia). unfold t. split; [exact P|].
  split; [now apply Rdiv_lt_0_compat|]. apply Rle_div_l; lra.
Qed.

Lemma time_inside i s : (i < K)%nat -> INR i * (kappa * t) <= s <= INR i * (kappa * t) + kappa * t ->
  0 <= s <= x.
Proof.
  intros I B. destruct weak_angle as [P A]. pose proof (drive_strength_range q c Q C) as R. fold kappa in R.
  assert (H : 0 <= kappa * t) by (apply Rmult_le_pos; lra). pose proof (pos_INR i).
  assert (0 <= INR i * (kappa * t)) by (apply Rmult_le_pos; lra).
  assert (E : x = INR K * (kappa * t)) by (unfold x, t; field; lra).
  apply (le_INR (S i) K) in I. rewrite S_INR in I. apply (Rmult_le_compat_r (kappa * t)) in I; [|exact H].
    lra.
Qed.

Lemma share_parts : 0 <= (576 * envelope x) ^ 2 /\ 0 <= 5 * (64 * envelope x) ^ 2 / tau ^ 2.
Proof.
  split; [apply pow2_ge_0|]. apply Rdiv_le_0_compat; [|now apply pow_lt].
  pose proof (pow2_ge_0 (64 * envelope x)). lra.
Qed.

Lemma inside_entry i n m : (i < K)%nat -> (n < K)%nat -> (m < K)%nat ->
  let a := INR i * (kappa * t) in
  Rabs (outer (displaced (a + kappa * t)) n m - density_step (oscillator K) k (outer (displaced a)) n m)
    <= entry_share * t ^ 2 * (/ 2 ^ n * / 2 ^ m).
Proof.
  intros I N M a. destruct weak_angle as [P A].
  assert (E : density_step (oscillator K) k (outer (displaced a)) n m
    = density_step infinite_oscillator k (outer (displaced a)) n m).
  { unfold density_step, s, Ladder.c, oscillator, cut.
    now rewrite !(proj2 (Nat.leb_le n K)), !(proj2 (Nat.leb_le m K)), !(proj2 (Nat.leb_le (S n) K)),
      !(proj2 (Nat.leb_le (S m) K)) by lia. }
  assert (H1 : forall j, 1 <= height j).
  { intros j. unfold height. rewrite <- sqrt_1 at 1. apply sqrt_le_1_alt. pose proof (pos_INR j). lra. }
  assert (H2 : forall j i, (i <= S (S j))%nat -> sqrt (infinite_oscillator i) <= height j).
  { intros j i' I'. unfold height, infinite_oscillator. apply sqrt_le_1_alt. apply le_INR in I'.
    rewrite !S_INR in I'. lra. }
  rewrite E. pose proof (local_entry infinite_oscillator displaced k a n m (height n) (nearby x n) (height m)
    (nearby x m) displaced_driven ltac:(simpl; lra) Q C (conj (H1 n) (H1 m)) (H2 n) (H2 m)
    (fun s j B N' _ => displaced_nearby x s n j (time_inside i s I B) N')
    (fun s j B N' _ => displaced_nearby x s m j (time_inside i s I B) N')) as L.
  cbn [k swap coherence theta Ladder.q] in L. fold kappa in L. eapply Rle_trans; [exact L|].
  pose proof (weighted_nearby x n) as Wn. pose proof (weighted_nearby x m) as Wm.
  assert (Pos : forall j, 0 <= height j ^ 4 * nearby x j).
  { intros j. pose proof (nearby_positive x j). apply Rmult_le_pos; [apply pow_le|]; pose proof (H1 j); lra. }
  pose proof (Rmult_le_compat _ _ _ _ (Pos n) (Pos m) Wn Wm) as W.
  pose proof (pow_lt 2 n ltac:(lra)). pose proof (pow_lt 2 m ltac:(lra)).
  replace (576 * envelope x / 2 ^ n * (576 * envelope x / 2 ^ m))
    with ((576 * envelope x) ^ 2 * (/ 2 ^ n * / 2 ^ m)) in W by (field; lra).
  destruct share_parts as [S1 S2]. pose proof (pow2_ge_0 t) as t2.
  assert (U : 0 <= / 2 ^ n * / 2 ^ m) by (apply Rmult_le_pos; left; now apply Rinv_0_lt_compat).
  replace (9 * (height n ^ 4 * nearby x n) * (height m ^ 4 * nearby x m) * t ^ 2)
    with (9 * t ^ 2 * (height n ^ 4 * nearby x n * (height m ^ 4 * nearby x m))) by ring.
  apply (Rmult_le_compat_l (9 * t ^ 2)) in W; [|lra]. unfold entry_share.
  pose proof (Rmult_le_pos _ _ (Rmult_le_pos _ _ S2 t2) U). lra.
Qed.

Lemma border_entry i n m : (i < K)%nat -> (n <= K)%nat -> (m <= K)%nat -> n = K \/ m = K ->
  let a := INR i * (kappa * t) in
  Rabs (outer (displaced (a + kappa * t)) n m - density_step (oscillator K) k (outer (displaced a)) n m)
    <= entry_share * t ^ 2 * (/ 2 ^ n * / 2 ^ m).
Proof.
  intros I N M Border a. destruct weak_angle as [P A]. pose proof (drive_strength_range q c Q C) as R.
    fold kappa in R.
  assert (H : 0 <= kappa * t) by (apply Rmult_le_pos; lra).
  pose proof (time_inside i a I ltac:(unfold a; lra)) as Ia.
  pose proof (time_inside i (a + kappa * t) I ltac:(unfold a; lra)) as Ib.
  pose proof (step_bounded (oscillator K) k (outer (displaced a)) n m (nearby x n * nearby x m) Q C) as B.
  assert (Near : forall s i j, 0 <= s <= x -> (n <= S (S i))%nat -> (m <= S (S j))%nat ->
    Rabs (outer (displaced s) i j) <= nearby x n * nearby x m).
  { intros s i' j' Is I' J'. unfold outer. rewrite Rabs_mult.
    apply Rmult_le_compat; try apply Rabs_pos; now apply displaced_nearby. }
  specialize (B ltac:(intros; apply (Near a); [exact Ia|lia|lia])).
  pose proof (Near (a + kappa * t) n m Ib ltac:(lia) ltac:(lia)) as O.
  assert (F : forall j, nearby x j = 64 * envelope x * (/ 2 ^ j * / 4 ^ j)).
  { intros j. unfold nearby. replace (8 ^ j) with (2 ^ j * 4 ^ j) by (rewrite <- Rpow_mult_distr; f_equal;
    ring).
    field. split; apply pow_nonzero; lra. }
  assert (Four : forall j, 0 < / 4 ^ j <= 1).
  { intros j. pose proof (pow_R1_Rle 4 j ltac:(lra)) as G. split; [apply Rinv_0_lt_compat; lra|].
    rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (Last : / 4 ^ K <= t ^ 2 / tau ^ 2).
  { pose proof (square_below_4 K) as G. unfold t. replace ((tau / INR K) ^ 2 / tau ^ 2) with (/ (INR K) ^ 2)
      by (field; lra).
    apply Rinv_le_contravar; [now apply pow_lt|]. pose proof (pow2_ge_0 (INR K)). lra. }
  assert (Both : / 4 ^ n * / 4 ^ m <= t ^ 2 / tau ^ 2).
  { destruct (Four n), (Four m). destruct Border as [-> | ->].
    - apply Rle_trans with (/ 4 ^ K * 1); [apply Rmult_le_compat_l; lra|lra].
    - apply Rle_trans with (1 * / 4 ^ K); [apply Rmult_le_compat_r; lra|lra]. }
  rewrite !F in O, B. set (e := 64 * envelope x) in *.
  pose proof (pow_lt 2 n ltac:(lra)). pose proof (pow_lt 2 m ltac:(lra)).
  assert (U : 0 <= / 2 ^ n * / 2 ^ m) by (apply Rmult_le_pos; left; now apply Rinv_0_lt_compat).
  assert (W : e * (/ 2 ^ n * / 4 ^ n) * (e * (/ 2 ^ m * / 4 ^ m))
    <= e ^ 2 * (t ^ 2 / tau ^ 2) * (/ 2 ^ n * / 2 ^ m)).
  { replace (e * (/ 2 ^ n * / 4 ^ n) * (e * (/ 2 ^ m * / 4 ^ m)))
      with (e ^ 2 * (/ 4 ^ n * / 4 ^ m) * (/ 2 ^ n * / 2 ^ m)) by ring.
    apply Rmult_le_compat_r; [exact U|]. apply Rmult_le_compat_l; [apply pow2_ge_0|exact Both]. }
  destruct share_parts as [S1 S2]. fold e in S2. pose proof (pow2_ge_0 t) as t2.
  pose proof (Rmult_le_pos _ _ (Rmult_le_pos _ _ S1 t2) U).
  replace (entry_share * t ^ 2 * (/ 2 ^ n * / 2 ^ m))
    with (9 * ((576 * envelope x) ^ 2 * t ^ 2 * (/ 2 ^ n * / 2 ^ m))
      + 5 * (e ^ 2 * (t ^ 2 / tau ^ 2) * (/ 2 ^ n * / 2 ^ m))) by (unfold entry_share; fold e; field; lra).
  pose proof (Rabs_triang (outer (displaced (a + kappa * t)) n m)
    (- density_step (oscillator K) k (outer (displaced a)) n m)) as Tr. rewrite Rabs_Ropp in Tr.
  unfold Rminus. lra.
Qed.

Lemma oscillator_observable B b : observable K b B -> 0 <= b ->
  Rabs (expectation K B (density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)))
        - expectation K B (outer (displaced x))) <= b * (4 * entry_share * tau ^ 2) / INR K.
Proof.
  intros O B0. destruct weak_angle as [P A].
  pose proof (driven_run (oscillator K) infinite_oscillator K displaced q c tau K (4 * entry_share * t ^ 2)
    (oscillator_ladder K) displaced_driven T Q C K1) as R. cbv zeta in R. fold t kappa k in R.
  rewrite Rabs_minus_sym. eapply Rle_trans; [apply R; [|exact O|exact B0]|].
  - intros i I. unfold entry_distance.
    apply Rle_trans with (\sum_(n <= K) (\sum_(m <= K) entry_share * t ^ 2 * (/ 2 ^ n * / 2 ^ m))).
    + apply sum_Rle. intros n N. apply sum_Rle. intros m M.
      destruct (Nat.eq_dec n K) as [E|E]; [|destruct (Nat.eq_dec m K) as [E'|E']].
      * apply border_entry; auto.
      * apply border_entry; auto.
      * apply inside_entry; lia.
    + destruct share_parts as [S1 S2]. pose proof (pow2_ge_0 t) as t2.
      assert (E0 : 0 <= entry_share * t ^ 2) by (apply Rmult_le_pos; [unfold entry_share; lra|exact t2]).
      rewrite (sum_eq _ (fun n => / 2 ^ n * (entry_share * t ^ 2 * \sum_(m <= K) / 2 ^ m))).
      2:{ intros n _. rewrite (sum_eq _ (fun m => / 2 ^ m * (entry_share * t ^ 2 * / 2 ^ n))) by (intros;
        ring).
          rewrite <- scal_sum. ring. }
      rewrite <- scal_sum. pose proof (geometric K) as G.
      assert (G0 : 0 <= \sum_(m <= K) / 2 ^ m)
        by (apply cond_pos_sum; intros; left; apply Rinv_0_lt_compat, pow_lt; lra).
      set (g := \sum_(m <= K) / 2 ^ m) in *. assert (g * g <= 4) by nra.
      replace (entry_share * t ^ 2 * g * g) with (entry_share * t ^ 2 * (g * g)) by ring.
      apply (Rmult_le_compat_l (entry_share * t ^ 2)) in H; [lra|exact E0].
  - unfold t. right. field. lra.
Qed.
End Cut.

Theorem oscillator_drive_limit q c tau n m : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  is_lim_seq (fun K => density_run (oscillator K) K (weak_collisions q c tau K) (diagonal (level 0)) n m)
    (outer (displaced (drive_strength q c * tau)) n m).
Proof.
  intros T Q C. destruct (nfloor_ex tau ltac:(lra)) as [K0 [_ KT]].
  apply vanishing with (1 * (4 * entry_share q c tau * tau ^ 2)) (Nat.max (S K0) (Nat.max n m)).
    intros K L K1.
  assert (Large : tau <= INR K) by (assert (J : (S K0 <= K)%nat) by lia; apply le_INR in J;
    rewrite S_INR in J; lra).
  pose proof (oscillator_observable q c tau K T Q C K1 Large _ 1
    (entry_observable K n m ltac:(lia) ltac:(lia)) ltac:(lra)) as E.
  now rewrite !entry_expectation in E by lia.
Qed.
