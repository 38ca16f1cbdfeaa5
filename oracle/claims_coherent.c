/* claims_coherent: coherent charging on the paper's figures, and the limit theta -> 0. */
#include "claims.h"

#include <stdlib.h>
#include "certificate.h"
#include "figure.h"
#include "simulate.h"
#include "text.h"

enum { PRECISION = 128, DOUBLE = 53 };

/* --- the figures ---------------------------------------------------------------------------------------- */

/* A shipped coherent scenario and the incoherent bound the paper's figure compares it with. */
typedef struct { const char *name, *bound, *equation, *statement; } figure;

static const figure figures[] = {
    {"fig2_coherent_theta_0.01pi", "15", "Fig. 2", "theta = 0.01 pi exceeds (15)"},
    {"fig3_coherent_theta_0.01pi", "15", "Fig. 3", "theta = 0.01 pi exceeds (15)"},
    {"fig3_coherent_theta_0.02pi", "15", "Fig. 3", "theta = 0.02 pi exceeds (15)"},
    {"fig3_coherent_theta_0.03pi", "15", "Fig. 3", "theta = 0.03 pi exceeds (15)"},
    {"fig3_coherent_theta_0.05pi", "15", "Fig. 3", "theta = 0.05 pi exceeds (15)"},
    {"fig3_coherent_theta_0.1pi", "15", "Fig. 3", "theta = 0.1 pi exceeds (15)"},
    {"fig4_gamma_0.0005_theta_0.01pi", "15", "Fig. 4", "gamma = 0.0005, theta = 0.01 pi exceeds (15)"},
    {"fig4_gamma_0.001_theta_0.01pi", "15", "Fig. 4", "gamma = 0.001, theta = 0.01 pi exceeds (15)"},
    {"fig4_gamma_0.001_theta_0.02pi", "15", "Fig. 4", "gamma = 0.001, theta = 0.02 pi exceeds (15)"},
    {"fig4_gamma_0.002_theta_0.01pi", "15", "Fig. 4", "gamma = 0.002, theta = 0.01 pi exceeds (15)"},
    {"fig4_gamma_0.002_theta_0.02pi", "15", "Fig. 4", "gamma = 0.002, theta = 0.02 pi exceeds (15)"},
    {"fig4_gamma_0.003_theta_0.02pi", "15", "Fig. 4", "gamma = 0.003, theta = 0.02 pi exceeds (15)"},
    {"fig5_coherent_gamma_0.001_theta_0.01pi", "15", "Fig. 5", "gamma = 0.001, theta = 0.01 pi exceeds (15)"},
    {"fig6_coherent_theta_0.002pi", "28p", "Fig. 6", "theta = 0.002 pi exceeds (28')"},
    {"fig6_coherent_theta_0.004pi", "28p", "Fig. 6", "theta = 0.004 pi exceeds (28')"},
    {"fig6_coherent_theta_0.006pi", "28p", "Fig. 6", "theta = 0.006 pi exceeds (28')"},
    {"fig6_coherent_theta_0.01pi", "28p", "Fig. 6", "theta = 0.01 pi exceeds (28')"},
};

/* Incoherent figures: certificates alone, their bounds are other chapters'. */
static const char *const incoherent[] = {
    "fig2_greedy_transient", "fig2_greedy_average", "fig2_full_swap", "fig3_greedy_average", "fig3_full_swap", "fig6_greedy_average",
    "fig6_full_swap",
};

static void write_certificate(ref_claims *claims, const char *name, const ref_scenario *scenario,
                              const ref_results *run, bool certified)
{
    char *path = ref_text_format("%s/%s.certificate.json", claims->output, name);
    json_t *certificate = ref_certificate_json(scenario, run, certified);
    if (!ref_write_json(path, certificate)) claims->failed = true;
    json_decref(certificate);
    free(path);
}

/* Observed steps at which the run certainly exceeds the bound. */
typedef struct { long count, first, last; mpfr_t tau; } window;

