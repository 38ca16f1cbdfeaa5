#!/bin/sh
# Shipped scenarios, and what the program writes, obey the schemas; bad scenarios that a schema can tell do
# not.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/.."
if ! python3 -c 'import jsonschema' 2>/dev/null; then
    echo "python3-jsonschema is not installed"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for format in scenario certificate simulation summary sweep table; do
    "$build/surecharge" schema $format >"$work/$format.json"
done
cat >"$work/coherent.json" <<'END'
{"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 4},
 "qubit": {"q": "1/4", "c": "1", "alpha": "pi/7"}, "damping": {"kappa_t0": "0x1p-4"},
 "protocol": {"kind": "list", "collisions": [{"theta": "1/3"}, {"theta": "0.2*pi", "q": "0.3"}]},
 "observe": ["trace", "energy", "power", "transient-power", "variance", "purity", "populations", "element:2,1"],
 "at": [1, 2]}
END
cat >"$work/spin.json" <<'END'
{"surecharge": "scenario/1", "battery": {"ladder": "spin", "j": "3/2"}, "qubit": {"q": "1/4", "c": "1/2"},
 "damping": {"gamma": "1e-3"}, "protocol": {"kind": "greedy-average", "steps": 3},
 "observe": ["entropy", "ergotropy", "ergotropy-dephased"]}
END
"$build/surecharge" certify --output "$work/coherent.certificate" "$work/coherent.json"
"$build/surecharge" certify --output "$work/spin.certificate" "$work/spin.json"
"$build/surecharge" simulate --json "$work/coherent.json" >"$work/coherent.simulation"
cat >"$work/grid.sweep" <<'END'
{"surecharge": "sweep/1", "axes": {"battery.levels": [3, 4], "damping.gamma": ["0", "1/2"]},
 "base": {"surecharge": "scenario/1", "battery": {"ladder": "uniform"}, "qubit": {"q": "1/4", "c": "1/2"},
          "protocol": {"kind": "fixed", "theta": "1", "steps": 2}, "observe": ["energy", "populations", "element:1,0"]}}
END
"$build/surecharge" sweep --json --output "$work" "$work/grid.sweep" >/dev/null
mv "$work/table.json" "$work/grid.table" && "$build/surecharge" schema table >"$work/table.json"
python3 - "$work" <<'END'
import glob, json, sys
from jsonschema import Draft202012Validator as Validator

work = sys.argv[1]
schemas = {name: json.load(open(f"{work}/{name}.json")) for name in ("scenario", "certificate", "simulation", "summary", "sweep", "table")}
for schema in schemas.values():
    Validator.check_schema(schema)
validators = {name: Validator(schema) for name, schema in schemas.items()}
failures = 0

def errors(kind, path):
    return [error.message for error in validators[kind].iter_errors(json.load(open(path)))]

good = [("scenario", path) for path in [f"{work}/coherent.json", f"{work}/spin.json"] + glob.glob("oracle/paper/*.json")
        + glob.glob("tests/scenarios/identity/*.json")]
good += [("certificate", path) for path in glob.glob(f"{work}/*.certificate")]
good += [("simulation", path) for path in glob.glob(f"{work}/*.simulation")]
good += [("sweep", f"{work}/grid.sweep"), ("table", f"{work}/grid.table")]
for kind, path in good:
    for message in errors(kind, path):
        failures += 1
        print(f"FAIL {path}: {message}")

# What a schema cannot say: ranges of exact numbers, relations between keys, syntax below JSON.
beyond = 0
for path in sorted(glob.glob("tests/scenarios/bad/*.json")):
    try:
        beyond += not errors("scenario", path)
    except ValueError:
        pass
if beyond > 35:
    failures += 1
    print(f"FAIL the schema accepts {beyond} bad scenarios")
print(f"{len(good)} files obey their schemas; {beyond} bad scenarios need the program to be told")
sys.exit(failures > 0)
END
