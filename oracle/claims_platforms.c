/* claims_platforms: the experimental numbers of Sec. III D. Times in nanoseconds. */
#include "claims.h"

#include <stdlib.h>
#include "crossing.h"
#include "text.h"

enum { PRECISION = 128, DECAY = 65000000, INTERVAL = 82000, COHERENCE = 100000, UNIT = 100 };

#define COMMAND "surecharge paper --chapter platforms"
#define SECTION "Sec. III D"

/* kappa t0 and gamma = 1 - exp(-kappa t0). */
static void set_gamma(mpfi_t gamma, const mpfi_t rate)
{
    mpfi_neg(gamma, rate);
    mpfi_expm1(gamma, gamma);
    mpfi_neg(gamma, gamma);
}

/* kappa t0 of the circuit, kappa/2 pi = 0.5 MHz and t0 = UNIT. */
static void circuit_rate(mpfi_t rate)
{
    mpfi_const_pi(rate);
    mpfi_mul_ui(rate, rate, UNIT);
    mpfi_div_ui(rate, rate, 1000);
}

static char *value_text(const char *name, const mpfi_t value)
{
    char *digits;
    mpfr_asprintf(&digits, "%.6RNg", &value->left);
    char *text = ref_text_format("%s = %s", name, digits);
    mpfr_free_str(digits);
    return text;
}

/* The cavity of Ref. [96]: gamma = 1.3e-3 to two digits, and kappa t0 - gamma in [0, (kappa t0)^2/2]. */
static void cavity(ref_claims *claims)
{
    mpfi_t rate, gamma, slack;
    mpfi_ptr all[] = { rate, gamma, slack };
    for (int i = 0; i < 3; i++) mpfi_init2(all[i], PRECISION);
    mpfi_set_ui(rate, INTERVAL);
    mpfi_div_ui(rate, rate, DECAY);
    set_gamma(gamma, rate);
    mpfi_mul_ui(slack, gamma, 10000);
    mpfi_sub_ui(slack, slack, 13);
    mpfi_abs(slack, slack);
    mpfi_mul_ui(slack, slack, 2);
    mpfi_ui_sub(slack, 1, slack);
    mpfi_div_ui(slack, slack, 20000);
    ref_claims_decide(claims, REF_PRINTED, "gamma 1.3e-3", SECTION,
                      "1/kappa = 65 ms, t0 = 82 us: gamma = 1.3e-3 to two digits", slack, 0,
                      ref_text_format("to half a unit of the last digit"),
                      value_text("gamma = 1 - exp(-82/65000)", gamma), ref_text_format(COMMAND));
    mpfi_sqr(slack, rate);
    mpfi_div_2ui(slack, slack, 1);
    mpfi_add(slack, slack, gamma);
    mpfi_sub(slack, slack, rate);
    ref_claims_decide(claims, REF_PRINTED, "gamma small", SECTION, "gamma = kappa t0 when small", slack, 0,
                      ref_text_format("off by at most (kappa t0)^2/2, at kappa t0 = 82/65000"),
                      value_text("kappa t0", rate), ref_text_format(COMMAND));
    for (int i = 0; i < 3; i++) mpfi_clear(all[i]);
}

