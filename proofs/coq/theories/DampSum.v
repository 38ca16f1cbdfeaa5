(* The sums of a tile of damping: their terms, scaled entries times coefficients, as computed. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Import Within SpecDamp DampScale DampCoefficient.
Open Scope R_scope.

(* ---- scaled entries *)
Definition scaled_near (y : R) (a n b m : Z) (x : R) : Prop :=
  Rabs x <= 2 -> within y (scale a n * scale b m * x) (Rabs (scale a n * scale b m * x)) (401 / 100) (6 *
    sc_eta).

Lemma scaled_none a n b m : scaled_near 0 a n b m 0.
Proof.
  intros _. rewrite Rmult_0_r, Rabs_R0. apply within_nothing. pose proof eta_positive. lra.
Qed.

Lemma scaled_made y x size v w a n b m : (0 <= a)%Z -> (0 <= b)%Z -> (b <= m)%Z -> (a <= n)%Z ->
  Rabs x <= 2 -> (m <= 4095)%Z -> (n <= 4095)%Z -> (m <= 95 + b)%Z -> (n <= 95 + a)%Z -> sc_rmul size v w ->
  sc_rmul y size x -> sc_scale_stored v a n -> sc_scale_stored w b m -> scaled_near y a n b m x.
Proof.
  intros A B BM AN X2 M N MW NW P Y [V _] [W _] _. fold (scale a n) in V. fold (scale b m) in W.
  pose proof (scale_bounds a n A AN N NW) as Sa. pose proof (scale_bounds b m B BM M MW) as Sb.
  pose proof (half_pos 146).
  assert (Vw : within v (scale a n) (scale a n) (1001 / 1000) 0) by (split; [rewrite Rabs_pos_eq; lra|lra]).
  assert (Ww : within w (scale b m) (scale b m) (1001 / 1000) 0) by (split; [rewrite Rabs_pos_eq; lra|lra]).
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ Vw Ww ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as Q.
  pose proof eta_positive as Eta. unfold sc_rmul, sc_prod in P, Y.
  assert (Q' := within_round size _ _ _ _ _ P Q ltac:(unfold few; lra) ltac:(lra)).
  pose proof (within_exact x) as Xw. pose proof (Rabs_pos x) as X0.
  assert (S1 : scale a n * scale b m <= 1) by (rewrite <- (Rmult_1_l 1); apply Rmult_le_compat; lra).
  assert (S0 : 0 <= scale a n * scale b m) by (apply Rmult_le_pos; lra).
  set (t := 1.001 * (2 * 0 * scale b m + 2 * scale a n * 0 + 0 * 0) + sc_eta) in *.
  assert (T : t = sc_eta) by (unfold t; ring). rewrite T in Q'. clear t T.
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ Q' Xw ltac:(unfold few; lra) ltac:(lra) ltac:(lra) ltac:(lra))
    as R.
  assert (T1 : 2 * sc_eta * Rabs x + 2 * (scale a n * scale b m) * 0 + sc_eta * 0 <= 4 * sc_eta).
  { assert (sc_eta * Rabs x <= sc_eta * 2) by (apply Rmult_le_compat_l; lra). lra. }
  assert (T0 : 0 <= 2 * sc_eta * Rabs x + 2 * (scale a n * scale b m) * 0 + sc_eta * 0).
  { assert (0 <= sc_eta * Rabs x) by (apply Rmult_le_pos; lra). lra. }
  pose proof (within_round y _ _ _ _ _ Y R ltac:(unfold few; lra) T0) as Z.
  replace (scale a n * scale b m * Rabs x) with (Rabs (scale a n * scale b m * x)) in Z
    by (rewrite Rabs_mult, (Rabs_pos_eq (scale a n * scale b m)) by exact S0; reflexivity).
  apply (within_wide _ _ _ _ _ _ _ Z); [unfold few; lra|lra].
Qed.

(* ---- sums *)
Definition tile_unit (gamma : R) (a b : Z) : R := gamma * IZR (window_unit a * window_unit b).
Definition tile_term (entry : Z -> Z -> R) (gamma : R) (a b k n m g : Z) : R :=
  coefficient (tile_unit gamma a b) k (Z.to_nat g) * (scale a (n + g) * scale b (m + g) * entry (n + g)%Z (m
    + g)%Z).
Definition tile_sum entry gamma a b k n m (g : Z) : R := sum_below (tile_term entry gamma a b k n m)
  (Z.to_nat g).
Definition tile_size entry gamma a b k n m (g : Z) : R :=
  sum_below (fun g => Rabs (tile_term entry gamma a b k n m g)) (Z.to_nat g).
Definition sum_units (top n kept done : Z) : R :=
  2 * IZR (Z.max 0 (top - n)) + 703 / 100 + 1001 / 1000 * (IZR (Z.max 0 (Z.min done (kept + 3) - 1)) / 4).
Definition sum_tiny (done : Z) : R := 2 ^ Z.to_nat done * / 2 ^ 700.
(* s stands for a sum of a tile, over operators k + g, g < done and g < kept. *)
Definition sum_near (entry : Z -> Z -> R) (gamma : R) (top a b k kept done n m : Z) (s : R) : Prop :=
  ((done <= 0)%Z -> s = 0) /\
  within s (tile_sum entry gamma a b k n m (Z.min done kept))
    (tile_size entry gamma a b k n m (Z.min done kept)) (sum_units top n kept done) (sum_tiny done).
(* What the code makes of numbers: a_0 x_0 + a_1 x_1, and what was there before plus four such terms. *)
Definition two (y a_0 x_0 a_1 x_1 : R) : Prop :=
  exists p q, sc_rmul p a_0 x_0 /\ sc_rmul q a_1 x_1 /\ sc_radd y p q.
Definition four_more (y before a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 : R) : Prop :=
  exists z p q, two p a_0 x_0 a_1 x_1 /\ two q a_2 x_2 a_3 x_3 /\ sc_radd z p q /\ sc_radd y before z /\
    (before = 0 -> z = y).

Lemma sum_below_same f g n : (forall i, f i = g i) -> sum_below f n = sum_below g n.
Proof. intros E. induction n as [|n IH]; cbn [sum_below]; [reflexivity|]. now rewrite IH, E. Qed.

Lemma sum_near_same e f gamma top a b k kept done n m s : (forall i j, e i j = f i j) ->
  sum_near e gamma top a b k kept done n m s -> sum_near f gamma top a b k kept done n m s.
Proof.
  intros E [Z W]. split; [exact Z|].
  assert (F : forall g, tile_term e gamma a b k n m g = tile_term f gamma a b k n m g).
  { intros g. unfold tile_term. now rewrite E. }
  unfold tile_sum, tile_size in *. rewrite <- (sum_below_same _ _ _ F).
  rewrite <- (sum_below_same _ (fun g => Rabs (tile_term f gamma a b k n m g)) _
    (fun g => f_equal Rabs (F g))).
  exact W.
Qed.

Lemma sum_tiny_pos done : 0 < sum_tiny done.
Proof. unfold sum_tiny. apply Rmult_lt_0_compat; [apply pow_lt; lra|apply half_pos]. Qed.

Lemma sum_none entry gamma top a b k kept n m : sum_near entry gamma top a b k kept 0 n m 0.
Proof.
  split; [reflexivity|]. unfold tile_sum, tile_size.
  replace (Z.to_nat (Z.min 0 kept)) with 0%nat by lia. cbn [sum_below]. apply within_nothing. left.
  apply sum_tiny_pos.
Qed.

Lemma sum_all entry gamma top a b k kept done n m s :
  (kept <= done)%Z -> (done <= 3 + kept)%Z -> (done <= 32)%Z -> (0 <= kept)%Z ->
  sum_near entry gamma top a b k kept done n m s -> sum_near entry gamma top a b k kept 32 n m s.
Proof.
  intros K D D32 K0 [Z W]. split; [lia|].
  replace (Z.min done kept) with (Z.min 32 kept) in W by lia. apply (within_wide _ _ _ _ _ _ _ W).
  - unfold sum_units. apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_r; [lra|].
    apply IZR_le. lia.
  - unfold sum_tiny. apply Rmult_le_compat_r; [left; apply half_pos|]. apply Rle_pow; [lra|lia].
Qed.

Lemma tile_unit_range gamma a b : 0 <= gamma <= 1 -> 0 <= tile_unit gamma a b <= 4096.
Proof.
  intros G. unfold tile_unit.
  assert (U : 0 <= IZR (window_unit a * window_unit b) <= 4096).
  { split; apply IZR_le; unfold window_unit; repeat (destruct (Z_le_dec _ _)); lia. }
  split; [apply Rmult_le_pos; lra|]. apply Rle_trans with (1 * 4096); [apply Rmult_le_compat; lra|lra].
Qed.

Section Entry.
Variables (entry : Z -> Z -> R) (gamma : R) (top : Z).
Hypotheses (Gamma : 0 <= gamma <= 1) (Top : (0 <= top <= 4095)%Z).
Hypothesis Small : forall n m, Rabs (entry n m) <= 2.
Hypothesis Past : forall n m, (top < n)%Z -> entry n m = 0.

(* One term as computed: g-th of the operators of the block. *)
Lemma term_near a b k kept n m g coef y p :
  (0 <= k)%Z -> (0 <= g)%Z -> (kept <= 32)%Z ->
  coefficient_near coef (tile_unit gamma a b) k kept g ->
  ((g < kept)%Z -> (0 <= a)%Z /\ (0 <= b)%Z /\ (b <= m + g)%Z /\ (a <= n + g)%Z /\ (m + g <= 95 + b)%Z /\
    (n + g <= 95 + a)%Z /\
     scaled_near y a (g + n) b (g + m) (entry (g + n)%Z (g + m)%Z)) ->
  (m <= n)%Z -> sc_rmul p coef y ->
  let e := if Z_lt_dec g kept then tile_term entry gamma a b k n m g else 0 in
  within p e (Rabs e) (2 * IZR (Z.max 0 (top - n)) + 5015 / 1000) (/ 2 ^ 712).
Proof.
  intros K G0 K32 C Y MN P e. unfold sc_rmul in P. pose proof eta_positive as Eta.
  assert (Eta2 : sc_eta <= / 2 ^ 720) by (unfold sc_eta; apply half_powers; lia).
  assert (H712 : / 2 ^ 720 * 256 = / 2 ^ 712).
  { replace 256 with (2 ^ 8) by (simpl; lra). rewrite Rmult_comm, half_up by lia. reflexivity. }
  pose proof (half_pos 720) as H720.
  assert (Zero : e = 0 -> within p 0 0 0 (/ 2 ^ 712) -> within p e (Rabs e) (2 * IZR (Z.max 0 (top - n)) +
    5015 / 1000) (/ 2 ^ 712)).
  { intros -> W. rewrite Rabs_R0. apply (within_zero_size _ _ 0); [lra|exact W]. }
  destruct (Z_lt_dec g kept) as [L|L].
  2:{ apply Zero; [reflexivity|]. destruct C as [_ C0]. rewrite (C0 ltac:(lia)) in P.
  unfold sc_prod, rounded in P.
      rewrite Rmult_0_l, Rabs_R0 in P. split; [rewrite Rabs_R0; lra|]. lra. }
  destruct C as [C _]. destruct (C L) as [_ Cw]. destruct (Y L) as (A & B & BM & AN & MW & NW & Yw).
  rewrite (Z.add_comm g n), (Z.add_comm g m) in Yw.
  pose proof (Small (n + g)%Z (m + g)%Z) as X2. specialize (Yw X2).
  pose proof (coefficient_tiny_bounds (Z.to_nat g) ltac:(lia)) as T.
  pose proof (coefficient_bounds (tile_unit gamma a b) k (Z.to_nat g) (tile_unit_range gamma a b Gamma) K
    ltac:(lia)) as Cb.
  destruct (factor_range (Z.to_nat g) ltac:(lia)) as [_ F].
  assert (G31 : 0 <= IZR g <= 31) by (split; apply IZR_le; lia).
  set (coefE := coefficient (tile_unit gamma a b) k (Z.to_nat g)) in *.
  set (t := coefficient_tiny (Z.to_nat g)) in *.
  assert (H1 : coefE * sc_eta <= / 2 ^ 720).
  { apply Rle_trans with (sc_eta * 2 ^ 260).
    - rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|]. apply Rle_trans with (2 := F). apply Cb.
    - rewrite eta_small by lia. apply half_powers. lia. }
  assert (H2 : t <= 4 * / 2 ^ 720).
  { eapply Rle_trans; [apply T|]. replace 4 with (2 ^ 2) by (simpl; lra). rewrite half_up by lia.
    apply Req_le. f_equal. }
  assert (H3 : 0 <= t * sc_eta <= t).
  { split; [apply Rmult_le_pos; lra|]. rewrite <- (Rmult_1_r t) at 2. apply Rmult_le_compat_l; [apply T|].
    pose proof eta_tiny. lra. }
  assert (H4 : 0 <= coefE * sc_eta) by (apply Rmult_le_pos; lra).
  set (ym := scale a (n + g) * scale b (m + g) * entry (n + g)%Z (m + g)%Z) in *.
  assert (E : e = coefE * ym) by reflexivity.
  assert (YB : Rabs ym <= 2).
  { pose proof (scale_bounds a (n + g) A AN) as Sa. pose proof (scale_bounds b (m + g) B BM) as Sb.
    unfold ym. destruct (Z_lt_dec top (n + g)) as [Beyond|In];
      [rewrite Past, Rmult_0_r, Rabs_R0 by exact Beyond; lra|].
    specialize (Sa ltac:(lia) NW). specialize (Sb ltac:(lia) MW). pose proof (half_pos 146).
    rewrite !Rabs_mult, (Rabs_pos_eq (scale a _)), (Rabs_pos_eq (scale b _)) by lra.
    replace 2 with (1 * 1 * 2) by ring.
    apply Rmult_le_compat; [apply Rmult_le_pos; lra|apply Rabs_pos| |exact X2].
    apply Rmult_le_compat; lra. }
  pose proof (Rabs_pos ym) as Y0.
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ Cw Yw ltac:(unfold few; lra) ltac:(lra) (proj1 T) ltac:(lra))
    as Q.
  assert (H5 : 0 <= t * Rabs ym <= t * 2) by (split; [apply Rmult_le_pos|apply Rmult_le_compat_l]; lra).
  assert (Tq : 0 <= 2 * t * Rabs ym + 2 * coefE * (6 * sc_eta) + t * (6 * sc_eta) <= 60 * / 2 ^ 720) by lra.
  pose proof (within_round p _ _ _ _ _ P Q ltac:(unfold few; lra) (proj1 Tq)) as W.
  replace (coefE * Rabs ym) with (Rabs e) in W by (rewrite E, Rabs_mult, (Rabs_pos_eq coefE); lra).
  rewrite <- E in W. destruct (Z_lt_dec top (n + g)) as [Beyond|In].
  - (* beyond the highest level: nothing *)
    assert (E0 : e = 0) by (rewrite E; unfold ym; rewrite Past by exact Beyond; ring).
    apply Zero; [exact E0|]. rewrite E0, Rabs_R0 in W. apply (within_zero_size _ _ _ _ 0) in W; [|lra].
    apply (within_wide _ _ _ _ _ _ _ W); lra.
  - apply (within_wide _ _ _ _ _ _ _ W); [|lra].
    assert (GT : IZR g <= IZR (Z.max 0 (top - n))) by (apply IZR_le; lia). unfold few. lra.
