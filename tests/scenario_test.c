/* Scenario files: what they mean, defaults, limits, and that no text, however broken, does harm.
 * The exact messages for bad files are in scenarios/bad/messages, checked by command_test.sh. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness.h"
#include "locate.h"
#include "scenario.h"
#include "word.h"

static ref_scenario scenario;
static char *error;

static bool parse(const char *text)
{
    return ref_scenario_parse(&scenario, text, "test", &error);
}

static void must_parse(const char *text)
{
    bool valid = parse(text);
    ck_assert_msg(valid, "%s", error);
}

static void must_fail(const char *text, const char *message)
{
    ck_assert_msg(!parse(text), "accepted: %s", text);
    ck_assert_str_eq(error, message);
    free(error);
}

static void setup(void)
{
    error = NULL;
}

static void teardown(void)
{
    ref_scenario_clear(&scenario);
}

static bool is(const ref_real *value, ref_form form, long num, unsigned long den)
{
    return value->form == form && mpq_cmp_si(value->x, num, den) == 0;
}

#define HEAD "{\"surecharge\": \"scenario/1\", "
#define OSCILLATOR(levels) "\"battery\": {\"ladder\": \"oscillator\", \"levels\": " levels "}, "
#define Q "\"qubit\": {\"q\": \"1/4\"}, "
#define FIXED "\"protocol\": {\"kind\": \"fixed\", \"theta\": \"pi/8\", \"steps\": 7}"

static const char *const minimal = HEAD OSCILLATOR("5") Q FIXED "}";

START_TEST(defaults)
{
    must_parse(minimal);
    ck_assert(error == NULL);
    ck_assert_int_eq(scenario.ladder, REF_OSCILLATOR);
    ck_assert_int_eq(scenario.levels, 5);
    ck_assert(!scenario.infinite);
    ck_assert_int_eq(scenario.steps, 7);
    ck_assert_uint_eq(scenario.collision_count, 1);
    const ref_collision *collision = ref_scenario_collision(&scenario, 7);
    ck_assert(is(&collision->theta, REF_MULTIPLE_OF_PI, 1, 8));
    ck_assert(is(&collision->qubit.q, REF_RATIONAL, 1, 4));
    ck_assert(is(&collision->qubit.c, REF_RATIONAL, 0, 1));
    ck_assert(is(&collision->qubit.alpha, REF_RATIONAL, 0, 1));
    ck_assert(is(&collision->gamma, REF_RATIONAL, 0, 1));
    for (long n = 0; n < 5; n++)
        ck_assert(is(&scenario.initial[n], REF_RATIONAL, n == 0, 1));
    ck_assert_uint_eq(scenario.observe_count, 1);
    ck_assert_int_eq(scenario.observe[0].kind, REF_ENERGY);
    ck_assert_uint_eq(scenario.at_count, 1);
    ck_assert_int_eq(scenario.at[0], 7);
    ck_assert_int_eq(scenario.digits, 15);
}
END_TEST

START_TEST(everything_said)
{
    must_parse(HEAD "\"battery\": {\"ladder\": \"oscillator\", \"levels\": 4, \"model\": \"infinite\"},"
               "\"qubit\": {\"q\": \"0.1\", \"c\": \"0x1p-1\", \"alpha\": \"-pi/3\"},"
               "\"protocol\": {\"kind\": \"greedy-average\", \"steps\": 9},"
               "\"damping\": {\"kappa_t0\": \"1/50\"}, \"initial\": [\"1/2\", \"0\", \"0.5\"],"
               "\"observe\": [\"populations\", \"element:3,0\", \"element:0,3\", \"ergotropy-dephased\"],"
               "\"at\": [0, 3, 9], \"digits\": 40}");
    const ref_collision *collision = ref_scenario_collision(&scenario, 1);
    ck_assert(scenario.infinite && scenario.protocol == REF_GREEDY_AVERAGE);
    ck_assert(is(&collision->qubit.c, REF_RATIONAL, 1, 2));
    ck_assert(is(&collision->qubit.alpha, REF_MULTIPLE_OF_PI, -1, 3));
    ck_assert(is(&collision->gamma, REF_DECAY, 1, 50));
    ck_assert(is(&scenario.initial[0], REF_RATIONAL, 1, 2) && is(&scenario.initial[2], REF_RATIONAL, 1, 2));
    ck_assert(is(&scenario.initial[1], REF_RATIONAL, 0, 1) && is(&scenario.initial[3], REF_RATIONAL, 0, 1));
    ck_assert_uint_eq(scenario.observe_count, 4);
    ck_assert(scenario.observe[1].kind == REF_ELEMENT && scenario.observe[1].n == 3 &&
              scenario.observe[1].m == 0);
    ck_assert(scenario.observe[2].n == 0 && scenario.observe[2].m == 3);
    ck_assert_int_eq(scenario.observe[3].kind, REF_ERGOTROPY_DEPHASED);
    ck_assert(scenario.at_count == 3 && scenario.at[0] == 0 && scenario.at[1] == 3 && scenario.at[2] == 9);
    ck_assert_int_eq(scenario.digits, 40);
    json_t *qubit = json_object_get(scenario.source, "qubit");
    ck_assert_str_eq(json_string_value(json_object_get(qubit, "c")), "0x1p-1");
}
END_TEST

START_TEST(collisions_override)
{
    must_parse(HEAD OSCILLATOR("5") "\"qubit\": {\"q\": \"1/4\", \"c\": \"1\", \"alpha\": \"1\"},"
               "\"damping\": {\"gamma\": \"1/10\"},"
               "\"protocol\": {\"kind\": \"list\", \"collisions\": [{\"theta\": \"1\"}, {\"theta\": \"2\","
               "\"q\": \"0\", \"c\": \"1/3\", \"alpha\": \"pi\", \"kappa_t0\": \"3\"}, {\"theta\": \"3\","
               "\"gamma\": \"0\"}]}}");
    ck_assert(scenario.steps == 3 && scenario.collision_count == 3);
    const ref_collision *first = ref_scenario_collision(&scenario, 1);
    const ref_collision *second = ref_scenario_collision(&scenario, 2);
    ck_assert(is(&first->theta, REF_RATIONAL, 1, 1) && is(&first->qubit.q, REF_RATIONAL, 1, 4));
    ck_assert(is(&first->qubit.alpha, REF_RATIONAL, 1, 1) && is(&first->gamma, REF_RATIONAL, 1, 10));
    ck_assert(is(&second->qubit.q, REF_RATIONAL, 0, 1) && is(&second->qubit.c, REF_RATIONAL, 1, 3));
    ck_assert(is(&second->qubit.alpha, REF_MULTIPLE_OF_PI, 1, 1) && is(&second->gamma, REF_DECAY, 3, 1));
    ck_assert(is(&ref_scenario_collision(&scenario, 3)->gamma, REF_RATIONAL, 0, 1));
    ck_assert(is(&ref_scenario_collision(&scenario, 3)->qubit.c, REF_RATIONAL, 1, 1));
}
END_TEST

START_TEST(spin_has_two_j_plus_one_levels)
{
    const char *form = HEAD "\"battery\": {\"ladder\": \"spin\", \"j\": \"%s\"}, " Q
                       "\"protocol\": {\"kind\": \"full-swap\", \"steps\": %d}}";
    static const struct { const char *j; int levels; } spins[] = { { "1/2", 2 }, { "1.5", 4 }, { "99/2", 100 },
                                                                   { "1048575/2", 1048576 } };
    char text[300];
    snprintf(text, sizeof text, form, spins[_i].j, spins[_i].levels - 1);
    must_parse(text);
    ck_assert_int_eq(scenario.levels, spins[_i].levels);
    ref_scenario_clear(&scenario);
    snprintf(text, sizeof text, form, spins[_i].j, spins[_i].levels);
    ck_assert(!parse(text));
    free(error);
}
END_TEST

START_TEST(limits_are_inclusive)
{
    must_parse(HEAD OSCILLATOR("1048576") Q FIXED "}");
    ref_scenario_clear(&scenario);
    must_parse(HEAD OSCILLATOR("2") "\"qubit\": {\"q\": \"1\", \"c\": \"1\"}, " FIXED ", \"digits\": 1}");
    ref_scenario_clear(&scenario);
    must_parse(HEAD OSCILLATOR("4096") "\"qubit\": {\"q\": \"0\", \"c\": \"1\"}, " FIXED ", \"digits\": 1000, "
               "\"initial\": 4095, \"damping\": {\"gamma\": \"1\"}}");
    ck_assert(is(&scenario.initial[4095], REF_RATIONAL, 1, 1));
    ref_scenario_clear(&scenario);
    must_parse(HEAD OSCILLATOR("9999") "\"qubit\": {\"q\": \"0\", \"c\": \"0.0\"}, " FIXED
               ", \"damping\": {\"kappa_t0\": \"0\"}}");
    ref_scenario_clear(&scenario);
    must_parse(HEAD OSCILLATOR("9") Q "\"protocol\": {\"kind\": \"list\", \"collisions\": []}}");
    ck_assert(scenario.steps == 0 && scenario.at[0] == 0);
}
END_TEST

/* The two size limits see every collision, not the common qubit alone. */
START_TEST(one_coherent_collision_needs_the_density_matrix)
{
    must_fail(HEAD OSCILLATOR("4097") Q "\"protocol\": {\"kind\": \"list\", \"collisions\": [{\"theta\": \"1\"},"
              "{\"theta\": \"1\", \"c\": \"1e-9\"}]}}",
              "test:1:76: battery.levels: expected at most 4096 levels with coherence or damping, found 4097");
    must_fail(HEAD OSCILLATOR("4097") Q "\"protocol\": {\"kind\": \"list\", \"collisions\": [{\"theta\": \"1\","
              "\"gamma\": \"1e-9\"}]}}",
              "test:1:76: battery.levels: expected at most 4096 levels with coherence or damping, found 4097");
}
END_TEST

