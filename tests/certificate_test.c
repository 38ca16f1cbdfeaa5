/* Certificates: outward rounding of what is printed, every field, files written whole or not at all. */
#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "certificate.h"
#include "command.h"
#include "harness.h"
#include "schema.h"
#include "surecharge.h"

/* ---- one value */

static const char *member(json_t *value, const char *key)
{
    return json_string_value(json_object_get(value, key));
}

/* The decimals, read back exactly, enclose [left, right], and exceed it by at most 10^-(digits+2)
   relative. */
static void check_ends(json_t *value, const mpfi_t enclosure, int digits)
{
    mpfi_t low, high;
    mpfi_init2(low, 3000);
    mpfi_init2(high, 3000);
    ck_assert_int_eq(mpfi_set_str(low, member(value, "lo"), 10), 0);
    ck_assert_int_eq(mpfi_set_str(high, member(value, "hi"), 10), 0);
    ck_assert_msg(mpfr_cmp(&low->right, &enclosure->left) <= 0, "lo %s", member(value, "lo"));
    ck_assert_msg(mpfr_cmp(&high->left, &enclosure->right) >= 0, "hi %s", member(value, "hi"));
    mpfi_sub_fr(low, low, &enclosure->left);
    mpfi_sub_fr(high, high, &enclosure->right);
    double unit = 1.001 * pow(10, -(digits + 2));
    ck_assert(-mpfr_get_d(&low->left, MPFR_RNDN) <= unit * fabs(mpfr_get_d(&enclosure->left, MPFR_RNDN)));
    ck_assert(mpfr_get_d(&high->right, MPFR_RNDN) <= unit * fabs(mpfr_get_d(&enclosure->right, MPFR_RNDN)));
    mpfi_clear(low);
    mpfi_clear(high);
}

static const char *const intervals[] = { "[0,0]", "[0.5,0.5]", "[1,3]", "[-1,1]", "[0.1,0.1]", "[-0.1,-0.1]",
    "[1e-50,3e-50]", "[-2e9,-1e9]", "[123456789.987654321,123456789.987654322]", "[-1e-30,0]",
    "[9.99999999,10]",
    "[0.33333333333333333333333,0.33333333333333333333334]", "[1e300,1e300]" };
enum { INTERVALS = sizeof intervals / sizeof *intervals };

START_TEST(decimals_round_outward)
{
    mpfi_t enclosure;
    mpfi_init2(enclosure, 200);
    ck_assert_int_eq(mpfi_set_str(enclosure, intervals[_i], 10), 0);
    for (int digits = 1; digits < 60; digits += 7) {
        json_t *value = ref_value_json(enclosure, digits);
        check_ends(value, enclosure, digits);
        ck_assert(strtod(member(value, "hex"), NULL) == ref_value_double(enclosure));
        json_decref(value);
    }
    mpfi_clear(enclosure);
}
END_TEST

static const struct { const char *interval, *lo, *hi, *hex; } printed[] = {
    { "[0,0]", "0", "0", "0x0p+0" },
    { "[-0,0]", "0", "0", "0x0p+0" },
    { "[0.5,0.5]", "0.5", "0.5", "0x1p-1" },
    { "[-1.5,-1.5]", "-1.5", "-1.5", "-0x1.8p+0" },
    { "[0.1,0.1]", "0.09999999", "0.1000001", "0x1.999999999999ap-4" },
    { "[1,3]", "1", "3", "0x1p+1" },
    { "[-1e-30,1e-30]", "-1.000001e-30", "1.000001e-30", "0x0p+0" },
    { "[123456789.5,123456789.5]", "1.234567e+08", "1.234568e+08", "0x1.d6f3456p+26" },
    { "[1e20,1e20]", "1e+20", "1e+20", "0x1.5af1d78b58c4p+66" },
};

START_TEST(prints_as_documented)
{
    mpfi_t enclosure;
    mpfi_init2(enclosure, 100);
    ck_assert_int_eq(mpfi_set_str(enclosure, printed[_i].interval, 10), 0);
    json_t *value = ref_value_json(enclosure, 4);
    ck_assert_str_eq(member(value, "lo"), printed[_i].lo);
    ck_assert_str_eq(member(value, "hi"), printed[_i].hi);
    ck_assert_str_eq(member(value, "hex"), printed[_i].hex);
    json_decref(value);
    mpfi_clear(enclosure);
}
END_TEST

