/* mistake: see mistake.h. */
#include "mistake.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model.h"
#include "resolve.h"
#include "spectrum.h"

#define PI 0x1.921fb54442d18p+1
#define NEGLIGIBLE 1e-20        /* Kraus operators whose squared weights are all below this */

enum { SPECTRUM_LEVELS_MAX = 64, SPECTRUM_BITS = 64 };

/* levels d; rho: d x d, what has been reached; before: the same before the last damping; joint[a][b]: the
 * block of the joint matrix between the qubit's levels a and b (0 is the ground state). c, s: d + 1 numbers.
 */
typedef struct {
    const ref_scenario *scenario;
    const ref_mistake *mistake;
    long d;
    double complex *rho, *before, *spare, *joint[2][2];
    double *c, *s;
    double tau, theta, energy_before;
} battery;

/* re + i im. (clang has no CMPLX.) */
static double complex number(double re, double im)
{
    const double parts[] = { re, im };
    double complex z;
    memcpy(&z, parts, sizeof z);
    return z;
}

/* What single precision, or a program that tidies up, keeps of a number. */
static double keep_part(double x, const ref_mistake *mistake)
{
    if (!mistake->modulus && fabs(x) < mistake->dropped)
        return 0;
    return mistake->single ? (double)(float)x : x;
}

static double complex keep_entry(double complex x, const ref_mistake *mistake)
{
    if (mistake->modulus && cabs(x) < mistake->dropped)
        return 0;
    return number(keep_part(creal(x), mistake), keep_part(cimag(x), mistake));
}

/* The same in the middle of an operation. */
static double complex keep(double complex x, const ref_mistake *mistake)
{
    return mistake->place == REF_IN_OPERATIONS ? keep_entry(x, mistake) : x;
}

/* The same for the whole state, from this place on. */
static void keep_state(battery *state, ref_place place)
{
    for (long i = 0; place == state->mistake->place && i < state->d * state->d; i++)
        state->rho[i] = keep_entry(state->rho[i], state->mistake);
}

/* -i s x */
static double complex turn(double s, double complex x)
{
    return number(s * cimag(x), -s * creal(x));
}

/* ---- eq. (3) */

static unsigned long weight(const battery *state, long n)
{
    if (n == state->d && state->mistake->open_top && state->scenario->ladder != REF_SPIN)
        return state->scenario->ladder == REF_OSCILLATOR ? (unsigned long)n : 1;
    if (n == state->d - 1 && state->mistake->cut_top)
        return 0;
    return ref_ladder_weight(state->scenario->ladder, n, state->d);
}

static void set_swap(battery *state, double theta)
{
    for (long n = 0; n <= state->d; n++) {
        double angle = sqrt((double)weight(state, n)) * theta;
        state->c[n] = creal(keep(cos(angle), state->mistake));
        state->s[n] = creal(keep(sin(angle), state->mistake));
    }
}

/* joint = rho (x) qubit, with the qubit's matrix ((q, k e^-ia), (k e^ia, p)) */
static void join(battery *state, const ref_step *step)
{
    static const double shifts[] = { 0, PI, 0, PI, PI / 2 };
    const ref_mistake *mistake = state->mistake;
    bool mirrored = mistake->phase == REF_PHASE_REVERSED || mistake->phase == REF_PHASE_CONJUGATE;
    double q = mistake->excited ? 1 - step->q : step->q, p = 1 - q;
    double kappa = mistake->incoherent ? 0 : step->c * sqrt(q * p);
    double alpha = (mirrored ? -step->alpha : step->alpha) + shifts[mistake->phase];
    double complex up = kappa * number(cos(alpha), sin(alpha));
    const double complex qubit[2][2] = { { q, conj(up) }, { up, p } };
    for (int a = 0; a < 2; a++)
        for (int b = 0; b < 2; b++)
            for (long i = 0; i < state->d * state->d; i++)
                state->joint[a][b][i] = keep(qubit[a][b] * state->rho[i], mistake);
}

