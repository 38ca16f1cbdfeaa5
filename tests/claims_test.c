/* The claims of the paper: verdicts that are known, random protocols that are what they say. Coherent
 * figures are left to `surecharge paper`: they take minutes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "claims.h"
#include "harness.h"

static char output[HARNESS_PATH];
static ref_claims claims;

static void setup(void)
{
    harness_make_directory(output);
    ref_claims_init(&claims, "oracle/paper", output);
}

static void teardown(void)
{
    ref_claims_clear(&claims);
    harness_remove_directory(output);
}

/* The claim number `nth` (from 0) with this id; fails when there is none. */
static const ref_claim *find(const char *id, int nth)
{
    for (size_t i = 0; i < claims.count; i++)
        if (strcmp(claims.list[i].id, id) == 0 && nth-- == 0) return &claims.list[i];
    ck_abort_msg("no claim %s", id);
    return NULL;
}

static void assert_verdict(const char *id, int nth, ref_verdict verdict)
{
    const ref_claim *claim = find(id, nth);
    ck_assert_msg(claim->verdict == verdict, "%s, %s: %s", id, claim->scope,
                  ref_verdict_word(claim->verdict));
}

/* No claim is undecided, no corrected form refuted, every text is there. */
static void assert_sound(void)
{
    ck_assert(!claims.failed);
    ck_assert_uint_gt(claims.count, 0);
    for (size_t i = 0; i < claims.count; i++) {
        const ref_claim *claim = &claims.list[i];
        ck_assert_msg(claim->verdict != REF_VERDICT_UNDECIDED, "%s: %s", claim->id, claim->scope);
        ck_assert_msg(claim->kind == REF_PRINTED || claim->verdict == REF_VERDICT_CERTIFIED, "%s", claim->id);
        ck_assert(claim->equation[0] != '\0' && claim->statement[0] != '\0' && claim->scope[0] != '\0');
        ck_assert(claim->margin[0] != '-' && claim->witness[0] != '\0' && claim->command[0] != '\0');
    }
}

START_TEST(constants_are_quoted_rightly)
{
    ref_claims_constants(&claims);
    assert_sound();
    ck_assert_uint_eq(claims.count, 11);
    for (size_t i = 0; i < claims.count; i++) ck_assert_int_eq(claims.list[i].verdict, REF_VERDICT_CERTIFIED);
}
END_TEST

START_TEST(spin_verdicts_are_known)
{
    static const char *const certified[] = { "26p", "28p", "29p", "29pp", "30", "29 limit" };
    static const char *const refuted[] = { "26", "28", "28i", "29", "29i", "coherent spin", "P* spin" };
    ref_claims_spin(&claims);
    assert_sound();
    for (size_t i = 0; i < sizeof certified / sizeof certified[0]; i++)
        assert_verdict(certified[i], 0, REF_VERDICT_CERTIFIED);
    for (size_t i = 0; i < sizeof refuted / sizeof refuted[0]; i++) assert_verdict(refuted[i], 0,
            REF_VERDICT_REFUTED);
    ck_assert_ptr_nonnull(strstr(find("29", 0)->witness, "34 values, j = 3/2 to 18 without gap"));
    ck_assert_str_eq(find("29", 0)->command, "surecharge bound 29 --j 3/2");
    ck_assert_ptr_nonnull(strstr(find("28i", 0)->witness, "8 values, j = 1/2 to 4 without gap"));
    ck_assert_ptr_nonnull(strstr(find("coherent spin", 0)->witness, "5 values, j = 1/2 to 5/2 without gap"));
}
END_TEST

START_TEST(damped_verdicts_are_known)
{
    ref_claims_damped(&claims);
    assert_sound();
    assert_verdict("C3 printed", 0, REF_VERDICT_REFUTED);
    assert_verdict("C4", 0, REF_VERDICT_CERTIFIED);     /* random protocols, weak damping */
    assert_verdict("C4", 1, REF_VERDICT_REFUTED);
    assert_verdict("C4", 2, REF_VERDICT_REFUTED);
    assert_verdict("C4 one step, 0.344", 0, REF_VERDICT_CERTIFIED);
    assert_verdict("21", 0, REF_VERDICT_CERTIFIED);
    assert_verdict("C2", 0, REF_VERDICT_CERTIFIED);
    assert_verdict("C4 weak", 0, REF_VERDICT_CERTIFIED);
}
END_TEST