/* ---- a certificate, from results made by hand */

#define SPIN "\"battery\": {\"ladder\": \"spin\", \"j\": \"1/2\"}"
#define OSCILLATOR "\"battery\": {\"ladder\": \"oscillator\", \"levels\": 2, \"model\": \"infinite\"}"
#define FORM "{\"surecharge\": \"scenario/1\", %s, \"qubit\": {\"q\": \"0\"}, \"protocol\": " \
             "{\"kind\": \"greedy-average\", \"steps\": %d}, \"damping\": {\"gamma\": \"%s\"}, " \
             "\"observe\": [\"energy\", \"populations\", \"element:1,0\"], \"at\": [1]}"

static mpfi_t numbers[5];
static ref_value values[] = { { 1, &numbers[0] }, { 2, &numbers[1] }, { 2, &numbers[3] } };
static double angles[] = { 1.5 };

static json_t *certificate(const char *battery, int steps, const char *gamma, bool certified)
{
    char text[600], *error;
    ref_scenario scenario;
    snprintf(text, sizeof text, FORM, battery, steps, gamma);
    ck_assert(ref_scenario_parse(&scenario, text, "test", &error));
    for (int i = 0; i < 5; i++) {
        mpfi_init2(numbers[i], 64);
        mpfi_set_d(numbers[i], 0.25 * i);
    }
    ref_result result = { .step = 1, .values = values };
    mpfi_init2(result.tau, 64);
    mpfi_set_d(result.tau, 1.5);
    ref_results results = { .precision = 192, .method = "rate", .count = 1, .observe_count = 3,
                            .results = &result, .angles = angles, .angle_count = 1, .objective_gap = 1e-15,
                            .leak = 1e-3 };
    json_t *json = ref_certificate_json(&scenario, &results, certified);
    mpfi_clear(result.tau);
    for (int i = 0; i < 5; i++)
        mpfi_clear(numbers[i]);
    ref_scenario_clear(&scenario);
    return json;
}

#define POINT(text, hex) "{\"lo\":\"" text "\",\"hi\":\"" text "\",\"hex\":\"" hex "\"}"

START_TEST(certificate_says_everything)
{
    json_t *json = certificate(OSCILLATOR, 1, "0", true);
    char *text = json_dumps(json, JSON_COMPACT);
    ck_assert_str_eq(text,
        "{\"surecharge\":\"certificate/1\",\"program\":\"surecharge " REF_VERSION "\",\"verdict\":\"certified\","
        "\"scenario\":{\"surecharge\":\"scenario/1\",\"battery\":{\"ladder\":\"oscillator\",\"levels\":2,"
        "\"model\":\"infinite\"},\"qubit\":{\"q\":\"0\"},\"protocol\":{\"kind\":\"greedy-average\",\"steps\":1},"
        "\"damping\":{\"gamma\":\"0\"},\"observe\":[\"energy\",\"populations\",\"element:1,0\"],\"at\":[1]},"
        "\"digits\":15,\"model\":\"infinite oscillator, computed on 2 levels with the leak included\","
        "\"method\":\"rate\",\"precision\":192,\"leak\":\"1.001e-03\",\"angles\":[\"0x1.8p+0\"],"
        "\"gap\":\"1.001e-15\",\"results\":[{\"step\":1,\"tau\":" POINT("1.5", "0x1.8p+0") ",\"energy\":"
        POINT("0", "0x0p+0") ",\"populations\":[" POINT("0.25", "0x1p-2") "," POINT("0.5", "0x1p-1") "],"
        "\"element:1,0\":{\"re\":" POINT("0.75", "0x1.8p-1") ",\"im\":" POINT("1", "0x1p+0") "}}]}");
    free(text);
    json_decref(json);
}
END_TEST

