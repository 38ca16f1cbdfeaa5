(* Errors only add up for density matrices too (theorem P16). A collision or a loss writes v v^T as a sum
   of u u^T whose square norms add up to that of v; so a linear function T of the matrix with |T(v v^T)|
   <= b |v|^2 for all v still is one after it. Such a T is at most b times the sum of the moduli of the
   entries. *)
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction Damp.
Open Scope R_scope.

Record bounded (N : nat) (b : R) (T : matrix -> R) : Prop := {
  bounded_add : forall r t, T (fun n m => r n m + t n m) = T r + T t;
  bounded_scale : forall a r, T (fun n m => a * r n m) = a * T r;
  bounded_ext : forall r t, (forall n m, (n <= N)%nat -> (m <= N)%nat -> r n m = t n m) -> T r = T t;
  bounded_outer : forall v, Rabs (T (outer v)) <= b * square_norm N v }.

(* ---- One collision. *)
Section Step.
Variables (w : nat -> R) (N : nat) (k : qubit_collision).
Hypothesis L : ladder w N.

Let s := s w (swap k).
Let c := c w (swap k).

Lemma s_0 : s 0%nat = 0.
Proof. destruct L as [W _]. now apply s_closed. Qed.
Lemma s_top : s (S N) = 0.
Proof. destruct L as [_ [W _]]. now apply s_closed. Qed.
Lemma rotation n : c n ^ 2 + s n ^ 2 = 1.
Proof. unfold c, s. rewrite c_square. ring. Qed.

(* What a qubit state a |g> + b |e> makes of a battery state v, when the qubit leaves in |g> and in |e>. *)
Definition leave_g (a b : R) (v : nat -> R) (n : nat) : R := a * c n * v n + b * s n * v (pred n).
Definition leave_e (a b : R) (v : nat -> R) (n : nat) : R := b * c (S n) * v n - a * s (S n) * v (S n).

Lemma leave_norm_open a b v M : square_norm M (leave_g a b v) + square_norm M (leave_e a b v)
  = (a ^ 2 + b ^ 2) * square_norm M v + a ^ 2 * s (S M) ^ 2 * (v (S M) ^ 2) - b ^ 2 * s (S M) ^ 2 * (v M ^ 2)
    - 2 * a * b * c (S M) * s (S M) * v M * v (S M).
Proof.
  unfold square_norm, leave_g, leave_e. induction M as [|M IH].
  - cbn [sum_f_R0 pred]. pose proof (rotation 0) as R0. pose proof (rotation 1) as R1. rewrite s_0 in *.
    replace (c 1 ^ 2) with (1 - s 1 ^ 2) by lra.
    transitivity (a ^ 2 * (c 0%nat ^ 2) * v 0%nat ^ 2 + b ^ 2 * (c 1%nat ^ 2) * v 0%nat ^ 2
      + a ^ 2 * s 1%nat ^ 2 * v 1%nat ^ 2 - 2 * a * b * c 1%nat * s 1%nat * v 0%nat * v 1%nat); [ring|].
    replace (c 0%nat ^ 2) with 1 by lra. replace (c 1%nat ^ 2) with (1 - s 1%nat ^ 2) by lra. ring.
  - rewrite !tech5. cbn [pred]. pose proof (rotation (S M)) as R1. pose proof (rotation (S (S M))) as R2.
    match goal with |- ?x + ?g + (?y + ?e) = _ => transitivity ((x + y) + (g + e)); [ring|] end.
    rewrite IH.
    transitivity ((a ^ 2 + b ^ 2) * (\sum_(n <= M) v n ^ 2)
      + a ^ 2 * (c (S M) ^ 2 + s (S M) ^ 2) * v (S M) ^ 2 + b ^ 2 * c (S (S M)) ^ 2 * v (S M) ^ 2
      + a ^ 2 * s (S (S M)) ^ 2 * v (S (S M)) ^ 2
      - 2 * a * b * c (S (S M)) * s (S (S M)) * v (S M) * v (S (S M))); [ring|].
    rewrite R1. replace (c (S (S M)) ^ 2) with (1 - s (S (S M)) ^ 2) by lra. ring.
Qed.

Lemma leave_norm a b v : square_norm N (leave_g a b v) + square_norm N (leave_e a b v) = (a ^ 2 + b ^ 2) *
  square_norm N v.
Proof. rewrite leave_norm_open, s_top. ring. Qed.

