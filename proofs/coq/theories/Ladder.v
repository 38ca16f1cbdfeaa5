(* Every definition that the statements use: ladder, population step, protocol, mean energy, tau. Units: E =
   1 and Omega = 1; energy is counted from the ground level, so level n has energy n. *)
From Coquelicot Require Import Coquelicot.
From Coq Require Import Reals List Arith.
From Surecharge Require Import R0.
Open Scope R_scope.

Notation "\sum_ ( n <= N ) F" := (sum_f_R0 (fun n => F) N)
  (at level 41, F at level 41, n name, N at level 50, format "\sum_ ( n  <=  N )  F").

(* A ladder of levels 0..N with weights w_n = f_n^2, closed at both ends: w_0 = w_(N+1) = 0. *)
Definition ladder (w : nat -> R) (N : nat) : Prop :=
  w 0%nat = 0 /\ w (S N) = 0 /\ forall n, (1 <= n <= N)%nat -> 0 < w n.

(* The oscillator, eq. (8); a ladder closed above level N; the spin, eq. (23), with N = 2 j and n = m + j. *)
Definition infinite_oscillator (n : nat) : R := INR n.
Definition cut (N : nat) (w : nat -> R) (n : nat) : R := if (n <=? N)%nat then w n else 0.
Definition oscillator (N : nat) : nat -> R := cut N infinite_oscillator.
Definition spin (N n : nat) : R := INR n * INR (S N - n).

(* One collision: swap angle theta, and a qubit that is in its ground state with probability q. *)
Record collision := Collision { theta : R; q : R }.

Definition s (w : nat -> R) (k : collision) (n : nat) : R := sin (sqrt (w n) * theta k).
Definition c (w : nat -> R) (k : collision) (n : nat) : R := cos (sqrt (w n) * theta k).

(* Eq. (9), (24): what one collision with an incoherent qubit makes of the populations P of the levels. *)
Definition population_step (w : nat -> R) (k : collision) (P : nat -> R) (n : nat) : R :=
  (q k * c w k n ^ 2 + (1 - q k) * c w k (S n) ^ 2) * P n
  + q k * s w k (S n) ^ 2 * P (S n) + (1 - q k) * s w k n ^ 2 * P (pred n).

(* A protocol is a list of collisions, the first one first. *)
Definition protocol := list collision.
Definition admissible_collision (k : collision) : Prop := 0 < theta k /\ 0 <= q k <= 1.
Definition admissible (p : protocol) : Prop := Forall admissible_collision p.
Definition charge (w : nat -> R) (p : protocol) (P : nat -> R) : nat -> R :=
  fold_left (fun P k => population_step w k P) p P.
Definition tau (p : protocol) : R := fold_right (fun k t => theta k + t) 0 p.

(* Populations of a battery with levels 0..N; the battery that is certainly in level m. *)
Definition populations (N : nat) (P : nat -> R) : Prop :=
  (forall n, 0 <= P n) /\ (forall n, (N < n)%nat -> P n = 0) /\ \sum_(n <= N) P n = 1.
Definition level (m n : nat) : R := if (n =? m)%nat then 1 else 0.
Definition mean (f : nat -> R) (N : nat) (P : nat -> R) : R := \sum_(n <= N) f n * P n.
Definition mean_energy (N : nat) (P : nat -> R) : R := mean INR N P.

(* Sum over m = 1..n of 1 / f_m. *)
Fixpoint swap_time (w : nat -> R) (n : nat) : R :=
  match n with O => 0 | S m => swap_time w m + / sqrt (w (S m)) end.

(* From the empty battery to all population in level N. *)
Definition fully_charges (w : nat -> R) (N : nat) (p : protocol) : Prop :=
  forall n, charge w p (level 0) n = level N n.

(* Eq. (30): swap each level in turn with certainty. *)
Definition full_swap_collision (w : nat -> R) (n : nat) : collision := Collision (PI / 2 / sqrt (w n)) 0.
Definition full_swap (w : nat -> R) (N : nat) : protocol := map (full_swap_collision w) (seq 1 N).

(* The spin quantities of eq. (23), (26)-(29): j = N / 2, the mean of J_z, and f_+. *)
Definition spin_j (N : nat) : R := INR N / 2.
Definition f_plus (j x : R) : R := sqrt (j * (j + 1) - x * (x + 1)).
Definition mean_Jz (N : nat) (p : protocol) : R := mean_energy N (charge (spin N) p (level 0)) - spin_j N.

