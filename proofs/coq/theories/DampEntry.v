(* One entry of damping: the sums of a tile, and what they add to the entry. *)
From Coq Require Import Reals ZArith List Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import DampRounding Spec DampTile.
Open Scope R_scope.

Definition sc_start (m : Z) : Z := if Z_lt_dec m 0 then 0 else m.
Definition sc_window_unit (first : Z) : Z := if Z_le_dec first 160 then 16 else if Z_le_dec first 928 then 32 else 64.
Definition sc_kept (terms k : Z) : Z := if Z_lt_dec (terms - k) 32 then terms - k else 32.
Definition sc_last (terms : Z) : Z := terms + 31.
Definition sc_stretched (gamma size : R) : R := gamma * size.
Definition sc_small (memory : addr -> double) (r : addr) (d top : Z) : Prop := forall n m : Z,
  (0 <= m)%Z -> (m <= n)%Z -> (n <= top)%Z -> Rabs (real_of_double (memory (shift r (sc_place d n m)))) <= 2.
Definition sc_same (memory memory1 : addr -> double) (r : addr) (d : Z) : Prop := forall i : Z,
  (0 <= i)%Z -> (i < d * d)%Z -> real_of_double (memory1 (shift r i)) = real_of_double (memory (shift r i)).

Theorem sc_start_cases m : ((m < 0)%Z -> sc_start m = 0%Z) /\ (~ (m < 0)%Z -> sc_start m = m).
Proof. unfold sc_start. destruct (Z_lt_dec m 0); split; intros; lia. Qed.
Theorem sc_window_unit_cases first : ((first <= 160)%Z -> sc_window_unit first = 16%Z) /\
  (~ (first <= 160)%Z -> ((first <= 928)%Z -> sc_window_unit first = 32%Z) /\
    (~ (first <= 928)%Z -> sc_window_unit first = 64%Z)).
Proof.
  unfold sc_window_unit. destruct (Z_le_dec first 160), (Z_le_dec first 928); repeat split; intros; lia.
Qed.
Theorem sc_kept_cases terms k : ((terms <= 31 + k)%Z -> sc_kept terms k = (terms + -1 * k)%Z) /\
  (~ (terms <= 31 + k)%Z -> sc_kept terms k = 32%Z).
Proof. unfold sc_kept. destruct (Z_lt_dec (terms - k) 32); split; intros; lia. Qed.
Theorem sc_last_cases terms : sc_last terms = (31 + terms)%Z.
Proof. unfold sc_last. lia. Qed.

(* ---- scaled entries *)
Definition sc_scaled_near (y : R) (a n b m : Z) (x : R) : Prop :=
  Rabs x <= 2 -> within y (scale a n * scale b m * x) (Rabs (scale a n * scale b m * x)) (401 / 100) (6 * sc_eta).

Theorem sc_scaled_none a n b m : sc_scaled_near 0 a n b m 0.
Proof.
  intros _. rewrite Rmult_0_r, Rabs_R0. apply within_nothing. pose proof eta_positive. lra.
Qed.

Lemma scale_positive a n : 0 <= scale a n.
Proof. apply sqrt_pos. Qed.

Theorem sc_scaled_made y x size v w a n b m : (0 <= a)%Z -> (0 <= b)%Z -> (b <= m)%Z -> (a <= n)%Z -> Rabs x <= 2 ->
  (m <= 4095)%Z -> (n <= 4095)%Z -> (m <= 95 + b)%Z -> (n <= 95 + a)%Z -> sc_rmul size v w -> sc_rmul y size x ->
  sc_scale_stored v a n -> sc_scale_stored w b m -> sc_scaled_near y a n b m x.
Proof.
  intros A B BM AN X2 M N MW NW P Y [V _] [W _] _. fold (scale a n) in V. fold (scale b m) in W.
  pose proof (scale_bounds a n A AN N NW) as Sa. pose proof (scale_bounds b m B BM M MW) as Sb. pose proof (half_pos 146).
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
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ Q' Xw ltac:(unfold few; lra) ltac:(lra) ltac:(lra) ltac:(lra)) as R.
  assert (T1 : 2 * sc_eta * Rabs x + 2 * (scale a n * scale b m) * 0 + sc_eta * 0 <= 4 * sc_eta).
  { assert (sc_eta * Rabs x <= sc_eta * 2) by (apply Rmult_le_compat_l; lra). lra. }
  assert (T0 : 0 <= 2 * sc_eta * Rabs x + 2 * (scale a n * scale b m) * 0 + sc_eta * 0).
  { assert (0 <= sc_eta * Rabs x) by (apply Rmult_le_pos; lra). lra. }
  pose proof (within_round y _ _ _ _ _ Y R ltac:(unfold few; lra) T0) as Z.
  replace (scale a n * scale b m * Rabs x) with (Rabs (scale a n * scale b m * x)) in Z
    by (rewrite Rabs_mult, (Rabs_pos_eq (scale a n * scale b m)) by exact S0; reflexivity).
  apply (within_wide _ _ _ _ _ _ _ Z); [unfold few; lra|lra].
Qed.

(* ---- what the code makes of numbers *)
Definition sc_two (y a_0 x_0 a_1 x_1 : R) : Prop :=
  exists p q, sc_rmul p a_0 x_0 /\ sc_rmul q a_1 x_1 /\ sc_radd y p q.
Definition sc_four_more (y before a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 : R) : Prop :=
  exists z p q, sc_two p a_0 x_0 a_1 x_1 /\ sc_two q a_2 x_2 a_3 x_3 /\ sc_radd z p q /\ sc_radd y before z /\
    (before = 0 -> z = y).
Definition sc_part_more (y before sum factor weight : R) : Prop :=
  exists part size, sc_rmul size factor weight /\ sc_rmul part sum size /\ sc_radd y before part /\
    (before = 0 -> y = part).
Theorem sc_two_made y p q a_0 x_0 a_1 x_1 :
  sc_radd y p q -> sc_rmul p a_0 x_0 -> sc_rmul q a_1 x_1 -> sc_two y a_0 x_0 a_1 x_1.
Proof. intros. now exists p, q. Qed.
Theorem sc_four_made y before z p q a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 : sc_radd y before z -> sc_radd z p q ->
  sc_two p a_0 x_0 a_1 x_1 -> sc_two q a_2 x_2 a_3 x_3 -> (before = 0 -> z = y) ->
  sc_four_more y before a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3.
Proof. intros. now exists z, p, q. Qed.
Theorem sc_part_made y before part size sum factor weight : sc_radd y before part -> sc_rmul part sum size ->
  sc_rmul size factor weight -> (before = 0 -> y = part) -> sc_part_more y before sum factor weight.
Proof. intros. now exists part, size. Qed.

(* ---- sums *)
Definition tile_unit (gamma : R) (a b : Z) : R := sc_stretched gamma (IZR (sc_window_unit a * sc_window_unit b)).
Definition tile_term (entry : Z -> Z -> R) (gamma : R) (a b k n m g : Z) : R :=
  coefficient (tile_unit gamma a b) k (Z.to_nat g) * (scale a (n + g) * scale b (m + g) * entry (n + g)%Z (m + g)%Z).
Definition tile_sum entry gamma a b k n m (g : Z) : R := sum_below (tile_term entry gamma a b k n m) (Z.to_nat g).
Definition tile_size entry gamma a b k n m (g : Z) : R :=
  sum_below (fun g => Rabs (tile_term entry gamma a b k n m g)) (Z.to_nat g).
Definition sum_units (top n kept done : Z) : R :=
  2 * IZR (Z.max 0 (top - n)) + 703 / 100 + 1001 / 1000 * (IZR (Z.max 0 (Z.min done (kept + 3) - 1)) / 4).
Definition sum_tiny (done : Z) : R := 2 ^ Z.to_nat done * / 2 ^ 700.
Definition sc_sum_near (memory : addr -> double) (s : R) (r : addr) (gamma : R) (d top a b k kept done n m : Z) : Prop :=
  sc_small memory r d top -> ((done <= 0)%Z -> s = 0) /\
  within s (tile_sum (sc_entry memory r d top) gamma a b k n m (Z.min done kept))
    (tile_size (sc_entry memory r d top) gamma a b k n m (Z.min done kept)) (sum_units top n kept done) (sum_tiny done).

Lemma sum_tiny_pos done : 0 < sum_tiny done.
Proof. unfold sum_tiny. apply Rmult_lt_0_compat; [apply pow_lt; lra|apply half_pos]. Qed.

Theorem sc_sum_none memory r gamma d top a b k kept n m : sc_sum_near memory 0 r gamma d top a b k kept 0 n m.
Proof.
  intros _. split; [reflexivity|]. unfold tile_sum, tile_size.
  replace (Z.to_nat (Z.min 0 kept)) with 0%nat by lia. cbn [sum_below]. apply within_nothing. left. apply sum_tiny_pos.
Qed.

Theorem sc_sum_all memory r s gamma d top a b k kept done n m : (kept <= done)%Z -> (done <= 3 + kept)%Z ->
  (done <= 32)%Z -> (0 <= kept)%Z ->
  sc_sum_near memory s r gamma d top a b k kept done n m -> sc_sum_near memory s r gamma d top a b k kept 32 n m.
Proof.
  intros K D D32 K0 H Small. destruct (H Small) as [Z W]. split; [lia|].
  replace (Z.min done kept) with (Z.min 32 kept) in W by lia. apply (within_wide _ _ _ _ _ _ _ W).
  - unfold sum_units. apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_r; [lra|]. apply IZR_le. lia.
  - unfold sum_tiny. apply Rmult_le_compat_r; [left; apply half_pos|]. apply Rle_pow; [lra|lia].
Qed.

Lemma entry_small memory r d top n m : sc_small memory r d top -> Rabs (sc_entry memory r d top n m) <= 2.
Proof.
  intros S. unfold sc_entry. repeat (destruct (Z_lt_dec _ _); [rewrite Rabs_R0; lra|]).
  destruct (Z_le_dec m n); apply S; lia.
