/* What somebody submits, CSV and JSON, with an exact line for what is malformed; and what a program is
   asked. */
#include <stdlib.h>
#include <string.h>
#include "harness.h"
#include "request.h"
#include "resolve.h"
#include "submitted.h"

/* ---- results */

#define WIDE                                                                                                 \
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", \"levels\": 3}, "            \
    "\"qubit\": {\"q\": \"1/4\", \"c\": \"1\"}, \"protocol\": {\"kind\": \"fixed\", \"theta\": \"1\", "      \
    "\"steps\": 5}, "                                                                                        \
    "\"observe\": [\"energy\", \"populations\", \"element:2,1\"], \"at\": [0, 5]}"

/* What one cell of the table must be; "" where nothing was submitted. */
typedef struct { size_t row; const char *name, *text; } cell;

/* Reads results of the wide case; other_rows: of steps that are not asked for. */
static void read_wide(const char *text, const cell *cells, size_t count, size_t other_rows)
{
    char *error;
    ref_table_init(&table, load(WIDE));
    ck_assert_msg(ref_table_parse(&table, text, "test", &error), "%s", error);
    for (size_t i = 0; i < count; i++) {
        size_t column;
        ck_assert(ref_case_find_column(&column, table.of, cells[i].name));
        const char *found = table.text[cells[i].row * table.of->width + column];
        ck_assert_str_eq(found == NULL ? "" : found, cells[i].text);
    }
    ck_assert_uint_eq(table.other_rows, other_rows);
}

START_TEST(csv_is_read)
{
    static const cell cells[] = {
        { 1, "element:2,1.im", "0x1p-3" }, { 1, "tau", "5.00" },           { 1, "populations:2", "1e-3" },
        { 1, "energy", "-2.5" },           { 0, "populations:2", "NaN" },  { 0, "element:2,1.im", "" },
        { 0, "element:2,1.re", "" },
    };
    read_wide("\xEF\xBB\xBF\r\n\"element:2,1.im\" , step,tau,populations:2,energy\r\n"
              "0x1p-3,5.0e0, 5.00 ,1e-3,\"-2.5\"\r\n\r\n,0,,NaN,\r\n1,3,1,1,1",
              cells, sizeof cells / sizeof *cells, 1);
}
END_TEST

START_TEST(json_is_read_as_written)
{
    static const cell cells[] = {
        { 1, "energy", "0.12345678901234567890123456789" },
        { 1, "populations:0", "0x1p-2" },
        { 1, "populations:1", "NaN" },
        { 1, "populations:2", "-Infinity" },
        { 1, "element:2,1.re", "1E-3" },
        { 1, "element:2,1.im", "123456789012345678901234567890" },
    };
    read_wide("{\"results\": [{\"step\": 5, \"energy\": 0.12345678901234567890123456789,"
              "\"populations\": [\"0x1p-2\", NaN, -Infinity], \"element:2,1\": {\"re\": 1E-3, "
              "\"im\": 123456789012345678901234567890}}, {\"step\": 4}]}",
              cells, sizeof cells / sizeof *cells, 1);
}
END_TEST