(* l1 distance on levels 0..M; the sum of the first K terms of a sequence. *)
Definition distance (M : nat) (P Q : nat -> R) : R := \sum_(n <= M) Rabs (P n - Q n).
Fixpoint total (d : nat -> R) (K : nat) : R := match K with O => 0 | S K => total d K + d K end.

(* What a ladder cut at level N lost through level N, sum over the steps of (1 - q) sin^2(f_(N+1) theta)
   P_N. *)
Fixpoint leak (N : nat) (w : nat -> R) (p : protocol) (P : nat -> R) : R :=
  match p with
  | nil => 0
  | k :: p => (1 - q k) * s w k (S N) ^ 2 * P N + leak N w p (population_step (cut N w) k P)
  end.

(* choose m n = m! / n! / (m - n)! *)
Notation choose := Binomial.C.

(* Loss between collisions, eq. (21) on the populations: each quantum is lost with probability gamma. *)
Definition damp (gamma : R) (N : nat) (P : nat -> R) (n : nat) : R :=
  \sum_(k <= N - n) choose (n + k) k * gamma ^ k * (1 - gamma) ^ n * P (n + k)%nat.
Definition damped_step (gamma : R) (w : nat -> R) (N : nat) (k : collision) (P : nat -> R) : nat -> R :=
  damp gamma N (population_step w k P).
Definition damped_charge (gamma : R) (w : nat -> R) (N : nat) (p : protocol) (P : nat -> R) : nat -> R :=
  fold_left (fun P k => damped_step gamma w N k P) p P.
(* The same on infinitely many levels. *)
Definition damp_infinite (gamma : R) (P : nat -> R) (n : nat) : R :=
  Series (fun k => choose (n + k) k * gamma ^ k * (1 - gamma) ^ n * P (n + k)%nat).
Definition damped_charge_infinite (gamma : R) (p : protocol) (P : nat -> R) : nat -> R :=
  fold_left (fun P k => damp_infinite gamma (population_step infinite_oscillator k P)) p P.
Definition short (p : protocol) : Prop := Forall (fun k => theta k <= PI / 2) p.

(* The integral of f from a to b exists and is at most t. *)
Definition integral_at_most (f : R -> R) (a b t : R) : Prop := exists I, is_RInt f a b I /\ I <= t.

(* Of the interval [x - 1, x], the point nearest to [peak]; the greatest value over that interval of a
   function that increases up to [peak] and decreases after it. *)
Definition nearest (peak x : R) : R := Rmax (Rmin x peak) (x - 1).
Definition greatest (h : R -> R) (peak x : R) : R := h (nearest peak x).

(* The right-hand side of (C3) and (C4), and where it is greatest. *)
Definition damped_slope (gamma e : R) : R := R_0 * (1 - gamma) * sqrt (e + 1) - 2 / PI * gamma * e.
Definition damped_peak (gamma : R) : R := Rmax 0 ((PI * R_0 * (1 - gamma) / (4 * gamma)) ^ 2 - 1).

(* The root in (26), (27) as a function of the energy e = x + j. *)
Definition spin_slope (N : nat) (e : R) : R := sqrt ((e + 1) * (INR N - e)).

(* The integral of 1 / [greatest h peak] from 0 to e, for any F with F' = 1 / h: up to the peak, over the unit
   interval above it, and beyond. *)
Definition integral_of_greatest (F h : R -> R) (peak e : R) : R :=
  F (Rmin e peak) - F 0 + (Rmin e (peak + 1) - Rmin e peak) / h peak + (F (Rmax (e - 1) peak) - F peak).

(* The arctan of (28), as an arcsin: its derivative is 1 / [spin_slope]. *)
Definition spin_arc (N : nat) (e : R) : R := asin ((2 * e + 1 - INR N) / (INR N + 1)).

(* The same for 1 / [damped_slope], with y = sqrt (e + 1): the slope vanishes at the two roots y_+ > 0 > y_-,
   of sum 2 m and product -1. *)
Definition damped_ratio (gamma : R) : R := PI * R_0 * (1 - gamma) / (4 * gamma).
Definition y_plus (gamma : R) : R := let m := damped_ratio gamma in m + sqrt (m ^ 2 + 1).
Definition y_minus (gamma : R) : R := let m := damped_ratio gamma in m - sqrt (m ^ 2 + 1).
Definition damped_logs (gamma e : R) : R := let y := sqrt (e + 1) in
  - PI / (gamma * (y_plus gamma - y_minus gamma))
  * (y_plus gamma * ln ((y_plus gamma - y) / (y_plus gamma - 1))
     - y_minus gamma * ln ((y - y_minus gamma) / (1 - y_minus gamma))).

