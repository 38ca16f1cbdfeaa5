(* The coefficients of a tile of damping, exact and as computed, and how they and the scales make the weight
  of
   an operator from a stored one. *)
From Coq Require Import Reals ZArith Lra Lia Psatz.
From Coquelicot Require Import Rcomplements.
From Surecharge Require Import Ladder Within SpecDamp DampScale SpecDampWeights.
Open Scope R_scope.

(* 4097^g / g!, which the coefficients stay below *)
Fixpoint factor_limit (g : nat) : R := match g with O => 1 | S i => factor_limit i * (4097 / IZR
  (Z.of_nat g)) end.

Lemma factor_one g : (g <= 31)%nat -> 1 <= factor_limit g.
Proof.
  induction g as [|g IH]; intros G; cbn [factor_limit]; [lra|]. specialize (IH ltac:(lia)).
  assert (D : 0 < IZR (Z.of_nat (S g)) <= 31) by (split; [apply IZR_lt|apply IZR_le]; lia).
  assert (1 <= 4097 / IZR (Z.of_nat (S g))); [|nra].
  apply Rmult_le_reg_r with (IZR (Z.of_nat (S g))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma factor_grows g i : (i <= g)%nat -> (g <= 31)%nat -> factor_limit i <= factor_limit g.
Proof.
  induction 1 as [|g I IH]; intros G; [lra|]. specialize (IH ltac:(lia)). cbn [factor_limit].
  pose proof (factor_one g ltac:(lia)).
  assert (D : 0 < IZR (Z.of_nat (S g)) <= 31) by (split; [apply IZR_lt|apply IZR_le]; lia).
  assert (1 <= 4097 / IZR (Z.of_nat (S g))); [|nra].
  apply Rmult_le_reg_r with (IZR (Z.of_nat (S g))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma factor_range g : (g <= 31)%nat -> 1 <= factor_limit g <= 2 ^ 260.
Proof.
  intros G. split; [now apply factor_one|].
  apply Rle_trans with (factor_limit 31); [now apply factor_grows|].
  cbn [factor_limit]. simpl Z.of_nat. simpl Z.pos_sub. lra.
Qed.

(* x^g k! / (k + g)! *)
Fixpoint coefficient (x : R) (k : Z) (g : nat) : R :=
  match g with O => 1 | S i => coefficient x k i * (x / IZR (k + Z.of_nat g)) end.
Definition coefficient_tiny (g : nat) : R := sc_eta * 8 ^ S g * factor_limit g.
Definition coefficient_near (a x : R) (k kept g : Z) : Prop :=
  ((g < kept)%Z -> (0 <= g)%Z /\ within a (coefficient x k (Z.to_nat g)) (coefficient x k (Z.to_nat g))
    (2 * (1 + few) * IZR g) (coefficient_tiny (Z.to_nat g))) /\
  ((kept <= g)%Z -> a = 0).

Lemma coefficient_bounds x k g : 0 <= x <= 4096 -> (0 <= k)%Z -> (g <= 31)%nat ->
  0 <= coefficient x k g <= factor_limit g.
Proof.
  intros X K. induction g as [|g IH]; intros G; cbn [coefficient factor_limit]; [lra|].
  specialize (IH ltac:(lia)).
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
    + now apply factor_range.
  - replace (8 ^ 32) with (2 ^ 96) by (simpl; lra). rewrite Rmult_assoc, <- pow_add.
    rewrite eta_small by lia. apply Req_le. f_equal.
Qed.

Lemma coefficient_first x k kept : (0 < kept)%Z -> coefficient_near 1 x k kept 0.
Proof.
  intros K. split; [|lia]. intros _. split; [lia|]. simpl Z.to_nat. cbn [coefficient].
  apply (within_wide _ _ _ 0 0); [|lra|apply coefficient_tiny_bounds; lia].
  rewrite <- Rabs_R1 at 3. apply within_exact.
Qed.
Lemma coefficient_none x k kept g : (kept <= g)%Z -> coefficient_near 0 x k kept g.
Proof. intros K. split; [lia|reflexivity]. Qed.

Lemma coefficient_next a x ratio next step k kept g up : (1 + g = up)%Z -> x <= 4096 -> (0 <= g)%Z ->
  (0 <= k)%Z -> (up < kept)%Z -> 0 <= x -> IZR (k + up) <= step -> step <= IZR (k + up) -> (kept <= 32)%Z ->
  sc_rmul next a ratio ->
  sc_rdiv ratio x step -> coefficient_near a x k kept g -> coefficient_near next x k kept up.
Proof.
  intros <- X1 G K Up X0 S1 S2 K32 M D [A _]. destruct (A ltac:(lia)) as [_ W]. split; [|lia]. intros _.
  split; [lia|].
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
  { assert (0 <= t * q /\ 0 <= c * sc_eta /\ 0 <= t * sc_eta) by (repeat split; apply Rmult_le_pos; lra).
    lra. }
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
  { eapply Rle_trans; [apply Q|]. unfold Rdiv. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat|]; lra.
    }
  set (l := 4097 / IZR (1 + g)) in *. unfold t, coefficient_tiny in *.
  assert (E8 : 8 <= 8 ^ S (Z.to_nat g)).
  { rewrite <- (pow_1 8) at 1. apply Rle_pow; [lra|lia]. }
  set (e8 := 8 ^ S (Z.to_nat g)) in *. fold F in T |- *.
  assert (ET : sc_eta * e8 * F * sc_eta <= sc_eta * 1).
  { rewrite Rmult_comm. apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [apply T|]. rewrite <- Rinv_1.
    apply Rinv_le_contravar; [lra|]. apply pow_R1_Rle. lra. }
  assert (EF : sc_eta <= sc_eta * F) by nra.
  assert (EFL : sc_eta * F * 132 <= sc_eta * F * l) by (apply Rmult_le_compat_l; [nra|lra]).
  assert (Z1 : sc_eta * e8 * F * q <= sc_eta * e8 * F * l).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply Rmult_le_pos|]; lra|exact QL]. }
  assert (Z2 : c * sc_eta <= F * sc_eta) by (apply Rmult_le_compat_r; lra).
  assert (Z3 : 8 * (sc_eta * F * l) <= e8 * (sc_eta * F * l)) by (apply Rmult_le_compat_r; [nra|lra]).
  lra.
