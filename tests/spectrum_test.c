/* Eigenvalues, entropy and ergotropy against matrices with known spectra, built by exact rotations. */
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include "harness.h"
#include "spectrum.h"

/* ---- states built by hand */

static long packed(long n, long m)
{
    return n * (n + 1) / 2 + m;
}

/* A state of NaN: what is not set is not to be read. im only for REF_HERMITIAN. */
static void state_init(ref_state *state, ref_shape shape, long levels, mpfr_prec_t precision)
{
    long count = shape == REF_DIAGONAL ? levels : packed(levels, 0);
    *state = (ref_state){ .shape = shape, .levels = levels, .top = levels - 1, .precision = precision };
    state->re = malloc((size_t)count * sizeof *state->re);
    state->im = shape == REF_HERMITIAN ? malloc((size_t)count * sizeof *state->im) : NULL;
    for (long i = 0; i < count; i++) {
        mpfr_init2(state->re[i], precision);
        if (state->im != NULL)
            mpfr_init2(state->im[i], precision);
    }
    mpfr_init2(state->error, 64);
    mpfr_set_zero(state->error, 1);
}

static void state_clear(ref_state *state)
{
    long count = state->shape == REF_DIAGONAL ? state->levels : packed(state->levels, 0);
    for (long i = 0; i < count; i++) {
        mpfr_clear(state->re[i]);
        if (state->im != NULL)
            mpfr_clear(state->im[i]);
    }
    free(state->re);
    free(state->im);
    mpfr_clear(state->error);
}

static mpfi_t *intervals(long count, mpfr_prec_t precision)
{
    mpfi_t *x = malloc((size_t)count * sizeof *x);
    for (long i = 0; i < count; i++)
        mpfi_init2(x[i], precision);
    return x;
}

static void intervals_clear(mpfi_t *x, long count)
{
    for (long i = 0; i < count; i++)
        mpfi_clear(x[i]);
    free(x);
}

static uint64_t seed;
static uint64_t next(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return seed >> 33;
}

/* ---- exact matrices */

typedef struct { long n; mpq_t *re, *im; } exact_matrix;     /* full, row-major */

static void exact_init(exact_matrix *a, long n)
{
    a->n = n;
    a->re = malloc((size_t)(n * n) * sizeof *a->re);
    a->im = malloc((size_t)(n * n) * sizeof *a->im);
    for (long i = 0; i < n * n; i++)
        mpq_inits(a->re[i], a->im[i], NULL);
}

static void exact_clear(exact_matrix *a)
{
    for (long i = 0; i < a->n * a->n; i++)
        mpq_clears(a->re[i], a->im[i], NULL);
    free(a->re);
    free(a->im);
}

/* (re, im) += (x, y)(u, v) */
static void add_product(mpq_t re, mpq_t im, const mpq_t x, const mpq_t y, const mpq_t u, const mpq_t v)
{
    mpq_t t;
    mpq_init(t);
    mpq_mul(t, x, u);
    mpq_add(re, re, t);
    mpq_mul(t, y, v);
    mpq_sub(re, re, t);
    mpq_mul(t, x, v);
    mpq_add(im, im, t);
    mpq_mul(t, y, u);
    mpq_add(im, im, t);
    mpq_clear(t);
}