(* The qubit is a mixture of sqrt q |g> + coherence sqrt p |e> and sqrt (1 - coherence^2) sqrt p |e>. *)
Lemma step_outer v : 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  let a := sqrt (q (swap k)) in let p := sqrt (1 - q (swap k)) in
  let b := coherence k * p in let d := sqrt (1 - coherence k ^ 2) * p in
  forall n m, density_step w k (outer v) n m
    = outer (leave_g a b v) n m + outer (leave_e a b v) n m + outer (leave_g 0 d v) n m
      + outer (leave_e 0 d v) n m.
Proof.
  intros Q C a p b d n m. unfold density_step, outer, leave_g, leave_e. fold s c.
  assert (A2 : a * a = q (swap k)) by (apply sqrt_sqrt; lra).
  assert (P2 : p * p = 1 - q (swap k)) by (apply sqrt_sqrt; lra).
  assert (AB : coherence k * sqrt (q (swap k) * (1 - q (swap k))) = a * b) by (rewrite sqrt_mult by lra;
    unfold b, a, p; ring).
  assert (BD : b * b + d * d = 1 - q (swap k)).
  { unfold b, d. assert (E : sqrt (1 - coherence k ^ 2) * sqrt (1 - coherence k ^ 2) = 1 - coherence k ^ 2)
    by (apply sqrt_sqrt; nra).
    transitivity ((coherence k ^ 2 + sqrt (1 - coherence k ^ 2) * sqrt (1 - coherence k ^ 2)) * (p * p));
      [ring|].
    rewrite E, P2. ring. }
  rewrite AB, <- A2 at 1. rewrite <- A2. rewrite A2 at 2. rewrite A2 at 2. rewrite <- BD. ring.
Qed.

(* Only the entries of levels 0..N matter. *)
Lemma step_entries r t : (forall n m, (n <= N)%nat -> (m <= N)%nat -> r n m = t n m) ->
  forall n m, (n <= N)%nat -> (m <= N)%nat -> density_step w k r n m = density_step w k t n m.
Proof.
  intros E n m I J. unfold density_step. fold s c.
  assert (Up : forall i j, (i <= N)%nat -> (j <= N)%nat -> s (S j) * r i (S j) = s (S j) * t i (S j)).
  { intros i j A B. destruct (Nat.eq_dec j N) as [->|NE]; [rewrite s_top; ring|now rewrite E by lia]. }
  assert (Left : forall i j, (i <= N)%nat -> (j <= N)%nat -> s (S i) * r (S i) j = s (S i) * t (S i) j).
  { intros i j A B. destruct (Nat.eq_dec i N) as [->|NE]; [rewrite s_top; ring|now rewrite E by lia]. }
  assert (Both : s (S n) * (s (S m) * r (S n) (S m)) = s (S n) * (s (S m) * t (S n) (S m))).
  { destruct (Nat.eq_dec n N) as [->|NE]; [rewrite s_top; ring|now rewrite Up by lia]. }
  rewrite (E n m), (E (pred n) (pred m)), (E n (pred m)), (E (pred n) m) by lia.
  pose proof (Up n m I J) as U. pose proof (Left n m I J) as V.
  set (kappa := coherence k * sqrt (q (swap k) * (1 - q (swap k)))). apply Rminus_diag_uniq.
  transitivity (q (swap k) * (s (S n) * (s (S m) * r (S n) (S m)) - s (S n) * (s (S m) * t (S n) (S m)))
    - kappa * c (S n) * (s (S m) * r n (S m) - s (S m) * t n (S m))
    - kappa * c (S m) * (s (S n) * r (S n) m - s (S n) * t (S n) m)); [ring|]. rewrite Both, U, V. ring.
Qed.
End Step.

Lemma density_step_symmetric w k r : symmetric r -> symmetric (density_step w k r).
Proof.
  intros Y n m. unfold density_step.
  rewrite (Y n m), (Y (pred n) (pred m)), (Y (S n) (S m)), (Y n (pred m)), (Y (pred n) m), (Y n (S m)),
    (Y (S n) m). ring.
Qed.

Lemma bounded_step w N k b T : ladder w N -> admissible_qubit k -> 0 <= b -> bounded N b T ->
  bounded N b (fun r => T (density_step w k r)).
