#include <stdlib.h>
#include "spectrum.h"

/* A vector of MPFR numbers, and a real symmetric matrix as the packed lower triangle of one. */
typedef mpfr_t *vector;

static vector vector_make(long count, mpfr_prec_t precision)
{
    vector v = malloc((size_t)count * sizeof *v);
    if (v == NULL)
        abort();
    for (long i = 0; i < count; i++) {
        mpfr_init2(v[i], precision);
        mpfr_set_zero(v[i], 1);
    }
    return v;
}

static void vector_free(vector v, long count)
{
    for (long i = 0; i < count; i++)
        mpfr_clear(v[i]);
    free(v);
}

static long packed(long i, long j)
{
    return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
}

/* out += x y, through the scratch variable t. */
static void add_product(mpfr_t out, const mpfr_t x, const mpfr_t y, mpfr_t t)
{
    mpfr_mul(t, x, y, MPFR_RNDN);
    mpfr_add(out, out, t, MPFR_RNDN);
}

/* out = sum x_i y_i for begin <= i < end, in this order. */
static void dot(mpfr_t out, const vector x, const vector y, long begin, long end)
{
    mpfr_t t;
    mpfr_init2(t, mpfr_get_prec(out));
    mpfr_set_zero(out, 1);
    for (long i = begin; i < end; i++)
        add_product(out, x[i], y[i], t);
    mpfr_clear(t);
}

/* out = factor A v over the trailing block of rows first..n-1. */
static void multiply(vector out, const mpfr_t factor, const vector a, const vector v, long first, long n)
{
    #pragma omp parallel if (n - first > 32)
    {
        mpfr_t t;
        mpfr_init2(t, mpfr_get_prec(factor));
        #pragma omp for schedule(static)
        for (long i = first; i < n; i++) {
            mpfr_set_zero(out[i], 1);
            for (long j = first; j < n; j++)
                add_product(out[i], a[packed(i, j)], v[j], t);
            mpfr_mul(out[i], out[i], factor, MPFR_RNDN);
        }
        mpfr_clear(t);
    }
}

/* A -= v w^T + w v^T over the trailing block. */
static void subtract_outer(vector a, const vector v, const vector w, long first, long n)
{
    #pragma omp parallel if (n - first > 32)
    {
        mpfr_t t;
        mpfr_init2(t, mpfr_get_prec(v[first]));
        #pragma omp for schedule(dynamic, 8)
        for (long i = first; i < n; i++)
            for (long j = first; j <= i; j++) {
                mpfr_ptr entry = a[packed(i, j)];
                mpfr_mul(t, v[i], w[j], MPFR_RNDN);
                mpfr_sub(entry, entry, t, MPFR_RNDN);
                mpfr_mul(t, w[i], v[j], MPFR_RNDN);
                mpfr_sub(entry, entry, t, MPFR_RNDN);
            }
        mpfr_clear(t);
    }
}

/* A = H A H over the trailing block with H = 1 - beta v v^T, beta = 2 / v^T v, from
 * p = beta A v,  w = p - (beta/2)(p^T v) v. */
static void reflect(vector a, const vector v, vector w, vector scratch, long first, long n)
{
    mpfr_ptr beta = scratch[0], factor = scratch[1], t = scratch[2];
    dot(t, v, v, first, n);
    mpfr_ui_div(beta, 2, t, MPFR_RNDN);
    multiply(w, beta, a, v, first, n);
    dot(factor, w, v, first, n);
    mpfr_mul(factor, factor, beta, MPFR_RNDN);
    mpfr_div_2ui(factor, factor, 1, MPFR_RNDN);
    for (long i = first; i < n; i++) {
        mpfr_mul(t, factor, v[i], MPFR_RNDN);
        mpfr_sub(w[i], w[i], t, MPFR_RNDN);
    }
    subtract_outer(a, v, w, first, n);
}

static bool is_zero_below(const vector x, long begin, long n)
{
    for (long i = begin; i < n; i++)
        if (!mpfr_zero_p(x[i]))
            return false;
    return true;
}

