#include <math.h>
#include <stdlib.h>
#include "protocol.h"

void ref_protocol_full_swap(mpfi_t theta, ref_ladder_kind ladder, long k, long levels)
{
    mpfi_t f;
    mpfi_init2(f, mpfi_get_prec(theta));
    mpfi_set_ui(f, ref_ladder_weight(ladder, k, levels));
    mpfi_sqrt(f, f);
    mpfi_const_pi(theta);
    mpfi_div(theta, theta, f);
    mpfi_div_2ui(theta, theta, 1);
    mpfi_clear(f);
}

/* ---- the greedy angle
 *
 * Both rules maximise phi(theta) = (offset + keep gain(theta)) / (elapsed + theta). For a level L,
 *   psi(theta) = offset + keep gain(theta) - L (elapsed + theta) <= 0   if and only if   phi(theta) <= L,
 * and psi has the derivatives of keep gain from the second on.
 *
 * Rounding: u = 2^-53, n terms, M_j = sum (|g| + 2|h|) f^j. With s = sin(f theta) and c = cos(f theta) right
 * to 2^-51 (1 + f theta) (see turn), sin(2 f theta) = 2 s c and cos(2 f theta) = 1 - 2 s^2 are right to four
 * times that, and the j-th derivative of the gain, j = 0, 1, 2, is computed to
 *   2^j (M_j ((n + 8) u + 2^-50) + M_{j+1} 2^-50 theta).
 * At small angles s is right to 2^-49 f theta, and then the gain itself to M_1 theta ((n + 8) u + 2^-47). A
 * relative 2^-48 of each summand is added for keep, elapsed, L (elapsed + theta) and the few operations that
 * put the parts together. */

#define UNIT 0x1p-53
#define SMALL 0x1p-48
#define PI_BELOW 0x1.921fb54442d18p+1       /* pi is between these two neighbours */
#define PI_ABOVE 0x1.921fb54442d19p+1

enum { PIECES = 64, PASSES_MAX = 40, PIECES_MAX = 1 << 16 };

typedef struct { double g, h, f, quarters; } term;          /* quarters: 2 f / pi, f in quarter turns */

typedef struct {
    term *terms;
    long count;
    bool coherent;
    double moment[4];           /* M_0 .. M_3, rounded up */
    /* |gain - exact| <= slack min(1, f_max theta), and without coherence <= slack (f_max theta)^2 */
    double f_max, slack;
    double offset, offset_error, keep, elapsed;
} objective;

typedef struct { double value[3], error[3]; } taylor;       /* gain, gain', gain'' at one angle */
typedef struct { double lo, hi; taylor at; } piece;         /* at: at the middle */
typedef struct { double angle, level; } best;               /* level: a lower bound of phi(angle) */

/* cos and sin of y quarter turns, 0 <= y < 2^50. With y right to a relative 4 u both are right to 4 u (1 +
 * pi y/2): the turn left after taking whole quarters off is exact; x is off by 2 u |x|, the sums by less than
 * 2 u, and the Taylor tails, x^18/18! and x^19/19! at |x| <= pi/4, by less than u/32. */
static void turn(double *cosine, double *sine, double y)
{
    const double round = 0x1.8p52, half_pi = 0x1.921fb54442d18p+0;
    double whole = (y + round) - round, x = (y - whole) * half_pi, z = x * x;
    double s = x + x * (z * (-1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * (1.0 / 362880
             + z * (-1.0 / 39916800 + z * (1.0 / 6227020800 + z * (-1.0 / 1307674368000
             + z * (1.0 / 355687428096000)))))))));
    double c = 1 + z * (-1.0 / 2 + z * (1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800
             + z * (1.0 / 479001600 + z * (-1.0 / 87178291200 + z * (1.0 / 20922789888000))))))));
    long quarter = (long)whole;
    bool swapped = quarter % 2 != 0;
    *cosine = swapped ? s : c;
    *sine = swapped ? c : s;
    if ((quarter & 3) == 1 || (quarter & 3) == 2)
        *cosine = -*cosine;
    if ((quarter & 3) >= 2)
        *sine = -*sine;
}

