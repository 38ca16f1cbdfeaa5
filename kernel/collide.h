/* One charging step (collision) of a density matrix, in the basis where it is real and symmetric.
   Theorems: gauge_run (this is equation (3)), proofs/coq/theories/Statements.v; spec_collision,
   collide_budget, run_of_spec, kernel_energy (what the errors of its entries cost), collide_trace,
   proofs/coq/theories/StatementsErrors.v. */
#ifndef SC_COLLIDE_H
#define SC_COLLIDE_H
#include "ladder.h"
#include "qubit.h"
#ifdef __FRAMAC__
#include "collide.acsl"
#endif

/* A level whose row holds nothing above this in absolute value is cut off; the budget pays for it
   (budget.h). */
#define SC_DENSITY_CUT 0x1p-72

/* Whether (d, top) is a state the kernel can hold: 2 <= d <= SC_DENSITY_LEVELS_MAX levels, 0 <= top < d. */
/*@ terminates \true;
    assigns \nothing;
    ensures twin: \result != 0 <==> sc_density_domain(d, top); */
int sc_density_valid(int64_t d, int64_t top);

/* One step of equation (3), from r(k-1) to r(k), with rho_nm = (-i e^{i alpha})^{n-m} r_nm:
     r'_nm = (q c_n c_m + p c_{n+1} c_{m+1}) r_nm + p s_n s_m r_{n-1,m-1} + q s_{n+1} s_{m+1} r_{n+1,m+1}
           + kappa (c_n s_m r_{n,m-1} + s_n c_m r_{n-1,m})
           - kappa (c_{n+1} s_{m+1} r_{n,m+1} + s_{n+1} c_{m+1} r_{n+1,m}).
   r and out are row-major, r[n d + m]. Only the lower triangle m <= n of rows n <= top is read, and of rows
   n <= last = min(top + 1, d - 1) written. Returned is the new top: last, or last - 1 if all of row last is
   at most SC_DENSITY_CUT. What is cut off, at most 8191 elements, weighs less than 2^-59.
   c, s: tables of sc_swap, c[0..d], s[0..d]; zero[0..d] = 0: the row outside the battery.
   Error, proved of every entry of rows 0..last against the formula with the numbers given (q, p, kappa, c,
   s): 7.01 u times the sum of the absolute values of its eight terms, u = 2^-53, plus 2^-1000 for underflow.
   It is sc_collide_made of spec/collide.acsl, which the theorems above take as Why3 prints it. Summed over
   the matrix: budget.h. Trace, theorem collide_trace: the sum of the diagonal of rows 0..last is within
   11.02 u sum |r_nn| + 14.1 u kappa sum |r_{n+1,n}| + (last + 1) 2^-1000 of that of r, for c, s of sc_swap.
   Proved: finite, |out| <= 16.1 if |r| <= 2 (true of any state whose budget is at most 1); outside that
   triangle out keeps its numbers, and of r there is nothing known that could enter a result.
   Domain: sc_density_valid(d, top), a qubit of sc_qubit_make; out overlaps nothing. */
/*@ requires domain: sc_density_domain(d, top);
    requires valid_qubit: \valid_read(qubit);
    requires qubit: sc_is_qubit(qubit->q, qubit->p, qubit->kappa);
    requires valid_c: \valid_read(c + (0 .. d));
    requires valid_s: \valid_read(s + (0 .. d));
    requires valid_zero: \valid_read(zero + (0 .. d));
    requires valid_r: \valid_read(r + (0 .. d * d - 1));
    requires valid_out: \valid(out + (0 .. d * d - 1));
    requires separated: \separated(out + (0 .. d * d - 1), r + (0 .. d * d - 1), c + (0 .. d), s + (0 .. d),
                                   zero + (0 .. d), qubit);
    requires cosine: \forall integer i; 0 <= i <= d ==> sc_bounded(c[i], 1);
    requires sine: \forall integer i; 0 <= i <= d ==> sc_bounded(s[i], 1);
    requires zero: \forall integer i; 0 <= i <= d ==> sc_bounded(zero[i], 0);
    requires state: \forall integer n; 0 <= n <= top ==> sc_row_bounded(r + sc_place(d, n, 0), n + 1);
    terminates \true;
    assigns out[0 .. d * d - 1];
    ensures top: sc_next_top(d, top) - 1 <= \result <= sc_next_top(d, top);
    ensures cut: \result < sc_next_top(d, top) ==>
                 sc_row_within(out + sc_place(d, sc_next_top(d, top), 0), sc_next_top(d, top) + 1,
                               SC_DENSITY_CUT);
    ensures bounded: \forall integer n; 0 <= n <= sc_next_top(d, top) ==>
                     sc_row_within(out + sc_place(d, n, 0), n + 1, 16.1);
    ensures outside: \forall integer n, m; 0 <= n < d && 0 <= m < d && (sc_next_top(d, top) < n || n < m) ==>
                     (real)out[sc_place(d, n, m)] == \old((real)out[sc_place(d, n, m)]);
    ensures made: sc_collide_made(out, r, c, s, qubit->q, qubit->p, qubit->kappa, d, top, \result); */
int64_t sc_collide(double *out, const double *r, const double *c, const double *s, const double *zero,
                   const sc_qubit *qubit, int64_t d, int64_t top);
#endif
