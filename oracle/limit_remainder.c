/* limit_remainder: (A12), (A13) against eq. (3), literally; see limit.h. */
#include "limit.h"

#include "interval_matrix.h"

enum { G = 0, E = 1 };

/* (3 + 4i)/5 to the power k, k >= 0 */
static void phase(mpfi_t re, mpfi_t im, long k)
{
    mpz_t x, y, next, scale;
    mpz_inits(x, y, next, scale, NULL);
    mpz_set_ui(x, 1);
    for (long i = 0; i < k; i++) {
        mpz_mul_si(next, x, 3);
        mpz_submul_ui(next, y, 4);
        mpz_mul_si(y, y, 3);
        mpz_addmul_ui(y, x, 4);
        mpz_swap(x, next);
    }
    mpz_ui_pow_ui(scale, 5, (unsigned long)k);
    mpfi_set_z(re, x);
    mpfi_set_z(im, y);
    mpfi_div_z(re, re, scale);
    mpfi_div_z(im, im, scale);
    mpz_clears(x, y, next, scale, NULL);
}

/* |phi><phi|, phi_n = phase^(n^2) / sqrt(levels) */
static void set_projector(ref_matrix *rho)
{
    long levels = rho->size;
    for (long n = 0; n < levels; n++)
        for (long m = 0; m < levels; m++) {
            mpfi_ptr re = rho->re[n * levels + m], im = rho->im[n * levels + m];
            long power = n * n - m * m;
            phase(re, im, power < 0 ? -power : power);
            if (power < 0) mpfi_neg(im, im);
            mpfi_div_si(re, re, levels);
            mpfi_div_si(im, im, levels);
        }
}

static void set_lowering(ref_matrix *lowering, ref_ladder_kind ladder)
{
    long levels = lowering->size;
    for (long n = 1; n < levels; n++) {
        mpfi_set_ui(lowering->re[(n - 1) * levels + n], ref_ladder_weight(ladder, n, levels));
        mpfi_sqrt(lowering->re[(n - 1) * levels + n], lowering->re[(n - 1) * levels + n]);
    }
}

/* rho_Q of eq. (1): q = 1/5, so p = 4/5 and sqrt(q p) = 2/5. */
static void set_qubit(ref_matrix *qubit, bool coherent)
{
    mpfi_set_ui(qubit->re[G * 2 + G], 1);
    mpfi_set_ui(qubit->re[E * 2 + E], 4);
    if (coherent) {
        phase(qubit->re[E * 2 + G], qubit->im[E * 2 + G], 1);
        mpfi_mul_ui(qubit->re[E * 2 + G], qubit->re[E * 2 + G], 2);
        mpfi_mul_ui(qubit->im[E * 2 + G], qubit->im[E * 2 + G], 2);
        mpfi_set(qubit->re[G * 2 + E], qubit->re[E * 2 + G]);
        mpfi_neg(qubit->im[G * 2 + E], qubit->im[E * 2 + G]);
    }
    for (int i = 0; i < 4; i++) {
        mpfi_div_ui(qubit->re[i], qubit->re[i], 5);
        mpfi_div_ui(qubit->im[i], qubit->im[i], 5);
    }
}

/* joint := rho (x) qubit, joint index 2 n + qubit */
static void tensor(ref_matrix *joint, const ref_matrix *rho, const ref_matrix *qubit)
{
    mpfi_t part;
    mpfi_init2(part, mpfi_get_prec(joint->re[0]));
    for (long i = 0; i < joint->size; i++)
        for (long k = 0; k < joint->size; k++) {
            long at = i * joint->size + k, b = i / 2 * rho->size + k / 2, s = i % 2 * 2 + k % 2;
            mpfi_mul(joint->re[at], rho->re[b], qubit->re[s]);
            mpfi_mul(part, rho->im[b], qubit->im[s]);
            mpfi_sub(joint->re[at], joint->re[at], part);
            mpfi_mul(joint->im[at], rho->re[b], qubit->im[s]);
            mpfi_mul(part, rho->im[b], qubit->re[s]);
            mpfi_add(joint->im[at], joint->im[at], part);
        }
    mpfi_clear(part);
}