START_TEST(power_needs_a_step)
{
    must_fail(HEAD OSCILLATOR("3") Q "\"protocol\": {\"kind\": \"list\", \"collisions\": []}, "
              "\"observe\": [\"transient-power\"]}",
              "test:1:1: at: expected a step from 1 on for the power, found nothing");
}
END_TEST

/* Lines end at \n; columns count characters, not bytes; keys may be escaped; strings may hold brackets. */
START_TEST(positions)
{
    must_fail("{\"é\": 3, \"surecharge\": 3}", "test:1:24: surecharge: expected \"scenario/1\", found 3");
    must_fail("{\"é]\\\"}\": [[\"]\"], {}],\n  \"surecharge\": 3}",
              "test:2:17: surecharge: expected \"scenario/1\", found 3");
    must_fail("{\"surecharge\": \"scenario/1\", \"é\": [{\"a\": \"}\"}],\n \"b\\u0061ttery\": {\"ladder\" : \r\n\t7}}",
              "test:1:30: é: expected surecharge, battery, qubit, protocol, damping, initial, observe, at or "
              "digits, found an unknown key");
    must_fail("{\"surecharge\": \"scenario/1\",\n \"b\\u0061ttery\": {\"ladder\" : \r\n\t7}}",
              "test:3:2: battery.ladder: expected \"oscillator\", \"spin\" or \"uniform\", found 7");
    must_fail(HEAD OSCILLATOR("3") Q "\"protocol\": {\"kind\": \"ééééééééééééééééééééééééé\"}}",
              "test:1:124: protocol.kind: expected \"fixed\", \"full-swap\", \"greedy-transient\", "
              "\"greedy-average\" or \"list\", found \"ééééééééééééééééééé…");
}
END_TEST

