(* The formula of sc_budget_rate covers one step of populations, from the contract of its entries; so the
   budget of a run covers its l1 distance from eq. (9), (24), and the bars what is read off it (theorem
   P16). *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction KernelWeights KernelBars.
Open Scope R_scope.

(* What the kernel is given for one step: q, p, tables, and the errors handed to sc_budget_rate. *)
Record kernel_rate := Given_rate { rate_q : R; rate_p : R; rate_c : nat -> R; rate_s : nat -> R;
  rate_error : R; rate_input : R }.

(* Eq. (9), (24) with the numbers given. *)
Definition rated (g : kernel_rate) (P : nat -> R) (n : nat) : R :=
  (rate_q g * rate_c g n ^ 2 + rate_p g * rate_c g (S n) ^ 2) * P n
  + rate_q g * rate_s g (S n) ^ 2 * P (S n) + rate_p g * rate_s g n ^ 2 * P (pred n).

(* The step from P to out is within the contract of qubit.h, swap.h and rate.h. *)
Record within_rate (N : nat) (w : nat -> R) (k : collision) (g : kernel_rate) (P out : nat -> R) : Prop := {
  rate_qubit : 0 <= rate_q g <= 1 /\ 0 <= rate_p g /\
    Rabs (rate_p g - (1 - rate_q g)) <= u * (1 - rate_q g) + / 2 ^ 1074;
  rate_closed : rate_s g 0%nat = 0 /\ rate_s g (S N) = 0;
  rate_tables : forall n, (n <= S N)%nat -> Rabs (rate_c g n - c w k n) <= rate_error g /\
    Rabs (rate_s g n - s w k n) <= rate_error g /\ rate_c g n ^ 2 + rate_s g n ^ 2 <= 1 + 3 * u;
  rate_errors : 0 <= rate_error g <= / 16 /\ 2 * Rabs (rate_q g - q k) <= rate_input g;
  rate_entry : forall n, (n <= N)%nat ->
    Rabs (out n - rated g P n) <= 6.01 * u * rated g P n + / 2 ^ 1068 }.

(* What each level receives, summed, is what each level sends. *)
Lemma spread_sum (a b d P : nat -> R) M : b 0%nat = 0 -> d 0%nat = 0 ->
  \sum_(n <= M) (a n * P n + d (S n) * P (S n) + b n * P (pred n))
    = \sum_(n <= M) ((a n + b (S n) + d n) * P n) - b (S M) * P M + d (S M) * P (S M).
Proof.
  intros B D. induction M as [|M IH]; [simpl; rewrite B, D; ring|]. rewrite !tech5, IH. simpl pred. ring.
Qed.

Lemma spread_closed (a b d P : nat -> R) N x : b 0%nat = 0 -> d 0%nat = 0 -> b (S N) = 0 -> d (S N) = 0 ->
  (forall n, 0 <= P n) -> (forall n, (n <= N)%nat -> a n + b (S n) + d n <= x) ->
  \sum_(n <= N) (a n * P n + d (S n) * P (S n) + b n * P (pred n)) <= x * \sum_(n <= N) P n.
Proof.
  intros B D BN DN P0 X. rewrite spread_sum, BN, DN by assumption.
  rewrite Rmult_0_l, Rmult_0_l, Rminus_0_r, Rplus_0_r, scal_sum. apply sum_Rle. intros n I.
  rewrite (Rmult_comm (P n)). apply Rmult_le_compat_r; auto.
Qed.

Lemma square_near x X e : Rabs (x - X) <= e -> Rabs (x ^ 2 - X ^ 2) <= e * (2 * Rabs X + e).
Proof.
  intros E. replace (x ^ 2 - X ^ 2) with ((x - X) * ((x - X) + 2 * X)) by ring. rewrite Rabs_mult.
  pose proof (Rabs_triang (x - X) (2 * X)) as T. rewrite (Rabs_mult 2 X), (Rabs_pos_eq 2) in T by lra.
  apply Rmult_le_compat; try apply Rabs_pos; lra.
Qed.

(* Errors of cosine and sine, squared: at most 3 e. *)
Lemma squares_near c s C S e : C ^ 2 + S ^ 2 = 1 -> 0 <= e <= / 16 ->
  Rabs (c - C) <= e -> Rabs (s - S) <= e ->
  Rabs (c ^ 2 - C ^ 2) + Rabs (s ^ 2 - S ^ 2) <= 3 * e.
Proof.
  intros U E Hc Hs. apply square_near in Hc, Hs.
  assert (R : Rabs C + Rabs S <= 1.43).
  { pose proof (pow2_ge_0 (Rabs C - Rabs S)) as Q. pose proof (pow2_abs C). pose proof (pow2_abs S).
    pose proof (Rabs_pos C). pose proof (Rabs_pos S).
    apply Rnot_lt_le. intros L.
    assert (1.43 * 1.43 <= (Rabs C + Rabs S) * (Rabs C + Rabs S)) by (apply Rmult_le_compat; lra). lra. }
  assert (e * (2 * Rabs C + e) + e * (2 * Rabs S + e) <= e * 3); [|lra].
  rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat_l; lra.
Qed.

Section Step.
Variables (N : nat) (w : nat -> R) (k : collision) (g : kernel_rate) (P out : nat -> R).
Hypothesis L : ladder w N.
Hypothesis W : within_rate N w k g P out.
Hypothesis P0 : forall n, 0 <= P n.

Let total := \sum_(n <= N) P n.
Let eta := / 2 ^ 1074.

Lemma eta_range : 0 < eta <= / 2 ^ 200.
Proof.
  unfold eta. split; [apply Rinv_0_lt_compat, pow_lt; lra|].
  apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow; [lra|lia].
Qed.

Lemma p_range : 0 <= rate_p g /\ rate_q g + rate_p g <= 1 + u + eta.
Proof.
  destruct W as [[Qg [Pp Pg]] _ _ _ _]. pose proof eta_range. fold eta in Pg. apply Rabs_le_between in Pg.
  assert (u * (1 - rate_q g) <= u * 1) by (apply Rmult_le_compat_l; unfold u; lra). lra.
Qed.

Lemma rated_sum : \sum_(n <= N) rated g P n <= (1 + 6 * u) * total.
Proof.
  destruct W as [[Qg _] [S0 SN] T _ _]. destruct p_range as [Pg S]. pose proof eta_range as E.
  apply (spread_closed (fun n => rate_q g * rate_c g n ^ 2 + rate_p g * rate_c g (Datatypes.S n) ^ 2)
    (fun n => rate_p g * rate_s g n ^ 2) (fun n => rate_q g * rate_s g n ^ 2)); auto.
  - rewrite S0. ring.
  - rewrite S0. ring.
  - rewrite SN. ring.
  - rewrite SN. ring.
  - intros n I. destruct (T n ltac:(lia)) as [_ [_ A]]. destruct (T (Datatypes.S n) ltac:(lia)) as [_ [_ B]].
    apply (Rmult_le_compat_l (rate_q g)) in A; [|lra]. apply (Rmult_le_compat_l (rate_p g)) in B; [|lra].
    apply (Rmult_le_compat_r (1 + 3 * u)) in S; [|unfold u; lra]. unfold u in *. lra.
Qed.

(* What is off besides rounding. *)
Lemma rated_near : \sum_(n <= N) Rabs (rated g P n - population_step w k P n)
  <= (2 * Rabs (rate_q g - q k) + 3 * rate_error g + 1.001 * u) * total.
Proof.
  destruct W as [[Qg [_ Pg]] [S0 SN] T [E _] _]. pose proof eta_range as Et. fold eta in Pg.
  destruct L as [W0 [WN _]]. pose proof (s_closed w k _ W0) as E0. pose proof (s_closed w k _ WN) as EN.
  set (a := fun n => Rabs (rate_q g * rate_c g n ^ 2 + rate_p g * rate_c g (S n) ^ 2
    - (q k * c w k n ^ 2 + (1 - q k) * c w k (S n) ^ 2))).
  set (d := fun n => Rabs (rate_q g * rate_s g n ^ 2 - q k * s w k n ^ 2)).
  set (b := fun n => Rabs (rate_p g * rate_s g n ^ 2 - (1 - q k) * s w k n ^ 2)).
  apply Rle_trans with (\sum_(n <= N) (a n * P n + d (S n) * P (S n) + b n * P (pred n))).
  - apply sum_Rle. intros n _. unfold rated, population_step, a, b, d.
    rewrite <- (Rabs_pos_eq (P n)) at 3 by apply P0. rewrite <- (Rabs_pos_eq (P (S n))) at 3 by apply P0.
    rewrite <- (Rabs_pos_eq (P (pred n))) at 3 by apply P0. rewrite <- !Rabs_mult.
    match goal with |- Rabs ?x <= Rabs ?y + Rabs ?z + Rabs ?v => replace x with (y + z + v) by ring;
      pose proof (Rabs_triang (y + z) v); pose proof (Rabs_triang y z) end. lra.
  - apply spread_closed; auto; unfold b, d; rewrite ?S0, ?SN, ?E0, ?EN;
      try (replace (_ - _) with 0 by ring; apply Rabs_R0).
    intros n I. destruct (T n ltac:(lia)) as [C1 [D1 _]]. destruct (T (S n) ltac:(lia)) as [C2 [D2 U2]].
    pose proof (c_square w k n) as O1. pose proof (c_square w k (S n)) as O2.
    pose proof (squares_near (rate_c g n) (rate_s g n) (c w k n) (s w k n) _ ltac:(lra) E C1 D1) as A1.
    pose proof (squares_near (rate_c g (S n)) (rate_s g (S n)) (c w k (S n)) (s w k (S n)) _
      ltac:(lra) E C2 D2) as A2. unfold a.
    set (c1 := rate_c g n) in *. set (c2 := rate_c g (S n)) in *. set (s1 := rate_s g n) in *.
    set (s2 := rate_s g (S n)) in *. set (C1' := c w k n ^ 2) in *. set (C2' := c w k (S n) ^ 2) in *.
    set (S1' := s w k n ^ 2) in *. set (S2' := s w k (S n) ^ 2) in *.
    assert (N1 : 0 <= S1' <= 1) by (split; [apply pow2_ge_0|apply s_square_le_1]).
    assert (N2 : 0 <= S2' <= 1) by (split; [apply pow2_ge_0|apply s_square_le_1]).
    set (x := rate_q g - q k). set (z := rate_p g - (1 - rate_q g)) in *.
    assert (F : forall t y, 0 <= t -> Rabs (t * y) = t * Rabs y)
      by (intros t y T0; now rewrite Rabs_mult, (Rabs_pos_eq t)).
    assert (G1 : Rabs (rate_q g * c1 ^ 2 + rate_p g * c2 ^ 2 - (q k * C1' + (1 - q k) * C2'))
      <= rate_q g * Rabs (c1 ^ 2 - C1') + (1 - rate_q g) * Rabs (c2 ^ 2 - C2') + Rabs x * Rabs (C1' - C2')
         + Rabs z * c2 ^ 2).
    { rewrite <- (F (rate_q g)), <- (F (1 - rate_q g)), <- (Rabs_mult x), (Rmult_comm (Rabs z)),
        <- (F (c2 ^ 2)) by (lra || apply pow2_ge_0).
      eapply Rle_trans; [|apply Rplus_le_compat_r, Rplus_le_compat_r; apply Rabs_triang].
      eapply Rle_trans; [|apply Rplus_le_compat_r; apply Rabs_triang].
      eapply Rle_trans; [|apply Rabs_triang]. right. f_equal. unfold x, z. ring. }
    assert (G2 : Rabs (rate_q g * s1 ^ 2 - q k * S1') <= rate_q g * Rabs (s1 ^ 2 - S1') + Rabs x * S1').
    { rewrite <- (F (rate_q g)), (Rmult_comm (Rabs x)), <- (F S1') by lra.
      eapply Rle_trans; [|apply Rabs_triang]. right. f_equal. unfold x. ring. }
    assert (G3 : Rabs (rate_p g * s2 ^ 2 - (1 - q k) * S2')
      <= (1 - rate_q g) * Rabs (s2 ^ 2 - S2') + Rabs x * S2' + Rabs z * s2 ^ 2).
    { rewrite <- (F (1 - rate_q g)), (Rmult_comm (Rabs x)), (Rmult_comm (Rabs z)), <- (Rabs_Ropp x),
        <- (F S2'), <- (F (s2 ^ 2)) by (lra || apply pow2_ge_0).
      eapply Rle_trans; [|apply Rplus_le_compat_r; apply Rabs_triang].
      eapply Rle_trans; [|apply Rabs_triang]. right. f_equal. unfold x, z. ring. }
    apply (Rmult_le_compat_l (rate_q g)) in A1; [|lra].
    apply (Rmult_le_compat_l (1 - rate_q g)) in A2; [|lra].
    assert (H : Rabs x * (Rabs (C1' - C2') + S1' + S2') <= Rabs x * 2).
    { apply Rmult_le_compat_l; [apply Rabs_pos|].
      replace (C1' - C2') with (S2' - S1') by lra. unfold Rabs. destruct (Rcase_abs _); lra. }
    assert (Z : Rabs z * (c2 ^ 2 + s2 ^ 2) <= (u * (1 - rate_q g) + eta) * (1 + 3 * u)).
    { apply Rmult_le_compat; try lra; [apply Rabs_pos|].
      pose proof (pow2_ge_0 c2). pose proof (pow2_ge_0 s2). lra. }
    assert (Z2 : (u * (1 - rate_q g) + eta) * (1 + 3 * u) <= 1.001 * u).
    { assert (u * (1 - rate_q g) <= u * 1) by (apply Rmult_le_compat_l; unfold u; lra).
      apply Rle_trans with ((u + eta) * (1 + 3 * u)); [apply Rmult_le_compat_r|]; unfold u in *; lra. }
    lra.
Qed.

Theorem rate_budget given_total : INR (S N) <= 1048576 -> / 2 ^ 900 <= total ->
  total <= (1 + / 2 ^ 28) * given_total ->
  distance N out (population_step w k P)
    <= (1 + / 2 ^ 28) * given_total * (8 * u + 3 * rate_error g + rate_input g).
Proof.
  intros N20 T0 T. destruct W as [_ _ _ [E I] Entry]. unfold distance.
  pose proof rated_sum as A. pose proof rated_near as B. pose proof (Rabs_pos (rate_q g - q k)) as X.
  assert (U : 0 < u) by (unfold u; lra).
  apply Rle_trans with (6.01 * u * ((1 + 6 * u) * total) + / 2 ^ 1068 * 1048576
    + (2 * Rabs (rate_q g - q k) + 3 * rate_error g + 1.001 * u) * total).
  - apply Rle_trans with (\sum_(n <= N) (6.01 * u * rated g P n + / 2 ^ 1068
      + Rabs (rated g P n - population_step w k P n))).
    + apply sum_Rle. intros n J. specialize (Entry n J).
      replace (out n - population_step w k P n)
        with ((out n - rated g P n) + (rated g P n - population_step w k P n)) by ring.
      pose proof (Rabs_triang (out n - rated g P n) (rated g P n - population_step w k P n)). lra.
    + rewrite sum_plus, sum_plus, sum_cte.
      rewrite (sum_eq (fun n => 6.01 * u * rated g P n) (fun n => rated g P n * (6.01 * u)))
        by (intros; ring).
      rewrite <- scal_sum. apply Rplus_le_compat; [|exact B]. apply Rplus_le_compat.
      * apply Rmult_le_compat_l; [lra|exact A].
      * apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, pow_lt|]; lra.
  - set (i := rate_input g) in *. set (e := rate_error g) in *. set (x := Rabs (rate_q g - q k)) in *.
    match goal with |- _ <= _ * ?share => apply Rle_trans with (total * share) end.
    + assert (Tiny : / 2 ^ 1068 * 1048576 <= 0.5 * u * total).
      { apply Rle_trans with (0.5 * u * / 2 ^ 900); [|apply Rmult_le_compat_l; lra].
        replace (2 ^ 1068) with (2 ^ 168 * 2 ^ 900) by (rewrite <- pow_add; reflexivity).
        rewrite Rinv_mult, (Rmult_comm (/ 2 ^ 168)), Rmult_assoc, (Rmult_comm _ (/ 2 ^ 900)).
        apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat, pow_lt|unfold u]; lra. }
      assert (Pos : 0 <= total) by (pose proof (Rinv_0_lt_compat (2 ^ 900) ltac:(apply pow_lt; lra)); lra).
      assert (V : 2 * x * total <= i * total) by (apply Rmult_le_compat_r; lra).
      assert (Y : 6.01 * u * ((1 + 6 * u) * total) <= 6.02 * u * total).
      { replace (6.01 * u * ((1 + 6 * u) * total)) with (6.01 * (1 + 6 * u) * (u * total)) by ring.
        rewrite (Rmult_assoc 6.02). apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|unfold u; lra]. }
      assert (0 <= u * total) by (apply Rmult_le_pos; lra). lra.
    + apply Rmult_le_compat_r; lra.
Qed.
End Step.

(* A run: populations, budgets and totals after i steps, each clause as the kernel's contract states it. *)
Record rate_run (w : nat -> R) (N : nat) (p : protocol) (given : nat -> kernel_rate)
  (computed : nat -> nat -> R) (budget given_total : nat -> R) : Prop := {
  rate_levels : INR (S N) <= 1048576;
  rate_positive : forall i n, (i < length p)%nat -> 0 <= computed i n;
  rate_ground : budget 0%nat = 0;
  rate_steps : forall i k, nth_error p i = Some k ->
    within_rate N w k (given i) (computed i) (computed (S i));
  rate_totals : forall i, (i < length p)%nat -> / 2 ^ 900 <= \sum_(n <= N) computed i n
    <= (1 + / 2 ^ 28) * given_total i;
  rate_formula : forall i, (i < length p)%nat -> budget i
    + (1 + / 2 ^ 28) * given_total i * (8 * u + 3 * rate_error (given i) + rate_input (given i))
    <= budget (S i) }.

Theorem rate_distance w N p given computed budget given_total : ladder w N -> admissible p ->
  rate_run w N p given computed budget given_total ->
  distance N (computed (length p)) (charge w p (computed 0%nat)) <= budget (length p).
Proof.
  intros L A [N20 P0 G St T F]. set (delta := fun i => budget (S i) - budget i).
  assert (E : forall i k, nth_error p i = Some k ->
    distance N (computed (S i)) (population_step w k (computed i)) <= delta i).
  { intros i k I. assert (J : (i < length p)%nat) by (apply nth_error_Some; congruence).
    destruct (T i J) as [T0 T1].
    pose proof (rate_budget N w k (given i) (computed i) (computed (S i)) L (St i k I) (fun n => P0 i n J)
      (given_total i) N20 T0 T1). pose proof (F i J). unfold delta. lra. }
  pose proof (budget_distance w N p computed delta (computed 0%nat) L A E) as D.
  assert (Z : distance N (computed 0%nat) (computed 0%nat) = 0).
  { unfold distance. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
    intros. rewrite Rminus_diag_eq by easy. apply Rabs_R0. }
  assert (S : forall K, total delta K = budget K - budget 0%nat).
  { induction K as [|K IH]; simpl; [ring|]. rewrite IH. unfold delta. ring. }
  rewrite S, G in D. lra.
Qed.

(* What is read off populations x near y, as off the diagonal of a density matrix. *)
Section Read.
Variables (N : nat) (x y : nat -> R) (bar : R).
Hypothesis near : distance N x y <= bar.
Hypothesis exact : populations N y.

Lemma bar_positive : 0 <= bar.
Proof. eapply Rle_trans; [|exact near]. apply cond_pos_sum. intros. apply Rabs_pos. Qed.

Lemma diagonal_part B b n : observable N b B -> (n <= N)%nat -> Rabs (B n n) <= b.
Proof.
  intros O I. pose proof (O (level n)) as H. rewrite expectation_swap in H. unfold outer in H.
  rewrite entry_expectation in H by assumption. eapply Rle_trans; [exact H|]. unfold square_norm.
  rewrite (sum_eq _ (fun i => 1 * level n i)) by (intros; unfold level; destruct (_ =? _)%nat; ring).
  rewrite (level_sum (fun _ => 1) n N I). lra.
Qed.

Lemma diagonal_read B z : expectation N B (diagonal z) = mean (fun n => B n n) N z.
Proof.
  rewrite expectation_swap, diagonal_expectation. apply sum_eq. intros. apply Rmult_comm.
Qed.

Lemma rate_near B : observable N 1 B ->
  Rabs (expectation N B (diagonal x) - expectation N B (diagonal y)) <= bar.
Proof.
  intros O. rewrite !diagonal_read. eapply Rle_trans; [apply (mean_distance _ 1)|lra].
  intros n I. now apply diagonal_part.
Qed.

Lemma rate_exact B b : 0 <= b -> observable N b B -> Rabs (expectation N B (diagonal y)) <= b.
Proof.
  intros P O. rewrite diagonal_read. destruct exact as [Y0 [_ One]].
  eapply Rle_trans; [apply Rsum_abs|]. rewrite <- (Rmult_1_r b), <- One, scal_sum. apply sum_Rle. intros n I.
  rewrite Rabs_mult, (Rabs_pos_eq (y n)), Rmult_comm by apply Y0.
  apply Rmult_le_compat_l; [apply Y0|now apply diagonal_part].
Qed.

Lemma diagonal_at z n : diagonal z n n = z n.
Proof. unfold diagonal. now rewrite Nat.eqb_refl. Qed.

(* The mean of any f between -b and b: the total, the energy. *)
Theorem rate_mean f b read observe_error tiny : (forall n, (n <= N)%nat -> Rabs (f n) <= b) ->
  0 <= observe_error ->
  Rabs (read - mean f N x) <= observe_error * (\sum_(n <= N) Rabs (f n * x n)) + tiny ->
  Rabs (read - mean f N y) <= b * (bar + observe_error * (1 + bar)) + tiny.
Proof.
  intros F O0 O. assert (P : 0 <= b) by (eapply Rle_trans; [apply Rabs_pos|exact (F 0%nat (Nat.le_0_l _))]).
  destruct (near_diagonal N _ _ bar bar_positive rate_near rate_exact f b P F) as [D _].
  pose proof (near_moduli N _ _ bar bar_positive rate_near rate_exact f b P F) as M.
  rewrite (sum_eq _ (fun n => Rabs (f n * x n))) in M by (intros; now rewrite diagonal_at).
  rewrite (sum_eq _ (fun n => f n * x n)), (sum_eq (fun n => f n * diagonal y n n) (fun n => f n * y n)) in D
    by (intros; now rewrite diagonal_at).
  unfold mean in *. apply (Rmult_le_compat_l _ _ _ O0) in M.
  apply Rabs_le_between in O, D. apply Rabs_le. lra.
Qed.

(* The variance, taken about an energy off by at most h. *)
Theorem rate_variance read energy h observe_error tiny : 0 <= observe_error ->
  Rabs (energy - mean_energy N y) <= h ->
  Rabs (read - \sum_(n <= N) (INR n - energy) ^ 2 * x n)
    <= observe_error * (\sum_(n <= N) Rabs ((INR n - energy) ^ 2 * x n)) + tiny ->
  Rabs (read - energy_variance N y) <= (INR N + h) ^ 2 * (bar + observe_error * (1 + bar)) + h ^ 2 + tiny.
Proof.
  intros O0 H O. destruct exact as [Y0 [_ One]].
  assert (Ey : mean_energy N (fun n => diagonal y n n) = mean_energy N y)
    by (apply sum_eq; intros; now rewrite diagonal_at).
  assert (E : 0 <= mean_energy N y <= INR N).
  { split; [apply cond_pos_sum; intros; apply Rmult_le_pos; [apply pos_INR|apply Y0]|].
    rewrite <- (Rmult_1_r (INR N)), <- One, scal_sum. apply sum_Rle. intros n I. rewrite Rmult_comm.
    apply Rmult_le_compat_l; [apply Y0|now apply le_INR]. }
  destruct (variance_near N _ _ bar bar_positive rate_near rate_exact energy h) as [V M].
  - rewrite (sum_eq _ y) by (intros; apply diagonal_at). exact One.
  - now rewrite Ey.
  - now rewrite Ey.
  - rewrite (sum_eq _ (fun n => Rabs ((INR n - energy) ^ 2 * x n))) in M by (intros; now rewrite diagonal_at).
    rewrite (sum_eq _ (fun n => (INR n - energy) ^ 2 * x n)) in V by (intros; now rewrite diagonal_at).
    replace (energy_variance N (fun n => diagonal y n n)) with (energy_variance N y) in V
      by (unfold energy_variance; rewrite Ey; apply sum_eq; intros; now rewrite diagonal_at).
    apply (Rmult_le_compat_l _ _ _ O0) in M. apply Rabs_le_between in O, V. apply Rabs_le. lra.
Qed.
End Read.
