#!/bin/sh
# Sweeps: the same bytes for any number of threads and processes and after any number of kills, nothing made
# twice, certificates as `surecharge certify` writes them, and one exact line for every malformed sweep.
set -u
build=$(cd "${BUILD:-build}" && pwd)
house=$(cd "$(dirname "$0")/.." && pwd)
program=$build/surecharge
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
cases=0

fail() {
    failures=$((failures + 1))
    echo "FAIL $1"
}

# bad MESSAGE: the sweep on standard input is refused with that one line, and nothing is written.
bad() {
    cases=$((cases + 1))
    cat >"$work/bad.json"
    (cd "$work" && "$program" sweep --output written bad.json >out 2>err)
    got=$?
    [ $got = 2 ] && [ ! -s "$work/out" ] && [ "$(cat "$work/err")" = "bad.json:$1" ] && [ ! -e "$work/written" ] && return
    fail "exit code $got, expected $1"
    echo "     found $(cat "$work/err")"
}

# ---- malformed sweeps
base='"base": {"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 12}, "qubit": {"q": "1/2"},
  "protocol": {"kind": "fixed", "steps": 10}}'

bad '2:1: sweep: expected JSON, found a syntax error: string or '"'}'"' expected near end of file' <<END
{
END
bad '1:1: sweep: expected an object, found a list of 0' <<END
[]
END
bad '1:1: surecharge: expected "sweep/1", found nothing' <<END
{"scenarios": []}
END
bad '1:16: surecharge: expected "sweep/1" (did you mean it?), found "sweep/2"' <<END
{"surecharge": "sweep/2", "scenarios": []}
END
bad '1:1: sweep: expected base and axes, or scenarios, found an object' <<END
{"surecharge": "sweep/1"}
END
bad '1:27: scenario: expected scenarios (did you mean it?), found an unknown key' <<END
{"surecharge": "sweep/1", "scenario": []}
END
bad '1:27: base: expected surecharge or scenarios, found an unknown key' <<END
{"surecharge": "sweep/1", "base": {}, "scenarios": [{}]}
END
bad '1:40: scenarios: expected a list of 1 to 1000000 entries, found a list of 0' <<END
{"surecharge": "sweep/1", "scenarios": []}
END
bad '1:41: scenarios[0]: expected an object, found 3' <<END
{"surecharge": "sweep/1", "scenarios": [3]}
END
bad '2:54: scenarios[1].battery.ladder: expected "oscillator" (did you mean it?), found "oscilator"' <<END
{"surecharge": "sweep/1", "scenarios": [{"surecharge": "scenario/1", "battery": {"ladder": "spin", "j": "1/2"}, "qubit": {"q": "0"}, "protocol": {"kind": "full-swap", "steps": 1}},
  {"surecharge": "scenario/1", "battery": {"ladder": "oscilator", "levels": 3}, "qubit": {"q": "0"}}]}
END
bad '1:35: base: expected an object, found 1' <<END
{"surecharge": "sweep/1", "base": 1, "axes": {}}
END
bad '1:1: axes: expected an object of axes, found nothing' <<END
{"surecharge": "sweep/1", $base}
END
bad '3:10: axes: expected an object of axes, found an object' <<END
{"surecharge": "sweep/1", $base,
 "axes": {}}
END
bad '3:15: axes.: expected an axis named by the path of a key, like protocol.theta, found a list of 1' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"": ["1"]}}
END
bad '3:30: axes.protocol..theta: expected an axis named by the path of a key, like protocol.theta, found a list of 1' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol..theta": ["1"]}}
END
bad '3:29: axes.protocol.theta: expected a list of 1 to 1000000 entries, found a list of 0' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": []}}
END
bad '3:29: axes.protocol.theta: expected a list of 1 to 1000000 entries, found "pi/7"' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": "pi/7"}}
END
bad '3:67: axes.protocol: expected an axis apart from protocol.theta, found a list of 1' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": ["pi/7", "pi/8", "pi/9"], "protocol": [{}]}}
END
bad '3:34: axes.protocol.kind.fixed: expected an axis that leads through objects of the base, found a list of 1' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.kind.fixed": [1]}}
END
bad '3:38: axes.protocol.theta[1]: expected a swap angle above 0, at most 1000000, found "0"' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": ["pi/7", "0"]}}
END
bad '3:11: axes.protocol.thetta: expected theta (did you mean it?), found an unknown key' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.thetta": ["pi/7"]}}
END
bad '3:11: axes.dampings.gamma: expected damping (did you mean it?), found an unknown key' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"dampings.gamma": ["0"], "protocol.theta": ["1"]}}
END
bad '4:20: axes.damping.gamma[0]: expected a number from 0 to 1, found "2"' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": ["1"],
 "damping.gamma": ["2"]}}