/* Householder reduction to T with diagonal d[0..n-1] and off-diagonal b[0..n-2]; destroys A.
 *
 * Rounding errors, with u = 2^-w, m = n - 1 - k the size of the trailing block of step k, F = ||A||_F, and
 * Higham's gamma_i = i u / (1 - i u). H is exactly orthogonal whatever v is. The reflected column is off by
 * at most gamma_{3m+5} F: v_1 by a relative gamma_{m+2}, which turns v by at most that angle, and b by
 * gamma_{m+1}. In the block, p is off by gamma_{3m+2} 2F/|v|, w by gamma_{9m+9} 2F/|v|, each entry of the
 * result by gamma_{36m+62} F in all (Frobenius norm). So each step is an exact similarity up to
 * gamma_{40m+80} F, and all of them together up to (20 n^2 + 80 n) u F and terms of second order. */
static void tridiagonalise(vector d, vector b, vector a, long n, mpfr_prec_t precision)
{
    vector v = vector_make(n, precision), w = vector_make(n, precision), scratch = vector_make(3, precision);
    for (long k = 0; k + 1 < n; k++) {
        long first = k + 1;
        for (long i = first; i < n; i++)
            mpfr_set(v[i], a[packed(i, k)], MPFR_RNDN);
        if (is_zero_below(v, first + 1, n)) {
            mpfr_set(b[k], v[first], MPFR_RNDN);
            continue;
        }
        dot(b[k], v, v, first, n);
        mpfr_sqrt(b[k], b[k], MPFR_RNDN);
        if (mpfr_sgn(v[first]) < 0)
            mpfr_sub(v[first], v[first], b[k], MPFR_RNDN);
        else
            mpfr_add(v[first], v[first], b[k], MPFR_RNDN);
        reflect(a, v, w, scratch, first, n);
    }
    for (long k = 0; k < n; k++)
        mpfr_set(d[k], a[packed(k, k)], MPFR_RNDN);
    vector_free(v, n);
    vector_free(w, n);
    vector_free(scratch, 3);
}

/* One implicit QL sweep over rows l..m of T with Wilkinson's shift; b[m] is scratch. */
static void ql_sweep(vector d, vector b, long l, long m, vector scratch)
{
    mpfr_ptr g = scratch[0], r = scratch[1], s = scratch[2], c = scratch[3], p = scratch[4], f = scratch[5],
             h = scratch[6], t = scratch[7];
    mpfr_sub(g, d[l + 1], d[l], MPFR_RNDN);
    mpfr_div(g, g, b[l], MPFR_RNDN);
    mpfr_div_2ui(g, g, 1, MPFR_RNDN);
    mpfr_sqr(r, g, MPFR_RNDN);
    mpfr_add_ui(r, r, 1, MPFR_RNDN);
    mpfr_sqrt(r, r, MPFR_RNDN);
    mpfr_copysign(r, r, g, MPFR_RNDN);
    mpfr_add(r, r, g, MPFR_RNDN);
    mpfr_div(r, b[l], r, MPFR_RNDN);
    mpfr_sub(g, d[m], d[l], MPFR_RNDN);
    mpfr_add(g, g, r, MPFR_RNDN);
    mpfr_set_ui(s, 1, MPFR_RNDN);
    mpfr_set_ui(c, 1, MPFR_RNDN);
    mpfr_set_zero(p, 1);
    for (long i = m - 1; i >= l; i--) {
        mpfr_mul(f, s, b[i], MPFR_RNDN);
        mpfr_mul(h, c, b[i], MPFR_RNDN);
        mpfr_sqr(r, f, MPFR_RNDN);
        add_product(r, g, g, t);
        mpfr_sqrt(r, r, MPFR_RNDN);
        mpfr_set(b[i + 1], r, MPFR_RNDN);
        if (mpfr_zero_p(r)) {
            mpfr_sub(d[i + 1], d[i + 1], p, MPFR_RNDN);
            mpfr_set_zero(b[m], 1);
            return;
        }
        mpfr_div(s, f, r, MPFR_RNDN);
        mpfr_div(c, g, r, MPFR_RNDN);
        mpfr_sub(g, d[i + 1], p, MPFR_RNDN);
        mpfr_sub(r, d[i], g, MPFR_RNDN);
        mpfr_mul(r, r, s, MPFR_RNDN);
        mpfr_mul(t, c, h, MPFR_RNDN);
        mpfr_mul_2ui(t, t, 1, MPFR_RNDN);
        mpfr_add(r, r, t, MPFR_RNDN);
        mpfr_mul(p, s, r, MPFR_RNDN);
        mpfr_add(d[i + 1], g, p, MPFR_RNDN);
        mpfr_mul(g, c, r, MPFR_RNDN);
        mpfr_sub(g, g, h, MPFR_RNDN);
    }
    mpfr_sub(d[l], d[l], p, MPFR_RNDN);
    mpfr_set(b[l], g, MPFR_RNDN);
    mpfr_set_zero(b[m], 1);
}

