/* submitted: see submitted.h. */
#include "submitted.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

ref_suite suite;
ref_table table;

ref_case *load(const char *text)
{
    char path[] = "/tmp/check_test.XXXXXX", *error = NULL;
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    fputs(text, file);
    fclose(file);
    bool valid = ref_suite_read(&suite, path, 20, NULL, NULL, &error);
    unlink(path);
    ck_assert_msg(valid, "%s", error);
    return &suite.cases[suite.count - 1];
}

void submitted_setup(void)
{
    suite = (ref_suite){ .count = 0 };
    table = (ref_table){ .of = NULL };
}

void submitted_teardown(void)
{
    if (table.of != NULL)
        ref_table_clear(&table);
    ref_suite_clear(&suite);
}
