(* The contract of one step, clause by clause: what spec/contract.acsl says of the calls, as Why3 prints it,
   gives the hypotheses of KernelRun.v and KernelEnergy.v (theorem P16). *)
From Coquelicot Require Import Rcomplements.
From Coq Require Import Reals ZArith Arith Lra Lia.
From Surecharge Require Import Ladder PopulationStep Contraction DensityContraction KernelWeights KernelDamp
  KernelRun KernelEnergy Spec Bridge KernelStep KernelSpec.
Open Scope R_scope.

(* One collision as the kernel made it: where the matrices, the tables and the ladder are in memory, the
   qubit's numbers, the angle, the levels populated before and after, and the errors handed to
   sc_budget_collide. *)
Record collision_call := Collision_call { memory : addr -> double; out_at : addr; r_at : addr; c_at : addr;
  s_at : addr; f_at : addr; q_given : double; p_given : double; kappa_given : double;
  coherence_given : double; theta_given : double;
  swap_error_given : double; input_error_given : double; top : Z; last : Z }.

Lemma spread_in_spec memory r c s q p kappa d top n m : 0 <= q -> 0 <= p -> 0 <= kappa ->
  stored_table memory s 0 = 0 -> sc_spread memory r c s q p kappa d top (Z.of_nat n) (Z.of_nat m)
    = spread q p kappa (modulus (stored_table memory c)) (modulus (stored_table memory s))
        (modulus (stored_table memory c)) (modulus (stored_table memory s))
        (moduli (stored_matrix memory r d top)) n m.
Proof.
  intros Q P K S0. unfold sc_spread. cbv zeta. unfold spread, modulus, moduli, stored_matrix.
  replace (1 + Z.of_nat n)%Z with (Z.of_nat (S n)) by lia.
  replace (1 + Z.of_nat m)%Z with (Z.of_nat (S m)) by lia.
  fold (stored_table memory c n) (stored_table memory c m) (stored_table memory c (S n))
    (stored_table memory c (S m)) (stored_table memory s n) (stored_table memory s m)
    (stored_table memory s (S n)) (stored_table memory s (S m)).
  rewrite !Rabs_mult, !(Rabs_pos_eq q), !(Rabs_pos_eq p), !(Rabs_pos_eq kappa) by assumption.
  destruct n as [|n]; [rewrite S0, Rabs_R0|replace (- (1) + Z.of_nat (S n))%Z with (Z.of_nat n) by lia];
    (destruct m as [|m]; [rewrite ?S0, ?Rabs_R0|replace (- (1) + Z.of_nat (S m))%Z with (Z.of_nat m) by lia]);
    simpl pred; ring.
Qed.

(* What sc_budget_qubit returns, its clause covers, is an input_error as the contract below asks for. *)
Lemma input_of_spec input_error q q_error c_error c exact_q exact_c :
  sc_input_covers input_error q q_error c_error ->
  0 <= c <= 1 -> 0 <= exact_q <= 1 -> 0 <= exact_c <= 1 -> Rabs (q - exact_q) <= q_error ->
  Rabs (c - exact_c) <= c_error -> sc_input_above input_error q c exact_q exact_c.
Proof.
  intros I C Eq Ec Q X. apply (proj2 (sc_input_covers_def _ _ _ _) I); try lra.
  - now replace (c + - (1) * exact_c) with (c - exact_c) by ring.
  - now replace (q + - (1) * exact_q) with (q - exact_q) by ring.
Qed.

Section Collision.
Variables (kind : Z) (N : nat) (k : qubit_collision) (x : collision_call).
Let d := Z.of_nat (S N).
Let w := kernel_ladder kind N.
Let value := real_of_double.

(* What the calls make; the caller's share is that swap_error covers an angle that is rounded, and input_error
   the rounding of q and the coherence. *)
