/* spectrum: rigorous eigenvalues of a battery state, and what follows from them. */
#ifndef REF_SPECTRUM_H
#define REF_SPECTRUM_H

#include "model.h"

/* Encloses the eigenvalues, in descending order, of the exact state that `state` stands for. eigenvalues:
 * `levels` initialised intervals; each is at least 2 state->error wide, and wider than that by about
 * 2^-precision ||state||_F and the rounding to the precision of the interval.
 *
 * 1. Householder reduction of the computed matrix to tridiagonal T, a little above its precision. Each
 *    step is an exactly orthogonal similarity plus a bounded rounding error, and such errors only add up.
 * 2. QL iteration on T: untrusted approximations.
 * 3. Each of them is enclosed by two Sturm counts, exact for a matrix near T, so multiple eigenvalues and
 *    clusters need no care.
 * 4. Weyl: each eigenvalue moves by at most the sum of these errors and state->error.
 * A Hermitian state is reduced as the real symmetric ((Re, -Im), (Im, Re)), which has each eigenvalue twice.
 * MPFR rounds correctly and every sum has a fixed order: same bits on any machine, any number of threads. */
void ref_spectrum_enclose(mpfi_t *eigenvalues, const ref_state *state);

/* Sorts enclosures so that the i-th contains the i-th largest exact value (order statistics of
 * lower and upper ends). */
void ref_spectrum_sort(mpfi_t *values, long count);

/* von Neumann entropy -sum lambda ln lambda (nats), 0 ln 0 = 0; the exact eigenvalues lie in [0, 1]. */
void ref_spectrum_entropy(mpfi_t entropy, const mpfi_t *eigenvalues, long levels);

/* Ergotropy (Sec. II): energy - sum_n n lambda_n, lambda descending. Never negative. For the dephased state
 * pass the sorted populations. */
void ref_spectrum_ergotropy(mpfi_t ergotropy, const mpfi_t energy, const mpfi_t *eigenvalues, long levels);

#endif
