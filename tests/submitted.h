/* submitted: a case, and what somebody submitted for it, for the tests of `surecharge check`. */
#ifndef SUBMITTED_H
#define SUBMITTED_H

#include "results.h"

/* The suite the cases below are added to, and a table of one of them (of: NULL, or it is to be cleared). */
extern ref_suite suite;
extern ref_table table;

/* Adds the case in a text: a scenario or a certificate. */
ref_case *load(const char *text);

/* A fixture that empties both. */
void submitted_setup(void);
void submitted_teardown(void);

/* A spin 1/2, three steps; the rest of a scenario follows. */
#define TWO_LEVELS                                                                                           \
    "{\"surecharge\": \"scenario/1\", \"battery\": {\"ladder\": \"uniform\", \"levels\": 2}, "               \
    "\"qubit\": {\"q\": \"0\"}, \"protocol\": {\"kind\": \"fixed\", \"theta\": \"1\", \"steps\": 3}, "

#endif