/* The exchange on one index of the joint matrix: ground level n couples to excited level n - 1. Of the
 * entries g_n, e_n that differ in this index alone, `stride` apart, it makes c_n g_n - i s_n e_{n-1} and
 * c_{n+1} e_n - i s_{n+1} g_{n+1}, or with +i on the column index. */
static void exchange_line(battery *state, double complex *g, double complex *e, long stride, double sign)
{
    double complex below = 0;
    for (long n = 0; n < state->d; n++) {
        double complex ground = g[n * stride], excited = e[n * stride];
        double complex above = n + 1 < state->d ? g[(n + 1) * stride] : 0;
        g[n * stride] = keep(state->c[n] * ground + sign * turn(state->s[n], below), state->mistake);
        e[n * stride] = keep(state->c[n + 1] * excited + sign * turn(state->s[n + 1], above), state->mistake);
        below = excited;
    }
}

static void collide(battery *state, const ref_step *step)
{
    long d = state->d;
    join(state, step);
    for (int b = 0; b < 2; b++)
        for (long m = 0; m < d; m++)
            exchange_line(state, state->joint[0][b] + m, state->joint[1][b] + m, d, 1);
    for (int a = 0; a < 2; a++)
        for (long n = 0; n < d; n++)
            exchange_line(state, state->joint[a][0] + n * d, state->joint[a][1] + n * d, 1, -1);
    for (long i = 0; i < d * d; i++)
        state->rho[i] = keep(state->joint[0][0][i] + state->joint[1][1][i], state->mistake);
    keep_state(state, REF_AFTER_CHANNELS);
}

/* ---- eq. (21): sum_k K_k rho K_k^T, K_k = sum_n w_{n,k} |n><n+k| */

/* w_{n,k}^2 from w_{n,k-1}^2; false when all of them are negligible. */
static bool next_weights(double *squared, double gamma, long k, long d)
{
    bool matter = false;
    for (long n = 0; n < d; n++) {
        squared[n] = k == 0 ? pow(1 - gamma, (double)n) : squared[n] * gamma * (double)(n + k) / (double)k;
        matter = matter || (n + k < d && squared[n] > NEGLIGIBLE);
    }
    return matter || k == 0;
}

static void add_kraus(battery *state, const double *squared, long k)
{
    const ref_mistake *mistake = state->mistake;
    long d = state->d;
    for (long n = 0; n + k < d; n++) {
        double left = creal(keep(sqrt(squared[n]), mistake));
        for (long m = 0; m + k < d; m++) {
            double right = creal(keep(sqrt(squared[m]), mistake));
            double complex half = keep(left * state->rho[(n + k) * d + m + k], mistake);
            double complex term = keep(half * right, mistake);
            state->spare[n * d + m] = keep(state->spare[n * d + m] + term, mistake);
        }
    }
}

static void damp(battery *state, double gamma)
{
    long d = state->d;
    double squared[d];
    if (gamma == 0)
        return;
    memset(state->spare, 0, (size_t)(d * d) * sizeof *state->spare);
    for (long k = 0; k < d && next_weights(squared, gamma, k, d); k++)
        add_kraus(state, squared, k);
    double complex *built = state->spare;
    state->spare = state->rho;
    state->rho = built;
    keep_state(state, REF_AFTER_CHANNELS);
}

/* ---- a step */

static double energy(const battery *state, const double complex *rho)
{
    double sum = 0;
    for (long n = 0; n < state->d; n++)
        sum += (double)n * creal(rho[n * state->d + n]);
    return sum;
}

/* What a program with this mistake would look at after a step. */
static const double complex *observed(const battery *state)
{
    return state->mistake->damping == REF_DAMP_NOT_LAST ? state->before : state->rho;
}

