/* command_falsify: surecharge falsify, the protocol that comes closest to a bound of the paper. */
#include "command.h"

#include <getopt.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "constants.h"
#include "hunt.h"
#include "text.h"

enum { THREADS_MAX = 1024, STEPS_MAX = REF_HUNT_STEPS, STEPS_DEFAULT = 50, EVALUATIONS_DEFAULT = 20000,
       EVALUATIONS_MAX = 1000000000, DIGITS = 15, RATIO_DECIMALS = 10 };

static const char help[] =
    "usage: surecharge falsify --bound ID [--j J | --gamma GAMMA] [OPTION]...\n"
    "\n"
    "Searches the incoherent protocols from the empty battery, every swap angle and every q free, for the\n"
    "one that comes closest to a bound of the paper or exceeds it, and certifies what it finds. It looks\n"
    "among 1, 2, 5, 10, ... and --steps collisions, at swap angles up to pi/f, f the highest rung in reach.\n"
    "No violation found is no proof that there is none.\n"
    "  oscillator          15 16\n"
    "  damped oscillator   C4 C4p            with --gamma\n"
    "  spin                28 28i 28p 29p    with --j\n"
    "  spin, full charge   29 29i 29pp       with --j\n"
    "\n"
    "  -b, --bound ID         the bound, as in `surecharge bound`\n"
    "  --j J                  the spin, such as 3/2\n"
    "  --gamma GAMMA          damping per step, such as 0.35\n"
    "  -k, --steps K          at most K collisions; 50 unless told, 2j for a spin\n"
    "  -e, --evaluations N    budget for each number of collisions, 20000 unless told\n"
    "  -s, --seed S           of the random starts, 1 unless told\n"
    "  -o, --output FILE      the protocol, as a scenario to certify\n"
    "  -t, --threads N        threads; what is found does not depend on it\n"
    "  --json                 the result as JSON\n"
    "  -q, --quiet            no progress on the terminal\n"
    "  -h, --help             this text\n"
    "\n"
    "The ratio is energy over the bound (15, 16), or the least time the bound allows over the time taken\n"
    "(the others): above 1 the bound is refuted. Only the search is in floating point; what is printed is\n"
    "certified for the protocol found, its angles taken as the exact numbers they are. An angle of a full\n"
    "charge is the exact pi/(2 f_k) that the search has found to 1e-4.\n"
    "Exit code: 0 no violation found, 1 refuted, 2 bad input, 3 undecided, 4 system failure.\n"
    "\n"
    "Example: surecharge falsify --bound 29 --j 3/2 --output found.json\n";

typedef struct {
    const char *bound, *j, *gamma, *output;
    long steps, evaluations, seed, threads;
    bool json, quiet;
} options;

static const struct option long_options[] = {
    { "bound", required_argument, NULL, 'b' },   { "j", required_argument, NULL, 'j' },
    { "gamma", required_argument, NULL, 'g' },   { "steps", required_argument, NULL, 'k' },
    { "evaluations", required_argument, NULL, 'e' }, { "seed", required_argument, NULL, 's' },
    { "output", required_argument, NULL, 'o' },  { "threads", required_argument, NULL, 't' },
    { "json", no_argument, NULL, 'J' },          { "quiet", no_argument, NULL, 'q' },
    { "help", no_argument, NULL, 'h' },          { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "b:k:e:s:o:t:qh", long_options, NULL)) != -1;) {
        bool valid = true;
        switch (letter) {
        case 'b': out->bound = optarg; break;
        case 'j': out->j = optarg; break;
        case 'g': out->gamma = optarg; break;
        case 'k': valid = ref_option_integer(&out->steps, argv[0], "steps", optarg, 1, STEPS_MAX); break;
        case 'e': valid = ref_option_integer(&out->evaluations, argv[0], "evaluations", optarg, 1,
                                             EVALUATIONS_MAX); break;
        case 's': valid = ref_option_integer(&out->seed, argv[0], "seed", optarg, 0, EVALUATIONS_MAX); break;
        case 'o': out->output = optarg; break;
        case 't':
            valid = ref_option_integer(&out->threads, argv[0], "threads", optarg, 1, THREADS_MAX);
            break;
        case 'J': out->json = true; break;
        case 'q': out->quiet = true; break;
        case 'h': return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
        default: return REF_BAD_INPUT;
        }
        if (!valid)
            return REF_BAD_INPUT;
    }
    if (optind < argc)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected no argument, found \"%s\"", argv[0],
                                argv[optind]);
    if (out->bound == NULL)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected --bound (see --help), found none", argv[0]);
    return -1;
}