Qed.
Lemma entry_past memory r d top n m : (top < n)%Z -> sc_entry memory r d top n m = 0.
Proof.
  intros T. unfold sc_entry. destruct (Z_lt_dec n 0); [reflexivity|]. destruct (Z_lt_dec m 0); [reflexivity|].
  destruct (Z_lt_dec top n); [reflexivity|lia].
Qed.

Lemma tile_unit_range gamma a b : 0 <= gamma <= 1 -> 0 <= tile_unit gamma a b <= 4096.
Proof.
  intros G. unfold tile_unit, sc_stretched.
  assert (U : 0 <= IZR (sc_window_unit a * sc_window_unit b) <= 4096).
  { split; apply IZR_le; unfold sc_window_unit; repeat (destruct (Z_le_dec _ _)); lia. }
  split; [apply Rmult_le_pos; lra|]. apply Rle_trans with (1 * 4096); [apply Rmult_le_compat; lra|lra].
Qed.

(* One term as computed: g-th of the operators of the block. *)
Lemma term_near memory r gamma d top a b k kept n m g coef y p :
  0 <= gamma <= 1 -> (0 <= k)%Z -> (0 <= g)%Z -> (kept <= 32)%Z -> sc_small memory r d top ->
  sc_coefficient_near coef (tile_unit gamma a b) k kept g ->
  ((g < kept)%Z -> (0 <= a)%Z /\ (0 <= b)%Z /\ (b <= m + g)%Z /\ (a <= n + g)%Z /\ (m + g <= 95 + b)%Z /\ (n + g <= 95 + a)%Z /\
     sc_scaled_near y a (g + n) b (g + m) (sc_entry memory r d top (g + n) (g + m))) ->
  (0 <= top <= 4095)%Z -> (m <= n)%Z -> sc_rmul p coef y ->
  let e := if Z_lt_dec g kept then tile_term (sc_entry memory r d top) gamma a b k n m g else 0 in
  within p e (Rabs e) (2 * IZR (Z.max 0 (top - n)) + 5015 / 1000) (/ 2 ^ 712).
Proof.
  intros G K G0 K32 Small C Y Top MN P e. unfold sc_rmul in P. pose proof eta_positive as Eta.
  assert (Eta2 : sc_eta <= / 2 ^ 720) by (unfold sc_eta; apply half_powers; lia).
  assert (H712 : / 2 ^ 720 * 256 = / 2 ^ 712).
  { replace 256 with (2 ^ 8) by (simpl; lra). rewrite Rmult_comm, half_up by lia. reflexivity. }
  pose proof (half_pos 720) as H720.
  assert (Zero : e = 0 -> within p 0 0 0 (/ 2 ^ 712) -> within p e (Rabs e) (2 * IZR (Z.max 0 (top - n)) + 5015 / 1000) (/ 2 ^ 712)).
  { intros -> W. rewrite Rabs_R0. apply (within_zero_size _ _ 0); [lra|exact W]. }
  destruct (Z_lt_dec g kept) as [L|L].
  2:{ apply Zero; [reflexivity|]. destruct C as [_ C0]. rewrite (C0 ltac:(lia)) in P. unfold sc_prod, rounded in P.
      rewrite Rmult_0_l, Rabs_R0 in P. split; [rewrite Rabs_R0; lra|]. lra. }
  destruct C as [C _]. destruct (C L) as [_ Cw]. destruct (Y L) as (A & B & BM & AN & MW & NW & Yw).
  rewrite (Z.add_comm g n), (Z.add_comm g m) in Yw.
  pose proof (entry_small memory r d top (n + g) (m + g) Small) as X2. specialize (Yw X2).
  pose proof (coefficient_tiny_bounds (Z.to_nat g) ltac:(lia)) as T.
  pose proof (coefficient_bounds (tile_unit gamma a b) k (Z.to_nat g) (tile_unit_range gamma a b G) K ltac:(lia)) as Cb.
  destruct (factor_range g G0 ltac:(lia)) as [F _]. unfold sc_factor_limit in F.
  assert (G31 : 0 <= IZR g <= 31) by (split; apply IZR_le; lia).
  set (coefE := coefficient (tile_unit gamma a b) k (Z.to_nat g)) in *. set (t := coefficient_tiny (Z.to_nat g)) in *.
  assert (H1 : coefE * sc_eta <= / 2 ^ 720).
  { apply Rle_trans with (sc_eta * 2 ^ 260).
    - rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|]. apply Rle_trans with (2 := F). apply Cb.
    - rewrite eta_small by lia. apply half_powers. lia. }
  assert (H2 : t <= 4 * / 2 ^ 720).
  { eapply Rle_trans; [apply T|]. replace 4 with (2 ^ 2) by (simpl; lra). rewrite half_up by lia. apply Req_le. f_equal. }
  assert (H3 : 0 <= t * sc_eta <= t).
  { split; [apply Rmult_le_pos; lra|]. rewrite <- (Rmult_1_r t) at 2. apply Rmult_le_compat_l; [apply T|].
    pose proof eta_tiny. lra. }
  assert (H4 : 0 <= coefE * sc_eta) by (apply Rmult_le_pos; lra).
  set (ym := scale a (n + g) * scale b (m + g) * sc_entry memory r d top (n + g) (m + g)) in *.
  assert (E : e = coefE * ym) by reflexivity.
  assert (YB : Rabs ym <= 2).
  { pose proof (scale_bounds a (n + g) A AN) as Sa. pose proof (scale_bounds b (m + g) B BM) as Sb.
    unfold ym. destruct (Z_lt_dec top (n + g)) as [Past|In]; [rewrite entry_past, Rmult_0_r, Rabs_R0 by exact Past; lra|].
    specialize (Sa ltac:(lia) NW). specialize (Sb ltac:(lia) MW). pose proof (half_pos 146).
    rewrite !Rabs_mult, (Rabs_pos_eq (scale a _)), (Rabs_pos_eq (scale b _)) by lra.
    replace 2 with (1 * 1 * 2) by ring. apply Rmult_le_compat; [apply Rmult_le_pos; lra|apply Rabs_pos| |exact X2].
    apply Rmult_le_compat; lra. }
  pose proof (Rabs_pos ym) as Y0.
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ Cw Yw ltac:(unfold few; lra) ltac:(lra) (proj1 T) ltac:(lra)) as Q.
  assert (H5 : 0 <= t * Rabs ym <= t * 2) by (split; [apply Rmult_le_pos|apply Rmult_le_compat_l]; lra).
  assert (Tq : 0 <= 2 * t * Rabs ym + 2 * coefE * (6 * sc_eta) + t * (6 * sc_eta) <= 60 * / 2 ^ 720) by lra.
  pose proof (within_round p _ _ _ _ _ P Q ltac:(unfold few; lra) (proj1 Tq)) as W.
  replace (coefE * Rabs ym) with (Rabs e) in W by (rewrite E, Rabs_mult, (Rabs_pos_eq coefE); lra).
  rewrite <- E in W. destruct (Z_lt_dec top (n + g)) as [Past|In].
  - (* beyond the highest level: nothing *)
    assert (E0 : e = 0) by (rewrite E; unfold ym; rewrite entry_past by exact Past; ring).
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
    replace (Z.to_nat (Z.min done kept)) with (Z.to_nat done) by lia. cbn [sum_below]. now rewrite Z2Nat.id by lia.
  - replace (Z.min (1 + done) kept) with (Z.min done kept) by lia. ring.
Qed.

Theorem sc_sum_more memory r y s gamma x a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 d top a b k kept done more n m :
  (4 + done = more)%Z -> sc_stretched gamma (IZR (sc_window_unit a * sc_window_unit b)) = x -> (0 < kept)%Z ->
  gamma <= 1 -> (0 <= a)%Z -> (0 <= b)%Z -> (0 <= done)%Z -> (done < kept)%Z -> 0 <= gamma -> (0 <= k)%Z -> (b <= m)%Z ->
  (a <= n)%Z -> (m <= n)%Z -> (0 <= top)%Z -> (top < d)%Z -> (kept <= 32)%Z -> (more <= 32)%Z -> (d <= 4096)%Z ->
  (m <= 64 + b)%Z -> (n <= 32 + a)%Z -> sc_coefficient_near a_0 x k kept done ->
  sc_coefficient_near a_1 x k kept (1 + done) -> sc_coefficient_near a_2 x k kept (2 + done) ->
  sc_coefficient_near a_3 x k kept (3 + done) -> sc_four_more y s a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 ->
  sc_sum_near memory s r gamma d top a b k kept done n m ->
  sc_scaled_near x_0 a (done + n) b (done + m) (sc_entry memory r d top (done + n) (done + m)) ->
  ((2 + done <= kept)%Z -> sc_scaled_near x_1 a (1 + done + n) b (1 + done + m)
     (sc_entry memory r d top (1 + done + n) (1 + done + m))) ->
  ((3 + done <= kept)%Z -> sc_scaled_near x_2 a (2 + done + n) b (2 + done + m)
     (sc_entry memory r d top (2 + done + n) (2 + done + m))) ->
  ((4 + done <= kept)%Z -> sc_scaled_near x_3 a (3 + done + n) b (3 + done + m)
     (sc_entry memory r d top (3 + done + n) (3 + done + m))) ->
  sc_sum_near memory y r gamma d top a b k kept more n m.
