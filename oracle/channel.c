/* channel: one collision as a channel, in interval arithmetic; see channel.h. */
#include "channel.h"

#include "text.h"

enum { PRECISION = REF_CHANNEL_PRECISION, LEVELS = REF_CHANNEL_LEVELS, G = REF_GROUND, E = REF_EXCITED,
       TOLERANCE_EXPONENT = -160 };

void ref_channel_fill(ref_matrix *a, bool hermitian)
{
    unsigned long state = 1;
    for (long i = 0; i < a->size * a->size; i++) {
        state = state * 75 % 65537;
        mpfi_set_si(a->re[i], (long)(state % 17) - 8);
        mpfi_div_ui(a->re[i], a->re[i], 17);
        state = state * 75 % 65537;
        mpfi_set_si(a->im[i], (long)(state % 17) - 8);
        mpfi_div_ui(a->im[i], a->im[i], 17);
    }
    if (!hermitian) return;
    ref_matrix dagger = ref_matrix_new(a->size, PRECISION);
    ref_matrix_adjoint(&dagger, a);
    ref_matrix_add(a, &dagger, 1);
    ref_matrix_free(&dagger);
}

/* f_n of the ladder, f_0 = f_LEVELS = 0 */
static void rung(mpfi_t out, ref_ladder_kind ladder, long n)
{
    long weight = ladder == REF_SPIN ? n * (LEVELS - n) : ladder == REF_UNIFORM ? 1 : n;
    mpfi_set_si(out, n == 0 || n == LEVELS ? 0 : weight);
    mpfi_sqrt(out, out);
}

/* The operators of (A9), from cosines and sines level by level. */
static void lindblad_operators(ref_channel *s)
{
    mpfi_t angle;
    mpfi_init2(angle, PRECISION);
    for (long n = 0; n < LEVELS; n++) {
        rung(angle, s->ladder, n);
        mpfi_mul(angle, angle, s->theta);
        mpfi_cos(s->l_g.re[n * LEVELS + n], angle);
        if (n > 0) {
            mpfi_sin(s->l_minus.re[(n - 1) * LEVELS + n], angle);
            mpfi_sin(s->l_plus.re[n * LEVELS + n - 1], angle);
        }
        rung(angle, s->ladder, n + 1);
        mpfi_mul(angle, angle, s->theta);
        mpfi_cos(s->l_e.re[n * LEVELS + n], angle);
    }
    mpfi_clear(angle);
}

/* The blocks of exp(-i theta H), H = A |e><g| + A^dagger |g><e|, joint index 2 n + qubit. */
static void unitary_blocks(ref_channel *s)
{
    ref_matrix h = ref_matrix_new(2 * LEVELS, PRECISION), u = ref_matrix_new(2 * LEVELS, PRECISION);
    for (long n = 1; n < LEVELS; n++) {
        long up = 2 * n + G, down = 2 * (n - 1) + E;
        mpfi_mul(h.re[down * 2 * LEVELS + up], s->lowering.re[(n - 1) * LEVELS + n], s->theta);
        mpfi_set(h.re[up * 2 * LEVELS + down], h.re[down * 2 * LEVELS + up]);
    }
    ref_matrix_exponential(&u, &h);
    for (long i = 0; i < 2 * LEVELS; i++)
        for (long k = 0; k < 2 * LEVELS; k++) {
            ref_matrix *block = &s->blocks[i % 2][k % 2];
            mpfi_set(block->re[i / 2 * LEVELS + k / 2], u.re[i * 2 * LEVELS + k]);
            mpfi_set(block->im[i / 2 * LEVELS + k / 2], u.im[i * 2 * LEVELS + k]);
        }
    ref_matrix_free(&u);
    ref_matrix_free(&h);
}

static void set_scalars(ref_channel *s)
{
    mpfi_set_ui(s->zero, 0);
    mpfi_set_ui(s->one, 1);
    mpfi_set_ui(s->theta, 3);
    mpfi_div_ui(s->theta, s->theta, 10);
    mpfi_cos(s->cosine, s->theta);
    mpfi_sin(s->sine, s->theta);
    mpfi_set_ui(s->q, 2);
    mpfi_div_ui(s->q, s->q, 7);
    mpfi_ui_sub(s->p, 1, s->q);
    mpfi_sqrt(s->root_q, s->q);
    mpfi_sqrt(s->root_p, s->p);
    mpfi_set_ui(s->phase_im, 7);
    mpfi_div_ui(s->phase_im, s->phase_im, 10);
    mpfi_cos(s->phase_re, s->phase_im);
    mpfi_sin(s->phase_im, s->phase_im);
}

#define SCALARS(s) { (s)->theta, (s)->root_q, (s)->root_p, (s)->q, (s)->p, (s)->phase_re, (s)->phase_im, \
                     (s)->cosine, (s)->sine, (s)->zero, (s)->one }
#define MATRICES(s) { &(s)->lowering, &(s)->rho, &(s)->blocks[G][G], &(s)->blocks[G][E], &(s)->blocks[E][G], \
                      &(s)->blocks[E][E], &(s)->l_g, &(s)->l_e, &(s)->l_minus, &(s)->l_plus }

void ref_channel_init(ref_channel *s, ref_ladder_kind ladder)
{
    mpfi_ptr scalars[] = SCALARS(s);
    ref_matrix *matrices[] = MATRICES(s);
    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) mpfi_init2(scalars[i], PRECISION);
    for (size_t i = 0; i < sizeof matrices / sizeof matrices[0]; i++)
        *matrices[i] = ref_matrix_new(LEVELS, PRECISION);
    s->ladder = ladder;
    set_scalars(s);
    ref_channel_fill(&s->rho, true);
    for (long n = 1; n < LEVELS; n++) rung(s->lowering.re[(n - 1) * LEVELS + n], ladder, n);
    lindblad_operators(s);
    unitary_blocks(s);
}

