/* claims_channel: the identities of Apps. A and B, (21), (32), on small batteries in interval arithmetic. */
#include "claims.h"
#include "interval_matrix.h"

#include <stdlib.h>
#include "text.h"

enum { PRECISION = 256, LEVELS = 5, G = 0, E = 1, TOLERANCE_EXPONENT = -160 };

#define COMMAND "surecharge paper"

/* One setting: A, a Hermitian rho, q = 2/7, p = 1 - q, c, s = cos, sin of theta = 3/10, phase e^{i alpha},
 * alpha = 7/10; blocks[a][b] = <a|U|b> of U = exp(-i H theta) by its power series. */
typedef struct {
    ref_ladder_kind ladder;
    mpfi_t theta, root_q, root_p, q, p, phase_re, phase_im, cosine, sine, zero, one;
    ref_matrix lowering, rho, blocks[2][2];
    ref_matrix l_g, l_e, l_minus, l_plus;
} setting;

/* Rational entries -8/17 … 8/17, Hermitian when asked for. */
static void fill(ref_matrix *a, bool hermitian)
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
static void lindblad_operators(setting *s)
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
static void unitary_blocks(setting *s)
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

static void set_scalars(setting *s, unsigned long theta_denominator)
{
    mpfi_set_ui(s->zero, 0);
    mpfi_set_ui(s->one, 1);
    mpfi_set_ui(s->theta, 3);
    mpfi_div_ui(s->theta, s->theta, theta_denominator);
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

/* theta = 3/theta_denominator */
static void setting_init(setting *s, ref_ladder_kind ladder, unsigned long theta_denominator)
{
    mpfi_ptr scalars[] = SCALARS(s);
    ref_matrix *matrices[] = MATRICES(s);
    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) mpfi_init2(scalars[i], PRECISION);
    for (size_t i = 0; i < sizeof matrices / sizeof matrices[0]; i++)
        *matrices[i] = ref_matrix_new(LEVELS, PRECISION);
    s->ladder = ladder;
    set_scalars(s, theta_denominator);
    fill(&s->rho, true);
    for (long n = 1; n < LEVELS; n++) rung(s->lowering.re[(n - 1) * LEVELS + n], ladder, n);
    lindblad_operators(s);
    unitary_blocks(s);
}

static void setting_clear(setting *s)
{
    mpfi_ptr scalars[] = SCALARS(s);
    ref_matrix *matrices[] = MATRICES(s);
    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) mpfi_clear(scalars[i]);
    for (size_t i = 0; i < sizeof matrices / sizeof matrices[0]; i++) ref_matrix_free(matrices[i]);
}

/* --- pieces --------------------------------------------------------------------------------------------- */

/* out += (re + i im) a */
static void add_scaled(ref_matrix *out, const ref_matrix *a, const mpfi_t re, const mpfi_t im)
{
    ref_matrix part = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix_scale(&part, a, re, im);
    ref_matrix_add(out, &part, 1);
    ref_matrix_free(&part);
}

/* out += weight D[a] rho */
static void add_dissipator(ref_matrix *out, const ref_matrix *a, const setting *s, const mpfi_t weight)
{
    ref_matrix part = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix_dissipate(&part, a, &s->rho);
    add_scaled(out, &part, weight, s->zero);
    ref_matrix_free(&part);
}

/* tr_Q{U rho (x) |psi><psi| U^dagger} - rho, |psi> = sqrt q |g> + sqrt p e^{i alpha} |e> */
static void coherent_step(ref_matrix *out, const setting *s)
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

