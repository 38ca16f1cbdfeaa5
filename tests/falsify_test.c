/* The falsifier: its recursion against the certified one, its gradients against finite differences, its
 * bounds against their enclosures, and what the search finds against what is known. */
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "constants.h"
#include "falsify.h"
#include "harness.h"

enum { STEPS = 9, J2 = 6, PRECISION = 128 };

static uint64_t state;

static double uniform(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

static double r0(void)
{
    mpfi_t value;
    mpfi_init2(value, 64);
    ref_constant_r0(value);
    double nearest = mpfi_get_d(value);
    mpfi_clear(value);
    return nearest;
}

static ref_target target_of(const char *id, const char *damping)
{
    ref_target target = *ref_target_find(id);
    target.n_max = J2;
    target.r0 = r0();
    target.damping = damping;
    target.gamma = damping != NULL ? strtod(damping, NULL) : 0;
    target.penalty = 10;
    return target;
}

/* ---- the recursion */

static const struct { ref_ladder_kind ladder; long levels; const char *id, *damping; } charges[] = {
    { REF_OSCILLATOR, STEPS + 1, "16", NULL }, { REF_SPIN, J2 + 1, "28p", NULL },
    { REF_OSCILLATOR, STEPS + 1, "C4", "0.375" },
};

static ref_find random_protocol(void)
{
    ref_find find = { .steps = STEPS };
    find.theta = calloc(STEPS, sizeof *find.theta);
    find.q = calloc(STEPS, sizeof *find.q);
    for (long k = 0; k < STEPS; k++) {
        find.theta[k] = 0.1 + 1.5 * uniform();
        find.q[k] = uniform();
    }
    return find;
}

/* A wrong sign, a level left out, a damping with the wrong binomial: the energy is another. */
START_TEST(energy_is_the_certified_one)
{
    double weight[STEPS + 1], by_theta[STEPS], by_q[STEPS];
    for (long n = 0; n <= STEPS; n++)
        weight[n] = (double)n;
    ref_charge charge = { charges[_i].ladder, charges[_i].levels, STEPS,
                          charges[_i].damping != NULL ? strtod(charges[_i].damping, NULL) : 0, weight };
    ref_target target = target_of(charges[_i].id, charges[_i].damping);
    ref_charge_room *room = ref_charge_room_new(&charge);
    for (int round = 0; round < 20; round++) {
        state = (uint64_t)round;
        ref_find find = random_protocol();
        double energy = ref_charge_value(by_theta, by_q, room, find.theta, find.q);
        json_t *source = ref_find_scenario(&find, &target);
        ref_found found;
        ref_found_init(&found);
        ref_found_certify(&found, &target, source);
        double low = mpfr_get_d(&found.energy->left, MPFR_RNDD);
        double high = mpfr_get_d(&found.energy->right, MPFR_RNDU);
        ck_assert_msg(low - 1e-13 <= energy && energy <= high + 1e-13,
                      "seed %d: %.17g, not in [%.17g, %.17g]", round, energy, low, high);
        ref_found_clear(&found);
        json_decref(source);
        ref_find_clear(&find);
    }
    ref_charge_room_free(room);
}
END_TEST

/* Central differences with h err by h^2/6 times a third derivative, at most 4 f^3 as the weights differ by
 * at most 1 from level to level, f^2 <= 12 here, and by the rounding of the two values over h. */
START_TEST(gradient_is_the_difference_quotient)
{
    const double h = 1e-5, tolerance = 4 * 42 * h * h / 6 + 1e-10;
    double weight[STEPS + 1], by_theta[STEPS], by_q[STEPS], unused[2 * STEPS];
    for (long n = 0; n <= STEPS; n++)
        weight[n] = sqrt((double)n);
    ref_charge charge = { charges[_i].ladder, charges[_i].levels, STEPS,
                          charges[_i].damping != NULL ? strtod(charges[_i].damping, NULL) : 0, weight };
    ref_charge_room *room = ref_charge_room_new(&charge);
    state = 7;
    ref_find find = random_protocol();
    ref_charge_value(by_theta, by_q, room, find.theta, find.q);
    for (int i = 0; i < 2 * STEPS; i++) {
        double *x = i < STEPS ? &find.theta[i] : &find.q[i - STEPS], kept = *x;
        *x = kept + h;
        double above = ref_charge_value(unused, unused + STEPS, room, find.theta, find.q);
        *x = kept - h;
        double below = ref_charge_value(unused, unused + STEPS, room, find.theta, find.q);
        *x = kept;
        double derivative = i < STEPS ? by_theta[i] : by_q[i - STEPS];
        ck_assert_msg(fabs((above - below) / (2 * h) - derivative) < tolerance,
                      "coordinate %d: %.12g, not %.12g", i, derivative, (above - below) / (2 * h));
    }
    ref_find_clear(&find);
    ref_charge_room_free(room);
}
END_TEST

/* ---- the bounds */

static const struct { const char *id, *damping; double low, high; } bounds[] = {
    { "15", NULL, 0.1, 40 },      { "16", NULL, 0.1, 40 },      { "28", NULL, 0.1, J2 - 0.1 },
    { "28i", NULL, 0.1, J2 - 0.1 }, { "28p", NULL, 0.1, J2 - 0.1 }, { "C4", "0.0625", 0.1, 9 },
    { "C4", "0.375", 0.1, 2 },    { "C4p", "0.0625", 0.1, 12 }, { "C4p", "0.375", 0.1, 2 },
    { "29", NULL, 1, J2 },        { "29i", NULL, 1, J2 },       { "29pp", NULL, 1, J2 },
    { "29p", NULL, 1, J2 }
};

/* The ratio, from the enclosures of bound.h. */
static double ratio_of(const ref_target *target, double value, double tau)
{
    mpfi_t out, e, parameter;
    mpfi_init2(out, PRECISION);
    mpfi_init2(e, PRECISION);
    mpfi_init2(parameter, PRECISION);
    mpfi_set_d(e, value);
    mpfi_set_d(parameter, target->gamma);
    const char *id = target->id;
    if (strcmp(id, "15") == 0 || strcmp(id, "16") == 0) {
        mpfi_set_d(e, tau);
        ref_oscillator_bound_energy(out, e);
        mpfi_d_div(out, value * tau, out);
    } else if (strcmp(id, "28") == 0) ref_spin_bound_time_printed(out, e, target->n_max);
    else if (strcmp(id, "28i") == 0) ref_spin_bound_time_integrated(out, e, target->n_max);
    else if (strcmp(id, "28p") == 0) ref_spin_bound_time(out, e, target->n_max);
    else if (strcmp(id, "C4") == 0) ref_damped_bound_time_printed(out, e, parameter);
    else if (strcmp(id, "C4p") == 0) ref_damped_bound_time(out, e, parameter);
    else if (strcmp(id, "29p") == 0) mpfi_set_d(out, value);
    else {
        if (strcmp(id, "29") == 0) ref_spin_bound_full_printed(out, target->n_max);
        else if (strcmp(id, "29i") == 0) ref_spin_bound_full_integrated(out, target->n_max);
        else ref_full_swap_time(out, REF_SPIN, target->n_max, target->n_max + 1);
        mpfi_d_div(out, -(tau + target->penalty * ((double)target->n_max - value)) * tau, out);
    }
    double ratio = mpfi_get_d(out) / tau;
    mpfi_clear(parameter);
    mpfi_clear(e);
    mpfi_clear(out);
    return ratio;
}

START_TEST(scores_are_the_ratios_of_the_bounds)
{
    const double h = 1e-6;
    ref_target target = target_of(bounds[_i].id, bounds[_i].damping);
    double by_value, by_tau, unused[2];
    state = (uint64_t)_i;
    for (int round = 0; round < 200; round++) {
        double value = bounds[_i].low + (bounds[_i].high - bounds[_i].low) * uniform();
        double tau = 0.5 + 5 * uniform(), ratio = ratio_of(&target, value, tau);
        double score = target.score(&by_value, &by_tau, &target, value, tau);
        ck_assert_msg(fabs(score - ratio) < 1e-11 * (1 + fabs(ratio)),
                      "at %.17g, tau %.17g: %.17g, not %.17g", value, tau, score, ratio);
        double slope = (target.score(&unused[0], &unused[1], &target, value + h, tau)
                        - target.score(&unused[0], &unused[1], &target, value - h, tau)) / (2 * h);
        ck_assert_msg(fabs(slope - by_value) < 1e-6 * (1 + fabs(slope)), "at %.17g: slope %.12g, not %.12g",
                      value, by_value, slope);
        slope = (target.score(&unused[0], &unused[1], &target, value, tau + h)
                 - target.score(&unused[0], &unused[1], &target, value, tau - h)) / (2 * h);
        ck_assert_msg(fabs(slope - by_tau) < 1e-6 * (1 + fabs(slope)),
                      "at tau %.17g: slope %.12g, not %.12g", tau, by_tau, slope);
    }
}
END_TEST

START_TEST(no_target_for_bounds_on_one_step)
{
    ck_assert_ptr_null(ref_target_find("13"));
    ck_assert_ptr_null(ref_target_find("26"));
    ck_assert_ptr_null(ref_target_find(""));
}
END_TEST

/* ---- the search */

static ref_find search(const ref_target *target, long steps, long evaluations)
{
    ref_find find;
    ref_search_run(&find, &(ref_search){ .target = target, .steps = steps, .evaluations = evaluations,
                                         .seed = 5 });
    return find;
}

/* One collision with q = 0 gains sin^2 theta; two, by hand, on a grid of angles and at both ends of q. */
START_TEST(finds_the_best_of_a_dense_grid)
{
    enum { GRID = 300 };
    ref_target target = target_of("16", NULL);
    double best[2] = { 0 }, by_value, by_tau;
    for (int i = 1; i < GRID; i++) {
        double a = acos(-1) * i / GRID, one = sin(a) * sin(a);
        best[0] = fmax(best[0], target.score(&by_value, &by_tau, &target, one, a));
        for (int j = 1; j < GRID; j++) {
            double b = acos(-1) * j / GRID, up = sin(b) * sin(b), next = sin(sqrt(2) * b) * sin(sqrt(2) * b);
            double emitting = one + (1 - one) * up + one * next, absorbing = one * (1 - up);
            double two = fmax(emitting, absorbing);
            best[1] = fmax(best[1], target.score(&by_value, &by_tau, &target, two, a + b));
        }
    }
    for (long steps = 1; steps <= 2; steps++) {
        ref_find find = search(&target, steps, 2000);
        ck_assert_msg(find.score >= best[steps - 1] && find.score < best[steps - 1] + 1e-3,
                      "%ld steps: %.12g, not %.12g", steps, find.score, best[steps - 1]);
        ref_find_clear(&find);
    }
}
END_TEST

START_TEST(finds_the_full_swap)
{
    ref_target target = target_of("29", NULL);
    ref_find find = search(&target, J2, 5000);
    json_t *source = ref_find_scenario(&find, &target);
    ck_assert_ptr_nonnull(source);
    for (long k = 1; k <= J2; k++)
        ck_assert_double_eq_tol(find.theta[k - 1], acos(0) / sqrt((double)(k * (J2 + 1 - k))), 1e-4);
    json_decref(source);
    find.theta[2] += 1e-3;
    ck_assert_ptr_null(ref_find_scenario(&find, &target));
    find.theta[2] -= 1e-3;
    find.q[1] = 1e-3;
    ck_assert_ptr_null(ref_find_scenario(&find, &target));
    ref_find_clear(&find);
}
END_TEST

/* The scenario holds the very doubles that were found. */
START_TEST(scenarios_are_exact)
{
    ref_target target = target_of("C4", "0.375");
    state = 11;
    ref_find find = random_protocol();
    json_t *source = ref_find_scenario(&find, &target);
    char *text = json_dumps(source, 0), *error;
    ref_scenario scenario;
    ck_assert(ref_scenario_parse(&scenario, text, "found", &error));
    ck_assert(ref_real_compare_ratio(&scenario.collisions[3].gamma, 3, 8) == 0);
    for (long k = 0; k < STEPS; k++) {
        double wrong;
        ck_assert(ref_real_double(&wrong, &scenario.collisions[k].theta) == find.theta[k] && wrong == 0);
        ck_assert(ref_real_double(&wrong, &scenario.collisions[k].qubit.q) == find.q[k] && wrong == 0);
    }
    ref_scenario_clear(&scenario);
    free(text);
    json_decref(source);
    ref_find_clear(&find);
}
END_TEST

START_TEST(same_find_with_any_thread_count)
{
    ref_target target = target_of("28p", NULL);
    omp_set_num_threads(1);
    ref_find one = search(&target, 5, 1500);
    omp_set_num_threads(3);
    ref_find three = search(&target, 5, 1500);
    ck_assert(one.score == three.score && one.steps == three.steps);
    ck_assert(memcmp(one.theta, three.theta, (size_t)one.steps * sizeof(double)) == 0);
    ck_assert(memcmp(one.q, three.q, (size_t)one.steps * sizeof(double)) == 0);
    ref_find_clear(&one);
    ref_find_clear(&three);
}
END_TEST

/* The ratio and the ruling are those of the slack: one collision with theta = pi/2 to a double, damped. */
START_TEST(certified_ratio)
{
    double theta = acos(0), q = 0;
    ref_find find = { .steps = 1, .theta = &theta, .q = &q };
    ref_target target = target_of("16", NULL);
    json_t *source = ref_find_scenario(&find, &target);
    ref_found found;
    ref_found_init(&found);
    ref_found_certify(&found, &target, source);
    double expected = 1 / (target.r0 * theta * (1 + target.r0 * theta / 4));
    ck_assert_double_eq_tol(mpfi_get_d(found.ratio), expected, 1e-14);
    ck_assert(found.ruling.verdict == REF_VERDICT_CERTIFIED);
    ref_found_clear(&found);
    json_decref(source);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("falsify");
    TCase *recursion = tcase_create("recursion"), *scores = tcase_create("bounds");
    TCase *finds = tcase_create("search");
    tcase_set_timeout(recursion, 120);
    tcase_set_timeout(scores, 120);
    tcase_set_timeout(finds, 300);
    tcase_add_loop_test(recursion, energy_is_the_certified_one, 0, 3);
    tcase_add_loop_test(recursion, gradient_is_the_difference_quotient, 0, 3);
    tcase_add_loop_test(scores, scores_are_the_ratios_of_the_bounds, 0, sizeof bounds / sizeof bounds[0]);
    tcase_add_test(scores, no_target_for_bounds_on_one_step);
    tcase_add_test(finds, finds_the_best_of_a_dense_grid);
    tcase_add_test(finds, finds_the_full_swap);
    tcase_add_test(finds, scenarios_are_exact);
    tcase_add_test(finds, same_find_with_any_thread_count);
    tcase_add_test(finds, certified_ratio);
    suite_add_tcase(suite, recursion);
    suite_add_tcase(suite, scores);
    suite_add_tcase(suite, finds);
    return harness_run(suite);
}
