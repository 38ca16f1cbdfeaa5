/* schema: JSON schemas (draft 2020-12) of the file formats. */
#ifndef REF_SCHEMA_H
#define REF_SCHEMA_H

/* "scenario", "certificate", "simulation", "summary", "check", "request", "answer", "sweep", "table",
 * NULL. */
extern const char *const ref_schema_names[];

/* The schema with that index among the names, as compact JSON text. */
const char *ref_schema_text(int index);

#endif