END
bad '3:59: axes.damping.gamma: expected gamma or kappa_t0, not both, found an object' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": ["pi/7"],    "damping.gamma": ["0"], "damping.kappa_t0": ["1"]}}
END
bad '2:15: base.protocol.theta: expected a swap angle, exact and in quotation marks ("0.3", "1/3", "0x1p-3", "pi/7"), found nothing' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"digits": [5, 6]}}
END
bad '1:64: base.batery: expected battery (did you mean it?), found an unknown key' <<END
{"surecharge": "sweep/1", "base": {"surecharge": "scenario/1", "batery": {}}, "axes": {"digits": [5]}}
END
bad '3:115: axes.battery[1].levels: expected an integer from 2 to 1048576, found 1' <<END
{"surecharge": "sweep/1", $base,
 "axes": {"protocol.theta": ["1"], "battery": [{"ladder": "spin", "j": "1/2"}, {"ladder": "oscillator", "levels": 1}]}}
END
bad '3:10: axes: expected at most 1000000 cases, found an object' <<END
{"surecharge": "sweep/1", $base,
 "axes": {$(for axis in 1 2 3 4 5 6 7; do printf '%s"axis%d": [1,2,3,4,5,6,7,8,9,0]' "$([ $axis = 1 ] || echo ,)" $axis; done)}}
END

echo "$cases malformed sweeps, $failures failures"

# ---- the reference: every case on its own, by surecharge certify
cd "$work" || exit 1
cat >grid.json <<'END'
{"surecharge": "sweep/1",
 "base": {"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 60}, "qubit": {"q": "1/2", "c": "1"},
          "protocol": {"kind": "fixed", "steps": 40}, "observe": ["energy", "element:3,1"], "at": [20, 40]},
 "axes": {"protocol.theta": ["pi/50", "pi/20", "pi/7"], "damping.gamma": ["0", "1e-3", "1e-2"],
          "qubit.alpha": ["0", "1/3"]}}
END
cat >list.json <<'END'
{"surecharge": "sweep/1", "scenarios": [
  {"surecharge": "scenario/1", "battery": {"ladder": "spin", "j": "3/2"}, "qubit": {"q": "1/3"}, "digits": 30,
   "protocol": {"kind": "full-swap", "steps": 3}, "observe": ["populations", "energy"], "at": [0, 3]},
  {"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 3, "model": "infinite"},
   "qubit": {"q": "1/4"}, "protocol": {"kind": "fixed", "theta": "1", "steps": 5}},
  {"surecharge": "scenario/1", "battery": {"ladder": "spin", "j": "3/2"}, "qubit": {"q": "1/3"}, "digits": 30,
   "protocol": {"kind": "full-swap", "steps": 3}, "observe": ["populations", "energy"], "at": [0, 3]}]}
END
cat >reference.py <<'END'
"""Expands a sweep, certifies each case with `surecharge certify`, and holds the sweep's files against that."""
import copy, csv, hashlib, itertools, json, subprocess, sys

program, sweep, directory = sys.argv[1:]
sweep = json.load(open(sweep))
axes = sweep.get("axes", {})
scenarios = sweep.get("scenarios", [])
for values in itertools.product(*axes.values()):
    if axes:
        scenario = copy.deepcopy(sweep["base"])
        for path, value in zip(axes, values):
            *holders, key = path.split(".")
            inside = scenario
            for holder in holders:
                inside = inside.setdefault(holder, {})
            inside[key] = value
        scenarios.append(scenario)
version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
certificates, rows = [], []
for number, scenario in enumerate(scenarios, 1):
    dump = json.dumps(scenario, separators=(",", ":"))
    file = "cases/" + hashlib.sha256(f"{version}\n{dump}".encode()).hexdigest() + ".json"
    certificate = subprocess.run([program, "certify", "-"], input=json.dumps(scenario), capture_output=True, text=True).stdout
    if open(f"{directory}/{file}").read() != certificate:
        sys.exit(f"{directory}/{file} is not what certify writes for case {number}")
    certificate = json.loads(certificate)
    case_axes = dict(zip(axes, list(itertools.product(*axes.values()))[number - 1])) if axes else {}
    certificates.append({"case": number, "axes": case_axes, "verdict": certificate["verdict"], "certificate": file,
                         "results": certificate["results"]})
    for result in certificate["results"]:
        row = {"case": str(number), **case_axes, "verdict": certificate["verdict"], "step": str(result["step"])}
        for name, value in result.items():
            parts = {"": value}
            if isinstance(value, list):
                parts = {f":{i}": part for i, part in enumerate(value)}
            elif name.startswith("element"):
                parts = {" re": value["re"], " im": value["im"]}
            elif name == "step":
                parts = {}
            for suffix, part in parts.items():
                row.update({f"{name}{suffix} {end}": part[end] for end in ("lo", "hi", "hex")})
        rows.append({**row, "certificate": file})