START_TEST(nearest_words)
{
    static const char *const words[] = { "certify", "simulate", "schema", "q", "c", NULL };
    ck_assert_str_eq(ref_word_nearest("certfy", words), "certify");
    ck_assert_str_eq(ref_word_nearest("SCHEMA", words), "schema");
    ck_assert_str_eq(ref_word_nearest("simualte", words), "simulate");
    ck_assert_str_eq(ref_word_nearest("Q", words), "q");
    ck_assert(ref_word_nearest("x", words) == NULL);
    ck_assert(ref_word_nearest("", words) == NULL);
    ck_assert(ref_word_nearest("certificate", words) == NULL);
    ck_assert(ref_word_index("q", words) == 3 && ref_word_index("Q", words) == -1);
}
END_TEST

/* ---- fuzzing: random edits of valid scenarios parse or fail with one line, and leak nothing (under the
   sanitizer) */

static unsigned long random_state = 20260614;

static size_t below(size_t bound)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % bound;
}

static const char *const seeds[] = {
    HEAD OSCILLATOR("5") Q FIXED ", \"observe\": [\"energy\", \"element:3,1\"], \"at\": [1, 7]}",
    HEAD "\"battery\": {\"ladder\": \"spin\", \"j\": \"3/2\"}, " Q "\"initial\": [\"1/3\", \"2/3\"], \"digits\": 3, "
         "\"protocol\": {\"kind\": \"list\", \"collisions\": [{\"theta\": \"0x1p-2\", \"gamma\": \"1e-3\"}]}}",
    HEAD "\"battery\": {\"ladder\": \"uniform\", \"levels\": 9}, " Q "\"damping\": {\"kappa_t0\": \"3\"}, "
         "\"protocol\": {\"kind\": \"greedy-transient\", \"steps\": 4}, \"initial\": 3}",
};
static const char *const pieces[] = { "{", "}", "[", "]", "\"", ",", ":", "0", "9", "1e9999", "-", ".", "/", "pi", "*",
                                      "\\u0061", "null", "\xff", "é", "\n", "theta", "\"q\"", "\"c\": \"1\"," };
