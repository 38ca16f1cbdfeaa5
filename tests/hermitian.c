#include "hermitian.h"

#include <stdbool.h>
#include <stdlib.h>

enum { SWEEPS_MAX = 60, GUARD = 24 /* bits */ };

/* A rotation in the plane of two levels: cosine, sine, and the phase that makes their coupling real. */
typedef struct { arb_t c, s; acb_t phase; } rotation;

/* (x, y) -> (c x - s phase y, s x + c phase y), midpoints only */
static void rotate(acb_t x, acb_t y, const rotation *by, const acb_t phase, slong precision)
{
    acb_t turned, kept;
    acb_init(turned), acb_init(kept);
    acb_mul(turned, y, phase, precision);
    acb_set(kept, x);
    acb_mul_arb(x, kept, by->c, precision);
    acb_mul_arb(y, kept, by->s, precision);
    acb_mul_arb(kept, turned, by->s, precision);
    acb_sub(x, x, kept, precision);
    acb_mul_arb(kept, turned, by->c, precision);
    acb_add(y, y, kept, precision);
    acb_get_mid(x, x);
    acb_get_mid(y, y);
    acb_clear(turned), acb_clear(kept);
}

/* The rotation that removes a_pq: t^2 + 2 x t = 1, |t| <= 1 the tangent, x = (a_qq - a_pp) / (2 |a_pq|). */
static void rotation_set(rotation *by, const acb_mat_t a, slong p, slong q, slong precision)
{
    arb_t size, x;
    arb_init(size), arb_init(x);
    acb_abs(size, acb_mat_entry(a, p, q), precision);
    acb_div_arb(by->phase, acb_mat_entry(a, p, q), size, precision);
    acb_conj(by->phase, by->phase);
    arb_sub(x, acb_realref(acb_mat_entry(a, q, q)), acb_realref(acb_mat_entry(a, p, p)), precision);
    arb_div(x, x, size, precision);
    arb_mul_2exp_si(x, x, -1);
    const bool negative = arf_sgn(arb_midref(x)) < 0;
    arb_abs(x, x);
    arb_set(by->s, x);
    arb_mul(by->c, x, x, precision);
    arb_add_ui(by->c, by->c, 1, precision);
    arb_sqrt(by->c, by->c, precision);
    arb_add(by->s, by->s, by->c, precision);
    arb_inv(by->s, by->s, precision);                /* t */
    if (negative) arb_neg(by->s, by->s);
    arb_mul(by->c, by->s, by->s, precision);
    arb_add_ui(by->c, by->c, 1, precision);
    arb_rsqrt(by->c, by->c, precision);
    arb_mul(by->s, by->s, by->c, precision);
    arb_clear(size), arb_clear(x);
}

/* One rotation of the columns of a and v, and of the rows of a. */
static void remove_entry(acb_mat_t a, acb_mat_t v, rotation *by, slong p, slong q, slong precision)
{
    acb_t phase;
    rotation_set(by, a, p, q, precision);
    acb_init(phase);
    for (slong i = 0; i < acb_mat_nrows(a); i++) {
        rotate(acb_mat_entry(a, i, p), acb_mat_entry(a, i, q), by, by->phase, precision);
        rotate(acb_mat_entry(v, i, p), acb_mat_entry(v, i, q), by, by->phase, precision);
    }
    acb_conj(phase, by->phase);
    for (slong i = 0; i < acb_mat_nrows(a); i++)
        rotate(acb_mat_entry(a, p, i), acb_mat_entry(a, q, i), by, phase, precision);
    acb_clear(phase);
}

static bool negligible(const acb_t entry, slong precision)
{
    return arf_cmpabs_2exp_si(arb_midref(acb_realref(entry)), GUARD - precision) < 0
        && arf_cmpabs_2exp_si(arb_midref(acb_imagref(entry)), GUARD - precision) < 0;
}

static void diagonalise(acb_mat_t v, const acb_mat_t matrix, slong precision)
{
    const slong count = acb_mat_nrows(matrix);
    acb_mat_t a;
    rotation by;
    bool done = false;
    acb_mat_init(a, count, count);
    arb_init(by.c), arb_init(by.s), acb_init(by.phase);
    acb_mat_get_mid(a, matrix);
    acb_mat_one(v);
    for (int sweep = 0; sweep < SWEEPS_MAX && !done; sweep++) {
        done = true;
        for (slong p = 0; p < count; p++)
            for (slong q = p + 1; q < count; q++)
                if (!negligible(acb_mat_entry(a, p, q), precision)) {
                    remove_entry(a, v, &by, p, q, precision);
                    done = false;
                }
    }
    arb_clear(by.c), arb_clear(by.s), acb_clear(by.phase);
    acb_mat_clear(a);
}

static int descending(const void *a, const void *b)
{
    return arf_cmp((arf_srcptr)b, (arf_srcptr)a);
}

void hermitian_sort_descending(arb_ptr values, slong count, slong precision)
{
    arf_struct *low = malloc((size_t)count * sizeof *low), *high = malloc((size_t)count * sizeof *high);
    for (slong i = 0; i < count; i++) {
        arf_init(&low[i]), arf_init(&high[i]);
        arb_get_interval_arf(&low[i], &high[i], &values[i], precision);
    }
    qsort(low, (size_t)count, sizeof *low, descending);
    qsort(high, (size_t)count, sizeof *high, descending);
    for (slong i = 0; i < count; i++) {
        arb_set_interval_arf(&values[i], &low[i], &high[i], precision);
        arf_clear(&low[i]), arf_clear(&high[i]);
    }
    free(low);
    free(high);
}

/* An interval [-norm, norm] that contains every +-x with x at most the Frobenius norm of a. */
static void norm_interval(arb_t out, const acb_mat_t a, slong precision)
{
    acb_mat_frobenius_norm(out, a, precision);
    arb_get_mag(arb_radref(out), out);
    arf_zero(arb_midref(out));
}

void hermitian_eigenvalues(arb_ptr values, const acb_mat_t a, slong precision)
{
    const slong count = acb_mat_nrows(a);
    acb_mat_t v, adjoint, product;
    arb_t off, defect;
    acb_mat_init(v, count, count), acb_mat_init(adjoint, count, count), acb_mat_init(product, count, count);
    arb_init(off), arb_init(defect);

    diagonalise(v, a, precision);
    acb_mat_conjugate_transpose(adjoint, v);
    acb_mat_mul(product, adjoint, v, precision);
    for (slong i = 0; i < count; i++)
        acb_sub_ui(acb_mat_entry(product, i, i), acb_mat_entry(product, i, i), 1, precision);
    norm_interval(defect, product, precision);
    arb_add_ui(defect, defect, 1, precision);

    acb_mat_mul(product, adjoint, a, precision);
    acb_mat_mul(product, product, v, precision);
    for (slong i = 0; i < count; i++) {
        arb_get_mid_arb(&values[i], acb_realref(acb_mat_entry(product, i, i)));
        acb_sub_arb(acb_mat_entry(product, i, i), acb_mat_entry(product, i, i), &values[i], precision);
    }
    hermitian_sort_descending(values, count, precision);
    norm_interval(off, product, precision);
    for (slong i = 0; i < count; i++) {
        arb_add(&values[i], &values[i], off, precision);
        arb_div(&values[i], &values[i], defect, precision);
    }
    arb_clear(off), arb_clear(defect);
    acb_mat_clear(v), acb_mat_clear(adjoint), acb_mat_clear(product);
}