/* "Sufficiently low to support an observable quantum advantage in our model". */
static void cavity_advantage(ref_claims *claims)
{
    static const char text[] =
        "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 250}, "
        "\"qubit\": {\"q\": \"1/2\", \"c\": \"1\"}, \"damping\": {\"kappa_t0\": \"82/65000\"}, "
        "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"23*pi/1000\", \"steps\": 200}}";
    char *error;
    ref_scenario scenario;
    ref_crossing found[REF_READINGS];
    ref_ruling ruling;
    if (!ref_scenario_parse(&scenario, text, "cavity", &error)) abort();
    for (int reading = 0; reading < REF_READINGS; reading++) ref_crossing_init(&found[reading]);
    ref_crossing_find(found, &scenario, ref_bound_find("15"));
    ref_ruling_init(&ruling);
    ruling.verdict = found[0].verdict != REF_VERDICT_CERTIFIED ? REF_VERDICT_UNDECIDED
                     : found[0].step > 0 ? REF_VERDICT_CERTIFIED : REF_VERDICT_REFUTED;
    mpfr_set(ruling.margin, found[0].excess, MPFR_RNDD);
    ref_claims_add(claims, REF_PRINTED, "gamma 1.3e-3", SECTION,
                   "that loss is low enough for an advantage: the energy exceeds (15)", &ruling,
                   ref_text_format("kappa t0 = 82/65000, theta = 0.023 pi, 250 levels, after the damping"),
                   ref_text_format("first at step %ld, tau = %.4f", found[0].step, mpfi_get_d(found[0].tau)),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    for (int reading = 0; reading < REF_READINGS; reading++) ref_crossing_clear(&found[reading]);
    ref_scenario_clear(&scenario);
}

/* The circuit of Ref. [97], read from either of its two numbers. */
static void circuit_loss(ref_claims *claims)
{
    static const char statement[] = "the circuit's gamma exceeds the 2e-3 up to which there is an advantage";
    mpfi_t rate, gamma, limit;
    mpfi_ptr all[] = { rate, gamma, limit };
    for (int i = 0; i < 3; i++) mpfi_init2(all[i], PRECISION);
    mpfi_set_ui(limit, 2);
    mpfi_div_ui(limit, limit, 1000);
    circuit_rate(rate);
    set_gamma(gamma, rate);
    mpfi_sub(rate, gamma, limit);
    ref_claims_decide(claims, REF_PRINTED, "circuit gamma", SECTION, statement, rate, 0,
                      ref_text_format("kappa/2 pi = 0.5 MHz and 0.1 us between collisions"),
                      value_text("gamma", gamma), ref_text_format(COMMAND));
    mpfi_set_ui(rate, UNIT);
    mpfi_div_ui(rate, rate, COHERENCE);
    set_gamma(gamma, rate);
    mpfi_sub(rate, gamma, limit);
    ref_claims_decide(claims, REF_PRINTED, "circuit gamma", SECTION, statement, rate, 0,
                      ref_text_format("1/kappa = 100 us, the coherence time, and 0.1 us between collisions"),
                      value_text("gamma", gamma), ref_text_format(COMMAND));
    for (int i = 0; i < 3; i++) mpfi_clear(all[i]);
}

/* A loss rate kappa leaves a coherence time of at most 2/kappa; and how many charging
 * units of 0.1 us 100 us are. */
static void circuit_times(ref_claims *claims)
{
    mpfi_t slack, most, ratio;
    mpfi_ptr all[] = { slack, most, ratio };
    for (int i = 0; i < 3; i++) mpfi_init2(all[i], PRECISION);
    circuit_rate(most);
    mpfi_ui_div(most, 2 * UNIT, most);
    mpfi_div_ui(most, most, 1000);
    mpfi_sub_ui(slack, most, COHERENCE / 1000);
    ref_claims_decide(claims, REF_PRINTED, "circuit coherence", SECTION,
                      "a coherence time of 100 us goes with kappa/2 pi = 0.5 MHz", slack, 0,
                      ref_text_format("a rate kappa of loss leaves at most 2/kappa; in us"),
                      value_text("2/kappa", most), ref_text_format(COMMAND));
    mpfi_set_ui(ratio, COHERENCE / UNIT);
    mpfi_set_ui(slack, 10);
    mpfi_sqrt(slack, slack);
    mpfi_mul_ui(slack, slack, 100);
    mpfi_sub(slack, slack, ratio);
    ref_claims_decide(claims, REF_PRINTED, "circuit units", SECTION,
                      "a coherence time of 100 us is enough for about 100 charging units", slack, 0,
                      ref_text_format("to a factor sqrt 10, at 0.1 us for each unit; 158 units when "
                                      "initialization and interaction take 0.32 us each"),
                      value_text("100 us/0.1 us", ratio), ref_text_format(COMMAND));
    for (int i = 0; i < 3; i++) mpfi_clear(all[i]);
}

void ref_claims_platforms(ref_claims *claims)
{
    cavity(claims);
    cavity_advantage(claims);
    circuit_loss(claims);
    circuit_times(claims);
}
