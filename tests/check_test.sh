#!/bin/sh
# surecharge check on the command line: exit codes, programs that misbehave, the formats of its output.
set -u
build=$(cd "${BUILD:-build}" && pwd)
program=${PROGRAM:-$build/surecharge}
tests=$(cd "$(dirname "$0")" && pwd)
python=/usr/bin/python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
cases=0
cd "$work" || exit 1

fail() {
    failures=$((failures + 1))
    echo "FAIL $1"
}

# check NAME CODE PATTERN ARGUMENT...: exit code, and a line of what it says (both streams) that is or, with
# *, has the form of PATTERN.
check() {
    name=$1 code=$2 pattern=$3
    shift 3
    cases=$((cases + 1))
    timeout 100 "$program" check "$@" >out 2>err </dev/null
    got=$?
    [ $got = "$code" ] || fail "$name: exit code $got, expected $code: $(head -3 out err)"
    cat out err | while IFS= read -r line; do
        # shellcheck disable=SC2254
        case $line in $pattern) echo yes ;; esac
    done | grep -q yes || fail "$name: no line $pattern in: $(head -5 out err)"
}

cat >one.json <<'END'
{"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 3}, "qubit": {"q": "1/4", "c": "1"},
 "protocol": {"kind": "fixed", "theta": "1/2", "steps": 2}, "observe": ["energy", "populations", "element:1,0"],
 "at": [1, 2], "digits": 20}
END
mkdir suite
for i in 1 2 3; do sed "s/\"steps\": 2/\"steps\": $((i + 1))/" one.json >suite/case$i.json; done
"$program" certify --output certificate.json one.json

# The right answers, in hexadecimal, from the certificates; and what else a program may do.
cat >right.py <<'END'
import json, subprocess, sys, time
program, style = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "loop"
def plain(value):
    if isinstance(value, list):
        return [plain(x) for x in value]
    return value["hex"] if "hex" in value else {key: plain(x) for key, x in value.items()}
def answer(line):
    scenario = json.loads(line)["scenario"]
    certificate = json.loads(subprocess.run([program, "certify", "-"], input=json.dumps(scenario), text=True,
                                            stdout=subprocess.PIPE).stdout)
    return {"results": [{key: x if key == "step" else plain(x) for key, x in result.items()}
                        for result in certificate["results"]]}
asked = 0
for line in iter(sys.stdin.readline, ""):
    asked += 1
    reply = answer(line)
    second = reply["results"][1]
    if style == "second-crashes" and asked == 2:
        sys.exit(3)
    if style == "nan":
        second["energy"] = float("nan")
    if style == "short":
        second["populations"].pop()
    if style == "no-step":
        del reply["results"][1]
    if style == "no-key":
        del second["energy"]
    if style == "other-id":
        reply["id"] = "somebody"
    text = json.dumps(reply)
    if style == "no-newline":
        sys.stdout.write(text)
        sys.exit(0)
    if style == "half":
        sys.stdout.write(text[:40])
        sys.exit(0)
    print(text + ("\ndone" if style == "chatter" else ""), flush=True)
    if style == "late":         # leaves when it has been asked again, but has not read that
        time.sleep(0.5)
    if style in ("once", "late"):
        sys.exit(0)
END
right="$python right.py $program"

# ---- files
cat >good.csv <<'END'
step,"element:1,0.im",energy
2,-0.29,0.44
END
check "right to the digits given" 0 'one: held: 2 values, 2 inside*' one.json good.csv
check "the certificate judges alike" 0 'certificate: held: 2 values, 2 inside*' certificate.json good.csv
echo '{"results": [{"step": 1, "energy": 0.5}]}' >bad.results
check "wrong" 1 'one: step 1: energy: 0.5: off by 0.328, relative 1.9*' one.json bad.results
check "wrong, but not to no digits" 1 '*' --digits 1 one.json bad.results
$python - >exact.csv <<'END'
import json
print("step,energy", *(f"{r['step']},{r['energy']['lo']}" for r in json.load(open("certificate.json"))["results"]), sep="\n")
END
check "undecided" 3 'certificate: undecided: the enclosures of 2 of 2 values are too wide' --digits 25 certificate.json exact.csv
check "certified on the spot to more digits" 1 '*' --digits 25 one.json bad.results
check "standard input" 2 '<stdin>:1:1: expected step,*' one.json -
check "missing results" 2 'nothing.csv: expected a readable file, found: No such file or directory' one.json nothing.csv
check "missing suite" 2 'nothing: expected a readable file, found: No such file or directory' nothing good.csv
check "NumPy" 2 'x.npz: expected CSV or JSON, found a NumPy file: convert it with tests/peers/npz_to_csv.py' one.json x.npz
check "several cases" 2 'surecharge check: expected one case for RESULTS (see --case), found 3' suite good.csv
check "one of several cases" 0 'case1: held: 2 values, 2 inside*' --case case1 suite good.csv
check "no such case" 2 'surecharge check: --case: expected a case of the suite, found "case9"' --case case9 suite good.csv
mkdir empty
check "empty directory" 2 'empty: expected a directory with .json files, found none' empty good.csv
check "no suite" 2 'surecharge check: expected SUITE and RESULTS, or --run COMMAND and SUITE, found 1 arguments (see --help)' one.json
check "no suite to run" 2 'surecharge check: expected a suite, found none (see --help)' --run true
check "format" 2 'surecharge check: --format: expected human, tap, junit or json, found "xml"' --format xml one.json good.csv
check "timeout" 2 'surecharge check: --timeout: expected an integer from 1 to 1000000, found "0"' --timeout 0 one.json good.csv
check "same name twice" 2 'one.json:1:1: suite: expected a file with a name that no other case has, found an object' \
    --run true one.json one.json