static int descending(const void *x, const void *y)
{
    const __mpfr_struct *a = x, *b = y;
    return mpfr_cmp(b, a);
}

/* Approximate eigenvalues of T in d, descending; b[0..n-1] is destroyed. Nothing is claimed for them. */
static void approximate(vector d, vector b, long n, const mpfr_t tolerance, mpfr_prec_t precision)
{
    enum { SWEEPS_MAX = 100 };  /* per eigenvalue; a handful is enough, since convergence is cubic */
    vector scratch = vector_make(8, precision);
    for (long l = 0; l < n; l++)
        for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
            long m = l;
            while (m < n - 1 && mpfr_cmpabs(b[m], tolerance) > 0)
                m++;
            if (m == l)
                break;
            ql_sweep(d, b, l, m, scratch);
        }
    vector_free(scratch, 8);
    qsort(d, (size_t)n, sizeof *d, descending);
}

/* Number of eigenvalues below x of a matrix within 8 tiny of T, tiny >= u F: the computed pivots
 *   q_i = (d_i - x) - b_{i-1}^2 / q_{i-1}
 * have the signs of the exact ones of a T with d_i changed by at most u(|d_i| + |x|) and b_i by at most
 * 2u|b_i|; a pivot 0 counts as -tiny, a further change of d_i by tiny. That is for |x| <= 2F; beyond, every
 * pivot has the sign of d_i - x, and the count is exact. */
static long sturm_count(const vector d, const vector b_squared, long n, const mpfr_t x, const mpfr_t tiny)
{
    mpfr_prec_t precision = mpfr_get_prec(d[0]);
    mpfr_t q, t;
    mpfr_inits2(precision, q, t, (mpfr_ptr)0);
    long count = 0;
    for (long i = 0; i < n; i++) {
        if (i > 0)
            mpfr_div(t, b_squared[i - 1], q, MPFR_RNDN);
        mpfr_sub(q, d[i], x, MPFR_RNDN);
        if (i > 0)
            mpfr_sub(q, q, t, MPFR_RNDN);
        if (mpfr_zero_p(q))
            mpfr_neg(q, tiny, MPFR_RNDN);
        if (mpfr_sgn(q) < 0)
            count++;
    }
    mpfr_clears(q, t, (mpfr_ptr)0);
    return count;
}

/* Widens [centre - delta, centre + delta], delta = tiny, 2 tiny, 4 tiny, ..., until the Sturm
 * counts at its ends show that the eigenvalue with `below` others under it lies inside (of a matrix
 * near T, as sturm_count says). */
static void certify(mpfi_t out, const mpfr_t centre, long below, const vector d, const vector b_squared,
                    long n, const mpfr_t tiny)
{
    mpfr_t delta;
    mpfr_init2(delta, mpfr_get_prec(tiny));
    mpfr_set(delta, tiny, MPFR_RNDN);
    for (;; mpfr_mul_2ui(delta, delta, 1, MPFR_RNDN)) {
        mpfr_sub(&out->left, centre, delta, MPFR_RNDD);
        mpfr_add(&out->right, centre, delta, MPFR_RNDU);
        if (sturm_count(d, b_squared, n, &out->left, tiny) <= below
            && sturm_count(d, b_squared, n, &out->right, tiny) > below)
            break;
    }
    mpfr_clear(delta);
}

/* ||A||_F, rounded up. */
static void frobenius(mpfr_t out, const vector a, long n)
{
    mpfr_t t;
    mpfr_init2(t, mpfr_get_prec(out));
    mpfr_set_zero(out, 1);
    for (long i = 0; i < n; i++)
        for (long j = 0; j <= i; j++) {
            mpfr_sqr(t, a[packed(i, j)], MPFR_RNDU);
            if (j < i)
                mpfr_mul_2ui(t, t, 1, MPFR_RNDU);
            mpfr_add(out, out, t, MPFR_RNDU);
        }
    mpfr_sqrt(out, out, MPFR_RNDU);
    mpfr_clear(t);
}

