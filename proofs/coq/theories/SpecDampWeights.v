(* spec/damp_weights.acsl: how rounding errors add up in the tables of damping. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core.
From Surecharge Require Import DampRounding DampTail DampScale.
From Surecharge Require Export SpecDamp.
Open Scope R_scope.

Theorem sc_block_zero : sc_block 0.
Proof. now exists 0%Z. Qed.
Theorem sc_block_next n : sc_block n -> sc_block (32 + n).
Proof. intros [i <-]. exists (i + 1)%Z. ring. Qed.
Theorem sc_block_order a b : (a < b)%Z -> sc_block a -> sc_block b -> (32 + a <= b)%Z.
Proof. intros L [i <-] [j <-]. lia. Qed.
Theorem sc_rows_apart d j first n k : (0 <= d)%Z -> (j < k)%Z -> (n < d)%Z -> (first <= n)%Z ->
  sc_block j -> sc_block k -> (sc_weight_place d j first n < d * k)%Z.
Proof.
  intros D L N F J K. pose proof (sc_block_order j k L J K). unfold sc_weight_place.
  assert (j * d + 32 * d <= d * k)%Z by nia. lia.
Qed.

Theorem sc_rows_inside d k first n terms : (0 <= first)%Z -> (0 <= k)%Z -> (k < terms)%Z -> (n < d)%Z ->
  (first <= n)%Z -> (0 <= sc_weight_place d k first n)%Z /\ (sc_weight_place d k first n < d * (1 +
    terms))%Z.
Proof. intros F K T N L. unfold sc_weight_place. nia. Qed.

Theorem sc_level_exact first level : (0 <= level)%Z -> (level <= 4096)%Z ->
  real_of_double (round_double RNE (sc_scale_ratio first level)) = sc_scale_ratio first level.
Proof.
  intros L H.
  assert (S : exists e, (-12 <= e <= -8)%Z /\ sc_scale_ratio first level = F2R (Float radix2 level e)).
  { unfold sc_scale_ratio, scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)];
    [exists (-8)%Z|exists (-10)%Z|exists (-12)%Z]; (split; [lia|reflexivity]). }
  destruct S as [e [E ->]]. apply round_double_exact.
  - apply generic_format_FLT. exists (Float radix2 level e); simpl; [reflexivity|lia|lia].
  - unfold F2R. simpl Fnum. simpl Fexp. rewrite Rabs_mult, (Rabs_pos_eq (bpow _ _)) by apply bpow_ge_0.
    rewrite Rabs_pos_eq by (apply IZR_le; lia).
    apply Rle_lt_trans with (IZR 4096 * 1).
    + apply Rmult_le_compat; [apply IZR_le; lia|apply bpow_ge_0|apply IZR_le; lia|].
      change 1 with (bpow radix2 0). apply bpow_le. lia.
    + apply Rlt_le_trans with (bpow radix2 13); [simpl; lra|apply bpow_le; lia].
Qed.

Theorem sc_stored_start first : sc_square_stored 1 first first.
Proof.
  split; [|apply scale_start]. unfold sc_scale_rounded. rewrite Z.sub_diag. reflexivity.
Qed.

Theorem sc_stored_next x y first n level : (1 + n = level)%Z ->
  real_of_double (round_double RNE (x * sc_scale_ratio first level)) = y ->
  (0 <= first)%Z -> (first <= n)%Z -> (level <= 4095)%Z -> (level <= 95 + first)%Z ->
  sc_square_stored x first n -> sc_rmul y x (sc_scale_ratio first level) -> sc_square_stored y first level.
Proof.
  intros <- Y F N T W [X H] R. split; [|now apply (scale_next x y first n)].
  rewrite sc_scale_rounded_def. destruct (Z_le_dec (1 + n) first); [lia|].
  replace (1 + n - 1)%Z with n by lia. rewrite X. exact Y.
Qed.

