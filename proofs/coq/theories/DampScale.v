(* The scales of damping: the exact ones, and their squares as computed, whose errors the tables have in
   common; their range, in which nothing underflows, and how their errors add up. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import DampRounding SpecDamp.
From Surecharge Require Rounding.
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
  intros J. replace i with (j + (i - j))%nat at 1 by lia.
  rewrite half_split, <- Rmult_assoc, Rinv_r, Rmult_1_l; [reflexivity|apply pow_nonzero; lra].
Qed.

(* ---- the exact scales: nothing underflows: 95! / 256^95 > 2^-269. *)
Fixpoint levels_product (first : Z) (steps : nat) : Z :=
  match steps with O => 1 | S i => levels_product first i * (first + Z.of_nat (S i)) end.
Definition least_first (size : Z) : Z := if Z.eq_dec size 256 then 0 else if Z.eq_dec size 1024 then 161
  else 929.
Lemma levels_checked size : (size = 256 \/ size = 1024 \/ size = 4096)%Z ->
  forallb (fun i => size ^ Z.of_nat i <=? 2 ^ Z.of_nat 290 * levels_product (least_first size) i)%Z (seq
    0 96) = true.
Proof. intros [-> | [-> | ->]]; vm_compute; reflexivity. Qed.

Lemma scale_size_cases first : (0 <= first)%Z ->
  (scale_size first = 256 \/ scale_size first = 1024 \/ scale_size first = 4096)%Z /\
  (0 <= least_first (scale_size first) <= first)%Z.
Proof.
  intros F. unfold scale_size, least_first. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first
    928)]; simpl; lia.
Qed.

Lemma scale_low first i : (0 <= first)%Z -> (i <= 95)%nat -> / 2 ^ 290 <= scale_product first i.
Proof.
  intros F I. destruct (scale_size_cases first F) as [Sz L]. set (size := scale_size first) in *.
  assert (Size : 0 < IZR size) by (apply IZR_lt; lia).
  assert (P : forall k, 0 <= IZR (levels_product (least_first size) k)).
  { intros k. apply IZR_le. induction k as [|k IH]; cbn [levels_product]; [lia|]. apply
    Z.mul_nonneg_nonneg; lia. }
  assert (M : forall k, IZR (levels_product (least_first size) k) / IZR size ^ k <= scale_product first k).
  { intros k. induction k as [|k IH]; cbn [levels_product scale_product pow]; [lra|].
    rewrite mult_IZR. unfold sc_scale_ratio. fold size.
    replace (IZR (levels_product (least_first size) k) * IZR (least_first size + Z.of_nat (S k)) / (IZR
      size * IZR size ^ k))
      with (IZR (levels_product (least_first size) k) / IZR size ^ k * (IZR (least_first size + Z.of_nat
        (S k)) / IZR size))
      by (field; split; [apply pow_nonzero|]; lra).
    apply Rmult_le_compat; [| |exact IH|].
    - apply Rdiv_le_0_compat; [apply P|now apply pow_lt].
    - apply Rdiv_le_0_compat; [apply IZR_le; lia|exact Size].
    - apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|apply IZR_le; lia]. }
  eapply Rle_trans; [|apply M]. pose proof (levels_checked size Sz) as C. rewrite forallb_forall in C.
  specialize (C i). rewrite in_seq, Z.leb_le in C. specialize (C ltac:(lia)).
  apply IZR_le in C. rewrite mult_IZR, <- !pow_IZR in C.
  assert (0 < 2 ^ 290) by (apply pow_lt; lra). assert (0 < IZR size ^ i) by now apply pow_lt.
  apply Rmult_le_reg_l with (2 ^ 290); [assumption|]. rewrite Rinv_r by lra. unfold Rdiv. rewrite <-
    Rmult_assoc.
  apply Rmult_le_reg_r with (IZR size ^ i); [assumption|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma scale_unit first i : (0 <= first)%Z -> (i <= 95)%nat -> (first + Z.of_nat i <= 4095)%Z ->
  scale_product first i <= 1.
Proof.
  intros F. induction i as [|i IH]; intros I L; cbn [scale_product]; [lra|].
  specialize (IH ltac:(lia) ltac:(lia)). pose proof (scale_low first i F ltac:(lia)) as Low.
  assert (0 < / 2 ^ 290) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (0 <= sc_scale_ratio first (first + Z.of_nat (S i)) <= 1); [|nra].
  destruct (scale_size_cases first F) as [Sz _]. unfold sc_scale_ratio.
  assert (Size : 0 < IZR (scale_size first)) by (apply IZR_lt; lia).
  split; [apply Rdiv_le_0_compat; [apply IZR_le; lia|exact Size]|].
  apply Rmult_le_reg_r with (IZR (scale_size first)); [exact Size|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra. apply IZR_le. clear -I L.
  unfold scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)]; lia.