/* The same for the mixture q |g><g| + p |e><e|. */
static void incoherent_step(ref_matrix *out, const setting *s)
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
static void combined_operator(ref_matrix *out, const setting *s, const ref_matrix *jump,
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

/* The two dissipators of (A11), with these jumps and level operators. */
static void two_dissipators(ref_matrix *out, const setting *s, const ref_matrix *down,
                            const ref_matrix *with_down,
                            const ref_matrix *up, const ref_matrix *with_up)
{
    ref_matrix kraus = ref_matrix_new(LEVELS, PRECISION);
    combined_operator(&kraus, s, down, with_down, false);
    ref_matrix_dissipate(out, &kraus, &s->rho);
    combined_operator(&kraus, s, up, with_up, true);
    ref_matrix_dissipate(out, &kraus, &s->rho);
    ref_matrix_free(&kraus);
}

/* out += -i sqrt(q p) weight [e^{-i alpha} A + e^{i alpha} A^dagger, rho] */
static void add_drive(ref_matrix *out, const setting *s, const mpfi_t weight)
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

/* --- claims --------------------------------------------------------------------------------------------- */

/* a = b to 2^TOLERANCE_EXPONENT in every entry: certified or refuted. */
static void add_identity(ref_claims *claims, ref_claim_kind kind, const char *id, const char *equation,
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
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_clear(distance);
    mpfi_clear(slack);
}

/* (A2): sum M^dagger M = 1 with the auxiliary basis (3, 4)/5, (-4, 3)/5. */
static void completeness(ref_claims *claims, const setting *s)
{
    static const long chi[2][2] = {{3, 4}, {-4, 3}};
    ref_matrix sum = ref_matrix_new(LEVELS, PRECISION), identity = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix kraus = ref_matrix_new(LEVELS, PRECISION), dagger = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t weight;
    mpfi_init2(weight, PRECISION);
    for (int m = 0; m < 2; m++)
        for (int n = G; n <= E; n++) {
            ref_matrix_scale(&kraus, &kraus, s->zero, s->zero);
            ref_matrix_add(&kraus, &s->blocks[G][n], chi[m][G]);
            ref_matrix_add(&kraus, &s->blocks[E][n], chi[m][E]);
            mpfi_div_ui(weight, n == G ? s->root_q : s->root_p, 5);
            ref_matrix_scale(&kraus, &kraus, weight, s->zero);
            ref_matrix_adjoint(&dagger, &kraus);
            ref_matrix_identity(&identity);
            ref_matrix_sandwich(&sum, &dagger, &identity, &dagger);
        }
    add_identity(claims, REF_PRINTED, "A2", "(A2)", "sum of M^dagger M is 1", &sum, &identity, "oscillator");
    mpfi_clear(weight);
    ref_matrix_free(&dagger);
    ref_matrix_free(&kraus);
    ref_matrix_free(&identity);
    ref_matrix_free(&sum);
}

/* (A5): D[B + a 1] rho = D[B] rho + [(a* B - a B^dagger)/2, rho], a = sqrt p + i sqrt q, B any matrix. */
static void shifted_dissipator(ref_claims *claims, const setting *s)
{
    ref_matrix b = ref_matrix_new(LEVELS, PRECISION), shifted = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix left = ref_matrix_new(LEVELS, PRECISION), right = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix drive = ref_matrix_new(LEVELS, PRECISION), dagger = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t half, minus_half;
    mpfi_init2(half, PRECISION);
    mpfi_init2(minus_half, PRECISION);
    fill(&b, false);
    ref_matrix_identity(&shifted);
    ref_matrix_scale(&shifted, &shifted, s->root_p, s->root_q);
    ref_matrix_add(&shifted, &b, 1);
    ref_matrix_dissipate(&left, &shifted, &s->rho);
    mpfi_div_2ui(half, s->root_p, 1);
    mpfi_div_2ui(minus_half, s->root_q, 1);
    mpfi_neg(minus_half, minus_half);
    ref_matrix_scale(&drive, &b, half, minus_half);
    ref_matrix_adjoint(&dagger, &drive);
    ref_matrix_add(&drive, &dagger, -1);
    ref_matrix_dissipate(&right, &b, &s->rho);
    ref_matrix_commute(&right, &drive, &s->rho);
    add_identity(claims, REF_PRINTED, "A5", "(A5)", "D[B + a 1] rho = D[B] rho + [(a* B - a B^dagger)/2, "
                 "rho]", &left,
                 &right, "a rational B");
    mpfi_clear(minus_half);
    mpfi_clear(half);
    ref_matrix *all[] = {&b, &shifted, &left, &right, &drive, &dagger};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) ref_matrix_free(all[i]);
}

/* (A9): the blocks of U are L_g, L_e, -i L_-, -i L_+. */
static void blocks(ref_claims *claims, const setting *s, const char *where)
{
    static const char *const statements[] = {"<g|U|g> = L_g", "<e|U|e> = L_e", "i <e|U|g> = L_-",
                                        "i <g|U|e> = L_+"};
    const ref_matrix *given[] = {&s->blocks[G][G], &s->blocks[E][E], &s->blocks[E][G], &s->blocks[G][E]};
    const ref_matrix *expected[] = {&s->l_g, &s->l_e, &s->l_minus, &s->l_plus};
    for (int i = 0; i < 4; i++) {
        ref_matrix block = ref_matrix_new(LEVELS, PRECISION);
        ref_matrix_scale(&block, given[i], i < 2 ? s->one : s->zero, i < 2 ? s->zero : s->one);
        add_identity(claims, REF_PRINTED, "A9", "(A9)", statements[i], &block, expected[i], where);
        ref_matrix_free(&block);
    }
}