Proof.
  intros <- <- Kept G1 A B D DK G0 K BM AN MN T0 Td K32 M32 D4 MW NW C0 C1 C2 C3 Four H Y0 Y1 Y2 Y3 Small.
  destruct (H Small) as [Start W]. split; [lia|].
  destruct Four as (z & p & q & (p0 & p1 & P0 & P1 & P) & (q0 & q1 & Q0 & Q1 & Q) & Z & Y & First).
  fold (tile_unit gamma a b) in C0, C1, C2, C3.
  pose proof (fun g coef v p => term_near memory r gamma d top a b k kept n m g coef v p (conj G0 G1) K) as Near.
  assert (E0 := Near done a_0 x_0 p0 D K32 Small C0). assert (E1 := Near (1 + done)%Z a_1 x_1 p1 ltac:(lia) K32 Small C1).
  assert (E2 := Near (2 + done)%Z a_2 x_2 q0 ltac:(lia) K32 Small C2).
  assert (E3 := Near (3 + done)%Z a_3 x_3 q1 ltac:(lia) K32 Small C3). clear Near.
  specialize (E0 ltac:(intros L; do 6 (split; [lia|]); exact Y0)
                 ltac:(lia) MN P0).
  specialize (E1 ltac:(intros L; do 6 (split; [lia|]); apply Y1; lia)
                 ltac:(lia) MN P1).
  specialize (E2 ltac:(intros L; do 6 (split; [lia|]); apply Y2; lia)
                 ltac:(lia) MN Q0).
  specialize (E3 ltac:(intros L; do 6 (split; [lia|]); apply Y3; lia)
                 ltac:(lia) MN Q1).
  cbv zeta in E0, E1, E2, E3.
  set (top' := Z.max 0 (top - n)) in *. assert (U : 0 <= IZR top' <= 4096) by (split; apply IZR_le; lia).
  set (c := 2 * IZR top' + 5015 / 1000) in *.
  assert (SumEq : forall f, sum_below f (Z.to_nat (Z.min (4 + done) kept)) = sum_below f (Z.to_nat (Z.min done kept))
    + ((if Z_lt_dec done kept then f done else 0) + (if Z_lt_dec (1 + done) kept then f (1 + done)%Z else 0)
    + ((if Z_lt_dec (2 + done) kept then f (2 + done)%Z else 0) + (if Z_lt_dec (3 + done) kept then f (3 + done)%Z else 0)))).
  { intros f. replace (4 + done)%Z with (1 + (1 + (1 + (1 + done))))%Z by lia. rewrite !sum_below_step by lia.
    replace (1 + (1 + (1 + done)))%Z with (3 + done)%Z by lia. replace (1 + (1 + done))%Z with (2 + done)%Z by lia. ring. }
  unfold tile_sum, tile_size. set (f := tile_term (sc_entry memory r d top) gamma a b k n m) in *.
  assert (SumAbs : sum_below (fun g => Rabs (f g)) (Z.to_nat (Z.min (4 + done) kept)) =
    sum_below (fun g => Rabs (f g)) (Z.to_nat (Z.min done kept))
    + (Rabs (if Z_lt_dec done kept then f done else 0) + Rabs (if Z_lt_dec (1 + done) kept then f (1 + done)%Z else 0)
    + (Rabs (if Z_lt_dec (2 + done) kept then f (2 + done)%Z else 0) + Rabs (if Z_lt_dec (3 + done) kept then f (3 + done)%Z else 0)))).
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
  assert (Tz : 1.001 * (1.001 * (/ 2 ^ 712 + / 2 ^ 712) + sc_eta + (1.001 * (/ 2 ^ 712 + / 2 ^ 712) + sc_eta)) + sc_eta
    <= / 2 ^ 712 * 8) by lra.
  assert (P700 : / 2 ^ 712 * 4096 = / 2 ^ 700).
  { replace 4096 with (2 ^ 12) by (simpl; lra). rewrite Rmult_comm, half_up by lia. reflexivity. }
  assert (Tn : sum_tiny (4 + done) = 16 * sum_tiny done).
  { unfold sum_tiny. replace (Z.to_nat (4 + done)) with (4 + Z.to_nat done)%nat by lia. rewrite pow_add. simpl (2 ^ 4). ring. }
  assert (Td0 : / 2 ^ 700 <= sum_tiny done).
  { unfold sum_tiny. rewrite <- (Rmult_1_l (/ 2 ^ 700)) at 1. apply Rmult_le_compat_r; [lra|]. apply pow_R1_Rle. lra. }
  assert (UnitsZ : c + 1 + few + 1 + few <= sum_units top n kept (4 + done)).
  { unfold sum_units, c. fold top'. assert (0 <= IZR (Z.max 0 (Z.min (4 + done) (kept + 3) - 1))) by (apply IZR_le; lia).
    unfold few. lra. }
  assert (R4z := R4).
  apply (within_wide _ _ _ _ _ (sum_units top n kept (4 + done)) (/ 2 ^ 712 * 8)) in R4; [|exact UnitsZ|exact Tz].
  destruct (Z.eq_dec done 0) as [->|NZ].
  - (* the first four: nothing is added to *)
    rewrite (Start ltac:(lia)) in First. rewrite <- (First eq_refl).
    replace (Z.to_nat (Z.min 0 kept)) with 0%nat by lia. cbn [sum_below]. rewrite !Rplus_0_l.
    apply (within_wide _ _ _ _ _ _ _ R4); [lra|]. rewrite Tn. lra.
  - assert (UnitsS : sum_units top n kept done + 1 + few <= sum_units top n kept (4 + done)).
    { unfold sum_units.
      replace (Z.max 0 (Z.min (4 + done) (kept + 3) - 1)) with (Z.max 0 (Z.min done (kept + 3) - 1) + 4)%Z by lia.
      rewrite plus_IZR. unfold few. lra. }
    assert (UnitsZ' : c + 1 + few + 1 + few <= sum_units top n kept done).
    { unfold sum_units, c. fold top'. assert (0 <= IZR (Z.max 0 (Z.min done (kept + 3) - 1))) by (apply IZR_le; lia).
      unfold few. lra. }
    assert (UnitsB : 0 <= sum_units top n kept done <= 30000).
    { unfold sum_units. fold top'. assert (0 <= IZR (Z.max 0 (Z.min done (kept + 3) - 1)) <= 40) by (split; apply IZR_le; lia). lra. }
    apply (within_wide z _ _ _ _ (sum_units top n kept done) (/ 2 ^ 712 * 8)) in R4z; [|exact UnitsZ'|exact Tz].
    assert (S := within_add _ _ _ _ _ _ _ _ _ _ _ (Rle_refl _) (Rle_refl _) W R4z).
    assert (R := within_round y _ _ _ _ _ Y S UnitsB ltac:(lra)).
    apply (within_wide _ _ _ _ _ _ _ R); [exact UnitsS|]. rewrite Tn. lra.
Qed.

(* ---- weights *)
Fixpoint gain (gamma unit : R) (k : Z) (g : nat) : R :=
  match g with O => 1 | S i => gain gamma unit k i * (gamma * (unit * unit) / IZR (k + Z.of_nat g)) end.

Lemma weight_more gamma n k : (0 <= n)%Z -> (0 <= k)%Z ->
  sc_damp_square gamma n (k + 1) = sc_damp_square gamma n k * (gamma * IZR (n + (k + 1)) / IZR (k + 1)).
Proof.
  intros N K. rewrite <- (Z2Nat.id n), <- (Z2Nat.id k) by lia. generalize (Z.to_nat n) as i, (Z.to_nat k) as j. intros i j.
  replace (Z.of_nat j + 1)%Z with (Z.of_nat (S j)) by lia. rewrite !square_nat.
  replace (IZR (Z.of_nat i + Z.of_nat (S j))) with (INR (S (i + j))) by (rewrite INR_IZR_INZ; f_equal; lia).
  replace (IZR (Z.of_nat (S j))) with (INR (S j)) by (rewrite INR_IZR_INZ; f_equal; lia).
  replace (i + S j)%nat with (S (i + j)) by lia. unfold Binomial.C.
  replace (S (i + j) - S j)%nat with i by lia. replace (i + j - j)%nat with i by lia.
  rewrite !fact_simpl, !mult_INR. cbn [pow]. field. repeat split; try apply INR_fact_neq_0; apply not_0_INR; lia.
Qed.

Lemma window_unit_size first : IZR (sc_window_unit first) * IZR (sc_window_unit first) = IZR (scale_size first).
Proof.
  unfold sc_window_unit, scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)]; lra.
Qed.

(* w_{n,k+g}^2 from w_{n,k}^2, by the squared scales of levels n + k and n + k + g. *)
Lemma weight_from_window gamma a n k g : (0 <= a)%Z -> (a <= n + k)%Z -> (0 <= n)%Z -> (0 <= k)%Z ->
  (n + k + Z.of_nat g <= 4095)%Z -> (n + k + Z.of_nat g <= 95 + a)%Z ->
  sc_damp_square gamma n (k + Z.of_nat g) = sc_damp_square gamma n k *
    (sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k)) * gain gamma (IZR (sc_window_unit a)) k g.
Proof.
  intros A AN N K T W. pose proof (scale_range a (n + k) A AN ltac:(lia) ltac:(lia)) as R0. pose proof (half_pos 290) as H.
  induction g as [|g IH].
  - rewrite !Z.add_0_r. cbn [gain]. field. lra.
  - specialize (IH ltac:(lia) ltac:(lia)). replace (k + Z.of_nat (S g))%Z with (k + Z.of_nat g + 1)%Z by lia.
    rewrite weight_more, IH by lia. replace (n + k + Z.of_nat (S g))%Z with (1 + (n + k + Z.of_nat g))%Z by lia.
    rewrite (square_step_up a (n + k + Z.of_nat g) A ltac:(lia)). unfold sc_scale_ratio. cbn [gain].
    rewrite <- (window_unit_size a). replace (k + Z.of_nat (S g))%Z with (k + Z.of_nat g + 1)%Z by lia.
    replace (n + (k + Z.of_nat g + 1))%Z with (1 + (n + k + Z.of_nat g))%Z by lia.
    assert (IZR (k + Z.of_nat g + 1) <> 0) by (apply not_0_IZR; lia).
    assert (IZR (sc_window_unit a) <> 0).
    { apply not_0_IZR. unfold sc_window_unit. repeat destruct (Z_le_dec _ _); lia. }
    field. repeat split; trivial. lra.
Qed.

Lemma gain_positive gamma unit k g : 0 <= gamma -> (0 <= k)%Z -> 0 <= gain gamma unit k g.
Proof.
  intros G K. induction g as [|g IH]; cbn [gain]; [lra|]. apply Rmult_le_pos; [exact IH|].
  apply Rdiv_le_0_compat; [apply Rmult_le_pos; [exact G|apply Rle_0_sqr]|apply IZR_lt; lia].
Qed.

Lemma coefficient_gains gamma U V k g : 0 <= gamma -> 0 <= U -> 0 <= V -> (0 <= k)%Z ->
  coefficient (gamma * (U * V)) k g = sqrt (gain gamma U k g) * sqrt (gain gamma V k g).
Proof.
  intros G U0 V0 K. rewrite <- sqrt_mult by now apply gain_positive.
  assert (P : 0 <= coefficient (gamma * (U * V)) k g).
  { induction g as [|g IH]; cbn [coefficient]; [lra|]. apply Rmult_le_pos; [exact IH|].
    apply Rdiv_le_0_compat; [repeat apply Rmult_le_pos; assumption|apply IZR_lt; lia]. }
  rewrite <- (sqrt_square _ P) at 1. f_equal. clear P. induction g as [|g IH]; cbn [coefficient gain]; [ring|].
  replace (coefficient (gamma * (U * V)) k g * (gamma * (U * V) / IZR (k + Z.of_nat (S g))) *
    (coefficient (gamma * (U * V)) k g * (gamma * (U * V) / IZR (k + Z.of_nat (S g)))))
    with (coefficient (gamma * (U * V)) k g * coefficient (gamma * (U * V)) k g *
      (gamma * (U * V) / IZR (k + Z.of_nat (S g)) * (gamma * (U * V) / IZR (k + Z.of_nat (S g))))) by ring.
  rewrite IH. field. apply not_0_IZR. lia.
Qed.

(* The squared ratio of two weights stays below 2^260. *)
Lemma ratio_limit gamma a n k g : 0 <= gamma <= 1 -> (0 <= a)%Z -> (a <= n + k)%Z -> (0 <= n)%Z -> (0 <= k)%Z ->
  (n + k + Z.of_nat g <= 4095)%Z -> (n + k + Z.of_nat g <= 95 + a)%Z ->
  0 <= sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k) * gain gamma (IZR (sc_window_unit a)) k g
    <= factor_limit g.
