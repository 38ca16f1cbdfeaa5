(** What the error bars of the program rest on: errors only add up, what a cut of the ladder costs, and that
    what the kernel, within its contracts, returns is within its bars. The definitions are in Ladder.v, and
    for the kernel in KernelRun.v, KernelEnergy.v and KernelRate.v, and purity and energy_variance in
    KernelBars.v; units as in Statements.v. *)
From Coq Require Import Reals List Arith ZArith.
From Surecharge Require Import Ladder.
From Surecharge Require Contraction DensityContraction DensityLeak KernelWeights KernelRun KernelDamp
  KernelEnergy Memory SpecBudget SpecObserve SpecCollide Bridge KernelStep KernelSpec KernelContract
  KernelTrace KernelLossTrace KernelTop KernelEnergyBar KernelBars KernelRate KernelRateSpec.
Open Scope R_scope.

(** ** Errors only add up *)

(** P16, (9): a collision does not increase the l1 distance of any two vectors of populations. *)
Theorem contraction : forall w N k P Q, ladder w N -> 0 <= q k <= 1 ->
  distance N (population_step w k P) (population_step w k Q) <= distance N P Q.
Proof. exact (fun w N k P Q => Contraction.contraction w k P Q N). Qed.

(** P16, (9): computed i is the vector computed after i collisions, delta i the l1 error of the next one, b
    any observable of the level. *)
Theorem budget : forall w N p (computed : nat -> nat -> R) (delta b : nat -> R) B, ladder w N ->
  admissible p ->
  (forall i k, nth_error p i = Some k ->
     distance N (computed (S i)) (population_step w k (computed i)) <= delta i) ->
  (forall n, (n <= N)%nat -> Rabs (b n) <= B) ->
  Rabs (mean b N (computed (length p)) - mean b N (charge w p (computed 0%nat)))
    <= B * total delta (length p).
Proof. exact Contraction.budget. Qed.

(** P16, (9): the energy. *)
Theorem budget_energy : forall w N p (computed : nat -> nat -> R) (delta : nat -> R), ladder w N ->
  admissible p ->
  (forall i k, nth_error p i = Some k ->
     distance N (computed (S i)) (population_step w k (computed i)) <= delta i) ->
  Rabs (mean_energy N (computed (length p)) - mean_energy N (charge w p (computed 0%nat)))
    <= INR N * total delta (length p).
Proof. exact Contraction.budget_energy. Qed.

(** P16, (3), (21): density matrices, and any run of collisions and losses. Let B be an observable with - b I
    <= B <= b I in the Loewner order. Two states differ in tr (B r) by at most b times the sum of the moduli
    of the differences of their entries before the run, *)
Theorem density_contraction : forall w N run B b r t, ladder w N -> Forall admissible_event run ->
  observable N b B -> 0 <= b -> symmetric r -> symmetric t ->
  Rabs (expectation N B (density_run w N run r) - expectation N B (density_run w N run t))
    <= b * entry_distance N r t.
Proof. exact DensityContraction.density_contraction. Qed.

(** P16, (3), (21): and local errors delta i of the entries add up, *)
Theorem density_budget : forall w N run (computed : nat -> matrix) delta B b, ladder w N ->
  Forall admissible_event run ->
  observable N b B -> 0 <= b -> (forall i, symmetric (computed i)) ->
  (forall i e, nth_error run i = Some e ->
     entry_distance N (computed (S i)) (density_event w N e (computed i)) <= delta i) ->
  Rabs (expectation N B (computed (length run)) - expectation N B (density_run w N run (computed 0%nat)))
    <= b * total delta (length run).
Proof. exact DensityContraction.density_budget. Qed.

(** P16, (3), (21): for the energy, with b = N. *)
Theorem density_budget_energy : forall w N run (computed : nat -> matrix) delta, ladder w N ->
  Forall admissible_event run -> (forall i, symmetric (computed i)) ->
  (forall i e, nth_error run i = Some e ->
     entry_distance N (computed (S i)) (density_event w N e (computed i)) <= delta i) ->
  Rabs (mean_energy N (fun n => computed (length run) n n)
        - mean_energy N (fun n => density_run w N run (computed 0%nat) n n))
    <= INR N * total delta (length run).