START_TEST(certificate_says_what_is_special)
{
    json_t *json = certificate(SPIN, 3, "1/2", false);
    ck_assert_str_eq(member(json, "verdict"), "undecided");
    ck_assert_str_eq(member(json, "model"), "truncated ladder with 2 levels");
    ck_assert(json_object_get(json, "leak") == NULL);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "ended_at")), 1);
    json_t *notes = json_object_get(json, "notes");
    ck_assert_uint_eq(json_array_size(notes), 2);
    ck_assert(strstr(json_string_value(json_array_get(notes, 0)), "extends the paper") != NULL);
    ck_assert(strstr(json_string_value(json_array_get(notes, 1)), "ended early") != NULL);
    json_decref(json);
}
END_TEST

START_TEST(program_and_kernel_have_one_version)
{
    ck_assert_str_eq(REF_VERSION, SC_VERSION);
}
END_TEST

START_TEST(schemas_are_json_without_duplicate_keys)
{
    json_t *schema = json_loads(ref_schema_text(_i), JSON_REJECT_DUPLICATES, NULL);
    ck_assert(json_is_object(schema));
    ck_assert(json_is_false(json_object_get(schema, "additionalProperties")));
    json_decref(schema);
}
END_TEST

/* ---- files */

static char directory[HARNESS_PATH];
static char path[100];

static void make_directory(void)
{
    harness_make_directory(directory);
    snprintf(path, sizeof path, "%s/file", directory);
}

static int count_files(void)
{
    DIR *entries = opendir(directory);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}

static void remove_directory(void)
{
    unlink(path);
    ck_assert_int_eq(rmdir(directory), 0);
}

static void check_file(const char *expected)
{
    char text[100] = "";
    FILE *file = fopen(path, "r");
    ck_assert(file != NULL);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    ck_assert_str_eq(text, expected);
}

START_TEST(replaces_a_file_and_leaves_nothing_else)
{
    mode_t mask = umask(027);
    struct stat status;
    ck_assert(ref_write_file(path, "first, longer\n"));
    ck_assert(ref_write_file(path, "second\n"));
    umask(mask);
    check_file("second\n");
    ck_assert_int_eq(count_files(), 1);
    stat(path, &status);
    ck_assert_int_eq(status.st_mode & 0777, 0640);
}
END_TEST

/* A directory in the way: no file, no temporary file. */
START_TEST(fails_without_a_trace)
{
    ck_assert_int_eq(mkdir(path, 0777), 0);
    ck_assert(!ref_write_file(path, "text\n"));
    ck_assert_int_eq(count_files(), 1);
    rmdir(path);
}
END_TEST

START_TEST(does_not_replace_a_pipe)
{
    struct stat status;
    char text[10] = "";
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    int pipe = open(path, O_RDONLY | O_NONBLOCK);
    ck_assert(ref_write_file(path, "text\n"));
    stat(path, &status);
    ck_assert(S_ISFIFO(status.st_mode));
    ck_assert_int_eq(read(pipe, text, sizeof text), 5);
    ck_assert_str_eq(text, "text\n");
    close(pipe);
}
END_TEST

/* By a link, so that nothing but the link is lost if the device is not respected. */
START_TEST(says_when_the_disk_is_full)
{
    ck_assert_int_eq(symlink("/dev/full", path), 0);
    ck_assert(!ref_write_file(path, "text\n"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("certificate"), *files = tcase_create("files");
    tcase_add_loop_test(cases, decimals_round_outward, 0, INTERVALS);
    tcase_add_loop_test(cases, prints_as_documented, 0, sizeof printed / sizeof *printed);
    tcase_add_test(cases, certificate_says_everything);
    tcase_add_test(cases, certificate_says_what_is_special);
    tcase_add_test(cases, program_and_kernel_have_one_version);
    for (int i = 0; ref_schema_names[i] != NULL; i++)
        tcase_add_loop_test(cases, schemas_are_json_without_duplicate_keys, i, i + 1);
    tcase_add_checked_fixture(files, make_directory, remove_directory);
    tcase_add_test(files, replaces_a_file_and_leaves_nothing_else);
    tcase_add_test(files, fails_without_a_trace);
    tcase_add_test(files, does_not_replace_a_pipe);
    tcase_add_test(files, says_when_the_disk_is_full);
    Suite *suite = suite_create("certificate");
    suite_add_tcase(suite, cases);
    suite_add_tcase(suite, files);
    return harness_run(suite);
}
