(* The definitions for a collision as the paper states it: the Hamiltonian (2), the qubit (1), the collision
   (3), Kraus operators, dissipators, and the loss (21). Units: E = 1 and Omega = 1. *)
From Coq Require Import Reals List Arith.
From Coquelicot Require Import Coquelicot.
From Surecharge Require Import Ladder.
Open Scope C_scope.

(* ---- Operators of a battery with levels 0..N: the entries <n|X|m>. *)
Fixpoint csum (f : nat -> C) (N : nat) : C := match N with O => f O | S M => csum f M + f N end.
Definition operator := nat -> nat -> C.
Definition same (N : nat) (X Y : operator) : Prop :=
  forall n m, (n <= N)%nat -> (m <= N)%nat -> X n m = Y n m.
Definition null : operator := fun _ _ => 0.
Definition diag (d : nat -> R) : operator := fun n m => if (n =? m)%nat then RtoC (d n) else 0.
Definition identity : operator := diag (fun _ => 1%R).
Definition projector (j : nat) : operator := diag (level j).
Definition add (X Y : operator) : operator := fun n m => X n m + Y n m.
Definition scale (z : C) (X : operator) : operator := fun n m => z * X n m.
Definition adjoint (X : operator) : operator := fun n m => Cconj (X m n).
Definition product (N : nat) (X Y : operator) : operator := fun n m => csum (fun k => X n k * Y k m) N.
Definition commutator (N : nat) (X Y : operator) : operator :=
  add (product N X Y) (scale (- (1)) (product N Y X)).
Definition sandwich (N : nat) (X rho Y : operator) : operator := product N (product N X rho) (adjoint Y).

(* The lowering operator A of the ladder: A |n> = f_n |n-1>. *)
Definition lower (w : nat -> R) : operator := fun n m => if (m =? S n)%nat then RtoC (sqrt (w m)) else 0.

(* ---- Operators of battery and qubit, by their blocks <a|X|b>. *)
Inductive qubit := ground | excited.
Definition joint := qubit -> qubit -> operator.
Definition joint_identity : joint := fun a b =>
  match a, b with ground, ground | excited, excited => identity | _, _ => null end.
Definition joint_scale (z : C) (X : joint) : joint := fun a b => scale z (X a b).
Definition joint_adjoint (X : joint) : joint := fun a b => adjoint (X b a).
Definition joint_product (N : nat) (X Y : joint) : joint := fun a b =>
  add (product N (X a ground) (Y ground b)) (product N (X a excited) (Y excited b)).
Fixpoint joint_power (N : nat) (X : joint) (k : nat) : joint :=
  match k with O => joint_identity | S k => joint_product N X (joint_power N X k) end.

(* Eq. (2): H = A |e><g| + A^dagger |g><e|. *)
Definition hamiltonian (w : nat -> R) : joint := fun a b =>
  match a, b with excited, ground => lower w | ground, excited => adjoint (lower w) | _, _ => null end.

(* U = exp X: each entry of U is the sum of the series of that entry of X^k / k!, real and imaginary parts. *)
Definition exponential (N : nat) (X U : joint) : Prop :=
  forall a b n m, (n <= N)%nat -> (m <= N)%nat ->
    is_series (fun k => Re (joint_power N X k a b n m) / INR (fact k))%R (Re (U a b n m)) /\
    is_series (fun k => Im (joint_power N X k a b n m) / INR (fact k))%R (Im (U a b n m)).
Definition evolution (w : nat -> R) (N : nat) (theta : R) (U : joint) : Prop :=
  exponential N (joint_scale (- Ci * theta) (hamiltonian w)) U.

(* ---- The collision. *)
Definition phase (alpha : R) : C := (cos alpha, sin alpha).

