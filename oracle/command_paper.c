/* command_paper: surecharge paper, the claims of the paper with their verdicts. */
#include "command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "claims.h"
#include "figure.h"
#include "text.h"

#ifndef REF_PAPER_DIR
#define REF_PAPER_DIR "oracle/paper"
#endif

static const char help[] =
    "usage: surecharge paper [--output DIR] [--scenarios DIR] [--chapter NAME] [--quick] [--json]\n"
    "\n"
    "The claims of the paper, as printed and as corrected: a verdict on each, with its margin, its witness\n"
    "and the command that recomputes it. Writes DIR/summary.json, Figs. 2 to 6 as curves (CSV, every value an\n"
    "interval) and drawings (SVG, by gnuplot), the certificates of their scenarios, and the tightest of the\n"
    "random protocols as scenarios.\n"
    "\n"
    "  -o, --output DIR     default surecharge-paper; made if it is not there\n"
    "  -s, --scenarios DIR  the scenarios of the figures; default " REF_PAPER_DIR "\n"
    "  -c, --chapter NAME   one chapter alone: its table and its curves, no summary.json; constants,\n"
    "                       oscillator, spin, damped, channel, platforms, protocols, search, coherent,\n"
    "                       figures, limits, thresholds, formulas, advantage or drawings\n"
    "  -q, --quick          figures in double precision, with certified error bars instead of certificates,\n"
    "                       half the damping constants and swap angles in Fig. 4, a shorter search, no critical\n"
    "                       damping against (C4')\n"
    "  -j, --json           the summary on standard output instead of the table\n"
    "  -h, --help           this text\n"
    "\n"
    "Exit code: 0 every corrected form is certified, 1 one of them is refuted, 3 a claim is undecided, 2 or\n"
    "4 a file cannot be read or written. Printed forms may be refuted: that is what is found.\n"
    "\n"
    "Example: surecharge paper --output build/paper\n";

typedef struct { const char *output, *scenarios, *chapter; bool quick, json; } options;

static const struct option long_options[] = {
    { "output", required_argument, NULL, 'o' },  { "scenarios", required_argument, NULL, 's' },
    { "chapter", required_argument, NULL, 'c' }, { "quick", no_argument, NULL, 'q' },
    { "json", no_argument, NULL, 'j' },          { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "o:s:c:qjh", long_options, NULL)) != -1;) {
        switch (letter) {
        case 'o': out->output = optarg; break;
        case 's': out->scenarios = optarg; break;
        case 'c': out->chapter = optarg; break;
        case 'q': out->quick = true; break;
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
    return json_pack("{s:s, s:s, s:b, s:o}", "surecharge", "summary/1", "program", "surecharge " REF_VERSION,
                     "quick", claims->quick, "claims", list);
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
    if (claims->quick)
        puts("quick: figures in double precision with certified error bars, Fig. 4 at half the gamma and theta, "
             "no critical damping against (C4')");
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

/* share: of the time, in full and quick. */
typedef struct { const char *name; void (*examine)(ref_claims *); double share[2]; } chapter;

static const chapter chapters[] = {
    { "constants", ref_claims_constants, { 0, 0 } },
    { "oscillator", ref_claims_oscillator, { 0.03, 0.07 } },
    { "spin", ref_claims_spin, { 0.01, 0.01 } },
    { "damped", ref_claims_damped, { 0.01, 0.01 } },
    { "channel", ref_claims_channel, { 0, 0 } },
    { "platforms", ref_claims_platforms, { 0, 0 } },
    { "protocols", ref_claims_protocols, { 0.01, 0.04 } },
    { "search", ref_claims_search, { 0.03, 0.04 } },
    { "coherent", ref_claims_coherent, { 0, 0 } },
    { "figures", ref_claims_figures, { 0.33, 0.04 } },
    { "limits", ref_claims_limits, { 0.04, 0.12 } },
    { "thresholds", ref_claims_thresholds, { 0.35, 0.6 } },
    { "formulas", ref_figure_formulas, { 0, 0 } },
    { "advantage", ref_figure_advantage, { 0.19, 0.06 } },
    { "drawings", ref_figure_draw, { 0, 0.01 } },
};
enum { CHAPTERS = sizeof chapters / sizeof chapters[0] };

static bool is_chosen(const chapter *of, const options *chosen)
{
    return chosen->chapter == NULL || strcmp(chosen->chapter, of->name) == 0;
}

/* False, with one line said, when no chapter has the name that was asked for. */
static bool any_chosen(const options *chosen, const char *command)
{
    for (size_t i = 0; i < CHAPTERS; i++)
        if (is_chosen(&chapters[i], chosen))
            return true;
    ref_command_fail(REF_BAD_INPUT, "%s: --chapter: expected a chapter (see --help), found \"%s\"", command,
                     chosen->chapter);
    return false;
}

static double total_share(const options *chosen)
{
    double total = 0;
    for (size_t i = 0; i < CHAPTERS; i++)
        total += is_chosen(&chapters[i], chosen) ? chapters[i].share[chosen->quick] : 0;
    return total > 0 ? total : 1;
}

static void examine(ref_claims *claims, const options *chosen)
{
    double total = total_share(chosen);
    ref_meter_start(&claims->meter, "paper");
    for (size_t i = 0; i < CHAPTERS && !claims->failed; i++) {
        if (!is_chosen(&chapters[i], chosen))
            continue;
        claims->from = claims->to;
        claims->to += chapters[i].share[chosen->quick] / total;
        ref_claims_progress(claims, chapters[i].name, 0);
        chapters[i].examine(claims);
    }
    ref_meter_stop(&claims->meter);
}

static int write_summary(const ref_claims *claims, const options *chosen)
{
    char *path = ref_text_format("%s/summary.json", chosen->output);
    json_t *summary = summary_json(claims);
    bool written = chosen->chapter != NULL || ref_write_json(path, summary);
    written = written && (!chosen->json || ref_write_json("-", summary));
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
    if (!any_chosen(&chosen, argv[0]))
        return REF_BAD_INPUT;
    if (!ref_make_directory(chosen.output))
        return ref_command_fail(REF_SYSTEM_FAILURE, "%s: cannot be made: %s", chosen.output, strerror(errno));
    ref_claims claims;
    ref_claims_init(&claims, chosen.scenarios, chosen.output);
    claims.quick = chosen.quick;
    examine(&claims, &chosen);
    code = claims.failed ? REF_BAD_INPUT : write_summary(&claims, &chosen);
    ref_claims_clear(&claims);
    return code;
}