static void charge(battery *state, const ref_step *step, long k)
{
    const ref_mistake *mistake = state->mistake;
    double factor = mistake->angle == 0 ? 1 : mistake->angle;
    state->energy_before = energy(state, observed(state));
    state->theta = mistake->apart ? step->theta : factor * step->theta;
    state->tau += state->theta;
    set_swap(state, factor * step->theta);
    if (mistake->damping == REF_DAMP_BEFORE)
        damp(state, step->gamma);
    collide(state, step);
    memcpy(state->before, state->rho, (size_t)(state->d * state->d) * sizeof *state->rho);
    if (mistake->damping != REF_DAMP_BEFORE && !(mistake->damping == REF_DAMP_NOT_FIRST && k == 1))
        damp(state, step->gamma);
    keep_state(state, REF_AFTER_STEPS);
}

/* ---- observables */

static double shift(const battery *state)
{
    return state->mistake->from_middle ? -(double)(state->scenario->levels - 1) / 2
           : state->mistake->zero_point ? 0.5 : 0;
}

static double population(const battery *state, long n)
{
    return n < state->d ? creal(observed(state)[n * state->d + n]) : 0;
}

static double trace(const battery *state)
{
    double sum = 0;
    for (long n = 0; n < state->d; n++)
        sum += population(state, n);
    return sum;
}

static double variance(const battery *state)
{
    double square = 0, mean = energy(state, observed(state));
    for (long n = 0; n < state->d; n++)
        square += (double)n * (double)n * population(state, n);
    return square - mean * mean;
}

static double purity(const battery *state)
{
    double sum = 0;
    for (long i = 0; i < state->d * state->d; i++) {
        double complex entry = observed(state)[i];
        sum += creal(entry) * creal(entry) + cimag(entry) * cimag(entry);
    }
    return sum;
}

/* The oracle's eigenvalues of this matrix. */
static mpfi_t *spectrum(const battery *state)
{
    ref_state exact;
    ref_state_init(&exact, REF_HERMITIAN, state->d, SPECTRUM_BITS);
    exact.top = state->d - 1;
    for (long n = 0; n < state->d; n++)
        for (long m = 0; m <= n; m++) {
            double complex entry = observed(state)[n * state->d + m];
            mpfr_set_d(exact.re[ref_state_index(&exact, n, m)], creal(entry), MPFR_RNDN);
            mpfr_set_d(exact.im[ref_state_index(&exact, n, m)], n == m ? 0 : cimag(entry), MPFR_RNDN);
        }
    mpfi_t *values = ref_intervals_new((size_t)state->d, SPECTRUM_BITS);
    ref_spectrum_enclose(values, &exact);
    ref_state_clear(&exact);
    return values;
}

static double spectral(const battery *state, ref_observable_kind kind)
{
    if (state->d > SPECTRUM_LEVELS_MAX)
        return NAN;
    mpfi_t *values, mean, result;
    mpfi_init2(mean, SPECTRUM_BITS);
    mpfi_init2(result, SPECTRUM_BITS);
    if (kind == REF_ERGOTROPY_DEPHASED) {
        values = ref_intervals_new((size_t)state->d, SPECTRUM_BITS);
        for (long n = 0; n < state->d; n++)
            mpfi_set_d(values[n], population(state, n));
        ref_spectrum_sort(values, state->d);
    } else {
        values = spectrum(state);
    }
    mpfi_set_d(mean, energy(state, observed(state)));
    if (kind == REF_ENTROPY)
        ref_spectrum_entropy(result, values, state->d);
    else
        ref_spectrum_ergotropy(result, mean, values, state->d);
    double middle = mpfi_get_d(result);
    ref_intervals_clear(values, (size_t)state->d);
    mpfi_clear(mean);
    mpfi_clear(result);
    return middle;
}

