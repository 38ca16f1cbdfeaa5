/* CPU time per step of the kernel: collision, damping, mass pass. Prints one row per number of levels; every
   number is the best of several rounds. Usage: bench_kernel */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "collide.h"
#include "damp.h"
#include "ladder.h"
#include "observe.h"
#include "swap.h"

typedef struct {
  int64_t d, terms;
  double gamma;
  double *r, *out, *c, *s, *zero, *weight, *scale;
  sc_qubit qubit;
} bench;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double *doubles(int64_t count)
{
  double *x = calloc((size_t)count, sizeof *x);
  if (!x) {
    fputs("bench_kernel: out of memory\n", stderr);
    exit(4);
  }
  return x;
}

static bench start(int64_t d, double theta, double gamma)
{
  int64_t terms = sc_damp_terms(gamma, d);
  bench b = {d, terms, gamma, doubles(d * d), doubles(d * d), doubles(d + 1), doubles(d + 1), doubles(d + 1),
             doubles((terms + 1) * d), doubles(3 * d), sc_qubit_make(0.5, 1.0)};
  double *f = doubles(d + 1);
  sc_ladder(f, SC_OSCILLATOR, d);
  sc_swap(b.c, b.s, f, theta, d);
  sc_damp_weights(b.weight, b.scale, b.out, gamma, terms, d);
  free(f);
  return b;
}

static void finish(bench *b)
{
  free(b->r);
  free(b->out);
  free(b->c);
  free(b->s);
  free(b->zero);
  free(b->weight);
  free(b->scale);
}

static void swap_states(bench *b)
{
  double *r = b->r;
  b->r = b->out;
  b->out = r;
}

static void fill(bench *b)
{
  for (int64_t n = 0; n < b->d; n++)
    for (int64_t m = 0; m <= n; m++)
      b->r[n * b->d + m] = 1.0 / (double)(b->d * (1 + n - m));
}

static void collide(bench *b)
{
  sc_collide(b->out, b->r, b->c, b->s, b->zero, &b->qubit, b->d, b->d - 1);
}

static void damp(bench *b)
{
  sc_damp(b->out, b->r, b->weight, b->scale, b->gamma, b->terms, b->d, b->d - 1);
}

static void mass(bench *b)
{
  b->zero[0] = 0.0 * sc_observe_mass(b->r, b->d, b->d - 1);
}

/* seconds per call, best of `rounds` rounds of about 10 ms */
static double best(void (*work)(bench *), bench *b, int rounds)
{
  double least = INFINITY;
  int calls = (int)(10000000 / (b->d * b->d)) + 1;
  fill(b);
  for (int round = 0; round < rounds; round++) {
    double before = now();
    for (int i = 0; i < calls; i++)
      work(b);
    least = fmin(least, (now() - before) / calls);
  }
  return least;
}

/* the run of the paper's figure 3: theta = pi/100, q = 1/2, c = 1, 1000 steps from the ground state */
static void run(int64_t d, double theta, int steps)
{
  bench b = start(d, theta, 0.0);
  int64_t top = 0;
  b.r[0] = 1.0;
  double before = now();
  for (int step = 0; step < steps; step++) {
    top = sc_collide(b.out, b.r, b.c, b.s, b.zero, &b.qubit, d, top);
    swap_states(&b);
  }
  printf("run: %lld levels, %d steps from the ground state: %.2f us per step, trace - 1 = %.1e\n", (long
      long)d, steps,
         1e6 * (now() - before) / steps, sc_observe_trace(b.r, d, top) - 1.0);
  finish(&b);
}

int main(void)
{
  const double theta = acos(-1.0) / 100, gamma = 1e-3;
  static const int64_t sizes[] = {250, 500, 1000, 2000};
  double reference = 0;
  run(250, theta, 1000);
  printf("%6s %12s %10s %10s %7s %12s %10s %8s %8s\n", "levels", "collide us", "ns/entry", "/(d/250)^2",
      "terms", "damp us",
         "/collide", "mass us", "/collide");
  for (int i = 0; i < 4; i++) {
    int64_t d = sizes[i];
    bench b = start(d, theta, gamma);
    double step = best(collide, &b, 20), damping = best(damp, &b, 20), pass = best(mass, &b, 20);
    double scale = (double)(d * d) / 62500.0;
    if (i == 0)
      reference = step;
    printf("%6lld %12.1f %10.3f %10.2f %7lld %12.1f %10.2f %8.1f %8.2f\n", (long long)d, 1e6 * step,
           2e9 * step / (double)(d * (d + 1)), step / (reference * scale), (long long)b.terms, 1e6 * damping,
             damping / step,
           1e6 * pass, pass / step);
    finish(&b);
  }
  return 0;
}
