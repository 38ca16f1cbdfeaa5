/* upward: a double that bounds from above what few operations on non-negative doubles, each rounded by this,
 * stand for. */
#ifndef REF_UPWARD_H
#define REF_UPWARD_H

static inline double ref_up(double value)
{
    return value * (1 + 0x1p-48) + 0x1p-1000;
}

#endif