Theorem sc_stored_range x first n :
  (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  sc_square_stored x first n -> x <= 1001 / 1000 /\
  1 / 3978585891278293137243057985174566720803649206378781739523711815145275976100267004264448 <= x.
Proof.
  intros F N T W [_ H]. pose proof (scale_near_range x first n F N T W H) as R. split; [apply R|].
  replace (1 / _) with (/ 2 ^ 291) by (simpl; lra). apply R.
Qed.

Theorem sc_stored_root x y first n :
  (0 <= first)%Z -> (first <= n)%Z -> (n <= 4095)%Z -> (n <= 95 + first)%Z ->
  sc_rsqrt y x -> sc_square_stored x first n -> sc_scale_stored y first n.
Proof.
  intros F N T W Y [X H]. split; [|now apply (scale_root x y first n)].
  rewrite X. rewrite sc_rsqrt_def in Y. pose proof (scale_root_low first n F N T W) as E. unfold scale in E.
  rewrite X in E. lra.
Qed.

(* Squared weights. *)
Lemma square_unit gamma i j : 0 <= gamma <= 1 -> 0 <= sc_damp_square gamma (Z.of_nat i) (Z.of_nat j) <= 1.
Proof.
  intros G. remember (i + j)%nat as s eqn:Sum. revert i j Sum. induction s as [|s IH]; intros i j Sum;
    rewrite sc_damp_square_def; destruct (Z_lt_dec (Z.of_nat i) 0); try lia; destruct (Z_lt_dec (Z.of_nat
      j) 0); try lia;
    destruct (Z.eq_dec _ 0); try lia; try lra.
  assert (A : 0 <= sc_damp_square gamma (Z.of_nat i - 1) (Z.of_nat j) <= 1).
  { destruct i as [|i]; [rewrite square_negative by lia; lra|].
    replace (Z.of_nat (S i) - 1)%Z with (Z.of_nat i) by lia. apply IH. lia. }
  assert (B : 0 <= sc_damp_square gamma (Z.of_nat i) (Z.of_nat j - 1) <= 1).
  { destruct j as [|j]; [rewrite square_missing by lia; lra|].
    replace (Z.of_nat (S j) - 1)%Z with (Z.of_nat j) by lia. apply IH. lia. }
  nra.
Qed.

Lemma square_within gamma n k : 0 <= gamma <= 1 -> (0 <= n)%Z -> (0 <= k)%Z -> 0 <= sc_damp_square gamma
  n k <= 1.
Proof. intros G N K. rewrite <- (Z2Nat.id n), <- (Z2Nat.id k) by assumption. now apply square_unit. Qed.

Theorem sc_square_start gamma : sc_square_near 1 gamma 0 0.
Proof.
  assert (E : sc_damp_square gamma 0 0 = 1) by (rewrite sc_damp_square_def; simpl; reflexivity).
  unfold sc_square_near. rewrite E, Rminus_diag_eq, Rabs_R0 by reflexivity. simpl. lra.
Qed.

Theorem sc_square_range x gamma n k : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (0 <= n)%Z -> (n <=
  4096)%Z ->
  (k <= 4200)%Z -> sc_square_near x gamma n k -> x <= 10001 / 10000 /\ 0 <= x.
Proof.
  intros G1 G0 K N N1 K1 [X H]. split; [|exact X].
  pose proof (square_within gamma n k (conj G0 G1) N K) as S. pose proof u_small as U. pose proof
    eta_tiny as Eta.
  assert (A : 0 <= IZR (3 * n + 2 * k) <= 20688) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR (n + k) <= 8296) by (split; apply IZR_le; lia).
  set (e := sc_damp_square gamma n k) in *. set (a := IZR (3 * n + 2 * k)) in *. set (b := IZR (n + k))
    in *.
  apply Rabs_le_between in H. simpl pow in H.
  assert (P : (1 + / 1073741824) * a * (sc_u * e) <= 2 * 20688 * (/ 1000000000000000 * 1)).
  { apply Rmult_le_compat; [nra|nra| |]; [apply Rmult_le_compat; lra|apply Rmult_le_compat; lra]. }
  assert (Q : 5 * b * sc_eta <= 5 * 8296 * / 1000000000000000000) by (apply Rmult_le_compat; lra).
  simpl pow in *. lra.
Qed.

Theorem sc_square_next gamma rest x x2 stay lose total n n1 k k1 :
  (1 + k = k1)%Z -> (1 + n = n1)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <= lose -> (0 <= n)%Z ->
  0 <= rest -> 0 <= stay -> 0 <= total -> (n <= 4096)%Z -> (k <= 4200)%Z ->
  sc_radd total stay lose -> sc_rmul lose gamma x2 -> sc_rmul stay rest x -> sc_radd rest 1 (- (1) *
    gamma) ->
  sc_square_near x gamma n k1 -> sc_square_near x2 gamma n1 k -> sc_square_near total gamma n1 k1.
