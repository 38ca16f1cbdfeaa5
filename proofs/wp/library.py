"""Why3's library with fewer axioms, so that fewer pass through every transformation of every goal.

usage: library.py FROM TO    TO gets what directory FROM has, two files without axioms that nothing here needs

Sound: without an axiom less is provable. What the provers are given does not depend on it where trim.gen
would remove the same: it spares the time to remove them.
"""
import pathlib
import re
import sys

KEPT = {
    ("ieee_float.mlw", "GenericFloat"): """eb_gt_1 sb_gt_1 max_int pow2sb zeroF_is_zero zero_to_real is_finite
        Bounded_real_no_overflow Round_monotonic Round_to_real Exact_rounding_for_integers eq_to_real_finite
        lt_finite le_finite add_finite add_finite_rev_n sub_finite sub_finite_rev_n mul_finite
        mul_finite_rev_n div_finite
        div_finite_rev_n neg_finite neg_finite_rev abs_finite abs_finite_rev abs_universal fma_finite
        fma_finite_rev_n sqrt_finite sqrt_finite_rev""",
    ("ieee_float.mlw", "FloatConverter"): "",
    ("bv.mlw", "Pow2int"): "",
}
AXIOM = re.compile(r"  (?:axiom|lemma) (\w+)")
ELSE = re.compile(r"  (?:use|clone|type|constant|function|predicate|val|let|goal)\b| *\(\*|(?:module|end)\b")


def trimmed(file, text):
    module, dropping, met = None, False, set()
    for line in text.splitlines(keepends=True):
        opened, axiom = re.match(r"module (\w+)", line), AXIOM.match(line)
        if opened:
            module = file, opened[1]
        if axiom and module in KEPT:
            dropping = axiom[1] not in KEPT[module].split()
            met.add((module, axiom[1]))
        elif axiom or ELSE.match(line):
            dropping = False
        if not dropping:
            yield line
    missing = [name for module in KEPT if module[0] == file for name in KEPT[module].split()
               if (module, name) not in met]
    if missing:
        raise SystemExit(f"library.py: {file} has no axiom {', '.join(missing)}")


def main(source, target):
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        copy = target / path.name
        copy.unlink(missing_ok=True)
        if any(path.name == file for file, _ in KEPT):
            copy.write_text("".join(trimmed(path.name, path.read_text(encoding="utf-8"))), encoding="utf-8")
        else:
            copy.symlink_to(path)


main(*map(pathlib.Path, sys.argv[1:]))
