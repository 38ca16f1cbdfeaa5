(* The driven states are exp (x (A^dagger - A)) |0>, as its series: (19), (32). *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra Lia FunctionalExtensionality.
From Surecharge Require Import Ladder DensityContraction Damp DriveLimit DriveOscillator DriveSpin.
Open Scope R_scope.

(* (A^dagger - A) v. *)
Definition turn (w : nat -> R) (v : nat -> R) (n : nat) : R :=
  sqrt (w n) * v (pred n) - sqrt (w (S n)) * v (S n).

(* What k applications of it make of entries of at most 1, where h bounds the f. *)
Fixpoint reach (h : nat -> R) (k n : nat) : R :=
  match k with O => 1 | S k => 2 * h (S n) * reach h k (S n) end.

Section Series.
Variables (w h : nat -> R) (v : R -> nat -> R).
Hypothesis D : driven w v.
Hypothesis H : forall n, sqrt (w n) <= h n <= h (S n).

Lemma h_positive n : 0 <= h n.
Proof. pose proof (sqrt_pos (w n)). pose proof (H n). lra. Qed.

Lemma turn_derive k t n :
  is_derive (fun t => Nat.iter k (turn w) (v t) n) t (Nat.iter (S k) (turn w) (v t) n).
Proof.
  revert n. induction k as [|k IH]; intros n; [apply D|].
  change (is_derive (fun t => sqrt (w n) * Nat.iter k (turn w) (v t) (pred n)
    - sqrt (w (S n)) * Nat.iter k (turn w) (v t) (S n)) t (turn w (Nat.iter (S k) (turn w) (v t)) n)).
  unfold turn at 3. apply (is_derive_minus (fun t => sqrt (w n) * Nat.iter k (turn w) (v t) (pred n))
    (fun t => sqrt (w (S n)) * Nat.iter k (turn w) (v t) (S n))); apply is_derive_scal; apply IH.
Qed.

Lemma turn_derive_n k n t : is_derive_n (fun t => v t n) k t (Nat.iter k (turn w) (v t) n).
Proof.
  revert t. induction k as [|k IH]; intros t; [reflexivity|].
  apply (is_derive_ext (fun t => Nat.iter k (turn w) (v t) n)); [|apply turn_derive].
  intros s. symmetry. apply is_derive_n_unique, IH.
Qed.

Lemma reach_range k n : 0 <= reach h k n <= reach h k (S n).
Proof.
  revert n. induction k as [|k IH]; intros n; cbn [reach]; [lra|]. pose proof (h_positive (S n)).
  pose proof (proj2 (H (S n))). pose proof (IH (S n)).
  split; [repeat apply Rmult_le_pos|apply Rmult_le_compat]; lra.
Qed.

Lemma turn_bound b x k n : (forall i, Rabs (x i) <= b) -> Rabs (Nat.iter k (turn w) x n) <= reach h k n * b.
Proof.
  intros B. revert n. induction k as [|k IH]; intros n; cbn [reach]; [rewrite Rmult_1_l; apply B|].
  change (Nat.iter (S k) (turn w) x n) with (turn w (Nat.iter k (turn w) x) n). unfold turn at 1.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult.
  rewrite !(Rabs_pos_eq (sqrt _)) by apply sqrt_pos. pose proof (sqrt_pos (w n)).
    pose proof (sqrt_pos (w (S n))).
  assert (b0 : 0 <= b) by (eapply Rle_trans; [apply Rabs_pos|exact (B 0%nat)]).
  assert (Low : Rabs (Nat.iter k (turn w) x (pred n)) <= reach h k (S n) * b).
  { eapply Rle_trans; [apply IH|]. apply Rmult_le_compat_r; [exact b0|]. destruct n as [|n]; simpl pred.
    - apply reach_range.
    - apply Rle_trans with (reach h k (S n)); apply reach_range. }
  pose proof (Rmult_le_compat _ (h (S n)) _ _ (sqrt_pos (w n)) (Rabs_pos _) ltac:(pose proof (H n); lra) Low).
  pose proof (Rmult_le_compat _ (h (S n)) _ _ (sqrt_pos (w (S n))) (Rabs_pos _) ltac:(apply H) (IH (S n))).
    lra.
Qed.

Theorem driven_series x b n : 0 < x -> (forall t i, 0 <= t <= x -> Rabs (v t i) <= b) ->
  is_lim_seq (fun k => x ^ k / INR (fact k) * reach h k n) 0 ->
  is_series (fun k => x ^ k / INR (fact k) * Nat.iter k (turn w) (level 0) n) (v x n).
Proof.
  intros X B L. change (is_lim_seq (sum_n (fun k => x ^ k / INR (fact k) * Nat.iter k (turn w) (level 0) n))
    (v x n)).
  assert (Start : v 0 = level 0) by (extensionality i; apply D).
  assert (R : forall N, Rabs (sum_n (fun k => x ^ k / INR (fact k) * Nat.iter k (turn w) (level 0) n) N - v x
    n)
    <= b * (x ^ S N / INR (fact (S N)) * reach h (S N) n)).
  { intros N. destruct (Taylor_Lagrange (fun t => v t n) N 0 x X) as [z [Z E]].
    { intros t T [|k] K; [exact I|]. exists (Nat.iter (S k) (turn w) (v t) n).
      apply (turn_derive_n (S k) n t). }
    rewrite Rminus_0_r in E. rewrite E, sum_n_Reals.
    rewrite (sum_eq (fun m => x ^ m / INR (fact m) * Derive_n (fun t => v t n) m 0)
      (fun k => x ^ k / INR (fact k) * Nat.iter k (turn w) (level 0) n)).
    2:{ intros m _. rewrite <- Start. f_equal. apply is_derive_n_unique, turn_derive_n. }
    rewrite (is_derive_n_unique _ _ _ _ (turn_derive_n (S N) n z)).
    set (s := sum_f_R0 _ _). replace (s - (s + _)) with (- (x ^ S N / INR (fact (S N)) * Nat.iter (S N) (turn
      w) (v z) n))
      by ring.
    assert (P : 0 <= x ^ S N / INR (fact (S N))) by (apply Rdiv_le_0_compat; [apply pow_le;
      lra|apply INR_fact_lt_0]).
    rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq _ P).
    pose proof (turn_bound b (v z) (S N) n ltac:(intros; apply B; lra)) as T.
    apply (Rmult_le_compat_l _ _ _ P) in T. lra. }
  apply is_lim_seq_incr_1 in L. apply (is_lim_seq_scal_l _ b 0) in L.
  replace (Rbar_mult b 0) with (Finite 0) in L by (simpl; f_equal; ring).
  apply is_lim_seq_ext with (fun N => v x n
    + (sum_n (fun k => x ^ k / INR (fact k) * Nat.iter k (turn w) (level 0) n) N - v x n)); [intros; ring|].
  replace (Finite (v x n)) with (Finite (v x n + 0)) by (f_equal; ring).
  apply is_lim_seq_plus'; [apply is_lim_seq_const|]. apply (proj2 (is_lim_seq_abs_0 _)).
  apply is_lim_seq_le_le with (fun _ => 0) (fun N => b * (x ^ S N / INR (fact (S N)) * reach h (S N) n));
    [|apply is_lim_seq_const|exact L]. intros N. split; [apply Rabs_pos|apply R].
