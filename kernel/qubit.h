/* Charging qubits: equation (1) up to the phase alpha, which the real symmetric form removes.
   Theorems: gauge_run (the real form), proofs/coq/theories/Statements.v; collide_budget (what the errors
   cost), proofs/coq/theories/StatementsErrors.v. */
#ifndef SC_QUBIT_H
#define SC_QUBIT_H
#ifdef __FRAMAC__
#include "qubit.acsl"
#endif

/* q: ground-state population; p = 1 - q; kappa = c sqrt(q (1 - q)): the coherence. */
typedef struct {
  double q, p, kappa;
} sc_qubit;

/* Whether (q, c) is a qubit: 0 <= q <= 1 and 0 <= c <= 1, neither a NaN. */
/*@ terminates \true;
    assigns \nothing;
    ensures twin: \is_finite(q) && \is_finite(c) ==> (\result != 0 <==> sc_qubit_domain(q, c)); */
int sc_qubit_valid(double q, double c);

/* The qubit of equation (1) with ground-state population q and coherence c.
   Error, proved: p = (1 - q)(1 + e), |e| <= u = 2^-53; kappa = c sqrt(q (1 - q)) (1 + e), |e| <= 3.01 u, up
   to an absolute 2^-536 where a product underflows (half an ulp of p, half of q p, one of the root, one of
   the product).
   Domain: sc_qubit_valid(q, c). */
/*@ requires domain: sc_qubit_domain(q, c);
    terminates \true;
    assigns \nothing;
    ensures given: \result.q == q;
    ensures complement: sc_radd(\result.p, 1.0, -q);
    ensures coherence: sc_kappa_off(\result.kappa, q, c);
    ensures qubit: sc_is_qubit(\result.q, \result.p, \result.kappa); */
sc_qubit sc_qubit_make(double q, double c);
#endif