enum { SEEDS = sizeof seeds / sizeof *seeds, PIECES = sizeof pieces / sizeof *pieces };

/* Replaces a few characters by a piece. */
static void edit(char *text, size_t room)
{
    size_t length = strlen(text), at = below(length + 1), removed = below(4);
    const char *piece = below(3) == 0 ? "" : pieces[below(PIECES)];
    removed = removed > length - at ? length - at : removed;
    if (length - removed + strlen(piece) >= room)
        return;
    memmove(text + at + strlen(piece), text + at + removed, length - at - removed + 1);
    memcpy(text + at, piece, strlen(piece));
}

START_TEST(survives_random_edits)
{
    long accepted = 0;
    for (int round = 0; round < 20000; round++) {
        char text[1000];
        snprintf(text, sizeof text, "%s", seeds[below(SEEDS)]);
        for (size_t edits = 1 + below(4); edits > 0; edits--)
            edit(text, sizeof text);
        if (parse(text)) {
            accepted++;
            ck_assert(scenario.levels >= 2 && scenario.at_count > 0 && scenario.observe_count > 0);
            ref_scenario_clear(&scenario);
        } else {
            ck_assert_msg(strncmp(error, "test:", 5) == 0 && strchr(error, '\n') == NULL, "%s", error);
            ck_assert_msg(strstr(error, ": expected ") != NULL && strstr(error, ", found ") != NULL, "%s",
                          error);
            free(error);
        }
    }
    ck_assert_int_gt(accepted, 100);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("scenario");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, defaults);
    tcase_add_test(cases, everything_said);
    tcase_add_test(cases, collisions_override);
    tcase_add_loop_test(cases, spin_has_two_j_plus_one_levels, 0, 4);
    tcase_add_test(cases, limits_are_inclusive);
    tcase_add_test(cases, one_coherent_collision_needs_the_density_matrix);
    tcase_add_test(cases, power_needs_a_step);
    tcase_add_test(cases, positions);
    tcase_add_test(cases, nearest_words);
    tcase_add_test(cases, survives_random_edits);
    Suite *suite = suite_create("scenario");
    suite_add_tcase(suite, cases);
    return harness_run(suite);
}