static void observe(double *out, const ref_observable *observable, const battery *state)
{
    double complex entry = 0;
    switch (observable->kind) {
    case REF_TRACE: *out = trace(state); break;
    case REF_ENERGY: *out = energy(state, observed(state)) + shift(state); break;
    case REF_POWER:
        *out = (energy(state, observed(state)) + (state->mistake->apart ? 0 : shift(state))) / state->tau;
        break;
    case REF_TRANSIENT_POWER:
        *out = (energy(state, observed(state)) - state->energy_before) / state->theta;
        break;
    case REF_VARIANCE: *out = variance(state); break;
    case REF_PURITY: *out = purity(state); break;
    case REF_ENTROPY:
    case REF_ERGOTROPY:
    case REF_ERGOTROPY_DEPHASED: *out = spectral(state, observable->kind); break;
    case REF_POPULATIONS:
        for (long n = 0; n < state->scenario->levels; n++)
            out[n] = population(state, n);
        break;
    case REF_ELEMENT:
        if (observable->n < state->d && observable->m < state->d)
            entry = observed(state)[observable->n * state->d + observable->m];
        out[0] = creal(entry);
        out[1] = cimag(entry);
        break;
    }
}

static void record(double *out, const battery *state)
{
    const ref_scenario *scenario = state->scenario;
    *out++ = state->tau;
    for (size_t i = 0; i < scenario->observe_count; i++) {
        observe(out, &scenario->observe[i], state);
        out += scenario->observe[i].kind == REF_POPULATIONS ? scenario->levels
               : scenario->observe[i].kind == REF_ELEMENT ? 2 : 1;
    }
}

/* ---- the run */

static double complex *new_matrix(long d)
{
    double complex *matrix = calloc((size_t)(d * d), sizeof *matrix);
    if (matrix == NULL)
        abort();
    return matrix;
}

static void start(battery *state, const ref_scenario *scenario, const ref_mistake *mistake)
{
    *state = (battery){ .scenario = scenario, .mistake = mistake, .d = scenario->levels + mistake->levels };
    state->rho = new_matrix(state->d);
    state->before = new_matrix(state->d);
    state->spare = new_matrix(state->d);
    for (int i = 0; i < 4; i++)
        state->joint[i / 2][i % 2] = new_matrix(state->d);
    state->c = calloc((size_t)state->d + 1, sizeof *state->c);
    state->s = calloc((size_t)state->d + 1, sizeof *state->s);
    for (long n = 0; n < state->d && n < scenario->levels; n++) {
        double error;
        state->rho[n * state->d + n] = keep(ref_real_double(&error, &scenario->initial[n]), mistake);
        state->before[n * state->d + n] = state->rho[n * state->d + n];
    }
}

static void finish(battery *state)
{
    free(state->rho);
    free(state->before);
    free(state->spare);
    for (int i = 0; i < 4; i++)
        free(state->joint[i / 2][i % 2]);
    free(state->c);
    free(state->s);
}

static bool is_possible(const ref_scenario *scenario, const ref_mistake *mistake)
{
    return mistake->levels >= 0 ||
           (scenario->levels > 2 &&
            ref_real_compare_ratio(&scenario->initial[scenario->levels - 1], 0, 1) == 0);
}

double *ref_mistake_values(const ref_case *of, const ref_mistake *mistake, long last)
{
    const ref_scenario *scenario = &of->scenario;
    if (!is_possible(scenario, mistake))
        return NULL;
    battery state;
    size_t count, cells = scenario->at_count * of->width;
    ref_step *steps = ref_resolve(&count, scenario);
    double *values = malloc((cells + 1) * sizeof *values);
    for (size_t i = 0; i < cells; i++)
        values[i] = NAN;
    start(&state, scenario, mistake);
    long k = 0;
    for (size_t row = 0; row < scenario->at_count && scenario->at[row] <= last; row++) {
        for (; k < scenario->at[row]; k++)
            charge(&state, &steps[count == 1 ? 0 : k], k + 1);
        record(values + row * of->width, &state);
    }
    finish(&state);
    free(steps);
    return values;
}
