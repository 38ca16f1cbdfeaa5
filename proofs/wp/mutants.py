#!/usr/bin/python3
"""Do the proofs mean something? Puts small bugs into the kernel's C, one at a time, and asks who notices.

usage: mutants.py BUILD [--each N] [--stem STEM]... [--seconds N] [--table FILE] [--resume]

N mutants of each function (4), chosen by a hash, so that the choice moves only where the code does.
Annotations stay as they are. A mutant with the object code of the original is no bug and is passed over. WP
then tries the goals of the changed function as the replay does: verdict `proof` if a goal is not proved,
`goals` if all are but they are not as many as expected. Each prover has N seconds (2), or four times what the
slowest goal of the function took if that is more, of processor time: on a busy machine no goal fails for want
of a turn. What that lets pass is up to the tests of the stem and kernel_oracle_test, linked with the changed
kernel: verdict `test` or `survived`.
First one mutant of every function, then the second, so that a run cut short is a sample of all.
The table is proofs/expected/mutants.txt, or that of --table; --resume keeps what it says of every mutant that
there still is, with anything written behind the verdict; with --stem too, it keeps those of other stems.
"""
import argparse
import collections
import hashlib
import itertools
import math
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TABLE = ROOT / "proofs/expected/mutants.txt"
PINNED = ROOT / "proofs/expected/goals.txt"
PROVERS = ROOT / "proofs/expected/provers.txt"
UNPROVED = re.compile(r"^\[wp\] \[\w+\] Goal typed_(\S+)(?: : (?!Valid).*)?\n", re.M)
NOT_COPIED = shutil.ignore_patterns("clang", "install", "logs", "mpi", "object", "paper", "portable", "prove",
                                    "replay", "sanitized", "*_test", "bench_*")

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|^#[^\n]*", re.S | re.M)
FUNCTION = re.compile(r"([a-z_]\w*)\s*\([^(){};]*\)\s*\{")
NUMBER = re.compile(r"0x[0-9a-f.]+p[+-]?\d+|\d+\.\d+|\d+")
TOKEN = re.compile(NUMBER.pattern + r"|[A-Za-z_]\w*|&&|\|\||\+\+|--|->|<<|>>|[-+*/%&|<>=!]=?|\S")
OPERAND = re.compile(r"(?!(?:double|void|return|case|int\w*|sc_qubit|row_factors)$)[\w)\]]")
ASSIGNMENT = re.compile(r"(?<=[;{}])\s*([\w.>\[\]+* -]*[\w\]]\s*[-+*]?=[^=;{}][^;{}]*;)")
COMMUTING = re.compile(r"sc_(add|mul)(_wide)?$|(add|mul)_up$")
OTHER = {"*": "+", "/": "*", "%": "/", "*=": "+="}
PAIRS = """< <=, > >=, == !=, && ||, + -, & |, ++ --, += -=, sc_add sc_sub, sc_mul sc_div,
sc_add_wide sc_mul_wide, add_up mul_up, plus minus, c s, q p, ground excited, up down, left right,
below above, sin_r cos_r, sin_x cos_x, c0 c1, s0 s1, n m, k_s k_c, q_c p_s, up_left down_right, c_next s_next,
sine cosine, HALF_PI_1 HALF_PI_2, SC_OSCILLATOR SC_SPIN, SC_LEVELS_MAX SC_DENSITY_LEVELS_MAX"""
for one, two in map(str.split, PAIRS.split(",")):
    OTHER |= {one: two, two: one}

Mutant = collections.namedtuple("Mutant", "name stem function line start end old new")


def blank(text):
    """The text with comments, thus annotations, and preprocessor lines replaced by spaces."""
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def words(code):
    """What it says, however it is laid out."""
    return " ".join(code.split())


def closing(code, start):
    """Where the bracket that opens at start is closed."""
    depth = 0
    for i in range(start, len(code)):
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth == 0:
            return i
    raise ValueError("unbalanced brackets")


def functions(code):
    """(name, start, end) of the body of each function."""
    at = 0
    while match := FUNCTION.search(code, at):
        at = closing(code, match.end() - 1) + 1
        yield match[1], match.end() - 1, at


def arguments(code, start):
    """The arguments of the call whose bracket opens at start."""
    depth, begin = 0, start + 1
    for i in range(start + 1, closing(code, start) + 1):
        if depth == 0 and code[i] in ",)":
            yield code[begin:i].strip()
            begin = i + 1
        depth += (code[i] in "([") - (code[i] in ")]")


def constants(literal):
    if re.fullmatch(r"\d+", literal):
        return [str(int(literal) + 1)] + [str(int(literal) - 1)] * (int(literal) > 0)
    value = float.fromhex(literal) if "x" in literal else float(literal)
    return ["0.0", (1.001 * value).hex()] if value else ["1.0"]