static void evaluate(taylor *at, const objective *phi, double theta)
{
    double value = 0, slope = 0, curvature = 0;
    for (long i = 0; i < phi->count; i++) {
        const term *t = &phi->terms[i];
        double c, s;
        turn(&c, &s, t->quarters * theta);
        double square = s * s, sin2 = 2 * s * c, cos2 = 1 - 2 * square;
        value += t->g * square + t->h * sin2;
        slope += t->f * (t->g * sin2 + 2 * t->h * cos2);
        curvature += t->f * t->f * 2 * (t->g * cos2 - 2 * t->h * sin2);
    }
    double sums = (double)(phi->count + 8) * UNIT;
    at->value[0] = value;
    at->value[1] = slope;
    at->value[2] = curvature;
    const double *m = phi->moment;
    for (int j = 0; j <= 2; j++)
        at->error[j] = (double)(1 << j) * (m[j] * (sums + 0x1p-50) + m[j + 1] * 0x1p-50 * theta);
    at->error[0] = fmin(at->error[0], m[1] * theta * (sums + 0x1p-47));
}

/* A lower bound of phi(theta). */
static double level_at(const objective *phi, const taylor *at, double theta)
{
    double value = phi->offset + phi->keep * at->value[0];
    double error = phi->offset_error + at->error[0] + phi->slack * fmin(1, phi->f_max * theta)
                 + SMALL * (fabs(phi->offset) + fabs(at->value[0]));
    double level = (value - error) / (phi->elapsed + theta);
    return level - SMALL * fabs(level);
}

static double middle(const piece *p)
{
    return p->lo + (p->hi - p->lo) / 2;
}

/* max of a x + b x^2 / 2 over |x| <= r */
static double parabola_max(double a, double b, double r)
{
    if (fabs(a) < -b * r)
        return a * a / (-2 * b);
    return fabs(a) * r + b * r * r / 2;
}

/* An upper bound of phi - level on a piece, from the Taylor polynomial at its middle; elapsed + lo > 0.
 * *settled: rounding and slack outweigh the Taylor remainder, so cutting the piece would not help. */
static double excess_inside(bool *settled, const objective *phi, const piece *p, double level)
{
    double c = middle(p), r = fmax(c - p->lo, p->hi - c) * (1 + SMALL);
    const double *value = p->at.value, *error = p->at.error;
    double psi = phi->offset + phi->keep * value[0] - level * (phi->elapsed + c);
    double uncertain = phi->offset_error + phi->slack * fmin(1, phi->f_max * p->hi)
        + error[0] + error[1] * r + error[2] * r * r / 2
        + SMALL * (fabs(phi->offset) + fabs(value[0]) + fabs(value[1]) * r + fabs(value[2]) * r * r
                   + fabs(level) * (phi->elapsed + c + r));
    double remainder = phi->moment[3] * 4 * r * r * r / 6;
    double most = parabola_max(phi->keep * value[1] - level, phi->keep * value[2], r);
    *settled = remainder <= uncertain;
    return (psi + most + uncertain + remainder) / (phi->elapsed + p->lo) * (1 + SMALL);
}

/* The same on all of (0, hi], with elapsed = 0, where offset <= 0: gain(theta)/theta is at most a convex
 * function, the Taylor polynomial at 0 with its remainder, which is greatest at an end. Without
 * coherence it vanishes with theta, and so do its errors (sin^2(f theta) <= f^2 theta^2). `origin`: the
 * Taylor polynomial at 0. */
static double excess_at_origin(bool *settled, const objective *phi, const taylor *origin, double hi,
                               double level)
{
    const double *value = origin->value, *error = origin->error;
    double slope = value[1], slope_error = 0, rise = value[2] / 2 * hi, rise_error = error[2] / 2 * hi;
    if (phi->coherent)
        slope_error = error[1] + phi->slack * phi->f_max;
    else
        rise_error += phi->slack * phi->f_max * phi->f_max * hi;
    double remainder = phi->moment[3] * 4 * hi * hi / 6;
    slope_error += SMALL * (fabs(slope) + fabs(level));
    rise_error += SMALL * fabs(rise);
    *settled = remainder <= slope_error + rise_error;
    return phi->keep * (slope + fmax(0, rise + rise_error + remainder)) + slope_error
         + fmin(0, phi->offset + phi->offset_error) / hi - level;
}

