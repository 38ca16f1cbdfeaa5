(* The scales of damping: the exact ones, and their squares as computed, whose errors the tables have in
   common; their range, in which nothing underflows, and how their errors add up. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import DampRounding Within SpecDamp.
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

(* ---- and relative to each other *)
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
  Rabs (sc_scale_rounded first (n + Z.of_nat g) / sc_scale_rounded first n - P)
    <= 1001 / 1000 * INR g * (sc_u * P).
Proof.
  intros F N T W P. pose proof u_small as U.
  pose proof (scale_range first n F N ltac:(lia) ltac:(lia)) as Tn. pose proof (half_pos 290) as H0.
  assert (Low : / 2 ^ 290 <= P).
  { pose proof (scale_range first (n + Z.of_nat g) F ltac:(lia) T W) as R. unfold P.
    apply Rmult_le_reg_r with (sc_scale_square first n); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply Rle_trans with (/ 2 ^ 290 * 1); [apply Rmult_le_compat_l|]; lra. }
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
    set (K' := sc_scale_rounded first (1 + (n + Z.of_nat g))) in *.
    set (Kg0 := sc_scale_rounded first (n + Z.of_nat g)) in *.
    set (K := sc_scale_rounded first n) in *. set (Tg0 := sc_scale_square first (n + Z.of_nat g)) in *.
    set (T0 := sc_scale_square first n) in *. pose proof (half_pos 291) as H1.
    set (E := Tg0 / T0) in *. assert (EP : / 2 ^ 290 <= E).
    { unfold E. apply Rmult_le_reg_r with T0; [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply Rle_trans with (/ 2 ^ 290 * 1); [apply Rmult_le_compat_l|]; lra. }
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
        + apply Rmult_le_compat; [left; apply half_pos|rewrite <- half_split; left; apply half_pos|simpl;
          lra|].
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
    replace (K' / K - E * q) with (K' / K - x * q + (x * q - E * q)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(* The same for the scales. *)
Lemma scales_apart first n g : (0 <= first)%Z -> (first <= n)%Z -> (n + Z.of_nat g <= 4095)%Z ->
  (n + Z.of_nat g <= 95 + first)%Z ->
  let p := sqrt (sc_scale_square first (n + Z.of_nat g) / sc_scale_square first n) in
  within (scale first (n + Z.of_nat g) / scale first n) p p (1001 / 2000 * INR g + 1 / 1000) 0.
Proof.
  intros F N T W p. destruct (rounded_apart first n g F N T W) as [Low H].
  pose proof (rounded_range first n F N ltac:(lia) ltac:(lia)) as Kn. pose proof (half_pos 291).
  pose proof (half_pos 290).
  pose proof (rounded_range first (n + Z.of_nat g) F ltac:(lia) T W) as Kg.
  assert (C : 0 <= INR g <= 95).
  { split; [apply pos_INR|]. replace 95 with (INR 95) by (simpl; lra). apply le_INR. lia. }
  split; [unfold p; rewrite Rabs_pos_eq by apply sqrt_pos; lra|].
  unfold scale. rewrite <- sqrt_div_alt by lra. set (x := sc_scale_rounded first (n + Z.of_nat g) / _) in *.
  pose proof (root_off sc_u x (sc_scale_square first (n + Z.of_nat g) / sc_scale_square first n) (1001 /
    1000 * INR g) 0
    u_small) as Q. rewrite sqrt_0, !Rplus_0_r in Q. fold p in Q.
  assert (0 <= x) by (unfold x; apply Rdiv_le_0_compat; lra).
  specialize (Q ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) H). rewrite Rplus_0_r.
  eapply Rle_trans; [exact Q|].
  pose proof u_small. apply Rmult_le_compat_r; [apply Rmult_le_pos; [lra|apply sqrt_pos]|]. lra.
Qed.
