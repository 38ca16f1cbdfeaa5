"""What WP proved, from its own reports and logs.

usage: status.py DIRECTORY          writes DIRECTORY/status.json from the reports STEM.json and logs STEM.log
                                    in it; prints the summary as a Markdown table, and how many smoke tests
       status.py DIRECTORY FILE     the same, and fails unless FILE says exactly that
"""
import json
import pathlib
import re
import subprocess
import sys

GOAL = re.compile(r"^\[wp\] \[(.*?)\] Goal (?:typed_)?(\S+) : Valid(.*)$")
TIME = re.compile(r"\((?:Qed:)?([\d.]+)(ms|s)\)")
ALL = "wp:main"
SIMPLIFIER = "qed"  # WP's own
SMOKE = "_wp_smoke_"
SCRIPT = "Script"  # a proof by the prover that session.py named
TRIVIAL = "CFG"  # no goal, in the report neither: nothing that could fail to terminate


def owner(goal, functions):
    """The function a goal belongs to: its name starts with that function's, or that of the one called."""
    fits = [name for name in functions if goal.startswith(name + "_")]
    return max(fits, key=len) if fits else "lemmas"


def total(goals, prover, verdict):
    return sum(counts.get(prover, {}).get(verdict, 0) for counts in goals.values())


def listed_seconds(script):
    """The seconds that a proof took when its prover was listed: with one that is named, WP does not say."""
    return json.loads(script.read_text(encoding="utf-8"))[0]["time"] if script.exists() else 0.0


def stem_status(report, log):
    functions = {}
    scripts = report.parent / f"session-{report.stem}" / "script"
    with open(report, encoding="utf-8") as file:
        wp = json.load(file)
    for section in ("wp:axiomatics", "wp:functions"):
        for name, properties in wp.get(section, {}).items():
            goals = {goal: counts for goal, counts in properties.items() if goal != "wp:section"}
            smoke = {goal: goals.pop(goal) for goal in list(goals) if SMOKE in goal}
            provers = {prover for counts in goals.values() for prover in counts} - {ALL}
            functions[name or "lemmas"] = {
                "goals": total(goals, ALL, "total"), "proved": total(goals, ALL, "valid"),
                "provers": {name: total(goals, name, "valid") for name in sorted(provers)},
                "smoke": total(smoke, ALL, "valid"), "seconds": 0.0}
    for line in open(log, encoding="utf-8"):
        match = GOAL.match(line)
        if match:
            prover, goal, rest = match.groups()
            if prover == TRIVIAL:
                continue
            entry = functions[owner(goal, functions)]
            entry["seconds"] += sum(float(t) * (1 if unit == "s" else 1e-3) for t, unit in TIME.findall(rest))
            if prover == SCRIPT:
                entry["seconds"] += listed_seconds(scripts / f"{goal}.json")
    for entry in functions.values():
        entry["seconds"] = round(entry["seconds"], 3)
    return functions


def version(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def vacuity(stems):
    """Nothing of a replay, which runs no smoke tests."""
    smoke = sum(f["smoke"] for functions in stems.values() for f in functions.values())
    if not smoke:
        return []
    return [f"{smoke} smoke tests found no contract and no loop invariant that nothing satisfies."]


def table(stems):
    yield "| stem | functions | goals | proved | by WP's simplifier | by SMT provers |"
    yield "|---|---|---|---|---|---|"
    rows = [(stem, len(functions), sum(f["goals"] for f in functions.values()),
             sum(f["proved"] for f in functions.values()),
             sum(f["provers"].get(SIMPLIFIER, 0) for f in functions.values()))
            for stem, functions in stems.items()]
    rows.append(("all", *(sum(row[i] for row in rows) for i in range(1, 5))))
    for stem, functions, goals, proved, simplified in rows:
        yield f"| {stem} | {functions} | {goals} | {proved} | {simplified} | {proved - simplified} |"


def main(directory, document=None):
    reports = sorted(path for path in directory.glob("*.json") if path.with_suffix(".log").exists())
    stems = {path.stem: stem_status(path, path.with_suffix(".log"))
             for path in reports if path.stem != "canary"}
    status = {"surecharge": "proofs/1", "model": "typed+float",
              "options": "-wp-rte -warn-special-float non-finite",
              "tools": {"frama-c": version("frama-c", "-version"), "why3": version("why3", "--version")},
              "stems": stems}
    (directory / "status.json").write_text(json.dumps(status, indent=2) + "\n", encoding="utf-8")
    said = ["\n".join(table(stems)), *vacuity(stems)]
    print("\n".join(said))
    if document and not all(text in document.read_text(encoding="utf-8") for text in said):
        print(f"{document}: its table of proofs, or number of smoke tests, is not the one above",
              file=sys.stderr)
        return 1
    proved = (f["goals"] == f["proved"] > 0 for s in stems.values() for f in s.values())
    return 0 if stems and all(proved) else 1


sys.exit(main(*map(pathlib.Path, sys.argv[1:])))
