/* judge: see judge.h. */
#include "judge.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* ---- the last digit given */

ref_convention ref_judge_convention(const ref_table *table, ref_rounding rounding)
{
    ref_convention found = { .rounding = rounding, .digits = 1, .place = 0 };
    ref_number number;
    ref_number_init(&number);
    for (size_t i = 0; i < table->of->scenario.at_count * table->of->width; i++) {
        if (table->text[i] == NULL)
            continue;
        ref_number_read(&number, table->text[i]);
        if (number.kind != REF_FINITE_NUMBER || number.hexadecimal)
            continue;
        found.digits = number.digits > found.digits ? number.digits : found.digits;
        found.place = number.place < found.place ? number.place : found.place;
    }
    ref_number_clear(&number);
    return found;
}

/* The unit of the last place of the double nearest to x. */
static double double_ulp(const mpq_t x)
{
    int exponent;
    double value = fabs(mpq_get_d(x));
    if (value == 0 || !isfinite(value))
        return 0x1p-1074;
    frexp(value, &exponent);
    return ldexp(1, exponent - 53 > -1074 ? exponent - 53 : -1074);
}

static void half_of_table_digit(mpq_t half, const ref_number *number, const ref_convention *convention)
{
    long place = convention->place;
    if (mpq_sgn(number->x) != 0) {
        long significant = ref_number_magnitude(number->x) - convention->digits + 1;
        place = significant > place ? significant : place;
    }
    ref_number_power(half, place < number->place ? place : number->place);
    mpq_div_2exp(half, half, 1);
}

static void half_of_double_digit(mpq_t half, const ref_number *number)
{
    mpq_t ulp;
    mpq_init(ulp);
    mpq_set_d(ulp, double_ulp(number->x));
    ref_number_power(half, number->place);
    if (mpq_cmp(ulp, half) < 0)
        mpq_set(half, ulp);
    mpq_div_2exp(half, half, 1);
    mpq_clear(ulp);
}

void ref_judge_half_unit(mpq_t half, const ref_number *number, const ref_convention *convention)
{
    mpq_set_ui(half, 0, 1);
    if (number->hexadecimal)
        return;
    if (convention->rounding == REF_TABLE_DIGITS)
        half_of_table_digit(half, number, convention);
    else
        half_of_double_digit(half, number);
}

/* ---- one value */

typedef struct {
    const ref_table *table;
    const ref_promise *promise;
    ref_convention convention;
    int digits;
    ref_number number;
    mpq_t half, least, most, tolerance, middle, work;
} judging;

static void judge_init(judging *state, const ref_table *table, const ref_promise *promise,
                       ref_rounding rounding, int digits)
{
    *state = (judging){ .table = table, .promise = promise, .digits = digits };
    state->convention = ref_judge_convention(table, rounding);
    ref_number_init(&state->number);
    mpq_inits(state->half, state->least, state->most, state->tolerance, state->middle, state->work, NULL);
}

static void judge_clear(judging *state)
{
    ref_number_clear(&state->number);
    mpq_clears(state->half, state->least, state->most, state->tolerance, state->middle, state->work, NULL);
}

static void set_max(mpq_t out, const mpq_t x)
{
    if (mpq_cmp(x, out) > 0)
        mpq_set(out, x);
}

/* least <= |x - exact| <= most */
static void set_errors(judging *state, const mpq_t lo, const mpq_t hi)
{
    mpq_sub(state->most, hi, state->number.x);
    mpq_sub(state->work, state->number.x, lo);
    set_max(state->most, state->work);
    mpq_sub(state->least, lo, state->number.x);
    mpq_sub(state->work, state->number.x, hi);
    set_max(state->least, state->work);
    mpq_set_ui(state->work, 0, 1);
    set_max(state->least, state->work);
    mpq_add(state->middle, lo, hi);
    mpq_div_2exp(state->middle, state->middle, 1);
}

