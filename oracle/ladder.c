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

unsigned long ref_ladder_largest(ref_ladder_kind ladder, long levels)
{
    unsigned long largest = 0;
    for (long n = 1; n < levels; n++)
        if (ref_ladder_weight(ladder, n, levels) > largest)
            largest = ref_ladder_weight(ladder, n, levels);
    return largest;
}
