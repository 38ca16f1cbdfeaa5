/* command_bound: surecharge bound, a verdict about one of the paper's bounds. */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text.h"
#include "witness.h"

enum { DIGITS_MAX = 1000, DIGITS_DEFAULT = 15, PRECISION_MIN = 32, PRECISION_DEFAULT = 128,
       PRECISION_MAX = 1 << 14,
       N_MAX = 100000, MARGIN_DIGITS = 6 };

static const char help[] =
    "usage: surecharge bound ID [OPTION]... SCENARIO\n"
    "       surecharge bound ID --j J [OPTION]...        (26 26p 28 28i 28p 29 29i 29p 29pp)\n"
    "       surecharge bound ID --gamma GAMMA [OPTION]... (C4 C4p)\n"
    "\n"
    "Holds a bound of the paper against the run of a scenario, at every step, or against a built-in\n"
    "protocol: the full swap of a spin J; one collision from the empty battery, then damping, at the worst\n"
    "swap angle m/256. A plain ID is the bound as printed, p or ' after it the corrected form, i the\n"
    "paper's own differential inequality integrated from the right initial value:\n"
    "  oscillator   12 13 15 16 C3 C4 C4p\n"
    "  spin         26 26p 28 28i 28p 29 29i 29p 29pp\n"
    "\n"
    "  --j J               spin, a half integer such as 3/2\n"
    "  --gamma GAMMA       damping per step, such as 0.35\n"
    "  -d, --digits N      digits of the run to start with, 15 unless told; doubled twice while undecided\n"
    "  -p, --precision B   bits to start with for a built-in protocol, 128 unless told, then doubled\n"
    "  --json              the verdict as JSON\n"
    "  -h, --help          this text\n"
    "\n"
    "The bounds are claimed for qubits without coherence (c = 0). A coherent run may exceed one: that is\n"
    "its quantum advantage and no refutation of the bound; the verdict says so, and is about this run all\n"
    "the same.\n"
    "Exit code: 0 certified, 1 refuted, 2 bad input, 3 undecided.\n"
    "\n"
    "Example: surecharge bound 29 --j 3/2\n";

typedef struct { const char *j, *gamma; long digits, precision; bool json; } options;

static const struct option long_options[] = {
    { "j", required_argument, NULL, 'j' },      { "gamma", required_argument, NULL, 'g' },
    { "digits", required_argument, NULL, 'd' }, { "precision", required_argument, NULL, 'p' },
    { "json", no_argument, NULL, 'J' },         { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "d:p:h", long_options, NULL)) != -1;) {
        bool valid = true;
        switch (letter) {
        case 'j': out->j = optarg; break;
        case 'g': out->gamma = optarg; break;
        case 'd': valid = ref_option_integer(&out->digits, argv[0], "digits", optarg, 1, DIGITS_MAX); break;
        case 'p': valid = ref_option_integer(&out->precision, argv[0], "precision", optarg, PRECISION_MIN,
                                             PRECISION_MAX); break;
        case 'J': out->json = true; break;
        case 'h': fputs(help, stdout); return REF_HELD;
        default: return REF_BAD_INPUT;
        }
        if (!valid)
            return REF_BAD_INPUT;
    }
    bool built_in = out->j != NULL || out->gamma != NULL;
    if (out->j != NULL && out->gamma != NULL)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected --j or --gamma, found both", argv[0]);
    if (argc - optind != (built_in ? 1 : 2))
        return ref_command_fail(REF_BAD_INPUT, "%s: expected a bound%s, found %d argument%s (see --help)",
                                argv[0],
                                built_in ? " and no scenario" : " and a scenario, --j or --gamma",
                                    argc - optind,
                                argc - optind == 1 ? "" : "s");
    return -1;
}

char *ref_bound_plain_id(const char *id)
{
    char *plain = ref_text_format("%s", id);
    for (char *letter = plain; *letter != '\0'; letter++)
        if (*letter == '\'')
            *letter = 'p';
    return plain;
}

const char *ref_bound_statement(const char *id)
{
    if (ref_bound_find(id) != NULL && strcmp(id, "29p") != 0) return ref_bound_find(id)->statement;
    if (strcmp(id, "29") == 0) return "as printed: full charge takes (1/R0) (arctan((2j+1)/2) - "
        "arctan((1-2j)/2))";
    if (strcmp(id, "29i") == 0)
        return "(27) integrated: full charge takes (1/R0) (pi/2 - arctan((1-2j)/(2 sqrt(2j))))";
    if (strcmp(id, "29p") == 0) return "corrected: full charge takes (1/R0) sum_{n=1}^{2j} 1/sqrt(n "
        "(2j+1-n))";
    return "the exact optimum: certain full charge takes (pi/2) sum_{n=1}^{2j} 1/sqrt(n (2j+1-n))";
}

