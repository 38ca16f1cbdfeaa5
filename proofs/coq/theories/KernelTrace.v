(* The trace that sc_collide keeps, from sc_collide_made of spec/collide.acsl as Why3 prints it. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep KernelWeights KernelRun Spec Bridge KernelStep
  KernelSpec KernelContract.
Open Scope R_scope.

Section Balance.
Variables (q p kappa : R) (c s : nat -> R) (r : matrix).
Hypotheses (Q : 0 <= q <= 1) (P : 0 <= p) (K : 0 <= kappa) (QP : Rabs (q + p - 1) <= 1.0001 * sc_u).
Hypothesis Y : symmetric r.
Hypothesis S0 : s 0%nat = 0.

(* What falls through the swap between levels n and n - 1, and what a level gains because the weights do not
   sum to 1. *)
Definition fall (n : nat) : R :=
  q * s n * s n * r n n - p * s n * s n * r (pred n) (pred n) - 2 * kappa * c n * s n * r n (pred n).
Definition excess (n : nat) : R :=
  q * (c n * c n + s n * s n - 1) + p * (c (S n) * c (S n) + s (S n) * s (S n) - 1) + (q + p - 1).

Lemma collided_balance n : collided q p kappa c s r n n = r n n + excess n * r n n + fall (S n) - fall n.
Proof.
  unfold collided, excess, fall. simpl pred. rewrite (Y n (S n)), (Y (pred n) n).
  ring.
Qed.

Lemma trace_balance M :
  \sum_(n <= M) collided q p kappa c s r n n = \sum_(n <= M) r n n + \sum_(n <= M) excess n * r n n + fall
    (S M).
Proof.
  induction M as [|M IH].
  - cbn [sum_f_R0]. rewrite collided_balance.
    replace (fall 0) with 0 by (unfold fall; rewrite S0; ring). ring.
  - rewrite !tech5, IH, collided_balance. ring.
Qed.
End Balance.

Section Bound.
Variables (q p kappa : R) (c s : nat -> R) (r : matrix) (M : nat).
Hypotheses (Q : 0 <= q <= 1) (P : 0 <= p) (K : 0 <= kappa) (QP : Rabs (q + p - 1) <= 1.0001 * sc_u).
Hypothesis Y : symmetric r.
Hypothesis S0 : s 0%nat = 0.
Hypothesis Unit : forall n, (n <= S M)%nat -> Rabs (c n * c n + s n * s n - 1) <= 3 * sc_u.
(* Nothing lies above row M, or the swap to it is closed. *)
Hypothesis Closed : s (S M) = 0 \/ r (S M) (S M) = 0 /\ r M M = 0 /\ r (S M) M = 0.

Let populations := \sum_(n <= M) Rabs (r n n).
Let neighbours := \sum_(n <= M) Rabs (r (S n) n).

Lemma excess_small n : (n <= M)%nat -> Rabs (excess q p c s n) <= 4.001 * sc_u.
Proof.
  intros I. pose proof (Unit n ltac:(lia)) as A. pose proof (Unit (S n) ltac:(lia)) as B. unfold excess.
  set (a := c n * c n + _ - 1) in *. set (b := c (S n) * c (S n) + _ - 1) in *.
  assert (U : 0 < sc_u) by (unfold sc_u; lra).
  assert (E : Rabs (q * a + p * b + (q + p - 1)) <= q * Rabs a + p * Rabs b + Rabs (q + p - 1)).
  { eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat_r. eapply Rle_trans; [apply Rabs_triang|].
    rewrite !Rabs_mult, (Rabs_pos_eq q), (Rabs_pos_eq p) by lra. lra. }
  assert (p <= 1 - q + 1.0001 * sc_u) by (apply Rabs_le_between in QP; lra).
  assert (q * Rabs a <= q * (3 * sc_u)) by (apply Rmult_le_compat_l; lra).
  assert (p * Rabs b <= p * (3 * sc_u)) by (apply Rmult_le_compat_l; lra).
  assert ((q + p) * (3 * sc_u) <= (1 + 1.0001 * sc_u) * (3 * sc_u)) by (apply Rmult_le_compat_r; lra).
  assert (sc_u * sc_u <= 0.0001 * sc_u) by (unfold sc_u; lra).
  lra.
Qed.

Lemma excess_sum x : (forall n, 0 <= x n) ->
  Rabs (\sum_(n <= M) excess q p c s n * x n) <= 4.001 * sc_u * \sum_(n <= M) x n.
Proof.
  intros X. rewrite scal_sum. eapply Rle_trans; [apply sum_f_R0_triangle|]. apply sum_Rle. intros n I.
  rewrite Rabs_mult, (Rabs_pos_eq (x n)), (Rmult_comm (x n)) by apply X.
  apply Rmult_le_compat_r; [apply X|]. now apply excess_small.
Qed.

Lemma fall_above t : (forall n m, r n m = 0 -> t n m = 0) -> forall g : R, 
  fall q p g c s t (S M) = 0 /\ fall q p g (modulus c) (modulus s) t (S M) = 0.
Proof.
  intros T g. unfold fall, modulus. simpl pred.
  destruct Closed as [Z | [Z1 [Z2 Z3]]]; [rewrite Z, Rabs_R0|rewrite (T _ _ Z1), (T _ _ Z2), (T _ _ Z3)];
    split; ring.
Qed.

Lemma spread_sum : \sum_(n <= M) spread q p kappa (modulus c) (modulus s) (modulus c) (modulus s) (moduli r)
  n n
  <= (1 + 4.001 * sc_u) * populations + 2 * (1 + 3 * sc_u) * (kappa * neighbours).
Proof.
  assert (U : 0 < sc_u) by (unfold sc_u; lra).
  set (extra := fun n => 4 * kappa * modulus c (S n) * modulus s (S n) * moduli r (S n) n).
  assert (E : \sum_(n <= M) spread q p kappa (modulus c) (modulus s) (modulus c) (modulus s) (moduli r) n n
    = \sum_(n <= M) collided q p kappa (modulus c) (modulus s) (moduli r) n n + \sum_(n <= M) extra n).
  { rewrite <- sum_plus. apply sum_eq. intros n _. unfold spread, collided, extra.
    rewrite (moduli_symmetric r Y n (S n)). ring. }
  rewrite E, trace_balance; [|now apply moduli_symmetric|unfold modulus; rewrite S0; apply Rabs_R0].
  rewrite (proj2 (fall_above (moduli r) ltac:(intros n m Z; unfold moduli; rewrite Z; apply Rabs_R0) kappa)).
  assert (X : \sum_(n <= M) excess q p (modulus c) (modulus s) n * moduli r n n
    = \sum_(n <= M) excess q p c s n * Rabs (r n n)).
  { apply sum_eq. intros n _. unfold excess, modulus. rewrite <- !Rabs_mult.
    assert (D : forall x, Rabs (x * x) = x * x) by (intros; apply Rabs_pos_eq, Rle_0_sqr). now rewrite !D. }
  rewrite X. pose proof (excess_sum (fun n => Rabs (r n n)) (fun n => Rabs_pos _)) as G.
  cbv beta in G. fold populations in G. apply Rabs_le_between in G.
  assert (F : \sum_(n <= M) extra n <= 2 * (1 + 3 * sc_u) * (kappa * neighbours)).
  { unfold neighbours. rewrite !scal_sum. apply sum_Rle. intros n I. unfold extra, modulus, moduli.
    pose proof (Unit (S n) ltac:(lia)) as V. apply Rabs_le_between in V.
    assert (W : 2 * (Rabs (c (S n)) * Rabs (s (S n))) <= 1 + 3 * sc_u).
    { rewrite <- Rabs_mult. pose proof (Rle_0_sqr (c (S n) - s (S n))). pose proof (Rle_0_sqr (c (S n) + s
      (S n))).
      unfold Rsqr in *. unfold Rabs at 1. destruct (Rcase_abs _); lra. }
    pose proof (Rabs_pos (r (S n) n)).
    assert (0 <= 2 * kappa * Rabs (r (S n) n)) by (apply Rmult_le_pos; lra).
    apply Rle_trans with (2 * kappa * Rabs (r (S n) n) * (2 * (Rabs (c (S n)) * Rabs (s (S n))))); [right;
      ring|].
    apply Rle_trans with (2 * kappa * Rabs (r (S n) n) * (1 + 3 * sc_u)); [apply Rmult_le_compat_l;
      assumption|right; ring]. }
  change (\sum_(n <= M) moduli r n n) with populations. lra.
Qed.

Lemma trace_kept x :
  (forall n, (n <= M)%nat -> Rabs (x n - collided q p kappa c s r n n)
    <= 7.01 * (sc_u * spread q p kappa (modulus c) (modulus s) (modulus c) (modulus s) (moduli r) n n) + / 2
      ^ 1000) ->
  Rabs ((\sum_(n <= M) x n) - (\sum_(n <= M) r n n))
    <= 11.02 * (sc_u * populations) + 14.1 * (sc_u * (kappa * neighbours)) + INR (S M) * / 2 ^ 1000.
Proof.
  intros H. set (sp := spread q p kappa (modulus c) (modulus s) (modulus c) (modulus s) (moduli r)) in *.
  assert (A : Rabs (\sum_(n <= M) (x n - collided q p kappa c s r n n))
    <= 7.01 * sc_u * (\sum_(n <= M) sp n n) + INR (S M) * / 2 ^ 1000).
  { eapply Rle_trans; [apply sum_f_R0_triangle|].
    replace (INR (S M) * / 2 ^ 1000) with (\sum_(n <= M) / 2 ^ 1000) by (rewrite sum_cte; apply Rmult_comm).
    rewrite scal_sum, <- sum_plus. apply sum_Rle. intros n I. specialize (H n I). lra. }
  rewrite minus_sum, trace_balance in A by assumption.
  rewrite (proj1 (fall_above r (fun _ _ Z => Z) kappa)) in A.
  pose proof spread_sum as B. fold sp in B.
  assert (G : Rabs (\sum_(n <= M) excess q p c s n * r n n) <= 4.001 * sc_u * populations).
  { unfold populations. rewrite scal_sum. eapply Rle_trans; [apply sum_f_R0_triangle|]. apply sum_Rle.
    intros n I.
    rewrite Rabs_mult, (Rmult_comm (Rabs (r n n))). apply Rmult_le_compat_r; [apply Rabs_pos|]. now apply
      excess_small. }
  assert (Pp : 0 <= populations) by (apply cond_pos_sum; intros; apply Rabs_pos).
  assert (Pn : 0 <= kappa * neighbours) by (apply Rmult_le_pos; [lra|]; apply cond_pos_sum; intros; apply
    Rabs_pos).
  assert (U : 0 < sc_u <= 0.0000000001) by (unfold sc_u; split; lra).
  assert (Bu : sc_u * (\sum_(n <= M) sp n n)
    <= sc_u * ((1 + 4.001 * sc_u) * populations + 2 * (1 + 3 * sc_u) * (kappa * neighbours))).
  { apply Rmult_le_compat_l; [lra|exact B]. }
  assert (U1 : sc_u * (sc_u * populations) <= 0.0000000001 * (sc_u * populations)).
  { apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra. }
  assert (U2 : sc_u * (sc_u * (kappa * neighbours)) <= 0.0000000001 * (sc_u * (kappa * neighbours))).
  { apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra. }
  assert (0 <= sc_u * populations) by (apply Rmult_le_pos; lra).
  assert (0 <= sc_u * (kappa * neighbours)) by (apply Rmult_le_pos; lra).
  replace (sc_u * ((1 + 4.001 * sc_u) * populations + 2 * (1 + 3 * sc_u) * (kappa * neighbours)))
    with (sc_u * populations + 4.001 * (sc_u * (sc_u * populations)) + 2 * (sc_u * (kappa * neighbours))
          + 6 * (sc_u * (sc_u * (kappa * neighbours)))) in Bu by ring.
  replace (7.01 * sc_u * (\sum_(n <= M) sp n n)) with (7.01 * (sc_u * (\sum_(n <= M) sp n n))) in A by ring.
  replace (4.001 * sc_u * populations) with (4.001 * (sc_u * populations)) in G by ring.
  generalize dependent (INR (S M) * / 2 ^ 1000). generalize dependent (sc_u * (sc_u * (kappa * neighbours))).
  generalize dependent (sc_u * (sc_u * populations)). generalize dependent (sc_u * (kappa * neighbours)).
  generalize dependent (sc_u * populations). generalize dependent (sc_u * (\sum_(n <= M) sp n n)). intros.
  clear - A G Bu U1 U2 H0 H1.
  apply Rabs_le_between in A, G. apply Rabs_le.
  match type of A with _ <= ?a - (?b + ?e + 0) <= _ => change (- (4.001 * r1) <= e <= 4.001 * r1) in G;
    match goal with |- ?l <= _ <= ?h => change (l <= a - b <= h) end; generalize dependent e;
    generalize dependent a; generalize dependent b end. intros. lra.
Qed.
End Bound.

(* sc_collide: the sum of the diagonal of the rows computed, against that of the rows read. *)
Theorem collide_trace (memory : addr -> double) out r c s q p kappa d top last :
  sc_density_domain d top -> sc_is_qubit q p kappa ->
  sc_radd (real_of_double p) 1 (- (1) * real_of_double q) ->
  stored_table memory s 0 = 0 -> stored_table memory s (Z.to_nat d) = 0 ->
  (forall n, (n <= Z.to_nat d)%nat -> Rabs (stored_table memory c n * stored_table memory c n
    + stored_table memory s n * stored_table memory s n - 1) <= 3 * sc_u) ->
  sc_collide_made memory out r c s (real_of_double q) (real_of_double p) (real_of_double kappa) d top last ->
  let row := Z.to_nat (sc_next_top d top) in let rho := stored_matrix memory r d top in
  Rabs ((\sum_(n <= row) real_of_double (memory (shift out (sc_place d (Z.of_nat n) (Z.of_nat n)))))
        - (\sum_(n <= row) rho n n))
    <= 11.02 * (sc_u * (\sum_(n <= row) Rabs (rho n n)))
       + 14.1 * (sc_u * (real_of_double kappa * (\sum_(n <= row) Rabs (rho (S n) n)))) + INR (S row) * / 2 ^
         1000.
Proof.
  intros [[D1 D2] D3] Qu Co S0 SN Unit [_ Entry] row rho.
  assert (Nx : (0 <= sc_next_top d top < d)%Z /\ (sc_next_top d top = top + 1 \/ sc_next_top d top = d -
    1)%Z).
  { unfold sc_next_top. destruct (Z_lt_dec (top + 1) d); lia. }
  destruct Qu as [[[Kv _] [Pv _]] [Qv _]].
  apply trace_kept with (q := real_of_double q) (p := real_of_double p) (c := stored_table memory c)
    (s := stored_table memory s).
  - lra.
  - lra.
  - lra.
  - unfold sc_radd, rounded in Co. rewrite (Rabs_pos_eq (1 + - (1) * real_of_double q)) in Co by lra.
    assert (E : sc_eta <= 0.0001 * sc_u) by (unfold sc_eta, sc_u; lra).
    assert (U : 0 < sc_u) by (unfold sc_u; lra).
    assert (sc_u * (1 + - (1) * real_of_double q) <= sc_u * 1) by (apply Rmult_le_compat_l; lra).
    apply Rabs_le_between in Co. apply Rabs_le. lra.
  - apply stored_symmetric.
  - exact S0.
  - intros n I. apply Unit. unfold row in I. lia.
  - destruct (proj2 Nx) as [T|T].
    + right. unfold rho, row. rewrite T. repeat split; apply stored_above; lia.
    + left. unfold row. rewrite T. replace (S (Z.to_nat (d - 1))) with (Z.to_nat d) by lia. exact SN.
  - intros n I. specialize (Entry (Z.of_nat n) (Z.of_nat n) ltac:(lia) ltac:(lia) ltac:(unfold row in I;
    lia)).
    unfold sc_collide_off in Entry. rewrite collided_in_spec in Entry by exact S0.
    rewrite spread_in_spec in Entry by (exact S0 || lra). fold rho in Entry.
    match type of Entry with Rabs ?a <= _ => match goal with |- Rabs ?b <= _ => replace b with a by ring end
      end.
    eapply Rle_trans; [exact Entry|]. lra.
Qed.
