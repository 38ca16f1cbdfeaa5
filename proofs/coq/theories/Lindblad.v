(* The generators of incoherent and coherent charging, (A10), (A11), and of their mixture (theorem P14). *)
From Coq Require Import Reals List Arith Lra Lia Setoid Morphisms.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep Quantum Exchange Gauge Kraus.
Open Scope C_scope.

Lemma energy_basis : basis ket_g ket_e.
Proof.
  split; [|intros [] []; unfold ket, ket_g, ket_e, delta; rewrite !conj_real; ring].
  unfold inner, ket_g, ket_e. repeat split; rewrite ?conj_real; ring.
Qed.

Lemma unit_factor N z M rho : z * Cconj z = 1 -> same N (dissipator N (scale z M) rho) (dissipator N M rho).
Proof. intros Z. rewrite dissipator_scale, Z. intros n m _ _. unfold scale. ring. Qed.

Lemma root_factor N q M rho : (0 <= q)%R ->
  same N (dissipator N (scale (sqrt q) M) rho) (scale q (dissipator N M rho)).
Proof. intros Q. rewrite dissipator_scale, conj_real, sqrt_sqrt_C by exact Q. reflexivity. Qed.

Lemma minus_i_unit : - Ci * Cconj (- Ci) = 1.
Proof. parts. Qed.

Section Generators.
Variables (w : nat -> R) (N : nat) (U : joint) (k : qubit_collision) (alpha : R).
Hypothesis L : ladder w N.
Let theta := Ladder.theta (swap k).
Let q := Ladder.q (swap k).
Hypothesis Q : (0 <= q <= 1)%R.
Hypothesis E : evolution w N theta U.

(* (A10) *)
Theorem incoherent_generator rho : coherence k = 0%R ->
  same N (generator N U (qubit_state k alpha) rho)
    (add (scale q (add (dissipator N (L_g w theta) rho) (dissipator N (L_minus w theta) rho)))
         (scale (1 - q)%R (add (dissipator N (L_e w theta) rho) (dissipator N (L_plus w theta) rho)))).
Proof.
  intros K. unfold generator.
  rewrite (kraus_collision N U q (1 - q) ket_g ket_e ket_g ket_e (qubit_state k alpha) rho energy_basis);
    [|lra|lra|].
  2:{ intros a b. unfold qubit_state. rewrite K, Rmult_0_l. fold q.
      destruct a, b; unfold ket, ket_g, ket_e; rewrite !conj_real; ring. }
  rewrite generator_dissipators.
  2:{ apply kraus_complete; try lra; [now apply evolution_unitary with w theta|apply energy_basis| |];
      unfold inner, ket_g, ket_e; rewrite !conj_real; ring. }
  pose proof (evolution_entries w N theta L U E) as A.
  assert (Bgg : same N (bracket ket_g U ket_g) (L_g w theta)).
  { rewrite <- (A ground ground : same N _ (L_g w theta)). intros n m _ _. unfold bracket, add, scale, ket_g.
    rewrite !conj_real. ring. }
  assert (Bee : same N (bracket ket_e U ket_e) (L_e w theta)).
  { rewrite <- (A excited excited : same N _ (L_e w theta)). intros n m _ _.
    unfold bracket, add, scale, ket_e.
    rewrite !conj_real. ring. }
  assert (Beg : same N (bracket ket_e U ket_g) (scale (- Ci) (L_minus w theta))).
  { rewrite <- (A excited ground : same N _ (scale (- Ci) (L_minus w theta))). intros n m _ _.
    unfold bracket, add, scale, ket_e, ket_g. rewrite !conj_real. ring. }
  assert (Bge : same N (bracket ket_g U ket_e) (scale (- Ci) (L_plus w theta))).
  { rewrite <- (A ground excited : same N _ (scale (- Ci) (L_plus w theta))). intros n m _ _.
    unfold bracket, add, scale, ket_e, ket_g. rewrite !conj_real. ring. }
  unfold kraus_operators. cbn [map total_operator fold_right].
  rewrite !root_factor by lra. rewrite Bgg, Bee, Beg, Bge, !unit_factor by apply minus_i_unit.
  intros n m _ _. unfold add, scale, null. ring.
Qed.

(* (A11) *)
Theorem coherent_generator rho : coherence k = 1%R ->
  same N (generator N U (qubit_state k alpha) rho)
    (add (dissipator N (add (scale (sqrt q) (L_minus w theta))
                            (scale (Ci * sqrt (1 - q) * phase alpha) (L_e w theta))) rho)
         (dissipator N (add (scale (sqrt (1 - q)) (L_plus w theta))
                            (scale (Ci * sqrt q * phase (- alpha)) (L_g w theta))) rho)).