/* ---- what is searched */

typedef struct {
    const char *command, *id;
    const options *chosen;
    ref_hunt of;
} hunt;

static const char *const greedy_words[] = { "greedy-transient", "greedy-average" };

static bool complain(const hunt *h, const char *expected, const char *found)
{
    if (found == NULL)
        ref_command_fail(REF_BAD_INPUT, "%s: expected %s, found none", h->command, expected);
    else
        ref_command_fail(REF_BAD_INPUT, "%s: expected %s, found \"%s\"", h->command, expected, found);
    return false;
}

static bool set_spin(hunt *h, const char *text)
{
    long *n_max = &h->of.target.n_max;
    bool valid = text != NULL && ref_option_spin(n_max, text) && *n_max <= STEPS_MAX;
    return valid || complain(h, "--j with a half integer from 1/2 to 500", text);
}

static bool set_gamma(hunt *h, const char *text)
{
    ref_real gamma;
    double error;
    ref_real_init(&gamma);
    bool valid = text != NULL && ref_real_parse(&gamma, text) && ref_real_compare_ratio(&gamma, 0, 1) > 0 &&
                 ref_real_compare_ratio(&gamma, 1, 1) < 0;
    h->of.target.damping = text;
    h->of.target.gamma = valid ? ref_real_double(&error, &gamma) : 0;
    ref_real_clear(&gamma);
    return valid || complain(h, "--gamma with a number above 0 and below 1", text);
}

/* False, with one line said, when the bound and its parameters do not fit together. */
static bool set_target(hunt *h)
{
    const options *chosen = h->chosen;
    const ref_target *target = ref_target_find(h->id);
    mpfi_t r0;
    if (target == NULL)
        return complain(h, "a bound that can be searched (see --help)", h->id);
    h->of.target = *target;
    mpfi_init2(r0, 64);
    ref_constant_r0(r0);
    h->of.target.r0 = mpfi_get_d(r0);
    mpfi_clear(r0);
    if (target->ladder != REF_SPIN && chosen->j != NULL)
        return complain(h, "no --j for an oscillator", chosen->j);
    if (!target->damped && chosen->gamma != NULL)
        return complain(h, "no --gamma for a bound without damping", chosen->gamma);
    return (target->ladder != REF_SPIN || set_spin(h, chosen->j)) &&
           (!target->damped || set_gamma(h, chosen->gamma));
}

/* As many collisions as was asked for, or 2j for a spin; a full charge takes at least 2j. */
static bool set_steps(hunt *h)
{
    const ref_target *target = &h->of.target;
    long most = h->chosen->steps > 0 ? h->chosen->steps
                : target->ladder == REF_SPIN ? target->n_max : STEPS_DEFAULT;
    if (target->full_charge && most < target->n_max) {
        char *found = ref_text_format("%ld", most);
        complain(h, "at least 2j steps for a full charge", found);
        free(found);
        return false;
    }
    ref_hunt_lines(&h->of, most);
    return true;
}

/* ---- the search */

static void show(void *context, double share)
{
    ref_meter_part(context, "search", share);
}

static void search(hunt *h)
{
    ref_meter meter;
    ref_meter_start(&meter, "falsify");
    meter.visible = meter.visible && !h->chosen->quiet;
    h->of.progress = show;
    h->of.context = &meter;
    ref_hunt_run(&h->of);
    ref_meter_stop(&meter);
}

/* ---- what is said */

static const char *statement(const hunt *h)
{
    return h->of.target.full_charge ? ref_bound_statement(h->id) : ref_bound_find(h->id)->statement;
}

static const char *const verdict_words[] = { "no violation found", "refuted", "undecided" };

/* A lower bound. */
static void print_low(const mpfi_t value, int width)
{
    mpfr_printf(" %*.*RDf", width, RATIO_DECIMALS, &value->left);
}

static void print_line(const hunt *h, size_t i)
{
    printf("%5ld", h->of.steps[i]);
    if (h->of.scenarios[i] == NULL) {
        printf("  no full charge found\n");
        return;
    }
    print_low(h->of.founds[i].tau, 16);
    print_low(h->of.founds[i].energy, 16);
    print_low(h->of.founds[i].ratio, 14);
    for (int kind = 0; kind < 2 && !h->of.target.full_charge; kind++)
        print_low(h->of.greedy[kind][i].ratio, 18);
    printf("  %s\n", verdict_words[h->of.founds[i].ruling.verdict]);
}