Record collision_spec : Prop := {
  spec_made : sc_collision_made (memory x) (out_at x) (r_at x) (c_at x) (s_at x) (f_at x) (q_given x)
    (p_given x) (kappa_given x) (coherence_given x) kind (theta_given x) d (top x) (last x);
  spec_error : 0 <= value (swap_error_given x) <= / 16;
  spec_angle : forall n, (n <= N)%nat ->
    sc_swap_gap (value (memory x (shift (f_at x) (Z.of_nat n)))) (value (theta_given x))
      + sqrt (w n) * Rabs (value (theta_given x) - theta (swap k)) <= value (swap_error_given x);
  spec_input : sc_input_above (value (input_error_given x)) (value (q_given x)) (value (coherence_given x))
    (q (swap k)) (coherence k) }.

Let before := stored_matrix (memory x) (r_at x) d (top x).
Let after := stored_matrix (memory x) (out_at x) d (last x).
Let cosines := stored_table (memory x) (c_at x).
Let sines := stored_table (memory x) (s_at x).
Definition given_of : kernel_collision :=
  Given (value (q_given x)) (value (p_given x)) (value (coherence_given x)) (value (kappa_given x)) cosines
    sines (value (swap_error_given x)) (value (input_error_given x)) (Z.to_nat (sc_next_top d (top x))).

Lemma sin_le_abs a : Rabs (sin a) <= Rabs a.
Proof.
  assert (P : forall b, 0 <= b -> Rabs (sin b) <= b).
  { intros b B. destruct (Req_dec b 0) as [->|NZ]; [rewrite sin_0, Rabs_R0; lra|].
    pose proof (SIN_bound b). pose proof (sin_lt_x b ltac:(lra)).
    destruct (Rle_dec 1 b); [apply Rabs_le; lra|]. pose proof PI_RGT_0. pose proof PI2_1.
    rewrite Rabs_pos_eq; [lra|]. apply sin_ge_0; lra. }
  destruct (Rle_dec 0 a); [rewrite (Rabs_pos_eq a) by assumption; now apply P|].
  rewrite <- (Rabs_Ropp a), <- (Rabs_Ropp (sin a)), <- sin_neg, (Rabs_pos_eq (- a)) by lra. apply P. lra.
Qed.

Lemma half_product a b y : Rabs b <= 1 -> Rabs (2 * a * b * sin (y / 2)) <= Rabs a * Rabs y.
Proof.
  intros B. rewrite !Rabs_mult, (Rabs_pos_eq 2) by lra. pose proof (sin_le_abs (y / 2)) as S.
  unfold Rdiv in S. rewrite Rabs_mult, (Rabs_pos_eq (/ 2)) in S by lra.
  pose proof (Rabs_pos a). pose proof (Rabs_pos b). pose proof (Rabs_pos (sin (y * / 2))).
  pose proof (Rabs_pos y).
  unfold Rdiv. apply Rle_trans with (2 * Rabs a * 1 * (Rabs y * / 2)); [|lra].
  apply Rmult_le_compat; try lra; [repeat apply Rmult_le_pos; lra|]. apply Rmult_le_compat_l; lra.
Qed.

Lemma cos_near a b : Rabs (cos a - cos b) <= Rabs (a - b).
Proof.
  rewrite form2. pose proof (half_product (- (1)) (sin ((a + b) / 2)) (a - b)) as H.
  replace (-2 * sin ((a - b) / 2) * sin ((a + b) / 2))
    with (2 * - (1) * sin ((a + b) / 2) * sin ((a - b) / 2)) by ring.
  rewrite Rabs_Ropp, Rabs_R1, Rmult_1_l in H. apply H. apply Rabs_le. apply SIN_bound.
Qed.

Lemma sin_near a b : Rabs (sin a - sin b) <= Rabs (a - b).
Proof.
  rewrite form4. pose proof (half_product 1 (cos ((a + b) / 2)) (a - b)) as H.
  replace (2 * cos ((a + b) / 2) * sin ((a - b) / 2)) with (2 * 1 * cos ((a + b) / 2) * sin ((a - b) / 2))
    by ring.
  rewrite Rabs_R1, Rmult_1_l in H. apply H. apply Rabs_le. apply COS_bound.
Qed.

Hypothesis S : collision_spec.

(* The clauses of sc_collision_made. *)
Ltac clause :=
  pose proof (spec_made S) as M; unfold sc_collision_made, sc_qubit_made in M; cbv zeta in M; tauto.

Lemma shape_clause : sc_density_domain d (top x).
Proof. clause. Qed.