bool ref_option_spin(long *n_max, const char *text)
{
    ref_real j;
    ref_real_init(&j);
    bool valid = ref_real_parse(&j, text) && j.form == REF_RATIONAL;
    mpq_mul_2exp(j.x, j.x, 1);
    valid = valid && mpz_cmp_ui(mpq_denref(j.x), 1) == 0 && mpq_cmp_si(j.x, 1, 1) >= 0 && mpq_cmp_si(j.x,
            N_MAX, 1) <= 0;
    *n_max = valid ? mpz_get_si(mpq_numref(j.x)) : 0;
    ref_real_clear(&j);
    return valid;
}

/* What is said about one verdict; texts are owned, NULL where there is nothing to say. */
typedef struct { const char *id, *statement; char *subject, *where, *note; } report;

static char *margin_text(const ref_ruling *ruling)
{
    if (ruling->verdict == REF_VERDICT_UNDECIDED)
        return ref_text_format("0");
    char *number;
    mpfr_asprintf(&number, "%.*RDg", MARGIN_DIGITS, ruling->margin);
    char *text = ref_text_format("%s", number);
    mpfr_free_str(number);
    return text;
}

static bool say_json(const report *said, const ref_ruling *ruling, const char *margin)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "surecharge", "verdict/1",
                             "bound", said->id, "statement", said->statement, "subject", said->subject,
                             "verdict", ref_verdict_word(ruling->verdict), "margin", margin,
                             "where", said->where, "precision", (json_int_t)ruling->precision);
    if (said->note != NULL)
        json_object_set_new(json, "note", json_string(said->note));
    bool written = ref_write_json("-", json);
    json_decref(json);
    return written;
}

static bool say_text(const report *said, const ref_ruling *ruling, const char *margin)
{
    printf("(%s) %s\nsubject    %s\nverdict    %s\nmargin     %s\nwhere      %s\nprecision  %ld bits\n",
           said->id,
           said->statement, said->subject, ref_verdict_word(ruling->verdict), margin, said->where,
           (long)ruling->precision);
    if (said->note != NULL)
        printf("note       %s\n", said->note);
    return ferror(stdout) == 0;
}

static int say(const report *said, const ref_ruling *ruling, bool json)
{
    static const int codes[] = { REF_HELD, REF_REFUTED, REF_UNDECIDED };
    char *margin = margin_text(ruling);
    bool written = json ? say_json(said, ruling, margin) : say_text(said, ruling, margin);
    free(margin);
    return written ? codes[ruling->verdict] : REF_SYSTEM_FAILURE;
}

static void clear_report(report *said)
{
    free(said->subject);
    free(said->where);
    free(said->note);
}

/* ---- a scenario */

static char *where_in_run(const ref_ruling *ruling)
{
    switch (ruling->verdict) {
    case REF_VERDICT_CERTIFIED: return ref_text_format("least slack at step %ld", ruling->step);
    case REF_VERDICT_REFUTED: return ref_text_format("first exceeded at step %ld, most at step %ld",
                                                     ruling->first,
                                             ruling->step);
    default: return ref_text_format("not decided from step %ld on", ruling->step);
    }
}

static char *note_on_run(const ref_ruling *ruling, bool incoherent)
{
    if (ruling->verdict != REF_VERDICT_REFUTED || incoherent)
        return NULL;
    return ref_text_format("exceeded by a coherent protocol (allowed): the bound is claimed for c = 0 only");
}

static int rule_scenario(const char *id, const char *path, const options *chosen, const char *command)
{
    char *error;
    ref_scenario scenario;
    const ref_bound *bound = ref_bound_find(id);
    if (bound == NULL)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected a bound for runs (see --help), found \"%s\"",
                                command, id);
    if (!ref_scenario_read(&scenario, path, &error)) {
        ref_command_fail(REF_BAD_INPUT, "%s", error);
        free(error);
        return REF_BAD_INPUT;
    }
    const char *objection = ref_bound_objection(bound, &scenario);
    int code = REF_BAD_INPUT;
    if (objection != NULL) {
        ref_command_fail(REF_BAD_INPUT, "%s: %s: bound %s does not apply: %s", command, path, id, objection);
    } else {
        ref_meter meter;
        ref_ruling ruling;
        ref_ruling_init(&ruling);
        ref_meter_start(&meter, path);
        ref_bound_rule_scenario(&ruling, bound, &scenario, (int)chosen->digits, 4 * (int)chosen->digits,
                                ref_meter_step, &meter);
        ref_meter_stop(&meter);
        bool incoherent = ref_scenario_incoherent(&scenario);
        report said = { id, bound->statement, ref_text_format("%s, %s protocol, %ld steps", path,
                        incoherent ? "incoherent" : "coherent", scenario.steps), where_in_run(&ruling),
                        note_on_run(&ruling, incoherent) };
        code = say(&said, &ruling, chosen->json);
        clear_report(&said);
        ref_ruling_clear(&ruling);
    }
    ref_scenario_clear(&scenario);
    return code;
}

/* ---- built-in protocols */

/* The ruling on one slack alone. */
static void settle(ref_ruling *ruling, const mpfi_t slack, long step)
{
    ref_ruling_clear(ruling);
    ref_ruling_init(ruling);
    ref_ruling_note(ruling, slack, step);
}

