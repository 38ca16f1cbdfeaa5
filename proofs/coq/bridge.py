"""Writes, as Coq theorems, what WP is given of spec/ without proving it.

usage: bridge.py terms SPEC...
           a lemma that mentions every logic function and predicate of spec/
       bridge.py theorems TASK LIST THEORY... SPEC...
           Coq file: each statement of TASK, the task that Why3's Coq printer wrote for that lemma, under its
           own name, with the proof that the theory of its file has for it: SpecDampTile.v, for damp_tile.acsl

LIST has one line for each statement: "axiom NAME" for an axiom, "recursion NAME" for the equation that defines
a recursive logic function, "lemma NAME" for a lemma, which WP proves too. Definitions that are not recursive
assume nothing; those whose symbols the theories have models of are carried over.
"""
import os
import re
import sys

SYMBOL = r"\b(?:[LP]_|(?=valid_r[dw]\b))(\w+)"  # and validity of memory, which has no model
WORDS = {
    "Reals.Rdefinitions.R": "R", "Numbers.BinNums.Z": "Z", "Reals.Rbasic_fun.Rabs": "Rabs",
    "Reals.R_sqrt.sqrt": "sqrt", "Reals.Rtrigo_def.cos": "cos", "Reals.Rtrigo_def.sin": "sin",
    "BuiltIn.IZR": "IZR", "real_of_int": "IZR",
    "t'real1": "real_of_double", "t'isFinite1": "is_finite_double", "t1": "double",
}


def fail(*messages):
    sys.exit("\n".join(f"bridge: {message}" for message in messages))


def read(file):
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def stem(file):
    return os.path.splitext(os.path.basename(file))[0]


def spec_text(files):
    return "\n".join(re.sub(r"//.*", "", read(file)) for file in files)


def named(words, files):
    """name -> stem of the file that declares it with one of these words."""
    return {name: stem(file) for file in files
            for name in re.findall(rf"^(?:{words}) (\w+)", read(file), re.M)}


def homes(files):
    """name -> theory where its model or its theorem belongs: that of its file of spec/."""
    words = r"\b(?:axiom|lemma|predicate|logic\s+\w+)\s+(\w+)"
    return {name: "Spec" + stem(file).title().replace("_", "") for file in files
            for name in re.findall(words, spec_text([file]))}


def belonging(theorems, models, home):
    """Every theorem of the theories is one of spec/, and in the theory of its file."""
    errors = []
    for name, theory in {**theorems, **models}.items():
        origin = home.get(name) or home.get(re.sub("_(def|cases)$", "", name))
        if origin and theory != origin:
            errors.append(f"{name} belongs in {origin}.v, not in {theory}.v")
        if not origin and name in theorems:
            errors.append(f"theorem {name} of {theory}.v is of nothing in spec/")
    if errors:
        fail(*errors)


def terms(text):
    """The arguments of a declaration become binders of a quantifier. The lemma is false, and never used."""
    claims = []
    declaration = r"\b(logic\s+\w+|predicate)\s+(\w+)\s*(\{[\w,]+\})?\s*(?:\(([^)]*)\))?"
    for kind, name, labels, arguments in re.findall(declaration, text):
        names = re.findall(r"(\w+)\s*(?:,|$)", arguments)
        at = "{L,L}" if "," in labels else ""
        term = f"{name}{at}({', '.join(names)})" if names else name
        claim = term if kind == "predicate" else f"{term} == 3"
        claims.append(f"(\\forall {arguments}; {claim})" if names else f"({claim})")
    return "/*@ lemma sc_every_term{L}:\n  " + "\n  && ".join(claims) + "; */"


def sentences(task):
    """(keyword, printed name, rest) of each sentence of the task that comes from spec/."""
    return re.findall(r"^(Axiom|Definition|Parameter) ([LPQ]_[\w']+)(.*?\.)$", task, re.M | re.S)


def coq(text):
    """Shorter names; without the prefixes by which WP keeps functions, predicates and lemmas apart."""
    text = re.sub(r"\b[LPQ]_(\w+)", r"\1", text)
    return re.sub(r"[\w.']*\w'?", lambda word: WORDS.get(word[0], word[0]), text)


def statements(task, lemmas):
    """(kind, name, text, symbols) in the order of the task; kind definition for what assumes nothing."""
    for word, printed, rest in sentences(task):
        symbols = set(re.findall(SYMBOL, rest))
        if word == "Definition":
            yield "symbol", printed[2:], f"Definition {printed[2:]}{coq(rest)}", symbols
        elif word == "Axiom":
            name = printed[2:]
            kind = "recursion"
            if printed.endswith("'def"):
                kind, name = "definition", name[:-4] + "_cases"
            elif printed.startswith("Q_"):
                kind = "lemma" if name in lemmas else "axiom"
            yield kind, name, re.sub(r"^\s*:\s*", "", coq(rest)), symbols


def parse_list(text):
    return [tuple(line.split(None, 1)) for line in text.splitlines()]


def compare(found, listed, text):
    """Everything spec/ says is in the task, and the list has exactly that."""
    names = {name for _, name in found}
    errors = [f"{name} is in spec/ but not in what Why3 printed"
              for name in re.findall(r"\b(?:axiom|lemma)\s+(\w+)", text) if name not in names]
    errors += [f"{kind} {name} of spec/ is not listed" for kind, name in found if (kind, name) not in listed]
    errors += [f"{kind} {name} is listed but is not in spec/"
               for kind, name in listed if (kind, name) not in found]
    if errors:
        fail(*errors)


def theorems(task, listed, theories, spec):
    text = spec_text(spec)
    lemmas = set(re.findall(r"(?<!admit )\blemma\s+(\w+)", text))
    proofs, models, home = named("Theorem", theories), named("Definition|Fixpoint", theories), homes(spec)
    belonging(proofs, models, home)
    known = set(models)
    found = list(statements(task, lemmas))
    given = [(kind, name) for kind, name, _, _ in found if kind not in ("symbol", "definition")]
    compare(given, listed, text)
    print("(* Generated from the task that Why3 printed. *)\nFrom Coq Require Import Reals ZArith.\n"
          "From Surecharge Require Import Spec.\nOpen Scope R_scope.")
    for kind, name, statement, symbols in found:
        if symbols - known:
            if kind in ("symbol", "definition"):
                continue
            fail(f"{kind} {name}: the theories have no model of {', '.join(sorted(symbols - known))}")
        if kind == "symbol":
            known.add(name)
            print(f"\n{statement}\n#[export] Hint Unfold {name} : spec.")
            continue
        if kind in ("axiom", "recursion") and name not in proofs:
            origin = home.get(name) or home[name.removesuffix("_def")]
            fail(f"{kind} {name}: WP is given it, and {origin}.v has no theorem of this name")
        proof = f"given {proofs[name]}.{name}" if name in proofs else "automatic"
        print(f"\nTheorem {name} :\n  {statement}\nProof. {proof}. Qed.")


def main(mode, *arguments):
    if mode == "terms":
        print(terms(spec_text(arguments)))
    else:
        task, listed, *files = arguments
        theorems(read(task), parse_list(read(listed)), [file for file in files if file.endswith(".v")],
                 [file for file in files if file.endswith(".acsl")])


main(*sys.argv[1:])
