/* witness: built-in protocols that decide a bound without a scenario. */
#ifndef REF_WITNESS_H
#define REF_WITNESS_H

#include "bound.h"

/* Spin j = n_max/2, bounds 26 26p 28 28i 28p 29 29i 29p 29pp, against the full swap: the least slack over
 * its steps, as bound minus gain (26) or time of the full swap minus least time allowed. `step` is where (0
 * for 28: the empty battery at tau = 0). False when the bound has no such witness. */
bool ref_witness_spin(mpfi_t slack, long *step, const char *id, long n_max);

/* Bounds C4, C4p against one collision (q = 0, swap angle theta = m/256 for the worst m) and the
 * damping after it, from the empty battery: theta minus the least time allowed. Gives m. False when the
 * bound has no such witness. */
bool ref_witness_damped(mpfi_t slack, long *m, const char *id, const ref_real *gamma);

/* The same slack at one swap angle. */
void ref_witness_damped_at(mpfi_t slack, const mpfi_t theta, bool printed, const mpfi_t gamma);

#endif
