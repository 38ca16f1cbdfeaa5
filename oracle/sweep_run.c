/* sweep_run: all cases on all cores and processes, each certificate kept once it is made; see sweep.h. */
#include "sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "certificate.h"
#include "spread.h"
#include "text.h"

enum { SHOW_NANOSECONDS = 200000000, LISTEN_NANOSECONDS = 1000000 };

struct work_crew;

/* A thread that certifies one case after the other; `share` is how many cores it may use for its own. */
typedef struct {
    struct work_crew *crew;
    pthread_t thread;
    bool working;
    atomic_int share;
    _Atomic double fraction;    /* of its case that is done */
} work_thread;

/* The threads of this process. The leader alone has the queue: cases without a certificate,
 * of equal ones the first. */
typedef struct work_crew {
    const ref_sweep *sweep;
    const char *directory;
    pthread_mutex_t lock, disk;
    pthread_cond_t changed;
    work_thread *workers;
    int threads, cores, active;
    long *queue, queued, taken, done;
    bool failed;
} work_crew;

/* ---- the directory */

static bool fail_at(const char *path, const char *what)
{
    ref_command_fail(REF_SYSTEM_FAILURE, "%s: %s: %s", path, what, strerror(errno));
    return false;
}

/* Two sweeps in one directory would remove each other's files. The lock ends with the
 * process, however it ends. */
static bool lock_directory(const char *cases)
{
    char *path = ref_text_format("%s/lock", cases);
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int descriptor = open(path, O_RDWR | O_CREAT, 0666);
    bool locked = descriptor >= 0 && fcntl(descriptor, F_SETLK, &whole) == 0;
    if (!locked && (errno == EACCES || errno == EAGAIN) && descriptor >= 0)
        ref_command_fail(REF_SYSTEM_FAILURE, "%s: is in use by another sweep", path);
    else if (!locked)
        fail_at(path, "cannot be locked");
    free(path);
    return locked;
}

/* Removes what a killed run was still writing: temporary files of ref_write_file. */
static bool remove_partial(const char *cases)
{
    DIR *directory = opendir(cases);
    if (directory == NULL)
        return fail_at(cases, "cannot be read");
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (strstr(entry->d_name, ".json.") != NULL || strncmp(entry->d_name, "table.", 6) == 0) {
            char *path = ref_text_format("%s/%s", cases, entry->d_name);
            unlink(path);
            free(path);
        }
    closedir(directory);
    return true;
}

static bool prepare_directory(const char *directory)
{
    char *cases = ref_text_format("%s/cases", directory);
    bool prepared = (ref_make_directory(cases) || fail_at(cases, "cannot be made")) &&
                    lock_directory(cases) && remove_partial(cases);
    free(cases);
    return prepared;
}

static void fill_queue(work_crew *crew)
{
    json_t *seen = json_object();
    crew->queue = calloc((size_t)crew->sweep->count, sizeof *crew->queue);
    for (long i = 0; i < crew->sweep->count; i++) {
        json_t *source = ref_sweep_source(crew->sweep, i);
        char *file = ref_sweep_file(source);
        if (json_object_get(seen, file) == NULL) {
            json_t *kept = ref_sweep_kept(crew->directory, source);
            if (kept == NULL)
                crew->queue[crew->queued++] = i;
            json_decref(kept);
            json_object_set_new(seen, file, json_true());
        }
        free(file);
        json_decref(source);
    }
    json_decref(seen);
}

/* Writes the certificate of a case, whole and synced; one at a time, as ref_write_file
 * sets the process's umask. */
static bool keep(work_crew *crew, long index, const char *text)
{
    json_t *source = ref_sweep_source(crew->sweep, index);
    char *file = ref_sweep_file(source), *path = ref_text_format("%s/%s", crew->directory, file);
    pthread_mutex_lock(&crew->disk);
    bool kept = ref_write_file(path, text);
    pthread_mutex_unlock(&crew->disk);
    free(path);
    free(file);
    json_decref(source);
    return kept;
}

/* ---- cases, handed out and in */

