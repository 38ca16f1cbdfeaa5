(* spec/damp_tile.acsl: a tile of damping, from its coefficients to the entries. The mathematics is in
   DampCoefficient.v, DampSum.v and DampEntry.v; here is what the symbols stand for. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Flocq Require Import Core IEEE754.BinarySingleNaN IEEE754.Binary.
From Surecharge Require Import Within DampScale DampCoefficient DampSum DampEntry.
From Surecharge Require Export SpecDamp.
Open Scope R_scope.

Definition sc_start (m : Z) : Z := if Z_lt_dec m 0 then 0 else m.
Definition sc_kept (terms k : Z) : Z := if Z_lt_dec (terms - k) 32 then terms - k else 32.
Definition sc_window_unit : Z -> Z := window_unit.
Definition sc_stretched (gamma size : R) : R := gamma * size.
#[export] Hint Unfold sc_start sc_kept sc_window_unit window_unit : spec.

Theorem sc_stretched_exact (gamma : double) size : sc_between gamma 0 1 ->
  (((size = 256 \/ size = 512) \/ size = 1024) \/ size = 2048) \/ size = 4096 ->
  real_of_double (round_double RNE (size * real_of_double gamma)) = sc_stretched (real_of_double gamma) size.
Proof.
  intros G S. unfold sc_stretched. rewrite Rmult_comm.
  assert (E : exists e, (0 <= e <= 12)%Z /\ size = bpow radix2 e).
  { destruct S as [[[[-> | ->] | ->] | ->] | ->]; [exists 8%Z|exists 9%Z|exists 10%Z|exists 11%Z|exists 12%Z];
      (split; [lia|simpl; lra]). }
  destruct E as [e [E ->]]. destruct G as [[G1 G0] _]. apply round_double_exact.
  - assert (F : generic_format radix2 (FLT_exp (-1074) 53) (real_of_double gamma))
    by exact (generic_format_B2R 53 1024 gamma).
    apply FLT_format_generic in F; [|reflexivity]. destruct F as [f F M X]. apply generic_format_FLT.
    exists (Float radix2 (Fnum f) (Fexp f + e)); simpl; [|exact M|lia].
    rewrite F. unfold F2R. simpl. rewrite bpow_plus. ring.
  - rewrite Rabs_mult, (Rabs_pos_eq (bpow _ _)) by apply bpow_ge_0. rewrite Rabs_pos_eq by exact G0.
    apply Rle_lt_trans with (1 * bpow radix2 12).
    + apply Rmult_le_compat; [exact G0|apply bpow_ge_0|exact G1|apply bpow_le; lia].
    + rewrite Rmult_1_l. apply bpow_lt. lia.
Qed.

(* ---- coefficients *)
Definition sc_factor_limit (g : Z) : R := factor_limit (Z.to_nat g).

Theorem sc_factor_limit_def g : sc_factor_limit g =
  if Z_le_dec g 0 then 1 else sc_factor_limit (g - 1) * (4097 / IZR g).
Proof.
  unfold sc_factor_limit. destruct (Z_le_dec g 0) as [L|L].
  - now replace (Z.to_nat g) with O by lia.
  - replace (Z.to_nat g) with (S (Z.to_nat (g - 1))) by lia. cbn [factor_limit]. do 3 f_equal. lia.
Qed.

Theorem sc_factor_next a x ratio next step g up : (1 + g = up)%Z -> x <= 4096 -> 0 <= a -> (0 <= g)%Z ->
  0 <= ratio -> 0 <= x -> (up <= 31)%Z -> IZR up <= step -> a <= sc_factor_limit g -> sc_rmul next a
    ratio ->
  sc_rdiv ratio x step -> next <= sc_factor_limit up.
Proof.
  intros <- X1 A0 G R0 X0 Up S AL M D. unfold sc_rmul, sc_rdiv, rounded, sc_prod in *.
  assert (N : 1 <= IZR (1 + g) <= 31) by (split; apply IZR_le; lia).
  pose proof (factor_one (Z.to_nat g) ltac:(lia)) as F. fold (sc_factor_limit g) in F.
  rewrite (sc_factor_limit_def (1 + g)).
  destruct (Z_le_dec (1 + g) 0) as [Neg|_]; [lia|]. replace (1 + g - 1)%Z with g by lia.
  set (f := sc_factor_limit g) in *. set (n := IZR (1 + g)) in *. pose proof u_small as U. pose proof
    eta_tiny as Eta.
  assert (Q0 : 0 <= x / step) by (apply Rdiv_le_0_compat; lra).
  assert (Q : x / step <= 4096 / n).
  { apply Rle_trans with (4096 / step); [apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat;
    lra|exact X1]|].
    apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
  rewrite (Rabs_pos_eq (x / step)) in D by exact Q0. rewrite (Rabs_pos_eq (a * ratio)) in M by now apply
    Rmult_le_pos.
  apply Rabs_le_between in D. apply Rabs_le_between in M.
  set (q := 4096 / n) in *. assert (q1 : 132 <= q).
  { apply Rmult_le_reg_r with n; [lra|]. unfold q, Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (E : 4097 / n = q * (4097 / 4096)) by (unfold q; field; lra). rewrite E.
  assert (UQ : sc_u * (x / step) <= / 1000000000000000 * q) by (apply Rmult_le_compat; lra).
  assert (R : ratio <= q * (1 + / 100000)) by lra.
  assert (P : a * ratio <= f * (q * (1 + / 100000))) by (apply Rmult_le_compat; lra).
  assert (P0 : 0 <= a * ratio) by now apply Rmult_le_pos.
  assert (FQ : 132 <= f * q) by nra.
  assert (UP : sc_u * (a * ratio) <= / 1000000000000000 * (f * (q * (1 + / 100000)))) by (apply
    Rmult_le_compat; lra).
  lra.
Qed.

(* The same with the numbers as Why3 prints them. *)
Theorem sc_factor_range g : (0 <= g)%Z -> (g <= 31)%Z ->
  sc_factor_limit g <= 1852673427797059126777135760139006525652319754650249024631321344126610074238976 /\
    1 <= sc_factor_limit g.
Proof.
  intros G H. replace 1852673427797059126777135760139006525652319754650249024631321344126610074238976
    with (2 ^ 260) by (simpl; lra).
  unfold sc_factor_limit. pose proof (factor_range (Z.to_nat g) ltac:(lia)). lra.
Qed.

Definition sc_coefficient_near (a x : R) (k kept g : Z) : Prop := coefficient_near a x k kept g.
Theorem sc_coefficient_first x k kept : (0 < kept)%Z -> sc_coefficient_near 1 x k kept 0.
Proof. exact (coefficient_first x k kept). Qed.
Theorem sc_coefficient_none x k kept g : (kept <= g)%Z -> sc_coefficient_near 0 x k kept g.
Proof. exact (coefficient_none x k kept g). Qed.
Theorem sc_coefficient_next a x ratio next step k kept g up : (1 + g = up)%Z -> x <= 4096 -> (0 <= g)%Z ->
  (0 <= k)%Z -> (up < kept)%Z -> 0 <= x -> IZR (k + up) <= step -> step <= IZR (k + up) -> (kept <= 32)%Z ->
  sc_rmul next a ratio -> sc_rdiv ratio x step -> sc_coefficient_near a x k kept g ->
  sc_coefficient_near next x k kept up.
Proof. exact (coefficient_next a x ratio next step k kept g up). Qed.

(* ---- scaled entries *)
Definition sc_scaled_near (y : R) (a n b m : Z) (x : R) : Prop := scaled_near y a n b m x.
Theorem sc_scaled_none a n b m : sc_scaled_near 0 a n b m 0.
Proof. exact (scaled_none a n b m). Qed.
Theorem sc_scaled_made y x size v w a n b m : (0 <= a)%Z -> (0 <= b)%Z -> (b <= m)%Z -> (a <= n)%Z ->
  Rabs x <= 2 -> (m <= 4095)%Z -> (n <= 4095)%Z -> (m <= 95 + b)%Z -> (n <= 95 + a)%Z -> sc_rmul size v w ->
  sc_rmul y size x -> sc_scale_stored v a n -> sc_scale_stored w b m -> sc_scaled_near y a n b m x.
Proof. exact (scaled_made y x size v w a n b m). Qed.

(* ---- what the code makes of numbers *)
Definition sc_two (y a_0 x_0 a_1 x_1 : R) : Prop := two y a_0 x_0 a_1 x_1.
Definition sc_four_more (y before a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 : R) : Prop :=
  four_more y before a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3.
Definition sc_part_more (y before sum factor weight : R) : Prop := part_more y before sum factor weight.
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

(* ---- sums. The matrix is that of memory, if its entries are at most 2. *)
Definition small_entries (memory : addr -> double) (r : addr) (d top : Z) : Prop := forall n m : Z,
  (0 <= m)%Z -> (m <= n)%Z -> (n <= top)%Z -> Rabs (real_of_double (memory (shift r (sc_place d n m)))) <= 2.
Definition sc_same (memory memory1 : addr -> double) (r : addr) (d : Z) : Prop := forall i : Z,
  (0 <= i)%Z -> (i < d * d)%Z -> real_of_double (memory1 (shift r i)) = real_of_double (memory (shift r i)).

Lemma entry_small memory r d top n m : small_entries memory r d top ->
  Rabs (sc_entry memory r d top n m) <= 2.
Proof.
  intros S. unfold sc_entry. repeat (destruct (Z_lt_dec _ _); [rewrite Rabs_R0; lra|]).
  destruct (Z_le_dec m n); apply S; lia.
Qed.
Lemma entry_past memory r d top n m : (top < n)%Z -> sc_entry memory r d top n m = 0.
Proof.
  intros T. unfold sc_entry. destruct (Z_lt_dec n 0); [reflexivity|]. destruct (Z_lt_dec m 0); [reflexivity|].
  destruct (Z_lt_dec top n); [reflexivity|lia].
Qed.

Lemma same_entry memory memory1 r d top n m : (0 <= top)%Z -> (top < d)%Z -> sc_same memory memory1 r d ->
  sc_entry memory1 r d top n m = sc_entry memory r d top n m.
Proof.
  intros T0 T S. unfold sc_entry. repeat (destruct (Z_lt_dec _ _); [reflexivity|]).
  destruct (Z_le_dec m n); apply S; nia.
Qed.
Theorem sc_entry_same memory memory1 r d top n m : (0 <= top)%Z -> (top < d)%Z ->
  sc_same memory memory1 r d -> sc_entry memory1 r d top n m = sc_entry memory r d top n m.
Proof. apply same_entry. Qed.
Theorem sc_entry_stored memory memory1 r d top n m : (0 <= m)%Z -> (m <= n)%Z -> (top < d)%Z ->
  (n <= top)%Z -> sc_same memory memory1 r d ->
  real_of_double (memory (shift r (sc_place d n m))) = sc_entry memory1 r d top n m.
Proof.
  intros M MN T N S. rewrite (same_entry memory memory1) by (lia || assumption). unfold sc_entry, sc_place.
  repeat (destruct (Z_lt_dec _ _); [lia|]). destruct (Z_le_dec m n); [reflexivity|lia].
Qed.
Lemma same_small memory memory1 r d top : (0 <= top)%Z -> (top < d)%Z -> sc_same memory memory1 r d ->
  small_entries memory r d top -> small_entries memory1 r d top.
Proof.
  intros T0 T S H n m M MN N. unfold sc_place. rewrite S by nia. specialize (H n m M MN N). exact H.
Qed.

Definition sc_sum_near (memory : addr -> double) (s : R) (r : addr) (gamma : R)
  (d top a b k kept done n m : Z) : Prop :=
  small_entries memory r d top -> sum_near (sc_entry memory r d top) gamma top a b k kept done n m s.
Theorem sc_sum_none memory r gamma d top a b k kept n m :
  sc_sum_near memory 0 r gamma d top a b k kept 0 n m.
Proof. intros _. apply sum_none. Qed.
Theorem sc_sum_all memory r s gamma d top a b k kept done n m : (kept <= done)%Z -> (done <= 3 + kept)%Z ->
  (done <= 32)%Z -> (0 <= kept)%Z -> sc_sum_near memory s r gamma d top a b k kept done n m ->
  sc_sum_near memory s r gamma d top a b k kept 32 n m.
Proof. intros K D D32 K0 H Small. apply (sum_all _ _ _ _ _ _ _ done); auto. Qed.
Definition sc_taken_near (memory : addr -> double) (x : R) (r : addr) (d top a b kept g n m : Z) : Prop :=
  (g < kept)%Z -> sc_scaled_near x a (g + n) b (g + m) (sc_entry memory r d top (g + n) (g + m)).
Theorem sc_sum_more memory r y s gamma x a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 d top a b k kept done more n m :
  (4 + done = more)%Z -> sc_stretched gamma (IZR (sc_window_unit a * sc_window_unit b)) = x -> (0 < kept)%Z ->
  gamma <= 1 -> (0 <= a)%Z -> (0 <= b)%Z -> (0 <= done)%Z -> (done < kept)%Z -> 0 <= gamma -> (0 <= k)%Z ->
  (b <= m)%Z -> (a <= n)%Z -> (m <= n)%Z -> (0 <= top)%Z -> (top < d)%Z -> (kept <= 32)%Z -> (more <= 32)%Z ->
  (d <= 4096)%Z -> (m <= 64 + b)%Z -> (n <= 32 + a)%Z -> sc_coefficient_near a_0 x k kept done ->
  sc_coefficient_near a_1 x k kept (1 + done) -> sc_coefficient_near a_2 x k kept (2 + done) ->
  sc_coefficient_near a_3 x k kept (3 + done) -> sc_four_more y s a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 ->
  sc_taken_near memory x_0 r d top a b kept done n m ->
  sc_sum_near memory s r gamma d top a b k kept done n m ->
  sc_taken_near memory x_1 r d top a b kept (1 + done) n m ->
  sc_taken_near memory x_2 r d top a b kept (2 + done) n m ->
  sc_taken_near memory x_3 r d top a b kept (3 + done) n m ->
  sc_sum_near memory y r gamma d top a b k kept more n m.
Proof.
  intros More X Kept G1 A B D DK G0 K BM AN MN T0 Td K32 M32 D4 MW NW C0 C1 C2 C3 Four Y0 H Y1 Y2 Y3 Small.
  apply (sum_more _ gamma top (conj G0 G1) ltac:(lia) (fun n m => entry_small memory r d top n m Small)
    (entry_past memory r d top) y s x a_0 x_0 a_1 x_1 a_2 x_2 a_3 x_3 a b k kept done more n m); auto;
    [exact (Y0 DK)|intros L; apply Y1; lia|intros L; apply Y2; lia|intros L; apply Y3; lia].
Qed.
Theorem sc_sum_same memory memory1 r s gamma d top a b k kept done n m : (0 <= top)%Z -> (top < d)%Z ->
  sc_same memory memory1 r d -> sc_sum_near memory1 s r gamma d top a b k kept done n m ->
  sc_sum_near memory s r gamma d top a b k kept done n m.
Proof.
  intros T0 T S H Small. apply (sum_near_same (sc_entry memory1 r d top)).
  - intros. now apply same_entry.
  - exact (H (same_small _ _ _ _ _ T0 T S Small)).
Qed.

(* ---- what a tile holds: the block, and the sums *)
Definition sc_block_near (memory : addr -> double) (source r : addr) (d top n m k kept : Z) : Prop :=
  forall i j, let row := (i + k + n)%Z in let column := (1 + i + j + k + m)%Z in
  (0 <= i)%Z -> (0 <= j)%Z -> (j <= 31)%Z -> (i <= 30 + kept)%Z -> (-1 <= i + j + m)%Z ->
  sc_scaled_near (real_of_double (memory (shift source (sc_place 32 i j))))
    (k + n) row (k + sc_start m) column (sc_entry memory r d top row column).
Definition sc_moved_near (memory : addr -> double) (source r : addr) (d top n m k kept g : Z) : Prop :=
  forall i j, (0 <= i)%Z -> (0 <= j)%Z -> (i <= 31)%Z -> (j <= 31)%Z -> (-1 <= i + j + m)%Z ->
  sc_taken_near memory (real_of_double (memory (shift source (sc_place 32 i j + 32 * g)%Z))) r d top
    (k + n) (k + sc_start m) kept g (i + k + n) (1 + i + j + k + m).
Theorem sc_block_moved memory source r d top n m k kept g : (0 <= g)%Z ->
  sc_block_near memory source r d top n m k kept -> sc_moved_near memory source r d top n m k kept g.
Proof.
  intros G H i j I J I2 J2 Inside L. specialize (H (g + i)%Z j ltac:(lia) J J2 ltac:(lia) ltac:(lia)).
  cbv zeta in H. replace (sc_place 32 i j + 32 * g)%Z with (sc_place 32 (g + i) j) by (unfold sc_place; lia).
  replace (g + (i + k + n))%Z with (g + i + k + n)%Z by lia.
  replace (g + (1 + i + j + k + m))%Z with (1 + (g + i) + j + k + m)%Z by lia. exact H.
Qed.
(* ---- weights *)
Theorem sc_weight_inside d k terms first n : (0 <= first)%Z -> (0 <= k)%Z -> (k < terms)%Z ->
  (first <= n)%Z -> (k + n < d)%Z -> (0 <= sc_weight_place d k first n < d * (1 + terms))%Z.
Proof. unfold sc_weight_place. nia. Qed.
Theorem sc_weights_same (memory memory1 : addr -> double) weight gamma terms d :
  (forall k, (0 <= k)%Z -> (k < terms)%Z -> sc_block k ->
    forall first n, (0 <= first)%Z -> (first <= n)%Z -> (n + k < d)%Z -> (n <= 63 + first)%Z ->
    sc_block first ->
    sc_weight_stored (real_of_double (memory1 (shift weight (sc_weight_place d k first n)))) gamma first
      n k) ->
  (forall i, (0 <= i)%Z -> (i < d * (1 + terms))%Z ->
    real_of_double (memory1 (shift weight i)) = real_of_double (memory (shift weight i))) ->
  forall k, (0 <= k)%Z -> (k < terms)%Z -> sc_block k ->
    forall first n, (0 <= first)%Z -> (first <= n)%Z -> (n + k < d)%Z -> (n <= 63 + first)%Z ->
    sc_block first ->
    sc_weight_stored (real_of_double (memory (shift weight (sc_weight_place d k first n)))) gamma first n k.
Proof.
  intros W S k K T B first n F N D L A.
  pose proof (sc_weight_inside d k terms first n F K T N ltac:(lia)) as [I J].
  rewrite <- S by assumption. now apply W.
Qed.

(* ---- entries *)
Definition sc_damped_near (memory : addr -> double) (x : R) (r : addr) (gamma : R) (d top terms k n m : Z)
  : Prop :=
  small_entries memory r d top -> damped_near (sc_entry memory r d top) gamma top terms k n m x.
Theorem sc_damped_first memory r gamma d top terms n m : (0 <= terms)%Z ->
  sc_damped_near memory 0 r gamma d top terms 0 n m.
Proof. intros T _. now apply damped_first. Qed.
Theorem sc_damped_next memory r y x s v w gamma d top terms k first start n m :
  gamma <= 1 -> (terms <= d)%Z -> (0 <= first)%Z -> 0 <= gamma -> (0 <= k)%Z -> (k < terms)%Z ->
  (start <= m)%Z -> (first <= n)%Z -> (m <= n)%Z -> (0 <= start)%Z -> (0 <= top)%Z -> (top < d)%Z ->
  (k + n <= top)%Z -> (d <= 4096)%Z -> (m <= 63 + start)%Z -> (n <= 31 + first)%Z -> sc_block k ->
  sc_weight_stored v gamma first n k -> sc_weight_stored w gamma start m k -> sc_part_more y x s v w ->
  sc_damped_near memory x r gamma d top terms k n m ->
  sc_sum_near memory s r gamma d top (first + k) (k + start) k (sc_kept terms k) 32 (k + n) (k + m) ->
  sc_damped_near memory y r gamma d top terms (32 + k) n m.
Proof.
  intros G1 TD F G0 K KT SM FN MN S T0 Top RT D4 MW NW Block V W Part X Sum Small.
  apply (damped_next _ gamma top (conj G0 G1) ltac:(lia) (fun n m => entry_small memory r d top n m Small)
    (entry_past memory r d top) y x s v w terms (first + k) (k + start) k (32 + k) (sc_kept terms k) first
    start (k + n) (k + m) n m); auto; try lia.
  unfold sc_kept. destruct (Z_lt_dec _ _); lia.
Qed.
Theorem sc_damped_all memory r x gamma d top terms k last n m : (31 + terms = last)%Z -> (0 < k)%Z ->
  gamma <= 1 -> 0 <= gamma -> (k <= 31 + terms)%Z -> sc_damped_near memory x r gamma d top terms k n m ->
  (terms <= k)%Z \/ (top < k + n)%Z -> sc_damped_near memory x r gamma d top terms last n m.
Proof.
  intros <- K _ _ L H E Small. apply (damped_later _ _ _ _ _ k); auto; try lia. apply entry_past.
Qed.
Theorem sc_damped_same memory memory1 r x gamma d top terms k n m : (0 <= top)%Z -> (top < d)%Z ->
  sc_same memory memory1 r d -> sc_damped_near memory1 x r gamma d top terms k n m ->
  sc_damped_near memory x r gamma d top terms k n m.
Proof.
  intros T0 T S H Small. apply (damped_near_same (sc_entry memory1 r d top)).
  - intros. now apply same_entry.
  - exact (H (same_small _ _ _ _ _ T0 T S Small)).
Qed.
Theorem sc_damped_end memory out r gamma d top terms : (0 < terms)%Z -> gamma <= 1 -> (terms <= d)%Z ->
  0 <= gamma -> (0 <= top)%Z -> (top < d)%Z -> (d <= 4096)%Z ->
  (forall n, (0 <= n)%Z -> (n <= top)%Z -> forall m, (0 <= m)%Z -> (m < 1 + n)%Z ->
    Rabs (real_of_double (memory (shift (shift r (sc_place d n 0)) m))) <= 2
    /\ is_finite_double (memory (shift (shift r (sc_place d n 0)) m))) ->
  (forall n m, (n <= top)%Z -> (0 <= m)%Z -> (m <= n)%Z ->
    sc_damped_near memory (real_of_double (memory (shift out (sc_place d n m)))) r gamma d top terms
      (31 + terms) n m) ->
  forall n m, (0 <= m)%Z -> (m <= n)%Z -> (n <= top)%Z ->
  Rabs (real_of_double (memory (shift out (sc_place d n m))) + -1 * sc_damped memory r gamma d top terms n m)
    <= 1 / 2037035976334486086268445688409378161051468393665936250636140449354381299763336706183397376 +
    sc_damped_size memory r gamma d top terms n m * IZR (12 + terms + 3 * d) * sc_u.
Proof.
  intros P _ TD _ _ TopD D Small Near n m M MN N. specialize (Near n m N M MN).
  set (x := real_of_double _) in *.
  replace (x + -1 * sc_damped memory r gamma d top terms n m) with (x - sc_damped memory r gamma d top terms
    n m) by ring.
  match goal with |- context [_ <= 1 / ?a + ?b * _ * _] => replace (1 / a) with (/ 2 ^ 300) by (simpl; lra);
    replace (/ 2 ^ 300 + b * IZR (12 + terms + 3 * d) * sc_u)
      with (IZR (3 * d + terms + 12) * (sc_u * b) + / 2 ^ 300)
      by (replace (3 * d + terms + 12)%Z with (12 + terms + 3 * d)%Z by lia; ring) end.
  apply (damped_end _ _ _ x d terms (31 + terms) n m eq_refl P TD TopD D). apply Near.
  intros n' m' M' MN' N'. destruct (Small n' ltac:(lia) N' m' M' ltac:(lia)) as [S _].
  revert S. unfold shift, sc_place. simpl. now replace (offset r + (n' * d + 0) + m')%Z
    with (offset r + (n' * d + m'))%Z by ring.
Qed.