Proof.
  intros L [[_ Q] C] B0 [Add Scale Ext Outer]. split.
  - intros r t. rewrite <- Add. apply Ext. intros n m _ _. unfold density_step. ring.
  - intros a r. rewrite <- Scale. apply Ext. intros n m _ _. unfold density_step. ring.
  - intros r t E. apply Ext. now apply step_entries.
  - intros v. pose proof (step_outer w k v Q C) as E. cbv zeta in E.
    set (a := sqrt (q (swap k))) in *. set (p := sqrt (1 - q (swap k))) in *.
    set (e := coherence k * p) in *. set (d := sqrt (1 - coherence k ^ 2) * p) in *.
    rewrite (Ext _ _ (fun n m _ _ => E n m)), !Add.
    pose proof (leave_norm w N k L a e v) as N1. pose proof (leave_norm w N k L 0 d v) as N2.
    assert (One : a ^ 2 + e ^ 2 + (0 ^ 2 + d ^ 2) = 1).
    { assert (A2 : a * a = q (swap k)) by (apply sqrt_sqrt; lra).
      assert (P2 : p * p = 1 - q (swap k)) by (apply sqrt_sqrt; lra).
      assert (C2 : sqrt (1 - coherence k ^ 2) * sqrt (1 - coherence k ^ 2) = 1 - coherence k ^ 2)
        by (apply sqrt_sqrt; nra).
      transitivity (a * a + (coherence k ^ 2 + sqrt (1 - coherence k ^ 2) * sqrt (1 - coherence k ^ 2)) * (p
        * p)).
      - unfold d, e. ring.
      - rewrite C2, A2, P2. ring. }
    pose proof (Outer (leave_g w k a e v)) as O1. pose proof (Outer (leave_e w k a e v)) as O2.
    pose proof (Outer (leave_g w k 0 d v)) as O3. pose proof (Outer (leave_e w k 0 d v)) as O4.
    replace (b * square_norm N v) with (b * square_norm N (leave_g w k a e v) + b * square_norm N (leave_e w
      k a e v)
      + b * square_norm N (leave_g w k 0 d v) + b * square_norm N (leave_e w k 0 d v)).
    + repeat (eapply Rle_trans; [apply Rabs_triang|]; apply Rplus_le_compat; [|assumption]). assumption.
    + transitivity (b * ((square_norm N (leave_g w k a e v) + square_norm N (leave_e w k a e v))
        + (square_norm N (leave_g w k 0 d v) + square_norm N (leave_e w k 0 d v)))); [ring|].
      rewrite N1, N2. rewrite <- Rmult_plus_distr_r, One. ring.
Qed.

(* ---- Such a T on any symmetric matrix. *)
Section Mass.
Variables (N : nat) (b : R) (T : matrix -> R).
Hypothesis T_bounded : bounded N b T.

Lemma bounded_zero : T (fun _ _ => 0) = 0.
Proof.
  rewrite (bounded_ext N b T T_bounded _ (fun n m => 0 * outer (level 0) n m)) by (intros; ring).
  rewrite (bounded_scale N b T T_bounded). ring.
Qed.

Lemma bounded_sum (F : nat -> matrix) M : T (fun n m => \sum_(i <= M) F i n m) = \sum_(i <= M) T (F i).
Proof.
  induction M as [|M IH]; [reflexivity|]. rewrite tech5, <- IH, <- (bounded_add N b T T_bounded).
  apply (bounded_ext N b T T_bounded). intros. apply tech5.
Qed.

(* The symmetric matrix with 1/2 at (i, j) and at (j, i). *)
Definition unit (i j : nat) : matrix := fun n m =>
  / 4 * (outer (fun n => level i n + level j n) n m + - (1) * outer (fun n => level i n - level j n) n m).

Lemma bounded_unit i j : (i <= N)%nat -> (j <= N)%nat -> 0 <= b -> Rabs (T (unit i j)) <= b.
Proof.
  intros I J B0. destruct T_bounded as [Add Scale Ext Outer]. unfold unit. rewrite Scale, Add, Scale.
  pose proof (Outer (fun n => level i n + level j n)) as P.
  pose proof (Outer (fun n => level i n - level j n)) as M.
  assert (E : square_norm N (fun n => level i n + level j n) + square_norm N (fun n => level i n - level j n)
    = 4).
  { unfold square_norm. rewrite <- sum_plus.
    rewrite (sum_eq _ (fun n => 2 * level i n + 2 * level j n)).
    - rewrite sum_plus, (level_sum (fun _ => 2) i N I), (level_sum (fun _ => 2) j N J). ring.
    - intros n _. unfold level. destruct (n =? i)%nat, (n =? j)%nat; ring. }
  rewrite Rabs_mult, (Rabs_pos_eq (/ 4)) by lra.
  pose proof (Rabs_triang (T (outer (fun n => level i n + level j n))) (- (1) * T (outer (fun n => level i n
    - level j n)))) as Tr.
  rewrite Rabs_mult, Rabs_Ropp, Rabs_R1 in Tr. nra.
