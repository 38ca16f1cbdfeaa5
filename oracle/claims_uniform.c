/* claims_uniform: App. B, the uniform ladder, on a small battery in interval arithmetic. */
#include "channel.h"

enum { PRECISION = REF_CHANNEL_PRECISION, LEVELS = REF_CHANNEL_LEVELS, G = REF_GROUND, E = REF_EXCITED };

/* out := identity_part 1 + projector_part |level><level| */
static void level_operator(ref_matrix *out, const mpfi_t identity_part, const mpfi_t projector_part,
                           long level)
{
    for (long n = 0; n < LEVELS; n++) {
        mpfi_set(out->re[n * LEVELS + n], identity_part);
        if (n == level) mpfi_add(out->re[n * LEVELS + n], identity_part, projector_part);
    }
}

static void incoherent_walk(ref_claims *claims, const ref_channel *s)
{
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION), form = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix raising = ref_matrix_new(LEVELS, PRECISION), projector = ref_matrix_new(LEVELS, PRECISION);
    mpfi_t weight, square, rest;
    mpfi_init2(weight, PRECISION);
    mpfi_init2(square, PRECISION);
    mpfi_init2(rest, PRECISION);
    ref_channel_incoherent(&direct, s);
    ref_matrix_adjoint(&raising, &s->lowering);
    mpfi_sqr(square, s->sine);
    mpfi_mul(weight, square, s->q);
    ref_channel_dissipator(&form, &s->lowering, s, weight);
    mpfi_mul(weight, square, s->p);
    ref_channel_dissipator(&form, &raising, s, weight);
    mpfi_ui_sub(rest, 1, s->cosine);
    mpfi_sqr(rest, rest);
    level_operator(&projector, s->zero, s->one, 0);
    mpfi_mul(weight, rest, s->q);
    ref_channel_dissipator(&form, &projector, s, weight);
    level_operator(&projector, s->zero, s->one, LEVELS - 1);
    mpfi_set_ui(projector.re[0], 0);
    mpfi_mul(weight, rest, s->p);
    ref_channel_dissipator(&form, &projector, s, weight);
    ref_channel_identity(claims, REF_PRINTED, "B2", "(B2)",
                         "the incoherent generator of the uniform ladder, last line", &direct, &form,
                         "uniform ladder");
    mpfi_clear(rest);
    mpfi_clear(square);
    mpfi_clear(weight);
    ref_matrix *all[] = {&direct, &form, &raising, &projector};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) ref_matrix_free(all[i]);
}

/* Both lines of (B3): with_down is the level in the dissipator of A, with_up in that of A^dagger. */
static void coherent_walk_lines(ref_matrix *first, ref_matrix *last, const ref_channel *s, long with_down,
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
    ref_channel_dissipators(first, s, &down, &level_down, &up, &level_up);
    level_operator(&level_down, s->zero, rest, with_down);
    level_operator(&level_up, s->zero, rest, with_up);
    ref_channel_dissipators(last, s, &down, &level_down, &up, &level_up);
    mpfi_mul(rest, s->sine, s->cosine);
    ref_channel_drive(last, s, rest);
    mpfi_clear(rest);
    ref_matrix *all[] = {&down, &up, &level_down, &level_up};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) ref_matrix_free(all[i]);
}

static void coherent_walk(ref_claims *claims, const ref_channel *s)
{
    ref_matrix direct = ref_matrix_new(LEVELS, PRECISION);
    ref_matrix first = ref_matrix_new(LEVELS, PRECISION), last = ref_matrix_new(LEVELS, PRECISION);
    ref_channel_coherent(&direct, s);
    coherent_walk_lines(&first, &last, s, 0, LEVELS - 1);
    ref_channel_identity(claims, REF_PRINTED, "B3", "(B3)",
                         "first line, |0> with A and |N> with A^dagger as printed", &direct, &first,
                         "uniform ladder");
    ref_channel_identity(claims, REF_PRINTED, "B3", "(B3)", "last line, as printed", &direct, &last,
                         "uniform ladder");
    ref_matrix_scale(&first, &first, s->zero, s->zero);
    ref_matrix_scale(&last, &last, s->zero, s->zero);
    coherent_walk_lines(&first, &last, s, LEVELS - 1, 0);
    ref_channel_identity(claims, REF_CORRECTED, "B3'", "(B3)",
                         "first line, |N> with A and |0> with A^dagger", &direct, &first,
                         "uniform ladder");
    ref_channel_identity(claims, REF_CORRECTED, "B3'", "(B3)",
                         "last line, |N> with A and |0> with A^dagger", &direct, &last,
                         "uniform ladder");
    ref_matrix_free(&last);
    ref_matrix_free(&first);
    ref_matrix_free(&direct);
}

void ref_claims_uniform(ref_claims *claims)
{
    ref_channel uniform;
    ref_channel_init(&uniform, REF_UNIFORM);
    incoherent_walk(claims, &uniform);
    coherent_walk(claims, &uniform);
    ref_channel_clear(&uniform);
}
