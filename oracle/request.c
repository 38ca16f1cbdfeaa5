/* request: see request.h. */
#include "request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model.h"
#include "resolve.h"

static const char *const ladders[] = { "oscillator", "spin", "uniform" };

/* The shortest decimal that reads back as x, with a point or an exponent, so that no reader
 * takes it for an integer. */
static void write_double(FILE *out, double x)
{
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x)
            break;
    }
    fprintf(out, "%s%s", text, strpbrk(text, ".e") == NULL ? ".0" : "");
}

static void write_real(FILE *out, const ref_real *value)
{
    double error;
    write_double(out, ref_real_double(&error, value));
}

static void write_collisions(FILE *out, const ref_scenario *scenario)
{
    size_t count;
    ref_step *steps = ref_resolve(&count, scenario);
    for (size_t i = 0; i < count; i++) {
        const double numbers[] = { steps[i].theta, steps[i].q, steps[i].c, steps[i].alpha, steps[i].gamma };
        static const char *const names[] = { "{\"theta\":", ",\"q\":", ",\"c\":", ",\"alpha\":",
                                             ",\"gamma\":" };
        fputs(i > 0 ? "," : "", out);
        for (int j = 0; j < 5; j++) {
            fputs(names[j], out);
            write_double(out, numbers[j]);
        }
        fputc('}', out);
    }
    free(steps);
}

static void write_string(FILE *out, const char *text)
{
    json_t *json = json_string(text);
    char *quoted = json_dumps(json, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
    fputs(quoted, out);
    free(quoted);
    json_decref(json);
}

static void write_observe(FILE *out, const ref_scenario *scenario)
{
    for (size_t i = 0; i < scenario->observe_count; i++) {
        char *name = ref_observable_name(&scenario->observe[i]);
        fputs(i > 0 ? "," : "", out);
        write_string(out, name);
        free(name);
    }
}

static void write_resolved(FILE *out, const ref_scenario *scenario)
{
    fprintf(out, "{\"levels\":%ld,\"ladder\":\"%s\",\"weights\":[", scenario->levels,
            ladders[scenario->ladder]);
    for (long n = 0; n <= scenario->levels; n++)
        fprintf(out, "%s%lu", n > 0 ? "," : "", ref_ladder_weight(scenario->ladder, n, scenario->levels));
    fputs("],\"initial\":[", out);
    for (long n = 0; n < scenario->levels; n++) {
        fputs(n > 0 ? "," : "", out);
        write_real(out, &scenario->initial[n]);
    }
    fprintf(out, "],\"steps\":%ld,\"collisions\":[", scenario->steps);
    write_collisions(out, scenario);
    fputs("],\"at\":[", out);
    for (size_t i = 0; i < scenario->at_count; i++)
        fprintf(out, "%s%ld", i > 0 ? "," : "", scenario->at[i]);
    fputs("],\"observe\":[", out);
    write_observe(out, scenario);
    fputs("]}", out);
}

char *ref_request(const ref_case *of)
{
    char *line = NULL, *scenario = json_dumps(of->scenario.source, JSON_COMPACT | JSON_ENSURE_ASCII);
    size_t size;
    FILE *out = open_memstream(&line, &size);
    fputs("{\"surecharge\":\"request/1\",\"id\":", out);
    write_string(out, of->id);
    fprintf(out, ",\"scenario\":%s,\"resolved\":", scenario);
    write_resolved(out, &of->scenario);
    fputc('}', out);
    fclose(out);
    free(scenario);
    return line;
}
