(* The exponential of the exchange Hamiltonian, (A9), and the collision (3) level by level (theorem P14). *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep OscillatorBound Quantum.
Open Scope C_scope.

(* ---- Complex numbers. *)
Lemma C_eq (x y : C) : Re x = Re y -> Im x = Im y -> x = y.
Proof. destruct x, y. simpl. now intros -> ->. Qed.

Ltac parts := apply C_eq; unfold Cconj, RtoC, Ci, Re, Im; simpl; try ring.

Lemma conj_plus x y : Cconj (x + y) = Cconj x + Cconj y. Proof. parts. Qed.
Lemma conj_mult x y : Cconj (x * y) = Cconj x * Cconj y. Proof. parts. Qed.
Lemma conj_opp x : Cconj (- x) = - Cconj x. Proof. parts. Qed.
Lemma conj_real x : Cconj (RtoC x) = RtoC x. Proof. parts. Qed.
Lemma conj_conj x : Cconj (Cconj x) = x. Proof. parts. Qed.
Lemma conj_i : Cconj Ci = - Ci. Proof. parts. Qed.
Lemma i_square : Ci * Ci = - (1). Proof. parts. Qed.

(* ---- Finite sums. *)
Lemma csum_ext (f g : nat -> C) N : (forall n, (n <= N)%nat -> f n = g n) -> csum f N = csum g N.
Proof. induction N as [|N IH]; intros E; simpl; [now apply E|]. rewrite IH, E by auto. reflexivity. Qed.
Lemma csum_plus (f g : nat -> C) N : csum (fun n => f n + g n) N = csum f N + csum g N.
Proof. induction N as [|N IH]; simpl; [reflexivity|]. rewrite IH. ring. Qed.
Lemma csum_scale (z : C) (f : nat -> C) N : csum (fun n => z * f n) N = z * csum f N.
Proof. induction N as [|N IH]; simpl; [reflexivity|]. rewrite IH. ring. Qed.
Lemma csum_zero N : csum (fun _ => 0) N = 0.
Proof. induction N as [|N IH]; simpl; [reflexivity|]. rewrite IH. ring. Qed.
Lemma csum_conj (f : nat -> C) N : Cconj (csum f N) = csum (fun n => Cconj (f n)) N.
Proof. induction N as [|N IH]; simpl; [reflexivity|]. now rewrite conj_plus, IH. Qed.
Lemma csum_single (j : nat) (f : nat -> C) N : (forall n, (n <= N)%nat -> n <> j -> f n = 0) ->
  ((N < j)%nat -> f j = 0) ->
  csum f N = f j.
Proof.
  intros Z Out. destruct (le_lt_dec j N) as [I|I].
  - clear Out. induction N as [|N IH]; simpl; [now replace j with 0%nat by lia|].
    destruct (Nat.eq_dec j (S N)) as [->|NE].
    + rewrite (csum_ext f (fun _ => 0)), csum_zero; [ring|]. intros n B. apply Z; lia.
    + rewrite IH, (Z (S N)) by (intros; try apply Z; lia). ring.
  - rewrite Out, (csum_ext f (fun _ => 0)) by (auto; intros; apply Z; lia). apply csum_zero.
Qed.
(* ---- One entry in each row: X n k is d n at k = t n, and 0 elsewhere. *)
Definition row (N : nat) (X : operator) (t : nat -> nat) (d : nat -> C) : Prop :=
  (forall n k, (n <= N)%nat -> (k <= N)%nat -> X n k = if (k =? t n)%nat then d n else 0) /\
  forall n, (n <= N)%nat -> (N < t n)%nat -> d n = 0.

Lemma row_sum N X t d (f : nat -> C) n : row N X t d -> (n <= N)%nat ->
  csum (fun k => X n k * f k) N = d n * f (t n).
Proof.
  intros [E Out] I. rewrite (csum_ext _ (fun k => (if (k =? t n)%nat then d n else 0) * f k))
    by (intros; now rewrite E).
  rewrite (csum_single (t n)); [now rewrite Nat.eqb_refl| |].
  - intros k _ NE. rewrite (proj2 (Nat.eqb_neq _ _) NE). ring.
  - intros O. rewrite Nat.eqb_refl, Out by assumption. ring.
Qed.

Lemma product_row N X t d Y n m : row N X t d -> (n <= N)%nat -> product N X Y n m = d n * Y (t n) m.
Proof. intros R I. unfold product. now rewrite (row_sum N X t d (fun k => Y k m)). Qed.

Lemma product_adjoint_row N X t d Y n m : row N X t d -> (m <= N)%nat ->
  product N Y (adjoint X) n m = Y n (t m) * Cconj (d m).
Proof.
  intros R I. unfold product, adjoint. transitivity (Cconj (csum (fun k => X m k * Cconj (Y n k)) N)).
  - rewrite csum_conj. apply csum_ext. intros k _. rewrite conj_mult, conj_conj. ring.
  - rewrite (row_sum N X t d (fun k => Cconj (Y n k))) by assumption. rewrite conj_mult, conj_conj. ring.
Qed.

Lemma sandwich_rows N X t d Y u e rho n m : row N X t d -> row N Y u e -> (n <= N)%nat -> (m <= N)%nat ->
  sandwich N X rho Y n m = d n * rho (t n) (u m) * Cconj (e m).
Proof.
  intros R S I J. unfold sandwich. rewrite (product_adjoint_row N Y u e) by assumption.
  now rewrite (product_row N X t d).
Qed.

(* ---- The powers of - i theta H. re k and im k are the parts of (- i)^k. *)
Fixpoint unit_power (k : nat) : R * R := match k with O => (1, 0)%R | S k => let (a, b) := unit_power k
  in (b, - a)%R end.
Definition re (k : nat) : R := fst (unit_power k).
Definition im (k : nat) : R := snd (unit_power k).
Lemma re_S k : re (S k) = im k. Proof. unfold re, im. simpl. now destruct (unit_power k). Qed.
Lemma im_S k : im (S k) = (- re k)%R. Proof. unfold re, im. simpl. now destruct (unit_power k). Qed.
Lemma re_im_even i : re (2 * i) = ((-1) ^ i)%R /\ im (2 * i) = 0%R.
Proof.
  induction i as [|i [R I]]; [split; reflexivity|]. replace (2 * S i)%nat with (S (S (2 * i))) by lia.
  rewrite re_S, !im_S, re_S, R, I. split; simpl; ring.
Qed.

Lemma zero_series : is_series (fun _ => 0%R) 0%R.
Proof. apply (finite_series (fun _ => 0%R) 0). reflexivity. Qed.

(* The series of a x from those of its even and its odd terms. *)
Lemma parts_series (a : nat -> R) x e o : infinite_sum (fun i => a (2 * i)%nat * x² ^ i)%R e ->
  infinite_sum (fun i => a (2 * i + 1)%nat * x² ^ i)%R o -> is_series (fun k => a k * x ^ k)%R (e + x * o)%R.
Proof.
  intros E O. assert (S : is_pseries a x (e + x * o)%R).
  { apply is_pseries_odd_even; apply is_pseries_R; apply is_series_Reals; rewrite <- Rsqr_pow2; assumption. }
  now apply is_pseries_R in S.
Qed.

Lemma cos_series x : is_series (fun k => re k / INR (fact k) * x ^ k)%R (cos x).
Proof.
  replace (cos x) with (cos x + x * 0)%R by ring. apply parts_series.
  - unfold cos. destruct (exist_cos (x²)) as [l L]. apply is_series_Reals in L. apply is_series_Reals.
    apply is_series_ext with (2 := L). intros i. unfold cos_n. now rewrite (proj1 (re_im_even i)).
  - apply is_series_Reals. apply is_series_ext with (2 := zero_series). intros i.
    replace (2 * i + 1)%nat with (S (2 * i)) by lia. rewrite re_S, (proj2 (re_im_even i)). unfold Rdiv.
    now rewrite !Rmult_0_l.
Qed.

Lemma sin_series x : is_series (fun k => im k / INR (fact k) * x ^ k)%R (- sin x)%R.
Proof.
  unfold sin. destruct (exist_sin (x²)) as [l L]. apply is_series_Reals in L.
  replace (- (x * l))%R with (0 + x * - l)%R by ring. apply parts_series.
  - apply is_series_Reals. apply is_series_ext with (2 := zero_series). intros i.
    rewrite (proj2 (re_im_even i)). unfold Rdiv. now rewrite !Rmult_0_l.
  - apply is_series_Reals. apply (is_series_opp (V := R_NormedModule)) in L.
    apply is_series_ext with (2 := L).
    intros i. change (- (sin_n i * x² ^ i) = im (2 * i + 1) / INR (fact (2 * i + 1)) * x² ^ i)%R.
    unfold sin_n.
    replace (im (2 * i + 1)) with (- (-1) ^ i)%R; [unfold Rdiv; ring|].
    replace (2 * i + 1)%nat with (S (2 * i)) by lia. now rewrite im_S, (proj1 (re_im_even i)).
Qed.

(* ---- The exponential. Each two levels |n, e>, |n+1, g> form a block with angle f_(n+1) theta. *)
Section Exchange.
Variables (w : nat -> R) (N : nat) (theta : R).
Hypothesis L : ladder w N.
Let x (n : nat) : R := (sqrt (w n) * theta)%R.

Lemma angle_closed n : w n = 0%R -> x n = 0%R.
Proof. intros W. unfold x. rewrite W, sqrt_0. ring. Qed.
Lemma angle_0 : x 0 = 0%R. Proof. destruct L as [W _]. now apply angle_closed. Qed.
Lemma angle_top : x (S N) = 0%R. Proof. destruct L as [_ [W _]]. now apply angle_closed. Qed.

Let X : joint := joint_scale (- Ci * theta) (hamiltonian w).

Lemma X_up : row N (X ground excited) pred (fun n => - Ci * x n).
Proof.
  split.
  - intros n k I K. unfold X, joint_scale, scale, hamiltonian, adjoint, lower.
    destruct n as [|n]; simpl pred.
    + replace (0 =? S k)%nat with false by reflexivity. rewrite angle_0. destruct (k =? 0)%nat; parts.
    + simpl. rewrite (Nat.eqb_sym n k). destruct (Nat.eqb_spec k n) as [->|NE]; unfold x; parts.
  - intros n I O. lia.
Qed.

Lemma X_down : row N (X excited ground) S (fun n => - Ci * x (S n)).
Proof.
  split.
  - intros n k I K. unfold X, joint_scale, scale, hamiltonian, lower.
    destruct (Nat.eqb_spec k (S n)) as [->|NE]; unfold x; parts.
  - intros n I O. replace n with N by lia. rewrite angle_top. parts.
Qed.

Lemma X_stay a n m : X a a n m = 0.
Proof. destruct a; unfold X, joint_scale, scale, hamiltonian, null; parts. Qed.

(* The k-th power. *)
Definition power_entry (k : nat) : joint := fun a b n m => match a, b with
  | ground, ground => if (n =? m)%nat then RtoC (re k * x n ^ k)%R else 0
  | excited, excited => if (n =? m)%nat then RtoC (re k * x (S n) ^ k)%R else 0
  | excited, ground => if (m =? S n)%nat then Ci * (im k * x m ^ k)%R else 0
  | ground, excited => if (n =? S m)%nat then Ci * (im k * x n ^ k)%R else 0
  end.

Lemma stay_product a (Y : operator) n m : product N (X a a) Y n m = 0.
Proof.
  unfold product. rewrite (csum_ext _ (fun _ => 0)); [apply csum_zero|]. intros k _. rewrite X_stay. ring.
Qed.

Lemma power_entries k a b n m : (n <= N)%nat -> (m <= N)%nat ->
  joint_power N X k a b n m = power_entry k a b n m.
Proof.
  revert a b n m. induction k as [|k IH]; intros a b n m I J.
  - simpl. unfold joint_identity, power_entry, identity, diag, null, re, im. simpl.
    destruct a, b; try (destruct (_ =? _)%nat; parts).
  - cbn [joint_power]. unfold joint_product, add.
    destruct a.
    + rewrite stay_product, (product_row N _ _ _ _ n m X_up I). destruct n as [|n].
      * transitivity (RtoC 0); [rewrite angle_0; ring|]. unfold power_entry.
        destruct b; [destruct (0 =? m)%nat|]; rewrite ?angle_0; parts.
      * simpl pred. rewrite IH by lia. unfold power_entry.
        destruct b; [rewrite (Nat.eqb_sym m (S n)), re_S|rewrite im_S; simpl (S n =? S m)%nat];
          destruct (_ =? _)%nat eqn:E; try (apply Nat.eqb_eq in E; subst); parts.
    + rewrite stay_product, (product_row N _ _ _ _ n m X_down I). destruct (Nat.eq_dec n N) as [->|NE].
      * transitivity (RtoC 0); [rewrite angle_top; ring|]. unfold power_entry.
        destruct b; destruct (_ =? _)%nat eqn:E; try (apply Nat.eqb_eq in E; lia);
          rewrite ?angle_top; parts.
      * rewrite IH by lia. unfold power_entry.
        destruct b; [rewrite (Nat.eqb_sym m (S n)), im_S|rewrite re_S; simpl (S n =? S m)%nat];
          destruct (_ =? _)%nat eqn:E; try (apply Nat.eqb_eq in E; subst); parts.
Qed.

Definition exchange : joint := fun a b => match a, b with
  | ground, ground => L_g w theta
  | excited, excited => L_e w theta
  | excited, ground => scale (- Ci) (L_minus w theta)
  | ground, excited => scale (- Ci) (L_plus w theta)
  end.

Lemma even_series y :
  is_series (fun k => Re (RtoC (re k * y ^ k)) / INR (fact k))%R (Re (RtoC (cos y))) /\
  is_series (fun k => Im (RtoC (re k * y ^ k)) / INR (fact k))%R (Im (RtoC (cos y))).
Proof.
  split; simpl.
  - apply is_series_ext with (2 := cos_series y). intros k. unfold Rdiv.
    now rewrite !Rmult_assoc, (Rmult_comm (y ^ k)).
  - apply is_series_ext with (2 := zero_series). intros k. unfold Rdiv. now rewrite Rmult_0_l.
Qed.

Lemma odd_series y :
  is_series (fun k => (Re (Ci * (im k * y ^ k)%R)%C / INR (fact k))%R) (Re (- Ci * sin y)) /\
  is_series (fun k => (Im (Ci * (im k * y ^ k)%R)%C / INR (fact k))%R) (Im (- Ci * sin y)).
Proof.
  split; simpl.
  - replace (- 0 * sin y - - (1) * 0)%R with 0%R by ring. apply is_series_ext with (2 := zero_series).
    intros k. unfold Rdiv. rewrite !Rmult_0_l, Rmult_0_r, Rminus_0_r. now rewrite Rmult_0_l.
  - replace (- 0 * 0 + - (1) * sin y)%R with (- sin y)%R by ring.
    apply is_series_ext with (2 := sin_series y).
    intros k. unfold Rdiv. rewrite Rmult_0_l, Rplus_0_l, Rmult_1_l.
    now rewrite !Rmult_assoc, (Rmult_comm (y ^ k)).
Qed.

Lemma null_series : is_series (fun k => Re 0 / INR (fact k))%R (Re 0) /\
  is_series (fun k => Im 0 / INR (fact k))%R (Im 0).
Proof.
  split; simpl; apply is_series_ext with (2 := zero_series); intros k; unfold Rdiv; now rewrite Rmult_0_l.
Qed.

(* (A9): the exponential of - i theta H exists, *)
Theorem exchange_evolution : evolution w N theta exchange.
Proof.
  intros a b n m I J. fold X.
  assert (H : is_series (fun k => Re (power_entry k a b n m) / INR (fact k))%R (Re (exchange a b n m)) /\
    is_series (fun k => Im (power_entry k a b n m) / INR (fact k))%R (Im (exchange a b n m))).
  { destruct a, b; unfold exchange, power_entry.
    - unfold L_g, diag. destruct (n =? m)%nat; [exact (even_series (x n))|exact null_series].
    - unfold scale, L_plus, adjoint, L_minus.
      destruct (n =? S m)%nat; rewrite conj_real; [exact (odd_series (x n))|].
      replace (- Ci * 0) with (RtoC 0) by ring. exact null_series.
    - unfold scale, L_minus. destruct (m =? S n)%nat; [exact (odd_series (x m))|].
      replace (- Ci * 0) with (RtoC 0) by ring. exact null_series.
    - unfold L_e, diag. destruct (n =? m)%nat; [exact (even_series (x (S n)))|exact null_series]. }
  split; [apply is_series_ext with (2 := proj1 H)|apply is_series_ext with (2 := proj2 H)];
    intros k; now rewrite power_entries.
Qed.

(* and every exponential has these entries. *)
Theorem evolution_entries U : evolution w N theta U -> forall a b, same N (U a b) (exchange a b).
Proof.
  intros E a b n m I J. destruct (E a b n m I J) as [R M].
  destruct (exchange_evolution a b n m I J) as [R' M'].
  apply is_series_unique in R. apply is_series_unique in M. apply is_series_unique in R'.
  apply is_series_unique in M'. apply C_eq; congruence.
Qed.

(* ---- Row by row. *)
Definition target (a b : qubit) (n : nat) : nat := match a, b with
  | ground, excited => pred n | excited, ground => S n | _, _ => n end.
Definition amplitude (a b : qubit) (n : nat) : C := match a, b with
  | ground, ground => cos (x n) | excited, excited => cos (x (S n))
  | excited, ground => - Ci * sin (x (S n)) | ground, excited => - Ci * sin (x n) end.

Lemma exchange_row a b : row N (exchange a b) (target a b) (amplitude a b).
Proof.
  split.
  - intros n k I K. destruct a, b; simpl; unfold scale, L_g, L_e, L_plus, adjoint, L_minus, diag.
    + now rewrite (Nat.eqb_sym k n).
    + destruct n as [|n]; simpl.
      * destruct (k =? 0)%nat; rewrite ?angle_0, ?sin_0, conj_real; ring.
      * rewrite (Nat.eqb_sym n k). destruct (Nat.eqb_spec k n) as [->|NE]; rewrite conj_real;
          [reflexivity|ring].
    + destruct (Nat.eqb_spec k (S n)) as [->|NE]; [reflexivity|ring].
    + now rewrite (Nat.eqb_sym k n).
  - intros n I O. destruct a, b; simpl in *; try lia. replace n with N by lia. rewrite angle_top, sin_0. ring.
Qed.

Lemma evolution_row U a b : evolution w N theta U -> row N (U a b) (target a b) (amplitude a b).
Proof.
  intros E. destruct (exchange_row a b) as [R O]. split; [|exact O]. intros n k I K.
  rewrite (evolution_entries U E) by assumption. now apply R.
Qed.
End Exchange.

(* (A9), with both forms of the third line. *)
Lemma sinc_sin y : (y * sinc y)%R = sin y.
Proof. unfold sinc. destruct (Req_EM_T y 0) as [->|NE]; [rewrite sin_0; ring|field; exact NE]. Qed.

Theorem lindblad_operators w N theta U : ladder w N -> evolution w N theta U ->
  same N (U ground ground) (L_g w theta) /\ same N (U excited excited) (L_e w theta) /\
  same N (scale Ci (U excited ground)) (L_minus w theta) /\
  same N (scale Ci (U ground excited)) (L_plus w theta) /\
  same N (L_minus w theta) (product N (diag (fun n => theta * sinc (sqrt (w (S n)) * theta))%R) (lower w)) /\
  same N (L_minus w theta) (product N (lower w) (diag (fun n => theta * sinc (sqrt (w n) * theta))%R)).
Proof.
  intros L E. pose proof (evolution_entries w N theta L U E) as A.
  assert (I2 : forall z, Ci * (- Ci * z) = z) by (intros z; parts).
  assert (Sq : forall y t, (sqrt y * (t * sinc (sqrt y * t)))%R = sin (sqrt y * t))
    by (intros y t; rewrite <- Rmult_assoc; apply sinc_sin).
  split; [|split; [|split; [|split; [|split]]]]; intros n m I J.
  - exact (A ground ground n m I J).
  - exact (A excited excited n m I J).
  - unfold scale. rewrite (A excited ground n m I J). apply I2.
  - unfold scale. rewrite (A ground excited n m I J). apply I2.
  - unfold product. rewrite (csum_single n).
    + unfold diag, lower, L_minus. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec m (S n)) as [->|NE]; [|parts].
      rewrite <- RtoC_mult, <- Sq. f_equal. ring.
    + intros k _ NE. unfold diag. rewrite (proj2 (Nat.eqb_neq n k)) by auto. ring.
    + lia.
  - unfold product. rewrite (csum_single m).
    + unfold diag, lower, L_minus. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec m (S n)) as [->|NE]; [|ring].
      now rewrite <- RtoC_mult, <- Sq.
    + intros k _ NE. unfold diag. rewrite (proj2 (Nat.eqb_neq k m)) by auto. ring.
    + lia.
