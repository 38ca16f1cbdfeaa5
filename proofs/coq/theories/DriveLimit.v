(* Many weak collisions with coherent qubits are the drive alone, (A13): in K collisions of angle tau / K the
   state stays within a constant over K of the driven one. Here the local error and the sum of the errors; the
   oscillator, (19), (20), and the spin, (31), in DriveOscillator.v and DriveSpin.v. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith Lra Lia FunctionalExtensionality.
From Surecharge Require Import Ladder PopulationStep DensityContraction SmallAngle.
Open Scope R_scope.

(* K collisions of the same angle with the same qubits, in the time tau. *)
Definition weak_collisions (q c tau : R) (K : nat) : list event :=
  repeat (Collide (Qubit (Collision (tau / INR K) q) c)) K.

(* The strength of the drive in (A13), 1/2 at best. *)
Definition drive_strength (q c : R) : R := c * sqrt (q * (1 - q)).

(* v t = exp (t (A^dagger - A)) |0>, by its differential equation: what (19) calls D(t) |0>, in the basis
   where the matrices are real. *)
Definition driven (w : nat -> R) (v : R -> nat -> R) : Prop := (forall n, v 0 n = level 0 n) /\
  forall t n, is_derive (fun t => v t n) t (sqrt (w n) * v t (pred n) - sqrt (w (S n)) * v t (S n)).

Lemma drive_strength_range q c : 0 <= q <= 1 -> 0 <= c <= 1 -> 0 <= drive_strength q c <= / 2.
Proof.
  intros Q C. unfold drive_strength. assert (S : 0 <= sqrt (q * (1 - q)) <= / 2).
  { split; [apply sqrt_pos|]. rewrite <- (sqrt_square (/ 2)) by lra. apply sqrt_le_1_alt.
    pose proof (pow2_ge_0 (q - / 2)). lra. }
  split; [apply Rmult_le_pos; lra|]. replace (/ 2) with (1 * / 2) by ring. apply Rmult_le_compat; lra.
Qed.

(* The remainder of first order. *)
Lemma second_order (y y' y'' : R -> R) a h b : 0 <= h ->
  (forall t, is_derive y t (y' t)) -> (forall t, is_derive y' t (y'' t)) ->
  (forall t, a <= t <= a + h -> Rabs (y'' t) <= b) -> Rabs (y (a + h) - y a - h * y' a) <= b * h ^ 2.
Proof.
  intros H D D' B. destruct H as [H| <-].
  2:{ replace (y (a + 0) - y a - 0 * y' a) with 0 by (rewrite Rplus_0_r; ring). rewrite Rabs_R0. lra. }
  destruct (MVT_cor2 y y' a (a + h) ltac:(lra)) as [s [E S]]; [intros; now apply is_derive_Reals|].
  destruct (MVT_cor2 y' y'' a s ltac:(lra)) as [r [E' R]]; [intros; now apply is_derive_Reals|].
  rewrite E. replace (y' s * (a + h - a) - h * y' a) with (h * (y' s - y' a)) by ring. rewrite E'.
  specialize (B r ltac:(lra)). rewrite !Rabs_mult, (Rabs_pos_eq h), (Rabs_pos_eq (s - a)) by lra.
  apply Rle_trans with (h * (b * h)); [|right; ring]. apply Rmult_le_compat_l; [lra|].
  apply Rmult_le_compat; [apply Rabs_pos| |exact B|]; lra.
Qed.

(* [small_angle], from the entries around (n, m) alone. *)
Lemma small_angle_near w k r n m top b : 0 <= theta (swap k) -> 0 <= q (swap k) <= 1 ->
  0 <= coherence k <= 1 -> (forall i, (i <= S n)%nat \/ (i <= S m)%nat -> f w i <= top) ->
  (forall i j, (n <= S i)%nat -> (i <= S n)%nat -> (m <= S j)%nat -> (j <= S m)%nat -> Rabs (r i j) <= b) ->
  let t := theta (swap k) in let kappa := drive_strength (q (swap k)) (coherence k) in
  Rabs (density_step w k r n m - r n m - (kappa * t * drive w r n m + t ^ 2 * jumps w (q (swap k)) r n m))
    <= b * ((top * t) ^ 4 + 3 * kappa * (top * t) ^ 3).
Proof.
  intros T Q C F B t kappa. set (clamp := fun n i => Nat.max (pred n) (Nat.min (S n) i)).
  assert (E : forall n i, (n <= S i)%nat -> (i <= S n)%nat -> clamp n i = i) by (intros; unfold clamp; lia).
  pose proof (small_angle w k (fun i j => r (clamp n i) (clamp m j)) n m top b T Q C) as H.
  cbv zeta in H. unfold density_step, drive, jumps in *. rewrite !E in H by lia. apply H.
  - intros i [->|[->|[->| ->]]]; apply F; lia.
  - intros i j. apply B; unfold clamp; lia.
Qed.

(* ---- One collision: the driven state, an entry (n, m). Fn, gn bound the f and the state around n. *)
Section Entry.
Variables (w : nat -> R) (v : R -> nat -> R) (k : qubit_collision) (a : R) (n m : nat).
Variables (Fn gn Fm gm : R).
Let t := theta (swap k).
Let kappa := drive_strength (q (swap k)) (coherence k).
Hypothesis D : driven w v.
Hypothesis T : 0 <= t <= 1.
Hypothesis Q : 0 <= q (swap k) <= 1.
Hypothesis C : 0 <= coherence k <= 1.
Hypothesis F1 : 1 <= Fn /\ 1 <= Fm.
Hypothesis Hn : forall i, (i <= S (S n))%nat -> sqrt (w i) <= Fn.
Hypothesis Hm : forall i, (i <= S (S m))%nat -> sqrt (w i) <= Fm.
Hypothesis Gn : forall s i, a <= s <= a + kappa * t -> (n <= S (S i))%nat -> (i <= S (S n))%nat ->
  Rabs (v s i) <= gn.
Hypothesis Gm : forall s i, a <= s <= a + kappa * t -> (m <= S (S i))%nat -> (i <= S (S m))%nat ->
  Rabs (v s i) <= gm.

Let turn (x : nat -> R) (n : nat) : R := sqrt (w n) * x (pred n) - sqrt (w (S n)) * x (S n).

Lemma turn_bound x i F g : sqrt (w i) <= F -> sqrt (w (S i)) <= F -> Rabs (x (pred i)) <= g ->
  Rabs (x (S i)) <= g -> Rabs (turn x i) <= 2 * F * g.
Proof.
  intros A B X Y. unfold turn. pose proof (sqrt_pos (w i)). pose proof (sqrt_pos (w (S i))).
  eapply Rle_trans; [apply Rabs_triang|].
  rewrite Rabs_Ropp, !Rabs_mult, (Rabs_pos_eq (sqrt (w i))), (Rabs_pos_eq (sqrt (w (S i)))) by assumption.
  pose proof (Rmult_le_compat _ _ _ _ (sqrt_pos (w i)) (Rabs_pos (x (pred i))) A X).
  pose proof (Rmult_le_compat _ _ _ _ (sqrt_pos (w (S i))) (Rabs_pos (x (S i))) B Y). lra.
Qed.

Lemma turn_derive x x' s i : (forall j, is_derive (fun s => x s j) s (x' j)) ->
  is_derive (fun s => turn (x s) i) s (turn x' i).
Proof.
  intros X. unfold turn. apply (is_derive_minus (fun s => sqrt (w i) * x s (pred i))
    (fun s => sqrt (w (S i)) * x s (S i))); apply is_derive_scal; apply X.
Qed.

Lemma kappa_range : 0 <= kappa <= / 2.
Proof. now apply drive_strength_range. Qed.

Lemma driven_entry : Rabs (outer (v (a + kappa * t)) n m - outer (v a) n m
    - kappa * t * drive w (outer (v a)) n m) <= 4 * (Fn ^ 2 * Fm ^ 2) * (gn * gm) * t ^ 2.
Proof.
  pose proof kappa_range as K. destruct D as [_ V].
  assert (Pn : 0 <= gn) by (eapply Rle_trans; [apply Rabs_pos|apply (Gn a n); try lia; nra]).
  assert (Pm : 0 <= gm) by (eapply Rle_trans; [apply Rabs_pos|apply (Gm a m); try lia; nra]).
  set (y := fun s => v s n * v s m).
  set (y' := fun s => turn (v s) n * v s m + v s n * turn (v s) m).
  set (y'' := fun s => turn (turn (v s)) n * v s m + turn (v s) n * turn (v s) m
    + (turn (v s) n * turn (v s) m + v s n * turn (turn (v s)) m)).
  assert (V1 : forall s i, is_derive (fun s => v s i) s (turn (v s) i)) by (intros; apply V).
  assert (V2 : forall s i, is_derive (fun s => turn (v s) i) s (turn (turn (v s)) i))
    by (intros; now apply turn_derive).
  assert (Product : forall (x z : R -> R) s dx dz, is_derive x s dx -> is_derive z s dz ->
    is_derive (fun s => x s * z s) s (dx * z s + x s * dz)).
  { intros x z s dx dz X Z. apply (is_derive_mult x z); auto using Rmult_comm. }
  pose proof (second_order y y' y'' a (kappa * t) (16 * (Fn ^ 2 * Fm ^ 2) * (gn * gm))) as Rest.
  assert (Zn : 0 <= gn * gm) by now apply Rmult_le_pos.
  assert (E : outer (v (a + kappa * t)) n m - outer (v a) n m - kappa * t * drive w (outer (v a)) n m
    = y (a + kappa * t) - y a - kappa * t * y' a).
  { unfold outer, y, y', drive, turn, f. ring. }
  rewrite E. eapply Rle_trans; [apply Rest|].
  - apply Rmult_le_pos; lra.
  - intros s. now apply Product.
  - intros s. unfold y', y''. apply (is_derive_plus (fun s => turn (v s) n * v s m)
      (fun s => v s n * turn (v s) m)); now apply Product.
  - intros s I.
    assert (Bn : forall i, (n <= S i)%nat -> (i <= S n)%nat -> Rabs (turn (v s) i) <= 2 * Fn * gn)
      by (intros; apply turn_bound; first [apply Hn; lia | apply (Gn s _ I); lia]).
    assert (Bm : forall i, (m <= S i)%nat -> (i <= S m)%nat -> Rabs (turn (v s) i) <= 2 * Fm * gm)
      by (intros; apply turn_bound; first [apply Hm; lia | apply (Gm s _ I); lia]).
    assert (Bn2 : Rabs (turn (turn (v s)) n) <= 2 * Fn * (2 * Fn * gn))
      by (apply turn_bound; first [apply Hn; lia | apply Bn; lia]).
    assert (Bm2 : Rabs (turn (turn (v s)) m) <= 2 * Fm * (2 * Fm * gm))
      by (apply turn_bound; first [apply Hm; lia | apply Bm; lia]).
    pose proof (Bn n ltac:(lia) ltac:(lia)) as Bn1. pose proof (Bm m ltac:(lia) ltac:(lia)) as Bm1.
    pose proof (Gn s n I ltac:(lia) ltac:(lia)) as Bn0. pose proof (Gm s m I ltac:(lia) ltac:(lia)) as Bm0.
    assert (M : forall x z b c, Rabs x <= b -> Rabs z <= c -> Rabs (x * z) <= b * c)
      by (intros; rewrite Rabs_mult; apply Rmult_le_compat; auto using Rabs_pos).
    unfold y''. pose proof (M _ _ _ _ Bn2 Bm0) as M1. pose proof (M _ _ _ _ Bn1 Bm1) as M2.
    pose proof (M _ _ _ _ Bn0 Bm2) as M3.
    assert (G1 : Fn ^ 2 <= Fn ^ 2 * Fm ^ 2) by (pose proof (pow_R1_Rle Fm 2 ltac:(lra));
      pose proof (pow2_ge_0 Fn);
      rewrite <- (Rmult_1_r (Fn ^ 2)) at 1; now apply Rmult_le_compat_l).
    assert (G2 : Fm ^ 2 <= Fn ^ 2 * Fm ^ 2) by (pose proof (pow_R1_Rle Fn 2 ltac:(lra));
      pose proof (pow2_ge_0 Fm);
      rewrite <- (Rmult_1_l (Fm ^ 2)) at 1; now apply Rmult_le_compat_r).
    assert (G3 : Fn * Fm <= Fn ^ 2 * Fm ^ 2).
    { replace (Fn ^ 2 * Fm ^ 2) with ((Fn * Fm) * (Fn * Fm)) by ring.
      assert (1 <= Fn * Fm) by (rewrite <- (Rmult_1_r 1); apply Rmult_le_compat; lra).
      rewrite <- (Rmult_1_r (Fn * Fm)) at 1. apply Rmult_le_compat_l; lra. }
    apply (Rmult_le_compat_r (gn * gm)) in G1, G2, G3; try exact Zn.
    match goal with |- Rabs (?x + ?z + (?z + ?u)) <= _ =>
      pose proof (Rabs_triang (x + z) (z + u)); pose proof (Rabs_triang x z);
        pose proof (Rabs_triang z u) end.
    lra.
  - assert (K2 : (kappa * t) ^ 2 <= / 4 * t ^ 2).
    { rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|].
      replace (/ 4) with ((/ 2) ^ 2) by field. apply pow_incr. lra. }
    apply (Rmult_le_compat_l (16 * (Fn ^ 2 * Fm ^ 2) * (gn * gm))) in K2; [lra|].
    apply Rmult_le_pos; [|exact Zn]. pose proof (pow2_ge_0 Fn). pose proof (pow2_ge_0 Fm).
    apply Rmult_le_pos; [lra|now apply Rmult_le_pos].
Qed.

Theorem local_entry : Rabs (outer (v (a + kappa * t)) n m - density_step w k (outer (v a)) n m)
    <= 9 * (Fn ^ 4 * gn) * (Fm ^ 4 * gm) * t ^ 2.
Proof.
  pose proof driven_entry as E. pose proof kappa_range as K. set (top := Fn * Fm).
  assert (A0 : a <= a <= a + kappa * t) by nra.
  assert (Pn : 0 <= gn) by (eapply Rle_trans; [apply Rabs_pos|apply (Gn a n A0); lia]).
  assert (Pm : 0 <= gm) by (eapply Rle_trans; [apply Rabs_pos|apply (Gm a m A0); lia]).
  assert (P : 0 <= gn * gm) by now apply Rmult_le_pos.
  assert (T1 : Fn <= top /\ Fm <= top /\ 1 <= top) by (unfold top; nra).
  assert (B : forall i j, (n <= S i)%nat -> (i <= S n)%nat -> (m <= S j)%nat -> (j <= S m)%nat ->
    Rabs (outer (v a) i j) <= gn * gm).
  { intros. unfold outer. rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos;
      [apply (Gn a _ A0)|apply (Gm a _ A0)]; lia. }
  assert (Ft : forall i, (i <= S n)%nat \/ (i <= S m)%nat -> f w i <= top).
  { intros i [I|I]; unfold f; [pose proof (Hn i ltac:(lia))|pose proof (Hm i ltac:(lia))]; lra. }
  pose proof (small_angle_near w k (outer (v a)) n m top (gn * gm) (proj1 T) Q C Ft B) as Rest.
  cbv zeta in Rest. fold t kappa in Rest.
  assert (J : Rabs (jumps w (q (swap k)) (outer (v a)) n m) <= 2 * top ^ 2 * (gn * gm)).
  { assert (f0 : forall i, 0 <= f w i) by (intros; apply sqrt_pos).
    assert (Half : forall i j x y, (i <= S n)%nat -> (j <= S m)%nat -> Rabs x <= gn * gm -> Rabs y <= gn * gm
      ->
      forall i' j', (i' <= S n)%nat -> (j' <= S m)%nat ->
      Rabs (f w i * f w j * x - (f w i' ^ 2 + f w j' ^ 2) / 2 * y) <= 2 * top ^ 2 * (gn * gm)).
    { intros i j x y I I' X Y i' j' L L'.
      assert (F2 : forall u z, (u <= S n)%nat \/ (u <= S m)%nat -> (z <= S n)%nat \/ (z <= S m)%nat ->
        0 <= f w u * f w z <= top ^ 2).
      { intros u z U Z. split; [apply Rmult_le_pos; apply f0|].
        replace (top ^ 2) with (top * top) by ring. apply Rmult_le_compat; auto. }
      pose proof (F2 i j (or_introl I) (or_intror I')). pose proof (F2 i' i' (or_introl L) (or_introl L)).
      pose proof (F2 j' j' (or_intror L') (or_intror L')).
      unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !(Rabs_mult _ x),
        !(Rabs_mult _ y).
      rewrite (Rabs_pos_eq (f w i * f w j)), (Rabs_pos_eq ((f w i' ^ 2 + f w j' ^ 2) / 2)) by lra.
      assert (f w i * f w j * Rabs x <= top ^ 2 * (gn * gm)) by (apply Rmult_le_compat; auto using Rabs_pos;
        lra).
      assert ((f w i' ^ 2 + f w j' ^ 2) / 2 * Rabs y <= top ^ 2 * (gn * gm))
        by (apply Rmult_le_compat; auto using Rabs_pos; lra). lra. }
    unfold jumps.
    pose proof (Half (S n) (S m) _ _ ltac:(lia) ltac:(lia) (B (S n) (S m) ltac:(lia) ltac:(lia) ltac:(lia)
      ltac:(lia))
      (B n m ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia)) n m ltac:(lia) ltac:(lia)) as J1.
    pose proof (Half n m _ _ ltac:(lia) ltac:(lia)
      (B (pred n) (pred m) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))
      (B n m ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia)) (S n) (S m) ltac:(lia) ltac:(lia)) as J2.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !(Rabs_mult (q (swap k))), !(Rabs_mult (1 - q (swap k))).
    rewrite (Rabs_pos_eq (q (swap k))), (Rabs_pos_eq (1 - q (swap k))) by lra.
    apply (Rmult_le_compat_l (q (swap k))) in J1; [|lra].
    apply (Rmult_le_compat_l (1 - q (swap k))) in J2; [|lra]. lra. }
  set (j := jumps _ _ _ _ _) in *. set (dr := drive _ _ _ _) in *. set (st := density_step _ _ _ _ _) in *.
  set (o := outer (v a) n m) in *. set (o' := outer (v (a + kappa * t)) n m) in *.
  assert (t2 : 0 <= t ^ 2 <= 1) by (split; [apply pow2_ge_0|replace 1 with (1 ^ 2) by ring; apply pow_incr;
    lra]).
  assert (top2 : top ^ 2 <= top ^ 4 /\ top ^ 3 <= top ^ 4 /\ 0 <= top ^ 4).
  { split; [|split]; [apply Rle_pow; [lra|lia]..|apply pow_le; lra]. }
  assert (Rest' : (top * t) ^ 4 + 3 * kappa * (top * t) ^ 3 <= 5 / 2 * top ^ 4 * t ^ 2).
  { rewrite !Rpow_mult_distr.
    assert (t4 : 0 <= t ^ 4 <= t ^ 2) by (replace (t ^ 4) with (t ^ 2 * t ^ 2) by ring; nra).
    assert (t3 : 0 <= t ^ 3 <= t ^ 2) by (replace (t ^ 3) with (t * t ^ 2) by ring; nra).
    assert (top ^ 4 * t ^ 4 <= top ^ 4 * t ^ 2) by (apply Rmult_le_compat_l; lra).
    assert (top30 : 0 <= top ^ 3) by (apply pow_le; lra).
    assert (top ^ 3 * t ^ 3 <= top ^ 4 * t ^ 2) by (apply Rmult_le_compat; lra).
    assert (kappa * (top ^ 3 * t ^ 3) <= / 2 * (top ^ 4 * t ^ 2))
      by (apply Rmult_le_compat; try lra; apply Rmult_le_pos; lra). lra. }
  apply (Rmult_le_compat_l (gn * gm) _ _ P) in Rest'.
  assert (J' : Rabs (t ^ 2 * j) <= 2 * top ^ 4 * (gn * gm) * t ^ 2).
  { rewrite Rabs_mult, (Rabs_pos_eq (t ^ 2)), Rmult_comm by lra. apply Rmult_le_compat_r; [lra|].
    eapply Rle_trans; [exact J|]. apply Rmult_le_compat_r; lra. }
  assert (E' : 4 * (Fn ^ 2 * Fm ^ 2) * (gn * gm) * t ^ 2 <= 4 * top ^ 4 * (gn * gm) * t ^ 2).
  { apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; [exact P|]. unfold top in *.
    rewrite Rpow_mult_distr in top2. lra. }
  replace (9 * (Fn ^ 4 * gn) * (Fm ^ 4 * gm) * t ^ 2) with (9 * top ^ 4 * (gn * gm) * t ^ 2)
    by (unfold top; ring).
  assert (0 <= top ^ 4 * (gn * gm) * t ^ 2) by (repeat apply Rmult_le_pos; lra).
  apply Rabs_le_between in E, Rest, J'. apply Rabs_le. lra.
Qed.
End Entry.

(* ---- The run: K local errors of at most delta. *)
Lemma density_run_snoc w N l e r :
  density_run w N (l ++ e :: nil) r = density_event w N e (density_run w N l r).
Proof. unfold density_run. now rewrite fold_left_app. Qed.

Lemma weak_admissible q c tau K : 0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 ->
  Forall admissible_event (weak_collisions q c tau K).
Proof.
  intros T Q C. apply Forall_forall. intros e I. unfold weak_collisions in I.
  assert (P : (0 < K)%nat) by (destruct K; [destruct I|lia]). apply repeat_spec in I. subst e.
  repeat split; try (simpl; lra). simpl. apply Rdiv_lt_0_compat; [lra|now apply lt_0_INR].
Qed.

Lemma driven_start w v : driven w v -> outer (v 0) = diagonal (level 0).
Proof.
  intros [V _]. extensionality n. extensionality m. unfold outer, diagonal. rewrite !V. unfold level.
  destruct (Nat.eqb_spec n m) as [<-|NE]; [destruct (n =? 0)%nat; ring|].
  destruct (Nat.eqb_spec n 0), (Nat.eqb_spec m 0); try ring. lia.
Qed.

Theorem driven_run w w' N v q c tau K delta : ladder w N -> driven w' v ->
  0 < tau -> 0 <= q <= 1 -> 0 <= c <= 1 -> (1 <= K)%nat -> let k := Qubit (Collision (tau / INR K) q) c in
  let h := drive_strength q c * (tau / INR K) in
  (forall i, (i < K)%nat ->
    entry_distance N (outer (v (INR i * h + h))) (density_step w k (outer (v (INR i * h)))) <= delta) ->
  forall B b, observable N b B -> 0 <= b ->
  Rabs (expectation N B (outer (v (drive_strength q c * tau)))
        - expectation N B (density_run w N (weak_collisions q c tau K) (diagonal (level 0))))
    <= b * (INR K * delta).
Proof.
  intros L V T Q C K1 k h E B b O B0.
  pose proof (density_budget w N (weak_collisions q c tau K) (fun i => outer (v (INR i * h))) (fun _ =>
    delta) B b L
    (weak_admissible q c tau K T Q C) O B0) as H.
  assert (Len : length (weak_collisions q c tau K) = K) by apply repeat_length.
  rewrite Len in H. cbv beta in H. simpl (INR 0) in H. rewrite Rmult_0_l, (driven_start w' v V) in H.
  assert (End : INR K * h = drive_strength q c * tau) by (unfold h; field; apply not_0_INR; lia).
  rewrite End in H. assert (Sum : forall n, total (fun _ => delta) n = INR n * delta).
  { induction n as [|n IH]; [simpl; ring|]. rewrite S_INR. simpl total. rewrite IH. ring. }
  rewrite Sum in H. apply H.
  - intros i n m. unfold outer. ring.
  - intros i e I. assert (J : (i < K)%nat) by (rewrite <- Len; apply nth_error_Some; congruence).
    apply nth_error_In in I. apply repeat_spec in I. subst e. rewrite S_INR, Rmult_plus_distr_r, Rmult_1_l.
    now apply E.
Qed.

(* An error of at most a constant over K vanishes. *)
Lemma vanishing (x : nat -> R) l b K0 :
  (forall K, (K0 <= K)%nat -> (1 <= K)%nat -> Rabs (x K - l) <= b / INR K) ->
  is_lim_seq x l.
Proof.
  intros H. assert (Z : forall a, is_lim_seq (fun K => l + a / INR K) l).
  { intros a. replace (Finite l) with (Finite (l + a * 0)) by (f_equal; ring).
    apply is_lim_seq_plus'; [apply is_lim_seq_const|]. apply (is_lim_seq_scal_l _ a 0).
    apply (is_lim_seq_inv _ p_infty); [apply is_lim_seq_INR|easy]. }
  apply is_lim_seq_le_le_loc with (fun K => l + - b / INR K) (fun K => l + b / INR K); [|apply Z|apply Z].
  exists (Nat.max K0 1). intros K I. specialize (H K ltac:(lia) ltac:(lia)). apply Rabs_le_between in H.
  unfold Rdiv in *. lra.
Qed.
