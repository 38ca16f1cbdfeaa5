#!/usr/bin/python3
"""Eqs. (1)-(3) and (21) in QuTiP, speaking the protocol of `surecharge check --run`.

Copy it, put your own simulation in the middle, and have it judged:
    surecharge check --run ./qutip_adapter.py tests/vectors
"""
import functools
import json
import math
import sys

import numpy as np
import qutip

# By default QuTiP sets elements below 1e-12 to zero; --tidyup leaves it so, to see what that does.
qutip.settings.auto_tidyup = "--tidyup" in sys.argv

# ---- the middle: replace it by your own


@functools.lru_cache(maxsize=64)
def unitary(ladder, levels, theta):
    """exp(-i theta (A |e><g| + h.c.)), qubit g, e. QuTiP counts a spin from m = j down, we up."""
    spin = qutip.Qobj(qutip.jmat((levels - 1) / 2, "-").full()[::-1, ::-1])
    uniform = qutip.qdiags([1.0] * (levels - 1), 1)
    lowering = {"oscillator": qutip.destroy(levels), "spin": spin, "uniform": uniform}[ladder]
    exchange = qutip.tensor(lowering, qutip.basis(2, 1) * qutip.basis(2, 0).dag())
    return (-1j * theta * (exchange + exchange.dag())).expm()


@functools.lru_cache(maxsize=64)
def qubit(q, c, alpha):
    coherence = c * math.sqrt(q * (1 - q)) * np.exp(1j * alpha)
    return qutip.Qobj([[q, np.conj(coherence)], [coherence, 1 - q]])


@functools.lru_cache(maxsize=64)
def damping(levels, gamma):
    """The channel (21) as a superoperator, from the Kraus operators that take k quanta."""
    survive = qutip.qdiags([math.sqrt(1 - gamma)**n for n in range(levels)], 0)
    lose = lambda k: math.sqrt(gamma**k / math.factorial(k)) * qutip.destroy(levels)**k
    return qutip.kraus_to_super([survive * lose(k) for k in range(levels)])


def observe(name, rho, before, tau, theta):
    """An observable of rho, which a collision with the angle theta has made of `before`."""
    levels, number = np.arange(rho.shape[0]), qutip.num(rho.shape[0])
    energy, passive = qutip.expect(number, rho), lambda weights: levels @ np.sort(weights)[::-1]
    if name.startswith("element:"):
        element = rho[tuple(int(index) for index in name[8:].split(","))]
        return {"re": element.real, "im": element.imag}
    value = {"trace": rho.tr, "energy": lambda: energy, "power": lambda: energy / tau,
             "populations": rho.diag, "entropy": lambda: qutip.entropy_vn(rho),
             "transient-power": lambda: (energy - qutip.expect(number, before)) / theta,
             "variance": lambda: qutip.variance(number, rho), "purity": lambda: (rho * rho).tr(),
             "ergotropy": lambda: energy - passive(rho.eigenenergies()),
             "ergotropy-dephased": lambda: energy - passive(rho.diag())}[name]()
    return np.asarray(value).real.tolist()    # complex where rounding has made rho not quite Hermitian


# ---- the protocol: one request a line, one answer a line

for line in sys.stdin:
    run = json.loads(line)["resolved"]
    rho = before = qutip.Qobj(np.diag(run["initial"]))
    tau, theta, results = 0.0, 0.0, []
    for step in range(run["steps"] + 1):
        if step > 0:
            theta, q, c, alpha, gamma = run["collisions"][min(step, len(run["collisions"])) - 1].values()
            before, u = rho, unitary(run["ladder"], run["levels"], theta)
            rho = (u * qutip.tensor(rho, qubit(q, c, alpha)) * u.dag()).ptrace(0)
            if gamma > 0:
                rho = qutip.vector_to_operator(damping(run["levels"], gamma) * qutip.operator_to_vector(rho))
            tau += theta
        if step in run["at"]:
            values = {name: observe(name, rho, before, tau, theta) for name in run["observe"]}
            results.append({"step": step, **values})
    print(json.dumps({"results": results}), flush=True)