Lemma domain_clause : sc_qubit_domain (q_given x) (coherence_given x).
Proof. clause. Qed.

Lemma qubit_clause : sc_is_qubit (q_given x) (p_given x) (kappa_given x).
Proof. clause. Qed.

Lemma complement_clause : sc_radd (value (p_given x)) 1 (- (1) * value (q_given x)).
Proof. clause. Qed.

Lemma kappa_clause : sc_kappa_off (value (kappa_given x)) (value (q_given x)) (value (coherence_given x)).
Proof. clause. Qed.

Lemma tables_clause :
  sc_tables_made (memory x) (c_at x) (s_at x) (f_at x) kind (value (theta_given x)) d.
Proof. clause. Qed.

Lemma entries_clause : sc_collide_made (memory x) (out_at x) (r_at x) (c_at x) (s_at x) (value (q_given x))
  (value (p_given x)) (value (kappa_given x)) d (top x) (last x).
Proof. clause. Qed.

Lemma shape : (0 <= top x < d)%Z /\ (1 <= N <= 4095)%nat.
Proof. destruct shape_clause as [[[A B] C] E]. unfold d in *. lia. Qed.

Lemma weight_at n : (1 <= n <= N)%nat -> w n = IZR (sc_weight kind (Z.of_nat n) d).
Proof. intros I. unfold w, kernel_ladder, cut. now rewrite (proj2 (Nat.leb_le n N)) by lia. Qed.

Lemma weight_end n : n = 0%nat \/ n = Datatypes.S N -> w n = 0.
Proof.
  intros [-> | ->]; unfold w, kernel_ladder, cut; [|now rewrite (proj2 (Nat.leb_gt _ _)) by lia].
  simpl. unfold sc_weight. reflexivity.
Qed.

Lemma table_error n : (n <= Datatypes.S N)%nat ->
  Rabs (cosines n - c w (swap k) n) <= value (swap_error_given x) /\
  Rabs (sines n - s w (swap k) n) <= value (swap_error_given x).
Proof.
  intros I. pose proof (spec_error S) as E0. pose proof (spec_angle S n) as An.
  destruct tables_clause as [[[[[C0 CN] S0] SN] T] F].
  destruct (Nat.eq_dec n 0) as [->|N0]; [|destruct (Nat.eq_dec n (Datatypes.S N)) as [->|NN]].
  - unfold c, s. rewrite weight_end, sqrt_0, Rmult_0_l, cos_0, sin_0 by now left.
    unfold cosines, sines, stored_table. simpl Z.of_nat.
    rewrite C0, S0, !Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - unfold c, s. rewrite weight_end, sqrt_0, Rmult_0_l, cos_0, sin_0 by now right.
    unfold cosines, sines, stored_table. fold d. rewrite CN, SN, !Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - pose proof (weight_at n ltac:(lia)) as W. specialize (An ltac:(lia)).
    destruct (F (Z.of_nat n) ltac:(unfold d; lia) ltac:(lia)) as [_ Root].
    assert (W0 : 0 <= IZR (sc_weight kind (Z.of_nat n) d)).
    { rewrite <- W. pose proof (kernel_ladder_nonneg kind N n). assumption. }
    destruct (T (Z.of_nat n) ltac:(lia) ltac:(unfold d; lia) _ W0 Root) as [Tc Ts].
    rewrite <- W in Tc, Ts. unfold sc_prod in Tc, Ts. rewrite (Rmult_comm (sqrt _)) in Tc, Ts.
    fold (stored_table (memory x) (c_at x) n) in Tc. fold (stored_table (memory x) (s_at x) n) in Ts.
    fold cosines in Tc. fold sines in Ts. fold value in Tc, Ts.
    set (g := sc_swap_gap _ _) in *. unfold c, s.
    pose proof (cos_near (value (theta_given x) * sqrt (w n)) (sqrt (w n) * theta (swap k))) as Nc.
    pose proof (sin_near (value (theta_given x) * sqrt (w n)) (sqrt (w n) * theta (swap k))) as Ns.
    replace (value (theta_given x) * sqrt (w n) - sqrt (w n) * theta (swap k))
      with (sqrt (w n) * (value (theta_given x) - theta (swap k))) in Nc, Ns by ring.
    rewrite Rabs_mult, (Rabs_pos_eq (sqrt (w n))) in Nc, Ns by apply sqrt_pos.
    apply Rabs_le_between in Tc, Ts, Nc, Ns. split; apply Rabs_le; lra.