Qed.

(* ---- weights *)
Definition window_unit (first : Z) : Z :=
  if Z_le_dec first 160 then 16 else if Z_le_dec first 928 then 32 else 64.
Fixpoint gain (gamma unit : R) (k : Z) (g : nat) : R :=
  match g with O => 1 | S i => gain gamma unit k i * (gamma * (unit * unit) / IZR (k + Z.of_nat g)) end.

Lemma weight_more gamma n k : (0 <= n)%Z -> (0 <= k)%Z ->
  sc_damp_square gamma n (k + 1) = sc_damp_square gamma n k * (gamma * IZR (n + (k + 1)) / IZR (k + 1)).
Proof.
  intros N K. rewrite <- (Z2Nat.id n), <- (Z2Nat.id k) by lia.
  generalize (Z.to_nat n) as i, (Z.to_nat k) as j. intros i j.
  replace (Z.of_nat j + 1)%Z with (Z.of_nat (S j)) by lia. rewrite !square_nat.
  replace (IZR (Z.of_nat i + Z.of_nat (S j))) with (INR (S (i + j))) by (rewrite INR_IZR_INZ; f_equal; lia).
  replace (IZR (Z.of_nat (S j))) with (INR (S j)) by (rewrite INR_IZR_INZ; f_equal; lia).
  replace (i + S j)%nat with (S (i + j)) by lia. unfold Binomial.C.
  replace (S (i + j) - S j)%nat with i by lia. replace (i + j - j)%nat with i by lia.
  rewrite !fact_simpl, !mult_INR. cbn [pow]. field.
  repeat split; try apply INR_fact_neq_0; apply not_0_INR; lia.
Qed.

Lemma unit_square first : IZR (window_unit first) * IZR (window_unit first) = IZR (scale_size first).
Proof.
  unfold window_unit, scale_size. destruct (Z_le_dec first 160); [|destruct (Z_le_dec first 928)]; lra.
Qed.

(* w_{n,k+g}^2 from w_{n,k}^2, by the squared scales of levels n + k and n + k + g. *)
Lemma weight_from_window gamma a n k g : (0 <= a)%Z -> (a <= n + k)%Z -> (0 <= n)%Z -> (0 <= k)%Z ->
  (n + k + Z.of_nat g <= 4095)%Z -> (n + k + Z.of_nat g <= 95 + a)%Z ->
  sc_damp_square gamma n (k + Z.of_nat g) = sc_damp_square gamma n k *
    (sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k)) * gain gamma (IZR (window_unit a))
      k g.