Proof.
  intros K. unfold generator. set (psi := coherent_state q alpha).
  assert (P1 : inner psi psi = 1).
  { unfold inner, psi, coherent_state. rewrite conj_mult, !conj_real.
    transitivity (sqrt q * sqrt q + sqrt (1 - q) * sqrt (1 - q) * (phase alpha * Cconj (phase alpha)));
      [ring|].
    rewrite phase_unit, !sqrt_sqrt_C by lra. rewrite RtoC_minus. ring. }
  rewrite (kraus_collision N U 1 0 psi ket_g ket_g ket_e (qubit_state k alpha) rho energy_basis); [|lra|lra|].
  2:{ intros a b. unfold qubit_state. rewrite K, Rmult_1_l. fold q. rewrite sqrt_mult by lra.
      unfold ket, psi, coherent_state. rewrite RtoC_mult, phase_opp.
      destruct a, b; rewrite ?conj_mult, ?conj_real; try ring.
      - rewrite <- (sqrt_sqrt_C q) by lra. ring.
      - rewrite <- (sqrt_sqrt_C (1 - q)) by lra.
        transitivity (sqrt (1 - q) * sqrt (1 - q) * (phase alpha * Cconj (phase alpha))); [|ring].
        rewrite phase_unit. ring. }
  rewrite generator_dissipators.
  2:{ apply kraus_complete; try lra; [now apply evolution_unitary with w theta|apply energy_basis|exact P1|].
      unfold inner, ket_g. rewrite !conj_real. ring. }
  pose proof (evolution_entries w N theta L U E) as A.
  assert (Be : same N (bracket ket_e U psi) (scale (- Ci) (add (scale (sqrt q) (L_minus w theta))
    (scale (Ci * sqrt (1 - q) * phase alpha) (L_e w theta))))).
  { intros n m I J. unfold bracket, add, scale, ket_e, psi, coherent_state. rewrite !conj_real.
    rewrite (A excited ground n m I J), (A excited excited n m I J). unfold exchange, scale.
    transitivity (sqrt q * (- Ci * L_minus w theta n m) - (Ci * Ci) * (sqrt (1 -
      q) * phase alpha * L_e w theta n m));
      [rewrite i_square; ring|ring]. }
  assert (Bg : same N (bracket ket_g U psi) (scale (- Ci * phase alpha) (add (scale (sqrt (1 -
    q)) (L_plus w theta))
    (scale (Ci * sqrt q * phase (- alpha)) (L_g w theta))))).
  { intros n m I J. unfold bracket, add, scale, ket_g, psi, coherent_state. rewrite !conj_real, phase_opp.
    rewrite (A ground ground n m I J), (A ground excited n m I J). unfold exchange, scale.
    transitivity (- (Ci * Ci) * (phase alpha * Cconj (phase alpha)) * (sqrt q * L_g w theta n m)
      + sqrt (1 - q) * phase alpha * (- Ci * L_plus w theta n m)); [rewrite i_square, phase_unit;
          ring|ring]. }
  unfold kraus_operators. cbn [map total_operator fold_right].
  rewrite !root_factor by lra. rewrite Be, Bg, !unit_factor.
  - intros n m _ _. unfold add, scale, null. ring.
  - apply minus_i_unit.
  - rewrite conj_mult. transitivity (- Ci * Cconj (- Ci) * (phase alpha * Cconj (phase alpha))); [ring|].
    rewrite minus_i_unit, phase_unit. ring.
Qed.
End Generators.

(* Below (A5): a partly coherent qubit is c times the coherent one plus 1 - c times the incoherent one, and so
   are the generators. *)
Theorem partial_coherence N U k alpha rho :
  let with_c c := qubit_state (Qubit (swap k) c) alpha in let c := coherence k in
  (forall a b, qubit_state k alpha a b = c * with_c 1%R a b + (1 - c)%R * with_c 0%R a b) /\
  same N (generator N U (qubit_state k alpha) rho)
    (add (scale c (generator N U (with_c 1%R) rho)) (scale (1 - c)%R (generator N U (with_c 0%R) rho))).
Proof.
  intros with_c c. assert (P : forall a b, qubit_state k alpha a b = c * with_c 1%R a b + (1 -
    c)%R * with_c 0%R a b).
  { intros a b. unfold with_c, qubit_state. cbv zeta. simpl swap. simpl coherence. fold c.
    rewrite !Rmult_0_l, !Rmult_1_l. rewrite !RtoC_mult, !RtoC_minus. destruct a, b; ring. }
  split; [exact P|]. intros n m _ _. unfold generator, add, scale.
  rewrite !collision_sandwiches, !P, RtoC_minus. ring.
Qed.

(* As printed the mixture of App. A is no state: its trace is not 1. *)
Theorem printed_mixture_false k alpha : (0 < coherence k < 1)%R ->
  let with_c c := qubit_state (Qubit (swap k) c) alpha in let c := coherence k in
  let rho_Q a b := c * with_c 1%R a b + ((1 - c) * c)%R * with_c 0%R a b in
  rho_Q ground ground + rho_Q excited excited <> 1.
Proof.
  intros K with_c c rho_Q H. assert (T : rho_Q ground ground + rho_Q excited excited = RtoC (c + (1 -
    c) * c)).
  { unfold rho_Q, with_c, qubit_state. simpl. rewrite RtoC_plus, RtoC_minus. ring. }
  rewrite T in H. apply RtoC_inj in H. unfold c in H. nra.
Qed.
