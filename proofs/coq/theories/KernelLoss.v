(* One loss from what Why3 prints of spec/contract.acsl: its hypotheses in a run (theorem P16). *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction Damp DensityContraction KernelWeights
  KernelDamp KernelRun KernelEnergy Spec Bridge KernelStep KernelSpec KernelContract.
Open Scope R_scope.

(* One loss as the kernel made it. *)
Record loss_call := Loss_call { loss_memory : addr -> double; loss_out : addr; loss_r : addr;
  loss_gamma : double; loss_tail : double; loss_survival : double; loss_terms : nat; loss_top : Z }.

(* What the calls of a loss gamma make; the caller's share is that survival_error covers the rounding of
   gamma. *)
Record loss_spec (N : nat) (gamma : R) (x : loss_call) : Prop := {
  loss_made : sc_loss_made (loss_memory x) (loss_out x) (loss_r x) (loss_gamma x) (loss_tail x)
    (Z.of_nat (S N)) (loss_top x) (Z.of_nat (loss_terms x));
  loss_rounded : 0 <= real_of_double (loss_survival x) /\ Rabs (real_of_double (loss_gamma x) - gamma)
    <= real_of_double (loss_survival x) * (1 - real_of_double (loss_gamma x)) }.

Lemma loss_shape N gamma x : loss_spec N gamma x -> sc_density_domain (Z.of_nat (S N)) (loss_top x).
Proof. intros [M _]. unfold sc_loss_made in M. cbv zeta in M. tauto. Qed.

Definition loss_given_of (x : loss_call) : kernel_loss :=
  Given_loss (real_of_double (loss_gamma x)) (loss_terms x) (real_of_double (loss_tail x))
    (real_of_double (loss_survival x)).

Lemma tail_in_spec gamma N t : (t <= N)%nat ->
  sc_tail gamma (Z.of_nat (S N)) (Z.of_nat t) = choose N t * gamma ^ t.
Proof.
  induction t as [|t IH]; intros I; rewrite SpecDamp.sc_tail_def; destruct (Z_le_dec _ 0); try lia.
  - unfold choose. rewrite Nat.sub_0_r. simpl. field. apply INR_fact_neq_0.
  - replace (Z.of_nat (S t) - 1)%Z with (Z.of_nat t) by lia. rewrite IH by lia.
    replace (Z.of_nat (S N) - Z.of_nat (S t))%Z with (Z.of_nat (N - t)) by lia. rewrite <- !INR_IZR_INZ.
    assert (E : choose N (S t) * INR (S t) = choose N t * INR (N - t)).
    { unfold choose. replace (N - t)%nat with (S (N - S t)) by lia.
      change (fact (S t)) with (S t * fact t)%nat.
      change (fact (S (N - S t))) with (S (N - S t) * fact (N - S t))%nat.
      rewrite !mult_INR. field. repeat split; try apply INR_fact_neq_0; apply not_0_INR; lia. }
    simpl pow. apply Rmult_eq_reg_r with (INR (S t)); [|apply not_0_INR; lia].
    transitivity (gamma * gamma ^ t * (choose N t * INR (N - t))); [field; apply not_0_INR; lia|].
    rewrite <- E. ring.
Qed.

Lemma term_in_spec memory r gamma N top n m k : 0 <= gamma <= 1 -> (top < Z.of_nat (S N))%Z ->
  forall f, f 0 = 0 ->
  loss_weight gamma N k n * loss_weight gamma N k m
    * f (stored_matrix memory r (Z.of_nat (S N)) top (n + k)%nat (m + k)%nat)
    = sqrt (sc_damp_square gamma (Z.of_nat m) (Z.of_nat k) * sc_damp_square gamma (Z.of_nat n) (Z.of_nat k))
      * f (stored_matrix memory r (Z.of_nat (S N)) top (n + k)%nat (m + k)%nat).
Proof.
  intros G T f F0. destruct (Z_lt_dec top (Z.of_nat (n + k))) as [A|A];
    [rewrite stored_above by lia; rewrite F0; ring|].
  destruct (Z_lt_dec top (Z.of_nat (m + k))) as [B|B]; [rewrite stored_above by lia; rewrite F0; ring|].
  f_equal. rewrite !square_nat. unfold loss_weight. rewrite !(proj2 (Nat.leb_le _ _)) by lia.
  rewrite <- sqrt_mult; [f_equal; ring|..]; pose proof (choose_nonneg (n + k) k);
    pose proof (choose_nonneg (m + k) k); nonneg.
Qed.

Lemma factors_below gamma N t r n m : (t <= S N)%nat -> with_factors gamma N (below t) r n m
  = total (fun k => loss_weight gamma N k n * loss_weight gamma N k m * r (n + k)%nat (m + k)%nat) t.
Proof.
  intros I. unfold with_factors. set (g := fun k => loss_weight gamma N k n * loss_weight gamma N k m
    * r (n + k)%nat (m + k)%nat).
  change (\sum_(k <= N) below t k * g k = total g t). destruct t as [|t].
  - simpl. rewrite (sum_eq _ (fun _ => 0)); [rewrite sum_cte; ring|]. intros. unfold below. simpl. ring.
  - transitivity (\sum_(k <= t) g k).
    + rewrite <- (sum_cut g t N) by lia. apply sum_eq. intros k _. unfold below.
      destruct (Nat.ltb_spec k (S t)), (Nat.leb_spec k t); lia || ring.
    + clear I. induction t as [|t IH]; [simpl; ring|]. rewrite tech5, IH. reflexivity.
Qed.

Lemma damped_in_spec memory r gamma N top t n m : 0 <= gamma <= 1 -> (top < Z.of_nat (S N))%Z ->
  let y := stored_matrix memory r (Z.of_nat (S N)) top in
  let g f k := loss_weight gamma N k n * loss_weight gamma N k m * f (y (n + k)%nat (m + k)%nat) in
  sc_damped memory r gamma (Z.of_nat (S N)) top (Z.of_nat t) (Z.of_nat n) (Z.of_nat m)
    = total (g (fun x => x)) t /\
  sc_damped_size memory r gamma (Z.of_nat (S N)) top (Z.of_nat t) (Z.of_nat n) (Z.of_nat m)
    = total (g Rabs) t.
Proof.
  intros G T y g. induction t as [|t [I1 I2]];
    (split; [rewrite SpecDamp.sc_damped_def|rewrite SpecDamp.sc_damped_size_def]);
    destruct (Z_le_dec _ 0); try lia; try reflexivity; cbn [total];
    replace (Z.of_nat (S t) - 1)%Z with (Z.of_nat t) by lia; [rewrite I1|rewrite I2]; f_equal; unfold g;
    replace (Z.of_nat n + Z.of_nat (S t) - 1)%Z with (Z.of_nat (n + t)) by lia;
    replace (Z.of_nat m + Z.of_nat (S t) - 1)%Z with (Z.of_nat (m + t)) by lia;
    fold (stored_matrix memory r (Z.of_nat (S N)) top (n + t)%nat (m + t)%nat); unfold y.
  - rewrite (term_in_spec memory r gamma N top n m t G T (fun x => x) eq_refl). apply Rmult_comm.
  - now rewrite (term_in_spec memory r gamma N top n m t G T Rabs Rabs_R0).
Qed.

Theorem loss_of_spec N gamma x : loss_spec N gamma x ->
  within_loss N gamma (loss_given_of x)
    (stored_matrix (loss_memory x) (loss_r x) (Z.of_nat (S N)) (loss_top x))
    (stored_matrix (loss_memory x) (loss_out x) (Z.of_nat (S N)) (loss_top x)).
Proof.
  intros L. destruct (loss_shape _ _ _ L) as [[[A B] _] _]. destruct L as [M Su].
  unfold sc_loss_made in M. cbv zeta in M.
  assert (Domain : sc_damp_domain (loss_gamma x) (Z.of_nat (S N))) by tauto.
  destruct Domain as [_ [[G1 G0] _]].
  assert (Count : (1 <= loss_terms x <= S N)%nat) by lia.
  assert (Tail : sc_damp_tail_above (real_of_double (loss_tail x)) (real_of_double (loss_gamma x))
    (Z.of_nat (loss_terms x)) (Z.of_nat (S N))) by tauto.
  destruct Tail as [T0 T]. destruct M as [_ En].
  set (before := stored_matrix (loss_memory x) (loss_r x) _ _).
  set (after := stored_matrix (loss_memory x) (loss_out x) _ _).
  assert (G : 0 <= real_of_double (loss_gamma x) <= 1) by lra.
  constructor; cbn [loss_given_of given_gamma terms tail survival_error]; auto.
  - split; [exact T0|]. intros I. rewrite <- tail_in_spec by exact I.
    destruct (T ltac:(lia)) as [O|O]; [eapply Rle_trans; [apply Rmin_l|exact O]|
      eapply Rle_trans; [apply Rmin_r|exact O]].
  - assert (Lower : forall n m, (m <= n)%nat -> (n <= N)%nat ->
      Rabs (after n m - with_factors (real_of_double (loss_gamma x)) N (below (loss_terms x)) before n m)
      <= damp_rounding N (loss_terms x)
         * with_factors (real_of_double (loss_gamma x)) N (below (loss_terms x)) (moduli before) n m
         + / 2 ^ 300).
    { intros n m I J. rewrite !factors_below by lia.
      destruct (damped_in_spec (loss_memory x) (loss_r x) (real_of_double (loss_gamma x)) N (loss_top x)
        (loss_terms x) n m G B) as [D1 D2]. fold before in D1, D2. unfold moduli. rewrite <- D1, <- D2.
      destruct (Z_le_dec (Z.of_nat n) (loss_top x)) as [L|L].
      - specialize (En (Z.of_nat n) (Z.of_nat m) ltac:(lia) ltac:(lia) L). unfold sc_damp_off in En.
        assert (E : after n m = real_of_double (loss_memory x (shift (loss_out x)
          (sc_place (Z.of_nat (S N)) (Z.of_nat n) (Z.of_nat m))))) by (now apply stored_at).
        rewrite E. unfold damp_rounding, u. unfold sc_u in En.
        rewrite !plus_IZR, mult_IZR, <- !INR_IZR_INZ in En.
        match type of En with Rabs ?a <= _ => match goal with |- Rabs ?b <= _ =>
          replace b with a by ring end end. lra.
      - assert (Z : forall i j, (n <= i)%nat -> before i j = 0) by (intros; apply stored_above; lia).
        assert (E : after n m = 0) by (apply stored_above; lia). rewrite E, D1, D2.
        assert (Q : forall f t, f 0 = 0 -> total (fun k => loss_weight (real_of_double (loss_gamma x)) N k n
          * loss_weight (real_of_double (loss_gamma x)) N k m * f (before (n + k)%nat (m + k)%nat)) t = 0).
        { intros f t F. induction t as [|t IH]; simpl; [reflexivity|]. rewrite IH, Z, F by lia. ring. }
        rewrite (Q (fun x => x)), (Q Rabs) by (reflexivity || apply Rabs_R0).
        rewrite Rminus_0_r, Rabs_R0. lra. }
    intros n m I J. destruct (Nat.le_ge_cases m n) as [L|L]; [now apply Lower|].
    assert (Yb : symmetric before) by apply stored_symmetric.
    assert (Ya : symmetric after) by apply stored_symmetric.
    assert (F : forall g r, symmetric r -> with_factors (real_of_double (loss_gamma x)) N g r n m
      = with_factors (real_of_double (loss_gamma x)) N g r m n).
    { intros g r Y. unfold with_factors. apply sum_eq. intros k _. rewrite (Y (n + k)%nat). ring. }
    rewrite (Ya n m), (F _ _ Yb), (F _ _ (moduli_symmetric _ Yb)). now apply Lower.
Qed.
