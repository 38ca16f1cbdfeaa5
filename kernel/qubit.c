#include "qubit.h"
#include "round.h"
#ifdef __FRAMAC__
#include "kappa.acsl"
#endif

int sc_qubit_valid(double q, double c) { return q >= 0.0 && q <= 1.0 && c >= 0.0 && c <= 1.0; }

sc_qubit sc_qubit_make(double q, double c)
{
  double p = sc_sub(1.0, q);
  //@ assert unit: p <= 1;
  double square = sc_mul(q, p), root = sc_sqrt(square);
  sc_qubit qubit = {q, p, sc_mul(c, root)};
  return qubit;
}
