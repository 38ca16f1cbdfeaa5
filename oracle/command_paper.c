/* command_paper: surecharge paper, the claims of the paper with their verdicts. */
#include "command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "claims.h"
#include "text.h"

#ifndef REF_PAPER_DIR
#define REF_PAPER_DIR "oracle/paper"
#endif

static const char help[] =
    "usage: surecharge paper [--output DIR] [--scenarios DIR] [--json]\n"
    "\n"
    "The claims of the paper, as printed and as corrected: a verdict on each, with its margin, its witness\n"
    "and the command that recomputes it. Writes DIR/summary.json, the certificates of the figures, and\n"
    "the tightest of the random protocols as scenarios.\n"
    "\n"
    "  -o, --output DIR     default surecharge-paper; made if it is not there\n"
    "  -s, --scenarios DIR  the scenarios of the figures; default " REF_PAPER_DIR "\n"
    "  -j, --json           the summary on standard output instead of the table\n"
    "  -h, --help           this text\n"
    "\n"
    "Exit code: 0 every corrected form is certified, 1 one of them is refuted, 3 a claim is undecided, 2 or\n"
    "4 a file cannot be read or written. Printed forms may be refuted: that is what is found.\n"
    "\n"
    "Example: surecharge paper --output build/paper\n";

typedef struct { const char *output, *scenarios; bool json; } options;

static const struct option long_options[] = {
    { "output", required_argument, NULL, 'o' }, { "scenarios", required_argument, NULL, 's' },
    { "json", no_argument, NULL, 'j' },         { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "o:s:jh", long_options, NULL)) != -1;) {
        switch (letter) {
        case 'o': out->output = optarg; break;
        case 's': out->scenarios = optarg; break;
        case 'j': out->json = true; break;
        case 'h': fputs(help, stdout); return REF_HELD;
        default: return REF_BAD_INPUT;
        }
    }
    if (optind < argc)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected no argument, found \"%s\"", argv[0],
                                argv[optind]);
    return -1;
}

static json_t *summary_json(const ref_claims *claims)
{
    static const char *const kinds[] = { "printed", "corrected" };
    json_t *list = json_array();
    for (size_t i = 0; i < claims->count; i++) {
        const ref_claim *claim = &claims->list[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id",
                                              claim->id,
                                              "equation", claim->equation, "claim", claim->statement,
                                              "form", kinds[claim->kind], "verdict",
                                                  ref_verdict_word(claim->verdict),
                                              "scope", claim->scope, "margin", claim->margin,
                                              "witness", claim->witness, "command", claim->command));
    }
    return json_pack("{s:s, s:s, s:o}", "surecharge", "summary/1", "program", "surecharge " REF_VERSION,
                     "claims", list);
}

static void print_table(const ref_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        const ref_claim *claim = &claims->list[i];
        printf("%-9s  %s %s%s: %s\n", ref_verdict_word(claim->verdict), claim->id, claim->equation,
               claim->kind == REF_CORRECTED ? ", corrected" : "", claim->statement);
        printf("           scope   %s\n           margin  %s   witness  %s\n           %s\n", claim->scope,
               claim->margin,
               claim->witness, claim->command);
    }
}

static void print_counts(const ref_claims *claims)
{
    size_t counts[3] = { 0 };
    for (size_t i = 0; i < claims->count; i++)
        counts[claims->list[i].verdict]++;
    printf("\n%zu claims: %zu certified, %zu refuted, %zu undecided\n", claims->count,
           counts[REF_VERDICT_CERTIFIED],
           counts[REF_VERDICT_REFUTED], counts[REF_VERDICT_UNDECIDED]);
}

static int exit_code(const ref_claims *claims)
{
    int code = REF_HELD;
    for (size_t i = 0; i < claims->count; i++) {
        if (claims->list[i].verdict == REF_VERDICT_REFUTED && claims->list[i].kind == REF_CORRECTED)
            return REF_REFUTED;
        if (claims->list[i].verdict == REF_VERDICT_UNDECIDED)
            code = REF_UNDECIDED;
    }
    return code;
}

static void say_progress(const char *chapter, int number, int count)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "paper: chapter %d of %d, %s\n", number, count, chapter);
}

static void examine(ref_claims *claims)
{
    static const struct { const char *name; void (*chapter)(ref_claims *); } chapters[] = {
        { "constants", ref_claims_constants }, { "incoherent oscillator", ref_claims_oscillator },
        { "incoherent spin", ref_claims_spin }, { "damped oscillator", ref_claims_damped },
        { "channel identities", ref_claims_channel }, { "coherent charging", ref_claims_coherent },
        { "limits of weak swaps", ref_claims_limits },
    };
    int count = sizeof chapters / sizeof chapters[0];
    for (int i = 0; i < count && !claims->failed; i++) {
        say_progress(chapters[i].name, i + 1, count);
        chapters[i].chapter(claims);
    }
}

static int write_summary(const ref_claims *claims, const options *chosen)
{
    char *path = ref_text_format("%s/summary.json", chosen->output);
    json_t *summary = summary_json(claims);
    bool written = ref_write_json(path, summary) && (!chosen->json || ref_write_json("-", summary));
    json_decref(summary);
    free(path);
    if (!chosen->json) {
        print_table(claims);
        print_counts(claims);
    }
    return written && !ferror(stdout) ? exit_code(claims) : REF_SYSTEM_FAILURE;
}

int ref_command_paper(int argc, char **argv)
{
    options chosen = { .output = "surecharge-paper", .scenarios = REF_PAPER_DIR };
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    if (!ref_make_directory(chosen.output))
        return ref_command_fail(REF_SYSTEM_FAILURE, "%s: cannot be made: %s", chosen.output, strerror(errno));
    ref_claims claims;
    ref_claims_init(&claims, chosen.scenarios, chosen.output);
    examine(&claims);
    code = claims.failed ? REF_BAD_INPUT : write_summary(&claims, &chosen);
    ref_claims_clear(&claims);
    return code;
}
