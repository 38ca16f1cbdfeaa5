(* The hypotheses of the top theorem from what Why3 prints of spec/: a run of collisions and losses (theorem P16). *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction Damp DensityContraction KernelWeights KernelDamp
  KernelRun KernelEnergy Spec Bridge KernelStep KernelSpec KernelContract.
Open Scope R_scope.

(* One loss as the kernel made it. *)
Record loss_call := Loss_call { loss_memory : addr -> double; loss_out : addr; loss_r : addr; loss_gamma : double;
  loss_tail : double; loss_survival : double; loss_terms : nat; loss_top : Z }.

(* The clauses of a loss gamma; the caller's share is that survival_error covers the rounding of gamma. *)
Record loss_spec (N : nat) (gamma : R) (x : loss_call) : Prop := {
  loss_shape : sc_density_domain (Z.of_nat (S N)) (loss_top x);
  loss_domain : sc_damp_domain (loss_gamma x) (Z.of_nat (S N));
  loss_count : (1 <= loss_terms x <= S N)%nat;
  loss_dropped : sc_damp_tail_above (real_of_double (loss_tail x)) (real_of_double (loss_gamma x))
    (Z.of_nat (loss_terms x)) (Z.of_nat (S N));
  loss_rounded : 0 <= real_of_double (loss_survival x) /\ Rabs (real_of_double (loss_gamma x) - gamma)
    <= real_of_double (loss_survival x) * (1 - real_of_double (loss_gamma x));
  loss_entries : sc_damp_made (loss_memory x) (loss_out x) (loss_r x) (real_of_double (loss_gamma x))
    (Z.of_nat (S N)) (loss_top x) (Z.of_nat (loss_terms x)) }.

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
      change (fact (S t)) with (S t * fact t)%nat. change (fact (S (N - S t))) with (S (N - S t) * fact (N - S t))%nat.
      rewrite !mult_INR. field. repeat split; try apply INR_fact_neq_0; apply not_0_INR; lia. }
    simpl pow. apply Rmult_eq_reg_r with (INR (S t)); [|apply not_0_INR; lia].
    transitivity (gamma * gamma ^ t * (choose N t * INR (N - t))); [field; apply not_0_INR; lia|].
    rewrite <- E. ring.
Qed.

Lemma term_in_spec memory r gamma N top n m k : 0 <= gamma <= 1 -> (top < Z.of_nat (S N))%Z ->
  forall f, f 0 = 0 ->
  loss_weight gamma N k n * loss_weight gamma N k m * f (stored_matrix memory r (Z.of_nat (S N)) top (n + k)%nat (m + k)%nat)
    = sqrt (sc_damp_square gamma (Z.of_nat m) (Z.of_nat k) * sc_damp_square gamma (Z.of_nat n) (Z.of_nat k))
      * f (stored_matrix memory r (Z.of_nat (S N)) top (n + k)%nat (m + k)%nat).
Proof.
  intros G T f F0. destruct (Z_lt_dec top (Z.of_nat (n + k))) as [A|A];
    [rewrite stored_above by lia; rewrite F0; ring|].
  destruct (Z_lt_dec top (Z.of_nat (m + k))) as [B|B]; [rewrite stored_above by lia; rewrite F0; ring|].
  f_equal. rewrite !square_nat. unfold loss_weight. rewrite !(proj2 (Nat.leb_le _ _)) by lia.
  rewrite <- sqrt_mult; [f_equal; ring|..]; pose proof (choose_nonneg (n + k) k); pose proof (choose_nonneg (m + k) k);
    nonneg.
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
  sc_damped memory r gamma (Z.of_nat (S N)) top (Z.of_nat t) (Z.of_nat n) (Z.of_nat m) = total (g (fun x => x)) t /\
  sc_damped_size memory r gamma (Z.of_nat (S N)) top (Z.of_nat t) (Z.of_nat n) (Z.of_nat m) = total (g Rabs) t.
Proof.
  intros G T y g. induction t as [|t [I1 I2]]; (split; [rewrite SpecDamp.sc_damped_def|rewrite SpecContract.sc_damped_size_def]);
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
  intros [[[[A B] _] _] [_ [[G1 G0] _]] Count [T0 T] Su En].
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
         * with_factors (real_of_double (loss_gamma x)) N (below (loss_terms x)) (moduli before) n m + / 2 ^ 300).
    { intros n m I J. rewrite !factors_below by lia.
      destruct (damped_in_spec (loss_memory x) (loss_r x) (real_of_double (loss_gamma x)) N (loss_top x)
        (loss_terms x) n m G B) as [D1 D2]. fold before in D1, D2. unfold moduli. rewrite <- D1, <- D2.
      destruct (Z_le_dec (Z.of_nat n) (loss_top x)) as [L|L].
      - specialize (En (Z.of_nat n) (Z.of_nat m) ltac:(lia) ltac:(lia) L). unfold sc_damp_off in En.
        assert (E : after n m = real_of_double (loss_memory x (shift (loss_out x)
          (sc_place (Z.of_nat (S N)) (Z.of_nat n) (Z.of_nat m))))) by (now apply stored_at).
        rewrite E. unfold damp_rounding, u. unfold sc_u in En.
        rewrite !plus_IZR, mult_IZR, <- !INR_IZR_INZ in En.
        match type of En with Rabs ?a <= _ => match goal with |- Rabs ?b <= _ => replace b with a by ring end end.
        lra.
      - assert (Z : forall i j, (n <= i)%nat -> before i j = 0) by (intros; apply stored_above; lia).
        assert (E : after n m = 0) by (apply stored_above; lia). rewrite E, D1, D2.
        assert (Q : forall f t, f 0 = 0 -> total (fun k => loss_weight (real_of_double (loss_gamma x)) N k n
          * loss_weight (real_of_double (loss_gamma x)) N k m * f (before (n + k)%nat (m + k)%nat)) t = 0).
        { intros f t F. induction t as [|t IH]; simpl; [reflexivity|]. rewrite IH, Z, F by lia. ring. }
        rewrite (Q (fun x => x)), (Q Rabs) by (reflexivity || apply Rabs_R0).
        rewrite Rminus_0_r, Rabs_R0. lra. }
    intros n m I J. destruct (Nat.le_ge_cases m n) as [L|L]; [now apply Lower|].
    assert (Yb : symmetric before) by apply stored_symmetric. assert (Ya : symmetric after) by apply stored_symmetric.
    assert (F : forall g r, symmetric r -> with_factors (real_of_double (loss_gamma x)) N g r n m
      = with_factors (real_of_double (loss_gamma x)) N g r m n).
    { intros g r Y. unfold with_factors. apply sum_eq. intros k _. rewrite (Y (n + k)%nat). ring. }
    rewrite (Ya n m), (F _ _ Yb), (F _ _ (moduli_symmetric _ Yb)). now apply Lower.
