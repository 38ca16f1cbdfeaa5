/* sweep: many scenarios in one file (format "sweep/1"), each certified once and kept, whatever interrupts. */
#ifndef REF_SWEEP_H
#define REF_SWEEP_H

#include "command.h"

/* One key that varies: its path in the scenario, such as "protocol.theta", and the list of its values. */
typedef struct { const char *path; ref_node values; } ref_axis;

/* The cases of a sweep are its scenarios as listed, or the base with every combination of the axes'
 * values, the last axis varying fastest. Nodes point into the sweep: do not copy it. */
typedef struct {
    char *text;
    const char *name;
    ref_node root, base, axes_node, list;       /* list: the scenarios; json NULL where there is a base */
    size_t axis_count;
    ref_axis *axes;
    long count;
} ref_sweep;

/* Reads the text, which it takes, and every case. On bad input false, and *error is one malloc'ed line as
 * ref_scenario_read says it, naming the place in the sweep. */
bool ref_sweep_parse(ref_sweep *sweep, char *text, const char *name, char **error);
void ref_sweep_clear(ref_sweep *sweep);

/* The scenario of a case, 0 <= index < count, as JSON that shares nothing with the sweep. */
json_t *ref_sweep_source(const ref_sweep *sweep, long index);

/* The same, read; on bad input reader->error is set. */
bool ref_sweep_scenario(ref_scenario *scenario, ref_reader *reader, const ref_sweep *sweep, long index);

/* The value an axis has in a case (borrowed). */
json_t *ref_sweep_value(const ref_sweep *sweep, size_t axis, long index);

/* The file that keeps the certificate of a scenario, below the directory of a sweep:
 * cases/<SHA-256 of this version of the program and the scenario>.json, malloc'ed. The same
 * scenario has the same file in every sweep. */
char *ref_sweep_file(const json_t *source);

/* The certificate kept for a scenario; NULL when there is none, or the file is not one of this
 * scenario by this version. */
json_t *ref_sweep_kept(const char *directory, const json_t *source);

/* Makes every certificate that is not kept yet, on `threads` threads of each process (ref_spread), and
 * keeps each as soon as it is made: written whole, synced, renamed. A killed run loses only the cases
 * under way. *computed counts those made. The leader returns false, with one line said, when the system
 * does not let it. */
bool ref_sweep_run(long *computed, const ref_sweep *sweep, const char *directory, int threads, bool quiet);

/* Collects the kept certificates into DIRECTORY/table.csv (one row per case and step) or
 * table.json ("table/1"); false, with one line said, when the system does not let it. *undecided
 * counts the cases that are. */
bool ref_sweep_table(long *undecided, const ref_sweep *sweep, const char *directory, bool json);

#endif
