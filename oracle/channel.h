/* channel: one collision as a channel on a small battery, in interval arithmetic, and the operators that
 * Apps. A and B write it with. */
#ifndef REF_CHANNEL_H
#define REF_CHANNEL_H

#include "claims.h"
#include "interval_matrix.h"

enum { REF_CHANNEL_PRECISION = 256, REF_CHANNEL_LEVELS = 5, REF_GROUND = 0, REF_EXCITED = 1 };

/* One setting: lowering = A, a Hermitian rho, q = 2/7, p = 1 - q, cosine and sine of theta = 3/10, phase
 * e^{i alpha}, alpha = 7/10; blocks[a][b] = <a|U|b> of U = exp(-i H theta) by its power series; the operators
 * of (A9), from cosines and sines level by level. */
typedef struct {
    ref_ladder_kind ladder;
    mpfi_t theta, root_q, root_p, q, p, phase_re, phase_im, cosine, sine, zero, one;
    ref_matrix lowering, rho, blocks[2][2];
    ref_matrix l_g, l_e, l_minus, l_plus;
} ref_channel;
void ref_channel_init(ref_channel *s, ref_ladder_kind ladder);
void ref_channel_clear(ref_channel *s);

/* Rational entries -8/17 ... 8/17, Hermitian when asked for. */
void ref_channel_fill(ref_matrix *a, bool hermitian);

/* out += tr_Q{U rho (x) rho_Q U^dagger} - rho, eq. (3), with rho_Q = |psi><psi|, |psi> = sqrt q |g> +
 * sqrt p e^{i alpha} |e>, and with rho_Q = q |g><g| + p |e><e|. */
void ref_channel_coherent(ref_matrix *out, const ref_channel *s);
void ref_channel_incoherent(ref_matrix *out, const ref_channel *s);

/* out += weight D[a] rho */
void ref_channel_dissipator(ref_matrix *out, const ref_matrix *a, const ref_channel *s, const mpfi_t weight);

/* out += D[sqrt q down + i sqrt p e^{i alpha} with_down] rho + D[sqrt p up + i sqrt q e^{-i alpha} with_up]
 * rho, the form of (A11), (B3). */
void ref_channel_dissipators(ref_matrix *out, const ref_channel *s, const ref_matrix *down,
                             const ref_matrix *with_down, const ref_matrix *up, const ref_matrix *with_up);

/* out += -i sqrt(q p) weight [e^{-i alpha} A + e^{i alpha} A^dagger, rho] */
void ref_channel_drive(ref_matrix *out, const ref_channel *s, const mpfi_t weight);

/* Adds the claim that a = b in every entry to 2^-160: certified or refuted. */
void ref_channel_identity(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                          const char *statement, const ref_matrix *a, const ref_matrix *b, const char *where);

#endif