Qed.
End Series.

Lemma factorials_win y : is_lim_seq (fun k => y ^ k / INR (fact k)) 0.
Proof. apply is_lim_seq_Reals, cv_speed_pow_fact. Qed.

Theorem rotated_exponential N x n : 0 < x ->
  is_series (fun k => x ^ k / INR (fact k) * Nat.iter k (turn (spin N)) (level 0) n) (rotated N x n).
Proof.
  intros X. apply (driven_series (spin N) (fun _ => INR N + 1) (rotated N) (rotated_driven N)) with 1.
  - intros i. pose proof (spin_weight_bound N i). lra.
  - exact X.
  - intros. apply rotated_bounded.
  - apply is_lim_seq_ext with (fun k => (x * (2 * (INR N + 1))) ^ k / INR (fact k)); [|apply factorials_win].
    intros k. assert (E : reach (fun _ => INR N + 1) k n = (2 * (INR N + 1)) ^ k).
    { clear X. revert n. induction k as [|k IH]; intros n; [reflexivity|]. cbn [reach]. rewrite IH.
      reflexivity. }
    rewrite E, Rpow_mult_distr. unfold Rdiv. ring.
Qed.

Lemma reach_oscillator k n : reach (fun i => sqrt (INR i)) k n ^ 2 = 4 ^ k * (INR (fact (n + k)) / INR (fact
  n)).