def changes(code, begin, end):
    """(start, end, new text) of each change to the body between begin and end."""
    before = "{"
    for match in TOKEN.finditer(code, begin, end):
        token, start, stop = match[0], *match.span()
        after_operand = OPERAND.match(before)
        if token in ("-", "!") and not after_operand:
            yield start, stop, ""
        elif token in OTHER and (after_operand or token not in ("*", "&", "+")):
            yield start, stop, OTHER[token]
        elif NUMBER.fullmatch(token):
            yield from ((start, stop, new) for new in constants(token))
        elif token == "[":
            end_of_index = closing(code, start)
            yield from ((stop, end_of_index, f"{code[stop:end_of_index]} {sign} 1") for sign in "+-")
        if re.match(r"[a-z]", token) and code[stop:stop + 1] == "(":
            call, parts = closing(code, stop) + 1, list(arguments(code, stop))
            if len(parts) <= 2 and re.match(r"(sc|add|mul|div)_", token):
                yield from ((start, call, f"({part})") for part in parts)
            yield from ((stop, call, f"({', '.join(parts[:i] + [parts[i + 1], parts[i]] + parts[i + 2:])})")
                        for i in range(len(parts) - 1) if not COMMUTING.match(token))
        before = token
    yield from ((*match.span(1), ";") for match in ASSIGNMENT.finditer(code, begin, end))


def mutants_of(stem, text):
    """Of each function, all mutants, in the order of their names."""
    code, found_in = blank(text), []
    for function, begin, end in functions(code):
        found = []
        for start, stop, new in set(changes(code, begin, end)):
            if text[start:stop] == code[start:stop]:  # no annotation within
                old, changed = words(code[start:stop]), words(new)
                before, body = words(code[begin:start]), words(code[begin:end])
                key = f"{stem} {function} {len(before)} {old} {changed} {body}"
                found.append(Mutant(hashlib.sha256(key.encode()).hexdigest()[:12], stem, function,
                                    text.count("\n", 0, start) + 1, start, stop, old, changed))
        found_in.append(sorted(found))
    return found_in


class Laboratory:
    """A copy of the repository in which the kernel is changed, and what the originals compile to."""

    def __init__(self, directory, build, seconds):
        self.out, self.seconds = directory / "out", seconds
        self.tree = directory / "tree"
        shutil.copytree(ROOT, self.tree, ignore=shutil.ignore_patterns(".git", build.name))
        shutil.copytree(build, self.tree / "build", ignore=NOT_COPIED)
        shutil.copytree(HERE / "cache", self.out / "cache")
        self.originals = {}
        self.proved = [line.split() for line in PROVERS.read_text(encoding="utf-8").splitlines()]

    def path(self, stem):
        return self.tree / "kernel" / ("round.h" if stem == "round" else f"{stem}.c")

    def objects(self, stem):
        """The object code that depends on the stem; None if it does not compile."""
        sources = sorted((self.tree / "kernel").glob("*.c")) if stem == "round" else [self.path(stem)]
        found = b""
        for source in sources:
            compiled = self.out / "object.o"
            command = ["gcc", "-std=c11", "-O3", "-w", "-ffp-contract=off", "-c", "-o", compiled, source]
            if subprocess.run(command, stderr=subprocess.DEVNULL).returncode:
                return None
            found += compiled.read_bytes()
        return found

    def is_a_bug(self, mutant):
        original = self.originals.get(mutant.stem) or self.objects(mutant.stem)
        self.originals[mutant.stem] = original
        with self.changed(mutant):
            return self.objects(mutant.stem) not in (None, original)

    def candidates(self, stem):
        """Function by function: its possible mutants."""
        return mutants_of(stem, self.path(stem).read_text(encoding="utf-8"))

    def chosen(self, functions, known, each):
        """Bugs: one of every function, then the second. What is known need not be compiled."""
        bugs = [filter(lambda mutant: mutant.name in known or self.is_a_bug(mutant), mutants)
                for mutants in functions]
        for _ in range(each):
            for mutants in bugs:
                yield from itertools.islice(mutants, 1)

    def limit(self, stem, function):
        """Seconds of processor time that each prover has for a goal of the function."""
        times = [float(seconds) for of, goal, _, seconds in self.proved
                 if of == stem and goal.startswith(f"{function}_")]
        return max([self.seconds] + [math.ceil(4 * time) for time in times])

    def changed(self, mutant):
        return Changed(self.path(mutant.stem), mutant)

    def unproved(self, stem, function):
        """`proof GOAL` or `goals NUMBER`, or nothing if WP takes the function as it is."""
        for old in self.out.glob(f"{stem}.*"):
            old.unlink()
        seconds = str(self.limit(stem, function))
        run = subprocess.Popen([HERE / "mutant.sh", self.tree, stem, function, self.out, seconds],
                               stderr=subprocess.DEVNULL, start_new_session=True)
        log = self.out / f"{stem}.log"
        ended = failed = None
        while not (failed or ended):
            time.sleep(0.2)
            ended = run.poll() is not None
            failed = log.exists() and UNPROVED.search(log.read_text(encoding="utf-8"))
        if not ended:
            os.killpg(run.pid, signal.SIGTERM)
            run.wait()
        if failed:
            return f"proof {failed[1]}"
        if run.returncode:
            return "proof Frama-C refuses it"
        counted = subprocess.run(["python3", HERE / "goals.py", "proved", stem, self.out / f"{stem}.json"],
                                 capture_output=True, text=True)
        pinned = [line for line in PINNED.read_text(encoding="utf-8").splitlines()
                  if line.startswith(f"{stem} {function} ")]
        if counted.returncode:
            return "proof " + counted.stderr.split()[-1]
        return None if counted.stdout.splitlines() == pinned else f"goals {counted.stdout.split()[-1]}"

    def failing_test(self, stem):
        for test in (f"{stem}_test", "kernel_oracle_test"):
            if (ROOT / "tests" / f"{test}.c").exists():
                made = subprocess.run(["make", "-s", "-C", self.tree, "WARNINGS=-w", f"build/tests/{test}"],
                                      stdout=subprocess.DEVNULL)
                if made.returncode:
                    raise SystemExit(f"mutants.py: {test} cannot be built")
                try:
                    failed = subprocess.run([self.tree / "build/tests" / test], cwd=self.tree,
                                            capture_output=True, timeout=900).returncode
                except subprocess.TimeoutExpired:
                    failed = True
                if failed:
                    return test
        return None

    def verdict(self, mutant):
        with self.changed(mutant):
            noticed = self.unproved(mutant.stem, mutant.function)
            if noticed:
                return noticed
            test = self.failing_test(mutant.stem)
            return f"test {test}" if test else "survived"


