/* command_check: surecharge check, other people's results against enclosures of the exact values. */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "diagnose.h"
#include "peer.h"
#include "report.h"
#include "request.h"
#include "text.h"
#include "word.h"

enum { DIGITS_MAX = 1000, SECONDS_MAX = 1000000, DISCREPANCIES_MAX = 1000000000, MOST_DEFAULT = 20,
       SECONDS_DEFAULT = 60, DIGITS_LEAST = 20, DIGITS_SPARE = 5 };

static const char help[] =
    "usage: surecharge check [OPTION]... SUITE RESULTS\n"
    "       surecharge check [OPTION]... --run COMMAND SUITE...\n"
    "\n"
    "Judges numbers, or a program, by enclosures of the exact values, and says what is wrong.\n"
    "SUITE is a certificate, a scenario (certified on the spot), a file of published vectors, or a directory\n"
    "of such files. RESULTS is CSV (a header row with step and names such as energy, populations:0 or,\n"
    "quoted, \"element:3,1.re\") or JSON, - for standard input. COMMAND is run by sh: it reads scenarios on\n"
    "standard input, one line of JSON each, and answers each with one line of JSON (see the man page).\n"
    "\n"
    "  -r, --run COMMAND      judge a program\n"
    "  -T, --timeout SECONDS  time it has for each case; default 60\n"
    "  -d, --digits N         pass mark: an error of at most 10^-N max(1, |value|); default what\n"
    "                         double precision can promise for the scenario\n"
    "  -c, --case ID          this case of the suite alone\n"
    "  -f, --format FORMAT    human (default), tap, junit or json\n"
    "  -m, --max N            stop after N discrepancies; default 20\n"
    "  -a, --all              do not stop\n"
    "  -q, --quiet            no progress on the terminal\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit code: 0 held, 1 mismatch, 2 bad input, 3 undecided (an enclosure is too wide), 4 system failure.\n"
    "\n"
    "Example: surecharge check scenario.json results.csv\n"
    "         surecharge check --run 'python3 mine.py' tests/vectors\n";

typedef struct {
    const char *command, *id;
    long seconds, digits, most;
    int format;
    bool quiet;
} options;

static const struct option long_options[] = {
    { "run", required_argument, NULL, 'r' },    { "timeout", required_argument, NULL, 'T' },
    { "digits", required_argument, NULL, 'd' }, { "case", required_argument, NULL, 'c' },
    { "format", required_argument, NULL, 'f' }, { "max", required_argument, NULL, 'm' },
    { "all", no_argument, NULL, 'a' },          { "quiet", no_argument, NULL, 'q' },
    { "help", no_argument, NULL, 'h' },         { NULL, 0, NULL, 0 }
};

static bool read_format(int *format, const char *command, const char *text)
{
    *format = ref_word_index(text, ref_report_formats);
    if (*format >= 0)
        return true;
    ref_command_fail(REF_BAD_INPUT, "%s: --format: expected human, tap, junit or json, found \"%s\"", command,
                     text);
    return false;
}

/* False, with a line said, when an option is not what it should be. */
static bool read_option(options *out, int letter, const char *command)
{
    switch (letter) {
    case 'r': out->command = optarg; return true;
    case 'T': return ref_option_integer(&out->seconds, command, "timeout", optarg, 1, SECONDS_MAX);
    case 'd': return ref_option_integer(&out->digits, command, "digits", optarg, 1, DIGITS_MAX);
    case 'c': out->id = optarg; return true;
    case 'f': return read_format(&out->format, command, optarg);
    case 'm': return ref_option_integer(&out->most, command, "max", optarg, 1, DISCREPANCIES_MAX);
    case 'a': out->most = 0; return true;
    case 'q': out->quiet = true; return true;
    default: return false;
    }
}

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "r:T:d:c:f:m:aqh", long_options, NULL)) != -1;) {
        if (letter == 'h')
            return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
        if (!read_option(out, letter, argv[0]))
            return REF_BAD_INPUT;
    }
    int found = argc - optind;
    if (out->command == NULL && found != 2)
        return ref_command_fail(REF_BAD_INPUT,
                                "%s: expected SUITE and RESULTS, or --run COMMAND and SUITE, found %d "
                                "arguments (see --help)",
                                argv[0], found);
    if (found == 0)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected a suite, found none (see --help)", argv[0]);
    return -1;
}

/* ---- the suite */

static int fail(char *error)
{
    ref_command_fail(REF_BAD_INPUT, "%s", error);
    free(error);
    return REF_BAD_INPUT;
}

static int read_suites(ref_suite *suite, char **paths, int count, const options *chosen)
{
    int digits =
        chosen->digits + DIGITS_SPARE > DIGITS_LEAST ? (int)chosen->digits + DIGITS_SPARE : DIGITS_LEAST;
    for (int i = 0; i < count; i++) {
        char *error;
        ref_meter meter;
        ref_meter_start(&meter, paths[i]);
        bool valid =
            ref_suite_read(suite, paths[i], digits, chosen->quiet ? NULL : ref_meter_step, &meter, &error);
        ref_meter_stop(&meter);
        if (!valid)
            return fail(error);
    }
    return REF_HELD;
}