Qed.

Lemma bounded_symmetric r : symmetric r -> 0 <= b -> Rabs (T r) <= b * (\sum_(n <= N) (\sum_(m <= N) Rabs (r
  n m))).
Proof.
  intros Y B0.
  rewrite (bounded_ext N b T T_bounded r (fun n m => \sum_(i <= N) (\sum_(j <= N) r i j * unit i j n m))).
  - rewrite (bounded_sum (fun i n m => \sum_(j <= N) r i j * unit i j n m)).
    eapply Rle_trans; [apply Rsum_abs|]. rewrite scal_sum. apply sum_Rle. intros i I.
    rewrite (bounded_sum (fun j n m => r i j * unit i j n m)).
    eapply Rle_trans; [apply Rsum_abs|]. rewrite Rmult_comm, scal_sum. apply sum_Rle. intros j J.
    rewrite (bounded_scale N b T T_bounded), Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|].
    now apply bounded_unit.
  - intros n m I J.
    rewrite (sum_eq _ (fun i => (r i m * / 2) * level n i + (r m i * / 2) * 0 + \sum_(j <= N) ((r i j * level
      m i * / 2) * level n j))).
    + rewrite !sum_plus, level_sum by exact I.
      rewrite (sum_eq (fun i => \sum_(j <= N) r i j * level m i * / 2 * level n j)
        (fun i => (r i n * / 2) * level m i)).
      * rewrite (level_sum (fun i => r i n * / 2)) by exact J.
        rewrite (sum_eq (fun i => r m i * / 2 * 0) (fun _ => 0)) by (intros; ring).
        rewrite sum_cte, (Y m n). field.
      * intros i _. rewrite (level_sum (fun j => r i j * level m i * / 2)) by exact I. ring.
    + intros i A. rewrite (sum_eq _ (fun j => (r i j * level n i * / 2) * level m j + (r i j * level m i * /
      2) * level n j)).
      * rewrite sum_plus, (level_sum (fun j => r i j * level n i * / 2)) by exact J. ring.
      * intros j K. unfold unit, outer, level.
        rewrite (Nat.eqb_sym i n), (Nat.eqb_sym j m), (Nat.eqb_sym i m), (Nat.eqb_sym j n).
        destruct (n =? i)%nat, (n =? j)%nat, (m =? i)%nat, (m =? j)%nat; field.
Qed.
End Mass.

(* ---- One loss. *)
Lemma sum_switch (F : nat -> nat -> R) K N :
  \sum_(k <= K) (\sum_(n <= N) F k n) = \sum_(n <= N) (\sum_(k <= K) F k n).
Proof. induction K as [|K IH]; [reflexivity|]. rewrite tech5, IH, <- sum_plus. apply sum_eq. intros.
  now rewrite tech5. Qed.

Lemma sum_cut f M N : (M <= N)%nat -> \sum_(k <= N) (if (k <=? M)%nat then f k else 0) = \sum_(k <= M) f k.
Proof.
  intros I. induction I as [|N I IH].
  - apply sum_eq. intros k K. now rewrite (proj2 (Nat.leb_le k M)) by lia.
  - rewrite tech5, IH, (proj2 (Nat.leb_gt (S N) M)) by lia. ring.
Qed.

Lemma loss_weight_square gamma N k n : 0 <= gamma <= 1 -> (n <= N)%nat -> loss_weight gamma N k n ^ 2
  = if (k <=? N - n)%nat then choose (n + k) n * (1 - gamma) ^ n * gamma ^ (n + k - n) else 0.
Proof.
  intros Gm I. unfold loss_weight. replace (n + k <=? N)%nat with (k <=? N - n)%nat
    by (destruct (Nat.leb_spec k (N - n)), (Nat.leb_spec (n + k) N); lia || reflexivity).
  destruct (k <=? N - n)%nat; [|ring]. simpl (_ ^ 2). rewrite Rmult_1_r, sqrt_sqrt.
  - rewrite (pascal_step1 (n + k) k) by lia. replace (n + k - k)%nat with n by lia.
    replace (n + k - n)%nat with k by lia. ring.
  - apply product_nonneg; [apply choose_nonneg|apply pow_le; lra|apply pow_le; lra].
