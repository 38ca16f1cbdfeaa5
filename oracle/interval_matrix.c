/* interval_matrix: see interval_matrix.h. */
#include "interval_matrix.h"

#include <stdlib.h>
#include "bound.h"

static mpfr_prec_t precision_of(const ref_matrix *a)
{
    return mpfi_get_prec(a->re[0]);
}

static long entries(const ref_matrix *a)
{
    return a->size * a->size;
}

ref_matrix ref_matrix_new(long size, mpfr_prec_t precision)
{
    size_t count = (size_t)(size * size);
    ref_matrix a = {size, malloc(count * sizeof(mpfi_t)), malloc(count * sizeof(mpfi_t))};
    for (size_t i = 0; i < count; i++) {
        mpfi_init2(a.re[i], precision);
        mpfi_init2(a.im[i], precision);
        mpfi_set_ui(a.re[i], 0);
        mpfi_set_ui(a.im[i], 0);
    }
    return a;
}

void ref_matrix_free(ref_matrix *a)
{
    for (long i = 0; i < entries(a); i++) {
        mpfi_clear(a->re[i]);
        mpfi_clear(a->im[i]);
    }
    free(a->re);
    free(a->im);
}

void ref_matrix_copy(ref_matrix *out, const ref_matrix *a)
{
    for (long i = 0; i < entries(a); i++) {
        mpfi_set(out->re[i], a->re[i]);
        mpfi_set(out->im[i], a->im[i]);
    }
}

void ref_matrix_identity(ref_matrix *out)
{
    for (long i = 0; i < entries(out); i++) {
        mpfi_set_ui(out->re[i], i % (out->size + 1) == 0);
        mpfi_set_ui(out->im[i], 0);
    }
}

void ref_matrix_adjoint(ref_matrix *out, const ref_matrix *a)
{
    ref_matrix copy = ref_matrix_new(a->size, precision_of(a));
    ref_matrix_copy(&copy, a);
    for (long i = 0; i < a->size; i++)
        for (long k = 0; k < a->size; k++) {
            mpfi_set(out->re[i * a->size + k], copy.re[k * a->size + i]);
            mpfi_neg(out->im[i * a->size + k], copy.im[k * a->size + i]);
        }
    ref_matrix_free(&copy);
}

/* (re, im) += (a, b) (c, d) */
static void multiply_add(mpfi_t re, mpfi_t im, const mpfi_t a, const mpfi_t b, const mpfi_t c, const mpfi_t d)
{
    mpfi_t part;
    mpfi_init2(part, mpfi_get_prec(re));
    mpfi_mul(part, a, c);
    mpfi_add(re, re, part);
    mpfi_mul(part, b, d);
    mpfi_sub(re, re, part);
    mpfi_mul(part, a, d);
    mpfi_add(im, im, part);
    mpfi_mul(part, b, c);
    mpfi_add(im, im, part);
    mpfi_clear(part);
}

void ref_matrix_scale(ref_matrix *out, const ref_matrix *a, const mpfi_t re, const mpfi_t im)
{
    mpfi_t real, imaginary;
    mpfi_init2(real, precision_of(out));
    mpfi_init2(imaginary, precision_of(out));
    for (long i = 0; i < entries(a); i++) {
        mpfi_set_ui(real, 0);
        mpfi_set_ui(imaginary, 0);
        multiply_add(real, imaginary, a->re[i], a->im[i], re, im);
        mpfi_set(out->re[i], real);
        mpfi_set(out->im[i], imaginary);
    }
    mpfi_clear(imaginary);
    mpfi_clear(real);
}

void ref_matrix_add(ref_matrix *out, const ref_matrix *a, long factor)
{
    mpfi_t part;
    mpfi_init2(part, precision_of(out));
    for (long i = 0; i < entries(a); i++) {
        mpfi_mul_si(part, a->re[i], factor);
        mpfi_add(out->re[i], out->re[i], part);
        mpfi_mul_si(part, a->im[i], factor);
        mpfi_add(out->im[i], out->im[i], part);
    }
    mpfi_clear(part);
}

void ref_matrix_multiply(ref_matrix *out, const ref_matrix *a, const ref_matrix *b)
{
    long n = a->size;
    for (long i = 0; i < n; i++)
        for (long k = 0; k < n; k++) {
            long at = i * n + k;
            mpfi_set_ui(out->re[at], 0);
            mpfi_set_ui(out->im[at], 0);
            for (long j = 0; j < n; j++)
                multiply_add(out->re[at], out->im[at], a->re[i * n + j], a->im[i * n + j], b->re[j * n + k],
                             b->im[j * n + k]);
        }
}

