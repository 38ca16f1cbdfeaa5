(* From a bound on each step to the integrated bound, without a differential equation: if every step obeys x'
   - x <= t G(u) for all u between x and x', then the integral of 1 / G from the first to the last x is at
   most the sum of the t. *)
From Coq Require Import Reals List Arith Lra Lia.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder PopulationStep.
Open Scope R_scope.

Section Integrate.
Variables (G : R -> R) (a b : R).
Hypothesis G_continuous : forall u, a <= u <= b -> continuous G u.
Hypothesis G_positive : forall u, a <= u <= b -> 0 < G u.

Lemma inverse_integrable x y : a <= x <= b -> a <= y <= b -> ex_RInt (fun u => / G u) x y.
Proof.
  intros X Y. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros u U.
  assert (V : a <= u <= b) by (unfold Rmin, Rmax in U; destruct (Rle_dec x y); lra).
  apply continuous_comp; [now apply G_continuous|]. apply continuity_pt_filterlim.
  apply continuity_pt_inv; [apply derivable_continuous_pt, derivable_pt_id|]. pose proof (G_positive u V).
  unfold id. lra.
Qed.

Lemma integrate_step x y t : a <= x <= b -> a <= y <= b -> 0 <= t -> (forall u, x <= u <= y ->
  y - x <= t * G u) ->
  RInt (fun u => / G u) x y <= t.
Proof.
  intros X Y T H. destruct (Rlt_le_dec x y) as [I|I].
  - replace t with (RInt (fun _ => t / (y - x)) x y).
    2:{ rewrite RInt_const. unfold scal. simpl. unfold mult. simpl. field. lra. }
    apply RInt_le; [lra|now apply inverse_integrable|apply ex_RInt_const|].
    intros u U. pose proof (G_positive u ltac:(lra)) as P. apply Rmult_le_reg_r with (G u * (y - x)).
    + apply Rmult_lt_0_compat; lra.
    + replace (/ G u * (G u * (y - x))) with (y - x) by (field; lra).
      replace (t / (y - x) * (G u * (y - x))) with (t * G u) by (field; lra). apply H. lra.
  - rewrite <- opp_RInt_swap by now apply inverse_integrable. unfold opp. simpl.
    assert (0 <= RInt (fun u => / G u) y x).
    { apply RInt_ge_0; [exact I|now apply inverse_integrable|]. intros u U. left.
      apply Rinv_0_lt_compat, G_positive. lra. }
    lra.
Qed.

Lemma integral_le E t K : (forall i, (i <= K)%nat -> a <= E i <= b) -> (forall i, (i < K)%nat -> 0 <= t i) ->
  (forall i u, (i < K)%nat -> E i <= u <= E (S i) -> E (S i) - E i <= t i * G u) ->
  RInt (fun u => / G u) (E 0%nat) (E K) <= total t K.
Proof.
  induction K as [|K IH]; intros B T H; simpl total.
  - rewrite RInt_point. unfold zero. simpl. lra.
  - rewrite <- (RInt_Chasles _ _ (E K)) by (apply inverse_integrable; apply B; lia). unfold plus. simpl.
    apply Rplus_le_compat; [apply IH; intros; auto|]. apply integrate_step; auto.
Qed.

Theorem integrate E t K : (forall i, (i <= K)%nat -> a <= E i <= b) -> (forall i, (i < K)%nat -> 0 <= t i) ->
  (forall i u, (i < K)%nat -> E i <= u <= E (S i) -> E (S i) - E i <= t i * G u) ->
  integral_at_most (fun u => / G u) (E 0%nat) (E K) (total t K).
Proof.
  intros B T H. exists (RInt (fun u => / G u) (E 0%nat) (E K)). split.
  - apply (RInt_correct (V := R_CompleteNormedModule)), inverse_integrable; apply B; lia.
  - now apply integral_le.
Qed.
End Integrate.

(* Prefixes of a protocol. *)
Definition no_collision : collision := Collision 0 0.

Lemma firstn_next (p : protocol) i : (i < length p)%nat -> firstn (S i) p = firstn i p ++ nth i p
  no_collision :: nil.
Proof.
  revert i. induction p as [|k p IH]; simpl; intros i I; [lia|].
  destruct i as [|i]; [reflexivity|]. simpl app. now rewrite <- IH by lia.
Qed.

Lemma total_ext d e K : (forall i, (i < K)%nat -> d i = e i) -> total d K = total e K.
Proof. induction K as [|K IH]; intros H; simpl; [easy|]. rewrite IH, H by (auto with arith). reflexivity. Qed.

Lemma tau_total p : tau p = total (fun i => theta (nth i p no_collision)) (length p).
Proof. induction p as [|k p IH]; [easy|]. simpl length. rewrite total_first. simpl. now rewrite IH. Qed.

Lemma nth_admissible p i : admissible p -> (i < length p)%nat -> admissible_collision (nth i p no_collision).
Proof. intros A I. apply (proj1 (Forall_forall _ p) A). now apply nth_In. Qed.

Lemma firstn_admissible p i : admissible p -> admissible (firstn i p).
Proof. intros A. revert i. induction A as [|k p K A IH]; intros [|i]; simpl; constructor;
  [exact K|apply IH]. Qed.

(* [greatest h peak] over unit intervals, for h increasing up to the peak and decreasing after it. *)
Lemma nearest_cases peak x :
  (nearest peak x = x /\ x <= peak) \/ (nearest peak x = peak /\ x - 1 <= peak <= x) \/ (nearest peak x = x -
    1 /\ peak <= x - 1).
Proof. unfold nearest, Rmax, Rmin. destruct (Rle_dec x peak), (Rle_dec _ _); lra. Qed.

Lemma nearest_lipschitz peak x y : Rabs (nearest peak x - nearest peak y) <= Rabs (x - y).
Proof.
  unfold nearest, Rmax, Rmin. destruct (Rle_dec x peak), (Rle_dec y peak); repeat destruct (Rle_dec _ _);
    unfold Rabs; repeat destruct (Rcase_abs _); lra.
Qed.

Lemma greatest_continuous h peak x : continuous h (nearest peak x) -> continuous (greatest h peak) x.
Proof.
  intros H. apply (continuous_comp (nearest peak) h); [|exact H].
  apply continuity_pt_filterlim. intros eps Eps. exists eps. split; [exact Eps|]. intros y [_ Y].
  simpl in *. unfold R_dist in *. apply Rle_lt_trans with (2 := Y). apply nearest_lipschitz.
Qed.

Lemma greatest_is_greatest h peak top u v :
  (forall x y, 0 <= x <= y -> y <= peak -> h x <= h y) -> (forall x y, peak <= x <= y -> y <= top ->
    h y <= h x) ->
  0 <= peak -> 0 <= v <= u -> u <= v + 1 -> u <= top -> h v <= greatest h peak u.
Proof.
  intros Inc Dec P V V1 U. unfold greatest. destruct (nearest_cases peak u) as [[-> I]|[[-> I]|[-> I]]].
  - apply Inc; lra.
  - destruct (Rle_dec v peak); [apply Inc; lra|apply Dec; lra].
  - apply Dec; lra.
Qed.
