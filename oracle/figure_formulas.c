/* figure_formulas: the curves that are formulas; see figure.h. */
#include "figure.h"

#include "text.h"

enum { PRECISION = 128 };

/* A curve at first, ..., last times unit: of tau for an energy in time, of E for a time of
 * energy. n_max: the spin's 2j. */
typedef struct {
    const char *name, *unit;
    long first, last, n_max;
    void (*energy)(mpfi_t out, const mpfi_t tau, long n_max);
    void (*time)(mpfi_t out, const mpfi_t energy, long n_max);
} formula;

static void bound_15(mpfi_t out, const mpfi_t tau, long n_max)
{
    (void)n_max;
    ref_oscillator_bound_energy(out, tau);
}

static void limit_20(mpfi_t out, const mpfi_t tau, long n_max)
{
    (void)n_max;
    ref_coherent_limit_oscillator(out, tau);
}

/* (C4) at the damping of Fig. 5. */
static void bound_c4(mpfi_t out, const mpfi_t energy, long n_max)
{
    (void)n_max;
    mpfi_t gamma;
    mpfi_init2(gamma, PRECISION);
    mpfi_set_ui(gamma, 1);
    mpfi_div_ui(gamma, gamma, 1000);
    ref_damped_bound_time_printed(out, energy, gamma);
    mpfi_clear(gamma);
}

/* (29), (29'): full charge, whatever the argument. */
static void time_29(mpfi_t out, const mpfi_t energy, long n_max)
{
    (void)energy;
    ref_spin_bound_full_printed(out, n_max);
}

static void time_29p(mpfi_t out, const mpfi_t energy, long n_max)
{
    (void)energy;
    ref_spin_bound_potential(out, n_max, n_max);
}

static const formula formulas[] = {
    {"fig2_bound_15", "3*pi/2", 1, 3, 0, bound_15, NULL},      /* the times of the three snapshots */
    {"fig3_bound_15", "pi/20", 0, 200, 0, bound_15, NULL},
    {"fig3_coherent_limit", "pi/20", 0, 200, 0, limit_20, NULL},
    {"fig5_bound_15", "pi/20", 0, 200, 0, bound_15, NULL},
    {"fig5_bound_C4", "1/2", 0, 300, 0, NULL, bound_c4},
    {"fig6_bound_28", "1/4", 0, 396, 99, NULL, ref_spin_bound_time_printed},
    {"fig6_bound_28i", "1/4", 0, 396, 99, NULL, ref_spin_bound_time_integrated},
    {"fig6_bound_28p", "1/4", 0, 396, 99, NULL, ref_spin_bound_time},
    {"fig6_time_29", "99", 1, 1, 99, NULL, time_29},
    {"fig6_time_29p", "99", 1, 1, 99, NULL, time_29p},
    {"fig6_coherent_limit", "pi/200", 0, 200, 99, ref_coherent_limit_spin, NULL},
};

static bool write_formula(const formula *f, const char *directory)
{
    ref_csv csv;
    ref_real unit;
    mpfi_t at, value;
    mpfi_init2(at, PRECISION);
    mpfi_init2(value, PRECISION);
    ref_real_init(&unit);
    ref_real_parse(&unit, f->unit);
    ref_csv_open(&csv, "step,tau,tau_lo,tau_hi,energy,energy_lo,energy_hi");
    for (long i = f->first; i <= f->last; i++) {
        ref_real_enclose(at, &unit);
        mpfi_mul_si(at, at, i);
        if (f->energy != NULL)
            f->energy(value, at, f->n_max);
        else
            f->time(value, at, f->n_max);
        ref_csv_enclosure(&csv, f->energy != NULL ? at : value);
        ref_csv_enclosure(&csv, f->energy != NULL ? value : at);
        fputc('\n', csv.stream);
    }
    ref_real_clear(&unit);
    mpfi_clear(value);
    mpfi_clear(at);
    return ref_csv_write(&csv, directory, f->name);
}

void ref_figure_formulas(ref_claims *claims)
{
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0] && !claims->failed; i++)
        claims->failed = !write_formula(&formulas[i], claims->output);
}
