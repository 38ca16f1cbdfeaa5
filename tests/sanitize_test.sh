#!/bin/sh
# Every unit test again, under the address and undefined-behaviour sanitizers, but for those that take minutes
# without.
set -eu
build=${BUILD:-build}/sanitized
make --no-print-directory -s BUILD="$build" CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -Wno-maybe-uninitialized' tests
export ASAN_OPTIONS=detect_leaks=1 CK_FORK=no CK_EXCLUDE_TAGS=minutes OMP_NUM_THREADS=1
for test in "$build"/tests/*_test; do
    echo "== $(basename "$test")"
    "$test"
done
