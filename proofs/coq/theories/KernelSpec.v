(* What spec/contract.acsl says of the calls of one step, as Why3 prints it, is what KernelRun.v and
   KernelEnergy.v ask of them. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction KernelWeights KernelDamp
  KernelRun KernelEnergy Spec Bridge KernelStep.
Open Scope R_scope.

(* The weights of the kernel's ladders, on d = N + 1 levels. *)
Definition kernel_ladder (ladder : Z) (N : nat) : nat -> R :=
  cut N (fun n => IZR (sc_weight ladder (Z.of_nat n) (Z.of_nat (S N)))).

Lemma kernel_oscillator N n : kernel_ladder 0 N n = oscillator N n.
Proof.
  unfold kernel_ladder, oscillator, cut. destruct (Nat.leb_spec n N); [|reflexivity].
  unfold sc_weight, infinite_oscillator. rewrite INR_IZR_INZ.
  destruct (Z.eq_dec _ 0) as [E|E]; [now rewrite E|]. destruct (Z.eq_dec (Z.of_nat n) _); [lia|reflexivity].
Qed.

Lemma kernel_spin N n : kernel_ladder 1 N n = spin N n.
Proof.
  unfold kernel_ladder, spin, cut. destruct (Nat.leb_spec n N).
  - unfold sc_weight. rewrite <- mult_INR, INR_IZR_INZ.
    destruct (Z.eq_dec (Z.of_nat n) 0); [replace n with 0%nat by lia; reflexivity|].
    destruct (Z.eq_dec (Z.of_nat n) _); [lia|]. destruct (Z.eq_dec 1 0); [lia|].
    destruct (Z.eq_dec 1 1); [|lia]. f_equal. rewrite Nat2Z.inj_mul, Nat2Z.inj_sub by lia. reflexivity.
  - replace (S N - n)%nat with 0%nat by lia. simpl. ring.
Qed.

Lemma kernel_ladder_ladder kind N : (0 <= kind <= 2)%Z -> ladder (kernel_ladder kind N) N.
Proof.
  intros K. unfold kernel_ladder, cut. split; [|split].
  - simpl. unfold sc_weight. reflexivity.
  - now rewrite (proj2 (Nat.leb_gt _ _)) by lia.
  - intros n I. rewrite (proj2 (Nat.leb_le _ _)) by lia. apply IZR_lt. unfold sc_weight.
    destruct (Z.eq_dec (Z.of_nat n) 0); [lia|]. destruct (Z.eq_dec (Z.of_nat n) _); [lia|].
    destruct (Z.eq_dec kind 0); [lia|]. destruct (Z.eq_dec kind 1); [|lia]. apply Z.mul_pos_pos; lia.
Qed.

Lemma kernel_ladder_nonneg kind N n : 0 <= kernel_ladder kind N n.
Proof.
  unfold kernel_ladder, cut. destruct (Nat.leb_spec n N); [|lra]. apply IZR_le. unfold sc_weight.
  destruct (Z.eq_dec (Z.of_nat n) 0); [lia|]. destruct (Z.eq_dec (Z.of_nat n) _); [lia|].
  destruct (Z.eq_dec kind 0); [lia|]. destruct (Z.eq_dec kind 1); [|lia]. apply Z.mul_nonneg_nonneg; lia.
Qed.

Lemma kernel_ladder_end kind N : kernel_ladder kind N 0 = 0 /\ kernel_ladder kind N (S N) = 0.
Proof.
  unfold kernel_ladder, cut. rewrite (proj2 (Nat.leb_gt (S N) N)) by lia. split; [|reflexivity].
  simpl. unfold sc_weight. reflexivity.
Qed.

(* ---- States in memory. *)
Lemma stored_symmetric memory r d top : symmetric (stored_matrix memory r d top).
Proof.
  intros n m. unfold stored_matrix, sc_entry.
  destruct (Z_lt_dec (Z.of_nat n) 0), (Z_lt_dec (Z.of_nat m) 0), (Z_lt_dec top (Z.of_nat n)),
    (Z_lt_dec top (Z.of_nat m)); try reflexivity; try lia.
  destruct (Z_le_dec (Z.of_nat m) (Z.of_nat n)), (Z_le_dec (Z.of_nat n) (Z.of_nat m)); try reflexivity;
    try lia.
  now replace (Z.of_nat m) with (Z.of_nat n) by lia.
Qed.

Lemma stored_above memory r d top n m : (top < Z.of_nat n)%Z \/ (top < Z.of_nat m)%Z ->
  stored_matrix memory r d top n m = 0.
Proof.
  intros I. unfold stored_matrix, sc_entry.
  destruct (Z_lt_dec (Z.of_nat n) 0), (Z_lt_dec (Z.of_nat m) 0), (Z_lt_dec top (Z.of_nat n)),
    (Z_lt_dec top (Z.of_nat m)); reflexivity || lia.
Qed.

Lemma stored_at memory r d top n m : (m <= n)%nat -> (Z.of_nat n <= top)%Z ->
  stored_matrix memory r d top n m
    = real_of_double (memory (shift r (sc_place d (Z.of_nat n) (Z.of_nat m)))).
Proof.
  intros I T. unfold stored_matrix, sc_entry, sc_place.
  destruct (Z_lt_dec (Z.of_nat n) 0), (Z_lt_dec (Z.of_nat m) 0), (Z_lt_dec top (Z.of_nat n)),
    (Z_lt_dec top (Z.of_nat m)), (Z_le_dec (Z.of_nat m) (Z.of_nat n)); reflexivity || lia.
Qed.

(* ---- The sums of the observables. *)
Lemma square_sum (y : matrix) M : symmetric y ->
  \sum_(n <= S M) (\sum_(m <= S M) y n m) = \sum_(n <= M) (\sum_(m <= M) y n m)
    + 2 * (\sum_(m <= M) y (S M) m) + y (S M) (S M).
Proof.
  intros Y. rewrite tech5, tech5.
  rewrite (sum_eq (fun n => \sum_(m <= S M) y n m) (fun n => \sum_(m <= M) y n m + y (S M) n)).
  - rewrite sum_plus. set (x := \sum_(m <= M) y (S M) m).
    change (\sum_(n <= M) (\sum_(m <= M) y n m) + x + (x + y (S M) (S M))
      = \sum_(n <= M) (\sum_(m <= M) y n m) + 2 * x + y (S M) (S M)). ring.
  - intros n _. rewrite tech5. f_equal. apply Y.
Qed.

Lemma square_extends (y : matrix) M N : symmetric y -> (M <= N)%nat ->
  (forall n m, (M < n)%nat -> y n m = 0) ->
  \sum_(n <= N) (\sum_(m <= N) y n m) = \sum_(n <= M) (\sum_(m <= M) y n m).
Proof.
  intros Y I Z. induction I as [|N I IH]; [reflexivity|]. rewrite square_sum by exact Y. rewrite IH.
  rewrite (sum_eq (fun m => y (S N) m) (fun _ => 0)) by (intros; apply Z; lia).
  rewrite sum_cte, Z by lia. ring.
Qed.

Lemma moduli_symmetric r : symmetric r -> symmetric (moduli r).
Proof. intros Y n m. unfold moduli. now rewrite Y. Qed.

Lemma power_one x : sc_power 1 x = Rabs x.
Proof. unfold sc_power. destruct (Z.eq_dec 1 1); [reflexivity|lia]. Qed.

Lemma power_zero p : sc_power p 0 = 0.
Proof. unfold sc_power, sc_prod. destruct (Z.eq_dec p 1); [apply Rabs_R0|ring]. Qed.

Section Stored.
Variables (memory : addr -> double) (r : addr) (d top : Z).
Let y := stored_matrix memory r d top.

Lemma row_sum p n k : (k <= S n)%nat -> (Z.of_nat n <= top)%Z ->
  sc_power_sum memory (shift r (sc_place d (Z.of_nat n) 0)) p (Z.of_nat k)
    = match k with O => 0 | S j => \sum_(m <= j) sc_power p (y n m) end.
Proof.
  intros K T. induction k as [|k IH].
  - rewrite SpecSum.sc_power_sum_def. destruct (Z_le_dec (Z.of_nat 0) 0); [reflexivity|lia].
  - rewrite SpecSum.sc_power_sum_def. destruct (Z_le_dec _ 0); [lia|].
    replace (Z.of_nat (S k) - 1)%Z with (Z.of_nat k) by lia. rewrite IH by lia.
    assert (E : real_of_double (memory (shift (shift r (sc_place d (Z.of_nat n) 0)) (Z.of_nat k))) = y n k).
    { unfold y. rewrite stored_at by lia. do 2 f_equal. unfold shift. cbn. f_equal. unfold sc_place. lia. }
    rewrite E. destruct k as [|k]; [simpl; ring|]. now rewrite tech5.
Qed.

Lemma total_power p N : (0 <= top)%Z -> (Z.to_nat top <= N)%nat ->
  sc_power_total memory r d p (1 + top) = \sum_(n <= N) (\sum_(m <= N) sc_power p (y n m)).
Proof.
  intros T0 T. set (z := fun n m => sc_power p (y n m)).
  assert (Y : symmetric z) by (intros n m; unfold z, y; now rewrite stored_symmetric).
  assert (E : forall n, (Z.of_nat n <= top)%Z ->
    sc_power p (real_of_double (memory (shift (shift r (sc_place d (Z.of_nat n) 0)) (Z.of_nat n)))) = z n n).
  { intros n I. unfold z, y. rewrite stored_at by lia. do 3 f_equal. unfold shift. cbn. f_equal. unfold
    sc_place. lia. }
  assert (P : forall M, (Z.of_nat M <= top)%Z -> sc_power_total memory r d p (Z.of_nat (S M))
    = \sum_(n <= M) (\sum_(m <= M) z n m)).
  { induction M as [|M IH]; intros I; rewrite SpecSum.sc_power_total_def; (destruct (Z_le_dec _ 0); [lia|]);
      unfold SpecSum.sc_power_row.
    - replace (Z.of_nat 1 - 1)%Z with (Z.of_nat 0) by lia. rewrite row_sum, E by lia.
      rewrite SpecSum.sc_power_total_def. destruct (Z_le_dec _ 0); [|lia]. cbn [sum_f_R0]. ring.
    - replace (Z.of_nat (S (S M)) - 1)%Z with (Z.of_nat (S M)) by lia. rewrite IH, row_sum, E by lia.
      rewrite (square_sum z) by exact Y. unfold z. ring. }
  replace (1 + top)%Z with (Z.of_nat (S (Z.to_nat top))) by lia. rewrite P by lia.
  symmetry. apply (square_extends z); [exact Y|exact T|].
  intros n m I. unfold z, y. rewrite stored_above by lia. apply power_zero.
Qed.

Lemma total_mass N : (0 <= top)%Z -> (Z.to_nat top <= N)%nat -> sc_power_total memory r d 1 (1 + top) = mass
  N y.
Proof.
  intros T0 T. rewrite (total_power 1 N T0 T). apply sum_eq. intros n _. apply sum_eq. intros m _. apply
    power_one.
Qed.

Lemma moment_sum g (f : R -> R) center order : (forall n, g n = if Z_le_dec n 0 then 0 else
    g (n - 1)%Z + f (SpecSum.sc_moment_term memory r d center order (n - 1))) -> f 0 = 0 ->
  forall N, (0 <= top)%Z -> (Z.to_nat top <= N)%nat ->
  g (1 + top)%Z = \sum_(n <= N) f (sc_moment_weight center order (Z.of_nat n) * y n n).
Proof.
  intros G F0 N T0 T.
  assert (P : forall M, (Z.of_nat M <= top)%Z ->
    g (Z.of_nat (S M)) = \sum_(n <= M) f (sc_moment_weight center order (Z.of_nat n) * y n n)).
  { assert (Term : forall M, (Z.of_nat M <= top)%Z -> SpecSum.sc_moment_term memory r d center order
    (Z.of_nat M)
      = sc_moment_weight center order (Z.of_nat M) * y M M).
    { intros M I. unfold SpecSum.sc_moment_term, y. now rewrite stored_at by lia. }
    induction M as [|M IH]; intros I; rewrite G; (destruct (Z_le_dec _ 0); [lia|]).
    - replace (Z.of_nat 1 - 1)%Z with (Z.of_nat 0) by lia. rewrite Term, G by lia.
      destruct (Z_le_dec _ 0); [|lia]. cbn [sum_f_R0]. ring.
    - replace (Z.of_nat (S (S M)) - 1)%Z with (Z.of_nat (S M)) by lia. rewrite IH, Term by lia. reflexivity. }
  replace (1 + top)%Z with (Z.of_nat (S (Z.to_nat top))) by lia. rewrite P by lia.
  induction T as [|N T IH]; [reflexivity|]. rewrite tech5, <- IH.
  assert (Z : y (S N) (S N) = 0) by (apply stored_above; lia). rewrite Z, Rmult_0_r, F0. ring.
Qed.

Lemma stored_moment center order N : (0 <= top)%Z -> (Z.to_nat top <= N)%nat ->
  sc_moment memory r d center order (1 + top)
    = \sum_(n <= N) sc_moment_weight center order (Z.of_nat n) * y n n /\
  sc_moment_size memory r d center order (1 + top)
    = \sum_(n <= N) Rabs (sc_moment_weight center order (Z.of_nat n) * y n n).
Proof.
  intros T0 T. split.
  - apply (moment_sum (sc_moment memory r d center order) (fun x => x)); trivial. apply SpecSum.sc_moment_def.
  - apply (moment_sum (sc_moment_size memory r d center order) Rabs); trivial; [|apply Rabs_R0].
    intros. apply SpecSum.sc_moment_size_def.
Qed.

Lemma stored_energy N : (0 <= top)%Z -> (Z.to_nat top <= N)%nat ->
  sc_moment memory r d 0 1 (1 + top) = mean_energy N (fun n => y n n) /\
  sc_moment_size memory r d 0 1 (1 + top) = mean_energy N (fun n => Rabs (y n n)).
Proof.
  intros T0 T. destruct (stored_moment 0 1 N T0 T) as [-> ->].
  assert (W : forall n, sc_moment_weight 0 1 (Z.of_nat n) = INR n).
  { intros n. unfold sc_moment_weight. destruct (Z.eq_dec 1 0); [lia|]. destruct (Z.eq_dec 1 1); [|lia].
    now rewrite Rminus_0_r, <- INR_IZR_INZ. }
  split; apply sum_eq; intros n _; rewrite W; [reflexivity|]. now rewrite Rabs_mult, (Rabs_pos_eq (INR n))
    by apply pos_INR.
Qed.
End Stored.
