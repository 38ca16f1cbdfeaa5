(* The budget of a run of the kernel (theorem P16). From what kernel/qubit.h, swap.h and collide.h say of
   one step, entry by entry, follows the formula of sc_budget_collide, and from the formulas of budget.h the
   error of the energy. The names of the fields are those of the clauses where the contract has one. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction KernelWeights.
Open Scope R_scope.

(* What the kernel is given for one collision: rounded numbers and tables, and bounds on their errors; and the
   last row that it computes. *)
Record kernel_collision := Given { given_q : R; given_p : R; given_coherence : R; given_kappa : R;
  given_c : nat -> R; given_s : nat -> R; swap_error : R; input_error : R;
  last_row : nat }.
Definition kappa_of (q coherence : R) : R := coherence * sqrt (q * (1 - q)).

(* The element (n, m) as it was computed is stored, or is in the last row or column, small, and cut off. *)
Definition stored_or_cut (last n m : nat) (element stored : R) : Prop :=
  stored = element \/ (Nat.max n m = last /\ stored = 0 /\ Rabs element <= density_cut).

(* The collision k from state r to out is within the contracts of qubit.h, swap.h and collide.h. *)
Record within_contract (N : nat) (w : nat -> R) (k : qubit_collision) (g : kernel_collision) (r out : matrix)
  : Prop := {
  valid_qubit : 0 <= given_q g <= 1 /\ 0 <= given_coherence g <= 1 /\ 0 <= given_p g /\ 0 <= given_kappa g;
  complement : Rabs (given_p g - (1 - given_q g)) <= u * (1 - given_q g) + / 2 ^ 1074;
  kappa : Rabs (given_kappa g - kappa_of (given_q g) (given_coherence g))
    <= 3.01 * u * kappa_of (given_q g) (given_coherence g) + / 2 ^ 536;
  ends : given_s g 0%nat = 0 /\ given_s g (S N) = 0;
  cosine : forall n, (n <= S N)%nat -> Rabs (given_c g n - c w (swap k) n) <= swap_error g;
  sine : forall n, (n <= S N)%nat -> Rabs (given_s g n - s w (swap k) n) <= swap_error g;
  errors : 0 <= swap_error g <= / 16;
  input : 2 * Rabs (given_q g - q (swap k))
    + 2 * Rabs (kappa_of (given_q g) (given_coherence g) - kappa_of (q (swap k)) (coherence k))
        <= input_error g;
  entry : forall n m, (n <= N)%nat -> (m <= N)%nat ->
    exists element, stored_or_cut (last_row g) n m element (out n m) /\
    Rabs (element - collided (given_q g) (given_p g) (given_kappa g) (given_c g) (given_s g) r n m)
      <= 7.01 * u * spread (given_q g) (given_p g) (given_kappa g) (modulus (given_c g)) (modulus (given_s g))
                      (modulus (given_c g)) (modulus (given_s g)) (moduli r) n m + / 2 ^ 1000 }.

Lemma density_step_collided w k r n m : density_step w k r n m
  = collided (q (swap k)) (1 - q (swap k)) (kappa_of (q (swap k)) (coherence k)) (c w (swap k)) (s w (swap
    k)) r n m.
Proof. reflexivity. Qed.

Lemma kappa_half q coherence : 0 <= q <= 1 -> 0 <= coherence <= 1 -> 0 <= kappa_of q coherence <= / 2.
Proof.
  intros Q C. unfold kappa_of. assert (S : sqrt (q * (1 - q)) <= / 2).
  { rewrite <- (sqrt_square (/ 2)) by lra. apply sqrt_le_1_alt. pose proof (pow2_ge_0 (q - / 2)). lra. }
  pose proof (sqrt_pos (q * (1 - q))). split; [apply Rmult_le_pos; lra|].
  apply Rle_trans with (1 * / 2); [apply Rmult_le_compat; lra|lra].
Qed.

Lemma sum_constant N a : \sum_(n <= N) (\sum_(m <= N) a) = INR (S N) ^ 2 * a.
Proof. rewrite sum_cte, sum_cte. ring. Qed.

(* What a cut can change: at most 2 N + 1 elements, those of a row and a column. *)
Definition cut_change (last n m : nat) : R := if Nat.eq_dec (Nat.max n m) last then density_cut else 0.

Lemma cut_near last n m element stored : stored_or_cut last n m element stored ->
  Rabs (stored - element) <= cut_change last n m.
Proof.
  assert (P : 0 < density_cut) by (unfold density_cut; lra). unfold cut_change. intros [->|[M [-> B]]].
  - rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. destruct (Nat.eq_dec _ _); lra.
  - rewrite Rminus_0_l, Rabs_Ropp. destruct (Nat.eq_dec _ _); [exact B|contradiction].
Qed.

Lemma sum_one_level N last a : 0 <= a -> \sum_(n <= N) (if Nat.eq_dec n last then a else 0) <= a.
Proof.
  intros A.
  assert (Z : forall M, (M < last)%nat -> \sum_(n <= M) (if Nat.eq_dec n last then a else 0) = 0).
  { intros M L. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|].
    intros n I. destruct (Nat.eq_dec n last); lia || reflexivity. }
  induction N as [|N IH]; [cbn [sum_f_R0]; destruct (Nat.eq_dec 0 last); lra|].
  rewrite tech5. destruct (Nat.eq_dec (S N) last) as [E|E]; [rewrite Z by lia; lra|lra].
