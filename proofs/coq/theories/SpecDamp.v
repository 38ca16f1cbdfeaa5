(* spec/damp.acsl: the squared weights of eq. (21) in closed form, their tables, and the loss of one entry. *)
From Coq Require Import Reals ZArith Lra Lia.
From Surecharge Require Import Ladder DampTail.
From Surecharge Require Export SpecCollide.
Open Scope R_scope.

Definition sc_damp_square (gamma : R) (n k : Z) : R :=
  if Z_lt_dec n 0 then 0 else if Z_lt_dec k 0 then 0 else
  choose (Z.to_nat n + Z.to_nat k) (Z.to_nat k) * gamma ^ Z.to_nat k * (1 - gamma) ^ Z.to_nat n.

Lemma square_pascal gamma n k :
  choose (n + k) k * gamma ^ k * (1 - gamma) ^ n
    = match n, k with
      | O, O => 1
      | S n', O => (1 - gamma) * (choose (n' + 0) 0 * gamma ^ 0 * (1 - gamma) ^ n')
      | O, S k' => gamma * (choose (0 + k') k' * gamma ^ k' * (1 - gamma) ^ 0)
      | S n', S k' => (1 - gamma) * (choose (n' + S k') (S k') * gamma ^ S k' * (1 - gamma) ^ n')
          + gamma * (choose (S n' + k') k' * gamma ^ k' * (1 - gamma) ^ S n')
      end.
Proof.
  assert (low : forall m, choose m 0 = 1).
  { intros m. unfold choose. rewrite Nat.sub_0_r. simpl (INR (fact 0)). field. apply INR_fact_neq_0. }
  assert (high : forall m, choose m m = 1).
  { intros m. unfold choose. rewrite Nat.sub_diag. simpl (INR (fact 0)). field. apply INR_fact_neq_0. }
  destruct n as [|n], k as [|k].
  - rewrite low. simpl. ring.
  - rewrite !Nat.add_0_l, !high. simpl. ring.
  - rewrite !low. simpl. ring.
  - replace (S n + S k)%nat with (S (n + S k)) by lia. rewrite <- (pascal (n + S k) k) by lia.
    replace (S n + k)%nat with (n + S k)%nat by lia. simpl pow. ring.
Qed.

Lemma square_nat gamma i j : sc_damp_square gamma (Z.of_nat i) (Z.of_nat j)
  = choose (i + j) j * gamma ^ j * (1 - gamma) ^ i.
Proof.
  unfold sc_damp_square. rewrite !Nat2Z.id. destruct (Z_lt_dec _ _); [lia|]. destruct (Z_lt_dec _ _);
    [lia|].
  reflexivity.
Qed.

Lemma square_negative gamma n k : (n < 0)%Z -> sc_damp_square gamma n k = 0.
Proof. intros N. unfold sc_damp_square. destruct (Z_lt_dec n 0); [reflexivity|lia]. Qed.

Lemma square_missing gamma n k : (k < 0)%Z -> sc_damp_square gamma n k = 0.
Proof.
  intros K. unfold sc_damp_square. destruct (Z_lt_dec n 0), (Z_lt_dec k 0); reflexivity || lia.
Qed.

Theorem sc_damp_square_def gamma n k : sc_damp_square gamma n k =
  if Z_lt_dec n 0 then 0 else if Z_lt_dec k 0 then 0 else if Z.eq_dec (n + k) 0 then 1
  else (1 - gamma) * sc_damp_square gamma (n - 1) k + gamma * sc_damp_square gamma n (k - 1).
Proof.
  destruct (Z_lt_dec n 0) as [N|N]; [unfold sc_damp_square; now destruct (Z_lt_dec n 0)|].
  destruct (Z_lt_dec k 0) as [K|K];
    [unfold sc_damp_square; destruct (Z_lt_dec n 0); [easy|now destruct (Z_lt_dec k 0)]|].
  rewrite <- (Z2Nat.id n), <- (Z2Nat.id k) by lia. clear N K.
  generalize (Z.to_nat n) as i, (Z.to_nat k) as j. intros i j. rewrite square_nat, square_pascal.
  destruct i as [|i], j as [|j].
  - reflexivity.
  - replace (Z.of_nat (S j) - 1)%Z with (Z.of_nat j) by lia.
    rewrite (square_negative _ (Z.of_nat 0 - 1)) by lia.
    rewrite square_nat. destruct (Z.eq_dec _ 0); [lia|ring].
  - replace (Z.of_nat (S i) - 1)%Z with (Z.of_nat i) by lia.
    rewrite (square_missing _ _ (Z.of_nat 0 - 1)) by lia.
    rewrite square_nat. destruct (Z.eq_dec _ 0); [lia|ring].
  - replace (Z.of_nat (S i) - 1)%Z with (Z.of_nat i) by lia.
    replace (Z.of_nat (S j) - 1)%Z with (Z.of_nat j) by lia.
    rewrite !square_nat. destruct (Z.eq_dec _ 0); [lia|ring].
Qed.

Definition sc_tail (gamma : R) (d k : Z) : R := tail_bound gamma d (Z.to_nat k).

Theorem sc_tail_def gamma d k : sc_tail gamma d k =
  if Z_le_dec k 0 then 1 else sc_tail gamma d (k - 1) * (gamma * (IZR (d - k) / IZR k)).
Proof.
  unfold sc_tail. destruct (Z_le_dec k 0) as [L|L].
  - now replace (Z.to_nat k) with O by lia.
  - replace (Z.to_nat k) with (S (Z.to_nat (k - 1))) by lia. cbn [tail_bound].
    now replace (Z.of_nat (S (Z.to_nat (k - 1)))) with k by lia.
Qed.

Definition scale_size (first : Z) : Z := if Z_le_dec first 160 then 256 else if Z_le_dec first 928 then
  1024 else 4096.
Definition sc_scale_ratio (first level : Z) : R := IZR level / IZR (scale_size first).
Fixpoint scale_product (first : Z) (steps : nat) : R :=
  match steps with O => 1 | S i => scale_product first i * sc_scale_ratio first (first + Z.of_nat (S i))
    end.
Definition sc_scale_square (first n : Z) : R := scale_product first (Z.to_nat (n - first)).

Theorem sc_scale_ratio_def first level : sc_scale_ratio first level =
  if Z_le_dec first 160 then IZR level / 256 else if Z_le_dec first 928 then IZR level / 1024 else IZR
    level / 4096.
Proof. unfold sc_scale_ratio, scale_size. destruct (Z_le_dec first 160), (Z_le_dec first 928);
  reflexivity. Qed.
Theorem sc_scale_square_def first n : sc_scale_square first n =
  if Z_le_dec n first then 1 else sc_prod (sc_scale_square first (n - 1)) (sc_scale_ratio first n).
Proof.
  unfold sc_scale_square, sc_prod. destruct (Z_le_dec n first) as [L|L].
  - now replace (Z.to_nat (n - first)) with O by lia.
  - replace (Z.to_nat (n - first)) with (S (Z.to_nat (n - 1 - first))) by lia. cbn [scale_product].
    do 2 f_equal. lia.
Qed.

Definition sc_scale_square_near (x : R) (first n : Z) : Prop :=
  Rabs (x - sc_scale_square first n) <= (1 + / 1073741824) * IZR (n - first) * (sc_u * sc_scale_square
    first n).
Definition sc_scale_near (x : R) (first n : Z) : Prop :=
  Rabs (x - sqrt (sc_scale_square first n))
    <= (IZR (n - first) / 2 + 1001 / 1000) * (sc_u * sqrt (sc_scale_square first n)).
Definition sc_square_near (x gamma : R) (n k : Z) : Prop :=
  0 <= x /\ Rabs (x - sc_damp_square gamma n k)
    <= (1 + / 1073741824) * IZR (3 * n + 2 * k) * (sc_u * sc_damp_square gamma n k) + 5 * IZR (n + k) *
      sc_eta.
Definition sc_root_near (x gamma : R) (n k : Z) : Prop :=
  0 <= x /\ Rabs (x - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 1001 / 1000) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 529.
Definition sc_weight_near (x gamma : R) (first n k : Z) : Prop :=
  Rabs (x * sqrt (sc_scale_square (first + k) (n + k)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + IZR (n - first) / 2 + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k))
       + / 2 ^ 528.

Theorem sc_scale_square_near_def x first n : sc_scale_square_near x first n <->
  Rabs (x - sc_scale_square first n) <= (1 + / 1073741824) * IZR (n - first) * (sc_u * sc_scale_square
    first n).
Proof. reflexivity. Qed.
Theorem sc_scale_near_def x first n : sc_scale_near x first n <->
  Rabs (x - sqrt (sc_scale_square first n))
    <= (IZR (n - first) / 2 + 1001 / 1000) * (sc_u * sqrt (sc_scale_square first n)).
Proof. reflexivity. Qed.
Theorem sc_square_near_def x gamma n k : sc_square_near x gamma n k <->
  0 <= x /\ Rabs (x - sc_damp_square gamma n k)
    <= (1 + / 1073741824) * IZR (3 * n + 2 * k) * (sc_u * sc_damp_square gamma n k) + 5 * IZR (n + k) *
      sc_eta.
Proof. reflexivity. Qed.
Theorem sc_root_near_def x gamma n k : sc_root_near x gamma n k <->
  0 <= x /\ Rabs (x - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 1001 / 1000) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 529.
Proof. reflexivity. Qed.
Theorem sc_weight_near_def x gamma first n k : sc_weight_near x gamma first n k <->
  Rabs (x * sqrt (sc_scale_square (first + k) (k + n)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + IZR (n - first) / 2 + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k))
       + / 2 ^ 528.
Proof. unfold sc_weight_near. now rewrite (Z.add_comm k n). Qed.

Fixpoint rounded_product (first : Z) (steps : nat) : R :=
  match steps with
  | O => 1
  | S i => real_of_double (round_double RNE
      (sc_prod (rounded_product first i) (sc_scale_ratio first (first + Z.of_nat (S i)))))
  end.
Definition sc_scale_rounded (first n : Z) : R := rounded_product first (Z.to_nat (n - first)).
Definition sc_square_stored (x : R) (first n : Z) : Prop :=
  sc_scale_rounded first n = x /\ sc_scale_square_near x first n.
Definition sc_scale_stored (x : R) (first n : Z) : Prop :=
  Rabs (x - sqrt (sc_scale_rounded first n)) <= 1001 / 1000 * (sc_u * sqrt (sc_scale_rounded first n)) /\
  sc_scale_near x first n.
Definition sc_weight_stored (x gamma : R) (first n k : Z) : Prop :=
  Rabs (x * sqrt (sc_scale_rounded (first + k) (n + k)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 528 /\
  sc_weight_near x gamma first n k.

Theorem sc_scale_rounded_def first n : sc_scale_rounded first n =
  if Z_le_dec n first then 1
  else real_of_double (round_double RNE (sc_prod (sc_scale_rounded first (n - 1)) (sc_scale_ratio first n))).
Proof.
  unfold sc_scale_rounded. destruct (Z_le_dec n first) as [L|L].
  - now replace (Z.to_nat (n - first)) with O by lia.
  - replace (Z.to_nat (n - first)) with (S (Z.to_nat (n - 1 - first))) by lia. cbn [rounded_product].
    do 4 f_equal. lia.
Qed.
Theorem sc_square_stored_def x first n : sc_square_stored x first n <->
  sc_scale_rounded first n = x /\ sc_scale_square_near x first n.
Proof. reflexivity. Qed.
Theorem sc_scale_stored_def x first n : sc_scale_stored x first n <->
  Rabs (x - sqrt (sc_scale_rounded first n)) <= 1001 / 1000 * (sc_u * sqrt (sc_scale_rounded first n)) /\
  sc_scale_near x first n.
Proof. reflexivity. Qed.
Theorem sc_weight_stored_def x gamma first n k : sc_weight_stored x gamma first n k <->
  Rabs (x * sqrt (sc_scale_rounded (first + k) (k + n)) - sqrt (sc_damp_square gamma n k))
    <= (3 / 2 * IZR n + IZR k + 301 / 100) * (sc_u * sqrt (sc_damp_square gamma n k)) + / 2 ^ 528 /\
  sc_weight_near x gamma first n k.
Proof. unfold sc_weight_stored. now rewrite (Z.add_comm k n). Qed.

Definition sc_block (first : Z) : Prop := exists i : Z, (32 * i = first)%Z.
Definition sc_scale_place (first n : Z) : Z := (2 * first + n)%Z.
Definition sc_weight_place (d k first n : Z) : Z := (k * d + first + n)%Z.

Theorem sc_block_def first : (exists i : Z, (32 * i = first)%Z) <-> sc_block first.
Proof. reflexivity. Qed.
Theorem sc_scale_place_def first n : sc_scale_place first n = (2 * first + n)%Z.
Proof. reflexivity. Qed.
Theorem sc_weight_place_def d k first n : sc_weight_place d k first n = (k * d + first + n)%Z.
Proof. reflexivity. Qed.

(* The sum over the operators that lose 0..terms-1 quanta. *)
Fixpoint damped_terms (entry : Z -> Z -> R) (gamma : R) (n m : Z) (terms : nat) : R :=
  match terms with
  | O => 0
  | S k => damped_terms entry gamma n m k
      + entry (n + Z.of_nat k)%Z (m + Z.of_nat k)%Z
        * sqrt (sc_damp_square gamma m (Z.of_nat k) * sc_damp_square gamma n (Z.of_nat k))
  end.
Definition sc_damped (memory : addr -> double) (r : addr) (gamma : R) (d top terms n m : Z) : R :=
  damped_terms (sc_entry memory r d top) gamma n m (Z.to_nat terms).

Theorem sc_damped_def memory r gamma d top terms n m : sc_damped memory r gamma d top terms n m =
  if Z_le_dec terms 0 then 0
  else sc_damped memory r gamma d top (terms - 1) n m
    + sc_entry memory r d top (n + terms - 1) (m + terms - 1)
      * sqrt (sc_damp_square gamma m (terms - 1) * sc_damp_square gamma n (terms - 1)).
Proof.
  unfold sc_damped. destruct (Z_le_dec terms 0) as [T|T].
  - now replace (Z.to_nat terms) with 0%nat by lia.
  - replace (Z.to_nat terms) with (S (Z.to_nat (terms - 1))) by lia. simpl damped_terms.
    rewrite !Z2Nat.id by lia. now rewrite !Z.add_sub_assoc.
Qed.

Definition sc_damped_size (memory : addr -> double) (r : addr) (gamma : R) (d top terms n m : Z) : R :=
  damped_terms (fun n m => Rabs (sc_entry memory r d top n m)) gamma n m (Z.to_nat terms).

Theorem sc_damped_size_def memory r gamma d top terms n m : sc_damped_size memory r gamma d top terms n m =
  if Z_le_dec terms 0 then 0
  else sc_damped_size memory r gamma d top (terms - 1) n m
    + sqrt (sc_damp_square gamma m (terms - 1) * sc_damp_square gamma n (terms - 1))
      * Rabs (sc_entry memory r d top (n + terms - 1) (m + terms - 1)).
Proof.
  unfold sc_damped_size. destruct (Z_le_dec terms 0) as [T|T].
  - now replace (Z.to_nat terms) with 0%nat by lia.
  - replace (Z.to_nat terms) with (S (Z.to_nat (terms - 1))) by lia. simpl damped_terms.
    rewrite !Z2Nat.id by lia. rewrite !Z.add_sub_assoc. ring.
Qed.
