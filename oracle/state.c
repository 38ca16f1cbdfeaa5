#include "model.h"

#include <stdio.h>
#include <stdlib.h>

static void *allocate(size_t count, size_t size)
{
    void *block = calloc(count, size);
    if (block == NULL) {
        fputs("surecharge: out of memory\n", stderr);
        exit(4);
    }
    return block;
}

mpfr_t *ref_points_new(size_t count, mpfr_prec_t precision)
{
    size_t limbs = mpfr_custom_get_size(precision);
    mpfr_t *points = allocate(count, sizeof *points + limbs);
    char *significands = (char *)(points + count);
    for (size_t i = 0; i < count; i++) {
        mpfr_custom_init(significands + i * limbs, precision);
        mpfr_custom_init_set(points[i], MPFR_ZERO_KIND, 0, precision, significands + i * limbs);
    }
    return points;
}

mpfi_t *ref_intervals_new(size_t count, mpfr_prec_t precision)
{
    mpfi_t *intervals = allocate(count, sizeof *intervals);
    for (size_t i = 0; i < count; i++)
        mpfi_init2(intervals[i], precision);
    return intervals;
}

void ref_intervals_clear(mpfi_t *intervals, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mpfi_clear(intervals[i]);
    free(intervals);
}

void ref_state_init(ref_state *state, ref_shape shape, long levels, mpfr_prec_t precision)
{
    state->shape = shape;
    state->levels = levels;
    state->top = 0;
    state->precision = precision;
    size_t count = ref_state_index(state, levels - 1, levels - 1) + 1;
    state->re = ref_points_new(count, precision);
    state->im = shape == REF_HERMITIAN ? ref_points_new(count, precision) : NULL;
    state->spare = ref_points_new(count, precision);
    mpfr_init2(state->error, 64);
    mpfr_set_zero(state->error, 1);
    ref_real_init(&state->alpha);
}

void ref_state_clear(ref_state *state)
{
    free(state->re);
    free(state->im);
    free(state->spare);
    mpfr_clear(state->error);
    ref_real_clear(&state->alpha);
}

/* The error is the sum of |point - exact|: each point is the left end of an enclosure. */
void ref_state_set(ref_state *state, const ref_real *populations, const ref_real *alpha)
{
    mpfi_t exact;
    mpfr_t width;
    mpfi_init2(exact, state->precision);
    mpfr_init2(width, 64);
    for (long n = 0; n < state->levels; n++) {
        if (ref_real_compare_ratio(&populations[n], 0, 1) == 0)
            continue;
        ref_real_enclose(exact, &populations[n]);
        mpfr_set(state->re[ref_state_index(state, n, n)], &exact->left, MPFR_RNDN);
        mpfi_diam_abs(width, exact);
        mpfr_add(state->error, state->error, width, MPFR_RNDU);
        state->top = n;
    }
    if (alpha != NULL)
        ref_real_set(&state->alpha, alpha);
    mpfi_clear(exact);
    mpfr_clear(width);
}

static void set_zero(mpfr_t *r, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mpfr_set_zero(r[i], 1);
}

void ref_state_cap(ref_state *state)
{
    if (!mpfr_nan_p(state->error) && mpfr_cmp_ui(state->error, 2) <= 0)
        return;
    size_t count = ref_state_index(state, state->top, state->top) + 1;
    set_zero(state->re, count);
    if (state->im != NULL)
        set_zero(state->im, count);
    mpfr_set_ui(state->re[0], 1, MPFR_RNDN);
    mpfr_set_ui(state->error, 2, MPFR_RNDU);
}
