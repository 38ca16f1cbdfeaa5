(* The top theorem in the words of spec/ (theorem P16): the energy that the last state has as computed, and
   the bar of sc_budget_energy. *)
From Coq Require Import Reals ZArith List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep DensityContraction KernelWeights KernelRun KernelEnergy
  Spec Bridge KernelStep KernelSpec KernelTop.
Open Scope R_scope.

Theorem kernel_energy_spec kind N run calls computed budget mass l memory r top energy : (0 <= kind <= 2)%Z ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  run_spec kind N run calls computed budget mass ->
  let d := Z.of_nat (S N) in sc_density_domain d top ->
  computed (length run) = stored_matrix memory r d top -> sc_energy_made memory energy r d top ->
  Rabs (energy - mean_energy N (fun n => density_run (kernel_ladder kind N) N run (mixture l) n n))
    <= sc_energy_bar (real_of_double (budget (length run))) d.
Proof.
  intros Kind A St E0 R d [[[T0 T1] _] _] Last En. pose proof (run_levels _ _ _ _ _ _ _ R) as L.
  unfold sc_energy_made in En.
  assert (T2 : (Z.to_nat top <= N)%nat) by (unfold d in *; lia).
  destruct (stored_energy memory r d top N T0 T2) as [S1 S2]. rewrite S1, S2, <- Last in En.
  pose proof (run_of_spec _ _ _ _ _ _ _ R) as K.
  assert (P : 0 <= mean_energy N (fun n => Rabs (computed (length run) n n))).
  { apply cond_pos_sum. intros. apply Rmult_le_pos; [apply pos_INR|apply Rabs_pos]. }
  destruct (observed_near _ _ _ N ltac:(lia) P En) as [X _].
  assert (D : 2 <= INR (S N) /\ INR (S N) = INR N + 1).
  { rewrite S_INR. split; [|reflexivity]. pose proof (le_INR 1 N ltac:(lia)) as Q. simpl in Q. lra. }
  pose proof (kernel_energy (kernel_ladder kind N) N run _ computed _ _ l energy ((1.1 * INR (S N) + 6) * u)
    (/ 2 ^ 900) (kernel_ladder_ladder kind N Kind) A St E0 K ltac:(apply Rmult_le_pos; [lra|unfold u; lra]) X)
      as H.
  cbv zeta in H. eapply Rle_trans; [exact H|]. unfold sc_energy_bar, sc_trace_bar, sc_prod.
  set (b := real_of_double (budget (length run))) in *.
  assert (B0 : 0 <= b).
  { rewrite <- (run_ground _ _ _ _ _ _ _ R). unfold b.
    apply (budget_grows _ _ _ _ _ _ _ K 0 (length run)); lia. }
  assert (Share : sc_observe_share d = (2 * INR (S N) + 8) * u).
  { unfold sc_observe_share, sc_u, u, d. destruct (Z_le_dec _ _).
    - rewrite plus_IZR, mult_IZR, <- INR_IZR_INZ. ring.
    - replace (INR (S N)) with 4096; [ring|]. rewrite INR_IZR_INZ. f_equal. lia. }
  rewrite Share. replace (IZR (- (1) + d)) with (INR N) by (rewrite INR_IZR_INZ; f_equal; unfold d; lia).
  destruct D as [D2 D1]. rewrite D1 in *. set (n := INR N) in *.
  assert (Gap : / 2 ^ 900 <= n * ((0.9 * (n + 1) + 2) * u * (1 + b))).
  { apply Rle_trans with (1 * (2 * / 2 ^ 53 * 1)); [lra|].
    apply Rmult_le_compat; try lra. apply Rmult_le_compat; unfold u; lra. }
  lra.
Qed.
