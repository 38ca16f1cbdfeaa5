/* How much room the error bounds leave: each bound over the worst error seen on random and on hard inputs;
 * for the run of Fig. 3, the printed bar over the true error, and what it is made of. Prints; never passes or
 * fails. Exact values: MPFR for ladder and swap, x87 long double (off by less than 2^-60) for the others, the
 * oracle for the run. */
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "collide.h"
#include "damp.h"
#include "ladder.h"
#include "observe.h"
#include "rate.h"
#include "simulate.h"
#include "swap.h"

#define UNIT 0x1p-53
enum { LEVELS = 60, INPUTS = 100000 };

static const double pi = 0x1.921fb54442d18p+1;
static uint64_t state = 88172645463325252u;

/* Uniform in [0, 1). */
static double uniform(void)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (double)(state >> 11) * UNIT;
}

/* The worst error so far as a share of its bound, and how many were looked at. */
typedef struct { long double share; long count; } worst;

static void see(worst *w, long double error, long double bound)
{
    w->share = bound > 0 ? fmaxl(w->share, fabsl(error) / bound) : w->share;
    w->count++;
}

static void row(const char *what, const char *bound, const worst *w)
{
    printf("| %s | %s | %ld | %.2Lf |\n", what, bound, w->count, 1 / w->share);
}

/* ---- ladder and swap */

/* |value - exact| */
static long double distance(double value, mpfr_t exact)
{
    mpfr_sub_d(exact, exact, value, MPFR_RNDN);
    return fabsl(mpfr_get_ld(exact, MPFR_RNDN));
}

static void see_root(worst *w, double f, int64_t weight)
{
    mpfr_t exact;
    mpfr_init2(exact, 200);
    mpfr_sqrt_ui(exact, (unsigned long)weight, MPFR_RNDN);
    see(w, distance(f, exact), UNIT * sqrtl((long double)weight));
    mpfr_clear(exact);
}

static void ladder(void)
{
    static double f[SC_LEVELS_MAX + 1];
    worst w = { 0, 0 };
    for (int kind = SC_OSCILLATOR; kind <= SC_SPIN; kind++) {
        sc_ladder(f, kind, SC_LEVELS_MAX);
        for (int64_t n = 1; n < SC_LEVELS_MAX; n += 1 + (int64_t)(30 * uniform()))
            see_root(&w, f[n], sc_ladder_weight(kind, n, SC_LEVELS_MAX));
    }
    row("ladder: f_n", "u sqrt(w_n)", &w);
}

static void see_swap(worst *table, worst *circle, int64_t weight, double theta)
{
    double f[3] = { 0.0, sqrt((double)weight), 0.0 }, c[3], s[3];
    if (!sc_swap_valid(f[1], theta)) return;
    mpfr_t angle, sine, cosine;
    mpfr_inits2(250, angle, sine, cosine, (mpfr_ptr)0);
    sc_swap(c, s, f, theta, 2);
    mpfr_sqrt_ui(angle, (unsigned long)weight, MPFR_RNDN);
    mpfr_mul_d(angle, angle, theta, MPFR_RNDN);
    mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
    see(table, fmaxl(distance(c[1], cosine), distance(s[1], sine)), sc_swap_error(f[1], theta));
    see(circle, fmal(s[1], s[1], fmal(c[1], c[1], -1.0L)), 3 * UNIT);
    mpfr_clears(angle, sine, cosine, (mpfr_ptr)0);
}

static void swap(void)
{
    worst table = { 0, 0 }, circle = { 0, 0 };
    for (int i = 0; i < INPUTS; i++)
        see_swap(&table, &circle, 1 + (int64_t)ldexp(uniform(), i % 20),
                 ldexp(uniform() - 0.5, i % 41 - 20));
    for (int k = 1; k < 4000; k++) { /* next to the multiples of pi/4 */
        see_swap(&table, &circle, 1, nextafter(k * pi / 4, 0.0));
        see_swap(&table, &circle, 1, k * pi / 4);
        see_swap(&table, &circle, 1, nextafter(k * pi / 4, 1e6));
    }
    row("swap: c_n, s_n", "sc_swap_error", &table);
    row("swap: c_n^2 + s_n^2 - 1", "3 u", &circle);
}

/* ---- steps */

/* A table of random angles, closed at both ends. */
static void tables(double *c, double *s)
{
    double f[LEVELS + 1];
    for (int n = 0; n <= LEVELS; n++) f[n] = n % LEVELS == 0 ? 0.0 : 3.0 * uniform();
    sc_swap(c, s, f, 1.0, LEVELS);
}