Proof.
  intros G A AN N K T W. pose proof (scale_range a (n + k) A AN ltac:(lia) ltac:(lia)) as R0. pose proof (half_pos 290) as H.
  induction g as [|g IH].
  - rewrite Z.add_0_r. cbn [gain factor_limit]. unfold Rdiv. rewrite Rinv_r by lra. lra.
  - specialize (IH ltac:(lia) ltac:(lia)). replace (n + k + Z.of_nat (S g))%Z with (1 + (n + k + Z.of_nat g))%Z by lia.
    rewrite (square_step_up a (n + k + Z.of_nat g) A ltac:(lia)). cbn [gain factor_limit]. unfold sc_scale_ratio.
    rewrite <- (window_unit_size a). set (U := IZR (sc_window_unit a)). set (e := gain gamma U k g) in *.
    assert (K0 : IZR (k + Z.of_nat (S g)) <> 0) by (apply not_0_IZR; lia).
    assert (U0 : U <> 0). { apply not_0_IZR. unfold sc_window_unit. repeat destruct (Z_le_dec _ _); lia. }
    replace (sc_scale_square a (n + k + Z.of_nat g) * (IZR (1 + (n + k + Z.of_nat g)) / (U * U)) / sc_scale_square a (n + k)
        * (e * (gamma * (U * U) / IZR (k + Z.of_nat (S g)))))
      with (sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k) * e *
        (gamma * (IZR (1 + (n + k + Z.of_nat g)) / IZR (k + Z.of_nat (S g))))) by (field; repeat split; trivial; lra).
    assert (L : 0 <= IZR (1 + (n + k + Z.of_nat g)) <= 4097) by (split; apply IZR_le; lia).
    assert (B : 1 <= IZR (Z.of_nat (S g))) by (apply IZR_le; lia).
    assert (B2 : IZR (Z.of_nat (S g)) <= IZR (k + Z.of_nat (S g))) by (apply IZR_le; lia).
    assert (Q : 0 <= IZR (1 + (n + k + Z.of_nat g)) / IZR (k + Z.of_nat (S g)) <= 4097 / IZR (Z.of_nat (S g))).
    { split; [apply Rdiv_le_0_compat; lra|]. unfold Rdiv. apply Rmult_le_compat; try lra.
      - left. apply Rinv_0_lt_compat. lra.
      - apply Rinv_le_contravar; lra. }
    assert (Q2 : 0 <= gamma * (IZR (1 + (n + k + Z.of_nat g)) / IZR (k + Z.of_nat (S g))) <= 4097 / IZR (Z.of_nat (S g))).
    { split; [apply Rmult_le_pos; lra|]. nra. }
    split; [apply Rmult_le_pos; [apply IH|apply Q2]|]. apply Rmult_le_compat; [apply IH|apply Q2|apply IH|apply Q2].
Qed.

(* One of the two factors of a term: the weight of operator k + g from the stored one of operator k. *)
Lemma side gamma first n k g v : 0 <= gamma <= 1 -> (0 <= first)%Z -> (first <= n)%Z -> (0 <= k)%Z ->
  (n + k + Z.of_nat g <= 4095)%Z -> (n + Z.of_nat g <= 95 + first)%Z -> (g <= 31)%nat ->
  sc_weight_stored v gamma first n k -> let a := (first + k)%Z in
  let w := sqrt (sc_damp_square gamma n (k + Z.of_nat g)) in
  0 <= w <= 1 /\
  within (v * scale a (n + k + Z.of_nat g) * sqrt (gain gamma (IZR (sc_window_unit a)) k g)) w w
    (3 / 2 * IZR n + IZR k + 301 / 100 + 1001 / 2000 * INR g + 3 / 1000) (/ 2 ^ 396).
Proof.
  intros G F N K T W G31 [V _] a w.
  assert (A : (0 <= a)%Z) by (unfold a; lia). assert (AN : (a <= n + k)%Z) by (unfold a; lia).
  assert (AW : (n + k + Z.of_nat g <= 95 + a)%Z) by (unfold a; lia).
  pose proof (square_within gamma n (k + Z.of_nat g) G ltac:(lia) ltac:(lia)) as S1.
  assert (W1 : 0 <= w <= 1) by (split; [apply sqrt_pos|apply root_le; lra]). split; [exact W1|].
  pose proof (square_within gamma n k G ltac:(lia) ltac:(lia)) as S0.
  set (w0 := sqrt (sc_damp_square gamma n k)) in *. pose proof (sqrt_pos (sc_damp_square gamma n k)) as W0. fold w0 in W0.
  fold a in V. fold (scale a (n + k)) in V.
  pose proof (scale_bounds a (n + k) A AN ltac:(lia) ltac:(lia)) as Sb. pose proof (half_pos 146).
  assert (V1 : within (v * scale a (n + k)) w0 w0 (3 / 2 * IZR n + IZR k + 301 / 100) (/ 2 ^ 528)).
  { split; [rewrite Rabs_pos_eq; lra|exact V]. }
  pose proof (scales_apart a (n + k) g A AN T AW) as R. cbv zeta in R.
  set (P := sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k)) in *.
  set (q := sqrt (gain gamma (IZR (sc_window_unit a)) k g)) in *.
  pose proof (sqrt_pos P) as P0. assert (Q0 : 0 <= q) by apply sqrt_pos.
  pose proof (half_pos 528) as H528. assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia).
  assert (Kb : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (Gb : 0 <= INR g <= 95).
  { split; [apply pos_INR|]. replace 95 with (INR 95) by (simpl; lra). apply le_INR. lia. }
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ V1 R ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as B.
  pose proof (within_exact q) as Qw. rewrite (Rabs_pos_eq q Q0) in Qw.
  assert (T1 : 0 <= 2 * / 2 ^ 528 * sqrt P + 2 * w0 * 0 + / 2 ^ 528 * 0).
  { assert (0 <= / 2 ^ 528 * sqrt P) by (apply Rmult_le_pos; lra). lra. }
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ B Qw ltac:(unfold few; lra) ltac:(lra) T1 ltac:(lra)) as C.
  assert (Ratio := ratio_limit gamma a n k g G A AN ltac:(lia) K T AW). fold P in Ratio.
  assert (GP := gain_positive gamma (IZR (sc_window_unit a)) k g (proj1 G) K).
  assert (Pp : 0 <= P). { unfold P. destruct (rounded_apart a (n + k) g A AN T AW) as [L _]. pose proof (half_pos 290). lra. }
  assert (PQ : sqrt P * q <= 2 ^ 130).
  { unfold q. rewrite <- sqrt_mult by assumption. apply root_le; [apply pow_le; lra|]. rewrite <- pow_add.
    eapply Rle_trans; [apply Ratio|]. destruct (factor_range (Z.of_nat g) ltac:(lia) ltac:(lia)) as [H1 _].
    unfold sc_factor_limit in H1. now rewrite Nat2Z.id in H1. }
  assert (E : w0 * sqrt P * q = w).
  { unfold w, w0, q. rewrite <- !sqrt_mult; try assumption; try lra; [|apply Rmult_le_pos; lra].
    f_equal. symmetry. exact (weight_from_window gamma a n k g A AN ltac:(lia) K T AW). }
  rewrite E in C. replace (v * scale a (n + k) * (scale a (n + k + Z.of_nat g) / scale a (n + k)) * q)
    with (v * scale a (n + k + Z.of_nat g) * q) in C by (field; lra).
  apply (within_wide _ _ _ _ _ _ _ C).
  - unfold few. lra.
  - replace (2 * (2 * / 2 ^ 528 * sqrt P + 2 * w0 * 0 + / 2 ^ 528 * 0) * q + 2 * (w0 * sqrt P) * 0 +
      (2 * / 2 ^ 528 * sqrt P + 2 * w0 * 0 + / 2 ^ 528 * 0) * 0) with (4 * / 2 ^ 528 * (sqrt P * q)) by ring.
    apply Rle_trans with (4 * / 2 ^ 528 * 2 ^ 130); [apply Rmult_le_compat_l; lra|].
    replace 4 with (2 ^ 2) by (simpl; lra). rewrite half_up by lia. rewrite Rmult_comm, half_up by lia. apply Req_le. f_equal.