static bool settled(const ref_ruling *ruling)
{
    return ruling->precision > 0 && ruling->verdict != REF_VERDICT_UNDECIDED;
}

static int rule_spin(const char *id, const options *chosen, const char *command)
{
    long n_max, step = -1;
    ref_ruling ruling;
    if (!ref_option_spin(&n_max, chosen->j))
        return ref_command_fail(REF_BAD_INPUT,
                                "%s: --j: expected a half integer from 1/2 to %d/2, found \"%s\"",
                                command, N_MAX, chosen->j);
    ref_ruling_init(&ruling);
    bool known = true;
    for (mpfr_prec_t precision = chosen->precision; known && !settled(&ruling) && precision <= PRECISION_MAX;
         precision *= 2) {
        mpfi_t slack;
        mpfi_init2(slack, precision);
        known = ref_witness_spin(slack, &step, id, n_max);
        if (known)
            settle(&ruling, slack, step);
        mpfi_clear(slack);
    }
    int code = REF_BAD_INPUT;
    if (known) {
        report said = { id, ref_bound_statement(id),
                        ref_text_format("full swap of the spin j = %s", chosen->j),
                        step == 0 ? ref_text_format("empty battery, tau = 0")
                                  : ref_text_format("after %ld of %ld full swaps", step, n_max), NULL };
        if (strcmp(id, "29pp") == 0)
            said.note = ref_text_format("the full swap attains this bound, so the slack is exactly 0");
        code = say(&said, &ruling, chosen->json);
        clear_report(&said);
    } else {
        ref_command_fail(REF_BAD_INPUT, "%s: expected a spin bound with --j (see --help), found \"%s\"",
                         command, id);
    }
    ref_ruling_clear(&ruling);
    return code;
}

/* Whether (C4) is a theorem at this gamma for every protocol, or what else to say about its range. */
static char *note_on_damping(const char *id, const ref_real *gamma, const ref_ruling *ruling)
{
    if (strcmp(id, "C4") != 0 || ruling->verdict == REF_VERDICT_REFUTED)
        return NULL;
    mpfi_t g, reserve;
    mpfi_init2(g, ruling->precision);
    mpfi_init2(reserve, ruling->precision);
    ref_real_enclose(g, gamma);
    ref_damped_bound_reserve(reserve, g);
    bool everywhere = ref_bound_decide(reserve) == REF_VERDICT_CERTIFIED;
    mpfi_clear(reserve);
    mpfi_clear(g);
    return ref_text_format(everywhere
        ? "gamma <= (pi R0/4)^2 (1-gamma)^2: no protocol leaves the range where h increases, so (C4) holds "
            "for all"
        : "gamma > (pi R0/4)^2 (1-gamma)^2: (C4) is not proved here; this verdict is about one step alone");
}

static int rule_damped(const char *id, const options *chosen, const char *command)
{
    long m = 0;
    ref_real gamma;
    ref_ruling ruling;
    ref_real_init(&gamma);
    ref_ruling_init(&ruling);
    bool valid = ref_real_parse(&gamma, chosen->gamma) && ref_real_compare_ratio(&gamma, 0, 1) >= 0
        && ref_real_compare_ratio(&gamma, 1, 1) < 0;
    bool known = valid;
    for (mpfr_prec_t precision = chosen->precision; known && !settled(&ruling) && precision <= PRECISION_MAX;
         precision *= 2) {
        mpfi_t slack;
        mpfi_init2(slack, precision);
        known = ref_witness_damped(slack, &m, id, &gamma);
        if (known)
            settle(&ruling, slack, m);
        mpfi_clear(slack);
    }
    int code = REF_BAD_INPUT;
    if (!valid) {
        ref_command_fail(REF_BAD_INPUT, "%s: --gamma: expected a number from 0 to below 1, found \"%s\"",
                         command,
                         chosen->gamma);
    } else if (!known) {
        ref_command_fail(REF_BAD_INPUT, "%s: expected C4 or C4p with --gamma, found \"%s\"", command, id);
    } else {
        report said = { id, ref_bound_statement(id),
                        ref_text_format("one step from the empty battery, q = 0, gamma = %s", chosen->gamma),
                        ref_text_format("swap angle %ld/256", m), note_on_damping(id, &gamma, &ruling) };
        code = say(&said, &ruling, chosen->json);
        clear_report(&said);
    }
    ref_ruling_clear(&ruling);
    ref_real_clear(&gamma);
    return code;
}

int ref_command_bound(int argc, char **argv)
{
    options chosen = { .digits = DIGITS_DEFAULT, .precision = PRECISION_DEFAULT };
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    char *id = ref_bound_plain_id(argv[optind]);
    if (chosen.j != NULL)
        code = rule_spin(id, &chosen, argv[0]);
    else if (chosen.gamma != NULL)
        code = rule_damped(id, &chosen, argv[0]);
    else
        code = rule_scenario(id, argv[optind + 1], &chosen, argv[0]);
    free(id);
    return code;
}
