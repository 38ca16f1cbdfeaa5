/* spread: see spread.h. */
#include "spread.h"

#include <stddef.h>

#ifdef REF_MPI

#include <mpi.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "command.h"

enum { JOB_TAG, TEXT_TAG, ANSWER_TAG };

static int rank, size = 1;

/* MPI is not started for a lone process: that takes time, and needs a machine set up for it. */
static bool under_mpirun(void)
{
    return getenv("OMPI_COMM_WORLD_SIZE") != NULL || getenv("PMIX_RANK") != NULL ||
           getenv("PMI_RANK") != NULL;
}

bool ref_spread_start(void)
{
    int level;
    if (!under_mpirun())
        return true;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level) != MPI_SUCCESS ||
        level < MPI_THREAD_SERIALIZED) {
        ref_command_fail(REF_SYSTEM_FAILURE, "surecharge: MPI cannot be started for threads");
        return false;
    }
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    return true;
}

bool ref_spread_leads(void)
{
    return rank == 0;
}

int ref_spread_others(void)
{
    return size - 1;
}

char *ref_spread_share(char *text)
{
    int length = text == NULL ? -1 : (int)strlen(text);
    if (size == 1)
        return text;
    MPI_Bcast(&length, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (rank > 0 && length >= 0)
        text = calloc((size_t)length + 1, 1);
    if (length >= 0)
        MPI_Bcast(text, length, MPI_CHAR, 0, MPI_COMM_WORLD);
    return text;
}

long ref_spread_trade(long job, const char *text)
{
    long next = REF_SPREAD_NO_JOB;
    MPI_Send(&job, 1, MPI_LONG, 0, JOB_TAG, MPI_COMM_WORLD);
    if (job >= 0)
        MPI_Send(text, (int)strlen(text), MPI_CHAR, 0, TEXT_TAG, MPI_COMM_WORLD);
    if (job != REF_SPREAD_LEAVES)
        MPI_Recv(&next, 1, MPI_LONG, 0, ANSWER_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return next;
}

static char *receive_text(int process)
{
    MPI_Status status;
    int length;
    MPI_Probe(process, TEXT_TAG, MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, MPI_CHAR, &length);
    char *text = calloc((size_t)length + 1, 1);
    MPI_Recv(text, length, MPI_CHAR, process, TEXT_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return text;
}

bool ref_spread_hear(int *process, long *job, char **text)
{
    int there = 0;
    MPI_Status status;
    *text = NULL;
    if (size > 1)
        MPI_Iprobe(MPI_ANY_SOURCE, JOB_TAG, MPI_COMM_WORLD, &there, &status);
    if (!there)
        return false;
    *process = status.MPI_SOURCE;
    MPI_Recv(job, 1, MPI_LONG, *process, JOB_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (*job >= 0)
        *text = receive_text(*process);
    return true;
}

void ref_spread_answer(int process, long next)
{
    MPI_Send(&next, 1, MPI_LONG, process, ANSWER_TAG, MPI_COMM_WORLD);
}

int ref_spread_end(int code)
{
    int started, told = 0;
    MPI_Request request;
    const struct timespec nap = { .tv_nsec = 10000000 };
    MPI_Initialized(&started);
    if (!started)
        return code;
    MPI_Ibcast(&code, 1, MPI_INT, 0, MPI_COMM_WORLD, &request);
    while (MPI_Test(&request, &told, MPI_STATUS_IGNORE) == MPI_SUCCESS && !told)
        nanosleep(&nap, NULL);      /* MPI's own waiting would keep a core from the others */
    MPI_Finalize();
    return code;
}

#else

bool ref_spread_start(void)
{
    return true;
}

bool ref_spread_leads(void)
{
    return true;
}

int ref_spread_others(void)
{
    return 0;
}

char *ref_spread_share(char *text)
{
    return text;
}

long ref_spread_trade(long job, const char *text)
{
    (void)job;
    (void)text;
    return REF_SPREAD_NO_JOB;
}

bool ref_spread_hear(int *process, long *job, char **text)
{
    (void)process;
    (void)job;
    *text = NULL;
    return false;
}

void ref_spread_answer(int process, long next)
{
    (void)process;
    (void)next;
}

int ref_spread_end(int code)
{
    return code;
}

#endif
