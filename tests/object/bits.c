/* Every kernel function on random inputs, one line of hashes per input: builds whose lines are equal computed
   the same bits. Usage: bits COUNT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "surecharge.h"

enum { LEVELS = 100 };  /* more than one window and several blocks of damp */

static uint64_t state = 1;

/* splitmix64 */
static uint64_t bits64(void)
{
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static int64_t integer(int64_t least, int64_t most)
{
    return least + (int64_t)(bits64() % (uint64_t)(most - least + 1));
}

/* in [0, 1), all 53 bits random; one in eight is tiny, so that subnormals occur */
static double unit(void)
{
    double x = (double)(bits64() >> 11) * 0x1p-53;
    return integer(0, 7) ? x : x * 0x1p-500 * 0x1p-530;
}

static double sign(double x) { return bits64() & 1 ? -x : x; }

static uint64_t hash(const double *x, int64_t count)
{
    uint64_t h = 0xcbf29ce484222325u;
    const unsigned char *byte = (const unsigned char *)x;
    for (size_t i = 0; i < (size_t)count * sizeof *x; i++)
        h = (h ^ byte[i]) * 0x100000001b3u;
    return h;
}

static void print(const char *stem, const double *x, int64_t count)
{
    printf(" %s %016" PRIx64, stem, hash(x, count));
}

static void one_input(void)
{
    static double f[LEVELS + 1], c[LEVELS + 1], s[LEVELS + 1], zero[LEVELS + 1], p[LEVELS], p_next[LEVELS];
    static double r[LEVELS * LEVELS], collided[LEVELS * LEVELS], damped[LEVELS * LEVELS];
    static double weight[(LEVELS + 1) * LEVELS], scale[3 * LEVELS], square[LEVELS];
    int64_t d = integer(2, LEVELS), top = integer(0, d - 1);
    double gamma = integer(0, 3) ? unit() : 1e-3, theta = integer(0, 3) ? unit() : 1e4 * unit();
    double q = unit(), coherence = unit();
    sc_qubit qubit = sc_qubit_make(q, coherence);
    memset(collided, 0, sizeof collided);
    memset(damped, 0, sizeof damped);
    for (int64_t n = 0; n < d; n++) {
        p[n] = unit() / (double)d;
        for (int64_t m = 0; m <= n; m++)
            r[n * d + m] = sign(unit());
    }

    sc_ladder(f, (int)integer(SC_OSCILLATOR, SC_UNIFORM), d);
    sc_swap(c, s, f, theta, d);
    sc_rate(p_next, p, c, s, &qubit, d);
    int64_t next = sc_collide(collided, r, c, s, zero, &qubit, d, top);
    int64_t terms = sc_damp_terms(gamma, d);
    sc_damp_weights(weight, scale, square, gamma, terms, d);
    sc_damp(damped, r, weight, scale, gamma, terms, d, top);

    double mass = sc_observe_mass(r, d, top), swap_error = sc_swap_error(f[d - 1], theta);
    double observed[] = { sc_observe_trace(r, d, top), sc_observe_energy(r, d, top),
                          sc_observe_variance(r, d, top), sc_observe_purity(r, d, top), mass,
                          sc_observe_error(d), sc_observe_rate_total(p, d), sc_observe_rate_energy(p, d),
                          sc_observe_rate_variance(p, d) };
    double tail = sc_damp_tail(gamma, terms, d), qubit_error = sc_budget_qubit(&qubit, 0x1p-54, 0x1p-54);
    double budget = sc_budget_collide(0.0, mass, swap_error, qubit_error);
    double budgets[] = { budget, sc_budget_damp(budget, mass, tail, 0x1p-54, terms, d),
                         sc_budget_rate(budget, 1.0, swap_error, qubit_error), sc_budget_trace(budget, d),
                         sc_budget_energy(budget, d), sc_budget_purity(budget, d),
                         sc_budget_variance(budget, d) };

    printf("%" PRId64 " %" PRId64, d, next);
    print("ladder", f, d + 1);
    print("swap", c, d + 1);
    print("swap", s, d + 1);
    print("rate", p_next, d);
    print("collide", collided, d * d);
    print("damp", damped, d * d);
    print("observe", observed, sizeof observed / sizeof *observed);
    print("budget", budgets, sizeof budgets / sizeof *budgets);
    putchar('\n');
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    for (long count = atol(argv[1]); count > 0; count--)
        one_input();
    return fflush(stdout) == 0 ? 0 : 4;
}