/* [left, right] -> [left - radius, right + radius] */
static void widen(mpfi_t x, const mpfr_t radius)
{
    mpfr_sub(&x->left, &x->left, radius, MPFR_RNDD);
    mpfr_add(&x->right, &x->right, radius, MPFR_RNDU);
}

/* The real symmetric matrix of the populated rows, of twice the size for a Hermitian state. */
static void load(vector a, const ref_state *state)
{
    long rows = state->top + 1;
    for (long n = 0; n < rows; n++)
        for (long m = 0; m <= n; m++) {
            mpfr_srcptr re = state->re[packed(n, m)];
            mpfr_set(a[packed(n, m)], re, MPFR_RNDN);
            if (state->shape != REF_HERMITIAN)
                continue;
            mpfr_set(a[packed(rows + n, rows + m)], re, MPFR_RNDN);
            if (m < n) {
                mpfr_set(a[packed(rows + n, m)], state->im[packed(n, m)], MPFR_RNDN);
                mpfr_neg(a[packed(rows + m, n)], state->im[packed(n, m)], MPFR_RNDN);
            }
        }
}

static mpfr_prec_t working_precision(mpfr_prec_t precision, long n)
{
    mpfr_prec_t bits = 16;
    for (; n > 0; n /= 2)
        bits += 2;
    return precision + bits;
}

/* Encloses the eigenvalues of the n x n matrix A, descending, into values[0..n-1], which it initialises. */
static void enclose(mpfi_t *values, vector a, long n, mpfr_prec_t precision)
{
    vector d = vector_make(n, precision), b = vector_make(n, precision), centre = vector_make(n, precision);
    mpfr_t tiny, norm_error;
    mpfr_inits2(precision, tiny, norm_error, (mpfr_ptr)0);
    frobenius(tiny, a, n);
    mpfr_div_2ui(tiny, tiny, (unsigned long)precision, MPFR_RNDU);
    mpfr_nextabove(tiny);
    mpfr_mul_ui(norm_error, tiny, 32 * (unsigned long)(n + 1) * (unsigned long)(n + 4), MPFR_RNDU);

    tridiagonalise(d, b, a, n, precision);
    for (long i = 0; i < n; i++)
        mpfr_set(centre[i], d[i], MPFR_RNDN);
    vector copy = vector_make(n, precision);
    for (long i = 0; i < n; i++) {
        mpfr_set(copy[i], b[i], MPFR_RNDN);
        mpfr_sqr(b[i], b[i], MPFR_RNDN);
    }
    approximate(centre, copy, n, tiny, precision);
    vector_free(copy, n);

    for (long i = 0; i < n; i++)
        mpfi_init2(values[i], precision);
    #pragma omp parallel for schedule(dynamic, 4) if (n > 32)
    for (long i = 0; i < n; i++) {
        certify(values[i], centre[i], n - 1 - i, d, b, n, tiny);
        widen(values[i], norm_error);
    }
    mpfr_clears(tiny, norm_error, (mpfr_ptr)0);
    vector_free(d, n);
    vector_free(b, n);
    vector_free(centre, n);
}

static void enclose_matrix(mpfi_t *eigenvalues, const ref_state *state)
{
    long copies = state->shape == REF_HERMITIAN ? 2 : 1, n = copies * (state->top + 1);
    mpfr_prec_t precision = working_precision(state->precision, n);
    vector a = vector_make(n * (n + 1) / 2, precision);
    mpfi_t *values = malloc((size_t)n * sizeof *values);
    if (values == NULL)
        abort();
    load(a, state);
    enclose(values, a, n, precision);
    for (long i = 0; i <= state->top; i++)
        mpfi_set(eigenvalues[i], values[copies * i]);
    for (long i = 0; i < n; i++)
        mpfi_clear(values[i]);
    free(values);
    vector_free(a, n * (n + 1) / 2);
}

void ref_spectrum_enclose(mpfi_t *eigenvalues, const ref_state *state)
{
    if (state->shape == REF_DIAGONAL)
        for (long n = 0; n <= state->top; n++)
            mpfi_set_fr(eigenvalues[n], state->re[n]);
    else
        enclose_matrix(eigenvalues, state);
    for (long n = state->top + 1; n < state->levels; n++)
        mpfi_set_ui(eigenvalues[n], 0);
    for (long n = 0; n < state->levels; n++)
        widen(eigenvalues[n], state->error);
    ref_spectrum_sort(eigenvalues, state->levels);
}

