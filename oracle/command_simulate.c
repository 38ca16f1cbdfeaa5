/* command_simulate: surecharge simulate, a scenario in double precision with certified error bars. */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include "certificate.h"
#include "simulate.h"
#include "text.h"

enum { DOUBLE_DIGITS = 17, NAME_WIDTH = 20 };

static const char help[] =
    "usage: surecharge simulate [--json] [--quiet] SCENARIO\n"
    "\n"
    "Runs a scenario in double precision on the verified kernel, fast, each value with a certified error bar.\n"
    "It knows the protocols fixed, full-swap and list, the truncated model, one phase alpha for all coherent\n"
    "collisions, and all observables but entropy and the ergotropies; for the rest there is `surecharge certify`.\n"
    "SCENARIO is a JSON file (`surecharge schema scenario`), - for standard input.\n"
    "\n"
    "  -j, --json    results as JSON (`surecharge schema simulation`) instead of a table\n"
    "  -q, --quiet   no progress on the terminal\n"
    "  -h, --help    this text\n"
    "\n"
    "Exit code: 0 done, 3 the error bound grew too large, 2 bad input or not supported, 4 system failure.\n"
    "\n"
    "Example: surecharge simulate scenario.json\n";

typedef struct { bool json, quiet; } options;

static const struct option long_options[] = { { "json", no_argument, NULL, 'j' },
                                              { "quiet", no_argument, NULL, 'q' },
                                              { "help", no_argument, NULL, 'h' },
                                              { NULL, 0, NULL, 0 } };

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "jqh", long_options, NULL)) != -1;) {
        switch (letter) {
        case 'j': out->json = true; break;
        case 'q': out->quiet = true; break;
        case 'h': return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
        default: return REF_BAD_INPUT;
        }
    }
    if (argc - optind == 1)
        return -1;
    return ref_command_fail(REF_BAD_INPUT, "%s: expected a scenario file, found %s (see --help)", argv[0],
                            optind == argc ? "none" : "several");
}

/* ---- the table */

/* The value as a decimal, and a bound on the distance of the exact value from that decimal. */
static void print_value(const char *name, const mpfi_t value)
{
    char *decimal = ref_text_format("%.*g", DOUBLE_DIGITS, ref_value_double(value)), *bar;
    mpfi_t distance;
    mpfr_t radius;
    mpfi_init2(distance, 128);
    mpfr_init2(radius, 53);
    mpfi_set_str(distance, decimal, 10);
    mpfi_sub(distance, value, distance);
    mpfi_mag(radius, distance);
    mpfr_asprintf(&bar, "%.1RUe", radius);
    printf("  %-*s %-24s +- %s\n", NAME_WIDTH, name, decimal, bar);
    mpfr_free_str(bar);
    free(decimal);
    mpfi_clear(distance);
    mpfr_clear(radius);
}

static void print_observable(const ref_observable *observable, const ref_value *values)
{
    char *name = ref_observable_name(observable);
    for (size_t i = 0; i < values->count; i++) {
        char *entry = observable->kind == REF_POPULATIONS ? ref_text_format("population:%zu", i)
                      : observable->kind == REF_ELEMENT ? ref_text_format("%s %s", name, i == 0 ? "re" : "im")
                                                        : ref_text_format("%s", name);
        print_value(entry, values->value[i]);
        free(entry);
    }
    free(name);
}

static bool print_table(const ref_scenario *scenario, const ref_results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        printf("step %ld\n", results->results[i].step);
        print_value("tau", results->results[i].tau);
        for (size_t j = 0; j < scenario->observe_count; j++)
            print_observable(&scenario->observe[j], &results->results[i].values[j]);
    }
    return fflush(stdout) == 0 && !ferror(stdout);
}

static bool print_json(const ref_scenario *scenario, const ref_results *results)
{
    json_t *json = json_pack("{s:s, s:s, s:O, s:s, s:o}", "surecharge", "simulation/1", "program",
                             "surecharge " REF_VERSION, "scenario", scenario->source, "method",
                             results->method, "results", ref_certificate_results(scenario, results));
    bool written = ref_write_json("-", json);
    json_decref(json);
    return written;
}

/* ---- the run */

static int simulate(ref_scenario *scenario, const options *chosen, const char *path)
{
    ref_results results;
    ref_meter meter;
    scenario->digits = DOUBLE_DIGITS;
    ref_meter_start(&meter, path);
    bool bounded = ref_simulate(&results, scenario, chosen->quiet ? NULL : ref_meter_step, &meter);
    ref_meter_stop(&meter);
    bool written = chosen->json ? print_json(scenario, &results) : print_table(scenario, &results);
    ref_results_clear(&results);
    if (!written)
        return ref_command_fail(REF_SYSTEM_FAILURE, "<stdout>: cannot be written");
    if (!bounded)
        return ref_command_fail(REF_UNDECIDED, "%s: the error bound grew too large for double precision: "
                                "use surecharge certify", ref_text_name(path));
    return REF_HELD;
}

int ref_command_simulate(int argc, char **argv)
{
    options chosen = { .json = false };
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    ref_scenario scenario;
    const char *path = argv[optind];
    char *error;
    if (!ref_scenario_read(&scenario, path, &error))
        code = ref_command_fail(REF_BAD_INPUT, "%s", error);
    else if (!ref_simulate_supports(&scenario, &error))
        code = ref_command_fail(REF_BAD_INPUT, "%s: simulate: %s", ref_text_name(path), error);
    else
        code = simulate(&scenario, &chosen, path);
    free(error);
    ref_scenario_clear(&scenario);
    return code;
}
