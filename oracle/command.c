/* command: see command.h. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "text.h"

enum { GUARD_DIGITS = 3 };

int ref_command_fail(int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return code;
}

bool ref_option_integer(long *out, const char *command, const char *option, const char *text, long least,
                        long most)
{
    char *end;
    errno = 0;
    *out = strtol(text, &end, 10);
    if (end != text && *end == '\0' && errno == 0 && *out >= least && *out <= most)
        return true;
    ref_command_fail(REF_BAD_INPUT, "%s: --%s: expected an integer from %ld to %ld, found \"%s\"", command,
                     option, least, most, text);
    return false;
}

/* ---- files */

static bool write_stream(FILE *file, const char *text)
{
    return fputs(text, file) >= 0 && fflush(file) == 0;
}

/* Streams and devices cannot be replaced by renaming. */
static bool is_stream(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static bool write_directly(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    bool written = write_stream(file, text);
    return fclose(file) == 0 && written;
}

/* The permissions a new file gets. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool write_and_sync(int descriptor, const char *text)
{
    FILE *file = fdopen(descriptor, "w");
    if (file == NULL) {
        close(descriptor);
        return false;
    }
    bool written = fchmod(descriptor, new_file_mode()) == 0 && write_stream(file, text) &&
                   fsync(descriptor) == 0;
    return fclose(file) == 0 && written;
}

static bool write_atomically(const char *path, const char *text)
{
    char *temporary = ref_text_format("%s.XXXXXX", path);
    int descriptor = mkstemp(temporary);
    bool written = descriptor >= 0 && write_and_sync(descriptor, text) && rename(temporary, path) == 0;
    if (descriptor >= 0 && !written) {
        int reason = errno;
        unlink(temporary);
        errno = reason;
    }
    free(temporary);
    return written;
}

bool ref_write_file(const char *path, const char *text)
{
    errno = 0;
    bool standard_output = strcmp(path, "-") == 0;
    bool written = standard_output ? write_stream(stdout, text)
                   : is_stream(path) ? write_directly(path, text) : write_atomically(path, text);
    if (!written)
        ref_command_fail(REF_SYSTEM_FAILURE, "%s: cannot be written: %s", standard_output ? "<stdout>" : path,
                         strerror(errno));
    return written;
}

bool ref_remove_file(const char *path)
{
    bool gone = unlink(path) == 0 || errno == ENOENT;
    if (!gone)
        ref_command_fail(REF_SYSTEM_FAILURE, "%s: cannot be removed: %s", path, strerror(errno));
    return gone;
}

bool ref_write_json(const char *path, const json_t *json)
{
    char *dump = json_dumps(json, JSON_INDENT(2));
    char *text = ref_text_format("%s\n", dump);
    bool written = ref_write_file(path, text);
    free(text);
    free(dump);
    return written;
}

bool ref_make_directory(const char *path)
{
    char *copy = ref_text_format("%s/", path);
    bool made = true;
    for (char *slash = strchr(copy + 1, '/'); made && slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        made = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    free(copy);
    return made;
}

/* ---- values */

double ref_value_double(const mpfi_t value)
{
    double low = mpfr_get_d(&value->left, MPFR_RNDN), high = mpfr_get_d(&value->right, MPFR_RNDN);
    if (low != high) {
        mpfr_t middle;
        mpfr_init2(middle, mpfi_get_prec(value) + 1);
        mpfi_mid(middle, value);
        low = mpfr_get_d(middle, MPFR_RNDN);
        mpfr_clear(middle);
    }
    return low + 0.0;   /* no -0 */
}

static json_t *decimal(mpfr_srcptr x, const char *format, int digits)
{
    if (mpfr_zero_p(x))
        return json_string("0");
    char *text;
    mpfr_asprintf(&text, format, digits + GUARD_DIGITS, x);
    json_t *json = json_string(text);
    mpfr_free_str(text);
    return json;
}

json_t *ref_value_json(const mpfi_t value, int digits)
{
    char hex[40];
    snprintf(hex, sizeof hex, "%a", ref_value_double(value));
    return json_pack("{s:o, s:o, s:s}", "lo", decimal(&value->left, "%.*RDg", digits),
                     "hi", decimal(&value->right, "%.*RUg", digits), "hex", hex);
}

/* ---- progress */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void ref_meter_start(ref_meter *meter, const char *label)
{
    *meter = (ref_meter){ .label = label, .started = seconds(), .visible = isatty(STDERR_FILENO) };
    meter->shown = meter->started;
}

void ref_meter_step(void *context, int pass, long step, long total)
{
    ref_meter *meter = context;
    double now = meter->visible ? seconds() : 0.0;
    if (!meter->visible || step <= 0)
        return;
    if (pass != meter->pass) {
        meter->pass = pass;
        meter->started = now;
    }
    if (now - meter->shown < 0.2)
        return;
    meter->shown = now;
    fprintf(stderr, "\r%s: pass %d, step %ld of %ld, %.0f s left\033[K", meter->label, pass, step, total,
            (now - meter->started) / (double)step * (double)(total - step));
    fflush(stderr);
}

void ref_meter_part(ref_meter *meter, const char *what, double done)
{
    double now = meter->visible ? seconds() : 0.0;
    if (!meter->visible || now - meter->shown < 0.2)
        return;
    meter->shown = now;
    fprintf(stderr, "\r%s: %s, %.0f %% done", meter->label, what, 100 * done);
    if (done >= 0.01)
        fprintf(stderr, ", %.0f s left", (now - meter->started) / done * (1 - done));
    fputs("\033[K", stderr);
    fflush(stderr);
}

void ref_meter_stop(ref_meter *meter)
{
    if (meter->visible)
        fputs("\r\033[K", stderr);
}
