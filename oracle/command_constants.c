/* command_constants: surecharge constants, the numbers the bounds are made of. */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "constants.h"

enum { DIGITS_MAX = 100000, DIGITS_DEFAULT = 30, NAME_WIDTH = 18 };

static const char help[] =
    "usage: surecharge constants [--digits N] [--json]\n"
    "\n"
    "R0 and the other constants of the paper's bounds, each correctly rounded to N significant digits.\n"
    "\n"
    "  -d, --digits N   significant digits, 30 unless told\n"
    "  -j, --json       an enclosure of each instead, as JSON\n"
    "  -h, --help       this text\n"
    "\n"
    "Example: surecharge constants --digits 50\n";

typedef struct { long digits; bool json; } options;

static const struct option long_options[] = {
    { "digits", required_argument, NULL, 'd' }, { "json", no_argument, NULL, 'j' },
    { "help", no_argument, NULL, 'h' },         { NULL, 0, NULL, 0 }
};

/* -1, or the exit code to leave with at once. */
static int read_options(options *out, int argc, char **argv)
{
    for (int letter; (letter = getopt_long(argc, argv, "d:jh", long_options, NULL)) != -1;) {
        bool valid = true;
        switch (letter) {
        case 'd': valid = ref_option_integer(&out->digits, argv[0], "digits", optarg, 1, DIGITS_MAX); break;
        case 'j': out->json = true; break;
        case 'h': fputs(help, stdout); return REF_HELD;
        default: return REF_BAD_INPUT;
        }
        if (!valid)
            return REF_BAD_INPUT;
    }
    if (optind < argc)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected no argument, found \"%s\"", argv[0],
                                argv[optind]);
    return -1;
}

static mpfr_prec_t bits(long digits)
{
    return (mpfr_prec_t)(digits * 10 / 3 + 64);
}

/* The value rounded to `digits` significant digits, once both ends of the enclosure agree on it. */
static char *rounded(const ref_constant *constant, long digits)
{
    for (mpfr_prec_t precision = bits(digits);; precision += precision / 2) {
        char *low, *high;
        mpfi_t value;
        mpfi_init2(value, precision);
        constant->enclose(value);
        mpfr_asprintf(&low, "%#.*RNg", (int)digits, &value->left);
        mpfr_asprintf(&high, "%#.*RNg", (int)digits, &value->right);
        bool agree = strcmp(low, high) == 0;
        mpfi_clear(value);
        mpfr_free_str(high);
        if (agree) return low;
        mpfr_free_str(low);
    }
}

static void print_table(const ref_constant *table, size_t count, long digits)
{
    for (size_t i = 0; i < count; i++) {
        char *value = rounded(&table[i], digits);
        printf("%-*s %s\n%*s %s\n", NAME_WIDTH, table[i].name, value, NAME_WIDTH, "", table[i].where);
        mpfr_free_str(value);
    }
}

static bool print_json(const ref_constant *table, size_t count, long digits)
{
    json_t *list = json_array();
    mpfi_t value;
    mpfi_init2(value, bits(digits));
    for (size_t i = 0; i < count; i++) {
        table[i].enclose(value);
        json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "name", table[i].name, "where",
                                              table[i].where,
                                              "value", ref_value_json(value, (int)digits)));
    }
    mpfi_clear(value);
    json_t *json = json_pack("{s:s, s:I, s:o}", "surecharge", "constants/1", "digits", (json_int_t)digits,
                             "constants", list);
    bool written = ref_write_json("-", json);
    json_decref(json);
    return written;
}

int ref_command_constants(int argc, char **argv)
{
    options chosen = { .digits = DIGITS_DEFAULT };
    int code = read_options(&chosen, argc, argv);
    if (code >= 0)
        return code;
    size_t count;
    const ref_constant *table = ref_constant_table(&count);
    if (chosen.json)
        return print_json(table, count, chosen.digits) ? REF_HELD : REF_SYSTEM_FAILURE;
    print_table(table, count, chosen.digits);
    return ferror(stdout) ? REF_SYSTEM_FAILURE : REF_HELD;
}