Qed.

(* ---- A run: the calls, the states they leave, budgets and masses. *)
Inductive call := Collision_of (x : collision_call) | Loss_of (x : loss_call).
Definition before_call (N : nat) (a : call) : matrix :=
  match a with
  | Collision_of x => stored_matrix (memory x) (r_at x) (Z.of_nat (S N)) (top x)
  | Loss_of x => stored_matrix (loss_memory x) (loss_r x) (Z.of_nat (S N)) (loss_top x)
  end.
Definition after_call (N : nat) (a : call) : matrix :=
  match a with
  | Collision_of x => stored_matrix (memory x) (out_at x) (Z.of_nat (S N)) (last x)
  | Loss_of x => stored_matrix (loss_memory x) (loss_out x) (Z.of_nat (S N)) (loss_top x)
  end.
Definition call_spec (kind : Z) (N : nat) (e : event) (a : call) : Prop :=
  match e, a with
  | Collide k, Collision_of x => collision_spec kind N k x
  | Lose gamma, Loss_of x => loss_spec N gamma x
  | _, _ => False
  end.
Definition mass_spec (N : nat) (a : call) (mass : double) : Prop :=
  let d := Z.of_nat (S N) in
  match a with
  | Collision_of x => sc_mass_made (memory x) (real_of_double mass) (r_at x) d (top x)
  | Loss_of x => sc_mass_made (loss_memory x) (real_of_double mass) (loss_r x) d (loss_top x)
  end.
Definition paid_spec (N : nat) (a : call) (after budget mass : double) : Prop :=
  match a with
  | Collision_of x => sc_collide_paid after budget mass (swap_error_given x) (input_error_given x)
  | Loss_of x => sc_damp_paid after budget mass (loss_tail x) (loss_survival x) (Z.of_nat (loss_terms x))
      (Z.of_nat (S N))
  end.
Record run_spec (kind : Z) (N : nat) (run : list event) (calls : nat -> call) (computed : nat -> matrix)
  (budget mass : nat -> double) : Prop := {
  run_levels : (1 <= N <= 4095)%nat;
  run_symmetric : forall i, symmetric (computed i);
  run_ground : real_of_double (budget 0%nat) = 0;
  run_calls : forall i e, nth_error run i = Some e -> call_spec kind N e (calls i) /\
    computed i = before_call N (calls i) /\ computed (S i) = after_call N (calls i) /\
    mass_spec N (calls i) (mass i) /\ paid_spec N (calls i) (budget (S i)) (budget i) (mass i);
  run_domain : real_of_double (budget (length run)) <= 1 - / 2 ^ 53 }.

