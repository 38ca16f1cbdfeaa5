(* spec/stencil.acsl: what rounding costs one entry of a collision. *)
From Coq Require Import Reals Lra.
From Surecharge Require Export SpecCollide SpecError.
Open Scope R_scope.

Definition stencil (q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right : R)
  : R :=
  (q * cn * cm + p * cn1 * cm1) * here + p * sn * sm * up_left + q * sn1 * sm1 * down_right
  + kappa * (cn * sm * left + sn * cm * up - cn1 * sm1 * right - sn1 * cm1 * down).
Definition stencil_size (q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right : R)
  : R :=
  Rabs (q * cn * cm * here) + Rabs (p * cn1 * cm1 * here) + Rabs (p * sn * sm * up_left)
  + Rabs (q * sn1 * sm1 * down_right) + Rabs (kappa * cn * sm * left) + Rabs (kappa * sn * cm * up)
  + Rabs (kappa * cn1 * sm1 * right) + Rabs (kappa * sn1 * cm1 * down).
Definition sc_stencil_off
  (y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right : R) : Prop :=
  Rabs (y - stencil q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
  <= 7.01 * (sc_u * stencil_size q p kappa cn sn cn1 sn1 cm sm cm1 sm1
                      up_left up left here right down down_right) + / 2 ^ 1000.
Definition sc_pair_off (y w q g x k h z : R) : Prop :=
  Rabs (y - w * (q * g * x + k * h * z))
  <= sc_gap (Rabs (q * g * w * x) + Rabs (k * h * w * z)) 4.0003 15.007.
#[export] Hint Unfold stencil stencil_size : spec.

Theorem sc_stencil_off_def
  y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right :
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right
  <-> Rabs (y - stencil q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
      <= 7.01 * (sc_u * stencil_size q p kappa cn sn cn1 sn1 cm sm cm1 sm1
                          up_left up left here right down down_right) + / 2 ^ 1000.
Proof. reflexivity. Qed.
Definition sc_products (q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 : R) : Prop :=
  sc_rmul q_c q cn /\ sc_rmul k_s kappa sn /\ sc_rmul p_s p sn /\ sc_rmul k_c kappa cn /\
  sc_rmul p_c1 p cn1 /\ sc_rmul k_s1 kappa sn1 /\ sc_rmul q_s1 q sn1 /\ sc_rmul k_c1 kappa cn1.
Definition sc_made (y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1 : R)
  (up_left up left here right down down_right : R) : Prop :=
  forall q p kappa cn sn cn1 sn1, sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.

Theorem sc_products_def q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 :
  sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 <->
  sc_rmul q_c q cn /\ sc_rmul k_s kappa sn /\ sc_rmul p_s p sn /\ sc_rmul k_c kappa cn /\
  sc_rmul p_c1 p cn1 /\ sc_rmul k_s1 kappa sn1 /\ sc_rmul q_s1 q sn1 /\ sc_rmul k_c1 kappa cn1.
Proof. reflexivity. Qed.

Theorem sc_made_def y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1
  up_left up left here right down down_right :
  sc_made y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1 up_left up left here right down down_right <->
  forall q p kappa cn sn cn1 sn1, sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.
Proof. reflexivity. Qed.

Theorem sc_made_stencil y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1
  cm sm cm1 sm1 up_left up left here right down down_right :
  sc_products q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 q p kappa cn sn cn1 sn1 ->
  sc_made y q_c k_s p_s k_c p_c1 k_s1 q_s1 k_c1 cm sm cm1 sm1 up_left up left here right down down_right ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.
Proof. intros P M. now apply M. Qed.

Theorem sc_pair_off_def y w q g x k h z : sc_pair_off y w q g x k h z <->
  Rabs (y - w * (q * g * x + k * h * z))
  <= sc_gap (Rabs (q * g * w * x) + Rabs (k * h * w * z)) 4.0003 15.007.
Proof. reflexivity. Qed.

(* A product of the tables, times its element. *)
Lemma close_element ax a x q g : sc_rmul ax a x -> sc_rmul a q g -> Rabs x <= 2 ->
  close ax (x * (q * g)) (Rabs x * Rabs (q * g)) (1 + 1.0001) (2 * 1 + 1.001).
Proof.
  intros AX A X. apply (close_mul ax x a); [|now apply close_product|lra|lra|exact X].
  rewrite Rmult_comm. exact AX.
Qed.

Lemma close_pair y w q g x k h z sum ax bz : sc_rmul y w sum -> sc_radd sum ax bz -> Rabs w <= 2 ->
  close ax (x * (q * g)) (Rabs x * Rabs (q * g)) (1 + 1.0001) (2 * 1 + 1.001) ->
  close bz (z * (k * h)) (Rabs z * Rabs (k * h)) (1 + 1.0001) (2 * 1 + 1.001) -> sc_pair_off y w q g x k h z.
Proof.
  intros Y S W A B. pose proof (close_add sum _ _ _ _ _ _ _ _ _ _ S A B) as C.
  destruct (close_mul y w sum _ _ _ _ Y (C ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra))) as [_ D]; try lra.
  unfold sc_pair_off. replace (w * (q * g * x + k * h * z)) with (w * (x * (q * g) + z * (k * h))) by ring.
  apply (Rle_trans _ _ _ D). rewrite !Rabs_mult. unfold sc_gap. right. lra.
Qed.

Theorem sc_pair_plus y w q g x k h z a b ax bz sum : sc_rmul y w sum -> sc_radd sum ax bz -> sc_rmul ax a x ->
  sc_rmul bz b z -> sc_rmul a q g -> sc_rmul b k h -> Rabs w <= 2 -> Rabs x <= 2 -> Rabs z <= 2 ->
  sc_pair_off y w q g x k h z.
Proof.
  intros Y S AX BZ A B W X Z. apply (close_pair y w q g x k h z sum ax bz Y S W).
  - now apply (close_element ax a).
  - now apply (close_element bz b).
Qed.

Theorem sc_pair_minus y w q g x k h z a b ax bz sum : sc_rmul y w sum -> sc_radd sum ax (- bz) ->
  sc_rmul ax a x -> sc_rmul bz b z -> sc_rmul a q g -> sc_rmul b k h -> Rabs w <= 2 -> Rabs x <= 2 ->
  Rabs z <= 2 -> sc_pair_off y w q g x k h (- z).
Proof.
  intros Y S AX BZ A B W X Z. apply (close_pair y w q g x k h (- z) sum ax (- bz) Y S W).
  - now apply (close_element ax a).
  - rewrite Rabs_Ropp, Ropp_mult_distr_l_reverse. apply close_opposite. now apply (close_element bz b).
Qed.

Lemma pair_close y w q g x k h z : sc_pair_off y w q g x k h z ->
  close y (w * (q * g * x + k * h * z)) (Rabs (q * g * w * x) + Rabs (k * h * w * z)) 4.0003 15.007.
Proof.
  intros Y. split; [|exact Y].
  replace (w * (q * g * x + k * h * z)) with (q * g * w * x + k * h * w * z) by ring. apply Rabs_triang.
Qed.

Theorem sc_stencil_sum y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right
  from_here from_left to_here to_right from without_right :
  sc_radd y without_right to_right -> sc_radd without_right from to_here ->
  sc_radd from from_here from_left ->
  sc_pair_off from_here cm q cn here kappa sn up -> sc_pair_off from_left sm p sn up_left kappa cn left ->
  sc_pair_off to_here cm1 p cn1 here kappa sn1 (- down) ->
  sc_pair_off to_right sm1 q sn1 down_right kappa cn1 (- right) ->
  sc_stencil_off y q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right.
Proof.
  intros Y W F FH FL TH TR.
  apply pair_close in FH. apply pair_close in FL. apply pair_close in TH. apply pair_close in TR.
  pose proof (close_add _ _ _ _ _ _ _ _ _ _ _ F FH FL ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as A.
  pose proof (close_add _ _ _ _ _ _ _ _ _ _ _ W A TH ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as B.
  destruct (close_add _ _ _ _ _ _ _ _ _ _ _ Y B TR ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as [P C].
  clear A B F W Y FH FL TH TR. unfold sc_stencil_off.
  match type of C with Rabs (_ - ?e) <= sc_gap ?m _ _ =>
    replace (stencil q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
      with e by (unfold stencil; ring);
    replace (stencil_size q p kappa cn sn cn1 sn1 cm sm cm1 sm1 up_left up left here right down down_right)
      with m by (unfold stencil_size; rewrite !Rabs_mult, !Rabs_Ropp; ring);
    pose proof (Rabs_pos e); set (size := m) in *; set (exact := e) in * end.
  assert (0 <= sc_u * size) by (apply Rmult_le_pos; [unfold sc_u|]; lra).
  assert (T : 100 * sc_eta <= / 2 ^ 1000).
  { unfold sc_eta. replace (2 ^ 1074) with (2 ^ 74 * 2 ^ 1000) by (rewrite <- pow_add; reflexivity).
    rewrite Rinv_mult, <- Rmult_assoc.
    rewrite <- (Rmult_1_l (/ 2 ^ 1000)) at 2. apply Rmult_le_compat_r; [|lra].
    left. apply Rinv_0_lt_compat, pow_lt. lra. }
  assert (0 < sc_eta) by (apply Rinv_0_lt_compat, pow_lt; lra).
  apply (Rle_trans _ _ _ C). unfold sc_gap. lra.
Qed.