Qed.

Lemma numbers : 0 <= value (q_given x) <= 1 /\ 0 <= value (coherence_given x) <= 1 /\
  0 <= value (p_given x) /\ 0 <= value (kappa_given x).
Proof.
  destruct domain_clause as [[C _] [Q _]], qubit_clause as [[[K _] [P _]] _]. unfold value. lra.
Qed.

(* An entry as computed, for m <= n. *)
Lemma entry_lower n m : (m <= n)%nat -> (n <= N)%nat ->
  exists element, stored_or_cut (Z.to_nat (sc_next_top d (top x))) n m element (after n m) /\
    Rabs (element - collided (value (q_given x)) (value (p_given x)) (value (kappa_given x)) cosines sines
                      before n m)
      <= 7.01 * u * spread (value (q_given x)) (value (p_given x)) (value (kappa_given x)) (modulus cosines)
           (modulus sines) (modulus cosines) (modulus sines) (moduli before) n m + / 2 ^ 1000.
Proof.
  intros I J. destruct numbers as [Vq [_ [Vp Vk]]]. destruct shape as [T NN].
  destruct entries_clause as [[La Cut] Entry].
  assert (S0 : sines 0%nat = 0) by (destruct tables_clause as [[[[[_ _] Z] _] _] _]; exact Z).
  set (next := sc_next_top d (top x)) in *.
  assert (Nx : (top x <= next < d)%Z /\ (next = top x + 1 \/ next = d - 1)%Z).
  { unfold next, sc_next_top. destruct (Z_lt_dec (top x + 1) d); lia. }
  destruct (Z_le_dec (Z.of_nat n) next) as [L|L].
  - exists (value (memory x (shift (out_at x) (sc_place d (Z.of_nat n) (Z.of_nat m))))). split.
    + destruct (Z_le_dec (Z.of_nat n) (last x)) as [A|A].
      * left. now apply stored_at.
      * right. split; [lia|]. split; [apply stored_above; lia|].
        assert (B : (last x < next)%Z) by lia. specialize (Cut B (Z.of_nat m) ltac:(lia) ltac:(lia)).
        destruct Cut as [Cut _].
        replace (shift (shift (out_at x) (sc_place d next 0)) (Z.of_nat m))
          with (shift (out_at x) (sc_place d (Z.of_nat n) (Z.of_nat m))) in Cut.
        { unfold density_cut, value. lra. }
        unfold shift. cbn. f_equal. unfold sc_place. replace (Z.of_nat n) with next by lia. lia.
    + specialize (Entry (Z.of_nat n) (Z.of_nat m) ltac:(lia) ltac:(lia) L). unfold sc_collide_off in Entry.
      rewrite collided_in_spec in Entry by exact S0.
      rewrite spread_in_spec in Entry by (exact S0 || lra).
      fold cosines sines before value in Entry. unfold u. unfold sc_u in Entry.
      set (z := collided _ _ _ _ _ _ _ _) in *. set (y := spread _ _ _ _ _ _ _ _ _ _) in *.
      match type of Entry with Rabs ?a <= _ => match goal with |- Rabs ?b <= _ =>
        replace b with a by ring end end. lra.
  - exists 0. split; [left; apply stored_above; lia|].
    assert (Z : forall i j, (top x < Z.of_nat i)%Z -> before i j = 0) by (intros; apply stored_above; lia).
    assert (C0 : collided (value (q_given x)) (value (p_given x)) (value (kappa_given x)) cosines sines before
      n m = 0).
    { unfold collided. rewrite !(Z n), !(Z (pred n)), !(Z (Datatypes.S n)) by lia. ring. }
    rewrite C0, Rminus_0_r, Rabs_R0.
    assert (0 <= u * spread (value (q_given x)) (value (p_given x)) (value (kappa_given x)) (modulus cosines)
       (modulus sines) (modulus cosines) (modulus sines) (moduli before) n m); [|lra].
    apply Rmult_le_pos; [unfold u; lra|]. unfold spread, modulus, moduli.
    repeat apply Rplus_le_le_0_compat; repeat apply Rmult_le_pos; try apply Rabs_pos; lra.
