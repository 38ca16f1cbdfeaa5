/* claims_figures: the runs of the paper's figures, held against the bounds that the figures show. */
#include "claims.h"

#include <stdlib.h>
#include "certificate.h"
#include "figure.h"
#include "simulate.h"
#include "text.h"

enum { PRECISION = 128, DOUBLE = 53 };

/* A shipped coherent scenario, the incoherent bound the paper's figure compares it with, and whether the
 * figure shows it above that bound. */
typedef struct { const char *name, *bound; bool above; const char *equation, *statement; } figure;

static const figure figures[] = {
    {"fig2_coherent_theta_0.01pi", "15", true, "Fig. 2", "theta = 0.01 pi exceeds (15)"},
    {"fig3_coherent_theta_0.01pi", "15", true, "Fig. 3", "theta = 0.01 pi exceeds (15)"},
    {"fig3_coherent_theta_0.02pi", "15", true, "Fig. 3",
     "theta = 0.02 pi exceeds (15), as the text says of theta up to 0.02 pi"},
    {"fig3_coherent_theta_0.03pi", "15", true, "Fig. 3", "theta = 0.03 pi exceeds (15)"},
    {"fig3_coherent_theta_0.05pi", "15", false, "Fig. 3", "theta = 0.05 pi stays below (15)"},
    {"fig3_coherent_theta_0.1pi", "15", false, "Fig. 3", "theta = 0.1 pi stays below (15)"},
    {"fig4_gamma_0.0005_theta_0.01pi", "15", true, "Fig. 4", "gamma = 0.0005, theta = 0.01 pi exceeds (15)"},
    {"fig4_gamma_0.001_theta_0.01pi", "15", true, "Fig. 4", "gamma = 0.001, theta = 0.01 pi exceeds (15)"},
    {"fig4_gamma_0.001_theta_0.02pi", "15", true, "Fig. 4", "gamma = 0.001, theta = 0.02 pi exceeds (15)"},
    {"fig4_gamma_0.002_theta_0.01pi", "15", false, "Fig. 4",
     "gamma = 0.002, theta = 0.01 pi stays below (15)"},
    {"fig4_gamma_0.002_theta_0.02pi", "15", true, "Fig. 4", "gamma = 0.002, theta = 0.02 pi exceeds (15)"},
    {"fig4_gamma_0.003_theta_0.02pi", "15", false, "Fig. 4",
     "gamma = 0.003, theta = 0.02 pi stays below (15)"},
    {"fig5_coherent_gamma_0.001_theta_0.01pi", "15", true, "Fig. 5",
     "gamma = 0.001, theta = 0.01 pi exceeds (15)"},
    {"fig6_coherent_theta_0.002pi", "28p", true, "Fig. 6", "theta = 0.002 pi exceeds (28')"},
    {"fig6_coherent_theta_0.004pi", "28p", true, "Fig. 6",
     "theta = 0.004 pi exceeds (28'), as the text says of theta up to 0.004 pi"},
    {"fig6_coherent_theta_0.006pi", "28p", false, "Fig. 6", "theta = 0.006 pi stays below (28')"},
    {"fig6_coherent_theta_0.01pi", "28p", false, "Fig. 6", "theta = 0.01 pi stays below (28')"},
};

/* Incoherent figures: certificates alone, their bounds are other chapters'. */
static const char *const incoherent[] = {
    "fig2_greedy_transient", "fig2_greedy_average", "fig2_full_swap", "fig3_greedy_average",
    "fig3_full_swap", "fig6_greedy_average", "fig6_full_swap",
};

/* The run at hand, among all of the figures. */
typedef struct { ref_claims *claims; const char *name; double before, own, total; } place;

static char *certificate_path(const place *here)
{
    return ref_text_format("%s/%s.certificate.json", here->claims->output, here->name);
}

static void write_certificate(const place *here, const ref_scenario *scenario, const ref_results *run,
                              bool certified)
{
    char *path = certificate_path(here);
    json_t *certificate = ref_certificate_json(scenario, run, certified);
    if (!ref_write_json(path, certificate)) here->claims->failed = true;
    json_decref(certificate);
    free(path);
}

/* That of a run without one would be an older run's. */
static void remove_certificate(const place *here)
{
    char *path = certificate_path(here);
    if (!ref_remove_file(path)) here->claims->failed = true;
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

/* When the claim is that the bound is exceeded: certified where the bound fails at some step, refuted where
 * it holds at all. */
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
    if (doubles) {
        ref_simulate(run, scenario, say_step, here);
        remove_certificate(here);
    } else {
        write_certificate(here, scenario, run, ref_run(run, scenario, say_step, here));
    }
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
    if (shown->above) opposite(&ruling);
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

void ref_claims_figures(ref_claims *claims)
{
    enum { FIGURES = sizeof figures / sizeof figures[0], ALONE = sizeof incoherent / sizeof incoherent[0] };
    place here = {.claims = claims};
    for (int i = 0; i < ALONE; i++) add_cost(claims, &here.total, incoherent[i]);
    for (int i = 0; i < FIGURES; i++) add_cost(claims, &here.total, figures[i].name);
    for (int i = 0; i < ALONE && !claims->failed; i++) certify_alone(incoherent[i], &here);
    for (int i = 0; i < FIGURES && !claims->failed; i++) examine(&figures[i], &here);
}