static void exceedance(ref_ruling *ruling, window *out, const ref_bound *bound, const ref_scenario *scenario,
                       const ref_results *run)
{
    mpfi_t slack;
    mpfi_init2(slack, run->precision);
    for (size_t i = 0; i < run->count; i++) {
        ref_bound_point point = {.levels = scenario->levels, .tau = run->results[i].tau,
                                 .energy = run->results[i].values[0].value[0]};
        bound->slack(slack, &point);
        ref_ruling_note(ruling, slack, run->results[i].step);
        if (ref_bound_decide(slack) != REF_VERDICT_REFUTED) continue;
        if (out->count++ == 0) {
            out->first = run->results[i].step;
            mpfr_set(out->tau, &run->results[i].tau->left, MPFR_RNDN);
        }
        out->last = run->results[i].step;
    }
    mpfi_clear(slack);
}

static char *window_text(const window *found, long steps)
{
    if (found->count == 0) return ref_text_format("below at every observed step up to %ld", steps);
    char *tau;
    mpfr_asprintf(&tau, "%.5RNg", found->tau);
    char *text = ref_text_format("observed above from step %ld (tau = %s) to step %ld of %ld", found->first,
                                 tau,
                                 found->last, steps);
    mpfr_free_str(tau);
    return text;
}

/* The claim is that the bound is exceeded: certified when the bound fails at some step, refuted when it
 * holds at all. */
static void opposite(ref_ruling *ruling)
{
    if (ruling->verdict == REF_VERDICT_UNDECIDED) return;
    ruling->verdict = ruling->verdict == REF_VERDICT_REFUTED ? REF_VERDICT_CERTIFIED : REF_VERDICT_REFUTED;
}

static bool is_damped(const ref_scenario *scenario)
{
    return ref_real_compare_ratio(&scenario->collisions[0].gamma, 0, 1) > 0;
}

/* What a run counts for in the time left; greedy angles and damping cost more. */
static double cost(const ref_scenario *scenario)
{
    bool greedy = scenario->protocol == REF_GREEDY_TRANSIENT || scenario->protocol == REF_GREEDY_AVERAGE;
    double entries = (double)scenario->levels * (double)scenario->steps;
    if (ref_scenario_incoherent(scenario)) return entries * (greedy ? 100 : 1);
    return entries * (double)scenario->levels * (is_damped(scenario) ? 3 : 1);
}

static void add_cost(ref_claims *claims, double *total, const char *name)
{
    ref_scenario scenario;
    if (claims->failed || !ref_claims_scenario(claims, &scenario, name)) return;
    *total += cost(&scenario);
    ref_scenario_clear(&scenario);
}

/* The run at hand, among all of the figures. */
typedef struct { ref_claims *claims; const char *name; double before, own, total; } place;

static void say_step(void *context, int pass, long step, long total)
{
    const place *here = context;
    double done = pass > 1 ? 1 : (double)step / (double)total;
    ref_claims_progress(here->claims, here->name, (here->before + done * here->own) / here->total);
}

/* Runs a shipped scenario and writes its curves, and its certificate if it is not a quick run in double
 * precision. False when it cannot be read. */
static bool run_shipped(ref_scenario *scenario, ref_results *run, place *here)
{
    char *reason = NULL;
    if (!ref_claims_scenario(here->claims, scenario, here->name)) return false;
    here->own = cost(scenario);
    bool doubles = here->claims->quick && ref_simulate_supports(scenario, &reason);
    free(reason);
    if (doubles)
        ref_simulate(run, scenario, say_step, here);
    else
        write_certificate(here->claims, here->name, scenario, run, ref_run(run, scenario, say_step, here));
    const char *output = here->claims->output;
    if (!ref_figure_run(output, here->name, scenario, run) ||
        (is_damped(scenario) && !ref_figure_excess(output, here->name, scenario, run)))
        here->claims->failed = true;
    here->before += here->own;
    return true;
}

static void examine(const figure *shown, place *here)
{
    ref_scenario scenario;
    ref_results run;
    ref_ruling ruling;
    here->name = shown->name;
    if (!run_shipped(&scenario, &run, here)) return;
    window found = {0, 0, 0, {{0}}};
    mpfr_init2(found.tau, PRECISION);
    ref_ruling_init(&ruling);
    exceedance(&ruling, &found, ref_bound_find(shown->bound), &scenario, &run);
    opposite(&ruling);
    ref_claims_add(here->claims, REF_PRINTED, shown->name, shown->equation, shown->statement, &ruling,
                   ref_text_format("%ld levels, %zu observed steps%s", scenario.levels, scenario.at_count,
                                   run.precision == DOUBLE ? ", in double precision" : ""),
                   window_text(&found, scenario.steps),
                   ref_text_format("surecharge bound %s %s/%s.json", shown->bound, here->claims->scenarios,
                                   shown->name));
    ref_ruling_clear(&ruling);
    mpfr_clear(found.tau);
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
}

