#!/bin/sh
# The same bytes from gcc, from clang and from an unoptimised build without vector instructions, with one and
# two threads: certificates, and the kernel's error bars.
set -eu
if ! command -v clang >/dev/null; then
    echo "clang is not installed"
    exit 77
fi
build=${BUILD:-build}
make --no-print-directory -s CC=clang BUILD="$build/clang" all >/dev/null
make --no-print-directory -s CFLAGS='-O0 -DSC_PORTABLE' BUILD="$build/portable" all >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# same NAME COMMAND...: the command's output must not depend on the build or the threads
same() {
    name=$1
    shift
    for variant in . clang portable; do
        for threads in 1 2; do
            OMP_NUM_THREADS=$threads "$build/$variant/surecharge" "$@" >"$work/out"
            [ -e "$work/$name" ] || cp "$work/out" "$work/$name"
            cmp "$work/$name" "$work/out" || { status=1; echo "$name differs: $variant, $threads threads"; }
        done
    done
    echo "$name: $(wc -c <"$work/$name") bytes"
}

for scenario in tests/scenarios/identity/*.json; do
    name=$(basename "$scenario" .json)
    same "certify.$name" certify --quiet "$scenario"
done
same simulate.oscillator_damped simulate --json tests/scenarios/identity/oscillator_damped.json
same simulate.spin_full_swap simulate --json tests/scenarios/identity/spin_full_swap.json
same constants constants --digits 100
same falsify falsify --json --evaluations 4000 --bound 28p --j 3
exit $status
