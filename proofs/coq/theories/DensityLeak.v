(* The leak of a ladder cut at level N, for density matrices (theorem P17). Every state is a mixture of v
   v^T, and stays one. On each v the Kraus operators of the ladder and of the cut ladder differ at level N
   alone, and the difference of x x^T and y y^T is small if x - y is. *)
From Coq Require Import Reals List Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction.
Open Scope R_scope.

Lemma mixture_app l l' n m : mixture (l ++ l') n m = mixture l n m + mixture l' n m.
Proof. induction l as [|v l IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma mixture_norm_app N l l' : mixture_norm N (l ++ l') = mixture_norm N l + mixture_norm N l'.
Proof. induction l as [|v l IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma square_norm_nonneg N v : 0 <= square_norm N v.
Proof. apply cond_pos_sum. intros. apply pow2_ge_0. Qed.

Lemma mixture_norm_nonneg N l : 0 <= mixture_norm N l.
Proof. induction l; simpl; [lra|]. pose proof (square_norm_nonneg N a). lra. Qed.

Lemma mixture_bounded N b T l : bounded N b T -> 0 <= b -> Rabs (T (mixture l)) <= b * mixture_norm N l.
Proof.
  intros H B. induction l as [|v l IH].
  - assert (Z : T (mixture nil) = 0) by exact (bounded_zero N b T H). rewrite Z, Rabs_R0. simpl. lra.
  - simpl mixture_norm. change (mixture (v :: l)) with (fun n m => outer v n m + mixture l n m).
    rewrite (bounded_add N b T H). pose proof (bounded_outer N b T H v).
    pose proof (Rabs_triang (T (outer v)) (T (mixture l))). lra.
Qed.

(* Of two nearby vectors. *)
Lemma outer_gap M b T x y t : bounded M b T -> 0 < t ->
  Rabs (T (outer x) - T (outer y)) <= b / 2 * (t * square_norm M (fun n => x n - y n)
    + square_norm M (fun n => x n + y n) / t).
Proof.
  intros H P. set (a := sqrt t). assert (A : 0 < a) by now apply sqrt_lt_R0.
  assert (A2 : a * a = t) by (apply sqrt_sqrt; lra).
  set (p := fun n => a * (x n - y n) + / a * (x n + y n)).
  set (m := fun n => a * (x n - y n) - / a * (x n + y n)).
  assert (E : T (outer x) - T (outer y) = / 4 * (T (outer p) - T (outer m))).
  { transitivity (T (fun i j => outer x i j + - (1) * outer y i j)).
    - rewrite (bounded_add M b T H), (bounded_scale M b T H). ring.
    - transitivity (T (fun i j => / 4 * (outer p i j + - (1) * outer m i j))).
      + apply (bounded_ext M b T H). intros i j _ _. unfold outer, p, m. field. lra.
      + rewrite (bounded_scale M b T H (/ 4) (fun i j => outer p i j + - (1) * outer m i j)),
          (bounded_add M b T H), (bounded_scale M b T H). ring. }
  pose proof (bounded_outer M b T H p) as Bp. pose proof (bounded_outer M b T H m) as Bm.
  assert (S : square_norm M p + square_norm M m
    = 2 * (t * square_norm M (fun n => x n - y n) + square_norm M (fun n => x n + y n) / t)).
  { unfold square_norm. rewrite <- sum_plus.
    transitivity (2 * t * (\sum_(n <= M) (x n - y n) ^ 2) + 2 * / t * (\sum_(n <= M) (x n + y n) ^ 2)).
    - rewrite !scal_sum, <- sum_plus. apply sum_eq. intros n _. unfold p, m. rewrite <- A2. field. lra.
    - unfold Rdiv. ring. }
  rewrite E, Rabs_mult, (Rabs_pos_eq (/ 4)) by lra.
  pose proof (Rabs_triang (T (outer p)) (- T (outer m))) as Tr. rewrite Rabs_Ropp in Tr.
  replace (T (outer p) + - T (outer m)) with (T (outer p) - T (outer m)) in Tr by ring.
  assert (b * square_norm M p + b * square_norm M m
    = b * (2 * (t * square_norm M (fun n => x n - y n) + square_norm M (fun n => x n + y n) / t)))
    by (rewrite <- S; ring).
  lra.
Qed.

Lemma best_split x a b : 0 <= a -> 0 <= b -> (forall t, 0 < t -> x <= b / 2 * (t * a + 4 / t)) -> x
  <= 2 * b * sqrt a.
Proof.
  intros A B H. destruct (Rle_lt_or_eq_dec 0 a A) as [P|<-].
  - assert (S : 0 < sqrt a) by now apply sqrt_lt_R0. assert (S2 : sqrt a * sqrt a = a) by now apply sqrt_sqrt.
    specialize (H (2 / sqrt a) ltac:(apply Rdiv_lt_0_compat; lra)).
    replace (b / 2 * (2 / sqrt a * a + 4 / (2 / sqrt a))) with (2 * b * sqrt a) in H; [exact H|].
    transitivity (b / 2 * (2 / sqrt a * (sqrt a * sqrt a) + 4 / (2 / sqrt a))); [field; lra|now rewrite S2].
  - rewrite sqrt_0, Rmult_0_r. destruct (Rle_dec x 0) as [L|L]; [exact L|exfalso].
    destruct (Rle_lt_or_eq_dec 0 b B) as [Pb|<-]; [|specialize (H 1 Rlt_0_1); lra].
    specialize (H (4 * b / x) ltac:(apply Rdiv_lt_0_compat; lra)).
    replace (b / 2 * (4 * b / x * 0 + 4 / (4 * b / x))) with (x / 2) in H by (field; lra). lra.
Qed.

(* ---- The Kraus operators of a collision on a mixture. *)
Definition coherent_part (k : qubit_collision) : R := coherence k * sqrt (1 - q (swap k)).
Definition incoherent_part (k : qubit_collision) : R := sqrt (1 - coherence k ^ 2) * sqrt (1 - q (swap k)).
Definition kraus (w : nat -> R) (k : qubit_collision) (v : nat -> R) : list (nat -> R) :=
  leave_g w k (sqrt (q (swap k))) (coherent_part k) v :: leave_e w k (sqrt (q (swap k))) (coherent_part k) v
  :: leave_g w k 0 (incoherent_part k) v :: leave_e w k 0 (incoherent_part k) v :: nil.

Lemma parts k : 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  sqrt (q (swap k)) ^ 2 + coherent_part k ^ 2 + incoherent_part k ^ 2 = 1 /\
  coherent_part k ^ 2 + incoherent_part k ^ 2 = 1 - q (swap k).
Proof.
  intros Q C. unfold coherent_part, incoherent_part.
  assert (A : sqrt (q (swap k)) * sqrt (q (swap k)) = q (swap k)) by (apply sqrt_sqrt; lra).
  assert (P : sqrt (1 - q (swap k)) * sqrt (1 - q (swap k)) = 1 - q (swap k)) by (apply sqrt_sqrt; lra).
  assert (D : sqrt (1 - coherence k ^ 2) * sqrt (1 - coherence k ^ 2) = 1 - coherence k ^ 2)
    by (apply sqrt_sqrt; nra).
  assert (E : (coherence k * sqrt (1 - q (swap k))) ^ 2
    + (sqrt (1 - coherence k ^ 2) * sqrt (1 - q (swap k))) ^ 2
    = (coherence k ^ 2 + sqrt (1 - coherence k ^ 2) * sqrt (1 - coherence k ^ 2))
      * (sqrt (1 - q (swap k)) * sqrt (1 - q (swap k)))) by ring.
  rewrite P, D in E. split; [|lra]. simpl (sqrt (q (swap k)) ^ 2). lra.
Qed.

Lemma step_mixture w k l : 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  forall n m, density_step w k (mixture l) n m = mixture (flat_map (kraus w k) l) n m.
Proof.
  intros Q C n m. induction l as [|v l IH].
  - unfold density_step. simpl. ring.
  - change (flat_map (kraus w k) (v :: l)) with (kraus w k v ++ flat_map (kraus w k) l).
    rewrite mixture_app, <- IH. pose proof (step_outer w k v Q C n m) as S. cbv zeta in S.
    transitivity (density_step w k (outer v) n m + density_step w k (mixture l) n m).
    + unfold density_step, outer. simpl mixture. ring.
    + rewrite S. unfold kraus, coherent_part, incoherent_part. cbn [mixture]. unfold outer. ring.
Qed.

Lemma kraus_norm w N k v : ladder w N -> 0 <= q (swap k) <= 1 -> 0 <= coherence k <= 1 ->
  mixture_norm N (kraus w k v) = square_norm N v.
Proof.
  intros L Q C. destruct (parts k Q C) as [One _]. unfold kraus. cbn [mixture_norm].
  pose proof (leave_norm w N k L (sqrt (q (swap k))) (coherent_part k) v).
  pose proof (leave_norm w N k L 0 (incoherent_part k) v).
  assert (E : (sqrt (q (swap k)) ^ 2 + coherent_part k ^ 2 + incoherent_part k ^ 2) * square_norm N v
    = square_norm N v)
    by (rewrite One; ring). lra.
Qed.

Definition within (N : nat) (v : nat -> R) : Prop := forall n, (N < n)%nat -> v n = 0.

Lemma norm_within N M v : within N v -> (N <= M)%nat -> square_norm M v = square_norm N v.
Proof.
  intros V I. induction I as [|M I IH]; [reflexivity|]. unfold square_norm in *.
  rewrite tech5, IH, (V (S M)) by lia.
  ring.
Qed.

Lemma s_cut_high w N k n : (N < n)%nat -> s (cut N w) k n = 0.
Proof. intros I. apply s_closed. now apply cut_high. Qed.

Lemma kraus_within w N k v : within N v -> Forall (within N) (kraus (cut N w) k v).
Proof.
  intros V. assert (G : forall a b, within N (leave_g (cut N w) k a b v)).
  { intros a b n I. unfold leave_g. rewrite (V n I), (s_cut_high w N (swap k) n I). ring. }
  assert (E : forall a b, within N (leave_e (cut N w) k a b v)).
  { intros a b n I. unfold leave_e. rewrite (V n I), (V (S n)) by lia. ring. }
  repeat constructor; auto.
Qed.

Lemma level_norm M m a : (m <= M)%nat -> square_norm M (fun n => a * level m n) = a ^ 2.
Proof.
  intros I. unfold square_norm. rewrite (sum_eq _ (fun n => a ^ 2 * level m n)).
  - now apply (level_sum (fun _ => a ^ 2)).
  - intros n _. unfold level. destruct (_ =? _)%nat; ring.
Qed.

Lemma norm_sum_le M x y : square_norm M (fun n => x n + y n) <= 2 * (square_norm M x + square_norm M y).
Proof.
  unfold square_norm. rewrite <- sum_plus, scal_sum. apply sum_Rle. intros n _.
  pose proof (pow2_ge_0 (x n - y n)). nra.
Qed.

Lemma norm_ext M x y : (forall n, (n <= M)%nat -> x n = y n) -> square_norm M x = square_norm M y.
Proof. intros E. apply sum_eq. intros n I. now rewrite E. Qed.

(* One collision on v v^T, on the ladder cut at M and at N < M. *)
Section Leak.
Variables (w : nat -> R) (N M : nat) (k : qubit_collision) (v : nat -> R).
Hypothesis W0 : w 0%nat = 0.
Hypothesis W : forall n, 0 < w (S n).
Hypothesis I : (N < M)%nat.
Hypothesis V : within N v.
Let phi := sqrt (w (S N)) * theta (swap k).

Lemma cut_is_ladder L : ladder (cut L w) L.
Proof.
  split; [|split].
  - now rewrite cut_low by lia.
  - now rewrite cut_high by lia.
  - intros [|n] J; [lia|]. rewrite cut_low by lia. apply W.
Qed.

Lemma gap_g a b n : leave_g (cut M w) k a b v n - leave_g (cut N w) k a b v n
  = b * sin phi * v N * level (S N) n.
Proof.
  unfold leave_g, level, phi. destruct (lt_eq_lt_dec n (S N)) as [[J|J]|J].
  - rewrite (proj2 (Nat.eqb_neq n (S N))) by lia. unfold s, c. rewrite !cut_low by lia. ring.
  - subst n. rewrite Nat.eqb_refl, (V (S N)), (s_cut_high w N) by lia. simpl pred.
    unfold s at 1. rewrite cut_low by lia. ring.
  - rewrite (proj2 (Nat.eqb_neq n (S N))), (V n), (V (pred n)) by lia. ring.
Qed.

Lemma gap_e a b n : leave_e (cut M w) k a b v n - leave_e (cut N w) k a b v n
  = b * (cos phi - 1) * v N * level N n.
Proof.
  unfold leave_e, level, phi. destruct (lt_eq_lt_dec n N) as [[J|J]|J].
  - rewrite (proj2 (Nat.eqb_neq n N)) by lia. unfold s, c. rewrite !cut_low by lia. ring.
  - subst n. rewrite Nat.eqb_refl, (V (S N)) by lia. unfold c. rewrite cut_low, (cut_high N) by lia.
    rewrite sqrt_0, Rmult_0_l, cos_0. ring.
  - rewrite (proj2 (Nat.eqb_neq n N)), (V n), (V (S n)) by lia. ring.
Qed.

Lemma half_angle : sin phi ^ 2 + (cos phi - 1) ^ 2 = 4 * sin (phi / 2) ^ 2.
Proof.
  pose proof (sin_cos_square phi) as E. pose proof (cos_2a_sin (phi / 2)) as D.
  replace (2 * (phi / 2)) with phi in D by field.
  replace (sin phi ^ 2) with (1 - cos phi ^ 2) by lra.
  replace (1 - cos phi ^ 2 + (cos phi - 1) ^ 2) with (2 - 2 * cos phi) by ring. rewrite D. ring.
Qed.

Lemma leave_gap b0 T a b t : bounded M b0 T -> 0 <= b0 -> 0 < t ->
  Rabs (T (outer (leave_g (cut M w) k a b v)) + T (outer (leave_e (cut M w) k a b v))
        - (T (outer (leave_g (cut N w) k a b v)) + T (outer (leave_e (cut N w) k a b v))))
    <= b0 / 2 * (t * (4 * sin (phi / 2) ^ 2 * b ^ 2 * v N ^ 2) + 4 * (a ^ 2 + b ^ 2) * square_norm N v / t).
Proof.
  intros H B P.
  pose proof (outer_gap M b0 T (leave_g (cut M w) k a b v) (leave_g (cut N w) k a b v) t H P) as G.
  pose proof (outer_gap M b0 T (leave_e (cut M w) k a b v) (leave_e (cut N w) k a b v) t H P) as E.
  rewrite (norm_ext M _ _ (fun n _ => gap_g a b n)), level_norm in G by lia.
  rewrite (norm_ext M _ _ (fun n _ => gap_e a b n)), level_norm in E by lia.
  pose proof (norm_sum_le M (leave_g (cut M w) k a b v) (leave_g (cut N w) k a b v)) as SG.
  pose proof (norm_sum_le M (leave_e (cut M w) k a b v) (leave_e (cut N w) k a b v)) as SE.
  pose proof (leave_norm (cut M w) M k (cut_is_ladder M) a b v) as NM.
  pose proof (leave_norm (cut N w) N k (cut_is_ladder N) a b v) as NN.
  rewrite (norm_within N M v V) in NM by lia.
  assert (Wg : within N (leave_g (cut N w) k a b v)).
  { intros n J. unfold leave_g. rewrite (V n J), (s_cut_high w N (swap k) n J). ring. }
  assert (We : within N (leave_e (cut N w) k a b v)).
  { intros n J. unfold leave_e. rewrite (V n J), (V (S n)) by lia. ring. }
  rewrite (norm_within N M _ Wg) in SG by lia. rewrite (norm_within N M _ We) in SE by lia.
  set (x := square_norm M (fun n => leave_g (cut M w) k a b v n + leave_g (cut N w) k a b v n)) in *.
  set (y := square_norm M (fun n => leave_e (cut M w) k a b v n + leave_e (cut N w) k a b v n)) in *.
  assert (XY : (x + y) / t <= 4 * (a ^ 2 + b ^ 2) * square_norm N v / t).
  { apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|lra]. }
  pose proof half_angle as Ha.
  assert (Sum : t * (b * sin phi * v N) ^ 2 + t * (b * (cos phi - 1) * v N) ^ 2
    = t * (4 * sin (phi / 2) ^ 2 * b ^ 2 * v N ^ 2)) by (rewrite <- Ha; ring).
  set (g1 := T (outer (leave_g (cut M w) k a b v))) in *.
  set (g2 := T (outer (leave_g (cut N w) k a b v))) in *.
  set (e1 := T (outer (leave_e (cut M w) k a b v))) in *.
  set (e2 := T (outer (leave_e (cut N w) k a b v))) in *.
  replace (g1 + e1 - (g2 + e2)) with (g1 - g2 + (e1 - e2)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat; [exact G|exact E]|].
  rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat_l; [lra|]. unfold Rdiv in *. lra.
