/* claims_constants: the numbers the paper quotes. */
#include "claims.h"
#include "constants.h"

#include <stdlib.h>
#include <string.h>
#include "text.h"

enum { PRECISION = 192 };

/* A number as printed: value scaled, compared with quoted / 10^decimals, to half a unit of its last digit. */
typedef struct {
    const char *id, *equation, *statement, *constant;
    long shift, factor;             /* factor (constant - shift) is what is quoted */
    long quoted;
    unsigned long unit;             /* quoted / unit */
} quotation;

static const quotation quotations[] = {
    {"R0", "(12)", "R0 = 0.725 to three digits", "R0", 0, 1, 725, 1000},
    {"best angle", "(12)", "the maximum of (12) is at theta = 0.742 pi/(2 sqrt(n+1))", "2 x*/pi", 0, 1, 742,
     1000},
    {"zeta(1/2)", "(17)", "zeta(1/2) = -1.46 to three digits", "zeta(1/2)", 0, 1, -146, 100},
    {"0.77", "Sec. III B", "full swap reaches 0.77 of (16) for large tau: 4/(pi^2 R0^2)", "4/(pi^2 R0^2)", 0,
     1, 77, 100},
    {"1.90", "Sec. III C", "the coherent limit outperforms (16) by R0^-2 = 1.90", "1/R0^2", 0, 1, 190, 100},
    {"90 %", "abstract", "90 % more power for the cavity: 100 (R0^-2 - 1)", "1/R0^2", 1, 100, 90, 1},
    {"0.02 pi", "Sec. III C", "1/sqrt 250 = 0.02 pi to one digit", "1/(pi sqrt 250)", 0, 1, 2, 100},
    {"0.88", "Sec. IV B", "full swap reaches 0.88 of the spin bound as j -> infinity: 2/(pi R0)",
     "2/(pi R0)", 0, 1, 88, 100},
    {"1.38", "Sec. IV C", "R0^-1 = 1.38", "1/R0", 0, 1, 138, 100},
    {"38 %", "abstract", "38 % more power for the spin as j -> infinity: 100 (R0^-1 - 1)", "1/R0", 1, 100,
     38, 1},
};

static const ref_constant *find(const char *name)
{
    size_t count;
    const ref_constant *table = ref_constant_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0) return &table[i];
    abort();
}

/* Half a unit of the last quoted digit, minus the distance. */
static void quotation_slack(mpfi_t slack, mpfi_t value, const quotation *quoted)
{
    mpfi_t printed;
    mpfi_init2(printed, PRECISION);
    find(quoted->constant)->enclose(value);
    mpfi_sub_si(value, value, quoted->shift);
    mpfi_mul_si(value, value, quoted->factor);
    mpfi_set_si(printed, quoted->quoted);
    mpfi_div_ui(printed, printed, quoted->unit);
    mpfi_sub(printed, printed, value);
    mpfi_abs(printed, printed);
    mpfi_set_ui(slack, 1);
    mpfi_div_ui(slack, slack, 2 * quoted->unit);
    mpfi_sub(slack, slack, printed);
    mpfi_clear(printed);
}

static void quote(ref_claims *claims, const quotation *quoted)
{
    char *digits;
    ref_ruling ruling;
    mpfi_t slack, value;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(value, PRECISION);
    ref_ruling_init(&ruling);
    quotation_slack(slack, value, quoted);
    ref_ruling_note(&ruling, slack, 0);
    mpfr_asprintf(&digits, "%.15RNg", &value->left);
    ref_claims_add(claims, REF_PRINTED, quoted->id, quoted->equation, quoted->statement, &ruling,
                   ref_text_format("to half a unit of the last digit"), ref_text_format("%s", digits),
                   ref_text_format("surecharge constants"));
    mpfr_free_str(digits);
    ref_ruling_clear(&ruling);
    mpfi_clear(value);
    mpfi_clear(slack);
}

/* Beyond pi/2 sin^2(x)/x <= 1/x <= 2/pi < R0; before it there is one stationary point: see constants.h. */
static void unique_maximum(ref_claims *claims)
{
    ref_ruling ruling;
    mpfi_t slack, beyond;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(beyond, PRECISION);
    mpfi_const_pi(beyond);
    mpfi_ui_div(beyond, 2, beyond);
    ref_constant_r0(slack);
    mpfi_sub(slack, slack, beyond);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 0);
    ref_claims_add(claims, REF_PRINTED, "12", "(12)",
                   "sin^2(sqrt(n+1) theta)/theta <= R0 sqrt(n+1), attained "
                   "at one angle",
                   &ruling, ref_text_format("every n, every theta > 0: R0 > 2/pi, and one root of tan x = 2x "
                                            "below pi/2"),
                   ref_text_format("R0 - 2/pi > 0"), ref_text_format("surecharge constants"));
    ref_ruling_clear(&ruling);
    mpfi_clear(beyond);
    mpfi_clear(slack);
}

void ref_claims_constants(ref_claims *claims)
{
    for (size_t i = 0; i < sizeof quotations / sizeof quotations[0]; i++) quote(claims, &quotations[i]);
    unique_maximum(claims);
}