static void certify_alone(const char *name, place *here)
{
    ref_scenario scenario;
    ref_results run;
    here->name = name;
    if (!run_shipped(&scenario, &run, here)) return;
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
}

static void run_figures(ref_claims *claims)
{
    enum { FIGURES = sizeof figures / sizeof figures[0], ALONE = sizeof incoherent / sizeof incoherent[0] };
    place here = {.claims = claims};
    for (int i = 0; i < ALONE; i++) add_cost(claims, &here.total, incoherent[i]);
    for (int i = 0; i < FIGURES; i++) add_cost(claims, &here.total, figures[i].name);
    for (int i = 0; i < ALONE && !claims->failed; i++) certify_alone(incoherent[i], &here);
    for (int i = 0; i < FIGURES && !claims->failed; i++) examine(&figures[i], &here);
}

/* --- small runs ----------------------------------------------------------------------------------------- */

/* The observable at the last of `steps` steps of a fixed coherent protocol (c = 1, alpha = 0): one value, or
 * the real and imaginary part. */
static void last_value(mpfi_t *values, size_t count, const char *battery, const char *q, const char *theta,
                       long steps,
                       const char *observable)
{
    char *error;
    ref_scenario scenario;
    ref_results run;
    char *text = ref_text_format("{\"surecharge\": \"scenario/1\", \"battery\": %s, \"qubit\": {\"q\": "
                                 "\"%s\", "
                                 "\"c\": \"1\"}, \"protocol\": {\"kind\": \"fixed\", \"theta\": \"%s\", "
                                 "\"steps\": %ld}, \"observe\": [\"%s\"], \"digits\": 20}", battery, q,
                                     theta, steps,
                                 observable);
    if (!ref_scenario_parse(&scenario, text, "small run", &error)) abort();
    ref_run(&run, &scenario, NULL, NULL);
    for (size_t i = 0; i < count; i++) mpfi_set(values[i], run.results[0].values[0].value[i]);
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
    free(text);
}

#define OSCILLATOR_40 "{\"ladder\": \"oscillator\", \"levels\": 40}"
#define SPIN_5 "{\"ladder\": \"spin\", \"j\": \"5\"}"

/* "The best performance is obtained for q = 1/2": 20 steps of theta = pi/100 at q = 12/25 do better. */
static void half_is_best(ref_claims *claims)
{
    mpfi_t half[1], less[1];
    ref_ruling ruling;
    mpfi_init2(half[0], PRECISION);
    mpfi_init2(less[0], PRECISION);
    last_value(half, 1, OSCILLATOR_40, "1/2", "pi/100", 20, "energy");
    last_value(less, 1, OSCILLATOR_40, "12/25", "pi/100", 20, "energy");
    mpfi_sub(half[0], half[0], less[0]);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, half[0], 20);
    ref_claims_add(claims, REF_PRINTED, "q = 1/2", "Sec. III C", "q = 1/2 gives the most energy, also at "
                   "finite theta",
                   &ruling, ref_text_format("oscillator, theta = pi/100, 20 steps, c = 1; true only as theta "
                                            "-> 0"),
                   ref_text_format("q = 12/25 gives more energy"), ref_text_format("surecharge paper"));
    ref_ruling_clear(&ruling);
    mpfi_clear(less[0]);
    mpfi_clear(half[0]);
}

/* |E(theta) - limit| at total time pi with theta = pi/steps. */
static void deviation(mpfi_t out, const char *battery, long steps, const mpfi_t limit)
{
    char *theta = ref_text_format("pi/%ld", steps);
    mpfi_t energy[1];
    mpfi_init2(energy[0], PRECISION);
    last_value(energy, 1, battery, "1/2", theta, steps, "energy");
    mpfi_sub(out, energy[0], limit);
    mpfi_abs(out, out);
    mpfi_clear(energy[0]);
    free(theta);
}