(* Eq. (1); the phase alpha is the same for all qubits of a run with one alpha. *)
Definition qubit_state (k : qubit_collision) (alpha : R) (a b : qubit) : C :=
  let q := q (swap k) in let kappa := (coherence k * sqrt (q * (1 - q)))%R in
  match a, b with
  | ground, ground => q
  | excited, excited => (1 - q)%R
  | ground, excited => kappa * phase (- alpha)
  | excited, ground => kappa * phase alpha
  end.

Definition tensor (rho : operator) (rho_Q : qubit -> qubit -> C) : joint := fun a b => scale (rho_Q a b) rho.
Definition trace_Q (X : joint) : operator := add (X ground ground) (X excited excited).

(* Eq. (3): tr_Q (U (rho (x) rho_Q) U^dagger). *)
Definition collision_map (N : nat) (U : joint) (rho_Q : qubit -> qubit -> C) (rho : operator) : operator :=
  trace_Q (joint_product N (joint_product N U (tensor rho rho_Q)) (joint_adjoint U)).

(* What one collision changes: L = Phi - 1, above (A1). *)
Definition generator (N : nat) (U : joint) (rho_Q : qubit -> qubit -> C) (rho : operator) : operator :=
  add (collision_map N U rho_Q rho) (scale (- (1)) rho).

(* ---- Kraus operators and dissipators. *)
Definition total_operator (Xs : list operator) : operator := fold_right add null Xs.
Definition kraus_map (N : nat) (Ms : list operator) (rho : operator) : operator :=
  total_operator (map (fun M => sandwich N M rho M) Ms).
Definition complete (N : nat) (Ms : list operator) : Prop :=
  same N (total_operator (map (fun M => product N (adjoint M) M) Ms)) identity.
Definition dissipator (N : nat) (M rho : operator) : operator := let MM := product N (adjoint M) M in
  add (sandwich N M rho M) (scale (- (1 / 2)%R) (add (product N MM rho) (product N rho MM))).

(* <chi|U|psi>, for qubit states chi and psi; two orthonormal states that span. *)
Definition bracket (chi : qubit -> C) (U : joint) (psi : qubit -> C) : operator :=
  add (add (scale (Cconj (chi ground) * psi ground) (U ground ground))
           (scale (Cconj (chi ground) * psi excited) (U ground excited)))
      (add (scale (Cconj (chi excited) * psi ground) (U excited ground))
           (scale (Cconj (chi excited) * psi excited) (U excited excited))).
(* The pure qubit state of App. A. *)
Definition coherent_state (q alpha : R) (a : qubit) : C :=
  match a with ground => RtoC (sqrt q) | excited => sqrt (1 - q) * phase alpha end.
Definition inner (chi psi : qubit -> C) : C :=
  Cconj (chi ground) * psi ground + Cconj (chi excited) * psi excited.
Definition ket (chi : qubit -> C) (a b : qubit) : C := chi a * Cconj (chi b).
Definition delta (a b : qubit) : C := match a, b with ground, ground | excited, excited => 1 | _, _ => 0 end.
Definition ket_g (a : qubit) : C := match a with ground => 1 | excited => 0 end.
Definition ket_e (a : qubit) : C := match a with ground => 0 | excited => 1 end.
Definition unitary (N : nat) (U : joint) : Prop :=
  forall a b, same N (joint_product N (joint_adjoint U) U a b) (joint_identity a b).
Definition basis (chi_0 chi_1 : qubit -> C) : Prop :=
  (inner chi_0 chi_0 = 1 /\ inner chi_1 chi_1 = 1 /\ inner chi_0 chi_1 = 0) /\
  forall a b, ket chi_0 a b + ket chi_1 a b = delta a b.

(* Eq. (A2): the Kraus operators sqrt q_n <chi_m|U|psi_n>. *)
Definition kraus_operators (U : joint) (q_0 q_1 : R) (psi_0 psi_1 chi_0 chi_1 : qubit -> C) : list operator :=
  scale (sqrt q_0) (bracket chi_0 U psi_0) :: scale (sqrt q_0) (bracket chi_1 U psi_0)
  :: scale (sqrt q_1) (bracket chi_0 U psi_1) :: scale (sqrt q_1) (bracket chi_1 U psi_1) :: nil.

