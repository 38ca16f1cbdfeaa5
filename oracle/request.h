/* request: what a program is asked: one line of JSON for a case. */
#ifndef REF_REQUEST_H
#define REF_REQUEST_H

#include "suite.h"

/* {"surecharge": "request/1", "id": …, "scenario": {verbatim}, "resolved": {"levels": N + 1, "ladder": …,
 *  "weights": [w_0, …, w_{N+1}], "initial": [P_0, …, P_N], "steps": K, "collisions": [{"theta",
 *  "q", "c", "alpha", "gamma"}, …], "at": […], "observe": […]}}, malloc'ed, without the newline at its end.
 * "resolved" holds the nearest doubles as the shortest decimals that read back as them; one collision serves
 * every step, or there are K of them. The angles of the greedy protocols are those of the certificate; where
 * one ended early, the steps after it have theta = 0 and gamma = 0. */
char *ref_request(const ref_case *of);

#endif
