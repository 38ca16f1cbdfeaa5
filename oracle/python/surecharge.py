"""surecharge from Python: certified numbers, a judge for yours, and the verified kernel on NumPy arrays.

The program `surecharge` must be on the PATH; the library is found beside it, or in ../lib from there.

An example that takes a QuTiP density matrix, charges it twenty times and has QuTiP's energy judged:

    >>> import numpy, qutip, surecharge
    >>> start = qutip.fock_dm(12, 1)
    >>> rho, bound = surecharge.simulate(start.full(), "oscillator", 0.15, q=0.5, c=1.0, gamma=1e-3, steps=20)
    >>> energy = qutip.expect(qutip.num(12), qutip.Qobj(rho))
    >>> bound < 1e-12
    True
    >>> scenario = {"surecharge": "scenario/1", "battery": {"ladder": "oscillator", "levels": 12},
    ...             "qubit": {"q": "1/2", "c": "1"}, "damping": {"gamma": "1e-3"}, "initial": 1,
    ...             "protocol": {"kind": "fixed", "theta": "0.15", "steps": 20}, "observe": ["energy"]}
    >>> surecharge.certify(scenario)["verdict"]
    'certified'
    >>> surecharge.check(scenario, [{"step": 20, "energy": energy}])["verdict"]
    'held'
    >>> surecharge.check(scenario, [{"step": 20, "energy": energy + 1e-9}])["verdict"]
    'mismatch'
"""
import ctypes
import functools
import json
import pathlib
import shutil
import subprocess
import tempfile

import numpy as np

__all__ = ["certify", "check", "simulate"]

_ROUNDING = 2.0**-53
_LADDERS = {"oscillator": 0, "spin": 1, "uniform": 2}


def certify(scenario):
    """The certificate of a scenario, both as dicts; `surecharge schema certificate` tells the format.

    Raises ValueError, with the program's one line, when the scenario is not valid."""
    return json.loads(_run(["certify", "--quiet", "-"], json.dumps(scenario), accepted=(0, 3)))


def check(judge, results, digits=None):
    """What `surecharge check` says of results, as a dict; its "verdict" is "held", "mismatch" or "undecided".

    judge: a scenario or a certificate. results: a list of {"step": k, observable: value, ...}, any steps, any
    observables; a value is a number, an array of populations, or a complex number for an element. digits: the
    pass mark, instead of what double precision can promise. Raises ValueError when either is not valid."""
    told = {"results": [{name: _exact(name, value) for name, value in row.items()} for row in results]}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(judge, file)
        file.flush()
        mark = [] if digits is None else ["--digits", str(digits)]
        command = ["check", "--quiet", "--format", "json", *mark, file.name, "-"]
        return json.loads(_run(command, json.dumps(told), accepted=(0, 1, 3)))


