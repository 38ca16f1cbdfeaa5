#!/bin/sh
# The Python module: its example, the kernel's bound against certificates, errors as exceptions.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/.."
if ! /usr/bin/python3 -c 'import qutip' 2>/dev/null; then
    echo "QuTiP (python3-qutip) is not installed"
    exit 77
fi
export PATH="$build:$PATH" PYTHONPATH=oracle/python OMP_NUM_THREADS=1
/usr/bin/python3 -W ignore - <<'END'
import doctest, sys
from fractions import Fraction
import numpy as np
import surecharge

failed, tried = doctest.testmod(surecharge)
failures = ["the example of the module"] if failed or not tried else []


def expect(what, met):
    if not met:
        failures.append(what)


def scenario(ladder, levels, theta, q, c, alpha, gamma, steps, observe):
    size = {"j": f"{levels - 1}/2"} if ladder == "spin" else {"levels": levels}
    return {"surecharge": "scenario/1", "battery": {"ladder": ladder, **size},
            "qubit": {"q": q.hex(), "c": c.hex(), "alpha": alpha.hex()}, "damping": {"gamma": gamma.hex()},
            "protocol": {"kind": "fixed", "theta": theta.hex(), "steps": steps},
            "observe": observe, "digits": 25}


for ladder, levels, *numbers, steps in [
        ("oscillator", 9, 0.3, 0.25, 0.5, 0.0, 0.0, 7), ("spin", 6, 0.2, 0.5, 1.0, 0.7, 0.1, 9),
        ("uniform", 5, 1.5, 0.75, 0.3, -2.5, 0.01, 30), ("spin", 2, 20.0, 0.1, 0.0, 0.0, 1.0, 3),
        ("oscillator", 30, 0.01, 0.5, 0.0, 0.0, 0.5, 4)]:
    rho, bound = surecharge.simulate(np.diag(np.arange(levels) == 0), ladder, *numbers, steps=steps)
    observe = ["populations", "element:1,0", f"element:0,{levels - 1}"]
    exact = surecharge.certify(scenario(ladder, levels, *numbers, steps, observe))["results"][0]
    pairs = list(zip(np.diag(rho).real, exact["populations"]))
    for name, element in (("element:1,0", rho[1, 0]), (observe[2], rho[0, -1])):
        pairs += [(element.real, exact[name]["re"]), (element.imag, exact[name]["im"])]
    off = max(float(max(Fraction(value["lo"]) - Fraction(x), Fraction(x) - Fraction(value["hi"])))
              for x, value in pairs)
    expect(f"{ladder}, {levels} levels: off by {off}, bound {bound}", off <= bound < 1e-10)
    least = 22 + (3 * levels + 11 if numbers[-1] > 0 else 0)   # what a step costs at mass 1, budget.h
    expect(f"{ladder}, {levels} levels: bound {bound} leaves out steps", bound >= steps * least * 2.0**-53)

some = scenario("oscillator", 4, 0.3, 0.5, 1.0, 0.4, 0.0, 3, ["energy", "populations", "element:2,1"])
rho, _ = surecharge.simulate(np.diag([1, 0, 0, 0]), "oscillator", 0.3, 0.5, 1.0, 0.4, steps=3)
energy = np.arange(4) @ np.diag(rho).real
rows = [{"step": 3, "energy": energy, "populations": np.diag(rho), "element:2,1": rho[2, 1]}]
for judge in (some, surecharge.certify(some)):
    verdict = surecharge.check(judge, rows)["verdict"]
    expect(f"populations as an array, a complex element: {verdict}", verdict == "held")
    conjugate = [{**rows[0], "element:2,1": rho[1, 2]}]
    verdict = surecharge.check(judge, conjugate)["verdict"]
    expect(f"the conjugate element: {verdict}", verdict == "mismatch")

halves = np.full((3, 3), 1 / 3)
for words, call in {
    "real in the frame": lambda: surecharge.simulate(halves, "oscillator", 0.1, 0.5),
    "0 <= q, c, gamma <= 1": lambda: surecharge.simulate(np.eye(3) / 3, "oscillator", 0.1, 1.5),
    "swap angle": lambda: surecharge.simulate(np.eye(3) / 3, "oscillator", float("nan"), 0.5),
    "a ladder the kernel knows": lambda: surecharge.simulate(np.eye(3) / 3, "ladder", 0.1, 0.5),
    "<stdin>:1:": lambda: surecharge.certify({"surecharge": "scenario/1"}),
    "expected": lambda: surecharge.check(some, [{"step": 3, "energie": 1.0}]),
}.items():
    try:
        call()
        expect(f"no error that says {words!r}", False)
    except ValueError as error:
        expect(f"{error} does not say {words!r}", words in str(error))
print("\n".join([*failures, f"{len(failures)} failures"]))
sys.exit(len(failures) > 0)
END