class Changed:
    """The source with the mutant in it, for the length of a `with` block."""

    def __init__(self, path, mutant):
        self.path, self.mutant = path, mutant

    def __enter__(self):
        self.text = self.path.read_text(encoding="utf-8")
        changed = self.text[:self.mutant.start] + self.mutant.new + self.text[self.mutant.end:]
        self.path.write_text(changed, encoding="utf-8")

    def __exit__(self, *_):
        self.path.write_text(self.text, encoding="utf-8")


def written(table):
    """What the table says: verdicts by the names of the mutants."""
    if not table.exists():
        return {}
    lines = table.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[-1] for line in lines if not line.startswith("#")}


def summary(verdicts):
    counts = collections.Counter(verdict.split()[0].rstrip(":") for verdict in verdicts.values())
    functions = {mutant[1:3] for mutant in verdicts}
    return (f"{len(verdicts)} mutants of {len(functions)} functions: "
            f"{counts['proof'] + counts['goals']} killed by proofs ({counts['goals']} of them by the number "
            f"of goals), {counts['test']} only by tests, {counts['survived']} survived.")


def write(table, verdicts):
    rows = sorted(verdicts.items(), key=lambda row: (row[0].stem, row[0].start, row[0].name))
    lines = ["\t".join((m.name, m.stem, m.function, str(m.line), m.old, m.new or "nothing", verdict))
             for m, verdict in rows]
    part = table.with_suffix(".part")
    part.write_text("\n".join([f"# {summary(verdicts)}", *lines]) + "\n", encoding="utf-8")
    part.replace(table)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].removeprefix("usage: "))
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--stem", action="append")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--table", type=pathlib.Path, default=TABLE)
    options = parser.parse_args()
    stems = ["round"] + sorted(path.stem for path in (ROOT / "kernel").glob("*.c"))
    known = written(options.table) if options.resume else {}
    with tempfile.TemporaryDirectory() as directory:
        laboratory = Laboratory(pathlib.Path(directory), options.build, options.seconds)
        candidates = {stem: laboratory.candidates(stem) for stem in stems}
        verdicts = {mutant: known[mutant.name] for functions in candidates.values() for mutants in functions
                    for mutant in mutants if mutant.name in known}
        functions = [mutants for stem in options.stem or stems for mutants in candidates[stem]]
        sound = set()
        for mutant in laboratory.chosen(functions, known, options.each):
            if mutant not in verdicts:
                if mutant[1:3] not in sound and laboratory.unproved(*mutant[1:3]):
                    raise SystemExit(f"mutants.py: {mutant.stem}, {mutant.function} is not proved as it is")
                sound.add(mutant[1:3])
                verdicts[mutant] = laboratory.verdict(mutant)
                write(options.table, verdicts)
                print(f"{len(verdicts)}: {mutant.stem} {mutant.function}, line {mutant.line}: "
                      f"{mutant.old} -> {mutant.new or 'nothing'}: {verdicts[mutant]}", file=sys.stderr)
    write(options.table, verdicts)
    print(summary(verdicts))


main()
