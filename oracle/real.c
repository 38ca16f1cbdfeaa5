/* real: see real.h. Grammar of a number:
 *     value    = ["+" | "-"] (ratio | [ratio "*"] "pi" ["/" number])
 *     ratio    = number ["/" number]
 *     number   = decimal | hexadecimal float, without sign
 * Length and exponents are bounded, so that a short text cannot stand for a number that fills the memory. */
#include "real.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4096, EXPONENT_MAX = 9999, GUARD_BITS = 32, START_BITS = 128 };

void ref_real_init(ref_real *value)
{
    value->form = REF_RATIONAL;
    mpq_init(value->x);
}

void ref_real_clear(ref_real *value)
{
    mpq_clear(value->x);
}

void ref_real_set(ref_real *value, const ref_real *from)
{
    value->form = from->form;
    mpq_set(value->x, from->x);
}

void ref_real_set_ratio(ref_real *value, long num, unsigned long den)
{
    value->form = REF_RATIONAL;
    mpq_set_si(value->x, num, den);
    mpq_canonicalize(value->x);
}

static bool take(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* Digits of `base` with at most one point, at least one digit; *places counts those after the point. */
static bool take_digits(mpz_t digits, long *places, const char **at, int base)
{
    char buffer[TEXT_MAX + 1];
    size_t count = 0;
    bool point = false;
    *places = 0;
    for (;; ++*at) {
        unsigned char letter = (unsigned char)**at;
        if (base == 16 ? isxdigit(letter) : isdigit(letter)) {
            buffer[count++] = (char)letter;
            *places += point;
        } else if (letter == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    buffer[count] = '\0';
    return count > 0 && mpz_set_str(digits, buffer, base) == 0;
}

/* A signed decimal exponent after one of the two `letters`, or none (0). */
static bool take_exponent(long *exponent, const char **at, const char *letters)
{
    *exponent = 0;
    if (**at == '\0' || strchr(letters, **at) == NULL)
        return true;
    ++*at;
    bool negative = take(at, "-");
    if (!negative)
        take(at, "+");
    if (!isdigit((unsigned char)**at))
        return false;
    for (; isdigit((unsigned char)**at); ++*at) {
        *exponent = 10 * *exponent + (**at - '0');
        if (*exponent > EXPONENT_MAX)
            return false;
    }
    *exponent = negative ? -*exponent : *exponent;
    return true;
}

static bool take_number(mpq_t x, const char **at)
{
    bool hexadecimal = take(at, "0x") || take(at, "0X");
    long places, exponent;
    if (!take_digits(mpq_numref(x), &places, at, hexadecimal ? 16 : 10))
        return false;
    if (!take_exponent(&exponent, at, hexadecimal ? "pP" : "eE"))
        return false;
    exponent -= hexadecimal ? 4 * places : places;
    mpz_ui_pow_ui(mpq_denref(x), hexadecimal ? 2 : 10, (unsigned long)labs(exponent));
    if (exponent > 0) {
        mpz_mul(mpq_numref(x), mpq_numref(x), mpq_denref(x));
        mpz_set_ui(mpq_denref(x), 1);
    }
    mpq_canonicalize(x);
    return true;
}

/* "/ number", or nothing. */
static bool take_divisor(mpq_t x, const char **at)
{
    if (!take(at, "/"))
        return true;
    mpq_t divisor;
    mpq_init(divisor);
    bool read = take_number(divisor, at) && mpq_sgn(divisor) != 0;
    if (read)
        mpq_div(x, x, divisor);
    mpq_clear(divisor);
    return read;
}

static bool take_value(ref_real *value, const char **at)
{
    bool negative = take(at, "-");
    if (!negative)
        take(at, "+");
    value->form = REF_RATIONAL;
    mpq_set_ui(value->x, 1, 1);
    bool bare_pi = **at == 'p';
    if (!bare_pi && !(take_number(value->x, at) && take_divisor(value->x, at)))
        return false;
    if (bare_pi || take(at, "*")) {
        value->form = REF_MULTIPLE_OF_PI;
        if (!take(at, "pi") || !take_divisor(value->x, at))
            return false;
    }
    if (negative)
        mpq_neg(value->x, value->x);
    return **at == '\0';
}

bool ref_real_parse(ref_real *value, const char *text)
{
    if (strnlen(text, TEXT_MAX + 1) > TEXT_MAX)
        return false;
    ref_real read;
    ref_real_init(&read);
    bool valid = take_value(&read, &text);
    if (valid)
        ref_real_set(value, &read);
    ref_real_clear(&read);
    return valid;
}

void ref_real_enclose(mpfi_t out, const ref_real *value)
{
    if (value->form == REF_RATIONAL) {
        mpfi_set_q(out, value->x);
        return;
    }
    mpfi_t wide;
    mpfi_init2(wide, mpfi_get_prec(out) + GUARD_BITS);
    if (value->form == REF_MULTIPLE_OF_PI) {
        mpfi_const_pi(wide);
        mpfi_mul_q(wide, wide, value->x);
    } else {
        mpfi_set_q(wide, value->x);
        mpfi_neg(wide, wide);
        mpfi_expm1(wide, wide);
        mpfi_neg(wide, wide);
    }
    mpfi_set(out, wide);
    mpfi_clear(wide);
}

/* Sign of value - ratio where the two are known to differ. */
static int compare_distinct(const ref_real *value, const mpq_t ratio)
{
    mpfi_t difference;
    mpfi_init2(difference, START_BITS);
    for (mpfr_prec_t precision = START_BITS;; precision *= 2) {
        mpfi_set_prec(difference, precision);
        ref_real_enclose(difference, value);
        mpfi_sub_q(difference, difference, ratio);
        if (mpfi_is_strictly_pos(difference) || mpfi_is_strictly_neg(difference))
            break;
    }
    int sign = mpfi_is_strictly_pos(difference) ? 1 : -1;
    mpfi_clear(difference);
    return sign;
}

static int compare_ratio(const ref_real *value, const mpq_t ratio)
{
    if (value->form == REF_RATIONAL)
        return mpq_cmp(value->x, ratio);
    if (mpq_sgn(value->x) == 0)
        return -mpq_sgn(ratio);
    if (mpq_sgn(ratio) == 0)
        return mpq_sgn(value->x);
    if (value->form == REF_DECAY && mpq_cmp_ui(ratio, 1, 1) >= 0)
        return -1;
    return compare_distinct(value, ratio);
}

int ref_real_compare_ratio(const ref_real *value, long num, unsigned long den)
{
    mpq_t ratio;
    mpq_init(ratio);
    mpq_set_si(ratio, num, den);
    mpq_canonicalize(ratio);
    int sign = compare_ratio(value, ratio);
    mpq_clear(ratio);
    return (sign > 0) - (sign < 0);
}

bool ref_real_equal(const ref_real *a, const ref_real *b)
{
    bool same_form = a->form == b->form || (mpq_sgn(a->x) == 0 && mpq_sgn(b->x) == 0);
    return same_form && mpq_equal(a->x, b->x);
}

double ref_real_double(double *error, const ref_real *value)
{
    mpfi_t exact;
    mpfi_init2(exact, START_BITS);
    double nearest, other;
    mpfr_prec_t precision = START_BITS;
    do {
        mpfi_set_prec(exact, precision);
        ref_real_enclose(exact, value);
        nearest = mpfr_get_d(&exact->left, MPFR_RNDN);
        other = mpfr_get_d(&exact->right, MPFR_RNDN);
        precision *= 2;
    } while (nearest != other);
    mpfr_t distance;
    mpfr_init2(distance, START_BITS);
    mpfi_sub_d(exact, exact, nearest);
    mpfi_mag(distance, exact);
    *error = mpfr_get_d(distance, MPFR_RNDU);
    mpfr_clear(distance);
    mpfi_clear(exact);
    return nearest;
}