static const struct { const char *text, *message;
} malformed[] = {
    { "", "test:1:1: expected step, tau or another column of the case, up to element:2,1.im, found \"\"" },
    { "step\n", "test: expected numbers at the steps of CASE, found none" },
    { "step,energy\n", "test: expected numbers at the steps of CASE, found none" },
    { "step,energy\n3,1\n", "test: expected numbers at the steps of CASE, found other steps alone" },
    { "# step,energy\n",
      "test:1:1: expected step, tau or another column of the case, up to element:2,1.im, found \"# step\"" },
    { "step,enery\n",
      "test:1:6: expected step, tau or another column of the case, up to element:2,1.im, found \"enery\"" },
    { "step,purity\n",
      "test:1:6: expected step, tau or another column of the case, up to element:2,1.im, found \"purity\"" },
    { "step,element:2,1.re\n", "test:1:6: expected step, tau or another column of the case, up to "
                               "element:2,1.im, found \"element:2\"" },
    { "step,populations:3\n", "test:1:6: expected step, tau or another column of the case, up to "
                              "element:2,1.im, found \"populations:3\"" },
    { "step,populations:01\n", "test:1:6: expected step, tau or another column of the case, up to "
                               "element:2,1.im, found \"populations:01\"" },
    { "step,populations:-1\n", "test:1:6: expected step, tau or another column of the case, up to "
                               "element:2,1.im, found \"populations:-1\"" },
    { "step,populations\n", "test:1:6: expected step, tau or another column of the case, up to "
                            "element:2,1.im, found \"populations\"" },
    { "step,energy,\n",
      "test:1:13: expected step, tau or another column of the case, up to element:2,1.im, found \"\"" },
    { "energy,tau\n1,2\n",
      "test:1:8: expected a column called step in the header row, the last one of which, found \"tau\"" },
    { "step,energy,energy\n", "test:1:13: expected no column twice, found \"energy\"" },
    { "step,step\n", "test:1:6: expected no column twice, found \"step\"" },
    { "step,energy\n5\n",
      "test:2:1: expected 2 fields as in the header row, not 1, the last one of which, found \"5\"" },
    { "step,energy\n5,1,2\n",
      "test:2:3: expected 2 fields as in the header row, not more, after, found \"1\"" },
    { "step,energy\n5,0,5\n",
      "test:2:3: expected 2 fields as in the header row, not more, after, found \"0\"" },
    { "step;energy\n5;1\n", "test:1:1: expected step, tau or another column of the case, up to "
                            "element:2,1.im, found \"step;energy\"" },
    { "step,energy\n5,1x\n", "test:2:3: expected a number, found \"1x\"" },
    { "step,energy\n5,--\n", "test:2:3: expected a number, found \"--\"" },
    { "step,energy\n5,1d-3\n", "test:2:3: expected a number, found \"1d-3\"" },
    { "step,energy\n5,(1+0j)\n", "test:2:3: expected a number, found \"(1+0j)\"" },
    { "step,energy\n3,oops\n", "test:2:3: expected a number, found \"oops\"" },
    { "step,energy\nfive,1\n", "test:2:1: expected a step number, found \"five\"" },
    { "step,energy\n-5,1\n", "test:2:1: expected a step number, found \"-5\"" },
    { "step,energy\n0.5,1\n", "test:2:1: expected a step number, found \"0.5\"" },
    { "step,energy\n,1\n", "test:2:1: expected a step number, found \"\"" },
    { "step,energy\nnan,1\n", "test:2:1: expected a step number, found \"nan\"" },
    { "step,energy\n5,1\n5,1\n", "test:3:1: expected no step twice, found \"5\"" },
    { "step,energy\n5,1\n5.0,1\n", "test:3:1: expected no step twice, found \"5.0\"" },
    { "step,\"energy\n5,1\n", "test:1:6: expected a closing quotation mark, found \"\"energy\"…" },
    { "step,\"a\"\"b\"\n",
      "test:1:6: expected step, tau or another column of the case, up to element:2,1.im, found \"a\"b\"" },
    { "step,\"energy\"x\n",
      "test:1:6: expected a comma or the end of the line after the field, found \"energy\"" },
    { "step,energy\n5,\"1\n", "test:2:3: expected a closing quotation mark, found \"\"1\"…" },
    { "{",
      "test:1:1: results: expected JSON, found a syntax error: string or '}' expected near end of file" },
    { "{\"results\": [}",
      "test:1:14: results: expected JSON, found a syntax error: unexpected token near '}'" },
    { "[]", "test:1:1: results: expected an object, found a list of 0" },
    { "{}", "test:1:1: results: expected a list of 0 to 10000000 entries, found nothing" },
    { "{\"result\": []}", "test:1:2: result: expected results (did you mean it?), found an unknown key" },
    { "{\"results\": {}}", "test:1:13: results: expected a list of 0 to 10000000 entries, found an object" },
    { "{\"results\": []}", "test: expected numbers at the steps of CASE, found none" },
    { "{\"results\": [5]}", "test:1:14: results[0]: expected an object, found 5" },
    { "{\"results\": [{\"energy\": 1}]}",
      "test:1:14: results[0].step: expected a step number, found nothing" },
    { "{\"results\": [{\"step\": 5.5}]}", "test:1:23: results[0].step: expected a step number, found 5.5" },
    { "{\"results\": [{\"step\": [5]}]}",
      "test:1:23: results[0].step: expected a step number, found a list of 1" },
    { "{\"results\": [{\"step\": 5}, {\"step\": 5}]}",
      "test:1:36: results[1].step: expected no step twice, found 5" },
    { "{\"results\": [{\"step\": 5, \"enrgy\": 1}]}",
      "test:1:26: results[0].enrgy: expected energy (did you mean it?), found an unknown key" },
    { "{\"results\": [{\"step\": 5,\n\"energy\": true}]}",
      "test:2:11: results[0].energy: expected a number, found true" },
    { "{\"results\": [{\"step\": 5, \"energy\": null}]}",
      "test:1:36: results[0].energy: expected a number, found null" },
    { "{\"results\": [{\"step\": 5, \"energy\": \"1/3\"}]}",
      "test:1:36: results[0].energy: expected a number, found \"1/3\"" },
    { "{\"results\": [{\"step\": 5, \"energy\": [1]}]}",
      "test:1:36: results[0].energy: expected a number, found a list of 1" },
    { "{\"results\": [{\"step\": 5, \"populations\": [1, 0]}]}",
      "test:1:41: results[0].populations: expected a list of 3 populations, found a list of 2" },
    { "{\"results\": [{\"step\": 5, \"populations\": [1, 0, 0, 0]}]}",
      "test:1:41: results[0].populations: expected a list of 3 populations, found a list of 4" },
    { "{\"results\": [{\"step\": 5, \"populations\": 1}]}",
      "test:1:41: results[0].populations: expected a list of 3 populations, found 1" },
    { "{\"results\": [{\"step\": 5, \"populations\": [1, \"\", 0]}]}",
      "test:1:45: results[0].populations[1]: expected a number, found \"\"" },
    { "{\"results\": [{\"step\": 5, \"element:2,1\": 1}]}",
      "test:1:41: results[0].element:2,1: expected an object, found 1" },
    { "{\"results\": [{\"step\": 5, \"element:2,1\": {\"re\": 1}}]}",
      "test:1:41: results[0].element:2,1.im: expected a number, found nothing" },
    { "{\"results\": [{\"step\": 5, \"element:2,1\": {\"re\": 1, \"im\": 2, \"abs\": 3}}]}",
      "test:1:60: results[0].element:2,1.abs: expected re or im, found an unknown key" },
    { "{\"id\": \"other\", \"results\": []}", "test:1:8: id: expected \"CASE\", found \"other\"" },
    { "{\"results\": [], \"results\": []}",
      "test:1:25: results: expected JSON, found a syntax error: duplicate object key near '\"results\"'" },
};

