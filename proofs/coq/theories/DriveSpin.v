(* The spin driven by weak collisions, (31): the state that is rotated from the empty battery, whose energy is
   N sin^2 of half the angle. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep DensityContraction Damp SpinBound DriveLimit.
Open Scope R_scope.

(* The spin turned by the angle 2 x from the empty battery. *)
Definition rotated (N : nat) (x : R) (n : nat) : R :=
  if (n <=? N)%nat then sqrt (choose N n) * (sin x ^ n * cos x ^ (N - n)) else 0.

Lemma choose_positive N n : 0 < choose N n.
Proof.
  unfold choose. apply Rdiv_lt_0_compat; [apply INR_fact_lt_0|].
  apply Rmult_lt_0_compat; apply INR_fact_lt_0.
Qed.

Lemma choose_step N n : (n < N)%nat -> choose N (S n) * INR (S n) = choose N n * INR (N - n).
Proof.
  intros I. unfold choose. replace (N - n)%nat with (S (N - S n)) by lia.
  change (fact (S n)) with (S n * fact n)%nat. change (fact (S (N - S n))) with (S (N - S n) * fact (N - S
    n))%nat.
  rewrite !mult_INR. field. repeat split; try apply INR_fact_neq_0; apply not_0_INR; lia.
Qed.

(* f_(n+1) times the root of a binomial coefficient, both ways. *)
Lemma root_up N n : (n < N)%nat ->
  sqrt (spin N (S n)) * sqrt (choose N n) = INR (S n) * sqrt (choose N (S n)).
Proof.
  intros I. unfold spin. replace (S N - S n)%nat with (N - n)%nat by lia.
  pose proof (choose_positive N n) as P. pose proof (choose_positive N (S n)) as P'.
  pose proof (pos_INR (S n)) as A. pose proof (pos_INR (N - n)) as B.
  rewrite <- sqrt_mult_alt by (apply Rmult_le_pos; lra).
  rewrite <- (sqrt_square (INR (S n))) at 2 by exact A. rewrite <- sqrt_mult_alt by (apply Rmult_le_pos; lra).
  f_equal. transitivity (INR (S n) * (choose N n * INR (N - n))); [ring|]. rewrite <- choose_step by exact I.
    ring.
Qed.

Lemma root_down N n : (n < N)%nat ->
  sqrt (spin N (S n)) * sqrt (choose N (S n)) = INR (N - n) * sqrt (choose N n).
Proof.
  intros I. unfold spin. replace (S N - S n)%nat with (N - n)%nat by lia.
  pose proof (choose_positive N n) as P. pose proof (choose_positive N (S n)) as P'.
  pose proof (pos_INR (S n)) as A. pose proof (pos_INR (N - n)) as B.
  rewrite <- sqrt_mult_alt by (apply Rmult_le_pos; lra).
  rewrite <- (sqrt_square (INR (N - n))) at 2 by exact B. rewrite <- sqrt_mult_alt by (apply Rmult_le_pos;
    lra).
  f_equal. transitivity (INR (N - n) * (choose N (S n) * INR (S n))); [ring|].
    rewrite choose_step by exact I. ring.
Qed.

Lemma rotated_start N n : rotated N 0 n = level 0 n.
Proof.
  unfold rotated, level. rewrite sin_0, cos_0, pow1, Rmult_1_r. destruct n as [|n].
  - rewrite pow_O, Rmult_1_r. unfold choose. rewrite Nat.sub_0_r. simpl (fact 0). simpl (INR 1).
    replace (INR (fact N) / (1 * INR (fact N))) with 1 by (field; apply INR_fact_neq_0). apply sqrt_1.
  - rewrite pow_i by lia. rewrite Rmult_0_r. now destruct (S n <=? N)%nat.
Qed.

Theorem rotated_driven N : driven (spin N) (rotated N).
Proof.
  split; [apply rotated_start|]. intros t n.
  destruct (Nat.leb_spec n N) as [I|I].
  - assert (D : is_derive (fun t => sqrt (choose N n) * (sin t ^ n * cos t ^ (N - n))) t
      (sqrt (choose N n) * (INR n * cos t * sin t ^ pred n * cos t ^ (N - n)
        - INR (N - n) * sin t * cos t ^ pred (N - n) * sin t ^ n))).
    { auto_derive; [easy|]. ring. }
    eapply is_derive_ext_loc.
    { exists (mkposreal 1 Rlt_0_1). intros s _. unfold rotated. rewrite (proj2 (Nat.leb_le n N) I).
      reflexivity. }
    match goal with |- is_derive _ _ ?l => match type of D with is_derive _ _ ?l' => replace l with l';
      [exact D|] end end.
    assert (Down : sqrt (spin N n) * rotated N t (pred n)
      = sqrt (choose N n) * (INR n * cos t * sin t ^ pred n * cos t ^ (N - n))).
    { destruct n as [|n].
      - unfold spin. simpl (INR 0). rewrite !Rmult_0_l, sqrt_0. ring.
      - simpl pred. unfold rotated. rewrite (proj2 (Nat.leb_le n N)) by lia.
        rewrite <- Rmult_assoc, root_up by lia. replace (N - n)%nat with (S (N - S n)) by lia.
        rewrite <- tech_pow_Rmult. ring. }
    assert (Up : sqrt (spin N (S n)) * rotated N t (S n)
      = sqrt (choose N n) * (INR (N - n) * sin t * cos t ^ pred (N - n) * sin t ^ n)).
    { unfold rotated. destruct (Nat.leb_spec (S n) N) as [J|J].
      - rewrite <- Rmult_assoc, root_down by lia. replace (pred (N - n)) with (N - S n)%nat by lia.
        rewrite <- tech_pow_Rmult. ring.
      - replace (N - n)%nat with 0%nat by lia. simpl (INR 0). ring. }
    rewrite Down, Up. ring.
  - replace (sqrt (spin N n) * rotated N t (pred n) - sqrt (spin N (S n)) * rotated N t (S n)) with 0.
    + apply is_derive_ext with (fun _ => 0); [|exact (is_derive_const 0 t)]. intros s. unfold rotated.
      now rewrite (proj2 (Nat.leb_gt n N) I).
    + unfold spin, rotated. rewrite (proj2 (Nat.leb_gt (S n) N)) by lia.
      replace (S N - n)%nat with 0%nat by lia. simpl (INR 0). rewrite Rmult_0_r, sqrt_0. ring.
Qed.

Lemma rotated_square N x n : (n <= N)%nat ->
  rotated N x n ^ 2 = choose N n * (1 - cos x ^ 2) ^ n * (cos x ^ 2) ^ (N - n).
Proof.
  intros I. unfold rotated. rewrite (proj2 (Nat.leb_le n N) I).
  replace (1 - cos x ^ 2) with (sin x ^ 2) by (pose proof (sin2_cos2 x) as H; unfold Rsqr in H; lra).
  rewrite !Rpow_mult_distr, <- !pow_mult, !(Nat.mul_comm 2), !pow_mult, Rmult_assoc.
  f_equal. simpl. rewrite Rmult_1_r. apply sqrt_sqrt. left. apply choose_positive.
Qed.

Lemma rotated_norm N x : \sum_(n <= N) rotated N x n ^ 2 = 1.
Proof. rewrite <- (binomial_total (cos x ^ 2) N). apply sum_eq. intros. now apply rotated_square. Qed.

Lemma rotated_bounded N x n : Rabs (rotated N x n) <= 1.
Proof.
  destruct (le_lt_dec n N) as [I|I].
  - pose proof (term_le_sum (fun n => rotated N x n ^ 2) N n (fun n => pow2_ge_0 _) I) as H. cbv beta in H.
    rewrite rotated_norm in H. apply Rabs_le. split; nra.
  - unfold rotated. rewrite (proj2 (Nat.leb_gt n N) I), Rabs_R0. lra.
Qed.

Lemma rotated_energy N x : mean_energy N (fun n => outer (rotated N x) n n) = INR N * sin x ^ 2.
Proof.
  transitivity ((1 - cos x ^ 2) * INR N).
  - rewrite <- binomial_mean. apply sum_eq. intros n I. rewrite <- rotated_square by exact I. unfold outer.
    ring.
  - pose proof (sin2_cos2 x) as H. unfold Rsqr in H. replace (1 - cos x ^ 2) with (sin x ^ 2) by lra. ring.
Qed.

Lemma spin_weight_bound N i : sqrt (spin N i) <= INR N + 1.
Proof.
  pose proof (pos_INR N) as P. rewrite <- (sqrt_square (INR N + 1)) by lra. apply sqrt_le_1_alt. unfold spin.
  rewrite <- S_INR. destruct (le_lt_dec i (S N)) as [I|I].
  - apply Rmult_le_compat; try apply pos_INR; apply le_INR; lia.
  - replace (S N - i)%nat with 0%nat by lia. simpl (INR 0). rewrite Rmult_0_r. apply Rle_0_sqr.
Qed.

(* Any observable between - b and b. *)
Lemma spin_observable N q c tau K B b : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> (1 <= K)%nat ->
  tau <= INR K -> observable N b B -> 0 <= b ->
  Rabs (expectation N B (density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)))
        - expectation N B (outer (rotated N (drive_strength q c * tau))))
    <= b * (9 * (INR N + 1) ^ 10 * tau ^ 2) / INR K.