Proof.
  intros A AN N K T W. pose proof (scale_range a (n + k) A AN ltac:(lia) ltac:(lia)) as R0.
  pose proof (half_pos 290) as H.
  induction g as [|g IH].
  - rewrite !Z.add_0_r. cbn [gain]. field. lra.
  - specialize (IH ltac:(lia) ltac:(lia)). replace (k + Z.of_nat (S g))%Z with (k + Z.of_nat g + 1)%Z by lia.
    rewrite weight_more, IH by lia.
    replace (n + k + Z.of_nat (S g))%Z with (1 + (n + k + Z.of_nat g))%Z by lia.
    rewrite (square_step_up a (n + k + Z.of_nat g) A ltac:(lia)). unfold sc_scale_ratio. cbn [gain].
    rewrite <- (unit_square a). replace (k + Z.of_nat (S g))%Z with (k + Z.of_nat g + 1)%Z by lia.
    replace (n + (k + Z.of_nat g + 1))%Z with (1 + (n + k + Z.of_nat g))%Z by lia.
    assert (IZR (k + Z.of_nat g + 1) <> 0) by (apply not_0_IZR; lia).
    assert (IZR (window_unit a) <> 0).
    { apply not_0_IZR. unfold window_unit. repeat destruct (Z_le_dec _ _); lia. }
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
  rewrite <- (sqrt_square _ P) at 1. f_equal. clear P.
  induction g as [|g IH]; cbn [coefficient gain]; [ring|].
  replace (coefficient (gamma * (U * V)) k g * (gamma * (U * V) / IZR (k + Z.of_nat (S g))) *
    (coefficient (gamma * (U * V)) k g * (gamma * (U * V) / IZR (k + Z.of_nat (S g)))))
    with (coefficient (gamma * (U * V)) k g * coefficient (gamma * (U * V)) k g *
      (gamma * (U * V) / IZR (k + Z.of_nat (S g)) * (gamma * (U * V) / IZR (k + Z.of_nat (S g))))) by ring.
  rewrite IH. field. apply not_0_IZR. lia.
Qed.

(* The squared ratio of two weights stays below 2^260. *)
Lemma ratio_limit gamma a n k g : 0 <= gamma <= 1 -> (0 <= a)%Z -> (a <= n + k)%Z -> (0 <= n)%Z ->
  (0 <= k)%Z -> (n + k + Z.of_nat g <= 4095)%Z -> (n + k + Z.of_nat g <= 95 + a)%Z ->
  0 <= sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k) * gain gamma (IZR (window_unit a))
    k g
    <= factor_limit g.
Proof.
  intros G A AN N K T W. pose proof (scale_range a (n + k) A AN ltac:(lia) ltac:(lia)) as R0.
  pose proof (half_pos 290) as H.
  induction g as [|g IH].
  - rewrite Z.add_0_r. cbn [gain factor_limit]. unfold Rdiv. rewrite Rinv_r by lra. lra.
  - specialize (IH ltac:(lia) ltac:(lia)).
    replace (n + k + Z.of_nat (S g))%Z with (1 + (n + k + Z.of_nat g))%Z by lia.
    rewrite (square_step_up a (n + k + Z.of_nat g) A ltac:(lia)). cbn [gain factor_limit].
    unfold sc_scale_ratio.
    rewrite <- (unit_square a). set (U := IZR (window_unit a)). set (e := gain gamma U k g) in *.
    assert (K0 : IZR (k + Z.of_nat (S g)) <> 0) by (apply not_0_IZR; lia).
    assert (U0 : U <> 0). { apply not_0_IZR. unfold window_unit. repeat destruct (Z_le_dec _ _); lia. }
    replace (sc_scale_square a (n + k + Z.of_nat g) * (IZR (1 + (n + k + Z.of_nat g)) / (U * U)) /
      sc_scale_square a (n + k)
        * (e * (gamma * (U * U) / IZR (k + Z.of_nat (S g)))))
      with (sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k) * e *
        (gamma * (IZR (1 + (n + k + Z.of_nat g)) / IZR (k + Z.of_nat (S g))))) by (field; repeat split;
          trivial; lra).
    assert (L : 0 <= IZR (1 + (n + k + Z.of_nat g)) <= 4097) by (split; apply IZR_le; lia).
    assert (B : 1 <= IZR (Z.of_nat (S g))) by (apply IZR_le; lia).
    assert (B2 : IZR (Z.of_nat (S g)) <= IZR (k + Z.of_nat (S g))) by (apply IZR_le; lia).
    assert (Q : 0 <= IZR (1 + (n + k + Z.of_nat g)) / IZR (k + Z.of_nat (S g))
      <= 4097 / IZR (Z.of_nat (S g))).
    { split; [apply Rdiv_le_0_compat; lra|]. unfold Rdiv. apply Rmult_le_compat; try lra.
      - left. apply Rinv_0_lt_compat. lra.
      - apply Rinv_le_contravar; lra. }
    assert (Q2 : 0 <= gamma * (IZR (1 + (n + k + Z.of_nat g)) / IZR (k + Z.of_nat (S g)))
      <= 4097 / IZR (Z.of_nat (S g))).
    { split; [apply Rmult_le_pos; lra|]. nra. }
    split; [apply Rmult_le_pos; [apply IH|apply Q2]|].
    apply Rmult_le_compat; [apply IH|apply Q2|apply IH|apply Q2].
