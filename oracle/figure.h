/* figure: the paper's figures, as curves of enclosures in CSV files and as drawings of them in SVG files.
 *
 * CSV: a header, then one line per point. Every quantity x has three columns, x, x_lo and x_hi: the middle to
 * 12 digits, and an enclosure rounded outward to 15. step is empty on a curve in continuous time. */
#ifndef REF_FIGURE_H
#define REF_FIGURE_H

#include <stdio.h>
#include "claims.h"

typedef struct { FILE *stream; char *text; size_t size; } ref_csv;

/* Starts a file with its header line, which needs no newline. */
void ref_csv_open(ref_csv *csv, const char *header);

/* Adds ",x,x_lo,x_hi", or three empty fields for NULL. */
void ref_csv_enclosure(ref_csv *csv, mpfi_srcptr x);

/* Writes DIRECTORY/NAME.csv and releases csv. False when that fails; one line was said. */
bool ref_csv_write(ref_csv *csv, const char *directory, const char *name);

/* The run of a scenario: NAME.csv with every observable of one value, and NAME_populations.csv, one line per
 * step and level, when populations are observed. A greedy run is written up to where it ended. */
bool ref_figure_run(const char *directory, const char *name, const ref_scenario *scenario,
                    const ref_results *run);

/* NAME_excess.csv: how far the energy of a damped run is above (15), read after and
 * before the last damping. */
bool ref_figure_excess(const char *directory, const char *name, const ref_scenario *scenario,
                       const ref_results *run);

/* The curves that are formulas: the bounds, printed and corrected, and the limits theta -> 0. */
void ref_figure_formulas(ref_claims *claims);

/* Fig. 4: for each damping gamma the time tau_ad of the first step above (15) against theta, both readings
 * of Sec. III D, one CSV file per gamma; and a claim per gamma. Where neighbours differ in whether there is
 * such a step, or by more than 1/2 in when, angles between them are added, down to pi/16000 apart. */
void ref_figure_advantage(ref_claims *claims);

/* Draws every figure from the CSV files in claims->output, with gnuplot and the layouts among the scenarios.
 * Without gnuplot says so in one line and draws nothing. */
void ref_figure_draw(ref_claims *claims);

#endif