Proof.
  intros T Q C K1 KT O B0. assert (K0 : 0 < INR K) by (apply lt_0_INR; lia).
  set (h := tau / INR K). assert (H : 0 <= h <= 1).
  { unfold h. split; [left; now apply Rdiv_lt_0_compat|]. apply Rle_div_l; lra. }
  pose proof (driven_run (spin N) (spin N) N (rotated N) q c tau K (9 * (INR N + 1) ^ 10 * h ^ 2)
    (spin_ladder N) (rotated_driven N) T Q C K1) as R. cbv zeta in R. fold h in R.
  rewrite Rabs_minus_sym. eapply Rle_trans; [apply R; [|exact O|exact B0]|].
  - intros i _. unfold entry_distance. pose proof (pos_INR N) as P.
    apply Rle_trans with (\sum_(n <= N) (\sum_(m <= N) 9 * (INR N + 1) ^ 8 * h ^ 2)).
    + apply sum_Rle. intros n _. apply sum_Rle. intros m _.
      pose proof (local_entry (spin N) (rotated N) (Qubit (Collision h q) c) (INR i * (drive_strength q c *
        h)) n m
        (INR N + 1) 1 (INR N + 1) 1 (rotated_driven N) H Q C ltac:(lra)
        (fun i _ => spin_weight_bound N i) (fun i _ => spin_weight_bound N i)
        (fun s i _ _ _ => rotated_bounded N s i) (fun s i _ _ _ => rotated_bounded N s i)) as E.
      cbn [swap coherence theta Ladder.q] in E. eapply Rle_trans; [exact E|]. right. ring.
    + rewrite !sum_cte, S_INR. right. ring.
  - unfold h. right. field. lra.
