#!/bin/sh
# The adapters of tests/peers pass the whole suite; QuTiP as it comes drops small elements, and is found out.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/.."
export PATH="$build:$PATH" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missing=
failed=0

judge() {
    surecharge check --quiet --timeout 300 "$@" 2>"$work/stderr"
}

# passes NAME PRESENT COMMAND: the whole suite, if the command PRESENT says that the peer is installed
passes() {
    if ! sh -c "$2" >/dev/null 2>&1; then
        missing="$missing $1"
        return
    fi
    echo "$1:"
    judge --all --run "$3" tests/vectors || { failed=1; cat "$work/stderr"; }
}

passes NumPy "/usr/bin/python3 -c 'import numpy'" tests/peers/numpy_adapter.py
passes QuTiP "/usr/bin/python3 -c 'import qutip'" tests/peers/qutip_adapter.py
passes Octave 'octave-cli --version' 'octave-cli --no-init-file --quiet tests/peers/octave_adapter.m'
case $missing in *QuTiP*) ;; *)
    echo "QuTiP at its default settings:"
    if judge --case edges-0012 --run 'tests/peers/qutip_adapter.py --tidyup' tests/vectors; then
        failed=1
        echo "FAIL: populations of 1e-12 are there after all"
    fi
esac
[ $failed = 0 ] || exit 1
[ -z "$missing" ] || { echo "the others pass, but not installed:$missing"; exit 77; }