(* ---- Density matrices, for qubits with coherence, in the basis |n~> = (-i e^(i alpha))^n |n> where they
   are real. That [density_step] is eq. (3) is the theorem gauge_run. *)
Definition matrix := nat -> nat -> R.
Record qubit_collision := Qubit { swap : collision; coherence : R }.
Definition admissible_qubit (k : qubit_collision) : Prop :=
  admissible_collision (swap k) /\ 0 <= coherence k <= 1.
Definition density_step (w : nat -> R) (k : qubit_collision) (r : matrix) : matrix := fun n m =>
  let q := q (swap k) in let p := 1 - q in let kappa := coherence k * sqrt (q * p) in
  let s := s w (swap k) in let c := c w (swap k) in
  (q * c n * c m + p * c (S n) * c (S m)) * r n m
  + p * s n * s m * r (pred n) (pred m) + q * s (S n) * s (S m) * r (S n) (S m)
  + kappa * (c n * s m * r n (pred m) + s n * c m * r (pred n) m
             - c (S n) * s (S m) * r n (S m) - s (S n) * c (S m) * r (S n) m).
(* Eq. (21): k quanta are lost with the real Kraus operator of these weights. *)
Definition loss_weight (gamma : R) (N k n : nat) : R :=
  if (n + k <=? N)%nat then sqrt (choose (n + k) k * gamma ^ k * (1 - gamma) ^ n) else 0.
Definition density_loss (gamma : R) (N : nat) (r : matrix) : matrix := fun n m =>
  \sum_(k <= N) loss_weight gamma N k n * loss_weight gamma N k m * r (n + k)%nat (m + k)%nat.
(* A run is a list of collisions and losses. *)
Inductive event := Collide (k : qubit_collision) | Lose (gamma : R).
Definition admissible_event (e : event) : Prop :=
  match e with Collide k => admissible_qubit k | Lose gamma => 0 <= gamma <= 1 end.
Definition density_event (w : nat -> R) (N : nat) (e : event) (r : matrix) : matrix :=
  match e with Collide k => density_step w k r | Lose gamma => density_loss gamma N r end.
Definition density_run (w : nat -> R) (N : nat) (run : list event) (r : matrix) : matrix :=
  fold_left (fun r e => density_event w N e r) run r.
Definition symmetric (r : matrix) : Prop := forall n m, r n m = r m n.
(* tr (B r), the sum of |r_nm - t_nm|, and the observables with - b I <= B <= b I in the Loewner order. *)
Definition expectation (N : nat) (B r : matrix) : R := \sum_(n <= N) (\sum_(m <= N) B n m * r n m).
Definition entry_distance (N : nat) (r t : matrix) : R := \sum_(n <= N) (\sum_(m <= N) Rabs (r n m - t n m)).
Definition square_norm (N : nat) (v : nat -> R) : R := \sum_(n <= N) v n ^ 2.
Definition outer (v : nat -> R) : matrix := fun n m => v n * v m.
Definition observable (N : nat) (b : R) (B : matrix) : Prop :=
  forall v, Rabs (expectation N B (outer v)) <= b * square_norm N v.
Definition diagonal (f : nat -> R) : matrix := fun n m => if (n =? m)%nat then f n else 0.

(* ---- Mixtures: a state of a battery with levels 0..N is a sum of v v^T whose square norms add up to 1. *)
Fixpoint mixture (l : list (nat -> R)) : matrix := fun n m =>
  match l with nil => 0 | v :: l => v n * v m + mixture l n m end.
Fixpoint mixture_norm (N : nat) (l : list (nat -> R)) : R :=
  match l with nil => 0 | v :: l => square_norm N v + mixture_norm N l end.
Definition state (N : nat) (l : list (nat -> R)) : Prop :=
  mixture_norm N l = 1 /\ Forall (fun v => forall n, (N < n)%nat -> v n = 0) l.
(* What a run on the ladder cut at level N lost through level N, in the trace norm. *)
Fixpoint density_leak (N : nat) (w : nat -> R) (run : list event) (r : matrix) : R :=
  match run with
  | nil => 0
  | e :: run => density_leak N w run (density_event (cut N w) N e r) +
      match e with
      | Lose _ => 0
      | Collide k =>
          4 * Rabs (sin (sqrt (w (S N)) * theta (swap k) / 2)) * sqrt ((1 - q (swap k)) * r N N)
      end
  end.