Qed.

Lemma cut_sum N last : \sum_(n <= N) (\sum_(m <= N) cut_change last n m) <= (2 * INR N + 1) * density_cut.
Proof.
  assert (P : 0 <= density_cut) by (unfold density_cut; lra). pose proof (pos_INR N) as D.
  apply Rle_trans with (\sum_(n <= N) (density_cut + (if Nat.eq_dec n last then INR N * density_cut else 0))).
  - apply sum_Rle. intros n _. unfold cut_change. destruct (Nat.eq_dec n last) as [->|NE].
    + apply Rle_trans with (\sum_(m <= N) density_cut).
      * apply sum_Rle. intros m _. destruct (Nat.eq_dec _ _); lra.
      * rewrite sum_cte, S_INR. lra.
    + rewrite Rplus_0_r. eapply Rle_trans; [|apply (sum_one_level N last density_cut P)].
      apply sum_Rle. intros m _. destruct (Nat.eq_dec (Nat.max n m) last), (Nat.eq_dec m last); lra || lia.
  - rewrite sum_plus, sum_cte, S_INR.
    pose proof (sum_one_level N last (INR N * density_cut) (Rmult_le_pos _ _ D P)). lra.
Qed.


Lemma within_entry N w k g r out : ladder w N -> admissible_qubit k -> within_contract N w k g r out ->
  entry_distance N out (density_step w k r)
    <= (7.01 * u * ((1 + growth (swap_error g)) * (given_q g + given_p g + 2 * given_kappa g))
        + (1 + growth (swap_error g))
          * (Rabs (given_p g - (1 - given_q g))
             + 2 * Rabs (given_kappa g - kappa_of (given_q g) (given_coherence g)))
        + 2 * growth (swap_error g) + input_error g) * mass N r + INR (S N) ^ 2 * / 2 ^ 1000
      + (2 * INR N + 1) * density_cut.
