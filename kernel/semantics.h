/* Whether this machine computes as the proofs assume. */
#ifndef SC_SEMANTICS_H
#define SC_SEMANTICS_H

/* Whether double arithmetic now rounds to nearest, ties to even, and keeps subnormal numbers: false in
   another rounding mode, with flush-to-zero or denormals-are-zero, and where operations carry excess
   precision. Every other statement about the kernel takes this for granted. It is a property of the calling
   thread: ask once in each, after anything that may have changed the mode.
   Proved: terminates, writes nothing; that it answers yes in the semantics of the proofs and no in each of
   those modes is tested. */
/*@ terminates \true;
    assigns \nothing;
    ensures truth: \result == 0 || \result == 1; */
int sc_semantics_valid(void);
#endif