/* The moments, and the terms that are not negligible; what is left out counts as slack. */
static void gather(objective *phi, const ref_gain *gain)
{
    double total = 0, dropped = 0;
    phi->terms = malloc((size_t)gain->levels * sizeof *phi->terms);
    if (phi->terms == NULL)
        abort();
    phi->f_max = sqrt(gain->reach >= gain->levels ? (double)gain->reach + 1 : 1);
    for (long n = 1; n < gain->levels; n++)
        total += fabs(gain->g[n]) + (gain->h != NULL ? 2 * fabs(gain->h[n]) : 0);
    for (long n = 1; n < gain->levels; n++) {
        double f = sqrt((double)ref_ladder_weight(gain->ladder, n, gain->levels));
        double g = gain->g[n], h = gain->h != NULL ? gain->h[n] : 0, weight = fabs(g) + 2 * fabs(h);
        phi->f_max = fmax(phi->f_max, f);
        if (weight * (double)gain->levels <= 0x1p-60 * total) {
            dropped += weight;
            continue;
        }
        phi->terms[phi->count++] = (term){ g, h, f, f * 0x1.45f306dc9c883p-1 };
        for (int j = 0; j <= 3; j++, weight *= f)
            phi->moment[j] += weight;
    }
    for (int j = 0; j <= 3; j++)
        phi->moment[j] *= 1 + 0x1p-30;
    phi->f_max *= 1 + SMALL;
    phi->slack = (gain->slack + dropped) * (1 + 0x1p-30);
}

static void objective_init(objective *phi, const ref_gain *gain, ref_protocol_kind rule)
{
    *phi = (objective){ .coherent = gain->h != NULL, .keep = 1 - gain->gamma };
    gather(phi, gain);
    if (rule == REF_GREEDY_AVERAGE) {
        phi->offset = phi->keep * gain->energy;
        phi->offset_error = gain->energy > 0 || gain->tau > 0 ? gain->slack + SMALL * gain->energy : 0;
        phi->elapsed = gain->tau;
    } else {
        phi->offset = -gain->gamma * gain->energy;
        phi->offset_error = gain->gamma * 2 * (gain->slack + SMALL * gain->energy);
    }
}

/* A lower bound of the limit of phi for theta -> 0; minus infinity where there is none. */
static double limit_at_origin(const objective *phi, const taylor *origin)
{
    double limit, error;
    if (phi->elapsed > 0) {
        limit = phi->offset / phi->elapsed;
        error = phi->offset_error / phi->elapsed;
    } else if (phi->offset < 0 || phi->offset_error > 0) {
        return -INFINITY;
    } else {
        limit = phi->keep * origin->value[1];
        error = phi->coherent ? origin->error[1] + phi->slack * phi->f_max : 0;
    }
    return limit - error - SMALL * fabs(limit);
}

/* Evaluates phi at the middle of each piece; of equal levels the one met first stays the best. */
static void sample(piece *pieces, long count, const objective *phi, best *top)
{
    #pragma omp parallel for schedule(static) if (count * phi->count > 10000)
    for (long i = 0; i < count; i++)
        evaluate(&pieces[i].at, phi, middle(&pieces[i]));
    for (long i = 0; i < count; i++) {
        double theta = middle(&pieces[i]), level = level_at(phi, &pieces[i].at, theta);
        if (level > top->level)
            *top = (best){ theta, level };
    }
}