Qed.

Lemma scale_range first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  / 2 ^ 290 <= sc_scale_square first n <= 1.
Proof. intros F N T W. split; [apply scale_low; lia|apply scale_unit; lia]. Qed.

Lemma scale_start first : sc_scale_square_near 1 first first.
Proof.
  unfold sc_scale_square_near, sc_scale_square. rewrite Z.sub_diag. simpl. rewrite Rminus_diag_eq,
    Rabs_R0 by reflexivity.
  lra.
Qed.

Lemma scale_next x y first n level : (1 + n = level)%Z -> (0 <= first)%Z -> (first <= n)%Z ->
  (level <= 4095)%Z -> (level <= 95 + first)%Z -> sc_scale_square_near x first n ->
  sc_rmul y x (sc_scale_ratio first level) -> sc_scale_square_near y first level.
Proof.
  intros <- F N T W H R. unfold sc_scale_square_near in *. unfold sc_rmul, rounded, sc_prod in R.
  pose proof (scale_range first (1 + n) F ltac:(lia) T W) as Range.
  assert (D : sc_scale_square first (1 + n) = sc_scale_square first n * sc_scale_ratio first (1 + n)).
  { rewrite sc_scale_square_def. destruct (Z_le_dec (1 + n) first); [lia|]. unfold sc_prod. now replace
    (1 + n - 1)%Z with n by lia. }
  assert (P : 0 <= sc_scale_ratio first (1 + n)).
  { destruct (scale_size_cases first F) as [Sz _]. apply Rdiv_le_0_compat; [apply IZR_le|apply IZR_lt];
    lia. }
  pose proof (scale_range first n F N ltac:(lia) ltac:(lia)) as Low.
  set (t := sc_scale_square first n) in *. set (t1 := sc_scale_square first (1 + n)) in *.
  set (q := sc_scale_ratio first (1 + n)) in *.
  replace (IZR (1 + n - first)) with (IZR (n - first) + 1) by (rewrite <- plus_IZR; f_equal; lia).
  assert (C : 0 <= IZR (n - first) <= 95) by (split; apply IZR_le; lia).
  set (c := IZR (n - first)) in *. pose proof u_small as U.
  assert (E : sc_eta <= sc_u * / 2 ^ 100 * t1).
  { apply Rle_trans with (sc_u * / 2 ^ 100 * / 2 ^ 290).
    - unfold sc_eta, sc_u. rewrite <- !Rinv_mult, <- !pow_add. apply Rinv_le_contravar; [apply pow_lt;
        lra|].
      apply Rle_pow; [lra|lia].
    - apply Rmult_le_compat_l; [|lra]. apply Rmult_le_pos; [lra|]. left. apply Rinv_0_lt_compat, pow_lt.
        lra. }
  assert (X : Rabs (x * q - t1) <= (1 + / 1073741824) * c * (sc_u * t1)).
  { rewrite D, <- Rmult_minus_distr_r, Rabs_mult, (Rabs_pos_eq q P).
    apply Rle_trans with ((1 + / 1073741824) * c * (sc_u * t) * q); [now apply Rmult_le_compat_r|right;
      ring]. }
  assert (T1 : 0 < t1). { assert (0 < / 2 ^ 290) by (apply Rinv_0_lt_compat, pow_lt; lra). lra. }
  simpl pow in E, X |- *. assert (V : 0 <= sc_u * t1) by nra.
  assert (A : Rabs (x * q) <= t1 + (1 + / 1073741824) * c * (sc_u * t1)).
  { simpl pow. replace (x * q) with (t1 + (x * q - t1)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite (Rabs_pos_eq t1) by lra. lra. }
  simpl pow in A.
  assert (B : sc_u * Rabs (x * q) <= sc_u * (t1 + (1 + / 1073741824) * c * (sc_u * t1))).
  { apply Rmult_le_compat_l; [lra|]. lra. }
  assert (UC : sc_u * ((1 + / 1073741824) * c) * (sc_u * t1) <= / 10000000000 * (sc_u * t1)).
  { apply Rmult_le_compat_r; [exact V|]. apply Rle_trans with (/ 1000000000000000 * (2 * 95)); [apply
    Rmult_le_compat; nra|lra]. }
  replace (y - t1) with (y - x * q + (x * q - t1)) by ring. eapply Rle_trans; [apply Rabs_triang|].
  lra.
Qed.

Lemma scale_near_range x first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 +
  first)%Z ->
  sc_scale_square_near x first n -> / 2 ^ 291 <= x <= 1001 / 1000.