/* Rows i, j times (c, -s*; s, c), or columns times its adjoint; c = 3/5, s = 4/5, or 4/5 (5 + 12 i)/13. */
static void rotate_side(exact_matrix *a, long i, long j, bool complex, bool columns)
{
    mpq_t c, zero, s_re, s_im, minus_re, minus_im, x[4];
    mpq_inits(c, zero, s_re, s_im, minus_re, minus_im, x[0], x[1], x[2], x[3], NULL);
    mpq_set_si(c, 3, 5);
    mpq_set_si(s_re, 4, complex ? 13 : 5);
    mpq_set_si(s_im, complex ? 48 : 0, 65);
    if (columns)
        mpq_neg(s_im, s_im);
    mpq_neg(minus_re, s_re);
    mpq_set(minus_im, s_im);
    for (long k = 0; k < a->n; k++) {
        long p = columns ? k * a->n + i : i * a->n + k, q = columns ? k * a->n + j : j * a->n + k;
        for (int t = 0; t < 4; t++)
            mpq_set_ui(x[t], 0, 1);
        add_product(x[0], x[1], c, zero, a->re[p], a->im[p]);
        add_product(x[0], x[1], minus_re, minus_im, a->re[q], a->im[q]);
        add_product(x[2], x[3], s_re, s_im, a->re[p], a->im[p]);
        add_product(x[2], x[3], c, zero, a->re[q], a->im[q]);
        mpq_set(a->re[p], x[0]);
        mpq_set(a->im[p], x[1]);
        mpq_set(a->re[q], x[2]);
        mpq_set(a->im[q], x[3]);
    }
    mpq_clears(c, zero, s_re, s_im, minus_re, minus_im, x[0], x[1], x[2], x[3], NULL);
}

/* U diag(spectrum) U^dagger for a random product U of exact rotations. */
static void exact_build(exact_matrix *a, const mpq_t *spectrum, long n, bool complex)
{
    exact_init(a, n);
    for (long i = 0; i < n; i++)
        mpq_set(a->re[i * n + i], spectrum[i]);
    for (long k = 0; k < 3 * n; k++) {
        long i = (long)(next() % (uint64_t)n), j = (i + 1 + (long)(next() % (uint64_t)(n - 1))) % n;
        rotate_side(a, i, j, complex, false);
        rotate_side(a, i, j, complex, true);
    }
}

/* Rounded to the state: n^2 errors of at most 2^-precision in each part, below 2 n^2 of it in trace norm. */
static void state_set(ref_state *state, const exact_matrix *a)
{
    for (long n = 0; n < a->n; n++)
        for (long m = 0; m <= n; m++) {
            mpfr_set_q(state->re[packed(n, m)], a->re[n * a->n + m], MPFR_RNDN);
            if (state->im != NULL)
                mpfr_set_q(state->im[packed(n, m)], a->im[n * a->n + m], MPFR_RNDN);
        }
    state->top = a->n - 1;
    mpfr_set_ui_2exp(state->error, (unsigned long)(2 * a->n * a->n), -state->precision, MPFR_RNDU);
}

/* Every eigenvalue is enclosed, to a width of 2 error + 2^-(precision - 6). */
static void check_enclosed(const ref_state *state, const mpq_t *spectrum)
{
    mpfi_t *values = intervals(state->levels, state->precision);
    mpfr_t width, bound;
    mpfr_inits2(64, width, bound, (mpfr_ptr)0);
    ref_spectrum_enclose(values, state);
    mpfr_set_ui_2exp(bound, 1, 6 - state->precision, MPFR_RNDU);
    mpfr_add(bound, bound, state->error, MPFR_RNDU);
    mpfr_add(bound, bound, state->error, MPFR_RNDU);
    for (long i = 0; i < state->levels; i++) {
        ck_assert_msg(mpfi_is_inside_q(spectrum[i], values[i]) > 0, "eigenvalue %ld", i);
        mpfi_diam_abs(width, values[i]);
        ck_assert_msg(mpfr_lessequal_p(width, bound), "eigenvalue %ld is too wide", i);
    }
    mpfr_clears(width, bound, (mpfr_ptr)0);
    intervals_clear(values, state->levels);
}

enum { N = 9, LEVELS = 12 };     /* N x N blocks in states of LEVELS levels */

