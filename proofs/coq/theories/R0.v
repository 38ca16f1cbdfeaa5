(* The constant R0 = max sin^2 x / x over x > 0 (theorem P1) and inequality (12) (theorem P2). The library's
   own [R0] is the real number zero, so the constant is called [R_0] here. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
Open Scope R_scope.

Definition sinsq_over (x : R) : R := sin x ^ 2 / x.

(* sin^2 x / x is stationary where this vanishes, that is where tan x = 2 x. *)
Definition stationary (x : R) : R := sin x - 2 * x * cos x.

Lemma stationary_continuous : continuity stationary.
Proof.
  intros x. unfold stationary. apply continuity_pt_minus.
  - apply continuity_sin.
  - apply continuity_pt_mult.
    + apply continuity_pt_mult; [apply continuity_pt_const; now intros ? ?|apply derivable_continuous_pt,
      derivable_pt_id].
    + apply continuity_cos.
Qed.

Lemma stationary_low : stationary (116/100) < 0.
Proof. unfold stationary. interval. Qed.
Lemma stationary_high : 0 < stationary (117/100).
Proof. unfold stationary. interval. Qed.
Lemma bracket : 116/100 < 117/100.
Proof. lra. Qed.

(* x*, the root of tan x = 2 x in [1.16, 1.17], by the intermediate value theorem. *)
Definition x_star : R := proj1_sig (IVT _ _ _ stationary_continuous bracket stationary_low stationary_high).
Definition R_0 : R := sinsq_over x_star.

Lemma x_star_bracket : 116/100 <= x_star <= 117/100.
Proof. unfold x_star. now destruct (IVT _ _ _ _ _ _ _) as [z []]. Qed.
Lemma x_star_stationary : stationary x_star = 0.
Proof. unfold x_star. now destruct (IVT _ _ _ _ _ _ _) as [z []]. Qed.

Lemma stationary_increasing x y : 116/100 <= x -> x < y -> y <= 117/100 -> stationary x < stationary y.
Proof.
  intros X XY Y.
  destruct (MVT_cor2 stationary (fun x => 2 * x * sin x - cos x) x y XY) as [c [E C]].
  { intros c C. apply is_derive_Reals. unfold stationary. auto_derive; [easy|ring]. }
  assert (0 < 2 * c * sin c - cos c) by (assert (B' : 116/100 <= c <= 117/100) by lra;
    interval with (i_bisect c)).
  nra.
Qed.

Lemma sinsq_over_derive x : 0 < x -> derivable_pt_lim sinsq_over x (- sin x * stationary x / x ^ 2).
Proof. intros X. apply is_derive_Reals. unfold sinsq_over, stationary. auto_derive; [lra|field; lra]. Qed.

Lemma sinsq_over_near x : 116/100 <= x <= 117/100 -> x <> x_star -> sinsq_over x < R_0.
Proof.
  intros X NE. pose proof x_star_bracket as B. pose proof x_star_stationary as Z. unfold R_0.
  destruct (Rtotal_order x x_star) as [L|[L|L]]; [|easy|].
  - destruct (MVT_cor2 _ _ _ _ L (fun c H => sinsq_over_derive c ltac:(lra))) as [c [E C]].
    assert (N : stationary c < 0) by (rewrite <- Z; apply stationary_increasing; lra).
    assert (S : 0 < sin c) by (assert (B' : 116/100 <= c <= 117/100) by lra; interval with (i_bisect c)).
    assert (D : 0 < - sin c * stationary c / c ^ 2) by (apply Rdiv_lt_0_compat; nra).
    nra.
  - destruct (MVT_cor2 _ _ _ _ L (fun c H => sinsq_over_derive c ltac:(lra))) as [c [E C]].
    assert (N : 0 < stationary c) by (rewrite <- Z; apply stationary_increasing; lra).
    assert (S : 0 < sin c) by (assert (B' : 116/100 <= c <= 117/100) by lra; interval with (i_bisect c)).
    assert (D : 0 < sin c * stationary c / c ^ 2) by (apply Rdiv_lt_0_compat; nra).
    replace (- sin c * stationary c / c ^ 2) with (- (sin c * stationary c / c ^ 2)) in E by (field; nra).
    nra.
Qed.

(* Twenty digits of x*, from the sign of [stationary] on either side. *)
Lemma x_star_digits : Rabs (x_star - 1.16556118520721130683) <= 1 / 10 ^ 19.
Proof.
  pose proof x_star_bracket as B. pose proof x_star_stationary as Z. apply Rabs_le. split.
  - apply Rnot_lt_le. intros L.
    assert (N : stationary x_star < stationary (1.16556118520721130683 - 1 / 10 ^ 19))
      by (apply stationary_increasing; lra).
    assert (stationary (1.16556118520721130683 - 1 / 10 ^ 19) < 0) by (unfold stationary;
      interval with (i_prec 120)).
    lra.
  - apply Rnot_lt_le. intros L.
    assert (N : stationary (1.16556118520721130683 + 1 / 10 ^ 19) < stationary x_star)
      by (apply stationary_increasing; lra).
    assert (0 < stationary (1.16556118520721130683 + 1 / 10 ^ 19)) by (unfold stationary;
      interval with (i_prec 120)).
    lra.
Qed.

Lemma x_star_enclosure : 1.16556118520721130683 - 1 / 10 ^ 19 <= x_star <= 1.16556118520721130683 + 1 / 10 ^
  19.
Proof. pose proof x_star_digits as D. apply Rabs_le_between in D. lra. Qed.

Theorem x_star_value : Rabs (x_star - 1.165561185207211) <= 1 / 10 ^ 15.
Proof. pose proof x_star_enclosure. apply Rabs_le. lra. Qed.

Theorem R0_value : Rabs (R_0 - 0.724611353776708) <= 1 / 10 ^ 15.
Proof. pose proof x_star_enclosure. unfold R_0, sinsq_over. interval with (i_prec 120). Qed.

Theorem tan_x_star : tan x_star = 2 * x_star.
Proof.
  pose proof x_star_bracket as B. pose proof x_star_stationary as Z. unfold stationary in Z.
  assert (C : 0 < cos x_star) by (apply cos_gt_0; interval).
  unfold tan. apply Rmult_eq_reg_r with (cos x_star); [|lra]. field_simplify; lra.
Qed.

(* Away from the bracket sin^2 x / x stays below 0.72461. *)
Lemma sinsq_over_small x : 0 < x <= 1/2 -> sinsq_over x <= 1/2.
Proof.
  intros X. unfold sinsq_over. apply Rle_div_l; [lra|].
  assert (sin x <= x) by (left; apply sin_lt_x; lra).
  assert (0 <= sin x) by (apply sin_ge_0; [lra|interval]). nra.
Qed.
Lemma sinsq_over_left x : 1/2 <= x <= 116/100 -> sinsq_over x <= 0.72461.
Proof. intros X. unfold sinsq_over. interval with (i_bisect x, i_autodiff x, i_prec 60). Qed.
Lemma sinsq_over_right x : 117/100 <= x <= 2 -> sinsq_over x <= 0.72461.
Proof. intros X. unfold sinsq_over. interval with (i_bisect x, i_autodiff x, i_prec 60). Qed.
Lemma sinsq_over_large x : 2 <= x -> sinsq_over x <= 1/2.
Proof. intros X. unfold sinsq_over. apply Rle_div_l; [lra|]. pose proof (SIN_bound x). nra. Qed.

Lemma R0_digits : 0.72461135377670 <= R_0 <= 0.72461135377671.
Proof. pose proof R0_value as V. apply Rabs_le_between in V. lra. Qed.

Theorem R0_strict x : 0 < x -> x <> x_star -> sin x ^ 2 / x < R_0.
Proof.
  intros X NE. fold (sinsq_over x). pose proof R0_digits as D.
  destruct (Rle_dec x (1/2)). { pose proof (sinsq_over_small x ltac:(lra)). lra. }
  destruct (Rle_dec x (116/100)). { pose proof (sinsq_over_left x ltac:(lra)). lra. }
  destruct (Rle_dec x (117/100)). { apply sinsq_over_near; [lra|exact NE]. }
  destruct (Rle_dec x 2). { pose proof (sinsq_over_right x ltac:(lra)). lra. }
  pose proof (sinsq_over_large x ltac:(lra)). lra.
Qed.

Theorem R0_attained : 0 < x_star /\ sin x_star ^ 2 / x_star = R_0.
Proof. pose proof x_star_bracket. split; [lra|reflexivity]. Qed.

Lemma R0_max x : 0 < x -> sin x ^ 2 / x <= R_0.
Proof.
  intros X. destruct (Req_dec x x_star) as [->|NE]; [right; reflexivity|left; now apply R0_strict].
Qed.

Lemma R0_pos : 0 < R_0.
Proof. pose proof R0_digits. lra. Qed.

(* (12), for any real weight, and with the division by theta cleared. *)
Theorem swap_bound w theta : 0 <= w -> 0 < theta -> sin (sqrt w * theta) ^ 2 <= R_0 * (sqrt w * theta).
Proof.
  intros W T. destruct (Req_dec w 0) as [->|NE].
  - rewrite sqrt_0, Rmult_0_l, sin_0. lra.
  - assert (X : 0 < sqrt w * theta) by (apply Rmult_lt_0_compat; [apply sqrt_lt_R0|]; lra).
    apply Rle_div_l with (1 := X). now apply R0_max.
Qed.

Theorem swap_rate w : 0 < w ->
  (forall theta, 0 < theta -> sin (sqrt w * theta) ^ 2 / theta <= R_0 * sqrt w) /\
  (exists theta, 0 < theta /\ sin (sqrt w * theta) ^ 2 / theta = R_0 * sqrt w).
Proof.
  intros W. pose proof x_star_bracket as B. assert (S : 0 < sqrt w) by now apply sqrt_lt_R0. split.
  - intros theta T. apply Rle_div_l; [exact T|]. pose proof (swap_bound w theta ltac:(lra) T). lra.
  - exists (x_star / sqrt w). split; [apply Rdiv_lt_0_compat; lra|].
    replace (sqrt w * (x_star / sqrt w)) with x_star by (field; lra). unfold R_0, sinsq_over. field. lra.
Qed.