Qed.

Lemma loss_norm gamma N v : 0 <= gamma <= 1 ->
  \sum_(k <= N) square_norm N (fun n => loss_weight gamma N k n * v (n + k)%nat) = square_norm N v.
Proof.
  intros Gm. unfold square_norm.
  rewrite (sum_switch (fun k n => (loss_weight gamma N k n * v (n + k)%nat) ^ 2)).
  set (g := fun n m => choose m n * (1 - gamma) ^ n * gamma ^ (m - n) * v m ^ 2).
  transitivity (\sum_(n <= N) (\sum_(k <= N - n) g n (n + k)%nat)).
  - apply sum_eq. intros n I. rewrite <- (sum_cut (fun k => g n (n + k)%nat) (N - n) N) by lia.
    apply sum_eq. intros k _.
    rewrite Rpow_mult_distr, loss_weight_square by assumption. unfold g. destruct (k <=? N - n)%nat; ring.
  - rewrite triangle. apply sum_eq. intros m I. unfold g.
    rewrite <- scal_sum, binomial_total. ring.
Qed.

Lemma loss_symmetric gamma N r : symmetric r -> symmetric (density_loss gamma N r).
Proof. intros Y n m. unfold density_loss. apply sum_eq. intros k _. rewrite (Y (n + k)%nat). ring. Qed.

Lemma bounded_loss N gamma b T : 0 <= gamma <= 1 -> 0 <= b -> bounded N b T ->
  bounded N b (fun r => T (density_loss gamma N r)).
Proof.
  intros Gm B0 H. pose proof H as [Add Scale Ext Outer]. split.
  - intros r t. rewrite <- Add. apply Ext. intros n m _ _. unfold density_loss. rewrite <- sum_plus.
    apply sum_eq. intros. ring.
  - intros a r. rewrite <- Scale. apply Ext. intros n m _ _. unfold density_loss. rewrite scal_sum.
    apply sum_eq. intros. ring.
  - intros r t E. apply Ext. intros n m I J. unfold density_loss. apply sum_eq. intros k _.
    unfold loss_weight.
    destruct (Nat.leb_spec (n + k) N), (Nat.leb_spec (m + k) N); try ring. now rewrite E.
  - intros v. rewrite (Ext _ (fun n m => \sum_(k <= N) outer (fun n => loss_weight gamma N k n * v (n +
    k)%nat) n m)).
    + rewrite (bounded_sum N b T H). eapply Rle_trans; [apply Rsum_abs|].
      rewrite <- (loss_norm gamma N v Gm), scal_sum. apply sum_Rle. intros k _. rewrite Rmult_comm.
      apply Outer.
    + intros n m _ _. unfold density_loss, outer. apply sum_eq. intros. ring.
Qed.

(* ---- A run. *)
Lemma bounded_event w N e b T : ladder w N -> admissible_event e -> 0 <= b -> bounded N b T ->
  bounded N b (fun r => T (density_event w N e r)).
Proof. intros L A. destruct e; [now apply bounded_step|now apply bounded_loss]. Qed.

Lemma density_event_symmetric w N e r : symmetric r -> symmetric (density_event w N e r).
Proof. destruct e; [apply density_step_symmetric|apply loss_symmetric]. Qed.

Lemma bounded_run w N run b T : ladder w N -> Forall admissible_event run -> 0 <= b -> bounded N b T ->
  bounded N b (fun r => T (density_run w N run r)).
Proof.
  intros L A B0 H. induction A as [|e run E A IH].
  - exact H.
  - exact (bounded_event w N e b _ L E B0 IH).
Qed.

Lemma expectation_bounded N b B : observable N b B -> bounded N b (expectation N B).
Proof.
  intros H. unfold expectation. split.
  - intros r t. rewrite <- sum_plus. apply sum_eq. intros n _. rewrite <- sum_plus. apply sum_eq. intros.
    ring.
  - intros a r. rewrite scal_sum. apply sum_eq. intros n _. rewrite Rmult_comm, scal_sum. apply sum_eq.
    intros. ring.
  - intros r t E. apply sum_eq. intros n I. apply sum_eq. intros m J. now rewrite E.
  - exact H.