Qed.

(* A^dagger A and A A^dagger are diagonal: their square roots in (A9) are f_n and f_(n+1). *)
Theorem lower_squares w N : ladder w N ->
  same N (product N (adjoint (lower w)) (lower w)) (diag w) /\
  same N (product N (lower w) (adjoint (lower w))) (diag (fun n => w (S n))).
Proof.
  intros [W0 [W1 W]]. assert (Q : forall n, (n <= S N)%nat ->
    RtoC (sqrt (w n)) * RtoC (sqrt (w n)) = RtoC (w n)).
  { intros n I. rewrite <- RtoC_mult, sqrt_sqrt; [reflexivity|].
    destruct (Nat.eq_dec n 0) as [->|A]; [lra|]. destruct (Nat.eq_dec n (S N)) as [->|B]; [lra|].
    left. apply W. lia. }
  split; intros n m I J; unfold product, adjoint, lower, diag.
  - destruct n as [|n].
    + rewrite (csum_ext _ (fun _ => 0)), csum_zero.
      * destruct (Nat.eqb_spec 0 m) as [<-|NE]; [now rewrite W0|reflexivity].
      * intros k _. simpl. parts.
    + rewrite (csum_single n); [|intros k _ NE; rewrite (proj2 (Nat.eqb_neq (S n) (S k))) by lia; parts|lia].
      rewrite Nat.eqb_refl, (Nat.eqb_sym m). destruct (Nat.eqb_spec (S n) m) as [<-|NE]; [|ring].
      rewrite conj_real. apply Q. lia.
  - destruct (Nat.eq_dec n N) as [->|NE].
    + rewrite (csum_ext _ (fun _ => 0)), csum_zero.
      * destruct (Nat.eqb_spec N m) as [<-|NE]; [now rewrite W1|reflexivity].
      * intros k K. rewrite (proj2 (Nat.eqb_neq k (S N))) by lia. ring.
    + rewrite (csum_single (S n)); [|intros k _ NE'; rewrite (proj2 (Nat.eqb_neq k (S n))) by lia; ring|lia].
      rewrite Nat.eqb_refl. simpl (S n =? S m)%nat. destruct (Nat.eqb_spec n m) as [<-|NE']; [|parts].
      rewrite conj_real. apply Q. lia.
Qed.
