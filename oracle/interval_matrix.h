/* interval_matrix: small square matrices of complex intervals, for identities between channels. */
#ifndef REF_INTERVAL_MATRIX_H
#define REF_INTERVAL_MATRIX_H

#include <mpfi.h>

/* Entry (i, k) is re[i size + k] + sqrt(-1) im[i size + k]. */
typedef struct { long size; mpfi_t *re, *im; } ref_matrix;

/* Zero to start with. */
ref_matrix ref_matrix_new(long size, mpfr_prec_t precision);
void ref_matrix_free(ref_matrix *a);

void ref_matrix_copy(ref_matrix *out, const ref_matrix *a);
void ref_matrix_identity(ref_matrix *out);

/* out may be an argument in these two. */
void ref_matrix_adjoint(ref_matrix *out, const ref_matrix *a);
void ref_matrix_scale(ref_matrix *out, const ref_matrix *a, const mpfi_t re, const mpfi_t im);

/* out += factor a; out must not be an argument of the product out = a b. */
void ref_matrix_add(ref_matrix *out, const ref_matrix *a, long factor);
void ref_matrix_multiply(ref_matrix *out, const ref_matrix *a, const ref_matrix *b);

/* out += a rho b^dagger. */
void ref_matrix_sandwich(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho, const ref_matrix *b);

/* out += D[a] rho = a rho a^dagger - {a^dagger a, rho}/2, below (A1). */
void ref_matrix_dissipate(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho);

/* out += a rho - rho a. */
void ref_matrix_commute(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho);

/* exp(-sqrt(-1) h) by its power series with remainder; every row sum of |h| at most 4. */
void ref_matrix_exponential(ref_matrix *out, const ref_matrix *h);

/* The largest of |Re|, |Im| over the entries of a - b. */
void ref_matrix_distance(mpfi_t out, const ref_matrix *a, const ref_matrix *b);

#endif
