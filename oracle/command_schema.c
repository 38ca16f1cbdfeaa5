/* command_schema: surecharge schema, the JSON schemas of the file formats. */
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include "schema.h"
#include "word.h"

static const char help[] =
    "usage: surecharge schema FORMAT\n"
    "\n"
    "Prints the JSON schema (draft 2020-12) of a file format: scenario, certificate, simulation, summary, check,\n"
    "request, answer, sweep or table.\n"
    "\n"
    "  -h, --help   this text\n"
    "\n"
    "Example: surecharge schema scenario\n";

static const struct option long_options[] = { { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };

static int print_schema(int index)
{
    json_t *schema = json_loads(ref_schema_text(index), JSON_REJECT_DUPLICATES, NULL);
    bool written = ref_write_json("-", schema);
    json_decref(schema);
    return written ? REF_HELD : REF_SYSTEM_FAILURE;
}

int ref_command_schema(int argc, char **argv)
{
    int letter = getopt_long(argc, argv, "h", long_options, NULL);
    if (letter == 'h')
        return fputs(help, stdout) < 0 ? REF_SYSTEM_FAILURE : REF_HELD;
    if (letter != -1)
        return REF_BAD_INPUT;
    int index = argc - optind == 1 ? ref_word_index(argv[optind], ref_schema_names) : -1;
    if (index < 0)
        return ref_command_fail(REF_BAD_INPUT, "%s: expected scenario, certificate, simulation, summary, "
                                "check, request, answer, sweep or table, found %s", argv[0],
                                argc == optind ? "none" : argc - optind > 1 ? "several" : argv[optind]);
    return print_schema(index);
}
