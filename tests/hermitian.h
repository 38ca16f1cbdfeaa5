/* hermitian: rigorous eigenvalues of a Hermitian ball matrix, however degenerate. */
#ifndef HERMITIAN_H
#define HERMITIAN_H

#include <acb_mat.h>

/* Encloses the eigenvalues of every Hermitian matrix in `a`, in descending order.
 *
 * V, approximately unitary, comes from Jacobi rotations of the midpoints and is then taken as exact. With
 * f = |V^dagger V - 1| < 1 (Frobenius norms), V^dagger a V = D + E and e = |E|, Weyl and Ostrowski give
 * lambda_i in (D_i +- e) / (1 +- f), both sides in descending order. */
void hermitian_eigenvalues(arb_ptr values, const acb_mat_t a, slong precision);

/* Encloses the i-th largest of the exact numbers by the i-th largest of the lower and of the upper ends. */
void hermitian_sort_descending(arb_ptr values, slong count, slong precision);

#endif