Proof.
  revert n. induction k as [|k IH]; intros n.
  - rewrite Nat.add_0_r. cbn [reach]. simpl (4 ^ 0). field. apply INR_fact_neq_0.
  - cbn [reach]. rewrite !Rpow_mult_distr, IH, pow2_sqrt by apply pos_INR. replace (S n + k)%nat with (n + S
    k)%nat by lia.
    change (fact (S n)) with (S n * fact n)%nat. rewrite mult_INR, <- (tech_pow_Rmult 4 k). field.
    split; [apply INR_fact_neq_0|apply not_0_INR; lia].
Qed.

Lemma choose_below m k : (k <= m)%nat -> choose m k <= 2 ^ m.
Proof.
  intros I. replace 2 with (1 + 1) by ring. rewrite binomial.
  pose proof (term_le_sum (fun i => choose m i * 1 ^ i * 1 ^ (m - i)) m k) as T. cbv beta in T.
  rewrite !pow1, !Rmult_1_r in T. apply T; [|exact I]. intros i. rewrite !pow1, !Rmult_1_r.
    apply choose_nonneg.
Qed.

Theorem displaced_exponential x n : 0 < x ->
  is_series (fun k => x ^ k / INR (fact k) * Nat.iter k (turn infinite_oscillator) (level 0) n) (displaced x
    n).
Proof.
  intros X. apply (driven_series infinite_oscillator (fun i => sqrt (INR i)) displaced displaced_driven)
    with (envelope x).
  - intros i. unfold infinite_oscillator. split; [lra|]. apply sqrt_le_1_alt. rewrite S_INR. lra.
  - exact X.
  - intros t i T. eapply Rle_trans; [now apply (displaced_falls x)|]. pose proof (pow_R1_Rle 8 i ltac:(lra)).
    assert (P : 0 < envelope x) by apply exp_pos. apply Rle_div_l; [lra|].
    rewrite <- (Rmult_1_r (envelope x)) at 1. apply Rmult_le_compat_l; lra.
  - set (u := fun k => x ^ k / INR (fact k) * reach (fun i => sqrt (INR i)) k n).
    assert (U : forall k, 0 <= u k /\ u k ^ 2 <= 2 ^ n * ((8 * x ^ 2) ^ k / INR (fact k))).
    { intros k. pose proof (INR_fact_lt_0 k) as F. pose proof (INR_fact_lt_0 n) as Fn. split.
      - apply Rmult_le_pos; [apply Rdiv_le_0_compat; [apply pow_le|]; lra|].
        apply (reach_range infinite_oscillator). intros i. unfold infinite_oscillator.
        split; [lra|]. apply sqrt_le_1_alt. rewrite S_INR. lra.
      - unfold u. rewrite Rpow_mult_distr, reach_oscillator. pose proof (choose_below (n + k) k ltac:(lia))
        as C.
        assert (Y : 0 <= (4 * x ^ 2) ^ k / INR (fact k)).
        { apply Rdiv_le_0_compat; [|exact F]. apply pow_le. pose proof (pow2_ge_0 x). lra. }
        apply (Rmult_le_compat_r _ _ _ Y) in C. rewrite pow_add in C.
        replace (2 ^ n * ((8 * x ^ 2) ^ k / INR (fact k))) with (2 ^ n * 2 ^ k * ((4 * x ^ 2) ^ k / INR (fact
          k))).
        2:{ replace (8 * x ^ 2) with (2 * (4 * x ^ 2)) by ring. rewrite (Rpow_mult_distr 2). unfold Rdiv.
          ring. }
        eapply Rle_trans; [right|exact C]. unfold choose. replace (n + k - k)%nat with n by lia.
        rewrite Rpow_mult_distr, <- pow_mult, (Nat.mul_comm 2 k), pow_mult. field. lra. }
    apply is_lim_seq_le_le with (fun _ => 0) (fun k => sqrt (2 ^ n * ((8 * x ^ 2) ^ k / INR (fact k))));
      [|apply is_lim_seq_const|].
    + intros k. destruct (U k) as [U0 U2]. split; [exact U0|]. rewrite <- (sqrt_pow2 (u k)) by exact U0.
      now apply sqrt_le_1_alt.
    + rewrite <- sqrt_0. apply (is_lim_seq_continuous sqrt); [apply continuity_pt_sqrt; lra|].
      replace (Finite 0) with (Finite (2 ^ n * 0)) by (f_equal; ring).
      apply (is_lim_seq_scal_l _ (2 ^ n) 0), factorials_win.
Qed.
