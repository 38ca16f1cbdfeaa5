(* C(d - 1, k) gamma^k, which bounds what the operators left out of eq. (21) carry: it falls for good once it
   is below 1. *)
From Coq Require Import Reals ZArith Lra Lia.
From Coquelicot Require Import Rcomplements.
Open Scope R_scope.

Fixpoint tail_bound (gamma : R) (d : Z) (k : nat) : R :=
  match k with O => 1 | S i => tail_bound gamma d i * (gamma * (IZR (d - Z.of_nat k) / IZR (Z.of_nat k)))
    end.

Lemma tail_ratio d k : (k < d)%Z -> (0 < k)%Z -> 0 <= IZR (d - k) / IZR k.
Proof. intros L P. apply Rdiv_le_0_compat; [apply IZR_le|apply IZR_lt]; lia. Qed.

Lemma tail_positive gamma d k : 0 <= gamma -> (Z.of_nat k < d)%Z -> 0 <= tail_bound gamma d k.
Proof.
  intros G. induction k as [|k IH]; intros L; cbn [tail_bound]; [lra|].
  apply Rmult_le_pos; [apply IH; lia|]. apply Rmult_le_pos; [exact G|]. apply tail_ratio; lia.
Qed.

(* The ratio of two neighbours falls, so that the tail falls for good once it is below 1. *)
Lemma ratio_falls gamma d k : 0 <= gamma -> (Z.of_nat (S (S k)) < d)%Z ->
  gamma * (IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k))))
    <= gamma * (IZR (d - Z.of_nat (S k)) / IZR (Z.of_nat (S k))).
Proof.
  intros G L. apply Rmult_le_compat_l; [exact G|].
  apply Rmult_le_compat; [apply IZR_le; lia|left; apply Rinv_0_lt_compat, IZR_lt; lia|apply IZR_le; lia|].
  apply Rinv_le_contravar; [apply IZR_lt|apply IZR_le]; lia.
Qed.

Lemma tail_turns gamma d k : 0 <= gamma -> (Z.of_nat (S k) < d)%Z ->
  tail_bound gamma d k < 1 -> gamma * (IZR (d - Z.of_nat k) / IZR (Z.of_nat k)) <= 1 \/ k = O.
Proof.
  intros G. induction k as [|k IH]; intros L T; [now right|]. left.
  destruct (Rle_lt_dec (gamma * (IZR (d - Z.of_nat (S k)) / IZR (Z.of_nat (S k)))) 1) as [H|H]; [exact H|].
  exfalso. cbn [tail_bound] in T.
  assert (P : tail_bound gamma d k < 1).
  { pose proof (tail_positive gamma d k G ltac:(lia)). nra. }
  destruct (IH ltac:(lia) P) as [Le| ->]; [|simpl in P; lra].
  destruct k as [|k]; [simpl in P; lra|].
  pose proof (ratio_falls gamma d k G ltac:(lia)).
  lra.
Qed.

Lemma tail_falls gamma d k : 0 <= gamma -> (Z.of_nat (S k) < d)%Z -> tail_bound gamma d k < 1 ->
  tail_bound gamma d (S k) <= tail_bound gamma d k.
Proof.
  intros G L T. destruct (tail_turns gamma d k G L T) as [H| ->]; [|simpl in T; lra].
  destruct k as [|k]; [simpl in T; lra|]. change (tail_bound gamma d (S (S k))) with
    (tail_bound gamma d (S k) * (gamma * (IZR (d - Z.of_nat (S (S k))) / IZR (Z.of_nat (S (S k)))))).
  pose proof (tail_positive gamma d (S k) G ltac:(lia)) as P.
  pose proof (ratio_falls gamma d k G ltac:(lia)).
  set (t := tail_bound gamma d (S k)) in *. nra.
Qed.

Lemma tail_stays gamma d k i low : 0 <= gamma -> low < 1 -> (k <= i)%nat -> (Z.of_nat i < d)%Z ->
  tail_bound gamma d k <= low -> tail_bound gamma d i <= low.
Proof.
  intros G One. induction 1 as [|i I IH]; intros L T; [exact T|]. specialize (IH ltac:(lia) T).
  pose proof (tail_falls gamma d i G L ltac:(lra)). lra.
Qed.
