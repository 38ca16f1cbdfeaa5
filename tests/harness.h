/* harness: how a test program runs its suite, reads a scenario, and has a directory of its own. */
#ifndef HARNESS_H
#define HARNESS_H

#include <check.h>
#include "scenario.h"

/* Runs the suite (CK_VERBOSITY and the like are heeded), frees it, and hands back what main returns. */
int harness_run(Suite *suite);

/* Reads the scenario in a text made as by printf; it must be valid. Clear with ref_scenario_clear. */
__attribute__((format(printf, 2, 3))) void harness_read(ref_scenario *scenario, const char *format, ...);

/* Makes a new empty directory under /tmp and writes its path; removes it with everything in it. */
enum { HARNESS_PATH = 64 };
void harness_make_directory(char path[HARNESS_PATH]);
void harness_remove_directory(const char *path);

#endif
