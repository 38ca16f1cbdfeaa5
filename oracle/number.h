/* number: a number somebody submitted, exactly as written. */
#ifndef REF_NUMBER_H
#define REF_NUMBER_H

#include <gmp.h>

typedef enum { REF_NO_NUMBER, REF_FINITE_NUMBER, REF_NOT_FINITE } ref_number_kind;

/* finite: x is the value; digits are the significant digits written, from the first that is not 0 to
 * the last, zeros at the end included; the last of them stands for 10^place. hexadecimal: exact, digits
 * and place mean nothing. */
typedef struct {
    ref_number_kind kind;
    mpq_t x;
    int hexadecimal;
    long digits, place;
} ref_number;

void ref_number_init(ref_number *number);
void ref_number_clear(ref_number *number);

/* Reads a decimal ("-1.50e-3", of any length) or a hexadecimal float ("0x1.8p-3"), exponents at most 9999 in
 * magnitude, or one of nan, inf and infinity (in any case, with or without sign: REF_NOT_FINITE). */
void ref_number_read(ref_number *number, const char *text);

/* What kind of number the text is. */
ref_number_kind ref_number_kind_of(const char *text);

/* The leading digit of x stands for 10^result; x is not 0. */
long ref_number_magnitude(const mpq_t x);

/* 10^exponent */
void ref_number_power(mpq_t power, long exponent);

#endif