static void check_spectrum(const char *const *decimal)
{
    mpq_t spectrum[LEVELS];
    for (long i = 0; i < LEVELS; i++) {
        mpq_init(spectrum[i]);
        if (i < N)
            mpq_set_str(spectrum[i], decimal[i], 10);
        mpq_canonicalize(spectrum[i]);
    }
    for (int complex = 0; complex <= 1; complex++)
        for (mpfr_prec_t precision = 53; precision < 500; precision += 149) {
            exact_matrix a;
            ref_state state;
            exact_build(&a, spectrum, N, complex);
            state_init(&state, complex ? REF_HERMITIAN : REF_REAL_SYMMETRIC, LEVELS, precision);
            state_set(&state, &a);
            check_enclosed(&state, spectrum);
            state_clear(&state);
            exact_clear(&a);
        }
    for (long i = 0; i < LEVELS; i++)
        mpq_clear(spectrum[i]);
}

#define E20 "100000000000000000000"
static const char *const spectra[][N] = {
    { "9/45", "8/45", "7/45", "6/45", "5/45", "4/45", "3/45", "2/45", "1/45" },
    { "1/5", "1/5", "1/5", "1/5", "1/25", "1/25", "1/25", "1/25", "1/25" },
    { "1/9", "1/9", "1/9", "1/9", "1/9", "1/9", "1/9", "1/9", "1/9" },
    { "1", "0", "0", "0", "0", "0", "0", "0", "0" },
    { "1/2", "1/2", "0", "0", "0", "0", "0", "0", "0" },
    { "99999/100000", "1/100000", "1/10000000000", "1/1000000000000000", "1/" E20, "1/" E20 "00000",
      "1/" E20 E20, "1/" E20 E20, "1/" E20 E20 E20 },
};
#undef E20

START_TEST(known_spectra)
{
    seed = 1;
    check_spectrum(spectra[_i]);
}
END_TEST

START_TEST(diagonal_state)
{
    static const double populations[] = { 0.125, 0.5, 0.125, 0.25 };
    static const char *const sorted[] = { "1/2", "1/4", "1/8", "1/8" };
    mpq_t spectrum[5];
    ref_state state;
    state_init(&state, REF_DIAGONAL, 5, 100);
    state.top = 3;
    mpq_init(spectrum[4]);
    for (long i = 0; i < 4; i++) {
        mpq_init(spectrum[i]);
        mpq_set_str(spectrum[i], sorted[i], 10);
        mpfr_set_d(state.re[i], populations[i], MPFR_RNDN);
    }
    mpfr_set_ui_2exp(state.error, 1, -90, MPFR_RNDU);
    check_enclosed(&state, spectrum);
    for (long i = 0; i < 5; i++)
        mpq_clear(spectrum[i]);
    state_clear(&state);
}
END_TEST

/* ---- larger states */

/* A A^T / tr, or A A^dagger / tr, for a random A of few bits: trace near 1, rank at most `rank`. */
static void state_random(ref_state *state, long rank)
{
    long d = state->levels;
    int64_t *a = malloc((size_t)(2 * d * rank) * sizeof *a), trace = 0;
    for (long i = 0; i < 2 * d * rank; i++) {
        a[i] = (int64_t)(next() % 2001) - 1000;
        if (state->im == NULL && i % 2 != 0)
            a[i] = 0;
        trace += a[i] * a[i];
    }
    for (long n = 0; n < d; n++)
        for (long m = 0; m <= n; m++) {
            int64_t re = 0, im = 0;
            for (long k = 0; k < rank; k++) {
                const int64_t *x = a + 2 * (n * rank + k), *y = a + 2 * (m * rank + k);
                re += x[0] * y[0] + x[1] * y[1];
                im += x[1] * y[0] - x[0] * y[1];
            }
            mpfr_set_si(state->re[packed(n, m)], re, MPFR_RNDN);
            mpfr_div_si(state->re[packed(n, m)], state->re[packed(n, m)], trace, MPFR_RNDN);
            if (state->im != NULL) {
                mpfr_set_si(state->im[packed(n, m)], im, MPFR_RNDN);
                mpfr_div_si(state->im[packed(n, m)], state->im[packed(n, m)], trace, MPFR_RNDN);
            }
        }
    free(a);
}