Definition event_of (N : nat) (a : call) : kernel_event :=
  match a with Collision_of x => Collided (given_of N x) | Loss_of x => Damped (loss_given_of x) end.

Lemma observed_near x e size N : (N <= 4095)%nat -> 0 <= size -> sc_observed x e size (Z.of_nat (S N)) ->
  Rabs (x - e) <= (1.1 * INR (S N) + 6) * u * size + / 2 ^ 900 /\ (1.1 * INR (S N) + 6) * u <= / 2 ^ 30.
Proof.
  intros I P A. assert (D : INR (S N) <= 4096).
  { replace 4096 with (INR 4096) by (rewrite INR_IZR_INZ; reflexivity). apply le_INR. lia. }
  split; [|unfold u; lra]. replace (x - e) with (x + - (1) * e) by ring.
  destruct (sc_observe_units_cases (Z.of_nat (S N))) as [U V]. unfold sc_observed, sc_u, u in *.
  destruct (Z_le_dec (Z.of_nat (S N)) 4095) as [L|L].
  - rewrite (U L), <- INR_IZR_INZ in A. lra.
  - rewrite (V L) in A. replace (INR (S N)) with 4096; [lra|]. rewrite INR_IZR_INZ. f_equal. lia.
Qed.

Lemma mass_near memory r N top m : (1 <= N <= 4095)%nat -> sc_density_domain (Z.of_nat (S N)) top ->
  sc_mass_made memory m r (Z.of_nat (S N)) top ->
  let M := mass N (stored_matrix memory r (Z.of_nat (S N)) top) in Rabs (m - M) <= / 2 ^ 30 * M + / 2 ^ 900.
Proof.
  intros I [[[A B] _] _] H M. unfold sc_mass_made in H. cbv zeta in H.
  rewrite (total_mass memory r (Z.of_nat (S N)) top N) in H by lia. fold M in H.
  pose proof (mass_nonneg N (stored_matrix memory r (Z.of_nat (S N)) top)) as P. fold M in P.
  destruct (observed_near m M M N ltac:(lia) P H) as [X Y]. apply (Rmult_le_compat_r M _ _ P) in Y. lra.
Qed.

Theorem run_of_spec kind N run calls computed budget mass : run_spec kind N run calls computed budget mass ->
  kernel_run (kernel_ladder kind N) N run (fun i => event_of N (calls i)) computed
    (fun i => real_of_double (budget i)) (fun i => real_of_double (mass i)).
Proof.
  intros [L Y G C D]. split; auto; try lia.
  - intros i e E. destruct (C i e E) as [W [-> [-> _]]]. destruct e as [k|gamma], (calls i) as [x|x]; try easy.
    + now apply contract_of_spec.
    + now apply loss_of_spec.
  - intros i I. destruct (nth_error run i) as [e|] eqn:E; [|apply nth_error_None in E; lia].
    destruct (C i e E) as [W [-> [_ [M P]]]]. split.
    + destruct (calls i) as [x|x]; [destruct P as [_ [_ [[_ Q] _]]]|destruct P as [_ [_ [[_ Q] _]]]]; exact Q.
    + destruct e as [k|gamma], (calls i) as [x|x]; try easy; apply mass_near; auto; apply W.
  - intros i I. destruct (nth_error run i) as [e|] eqn:E; [|apply nth_error_None in E; lia].
    destruct (C i e E) as [W [_ [_ [_ P]]]]. unfold budget_formula.
    destruct e as [k|gamma], (calls i) as [x|x]; try easy; cbn [paid_spec] in P; destruct P as [P _].
    + destruct P as [P _]. unfold sc_budget_after, sc_prod, sc_collide_share, sc_u in P.
      cbn [event_of share given_of swap_error input_error]. unfold u. lra.
    + destruct P as [[_ P] _]. unfold sc_budget_after, sc_prod, sc_damp_share, sc_u in P.
      rewrite !plus_IZR, !mult_IZR, <- !INR_IZR_INZ in P.
      cbn [event_of share loss_given_of terms tail survival_error]. unfold damp_rounding, u. lra.
Qed.

(* The energy that the last state has as computed, and the bar of sc_budget_energy. *)
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
    (/ 2 ^ 900) (kernel_ladder_ladder kind N Kind) A St E0 K ltac:(apply Rmult_le_pos; [lra|unfold u; lra]) X) as H.
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