START_TEST(malformed_results_get_one_exact_line)
{
    char *error = NULL;
    ref_case *of = load(WIDE);
    free(of->id);
    of->id = strdup("CASE");
    ref_table_init(&table, of);
    ck_assert_msg(!ref_table_parse(&table, malformed[_i].text, "test", &error), "accepted: %s",
                  malformed[_i].text);
    ck_assert_str_eq(error, malformed[_i].message);
    free(error);
}
END_TEST

static const struct { const char *text, *message;
} incomplete[] = {
    { "{\"results\": []}", "answer: step 0: expected energy, found none" },
    { "{\"results\": [{\"step\": 0, \"energy\": 0, \"populations\": [1, 0, 0]}]}",
      "answer: step 0: expected element:2,1.re, found none" },
    { "{\"results\": [{\"step\": 0, \"energy\": 0, \"populations\": [1, 0, 0], \"element:2,1\": {\"re\": 0, "
      "\"im\": 0}}]}",
      "answer: step 5: expected energy, found none" },
    { "Traceback (most recent call last):",
      "answer:1:11: answer: expected JSON, found a syntax error: end of file expected near '('" },
};

START_TEST(answers_must_be_complete)
{
    char *error = NULL;
    ref_table_init(&table, load(WIDE));
    ck_assert(!ref_table_parse_answer(&table, incomplete[_i].text, &error));
    if (_i < 3)
        ck_assert_str_eq(error, incomplete[_i].message);
    free(error);
}
END_TEST

