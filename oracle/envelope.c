/* envelope: see envelope.h. */
#include "envelope.h"

#include <math.h>
#include <stdlib.h>
#include "upward.h"

enum { PRECISION = 64, HALVINGS = 26 };

/* The matrix G over the angles: upper bounds on its diagonal and on the moduli beside it; hop[0] = 0. */
typedef struct {
    long levels;
    double *gain, *hop;
} operator;

/* out: sin of (sqrt(n) + sign sqrt(m)) theta */
static void sine(mpfi_t out, const mpfi_t theta, long n, int sign, long m)
{
    mpfi_t other;
    mpfi_init2(other, PRECISION);
    mpfi_set_si(out, n);
    mpfi_sqrt(out, out);
    mpfi_set_si(other, m);
    mpfi_sqrt(other, other);
    if (sign > 0)
        mpfi_add(out, out, other);
    else
        mpfi_sub(out, out, other);
    mpfi_mul(out, out, theta);
    mpfi_sin(out, out);
    mpfi_clear(other);
}

/* (1-2q) s_{n+1}^2 + q (s_{n+1}^2 - s_n^2), the difference as a product of two sines; at the top -q s_n^2. */
static double gain_at(const mpfi_t theta, const mpfi_t q, long n, long levels)
{
    mpfi_t rise, part;
    mpfi_init2(rise, PRECISION);
    mpfi_init2(part, PRECISION);
    if (n == levels - 1) {
        sine(rise, theta, n, 1, 0);
        mpfi_sqr(rise, rise);
        mpfi_mul(rise, rise, q);
        mpfi_neg(rise, rise);
    } else {
        sine(rise, theta, n + 1, 1, n);
        sine(part, theta, n + 1, -1, n);
        mpfi_mul(rise, rise, part);
        mpfi_mul(rise, rise, q);
        sine(part, theta, n + 1, 1, 0);
        mpfi_sqr(part, part);
        mpfi_add(rise, rise, part);
        mpfi_mul(part, part, q);
        mpfi_mul_2ui(part, part, 1);
        mpfi_sub(rise, rise, part);
    }
    double bound = mpfr_get_d(&rise->right, MPFR_RNDU);
    mpfi_clear(part);
    mpfi_clear(rise);
    return bound;
}

static double hop_at(const mpfi_t theta, const mpfi_t kappa, long n)
{
    mpfi_t hop;
    mpfi_init2(hop, PRECISION);
    sine(hop, theta, n, 1, n);
    mpfi_mul(hop, hop, kappa);
    mpfi_div_2ui(hop, hop, 1);
    mpfi_abs(hop, hop);
    double bound = mpfr_get_d(&hop->right, MPFR_RNDU);
    mpfi_clear(hop);
    return bound;
}

static void operator_init(operator* out, const ref_qubit *qubit, long levels, double left, double right)
{
    mpfi_t theta, q, kappa;
    mpfi_init2(theta, PRECISION);
    mpfi_init2(q, PRECISION);
    mpfi_init2(kappa, PRECISION);
    mpfi_interv_d(theta, left, right);
    ref_real_enclose(q, &qubit->q);
    ref_real_enclose(kappa, &qubit->c);
    mpfi_t root;
    mpfi_init2(root, PRECISION);
    mpfi_ui_sub(root, 1, q);
    mpfi_mul(root, root, q);
    mpfi_sqrt(root, root);
    mpfi_mul(kappa, kappa, root);
    *out =
        (operator){ levels, calloc((size_t)levels, sizeof(double)), calloc((size_t)levels, sizeof(double)) };
    for (long n = 0; n < levels; n++) {
        out->gain[n] = gain_at(theta, q, n, levels);
        out->hop[n] = hop_at(theta, kappa, n);
    }
    mpfi_clear(root);
    mpfi_clear(kappa);
    mpfi_clear(q);
    mpfi_clear(theta);
}

/* Whether level + slope N - G is certainly positive: all pivots are, each bounded from below. */
static bool positive(const operator* g, double level, double slope)
{
    double pivot = 1;
    for (long n = 0; n < g->levels && pivot > 0; n++) {
        double rise = slope * (double)n, size = fabs(level) + rise + fabs(g->gain[n]);
        pivot = level + rise - g->gain[n] - 0x1p-48 * size -
                ref_up(g->hop[n] * g->hop[n] / pivot) * (1 + 0x1p-48);
    }
    return pivot > 0;
}

/* Little more than the least level with which the line holds; from `low`, with which it does not. */
static double level_for(const operator* g, double low, double slope)
{
    double high = fmax(1, 2 * low);
    while (!positive(g, high, slope))
        high *= 2;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        *(positive(g, middle, slope) ? &high : &low) = middle;
    }
    return high;
}

/* Tangents to about sqrt(E) theta, one for every factor 2^(1/4) of E from 1/16 to the top, and one level
 * line. */
void ref_envelope_init(ref_envelope *envelope, const ref_qubit *qubit, long levels, double left, double right)
{
    operator g;
    operator_init(&g, qubit, levels, left, right);
    envelope->top = (double)(levels - 1);
    for (int i = 0; i < REF_ENVELOPE_LINES; i++) {
        envelope->slope[i] = i == REF_ENVELOPE_LINES - 1 ? 0 : 2 * right * exp2(-i / 8.0);
        envelope->level[i] = level_for(&g, 0, envelope->slope[i]);
    }
    free(g.gain);
    free(g.hop);
}

double ref_envelope_after(const ref_envelope *envelope, double energy)
{
    double gain = 1;
    for (int i = 0; i < REF_ENVELOPE_LINES; i++)
        gain = fmin(gain, ref_up(envelope->level[i] + ref_up(envelope->slope[i] * energy)));
    return fmin(envelope->top, ref_up(energy + gain));
}