Qed.

(* ---- one entry *)
Lemma entry_past_column memory r d top n m : (m <= n)%Z -> (top < n)%Z -> sc_entry memory r d top n m = 0.
Proof. intros _. apply entry_past. Qed.

Lemma damped_split e gamma n m i j : damped_terms e gamma n m (i + j) = damped_terms e gamma n m i +
  sum_below (fun g => e (n + (Z.of_nat i + g))%Z (m + (Z.of_nat i + g))%Z *
    sqrt (sc_damp_square gamma m (Z.of_nat i + g) * sc_damp_square gamma n (Z.of_nat i + g))) j.
Proof.
  induction j as [|j IH]; [rewrite Nat.add_0_r; cbn [sum_below]; ring|].
  rewrite Nat.add_succ_r. cbn [damped_terms sum_below]. rewrite IH, Nat2Z.inj_add. ring.
Qed.

Definition damped_units (top terms k : Z) : R :=
  3 * IZR top + 1512 / 100 + 1001 / 1000 * ((IZR terms + 2) / 4) + IZR (Z.max 0 (k - 32)) / 16.
Definition damped (memory : addr -> double) r gamma d top terms n m : R :=
  damped_terms (sc_entry memory r d top) gamma n m (Z.to_nat terms).
Definition sc_damped_near (memory : addr -> double) (x : R) (r : addr) (gamma : R) (d top terms k n m : Z) : Prop :=
  sc_small memory r d top -> ((k <= 0)%Z -> x = 0) /\
  within x (sc_damped memory r gamma d top (Z.min k terms) n m) (sc_damped_size memory r gamma d top (Z.min k terms) n m)
    (damped_units top terms k) (IZR k * / 2 ^ 370).

Theorem sc_damped_first memory r gamma d top terms n m : (0 <= terms)%Z ->
  sc_damped_near memory 0 r gamma d top terms 0 n m.
Proof.
  intros T _. split; [reflexivity|]. unfold sc_damped, sc_damped_size. rewrite Z.min_l by exact T. simpl Z.to_nat.
  cbn [damped_terms]. apply within_nothing. lra.
Qed.

Lemma damped_still memory r gamma d top n m i j : (top < n + Z.of_nat i)%Z ->
  damped_terms (sc_entry memory r d top) gamma n m (i + j) = damped_terms (sc_entry memory r d top) gamma n m i /\
  damped_terms (fun n m => Rabs (sc_entry memory r d top n m)) gamma n m (i + j)
    = damped_terms (fun n m => Rabs (sc_entry memory r d top n m)) gamma n m i.
Proof.
  intros T. induction j as [|j [I1 I2]]; [rewrite Nat.add_0_r; split; reflexivity|].
  rewrite Nat.add_succ_r. cbn [damped_terms]. rewrite I1, I2, entry_past, Rabs_R0, Rmult_0_l, !Rplus_0_r by lia.
  split; reflexivity.
Qed.

Lemma damped_units_grow top terms k l : (k <= l)%Z -> damped_units top terms k <= damped_units top terms l.
Proof. intros K. unfold damped_units. assert (IZR (Z.max 0 (k - 32)) <= IZR (Z.max 0 (l - 32))) by (apply IZR_le; lia). lra. Qed.

Lemma damped_later memory x r gamma d top terms k l n m : (0 < k)%Z -> (k <= l)%Z -> (terms <= k \/ top < k + n)%Z ->
  sc_damped_near memory x r gamma d top terms k n m -> sc_damped_near memory x r gamma d top terms l n m.
Proof.
  intros K L E H Small. destruct (H Small) as [_ W]. split; [lia|].
  assert (S : sc_damped memory r gamma d top (Z.min l terms) n m = sc_damped memory r gamma d top (Z.min k terms) n m /\
    sc_damped_size memory r gamma d top (Z.min l terms) n m = sc_damped_size memory r gamma d top (Z.min k terms) n m).
  { destruct (Z_le_dec terms k) as [T|T]; [now replace (Z.min l terms) with (Z.min k terms) by lia|].
    unfold sc_damped, sc_damped_size. replace (Z.to_nat (Z.min l terms))
      with (Z.to_nat (Z.min k terms) + (Z.to_nat (Z.min l terms) - Z.to_nat (Z.min k terms)))%nat by lia.
    apply damped_still. lia. }
  destruct S as [-> ->]. apply (within_wide _ _ _ _ _ _ _ W); [now apply damped_units_grow|].
  apply Rmult_le_compat_r; [left; apply half_pos|now apply IZR_le].
Qed.

Theorem sc_damped_past memory r x gamma d top terms k up n m : (32 + k = up)%Z -> (0 < k)%Z -> gamma <= 1 -> 0 <= gamma ->
  (k < terms)%Z -> (top < k + n)%Z -> sc_damped_near memory x r gamma d top terms k n m ->
  sc_damped_near memory x r gamma d top terms up n m.
Proof. intros <- K _ _ _ T. apply damped_later; lia. Qed.

Theorem sc_damped_all memory r x gamma d top terms k last n m : (31 + terms = last)%Z -> (0 < k)%Z -> gamma <= 1 ->
  0 <= gamma -> (k <= 31 + terms)%Z -> sc_damped_near memory x r gamma d top terms k n m ->
  (terms <= k)%Z \/ (top < k + n)%Z -> sc_damped_near memory x r gamma d top terms last n m.
Proof. intros <- K _ _ L H E. apply (damped_later _ _ _ _ _ _ _ k); try lia; assumption. Qed.

Theorem sc_damped_end memory r x gamma d top terms last n m : (31 + terms = last)%Z -> (0 < terms)%Z -> gamma <= 1 ->
  (terms <= d)%Z -> 0 <= gamma -> (0 <= m)%Z -> (m <= n)%Z -> (0 <= top)%Z -> (top < d)%Z -> (n <= top)%Z ->
  (d <= 4096)%Z -> sc_small memory r d top -> sc_damped_near memory x r gamma d top terms last n m ->
  Rabs (x + -1 * sc_damped memory r gamma d top terms n m) <= 1 / 2037035976334486086268445688409378161051468393665936250636140449354381299763336706183397376 +
    sc_damped_size memory r gamma d top terms n m * IZR (12 + terms + 3 * d) * sc_u.
Proof.
  replace (x + -1 * sc_damped memory r gamma d top terms n m) with (x - sc_damped memory r gamma d top terms n m) by ring.
  match goal with |- context [_ <= 1 / ?a + ?b * _ * _] => replace (1 / a) with (/ 2 ^ 300) by (simpl; lra);
    replace (/ 2 ^ 300 + b * IZR (12 + terms + 3 * d) * sc_u)
      with (IZR (3 * d + terms + 12) * (sc_u * b) + / 2 ^ 300)
      by (replace (3 * d + terms + 12)%Z with (12 + terms + 3 * d)%Z by lia; ring) end.
  intros <- T _ TD _ M MN Top0 TopD N D Small H. destruct (H Small) as [_ W].
  replace (Z.min (31 + terms) terms) with terms in W by lia.
  apply (within_wide _ _ _ _ _ (IZR (3 * d + terms + 12)) (/ 2 ^ 300)) in W; [apply W| |].
  - unfold damped_units. rewrite !plus_IZR, mult_IZR.
    assert (A : IZR top + 1 <= IZR d) by (rewrite <- plus_IZR; apply IZR_le; lia).
    assert (B : 1 <= IZR terms) by (apply IZR_le; lia).
    assert (C : IZR (Z.max 0 (31 + terms - 32)) = IZR terms - 1) by (rewrite <- minus_IZR; f_equal; lia). rewrite C. lra.
  - apply Rle_trans with (2 ^ 13 * / 2 ^ 370).
    + apply Rmult_le_compat_r; [left; apply half_pos|]. apply Rle_trans with (IZR 8192); [apply IZR_le; lia|simpl; lra].
    + rewrite half_up by lia. apply half_powers. lia.
Qed.

Lemma same_entry memory memory1 r d top n m : (0 <= top)%Z -> (top < d)%Z -> sc_same memory memory1 r d ->
  sc_entry memory1 r d top n m = sc_entry memory r d top n m.
Proof.
  intros T0 T S. unfold sc_entry. repeat (destruct (Z_lt_dec _ _); [reflexivity|]).
  destruct (Z_le_dec m n); apply S; nia.
Qed.
Lemma same_small memory memory1 r d top : (0 <= top)%Z -> (top < d)%Z -> sc_same memory memory1 r d ->
  sc_small memory r d top -> sc_small memory1 r d top.
Proof.
  intros T0 T S H n m M MN N. unfold sc_place. rewrite S by nia. specialize (H n m M MN N). exact H.
Qed.
Lemma sum_below_same f g n : (forall i, f i = g i) -> sum_below f n = sum_below g n.
Proof. intros E. induction n as [|n IH]; cbn [sum_below]; [reflexivity|]. now rewrite IH, E. Qed.
Lemma damped_same e f gamma n m k : (forall i j, e i j = f i j) -> damped_terms e gamma n m k = damped_terms f gamma n m k.
Proof. intros E. induction k as [|k IH]; cbn [damped_terms]; [reflexivity|]. now rewrite IH, E. Qed.

