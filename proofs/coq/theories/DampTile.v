(* The tiles of damping: what spec/damp.acsl and spec/damp_tile.acsl say of their numbers, and the lemmas that WP
   is not asked to prove, rounding by rounding. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import DampRounding Spec.
From Surecharge Require Swap.
Open Scope R_scope.

(* ---- x stands for e, at most m in absolute value, off by at most c u m + t. *)
Definition within (x e m c t : R) : Prop := Rabs e <= m /\ Rabs (x - e) <= c * (sc_u * m) + t.
Definition few : R := / 1000000.

Lemma within_exact x : within x x (Rabs x) 0 0.
Proof. split; [lra|]. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra. Qed.

Lemma within_size x e m c t : within x e m c t -> 0 <= m.
Proof. intros [E _]. pose proof (Rabs_pos e). lra. Qed.

Lemma within_tiny x e m c t : 0 <= c -> within x e m c t -> m = 0 -> 0 <= t.
Proof. intros C [E H] ->. pose proof (Rabs_pos (x - e)). lra. Qed.

Lemma within_wide x e m c t C T : within x e m c t -> c <= C -> t <= T -> within x e m C T.
Proof.
  intros W CC TT. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. split; [exact E|].
  pose proof u_small. assert (c * (sc_u * m) <= C * (sc_u * m)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra).
  lra.
Qed.

Lemma units_small c : 0 <= c <= 30000 -> 0 <= c * sc_u <= 3 / 100000000000.
Proof.
  intros C. pose proof u_small. split; [apply Rmult_le_pos; lra|].
  apply Rle_trans with (30000 * / 1000000000000000); [apply Rmult_le_compat; lra|lra].
Qed.

Lemma within_bound x e m c t : 0 <= c <= 30000 -> within x e m c t -> Rabs x <= 1.0001 * m + t.
Proof.
  intros C W. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. pose proof (units_small c C).
  assert (c * sc_u * m <= 3 / 100000000000 * m) by (apply Rmult_le_compat_r; lra).
  replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_mul x e m c t y f n c' s : within x e m c t -> within y f n c' s ->
  0 <= c <= 30000 -> 0 <= c' <= 30000 -> 0 <= t -> 0 <= s ->
  within (x * y) (e * f) (m * n) (c + c' + few) (2 * t * n + 2 * m * s + t * s).
Proof.
  intros X Y C C' T S. pose proof (within_size _ _ _ _ _ X) as M. pose proof (within_size _ _ _ _ _ Y) as N.
  destruct X as [E X], Y as [F Y]. pose proof (units_small c C) as A. pose proof (units_small c' C') as B.
  pose proof u_small as U. split.
  { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  replace (c * (sc_u * m)) with (c * sc_u * m) in X by ring. replace (c' * (sc_u * n)) with (c' * sc_u * n) in Y by ring.
  assert (AB : c * sc_u * (c' * sc_u) <= few * sc_u).
  { assert (c * sc_u * c' <= 3 / 100000000000 * 30000) by (apply Rmult_le_compat; lra).
    replace (c * sc_u * (c' * sc_u)) with (c * sc_u * c' * sc_u) by ring. apply Rmult_le_compat_r; unfold few; lra. }
  replace ((c + c' + few) * (sc_u * (m * n))) with ((c * sc_u + c' * sc_u + few * sc_u) * (m * n)) by ring.
  set (a := c * sc_u) in *. set (b := c' * sc_u) in *.
  replace (x * y - e * f) with ((x - e) * (y - f) + (e * (y - f) + (x - e) * f)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|].
  rewrite !Rabs_mult.
  assert (P1 : Rabs (x - e) * Rabs (y - f) <= (a * m + t) * (b * n + s)) by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  assert (P2 : Rabs e * Rabs (y - f) <= m * (b * n + s)) by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  assert (P3 : Rabs (x - e) * Rabs f <= (a * m + t) * n) by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  assert (MN : 0 <= m * n) by (apply Rmult_le_pos; lra). assert (MS : 0 <= m * s) by (apply Rmult_le_pos; lra).
  assert (NT : 0 <= t * n) by (apply Rmult_le_pos; lra).
  assert (a * b * (m * n) <= few * sc_u * (m * n)) by (apply Rmult_le_compat_r; lra).
  assert (a * (m * s) <= 1 * (m * s)) by (apply Rmult_le_compat_r; lra).
  assert (b * (t * n) <= 1 * (t * n)) by (apply Rmult_le_compat_r; lra).
  lra.
Qed.

Lemma within_round y x e m c t : rounded y x -> within x e m c t -> 0 <= c <= 30000 -> 0 <= t ->
  within y e m (c + 1 + few) (1.001 * t + sc_eta).
Proof.
  intros R W C T. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. split; [exact E|].
  unfold rounded in R. pose proof (units_small c C) as A. pose proof u_small as U.
  replace (c * (sc_u * m)) with (c * sc_u * m) in H by ring.
  assert (X : Rabs x <= m + (c * sc_u * m + t)).
  { replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (UX : sc_u * Rabs x <= sc_u * (m + (c * sc_u * m + t))) by (apply Rmult_le_compat_l; lra).
  assert (UM : 0 <= sc_u * m) by (apply Rmult_le_pos; lra).
  assert (c * sc_u * (sc_u * m) <= few * (sc_u * m)) by (apply Rmult_le_compat_r; unfold few; lra).
  assert (sc_u * t <= 0.001 * t) by (apply Rmult_le_compat_r; lra).
  replace (y - e) with (y - x + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_add x e m c t y f n c' s C : c <= C -> c' <= C -> within x e m c t -> within y f n c' s ->
  within (x + y) (e + f) (m + n) C (t + s).
Proof.
  intros CC CC' X Y. pose proof (within_size _ _ _ _ _ X) as M. pose proof (within_size _ _ _ _ _ Y) as N.
  apply (within_wide _ _ _ _ _ C t) in X; [|lra..]. apply (within_wide _ _ _ _ _ C s) in Y; [|lra..].
  destruct X as [E X], Y as [F Y]. split; [eapply Rle_trans; [apply Rabs_triang|]; lra|].
  replace (x + y - (e + f)) with (x - e + (y - f)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_nothing t c : 0 <= t -> within 0 0 0 c t.
Proof. intros T. split; rewrite ?Rminus_diag_eq, ?Rabs_R0 by reflexivity; lra. Qed.

Lemma within_zero_size x e c t C : 0 <= t -> within x e 0 c t -> within x e 0 C t.
Proof. intros T [E H]. split; [exact E|]. lra. Qed.

(* ---- powers of two *)
Lemma half_powers i j : (i <= j)%nat -> / 2 ^ j <= / 2 ^ i.
Proof. intros I. apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow; [lra|exact I]. Qed.
Lemma half_pos i : 0 < / 2 ^ i.
Proof. apply Rinv_0_lt_compat, pow_lt. lra. Qed.
Lemma half_split i j : / 2 ^ (i + j) = / 2 ^ i * / 2 ^ j.
Proof. rewrite pow_add, Rinv_mult. reflexivity. Qed.
Lemma half_up i j : (j <= i)%nat -> 2 ^ j * / 2 ^ i = / 2 ^ (i - j).
Proof.
  intros J. replace i with (j + (i - j))%nat at 1 by lia. rewrite half_split, <- Rmult_assoc, Rinv_r, Rmult_1_l;
    [reflexivity|apply pow_nonzero; lra].
Qed.

(* ---- scales: as computed, and relative to each other *)
Fixpoint rounded_product (first : Z) (steps : nat) : R :=
  match steps with
  | O => 1
  | S i => real_of_double (round_double RNE
      (sc_prod (rounded_product first i) (sc_scale_ratio first (first + Z.of_nat (S i)))))
  end.
Definition sc_scale_rounded (first n : Z) : R := rounded_product first (Z.to_nat (n - first)).
Definition sc_square_stored (x : R) (first n : Z) : Prop :=
  sc_scale_rounded first n = x /\ sc_scale_square_near x first n.
Definition sc_scale_stored (x : R) (first n : Z) : Prop :=
  Rabs (x - sqrt (sc_scale_rounded first n)) <= 1001 / 1000 * (sc_u * sqrt (sc_scale_rounded first n)) /\
  sc_scale_near x first n.
Definition sc_weight_stored (x gamma : R) (first n k : Z) : Prop :=
  Rabs (x * sqrt (sc_scale_rounded (first + k) (n + k)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 528 /\
  sc_weight_near x gamma first n k.

Theorem sc_scale_rounded_def first n : sc_scale_rounded first n =
  if Z_le_dec n first then 1
  else real_of_double (round_double RNE (sc_prod (sc_scale_rounded first (n - 1)) (sc_scale_ratio first n))).
Proof.
  unfold sc_scale_rounded. destruct (Z_le_dec n first) as [L|L].
  - now replace (Z.to_nat (n - first)) with O by lia.
  - replace (Z.to_nat (n - first)) with (S (Z.to_nat (n - 1 - first))) by lia. cbn [rounded_product].
    do 4 f_equal. lia.
Qed.
Theorem sc_square_stored_def x first n :
  sc_scale_rounded first n = x /\ sc_scale_square_near x first n <-> sc_square_stored x first n.
Proof. reflexivity. Qed.
Theorem sc_scale_stored_def x first n :
  Rabs (x + -1 * sqrt (sc_scale_rounded first n)) <= 1001 / 1000 * sc_u * sqrt (sc_scale_rounded first n) /\
  sc_scale_near x first n <-> sc_scale_stored x first n.
Proof.
  unfold sc_scale_stored. replace (x + -1 * sqrt (sc_scale_rounded first n))
    with (x - sqrt (sc_scale_rounded first n)) by ring. now rewrite Rmult_assoc.
Qed.
Theorem sc_weight_stored_def x gamma first n k :
  Rabs (-1 * sqrt (sc_damp_square gamma n k) + x * sqrt (sc_scale_rounded (first + k) (k + n)))
    <= 1 / 878694100496718043517683302282418331810487718418343092402491322775749527474899974671687634004666183037093927858109549828751614463963730408009475621262727315456 + sc_u * sqrt (sc_damp_square gamma n k) * (301 / 100 + IZR k + 3 / 2 * IZR n) /\
  sc_weight_near x gamma first n k <-> sc_weight_stored x gamma first n k.
Proof.
  unfold sc_weight_stored. rewrite (Z.add_comm k n).
  match goal with |- _ <= 1 / ?a + _ /\ _ <-> _ => replace (1 / a) with (/ 2 ^ 528) by (simpl; lra) end.
  replace (-1 * sqrt (sc_damp_square gamma n k) + x * sqrt (sc_scale_rounded (first + k) (n + k)))
    with (x * sqrt (sc_scale_rounded (first + k) (n + k)) - sqrt (sc_damp_square gamma n k)) by ring.
  replace (/ 2 ^ 528 + sc_u * sqrt (sc_damp_square gamma n k) * (301 / 100 + IZR k + 3 / 2 * IZR n))
    with ((3 / 2 * IZR n + IZR k + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 528) by ring.
  reflexivity.
Qed.

Lemma real_round z : Rabs z <= 2 ^ 30 -> rounded (real_of_double (round_double RNE z)) z.
Proof.
  intros Z. unfold round_double, real_of_double. unfold rounded, sc_u, sc_eta.
  change (round_mode RNE) with ZnearestE. rewrite Swap.nearest_rounded. exact (Swap.rnd_relative z Z).
Qed.

Theorem sc_stored_start first : sc_square_stored 1 first first.
Proof.
  split; [|apply sc_scale_start]. unfold sc_scale_rounded. rewrite Z.sub_diag. reflexivity.
Qed.

Theorem sc_stored_next x y first n level : (1 + n = level)%Z ->
  real_of_double (round_double RNE (x * sc_scale_ratio first level)) = y ->
  (0 <= first)%Z -> (first <= n)%Z -> (level <= 4095)%Z -> (level <= 95 + first)%Z -> sc_square_stored x first n ->
  sc_rmul y x (sc_scale_ratio first level) -> sc_square_stored y first level.
Proof.
  intros <- Y F N T W [X H] R. split; [|now apply (sc_scale_next x y first n)].
  rewrite sc_scale_rounded_def. destruct (Z_le_dec (1 + n) first); [lia|].
  replace (1 + n - 1)%Z with n by lia. rewrite X. exact Y.
Qed.

Theorem sc_stored_range x first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  sc_square_stored x first n -> x <= 1001 / 1000 /\
  1 / 3978585891278293137243057985174566720803649206378781739523711815145275976100267004264448 <= x.
Proof. intros F N T W [_ H]. now apply (sc_scale_range x first n). Qed.

Lemma ratio_range first level : (0 <= first)%Z -> (0 <= level <= 4095)%Z -> 0 <= sc_scale_ratio first level <= 16.
Proof.
  intros F L. destruct (scale_size_cases first F) as [Sz _]. unfold sc_scale_ratio.
  assert (Size : 256 <= IZR (scale_size first)) by (apply IZR_le; lia).
  split; [apply Rdiv_le_0_compat; [apply IZR_le; lia|lra]|].
  apply Rmult_le_reg_r with (IZR (scale_size first)); [lra|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. assert (IZR level <= 4095) by (apply IZR_le; lia). lra.
Qed.

Lemma ratio_unit first i : (0 <= first)%Z -> (i <= 95)%nat -> (first + Z.of_nat i <= 4095)%Z ->
  sc_scale_ratio first (first + Z.of_nat i) <= 1.
Proof.
  intros F I L. destruct (scale_size_cases first F) as [Sz _]. unfold sc_scale_ratio.
  assert (Size : 0 < IZR (scale_size first)) by (apply IZR_lt; lia).
  apply Rmult_le_reg_r with (IZR (scale_size first)); [exact Size|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra. apply IZR_le. clear -I L.
  unfold scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)]; lia.
Qed.

Lemma product_unit first i : (0 <= first)%Z -> (i <= 95)%nat -> (first + Z.of_nat i <= 4095)%Z ->
  Rabs (rounded_product first i) <= 1.
Proof.
  intros F. induction i as [|i IH]; intros I L; cbn [rounded_product]; [rewrite Rabs_R1; lra|].
  specialize (IH ltac:(lia) ltac:(lia)). pose proof (ratio_unit first (S i) F I L) as Q.
  pose proof (ratio_range first (first + Z.of_nat (S i)) F ltac:(lia)) as Q0.
  unfold round_double, real_of_double. change (round_mode RNE) with ZnearestE. rewrite Swap.nearest_rounded.
  pose proof (Swap.rnd_small 0 (sc_prod (rounded_product first i) (sc_scale_ratio first (first + Z.of_nat (S i))))
    ltac:(lia)) as P.
  simpl pow in P. rewrite Rinv_1 in P. apply P. unfold sc_prod. rewrite Rabs_mult, (Rabs_pos_eq (sc_scale_ratio _ _)) by lra.
  apply Rle_trans with (1 * 1); [apply Rmult_le_compat; try apply Rabs_pos; lra|lra].
Qed.

Lemma rounded_step first n : (0 <= first)%Z -> (first <= n)%Z -> (1 + n <= 4095)%Z -> (1 + n <= 95 + first)%Z ->
  sc_scale_square_near (sc_scale_rounded first n) first n ->
  sc_rmul (sc_scale_rounded first (1 + n)) (sc_scale_rounded first n) (sc_scale_ratio first (1 + n)).
Proof.
  intros F N T W H. pose proof (scale_near_range _ first n F N ltac:(lia) ltac:(lia) H) as R.
  pose proof (ratio_range first (1 + n) F ltac:(lia)) as Q. rewrite (sc_scale_rounded_def first (1 + n)).
  destruct (Z_le_dec (1 + n) first); [lia|]. replace (1 + n - 1)%Z with n by lia.
  apply real_round. unfold sc_prod. pose proof (half_pos 291). rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
  apply Rle_trans with (1001 / 1000 * 16); [apply Rmult_le_compat; lra|simpl; lra].
Qed.

Lemma rounded_near first i : (0 <= first)%Z -> (i <= 95)%nat -> (first + Z.of_nat i <= 4095)%Z ->
  sc_scale_square_near (sc_scale_rounded first (first + Z.of_nat i)) first (first + Z.of_nat i).
Proof.
  intros F. induction i as [|i IH]; intros I T.
  - rewrite Z.add_0_r. replace (sc_scale_rounded first first) with 1; [apply sc_scale_start|].
    symmetry. apply sc_stored_start.
  - specialize (IH ltac:(lia) ltac:(lia)). replace (first + Z.of_nat (S i))%Z with (1 + (first + Z.of_nat i))%Z by lia.
    apply (sc_scale_next (sc_scale_rounded first (first + Z.of_nat i)) _ first (first + Z.of_nat i)); try lia; [exact IH|].
    apply rounded_step; lia || exact IH.
Qed.

Lemma rounded_square first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  sc_scale_square_near (sc_scale_rounded first n) first n.
Proof.
  intros F N T W. replace n with (first + Z.of_nat (Z.to_nat (n - first)))%Z by lia. apply rounded_near; lia.
Qed.

Lemma rounded_range first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  / 2 ^ 291 <= sc_scale_rounded first n <= 1.
Proof.
  intros F N T W. split; [apply (scale_near_range _ first n); trivial; now apply rounded_square|].
  unfold sc_scale_rounded. eapply Rle_trans; [apply Rle_abs|]. apply product_unit; lia.
Qed.

Definition scale (first n : Z) : R := sqrt (sc_scale_rounded first n).

Lemma scale_bounds first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  / 2 ^ 146 <= scale first n <= 1.
Proof.
  intros F N T W. pose proof (rounded_range first n F N T W) as R. unfold scale. split.
  - rewrite <- (sqrt_square (/ 2 ^ 146)) by (left; apply half_pos). apply sqrt_le_1_alt.
    rewrite <- half_split. apply Rle_trans with (/ 2 ^ 291); [apply half_powers; lia|apply R].
  - apply root_le; lra.
Qed.

Lemma scale_root_low first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  sc_eta <= / 1000 * (sc_u * scale first n).
Proof.
  intros F N T W. pose proof (scale_bounds first n F N T W) as B.
  apply Rle_trans with (/ 2 ^ 10 * (/ 2 ^ 53 * / 2 ^ 146)).
  - rewrite <- !half_split. apply half_powers. lia.
  - apply Rmult_le_compat; [left; apply half_pos|rewrite <- half_split; left; apply half_pos|simpl; lra|].
    apply Rmult_le_compat_l; [left; apply half_pos|apply B].
Qed.

Theorem sc_stored_root x y first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  sc_rsqrt y x -> sc_square_stored x first n -> sc_scale_stored y first n.
Proof.
  intros F N T W Y [X H]. split; [|now apply (sc_scale_root x y first n)].
  rewrite X. rewrite sc_rsqrt_def in Y. pose proof (scale_root_low first n F N T W) as E. unfold scale in E.
  rewrite X in E. lra.
Qed.

Theorem sc_stored_weight gamma root v y first a n level k :
  gamma <= 1 -> (0 <= first)%Z -> 0 <= gamma -> (0 <= k)%Z -> (first <= n)%Z ->
  31 / 45671926166590716193865151022383844364247891968 <= v ->
  (first + k <= a)%Z -> (k + n <= level)%Z -> (a <= first + k)%Z -> (level <= k + n)%Z -> (level <= 4095)%Z ->
  (n <= 63 + first)%Z -> sc_rdiv y root v -> sc_scale_stored v a level -> sc_root_near root gamma n k ->
  sc_weight_stored y gamma first n k.
Proof.
  intros G1 F G0 K N V A1 L1 A2 L2 L W D [Sv S] R. split; [|now apply (sc_weight_made gamma root v y first a n level k)].
  destruct R as [Root R]. replace a with (first + k)%Z in * by lia. replace level with (n + k)%Z in * by lia.
  unfold sc_rdiv, rounded in D. assert (V0 : 0 < v) by lra.
  rewrite (Rabs_pos_eq (root / v)) in D by (apply Rdiv_le_0_compat; lra).
  pose proof (scale_bounds (first + k) (n + k) ltac:(lia) ltac:(lia) L ltac:(lia)) as T. unfold scale in T.
  assert (A : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  pose proof u_small as U. pose proof eta_positive as Eta. pose proof (half_pos 146). pose proof (half_pos 529) as P529.
  set (t := sqrt (sc_scale_rounded (first + k) (n + k))) in *. set (w := sqrt (sc_damp_square gamma n k)) in *.
  assert (W0 : 0 <= w) by apply sqrt_pos.
  assert (E : sc_eta <= / 100 * / 2 ^ 529).
  { unfold sc_eta. apply Rle_trans with (/ 2 ^ (7 + 529)); [apply half_powers; lia|]. rewrite half_split.
    apply Rmult_le_compat_r; [left; apply half_pos|]. simpl. lra. }
  assert (Two : / 2 ^ 528 = 2 * / 2 ^ 529) by (change 528%nat with (529 - 1)%nat; rewrite <- half_up by lia; now rewrite pow_1).
  pose proof (ratio_rounded sc_u sc_eta y root w (3 / 2 * IZR n + IZR k + 1001 / 1000) (/ 2 ^ 529) v t (1001 / 1000)
    U Eta W0 ltac:(lra) V0 Root ltac:(lra) ltac:(lra) ltac:(lra) R Sv D) as Q.
  rewrite Two. eapply Rle_trans; [exact Q|]. assert (0 <= sc_u * w) by (apply Rmult_le_pos; lra). nra.
Qed.

Lemma square_step_up first n : (0 <= first)%Z -> (first <= n)%Z ->
  sc_scale_square first (1 + n) = sc_scale_square first n * sc_scale_ratio first (1 + n).
Proof.
  intros F N. rewrite (sc_scale_square_def first (1 + n)). destruct (Z_le_dec (1 + n) first); [lia|].
  unfold sc_prod. now replace (1 + n - 1)%Z with n by lia.
Qed.

(* What g more steps multiply the squared scale by, exactly and as computed. *)
Lemma rounded_apart first n g : (0 <= first)%Z -> (first <= n)%Z -> (n + Z.of_nat g <= 4095)%Z ->
  (n + Z.of_nat g <= 95 + first)%Z ->
  let P := sc_scale_square first (n + Z.of_nat g) / sc_scale_square first n in
  / 2 ^ 290 <= P /\
  Rabs (sc_scale_rounded first (n + Z.of_nat g) / sc_scale_rounded first n - P) <= 1001 / 1000 * INR g * (sc_u * P).
Proof.
  intros F N T W P. pose proof u_small as U.
  pose proof (scale_range first n F N ltac:(lia) ltac:(lia)) as Tn. pose proof (half_pos 290) as H0.
  assert (Low : / 2 ^ 290 <= P).
  { pose proof (scale_range first (n + Z.of_nat g) F ltac:(lia) T W) as R. unfold P.
    apply Rmult_le_reg_r with (sc_scale_square first n); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply Rle_trans with (/ 2 ^ 290 * 1); [apply Rmult_le_compat_l|]; lra. }
  split; [exact Low|]. revert T W P Low. induction g as [|g IH]; intros T W P Low.
  - unfold P. rewrite Z.add_0_r. pose proof (rounded_range first n F N ltac:(lia) ltac:(lia)) as R.
    pose proof (half_pos 291). unfold Rdiv. rewrite !Rinv_r by lra.
    rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. simpl INR. lra.
  - specialize (IH ltac:(lia) ltac:(lia)). cbv zeta in IH.
    pose proof (scale_range first (n + Z.of_nat g) F ltac:(lia) ltac:(lia) ltac:(lia)) as Tg.
    pose proof (rounded_range first n F N ltac:(lia) ltac:(lia)) as Kn.
    pose proof (rounded_range first (n + Z.of_nat g) F ltac:(lia) ltac:(lia) ltac:(lia)) as Kg.
    pose proof (rounded_step first (n + Z.of_nat g) F ltac:(lia) ltac:(lia) ltac:(lia)
      (rounded_square first (n + Z.of_nat g) F ltac:(lia) ltac:(lia) ltac:(lia))) as S.
    pose proof (ratio_range first (1 + (n + Z.of_nat g)) F ltac:(lia)) as Q.
    unfold P in *. replace (n + Z.of_nat (Datatypes.S g))%Z with (1 + (n + Z.of_nat g))%Z in * by lia.
    rewrite (square_step_up first (n + Z.of_nat g) F ltac:(lia)) in *.
    unfold sc_rmul, rounded, sc_prod in S. set (q := sc_scale_ratio first (1 + (n + Z.of_nat g))) in *.
    set (K' := sc_scale_rounded first (1 + (n + Z.of_nat g))) in *. set (Kg0 := sc_scale_rounded first (n + Z.of_nat g)) in *.
    set (K := sc_scale_rounded first n) in *. set (Tg0 := sc_scale_square first (n + Z.of_nat g)) in *.
    set (T0 := sc_scale_square first n) in *. pose proof (half_pos 291) as H1.
    set (E := Tg0 / T0) in *. assert (EP : / 2 ^ 290 <= E).
    { unfold E. apply Rmult_le_reg_r with T0; [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. apply Rle_trans with (/ 2 ^ 290 * 1); [apply Rmult_le_compat_l|]; lra. }
    specialize (IH EP). replace (Tg0 * q / T0) with (E * q) in * by (unfold E; field; lra).
    rewrite S_INR. set (c := INR g) in *. assert (C : 0 <= c <= 95).
    { unfold c. split; [apply pos_INR|]. replace 95 with (INR 95) by (simpl; lra). apply le_INR. lia. }
    set (x := Kg0 / K) in *. assert (SK : Rabs (K' / K - x * q) <= sc_u * (x * q) + sc_eta / K).
    { unfold x. replace (K' / K - Kg0 / K * q) with ((K' - Kg0 * q) / K) by (field; lra).
      unfold Rdiv at 1. rewrite Rabs_mult, (Rabs_pos_eq (/ K)) by (left; apply Rinv_0_lt_compat; lra).
      rewrite (Rabs_pos_eq (Kg0 * q)) in S by (apply Rmult_le_pos; lra).
      replace (sc_u * (Kg0 / K * q) + sc_eta / K) with ((sc_u * (Kg0 * q) + sc_eta) * / K) by (field; lra).
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|exact S]. }
    assert (Tiny : sc_eta / K <= / 10000 * (sc_u * (E * q))).
    { apply Rle_trans with (sc_eta * 2 ^ 291).
      - unfold Rdiv. apply Rmult_le_compat_l; [left; apply eta_positive|]. rewrite <- (Rinv_inv (2 ^ 291)).
        apply Rinv_le_contravar; lra.
      - rewrite eta_small by lia. apply Rle_trans with (/ 2 ^ 14 * (/ 2 ^ 53 * / 2 ^ 290)).
        + rewrite <- !half_split. apply half_powers. lia.
        + apply Rmult_le_compat; [left; apply half_pos|rewrite <- half_split; left; apply half_pos|simpl; lra|].
          apply Rmult_le_compat_l; [left; apply half_pos|exact Low]. }
    assert (M : 0 <= E * q) by lra. assert (UE : 0 <= sc_u * (E * q)) by (apply Rmult_le_pos; lra).
    assert (X : Rabs (x * q - E * q) <= 1001 / 1000 * c * (sc_u * (E * q))).
    { rewrite <- Rmult_minus_distr_r, Rabs_mult, (Rabs_pos_eq q) by lra.
      replace (1001 / 1000 * c * (sc_u * (E * q))) with (1001 / 1000 * c * (sc_u * E) * q) by ring.
      apply Rmult_le_compat_r; lra. }
    assert (Small : 1001 / 1000 * c * (sc_u * (E * q)) <= / 10000 * (E * q)).
    { rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [exact M|].
      apply Rle_trans with (100 * / 1000000000000000); [apply Rmult_le_compat; lra|lra]. }
    assert (XQ : x * q <= 1.0001 * (E * q)) by (apply Rabs_le_between in X; lra).
    assert (UXQ : sc_u * (x * q) <= sc_u * (1.0001 * (E * q))) by (apply Rmult_le_compat_l; lra).
    replace (K' / K - E * q) with (K' / K - x * q + (x * q - E * q)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(* The same for the scales. *)
Lemma scales_apart first n g : (0 <= first)%Z -> (first <= n)%Z -> (n + Z.of_nat g <= 4095)%Z ->
  (n + Z.of_nat g <= 95 + first)%Z ->
  let p := sqrt (sc_scale_square first (n + Z.of_nat g) / sc_scale_square first n) in
  within (scale first (n + Z.of_nat g) / scale first n) p p (1001 / 2000 * INR g + 1 / 1000) 0.
Proof.
  intros F N T W p. destruct (rounded_apart first n g F N T W) as [Low H].
  pose proof (rounded_range first n F N ltac:(lia) ltac:(lia)) as Kn. pose proof (half_pos 291). pose proof (half_pos 290).
  pose proof (rounded_range first (n + Z.of_nat g) F ltac:(lia) T W) as Kg.
  assert (C : 0 <= INR g <= 95).
  { split; [apply pos_INR|]. replace 95 with (INR 95) by (simpl; lra). apply le_INR. lia. }
  split; [unfold p; rewrite Rabs_pos_eq by apply sqrt_pos; lra|].
  unfold scale. rewrite <- sqrt_div_alt by lra. set (x := sc_scale_rounded first (n + Z.of_nat g) / _) in *.
  pose proof (root_off sc_u x (sc_scale_square first (n + Z.of_nat g) / sc_scale_square first n) (1001 / 1000 * INR g) 0
    u_small) as Q. rewrite sqrt_0, !Rplus_0_r in Q. fold p in Q.
  assert (0 <= x) by (unfold x; apply Rdiv_le_0_compat; lra).
  specialize (Q ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) H). rewrite Rplus_0_r. eapply Rle_trans; [exact Q|].
  pose proof u_small. apply Rmult_le_compat_r; [apply Rmult_le_pos; [lra|apply sqrt_pos]|]. lra.
Qed.

(* ---- coefficients *)
Fixpoint coefficient (x : R) (k : Z) (g : nat) : R :=
  match g with O => 1 | S i => coefficient x k i * (x / IZR (k + Z.of_nat g)) end.
Definition coefficient_tiny (g : nat) : R := sc_eta * 8 ^ S g * factor_limit g.
Definition sc_coefficient_near (a x : R) (k kept g : Z) : Prop :=
  ((g < kept)%Z -> (0 <= g)%Z /\ within a (coefficient x k (Z.to_nat g)) (coefficient x k (Z.to_nat g))
    (2 * (1 + few) * IZR g) (coefficient_tiny (Z.to_nat g))) /\
  ((kept <= g)%Z -> a = 0).

Lemma coefficient_bounds x k g : 0 <= x <= 4096 -> (0 <= k)%Z -> (g <= 31)%nat ->
  0 <= coefficient x k g <= factor_limit g.
Proof.
  intros X K. induction g as [|g IH]; intros G; cbn [coefficient factor_limit]; [lra|]. specialize (IH ltac:(lia)).
  assert (N : 1 <= IZR (Z.of_nat (S g))) by (apply IZR_le; lia).
  assert (M : IZR (Z.of_nat (S g)) <= IZR (k + Z.of_nat (S g))) by (apply IZR_le; lia).
  assert (Q : 0 <= x / IZR (k + Z.of_nat (S g)) <= 4097 / IZR (Z.of_nat (S g))).
  { split; [apply Rdiv_le_0_compat; lra|]. unfold Rdiv. apply Rmult_le_compat; try lra.
    - left. apply Rinv_0_lt_compat. lra.
    - apply Rinv_le_contravar; lra. }
  split; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat; lra.
Qed.

Lemma coefficient_tiny_bounds g : (g <= 31)%nat -> 0 <= coefficient_tiny g <= / 2 ^ 718.
Proof.
  intros G. unfold coefficient_tiny. pose proof eta_positive as E. pose proof (factor_one g G) as F1.
  assert (P : 0 < 8 ^ S g) by (apply pow_lt; lra). split; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra|].
  apply Rle_trans with (sc_eta * 8 ^ 32 * 2 ^ 260).
  - apply Rmult_le_compat; [apply Rmult_le_pos; lra|lra| |].
    + apply Rmult_le_compat_l; [lra|]. apply Rle_pow; [lra|lia].
    + destruct (factor_range (Z.of_nat g) ltac:(lia) ltac:(lia)) as [H _]. unfold sc_factor_limit in H.
      now rewrite Nat2Z.id in H.
  - replace (8 ^ 32) with (2 ^ 96) by (simpl; lra). rewrite Rmult_assoc, <- pow_add.
    rewrite eta_small by lia. apply Req_le. f_equal.
Qed.

Theorem sc_coefficient_first x k kept : (0 < kept)%Z -> sc_coefficient_near 1 x k kept 0.
Proof.
  intros K. split; [|lia]. intros _. split; [lia|]. simpl Z.to_nat. cbn [coefficient].
  apply (within_wide _ _ _ 0 0); [|lra|apply coefficient_tiny_bounds; lia].
  rewrite <- Rabs_R1 at 3. apply within_exact.
Qed.
Theorem sc_coefficient_none x k kept g : (kept <= g)%Z -> sc_coefficient_near 0 x k kept g.
Proof. intros K. split; [lia|reflexivity]. Qed.

Theorem sc_coefficient_next a x ratio next step k kept g up : (1 + g = up)%Z -> x <= 4096 -> (0 <= g)%Z -> (0 <= k)%Z ->
  (up < kept)%Z -> 0 <= x -> IZR (k + up) <= step -> step <= IZR (k + up) -> (kept <= 32)%Z -> sc_rmul next a ratio ->
  sc_rdiv ratio x step -> sc_coefficient_near a x k kept g -> sc_coefficient_near next x k kept up.
Proof.
  intros <- X1 G K Up X0 S1 S2 K32 M D [A _]. destruct (A ltac:(lia)) as [_ W]. split; [|lia]. intros _. split; [lia|].
  replace step with (IZR (k + (1 + g))) in D by lra. unfold sc_rmul, sc_rdiv in *.
  replace (Z.to_nat (1 + g)) with (S (Z.to_nat g)) by lia. cbn [coefficient].
  replace (k + Z.of_nat (S (Z.to_nat g)))%Z with (k + (1 + g))%Z by lia.
  pose proof (coefficient_bounds x k (Z.to_nat g) (conj X0 X1) K ltac:(lia)) as C.
  pose proof (coefficient_tiny_bounds (Z.to_nat g) ltac:(lia)) as T.
  assert (N : 1 <= IZR (1 + g) <= 31) by (split; apply IZR_le; lia).
  assert (N2 : IZR (1 + g) <= IZR (k + (1 + g))) by (apply IZR_le; lia).
  set (q := x / IZR (k + (1 + g))) in *.
  assert (Q : 0 <= q <= 4096 / IZR (1 + g)).
  { split; [apply Rdiv_le_0_compat; lra|]. unfold q, Rdiv. apply Rmult_le_compat; try lra.
    - left. apply Rinv_0_lt_compat. lra.
    - apply Rinv_le_contravar; lra. }
  assert (R : within ratio q q 1 sc_eta).
  { split; [rewrite Rabs_pos_eq; lra|]. unfold rounded in D. rewrite (Rabs_pos_eq q) in D by lra. lra. }
  pose proof eta_positive as Eta. assert (G31 : 0 <= IZR g <= 31) by (split; apply IZR_le; lia).
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ W R ltac:(unfold few; lra) ltac:(lra) (proj1 T) ltac:(lra)) as P.
  set (c := coefficient x k (Z.to_nat g)) in *. set (t := coefficient_tiny (Z.to_nat g)) in *.
  assert (T0 : 0 <= 2 * t * q + 2 * c * sc_eta + t * sc_eta).
  { assert (0 <= t * q /\ 0 <= c * sc_eta /\ 0 <= t * sc_eta) by (repeat split; apply Rmult_le_pos; lra). lra. }
  pose proof (within_round next _ _ _ _ _ M P ltac:(unfold few; lra) T0) as Z.
  apply (within_wide _ _ _ _ _ _ _ Z).
  { rewrite plus_IZR. unfold few. lra. }
  (* what underflow costs *)
  unfold coefficient_tiny. replace (Z.to_nat (1 + g)) with (S (Z.to_nat g)) by lia. cbn [factor_limit].
  rewrite <- (tech_pow_Rmult 8 (S (Z.to_nat g))). replace (Z.of_nat (S (Z.to_nat g))) with (1 + g)%Z by lia.
  pose proof (factor_one (Z.to_nat g) ltac:(lia)) as F1. set (F := factor_limit (Z.to_nat g)) in *.
  assert (L : 132 <= 4097 / IZR (1 + g)).
  { apply Rmult_le_reg_r with (IZR (1 + g)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (QL : q <= 4097 / IZR (1 + g)).
  { eapply Rle_trans; [apply Q|]. unfold Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat|]; lra. }
  set (l := 4097 / IZR (1 + g)) in *. unfold t, coefficient_tiny in *.
  assert (E8 : 8 <= 8 ^ S (Z.to_nat g)).
  { rewrite <- (pow_1 8) at 1. apply Rle_pow; [lra|lia]. }
  set (e8 := 8 ^ S (Z.to_nat g)) in *. fold F in T |- *.
  assert (ET : sc_eta * e8 * F * sc_eta <= sc_eta * 1).
  { rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [apply T|]. rewrite <- Rinv_1.
    apply Rinv_le_contravar; [lra|]. apply pow_R1_Rle. lra. }
  assert (EF : sc_eta <= sc_eta * F) by nra. assert (EFL : sc_eta * F * 132 <= sc_eta * F * l) by (apply Rmult_le_compat_l; [nra|lra]).
  assert (Z1 : sc_eta * e8 * F * q <= sc_eta * e8 * F * l).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra|exact QL]. }
  assert (Z2 : c * sc_eta <= F * sc_eta) by (apply Rmult_le_compat_r; lra).
  assert (Z3 : 8 * (sc_eta * F * l) <= e8 * (sc_eta * F * l)) by (apply Rmult_le_compat_r; [nra|lra]).
  lra.
Qed.
