#!/bin/sh
# What the falsifier finds on its own: (29) as printed false exactly where FOUND.md says, (16) and the
# corrected bounds never exceeded; its protocols refute or not when `surecharge bound` holds them against the
# bound; the same bytes for any threads.
set -u
build=$(cd "${BUILD:-build}" && pwd)
program=$build/surecharge
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

fail() {
    failures=$((failures + 1))
    echo "FAIL $1"
}

# find CODE ARGUMENT...: one search, its exit code; the result in out
find_one() {
    code=$1
    shift
    "$program" falsify "$@" >out 2>err
    got=$?
    [ $got = "$code" ] && [ ! -s err ] && return
    fail "falsify $*: exit code $got, expected $code: $(cat err out)"
}

# ratio: the certified lower bound of the last line
ratio() {
    awk '$1 == "best" { print substr($3, 1, length($3) - 1) }' out
}

below() {
    awk "BEGIN { exit !($1 < $2) }"
}

# ---- full charge, (29) as printed: false from j = 3/2 to 18, and nowhere else
for j in 1/2 1 37/2; do
    find_one 0 --bound 29 --j $j --evaluations 6000
    below "$(ratio)" 1 && below 0.5 "$(ratio)" || fail "(29) at j = $j: ratio $(ratio)"
done
for j in 3/2 5 18; do
    find_one 1 --bound 29 --j $j --evaluations 6000 --output full.json
    below 1 "$(ratio)" || fail "(29) at j = $j: ratio $(ratio)"
    "$program" certify full.json >certificate || fail "the full charge of j = $j is not certified"
    "$program" bound 29 --j $j >/dev/null
    [ $? = 1 ] || fail "bound 29 --j $j does not agree"
done
for j in 1/2 4; do find_one 1 --bound 29i --j $j --evaluations 6000; done
find_one 0 --bound 29i --j 9/2 --evaluations 6000
find_one 1 --bound 29 --j 3/2 --steps 6 --evaluations 6000
find_one 0 --bound 16 --steps 3 --evaluations 1
find_one 0 --bound "29''" --j 7/2 --evaluations 6000
[ "$(ratio)" = 1.0000000000 ] || fail "the full swap does not attain (29''): $(ratio)"

# ---- the others, and their protocols held against the bound
# agree CODE ARGUMENT...: the protocol that is found gets the same verdict from `surecharge bound`
agree() {
    code=$1 id=$3
    find_one "$@" --evaluations 4000 --output found.json
    "$program" bound "$id" found.json >verdict
    [ $? = "$code" ] || fail "bound $id on the protocol found by falsify $*: $(cat verdict)"
}
agree 1 --bound 28i --j 2
agree 1 --bound 28 --j 1
agree 0 --bound 28p --j 1/2
agree 0 --bound 28p --j 5/2
agree 0 --bound 29p --j 5/2
agree 1 --bound C4 --gamma 0.3443 --steps 3
agree 0 --bound C4 --gamma 0.344 --steps 3
agree 0 --bound C4p --gamma 0.3443 --steps 3
agree 0 --bound 16 --steps 20
# More collisions come closer, closer than the greedy protocols, and not beyond.
awk '$1 ~ /^[0-9]+$/ { if ($4 < last || $4 < $5 || $4 < $6 || $4 >= 1) bad = 1; last = $4; lines++ }
     END { exit bad || lines != 5 || last < 0.8937 }' out || fail "(16) at 20 steps: $(cat out)"

# Damped, few collisions are best; "at most 20" includes them.
find_one 0 --bound C4 --gamma 0.3 --steps 20 --evaluations 2000
[ "$(awk '$1 == 20 { print $4 }' out)" = "$(ratio)" ] || fail "(C4): a line is worse than one with fewer collisions"

# ---- the same bytes
for threads in 1 2 3; do
    "$program" falsify --bound 28p --j 2 --evaluations 2000 --threads $threads --json --output "found$threads" >"out$threads"
    cmp out1 "out$threads" && cmp found1 "found$threads" || fail "$threads threads find something else"
done
python3 - out1 found1 <<'END' || fail "the JSON does not say what was found"
import json, sys
result, found = (json.load(open(path)) for path in sys.argv[1:])
lines = result["lines"]
best = max(lines, key=lambda line: float(line["ratio"]["lo"]))
assert result["verdict"] == "no violation found" and result["protocol"] == found and [l["steps"] for l in lines] == [1, 2, 4]
assert best["collisions"] == len(found["protocol"]["collisions"])
tau = sum(float.fromhex(collision["theta"]) for collision in found["protocol"]["collisions"])
assert abs(tau - float(best["tau"]["lo"])) < 1e-14
END

# ---- bad input, one exact line
bad() {
    message=$1
    shift
    "$program" falsify "$@" >out 2>err
    [ $? = 2 ] && [ ! -s out ] && [ "$(cat err)" = "surecharge falsify: $message" ] || fail "falsify $*: $(cat err)"
}
bad 'expected --bound (see --help), found none'
bad 'expected a bound that can be searched (see --help), found "13"' --bound 13
bad 'expected no argument, found "16"' 16
bad 'expected --j with a half integer from 1/2 to 500, found none' --bound 29
bad 'expected --j with a half integer from 1/2 to 500, found "1/3"' --bound 29 --j 1/3
bad 'expected --j with a half integer from 1/2 to 500, found "501"' --bound 29 --j 501
bad 'expected no --j for an oscillator, found "1"' --bound 16 --j 1
bad 'expected no --gamma for a bound without damping, found "0.1"' --bound 16 --gamma 0.1
bad 'expected --gamma with a number above 0 and below 1, found none' --bound C4
bad 'expected --gamma with a number above 0 and below 1, found "1"' --bound C4 --gamma 1
bad 'expected at least 2j steps for a full charge, found "2"' --bound 29 --j 3/2 --steps 2
bad '--steps: expected an integer from 1 to 1000, found "0"' --bound 16 --steps 0
bad '--evaluations: expected an integer from 1 to 1000000000, found "x"' --bound 16 --evaluations x
"$program" falsify --bound 16 --steps 1 --evaluations 500 --output nowhere/found >out 2>err
[ $? = 4 ] || fail "an unwritable file: $(cat err)"

echo "$failures failures"
[ $failures = 0 ]