Qed.
End Leak.

Lemma step_leak w N M k b T t l : w 0%nat = 0 -> (forall n, 0 < w (S n)) -> (N < M)%nat ->
  admissible_qubit k ->
  bounded M b T -> 0 <= b -> 0 < t -> Forall (within N) l ->
  Rabs (T (mixture (flat_map (kraus (cut M w) k) l)) - T (mixture (flat_map (kraus (cut N w) k) l)))
    <= b / 2 * (t * (4 * sin (sqrt (w (S N)) * theta (swap k) / 2) ^ 2 * (1 - q (swap k)) * mixture l N N)
                + 4 * mixture_norm N l / t).
Proof.
  intros W0 W I [[_ Q] C] H B P F. destruct (parts k Q C) as [One Two].
  induction F as [|v l V F IH].
  - simpl. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. right. field. lra.
  - assert (Tapp : forall x y, T (mixture (x ++ y)) = T (mixture x) + T (mixture y)).
    { intros x y. rewrite <- (bounded_add M b T H). apply (bounded_ext M b T H). intros. apply mixture_app. }
    assert (Tkraus : forall w', T (mixture (kraus w' k v))
      = T (outer (leave_g w' k (sqrt (q (swap k))) (coherent_part k) v))
        + T (outer (leave_e w' k (sqrt (q (swap k))) (coherent_part k) v))
        + (T (outer (leave_g w' k 0 (incoherent_part k) v))
            + T (outer (leave_e w' k 0 (incoherent_part k) v)))).
    { intros w'. rewrite <- !(bounded_add M b T H). apply (bounded_ext M b T H). intros. unfold kraus, outer.
      cbn [mixture]. ring. }
    change (flat_map (kraus (cut M w) k) (v :: l))
      with (kraus (cut M w) k v ++ flat_map (kraus (cut M w) k) l).
    change (flat_map (kraus (cut N w) k) (v :: l))
      with (kraus (cut N w) k v ++ flat_map (kraus (cut N w) k) l).
    rewrite !Tapp, !Tkraus.
    pose proof (leave_gap w N M k v W0 W I V b T (sqrt (q (swap k))) (coherent_part k) t H B P) as X.
    pose proof (leave_gap w N M k v W0 W I V b T 0 (incoherent_part k) t H B P) as Y.
    cbn [mixture mixture_norm].
    set (S2 := 4 * sin (sqrt (w (S N)) * theta (swap k) / 2) ^ 2) in *.
    set (nv := square_norm N v) in *. set (nl := mixture_norm N l) in *.
    assert (E1 : b / 2 * (t * (S2 * coherent_part k ^ 2 * v N ^ 2)
        + 4 * (sqrt (q (swap k)) ^ 2 + coherent_part k ^ 2) * nv / t)
      + b / 2 * (t * (S2 * incoherent_part k ^ 2 * v N ^ 2) + 4 * (0 ^ 2 + incoherent_part k ^ 2) * nv / t)
      + b / 2 * (t * (S2 * (1 - q (swap k)) * mixture l N N) + 4 * nl / t)
      = b / 2 * (t * (S2 * (1 - q (swap k)) * (v N * v N + mixture l N N)) + 4 * (nv + nl) / t)).
    { transitivity (b / 2 * (t * (S2 * (coherent_part k ^ 2 + incoherent_part k ^ 2) * v N ^ 2)
        + 4 * (sqrt (q (swap k)) ^ 2 + coherent_part k ^ 2 + incoherent_part k ^ 2) * nv / t
        + t * (S2 * (1 - q (swap k)) * mixture l N N) + 4 * nl / t)); [field; lra|].
      rewrite One, Two. field. lra. }
    rewrite <- E1. clear E1 One Two Tapp Tkraus.
    match goal with |- Rabs (?a1 + ?a2 + ?a3 - (?b1 + ?b2 + ?b3)) <= _ =>
      replace (a1 + a2 + a3 - (b1 + b2 + b3)) with (a1 - b1 + (a2 - b2) + (a3 - b3)) by ring end.
    eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [|exact IH].
    eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; assumption.
Qed.

(* ---- Losses, which cut and uncut ladders share. *)
Definition loss_kraus (gamma : R) (N : nat) (v : nat -> R) : list (nat -> R) :=
  map (fun k n => loss_weight gamma N k n * v (n + k)%nat) (seq 0 (S N)).

Lemma mixture_seq (F : nat -> nat -> R) K n m : mixture (map F (seq 0 (S K))) n m
  = \sum_(k <= K) F k n * F k m.
Proof.
  induction K as [|K IH]; [simpl; ring|]. rewrite seq_S, Nat.add_0_l, map_app, mixture_app, IH, tech5.
  cbn [map mixture]. ring.
Qed.

Lemma mixture_norm_seq N (F : nat -> nat -> R) K :
  mixture_norm N (map F (seq 0 (S K))) = \sum_(k <= K) square_norm N (F k).
Proof.
  induction K as [|K IH]; [simpl; ring|]. rewrite seq_S, Nat.add_0_l, map_app, mixture_norm_app, IH, tech5.
  cbn [map mixture_norm]. ring.
Qed.

Lemma loss_mixture gamma N l n m : density_loss gamma N (mixture l) n m
  = mixture (flat_map (loss_kraus gamma N) l) n m.
Proof.
  induction l as [|v l IH].
  - unfold density_loss. simpl mixture. rewrite (sum_eq _ (fun _ => 0)) by (intros; ring). rewrite sum_cte.
    ring.
  - change (flat_map (loss_kraus gamma N) (v :: l))
      with (loss_kraus gamma N v ++ flat_map (loss_kraus gamma N) l).
    rewrite mixture_app, <- IH. unfold loss_kraus. rewrite mixture_seq. unfold density_loss.
    rewrite <- sum_plus.
    apply sum_eq. intros k _. cbn [mixture]. ring.
Qed.

Lemma flat_norm N K l : (forall v, mixture_norm N (K v) = square_norm N v) ->
  mixture_norm N (flat_map K l) = mixture_norm N l.
Proof. intros H. induction l as [|v l IH]; simpl; [reflexivity|]. now rewrite mixture_norm_app, H, IH. Qed.

Lemma flat_within N K l : (forall v, within N v -> Forall (within N) (K v)) -> Forall (within N) l ->
  Forall (within N) (flat_map K l).
Proof. intros H F. induction F as [|v l V F IH]; simpl; [constructor|]. apply Forall_app. auto. Qed.

Lemma loss_kraus_within gamma N v : Forall (within N) (loss_kraus gamma N v).
Proof.
  apply Forall_forall. intros x X. apply in_map_iff in X. destruct X as [k [<- _]]. intros n I.
  unfold loss_weight.
  rewrite (proj2 (Nat.leb_gt (n + k) N)) by lia. ring.
Qed.

Definition supported (L : nat) (r : matrix) : Prop := forall n m, (L < n)%nat \/ (L < m)%nat -> r n m = 0.

Lemma mixture_supported N l : Forall (within N) l -> supported N (mixture l).
Proof.
  intros F n m I. induction F as [|v l V F IH]; [reflexivity|]. cbn [mixture]. rewrite IH.
  destruct I as [I|I]; rewrite (V _ I); ring.
Qed.

Lemma loss_cut gamma N M r : supported N r -> (N <= M)%nat -> forall n m,
  density_loss gamma M r n m = density_loss gamma N r n m.
Proof.
  intros Z I n m. unfold density_loss.
  rewrite <- (sum_cut (fun k => loss_weight gamma N k n * loss_weight gamma N k m * r (n + k)%nat (m
    + k)%nat) N M I).
  apply sum_eq. intros k _. unfold loss_weight.
  destruct (le_lt_dec (n + k) N) as [A|A].
  - destruct (le_lt_dec (m + k) N) as [B|B].
    + rewrite (proj2 (Nat.leb_le k N)), !(proj2 (Nat.leb_le _ _)) by lia. reflexivity.
    + rewrite (Z (n + k)%nat (m + k)%nat) by lia. destruct (k <=? N)%nat; ring.
  - rewrite (Z (n + k)%nat (m + k)%nat) by lia. destruct (k <=? N)%nat; ring.
Qed.

Lemma event_mixture w N e l r : admissible_event e -> (forall n m, r n m = mixture l n m) ->
  let K := match e with Collide k => kraus w k | Lose gamma => loss_kraus gamma N end in
  forall n m, density_event w N e r n m = mixture (flat_map K l) n m.
Proof.
  intros A E K n m. destruct e as [k|gamma]; unfold K; simpl density_event.
  - destruct A as [[_ Q] C]. rewrite <- step_mixture by assumption. unfold density_step. now rewrite !E.
  - rewrite <- loss_mixture. unfold density_loss. apply sum_eq. intros. now rewrite E.
Qed.

Lemma event_state w N e l : ladder (cut N w) N -> admissible_event e -> state N l ->
  state N (flat_map (match e with Collide k => kraus (cut N w) k | Lose gamma => loss_kraus gamma N end) l).
Proof.
  intros L A [One F]. split.
  - rewrite <- One. apply flat_norm. intros v. destruct e as [k|gamma].
    + destruct A as [[_ Q] C]. now apply kraus_norm.
    + unfold loss_kraus. rewrite mixture_norm_seq. now apply loss_norm.
  - apply flat_within; [|exact F]. intros v V.
    destruct e as [k|gamma]; [now apply kraus_within|apply loss_kraus_within].
Qed.

(* ---- A run on the ladder cut at level N and at a higher level M. *)
Lemma run_leak w N M b T run : w 0%nat = 0 -> (forall n, 0 < w (S n)) -> (N < M)%nat ->
  Forall admissible_event run ->
  bounded M b T -> 0 <= b -> forall r l, (forall n m, r n m = mixture l n m) -> state N l ->
  Rabs (T (density_run (cut M w) M run r) - T (density_run (cut N w) N run r)) <= b * density_leak N w run r.
Proof.
  intros W0 W I A H B. induction A as [|e run Ae A IH]; intros r l E St.
  - simpl. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - change (density_run (cut M w) M (e :: run) r)
      with (density_run (cut M w) M run (density_event (cut M w) M e r)).
    change (density_run (cut N w) N (e :: run) r)
      with (density_run (cut N w) N run (density_event (cut N w) N e r)).
    cbn [density_leak].
    assert (LN : ladder (cut N w) N) by (eapply cut_is_ladder; eassumption).
    assert (LM : ladder (cut M w) M) by (eapply cut_is_ladder; eassumption).
    pose proof (event_mixture (cut N w) N e l r Ae E) as EN.
    specialize (IH (density_event (cut N w) N e r) _ EN (event_state w N e l LN Ae St)).
    pose proof (bounded_run (cut M w) M run b T LM A B H) as H'.
    set (T' := fun r => T (density_run (cut M w) M run r)) in *.
    change (T (density_run (cut M w) M run (density_event (cut M w) M e r)))
      with (T' (density_event (cut M w) M e r)).
    change (T (density_run (cut M w) M run (density_event (cut N w) N e r)))
      with (T' (density_event (cut N w) N e r)) in IH.
    set (y := T (density_run (cut N w) N run (density_event (cut N w) N e r))) in *.
    assert (Step : Rabs (T' (density_event (cut M w) M e r) - T' (density_event (cut N w) N e r)) <= b *
      match e with Lose _ => 0 | Collide k =>
        4 * Rabs (sin (sqrt (w (S N)) * theta (swap k) / 2)) * sqrt ((1 - q (swap k)) * r N N) end).
    { destruct e as [k|gamma].
      - pose proof (event_mixture (cut M w) M (Collide k) l r Ae E) as EM. cbv zeta in EM, EN.
        rewrite (bounded_ext M b T' H' _ _ (fun n m _ _ => EM n m)), (bounded_ext M b T' H' _ _ (fun n m _ _
          => EN n m)).
        rewrite (E N N). destruct St as [One F]. set (phi := sqrt (w (S N)) * theta (swap k)).
        assert (R0 : 0 <= mixture l N N).
        { clear. induction l as [|v l IH]; cbn [mixture]; [lra|]. nra. }
        assert (Q : 0 <= 1 - q (swap k)) by (destruct Ae as [[_ Q] _]; lra).
        pose proof (pow2_ge_0 (sin (phi / 2))) as S0.
        assert (P0 : 0 <= (1 - q (swap k)) * mixture l N N) by now apply Rmult_le_pos.
        replace (b * (4 * Rabs (sin (phi / 2)) * sqrt ((1 - q (swap k)) * mixture l N N)))
          with (2 * b * sqrt (4 * sin (phi / 2) ^ 2 * (1 - q (swap k)) * mixture l N N)).
        + apply best_split; [nra|exact B|]. intros t P.
          eapply Rle_trans; [exact (step_leak w N M k b T' t l W0 W I Ae H' B P F)|]. rewrite One, Rmult_1_r.
          apply Rle_refl.
        + replace (4 * sin (phi / 2) ^ 2 * (1 - q (swap k)) * mixture l N N)
            with ((2 * Rabs (sin (phi / 2))) ^ 2 * ((1 - q (swap k)) * mixture l N N))
            by (rewrite Rpow_mult_distr, pow2_abs; ring).
          rewrite sqrt_mult by (apply pow2_ge_0 || exact P0).
          rewrite sqrt_pow2 by (pose proof (Rabs_pos (sin (phi / 2))); lra).
          ring.
      - assert (Z : supported N r) by (intros n m J; rewrite E; now apply (mixture_supported N l (proj2 St))).
        cbn [density_event].
        rewrite (bounded_ext M b T' H' _ (density_loss gamma N r)
          (fun n m _ _ => loss_cut gamma N M r Z (Nat.lt_le_incl _ _ I) n m)).
        rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra. }
    set (x := T' (density_event (cut M w) M e r)) in *. set (z := T' (density_event (cut N w) N e r)) in *.
    replace (x - y) with (x - z + (z - y)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite Rmult_plus_distr_l. lra.
Qed.

Theorem density_leak_bound w N M run l B b : w 0%nat = 0 -> (forall n, 0 < w (S n)) -> (N < M)%nat ->
  Forall admissible_event run -> state N l -> observable M b B -> 0 <= b ->
  Rabs (expectation M B (density_run (cut M w) M run (mixture l))
        - expectation M B (density_run (cut N w) N run (mixture l))) <= b * density_leak N w run (mixture l).
Proof.
  intros W0 W I A St O B0. now apply (run_leak w N M b _ run W0 W I A (expectation_bounded M b B O) B0 _ l).
Qed.

(* A ladder cut so high that a run does not reach its end is the infinite one. *)
Lemma step_supported w k L r : w 0%nat = 0 -> supported L r -> supported (S L) (density_step w k r).
Proof.
  intros W Z n m I. unfold density_step. destruct I as [I|I].
  - rewrite (Z n m), (Z (pred n) (pred m)), (Z (S n) (S m)), (Z n (pred m)), (Z (pred n) m), (Z n (S m)),
      (Z (S n) m)
      by lia. ring.
  - rewrite (Z n m), (Z (pred n) (pred m)), (Z (S n) (S m)), (Z n (pred m)), (Z (pred n) m), (Z n (S m)),
      (Z (S n) m)
      by lia. ring.
Qed.

Lemma step_cut_exact w k L M r : supported L r -> (L < M)%nat ->
  forall n m, density_step (cut M w) k r n m = density_step w k r n m.
Proof.
  intros Z I n m. unfold density_step.
  assert (Here : forall i, (i <= M)%nat -> s (cut M w) (swap k) i
    = s w (swap k) i /\ c (cut M w) (swap k) i = c w (swap k) i).
  { intros i J. unfold s, c. now rewrite cut_low. }
  destruct (le_lt_dec M n) as [A|A].
  - rewrite (Z n m), (Z (S n) (S m)), (Z n (pred m)), (Z n (S m)), (Z (S n) m) by lia.
    destruct (Nat.eq_dec n M) as [->|NE]; [|rewrite (Z (pred n) (pred m)), (Z (pred n) m) by lia; ring].
    destruct (Here M (le_n M)) as [-> _]. destruct (le_lt_dec m M) as [B|B].
    + destruct (Here m B) as [-> ->]. ring.
    + rewrite (Z (pred M) (pred m)), (Z (pred M) m) by lia. ring.
  - destruct (Here n ltac:(lia)) as [-> ->], (Here (S n) ltac:(lia)) as [-> ->].
    destruct (le_lt_dec M m) as [B|B].
    + rewrite (Z n m), (Z (S n) (S m)), (Z (pred n) m), (Z n (S m)), (Z (S n) m) by lia.
      destruct (Nat.eq_dec m M) as [->|NE]; [|rewrite (Z (pred n) (pred m)), (Z n (pred m)) by lia; ring].
      destruct (Here M (le_n M)) as [-> _]. ring.
    + destruct (Here m ltac:(lia)) as [-> ->], (Here (S m) ltac:(lia)) as [-> ->]. reflexivity.
Qed.

Lemma run_ext w N run : forall r t, (forall n m, r n m = t n m) ->
  forall n m, density_run w N run r n m = density_run w N run t n m.
Proof.
  induction run as [|e run IH]; intros r t E n m; [apply E|]. apply IH. intros i j.
  destruct e; simpl density_event.
  - unfold density_step. now rewrite !E.
  - unfold density_loss. apply sum_eq. intros. now rewrite E.
Qed.

Theorem cut_run_exact w M run : w 0%nat = 0 -> forall N r, supported N r -> (N + length run <= M)%nat ->
  forall n m, density_run (cut M w) M run r n m = density_run w M run r n m.
Proof.
  intros W. induction run as [|e run IH]; intros N r Z I n m; [reflexivity|]. simpl length in I.
  change (density_run (cut M w) M (e :: run) r)
    with (density_run (cut M w) M run (density_event (cut M w) M e r)).
  change (density_run w M (e :: run) r) with (density_run w M run (density_event w M e r)).
  assert (Same : forall i j, density_event (cut M w) M e r i j = density_event w M e r i j).
  { intros i j. destruct e as [k|gamma]; [|reflexivity]. apply (step_cut_exact w k N M r Z). lia. }
  rewrite (run_ext (cut M w) M run _ _ Same). apply (IH (S N)); [|lia]. destruct e as [k|gamma].
  - now apply step_supported.
  - intros i j J. cbn [density_event]. unfold density_loss. rewrite (sum_eq _ (fun _ => 0)).
    + rewrite sum_cte. ring.
    + intros k _. rewrite (Z (i + k)%nat (j + k)%nat) by lia. ring.
Qed.