void ref_channel_clear(ref_channel *s)
{
    mpfi_ptr scalars[] = SCALARS(s);
    ref_matrix *matrices[] = MATRICES(s);
    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) mpfi_clear(scalars[i]);
    for (size_t i = 0; i < sizeof matrices / sizeof matrices[0]; i++) ref_matrix_free(matrices[i]);
}

/* out += (re + i im) a */
static void add_scaled(ref_matrix *out, const ref_matrix *a, const mpfi_t re, const mpfi_t im)
{
    ref_matrix part = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix_scale(&part, a, re, im);
    ref_matrix_add(out, &part, 1);
    ref_matrix_free(&part);
}

void ref_channel_dissipator(ref_matrix *out, const ref_matrix *a, const ref_channel *s, const mpfi_t weight)
{
    ref_matrix part = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix_dissipate(&part, a, &s->rho);
    add_scaled(out, &part, weight, s->zero);
    ref_matrix_free(&part);
}

void ref_channel_coherent(ref_matrix *out, const ref_channel *s)
{
    mpfi_t re, im;
    mpfi_init2(re, PRECISION);
    mpfi_init2(im, PRECISION);
    mpfi_mul(re, s->root_p, s->phase_re);
    mpfi_mul(im, s->root_p, s->phase_im);
    for (int end = G; end <= E; end++) {
        ref_matrix kraus = ref_matrix_new(LEVELS, PRECISION);
        add_scaled(&kraus, &s->blocks[end][G], s->root_q, s->zero);
        add_scaled(&kraus, &s->blocks[end][E], re, im);
        ref_matrix_sandwich(out, &kraus, &s->rho, &kraus);
        ref_matrix_free(&kraus);
    }
    ref_matrix_add(out, &s->rho, -1);
    mpfi_clear(im);
    mpfi_clear(re);
}

void ref_channel_incoherent(ref_matrix *out, const ref_channel *s)
{
    for (int end = G; end <= E; end++)
        for (int start = G; start <= E; start++) {
            ref_matrix part = ref_matrix_new(LEVELS, PRECISION);
            ref_matrix_sandwich(&part, &s->blocks[end][start], &s->rho, &s->blocks[end][start]);
            add_scaled(out, &part, start == G ? s->q : s->p, s->zero);
            ref_matrix_free(&part);
        }
    ref_matrix_add(out, &s->rho, -1);
}

/* out := sqrt q down + i sqrt p e^{i alpha} level, or, up: sqrt p down + i sqrt q e^{-i alpha} level */
static void combined_operator(ref_matrix *out, const ref_channel *s, const ref_matrix *jump,
                              const ref_matrix *level, bool up)
{
    mpfi_t re, im;
    mpfi_init2(re, PRECISION);
    mpfi_init2(im, PRECISION);
    mpfi_mul(re, up ? s->root_q : s->root_p, s->phase_im);
    if (!up) mpfi_neg(re, re);
    mpfi_mul(im, up ? s->root_q : s->root_p, s->phase_re);
    ref_matrix zero = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix_copy(out, &zero);
    ref_matrix_free(&zero);
    add_scaled(out, jump, up ? s->root_p : s->root_q, s->zero);
    add_scaled(out, level, re, im);
    mpfi_clear(im);
    mpfi_clear(re);
}

void ref_channel_dissipators(ref_matrix *out, const ref_channel *s, const ref_matrix *down,
                             const ref_matrix *with_down, const ref_matrix *up, const ref_matrix *with_up)
{
    ref_matrix kraus = ref_matrix_new(LEVELS, PRECISION);
    combined_operator(&kraus, s, down, with_down, false);
    ref_matrix_dissipate(out, &kraus, &s->rho);
    combined_operator(&kraus, s, up, with_up, true);
    ref_matrix_dissipate(out, &kraus, &s->rho);
    ref_matrix_free(&kraus);
}

void ref_channel_drive(ref_matrix *out, const ref_channel *s, const mpfi_t weight)
{
    ref_matrix drive = ref_matrix_new(LEVELS, PRECISION), dagger = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t minus;
    mpfi_init2(minus, PRECISION);
    mpfi_neg(minus, s->phase_im);
    add_scaled(&drive, &s->lowering, s->phase_re, minus);
    ref_matrix_adjoint(&dagger, &drive);
    ref_matrix_add(&drive, &dagger, 1);
    mpfi_mul(minus, s->root_q, s->root_p);
    mpfi_mul(minus, minus, weight);
    mpfi_neg(minus, minus);
    ref_matrix_scale(&drive, &drive, s->zero, minus);
    ref_matrix_commute(out, &drive, &s->rho);
    mpfi_clear(minus);
    ref_matrix_free(&dagger);
    ref_matrix_free(&drive);
}

void ref_channel_identity(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
                          const char *statement, const ref_matrix *a, const ref_matrix *b, const char *where)
{
    ref_ruling ruling;
    mpfi_t slack, distance;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(distance, PRECISION);
    ref_matrix_distance(distance, a, b);
    mpfi_set_ui(slack, 1);
    mpfi_mul_2si(slack, slack, TOLERANCE_EXPONENT);
    mpfi_sub(slack, slack, distance);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 0);
    ref_claims_add(claims, kind, id, equation, statement, &ruling,
                   ref_text_format("%s, %d levels, every entry to 2^%d", where, LEVELS, TOLERANCE_EXPONENT),
                   ref_text_format("q = 2/7, alpha = 7/10, theta = 3/10, a fixed rational state"),
                   ref_text_format("surecharge paper --chapter channel"));
    ref_ruling_clear(&ruling);
    mpfi_clear(distance);
    mpfi_clear(slack);
}