Proof.
  intros <- <- G1 G0 K L N Re S T N1 K1 RT RL RS RR [X HX] [X2 HX2]. split; [exact T|].
  assert (E : sc_damp_square gamma (1 + n) (1 + k)
    = (1 - gamma) * sc_damp_square gamma n (1 + k) + gamma * sc_damp_square gamma (1 + n) k).
  { rewrite sc_damp_square_def. destruct (Z_lt_dec (1 + n) 0); [lia|]. destruct (Z_lt_dec (1 + k) 0);
    [lia|].
    destruct (Z.eq_dec (1 + n + (1 + k)) 0); [lia|].
    replace (1 + n - 1)%Z with n by lia. now replace (1 + k - 1)%Z with k by lia. }
  unfold sc_radd, sc_rmul, rounded, sc_prod in *.
  rewrite (Rabs_pos_eq (stay + lose)) in RT by lra. rewrite (Rabs_pos_eq (gamma * x2)) in RL by now apply
    Rmult_le_pos.
  rewrite (Rabs_pos_eq (rest * x)) in RS by now apply Rmult_le_pos. replace (1 + - (1) * gamma) with (1 -
    gamma) in RR by ring.
  rewrite (Rabs_pos_eq (1 - gamma)) in RR by lra.
  pose proof (square_within gamma n (1 + k) (conj G0 G1) N ltac:(lia)) as E1.
  pose proof (square_within gamma (1 + n) k (conj G0 G1) ltac:(lia) K) as E2.
  rewrite E. set (e1 := sc_damp_square gamma n (1 + k)) in *. set (e2 := sc_damp_square gamma (1 + n) k)
    in *.
  set (c := IZR (3 * n + 2 * k)). assert (C : 0 <= c <= 20688) by (split; apply IZR_le; lia).
  set (t := IZR (n + k + 1)). assert (Tt : 0 <= t <= 8297) by (split; apply IZR_le; lia).
  replace (IZR (3 * n + 2 * (1 + k))) with (c + 2) in HX by (unfold c; rewrite <- plus_IZR; f_equal; lia).
  replace (IZR (3 * (1 + n) + 2 * k)) with (c + 3) in HX2 by (unfold c; rewrite <- plus_IZR; f_equal; lia).
  replace (IZR (3 * (1 + n) + 2 * (1 + k))) with (c + 5) by (unfold c; rewrite <- plus_IZR; f_equal; lia).
  replace (n + (1 + k))%Z with (n + k + 1)%Z in HX by lia. replace (1 + n + k)%Z with (n + k + 1)%Z in
    HX2 by lia.
  replace (IZR (1 + n + (1 + k))) with (t + 1) by (unfold t; rewrite <- plus_IZR; f_equal; lia).
  fold t in HX, HX2. simpl pow in *.
  pose proof (square_step sc_u sc_eta gamma rest x e1 x2 e2 stay lose total ((1 + / 1073741824) * (c + 2))
    ((1 + / 1073741824) * (c + 3)) ((1 + / 1073741824) * (c + 5)) (5 * t)) as Q.
  unfold second_order, near in Q.
  assert (Q' : Rabs (total - ((1 - gamma) * e1 + gamma * e2)) <= (1 + / 1073741824) * (c + 5) *
    (sc_u * ((1 - gamma) * e1 + gamma * e2)) + (5 * t + 5) * sc_eta).
  { apply Q; try assumption; try lra; try apply u_small; try apply eta_tiny. }
  eapply Rle_trans; [exact Q'|]. lra.
Qed.

Theorem sc_root_made gamma x y n k : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (0 <= n)%Z -> 0 <= y ->
  (k + n <= 4095)%Z -> sc_rsqrt y x -> sc_square_near x gamma n k -> sc_root_near y gamma n k.
Proof.
  intros G1 G0 K N Y0 NK Y [X H]. split; [exact Y0|]. rewrite sc_rsqrt_def in Y.
  pose proof (square_within gamma n k (conj G0 G1) N K) as S. pose proof u_small as U. pose proof
    eta_positive as Eta.
  assert (A : 0 <= IZR (3 * n + 2 * k) <= 20475) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR (n + k) <= 4095) by (split; apply IZR_le; lia).
  replace (3 / 2 * IZR n + IZR k) with (IZR (3 * n + 2 * k) / 2) by (rewrite plus_IZR, !mult_IZR; field).
  set (e := sc_damp_square gamma n k) in *. set (a := IZR (3 * n + 2 * k)) in *. set (b := IZR (n + k))
    in *.
  assert (P0 : forall i, 0 < / 2 ^ i) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  assert (T : sqrt (5 * b * sc_eta) <= 19 / 20 * / 2 ^ 529).
  { apply root_le; [specialize (P0 529%nat); lra|].
    replace (19 / 20 * / 2 ^ 529 * (19 / 20 * / 2 ^ 529)) with (361 / 400 * / 2 ^ (529 + 529)) by
      (rewrite pow_add; field; apply pow_nonzero; lra).
    apply Rle_trans with (361 / 400 * 2 ^ 16 * sc_eta).
    - apply Rmult_le_compat_r; [lra|]. simpl. lra.
    - right. rewrite Rmult_assoc, (Rmult_comm (2 ^ 16)), eta_small by lia. reflexivity. }
  assert (E : sc_eta <= / 100 * / 2 ^ 529).
  { unfold sc_eta. apply Rle_trans with (/ 2 ^ (7 + 529)); [apply Rinv_le_contravar; [apply pow_lt;
    lra|apply Rle_pow; [lra|lia]]|].
    rewrite pow_add, Rinv_mult. apply Rmult_le_compat_r; [left; apply P0|]. simpl. lra. }
  assert (V : 0 <= sc_u * sqrt e) by (apply Rmult_le_pos; [lra|apply sqrt_pos]).
  pose proof (P0 529%nat) as P529. set (p := / 2 ^ 529) in *. simpl pow in H.
  pose proof (root_rounded sc_u sc_eta y x e ((1 + / 1073741824) * a) (5 * b * sc_eta) U Eta X ltac:(lra)
    ltac:(lra)
    ltac:(apply Rmult_le_pos; lra) H Y) as Q.
  eapply Rle_trans; [exact Q|].
  assert ((1 + / 1073741824) * a / 2 + 1 + 2 / 1000000 <= a / 2 + 1001 / 1000) by lra. nra.
