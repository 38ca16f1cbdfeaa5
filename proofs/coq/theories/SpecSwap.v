(* spec/swap.acsl: what the code of the swap tables computes, to the last bit, and what that is worth; the
   proofs are in Swap.v. *)
From Coq Require Import Reals ZArith Lra Lia.
From Flocq Require Import Core IEEE754.Binary.
From Surecharge Require Rounding Swap.
From Surecharge Require Export SpecRound.
Open Scope R_scope.

Definition bit_test (k n : Z) : Prop := Z.testbit k n = true.
Definition sc_swap_domain (f theta : double) : Prop :=
  Rabs (sc_prod (real_of_double f) (real_of_double theta)) <= 1048576 /\ sc_between f 0 1048576.

Definition sc_times (a b : R) : R := Rounding.rnd (a * b).
Definition sc_plus (a b : R) : R := Rounding.rnd (a + b).
Definition sc_minus (a b : R) : R := Rounding.rnd (a - b).
Definition sc_reduced (x : R) (k : Z) : R :=
  sc_minus (sc_minus (sc_minus x (sc_times (IZR k) (1686629713 / 1073741824)))
      (sc_times (IZR k) (2242054355 / 36893488147419103232)))
    (sc_times (IZR k) (5376105825661043 / 2658455991569831745807614120560689152)).
Definition sc_sine_tail (z : R) : R :=
  sc_plus (6004799503160637 / 36028797018963968) (sc_times z
  (sc_plus (-4803839602518815 / 576460752303423488) (sc_times z
  (sc_plus (1830034132882111 / 9223372036854775808) (sc_times z
  (sc_plus (-6506786455969853 / 2361183241434822606848) (sc_times z
  (sc_plus (7571079356256905 / 302231454903657293676544) (sc_times z
  (-6146598964483053 / 38685626227668133590597632)))))))))).
Definition sc_sine (r : R) : R :=
  sc_minus r (sc_times r (sc_times (sc_times r r) (sc_sine_tail (sc_times r r)))).
Definition sc_cosine_tail (z : R) : R :=
  sc_plus (1501199875790163 / 36028797018963968) (sc_times z
  (sc_plus (-1601279867507809 / 1152921504606846976) (sc_times z
  (sc_plus (3660068266808189 / 147573952589676412928) (sc_times z
  (sc_plus (-162669672086385 / 590295810358705651712) (sc_times z
  (sc_plus (1261860068283293 / 604462909807314587353088) (sc_times z
  (-7031295092532365 / 618970019642690137449562112)))))))))).
Definition sc_cosine (r : R) : R := sc_minus 1
  (sc_times (sc_times r r) (sc_minus (1 / 2) (sc_times (sc_times r r) (sc_cosine_tail (sc_times r r))))).
Definition sc_turned_sine (turns : Z) (c s : R) : R := Swap.turned_sine turns c s.
Definition sc_turned_cosine (turns : Z) (c s : R) : R := Swap.turned_cosine turns c s.
Definition sc_nearest_turn (x : R) (k : Z) : Prop := Swap.nearest_turn x k.
Definition sc_on_circle (c s : R) : Prop := Rabs (-1 + sc_prod c c + sc_prod s s) <= 3 * sc_u.
Definition sc_swap_gap (f theta : R) : R := sc_u * (23 / 10 + 4001 / 2000 * sc_prod f (Rabs theta)).
Definition sc_swap_given (c s f theta : R) : Prop :=
  Rabs (c + -1 * cos (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta)) /\
  Rabs (s + -1 * sin (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta)).