Qed.

Lemma bounded_difference N b T r t : bounded N b T -> symmetric r -> symmetric t -> 0 <= b ->
  Rabs (T r - T t) <= b * entry_distance N r t.
Proof.
  intros H X Y B0. replace (T r - T t) with (T (fun n m => r n m + - (1) * t n m)).
  - eapply Rle_trans; [apply (bounded_symmetric N b T H); [|exact B0]|].
    + intros n m. now rewrite (X n m), (Y n m).
    + right. unfold entry_distance. f_equal. apply sum_eq. intros n _. apply sum_eq. intros m _. f_equal.
      ring.
  - rewrite (bounded_add N b T H), (bounded_scale N b T H). ring.
Qed.

(* One entry, as an observable. *)
Lemma term_le_sum (f : nat -> R) M n : (forall i, 0 <= f i) -> (n <= M)%nat -> f n <= sum_f_R0 f M.
Proof.
  intros F I. induction I as [|M I IH].
  - destruct n as [|n]; [simpl; lra|]. rewrite tech5. pose proof (cond_pos_sum f n F). lra.
  - rewrite tech5. pose proof (F (S M)). lra.
Qed.

Lemma entry_expectation N n m r : (n <= N)%nat -> (m <= N)%nat ->
  expectation N (fun i j => level n i * level m j) r = r n m.
Proof.
  intros I J. unfold expectation. rewrite (sum_eq _ (fun i => r i m * level n i)).
  - exact (level_sum (fun i => r i m) n N I).
  - intros i _. rewrite <- (level_sum (fun j => r i j * level n i) m N J). apply sum_eq. intros. ring.
Qed.

Lemma entry_observable N n m : (n <= N)%nat -> (m <= N)%nat ->
  observable N 1 (fun i j => level n i * level m j).
Proof.
  intros I J v. rewrite entry_expectation by assumption. unfold outer, square_norm.
  assert (Q : forall k, (k <= N)%nat -> v k ^ 2 <= \sum_(i <= N) v i ^ 2)
    by (intros; apply (term_le_sum (fun i => v i ^ 2)); [intros; apply pow2_ge_0|assumption]).
  pose proof (Q n I). pose proof (Q m J).
  pose proof (pow2_ge_0 (v n - v m)). pose proof (pow2_ge_0 (v n + v m)).
  apply Rabs_le. lra.
Qed.

(* One collision, and the whole run. *)
Theorem density_contraction w N p B b r t : ladder w N -> Forall admissible_event p -> observable N b B ->
  0 <= b ->
  symmetric r -> symmetric t ->
  Rabs (expectation N B (density_run w N p r) - expectation N B (density_run w N p t))
    <= b * entry_distance N r t.
Proof.
  intros L A O B0 X Y.
  exact (bounded_difference N b _ r t (bounded_run w N p b _ L A B0 (expectation_bounded N b B O)) X Y B0).
Qed.

Theorem density_budget w N p (computed : nat -> matrix) delta B b : ladder w N -> Forall admissible_event p ->
  observable N b B -> 0 <= b -> (forall i, symmetric (computed i)) ->
  (forall i e, nth_error p i = Some e -> entry_distance N (computed (S i)) (density_event w N e (computed i))
    <= delta i) ->
  Rabs (expectation N B (computed (length p)) - expectation N B (density_run w N p (computed 0%nat)))
    <= b * total delta (length p).
Proof.
  intros L A O B0. revert computed delta. induction A as [|e p K A IH]; intros computed delta Y E.
  - simpl. rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra.
  - simpl length. rewrite total_first.
    pose proof (IH (fun i => computed (S i)) (fun i => delta (S i)) (fun i => Y (S i)) (fun i => E (S i))) as
      H. cbv beta in H.
    pose proof (density_contraction w N p B b (computed 1%nat) (density_event w N e (computed 0%nat)) L A O
      B0 (Y 1%nat)
      (density_event_symmetric w N e _ (Y 0%nat))) as D.
    assert (b * entry_distance N (computed 1%nat) (density_event w N e (computed 0%nat)) <= b * delta 0%nat)
      by (apply Rmult_le_compat_l; [exact B0|now apply E]).
    change (density_run w N (e :: p) (computed 0%nat)) with (density_run w N p (density_event w N e (computed
      0%nat))).
    set (x := expectation N B (computed (S (length p)))) in *.
    set (y := expectation N B (density_run w N p (computed 1%nat))) in *.
    set (z := expectation N B (density_run w N p (density_event w N e (computed 0%nat)))) in *.
    pose proof (Rabs_triang (x - y) (y - z)) as Tr. replace (x - y + (y - z)) with (x - z) in Tr by ring. lra.
