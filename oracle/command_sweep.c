/* command_sweep: surecharge sweep, many scenarios into one table. */
#include "command.h"

#include <getopt.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include "spread.h"
#include "sweep.h"
#include "text.h"

enum { THREADS_MAX = 1024 };

static const char help[] =
    "usage: surecharge sweep [--output DIR] [--threads N] [--json] [--quiet] SWEEP\n"
    "       mpirun surecharge sweep ... SWEEP        (where it was built with MPI)\n"
    "\n"
    "Certifies many scenarios on all cores, and on all processes mpirun starts, and collects the results in\n"
    "one table. SWEEP is a JSON file (`surecharge schema sweep`), - for standard input: a list of\n"
    "scenarios, or a base and the values some of its keys take, in every combination:\n"
    "\n"
    "  {\"surecharge\": \"sweep/1\",\n"
    "   \"base\": {\"surecharge\": \"scenario/1\",\n"
    "            \"battery\": {\"ladder\": \"oscillator\", \"levels\": 12}, \"qubit\": {\"q\": \"1/2\"},\n"
    "            \"protocol\": {\"kind\": \"fixed\", \"steps\": 10}},\n"
    "   \"axes\": {\"protocol.theta\": [\"pi/50\", \"pi/20\"], \"damping.gamma\": [\"0\", \"1e-3\"]}}\n"
    "\n"
    "The certificate of a case is kept in DIR/cases as soon as it is made; the same command again, after a\n"
    "kill or with a changed sweep, makes only those that are missing. Files do not depend on the number of\n"
    "threads or processes; the first process alone reads and writes them.\n"
    "\n"
    "  -o, --output DIR   default surecharge-sweep; made if it is not there\n"
    "  -t, --threads N    threads of each process, all cores unless told; few cases share them\n"
    "  -j, --json         the table as DIR/table.json instead of DIR/table.csv\n"
    "  -q, --quiet        no progress on the terminal\n"
    "  -h, --help         this text\n"
    "\n"
    "Exit code: 0 every case certified, 3 some undecided (in the table all the same), 2 bad input, 4 system\n"
    "failure (what was made is kept).\n"
    "\n"
    "Example: surecharge sweep --output fig4 fig4.json\n";

typedef struct { const char *output; long threads; bool json, quiet; } options;

static const struct option long_options[] = {
    { "output", required_argument, NULL, 'o' }, { "threads", required_argument, NULL, 't' },
    { "json", no_argument, NULL, 'j' },         { "quiet", no_argument, NULL, 'q' },
    { "help", no_argument, NULL, 'h' },         { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "o:t:jqh", long_options, NULL)) != -1;) {
        switch (letter) {
        case 'o': out->output = optarg; break;
        case 't':
            if (!ref_option_integer(&out->threads, argv[0], "threads", optarg, 1, THREADS_MAX))
                return REF_BAD_INPUT;
            break;
        case 'j': out->json = true; break;
        case 'q': out->quiet = true; break;
        case 'h': return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
        default: return REF_BAD_INPUT;
        }
    }
    if (argc - optind == 1)
        return -1;
    return ref_command_fail(REF_BAD_INPUT, "%s: expected a sweep file, found %s (see --help)", argv[0],
                            optind == argc ? "none" : "several");
}

/* The leader reads and checks the file; the others get the text that it accepted. */
static bool read_sweep(ref_sweep *sweep, const char *path)
{
    char *text = NULL, *error = NULL;
    bool read = false;
    if (ref_spread_leads()) {
        text = ref_text_read(path, &error);
        read = text != NULL && ref_sweep_parse(sweep, text, ref_text_name(path), &error);
        if (!read)
            ref_command_fail(REF_BAD_INPUT, "%s", error);
        free(error);
    }
    text = ref_spread_share(read ? text : NULL);
    if (ref_spread_leads() || text == NULL)
        return read;
    return ref_sweep_parse(sweep, text, ref_text_name(path), &error);
}

static int collect(const ref_sweep *sweep, const options *chosen, long computed)
{
    long undecided;
    if (!ref_sweep_table(&undecided, sweep, chosen->output, chosen->json))
        return REF_SYSTEM_FAILURE;
    printf("%ld cases: %ld certified, %ld undecided; %ld made now\n", sweep->count, sweep->count - undecided,
           undecided, computed);
    if (fflush(stdout) != 0)
        return REF_SYSTEM_FAILURE;
    return undecided == 0 ? REF_HELD : REF_UNDECIDED;
}

static int run(const char *path, const options *chosen)
{
    ref_sweep sweep;
    long computed;
    if (!read_sweep(&sweep, path))
        return REF_BAD_INPUT;
    int code = REF_SYSTEM_FAILURE;
    if (ref_sweep_run(&computed, &sweep, chosen->output, (int)chosen->threads, chosen->quiet) &&
        ref_spread_leads())
        code = collect(&sweep, chosen, computed);
    ref_sweep_clear(&sweep);
    return code;
}

int ref_command_sweep(int argc, char **argv)
{
    options chosen = { .output = "surecharge-sweep", .threads = omp_get_max_threads() };
    if (!ref_spread_start())
        return REF_SYSTEM_FAILURE;
    int code = read_options(&chosen, argc, argv);
    if (code < 0)
        code = run(argv[optind], &chosen);
    return ref_spread_end(code);
}