static void rate(void)
{
    worst entry = { 0, 0 }, total = { 0, 0 };
    double c[LEVELS + 1], s[LEVELS + 1], p[LEVELS], out[LEVELS];
    while (entry.count < INPUTS) {
        sc_qubit qubit = sc_qubit_make(uniform(), 0.0);
        long double before = 0, after = 0;
        tables(c, s);
        for (int n = 0; n < LEVELS; n++) p[n] = ldexp(uniform(), -(n * (int)(entry.count % 3)) % 40);
        sc_rate(out, p, c, s, &qubit, LEVELS);
        for (int n = 0; n < LEVELS; n++) {
            long double q = qubit.q, e = qubit.p, c0 = c[n], c1 = c[n + 1], s0 = s[n], s1 = s[n + 1];
            long double exact = (q * c0 * c0 + e * c1 * c1) * p[n] + (n > 0 ? e * s0 * s0 * p[n - 1] : 0)
                + (n + 1 < LEVELS ? q * s1 * s1 * p[n + 1] : 0);
            see(&entry, out[n] - exact, 6.01L * UNIT * exact + 0x1p-1068L);
            before += p[n];
            after += out[n];
        }
        see(&total, after - before, 10.1L * UNIT * before);
    }
    row("rate: a population", "6.01 u of it", &entry);
    row("rate: the sum", "10.1 u of it", &total);
}

/* Element (n, m) of a symmetric matrix, zero outside. */
static long double element(const double *r, int n, int m)
{
    if (n < 0 || m < 0 || n >= LEVELS || m >= LEVELS) return 0;
    return n >= m ? r[n * LEVELS + m] : r[m * LEVELS + n];
}

static void random_state(double *r)
{
    double decay = 3.0 * uniform();
    for (int n = 0; n < LEVELS; n++)
        for (int m = 0; m < LEVELS; m++)
            r[n * LEVELS + m] = (2.0 * uniform() - 1.0) * exp(-decay * (n - m) * (n - m));
}

static void see_collided(worst *w, double found, const double *r, const double *c, const double *s,
                         const sc_qubit *qubit, int n, int m)
{
    const long double q = qubit->q, p = qubit->p, k = qubit->kappa;
    const long double cn = c[n], cm = c[m], sn = s[n], sm = s[m];
    const long double cn1 = c[n + 1], cm1 = c[m + 1], sn1 = s[n + 1], sm1 = s[m + 1];
    const long double terms[8] = {
        q * cn * cm * element(r, n, m), p * cn1 * cm1 * element(r, n, m),
        p * sn * sm * element(r, n - 1, m - 1),
        q * sn1 * sm1 * element(r, n + 1, m + 1), k * cn * sm * element(r, n, m - 1),
        k * sn * cm * element(r, n - 1, m),
        -k * cn1 * sm1 * element(r, n, m + 1), -k * sn1 * cm1 * element(r, n + 1, m)
    };
    long double sum = 0, size = 0;
    for (int i = 0; i < 8; i++) sum += terms[i], size += fabsl(terms[i]);
    see(w, found - sum, 7.01L * UNIT * size + 0x1p-1000L);
}

static void collide(void)
{
    static double r[LEVELS * LEVELS], out[LEVELS * LEVELS];
    double c[LEVELS + 1], s[LEVELS + 1], zero[LEVELS + 1] = { 0.0 };
    worst w = { 0, 0 };
    while (w.count < INPUTS) {
        sc_qubit qubit = sc_qubit_make(uniform(), uniform());
        tables(c, s);
        random_state(r);
        sc_collide(out, r, c, s, zero, &qubit, LEVELS, LEVELS - 1);
        for (int n = 0; n < LEVELS; n++)
            for (int m = 0; m <= n; m++) see_collided(&w, out[n * LEVELS + m], r, c, s, &qubit, n, m);
    }
    row("collide: an element", "7.01 u of its terms", &w);
}

/* w_{n,k} of equation (21). */
static long double kraus(long double gamma, int n, int k)
{
    long double square = 1;
    for (int i = 1; i <= k; i++) square *= gamma * (n + i) / i;
    return sqrtl(square * powl(1 - gamma, n));
}

static void damp(void)
{
    static double r[LEVELS * LEVELS], out[LEVELS * LEVELS];
    static double weight[(LEVELS + 1) * LEVELS], scale[3 * LEVELS], spare[LEVELS];
    static long double w[LEVELS][LEVELS];
    worst seen = { 0, 0 };
    while (seen.count < INPUTS) {
        const double gamma = ldexp(uniform(), -(int)(10 * uniform()));
        const int64_t terms = sc_damp_terms(gamma, LEVELS);
        random_state(r);
        sc_damp_weights(weight, scale, spare, gamma, terms, LEVELS);
        sc_damp(out, r, weight, scale, gamma, terms, LEVELS, LEVELS - 1);
        for (int k = 0; k < terms; k++)
            for (int n = 0; n + k < LEVELS; n++) w[k][n] = kraus(gamma, n, k);
        for (int n = 0; n < LEVELS; n++)
            for (int m = 0; m <= n; m++) {
                long double sum = 0, size = 0;
                for (int k = 0; k < terms && n + k < LEVELS; k++) {
                    long double term = w[k][n] * w[k][m] * element(r, n + k, m + k);
                    sum += term, size += fabsl(term);
                }
                see(&seen, out[n * LEVELS + m] - sum, (3 * LEVELS + terms + 12) * UNIT * size + 0x1p-300L);
            }
    }
    row("damp: an element, 60 levels", "(3 d + terms + 12) u of its terms", &seen);
}

