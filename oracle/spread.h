/* spread: the processes of one command, started by mpirun on one machine or many. The first leads: it
 * alone reads and writes files; the others ask it for work. Built without MPI, or not started by mpirun,
 * there is one. */
#ifndef REF_SPREAD_H
#define REF_SPREAD_H

#include <stdbool.h>

/* Joins the processes; false, with one line said, when MPI does not let it. */
bool ref_spread_start(void);

bool ref_spread_leads(void);
int ref_spread_others(void);

/* Every process gets the leader's text (malloc'ed), or NULL when that is NULL; takes `text`. */
char *ref_spread_share(char *text);

/* What a process tells the leader: job >= 0 is done, with its result as text; or one of these. */
enum { REF_SPREAD_READY = -1, REF_SPREAD_LEAVES = -2, REF_SPREAD_NO_JOB = -1 };

/* Another process: hands in a job and waits for the next, REF_SPREAD_NO_JOB when there is none left. One
 * thread at a time. REF_SPREAD_LEAVES gets no answer. */
long ref_spread_trade(long job, const char *text);

/* The leader: one such message, if one is there; *text is malloc'ed, NULL without a result. */
bool ref_spread_hear(int *process, long *job, char **text);
void ref_spread_answer(int process, long next);

/* Ends the joint work. Every process returns the leader's code. */
int ref_spread_end(int code);

#endif
