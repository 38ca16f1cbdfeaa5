#!/bin/sh
# The published vectors: the linter finds nothing in them and finds every planted fault; the command of every
# case gives its results again, enclosure by enclosure, and results that were tampered with are found out.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/.."
if ! /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
    echo "python3-jsonschema is not installed"
    exit 77
fi
export PATH="$build:$PATH" OMP_NUM_THREADS=1
tests/vectors.py lint
tests/vectors.py verify

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    failures=$((failures + 1))
    echo "FAIL $1"
}

# plant FILE SCRIPT ACTION WORDS: with FILE of tests/vectors edited by sed, ACTION must fail and say WORDS
plant() {
    rm -rf "$work/tests"
    mkdir -p "$work/tests/peers"
    cp -r tests/vectors tests/vectors.py tests/mistakes.py "$work/tests"
    cp tests/peers/numpy_adapter.py "$work/tests/peers"
    [ "$3" = lint ] || find "$work/tests/vectors" -maxdepth 1 -name '*.json' ! -name phases.json -delete
    sed -i "$2" "$work/tests/vectors/$1"
    ! cmp -s "tests/vectors/$1" "$work/tests/vectors/$1" || fail "$1: $2 changes nothing"
    if (cd "$work" && tests/vectors.py "$3" >out 2>&1) || ! grep -q "$4" "$work/out"; then
        fail "$3 of $1 after $2: $(head -n 3 "$work/out")"
    fi
}

plant source/phases.json 's/phases-0002/phases-0001/' lint 'not in order, or used twice'
plant source/phases.json '0,/pi\/5/s//pi\/6/' lint 'an id is used once'
plant source/phases.json 's/phases-0022/phases-0023/' lint 'phases-0022: in the ledger, but neither'
plant source/phases.json 's/phases-0022/phases-22/' lint 'expected an id like phases-0001'
plant source/phases.json '0,/Catches a phase left out/s///' lint 'does not say what the case catches'
plant source/phases.json '0,/alpha-ignored/s//alpha-forgotten/' lint 'is no mistake of'
plant source/ids '1h;1d;2G' lint 'ids: not in order'
plant source/ids '/phases-0003/s/$/ retired/' lint 'phases-0003: not in the ledger'
plant phases.json '0,/"note"/s//"remark": 1, "note"/' lint 'Additional properties'
plant phases.json '0,/"easy"/s//"simple"/' lint "'simple' is not one of"
plant phases.json '0,/certify --quiet/s//simulate/' lint 'not what its source says'
plant phases.json '0,/"hex": "0x1/s//"hex": "0x2/' lint 'does not match'
plant phases.json '0,/"lo": "0.3/s//"lo": "0.2/' lint 'is no enclosure of 30 digits'
plant schema '0,/vectors\/1/s//vectors\/2/' lint "schema: not what"
plant phases.json '0,/"lo": "0.3\([0-9]*\)", "hi": "0.3/s//"lo": "0.4\1", "hi": "0.4/' verify 'does not give'
echo "15 faults planted, $failures not found"
exit $((failures > 0))