Definition sc_swap_exact (c s f theta : R) : Prop := forall w, 0 <= w -> sc_rsqrt f w ->
  Rabs (c + -1 * cos (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta /\
  Rabs (s + -1 * sin (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta.

Lemma reduced_is x k : sc_reduced x k = Swap.reduced x k.
Proof. reflexivity. Qed.
Lemma sine_is r : sc_sine r = Swap.sine r.
Proof. reflexivity. Qed.
Lemma cosine_is r : sc_cosine r = Swap.cosine r.
Proof. reflexivity. Qed.

Theorem sc_times_def a b : real_of_double (round_double RNE (a * b)) = sc_times a b.
Proof. exact (f_equal real_of_double (Rounding.nearest_rounded (a * b))). Qed.
Theorem sc_plus_def a b : real_of_double (round_double RNE (a + b)) = sc_plus a b.
Proof. exact (f_equal real_of_double (Rounding.nearest_rounded (a + b))). Qed.
Theorem sc_minus_def a b : real_of_double (round_double RNE (a + -1 * b)) = sc_minus a b.
Proof.
  replace (a + -1 * b) with (a - b) by ring.
  exact (f_equal real_of_double (Rounding.nearest_rounded (a - b))).
Qed.
Theorem sc_nearest_turn_def x k :
  Rabs x <= 1048577 /\ Rabs (IZR k + -1 * (5734161139222659 / 9007199254740992 * x)) <= 500000001 / 1000000000
  <-> sc_nearest_turn x k.
Proof.
  unfold sc_nearest_turn, Swap.nearest_turn.
  now replace (IZR k + -1 * (5734161139222659 / 9007199254740992 * x))
    with (IZR k - x * (5734161139222659 / 9007199254740992)) by ring.
Qed.
Theorem sc_on_circle_def c s : sc_on_circle c s <-> Rabs (-1 + sc_prod c c + sc_prod s s) <= 3 * sc_u.
Proof. reflexivity. Qed.
Theorem sc_swap_gap_def f theta :
  sc_u * (23 / 10 + 4001 / 2000 * sc_prod f (Rabs theta)) = sc_swap_gap f theta.
Proof. reflexivity. Qed.
Theorem sc_swap_given_def c s f theta :
  Rabs (c + -1 * cos (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta)) /\
  Rabs (s + -1 * sin (sc_prod f theta)) <= sc_u * (111 / 50 + 10001 / 10000 * Rabs (sc_prod f theta))
  <-> sc_swap_given c s f theta.
Proof. reflexivity. Qed.
Theorem sc_swap_exact_def c s f theta : (forall w, 0 <= w -> sc_rsqrt f w ->
  Rabs (c + -1 * cos (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta /\
  Rabs (s + -1 * sin (sc_prod (sqrt w) theta)) <= sc_swap_gap f theta) <-> sc_swap_exact c s f theta.
Proof. reflexivity. Qed.

Ltac bits := unfold bit_test; repeat match goal with |- context [Z.testbit ?k ?n] =>
  destruct (Z.testbit k n) end; repeat split; intros; try congruence; ring.
Theorem sc_turned_sine_cases turns c s :
  (bit_test turns 1 -> (bit_test turns 0 -> sc_turned_sine turns c s = -1 * c) /\
    (~ bit_test turns 0 -> sc_turned_sine turns c s = -1 * s)) /\
  (~ bit_test turns 1 -> (bit_test turns 0 -> sc_turned_sine turns c s = c) /\
    (~ bit_test turns 0 -> sc_turned_sine turns c s = s)).
Proof. unfold sc_turned_sine, Swap.turned_sine. bits. Qed.
Theorem sc_turned_cosine_cases turns c s :
  (bit_test (1 + turns) 1 -> (bit_test turns 0 -> sc_turned_cosine turns c s = -1 * s) /\
    (~ bit_test turns 0 -> sc_turned_cosine turns c s = -1 * c)) /\
  (~ bit_test (1 + turns) 1 -> (bit_test turns 0 -> sc_turned_cosine turns c s = s) /\
    (~ bit_test turns 0 -> sc_turned_cosine turns c s = c)).
Proof. unfold sc_turned_cosine, Swap.turned_cosine. rewrite (Z.add_comm turns 1). bits. Qed.

Theorem sc_prod_even a b : 0 <= a -> sc_prod a (Rabs b) = Rabs (sc_prod a b).
Proof. intros A. unfold sc_prod. now rewrite Rabs_mult, (Rabs_pos_eq a A). Qed.
Theorem sc_prod_size a b : Rabs a <= 1267650600228229401496703205376 ->
  Rabs b <= 1267650600228229401496703205376 ->
  Rabs (sc_prod a b) <= 1606938044258990275541962092341162602522202993782792835301376.
Proof.
  intros A B. unfold sc_prod. rewrite Rabs_mult.
  pose proof (Rmult_le_compat _ _ _ _ (Rabs_pos a) (Rabs_pos b) A B). lra.
Qed.
Theorem sc_swap_gap_grows f f_max theta : 0 <= f -> f <= f_max ->
  sc_swap_gap f theta <= sc_swap_gap f_max theta.
Proof.
  intros F M. unfold sc_swap_gap, sc_prod, sc_u. pose proof (Rounding.inverse_small 53) as U.
  pose proof (Rmult_le_compat_r _ _ _ (Rabs_pos theta) M). apply Rmult_le_compat_l; lra.
Qed.
Theorem sc_times_shrinks (b : double) a :
  Rabs a <= 1 -> Rabs (sc_times a (real_of_double b)) <= Rabs (real_of_double b).
Proof. apply Rounding.rnd_shrinks. Qed.
Theorem sc_reduced_range (x : double) k :
  sc_nearest_turn (real_of_double x) k -> Rabs (sc_reduced (real_of_double x) k) <= 3926991 / 5000000.
Proof.
  intros N. replace (3926991 / 5000000) with 0.7853982 by lra. rewrite reduced_is.
  exact (proj2 (Swap.reduced_near _ k (generic_format_B2R 53 1024 x) N)).
Qed.
Theorem sc_sine_range r : Rabs r <= 3926991 / 5000000 -> Rabs (sc_sine r) <= 1.
Proof. intros R. rewrite sine_is. apply Swap.sine_range. lra. Qed.
Theorem sc_cosine_range r : Rabs r <= 3926991 / 5000000 -> Rabs (sc_cosine r) <= 1.
Proof.
  intros R. destruct (Swap.cosine_near r ltac:(lra)) as [_ C]. rewrite cosine_is. apply Rabs_le. lra.
Qed.
Theorem sc_turned_circle turns r : Rabs r <= 3926991 / 5000000 ->
  sc_on_circle (sc_turned_cosine turns (sc_cosine r) (sc_sine r))
    (sc_turned_sine turns (sc_cosine r) (sc_sine r)).
Proof.
  intros R. rewrite sine_is, cosine_is. pose proof (Swap.level_unit turns r ltac:(lra)) as L. cbv zeta in L.
  unfold sc_on_circle, sc_prod.
  match goal with |- Rabs ?x <= _ => match type of L with Rabs ?y <= _ => replace x with y end end;
    [exact L|].
  unfold sc_turned_cosine, sc_turned_sine. ring.
Qed.
Theorem sc_turned_given (f theta : double) turns k r : (1048576 + k)%Z = turns ->
  sc_reduced (sc_times (real_of_double f) (real_of_double theta)) k = r ->
  Rabs (real_of_double theta) <= 1048576 -> sc_swap_domain f theta ->
  sc_nearest_turn (sc_times (real_of_double f) (real_of_double theta)) k ->
  sc_swap_given (sc_turned_cosine turns (sc_cosine r) (sc_sine r))
    (sc_turned_sine turns (sc_cosine r) (sc_sine r))
    (real_of_double f) (real_of_double theta).
Proof.
  rewrite reduced_is, sine_is, cosine_is. intros K E _ [D _] N.
  replace k with (turns - 1048576)%Z in E, N by lia.
  subst r. destruct (Swap.level_given _ _ turns D N) as [C S]. split.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact C.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact S.
Qed.
Theorem sc_given_exact c s (f theta : double) : Rabs (real_of_double theta) <= 1048576 ->
  sc_swap_domain f theta -> sc_swap_given c s (real_of_double f) (real_of_double theta) ->
  sc_swap_exact c s (real_of_double f) (real_of_double theta).
Proof.
  intros T [_ [[_ F] _]] [C S] w W E.
  replace (c + -1 * cos (sc_prod (real_of_double f) (real_of_double theta)))
    with (c - cos (real_of_double f * real_of_double theta)) in C by (unfold sc_prod; ring).
  replace (s + -1 * sin (sc_prod (real_of_double f) (real_of_double theta)))
    with (s - sin (real_of_double f * real_of_double theta)) in S by (unfold sc_prod; ring).
  apply sc_rsqrt_def in E. destruct (Swap.level_exact _ _ _ _ w F T W E C S) as [C' S']. split.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact C'.
  - match goal with |- Rabs (?x + -1 * ?y) <= _ => replace (x + -1 * y) with (x - y) by ring end. exact S'.
Qed.

(* What sc_swap_valid accepts. *)
Lemma twenty_format : generic_format radix2 (FLT_exp (-1074) 53) 1048576.
Proof. change 1048576 with (bpow radix2 20). apply generic_format_bpow. unfold FLT_exp. lia. Qed.

Theorem sc_times_below a b : Rabs a <= 1267650600228229401496703205376 ->
  Rabs b <= 1267650600228229401496703205376 -> Rabs (sc_times a b) < 1048576 -> Rabs (sc_prod a b) < 1048576.
Proof.
  intros A B T. pose proof (sc_prod_size a b A B) as S. unfold sc_prod, sc_times in *.
  rewrite Rounding.rnd_inside in T.
  - apply Rnot_le_lt. intros L. apply (Rlt_not_le _ _ T).
    apply abs_round_ge_generic; [now apply FLT_exp_valid|typeclasses eauto|apply twenty_format|exact L].
  - apply Rle_lt_trans with (bpow radix2 200); [|apply bpow_lt; lia].
    apply abs_round_le_generic; [now apply FLT_exp_valid|typeclasses eauto| |].
    + apply generic_format_bpow. unfold FLT_exp. lia.
    + change (bpow radix2 200) with 1606938044258990275541962092341162602522202993782792835301376. exact S.
Qed.

Theorem sc_times_within a b :
  Rabs (sc_prod a b) <= 9007199254740991 / 8589934592 -> Rabs (sc_times a b) < 1048576.
Proof.
  unfold sc_prod, sc_times. intros L. rewrite Rounding.rnd_round by (simpl; lra).
  apply Rle_lt_trans with (9007199254740991 / 8589934592); [|lra].
  apply abs_round_le_generic; [now apply FLT_exp_valid|typeclasses eauto| |exact L].
  exact (Rounding.grid 9007199254740991 (-33) eq_refl ltac:(lia)).
Qed.
