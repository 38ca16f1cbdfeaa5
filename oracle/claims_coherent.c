/* claims_coherent: what the text says of the best qubits, and the phase of (19), on small batteries. */
#include "claims.h"

#include <stdlib.h>
#include "text.h"

enum { PRECISION = 128, STEPS = 20 };

#define COMMAND "surecharge paper --chapter coherent"
#define OSCILLATOR "{\"ladder\": \"oscillator\", \"levels\": 40}"
#define SPIN "{\"ladder\": \"spin\", \"j\": \"5\"}"

/* A battery charged by so many collisions of one swap angle, the odd ones at phase alpha, the
 * even ones at alpha_even. */
typedef struct { const char *battery, *q, *c, *alpha, *alpha_even, *theta; long steps; } charge;

static json_t *collisions(const charge *of)
{
    json_t *list = json_array();
    for (long k = 1; k <= of->steps; k++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "theta", of->theta, "alpha",
                                              k % 2 == 1 ? of->alpha : of->alpha_even));
    return list;
}

/* The observable at the end: one value, or the real and imaginary part. */
static void last_value(mpfi_t *values, size_t count, const charge *of, const char *observable)
{
    char *error;
    ref_scenario scenario;
    ref_results run;
    json_t *json = json_pack("{s:s, s:o, s:{s:s, s:s}, s:{s:s, s:o}, s:[s], s:i}", "surecharge", "scenario/1",
                             "battery", json_loads(of->battery, 0, NULL), "qubit", "q", of->q, "c", of->c,
                             "protocol", "kind", "list", "collisions", collisions(of), "observe", observable,
                             "digits", 20);
    char *text = json_dumps(json, 0);
    if (!ref_scenario_parse(&scenario, text, "small run", &error)) abort();
    ref_run(&run, &scenario, NULL, NULL);
    for (size_t i = 0; i < count; i++) mpfi_set(values[i], run.results[0].values[0].value[i]);
    ref_results_clear(&run);
    ref_scenario_clear(&scenario);
    free(text);
    json_decref(json);
}

/* out := energy of one minus energy of the other */
static void energy_ahead(mpfi_t out, const charge *one, const charge *other)
{
    mpfi_t energy[1], less[1];
    mpfi_init2(energy[0], PRECISION);
    mpfi_init2(less[0], PRECISION);
    last_value(energy, 1, one, "energy");
    last_value(less, 1, other, "energy");
    mpfi_sub(out, energy[0], less[0]);
    mpfi_clear(less[0]);
    mpfi_clear(energy[0]);
}

/* "The best performance is obtained for q = 1/2 and c = 1", "regardless of the phase angle alpha". */
static void best_qubit(ref_claims *claims, const char *battery, const char *name, const char *section)
{
    const charge plain = { battery, "1/2", "1", "0", "0", "pi/100", STEPS };
    charge changed = plain, turned = plain;
    mpfi_t slack, tolerance;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(tolerance, PRECISION);
    changed.q = "12/25";
    energy_ahead(slack, &plain, &changed);
    ref_claims_decide(claims, REF_PRINTED, "q = 1/2", section,
                      "q = 1/2 gives the most energy, also at finite theta", slack, STEPS,
                      ref_text_format("%s, theta = pi/100, %d steps, c = 1; true only as theta -> 0", name,
                                      STEPS),
                      ref_text_format("q = 12/25 gives more energy"), ref_text_format(COMMAND));
    changed = plain;
    changed.c = "9/10";
    energy_ahead(slack, &plain, &changed);
    ref_claims_decide(claims, REF_PRINTED, "c = 1", section, "c = 1 gives more energy than less coherence",
                      slack, STEPS,
                      ref_text_format("%s, theta = pi/100, %d steps, q = 1/2, against c = 9/10", name, STEPS),
                      ref_text_format("c = 9/10"), ref_text_format(COMMAND));
    changed = plain;
    changed.alpha_even = "1/2";
    turned.alpha = "7/10";
    turned.alpha_even = "6/5";
    energy_ahead(slack, &changed, &turned);
    mpfi_abs(slack, slack);
    mpfi_set_ui(tolerance, 1);
    mpfi_div_ui(tolerance, tolerance, 1000000000000000000);
    mpfi_sub(slack, tolerance, slack);
    ref_claims_decide(claims, REF_PRINTED, "any alpha", section,
                      "the energy does not change when every alpha grows by 7/10", slack, STEPS,
                      ref_text_format("%s, theta = pi/100, %d steps, alpha = 0, 1/2, 0, ... against 7/10, "
                                      "6/5, 7/10, ..., to 1e-18", name, STEPS),
                      ref_text_format("alpha = 7/10, 6/5, ..."), ref_text_format(COMMAND));
    mpfi_clear(tolerance);
    mpfi_clear(slack);
}

/* slack := 1/64 - |(re - x) + i (im - y)| */
static void near(mpfi_t slack, const mpfi_t re, const mpfi_t im, const mpfi_t x, const mpfi_t y)
{
    mpfi_t part;
    mpfi_init2(part, PRECISION);
    mpfi_sub(slack, re, x);
    mpfi_sub(part, im, y);
    mpfi_hypot(part, slack, part);
    mpfi_set_ui(slack, 1);
    mpfi_div_2ui(slack, slack, 6);
    mpfi_sub(slack, slack, part);
    mpfi_clear(part);
}

/* A displaced vacuum D(xi) has rho_10 = xi exp(-|xi|^2); (19) has xi = tau/2, corrected -i tau/2. */
static void displacement_phase(ref_claims *claims)
{
    static const char scope[] = "rho_10 to 1/64 at tau = pi/10, theta = pi/1000";
    const charge weak = { OSCILLATOR, "1/2", "1", "0", "0", "pi/1000", 100 };
    mpfi_t element[2], xi, zero, slack;
    mpfi_ptr all[] = { element[0], element[1], xi, zero, slack };
    for (int i = 0; i < 5; i++) mpfi_init2(all[i], PRECISION);
    last_value(element, 2, &weak, "element:1,0");
    mpfi_set_ui(zero, 0);
    mpfi_const_pi(xi);
    mpfi_div_ui(xi, xi, 20);
    mpfi_sqr(slack, xi);
    mpfi_neg(slack, slack);
    mpfi_exp(slack, slack);
    mpfi_mul(xi, xi, slack);
    near(slack, element[0], element[1], xi, zero);
    ref_claims_decide(claims, REF_PRINTED, "19", "(19)", "at alpha = 0 the displacement is tau/2, as printed",
                      slack, weak.steps, ref_text_format(scope), ref_text_format("rho_10 is imaginary"),
                      ref_text_format(COMMAND));
    mpfi_neg(xi, xi);
    near(slack, element[0], element[1], zero, xi);
    ref_claims_decide(claims, REF_CORRECTED, "19'", "(19)", "at alpha = 0 the displacement is -i tau/2",
                      slack, weak.steps, ref_text_format(scope), ref_text_format("rho_10"),
                      ref_text_format(COMMAND));
    for (int i = 0; i < 5; i++) mpfi_clear(all[i]);
}

void ref_claims_coherent(ref_claims *claims)
{
    best_qubit(claims, OSCILLATOR, "oscillator", "Sec. III C");
    best_qubit(claims, SPIN, "spin 5", "Sec. IV C");
    displacement_phase(claims);
}