Qed.

(* ---- four operators more *)
Lemma sum_below_step f done kept : (0 <= done)%Z -> (0 <= kept)%Z ->
  sum_below f (Z.to_nat (Z.min (1 + done) kept)) =
  sum_below f (Z.to_nat (Z.min done kept)) + (if Z_lt_dec done kept then f done else 0).
Proof.
  intros D K. destruct (Z_lt_dec done kept) as [L|L].
  - replace (Z.to_nat (Z.min (1 + done) kept)) with (S (Z.to_nat done)) by lia.
    replace (Z.to_nat (Z.min done kept)) with (Z.to_nat done) by lia. cbn [sum_below].
    now rewrite Z2Nat.id by lia.
  - replace (Z.min (1 + done) kept) with (Z.min done kept) by lia. ring.
Qed.

Lemma sum_more y s x a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 a b k kept done more n m :
  (4 + done = more)%Z -> tile_unit gamma a b = x -> (0 < kept)%Z ->
  (0 <= a)%Z -> (0 <= b)%Z -> (0 <= done)%Z -> (done < kept)%Z -> (0 <= k)%Z -> (b <= m)%Z ->
  (a <= n)%Z -> (m <= n)%Z -> (kept <= 32)%Z -> (more <= 32)%Z ->
  (m <= 64 + b)%Z -> (n <= 32 + a)%Z -> coefficient_near a_0 x k kept done ->
  coefficient_near a_1 x k kept (1 + done) -> coefficient_near a_2 x k kept (2 + done) ->
  coefficient_near a_3 x k kept (3 + done) -> four_more y s a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 ->
  sum_near entry gamma top a b k kept done n m s ->
  scaled_near x_0 a (done + n) b (done + m) (entry (done + n)%Z (done + m)%Z) ->
  ((2 + done <= kept)%Z -> scaled_near x_1 a (1 + done + n) b (1 + done + m)
     (entry (1 + done + n)%Z (1 + done + m)%Z)) ->
  ((3 + done <= kept)%Z -> scaled_near x_2 a (2 + done + n) b (2 + done + m)
     (entry (2 + done + n)%Z (2 + done + m)%Z)) ->
  ((4 + done <= kept)%Z -> scaled_near x_3 a (3 + done + n) b (3 + done + m)
     (entry (3 + done + n)%Z (3 + done + m)%Z)) ->
  sum_near entry gamma top a b k kept more n m y.