Qed.

(* One of the two factors of a term: the weight of operator k + g from the stored one of operator k. *)
Lemma side gamma first n k g v : 0 <= gamma <= 1 -> (0 <= first)%Z -> (first <= n)%Z -> (0 <= k)%Z ->
  (n + k + Z.of_nat g <= 4095)%Z -> (n + Z.of_nat g <= 95 + first)%Z -> (g <= 31)%nat ->
  sc_weight_stored v gamma first n k -> let a := (first + k)%Z in
  let w := sqrt (sc_damp_square gamma n (k + Z.of_nat g)) in
  0 <= w <= 1 /\
  within (v * scale a (n + k + Z.of_nat g) * sqrt (gain gamma (IZR (window_unit a)) k g)) w w
    (3 / 2 * IZR n + IZR k + 301 / 100 + 1001 / 2000 * INR g + 3 / 1000) (/ 2 ^ 396).
Proof.
  intros G F N K T W G31 [V _] a w.
  assert (A : (0 <= a)%Z) by (unfold a; lia). assert (AN : (a <= n + k)%Z) by (unfold a; lia).
  assert (AW : (n + k + Z.of_nat g <= 95 + a)%Z) by (unfold a; lia).
  pose proof (square_within gamma n (k + Z.of_nat g) G ltac:(lia) ltac:(lia)) as S1.
  assert (W1 : 0 <= w <= 1) by (split; [apply sqrt_pos|apply root_le; lra]). split; [exact W1|].
  pose proof (square_within gamma n k G ltac:(lia) ltac:(lia)) as S0.
  set (w0 := sqrt (sc_damp_square gamma n k)) in *. pose proof (sqrt_pos (sc_damp_square gamma n k)) as W0.
  fold w0 in W0.
  fold a in V. fold (scale a (n + k)) in V.
  pose proof (scale_bounds a (n + k) A AN ltac:(lia) ltac:(lia)) as Sb. pose proof (half_pos 146).
  assert (V1 : within (v * scale a (n + k)) w0 w0 (3 / 2 * IZR n + IZR k + 301 / 100) (/ 2 ^ 528)).
  { split; [rewrite Rabs_pos_eq; lra|exact V]. }
  pose proof (scales_apart a (n + k) g A AN T AW) as R. cbv zeta in R.
  set (P := sc_scale_square a (n + k + Z.of_nat g) / sc_scale_square a (n + k)) in *.
  set (q := sqrt (gain gamma (IZR (window_unit a)) k g)) in *.
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
  assert (GP := gain_positive gamma (IZR (window_unit a)) k g (proj1 G) K).
  assert (Pp : 0 <= P). { unfold P. destruct (rounded_apart a (n + k) g A AN T AW) as [L _].
  pose proof (half_pos 290). lra. }
  assert (PQ : sqrt P * q <= 2 ^ 130).
  { unfold q. rewrite <- sqrt_mult by assumption. apply root_le; [apply pow_le; lra|]. rewrite <- pow_add.
    eapply Rle_trans; [apply Ratio|]. now apply factor_range. }
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
    replace 4 with (2 ^ 2) by (simpl; lra). rewrite half_up by lia. rewrite Rmult_comm, half_up by lia.
    apply Req_le. f_equal.
Qed.