void ref_spectrum_sort(mpfi_t *values, long count)
{
    mpfr_t *left = malloc((size_t)count * sizeof *left), *right = malloc((size_t)count * sizeof *right);
    if (left == NULL || right == NULL)
        abort();
    for (long i = 0; i < count; i++) {  /* MPFR numbers may be moved as structures */
        *left[i] = values[i]->left;
        *right[i] = values[i]->right;
    }
    qsort(left, (size_t)count, sizeof *left, descending);
    qsort(right, (size_t)count, sizeof *right, descending);
    for (long i = 0; i < count; i++) {
        values[i]->left = *left[i];
        values[i]->right = *right[i];
    }
    free(left);
    free(right);
}

/* -x ln x for x in [0, 1], rounded in one direction. */
static void entropy_term(mpfr_t out, const mpfr_t x, mpfr_t t, mpfr_rnd_t round)
{
    if (mpfr_zero_p(x)) {
        mpfr_set_zero(out, 1);
        return;
    }
    mpfr_log(t, x, round == MPFR_RNDD ? MPFR_RNDU : MPFR_RNDD);
    mpfr_neg(t, t, MPFR_RNDN);
    mpfr_mul(out, x, t, round);
}

/* -x ln x rises up to x = 1/e, where it is 1/e, then falls: on an interval its least value is at an end, its
 * greatest at an end or at 1/e. */
static void entropy_term_interval(mpfi_t out, const mpfi_t x, vector scratch)
{
    mpfr_ptr peak = scratch[0], at_left = scratch[1], at_right = scratch[2], t = scratch[3];
    entropy_term(at_left, &x->left, t, MPFR_RNDD);
    entropy_term(at_right, &x->right, t, MPFR_RNDD);
    mpfr_min(&out->left, at_left, at_right, MPFR_RNDD);
    entropy_term(at_left, &x->left, t, MPFR_RNDU);
    entropy_term(at_right, &x->right, t, MPFR_RNDU);
    mpfr_max(&out->right, at_left, at_right, MPFR_RNDU);
    mpfr_set_si(t, -1, MPFR_RNDN);
    mpfr_exp(peak, t, MPFR_RNDD);
    bool beyond = mpfr_cmp(&x->right, peak) >= 0;
    mpfr_exp(peak, t, MPFR_RNDU);
    if (beyond && mpfr_cmp(&x->left, peak) <= 0)
        mpfr_set(&out->right, peak, MPFR_RNDU);
}

/* The part of x inside [0, 1]. */
static void clip(mpfi_t out, const mpfi_t x)
{
    mpfi_set(out, x);
    if (mpfr_sgn(&out->left) < 0)
        mpfr_set_zero(&out->left, 1);
    if (mpfr_cmp_ui(&out->right, 1) > 0)
        mpfr_set_ui(&out->right, 1, MPFR_RNDN);
}

void ref_spectrum_entropy(mpfi_t entropy, const mpfi_t *eigenvalues, long levels)
{
    mpfr_prec_t precision = mpfi_get_prec(entropy);
    vector scratch = vector_make(4, precision);
    mpfi_t x, term;
    mpfi_init2(x, precision);
    mpfi_init2(term, precision);
    mpfi_set_ui(entropy, 0);
    for (long i = 0; i < levels; i++) {
        clip(x, eigenvalues[i]);
        entropy_term_interval(term, x, scratch);
        mpfi_add(entropy, entropy, term);
    }
    mpfi_clear(x);
    mpfi_clear(term);
    vector_free(scratch, 4);
}

void ref_spectrum_ergotropy(mpfi_t ergotropy, const mpfi_t energy, const mpfi_t *eigenvalues, long levels)
{
    mpfi_t term;
    mpfi_init2(term, mpfi_get_prec(ergotropy));
    mpfi_set(ergotropy, energy);
    for (long n = 1; n < levels; n++) {
        mpfi_mul_ui(term, eigenvalues[n], (unsigned long)n);
        mpfi_sub(ergotropy, ergotropy, term);
    }
    if (mpfr_sgn(&ergotropy->left) < 0)
        mpfr_set_zero(&ergotropy->left, 1);
    mpfi_clear(term);
}