Proof.
  intros F N T W H. pose proof (scale_range first n F N T W) as R. unfold sc_scale_square_near in H.
  assert (C : 0 <= IZR (n - first) <= 95) by (split; apply IZR_le; lia). pose proof u_small as U.
  set (t := sc_scale_square first n) in *. set (c := IZR (n - first)) in *.
  assert (T0 : 0 < / 2 ^ 290) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (Sm : (1 + / 1073741824) * c * (sc_u * t) <= / 1000 * t).
  { rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [lra|]. simpl pow.
    apply Rle_trans with (2 * 95 * / 1000000000000000); [apply Rmult_le_compat; nra|lra]. }
  apply Rabs_le_between in H.
  assert (Half : / 2 ^ 291 = / 2 ^ 290 / 2) by (change 291%nat with (S 290); rewrite <- tech_pow_Rmult;
    field; apply pow_nonzero; lra).
  rewrite Half. lra.
Qed.

Lemma scale_root x y first n : (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 +
  first)%Z ->
  sc_rsqrt y x -> sc_scale_square_near x first n -> sc_scale_near y first n.
Proof.
  intros F N T W Y H. pose proof (scale_near_range x first n F N T W H) as X.
  pose proof (scale_range first n F N T W) as R. rewrite sc_rsqrt_def in Y. unfold sc_scale_near,
    sc_scale_square_near in *.
  assert (C : 0 <= IZR (n - first) <= 95) by (split; apply IZR_le; lia). pose proof u_small as U.
  assert (P0 : forall k, 0 < / 2 ^ k) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  pose proof (P0 290%nat). pose proof (P0 291%nat). pose proof eta_positive as Eta.
  set (t := sc_scale_square first n) in *. set (c := IZR (n - first)) in *.
  assert (Root : / 2 ^ 145 <= sqrt t).
  { rewrite <- (sqrt_square (/ 2 ^ 145)) by (left; apply P0). apply sqrt_le_1_alt.
    rewrite <- Rinv_mult, <- pow_add. apply R. }
  assert (E : sc_eta <= / 1000000 * (sc_u * sqrt t)).
  { apply Rle_trans with (/ 1000000 * (sc_u * / 2 ^ 145)).
    - unfold sc_eta, sc_u. rewrite <- Rinv_mult, <- pow_add.
      apply Rle_trans with (/ 2 ^ 20 * / 2 ^ (53 + 145)).
      + rewrite <- Rinv_mult, <- pow_add. apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow;
        [lra|lia].
      + apply Rmult_le_compat_r; [left; apply P0|]. simpl. lra.
    - apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
  pose proof (root_rounded sc_u sc_eta y x t ((1 + / 1073741824) * c) 0 U Eta ltac:(lra) ltac:(lra)) as Q.
  rewrite sqrt_0 in Q. simpl pow in Q, H.
  assert (Q' := Q ltac:(nra) ltac:(lra) ltac:(lra) Y). clear Q.
  assert (V : 0 <= sc_u * sqrt t) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  eapply Rle_trans; [exact Q'|]. nra.
Qed.

(* ---- their squares as computed *)
Lemma real_round z : Rabs z <= 2 ^ 30 -> rounded (real_of_double (round_double RNE z)) z.
Proof.
  intros Z. unfold round_double, real_of_double. unfold rounded, sc_u, sc_eta.
  change (round_mode RNE) with ZnearestE. rewrite Rounding.nearest_rounded. exact (Rounding.rnd_relative z Z).
Qed.

Lemma ratio_range first level : (0 <= first)%Z -> (0 <= level <= 4095)%Z ->
  0 <= sc_scale_ratio first level <= 16.
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
  unfold round_double, real_of_double. change (round_mode RNE) with ZnearestE.
  rewrite Rounding.nearest_rounded.
  pose proof (Rounding.rnd_small 0
    (sc_prod (rounded_product first i) (sc_scale_ratio first (first + Z.of_nat (S i)))) ltac:(lia)) as P.
  simpl pow in P. rewrite Rinv_1 in P. apply P. unfold sc_prod.
  rewrite Rabs_mult, (Rabs_pos_eq (sc_scale_ratio _ _)) by lra.
  apply Rle_trans with (1 * 1); [apply Rmult_le_compat; try apply Rabs_pos; lra|lra].
Qed.

Lemma rounded_step first n :
  (0 <= first)%Z -> (first <= n)%Z -> (1 + n <= 4095)%Z -> (1 + n <= 95 + first)%Z ->
  sc_scale_square_near (sc_scale_rounded first n) first n ->
  sc_rmul (sc_scale_rounded first (1 + n)) (sc_scale_rounded first n) (sc_scale_ratio first (1 + n)).
Proof.
  intros F N T W H. pose proof (scale_near_range _ first n F N ltac:(lia) ltac:(lia) H) as R.
  pose proof (ratio_range first (1 + n) F ltac:(lia)) as Q. rewrite (sc_scale_rounded_def first (1 + n)).
  destruct (Z_le_dec (1 + n) first); [lia|]. replace (1 + n - 1)%Z with n by lia.
  apply real_round. unfold sc_prod. pose proof (half_pos 291).
  rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
  apply Rle_trans with (1001 / 1000 * 16); [apply Rmult_le_compat; lra|simpl; lra].
Qed.

Lemma rounded_near first i : (0 <= first)%Z -> (i <= 95)%nat -> (first + Z.of_nat i <= 4095)%Z ->
  sc_scale_square_near (sc_scale_rounded first (first + Z.of_nat i)) first (first + Z.of_nat i).
Proof.
  intros F. induction i as [|i IH]; intros I T.
  - rewrite Z.add_0_r. replace (sc_scale_rounded first first) with 1; [apply scale_start|].
    symmetry. unfold sc_scale_rounded. rewrite Z.sub_diag. reflexivity.
  - specialize (IH ltac:(lia) ltac:(lia)).
    replace (first + Z.of_nat (S i))%Z with (1 + (first + Z.of_nat i))%Z by lia.
    apply (scale_next (sc_scale_rounded first (first + Z.of_nat i)) _ first (first + Z.of_nat i)); try lia;
      [exact IH|].
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
