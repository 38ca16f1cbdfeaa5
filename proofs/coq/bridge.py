"""Writes, as Coq theorems, what WP is given of spec/ without proving it.

usage: bridge.py terms SPEC...
           a lemma that mentions every logic function and predicate of spec/
       bridge.py theorems TASK LIST MODEL SPEC...
           Coq file: each statement of TASK, the task that Why3's Coq printer wrote for that lemma, under its
           own name, with the proof that MODEL, theories separated by commas, has for it

LIST has one line for each statement: "axiom NAME" for an axiom, "recursion NAME" for the equation that defines
a recursive logic function, "lemma NAME" for a lemma, which WP proves too, "lemma NAME: WP alone" for one that
only WP proves. Definitions that are not recursive assume nothing; those whose symbols MODEL knows are carried
over.
"""
import pathlib
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


def spec_text(files):
    return "\n".join(re.sub(r"//.*", "", read(file)) for file in files)


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
    listed = {}
    for line in filter(None, text.splitlines()):
        kind, name, *alone = line.split(None, 2)
        listed[kind, name.rstrip(":")] = alone == ["WP alone"]
    return listed


def compare(found, listed, text):
    """Everything spec/ says is in the task, and the list has exactly that."""
    names = {name for _, name in found}
    errors = [f"{name} is in spec/ but not in what Why3 printed"
              for name in re.findall(r"\b(?:axiom|lemma)\s+(\w+)", text) if name not in names]
    errors += [f"{kind} {name} of spec/ is not listed" for kind, name in found if (kind, name) not in listed]
    errors += [f"{kind} {name} is listed but is not in spec/"
               for kind, name in listed if (kind, name) not in found]
    errors += [f"{kind} {name}: only a lemma is proved by WP" for (kind, name), alone in listed.items()
               if alone and kind != "lemma"]
    if errors:
        fail(*errors)


def theorems(task, listed, model, text):
    lemmas = set(re.findall(r"(?<!admit )\blemma\s+(\w+)", text))
    proofs = {name: theory for theory, source in model.items() for name in re.findall(r"^Theorem (\w+)", source, re.M)}
    known = {name for source in model.values() for name in re.findall(r"^(?:Definition|Fixpoint) (\w+)", source, re.M)}
    found = list(statements(task, lemmas))
    given = [(kind, name) for kind, name, _, _ in found if kind not in ("symbol", "definition")]
    compare(given, listed, text)
    print("(* Generated from the task that Why3 printed. *)\nFrom Coq Require Import Reals ZArith.\n"
          f"From Surecharge Require Import {' '.join(reversed(model))}.\nOpen Scope R_scope.")
    for kind, name, statement, symbols in found:
        if listed.get((kind, name)):
            continue
        if symbols - known:
            if kind in ("symbol", "definition"):
                continue
            fail(f"{kind} {name}: {', '.join(model)} have no model of {', '.join(sorted(symbols - known))}")
        if kind == "symbol":
            known.add(name)
            print(f"\n{statement}\n#[export] Hint Unfold {name} : spec.")
            continue
        if kind in ("axiom", "recursion") and name not in proofs:
            fail(f"{kind} {name}: WP is given it, and {', '.join(model)} have no theorem of this name")
        proof = f"given {proofs[name]}.{name}" if name in proofs else "automatic"
        print(f"\nTheorem {name} :\n  {statement}\nProof. {proof}. Qed.")


def main(mode, *arguments):
    if mode == "terms":
        print(terms(spec_text(arguments)))
    else:
        task, listed, model, *spec = arguments
        theories = {pathlib.Path(file).stem: read(file) for file in model.split(",")}
        theorems(read(task), parse_list(read(listed)), theories, spec_text(spec))


main(*sys.argv[1:])