static void observe(void)
{
    static double r[LEVELS * LEVELS];
    worst seen[4] = { { 0, 0 } };
    const double bound = sc_observe_error(LEVELS);
    while (seen[0].count < INPUTS / 10) {
        long double sum[4] = { 0 }, size[4] = { 0 };
        random_state(r);
        const double mean = sc_observe_energy(r, LEVELS, LEVELS - 1);
        for (int n = 0; n < LEVELS; n++)
            for (int m = 0; m <= n; m++) {
                const long double x = r[n * LEVELS + m], diagonal = m == n ? x : 0;
                const long double away = n - (long double)mean;
                const long double term[4] = { diagonal, n * diagonal, away * away * diagonal,
                                              (m < n ? 2 : 1) * x * x };
                for (int i = 0; i < 4; i++) sum[i] += term[i], size[i] += fabsl(term[i]);
            }
        const double found[4] = { sc_observe_trace(r, LEVELS, LEVELS - 1), mean,
                                  sc_observe_variance(r, LEVELS, LEVELS - 1),
                                  sc_observe_purity(r, LEVELS, LEVELS - 1) };
        for (int i = 0; i < 4; i++) see(&seen[i], found[i] - sum[i], bound * size[i]);
    }
    static const char *const names[4] = { "trace", "energy", "variance", "purity" };
    for (int i = 0; i < 4; i++) {
        char what[64];
        snprintf(what, sizeof what, "observe: %s, 60 levels", names[i]);
        row(what, "sc_observe_error of its terms", &seen[i]);
    }
}

/* ---- the run of Fig. 3 */

#define RUN "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 250}," \
    " \"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}," \
    " \"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/100\", \"steps\": %d}," \
    " \"at\": [%d], \"observe\": [\"energy\"], \"digits\": 20}"

static void finished(bool ok, const char *what)
{
    if (ok) return;
    fprintf(stderr, "bench_tightness: %s failed\n", what);
    exit(4);
}

/* The bar that the kernel's run prints for the energy, and its true error. */
static void run(int steps)
{
    char text[512], *error = NULL;
    ref_scenario scenario;
    ref_results kernel, oracle;
    mpfr_t middle, exact;
    snprintf(text, sizeof text, RUN, steps, steps);
    finished(ref_scenario_parse(&scenario, text, "Fig. 3", &error), "the scenario");
    finished(ref_simulate(&kernel, &scenario, NULL, NULL), "the kernel");
    finished(ref_run(&oracle, &scenario, NULL, NULL), "the oracle");
    mpfr_inits2(200, middle, exact, (mpfr_ptr)0);
    mpfi_mid(middle, kernel.results[0].values[0].value[0]);
    mpfi_mid(exact, oracle.results[0].values[0].value[0]);
    mpfr_sub(exact, exact, middle, MPFR_RNDN);
    mpfi_diam_abs(middle, kernel.results[0].values[0].value[0]);
    const double bar = mpfr_get_d(middle, MPFR_RNDU) / 2, seen = fabs(mpfr_get_d(exact, MPFR_RNDA));
    printf("| %d | %.2g | %.2g | %.0f |", steps, bar, seen, bar / seen);
    mpfr_clears(middle, exact, (mpfr_ptr)0);
    ref_results_clear(&kernel);
    ref_results_clear(&oracle);
    ref_scenario_clear(&scenario);
}

/* What the budget of the same run is made of, by the formula of sc_budget_collide. */
static void shares(int steps)
{
    enum { D = 250 };
    static double r[2][D * D];
    double f[D + 1], c[D + 1], s[D + 1], zero[D + 1] = { 0.0 }, f_max = 0.0, masses = 0.0;
    const sc_qubit qubit = sc_qubit_make(0.5, 1.0);
    int64_t top = 0;
    sc_ladder(f, SC_OSCILLATOR, D);
    sc_swap(c, s, f, pi / 100, D);
    for (int n = 0; n <= D; n++) f_max = fmax(f_max, f[n]);
    r[0][0] = 1.0;
    for (int k = 0; k < steps; k++) {
        masses += sc_observe_mass(r[k % 2], D, top);
        top = sc_collide(r[(k + 1) % 2], r[k % 2], c, s, zero, &qubit, D, top);
    }
    const double rounding = 22 * UNIT * masses, table = 6 * sc_swap_error(f_max, pi / 100) * masses;
    const double cut = steps * 0x1p-59, all = rounding + table + cut;
    printf(" %.0f | %.0f %% | %.0f %% | %.2g %% |\n", masses / steps, 100 * rounding / all, 100 * table / all,
           100 * cut / all);
}

int main(void)
{
    printf("| error of | bound | inputs | bound / worst seen |\n|---|---|---|---|\n");
    ladder();
    swap();
    rate();
    collide();
    damp();
    observe();
    printf("\nFig. 3, 250 levels, q = 1/2, c = 1, theta = pi/100: energy\n");
    printf("| steps | bar | true error | bar / error | mean mass | rounding | swap tables | cut |\n"
           "|---|---|---|---|---|---|---|---|\n");
    static const int steps[] = { 50, 140, 250, 500 };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        run(steps[i]);
        shares(steps[i]);
        fflush(stdout);
    }
}