static void generators(ref_claims *claims, const setting *s, const char *where)
{
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION), form = ref_matrix_new(LEVELS, PRECISION);
    incoherent_step(&direct, s);
    add_dissipator(&form, &s->l_g, s, s->q);
    add_dissipator(&form, &s->l_minus, s, s->q);
    add_dissipator(&form, &s->l_e, s, s->p);
    add_dissipator(&form, &s->l_plus, s, s->p);
    add_identity(claims, REF_PRINTED, "A10", "(A10)", "the incoherent generator", &direct, &form, where);
    ref_matrix_scale(&direct, &direct, s->zero, s->zero);
    ref_matrix_scale(&form, &form, s->zero, s->zero);
    coherent_step(&direct, s);
    two_dissipators(&form, s, &s->l_minus, &s->l_e, &s->l_plus, &s->l_g);
    add_identity(claims, REF_PRINTED, "A11", "(A11)", "the coherent generator", &direct, &form, where);
    ref_matrix_free(&form);
    ref_matrix_free(&direct);
}

/* --- the uniform ladder: (B2), (B3) --------------------------------------------------------------------- */

/* out := identity_part 1 + projector_part |level><level| */
static void level_operator(ref_matrix *out, const mpfi_t identity_part, const mpfi_t projector_part,
                           long level)
{
    for (long n = 0; n < LEVELS; n++) {
        mpfi_set(out->re[n * LEVELS + n], identity_part);
        if (n == level) mpfi_add(out->re[n * LEVELS + n], identity_part, projector_part);
    }
}

static void incoherent_walk(ref_claims *claims, const setting *s)
{
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION), form = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix raising = ref_matrix_new(LEVELS, PRECISION), projector = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t weight, square, rest;
    mpfi_init2(weight, PRECISION);
    mpfi_init2(square, PRECISION);
    mpfi_init2(rest, PRECISION);
    incoherent_step(&direct, s);
    ref_matrix_adjoint(&raising, &s->lowering);
    mpfi_sqr(square, s->sine);
    mpfi_mul(weight, square, s->q);
    add_dissipator(&form, &s->lowering, s, weight);
    mpfi_mul(weight, square, s->p);
    add_dissipator(&form, &raising, s, weight);
    mpfi_ui_sub(rest, 1, s->cosine);
    mpfi_sqr(rest, rest);
    level_operator(&projector, s->zero, s->one, 0);
    mpfi_mul(weight, rest, s->q);
    add_dissipator(&form, &projector, s, weight);
    level_operator(&projector, s->zero, s->one, LEVELS - 1);
    mpfi_set_ui(projector.re[0], 0);
    mpfi_mul(weight, rest, s->p);
    add_dissipator(&form, &projector, s, weight);
    add_identity(claims, REF_PRINTED, "B2", "(B2)", "the incoherent generator of the uniform ladder, last "
                 "line", &direct,
                 &form, "uniform ladder");
    mpfi_clear(rest);
    mpfi_clear(square);
    mpfi_clear(weight);
    ref_matrix *all[] = {&direct, &form, &raising, &projector};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) ref_matrix_free(all[i]);
}

/* Both lines of (B3): with_down is the level in the dissipator of A, with_up in that of A^dagger. */
static void coherent_walk_lines(ref_matrix *first, ref_matrix *last, const setting *s, long with_down,
                                long with_up)
{
    ref_matrix down = ref_matrix_new(LEVELS, PRECISION), up = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix level_down = ref_matrix_new(LEVELS, PRECISION), level_up = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t rest;
    mpfi_init2(rest, PRECISION);
    mpfi_ui_sub(rest, 1, s->cosine);
    ref_matrix_scale(&down, &s->lowering, s->sine, s->zero);
    ref_matrix_adjoint(&up, &down);
    level_operator(&level_down, s->cosine, rest, with_down);
    level_operator(&level_up, s->cosine, rest, with_up);
    two_dissipators(first, s, &down, &level_down, &up, &level_up);
    level_operator(&level_down, s->zero, rest, with_down);
    level_operator(&level_up, s->zero, rest, with_up);
    two_dissipators(last, s, &down, &level_down, &up, &level_up);
    mpfi_mul(rest, s->sine, s->cosine);
    add_drive(last, s, rest);
    mpfi_clear(rest);
    ref_matrix *all[] = {&down, &up, &level_down, &level_up};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) ref_matrix_free(all[i]);
}

