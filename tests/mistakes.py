#!/usr/bin/python3
"""Mistakes people make, planted one at a time in tests/peers/numpy_adapter.py.

usage: mistakes.py NAME      that mistake in every answer (NAME "none": no mistake)
       mistakes.py --noted   in every answer the mistake that the source of the case says it catches

Both speak the protocol of `surecharge check --run`. A mistake is a list of edits of the adapter's text: what is
there, once, and what someone wrote instead.
"""
import contextlib
import io
import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).parent
ADAPTER = (TESTS / "peers" / "numpy_adapter.py").read_text(encoding="utf-8")

UNITARY, COLLIDE, DAMP = ("unitary(run[\"ladder\"], run[\"levels\"], theta)", "collide(rho, ", "damp(rho, gamma) if gamma > 0 else rho")
ENTRY = 'run["collisions"][min(step, len(run["collisions"])) - 1].values()'
READ = 'run = json.loads(line)["resolved"]'
SIGNS = "np.exp(-1j * theta * frequencies)"
COHERENCE = "c * math.sqrt(q * (1 - q)) * np.exp(1j * alpha)"
WEIGHT = "math.sqrt(math.comb(n, k) * gamma**k * (1 - gamma)**(n - k))"
STEP_DONE = "            tau += theta\n"


def instead(old, new):
    return [(old, new)]


def first(index):
    """The entry `index` (theta, q, c, alpha, gamma) of every collision replaced by the first collision's."""
    return [(ENTRY, f"[y if i == {index} else x for i, (x, y) in enumerate(zip("
                    f"{ENTRY}, run[\"collisions\"][0].values()))]")]