def simulate(rho, ladder, theta, q, c=0.0, alpha=0.0, gamma=0.0, steps=1):
    """The state after `steps` equal collisions, by the verified kernel, and a bound on its error.

    rho: d x d density matrix, level 0 first. ladder: "oscillator", "spin" or "uniform". theta: swap angle;
    q, c, alpha: the qubit of eq. (1); gamma: loss after each collision, eq. (21). Returns (array, bound):
    |tr B (array - exact)| <= bound for every observable -1 <= B <= 1; exact: for the doubles given.

    The kernel knows the states for which (i e^{-i alpha})^(n-m) rho_nm is real: diagonal ones, and all that
    arise from them with this alpha. What rho differs from such a state is part of the bound; above 1e-6 it raises
    ValueError, as do arguments outside the kernel's domain."""
    state, kernel = np.array(rho, dtype=complex), _library()
    d = len(state)
    n = np.arange(d)
    order = n[:, None] - n[None, :]
    turn = np.array([1, 1j, -1, -1j])[order % 4] * np.exp(-1j * alpha * order)
    _require(state.shape == (d, d) and ladder in _LADDERS and kernel.sc_ladder_valid(_LADDERS[ladder], d)
             and kernel.sc_density_valid(d, d - 1), "a square matrix on a ladder the kernel knows")
    _require(kernel.sc_qubit_valid(q, c) and kernel.sc_damp_valid(gamma, d), "0 <= q, c, gamma <= 1")
    f, cosines, sines, zero = (np.zeros(d + 1) for _ in range(4))
    kernel.sc_ladder(f, _LADDERS[ladder], d)
    _require(kernel.sc_swap_valid(f.max(), theta), "a swap angle below 2^20 on every level")
    kernel.sc_swap(cosines, sines, f, theta, d)
    swap_error, qubit = kernel.sc_swap_error(f.max(), theta), kernel.sc_qubit_make(q, c)
    terms = kernel.sc_damp_terms(gamma, d)
    weights, scales, tail = np.zeros((terms + 1, d)), np.zeros((3, d)), kernel.sc_damp_tail(gamma, terms, d)
    kernel.sc_damp_weights(weights, scales, np.zeros(d), gamma, terms, d)
    real = np.ascontiguousarray((turn * state).real)
    real = np.tril(real) + np.tril(real, -1).T
    budget = float(np.sum(abs(turn * state - real)))
    _require(budget <= 1e-6 and kernel.sc_observe_valid(real, d, d - 1),
             "a state that is real in the frame of alpha")
    turning = 2 * (d * abs(alpha) + 4) * _ROUNDING
    for _ in range(steps):
        spare, mass = np.zeros((d, d)), kernel.sc_observe_mass(real, d, d - 1)
        budget = kernel.sc_budget_collide(budget, mass, swap_error, 0.0)
        kernel.sc_collide(spare, real, cosines, sines, zero, qubit, d, d - 1)
        if gamma > 0:
            real, mass = np.zeros((d, d)), kernel.sc_observe_mass(spare, d, d - 1)
            budget = kernel.sc_budget_damp(budget, mass, tail, 0.0, terms, d)
            kernel.sc_damp(real, spare, weights, scales, gamma, terms, d, d - 1)
        else:
            real = spare
    real = np.tril(real) + np.tril(real, -1).T
    return turn.conj() * real, budget + turning * float(np.sum(abs(state)) + np.sum(abs(real)))


# ---- the program

def _run(arguments, text, accepted):
    command = [_program(), *arguments]
    run = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if run.returncode not in accepted:
        raise (ValueError if run.returncode == 2 else OSError)(run.stderr.strip())
    return run.stdout


def _program():
    program = shutil.which("surecharge")
    if program is None:
        raise FileNotFoundError("expected the program surecharge on the PATH, found none")
    return program


def _exact(name, value):
    """As JSON that loses nothing: doubles as hexadecimal floats."""
    if name == "step":
        return int(value)
    if name.startswith("element:"):
        return {"re": float(np.real(value)).hex(), "im": float(np.imag(value)).hex()}
    if np.ndim(value) > 0:
        return [float(entry).hex() for entry in np.real(value)]
    return float(np.real(value)).hex()


# ---- the library

class _Qubit(ctypes.Structure):
    _fields_ = [("q", ctypes.c_double), ("p", ctypes.c_double), ("kappa", ctypes.c_double)]


@functools.lru_cache(maxsize=1)
def _library():
    """The kernel, its prototypes declared: a array, d double, n int64, i int, q qubit."""
    program = pathlib.Path(_program()).resolve()
    places = [place / "libsurecharge.so" for place in (program.parent, program.parent.parent / "lib")]
    found = [place for place in places if place.exists()]
    if not found:
        raise FileNotFoundError(f"expected libsurecharge.so beside {program} or in ../lib, found none")
    kernel = ctypes.CDLL(str(found[0]))
    types = {"a": np.ctypeslib.ndpointer(dtype=np.float64, flags="C_CONTIGUOUS"), "d": ctypes.c_double,
             "n": ctypes.c_int64, "i": ctypes.c_int, "q": ctypes.POINTER(_Qubit), "Q": _Qubit, "-": None}
    prototypes = {"ladder_valid": "i in", "ladder": "- ain", "density_valid": "i nn",
                  "qubit_valid": "i dd", "qubit_make": "Q dd",
                  "swap_valid": "i dd", "swap": "- aaadn", "swap_error": "d dd", "collide": "n aaaaaqnn",
                  "damp_valid": "i dn", "damp_terms": "n dn", "damp_tail": "d dnn", "damp_weights": "- aaadnn",
                  "damp": "- aaaadnnn", "observe_valid": "i ann", "observe_mass": "d ann",
                  "budget_collide": "d dddd", "budget_damp": "d ddddnn"}
    for name, prototype in prototypes.items():
        result, arguments = prototype.split()
        function = getattr(kernel, f"sc_{name}")
        function.restype, function.argtypes = types[result], [types[letter] for letter in arguments]
    return kernel


def _require(met, expected):
    if not met:
        raise ValueError(f"expected {expected}")
