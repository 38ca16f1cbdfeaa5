#!/usr/bin/python3
"""Eq. (3) of the paper, literally, with QuTiP; compared with a certificate.

usage: qutip_peer.py SCENARIO CERTIFICATE

Battery and qubit as a tensor product, U = exp(-i theta H), partial trace; damping as the exponential of the
Lindblad generator of eq. (21), not as its Kraus sum. Reads scenarios with a fixed angle or a list of
collisions, from the ground state. Exit 0: every value agrees; 1: one does not.
"""
import json
import math
import sys
from fractions import Fraction

import numpy
import qutip

# QuTiP otherwise drops every matrix element below 1e-12 and renders the comparison worthless.
qutip.settings.auto_tidyup = False


def real(text):
    """The number a scenario means by a string."""
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("-")
    if "pi" in text:
        factor, _, divisor = text.partition("pi")
        ratio = Fraction(factor.rstrip("*") or "1") / Fraction(divisor.lstrip("/") or "1")
        return sign * float(ratio) * math.pi
    return sign * (float.fromhex(text) if text.startswith("0x") else float(Fraction(text)))


def battery(scenario):
    """Number of levels and the ladder operator A; QuTiP orders a spin from m = j down, we from m = -j up."""
    ladder = scenario["battery"]["ladder"]
    if ladder == "spin":
        j = float(Fraction(scenario["battery"]["j"]))
        lower = qutip.jmat(j, "-").full()[::-1, ::-1]
    elif ladder == "oscillator":
        lower = qutip.destroy(scenario["battery"]["levels"]).full()
    else:
        lower = numpy.eye(scenario["battery"]["levels"], k=1)
    return len(lower), qutip.Qobj(lower)


def collisions(scenario):
    """(theta, q, c, alpha, gamma) of every step."""
    base = {"q": "0", "c": "0", "alpha": "0", **scenario["qubit"], **scenario.get("damping", {"gamma": "0"})}
    protocol = scenario["protocol"]
    if protocol["kind"] == "fixed":
        entries = [{"theta": protocol["theta"]}] * protocol["steps"]
    else:
        entries = protocol["collisions"]
    keys = ("theta", "q", "c", "alpha", "gamma")
    return [[real({**base, **entry}[key]) for key in keys] for entry in entries]


def collide(rho, lower, theta, q, c, alpha):
    """Eqs. (1)-(3)."""
    g, e = qutip.basis(2, 0), qutip.basis(2, 1)
    coherence = c * math.sqrt(q * (1 - q)) * numpy.exp(1j * alpha) * e * g.dag()
    qubit = q * g * g.dag() + (1 - q) * e * e.dag() + coherence + coherence.dag()
    exchange = qutip.tensor(lower, e * g.dag())
    u = (-1j * theta * (exchange + exchange.dag())).expm()
    return (u * qutip.tensor(rho, qubit) * u.dag()).ptrace(0)


def damp(rho, gamma):
    """exp(kappa t_0 D[a]), kappa t_0 = -ln(1 - gamma)."""
    levels = rho.shape[0]
    generator = -math.log1p(-gamma) * qutip.liouvillian(None, [qutip.destroy(levels)])
    return qutip.vector_to_operator(generator.expm() * qutip.operator_to_vector(rho))


def observe(name, rho, tau):
    """The value, as a flat list."""
    levels = rho.shape[0]
    number = qutip.num(levels)
    if name == "trace":
        return [rho.tr()]
    if name == "energy":
        return [qutip.expect(number, rho)]
    if name == "power":
        return [qutip.expect(number, rho) / tau]
    if name == "variance":
        return [qutip.variance(number, rho)]
    if name == "purity":
        return [(rho * rho).tr()]
    if name == "ergotropy":
        return [qutip.expect(number, rho) - numpy.dot(numpy.arange(levels), rho.eigenenergies()[::-1])]
    if name == "populations":
        return list(rho.diag())
    n, m = map(int, name.removeprefix("element:").split(","))
    return [rho.full()[n, m].real, rho.full()[n, m].imag]


def enclosures(value):
    """The intervals of a certificate's value, as a flat list of exact (lo, hi)."""
    if isinstance(value, list):
        return [interval for entry in value for interval in enclosures(entry)]
    if "re" in value:
        return enclosures(value["re"]) + enclosures(value["im"])
    return [(Fraction(value["lo"]), Fraction(value["hi"]))]


def tolerance(name, levels, step):
    """QuTiP's own rounding: each step takes a matrix exponential and products of matrices of 2 levels rows,
    whose entries err by less than 64 levels u; the errors of steps add up, and an observable weighs them with
    its norm. It follows from the size of the problem alone; nothing is fitted."""
    norms = {"variance": 4 * levels**2, "energy": levels, "power": levels, "ergotropy": 2 * levels}
    return 64 * levels * 2.0**-53 * (step + 1) * norms.get(name, 1)


def main(scenario_path, certificate_path):
    with open(scenario_path, encoding="utf-8") as file:
        scenario = json.load(file)
    with open(certificate_path, encoding="utf-8") as file:
        results = {result["step"]: result for result in json.load(file)["results"]}
    levels, lower = battery(scenario)
    rho, tau, compared, worst, failures = qutip.fock_dm(levels, 0), 0.0, 0, 0.0, 0
    for step, (theta, q, c, alpha, gamma) in enumerate(collisions(scenario), start=1):
        rho = collide(rho, lower, theta, q, c, alpha)
        if gamma > 0:
            rho = damp(rho, gamma)
        tau += theta
        if step not in results:
            continue
        for name in scenario["observe"]:
            allowed = tolerance(name, levels, step)
            intervals = enclosures(results[step][name])
            values = observe(name, rho, tau)
            if len(values) != len(intervals):
                sys.exit(f"step {step} {name}: {len(values)} values expected, {len(intervals)} certified")
            for value, (low, high) in zip(values, intervals):
                exact = Fraction(float(numpy.real(value)))
                distance = float(max(low - exact, exact - high, 0))
                compared, worst = compared + 1, max(worst, distance / allowed)
                if not distance <= allowed:
                    failures += 1
                    print(f"step {step} {name}: QuTiP {value!r}, certificate [{float(low)!r}, "
                          f"{float(high)!r}], {distance:.2e} apart, {allowed:.2e} allowed")
    print(f"{compared} values compared with QuTiP {qutip.__version__}, "
          f"the worst at {worst:.2g} of its tolerance, {failures} outside")
    return 1 if failures or not compared else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
