#!/usr/bin/python3
"""Turns NumPy results into the CSV that `surecharge check` reads, every number exactly (hexadecimal floats).

usage: npz_to_csv.py results.npz >results.csv
       np.savez("results.npz", **{"step": [10, 20], "energy": [0.3, 0.5], "populations": p, "element:3,1": rho31})

An .npz has an array "step" and one for each observable, a row for each step: numbers, for "populations" a matrix, for
elements complex numbers. An .npy is a structured array with the same fields.
"""
import csv
import sys

import numpy as np


def columns(name, values, steps):
    """(column name, numbers) for one array."""
    if len(values) != steps:
        sys.exit(f"{sys.argv[1]}: {name}: expected {steps} rows as in step, found {len(values)}")
    if name == "step":
        yield name, [str(int(step)) for step in values]
    elif values.ndim == 2:
        for level in range(values.shape[1]):
            yield f"{name}:{level}", [float(x).hex() for x in values[:, level]]
    elif name.startswith("element:"):
        yield f"{name}.re", [float(x.real).hex() for x in values]
        yield f"{name}.im", [float(x.imag).hex() for x in values]
    else:
        yield name, [float(x).hex() for x in values]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = np.load(sys.argv[1])
    names = data.dtype.names if isinstance(data, np.ndarray) else data.files
    if not names or "step" not in names:
        sys.exit(f"{sys.argv[1]}: expected an array called step, found {', '.join(names or ['one without a name'])}")
    arrays = {name: np.atleast_1d(data[name]) for name in names}
    table = [column for name in names for column in columns(name, arrays[name], len(arrays["step"]))]
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(name for name, _ in table)
    rows.writerows(zip(*(numbers for _, numbers in table)))


main()