/* The same matrix bit for bit at another precision. */
static void state_copy(ref_state *out, const ref_state *state, mpfr_prec_t precision)
{
    state_init(out, state->shape, state->levels, precision);
    for (long i = 0; i < packed(state->levels, 0); i++) {
        mpfr_set(out->re[i], state->re[i], MPFR_RNDN);
        if (state->im != NULL)
            mpfr_set(out->im[i], state->im[i], MPFR_RNDN);
    }
}

static void check_precisions(ref_shape shape, long levels, long rank)
{
    ref_state state, finer;
    mpfi_t *coarse = intervals(levels, 140), *fine = intervals(levels, 300), sum;
    mpfr_t width, trace;
    mpfr_inits2(300, width, trace, (mpfr_ptr)0);
    mpfi_init2(sum, 300);
    mpfi_set_ui(sum, 0);
    mpfr_set_zero(trace, 1);
    state_init(&state, shape, levels, 140);
    state_random(&state, rank);
    state_copy(&finer, &state, 300);
    ref_spectrum_enclose(coarse, &state);
    ref_spectrum_enclose(fine, &finer);
    for (long i = 0; i < levels; i++) {
        ck_assert_msg(mpfi_is_inside(fine[i], coarse[i]) > 0, "eigenvalue %ld", i);
        mpfi_diam_abs(width, fine[i]);
        ck_assert(mpfr_cmp_ui_2exp(width, 1, -295) < 0);
        mpfi_diam_abs(width, coarse[i]);
        ck_assert(mpfr_cmp_ui_2exp(width, 1, -135) < 0);
        ck_assert(i < rank || mpfr_cmp_ui_2exp(&coarse[i]->right, 1, -130) < 0);
        mpfi_add(sum, sum, fine[i]);
        mpfr_add(trace, trace, state.re[packed(i, i)], MPFR_RNDN);
    }
    ck_assert(mpfi_is_inside_fr(trace, sum) > 0);
    mpfr_clears(width, trace, (mpfr_ptr)0);
    mpfi_clear(sum);
    intervals_clear(coarse, levels);
    intervals_clear(fine, levels);
    state_clear(&state);
    state_clear(&finer);
}

START_TEST(two_precisions_and_trace)
{
    seed = 2;
    check_precisions(REF_REAL_SYMMETRIC, 60, 60);
    check_precisions(REF_REAL_SYMMETRIC, 60, 7);
    check_precisions(REF_HERMITIAN, 40, 40);
    check_precisions(REF_HERMITIAN, 40, 5);
}
END_TEST

/* The state (|0> + |1>)/sqrt(2), known to a trace norm of 1/4. */
START_TEST(error_widens)
{
    ref_state state;
    mpfi_t *values = intervals(3, 100);
    state_init(&state, REF_REAL_SYMMETRIC, 3, 100);
    state.top = 1;
    mpfr_set_d(state.re[0], 0.5, MPFR_RNDN);
    mpfr_set_d(state.re[1], 0.5, MPFR_RNDN);
    mpfr_set_d(state.re[2], 0.5, MPFR_RNDN);
    mpfr_set_d(state.error, 0.25, MPFR_RNDN);
    ref_spectrum_enclose(values, &state);
    static const double exact[] = { 1, 0, 0 };
    for (int i = 0; i < 3; i++) {
        ck_assert(mpfr_cmp_d(&values[i]->left, exact[i] - 0.25) <= 0);
        ck_assert(mpfr_cmp_d(&values[i]->right, exact[i] + 0.25) >= 0);
        ck_assert(mpfr_cmp_d(&values[i]->right, exact[i] + 0.25 + 0x1p-50) < 0);
    }
    intervals_clear(values, 3);
    state_clear(&state);
}
END_TEST

