/* claims_step: (C4) as printed at strong damping, step by step. */
#include "claims.h"

#include <math.h>
#include "bound.h"
#include "text.h"

/* With Psi(E) the integral of 1/h from 0 to E, (C4) holds for every incoherent protocol from the empty
 * battery if Psi(E') <= Psi(E) + theta for each step. E stays below (1-gamma)/gamma, and with
 * v_n = sin^2(sqrt(n+1) theta),
 *     E' <= (1-gamma)(E + sum P_n v_n) <= (1-gamma)(E + max_n (v_n - l n) + l E) for every l >= 0,
 *     E' <= (1-gamma)(E + R0 theta sqrt(E + 1)), (13).
 * Where E' is below the peak of h, E' - E <= theta h(E) will do, (C3); else boxes of gamma, theta and E,
 * halved until each holds by its ends: h falls with gamma. From theta = pi/2 on, sum P_n v_n <= 1 takes the
 * place of both, (1-gamma)(E + 1) - E <= (pi/2) h(E) that of (C3). */
enum { PRECISION = 64, LEVELS = 24, PAIRED = 8, DEPTH = 48 };

static const double R0_HIGH = 0.7246113537768;

typedef struct { double gamma[2], theta[2], energy[2]; } box;

static double up(double value)
{
    return value + fabs(value) * 0x1p-48 + 0x1p-1000;
}

/* The largest v_n of the box; 1 for angles beyond pi/2. */
static double swap_at(const box *at, long n, bool beyond)
{
    mpfi_t angle, root;
    mpfi_init2(angle, PRECISION);
    mpfi_init2(root, PRECISION);
    mpfi_interv_d(angle, at->theta[0], at->theta[1]);
    mpfi_set_si(root, n + 1);
    mpfi_sqrt(root, root);
    mpfi_mul(angle, angle, root);
    mpfi_sin(angle, angle);
    mpfi_sqr(angle, angle);
    double most = beyond ? 1 : mpfr_get_d(&angle->right, MPFR_RNDU);
    mpfi_clear(root);
    mpfi_clear(angle);
    return most;
}

/* max_n (v_n - l n) + l E, at most; beyond LEVELS v_n <= 1. */
static double gain_by(const double *v, double slope, double energy)
{
    double most = 1 - slope * LEVELS;
    for (long n = 0; n < LEVELS; n++)
        most = fmax(most, v[n] - slope * (double)n);
    return up(most + 0x1p-48 + up(slope * energy));
}

/* The largest E' of the box. */
static double after(const box *at, bool beyond)
{
    double v[LEVELS], least = 1;
    for (long n = 0; n < LEVELS; n++)
        v[n] = swap_at(at, n, beyond);
    for (int n = 0; n < PAIRED; n++)
        for (int m = n + 1; m < PAIRED; m++)
            least = fmin(least, gain_by(v, fmax(0, (v[m] - v[n]) / (m - n)), at->energy[1]));
    if (!beyond)
        least = fmin(least, up(R0_HIGH * up(at->theta[1] * up(sqrt(at->energy[1] + 1)))));
    return up(up(1 - at->gamma[0]) * up(at->energy[1] + least));
}

/* Psi at the largest gamma of the box. */
static void time_at(mpfi_t out, double energy, const mpfi_t gamma)
{
    mpfi_t level;
    mpfi_init2(level, PRECISION);
    mpfi_set_d(level, energy);
    ref_damped_bound_time_printed(out, level, gamma);
    mpfi_clear(level);
}

static bool holds(const box *at, bool beyond)
{
    double reached = after(at, beyond);
    mpfi_t gamma, peak, time, start;
    mpfi_init2(gamma, PRECISION);
    mpfi_init2(peak, PRECISION);
    mpfi_init2(time, PRECISION);
    mpfi_init2(start, PRECISION);
    mpfi_set_d(gamma, at->gamma[1]);
    ref_damped_bound_peak(peak, gamma);
    bool held = reached <= at->energy[0] || mpfr_cmp_d(&peak->left, reached) >= 0 ||
                at->energy[0] * at->gamma[0] > up(1 - at->gamma[0]) * (1 + 0x1p-48);
    if (!held) {
        time_at(time, reached, gamma);
        time_at(start, at->energy[0], gamma);
        mpfi_sub(time, time, start);
        held = mpfr_cmp_d(&time->right, at->theta[0]) <= 0;
    }
    mpfi_clear(start);
    mpfi_clear(time);
    mpfi_clear(peak);
    mpfi_clear(gamma);
    return held;
}

/* Halves the widest side, gamma counted thrice. */
static bool covered(const box *at, bool beyond, long *boxes, int depth)
{
    if (holds(at, beyond)) {
        ++*boxes;
        return true;
    }
    double widths[] = { 3 * (at->gamma[1] - at->gamma[0]), beyond ? 0 : at->theta[1] - at->theta[0],
                        at->energy[1] - at->energy[0] };
    box first = *at, second = *at;
    double *const firsts[] = { first.gamma, first.theta, first.energy },
                  *const seconds[] = { second.gamma, second.theta, second.energy };
    int side = widths[1] > widths[0] ? 1 : 0;
    side = widths[2] > widths[side] ? 2 : side;
    firsts[side][1] = seconds[side][0] = (firsts[side][0] + firsts[side][1]) / 2;
    return depth > 0 && covered(&first, beyond, boxes, depth - 1) &&
           covered(&second, beyond, boxes, depth - 1);
}

bool ref_step_keeps_printed_bound(double low, double high, long *boxes)
{
    const double half_pi = 0x1.921fb54442d19p+0; /* rounded up */
    box near = { { low, high }, { 0, half_pi }, { 0, up(1 / low) } },
        far = { { low, high }, { half_pi - 0x1p-50, half_pi }, { 0, up(1 / low) } };
    *boxes = 0;
    return covered(&near, false, boxes, DEPTH) && covered(&far, true, boxes, DEPTH);
}

/* In slices of gamma, from where the damping alone does no longer keep the energy below the peak. */
void ref_claims_every_step(ref_claims *claims)
{
    enum { FROM = 204, TO = 343, UNIT = 1000 };
    long all = 0;
    bool held = true;
    ref_ruling ruling;
    #pragma omp parallel for schedule(dynamic) reduction(+ : all) reduction(&& : held)
    for (int i = FROM; i < TO; i++) {
        long boxes;
        held = ref_step_keeps_printed_bound((double)i / UNIT, (double)(i + 1) / UNIT, &boxes) && held;
        all += boxes;
        mpfr_free_cache();
    }
    ref_ruling_init(&ruling);
    ruling.verdict = held ? REF_VERDICT_CERTIFIED : REF_VERDICT_UNDECIDED;
    mpfr_set_zero(ruling.margin, 1);
    ref_claims_add(claims, REF_CORRECTED, "C4 every step", "(C4)",
                   "(C4) as printed holds for every incoherent protocol from the empty battery, step by "
                   "step, for gamma from 0.204 to 0.343",
                   &ruling,
                   ref_text_format("every swap angle, q and energy, in %ld boxes; not between 0.343 and "
                                   "0.3443",
                                   all),
                   ref_text_format("none"), ref_text_format("surecharge paper --chapter thresholds"));
    ref_ruling_clear(&ruling);
}