Qed.

(* The energy is the observable diag(0, ..., N), between 0 and N. *)
Lemma diagonal_expectation f N r : expectation N (diagonal f) r = \sum_(n <= N) f n * r n n.
Proof.
  unfold expectation, diagonal. apply sum_eq. intros n I.
  rewrite (sum_eq _ (fun m => (f m * r n m) * level n m)).
  - now rewrite (level_sum (fun m => f m * r n m)).
  - intros m _. unfold level. rewrite (Nat.eqb_sym m n). destruct (Nat.eqb_spec n m) as [->|NE]; ring.
Qed.

Lemma diagonal_observable f N b : (forall n, (n <= N)%nat -> Rabs (f n) <= b) -> observable N b (diagonal f).
Proof.
  intros F v. rewrite diagonal_expectation. eapply Rle_trans; [apply Rsum_abs|]. unfold square_norm, outer.
  rewrite scal_sum. apply sum_Rle. intros n I. rewrite Rabs_mult, (Rabs_pos_eq (v n * v n)) by nra.
  replace (v n ^ 2 * b) with (b * (v n * v n)) by ring. apply Rmult_le_compat_r; [nra|now apply F].
Qed.

Theorem density_budget_energy w N p (computed : nat -> matrix) delta : ladder w N ->
  Forall admissible_event p ->
  (forall i, symmetric (computed i)) ->
  (forall i e, nth_error p i = Some e -> entry_distance N (computed (S i)) (density_event w N e (computed i))
    <= delta i) ->
  Rabs (mean_energy N (fun n => computed (length p) n n)
        - mean_energy N (fun n => density_run w N p (computed 0%nat) n n)) <= INR N * total delta (length p).
Proof.
  intros L A Y E. unfold mean_energy, mean.
  rewrite <- (diagonal_expectation INR N (computed (length p))),
    <- (diagonal_expectation INR N (density_run w N p (computed 0%nat))).
  apply density_budget; auto using pos_INR. apply diagonal_observable. intros n I.
  rewrite Rabs_pos_eq by apply pos_INR. now apply le_INR.
Qed.

(* Without coherence a diagonal state stays diagonal, and its populations obey (9), (24). *)
Theorem density_step_diagonal w k P n m : w 0%nat = 0 -> coherence k = 0 ->
  density_step w k (diagonal P) n m = diagonal (population_step w (swap k) P) n m.
Proof.
  intros W C. unfold density_step. rewrite C, Rmult_0_l, Rmult_0_l, Rplus_0_r. unfold diagonal.
  pose proof (s_closed w (swap k) 0 W) as S0.
  destruct (Nat.eqb_spec n m) as [->|NE].
  - rewrite !Nat.eqb_refl. unfold population_step. ring.
  - rewrite (proj2 (Nat.eqb_neq (S n) (S m))) by lia.
    destruct n as [|n]; [rewrite S0; ring|]. destruct m as [|m]; [rewrite S0; ring|]. simpl pred.
    rewrite (proj2 (Nat.eqb_neq n m)) by lia. ring.
Qed.

(* The loss on a diagonal state is the loss on its populations. *)
Theorem density_loss_diagonal gamma N P n : 0 <= gamma <= 1 -> (n <= N)%nat ->
  density_loss gamma N (diagonal P) n n = damp gamma N P n.
Proof.
  intros Gm I. unfold density_loss, damp, diagonal.
  rewrite <- (sum_cut (fun k => choose (n + k) k * gamma ^ k * (1 - gamma) ^ n * P (n + k)%nat) (N - n) N) by
    lia.
  apply sum_eq. intros k _. rewrite Nat.eqb_refl.
  transitivity (loss_weight gamma N k n ^ 2 * P (n + k)%nat); [ring|].
  rewrite loss_weight_square by assumption.
  destruct (k <=? N - n)%nat; [|ring]. rewrite (pascal_step1 (n + k) k) by lia.
  replace (n + k - k)%nat with n by lia. replace (n + k - n)%nat with k by lia. ring.
Qed.
