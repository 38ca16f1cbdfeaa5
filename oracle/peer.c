/* peer: see peer.h. */
#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "text.h"

enum {
    LINE_MAX_BYTES = 64 << 20,
    FIRST_ROOM = 1 << 16,
    NOT_EXECUTABLE = 126,
    NOT_FOUND = 127,
    SIGNAL_BASE = 128
};

/* Our own end must not leave a program running. */
static volatile sig_atomic_t running_group;

static void end_group(int number)
{
    if (running_group != 0)
        kill(-(pid_t)running_group, SIGKILL);
    signal(number, SIG_DFL);
    raise(number);
}

void ref_peer_init(ref_peer *peer, const char *command, double seconds)
{
    *peer = (ref_peer){ .command = command, .seconds = seconds };
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, end_group);
    signal(SIGTERM, end_group);
    signal(SIGHUP, end_group);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- start and end */

static void run_command(const char *command, int in, int out)
{
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(NOT_FOUND);
}

static bool make_pipes(int in[2], int out[2])
{
    if (pipe(in) != 0)
        return false;
    if (pipe(out) != 0) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(in[i], F_SETFD, FD_CLOEXEC);
        fcntl(out[i], F_SETFD, FD_CLOEXEC);
    }
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    return true;
}

static bool start(ref_peer *peer)
{
    int in[2], out[2];
    if (!make_pipes(in, out))
        return false;
    pid_t pid = fork();
    if (pid == 0)
        run_command(peer->command, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    peer->in = in[1];
    peer->out = out[0];
    if (pid < 0) {
        close(peer->in);
        close(peer->out);
        return false;
    }
    setpgid(pid, pid);
    peer->pid = pid;
    peer->answered = false;
    running_group = (sig_atomic_t)pid;
    return true;
}

/* Kills what is left of the group, and hands back how the command ended. */
static int finish(ref_peer *peer)
{
    int status = 0;
    kill(-peer->pid, SIGKILL);
    waitpid(peer->pid, &status, 0);
    running_group = 0;
    close(peer->in);
    close(peer->out);
    peer->pid = 0;
    return status;
}

/* The same, but first leaves it a moment to end by itself; *ended tells whether it has. */
static int let_finish(ref_peer *peer, bool *ended)
{
    siginfo_t info = { .si_pid = 0 };
    for (int i = 0; i < 100 && info.si_pid == 0; i++) {
        if (i > 0)
            nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
        waitid(P_PID, (id_t)peer->pid, &info, WEXITED | WNOHANG | WNOWAIT);
    }
    *ended = info.si_pid != 0;
    return finish(peer);
}

void ref_peer_stop(ref_peer *peer)
{
    if (peer->pid != 0)
        finish(peer);
    free(peer->text);
    peer->text = NULL;
    peer->room = peer->length = 0;
}

/* ---- one question */

typedef enum { LINE, END, LATE, LONG } reception;

/* Reads what there is; END at the end of its output. */
static bool read_some(ref_peer *peer)
{
    if (peer->room - peer->length < 2) {
        peer->room = peer->room == 0 ? FIRST_ROOM : 2 * peer->room;
        peer->text = realloc(peer->text, peer->room);
    }
    ssize_t got = read(peer->out, peer->text + peer->length, peer->room - peer->length - 1);
    if (got > 0)
        peer->length += (size_t)got;
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Writes what can be written; where the program does not read, only its answer counts. */
static void write_some(const ref_peer *peer, const char *line, size_t length, size_t *written)
{
    ssize_t put = write(peer->in, line + *written, length - *written);
    if (put > 0)
        *written += (size_t)put;
    else if (put < 0 && errno != EAGAIN && errno != EINTR)
        *written = length;
}

/* Exchanges a line for a line, which then ends at peer->length. *rest: there is more on either side, so the
 * program is out of step. */
static reception exchange(ref_peer *peer, bool *rest, const char *line, size_t length)
{
    double deadline = now() + peer->seconds;
    size_t written = 0, searched = 0;
    for (peer->length = 0;;) {
        double left = deadline - now();
        struct pollfd ends[] = { { .fd = peer->out, .events = POLLIN },
                                 { .fd = written < length ? peer->in : -1, .events = POLLOUT } };
        if (left <= 0)
            return LATE;
        poll(ends, 2, (int)(1000 * left) + 1);
        if (ends[1].revents != 0)
            write_some(peer, line, length, &written);
        if (ends[0].revents == 0)
            continue;
        bool open = read_some(peer);
        peer->text[peer->length] = '\0';
        char *end = memchr(peer->text + searched, '\n', peer->length - searched);
        *rest = written < length || (end != NULL && end + 1 < peer->text + peer->length);
        if (end != NULL) {
            *end = '\0';
            peer->length = (size_t)(end - peer->text);
            return LINE;
        }
        if (peer->length > LINE_MAX_BYTES)
            return LONG;
        searched = peer->length;
        if (!open)
            return END;
    }
}

static char *describe(int status, bool ended, bool wrote)
{
    const char *when = wrote ? "in the middle of its answer" : "before it answered";
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    int killer = WIFSIGNALED(status) ? WTERMSIG(status) : code > SIGNAL_BASE ? code - SIGNAL_BASE : 0;
    if (!ended)
        return ref_text_format("closed its output %s", when);
    if (killer > 0)
        return ref_text_format("crashed %s: %s", when, strsignal(killer));
    return ref_text_format("exited with status %d %s", code, when);
}

static bool is_clean_exit(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static ref_peer_outcome take_line(char **text, const ref_peer *peer, size_t length)
{
    bool is_text = strlen(peer->text) == length;
    *text = is_text ? strdup(peer->text) : strdup("answered with a NUL byte");
    return is_text ? REF_PEER_ANSWERED : REF_PEER_FAILED;
}

/* The program has ended: its last line counts, even without a newline. *again: it had answered and left, and
 * another one is to be asked. */
static ref_peer_outcome take_end(char **text, ref_peer *peer, bool *again)
{
    bool answered = peer->answered, ended;
    int status = let_finish(peer, &ended);
    if (is_clean_exit(status) && peer->length > 0)
        return take_line(text, peer, peer->length);
    *again = is_clean_exit(status) && answered;
    *text = describe(status, ended, peer->length > 0);
    bool missing =
        WIFEXITED(status) && (WEXITSTATUS(status) == NOT_FOUND || WEXITSTATUS(status) == NOT_EXECUTABLE);
    return missing && !peer->ever_answered ? REF_PEER_NOT_STARTED : REF_PEER_FAILED;
}

static ref_peer_outcome ask_once(char **text, ref_peer *peer, const char *line, bool *again)
{
    bool rest = false;
    if (peer->pid == 0 && !start(peer)) {
        *text = ref_text_format("cannot be started: %s", strerror(errno));
        return REF_PEER_NOT_STARTED;
    }
    reception received = exchange(peer, &rest, line, strlen(line));
    if (received == END)
        return take_end(text, peer, again);
    if (received != LINE || rest)
        finish(peer);
    if (received == LINE)
        return take_line(text, peer, peer->length);
    if (received == LATE)
        *text = ref_text_format(
            "gave no answer within %g s (does it flush its answer, and wait for one line alone?)",
            peer->seconds);
    else
        *text = ref_text_format("answered with a line of more than %d bytes", LINE_MAX_BYTES);
    return REF_PEER_FAILED;
}

/* Whether it has exited, or written more than it was asked for. */
static bool is_out_of_step(const ref_peer *peer)
{
    struct pollfd end = { .fd = peer->out, .events = POLLIN };
    return poll(&end, 1, 0) != 0;
}

ref_peer_outcome ref_peer_ask(char **text, ref_peer *peer, const char *line)
{
    char *request = ref_text_format("%s\n", line);
    bool again = false;
    if (peer->pid != 0 && is_out_of_step(peer))
        finish(peer);
    ref_peer_outcome outcome = ask_once(text, peer, request, &again);
    if (again) {
        free(*text);
        outcome = ask_once(text, peer, request, &again);
    }
    peer->answered = outcome == REF_PEER_ANSWERED;
    peer->ever_answered = peer->ever_answered || peer->answered;
    free(request);
    return outcome;
}
