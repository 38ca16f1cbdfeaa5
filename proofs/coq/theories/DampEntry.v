(* One entry of damping: what the sums of a tile, weighted, add to it. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Import Within SpecDamp DampScale SpecDampWeights DampCoefficient DampSum.
Open Scope R_scope.

Lemma damped_split e gamma n m i j : damped_terms e gamma n m (i + j) = damped_terms e gamma n m i +
  sum_below (fun g => e (n + (Z.of_nat i + g))%Z (m + (Z.of_nat i + g))%Z *
    sqrt (sc_damp_square gamma m (Z.of_nat i + g) * sc_damp_square gamma n (Z.of_nat i + g))) j.
Proof.
  induction j as [|j IH]; [rewrite Nat.add_0_r; cbn [sum_below]; ring|].
  rewrite Nat.add_succ_r. cbn [damped_terms sum_below]. rewrite IH, Nat2Z.inj_add. ring.
Qed.

Definition damped_units (top terms k : Z) : R :=
  3 * IZR top + 1512 / 100 + 1001 / 1000 * ((IZR terms + 2) / 4) + IZR (Z.max 0 (k - 32)) / 16.
(* x stands for entry (n, m) after the operators below k, of `terms`. *)
Definition damped_near (entry : Z -> Z -> R) (gamma : R) (top terms k n m : Z) (x : R) : Prop :=
  ((k <= 0)%Z -> x = 0) /\
  within x (damped_terms entry gamma n m (Z.to_nat (Z.min k terms)))
    (damped_terms (fun n m => Rabs (entry n m)) gamma n m (Z.to_nat (Z.min k terms)))
    (damped_units top terms k) (IZR k * / 2 ^ 370).
(* What was there before, plus a weighted sum. *)
Definition part_more (y before sum factor weight : R) : Prop :=
  exists part size, sc_rmul size factor weight /\ sc_rmul part sum size /\ sc_radd y before part /\
    (before = 0 -> y = part).

Lemma damped_same e f gamma n m k : (forall i j, e i j = f i j) ->
  damped_terms e gamma n m k = damped_terms f gamma n m k.
Proof. intros E. induction k as [|k IH]; cbn [damped_terms]; [reflexivity|]. now rewrite IH, E. Qed.

Lemma damped_near_same e f gamma top terms k n m x : (forall i j, e i j = f i j) ->
  damped_near e gamma top terms k n m x -> damped_near f gamma top terms k n m x.
Proof.
  intros E [Z W]. split; [exact Z|]. rewrite <- (damped_same _ _ _ _ _ _ E).
  rewrite <- (damped_same (fun n m => Rabs (e n m)) _ _ _ _ _ (fun i j => f_equal Rabs (E i j))). exact W.
Qed.

Lemma damped_first entry gamma top terms n m : (0 <= terms)%Z -> damped_near entry gamma top terms 0 n m 0.
Proof.
  intros T. split; [reflexivity|]. rewrite Z.min_l by exact T. simpl Z.to_nat.
  cbn [damped_terms]. apply within_nothing. lra.
Qed.

Lemma damped_units_grow top terms k l : (k <= l)%Z -> damped_units top terms k <= damped_units top terms l.
Proof. intros K. unfold damped_units.
  assert (IZR (Z.max 0 (k - 32)) <= IZR (Z.max 0 (l - 32))) by (apply IZR_le; lia). lra. Qed.

Lemma sum_below_limit f B j : (forall g, (g < j)%nat -> f (Z.of_nat g) <= B) -> sum_below f j <= INR j * B.
Proof.
  intros H. induction j as [|j IH]; cbn [sum_below]; [simpl INR; lra|]. rewrite S_INR.
  specialize (IH (fun g L => H g ltac:(lia))). specialize (H j ltac:(lia)). lra.
Qed.

Lemma part_sum x f q c t j : 0 <= c <= 30000 -> 0 <= t ->
  (forall g, (g < j)%nat -> within (x * f (Z.of_nat g)) (q (Z.of_nat g)) (Rabs (q (Z.of_nat g))) c t) ->
  within (x * sum_below f j) (sum_below q j) (sum_below (fun g => Rabs (q g)) j) c (INR j * t) /\
  Rabs x * sum_below (fun g => Rabs (f g)) j <= (1 + few) * sum_below (fun g => Rabs (q g)) j + INR j * t.
Proof.
  intros C T. induction j as [|j IH]; intros H.
  - cbn [sum_below]. rewrite Rmult_0_r. simpl INR. split; [apply within_nothing; lra|lra].
  - destruct (IH (fun g L => H g ltac:(lia))) as [I1 I2]. specialize (H j ltac:(lia)). cbn [sum_below].
    rewrite S_INR, !Rmult_plus_distr_l. split.
    + replace ((INR j + 1) * t) with (INR j * t + t) by ring.
      exact (within_add _ _ _ _ _ _ _ _ _ _ c (Rle_refl c) (Rle_refl c) I1 H).
    + pose proof (within_bound _ _ _ _ _ C H) as B. rewrite Rabs_mult in B. lra.
Qed.

Lemma weight_limit gamma first n k v : 0 <= gamma <= 1 -> (0 <= first)%Z -> (first <= n)%Z ->
  (n <= 95 + first)%Z ->
  (0 <= k)%Z -> (n + k <= 4095)%Z -> sc_weight_stored v gamma first n k -> Rabs v <= 2 ^ 147.
Proof.
  intros G F N W K T [V _]. fold (scale (first + k) (n + k)) in V.
  pose proof (scale_bounds (first + k) (n + k) ltac:(lia) ltac:(lia) T ltac:(lia)) as S.
  pose proof (square_within gamma n k G ltac:(lia) K) as Q.
  assert (W0 : 0 <= sqrt (sc_damp_square gamma n k) <= 1) by (split; [apply sqrt_pos|apply root_le; lra]).
  set (w := sqrt (sc_damp_square gamma n k)) in *. pose proof (half_pos 146) as H146.
  assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (Kb : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (H528 : / 2 ^ 528 <= / 4). { replace (/ 4) with (/ 2 ^ 2) by (simpl; lra). apply half_powers. lia. }
  assert (B : within (v * scale (first + k) (n + k)) w w (3 / 2 * IZR n + IZR k + 301 / 100) (/ 2 ^ 528)).
  { split; [rewrite Rabs_pos_eq; lra|exact V]. }
  pose proof (within_bound _ _ _ (3 / 2 * IZR n + IZR k + 301 / 100) _ ltac:(lra) B) as L. unfold few in L.
  rewrite Rabs_mult, (Rabs_pos_eq (scale _ _)) in L by lra. pose proof (Rabs_pos v) as V0.
  assert (Rabs v * / 2 ^ 146 <= Rabs v * scale (first + k) (n + k)) by (apply Rmult_le_compat_l; lra).
  apply Rmult_le_reg_r with (/ 2 ^ 146); [exact H146|]. replace (2 ^ 147 * / 2 ^ 146) with 2; [lra|].
  change 147%nat with (146 + 1)%nat. rewrite pow_add, (Rmult_comm (2 ^ 146)), Rmult_assoc, Rinv_r, pow_1 by
    (apply pow_nonzero; lra). ring.
Qed.

Lemma damped_still entry gamma top n m i j :
  (forall n m, (top < n)%Z -> entry n m = 0) -> (top < n + Z.of_nat i)%Z ->
  damped_terms entry gamma n m (i + j) = damped_terms entry gamma n m i /\
  damped_terms (fun n m => Rabs (entry n m)) gamma n m (i + j)
    = damped_terms (fun n m => Rabs (entry n m)) gamma n m i.
Proof.
  intros Past T. induction j as [|j [I1 I2]]; [rewrite Nat.add_0_r; split; reflexivity|].
  rewrite Nat.add_succ_r. cbn [damped_terms]. rewrite I1, I2, Past, Rabs_R0, Rmult_0_l, !Rplus_0_r by lia.
  split; reflexivity.
Qed.

Lemma damped_later entry gamma top x terms k l n m :
  (forall n m, (top < n)%Z -> entry n m = 0) -> (0 < k)%Z -> (k <= l)%Z -> (terms <= k \/ top < k + n)%Z ->
  damped_near entry gamma top terms k n m x -> damped_near entry gamma top terms l n m x.
Proof.
  intros Past K L E [_ W]. split; [lia|].
  assert (S : damped_terms entry gamma n m (Z.to_nat (Z.min l terms))
      = damped_terms entry gamma n m (Z.to_nat (Z.min k terms)) /\
    damped_terms (fun n m => Rabs (entry n m)) gamma n m (Z.to_nat (Z.min l terms))
      = damped_terms (fun n m => Rabs (entry n m)) gamma n m (Z.to_nat (Z.min k terms))).
  { destruct (Z_le_dec terms k) as [T|T]; [now replace (Z.min l terms) with (Z.min k terms) by lia|].
    replace (Z.to_nat (Z.min l terms))
      with (Z.to_nat (Z.min k terms) + (Z.to_nat (Z.min l terms) - Z.to_nat (Z.min k terms)))%nat by lia.
    apply (damped_still _ _ top); assumption || lia. }
  destruct S as [-> ->]. apply (within_wide _ _ _ _ _ _ _ W); [now apply damped_units_grow|].
  apply Rmult_le_compat_r; [left; apply half_pos|now apply IZR_le].
Qed.

Lemma damped_end entry gamma top x d terms last n m : (31 + terms = last)%Z -> (0 < terms)%Z ->
  (terms <= d)%Z -> (top < d)%Z -> (d <= 4096)%Z -> damped_near entry gamma top terms last n m x ->
  Rabs (x - damped_terms entry gamma n m (Z.to_nat terms)) <= IZR (3 * d + terms + 12)
    * (sc_u * damped_terms (fun n m => Rabs (entry n m)) gamma n m (Z.to_nat terms)) + / 2 ^ 300.
Proof.
  intros <- T TD TopD D [_ W].
  replace (Z.min (31 + terms) terms) with terms in W by lia.
  apply (within_wide _ _ _ _ _ (IZR (3 * d + terms + 12)) (/ 2 ^ 300)) in W; [apply W| |].
  - unfold damped_units. rewrite !plus_IZR, mult_IZR.
    assert (A : IZR top + 1 <= IZR d) by (rewrite <- plus_IZR; apply IZR_le; lia).
    assert (B : 1 <= IZR terms) by (apply IZR_le; lia).
    assert (C : IZR (Z.max 0 (31 + terms - 32)) = IZR terms - 1) by (rewrite <- minus_IZR; f_equal; lia).
    rewrite C. lra.
  - apply Rle_trans with (2 ^ 13 * / 2 ^ 370).
    + apply Rmult_le_compat_r; [left; apply half_pos|].
      apply Rle_trans with (IZR 8192); [apply IZR_le; lia|simpl; lra].
    + rewrite half_up by lia. apply half_powers. lia.
Qed.

Section Entry.
Variables (entry : Z -> Z -> R) (gamma : R) (top : Z).
Hypotheses (Gamma : 0 <= gamma <= 1) (Top : (0 <= top <= 4095)%Z).
Hypothesis Small : forall n m, Rabs (entry n m) <= 2.
Hypothesis Past : forall n m, (top < n)%Z -> entry n m = 0.

Definition lost (n m k : Z) : R :=
  entry (n + k)%Z (m + k)%Z * sqrt (sc_damp_square gamma m k * sc_damp_square gamma n k).

(* One term of a tile's sum, weighted, is one term of the channel. *)
Lemma part_term first start k n m v w g :
  (0 <= first)%Z -> (first <= n)%Z -> (n <= 31 + first)%Z -> (0 <= start)%Z -> (start <= m)%Z ->
  (m <= 63 + start)%Z -> (m <= n)%Z -> (0 <= k)%Z -> (n + k <= top)%Z -> (g <= 31)%nat ->
  sc_weight_stored v gamma first n k -> sc_weight_stored w gamma start m k ->
  let q := lost n m (k + Z.of_nat g) in
  within (v * w * tile_term entry gamma (first + k) (start + k) k (n + k) (m + k) (Z.of_nat g)) q (Rabs q)
    (3 / 2 * (IZR n + IZR m) + 2 * IZR k + 607 / 100 + IZR (top - n - k)) (/ 2 ^ 390).
Proof.
  intros F FN NF S SM MS MN K NK G31 V W q. unfold q, lost, tile_term. rewrite Nat2Z.id.
  replace (n + (k + Z.of_nat g))%Z with (n + k + Z.of_nat g)%Z by lia.
  replace (m + (k + Z.of_nat g))%Z with (m + k + Z.of_nat g)%Z by lia.
  pose proof (half_pos 390) as H390.
  destruct (Z_lt_dec top (n + k + Z.of_nat g)) as [Beyond|In].
  { rewrite Past by exact Beyond.
    rewrite !Rmult_0_r, Rmult_0_l, Rabs_R0. apply within_nothing. lra. }
  destruct (side gamma first n k g v Gamma F FN K ltac:(lia) ltac:(lia) G31 V) as [Wn Ln].
  destruct (side gamma start m k g w Gamma S SM K ltac:(lia) ltac:(lia) G31 W) as [Wm Lm]. cbv zeta in Ln, Lm.
  pose proof (Small (n + k + Z.of_nat g)%Z (m + k + Z.of_nat g)%Z) as E2.
  set (e := entry (n + k + Z.of_nat g)%Z (m + k + Z.of_nat g)%Z) in *. pose proof (Rabs_pos e) as E0.
  rewrite sqrt_mult by (apply square_within; lia || exact Gamma).
  unfold tile_unit. rewrite mult_IZR.
  rewrite coefficient_gains; [|lra|apply IZR_le; unfold window_unit; repeat destruct (Z_le_dec _ _);
    lia..|exact K].
  set (wn := sqrt (sc_damp_square gamma n (k + Z.of_nat g))) in *.
  set (wm := sqrt (sc_damp_square gamma m (k + Z.of_nat g))) in *.
  set (gn := sqrt (gain gamma (IZR (window_unit (first + k))) k g)) in *.
  set (gm := sqrt (gain gamma (IZR (window_unit (start + k))) k g)) in *.
  set (tn := scale (first + k) (n + k + Z.of_nat g)) in *.
  set (tm := scale (start + k) (m + k + Z.of_nat g)) in *.
  replace (v * w * (gn * gm * (tn * tm * e))) with (v * tn * gn * (w * tm * gm) * e) by ring.
  replace (e * (wm * wn)) with (wn * wm * e) by ring.
  assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (Mb : 0 <= IZR m <= 4095) by (split; apply IZR_le; lia).
  assert (Kb : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (Gb : 0 <= INR g <= 31).
  { split; [apply pos_INR|]. replace 31 with (INR 31) by (simpl; lra). now apply le_INR. }
  assert (GT : INR g <= IZR (top - n - k)) by (rewrite INR_IZR_INZ; apply IZR_le; lia).
  pose proof (half_pos 396) as H396.
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ Ln Lm ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as P.
  assert (T1 : 2 * / 2 ^ 396 * wm + 2 * wn * / 2 ^ 396 + / 2 ^ 396 * / 2 ^ 396 <= 5 * / 2 ^ 396).
  { assert (/ 2 ^ 396 * wm <= / 2 ^ 396 * 1) by (apply Rmult_le_compat_l; lra).
    assert (wn * / 2 ^ 396 <= 1 * / 2 ^ 396) by (apply Rmult_le_compat_r; lra).
    assert (/ 2 ^ 396 <= 1). { rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. apply pow_R1_Rle. lra. }
    assert (/ 2 ^ 396 * / 2 ^ 396 <= / 2 ^ 396 * 1) by (apply Rmult_le_compat_l; lra). lra. }
  pose proof (within_wide _ _ _ _ _ _ _ P (Rle_refl _) T1) as P5.
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ P5 (within_exact e) ltac:(unfold few; lra) ltac:(lra)
    ltac:(lra) ltac:(lra)) as Q.
  replace (Rabs (wn * wm * e)) with (wn * wm * Rabs e)
    by (rewrite Rabs_mult, (Rabs_pos_eq (wn * wm)) by (apply Rmult_le_pos; lra); reflexivity).
  apply (within_wide _ _ _ _ _ _ _ Q).
  - unfold few. lra.
  - assert (/ 2 ^ 396 * Rabs e <= / 2 ^ 396 * 2) by (apply Rmult_le_compat_l; lra).
    assert (H64 : / 2 ^ 390 = 64 * / 2 ^ 396). { replace 64 with (2 ^ 6) by (simpl; lra).
    rewrite half_up by lia. f_equal. }
    rewrite H64. lra.
Qed.

Lemma tile_term_limit a b k n m g : (0 <= k)%Z -> (0 <= a)%Z -> (0 <= b)%Z -> (a <= n)%Z -> (b <= m)%Z ->
  (m <= n)%Z -> (n <= 31 + a)%Z -> (m <= 63 + b)%Z -> (g <= 31)%nat ->
  Rabs (tile_term entry gamma a b k n m (Z.of_nat g)) <= 2 ^ 261.
Proof.
  intros K A B AN BM MN NW MW G31. unfold tile_term. rewrite Nat2Z.id.
  assert (Pw : 0 < 2 ^ 261) by (apply pow_lt; lra).
  destruct (Z_lt_dec top (n + Z.of_nat g)) as [Beyond|In].
  { rewrite Past, !Rmult_0_r, Rabs_R0 by exact Beyond. lra. }
  pose proof (coefficient_bounds (tile_unit gamma a b) k g (tile_unit_range gamma a b Gamma) K G31) as C.
  destruct (factor_range g ltac:(lia)) as [_ F].
  pose proof (scale_bounds a (n + Z.of_nat g) A ltac:(lia) ltac:(lia) ltac:(lia)) as Sa.
  pose proof (scale_bounds b (m + Z.of_nat g) B ltac:(lia) ltac:(lia) ltac:(lia)) as Sb.
  pose proof (half_pos 146).
  pose proof (Small (n + Z.of_nat g)%Z (m + Z.of_nat g)%Z) as E.
  rewrite !Rabs_mult, (Rabs_pos_eq (coefficient _ _ _)), (Rabs_pos_eq (scale a _)), (Rabs_pos_eq (scale b
    _)) by lra.
  change 261%nat with (260 + 1)%nat. rewrite pow_add, pow_1. apply Rmult_le_compat; try lra.
  - apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply Rabs_pos].
  - apply Rle_trans with (1 * 1 * 2); [|lra].
    apply Rmult_le_compat; [apply Rmult_le_pos; lra|apply Rabs_pos| |exact E].
    apply Rmult_le_compat; lra.
Qed.

Lemma damped_next y x s v w terms a b k up kept first start row column n m :
  kept = Z.min (terms - k) 32 -> (32 + k = up)%Z -> (first + k = a)%Z -> (k + m = column)%Z ->
  (k + n = row)%Z -> (k + start = b)%Z -> (terms <= 4096)%Z -> (0 <= first)%Z -> (0 <= k)%Z ->
  (k < terms)%Z -> (start <= m)%Z -> (first <= n)%Z -> (m <= n)%Z -> (0 <= start)%Z -> (row <= top)%Z ->
  (m <= 63 + start)%Z -> (n <= 31 + first)%Z -> sc_block k -> sc_weight_stored v gamma first n k ->
  sc_weight_stored w gamma start m k -> part_more y x s v w ->
  damped_near entry gamma top terms k n m x -> sum_near entry gamma top a b k kept 32 row column s ->
  damped_near entry gamma top terms up n m y.
Proof.
  intros Ek <- <- <- <- <- T4 F K KT SM FN MN S RT MW NW Block V W Part [Start Xw] [_ Sw]. split; [lia|].
  replace (k + n)%Z with (n + k)%Z in * by lia. replace (k + m)%Z with (m + k)%Z in * by lia.
  replace (k + start)%Z with (start + k)%Z in * by lia.
  set (j := Z.to_nat kept). assert (J : (j <= 32)%nat) by (unfold j; lia).
  unfold tile_sum, tile_size in Sw. replace (Z.min 32 kept) with kept in Sw by lia. fold j in Sw.
  set (f := tile_term entry gamma (first + k) (start + k) k (n + k) (m + k)) in *.
  set (q := fun g => lost n m (k + g)).
  set (cq := 3 / 2 * (IZR n + IZR m) + 2 * IZR k + 607 / 100 + IZR (top - n - k)).
  assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (Mb : 0 <= IZR m <= IZR n) by (split; apply IZR_le; lia).
  assert (Kb : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (Tb : 0 <= IZR (top - n - k) <= 4095) by (split; apply IZR_le; lia).
  assert (Cq : 0 <= cq <= 30000) by (unfold cq; lra).
  pose proof (half_pos 390) as H390.
  destruct (part_sum (v * w) f q cq (/ 2 ^ 390) j Cq ltac:(lra)) as [P1 P2].
  { intros g L. exact (part_term first start k n m v w g F FN NW S SM MW MN K RT
      ltac:(lia) V W). }
  set (Q := sum_below q j) in *. set (Qs := sum_below (fun g => Rabs (q g)) j) in *.
  assert (Jb : 0 <= INR j <= 32).
  { split; [apply pos_INR|]. replace 32 with (INR 32) by (simpl; lra). now apply le_INR. }
  set (us := sum_units top (n + k) kept 32) in *.
  assert (Us : us <= 2 * IZR (top - n - k) + 703 / 100 + 1001 / 1000 * ((IZR kept + 2) / 4) /\ 0 <= us
    <= 30000).
  { unfold us, sum_units. replace (Z.max 0 (top - (n + k))) with (top - n - k)%Z by lia.
    assert (0 <= IZR (Z.max 0 (Z.min 32 (kept + 3) - 1)) <= IZR kept + 2).
    { split; [apply IZR_le; lia|]. rewrite <- plus_IZR. apply IZR_le. lia. }
    assert (IZR kept <= 32) by (apply IZR_le; lia). lra. }
  assert (Sm : sum_tiny 32 = / 2 ^ 668). { unfold sum_tiny. rewrite half_up by (simpl; lia). reflexivity. }
  rewrite Sm in Sw. pose proof (half_pos 668) as H668.
  pose proof (weight_limit gamma first n k v Gamma F FN ltac:(lia) K ltac:(lia) V) as Vb.
  pose proof (weight_limit gamma start m k w Gamma S SM ltac:(lia) K ltac:(lia) W) as Wb.
  assert (VW : Rabs (v * w) <= 2 ^ 294).
  { rewrite Rabs_mult. change 294%nat with (147 + 147)%nat. rewrite pow_add.
    apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  pose proof (Rabs_pos (v * w)) as VW0. pose proof u_small as U. pose proof eta_positive as Eta.
  pose proof (within_size _ _ _ _ _ P1) as Qs0.
  (* the sum as computed, times the exact product of the weights *)
  assert (Z : within (s * (v * w)) Q Qs (cq + (1 + few) * us) (/ 2 ^ 373)).
  { split; [apply P1|]. set (St := sum_below f j) in *. set (Ss := sum_below (fun g => Rabs (f g)) j) in *.
    replace (s * (v * w) - Q) with ((s - St) * (v * w) + (v * w * St - Q)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult. destruct Sw as [_ Sw]. destruct P1 as [_ P1].
    assert (A : Rabs (s - St) * Rabs (v * w) <= (us * (sc_u * Ss) + / 2 ^ 668) * Rabs (v * w))
      by (apply Rmult_le_compat_r; assumption).
    assert (B : us * sc_u * (Rabs (v * w) * Ss) <= us * sc_u * ((1 + few) * Qs + INR j * / 2 ^ 390)).
    { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact P2]. }
    assert (C : / 2 ^ 668 * Rabs (v * w) <= / 2 ^ 374).
    { apply Rle_trans with (/ 2 ^ 668 * 2 ^ 294); [apply Rmult_le_compat_l; lra|].
      rewrite Rmult_comm, half_up by lia.
      apply Req_le. f_equal. }
    assert (D : INR j * / 2 ^ 390 <= / 2 ^ 385).
    { apply Rle_trans with (2 ^ 5 * / 2 ^ 390); [apply Rmult_le_compat_r; simpl; lra|].
      rewrite half_up by lia. apply Req_le. f_equal. }
    assert (E : 0 <= us * sc_u <= 1)
      by (split; [apply Rmult_le_pos; lra|]; apply Rle_trans with (30000 * / 1000000000000000);
      [apply Rmult_le_compat; lra|lra]).
    assert (D0 : 0 <= INR j * / 2 ^ 390) by (apply Rmult_le_pos; lra).
    assert (us * sc_u * (INR j * / 2 ^ 390) <= 1 * (INR j * / 2 ^ 390)) by (apply Rmult_le_compat_r; lra).
    assert (H1 : / 2 ^ 373 = 2 * / 2 ^ 374) by (change 373%nat with (374 - 1)%nat; rewrite <- half_up
      by lia; now rewrite pow_1).
    assert (H2 : / 2 ^ 374 = 2 ^ 11 * / 2 ^ 385) by (rewrite half_up by lia; reflexivity).
    assert (H3 : 4 <= 2 ^ 11) by (simpl; lra). pose proof (half_pos 385) as H385.
    assert (4 * / 2 ^ 385 <= 2 ^ 11 * / 2 ^ 385) by (apply Rmult_le_compat_r; lra).
    rewrite H1. lra. }
  destruct Part as (part & size & Size & PartR & Y & First). unfold sc_rmul, sc_radd, sc_prod in *.
  assert (Sb : Rabs s * sc_eta <= / 2 ^ 700).
  { assert (Us' : 0 <= us <= 30000) by lra. pose proof (within_bound _ _ _ _ _ Us' Sw) as B.
    assert (L : sum_below (fun g => Rabs (f g)) j <= INR j * 2 ^ 261).
    { apply sum_below_limit. intros g Lg. apply tile_term_limit; lia. }
    assert (P261 : 1 <= 2 ^ 261) by (apply pow_R1_Rle; lra).
    assert (INR j * 2 ^ 261 <= 32 * 2 ^ 261) by (apply Rmult_le_compat_r; lra).
    assert (/ 2 ^ 668 <= 1). { rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. apply pow_R1_Rle. lra. }
    assert (B2 : Rabs s <= 2 ^ 267).
    { change 267%nat with (6 + 261)%nat. rewrite pow_add. replace (2 ^ 6) with 64 by (simpl; lra).
      unfold few in B. lra. }
    apply Rle_trans with (2 ^ 267 * sc_eta); [apply Rmult_le_compat_r; lra|].
    rewrite Rmult_comm, eta_small by lia.
    apply half_powers. lia. }
  assert (Scaled : Rabs (s * size - s * (v * w)) <= sc_u * Rabs (s * (v * w)) + / 2 ^ 700).
  { rewrite <- Rmult_minus_distr_l, !Rabs_mult. unfold rounded in Size. rewrite Rabs_mult in Size.
    apply Rle_trans with (Rabs s * (sc_u * (Rabs v * Rabs w) + sc_eta));
      [apply Rmult_le_compat_l; [apply Rabs_pos|exact Size]|]. lra. }
  assert (Units : cq + (1 + few) * us + 1 + few + 1 + few <= damped_units top terms k).
  { unfold damped_units, cq. assert (IZR kept <= IZR terms) by (apply IZR_le; lia).
    assert (0 <= IZR (Z.max 0 (k - 32))) by (apply IZR_le; lia).
    assert (E : IZR (top - n - k) = IZR top - IZR n - IZR k) by
      now rewrite !minus_IZR. assert (few * us <= few * 9000). { apply Rmult_le_compat_l; [unfold few; lra|].
      assert (IZR kept <= 32) by (apply IZR_le; lia). lra. } unfold few in *. lra. }
  pose proof (half_pos 373) as H373. pose proof (half_pos 700) as H700.
  assert (Cz : 0 <= cq + (1 + few) * us + 1 + few <= 30000).
  { assert (IZR kept <= 32) by (apply IZR_le; lia).
    assert (NK : IZR n + IZR k <= 4095) by (rewrite <- plus_IZR; apply IZR_le; lia). unfold cq, few in *.
    lra. }
  pose proof (within_round_by _ _ _ _ _ _ _ Scaled Z ltac:(unfold few in *; split; lra) ltac:(lra)) as Z2.
  pose proof (within_round part _ _ _ _ _ PartR Z2 Cz ltac:(lra)) as Z3.
  assert (Tiny : 1.001 * (1.001 * / 2 ^ 373 + / 2 ^ 700) + sc_eta <= / 2 ^ 372).
  { assert (/ 2 ^ 372 = 2 * / 2 ^ 373) by (change 372%nat with (373 - 1)%nat; rewrite <- half_up
    by lia; now rewrite pow_1).
    assert (H1 : / 2 ^ 700 <= / 2 ^ 373 * / 1000).
    { apply Rle_trans with (/ 2 ^ (373 + 10)); [apply half_powers; lia|]. rewrite half_split.
      apply Rmult_le_compat_l; [lra|].
      simpl. lra. }
    assert (sc_eta <= / 2 ^ 700) by (unfold sc_eta; apply half_powers; lia). lra. }
  pose proof (within_wide _ _ _ _ _ _ _ Z3 Units Tiny) as Next. clear Z3 Z2 Z Scaled Sb PartR Size.
  (* and what was there *)
  assert (Split : forall f, damped_terms f gamma n m (Z.to_nat (Z.min (32 + k) terms))
    = damped_terms f gamma n m (Z.to_nat (Z.min k terms))
      + sum_below (fun g => f (n + (k + g))%Z (m + (k + g))%Z
          * sqrt (sc_damp_square gamma m (k + g) * sc_damp_square gamma n (k + g))) j).
  { intros f'. replace (Z.to_nat (Z.min (32 + k) terms)) with (Z.to_nat k + j)%nat by (unfold j; lia).
    replace (Z.to_nat (Z.min k terms)) with (Z.to_nat k) by lia. rewrite damped_split. f_equal.
    apply sum_below_same. intros g. now rewrite Z2Nat.id by lia. }
  rewrite !Split.
  replace (sum_below (fun g => entry (n + (k + g))%Z (m + (k + g))%Z
    * sqrt (sc_damp_square gamma m (k + g) * sc_damp_square gamma n (k + g))) j) with Q by reflexivity.
  replace (sum_below (fun g => Rabs (entry (n + (k + g))%Z (m + (k + g))%Z)
    * sqrt (sc_damp_square gamma m (k + g) * sc_damp_square gamma n (k + g))) j) with Qs
    by (apply sum_below_same; intros g; unfold q, lost;
      now rewrite Rabs_mult, (Rabs_pos_eq (sqrt _)) by apply sqrt_pos).
  assert (H370 : / 2 ^ 370 = 4 * / 2 ^ 372). { replace 4 with (2 ^ 2) by (simpl; lra).
  rewrite half_up by lia. f_equal. }
  pose proof (half_pos 372) as H372.
  assert (Eta2 : sc_eta <= / 2 ^ 372) by (unfold sc_eta; apply half_powers; lia).
  assert (K32 : IZR (32 + k) = 32 + IZR k) by apply plus_IZR. rewrite K32, H370 in *.
  destruct (Z_le_dec k 0) as [K0|K0].
  - replace k with 0%Z in * by lia. rewrite (First (Start ltac:(lia))).
    replace (Z.to_nat (Z.min 0 terms)) with 0%nat by lia. cbn [damped_terms]. rewrite !Rplus_0_l.
    apply (within_wide _ _ _ _ _ _ _ Next); [apply damped_units_grow; lia|lra].
  - assert (Ub : 0 <= damped_units top terms k <= 30000).
    { unfold damped_units. assert (0 <= IZR (Z.max 0 (k - 32)) <= 4095) by (split; apply IZR_le; lia).
      assert (0 <= IZR terms <= 4096) by (split; apply IZR_le; lia).
      assert (0 <= IZR top <= 4095) by (split; apply IZR_le; lia). lra. }
    pose proof (within_add _ _ _ _ _ _ _ _ _ _ _ (Rle_refl _) (Rle_refl _) Xw Next) as A.
    assert (T : 0 <= IZR k * (4 * / 2 ^ 372) + / 2 ^ 372).
    { assert (0 <= IZR k * (4 * / 2 ^ 372)) by (apply Rmult_le_pos; lra). lra. }
    pose proof (within_round y _ _ _ _ _ Y A Ub T) as R. apply (within_wide _ _ _ _ _ _ _ R).
    + destruct Block as [i Bi]. unfold damped_units.
      replace (Z.max 0 (32 + k - 32)) with (Z.max 0 (k - 32) + 32)%Z by lia. rewrite plus_IZR. unfold few.
      lra.
    + assert (IZR k * / 2 ^ 372 <= 4095 * / 2 ^ 372) by (apply Rmult_le_compat_r; lra). lra.
Qed.
End Entry.