static double excess(bool *settled, const objective *phi, const taylor *origin, const piece *p, double level)
{
    if (phi->elapsed > 0)
        return excess_inside(settled, phi, p, level);
    bool settled_inside = false;
    double from_origin = excess_at_origin(settled, phi, origin, p->hi, level);
    double inside = p->lo > 0 ? excess_inside(&settled_inside, phi, p, level) : INFINITY;
    if (from_origin <= inside)
        return from_origin;
    *settled = settled_inside;
    return inside;
}

/* Splits the pieces that may still hold a higher value than top->level into next[], and returns how many
 * there are; *ceiling becomes an upper bound of phi on all pieces given up because they are settled (or on
 * the last pass). */
static long refine(piece *next, const piece *pieces, long count, const objective *phi, const taylor *origin,
                   const best *top, bool last, double *ceiling)
{
    long made = 0;
    for (long i = 0; i < count; i++) {
        bool settled;
        double above = excess(&settled, phi, origin, &pieces[i], top->level);
        if (above <= 0)
            continue;
        if (settled || last) {
            *ceiling = fmax(*ceiling, top->level + above);
            continue;
        }
        next[made++] = (piece){ .lo = pieces[i].lo, .hi = middle(&pieces[i]) };
        next[made++] = (piece){ .lo = middle(&pieces[i]), .hi = pieces[i].hi };
    }
    return made;
}

static piece *pieces_make(long count)
{
    piece *pieces = malloc((size_t)count * sizeof *pieces);
    if (pieces == NULL)
        abort();
    return pieces;
}

/* Branch and bound over (0, pi]: an upper bound of the supremum; *top is improved on the way. */
static double search(best *top, const objective *phi, const taylor *origin)
{
    long count = PIECES;
    piece *pieces = pieces_make(count);
    for (long i = 0; i < count; i++)
        pieces[i] = (piece){ .lo = PI_ABOVE / PIECES * (double)i, .hi = PI_ABOVE / PIECES * (double)(i + 1) };
    double ceiling = -INFINITY;
    for (int pass = 1; count > 0; pass++) {
        piece *next = pieces_make(2 * count);
        sample(pieces, count, phi, top);
        bool last = pass == PASSES_MAX || count > PIECES_MAX;
        count = refine(next, pieces, count, phi, origin, top, last, &ceiling);
        free(pieces);
        pieces = next;
    }
    free(pieces);
    ceiling = fmax(ceiling, top->level);
    return ceiling + SMALL * fabs(ceiling);
}

/* Newton's iteration for the stationary point of phi near top->angle, psi' = 0 with L = phi. */
static void polish(best *top, const objective *phi)
{
    for (int i = 0; i < 4; i++) {
        taylor at;
        evaluate(&at, phi, top->angle);
        double level = (phi->offset + phi->keep * at.value[0]) / (phi->elapsed + top->angle);
        double curvature = phi->keep * at.value[2];
        double angle = top->angle + (phi->keep * at.value[1] - level) / -curvature;
        if (!(curvature < 0 && angle > 0 && angle <= PI_BELOW))
            return;
        evaluate(&at, phi, angle);
        level = level_at(phi, &at, angle);
        if (level < top->level - SMALL * fabs(top->level))
            return;
        *top = (best){ angle, level };
    }
}

double ref_protocol_greedy(double *gap, const ref_gain *gain, ref_protocol_kind rule)
{
    *gap = 0;
    if (rule == REF_GREEDY_AVERAGE && gain->tau <= 0 && gain->energy > 0)
        return 0;
    objective phi;
    taylor origin, at;
    objective_init(&phi, gain, rule);
    evaluate(&origin, &phi, 0);
    best top = { 0, limit_at_origin(&phi, &origin) };
    evaluate(&at, &phi, PI_BELOW);
    if (level_at(&phi, &at, PI_BELOW) > top.level)
        top = (best){ PI_BELOW, level_at(&phi, &at, PI_BELOW) };
    double supremum = search(&top, &phi, &origin);
    if (top.angle > 0)
        polish(&top, &phi);
    if (supremum > top.level)
        *gap = (supremum - top.level) / (top.level < 0 || top.level > 0 ? fabs(top.level) : 1) * (1 + SMALL);
    free(phi.terms);
    return top.angle;
}
