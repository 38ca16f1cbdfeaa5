(* What errors of the numbers, the tables and the eight products of eq. (3) cost one collision, summed over
   the entries: the derivation beside sc_budget_collide (theorem P16). *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction.
Open Scope R_scope.

Definition u : R := / 2 ^ 53.
(* Up to this collide.h cuts off a level. *)
Definition density_cut : R := / 2 ^ 72.
Definition mass (N : nat) (r : matrix) : R := \sum_(n <= N) (\sum_(m <= N) Rabs (r n m)).

Lemma mass_nonneg N r : 0 <= mass N r.
Proof. apply cond_pos_sum. intros. apply cond_pos_sum. intros. apply Rabs_pos. Qed.

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