# ---- malformed suites
vectors() { echo "{\"surecharge\": \"vectors/1\", \"group\": \"g\", \"cases\": [$1]}" >vectors.json; }
case1() { echo "{\"id\": \"g-1\", \"note\": \"n\", \"scenario\": $(tr -d '\n' <one.json), \"results\": $1}"; }
vectors ''
check "no cases" 2 'vectors.json:1:52: cases: expected a list of 1 to 1000000 entries, found a list of 0' vectors.json good.csv
vectors '{"id": 5}'
check "id" 2 'vectors.json:1:60: cases\[0\].id: expected an id, found 5' vectors.json good.csv
vectors '{"id": "a"}'
check "no note" 2 'vectors.json:1:53: cases\[0\].note: expected a note, found nothing' vectors.json good.csv
vectors '{"ids": "a"}'
check "unknown key" 2 'vectors.json:1:54: cases\[0\].ids: expected id (did you mean it?), found an unknown key' vectors.json good.csv
vectors "$(case1 '[]')"
check "no results" 2 '*cases\[0\].results: expected a list of 2 to 2 entries, found a list of 0' vectors.json good.csv
vectors "$(case1 '[{"step": 2}, {}]')"
check "wrong step" 2 '*cases\[0\].results\[0\].step: expected an integer from 1 to 1, found 2' vectors.json good.csv
vectors "$(case1 '[{"step": 1, "tau": {"lo": "1", "hi": "0"}}, {}]')"
check "ends" 2 '*cases\[0\].results\[0\].tau: expected an enclosure with lo <= hi, found an object' vectors.json good.csv
vectors "$(case1 '[]' | sed 's/"levels": 3/"levels": 1/')"
check "bad scenario" 2 '*cases\[0\].scenario.battery.levels: expected an integer from 2 to 1048576, found 1' vectors.json good.csv
vectors "$(case1 "$($python -c 'import json; print(json.dumps(json.load(open("certificate.json"))["results"]))')")"
check "vectors" 0 'g-1: held: 2 values, 2 inside*' vectors.json good.csv
vectors "$(cat vectors.json | sed 's/.*"cases": \[//; s/\]}$//'), $(case1 '[]')"
check "id twice" 2 '*cases\[1\].id: expected an id that no other case has, found "g-1"' vectors.json good.csv

# ---- programs
check "right, kept alive" 0 '3 of 3 cases: 3 held, 0 mismatch, 0 failed, 0 undecided; 42 values, *' \
    --digits 15 --run "$right" suite
check "right, one by one" 0 '3 of 3 cases: 3 held, *' --run "$right $right once" suite
check "right, gone without reading on" 0 '3 of 3 cases: 3 held, *' --run "$right late" suite
check "without a newline" 0 '3 of 3 cases: 3 held, *' --run "$right no-newline" suite
check "more lines than answers" 0 '3 of 3 cases: 3 held, *' --run "$right chatter" suite
check "suite goes on" 1 '3 of 3 cases: 2 held, 0 mismatch, 1 failed, *' --run "$right second-crashes" suite
check "exit" 1 'one: the program exited with status 3 before it answered' --run 'exit 3' one.json
check "clean exit" 1 'one: the program exited with status 0 before it answered' --run 'true' one.json
check "crash" 1 'one: the program crashed before it answered: Segmentation fault' --run 'kill -SEGV $$' one.json
check "half an answer" 1 'one: the program gave no valid answer: answer:1:40: answer: expected JSON, *' --run "$right half" one.json
check "half an answer, crash" 1 'one: the program crashed in the middle of its answer: Aborted' \
    --run 'printf "{\"results\""; kill -ABRT $$' one.json
check "hang" 1 'one: the program gave no answer within 1 s *' --timeout 1 --run "sleep 86400.$$" one.json
check "hang of a child" 1 'one: the program gave no answer within 1 s *' --timeout 1 --run "sleep 86400.$$; true" one.json
! pgrep -f "^sleep 86400.$$\$" >/dev/null || fail "a program that hung is still running"
check "garbage" 1 'one: the program gave no valid answer: answer:1:1: answer: expected an object, found hello' --run 'echo hello' one.json
check "ignores its input" 1 'one: the program gave no valid answer: answer: step 1: expected energy, found none' \
    --run 'echo "{\"results\": []}"' one.json
check "closes its output" 1 'one: the program closed its output before it answered' --run "exec >&-; sleep 86400.$$" one.json
check "NUL" 1 'one: the program answered with a NUL byte' --run 'printf "{}\\000{}\\n"' one.json
check "huge line" 1 'one: the program answered with a line of more than 67108864 bytes' \
    --run 'head -c 70000000 /dev/zero | tr "\\000" 1' one.json
