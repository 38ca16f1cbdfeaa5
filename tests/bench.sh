#!/bin/sh
# Speed, CPU time on one core, as ratios measured in one run. Prints; never passes or fails.
# usage: tests/bench.sh BUILD
set -eu
build=$1
python=/usr/bin/python3
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
core=$(($(nproc) - 1))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "kernel:"
taskset -c $core "$build/tests/bench_kernel" | tee "$work/kernel"

cat >"$work/run.json" <<'END'
{"surecharge": "scenario/1",
 "battery": {"ladder": "oscillator", "levels": 250},
 "qubit": {"q": "1/2", "c": "1"},
 "protocol": {"kind": "fixed", "theta": "pi/100", "steps": 1000},
 "observe": ["energy"], "digits": 10}
END
bash -c 'TIMEFORMAT=%U; time taskset -c "$@"' - $core "$build/surecharge" certify --quiet \
    --output "$work/certificate" "$work/run.json" 2>"$work/oracle"

if ! $python -c 'import qutip' 2>/dev/null; then
    echo "QuTiP (python3-qutip) is not installed: nothing to compare with"
    exit
fi
taskset -c $core $python tests/bench_qutip.py 2>/dev/null >"$work/qutip"
awk '
    FILENAME ~ /kernel$/ && $1 == "run:" { kernel = $10 * 1e-6 }
    FILENAME ~ /oracle$/ { oracle = $1 / 1000 }
    FILENAME ~ /qutip$/ { qutip[$1] = $2 }
    function row(name, seconds) { printf "  %-62s %10.3f ms %8.1f\n", name, 1e3 * seconds, seconds / kernel }
    END {
        print "oscillator, 250 levels, theta = pi/100, q = 1/2, 1000 steps from the ground state:"
        printf "  %-62s %13s %8s\n", "", "time per step", "/ kernel"
        row("kernel, any c", kernel)
        row("QuTiP, c = 1, two sparse Kraus operators", qutip["pure"])
        row("the same, dropping elements below 1e-12 (QuTiP'\''s default)", qutip["tidied"])
        row("QuTiP, c = 9/10, four sparse Kraus operators", qutip["mixed"])
        row("oracle, energy certain to 10 digits", oracle)
    }' "$work/kernel" "$work/oracle" "$work/qutip"