/* The leader keeps what is handed in (text NULL: nothing) and takes the next case from the queue. */
static long lead_trade(work_crew *crew, long job, const char *text)
{
    bool kept = text == NULL || keep(crew, job, text);
    pthread_mutex_lock(&crew->lock);
    crew->failed = crew->failed || !kept;
    crew->done += text != NULL;
    bool more = !crew->failed && crew->taken < crew->queued;
    long next = more ? crew->queue[crew->taken++] : REF_SPREAD_NO_JOB;
    pthread_cond_signal(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    return next;
}

static long trade(work_crew *crew, long job, const char *text)
{
    if (ref_spread_leads())
        return lead_trade(crew, job, text);
    pthread_mutex_lock(&crew->lock);
    long next = ref_spread_trade(job, text);
    pthread_mutex_unlock(&crew->lock);
    return next;
}

/* Divides the cores among the threads that have a case, so that none is idle when there are fewer cases. */
static void divide_cores(work_crew *crew)
{
    int working = 0, seat = 0;
    for (int i = 0; i < crew->threads; i++)
        working += crew->workers[i].working;
    for (int i = 0; i < crew->threads; i++)
        if (crew->workers[i].working) {
            int share = crew->cores / working + (seat++ < crew->cores % working);
            crew->workers[i].share = share > 0 ? share : 1;
        }
}

static void set_working(work_thread *worker, bool working)
{
    work_crew *crew = worker->crew;
    pthread_mutex_lock(&crew->lock);
    worker->working = working;
    worker->fraction = 0;
    divide_cores(crew);
    pthread_mutex_unlock(&crew->lock);
}

/* After each step: takes up the cores that other cases have left. */
static void advance(void *context, int pass, long step, long total)
{
    work_thread *worker = context;
    (void)pass;
    worker->fraction = (double)step / (double)total;
    omp_set_num_threads(worker->share);
}

/* The certificate of a case as surecharge certify writes it (malloc'ed). */
static char *certify(work_thread *worker, long index)
{
    work_crew *crew = worker->crew;
    ref_scenario scenario;
    ref_results results;
    ref_reader reader = { .name = crew->sweep->name };
    if (!ref_sweep_scenario(&scenario, &reader, crew->sweep, index))
        abort();        /* every case was read before the first was run */
    omp_set_num_threads(worker->share);
    bool certified = ref_run(&results, &scenario, advance, worker);
    json_t *certificate = ref_certificate_json(&scenario, &results, certified);
    char *dump = json_dumps(certificate, JSON_INDENT(2)), *text = ref_text_format("%s\n", dump);
    free(dump);
    json_decref(certificate);
    ref_results_clear(&results);
    ref_scenario_clear(&scenario);
    return text;
}

static void *work(void *context)
{
    work_thread *worker = context;
    work_crew *crew = worker->crew;
    long job = trade(crew, REF_SPREAD_READY, NULL);
    while (job >= 0) {
        set_working(worker, true);
        char *text = certify(worker, job);
        set_working(worker, false);
        job = trade(crew, job, text);
        free(text);
    }
    mpfr_free_cache();
    pthread_mutex_lock(&crew->lock);
    crew->active--;
    pthread_cond_signal(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* ---- the whole */

/* Waits for a thread to change something, but not long: others may want to be heard. */
static void pause_a_little(work_crew *crew)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ref_spread_others() > 0 ? LISTEN_NANOSECONDS : SHOW_NANOSECONDS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&crew->changed, &crew->lock, &until);
}

/* Serves the other processes, and shows how far the work is, until everyone has left. */
static void lead(work_crew *crew, ref_meter *meter)
{
    int others = ref_spread_others(), process;
    for (bool busy = true; busy;) {
        long job;
        char *text;
        while (ref_spread_hear(&process, &job, &text)) {
            if (job == REF_SPREAD_LEAVES)
                others--;
            else
                ref_spread_answer(process, lead_trade(crew, job, text));
            free(text);
        }
        pthread_mutex_lock(&crew->lock);
        busy = crew->active > 0 || others > 0;
        if (busy)
            pause_a_little(crew);
        double done = (double)crew->done;
        char what[64];
        for (int i = 0; i < crew->threads; i++)
            done += crew->workers[i].fraction;
        snprintf(what, sizeof what, "%ld of %ld cases", crew->done, crew->queued);
        ref_meter_part(meter, what, done / (double)crew->queued);
        pthread_mutex_unlock(&crew->lock);
    }
}

static void start_workers(work_crew *crew)
{
    crew->workers = calloc((size_t)crew->threads, sizeof *crew->workers);
    crew->active = crew->threads;
    for (int i = 0; i < crew->threads; i++) {
        crew->workers[i].crew = crew;
        crew->workers[i].share = 1;
        if (pthread_create(&crew->workers[i].thread, NULL, work, &crew->workers[i]) != 0)
            abort();
    }
}

static void end_workers(work_crew *crew)
{
    for (int i = 0; i < crew->threads; i++)
        pthread_join(crew->workers[i].thread, NULL);
    free(crew->workers);
}

/* How many cases there are to certify, from the leader; -1 when it cannot go on. */
static long share_queued(work_crew *crew, bool prepared)
{
    char *text = prepared ? ref_text_format("%ld", crew->queued) : NULL;
    text = ref_spread_share(text);
    long queued = text != NULL ? strtol(text, NULL, 10) : -1;
    free(text);
    return queued;
}

bool ref_sweep_run(long *computed, const ref_sweep *sweep, const char *directory, int threads, bool quiet)
{
    work_crew crew = { .sweep = sweep, .directory = directory, .cores = threads };
    bool leads = ref_spread_leads(), prepared = leads && prepare_directory(directory);
    pthread_mutex_init(&crew.lock, NULL);
    pthread_mutex_init(&crew.disk, NULL);
    pthread_cond_init(&crew.changed, NULL);
    if (prepared)
        fill_queue(&crew);
    long queued = share_queued(&crew, prepared), processes = ref_spread_others() + 1;
    long fair = (queued + processes - 1) / processes;
    crew.threads = fair < threads ? (int)fair : threads;
    if (queued > 0) {
        ref_meter meter;
        ref_meter_start(&meter, "sweep");
        meter.visible = meter.visible && !quiet;
        start_workers(&crew);
        if (leads)
            lead(&crew, &meter);
        end_workers(&crew);
        if (leads)
            ref_meter_stop(&meter);
        else
            ref_spread_trade(REF_SPREAD_LEAVES, NULL);
    }
    *computed = crew.done;
    pthread_cond_destroy(&crew.changed);
    pthread_mutex_destroy(&crew.disk);
    pthread_mutex_destroy(&crew.lock);
    free(crew.queue);
    return queued >= 0 && !crew.failed;
}