START_TEST(channel_verdicts_are_known)
{
    static const char *const certified[] = { "A2", "A5", "A9", "A10", "A11", "qubit ergotropy", "B2", "B3'" };
    static const char *const refuted[] = { "B3", "qubit mixture", "32" };
    ref_claims_channel(&claims);
    assert_sound();
    for (size_t i = 0; i < sizeof certified / sizeof certified[0]; i++)
        assert_verdict(certified[i], 0, REF_VERDICT_CERTIFIED);
    for (size_t i = 0; i < sizeof refuted / sizeof refuted[0]; i++) assert_verdict(refuted[i], 0,
            REF_VERDICT_REFUTED);
}
END_TEST

START_TEST(oscillator_verdicts_are_known)
{
    ref_claims_oscillator(&claims);
    assert_sound();
    assert_verdict("17", 0, REF_VERDICT_REFUTED);
    assert_verdict("17'", 0, REF_VERDICT_CERTIFIED);
    assert_verdict("P(K)/2", 0, REF_VERDICT_CERTIFIED);
    assert_verdict("pi/2 for all k", 0, REF_VERDICT_REFUTED);
}
END_TEST

START_TEST(coherent_verdicts_are_known)
{
    ref_claims_coherent(&claims);
    assert_sound();
    for (int battery = 0; battery < 2; battery++) {
        assert_verdict("q = 1/2", battery, REF_VERDICT_REFUTED);
        assert_verdict("c = 1", battery, REF_VERDICT_CERTIFIED);
        assert_verdict("any alpha", battery, REF_VERDICT_CERTIFIED);
    }
    assert_verdict("19", 0, REF_VERDICT_REFUTED);
    assert_verdict("19'", 0, REF_VERDICT_CERTIFIED);
}
END_TEST

/* kappa/2 pi = 0.5 MHz and a coherence time of 100 us are two readings, of opposite verdicts. */
START_TEST(platform_verdicts_are_known)
{
    static const ref_verdict verdicts[] = { REF_VERDICT_CERTIFIED, REF_VERDICT_CERTIFIED,
                                            REF_VERDICT_CERTIFIED, REF_VERDICT_CERTIFIED,
                                            REF_VERDICT_REFUTED, REF_VERDICT_REFUTED, REF_VERDICT_REFUTED };
    ref_claims_platforms(&claims);
    assert_sound();
    ck_assert_uint_eq(claims.count, sizeof verdicts / sizeof verdicts[0]);
    for (size_t i = 0; i < claims.count; i++) assert_verdict(claims.list[i].id, i == 2 || i == 4,
                                                             verdicts[i]);
    ck_assert_str_eq(find("gamma 1.3e-3", 0)->witness, "gamma = 1 - exp(-82/65000) = 0.00126074");
    ck_assert_str_eq(find("circuit gamma", 0)->witness, "gamma = 0.269597");
    ck_assert_str_eq(find("circuit gamma", 1)->witness, "gamma = 0.0009995");
}
END_TEST

START_TEST(protocol_verdicts_are_known)
{
    ref_claims_protocols(&claims);
    assert_sound();
    ck_assert_uint_eq(claims.count, 16);
    for (size_t i = 0; i < claims.count; i++)
        ck_assert_msg((claims.list[i].verdict == REF_VERDICT_REFUTED) ==
                          (strcmp(claims.list[i].id, "divergence") == 0),
                      "%s", claims.list[i].id);
}
END_TEST

/* Left to itself the search finds what the full swap shows, the violations of (29) and no others. */
START_TEST(search_verdicts_are_known)
{
    claims.quick = true;
    ref_claims_search(&claims);
    assert_sound();
    assert_verdict("29 search", 0, REF_VERDICT_REFUTED);
    assert_verdict("29i search", 0, REF_VERDICT_REFUTED);
    ck_assert_ptr_nonnull(strstr(find("29 search", 0)->witness, "34 values, j = 3/2 to 18 without gap"));
    ck_assert_ptr_nonnull(strstr(find("29i search", 0)->witness, "8 values, j = 1/2 to 4 without gap"));
    ck_assert_ptr_nonnull(strstr(find("16 search", 0)->witness, "best ratio 0.8937"));
}
END_TEST

/* ---- random protocols */

