#!/usr/bin/python3
"""The published test vectors, tests/vectors/GROUP.json, from their hand-written source, tests/vectors/source.

usage: tests/vectors.py write         certifies every case; writes all files, or none
       tests/vectors.py scenario ID   the scenario of a case, for surecharge certify -
       tests/vectors.py verify        runs the command of every published case; the enclosures must overlap
       tests/vectors.py lint          source, ledger and published files agree and obey the rules

The program is the `surecharge` on the PATH. A source case has an id, the mistake it catches (a name of
tests/mistakes.py), its difficulty, a note and a scenario without the words that are the same for all. The
ledger source/ids holds every id ever used, with a digest of its scenario: no id is used again for another. To take a case out, delete it and add the word "retired" to its line of the ledger.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

SUITE = pathlib.Path(__file__).parent / "vectors"
LEDGER = SUITE / "source" / "ids"
DIGITS = 30
SIZE_MAX = 5_000_000


# ---- reading

def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def read_source():
    """{group: its cases}, in the order of the files."""
    return {path.stem: read(path) for path in sorted((SUITE / "source").glob("*.json"))}


def read_published():
    return {path.stem: read(path) for path in sorted(SUITE.glob("*.json"))}


def read_ledger():
    """{id: (digest, whether it is retired)}"""
    lines = map(str.split, LEDGER.read_text(encoding="utf-8").splitlines())
    return {line[0]: (line[1], line[2:] == ["retired"]) for line in lines}


def whole_scenario(case):
    return {"surecharge": "scenario/1", **case["scenario"], "digits": case["scenario"].get("digits", DIGITS)}


def digest(case):
    text = json.dumps(whole_scenario(case), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def command(case):
    return f"tests/vectors.py scenario {case['id']} | surecharge certify --quiet -"


# ---- writing

def certify(scenarios):
    """Their certificates, all from one run."""
    with tempfile.TemporaryDirectory() as work:
        paths = [pathlib.Path(work) / f"{index}.json" for index in range(len(scenarios))]
        for path, scenario in zip(paths, scenarios):
            path.write_text(json.dumps(scenario), encoding="utf-8")
        run = subprocess.run(["surecharge", "certify", *paths], stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def publish(case, certificate):
    return {"id": case["id"], "note": case["note"], "difficulty": case["difficulty"],
            "command": command(case), "scenario": certificate["scenario"], "results": certificate["results"]}


def render(group, cases):
    """JSON with a line for every key of a case and every step of its results: readable in a diff."""
    dump = lambda value: json.dumps(value, ensure_ascii=False)
    def lines(case):
        keys = [f"   {dump(key)}: {dump(value)}" for key, value in case.items() if key != "results"]
        steps = ",\n".join(f"    {dump(step)}" for step in case["results"])
        return "  {\n" + ",\n".join(keys) + f',\n   "results": [\n{steps}]}}'
    head = f'{{"surecharge": "vectors/1", "group": {dump(group)}, "cases": [\n'
    return head + ",\n".join(lines(case) for case in cases) + "\n]}\n"


def bundle_schema():
    """The schema of vectors/1, whole: source/schema has what is not in the program's own schemas."""
    schema, defs = json.loads((SUITE / "source" / "schema").read_text(encoding="utf-8")), {}
    for name in ("certificate", "scenario"):
        run = subprocess.run(["surecharge", "schema", name], stdout=subprocess.PIPE, check=True)
        part = json.loads(run.stdout)
        defs.update(part.pop("$defs"))
    del part["$schema"]
    schema["$defs"].update(defs, scenario=part)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write_files(texts):
    """Writes every file beside its place, then moves all of them."""
    for path, text in texts.items():
        with open(f"{path}.new", "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    for path in texts:
        os.replace(f"{path}.new", path)


def write():
    source, ledger = read_source(), read_ledger()
    cases = [case for group in source.values() for case in group]
    for case in cases:
        if ledger.setdefault(case["id"], (digest(case), False)) != (digest(case), False):
            sys.exit(f"{case['id']}: the id belongs to another scenario; take a new one")
    certificates = iter(certify([whole_scenario(case) for case in cases]))
    texts = {SUITE / f"{group}.json": render(group, [publish(case, next(certificates)) for case in members])
             for group, members in source.items()}
    texts[LEDGER] = "".join(f"{name} {mark}{' retired' if retired else ''}\n"
                            for name, (mark, retired) in sorted(ledger.items()))
    texts[SUITE / "schema"] = bundle_schema()
    write_files(texts)
    print(f"{len(cases)} cases, {sum(len(text) for text in texts.values())} bytes")


# ---- verifying

def overlap(old, new):
    """Whether two results have the same shape and every two enclosures share a point."""
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() != new.keys():
            return False
        if "lo" in old:
            lo, hi = max(Fraction(old["lo"]), Fraction(new["lo"])), min(Fraction(old["hi"]), Fraction(new["hi"]))
            return lo <= hi
        return all(overlap(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(overlap, old, new))
    return old == new


def verify_case(case):
    root = SUITE.parent.parent
    run = subprocess.run(case["command"], shell=True, cwd=root, stdout=subprocess.PIPE, check=False)
    certificate = json.loads(run.stdout) if run.returncode == 0 else {"results": None, "scenario": None}
    if certificate["scenario"] == case["scenario"] and overlap(case["results"], certificate["results"]):
        return None
    return f"{case['id']}: `{case['command']}` does not give these results"


def verify():
    cases = [case for group in read_published().values() for case in group["cases"]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        failures = [line for line in pool.map(verify_case, cases) if line]
    print("\n".join([*failures, f"{len(cases)} cases certified again, {len(failures)} differ"]))
    return 1 if failures or not cases else 0


# ---- linting

def values(results):
    """Every enclosure of the results."""
    if isinstance(results, list):
        return [value for entry in results for value in values(entry)]
    if isinstance(results, dict):
        return [results] if "lo" in results else values(list(results.values()))
    return []


def lint_value(value):
    """lo <= hi, 30 digits certain, and hex the double nearest to both where they agree on it."""
    low, high = Fraction(value["lo"]), Fraction(value["hi"])
    nearest = {float(low), float(high)}
    return (low <= high and high - low <= Fraction(1, 10**DIGITS) * max(1, abs(low))
            and (len(nearest) > 1 or nearest == {float.fromhex(value["hex"])}))


def lint_published(group, published, source):
    import jsonschema
    schema = json.loads((SUITE / "schema").read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(schema).iter_errors(published):
        yield f"{group}.json: {'/'.join(map(str, error.path))}: {error.message[:200]}"
    expected = [publish(case, {"scenario": whole_scenario(case), "results": None}) for case in source]
    if published.get("group") != group:
        yield f"{group}.json: the group is called {published.get('group')}"
    for case, wanted in zip(published["cases"], expected):
        if {**case, "results": None} != wanted:
            yield f"{case.get('id')}: not what its source says (make vectors)"
        steps = case["scenario"].get("at", [case["scenario"]["protocol"].get("steps")])
        if None not in steps and [step["step"] for step in case["results"]] != steps:
            yield f"{case['id']}: steps {steps} expected"
        for value in values(case["results"]):
            if not lint_value(value):
                yield f"{case['id']}: {value} is no enclosure of {DIGITS} digits with its nearest double"
    if len(published["cases"]) != len(expected):
        yield f"{group}.json: {len(expected)} cases in the source, {len(published['cases'])} published"


def lint_source(group, source, mistakes):
    for case in source:
        if set(case) != {"id", "catches", "difficulty", "note", "scenario"}:
            yield f"{group}: {case.get('id')}: keys {sorted(case)}"
            continue
        if not re.fullmatch(f"{group}-[0-9]{{4}}", case["id"]):
            yield f"{group}: {case['id']}: expected an id like {group}-0001"
        if "Catches " not in case["note"]:
            yield f"{case['id']}: the note does not say what the case catches"
        if case["catches"] not in mistakes:
            yield f"{case['id']}: {case['catches']} is no mistake of tests/mistakes.py"
    if [case["id"] for case in source] != sorted({case["id"] for case in source}):
        yield f"{group}: ids not in order, or used twice"


def lint_ledger(cases):
    ledger = read_ledger()
    if list(ledger) != sorted(ledger):
        yield "ids: not in order"
    for case in cases:
        if ledger.get(case["id"]) != (digest(case), False):
            yield f"{case['id']}: not in the ledger with this scenario; an id is used once (make vectors)"
    for name in set(ledger) - {case["id"] for case in cases}:
        if not ledger[name][1]:
            yield f"{name}: in the ledger, but neither in the source nor retired"


def lint():
    from mistakes import MISTAKES
    source, published = read_source(), read_published()
    failures = [line for group in source for line in lint_source(group, source[group], MISTAKES)]
    failures += lint_ledger([case for group in source.values() for case in group])
    if set(published) != set(source):
        failures.append(f"groups {sorted(source)} in the source, {sorted(published)} published")
    for group in published:
        failures += lint_published(group, published[group], source.get(group, []))
    if (SUITE / "schema").read_text(encoding="utf-8") != bundle_schema():
        failures.append("schema: not what the program's schemas say (make vectors)")
    size = sum(path.stat().st_size for path in SUITE.rglob("*") if path.is_file())
    if size > SIZE_MAX:
        failures.append(f"{size} bytes, {SIZE_MAX} allowed")
    count = sum(map(len, source.values()))
    print("\n".join([*failures, f"{count} cases, {size} bytes, {len(failures)} faults"]))
    return 1 if failures else 0


def scenario(name):
    for group in read_source().values():
        for case in group:
            if case["id"] == name:
                print(json.dumps(whole_scenario(case)))
                return 0
    sys.exit(f"{name}: no such case")


if __name__ == "__main__":
    actions = {"write": write, "verify": verify, "lint": lint, "scenario": scenario}
    if sys.argv[1:2] == [] or sys.argv[1] not in actions:
        sys.exit(__doc__)
    sys.exit(actions[sys.argv[1]](*sys.argv[2:]))