static bool say_text(const hunt *h)
{
    const ref_found *best = &h->of.founds[h->of.best];
    long collisions = h->of.finds[h->of.best].steps;
    printf("(%s) %s\n", h->id, statement(h));
    printf("%5s %16s %16s %14s", "steps", "tau", "energy", "ratio");
    printf(h->of.target.full_charge ? "\n" : " %18s %18s\n", greedy_words[0], greedy_words[1]);
    for (size_t i = 0; i < h->of.count; i++)
        print_line(h, i);
    if (ref_hunt_verdict(&h->of) == REF_VERDICT_CERTIFIED)
        printf("verdict    no violation found; that is no proof that there is none\n");
    else
        printf("verdict    %s\n", verdict_words[ref_hunt_verdict(&h->of)]);
    if (best->ruling.verdict == REF_VERDICT_REFUTED)
        mpfr_printf("margin     %.6RDg\n", best->ruling.margin);
    if (h->of.scenarios[h->of.best] != NULL)
        mpfr_printf("best ratio %.*RDf, certified, with %ld collision%s\n", RATIO_DECIMALS,
                    &best->ratio->left, collisions, collisions == 1 ? "" : "s");
    return fflush(stdout) == 0;
}

static json_t *line_json(const hunt *h, size_t i)
{
    const ref_found *found = &h->of.founds[i];
    json_t *json = json_pack("{s:I}", "steps", (json_int_t)h->of.steps[i]);
    if (h->of.scenarios[i] == NULL)
        return json;
    json_object_set_new(json, "collisions", json_integer(h->of.finds[i].steps));
    json_object_set_new(json, "tau", ref_value_json(found->tau, DIGITS));
    json_object_set_new(json, "energy", ref_value_json(found->energy, DIGITS));
    json_object_set_new(json, "ratio", ref_value_json(found->ratio, DIGITS));
    json_object_set_new(json, "verdict", json_string(verdict_words[found->ruling.verdict]));
    for (int kind = 0; kind < 2 && !h->of.target.full_charge; kind++)
        json_object_set_new(json, greedy_words[kind], ref_value_json(h->of.greedy[kind][i].ratio, DIGITS));
    return json;
}

static bool say_json(const hunt *h)
{
    json_t *lines = json_array();
    for (size_t i = 0; i < h->of.count; i++)
        json_array_append_new(lines, line_json(h, i));
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:o, s:O?}",
                             "surecharge", "falsification/1", "program", "surecharge " REF_VERSION,
                             "bound", h->id, "statement", statement(h),
                             "evaluations", (json_int_t)h->chosen->evaluations,
                             "seed", (json_int_t)h->chosen->seed,
                             "verdict", verdict_words[ref_hunt_verdict(&h->of)], "lines", lines,
                             "protocol", h->of.scenarios[h->of.best]);
    bool written = ref_write_json("-", json);
    json_decref(json);
    return written;
}

static int say(const hunt *h)
{
    static const int codes[] = { REF_HELD, REF_REFUTED, REF_UNDECIDED };
    const json_t *protocol = h->of.scenarios[h->of.best];
    if (h->chosen->output != NULL && protocol != NULL && !ref_write_json(h->chosen->output, protocol))
        return REF_SYSTEM_FAILURE;
    bool said = h->chosen->json ? say_json(h) : say_text(h);
    return said ? codes[ref_hunt_verdict(&h->of)] : REF_SYSTEM_FAILURE;
}

int ref_command_falsify(int argc, char **argv)
{
    options chosen = { .evaluations = EVALUATIONS_DEFAULT, .seed = 1 };
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    if (chosen.threads > 0)
        omp_set_num_threads((int)chosen.threads);
    char *id = ref_bound_plain_id(chosen.bound);
    hunt h = { .command = argv[0], .id = id, .chosen = &chosen,
               .of = { .evaluations = chosen.evaluations, .seed = (unsigned long)chosen.seed } };
    code = REF_BAD_INPUT;
    if (set_target(&h) && set_steps(&h)) {
        search(&h);
        code = say(&h);
        ref_hunt_clear(&h.of);
    }
    free(id);
    return code;
}
