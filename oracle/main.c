/* main: surecharge <command> …, see --help. */
#include "command.h"

#include <stdio.h>
#include <string.h>
#include "surecharge.h"
#include "word.h"

static const char help[] =
    "usage: surecharge COMMAND [OPTION]... [ARGUMENT]...\n"
    "\n"
    "Certified numbers about collisional charging of quantum batteries.\n"
    "\n"
    "  certify     intervals that provably contain the exact energy, power, purity, ergotropy, ... of a scenario\n"
    "  simulate    the same in double precision: fast, each value with its certified error bar\n"
    "  check       judge other people's results, or a program: digits that are right, and what went wrong\n"
    "  bound       decide one of the paper's bounds: certified, refuted with a witness, or undecided\n"
    "  constants   the constants of the bounds, to any number of digits\n"
    "  paper       the claims of the paper: a table of verdicts, certificates, and its figures\n"
    "  falsify     search the incoherent protocol that comes closest to a bound, or exceeds it\n"
    "  sweep       many scenarios on all cores and machines, resumable, into one table\n"
    "  threshold   a threshold of the paper, such as the largest swap angle with an advantage, for all angles\n"
    "  schema      JSON schemas of the file formats\n"
    "\n"
    "`surecharge COMMAND --help` says more, with an example. `surecharge --version` prints the version.\n"
    "Exit code: 0 held, 1 refuted or mismatch, 2 bad input, 3 undecided, 4 system failure.\n"
    "\n"
    "Example: surecharge certify --output certificate.json scenario.json\n";

static const char *const names[] = { "certify", "simulate", "check", "bound", "constants", "paper", "falsify",
                                     "sweep", "threshold", "schema", NULL };
static char titles[][24] = { "surecharge certify", "surecharge simulate", "surecharge check",
                             "surecharge bound", "surecharge constants", "surecharge paper",
                             "surecharge falsify", "surecharge sweep", "surecharge threshold",
                             "surecharge schema" };
static int (*const commands[])(int, char **) = {
    ref_command_certify, ref_command_simulate, ref_command_check, ref_command_bound, ref_command_constants,
    ref_command_paper, ref_command_falsify, ref_command_sweep, ref_command_threshold, ref_command_schema
};

static int fail_unknown(const char *word)
{
    const char *nearest = ref_word_nearest(word, names);
    if (nearest != NULL)
        return ref_command_fail(REF_BAD_INPUT,
                                "surecharge: expected the command %s (did you mean it?), found \"%s\"",
                                nearest, word);
    return ref_command_fail(REF_BAD_INPUT, "surecharge: expected a command (see --help), found \"%s\"", word);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return ref_command_fail(REF_BAD_INPUT, "surecharge: expected a command (see --help), found none");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
    if (strcmp(argv[1], "--version") == 0)
        return puts("surecharge " REF_VERSION) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
    int index = ref_word_index(argv[1], names);
    if (index < 0)
        return fail_unknown(argv[1]);
    if (!sc_semantics_valid()) /* a library linked with -ffast-math is enough to change it */
        return ref_command_fail(REF_SYSTEM_FAILURE, "surecharge: expected a processor that rounds to nearest and keeps "
                                "subnormal numbers, found it in another floating-point mode");
    argv[1] = titles[index];
    return commands[index](argc - 1, argv + 1);
}