START_TEST(same_bits_with_any_thread_count)
{
    enum { D = 80 };
    ref_state state;
    mpfi_t *one = intervals(D, 140), *two = intervals(D, 140);
    seed = 3;
    state_init(&state, REF_REAL_SYMMETRIC, D, 140);
    state_random(&state, D);
    omp_set_num_threads(1);
    ref_spectrum_enclose(one, &state);
    omp_set_num_threads(3);
    ref_spectrum_enclose(two, &state);
    for (long i = 0; i < D; i++)
        ck_assert(mpfr_equal_p(&one[i]->left, &two[i]->left) && mpfr_equal_p(&one[i]->right, &two[i]->right));
    intervals_clear(one, D);
    intervals_clear(two, D);
    state_clear(&state);
}
END_TEST

/* ---- sorting, entropy, ergotropy */

START_TEST(sort_order_statistics)
{
    mpfi_t *x = intervals(3, 53);
    mpfi_interv_d(x[0], 2, 3);
    mpfi_interv_d(x[1], 1, 4);
    mpfi_interv_d(x[2], 5, 6);
    ref_spectrum_sort(x, 3);
    static const double ends[][2] = { { 5, 6 }, { 2, 4 }, { 1, 3 } };
    for (int i = 0; i < 3; i++) {
        ck_assert_double_eq(mpfr_get_d(&x[i]->left, MPFR_RNDN), ends[i][0]);
        ck_assert_double_eq(mpfr_get_d(&x[i]->right, MPFR_RNDN), ends[i][1]);
    }
    intervals_clear(x, 3);
}
END_TEST

/* [left, right] encloses [lo, hi] and is at most 2^-90 wider at each end. */
static void check_tight(const mpfi_t x, const mpfi_t expected)
{
    mpfr_t gap;
    mpfr_init2(gap, 120);
    ck_assert(mpfi_is_inside(expected, x) > 0);
    mpfr_sub(gap, &expected->left, &x->left, MPFR_RNDU);
    ck_assert(mpfr_cmp_ui_2exp(gap, 1, -90) < 0);
    mpfr_sub(gap, &x->right, &expected->right, MPFR_RNDU);
    ck_assert(mpfr_cmp_ui_2exp(gap, 1, -90) < 0);
    mpfr_clear(gap);
}

/* The entropy of one eigenvalue in [lo, hi] has exactly the ends f(at_lo), f(at_hi), f = -x ln x. */
static void check_entropy_term(double lo, double hi, double at_lo, const char *at_hi)
{
    mpfi_t *x = intervals(1, 100), entropy, expected, end;
    mpfi_init2(entropy, 100);
    mpfi_init2(expected, 120);
    mpfi_init2(end, 120);
    mpfi_interv_d(x[0], lo, hi);
    ref_spectrum_entropy(entropy, (const mpfi_t *)x, 1);
    mpfi_set_ui(expected, 0);
    if (at_lo > 0) {
        mpfi_set_d(expected, at_lo);
        mpfi_log(expected, expected);
        mpfi_mul_d(expected, expected, -at_lo);
    }
    mpfi_set_str(end, at_hi, 10);
    mpfi_union(expected, expected, end);
    check_tight(entropy, expected);
    mpfi_clear(entropy);
    mpfi_clear(expected);
    mpfi_clear(end);
    intervals_clear(x, 1);
}

#define PEAK "0.36787944117144232159552377016146086744581"       /* 1/e */
#define QUARTER "0.34657359027997265470861606072908828403775"    /* (ln 4)/4 = (ln 2)/2 */

START_TEST(entropy_of_an_interval)
{
    check_entropy_term(0, 0.25, 0, QUARTER);
    check_entropy_term(0.125, 0.25, 0.125, QUARTER);
    check_entropy_term(0.5, 0.75, 0.75, QUARTER);
    check_entropy_term(0.25, 0.75, 0.75, PEAK);
    check_entropy_term(0.125, 0.5, 0.125, PEAK);
    check_entropy_term(0, 1, 0, PEAK);
    check_entropy_term(-0.5, 0.25, 0, QUARTER);
    check_entropy_term(0.5, 1.5, 0, QUARTER);
}
END_TEST

