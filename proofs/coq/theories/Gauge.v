(* Eq. (3) level by level, and the gauge: with one phase alpha for all qubits, the complex recursion is the
   real one of Ladder.v conjugated by the phases (theorem P15). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep DensityContraction Quantum Exchange.
Open Scope C_scope.

(* ---- Products are linear. *)
Lemma product_add_l N X Y Z n m : product N (add X Y) Z n m = product N X Z n m + product N Y Z n m.
Proof. unfold product, add. rewrite <- csum_plus. apply csum_ext. intros. ring. Qed.
Lemma product_add_r N X Y Z n m : product N X (add Y Z) n m = product N X Y n m + product N X Z n m.
Proof. unfold product, add. rewrite <- csum_plus. apply csum_ext. intros. ring. Qed.
Lemma product_scale_l N z X Y n m : product N (scale z X) Y n m = z * product N X Y n m.
Proof. unfold product, scale. rewrite <- csum_scale. apply csum_ext. intros. ring. Qed.
Lemma product_scale_r N z X Y n m : product N X (scale z Y) n m = z * product N X Y n m.
Proof. unfold product, scale. rewrite <- csum_scale. apply csum_ext. intros. ring. Qed.
Lemma product_scale_m N z X Y Z n m :
  product N (product N X (scale z Y)) Z n m = z * product N (product N X Y) Z n m.
Proof.
  rewrite <- product_scale_l. apply (csum_ext (fun k => product N X (scale z Y) n k * Z k m)). intros k _.
  unfold scale at 2. now rewrite product_scale_r.
Qed.
Lemma product_same N X X' Y Y' : same N X X' -> same N Y Y' -> same N (product N X Y) (product N X' Y').
Proof. intros A B n m I J. unfold product. apply csum_ext. intros k K. now rewrite A, B. Qed.

(* The collision as a sum of sandwiches, weighted by the entries of the qubit state. *)
Lemma collision_sandwiches N U rho_Q rho n m : collision_map N U rho_Q rho n m =
  rho_Q ground ground * (sandwich N (U ground ground) rho (U ground ground) n m
                         + sandwich N (U excited ground) rho (U excited ground) n m)
  + rho_Q excited excited * (sandwich N (U ground excited) rho (U ground excited) n m
                             + sandwich N (U excited excited) rho (U excited excited) n m)
  + rho_Q ground excited * (sandwich N (U ground ground) rho (U ground excited) n m
                            + sandwich N (U excited ground) rho (U excited excited) n m)
  + rho_Q excited ground * (sandwich N (U ground excited) rho (U ground ground) n m
                            + sandwich N (U excited excited) rho (U excited ground) n m).
Proof.
  assert (Q : forall a b c, product N (joint_product N U (tensor rho rho_Q) a b) (joint_adjoint U b c) n m =
    rho_Q ground b * sandwich N (U a ground) rho (U c b) n m
    + rho_Q excited b * sandwich N (U a excited) rho (U c b) n m).
  { intros a b c. unfold joint_product, tensor, joint_adjoint, sandwich. rewrite product_add_l.
    now rewrite !product_scale_m. }
  set (P := joint_product N U (tensor rho rho_Q)) in *. set (A := joint_adjoint U) in *.
  transitivity (product N (P ground ground) (A ground ground) n m
    + product N (P ground excited) (A excited ground) n m
    + (product N (P excited ground) (A ground excited) n m
        + product N (P excited excited) (A excited excited) n m));
    [reflexivity|]. rewrite !Q. ring.
Qed.

Section Collision.
Variables (w : nat -> R) (N : nat) (U : joint) (theta : R).
Hypothesis L : ladder w N.
Hypothesis E : evolution w N theta U.
Let s (n : nat) : C := sin (sqrt (w n) * theta).
Let c (n : nat) : C := cos (sqrt (w n) * theta).

(* (3) for any state of battery and qubit. *)
Theorem collision_entries rho_Q rho n m : (n <= N)%nat -> (m <= N)%nat -> collision_map N U rho_Q rho n m =
  rho_Q ground ground * (c n * c m * rho n m + s (S n) * s (S m) * rho (S n) (S m))
  + rho_Q excited excited * (s n * s m * rho (pred n) (pred m) + c (S n) * c (S m) * rho n m)
  + Ci * rho_Q ground excited * (c n * s m * rho n (pred m) - s (S n) * c (S m) * rho (S n) m)
  - Ci * rho_Q excited ground * (s n * c m * rho (pred n) m - c (S n) * s (S m) * rho n (S m)).
Proof.
  intros I J. rewrite collision_sandwiches.
  pose proof (fun a b => evolution_row w N theta L U a b E) as R.
  assert (Sw : forall a b a' b', sandwich N (U a b) rho (U a' b') n m
    = amplitude w theta a b n * rho (target a b n) (target a' b' m) * Cconj (amplitude w theta a' b' m))
    by (intros; now apply sandwich_rows).
  rewrite !Sw. unfold amplitude, target. rewrite !conj_mult, !conj_opp, !conj_i, !conj_real.
  fold (c n) (c m) (c (S n))
    (c (S m)) (s n) (s m) (s (S n)) (s (S m)).
  pose proof i_square as I2.
  transitivity (rho_Q ground ground * (c n * c m * rho n m - (Ci * Ci) * s (S n) * s (S m) * rho (S n) (S m))
  + rho_Q excited excited * (- (Ci * Ci) * s n * s m * rho (pred n) (pred m) + c (S n) * c (S m) * rho n m)
  + Ci * rho_Q ground excited * (c n * s m * rho n (pred m) - s (S n) * c (S m) * rho (S n) m)
  - Ci * rho_Q excited ground * (s n * c m * rho (pred n) m - c (S n) * s (S m) * rho n (S m)));
    [ring|rewrite I2; ring].
Qed.

(* ---- The gauge. *)
Lemma phase_unit alpha : phase alpha * Cconj (phase alpha) = 1.
Proof. unfold phase. pose proof (sin2_cos2 alpha) as H. unfold Rsqr in H. parts. lra. Qed.
Lemma phase_opp alpha : phase (- alpha) = Cconj (phase alpha).
Proof. unfold phase. rewrite cos_neg, sin_neg. reflexivity. Qed.
Lemma gauge_unit alpha : let z := - Ci * phase alpha in z * Cconj z = 1.
Proof.
  intros z. unfold z. rewrite conj_mult, conj_opp, conj_i.
  transitivity (- (Ci * Ci) * (phase alpha * Cconj (phase alpha))); [ring|].
  rewrite phase_unit, i_square. ring.
Qed.

Theorem gauge_collision alpha k r : theta = Ladder.theta (swap k) ->
  same N (collision_map N U (qubit_state k alpha) (gauge alpha r)) (gauge alpha (density_step w k r)).
Proof.
  intros T n m I J. rewrite collision_entries by assumption. unfold gauge, density_step.
  pose proof (gauge_unit alpha) as Z. set (z := - Ci * phase alpha) in *.
  unfold Ladder.s, Ladder.c. rewrite <- T. unfold qubit_state.
  rewrite phase_opp. set (q := Ladder.q (swap k)). set (kappa := (coherence k * sqrt (q * (1 - q)))%R).
  clearbody kappa. clearbody q.
  repeat (rewrite RtoC_plus || rewrite RtoC_minus || rewrite RtoC_mult).
  fold (s n) (s m) (s (S n)) (s (S m)) (c n) (c m) (c (S n)) (c (S m)).
  (* i times a phase is z, or its conjugate *)
  assert (P : Ci * phase alpha = - z) by (unfold z; ring).
  assert (P' : Ci * Cconj (phase alpha) = Cconj z) by (unfold z; rewrite conj_mult, conj_opp, conj_i; ring).
  assert (S0 : s 0 = 0) by (destruct L as [W _]; unfold s; rewrite W, sqrt_0, Rmult_0_l, sin_0; reflexivity).
  assert (Down : forall n, s n * power z (pred n) = s n * (Cconj z * power z n)).
  { intros [|i]; [rewrite S0; ring|]. simpl. transitivity (s (S i) * ((z * Cconj z) * power z i)); [|ring].
    rewrite Z. ring. }
  assert (Down' : forall n, s n * Cconj (power z (pred n)) = s n * (z * Cconj (power z n))).
  { intros [|i]; [rewrite S0; ring|]. simpl. rewrite conj_mult.
    transitivity (s (S i) * ((z * Cconj z) * Cconj (power z i))); [|ring]. rewrite Z. ring. }
  replace (Ci * (kappa * Cconj (phase alpha))) with (kappa * Cconj z) by (rewrite <- P'; ring).
  replace (Ci * (kappa * phase alpha)) with (- kappa * z) by (transitivity (kappa * - z); [ring|rewrite <- P;
    ring]).
  cbn [power]. rewrite !conj_mult.
  set (A := power z n) in *. set (B := Cconj (power z m)) in *.
  transitivity (q * (c n * c m * (A * B * r n m) + (z * Cconj z) * s (S n) * s (S m) * (A * B
    * r (S n) (S m)))
    + (1 - q) * ((s n * power z (pred n)) * (s m * Cconj (power z (pred m))) * r (pred n) (pred m)
                 + c (S n) * c (S m) * (A * B * r n m))
    + kappa * Cconj z * (c n * A * (s m * Cconj (power z (pred m))) * r n (pred m))
    - kappa * (z * Cconj z) * (s (S n) * c (S m) * (A * B * r (S n) m))
    + kappa * z * ((s n * power z (pred n)) * c m * B * r (pred n) m)
    - kappa * (z * Cconj z) * (c (S n) * s (S m) * (A * B * r n (S m)))); [ring|].
  rewrite !Down, !Down'. fold A B.
  transitivity (q * (c n * c m * (A * B * r n m) + (z * Cconj z) * s (S n) * s (S m) * (A * B
    * r (S n) (S m)))
    + (1 - q) * ((z * Cconj z) * (s n * A) * (s m * B) * r (pred n) (pred m)
                 + c (S n) * c (S m) * (A * B * r n m))
    + kappa * (z * Cconj z) * (c n * A * (s m * B) * r n (pred m))
    - kappa * (z * Cconj z) * (s (S n) * c (S m) * (A * B * r (S n) m))
    + kappa * (z * Cconj z) * ((s n * A) * c m * B * r (pred n) m)
    - kappa * (z * Cconj z) * (c (S n) * s (S m) * (A * B * r n (S m)))); [ring|].
  rewrite Z. ring.
Qed.
End Collision.
