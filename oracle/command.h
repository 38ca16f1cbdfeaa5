/* command: what every subcommand of the command line shares. */
#ifndef REF_COMMAND_H
#define REF_COMMAND_H

#include <stdbool.h>
#include <jansson.h>
#include "run.h"

#define REF_VERSION "0.1.0"

enum { REF_HELD = 0, REF_REFUTED = 1, REF_BAD_INPUT = 2, REF_UNDECIDED = 3, REF_SYSTEM_FAILURE = 4 };

/* argv[0] is "surecharge <command>", for messages; each returns one of the exit codes above. */
int ref_command_certify(int argc, char **argv);
int ref_command_simulate(int argc, char **argv);
int ref_command_check(int argc, char **argv);
int ref_command_bound(int argc, char **argv);
int ref_command_constants(int argc, char **argv);
int ref_command_paper(int argc, char **argv);
int ref_command_falsify(int argc, char **argv);
int ref_command_sweep(int argc, char **argv);
int ref_command_threshold(int argc, char **argv);
int ref_command_schema(int argc, char **argv);

/* Says one line on standard error and hands back `code`. */
__attribute__((format(printf, 2, 3)))
int ref_command_fail(int code, const char *format, ...);

/* The integer an option stands for; false, with one line said, when it is not one in least..most. */
bool ref_option_integer(long *out, const char *command, const char *option, const char *text, long least,
                        long most);

/* N = 2j from an option that stands for the spin j; false when it does not. */
bool ref_option_spin(long *n_max, const char *text);

/* A bound's id as it is written: "28'" is 28p, "29''" is 29pp (malloc'ed). What it says, for ids
 * of `surecharge bound`. */
char *ref_bound_plain_id(const char *id);
const char *ref_bound_statement(const char *id);

/* Writes text to `path` whole or not at all (temporary file beside it, fsync, rename); "-" is standard
 * output. What is there already but no regular file (a device, a pipe) is written to directly. False, with
 * one line said, when the system does not let it. */
bool ref_write_file(const char *path, const char *text);

/* Removes a file that an earlier run may have left. False, with one line said, when the system does not let
 * it. */
bool ref_remove_file(const char *path);

/* Writes JSON as ref_write_file does (2-space indent, key order kept, final newline). */
bool ref_write_json(const char *path, const json_t *json);

/* Makes the directory and those above it; false, errno set, when the system does not let it. */
bool ref_make_directory(const char *path);

/* An enclosure as {"lo": …, "hi": …, "hex": …}: decimals of `digits` + 3 significant digits rounded outward,
 * and the double that both ends round to (if they do not agree, the double nearest to the midpoint). */
json_t *ref_value_json(const mpfi_t value, int digits);

/* The double ref_value_json writes as "hex". */
double ref_value_double(const mpfi_t value);

/* Progress with time left, on standard error when it is a terminal, else silent. Fits ref_progress. */
typedef struct { const char *label; double started; double shown; int pass; bool visible; } ref_meter;
void ref_meter_start(ref_meter *meter, const char *label);
void ref_meter_step(void *meter, int pass, long step, long total);
/* The same for a whole with parts of different kinds: `done` of it, 0 to 1, now at `what`. */
void ref_meter_part(ref_meter *meter, const char *what, double done);
void ref_meter_stop(ref_meter *meter);

#endif