Theorem sc_sum_same memory memory1 r s gamma d top a b k kept done n m : (0 <= top)%Z -> (top < d)%Z ->
  sc_same memory memory1 r d -> sc_sum_near memory1 s r gamma d top a b k kept done n m ->
  sc_sum_near memory s r gamma d top a b k kept done n m.
Proof.
  intros T0 T S H Small. specialize (H (same_small _ _ _ _ _ T0 T S Small)). destruct H as [Z W]. split; [exact Z|].
  assert (E : forall g, tile_term (sc_entry memory1 r d top) gamma a b k n m g = tile_term (sc_entry memory r d top) gamma a b k n m g).
  { intros g. unfold tile_term. now rewrite (same_entry memory memory1 r d top _ _ T0 T S). }
  unfold tile_sum, tile_size in *. rewrite <- (sum_below_same _ _ _ E).
  rewrite <- (sum_below_same _ (fun g => Rabs (tile_term (sc_entry memory r d top) gamma a b k n m g)) _
    (fun g => f_equal Rabs (E g))). exact W.
Qed.

Theorem sc_damped_same memory memory1 r x gamma d top terms k n m : (0 <= top)%Z -> (top < d)%Z ->
  sc_same memory memory1 r d -> sc_damped_near memory1 x r gamma d top terms k n m ->
  sc_damped_near memory x r gamma d top terms k n m.
Proof.
  intros T0 T S H Small. specialize (H (same_small _ _ _ _ _ T0 T S Small)). destruct H as [Z W]. split; [exact Z|].
  pose proof (fun i j => same_entry memory memory1 r d top i j T0 T S) as E. unfold sc_damped, sc_damped_size in *.
  rewrite <- (damped_same _ _ _ _ _ _ E).
  rewrite <- (damped_same (fun n m => Rabs (sc_entry memory1 r d top n m)) _ _ _ _ _ (fun i j => f_equal Rabs (E i j))).
  exact W.
Qed.

Lemma within_round_by y x e m c t h : Rabs (y - x) <= sc_u * Rabs x + h -> within x e m c t -> 0 <= c <= 30000 -> 0 <= t ->
  within y e m (c + 1 + few) (1.001 * t + h).