START_TEST(entropy_of_the_mixed_state)
{
    mpfi_t *x = intervals(16, 120), entropy, expected;
    mpfi_init2(entropy, 100);
    mpfi_init2(expected, 120);
    for (int i = 0; i < 16; i++)
        mpfi_set_d(x[i], 0.0625);
    ref_spectrum_entropy(entropy, (const mpfi_t *)x, 16);
    mpfi_set_ui(expected, 16);
    mpfi_log(expected, expected);
    check_tight(entropy, expected);
    mpfi_clear(entropy);
    mpfi_clear(expected);
    intervals_clear(x, 16);
}
END_TEST

static void check_ergotropy(const double *eigenvalues, double energy, double expected)
{
    mpfi_t *x = intervals(4, 100), value, exact, e;
    mpfi_init2(value, 100);
    mpfi_init2(exact, 100);
    mpfi_init2(e, 100);
    for (int i = 0; i < 4; i++)
        mpfi_set_d(x[i], eigenvalues[i]);
    mpfi_set_d(e, energy);
    mpfi_set_d(exact, expected);
    ref_spectrum_ergotropy(value, e, (const mpfi_t *)x, 4);
    check_tight(value, exact);
    mpfi_clear(value);
    mpfi_clear(exact);
    mpfi_clear(e);
    intervals_clear(x, 4);
}

START_TEST(ergotropy_by_hand)
{
    check_ergotropy((const double[]){ 1, 0, 0, 0 }, 1.75, 1.75);                   /* pure: all of it */
    check_ergotropy((const double[]){ 0.25, 0.25, 0.25, 0.25 }, 1.5, 0);           /* mixed: nothing */
    check_ergotropy((const double[]){ 0.5, 0.25, 0.125, 0.125 }, 2.125, 1.25);     /* populations reversed */
}
END_TEST

/* The energy is only known as [0, 2], the passive energy is 1.5: ergotropy in [0, 0.5]. */
START_TEST(ergotropy_is_not_negative)
{
    mpfi_t *x = intervals(4, 100), value, e;
    mpfi_init2(value, 100);
    mpfi_init2(e, 100);
    for (int i = 0; i < 4; i++)
        mpfi_set_d(x[i], 0.25);
    mpfi_interv_d(e, 0, 2);
    ref_spectrum_ergotropy(value, e, (const mpfi_t *)x, 4);
    ck_assert(mpfr_zero_p(&value->left));
    ck_assert_double_eq(mpfr_get_d(&value->right, MPFR_RNDU), 0.5);
    mpfi_clear(value);
    mpfi_clear(e);
    intervals_clear(x, 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spectrum");
    TCase *eigenvalues = tcase_create("eigenvalues"), *functions = tcase_create("functions");
    tcase_set_timeout(eigenvalues, 120);
    tcase_add_loop_test(eigenvalues, known_spectra, 0, (int)(sizeof spectra / sizeof *spectra));
    tcase_add_test(eigenvalues, diagonal_state);
    tcase_add_test(eigenvalues, two_precisions_and_trace);
    tcase_add_test(eigenvalues, error_widens);
    tcase_add_test(eigenvalues, same_bits_with_any_thread_count);
    tcase_add_test(functions, sort_order_statistics);
    tcase_add_test(functions, entropy_of_an_interval);
    tcase_add_test(functions, entropy_of_the_mixed_state);
    tcase_add_test(functions, ergotropy_by_hand);
    tcase_add_test(functions, ergotropy_is_not_negative);
    suite_add_tcase(suite, eigenvalues);
    suite_add_tcase(suite, functions);
    return harness_run(suite);
}