table = list(csv.DictReader(open(f"{directory}/table.csv", newline="")))
if [{k: v for k, v in row.items() if v != ""} for row in table] != rows:
    sys.exit("table.csv does not say what the certificates say")
table = json.load(open(f"{directory}/table.json"))
if table["cases"] != certificates or table["axes"] != list(axes):
    sys.exit("table.json does not say what the certificates say")
print(f"{len(scenarios)} cases, {len(rows)} rows as certify has them")
END

# sweep NAME CODE LINE ARGUMENT...: one sweep into the directory NAME, its exit code and what it says
sweep() {
    name=$1 code=$2 line=$3
    shift 3
    "$program" sweep --output "$name" "$@" >out 2>err
    got=$?
    [ $got = "$code" ] && [ "$(cat out)" = "$line" ] && return
    fail "$name: exit code $got, expected $code; says $(cat out err)"
}

same() {
    cmp "$1/table.csv" "$2/table.csv" && diff -r -x lock "$1/cases" "$2/cases" || fail "$2 differs from $1"
}

all='18 cases: 18 certified, 0 undecided; 18 made now'
none='18 cases: 18 certified, 0 undecided; 0 made now'
sweep one 0 "$all" --threads 1 grid.json
sweep one 0 "$none" --threads 1 --json grid.json
sweep list 3 '3 cases: 2 certified, 1 undecided; 2 made now' list.json
sweep list 3 '3 cases: 2 certified, 1 undecided; 0 made now' --json - <list.json
python3 reference.py "$program" grid.json one || fail "the grid differs from its reference"
python3 reference.py "$program" list.json list || fail "the list differs from its reference"
for threads in 2 3; do
    sweep "threads$threads" 0 "$all" --threads $threads grid.json
    same one "threads$threads"
done

