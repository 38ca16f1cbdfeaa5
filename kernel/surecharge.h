/* surecharge: certified collisional charging of quantum batteries. The proved kernel, in double precision, on
   memory of the caller. Units: level spacing 1, Omega = 1, energy counted from the ground level. */
#ifndef SURECHARGE_H
#define SURECHARGE_H
#define SC_VERSION "0.1.0"
#ifdef __cplusplus
extern "C" {
#endif
#include "semantics.h"
#include "ladder.h"
#include "swap.h"
#include "qubit.h"
#include "rate.h"
#include "collide.h"
#include "damp.h"
#include "observe.h"
#include "budget.h"
#ifdef __cplusplus
}
#endif
#endif