/* The cases from *first on that are asked for. */
static int choose(size_t *first, size_t *count, const ref_suite *suite, const options *chosen,
                  const char *command)
{
    *first = 0;
    *count = suite->count;
    if (chosen->id == NULL)
        return REF_HELD;
    while (*first < suite->count && strcmp(suite->cases[*first].id, chosen->id) != 0)
        ++*first;
    *count = 1;
    if (*first < suite->count)
        return REF_HELD;
    return ref_command_fail(REF_BAD_INPUT, "%s: --case: expected a case of the suite, found \"%s\"", command,
                            chosen->id);
}

/* ---- results from a file */

static void judge(ref_report *report, const ref_table *table, ref_rounding rounding, const options *chosen)
{
    ref_judgements judgements;
    ref_judge(&judgements, table, rounding, (int)chosen->digits);
    char *diagnosis = ref_diagnose(table, &judgements, rounding);
    ref_report_case(report,
                    &(ref_finding){ .table = table, .judgements = &judgements, .diagnosis = diagnosis });
    free(diagnosis);
    ref_judgements_clear(&judgements);
}

static int check_file(const ref_case *of, const char *path, const options *chosen)
{
    ref_table table;
    ref_report report;
    char *error;
    ref_table_init(&table, of);
    int code = ref_table_read(&table, path, &error) ? REF_HELD : fail(error);
    if (code == REF_HELD) {
        ref_report_start(&report, (ref_report_format)chosen->format, 1, (size_t)chosen->most);
        judge(&report, &table, REF_TABLE_DIGITS, chosen);
        code = ref_report_end(&report);
    }
    ref_table_clear(&table);
    return code;
}

/* ---- a program */

/* One case; false, with a line said, when the program cannot be started at all. */
static bool check_program(ref_report *report, ref_peer *peer, const ref_case *of, const options *chosen)
{
    char *request = ref_request(of), *answer, *error = NULL;
    ref_table table;
    ref_table_init(&table, of);
    ref_peer_outcome outcome = ref_peer_ask(&answer, peer, request);
    if (outcome == REF_PEER_NOT_STARTED)
        ref_command_fail(REF_SYSTEM_FAILURE, "surecharge check: --run: the program %s", answer);
    else if (outcome == REF_PEER_FAILED)
        ref_report_case(report, &(ref_finding){ .table = &table, .problem = answer });
    else if (ref_table_parse_answer(&table, answer, &error))
        judge(report, &table, REF_DOUBLE_DIGITS, chosen);
    if (error != NULL) {
        char *problem = ref_text_format("gave no valid answer: %s", error);
        ref_peer_stop(peer);
        ref_report_case(report, &(ref_finding){ .table = &table, .problem = problem });
        free(problem);
    }
    ref_table_clear(&table);
    free(request);
    free(answer);
    free(error);
    return outcome != REF_PEER_NOT_STARTED;
}

static int run_program(const ref_case *cases, size_t count, const options *chosen)
{
    ref_peer peer;
    ref_report report;
    ref_meter meter;
    bool started = true;
    ref_peer_init(&peer, chosen->command, (double)chosen->seconds);
    ref_report_start(&report, (ref_report_format)chosen->format, count, (size_t)chosen->most);
    ref_meter_start(&meter, "check");
    for (size_t i = 0; started && i < count && !ref_report_full(&report); i++) {
        ref_meter_step(&meter, 1, (long)i, (long)count);
        started = check_program(&report, &peer, &cases[i], chosen);
    }
    ref_meter_stop(&meter);
    ref_peer_stop(&peer);
    int code = ref_report_end(&report);
    return started ? code : REF_SYSTEM_FAILURE;
}

int ref_command_check(int argc, char **argv)
{
    options chosen = { .seconds = SECONDS_DEFAULT, .most = MOST_DEFAULT };
    ref_suite suite = { .count = 0 };
    size_t first, count;
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    code = read_suites(&suite, argv + optind, chosen.command == NULL ? 1 : argc - optind, &chosen);
    if (code == REF_HELD)
        code = choose(&first, &count, &suite, &chosen, argv[0]);
    if (code == REF_HELD && chosen.command == NULL && count != 1)
        code = ref_command_fail(REF_BAD_INPUT, "%s: expected one case for RESULTS (see --case), found %zu",
                                argv[0], count);
    if (code == REF_HELD)
        code = chosen.command == NULL ? check_file(&suite.cases[first], argv[optind + 1], &chosen)
                                      : run_program(&suite.cases[first], count, &chosen);
    ref_suite_clear(&suite);
    return code;
}
