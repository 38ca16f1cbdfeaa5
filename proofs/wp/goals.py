"""Counts the goals of one WP report.

usage: goals.py proved STEM REPORT    prints "STEM FUNCTION GOALS" lines; fails if a goal is unproved or there
                                      is none, or if a smoke test found a contract or a loop invariant that
                                      nothing satisfies
       goals.py canary STEM REPORT    fails unless every goal named canary is unproved and there is one
"""
import json
import sys

SMOKE = "_wp_smoke_"


def goals(report):
    """(function, goal, total, valid) of every goal in the report; a smoke test with no find is valid."""
    for section in ("wp:axiomatics", "wp:functions"):
        for owner, properties in sorted(report.get(section, {}).items()):
            for goal, counts in sorted(properties.items()):
                if goal != "wp:section" and "wp:main" in counts:
                    main = counts["wp:main"]
                    yield owner or "lemmas", goal, main.get("total", 0), main.get("valid", 0)


def proved(stem, found):
    totals = {}
    for owner, goal, total, valid in found:
        if valid < total:
            print(f"{stem}: {'VACUOUS' if SMOKE in goal else 'not proved'}: {goal}", file=sys.stderr)
        if SMOKE not in goal:
            totals[owner] = totals.get(owner, 0) + total
    for owner, total in sorted(totals.items()):
        print(stem, owner, total)
    return totals and all(total > 0 and valid == total for _, _, total, valid in found)


def canary(stem, found):
    canaries = [(goal, valid) for _, goal, _, valid in found if "canary" in goal]
    for goal, valid in canaries:
        if valid:
            print(f"{stem}: PROVED A FALSE STATEMENT: {goal}", file=sys.stderr)
    print(f"{stem}: {len(canaries)} false statements, none proved")
    return canaries and not any(valid for _, valid in canaries)


mode, stem, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    found = list(goals(json.load(file)))
sys.exit(0 if {"proved": proved, "canary": canary}[mode](stem, found) else 1)
