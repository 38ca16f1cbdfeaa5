/* threshold_table: see threshold_table.h. */
#include "threshold_damped.h"
#include "threshold_table.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static const ref_threshold table[] = {
    { "fig3", "Fig. 3, Sec. III C", "the largest theta/pi at which coherent charging ever exceeds (15)",
      "fig3_coherent_theta_0.05pi", "15", REF_AFTER_DAMPING, 0, "0.04654", "0.046544", NULL, NULL },
    { "fig3-80", "Fig. 3, Sec. III C",
      "the largest theta/pi at which coherent charging exceeds (15) with at least "
      "80 % of the top level (the text: about 0.02)",
      "fig3_coherent_theta_0.05pi", "15", REF_AFTER_DAMPING, 0.8, "0.021843", "0.02186", NULL, NULL },
    { "fig6", "Fig. 6, Sec. IV B",
      "the largest theta/pi at which coherent charging ever exceeds (28') (the text: about 0.004)",
      "fig6_coherent_theta_0.006pi", "28p", REF_AFTER_DAMPING, 0, "0.005081", "0.0050835", NULL, NULL },
    { "fig4-after", "Fig. 4, Sec. III D",
      "the gamma from which coherent charging, energy after the damping, does not "
      "exceed (15) (the text: above 0.002)",
      "fig4_coherent", "15", REF_AFTER_DAMPING, 0, "0.0024237", "0.002426", "0.08175", "1" },
    { "fig4-before", "Fig. 4, Sec. III D",
      "the gamma from which coherent charging, energy before the last damping, "
      "does not exceed (15)",
      "fig4_coherent", "15", REF_BEFORE_DAMPING, 0, "0.002461", "0.0024633", "0.082125", "1" },
    { "fig4-C4p-after", "Fig. 4, (C4')",
      "the gamma from which coherent charging, energy after the damping, does not "
      "exceed (C4')",
      "fig4_coherent", "C4p", REF_AFTER_DAMPING, 0, "0.002653", "0.0026555", "0.0844", "0.0028" },
    { "fig4-C4p-before", "Fig. 4, (C4')",
      "the gamma from which coherent charging, energy before the last damping, "
      "does not exceed (C4')",
      "fig4_coherent", "C4p", REF_BEFORE_DAMPING, 0, "0.0027", "0.0027025", "0.0855", "0.0028" },
};

const ref_threshold *ref_threshold_table(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

static void init(ref_contest *contest, const ref_threshold *of, const ref_scenario *shipped,
                 const char *gamma, double least, double most)
{
    ref_contest_init(contest, shipped, of->angle == NULL ? NULL : gamma, ref_bound_find(of->bound),
                     of->reading, of->floor, least, most);
}

static double as_angle(long part)
{
    return (double)part / (double)REF_PARTS;
}

ref_outcome ref_threshold_low(const ref_threshold *of, const ref_scenario *shipped)
{
    ref_contest contest;
    long part = of->angle != NULL ? lround(atof(of->angle) * (double)REF_PARTS)
                                  : ref_threshold_part(of->low, MPFR_RNDU);
    init(&contest, of, shipped, of->low, as_angle(part), as_angle(part));
    ref_outcome outcome = ref_threshold_at(&contest, part);
    ref_contest_clear(&contest);
    return outcome;
}

static long damping_part(const char *text, mpfr_rnd_t round)
{
    mpfi_t part;
    ref_real number;
    mpfi_init2(part, 128);
    ref_real_init(&number);
    if (!ref_real_parse(&number, text))
        abort();
    ref_real_enclose(part, &number);
    mpfi_mul_2ui(part, part, 40);
    long parts = mpfr_get_si(round == MPFR_RNDD ? &part->left : &part->right, round);
    ref_real_clear(&number);
    mpfi_clear(part);
    return parts;
}

static ref_outcome high_damping(const ref_threshold *of, const ref_scenario *shipped,
                                void (*progress)(void *, double), void *context)
{
    ref_rectangle over = { 0, 0, damping_part(of->high, MPFR_RNDD), damping_part(of->last, MPFR_RNDU) };
    ref_threshold_open_angles(&over);
    return ref_threshold_dampings(shipped, ref_bound_find(of->bound), of->reading, &over, progress, context);
}

ref_outcome ref_threshold_high(const ref_threshold *of, const ref_scenario *shipped,
                               void (*progress)(void *, double), void *context)
{
    if (of->angle != NULL)
        return high_damping(of, shipped, progress, context);
    ref_contest contest;
    long left = ref_threshold_part(of->high, MPFR_RNDD);
    init(&contest, of, shipped, of->high, as_angle(left), 2);
    ref_outcome outcome =
        ref_threshold_cover(&contest, left, ref_threshold_last_part(&contest), progress, context);
    ref_contest_clear(&contest);
    return outcome;
}
