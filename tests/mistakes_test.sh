#!/bin/sh
# Every case of the suite catches the mistake that its note is about, planted in an implementation that
# passes; those that `surecharge check` knows are named.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/.."
if ! /usr/bin/python3 -c 'import numpy' 2>/dev/null; then
    echo "NumPy (python3-numpy) is not installed"
    exit 77
fi
export PATH="$build:$PATH" OPENBLAS_NUM_THREADS=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
surecharge check --quiet --run '/usr/bin/python3 tests/mistakes.py none' tests/vectors
surecharge check --quiet --all --format json --run '/usr/bin/python3 tests/mistakes.py --noted' \
    tests/vectors >"$work/report" 2>"$work/stderr" || [ $? = 1 ] || { cat "$work/stderr"; exit 1; }
PYTHONPATH=tests /usr/bin/python3 - "$work/report" <<'END'
import glob, json, sys
from mistakes import DIAGNOSES, MISTAKES

sources = [case for path in glob.glob("tests/vectors/source/*.json") for case in json.load(open(path))]
catches = {case["id"]: case["catches"] for case in sources}
report = {case["id"]: case for case in json.load(open(sys.argv[1]))["cases"]}
failures = [f"no case catches {name}" for name in set(MISTAKES) - set(catches.values()) - {"none"}]
for name, mistake in catches.items():
    case = report.get(name, {"verdict": "missing"})
    diagnosis = case.get("diagnosis") or ""
    if case["verdict"] not in ("mismatch", "failed"):
        failures.append(f"{name}: {mistake} is not caught: {case['verdict']}")
    elif DIAGNOSES.get(mistake, "") not in diagnosis:
        failures.append(f"{name}: {mistake} is not named: {diagnosis or 'no diagnosis'}")
named = sum(mistake in DIAGNOSES for mistake in catches.values())
print("\n".join([*failures, f"{len(MISTAKES) - 1} mistakes in {len(catches)} cases, {named} to be named, "
                            f"{len(failures)} failures"]))
sys.exit(1 if failures or len(MISTAKES) <= 25 else 0)
END
