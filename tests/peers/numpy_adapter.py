#!/usr/bin/python3
"""Eqs. (1)-(3) and (21) in plain NumPy, speaking the protocol of `surecharge check --run`.

Copy it, put your own simulation in the middle, and have it judged:
    surecharge check --run ./numpy_adapter.py tests/vectors
"""
import functools
import json
import math
import sys

import numpy as np

# ---- the middle: replace it by your own


@functools.lru_cache(maxsize=64)
def unitary(ladder, levels, theta):
    """exp(-i theta (A |e><g| + h.c.)) on battery and qubit, in the order g, e; A|n> = f_n |n-1>."""
    n = np.arange(1, levels)
    weights = {"oscillator": n, "spin": n * (levels - n), "uniform": n**0}[ladder]
    exchange = np.kron(np.diag(np.sqrt(weights), 1), [[0, 0], [1, 0]])
    frequencies, modes = np.linalg.eigh(exchange + exchange.T)
    return modes * np.exp(-1j * theta * frequencies) @ modes.T


def collide(rho, u, q, c, alpha):
    """One collision; the qubit is traced out."""
    levels, coherence = len(rho), c * math.sqrt(q * (1 - q)) * np.exp(1j * alpha)
    qubit = np.array([[q, np.conj(coherence)], [coherence, 1 - q]])
    return np.einsum("nama->nm", (u @ np.kron(rho, qubit) @ u.conj().T).reshape(levels, 2, levels, 2))


@functools.lru_cache(maxsize=64)
def losses(levels, gamma):
    """The Kraus operators of the damping, by the number k of quanta they take."""
    weight = lambda n, k: math.sqrt(math.comb(n, k) * gamma**k * (1 - gamma)**(n - k))
    return np.array([np.diag([weight(n, k) for n in range(k, levels)], k) for k in range(levels)])


def damp(rho, gamma):
    kraus = losses(len(rho), gamma)
    return np.sum(kraus @ rho @ kraus.transpose(0, 2, 1), axis=0)


def observe(name, rho, before, tau, theta):
    """An observable of rho, which a collision with the angle theta has made of `before`."""
    n, populations, spectrum = np.arange(len(rho)), np.diag(rho).real, np.linalg.eigvalsh(rho)
    energy = n @ populations
    if name.startswith("element:"):
        element = rho[tuple(int(index) for index in name[8:].split(","))]
        return {"re": element.real, "im": element.imag}
    return {"trace": lambda: np.sum(populations), "energy": lambda: energy, "power": lambda: energy / tau,
            "transient-power": lambda: (energy - n @ np.diag(before).real) / theta,
            "variance": lambda: (n - energy)**2 @ populations, "purity": lambda: np.sum(abs(rho)**2),
            "entropy": lambda: -sum(p * math.log(p) for p in spectrum if p > 0),
            "ergotropy": lambda: energy - n @ np.sort(spectrum)[::-1],
            "ergotropy-dephased": lambda: energy - n @ np.sort(populations)[::-1],
            "populations": lambda: list(populations)}[name]()


# ---- the protocol: one request a line, one answer a line

for line in sys.stdin:
    run = json.loads(line)["resolved"]
    rho = before = np.diag(run["initial"]).astype(complex)
    tau, theta, results = 0.0, 0.0, []
    for step in range(run["steps"] + 1):
        if step > 0:
            theta, q, c, alpha, gamma = run["collisions"][min(step, len(run["collisions"])) - 1].values()
            before, rho = rho, collide(rho, unitary(run["ladder"], run["levels"], theta), q, c, alpha)
            rho = damp(rho, gamma) if gamma > 0 else rho
            tau += theta
        if step in run["at"]:
            values = {name: observe(name, rho, before, tau, theta) for name in run["observe"]}
            results.append({"step": step, **values})
    print(json.dumps({"results": results}), flush=True)
