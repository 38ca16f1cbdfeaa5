/* harness: see harness.h. */
#include "harness.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int harness_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void harness_read(ref_scenario *scenario, const char *format, ...)
{
    char text[8192], *error;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    ck_assert_int_lt(length, (int)sizeof text);
    bool valid = ref_scenario_parse(scenario, text, "test", &error);
    ck_assert_msg(valid, "%s", error);
}

void harness_make_directory(char path[HARNESS_PATH])
{
    strcpy(path, "/tmp/surecharge_test.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
}

void harness_remove_directory(const char *path)
{
    char command[HARNESS_PATH + 16];
    snprintf(command, sizeof command, "rm -r %s", path);
    ck_assert_int_eq(system(command), 0);
}
