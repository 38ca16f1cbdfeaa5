/* claims_protocols: what the text says of the protocols in the figures, one against another. */
#include "claims.h"

#include <stdlib.h>
#include "crossing.h"
#include "simulate.h"
#include "text.h"

enum { PRECISION = 128, DIGITS = 12 };

#define COMMAND "surecharge paper --chapter protocols"

/* ---- against the full swap */

/* slack := energy - what the full swap holds at tau, its energy interpolated linearly between its swaps; all
 * of [-1, 1] where the swap in progress cannot be told. */
static void above_full_swap(mpfi_t slack, const ref_scenario *scenario, const mpfi_t energy, const mpfi_t tau)
{
    mpfi_t before, after;
    long done = 0;
    mpfi_init2(before, PRECISION);
    mpfi_init2(after, PRECISION);
    mpfi_set_ui(before, 0);
    ref_full_swap_time(after, scenario->ladder, 1, scenario->levels);
    while (mpfi_cmp(after, tau) < 0 && done + 2 < scenario->levels) {
        mpfi_set(before, after);
        done++;
        ref_full_swap_time(after, scenario->ladder, done + 1, scenario->levels);
    }
    if (mpfi_cmp(before, tau) < 0 && mpfi_cmp(tau, after) < 0) {
        mpfi_sub(after, after, before);
        mpfi_sub(before, tau, before);
        mpfi_div(before, before, after);
        mpfi_add_si(before, before, done);
        mpfi_sub(slack, energy, before);
    } else {
        mpfi_interv_si(slack, -1, 1);
    }
    mpfi_clear(after);
    mpfi_clear(before);
}

/* How close the energy comes to the bound: the ratio of energies for (15), of times for (28'). */
static void closeness(mpfi_t ratio, const ref_scenario *watched, const ref_bound *bound,
                      const ref_results *run, size_t i)
{
    mpfi_t slack;
    mpfi_init2(slack, PRECISION);
    ref_crossing_slack(slack, watched, bound, run, i, REF_AFTER_DAMPING);
    if (watched->ladder == REF_SPIN) {
        mpfi_div(slack, slack, run->results[i].tau);
        mpfi_ui_sub(ratio, 1, slack);
    } else {
        mpfi_add(slack, slack, run->results[i].values[0].value[0]);
        mpfi_div(ratio, run->results[i].values[0].value[0], slack);
    }
    mpfi_clear(slack);
}

/* A greedy protocol of a figure, and the bound it is said to come close to. */
typedef struct { const char *name, *equation, *bound, *beats, *close; } greedy;

static const greedy greedies[] = {
    { "fig2_greedy_transient", "Fig. 2", "15", "the greedy protocol of the caption beats the full swap",
      "that protocol comes within 20 % of (15)" },
    { "fig3_greedy_average", "Fig. 3", "15", "the greedy protocol outperforms the full swap",
      "(15) is closely approximated by the greedy protocol: within 20 %" },
    { "fig6_greedy_average", "Fig. 6", "28p", "the greedy protocol clearly outperforms the full swap",
      "the greedy protocol gets close to the bound (28'): within 20 %" },
};

static char *range_text(const mpfi_t least, const mpfi_t last)
{
    return ref_text_format("ratio to the bound at least %.4f, %.4f at the last step", mpfi_get_d(least),
                           mpfi_get_d(last));
}