static void coherent_walk(ref_claims *claims, const setting *s)
{
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix first = ref_matrix_new(LEVELS, PRECISION), last = ref_matrix_new(LEVELS, PRECISION);
    coherent_step(&direct, s);
    coherent_walk_lines(&first, &last, s, 0, LEVELS - 1);
    add_identity(claims, REF_PRINTED, "B3", "(B3)", "first line, |0> with A and |N> with A^dagger as "
                 "printed", &direct,
                 &first, "uniform ladder");
    add_identity(claims, REF_PRINTED, "B3", "(B3)", "last line, as printed", &direct, &last,
                 "uniform ladder");
    ref_matrix_scale(&first, &first, s->zero, s->zero);
    ref_matrix_scale(&last, &last, s->zero, s->zero);
    coherent_walk_lines(&first, &last, s, LEVELS - 1, 0);
    add_identity(claims, REF_CORRECTED, "B3'", "(B3)", "first line, |N> with A and |0> with A^dagger",
                 &direct, &first,
                 "uniform ladder");
    add_identity(claims, REF_CORRECTED, "B3'", "(B3)", "last line, |N> with A and |0> with A^dagger",
                 &direct, &last,
                 "uniform ladder");
    ref_matrix_free(&last);
    ref_matrix_free(&first);
    ref_matrix_free(&direct);
}

/* --- (A12), (A13): orders in theta ---------------------------------------------------------------------- */

/* Distance of the exact generator from its expansion at theta = 3/denominator. */
static void expansion_error(mpfi_t out, bool coherent, unsigned long denominator)
{
    setting s;
    mpfi_t weight, square;
    setting_init(&s, REF_OSCILLATOR, denominator);
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION), form = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix raising = ref_matrix_new(LEVELS, PRECISION);
    mpfi_init2(weight, PRECISION);
    mpfi_init2(square, PRECISION);
    if (coherent) coherent_step(&direct, &s);
    else incoherent_step(&direct, &s);
    ref_matrix_adjoint(&raising, &s.lowering);
    mpfi_sqr(square, s.theta);
    mpfi_mul(weight, square, s.q);
    add_dissipator(&form, &s.lowering, &s, weight);
    mpfi_mul(weight, square, s.p);
    add_dissipator(&form, &raising, &s, weight);
    if (coherent) add_drive(&form, &s, s.theta);
    ref_matrix_distance(out, &direct, &form);
    mpfi_clear(square);
    mpfi_clear(weight);
    ref_matrix_free(&raising);
    ref_matrix_free(&form);
    ref_matrix_free(&direct);
    setting_clear(&s);
}

/* Halving theta = 3/1000 divides the error by at least `factor`. */
static void expansion(ref_claims *claims, bool coherent, unsigned long factor, const char *id,
                      const char *equation,
                      const char *statement)
{
    ref_ruling ruling;
    mpfi_t slack, halved;
    mpfi_init2(slack, PRECISION);
    mpfi_init2(halved, PRECISION);
    expansion_error(slack, coherent, 1000);
    expansion_error(halved, coherent, 2000);
    mpfi_mul_ui(halved, halved, factor);
    mpfi_sub(slack, slack, halved);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 0);
    ref_claims_add(claims, REF_PRINTED, id, equation, statement, &ruling,
                   ref_text_format("oscillator, %d levels: from theta = 3/1000 to 3/2000 the error falls by "
                                   "%lu or more",
                                   LEVELS, factor), ref_text_format("q = 2/7, alpha = 7/10"),
                                       ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_clear(halved);
    mpfi_clear(slack);
}

/* --- exact arithmetic ----------------------------------------------------------------------------------- */