Proof.
  intros R W C T. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. split; [exact E|].
  pose proof (units_small c C) as A. pose proof u_small as U.
  replace (c * (sc_u * m)) with (c * sc_u * m) in H by ring.
  assert (X : Rabs x <= m + (c * sc_u * m + t)).
  { replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (UX : sc_u * Rabs x <= sc_u * (m + (c * sc_u * m + t))) by (apply Rmult_le_compat_l; lra).
  assert (UM : 0 <= sc_u * m) by (apply Rmult_le_pos; lra).
  assert (c * sc_u * (sc_u * m) <= few * (sc_u * m)) by (apply Rmult_le_compat_r; unfold few; lra).
  assert (sc_u * t <= 0.001 * t) by (apply Rmult_le_compat_r; lra).
  replace (y - e) with (y - x + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma within_bound_few x e m c t : 0 <= c <= 30000 -> within x e m c t -> Rabs x <= (1 + few) * m + t.
Proof.
  intros C W. pose proof (within_size _ _ _ _ _ W) as M. destruct W as [E H]. pose proof (units_small c C).
  assert (c * sc_u * m <= few * m) by (apply Rmult_le_compat_r; unfold few; lra).
  replace x with (e + (x - e)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Definition lost (entry : Z -> Z -> R) (gamma : R) (n m k : Z) : R :=
  entry (n + k)%Z (m + k)%Z * sqrt (sc_damp_square gamma m k * sc_damp_square gamma n k).

(* One term of a tile's sum, weighted, is one term of the channel. *)
Lemma part_term memory r gamma d top first start k n m v w g : 0 <= gamma <= 1 -> sc_small memory r d top ->
  (0 <= top <= 4095)%Z -> (0 <= first)%Z -> (first <= n)%Z -> (n <= 31 + first)%Z -> (0 <= start)%Z -> (start <= m)%Z ->
  (m <= 63 + start)%Z -> (m <= n)%Z -> (0 <= k)%Z -> (n + k <= top)%Z -> (g <= 31)%nat ->
  sc_weight_stored v gamma first n k -> sc_weight_stored w gamma start m k ->
  let q := lost (sc_entry memory r d top) gamma n m (k + Z.of_nat g) in
  within (v * w * tile_term (sc_entry memory r d top) gamma (first + k) (start + k) k (n + k) (m + k) (Z.of_nat g)) q (Rabs q)
    (3 / 2 * (IZR n + IZR m) + 2 * IZR k + 607 / 100 + IZR (top - n - k)) (/ 2 ^ 390).
Proof.
  intros G Small Top F FN NF S SM MS MN K NK G31 V W q. unfold q, lost, tile_term. rewrite Nat2Z.id.
  replace (n + (k + Z.of_nat g))%Z with (n + k + Z.of_nat g)%Z by lia.
  replace (m + (k + Z.of_nat g))%Z with (m + k + Z.of_nat g)%Z by lia.
  pose proof (half_pos 390) as H390.
  destruct (Z_lt_dec top (n + k + Z.of_nat g)) as [Past|In].
  { rewrite (entry_past memory r d top (n + k + Z.of_nat g)) by exact Past.
    rewrite !Rmult_0_r, Rmult_0_l, Rabs_R0. apply within_nothing. lra. }
  destruct (side gamma first n k g v G F FN K ltac:(lia) ltac:(lia) G31 V) as [Wn Ln].
  destruct (side gamma start m k g w G S SM K ltac:(lia) ltac:(lia) G31 W) as [Wm Lm]. cbv zeta in Ln, Lm.
  pose proof (entry_small memory r d top (n + k + Z.of_nat g) (m + k + Z.of_nat g) Small) as E2.
  set (e := sc_entry memory r d top (n + k + Z.of_nat g) (m + k + Z.of_nat g)) in *. pose proof (Rabs_pos e) as E0.
  rewrite sqrt_mult by (apply square_within; lia || exact G).
  unfold tile_unit, sc_stretched. rewrite mult_IZR.
  rewrite coefficient_gains; [|lra|apply IZR_le; unfold sc_window_unit; repeat destruct (Z_le_dec _ _); lia..|exact K].
  set (wn := sqrt (sc_damp_square gamma n (k + Z.of_nat g))) in *.
  set (wm := sqrt (sc_damp_square gamma m (k + Z.of_nat g))) in *.
  set (gn := sqrt (gain gamma (IZR (sc_window_unit (first + k))) k g)) in *.
  set (gm := sqrt (gain gamma (IZR (sc_window_unit (start + k))) k g)) in *.
  set (tn := scale (first + k) (n + k + Z.of_nat g)) in *. set (tm := scale (start + k) (m + k + Z.of_nat g)) in *.
  replace (v * w * (gn * gm * (tn * tm * e))) with (v * tn * gn * (w * tm * gm) * e) by ring.
  replace (e * (wm * wn)) with (wn * wm * e) by ring.
  assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia). assert (Mb : 0 <= IZR m <= 4095) by (split; apply IZR_le; lia).
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
  pose proof (within_mul _ _ _ _ _ _ _ _ _ _ P5 (within_exact e) ltac:(unfold few; lra) ltac:(lra) ltac:(lra) ltac:(lra)) as Q.
  replace (Rabs (wn * wm * e)) with (wn * wm * Rabs e)
    by (rewrite Rabs_mult, (Rabs_pos_eq (wn * wm)) by (apply Rmult_le_pos; lra); reflexivity).
  apply (within_wide _ _ _ _ _ _ _ Q).
  - unfold few. lra.
  - assert (/ 2 ^ 396 * Rabs e <= / 2 ^ 396 * 2) by (apply Rmult_le_compat_l; lra).
    assert (H64 : / 2 ^ 390 = 64 * / 2 ^ 396). { replace 64 with (2 ^ 6) by (simpl; lra). rewrite half_up by lia. f_equal. }
    rewrite H64. lra.
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
    + replace ((INR j + 1) * t) with (INR j * t + t) by ring. exact (within_add _ _ _ _ _ _ _ _ _ _ c (Rle_refl c) (Rle_refl c) I1 H).
    + pose proof (within_bound_few _ _ _ _ _ C H) as B. rewrite Rabs_mult in B. lra.
Qed.

Lemma weight_limit gamma first n k v : 0 <= gamma <= 1 -> (0 <= first)%Z -> (first <= n)%Z -> (n <= 95 + first)%Z ->
  (0 <= k)%Z -> (n + k <= 4095)%Z -> sc_weight_stored v gamma first n k -> Rabs v <= 2 ^ 147.
Proof.
  intros G F N W K T [V _]. fold (scale (first + k) (n + k)) in V.
  pose proof (scale_bounds (first + k) (n + k) ltac:(lia) ltac:(lia) T ltac:(lia)) as S.
  pose proof (square_within gamma n k G ltac:(lia) K) as Q.
  assert (W0 : 0 <= sqrt (sc_damp_square gamma n k) <= 1) by (split; [apply sqrt_pos|apply root_le; lra]).
  set (w := sqrt (sc_damp_square gamma n k)) in *. pose proof (half_pos 146) as H146.
  assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia). assert (Kb : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (H528 : / 2 ^ 528 <= / 4). { replace (/ 4) with (/ 2 ^ 2) by (simpl; lra). apply half_powers. lia. }
  assert (B : within (v * scale (first + k) (n + k)) w w (3 / 2 * IZR n + IZR k + 301 / 100) (/ 2 ^ 528)).
  { split; [rewrite Rabs_pos_eq; lra|exact V]. }
  pose proof (within_bound_few _ _ _ (3 / 2 * IZR n + IZR k + 301 / 100) _ ltac:(lra) B) as L. unfold few in L.
  rewrite Rabs_mult, (Rabs_pos_eq (scale _ _)) in L by lra. pose proof (Rabs_pos v) as V0.
  assert (Rabs v * / 2 ^ 146 <= Rabs v * scale (first + k) (n + k)) by (apply Rmult_le_compat_l; lra).
  apply Rmult_le_reg_r with (/ 2 ^ 146); [exact H146|]. replace (2 ^ 147 * / 2 ^ 146) with 2; [lra|].
  change 147%nat with (146 + 1)%nat. rewrite pow_add, (Rmult_comm (2 ^ 146)), Rmult_assoc, Rinv_r, pow_1 by
    (apply pow_nonzero; lra). ring.
Qed.

Lemma tile_term_limit memory r gamma d top a b k n m g : 0 <= gamma <= 1 -> sc_small memory r d top -> (0 <= k)%Z ->
  (0 <= top <= 4095)%Z -> (0 <= a)%Z -> (0 <= b)%Z -> (a <= n)%Z -> (b <= m)%Z -> (m <= n)%Z -> (n <= 31 + a)%Z ->
  (m <= 63 + b)%Z -> (g <= 31)%nat ->
  Rabs (tile_term (sc_entry memory r d top) gamma a b k n m (Z.of_nat g)) <= 2 ^ 261.
Proof.
  intros G Small K Top A B AN BM MN NW MW G31. unfold tile_term. rewrite Nat2Z.id.
  assert (Pw : 0 < 2 ^ 261) by (apply pow_lt; lra).
  destruct (Z_lt_dec top (n + Z.of_nat g)) as [Past|In].
  { rewrite entry_past, !Rmult_0_r, Rabs_R0 by exact Past. lra. }
  pose proof (coefficient_bounds (tile_unit gamma a b) k g (tile_unit_range gamma a b G) K G31) as C.
  destruct (factor_range (Z.of_nat g) ltac:(lia) ltac:(lia)) as [F _]. unfold sc_factor_limit in F. rewrite Nat2Z.id in F.
  pose proof (scale_bounds a (n + Z.of_nat g) A ltac:(lia) ltac:(lia) ltac:(lia)) as Sa.
  pose proof (scale_bounds b (m + Z.of_nat g) B ltac:(lia) ltac:(lia) ltac:(lia)) as Sb. pose proof (half_pos 146).
  pose proof (entry_small memory r d top (n + Z.of_nat g) (m + Z.of_nat g) Small) as E.
  rewrite !Rabs_mult, (Rabs_pos_eq (coefficient _ _ _)), (Rabs_pos_eq (scale a _)), (Rabs_pos_eq (scale b _)) by lra.
  change 261%nat with (260 + 1)%nat. rewrite pow_add, pow_1. apply Rmult_le_compat; try lra.
  - apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply Rabs_pos].
  - apply Rle_trans with (1 * 1 * 2); [|lra]. apply Rmult_le_compat; [apply Rmult_le_pos; lra|apply Rabs_pos| |exact E].
    apply Rmult_le_compat; lra.
Qed.

Lemma sum_below_limit f B j : (forall g, (g < j)%nat -> f (Z.of_nat g) <= B) -> sum_below f j <= INR j * B.
Proof.
  intros H. induction j as [|j IH]; cbn [sum_below]; [simpl INR; lra|]. rewrite S_INR.
  specialize (IH (fun g L => H g ltac:(lia))). specialize (H j ltac:(lia)). lra.
Qed.

Theorem sc_damped_next memory r y x s v w gamma d top terms a b k up kept first start row column n m :
  sc_kept terms k = kept -> (32 + k = up)%Z -> (first + k = a)%Z -> (k + m = column)%Z -> (k + n = row)%Z ->
  (k + start = b)%Z -> gamma <= 1 -> (terms <= d)%Z -> (0 <= first)%Z -> 0 <= gamma -> (0 <= k)%Z -> (k < terms)%Z ->
  (start <= m)%Z -> (first <= n)%Z -> (m <= n)%Z -> (0 <= start)%Z -> (0 <= top)%Z -> (top < d)%Z -> (row <= top)%Z ->
  (d <= 4096)%Z -> (m <= 63 + start)%Z -> (n <= 31 + first)%Z -> sc_block k -> sc_weight_stored v gamma first n k ->
  sc_weight_stored w gamma start m k -> sc_part_more y x s v w ->
  sc_damped_near memory x r gamma d top terms k n m ->
  sc_sum_near memory s r gamma d top a b k kept 32 row column -> sc_damped_near memory y r gamma d top terms up n m.
Proof.
  intros <- <- <- <- <- <- G1 TD F G0 K KT SM FN MN S T0 Top RT D4 MW NW Block V W Part X Sum Small.
  destruct (X Small) as [Start Xw]. destruct (Sum Small) as [_ Sw]. clear X Sum. split; [lia|].
  replace (k + n)%Z with (n + k)%Z in * by lia. replace (k + m)%Z with (m + k)%Z in * by lia.
  replace (k + start)%Z with (start + k)%Z in * by lia.
  set (kept := sc_kept terms k) in *. assert (Kept : (1 <= kept <= 32)%Z /\ (kept <= terms - k)%Z /\ (kept = 32 \/ kept = terms - k)%Z).
  { unfold kept, sc_kept. destruct (Z_lt_dec _ _); lia. }
  set (entry := sc_entry memory r d top) in *. set (j := Z.to_nat kept). assert (J : (j <= 32)%nat) by (unfold j; lia).
  unfold tile_sum, tile_size in Sw. replace (Z.min 32 kept) with kept in Sw by lia. fold j in Sw.
  set (f := tile_term entry gamma (first + k) (start + k) k (n + k) (m + k)) in *.
  set (q := fun g => lost entry gamma n m (k + g)).
  set (cq := 3 / 2 * (IZR n + IZR m) + 2 * IZR k + 607 / 100 + IZR (top - n - k)).
  assert (Nb : 0 <= IZR n <= 4095) by (split; apply IZR_le; lia). assert (Mb : 0 <= IZR m <= IZR n) by (split; apply IZR_le; lia).
  assert (Kb : 0 <= IZR k <= 4095) by (split; apply IZR_le; lia).
  assert (Tb : 0 <= IZR (top - n - k) <= 4095) by (split; apply IZR_le; lia).
  assert (Cq : 0 <= cq <= 30000) by (unfold cq; lra).
  pose proof (half_pos 390) as H390.
  destruct (part_sum (v * w) f q cq (/ 2 ^ 390) j Cq ltac:(lra)) as [P1 P2].
  { intros g L. exact (part_term memory r gamma d top first start k n m v w g (conj G0 G1) Small ltac:(lia) F FN NW S SM MW MN K RT
      ltac:(lia) V W). }
  set (Q := sum_below q j) in *. set (Qs := sum_below (fun g => Rabs (q g)) j) in *.
  assert (Jb : 0 <= INR j <= 32).
  { split; [apply pos_INR|]. replace 32 with (INR 32) by (simpl; lra). now apply le_INR. }
  set (us := sum_units top (n + k) kept 32) in *.
  assert (Us : us <= 2 * IZR (top - n - k) + 703 / 100 + 1001 / 1000 * ((IZR kept + 2) / 4) /\ 0 <= us <= 30000).
  { unfold us, sum_units. replace (Z.max 0 (top - (n + k))) with (top - n - k)%Z by lia.
    assert (0 <= IZR (Z.max 0 (Z.min 32 (kept + 3) - 1)) <= IZR kept + 2).
    { split; [apply IZR_le; lia|]. rewrite <- plus_IZR. apply IZR_le. lia. }
    assert (IZR kept <= 32) by (apply IZR_le; lia). lra. }
  assert (Sm : sum_tiny 32 = / 2 ^ 668). { unfold sum_tiny. rewrite half_up by (simpl; lia). reflexivity. }
  rewrite Sm in Sw. pose proof (half_pos 668) as H668.
  pose proof (weight_limit gamma first n k v (conj G0 G1) F FN ltac:(lia) K ltac:(lia) V) as Vb.
  pose proof (weight_limit gamma start m k w (conj G0 G1) S SM ltac:(lia) K ltac:(lia) W) as Wb.
  assert (VW : Rabs (v * w) <= 2 ^ 294).
  { rewrite Rabs_mult. change 294%nat with (147 + 147)%nat. rewrite pow_add. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  pose proof (Rabs_pos (v * w)) as VW0. pose proof u_small as U. pose proof eta_positive as Eta.
  pose proof (within_size _ _ _ _ _ P1) as Qs0.
  (* the sum as computed, times the exact product of the weights *)
  assert (Z : within (s * (v * w)) Q Qs (cq + (1 + few) * us) (/ 2 ^ 373)).
  { split; [apply P1|]. set (St := sum_below f j) in *. set (Ss := sum_below (fun g => Rabs (f g)) j) in *.
    replace (s * (v * w) - Q) with ((s - St) * (v * w) + (v * w * St - Q)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult. destruct Sw as [_ Sw]. destruct P1 as [_ P1].
    assert (A : Rabs (s - St) * Rabs (v * w) <= (us * (sc_u * Ss) + / 2 ^ 668) * Rabs (v * w)) by (apply Rmult_le_compat_r; assumption).
    assert (B : us * sc_u * (Rabs (v * w) * Ss) <= us * sc_u * ((1 + few) * Qs + INR j * / 2 ^ 390)).
    { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact P2]. }
    assert (C : / 2 ^ 668 * Rabs (v * w) <= / 2 ^ 374).
    { apply Rle_trans with (/ 2 ^ 668 * 2 ^ 294); [apply Rmult_le_compat_l; lra|]. rewrite Rmult_comm, half_up by lia.
      apply Req_le. f_equal. }
    assert (D : INR j * / 2 ^ 390 <= / 2 ^ 385).
    { apply Rle_trans with (2 ^ 5 * / 2 ^ 390); [apply Rmult_le_compat_r; simpl; lra|]. rewrite half_up by lia. apply Req_le. f_equal. }
    assert (E : 0 <= us * sc_u <= 1) by (split; [apply Rmult_le_pos; lra|]; apply Rle_trans with (30000 * / 1000000000000000);
      [apply Rmult_le_compat; lra|lra]).
    assert (D0 : 0 <= INR j * / 2 ^ 390) by (apply Rmult_le_pos; lra).
    assert (us * sc_u * (INR j * / 2 ^ 390) <= 1 * (INR j * / 2 ^ 390)) by (apply Rmult_le_compat_r; lra).
    assert (H1 : / 2 ^ 373 = 2 * / 2 ^ 374) by (change 373%nat with (374 - 1)%nat; rewrite <- half_up by lia; now rewrite pow_1).
    assert (H2 : / 2 ^ 374 = 2 ^ 11 * / 2 ^ 385) by (rewrite half_up by lia; reflexivity).
    assert (H3 : 4 <= 2 ^ 11) by (simpl; lra). pose proof (half_pos 385) as H385.
    assert (4 * / 2 ^ 385 <= 2 ^ 11 * / 2 ^ 385) by (apply Rmult_le_compat_r; lra).
    rewrite H1. lra. }
  destruct Part as (part & size & Size & PartR & Y & First). unfold sc_rmul, sc_radd, sc_prod in *.
  assert (Sb : Rabs s * sc_eta <= / 2 ^ 700).
  { assert (Us' : 0 <= us <= 30000) by lra. pose proof (within_bound_few _ _ _ _ _ Us' Sw) as B.
    assert (L : sum_below (fun g => Rabs (f g)) j <= INR j * 2 ^ 261).
    { apply sum_below_limit. intros g Lg. apply tile_term_limit; first [lia | exact Small | exact (conj G0 G1)]. }
    assert (P261 : 1 <= 2 ^ 261) by (apply pow_R1_Rle; lra).
    assert (INR j * 2 ^ 261 <= 32 * 2 ^ 261) by (apply Rmult_le_compat_r; lra).
    assert (/ 2 ^ 668 <= 1). { rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. apply pow_R1_Rle. lra. }
    assert (B2 : Rabs s <= 2 ^ 267).
    { change 267%nat with (6 + 261)%nat. rewrite pow_add. replace (2 ^ 6) with 64 by (simpl; lra). unfold few in B. lra. }
    apply Rle_trans with (2 ^ 267 * sc_eta); [apply Rmult_le_compat_r; lra|]. rewrite Rmult_comm, eta_small by lia.
    apply half_powers. lia. }
  assert (Scaled : Rabs (s * size - s * (v * w)) <= sc_u * Rabs (s * (v * w)) + / 2 ^ 700).
  { rewrite <- Rmult_minus_distr_l, !Rabs_mult. unfold rounded in Size. rewrite Rabs_mult in Size.
    apply Rle_trans with (Rabs s * (sc_u * (Rabs v * Rabs w) + sc_eta)); [apply Rmult_le_compat_l; [apply Rabs_pos|exact Size]|]. lra. }
  assert (Units : cq + (1 + few) * us + 1 + few + 1 + few <= damped_units top terms k).
  { unfold damped_units, cq. assert (IZR kept <= IZR terms) by (apply IZR_le; lia).
    assert (0 <= IZR (Z.max 0 (k - 32))) by (apply IZR_le; lia). assert (E : IZR (top - n - k) = IZR top - IZR n - IZR k) by
      now rewrite !minus_IZR. assert (few * us <= few * 9000). { apply Rmult_le_compat_l; [unfold few; lra|].
      assert (IZR kept <= 32) by (apply IZR_le; lia). lra. } unfold few in *. lra. }
  pose proof (half_pos 373) as H373. pose proof (half_pos 700) as H700.
  assert (Cz : 0 <= cq + (1 + few) * us + 1 + few <= 30000).
  { assert (IZR kept <= 32) by (apply IZR_le; lia).
    assert (NK : IZR n + IZR k <= 4095) by (rewrite <- plus_IZR; apply IZR_le; lia). unfold cq, few in *. lra. }
  pose proof (within_round_by _ _ _ _ _ _ _ Scaled Z ltac:(unfold few in *; split; lra) ltac:(lra)) as Z2.
  pose proof (within_round part _ _ _ _ _ PartR Z2 Cz ltac:(lra)) as Z3.
  assert (Tiny : 1.001 * (1.001 * / 2 ^ 373 + / 2 ^ 700) + sc_eta <= / 2 ^ 372).
  { assert (/ 2 ^ 372 = 2 * / 2 ^ 373) by (change 372%nat with (373 - 1)%nat; rewrite <- half_up by lia; now rewrite pow_1).
    assert (H1 : / 2 ^ 700 <= / 2 ^ 373 * / 1000).
    { apply Rle_trans with (/ 2 ^ (373 + 10)); [apply half_powers; lia|]. rewrite half_split. apply Rmult_le_compat_l; [lra|].
      simpl. lra. }
    assert (sc_eta <= / 2 ^ 700) by (unfold sc_eta; apply half_powers; lia). lra. }
  pose proof (within_wide _ _ _ _ _ _ _ Z3 Units Tiny) as Next. clear Z3 Z2 Z Scaled Sb PartR Size.
  (* and what was there *)
  assert (Split : sc_damped memory r gamma d top (Z.min (32 + k) terms) n m = sc_damped memory r gamma d top (Z.min k terms) n m + Q /\
    sc_damped_size memory r gamma d top (Z.min (32 + k) terms) n m = sc_damped_size memory r gamma d top (Z.min k terms) n m + Qs).
  { unfold sc_damped, sc_damped_size. replace (Z.to_nat (Z.min (32 + k) terms)) with (Z.to_nat k + j)%nat by (unfold j; lia).
    replace (Z.to_nat (Z.min k terms)) with (Z.to_nat k) by lia. rewrite !damped_split. split; f_equal.
    - unfold Q, q, lost. apply sum_below_same. intros g. now rewrite Z2Nat.id by lia.
    - unfold Qs, q, lost. apply sum_below_same. intros g. rewrite Z2Nat.id by lia.
      rewrite Rabs_mult, (Rabs_pos_eq (sqrt _)) by apply sqrt_pos. reflexivity. }
  destruct Split as [-> ->].
  assert (H370 : / 2 ^ 370 = 4 * / 2 ^ 372). { replace 4 with (2 ^ 2) by (simpl; lra). rewrite half_up by lia. f_equal. }
  pose proof (half_pos 372) as H372. assert (Eta2 : sc_eta <= / 2 ^ 372) by (unfold sc_eta; apply half_powers; lia).
  assert (K32 : IZR (32 + k) = 32 + IZR k) by apply plus_IZR. rewrite K32, H370 in *.
  destruct (Z_le_dec k 0) as [K0|K0].
  - replace k with 0%Z in * by lia. rewrite (First (Start ltac:(lia))). unfold sc_damped, sc_damped_size.
    replace (Z.to_nat (Z.min 0 terms)) with 0%nat by lia. cbn [damped_terms]. rewrite !Rplus_0_l.
    apply (within_wide _ _ _ _ _ _ _ Next); [apply damped_units_grow; lia|lra].
  - assert (Ub : 0 <= damped_units top terms k <= 30000).
    { unfold damped_units. assert (0 <= IZR (Z.max 0 (k - 32)) <= 4095) by (split; apply IZR_le; lia).
      assert (0 <= IZR terms <= 4096) by (split; apply IZR_le; lia). assert (0 <= IZR top <= 4095) by (split; apply IZR_le; lia). lra. }
    pose proof (within_add _ _ _ _ _ _ _ _ _ _ _ (Rle_refl _) (Rle_refl _) Xw Next) as A.
    assert (T : 0 <= IZR k * (4 * / 2 ^ 372) + / 2 ^ 372). { assert (0 <= IZR k * (4 * / 2 ^ 372)) by (apply Rmult_le_pos; lra). lra. }
    pose proof (within_round y _ _ _ _ _ Y A Ub T) as R. apply (within_wide _ _ _ _ _ _ _ R).
    + destruct Block as [i Bi]. unfold damped_units.
      replace (Z.max 0 (32 + k - 32)) with (Z.max 0 (k - 32) + 32)%Z by lia. rewrite plus_IZR. unfold few. lra.
    + assert (IZR k * / 2 ^ 372 <= 4095 * / 2 ^ 372) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Theorem sc_stretched_exact (gamma : double) size : sc_between gamma 0 1 ->
  (((size = 256 \/ size = 512) \/ size = 1024) \/ size = 2048) \/ size = 4096 ->
  real_of_double (round_double RNE (size * real_of_double gamma)) = sc_stretched (real_of_double gamma) size.
Proof.
  intros G S. unfold sc_stretched. rewrite Rmult_comm.
  assert (E : exists e, (0 <= e <= 12)%Z /\ size = bpow radix2 e).
  { destruct S as [[[[-> | ->] | ->] | ->] | ->]; [exists 8%Z|exists 9%Z|exists 10%Z|exists 11%Z|exists 12%Z];
      (split; [lia|simpl; lra]). }
  destruct E as [e [E ->]]. destruct G as [[G1 G0] _]. apply round_double_exact.
  - assert (F : generic_format radix2 (FLT_exp (-1074) 53) (real_of_double gamma)) by exact (generic_format_B2R 53 1024 gamma).
    apply FLT_format_generic in F; [|reflexivity]. destruct F as [f F M X]. apply generic_format_FLT.
    exists (Float radix2 (Fnum f) (Fexp f + e)); simpl; [|exact M|lia].
    rewrite F. unfold F2R. simpl. rewrite bpow_plus. ring.
  - rewrite Rabs_mult, (Rabs_pos_eq (bpow _ _)) by apply bpow_ge_0. rewrite Rabs_pos_eq by exact G0.
    apply Rle_lt_trans with (1 * bpow radix2 12).
    + apply Rmult_le_compat; [exact G0|apply bpow_ge_0|exact G1|apply bpow_le; lia].
    + rewrite Rmult_1_l. apply bpow_lt. lia.
Qed.
