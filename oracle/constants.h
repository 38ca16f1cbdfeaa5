/* constants: the numbers the paper's bounds are made of, enclosed at any precision. */
#ifndef REF_CONSTANTS_H
#define REF_CONSTANTS_H

#include <stddef.h>
#include <mpfi.h>

/* x*: the one maximiser of sin^2(x)/x over all x > 0, 1.16556118520721... (eq. (12): theta sqrt(n+1) = x*).
 * Why one: sin^2(x)/x <= 1/x <= 2/pi for x >= pi/2, below the value at x*; on (0, pi/2) the derivative
 * vanishes only where tan x = 2x, and tan x - 2x is convex there, zero at 0 and decreasing at first, so it
 * has exactly one root. Enclosed by interval Newton on sin x - 2x cos x from [1, 5/4], at the precision of
 * `out` to a few units. */
void ref_constant_x_star(mpfi_t out);

/* R0 = max over x > 0 of sin^2(x)/x = 4 x* / (1 + 4 x*^2) = 0.724611353776708... (eq. (12)). */
void ref_constant_r0(mpfi_t out);

/* zeta(1/2) = -1.46035450880958... (eq. (17)); mpfr_zeta rounds correctly. */
void ref_constant_zeta_half(mpfi_t out);

/* One number the paper quotes. */
typedef struct {
    const char *name;           /* as in formulas, e.g. "1/R0^2" */
    const char *where;          /* equation or section of the paper and what it is there */
    void (*enclose)(mpfi_t out);
} ref_constant;

/* Every constant of `surecharge constants`, in the order it prints them; *count of them. */
const ref_constant *ref_constant_table(size_t *count);

#endif