/* out := tr_Q{ U rho (x) qubit U^dagger }, U = exp(-i theta H) */
static void collide(ref_matrix *out, const ref_matrix *rho, const ref_matrix *qubit,
                    const ref_matrix *lowering, const mpfi_t theta)
{
    mpfr_prec_t precision = mpfi_get_prec(out->re[0]);
    long levels = rho->size, size = 2 * levels;
    ref_matrix h = ref_matrix_new(size, precision), u = ref_matrix_new(size, precision);
    ref_matrix before = ref_matrix_new(size, precision), after = ref_matrix_new(size, precision);
    for (long n = 1; n < levels; n++) {
        long up = 2 * n + G, down = 2 * (n - 1) + E;
        mpfi_mul(h.re[down * size + up], lowering->re[(n - 1) * levels + n], theta);
        mpfi_set(h.re[up * size + down], h.re[down * size + up]);
    }
    ref_matrix_exponential(&u, &h);
    tensor(&before, rho, qubit);
    ref_matrix_sandwich(&after, &u, &before, &u);
    for (long n = 0; n < levels; n++)
        for (long m = 0; m < levels; m++) {
            long g = (2 * n + G) * size + 2 * m + G, e = (2 * n + E) * size + 2 * m + E;
            mpfi_add(out->re[n * levels + m], after.re[g], after.re[e]);
            mpfi_add(out->im[n * levels + m], after.im[g], after.im[e]);
        }
    ref_matrix *all[] = { &h, &u, &before, &after };
    for (int i = 0; i < 4; i++) ref_matrix_free(all[i]);
}

/* out += weight D[a] rho */
static void add_dissipator(ref_matrix *out, const ref_matrix *a, const ref_matrix *rho, const mpfi_t weight)
{
    mpfr_prec_t precision = mpfi_get_prec(out->re[0]);
    ref_matrix part = ref_matrix_new(rho->size, precision);
    mpfi_t zero;
    mpfi_init2(zero, precision);
    mpfi_set_ui(zero, 0);
    ref_matrix_dissipate(&part, a, rho);
    ref_matrix_scale(&part, &part, weight, zero);
    ref_matrix_add(out, &part, 1);
    mpfi_clear(zero);
    ref_matrix_free(&part);
}

/* out += -i theta [<e|rho_Q|g>^* A + h.c., rho], <e|rho_Q|g> = sqrt(q p) e^{i alpha} */
static void add_drive(ref_matrix *out, const ref_matrix *lowering, const ref_matrix *rho,
                      const ref_matrix *qubit, const mpfi_t theta)
{
    mpfr_prec_t precision = mpfi_get_prec(out->re[0]);
    ref_matrix drive = ref_matrix_new(rho->size, precision), dagger = ref_matrix_new(rho->size, precision);
    mpfi_t zero, minus;
    mpfi_init2(zero, precision);
    mpfi_init2(minus, precision);
    mpfi_set_ui(zero, 0);
    mpfi_neg(minus, theta);
    ref_matrix_scale(&drive, lowering, qubit->re[G * 2 + E], qubit->im[G * 2 + E]);
    ref_matrix_adjoint(&dagger, &drive);
    ref_matrix_add(&drive, &dagger, 1);
    ref_matrix_scale(&drive, &drive, zero, minus);
    ref_matrix_commute(out, &drive, rho);
    mpfi_clear(minus);
    mpfi_clear(zero);
    ref_matrix_free(&dagger);
    ref_matrix_free(&drive);
}