(* Eq. (A9), theta being the swap angle. *)
Definition sinc (x : R) : R := if Req_EM_T x 0 then 1%R else (sin x / x)%R.
Definition L_g (w : nat -> R) (theta : R) : operator := diag (fun n => cos (sqrt (w n) * theta)).
Definition L_e (w : nat -> R) (theta : R) : operator := diag (fun n => cos (sqrt (w (S n)) * theta)).
Definition L_minus (w : nat -> R) (theta : R) : operator := fun n m =>
  if (m =? S n)%nat then RtoC (sin (sqrt (w m) * theta)) else 0.
Definition L_plus (w : nat -> R) (theta : R) : operator := adjoint (L_minus w theta).

(* The uniform ladder of App. B. *)
Definition uniform (N n : nat) : R := cut N (fun n => if (n =? 0)%nat then 0%R else 1%R) n.

Definition minus_projector (j : nat) : operator := add identity (scale (- (1)) (projector j)).
(* Eq. (B3): its two lines, with the projector |j><j| beside A and |i><i| beside A^dagger. *)
Definition B3_first (N : nat) (q theta alpha : R) (j i : nat) (rho : operator) : operator :=
  let A := lower (uniform N) in
  let boundary l := add (scale (cos theta) identity) (scale (1 - cos theta)%R (projector l)) in
  add (dissipator N (add (scale (sqrt q * sin theta) A)
                         (scale (Ci * sqrt (1 - q) * phase alpha) (boundary j))) rho)
      (dissipator N (add (scale (sqrt (1 - q) * sin theta) (adjoint A))
                         (scale (Ci * sqrt q * phase (- alpha)) (boundary i))) rho).
Definition B3_second (N : nat) (q theta alpha : R) (j i : nat) (rho : operator) : operator :=
  let A := lower (uniform N) in
  add (scale (- Ci * (sqrt (q * (1 - q)) * sin theta * cos theta)%R)
         (commutator N (add (scale (phase (- alpha)) A) (scale (phase alpha) (adjoint A))) rho))
  (add (dissipator N (add (scale (sqrt q * sin theta) A)
                          (scale (Ci * sqrt (1 - q) * phase alpha * (1 - cos theta)%R) (projector j))) rho)
       (dissipator N (add (scale (sqrt (1 - q) * sin theta) (adjoint A))
                          (scale (Ci * sqrt q * phase (- alpha) * (1 - cos theta)%R) (projector i))) rho)).

(* ---- The loss (21), k quanta lost, gamma = 1 - exp (- kappa t_0). *)
Definition loss_operator (gamma : R) (N k : nat) : operator := fun n m =>
  if (m =? n + k)%nat then RtoC (loss_weight gamma N k n) else 0.
Definition loss_operators (gamma : R) (N : nat) : list operator := map (loss_operator gamma N) (seq 0 (S N)).
Fixpoint operator_power (N : nat) (X : operator) (k : nat) : operator :=
  match k with O => identity | S k => product N X (operator_power N X k) end.

(* ---- A run with one phase alpha, and the phases that make it real: (- i e^(i alpha))^(n - m). *)
Definition complex_event (N : nat) (U : R -> joint) (alpha : R) (e : event) (rho : operator) : operator :=
  match e with
  | Collide k => collision_map N (U (theta (swap k))) (qubit_state k alpha) rho
  | Lose gamma => kraus_map N (loss_operators gamma N) rho
  end.
Definition complex_run (N : nat) (U : R -> joint) (alpha : R) (run : list event)
  (rho : operator) : operator := fold_left (fun rho e => complex_event N U alpha e rho) run rho.
Fixpoint power (z : C) (n : nat) : C := match n with O => 1 | S n => z * power z n end.
Definition gauge (alpha : R) (r : matrix) : operator := fun n m =>
  let z := - Ci * phase alpha in power z n * Cconj (power z m) * RtoC (r n m).
