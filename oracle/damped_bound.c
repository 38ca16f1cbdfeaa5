/* damped_bound: (C3), (C4) and its correction; see bound.h. */
#include "bound.h"
#include "constants.h"

/* a = R0 (1 - gamma), b = 2 gamma/pi, and y_+ > 0 > y_-, the roots of b y^2 - a y - b. */
typedef struct { mpfi_t a, b, upper, lower; } damping;

static void damping_init(damping *d, const mpfi_t gamma, mpfr_prec_t precision)
{
    mpfi_t root;
    mpfi_init2(root, precision);
    mpfi_init2(d->a, precision);
    mpfi_init2(d->b, precision);
    mpfi_init2(d->upper, precision);
    mpfi_init2(d->lower, precision);
    ref_constant_r0(root);
    mpfi_ui_sub(d->a, 1, gamma);
    mpfi_mul(d->a, d->a, root);
    mpfi_const_pi(root);
    mpfi_div(d->b, gamma, root);
    mpfi_mul_2ui(d->b, d->b, 1);
    mpfi_div(d->lower, d->a, d->b);
    mpfi_div_2ui(d->lower, d->lower, 1);            /* y_+ + y_- = a/b and y_+ y_- = -1 */
    mpfi_sqr(root, d->lower);
    mpfi_add_ui(root, root, 1);
    mpfi_sqrt(root, root);
    mpfi_add(d->upper, root, d->lower);
    mpfi_inv(d->lower, d->upper);
    mpfi_neg(d->lower, d->lower);
    mpfi_clear(root);
}

static void damping_clear(damping *d)
{
    mpfi_clear(d->a);
    mpfi_clear(d->b);
    mpfi_clear(d->upper);
    mpfi_clear(d->lower);
}

void ref_damped_bound_gain(mpfi_t out, const mpfi_t energy, const mpfi_t gamma)
{
    mpfr_prec_t precision = mpfi_get_prec(out);
    mpfi_t loss, factor;
    mpfi_init2(loss, precision);
    mpfi_init2(factor, precision);
    mpfi_const_pi(factor);
    mpfi_mul(loss, gamma, energy);
    mpfi_mul_2ui(loss, loss, 1);
    mpfi_div(loss, loss, factor);
    mpfi_ui_sub(factor, 1, gamma);
    ref_oscillator_bound_gain(out, energy);
    mpfi_mul(out, out, factor);
    mpfi_sub(out, out, loss);
    mpfi_clear(factor);
    mpfi_clear(loss);
}

void ref_damped_bound_peak(mpfi_t out, const mpfi_t gamma)
{
    mpfi_t zero;
    damping d;
    damping_init(&d, gamma, mpfi_get_prec(out));
    mpfi_init2(zero, mpfi_get_prec(out));
    mpfi_set_ui(zero, 0);
    mpfi_div(out, d.a, d.b);
    mpfi_div_2ui(out, out, 1);
    mpfi_sqr(out, out);
    mpfi_sub_ui(out, out, 1);
    ref_interval_max(out, out, zero);
    mpfi_clear(zero);
    damping_clear(&d);
}

/* y_+ ln((y_+ - y)/(y_+ - 1)) - y_- ln((y - y_-)/(1 - y_-)), y < y_+ */
static void logarithms(mpfi_t out, const mpfi_t y, const damping *d)
{
    mpfi_t term, base;
    mpfi_init2(term, mpfi_get_prec(out));
    mpfi_init2(base, mpfi_get_prec(out));
    mpfi_sub(term, d->upper, y);
    mpfi_sub_ui(base, d->upper, 1);
    mpfi_div(term, term, base);
    mpfi_log(term, term);
    mpfi_mul(out, term, d->upper);
    mpfi_sub(term, y, d->lower);
    mpfi_ui_sub(base, 1, d->lower);
    mpfi_div(term, term, base);
    mpfi_log(term, term);
    mpfi_mul(term, term, d->lower);
    mpfi_sub(out, out, term);
    mpfi_clear(base);
    mpfi_clear(term);
}