/* out += the right-hand side of (A13); (A12) where the qubit has no coherence. */
static void expand(ref_matrix *out, const ref_matrix *lowering, const ref_matrix *rho,
                   const ref_matrix *qubit, const mpfi_t theta)
{
    mpfi_t square, weight;
    ref_matrix raising = ref_matrix_new(rho->size, mpfi_get_prec(theta));
    mpfi_init2(square, mpfi_get_prec(theta));
    mpfi_init2(weight, mpfi_get_prec(theta));
    mpfi_sqr(square, theta);
    mpfi_mul(weight, square, qubit->re[G * 2 + G]);
    add_dissipator(out, lowering, rho, weight);
    ref_matrix_adjoint(&raising, lowering);
    mpfi_mul(weight, square, qubit->re[E * 2 + E]);
    add_dissipator(out, &raising, rho, weight);
    add_drive(out, lowering, rho, qubit, theta);
    mpfi_clear(weight);
    mpfi_clear(square);
    ref_matrix_free(&raising);
}

/* The trace norm of a Hermitian matrix: its left ends, and their distance to the exact entries as error. */
static void trace_norm(mpfi_t out, const ref_matrix *a)
{
    ref_state state;
    mpfr_t width;
    mpfr_init2(width, 64);
    ref_state_init(&state, REF_HERMITIAN, a->size, mpfi_get_prec(out));
    state.top = a->size - 1;
    for (long n = 0; n < a->size; n++)
        for (long m = 0; m <= n; m++) {
            mpfi_srcptr re = a->re[n * a->size + m], im = a->im[n * a->size + m];
            mpfi_get_left(state.re[ref_state_index(&state, n, m)], re);
            if (m < n) mpfi_get_left(state.im[ref_state_index(&state, n, m)], im);
            for (int i = 0; i < 4; i++) {
                mpfi_diam_abs(width, i % 2 == 0 ? re : im);
                mpfr_add(state.error, state.error, width, MPFR_RNDU);
            }
        }
    ref_limit_trace_norm(out, &state);
    ref_state_clear(&state);
    mpfr_clear(width);
}

/* coherent ? 4/3 (F theta)^3 : 2/3 (F theta)^4 */
static void set_bound(mpfi_t bound, ref_ladder_kind ladder, long levels, bool coherent, const mpfi_t theta)
{
    mpfi_t factor;
    mpfi_init2(factor, mpfi_get_prec(bound));
    mpfi_set_ui(factor, ref_ladder_largest(ladder, levels));
    mpfi_sqrt(factor, factor);
    mpfi_mul(factor, factor, theta);
    mpfi_sqr(bound, factor);
    mpfi_mul(bound, bound, factor);
    if (coherent) mpfi_mul_2ui(bound, bound, 1);
    else mpfi_mul(bound, bound, factor);
    mpfi_mul_2ui(bound, bound, 1);
    mpfi_div_ui(bound, bound, 3);
    mpfi_clear(factor);
}

void ref_limit_remainder(mpfi_t size, mpfi_t bound, ref_ladder_kind ladder, long levels, bool coherent,
                         const mpfi_t theta)
{
    mpfr_prec_t precision = mpfi_get_prec(size);
    ref_matrix rho = ref_matrix_new(levels, precision), qubit = ref_matrix_new(2, precision);
    ref_matrix lowering = ref_matrix_new(levels, precision), exact = ref_matrix_new(levels, precision);
    ref_matrix printed = ref_matrix_new(levels, precision);
    set_projector(&rho);
    set_qubit(&qubit, coherent);
    set_lowering(&lowering, ladder);
    collide(&exact, &rho, &qubit, &lowering, theta);
    expand(&printed, &lowering, &rho, &qubit, theta);
    ref_matrix_add(&exact, &rho, -1);
    ref_matrix_add(&exact, &printed, -1);
    trace_norm(size, &exact);
    set_bound(bound, ladder, levels, coherent, theta);
    ref_matrix *all[] = { &rho, &qubit, &lowering, &exact, &printed };
    for (int i = 0; i < 5; i++) ref_matrix_free(all[i]);
}
