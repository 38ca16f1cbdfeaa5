/* The validity function of the floating-point mode, in every mode the processor can be put in. */
#include <fenv.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif
#include "harness.h"
#include "surecharge.h"

START_TEST(nearest_is_valid)
{
    ck_assert_int_eq(sc_semantics_valid(), 1);
}
END_TEST

START_TEST(other_rounding_modes_are_not)
{
    static const int modes[] = { FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };
    ck_assert_int_eq(fesetround(modes[_i]), 0);
    int valid = sc_semantics_valid();
    fesetround(FE_TONEAREST);
    ck_assert_int_eq(valid, 0);
}
END_TEST

#ifdef __SSE2__
START_TEST(flushed_subnormals_are_not)
{
    static const unsigned flags[] = { _MM_FLUSH_ZERO_ON, 0x0040 /* denormals are zero */ };
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | flags[_i]);
    int valid = sc_semantics_valid();
    _mm_setcsr(before);
    ck_assert_int_eq(valid, 0);
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("semantics");
    TCase *modes = tcase_create("modes");
    tcase_add_test(modes, nearest_is_valid);
    tcase_add_loop_test(modes, other_rounding_modes_are_not, 0, 3);
#ifdef __SSE2__
    tcase_add_loop_test(modes, flushed_subnormals_are_not, 0, 2);
#endif
    suite_add_tcase(suite, modes);
    return harness_run(suite);
}