Qed.

Lemma collided_symmetric q p kappa c s r n m : symmetric r ->
  collided q p kappa c s r n m = collided q p kappa c s r m n.
Proof.
  intros Y. unfold collided. rewrite (Y n m), (Y (pred n) (pred m)), (Y (Datatypes.S n) (Datatypes.S m)),
    (Y n (pred m)), (Y (pred n) m), (Y n (Datatypes.S m)), (Y (Datatypes.S n) m). ring.
Qed.

Lemma spread_symmetric q p kappa c s r n m : symmetric r ->
  spread q p kappa c s c s r n m = spread q p kappa c s c s r m n.
Proof.
  intros Y. unfold spread. rewrite (Y n m), (Y (pred n) (pred m)), (Y (Datatypes.S n) (Datatypes.S m)),
    (Y n (pred m)), (Y (pred n) m), (Y n (Datatypes.S m)), (Y (Datatypes.S n) m). ring.
Qed.

Lemma contract_of_collision : within_contract N w k given_of before after.
Proof.
  destruct numbers as [Vq [Vc [Vp Vk]]]. pose proof (spec_error S) as E0.
  constructor; cbn [given_of given_q given_p given_coherence given_kappa given_c given_s swap_error
    input_error last_row].
  - auto.
  - pose proof complement_clause as Co. unfold sc_radd, rounded, sc_u, sc_eta in Co. unfold u.
    replace (1 + - (1) * value (q_given x)) with (1 - value (q_given x)) in Co by ring.
    now rewrite (Rabs_pos_eq (1 - value (q_given x))) in Co by lra.
  - pose proof kappa_clause as Ka. unfold sc_kappa_off, sc_kappa, sc_prod, sc_u in Ka.
    unfold kappa_of, u.
    replace (1 + - (1) * value (q_given x)) with (1 - value (q_given x)) in Ka by ring.
    set (y := value (coherence_given x) * sqrt _) in *.
    replace (value (kappa_given x) - y) with (value (kappa_given x) + - (1) * y) by ring. lra.
  - destruct tables_clause as [[[[[_ _] S0] SN] _] _]. now split.
  - intros n I. now apply table_error.
  - intros n I. now apply table_error.
  - exact E0.
  - pose proof (spec_input S) as In. unfold sc_input_above, sc_kappa, sc_prod in In. unfold kappa_of.
    replace (1 + - (1) * value (q_given x)) with (1 - value (q_given x)) in In by ring.
    replace (1 + - (1) * q (swap k)) with (1 - q (swap k)) in In by ring.
    set (a := value (coherence_given x) * sqrt _) in *. set (b := coherence k * sqrt _) in *.
    replace (value (q_given x) - q (swap k)) with (value (q_given x) + - (1) * q (swap k)) by ring.
    replace (a - b) with (a + - (1) * b) by ring. exact In.
  - intros n m I J. destruct (Nat.le_ge_cases m n) as [L|L]; [now apply entry_lower|].
    destruct (entry_lower m n L J) as [element [A B]]. exists element.
    assert (Y : symmetric before) by apply stored_symmetric.
    assert (Ya : symmetric after) by apply stored_symmetric. split.
    + unfold stored_or_cut in *. rewrite (Nat.max_comm n m), (Ya n m). exact A.
    + rewrite (collided_symmetric _ _ _ _ _ _ n m Y).
      now rewrite (spread_symmetric _ _ _ _ _ _ n m (moduli_symmetric _ Y)).
Qed.
End Collision.

Theorem contract_of_spec kind N k x : collision_spec kind N k x -> let d := Z.of_nat (S N) in
  within_contract N (kernel_ladder kind N) k (given_of N x) (stored_matrix (memory x) (r_at x) d (top x))
    (stored_matrix (memory x) (out_at x) d (last x)).
Proof. exact (contract_of_collision kind N k x). Qed.