Proof.
  intros <- <- Kept A B D DK K BM AN MN K32 M32 MW NW C0 C1 C2 C3 Four [Start W] Y0 Y1 Y2 Y3. split; [lia|].
  destruct Four as (z & p & q & (p0 & p1 & P0 & P1 & P) & (q0 & q1 & Q0 & Q1 & Q) & Z & Y & First).
  pose proof (fun g coef v p => term_near a b k kept n m g coef v p K) as Near.
  assert (E0 := Near done a_0 x_0 p0 D K32 C0). assert (E1 := Near (1 + done)%Z a_1 x_1 p1 ltac:(lia) K32 C1).
  assert (E2 := Near (2 + done)%Z a_2 x_2 q0 ltac:(lia) K32 C2).
  assert (E3 := Near (3 + done)%Z a_3 x_3 q1 ltac:(lia) K32 C3). clear Near.
  specialize (E0 ltac:(intros L; do 6 (split; [lia|]); exact Y0) MN P0).
  specialize (E1 ltac:(intros L; do 6 (split; [lia|]); apply Y1; lia) MN P1).
  specialize (E2 ltac:(intros L; do 6 (split; [lia|]); apply Y2; lia) MN Q0).
  specialize (E3 ltac:(intros L; do 6 (split; [lia|]); apply Y3; lia) MN Q1).
  cbv zeta in E0, E1, E2, E3.
  set (top' := Z.max 0 (top - n)) in *. assert (U : 0 <= IZR top' <= 4096) by (split; apply IZR_le; lia).
  set (c := 2 * IZR top' + 5015 / 1000) in *.
  assert (SumEq : forall f, sum_below f (Z.to_nat (Z.min (4 + done) kept))
    = sum_below f (Z.to_nat (Z.min done kept))
    + ((if Z_lt_dec done kept then f done else 0) + (if Z_lt_dec (1 + done) kept then f (1 + done)%Z else 0)
    + ((if Z_lt_dec (2 + done) kept then f (2 + done)%Z else 0) + (if Z_lt_dec (3 + done) kept then f (3 +
      done)%Z else 0)))).
  { intros f. replace (4 + done)%Z with (1 + (1 + (1 + (1 + done))))%Z by lia. rewrite !sum_below_step by lia.
    replace (1 + (1 + (1 + done)))%Z with (3 + done)%Z by lia.
    replace (1 + (1 + done))%Z with (2 + done)%Z by lia. ring. }
  unfold tile_sum, tile_size. set (f := tile_term entry gamma a b k n m) in *.
  assert (SumAbs : sum_below (fun g => Rabs (f g)) (Z.to_nat (Z.min (4 + done) kept)) =
    sum_below (fun g => Rabs (f g)) (Z.to_nat (Z.min done kept))
    + (Rabs (if Z_lt_dec done kept then f done else 0) + Rabs (if Z_lt_dec (1 + done) kept then f (1 +
      done)%Z else 0)
    + (Rabs (if Z_lt_dec (2 + done) kept then f (2 + done)%Z else 0) + Rabs (if Z_lt_dec (3 + done) kept
      then f (3 + done)%Z else 0)))).
  { rewrite SumEq. cbv beta. repeat destruct (Z_lt_dec _ _); rewrite ?Rabs_R0; reflexivity. }
  rewrite SumAbs, (SumEq f).
  set (f0 := if Z_lt_dec done kept then f done else 0) in *.
  set (f1 := if Z_lt_dec (1 + done) kept then f (1 + done)%Z else 0) in *.
  set (f2 := if Z_lt_dec (2 + done) kept then f (2 + done)%Z else 0) in *.
  set (f3 := if Z_lt_dec (3 + done) kept then f (3 + done)%Z else 0) in *.
  clearbody f0 f1 f2 f3. clear SumEq SumAbs.
  pose proof (half_pos 712) as H712. pose proof eta_positive as Eta.
  assert (Eta2 : sc_eta <= / 2 ^ 712) by (unfold sc_eta; apply half_powers; lia).
  assert (A01 := within_add _ _ _ _ _ _ _ _ _ _ c (Rle_refl c) (Rle_refl c) E0 E1).
  assert (A23 := within_add _ _ _ _ _ _ _ _ _ _ c (Rle_refl c) (Rle_refl c) E2 E3).
  unfold sc_radd in P, Q, Z, Y.
  assert (R01 := within_round p _ _ _ _ _ P A01 ltac:(unfold c; lra) ltac:(lra)).
  assert (R23 := within_round q _ _ _ _ _ Q A23 ltac:(unfold c; lra) ltac:(lra)).
  assert (A4 := within_add _ _ _ _ _ _ _ _ _ _ _ (Rle_refl _) (Rle_refl _) R01 R23).
  assert (R4 := within_round z _ _ _ _ _ Z A4 ltac:(unfold c, few; lra) ltac:(lra)).
  assert (Tz : 1.001 * (1.001 * (/ 2 ^ 712 + / 2 ^ 712) + sc_eta + (1.001 * (/ 2 ^ 712 + / 2 ^ 712) +
    sc_eta)) + sc_eta
    <= / 2 ^ 712 * 8) by lra.
  assert (P700 : / 2 ^ 712 * 4096 = / 2 ^ 700).
  { replace 4096 with (2 ^ 12) by (simpl; lra). rewrite Rmult_comm, half_up by lia. reflexivity. }
  assert (Tn : sum_tiny (4 + done) = 16 * sum_tiny done).
  { unfold sum_tiny. replace (Z.to_nat (4 + done)) with (4 + Z.to_nat done)%nat by lia. rewrite pow_add.
    simpl (2 ^ 4). ring. }
  assert (Td0 : / 2 ^ 700 <= sum_tiny done).
  { unfold sum_tiny. rewrite <- (Rmult_1_l (/ 2 ^ 700)) at 1. apply Rmult_le_compat_r; [lra|].
    apply pow_R1_Rle. lra. }
  assert (UnitsZ : c + 1 + few + 1 + few <= sum_units top n kept (4 + done)).
  { unfold sum_units, c. fold top'.
    assert (0 <= IZR (Z.max 0 (Z.min (4 + done) (kept + 3) - 1))) by (apply IZR_le; lia).
    unfold few. lra. }
  assert (R4z := R4).
  apply (within_wide _ _ _ _ _ (sum_units top n kept (4 + done)) (/ 2 ^ 712 * 8)) in R4;
    [|exact UnitsZ|exact Tz].
  destruct (Z.eq_dec done 0) as [->|NZ].
  - (* the first four: nothing is added to *)
    rewrite (Start ltac:(lia)) in First. rewrite <- (First eq_refl).
    replace (Z.to_nat (Z.min 0 kept)) with 0%nat by lia. cbn [sum_below]. rewrite !Rplus_0_l.
    apply (within_wide _ _ _ _ _ _ _ R4); [lra|]. rewrite Tn. lra.
  - assert (UnitsS : sum_units top n kept done + 1 + few <= sum_units top n kept (4 + done)).
    { unfold sum_units.
      replace (Z.max 0 (Z.min (4 + done) (kept + 3) - 1)) with (Z.max 0 (Z.min done (kept + 3) - 1) + 4)%Z
        by lia.
      rewrite plus_IZR. unfold few. lra. }
    assert (UnitsZ' : c + 1 + few + 1 + few <= sum_units top n kept done).
    { unfold sum_units, c. fold top'.
      assert (0 <= IZR (Z.max 0 (Z.min done (kept + 3) - 1))) by (apply IZR_le; lia).
      unfold few. lra. }
    assert (UnitsB : 0 <= sum_units top n kept done <= 30000).
    { unfold sum_units. fold top'. assert (0 <= IZR (Z.max 0 (Z.min done (kept + 3) - 1)) <= 40)
      by (split; apply IZR_le; lia). lra. }
    apply (within_wide z _ _ _ _ (sum_units top n kept done) (/ 2 ^ 712 * 8)) in R4z;
      [|exact UnitsZ'|exact Tz].
    assert (S := within_add _ _ _ _ _ _ _ _ _ _ _ (Rle_refl _) (Rle_refl _) W R4z).
    assert (R := within_round y _ _ _ _ _ Y S UnitsB ltac:(lra)).
    apply (within_wide _ _ _ _ _ _ _ R); [exact UnitsS|]. rewrite Tn. lra.
Qed.
End Entry.