/* int_0^energy dx/h(x), gamma > 0; +infinity from y = y_+ on, anything when that is not certain. */
static void integral(mpfi_t out, const mpfi_t energy, const damping *d)
{
    mpfi_t y, factor;
    mpfi_init2(y, mpfi_get_prec(out));
    mpfi_init2(factor, mpfi_get_prec(out));
    mpfi_add_ui(y, energy, 1);
    mpfi_sqrt(y, y);
    if (mpfr_less_p(&y->right, &d->upper->left)) {
        logarithms(out, y, d);
        mpfi_sub(factor, d->lower, d->upper);
        mpfi_mul(factor, factor, d->b);
        mpfi_div(out, out, factor);
        mpfi_mul_2ui(out, out, 1);
    } else {
        mpfr_set_inf(&out->right, 1);
        mpfr_set_inf(&out->left, mpfr_lessequal_p(&d->upper->right, &y->left) ? 1 : -1);
    }
    mpfi_clear(factor);
    mpfi_clear(y);
}

/* gamma = 0: 2 (sqrt(E+1) - 1)/R0, the inverse of (15) */
static void undamped_time(mpfi_t out, const mpfi_t energy)
{
    mpfi_t r0;
    mpfi_init2(r0, mpfi_get_prec(out));
    ref_constant_r0(r0);
    mpfi_add_ui(out, energy, 1);
    mpfi_sqrt(out, out);
    mpfi_sub_ui(out, out, 1);
    mpfi_mul_2ui(out, out, 1);
    mpfi_div(out, out, r0);
    mpfi_clear(r0);
}

void ref_damped_bound_time_printed(mpfi_t out, const mpfi_t energy, const mpfi_t gamma)
{
    damping d;
    if (mpfi_is_zero(gamma)) {
        undamped_time(out, energy);
        return;
    }
    damping_init(&d, gamma, mpfi_get_prec(out));
    integral(out, energy, &d);
    damping_clear(&d);
}

/* Below the peak h itself, then its maximum for one unit of energy, then h shifted by one. */
void ref_damped_bound_time(mpfi_t out, const mpfi_t energy, const mpfi_t gamma)
{
    mpfr_prec_t precision = mpfi_get_prec(out);
    mpfi_t peak, part, piece;
    damping d;
    if (mpfi_is_zero(gamma)) {
        undamped_time(out, energy);
        return;
    }
    damping_init(&d, gamma, precision);
    mpfi_init2(peak, precision);
    mpfi_init2(part, precision);
    mpfi_init2(piece, precision);
    ref_damped_bound_peak(peak, gamma);
    ref_interval_min(part, energy, peak);
    integral(out, part, &d);
    mpfi_sub(part, energy, peak);
    ref_interval_clamp(part, part, 0, 1);
    ref_damped_bound_gain(piece, peak, gamma);
    mpfi_div(part, part, piece);
    mpfi_add(out, out, part);
    mpfi_sub_ui(part, energy, 1);
    ref_interval_max(part, part, peak);
    integral(piece, part, &d);
    mpfi_add(out, out, piece);
    integral(piece, peak, &d);
    mpfi_sub(out, out, piece);
    mpfi_clear(piece);
    mpfi_clear(part);
    mpfi_clear(peak);
    damping_clear(&d);
}

void ref_damped_bound_reserve(mpfi_t out, const mpfi_t gamma)
{
    mpfi_t factor;
    mpfi_init2(factor, mpfi_get_prec(out));
    ref_constant_r0(out);
    mpfi_const_pi(factor);
    mpfi_mul(out, out, factor);
    mpfi_div_2ui(out, out, 2);
    mpfi_ui_sub(factor, 1, gamma);
    mpfi_mul(out, out, factor);
    mpfi_sqr(out, out);
    mpfi_sub(out, out, gamma);
    mpfi_clear(factor);
}

void ref_damped_bound_first_step(mpfi_t energy, const mpfi_t theta, const mpfi_t gamma)
{
    mpfi_t keep;
    mpfi_init2(keep, mpfi_get_prec(energy));
    mpfi_ui_sub(keep, 1, gamma);
    mpfi_sin(energy, theta);
    mpfi_sqr(energy, energy);
    mpfi_mul(energy, energy, keep);
    mpfi_clear(keep);
}