MISTAKES = {
    # ---- those that `surecharge check` names
    "theta-doubled": instead(SIGNS, "np.exp(-2j * theta * frequencies)"),
    "theta-halved": instead(SIGNS, "np.exp(-0.5j * theta * frequencies)"),
    "q-swapped": instead("[[q, np.conj(coherence)], [coherence, 1 - q]]", "[[1 - q, np.conj(coherence)], [coherence, q]]"),
    "coherence-sign": instead(COHERENCE, "-" + COHERENCE),
    "coherence-absent": instead(COHERENCE, "0 * " + COHERENCE),
    "damping-first": [("collide(rho, unitary", "collide(damp(rho, gamma), unitary"), (DAMP, "rho")],
    "damping-once-too-few": instead("if gamma > 0 else rho", "if gamma > 0 and step not in run[\"at\"] else rho"),
    "energy-from-minus-j": instead("energy = n @ populations", "n = n - n[-1] / 2; energy = n @ populations"),
    "levels-one-less": instead("    exchange =", "    weights[-1] = 0; exchange ="),
    "levels-one-more": [(READ, READ + "; run[\"levels\"] += 1; run[\"initial\"].append(0.0)"),
                        ("list(populations)", "list(populations)[:-1]")],
    "trace-not-renormalised": [("def unitary(ladder, levels, theta):", "def unitary(ladder, levels, theta):\n    levels += 1"),
                               ("return modes * " + SIGNS + " @ modes.T",
                                "return (modes * " + SIGNS + " @ modes.T)[:2 * levels - 2, :2 * levels - 2]")],
    "small-elements-dropped": instead(STEP_DONE, STEP_DONE + "            rho = np.where(abs(rho) < 1e-12, 0, rho)\n"),
    "single-precision": instead(STEP_DONE, STEP_DONE + "            rho = rho.astype(np.complex64).astype(complex)\n"),
    # ---- ladders
    "amplitude-unrooted": instead("np.sqrt(weights)", "weights"),
    "amplitude-shifted": instead('"oscillator": n,', '"oscillator": n + 1,'),
    "uniform-as-oscillator": instead('"uniform": n**0', '"uniform": n'),
    "spin-as-oscillator": instead("n * (levels - n)", "n"),
    "spin-weights": instead("n * (levels - n)", "n * (levels - 1 - n)"),
    "spin-raising": instead("n * (levels - n)", "(n + 1) * (levels - 1 - n)"),
    "levels-reversed": instead("np.diag(np.sqrt(weights), 1)", "np.diag(np.sqrt(weights), -1)"),
    "populations-short": instead("list(populations)}", "[p for p in populations if p > 0]}"),
    # ---- qubit and collision
    "q-rounded": instead("levels, coherence = len(rho),", "q = round(q, 6); levels, coherence = len(rho),"),
    "theta-rounded": instead(SIGNS, "np.exp(-1j * round(theta, 6) * frequencies)"),
    "theta-modulo": instead(SIGNS, "np.exp(-1j * (theta % math.tau) * frequencies)"),
    "cosine-by-root": instead(SIGNS, "(np.sqrt(1 - np.sin(theta * frequencies)**2) - 1j * np.sin(theta * frequencies))"),
    "cayley": instead(SIGNS, "((1 - 0.5j * theta * frequencies) / (1 + 0.5j * theta * frequencies))"),
    "unitary-conjugated": instead(SIGNS, "np.exp(1j * theta * frequencies)"),
    "coherence-unrooted": instead(COHERENCE, "c * q * (1 - q) * np.exp(1j * alpha)"),
    "coherence-squared": instead(COHERENCE, "c * " + COHERENCE),
    "coherence-as-element": instead(COHERENCE, "c * np.exp(1j * alpha)"),
    "rate-equation": instead(STEP_DONE, STEP_DONE + "            rho = np.diag(np.diag(rho))\n"),
    "hermitian-wrong": instead(STEP_DONE, STEP_DONE + "            rho = rho.real\n"),
    "alpha-ignored": instead("np.exp(1j * alpha)", "1"),
    "alpha-sign": instead("np.exp(1j * alpha)", "np.exp(-1j * alpha)"),
    "alpha-degrees": instead("np.exp(1j * alpha)", "np.exp(1j * math.radians(alpha))"),
    # ---- damping
    "damping-rate": instead("kraus = losses(len(rho), gamma)", "kraus = losses(len(rho), 1 - math.exp(-gamma))"),
    "damping-halved": instead("kraus = losses(len(rho), gamma)", "kraus = losses(len(rho), gamma / 2)"),
    "damping-one-quantum": instead("for k in range(levels)]", "for k in range(2)]"),
    "damping-no-binomial": instead("math.comb(n, k) * ", ""),
    "damping-keeps-coherence": instead(DAMP, "rho - np.diag(np.diag(rho)) + np.diag(np.diag(damp(rho, gamma)))"),
    "damping-dephases": instead(DAMP, "np.diag(np.diag(damp(rho, gamma))) if gamma > 0 else rho"),
    "damping-by-logarithms": instead("(1 - gamma)**(n - k)", "math.exp((n - k) * math.log(1 - gamma))"),
    # ---- protocol
    "theta-of-first": first(0),
    "q-of-first": first(1),
    "c-of-first": first(2),
    "alpha-of-first": first(3),
    "gamma-of-first": first(4),
    "steps-one-less": instead("tau, theta) for name", "tau, theta) if step == 0 else observe(name, before, before, tau, theta) for name"),
    "zero-steps": instead("if step > 0:", "if step > 0 or run[\"steps\"] == 0:"),
    "initial-ignored": instead(READ, READ + "; run[\"initial\"] = [1.0] + [0.0] * (run[\"levels\"] - 1)"),
    "initial-reversed": instead("np.diag(run[\"initial\"])", "np.diag(run[\"initial\"][::-1])"),
    # ---- observables
    "element-transposed": instead('split(",")', 'split(",")[::-1]'),
    "element-one-based": instead("int(index)", "int(index) - 1"),
    "power-per-step": instead("energy / tau", "energy / step"),
    "power-of-last-angle": instead("energy / tau", "energy / theta"),
    "tau-of-last-angle": instead("energy / tau", "energy / (step * theta)"),
    "transient-power": instead("(energy - n @ np.diag(before).real) / theta", "energy / theta"),
    "transient-power-over-tau": instead("@ np.diag(before).real) / theta", "@ np.diag(before).real) / tau"),
    "variance-second-moment": instead("(n - energy)**2", "n**2"),
    "variance-rooted": instead("(n - energy)**2 @ populations", "math.sqrt((n - energy)**2 @ populations)"),
    "purity-of-populations": instead("np.sum(abs(rho)**2)", "populations @ populations"),
    "purity-unconjugated": instead("np.sum(abs(rho)**2)", "np.sum(rho**2).real"),
    "entropy-bits": instead("math.log(p)", "math.log2(p)"),
    "entropy-of-populations": instead("for p in spectrum if", "for p in populations if"),
    "entropy-of-zero": instead("-sum(p * math.log(p) for p in spectrum if p > 0)", "-np.sum(spectrum * np.log(spectrum))"),
    "ergotropy-ascending": instead("np.sort(spectrum)[::-1]", "np.sort(spectrum)"),
    "ergotropy-as-energy": instead("energy - n @ np.sort(spectrum)[::-1]", "energy"),
    "ergotropy-of-populations": instead("np.sort(spectrum)[::-1]", "np.sort(populations)[::-1]"),
    "ergotropy-dephased-whole": instead("np.sort(populations)[::-1]", "np.sort(spectrum)[::-1]"),
    "spectrum-unique": instead("np.linalg.eigvalsh(rho)", "np.unique(np.round(np.linalg.eigvalsh(rho), 14))")
                       + instead("    energy = n @ populations", "    spectrum = np.append(np.zeros(len(n) - len(spectrum)), spectrum)\n    energy = n @ populations"),
    "none": [],
}


def plant(name):
    """The adapter's text with that mistake."""
    text = ADAPTER
    for old, new in MISTAKES[name]:
        if text.count(old) != 1:
            sys.exit(f"{name}: {old!r} occurs {text.count(old)} times in the adapter")
        text = text.replace(old, new)
    return text


def run(name, requests):
    sys.stdin = requests
    exec(compile(plant(name), name, "exec"), {"__name__": "__main__"})


def run_noted():
    cases = [case for path in (TESTS / "vectors" / "source").glob("*.json") for case in json.loads(path.read_text(encoding="utf-8"))]
    catches = {case["id"]: case["catches"] for case in cases}
    for line in sys.stdin:
        requests = sys.stdin
        run(catches[json.loads(line)["id"]], io.StringIO(line))
        sys.stdin = requests


if __name__ == "__main__":
    if sys.argv[1:] == ["--noted"]:
        run_noted()
    elif sys.argv[1:] and sys.argv[1] in MISTAKES:
        run(sys.argv[1], sys.stdin)
    else:
        sys.exit(__doc__)