Proof.
  intros L [[_ Q] C] [[Vq [Vc [Vp Vk]]] Co Ka En Cs Sn E16 In Er].
  pose proof (kappa_half _ _ Vq Vc) as Kg.
  set (kg := kappa_of (given_q g) (given_coherence g)) in *.
  set (ks := kappa_of (q (swap k)) (coherence k)) in *.
  set (cs := c w (swap k)) in *. set (sn := s w (swap k)) in *.
  set (gc := given_c g) in *. set (gs := given_s g) in *. set (e := swap_error g) in *.
  assert (Ex : forall n, cs n ^ 2 + sn n ^ 2 = 1) by (intros; apply rotation).
  assert (Ends : gs 0%nat = 0 /\ gs (S N) = 0 /\ sn 0%nat = 0 /\ sn (S N) = 0).
  { destruct En. split; [assumption|]. split; [assumption|]. unfold sn. split; [eapply s_0|eapply s_top];
      eassumption. }
  assert (Tg : table N (modulus gc) (modulus gs)) by (eapply table_given; eassumption).
  assert (Te : table N (modulus cs) (modulus sn)) by (eapply table_exact; eassumption).
  assert (Tp : table N (gap gc cs) (gap gs sn)) by (eapply table_gap; eassumption).
  pose (s1 := spread (given_q g) (given_p g) (given_kappa g) (modulus gc) (modulus gs) (modulus gc) (modulus
    gs)
    (moduli r)).
  pose (s2 := spread 0 (Rabs (given_p g - (1 - given_q g))) (Rabs (given_kappa g - kg)) (modulus gc) (modulus
    gs)
    (modulus gc) (modulus gs) (moduli r)).
  pose (t1 := spread (given_q g) (1 - given_q g) kg (gap gc cs) (gap gs sn) (modulus cs) (modulus sn) (moduli
    r)).
  pose (t2 := spread (given_q g) (1 - given_q g) kg (modulus cs) (modulus sn) (gap gc cs) (gap gs sn) (moduli
    r)).
  pose (t3 := spread (given_q g) (1 - given_q g) kg (gap gc cs) (gap gs sn) (gap gc cs) (gap gs sn) (moduli
    r)).
  pose (s4 := spread (Rabs (given_q g - q (swap k))) (Rabs (given_q g - q (swap k))) (Rabs (kg - ks))
    (modulus cs) (modulus sn) (modulus cs) (modulus sn) (moduli r)).
  assert (Sum : entry_distance N out (density_step w k r)
    <= \sum_(n <= N) (\sum_(m <= N) cut_change (last_row g) n m)
       + 7.01 * u * (\sum_(n <= N) (\sum_(m <= N) s1 n m)) + INR (S N) ^ 2 * / 2 ^ 1000
       + \sum_(n <= N) (\sum_(m <= N) s2 n m) + (\sum_(n <= N) (\sum_(m <= N) t1 n m)
       + \sum_(n <= N) (\sum_(m <= N) t2 n m) + \sum_(n <= N) (\sum_(m <= N) t3 n m))
       + \sum_(n <= N) (\sum_(m <= N) s4 n m)).
  { rewrite <- sum_constant, <- sum_scaled, <- !sum_pair. apply sum_mono. intros n m I J.
    destruct (Er n m I J) as [element [A0 A1]]. apply cut_near in A0.
    pose proof (collided_parameters (given_q g) (given_p g) (given_kappa g) (given_q g) (1 - given_q g) kg gc
      gs r n m)
      as A2.
    pose proof (collided_tables (given_q g) (1 - given_q g) kg gc gs cs sn r n m ltac:(lra) ltac:(lra)
      ltac:(lra)) as A3.
    pose proof (collided_parameters (given_q g) (1 - given_q g) kg (q (swap k)) (1 - q (swap k)) ks cs sn r n
      m) as A4.
    replace (1 - given_q g - (1 - q (swap k))) with (- (given_q g - q (swap k))) in A4 by ring.
    rewrite Rabs_Ropp in A4. rewrite (Rminus_diag_eq (given_q g) _ eq_refl), Rabs_R0 in A2.
    rewrite density_step_collided. fold ks cs sn.
    fold (s1 n m) in A1. fold (s2 n m) in A2. fold (t1 n m) (t2 n m) (t3 n m) in A3. fold (s4 n m) in A4.
    set (x1 := collided (given_q g) (given_p g) (given_kappa g) gc gs r n m) in *.
    set (x2 := collided (given_q g) (1 - given_q g) kg gc gs r n m) in *.
    set (x3 := collided (given_q g) (1 - given_q g) kg cs sn r n m) in *.
    set (x4 := collided (q (swap k)) (1 - q (swap k)) ks cs sn r n m) in *.
    apply Rabs_le_between in A0, A1, A2, A3, A4. apply Rabs_le. lra. }
  pose proof (Rabs_pos (given_p g - (1 - given_q g))) as D1. pose proof (Rabs_pos (given_kappa g - kg)) as D2.
  pose proof (Rabs_pos (given_q g - q (swap k))) as D3. pose proof (Rabs_pos (kg - ks)) as D4.
  assert (B1 : \sum_(n <= N) (\sum_(m <= N) s1 n m)
    <= (1 + growth e) * (given_q g + given_p g + 2 * given_kappa g) * mass N r).
  { apply spread_mass; try assumption; try lra. intros. now apply (weight_given N gc gs cs sn). }
  assert (B2 : \sum_(n <= N) (\sum_(m <= N) s2 n m)
    <= (1 + growth e) * (0 + Rabs (given_p g - (1 - given_q g)) + 2 * Rabs (given_kappa g - kg)) * mass N r).
  { apply spread_mass; try assumption; try lra. intros.
    apply (weight_given N gc gs cs sn); assumption || lra. }
  assert (B3 : \sum_(n <= N) (\sum_(m <= N) t1 n m)
    <= (1.4143 * e) * (given_q g + (1 - given_q g) + 2 * kg) * mass N r).
  { apply spread_mass; try assumption; try lra. intros.
    eapply weight_gap_left; try eassumption; lra. }
  assert (B4 : \sum_(n <= N) (\sum_(m <= N) t2 n m)
    <= (1.4143 * e) * (given_q g + (1 - given_q g) + 2 * kg) * mass N r).
  { apply spread_mass; try assumption; try lra. intros.
    eapply weight_gap_right; try eassumption; lra. }
  assert (B5 : \sum_(n <= N) (\sum_(m <= N) t3 n m)
    <= (2 * e ^ 2) * (given_q g + (1 - given_q g) + 2 * kg) * mass N r).
  { apply spread_mass; try assumption; try lra. intros.
    eapply weight_gap_both; try eassumption; lra. }
  assert (B6 : \sum_(n <= N) (\sum_(m <= N) s4 n m)
    <= 1 * (Rabs (given_q g - q (swap k)) + Rabs (given_q g - q (swap k)) + 2 * Rabs (kg - ks)) * mass N r).
  { apply spread_mass; try assumption; try lra. intros. apply weight_exact; assumption || lra. }
  pose proof (mass_nonneg N r) as M0.
  assert (U0 : 0 <= 7.01 * u) by (unfold u; lra). apply (Rmult_le_compat_l _ _ _ U0) in B1.
  assert (B7 : 1 * (Rabs (given_q g - q (swap k)) + Rabs (given_q g - q (swap k))
    + 2 * Rabs (kg - ks)) * mass N r
    <= input_error g * mass N r) by (apply Rmult_le_compat_r; lra).
  assert (B8 : (1.4143 * e) * (given_q g + (1 - given_q g) + 2 * kg) * mass N r
    + (1.4143 * e) * (given_q g + (1 - given_q g) + 2 * kg) * mass N r
    + (2 * e ^ 2) * (given_q g + (1 - given_q g) + 2 * kg) * mass N r <= 2 * growth e * mass N r).
  { set (a := given_q g + (1 - given_q g) + 2 * kg). assert (A : a <= 2) by (unfold a; lra).
    replace (1.4143 * e * a * mass N r + 1.4143 * e * a * mass N r + 2 * e ^ 2 * a * mass N r)
      with (growth e * a * mass N r) by (unfold growth; lra).
    apply Rmult_le_compat_r; [exact M0|]. rewrite (Rmult_comm 2).
    apply Rmult_le_compat_l; [apply (growth_small e E16)|exact A]. }
  pose proof (cut_sum N (last_row g)). lra.
