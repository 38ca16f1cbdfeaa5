/* peer: somebody's program, run as a child process: a line in, a line out, within a time limit. */
#ifndef REF_PEER_H
#define REF_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The command runs under `sh -c`, in a process group of its own, its standard error being ours. It is started
 * when it is first asked, kept as long as it answers, and started again when it has exited. It is killed,
 * with its whole group, after anything else than one line in time. One at a time. */
typedef struct {
    const char *command;
    double seconds;             /* the time limit of one answer, its start included */
    pid_t pid;                  /* 0: not running */
    int in, out;                /* our ends of its standard input and output */
    char *text;                 /* what it has written of this answer */
    size_t length, room;
    bool answered;              /* at least once since it was started */
    bool ever_answered;
} ref_peer;

typedef enum {
    REF_PEER_ANSWERED,          /* *text is the line */
    REF_PEER_FAILED,            /* *text says how */
    REF_PEER_NOT_STARTED        /* the command cannot be started; *text says why */
} ref_peer_outcome;

void ref_peer_init(ref_peer *peer, const char *command, double seconds);
void ref_peer_stop(ref_peer *peer);

/* Writes `line` and a newline, reads a line (without its newline). *text is malloc'ed. A line of more than 64
 * MiB is a failure. */
ref_peer_outcome ref_peer_ask(char **text, ref_peer *peer, const char *line);

#endif
