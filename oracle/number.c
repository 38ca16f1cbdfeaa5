/* number: see number.h. */
#include "number.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { EXPONENT_MAX = 9999 };

void ref_number_init(ref_number *number)
{
    *number = (ref_number){ .kind = REF_NO_NUMBER };
    mpq_init(number->x);
}

void ref_number_clear(ref_number *number)
{
    mpq_clear(number->x);
}

static bool is_not_finite(const char *text)
{
    text += *text == '+' || *text == '-';
    return strcasecmp(text, "nan") == 0 || strcasecmp(text, "inf") == 0 || strcasecmp(text, "infinity") == 0;
}

/* What a number consists of: digits with at most one point, then perhaps an exponent. */
typedef struct {
    const char *digits;
    size_t length;
    long places, exponent;
    bool negative, hexadecimal;
} parts;

static bool is_digit(char letter, bool hexadecimal)
{
    return hexadecimal ? isxdigit((unsigned char)letter) : isdigit((unsigned char)letter);
}

static bool split_digits(parts *out, const char **at)
{
    bool point = false;
    size_t count = 0;
    for (out->digits = *at; is_digit(**at, out->hexadecimal) || (**at == '.' && !point); ++*at) {
        point = point || **at == '.';
        count += **at != '.';
        out->places += point && **at != '.';
    }
    out->length = (size_t)(*at - out->digits);
    return count > 0;
}

static bool split_exponent(parts *out, const char **at)
{
    if (**at == '\0' || strchr(out->hexadecimal ? "pP" : "eE", **at) == NULL)
        return true;
    char *end;
    const char *start = ++*at;
    if (!isdigit((unsigned char)start[*start == '+' || *start == '-']))
        return false;
    out->exponent = strtol(start, &end, 10);
    *at = end;
    return out->exponent >= -EXPONENT_MAX && out->exponent <= EXPONENT_MAX;
}

static bool split(parts *out, const char *text)
{
    *out = (parts){ .negative = *text == '-' };
    text += *text == '+' || *text == '-';
    out->hexadecimal = strncasecmp(text, "0x", 2) == 0;
    text += out->hexadecimal ? 2 : 0;
    return split_digits(out, &text) && split_exponent(out, &text) && *text == '\0';
}

ref_number_kind ref_number_kind_of(const char *text)
{
    parts found;
    return is_not_finite(text) ? REF_NOT_FINITE : split(&found, text) ? REF_FINITE_NUMBER : REF_NO_NUMBER;
}

void ref_number_power(mpq_t power, long exponent)
{
    mpq_set_ui(power, 1, 1);
    mpz_ui_pow_ui(exponent < 0 ? mpq_denref(power) : mpq_numref(power), 10, (unsigned long)labs(exponent));
}

/* The digits as an integer. */
static void set_digits(mpz_t out, const parts *found)
{
    char *digits = malloc(found->length + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->length; i++)
        if (found->digits[i] != '.')
            digits[count++] = found->digits[i];
    digits[count] = '\0';
    mpz_set_str(out, digits, found->hexadecimal ? 16 : 10);
    free(digits);
}

static void scale(mpq_t x, const parts *found)
{
    mpq_t factor;
    mpq_init(factor);
    if (found->hexadecimal) {
        long shift = found->exponent - 4 * found->places;
        mpq_set_ui(factor, 1, 1);
        mpz_mul_2exp(shift < 0 ? mpq_denref(factor) : mpq_numref(factor), mpq_numref(factor),
                     (unsigned long)labs(shift));
    } else {
        ref_number_power(factor, found->exponent - found->places);
    }
    mpq_mul(x, x, factor);
    mpq_clear(factor);
}

/* Significant digits from the first that is not 0. */
static long count_digits(const parts *found)
{
    long count = 0;
    for (size_t i = 0; i < found->length; i++)
        count += isdigit((unsigned char)found->digits[i]) && (count > 0 || found->digits[i] != '0');
    return count;
}

void ref_number_read(ref_number *number, const char *text)
{
    parts found;
    number->kind = ref_number_kind_of(text);
    if (number->kind != REF_FINITE_NUMBER)
        return;
    split(&found, text);
    number->hexadecimal = found.hexadecimal;
    number->digits = count_digits(&found);
    number->place = found.exponent - found.places;
    set_digits(mpq_numref(number->x), &found);
    mpz_set_ui(mpq_denref(number->x), 1);
    scale(number->x, &found);
    if (found.negative)
        mpq_neg(number->x, number->x);
}

/* |x| = num/den: the logarithm from the leading bits, then one comparison to settle it. */
long ref_number_magnitude(const mpq_t x)
{
    long num_exponent, den_exponent;
    double num = mpz_get_d_2exp(&num_exponent, mpq_numref(x)),
           den = mpz_get_d_2exp(&den_exponent, mpq_denref(x));
    double logarithm = log10(fabs(num) / den) + (double)(num_exponent - den_exponent) * log10(2);
    long exponent = (long)floor(logarithm + 0.5);
    mpq_t power, size;
    mpq_inits(power, size, NULL);
    ref_number_power(power, exponent);
    mpq_abs(size, x);
    exponent -= mpq_cmp(size, power) < 0;
    mpq_clears(power, size, NULL);
    return exponent;
}