Proof. exact DensityContraction.density_budget_energy. Qed.

(** P17, (9): a ladder w and w cut at level N differ in l1 distance by at most twice the leak of the cut
    one, *)
Theorem leak_distance : forall w N p P, w 0%nat = 0 -> admissible p -> populations N P ->
  forall M, distance M (charge w p P) (charge (cut N w) p P) <= 2 * leak N w p P.
Proof. exact (fun w N => Contraction.leak_distance N w). Qed.

(** P17, (9): with equality after one collision, so the factor 2 is needed, *)
Theorem leak_sharp : forall w N k P, w 0%nat = 0 -> 0 <= q k <= 1 -> populations N P ->
  distance (S N) (charge w (k :: nil) P) (charge (cut N w) (k :: nil) P) = 2 * leak N w (k :: nil) P.
Proof. exact (fun w N => Contraction.leak_sharp N w). Qed.

(** P17, (9): but any probability, and any mean of a quantity between 0 and 1, differs by at most the
    leak. *)
Theorem leak_probability : forall w N p P b, w 0%nat = 0 -> admissible p -> populations N P ->
  (forall n, 0 <= b n <= 1) ->
  forall M, Rabs (mean b M (charge w p P) - mean b M (charge (cut N w) p P)) <= leak N w p P.
Proof. exact (fun w N => Contraction.leak_probability N w). Qed.

(** P17, (3), (21): a ladder cut at level M and cut at a lower level N: for an observable B with - b I <= B <=
    b I on levels 0..M, the runs from a mixture of states of levels 0..N differ by at most b times the leak of
    the lower one, the sum over its steps of 4 |sin(f_(N+1) theta / 2)| sqrt(p rho_NN). *)
Theorem density_leak_bound : forall w N M run l B b, w 0%nat = 0 -> (forall n, 0 < w (S n)) -> (N < M)%nat ->
  Forall admissible_event run -> state N l -> observable M b B -> 0 <= b ->
  Rabs (expectation M B (density_run (cut M w) M run (mixture l))
        - expectation M B (density_run (cut N w) N run (mixture l))) <= b * density_leak N w run (mixture l).
Proof. exact DensityLeak.density_leak_bound. Qed.

(** P17, (3), (21): and the run on the ladder cut at M is that on the infinite one, if it cannot reach M. *)
Theorem cut_run_exact : forall w M run N r, w 0%nat = 0 -> DensityLeak.supported N r ->
  (N + length run <= M)%nat -> forall n m, density_run (cut M w) M run r n m = density_run w M run r n m.
Proof. exact (fun w M run N r W => DensityLeak.cut_run_exact w M run W N r). Qed.

(** ** The kernel. within_contract, in KernelRun.v, is what the headers of kernel/ say of one collision, entry
    by entry, the level that may be cut off included; kernel_run, in KernelEnergy.v, what they say of a run:
    each step within its contract, the budget after it at least the formula of budget.h. *)

(** P16, (3): what spec/ calls a collision, as Why3 hands it to the provers, is the density step, and that is
    eq. (3), [gauge_run]; memory holds the matrix and the tables. *)
Theorem spec_collision : forall memory r c s w k d top n m, w 0%nat = 0 ->
  (forall i, KernelStep.stored_table memory c i = Ladder.c w (swap k) i) ->
  (forall i, KernelStep.stored_table memory s i = Ladder.s w (swap k) i) ->
  let q := q (swap k) in let kappa := KernelRun.kappa_of q (coherence k) in
  Bridge.sc_collided memory r c s q (1 - q) kappa d top (Z.of_nat n) (Z.of_nat m)
    = density_step w k (KernelStep.stored_matrix memory r d top) n m.
Proof. exact KernelStep.sc_collided_is_step. Qed.