/* sum_k C(n,k) gamma^k (1-gamma)^(n-k) k^moment in rationals */
static void binomial_moment(mpq_t out, unsigned long n, const mpq_t gamma, bool first)
{
    mpq_t keep, term, part;
    mpq_inits(keep, term, part, NULL);
    mpq_set_ui(keep, 1, 1);
    mpq_sub(keep, keep, gamma);
    mpq_set_ui(out, 0, 1);
    for (unsigned long k = 0; k <= n; k++) {
        mpq_set_ui(term, 1, 1);
        mpz_bin_uiui(mpq_numref(term), n, k);
        for (unsigned long i = 0; i < n; i++) mpq_mul(term, term, i < k ? gamma : keep);
        mpq_set_ui(part, first ? n - k : 1, 1);
        mpq_mul(term, term, part);
        mpq_add(out, out, term);
    }
    mpq_clears(keep, term, part, NULL);
}

/* (21): sum over the Kraus operators of |<m|K|n>|^2 = 1, and the energy left is (1-gamma) n, exactly. */
static void damping(ref_claims *claims)
{
    enum { LEVEL_MAX = 40 };
    ref_ruling ruling;
    mpq_t gamma, sum, left;
    mpfi_t slack;
    mpq_inits(gamma, sum, left, NULL);
    mpfi_init2(slack, PRECISION);
    mpq_set_ui(gamma, 3, 17);
    ref_ruling_init(&ruling);
    for (unsigned long n = 0; n <= LEVEL_MAX; n++) {
        binomial_moment(sum, n, gamma, false);
        binomial_moment(left, n, gamma, true);
        mpq_set_ui(gamma, 14 * n, 17);
        mpq_canonicalize(gamma);
        mpfi_set_si(slack, mpq_cmp_ui(sum, 1, 1) == 0 && mpq_equal(left, gamma) ? 0 : -1);
        ref_ruling_note(&ruling, slack, (long)n);
        mpq_set_ui(gamma, 3, 17);
    }
    ref_claims_add(claims, REF_PRINTED, "21", "(21)", "the damping map keeps the trace and scales the energy "
                   "by 1 - gamma",
                   &ruling, ref_text_format("levels 0 to %d, in exact rationals", LEVEL_MAX),
                   ref_text_format("gamma = 3/17"), ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
    mpq_clears(gamma, sum, left, NULL);
}

/* Below (A5): rho_Q = c rho_coh + (1-c) c rho_inc has trace 1 - (1-c)^2; c = 1/2. (32) at j = 1/2, tau = 1:
 * exp(tau/2 sigma_x) stretches the ground state to norm^2 cosh(1). */
static void misprints(ref_claims *claims)
{
    ref_ruling ruling;
    mpfi_t slack;
    mpfi_init2(slack, PRECISION);
    mpfi_set_d(slack, 0.5 + 0.5 * 0.5 - 1.0);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 0);
    ref_claims_add(claims, REF_PRINTED, "qubit mixture", "App. A", "rho_Q = c rho_coh + (1-c) c rho_inc has "
                   "trace 1",
                   &ruling, ref_text_format("c = 1/2, exact; (1-c) rho_inc is meant"),
                       ref_text_format("trace 3/4"),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_set_ui(slack, 1);
    mpfi_cosh(slack, slack);
    mpfi_ui_sub(slack, 1, slack);
    ref_ruling_init(&ruling);
    ref_ruling_note(&ruling, slack, 0);
    ref_claims_add(claims, REF_PRINTED, "32", "(32)", "D(tau) = exp[(tau/2)(J_+ + J_-)] keeps the norm",
                   &ruling,
                   ref_text_format("j = 1/2, tau = 1; the exponent lacks -i"),
                                   ref_text_format("norm^2 = cosh "
                           "1"),
                   ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    mpfi_clear(slack);
}

void ref_claims_channel(ref_claims *claims)
{
    setting oscillator, spin, uniform;
    setting_init(&oscillator, REF_OSCILLATOR, 10);
    setting_init(&spin, REF_SPIN, 10);
    setting_init(&uniform, REF_UNIFORM, 10);
    completeness(claims, &oscillator);
    shifted_dissipator(claims, &oscillator);
    blocks(claims, &oscillator, "oscillator");
    generators(claims, &oscillator, "oscillator");
    generators(claims, &spin, "spin 2");
    expansion(claims, false, 12, "A12", "(A12)", "the incoherent generator to second order in theta");
    expansion(claims, true, 6, "A13", "(A13)", "the coherent generator to second order in theta");
    incoherent_walk(claims, &uniform);
    coherent_walk(claims, &uniform);
    damping(claims);
    misprints(claims);
    setting_clear(&uniform);
    setting_clear(&spin);
    setting_clear(&oscillator);
}