void ref_matrix_sandwich(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho, const ref_matrix *b)
{
    ref_matrix left = ref_matrix_new(a->size, precision_of(a)), both = ref_matrix_new(a->size,
            precision_of(a));
    ref_matrix dagger = ref_matrix_new(a->size, precision_of(a));
    ref_matrix_adjoint(&dagger, b);
    ref_matrix_multiply(&left, a, rho);
    ref_matrix_multiply(&both, &left, &dagger);
    ref_matrix_add(out, &both, 1);
    ref_matrix_free(&dagger);
    ref_matrix_free(&both);
    ref_matrix_free(&left);
}

void ref_matrix_dissipate(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho)
{
    ref_matrix weight = ref_matrix_new(a->size, precision_of(a)), part = ref_matrix_new(a->size,
            precision_of(a));
    mpfi_t half, zero;
    mpfi_init2(half, precision_of(a));
    mpfi_init2(zero, precision_of(a));
    mpfi_set_d(half, -0.5);
    mpfi_set_ui(zero, 0);
    ref_matrix_sandwich(out, a, rho, a);
    ref_matrix_adjoint(&part, a);
    ref_matrix_multiply(&weight, &part, a);
    ref_matrix_scale(&weight, &weight, half, zero);
    ref_matrix_multiply(&part, &weight, rho);
    ref_matrix_add(out, &part, 1);
    ref_matrix_multiply(&part, rho, &weight);
    ref_matrix_add(out, &part, 1);
    mpfi_clear(zero);
    mpfi_clear(half);
    ref_matrix_free(&part);
    ref_matrix_free(&weight);
}

void ref_matrix_commute(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho)
{
    ref_matrix part = ref_matrix_new(a->size, precision_of(a));
    ref_matrix_multiply(&part, a, rho);
    ref_matrix_add(out, &part, 1);
    ref_matrix_multiply(&part, rho, a);
    ref_matrix_add(out, &part, -1);
    ref_matrix_free(&part);
}

/* Every entry widened by 4^terms/terms! e^4 < 4^terms/terms! 64, a bound on the tail from `terms` on. */
static void widen(ref_matrix *out, unsigned long terms)
{
    mpfi_t tail;
    mpfr_t low;
    mpfi_init2(tail, precision_of(out));
    mpfr_init2(low, precision_of(out));
    mpfi_set_ui(tail, 64);
    for (unsigned long k = 1; k <= terms; k++) {
        mpfi_mul_ui(tail, tail, 4);
        mpfi_div_ui(tail, tail, k);
    }
    mpfr_neg(low, &tail->right, MPFR_RNDD);
    mpfi_put_fr(tail, low);
    for (long i = 0; i < entries(out); i++) {
        mpfi_add(out->re[i], out->re[i], tail);
        mpfi_add(out->im[i], out->im[i], tail);
    }
    mpfr_clear(low);
    mpfi_clear(tail);
}

void ref_matrix_exponential(ref_matrix *out, const ref_matrix *h)
{
    enum { TERMS = 100 };
    ref_matrix power = ref_matrix_new(h->size, precision_of(h)), next = ref_matrix_new(h->size,
            precision_of(h));
    mpfi_t zero, factor;
    mpfi_init2(zero, precision_of(h));
    mpfi_init2(factor, precision_of(h));
    mpfi_set_ui(zero, 0);
    ref_matrix_identity(&power);
    ref_matrix_identity(out);
    for (unsigned long k = 1; k < TERMS; k++) {
        ref_matrix_multiply(&next, &power, h);
        mpfi_set_si(factor, -1);
        mpfi_div_ui(factor, factor, k);
        ref_matrix_scale(&power, &next, zero, factor);
        ref_matrix_add(out, &power, 1);
    }
    widen(out, TERMS);
    mpfi_clear(factor);
    mpfi_clear(zero);
    ref_matrix_free(&next);
    ref_matrix_free(&power);
}

void ref_matrix_distance(mpfi_t out, const ref_matrix *a, const ref_matrix *b)
{
    mpfi_t entry;
    mpfi_init2(entry, mpfi_get_prec(out));
    mpfi_set_ui(out, 0);
    for (long i = 0; i < entries(a); i++) {
        mpfi_sub(entry, a->re[i], b->re[i]);
        mpfi_abs(entry, entry);
        ref_interval_max(out, out, entry);
        mpfi_sub(entry, a->im[i], b->im[i]);
        mpfi_abs(entry, entry);
        ref_interval_max(out, out, entry);
    }
    mpfi_clear(entry);
}