# ---- kills: what is finished is neither lost nor made again
# made NAME: the certificates there, each with its inode and time of writing
made() {
    (cd "$1/cases" && stat -c '%n %i %y %s' ./*.json 2>/dev/null)
}

# await COUNT NAME PID: until NAME has COUNT certificates, or the process is gone
await() {
    while kill -0 "$3" 2>/dev/null && [ "$(find "$2/cases" -name '*.json' 2>/dev/null | wc -l)" -lt "$1" ]; do
        sleep 0.01
    done
}

kills=0
for count in 1 4 7 11; do
    rm -rf killed
    "$program" sweep --output killed --threads 2 grid.json >/dev/null 2>&1 &
    child=$!
    await $count killed $child
    kill -KILL $child 2>/dev/null && kills=$((kills + 1))
    wait $child 2>/dev/null
    made killed >before
    kept=$(wc -l <before)
    sample=$(ls one/cases/*.json | tail -n 1)
    head -c 300 "$sample" >"killed/cases/$(basename "$sample").QwErTy"       # as a kill while writing leaves it
    sweep killed 0 "18 cases: 18 certified, 0 undecided; $((18 - kept)) made now" grid.json
    made killed | grep -Fxc -f before >again || true
    [ "$(cat again)" = "$kept" ] || fail "after a kill $kept certificates were there, $(cat again) untouched later"
    same one killed
done
[ $kills -ge 3 ] || fail "only $kills of 4 runs were killed before their end"

# ---- a damaged certificate is made again; so is what a changed sweep changes, and nothing else
truncate -s 200 "$(ls killed/cases/*.json | head -n 1)"
sed 's/"energy": {/"energy": { /; s/"gamma": "0"/"gamma": "0.5"/; s/"steps": 40/"steps": 39/' "$sample" \
    >"killed/cases/$(basename "$sample")"
sweep killed 0 '18 cases: 18 certified, 0 undecided; 2 made now' grid.json
same one killed
sed 's/"pi.20", //; s/"0", "1e-3"/"0", "1e-4", "1e-3"/' grid.json >changed.json
sweep killed 0 '16 cases: 16 certified, 0 undecided; 4 made now' changed.json
sweep fresh 0 '16 cases: 16 certified, 0 undecided; 16 made now' changed.json
cmp killed/table.csv fresh/table.csv || fail "old certificates change the table of a changed sweep"

# ---- system failures
mkdir occupied && : >occupied/cases
sweep occupied 4 '' grid.json
[ "$(cat err)" = "occupied/cases/lock: cannot be locked: Not a directory" ] || fail "occupied: $(cat err)"
cat >long.json <<'END'
{"surecharge": "sweep/1",
 "base": {"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 120}, "qubit": {"q": "1/2", "c": "1"},
          "protocol": {"kind": "fixed", "theta": "pi/10", "steps": 4}},
 "axes": {"protocol.steps": [4, 1000000]}}
END
# Two cases on two threads, one of them soon over: then the other gets its core, as an OpenMP thread beside
# the first.
"$program" sweep --output long --threads 2 long.json >/dev/null 2>&1 &
child=$!
await 1 long $child
sweep long 4 '' grid.json
[ "$(cat err)" = "long/cases/lock: is in use by another sweep" ] || fail "two sweeps in one directory: $(cat err)"
attempt=0
while threads=$(awk '$1 == "Threads:" { print $2 }' /proc/$child/status); [ "$threads" != 3 ] && [ $attempt -lt 50 ]; do
    attempt=$((attempt + 1))
    sleep 0.2
done
[ "$threads" = 3 ] || fail "the last case runs on $((threads - 1)) of 2 cores"
kill -KILL $child
wait $child 2>/dev/null

# ---- progress, on a terminal alone
script -qec "timeout 3 $program sweep --output shown long.json" /dev/null >shown.out </dev/null
grep -q 'sweep: 1 of 2 cases, [0-9]* % done, [0-9]* s left' shown.out || fail "no progress on a terminal"
script -qec "timeout 3 $program sweep --quiet --output quiet long.json" /dev/null >quiet.out </dev/null
! grep -q 'left' quiet.out || fail "progress in spite of --quiet"

# ---- processes
if command -v mpirun >/dev/null && command -v mpicc >/dev/null; then
    make -C "$house" --no-print-directory -s BUILD="$build/mpi" "$build/mpi/surecharge" >/dev/null || fail "no program with MPI"
    spread() {
        processes=$1
        shift
        timeout 300 mpirun --allow-run-as-root --oversubscribe -n "$processes" "$build/mpi/surecharge" sweep "$@" >out 2>err
    }
    for processes in 1 2 3; do
        spread $processes --output "mpi$processes" grid.json || fail "$processes processes: exit code $?, $(cat err)"
        [ "$(cat out)" = "$all" ] || fail "$processes processes: $(cat out)"
        same one "mpi$processes"
    done
    spread 2 --output mpilist list.json
    [ $? = 3 ] || fail "2 processes: an undecided case is not told by the exit code"
    same list mpilist
    echo '{"surecharge": "sweep/1"}' >bad.json
    spread 2 --output mpibad bad.json
    [ $? = 2 ] && [ "$(grep -c '^bad.json:1:1: sweep: expected base' err)" = 1 ] || fail "2 processes: $(cat err)"
    mpirun --allow-run-as-root --oversubscribe -n 2 sh -c 'echo $$ >>pids; exec "$0" "$@"' \
        "$build/mpi/surecharge" sweep --output mpikilled grid.json >/dev/null 2>&1 &
    child=$!
    await 3 mpikilled $child
    kill -KILL $(cat pids) $child
    wait $child 2>/dev/null
    for pid in $(cat pids); do
        while grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$pid/status"; do sleep 0.01; done
    done
    made mpikilled >before
    kept=$(wc -l <before)
    spread 3 --output mpikilled grid.json
    [ "$(cat out)" = "18 cases: 18 certified, 0 undecided; $((18 - kept)) made now" ] || fail "killed mpirun: $(cat out err)"
    [ "$kept" -lt 18 ] || fail "mpirun was not killed before its end"
    [ "$(made mpikilled | grep -Fxc -f before)" = "$kept" ] || fail "after a killed mpirun certificates were made again"
    same one mpikilled
    echo "1, 2, 3 processes; a killed mpirun resumed from $kept of 18"
else
    echo "OpenMPI is not installed: processes not tested"
fi

echo "$kills kills, $failures failures"
[ $failures = 0 ]