START_TEST(random_protocols_are_incoherent_and_reproducible)
{
    long excited = 0, damped = 0;
    for (unsigned long number = 0; number < 40; number++) {
        json_t *once = ref_claims_random(REF_SPIN, 5, 8, number % 2 == 0 ? 50 : 0, number);
        json_t *twice = ref_claims_random(REF_SPIN, 5, 8, number % 2 == 0 ? 50 : 0, number);
        char *text = json_dumps(once, 0), *error = NULL;
        ref_scenario scenario;
        ck_assert(json_equal(once, twice));
        ck_assert_msg(ref_scenario_parse(&scenario, text, "random", &error), "%s", error);
        ck_assert(ref_scenario_incoherent(&scenario));
        ck_assert_int_eq(scenario.steps, 8);
        ck_assert_int_eq(scenario.levels, 5);
        bool all_excited = true;
        for (long k = 1; k <= 8; k++)
            all_excited = all_excited && ref_real_compare_ratio(&ref_scenario_collision(&scenario,
                    k)->qubit.q, 0, 1) == 0;
        excited += all_excited;
        damped += ref_real_compare_ratio(&scenario.collisions[0].gamma, 0, 1) > 0;
        ref_scenario_clear(&scenario);
        free(text);
        json_decref(twice);
        json_decref(once);
    }
    ck_assert_int_ge(excited, 20);
    ck_assert_int_lt(excited, 40);
    ck_assert_int_eq(damped, 20);
}
END_TEST

/* The generator is fixed for good: published protocols are known by number. */
START_TEST(random_protocol_zero_never_changes)
{
    json_t *protocol = ref_claims_random(REF_OSCILLATOR, 8, 3, 0, 0);
    json_t *collisions = json_object_get(json_object_get(protocol, "protocol"), "collisions");
    static const char *const thetas[] = { "1456/1024", "1525/1024", "1360/1024" };
    for (size_t k = 0; k < 3; k++)
        ck_assert_str_eq(json_string_value(json_object_get(json_array_get(collisions, k), "theta")),
                         thetas[k]);
    json_decref(protocol);
}
END_TEST

/* A family with a bound that is false finds it false, and names a protocol that alone shows it. */
START_TEST(family_finds_a_false_bound)
{
    const ref_bound *bounds[] = { ref_bound_find("28"), ref_bound_find("28p") };
    ref_family family = { REF_SPIN, 3, 6, 0, 8 };
    ref_ruling rulings[2];
    ref_ruling_init(&rulings[0]);
    ref_ruling_init(&rulings[1]);
    ref_claims_family(rulings, bounds, 2, &family);
    ck_assert_int_eq(rulings[0].verdict, REF_VERDICT_REFUTED);
    ck_assert_int_eq(rulings[1].verdict, REF_VERDICT_CERTIFIED);
    char *path = ref_claims_write(&claims, &family, "witness", rulings[0].step), *error;
    ref_scenario scenario;
    ref_ruling alone;
    ck_assert(ref_scenario_read(&scenario, path, &error));
    ref_ruling_init(&alone);
    ref_bound_rule_scenario(&alone, bounds[0], &scenario, 15, 60, NULL, NULL);
    ck_assert_int_eq(alone.verdict, REF_VERDICT_REFUTED);
    ck_assert(mpfr_equal_p(alone.margin, rulings[0].margin));
    ref_ruling_clear(&alone);
    ref_scenario_clear(&scenario);
    ref_ruling_clear(&rulings[0]);
    ref_ruling_clear(&rulings[1]);
    free(path);
}
END_TEST

START_TEST(missing_scenario_is_a_failure)
{
    ref_scenario scenario;
    ck_assert(!ref_claims_scenario(&claims, &scenario, "no_such_figure"));
    ck_assert(claims.failed);
}
END_TEST

/* Both ends of every threshold hold; an end on the wrong side, or a window off by a step, would be
   refuted. */
START_TEST(thresholds_hold)
{
    ref_claims_thresholds(&claims);
    assert_sound();
    ck_assert_uint_eq(claims.count, 12);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("claims");
    TCase *tests = tcase_create("claims");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, constants_are_quoted_rightly);
    tcase_add_test(tests, spin_verdicts_are_known);
    tcase_add_test(tests, damped_verdicts_are_known);
    tcase_add_test(tests, channel_verdicts_are_known);
    tcase_add_test(tests, oscillator_verdicts_are_known);
    tcase_add_test(tests, coherent_verdicts_are_known);
    tcase_add_test(tests, platform_verdicts_are_known);
    tcase_add_test(tests, protocol_verdicts_are_known);
    tcase_add_test(tests, search_verdicts_are_known);
    tcase_add_test(tests, random_protocols_are_incoherent_and_reproducible);
    tcase_add_test(tests, random_protocol_zero_never_changes);
    tcase_add_test(tests, family_finds_a_false_bound);
    tcase_add_test(tests, missing_scenario_is_a_failure);
    tcase_set_timeout(tests, 600);
    suite_add_tcase(suite, tests);
    TCase *minutes = tcase_create("thresholds");
    tcase_set_tags(minutes, "minutes");
    tcase_add_checked_fixture(minutes, setup, teardown);
    tcase_add_test(minutes, thresholds_hold);
    tcase_set_timeout(minutes, 1800);
    suite_add_tcase(suite, minutes);
    return harness_run(suite);
}
