/* chart: the energies of a coherent run at every swap angle and every damping of a rectangle, from runs at
 * the nodes of Chebyshev's.
 *
 * E_k(theta, gamma) of a run from empty varies no faster than its matrices. Before step j the state has
 * levels 0 to j-1 alone, so H has norm at most sqrt(m_j) on what the collision sees, m_j = min(j, levels-1),
 * and each derivative in theta multiplies the trace norm by at most 2 sqrt(m_j). The damping is
 * (1-gamma)^(-D), D the dissipator of a, of norm at most 2 m_j: its n-th derivative D (D+1) ... (D+n-1)
 * (1-gamma)^(-D-n). All steps together, with F = sum 2 sqrt(m_j), L = sum 2 m_j (j = 1 to k; multinomial
 * theorem, and Vandermonde's), N centred on its range: |d^n E_k/dtheta^n| <= (m_k/2) F^n,   |d^n
 * E_k/dgamma^n| <= (m_k/2) L (L+1) ... (L+n-1)/(1-gamma)^n. Interpolation at the n+1 zeros of T_{n+1} over c
 * - h to c + h errs by at most h^{n+1} max |f^(n+1)| / (2^n (n+1)!), and multiplies what the values at the
 * nodes err by at most (2/pi) ln(n+1) + 1. */
#ifndef REF_CHART_H
#define REF_CHART_H

#include "scenario.h"

enum { REF_CHART_NODES = 27 };

/* Angles and dampings from left to right, in parts of REF_PARTS (threshold.h). */
typedef struct {
    long left, right, low, high;
} ref_rectangle;

/* values[(k * angles + i) * dampings + j]: coefficients of T_i T_j of E_k, 0 <= k <= steps; error: of the
 * polynomials, rounding included. */
typedef struct {
    ref_rectangle over;
    long steps;
    int angles, dampings;
    double *values, error;
} ref_chart;

/* False, nothing to clear, when REF_CHART_NODES nodes a side do not suffice or the kernel cannot run one.
 * scenario: an oscillator, fixed protocol, charged from empty; its angle, damping and steps are replaced.
 * runs: how many were made is added. Parallel, the same for any number of threads. */
bool ref_chart_init(ref_chart *chart, const ref_scenario *scenario, const ref_rectangle *over, long steps,
                    long *runs);
void ref_chart_clear(ref_chart *chart);

/* The coefficients of E_k over a rectangle within the chart's, into out[REF_CHART_NODES * REF_CHART_NODES],
 * `dampings` a row. */
void ref_chart_restrict(double *out, const ref_chart *chart, long k, const ref_rectangle *to);

#endif
