"""Which prover proved which goal, so that the replay looks up one proof of it and not one for each prover.

usage: session.py list STEM LOG               prints "STEM GOAL PROVER SECONDS" for each goal that one proved
       session.py write STEM LIST DIRECTORY   DIRECTORY/script/GOAL.json, as WP's prover `script` reads it

It is only advice: where the list is silent or wrong, WP tries all provers.
"""
import json
import pathlib
import re
import sys

PROVED = re.compile(r"^\[wp\] \[(\S+) (\S+)\] Goal typed_(\S+) : Valid.* \(([\d.]+)(ms|s)\)")


def proved(log):
    for match in map(PROVED.match, log):
        if match:
            prover, version, goal, time, unit = match.groups()
            yield goal, f"{prover}:{version}", float(time) * (1 if unit == "s" else 1e-3)


def listed(stem, log):
    with open(log, encoding="utf-8") as lines:
        for goal, prover, seconds in sorted(proved(lines)):
            print(stem, goal, prover, f"{seconds:.2f}")


def write(stem, path, directory):
    scripts = pathlib.Path(directory) / "script"
    scripts.mkdir(parents=True, exist_ok=True)
    with open(path, encoding="utf-8") as lines:
        for owner, goal, prover, seconds in map(str.split, lines):
            if owner == stem:
                proof = [{"prover": prover, "verdict": "valid", "time": float(seconds)}]
                (scripts / f"{goal}.json").write_text(json.dumps(proof) + "\n", encoding="utf-8")


mode, *arguments = sys.argv[1:]
{"list": listed, "write": write}[mode](*arguments)