Qed.

Theorem spin_drive_limit N q c tau n m : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  (n <= N)%nat -> (m <= N)%nat ->
  is_lim_seq (fun K => density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)) n m)
    (outer (rotated N (drive_strength q c * tau)) n m).
Proof.
  intros T Q C I J. destruct (nfloor_ex tau ltac:(lra)) as [K0 [_ KT]].
  apply vanishing with (1 * (9 * (INR N + 1) ^ 10 * tau ^ 2)) (S K0). intros K L K1.
  apply le_INR in L. rewrite S_INR in L.
  pose proof (spin_observable N q c tau K _ 1 T Q C K1 ltac:(lra) (entry_observable N n m I J) ltac:(lra)) as
    E.
  now rewrite !entry_expectation in E by assumption.
Qed.

Theorem spin_drive_energy N q c tau : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  is_lim_seq (fun K => mean_energy N
      (fun n => density_run (spin N) N (weak_collisions q c tau K) (diagonal (level 0)) n n))
    (INR N * sin (drive_strength q c * tau) ^ 2).
Proof.
  intros T Q C. destruct (nfloor_ex tau ltac:(lra)) as [K0 [_ KT]].
  apply vanishing with (INR N * (9 * (INR N + 1) ^ 10 * tau ^ 2)) (S K0). intros K L K1.
  apply le_INR in L. rewrite S_INR in L.
  assert (O : observable N (INR N) (diagonal INR)).
  { apply diagonal_observable. intros n I. rewrite Rabs_pos_eq by apply pos_INR. now apply le_INR. }
  pose proof (spin_observable N q c tau K _ (INR N) T Q C K1 ltac:(lra) O (pos_INR N)) as E.
  rewrite !diagonal_expectation in E. rewrite <- rotated_energy. exact E.
Qed.
