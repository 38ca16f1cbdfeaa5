#!/bin/sh
# The object code computes what the proofs assume: no fused multiply-add and no x87 in it, whatever the
# optimisation level; the same bits from gcc and clang at every level and on every dispatch path; and a
# processor put into another floating-point mode is noticed.
set -eu
build=${BUILD:-build}
work=$build/object
rm -rf "$work"
mkdir -p "$work"
status=0
fail() { echo "$1"; status=1; }
compilers=gcc
if command -v clang >/dev/null; then compilers="gcc clang"; else echo "clang is not installed: gcc alone"; fi

# kernel NAME COMPILER FLAGS...: the kernel's objects and the program bits, compiled so
kernel() {
    name=$1 compiler=$2
    shift 2
    mkdir -p "$work/$name"
    for source in kernel/*.c; do
        $compiler -std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -fPIC "$@" -Ikernel -c \
            -o "$work/$name/$(basename "$source" .c).o" "$source"
    done
    $compiler -std=c11 "$@" -Ikernel -o "$work/$name/bits" tests/object/bits.c "$work/$name"/*.o -lm
}

# Fused operations are vfmadd, vfnmsub and their like; x87 mnemonics start with f.
foreign() {
    objdump -d --no-show-raw-insn "$work/$1"/*.o |
        awk -F'\t' '{ split($2, word, " ") } word[1] ~ /^(vf(m|nm)(add|sub)|f[a-z])/ { print word[1] }' | sort | uniq -c
}

variant() {
    kernel "$@"
    found=$(foreign "$1")
    [ -z "$found" ] || fail "$1: not IEEE double by double: $found"
    "$work/$1/bits" 10000 >"$work/$1.bits"
    [ "$(wc -l <"$work/$1.bits")" = 10000 ] || fail "$1: bits did not finish"
    cmp "$work/gcc-O0.bits" "$work/$1.bits" || fail "$1: bits differ from gcc-O0"
}

for compiler in $compilers; do
    for level in 0 1 2 3; do variant "$compiler-O$level" "$compiler" "-O$level"; done
done
variant gcc-portable gcc -O3 -DSC_PORTABLE
grep -q avx2 /proc/cpuinfo && variant gcc-fma gcc -O3 -DSC_PORTABLE -mavx2 -mfma
[ $status != 0 ] || echo "$(ls "$work"/*.bits | wc -l) builds, 10000 inputs, same bits"

# What must be found if it is there: a build that does contract, one for x87, one with fast-math.
kernel contracted gcc -O3 -DSC_PORTABLE -mfma -ffp-contract=fast
[ -n "$(foreign contracted)" ] || fail "fused operations are not found where they are"
# refused FLAG WORDS: the kernel does not compile so, for this reason
refused() {
    ! gcc -std=c11 "$1" -Ikernel -fsyntax-only kernel/swap.c 2>"$work/refused" && grep -q "$2" "$work/refused" ||
        fail "gcc $1 is not refused: $(cat "$work/refused")"
}
refused -mfpmath=387 'compile for SSE2'
refused -ffast-math 'compile without -ffast-math'

# A library linked with -Ofast makes the processor flush subnormals in every program that loads it.
scenario=tests/scenarios/identity/oscillator_damped.json
printf 'int nothing;\n' >"$work/fast.c"
gcc -shared -fPIC -Ofast -o "$work/fast.so" "$work/fast.c"
code=0
said=$(LD_PRELOAD="$PWD/$work/fast.so" "$build/surecharge" simulate --quiet "$scenario" 2>&1) || code=$?
[ $code = 4 ] && [ "$said" = "surecharge: expected a processor that rounds to nearest and keeps subnormal numbers, \
found it in another floating-point mode" ] || fail "simulate ran with subnormals flushed: exit $code: $said"
exit $status