Qed.

(* The formula of sc_budget_collide: 2^-28 pays for the rounding of the mass, 2^-59 for the cut and for
   underflow. *)
Theorem collide_budget N w k g r out given_mass : ladder w N -> admissible_qubit k -> (N <= 4095)%nat ->
  within_contract N w k g r out -> mass N r <= (1 + / 2 ^ 28) * given_mass ->
  entry_distance N out (density_step w k r)
    <= (1 + / 2 ^ 28) * given_mass * (22 * u + 6 * swap_error g + input_error g) + / 2 ^ 59.
Proof.
  intros L A N4 W Mg. eapply Rle_trans; [exact (within_entry N w k g r out L A W)|].
  destruct W as [[Vq [Vc [Vp Vk]]] Co Ka _ _ _ E16 In _].
  pose proof (kappa_half _ _ Vq Vc) as Kg. pose proof (growth_small (swap_error g) E16) as G.
  set (kg := kappa_of (given_q g) (given_coherence g)) in *.
  set (e := swap_error g) in *. set (t := growth e) in *. set (i := input_error g) in *.
  set (dp := Rabs (given_p g - (1 - given_q g))) in *. set (dk := Rabs (given_kappa g - kg)) in *.
  assert (U : 0 < u) by (unfold u; lra). assert (U6 : u <= 1 / 10 ^ 15) by (unfold u; lra).
  assert (i0 : 0 <= i).
  { pose proof (Rabs_pos (given_q g - q (swap k))).
    pose proof (Rabs_pos (kg - kappa_of (q (swap k)) (coherence k))). lra. }
  assert (H1 : / 2 ^ 1074 <= u / 1000) by (unfold u; lra).
  assert (H2 : / 2 ^ 536 <= u / 1000) by (unfold u; lra).
  assert (Dp : dp <= 1.001 * u).
  { assert (u * (1 - given_q g) <= u * 1) by (apply Rmult_le_compat_l; lra). lra. }
  assert (Dk : dk <= 1.507 * u).
  { assert (u * kg <= u * / 2) by (apply Rmult_le_compat_l; lra). lra. }
  assert (A1 : given_q g + given_p g + 2 * given_kappa g <= 2.001).
  { pose proof (Rle_abs (given_p g - (1 - given_q g))). pose proof (Rle_abs (given_kappa g - kg)).
    fold dp in H. fold dk in H0. lra. }
  assert (A0 : 0 <= given_q g + given_p g + 2 * given_kappa g) by lra.
  assert (Dp0 : 0 <= dp) by apply Rabs_pos. assert (Dk0 : 0 <= dk) by apply Rabs_pos.
  assert (P1 : (1 + t) * (given_q g + given_p g + 2 * given_kappa g) <= (1 + t) * 2.001)
    by (apply Rmult_le_compat_l; lra).
  assert (P2 : (1 + t) * (dp + 2 * dk) <= (1 + t) * (4.016 * u)) by (apply Rmult_le_compat_l; lra).
  apply (Rmult_le_compat_l (7.01 * u)) in P1; [|lra].
  assert (T : u * t <= 1 / 10 ^ 15 * t) by (apply Rmult_le_compat_r; lra).
  assert (Rate : 7.01 * u * ((1 + t) * (given_q g + given_p g + 2 * given_kappa g)) + (1 + t) * (dp + 2 * dk)
    + 2 * t + i <= 22 * u + 6 * e + i) by lra.
  assert (D : INR N <= 4095).
  { replace 4095 with (INR 4095) by (rewrite INR_IZR_INZ; reflexivity). now apply le_INR. }
  pose proof (pos_INR N) as DN.
  assert (Tiny : INR (S N) ^ 2 * / 2 ^ 1000 <= / 2 ^ 72).
  { rewrite S_INR. apply Rle_trans with (4096 ^ 2 * / 2 ^ 1000); [|lra].
    apply Rmult_le_compat_r; [lra|]. apply pow_incr. lra. }
  assert (Cut : (2 * INR N + 1) * density_cut <= 8191 * / 2 ^ 72)
    by (unfold density_cut; apply Rmult_le_compat_r; lra).
  apply (Rmult_le_compat_r _ _ _ (mass_nonneg N r)) in Rate.
  apply (Rmult_le_compat_l (22 * u + 6 * e + i)) in Mg; [|lra]. lra.
