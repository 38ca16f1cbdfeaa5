(* The tables of damping as the channel needs them: scales and weights relative to the squared scales as computed,
   whose errors they have in common. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import DampRounding Spec.
From Surecharge Require Swap.
Open Scope R_scope.

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
