/* command_threshold: surecharge threshold, one threshold with its whole range of angles. */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include "text.h"
#include "threshold_table.h"
#include "word.h"

#ifndef REF_PAPER_DIR
    #define REF_PAPER_DIR "oracle/paper"
#endif

static const char help[] =
    "usage: surecharge threshold [--scenarios DIR] NAME\n"
    "\n"
    "Certifies both ends of the interval that holds a threshold of the paper: at the lower end coherent "
    "charging\n"
    "exceeds the bound, from the upper one on it does not, at any swap angle (fig4: at any gamma from there on, "
    "for\n(C4') up to 0.0028).\n"
    "\n"
    "  fig3, fig3-80                    theta/pi, against (15); with at least 80 % of the top level\n"
    "  fig6                             theta/pi, against (28')\n"
    "  fig4-after, fig4-before          gamma, against (15), energy after and before the last damping\n"
    "  fig4-C4p-after, fig4-C4p-before  gamma, against (C4')\n"
    "\n"
    "  -s, --scenarios DIR  the scenarios of the figures; default " REF_PAPER_DIR "\n"
    "  -h, --help           this text\n"
    "\n"
    "Exit code: 0 certified, 1 refuted, 3 undecided, 2 or 4 the scenario cannot be read.\n"
    "\n"
    "Example: surecharge threshold fig3\n";

static const struct option long_options[] = { { "scenarios", required_argument, NULL, 's' },
                                              { "help", no_argument, NULL, 'h' },
                                              { NULL, 0, NULL, 0 } };

static void say(void *context, double fraction)
{
    ref_meter_part(context, "angles", fraction);
}

static int print(const ref_threshold *of, const ref_outcome *low, const ref_outcome *high)
{
    bool wrong = low->verdict == REF_VERDICT_CERTIFIED || high->verdict == REF_VERDICT_REFUTED;
    bool held = low->verdict == REF_VERDICT_REFUTED && high->verdict == REF_VERDICT_CERTIFIED;
    ref_verdict verdict = wrong ? REF_VERDICT_REFUTED : held ? REF_VERDICT_CERTIFIED : REF_VERDICT_UNDECIDED;
    static const int codes[] = { REF_HELD, REF_REFUTED, REF_UNDECIDED };
    printf("%s  %s: %s lies in [%s, %s]\n", ref_verdict_word(verdict), of->equation, of->statement, of->low,
           of->high);
    printf("  lower end  %s: theta = %.12g, step %ld, by %.3g\n",
           low->verdict == REF_VERDICT_REFUTED ? "exceeded" : "not exceeded",
           (double)low->part / (double)REF_PARTS, low->step, low->margin);
    printf("  upper end  %s: %ld runs, least slack %.3g, at theta = %.12g\n", ref_verdict_word(high->verdict),
           high->runs, high->margin, (double)high->part / (double)REF_PARTS);
    return ferror(stdout) ? REF_SYSTEM_FAILURE : codes[verdict];
}

static int examine(const ref_threshold *of, const char *directory)
{
    char *path = ref_text_format("%s/%s.json", directory, of->scenario), *error;
    ref_scenario shipped;
    bool valid = ref_scenario_read(&shipped, path, &error);
    free(path);
    if (!valid) {
        ref_command_fail(REF_BAD_INPUT, "%s", error);
        free(error);
        return REF_BAD_INPUT;
    }
    ref_meter meter;
    ref_meter_start(&meter, "threshold");
    ref_outcome low = ref_threshold_low(of, &shipped), high = ref_threshold_high(of, &shipped, say, &meter);
    ref_meter_stop(&meter);
    ref_scenario_clear(&shipped);
    return print(of, &low, &high);
}

int ref_command_threshold(int argc, char **argv)
{
    const char *names[16] = { NULL }, *directory = REF_PAPER_DIR;
    size_t count;
    const ref_threshold *table = ref_threshold_table(&count);
    for (size_t i = 0; i < count; i++)
        names[i] = table[i].name;
    for (int letter; (letter = getopt_long(argc, argv, "s:h", long_options, NULL)) != -1;) {
        switch (letter) {
        case 's': directory = optarg; break;
        case 'h': return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
        default: return REF_BAD_INPUT;
        }
    }
    int index = argc - optind == 1 ? ref_word_index(argv[optind], names) : -1;
    if (index < 0)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected one threshold (see --help), found %s", argv[0],
                                argc == optind      ? "none"
                                : argc - optind > 1 ? "several"
                                                    : argv[optind]);
    return examine(&table[index], directory);
}