Qed.

(* The contract can be kept: exact arithmetic does. *)
Theorem exact_within_contract N w k r : ladder w N -> admissible_qubit k ->
  within_contract N w k (Given (q (swap k)) (1 - q (swap k)) (coherence k) (kappa_of (q (swap k)) (coherence
    k))
    (c w (swap k)) (s w (swap k)) 0 0 0) r (density_step w k r).
Proof.
  intros L [[_ Q] C]. pose proof (kappa_half _ _ Q C) as K.
  assert (U : 0 < u) by (unfold u; lra).
  assert (P : forall a, 0 < / 2 ^ a) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  assert (Z : forall x, Rabs (x - x) = 0) by (intros; rewrite Rminus_diag_eq, Rabs_R0; reflexivity).
  split; cbn [given_q given_p given_coherence given_kappa given_c given_s swap_error input_error last_row];
    rewrite ?Z.
  - lra.
  - pose proof (P 1074%nat). assert (0 <= u * (1 - q (swap k))) by (apply Rmult_le_pos; lra). lra.
  - pose proof (P 536%nat). assert (0 <= u * kappa_of (q (swap k)) (coherence k))
      by (apply Rmult_le_pos; lra). lra.
  - split; [eapply s_0|eapply s_top]; eassumption.
  - intros n _. rewrite Z. lra.
  - intros n _. rewrite Z. lra.
  - lra.
  - lra.
  - intros n m _ _. exists (density_step w k r n m). split; [now left|].
    rewrite density_step_collided, Z. pose proof (P 1000%nat).
    assert (0 <= 7.01 * u * spread (q (swap k)) (1 - q (swap k)) (kappa_of (q (swap k)) (coherence k))
      (modulus (c w (swap k))) (modulus (s w (swap k))) (modulus (c w (swap k))) (modulus (s w (swap k)))
      (moduli r) n m); [|lra].
    apply Rmult_le_pos; [lra|]. unfold spread, modulus, moduli.
    generalize dependent (kappa_of (q (swap k)) (coherence k)).
    intros kappa0 K.
    repeat apply Rplus_le_le_0_compat; repeat apply Rmult_le_pos; try apply Rabs_pos; lra.
Qed.
