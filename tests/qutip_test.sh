#!/bin/sh
# Certificates against QuTiP, to QuTiP's accuracy.
set -eu
build=${BUILD:-build}
python=/usr/bin/python3
if ! $python -c 'import qutip' 2>/dev/null; then
    echo "QuTiP (python3-qutip) is not installed"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1
for scenario in tests/peers/*.json; do
    "$build/surecharge" certify --quiet --output "$work/certificate.json" "$scenario"
    echo "$(basename "$scenario" .json):"
    $python tests/peers/qutip_peer.py "$scenario" "$work/certificate.json" 2>"$work/warnings" || {
        cat "$work/warnings"
        exit 1
    }
done
