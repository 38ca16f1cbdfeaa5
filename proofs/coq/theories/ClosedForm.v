(* The closed forms of (28') (theorem P11) and of (C4), (C4') (theorem P13), truncated and infinite
   oscillator. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder R0 PopulationStep OscillatorBound SpinBound Integrate Damp
  DampedBound.
Open Scope R_scope.

(* ---- The integral of 1 / [greatest h peak], piece by piece. *)
Section Greatest.
Variables (h F : R -> R) (peak top : R).
Hypothesis peak_range : 0 <= peak <= top.
Hypothesis h_continuous : forall u, 0 <= u <= top -> continuous h u.
Hypothesis h_positive : forall u, 0 <= u <= top -> 0 < h u.
Hypothesis F_derive : forall u, 0 <= u <= top -> is_derive F u (/ h u).

Lemma inverse_continuous u : 0 <= u <= top -> continuous (fun u => / h u) u.
Proof.
  intros U. apply continuous_comp; [now apply h_continuous|]. apply continuity_pt_filterlim.
  apply continuity_pt_inv; [apply derivable_continuous_pt, derivable_pt_id|]. pose proof (h_positive u U).
  unfold id. lra.
Qed.

Lemma integral_antiderivative a b : 0 <= a <= b -> b <= top -> is_RInt (fun u => / h u) a b (F b - F a).
Proof.
  intros A B. apply (is_RInt_derive (V := R_CompleteNormedModule) F); intros u U;
    rewrite Rmin_left, Rmax_right in U by lra; [apply F_derive|apply inverse_continuous]; lra.
Qed.

Lemma integral_to_peak b : 0 <= b <= peak -> is_RInt (fun u => / greatest h peak u) 0 b (F b - F 0).
Proof.
  intros B. apply is_RInt_ext with (fun u => / h u); [|apply integral_antiderivative; lra].
  intros u U. rewrite Rmin_left, Rmax_right in U by lra. unfold greatest, nearest.
  now rewrite Rmin_left, Rmax_left by lra.
Qed.

Lemma integral_over_peak b : peak <= b <= peak + 1 ->
  is_RInt (fun u => / greatest h peak u) peak b ((b - peak) / h peak).
Proof.
  intros B. apply is_RInt_ext with (fun _ => / h peak); [|apply (is_RInt_const (V := R_NormedModule))].
  intros u U. rewrite Rmin_left, Rmax_right in U by lra. unfold greatest, nearest.
  now rewrite Rmin_right, Rmax_left by lra.
Qed.

Lemma integral_beyond b : peak + 1 <= b <= top + 1 ->
  is_RInt (fun u => / greatest h peak u) (peak + 1) b (F (b - 1) - F peak).
Proof.
  intros B. apply is_RInt_ext with (fun u => scal 1 (/ h (1 * u + - (1)))).
  - intros u U. rewrite Rmin_left, Rmax_right in U by lra. unfold greatest, nearest.
    rewrite Rmin_right, Rmax_right by lra. unfold scal. simpl. unfold mult. simpl.
    rewrite Rmult_1_l. do 2 f_equal. ring.
  - apply (is_RInt_comp_lin (V := R_NormedModule) (fun u => / h u)).
    replace (1 * (peak + 1) + - (1)) with peak by ring. replace (1 * b + - (1)) with (b - 1) by ring.
    apply integral_antiderivative; lra.
Qed.

Theorem greatest_integral e : 0 <= e <= top + 1 ->
  is_RInt (fun u => / greatest h peak u) 0 e (integral_of_greatest F h peak e).
Proof.
  intros E. unfold integral_of_greatest. destruct (Rle_dec e peak) as [I|I].
  - rewrite !Rmin_left, Rmax_right by lra.
    replace (F e - F 0 + (e - e) / h peak + (F peak - F peak)) with (F e - F 0) by (unfold Rdiv; ring).
    now apply integral_to_peak.
  - rewrite (Rmin_right e peak) by lra. pose proof (integral_to_peak peak ltac:(lra)) as A.
    destruct (Rle_dec e (peak + 1)) as [J|J].
    + rewrite Rmin_left, Rmax_right by lra.
      replace (F peak - F 0 + (e - peak) / h peak + (F peak - F peak))
        with (plus (F peak - F 0) ((e - peak) / h peak)) by (unfold plus; simpl; ring).
      apply (is_RInt_Chasles (V := R_NormedModule)) with peak; [exact A|]. apply integral_over_peak. lra.
    + rewrite Rmin_right, Rmax_left by lra.
      apply (is_RInt_Chasles (V := R_NormedModule)) with (peak + 1).
      * apply (is_RInt_Chasles (V := R_NormedModule)) with peak; [exact A|]. apply integral_over_peak. lra.
      * apply integral_beyond. lra.
Qed.

End Greatest.

Lemma integral_at_most_value f a b t I : is_RInt f a b I -> integral_at_most f a b t -> I <= t.
Proof.
  intros H [J [HJ L]]. apply (is_RInt_unique (V := R_CompleteNormedModule)) in H.
  apply (is_RInt_unique (V := R_CompleteNormedModule)) in HJ. simpl in *. lra.
Qed.

(* ---- The spin. *)
Lemma asin_derive x : -1 < x < 1 -> is_derive asin x (/ sqrt (1 - x ^ 2)).
Proof.
  intros X. apply is_derive_Reals. replace (1 - x ^ 2) with (1 - x²) by (unfold Rsqr; ring).
  replace (/ sqrt (1 - x²)) with (1 / sqrt (1 - x²)) by (unfold Rdiv; ring).
  rewrite <- (derive_pt_asin x X). apply (derive_pt_eq_1 asin x _ (derivable_pt_asin x X)). reflexivity.
Qed.

Lemma spin_arc_derive N u : (1 <= N)%nat -> -1 < u < INR N -> is_derive (spin_arc N) u (/ spin_slope N u).
Proof.
  intros I U. apply le_INR in I. simpl (INR 1) in I. set (n := INR N) in *. unfold spin_arc. fold n.
  set (x := (2 * u + 1 - n) / (n + 1)).
  assert (X : -1 < x < 1) by (unfold x; split; [apply Rlt_div_r|apply Rlt_div_l]; lra).
  assert (P : 0 < (u + 1) * (n - u)) by nra. assert (S : 0 < spin_slope N u) by now apply sqrt_lt_R0.
  replace (/ spin_slope N u) with (scal (2 / (n + 1)) (/ sqrt (1 - x ^ 2))).
  - apply (is_derive_comp (V := R_NormedModule) asin (fun u => (2 * u + 1 - n) / (n + 1)));
      [now apply asin_derive|]. auto_derive; [easy|field; lra].
  - replace (1 - x ^ 2) with ((2 / (n + 1) * spin_slope N u) * (2 / (n + 1) * spin_slope N u)).
    + rewrite sqrt_square by (apply Rmult_le_pos; [left; apply Rdiv_lt_0_compat; lra|lra]).
      unfold scal. simpl. unfold mult. simpl. field. lra.
    + unfold spin_slope. fold n.
      transitivity (4 / (n + 1) ^ 2 * (sqrt ((u + 1) * (n - u)) * sqrt ((u + 1) * (n - u)))).
      * field. lra.
      * rewrite sqrt_sqrt by lra. unfold x. field. lra.
Qed.

Definition spin_peak (N : nat) : R := (INR N - 1) / 2.
Lemma spin_peak_slope N : spin_slope N (spin_peak N) = (INR N + 1) / 2.
Proof.
  unfold spin_slope, spin_peak. pose proof (pos_INR N).
  replace (((INR N - 1) / 2 + 1) * (INR N - (INR N - 1) / 2))
    with ((INR N + 1) / 2 * ((INR N + 1) / 2)) by field.
  apply sqrt_square. lra.
Qed.

Section Spin.
Variable N : nat.
Hypothesis N1 : (1 <= N)%nat.
Lemma spin_1 : 1 <= INR N.
Proof. now apply (le_INR 1). Qed.

Lemma spin_pieces : (0 <= spin_peak N <= INR N - 1) /\
  (forall u, 0 <= u <= INR N - 1 -> continuous (spin_slope N) u) /\
  (forall u, 0 <= u <= INR N - 1 -> 0 < spin_slope N u) /\
  (forall u, 0 <= u <= INR N - 1 -> is_derive (spin_arc N) u (/ spin_slope N u)).
Proof.
  pose proof spin_1. split; [|split; [|split]].
  - unfold spin_peak. lra.
  - intros u U. apply (continuous_comp (fun e => (e + 1) * (INR N - e)) sqrt); [|apply continuous_sqrt].
    apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. easy.
  - intros u U. apply sqrt_lt_R0. nra.
  - intros u U. apply spin_arc_derive; [exact N1|lra].
Qed.

(* (28') in closed form. *)
Theorem spin_time_bound p : admissible p ->
  integral_of_greatest (spin_arc N) (spin_slope N) (spin_peak N)
    (mean_energy N (charge (spin N) p (level 0))) <= R_0 * tau p.
Proof.
  intros A. pose proof spin_pieces as [P [C [S D]]]. pose proof spin_1.
  pose proof (charge_populations _ p _ N (spin_ladder N) A (level_populations 0 N ltac:(lia))) as Pop.
  apply integral_at_most_value with (2 := spin_integrated N p N1 A).
  apply (greatest_integral _ _ _ _ P C S D). split; [now apply mean_energy_nonneg|].
  pose proof (mean_energy_le N _ Pop). lra.
Qed.

(* The same, solved for the energy. *)
Let n := INR N.
Let start := asin ((n - 1) / (n + 1)).

Lemma spin_arc_empty : spin_arc N 0 = - start.
Proof. unfold spin_arc, start, n. rewrite <- asin_opp. f_equal. pose proof spin_1. field. lra. Qed.

Lemma spin_arc_peak : spin_arc N (spin_peak N) = 0.
Proof.
  unfold spin_arc, spin_peak. replace (2 * ((INR N - 1) / 2) + 1 - INR N) with 0 by field.
  unfold Rdiv. now rewrite Rmult_0_l, asin_0.
Qed.

Lemma spin_arc_sin e : -1 <= e <= n -> sin (spin_arc N e) = (2 * e + 1 - n) / (n + 1).
Proof.
  intros E. pose proof spin_1. unfold spin_arc. apply sin_asin. unfold n in *.
  split; [apply Rle_div_r|apply Rle_div_l]; lra.
Qed.

Lemma spin_arc_bound e : - (PI / 2) <= spin_arc N e <= PI / 2.
Proof. apply asin_bound. Qed.

Lemma start_range : 0 <= start < PI / 2.
Proof.
  pose proof spin_1. assert (B : 0 <= (n - 1) / (n + 1) < 1).
  { unfold n. split; [apply Rdiv_le_0_compat|apply Rlt_div_l]; lra. }
  unfold start. split; [|apply asin_bound_lt; lra]. apply Rnot_lt_le. intros L.
  pose proof (asin_bound ((n - 1) / (n + 1))) as R.
  assert (sin (asin ((n - 1) / (n + 1))) < 0) by (apply sin_lt_0_var; pose proof PI_RGT_0; lra).
  rewrite sin_asin in H0; lra.
Qed.

(* From the time to the energy, by monotony on each piece. *)
Lemma arc_le e t : -1 <= e <= n -> spin_arc N e <= t -> t <= PI / 2 -> e <= spin_peak N + (n + 1) / 2 * sin t.
Proof.
  intros E H T. pose proof spin_1. pose proof (spin_arc_bound e) as B.
  assert (L : sin (spin_arc N e) <= sin t) by (apply sin_incr_1; lra).
  rewrite spin_arc_sin in L by exact E. apply Rle_div_l in L; [|unfold n; lra]. unfold spin_peak, n in *. lra.
Qed.

Theorem spin_energy_bound p : admissible p ->
  let e := mean_energy N (charge (spin N) p (level 0)) in let t := R_0 * tau p in let line := 2 / (n + 1) in
  (t <= start -> e <= spin_peak N + (n + 1) / 2 * sin (t - start)) /\
  (start <= t <= start + line -> e <= spin_peak N + (n + 1) / 2 * (t - start)) /\
  (start + line <= t <= 2 * start + line -> e <= spin_peak N + 1 + (n + 1) / 2 * sin (t - start - line)).
Proof.
  intros A e t line. pose proof (spin_time_bound p A) as H. fold e t in H. pose proof spin_1.
  pose proof start_range as SR. pose proof PI_RGT_0.
  pose proof (charge_populations _ p _ N (spin_ladder N) A (level_populations 0 N ltac:(lia))) as Pop.
  assert (E : 0 <= e <= n) by (split; [now apply mean_energy_nonneg|now apply mean_energy_le]).
  assert (L : 0 < line) by (apply Rdiv_lt_0_compat; unfold n; lra).
  assert (Pk : 0 <= spin_peak N <= n - 1) by (unfold spin_peak, n; lra).
  unfold integral_of_greatest in H. rewrite spin_arc_empty, spin_arc_peak, spin_peak_slope in H.
  (* what each piece contributes *)
  assert (Low : spin_arc N (Rmin e (spin_peak N)) <= 0).
  { apply Rnot_lt_le. intros Q. pose proof (spin_arc_bound (Rmin e (spin_peak N))) as B.
    assert (Z : 0 < sin (spin_arc N (Rmin e (spin_peak N)))) by (apply sin_gt_0; lra).
    pose proof (Rmin_r e (spin_peak N)). pose proof (Rmin_glb e (spin_peak N) 0 ltac:(lra) ltac:(lra)).
    rewrite spin_arc_sin in Z by (unfold n in *; lra). apply Rlt_div_r in Z; [|unfold n; lra].
    unfold spin_peak, n in *. lra. }
  assert (High : 0 <= spin_arc N (Rmax (e - 1) (spin_peak N))).
  { apply Rnot_lt_le. intros Q. pose proof (spin_arc_bound (Rmax (e - 1) (spin_peak N))) as B.
    assert (Z : sin (spin_arc N (Rmax (e - 1) (spin_peak N))) < 0)
      by (apply sin_lt_0_var; lra).
    pose proof (Rmax_r (e - 1) (spin_peak N)).
    pose proof (Rmax_lub (e - 1) (spin_peak N) n ltac:(lra) ltac:(lra)).
    rewrite spin_arc_sin in Z by (unfold n in *; lra). apply Rlt_div_l in Z; [|unfold n; lra].
    unfold spin_peak, n in *. lra. }
  replace ((Rmin e (spin_peak N + 1) - Rmin e (spin_peak N)) / ((INR N + 1) / 2))
    with ((Rmin e (spin_peak N + 1) - Rmin e (spin_peak N)) * line) in H by (unfold line, n; field; lra).
  assert (Ln : line * ((n + 1) / 2) = 1) by (unfold line, n; field; lra).
  split; [|split].
  - intros T. assert (I : e <= spin_peak N).
    { apply Rnot_lt_le. intros I. rewrite (Rmin_right e) in H by lra. rewrite spin_arc_peak in H.
      assert (0 < Rmin e (spin_peak N + 1) - spin_peak N) by (apply Rlt_Rminus, Rmin_glb_lt; lra). nra. }
    rewrite !Rmin_left, Rmax_right, spin_arc_peak in H by lra.
    apply arc_le; lra.
  - intros T. destruct (Rle_dec e (spin_peak N)) as [I|I]; [nra|]. assert (J : e <= spin_peak N + 1).
    { apply Rnot_lt_le. intros J. rewrite !Rmin_right, Rmax_left, spin_arc_peak in H by lra.
      assert (0 < spin_arc N (e - 1)); [|lra]. rewrite Rmax_left in High by lra.
      destruct High as [High|Z]; [exact High|]. exfalso.
      pose proof (spin_arc_sin (e - 1) ltac:(lra)) as S. rewrite <- Z, sin_0 in S.
      assert (0 < (2 * (e - 1) + 1 - n) / (n + 1))
        by (apply Rdiv_lt_0_compat; unfold spin_peak, n in *; lra). lra. }
    rewrite (Rmin_left e (spin_peak N + 1)), Rmin_right, Rmax_right, spin_arc_peak in H by lra.
    apply Rmult_le_reg_l with line; [exact L|].
    replace (line * (spin_peak N + (n + 1) / 2 * (t - start)))
      with (line * spin_peak N + line * ((n + 1) / 2) * (t - start)) by ring. rewrite Ln. lra.
  - intros T. destruct (Rle_dec e (spin_peak N + 1)) as [I|I].
    + assert (0 <= sin (t - start - line)) by (apply sin_ge_0; lra). unfold n in *. nra.
    + rewrite !Rmin_right, Rmax_left, spin_arc_peak in H by lra.
      pose proof (arc_le (e - 1) (t - start - line) ltac:(lra) ltac:(lra) ltac:(lra)). lra.
Qed.
End Spin.

(* ---- The oscillator with loss. *)
Section Damped.
Variable gamma : R.
Hypothesis Gm : 0 < gamma < 1.
Let m := damped_ratio gamma.
Let root := sqrt (m ^ 2 + 1).

Lemma ratio_positive : 0 < m.
Proof.
  pose proof PI_RGT_0. pose proof R0_pos. unfold m, damped_ratio. apply Rdiv_lt_0_compat; [|lra].
  apply Rmult_lt_0_compat; [nra|lra].
Qed.
Lemma root_square : root * root = m ^ 2 + 1.
Proof. apply sqrt_sqrt. pose proof (pow2_ge_0 m). lra. Qed.
Lemma root_large : 1 < root /\ m < root.
Proof.
  pose proof ratio_positive as M. pose proof root_square. assert (0 <= root) by apply sqrt_pos. split; nra.
Qed.

(* The slope as a product of its two factors. *)
Lemma damped_slope_factors u : 0 <= u ->
  damped_slope gamma u = 2 / PI * gamma * ((y_plus gamma - sqrt (u + 1)) * (sqrt (u + 1) - y_minus gamma)).
Proof.
  intros U. pose proof PI_RGT_0 as PI0. pose proof (sqrt_sqrt (u + 1) ltac:(lra)) as Y2.
  unfold y_plus, y_minus. cbv zeta. fold m root. set (y := sqrt (u + 1)) in *.
  replace ((m + root - y) * (y - (m - root))) with (2 * m * y - y * y + (root * root - m ^ 2)) by ring.
  rewrite root_square, Y2. unfold damped_slope. fold y. unfold m, damped_ratio. field. lra.
Qed.

Lemma y_minus_negative : y_minus gamma < 0.
Proof. unfold y_minus. cbv zeta. fold m root. pose proof root_large. lra. Qed.
Lemma y_plus_large : 1 < y_plus gamma.
Proof. unfold y_plus. cbv zeta. fold m root. pose proof root_large. pose proof ratio_positive. lra. Qed.

Lemma damped_slope_positive_below u : 0 <= u -> (0 < damped_slope gamma u <-> sqrt (u + 1) < y_plus gamma).
Proof.
  intros U. rewrite damped_slope_factors by exact U. pose proof y_minus_negative as M.
  pose proof (sqrt_pos (u + 1)) as Y. pose proof PI_RGT_0 as PI0.
  assert (B : 0 < 2 / PI * gamma) by (apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat|]; lra).
  set (y := sqrt (u + 1)) in *. split; intros H.
  - apply Rnot_le_lt. intros L. assert (0 < (y_plus gamma - y) * (y - y_minus gamma)); nra.
  - apply Rmult_lt_0_compat; [exact B|]. apply Rmult_lt_0_compat; lra.
Qed.

Lemma damped_logs_derive u : 0 <= u -> 0 < damped_slope gamma u ->
  is_derive (damped_logs gamma) u (/ damped_slope gamma u).
Proof.
  intros U S. pose proof (proj1 (damped_slope_positive_below u U) S) as Y.
  rewrite damped_slope_factors by exact U. pose proof y_minus_negative as M. pose proof y_plus_large as P.
  pose proof PI_RGT_0 as PI0. assert (Y0 : 0 < sqrt (u + 1)) by (apply sqrt_lt_R0; lra).
  pose proof (sqrt_sqrt (u + 1) ltac:(lra)) as Y2.
  unfold damped_logs. cbv zeta. set (a := y_plus gamma) in *. set (b := y_minus gamma) in *.
  auto_derive.
  - assert (0 < (a - sqrt (u + 1)) / (a - 1)) by (apply Rdiv_lt_0_compat; lra).
    assert (0 < (sqrt (u + 1) - b) / (1 - b)) by (apply Rdiv_lt_0_compat; lra).
    repeat split; lra.
  - set (y := sqrt (u + 1)) in *. field. repeat split; lra.
Qed.

Lemma damped_peak_positive : 0 <= damped_peak gamma.
Proof. apply Rmax_l. Qed.

Lemma damped_slope_positive_to_peak u : 0 <= u <= damped_peak gamma -> 0 < damped_slope gamma u.
Proof.
  intros U. apply Rlt_le_trans with (damped_slope gamma 0); [|apply damped_slope_increasing_to_peak; lra].
  unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
Qed.

(* (C4) in closed form, where its slope increases. *)
Theorem damped_time N p e : admissible p ->
  4 * gamma * sqrt (e + 1) <= PI * R_0 * (1 - gamma) ->
  (forall i, mean_energy N (damped_charge gamma (oscillator N) N (firstn i p) (level 0)) <= e) ->
  damped_logs gamma (mean_energy N (damped_charge gamma (oscillator N) N p (level 0))) <= tau p.
Proof.
  intros A X B. set (E := mean_energy N (damped_charge gamma (oscillator N) N p (level 0))).
  assert (E0 : 0 <= E).
  { apply mean_energy_nonneg, damped_charge_populations; [apply oscillator_ladder|lra|exact A|].
    apply level_populations. lia. }
  assert (Ee : E <= e) by (unfold E; rewrite <- (firstn_all p) at 1; apply B).
  assert (Pos : forall u, 0 <= u <= e -> 0 < damped_slope gamma u).
  { intros u U. apply Rlt_le_trans with (damped_slope gamma 0).
    - unfold damped_slope. rewrite Rplus_0_l, sqrt_1. pose proof R0_pos. nra.
    - apply damped_slope_increasing with e; lra. }
  assert (Z : damped_logs gamma 0 = 0).
  { unfold damped_logs. cbv zeta. rewrite Rplus_0_l, sqrt_1. pose proof y_minus_negative.
    pose proof y_plus_large. unfold Rdiv. rewrite !Rinv_r by lra. rewrite ln_1. ring. }
  apply integral_at_most_value with (2 := damped_integrated gamma N p e ltac:(lra) A X B). fold E.
  replace (damped_logs gamma E) with (damped_logs gamma E - damped_logs gamma 0) by lra.
  apply (integral_antiderivative _ _ e); [..|lra|exact Ee].
  - intros u U. apply damped_slope_continuous. lra.
  - exact Pos.
  - intros u U. apply damped_logs_derive; [lra|now apply Pos].
Qed.

(* (C4') in closed form: the energy stays where the logarithms are defined. *)
Theorem damped_time_everywhere N p : admissible p ->
  let e := mean_energy N (damped_charge gamma (oscillator N) N p (level 0)) in
  sqrt (Rmax (e - 1) (damped_peak gamma) + 1) < y_plus gamma /\
  integral_of_greatest (damped_logs gamma) (damped_slope gamma) (damped_peak gamma) e <= tau p.
Proof.
  intros A E. destruct (damped_range gamma N p (length p) Gm A) as [e [B H]].
  specialize (B (length p) (le_n _)). cbv beta in B. rewrite firstn_all in B. fold E in B.
  assert (E0 : 0 <= E).
  { apply mean_energy_nonneg, damped_charge_populations; [apply oscillator_ladder|lra|exact A|].
    apply level_populations. lia. }
  pose proof damped_peak_positive as Pk. set (top := Rmax (E - 1) (damped_peak gamma)).
  assert (Tp : damped_peak gamma <= top /\ E - 1 <= top) by (split; [apply Rmax_r|apply Rmax_l]).
  assert (Pos : forall u, 0 <= u <= top -> 0 < damped_slope gamma u).
  { intros u U. destruct (Rle_dec u (damped_peak gamma)) as [I|I];
      [apply damped_slope_positive_to_peak; lra|].
    apply damped_slope_positive with (Rmax 0 (e - 1)); [exact Gm|exact H|]. split; [lra|].
    apply Rle_trans with (e - 1); [|apply Rmax_r]. unfold top, Rmax in U. destruct (Rle_dec (E - 1) _); lra. }
  split; [apply damped_slope_positive_below; [lra|apply Pos; lra]|].
  apply integral_at_most_value with (2 := damped_integrated_everywhere gamma N p Gm A). fold E.
  apply greatest_integral with top; [lra| |exact Pos| |lra].
  - intros u U. apply damped_slope_continuous. lra.
  - intros u U. apply damped_logs_derive; [lra|now apply Pos].
Qed.
End Damped.
