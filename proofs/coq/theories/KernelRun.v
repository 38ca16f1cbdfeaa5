(* The budget of a run of the kernel (theorem P16). From what kernel/qubit.h, swap.h and collide.h say of
   one step, entry by entry, follows the formula of sc_budget_collide, and from the formulas of budget.h the
   error of the energy. The names of the fields are those of the clauses where the contract has one. *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Interval Require Import Tactic.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction.
Open Scope R_scope.

Definition u : R := / 2 ^ 53.
(* Up to this collide.h cuts off a level. *)
Definition density_cut : R := / 2 ^ 72.
Definition mass (N : nat) (r : matrix) : R := \sum_(n <= N) (\sum_(m <= N) Rabs (r n m)).

(* The eight products of eq. (3) for row tables c, s and column tables c', s'; sc_collided of spec/ up to
   signs. *)
Definition spread (q p kappa : R) (c s c' s' : nat -> R) (r : matrix) (n m : nat) : R :=
  q * (c n * c' m * r n m) + p * (c (S n) * c' (S m) * r n m)
  + p * (s n * s' m * r (pred n) (pred m)) + q * (s (S n) * s' (S m) * r (S n) (S m))
  + kappa * (c n * s' m * r n (pred m)) + kappa * (s n * c' m * r (pred n) m)
  + kappa * (c (S n) * s' (S m) * r n (S m)) + kappa * (s (S n) * c' (S m) * r (S n) m).
Definition collided (q p kappa : R) (c s : nat -> R) (r : matrix) (n m : nat) : R :=
  (q * c n * c m + p * c (S n) * c (S m)) * r n m
  + p * s n * s m * r (pred n) (pred m) + q * s (S n) * s (S m) * r (S n) (S m)
  + kappa * (c n * s m * r n (pred m) + s n * c m * r (pred n) m
             - c (S n) * s (S m) * r n (S m) - s (S n) * c (S m) * r (S n) m).
Definition moduli (r : matrix) : matrix := fun n m => Rabs (r n m).

(* What sums of the moduli of the entries become when a term moves by one level. *)
Definition moves (N : nat) (g : nat -> R) (phi : nat -> nat) (h : nat -> R) : Prop :=
  forall x, (forall n, 0 <= x n) -> \sum_(n <= N) g n * x (phi n) <= \sum_(n <= N) h n * x n.

Lemma moves_stay N g : moves N g (fun n => n) g.
Proof. intros x _. apply Rle_refl. Qed.

Lemma moves_up N g : (forall n, 0 <= g n) -> g 0%nat = 0 -> moves N g pred (fun n => g (S n)).
Proof.
  intros G G0 x X. assert (E : \sum_(n <= N) g n * x (pred n) + g (S N) * x N = \sum_(n <= N) g (S n) * x n).
  { induction N as [|N IH]; [simpl; rewrite G0; ring|]. rewrite !tech5, <- IH. simpl pred. ring. }
  pose proof (Rmult_le_pos _ _ (G (S N)) (X N)). lra.
Qed.

Lemma moves_down N g : (forall n, 0 <= g n) -> g (S N) = 0 -> moves N (fun n => g (S n)) S g.
Proof.
  intros G GN x X.
  assert (E : forall M, \sum_(n <= M) g (S n) * x (S n) + g 0%nat * x 0%nat
    = \sum_(n <= M) g n * x n + g (S M) * x (S M)).
  { induction M as [|M IH]; [simpl; ring|]. rewrite !tech5. lra. }
  specialize (E N). rewrite GN in E. pose proof (Rmult_le_pos _ _ (G 0%nat) (X 0%nat)). lra.
Qed.

Lemma moves_both N a phi a' b psi b' y : moves N a phi a' -> moves N b psi b' -> (forall n, 0 <= a n) ->
  (forall n, 0 <= b' n) -> (forall n m, 0 <= y n m) ->
  \sum_(n <= N) (\sum_(m <= N) a n * b m * y (phi n) (psi m))
    <= \sum_(n <= N) (\sum_(m <= N) a' n * b' m * y n m).
Proof.
  intros A B A0 B0 Y. apply Rle_trans with (\sum_(n <= N) a n * (\sum_(m <= N) b' m * y (phi n) m)).
  - apply sum_Rle. intros n _. pose proof (B (fun m => y (phi n) m) (fun m => Y _ _)) as H. cbv beta in H.
    apply Rle_trans with (a n * (\sum_(m <= N) b m * y (phi n) (psi m))).
    + right. rewrite scal_sum. apply sum_eq. intros. ring.
    + apply Rmult_le_compat_l; [apply A0|exact H].
  - eapply Rle_trans; [apply (A (fun n => \sum_(m <= N) b' m * y n m))|].
    + intros n. apply cond_pos_sum. intros m. apply Rmult_le_pos; [apply B0|apply Y].
    + right. apply sum_eq. intros n _. rewrite scal_sum. apply sum_eq. intros. ring.
Qed.

(* The total weight with which entry (n, m) enters the eight products. *)
Definition weight (q p kappa : R) (c s c' s' : nat -> R) (n m : nat) : R :=
  q * (c n * c' m) + p * (c (S n) * c' (S m)) + p * (s (S n) * s' (S m)) + q * (s n * s' m)
  + kappa * (c n * s' (S m)) + kappa * (s (S n) * c' m) + kappa * (c (S n) * s' m) + kappa * (s n * c' (S m)).

Definition table (N : nat) (c s : nat -> R) : Prop :=
  (forall n, 0 <= c n) /\ (forall n, 0 <= s n) /\ s 0%nat = 0 /\ s (S N) = 0.

Lemma sum_pair N (f g : matrix) : \sum_(n <= N) (\sum_(m <= N) (f n m + g n m))
  = \sum_(n <= N) (\sum_(m <= N) f n m) + \sum_(n <= N) (\sum_(m <= N) g n m).
Proof. rewrite <- sum_plus. apply sum_eq. intros. apply sum_plus. Qed.

Lemma sum_scaled N a (f : matrix) : \sum_(n <= N) (\sum_(m <= N) a * f n m)
  = a * \sum_(n <= N) (\sum_(m <= N) f n m).
Proof. rewrite scal_sum. apply sum_eq. intros. rewrite Rmult_comm, scal_sum. apply sum_eq. intros. ring. Qed.

Lemma sum_mono N (f g : matrix) : (forall n m, (n <= N)%nat -> (m <= N)%nat -> f n m <= g n m) ->
  \sum_(n <= N) (\sum_(m <= N) f n m) <= \sum_(n <= N) (\sum_(m <= N) g n m).
Proof. intros H. apply sum_Rle. intros. apply sum_Rle. intros. now apply H. Qed.

Lemma spread_sum N q p kappa c s c' s' y : 0 <= q -> 0 <= p -> 0 <= kappa -> table N c s -> table N c' s' ->
  (forall n m, 0 <= y n m) ->
  \sum_(n <= N) (\sum_(m <= N) spread q p kappa c s c' s' y n m)
    <= \sum_(n <= N) (\sum_(m <= N) weight q p kappa c s c' s' n m * y n m).
Proof.
  intros Q P K [C [T [T0 TN]]] [C' [T' [T0' TN']]] Y. unfold spread. rewrite !sum_pair, !sum_scaled.
  assert (E : \sum_(n <= N) (\sum_(m <= N) weight q p kappa c s c' s' n m * y n m)
    = q * (\sum_(n <= N) (\sum_(m <= N) c n * c' m * y n m))
      + p * (\sum_(n <= N) (\sum_(m <= N) c (S n) * c' (S m) * y n m))
      + p * (\sum_(n <= N) (\sum_(m <= N) s (S n) * s' (S m) * y n m))
      + q * (\sum_(n <= N) (\sum_(m <= N) s n * s' m * y n m))
      + kappa * (\sum_(n <= N) (\sum_(m <= N) c n * s' (S m) * y n m))
      + kappa * (\sum_(n <= N) (\sum_(m <= N) s (S n) * c' m * y n m))
      + kappa * (\sum_(n <= N) (\sum_(m <= N) c (S n) * s' m * y n m))
      + kappa * (\sum_(n <= N) (\sum_(m <= N) s n * c' (S m) * y n m))).
  { rewrite <- !sum_scaled, <- !sum_pair. apply sum_eq. intros n _. apply sum_eq. intros m _. unfold weight.
    ring. }
  rewrite E.
  repeat apply Rplus_le_compat; apply Rmult_le_compat_l; try assumption; try apply Rle_refl.
  - apply (moves_both N s pred (fun n => s (S n)) s' pred (fun n => s' (S n))); auto using moves_up.
  - apply (moves_both N (fun n => s (S n)) S s (fun n => s' (S n)) S s'); auto using moves_down.
  - apply (moves_both N c (fun n => n) c s' pred (fun n => s' (S n))); auto using moves_up, moves_stay.
  - apply (moves_both N s pred (fun n => s (S n)) c' (fun n => n) c'); auto using moves_up, moves_stay.
  - apply (moves_both N (fun n => c (S n)) (fun n => n) (fun n => c (S n)) (fun n => s' (S n)) S s');
      auto using moves_down, (moves_stay N (fun n => c (S n))).
  - apply (moves_both N (fun n => s (S n)) S s (fun n => c' (S n)) (fun n => n) (fun n => c' (S n)));
      auto using moves_down, (moves_stay N (fun n => c' (S n))).
Qed.

Lemma spread_mass N q p kappa c s c' s' r b : 0 <= q -> 0 <= p -> 0 <= kappa -> table N c s ->
  table N c' s' ->
  (forall n m, (n <= N)%nat -> (m <= N)%nat -> weight q p kappa c s c' s' n m <= b) ->
  \sum_(n <= N) (\sum_(m <= N) spread q p kappa c s c' s' (moduli r) n m) <= b * mass N r.
Proof.
  intros Q P K A B W. eapply Rle_trans; [apply spread_sum; try assumption; intros; apply Rabs_pos|].
  unfold mass. rewrite <- (sum_scaled N b). apply sum_mono. intros n m I J.
  apply Rmult_le_compat_r; [apply Rabs_pos|now apply W].
Qed.

Lemma weight_le q p kappa c s c' s' b n m : 0 <= q -> 0 <= p -> 0 <= kappa ->
  (forall i j, (i = n \/ i = S n) -> (j = m \/ j = S m) ->
     c i * c' j + s i * s' j <= b /\ c i * s' j + s i * c' j <= b) ->
  weight q p kappa c s c' s' n m <= b * (q + p + 2 * kappa).
Proof.
  intros Q P K H. unfold weight.
  assert (H1 := proj1 (H n m ltac:(auto) ltac:(auto))).
  assert (H2 := proj1 (H (S n) (S m) ltac:(auto) ltac:(auto))).
  assert (H3 := proj2 (H n (S m) ltac:(auto) ltac:(auto))).
  assert (H4 := proj2 (H (S n) m ltac:(auto) ltac:(auto))).
  apply (Rmult_le_compat_l q _ _ Q) in H1. apply (Rmult_le_compat_l p _ _ P) in H2.
  apply (Rmult_le_compat_l kappa _ _ K) in H3. apply (Rmult_le_compat_l kappa _ _ K) in H4. lra.
Qed.

Lemma eight q p kappa t1 t2 t3 t4 t5 t6 t7 t8 b1 b2 b3 b4 b5 b6 b7 b8 :
  Rabs t1 <= b1 -> Rabs t2 <= b2 -> Rabs t3 <= b3 -> Rabs t4 <= b4 -> Rabs t5 <= b5 -> Rabs t6 <= b6 ->
  Rabs t7 <= b7 -> Rabs t8 <= b8 ->
  Rabs (q * t1 + p * t2 + p * t3 + q * t4 + kappa * t5 + kappa * t6 - kappa * t7 - kappa * t8)
    <= Rabs q * b1 + Rabs p * b2 + Rabs p * b3 + Rabs q * b4 + Rabs kappa * b5 + Rabs kappa * b6
       + Rabs kappa * b7 + Rabs kappa * b8.
Proof.
  intros. assert (M : forall a t b, Rabs t <= b -> - (Rabs a * b) <= a * t <= Rabs a * b).
  { intros a t b B. apply Rabs_le_between. rewrite Rabs_mult. apply Rmult_le_compat_l;
      [apply Rabs_pos|exact B]. }
  apply Rabs_le.
  assert (M1 := M q t1 b1 ltac:(assumption)). assert (M2 := M p t2 b2 ltac:(assumption)).
  assert (M3 := M p t3 b3 ltac:(assumption)). assert (M4 := M q t4 b4 ltac:(assumption)).
  assert (M5 := M kappa t5 b5 ltac:(assumption)). assert (M6 := M kappa t6 b6 ltac:(assumption)).
  assert (M7 := M kappa t7 b7 ltac:(assumption)). assert (M8 := M kappa t8 b8 ltac:(assumption)). lra.
Qed.

Definition modulus (x : nat -> R) : nat -> R := fun n => Rabs (x n).
Definition gap (x y : nat -> R) : nat -> R := fun n => Rabs (x n - y n).

(* Errors of q, p and kappa, and of the tables. *)
Lemma collided_parameters q p kappa q' p' kappa' c s r n m :
  Rabs (collided q p kappa c s r n m - collided q' p' kappa' c s r n m)
    <= spread (Rabs (q - q')) (Rabs (p - p')) (Rabs (kappa - kappa')) (modulus c) (modulus s) (modulus c)
         (modulus s) (moduli r) n m.
Proof.
  assert (E : collided q p kappa c s r n m - collided q' p' kappa' c s r n m
    = (q - q') * (c n * c m * r n m) + (p - p') * (c (S n) * c (S m) * r n m)
      + (p - p') * (s n * s m * r (pred n) (pred m)) + (q - q') * (s (S n) * s (S m) * r (S n) (S m))
      + (kappa - kappa') * (c n * s m * r n (pred m)) + (kappa - kappa') * (s n * c m * r (pred n) m)
      - (kappa - kappa') * (c (S n) * s (S m) * r n (S m)) - (kappa - kappa') * (s (S n) * c (S m) * r (S n)
        m))
    by (unfold collided; ring).
  rewrite E. apply eight; rewrite !Rabs_mult; apply Rle_refl.
Qed.

Lemma product_gap a b a' b' x : Rabs (a * b * x - a' * b' * x)
  <= Rabs (a - a') * Rabs b' * Rabs x + Rabs a' * Rabs (b - b') * Rabs x
    + Rabs (a - a') * Rabs (b - b') * Rabs x.
Proof.
  rewrite <- !Rabs_mult. replace (a * b * x - a' * b' * x)
    with ((a - a') * b' * x + a' * (b - b') * x + (a - a') * (b - b') * x) by ring.
  pose proof (Rabs_triang ((a - a') * b' * x + a' * (b - b') * x) ((a - a') * (b - b') * x)).
  pose proof (Rabs_triang ((a - a') * b' * x) (a' * (b - b') * x)). lra.
Qed.

Lemma collided_tables q p kappa c s c' s' r n m : 0 <= q -> 0 <= p -> 0 <= kappa ->
  Rabs (collided q p kappa c s r n m - collided q p kappa c' s' r n m)
    <= spread q p kappa (gap c c') (gap s s') (modulus c') (modulus s') (moduli r) n m
       + spread q p kappa (modulus c') (modulus s') (gap c c') (gap s s') (moduli r) n m
       + spread q p kappa (gap c c') (gap s s') (gap c c') (gap s s') (moduli r) n m.
Proof.
  intros Q P K.
  assert (E : collided q p kappa c s r n m - collided q p kappa c' s' r n m
    = q * (c n * c m * r n m - c' n * c' m * r n m)
      + p * (c (S n) * c (S m) * r n m - c' (S n) * c' (S m) * r n m)
      + p * (s n * s m * r (pred n) (pred m) - s' n * s' m * r (pred n) (pred m))
      + q * (s (S n) * s (S m) * r (S n) (S m) - s' (S n) * s' (S m) * r (S n) (S m))
      + kappa * (c n * s m * r n (pred m) - c' n * s' m * r n (pred m))
      + kappa * (s n * c m * r (pred n) m - s' n * c' m * r (pred n) m)
      - kappa * (c (S n) * s (S m) * r n (S m) - c' (S n) * s' (S m) * r n (S m))
      - kappa * (s (S n) * c (S m) * r (S n) m - s' (S n) * c' (S m) * r (S n) m))
    by (unfold collided; ring).
  rewrite E. eapply Rle_trans; [apply eight; apply product_gap|].
  rewrite !(Rabs_pos_eq q), !(Rabs_pos_eq p), !(Rabs_pos_eq kappa) by assumption.
  unfold spread, gap, modulus, moduli. right. ring.
Qed.

Lemma two_gaps e g h a b : 0 <= g <= e -> 0 <= h <= e -> 0 <= a -> 0 <= b -> a + b <= 1.4143 ->
  g * a + h * b <= 1.4143 * e /\ a * g + b * h <= 1.4143 * e.
Proof.
  intros G H A B L. assert (g * a <= e * a) by (apply Rmult_le_compat_r; lra).
  assert (h * b <= e * b) by (apply Rmult_le_compat_r; lra).
  assert (e * (a + b) <= e * 1.4143) by (apply Rmult_le_compat_l; lra). split; lra.
Qed.

(* ---- One collision of the kernel. *)
Section Collision.
Variables (N : nat) (c s exact_c exact_s : nat -> R) (e : R).
Hypothesis e_small : 0 <= e <= / 16.
Hypothesis exact : forall n, exact_c n ^ 2 + exact_s n ^ 2 = 1.
Hypothesis ends : s 0%nat = 0 /\ s (S N) = 0 /\ exact_s 0%nat = 0 /\ exact_s (S N) = 0.
Hypothesis cosine : forall n, (n <= S N)%nat -> Rabs (c n - exact_c n) <= e.
Hypothesis sine : forall n, (n <= S N)%nat -> Rabs (s n - exact_s n) <= e.

Let C := modulus exact_c.
Let T := modulus exact_s.

Lemma unit_table n : 0 <= C n /\ 0 <= T n /\ C n ^ 2 + T n ^ 2 = 1.
Proof.
  unfold C, T, modulus. repeat split; try apply Rabs_pos. rewrite !RPow_abs, !Rabs_pos_eq by apply pow2_ge_0.
  apply exact.
Qed.

Lemma unit_sum n : C n + T n <= 1.4143.
Proof.
  destruct (unit_table n) as [A [B E]]. pose proof (pow2_ge_0 (C n - T n)).
  assert (D : (C n + T n) ^ 2 <= 2) by lra. generalize dependent (C n + T n). intros x D.
  destruct (Rle_dec x 1.4143) as [L|L]; [exact L|]. exfalso. nra.
Qed.

Lemma unit_products i j : C i * C j + T i * T j <= 1 /\ C i * T j + T i * C j <= 1.
Proof.
  destruct (unit_table i) as [_ [_ E]], (unit_table j) as [_ [_ E']].
  pose proof (pow2_ge_0 (C i - C j)). pose proof (pow2_ge_0 (T i - T j)).
  pose proof (pow2_ge_0 (C i - T j)). pose proof (pow2_ge_0 (T i - C j)). split; lra.
Qed.

Lemma table_exact : table N C T.
Proof.
  destruct ends as [_ [_ [Z0 ZN]]]. split; [|split; [|split]]; try (intros; apply Rabs_pos).
  - unfold T, modulus. now rewrite Z0, Rabs_R0.
  - unfold T, modulus. now rewrite ZN, Rabs_R0.
Qed.

Lemma table_gap : table N (gap c exact_c) (gap s exact_s).
Proof.
  destruct ends as [S0 [SN [Z0 ZN]]]. split; [|split; [|split]]; try (intros; apply Rabs_pos).
  - unfold gap. now rewrite S0, Z0, Rminus_0_r, Rabs_R0.
  - unfold gap. now rewrite SN, ZN, Rminus_0_r, Rabs_R0.
Qed.

Lemma table_given : table N (modulus c) (modulus s).
Proof.
  destruct ends as [S0 [SN _]]. split; [|split; [|split]]; try (intros; apply Rabs_pos).
  - unfold modulus. now rewrite S0, Rabs_R0.
  - unfold modulus. now rewrite SN, Rabs_R0.
Qed.

Lemma weight_exact q p kappa n m : 0 <= q -> 0 <= p -> 0 <= kappa ->
  weight q p kappa C T C T n m <= 1 * (q + p + 2 * kappa).
Proof.
  intros Q P K. apply weight_le; try assumption. intros i j _ _.
  pose proof (unit_products i j). lra.
Qed.

Lemma gaps i : (i <= S N)%nat -> 0 <= gap c exact_c i <= e /\ 0 <= gap s exact_s i <= e.
Proof. intros I. repeat split; try apply Rabs_pos; [now apply cosine|now apply sine]. Qed.

Lemma weight_gap_left q p kappa n m : 0 <= q -> 0 <= p -> 0 <= kappa -> (n <= N)%nat ->
  weight q p kappa (gap c exact_c) (gap s exact_s) C T n m <= (1.4143 * e) * (q + p + 2 * kappa).
Proof.
  intros Q P K I. apply weight_le; try assumption. intros i j Hi _.
  assert (Li : (i <= S N)%nat) by (destruct Hi; subst; lia).
  destruct (gaps i Li) as [G H], (unit_table j) as [A [B _]]. pose proof (unit_sum j).
  split; [refine (proj1 (two_gaps e _ _ _ _ G H A B _))|refine (proj1 (two_gaps e _ _ _ _ G H B A _))]; lra.
Qed.

Lemma weight_gap_right q p kappa n m : 0 <= q -> 0 <= p -> 0 <= kappa -> (m <= N)%nat ->
  weight q p kappa C T (gap c exact_c) (gap s exact_s) n m <= (1.4143 * e) * (q + p + 2 * kappa).
Proof.
  intros Q P K J. apply weight_le; try assumption. intros i j _ Hj.
  assert (Lj : (j <= S N)%nat) by (destruct Hj; subst; lia).
  destruct (gaps j Lj) as [G H], (unit_table i) as [A [B _]]. pose proof (unit_sum i).
  split; [refine (proj2 (two_gaps e _ _ _ _ G H A B _))|refine (proj2 (two_gaps e _ _ _ _ H G A B _))]; lra.
Qed.

Lemma weight_gap_both q p kappa n m : 0 <= q -> 0 <= p -> 0 <= kappa -> (n <= N)%nat -> (m <= N)%nat ->
  weight q p kappa (gap c exact_c) (gap s exact_s) (gap c exact_c) (gap s exact_s) n m
    <= (2 * e ^ 2) * (q + p + 2 * kappa).
Proof.
  intros Q P K I J. apply weight_le; try assumption. intros i j Hi Hj.
  assert (Li : (i <= S N)%nat) by (destruct Hi; subst; lia). destruct (gaps i Li) as [G H].
  assert (Lj : (j <= S N)%nat) by (destruct Hj; subst; lia).
  destruct (gaps j Lj) as [G' H'].
  assert (M : forall x y, 0 <= x <= e -> 0 <= y <= e -> x * y <= e * e)
    by (intros; apply Rmult_le_compat; lra).
  pose proof (M _ _ G G'). pose proof (M _ _ H H'). pose proof (M _ _ G H'). pose proof (M _ _ H G').
  split; lra.
Qed.

(* The weight with the tables as computed. *)
Definition growth : R := 2.8286 * e + 2 * e ^ 2.

Lemma growth_small : 0 <= growth <= 2.954 * e.
Proof.
  assert (e * e <= e * / 16) by (apply Rmult_le_compat_l; lra).
  assert (0 <= e * e) by (apply Rmult_le_pos; lra).
  unfold growth. lra.
Qed.

Lemma weight_given q p kappa n m : 0 <= q -> 0 <= p -> 0 <= kappa -> (n <= N)%nat -> (m <= N)%nat ->
  weight q p kappa (modulus c) (modulus s) (modulus c) (modulus s) n m <= (1 + growth) * (q + p + 2 * kappa).
Proof.
  intros Q P K I J. apply weight_le; try assumption. intros i j Hi Hj.
  assert (L : forall x y, Rabs x <= Rabs y + Rabs (x - y)).
  { intros x y. replace x with (y + (x - y)) at 1 by ring. apply Rabs_triang. }
  destruct (unit_table i) as [A [B E]], (unit_table j) as [A' [B' E']].
  pose proof (unit_sum i). pose proof (unit_sum j).
  assert (X : forall n, (n <= S N)%nat -> 0 <= modulus c n <= C n + e /\ 0 <= modulus s n <= T n + e).
  { intros k Hk. pose proof (L (c k) (exact_c k)). pose proof (L (s k) (exact_s k)).
    pose proof (cosine k Hk). pose proof (sine k Hk). unfold modulus, C, T.
    pose proof (Rabs_pos (c k)). pose proof (Rabs_pos (s k)). unfold modulus. lra. }
  destruct (X i) as [Xc Xs]; [destruct Hi; subst; lia|].
  destruct (X j) as [Yc Ys]; [destruct Hj; subst; lia|]. unfold growth.
  assert (P1 : forall a b x y, 0 <= a <= x -> 0 <= b <= y -> a * b <= x * y)
    by (intros; apply Rmult_le_compat; lra).
  pose proof (P1 _ _ _ _ Xc Yc). pose proof (P1 _ _ _ _ Xs Ys).
  pose proof (P1 _ _ _ _ Xc Ys). pose proof (P1 _ _ _ _ Xs Yc).
  pose proof (unit_products i j).
  assert (e * (C i + T i) <= e * 1.4143) by (apply Rmult_le_compat_l; lra).
  assert (e * (C j + T j) <= e * 1.4143) by (apply Rmult_le_compat_l; lra). split; lra.
Qed.
End Collision.

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
  errors : 0 <= swap_error g <= / 16 /\ input_error g <= / 2 ^ 24;
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

(* What a cut can change: at most twice N + 1 elements, those of a row and a column. *)
Definition cut_change (last n m : nat) : R :=
  (if Nat.eq_dec n last then density_cut else 0) + (if Nat.eq_dec m last then density_cut else 0).

Lemma cut_near last n m element stored : stored_or_cut last n m element stored ->
  Rabs (stored - element) <= cut_change last n m.
Proof.
  assert (P : 0 < density_cut) by (unfold density_cut; lra).
  unfold cut_change. intros [->|[M [-> B]]].
  - rewrite Rminus_diag_eq, Rabs_R0 by reflexivity.
    destruct (Nat.eq_dec n last), (Nat.eq_dec m last); lra.
  - rewrite Rminus_0_l, Rabs_Ropp.
    destruct (Nat.eq_dec n last), (Nat.eq_dec m last); [lra|lra|lra|exfalso; lia].
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

Lemma cut_sum N last :
  \sum_(n <= N) (\sum_(m <= N) cut_change last n m) <= 2 * INR (S N) * density_cut.
Proof.
  assert (P : 0 <= density_cut) by (unfold density_cut; lra). pose proof (pos_INR (S N)) as D.
  pose proof (sum_one_level N last density_cut P) as O. unfold cut_change. rewrite sum_pair.
  rewrite (sum_eq (fun n => \sum_(m <= N) (if Nat.eq_dec n last then density_cut else 0))
    (fun n => (if Nat.eq_dec n last then density_cut else 0) * INR (S N))) by (intros; apply sum_cte).
  rewrite <- scal_sum, sum_cte. apply (Rmult_le_compat_l _ _ _ D) in O. lra.
Qed.

Lemma mass_nonneg N r : 0 <= mass N r.
Proof. apply cond_pos_sum. intros. apply cond_pos_sum. intros. apply Rabs_pos. Qed.

Lemma within_entry N w k g r out : ladder w N -> admissible_qubit k -> within_contract N w k g r out ->
  entry_distance N out (density_step w k r)
    <= (7.01 * u * ((1 + growth (swap_error g)) * (given_q g + given_p g + 2 * given_kappa g))
        + (1 + growth (swap_error g))
          * (Rabs (given_p g - (1 - given_q g))
             + 2 * Rabs (given_kappa g - kappa_of (given_q g) (given_coherence g)))
        + 2 * growth (swap_error g) + input_error g) * mass N r + INR (S N) ^ 2 * / 2 ^ 1000
      + 2 * INR (S N) * density_cut.
Proof.
  intros L [[_ Q] C] [[Vq [Vc [Vp Vk]]] Co Ka En Cs Sn [E16 I24] In Er].
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

(* The formula of sc_budget_collide, with room for the rounding of the mass; 2^-59 pays for the cut. *)
Theorem collide_budget N w k g r out given_mass : ladder w N -> admissible_qubit k -> (N <= 4095)%nat ->
  within_contract N w k g r out -> / 2 <= mass N r -> mass N r <= (1 + / 2 ^ 29) * given_mass ->
  entry_distance N out (density_step w k r)
    <= given_mass * (22 * u + 6 * swap_error g + input_error g) + / 2 ^ 59.
Proof.
  intros L A N4 W M2 Mg. eapply Rle_trans; [exact (within_entry N w k g r out L A W)|].
  destruct W as [[Vq [Vc [Vp Vk]]] Co Ka _ _ _ [E16 I24] In _].
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
    + 2 * t + i <= 19 * u + 5.95 * e + i) by lra.
  assert (D : INR (S N) <= 4096).
  { replace 4096 with (INR 4096) by (rewrite INR_IZR_INZ; reflexivity). apply le_INR. lia. }
  assert (D2 : INR (S N) ^ 2 * / 2 ^ 1000 <= u * / 2).
  { pose proof (pos_INR (S N)). assert (INR (S N) ^ 2 <= 4096 ^ 2) by (apply pow_incr; lra).
    apply Rle_trans with (4096 ^ 2 * / 2 ^ 1000); [|unfold u; lra].
    apply Rmult_le_compat_r; [lra|assumption]. }
  assert (Cut : 2 * INR (S N) * density_cut <= / 2 ^ 59).
  { unfold density_cut. apply Rle_trans with (2 * 4096 * / 2 ^ 72); [|lra].
    apply Rmult_le_compat_r; lra. }
  apply Rplus_le_compat; [|exact Cut].
  pose proof (mass_nonneg N r) as M0. set (M := mass N r) in *.
  apply Rle_trans with ((20 * u + 5.95 * e + i) * M).
  - apply Rle_trans with ((19 * u + 5.95 * e + i) * M + u * M).
    + apply Rplus_le_compat; [now apply Rmult_le_compat_r|].
      apply Rle_trans with (1 := D2). apply Rmult_le_compat_l; lra.
    + lra.
  - assert (G0 : 0 <= given_mass) by lra.
    apply Rle_trans with ((20 * u + 5.95 * e + i) * ((1 + / 2 ^ 29) * given_mass)).
    + apply Rmult_le_compat_l; lra.
    + rewrite <- Rmult_assoc, (Rmult_comm given_mass). apply Rmult_le_compat_r; [exact G0|].
      assert (i * / 2 ^ 29 <= / 2 ^ 24 * / 2 ^ 29) by (apply Rmult_le_compat_r; lra).
      assert (/ 2 ^ 24 * / 2 ^ 29 = u) by (unfold u; rewrite <- Rinv_mult, <- pow_add; reflexivity).
      lra.
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
  - pose proof (P 24%nat). lra.
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
