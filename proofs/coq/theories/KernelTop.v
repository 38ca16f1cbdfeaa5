(* The hypotheses of the top theorem from what Why3 prints of spec/: a run of collisions and losses (theorem
   P16). *)
From Coq Require Import Reals ZArith List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction KernelWeights KernelDamp
  KernelRun KernelEnergy Spec Bridge KernelStep KernelSpec KernelContract KernelLoss.
Open Scope R_scope.

(* A run: the calls, the states they leave, budgets and masses. *)
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
  - intros i e E. destruct (C i e E) as [W [-> [-> _]]].
    destruct e as [k|gamma], (calls i) as [x|x]; try contradiction.
    + now apply contract_of_spec.
    + now apply loss_of_spec.
  - intros i I. destruct (nth_error run i) as [e|] eqn:E; [|apply nth_error_None in E; lia].
    destruct (C i e E) as [W [-> [_ [M P]]]]. split.
    + destruct (calls i) as [x|x]; [destruct P as [_ [_ [[_ Q] _]]]|destruct P as [_ [_ [[_ Q] _]]]]; exact Q.
    + destruct e as [k|gamma], (calls i) as [x|x]; try contradiction; apply mass_near; auto; apply W.
  - intros i I. destruct (nth_error run i) as [e|] eqn:E; [|apply nth_error_None in E; lia].
    destruct (C i e E) as [W [_ [_ [_ P]]]]. unfold budget_formula.
    destruct e as [k|gamma], (calls i) as [x|x]; try contradiction; cbn [paid_spec] in P; destruct P as [P _].
    + destruct P as [P _]. unfold sc_budget_after, sc_prod, sc_collide_share, sc_u in P.
      cbn [event_of share given_of swap_error input_error]. unfold u. lra.
    + destruct P as [[_ P] _]. unfold sc_budget_after, sc_prod, sc_damp_share, sc_u in P.
      rewrite !plus_IZR, !mult_IZR, <- !INR_IZR_INZ in P.
      cbn [event_of share loss_given_of terms tail survival_error]. unfold damp_rounding, u. lra.
Qed.
