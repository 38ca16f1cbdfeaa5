/* promise: what double precision can promise for a scenario.
 *
 * A bound on the error of every value when the recursion of eqs. (3) and (21) is carried out in IEEE doubles,
 * worst case of all roundings, from the nearest doubles of the scenario's numbers. As in kernel/budget.h,
 * errors only add up: if step k commits an error matrix D_k, the state is off by at most
 *     b = sum_k sum_nm |D_k,nm|
 * in trace norm. With u = 2^-53, L the levels reached, f theta the largest swap angle on them and
 * M = sum_nm |r_nm| (at most L in the presence of coherence, else 1), step k adds to b
 *     collision   M u (22 + 6 (3 f theta + 2) + 6 + 2 sqrt(q / (1-q)) + 2 |alpha| + 2)
 *     damping     M u (6 L + 16 + 2 L / (1-gamma))
 * 22, 6 and 6 L + 16 are kernel/budget.h's constants (rounded up) for the roundings, for what an error of the
 * tables costs, and for the weights; f theta passes 3 roundings (theta, sqrt, product), sin and cos one each;
 * q, c and 1-q are off by u, and the square root in kappa magnifies the error of 1-q; exp(i alpha) is off by
 * (|alpha| + 1) u; 1-gamma is off by u. Derived on paper; tested against the kernel's runs. Methods that do
 * more operations (dense products, matrix exponentials) usually keep it too, as roundings do not conspire. */
#ifndef REF_PROMISE_H
#define REF_PROMISE_H

#include "suite.h"

/* For each row of the case (malloc'ed): b, the highest level reached, and tau and theta of the step. */
typedef struct { double budget, tau, theta; long top; } ref_promise;
ref_promise *ref_promise_new(const ref_case *of);

/* The bound for one value: row, column and (roughly) the exact value itself. With N = top, e = (N + 2) u,
 * t = b + (N + 1)^2 u the trace norm after a diagonalisation:
 *     trace b + e, energy N (b + e), variance 3 N^2 (b + e), purity 2 (b + e), populations b + u,
 *     ergotropy N (b + e + t), dephased 2 N (b + e), entropy t/2 log d + h(t/2) (Fannes and Audenaert),
 *     element n,m  b + (|n-m| (|alpha| + 2) + 2) u, power (energy) / tau, transient 2 (energy) / theta,
 *     tau (K + 2) tau u; and 4 u |value| for the last operations and the output, in all. */
double ref_promise_bound(const ref_promise *row, const ref_case *of, size_t column, double value);

#endif
