#!/bin/sh
# The command line: exact one-line messages and exit codes for bad input, nothing written then; help, schemas,
# output.
set -u
build=$(cd "${BUILD:-build}" && pwd)
program=${PROGRAM:-$build/surecharge}
tests=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
cases=0

# check NAME CODE STDOUT STDERR ARGUMENT...: runs the program, compares; "*" stands for anything that is not
# empty.
check() {
    name=$1 code=$2 out=$3 err=$4
    shift 4
    cases=$((cases + 1))
    "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    same "$name" out "$out" && same "$name" err "$err" && [ $got = "$code" ] && return
    failures=$((failures + 1))
    echo "FAIL $name: exit code $got, expected $code; standard error: $(cat "$work/err")"
}

same() {
    [ "$3" = '*' ] && { [ -s "$work/$2" ]; return; }
    [ "$(cat "$work/$2")" = "$3" ]
}

fail() {
    failures=$((failures + 1))
    echo "FAIL $1"
}

# ---- malformed scenarios, one line each in messages
cd "$tests/scenarios/bad" || exit 1
for scenario in *.json; do
    message=$(grep "^$scenario:" messages) || fail "$scenario has no message"
    check "$scenario" 2 '' "$message" certify --output "$work/written" "$scenario"
    check "$scenario (simulate)" 2 '' "$message" simulate --json "$scenario"
done
[ ! -e "$work/written" ] || fail "something was written for a bad scenario"
[ "$(ls ./*.json | wc -l)" -ge 60 ] || fail "fewer than 60 malformed scenarios"
[ "$(ls ./*.json | wc -l)" = "$(wc -l <messages)" ] || fail "messages and scenarios differ in number"

cd "$work" || exit 1
cat >good.json <<'END'
{"surecharge": "scenario/1", "battery": {"ladder": "uniform", "levels": 2}, "qubit": {"q": "0"},
 "protocol": {"kind": "fixed", "theta": "pi/2", "steps": 1}, "observe": ["energy", "populations"], "at": [0, 1]}
END
cat >undecided.json <<'END'
{"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 3, "model": "infinite"},
 "qubit": {"q": "1/4"}, "protocol": {"kind": "fixed", "theta": "1", "steps": 5}}
END
check "missing file" 2 '' "missing.json: expected a readable file, found: No such file or directory" certify missing.json
check "directory" 2 '' "$work: expected a readable file, found: Is a directory" certify "$work"
check "bad after good" 2 '' "missing.json: expected a readable file, found: No such file or directory" \
    certify --output written good.json missing.json
[ ! -e written ] || fail "the good scenario was certified before the bad one was read"
truncate -s 67108865 huge.json
check "huge file" 2 '' "huge.json: expected at most 67108864 bytes, found more" certify huge.json
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }' >deep.json
check "deep nesting" 2 '' \
    "deep.json:1:2049: scenario: expected JSON, found a syntax error: maximum parsing depth reached near '['" \
    certify deep.json
check "no standard input" 2 '' \
    "<stdin>:1:1: scenario: expected JSON, found a syntax error: unexpected token near end of file" certify -

# ---- usage
check "no command" 2 '' "surecharge: expected a command (see --help), found none"
check "misspelt command" 2 '' 'surecharge: expected the command certify (did you mean it?), found "certfy"' certfy
check "unknown command" 2 '' 'surecharge: expected a command (see --help), found "charge"' charge
check "no scenario" 2 '' "surecharge certify: expected a scenario file, found none (see --help)" certify
check "no scenario (simulate)" 2 '' "surecharge simulate: expected a scenario file, found none (see --help)" simulate
check "unknown option" 2 '' "surecharge certify: unrecognized option '--fast'" certify --fast good.json
check "option without value" 2 '' "surecharge certify: option '--digits' requires an argument" certify --digits
check "digits 0" 2 '' 'surecharge certify: --digits: expected an integer from 1 to 1000, found "0"' \
    certify --digits 0 good.json