check "NaN" 1 'one: step 2: energy: NaN: no finite number; exact *' --run "$right nan" one.json
check "too few values" 1 'one: the program gave no valid answer: *results\[1\].populations: expected a list of 3 populations, found a list of 2' \
    --run "$right short" one.json
check "missing step" 1 'one: the program gave no valid answer: answer: step 2: expected energy, found none' --run "$right no-step" one.json
check "missing key" 1 'one: the program gave no valid answer: answer: step 2: expected energy, found none' --run "$right no-key" one.json
check "another's id" 1 'one: the program gave no valid answer: *id: expected "one", found "somebody"' --run "$right other-id" one.json
check "not found" 4 'surecharge check: --run: the program exited with status 127 before it answered' --run ./nothing one.json
check "not executable" 4 'surecharge check: --run: the program exited with status 126 before it answered' --run ./one.json one.json

# ---- after 20 discrepancies
wrong="sed -u 's/.*/{\"results\": []}/'"
for i in 4 5 6 7 8 9; do cp one.json suite/case$i.json; done
check "stops" 1 'stopped after 3 discrepancies (--all goes on)' --max 3 --run "$wrong" suite
[ "$(grep -c 'the program' out)" = 3 ] || fail "3 discrepancies are not 3 lines"
check "does not stop" 1 '9 of 9 cases: 0 held, 0 mismatch, 9 failed, *' --all --run "$wrong" suite

# ---- formats
check "TAP" 1 'not ok 1 - case1' --format tap --all --run "$right nan" suite
if command -v prove >/dev/null; then
    prove -e cat out >proved 2>&1 && fail "prove passes what failed"
    grep -q 'Failed 9/9 subtests' proved || fail "prove does not understand: $(cat proved)"
fi
check "TAP, held" 0 'ok 9 - case9' --format tap --all --run "$right" suite
if command -v prove >/dev/null; then prove -e cat out >proved 2>&1 || fail "prove fails what passed: $(cat proved)"; fi
check "TAP, stopped" 1 'Bail out! stopped after 2 discrepancies' --format tap --max 2 --run "$right nan" suite
check "JUnit" 1 '*<failure message="mismatch: 1 of 14 values, from step 2 on; *' --format junit --all --run "$right nan" suite
$python - <<'END' || fail "JUnit is not what it should be"
import xml.etree.ElementTree as tree
suite = tree.parse("out").getroot().find("testsuite")
assert suite.get("tests") == "9" and suite.get("failures") == "9" and len(suite.findall("testcase/failure")) == 9
END
check "JUnit, crash" 1 '*<error message="the program exited with status 3 before it answered">*' --format junit --run 'exit 3' suite
check "JSON" 1 '  "verdict": "mismatch",' --format json --all --run "$right nan" suite
cp out nan.report
check "JSON, held" 0 '  "verdict": "held",' --format json one.json good.csv
cp out held.report
check "JSON, failed" 1 '  "verdict": "mismatch",' --format json --max 1 --run 'exit 3' suite
cp out failed.report
"$program" check --run 'tee request >/dev/null' one.json >/dev/null
if $python -c 'import jsonschema' 2>/dev/null; then
    for format in check request answer; do "$program" schema $format >$format.schema; done
    printf '{"results": [{"step": 1, "energy": 1, "element:1,0": {"re": "0x1p0", "im": 0}}]}' >answer.json
    $python - <<'END' || fail "a schema is not obeyed"
import json
from jsonschema import Draft202012Validator as Validator
for kind, files in {"check": ["nan.report", "held.report", "failed.report"], "request": ["request"], "answer": ["answer.json"]}.items():
    schema = json.load(open(f"{kind}.schema"))
    Validator.check_schema(schema)
    for file in files:
        Validator(schema).validate(json.load(open(file)))
failed = json.load(open("failed.report"))
assert failed["stopped"] and len(failed["cases"]) == 1 and "problem" in failed["cases"][0]
END
fi

# ---- NumPy files
if $python -c 'import numpy' 2>/dev/null; then
    $python - <<'END'
import json, numpy
results = json.load(open("certificate.json"))["results"]
exact = lambda value: float.fromhex(value["hex"])
arrays = {"step": [r["step"] for r in results], "energy": [exact(r["energy"]) for r in results],
          "populations": [[exact(p) for p in r["populations"]] for r in results],
          "element:1,0": [exact(r["element:1,0"]["re"]) + 1j * exact(r["element:1,0"]["im"]) for r in results]}
numpy.savez("r.npz", **arrays)
numpy.save("r.npy", numpy.array([(s, e) for s, e in zip(arrays["step"], arrays["energy"])], [("step", int), ("energy", float)]))
END
    for file in r.npz r.npy; do
        $python "$tests/peers/npz_to_csv.py" $file >r.csv || fail "$file is not converted"
        check "$file" 0 'certificate: held: *' certificate.json r.csv
    done
fi

echo "$cases cases, $failures failures"
[ $failures = 0 ]