/* Each halving of theta leaves at most 3/5 of the deviation from the limit. */
static void convergence(ref_claims *claims, const char *id, const char *equation, const char *statement,
                        const char *battery, const mpfi_t limit)
{
    enum { FIRST = 100, LAST = 800 };
    ref_ruling ruling;
    mpfi_t wide, narrow;
    mpfi_init2(wide, PRECISION);
    mpfi_init2(narrow, PRECISION);
    ref_ruling_init(&ruling);
    deviation(wide, battery, FIRST, limit);
    for (long steps = 2 * FIRST; steps <= LAST; steps *= 2) {
        deviation(narrow, battery, steps, limit);
        mpfi_mul_ui(wide, wide, 3);
        mpfi_div_ui(wide, wide, 5);
        mpfi_sub(wide, wide, narrow);
        ref_ruling_note(&ruling, wide, steps);
        mpfi_set(wide, narrow);
    }
    ref_claims_add(claims, REF_PRINTED, id, equation, statement, &ruling,
                   ref_text_format("tau = pi, theta = pi/%d to pi/%d: each halving leaves 3/5 of the "
                                   "deviation or less",
                                   FIRST, LAST), ref_text_format("tightest: theta = pi/%ld", ruling.step),
                   ref_text_format("surecharge paper"));
    ref_ruling_clear(&ruling);
    mpfi_clear(narrow);
    mpfi_clear(wide);
}

static void limits(ref_claims *claims)
{
    mpfi_t tau, limit;
    mpfi_init2(tau, PRECISION);
    mpfi_init2(limit, PRECISION);
    mpfi_const_pi(tau);
    ref_coherent_limit_oscillator(limit, tau);
    convergence(claims, "20", "(19), (20)", "energy tau^2/4 as theta -> 0, oscillator", OSCILLATOR_40, limit);
    ref_coherent_limit_spin(limit, tau, 10);
    convergence(claims, "31", "(31)", "full charge at tau = pi as theta -> 0, spin 5", SPIN_5, limit);
    mpfi_clear(limit);
    mpfi_clear(tau);
}

/* 1/64 - |rho_10 - xi exp(-|xi|^2)| at tau = pi/10, theta = pi/1000: (19) has xi = tau/2; corrected xi = -i
 * tau/2. */
static void displacement_phase(ref_claims *claims)
{
    mpfi_t element[2], expected, xi, slack;
    ref_ruling printed, corrected;
    mpfi_ptr all[] = {element[0], element[1], expected, xi, slack};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    last_value(element, 2, OSCILLATOR_40, "1/2", "pi/1000", 100, "element:1,0");
    mpfi_const_pi(xi);
    mpfi_div_ui(xi, xi, 20);
    mpfi_sqr(expected, xi);
    mpfi_neg(expected, expected);
    mpfi_exp(expected, expected);
    mpfi_mul(expected, expected, xi);
    ref_ruling_init(&printed);
    ref_ruling_init(&corrected);
    mpfi_sub(xi, element[0], expected);
    mpfi_hypot(xi, xi, element[1]);
    mpfi_set_d(slack, 0.015625);
    mpfi_sub(slack, slack, xi);
    ref_ruling_note(&printed, slack, 100);
    mpfi_add(xi, element[1], expected);
    mpfi_hypot(xi, xi, element[0]);
    mpfi_set_d(slack, 0.015625);
    mpfi_sub(slack, slack, xi);
    ref_ruling_note(&corrected, slack, 100);
    ref_claims_add(claims, REF_PRINTED, "19", "(19)", "at alpha = 0 the displacement is tau/2, as printed",
                   &printed,
                   ref_text_format("rho_10 to 1/64 at tau = pi/10, theta = pi/1000"),
                   ref_text_format("rho_10 is imaginary"), ref_text_format("surecharge paper"));
    ref_claims_add(claims, REF_CORRECTED, "19'", "(19)", "at alpha = 0 the displacement is -i tau/2",
                   &corrected,
                   ref_text_format("rho_10 to 1/64 at tau = pi/10, theta = pi/1000"),
                       ref_text_format("rho_10"),
                   ref_text_format("surecharge paper"));
    ref_ruling_clear(&corrected);
    ref_ruling_clear(&printed);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

void ref_claims_coherent(ref_claims *claims)
{
    half_is_best(claims);
    limits(claims);
    displacement_phase(claims);
    run_figures(claims);
}
