/* claims_channel: the identities of Apps. A and B, (32), on small batteries in interval arithmetic. */
#include "channel.h"

#include "text.h"

enum { PRECISION = REF_CHANNEL_PRECISION, LEVELS = REF_CHANNEL_LEVELS, G = REF_GROUND, E = REF_EXCITED };

#define COMMAND "surecharge paper --chapter channel"

/* --- App. A --------------------------------------------------------------------------------------------- */

/* (A2): sum M^dagger M = 1 with the auxiliary basis (3, 4)/5, (-4, 3)/5. */
static void completeness(ref_claims *claims, const ref_channel *s)
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
    ref_channel_identity(claims, REF_PRINTED, "A2", "(A2)", "sum of M^dagger M is 1", &sum, &identity,
                         "oscillator");
    mpfi_clear(weight);
    ref_matrix_free(&dagger);
    ref_matrix_free(&kraus);
    ref_matrix_free(&identity);
    ref_matrix_free(&sum);
}

/* (A5): D[B + a 1] rho = D[B] rho + [(a* B - a B^dagger)/2, rho], a = sqrt p + i sqrt q, B any matrix. */
static void shifted_dissipator(ref_claims *claims, const ref_channel *s)
{
    ref_matrix b = ref_matrix_new(LEVELS, PRECISION), shifted = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix left = ref_matrix_new(LEVELS, PRECISION), right = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix drive = ref_matrix_new(LEVELS, PRECISION), dagger = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t half, minus_half;
    mpfi_init2(half, PRECISION);
    mpfi_init2(minus_half, PRECISION);
    ref_channel_fill(&b, false);
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
    ref_channel_identity(claims, REF_PRINTED, "A5", "(A5)",
                         "D[B + a 1] rho = D[B] rho + [(a* B - a B^dagger)/2, rho]", &left, &right,
                         "a rational B");
    mpfi_clear(minus_half);
    mpfi_clear(half);
    ref_matrix *all[] = {&b, &shifted, &left, &right, &drive, &dagger};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) ref_matrix_free(all[i]);
}

/* (A9): the blocks of U are L_g, L_e, -i L_-, -i L_+. */
static void blocks(ref_claims *claims, const ref_channel *s, const char *where)
{
    static const char *const statements[] = {"<g|U|g> = L_g", "<e|U|e> = L_e", "i <e|U|g> = L_-",
                                        "i <g|U|e> = L_+"};
    const ref_matrix *given[] = {&s->blocks[G][G], &s->blocks[E][E], &s->blocks[E][G], &s->blocks[G][E]};
    const ref_matrix *expected[] = {&s->l_g, &s->l_e, &s->l_minus, &s->l_plus};
    for (int i = 0; i < 4; i++) {
        ref_matrix block = ref_matrix_new(LEVELS, PRECISION);
        ref_matrix_scale(&block, given[i], i < 2 ? s->one : s->zero, i < 2 ? s->zero : s->one);
        ref_channel_identity(claims, REF_PRINTED, "A9", "(A9)", statements[i], &block, expected[i], where);
        ref_matrix_free(&block);
    }
}

static void generators(ref_claims *claims, const ref_channel *s, const char *where)
{
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION), form = ref_matrix_new(LEVELS, PRECISION);
    ref_channel_incoherent(&direct, s);
    ref_channel_dissipator(&form, &s->l_g, s, s->q);
    ref_channel_dissipator(&form, &s->l_minus, s, s->q);
    ref_channel_dissipator(&form, &s->l_e, s, s->p);
    ref_channel_dissipator(&form, &s->l_plus, s, s->p);
    ref_channel_identity(claims, REF_PRINTED, "A10", "(A10)", "the incoherent generator", &direct, &form,
                         where);
    ref_matrix_scale(&direct, &direct, s->zero, s->zero);
    ref_matrix_scale(&form, &form, s->zero, s->zero);
    ref_channel_coherent(&direct, s);
    ref_channel_dissipators(&form, s, &s->l_minus, &s->l_e, &s->l_plus, &s->l_g);
    ref_channel_identity(claims, REF_PRINTED, "A11", "(A11)", "the coherent generator", &direct, &form,
                         where);
    ref_matrix_free(&form);
    ref_matrix_free(&direct);
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

/* App. A: a qubit's ergotropy is its energy 1-q minus its lower eigenvalue, a root of x^2 - x + det rho_Q,
 * det rho_Q = q (1-q) (1-c^2); q = i/8, c = k/8. */
static void qubit_ergotropy(ref_claims *claims)
{
    enum { PARTS = 8 };
    ref_ruling ruling;
    mpfi_t work, root, slack;
    mpfi_ptr all[] = {work, root, slack};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_init2(all[i], PRECISION);
    ref_ruling_init(&ruling);
    for (long i = 0; i <= PARTS; i++)
        for (long k = 0; k <= PARTS; k++) {
            long inversion = PARTS - 2 * i, mixed = i * (PARTS - i);
            mpfi_set_si(root, inversion * inversion * PARTS * PARTS + 4 * k * k * mixed);
            mpfi_sqrt(root, root);
            mpfi_add_si(work, root, inversion * PARTS);
            mpfi_div_si(work, work, 2 * PARTS * PARTS);
            mpfi_set_si(root, PARTS - i);
            mpfi_div_si(root, root, PARTS);
            mpfi_sub(root, root, work);
            mpfi_sqr(slack, root);
            mpfi_sub(slack, slack, root);
            mpfi_set_si(work, mixed * (PARTS * PARTS - k * k));
            mpfi_div_si(work, work, PARTS * PARTS * PARTS * PARTS);
            mpfi_add(slack, slack, work);
            mpfi_abs(slack, slack);
            mpfi_set_ui(work, 1);
            mpfi_mul_2si(work, work, -160);
            mpfi_sub(slack, work, slack);
            ref_ruling_note(&ruling, slack, i);
        }
    ref_claims_add(claims, REF_PRINTED, "qubit ergotropy", "App. A",
                   "E_Q = [1-2q + sqrt((1-2q)^2 + 4 c^2 q (1-q))]/2; c = 0: max(0, 1-2q); c = 1: 1-q",
                   &ruling,
                   ref_text_format("q, c = 0, 1/%d, ..., 1: the eigenvalue left over, to 2^-160", PARTS),
                   ref_text_format("x^2 - x + det rho_Q = 0"), ref_text_format(COMMAND));
    ref_ruling_clear(&ruling);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) mpfi_clear(all[i]);
}

void ref_claims_channel(ref_claims *claims)
{
    ref_channel oscillator, spin;
    ref_channel_init(&oscillator, REF_OSCILLATOR);
    ref_channel_init(&spin, REF_SPIN);
    completeness(claims, &oscillator);
    shifted_dissipator(claims, &oscillator);
    blocks(claims, &oscillator, "oscillator");
    generators(claims, &oscillator, "oscillator");
    generators(claims, &spin, "spin 2");
    qubit_ergotropy(claims);
    misprints(claims);
    ref_claims_uniform(claims);
    ref_channel_clear(&spin);
    ref_channel_clear(&oscillator);
}
