#include "model.h"

unsigned long ref_ladder_weight(ref_ladder_kind ladder, long n, long levels)
{
    if (n <= 0 || n >= levels)
        return 0;
    switch (ladder) {
    case REF_OSCILLATOR:
        return (unsigned long)n;
    case REF_SPIN:
        return (unsigned long)n * (unsigned long)(levels - n);
    case REF_UNIFORM:
        return 1;
    }
    return 0;
}
