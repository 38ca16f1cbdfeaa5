"""Which prover proved which goal: who is asked first, and whose proof the replay looks up.

usage: session.py write STEM LIST DIRECTORY   DIRECTORY/script/GOAL.json, as WP's prover `script` reads it
       session.py list STEM LIST LOG          prints "STEM GOAL PROVER SECONDS" for each goal that one proved,
                                              the line of LIST for those of which WP's log says `script`

It is only advice: where the list is silent or wrong, WP tries all provers.
"""
import json
import pathlib
import re
import sys

SCRIPTED = re.compile(r"^\[wp\] \[Script\] Goal typed_(\S+) : Valid")
PROVED = re.compile(r"^\[wp\] \[(\S+) (\S+)\] Goal typed_(\S+) : Valid.* \(([\d.]+)(ms|s)\)")


def proved(log):
    for match in map(PROVED.match, log):
        if match:
            prover, version, goal, time, unit = match.groups()
            yield goal, f"{prover}:{version}", float(time) * (1 if unit == "s" else 1e-3)


def advised(stem, path):
    with open(path, encoding="utf-8") as lines:
        for owner, *advice in map(str.split, lines):
            if owner == stem:
                yield advice


def listed(stem, path, log):
    lines = pathlib.Path(log).read_text(encoding="utf-8").splitlines()
    found = {goal: (prover, f"{seconds:.2f}") for goal, prover, seconds in proved(lines)}
    scripted = {match[1] for match in map(SCRIPTED.match, lines) if match}
    found |= {goal: said for goal, *said in advised(stem, path) if goal in scripted}
    for goal, said in sorted(found.items()):
        print(stem, goal, *said)


def write(stem, path, directory):
    scripts = pathlib.Path(directory) / "script"
    scripts.mkdir(parents=True, exist_ok=True)
    for goal, prover, seconds in advised(stem, path):
        proof = [{"prover": prover, "verdict": "valid", "time": float(seconds)}]
        (scripts / f"{goal}.json").write_text(json.dumps(proof) + "\n", encoding="utf-8")


mode, *arguments = sys.argv[1:]
{"list": listed, "write": write}[mode](*arguments)
