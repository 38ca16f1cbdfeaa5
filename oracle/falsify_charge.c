/* falsify_charge: the population recursion in doubles and its gradient by reverse mode; see falsify.h. */
#include "falsify.h"

#include <math.h>
#include <stdlib.h>

/* Level n is reached after n steps at the earliest, so step k works on the levels 0..min(k, N). */
struct ref_charge_room {
    ref_charge charge;
    double *rung;               /* f_n, n = 0..levels */
    double *populations;        /* before step k: row k */
    double *collided;           /* after its collision, before its damping: row k */
    double *swap, *slope;       /* sin^2(f_n theta_k) and its derivative by theta_k, n = 0..levels: row k */
    double *adjoint, *spare;
    double *thinning;           /* B(m, n), m >= n: the share of level m that decays to n; NULL undamped */
};

/* B(m, n) = C(m, n) (1-gamma)^n gamma^(m-n), from Pascal's rule. */
static double *new_thinning(long levels, double gamma)
{
    double *share = calloc((size_t)(levels * levels), sizeof *share);
    share[0] = 1;
    for (long m = 1; m < levels; m++)
        for (long n = 0; n <= m; n++) {
            const double *row = share + (m - 1) * levels;
            share[m * levels + n] = gamma * row[n] + (n > 0 ? (1 - gamma) * row[n - 1] : 0);
        }
    return share;
}

ref_charge_room *ref_charge_room_new(const ref_charge *charge)
{
    ref_charge_room *room = calloc(1, sizeof *room);
    size_t rows = (size_t)charge->steps + 1, width = (size_t)charge->levels + 1;
    room->charge = *charge;
    room->rung = calloc(width, sizeof *room->rung);
    for (long n = 0; n <= charge->levels; n++)
        room->rung[n] = sqrt((double)ref_ladder_weight(charge->ladder, n, charge->levels));
    room->populations = calloc(rows * width, sizeof *room->populations);
    room->collided = calloc(rows * width, sizeof *room->collided);
    room->swap = calloc(rows * width, sizeof *room->swap);
    room->slope = calloc(rows * width, sizeof *room->slope);
    room->adjoint = calloc(width, sizeof *room->adjoint);
    room->spare = calloc(width, sizeof *room->spare);
    room->thinning = charge->gamma > 0 ? new_thinning(charge->levels, charge->gamma) : NULL;
    return room;
}

void ref_charge_room_free(ref_charge_room *room)
{
    free(room->rung);
    free(room->populations);
    free(room->collided);
    free(room->swap);
    free(room->slope);
    free(room->adjoint);
    free(room->spare);
    free(room->thinning);
    free(room);
}

static long top_after(const ref_charge *charge, long steps)
{
    return steps < charge->levels ? steps : charge->levels - 1;
}

static double *row(double *rows, const ref_charge_room *room, long k)
{
    return rows + k * (room->charge.levels + 1);
}

/* P'_n = (q c_n^2 + p c_{n+1}^2) P_n + q s_{n+1}^2 P_{n+1} + p s_n^2 P_{n-1}, then the damping */
static void step_forward(ref_charge_room *room, long k, double theta, double q)
{
    long top = top_after(&room->charge, k + 1);
    const double *before = row(room->populations, room, k);
    double *after = row(room->populations, room, k + 1), *collided = row(room->collided, room, k);
    double *swap = row(room->swap, room, k), *slope = row(room->slope, room, k), p = 1 - q;
    swap[0] = slope[0] = swap[room->charge.levels] = slope[room->charge.levels] = 0;
    for (long n = 1; n <= top; n++) {
        double s = sin(room->rung[n] * theta), c = cos(room->rung[n] * theta);
        swap[n] = s * s;
        slope[n] = 2 * room->rung[n] * s * c;
    }
    if (top + 1 < room->charge.levels)
        swap[top + 1] = slope[top + 1] = 0;     /* of no consequence: the levels it couples are empty */
    for (long n = 0; n <= top; n++)
        collided[n] = (1 - q * swap[n] - p * swap[n + 1]) * before[n] + q * swap[n + 1] * before[n + 1]
                      + (n > 0 ? p * swap[n] * before[n - 1] : 0);
    for (long n = 0; n <= top; n++) {
        after[n] = room->thinning == NULL ? collided[n] : 0;
        for (long m = n; m <= top && room->thinning != NULL; m++)
            after[n] += room->thinning[m * room->charge.levels + n] * collided[m];
    }
}

/* From d/dP' to d/dP, and the derivatives by theta and q: the transpose of the step forward. */
static void step_back(double *by_theta, double *by_q, ref_charge_room *room, long k, double q)
{
    long top = top_after(&room->charge, k + 1), levels = room->charge.levels;
    const double *before = row(room->populations, room, k), *swap = row(room->swap, room, k);
    const double *slope = row(room->slope, room, k);
    double *adjoint = room->adjoint, *undamped = room->spare, p = 1 - q;
    *by_theta = *by_q = 0;
    for (long m = 0; m <= top; m++) {
        undamped[m] = room->thinning == NULL ? adjoint[m] : 0;
        for (long n = 0; n <= m && room->thinning != NULL; n++)
            undamped[m] += room->thinning[m * levels + n] * adjoint[n];
    }
    for (long n = 0; n <= top; n++) {
        double up = n < top ? undamped[n + 1] - undamped[n] : 0;
        double down = n > 0 ? undamped[n - 1] - undamped[n] : 0;
        *by_theta += before[n] * (p * slope[n + 1] * up + q * slope[n] * down);
        *by_q += before[n] * (swap[n] * down - swap[n + 1] * up);
        adjoint[n] = undamped[n] + p * swap[n + 1] * up + q * swap[n] * down;
    }
}

double ref_charge_value(double *by_theta, double *by_q, ref_charge_room *room, const double *theta,
                        const double *q)
{
    const ref_charge *charge = &room->charge;
    double value = 0;
    row(room->populations, room, 0)[0] = 1;
    for (long k = 0; k < charge->steps; k++)
        step_forward(room, k, theta[k], q[k]);
    const double *last = row(room->populations, room, charge->steps);
    for (long n = 0; n <= top_after(charge, charge->steps); n++) {
        value += charge->weight[n] * last[n];
        room->adjoint[n] = charge->weight[n];
    }
    for (long k = charge->steps; k-- > 0;)
        step_back(&by_theta[k], &by_q[k], room, k, q[k]);
    return value;
}