/* Every prefix and every deleted or changed byte of good results, under the sanitizers. */
START_TEST(broken_results_do_no_harm)
{
    static const char *const texts[] = {
        "step,\"element:2,1.re\",energy\n5,0.5,1e-3\n0,\"0x1p-3\",\n",
        "{\"results\": [{\"step\": 5, \"energy\": 1e-3, \"element:2,1\": {\"re\": \"0x1p-3\", \"im\": NaN}}]}"
    };
    const ref_case *of = load(WIDE);
    const char changes[] = "\",{}\n0x\\";
    size_t length = strlen(texts[_i]);
    for (size_t i = 0; i < length; i++)
        for (size_t j = 0; j < sizeof changes; j++) {
            char *text = strdup(texts[_i]), *error = NULL;
            text[i] = changes[j];
            ref_table_init(&table, of);
            if (ref_table_parse(&table, text, "test", &error) == (error != NULL))
                ck_abort_msg("valid and an error: %s", text);
            ref_table_clear(&table);
            free(error);
            free(text);
        }
    table.of = NULL;
}
END_TEST

/* ---- what a program is asked */

START_TEST(a_request_says_it_all)
{
    ref_case *of = load(
        "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"spin\", \"j\": \"1\"}, "
        "\"qubit\": {\"q\": \"1/3\"}, \"protocol\": {\"kind\": \"list\", \"collisions\": [{\"theta\": "
        "\"pi/100\"}, "
        "{\"theta\": \"1e-6\", \"q\": \"1\", \"c\": \"0.1\", \"alpha\": \"-20\", \"gamma\": \"1e-3\"}]}, "
        "\"initial\": [\"1/2\", \"1/2\"], \"at\": [0, 2], \"observe\": [\"energy\", \"element:1,0\"]}");
    char *line = ref_request(of);
    const char *resolved = strstr(line, "\"resolved\"");
    ck_assert_str_eq(resolved, "\"resolved\":{\"levels\":3,\"ladder\":\"spin\",\"weights\":[0,2,2,0],"
                               "\"initial\":[0.5,0.5,0.0],\"steps\":2,"
                               "\"collisions\":[{\"theta\":0.031415926535897934,\"q\":0.3333333333333333,"
                               "\"c\":0.0,\"alpha\":0.0,\"gamma\":0.0},"
                               "{\"theta\":1e-06,\"q\":1.0,\"c\":0.1,\"alpha\":-2e+01,\"gamma\":0.001}],"
                               "\"at\":[0,2],\"observe\":[\"energy\",\"element:1,0\"]}}");
    ck_assert(strstr(line, "{\"surecharge\":\"request/1\",\"id\":\"check_test.") == line);
    ck_assert(strstr(line, ",\"scenario\":{\"surecharge\":\"scenario/1\",\"battery\":") != NULL);
    ck_assert(strchr(line, '\n') == NULL);
    free(line);
}
END_TEST

START_TEST(greedy_angles_are_the_certified_ones)
{
    char *error;
    ref_scenario scenario;
    ref_results results;
    size_t count;
    ck_assert(ref_scenario_parse(
        &scenario,
        "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"oscillator\", "
        "\"levels\": 6}, \"qubit\": {\"q\": \"1/4\", \"c\": \"1/2\"}, \"damping\": {\"gamma\": \"0.01\"}, "
        "\"protocol\": {\"kind\": \"greedy-average\", \"steps\": 8}, \"digits\": 40}",
        "test", &error));
    ref_run(&results, &scenario, NULL, NULL);
    ref_step *steps = ref_resolve(&count, &scenario);
    ck_assert_uint_eq(count, 8);
    for (long k = 0; k < 8; k++)
        ck_assert_double_eq(steps[k].theta, k < results.angle_count ? results.angles[k] : 0);
    free(steps);
    ref_results_clear(&results);
    ref_scenario_clear(&scenario);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("results");
    tcase_add_checked_fixture(cases, submitted_setup, submitted_teardown);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, csv_is_read);
    tcase_add_test(cases, json_is_read_as_written);
    tcase_add_loop_test(cases, malformed_results_get_one_exact_line, 0, sizeof malformed / sizeof *malformed);
    tcase_add_loop_test(cases, answers_must_be_complete, 0, sizeof incomplete / sizeof *incomplete);
    tcase_add_loop_test(cases, broken_results_do_no_harm, 0, 2);
    tcase_add_test(cases, a_request_says_it_all);
    tcase_add_test(cases, greedy_angles_are_the_certified_ones);
    Suite *all = suite_create("results");
    suite_add_tcase(all, cases);
    return harness_run(all);
}