check "digits word" 2 '' 'surecharge certify: --digits: expected an integer from 1 to 1000, found "5x"' \
    certify --digits 5x good.json
check "threads 0" 2 '' 'surecharge certify: --threads: expected an integer from 1 to 1024, found "0"' \
    certify --threads 0 good.json
check "unknown schema" 2 '' "surecharge schema: expected scenario, certificate, simulation, summary, check, request, answer, sweep or table, found vector" \
    schema vector
check "no schema" 2 '' "surecharge schema: expected scenario, certificate, simulation, summary, check, request, answer, sweep or table, found none" schema

check "no threshold" 2 '' "surecharge threshold: expected one threshold (see --help), found none" threshold
check "unknown threshold" 2 '' "surecharge threshold: expected one threshold (see --help), found fig7" threshold fig7

# ---- help
check version 0 '*' '' --version
check help 0 '*' '' --help
for command in certify simulate check bound constants paper falsify sweep threshold schema; do
    check "$command --help" 0 '*' '' "$command" --help
    grep -q "^Example: surecharge $command" out || fail "$command --help has no example"
    "$program" --help | grep -q "^  $command " || fail "--help does not name $command"
    grep -q "surecharge $command" "$tests/../oracle/man/surecharge.1" || fail "the man page does not name $command"
done

# ---- one chapter of the paper: its rows name it, and no summary is written
check "no such chapter" 2 '' 'surecharge paper: --chapter: expected a chapter (see --help), found "channels"' \
    paper --chapter channels --output chapters
[ ! -e chapters ] || fail "something was written for a chapter that does not exist"
for chapter in constants damped channel platforms coherent; do
    check "chapter $chapter" 0 '*' '' paper --chapter $chapter --output chapters --json
    python3 -c "
import json, sys
claims = json.load(open('out'))['claims']
named = [claim['command'] for claim in claims if '--chapter' in claim['command']]
sys.exit(not claims or any(command != 'surecharge paper --chapter $chapter' for command in named))" ||
        fail "a row of chapter $chapter names another command"
done
[ ! -e chapters/summary.json ] || fail "a chapter alone has overwritten the summary"

for format in scenario certificate simulation summary check request answer sweep table; do
    check "schema $format" 0 '*' '' schema $format
done

# ---- output
check "certificate" 0 '*' '' certify good.json
cp out certificate.json
grep -q '"verdict": "certified"' out || fail "no verdict"
check "certificate in a file" 0 '' '' certify --output written good.json
cmp -s written certificate.json || fail "--output differs from standard output"
"$program" certify - <good.json >from_stdin || fail "standard input is not read"
cmp -s from_stdin certificate.json || fail "standard input gives another certificate"
check "several certificates" 0 '*' '' certify good.json good.json
[ "$(head -c 1 out)" = "[" ] && [ "$(grep -c '"verdict"' out)" = 2 ] || fail "two certificates are not a list of two"
check "digits" 0 '*' '' certify --digits 40 good.json
grep -q '"digits": 40' out || fail "--digits has no effect"
check "undecided" 3 '*' '' certify undecided.json
grep -q '"verdict": "undecided"' out || fail "undecided, but not said"
check "unwritable directory" 4 '' "nowhere/file: cannot be written: No such file or directory" \
    certify --output nowhere/file good.json
ln -s /dev/full full    # by a link, so that nothing but the link is lost if the device is not respected
check "full disk" 4 '' "full: cannot be written: No space left on device" certify --output full good.json
sed 's/"kind": "fixed", "theta": "pi.2"/"kind": "greedy-average"/' good.json >greedy.json
check "unsupported simulation" 2 '' \
    "greedy.json: simulate: expected the protocol fixed, full-swap or list, found a greedy one" simulate greedy.json
check "simulation" 0 '*' '' simulate good.json
check "simulation as JSON" 0 '*' '' simulate --json good.json

echo "$cases cases, $failures failures"
[ $failures = 0 ]
