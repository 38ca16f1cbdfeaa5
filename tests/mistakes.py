#!/usr/bin/python3
"""Mistakes people make, planted one at a time in tests/peers/numpy_adapter.py.

usage: mistakes.py NAME      that mistake in every answer ("none": no mistake)
       mistakes.py --noted   in every answer the mistake that the source of the case says it catches

Both speak the protocol of `surecharge check --run`. A mistake is a list of edits of the adapter's text: what
stands there once, and what someone wrote instead.
"""
import io
import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).parent
ADAPTER = (TESTS / "peers" / "numpy_adapter.py").read_text(encoding="utf-8")

# Text of the adapter that several mistakes touch.
READ = 'run = json.loads(line)["resolved"]'
ENTRY = 'run["collisions"][min(step, len(run["collisions"])) - 1].values()'
INDENT = " " * 12
PARAMETERS = INDENT + "theta, q, c, alpha, gamma = "
COLLISION = "before, rho = rho, collide(rho, "
DAMPING = INDENT + "rho = damp(rho, gamma) if gamma > 0 else rho\n"
STEP_DONE = INDENT + "tau += theta\n"
FACTORS = "np.exp(-1j * theta * frequencies)"
UNITARY = f"return modes * {FACTORS} @ modes.T"
COHERENCE = "c * math.sqrt(q * (1 - q)) * np.exp(1j * alpha)"
QUBIT = "[[q, np.conj(coherence)], [coherence, 1 - q]]"
KRAUS = "losses(len(rho), gamma)"
AMPLITUDES = "np.sqrt(weights)"
SPIN = "n * (levels - n)"
ENERGY = "    energy = n @ populations\n"


def after_step(statement):
    return [(STEP_DONE, f"{STEP_DONE}{INDENT}{statement}\n")]


def of_first(index):
    """Number `index` of (theta, q, c, alpha, gamma) taken from the first collision."""
    first = 'run["collisions"][0].values()'
    return [(ENTRY, f"[(y if i == {index} else x) for i, (x, y) in enumerate(zip({ENTRY}, {first}))]")]


