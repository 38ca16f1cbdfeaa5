(* The swap tables: what kernel/swap.c computes, to the last bit, is the sine and cosine of the angle within
   the error stated in kernel/swap.h. Doubles round to the nearest, ties to even, as Flocq has it. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Flocq Require Import Core Relative IEEE754.Binary.
From Flocq Require IEEE754.BinarySingleNaN.
From Interval Require Import Tactic.
From Surecharge Require Import Rounding.
Open Scope R_scope.

(* ---- One step of Horner's rule, at z = r^2 rounded *)
Lemma near_times z Z h H D B n : 0 <= Z <= 0.61686 -> Rabs (z - Z) <= / 2 ^ 54 -> Rabs (h - H) <= D ->
  Rabs h <= B -> (n <= 1000)%nat -> 0.61687 * B <= / 2 ^ n ->
  Rabs (rnd (z * h)) <= / 2 ^ n /\ Rabs (rnd (z * h) - Z * H) <= 0.61686 * D + / 2 ^ 54 * B + / 2 ^ (n + 54).
Proof.
  intros HZ Hz HH Hh N S.
  assert (L : Rabs (z * h) <= / 2 ^ n).
  { rewrite Rabs_mult. eapply Rle_trans; [|exact S]. apply Rmult_le_compat; try apply Rabs_pos; [|exact Hh].
    apply Rabs_le. apply Rabs_le_inv in Hz. assert (/ 2 ^ 54 <= 0.00001) by interval. lra. }
  split; [now apply rnd_small|].
  replace (rnd (z * h) - Z * H) with (Z * (h - H) + (z - Z) * h + (rnd (z * h) - z * h)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [|now apply rnd_error].
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult. apply Rplus_le_compat.
  - apply Rmult_le_compat; try apply Rabs_pos; [|exact HH]. apply Rabs_le. lra.
  - apply Rmult_le_compat; try apply Rabs_pos; assumption.
Qed.

Lemma horner c D B n m {z Z h H E A} : 0 <= Z <= 0.61686 -> Rabs (z - Z) <= / 2 ^ 54 ->
  Rabs (h - H) <= E /\ Rabs h <= A -> (n <= 1000)%nat -> (m <= 1000)%nat -> 0.61687 * A <= / 2 ^ n ->
  Rabs c + / 2 ^ n <= / 2 ^ m -> 0.61686 * E + / 2 ^ 54 * A + / 2 ^ (n + 54) + / 2 ^ (m + 54) <= D ->
  Rabs c + / 2 ^ n + / 2 ^ (m + 54) <= B ->
  Rabs (rnd (c + rnd (z * h)) - (c + Z * H)) <= D /\ Rabs (rnd (c + rnd (z * h))) <= B.
Proof.
  intros HZ Hz [HH Hh] N M S T HD HB.
  destruct (near_times z Z h H E A n) as [L G]; try assumption.
  assert (Q : Rabs (c + rnd (z * h)) <= / 2 ^ m).
  { eapply Rle_trans; [apply Rabs_triang|]. lra. }
  pose proof (rnd_error m _ M Q) as R. split.
  - replace (rnd (c + rnd (z * h)) - (c + Z * H))
      with ((rnd (c + rnd (z * h)) - (c + rnd (z * h))) + (rnd (z * h) - Z * H)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
  - replace (rnd (c + rnd (z * h)))
      with ((rnd (c + rnd (z * h)) - (c + rnd (z * h))) + (c + rnd (z * h))) at 1 by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    pose proof (Rabs_triang c (rnd (z * h))). lra.
Qed.

(* ---- The polynomials *)
Definition sine_tail (z : R) : R :=
  rnd (6004799503160637 / 36028797018963968 + rnd (z *
  rnd (-4803839602518815 / 576460752303423488 + rnd (z *
  rnd (1830034132882111 / 9223372036854775808 + rnd (z *
  rnd (-6506786455969853 / 2361183241434822606848 + rnd (z *
  rnd (7571079356256905 / 302231454903657293676544 + rnd (z *
  (-6146598964483053 / 38685626227668133590597632))))))))))).
Definition sine (r : R) : R := rnd (r - rnd (r * rnd (rnd (r * r) * sine_tail (rnd (r * r))))).
Definition cosine_tail (z : R) : R :=
  rnd (1501199875790163 / 36028797018963968 + rnd (z *
  rnd (-1601279867507809 / 1152921504606846976 + rnd (z *
  rnd (3660068266808189 / 147573952589676412928 + rnd (z *
  rnd (-162669672086385 / 590295810358705651712 + rnd (z *
  rnd (1261860068283293 / 604462909807314587353088 + rnd (z *
  (-7031295092532365 / 618970019642690137449562112))))))))))).
Definition cosine (r : R) : R :=
  rnd (1 - rnd (rnd (r * r) * rnd (1 / 2 - rnd (rnd (r * r) * cosine_tail (rnd (r * r)))))).

Lemma square r : Rabs r <= 0.7853982 -> 0 <= r * r <= 0.61686 /\ Rabs (rnd (r * r) - r * r) <= / 2 ^ 54.
Proof.
  intros A. apply Rabs_le_inv in A. assert (S : 0 <= r * r <= 0.61686) by nra. split; [exact S|].
  apply (rnd_error 0); [lia|]. simpl. rewrite Rinv_1. apply Rabs_le. lra.
Qed.

Ltac numbers := first [lia | interval with (i_prec 120)].

Lemma sine_tail_near z Z : 0 <= Z <= 0.61686 -> Rabs (z - Z) <= / 2 ^ 54 ->
  Rabs (sine_tail z - (6004799503160637 / 36028797018963968 + Z *
    (-4803839602518815 / 576460752303423488 + Z *
    (1830034132882111 / 9223372036854775808 + Z *
    (-6506786455969853 / 2361183241434822606848 + Z *
    (7571079356256905 / 302231454903657293676544 + Z *
    (-6146598964483053 / 38685626227668133590597632))))))) <= 1.54e-17 /\ Rabs (sine_tail z) <= 0.175.
Proof.
  intros HZ Hz. unfold sine_tail.
  apply (horner (E := 9.1e-19) (A := 0.0086) _ _ _ 7 2); try assumption; try numbers.
  apply (horner (E := 1.4e-20) (A := 0.000201) _ _ _ 12 6); try assumption; try numbers.
  apply (horner (E := 2.2e-22) (A := 2.8e-6) _ _ _ 19 12); try assumption; try numbers.
  apply (horner (E := 1.7e-24) (A := 2.53e-8) _ _ _ 25 18); try assumption; try numbers.
  apply (horner (E := 0) (A := 1.6e-10) _ _ _ 33 25); try assumption; try numbers.
  split; [unfold Rminus; rewrite Rplus_opp_r, Rabs_R0; lra|interval].
Qed.

Lemma sine_near r : Rabs r <= 0.7853982 -> Rabs (sine r - sin r) <= 0.83 * / 2 ^ 53.
Proof.
  intros A. destruct (square r A) as [HZ Hz]. unfold sine.
  destruct (sine_tail_near _ _ HZ Hz) as [T B]. set (z := rnd (r * r)) in *. set (Z := r * r) in *.
  set (h := sine_tail z) in *.
  match type of T with Rabs (_ - ?H) <= _ => set (P := H) in * end.
  destruct (near_times z Z h P 1.54e-17 0.175 3) as [L G]; try assumption; try numbers.
  set (m := rnd (z * h)) in *.
  assert (Q : Rabs (r * m) <= / 2 ^ 3).
  { rewrite Rabs_mult. replace (/ 2 ^ 3) with (1 * / 2 ^ 3) by ring.
    apply Rmult_le_compat; try apply Rabs_pos; [lra|exact L]. }
  pose proof (rnd_error 3 _ ltac:(lia) Q) as E1. pose proof (rnd_small 3 _ ltac:(lia) Q) as S1.
  set (p := rnd (r * m)) in *.
  assert (U : Rabs (r - p) <= / 2 ^ 0).
  { apply Rabs_le. apply Rabs_le_inv in A, S1. simpl in *. lra. }
  pose proof (rnd_error 0 _ ltac:(lia) U) as E2. set (y := rnd (r - p)) in *.
  assert (C : Rabs (r - r * (Z * P) - sin r) <= 0.072 * / 2 ^ 53).
  { unfold P, Z. apply Rabs_le_inv in A. interval with (i_bisect r, i_taylor r, i_degree 14, i_prec 100). }
  replace (y - sin r) with ((y - (r - p)) - (p - r * m) - r * (m - Z * P) + (r - r * (Z * P) - sin r))
    by ring.
  assert (W : Rabs (r * (m - Z * P)) <= 0.7853982 * 2.65e-17).
  { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [exact A|].
    eapply Rle_trans; [exact G|]. interval with (i_prec 120). }
  assert (N : / 2 ^ 54 + / 2 ^ 57 + 0.7853982 * 2.65e-17 + 0.072 * / 2 ^ 53 <= 0.83 * / 2 ^ 53) by
    interval with (i_prec 120).
  apply Rabs_le_inv in E1, E2, C, W. change (0 + 54)%nat with 54%nat in E2.
  change (3 + 54)%nat with 57%nat in E1.
  apply Rabs_le. lra.
Qed.

Lemma cosine_tail_near z Z : 0 <= Z <= 0.61686 -> Rabs (z - Z) <= / 2 ^ 54 ->
  Rabs (cosine_tail z - (1501199875790163 / 36028797018963968 + Z *
    (-1601279867507809 / 1152921504606846976 + Z *
    (3660068266808189 / 147573952589676412928 + Z *
    (-162669672086385 / 590295810358705651712 + Z *
    (1261860068283293 / 604462909807314587353088 + Z *
    (-7031295092532365 / 618970019642690137449562112))))))) <= 3.68e-18 /\ Rabs (cosine_tail z) <= 0.0427.
Proof.
  intros HZ Hz. unfold cosine_tail.
  apply (horner (E := 1.13e-19) (A := 0.00142) _ _ _ 10 4); try assumption; try numbers.
  apply (horner (E := 1.75e-21) (A := 2.51e-5) _ _ _ 15 9); try assumption; try numbers.
  apply (horner (E := 2.7e-23) (A := 2.78e-7) _ _ _ 22 15); try assumption; try numbers.
  apply (horner (E := 2.1e-25) (A := 2.1e-9) _ _ _ 29 21); try assumption; try numbers.
  apply (horner (E := 0) (A := 1.14e-11) _ _ _ 37 28); try assumption; try numbers.
  split; [unfold Rminus; rewrite Rplus_opp_r, Rabs_R0; lra|interval].
Qed.

Lemma cosine_near r : Rabs r <= 0.7853982 -> Rabs (cosine r - cos r) <= 1.21 * / 2 ^ 53 /\ 0 <= cosine r <= 1.
Proof.
  intros A. destruct (square r A) as [HZ Hz]. unfold cosine.
  destruct (cosine_tail_near _ _ HZ Hz) as [T B]. set (z := rnd (r * r)) in *. set (Z := r * r) in *.
  set (g := cosine_tail z) in *.
  match type of T with Rabs (_ - ?H) <= _ => set (P := H) in * end.
  assert (HP : 0.04 <= P <= 0.0417) by (unfold P; interval).
  destruct (near_times z Z g P 3.68e-18 0.0427 5) as [L G]; try assumption; try numbers.
  assert (z0 : 0 <= z).
  { apply rnd_positive. lra. }
  assert (z1 : z <= 0.7).
  { apply Rabs_le_inv in Hz. pose proof (inverse_small 54). assert (/ 2 ^ 54 <= 0.00001) by interval. lra. }
  assert (g1 : g <= 0.0427) by (apply Rabs_le_inv in B; lra).
  assert (g0 : 0 <= g).
  { apply Rabs_le_inv in T. lra. }
  assert (m0 : 0 <= rnd (z * g)).
  { apply rnd_positive. nra. }
  set (m := rnd (z * g)) in *.
  assert (Q : Rabs (1 / 2 - m) <= / 2 ^ 1).
  { apply Rabs_le. apply Rabs_le_inv in L. simpl in *. lra. }
  pose proof (rnd_error 1 _ ltac:(lia) Q) as E1. pose proof (rnd_small 1 _ ltac:(lia) Q) as S1.
  assert (half0 : 0 <= rnd (1 / 2 - m)).
  { apply rnd_positive. apply Rabs_le_inv in L. simpl in *. lra. }
  set (half := rnd (1 / 2 - m)) in *.
  assert (half1 : half <= 0.5) by (apply Rabs_le_inv in S1; simpl in S1; lra).
  assert (D : Rabs (half - (1 / 2 - Z * P)) <= 3.42e-17).
  { replace (half - (1 / 2 - Z * P)) with ((half - (1 / 2 - m)) - (m - Z * P)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp.
    assert (/ 2 ^ (1 + 54) + (0.61686 * 3.68e-18 + / 2 ^ 54 * 0.0427 + / 2 ^ (5 + 54)) <= 3.42e-17) by
      interval with (i_prec 120). lra. }
  destruct (near_times z Z half (1 / 2 - Z * P) 3.42e-17 (/ 2 ^ 1) 1) as [K F]; try assumption; try numbers.
  assert (t0 : 0 <= rnd (z * half)).
  { apply rnd_positive. nra. }
  set (t := rnd (z * half)) in *.
  assert (U : Rabs (1 - t) <= / 2 ^ 0).
  { apply Rabs_le. apply Rabs_le_inv in K. simpl in *. lra. }
  pose proof (rnd_error 0 _ ltac:(lia) U) as E2. pose proof (rnd_small 0 _ ltac:(lia) U) as S2.
  assert (y0 : 0 <= rnd (1 - t)).
  { apply rnd_positive. apply Rabs_le_inv in K. simpl in *. lra. }
  set (y := rnd (1 - t)) in *. split.
  2: { apply Rabs_le_inv in S2. simpl in S2. lra. }
  assert (C : Rabs (1 - Z * (1 / 2 - Z * P) - cos r) <= 0.009 * / 2 ^ 53).
  { unfold P, Z. apply Rabs_le_inv in A. interval with (i_bisect r, i_taylor r, i_degree 14, i_prec 100). }
  replace (y - cos r) with ((y - (1 - t)) - (t - Z * (1 / 2 - Z * P)) + (1 - Z * (1 / 2 - Z * P) - cos r))
    by ring.
  assert (N : / 2 ^ 54 + (0.61686 * 3.42e-17 + / 2 ^ 54 * / 2 ^ 1 + / 2 ^ (1 + 54)) + 0.009 * / 2 ^ 53
    <= 1.21 * / 2 ^ 53) by interval with (i_prec 120).
  apply Rabs_le_inv in E2, F, C. change (0 + 54)%nat with 54%nat in E2.
  apply Rabs_le. lra.
Qed.

(* ---- The reduction *)
Definition reduced (x : R) (k : Z) : R :=
  rnd (rnd (rnd (x - rnd (IZR k * (1686629713 / 1073741824)))
      - rnd (IZR k * (2242054355 / 36893488147419103232)))
       - rnd (IZR k * (5376105825661043 / 2658455991569831745807614120560689152))).
Definition nearest_turn (x : R) (k : Z) : Prop :=
  Rabs x <= 1048577 /\ Rabs (IZR k - x * (5734161139222659 / 9007199254740992)) <= 500000001 / 1000000000.

Lemma turn_range x k : nearest_turn x k -> (Z.abs k < 667547)%Z /\ Rabs (x - IZR k * (PI / 2)) <= 0.78539817.
Proof.
  intros [X N]. apply Rabs_le_inv in X, N. split.
  - apply lt_IZR. rewrite abs_IZR. apply Rabs_lt. lra.
  - set (e := IZR k - x * (5734161139222659 / 9007199254740992)) in *.
    replace (x - IZR k * (PI / 2))
      with (x * (1 - 5734161139222659 / 9007199254740992 * (PI / 2)) - e * (PI / 2)) by (unfold e; field).
    clearbody e. interval with (i_prec 120).
Qed.

Lemma half_grid x : double_format x -> / 2 <= Rabs x -> exists m : Z, x = IZR m * bpow radix2 (-53).
Proof.
  intros F X. rewrite F. set (m := Ztrunc (scaled_mantissa radix2 format x)).
  assert (E : (-53 <= cexp radix2 format x)%Z).
  { assert (M : (-1 < mag radix2 x)%Z).
    { apply mag_gt_bpow. exact X. }
    unfold cexp, FLT_exp. lia. }
  exists (m * 2 ^ (cexp radix2 format x + 53))%Z. unfold F2R. simpl Fnum. simpl Fexp.
  rewrite mult_IZR, Rmult_assoc. f_equal. change 2%Z with (radix_val radix2) at 1.
  rewrite IZR_Zpower by lia. rewrite <- bpow_plus. f_equal. lia.
Qed.

Lemma minus_exact x k : double_format x -> nearest_turn x k -> rnd (IZR k * (1686629713 / 1073741824))
  = IZR k * (1686629713 / 1073741824) /\ rnd (x - IZR k * (1686629713 / 1073741824))
  = x - IZR k * (1686629713 / 1073741824).
Proof.
  intros F N. pose proof (turn_range x k N) as [K R]. destruct N as [X N].
  assert (KB : Rabs (IZR k) <= 667547) by (rewrite <- abs_IZR; apply IZR_le; lia). split.
  - apply rnd_exact; [apply Rabs_le; apply Rabs_le_inv in KB; simpl; lra|].
    replace (IZR k * (1686629713 / 1073741824)) with (IZR (k * 1686629713) * bpow radix2 (-30)).
    + apply grid; lia.
    + rewrite mult_IZR. change (bpow radix2 (-30)) with (/ 1073741824). field.
  - apply rnd_exact; [apply Rabs_le; apply Rabs_le_inv in KB, X; simpl; lra|].
    destruct (Z.eq_dec k 0) as [->|K0].
    + replace (x - 0 * (1686629713 / 1073741824)) with x by ring. exact F.
    + assert (H : / 2 <= Rabs x).
      { assert (B : 1 <= Rabs (IZR k)) by (rewrite <- abs_IZR; apply IZR_le; lia).
        apply Rabs_le_inv in N. destruct (Rle_dec 0 (IZR k)).
        - rewrite Rabs_pos_eq in B by assumption. rewrite Rabs_pos_eq; lra.
        - rewrite Rabs_left in B by lra. rewrite Rabs_left; lra. }
      destruct (half_grid x F H) as [m E]. rewrite E at 1.
      replace (IZR m * bpow radix2 (-53) - IZR k * (1686629713 / 1073741824))
        with (IZR (m - k * 1686629713 * 8388608) * bpow radix2 (-53)).
      2: { rewrite minus_IZR, !mult_IZR. change (bpow radix2 (-53)) with (/ 9007199254740992). field. }
      assert (L : Rabs (IZR (m - k * 1686629713 * 8388608)) < IZR (2 ^ 53)).
      { assert (D : Rabs (x - IZR k * (1686629713 / 1073741824)) < 0.8).
        { replace (x - IZR k * (1686629713 / 1073741824))
            with ((x - IZR k * (PI / 2)) + IZR k * (PI / 2 - 1686629713 / 1073741824)) by ring.
          assert (S : Rabs (IZR k * (PI / 2 - 1686629713 / 1073741824)) <= 0.001).
          { apply Rabs_le_inv in KB. interval with (i_prec 80). }
          apply Rabs_le_inv in R, S. apply Rabs_lt. lra. }
        rewrite E in D. replace (IZR m * bpow radix2 (-53) - IZR k * (1686629713 / 1073741824))
          with (IZR (m - k * 1686629713 * 8388608) * bpow radix2 (-53)) in D.
        2: { rewrite minus_IZR, !mult_IZR. change (bpow radix2 (-53)) with (/ 9007199254740992). field. }
        change (bpow radix2 (-53)) with (/ 9007199254740992) in D.
        change (IZR (2 ^ 53)) with 9007199254740992.
        rewrite Rabs_mult, (Rabs_pos_eq (/ 9007199254740992)) in D by lra. lra. }
      apply grid; [|lia]. rewrite <- abs_IZR in L. now apply lt_IZR in L.
Qed.

Lemma reduced_near x k : double_format x -> nearest_turn x k ->
  Rabs (reduced x k - (x - IZR k * (PI / 2))) <= 1.001 * / 2 ^ 53 /\ Rabs (reduced x k) <= 0.7853982.
Proof.
  assert (N48 : / 2 ^ 48 <= 0.00001) by interval. assert (N54 : / 2 ^ 54 <= 0.000000001) by interval.
  assert (M : / 2 ^ 54 + / 2 ^ 54 + / 2 ^ 102 + / 2 ^ 100 <= 1.001 * / 2 ^ 53) by interval with (i_prec 120).
  assert (M1 : 1.001 * / 2 ^ 53 <= 0.00000001) by interval.
  intros F N. unfold reduced. destruct (minus_exact x k F N) as [E1 E2]. rewrite E1, E2. clear E1 E2.
  pose proof (turn_range x k N) as [K R]. clear N.
  assert (KB : Rabs (IZR k) <= 667547) by (rewrite <- abs_IZR; apply IZR_le; lia).
  replace (rnd (IZR k * (2242054355 / 36893488147419103232)))
    with (IZR k * (2242054355 / 36893488147419103232)).
  2: { symmetry. apply rnd_exact; [apply Rabs_le; apply Rabs_le_inv in KB; simpl; lra|].
       replace (IZR k * (2242054355 / 36893488147419103232)) with (IZR (k * 2242054355) * bpow radix2 (-65)).
       - apply grid; lia.
       - rewrite mult_IZR. change (bpow radix2 (-65)) with (/ 36893488147419103232). field. }
  set (a := 1686629713 / 1073741824). set (b := 2242054355 / 36893488147419103232).
  set (c := 5376105825661043 / 2658455991569831745807614120560689152).
  assert (C : Rabs (IZR k * c) <= / 2 ^ 48).
  { unfold c. apply Rabs_le_inv in KB. interval with (i_prec 80). }
  pose proof (rnd_error 48 _ ltac:(lia) C) as EC. pose proof (rnd_small 48 _ ltac:(lia) C) as SC.
  set (p := rnd (IZR k * c)) in *.
  assert (T : Rabs (IZR k * (PI / 2 - a - b - c)) <= / 2 ^ 100).
  { unfold a, b, c. apply Rabs_le_inv in KB. interval with (i_prec 200). }
  assert (T1 : Rabs (IZR k * (PI / 2 - a - b)) <= 0.00001).
  { unfold a, b. apply Rabs_le_inv in KB. interval with (i_prec 200). }
  assert (D1 : Rabs (x - IZR k * a - IZR k * b) <= / 2 ^ 0).
  { replace (x - IZR k * a - IZR k * b) with ((x - IZR k * (PI / 2)) + IZR k * (PI / 2 - a - b)) by ring.
    apply Rabs_le_inv in R, T1. apply Rabs_le. simpl. lra. }
  pose proof (rnd_error 0 _ ltac:(lia) D1) as E1. set (y := rnd (x - IZR k * a - IZR k * b)) in *.
  change (0 + 54)%nat with 54%nat in *. change (48 + 54)%nat with 102%nat in *.
  assert (D2 : Rabs (y - p) <= / 2 ^ 0).
  { replace (y - p) with ((y - (x - IZR k * a - IZR k * b)) - p
      + ((x - IZR k * (PI / 2)) + IZR k * (PI / 2 - a - b))) by ring.
    apply Rabs_le_inv in R, T1, E1, SC. apply Rabs_le. simpl (2 ^ 0). lra. }
  pose proof (rnd_error 0 _ ltac:(lia) D2) as E2. change (0 + 54)%nat with 54%nat in E2.
  set (r := rnd (y - p)) in *.
  assert (A : Rabs (r - (x - IZR k * (PI / 2))) <= 1.001 * / 2 ^ 53).
  { replace (r - (x - IZR k * (PI / 2))) with ((r - (y - p)) + (y - (x - IZR k * a - IZR k * b))
      - (p - IZR k * c) + IZR k * (PI / 2 - a - b - c)) by ring.
    apply Rabs_le_inv in E1, E2, EC, T. apply Rabs_le. lra. }
  split; [exact A|].
  apply Rabs_le_inv in A, R. apply Rabs_le. lra.
Qed.

(* ---- Quarter turns *)
Lemma sine_lipschitz a b : Rabs (sin a - sin b) <= Rabs (a - b) /\ Rabs (cos a - cos b) <= Rabs (a - b).
Proof.
  assert (S : forall x, Rabs (sin x) <= Rabs x).
  { assert (P : forall x, 0 <= x -> Rabs (sin x) <= x).
    { intros x X. destruct X as [X|<-]; [|rewrite sin_0, Rabs_R0; lra]. pose proof (sin_lt_x x X).
      apply Rabs_le. split; [|lra]. destruct (Rle_dec x PI) as [L|L].
      - pose proof (sin_ge_0 x ltac:(lra) L). lra.
      - pose proof (SIN_bound x). pose proof PI2_1. lra. }
    intros x. destruct (Rle_dec 0 x) as [X|X].
    - rewrite (Rabs_pos_eq x X). now apply P.
    - rewrite (Rabs_left x) by lra. rewrite <- Rabs_Ropp, <- sin_neg. apply P. lra. }
  split.
  - rewrite form4. pose proof (S ((a - b) / 2)) as H. pose proof (COS_bound ((a + b) / 2)) as B.
    rewrite !Rabs_mult, (Rabs_pos_eq 2) by lra.
    unfold Rdiv in H at 2. rewrite Rabs_mult, (Rabs_pos_eq (/ 2)) in H by lra.
    assert (C : Rabs (cos ((a + b) / 2)) <= 1) by (apply Rabs_le; lra).
    pose proof (Rabs_pos (cos ((a + b) / 2))). pose proof (Rabs_pos (sin ((a - b) / 2))). nra.
  - rewrite form2. pose proof (S ((a - b) / 2)) as H. pose proof (SIN_bound ((a + b) / 2)) as B.
    rewrite !Rabs_mult, (Rabs_left (-2)) by lra.
    unfold Rdiv in H at 2. rewrite Rabs_mult, (Rabs_pos_eq (/ 2)) in H by lra.
    assert (C : Rabs (sin ((a + b) / 2)) <= 1) by (apply Rabs_le; lra).
    pose proof (Rabs_pos (sin ((a + b) / 2))). pose proof (Rabs_pos (sin ((a - b) / 2))). nra.
Qed.

Definition turned_sine (turns : Z) (c s : R) : R :=
  if Z.testbit turns 1 then - (if Z.testbit turns 0 then c else s) else if Z.testbit turns 0 then c else s.
Definition turned_cosine (turns : Z) (c s : R) : R :=
  if Z.testbit (turns + 1) 1 then - (if Z.testbit turns 0 then s else c)
  else if Z.testbit turns 0 then s else c.

Lemma whole_turns x i : sin (x + 2 * IZR i * PI) = sin x /\ cos (x + 2 * IZR i * PI) = cos x.
Proof.
  assert (P : forall y n, sin (y + 2 * IZR (Z.of_nat n) * PI) = sin y
    /\ cos (y + 2 * IZR (Z.of_nat n) * PI) = cos y).
  { intros y n. rewrite <- INR_IZR_INZ. split; [apply sin_period|apply cos_period]. }
  destruct (Z_le_dec 0 i) as [I|I].
  - rewrite <- (Z2Nat.id i I). apply P.
  - destruct (P (x + 2 * IZR i * PI) (Z.to_nat (- i))) as [S C]. rewrite Z2Nat.id, opp_IZR in S, C by lia.
    replace (x + 2 * IZR i * PI + 2 * - IZR i * PI) with x in S, C by ring. now split.
Qed.

Lemma turned_exact turns r : let x := r + IZR (turns - 1048576) * (PI / 2) in
  turned_sine turns (cos r) (sin r) = sin x /\ turned_cosine turns (cos r) (sin r) = cos x.
Proof.
  cbv zeta. pose proof (Z.div_mod turns 4 ltac:(lia)) as D.
  pose proof (Z.mod_pos_bound turns 4 ltac:(lia)) as B.
  set (i := (turns / 4)%Z) in *. set (b := (turns mod 4)%Z) in *. clearbody i b.
  replace (r + IZR (turns - 1048576) * (PI / 2)) with (r + IZR b * (PI / 2) + 2 * IZR (i - 262144) * PI).
  2: { rewrite D, !minus_IZR, plus_IZR, mult_IZR. field. }
  destruct (whole_turns (r + IZR b * (PI / 2)) (i - 262144)) as [-> ->].
  assert (T0 : Z.testbit turns 0 = Z.testbit b 0).
  { rewrite !Z.bit0_odd, D, Z.odd_add, Z.odd_mul. simpl. now destruct (Z.odd b). }
  assert (T1 : Z.testbit turns 1 = Z.testbit b 1).
  { rewrite !Z.testbit_odd, !Z.shiftr_div_pow2 by lia. change (2 ^ 1)%Z with 2%Z.
    rewrite D. replace (4 * i + b)%Z with (b + 2 * i * 2)%Z by lia. rewrite Z.div_add by lia.
    rewrite Z.odd_add, !Z.odd_mul. change (Z.odd 2) with false.
    now rewrite Bool.xorb_false_r. }
  assert (T2 : Z.testbit (turns + 1) 1 = Z.testbit (b + 1) 1).
  { rewrite !Z.testbit_odd, !Z.shiftr_div_pow2 by lia. change (2 ^ 1)%Z with 2%Z.
    rewrite D. replace (4 * i + b + 1)%Z with (b + 1 + 2 * i * 2)%Z by lia. rewrite Z.div_add by lia.
    rewrite Z.odd_add, !Z.odd_mul. change (Z.odd 2) with false.
    now rewrite Bool.xorb_false_r. }
  unfold turned_sine, turned_cosine. rewrite T0, T1, T2. clear T0 T1 T2 D.
  assert (Q : (b = 0 \/ b = 1 \/ b = 2 \/ b = 3)%Z) by lia.
  destruct Q as [-> | [-> | [-> | ->]]];
    cbn [Z.testbit Z.add Pos.add Z.odd Pos.testbit Pos.pred_N Pos.succ Pos.pred_double].
  - rewrite Rmult_0_l, Rplus_0_r. now split.
  - rewrite Rmult_1_l, sin_plus, cos_plus, sin_PI2, cos_PI2. split; ring.
  - replace (r + 2 * (PI / 2)) with (r + PI) by field. rewrite neg_sin, neg_cos. now split.
  - replace (r + 3 * (PI / 2)) with (r + PI / 2 + PI) by field.
    rewrite neg_sin, neg_cos, sin_plus, cos_plus, sin_PI2, cos_PI2. split; ring.
Qed.

Lemma turned_near turns c s C S e : Rabs (c - C) <= e -> Rabs (s - S) <= e ->
  Rabs (turned_cosine turns c s - turned_cosine turns C S) <= e /\
  Rabs (turned_sine turns c s - turned_sine turns C S) <= e.
Proof.
  intros HC HS. assert (N : forall a b, Rabs (a - b) <= e -> Rabs (- a - - b) <= e).
  { intros a b H. replace (- a - - b) with (- (a - b)) by ring. now rewrite Rabs_Ropp. }
  unfold turned_cosine, turned_sine.
  destruct (Z.testbit turns 0), (Z.testbit turns 1), (Z.testbit (turns + 1) 1); auto.
Qed.

(* ---- The table at one level *)
Definition u : R := / 2 ^ 53.

Theorem level_given f theta turns : Rabs (f * theta) <= 1048576 ->
  nearest_turn (rnd (f * theta)) (turns - 1048576) -> let r := reduced (rnd (f * theta)) (turns - 1048576) in
  Rabs (turned_cosine turns (cosine r) (sine r) - cos (f * theta))
    <= u * (111 / 50 + 10001 / 10000 * Rabs (f * theta)) /\
  Rabs (turned_sine turns (cosine r) (sine r) - sin (f * theta))
    <= u * (111 / 50 + 10001 / 10000 * Rabs (f * theta)).
Proof.
  intros D N r. pose proof (rnd_format (f * theta)) as F.
  assert (B : Rabs (f * theta) <= 2 ^ 30) by (simpl; lra). pose proof (rnd_relative _ B) as E.
  set (x := rnd (f * theta)) in *. destruct (reduced_near x _ F N) as [A R]. fold r in A, R.
  pose proof (sine_near r R) as HS. destruct (cosine_near r R) as [HC _].
  destruct (turned_near turns (cosine r) (sine r) (cos r) (sin r) (1.21 * / 2 ^ 53)) as [TC TS];
    [exact HC|lra|].
  destruct (turned_exact turns r) as [XS XC]. rewrite XS in TS. rewrite XC in TC.
  set (y := r + IZR (turns - 1048576) * (PI / 2)) in *.
  destruct (sine_lipschitz y (f * theta)) as [LS LC].
  assert (Y : Rabs (y - f * theta) <= 1.001 * / 2 ^ 53 + (/ 2 ^ 53 * Rabs (f * theta) + / 2 ^ 1074)).
  { replace (y - f * theta) with ((r - (x - IZR (turns - 1048576) * (PI / 2))) + (x - f * theta))
    by (unfold y; ring).
    eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (T : / 2 ^ 1074 <= 0.001 * / 2 ^ 53) by interval.
  assert (P : 0 <= / 2 ^ 53 * Rabs (f * theta)).
  { apply Rmult_le_pos; [pose proof (inverse_small 53); lra|apply Rabs_pos]. }
  pose proof (inverse_small 53) as U. unfold u. split.
  - replace (turned_cosine turns (cosine r) (sine r) - cos (f * theta))
      with ((turned_cosine turns (cosine r) (sine r) - cos y) + (cos y - cos (f * theta))) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
  - replace (turned_sine turns (cosine r) (sine r) - sin (f * theta))
      with ((turned_sine turns (cosine r) (sine r) - sin y) + (sin y - sin (f * theta))) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Theorem level_exact c s f theta w : 0 <= f -> Rabs theta <= 1048576 -> 0 <= w ->
  Rabs (f - sqrt w) <= u * sqrt w + / 2 ^ 1074 ->
  Rabs (c - cos (f * theta)) <= u * (111 / 50 + 10001 / 10000 * Rabs (f * theta)) ->
  Rabs (s - sin (f * theta)) <= u * (111 / 50 + 10001 / 10000 * Rabs (f * theta)) ->
  Rabs (c - cos (sqrt w * theta)) <= u * (23 / 10 + 4001 / 2000 * (f * Rabs theta)) /\
  Rabs (s - sin (sqrt w * theta)) <= u * (23 / 10 + 4001 / 2000 * (f * Rabs theta)).
Proof.
  intros F T W E C S. rewrite Rabs_mult, (Rabs_pos_eq f F) in C, S. pose proof (sqrt_pos w) as V.
  assert (U : u <= 0.00001) by (unfold u; interval). assert (U0 : 0 < u) by (unfold u; interval).
  assert (N : / 2 ^ 1074 <= u * / 10000000000) by (unfold u; interval).
  assert (N0 : 0 < / 2 ^ 1074) by (apply Rinv_0_lt_compat, pow_lt; lra).
  set (tiny := / 2 ^ 1074) in *. set (v := sqrt w) in *.
  assert (G : Rabs (f * theta - v * theta) <= u * (1.00003 * (f * Rabs theta)) + u * 0.001).
  { replace (f * theta - v * theta) with ((f - v) * theta) by ring. rewrite Rabs_mult.
    assert (Q : v <= 1.00002 * (f + tiny)) by (apply Rabs_le_inv in E; nra).
    assert (Q2 : Rabs (f - v) <= u * (1.00002 * f) + u * (1.1 * / 10000000000)).
    { eapply Rle_trans; [exact E|]. assert (u * v <= u * (1.00002 * (f + tiny)))
      by (apply Rmult_le_compat_l; lra).
      assert (u * tiny <= tiny * 0.00001) by nra. nra. }
    pose proof (Rabs_pos theta) as T0.
    apply Rle_trans with ((u * (1.00002 * f) + u * (1.1 * / 10000000000)) * Rabs theta).
    - apply Rmult_le_compat_r; assumption.
    - assert (0 <= u * (f * Rabs theta)) by (apply Rmult_le_pos; [lra|now apply Rmult_le_pos]).
      assert (u * Rabs theta <= u * 1048576) by (apply Rmult_le_compat_l; lra). lra. }
  destruct (sine_lipschitz (f * theta) (v * theta)) as [LS LC].
  assert (P : 0 <= u * (f * Rabs theta))
    by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; [lra|apply Rabs_pos]]).
  split.
  - replace (c - cos (v * theta)) with ((c - cos (f * theta)) + (cos (f * theta) - cos (v * theta))) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
  - replace (s - sin (v * theta)) with ((s - sin (f * theta)) + (sin (f * theta) - sin (v * theta))) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Theorem level_unit turns r : Rabs r <= 0.7853982 ->
  let c := turned_cosine turns (cosine r) (sine r) in let s := turned_sine turns (cosine r) (sine r) in
  Rabs (c * c + s * s - 1) <= 3 * u.
Proof.
  intros R c s. assert (Q : c * c + s * s = cosine r * cosine r + sine r * sine r).
  { unfold c, s, turned_cosine, turned_sine.
    destruct (Z.testbit turns 0), (Z.testbit turns 1), (Z.testbit (turns + 1) 1); ring. }
  rewrite Q. clear Q c s. pose proof (sine_near r R) as HS. destruct (cosine_near r R) as [HC _].
  fold u in HS, HC. pose proof (sin2_cos2 r) as ONE. unfold Rsqr in ONE.
  set (C := cos r) in *. set (S := sin r) in *. set (a := cosine r) in *. set (b := sine r) in *.
  assert (U : u <= 0.00001) by (unfold u; interval). assert (U0 : 0 < u) by (unfold u; interval).
  replace (a * a + b * b - 1)
    with (2 * (C * (a - C)) + 2 * (S * (b - S)) + ((a - C) * (a - C) + (b - S) * (b - S)))
    by (rewrite <- ONE; ring).
  assert (K : 1.21 * Rabs C + 0.83 * Rabs S <= 1.468).
  { pose proof (Rabs_pos C). pose proof (Rabs_pos S).
    assert (Rabs C * Rabs C + Rabs S * Rabs S = 1).
    { rewrite <- !Rabs_mult. rewrite (Rabs_pos_eq (C * C)), (Rabs_pos_eq (S * S)) by apply Rle_0_sqr. lra. }
    assert (0 <= (0.83 * Rabs C - 1.21 * Rabs S) * (0.83 * Rabs C - 1.21 * Rabs S)) by apply Rle_0_sqr.
    nra. }
  assert (X : Rabs (C * (a - C)) <= u * (1.21 * Rabs C)).
  { rewrite Rabs_mult. pose proof (Rabs_pos C). nra. }
  assert (Y : Rabs (S * (b - S)) <= u * (0.83 * Rabs S)).
  { rewrite Rabs_mult. pose proof (Rabs_pos S). nra. }
  assert (Z : 0 <= (a - C) * (a - C) + (b - S) * (b - S) <= 0.01 * u).
  { assert (SQ : forall x e, Rabs x <= e -> 0 <= x * x <= e * e).
    { intros x e L. split; [apply Rle_0_sqr|]. replace (x * x) with (Rabs x * Rabs x)
      by (symmetry; apply Rsqr_abs).
      apply Rmult_le_compat; try apply Rabs_pos; exact L. }
    pose proof (SQ _ _ HC). pose proof (SQ _ _ HS).
    assert (1.21 * u * (1.21 * u) + 0.83 * u * (0.83 * u) <= 0.01 * u) by nra. lra. }
  assert (KU : u * (1.21 * Rabs C + 0.83 * Rabs S) <= u * 1.468) by (apply Rmult_le_compat_l; lra).
  apply Rabs_le_inv in X, Y. apply Rabs_le. lra.
Qed.

Lemma sine_range r : Rabs r <= 0.7853982 -> Rabs (sine r) <= 1.
Proof.
  intros R. pose proof (sine_near r R) as H. apply Rabs_le_inv in R.
  assert (S : Rabs (sin r) <= 0.8) by interval. assert (U : 0.83 * / 2 ^ 53 <= 0.1) by interval.
  apply Rabs_le_inv in H, S. apply Rabs_le. lra.
Qed.