static void against_both(ref_claims *claims, const greedy *of)
{
    ref_scenario shipped, watched;
    ref_results run;
    ref_ruling swap, close;
    mpfi_t slack, least;
    if (claims->failed || !ref_claims_scenario(claims, &shipped, of->name)) return;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(least, PRECISION);
    ref_ruling_init(&swap);
    ref_ruling_init(&close);
    ref_bound_watch(&watched, &shipped, false, DIGITS);
    ref_run(&run, &watched, NULL, NULL);
    mpfi_set_ui(least, 1);
    for (long i = 1; i <= run.angle_count; i++) {
        above_full_swap(slack, &watched, run.results[i].values[0].value[0], run.results[i].tau);
        ref_ruling_note(&swap, slack, i);
        closeness(slack, &watched, ref_bound_find(of->bound), &run, (size_t)i);
        ref_interval_min(least, least, slack);
    }
    char *range = range_text(least, slack);
    mpfi_mul_ui(slack, least, 5);
    mpfi_sub_ui(slack, slack, 4);
    mpfi_div_ui(slack, slack, 5);
    ref_ruling_note(&close, slack, 0);
    ref_claims_add(claims, REF_PRINTED, of->name, of->equation, of->beats, &swap,
                   ref_text_format("the energy after each of its %ld steps against that of the full swap at "
                                   "the same time, interpolated", run.angle_count),
                   ref_text_format("tightest: step %ld", swap.step), ref_text_format(COMMAND));
    ref_claims_add(claims, REF_PRINTED, of->name, of->equation, of->close, &close,
                   ref_text_format("after each of its %ld steps", run.angle_count), range,
                   ref_text_format(COMMAND));
    ref_ruling_clear(&close);
    ref_ruling_clear(&swap);
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    ref_scenario_clear(&shipped);
    mpfi_clear(least);
    mpfi_clear(slack);
}

/* ---- the full swap itself, and ergotropy */

static void parse(ref_scenario *scenario, const char *text)
{
    char *error;
    if (!ref_scenario_parse(scenario, text, "protocol", &error)) abort();
}

/* 1e-15 - |x - expected| */
static void note_equal(ref_ruling *ruling, const mpfi_t x, long expected, long step)
{
    mpfi_t slack, tolerance;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(tolerance, PRECISION);
    mpfi_sub_si(slack, x, expected);
    mpfi_abs(slack, slack);
    mpfi_set_ui(tolerance, 1);
    mpfi_div_ui(tolerance, tolerance, 1000000000000000);
    mpfi_sub(slack, tolerance, slack);
    ref_ruling_note(ruling, slack, step);
    mpfi_clear(tolerance);
    mpfi_clear(slack);
}

