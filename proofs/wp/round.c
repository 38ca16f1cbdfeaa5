/* The rounded operations on their own, so that they are proved once and not with every file that uses
   them. */
#include "round.h"