/* 10^-digits max(1, |middle|), or the promise. */
static void set_tolerance(judging *state, size_t cell)
{
    size_t width = state->table->of->width;
    if (state->digits == 0) {
        mpq_set_d(state->tolerance, ref_promise_bound(&state->promise[cell / width], state->table->of,
                                                      cell % width, mpq_get_d(state->middle)));
        return;
    }
    ref_number_power(state->tolerance, -state->digits);
    mpq_abs(state->work, state->middle);
    if (mpz_cmp(mpq_numref(state->work), mpq_denref(state->work)) > 0)
        mpq_mul(state->tolerance, state->tolerance, state->work);
}

static ref_judgement_kind settle(judging *state)
{
    bool inside = mpq_cmp(state->least, state->half) <= 0;
    mpq_add(state->work, state->half, state->tolerance);
    if (mpq_cmp(state->most, state->work) <= 0)
        return inside ? REF_INSIDE : REF_CLOSE;
    return mpq_cmp(state->least, state->work) > 0 ? REF_MISMATCH : REF_UNSETTLED;
}

static double digits_of(double error, double scale)
{
    return error > 0 ? -log10(error / scale) : INFINITY;
}

static ref_judgement judge_cell(judging *state, size_t cell)
{
    const ref_case *of = state->table->of;
    if (state->table->text[cell] == NULL)
        return (ref_judgement){ .kind = REF_NOT_GIVEN };
    ref_number_read(&state->number, state->table->text[cell]);
    if (state->number.kind != REF_FINITE_NUMBER)
        return (ref_judgement){ .kind = REF_INVALID, .digits = -INFINITY };
    ref_judge_half_unit(state->half, &state->number, &state->convention);
    set_errors(state, of->lo[cell], of->hi[cell]);
    set_tolerance(state, cell);
    double error = mpq_get_d(state->least), exact = fabs(mpq_get_d(state->middle)), scale = fmax(1, exact);
    return (ref_judgement){ .kind = settle(state), .absolute = error, .relative = error / exact,
                            .ulp = error / double_ulp(state->middle), .digits = digits_of(error, scale),
                            .lre = digits_of(error, exact > 0 ? exact : 1),
                            .promised = digits_of(mpq_get_d(state->tolerance), scale) };
}

/* ---- a case */

static bool is_wrong(const ref_judgement *value)
{
    return value->kind == REF_MISMATCH || value->kind == REF_INVALID;
}

void ref_judge(ref_judgements *out, const ref_table *table, ref_rounding rounding, int digits)
{
    size_t width = table->of->width, count = table->of->scenario.at_count * width;
    ref_promise *promise = ref_promise_new(table->of);
    judging state;
    judge_init(&state, table, promise, rounding, digits);
    *out =
        (ref_judgements){ .values = calloc(count, sizeof *out->values), .worst = count, .first_row = count };
    for (size_t i = 0; i < count; i++) {
        ref_judgement *value = &out->values[i];
        *value = judge_cell(&state, i);
        out->counts[value->kind]++;
        if (value->kind == REF_NOT_GIVEN)
            continue;
        if (out->worst == count || value->digits < out->values[out->worst].digits)
            out->worst = i;
        if (is_wrong(value) && out->first_row == count)
            out->first_row = i / width;
    }
    judge_clear(&state);
    free(promise);
}

void ref_judgements_clear(ref_judgements *judgements)
{
    free(judgements->values);
}

size_t ref_judgements_wrong(const ref_judgements *judgements)
{
    return judgements->counts[REF_MISMATCH] + judgements->counts[REF_INVALID];
}

double ref_case_middle(const ref_case *of, size_t cell)
{
    mpq_t middle;
    mpq_init(middle);
    mpq_add(middle, of->lo[cell], of->hi[cell]);
    mpq_div_2exp(middle, middle, 1);
    double value = mpq_get_d(middle);
    mpq_clear(middle);
    return value;
}
