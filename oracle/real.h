/* real: exact real numbers, exactly as the user wrote them.
 *
 * A number is a string that means what it says: "0.3" is 3/10, "1/3" is a third, "0x1.8p-3" is 3/16,
 * "pi/100", "3*pi/7" and "-2*pi/5" are rational multiples of pi. Nothing is rounded until it is enclosed. */
#ifndef REF_REAL_H
#define REF_REAL_H

#include <stdbool.h>
#include <gmp.h>
#include <mpfr.h>
#include <mpfi.h>

/* rational: x;  multiple of pi: x pi;  decay: 1 - exp(-x), for a damping given as kappa t0 */
typedef enum { REF_RATIONAL, REF_MULTIPLE_OF_PI, REF_DECAY } ref_form;

typedef struct {
    ref_form form;
    mpq_t x;
} ref_real;

void ref_real_init(ref_real *value);
void ref_real_clear(ref_real *value);
void ref_real_set(ref_real *value, const ref_real *from);

/* Exact rational num/den, den > 0. */
void ref_real_set_ratio(ref_real *value, long num, unsigned long den);

/* Reads text; false, value unchanged, when it is not a number of the forms above:
 *     value = ["+" | "-"] (ratio | [ratio "*"] "pi" ["/" number]),   ratio = number ["/" number],
 * a number being a decimal ("12", "0.3", ".5", "1e-3") or a hexadecimal float ("0x1.8p-3"). No blanks.
 * At most 4096 characters, exponents at most 9999 in magnitude, no division by zero. */
bool ref_real_parse(ref_real *value, const char *text);

/* Encloses value at the precision of `out`: tightest for a rational, else at most a unit wider. */
void ref_real_enclose(mpfi_t out, const ref_real *value);

/* Exact sign of (value - num/den). A nonzero multiple of pi and a nonzero decay are irrational, so raising
 * the precision decides them. */
int ref_real_compare_ratio(const ref_real *value, long num, unsigned long den);

/* Exact equality of two numbers as real numbers. (Whether a decay can equal a multiple of pi other than 0 is
 * not known; the two count as different.) */
bool ref_real_equal(const ref_real *a, const ref_real *b);

/* The nearest double, and in *error an upper bound on |value - double|, 0 when value is that double. Beyond
 * the range of doubles both are infinite. */
double ref_real_double(double *error, const ref_real *value);

#endif