Qed.

Lemma weight_made gamma root v y first a n level k :
  (a <= first + k)%Z -> (first + k <= a)%Z -> (level <= k + n)%Z -> (k + n <= level)%Z -> gamma <= 1 ->
    (0 <= first)%Z -> 0 <= gamma -> (0 <= k)%Z ->
  (first <= n)%Z -> 31 / 45671926166590716193865151022383844364247891968 <= v -> (level <= 4095)%Z ->
  (n <= 63 + first)%Z -> sc_rdiv y root v -> sc_root_near root gamma n k -> sc_scale_near v a level ->
  sc_weight_near y gamma first n k.
Proof.
  intros A1 A2 B1 B2 G1 F G0 K N V L W D [Root R] S. replace a with (first + k)%Z in * by lia.
  replace level with (k + n)%Z in * by lia. clear A1 A2 B1 B2. unfold sc_weight_near, sc_scale_near in *.
  unfold sc_rdiv, rounded in D. assert (V0 : 0 < v) by lra.
  rewrite (Rabs_pos_eq (root / v)) in D by (apply Rdiv_le_0_compat; lra).
  pose proof (scale_range (first + k) (k + n) ltac:(lia) ltac:(lia) L ltac:(lia)) as T.
  replace (k + n - (first + k))%Z with (n - first)%Z in S by lia. rewrite (Z.add_comm n k).
  assert (A : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (C : 0 <= IZR (n - first) <= 63) by (split; apply IZR_le; lia).
  assert (P0 : forall i, 0 < / 2 ^ i) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  pose proof (P0 290%nat). pose proof (P0 529%nat) as P529.
  set (t := sc_scale_square (first + k) (k + n)) in *. set (w := sqrt (sc_damp_square gamma n k)) in *.
  assert (T1 : 0 < sqrt t <= 1).
  { split; [apply sqrt_lt_R0; lra|]. rewrite <- sqrt_1. apply sqrt_le_1_alt, T. }
  assert (W0 : 0 <= w) by apply sqrt_pos. pose proof u_small as U. pose proof eta_positive as Eta.
  assert (E : sc_eta <= / 100 * / 2 ^ 529).
  { unfold sc_eta. apply Rle_trans with (/ 2 ^ (7 + 529)); [apply Rinv_le_contravar; [apply pow_lt;
    lra|apply Rle_pow; [lra|lia]]|].
    rewrite pow_add, Rinv_mult. apply Rmult_le_compat_r; [left; apply P0|]. simpl. lra. }
  assert (Two : / 2 ^ 528 = 2 * / 2 ^ 529) by (change 529%nat with (Datatypes.S 528); rewrite <-
    tech_pow_Rmult; field; apply pow_nonzero; lra).
  rewrite Two. set (p := / 2 ^ 529) in *.
  pose proof (ratio_rounded sc_u sc_eta y root w (3 / 2 * IZR n + IZR k + 1001 / 1000) p v (sqrt t)
    (IZR (n - first) / 2 + 1001 / 1000) U Eta W0 T1 V0 Root ltac:(lra) ltac:(lra) ltac:(lra) R S D) as Q.
  assert (X : 0 <= sc_u * w) by (apply Rmult_le_pos; lra).
  eapply Rle_trans; [exact Q|]. nra.
Qed.

Theorem sc_stored_weight gamma root v y first a n level k :
  gamma <= 1 -> (0 <= first)%Z -> 0 <= gamma -> (0 <= k)%Z -> (first <= n)%Z ->
  31 / 45671926166590716193865151022383844364247891968 <= v ->
  (first + k <= a)%Z -> (k + n <= level)%Z -> (a <= first + k)%Z -> (level <= k + n)%Z -> (level <= 4095)%Z ->
  (n <= 63 + first)%Z -> sc_rdiv y root v -> sc_scale_stored v a level -> sc_root_near root gamma n k ->
  sc_weight_stored y gamma first n k.
Proof.
  intros G1 F G0 K N V A1 L1 A2 L2 L W D [Sv S] R. split;
    [|now apply (weight_made gamma root v y first a n level k)].
  destruct R as [Root R]. replace a with (first + k)%Z in * by lia. replace level with (n + k)%Z in * by lia.
  unfold sc_rdiv, rounded in D. assert (V0 : 0 < v) by lra.
  rewrite (Rabs_pos_eq (root / v)) in D by (apply Rdiv_le_0_compat; lra).
  pose proof (scale_bounds (first + k) (n + k) ltac:(lia) ltac:(lia) L ltac:(lia)) as T. unfold scale in T.
  assert (A : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (B : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  pose proof u_small as U. pose proof eta_positive as Eta. pose proof (half_pos 146).
  pose proof (half_pos 529) as P529.
  set (t := sqrt (sc_scale_rounded (first + k) (n + k))) in *.
  set (w := sqrt (sc_damp_square gamma n k)) in *.
  assert (W0 : 0 <= w) by apply sqrt_pos.
  assert (E : sc_eta <= / 100 * / 2 ^ 529).
  { unfold sc_eta. apply Rle_trans with (/ 2 ^ (7 + 529)); [apply half_powers; lia|]. rewrite half_split.
    apply Rmult_le_compat_r; [left; apply half_pos|]. simpl. lra. }
  assert (Two : / 2 ^ 528 = 2 * / 2 ^ 529).
  { change 528%nat with (529 - 1)%nat. rewrite <- half_up by lia. now rewrite pow_1. }
  pose proof (ratio_rounded sc_u sc_eta y root w (3 / 2 * IZR n + IZR k + 1001 / 1000) (/ 2 ^ 529) v t
    (1001 / 1000) U Eta W0 ltac:(lra) V0 Root ltac:(lra) ltac:(lra) ltac:(lra) R Sv D) as Q.
  rewrite Two. eapply Rle_trans; [exact Q|]. assert (0 <= sc_u * w) by (apply Rmult_le_pos; lra). nra.
Qed.

Theorem sc_root_low x y : x <= 2 ->
  1 / 2037035976334486086268445688409378161051468393665936250636140449354381299763336706183397376 <= x ->
  sc_rsqrt y x -> 31 / 45671926166590716193865151022383844364247891968 <= y.
Proof.
  intros X2 X Y. rewrite sc_rsqrt_def in Y. apply Rabs_le_between in Y. pose proof u_small as U.
  assert (R : / 1427247692705959881058285969449495136382746624 <= sqrt x).
  { rewrite <- (sqrt_square (/ 1427247692705959881058285969449495136382746624)) by lra. apply
    sqrt_le_1_alt. lra. }
  assert (E : sc_eta <= / 1427247692705959881058285969449495136382746624 * / 1000).
  { apply Rle_trans with (/ 2 ^ 160); [unfold sc_eta; apply Rinv_le_contravar; [apply pow_lt; lra|apply
    Rle_pow; [lra|lia]]|].
    simpl. lra. }
  assert (sc_u * sqrt x <= / 1000 * sqrt x) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(* At the edges the recurrence has one term. *)
Lemma near_edge (x y e b factor : R) (m : Z) : 0 <= b <= 1 -> 0 <= e <= 1 -> 0 <= x -> (0 <= m <= 4200)%Z ->
  Rabs (y - factor * x) <= sc_u * (factor * x) + sc_eta -> Rabs (factor - b) <= sc_u * b + sc_eta -> 0 <=
    factor ->
  Rabs (x - e) <= (1 + / 1073741824) * IZR (3 * m) * (sc_u * e) + 5 * IZR m * sc_eta ->
  Rabs (y - b * e) <= (1 + / 1073741824) * IZR (3 * (m + 1)) * (sc_u * (b * e)) + 5 * IZR (m + 1) * sc_eta.
Proof.
  intros B E X M Y F F0 H. rewrite !mult_IZR, plus_IZR in *. assert (C : 0 <= IZR m <= 4200) by (split;
    apply IZR_le; lia).
  set (c := IZR m) in *. simpl pow in *. pose proof u_small as U. pose proof eta_tiny as Eta.
  assert (N : near sc_u sc_eta x e ((1 + / 1073741824) * (3 * c)) (5 * c)) by exact H.
  assert (N1 : near sc_u sc_eta (factor * x) (b * e) ((1 + / 1073741824) * (3 * c) + 1 + second_order) (b
    * (5 * c) + 1 + second_order)).
  { apply near_times; try assumption; try lra. nra. }
  assert (N2 : near sc_u sc_eta y (b * e) ((1 + / 1073741824) * (3 * c) + 1 + second_order + 1 +
    second_order)
    (b * (5 * c) + 1 + second_order + 1 + second_order)).
  { apply near_rounded with (x := factor * x); unfold second_order in *; try assumption; try lra; try nra. }
  unfold near, second_order in N2. eapply Rle_trans; [exact N2|].
  assert (V : 0 <= sc_u * (b * e)) by (repeat apply Rmult_le_pos; lra).
  assert (b * (5 * c) <= 5 * c) by nra. apply Rplus_le_compat; apply Rmult_le_compat_r; lra.
Qed.

Theorem sc_square_kept gamma rest x y n up : (1 + n = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= n)%Z ->
  0 <= rest -> 0 <= y -> (n <= 4096)%Z -> sc_rmul y rest x -> sc_radd rest 1 (- (1) * gamma) ->
  sc_square_near x gamma n 0 -> sc_square_near y gamma up 0.
Proof.
  intros <- G1 G0 N Re Y N1 RM RR [X H]. split; [exact Y|]. unfold sc_radd, sc_rmul, rounded, sc_prod in *.
  replace (1 + - (1) * gamma) with (1 - gamma) in RR by ring. rewrite (Rabs_pos_eq (1 - gamma)) in RR by
    lra.
  rewrite (Rabs_pos_eq (rest * x)) in RM by now apply Rmult_le_pos.
  assert (E : sc_damp_square gamma (1 + n) 0 = (1 - gamma) * sc_damp_square gamma n 0).
  { rewrite sc_damp_square_def. destruct (Z_lt_dec (1 + n) 0); [lia|]. destruct (Z_lt_dec 0 0); [lia|].
    destruct (Z.eq_dec (1 + n + 0) 0); [lia|]. rewrite (square_missing _ _ (0 - 1)) by lia.
    replace (1 + n - 1)%Z with n by lia. ring. }
  rewrite E. replace (3 * (1 + n) + 2 * 0)%Z with (3 * (n + 1))%Z by lia. replace (1 + n + 0)%Z with (n +
    1)%Z by lia.
  replace (3 * n + 2 * 0)%Z with (3 * n)%Z in H by lia. rewrite Z.add_0_r in H.
  apply near_edge with (x := x) (factor := rest); try assumption; try lra; try lia.
  apply square_within; lia || lra.
Qed.

Theorem sc_square_lost gamma x y k up : (1 + k = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <=
  y ->
  (k <= 4200)%Z -> sc_rmul y gamma x -> sc_square_near x gamma 0 k -> sc_square_near y gamma 0 up.
Proof.
  intros <- G1 G0 K Y K1 RM [X H]. split; [exact Y|]. unfold sc_rmul, rounded, sc_prod in *.
  rewrite (Rabs_pos_eq (gamma * x)) in RM by now apply Rmult_le_pos.
  assert (E : sc_damp_square gamma 0 (1 + k) = gamma * sc_damp_square gamma 0 k).
  { rewrite sc_damp_square_def. destruct (Z_lt_dec 0 0); [lia|]. destruct (Z_lt_dec (1 + k) 0); [lia|].
    destruct (Z.eq_dec (0 + (1 + k)) 0); [lia|]. rewrite (square_negative _ (0 - 1)) by lia.
    replace (1 + k - 1)%Z with k by lia. ring. }
  pose proof (square_within gamma 0 k (conj G0 G1) ltac:(lia) K) as S. pose proof u_small as U. pose
    proof eta_tiny as Eta.
  rewrite E. set (e := sc_damp_square gamma 0 k) in *.
  replace (IZR (3 * 0 + 2 * k)) with (2 * IZR k) in H by (rewrite <- mult_IZR; f_equal; lia).
  replace (IZR (3 * 0 + 2 * (1 + k))) with (2 * IZR k + 2) by (rewrite <- mult_IZR, <- plus_IZR; f_equal;
    lia).
  replace (IZR (0 + (1 + k))) with (IZR k + 1) by (rewrite <- plus_IZR; f_equal; lia). rewrite Z.add_0_l
    in H.
  assert (C : 0 <= IZR k <= 4200) by (split; apply IZR_le; lia). set (c := IZR k) in *. simpl pow in *.
  assert (N : near sc_u sc_eta x e ((1 + / 1073741824) * (2 * c)) (5 * c)) by exact H.
  assert (N1 : near sc_u sc_eta y (gamma * e) ((1 + / 1073741824) * (2 * c) + 1 + second_order)
    (gamma * (5 * c) + 1 + second_order)).
  { apply near_rounded with (x := gamma * x); try assumption; try lra; try nra.
    apply near_factor; assumption. }
  unfold near, second_order in N1. eapply Rle_trans; [exact N1|].
  assert (V : 0 <= sc_u * (gamma * e)) by (repeat apply Rmult_le_pos; lra).
  assert (gamma * (5 * c) <= 5 * c) by nra. apply Rplus_le_compat; apply Rmult_le_compat_r; lra.
Qed.

(* What is dropped. *)
Theorem sc_tail_whole gamma d : (2 <= d)%Z -> sc_tail gamma d d = 0.
Proof. intros D. rewrite sc_tail_def. destruct (Z_le_dec d 0); [lia|]. rewrite Z.sub_diag. unfold Rdiv.
  ring. Qed.

Lemma tail_for_good gamma d k terms : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (terms < d)%Z -> (k <=
  terms)%Z ->
  sc_tail gamma d k <= / 2 ^ 200 -> sc_tail gamma d terms <= / 2 ^ 200.
Proof.
  intros G1 G0 K T L H. unfold sc_tail in *. apply tail_stays with (Z.to_nat k); try lia; try assumption.
  apply Rlt_le_trans with (/ 2 ^ 1); [|simpl; lra]. apply Rinv_lt_contravar; [apply Rmult_lt_0_compat;
    apply pow_lt; lra|].
  apply Rlt_pow; [lra|lia].
Qed.

Lemma tail_next gamma tail a b ratio lost kept next d k up :
  (1 + k = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <= kept -> 0 <= lost -> 0 <= ratio -> 0
    <= tail ->
  (up < d)%Z -> (d <= 4096)%Z -> a <= IZR (d - up) -> IZR (d - up) <= a -> b <= IZR up -> IZR up <= b ->
  sc_tail gamma d k <= tail -> sc_rmul kept lost ratio -> sc_rmul lost tail gamma ->
  sc_rmul next kept (1125899906842625 / 1125899906842624) -> sc_rdiv ratio a b ->
  sc_tail gamma d up <= (if Rlt_dec next (/ 2 ^ 200) then / 2 ^ 200 else next).
Proof.
  intros <- G1 G0 K K0 L0 R0 T0 Up D A1 A2 B1 B2 T HK HL HN HR. replace a with (IZR (d - (1 + k))) in HR
    by lra.
  replace b with (IZR (1 + k)) in HR by lra. clear A1 A2 B1 B2.
  rewrite sc_tail_def. destruct (Z_le_dec (1 + k) 0); [lia|]. replace (1 + k - 1)%Z with k by lia.
  unfold sc_rmul, sc_rdiv, rounded, sc_prod in *.
  set (r := IZR (d - (1 + k)) / IZR (1 + k)) in *.
  assert (N : 1 <= IZR (1 + k) <= 4095) by (split; apply IZR_le; lia).
  assert (M : 1 <= IZR (d - (1 + k)) <= 4095) by (split; apply IZR_le; lia).
  assert (Q : / 5000 <= r <= 4096).
  { unfold r. split; apply Rmult_le_reg_r with (IZR (1 + k)); try lra; unfold Rdiv; rewrite Rmult_assoc,
    Rinv_l; lra. }
  rewrite (Rabs_pos_eq r) in HR by lra. rewrite (Rabs_pos_eq (tail * gamma)) in HL by now apply
    Rmult_le_pos.
  rewrite (Rabs_pos_eq (lost * ratio)) in HK by now apply Rmult_le_pos.
  rewrite (Rabs_pos_eq (kept * _)) in HN by (apply Rmult_le_pos; lra).
  assert (E : 1125899906842625 / 1125899906842624 = 1 + 8 * sc_u) by (unfold sc_u; simpl; lra). rewrite E
    in HN.
  assert (P : forall i, 0 < / 2 ^ i) by (intros; apply Rinv_0_lt_compat, pow_lt; lra).
  assert (Low : 10000 * sc_eta <= / 2 ^ 200 * sc_u).
  { unfold sc_eta, sc_u. rewrite <- Rinv_mult, <- pow_add. apply Rle_trans with (2 ^ 14 * / 2 ^ 1074).
    - apply Rmult_le_compat_r; [left; apply P|]. simpl. lra.
    - replace 1074%nat with (14 + 1060)%nat by reflexivity. rewrite pow_add, Rinv_mult, <- Rmult_assoc,
        Rinv_r, Rmult_1_l
        by (apply pow_nonzero; lra). apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow;
          [lra|lia]. }
  assert (Small : sc_eta <= / 1000000 * sc_u).
  { unfold sc_eta, sc_u. apply Rle_trans with (/ 2 ^ 20 * / 2 ^ 53).
    - rewrite <- Rinv_mult, <- pow_add. apply Rinv_le_contravar; [apply pow_lt; lra|]. apply Rle_pow;
        [lra|lia].
    - apply Rmult_le_compat_r; [left; apply P|]. simpl. lra. }
  apply Rle_trans with (tail * (gamma * r)).
  - apply Rmult_le_compat_r; [|exact T]. apply Rmult_le_pos; lra.
  - pose proof u_small. pose proof eta_positive. clear E P.
    apply (tail_step sc_u sc_eta gamma tail r ratio lost kept next (/ 2 ^ 200)); assumption || (split;
      assumption).
Qed.

(* The same with the numbers as Why3 prints them. *)
Lemma power_200 : 1 / 1606938044258990275541962092341162602522202993782792835301376 = / 2 ^ 200.
Proof. simpl. lra. Qed.

Theorem sc_tail_falls gamma d k terms : gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> (terms < d)%Z -> (k <=
  terms)%Z ->
  sc_tail gamma d k <= 1 / 1606938044258990275541962092341162602522202993782792835301376 -> sc_tail gamma
    d terms <= 1 / 1606938044258990275541962092341162602522202993782792835301376.
Proof. rewrite power_200. apply tail_for_good. Qed.
Theorem sc_tail_next gamma tail a b ratio lost kept next d k up :
  (1 + k = up)%Z -> gamma <= 1 -> 0 <= gamma -> (0 <= k)%Z -> 0 <= kept -> 0 <= lost -> 0 <= ratio -> 0
    <= tail ->
  (up < d)%Z -> IZR up <= b -> b <= IZR up -> sc_tail gamma d k <= tail ->
  IZR (d + - (1) * up) <= a -> a <= IZR (d + - (1) * up) -> (d <= 4096)%Z -> sc_rmul kept lost ratio ->
  sc_rmul lost tail gamma -> sc_rmul next kept (1125899906842625 / 1125899906842624) -> sc_rdiv ratio a b ->
  (next < 1 / 1606938044258990275541962092341162602522202993782792835301376 -> sc_tail gamma d up <= 1 /
    1606938044258990275541962092341162602522202993782792835301376) /\
  (~ next < 1 / 1606938044258990275541962092341162602522202993782792835301376 -> sc_tail gamma d up <=
    next).
Proof.
  rewrite power_200. replace (d + - (1) * up)%Z with (d - up)%Z by lia. intros.
  assert (H' : sc_tail gamma d up <= (if Rlt_dec next (/ 2 ^ 200) then / 2 ^ 200 else next))
    by (apply (tail_next gamma tail a b ratio lost kept next d k up); assumption).
  destruct (Rlt_dec next (/ 2 ^ 200)); split; intros; lra || contradiction.
Qed.