(** P16, (3): the contract of a collision follows from what spec/contract.acsl says of the calls, as Why3
    prints it ([collision_spec]): the state is that of memory before and after, the ladder the kernel's. *)
Theorem contract_of_spec : forall kind N k x, KernelContract.collision_spec kind N k x ->
  let d := Z.of_nat (S N) in
  KernelRun.within_contract N (KernelSpec.kernel_ladder kind N) k (KernelContract.given_of N x)
    (KernelStep.stored_matrix (KernelContract.memory x) (KernelContract.r_at x) d (KernelContract.top x))
    (KernelStep.stored_matrix (KernelContract.memory x) (KernelContract.out_at x) d (KernelContract.last x)).
Proof. exact KernelContract.contract_of_spec. Qed.

(** P16, (3): the trace that sc_collide keeps, from its contract as Why3 prints it: the sums over the diagonal
    of the rows computed and of the rows read, for tables that are closed and whose c^2 + s^2 is 1 within
    3 u. *)
Theorem collide_trace : forall memory out r c s q p kappa d top last,
  Bridge.sc_density_domain d top -> Bridge.sc_is_qubit q p kappa ->
  let value := Memory.real_of_double in let table := KernelStep.stored_table memory in let u :=
    SpecRound.sc_u in
  SpecRound.sc_radd (value p) 1 (- (1) * value q) ->
  table s 0%nat = 0 -> table s (Z.to_nat d) = 0 ->
  (forall n, (n <= Z.to_nat d)%nat ->
    Rabs (table c n * table c n + table s n * table s n - 1) <= 3 * u) ->
  Bridge.sc_collide_made memory out r c s (value q) (value p) (value kappa) d top last ->
  let row := Z.to_nat (SpecCollide.sc_next_top d top) in let rho := KernelStep.stored_matrix memory r d top in
  let entry n := value (memory (Memory.shift out (SpecObserve.sc_place d (Z.of_nat n) (Z.of_nat n)))) in
  Rabs ((\sum_(n <= row) entry n) - (\sum_(n <= row) rho n n))
    <= 11.02 * (u * (\sum_(n <= row) Rabs (rho n n)))
       + 14.1 * (u * (value kappa * (\sum_(n <= row) Rabs (rho (S n) n)))) + INR (S row) * / 2 ^ 1000.
Proof. exact KernelTrace.collide_trace. Qed.

(** P16, (1): an input_error as it asks for is what sc_budget_qubit returns, by its clause covers, as Why3
    prints it, for a qubit given by q and c. *)
Theorem input_of_spec : forall input_error q q_error c_error c exact_q exact_c,
  SpecBudget.sc_input_covers input_error q q_error c_error ->
  0 <= c <= 1 -> 0 <= exact_q <= 1 -> 0 <= exact_c <= 1 -> Rabs (q - exact_q) <= q_error ->
  Rabs (c - exact_c) <= c_error -> Bridge.sc_input_above input_error q c exact_q exact_c.
Proof. exact KernelContract.input_of_spec. Qed.

(** P16, (8), (23): and the kernel's ladders, of sc_weight as Why3 prints it, are the paper's. *)
Theorem kernel_ladders : forall N n, KernelSpec.kernel_ladder 0 N n = oscillator N n /\
  KernelSpec.kernel_ladder 1 N n = spin N n.
Proof. exact (fun N n => conj (KernelSpec.kernel_oscillator N n) (KernelSpec.kernel_spin N n)). Qed.

(** P16, (3): the contract of a collision can be kept: exact arithmetic keeps it. *)
Theorem exact_within_contract : forall N w k r, ladder w N -> admissible_qubit k ->
  let q := q (swap k) in let c := Ladder.c w (swap k) in let s := Ladder.s w (swap k) in
  let kappa := KernelRun.kappa_of q (coherence k) in
  KernelRun.within_contract N w k (KernelRun.Given q (1 - q) (coherence k) kappa c s 0 0 0) r
    (density_step w k r).
Proof. exact KernelRun.exact_within_contract. Qed.

(** P16, (3): the formula of sc_budget_collide covers one collision; 2^-28 pays for the rounding of the mass,
    2^-59 for underflow and for what is cut off, a row and a column of elements of at most 2^-72. *)
Theorem collide_budget : forall N w k g r out given_mass, ladder w N -> admissible_qubit k ->
  (N <= 4095)%nat ->
  KernelRun.within_contract N w k g r out ->
  KernelWeights.mass N r <= (1 + / 2 ^ 28) * given_mass ->
  entry_distance N out (density_step w k r)
    <= (1 + / 2 ^ 28) * given_mass
         * (22 * KernelWeights.u + 6 * KernelRun.swap_error g + KernelRun.input_error g)
       + / 2 ^ 59.
Proof. exact KernelRun.collide_budget. Qed.

(** P16, (21): two losses, one after the other, are one; *)
Theorem loss_twice : forall x y N r n m, 0 <= x <= 1 -> 0 <= y <= 1 -> (n <= N)%nat -> (m <= N)%nat ->
  density_loss x N (density_loss y N r) n m = density_loss (1 - (1 - x) * (1 - y)) N r n m.
Proof. exact (fun x y N r n m X Y => KernelDamp.loss_twice x y N X Y r n m). Qed.

(** P16, (21): so an error of gamma, relative to the survival 1 - gamma, costs 2 N per unit of mass; *)
Theorem loss_error : forall N gamma given e r, 0 <= gamma <= 1 -> 0 <= given <= 1 -> 0 <= e ->
  Rabs (given - gamma) <= e * (1 - given) ->
  entry_distance N (density_loss given N r) (density_loss gamma N r)
    <= 2 * INR N * e * KernelWeights.mass N r.
Proof. exact KernelDamp.loss_error. Qed.

(** P16, (21): and the formula of sc_budget_damp covers one loss, of which the kernel keeps so many Kraus
    operators: the rounding of each entry, the operators left out, the error of gamma. *)
Theorem damp_budget : forall N gamma given terms tail survival_error r out, 0 <= gamma <= 1 ->
  0 <= given <= 1 -> 0 <= survival_error -> Rabs (given - gamma) <= survival_error * (1 - given) ->
  0 <= tail -> ((terms <= N)%nat -> Rmin 1 (choose N terms * given ^ terms) <= tail) ->
  (forall n m, (n <= N)%nat -> (m <= N)%nat ->
    let kept := KernelDamp.with_factors given N (KernelDamp.below terms) in
    Rabs (out n m - kept r n m)
      <= KernelDamp.damp_rounding N terms * kept (KernelWeights.moduli r) n m + / 2 ^ 300) ->
  entry_distance N out (density_loss gamma N r)
    <= (KernelDamp.damp_rounding N terms + tail + 2 * INR N * survival_error) * KernelWeights.mass N r
       + INR (S N) ^ 2 * / 2 ^ 300.
Proof. exact KernelDamp.damp_budget. Qed.

(** P16, (21): the trace that sc_damp keeps, from its contract sc_damp_made as Why3 prints it: the sums over
    the diagonal of the rows computed and read. Besides rounding, what levels from `terms` on lose to the
    operators left out; from t n is 1 where n >= t, else 0. *)
Theorem damp_trace : forall memory out r gamma tail d top terms, Bridge.sc_density_domain d top ->
  Bridge.sc_damp_domain gamma d -> (1 <= terms <= d)%Z ->
  let value := Memory.real_of_double in let u := SpecRound.sc_u in
  Bridge.sc_damp_tail_above tail (value gamma) terms d ->
  Bridge.sc_damp_made memory out r (value gamma) d top terms ->
  let row := Z.to_nat top in let rho n := KernelStep.stored_matrix memory r d top n n in
  let entry n := value (memory (Memory.shift out (SpecObserve.sc_place d (Z.of_nat n) (Z.of_nat n)))) in
  Rabs ((\sum_(n <= row) entry n) - (\sum_(n <= row) rho n))
    <= IZR (3 * d + terms + 12) * (u * (\sum_(n <= row) Rabs (rho n)))
       + tail * (\sum_(n <= row) KernelDamp.from (Z.to_nat terms) n * Rabs (rho n))
       + INR (S row) * / 2 ^ 300.
Proof. exact KernelLossTrace.damp_trace. Qed.

(** P16, (21): and the energy that it leaves, against 1 - gamma times the energy read, as [damp_energy] has
    it, gamma the double: relative to that, the error is the same. *)
Theorem damp_energy_factor : forall memory out r gamma tail d top terms, Bridge.sc_density_domain d top ->
  Bridge.sc_damp_domain gamma d -> (1 <= terms <= d)%Z ->
  let value := Memory.real_of_double in let u := SpecRound.sc_u in
  Bridge.sc_damp_tail_above tail (value gamma) terms d ->
  Bridge.sc_damp_made memory out r (value gamma) d top terms ->
  let row := Z.to_nat top in let rho n := KernelStep.stored_matrix memory r d top n n in
  let entry n := value (memory (Memory.shift out (SpecObserve.sc_place d (Z.of_nat n) (Z.of_nat n)))) in
  Rabs ((\sum_(n <= row) INR n * entry n) - (1 - value gamma) * (\sum_(n <= row) INR n * rho n))
    <= (1 - value gamma) * (IZR (3 * d + terms + 12) * (u * (\sum_(n <= row) INR n * Rabs (rho n)))
         + tail * (\sum_(n <= row) KernelDamp.from (S (Z.to_nat terms)) n * (INR n * Rabs (rho n))))
       + INR row * INR (S row) / 2 * / 2 ^ 300.
Proof. exact KernelLossTrace.damp_energy_factor. Qed.

(** P16, (3), (21): for a run of the kernel within its contract, any observable between -1 and 1 is off by at
    most the budget, *)
Theorem kernel_observable : forall w N run kernel computed budget given_mass l,
  ladder w N -> Forall admissible_event run -> state N l ->
  (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelEnergy.kernel_run w N run kernel computed budget given_mass -> forall B, observable N 1 B ->
  Rabs (expectation N B (computed (length run)) - expectation N B (density_run w N run (computed 0%nat)))
    <= budget (length run).
Proof. exact KernelEnergy.kernel_observable. Qed.

(** P16, (3), (4), (21): and the energy computed, from that of eq. (3), by at most sc_budget_energy's bar;
    tiny is what underflows where the energy is read off. *)
Theorem kernel_energy : forall w N run kernel computed budget given_mass l energy observe_error tiny,
  ladder w N -> Forall admissible_event run -> state N l ->
  (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelEnergy.kernel_run w N run kernel computed budget given_mass -> 0 <= observe_error ->
  let last := computed (length run) in let bar := budget (length run) in
  Rabs (energy - mean_energy N (fun n => last n n))
    <= observe_error * mean_energy N (fun n => Rabs (last n n)) + tiny ->
  Rabs (energy - mean_energy N (fun n => density_run w N run (mixture l) n n))
    <= INR N * (bar + observe_error * (1 + bar)) + tiny.
Proof. exact KernelEnergy.kernel_energy. Qed.

(** P16, (3), (21): any entry of the last state, from that of eq. (3) and the losses, by at most the budget,
   *)
Theorem kernel_entry : forall w N run kernel computed budget given_mass l, ladder w N ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelEnergy.kernel_run w N run kernel computed budget given_mass ->
  forall n m, (n <= N)%nat -> (m <= N)%nat ->
  Rabs (computed (length run) n m - density_run w N run (mixture l) n m) <= budget (length run).
Proof. exact KernelBars.kernel_entry. Qed.

(** P16, (3), (21): the trace read off it, by at most sc_budget_trace's bar, *)
Theorem kernel_trace : forall w N run kernel computed budget given_mass l, ladder w N ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelEnergy.kernel_run w N run kernel computed budget given_mass ->
  forall trace observe_error tiny, 0 <= observe_error ->
  let last := computed (length run) in let bar := budget (length run) in
  Rabs (trace - \sum_(n <= N) last n n) <= observe_error * (\sum_(n <= N) Rabs (last n n)) + tiny ->
  Rabs (trace - \sum_(n <= N) density_run w N run (mixture l) n n)
    <= bar + observe_error * (1 + bar) + tiny.
Proof. exact KernelBars.kernel_trace. Qed.

(** P16, (3), (21): the purity, from that of eq. (3) and the losses, by at most
    sc_budget_purity's bar; *)
Theorem kernel_purity : forall w N run kernel computed budget given_mass l, ladder w N ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelEnergy.kernel_run w N run kernel computed budget given_mass ->
  forall purity observe_error tiny, 0 <= observe_error ->
  let last := computed (length run) in let bar := budget (length run) in
  Rabs (purity - KernelBars.purity N last) <= observe_error * KernelBars.purity N last + tiny ->
  Rabs (purity - KernelBars.purity N (density_run w N run (mixture l)))
    <= bar * (2 + bar) + observe_error * (1 + bar) ^ 2 + tiny.
Proof. exact KernelBars.kernel_purity. Qed.

(** P16, (3), (21): and the variance, taken about an energy that is off by at most h, by at most
    sc_budget_variance's bar. *)
Theorem kernel_variance : forall w N run kernel computed budget given_mass l, ladder w N ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelEnergy.kernel_run w N run kernel computed budget given_mass ->
  forall variance energy h observe_error tiny, 0 <= observe_error ->
  let last := computed (length run) in let bar := budget (length run) in
  let exact n := density_run w N run (mixture l) n n in
  Rabs (energy - mean_energy N exact) <= h ->
  Rabs (variance - \sum_(n <= N) (INR n - energy) ^ 2 * last n n)
    <= observe_error * (\sum_(n <= N) Rabs ((INR n - energy) ^ 2 * last n n)) + tiny ->
  Rabs (variance - KernelBars.energy_variance N exact)
    <= (INR N + h) ^ 2 * (bar + observe_error * (1 + bar)) + h ^ 2 + tiny.
Proof. exact KernelBars.kernel_variance. Qed.

(** P16, (3), (21): and a run whose calls are what spec/contract.acsl says, as Why3 prints it ([run_spec]), is
    such a run, on the kernel's own ladder. *)
Theorem run_of_spec : forall kind N run calls computed budget mass,
  KernelTop.run_spec kind N run calls computed budget mass ->
  KernelEnergy.kernel_run (KernelSpec.kernel_ladder kind N) N run
    (fun i => KernelTop.event_of N (calls i)) computed
    (fun i => Memory.real_of_double (budget i)) (fun i => Memory.real_of_double (mass i)).
Proof. exact KernelTop.run_of_spec. Qed.

(** P16, (3), (21): the energy read off the last state of such a run differs from the energy that eq. (3) and
    the losses give exactly by no more than the bar of sc_budget_energy; [energy]: as sc_observe_energy
    returns it. *)
Theorem kernel_energy_spec : forall kind N run calls computed budget mass l memory r top energy,
  (0 <= kind <= 2)%Z -> Forall admissible_event run -> state N l ->
  (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelTop.run_spec kind N run calls computed budget mass -> let d := Z.of_nat (S N) in
  Bridge.sc_density_domain d top ->
  computed (length run) = KernelStep.stored_matrix memory r d top ->
  Bridge.sc_energy_made memory energy r d top ->
  Rabs (energy
        - mean_energy N (fun n => density_run (KernelSpec.kernel_ladder kind N) N run (mixture l) n n))
    <= Bridge.sc_energy_bar (Memory.real_of_double (budget (length run))) d.
Proof. exact KernelEnergyBar.kernel_energy_spec. Qed.

(** P16, (3), (21): the same of its trace, as sc_observe_trace returns it, *)
Theorem kernel_trace_spec : forall kind N run calls computed budget mass l memory r top,
  let d := BinInt.Z.of_nat (S N) in (0 <= kind <= 2)%Z ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelTop.run_spec kind N run calls computed budget mass -> Bridge.sc_density_domain d top ->
  computed (length run) = KernelStep.stored_matrix memory r d top ->
  forall trace, Bridge.sc_trace_made memory trace r d top ->
  Rabs (trace - \sum_(n <= N) density_run (KernelSpec.kernel_ladder kind N) N run (mixture l) n n)
    <= Bridge.sc_trace_bar (Memory.real_of_double (budget (length run))) d.
Proof. exact KernelBars.kernel_trace_spec. Qed.

(** P16, (3), (21): of its purity, as sc_observe_purity returns it, *)
Theorem kernel_purity_spec : forall kind N run calls computed budget mass l memory r top,
  let d := BinInt.Z.of_nat (S N) in (0 <= kind <= 2)%Z ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelTop.run_spec kind N run calls computed budget mass -> Bridge.sc_density_domain d top ->
  computed (length run) = KernelStep.stored_matrix memory r d top ->
  forall purity, Bridge.sc_purity_made memory purity r d top ->
  Rabs (purity - KernelBars.purity N (density_run (KernelSpec.kernel_ladder kind N) N run (mixture l)))
    <= Bridge.sc_purity_bar (Memory.real_of_double (budget (length run))) d.
Proof. exact KernelBars.kernel_purity_spec. Qed.

(** P16, (3), (21): and of its energy variance, as sc_observe_variance returns it. *)
Theorem kernel_variance_spec : forall kind N run calls computed budget mass l memory r top,
  let d := BinInt.Z.of_nat (S N) in (0 <= kind <= 2)%Z ->
  Forall admissible_event run -> state N l -> (forall n m, computed 0%nat n m = mixture l n m) ->
  KernelTop.run_spec kind N run calls computed budget mass -> Bridge.sc_density_domain d top ->
  computed (length run) = KernelStep.stored_matrix memory r d top ->
  forall variance, Bridge.sc_variance_made memory variance r d top ->
  let exact n := density_run (KernelSpec.kernel_ladder kind N) N run (mixture l) n n in
  Rabs (variance - KernelBars.energy_variance N exact)
    <= Bridge.sc_variance_bar (Memory.real_of_double (budget (length run))) d.
Proof. exact KernelBars.kernel_variance_spec. Qed.

(** P16, (9): populations. The formula of sc_budget_rate covers one step within the contract of qubit.h,
   swap.h
    and rate.h; *)
Theorem rate_budget : forall N w k g P out, ladder w N -> KernelRate.within_rate N w k g P out ->
  (forall n, 0 <= P n) ->
  forall given_total, INR (S N) <= 1048576 -> / 2 ^ 900 <= \sum_(n <= N) P n ->
  \sum_(n <= N) P n <= (1 + / 2 ^ 28) * given_total ->
  distance N out (population_step w k P)
    <= (1 + / 2 ^ 28) * given_total
         * (8 * KernelWeights.u + 3 * KernelRate.rate_error g + KernelRate.rate_input g).
Proof. exact KernelRate.rate_budget. Qed.

(** P16, (9): so the populations of a run are within the budget of those of eq. (9), in the l1 norm; *)
Theorem rate_distance : forall w N p given computed budget given_total, ladder w N -> admissible p ->
  KernelRate.rate_run w N p given computed budget given_total ->
  distance N (computed (length p)) (charge w p (computed 0%nat)) <= budget (length p).
Proof. exact KernelRate.rate_distance. Qed.

(** P16, (4), (7): and of populations x so near to y, what is read off x is within the bars of sc_budget_trace
    and sc_budget_energy, with 1 and the level for f, *)
Theorem rate_mean : forall N x y bar, distance N x y <= bar -> populations N y ->
  forall f b read observe_error tiny, (forall n, (n <= N)%nat -> Rabs (f n) <= b) -> 0 <= observe_error ->
  Rabs (read - mean f N x) <= observe_error * (\sum_(n <= N) Rabs (f n * x n)) + tiny ->
  Rabs (read - mean f N y) <= b * (bar + observe_error * (1 + bar)) + tiny.
Proof. exact KernelRate.rate_mean. Qed.

(** P16, (4), (7): and of sc_budget_variance, the variance taken about an energy off by at most h. *)
Theorem rate_variance : forall N x y bar, distance N x y <= bar -> populations N y ->
  forall read energy h observe_error tiny, 0 <= observe_error -> Rabs (energy - mean_energy N y) <= h ->
  Rabs (read - \sum_(n <= N) (INR n - energy) ^ 2 * x n)
    <= observe_error * (\sum_(n <= N) Rabs ((INR n - energy) ^ 2 * x n)) + tiny ->
  Rabs (read - KernelBars.energy_variance N y)
    <= (INR N + h) ^ 2 * (bar + observe_error * (1 + bar)) + h ^ 2 + tiny.
Proof. exact KernelRate.rate_variance. Qed.

(** P16, (9): a step whose calls are what spec/contract.acsl says of populations, as Why3 prints it
    ([rate_spec]), is within that contract, on the kernel's own ladder; *)
Theorem within_of_spec : forall kind N k x, KernelRateSpec.rate_spec kind N k x ->
  0 <= Memory.real_of_double (KernelRateSpec.angle_error x) <= / 16 ->
  KernelRate.within_rate N (KernelSpec.kernel_ladder kind N) k (KernelRateSpec.rate_given_of x)
    (KernelRateSpec.stored_populations (KernelRateSpec.rate_memory x) (KernelRateSpec.rate_from x) N)
    (KernelRateSpec.stored_populations (KernelRateSpec.rate_memory x) (KernelRateSpec.rate_out x) N).
Proof. exact KernelRateSpec.within_of_spec. Qed.

(** P16, (9): and a run of such calls ([rate_run_spec]) is such a run, *)
Theorem rate_run_of_spec : forall kind N p calls computed budget total,
  KernelRateSpec.rate_run_spec kind N p calls computed budget total ->
  KernelRate.rate_run (KernelSpec.kernel_ladder kind N) N p (fun i => KernelRateSpec.rate_given_of (calls i))
    computed (fun i => Memory.real_of_double (budget i)) (fun i => Memory.real_of_double (total i)).
Proof. exact KernelRateSpec.rate_run_of_spec. Qed.

(** P16, (9): whose populations are within the budget of those of eq. (9), in the l1 norm. *)
Theorem rate_distance_spec : forall kind N p calls computed budget total, (0 <= kind <= 2)%Z -> admissible p
  ->
  KernelRateSpec.rate_run_spec kind N p calls computed budget total ->
  distance N (computed (length p)) (charge (KernelSpec.kernel_ladder kind N) p (computed 0%nat))
    <= Memory.real_of_double (budget (length p)).
Proof. exact KernelRateSpec.rate_distance_spec. Qed.

(** P16, (4): the total read off them, as sc_observe_rate_total returns it, is 1 within the bar of
    sc_budget_trace, *)
Theorem rate_total_spec : forall kind N p calls computed budget total memory last, (0 <= kind <= 2)%Z ->
  admissible p -> populations N (computed 0%nat) ->
  KernelRateSpec.rate_run_spec kind N p calls computed budget total ->
  computed (length p) = KernelRateSpec.stored_populations memory last N -> let d := BinInt.Z.of_nat (S N) in
  forall read, Bridge.sc_rate_total_made memory read last d ->
  Rabs (read - 1) <= Bridge.sc_trace_bar (Memory.real_of_double (budget (length p))) d.
Proof. exact KernelRateSpec.rate_total_spec. Qed.

(** P16, (4), (9): the energy, as sc_observe_rate_energy returns it, within that of sc_budget_energy, *)
Theorem rate_energy_spec : forall kind N p calls computed budget total memory last, (0 <= kind <= 2)%Z ->
  admissible p -> populations N (computed 0%nat) ->
  KernelRateSpec.rate_run_spec kind N p calls computed budget total ->
  computed (length p) = KernelRateSpec.stored_populations memory last N -> let d := BinInt.Z.of_nat (S N) in
  forall energy, Bridge.sc_rate_energy_made memory energy last d ->
  Rabs (energy - mean_energy N (charge (KernelSpec.kernel_ladder kind N) p (computed 0%nat)))
    <= Bridge.sc_energy_bar (Memory.real_of_double (budget (length p))) d.
Proof. exact KernelRateSpec.rate_energy_spec. Qed.

(** P16, (7), (9): and its variance, as sc_observe_rate_variance returns it,
   within that of sc_budget_variance. *)
Theorem rate_variance_spec : forall kind N p calls computed budget total memory last, (0 <= kind <= 2)%Z ->
  admissible p -> populations N (computed 0%nat) ->
  KernelRateSpec.rate_run_spec kind N p calls computed budget total ->
  computed (length p) = KernelRateSpec.stored_populations memory last N -> let d := BinInt.Z.of_nat (S N) in
  forall variance, Bridge.sc_rate_variance_made memory variance last d ->
  Rabs (variance - KernelBars.energy_variance N (charge (KernelSpec.kernel_ladder kind N) p (computed 0%nat)))
    <= Bridge.sc_variance_bar (Memory.real_of_double (budget (length p))) d.
Proof. exact KernelRateSpec.rate_variance_spec. Qed.
