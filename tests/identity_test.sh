#!/bin/sh
# The same certificate, byte for byte, from gcc and clang, with one and two threads.
set -eu
if ! command -v clang >/dev/null; then
    echo "clang is not installed"
    exit 77
fi
build=${BUILD:-build}
make --no-print-directory -s CC=clang BUILD="$build/clang" all >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for scenario in tests/scenarios/identity/*.json; do
    name=$(basename "$scenario" .json)
    for compiler in gcc clang; do
        program=$build/surecharge
        [ $compiler = gcc ] || program=$build/clang/surecharge
        for threads in 1 2; do
            OMP_NUM_THREADS=$threads "$program" certify --quiet --output "$work/$name.$compiler.$threads" "$scenario"
            cmp "$work/$name.gcc.1" "$work/$name.$compiler.$threads" || status=1
        done
    done
    for compiler in gcc clang; do
        program=$build/surecharge
        [ $compiler = gcc ] || program=$build/clang/surecharge
        "$program" simulate --json "$scenario" >"$work/$name.simulate.$compiler" 2>"$work/reason" ||
            grep -q '^.*simulate' "$work/reason"
        cmp "$work/$name.simulate.gcc" "$work/$name.simulate.$compiler" || status=1
    done
    echo "$name: $(wc -c <"$work/$name.gcc.1") bytes"
done
exit $status