/* `last` swaps, on the spin all that it takes. */
static void full_swap_is_pure(ref_claims *claims, const char *battery, const char *section,
                              const char *statement, long last)
{
    ref_scenario scenario;
    ref_results run;
    ref_ruling ruling;
    char *text = ref_text_format(
        "{\"surecharge\": \"scenario/1\", \"battery\": %s, \"qubit\": {\"q\": \"0\", \"c\": \"0\"}, "
        "\"protocol\": {\"kind\": \"full-swap\", \"steps\": %ld}, "
        "\"observe\": [\"energy\", \"ergotropy\", \"purity\"], "
        "\"at\": [1, 2, 3, 5, 8, 13, %ld], \"digits\": 25}",
        battery, last, last);
    parse(&scenario, text);
    ref_ruling_init(&ruling);
    ref_run(&run, &scenario, NULL, NULL);
    for (size_t i = 0; i < run.count; i++) {
        long step = run.results[i].step;
        for (int which = 0; which < 3; which++)
            note_equal(&ruling, run.results[i].values[which].value[0], which < 2 ? step : 1, step);
    }
    ref_claims_add(claims, REF_PRINTED, "full swap", section, statement, &ruling,
                   ref_text_format("steps 1, 2, 3, 5, 8, 13, %ld; energy, ergotropy, purity to 1e-15", last),
                   ref_text_format("energy = ergotropy = k, purity 1"), ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
    free(text);
}

/* Mixed states: less than the energy. */
static void ergotropy_is_less(ref_claims *claims)
{
    ref_scenario scenario;
    ref_results run;
    ref_ruling ruling;
    mpfi_t slack;
    mpfi_init2(slack, PRECISION);
    parse(&scenario, "{\"surecharge\": \"scenario/1\", "
                     "\"battery\": {\"ladder\": \"oscillator\", \"levels\": 20}, "
                     "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"protocol\": {\"kind\": \"fixed\", "
                     "\"theta\": \"pi/10\", \"steps\": 20}, \"observe\": [\"energy\", \"ergotropy\"], "
                     "\"at\": [1, 2, 5, 10, 20], \"digits\": 12}");
    ref_ruling_init(&ruling);
    ref_run(&run, &scenario, NULL, NULL);
    for (size_t i = 0; i < run.count; i++) {
        mpfi_sub(slack, run.results[i].values[0].value[0], run.results[i].values[1].value[0]);
        ref_ruling_note(&ruling, slack, run.results[i].step);
    }
    ref_claims_add(claims, REF_PRINTED, "ergotropy", "Sec. II, (15)",
                   "the useful charge is at most the mean energy, and less for a mixed state", &ruling,
                   ref_text_format("20 levels, q = 1/2, c = 1, theta = pi/10, steps 1, 2, 5, 10, 20"),
                   ref_text_format("tightest: step %ld", ruling.step), ref_text_format(COMMAND));
    mpfi_clear(slack);
    ref_ruling_clear(&ruling);
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
}

/* ---- coherent protocols of Fig. 3 */

/* above: the energy exceeds (15) from step `from` on; else it is below (15) at the last step. */
static void fig3_end(ref_claims *claims, const char *name, const char *statement, bool above, size_t from)
{
    ref_scenario shipped, watched;
    ref_results run;
    ref_ruling ruling;
    mpfi_t slack;
    if (claims->failed || !ref_claims_scenario(claims, &shipped, name)) return;
    mpfi_init2(slack, PRECISION);
    ref_ruling_init(&ruling);
    ref_bound_watch(&watched, &shipped, false, DIGITS);
    ref_simulate(&run, &watched, NULL, NULL);
    for (size_t i = above ? from : run.count - 1; i < run.count; i++) {
        ref_crossing_slack(slack, &watched, ref_bound_find("15"), &run, i, REF_AFTER_DAMPING);
        if (above) mpfi_neg(slack, slack);
        ref_ruling_note(&ruling, slack, run.results[i].step);
    }
    ref_claims_add(claims, REF_PRINTED, name, "Sec. III C", statement, &ruling,
                   above ? ref_text_format("every step from %zu to %ld, 250 levels", from, watched.steps)
                         : ref_text_format("step %ld, tau = %.2f, 250 levels", watched.steps,
                                           mpfi_get_d(run.results[run.count - 1].tau)),
                   ref_text_format("tightest: step %ld", ruling.step),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    ref_results_clear(&run);
    ref_scenario_clear(&watched);
    ref_scenario_clear(&shipped);
    mpfi_clear(slack);
}

/* ---- Fig. 4 */

/* tau of the first step above (15), and by how much at least, energy after the damping; theta = part pi/1000.
 * False when there is none. */
static bool first_advantage(mpfi_t tau, mpfi_t excess, long part, const char *gamma)
{
    ref_scenario scenario;
    ref_crossing found[REF_READINGS];
    char *text = ref_text_format(
        "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 250}, "
        "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"damping\": {\"gamma\": \"%s\"}, "
        "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"%ld*pi/1000\", \"steps\": 600}}", gamma, part);
    parse(&scenario, text);
    for (int reading = 0; reading < REF_READINGS; reading++) ref_crossing_init(&found[reading]);
    ref_crossing_find(found, &scenario, ref_bound_find("15"));
    bool exists = found[0].verdict == REF_VERDICT_CERTIFIED && found[0].step > 0;
    mpfi_set(tau, found[0].tau);
    mpfi_set_fr(excess, found[0].excess);
    for (int reading = 0; reading < REF_READINGS; reading++) ref_crossing_clear(&found[reading]);
    ref_scenario_clear(&scenario);
    free(text);
    return exists;
}

static void optimal_angle(ref_claims *claims)
{
    mpfi_t best, other, excess;
    ref_ruling ruling;
    mpfi_init2(best, PRECISION);
    mpfi_init2(other, PRECISION);
    mpfi_init2(excess, PRECISION);
    ref_ruling_init(&ruling);
    bool exist = first_advantage(best, excess, 24, "0.001");
    char *witness = ref_text_format("tau = %.4f at theta = 0.024 pi", mpfi_get_d(best));
    for (long part = 8; part <= 40; part += 32) {
        exist = first_advantage(other, excess, part, "0.001") && exist;
        mpfi_sub(other, other, best);
        ref_ruling_note(&ruling, other, part);
    }
    if (!exist) ruling.verdict = REF_VERDICT_UNDECIDED;
    ref_claims_add(claims, REF_PRINTED, "optimal theta", "Sec. III D",
                   "at intermediate gamma the earliest advantage is at a theta neither small nor large",
                   &ruling,
                   ref_text_format("gamma = 1e-3, theta = 0.024 pi against 0.008 pi and 0.04 pi"), witness,
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_clear(excess);
    mpfi_clear(other);
    mpfi_clear(best);
}

/* On 250 levels (15) passes the 249 quanta of the top level at tau = 2 (sqrt 250 - 1)/R0 = 40.88. */
static void divergence(ref_claims *claims)
{
    mpfi_t tau, slack;
    mpfi_init2(tau, PRECISION);
    mpfi_init2(slack, PRECISION);
    mpfi_set_ui(tau, 41);
    ref_oscillator_bound_energy(slack, tau);
    mpfi_ui_sub(slack, 249, slack);
    ref_claims_decide(claims, REF_PRINTED, "divergence", "Sec. III D",
                      "tau_ad diverges as theta grows and as gamma reaches its critical value", slack, 0,
                      ref_text_format("250 levels: from tau = 41 on (15) exceeds the 249 quanta of the top "
                                      "level, so no first advantage is later; the curves end at finite tau"),
                      ref_text_format("(15) at tau = 41"), ref_text_format(COMMAND));
    mpfi_clear(slack);
    mpfi_clear(tau);
}

static void critical_damping(ref_claims *claims)
{
    mpfi_t tau, slack;
    mpfi_init2(tau, PRECISION);
    mpfi_init2(slack, PRECISION);
    if (!first_advantage(tau, slack, 26, "0.002")) mpfi_set_si(slack, -1);
    ref_claims_decide(claims, REF_PRINTED, "gamma 2e-3", "Sec. III D",
                      "the critical gamma is above 2e-3: there is still an advantage there", slack, 0,
                      ref_text_format("gamma = 0.002, theta = 0.026 pi, energy after the damping; where it "
                                      "ends: surecharge threshold fig4-after"),
                      ref_text_format("tau = %.4f", mpfi_get_d(tau)), ref_text_format(COMMAND));
    mpfi_clear(slack);
    mpfi_clear(tau);
}

void ref_claims_protocols(ref_claims *claims)
{
    static const char worse[] = "larger swap angles perform worse eventually: below (15)";
    static const char *const larger[] = { "fig3_coherent_theta_0.03pi", "fig3_coherent_theta_0.05pi",
                                          "fig3_coherent_theta_0.1pi" };
    for (size_t i = 0; i < sizeof greedies / sizeof greedies[0]; i++) against_both(claims, &greedies[i]);
    full_swap_is_pure(claims, "{\"ladder\": \"oscillator\", \"levels\": 25}", "Sec. III B",
                      "the full swap keeps the oscillator in a pure charge state; energy and ergotropy climb "
                      "in steps of E", 24);
    full_swap_is_pure(claims, "{\"ladder\": \"spin\", \"j\": \"10\"}", "Sec. IV B",
                      "the full swap keeps the spin j = 10 in a pure state and charges it in 2j steps", 20);
    ergotropy_is_less(claims);
    fig3_end(claims, "fig3_coherent_theta_0.02pi",
             "theta = 0.02 pi beats (15), and with it every incoherent protocol, to the end", true, 100);
    for (int i = 0; i < 3; i++) fig3_end(claims, larger[i], worse, false, 0);
    optimal_angle(claims);
    divergence(claims);
    critical_damping(claims);
}