MISTAKES = {
    "none": [],
    # ---- those that surecharge check can name
    "theta-doubled": [(FACTORS, "np.exp(-2j * theta * frequencies)")],
    "theta-halved": [(FACTORS, "np.exp(-0.5j * theta * frequencies)")],
    "q-swapped": [(QUBIT, "[[1 - q, np.conj(coherence)], [coherence, q]]")],
    "coherence-sign": [(COHERENCE, f"-{COHERENCE}")],
    "coherence-absent": [(COHERENCE, "0")],
    "damping-first": [(COLLISION, "before, rho = rho, collide(damp(rho, gamma), "), (DAMPING, "")],
    "damping-once-too-few": [
        (DAMPING, ""),
        (PARAMETERS, INDENT + "rho = damp(rho, gamma) if step > 1 else rho\n" + PARAMETERS)],
    "energy-from-minus-j": [(ENERGY, f"    n = n - n[-1] / 2\n{ENERGY}")],
    "levels-one-less": [(AMPLITUDES, "np.sqrt(weights * (n < levels - 1))")],
    "levels-one-more": [(READ, f'{READ}; run["levels"] += 1; run["initial"].append(0.0)'),
                        ("list(populations)", "list(populations)[:-1]")],
    "trace-not-renormalised": [("    n = np.arange(1, levels)\n", "    n = np.arange(1, levels + 1)\n"),
                               (UNITARY, f"return (modes * {FACTORS} @ modes.T)[:2 * levels, :2 * levels]")],
    "small-elements-dropped": after_step("rho = np.where(abs(rho) < 1e-10, 0, rho)"),
    "single-precision": after_step("rho = rho.astype(np.complex64).astype(complex)"),
    # ---- ladders
    "amplitude-unrooted": [(AMPLITUDES, "weights")],
    "amplitude-shifted": [('"oscillator": n,', '"oscillator": n + 1,')],
    "uniform-as-oscillator": [('"uniform": n**0', '"uniform": n')],
    "spin-as-oscillator": [(SPIN, "n")],
    "spin-weights": [(SPIN, "n * (levels - 1 - n)")],
    "spin-raising": [(SPIN, "(n + 1) * (levels - 1 - n)")],
    "levels-reversed": [(f"np.diag({AMPLITUDES}, 1)", f"np.diag({AMPLITUDES}, -1)")],
    "populations-short": [("list(populations)", "[p for p in populations if p > 0]")],
    # ---- qubit and collision
    "theta-rounded": [(FACTORS, "np.exp(-1j * round(theta, 6) * frequencies)")],
    "theta-modulo": [(FACTORS, "np.exp(-1j * (theta % math.tau) * frequencies)")],
    "cosine-by-root": [(FACTORS,
                        "(np.sqrt(1 - np.sin(theta * frequencies)**2) + 1j * np.sin(-theta * frequencies))")],
    "cayley": [(FACTORS, "((2 - 1j * theta * frequencies) / (2 + 1j * theta * frequencies))")],
    "unitary-conjugated": [(FACTORS, "np.exp(1j * theta * frequencies)")],
    "q-rounded": [(QUBIT, "[[round(q, 6), np.conj(coherence)], [coherence, 1 - round(q, 6)]]")],
    "coherence-unrooted": [(COHERENCE, "c * q * (1 - q) * np.exp(1j * alpha)")],
    "coherence-squared": [(COHERENCE, f"c * {COHERENCE}")],
    "coherence-as-element": [(COHERENCE, "c * np.exp(1j * alpha)")],
    "rate-equation": after_step("rho = np.diag(np.diag(rho))"),
    "hermitian-wrong": after_step("rho = rho.real"),
    "alpha-ignored": [("np.exp(1j * alpha)", "1")],
    "alpha-sign": [("np.exp(1j * alpha)", "np.exp(-1j * alpha)")],
    "alpha-degrees": [("np.exp(1j * alpha)", "np.exp(1j * math.radians(alpha))")],
    "tidied-up": after_step("rho = np.where(abs(rho) < 1e-12, 0, rho)"),
    # ---- damping
    "damping-rate": [(KRAUS, "losses(len(rho), 1 - math.exp(-gamma))")],
    "damping-halved": [(KRAUS, "losses(len(rho), gamma / 2)")],
    "damping-one-quantum": [("for k in range(levels)", "for k in range(2)")],
    "damping-no-binomial": [("math.comb(n, k) * ", "")],
    "damping-keeps-coherence": [(DAMPING, INDENT + "rho = rho + np.diag(np.diag(damp(rho, gamma) - rho))\n")],
    "damping-dephases": [(DAMPING, INDENT + "rho = np.diag(np.diag(damp(rho, gamma)))\n")],
    "damping-by-logarithms": [("(1 - gamma)**(n - k)", "math.exp((n - k) * math.log(1 - gamma))")],
    # ---- protocol
    "theta-of-first": of_first(0),
    "q-of-first": of_first(1),
    "c-of-first": of_first(2),
    "alpha-of-first": of_first(3),
    "gamma-of-first": of_first(4),
    "steps-one-less": [("observe(name, rho, before, tau, theta) for",
                        "observe(name, before, before, tau, theta) for")],
    "zero-steps": [("if step > 0:", 'if step > 0 or run["steps"] == 0:')],
    "initial-ignored": [(READ, f'{READ}; run["initial"] = [1.0] + [0.0] * (run["levels"] - 1)')],
    "initial-reversed": [('np.diag(run["initial"])', 'np.diag(run["initial"][::-1])')],
    # ---- observables
    "element-transposed": [('split(",")', 'split(",")[::-1]')],
    "element-one-based": [("int(index)", "int(index) - 1")],
    "power-per-step": [("energy / tau", "energy / step")],
    "power-of-last-angle": [("energy / tau", "energy / theta")],
    "tau-of-last-angle": [("energy / tau", "energy / (step * theta)")],
    "transient-power": [("(energy - n @ np.diag(before).real) / theta", "energy / theta")],
    "transient-power-over-tau": [("np.diag(before).real) / theta", "np.diag(before).real) / tau")],
    "variance-second-moment": [("(n - energy)**2", "n**2")],
    "variance-rooted": [("(n - energy)**2 @ populations", "math.sqrt((n - energy)**2 @ populations)")],
    "purity-of-populations": [("np.sum(abs(rho)**2)", "populations @ populations")],
    "purity-unconjugated": [("np.sum(abs(rho)**2)", "np.sum(rho**2).real")],
    "entropy-bits": [("math.log(p)", "math.log2(p)")],
    "entropy-of-populations": [("for p in spectrum", "for p in populations")],
    "entropy-of-zero": [("-sum(p * math.log(p) for p in spectrum if p > 0)",
                         "-np.sum(spectrum * np.log(spectrum))")],
    "ergotropy-ascending": [("np.sort(spectrum)[::-1]", "np.sort(spectrum)")],
    "ergotropy-as-energy": [("energy - n @ np.sort(spectrum)[::-1]", "energy")],
    "ergotropy-of-populations": [("np.sort(spectrum)[::-1]", "np.sort(populations)[::-1]")],
    "ergotropy-dephased-whole": [("np.sort(populations)[::-1]", "np.sort(spectrum)[::-1]")],
    "spectrum-unique": [
        (ENERGY, "    different = np.unique(np.round(spectrum, 14))\n"
                 "    spectrum = np.append(np.zeros(len(n) - len(different)), different)\n" + ENERGY)],
}

# What surecharge check says of them, among what else fits.
DIAGNOSES = {
    "theta-doubled": "swap angle too large by a factor 2",
    "theta-halved": "swap angle too small by a factor 2",
    "q-swapped": "q taken for 1 - q",
    "coherence-sign": "coherence with the opposite sign",
    "coherence-absent": "coherence absent",
    "damping-first": "damping before the collision instead of after it",
    "damping-once-too-few": "damping counted once too few",
    "energy-from-minus-j": "energy counted from -j, the middle of the ladder",
    "levels-one-less": "truncation one level too low",
    "levels-one-more": "truncation one level too high",
    "trace-not-renormalised": "trace lost at the open top level and not renormalised",
    "small-elements-dropped": "elements below",
    "single-precision": "single precision",
}


def plant(name):
    """The adapter's text with that mistake."""
    text = ADAPTER
    for old, new in MISTAKES[name]:
        if text.count(old) != 1:
            sys.exit(f"{name}: {old!r} occurs {text.count(old)} times in the adapter")
        text = text.replace(old, new)
    return text


def answer(name, requests):
    sys.stdin = requests
    exec(compile(plant(name), name, "exec"), {"__name__": "__main__"})


def answer_noted(requests):
    sources = [path.read_text(encoding="utf-8") for path in (TESTS / "vectors" / "source").glob("*.json")]
    catches = {case["id"]: case["catches"] for source in sources for case in json.loads(source)}
    for line in requests:
        answer(catches[json.loads(line)["id"]], io.StringIO(line))


if __name__ == "__main__":
    if sys.argv[1:] == ["--noted"]:
        answer_noted(sys.stdin)
    elif len(sys.argv) == 2 and sys.argv[1] in MISTAKES:
        answer(sys.argv[1], sys.stdin)
    else:
        sys.exit(__doc__)
