/* command_certify: surecharge certify, certificates of scenarios. */
#include "command.h"

#include <getopt.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include "certificate.h"

enum { THREADS_MAX = 1024, DIGITS_MAX = 1000 };

static const char help[] =
    "usage: surecharge certify [--output FILE] [--threads N] [--digits N] [--quiet] SCENARIO...\n"
    "\n"
    "For every step a scenario asks for, intervals that provably contain the exact values of the model.\n"
    "SCENARIO is a JSON file (`surecharge schema scenario`), - for standard input. The certificate of one\n"
    "scenario is a JSON object, those of several are a list of them.\n"
    "\n"
    "  -o, --output FILE   write there instead of standard output (-), whole or not at all\n"
    "  -t, --threads N     threads; the bytes written do not depend on it\n"
    "  -d, --digits N      digits that must be certain, instead of the scenario's\n"
    "  -q, --quiet         no progress on the terminal\n"
    "  -h, --help          this text\n"
    "\n"
    "Exit code: 0 certified, 3 undecided (written all the same, with wider intervals), 2 bad input, 4 system\n"
    "failure.\n"
    "\n"
    "Example: surecharge certify --digits 30 --output energy.json scenario.json\n";

typedef struct { const char *output; long threads, digits; bool quiet; } options;

static const struct option long_options[] = {
    { "output", required_argument, NULL, 'o' }, { "threads", required_argument, NULL, 't' },
    { "digits", required_argument, NULL, 'd' }, { "quiet", no_argument, NULL, 'q' },
    { "help", no_argument, NULL, 'h' },         { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "o:t:d:qh", long_options, NULL)) != -1;) {
        bool valid = true;
        switch (letter) {
        case 'o': out->output = optarg; break;
        case 't':
            valid = ref_option_integer(&out->threads, argv[0], "threads", optarg, 1, THREADS_MAX);
            break;
        case 'd': valid = ref_option_integer(&out->digits, argv[0], "digits", optarg, 1, DIGITS_MAX); break;
        case 'q': out->quiet = true; break;
        case 'h': fputs(help, stdout); return REF_HELD;
        default: return REF_BAD_INPUT;
        }
        if (!valid)
            return REF_BAD_INPUT;
    }
    if (optind == argc)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected a scenario file, found none (see --help)",
                                argv[0]);
    return -1;
}

static json_t *certify(bool *certified, const ref_scenario *scenario, const options *chosen,
                       const char *label)
{
    ref_results results;
    ref_meter meter;
    ref_meter_start(&meter, label);
    *certified = ref_run(&results, scenario, chosen->quiet ? NULL : ref_meter_step, &meter);
    ref_meter_stop(&meter);
    json_t *certificate = ref_certificate_json(scenario, &results, *certified);
    ref_results_clear(&results);
    return certificate;
}

/* Reads every scenario before the first is run; false, with one line said, at the first that is not valid. */
static bool read_scenarios(ref_scenario *scenarios, char **paths, size_t count, long digits)
{
    for (size_t i = 0; i < count; i++) {
        char *error;
        if (!ref_scenario_read(&scenarios[i], paths[i], &error)) {
            ref_command_fail(REF_BAD_INPUT, "%s", error);
            free(error);
            return false;
        }
        if (digits > 0)
            scenarios[i].digits = (int)digits;
    }
    return true;
}

static int certify_all(const ref_scenario *scenarios, char **paths, size_t count, const options *chosen)
{
    json_t *list = json_array();
    bool all_certified = true;
    for (size_t i = 0; i < count; i++) {
        bool certified;
        json_array_append_new(list, certify(&certified, &scenarios[i], chosen, paths[i]));
        all_certified = all_certified && certified;
    }
    bool written = ref_write_json(chosen->output, count == 1 ? json_array_get(list, 0) : list);
    json_decref(list);
    return !written ? REF_SYSTEM_FAILURE : all_certified ? REF_HELD : REF_UNDECIDED;
}

int ref_command_certify(int argc, char **argv)
{
    options chosen = { .output = "-" };
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    if (chosen.threads > 0)
        omp_set_num_threads((int)chosen.threads);
    size_t count = (size_t)(argc - optind);
    ref_scenario *scenarios = calloc(count, sizeof *scenarios);
    bool valid = read_scenarios(scenarios, argv + optind, count, chosen.digits);
    code = valid ? certify_all(scenarios, argv + optind, count, &chosen) : REF_BAD_INPUT;
    for (size_t i = 0; i < count; i++)
        ref_scenario_clear(&scenarios[i]);
    free(scenarios);
    return code;
}
